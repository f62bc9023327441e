//! An entity → its own page: names, roles, who and what it is named beside, its events, its articles.

use std::collections::BTreeMap;

use crate::app::collection::{Article, Collection};
use crate::app::i18n::family;
use crate::worker::view::QuoteView;

/// What the page of an entity tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Portrait {
    /// Forms met in the texts, with their counts; most frequent first.
    pub names: Vec<(String, usize)>,
    /// Entities named in the same paragraphs, by place, with the number of those paragraphs; most frequent first.
    pub related: Vec<(usize, usize)>,
    /// What it says, by article and place.
    pub quotes: Vec<Said>,
    /// Articles by place, with the number of mentions, in order.
    pub articles: Vec<(usize, usize)>,
}

/// Words of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The article, by place.
    pub article: usize,
    /// Where, in UTF-16.
    pub start: u32,
    /// Where they end.
    pub end: u32,
    /// The words; long ones are cut at [`LONGEST`].
    pub text: String,
    /// How it is said that somebody speaks.
    pub cue: Option<String>,
    /// Whether they are given in the author's words.
    pub indirect: bool,
}

/// Longest words shown, in UTF-16.
const LONGEST: usize = 320;

/// What the entity at this place says in an article.
fn said(article: &Article, place: usize, entity: usize) -> Vec<Said> {
    let own = |q: &&QuoteView| q.speaker.as_deref().and_then(|id| article.place(id)) == Some(entity);
    let direct = article.quotes.iter().filter(own).map(|q| (q, false));
    let all: Vec<(&QuoteView, bool)> = direct.chain(article.statements.iter().filter(own).map(|q| (q, true))).collect();
    if all.is_empty() {
        return Vec::new();
    }
    let text: Vec<u16> = article.text.as_deref().unwrap_or("").encode_utf16().collect();
    let cut = |q: &QuoteView| {
        let words = text.get(q.start as usize..q.end as usize).unwrap_or(&[]);
        let whole = String::from_utf16_lossy(&words[..words.len().min(LONGEST)]);
        if words.len() > LONGEST { format!("{}…", whole.rsplit_once(' ').map_or(whole.as_str(), |w| w.0)) } else { whole }
    };
    let mut out: Vec<Said> = all
        .into_iter()
        .map(|(q, indirect)| Said { article: place, start: q.start, end: q.end, text: cut(q), cue: q.cue.clone(), indirect })
        .collect();
    out.sort_by_key(|q| q.start);
    out
}

/// Where each paragraph of a document ends, in UTF-16.
fn paragraphs(article: &Article) -> Vec<u32> {
    let text = article.text.as_deref().unwrap_or("");
    let mut at = 0;
    let mut out = Vec::new();
    for c in text.chars() {
        at += c.len_utf16() as u32;
        if c == '\n' {
            out.push(at);
        }
    }
    out.push(at);
    out
}

/// The page of the entity at this place.
pub fn portrait(collection: &Collection, entity: usize) -> Portrait {
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    let mut related: BTreeMap<usize, usize> = BTreeMap::new();
    let mut out = Portrait::default();
    for (n, article) in collection.documents.iter().enumerate() {
        let own: Vec<_> = article.mentions.iter().filter(|m| article.entity(m) == Some(entity)).collect();
        if own.is_empty() {
            continue;
        }
        out.quotes.extend(said(article, n, entity));
        out.articles.push((n, own.len()));
        own.iter().for_each(|m| *names.entry(&m.text).or_default() += 1);
        let ends = paragraphs(article);
        let of = |at: u32| ends.partition_point(|end| *end <= at);
        let mut here: Vec<usize> = own.iter().map(|m| of(m.start)).collect();
        here.dedup();
        let mut beside: Vec<(usize, usize)> = article
            .mentions
            .iter()
            .filter_map(|m| Some((of(m.start), article.entity(m)?)))
            .filter(|(p, e)| *e != entity && here.binary_search(p).is_ok())
            .collect();
        beside.sort_unstable();
        beside.dedup();
        beside.into_iter().for_each(|(_, e)| *related.entry(e).or_default() += 1);
    }
    out.names = names.into_iter().map(|(name, n)| (name.to_string(), n)).collect();
    out.names.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    // Posts and peoples say what someone is, not whom he is named beside.
    let told = |n: usize| {
        collection
            .joined
            .entities
            .get(n)
            .is_some_and(|e| matches!(family(&e.label), "people" | "organizations" | "places" | "events") && e.label != "PROFESSION")
    };
    out.related = related.into_iter().filter(|(n, _)| told(*n)).collect();
    out.related.sort_by_key(|(n, count)| (std::cmp::Reverse(*count), *n));
    out
}

/// For each entity where it is first named: article by place, first position. Entities that none of these articles name come last.
pub fn first_seen(collection: &Collection) -> Vec<(usize, u32)> {
    let mut out = vec![(collection.documents.len(), 0); collection.joined.entities.len()];
    for (n, article) in collection.documents.iter().enumerate().rev() {
        for m in article.mentions.iter().rev() {
            if let Some(place) = article.entity(m).and_then(|e| out.get_mut(e)) {
                *place = (n, m.start);
            }
        }
    }
    out
}
