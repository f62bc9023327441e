//! Words that say that somebody speaks.

use crate::nlp::known::{Known, Words};
use crate::nlp::morph::{Grammeme, Tag};
use crate::nlp::span::{Byte, Span, TokenUnit};

/// Verbs of speech and opinion, of which a sentence may be said: «заявил, что», ««…», – считает она».
static SAY: Words = Words::new(
    "заявить заявлять сообщить сообщать сказать говорить отметить отмечать подчеркнуть подчеркивать рассказать рассказывать \
    добавить добавлять пояснить пояснять объяснить объяснять напомнить напоминать ответить отвечать уточнить уточнять \
    считать полагать написать писать признать признавать признаться признаваться указать указывать предупредить \
    предупреждать призвать призывать пообещать обещать утверждать заверить заверять констатировать резюмировать заключить \
    заключать подытожить подытоживать разъяснить разъяснять дополнить озвучить озвучивать прокомментировать комментировать \
    выразить выразиться высказаться высказать возмутиться возмущаться посетовать сетовать пожаловаться жаловаться спросить \
    спрашивать поинтересоваться переспросить воскликнуть восклицать крикнуть кричать шепнуть шутить пошутить вздохнуть \
    вздыхать улыбнуться улыбаться усмехнуться смеяться рассмеяться рассуждать размышлять возразить возражать парировать \
    поправить согласиться соглашаться подтвердить подтверждать опровергнуть опровергать отрицать цитировать процитировать \
    передать передавать привести приводить сослаться ссылаться поделиться делиться отрапортовать доложить докладывать \
    проинформировать информировать обратиться обращаться продолжить продолжать вспомнить вспоминать припомнить настаивать \
    требовать потребовать попросить просить прогнозировать спрогнозировать предположить предполагать ожидать надеяться \
    верить думать подумать уверить успокоить поблагодарить пожелать поздравить поприветствовать приветствовать повторить \
    повторять произнести произносить молвить проговорить буркнуть отрезать поведать изложить обозначить акцентировать \
    заметить замечать обвинить обвинять раскритиковать критиковать опубликовать публиковать разместить анонсировать \
    объявить объявлять провозгласить подсчитать оценить оценивать сформулировать рекомендовать посоветовать советовать \
    отреагировать среагировать проговориться откликнуться отозваться удивиться удивляться гордиться радоваться \
    порадоваться",
);

/// Of these a clause with «что» is a statement for the record.
static STATE: Words = Words::new(
    "заявить заявлять сообщить сообщать сказать говорить отметить отмечать подчеркнуть подчеркивать рассказать рассказывать \
    добавить добавлять пояснить пояснять объяснить объяснять напомнить напоминать ответить отвечать уточнить уточнять \
    считать полагать написать писать признать признавать признаться признаваться указать указывать предупредить \
    предупреждать пообещать обещать утверждать заверить заверять констатировать резюмировать заключить подытожить \
    разъяснить дополнить прокомментировать возразить подтвердить подтверждать доложить проинформировать вспомнить \
    вспоминать настаивать прогнозировать спрогнозировать предположить предполагать ожидать надеяться заметить замечать \
    объявить объявлять подсчитать оценить рекомендовать уверять выразить",
);

/// Short adjectives and participles of opinion and record: «она уверена», «говорится», «сказано в заявлении».
static OPINION: Words = Words::new("уверенный уверить убежденный убедить согласный");
static RECORD: Words =
    Words::new("говориться отмечаться сообщаться подчеркиваться указываться утверждаться уточняться сказать отметить указать");

/// Verbs that give a thing a name, with part of a sentence in quotation marks.
static NAME: Words =
    Words::new("назвать называть охарактеризовать характеризовать описать описывать окрестить обозвать величать счесть определить");

/// Verbs whose object is the speaker: «передаёт слова министра», «цитирует агентство Лунину».
static RELAY: Words = Words::new("цитировать процитировать передать передавать привести приводить");

