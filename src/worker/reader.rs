//! A reader's logic without a browser: one file at a time, one article at an [`Ask`].

use super::protocol::{Ask, FileError, Told};
use super::view::ArticleView;
use crate::ingest::{Ingest, Item, Limits, PdfReader};

/// State of a reader.
pub struct Reader {
    limits: Limits,
    pdf: Option<PdfReader>,
    open: Option<Ingest>,
}

impl Reader {
    /// Nothing is open. With `pdf`, PDFs are read here, too.
    pub fn new(limits: Limits, pdf: Option<PdfReader>) -> Self {
        Self { limits, pdf, open: None }
    }

    /// Answers a question.
    pub fn answer(&mut self, ask: Ask) -> Option<Told> {
        match ask {
            Ask::Take { turn, path, bytes } => {
                self.open = Some(Ingest::within(path, bytes, self.limits, self.pdf));
                Some(self.next(turn))
            }
            Ask::Next { turn } => Some(self.next(turn)),
            Ask::Drop => {
                self.open = None;
                None
            }
        }
    }

    fn next(&mut self, turn: u32) -> Told {
        match self.open.as_mut().and_then(Ingest::next) {
            Some(Item::Article(document, noticed)) => Told::Article { turn, article: Box::new(ArticleView::new(&document, &noticed)) },
            Some(Item::Elsewhere { path, bytes, .. }) => Told::Elsewhere { turn, path, bytes },
            Some(Item::Failed { path, error }) => Told::Failed { turn, path, error: FileError::from(&error) },
            None => {
                self.open = None;
                Told::End { turn }
            }
        }
    }
}
