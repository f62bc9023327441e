//! Sentences → predicates, and which of them a time belongs to.

use std::collections::BTreeSet;

use crate::nlp::knowledge::Knowledge;
use crate::nlp::known::{Known, Words};
use crate::nlp::morph::{Grammeme, Tag};
use crate::nlp::ner::Label;
use crate::nlp::quote::says;
use crate::nlp::segment::TokenKind;
use crate::nlp::span::{Byte, Span, TokenUnit};

/// What tells an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A finite verb or a short participle.
    Finite,
    /// An infinitive that a modal word governs.
    Infinitive,
    /// A full participle: «подписанный в 2003 году».
    Participle,
    /// A mention of an event, by number.
    Mention(usize),
    /// A noun that stands for its verb, beside a dash or a time.
    Noun,
}

/// A word that tells an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Predicate {
    /// The word.
    pub token: usize,
    /// Its auxiliary or modal word, if it has one.
    pub modal: Option<usize>,
    /// What it is.
    pub shape: Shape,
    /// Whether it says that somebody speaks.
    pub speaks: bool,
}

/// Verbs that say only that something takes place; the noun beside them tells what.
static LIGHT: Words = Words::new(
    "состояться пройти проходить произойти происходить провести проводить проводиться начаться начинаться начать стартовать \
    завершиться завершаться продлиться длиться продолжаться продолжиться идти открыться случиться наметить запланировать планироваться \
    намечаться предстоять ожидаться подать вести держать быть перенести отменить отложить сорваться прогреметь назначить",
);

/// Participles that only give a noun its time.
static SET: Words = Words::new("наметить запланировать назначить отложить перенести пройти состояться проходить произойти начаться");

/// Words that leave an event to an infinitive.
static MODAL: Words = Words::new(
    "мочь смочь должный намеренный намереваться планировать планироваться предполагать предполагаться предстоять собираться \
    рассчитывать обещать пообещать готовиться готовый начать начинать продолжить продолжать решить хотеть обязать поручить удаться \
    потребовать рекомендовать предложить попытаться пытаться уметь надо нужно необходимо следовать стать прекратить перестать намечать \
    наметить запланировать обязаться попросить призвать разрешить запретить согласиться отказаться суметь успеть",
);

/// Verbs of saying that open or close a sentence without telling its event, beside those that open «что …».
static SPEECH: Words = Words::new(
    "передать передавать говориться ссылаться информировать уточняться отмечаться сообщаться процитировать цитировать назвать называть",
);

/// Words that open a clause of its own.
const SUBORDINATE: &[&str] = &["что", "чтобы", "когда", "если", "где", "куда", "поскольку", "хотя", "пока", "откуда", "как", "тогда"];

/// How far a time and its predicate may be, in tokens with the cost of what lies between.
const FARTHEST: usize = 60;
/// How far a noun and its light verb may be, in tokens.
const NEAREST: usize = 24;

impl Predicate {
    /// Whether the verb only says that something takes place.
    pub fn is_light(self, known: Known<'_>) -> bool {
        match self.shape {
            Shape::Finite | Shape::Infinitive => known.among(self.token, &LIGHT),
            // «встреча, намеченная на четверг»
            Shape::Participle => known.among(self.token, &SET),
            Shape::Mention(_) | Shape::Noun => false,
        }
    }
}

