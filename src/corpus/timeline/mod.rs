//! Events of documents → one timeline.
//!
//! An event told by several articles is one item with all its evidence and the reasons for holding it to be one; what they
//! say differently is kept as a disagreement. **Invariant:** the same documents in any order give the same timeline.

mod disagreement;
mod filter;
mod same;
mod zoom;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::contribution::Contribution;
use super::link::Link;
use crate::nlp::edtf::{Bounds, Kind, Point, Value};
use crate::nlp::event::Status;
pub use disagreement::{Disagreement, Matter};
use disagreement::{differ, numbers};
pub use filter::Filter;
pub use same::Reason;
use same::{Profile, same};
pub use zoom::{Cluster, Levels};

/// Where an item is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Number of the document.
    pub document: usize,
    /// Number of the event in the document.
    pub event: usize,
}

/// One thing that happened, by one or more documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// When; `None` for what nothing places.
    pub value: Option<Value>,
    /// First and last day that it can mean; `None` for items without a place in the calendar.
    pub bounds: Option<Bounds>,
    /// When it was reported: days of the first and the last article, where they are known.
    pub reported: Option<(Date, Date)>,
    /// The line of one of the events.
    pub what: String,
    /// The kind of event, where it is one of the usual ones.
    pub kind: Option<&'static str>,
    /// Whether it took place, by the last report.
    pub status: Status,
    /// Persons and organisations, by number in the collection.
    pub who: Vec<usize>,
    /// Places, by number in the collection.
    pub places: Vec<usize>,
    /// Every event that says it, by document id, then position.
    pub evidence: Vec<Evidence>,
    /// Why they are one; empty for a single one.
    pub why: BTreeSet<Reason>,
    /// What they say differently.
    pub disagreements: Vec<Disagreement>,
}

/// All items of a collection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    /// Items with a place in the calendar: by earliest, then latest, then first evidence. An open start comes first.
    pub dated: Vec<Item>,
    /// The others, by first evidence.
    pub undated: Vec<Item>,
}

/// Days of one block: events that begin in one block or in the next are compared.
const BLOCK: i32 = 8;
/// Events of one block and one key are compared with so many before them: a wire of ten thousand reports of one day must not
/// cost their square.
const WINDOW: usize = 48;

/// Joins equal events and sorts the items.
pub(super) fn timeline(documents: &[Contribution], link: &Link) -> Timeline {
    let mut order: Vec<usize> = (0..documents.len()).collect();
    order.sort_by(|a, b| documents[*a].document.cmp(&documents[*b].document));
    let mut profiles: Vec<Profile> = Vec::new();
    for document in order {
        for (number, event) in documents[document].events.iter().enumerate() {
            let global = |ids: &[crate::nlp::entity::EntityId]| -> Vec<usize> {
                let mut all: Vec<usize> = Vec::new();
                for id in ids.iter().filter_map(|id| link.entity(document, *id)) {
                    if !all.contains(&id) {
                        all.push(id);
                    }
                }
                all
            };
            profiles.push(Profile::new(document, number, event, global(&event.who), global(&event.places)));
        }
    }
    let mut items: Vec<(usize, Item)> =
        groups(&profiles).into_iter().map(|(members, why)| (members[0], item(documents, link, &profiles, &members, why))).collect();
    // `None` sorts first, as an open start should; an open end sorts last.
    items.sort_by_key(|(rank, item)| {
        let b = item.bounds;
        (b.and_then(|b| b.earliest), b.is_some_and(|b| b.latest.is_none()), b.and_then(|b| b.latest), *rank)
    });
    let (dated, undated) = items.into_iter().map(|(_, item)| item).partition(|item: &Item| item.bounds.is_some());
    Timeline { dated, undated }
}

