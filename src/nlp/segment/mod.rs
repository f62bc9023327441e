//! Text → atoms, tokens, sentences.
//!
//! Three layers, each a partition of the one below. *Atoms* are the finest pieces (a run of letters, a run of digits, one
//! sign, a line break) and are what the tagger reads. *Tokens* join atoms («10.06.2023», «Нур-Султан», «г.») by ordered
//! rules. *Sentences* are runs of tokens. The scheme — split at every candidate, then ordered rules that join — is that
//! of razdel (Kukushkin, 2018).

mod abbreviations;
mod lex;
mod sentenize;
mod tokenize;

pub use lex::{Atom, AtomKind, fold, is_break, one_script};

use super::span::{AtomUnit, Byte, Span, TokenUnit};

/// A word, number, sign or line break of the text: a run of atoms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// The atoms joined.
    pub atoms: Span<AtomUnit>,
    /// The text covered.
    pub span: Span<Byte>,
    /// Which rule made it, and so what it is.
    pub kind: TokenKind,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, with inner hyphens, apostrophes and digits.
    Word,
    /// Digits with inner separators.
    Number,
    /// An abbreviation with its full stop.
    Abbreviation,
    /// One capital letter with its full stop.
    Initial,
    /// An address: URL, domain, e-mail, handle, hashtag.
    Address,
    /// A sign or a run of end marks.
    Punct,
    /// One or more line breaks with the blanks between them.
    Newline,
}

/// A sentence: a run of tokens without line breaks at its ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// The tokens joined.
    pub tokens: Span<TokenUnit>,
    /// The text covered.
    pub span: Span<Byte>,
}

/// All pieces of one text.
#[derive(Clone, Debug, Default)]
pub struct Segmentation {
    /// In text order, without gaps but for blanks.
    pub atoms: Vec<Atom>,
    /// In text order; together they hold every atom once.
    pub tokens: Vec<Token>,
    /// In text order; line breaks between sentences belong to none.
    pub sentences: Vec<Sentence>,
}

impl Segmentation {
    /// Splits `text`.
    ///
    /// ```
    /// use letopis::nlp::segment::Segmentation;
    /// let text = "А. С. Лунин приехал в 2019 г. Его ждали.";
    /// let pieces = Segmentation::new(text);
    /// let sentences: Vec<_> = pieces.sentences.iter().map(|s| s.span.of(text)).collect();
    /// assert_eq!(sentences, ["А. С. Лунин приехал в 2019 г.", "Его ждали."]);
    /// ```
    pub fn new(text: &str) -> Self {
        let atoms = lex::atoms(text);
        let tokens = tokenize::tokens(text, &atoms);
        let sentences = sentenize::sentences(text, &tokens);
        Self { atoms, tokens, sentences }
    }

    /// The tokens that lie in `span`, as a range of indices; partly covered tokens count.
    pub fn tokens_in(&self, span: Span<Byte>) -> Span<TokenUnit> {
        let start = self.tokens.partition_point(|t| t.span.end <= span.start);
        let end = self.tokens.partition_point(|t| t.span.start < span.end);
        Span::new(start as u32, end as u32)
    }

    /// The sentence that holds the byte `at`, by index.
    pub fn sentence_at(&self, at: u32) -> Option<usize> {
        let i = self.sentences.partition_point(|s| s.span.end <= at);
        self.sentences.get(i).filter(|s| s.span.start <= at).map(|_| i)
    }
}
