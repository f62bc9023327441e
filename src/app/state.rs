//! What the page knows, and how it changes.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::collection::{Collection, Shared};
use super::queries::edit::Places;
use super::queries::select::{Hits, Selection};
use super::share::{ShareError, checksum};
use crate::worker::decision::{Decision, Log};
use crate::worker::import::{ImportError, Imported, differences};
use crate::worker::protocol::{FileError, Notice};
use crate::worker::view::{CalledView, MentionView};

/// Keys from here on are those of articles out of projects.
pub const PROJECT_KEY: u32 = 1 << 30;

/// What the worker is up to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// The models are on their way.
    Loading,
    /// Nothing has been asked yet.
    Ready,
    /// Files are being analysed.
    Working,
    /// All that was asked is done.
    Done,
    /// The models could not be had.
    Broken,
}

impl Phase {
    /// The value of `main[data-state]`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Loading | Self::Broken => "loading",
            Self::Ready => "ready",
            Self::Working => "working",
            Self::Done => "done",
        }
    }
}

/// How far a file is.
#[derive(Clone, Debug, PartialEq)]
pub enum FileState {
    /// In the queue.
    Waiting,
    /// Being analysed, share 0 to 1.
    Working(f32),
    /// A document now.
    Finished,
    /// Could not be read.
    Failed(FileError),
    /// Given up.
    Cancelled,
}

/// A file the user gave.
#[derive(Clone, Debug, PartialEq)]
pub struct FileRow {
    /// Its key in the protocol.
    pub key: u32,
    /// Its name.
    pub name: Rc<str>,
    /// How far it is.
    pub state: FileState,
    /// Articles found in it, where it holds several.
    pub articles: u32,
    /// What in it could not be read: names on the way to it, and why.
    pub parts: Vec<(Vec<String>, FileError)>,
}

/// A place in a document that the reader should see; UTF-16 offsets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Focus {
    /// The document's id.
    pub document: String,
    /// First position.
    pub start: u32,
    /// Position after the last.
    pub end: u32,
    /// Counts up, so that the same place can be asked for again.
    pub turn: u32,
}

/// A search in all articles.
#[derive(Clone, Debug, PartialEq)]
pub struct Search {
    /// The words.
    pub query: String,
    /// Where they stand.
    pub hits: Option<Shared<Hits>>,
}

/// Which pane a narrow screen shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pane {
    /// The article.
    Article,
    /// The list of entities.
    Entities,
    /// The timeline.
    Timeline,
}

impl Pane {
    /// The value of `data-pane`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Entities => "entities",
            Self::Timeline => "timeline",
        }
    }
}

/// What may stand in the place of the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Board {
    /// What was decided, entry by entry.
    History,
    /// What is unsure, open or contradicting.
    Unresolved,
}

/// How far the worked example is, which the page opens on and which never mixes with the user's articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Example {
    /// None, or no longer.
    Gone,
    /// To be shown when the models are there, unless files come first.
    Wanted,
    /// Being analysed.
    Reading,
    /// On the screen.
    Shown,
}

/// A step of another time or machine, and the articles that it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Awaited {
    /// Where to go.
    pub step: Step,
    /// Its articles: names there, and checksums of their texts, by which they are known here.
    pub texts: Vec<(String, u32)>,
}

/// What the Back button goes back over: where the user is, by names that survive a new collection.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The article being read.
    pub document: Option<String>,
    /// The entity picked, by type and name.
    pub entity: Option<(String, String)>,
    /// The only article.
    pub only: Option<String>,
    /// First and last day.
    pub period: Option<(String, String)>,
    /// The family of types.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family: Option<String>,
    /// The entity's own page is open.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub portrait: bool,
    /// Names set apart, in links of the first version; decisions are in the log now, and Back does not touch them.
    #[serde(default, skip_serializing)]
    pub apart: Vec<CalledView>,
}

