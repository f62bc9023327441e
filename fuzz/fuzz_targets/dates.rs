//! Time expressions: no text and no publication day may panic, and every value is read back as it is printed.
//!
//! `cargo +nightly fuzz run dates` — bytes choose words of `tests/data/temporal/words.txt`, so that most inputs look like
//! dates; what stands behind a zero byte is taken as it is.
#![no_main]

use std::sync::OnceLock;

use letopis::nlp::edtf::{Point, Value};
use letopis::nlp::morph::{Lexicon, Readings};
use letopis::nlp::pack::Pack;
use letopis::nlp::segment::Segmentation;
use letopis::nlp::temporal;
use libfuzzer_sys::fuzz_target;

const WORDS: &str = include_str!("../../tests/data/temporal/words.txt");

fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(|| Lexicon::open(&Pack::open(include_bytes!("../../assets/lexicon.pack.gz")).unwrap()).unwrap())
}

fuzz_target!(|data: &[u8]| {
    let [year, month, day, rest @ ..] = data else { return };
    let words: Vec<&str> = WORDS.lines().collect();
    let mut text = String::new();
    let (chosen, raw) = rest.iter().position(|b| *b == 0).map_or((rest, &[][..]), |n| rest.split_at(n));
    for byte in chosen {
        text.push_str(words[*byte as usize % words.len()]);
        text.push(' ');
    }
    text.push_str(&String::from_utf8_lossy(raw));
    let publication = format!("{:04}-{:02}-{:02}", 1900 + i32::from(*year), month % 12 + 1, day % 31 + 1).parse::<Point>().ok();
    let pieces = Segmentation::new(&text);
    let readings = Readings::new(&text, &pieces, lexicon());
    let (written, _) = temporal::find(&text, &pieces, &readings, lexicon());
    let (times, _) = temporal::resolve(&written, &temporal::Setting { publication, ..Default::default() });
    assert_eq!(times.len(), written.len());
    for time in times {
        assert!(!time.span.of(&text).is_empty());
        for value in std::iter::once(time.value).chain(time.alternatives.into_iter().flatten()) {
            assert_eq!(Value::parse(&value.to_string(), value.kind()), Ok(value), "{text}");
        }
    }
});
