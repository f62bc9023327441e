//! Which collection the page keeps, and what of it is in the store.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use gloo::timers::future::TimeoutFuture;
use wasm_bindgen_futures::spawn_local;

use super::browser;
use super::share::{Article, Project};
use super::state::State;
use super::store::{self, Head, Lock, Room, Store};
use crate::worker::decision::digest;

/// The setting that says which collection was open last, in this tab or, in a new one, in any.
const LAST: &str = "letopis.collection";

/// Changes are written so many milliseconds after the first of them.
const REST: u32 = 300;

/// What the page is told.
#[derive(Clone, Debug, PartialEq)]
pub enum Kept {
    /// A collection is open: bring its articles.
    Opened(Box<Project>),
    /// The collections there are, the one that is open, and the room they take.
    Listed(Vec<Head>, Option<String>, Option<Room>),
    /// The collection that was open is left: the page is to be emptied.
    Left,
    /// Another tab writes this collection: nothing here is kept.
    Elsewhere,
    /// The browser keeps nothing, or has no more room.
    Refused,
}

/// See the module.
#[derive(Clone)]
pub struct Keeper(Rc<Inner>);

struct Inner {
    tell: Box<dyn Fn(Kept)>,
    store: RefCell<Option<Store>>,
    current: RefCell<Option<Current>>,
    /// A write that is to come.
    timer: RefCell<Option<Timeout>>,
    /// What it is to write: the page as it was last.
    wanted: RefCell<Option<Rc<State>>>,
    /// A write is under way.
    writing: RefCell<bool>,
    /// Counts collections opened and left: what was begun for another one is given up.
    epoch: Cell<u32>,
}

/// What an article is known by in the store: two of one name may come, one of them from before a reload.
fn identity(id: &str, digest: &str) -> String {
    format!("{id}\u{0}{}", digest.get(..16).unwrap_or(digest))
}

fn identity_of(a: &Article) -> String {
    identity(&a.id, &a.text.as_deref().map(digest).unwrap_or_default())
}

/// The collection that is open.
struct Current {
    head: Head,
    /// What is in the store, by [`identity`].
    saved: BTreeSet<String>,
    /// Articles that were on the page: what is not brought back yet, or was given up on the way, is not gone.
    seen: BTreeSet<String>,
    /// None when another tab has it.
    lock: Option<Lock>,
}

/// The setting that says which link the collection came from.
const LINK: &str = "letopis.link";

/// Whether the collection that was open last came from this link.
pub fn is_of(fragment: &str) -> bool {
    !fragment.is_empty() && browser::tab_setting(LINK).as_deref() == Some(fragment)
}

/// A link is opened: what is kept from now on comes from it.
pub fn opened(fragment: &str) {
    browser::keep_tab_setting(LAST, "");
    browser::keep_tab_setting(LINK, fragment);
}

/// Whether a collection is to be brought back before anything else is shown.
pub fn expected() -> bool {
    browser::tab_setting(LAST).is_some_and(|id| !id.is_empty())
}

impl Keeper {
    /// Opens the store; brings the collection back that was open last, if `resume`.
    pub fn start(resume: bool, tell: impl Fn(Kept) + 'static) -> Self {
        let keeper = Self(Rc::new(Inner {
            tell: Box::new(tell),
            store: RefCell::default(),
            current: RefCell::default(),
            timer: RefCell::default(),
            wanted: RefCell::default(),
            writing: RefCell::default(),
            epoch: Cell::default(),
        }));
        let this = keeper.clone();
        spawn_local(async move {
            match Store::open().await {
                Ok(store) => {
                    *this.0.store.borrow_mut() = Some(store);
                    match browser::tab_setting(LAST).filter(|id| resume && !id.is_empty()) {
                        Some(id) => this.bring(id).await,
                        None => this.list().await,
                    }
                    this.flush().await;
                }
                Err(_) => (this.0.tell)(Kept::Refused),
            }
        });
        keeper
    }

    /// Whether a collection is open: what comes then belongs to it.
    pub fn is_open(&self) -> bool {
        self.0.current.borrow().is_some()
    }

