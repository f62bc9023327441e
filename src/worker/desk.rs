//! The desk: takes the page's commands, hands files to workers, gathers what they bring. It runs beside the page and does no
//! work that takes time; the first worker joins what all bring.
//!
//! **Invariant:** the result does not depend on the number of workers or on who is done first.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_bytes::ByteBuf;

use super::protocol::{Command, File, FileError, Notice, Request, Response};

/// What is to be done with the answer of a call.
#[derive(Clone, Debug, PartialEq)]
pub enum Out {
    /// Send a request to a worker, by its number.
    Tell(usize, Request),
    /// Tell the page.
    Page(Notice),
}

/// The worker that joins.
const JOINER: usize = 0;

/// How a worker is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Worker {
    /// The models are on their way.
    Starting,
    /// Nothing to do.
    Free,
    /// With this document.
    Busy(u32),
    /// Came to an end.
    Lost,
}

/// A file that waits.
#[derive(Debug)]
struct Waiting {
    number: u32,
    key: u32,
    id: String,
    bytes: Vec<u8>,
    date: Option<String>,
}

/// A file that a worker has, or the document that it became.
#[derive(Clone, Debug)]
struct Record {
    key: u32,
    id: String,
    worker: usize,
    finished: bool,
}

/// See the module.
#[derive(Debug)]
pub struct Desk {
    workers: Vec<Worker>,
    queue: VecDeque<Waiting>,
    records: BTreeMap<u32, Record>,
    /// Documents whose other publication day is being worked out.
    redated: BTreeSet<u32>,
    /// Ids given.
    ids: BTreeSet<String>,
    next: u32,
    /// Files finished since the desk was last idle.
    finished: usize,
    /// Something has entered or left since the last join was asked for.
    changed: bool,
    /// The join asked for last, and the last one answered.
    turn: u32,
    answered: u32,
    /// Joins up to this one are of a collection that was cleared.
    cleared: u32,
    /// The page knows that nothing is left to do.
    idle: bool,
    /// Archives that came, and how many are to come.
    archives: Vec<ByteBuf>,
    missing: usize,
}

impl Desk {
    /// A desk with that many workers, at least one, all on their way.
    pub fn new(workers: usize) -> Self {
        Self {
            workers: vec![Worker::Starting; workers.max(1)],
            queue: VecDeque::new(),
            records: BTreeMap::new(),
            redated: BTreeSet::new(),
            ids: BTreeSet::new(),
            next: 0,
            finished: 0,
            changed: false,
            turn: 0,
            answered: 0,
            cleared: 0,
            idle: true,
            archives: Vec::new(),
            missing: 0,
        }
    }

