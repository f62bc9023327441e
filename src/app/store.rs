//! Collections in the browser's own store (IndexedDB): what the user has collected and decided comes back after a reload or a crash.
//!
//! Of an article its text is kept with what its file said of it, each for itself; of a collection its name, the order of its articles, the log
//! of decisions and where the user was. What the machine finds is not kept: it is found again. Every change is one transaction, so that an
//! end in the middle of it leaves what was before. A collection is written by one tab: the one that has its lock.

use idb::{Database, DatabaseEvent, Error, Factory, KeyRange, ObjectStoreParams, Query, TransactionMode};
use js_sys::{Function, Object, Promise, Reflect};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::share::{Article, Project, VERSION};
use super::state::Step;
use crate::worker::decision::Log;

const NAME: &str = "letopis";
const HEADS: &str = "collections";
const ARTICLES: &str = "articles";

/// What is kept of a collection beside its articles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// What it is known by.
    pub id: String,
    /// What the user calls it.
    pub name: String,
    /// When it was last changed, as RFC 3339 says it.
    pub changed: String,
    /// What its articles are known by, in order.
    pub order: Vec<String>,
    /// What was decided.
    pub log: Log,
    /// Where the user was.
    pub step: Step,
}

/// How much room the browser gives, in bytes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Room {
    /// In use by this site.
    pub used: f64,
    /// What it may use.
    pub quota: f64,
}

/// The open store.
#[derive(Clone)]
pub struct Store(std::rc::Rc<Database>);

/// The key of an article: collections stand apart in it.
fn key(collection: &str, article: &str) -> JsValue {
    JsValue::from_str(&format!("{collection}\u{0}{article}"))
}

/// All articles of a collection.
fn range(collection: &str) -> Result<KeyRange, Error> {
    KeyRange::bound(&key(collection, ""), &JsValue::from_str(&format!("{collection}\u{1}")), None, Some(true))
}

fn write<T: Serialize>(value: &T) -> JsValue {
    // The types hold strings and numbers only: JSON has them all.
    JsValue::from_str(&serde_json::to_string(value).unwrap_or_default())
}

/// What another version has written is left alone.
fn read<T: for<'de> Deserialize<'de>>(value: &JsValue) -> Option<T> {
    serde_json::from_str(&value.as_string()?).ok()
}

impl Store {
    /// Opens the store, or makes it.
    ///
    /// # Errors
    /// When the browser keeps nothing, as in some private windows.
    pub async fn open() -> Result<Self, Error> {
        let mut request = Factory::new()?.open(NAME, Some(1))?;
        request.on_upgrade_needed(|event| {
            if let Ok(database) = event.database() {
                for name in [HEADS, ARTICLES] {
                    // It is there already in a store that was made half.
                    let _ = database.create_object_store(name, ObjectStoreParams::new());
                }
            }
        });
        let mut database = request.await?;
        // A later version of the page wants to change the store: it may.
        database.on_version_change(|event| {
            if let Ok(database) = event.database() {
                database.close();
            }
        });
        Ok(Self(std::rc::Rc::new(database)))
    }

