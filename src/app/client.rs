//! The page's end of the worker.

use std::rc::Rc;

use gloo_worker::{Spawnable, WorkerBridge};

use super::browser;
use crate::worker::agent::{Agent, JsCodec};
use crate::worker::protocol::{Request, Response};

/// A running worker; it ends when the last handle goes.
#[derive(Clone)]
pub struct Client(Option<Rc<WorkerBridge<Agent>>>);

impl Client {
    /// Starts the worker; `hear` gets every answer.
    pub fn start(hear: impl Fn(Response) + 'static) -> Self {
        let Ok(url) = browser::worker_url() else {
            hear(Response::Broken { reason: "blob:".into() });
            return Self(None);
        };
        let bridge = Agent::spawner().callback(hear).encoding::<JsCodec>().with_loader(true).as_module(false).spawn(&url);
        Self(Some(Rc::new(bridge)))
    }

    /// Sends a request.
    pub fn send(&self, request: Request) {
        if let Some(bridge) = &self.0 {
            bridge.send(request);
        }
    }
}

impl PartialEq for Client {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(a), Some(b)) => Rc::ptr_eq(a, b),
            (a, b) => a.is_none() && b.is_none(),
        }
    }
}
