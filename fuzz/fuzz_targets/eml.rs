//! Mails and what they carry.
#![no_main]

use letopis::ingest::{Ingest, Limits};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let mail = [b"From: a@b.example\nSubject: x\nDate: Tue, 3 Sep 2024 10:00:00 +0300\nMIME-Version: 1.0\n", data].concat();
    let limits = Limits { file: 1 << 20, unpacked: 4 << 20, parts: 200, ..Limits::default() };
    for item in Ingest::new("x.eml", mail, limits, None) {
        std::hint::black_box(item);
    }
});
