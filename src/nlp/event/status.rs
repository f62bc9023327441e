//! Words around an event → whether it took place.

use super::Status;
use super::clause::{Predicate, Shape};
use crate::nlp::edtf::{Point, Set, Unit, Value};
use crate::nlp::knowledge::Knowledge;
use crate::nlp::known::{Known, Words};
use crate::nlp::morph::{Grammeme, Tag};
use crate::nlp::ner::Label;
use crate::nlp::span::{Byte, Span, TokenUnit};

/// Verbs and participles by which a thing is put off; what they name did not take place on the day named before.
pub(super) static MOVED: Words = Words::new("перенести переносить отложить откладывать сдвинуть передвинуть");
/// By which it is called off.
pub(super) static CANCELLED: Words = Words::new("отменить отменять сорваться сорвать аннулировать отказаться отказываться");
/// By which it is said not to be so.
pub(super) static REFUTED: Words = Words::new("опровергнуть опровергать отрицать");
/// What is told without being sure.
static RUMOUR: Words = Words::new("сообщение слух информация данные утверждение новость");
/// Words for what is meant to be.
static PLANNED: Words = Words::new(
    "планироваться планировать намеренный намереваться предполагаться намечаться наметить запланировать предстоять готовиться \
    собираться рассчитывать прорабатываться ожидаться предстоящий",
);
/// Modal words: what they govern is to come, if nothing says otherwise.
static MAY: Words = Words::new("мочь должный должен");
/// Nouns for meetings and works that can be called off.
static MEETING: Words = Words::new(
    "визит встреча переговоры саммит заседание концерт матч рейс поездка мероприятие выставка фестиваль учение конференция форум \
    запуск старт выборы голосование церемония показ премьера парад митинг акция
    подписание сделка раунд прием тур турнир",
);

/// How far from an event words of its status are looked for, in tokens.
const REACH: u32 = 60;

/// What is said around a predicate, once for all times of its sentence.
pub(super) struct Mood {
    negated: bool,
    cancelled: bool,
    moved: bool,
    refuted: Option<u32>,
    recurring: bool,
    future: bool,
    planned: bool,
    /// «должны были»: a plan of the past.
    past_plan: bool,
}

