//! What the page knows, and how it changes.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::collection::{Collection, Shared};
use super::queries::select::Selection;
use super::share::{ShareError, checksum};
use crate::worker::protocol::{FileError, Notice};
use crate::worker::view::ApartView;

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
    /// Names set apart: the step after undoing a join is another one, and Back joins again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub apart: Vec<ApartView>,
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
    /// Names that the user has set apart, sorted.
    pub apart: Vec<ApartView>,
    /// Copies of an article are shown once.
    pub fold: bool,
    /// A reader of files has been fetched from the page's server.
    pub fetched: bool,
    /// An entity (type, name) that is there only once its name has been set apart, and whether its own page is wanted.
    sought: Option<((String, String), bool)>,
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
    /// The user says that a name (type, base form) is something else than what it was joined to.
    Part(ApartView),
    /// The user takes that back.
    Unite(ApartView),
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
            apart: Vec::new(),
            fold: true,
            fetched: false,
            sought: None,
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
                        ..Self::default()
                    };
                }
                next.files.retain(|f| !f.parts.is_empty() || !matches!(f.state, FileState::Finished | FileState::Cancelled));
                for (key, name) in files {
                    next.next_key = next.next_key.max(key + 1);
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
                next.chosen |= mention.is_some();
            }
            Action::Walk(by) => next.walk(by),
            Action::Look(document, start, end) => next.look(document, start, end),
            Action::Dismiss(key) => next.files.retain(|f| f.key != key),
            Action::Fold(fold) => next.fold = fold,
            Action::Show(pane) => next.pane = pane,
            Action::Part(name) => {
                if let Err(at) = next.apart.binary_search(&name) {
                    next.apart.insert(at, name);
                }
            }
            Action::Unite(name) => next.apart.retain(|n| *n != name),
            Action::Cleared => {
                let phase = if matches!(self.phase, Phase::Loading | Phase::Broken) { self.phase } else { Phase::Ready };
                next = Self {
                    phase,
                    broken: self.broken.clone(),
                    next_key: self.next_key,
                    fetched: self.fetched,
                    fold: self.fold,
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
            apart: self.apart.clone(),
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
        let other_names = self.apart != step.apart;
        self.apart = step.apart;
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
        let missing = other_names && self.selection.entity.is_none();
        self.sought = step.entity.filter(|_| missing).map(|entity| (entity, step.portrait));
    }

    fn go_to(&mut self, document: String) {
        (self.portrait, self.chosen) = (false, true);
        if self.document.as_ref() != Some(&document) {
            self.card = None;
            self.focus = None;
        }
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
                if let Some(((label, name), portrait)) = self.sought.take()
                    && let Some(e) = self.collection.joined.entities.iter().find(|e| e.label == label && e.name == name)
                {
                    self.selection.entity = Some(e.id.clone());
                    self.portrait = portrait;
                }
                self.found = None;
            }
            Notice::Found { query, entities } => self.found = Some(Shared::new((query, entities))),
            Notice::Fetching(_) => self.fetched = true,
            Notice::Export(_) | Notice::Part { .. } | Notice::Holds { .. } => {}
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

    /// The key for the next file.
    pub fn next_key(&self) -> u32 {
        self.next_key
    }
}