    fn store(&self) -> Option<Store> {
        self.0.store.borrow().clone()
    }

    async fn bring(&self, id: String) {
        let Some(store) = self.store() else { return };
        let epoch = self.turn();
        let lock = store::lock(&id).await;
        let loaded = store.load(&id).await;
        if self.0.epoch.get() != epoch {
            return;
        }
        match loaded {
            Ok(Some((head, project))) => {
                let saved = project.documents.iter().map(identity_of).collect();
                let elsewhere = lock.is_none();
                // What the page was before is not this collection.
                self.0.wanted.borrow_mut().take();
                *self.0.current.borrow_mut() = Some(Current { head, saved, seen: BTreeSet::new(), lock });
                browser::keep_tab_setting(LAST, &id);
                (self.0.tell)(Kept::Opened(Box::new(project)));
                if elsewhere {
                    (self.0.tell)(Kept::Elsewhere);
                }
            }
            Ok(None) => browser::keep_tab_setting(LAST, ""),
            Err(_) => (self.0.tell)(Kept::Refused),
        }
        self.list().await;
    }

    /// Opens another collection.
    pub fn open(&self, id: String) {
        let this = self.clone();
        spawn_local(async move {
            this.flush().await;
            this.leave();
            (this.0.tell)(Kept::Left);
            this.bring(id).await;
        });
    }

    /// Begins another collection; the one that was open stays.
    pub fn fresh(&self) {
        let this = self.clone();
        spawn_local(async move {
            this.flush().await;
            this.leave();
            (this.0.tell)(Kept::Left);
            this.list().await;
        });
    }

    /// Another collection is wanted from now on.
    fn turn(&self) -> u32 {
        self.0.epoch.set(self.0.epoch.get() + 1);
        self.0.epoch.get()
    }

    fn leave(&self) {
        self.turn();
        self.0.timer.borrow_mut().take();
        self.0.wanted.borrow_mut().take();
        self.0.current.borrow_mut().take();
        browser::keep_tab_setting(LAST, "");
        browser::keep_tab_setting(LINK, "");
    }

    /// Takes a collection away for good: the one that is open, or another; but none that another tab writes.
    pub fn delete(&self, id: Option<String>) {
        let own = self.0.current.borrow().as_ref().map(|c| c.head.id.clone());
        let Some(id) = id.or(own.clone()) else { return };
        let mut lock = None;
        if own.as_ref() == Some(&id) {
            lock = self.0.current.borrow_mut().take().and_then(|c| c.lock);
            self.leave();
            if lock.is_none() {
                let this = self.clone();
                return spawn_local(async move { this.list().await });
            }
        }
        let this = self.clone();
        spawn_local(async move {
            let Some(store) = this.store() else { return };
            if lock.is_none() {
                lock = store::lock(&id).await;
            }
            // It is held until nothing is left.
            if lock.is_none() {
                (this.0.tell)(Kept::Elsewhere);
            } else if store.delete(&id).await.is_err() {
                (this.0.tell)(Kept::Refused);
            }
            drop(lock);
            this.list().await;
        });
    }

    /// Calls the collection that is open otherwise.
    pub fn rename(&self, name: String) {
        if let Some(current) = self.0.current.borrow_mut().as_mut() {
            current.head.name = name;
        }
        let this = self.clone();
        spawn_local(async move {
            let head = this.0.current.borrow().as_ref().filter(|c| c.lock.is_some()).map(|c| c.head.clone());
            if let (Some(store), Some(head)) = (this.store(), head)
                && store.save(&head, &[], &[]).await.is_err()
            {
                (this.0.tell)(Kept::Refused);
            }
            this.list().await;
        });
    }

    /// The page has changed: it will be written soon.
    pub fn keep(&self, state: Rc<State>) {
        *self.0.wanted.borrow_mut() = Some(state);
        browser::tell_kept(false);
        let this = self.clone();
        // Changes may follow one another without end: the first of them is not put off.
        self.0.timer.borrow_mut().get_or_insert_with(|| Timeout::new(REST, move || spawn_local(async move { this.flush().await })));
    }

