//! The tense around an expression.

use super::words::Words;
use super::written::Tense;
use crate::nlp::morph::Grammeme;

/// How far, in tokens, a verb is looked for on each side.
const REACH: usize = 40;
/// What a comma between adds to the distance: a verb of the same clause is nearer.
const COMMA: usize = 6;

/// Words that speak of what is to come.
const PLANS: &[&str] = &[
    "планироваться",
    "планировать",
    "запланировать",
    "запланированный",
    "намеренный",
    "намереваться",
    "намечаться",
    "наметить",
    "намеченный",
    "предполагаться",
    "ожидаться",
    "предстоять",
    "должный",
    "собираться",
];

/// Verbs of speech and decision: what they tell of may lie on either side.
const REPORTS: &[&str] = &[
    "сообщить",
    "сообщать",
    "заявить",
    "заявлять",
    "рассказать",
    "рассказывать",
    "отметить",
    "отмечать",
    "подчеркнуть",
    "добавить",
    "пообещать",
    "обещать",
    "объявить",
    "объявлять",
    "назначить",
    "перенести",
    "отложить",
    "сказать",
    "говорить",
    "написать",
    "писать",
    "уточнить",
    "напомнить",
    "пояснить",
    "объяснить",
    "передать",
    "передавать",
    "анонсировать",
    "предложить",
    "пригласить",
    "решить",
    "подтвердить",
    "договориться",
];

/// Answers for the tense of sentences.
pub(super) struct Tenses<'w, 'a> {
    words: &'w Words<'a>,
}

impl<'w, 'a> Tenses<'w, 'a> {
    pub(super) fn new(words: &'w Words<'a>) -> Self {
        Self { words }
    }

    /// The sentence that holds the byte `at`, and the tense of the verb nearest to the tokens `from..to`.
    pub(super) fn at(&mut self, from: usize, to: usize, at: u32) -> (usize, Tense) {
        let Some(sentence) = self.words.pieces.sentence_at(at) else { return (0, Tense::Unknown) };
        let tokens = self.words.pieces.sentences[sentence].tokens.range();
        let left = self.nearest((tokens.start.max(from.saturating_sub(REACH))..from).rev());
        let right = self.nearest(to..tokens.end.min(to + REACH));
        let tense = match (left, right) {
            (Some((_, a)), None) => a,
            (None, Some((_, b))) => b,
            // Of equally near ones the one behind: «28 ноября пройдёт».
            (Some((m, a)), Some((n, b))) => {
                if m < n {
                    a
                } else {
                    b
                }
            }
            (None, None) => Tense::Unknown,
        };
        (sentence, tense)
    }

    fn nearest(&self, tokens: impl Iterator<Item = usize>) -> Option<(usize, Tense)> {
        let mut distance = 0;
        for i in tokens {
            distance += if self.words.str(i) == "," { COMMA } else { 1 };
            if let Some(tense) = self.of(i) {
                return Some((distance, tense));
            }
        }
        None
    }

    fn of(&self, i: usize) -> Option<Tense> {
        if self.words.lemma(i, PLANS) || self.words.is(i, &["должен", "должна", "должны", "должно"]) {
            return Some(Tense::Future);
        }
        if self.words.lemma(i, REPORTS) {
            return None;
        }
        let known = self.words.readings.analyses(i).iter().filter(|a| a.known);
        // «нашли» is also an imperative: one reading tells, when all others are verbs in some mood.
        let (mut past, mut future, mut verbs) = (false, false, true);
        for a in known {
            let verb = a.tag.has(Grammeme::Verb);
            past |= a.tag.has(Grammeme::Past) && (verb || a.tag.has(Grammeme::Prts));
            future |= a.tag.has(Grammeme::Futr) && verb;
            verbs &= (verb && !a.tag.has(Grammeme::Pres)) || a.tag.has(Grammeme::Prts);
        }
        match (verbs && past, verbs && future) {
            (true, false) => Some(Tense::Past),
            (false, true) => Some(Tense::Future),
            _ => None,
        }
    }
}
