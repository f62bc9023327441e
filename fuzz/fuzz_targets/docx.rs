//! Office files and books: any bytes as their XML.
#![no_main]

use std::io::Write;

use letopis::ingest::{Ingest, Limits};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let [kind, xml @ ..] = data else { return };
    let files: &[(&str, &[u8])] = match kind % 3 {
        0 => &[("word/document.xml", xml), ("word/footnotes.xml", xml)],
        1 => &[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", xml)],
        _ => &[("META-INF/container.xml", b"<rootfile full-path='a.opf'/>"), ("a.opf", xml), ("c.xhtml", xml)],
    };
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        if out.start_file(*name, zip::write::SimpleFileOptions::default()).is_ok() {
            let _ = out.write_all(bytes);
        }
    }
    let Ok(bytes) = out.finish() else { return };
    for item in Ingest::new("x", bytes.into_inner(), Limits::default(), None) {
        std::hint::black_box(item);
    }
});
