//! Any bytes as a file: RTF, PDF, JSON, tables, feeds and what looks like them.
#![no_main]

use letopis::ingest::{Ingest, Limits, pdf};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let [kind, rest @ ..] = data else { return };
    let start: &[u8] = match kind % 6 {
        0 => b"{\\rtf1\\ansi\\ansicpg1251 ",
        1 => b"%PDF-1.4\n",
        2 => b"{\"text\":",
        3 => "дата;текст\n".as_bytes(),
        4 => b"<rss><channel><item>",
        _ => b"",
    };
    let limits = Limits { file: 1 << 20, unpacked: 4 << 20, parts: 200, ..Limits::default() };
    for item in Ingest::new("x", [start, rest].concat(), limits, Some(pdf::read)) {
        std::hint::black_box(item);
    }
});
