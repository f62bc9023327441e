//! The command line as pipelines use it.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::check::sample;

fn letopis(args: &[&str], stdin: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_letopis"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(stdin.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn lines(output: &Output) -> Vec<Value> {
    std::str::from_utf8(&output.stdout).unwrap().lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

#[test]
fn tag_streams_one_line_a_document_in_order() {
    let input: String = (0..40)
        .map(|i| format!("{{\"id\":{i},\"text\":\"Посол №{i} прибыл в Бишкек 5 мая.\",\"date\":\"2020-05-0{}\"}}\n", i % 9 + 1))
        .collect();
    let one = letopis(&["tag", "--jobs", "1", "-"], &input);
    let four = letopis(&["tag", "--jobs", "4", "-"], &input);
    assert!(one.status.success() && one.stderr.is_empty());
    assert_eq!(one.stdout, four.stdout, "the number of workers changes nothing");
    let ids: Vec<String> = lines(&one).iter().map(|d| d["id"].as_str().unwrap().to_string()).collect();
    assert_eq!(ids, (0..40).map(|i| i.to_string()).collect::<Vec<_>>());
    let first = &lines(&one)[0];
    assert_eq!(
        (first["schema"].as_i64(), first["date"].as_str(), first["date_source"].as_str()),
        (Some(1), Some("2020-05-01"), Some("given"))
    );
    let times: Vec<&str> = first["mentions"].as_array().unwrap().iter().filter_map(|m| m["value"].as_str()).collect();
    assert_eq!(times, ["2020-05-05"]);
}

#[test]
fn corpus_has_the_fields_of_the_contract() {
    let output = letopis(&["corpus", sample("floods").to_str().unwrap(), sample("court").to_str().unwrap()], "");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let whole: Value = serde_json::from_slice(&output.stdout).unwrap();
    for field in ["schema", "documents", "entities", "timeline", "undated", "diagnostics"] {
        assert!(!whole[field].is_null(), "{field}");
    }
    let document = &whole["documents"][0];
    for field in [
        "schema",
        "id",
        "title",
        "date",
        "date_source",
        "language",
        "text",
        "parts",
        "mentions",
        "relations",
        "events",
        "quotes",
        "diagnostics",
    ] {
        assert!(!document[field].is_null(), "{field}");
    }
    let text: Vec<char> = document["text"].as_str().unwrap().chars().collect();
    for m in document["mentions"].as_array().unwrap() {
        let (start, end) = (m["start"].as_u64().unwrap() as usize, m["end"].as_u64().unwrap() as usize);
        assert_eq!(text[start..end].iter().collect::<String>(), m["text"].as_str().unwrap());
    }
    let timeline = whole["timeline"].as_array().unwrap();
    assert!(!timeline.is_empty());
    for item in timeline {
        assert!(["value", "what", "status", "evidence"].iter().all(|f| !item[f].is_null()), "{item}");
        assert!(!item["earliest"].is_null() || !item["latest"].is_null());
    }
    let dates: Vec<&str> = timeline.iter().map(|i| i["earliest"].as_str().unwrap_or("")).collect();
    assert!(dates.is_sorted());
}

#[test]
fn unreadable_documents_are_named_and_the_others_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    write("a.txt", "Посол прибыл в Бишкек.".as_bytes());
    write("b.txt", b"");
    write("c.pdf", b"%PDF-1.5");
    write("d.txt", "Посол уехал.".as_bytes());
    let path = folder.path().to_str().unwrap();
    let output = letopis(&["tag", path], "");
    assert_eq!(output.status.code(), Some(1));
    let ids: Vec<String> = lines(&output).iter().map(|d| d["id"].as_str().unwrap().to_string()).collect();
    assert_eq!(ids, ["a", "d"]);
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(errors.contains("b.txt: the file is empty") && errors.contains("c.pdf: the PDF file is damaged"), "{errors}");
    assert_eq!(letopis(&["tag", "/nonexistent/x.txt"], "").status.code(), Some(1));
}

#[test]
fn broken_lines_are_named_by_number() {
    let output = letopis(
        &["tag", "-"],
        "{\"id\":\"a\",\"text\":\"Посол прибыл.\"}\nnot json\n{\"id\":\"b\",\"text\":\"\"}\n{\"text\":\"Суд решил.\",\"date\":\"2020-13-01\"}\n",
    );
    assert_eq!(output.status.code(), Some(1));
    // A date that is none does not lose the document.
    assert_eq!(lines(&output).len(), 2);
    assert_eq!(lines(&output)[1]["diagnostics"][0]["code"], "given-date-unread");
    let errors = String::from_utf8(output.stderr).unwrap();
    for part in ["stdin, line 2", "stdin, line 3"] {
        assert!(errors.contains(part), "{part}: {errors}");
    }
}

#[test]
fn json_lines_come_from_files_too() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("all.jsonl"), "{\"id\":7.5,\"text\":\"Посол прибыл.\"}\n\n{\"text\":\"Посол уехал.\"}\n").unwrap();
    let output = letopis(&["tag", folder.path().to_str().unwrap()], "");
    let ids: Vec<String> = lines(&output).iter().map(|d| d["id"].as_str().unwrap().to_string()).collect();
    assert_eq!(ids, ["7.5", "3"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_reader_or_screen_that_is_gone_does_no_harm() {
    let full = || std::fs::File::create("/dev/full").unwrap();
    let run = |command: &mut Command| command.status().unwrap().code();
    assert_eq!(run(Command::new(env!("CARGO_BIN_EXE_letopis")).args(["tag", "/nonexistent"]).stderr(full())), Some(1));
    // A folder as stdin gives an error that stays: it must end.
    let folder = std::fs::File::open("/").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_letopis")).args(["tag", "-"]).stdin(folder).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8(output.stderr).unwrap().lines().count(), 1);
}

#[test]
fn wrong_arguments_end_with_status_2() {
    for args in [&[][..], &["tag"], &["paint", "x"], &["tag", "--date", "yesterday", "-"], &["corpus", "--jobs", "many", "-"]] {
        assert_eq!(letopis(args, "").status.code(), Some(2), "{args:?}");
    }
}

#[test]
fn without_text_and_with_a_day() {
    let output = letopis(&["tag", "--no-text", "--date", "2021-07", "-"], "{\"id\":\"a\",\"text\":\"Форум открылся 5 числа.\"}\n");
    let line = &lines(&output)[0];
    assert!(line["text"].is_null());
    assert_eq!(line["date"], "2021-07");
}