impl Mood {
    pub fn of(known: Known<'_>, sentence: Span<TokenUnit>, clause: Span<Byte>, p: Predicate, recurring: bool) -> Self {
        // What stands far away speaks of something else, and a sentence may be a book.
        let token = p.token as u32;
        let near = |s: Span<TokenUnit>| Span::<TokenUnit>::new(s.start.max(token.saturating_sub(REACH)), s.end.min(token + REACH));
        let (sentence, tokens) = (near(sentence), near(known.pieces.tokens_in(clause)));
        let own = p.modal.into_iter().chain([p.token]);
        let verbs: Vec<usize> =
            own.clone().filter(|i| !matches!(p.shape, Shape::Mention(_)) || *i != p.token || known.finite(*i)).collect();
        let not = |i: usize| i > 0 && known.word(i - 1) == "не";
        let passive = |i: usize| known.has(i, Tag::of(&[Grammeme::Prts])) || known.has(i, Tag::of(&[Grammeme::Plur, Grammeme::Past]));
        let meets = |from: usize, to: usize| (from..to).any(|j| known.among(j, &MEETING));
        // «визит отменён», «матч отменили», «президент отменил визит», but not «суд отменил приговор».
        let called_off = |i: usize| {
            let strong = known.lemma(i, "отказаться") || known.lemma(i, "отказываться");
            known.among(i, &CANCELLED)
                && !not(i)
                && ((strong && (p.modal == Some(i) || (i + 1..i + 3).any(|j| known.word(j) == "от")))
                    || (passive(i) && meets(tokens.start as usize, i))
                    || (known.lemma(i, "сорваться") && meets(tokens.start as usize, i))
                    || (!strong && meets(i, (i + 4).min(tokens.end as usize))))
        };
        let event = matches!(p.shape, Shape::Mention(_)) || known.among(p.token, &MEETING);
        let beside = |i: usize| i.abs_diff(p.token) < 30;
        let participle = |i: usize| known.has(i, Tag::of(&[Grammeme::Prts])) || known.has(i, Tag::of(&[Grammeme::Verb]));
        let cancelled = sentence.range().any(|i| {
            called_off(i) && beside(i) && participle(i) && (event || verbs.contains(&i) || p.shape != Shape::Finite || called_off(p.token))
        });
        // «встречу перенесли», but not «перенёс операцию».
        let apart = |i: usize| {
            let (from, to) = (i.min(p.token) + 1, i.max(p.token));
            (from..to).any(|j| matches!(known.word(j), "а" | "но") || known.has(j, Tag::of(&[Grammeme::Verb])))
        };
        let told = |i: usize| known.readings.lemmas(i).iter().any(|l| Knowledge::get().event_kind(l).is_some());
        let noun = |i: usize| told(p.token) || (tokens.start as usize..i).any(told);
        let moved = sentence.range().any(|i| known.among(i, &MOVED) && !not(i) && beside(i) && participle(i) && !apart(i) && noun(i));
        // «опровергли сообщения о встрече 14 мая», «слухи о гибели 11 августа опровергли»
        let rumour = |i: &usize| known.among(*i, &RUMOUR) && matches!(known.word(*i + 1), "о" | "об" | "про");
        let at = |i: usize| known.pieces.tokens[i].span.start;
        let refuted = sentence.range().find(|i| known.among(*i, &REFUTED) && !not(*i));
        let refuted = refuted.and_then(|i| {
            let that = || (i + 1..i + 4).find(|j| known.word(*j) == "что").map(|_| at(i));
            sentence.range().find(rumour).map(|r| at(r).min(at(i))).or_else(that)
        });
        let supposed = verbs.iter().any(|i| (i.saturating_sub(2)..*i).any(|j| known.word(j) == "якобы"));
        let tense = |g: Grammeme| {
            verbs.iter().any(|i| {
                let mut known = known.readings.analyses(*i).iter().filter(|a| a.known && a.tag.has(Grammeme::Verb)).peekable();
                known.peek().is_some() && known.all(|a| a.tag.has(g))
            })
        };
        let future = tense(Grammeme::Futr);
        let governed =
            own.clone().any(|i| known.among(i, &PLANNED)) || tokens.range().any(|i| known.among(i, &PLANNED) && i.abs_diff(p.token) < 6);
        // «планировалась 5 мая»: whether it took place is not said.
        let was_meant = own.clone().any(|i| known.among(i, &PLANNED) && known.has(i, Tag::of(&[Grammeme::Past])));
        // «…, но не состоялось»
        let failed = (p.token..tokens.end as usize).any(|j| known.word(j) == "но" && known.word(j + 1) == "не");
        let may = p.modal.is_some_and(|i| known.among(i, &MAY));
        let was = p.modal.is_some_and(|i| (i..p.token).any(|j| known.lemma(j, "быть") && known.has(j, Tag::of(&[Grammeme::Past]))));
        Self {
            negated: verbs.iter().any(|i| not(*i)) || supposed || (was_meant && failed),
            cancelled,
            moved,
            refuted,
            recurring,
            future,
            planned: governed || (may && p.shape == Shape::Infinitive),
            past_plan: (may && was) || was_meant,
        }
    }

    /// By the words that say so, then by the publication day where there is one, else by the verbs.
    pub fn status(&self, known: Known<'_>, value: Option<Value>, time: Option<Span<Byte>>) -> Status {
        // The preposition stands inside the expression or before it.
        let tokens = time.map(|t| known.pieces.tokens_in(t).start as usize);
        let to = tokens.is_some_and(|i| known.word(i) == "на" || (i > 0 && known.word(i - 1) == "на"));
        if self.moved {
            return if to || (time.is_none() && self.future) { Status::Planned } else { Status::Denied };
        }
        let behind = |at: u32| time.is_none_or(|t| t.start > at);
        if self.cancelled || self.negated || self.refuted.is_some_and(behind) {
            return Status::Denied;
        }
        if self.recurring {
            return Status::Recurring;
        }
        if self.past_plan {
            return Status::Planned;
        }
        if let (Some((_, last)), Some(b)) = (known.layout.date.and_then(Point::bounds), value.and_then(Value::bounds)) {
            if b.earliest.is_some_and(|e| e > last) {
                return Status::Planned;
            }
            if b.latest.is_some_and(|l| l < last) {
                return Status::Happened;
            }
        }
        if self.future || self.planned { Status::Planned } else { Status::Happened }
    }

    /// Whether the words alone say that it is to come.
    pub fn is_plan(&self) -> bool {
        self.planned && !self.cancelled && !self.negated && !self.recurring && !self.past_plan
    }

    /// Whether it is put off.
    pub fn is_moved(&self) -> bool {
        self.moved
    }

    /// Whether it comes again and again.
    pub fn is_habit(&self) -> bool {
        self.recurring
    }
}

/// Whether a value says that something comes again: «по ночам», «ежедневно» tell of habits within an event.
pub(super) fn repeats(value: Value) -> bool {
    match value {
        Value::Set(Set::Yearly(_)) => true,
        Value::Set(Set::Every(length)) => length.single().is_some_and(|(_, unit)| unit >= Unit::Week),
        _ => false,
    }
}

/// Whether a mention may name the participants of an event.
pub(super) fn takes_part(label: Label) -> bool {
    matches!(label, Label::Person | Label::Organization)
}
