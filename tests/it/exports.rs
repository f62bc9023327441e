//! What other tools are given. `tests/browser/exports.test.mjs` has their own readers read it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use letopis::app::share::Project;
use letopis::app::state::Step;
use letopis::corpus::{Collection, Contribution};
use letopis::nlp::document::Document;
use letopis::words::Language;
use letopis::worker::decision::Log;
use letopis::worker::export::{Dialect, ExportFormat, GENERATOR, GENERATOR_WITHIN, Manner, export, project_in_report};
use letopis::worker::view::{self, CollectionView, Unit};

use crate::check::{models, read, sample};

fn collection(texts: &[(&str, &str)]) -> CollectionView {
    let analyses: Vec<_> = texts.iter().map(|(id, text)| models().analyse(Document::new(*id, *text))).collect();
    let parts: Vec<Contribution> = analyses.iter().map(Contribution::from).collect();
    view::collection(analyses.iter().map(|a| view::document(a, Unit::CodePoint)).collect(), &Collection::new(&parts))
}

fn samples() -> CollectionView {
    let names = ["peacekeepers", "summit", "chronicle", "sport", "mixed_emoji", "english"];
    let texts: Vec<(&str, String)> = names.iter().map(|n| (*n, read(sample(n)))).collect();
    collection(&texts.iter().map(|(n, t)| (*n, t.as_str())).collect::<Vec<_>>())
}

fn text(c: &CollectionView, format: ExportFormat) -> String {
    String::from_utf8(export(c, format, Manner::default(), None)).expect("text")
}

fn files(c: &CollectionView, format: ExportFormat) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(export(c, format, Manner::default(), None))).expect("an archive");
    (0..archive.len())
        .map(|n| {
            let mut file = archive.by_index(n).unwrap();
            let mut content = String::new();
            file.read_to_string(&mut content).unwrap();
            (file.name().unwrap().to_string(), content)
        })
        .collect()
}

/// Values of an attribute, in order.
fn values<'t>(xml: &'t str, name: &str) -> Vec<&'t str> {
    xml.split(&format!(" {name}=\"")).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

fn well_formed(xml: &str) {
    let mut reader = quick_xml::Reader::from_str(xml);
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => return,
            Ok(_) => {}
            Err(e) => panic!("{e} at {}", reader.error_position()),
        }
    }
}

#[test]
fn the_same_collection_makes_the_same_bytes_even_of_nothing() {
    let (all, nothing) = (samples(), collection(&[]));
    for format in ExportFormat::ALL {
        assert_eq!(ExportFormat::named(format.name()), Some(*format));
        assert_eq!(export(&all, *format, Manner::default(), None), export(&all, *format, Manner::default(), None), "{}", format.name());
        let empty = export(&nothing, *format, Manner { dialect: Dialect::Excel, ..Manner::default() }, None);
        assert!(empty.len() < 40_000, "{}", format.name());
        if matches!(format, ExportFormat::Tei | ExportFormat::Gexf) {
            well_formed(std::str::from_utf8(&empty).unwrap());
        }
    }
}

#[test]
fn no_cell_is_a_formula() {
    let c = collection(&[("=HYPERLINK(\"x\")", "5 мая 2021 года «+7 новостей» сообщило: -Восток и @Запад открыли мост в Таразе.")]);
    for format in [ExportFormat::CsvEntities, ExportFormat::CsvMentions, ExportFormat::CsvDates, ExportFormat::CsvEvents] {
        for dialect in [Dialect::Comma, Dialect::Excel] {
            let bytes = export(&c, format, Manner { dialect, ..Manner::default() }, None);
            let content = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
            assert_eq!(bytes.len() != content.len(), dialect == Dialect::Excel);
            let delimiter = if dialect == Dialect::Excel { b';' } else { b',' };
            let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(content);
            let head = reader.headers().unwrap().len();
            let mut rows = 0;
            for row in reader.records() {
                let row = row.expect("a row");
                assert_eq!(row.len(), head);
                assert!(
                    row.iter().all(|cell| !cell.starts_with(['=', '+', '@']) && (!cell.starts_with('-') || cell.parse::<f64>().is_ok())),
                    "{row:?}"
                );
                rows += 1;
            }
            assert!(rows > 0, "{}", format.name());
        }
    }
}