/// The page's state.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// What the worker is up to.
    pub phase: Phase,
    /// Why the models could not be had.
    pub broken: Option<String>,
    /// How far the worked example is.
    pub example: Example,
    /// Where a link or project file wants to go, once its articles are there: with their checksums.
    pub awaited: Option<Awaited>,
    /// Why a link or project file was refused.
    pub refused: Option<ShareError>,
    /// Files of the current burst, and those that failed.
    pub files: Vec<FileRow>,
    /// Documents, entities, timeline.
    pub collection: Collection,
    /// The article being read.
    pub document: Option<String>,
    /// The user has done something with it; until then it is the first, whichever is analysed first.
    chosen: bool,
    /// What was picked; everything else is filtered by it.
    pub selection: Selection,
    /// The selected entity's own page is open in place of the article.
    pub portrait: bool,
    /// What the user has decided.
    pub log: Shared<Log>,
    /// What became of a file of another program: decisions made of it and articles that are not here, or why it cannot be taken.
    pub imported: Option<Result<(usize, usize), ImportError>>,
    /// What is shown in the place of the article.
    pub board: Option<Board>,
    /// A stretch of the article that is to become a mention, UTF-16.
    pub draft: Option<(u32, u32)>,
    /// What is decided of a mention holds for all of the same name.
    pub alike: bool,
    /// Single keys do something.
    pub keys: bool,
    /// Copies of an article are shown once.
    pub fold: bool,
    /// A reader of files has been fetched from the page's server.
    pub fetched: bool,
    /// What was searched for in the articles, and where it stands; `None` until the answer is there.
    pub search: Option<Search>,
    /// What was searched for in the list of entities, and those found, by place.
    pub found: Option<Shared<(String, Vec<u32>)>>,
    /// The mention whose card is open: of the article being read, by number.
    pub card: Option<usize>,
    /// The place to look at.
    pub focus: Option<Focus>,
    /// What a narrow screen shows.
    pub pane: Pane,
    next_key: u32,
}

/// What can happen.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// The desk said something.
    Desk(Notice),
    /// The user gave files: names and the keys they were sent under.
    Opened(Vec<(u32, String)>),
    /// The user picked an article.
    Read(String),
    /// The user picked an entity: the next mention of it comes into view.
    PickEntity(String),
    /// The user takes the entity out of the selection.
    DropEntity,
    /// The user wants one family of types alone, or all again.
    Family(Option<&'static str>),
    /// The user opens the page of an entity, or closes the one that is open.
    Portrait(Option<String>),
    /// The user wants one article alone, or all again.
    Only(Option<String>),
    /// The user picked a period by its first and last day, or all time again.
    Period(Option<(String, String)>),
    /// The user takes every filter away.
    ShowAll,
    /// The browser went back or forth.
    Restore(Step),
    /// A link or project file was opened.
    Await(Awaited),
    /// A link or project file cannot be opened; `None` takes the message away.
    Refuse(Option<ShareError>),
    /// The articles that a link asks for will not come.
    GiveUpAwaiting,
    /// The user asks what a mention is and why, or closes the answer.
    Explain(Option<usize>),
    /// The user walks to the next mention of the article, or the one before.
    Walk(isize),
    /// The user decides something; when, as all of these, by RFC 3339.
    Decide(Decision, String),
    /// The user takes the last decision back.
    Undo(String),
    /// The user makes the one taken back last again.
    Redo(String),
    /// The user takes a certain decision back, by its place in the log.
    TakeBack(u32, String),
    /// The user makes a certain decision again.
    MakeAgain(u32, String),
    /// Decisions of a link or file.
    Adopt(Log, String),
    /// What another program has marked or joined, or why it cannot be taken; when.
    Import(Result<Box<Imported>, ImportError>, String),
    /// The user has read what became of it.
    ForgetImport,
    /// The user opens the history or the list of what is unsure, or goes back to the article.
    Open(Option<Board>),
    /// The user marks a stretch of the article, or lets it go.
    Draft(Option<(u32, u32)>),
    /// The user wants decisions on mentions to hold for all of the same name, or for one alone.
    Alike(bool),
    /// The user switches single keys on or off.
    Keys(bool),
    /// The user searches in all articles, or no longer.
    Search(Option<String>),
    /// The user walks to the next place found, or the one before.
    Hit(isize),
    /// The user picked a place.
    Look(String, u32, u32),
    /// The user took the message of a failed file away.
    Dismiss(u32),
    /// The user wants copies of an article shown once, or all of them.
    Fold(bool),
    /// The user switched panes.
    Show(Pane),
    /// The user cleared everything.
    Cleared,
}