/// Nouns after «по» or «со» whose genitive is the speaker.
static BY: Words = Words::new(
    "слово мнение данные дано информация оценка сведение сведения утверждение выражение версия признание подсчет расчет убеждение прогноз",
);

/// How a cue stands to its speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// «заявил Лунин».
    Verb,
    /// «цитирует Лунина агентство».
    Relay,
    /// «говорится в заявлении МИД».
    Record,
    /// «по словам Лунина».
    By,
}

/// A cue in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cue {
    /// The words.
    pub span: Span<Byte>,
    /// The tokens.
    pub tokens: Span<TokenUnit>,
    /// How it stands to its speaker.
    pub manner: Manner,
    /// Whether it can open «что …».
    pub states: bool,
}

/// The first cue among some tokens.
pub(super) fn cue(known: Known<'_>, tokens: Span<TokenUnit>, skip: &dyn Fn(u32) -> bool) -> Option<Cue> {
    tokens.range().filter(|i| !skip(known.pieces.tokens[*i].span.start)).find_map(|i| cue_at(known, i, tokens))
}

/// The cue that begins at a token.
pub(super) fn cue_at(known: Known<'_>, i: usize, within: Span<TokenUnit>) -> Option<Cue> {
    let one = |from: usize, to: usize, manner, states| {
        let tokens = Span::new(from as u32, to as u32 + 1);
        known.cover(tokens).map(|span| Cue { span, tokens, manner, states })
    };
    let inside = |i: usize| i < within.end as usize;
    // «по словам», «по его мнению», «с её слов».
    if matches!(known.word(i), "по" | "со" | "с") {
        let at = if matches!(known.word(i + 1), "его" | "ее" | "их" | "собственному") { i + 2 } else { i + 1 };
        let plain = at == i + 1;
        if inside(at) && known.among(at, &BY) && (known.word(i) == "по" || known.word(at) == "слов") {
            // «по данным вопросам» is something else.
            let bare =
                plain && matches!(known.word(at), "данным" | "данному") && known.has(at + 1, Tag::of(&[Grammeme::Noun, Grammeme::Datv]));
            return if bare { None } else { one(i, at, Manner::By, true) };
        }
        return None;
    }
    if !known.finite(i) {
        let short = known.has(i, Tag::of(&[Grammeme::Adjs]));
        return if short && known.among(i, &OPINION) { one(i, i, Manner::Verb, true) } else { None };
    }
    let first_or_second =
        known.readings.analyses(i).iter().all(|a| a.tag.meets(Tag::of(&[Grammeme::Per1, Grammeme::Per2, Grammeme::Impr])));
    if first_or_second {
        return None;
    }
    let neuter = known.has(i, Tag::of(&[Grammeme::Prts, Grammeme::Neut])) || known.word(i).ends_with("ся") || known.word(i).ends_with("сь");
    if neuter && known.among(i, &RECORD) {
        return one(i, i, Manner::Record, true);
    }
    if known.has(i, Tag::of(&[Grammeme::Prts])) && !known.has(i, Tag::of(&[Grammeme::Verb])) {
        return if known.among(i, &OPINION) { one(i, i, Manner::Verb, true) } else { None };
    }
    if known.among(i, &RELAY) {
        let words = inside(i + 1) && known.lemma(i + 1, "слово");
        return one(i, if words { i + 1 } else { i }, Manner::Relay, false);
    }
    if known.among(i, &SAY) {
        return one(i, i, Manner::Verb, known.among(i, &STATE));
    }
    None
}

/// Whether a token is a verb that opens «что …»; what is declared is an event all the same.
pub(super) fn states(known: Known<'_>, i: usize) -> bool {
    known.among(i, &STATE) && !known.lemma(i, "объявить") && !known.lemma(i, "подтвердить")
}

/// Whether a token is a verb that names: «назвал решение «поспешным и вредным»».
pub(super) fn names(known: Known<'_>, i: usize) -> bool {
    known.has(i, Tag::of(&[Grammeme::Verb])) && known.among(i, &NAME)
}
