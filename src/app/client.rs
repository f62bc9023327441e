//! The page's end of the workers: fetches what they need, starts them, carries messages between them and the desk.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{MessageEvent, Worker};

use super::browser::{self, LoadError};
use crate::ingest::Limits;
use crate::worker::agent::{LEXICON, TAGGER};
use crate::worker::desk::{Desk, Out};
use crate::worker::protocol::{Ask, Command, FileError, Notice, Response, Told, Tool, decode, encode};

/// Most workers: each holds the models.
const MOST: usize = 4;

/// The running workers; they live as long as the page.
#[derive(Clone)]
pub struct Client(Rc<Inner>);

struct Inner {
    desk: RefCell<Desk>,
    workers: RefCell<Vec<Running>>,
    readers: RefCell<BTreeMap<Tool, Running>>,
    /// What ends a reader that does not answer.
    patience: RefCell<BTreeMap<Tool, Timeout>>,
    /// Files that wait on the disk for their turn, by key.
    files: RefCell<BTreeMap<u32, gloo::file::File>>,
    hear: Box<dyn Fn(Notice)>,
    news: RefCell<News>,
}

/// What the page has yet to hear.
#[derive(Default)]
struct News {
    waiting: Vec<Notice>,
    timer: Option<Timeout>,
    /// When the page heard last, by the browser's clock in milliseconds.
    heard: f64,
    /// Articles told of since the last burst of work began.
    articles: usize,
}

/// Rest of the page between two changes, in milliseconds for each article that it shows, and at most: it draws its lists anew with
/// every change, which takes the longer the more there are.
const REST: f64 = 2.0;
const LONGEST_REST: f64 = 250.0;

/// How long a reader may be at one thing, in milliseconds.
const PATIENCE: u32 = 120_000;

/// A worker and what listens to it.
struct Running {
    worker: Worker,
    _message: Closure<dyn FnMut(MessageEvent)>,
    _error: Closure<dyn FnMut(JsValue)>,
}

/// What every worker is started from: fetched once, so that nothing is asked for later.
struct Given {
    script: String,
    /// Compiled program and packs, as the worker's global.
    global: Object,
}

impl Client {
    /// Starts the workers, as many as there are processors; `hear` gets every notice.
    pub fn start(hear: impl Fn(Notice) + 'static) -> Self {
        let count = browser::processors().clamp(1, MOST);
        let inner = Rc::new(Inner {
            desk: RefCell::new(Desk::new(count)),
            workers: RefCell::default(),
            readers: RefCell::default(),
            patience: RefCell::default(),
            files: RefCell::default(),
            hear: Box::new(hear),
            news: RefCell::default(),
        });
        let client = Self(inner);
        let starting = client.clone();
        spawn_local(async move {
            match load().await {
                Ok(given) => starting.run(Rc::new(given), 0, count),
                Err(error) => (starting.0.hear)(Notice::Broken { reason: error.to_string() }),
            }
        });
        client
    }

    /// Keeps files to be read when the desk wants them; commands to open them follow.
    pub fn keep(&self, files: impl IntoIterator<Item = (u32, gloo::file::File)>) {
        self.0.files.borrow_mut().extend(files);
    }

    /// Takes a command.
    pub fn send(&self, command: Command) {
        if matches!(command, Command::Cancel | Command::Clear) {
            self.0.files.borrow_mut().clear();
        }
        if command == Command::Clear {
            // What was on its way is of what is being cleared.
            self.0.news.borrow_mut().waiting.retain(|n| matches!(n, Notice::Ready | Notice::Broken { .. } | Notice::Fetching(_)));
        }
        let outs = self.0.desk.borrow_mut().ask(command);
        self.deliver(outs);
    }