impl Default for State {
    fn default() -> Self {
        Self {
            phase: Phase::Loading,
            broken: None,
            example: Example::Gone,
            awaited: None,
            refused: None,
            files: Vec::new(),
            collection: Collection::default(),
            document: None,
            chosen: false,
            selection: Selection::default(),
            portrait: false,
            log: Shared::default(),
            imported: None,
            board: None,
            draft: None,
            alike: false,
            keys: true,
            fold: true,
            fetched: false,
            search: None,
            found: None,
            card: None,
            focus: None,
            pane: Pane::Article,
            next_key: 0,
        }
    }
}

impl State {
    /// The state of a page that opens on the worked example.
    pub fn opening() -> Self {
        Self { example: Example::Wanted, ..Self::default() }
    }

    /// Whether the worker has the example, so that it must be cleared before the user's first file.
    pub fn has_example(&self) -> bool {
        matches!(self.example, Example::Reading | Example::Shown)
    }

    /// The article being read, by its place in the collection.
    pub fn current(&self) -> Option<usize> {
        let id = self.document.as_ref()?;
        self.collection.documents.iter().position(|d| d.id == *id)
    }

    /// The state after an action.
    pub fn after(&self, action: Action) -> Self {
        let mut next = self.clone();
        match action {
            Action::Desk(notice) => next.hear(notice),
            Action::Opened(files) => {
                if next.example != Example::Gone {
                    // The models are there when the example is being read.
                    let phase = if self.example == Example::Reading { Phase::Ready } else { self.phase };
                    next = Self {
                        phase,
                        broken: self.broken.clone(),
                        next_key: self.next_key,
                        awaited: self.awaited.clone(),
                        fetched: self.fetched,
                        fold: self.fold,
                        keys: self.keys,
                        ..Self::default()
                    };
                }
                next.files.retain(|f| !f.parts.is_empty() || !matches!(f.state, FileState::Finished | FileState::Cancelled));
                for (key, name) in files {
                    // Those of projects count for themselves.
                    if key < PROJECT_KEY {
                        next.next_key = next.next_key.max(key + 1);
                    }
                    next.files.push(FileRow { key, name: name.into(), state: FileState::Waiting, articles: 0, parts: Vec::new() });
                }
                if next.phase != Phase::Loading && next.phase != Phase::Broken {
                    next.phase = Phase::Working;
                }
            }
            Action::Read(id) => {
                next.go_to(id);
                next.pane = Pane::Article;
            }
            Action::PickEntity(id) => next.pick(id),
            Action::DropEntity => {
                next.selection.entity = None;
                next.portrait = false;
            }
            Action::Family(family) => next.selection.family = family.map(String::from),
            Action::Portrait(id) => {
                next.portrait = id.is_some();
                next.board = None;
                if id.is_some() {
                    next.selection.entity = id;
                    next.pane = Pane::Article;
                }
            }
            Action::Only(id) => {
                if let Some(id) = &id {
                    next.go_to(id.clone());
                }
                next.selection.document = id;
            }
            Action::Period(period) => next.selection.period = period,
            Action::ShowAll => {
                next.selection = Selection::default();
                next.portrait = false;
            }
            Action::Restore(step) => next.restore(step),
            Action::Await(awaited) => {
                next.awaited = Some(awaited);
                next.arrive();
            }
            Action::Refuse(error) => next.refused = error,
            Action::GiveUpAwaiting => next.awaited = None,
            Action::Explain(mention) => {
                next.card = mention;
                next.draft = None;
                next.chosen |= mention.is_some();
            }
            Action::Walk(by) => next.walk(by),
            Action::Look(document, start, end) => {
                next.look(document, start, end);
                // Who looks at an event is told of the event, not of the mention that was open.
                let article = next.current().and_then(|n| next.collection.documents.get(n));
                if article.is_some_and(|d| d.events.iter().chain(&d.undated).any(|e| (e.start, e.end) == (start, end))) {
                    next.card = None;
                }
            }
            Action::Search(query) => {
                let before = next.search.take();
                // What was found stays until the answer is there.
                next.search = query.map(|query| Search { query, hits: before.and_then(|s| s.hits) });
            }
            Action::Hit(by) => next.walk_hits(by),
            Action::Dismiss(key) => next.files.retain(|f| f.key != key),
            Action::Fold(fold) => next.fold = fold,
            Action::Show(pane) => next.pane = pane,
            Action::Decide(decision, at) => {
                if matches!(&decision, Decision::Mention { now: None, .. } | Decision::Alike { now: None, .. }) {
                    next.card = None;
                }
                next.chosen = true;
                next.write(|log| log.decide(decision, &at));
            }
            Action::Undo(at) => next.write(|log| _ = log.undo(&at)),
            Action::Redo(at) => next.write(|log| _ = log.redo(&at)),
            Action::TakeBack(entry, at) => next.write(|log| _ = log.take_back(entry, &at)),
            Action::MakeAgain(entry, at) => next.write(|log| _ = log.make_again(entry, &at)),
            // A log that is the first is taken with its history.
            Action::Adopt(other, at) => next.write(|log| if log.is_empty() { *log = other } else { _ = log.adopt(&other, &at) }),
            Action::Import(result, at) => next.import(result, &at),
            Action::ForgetImport => next.imported = None,
            Action::Open(board) => {
                next.board = board;
                next.pane = Pane::Article;
            }
            Action::Draft(range) => {
                next.draft = range;
                next.chosen |= range.is_some();
                if range.is_some() {
                    next.card = None;
                }
                if let (Some((start, end)), Some(document)) = (range, next.document.clone()) {
                    let turn = next.focus.as_ref().map_or(0, |f| f.turn + 1);
                    next.focus = Some(Focus { document, start, end, turn });
                }
            }
            Action::Alike(alike) => next.alike = alike,
            Action::Keys(keys) => next.keys = keys,
            Action::Cleared => {
                let phase = if matches!(self.phase, Phase::Loading | Phase::Broken) { self.phase } else { Phase::Ready };
                next = Self {
                    phase,
                    broken: self.broken.clone(),
                    next_key: self.next_key,
                    fetched: self.fetched,
                    fold: self.fold,
                    keys: self.keys,
                    ..Self::default()
                };
            }
        }
        next
    }

