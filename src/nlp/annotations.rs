//! Mentions, times and entities of a document in one list.

use std::collections::{BTreeMap, BTreeSet};

use super::edtf::{Kind, Value};
use super::entity::{Entities, Entity, EntityId};
use super::ner::{Family, Guideline, Label, Mention};
use super::span::{Byte, Span};
use super::temporal::{Anchor, MOST_ALTERNATIVES, Rule, Standing, Timex, Written};

/// A mention with all that is known of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Annotated {
    /// The text covered.
    pub span: Span<Byte>,
    /// Its type.
    pub label: Label,
    /// Dictionary form.
    pub normal: String,
    /// What it names; figures and times name nothing.
    pub entity: Option<EntityId>,
    /// Which expression of time it is, by number.
    pub expression: Option<usize>,
    /// What it means in time, where that can be told.
    pub time: Option<Timex>,
    /// Confidence, 0 to 1.
    pub score: f32,
    /// A person has marked it, or said what it means.
    pub given: bool,
}

/// The one list of a document, in the order of mentions: by start, then longest first, then type.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Annotations {
    /// All mentions.
    pub mentions: Vec<Annotated>,
    /// All entities, by number; their mentions count in `mentions`.
    pub entities: Vec<Entity>,
}

/// Confidence given to a time expression that only the grammar found.
const GRAMMAR_SCORE: f32 = 0.9;

/// The least share of an expression in its mention, per mille and doubled, where the words alone do not tell.
const CLOSE: u32 = 700;

/// The expressions of a document that stand, and for each the mention of the tagger that it belongs to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Accepted {
    /// In text order.
    pub written: Vec<Written>,
    mentions: Vec<Option<usize>>,
    /// Where each is marked.
    spans: Vec<Span<Byte>>,
}

/// Pairs expressions with the tagger's mentions of dates and times, one to one: each takes the free one that it overlaps
/// most. An expression that is no time by its words alone stands only with such a mention; one that is counts unless the
/// tagger says that it is an age, or that its day is part of a name («улица 1 Мая»). Years in names stand by NEREL's
/// guideline only.
pub fn accept(written: Vec<Written>, found: &Entities, guideline: Guideline) -> Accepted {
    let nerel = guideline == Guideline::Nerel;
    let written: Vec<Written> = written.into_iter().filter(|w| w.standing != Standing::InName || nerel).collect();
    let mentions = &found.mentions;
    // Mentions are short: one that reaches a time begins at most this far before it.
    let longest = mentions.iter().map(|n| n.mention.span.len()).max().unwrap_or(0);
    let near = |span: Span<Byte>| {
        let from = mentions.partition_point(|n| n.mention.span.start + longest < span.start);
        mentions[from..]
            .iter()
            .enumerate()
            .take_while(move |(_, n)| n.mention.span.start < span.end)
            .map(move |(i, n)| (from + i, n.mention))
    };
    let shared = |a: Span<Byte>, b: Span<Byte>| a.end.min(b.end).saturating_sub(a.start.max(b.start));
    let mut pairs: Vec<Option<usize>> = vec![None; written.len()];
    let mut taken = vec![false; mentions.len()];
    // All pairs, the closest first: what one has of the other, then text order.
    let mut candidates: Vec<(u32, usize, usize)> = Vec::new();
    // A mention of several expressions one after another, such as «в мае, июне и июле», is none of them.
    let several = |mention: Span<Byte>| {
        let from = written.partition_point(|w| w.span.start < mention.start);
        let inside = written[from..]
            .iter()
            .take_while(|w| w.span.start < mention.end)
            .filter(|w| w.standing >= Standing::Sure && w.span.end <= mention.end);
        let ends: Vec<Span<Byte>> = inside.map(|w| w.span).collect();
        // Nested ones do not count: the first is then the longest.
        ends.first().is_some_and(|first| ends.iter().any(|s| s.start >= first.end))
    };
    for (w, expression) in written.iter().enumerate() {
        for (m, mention) in
            near(expression.span).filter(|(_, m)| matches!(m.label, Label::Date | Label::Time) && m.span.overlaps(expression.span))
        {
            if several(mention.span) {
                continue;
            }
            let both = shared(expression.span, mention.span);
            let either = expression.span.cover(mention.span).len();
            // Per mille of what they cover; the kind of a time settles equals.
            let alike = u32::from((mention.label == Label::Time) == (expression.form.kind() == Kind::Time));
            candidates.push(((both * 1000 / either.max(1)) * 2 + alike, w, m));
        }
    }
    candidates.sort_by_key(|(close, w, m)| (std::cmp::Reverse(*close), *w, *m));
    for (close, w, m) in candidates {
        // What is no time by itself needs a mention of about its own extent.
        let enough = !matches!(written[w].standing, Standing::Tagged | Standing::Loose) || close >= CLOSE;
        if enough && pairs[w].is_none() && !taken[m] {
            pairs[w] = Some(m);
            taken[m] = true;
        }
    }
    let mut out = Accepted::default();
    // «18:37, 28 ноября 2024» is one expression; NEREL marks the day in it, too.
    let mut covered = 0;
    for (expression, pair) in written.into_iter().zip(pairs) {
        let span = expression.span;
        let named = |m: Mention| {
            matches!(m.label, Label::Facility | Label::Location | Label::District | Label::City | Label::Organization | Label::Product)
                && m.span.contains(span)
                && m.span != span
        };
        let aged = |m: Mention| m.label == Label::Age && shared(m.span, span) * 2 >= span.len();
        let counted = |m: Mention| matches!(m.label, Label::Money | Label::Percent) && m.span.contains(span);
        if span.end <= covered && !nerel {
            continue;
        }
        let stands = pair.is_some()
            || (expression.standing == Standing::Loose && !nerel)
            || matches!(expression.standing, Standing::Firm | Standing::InName)
            || (expression.standing == Standing::Sure
                && !near(span).any(|(_, m)| aged(m) || counted(m) || (named(m) && expression.said_year().is_none())));
        if stands {
            covered = covered.max(span.end);
            out.written.push(expression);
            out.mentions.push(pair);
            out.spans.push(pair.and_then(|m| mentions.get(m)).map_or(span, |n| n.mention.span));
        }
    }
    out
}

