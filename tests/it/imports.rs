//! What comes back from other tools.

use letopis::app::queries::edit::{retag, set_time};
use letopis::app::state::{Action, State};
use letopis::worker::decision::{Decision, Log};
use letopis::worker::export::{Dialect, ExportFormat, Manner};
use letopis::worker::import::{ImportError, differences, is_import, read};
use letopis::worker::protocol::{Command, Notice, Wish};
use letopis::worker::view::CalledView;

use crate::handler::Office;

const NEWS: &str = "🕊 Министр Ержан Тулебаев открыл мост в Таразе 5 мая. Тулебаев уехал.\nКомпания «Восход» строит школу.";

fn office() -> (Office, State) {
    let mut office = Office::new(2);
    office.open(0, "news.txt", NEWS);
    office.run(|n| n);
    let state = office.page();
    (office, state)
}

fn exported(office: &mut Office, format: ExportFormat) -> Vec<u8> {
    office.ask(Command::Export(Wish { format, manner: Manner { dialect: Dialect::Excel, ..Manner::default() }, project: None }));
    let Some(Notice::Export { bytes, .. }) = office.heard.last().cloned() else { panic!("no export") };
    bytes
}

/// What the page hears and does when a file comes in.
fn import(office: &mut Office, state: &State, bytes: Vec<u8>) -> State {
    office.ask(Command::Import(bytes));
    let answer = office.heard.iter().rev().find_map(|n| if let Notice::Imported(result) = n { Some(result.clone()) } else { None });
    let result = answer.expect("an answer");
    state.after(Action::Import(result, "2025-03-06T10:00:00Z".into()))
}

fn decide(office: &mut Office, log: &Log) {
    office.ask(Command::Decide(log.effective().into_iter().map(|(_, d)| d.clone()).collect()));
    office.run(|n| n);
}

fn marks(state: &State) -> Vec<(String, String, Option<String>)> {
    state.collection.documents[0].mentions.iter().map(|m| (m.text.clone(), m.label.clone(), m.value.clone())).collect()
}

#[test]
fn what_was_corrected_comes_back_through_web_annotation_and_brat() {
    let (mut there, state) = office();
    let article = &state.collection.documents[0];
    let of = |text: &str| article.mentions.iter().find(|m| m.text == text).unwrap();
    let mut log = Log::default();
    let changed = [
        retag(article, of("Ержан Тулебаев"), Some("ORGANIZATION"), false),
        retag(article, of("Восход"), None, false),
        set_time(article, of("5 мая"), "2021-05-05".into()),
    ];
    changed.into_iter().for_each(|d| log.decide(d.unwrap(), ""));
    decide(&mut there, &log);
    let wanted = marks(&there.page());
    for format in [ExportFormat::WebAnnotation, ExportFormat::Brat] {
        let bytes = exported(&mut there, format);
        assert!(is_import(&bytes[..bytes.len().min(512)]), "{}", format.name());
        let (mut here, state) = office();
        assert_ne!(marks(&state), wanted);
        let after = import(&mut here, &state, bytes.clone());
        assert_eq!((after.imported, after.log.effective().len()), (Some(Ok((3, 0))), 3), "{}: {:?}", format.name(), after.log);
        decide(&mut here, &after.log);
        assert_eq!(marks(&here.page()), wanted, "{}", format.name());
        // What says nothing new decides nothing; what is of another article waits for it.
        let now = here.page();
        let again = import(&mut here, &now, bytes.clone());
        assert_eq!(again.imported, Some(Ok((0, 0))));
        let mut other = Office::new(1);
        other.open(0, "x.txt", "Паром вышел в море.");
        other.run(|n| n);
        let state = other.page();
        assert_eq!(import(&mut other, &state, bytes).imported, Some(Ok((0, 1))));
    }
}

