//! Packs → models; document → analysis.

use super::annotations::{Accepted, Annotations, accept, merge};
use super::diagnostic::{Code, Diagnostic};
use super::document::{Document, Language, language};
use super::edtf::Point;
use super::entity;
use super::event::{Event, events};
use super::known::Known;
use super::layout::{DateSource, Layout, layout};
use super::morph::{Lexicon, Readings};
use super::ner::{Forms, Guideline, Mention, Tagger, Tagging};
use super::pack::{Pack, PackError};
use super::quote::{Quote, quotes};
use super::relation::{Head, Pair, Relation, RelationKind, nodes};
use super::segment::Segmentation;
use super::temporal;

/// All that analysis needs: the dictionary, the tagger and its head of relations.
#[derive(Debug)]
pub struct Models {
    lexicon: Lexicon,
    tagger: Tagger,
    head: Head,
    guideline: Guideline,
}

/// A document and everything found in it.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// The document.
    pub document: Document,
    /// Its language.
    pub language: Language,
    /// Parts and publication day.
    pub layout: Layout,
    /// Mentions, times, entities.
    pub annotations: Annotations,
    /// The expressions of time as written, to be resolved again for another day.
    accepted: Accepted,
    /// How mentions belong together, by the number of the first.
    pub relations: Vec<Relation>,
    /// Who says what, in text order.
    pub quotes: Vec<Quote>,
    /// Events, in text order.
    pub events: Vec<Event>,
    /// What was noticed, in text order.
    pub diagnostics: Vec<Diagnostic>,
}

/// A document being analysed, in steps of some milliseconds, so that a caller can show progress or stop.
pub struct Job<'m> {
    models: &'m Models,
    document: Document,
    language: Language,
    pieces: Segmentation,
    tagging: Tagging<'m>,
    done: u32,
}

impl Models {
    /// Opens the two gzipped packs.
    ///
    /// # Errors
    /// When a pack is broken or they do not belong together.
    pub fn open(lexicon: &[u8], tagger: &[u8]) -> Result<Self, PackError> {
        let lexicon = Lexicon::open(&Pack::open(lexicon)?)?;
        let pack = Pack::open(tagger)?;
        let (tagger, head) = (Tagger::open(&pack, &lexicon)?, Head::open(&pack)?);
        Ok(Self { lexicon, tagger, head, guideline: Guideline::default() })
    }

    /// The same with another idea of what a name is.
    pub fn with_guideline(self, guideline: Guideline) -> Self {
        Self { guideline, ..self }
    }

    /// The dictionary.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The tagger.
    pub fn tagger(&self) -> &Tagger {
        &self.tagger
    }

