//! Clauses, times and relations → events.
//!
//! An event is told by a verb, a participle or a noun: its trigger. A time belongs to the trigger that the head of relations
//! gives it, else to the one with the least between them. What has no time of its own is placed by the publication day where
//! the words allow it: the news itself, told in the past tense by the first sentence, and what is planned. Everything else
//! stays without a place. The evidence is the sentence as it stands; the line is made of its words alone.

mod clause;
mod line;
mod status;

use super::edtf::{Bounds, Certainty, Kind, Value};
use super::entity::EntityId;
use super::knowledge::Knowledge;
use super::known::{Known, Words};
use super::layout::PartKind;
use super::morph::{Grammeme, Tag};
use super::ner::{Family, Label};
use super::quote::{Form, Quote};
use super::relation::{Relation, RelationKind};
use super::segment::Sentence;
use super::span::{Byte, Span, TokenUnit};
use super::temporal::{Paper, Rule};
use clause::{Predicate, Shape, core, owner, predicates};
use status::{Mood, takes_part};

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

/// When an event is, and how that is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum When {
    /// An expression says it: the number of its mention, and what it means.
    Said(usize, Value),
    /// It is the news of the publication day: the first sentence tells it in the past tense.
    Lead(Value),
    /// It is planned: some day after the publication.
    ToCome(Value),
    /// A person has said it.
    Given(Value),
    /// Nothing places it.
    Unknown,
}

impl When {
    /// The value, where there is one.
    pub fn value(self) -> Option<Value> {
        match self {
            Self::Said(_, value) | Self::Lead(value) | Self::ToCome(value) | Self::Given(value) => Some(value),
            Self::Unknown => None,
        }
    }

    /// The mention that says it.
    pub fn mention(self) -> Option<usize> {
        if let Self::Said(number, _) = self { Some(number) } else { None }
    }

    /// The name of the reason in output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Said(..) => "said",
            Self::Lead(_) => "lead",
            Self::ToCome(_) => "to-come",
            Self::Given(_) => "given",
            Self::Unknown => "unknown",
        }
    }
}

/// What belongs on a timeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The sentence or the part of it that says it.
    pub span: Span<Byte>,
    /// The word that tells it.
    pub trigger: Span<Byte>,
    /// Dictionary form of that word, folded: of its readings one that tells a kind of event, else the first.
    pub lemma: String,
    /// The kind of event that the word tells, where it is one of the usual ones.
    pub kind: Option<&'static str>,
    /// The mention of an event that it is, by number.
    pub mention: Option<usize>,
    /// When.
    pub when: When,
    /// One line, at most [`LINE`] characters, of the sentence's own words.
    pub what: String,
    /// Who takes part: persons, organisations, states that act; in order of first mention.
    pub who: Vec<EntityId>,
    /// Places, in order of first mention.
    pub places: Vec<EntityId>,
    /// Whether it took place.
    pub status: Status,
    /// A person has said something of it.
    pub given: bool,
}

/// Most events of one clause: a list of dates in one line is a table, not a sentence.
const MOST_EVENTS: usize = 16;

/// How far before its time the noun of a clause without a verb may be, in tokens.
const VERBLESS: usize = 40;

/// Longest line of an event, in characters.
pub const LINE: usize = 180;

/// Documents that are concluded on the day that they are called by.
static TREATIES: Words = Words::new("договор соглашение конвенция декларация меморандум пакт хартия коммюнике");
/// Verbs that tell a state of things.
static STATES: Words = Words::new(
    "быть являться считаться иметь иметься составить составлять находиться относиться входить принадлежать означать остаться оставаться \
    оказаться достичь достигнуть насчитывать позволить позволять помочь мочь хотеть знать приходиться прийтись касаться обойтись уверить заинтересовать",
);
/// Verbs that only give a figure for a time.
static MEASURES: Words = Words::new("составить составлять равняться насчитывать обойтись оцениваться исчисляться");
/// Verbs by which an anniversary is an event itself.
static KEPT: Words = Words::new("отметить отмечать отмечаться праздновать отпраздновать исполниться исполняться");
/// Words that mean the present in general as often as the day.
const NOWADAYS: &[&str] = &["сегодня", "сейчас", "ныне"];