#[test]
fn a_table_of_names_joins_them() {
    let csv = "\u{feff}id;type;name;aliases\r\n1;PERSON;Ержан Тулебаев;Тулебаев|Министр Т.|Ержан Тулебаев\r\n2;НИЧТО;x;y\r\n3;ORGANIZATION;'+7 новостей;'@новости\r\n";
    assert!(is_import(csv.as_bytes()));
    let read = read(csv.as_bytes()).unwrap();
    let called = |label: &str, name: &str| CalledView { label: label.into(), name: name.into() };
    let one = |label: &str, a: &str, b: &str| Decision::Together { name: called(label, a), into: called(label, b) };
    assert_eq!(
        (read.names, read.skipped),
        (
            vec![
                one("PERSON", "Тулебаев", "Ержан Тулебаев"),
                one("PERSON", "Министр Т.", "Ержан Тулебаев"),
                one("ORGANIZATION", "@новости", "+7 новостей")
            ],
            1
        )
    );
    // The tool's own table is one of these.
    let (mut office, state) = office();
    let own = exported(&mut office, ExportFormat::CsvEntities);
    assert!(matches!(import(&mut office, &state, own).imported, Some(Ok(_))));
}

#[test]
fn annotations_that_come_with_their_articles_wait_for_them() {
    let (mut there, state) = office();
    let mut log = Log::default();
    let article = &state.collection.documents[0];
    log.decide(retag(article, article.mentions.iter().find(|m| m.text == "Ержан Тулебаев").unwrap(), None, false).unwrap(), "");
    decide(&mut there, &log);
    let bytes = exported(&mut there, ExportFormat::WebAnnotation);
    let mut office = Office::new(2);
    office.open(0, "news.txt", NEWS);
    office.ask(Command::Import(bytes));
    assert!(!office.heard.iter().any(|n| matches!(n, Notice::Imported(_))), "the article is not there yet");
    office.run(|n| n);
    let at = |wanted: fn(&Notice) -> bool| office.heard.iter().position(wanted).expect("said");
    assert!(at(|n| matches!(n, Notice::Article { .. })) < at(|n| matches!(n, Notice::Imported(_))));
    assert_eq!(office.idles(), 1);
}

#[test]
fn what_is_none_of_these_is_refused() {
    for bytes in [&b""[..], b"{}", b"[1]", b"{\"type\":\"Annotation\"", b"name,text\nx,y\n", b"PK\x03\x04broken", &[0xff; 40]] {
        assert!(!is_import(bytes), "{bytes:?}");
        assert!(matches!(read(bytes), Err(ImportError::Unknown | ImportError::Damaged)), "{bytes:?}");
    }
    // Annotations of other things are skipped, one by one.
    let odd = br#"{"@context":"http://www.w3.org/ns/anno.jsonld","type":"AnnotationPage","items":[{"id":"x","target":"http://a"},{"body":[],"target":[{"source":"ni:///sha-256;AAAA","selector":[]}]},7]}"#;
    assert!(is_import(odd));
    let read = read(odd).unwrap();
    assert_eq!((read.articles.len(), read.skipped), (0, 3));
    assert_eq!(differences(&Default::default(), &[], &|_| None), []);
}

#[test]
fn brat_packed_anew_is_known_by_its_first_file() {
    let packed = |names: &[&str]| {
        let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for name in names {
            let options = zip::write::SimpleFileOptions::default();
            if name.ends_with('/') { out.add_directory(*name, options).unwrap() } else { out.start_file(*name, options).unwrap() }
        }
        out.finish().unwrap().into_inner()
    };
    for names in [
        &["annotation.conf", "news.ann"][..],
        &["news.ann", "news.txt", "annotation.conf"],
        &["office/annotation.conf"],
        &["office/", "office/a/", "office/a/news.ann"],
    ] {
        assert!(is_import(&packed(names)), "{names:?}");
    }
    for names in [&["news.txt", "news.ann"][..], &["annotation.conf.txt"], &["word/document.xml"]] {
        assert!(!is_import(&packed(names)), "{names:?}");
    }
    assert!(!is_import(b"PK\x03\x04"));
}
