//! Who says what: direct speech in quotation marks and after dashes, parts of sentences in quotation marks, and indirect speech.
//!
//! A stretch in quotation marks is speech when words of saying stand beside it, when it goes on from speech before, or when a
//! verb of saying governs its sentence; titles and names in quotation marks are not. Extents follow the usual annotation of
//! direct speech (Pareti, 2012): what is said, without the marks, with the author's words where they interrupt it.

mod cue;
mod dialogue;
mod marks;
mod speaker;
mod statement;

use super::entity::EntityId;
use super::known::Known;
use super::layout::PartKind;
use super::ner::Label;
use super::segment::{TokenKind, is_break};
use super::span::{Byte, Span, TokenUnit};
use cue::{Cue, Manner, cue, cue_at, names};
use marks::{Quoted, is_dash, quoted};
use speaker::Speakers;

/// In what form words are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// Whole sentences as they were said.
    Direct,
    /// Some words of a sentence as they were said.
    Partial,
    /// In the author's words.
    Indirect,
}

impl Form {
    /// The name in output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Partial => "partial",
            Self::Indirect => "indirect",
        }
    }
}

/// Words of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// What is said.
    pub span: Span<Byte>,
    /// Who says it, where that can be told.
    pub speaker: Option<EntityId>,
    /// The words that say so.
    pub cue: Option<Span<Byte>>,
    /// In what form.
    pub form: Form,
}

/// Least words of a quotation that no words of saying stand beside.
const LEAST_WORDS: usize = 3;
/// How far, in characters, the line beside a quotation is looked at.
const BESIDE: usize = 64;
/// Longest clause beside a quotation, in tokens.
const CLAUSE: usize = 48;

/// All quotes of a document, in text order.
pub fn quotes(known: Known<'_>) -> Vec<Quote> {
    let mut finder = Finder { known, quoted: quoted(known.text), out: Vec::new() };
    finder.in_marks();
    finder.dialogue();
    finder.statements();
    finder.out
}

/// The quotes found so far.
struct Finder<'a> {
    known: Known<'a>,
    quoted: Vec<Quoted>,
    out: Vec<Quote>,
}

/// What the words around a quotation say of its speaker.
struct Attribution {
    /// The author's words.
    clause: Span<TokenUnit>,
    cue: Option<Cue>,
}

impl<'a> Finder<'a> {
    fn in_marks(&mut self) {
        // The author's words after the last quotation, for one that goes on after them.
        let mut before: Option<(usize, u32)> = None;
        for i in 0..self.quoted.len() {
            let q = self.quoted[i];
            if self.known.layout.kind_at(q.outer.start) == PartKind::Furniture {
                continue;
            }
            if let Some((n, end)) = before.filter(|(_, end)| self.goes_on(*end, q)) {
                let after = self.after(q);
                let own = after.as_ref().is_some_and(|a| a.cue.is_some());
                if let Some(quote) = self.out.get_mut(n).filter(|_| !own) {
                    quote.span = quote.span.cover(q.inner);
                    before = Some((n, end.max(q.outer.end)));
                    continue;
                }
            }
            let Some((form, attribution)) = self.attribute(q) else { continue };
            // An unclosed quotation ends where the author's last words begin.
            let cut = attribution.as_ref().filter(|a| !q.closed && q.inner.contains(text_of(self.known, a.clause)));
            let last = cut.and_then(|a| speech_end(self.known, a.clause, q.inner));
            let inner = last.map_or(q.inner, |end| Span::new(q.inner.start, end));
            let end = attribution.as_ref().and_then(|a| self.known.cover(a.clause)).map_or(q.outer.end, |s| s.end.max(q.outer.end));
            let own = Span::new(q.outer.start, q.outer.end);
            let speaker = Speakers { known: self.known, quoted: &self.quoted, quotes: &self.out }.of(attribution.as_ref(), own);
            let cue = attribution.and_then(|a| a.cue).map(|c| c.span);
            self.out.push(Quote { span: inner, speaker, cue, form });
            before = Some((self.out.len() - 1, end));
        }
    }

    /// Whether a quotation follows the author's words of the one before: «А», – сказал он. «Б».
    fn goes_on(&self, end: u32, q: Quoted) -> bool {
        let between = self.known.text.get(end as usize..q.outer.start as usize).unwrap_or("\n");
        !between.contains(is_break) && !between.trim().is_empty() && between.chars().all(|c| !c.is_alphanumeric() && c != ':' && c != ';')
    }

