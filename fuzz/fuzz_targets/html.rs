//! Pages: no markup may panic or hang.
#![no_main]

use letopis::ingest::{Ingest, Limits};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let page = [b"<!DOCTYPE html><html>", data].concat();
    for item in Ingest::new("page.html", page, Limits::default(), None) {
        std::hint::black_box(item);
    }
});
