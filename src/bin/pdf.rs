//! Reads PDF, for the page.

fn main() {
    letopis::worker::agent::read(Some(letopis::ingest::pdf::read));
}