/// Finds the events of a document: those with a value in text order, then the others.
pub fn events(known: Known<'_>, relations: &[Relation], quotes: &[Quote]) -> Vec<Event> {
    let mut tails: Vec<&Relation> = relations.iter().collect();
    tails.sort_by_key(|r| r.to);
    let mut out: Vec<Event> = Vec::new();
    let mut lead = true;
    for sentence in &known.pieces.sentences {
        if known.layout.kind_at(sentence.span.start) != PartKind::Body {
            continue;
        }
        let from = out.len();
        for tokens in parts(known, sentence) {
            Teller {
                known,
                relations,
                tails: &tails,
                quotes: near(quotes, sentence.span),
                predicates: predicates(known, tokens),
                tokens,
                sentence: sentence.span,
            }
            .tell(lead, &mut out);
        }
        // A slug or a byline that is no sentence does not take the lead's place.
        lead &= out.len() == from && !sentence.tokens.range().any(|i| known.finite(i));
    }
    // What has a place comes first: a stable sort keeps the order of the text.
    out.sort_by_key(|e| e.when.value().is_none());
    out
}

/// A sentence cut at its semicolons.
fn parts(known: Known<'_>, sentence: &Sentence) -> Vec<Span<TokenUnit>> {
    let mut out = Vec::new();
    let mut start = sentence.tokens.start;
    for i in sentence.tokens.range().filter(|i| known.surface(*i) == ";") {
        out.push(Span::new(start, i as u32));
        start = i as u32 + 1;
    }
    out.push(Span::new(start, sentence.tokens.end));
    out.retain(|part| !part.is_empty());
    out
}

/// A time of a clause with what it belongs to.
struct Told {
    predicate: Predicate,
    /// The word that it would belong to by its place alone.
    nearest: usize,
    number: usize,
    value: Value,
}

/// One part of a sentence with what may tell an event in it.
struct Teller<'a> {
    known: Known<'a>,
    /// By the mention that they start from.
    relations: &'a [Relation],
    /// The same by the mention that they lead to.
    tails: &'a [&'a Relation],
    /// Those that share something with the sentence.
    quotes: &'a [Quote],
    predicates: Vec<Predicate>,
    tokens: Span<TokenUnit>,
    sentence: Span<Byte>,
}

