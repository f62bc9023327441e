//! The worker's logic, driven as the page drives it.

use letopis::worker::handler::Handler;
use letopis::worker::protocol::{File, FileError, Request, Response};
use letopis::worker::view::CollectionView;

use crate::check::{models, read, sample};

fn file(key: u32, name: &str, bytes: impl Into<Vec<u8>>) -> Request {
    Request::Open(File { key, name: name.into(), bytes: bytes.into(), date: None })
}

fn run(handler: &mut Handler<'_>) -> Vec<Response> {
    let mut out = Vec::new();
    while handler.is_busy() {
        out.extend(handler.step());
    }
    out
}

fn last(responses: &[Response]) -> &CollectionView {
    responses.iter().rev().find_map(|r| if let Response::Collection(c) = r { Some(c) } else { None }).unwrap()
}

/// `Finished`, `Failed` and `Cancelled` of each key.
fn ends(responses: &[Response]) -> Vec<(u32, bool)> {
    responses
        .iter()
        .filter_map(|r| match r {
            Response::Finished { key, .. } => Some((*key, true)),
            Response::Failed { key, .. } | Response::Cancelled { key } => Some((*key, false)),
            _ => None,
        })
        .collect()
}

#[test]
fn bad_files_do_not_stop_the_others() {
    let mut handler = Handler::new(models());
    for request in [
        file(0, "a.txt", read(sample("sport"))),
        file(1, "пусто.txt", ""),
        file(2, "scan.pdf", "%PDF-1.4"),
        file(3, "noise.bin", (0..5000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 11) as u8).collect::<Vec<_>>()),
        file(4, "news.txt", read(sample("english"))),
        file(5, "b.txt", read(sample("court"))),
    ] {
        assert!(handler.receive(request).is_empty());
    }
    let out = run(&mut handler);
    assert_eq!(ends(&out), [(0, true), (1, false), (2, false), (3, false), (4, true), (5, true)]);
    assert!(out.contains(&Response::Failed { key: 2, error: FileError::Format("PDF".into()) }));
    assert_eq!(out.iter().filter(|r| **r == Response::Idle).count(), 1);
    let ids: Vec<&str> = last(&out).documents.iter().map(|d| d.id.as_str()).collect();
    assert_eq!(ids, ["a", "news", "b"]);
    let english = &last(&out).documents[1];
    assert!(english.mentions.is_empty() && english.diagnostics.iter().any(|d| d.code == "not-russian"));
}

#[test]
fn equal_names_get_numbers() {
    let mut handler = Handler::new(models());
    for key in 0..3 {
        handler.receive(file(key, "статья.txt", "Посол прибыл в Бишкек."));
    }
    let out = run(&mut handler);
    let ids: Vec<&str> = last(&out).documents.iter().map(|d| d.id.as_str()).collect();
    assert_eq!(ids, ["статья", "статья-2", "статья-3"]);
}

#[test]
fn cancel_gives_up_what_is_not_finished() {
    let mut handler = Handler::new(models());
    let long = read(sample("science")).repeat(30);
    handler.receive(file(0, "short.txt", "Посол прибыл в Бишкек 5 мая 2020 года."));
    handler.receive(file(1, "long.txt", long));
    handler.receive(file(2, "late.txt", "Посол уехал."));
    let mut out = Vec::new();
    while !out.iter().any(|r| matches!(r, Response::Progress { key: 1, share } if *share > 0.0)) {
        out.extend(handler.step());
    }
    out.extend(handler.receive(Request::Cancel));
    assert!(!handler.is_busy());
    assert_eq!(ends(&out), [(0, true), (1, false), (2, false)]);
    assert_eq!(last(&out).documents.len(), 1);
    // The worker goes on working afterwards.
    handler.receive(file(3, "next.txt", "Посол вернулся."));
    assert_eq!(last(&run(&mut handler)).documents.len(), 2);
}

#[test]
fn the_publication_day_can_be_set_and_taken_away() {
    let mut handler = Handler::new(models());
    handler.receive(file(0, "x.txt", "Форум в Таразе открылся вчера."));
    run(&mut handler);
    let set = |handler: &mut Handler<'_>, date: Option<&str>| {
        handler.receive(Request::SetDate { document: "x".into(), date: date.map(String::from) });
        last(&run(handler)).clone()
    };
    let with = set(&mut handler, Some("2022-06-10"));
    assert_eq!(with.timeline[0].value, "2022-06-09");
    assert_eq!(with.documents[0].date_source, "given");
    assert!(set(&mut handler, None).timeline.is_empty());
    assert_eq!(last(&handler.receive(Request::Remove { document: "x".into() })).documents.len(), 0);
}

#[test]
fn export_is_what_the_command_line_prints() {
    let mut handler = Handler::new(models());
    handler.receive(file(0, "summit.txt", read(sample("summit"))));
    run(&mut handler);
    let [Response::Export(json)] = &handler.receive(Request::Export)[..] else { panic!("no export") };
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_letopis")).arg("corpus").arg(sample("summit")).output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap().trim_end(), json);
}
