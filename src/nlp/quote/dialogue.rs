//! Speech after a dash at the start of a line, and interviews.

use super::marks::is_dash;
use super::speaker::Speakers;
use super::{Attribution, Finder, Form, Quote};
use crate::nlp::layout::PartKind;
use crate::nlp::ner::Label;
use crate::nlp::segment::TokenKind;
use crate::nlp::span::{Byte, Span, TokenUnit};

/// A longer name before a colon is no label of a speaker, in bytes.
const LABEL: usize = 80;

impl Finder<'_> {
    /// Finds both; quotes in quotation marks are known by now.
    pub(super) fn dialogue(&mut self) {
        let known = self.known;
        let lines = lines(known.pieces.tokens.iter().map(|t| t.kind == TokenKind::Newline));
        let body = |line: &Span<TokenUnit>| known.cover(*line).is_some_and(|s| known.layout.kind_at(s.start) != PartKind::Furniture);
        let lines: Vec<Span<TokenUnit>> = lines.into_iter().filter(body).collect();
        // Without words of saying or a question before it a dash opens an item of a list.
        let authored = |run: &[Span<TokenUnit>]| run.iter().any(|l| self.author_in(*l).is_some());
        let mut runs: Vec<(usize, &[Span<TokenUnit>])> = Vec::new();
        let mut at = 0;
        for run in lines.chunk_by(|a, b| self.is_speech(*a) == self.is_speech(*b)) {
            if self.is_speech(run[0]) {
                runs.push((at, run));
            }
            at += run.len();
        }
        let talk = runs.iter().any(|(_, run)| authored(run));
        let listed = |first: usize| first > 0 && self.known.surface(lines[first - 1].end as usize - 1) == ":";
        let spoken: Vec<Span<TokenUnit>> = runs
            .iter()
            .filter(|(first, run)| {
                let interview = self.asks(run[0]) && run.len() > 1;
                authored(run) || interview || (talk && run.len() == 1 && !listed(*first))
            })
            .flat_map(|(_, run)| run.iter().copied())
            .collect();
        for line in spoken {
            self.speech(line);
        }
        self.labelled(&lines);
    }

    /// Whether a line opens with a dash and a word.
    fn is_speech(&self, line: Span<TokenUnit>) -> bool {
        let known = self.known;
        let first = line.start as usize;
        let dash = known.surface(first).chars().all(is_dash) && !known.surface(first).is_empty();
        let apart = known.pieces.tokens.get(first).zip(known.pieces.tokens.get(first + 1)).is_some_and(|(a, b)| a.span.end < b.span.start);
        dash && apart && line.len() > 2 && !known.surface(line.end as usize - 1).ends_with([';', ','])
    }

    fn asks(&self, line: Span<TokenUnit>) -> bool {
        self.known.surface(line.end as usize - 1).starts_with('?')
    }

    /// The first of the author's words in a line of speech, with the token of their dash.
    fn author_in(&self, line: Span<TokenUnit>) -> Option<(usize, Attribution)> {
        line.range().skip(2).find_map(|i| self.authors_words(i, line.end as usize).map(|a| (i, a)))
    }

    fn speech(&mut self, line: Span<TokenUnit>) {
        let known = self.known;
        let first = line.start as usize + 1;
        let (end, attribution) = match self.author_in(line) {
            Some((dash, attribution)) => {
                // The speech goes on when another dash closes the author's words.
                let next = attribution.clause.end as usize + usize::from(known.surface(attribution.clause.end as usize).starts_with('.'));
                let on = known.surface(next).chars().all(is_dash) && next < line.end as usize && !known.surface(next).is_empty();
                let comma = usize::from(known.surface(dash - 1) == ",");
                (if on { line.end as usize } else { dash - comma }, Some(attribution))
            }
            None if self.asks(line) => return,
            None => (line.end as usize, None),
        };
        let Some(span) = known.cover(Span::new(first as u32, end as u32)) else { return };
        if self.out[self.across(span)].iter().any(|q| q.form == Form::Direct) {
            return;
        }
        let speaker = Speakers { known, quoted: &self.quoted, quotes: &self.out }.of(attribution.as_ref(), span);
        let cue = attribution.and_then(|a| a.cue).map(|c| c.span);
        self.out.drain(self.across(span));
        self.add(Quote { span, speaker, cue, form: Form::Direct });
    }

    /// Lines that begin with who speaks: «Корр.: …», «Лунин: …».
    fn labelled(&mut self, lines: &[Span<TokenUnit>]) {
        let known = self.known;
        let labels: Vec<(usize, usize)> =
            lines.iter().enumerate().filter_map(|(n, line)| self.label(*line).map(|colon| (n, colon))).collect();
        // Results and lists of participants have names before colons, too: in a talk somebody asks, or speaks again.
        let names: Vec<&str> =
            labels.iter().filter_map(|(n, colon)| Some(known.cover(Span::new(lines[*n].start, *colon as u32))?.of(known.text))).collect();
        let again = names.iter().enumerate().any(|(i, name)| names[..i].contains(name));
        let asked = labels.iter().any(|(n, _)| self.asks(lines[*n]));
        if labels.len() < 3 || !(again || asked) {
            return;
        }
        for (i, (n, colon)) in labels.iter().enumerate() {
            let next = labels.get(i + 1).map(|(next, _)| *next);
            // The last speech ends with its own paragraph.
            // It goes on only over paragraphs that say nothing of another speaker.
            let other =
                |line: &Span<TokenUnit>| known.cover(*line).is_some_and(|s| self.out[self.across(s)].iter().any(|q| q.cue.is_some()));
            let last = next.map_or(*n, |next| (*n + 1..next).find(|l| other(&lines[*l])).unwrap_or(next) - 1);
            let Some(label) = known.cover(Span::new(lines[*n].start, *colon as u32)) else { continue };
            let Some(person) = known.inside(label).find(|(_, m)| m.label == Label::Person && m.span.start == label.start) else { continue };
            let Some(span) = known.cover(Span::new(*colon as u32 + 1, lines[last].end)) else { continue };
            if self.out[self.across(span)].iter().any(|q| q.cue.is_some() && !span.contains(q.span)) {
                continue;
            }
            self.out.drain(self.across(span));
            self.add(Quote { span, speaker: person.1.entity, cue: None, form: Form::Direct });
        }
    }

    /// The colon of a label that opens a line: a name, or a short abbreviation such as «Корр.».
    fn label(&self, line: Span<TokenUnit>) -> Option<usize> {
        let known = self.known;
        let colon = line.range().take(6).find(|i| known.surface(*i) == ":")?;
        let span: Span<Byte> = known.cover(Span::new(line.start, colon as u32))?;
        let spoken = colon + 1 < line.end as usize;
        let named = known.inside(span).any(|(_, m)| m.label == Label::Person && m.span.start == span.start && m.span.end + 1 >= span.end);
        let short = colon - (line.start as usize) <= 2 && span.of(known.text).chars().next().is_some_and(char::is_uppercase);
        (spoken && (span.len() as usize) < LABEL && (named || short)).then_some(colon)
    }
}

/// Runs of tokens between line breaks.
fn lines(newlines: impl Iterator<Item = bool>) -> Vec<Span<TokenUnit>> {
    let (mut out, mut start, mut n) = (Vec::new(), 0, 0);
    for newline in newlines {
        if newline {
            if n > start {
                out.push(Span::new(start, n));
            }
            start = n + 1;
        }
        n += 1;
    }
    if n > start {
        out.push(Span::new(start, n));
    }
    out
}
