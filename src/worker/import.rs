//! What others have marked or joined, as decisions: Web Annotation, brat standoff in an archive, a table of entities with their other names.
//!
//! A file is read without the articles (`Imported`); what it says of an article is compared with what is marked there ([`differences`]), so
//! that only what is different becomes a decision.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::decision::{Decision, Marked, Place, digest};
use super::view::{CalledView, MentionView};
use crate::nlp::document::decode;
use crate::nlp::edtf::{Kind, Value};
use crate::nlp::ner::Label;

/// Most bytes that an archive may unpack to.
const MOST: u64 = 256 << 20;

/// What a file says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// Of articles.
    pub articles: Vec<ImportedArticle>,
    /// Of names, wherever they stand.
    pub names: Vec<Decision>,
    /// Lines and annotations that say nothing that can be taken.
    pub skipped: u32,
}

/// Mentions, those of times with what they mean.
pub type Marks = Vec<(Marked, Option<String>)>;

/// What a file says of one article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedArticle {
    /// SHA-256 of its text.
    pub sha256: String,
    /// What is marked, with values of times.
    pub marks: Marks,
}

/// Why a file cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum ImportError {
    /// Neither annotations nor a table of entities.
    #[error("neither annotations nor a table of entities")]
    Unknown,
    /// Damaged, or larger than can be taken.
    #[error("damaged, or larger than can be taken")]
    Damaged,
}

/// Whether a file, by its first bytes, is one that is read here.
pub fn is_import(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    text.starts_with('{') && text.contains("http://www.w3.org/ns/anno.jsonld")
        || is_table(text)
        || first_entry(head).is_some_and(|name| name.ends_with(".ann") || name.rsplit('/').next() == Some("annotation.conf"))
}

/// The name of the first file of a ZIP archive that is no folder, as its local header says it.
fn first_entry(head: &[u8]) -> Option<&str> {
    let mut rest = head;
    loop {
        let number = |at: usize| Some(usize::from(u16::from_le_bytes(rest.get(at..at + 2)?.try_into().ok()?)));
        let (name, extra) = (number(26)?, number(28)?);
        let entry = rest.starts_with(b"PK\x03\x04").then(|| rest.get(30..30 + name))??;
        let entry = std::str::from_utf8(entry).ok()?;
        if !entry.ends_with('/') {
            return Some(entry);
        }
        rest = rest.get(30 + name + extra..)?;
    }
}

fn is_table(text: &str) -> bool {
    let head = text.lines().next().unwrap_or("");
    let names: Vec<&str> = head.split([',', ';', '\t']).map(|n| n.trim_matches('"')).collect();
    ["type", "name", "aliases"].iter().all(|n| names.contains(n))
}

/// Reads a file.
///
/// # Errors
/// When it is none of these, damaged, or unpacks to more than 256 MB.
pub fn read(bytes: &[u8]) -> Result<Imported, ImportError> {
    if bytes.starts_with(b"PK\x03\x04") {
        return brat(bytes);
    }
    // A spreadsheet may have saved it in another encoding.
    let text = decode(bytes).map_err(|_| ImportError::Unknown)?.text;
    let text = text.trim_start_matches('\u{feff}');
    if is_table(text) {
        return table(text);
    }
    let json: Json = serde_json::from_str(text).map_err(|_| ImportError::Unknown)?;
    annotations(&json).ok_or(ImportError::Unknown)
}

fn label(name: &str) -> Option<&'static str> {
    Label::ALL.iter().map(|l| l.name()).find(|l| l.eq_ignore_ascii_case(name))
}

fn is_value(text: &str) -> bool {
    Value::parse(text, Kind::Date).is_ok()
}

/// One or several, as JSON-LD writes them.
fn many(json: &Json) -> &[Json] {
    json.as_array().map_or(std::slice::from_ref(json), Vec::as_slice)
}

fn annotations(json: &Json) -> Option<Imported> {
    let items: Vec<&Json> = match json["type"].as_str()? {
        "AnnotationCollection" => many(&json["first"]["items"]).iter().collect(),
        "AnnotationPage" => many(&json["items"]).iter().collect(),
        "Annotation" => vec![json],
        _ => return None,
    };
    let mut articles: BTreeMap<String, Marks> = BTreeMap::new();
    let mut skipped = 0;
    for item in items {
        match annotation(item) {
            Some((sha256, mark)) => articles.entry(sha256).or_default().push(mark),
            None => skipped += 1,
        }
    }
    Some(Imported {
        articles: articles.into_iter().map(|(sha256, marks)| ImportedArticle { sha256, marks }).collect(),
        names: Vec::new(),
        skipped,
    })
}

