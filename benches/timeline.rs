//! A timeline of 100 000 events: joining them, filtering them, and clusters for every zoom.
//!
//! Events are made by the same seed in every run: articles of twenty events over thirty years, a third of them told by a
//! second article in other words. Clusters are held against the plain way, which goes over all items for each zoom.
//!
//! `cargo bench --bench timeline`
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a bench stops where it breaks")]

use std::time::Instant;

use jiff::ToSpan;
use jiff::civil::Date;
use letopis::corpus::{Collection, Contribution, Filter, Levels, LocalEntity, LocalEvent};
use letopis::nlp::edtf::{Certainty, Point, Value};
use letopis::nlp::entity::{EntityId, Join, Name};
use letopis::nlp::event::Status;
use letopis::nlp::knowledge::Knowledge;
use letopis::nlp::ner::Label;

/// SplitMix64.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n as u64) as usize
    }
}

const WORDS: &[&str] = &["встретиться", "визит", "подписать", "открыть", "учение", "взрыв", "назначить", "задержать", "саммит", "выборы"];
const ARTICLES: usize = 5_000;
const EVENTS: usize = 20;

fn entity(n: usize) -> LocalEntity {
    let text = format!("Организация номер {n} северного края");
    LocalEntity {
        label: Label::Organization,
        names: vec![Name { text, count: 1, why: Join::Same }],
        aliases: Vec::new(),
        name_parts: None,
        gender: None,
        roles: Vec::new(),
        country: None,
        wikidata: None,
    }
}

fn articles() -> Vec<Contribution> {
    let mut random = Random(1);
    let start = Date::constant(1994, 1, 1);
    let mut told: Vec<(Date, usize, usize)> = Vec::new();
    (0..ARTICLES)
        .map(|n| {
            let mut entities: Vec<LocalEntity> = Vec::new();
            let events = (0..EVENTS)
                .map(|_| {
                    // One in three is told again.
                    let again = !told.is_empty() && random.below(3) == 0;
                    let event = if again {
                        told[random.below(told.len())]
                    } else {
                        (start.checked_add((random.below(11_000) as i64).days()).unwrap(), random.below(2_000), random.below(WORDS.len()))
                    };
                    told.push(event);
                    let (day, who, word) = event;
                    entities.push(entity(who));
                    LocalEvent {
                        value: Some(Value::Point(Point::Day(day), Certainty::default())),
                        lemma: WORDS[word].into(),
                        kind: Knowledge::get().event_kind(WORDS[word]),
                        reported: Some(Point::Day(day)),
                        what: format!("{} {}, сообщение {n}: организация {who}", WORDS[word], random.below(90) + 10),
                        who: vec![EntityId(entities.len() as u32 - 1)],
                        places: Vec::new(),
                        status: if random.below(10) == 0 { Status::Planned } else { Status::Happened },
                    }
                })
                .collect();
            Contribution { document: format!("d{n:05}"), entities, events, sketch: Vec::new() }
        })
        .collect()
}

fn time<T>(what: &str, mut run: impl FnMut() -> T) -> (T, f64) {
    let mut best = f64::INFINITY;
    let mut out = None;
    for _ in 0..3 {
        let began = Instant::now();
        let value = std::hint::black_box(run());
        best = best.min(began.elapsed().as_secs_f64());
        out = Some(value);
    }
    println!("{what}: {:.2} ms", best * 1e3);
    (out.unwrap(), best)
}

fn main() {
    let articles = articles();
    let (collection, _) = time("entities and timeline of 5 000 articles, 100 000 events", || Collection::new(&articles));
    let items = &collection.timeline.dated;
    let several = items.iter().filter(|i| i.evidence.len() > 1).count();
    println!("{} items, {several} on several events", items.len());
    assert!(items.len() < 85_000);

    let planned = Filter { statuses: [Status::Planned].into(), kinds: ["meet"].into(), ..Filter::default() };
    let (kept, _) = time("filter by status and kind", || planned.apply(items, &collection.entities).len());
    let period =
        Filter { period: Some((Date::constant(2001, 1, 1), Date::constant(2001, 12, 31))), entities: [0].into(), ..Filter::default() };
    let (of_one, _) = time("filter by entity and year", || period.apply(items, &collection.entities).len());
    println!("{kept} and {of_one} items left");

    let begins: Vec<Date> = items.iter().filter_map(|i| i.bounds?.earliest).collect();
    let (levels, _) = time("levels for every zoom", || Levels::new(begins.iter().copied()));
    let window = (Date::constant(2000, 1, 1), Date::constant(2010, 12, 31));
    let (_, quick) = time("clusters of eleven years at every level", || {
        (0..levels.count()).map(|l| levels.clusters(l, window.0, window.1).count()).sum::<usize>()
    });
    let plain = || {
        (0..levels.count())
            .map(|level| {
                let days = |d: &Date| Date::constant(1970, 1, 1).until(*d).map_or(0, |s| s.get_days()) >> level;
                let mut cells: Vec<i32> = begins.iter().filter(|d| **d >= window.0 && **d <= window.1).map(days).collect();
                cells.dedup();
                cells.len()
            })
            .sum::<usize>()
    };
    let (_, slow) = time("the same by going over all items each time", plain);
    println!("ratio {:.0}", slow / quick);
}