    /// Whether a stretch in quotation marks is speech, and who is said to speak.
    fn attribute(&self, q: Quoted) -> Option<(Form, Option<Attribution>)> {
        let known = self.known;
        let words = self.words(q.inner);
        let lead = self.lead(q);
        let opens = self.opens_sentence(q);
        if (opens || lead.ends_with(':'))
            && let Some(inner) = self.interruption(q.inner)
        {
            return Some((Form::Direct, Some(inner)));
        }
        if opens && let Some(after) = self.after(q) {
            return Some((Form::Direct, Some(after)));
        }
        let capital = q.inner.of(known.text).chars().find(|c| c.is_alphanumeric()).is_some_and(|c| c.is_uppercase() || c.is_numeric());
        if lead.ends_with(':') && (words >= LEAST_WORDS || capital) {
            let clause = self.before(q);
            let cue = cue(known, clause, &|at| self.is_quoted(at));
            let named = known.cover(clause).is_some_and(|s| known.inside(s).any(|(_, m)| m.label == Label::Person));
            let speaks = named || clause.range().any(|i| matches!(known.word(i), "он" | "она"));
            // A title has no verb; what has one and stands after a name is said.
            let says = known.pieces.tokens_in(q.inner).range().any(|i| known.finite(i));
            let title = known.layout.kind_at(q.outer.start) == PartKind::Title;
            if cue.is_some() || ((says || !self.is_name(q)) && speaks) || (!self.is_name(q) && title) {
                return Some((Form::Direct, Some(Attribution { clause, cue })));
            }
        }
        // A paragraph that is all quotation goes on from the speech before.
        let tail = self.tail(q);
        let ends = q.inner.of(known.text).ends_with(['.', '!', '?', '…']) || tail.starts_with('.');
        let alone = opens && tail.trim_start_matches(['.', ',', '…']).is_empty();
        if alone && capital && ends && words >= LEAST_WORDS && !self.is_name(q) && known.layout.kind_at(q.outer.start) == PartKind::Body {
            return Some((Form::Direct, None));
        }
        if !opens && words >= LEAST_WORDS && !capital && !self.is_name(q) {
            let clause = self.before(q);
            let naming = clause.range().rev().find(|i| names(known, *i) && !self.is_quoted(known.pieces.tokens[*i].span.start));
            let cue = match naming {
                Some(i) => known.cover(Span::new(i as u32, i as u32 + 1)).map(|span| Cue {
                    span,
                    tokens: Span::new(i as u32, i as u32 + 1),
                    manner: Manner::Verb,
                    states: false,
                }),
                None => cue(known, clause, &|at| self.is_quoted(at)),
            };
            // «заявил, что …» is a statement as a whole.
            let that = clause.range().any(|i| known.word(i) == "что");
            if cue.is_some() && (naming.is_some() || !that) {
                return Some((Form::Partial, Some(Attribution { clause, cue })));
            }
        }
        None
    }

    fn words(&self, span: Span<Byte>) -> usize {
        let tokens = self.known.pieces.tokens_in(span);
        self.known.pieces.tokens[tokens.range()].iter().filter(|t| t.kind == TokenKind::Word).count()
    }

    /// Whether a byte lies in quotation marks.
    fn is_quoted(&self, at: u32) -> bool {
        is_quoted(&self.quoted, at)
    }

    /// Whether the stretch is the name of something.
    fn is_name(&self, q: Quoted) -> bool {
        use Label::{Award, Event, Facility, Law, Organization, Product, WorkOfArt};
        self.known.around(q.outer).any(|m| {
            let kind = matches!(m.label, Organization | WorkOfArt | Product | Event | Facility | Law | Award);
            kind && m.span.contains(q.inner)
        })
    }