impl Teller<'_> {
    fn tell(&self, lead: bool, out: &mut Vec<Event>) {
        let from = out.len();
        let mut told: Vec<Told> = Vec::new();
        for (number, time, value) in self.times() {
            if told.len() == MOST_EVENTS {
                break;
            }
            let Some(predicate) = self.owner(number, time).filter(|p| !self.is_unreal(*p)) else { continue };
            let nearest = owner(self.known, &self.predicates, time).map_or(predicate.token, |p| p.token);
            if !self.is_state(predicate, number, value) && !told.iter().any(|t| t.value == value) {
                told.push(Told { predicate, nearest, number, value });
            }
        }
        for t in &told {
            // «5 мая доложил об итогах прошлого года»: the finer time is the event's, the other belongs to something in it.
            let one = |o: &Told| o.predicate.token == t.predicate.token || o.nearest == t.nearest;
            if !told.iter().any(|o| o.number != t.number && one(o) && holds(t.value, o.value)) {
                self.push(t.predicate, t.number, t.value, out);
            }
        }
        let owned: Vec<usize> = told.iter().flat_map(|t| [Some(t.predicate.token), t.predicate.modal, Some(t.nearest)]).flatten().collect();
        if lead || (out.len() == from && told.is_empty()) {
            self.untimed(lead, &owned, out);
        }
    }

    /// One event, or two for what was moved from one time to another.
    fn push(&self, p: Predicate, number: usize, value: Value, out: &mut Vec<Event>) {
        let when = |value| When::Said(number, value);
        let mut event = self.event(p, when(value));
        match value {
            Value::Interval(Some(a), b) if self.mood(p, self.known.cover(self.tokens).unwrap_or(self.sentence)).is_moved() => {
                let point = |p| Value::Point(p, Certainty::default());
                (event.when, event.status) = (when(point(a)), Status::Denied);
                let planned = b.map(|b| Event { when: when(point(b)), status: Status::Planned, ..event.clone() });
                out.push(event);
                out.extend(planned);
            }
            _ => out.push(event),
        }
    }

    /// The expressions of time in the clause that may place an event: number of mention, span, value.
    fn times(&self) -> Vec<(usize, Span<Byte>, Value)> {
        let known = self.known;
        let mut out = Vec::new();
        let mut within: Option<(u32, Option<Bounds>)> = None;
        // «утром 3 июля» may be marked as two: the first says it all.
        let beside = |end: u32, next: Span<Byte>| {
            next.start <= end
                || known.text.get(end as usize..next.start as usize).is_some_and(|t| t.trim_matches([',', ' ', '(']).is_empty())
        };
        let clause = known.cover(self.tokens).unwrap_or(self.sentence);
        for (number, mention) in known.inside(clause) {
            let Some(time) = mention.time else { continue };
            let bounds = time.value.bounds();
            // A day within «вечером 5 мая» is told by the whole.
            let part = bounds.is_some() && within.is_some_and(|(end, own)| beside(end, mention.span) && own == bounds);
            if time.kind == Kind::Time {
                within = Some((mention.span.end, bounds));
            }
            // Lengths, sets and vague references make no point on a line; what only lacks an anchor keeps its X digits.
            let vague = matches!(time.value, Value::Duration(..) | Value::Set(_) | Value::Reference(_));
            let kept = || self.tokens.range().any(|i| known.among(i, &KEPT));
            if !vague && !part && (time.rule != Rule::Anniversary || kept()) {
                out.push((number, mention.span, time.value));
            }
        }
        out
    }

    /// Whether something is only thought of: «если бы мост открыли».
    fn is_unreal(&self, p: Predicate) -> bool {
        let known = self.known;
        let would = |i: usize| {
            let clause = (self.tokens.start as usize..i).rev().take(14).take_while(|j| known.surface(*j) != ",");
            clause.chain(i..i + 3).any(|j| matches!(known.word(j), "бы" | "б"))
        };
        would(p.token) || p.modal.is_some_and(would)
    }

    /// What a time belongs to.
    fn owner(&self, number: usize, time: Span<Byte>) -> Option<Predicate> {
        let known = self.known;
        let at = known.pieces.tokens_in(time).start as usize;
        // «договор от 5 мая 1999 года» was concluded then; «закон от 5 мая» is only called so.
        match known.annotations.mentions.get(number).and_then(|m| m.time?.paper) {
            Some(Paper::Other) => return None,
            Some(Paper::Treaty) => {
                let noun = (self.tokens.start as usize..at).rev().find(|i| known.among(*i, &TREATIES))?;
                return Some(Predicate { token: noun, modal: None, shape: Shape::Noun, speaks: false });
            }
            None => {}
        }
        let timed =
            |r: &&Relation| r.to == number && matches!(r.kind, RelationKind::PointInTime | RelationKind::StartTime | RelationKind::EndTime);
        let related = to(self.tails, number).iter().copied().filter(timed).filter_map(|r| {
            let span = known.annotations.mentions.get(r.from)?.span;
            let tokens = known.pieces.tokens_in(span);
            self.predicates.iter().find(|p| p.shape == Shape::Mention(r.from) || tokens.range().contains(&p.token)).map(|p| (r.score, *p))
        });
        let nearest = owner(known, &self.predicates, time);
        // «взяла золото на турнире 5 мая»: of a verb beside the time and a noun in an oblique case the verb tells.
        let told = |p: &Predicate| {
            let oblique = matches!(p.shape, Shape::Mention(_)) && !known.has(p.token, Tag::of(&[Grammeme::Nomn]));
            !oblique || nearest.is_none_or(|n| n.shape != Shape::Finite || n.speaks || n.is_light(known))
        };
        let best = related.filter(|(_, p)| told(p)).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.token.cmp(&a.1.token))).map(|(_, p)| p);
        let best = best.or(nearest).or_else(|| self.verbless(at))?;
        Some(core(known, &self.predicates, best))
    }

    /// The noun of a clause without a verb: «Старт – в понедельник».
    fn verbless(&self, time: usize) -> Option<Predicate> {
        let known = self.known;
        let from = time.saturating_sub(VERBLESS).max(self.tokens.start as usize);
        let dash = (from..time).find(|i| matches!(known.surface(*i), "–" | "—" | "-"))?;
        let noun = (from..dash).find(|i| known.has(*i, Tag::of(&[Grammeme::Noun, Grammeme::Nomn])))?;
        Some(Predicate { token: noun, modal: None, shape: Shape::Noun, speaks: false })
    }

    /// Whether a time only says how things are: «сегодня завод выпускает трубы».
    fn is_state(&self, p: Predicate, number: usize, value: Value) -> bool {
        let known = self.known;
        let Some(mention) = known.annotations.mentions.get(number) else { return false };
        let present = known.has(p.token, Tag::of(&[Grammeme::Verb, Grammeme::Pres]));
        let now = NOWADAYS.contains(&super::segment::fold(mention.span.of(known.text)).as_str());
        let day = known.layout.date.is_some_and(|d| value == Value::Point(d, Certainty::default()));
        let measure = matches!(p.shape, Shape::Finite) && known.among(p.token, &MEASURES);
        measure || ((now || day) && present && p.shape == Shape::Finite && !p.is_light(known))
    }

    /// What is said around a predicate.
    fn mood(&self, p: Predicate, clause: Span<Byte>) -> Mood {
        // «каждую весну разливается, а в 1993 году …»: a repetition belongs to one predicate, too.
        let sets = self.known.inside(clause).filter(|(_, m)| m.time.is_some_and(|t| status::repeats(t.value)));
        let own = |q: Predicate| q.token == p.token || Some(q.token) == p.modal || core(self.known, &self.predicates, q).token == p.token;
        let recurring = sets.filter_map(|(_, m)| owner(self.known, &self.predicates, m.span)).any(own);
        Mood::of(self.known, self.tokens, clause, p, recurring)
    }

    /// Events without an expression of time.
    fn untimed(&self, lead: bool, owned: &[usize], out: &mut Vec<Event>) {
        let known = self.known;
        let clause = known.cover(self.tokens).unwrap_or(self.sentence);
        let date = known.layout.date.filter(|d| d.day().is_some());
        // «поездка отменена» tells of the journey, not of an event of its own.
        let undone = |i: usize| [&status::CANCELLED, &status::MOVED, &status::REFUTED].iter().any(|list| known.among(i, list));
        for p in self.predicates.iter().take(MOST_EVENTS) {
            if !matches!(p.shape, Shape::Finite | Shape::Infinitive) || p.speaks || known.among(p.token, &STATES) {
                continue;
            }
            if undone(p.token) {
                return;
            }
            if self.is_unreal(*p)
                || self.quotes.iter().any(|q| q.form == Form::Direct && q.span.contains(known.pieces.tokens[p.token].span))
            {
                continue;
            }
            let whole = core(known, &self.predicates, *p);
            // The lead tells its own news also when a time in it belongs to something else.
            if [Some(p.token), p.modal, Some(whole.token)].into_iter().flatten().any(|t| owned.contains(&t)) {
                return;
            }
            let mood = self.mood(whole, clause);
            let own = p.modal.unwrap_or(p.token);
            let past = known.has(own, Tag::of(&[Grammeme::Past])) || known.has(p.token, Tag::of(&[Grammeme::Prts]));
            let done = past && (known.has(p.token, Tag::of(&[Grammeme::Perf])) || known.has(own, Tag::of(&[Grammeme::Perf])));
            let named = || known.inside(clause).any(|(_, m)| takes_part(m.label) || m.label == Label::Event);
            let when = match date {
                Some(date) if mood.is_plan() && owned.is_empty() => When::ToCome(Value::Interval(Some(date), None)),
                Some(date) if lead && done && p.shape == Shape::Finite => When::Lead(Value::Point(date, Certainty::default())),
                _ if !owned.is_empty() => continue,
                _ if mood.is_habit() || mood.is_plan() || (done && named()) => When::Unknown,
                _ => continue,
            };
            out.push(self.event(whole, when));
            return;
        }
    }

    fn event(&self, p: Predicate, when: When) -> Event {
        let known = self.known;
        let clause = line::clause(known, self.tokens, p.token);
        let span = known.cover(clause).unwrap_or(self.sentence);
        let mention = if let Shape::Mention(number) = p.shape { Some(number) } else { None };
        let (who, places) = self.roles(span, mention);
        let time = when.mention().and_then(|n| known.annotations.mentions.get(n)).map(|m| m.span);
        let status = self.mood(p, known.cover(self.tokens).unwrap_or(span)).status(known, when.value(), time);
        let lemmas = known.readings.lemmas(p.token);
        let knowledge = Knowledge::get();
        let telling = lemmas.iter().find_map(|l| Some((l.clone(), knowledge.event_kind(l)?)));
        let lemma = telling.as_ref().map(|t| t.0.clone()).or_else(|| lemmas.first().cloned());
        Event {
            span: known.cover(self.tokens).unwrap_or(self.sentence),
            trigger: known.pieces.tokens.get(p.token).map_or(span, |t| t.span),
            lemma: lemma.unwrap_or_else(|| known.word(p.token).to_string()),
            kind: telling.map(|t| t.1),
            mention,
            when,
            what: line::line(known, clause, p.token),
            who,
            places,
            status,
            given: false,
        }
    }

    /// Who takes part and where, by the clause's mentions and the event's relations.
    fn roles(&self, clause: Span<Byte>, event: Option<usize>) -> (Vec<EntityId>, Vec<EntityId>) {
        let known = self.known;
        let (mut who, mut places): (Vec<EntityId>, Vec<EntityId>) = (Vec::new(), Vec::new());
        let add = |list: &mut Vec<EntityId>, id: Option<EntityId>| {
            if let Some(id) = id.filter(|id| !list.contains(id)) {
                list.push(id);
            }
        };
        // «министр обороны Казахстана»: a country inside a post or an organisation is no place of the event. Mentions come
        // outermost first, so the furthest end of a post or organisation seen so far tells.
        let mut covered = 0;
        for (_, m) in known.inside(clause) {
            let nested = m.span.end <= covered;
            if matches!(m.label.family(), Family::People | Family::Organizations | Family::Events) {
                covered = covered.max(m.span.end);
            }
            match m.label {
                _ if nested && m.label != Label::Person => {}
                label if takes_part(label) => add(&mut who, m.entity),
                Label::Country if self.acts(m.span) => add(&mut who, m.entity),
                label if label.family() == Family::Places => add(&mut places, m.entity),
                _ => {}
            }
        }
        for r in event.into_iter().flat_map(|e| from(self.relations, e).iter().chain(to(self.tails, e).iter().copied())) {
            let other = |n: usize| known.annotations.mentions.get(n);
            match r.kind {
                RelationKind::ParticipantIn | RelationKind::Agent => {
                    add(
                        &mut who,
                        other(if Some(r.to) == event { r.from } else { r.to })
                            .filter(|m| takes_part(m.label) || m.label == Label::Country)
                            .and_then(|m| m.entity),
                    );
                }
                RelationKind::TakesPlaceIn if Some(r.from) == event => {
                    add(&mut places, other(r.to).filter(|m| m.label.family() == Family::Places).and_then(|m| m.entity));
                }
                _ => {}
            }
        }
        places.retain(|p| !who.contains(p));
        (who, places)
    }

    /// Whether a state stands as one who acts: in the nominative, with no preposition before it.
    fn acts(&self, span: Span<Byte>) -> bool {
        let known = self.known;
        let tokens = known.pieces.tokens_in(span);
        let nominative = tokens.range().all(|i| {
            known.readings.analyses(i).is_empty()
                || known.has(i, Tag::of(&[Grammeme::Nomn]))
                || !known.readings.analyses(i).iter().any(|a| a.known)
        });
        let free = (tokens.start as usize).checked_sub(1).is_none_or(|i| {
            i < self.tokens.start as usize || !known.has(i, Tag::of(&[Grammeme::Prep])) && !known.has(i, Tag::of(&[Grammeme::Noun]))
        });
        nominative && free
    }
}

