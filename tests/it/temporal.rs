//! Dates: text, publication day, values; one case a line of `temporal/dates.tsv`.

use letopis::nlp::diagnostic::Code;
use letopis::nlp::document::Document;
use letopis::nlp::edtf::stamp as date;
use letopis::nlp::edtf::{Kind, Point, Value};
use letopis::nlp::morph::Readings;
use letopis::nlp::segment::Segmentation;
use letopis::nlp::temporal::{self, Anchor, Rule};

use crate::check::{Random, data, invariants, models, read};

#[test]
fn dates_have_their_values() {
    let cases = read(data("temporal/dates.tsv"));
    let mut count = 0;
    for line in cases.lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
        let [text, day, expected] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("three columns: {line}") };
        let mut document = Document::new("x", text);
        document.date = date(day);
        let analysis = models().analyse(document);
        let got: Vec<String> = analysis.annotations.mentions.iter().filter_map(|m| m.time).map(|t| t.value.to_string()).collect();
        assert_eq!(got.join(" "), expected, "{text}");
        count += 1;
    }
    assert!(count >= 700);
}

fn analyse(text: &str, day: &str) -> letopis::nlp::pipeline::Analysis {
    let mut document = Document::new("x", text);
    document.date = date(day);
    models().analyse(document)
}

/// Words of dates in any order, any publication day: no panic, and every value prints as it is read.
#[test]
fn random_words_of_time() {
    let words = read(data("temporal/words.txt"));
    let words: Vec<&str> = words.lines().collect();
    let mut random = Random(2024);
    let mut values = 0;
    for _ in 0..6000 {
        let text: String = (0..1 + random.next(14)).map(|_| words[random.next(words.len())].to_string() + " ").collect();
        let pieces = Segmentation::new(&text);
        let readings = Readings::new(&text, &pieces, models().lexicon());
        let (written, _) = temporal::find(&text, &pieces, &readings, models().lexicon());
        assert!(written.windows(2).all(|w| w[0].span.start <= w[1].span.start), "in text order: {text}");
        for day in ["", "2024-02-29", "2024-11", "1988", "-9998-01-02", "9999-12-31", "0001-01-01"] {
            let publication = day.parse::<Point>().ok();
            for t in temporal::resolve(&written, &temporal::Setting { publication, ..Default::default() }).0 {
                for value in std::iter::once(t.value).chain(t.alternatives.into_iter().flatten()) {
                    assert_eq!(Value::parse(&value.to_string(), value.kind()), Ok(value), "{text} on {day}");
                    values += 1;
                }
            }
        }
    }
    assert!(values > 50_000, "most texts say some time: {values}");
}

/// What is read is printed the same.
#[test]
fn edtf_of_others() {
    for text in [
        "1985-04-12",
        "1985-04",
        "1985",
        "156X",
        "15XX",
        "2001-21",
        "1964/2008",
        "2004-06-11/..",
        "../1985-04-12",
        "-1985",
        "1984?",
        "2004-06~",
    ] {
        assert_eq!(Value::parse(text, Kind::Date).map(|v| v.to_string()), Ok(text.to_string()));
    }
    for text in [
        "",
        "85",
        "1985-13",
        "1985-02-30",
        "1985-4-12",
        "-0000",
        "2004-W54",
        "P",
        "PT",
        "P1",
        "PX",
        "XXXX-13-01",
        "2004-06-11T25:00",
        "/",
        "2004/",
    ] {
        assert!(Value::parse(text, Kind::Date).is_err(), "{text}");
    }
}

/// A value tells why: rule, anchor, other readings.
#[test]
fn derivations() {
    let a = analyse("В минувший вторник министр прибыл в Тараз. На следующий день он открыл завод.", "2024-03-15");
    let times: Vec<_> = a.annotations.mentions.iter().filter_map(|m| m.time).collect();
    assert_eq!(times[0].value.to_string(), "2024-03-12");
    assert_eq!((times[0].rule, times[0].anchor), (Rule::LastWeekday, Anchor::Publication));
    assert!(times[0].alternatives.iter().flatten().any(|v| v.to_string() == "2024-03-05"), "«минувший» may be the week before");
    assert_eq!(times[1].value.to_string(), "2024-03-13");
    assert_eq!((times[1].rule, times[1].anchor), (Rule::Shift(letopis::nlp::edtf::Unit::Day, 1), Anchor::Expression(0)));
}

/// Another publication day moves all that hangs on it, and only that, as a new analysis would.
#[test]
fn another_day_resolves_anew() {
    let text =
        "Вчера в Астане открылся форум. Он продлится до пятницы. Первый форум прошёл 5 мая 2019 года. К 10-летию форума издадут книгу.";
    let first = analyse(text, "2024-03-15");
    for day in ["2020-01-01", "", "2024-03-15"] {
        let moved = models().redate(&first, date(day));
        invariants(&moved);
        let fresh = analyse(text, day);
        assert_eq!(moved.annotations, fresh.annotations);
        assert_eq!(moved.events, fresh.events);
        assert_eq!(moved.diagnostics, fresh.diagnostics);
        assert_eq!(moved.layout, fresh.layout);
    }
}

/// Contradictions are told, not repaired.
#[test]
fn contradictions() {
    let codes = |text: &str| -> Vec<Code> { analyse(text, "2024-03-15").diagnostics.iter().map(|d| d.code).collect() };
    assert!(codes("Форум открылся в среду, 12 марта 2024 года.").contains(&Code::WeekdayMismatch));
    assert!(!codes("Форум открылся во вторник, 12 марта 2024 года.").contains(&Code::WeekdayMismatch));
    assert!(codes("Отчёт за 31 июня 2023 года не сдан.").contains(&Code::ImpossibleDate));
    assert!(codes("Выставка шла с 15 мая 2023 года по 3 мая 2023 года.").contains(&Code::ReversedInterval));
}

/// The publication day: where it is said, how it is known; and never invented.
#[test]
fn publication_days() {
    let found = |text: &str| {
        let a = models().analyse(Document::new("x", text));
        let evidence = a.layout.date_evidence.map(|s| s.of(text).to_string());
        (a.layout.date.map(|d| d.to_string()), a.layout.date_source.name(), evidence)
    };
    let body = "Аким района Ерлан Сапаров открыл новую школу. В церемонии участвовали учителя и родители.";
    assert_eq!(
        found(&format!("В Таразе открыли школу\n10.06.2023\n{body}")),
        (Some("2023-06-10".into()), "dateline", Some("10.06.2023".into()))
    );
    assert_eq!(
        found(&format!("АСТАНА, 5 июля 2024 года — {body}")),
        (Some("2024-07-05".into()), "dateline", Some("5 июля 2024 года".into()))
    );
    let lead = "Новый мост через Чу открыли 7 мая 2021 года. Строительство заняло три года.";
    assert_eq!(found(lead), (Some("2021-05-07".into()), "text", Some("7 мая 2021 года".into())));
    for none in [
        "Мост откроют 7 мая 2021 года. Строительство займёт три года.",
        "Вчера в Таразе открыли школу.",
        "Закон от 7 мая 2021 года отменили. Депутаты проголосовали за новый.",
        "Мост построили 7 мая 1931 года. Сейчас его ремонтируют, работы продлятся до 2025 года.",
    ] {
        assert_eq!(found(none), (None, "none", None), "{none}");
    }
}