/// Under what an event is looked for: its days, each with its trigger, its participants or its line.
fn keys(p: &Profile) -> Vec<(i32, String)> {
    let block = |date: Date| Date::constant(1970, 1, 1).until(date).map_or(i32::MIN, |s| s.get_days()).div_euclid(BLOCK);
    let first = p.bounds.map(|b| b.earliest.or(b.latest).map_or(i32::MIN, block));
    let days: Vec<i32> = match first {
        Some(first) => {
            // A month is looked for in all its blocks, a year only as a year.
            let last = p.bounds.and_then(|b| b.latest).map_or(first, block);
            if last - first <= 5 { (first - 1..=last).collect() } else { vec![first] }
        }
        None => vec![i32::MAX],
    };
    let mut names: Vec<String> = vec![format!("t{}", p.kind.unwrap_or(&p.root)), format!("l{}", p.line)];
    names.extend(p.who.iter().map(|w| format!("w{w}")));
    days.iter().flat_map(|d| names.iter().map(move |n| (*d, n.clone()))).collect()
}

/// Events that are one, each group by number, with the reasons; the surest pairs are joined first.
fn groups(profiles: &[Profile]) -> Vec<(Vec<usize>, BTreeSet<Reason>)> {
    let mut blocks: BTreeMap<(i32, String), Vec<usize>> = BTreeMap::new();
    let mut pairs: Vec<(f32, usize, usize, BTreeSet<Reason>)> = Vec::new();
    for (n, profile) in profiles.iter().enumerate() {
        let mut seen: BTreeSet<usize> = BTreeSet::new();
        for key in keys(profile) {
            let block = blocks.entry(key).or_default();
            for other in block.iter().rev().take(WINDOW) {
                if *other != n
                    && seen.insert(*other)
                    && let Some((score, why)) = same(&profiles[*other], profile)
                {
                    pairs.push((score, *other, n, why));
                }
            }
            if block.last() != Some(&n) {
                block.push(n);
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut group: Vec<usize> = (0..profiles.len()).collect();
    let mut members: Vec<(Vec<usize>, BTreeSet<Reason>)> = (0..profiles.len()).map(|n| (vec![n], BTreeSet::new())).collect();
    for (_, a, b, why) in pairs {
        let (x, y) = (group[a].min(group[b]), group[a].max(group[b]));
        if x == y {
            members[x].1.extend(why);
            continue;
        }
        // The pairs of the two groups must fit, as far as they are looked at; what one article tells apart stays apart.
        let fits = members[x].0.iter().take(WINDOW).all(|m| {
            members[y]
                .0
                .iter()
                .take(WINDOW)
                .all(|n| (*m == a && *n == b) || (*m == b && *n == a) || same(&profiles[*m], &profiles[*n]).is_some())
        });
        if !fits {
            continue;
        }
        let (moved, reasons) = std::mem::take(&mut members[y]);
        moved.iter().for_each(|m| group[*m] = x);
        members[x].0.extend(moved);
        if !members[x].0.is_sorted() {
            members[x].0.sort_unstable();
        }
        members[x].1.extend(reasons.into_iter().chain(why));
    }
    members.retain(|(m, _)| !m.is_empty());
    members
}

/// One item of its events.
fn item(documents: &[Contribution], link: &Link, profiles: &[Profile], members: &[usize], why: BTreeSet<Reason>) -> Item {
    let local = |m: usize| documents.get(profiles[m].document).and_then(|d| d.events.get(profiles[m].event));
    let reported = |m: usize| local(m).and_then(|e| e.reported).and_then(Point::bounds).map(|b| b.0);
    // The finest time; of equals that which most say, then the first.
    let mut votes: BTreeMap<String, usize> = BTreeMap::new();
    let said = |m: usize| profiles[m].value.map_or(String::new(), |v| v.to_string());
    members.iter().for_each(|m| *votes.entry(said(*m)).or_default() += 1);
    let finest = members.iter().copied().min_by_key(|m| {
        let p = &profiles[*m];
        (p.length().unwrap_or(i32::MAX), !time_of_day(p), std::cmp::Reverse(votes.get(&said(*m)).copied()), *m)
    });
    let told = finest.unwrap_or(members[0]);
    // The line of a report with that time; of these the shortest that names as many participants as any.
    let line = members.iter().copied().filter(|m| profiles[*m].bounds == profiles[told].bounds).min_by_key(|m| {
        let p = &profiles[*m];
        (std::cmp::Reverse(p.who.len().min(3)), p.line.chars().count(), *m)
    });
    let last = members.iter().copied().max_by_key(|m| (reported(*m), std::cmp::Reverse(*m))).unwrap_or(told);
    let mut out = Item {
        value: profiles[told].value,
        bounds: profiles[told].bounds,
        reported: members
            .iter()
            .filter_map(|m| reported(*m))
            .fold(None, |all, d| Some(all.map_or((d, d), |(a, b): (Date, Date)| (a.min(d), b.max(d))))),
        what: line.and_then(local).map_or(String::new(), |e| e.what.clone()),
        kind: profiles[told].kind.or_else(|| members.iter().find_map(|m| profiles[*m].kind)),
        status: profiles[last].status,
        who: Vec::new(),
        places: Vec::new(),
        evidence: members.iter().map(|m| Evidence { document: profiles[*m].document, event: profiles[*m].event }).collect(),
        why,
        disagreements: Vec::new(),
    };
    for m in members {
        let Some(event) = local(*m) else { continue };
        let document = profiles[*m].document;
        for (all, own) in [(&mut out.who, &event.who), (&mut out.places, &event.places)] {
            for id in own.iter().filter_map(|id| link.entity(document, *id)) {
                if !all.contains(&id) {
                    all.push(id);
                }
            }
        }
    }
    out.disagreements = disagreements(profiles, members, &local);
    out
}

fn disagreements<'a>(profiles: &[Profile], members: &[usize], local: &dyn Fn(usize) -> Option<&'a super::LocalEvent>) -> Vec<Disagreement> {
    if members.len() < 2 {
        return Vec::new();
    }
    // A coarser time that holds the finer ones says nothing else; nor does a day beside one of its hours.
    // One of each time stands for all.
    let mut distinct: Vec<usize> = Vec::new();
    for m in members {
        if distinct.len() < WINDOW && !distinct.iter().any(|d| profiles[*d].value == profiles[*m].value) {
            distinct.push(*m);
        }
    }
    let finer = |m: usize, n: usize| profiles[m].bounds == profiles[n].bounds && time_of_day(&profiles[n]) && !time_of_day(&profiles[m]);
    let holds = |m: usize| distinct.iter().any(|n| m != *n && (within(profiles[*n].bounds, profiles[m].bounds) || finer(m, *n)));
    let times = members.iter().enumerate().filter(|(_, m)| !holds(**m)).filter_map(|(i, m)| Some((i, profiles[*m].value?.to_string())));
    let mut out: Vec<Disagreement> = differ(Matter::Time, times).into_iter().collect();
    let mut counted: BTreeMap<String, Vec<(usize, String)>> = BTreeMap::new();
    for (i, m) in members.iter().enumerate() {
        for (noun, said) in local(*m).map(|e| numbers(&e.what)).unwrap_or_default() {
            if let [number] = said.iter().collect::<Vec<_>>().as_slice() {
                counted.entry(noun).or_default().push((i, (*number).clone()));
            }
        }
    }
    out.extend(counted.into_values().filter_map(|said| differ(Matter::Number, said.into_iter())));
    // What was planned and then took place is no disagreement; what took place for one and not for another is.
    let status =
        members.iter().enumerate().map(|(i, m)| (i, profiles[*m].status)).filter(|(_, s)| matches!(s, Status::Happened | Status::Denied));
    out.extend(differ(Matter::Status, status.map(|(i, s)| (i, s.name().to_string()))));
    out
}

fn time_of_day(p: &Profile) -> bool {
    p.value.is_some_and(|v| v.kind() == Kind::Time)
}

/// Whether `short` lies within `long` and is shorter.
fn within(short: Option<Bounds>, long: Option<Bounds>) -> bool {
    let (Some(s), Some(l)) = (short, long) else { return false };
    s != l && l.earliest.is_none_or(|a| s.earliest.is_some_and(|b| a <= b)) && l.latest.is_none_or(|a| s.latest.is_some_and(|b| b <= a))
}