/// Joins the tagger's mentions with the times resolved from what was accepted: a time lends its value to its mention; one
/// without a mention becomes one itself. `given` are the mentions that a person has marked.
pub fn merge(text: &str, found: Entities, accepted: &Accepted, times: &[Timex], given: &BTreeSet<(Span<Byte>, Label)>) -> Annotations {
    let mut mentions: Vec<(Annotated, Option<usize>)> = found
        .mentions
        .into_iter()
        .enumerate()
        .map(|(i, n)| {
            let m = n.mention;
            (
                Annotated {
                    span: m.span,
                    label: m.label,
                    normal: n.normal,
                    entity: n.entity,
                    expression: None,
                    time: None,
                    score: m.score,
                    given: given.contains(&(m.span, m.label)),
                },
                Some(i),
            )
        })
        .collect();
    for ((time, pair), written) in times.iter().zip(&accepted.mentions).zip(&accepted.written) {
        let told = time.tells(written).then_some(*time);
        match pair.and_then(|m| mentions.get_mut(m)) {
            Some((mention, _)) => (mention.expression, mention.time) = (Some(time.number), told),
            None => {
                let label = if time.kind == Kind::Time { Label::Time } else { Label::Date };
                let normal = time.span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
                let expression = Some(time.number);
                let mention =
                    Annotated { span: time.span, label, normal, entity: None, expression, time: told, score: GRAMMAR_SCORE, given: false };
                mentions.push((mention, None));
            }
        }
    }
    mentions.sort_by_key(|(m, old)| (m.span, m.label, *old));
    for (mention, _) in mentions.iter_mut().filter(|(m, _)| m.time.is_some_and(|t| t.rule == Rule::Given)) {
        (mention.given, mention.score) = (true, 1.0);
    }
    let mut entities = found.entities;
    let mut place = vec![0; mentions.iter().filter(|(_, old)| old.is_some()).count()];
    for (new, (_, old)) in mentions.iter().enumerate() {
        if let Some(slot) = old.and_then(|o| place.get_mut(o)) {
            *slot = new;
        }
    }
    for entity in &mut entities {
        entity.mentions.iter_mut().for_each(|m| *m = place.get(*m).copied().unwrap_or(*m));
    }
    Annotations { mentions: mentions.into_iter().map(|(m, _)| m).collect(), entities }
}

impl Accepted {
    /// Values that a person gives, from where they are marked to the numbers of their expressions.
    pub fn numbered(&self, values: &BTreeMap<Span<Byte>, Value>) -> BTreeMap<usize, Value> {
        self.spans.iter().enumerate().filter_map(|(n, span)| Some((n, *values.get(span)?))).collect()
    }
}

impl Annotations {
    /// With values for mentions of times that hold no expression.
    pub fn valued(mut self, values: &BTreeMap<Span<Byte>, Value>) -> Self {
        // No expression has this number: each has a mention.
        let number = self.mentions.len();
        let times = self.mentions.iter_mut().filter(|m| m.expression.is_none() && m.label.family() == Family::Time);
        for mention in times {
            let Some(value) = values.get(&mention.span).copied() else { continue };
            let alternatives = [None; MOST_ALTERNATIVES];
            let (span, kind) = (mention.span, value.kind());
            mention.time = Some(Timex { number, span, kind, value, anchor: Anchor::None, rule: Rule::Given, paper: None, alternatives });
            (mention.given, mention.score) = (true, 1.0);
        }
        self
    }

    /// The same mentions with times resolved anew from the same expressions.
    pub fn redated(&self, accepted: &Accepted, times: &[Timex]) -> Self {
        let mut out = self.clone();
        for mention in out.mentions.iter_mut().filter(|m| m.expression.is_some()) {
            let told = mention.expression.and_then(|n| times.get(n).zip(accepted.written.get(n)));
            mention.time = told.filter(|(time, written)| time.tells(written)).map(|(time, _)| *time);
        }
        out
    }
}
