//! The page's end of the workers: fetches what they need, starts them, carries messages between them and the desk.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{MessageEvent, Worker};

use super::browser::{self, LoadError};
use crate::worker::agent::{LEXICON, TAGGER};
use crate::worker::desk::{Desk, Out};
use crate::worker::protocol::{Command, Notice, Response, decode, encode};

/// Most workers: each holds the models.
const MOST: usize = 4;

/// The running workers; they live as long as the page.
#[derive(Clone)]
pub struct Client(Rc<Inner>);

struct Inner {
    desk: RefCell<Desk>,
    workers: RefCell<Vec<Running>>,
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

    /// Takes a command.
    pub fn send(&self, command: Command) {
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