/// The article's digest and the mark; the digest is the name of the source or of the annotation itself (RFC 6920).
fn annotation(item: &Json) -> Option<(String, (Marked, Option<String>))> {
    let named = |text: &str| {
        let rest = text.strip_prefix("ni:///sha-256;")?;
        let bytes = URL_SAFE_NO_PAD.decode(rest.split('#').next()?).ok()?;
        Some(bytes.iter().map(|b| format!("{b:02x}")).collect::<String>())
    };
    let target = many(&item["target"]).first()?;
    let sha256 = target["source"].as_str().and_then(named).or_else(|| item["id"].as_str().and_then(named))?;
    let selectors = many(&target["selector"]);
    let of = |kind: &str| selectors.iter().find(|s| s["type"] == kind);
    let (quote, position) = (of("TextQuoteSelector")?, of("TextPositionSelector")?);
    let place = |name: &str| u32::try_from(position[name].as_u64()?).ok();
    let bodies = many(&item["body"]);
    let body = |purpose: &str| bodies.iter().filter(|b| b["purpose"] == purpose).find_map(|b| b["value"].as_str());
    let label = label(body("tagging")?)?;
    let mark = Marked { start: place("start")?, end: place("end")?, text: quote["exact"].as_str()?.to_string(), label: label.into() };
    Some((sha256, (mark, body("describing").filter(|v| is_value(v)).map(String::from))))
}

fn brat(bytes: &[u8]) -> Result<Imported, ImportError> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| ImportError::Damaged)?;
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    let mut out = Imported::default();
    let mut left = MOST;
    for n in 0..archive.len() {
        let mut file = archive.by_index(n).map_err(|_| ImportError::Damaged)?;
        let Ok(name) = file.name().map(|n| n.into_owned()) else { continue };
        // What systems put beside files is none of them.
        let beside = name.starts_with("__MACOSX/") || name.rsplit('/').next().is_some_and(|n| n.starts_with("._"));
        if beside || !name.ends_with(".txt") && !name.ends_with(".ann") {
            continue;
        }
        let mut content = Vec::new();
        // What an archive says of sizes is not believed.
        let read = file.by_ref().take(left + 1).read_to_end(&mut content).map_err(|_| ImportError::Damaged)? as u64;
        left = left.checked_sub(read).ok_or(ImportError::Damaged)?;
        match String::from_utf8(content) {
            Ok(content) => drop(files.insert(name, content)),
            Err(_) => out.skipped += 1,
        }
    }
    for (name, ann) in files.iter().filter(|(name, _)| name.ends_with(".ann")) {
        let Some(text) = files.get(&format!("{}.txt", name.trim_end_matches(".ann"))) else {
            out.skipped += 1;
            continue;
        };
        let (marks, skipped) = standoff(text, ann);
        out.skipped += skipped;
        out.articles.push(ImportedArticle { sha256: digest(text), marks });
    }
    if out.articles.is_empty() { Err(ImportError::Unknown) } else { Ok(out) }
}

/// The text-bound annotations of brat with the dates noted beside them. A span in parts is one from its first to its last letter.
fn standoff(text: &str, ann: &str) -> (Marks, u32) {
    let letters: Vec<char> = text.chars().collect();
    let mut marks: BTreeMap<&str, (Marked, Option<String>)> = BTreeMap::new();
    let mut skipped = 0;
    let bound = |line: &str| {
        let (kind, places) = line.split('\t').nth(1)?.split_once(' ')?;
        let mut ends: Vec<u32> = Vec::new();
        for part in places.split(';') {
            let (a, b) = part.split_once(' ')?;
            ends.extend([a.parse::<u32>().ok()?, b.parse::<u32>().ok()?]);
        }
        let (start, end) = (*ends.iter().min()?, *ends.iter().max()?);
        let text: String = letters.get(start as usize..end as usize)?.iter().collect();
        Some(Marked { start, end, text, label: label(kind)?.into() })
    };
    for line in ann.lines().filter(|l| l.starts_with('T')) {
        match (line.split('\t').next(), bound(line)) {
            (Some(id), Some(mark)) => drop(marks.insert(id, (mark, None))),
            _ => skipped += 1,
        }
    }
    for line in ann.lines().filter(|l| l.starts_with('#')) {
        let mut fields = line.split('\t').skip(1);
        let id = fields.next().and_then(|f| f.strip_prefix("AnnotatorNotes "));
        if let (Some(mark), Some(note)) = (id.and_then(|id| marks.get_mut(id)), fields.next())
            && is_value(note)
        {
            mark.1 = Some(note.to_string());
        }
    }
    (marks.into_values().collect(), skipped)
}