    /// Where the user is.
    pub fn step(&self) -> Step {
        let entity = self.selection.entity.as_ref().and_then(|id| self.collection.entity(id));
        Step {
            document: self.document.clone(),
            entity: entity.map(|e| (e.label.clone(), e.name.clone())),
            only: self.selection.document.clone(),
            period: self.selection.period.clone(),
            family: self.selection.family.clone(),
            portrait: self.portrait,
            apart: Vec::new(),
        }
    }

    /// What a file says otherwise than what is marked here is decided so.
    fn import(&mut self, result: Result<Box<Imported>, ImportError>, at: &str) {
        let imported = match result {
            Ok(imported) => imported,
            Err(error) => return self.imported = Some(Err(error)),
        };
        let mut decisions = imported.names;
        let mut absent = 0;
        let known: BTreeMap<&str, &super::collection::Article> = self.collection.documents.iter().map(|d| (d.sha256.as_str(), d)).collect();
        for article in &imported.articles {
            match known.get(article.sha256.as_str()) {
                Some(d) => {
                    let places = Places::new(d.text.as_deref().unwrap_or(""));
                    decisions.extend(differences(article, &d.mentions, &|m| places.at(m.start, m.end)));
                }
                None => absent += 1,
            }
        }
        let mut other = Log::default();
        decisions.into_iter().for_each(|d| other.decide(d, at));
        let mut count = 0;
        self.write(|log| count = log.adopt(&other, at));
        self.imported = Some(Ok((count, absent)));
    }

