//! A worker's logic without a browser: its documents, one small step at a time; and, in the worker that joins, all documents together.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_bytes::ByteBuf;

use super::decision::{Decision, Decisions, digest, stems};
use super::export::export;
use super::import;
use super::protocol::{Load, Request, Response, decode, encode};
use super::view::{self, ArticleView, CollectionView, DocumentView, EventView, SummaryView, Unit};
use crate::corpus::{Collection, Contribution, Copies};
use crate::ingest::IngestError;
use crate::nlp::correction::Corrections;
use crate::nlp::diagnostic::Diagnostic;
use crate::nlp::document::{Document, decode as decode_text};
use crate::nlp::edtf::Point;
use crate::nlp::morph::Readings;
use crate::nlp::ner::Forms;
use crate::nlp::phrase::Phrase;
use crate::nlp::pipeline::{Analysis, Job, Models};
use crate::nlp::segment::{Segmentation, fold};
use crate::nlp::span::{Byte, Span};

/// State of the worker.
pub struct Handler<'m> {
    models: &'m Models,
    queue: VecDeque<Task>,
    current: Option<Current<'m>>,
    documents: BTreeMap<u32, Held>,
    /// What the user has decided.
    decisions: Decisions,
    /// What is known of word forms from documents before.
    forms: Forms<'m>,
    /// What has entered, of the worker that joins.
    entered: BTreeMap<u32, (SummaryView, Contribution)>,
    /// Whether copies of an article count once, of the worker that joins.
    copies: Copies,
    /// Of the last join: for each entity, the words of its names and their lemmas.
    index: Vec<Names>,
}

/// What waits.
enum Task {
    /// A new file.
    Read { number: u32, id: String, load: Load },
    /// A document that is there, by what has been decided since.
    Revise { number: u32 },
}

/// A document that is there.
struct Held {
    analysis: Analysis,
    /// See [`digest`].
    digest: String,
    /// The publication day that came with it, whatever was decided.
    date: Option<Point>,
    /// What was noticed while it was read.
    noticed: Vec<Diagnostic>,
}

impl Held {
    /// What is decided of it.
    fn decided(&self, decisions: &Decisions) -> (Corrections, Option<Point>) {
        (decisions.of(&self.digest, &self.analysis.document.text), decisions.published(&self.digest).or(self.date))
    }
}

