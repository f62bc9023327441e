//! Characters per second of each stage, one thread, on the test articles (the text of `tests/browser/bench.mjs`).
//!
//! `cargo bench` prints the median of some rounds. Machines are noisy: compare figures of one run only.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, reason = "a bench prints and may break")]

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use letopis::nlp::document::Document;
use letopis::nlp::morph::Readings;
use letopis::nlp::pipeline::Models;
use letopis::nlp::segment::Segmentation;
use letopis::nlp::temporal;

const NAMES: &[&str] = &["peacekeepers", "summit", "court", "floods", "science", "chronicle"];
const REPEAT: usize = 10;
const ROUNDS: usize = 5;

fn median(mut seconds: Vec<f64>) -> f64 {
    seconds.sort_by(f64::total_cmp);
    seconds[seconds.len() / 2]
}

fn measure<T>(name: &str, characters: usize, mut run: impl FnMut() -> T) {
    let times = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            black_box(run());
            start.elapsed().as_secs_f64()
        })
        .collect();
    let seconds = median(times);
    println!("{name:<28} {:>12.0} characters/s   {:>9.2} ms", characters as f64 / seconds, seconds * 1000.0);
}

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let article = |name: &&str| std::fs::read_to_string(root.join(format!("tests/data/documents/{name}.txt"))).unwrap();
    let text = NAMES.iter().map(article).collect::<Vec<_>>().join("\n\n").repeat(REPEAT);
    let characters = text.chars().count();
    let pack = |name: &str| std::fs::read(root.join("assets").join(name)).unwrap();
    let (lexicon, tagger) = (pack("lexicon.pack.gz"), pack("tagger.pack.gz"));
    println!("{characters} characters, median of {ROUNDS} rounds, one thread");
    measure("start: packs to models", 0, || Models::open(&lexicon, &tagger).unwrap());
    let models = Models::open(&lexicon, &tagger).unwrap();
    measure("segmentation", characters, || Segmentation::new(&text));
    let pieces = Segmentation::new(&text);
    measure("readings", characters, || Readings::new(&text, &pieces, models.lexicon()));
    let readings = Readings::new(&text, &pieces, models.lexicon());
    measure("time expressions", characters, || temporal::find(&text, &pieces, &readings, models.lexicon()));
    measure("tagger", characters, || {
        let mut tagging = models.tagger().begin(models.lexicon());
        while tagging.step(&text, &pieces).is_some() {}
        tagging.finish()
    });
    measure("whole analysis", characters, || models.analyse(Document::new("bench", text.clone())));
}
