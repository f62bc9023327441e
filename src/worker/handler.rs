//! The worker's logic without a browser: a queue of files, one small step at a time.

use std::collections::{BTreeMap, VecDeque};

use super::input;
use super::protocol::{File, FileError, Request, Response};
use super::view::{self, Unit};
use crate::corpus::Collection;
use crate::nlp::diagnostic::Diagnostic;
use crate::nlp::document::{DecodeError, Document, MAX_BYTES, decode};
use crate::nlp::edtf::Point;
use crate::nlp::ner::Forms;
use crate::nlp::pipeline::{Analysis, Job, Models};

/// Steps of the analysis between two looks at the mailbox; one takes some tens of milliseconds.
const STEPS: usize = 1;

/// State of the worker.
pub struct Handler<'m> {
    models: &'m Models,
    queue: VecDeque<Task>,
    current: Option<Current<'m>>,
    documents: Vec<Analysis>,
    /// How often each name was given, to number equal ones.
    names: BTreeMap<String, usize>,
    /// Files finished since the worker was last idle.
    finished: usize,
    /// What is known of word forms from documents before.
    forms: Forms<'m>,
}

/// What waits.
enum Task {
    /// A new file.
    Read(File),
    /// A document that is there, with another publication day.
    Redate { id: String, date: Option<Point> },
}

/// What is under way.
struct Current<'m> {
    key: u32,
    job: Job<'m>,
    noticed: Vec<Diagnostic>,
}

impl<'m> Handler<'m> {
    /// An empty collection.
    pub fn new(models: &'m Models) -> Self {
        Self {
            models,
            queue: VecDeque::new(),
            current: None,
            documents: Vec::new(),
            names: BTreeMap::new(),
            finished: 0,
            forms: models.forms(),
        }
    }

    /// Whether [`step`](Self::step) has something to do.
    pub fn is_busy(&self) -> bool {
        self.current.is_some() || !self.queue.is_empty()
    }

    /// Takes a request; quick answers come at once, files wait for [`step`](Self::step).
    pub fn receive(&mut self, request: Request) -> Vec<Response> {
        match request {
            Request::Open(file) => {
                self.queue.push_back(Task::Read(file));
                Vec::new()
            }
            Request::SetDate { document, date } => {
                // Only the last day given counts; it does not wait behind new files.
                self.queue.retain(|t| !matches!(t, Task::Redate { id, .. } if *id == document));
                self.queue.push_front(Task::Redate { id: document, date: date.as_deref().and_then(input::date) });
                Vec::new()
            }
            Request::Remove { document } => {
                self.documents.retain(|a| a.document.id != document);
                let mut out = vec![self.collection()];
                if !self.is_busy() {
                    out.push(Response::Idle);
                }
                out
            }
            Request::Cancel => {
                let mut out = self.give_up();
                out.extend([self.collection(), Response::Idle]);
                out
            }
            Request::Clear => {
                let mut out = self.give_up();
                self.documents.clear();
                self.names.clear();
                out.extend([self.collection(), Response::Idle]);
                out
            }
            Request::Export => {
                let whole = view::collection(&Collection::new(&self.documents), Unit::CodePoint);
                // The types hold strings and finite numbers only: JSON has them all.
                vec![Response::Export(serde_json::to_string(&whole).unwrap_or_default())]
            }
        }
    }

    /// Works a little; empty answers are normal.
    pub fn step(&mut self) -> Vec<Response> {
        let Some(mut current) = self.current.take() else {
            return match self.queue.pop_front() {
                Some(task) => self.start(task),
                None => Vec::new(),
            };
        };
        if (0..STEPS).all(|_| current.job.step()) {
            let out = vec![Response::Progress { key: current.key, share: current.job.progress() }];
            self.current = Some(current);
            return out;
        }
        let (mut analysis, forms) = current.job.finish();
        self.forms = forms;
        analysis.diagnostics.splice(0..0, current.noticed);
        let mut out = Vec::new();
        out.push(Response::Finished { key: current.key, document: analysis.document.id.clone() });
        self.documents.push(analysis);
        self.finished += 1;
        if self.finished.is_power_of_two() && self.is_busy() {
            out.push(self.collection());
        }
        out.extend(self.rest());
        out
    }

    fn start(&mut self, task: Task) -> Vec<Response> {
        match task {
            Task::Read(file) => match decode(&file.bytes) {
                Ok(decoded) => {
                    let mut document = Document::new(self.free_id(&file.name), decoded.text);
                    document.date = file.date.as_deref().and_then(input::date);
                    self.current = Some(Current { key: file.key, job: self.begin(document), noticed: decoded.diagnostics });
                    vec![Response::Progress { key: file.key, share: 0.0 }]
                }
                Err(error) => {
                    let mut out = vec![Response::Failed { key: file.key, error: file_error(&error) }];
                    out.extend(self.rest());
                    out
                }
            },
            Task::Redate { id, date } => {
                let Some(old) = self.documents.iter().find(|a| a.document.id == id) else { return self.rest() };
                let redated = self.models.redate(old, date);
                if let Some(old) = self.documents.iter_mut().find(|a| a.document.id == id) {
                    *old = redated;
                }
                self.rest()
            }
        }
    }

    fn begin(&mut self, document: Document) -> Job<'m> {
        let forms = std::mem::replace(&mut self.forms, self.models.forms());
        self.models.begin(document, forms)
    }

    /// What ends a burst of work.
    fn rest(&mut self) -> Vec<Response> {
        if self.is_busy() {
            return Vec::new();
        }
        self.finished = 0;
        vec![self.collection(), Response::Idle]
    }

    fn give_up(&mut self) -> Vec<Response> {
        let waiting = self.queue.drain(..).filter_map(|t| if let Task::Read(file) = t { Some(file.key) } else { None });
        let out = self.current.take().map(|c| c.key).into_iter().chain(waiting).map(|key| Response::Cancelled { key }).collect();
        self.finished = 0;
        out
    }

    fn collection(&self) -> Response {
        Response::Collection(Box::new(view::collection(&Collection::new(&self.documents), Unit::Utf16)))
    }

    /// The file's name without ending, with a number if it is taken.
    fn free_id(&mut self, name: &str) -> String {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let mut id = stem.to_string();
        while self.names.contains_key(&id) {
            let n = self.names.entry(stem.to_string()).or_insert(1);
            *n += 1;
            id = format!("{stem}-{n}");
        }
        self.names.insert(id.clone(), 1);
        id
    }
}

fn file_error(error: &DecodeError) -> FileError {
    match error {
        DecodeError::Empty => FileError::Empty,
        DecodeError::TooLarge { bytes } => FileError::TooLarge { megabytes: (bytes >> 20) as u32, limit: (MAX_BYTES >> 20) as u32 },
        DecodeError::Format(name) => FileError::Format((*name).into()),
        DecodeError::Binary => FileError::Binary,
    }
}
