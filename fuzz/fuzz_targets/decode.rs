//! Bytes → text: no bytes may panic, and what is decoded is text.
#![no_main]

use letopis::nlp::document::{decode, languages};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Ok(decoded) = decode(data) {
        assert!(!decoded.text.trim().is_empty());
        let parts = languages(&decoded.text);
        assert_eq!(parts.iter().map(|(span, _)| span.len() as usize).sum::<usize>(), decoded.text.len());
    }
});