    /// Takes a command of the page.
    pub fn ask(&mut self, command: Command) -> Vec<Out> {
        let mut out = Vec::new();
        match command {
            Command::Open(File { key, name, bytes, date }) => {
                let (number, id) = (self.next, self.free_id(&name));
                self.next += 1;
                self.queue.push_back(Waiting { number, key, id, bytes, date });
                self.idle = false;
            }
            Command::SetDate { document, date } => {
                if let Some((number, record)) = self.document(&document).filter(|(_, r)| self.present(r.worker)) {
                    out.push(Out::Tell(record.worker, Request::Redate { number, date }));
                    self.redated.insert(number);
                    self.idle = false;
                }
            }
            Command::Remove { document } => {
                if let Some((number, record)) = self.document(&document) {
                    self.forget(number);
                    out.push(Out::Tell(record.worker, Request::Remove { number }));
                    out.push(Out::Tell(JOINER, Request::Leave { number }));
                    out.push(Out::Page(Notice::Gone { number }));
                    (self.changed, self.idle) = (true, false);
                }
            }
            Command::Cancel => {
                self.give_up(&mut out);
                // Also when there was nothing to stop: who asks hears an answer.
                self.idle = false;
            }
            Command::Clear => {
                self.give_up(&mut out);
                let workers = std::mem::take(&mut self.workers);
                *self = Self {
                    next: self.next,
                    turn: self.turn,
                    answered: self.turn,
                    cleared: self.turn,
                    idle: false,
                    workers,
                    ..Self::new(1)
                };
                out.extend((0..self.workers.len()).filter(|n| self.present(*n)).map(|n| Out::Tell(n, Request::Clear)));
                self.changed = true;
            }
            Command::Apart(names) => {
                // A joiner that is on its way has nothing to join yet; the page says it again when there is.
                if self.present(JOINER) {
                    out.push(Out::Tell(JOINER, Request::Apart(names)));
                    (self.changed, self.idle) = (true, false);
                }
            }
            Command::Export if self.missing == 0 => {
                let present: Vec<usize> = (0..self.workers.len()).filter(|n| self.present(*n)).collect();
                self.missing = present.len();
                self.archives.clear();
                out.extend(present.into_iter().map(|n| Out::Tell(n, Request::Archive)));
            }
            // The same answer is on its way.
            Command::Export => {}
            Command::Find(query) if self.present(JOINER) => out.push(Out::Tell(JOINER, Request::Find { query })),
            Command::Find(query) => out.push(Out::Page(Notice::Found { query, entities: Vec::new() })),
        }
        self.go_on(&mut out);
        out
    }

    /// Takes what a worker says.
    pub fn hear(&mut self, worker: usize, response: Response) -> Vec<Out> {
        let mut out = Vec::new();
        match response {
            Response::Ready => {
                self.set(worker, Worker::Free);
                if worker == JOINER {
                    out.push(Out::Page(Notice::Ready));
                }
            }
            Response::Broken { reason } => {
                self.set(worker, Worker::Lost);
                if worker == JOINER {
                    out.push(Out::Page(Notice::Broken { reason }));
                }
            }
            Response::Progress { number, share } => {
                if let Some(record) = self.records.get(&number) {
                    out.push(Out::Page(Notice::Progress { key: record.key, share }));
                }
            }
            Response::Finished { number, document, summary } => {
                self.release(worker, number);
                let Some(record) = self.records.get_mut(&number) else {
                    // It was given up after the worker had finished it.
                    return vec![Out::Tell(worker, Request::Remove { number })];
                };
                let new = !std::mem::replace(&mut record.finished, true);
                let key = record.key;
                self.redated.remove(&number);
                out.push(Out::Page(Notice::Article { number, document }));
                out.push(Out::Tell(JOINER, Request::Enter { number, summary }));
                self.changed = true;
                if new {
                    out.push(Out::Page(Notice::Finished { key }));
                    self.finished += 1;
                    if self.finished.is_power_of_two() {
                        self.join(&mut out);
                    }
                }
            }
            Response::Failed { number, error } => {
                self.release(worker, number);
                if let Some(record) = self.forget(number) {
                    out.push(Out::Page(Notice::Failed { key: record.key, error }));
                }
            }
            Response::Joined { turn, numbers, view } => {
                self.answered = turn;
                if turn > self.cleared {
                    out.push(Out::Page(Notice::Joined { numbers, view }));
                }
            }
            Response::Archive(bytes) => {
                self.archives.push(ByteBuf::from(bytes));
                self.missing = self.missing.saturating_sub(1);
                self.export(&mut out);
            }
            Response::Export(json) => out.push(Out::Page(Notice::Export(json))),
            Response::Found { query, entities } => out.push(Out::Page(Notice::Found { query, entities })),
        }
        self.go_on(&mut out);
        out
    }

