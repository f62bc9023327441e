//! A worker's logic without a browser: its documents, one small step at a time; and, in the worker that joins, all documents together.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_bytes::ByteBuf;

use super::protocol::{Load, Request, Response, decode, encode};
use super::view::{self, ApartView, ArticleView, DocumentView, EventView, SummaryView, Unit};
use crate::corpus::{Apart, Collection, Contribution, Copies};
use crate::ingest::IngestError;
use crate::nlp::diagnostic::Diagnostic;
use crate::nlp::document::{Document, decode as decode_text};
use crate::nlp::edtf::stamp;
use crate::nlp::ner::Forms;
use crate::nlp::pipeline::{Analysis, Job, Models};
use crate::nlp::segment::fold;

/// State of the worker.
pub struct Handler<'m> {
    models: &'m Models,
    queue: VecDeque<Task>,
    current: Option<Current<'m>>,
    documents: BTreeMap<u32, Analysis>,
    /// What is known of word forms from documents before.
    forms: Forms<'m>,
    /// What has entered, of the worker that joins.
    entered: BTreeMap<u32, (SummaryView, Contribution)>,
    /// Names that are joined with nothing, of the worker that joins.
    apart: BTreeSet<Apart>,
    /// Whether copies of an article count once, of the worker that joins.
    copies: Copies,
    /// Of the last join: for each entity, the words of its names and their lemmas.
    index: Vec<Names>,
}

/// What waits.
enum Task {
    /// A new file.
    Read { number: u32, id: String, load: Load },
    /// A document that is there, with another publication day.
    Redate { number: u32, date: Option<String> },
}

/// What is under way.
struct Current<'m> {
    number: u32,
    job: Job<'m>,
    noticed: Vec<Diagnostic>,
}

/// How an entity may be called in a search.
struct Names {
    words: BTreeSet<String>,
    lemmas: BTreeSet<String>,
}

impl<'m> Handler<'m> {
    /// No documents.
    pub fn new(models: &'m Models) -> Self {
        Self {
            models,
            queue: VecDeque::new(),
            current: None,
            documents: BTreeMap::new(),
            forms: models.forms(),
            entered: BTreeMap::new(),
            apart: BTreeSet::new(),
            copies: Copies::Kept,
            index: Vec::new(),
        }
    }

    /// Whether [`step`](Self::step) has something to do.
    pub fn is_busy(&self) -> bool {
        self.current.is_some() || !self.queue.is_empty()
    }

    /// Takes a request; quick answers come at once, files wait for [`step`](Self::step).
    pub fn receive(&mut self, request: Request) -> Vec<Response> {
        match request {
            Request::Open { number, id, load } => self.queue.push_back(Task::Read { number, id, load }),
            Request::Redate { number, date } => {
                // Only the last day given counts; it does not wait behind new files.
                self.queue.retain(|t| !matches!(t, Task::Redate { number: n, .. } if *n == number));
                self.queue.push_front(Task::Redate { number, date });
            }
            Request::Split { number } => {
                let split = |a: &Analysis| a.document.split(&a.layout.articles);
                let pieces = self.documents.get(&number).map(split).unwrap_or_default();
                return vec![Response::Pieces { number, pieces: pieces.iter().map(|d| ArticleView::new(d, &[])).collect() }];
            }
            Request::Fold(fold) => self.copies = if fold { Copies::Folded } else { Copies::Kept },
            Request::Remove { number } => drop(self.documents.remove(&number)),
            Request::Cancel => {
                self.current = None;
                // A new day is no file.
                self.queue.retain(|t| matches!(t, Task::Redate { .. }));
            }
            Request::Clear => {
                self.queue.clear();
                self.current = None;
                self.documents.clear();
                self.entered.clear();
                self.apart.clear();
                self.index.clear();
            }
            Request::Archive => {
                let views: Vec<(u32, DocumentView)> =
                    self.documents.iter().map(|(n, a)| (*n, view::document(a, Unit::CodePoint))).collect();
                return vec![Response::Archive(encode(&views))];
            }
            Request::Enter { number, summary } => {
                let summary: Option<SummaryView> = decode(&summary);
                let entry = summary.and_then(|s| Some((s.contribution()?, s)));
                if let Some((contribution, summary)) = entry {
                    self.entered.insert(number, (summary, contribution));
                }
            }
            Request::Leave { number } => drop(self.entered.remove(&number)),
            Request::Apart(names) => self.apart = names.iter().filter_map(ApartView::read).collect(),
            Request::Join { turn } => return vec![self.join(turn)],
            Request::Export { archives } => return vec![Response::Export(self.export(&archives))],
            Request::Find { query } => {
                let entities = self.find(&query);
                return vec![Response::Found { query, entities }];
            }
        }
        Vec::new()
    }

    /// Works a little: some tens of milliseconds. Empty answers are normal.
    pub fn step(&mut self) -> Vec<Response> {
        let Some(mut current) = self.current.take() else {
            return match self.queue.pop_front() {
                Some(task) => self.start(task),
                None => Vec::new(),
            };
        };
        if current.job.step() {
            let out = vec![Response::Progress { number: current.number, share: current.job.progress() }];
            self.current = Some(current);
            return out;
        }
        let (mut analysis, forms) = current.job.finish();
        self.forms = forms;
        analysis.diagnostics.splice(0..0, current.noticed);
        let out = vec![finished(current.number, &analysis)];
        self.documents.insert(current.number, analysis);
        out
    }

