//! The desk: takes the page's commands, has files read, hands documents to workers, gathers what they bring. It runs beside the page and
//! does no work that takes time; the first worker joins what all bring.
//!
//! Files are opened one after another, and only as fast as their articles are analysed: a thousand files, or one that holds as many
//! articles, cost the memory of a few. What is certainly plain text goes to a worker as it is; all else goes to a reader, a program of
//! its own that is started when the first such file comes and anew when a file has ended it.
//!
//! **Invariant:** the result does not depend on the number of workers or on who is done first.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_bytes::ByteBuf;

use super::decision::{Decision, Decisions};
use super::protocol::{Ask, Command, Content, File, FileError, Load, Notice, Request, Response, Told, Tool, Wish};
use super::view::ArticleView;
use crate::ingest::{Limits, is_certainly_text};

/// What is to be done with the answer of a call.
#[derive(Clone, Debug, PartialEq)]
pub enum Out {
    /// Send a request to a worker, by its number.
    Tell(usize, Request),
    /// Tell the page.
    Page(Notice),
    /// Read a file from the disk and answer with [`Command::Bytes`].
    Fetch(u32),
    /// Start a reader; it says [`Told::Ready`] when it is there.
    Start(Tool),
    /// Send a question to a reader.
    Ask(Tool, Ask),
    /// End a reader: it is at something that is no longer wanted, and may be for long.
    Stop(Tool),
}

/// The worker that joins.
const JOINER: usize = 0;

/// Numbers between two documents: room for the articles that one may be split into.
const STRIDE: u32 = 256;

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

/// How a reader is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Reader {
    /// Not there.
    #[default]
    Absent,
    /// On its way, with what it is to do first.
    Starting(Vec<Ask>),
    /// There.
    There,
}

/// A document that waits for a worker.
#[derive(Debug)]
struct Waiting {
    number: u32,
    key: u32,
    id: String,
    load: Load,
}

/// A document that a worker has.
#[derive(Clone, Debug)]
struct Record {
    /// Its file; none when it was split from a document.
    key: Option<u32>,
    id: String,
    worker: usize,
    finished: bool,
}

/// The file that is being opened.
#[derive(Debug)]
struct Opening {
    key: u32,
    name: String,
    /// Which question to the readers is the file's last.
    turn: u32,
    stage: Stage,
    /// Readers that stand in the file, the innermost last.
    readers: Vec<Tool>,
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// Its bytes are on their way.
    Fetching,
    /// A reader has been asked.
    Asked,
    /// The reader waits to be asked for the next article.
    Holding,
}

/// What became of a file.
#[derive(Clone, Debug, Default)]
struct Tally {
    /// It may bring more.
    open: bool,
    /// Documents on their way.
    left: usize,
    /// Documents found and finished.
    found: u32,
    finished: u32,
    /// The first thing that could not be read.
    failed: Option<FileError>,
}

/// See the module.
#[derive(Debug)]
pub struct Desk {
    workers: Vec<Worker>,
    readers: BTreeMap<Tool, Reader>,
    /// Files not opened yet.
    files: VecDeque<File>,
    opening: Option<Opening>,
    tallies: BTreeMap<u32, Tally>,
    queue: VecDeque<Waiting>,
    records: BTreeMap<u32, Record>,
    /// What the user has decided.
    decisions: Vec<Decision>,
    /// How often workers have still to say what decisions change.
    deciding: BTreeMap<usize, usize>,
    /// Documents that come anew by decisions.
    revised: BTreeSet<u32>,
    /// Documents whose articles are being taken apart.
    splitting: BTreeSet<u32>,
    /// Ids given.
    ids: BTreeSet<String>,
    next: u32,
    /// Questions to readers so far.
    asked: u32,
    /// Documents finished since the desk was last idle.
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
    /// Archives that came, and the workers whose are to come.
    archives: Vec<ByteBuf>,
    missing: BTreeSet<usize>,
    /// What they are for.
    wish: Option<Wish>,
    /// Searches so far, and the one under way.
    searched: u32,
    search: Option<Search>,
    /// What is searched for when that has been answered.
    next_search: Option<String>,
    /// Whether copies count once, as the page has said last.
    fold: Option<bool>,
    /// Files of other programs, read when the articles that they may speak of are there.
    imports: VecDeque<Vec<u8>>,
    /// One of them is being read.
    importing: bool,
    /// Documents that have been split, and their pieces that are not there yet: until then they stay.
    splits: BTreeMap<u32, BTreeSet<u32>>,
}

