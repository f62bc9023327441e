//! Dated clauses → events.
//!
//! First version: a clause of the body that says when is an event; its persons and organisations take part, its places are
//! where. The clause itself is the evidence, and its words are the event's line: nothing is invented.

use super::edtf::{Kind, Point, Set, Unit, Value};
use super::entity::EntityId;
use super::known::Known;
use super::layout::PartKind;
use super::morph::{Grammeme, Tag};
use super::ner::{Family, Label};
use super::span::{Byte, Span, TokenUnit};

/// Whether something took place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// It did.
    Happened,
    /// It is to come, or was when the article was written.
    Planned,
    /// It comes again and again.
    Recurring,
    /// It was called off or is said not to be so.
    Denied,
}

impl Status {
    /// Every status.
    pub const ALL: &'static [Self] = &[Self::Happened, Self::Planned, Self::Recurring, Self::Denied];

    /// The name in output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Happened => "happened",
            Self::Planned => "planned",
            Self::Recurring => "recurring",
            Self::Denied => "denied",
        }
    }
}

/// What belongs on a timeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The clause that says it.
    pub span: Span<Byte>,
    /// The mention of an event in it, by number.
    pub mention: Option<usize>,
    /// The time expression, by number of its mention.
    pub time: usize,
    /// When.
    pub value: Value,
    /// The clause in one line, cut at [`LINE`] characters.
    pub what: String,
    /// Persons and organisations, in order of first mention.
    pub who: Vec<EntityId>,
    /// Places, in order of first mention.
    pub places: Vec<EntityId>,
    /// Whether it took place.
    pub status: Status,
}

/// Most events of one clause: a list of dates in one line is a table, not a sentence.
const MOST_EVENTS: usize = 16;

/// Longest line of an event, in characters.
pub const LINE: usize = 240;

/// Finds the events of a document, in text order.
pub fn events(known: Known<'_>) -> Vec<Event> {
    let mut out: Vec<Event> = Vec::new();
    for sentence in &known.pieces.sentences {
        if known.layout.kind_at(sentence.span.start) != PartKind::Body {
            continue;
        }
        for clause in clauses(known, sentence.tokens) {
            let mut values: Vec<Value> = Vec::new();
            let mut frame = None;
            let mut within = None;
            for (number, mention) in known.inside(clause) {
                let Some(time) = mention.time else { continue };
                // Lengths, sets and vague references make no point on a line; what only lacks an anchor keeps its X digits and
                // is listed apart. One value makes one event a clause. A day within
                // «вечером 5 мая» is told by the whole.
                let vague = matches!(time.value, Value::Duration(..) | Value::Set(_) | Value::Reference(_));
                let told = time.value.bounds().is_some_and(|b| within.is_some_and(|(end, own)| mention.span.end <= end && own == Some(b)));
                if time.kind == Kind::Time {
                    within = Some((mention.span.end, time.value.bounds()));
                }
                if vague || told || values.contains(&time.value) || values.len() == MOST_EVENTS {
                    continue;
                }
                values.push(time.value);
                let frame = frame.get_or_insert_with(|| Frame::of(known, clause));
                out.push(Event {
                    span: clause,
                    mention: frame.mention,
                    time: number,
                    value: time.value,
                    what: frame.what.clone(),
                    who: frame.who.clone(),
                    places: frame.places.clone(),
                    status: frame.status(known, time.value),
                });
            }
        }
    }
    out
}

/// What all events of a clause share.
struct Frame {
    mention: Option<usize>,
    what: String,
    who: Vec<EntityId>,
    places: Vec<EntityId>,
    called_off: bool,
    recurring: bool,
    future: bool,
}

/// A sentence cut at its semicolons.
fn clauses(known: Known<'_>, sentence: Span<TokenUnit>) -> Vec<Span<Byte>> {
    let tokens = &known.pieces.tokens[sentence.range()];
    tokens.split(|t| t.span.of(known.text) == ";").filter_map(|run| Some(run.first()?.span.cover(run.last()?.span))).collect()
}

impl Frame {
    fn of(known: Known<'_>, clause: Span<Byte>) -> Self {
        let (mut who, mut places, mut mention, mut recurring) = (Vec::new(), Vec::new(), None, false);
        // «министр обороны Казахстана»: a country inside a post or an organisation is no place of the event. Mentions come
        // outermost first, so the furthest end of a post or organisation seen so far tells.
        let mut covered = 0;
        for (number, m) in known.inside(clause) {
            let nested = m.span.end <= covered;
            if matches!(m.label.family(), Family::People | Family::Organizations) {
                covered = covered.max(m.span.end);
            }
            // «по ночам», «ежедневно» tell of habits within an event, «ежегодно» of events that come again.
            recurring |= m.time.is_some_and(|t| match t.value {
                Value::Set(Set::Yearly(_)) => true,
                Value::Set(Set::Every(length)) => length.single().is_some_and(|(_, unit)| unit >= Unit::Week),
                _ => false,
            });
            let list = match m.label {
                Label::Event => {
                    mention = mention.or(Some(number));
                    continue;
                }
                Label::Person | Label::Organization => &mut who,
                _ if m.label.family() == Family::Places => &mut places,
                _ => continue,
            };
            match m.entity {
                Some(id) if !nested && !list.contains(&id) => list.push(id),
                _ => {}
            }
        }
        let tokens = known.pieces.tokens_in(clause);
        let lemma = |list: &[&str]| tokens.range().any(|i| list.iter().any(|l| known.readings.has_lemma(i, l)));
        // «визит отменён», «матч отменили», but not «суд отменил приговор»: what was called off is the event itself.
        let called_off = tokens.range().any(|i| {
            let passive = |t: Tag| t.has(Grammeme::Prts) || (t.has(Grammeme::Plur) && t.has(Grammeme::Past));
            let denied = i > tokens.start as usize && known.readings.folded(i - 1) == "не";
            known.readings.has_lemma(i, "отменить") && !denied && known.readings.analyses(i).iter().any(|a| passive(a.tag))
        });
        let verb = Tag::of(&[Grammeme::Verb, Grammeme::Futr]);
        let says_future = tokens.range().any(|i| {
            let mut readings = known.readings.analyses(i).iter().filter(|a| a.known).peekable();
            readings.peek().is_some() && readings.all(|a| a.tag.includes(verb))
        });
        let future = says_future || lemma(&["планироваться", "намеренный", "предполагаться", "планировать", "намечаться", "предстоять"]);
        Self { mention, what: line(clause.of(known.text)), who, places, called_off, recurring, future }
    }

    /// By the publication day where there is one, else by the verbs.
    fn status(&self, known: Known<'_>, value: Value) -> Status {
        if self.called_off {
            return Status::Denied;
        }
        if self.recurring {
            return Status::Recurring;
        }
        if let (Some((_, last)), Some(b)) = (known.layout.date.and_then(Point::bounds), value.bounds()) {
            if b.earliest.is_some_and(|e| e > last) {
                return Status::Planned;
            }
            if b.latest.is_some_and(|l| l < last) {
                return Status::Happened;
            }
        }
        if self.future { Status::Planned } else { Status::Happened }
    }
}

/// One line of the clause; a long one is cut at a word.
fn line(clause: &str) -> String {
    let mut out = String::new();
    let mut length = 0;
    for word in clause.split_whitespace() {
        let n = word.chars().count() + 1;
        if length + n > LINE {
            out.push('…');
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
        length += n;
    }
    out
}
