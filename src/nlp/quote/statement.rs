//! Indirect speech: «По словам Лунина, …», «Лунин заявил, что …», «Как сообщил Лунин, …», «…, считает Лунин».

use super::cue::{Manner, cue_at};
use super::speaker::Speakers;
use super::{Attribution, Finder, Form, Quote};
use crate::nlp::layout::PartKind;
use crate::nlp::morph::{Grammeme, Tag};
use crate::nlp::ner::Label;
use crate::nlp::span::{Span, TokenUnit};

/// Most tokens between words of saying and their «что».
const REACH: usize = 24;

impl Finder<'_> {
    /// Finds statements outside the quotes known by now, one a sentence.
    pub(super) fn statements(&mut self) {
        let known = self.known;
        for sentence in &known.pieces.sentences {
            if known.layout.kind_at(sentence.span.start) == PartKind::Furniture {
                continue;
            }
            let own = sentence.tokens;
            let taken = self.out[self.across(sentence.span)].iter().any(|q| q.form == Form::Direct);
            if taken {
                continue;
            }
            let mut end = own.end;
            while end > own.start && known.surface(end as usize - 1).starts_with(['.', '!', '?', '…', ';']) {
                end -= 1;
            }
            let said = Span::new(own.start, end);
            let Some((content, attribution)) = said.range().find_map(|i| self.statement(i, said)) else { continue };
            let Some(span) = known.cover(content).filter(|s| s.len() > 1) else { continue };
            let clause = known.cover(attribution.clause).unwrap_or(span);
            let speaker = Speakers { known, quoted: &self.quoted, quotes: &self.out }.of(Some(&attribution), clause);
            let cue = attribution.cue.map(|c| c.span);
            // Words in quotation marks inside it are part of it.
            for n in self.across(span).rev() {
                if self.out[n].form == Form::Partial && span.contains(self.out[n].span) {
                    self.out.remove(n);
                }
            }
            self.add(Quote { span, speaker, cue, form: Form::Indirect });
        }
    }

    /// The statement whose cue begins at a token: what is said, and the author's words.
    fn statement(&self, i: usize, sentence: Span<TokenUnit>) -> Option<(Span<TokenUnit>, Attribution)> {
        let known = self.known;
        if self.is_quoted(known.pieces.tokens[i].span.start) {
            return None;
        }
        let cue = cue_at(known, i, sentence).filter(|c| c.states)?;
        let (start, end) = (sentence.start as usize, sentence.end as usize);
        // «не говорил, что уйдёт»
        if i > start && known.word(i - 1) == "не" {
            return None;
        }
        let span = |a: usize, b: usize| (a < b).then(|| Span::new(a as u32, b as u32));
        let with = |content: Option<Span<TokenUnit>>, from: usize, to: usize| {
            content.map(|content| (content, Attribution { clause: Span::new(from as u32, to as u32), cue: Some(cue) }))
        };
        let like = i > start && known.word(i - 1) == "как";
        if cue.manner == Manner::By || like {
            let close = self.comma(cue.tokens.end as usize, end);
            let opening = i - usize::from(like);
            // Small words may stand before it: «Вместе с тем, по словам …».
            let noun = Tag::of(&[Grammeme::Noun]);
            let named = |from: usize, to: usize| (from..to).any(|j| known.has(j, noun));
            let front = opening == start || (opening - start <= 4 && !self.acts(start, opening) && !named(start, opening));
            // In the middle it stands between commas: «версия», «данные» are nouns of other sentences, too.
            if !front && !matches!(known.surface(opening - 1), "," | "–" | "—" | "-" | "(") {
                return None;
            }
            return match close {
                Some(close) if front => with(span(close + 1, end), opening, close),
                Some(close) => with(span(start, end), opening, close),
                None if !front => with(span(start, end), opening, end),
                None => None,
            };
        }
        // «…, считает Лунин.»
        if i > start + 2 && known.surface(i - 1) == "," && cue.tokens.len() == 1 {
            let that = || (i..end).any(|j| known.word(j) == "что");
            if end - i <= REACH && !that() && self.acts(start, i) {
                return with(span(start, i - 1), i, end);
            }
        }
        let that = (i + 1..end.min(i + REACH)).find(|j| known.word(*j) == "что" && self.opens_clause(*j, i))?;
        let from = (start..i).rev().take(REACH).find(|j| matches!(known.surface(*j), ":" | ";")).map_or(start, |j| j + 1);
        with(span(that + 1, end), from, that)
    }

    /// «, что» and «, о том, что» right after the cue's own words.
    fn opens_clause(&self, that: usize, cue: usize) -> bool {
        let known = self.known;
        known.surface(that - 1) == "," && !(cue + 1..that).any(|j| known.finite(j) && !known.has(j, Tag::of(&[Grammeme::Noun])))
    }

    /// The comma that ends the author's words: the first one that no name holds.
    fn comma(&self, from: usize, end: usize) -> Option<usize> {
        let known = self.known;
        (from..end.min(from + REACH)).find(|j| {
            let at = known.pieces.tokens[*j].span;
            let named = || known.around(at).any(|m| m.label == Label::Organization && m.span.contains(at));
            known.surface(*j) == "," && !self.is_quoted(at.start) && !named()
        })
    }

    /// Whether a verb stands among some tokens.
    fn acts(&self, from: usize, to: usize) -> bool {
        (from..to).any(|j| self.known.finite(j))
    }
}