    /// Something is entered into the log.
    fn write(&mut self, enter: impl FnOnce(&mut Log)) {
        let mut log = (*self.log).clone();
        enter(&mut log);
        if log != *self.log {
            self.log = Shared::new(log);
        }
    }

    /// Goes where a link wants to go, when all its articles are there.
    fn arrive(&mut self) {
        if self.awaited.is_none() {
            return;
        }
        let own: BTreeMap<u32, String> =
            self.collection.documents.iter().filter_map(|d| Some((checksum(d.text.as_deref()?), d.id.clone()))).collect();
        let ready = |a: &mut Awaited| !a.texts.is_empty() && a.texts.iter().all(|(_, sum)| own.contains_key(sum));
        let Some(Awaited { step, texts }) = self.awaited.take_if(ready) else { return };
        // An article may have another name here.
        let here = |id: String| texts.iter().find(|(there, _)| *there == id).and_then(|(_, sum)| own.get(sum).cloned());
        let (document, only) = (step.document.and_then(here), step.only.and_then(here));
        self.restore(Step { document, only, ..step });
    }

    /// As far as it is still there.
    fn restore(&mut self, step: Step) {
        let there = |id: &String| self.collection.documents.iter().any(|d| d.id == *id);
        let found =
            |(label, name): &(String, String)| self.collection.joined.entities.iter().find(|e| e.label == *label && e.name == *name);
        self.selection = Selection {
            entity: step.entity.as_ref().and_then(found).map(|e| e.id.clone()),
            document: step.only.filter(there),
            period: step.period,
            family: step.family,
        };
        if let Some(id) = step.document.filter(there) {
            self.go_to(id);
        }
        self.portrait = step.portrait && self.selection.entity.is_some();
    }

    fn go_to(&mut self, document: String) {
        (self.portrait, self.chosen, self.board) = (false, true, None);
        if self.document.as_ref() != Some(&document) {
            self.card = None;
            self.focus = None;
        }
        self.draft = None;
        self.document = Some(document);
    }

    /// The card moves over the article's mentions, round at the ends; from no card to the first or last.
    fn walk(&mut self, by: isize) {
        let Some(document) = self.current().and_then(|n| self.collection.documents.get(n)) else { return };
        let count = document.mentions.len() as isize;
        if count == 0 {
            return;
        }
        let from = self.card.map_or(if by > 0 { -1 } else { count }, |n| n as isize);
        let next = (from + by).rem_euclid(count) as usize;
        let (id, start, end) = (document.id.clone(), document.mentions[next].start, document.mentions[next].end);
        self.look(id, start, end);
        self.card = Some(next);
    }

