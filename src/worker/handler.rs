//! The worker's logic without a browser: a queue of files, one small step at a time.

use std::collections::VecDeque;

use super::input;
use super::protocol::{File, FileError, Request, Response};
use super::view::{self, Unit};
use crate::corpus::Collection;
use crate::nlp::diagnostic::{Code, Diagnostic};
use crate::nlp::document::{DecodeError, Document, MAX_BYTES, decode};
use crate::nlp::pipeline::{Analysis, Job, Models};

/// Steps of the analysis between two looks at the mailbox; one takes about ten milliseconds.
const STEPS: usize = 4;

/// State of the worker.
pub struct Handler<'m> {
    models: &'m Models,
    queue: VecDeque<File>,
    current: Option<Current<'m>>,
    documents: Vec<Analysis>,
    /// Files finished since the worker was last idle.
    finished: usize,
}

struct Current<'m> {
    key: u32,
    job: Job<'m>,
    noticed: Vec<Diagnostic>,
}

impl<'m> Handler<'m> {
    /// An empty collection.
    pub fn new(models: &'m Models) -> Self {
        Self { models, queue: VecDeque::new(), current: None, documents: Vec::new(), finished: 0 }
    }

    /// Whether [`step`](Self::step) has something to do.
    pub fn is_busy(&self) -> bool {
        self.current.is_some() || !self.queue.is_empty()
    }

    /// Takes a request; quick answers come at once, files wait for [`step`](Self::step).
    pub fn receive(&mut self, request: Request) -> Vec<Response> {
        match request {
            Request::Open(file) => {
                self.queue.push_back(file);
                Vec::new()
            }
            Request::SetDate { document, date } => self.set_date(&document, date.as_deref()),
            Request::Remove { document } => {
                self.documents.retain(|a| a.document.id != document);
                vec![self.collection(), Response::Idle]
            }
            Request::Cancel => {
                let mut out = self.give_up();
                out.extend([self.collection(), Response::Idle]);
                out
            }
            Request::Clear => {
                let mut out = self.give_up();
                self.documents.clear();
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
        if self.current.is_none() {
            let Some(file) = self.queue.pop_front() else { return Vec::new() };
            match decode(&file.bytes) {
                Ok(decoded) => {
                    let document = Document::new(self.free_id(&file.name), decoded.text);
                    self.current = Some(Current { key: file.key, job: self.models.begin(document), noticed: decoded.diagnostics });
                    return vec![Response::Progress { key: file.key, share: 0.0 }];
                }
                Err(error) => {
                    let mut out = vec![Response::Failed { key: file.key, error: file_error(&error) }];
                    out.extend(self.rest());
                    return out;
                }
            }
        }
        let Some(mut current) = self.current.take() else { return Vec::new() };
        if (0..STEPS).all(|_| current.job.step()) {
            let out = vec![Response::Progress { key: current.key, share: current.job.progress() }];
            self.current = Some(current);
            return out;
        }
        let mut analysis = current.job.finish();
        analysis.diagnostics.splice(0..0, current.noticed);
        let mut out = vec![Response::Finished { key: current.key, document: analysis.document.id.clone() }];
        self.documents.push(analysis);
        self.finished += 1;
        if self.finished.is_power_of_two() && self.is_busy() {
            out.push(self.collection());
        }
        out.extend(self.rest());
        out
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
        let keys = self.current.take().map(|c| c.key).into_iter().chain(self.queue.drain(..).map(|f| f.key));
        let out = keys.map(|key| Response::Cancelled { key }).collect();
        self.finished = 0;
        out
    }

    fn set_date(&mut self, id: &str, date: Option<&str>) -> Vec<Response> {
        let Some(old) = self.documents.iter_mut().find(|a| a.document.id == id) else { return vec![Response::Idle] };
        let mut document = old.document.clone();
        document.date = date.and_then(input::date);
        let kept = |d: &&Diagnostic| matches!(d.code, Code::EncodingGuessed | Code::ReplacedBytes);
        let noticed: Vec<Diagnostic> = old.diagnostics.iter().filter(kept).cloned().collect();
        *old = self.models.analyse(document);
        old.diagnostics.splice(0..0, noticed);
        vec![self.collection(), Response::Idle]
    }

    fn collection(&self) -> Response {
        Response::Collection(Box::new(view::collection(&Collection::new(&self.documents), Unit::Utf16)))
    }

    /// The file's name without ending, with a number if it is taken.
    fn free_id(&self, name: &str) -> String {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let taken = |id: &str| self.documents.iter().any(|a| a.document.id == id);
        if !taken(stem) {
            return stem.to_string();
        }
        (2..).map(|n| format!("{stem}-{n}")).find(|id| !taken(id)).unwrap_or_default()
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
