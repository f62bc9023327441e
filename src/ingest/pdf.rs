//! PDF (ISO 32000) → lines → paragraphs, with the page that each place stands on.
//!
//! The interpreter of `hayro` says which sign stands where; here they become lines in the order in which the file draws them, which is
//! the order of reading in all but strange files. Running heads and page numbers leave, words that were hyphenated at the end of a
//! line are whole again.

use std::collections::BTreeMap;

use hayro_cmap::BfString;
use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_syntax::{LoadPdfError, Pdf};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache, InterpreterSettings, SoftMask,
    interpret_page,
};
use kurbo::{Affine, BezPath, Point, Rect};

use super::Extract;
use super::error::IngestError;
use super::format::Format;
use super::limits::{Limit, Limits};
use crate::nlp::document::{MAX_BYTES, Page};

/// Reads the text layer.
///
/// # Errors
/// When it is damaged, locked, or has no text layer.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Extract, IngestError> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(_) => IngestError::Encrypted(Format::Pdf),
        LoadPdfError::Invalid => IngestError::damaged(Format::Pdf, "no pages can be found"),
    })?;
    let cache = InterpreterCache::new();
    let mut pages: Vec<Vec<Line>> = Vec::new();
    let mut length = 0;
    for page in pdf.pages().iter() {
        let mut context = Context::new(Affine::IDENTITY, Rect::new(0.0, 0.0, 1.0, 1.0), &cache, pdf.xref(), InterpreterSettings::default());
        let mut drawn = Drawn::default();
        interpret_page(page, &mut context, &mut drawn);
        let lines = drawn.finish();
        length += lines.iter().map(|l| l.text.len()).sum::<usize>();
        if length > MAX_BYTES {
            return Err(Limit::Text { bytes: length as u64, limit: MAX_BYTES as u64 }.into());
        }
        pages.push(lines);
        if pages.len() as u64 > limits.parts {
            return Err(Limit::Parts { parts: limits.parts }.into());
        }
    }
    let count = pages.len();
    let letters: usize = pages.iter().flatten().map(|l| l.text.chars().filter(|c| c.is_alphabetic()).count()).sum();
    // A scan with a stamp or two has no text layer worth the name.
    if letters < 20 * count.clamp(1, 5) {
        return Err(if count == 0 { IngestError::damaged(Format::Pdf, "no pages") } else { IngestError::NoTextLayer(Format::Pdf) });
    }
    leave_running_heads(&mut pages);
    Ok(join(&pages))
}

/// A line as it is drawn; x and y in points, y upwards.
#[derive(Clone, Debug)]
struct Line {
    text: String,
    left: f64,
    right: f64,
    y: f64,
    size: f64,
}

/// Signs put together to lines.
#[derive(Default)]
struct Drawn {
    lines: Vec<Line>,
    /// Where the last sign ended.
    end: f64,
}

impl Drawn {
    fn put(&mut self, text: &str, at: Point, size: f64, advance: f64) {
        let text: String = text.chars().filter(|c| !c.is_control()).collect();
        let end = at.x + advance;
        if let Some(line) = self.lines.last_mut()
            && (line.y - at.y).abs() < 0.45 * line.size.max(size)
            && at.x > self.end - 1.5 * size
            && at.x < self.end + 12.0 * size
        {
            let gap = at.x - self.end;
            if gap > 0.18 * size && !line.text.ends_with([' ', '\u{a0}']) && !text.starts_with(' ') {
                line.text.push(' ');
            }
            // Drawn twice for a bold look.
            if gap < -0.7 * advance.max(0.1 * size) && line.text.ends_with(&text) && !text.trim().is_empty() {
                return;
            }
            line.text.push_str(&text);
            (line.right, line.size) = (line.right.max(end), line.size.max(size));
            self.end = end;
            return;
        }
        if text.trim().is_empty() {
            return;
        }
        self.lines.push(Line { text, left: at.x, right: end, y: at.y, size });
        self.end = end;
    }

    fn finish(self) -> Vec<Line> {
        let tidy = |mut line: Line| {
            line.text = line.text.trim().into();
            line
        };
        self.lines.into_iter().map(tidy).filter(|l| !l.text.is_empty()).collect()
    }
}

