//! The page's worker.

fn main() {
    letopis::worker::agent::run();
}