    /// Writes what is to be written, now.
    pub async fn flush(&self) {
        self.0.timer.borrow_mut().take();
        // A write under way comes to its end first.
        while *self.0.writing.borrow() {
            TimeoutFuture::new(20).await;
        }
        // What comes before the store is there waits for it.
        if self.store().is_none() {
            return;
        }
        *self.0.writing.borrow_mut() = true;
        let mut stored = true;
        loop {
            let wanted = self.0.wanted.borrow_mut().take();
            let Some(state) = wanted else { break };
            stored = self.write(&state).await;
        }
        *self.0.writing.borrow_mut() = false;
        browser::tell_kept(stored && self.0.wanted.borrow().is_none());
    }

    /// Whether all of the page is in the store.
    async fn write(&self, state: &State) -> bool {
        let Some(store) = self.store() else { return false };
        if self.0.current.borrow().is_none() {
            if state.collection.documents.is_empty() {
                return true;
            }
            let at = browser::moment();
            // The time and a number of chance: collections of one moment differ.
            let id = format!("{at}-{:06x}", (js_sys::Math::random() * f64::from(1 << 24)) as u32);
            let epoch = self.turn();
            let lock = store::lock(&id).await;
            if self.0.epoch.get() != epoch {
                return false;
            }
            let name = state.collection.documents.first().map(|d| d.title.clone().unwrap_or_else(|| d.id.clone())).unwrap_or_default();
            let head = Head { id: id.clone(), name: name.chars().take(80).collect(), ..Head::default() };
            *self.0.current.borrow_mut() = Some(Current { head, saved: BTreeSet::new(), seen: BTreeSet::new(), lock });
            browser::keep_tab_setting(LAST, &id);
            // Some browsers ask the user, who may take their time.
            spawn_local(store::persist());
        }
        let (head, new, gone) = {
            let mut current = self.0.current.borrow_mut();
            // A log only grows: one that does not hold what is kept is of another page than this collection's.
            let Some(current) = current.as_mut().filter(|c| c.lock.is_some() && state.log.extends(&c.head.log)) else {
                return false;
            };
            let documents = &state.collection.documents;
            let new: Vec<Article> = {
                let changed: Vec<_> =
                    documents.iter().filter(|d| !current.saved.contains(&identity(&d.id, &d.sha256))).map(|d| &**d).collect();
                Project::of(changed.into_iter(), crate::worker::view::Unit::Utf16, state.step(), (*state.log).clone(), true).documents
            };
            let own: Vec<String> = documents.iter().map(|d| identity(&d.id, &d.sha256)).collect();
            let there: BTreeSet<&String> = own.iter().collect();
            let gone: Vec<String> = current.seen.iter().filter(|name| !there.contains(name)).cloned().collect();
            let rest = current.head.order.iter().filter(|name| !there.contains(name) && !gone.contains(name)).cloned();
            let order: Vec<String> = own.iter().cloned().chain(rest).collect();
            current.seen = own.into_iter().collect();
            let step = if state.is_settled() { state.step() } else { current.head.step.clone() };
            let head = Head { order, log: (*state.log).clone(), step, ..current.head.clone() };
            if head == current.head && new.is_empty() && gone.is_empty() {
                return true;
            }
            current.head = Head { changed: browser::moment(), ..head };
            (current.head.clone(), new, gone)
        };
        let keyed: Vec<(String, Article)> = new.iter().map(|a| (identity_of(a), a.clone())).collect();
        let stored = match store.save(&head, &keyed, &gone).await {
            Ok(()) => {
                if let Some(current) = self.0.current.borrow_mut().as_mut().filter(|c| c.head.id == head.id) {
                    current.saved.retain(|name| !gone.contains(name));
                    current.saved.extend(new.iter().map(identity_of));
                }
                true
            }
            Err(_) => {
                (self.0.tell)(Kept::Refused);
                false
            }
        };
        self.list().await;
        stored
    }

    async fn list(&self) {
        let Some(store) = self.store() else { return };
        if let Ok(heads) = store.list().await {
            let own = self.0.current.borrow().as_ref().map(|c| c.head.id.clone());
            (self.0.tell)(Kept::Listed(heads, own, store::room().await));
        }
    }
}
