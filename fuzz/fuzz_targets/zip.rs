//! Archives: what libFuzzer makes of them, and any files packed properly.
#![no_main]

use std::io::Write;

use letopis::ingest::{Ingest, Limits};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let limits = Limits { file: 1 << 20, unpacked: 4 << 20, parts: 200, ..Limits::default() };
    let raw = [b"PK\x03\x04", data].concat();
    for bytes in [raw, packed(data)] {
        for item in Ingest::new("x.zip", bytes, limits, None) {
            std::hint::black_box(item);
        }
    }
});

/// The bytes between zero bytes as files.
fn packed(data: &[u8]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (n, file) in data.split(|b| *b == 0).take(16).enumerate() {
        if out.start_file(format!("{n}"), zip::write::SimpleFileOptions::default()).is_ok() {
            let _ = out.write_all(file);
        }
    }
    out.finish().map(std::io::Cursor::into_inner).unwrap_or_default()
}
