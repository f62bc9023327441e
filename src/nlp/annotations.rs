//! Mentions, times and entities of a document in one list.

use super::edtf::{Kind, Value};
use super::entity::{Entities, Entity, EntityId};
use super::ner::Label;
use super::span::{Byte, Span};
use super::temporal::Timex;

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
    /// What it means in time, for time expressions that were understood.
    pub time: Option<Timex>,
    /// Confidence, 0 to 1.
    pub score: f32,
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

/// Joins the tagger's mentions with the grammar's times: a time lends its value to the mention of a date or time that it
/// overlaps most; one without such a mention becomes a mention itself, unless it is but a vague adverb.
pub fn merge(text: &str, found: Entities, times: Vec<Timex>) -> Annotations {
    let mut mentions: Vec<(Annotated, Option<usize>)> = found
        .mentions
        .into_iter()
        .enumerate()
        .map(|(i, n)| {
            let m = n.mention;
            (Annotated { span: m.span, label: m.label, normal: n.normal, entity: n.entity, time: None, score: m.score }, Some(i))
        })
        .collect();
    let tagged = mentions.len();
    // Mentions are short: one that reaches a time begins at most this far before it.
    let longest = mentions.iter().map(|(m, _)| m.span.len()).max().unwrap_or(0);
    for time in times {
        let shared = |span: Span<Byte>| span.end.min(time.span.end).saturating_sub(span.start.max(time.span.start));
        let near = &mut mentions[..tagged];
        let from = near.partition_point(|(m, _)| m.span.start + longest < time.span.start);
        let best = near[from..]
            .iter_mut()
            .take_while(|(m, _)| m.span.start < time.span.end)
            .filter(|(m, _)| matches!(m.label, Label::Date | Label::Time) && m.time.is_none() && m.span.overlaps(time.span))
            // Of equals the one nearest in length, then the first.
            .max_by_key(|(m, _)| {
                (shared(m.span), std::cmp::Reverse(m.span.len().abs_diff(time.span.len())), std::cmp::Reverse(m.span.start))
            });
        match best {
            Some((mention, _)) => mention.time = Some(time),
            // «сейчас», «ранее»: whether they are said of a time, only the tagger can tell.
            None if matches!(time.value, Value::Reference(_)) && !time.span.of(text).contains(char::is_whitespace) => {}
            None => {
                let label = if time.kind == Kind::Time { Label::Time } else { Label::Date };
                let normal = time.span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
                let mention = Annotated { span: time.span, label, normal, entity: None, time: Some(time), score: GRAMMAR_SCORE };
                mentions.push((mention, None));
            }
        }
    }
    mentions.sort_by_key(|(m, old)| (m.span, m.label, *old));
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
