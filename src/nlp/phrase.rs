//! Words looked for in whatever form they stand.

use std::collections::BTreeSet;

use super::morph::{Lexicon, Readings};
use super::segment::{Segmentation, TokenKind};
use super::span::{Byte, Span};

/// Some words in a row, each in any form: «совет безопасности» stands in «Совета Безопасности», too.
///
/// ```no_run
/// # fn main() -> Result<(), letopis::nlp::pack::PackError> {
/// # let lexicon = letopis::nlp::morph::Lexicon::open(&letopis::nlp::pack::Pack::open(&[])?)?;
/// use letopis::nlp::{morph::Readings, phrase::Phrase, segment::Segmentation};
/// let text = "Доклад «Северного моста» обсудили.";
/// let pieces = Segmentation::new(text);
/// let readings = Readings::new(text, &pieces, &lexicon);
/// let found = Phrase::new("Северный мост", &lexicon).find(&pieces, &readings);
/// assert_eq!(found[0].of(text), "Северного моста");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    words: Vec<Forms>,
}

/// A word with its dictionary forms, folded.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Forms {
    word: String,
    lemmas: BTreeSet<String>,
}

/// Signs do not count: quotes and hyphens may be written or not.
fn counts(kind: TokenKind) -> bool {
    !matches!(kind, TokenKind::Punct | TokenKind::Newline)
}

impl Phrase {
    /// The words of a text; one without words is found nowhere.
    pub fn new(text: &str, lexicon: &Lexicon) -> Self {
        let pieces = Segmentation::new(text);
        let readings = Readings::new(text, &pieces, lexicon);
        let form = |i: usize| {
            // Nobody types a capital to say that a name is meant.
            let word = readings.folded(i).to_string();
            let mut lemmas: BTreeSet<String> = readings.lemmas(i).iter().cloned().collect();
            lemmas.extend([true, false].iter().flat_map(|p| lexicon.analyses(&word, *p)).map(|a| super::segment::fold(&lexicon.lemma(&a))));
            Forms { word, lemmas }
        };
        Self { words: (0..pieces.tokens.len()).filter(|i| counts(pieces.tokens[*i].kind)).map(form).collect() }
    }

    /// Whether there is anything to look for.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Where the words stand one after another within a sentence, from the first letter to the last, in text order.
    pub fn find(&self, pieces: &Segmentation, readings: &Readings) -> Vec<Span<Byte>> {
        let mut out = Vec::new();
        if self.words.is_empty() {
            return out;
        }
        for sentence in &pieces.sentences {
            let tokens: Vec<usize> = sentence.tokens.range().filter(|i| pieces.tokens.get(*i).is_some_and(|t| counts(t.kind))).collect();
            let mut from = 0;
            while let Some(window) = tokens.get(from..from + self.words.len()) {
                let all = window.iter().zip(&self.words).all(|(i, word)| word.is(readings, *i));
                match (window.first(), window.last()) {
                    (Some(first), Some(last)) if all => {
                        out.push(pieces.tokens[*first].span.cover(pieces.tokens[*last].span));
                        from += self.words.len();
                    }
                    _ => from += 1,
                }
            }
        }
        out
    }
}

impl Forms {
    fn is(&self, readings: &Readings, token: usize) -> bool {
        // A name stands in its base form already, which a guess at its lemma may miss.
        let word = readings.folded(token);
        word == self.word || self.lemmas.contains(word) || readings.lemmas(token).iter().any(|l| *l == self.word || self.lemmas.contains(l))
    }
}
