//! Reads files of every format but PDF, for the page.

fn main() {
    letopis::worker::agent::read(None);
}