/// The predicates of a sentence, in order.
pub(super) fn predicates(known: Known<'_>, sentence: Span<TokenUnit>) -> Vec<Predicate> {
    let mut out: Vec<Predicate> = Vec::new();
    let span = known.cover(sentence).unwrap_or(Span::new(0, 0));
    // Words inside names and numbers tell no event; those inside events, crimes and penalties do. A mention may begin and end
    // within a token.
    let clip = |t: Span<TokenUnit>| t.start.max(sentence.start) as usize..t.end.min(sentence.end) as usize;
    let first = sentence.start as usize;
    let mut named = vec![false; sentence.len() as usize];
    for (_, m) in known.inside(span).filter(|(_, m)| !matches!(m.label, Label::Event | Label::Crime | Label::Penalty)) {
        clip(known.pieces.tokens_in(m.span)).for_each(|i| named[i - first] = true);
    }
    for i in sentence.range() {
        let token = known.pieces.tokens[i];
        if token.kind != TokenKind::Word || named[i - first] {
            continue;
        }
        let readings = known.readings.analyses(i);
        let verb = |t: Tag| t.has(Grammeme::Verb) && !t.meets(Tag::of(&[Grammeme::Impr, Grammeme::Per2]));
        let told = readings.iter().any(|a| a.known && (verb(a.tag) || a.tag.has(Grammeme::Prts)));
        let other = readings
            .iter()
            .any(|a| a.known && a.tag.meets(Tag::of(&[Grammeme::Noun, Grammeme::Prep, Grammeme::Conj, Grammeme::Npro, Grammeme::Prcl])));
        let last = out.last().copied().filter(|p| p.shape == Shape::Finite && i - p.token <= 4);
        // «начал», «дали», «было» are also nouns and particles: after a preposition or an adjective they are, else verbs.
        let before = i.checked_sub(1).filter(|j| *j >= sentence.start as usize);
        let governed = before.is_some_and(|j| known.has(j, Tag::of(&[Grammeme::Prep])) || known.has(j, Tag::of(&[Grammeme::Adjf])));
        let past = known.has(i, Tag::of(&[Grammeme::Verb, Grammeme::Past])) && !governed;
        if told && (!other || past) {
            let auxiliary = known.lemma(i, "быть");
            let speaks = known.among(i, &SPEECH) || says(known, i) || (known.lemma(i, "стать") && known.word(i + 1) == "известно");
            // «был вчера подписан»: the participle tells.
            match last.filter(|p| known.lemma(p.token, "быть")) {
                Some(p) if known.has(i, Tag::of(&[Grammeme::Prts])) => {
                    out.pop();
                    out.push(Predicate { token: i, modal: Some(p.token), shape: Shape::Finite, speaks });
                }
                // «подписать его намерены»
                _ => match (sentence.start as usize..i).rev().take(4).find(|j| known.has(*j, Tag::of(&[Grammeme::Infn]))) {
                    Some(j) if known.among(i, &MODAL) && !out.iter().any(|p| p.token >= j) => {
                        out.push(Predicate { token: j, modal: Some(i), shape: Shape::Infinitive, speaks: false });
                    }
                    _ => out.push(Predicate { token: i, modal: None, shape: Shape::Finite, speaks: speaks && !auxiliary }),
                },
            }
        } else if known.has(i, Tag::of(&[Grammeme::Infn])) && !other {
            let governs = |p: &Predicate| {
                known.among(p.token, &MODAL) || known.lemma(p.token, "быть") || known.among(p.modal.unwrap_or(p.token), &MODAL)
            };
            if let Some(p) = out.last().copied().filter(|p| i - p.token <= 8 && governs(p)) {
                out.pop();
                out.push(Predicate { token: i, modal: Some(p.token), shape: Shape::Infinitive, speaks: false });
            }
        } else if !told && known.has(i, Tag::of(&[Grammeme::Prtf, Grammeme::Past])) && !other {
            out.push(Predicate { token: i, modal: None, shape: Shape::Participle, speaks: false });
        } else if !told && known.has(i, Tag::of(&[Grammeme::Adjs])) && known.among(i, &MODAL) {
            out.push(Predicate { token: i, modal: None, shape: Shape::Finite, speaks: false });
        }
    }
    // Mentions come outermost first, so one that ends no further than those before it lies in one of them.
    let mut reached = 0;
    let mut marked = vec![false; sentence.len() as usize];
    let verbs: BTreeSet<usize> = out.iter().map(|p| p.token).collect();
    for (number, m) in known.inside(span).filter(|(_, m)| m.label == Label::Event) {
        let tokens = clip(known.pieces.tokens_in(m.span));
        tokens.clone().for_each(|i| marked[i - first] = true);
        let nested = m.span.end <= reached;
        reached = reached.max(m.span.end);
        let head = tokens.clone().find(|i| known.has(*i, Tag::of(&[Grammeme::Noun])));
        if let Some(token) = head.filter(|_| !nested && !tokens.clone().any(|i| verbs.contains(&i))) {
            out.push(Predicate { token, modal: None, shape: Shape::Mention(number), speaks: false });
        }
    }
    // Nouns that tell an event by themselves, though the tagger does not mark them.
    let noun = |i: usize| {
        known.has(i, Tag::of(&[Grammeme::Noun])) && known.readings.lemmas(i).iter().any(|l| Knowledge::get().event_kind(l).is_some())
    };
    let own = sentence.range().filter(|i| !named[i - first] && !marked[i - first] && !verbs.contains(i) && noun(*i));
    out.extend(own.map(|token| Predicate { token, modal: None, shape: Shape::Noun, speaks: false }));
    out.sort_by_key(|p| p.token);
    out
}

