//! Packs → models; document → analysis.

use std::collections::BTreeSet;

use super::annotations::{Accepted, Annotations, accept, merge};
use super::correction::{Corrections, Place};
use super::diagnostic::{Code, Diagnostic};
use super::document::{Document, Language, languages};
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
use super::segment::{AtomKind, Segmentation};
use super::span::{Byte, Span};
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
    /// The language of most of it.
    pub language: Language,
    /// Parts in another language than Russian, which were not analysed, merged where they follow one another.
    pub foreign: Vec<(Span<Byte>, Language)>,
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
    /// What a person has said, which is in all of this.
    pub corrections: Corrections,
}

/// A text as it is read: what is not Russian is shown, but not tagged as if it were.
#[derive(Debug)]
struct Reading {
    language: Language,
    foreign: Vec<(Span<Byte>, Language)>,
    /// The text with blanks for what is foreign, where there is any: places stay the same.
    masked: Option<String>,
    /// Of the masked text.
    pieces: Segmentation,
    /// Of the whole, where that is another.
    whole: Option<Segmentation>,
}

impl Reading {
    fn new(text: &str) -> Self {
        let parts = languages(text);
        // The language of most letters; of equals the first in the alphabet.
        let mut sizes: std::collections::BTreeMap<Language, usize> = std::collections::BTreeMap::new();
        for (span, language) in &parts {
            *sizes.entry(*language).or_default() += span.of(text).chars().filter(|c| c.is_alphabetic()).count();
        }
        let language = sizes.into_iter().max_by_key(|(l, n)| (*n, std::cmp::Reverse(*l))).map_or(Language("und"), |(l, _)| l);
        let foreign: Vec<(Span<Byte>, Language)> = parts.into_iter().filter(|(_, l)| !l.is_russian()).collect();
        if foreign.is_empty() {
            return Self { language, foreign, masked: None, pieces: Segmentation::new(text), whole: None };
        }
        let mut masked = String::with_capacity(text.len());
        let mut at = 0;
        for (span, _) in &foreign {
            masked.push_str(text.get(at..span.start as usize).unwrap_or(""));
            masked.extend(span.of(text).bytes().map(|b| if b == b'\n' { '\n' } else { ' ' }));
            at = span.end as usize;
        }
        masked.push_str(text.get(at..).unwrap_or(""));
        let pieces = Segmentation::new(&masked);
        Self { language, foreign, pieces, whole: Some(Segmentation::new(text)), masked: Some(masked) }
    }

    /// The text that is analysed.
    fn text<'t>(&'t self, document: &'t Document) -> &'t str {
        self.masked.as_deref().unwrap_or(&document.text)
    }

    /// Lines are laid out in any language.
    fn layout(&self, document: &Document, written: &[temporal::Written], lexicon: &Lexicon) -> Layout {
        match &self.whole {
            None => layout(document, &self.pieces, written),
            Some(whole) => {
                let readings = Readings::new(&document.text, whole, lexicon);
                let (written, _) = temporal::find(&document.text, whole, &readings, lexicon);
                layout(document, whole, &written)
            }
        }
    }
}

/// A document being analysed, in steps of some milliseconds, so that a caller can show progress or stop.
pub struct Job<'m> {
    models: &'m Models,
    document: Document,
    reading: Reading,
    tagging: Tagging<'m>,
    done: u32,
    corrections: Corrections,
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
        let reading = Reading::new(&document.text);
        let tagging = self.tagger.begin(forms);
        Job { models: self, document, reading, tagging, done: 0, corrections: Corrections::default() }
    }

    /// Analyses a document in one go.
    pub fn analyse(&self, document: Document) -> Analysis {
        self.analyse_with(document, &mut self.forms())
    }

    /// The same with what is known of word forms from documents before, and adds to it.
    pub fn analyse_with<'m>(&'m self, document: Document, forms: &mut Forms<'m>) -> Analysis {
        self.analyse_corrected(document, Corrections::default(), forms)
    }

    /// The same by what a person has said of the document.
    pub fn analyse_corrected<'m>(&'m self, document: Document, corrections: Corrections, forms: &mut Forms<'m>) -> Analysis {
        let mut job = self.begin(document, std::mem::replace(forms, self.forms())).corrected(corrections);
        while job.step() {}
        let (analysis, known) = job.finish();
        *forms = known;
        analysis
    }

    /// Every probability of a relation among mentions given, the text taken as one stretch. For checks against the training side.
    pub fn relation_scores(&self, text: &str, pieces: &Segmentation, mentions: Vec<Mention>) -> Vec<(Pair, RelationKind, f32)> {
        let readings = Readings::new(text, pieces, &self.lexicon);
        let found = entity::resolve(text, pieces, &readings, &self.lexicon, mentions);
        let annotations = merge(text, found, &Accepted::default(), &[], &BTreeSet::new());
        let contexts = self.tagger.begin(self.forms()).contexts(text, pieces);
        let mut out = Vec::new();
        self.head.score(&nodes(text, pieces, &annotations), &contexts, &mut |pair, kind, p| out.push((pair, kind, p)));
        out
    }

    /// The same document with another publication day: times are resolved anew, nothing is tagged again.
    pub fn redate(&self, analysis: &Analysis, date: Option<Point>) -> Analysis {
        let mut document = analysis.document.clone();
        document.date = date;
        let reading = Reading::new(&document.text);
        let (text, pieces) = (reading.text(&document), &reading.pieces);
        let readings = Readings::new(text, pieces, &self.lexicon);
        let (written, _) = temporal::find(text, pieces, &readings, &self.lexicon);
        let layout = reading.layout(&document, &written, &self.lexicon);
        let corrections = analysis.corrections.clone();
        let setting = setting(&layout, &analysis.accepted, &corrections);
        let (times, noticed) = temporal::resolve(&analysis.accepted.written, &setting);
        let annotations = analysis.annotations.redated(&analysis.accepted, &times);
        let known = Known { text, pieces, readings: &readings, layout: &layout, annotations: &annotations };
        let quotes = quotes(known);
        let mut events = events(known, &analysis.relations, &quotes);
        corrections.fix(&mut events);
        let mut diagnostics: Vec<Diagnostic> = analysis.diagnostics.iter().filter(|d| !d.code.depends_on_date()).cloned().collect();
        diagnostics.extend(noticed);
        diagnostics.extend(on_document(&reading, &layout).into_iter().filter(|d| d.code.depends_on_date()));
        // A stable sort: what was noticed when the bytes were read stays in front.
        diagnostics.sort_by_key(|d| (d.span.map_or(0, |s| s.start), d.code));
        let Analysis { accepted, relations, .. } = analysis;
        let Reading { language, foreign, .. } = reading;
        Analysis {
            language,
            foreign,
            layout,
            annotations,
            accepted: accepted.clone(),
            relations: relations.clone(),
            quotes,
            events,
            diagnostics,
            document,
            corrections,
        }
    }
}