/// Names that are one: every alias is known by the name. The apostrophe that keeps a spreadsheet from running a cell is taken away.
fn table(text: &str) -> Result<Imported, ImportError> {
    let head = text.lines().next().unwrap_or("");
    let delimiter = [b';', b'\t', b','].into_iter().max_by_key(|d| head.bytes().filter(|b| b == d).count()).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let columns = reader.headers().map_err(|_| ImportError::Damaged)?.clone();
    let column = |name: &str| columns.iter().position(|c| c == name);
    let (Some(kind), Some(name), Some(aliases)) = (column("type"), column("name"), column("aliases")) else {
        return Err(ImportError::Unknown);
    };
    let plain =
        |cell: &str| cell.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@'])).unwrap_or(cell).trim().to_string();
    let mut out = Imported::default();
    let mut seen = BTreeSet::new();
    for row in reader.records() {
        let cells = row.ok().and_then(|r| Some((label(r.get(kind)?)?, plain(r.get(name)?), r.get(aliases)?.to_string())));
        let Some((label, name, aliases)) = cells.filter(|(_, name, _)| !name.is_empty()) else {
            out.skipped += 1;
            continue;
        };
        let called = |name: String| CalledView { label: label.into(), name };
        for alias in aliases.split('|').map(plain).filter(|a| !a.is_empty() && *a != name) {
            let decision = Decision::Together { name: called(alias), into: called(name.clone()) };
            if seen.insert(decision.clone()) {
                out.names.push(decision);
            }
        }
    }
    Ok(out)
}

/// What must be decided for an article to be marked as a file has it. `place` gives the place of a mention in code points.
pub fn differences(article: &ImportedArticle, mentions: &[MentionView], place: &dyn Fn(&MentionView) -> Option<Place>) -> Vec<Decision> {
    let own = || article.sha256.clone();
    let mut there: BTreeMap<(u32, u32), Marks> = BTreeMap::new();
    for m in mentions {
        if let Some(Place { start, end, text }) = place(m) {
            there.entry((start, end)).or_default().push((Marked { start, end, text, label: m.label.clone() }, m.value.clone()));
        }
    }
    let mut wanted: BTreeMap<(u32, u32), Marks> = BTreeMap::new();
    for (mark, value) in &article.marks {
        wanted.entry((mark.start, mark.end)).or_default().push((mark.clone(), value.clone()));
    }
    let mut out = Vec::new();
    let places: BTreeSet<(u32, u32)> = there.keys().chain(wanted.keys()).copied().collect();
    for at in places {
        let (mut old, mut new) = (there.remove(&at).unwrap_or_default(), wanted.remove(&at).unwrap_or_default());
        // What both have may differ in its value.
        new.retain(|(mark, value)| {
            let Some(n) = old.iter().position(|(m, _)| m.label == mark.label) else { return true };
            let (_, before) = old.remove(n);
            if let Some(value) = value.as_ref().filter(|v| Some(*v) != before.as_ref()) {
                let at = Place { start: mark.start, end: mark.end, text: mark.text.clone() };
                out.push(Decision::Time { article: own(), at, value: value.clone() });
            }
            false
        });
        // Another type where both have one left; the rest comes or goes.
        let mut old = old.into_iter().map(|(m, _)| m);
        for (mark, value) in new {
            let at = Place { start: mark.start, end: mark.end, text: mark.text.clone() };
            out.push(Decision::Mention { article: own(), was: old.next(), now: Some(mark) });
            out.extend(value.map(|value| Decision::Time { article: own(), at, value }));
        }
        out.extend(old.map(|was| Decision::Mention { article: own(), was: Some(was), now: None }));
    }
    out
}