    /// All collections, the one changed last first.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn list(&self) -> Result<Vec<Head>, Error> {
        let transaction = self.0.transaction(&[HEADS], TransactionMode::ReadOnly)?;
        let values = transaction.object_store(HEADS)?.get_all(None, None)?.await?;
        let mut heads: Vec<Head> = values.iter().filter_map(read).collect();
        heads.sort_by(|a, b| b.changed.cmp(&a.changed).then_with(|| a.id.cmp(&b.id)));
        Ok(heads)
    }

    /// A collection with its articles; `None` when it is not there.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn load(&self, id: &str) -> Result<Option<(Head, Project)>, Error> {
        let transaction = self.0.transaction(&[HEADS, ARTICLES], TransactionMode::ReadOnly)?;
        let head: Option<Head> = transaction.object_store(HEADS)?.get(JsValue::from_str(id))?.await?.as_ref().and_then(read);
        let articles = transaction.object_store(ARTICLES)?;
        let keys = articles.get_all_keys(Some(Query::KeyRange(range(id)?)), None)?.await?;
        let values = articles.get_all(Some(Query::KeyRange(range(id)?)), None)?.await?;
        let Some(head) = head else { return Ok(None) };
        let name =
            |key: &JsValue| key.as_string().and_then(|k| k.split_once('\u{0}').map(|(_, name)| name.to_string())).unwrap_or_default();
        let mut documents: Vec<(String, Article)> = keys.iter().map(name).zip(&values).filter_map(|(n, v)| Some((n, read(v)?))).collect();
        // One that came before an end in the middle of things stands last.
        let place: std::collections::BTreeMap<&str, usize> = head.order.iter().enumerate().map(|(n, id)| (id.as_str(), n)).collect();
        documents.sort_by_key(|(name, _)| (place.get(name.as_str()).copied().unwrap_or(usize::MAX), name.clone()));
        let documents = documents.into_iter().map(|(_, article)| article).collect();
        let project = Project { version: VERSION, documents, step: head.step.clone(), log: head.log.clone() };
        Ok(Some((head, project)))
    }

    /// Writes what has changed: articles that are new, with what they are known by, those that are gone, and the rest, at once.
    ///
    /// # Errors
    /// When the browser refuses, for want of room above all; nothing is changed then.
    pub async fn save(&self, head: &Head, new: &[(String, Article)], gone: &[String]) -> Result<(), Error> {
        let transaction = self.0.transaction(&[HEADS, ARTICLES], TransactionMode::ReadWrite)?;
        let articles = transaction.object_store(ARTICLES)?;
        for id in gone {
            articles.delete(key(&head.id, id))?;
        }
        for (name, article) in new {
            articles.put(&write(article), Some(&key(&head.id, name)))?;
        }
        transaction.object_store(HEADS)?.put(&write(head), Some(&JsValue::from_str(&head.id)))?;
        transaction.commit()?.await?;
        Ok(())
    }

    /// Takes a collection away for good.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn delete(&self, id: &str) -> Result<(), Error> {
        let transaction = self.0.transaction(&[HEADS, ARTICLES], TransactionMode::ReadWrite)?;
        transaction.object_store(ARTICLES)?.delete(Query::KeyRange(range(id)?))?;
        transaction.object_store(HEADS)?.delete(JsValue::from_str(id))?;
        transaction.commit()?.await?;
        Ok(())
    }
}

/// A value of the browser's, by its path from `navigator`.
fn navigator(path: &[&str]) -> Option<JsValue> {
    let start: JsValue = web_sys::window()?.navigator().into();
    path.iter().try_fold(start, |at, name| Reflect::get(&at, &JsValue::from_str(name)).ok()).filter(|v| !v.is_undefined())
}

/// How much room there is; `None` where the browser does not say.
pub async fn room() -> Option<Room> {
    let storage = navigator(&["storage"])?;
    let estimate: Function = Reflect::get(&storage, &"estimate".into()).ok()?.dyn_into().ok()?;
    let told = JsFuture::from(Promise::from(estimate.call0(&storage).ok()?)).await.ok()?;
    let number = |name: &str| Reflect::get(&told, &name.into()).ok()?.as_f64();
    Some(Room { used: number("usage")?, quota: number("quota")? })
}

/// Asks the browser not to clear what is kept when the disk is full.
pub async fn persist() {
    let asked = navigator(&["storage"]).and_then(|storage| {
        let persist: Function = Reflect::get(&storage, &"persist".into()).ok()?.dyn_into().ok()?;
        persist.call0(&storage).ok()
    });
    if let Some(promise) = asked {
        // It may refuse; what is kept is then kept as long as there is room.
        let _ = JsFuture::from(Promise::from(promise)).await;
    }
}

/// The right to write a collection; it ends when dropped, or with the tab.
pub struct Lock(Function);

impl Drop for Lock {
    fn drop(&mut self) {
        // A function that settles a promise does not throw.
        let _ = self.0.call0(&JsValue::NULL);
    }
}

/// Asks for the right to write a collection; `None` when another tab has it. Where there are no locks there is one tab, as far as can be told.
pub async fn lock(id: &str) -> Option<Lock> {
    let Some(locks) = navigator(&["locks"]) else { return Some(Lock(Function::new_no_args(""))) };
    let request: Function = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    let options = Object::new();
    Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE).ok()?;
    let (told, answer) = futures::channel::oneshot::channel();
    let mut told = Some(told);
    // The lock is held as long as the promise given back is open.
    let granted = Closure::once_into_js(move |lock: JsValue| {
        let mut release = None;
        let held = Promise::new(&mut |resolve, _| release = Some(resolve));
        let free = lock.is_null();
        if let (Some(told), Some(release)) = (told.take(), release) {
            if free {
                let _ = release.call0(&JsValue::NULL);
                let _ = told.send(None);
            } else {
                let _ = told.send(Some(Lock(release)));
            }
        }
        JsValue::from(held)
    });
    request.call3(&locks, &JsValue::from_str(&format!("{NAME}-{id}")), &options, &granted).ok()?;
    answer.await.ok().flatten()
}