    /// Starts a worker; the next one when it is ready, so that the first has the processors for itself.
    fn run(&self, given: Rc<Given>, number: usize, count: usize) {
        let Ok(worker) = browser::start_worker(&given.script) else { return self.lose(number) };
        let message = {
            let (this, given) = (self.clone(), given.clone());
            Closure::new(move |event: MessageEvent| {
                // Both sides are this program, of one build: what cannot be read is not the worker's.
                let Some(response) = decode::<Response>(&Uint8Array::new(&event.data()).to_vec()) else { return };
                let ready = response == Response::Ready;
                let outs = this.0.desk.borrow_mut().hear(number, response);
                this.deliver(outs);
                if ready && number + 1 < count {
                    this.run(given.clone(), number + 1, count);
                }
            })
        };
        let error = {
            let this = self.clone();
            Closure::new(move |_: JsValue| this.lose(number))
        };
        worker.set_onmessage(Some(message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(error.as_ref().unchecked_ref()));
        let posted = worker.post_message(&given.global);
        self.0.workers.borrow_mut().push(Running { worker, _message: message, _error: error });
        if posted.is_err() {
            self.lose(number);
        }
    }

    /// Reads a file for the desk.
    fn fetch(&self, key: u32) {
        let file = self.0.files.borrow_mut().remove(&key);
        let this = self.clone();
        spawn_local(async move {
            let limit = Limits::default().file;
            let bytes = match file {
                // What will be refused need not be read: one byte too many says so.
                Some(file) if file.size() > limit => Some(vec![b' '; limit as usize + 1]),
                Some(file) => gloo::file::futures::read_as_bytes(&file).await.ok(),
                None => None,
            };
            this.send(Command::Bytes { key, bytes });
        });
    }

    /// Starts a reader; it may have to be fetched.
    fn start_reader(&self, tool: Tool) {
        let this = self.clone();
        spawn_local(async move {
            let (script, program) = match tool {
                Tool::Reader => (browser::fetch_text("reader.js").await, browser::compile("reader_bg.wasm").await),
                Tool::Pdf => (browser::fetch_text("pdf.js").await, browser::compile("pdf_bg.wasm").await),
            };
            let worker = match (script, program) {
                (Ok(script), Ok(program)) => browser::start_worker(&script).ok().map(|worker| (worker, program)),
                _ => None,
            };
            let Some((worker, program)) = worker else { return this.lose_reader(tool, FileError::NoReader) };
            let message = {
                let this = this.clone();
                Closure::new(move |event: MessageEvent| {
                    let Some(told) = decode::<Told>(&Uint8Array::new(&event.data()).to_vec()) else { return };
                    this.0.patience.borrow_mut().remove(&tool);
                    let outs = this.0.desk.borrow_mut().told(tool, told);
                    this.deliver(outs);
                })
            };
            let error = {
                let this = this.clone();
                Closure::new(move |_: JsValue| this.lose_reader(tool, FileError::Lost))
            };
            worker.set_onmessage(Some(message.as_ref().unchecked_ref()));
            worker.set_onerror(Some(error.as_ref().unchecked_ref()));
            let global = Object::new();
            // An empty object takes any property.
            let _ = Reflect::set(&global, &"program".into(), &program);
            let posted = worker.post_message(&global);
            this.0.readers.borrow_mut().insert(tool, Running { worker, _message: message, _error: error });
            if posted.is_err() {
                this.lose_reader(tool, FileError::NoReader);
            }
        });
    }

    /// A reader is gone: the worker of a program that has come to an end does nothing any more.
    fn lose_reader(&self, tool: Tool, error: FileError) {
        self.stop(tool);
        let outs = self.0.desk.borrow_mut().lose_reader(tool, error);
        self.deliver(outs);
    }

    fn stop(&self, tool: Tool) {
        self.0.patience.borrow_mut().remove(&tool);
        let gone = self.0.readers.borrow_mut().remove(&tool);
        if let Some(running) = gone {
            running.worker.terminate();
            // Its listener may be what is running now.
            Timeout::new(0, move || drop(running)).forget();
        }
    }

    fn lose(&self, worker: usize) {
        let outs = self.0.desk.borrow_mut().lose(worker);
        self.deliver(outs);
    }

    /// Tells the page now, or after its rest.
    fn tell(&self) {
        let mut news = self.0.news.borrow_mut();
        if news.waiting.is_empty() || news.timer.is_some() {
            return;
        }
        let rest = (news.articles as f64 * REST).min(LONGEST_REST);
        let left = news.heard + rest - browser::now();
        if left > 1.0 {
            let this = self.clone();
            news.timer = Some(Timeout::new(left as u32, move || {
                this.0.news.borrow_mut().timer = None;
                this.tell();
            }));
            return;
        }
        let waiting = std::mem::take(&mut news.waiting);
        news.heard = browser::now();
        news.articles += waiting.iter().filter(|n| matches!(n, Notice::Article { .. })).count();
        if waiting.contains(&Notice::Idle) {
            news.articles = 0;
        }
        // The page may answer with a command.
        drop(news);
        waiting.into_iter().for_each(|notice| (self.0.hear)(notice));
    }

    fn deliver(&self, outs: Vec<Out>) {
        for out in outs {
            match out {
                Out::Page(notice) => self.0.news.borrow_mut().waiting.push(notice),
                Out::Fetch(key) => self.fetch(key),
                Out::Start(tool) => self.start_reader(tool),
                Out::Stop(tool) => self.stop(tool),
                Out::Ask(tool, ask) => {
                    if ask != Ask::Drop {
                        let this = self.clone();
                        let end = Timeout::new(PATIENCE, move || this.lose_reader(tool, FileError::TooLong));
                        self.0.patience.borrow_mut().insert(tool, end);
                    }
                    let bytes = Uint8Array::from(encode(&ask).as_slice());
                    let moved = Array::of1(&bytes.buffer());
                    if let Some(running) = self.0.readers.borrow().get(&tool) {
                        // A reader that is gone has said so by its error.
                        let _ = running.worker.post_message_with_transfer(&bytes, &moved);
                    }
                }
                Out::Tell(number, request) => {
                    let bytes = Uint8Array::from(encode(&request).as_slice());
                    let moved = Array::of1(&bytes.buffer());
                    if let Some(running) = self.0.workers.borrow().get(number) {
                        // A worker that is gone has said so by its error.
                        let _ = running.worker.post_message_with_transfer(&bytes, &moved);
                    }
                }
            }
        }
        self.tell();
    }
}

impl PartialEq for Client {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

async fn load() -> Result<Given, LoadError> {
    // All at once: the packs are most of it.
    let (script, program, lexicon, tagger) = futures::join!(
        browser::fetch_text("worker.js"),
        browser::compile("worker_bg.wasm"),
        browser::fetch_buffer("packs/lexicon.pack.gz"),
        browser::fetch_buffer("packs/tagger.pack.gz"),
    );
    let global = Object::new();
    for (name, value) in [("program", program?), (LEXICON, lexicon?), (TAGGER, tagger?)] {
        // An empty object takes any property.
        let _ = Reflect::set(&global, &name.into(), &value);
    }
    Ok(Given { script: script?, global })
}
