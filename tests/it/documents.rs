//! Whole articles: `NAME.txt` against `NAME.expected`, which a person can read.

use std::fmt::Write;

use letopis::corpus::{Collection, Contribution};
use letopis::nlp::document::Document;
use letopis::nlp::edtf::Point;
use letopis::nlp::pipeline::Analysis;
use letopis::worker::view::{self, CollectionView, SummaryView, Unit};

use crate::check::{data, golden, invariants, models, read, sample};

const NAMES: &[&str] = &["chronicle", "court", "english", "floods", "kazakh", "mixed_emoji", "peacekeepers", "science", "sport", "summit"];

fn analyse(name: &str) -> Analysis {
    models().analyse(Document::new(name, read(sample(name))))
}

/// Parts, mentions, entities, events: one a line, with offsets in code points.
fn listing(a: &Analysis) -> String {
    let v = view::document(a, Unit::CodePoint);
    let mut out = String::new();
    writeln!(out, "date {} ({})  language {}", v.date.as_deref().unwrap_or("-"), v.date_source, v.language).unwrap();
    for p in &v.parts {
        writeln!(out, "part {:>5}..{:<5} {}", p.start, p.end, p.kind).unwrap();
    }
    for m in &v.mentions {
        let what = m.value.as_deref().or(m.normal.as_deref()).unwrap_or("");
        writeln!(out, "{:>5}..{:<5} {:<17} {}  =  {}", m.start, m.end, m.label, m.text.replace('\n', "⏎"), what).unwrap();
    }
    for e in &v.entities {
        let roles = if e.roles.is_empty() { String::new() } else { format!("  [{}]", e.roles.join("; ")) };
        writeln!(out, "entity {} {} x{}{roles}", e.label, e.name, e.count).unwrap();
    }
    for e in &v.events {
        writeln!(
            out,
            "event {} {} {} {} [{}] {}",
            e.value.as_deref().unwrap_or("-"),
            e.when,
            e.status,
            e.kind.as_deref().unwrap_or("-"),
            e.trigger,
            e.what
        )
        .unwrap();
    }
    for d in &v.diagnostics {
        writeln!(out, "{}: {}", d.code, d.message).unwrap();
    }
    out
}

#[test]
fn articles_read_as_expected() {
    for name in NAMES {
        let analysis = analyse(name);
        invariants(&analysis);
        golden(&data(&format!("documents/{name}.expected")), &listing(&analysis));
    }
}

fn joined(documents: &[Analysis]) -> Collection {
    Collection::new(&documents.iter().map(Contribution::from).collect::<Vec<_>>())
}

fn whole(documents: &[Analysis]) -> CollectionView {
    view::collection(documents.iter().map(|a| view::document(a, Unit::CodePoint)).collect(), &joined(documents))
}

/// What goes from worker to worker is what the collection is built from.
#[test]
fn a_summary_brings_all_that_a_document_brings() {
    for name in NAMES {
        let analysis = analyse(name);
        let summary = SummaryView::new(&analysis, &view::document(&analysis, Unit::Utf16));
        assert_eq!(summary.contribution(), Some(Contribution::from(&analysis)), "{name}");
    }
}

#[test]
fn one_person_in_two_articles_is_one_entity() {
    let documents = [analyse("peacekeepers"), analyse("chronicle")];
    let whole = joined(&documents);
    let person = |name: &str| whole.entities.iter().find(|e| e.name == name).unwrap_or_else(|| panic!("no {name}"));
    assert_eq!(person("Даурен Ескалиев").documents, [0, 1]);
    assert_eq!(person("Хелена Вестерлунд").documents, [0, 1]);
    assert_eq!(person("Организация Объединённых Наций").documents, [0, 1]);
}

#[test]
fn order_of_documents_changes_nothing_but_the_list() {
    let mut documents: Vec<Analysis> = NAMES.iter().map(|n| analyse(n)).collect();
    let mut first = whole(&documents);
    documents.reverse();
    let mut second = whole(&documents);
    assert_eq!(first.timeline, second.timeline);
    assert_eq!(first.undated, second.undated);
    second.documents.reverse();
    assert_eq!(first.documents, second.documents, "entity ids hold whatever the order");
    for e in first.entities.iter_mut().chain(&mut second.entities) {
        e.documents.as_mut().unwrap().sort();
    }
    assert_eq!(first.entities, second.entities);
}

#[test]
fn a_reprint_is_one_item_with_two_sources() {
    let text = "Мост через реку Каракан открыли 3 июня 2019 года.\nСтроительство заняло два года.";
    let documents = [models().analyse(Document::new("a", text)), models().analyse(Document::new("b", text))];
    let timeline = joined(&documents).timeline;
    assert_eq!(timeline.dated.len(), 1);
    assert_eq!(timeline.dated[0].evidence.len(), 2);
}

#[test]
fn a_given_day_moves_relative_dates() {
    let mut document = Document::new("x", "Делегация Норвегии прибыла в Атырау вчера. Переговоры начнутся завтра.");
    let value = |d: &Document| -> Vec<String> {
        models().analyse(d.clone()).events.iter().filter_map(|e| Some(e.when.value()?.to_string())).collect()
    };
    assert_eq!(value(&document), ["XXXX-XX-XX", "XXXX-XX-XX"], "without an anchor nothing is invented");
    let relative = [models().analyse(document.clone())];
    let timeline = joined(&relative).timeline;
    assert!(timeline.dated.is_empty() && timeline.undated.len() == 2, "what has no anchor stands apart");
    document.date = Some(Point::Day(jiff::civil::Date::constant(2021, 3, 1)));
    assert_eq!(value(&document), ["2021-02-28", "2021-03-02"]);
}

#[test]
fn offsets_count_code_points_and_utf16_units() {
    let text = "🚒🚒 Пожар потушили 5 мая 2020 года.";
    let analysis = models().analyse(Document::new("x", text));
    for (unit, pieces) in [(Unit::CodePoint, text.chars().map(|c| c.to_string()).collect::<Vec<_>>()), (Unit::Utf16, vec![])] {
        let view = view::document(&analysis, unit);
        let m = view.mentions.iter().find(|m| m.value.as_deref() == Some("2020-05-05")).unwrap();
        let got = match unit {
            Unit::CodePoint => pieces[m.start as usize..m.end as usize].concat(),
            Unit::Utf16 => String::from_utf16(&text.encode_utf16().collect::<Vec<_>>()[m.start as usize..m.end as usize]).unwrap(),
        };
        assert_eq!(got, m.text);
    }
}
