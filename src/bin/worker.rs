//! The page's worker.

use gloo_worker::Registrable;
use letopis::worker::agent::{Agent, JsCodec};

fn main() {
    Agent::registrar().encoding::<JsCodec>().register();
}