impl<'a> Device<'a> for Drawn {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        for glyph in run.glyphs() {
            let place = props.transform * glyph.transform();
            let [a, b, c, d, ..] = place.as_coeffs();
            // Outlines are drawn in thousandths of an em.
            let size = (c.hypot(d) * 1000.0).clamp(0.5, 1000.0);
            let advance = match &**glyph {
                Glyph::Outline(outline) => outline.advance_width().map_or(0.5 * size, |w| f64::from(w) * a.hypot(b)),
                Glyph::Type3(glyph) => glyph.advance_width().map_or(0.5 * size, |w| f64::from(w) * a.hypot(b)),
            };
            let Some(text) = glyph.as_unicode() else { continue };
            let at = place * Point::ZERO;
            if at.x.is_finite() && at.y.is_finite() {
                match text {
                    BfString::Char(c) => self.put(c.encode_utf8(&mut [0; 4]), at, size, advance),
                    BfString::String(s) => self.put(&s, at, size, advance),
                }
            }
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {}
}

/// Takes away what stands at the top or bottom of most pages, numbers aside.
fn leave_running_heads(pages: &mut [Vec<Line>]) {
    let key = |line: &Line| line.text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect::<String>().replace("00", "0");
    let edge = |lines: &[Line]| -> Vec<usize> {
        let mut order: Vec<usize> = (0..lines.len()).collect();
        order.sort_by(|a, b| lines[*b].y.total_cmp(&lines[*a].y).then(a.cmp(b)));
        let n = order.len();
        order.into_iter().enumerate().filter(|(i, _)| *i < 2 || i + 2 >= n).map(|(_, l)| l).collect()
    };
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for lines in pages.iter() {
        let keys: std::collections::BTreeSet<String> = edge(lines).into_iter().map(|n| key(&lines[n])).collect();
        keys.into_iter().for_each(|k| *seen.entry(k).or_default() += 1);
    }
    let count = pages.len();
    for lines in pages.iter_mut() {
        let edges = edge(lines);
        let number = |l: &Line| {
            l.text.chars().count() <= 12 && l.text.chars().any(|c| c.is_ascii_digit()) && !l.text.chars().any(char::is_alphabetic)
        };
        let runs = |l: &Line| count >= 3 && l.text.chars().count() <= 120 && seen.get(&key(l)).is_some_and(|n| n * 2 > count);
        let mut n = 0;
        lines.retain(|line| {
            n += 1;
            !(edges.contains(&(n - 1)) && (runs(line) || number(line)))
        });
    }
}

/// Lines → paragraphs.
fn join(pages: &[Vec<Line>]) -> Extract {
    let mut text = String::new();
    let mut places = Vec::new();
    let mut before: Option<(&Line, usize)> = None;
    // The usual distance of lines, and the right edge, of all pages.
    let mut pitches: Vec<f64> = pages.iter().flat_map(|p| p.windows(2)).map(|w| w[0].y - w[1].y).filter(|d| *d > 1.0).collect();
    pitches.sort_by(f64::total_cmp);
    let pitch = pitches.get(pitches.len() / 2).copied().unwrap_or(12.0);
    for (number, lines) in pages.iter().enumerate() {
        let mut rights: Vec<f64> = lines.iter().map(|l| l.right).collect();
        rights.sort_by(f64::total_cmp);
        let edge = rights.get(rights.len() * 9 / 10).copied().unwrap_or(0.0);
        for (n, line) in lines.iter().enumerate() {
            match before {
                None => {}
                Some((last, page)) => {
                    let width = (edge - last.left).max(1.0);
                    let short = edge - last.right > 0.15 * width;
                    let ended = last.text.ends_with(['.', '!', '?', '»', '"', '…', ':', ';']);
                    let other = (last.size - line.size).abs() > 0.15 * last.size;
                    let parted = if page == number {
                        let gap = last.y - line.y;
                        // Headlines have lines further apart.
                        let apart = gap > (1.35 * pitch).max(1.6 * line.size) || gap < -2.0 * pitch;
                        let indented = line.left > last.left + 0.8 * line.size && (ended || short) && gap > 0.0;
                        (apart && (gap > 0.0 || ended)) || indented || (short && ended) || other
                    } else {
                        other || ended && (short || line.left > last.left + 0.8 * line.size)
                    };
                    if parted {
                        text.push_str("\n\n");
                    } else if !rejoin(&mut text, &line.text) {
                        text.push(' ');
                    }
                }
            }
            if n == 0 {
                places.push(Page { number: number as u32 + 1, start: text.len() as u32 });
            }
            text.push_str(&line.text);
            before = Some((line, number));
        }
    }
    Extract { text, pages: places, ..Extract::default() }
}

/// Parts of words behind a hyphen that is the word's own.
const OWN: &[&str] = &["то", "либо", "нибудь", "таки", "ка", "де", "с"];

/// Takes the hyphen of a word's division away; true when the next line goes on right behind.
fn rejoin(text: &mut String, next: &str) -> bool {
    if text.ends_with('\u{ad}') {
        text.pop();
        return true;
    }
    let Some(head) = text.strip_suffix(['-', '\u{2010}']) else { return false };
    let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    if !letter(head.chars().next_back()) {
        return false;
    }
    let tail: String = next.chars().take_while(|c| c.is_alphabetic()).collect();
    let lower = tail.chars().next().is_some_and(char::is_lowercase);
    // «какой-» + «то», «Алма-» + «Ата», «ИЛ-» + «76»: the hyphen stays.
    let own = OWN.contains(&tail.as_str()) || !lower;
    let word = head.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("").to_lowercase();
    let prefix = ["по", "кое", "во", "в"].contains(&word.as_str())
        && (tail.ends_with("ому") || tail.ends_with("ему") || tail.ends_with("ски") || tail.starts_with('к'));
    if !own && !prefix {
        let keep = head.len();
        text.truncate(keep);
    }
    true
}