    fn start(&mut self, task: Task) -> Vec<Response> {
        match task {
            Task::Read { number, id, load } => {
                let (document, noticed) = match load {
                    Load::Article(article) => article.into_document(id),
                    Load::Text(bytes) => match decode_text(&bytes) {
                        Ok(decoded) => (Document::new(id, decoded.text), decoded.diagnostics),
                        Err(error) => return vec![Response::Failed { number, error: (&IngestError::from(error)).into() }],
                    },
                };
                let forms = std::mem::replace(&mut self.forms, self.models.forms());
                self.current = Some(Current { number, job: self.models.begin(document, forms), noticed });
                vec![Response::Progress { number, share: 0.0 }]
            }
            Task::Redate { number, date } => {
                let Some(document) = self.documents.get_mut(&number) else { return Vec::new() };
                *document = self.models.redate(document, date.as_deref().and_then(stamp));
                vec![finished(number, document)]
            }
        }
    }

    /// All that have entered, as one collection.
    fn collection(&self) -> Collection {
        Collection::with(&self.entered.values().map(|(_, contribution)| contribution.clone()).collect::<Vec<_>>(), &self.apart, self.copies)
    }

    fn join(&mut self, turn: u32) -> Response {
        let heads: Vec<(&str, Vec<&EventView>)> = self.entered.values().map(|(s, _)| (s.id.as_str(), s.events.iter().collect())).collect();
        let view = Box::new(view::joined(&self.collection(), &heads));
        let mut known = BTreeMap::new();
        self.index = view.entities.iter().map(|e| self.names(&e.name, &e.aliases, &mut known)).collect();
        Response::Joined { turn, numbers: self.entered.keys().copied().collect(), view }
    }

    /// The words of an entity's names; `known` keeps lemmas of words met before.
    fn names(&self, name: &str, aliases: &[String], known: &mut BTreeMap<String, Vec<String>>) -> Names {
        let mut names = Names { words: BTreeSet::new(), lemmas: BTreeSet::new() };
        for word in std::iter::once(name).chain(aliases.iter().map(String::as_str)).flat_map(words) {
            let lemmas = known.entry(word.clone()).or_insert_with(|| self.lemmas(&word));
            names.lemmas.extend(lemmas.iter().cloned());
            names.words.insert(word);
        }
        names
    }

    fn lemmas(&self, word: &str) -> Vec<String> {
        let lexicon = self.models.lexicon();
        // A name is known by its capital, which nobody types into a search.
        let mut all: Vec<String> =
            [true, false].iter().flat_map(|proper| lexicon.analyses(word, *proper)).map(|a| fold(&lexicon.lemma(&a))).collect();
        all.sort();
        all.dedup();
        all
    }

    /// Entities each of which is called by every word of the query: begun, or in another form.
    fn find(&self, query: &str) -> Vec<u32> {
        let wanted: Vec<(String, Vec<String>)> = words(query).map(|w| (w.clone(), self.lemmas(&w))).collect();
        let called = |names: &Names, (word, lemmas): &(String, Vec<String>)| {
            names.words.range(word.clone()..).next().is_some_and(|w| w.starts_with(word.as_str()))
                // A name stands in its base form already, which a guess at its lemma may miss.
                || lemmas.iter().any(|l| names.lemmas.contains(l) || names.words.contains(l))
        };
        let found = self.index.iter().enumerate().filter(|(_, names)| wanted.iter().all(|w| called(names, w)));
        found.map(|(n, _)| n as u32).collect()
    }

    fn export(&self, archives: &[ByteBuf]) -> String {
        let mut documents: Vec<(u32, DocumentView)> =
            archives.iter().filter_map(|bytes| decode::<Vec<(u32, DocumentView)>>(bytes)).flatten().collect();
        documents.sort_by_key(|(number, _)| *number);
        // A file that was finished while the archives were on their way has not entered, or the other way round.
        documents.retain(|(number, _)| self.entered.contains_key(number));
        let there: BTreeSet<u32> = documents.iter().map(|(number, _)| *number).collect();
        let contributions: Vec<Contribution> =
            self.entered.iter().filter(|(n, _)| there.contains(n)).map(|(_, (_, contribution))| contribution.clone()).collect();
        let documents = documents.into_iter().map(|(_, document)| document).collect();
        // The types hold strings and finite numbers only: JSON has them all.
        serde_json::to_string(&view::collection(documents, &Collection::with(&contributions, &self.apart, self.copies))).unwrap_or_default()
    }
}

fn finished(number: u32, analysis: &Analysis) -> Response {
    let document = Box::new(view::document(analysis, Unit::Utf16));
    let summary = encode(&SummaryView::new(analysis, &document));
    Response::Finished { number, document, summary }
}

/// The folded words of a name or query: ё = е, no capitals, no quotes.
fn words(text: &str) -> impl Iterator<Item = String> {
    let folded = fold(text);
    let list: Vec<String> = folded.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|w| !w.is_empty()).map(String::from).collect();
    list.into_iter()
}