    /// An empty store of word forms, to be passed from document to document: the next one then takes less time.
    pub fn forms(&self) -> Forms<'_> {
        self.tagger.forms(&self.lexicon)
    }

    /// Begins the analysis of a document.
    pub fn begin<'m>(&'m self, document: Document, forms: Forms<'m>) -> Job<'m> {
        let language = language(&document.text);
        // A text in another language is shown, but not tagged as if it were Russian.
        let pieces = if language.is_russian() { Segmentation::new(&document.text) } else { Segmentation::default() };
        let tagging = self.tagger.begin(forms);
        Job { models: self, document, language, pieces, tagging, done: 0 }
    }

    /// Analyses a document in one go.
    pub fn analyse(&self, document: Document) -> Analysis {
        self.analyse_with(document, &mut self.forms())
    }

    /// The same with what is known of word forms from documents before, and adds to it.
    pub fn analyse_with<'m>(&'m self, document: Document, forms: &mut Forms<'m>) -> Analysis {
        let mut job = self.begin(document, std::mem::replace(forms, self.forms()));
        while job.step() {}
        let (analysis, known) = job.finish();
        *forms = known;
        analysis
    }

    /// Every probability of a relation among mentions given, the text taken as one stretch. For checks against the training side.
    pub fn relation_scores(&self, text: &str, pieces: &Segmentation, mentions: Vec<Mention>) -> Vec<(Pair, RelationKind, f32)> {
        let readings = Readings::new(text, pieces, &self.lexicon);
        let found = entity::resolve(text, pieces, &readings, &self.lexicon, mentions);
        let annotations = merge(text, found, &Accepted::default(), &[]);
        let contexts = self.tagger.begin(self.forms()).contexts(text, pieces);
        let mut out = Vec::new();
        self.head.score(&nodes(text, pieces, &annotations), &contexts, &mut |pair, kind, p| out.push((pair, kind, p)));
        out
    }

    /// The same document with another publication day: times are resolved anew, nothing is tagged again.
    pub fn redate(&self, analysis: &Analysis, date: Option<Point>) -> Analysis {
        let mut document = analysis.document.clone();
        document.date = date;
        let text = document.text.as_str();
        let pieces = if analysis.language.is_russian() { Segmentation::new(text) } else { Segmentation::default() };
        let readings = Readings::new(text, &pieces, &self.lexicon);
        let (written, _) = temporal::find(text, &pieces, &readings, &self.lexicon);
        let layout = layout(&document, &pieces, &written);
        let (times, noticed) = temporal::resolve(&analysis.accepted.written, layout.date);
        let annotations = analysis.annotations.redated(&analysis.accepted, &times);
        let known = Known { text, pieces: &pieces, readings: &readings, layout: &layout, annotations: &annotations };
        let quotes = quotes(known);
        let events = events(known, &analysis.relations, &quotes);
        let mut diagnostics: Vec<Diagnostic> = analysis.diagnostics.iter().filter(|d| !d.code.depends_on_date()).cloned().collect();
        diagnostics.extend(noticed);
        diagnostics.extend(on_document(analysis.language, &layout).filter(|d| d.code.depends_on_date()));
        // A stable sort: what was noticed when the bytes were read stays in front.
        diagnostics.sort_by_key(|d| (d.span.map_or(0, |s| s.start), d.code));
        let Analysis { language, accepted, relations, .. } = analysis;
        Analysis {
            language: *language,
            layout,
            annotations,
            accepted: accepted.clone(),
            relations: relations.clone(),
            quotes,
            events,
            diagnostics,
            document,
        }
    }
}

impl<'m> Job<'m> {
    /// Does the next piece of work; false when none is left.
    pub fn step(&mut self) -> bool {
        match self.tagging.step(&self.document.text, &self.pieces) {
            Some(done) => {
                self.done = done;
                true
            }
            None => false,
        }
    }

    /// The share done, 0 to 1.
    pub fn progress(&self) -> f32 {
        self.done as f32 / self.pieces.atoms.len().max(1) as f32
    }

    /// The result, and the forms for the next document; steps left over are not done.
    pub fn finish(self) -> (Analysis, Forms<'m>) {
        let Self { models: Models { lexicon, head, guideline, .. }, document, language, pieces, tagging, .. } = self;
        let text = document.text.as_str();
        let readings = Readings::new(text, &pieces, lexicon);
        let (written, doubts) = temporal::find(text, &pieces, &readings, lexicon);
        let layout = layout(&document, &pieces, &written);
        let (mentions, contexts, forms) = tagging.finish(text, &pieces, *guideline);
        let found = entity::resolve(text, &pieces, &readings, lexicon, mentions);
        let governments = entity::governments(&pieces, &readings, &found);
        let accepted = accept(written, &found, *guideline);
        let (times, noticed) = temporal::resolve(&accepted.written, layout.date);
        let annotations = merge(text, found, &accepted, &times);
        let relations = head.relations(&nodes(text, &pieces, &annotations), &contexts);
        let known = Known { text, pieces: &pieces, readings: &readings, layout: &layout, annotations: &annotations };
        let quotes = quotes(known);
        let events = events(known, &relations, &quotes);
        let mut diagnostics = [doubts, noticed, governments].concat();
        diagnostics.extend(on_document(language, &layout));
        diagnostics.sort_by_key(|d| (d.span.map_or(0, |s| s.start), d.code));
        (Analysis { language, layout, annotations, accepted, relations, quotes, events, diagnostics, document }, forms)
    }
}

/// What is to be said of the document as a whole.
fn on_document(language: Language, layout: &Layout) -> Option<Diagnostic> {
    if !language.is_russian() {
        Some(Diagnostic::whole(Code::NotRussian, language.0))
    } else if layout.date_source == DateSource::None {
        Some(Diagnostic::whole(Code::NoPublicationDate, ""))
    } else {
        None
    }
}