/// A search under way.
#[derive(Debug)]
struct Search {
    query: String,
    /// Workers that have not answered.
    missing: BTreeSet<usize>,
    hits: BTreeMap<u32, Vec<(u32, u32)>>,
}

impl Desk {
    /// A desk with that many workers, at least one, all on their way.
    pub fn new(workers: usize) -> Self {
        Self {
            workers: vec![Worker::Starting; workers.max(1)],
            readers: BTreeMap::new(),
            files: VecDeque::new(),
            opening: None,
            tallies: BTreeMap::new(),
            queue: VecDeque::new(),
            records: BTreeMap::new(),
            decisions: Vec::new(),
            deciding: BTreeMap::new(),
            revised: BTreeSet::new(),
            splitting: BTreeSet::new(),
            ids: BTreeSet::new(),
            next: 0,
            asked: 0,
            finished: 0,
            changed: false,
            turn: 0,
            answered: 0,
            cleared: 0,
            idle: true,
            archives: Vec::new(),
            missing: BTreeSet::new(),
            wish: None,
            searched: 0,
            search: None,
            next_search: None,
            fold: None,
            imports: VecDeque::new(),
            importing: false,
            splits: BTreeMap::new(),
        }
    }

    /// Takes a command of the page.
    pub fn ask(&mut self, command: Command) -> Vec<Out> {
        let mut out = Vec::new();
        match command {
            Command::Open(file) => {
                self.tallies.insert(file.key, Tally { open: true, ..Tally::default() });
                self.files.push_back(file);
                self.idle = false;
            }
            Command::Bytes { key, bytes } => {
                let name = self.opening.as_ref().filter(|o| o.key == key && o.stage == Stage::Fetching).map(|o| o.name.clone());
                match (name, bytes) {
                    // It was given up meanwhile.
                    (None, _) => {}
                    (Some(name), Some(bytes)) => self.take(key, name, bytes, &mut out),
                    (Some(_), None) => {
                        self.part(key, Vec::new(), FileError::Unreadable, &mut out);
                        self.exhausted(&mut out);
                    }
                }
            }
            Command::Split { document } => {
                if let Some((number, record)) = self.document(&document).filter(|(_, r)| self.present(r.worker)) {
                    out.push(Out::Tell(record.worker, Request::Split { number }));
                    self.splitting.insert(number);
                    self.idle = false;
                }
            }
            Command::Remove { document } => {
                if let Some((number, record)) = self.document(&document) {
                    self.take_away(number, &record, &mut out);
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
                let readers = std::mem::take(&mut self.readers);
                *self = Self {
                    next: self.next,
                    asked: self.asked,
                    searched: self.searched,
                    fold: self.fold,
                    turn: self.turn,
                    answered: self.turn,
                    cleared: self.turn,
                    idle: false,
                    workers,
                    readers,
                    ..Self::new(1)
                };
                out.extend((0..self.workers.len()).filter(|n| self.present(*n)).map(|n| Out::Tell(n, Request::Clear)));
                self.changed = true;
            }
            Command::Decide(decisions) => {
                if decisions == self.decisions {
                    return out;
                }
                let rulings = |list: &[Decision]| Decisions::new(list).rulings().clone();
                self.changed |= rulings(&decisions) != rulings(&self.decisions);
                self.decisions = decisions;
                // Those that are on their way are told when they are there.
                for worker in (0..self.workers.len()).filter(|n| self.present(*n)).collect::<Vec<_>>() {
                    self.idle = false;
                    self.tell_decisions(worker, &mut out);
                }
            }
            Command::Fold(fold) => {
                self.fold = Some(fold);
                self.have_joined(Request::Fold(fold), &mut out);
            }
            Command::Export(wish) if self.wish.is_none() => {
                let present: Vec<usize> = (0..self.workers.len()).filter(|n| self.present(*n)).collect();
                self.missing = present.iter().copied().collect();
                self.wish = Some(wish).filter(|_| !present.is_empty());
                self.archives.clear();
                out.extend(present.into_iter().map(|n| Out::Tell(n, Request::Archive)));
            }
            // The same answer is on its way.
            Command::Export(_) => {}
            Command::Import(bytes) => {
                self.imports.push_back(bytes);
                self.idle = false;
            }
            // One at a time: of those asked for meanwhile only the last counts.
            Command::Search(query) if self.search.is_some() => self.next_search = Some(query),
            Command::Search(query) => self.start_search(query, &mut out),
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
                if !self.decisions.is_empty() {
                    self.tell_decisions(worker, &mut out);
                }
                if worker == JOINER {
                    out.extend(self.fold.map(|fold| Out::Tell(JOINER, Request::Fold(fold))));
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
                let key = self.records.get(&number).and_then(|r| r.key);
                // Of a file of many articles their number tells more.
                if let Some(key) = key.filter(|k| self.tallies.get(k).is_some_and(|t| t.found == 1)) {
                    out.push(Out::Page(Notice::Progress { key, share }));
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
                // A new document may have been begun by the decisions before: then it comes once more.
                if !new {
                    self.revised.remove(&number);
                }
                out.push(Out::Page(Notice::Article { number, document }));
                out.push(Out::Tell(JOINER, Request::Enter { number, summary }));
                self.changed = true;
                if new {
                    if let Some(tally) = key.and_then(|k| self.tallies.get_mut(&k)) {
                        tally.left = tally.left.saturating_sub(1);
                        tally.finished += 1;
                    }
                    self.settle(key, &mut out);
                    self.finished += 1;
                    if self.finished.is_power_of_two() {
                        self.join(&mut out);
                    }
                    self.piece_done(number, &mut out);
                }
            }
            Response::Failed { number, error } => {
                self.release(worker, number);
                // Then what it is a piece of stays.
                self.splits.retain(|_, left| !left.contains(&number));
                if let Some(record) = self.forget(number) {
                    self.lost_document(record.key, error, &mut out);
                }
            }
            Response::Revising(numbers) => {
                if let Some(left) = self.deciding.get_mut(&worker) {
                    *left -= 1;
                    self.deciding.retain(|_, left| *left > 0);
                }
                // All that is to come of this worker: what was to come may have been taken back.
                let records = &self.records;
                self.revised.retain(|n| records.get(n).is_some_and(|r| r.worker != worker));
                self.revised.extend(numbers.into_iter().filter(|n| self.records.contains_key(n)));
            }
            Response::Pieces { number, pieces } => {
                self.splitting.remove(&number);
                if self.records.contains_key(&number) && pieces.len() > 1 && !self.splits.contains_key(&number) {
                    // A document of a document of … has no room left: then they come at the end.
                    let room = pieces.len() < STRIDE as usize && number.is_multiple_of(STRIDE);
                    let mut left = BTreeSet::new();
                    for (n, piece) in (1..).zip(pieces) {
                        let number = if room { number + n } else { self.number() };
                        left.insert(number);
                        let id = self.free_id(&piece.id);
                        self.queue.push_back(Waiting { number, key: NO_FILE, id, load: Load::Article(Box::new(piece)) });
                    }
                    self.splits.insert(number, left);
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
                self.missing.remove(&worker);
                self.export(&mut out);
            }
            Response::Imported(result) => {
                self.importing = false;
                out.push(Out::Page(Notice::Imported(result)));
            }
            Response::Export { format, bytes } => out.push(Out::Page(Notice::Export { format, bytes })),
            Response::Hits { turn, hits } => {
                // Of a search that another has followed nobody asks any more.
                if let Some(search) = self.search.as_mut().filter(|_| turn == self.searched) {
                    search.missing.remove(&worker);
                    search.hits.extend(hits);
                    self.answer_search(&mut out);
                }
            }
            Response::Found { query, entities } => out.push(Out::Page(Notice::Found { query, entities })),
        }
        self.go_on(&mut out);
        out
    }

    /// Takes what a reader tells.
    pub fn told(&mut self, tool: Tool, told: Told) -> Vec<Out> {
        let mut out = Vec::new();
        let current = |desk: &Self, turn: u32| desk.opening.as_ref().filter(|o| o.turn == turn && o.stage == Stage::Asked).map(|o| o.key);
        match told {
            Told::Ready => {
                if let Reader::Starting(asks) = std::mem::replace(self.readers.entry(tool).or_default(), Reader::There) {
                    out.extend(asks.into_iter().map(|ask| Out::Ask(tool, ask)));
                }
            }
            Told::Article { turn, article } => {
                if let Some(key) = current(self, turn) {
                    self.found(key, *article, &mut out);
                    self.hold();
                }
            }
            Told::Failed { turn, path, error } => {
                if let Some(key) = current(self, turn) {
                    self.part(key, path, error, &mut out);
                    self.hold();
                }
            }
            Told::Elsewhere { turn, path, bytes } => {
                if current(self, turn).is_some() {
                    self.hand_to(Tool::Pdf, path, bytes, &mut out);
                }
            }
            Told::End { turn } => {
                if current(self, turn).is_some() {
                    self.leave_reader(&mut out);
                }
            }
        }
        self.go_on(&mut out);
        out
    }

    /// A reader came to an end by itself, or cannot be had: its file failed, as far as it has not been read; the next one that needs a
    /// reader starts it anew.
    pub fn lose_reader(&mut self, tool: Tool, error: FileError) -> Vec<Out> {
        let mut out = Vec::new();
        self.readers.insert(tool, Reader::Absent);
        if let Some((key, path)) = self.opening.as_ref().filter(|o| o.readers.contains(&tool)).map(|o| (o.key, vec![o.name.clone()])) {
            self.part(key, path, error, &mut out);
            if let Some(opening) = &mut self.opening {
                let outer = opening.readers.iter().position(|t| *t == tool).unwrap_or(0);
                opening.readers.truncate(outer + 1);
            }
            self.leave_reader(&mut out);
        }
        self.go_on(&mut out);
        out
    }

    /// A worker came to an end by itself. Its document failed; the others go on, unless it was the one that joins.
    pub fn lose(&mut self, worker: usize) -> Vec<Out> {
        let mut out = Vec::new();
        let before = self.workers.get(worker).copied();
        self.set(worker, Worker::Lost);
        if let Some(Worker::Busy(number)) = before
            && let Some(record) = self.forget(number)
        {
            self.lost_document(record.key, FileError::Lost, &mut out);
        }
        // What it had is neither found nor in an export; the rest is.
        if let Some(search) = &mut self.search {
            search.missing.remove(&worker);
            self.answer_search(&mut out);
        }
        if self.missing.remove(&worker) {
            self.export(&mut out);
        }
        // Its other documents stay on the page, but nothing new can be worked out for them.
        let records = &self.records;
        self.deciding.remove(&worker);
        self.revised.retain(|n| records.get(n).is_some_and(|r| r.worker != worker));
        self.splitting.retain(|n| records.get(n).is_some_and(|r| r.worker != worker));
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
        self.revised.remove(&number);
        self.splitting.remove(&number);
        let record = self.records.remove(&number)?;
        self.ids.remove(&record.id);
        Some(record)
    }

    /// A document leaves the collection.
    fn take_away(&mut self, number: u32, record: &Record, out: &mut Vec<Out>) {
        self.forget(number);
        out.push(Out::Tell(record.worker, Request::Remove { number }));
        out.push(Out::Tell(JOINER, Request::Leave { number }));
        out.push(Out::Page(Notice::Gone { number }));
        (self.changed, self.idle) = (true, false);
    }

    fn tell_decisions(&mut self, worker: usize, out: &mut Vec<Out>) {
        *self.deciding.entry(worker).or_default() += 1;
        out.push(Out::Tell(worker, Request::Decide(self.decisions.clone())));
    }

    /// Something that the next join must heed. A joiner that is on its way has nothing to join yet; the page says it again when there is.
    fn have_joined(&mut self, request: Request, out: &mut Vec<Out>) {
        if self.present(JOINER) {
            out.push(Out::Tell(JOINER, request));
            (self.changed, self.idle) = (true, false);
        }
    }

    /// The bytes of the file that is being opened are there.
    fn take(&mut self, key: u32, name: String, bytes: Vec<u8>, out: &mut Vec<Out>) {
        let limit = Limits::default().file;
        if bytes.len() as u64 > limit {
            self.part(key, vec![name], FileError::too_large(limit), out);
            return self.exhausted(out);
        }
        if is_certainly_text(&bytes) {
            let id = stem(&name).to_string();
            self.wait(key, &id, Load::Text(bytes), out);
            return self.exhausted(out);
        }
        self.hand_to(Tool::Reader, vec![name], bytes, out);
    }

    /// A reader is to read a file, or one within the file that is being opened.
    fn hand_to(&mut self, tool: Tool, path: Vec<String>, bytes: Vec<u8>, out: &mut Vec<Out>) {
        self.asked += 1;
        let turn = self.asked;
        if let Some(opening) = &mut self.opening {
            (opening.turn, opening.stage) = (turn, Stage::Asked);
            opening.readers.push(tool);
        }
        self.put(tool, Ask::Take { turn, path, bytes }, out);
    }

    fn put(&mut self, tool: Tool, ask: Ask, out: &mut Vec<Out>) {
        match self.readers.entry(tool).or_default() {
            Reader::There => out.push(Out::Ask(tool, ask)),
            Reader::Starting(asks) => asks.push(ask),
            reader @ Reader::Absent => {
                *reader = Reader::Starting(vec![ask]);
                out.push(Out::Start(tool));
                out.push(Out::Page(Notice::Fetching(tool)));
            }
        }
    }

    /// The reader has given something; what comes next is asked for when there is room.
    fn hold(&mut self) {
        if let Some(opening) = &mut self.opening {
            opening.stage = Stage::Holding;
        }
    }

    /// The innermost reader has nothing left: the one around it goes on.
    fn leave_reader(&mut self, out: &mut Vec<Out>) {
        let Some(opening) = &mut self.opening else { return };
        opening.readers.pop();
        if opening.readers.is_empty() {
            self.exhausted(out);
        } else {
            opening.stage = Stage::Holding;
        }
    }

    /// An article was found in the file that is being opened.
    fn found(&mut self, key: u32, article: ArticleView, out: &mut Vec<Out>) {
        let id = article.id.clone();
        self.wait(key, &id, Load::Article(Box::new(article)), out);
    }

    fn wait(&mut self, key: u32, id: &str, load: Load, out: &mut Vec<Out>) {
        let (number, id) = (self.number(), self.free_id(id));
        self.queue.push_back(Waiting { number, key, id, load });
        if let Some(tally) = self.tallies.get_mut(&key) {
            tally.left += 1;
            tally.found += 1;
            if tally.found > 1 {
                out.push(Out::Page(Notice::Holds { key, articles: tally.found }));
            }
        }
    }

    fn number(&mut self) -> u32 {
        let number = self.next;
        self.next = self.next.saturating_add(STRIDE);
        number
    }

    /// Something in a file could not be read.
    fn part(&mut self, key: u32, path: Vec<String>, error: FileError, out: &mut Vec<Out>) {
        let Some(tally) = self.tallies.get_mut(&key) else { return };
        // Alone in its file it is the file's end; among others it is told of by itself.
        if path.len() > 1 {
            out.push(Out::Page(Notice::Part { key, path, error: error.clone() }));
        }
        tally.failed.get_or_insert(error);
    }

    /// A document on its way is lost.
    fn lost_document(&mut self, key: Option<u32>, error: FileError, out: &mut Vec<Out>) {
        if let Some(tally) = key.and_then(|k| self.tallies.get_mut(&k)) {
            tally.left = tally.left.saturating_sub(1);
            tally.failed.get_or_insert(error);
        }
        self.settle(key, out);
    }

    /// The file that is being opened brings nothing more.
    fn exhausted(&mut self, out: &mut Vec<Out>) {
        let Some(opening) = self.opening.take() else { return };
        if let Some(tally) = self.tallies.get_mut(&opening.key) {
            tally.open = false;
        }
        self.settle(Some(opening.key), out);
    }

    /// Tells of the end of a file when nothing of it is left.
    fn settle(&mut self, key: Option<u32>, out: &mut Vec<Out>) {
        let Some(key) = key else { return };
        let Some(tally) = self.tallies.get(&key).filter(|t| !t.open && t.left == 0) else { return };
        out.push(Out::Page(match &tally.failed {
            Some(error) if tally.finished == 0 => Notice::Failed { key, error: error.clone() },
            None if tally.finished == 0 => Notice::Failed { key, error: FileError::Empty },
            _ => Notice::Finished { key },
        }));
        self.tallies.remove(&key);
    }

    /// A document that was split goes when the last of its pieces is there.
    fn piece_done(&mut self, piece: u32, out: &mut Vec<Out>) {
        let whole = self.splits.iter_mut().find_map(|(whole, left)| (left.remove(&piece) && left.is_empty()).then_some(*whole));
        if let Some(whole) = whole {
            self.splits.remove(&whole);
            if let Some(record) = self.records.get(&whole).cloned() {
                self.take_away(whole, &record, out);
            }
        }
    }

    /// Gives up what is not finished.
    fn give_up(&mut self, out: &mut Vec<Out>) {
        self.splits.clear();
        for worker in 0..self.workers.len() {
            let Some(Worker::Busy(number)) = self.workers.get(worker).copied() else { continue };
            self.set(worker, Worker::Free);
            out.push(Out::Tell(worker, Request::Cancel));
            self.forget(number);
        }
        for waiting in std::mem::take(&mut self.queue) {
            self.ids.remove(&waiting.id);
        }
        if let Some(opening) = self.opening.take() {
            let innermost = opening.readers.last().copied();
            for tool in opening.readers {
                match self.readers.get_mut(&tool) {
                    Some(reader @ Reader::There) if opening.stage == Stage::Asked && Some(tool) == innermost => {
                        *reader = Reader::Absent;
                        out.push(Out::Stop(tool));
                    }
                    Some(Reader::There) => out.push(Out::Ask(tool, Ask::Drop)),
                    Some(Reader::Starting(asks)) => asks.clear(),
                    _ => {}
                }
            }
        }
        self.files.clear();
        let given_up = std::mem::take(&mut self.tallies);
        out.extend(given_up.into_keys().map(|key| Out::Page(Notice::Cancelled { key })));
    }

    /// Opens files while there is room, hands out what waits, and ends the burst of work when nothing does.
    fn go_on(&mut self, out: &mut Vec<Out>) {
        for worker in 0..self.workers.len() {
            if self.workers.get(worker) == Some(&Worker::Free)
                && let Some(Waiting { number, key, id, load }) = self.queue.pop_front()
            {
                self.set(worker, Worker::Busy(number));
                let key = (key != NO_FILE).then_some(key);
                self.records.insert(number, Record { key, id: id.clone(), worker, finished: false });
                out.push(Out::Tell(worker, Request::Open { number, id, load }));
            }
        }
        if self.queue.len() < self.workers.len() {
            self.open_more(out);
        }
        let busy = self.workers.iter().any(|w| matches!(w, Worker::Busy(_)));
        let opening = self.opening.is_some() || !self.files.is_empty();
        if busy
            || opening
            || !self.queue.is_empty()
            || !self.deciding.is_empty()
            || !self.revised.is_empty()
            || !self.splitting.is_empty()
            || !self.present(JOINER)
        {
            return;
        }
        self.finished = 0;
        if self.changed {
            self.join(out);
        }
        if self.answered == self.turn
            && !self.importing
            && let Some(bytes) = self.imports.pop_front()
        {
            self.importing = true;
            out.push(Out::Tell(JOINER, Request::Import(bytes)));
        }
        if self.answered == self.turn && !self.idle && !self.importing {
            self.idle = true;
            out.push(Out::Page(Notice::Idle));
        }
    }

    /// There is room for another article: from the file that is open, else from the next.
    fn open_more(&mut self, out: &mut Vec<Out>) {
        if let Some(opening) = &mut self.opening {
            if opening.stage == Stage::Holding
                && let Some(tool) = opening.readers.last().copied()
            {
                self.asked += 1;
                (opening.turn, opening.stage) = (self.asked, Stage::Asked);
                let ask = Ask::Next { turn: self.asked };
                self.put(tool, ask, out);
            }
            return;
        }
        let Some(File { key, name, content }) = self.files.pop_front() else { return };
        self.opening = Some(Opening { key, name: name.clone(), turn: 0, stage: Stage::Fetching, readers: Vec::new() });
        match content {
            Content::Disk => return out.push(Out::Fetch(key)),
            Content::Bytes(bytes) => self.take(key, name, bytes, out),
            Content::Article(article) => {
                self.found(key, *article, out);
                self.exhausted(out);
            }
        }
        // What was there at once leaves room for more.
        self.go_on(out);
    }

    fn join(&mut self, out: &mut Vec<Out>) {
        self.turn += 1;
        self.changed = false;
        out.push(Out::Tell(JOINER, Request::Join { turn: self.turn }));
    }

    fn start_search(&mut self, query: String, out: &mut Vec<Out>) {
        self.searched += 1;
        let present: BTreeSet<usize> = (0..self.workers.len()).filter(|n| self.present(*n)).collect();
        let request = |worker: &usize| Out::Tell(*worker, Request::Search { turn: self.searched, query: query.clone() });
        out.extend(present.iter().map(request));
        self.search = Some(Search { query, missing: present, hits: BTreeMap::new() });
        self.answer_search(out);
    }

    fn answer_search(&mut self, out: &mut Vec<Out>) {
        if let Some(Search { query, hits, .. }) = self.search.take_if(|s| s.missing.is_empty()) {
            // What has gone meanwhile is nowhere.
            let hits = hits.into_iter().filter(|(n, _)| self.records.contains_key(n)).collect();
            out.push(Out::Page(Notice::Hits { query, hits }));
            if let Some(next) = self.next_search.take() {
                self.start_search(next, out);
            }
        }
    }

    fn export(&mut self, out: &mut Vec<Out>) {
        if self.missing.is_empty()
            && let Some(wish) = self.wish.take()
        {
            out.push(Out::Tell(JOINER, Request::Export { archives: std::mem::take(&mut self.archives), wish }));
        }
    }

    /// A name, with a number if it is taken.
    fn free_id(&mut self, name: &str) -> String {
        let mut id = name.to_string();
        let mut n = 1;
        while self.ids.contains(&id) {
            n += 1;
            id = format!("{name}-{n}");
        }
        self.ids.insert(id.clone());
        id
    }
}

/// The key of documents that come from no file.
const NO_FILE: u32 = u32::MAX;

/// A file's name without its folders and ending.
fn stem(name: &str) -> &str {
    let base = name.rsplit('/').next().unwrap_or(name);
    base.rsplit_once('.').map_or(base, |(stem, _)| if stem.is_empty() { base } else { stem })
}
