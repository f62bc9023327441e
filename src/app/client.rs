//! The page's end of the worker.

use std::rc::Rc;

use gloo_worker::{Spawnable, WorkerBridge};

use crate::worker::agent::{Agent, JsCodec};
use crate::worker::protocol::{Request, Response};

/// A running worker; it ends when the last handle goes.
#[derive(Clone)]
pub struct Client(Rc<WorkerBridge<Agent>>);

impl Client {
    /// Starts the worker; `hear` gets every answer.
    pub fn start(hear: impl Fn(Response) + 'static) -> Self {
        // Trunk names the worker's loader after its binary and puts it beside the page.
        let bridge = Agent::spawner().callback(hear).encoding::<JsCodec>().with_loader(true).as_module(false).spawn("./worker_loader.js");
        Self(Rc::new(bridge))
    }

    /// Sends a request.
    pub fn send(&self, request: Request) {
        self.0.send(request);
    }
}

impl PartialEq for Client {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}