    /// What stands right before a quotation in its line, at most [`BESIDE`] characters.
    fn lead(&self, q: Quoted) -> &'a str {
        let before = self.known.text.get(..q.outer.start as usize).unwrap_or("");
        let near = before.char_indices().rev().take(BESIDE).take_while(|(_, c)| !is_break(*c));
        before.get(near.last().map_or(before.len(), |(at, _)| at)..).unwrap_or("").trim()
    }

    /// What stands right after a quotation in its line.
    fn tail(&self, q: Quoted) -> &'a str {
        let after = self.known.text.get(q.outer.end as usize..).unwrap_or("");
        let near = after.char_indices().take(BESIDE).take_while(|(_, c)| !is_break(*c));
        after.get(..near.last().map_or(0, |(at, c)| at + c.len_utf8())).unwrap_or("").trim()
    }

    /// Whether a quotation stands where a sentence may begin.
    fn opens_sentence(&self, q: Quoted) -> bool {
        let lead = self.lead(q);
        lead.is_empty() || lead.ends_with(['.', '!', '?', '…', '»', '“', '"']) || lead.chars().all(|c| is_dash(c) || c.is_whitespace())
    }

    /// The author's words inside a quotation: «…, – сказал он. – …».
    fn interruption(&self, inner: Span<Byte>) -> Option<Attribution> {
        let tokens = self.known.pieces.tokens_in(inner);
        let end = tokens.end as usize;
        // Somebody has spoken before the author does.
        let first = tokens.range().find(|i| self.known.pieces.tokens[*i].kind == TokenKind::Word)? + 1;
        let dashed = (first..end).find_map(|i| self.authors_words(i, end));
        // «Работы завершим до октября, заявил Лунин. – Трубы уже на складе»: the dash before the author is left out.
        dashed.or_else(|| (first..end).find_map(|i| self.bare_words(i, end)))
    }

    /// The author's words after a comma alone: a verb of saying with a person's name right after it.
    fn bare_words(&self, i: usize, end: usize) -> Option<Attribution> {
        let known = self.known;
        if known.surface(i - 1) != "," {
            return None;
        }
        let cue = cue_at(known, i, Span::new(i as u32, end as u32)).filter(|c| c.manner == Manner::Verb && c.states)?;
        let clause = self.clause(i, end);
        let named = known.inside(known.cover(clause)?).any(|(_, m)| m.label == Label::Person);
        let comma = clause.range().skip(1).any(|j| known.surface(j) == ",");
        (named && !comma).then_some(Attribution { clause, cue: Some(cue) })
    }

    /// The author's words that begin with the dash at a token, up to the next dash or the end of their sentence.
    fn authors_words(&self, dash: usize, end: usize) -> Option<Attribution> {
        let known = self.known;
        let is_sign = known.surface(dash).chars().all(is_dash);
        let ended = |i: usize| known.surface(i).ends_with([',', '.', '!', '?', '…', '»', '"', '“', '”']);
        if !is_sign || dash == 0 || !ended(dash - 1) {
            return None;
        }
        let clause = self.clause(dash + 1, end);
        // Words of saying open the author's clause; further on they belong to something else.
        let cue = clause.range().take(6).find_map(|i| cue_at(known, i, clause)).filter(|c| c.manner != Manner::By);
        cue.map(|cue| Attribution { clause, cue: Some(cue) })
    }

    /// The tokens from one on that belong to one clause of the author.
    fn clause(&self, from: usize, end: usize) -> Span<TokenUnit> {
        let known = self.known;
        let mut i = from;
        while i < end && i < from + CLAUSE {
            let Some(token) = known.pieces.tokens.get(i) else { break };
            let surface = token.span.of(known.text);
            let dash = surface.chars().all(is_dash) && i > from && known.surface(i - 1).ends_with([',', '.', '!', '?', '…']);
            let stop = token.kind == TokenKind::Newline || (token.kind == TokenKind::Punct && surface.starts_with(['.', '!', '?', '…']));
            if stop || dash || (i > from && self.quoted_at(token.span.start).is_some_and(|q| self.opens_sentence(q))) {
                break;
            }
            i += 1;
        }
        Span::new(from as u32, i as u32)
    }

    /// The stretch in quotation marks that begins at a byte.
    fn quoted_at(&self, at: u32) -> Option<Quoted> {
        let i = self.quoted.partition_point(|q| q.outer.start < at);
        self.quoted.get(i).filter(|q| q.outer.start == at).copied()
    }

    /// Takes a quote into the list, which is kept in text order.
    fn add(&mut self, quote: Quote) {
        let at = self.out.partition_point(|q| (q.span, q.form) < (quote.span, quote.form));
        self.out.insert(at, quote);
    }

    /// The quotes known by now that share something with a span, by number.
    fn across(&self, span: Span<Byte>) -> std::ops::Range<usize> {
        let end = self.out.partition_point(|q| q.span.start < span.end);
        let mut start = end;
        while start > 0 && self.out[start - 1].span.overlaps(span) {
            start -= 1;
        }
        start..end
    }

    /// The author's words after a quotation.
    fn after(&self, q: Quoted) -> Option<Attribution> {
        let known = self.known;
        let tokens = &known.pieces.tokens;
        let mut i = tokens.partition_point(|t| t.span.start < q.outer.end);
        let inner = q.inner.of(known.text);
        let mut stop = inner.ends_with([',', '!', '?', '…', '.']);
        while known.surface(i).chars().all(|c| matches!(c, ',' | '.' | '!' | '?' | '…')) && !known.surface(i).is_empty() {
            // A full stop after the mark ends the sentence; some papers put it there all the same before a dash.
            stop = true;
            i += 1;
        }
        let dash = !known.surface(i).is_empty() && known.surface(i).chars().all(is_dash);
        let clause = self.clause(if dash { i + 1 } else { i }, tokens.len());
        let beside = |n: usize| clause.range().take(n).find_map(|i| cue_at(known, i, clause));
        if !dash {
            // «…», заявил Лунин.
            let comma = stop && i > 0 && known.surface(i - 1).ends_with([',', '!', '?', '…']);
            return beside(1).filter(|c| comma && c.manner != Manner::By).map(|cue| Attribution { clause, cue: Some(cue) });
        }
        if let Some(cue) = beside(if stop { 10 } else { 2 }).or_else(|| cue(known, clause, &|at| self.is_quoted(at)).filter(|_| stop)) {
            return Some(Attribution { clause, cue: Some(cue) });
        }
        // «Никаких переговоров», – Лунин.
        let first = known.cover(clause).and_then(|s| known.inside(s).find(|(_, m)| matches!(m.label, Label::Person | Label::Profession)));
        let near = first.is_some_and(|(_, m)| tokens.get(clause.start as usize).is_some_and(|t| m.span.start == t.span.start));
        (stop && near && self.words(q.inner) >= 2).then_some(Attribution { clause, cue: None })
    }

    /// The author's words before a quotation, back to the start of their sentence.
    fn before(&self, q: Quoted) -> Span<TokenUnit> {
        let known = self.known;
        let tokens = &known.pieces.tokens;
        let end = tokens.partition_point(|t| t.span.end <= q.outer.start);
        let mut start = end;
        while start > 0 && end - start < CLAUSE {
            let token = tokens[start - 1];
            let surface = token.span.of(known.text);
            let stop =
                token.kind == TokenKind::Newline || (token.kind == TokenKind::Punct && surface.starts_with(['.', '!', '?', '…', ';']));
            if stop && !self.is_quoted(token.span.start) {
                break;
            }
            start -= 1;
        }
        Span::new(start as u32, end as u32)
    }
}