/// The relations that start from a mention.
fn from(relations: &[Relation], mention: usize) -> &[Relation] {
    let first = relations.partition_point(|r| r.from < mention);
    let end = relations.partition_point(|r| r.from <= mention);
    &relations[first..end]
}

/// The relations that lead to a mention.
fn to<'r, 'a>(tails: &'r [&'a Relation], mention: usize) -> &'r [&'a Relation] {
    let first = tails.partition_point(|r| r.to < mention);
    let end = tails.partition_point(|r| r.to <= mention);
    &tails[first..end]
}

/// The quotes that share something with a sentence.
fn near(quotes: &[Quote], sentence: Span<Byte>) -> &[Quote] {
    let end = quotes.partition_point(|q| q.span.start < sentence.end);
    let mut first = end;
    while first > 0 && quotes[first - 1].span.overlaps(sentence) {
        first -= 1;
    }
    &quotes[first..end]
}

/// Whether one stretch of time holds a shorter one.
fn holds(long: Value, short: Value) -> bool {
    let (Some(a), Some(b)) = (long.bounds(), short.bounds()) else { return false };
    let (Some(a1), Some(a2)) = (a.earliest, a.latest) else { return false };
    // A stretch with an open end lies where its known end lies.
    let (Some(b1), Some(b2)) = (b.earliest.or(b.latest), b.latest.or(b.earliest)) else { return false };
    a1 <= b1 && b2 <= a2 && (a1, a2) != (b1, b2)
}
