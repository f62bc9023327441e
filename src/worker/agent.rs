//! The worker in the browser: fetches the packs, then receives, calls the handler, sends.

use gloo::timers::callback::Timeout;
use gloo_worker::{Codec, HandlerId, Worker, WorkerScope};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::handler::Handler;
use super::protocol::{Request, Response};
use crate::nlp::pack::PackError;
use crate::nlp::pipeline::Models;

/// The worker's global under which the page leaves the address that the packs stand beside; the worker's own is a `blob:`.
pub const BASE: &str = "letopisBase";

const LEXICON: &str = "packs/lexicon.pack.gz";
const TAGGER: &str = "packs/tagger.pack.gz";

/// Messages as JavaScript values: bytes travel as typed arrays, not as lists of numbers.
#[derive(Debug)]
pub struct JsCodec;

impl Codec for JsCodec {
    fn encode<I: Serialize>(input: I) -> JsValue {
        // Both sides are this program, of one build: what one cannot write or the other cannot read is a defect in it.
        let serializer = serde_wasm_bindgen::Serializer::new();
        input.serialize(&serializer).unwrap_or_else(|e| wasm_bindgen::throw_str(&e.to_string()))
    }
    fn decode<O: for<'de> Deserialize<'de>>(input: JsValue) -> O {
        serde_wasm_bindgen::from_value(input).unwrap_or_else(|e| wasm_bindgen::throw_str(&e.to_string()))
    }
}

/// Why the models are not there.
#[derive(Debug, thiserror::Error)]
enum LoadError {
    #[error("{0}: not found on the page's server")]
    Missing(&'static str),
    #[error("{0}: cannot be fetched")]
    Fetch(&'static str),
    #[error(transparent)]
    Pack(#[from] PackError),
}

/// The page's worker.
pub struct Agent {
    handler: Option<Handler<'static>>,
    /// Requests that came before the models.
    early: Vec<Request>,
    broken: Option<String>,
    page: Option<HandlerId>,
    ticking: bool,
}

/// What the worker tells itself.
#[derive(Debug)]
pub enum Message {
    /// The models came, or did not.
    Loaded(Result<&'static Models, String>),
    /// Time for the next step.
    Tick,
}

impl Worker for Agent {
    type Message = Message;
    type Input = Request;
    type Output = Response;

    fn create(scope: &WorkerScope<Self>) -> Self {
        let scope = scope.clone();
        spawn_local(async move {
            // The models live as long as the worker.
            let loaded = load().await.map(|models| &*Box::leak(Box::new(models))).map_err(|e| e.to_string());
            scope.send_message(Message::Loaded(loaded));
        });
        Self { handler: None, early: Vec::new(), broken: None, page: None, ticking: false }
    }

    fn connected(&mut self, scope: &WorkerScope<Self>, id: HandlerId) {
        self.page = Some(id);
        self.announce(scope);
    }

    fn update(&mut self, scope: &WorkerScope<Self>, message: Self::Message) {
        match message {
            Message::Loaded(Ok(models)) => {
                self.handler = Some(Handler::new(models));
                self.announce(scope);
                for request in std::mem::take(&mut self.early) {
                    self.take(scope, request);
                }
            }
            Message::Loaded(Err(reason)) => {
                self.broken = Some(reason);
                self.announce(scope);
            }
            Message::Tick => {
                self.ticking = false;
                let answers = self.handler.as_mut().map(Handler::step).unwrap_or_default();
                self.send(scope, answers);
                self.tick(scope);
            }
        }
    }

    fn received(&mut self, scope: &WorkerScope<Self>, request: Self::Input, id: HandlerId) {
        self.page = Some(id);
        if self.handler.is_some() {
            self.take(scope, request);
        } else {
            self.early.push(request);
        }
    }
}

impl Agent {
    fn announce(&self, scope: &WorkerScope<Self>) {
        match (&self.handler, &self.broken) {
            (Some(_), _) => self.send(scope, vec![Response::Ready]),
            (None, Some(reason)) => self.send(scope, vec![Response::Broken { reason: reason.clone() }]),
            (None, None) => {}
        }
    }

    fn take(&mut self, scope: &WorkerScope<Self>, request: Request) {
        let answers = self.handler.as_mut().map(|h| h.receive(request)).unwrap_or_default();
        self.send(scope, answers);
        self.tick(scope);
    }

    fn send(&self, scope: &WorkerScope<Self>, answers: Vec<Response>) {
        if let Some(page) = self.page {
            answers.into_iter().for_each(|a| scope.respond(page, a));
        }
    }

    /// The next step comes by a timer, so that messages from the page get in between.
    fn tick(&mut self, scope: &WorkerScope<Self>) {
        if self.ticking || !self.handler.as_ref().is_some_and(Handler::is_busy) {
            return;
        }
        self.ticking = true;
        let scope = scope.clone();
        Timeout::new(0, move || scope.send_message(Message::Tick)).forget();
    }
}

async fn load() -> Result<Models, LoadError> {
    let lexicon = fetch(LEXICON).await?;
    let tagger = fetch(TAGGER).await?;
    Ok(Models::open(&lexicon, &tagger)?)
}

async fn fetch(path: &'static str) -> Result<Vec<u8>, LoadError> {
    let failed = |_: JsValue| LoadError::Fetch(path);
    let scope: web_sys::WorkerGlobalScope = js_sys::global().unchecked_into();
    let base = js_sys::Reflect::get(&scope, &BASE.into()).ok().and_then(|b| b.as_string()).unwrap_or_default();
    let response: web_sys::Response = JsFuture::from(scope.fetch_with_str(&(base + path))).await.map_err(failed)?.unchecked_into();
    if !response.ok() {
        return Err(LoadError::Missing(path));
    }
    let buffer = JsFuture::from(response.array_buffer().map_err(failed)?).await.map_err(failed)?;
    Ok(js_sys::Uint8Array::new(&buffer).to_vec())
}
