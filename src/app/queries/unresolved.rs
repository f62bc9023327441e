//! What is unsure, open or contradicting: the user's work list.

use crate::app::collection::Collection;

/// Why something is on the list, the most useful to settle first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// Nobody knows when the article appeared, so that its «вчера» has no day.
    NoPublicationDay,
    /// Articles tell an event differently.
    Contradiction,
    /// A time that nothing anchors.
    NoAnchor,
    /// A year that is only likely.
    AssumedYear,
    /// A mention that the tagger is not sure of.
    Unsure,
}

impl Why {
    /// All, in order.
    pub const ALL: [Self; 5] = [Self::NoPublicationDay, Self::Contradiction, Self::NoAnchor, Self::AssumedYear, Self::Unsure];

    /// The value of `data-unresolved`.
    pub fn name(self) -> &'static str {
        match self {
            Self::NoPublicationDay => "no-publication-day",
            Self::Contradiction => "contradiction",
            Self::NoAnchor => "no-anchor",
            Self::AssumedYear => "assumed-year",
            Self::Unsure => "unsure",
        }
    }
}

/// Something to be settled.
#[derive(Clone, Debug, PartialEq)]
pub struct Open {
    /// Why.
    pub why: Why,
    /// The article, by place.
    pub article: usize,
    /// Where, UTF-16.
    pub start: u32,
    /// Position after the last.
    pub end: u32,
    /// The mention, by number.
    pub mention: Option<usize>,
    /// What stands there, or what is told.
    pub text: String,
    /// What differs, or the type.
    pub detail: Vec<String>,
}

/// Mentions less sure than this are listed.
pub const UNSURE: f32 = 0.55;

/// The list: by reason, then as the articles stand. What was decided is not on it.
pub fn unresolved(collection: &Collection) -> Vec<Open> {
    let mut out = Vec::new();
    for (article, d) in collection.documents.iter().enumerate() {
        let furniture = |at: u32| d.parts.iter().any(|p| p.kind == "furniture" && (p.start..p.end).contains(&at));
        if d.date.is_none() && d.mentions.iter().any(|m| m.rule.as_deref() == Some("no-anchor")) {
            let text = d.title.clone().unwrap_or_else(|| d.id.clone());
            out.push(Open { why: Why::NoPublicationDay, article, start: 0, end: 0, mention: None, text, detail: Vec::new() });
        }
        for (number, m) in d.mentions.iter().enumerate().filter(|(_, m)| !m.given && !furniture(m.start)) {
            let why = match m.rule.as_deref() {
                // The day of the article settles these all at once.
                Some("no-anchor") if d.date.is_some() => Why::NoAnchor,
                Some("nearest-year") if !m.alternatives.is_empty() => Why::AssumedYear,
                None if m.score < UNSURE => Why::Unsure,
                _ => continue,
            };
            let detail = if why == Why::Unsure { vec![m.label.clone()] } else { m.value.iter().chain(&m.alternatives).cloned().collect() };
            out.push(Open { why, article, start: m.start, end: m.end, mention: Some(number), text: m.text.clone(), detail });
        }
    }
    for item in &collection.joined.timeline {
        for disagreement in &item.disagreements {
            let Some(e) = item.evidence.first() else { continue };
            let Some(article) = collection.documents.iter().position(|d| d.id == e.document) else { continue };
            let mut detail = vec![disagreement.matter.clone()];
            detail.extend(disagreement.said.iter().map(|s| s.value.clone()));
            out.push(Open { why: Why::Contradiction, article, start: e.start, end: e.end, mention: None, text: item.what.clone(), detail });
        }
    }
    out.sort_by_key(|o| (o.why, o.article, o.start));
    out
}