#[test]
fn brat_finds_every_span_in_its_text() {
    let c = samples();
    let files = files(&c, ExportFormat::Brat);
    assert!(
        files["annotation.conf"].contains("[entities]\nAGE\n")
            && files["annotation.conf"].contains("\nWORKS_AS Arg1:<ENTITY>, Arg2:<ENTITY>\n")
    );
    let mut spans = 0;
    for d in &c.documents {
        let (text, ann) = (&files[&format!("{}.txt", d.id)], &files[&format!("{}.ann", d.id)]);
        assert_eq!(Some(text), d.text.as_ref(), "code points count in the text as it is");
        let letters: Vec<char> = text.chars().collect();
        let mut known = BTreeSet::new();
        for line in ann.lines() {
            let fields: Vec<&str> = line.split('\t').collect();
            match line.chars().next() {
                Some('T') => {
                    known.insert(fields[0]);
                    let (label, places) = fields[1].split_once(' ').unwrap();
                    assert!(files["annotation.conf"].lines().any(|l| l == label));
                    let words: Vec<String> = places
                        .split(';')
                        .map(|p| p.split_once(' ').unwrap())
                        .map(|(a, b)| letters[a.parse().unwrap()..b.parse().unwrap()].iter().collect())
                        .collect();
                    assert_eq!(words.join(" "), fields[2], "{line}");
                    spans += 1;
                }
                Some('R') => {
                    let ends: Vec<&str> = fields[1].split(' ').skip(1).map(|a| a.split_once(':').unwrap().1).collect();
                    assert!(ends.iter().all(|t| known.contains(t)), "{line}");
                }
                Some('N' | '#') => assert!(known.contains(fields[1].split(' ').nth(1).unwrap()), "{line}"),
                _ => panic!("{line}"),
            }
        }
    }
    assert_eq!(spans, c.documents.iter().map(|d| d.mentions.len()).sum::<usize>());
}

#[test]
fn tei_holds_the_text_and_every_reference_is_there() {
    let c = samples();
    let tei = text(&c, ExportFormat::Tei);
    well_formed(&tei);
    let ids: Vec<&str> = values(&tei, "xml:id");
    let known: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), known.len(), "no id twice");
    for name in ["ref", "prev", "next", "resp"] {
        assert!(values(&tei, name).iter().all(|r| known.contains(r.trim_start_matches('#'))), "{name}");
    }
    // Without its tags it is the text, line by line.
    let plain = |xml: &str| {
        let mut out = String::new();
        let mut inside = false;
        for c in xml.chars() {
            match c {
                '<' => inside = true,
                '>' => inside = false,
                c if !inside => out.push(c),
                _ => {}
            }
        }
        quick_xml::escape::unescape(&out).unwrap().into_owned()
    };
    let bodies: Vec<&str> = tei.split("<text><body>\n").skip(1).map(|b| b.split("</body>").next().unwrap()).collect();
    for (d, body) in c.documents.iter().zip(bodies) {
        let lines: Vec<String> = plain(body).lines().filter(|l| !l.trim().is_empty()).map(String::from).collect();
        let own: Vec<&str> = d.text.as_deref().unwrap().split('\n').filter(|l| !l.trim().is_empty()).collect();
        assert_eq!(lines, own, "{}", d.id);
    }
}

#[test]
fn marks_that_cross_or_go_over_lines_stay_whole_in_tei() {
    let mut c = collection(&[("x", "Первая строка стихов\nи вторая за ней")]);
    let mention = |start: u32, end: u32| view::MentionView {
        start,
        end,
        text: String::new(),
        label: "WORK_OF_ART".into(),
        normal: None,
        entity: None,
        kind: None,
        value: None,
        anchor: None,
        rule: None,
        base: None,
        shift: None,
        alternatives: Vec::new(),
        score: 1.0,
        given: true,
    };
    c.documents[0].mentions = vec![mention(0, 13), mention(7, 29)];
    let tei = text(&c, ExportFormat::Tei);
    well_formed(&tei);
    // The first is whole; the second is cut at its end and at the line: three parts in a chain.
    let (prev, next) = (values(&tei, "prev"), values(&tei, "next"));
    assert_eq!((prev.len(), next.len()), (2, 2), "{tei}");
    assert_eq!(tei.matches("resp=\"#user\"").count(), 4);
}