    /// A worker came to an end by itself. Its file failed; the others go on, unless it was the one that joins.
    pub fn lose(&mut self, worker: usize) -> Vec<Out> {
        let mut out = Vec::new();
        let before = self.workers.get(worker).copied();
        self.set(worker, Worker::Lost);
        if let Some(Worker::Busy(number)) = before
            && let Some(record) = self.forget(number)
        {
            out.push(Out::Page(Notice::Failed { key: record.key, error: FileError::Lost }));
        }
        // Its other documents stay on the page, but no new day can be worked out for them.
        let records = &self.records;
        self.redated.retain(|n| records.get(n).is_some_and(|r| r.worker != worker));
        if worker == JOINER {
            self.give_up(&mut out);
            out.push(Out::Page(Notice::Broken { reason: "WebAssembly".into() }));
            return out;
        }
        self.go_on(&mut out);
        out
    }

    fn set(&mut self, worker: usize, state: Worker) {
        if let Some(w) = self.workers.get_mut(worker) {
            *w = state;
        }
    }

    /// Whether a worker is there to hear.
    fn present(&self, worker: usize) -> bool {
        matches!(self.workers.get(worker), Some(Worker::Free | Worker::Busy(_)))
    }

    fn release(&mut self, worker: usize, number: u32) {
        if self.workers.get(worker) == Some(&Worker::Busy(number)) {
            self.set(worker, Worker::Free);
        }
    }

    fn document(&self, id: &str) -> Option<(u32, Record)> {
        self.records.iter().find(|(_, r)| r.finished && r.id == id).map(|(n, r)| (*n, r.clone()))
    }

    fn forget(&mut self, number: u32) -> Option<Record> {
        self.redated.remove(&number);
        let record = self.records.remove(&number)?;
        self.ids.remove(&record.id);
        Some(record)
    }

    /// Gives up what is not finished.
    fn give_up(&mut self, out: &mut Vec<Out>) {
        let mut given_up: Vec<(u32, u32)> = Vec::new();
        for worker in 0..self.workers.len() {
            let Some(Worker::Busy(number)) = self.workers.get(worker).copied() else { continue };
            self.set(worker, Worker::Free);
            out.push(Out::Tell(worker, Request::Cancel));
            given_up.extend(self.forget(number).map(|r| (number, r.key)));
        }
        for waiting in std::mem::take(&mut self.queue) {
            self.ids.remove(&waiting.id);
            given_up.push((waiting.number, waiting.key));
        }
        given_up.sort_unstable();
        out.extend(given_up.into_iter().map(|(_, key)| Out::Page(Notice::Cancelled { key })));
    }

    /// Hands out what waits; ends the burst of work when nothing does.
    fn go_on(&mut self, out: &mut Vec<Out>) {
        for worker in 0..self.workers.len() {
            if self.workers.get(worker) == Some(&Worker::Free)
                && let Some(Waiting { number, key, id, bytes, date }) = self.queue.pop_front()
            {
                self.set(worker, Worker::Busy(number));
                self.records.insert(number, Record { key, id: id.clone(), worker, finished: false });
                out.push(Out::Tell(worker, Request::Open { number, id, bytes, date }));
            }
        }
        let busy = self.workers.iter().any(|w| matches!(w, Worker::Busy(_)));
        if busy || !self.queue.is_empty() || !self.redated.is_empty() || !self.present(JOINER) {
            return;
        }
        self.finished = 0;
        if self.changed {
            self.join(out);
        }
        if self.answered == self.turn && !self.idle {
            self.idle = true;
            out.push(Out::Page(Notice::Idle));
        }
    }

    fn join(&mut self, out: &mut Vec<Out>) {
        self.turn += 1;
        self.changed = false;
        out.push(Out::Tell(JOINER, Request::Join { turn: self.turn }));
    }

    fn export(&mut self, out: &mut Vec<Out>) {
        if self.missing == 0 {
            out.push(Out::Tell(JOINER, Request::Export { archives: std::mem::take(&mut self.archives) }));
        }
    }

    /// The file's name without ending, with a number if it is taken.
    fn free_id(&mut self, name: &str) -> String {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let mut id = stem.to_string();
        let mut n = 1;
        while self.ids.contains(&id) {
            n += 1;
            id = format!("{stem}-{n}");
        }
        self.ids.insert(id.clone());
        id
    }
}
