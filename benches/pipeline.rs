//! Characters per second of each stage, one thread, on the test articles, each for itself (as `benches/peer.py` and
//! `tests/browser/bench.mjs` read them).
//!
//! `cargo bench` prints the median of some rounds. Machines are noisy: compare figures of one run only.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, reason = "a bench prints and may break")]

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use letopis::nlp::document::Document;
use letopis::nlp::morph::Readings;
use letopis::nlp::ner::Guideline;
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

fn measure<T>(name: &str, characters: usize, mut run: impl FnMut() -> T) -> f64 {
    let times = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            black_box(run());
            start.elapsed().as_secs_f64()
        })
        .collect();
    let seconds = median(times);
    println!("{name:<28} {:>12.0} characters/s   {:>9.2} ms", characters as f64 / seconds, seconds * 1000.0);
    seconds
}

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    // Texts of one's own, one a line of a file, tell more: words come again there as often as they do.
    let own = std::env::var("LETOPIS_BENCH_TEXTS").ok();
    let article = |name: &&str| std::fs::read_to_string(root.join(format!("assets/example/{name}.txt"))).unwrap();
    let texts: Vec<String> = match own {
        Some(path) => std::fs::read_to_string(path).unwrap().lines().map(|line| line.replace("\\n", "\n")).collect(),
        None => (0..REPEAT).flat_map(|_| NAMES.iter().map(article)).collect(),
    };
    let characters = texts.iter().map(|t| t.chars().count()).sum();
    let pack = |name: &str| std::fs::read(root.join("assets").join(name)).unwrap();
    let (lexicon, tagger) = (pack("lexicon.pack.gz"), pack("tagger.pack.gz"));
    println!("{characters} characters, median of {ROUNDS} rounds, one thread");
    measure("start: packs to models", 0, || Models::open(&lexicon, &tagger).unwrap());
    let models = Models::open(&lexicon, &tagger).unwrap();
    let cut = || texts.iter().map(|t| Segmentation::new(t)).collect::<Vec<_>>();
    measure("segmentation", characters, cut);
    let pieces = cut();
    let read = || texts.iter().zip(&pieces).map(|(t, p)| Readings::new(t, p, models.lexicon())).collect::<Vec<_>>();
    measure("readings", characters, read);
    let readings = read();
    let find =
        || texts.iter().zip(&pieces).zip(&readings).map(|((t, p), r)| temporal::find(t, p, r, models.lexicon()).0).collect::<Vec<_>>();
    let finding = measure("times, found", characters, find);
    let written = find();
    let day = "2024-11-28".parse().ok();
    let setting = temporal::Setting { publication: day, ..Default::default() };
    let resolving =
        measure("times, resolved", characters, || written.iter().map(|w| temporal::resolve(w, &setting).0.len()).sum::<usize>());
    measure("tagger", characters, || {
        let mut count = 0;
        for (text, pieces) in texts.iter().zip(&pieces) {
            let mut tagging = models.tagger().begin(models.forms());
            while tagging.step(text, pieces).is_some() {}
            count += tagging.finish(text, pieces, Guideline::Nerel).0.len();
        }
        count
    });
    measure("tagger, forms kept", characters, || {
        let (mut forms, mut count) = (models.forms(), 0);
        for (text, pieces) in texts.iter().zip(&pieces) {
            let mut tagging = models.tagger().begin(forms);
            while tagging.step(text, pieces).is_some() {}
            let (mentions, _, known) = tagging.finish(text, pieces, Guideline::Nerel);
            (forms, count) = (known, count + mentions.len());
        }
        count
    });
    let whole = measure("whole analysis", characters, || {
        texts.iter().map(|t| models.analyse(Document::new("bench", t.clone())).events.len()).sum::<usize>()
    });
    println!("times take {:.1} % of the whole analysis", 100.0 * (finding + resolving) / whole);
}
