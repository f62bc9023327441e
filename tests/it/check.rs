//! What the tests share.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use letopis::nlp::edtf::Value;
use letopis::nlp::event::{LINE, When};
use letopis::nlp::ner::Label;
use letopis::nlp::pipeline::{Analysis, Models};
use letopis::nlp::temporal::Anchor;

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub fn data(path: &str) -> PathBuf {
    root().join("tests/data").join(path)
}

/// A test article, or one of the page's example.
pub fn sample(name: &str) -> PathBuf {
    let example = root().join(format!("assets/example/{name}.txt"));
    if example.exists() { example } else { data(&format!("documents/{name}.txt")) }
}

pub fn read(path: impl AsRef<Path>) -> String {
    let path = path.as_ref();
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The shipped models, opened once.
pub fn models() -> &'static Models {
    static MODELS: OnceLock<Models> = OnceLock::new();
    MODELS.get_or_init(|| {
        let pack = |name: &str| std::fs::read(root().join("assets").join(name)).unwrap();
        Models::open(&pack("lexicon.pack.gz"), &pack("tagger.pack.gz")).unwrap()
    })
}

/// Compares with the file, or writes it when `UPDATE_EXPECT` is set.
pub fn golden(path: &Path, got: &str) {
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(path, got).unwrap();
        return;
    }
    let expected = read(path);
    for (n, (e, g)) in expected.lines().zip(got.lines()).enumerate() {
        assert_eq!(e, g, "{}, line {}; UPDATE_EXPECT=1 takes the new text", path.display(), n + 1);
    }
    assert_eq!(expected, got, "{}: lengths differ; UPDATE_EXPECT=1 takes the new text", path.display());
}

/// What holds of every analysis, whatever the text.
pub fn invariants(a: &Analysis) {
    let text = a.document.text.as_str();
    let piece = |s: letopis::nlp::span::Span<letopis::nlp::span::Byte>| {
        text.get(s.range()).unwrap_or_else(|| panic!("{s:?} is no piece of the text"))
    };
    let mentions = &a.annotations.mentions;
    for e in &a.annotations.entities {
        assert!(!e.mentions.is_empty(), "{} has no mention", e.name);
        assert_eq!(e.names[0].text, e.name);
        assert!(e.names.iter().all(|n| n.count > 0), "{:?}", e.names);
        assert_eq!(e.names.iter().map(|n| n.count).sum::<usize>(), e.mentions.len(), "{:?}", e.names);
        assert!(e.mentions.iter().all(|m| mentions[*m].entity == Some(e.id)), "{}", e.name);
    }
    for m in mentions {
        assert!(!piece(m.span).is_empty());
        assert!((0.0..=1.0).contains(&m.score));
        assert!(!m.normal.trim().is_empty(), "{:?}", piece(m.span));
        if let Some(t) = m.time {
            for value in std::iter::once(t.value).chain(t.alternatives.into_iter().flatten()) {
                assert_eq!(Value::parse(&value.to_string(), value.kind()), Ok(value), "printing and reading agree");
            }
            assert!(m.expression == Some(t.number) && matches!(m.label, Label::Date | Label::Time));
            if let Anchor::Expression(n) = t.anchor {
                assert!(n < t.number, "an expression is counted from one before it");
            }
        }
        if let Some(id) = m.entity {
            assert!((id.0 as usize) < a.annotations.entities.len());
        }
    }
    assert!(mentions.windows(2).all(|w| (w[0].span, w[0].label) <= (w[1].span, w[1].label)), "mentions are sorted");
    for (n, e) in a.annotations.entities.iter().enumerate() {
        assert_eq!(e.id.0 as usize, n);
        assert!(!e.mentions.is_empty());
        assert!(e.mentions.iter().all(|m| mentions[*m].entity == Some(e.id)), "{}", e.name);
    }
    let mut last = 0;
    for p in &a.layout.parts {
        assert!(p.span.start >= last && !piece(p.span).trim().is_empty());
        last = p.span.end;
    }
    let entities = a.annotations.entities.len();
    for e in &a.events {
        assert!(e.span.contains(e.trigger) && !piece(e.trigger).is_empty() && !e.what.is_empty());
        assert!(e.what.chars().count() <= LINE + 1, "{}", e.what);
        // Nothing is invented: every word of the line is one of the sentence's.
        let own: Vec<String> = piece(e.span).split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect();
        for word in e.what.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
            assert!(own.contains(&word.to_lowercase()), "{word:?} of {:?} is not in {:?}", e.what, piece(e.span));
        }
        if let Some(value) = e.when.value() {
            assert_eq!(Value::parse(&value.to_string(), value.kind()), Ok(value), "printing and reading agree");
        }
        if let When::Said(mention, _) = e.when {
            assert!(mentions[mention].time.is_some() && e.span.contains(mentions[mention].span));
        }
        assert!(e.mention.is_none_or(|m| m < mentions.len()));
        assert!(e.who.iter().chain(&e.places).all(|id| (id.0 as usize) < entities));
    }
    assert!(a.events.is_sorted_by_key(|e| e.when.value().is_none()), "what has a place comes first");
    for q in &a.quotes {
        assert!(!piece(q.span).trim().is_empty());
        assert!(q.speaker.is_none_or(|id| (id.0 as usize) < entities));
        q.cue.map(piece);
    }
    assert!(a.quotes.windows(2).all(|w| w[0].span <= w[1].span), "quotes are sorted");
    for r in &a.relations {
        assert!(r.from < mentions.len() && r.to < mentions.len() && r.from != r.to && (0.0..=1.0).contains(&r.score));
    }
    for d in &a.diagnostics {
        d.span.map(piece);
        assert!(!d.message().is_empty());
    }
}

/// Numbers from a seed, the same on every machine (xorshift).
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below.max(1) as u64) as usize
    }
}