#[test]
fn timeml_refers_to_what_it_has() {
    let files = files(&samples(), ExportFormat::TimeMl);
    let mut links = 0;
    for (name, content) in &files {
        well_formed(content);
        let known: BTreeSet<&str> = values(content, "tid").into_iter().collect();
        let instances: BTreeSet<&str> = values(content, "eiid").into_iter().collect();
        for attribute in ["anchorTimeID", "beginPoint", "endPoint", "relatedToTime"] {
            assert!(values(content, attribute).iter().all(|t| known.contains(t)), "{name}: {attribute}");
        }
        assert!(values(content, "eventInstanceID").iter().all(|e| instances.contains(e)), "{name}");
        assert!(
            values(content, "value").iter().all(|v| !v.contains('~') && !v.contains('/') && !v.contains("..")),
            "{name}: EDTF is not TIMEX3"
        );
        links += values(content, "lid").len();
    }
    assert!(links > 5, "{links}");
}

#[test]
fn years_before_our_era_and_carriage_returns_are_what_each_format_calls_them() {
    let c = collection(&[("rome", "В 44 году до н. э. в Риме убили Цезаря.\rВ III веке до н. э. город рос.")]);
    let timeml: String = files(&c, ExportFormat::TimeMl).into_values().collect();
    let values = values(&timeml, "value");
    assert!(values.contains(&"BC0044") && values.contains(&"BC02"), "{values:?}");
    for content in [timeml.as_str(), &text(&c, ExportFormat::Tei)] {
        well_formed(content);
        assert!(!content.contains('\r'), "an XML reader takes it for the end of a line");
    }
}

/// Reports and drafts are for readers of other languages, too; what scripts read is the same for all.
#[test]
fn what_people_read_is_in_their_language() {
    let c = collection(&[("bridge", "5 мая 2021 года в Таразе открыли мост. Порт построят в 2030 году.")]);
    let of = |format, language| String::from_utf8(export(&c, format, Manner { language, ..Manner::default() }, None)).unwrap();
    for (language, title, day, plan) in [
        (Language::Russian, "# Хронология", "5 мая 2021", "план"),
        (Language::English, "# Timeline", "5 May 2021", "planned"),
        (Language::Kazakh, "# Хронология", "2021 ж. 5 мамыр", "жоспар"),
    ] {
        let draft = of(ExportFormat::Markdown, language);
        assert!(draft.starts_with(title) && draft.contains(day) && draft.contains(plan), "{draft}");
        let report = of(ExportFormat::Html, language);
        assert!(report.contains(&format!("<html lang=\"{}\">", language.words().language)) && report.contains(day), "{report}");
        assert_eq!(of(ExportFormat::CsvEvents, language), of(ExportFormat::CsvEvents, Language::Russian));
    }
}

#[test]
fn a_report_is_harmless_and_opens_again() {
    let c = collection(&[("x", "<script>alert(1)</script> 5 мая 2021 года в Таразе открыли «<b>мост</b>».")]);
    let project = Project::of(c.documents.iter(), Unit::CodePoint, Step::default(), Log::default(), true);
    let report = export(&c, ExportFormat::Html, Manner::default(), Some(&project.to_bytes()));
    let html = std::str::from_utf8(&report).unwrap();
    assert!(!html.contains("<script>") && html.contains("&lt;script&gt;") && html.contains("default-src 'none'"));
    assert_eq!(Project::from_bytes(&project_in_report(&report).unwrap()), Ok(project));
    assert_eq!(project_in_report(b"<html></html>"), None);
    assert!(html.find(GENERATOR).is_some_and(|at| at + GENERATOR.len() <= GENERATOR_WITHIN as usize), "the page knows it by its beginning");
    let time = export(&c, ExportFormat::TimelineJs, Manner::default(), None);
    assert!(!std::str::from_utf8(&time).unwrap().contains("<b>"), "TimelineJS shows HTML");
}

#[test]
fn odd_names_make_no_odd_files() {
    let c = collection(&[("../../etc/passwd", "Посол прибыл."), ("a/b", "Посол прибыл в Тараз."), ("a_b", "Посол."), ("..", "Он прибыл.")]);
    let names: Vec<String> = files(&c, ExportFormat::Brat).into_keys().filter(|n| n.ends_with(".txt")).collect();
    assert_eq!(names.len(), 4, "{names:?}");
    assert!(names.iter().all(|n| !n.contains('/') && !n.starts_with('.')), "{names:?}");
}