/// What is under way.
struct Current<'m> {
    number: u32,
    job: Job<'m>,
    digest: String,
    date: Option<Point>,
    noticed: Vec<Diagnostic>,
    /// It is there already.
    revision: bool,
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
            decisions: Decisions::default(),
            forms: models.forms(),
            entered: BTreeMap::new(),
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
            Request::Decide(decisions) => return vec![Response::Revising(self.decide(&decisions))],
            Request::Split { number } => {
                let split = |held: &Held| held.analysis.document.split(&held.analysis.layout.articles);
                let pieces = self.documents.get(&number).map(split).unwrap_or_default();
                return vec![Response::Pieces { number, pieces: pieces.iter().map(|d| ArticleView::new(d, &[])).collect() }];
            }
            Request::Fold(fold) => self.copies = if fold { Copies::Folded } else { Copies::Kept },
            Request::Remove { number } => drop(self.documents.remove(&number)),
            Request::Cancel => {
                // A document that is there is no file to give up.
                self.current.take_if(|c| !c.revision);
                self.queue.retain(|t| matches!(t, Task::Revise { .. }));
            }
            Request::Clear => {
                self.queue.clear();
                self.current = None;
                self.documents.clear();
                self.entered.clear();
                self.decisions = Decisions::default();
                self.index.clear();
            }
            Request::Archive => {
                let views: Vec<(u32, DocumentView)> =
                    self.documents.iter().map(|(n, held)| (*n, view::document(&held.analysis, Unit::CodePoint))).collect();
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
            Request::Join { turn } => return vec![self.join(turn)],
            Request::Import(bytes) => return vec![Response::Imported(import::read(&bytes).map(Box::new))],
            Request::Export { archives, wish } => {
                let project = wish.project.as_ref().map(|p| p.as_slice());
                let bytes = export(&self.whole(&archives), wish.format, wish.manner, project);
                return vec![Response::Export { format: wish.format, bytes }];
            }
            Request::Search { turn, query } => {
                let hits = self.search(&query);
                return vec![Response::Hits { turn, hits }];
            }
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
        let Current { number, digest, date, noticed, .. } = current;
        analysis.diagnostics.splice(0..0, noticed.iter().cloned());
        let out = vec![finished(number, &analysis)];
        self.documents.insert(number, Held { analysis, digest, date, noticed });
        out
    }

    /// Which documents come anew, the one under way among them.
    fn decide(&mut self, decisions: &[Decision]) -> Vec<u32> {
        let before = std::mem::replace(&mut self.decisions, Decisions::new(decisions));
        let mut changed: Vec<u32> = Vec::new();
        for (number, held) in &self.documents {
            let (corrections, date) = held.decided(&self.decisions);
            if corrections != held.analysis.corrections || date != held.analysis.document.date {
                changed.push(*number);
            }
        }
        // What is under way was begun by the decisions before.
        let mut under_way = None;
        if let Some(current) = &self.current {
            let text = current.job.text();
            let said = |d: &Decisions| (d.of(&current.digest, text), d.published(&current.digest));
            if said(&before) != said(&self.decisions) {
                changed.push(current.number);
            }
            under_way = Some(current.number).filter(|_| current.revision);
        }
        changed.sort_unstable();
        changed.dedup();
        self.queue.retain(|t| !matches!(t, Task::Revise { .. }));
        // They do not wait behind new files.
        changed.iter().rev().for_each(|number| self.queue.push_front(Task::Revise { number: *number }));
        changed.extend(under_way.filter(|n| changed.binary_search(n).is_err()));
        changed
    }

    fn begin(
        &mut self,
        number: u32,
        mut document: Document,
        date: Option<Point>,
        noticed: Vec<Diagnostic>,
        revision: bool,
    ) -> Vec<Response> {
        let digest = digest(&document.text);
        document.date = self.decisions.published(&digest).or(date);
        let corrections = self.decisions.of(&digest, &document.text);
        let forms = std::mem::replace(&mut self.forms, self.models.forms());
        let job = self.models.begin(document, forms).corrected(corrections);
        self.current = Some(Current { number, job, digest, date, noticed, revision });
        vec![Response::Progress { number, share: 0.0 }]
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
                let date = document.date;
                self.begin(number, document, date, noticed, false)
            }
            Task::Revise { number } => {
                let Some(held) = self.documents.get_mut(&number) else { return Vec::new() };
                let (corrections, date) = held.decided(&self.decisions);
                if corrections == held.analysis.corrections {
                    // Another day alone changes no mention.
                    held.analysis = self.models.redate(&held.analysis, date);
                    return vec![finished(number, &held.analysis)];
                }
                let (document, own, noticed) = (held.analysis.document.clone(), held.date, held.noticed.clone());
                self.begin(number, document, own, noticed, true)
            }
        }
    }

    /// All that have entered, as one collection.
    fn collection(&self) -> Collection {
        Collection::with(
            &self.entered.values().map(|(_, contribution)| contribution.clone()).collect::<Vec<_>>(),
            self.decisions.rulings(),
            self.copies,
        )
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

    /// Where the words of a query stand: in documents that have all of them, those in quotes one after another.
    fn search(&self, query: &str) -> BTreeMap<u32, Vec<(u32, u32)>> {
        let lexicon = self.models.lexicon();
        let wanted: Vec<(Phrase, Vec<String>)> =
            phrases(query).iter().map(|p| (Phrase::new(p, lexicon), stems(p))).filter(|(p, _)| !p.is_empty()).collect();
        let mut out = BTreeMap::new();
        if wanted.is_empty() {
            return out;
        }
        for (number, held) in &self.documents {
            let text = &held.analysis.document.text;
            let folded = fold(text);
            // Documents without the beginnings of the words are spared the search.
            if !wanted.iter().flat_map(|(_, stems)| stems).all(|s| folded.contains(s.as_str())) {
                continue;
            }
            let pieces = Segmentation::new(text);
            let readings = Readings::new(text, &pieces, lexicon);
            let found: Vec<Vec<Span<Byte>>> = wanted.iter().map(|(phrase, _)| phrase.find(&pieces, &readings)).collect();
            if found.iter().all(|f| !f.is_empty()) {
                let mut spans = found.concat();
                spans.sort();
                spans.dedup();
                out.insert(*number, view::places(text, &spans, Unit::Utf16));
            }
        }
        out
    }

    /// All documents with what they say together.
    fn whole(&self, archives: &[ByteBuf]) -> CollectionView {
        let mut documents: Vec<(u32, DocumentView)> =
            archives.iter().filter_map(|bytes| decode::<Vec<(u32, DocumentView)>>(bytes)).flatten().collect();
        documents.sort_by_key(|(number, _)| *number);
        // A file that was finished while the archives were on their way has not entered, or the other way round.
        documents.retain(|(number, _)| self.entered.contains_key(number));
        let there: BTreeSet<u32> = documents.iter().map(|(number, _)| *number).collect();
        let contributions: Vec<Contribution> =
            self.entered.iter().filter(|(n, _)| there.contains(n)).map(|(_, (_, contribution))| contribution.clone()).collect();
        let documents = documents.into_iter().map(|(_, document)| document).collect();
        view::collection(documents, &Collection::with(&contributions, self.decisions.rulings(), self.copies))
    }
}

fn finished(number: u32, analysis: &Analysis) -> Response {
    let document = Box::new(view::document(analysis, Unit::Utf16));
    let summary = encode(&SummaryView::new(analysis, &document));
    Response::Finished { number, document, summary }
}

/// The parts of a query: what stands in quotes is one, every other word for itself.
fn phrases(query: &str) -> Vec<String> {
    let mut out = Vec::new();
    for (n, part) in query.split(['"', '«', '»', '“', '”', '„']).enumerate() {
        if n % 2 == 1 {
            out.push(part.to_string());
        } else {
            out.extend(part.split_whitespace().map(String::from));
        }
    }
    out
}

/// The folded words of a name or query: ё = е, no capitals, no quotes.
fn words(text: &str) -> impl Iterator<Item = String> {
    let folded = fold(text);
    let list: Vec<String> = folded.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|w| !w.is_empty()).map(String::from).collect();
    list.into_iter()
}
