//! Builders of packs and tables, used by `training/`.

use std::fs;
use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};

use clap::Parser;
use letopis::nlp::annotations::{Accepted, merge};
use letopis::nlp::embed::{Features, HASH_BUCKETS, HASH_SLOTS, Shape, Vocab};
use letopis::nlp::entity;
use letopis::nlp::morph::{GRAMMEMES, Lexicon, Readings, build};
use letopis::nlp::ner::{Label, Mention};
use letopis::nlp::pack::{Pack, PackWriter};
use letopis::nlp::pipeline::Models;
use letopis::nlp::relation::{nodes, pairs};
use letopis::nlp::segment::Segmentation;
use letopis::nlp::span::Span;
use serde_json::{Value, json};

type Failure = Box<dyn std::error::Error>;

/// Builds what `training/` needs and ships.
#[derive(Parser)]
enum Command {
    /// work/lexicon.json → lexicon.pack.gz
    PackLexicon { json: PathBuf, pack: PathBuf },
    /// Features of documents (JSON Lines with id and text on stdin) for training, as JSON on stdout.
    Features {
        /// The dictionary pack.
        #[arg(long)]
        lexicon: PathBuf,
        /// The sorted words, one a line.
        #[arg(long)]
        words: PathBuf,
    },
    /// A folder of arrays with manifest.json → tagger.pack.gz
    PackTagger { folder: PathBuf, pack: PathBuf },
    /// What may be a name in documents (JSON Lines with id and text on stdin), with features for training the second net.
    Names {
        /// The dictionary pack.
        #[arg(long)]
        lexicon: PathBuf,
        /// The tagger's pack.
        #[arg(long)]
        tagger: PathBuf,
    },
    /// Pairs of given mentions (JSON Lines with id, text and mentions on stdin) with features for training the head of relations.
    Pairs {
        /// The dictionary pack.
        #[arg(long)]
        lexicon: PathBuf,
    },
    /// Features of lines (JSON Lines with id and text on stdin) for training the layout.
    Lines {
        /// The dictionary pack.
        #[arg(long)]
        lexicon: PathBuf,
    },
    /// Analyses of the words given.
    Morph {
        /// The dictionary pack.
        #[arg(long)]
        lexicon: PathBuf,
        /// Words as written.
        words: Vec<String>,
    },
}

fn main() -> Result<(), Failure> {
    match Command::parse() {
        Command::PackLexicon { json, pack } => write(&pack, &build(&fs::read_to_string(json)?)?),
        Command::Features { lexicon, words } => features(&lexicon, &words),
        Command::Names { lexicon, tagger } => names(&lexicon, &tagger),
        Command::Pairs { lexicon } => mention_pairs(&lexicon),
        Command::Lines { lexicon } => lines(&lexicon),
        Command::PackTagger { folder, pack } => pack_tagger(&folder, &pack),
        Command::Morph { lexicon, words } => morph(&lexicon, &words),
    }
}

/// `{"id", "lines": [[start, end, [features]]]}`, offsets in bytes.
fn lines(lexicon: &Path) -> Result<(), Failure> {
    let lexicon = Lexicon::open(&Pack::open(&fs::read(lexicon)?)?)?;
    for line in io::stdin().lock().lines() {
        let value: Value = serde_json::from_str(&line?)?;
        let text = value["text"].as_str().unwrap_or("");
        let pieces = Segmentation::new(text);
        let readings = Readings::new(text, &pieces, &lexicon);
        let (written, _) = letopis::nlp::temporal::find(text, &pieces, &readings, &lexicon);
        println!("{}", json!({"id": value["id"], "lines": letopis::nlp::layout::features(text, &pieces, &written)}));
    }
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    fs::write(path, bytes)?;
    eprintln!("{}: {} bytes", path.display(), bytes.len());
    Ok(())
}

fn read_lines(path: &Path) -> Result<Vec<String>, Failure> {
    Ok(fs::read_to_string(path)?.lines().map(String::from).collect())
}

fn vocab_sections(pack: &mut PackWriter, words: &[String]) {
    let (blocks, bytes) = Vocab::encode(words);
    pack.u32s("vocab.blocks", &blocks).bytes("vocab.words", bytes);
}

fn features(lexicon: &Path, words: &Path) -> Result<(), Failure> {
    let lexicon = Lexicon::open(&Pack::open(&fs::read(lexicon)?)?)?;
    let words = read_lines(words)?;
    let mut pack = PackWriter::default();
    vocab_sections(&mut pack, &words);
    let vocab = Vocab::open(&Pack::open(&pack.finish()?)?, words.len())?;
    let mut table = Features::new(&lexicon, &vocab);
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let document: Value = serde_json::from_str(&line?)?;
        let text = document["text"].as_str().unwrap_or("");
        let mut code_points = CodePoints::new(text);
        let atoms: Vec<Value> = Segmentation::new(text)
            .atoms
            .iter()
            .map(|a| json!([table.id(text, a), a.glued as u8, code_points.at(a.span.start), code_points.at(a.span.end)]))
            .collect();
        writeln!(out, "{}", json!({"id": document["id"], "atoms": atoms}))?;
    }
    let forms: Vec<Value> = table
        .words
        .iter()
        .map(|w| json!([w.vector.map_or(-1, i64::from), w.shape.0, w.hashes, w.grammemes.indices().collect::<Vec<_>>(), w.known as u8]))
        .collect();
    let meta = json!({"lexicon": lexicon.id(), "shapes": Shape::COUNT, "grammemes": GRAMMEMES.len(),
                      "hash_slots": HASH_SLOTS, "hash_buckets": HASH_BUCKETS, "forms": forms});
    writeln!(out, "{meta}")?;
    Ok(())
}