impl<'m> Job<'m> {
    /// The same with what a person has said of the document.
    pub fn corrected(self, corrections: Corrections) -> Self {
        Self { corrections, ..self }
    }

    /// Does the next piece of work; false when none is left.
    pub fn step(&mut self) -> bool {
        match self.tagging.step(self.reading.text(&self.document), &self.reading.pieces) {
            Some(done) => {
                self.done = done;
                true
            }
            None => false,
        }
    }

    /// The text of the document.
    pub fn text(&self) -> &str {
        &self.document.text
    }

    /// The share done, 0 to 1.
    pub fn progress(&self) -> f32 {
        self.done as f32 / self.reading.pieces.atoms.len().max(1) as f32
    }

    /// The result, and the forms for the next document; steps left over are not done.
    pub fn finish(self) -> (Analysis, Forms<'m>) {
        let Self { models: Models { lexicon, head, guideline, .. }, document, reading, tagging, corrections, .. } = self;
        let (text, pieces) = (reading.text(&document), &reading.pieces);
        let readings = Readings::new(text, pieces, lexicon);
        let (written, doubts) = temporal::find(text, pieces, &readings, lexicon);
        let layout = reading.layout(&document, &written, lexicon);
        let (mentions, contexts, forms) = tagging.finish(text, pieces, *guideline);
        let corrected = corrections.apply(&Place { text, pieces, readings: &readings, lexicon }, mentions, written);
        let found = entity::resolve(text, pieces, &readings, lexicon, corrected.mentions);
        let governments = entity::governments(pieces, &readings, &found);
        let accepted = accept(corrected.written, &found, *guideline);
        let (times, noticed) = temporal::resolve(&accepted.written, &setting(&layout, &accepted, &corrections));
        let annotations = merge(text, found, &accepted, &times, &corrected.given).valued(&corrections.times);
        let relations = head.relations(&nodes(text, pieces, &annotations), &contexts);
        let known = Known { text, pieces, readings: &readings, layout: &layout, annotations: &annotations };
        let quotes = quotes(known);
        let mut events = events(known, &relations, &quotes);
        corrections.fix(&mut events);
        let mut diagnostics = [doubts, noticed, governments].concat();
        diagnostics.extend(on_document(&reading, &layout));
        diagnostics.sort_by_key(|d| (d.span.map_or(0, |s| s.start), d.code));
        let Reading { language, foreign, .. } = reading;
        (
            Analysis { language, foreign, layout, annotations, accepted, relations, quotes, events, diagnostics, document, corrections },
            forms,
        )
    }
}

fn setting(layout: &Layout, accepted: &Accepted, corrections: &Corrections) -> temporal::Setting {
    let given = accepted.numbered(&corrections.times);
    temporal::Setting { publication: layout.date, elsewhere: layout.furniture(), given }
}

/// What is to be said of the document as a whole.
fn on_document(reading: &Reading, layout: &Layout) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let blank = reading.pieces.atoms.iter().all(|a| a.kind == AtomKind::Newline);
    if !reading.foreign.is_empty() && blank {
        out.push(Diagnostic::whole(Code::NotRussian, reading.language.0));
    } else {
        out.extend(reading.foreign.iter().map(|(span, language)| Diagnostic::at(Code::OtherLanguage, *span, language.0)));
        if layout.date_source == DateSource::None {
            out.push(Diagnostic::whole(Code::NoPublicationDate, ""));
        }
    }
    if !layout.articles.is_empty() {
        out.push(Diagnostic::whole(Code::SeveralArticles, layout.articles.len().to_string()));
    }
    out
}