    /// The next place found behind the one in view, round at the ends.
    fn walk_hits(&mut self, by: isize) {
        let Some(hits) = self.search.as_ref().and_then(|s| s.hits.clone()) else { return };
        let all: Vec<(u32, u32, u32)> = hits.iter().flat_map(|(n, list)| list.iter().map(|(a, b)| (*n, *a, *b))).collect();
        if all.is_empty() {
            return;
        }
        let number = self.current().and_then(|n| self.collection.documents.get(n)).map_or(0, |d| d.number);
        let here = self.focus.as_ref().map(|f| (number, f.start, f.end));
        let next = match here.map(|h| (all.binary_search(&h), by > 0)) {
            Some((Ok(n), true)) => n + 1,
            Some((Ok(n), false)) => n + all.len() - 1,
            Some((Err(n), true)) => n,
            Some((Err(n), false)) => n + all.len() - 1,
            // The first of the article that is being read.
            None => all.partition_point(|h| h.0 < number),
        };
        let (number, start, end) = all[next % all.len()];
        if let Some(id) = self.collection.documents.iter().find(|d| d.number == number).map(|d| d.id.clone()) {
            self.look(id, start, end);
        }
    }

    fn look(&mut self, document: String, start: u32, end: u32) {
        let turn = self.focus.as_ref().map_or(0, |f| f.turn + 1);
        self.go_to(document.clone());
        self.focus = Some(Focus { document, start, end, turn });
        self.pane = Pane::Article;
    }

    /// The entity's next mention behind the place in view, through the current article first, then all.
    fn pick(&mut self, id: String) {
        let documents = self.collection.documents.clone();
        let wanted = self.collection.joined.place(&id);
        let again = self.selection.entity.as_ref() == Some(&id);
        let from = self.focus.clone().filter(|_| again);
        let current = self.current().unwrap_or(0);
        let places: Vec<(usize, u32, u32)> = (0..documents.len())
            .map(|n| (current + n) % documents.len())
            .flat_map(|n| {
                let article = &documents[n];
                article.mentions.iter().filter(move |m| wanted.is_some() && article.entity(m) == wanted).map(move |m| (n, m.start, m.end))
            })
            .collect();
        let behind = from.and_then(|f| {
            places.iter().position(|p| p.0 == current && p.1 > f.start).or_else(|| places.iter().position(|p| p.0 != current))
        });
        if let Some((n, start, end)) = places.get(behind.unwrap_or(0)).copied() {
            self.look(documents[n].id.clone(), start, end);
        }
        self.selection.entity = Some(id);
    }