/// The predicate that a time belongs to: the one with the least between them.
pub(super) fn owner(known: Known<'_>, predicates: &[Predicate], time: Span<Byte>) -> Option<Predicate> {
    let tokens = known.pieces.tokens_in(time);
    let cost = |p: &Predicate| {
        let (from, to) =
            if p.token < tokens.start as usize { (p.token + 1, tokens.start as usize) } else { (tokens.end as usize, p.token) };
        let between: usize = (from..to).map(|i| step(known, i)).sum();
        let before = p.token > tokens.start as usize;
        let kind = match p.shape {
            Shape::Finite => 0,
            Shape::Infinitive => 1,
            // A participle's time stands after it: «подписанный в 2003 году».
            Shape::Participle if before => 12,
            Shape::Participle => 0,
            // «визит 5 мая» belongs together, «в мае начнутся учения» by its verb.
            Shape::Mention(_) => 4,
            Shape::Noun => 6,
        };
        between + kind + if p.speaks { 9 } else { 0 }
    };
    near(predicates, tokens.start as usize, FARTHEST)
        .iter()
        .map(|p| (cost(p), p))
        .filter(|(c, _)| *c < FARTHEST)
        .min_by_key(|(c, p)| (*c, p.token))
        .map(|(_, p)| *p)
}

/// The predicates at most so many tokens away.
fn near(predicates: &[Predicate], token: usize, reach: usize) -> &[Predicate] {
    let from = predicates.partition_point(|p| p.token + reach < token);
    let to = predicates.partition_point(|p| p.token <= token + reach);
    &predicates[from..to]
}

/// What one token between a time and a predicate costs.
fn step(known: Known<'_>, i: usize) -> usize {
    match known.surface(i) {
        ";" => 40,
        "," => 4,
        "–" | "—" | ":" => 6,
        "(" | ")" => 5,
        _ if SUBORDINATE.contains(&known.word(i)) && i > 0 && known.surface(i - 1) == "," => 8,
        _ if known.lemma(i, "который") => 8,
        _ if matches!(known.word(i), "а" | "но") => 6,
        _ => 1,
    }
}

/// The event's own noun beside a light verb, or the predicate itself.
pub(super) fn core(known: Known<'_>, predicates: &[Predicate], p: Predicate) -> Predicate {
    let predicates = near(predicates, p.token, NEAREST);
    let between = |q: &Predicate| {
        let (from, to) = (p.token.min(q.token), p.token.max(q.token));
        (from + 1..to).map(|i| step(known, i)).sum::<usize>()
    };
    if matches!(p.shape, Shape::Mention(_) | Shape::Noun) && p.modal.is_none() {
        // «фестиваль не состоялся»: what is said of the noun stands at its verb.
        let verbs = predicates.iter().filter(|q| q.is_light(known)).map(|q| (between(q), q));
        let own = verbs.filter(|(c, q)| *c < 16 && core(known, predicates, **q).token == p.token).min_by_key(|(c, q)| (*c, q.token));
        return Predicate { modal: own.map(|(_, q)| q.token), ..p };
    }
    if !p.is_light(known) {
        return p;
    }
    let nouns = predicates.iter().filter(|q| matches!(q.shape, Shape::Mention(_) | Shape::Noun));
    // Of several the one that tells a kind of event, in the nominative: «взрыв на складе прогремел».
    let telling = |q: &Predicate| known.readings.lemmas(q.token).iter().any(|l| Knowledge::get().event_kind(l).is_some());
    let nominative = |q: &Predicate| known.has(q.token, Tag::of(&[Grammeme::Nomn]));
    let weight = |q: &Predicate| between(q) + if telling(q) { 0 } else { 6 } + if nominative(q) { 0 } else { 4 };
    let near = nouns.map(|q| (weight(q), *q)).filter(|(c, _)| *c < 24).min_by_key(|(c, q)| (*c, q.token));
    near.map_or(p, |(_, q)| Predicate { modal: Some(p.token), ..q })
}