/// The text of a clause; empty for no tokens.
fn text_of(known: Known<'_>, clause: Span<TokenUnit>) -> Span<Byte> {
    known.cover(clause).unwrap_or(Span::new(0, 0))
}

/// Where speech ends whose last words are the author's: before the dash and its comma; `None` when it goes on after them.
fn speech_end(known: Known<'_>, clause: Span<TokenUnit>, inner: Span<Byte>) -> Option<u32> {
    let rest = known.text.get(text_of(known, clause).end as usize..inner.end as usize)?;
    let dash = (clause.start as usize).checked_sub(1).filter(|_| !rest.contains(char::is_alphanumeric))?;
    let comma = usize::from(known.surface(dash.checked_sub(1)?) == ",");
    known.pieces.tokens.get(dash.checked_sub(1 + comma)?).map(|t| t.span.end).filter(|end| *end > inner.start)
}

/// Whether a token is a verb by which something is stated: it tells who says it, not what took place.
pub(crate) fn says(known: Known<'_>, token: usize) -> bool {
    cue::states(known, token)
}

/// Whether a byte lies in quotation marks.
fn is_quoted(quoted: &[Quoted], at: u32) -> bool {
    let i = quoted.partition_point(|q| q.outer.end <= at);
    quoted.get(i).is_some_and(|q| q.outer.start <= at)
}