    fn hear(&mut self, notice: Notice) {
        match &notice {
            Notice::Part { key, path, error } => {
                if let Some(file) = self.files.iter_mut().find(|f| f.key == *key) {
                    file.parts.push((path.clone(), error.clone()));
                }
            }
            Notice::Holds { key, articles } => {
                if let Some(file) = self.files.iter_mut().find(|f| f.key == *key) {
                    file.articles = *articles;
                    file.state = FileState::Working(0.0);
                }
            }
            _ => {}
        }
        let ended = matches!(notice, Notice::Failed { .. } | Notice::Cancelled { .. });
        let mut set = |key: u32, state: FileState| {
            if let Some(file) = self.files.iter_mut().find(|f| f.key == key) {
                file.state = state;
            }
        };
        match notice {
            Notice::Ready => {
                let waiting = self.files.iter().any(|f| f.state == FileState::Waiting);
                match (waiting, self.example) {
                    (true, _) => self.phase = Phase::Working,
                    // Loading goes on until the example is there, too.
                    (false, Example::Wanted) => self.example = Example::Reading,
                    (false, _) => self.phase = Phase::Ready,
                }
            }
            Notice::Broken { reason } => {
                self.phase = Phase::Broken;
                self.broken = Some(reason);
            }
            Notice::Progress { key, share } => set(key, FileState::Working(share)),
            Notice::Finished { key } => set(key, FileState::Finished),
            Notice::Failed { key, error } => set(key, FileState::Failed(error)),
            Notice::Cancelled { key } => set(key, FileState::Cancelled),
            Notice::Article { number, document } => {
                let current = self.document.as_deref() == Some(document.id.as_str());
                // The card stays with what it is about, whatever has become of it; what was marked gets its card.
                let span = |s: &Self| s.collection.documents.get(s.current()?)?.mentions.get(s.card?).map(|m| (m.start, m.end));
                let about = if current { self.draft.or_else(|| span(self)) } else { None };
                if let Some((start, end)) = about {
                    let shared = |m: &MentionView| (m.end.min(end)).saturating_sub(m.start.max(start));
                    let close = |m: &MentionView| (shared(m), std::cmp::Reverse(m.end - m.start));
                    let best = document
                        .mentions
                        .iter()
                        .enumerate()
                        .filter(|(_, m)| shared(m) > 0)
                        .max_by_key(|(n, m)| (close(m), std::cmp::Reverse(*n)));
                    let drafted = self.draft.is_none() || best.is_some_and(|(_, m)| m.given);
                    if drafted {
                        self.card = best.map(|(n, _)| n);
                        self.draft = None;
                    }
                } else if current {
                    self.card = None;
                }
                self.collection = self.collection.with(number, *document);
                self.stay();
            }
            Notice::Gone { number } => {
                self.collection = self.collection.without(number);
                self.stay();
            }
            Notice::Joined { numbers, view } => {
                let named =
                    |c: &Collection| self.selection.entity.as_ref().and_then(|id| c.entity(id)).map(|e| (e.label.clone(), e.name.clone()));
                // Ids are made of names, and another document may have brought a fuller one.
                let before = named(&self.collection);
                self.collection = self.collection.with_joined(&numbers, *view);
                if before.is_some() && before != named(&self.collection) {
                    let same = |(label, name): &(String, String)| {
                        self.collection.joined.entities.iter().find(|e| e.label == *label && e.name == *name).map(|e| e.id.clone())
                    };
                    self.selection.entity = before.as_ref().and_then(same);
                    self.portrait &= self.selection.entity.is_some();
                }
                self.found = None;
            }
            Notice::Found { query, entities } => self.found = Some(Shared::new((query, entities))),
            Notice::Hits { query, hits } => {
                let first = self.search.as_ref().is_some_and(|s| s.query == query);
                if let Some(search) = self.search.as_mut().filter(|_| first) {
                    search.hits = Some(Shared::new(hits));
                }
            }
            Notice::Fetching(_) => self.fetched = true,
            Notice::Imported(_) | Notice::Export { .. } | Notice::Part { .. } | Notice::Holds { .. } => {}
            Notice::Idle if self.has_example() => {
                self.example = if self.collection.documents.is_empty() { Example::Gone } else { Example::Shown };
                self.phase = Phase::Ready;
            }
            Notice::Idle => {
                self.settle();
                self.arrive();
            }
        }
        // A file that the page itself refuses or gives up ends without the worker.
        if ended && self.phase == Phase::Working {
            self.settle();
        }
    }

    /// Articles came or went: the one being read and the selection must be among them.
    fn stay(&mut self) {
        if !self.chosen || self.current().is_none() {
            self.chosen = false;
            self.document = self.collection.documents.first().map(|d| d.id.clone());
            self.focus = None;
            self.card = None;
        }
        let only = self.selection.document.as_ref();
        if only.is_some_and(|id| self.collection.document(id).is_none()) {
            self.selection.document = None;
        }
    }

    /// Done when nothing is open; the worker rests also while the page still reads the next file from the disk.
    fn settle(&mut self) {
        if self.files.iter().any(|f| matches!(f.state, FileState::Waiting | FileState::Working(_))) {
            return;
        }
        self.files.retain(|f| !f.parts.is_empty() || !matches!(f.state, FileState::Finished | FileState::Cancelled));
        let nothing = self.collection.documents.is_empty() && self.files.is_empty();
        self.phase = if nothing { Phase::Ready } else { Phase::Done };
    }

    /// Nothing is on its way: neither articles nor where a link leads.
    pub fn is_settled(&self) -> bool {
        matches!(self.phase, Phase::Ready | Phase::Done) && self.awaited.is_none()
    }

    /// The key for the next file.
    pub fn next_key(&self) -> u32 {
        self.next_key
    }
}
