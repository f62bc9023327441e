//! The worker and the readers in the browser: receive, call the handler or reader, send.
//!
//! The page fetches everything once and starts each worker from a script that leaves an object with the two packs under the
//! global [`GIVEN`]; messages come only after [`Response::Ready`].

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageChannel, MessageEvent};

use super::handler::Handler;
use super::protocol::{Response, Told, decode, encode};
use super::reader::Reader;
use crate::ingest::{Limits, PdfReader};
use crate::nlp::pack::PackError;
use crate::nlp::pipeline::Models;

/// The worker's global in which the page leaves what it has fetched.
pub const GIVEN: &str = "letopis";
/// The dictionary in it, gzipped.
pub const LEXICON: &str = "lexicon";
/// The tagger in it, gzipped.
pub const TAGGER: &str = "tagger";

/// Opens the models and works until the page ends the worker.
pub fn run() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let models = match open(&scope) {
        // The models live as long as the worker.
        Ok(models) => &*Box::leak(Box::new(models)),
        Err(error) => return send(&scope, &Response::Broken { reason: error.to_string() }),
    };
    let Ok(channel) = MessageChannel::new() else {
        return send(&scope, &Response::Broken { reason: "MessageChannel".into() });
    };
    let handler = Rc::new(RefCell::new(Handler::new(models)));
    // The next step comes as a message of its own, so that messages of the page get in between; a timer would wait four milliseconds.
    let ticking = Rc::new(RefCell::new(false));
    let tick = {
        let (handler, ticking, port) = (handler.clone(), ticking.clone(), channel.port2());
        move || {
            if handler.borrow().is_busy() && !ticking.replace(true) {
                // A port of this worker's own takes every message.
                let _ = port.post_message(&JsValue::NULL);
            }
        }
    };
    let step = {
        let (handler, scope, tick) = (handler.clone(), scope.clone(), tick.clone());
        Closure::<dyn FnMut()>::new(move || {
            ticking.replace(false);
            let answers = handler.borrow_mut().step();
            answers.iter().for_each(|a| send(&scope, a));
            tick();
        })
    };
    channel.port1().set_onmessage(Some(step.as_ref().unchecked_ref()));
    let receive = {
        let scope = scope.clone();
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            // Both sides are this program, of one build: what cannot be read is not the page's.
            let Some(request) = decode(&Uint8Array::new(&event.data()).to_vec()) else { return };
            let answers = handler.borrow_mut().receive(request);
            answers.iter().for_each(|a| send(&scope, a));
            tick();
        })
    };
    scope.set_onmessage(Some(receive.as_ref().unchecked_ref()));
    // They live as long as the worker, too.
    step.forget();
    receive.forget();
    send(&scope, &Response::Ready);
}

/// Reads files until the page ends the worker; with `pdf`, PDFs too.
pub fn read(pdf: Option<PdfReader>) {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let mut reader = Reader::new(Limits::default(), pdf);
    let receive = {
        let scope = scope.clone();
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            // Both sides are this program, of one build: what cannot be read is not the page's.
            let Some(ask) = decode(&Uint8Array::new(&event.data()).to_vec()) else { return };
            if let Some(told) = reader.answer(ask) {
                send(&scope, &told);
            }
        })
    };
    scope.set_onmessage(Some(receive.as_ref().unchecked_ref()));
    // It lives as long as the worker.
    receive.forget();
    send(&scope, &Told::Ready);
}

fn open(scope: &DedicatedWorkerGlobalScope) -> Result<Models, PackError> {
    let given = Reflect::get(scope, &GIVEN.into()).unwrap_or(JsValue::UNDEFINED);
    let bytes = |name: &str| Reflect::get(&given, &name.into()).map_or(Vec::new(), |buffer| Uint8Array::new(&buffer).to_vec());
    Models::open(&bytes(LEXICON), &bytes(TAGGER))
}

/// Bytes move to the page without a copy.
fn send(scope: &DedicatedWorkerGlobalScope, message: &impl serde::Serialize) {
    let bytes = Uint8Array::from(encode(message).as_slice());
    let moved = Array::of1(&bytes.buffer());
    // A page that is gone hears nothing.
    let _ = scope.post_message_with_transfer(&bytes, &moved);
}
