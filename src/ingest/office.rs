//! Word and OpenDocument text → paragraphs. Taken: what a reader sees as the text, its tables and notes; left: headers and footers of
//! pages, comments, what was struck out while changes were tracked.

use super::Extract;
use super::blocks::Blocks;
use super::error::IngestError;
use super::format::Format;
use super::xml::{Node, walk};
use super::zip::Archive;
use crate::nlp::document::Page;

/// Pages as they are found on the way.
#[derive(Default)]
struct Pages(Vec<Page>);

impl Pages {
    fn turn(&mut self, start: u32) {
        if self.0.is_empty() {
            self.0.push(Page { number: 1, start: 0 });
        }
        let number = self.0.len() as u32 + 1;
        self.0.push(Page { number, start });
    }
}

/// How deep in elements that are left out; their own starts and ends are counted.
#[derive(Default)]
struct Skipping(usize);

impl Skipping {
    /// Whether the node is to be passed over.
    fn passes(&mut self, node: &Node<'_>, left_out: &[&str]) -> bool {
        match node {
            Node::Start(name, _) if self.0 > 0 || left_out.contains(&name.as_str()) => {
                self.0 += 1;
                true
            }
            Node::End(_) if self.0 > 0 => {
                self.0 -= 1;
                true
            }
            _ => self.0 > 0,
        }
    }
}

/// Word since 2007 (ECMA-376): `word/document.xml`, then foot- and endnotes.
pub fn docx(archive: &mut Archive, limit: usize) -> Result<Extract, IngestError> {
    let mut out = Blocks::default();
    let mut pages = Pages::default();
    word_text(&archive.read("word/document.xml", limit).map_err(|e| as_format(e, Format::Docx))?, &mut out, &mut pages)?;
    for name in ["word/footnotes.xml", "word/endnotes.xml"] {
        // Most files have none.
        if let Ok(xml) = archive.read(name, limit) {
            out.paragraph();
            word_text(&xml, &mut out, &mut Pages::default())?;
        }
    }
    Ok(Extract { text: out.finish(), pages: pages.0, ..Extract::default() })
}

fn word_text(xml: &str, out: &mut Blocks, pages: &mut Pages) -> Result<(), IngestError> {
    let mut skipping = Skipping::default();
    // Characters between the elements of text are the layout of the XML.
    let mut inside = false;
    walk(Format::Docx, xml, |node| {
        // Of two versions of a drawing only one is shown.
        if skipping.passes(&node, &["del", "moveFrom", "Fallback", "instrText", "delText", "sectPr", "pPr", "rPr"]) {
            return Ok(());
        }
        match node {
            Node::Start(name, attributes) => match name.as_str() {
                "p" => out.paragraph(),
                "tc" => out.gap(),
                "t" => inside = true,
                "tab" => out.add(" "),
                "br" | "cr" => match attributes.get("type").as_deref() {
                    Some("page") => pages.turn(out.place()),
                    _ => out.line(),
                },
                "lastRenderedPageBreak" => pages.turn(out.place()),
                "noBreakHyphen" => out.add("\u{2011}"),
                "softHyphen" => out.add("\u{ad}"),
                _ => {}
            },
            Node::End(name) => match name.as_str() {
                "t" => inside = false,
                "p" | "tbl" => out.paragraph(),
                "tr" => out.line(),
                _ => {}
            },
            Node::Text(text) if inside => out.add(&text),
            Node::Text(_) => {}
        }
        Ok(())
    })
}

/// OpenDocument (ISO/IEC 26300): `content.xml`; a note stands where its sign is.
pub fn odt(archive: &mut Archive, limit: usize) -> Result<Extract, IngestError> {
    let xml = archive.read("content.xml", limit).map_err(|e| as_format(e, Format::Odt))?;
    let mut out = Blocks::default();
    let mut pages = Pages::default();
    let mut skipping = Skipping::default();
    let mut depth = 0usize;
    let mut notes = Blocks::default();
    let mut in_note = 0usize;
    walk(Format::Odt, &xml, |node| {
        if skipping.passes(
            &node,
            &[
                "tracked-changes",
                "annotation",
                "note-citation",
                "sequence-decls",
                "forms",
                "scripts",
                "font-face-decls",
                "automatic-styles",
            ],
        ) {
            return Ok(());
        }
        let out = if in_note > 0 { &mut notes } else { &mut out };
        match node {
            Node::Start(name, attributes) => match name.as_str() {
                "p" | "h" => {
                    out.paragraph();
                    depth += 1;
                }
                "note" => in_note += 1,
                "table-cell" => out.gap(),
                "tab" => out.add(" "),
                "s" => out.add(&" ".repeat(attributes.get("c").and_then(|c| c.parse().ok()).unwrap_or(1usize).min(8))),
                "line-break" => out.line(),
                "soft-page-break" => pages.turn(out.place()),
                _ => {}
            },
            Node::End(name) => match name.as_str() {
                "p" | "h" => {
                    out.paragraph();
                    depth = depth.saturating_sub(1);
                }
                "note" => in_note = in_note.saturating_sub(1),
                "table-row" => out.line(),
                _ => {}
            },
            Node::Text(text) if depth > 0 => out.add(&text),
            Node::Text(_) => {}
        }
        Ok(())
    })?;
    let notes = notes.finish();
    if !notes.is_empty() {
        out.paragraph();
        for note in notes.split("\n\n") {
            out.add(note);
            out.paragraph();
        }
    }
    Ok(Extract { text: out.finish(), pages: pages.0, ..Extract::default() })
}

/// What is wrong with an archive is wrong with the file that it is.
fn as_format(error: IngestError, format: Format) -> IngestError {
    match error {
        IngestError::Damaged { detail, .. } => IngestError::Damaged { format, detail },
        other => other,
    }
}
