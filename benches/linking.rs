//! How joining grows with the number of documents: time and memory for 1 000, 3 000 and 10 000.
//!
//! Documents are made by resampling: each draws about thirty entities from those of the test articles, frequent ones more
//! often (Zipf), and a third of the persons and organisations get a name of their own, so that the vocabulary grows as it does
//! in an archive (Heaps). With files of JSON Lines as arguments these are analysed and resampled instead.
//!
//! `cargo bench --bench linking [-- FILE.jsonl]`
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a bench stops where it breaks")]

use std::time::Instant;

use letopis::corpus::{Collection, Contribution, LocalEntity};
use letopis::nlp::document::Document;
use letopis::nlp::ner::Label;
use letopis::nlp::pipeline::Models;

/// SplitMix64: the same documents in every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    /// Small numbers more often: about one over the rank.
    fn zipf(&mut self, n: usize) -> usize {
        let u = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        (((n as f64 + 1.0).powf(u) - 1.0) as usize).min(n - 1)
    }

    fn word(&mut self) -> String {
        const SYLLABLES: &[&str] = &[
            "ба", "ве", "гор", "да", "жан", "за", "кир", "лу", "мар", "но", "пол", "ру", "са", "тем", "ур", "фе", "ха", "чер", "шу", "яр",
        ];
        let mut out: String = (0..2 + self.below(2)).map(|_| SYLLABLES[self.below(SYLLABLES.len())]).collect();
        out.push_str(["ов", "ин", "ский", "ев", "ко", "баев"][self.below(6)]);
        let first = out.chars().next().unwrap();
        first.to_uppercase().chain(out.chars().skip(1)).collect()
    }
}

fn pool() -> Vec<LocalEntity> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let pack = |name: &str| std::fs::read(root.join("assets").join(name)).unwrap();
    let models = Models::open(&pack("lexicon.pack.gz"), &pack("tagger.pack.gz")).unwrap();
    let files: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    let mut texts: Vec<String> = Vec::new();
    for file in &files {
        let lines = std::fs::read_to_string(file).unwrap();
        texts.extend(lines.lines().map(|l| serde_json::from_str::<serde_json::Value>(l).unwrap()["text"].as_str().unwrap().to_string()));
    }
    if texts.is_empty() {
        for folder in ["tests/data/documents", "assets/example"] {
            let mut paths: Vec<_> = std::fs::read_dir(root.join(folder)).unwrap().map(|e| e.unwrap().path()).collect();
            paths.sort();
            let articles = paths.iter().filter(|p| p.extension().is_some_and(|e| e == "txt"));
            texts.extend(articles.filter_map(|p| std::fs::read_to_string(p).ok()));
        }
    }
    let analyses = texts.iter().enumerate().map(|(n, text)| models.analyse(Document::new(n.to_string(), text.clone())));
    analyses.flat_map(|a| Contribution::from(&a).entities).collect()
}

fn resample(pool: &[LocalEntity], documents: usize) -> Vec<Contribution> {
    let mut random = Random(1);
    (0..documents)
        .map(|n| {
            let mut entities: Vec<LocalEntity> = Vec::new();
            for _ in 0..20 + random.below(20) {
                let mut e = pool[random.zipf(pool.len())].clone();
                if matches!(e.label, Label::Person | Label::Organization) && random.below(3) == 0 {
                    // The vocabulary grows with the root of the number of documents.
                    let mut own = Random((random.below(40 * (documents as f64).sqrt() as usize + 1)) as u64 + 1000);
                    let word = own.word();
                    for name in &mut e.names {
                        name.text = match name.text.rsplit_once(' ') {
                            Some((head, _)) => format!("{head} {word}"),
                            None => word.clone(),
                        };
                    }
                }
                entities.push(e);
            }
            Contribution { document: format!("{n:05}"), entities, events: Vec::new(), sketch: Vec::new() }
        })
        .collect()
}

/// Peak memory of the process so far, in megabytes.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    line.and_then(|l| l.trim().trim_end_matches(" kB").trim().parse::<f64>().ok()).map_or(f64::NAN, |kb| kb / 1024.0)
}

fn main() {
    let pool = pool();
    println!("{} entities to draw from", pool.len());
    println!("{:>9} {:>9} {:>9} {:>9} {:>12} {:>9} {:>9}", "documents", "entities", "joined", "ms", "µs/document", "input MB", "peak MB");
    let mut first = None;
    for documents in [1_000, 3_000, 10_000] {
        let input = resample(&pool, documents);
        let local: usize = input.iter().map(|c| c.entities.len()).sum();
        let before = peak();
        // The best of three: the machine may do other things.
        let mut best = f64::INFINITY;
        let mut joined = 0;
        for _ in 0..3 {
            let start = Instant::now();
            let collection = Collection::new(&input);
            best = best.min(start.elapsed().as_secs_f64());
            joined = collection.entities.len();
        }
        let each = best * 1e6 / documents as f64;
        let growth = first.get_or_insert(each);
        println!(
            "{documents:>9} {local:>9} {joined:>9} {:>9.0} {each:>12.1} {before:>9.0} {:>9.0}   {:.2} of the first per document",
            best * 1e3,
            peak(),
            each / *growth
        );
    }
}