fn names(lexicon: &Path, tagger: &Path) -> Result<(), Failure> {
    let models = Models::open(&fs::read(lexicon)?, &fs::read(tagger)?)?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let document: Value = serde_json::from_str(&line?)?;
        let text = document["text"].as_str().unwrap_or("");
        let pieces = Segmentation::new(text);
        let mut tagging = models.tagger().begin(models.forms());
        while tagging.step(text, &pieces).is_some() {}
        let mut list: Vec<Value> = Vec::new();
        for (span, kind, features) in tagging.name_features(text, &pieces) {
            let [start, end] = [span.start, span.end].map(|byte| text[..byte as usize].chars().count());
            list.push(json!([kind.name(), start, end, features]));
        }
        writeln!(out, "{}", json!({"id": document["id"], "candidates": list}))?;
    }
    Ok(())
}

/// What the head of relations is trained on, computed by the same code that feeds it.
fn mention_pairs(lexicon: &Path) -> Result<(), Failure> {
    let lexicon = Lexicon::open(&Pack::open(&fs::read(lexicon)?)?)?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let document: Value = serde_json::from_str(&line?)?;
        let text = document["text"].as_str().unwrap_or("");
        let pieces = Segmentation::new(text);
        let readings = Readings::new(text, &pieces, &lexicon);
        let bytes: Vec<u32> = text.char_indices().map(|(i, _)| i as u32).chain([text.len() as u32]).collect();
        let mut mentions: Vec<Mention> = Vec::new();
        for m in document["mentions"].as_array().into_iter().flatten() {
            let at = |i: usize| m[i].as_u64().and_then(|n| bytes.get(n as usize)).copied().unwrap_or(0);
            let label = Label::ALL.iter().find(|l| Some(l.name()) == m[2].as_str());
            let span = Span::new(at(0), at(1));
            let start = pieces.atoms.partition_point(|a| a.span.end <= span.start) as u32;
            let end = pieces.atoms.partition_point(|a| a.span.start < span.end) as u32;
            mentions.extend(label.map(|label| Mention { span, atoms: Span::new(start, end), label: *label, score: 1.0 }));
        }
        mentions.sort_by_key(|m| (m.span, m.label));
        let found = entity::resolve(text, &pieces, &readings, &lexicon, mentions);
        let annotations = merge(text, found, &Accepted::default(), &[]);
        let nodes = nodes(text, &pieces, &annotations);
        let pairs: Vec<Value> = pairs(&nodes, &|_, _| true).iter().map(|p| json!([p.head, p.tail, p.features])).collect();
        let mut code_points = CodePoints::new(text);
        let mut spans = Vec::new();
        for (m, node) in annotations.mentions.iter().zip(&nodes) {
            let start = code_points.at(m.span.start);
            let end = start + m.span.of(text).chars().count();
            spans.push(json!([start, end, m.label.name(), node.atoms.start, node.atoms.end]));
        }
        writeln!(out, "{}", json!({"id": document["id"], "mentions": spans, "pairs": pairs}))?;
    }
    Ok(())
}

/// Byte → code point offsets, asked in ascending order.
struct CodePoints<'t> {
    text: &'t str,
    byte: usize,
    count: usize,
}

impl<'t> CodePoints<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, byte: 0, count: 0 }
    }
    fn at(&mut self, byte: u32) -> usize {
        self.count += self.text[self.byte..byte as usize].chars().count();
        self.byte = byte as usize;
        self.count
    }
}

fn pack_tagger(folder: &Path, target: &Path) -> Result<(), Failure> {
    let manifest = fs::read_to_string(folder.join("manifest.json"))?;
    let parsed: Value = serde_json::from_str(&manifest)?;
    let mut pack = PackWriter::default();
    pack.bytes("manifest", manifest.clone().into_bytes());
    vocab_sections(&mut pack, &read_lines(&folder.join("words.txt"))?);
    for name in parsed["arrays"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        pack.bytes(name, fs::read(folder.join(format!("{name}.bin")))?);
    }
    write(target, &pack.finish()?)
}

fn morph(lexicon: &Path, words: &[String]) -> Result<(), Failure> {
    let lexicon = Lexicon::open(&Pack::open(&fs::read(lexicon)?)?)?;
    for word in words {
        let proper = word.starts_with(char::is_uppercase);
        println!("{word}");
        for a in lexicon.analyses(&letopis::nlp::segment::fold(word), proper) {
            println!("  {} {:?}{}", lexicon.lemma(&a), a.tag, if a.known { "" } else { " ?" });
        }
    }
    Ok(())
}
