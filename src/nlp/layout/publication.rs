//! The publication day of an article, by what its lines are.

use super::super::document::Document;
use super::super::edtf::{Point, stamped_day};
use super::super::knowledge;
use super::super::segment::{Segmentation, fold};
use super::super::span::{Byte, Span};
use super::super::temporal::{Tense, Written};
use super::{DateSource, Line, PartKind};

/// A publication day with its source and the words that say it.
pub(super) struct Publication {
    pub date: Option<Point>,
    pub date_source: DateSource,
    pub date_evidence: Option<Span<Byte>>,
}

pub(super) fn publication(
    document: &Document,
    pieces: &Segmentation,
    lines: &[Line<'_>],
    kinds: &[PartKind],
    written: &[Written],
) -> Publication {
    let found =
        |date: jiff::civil::Date, date_source, date_evidence| Publication { date: Some(Point::Day(date)), date_source, date_evidence };
    if let Some(date) = document.date {
        return Publication { date: Some(date), date_source: DateSource::Given, date_evidence: None };
    }
    if let Some(date) = document.meta.date {
        return Publication { date: Some(date), date_source: DateSource::Meta, date_evidence: None };
    }
    let days_in = |line: &Line<'_>| -> Vec<(jiff::civil::Date, &Written)> {
        let from = written.partition_point(|w| w.span.start < line.span.start);
        written[from..].iter().take_while(|w| w.span.end <= line.span.end).filter_map(|w| w.full_day().map(|d| (d, w))).collect()
    };
    let of_kind = |kind: PartKind| lines.iter().zip(kinds).filter(move |(_, k)| **k == kind).map(|(l, _)| l);
    // The day of an update stands beside that of the publication.
    let updated = |l: &&Line<'_>| ["обновлено", "последнее обновление", "изменено", "updated"].iter().any(|u| l.folded.starts_with(u));
    for later in [false, true] {
        let datelines = || of_kind(PartKind::Dateline).filter(|l| updated(l) == later);
        if let Some((d, w)) = datelines().flat_map(days_in).next() {
            return found(d, DateSource::Dateline, Some(w.span));
        }
        // «7-09-2018, 13:25», «сентябрь 01, 2022»: as pages stamp, but nobody writes.
        if let Some((d, line)) = datelines().find_map(|l| Some((stamped_day(l.text)?, l))) {
            return found(d, DateSource::Dateline, Some(line.span));
        }
    }
    // «АСТАНА, 5 июля 2024 года — …», «БИШКЕК, 13 апреля 2007 г. /Агентство/.»: a day before what ends the slug of the body.
    let first = of_kind(PartKind::Body).next();
    if let Some(line) = first {
        let end = [" — ", " – ", " - ", ". /", "/. ", ". («", ". ("].iter().filter_map(|m| line.text.find(m)).min();
        if let (Some(end), Some((d, w))) = (end, days_in(line).first())
            && w.span.start <= line.span.start + 80
            && end < 160
            && w.span.end <= line.span.start + end as u32 + 4
        {
            return found(*d, DateSource::Dateline, Some(w.span));
        }
    }
    // Rubric, day and counters on one line above the text.
    let above =
        lines.iter().zip(kinds).take_while(|(_, k)| **k != PartKind::Body).filter(|(_, k)| **k == PartKind::Furniture).map(|(l, _)| l);
    if let Some((d, line)) = above.clone().find_map(|l| Some((days_in(l).first().map(|(d, _)| *d).or_else(|| stamped_day(l.text))?, l))) {
        return found(d, DateSource::Dateline, Some(line.span));
    }
    // «Октябрь 1997 года»: a paper that says no day.
    let month = |line: &Line<'_>| {
        let from = written.partition_point(|w| w.span.start < line.span.start);
        written[from..].iter().take_while(|w| w.span.end <= line.span.end).find_map(|w| w.full_month().map(|m| (m, w.span)))
    };
    if let Some((point, span)) = of_kind(PartKind::Dateline).find_map(month) {
        return Publication { date: Some(point), date_source: DateSource::Dateline, date_evidence: Some(span) };
    }
    // Time stamps among the furniture are those of the page: the day that most of them share, the latest of equals.
    let mut stamps: Vec<(jiff::civil::Date, &Written)> = of_kind(PartKind::Furniture).flat_map(days_in).collect();
    stamps.sort_by_key(|(d, _)| *d);
    let best = stamps.chunk_by(|a, b| a.0 == b.0).max_by_key(|run| (run.len(), run[0].0)).and_then(|run| run.first());
    if let Some((d, w)) = best {
        return found(*d, DateSource::Text, Some(w.span));
    }
    if let Some(d) = file_date(&document.id) {
        return found(d, DateSource::Filename, None);
    }
    // A full date in the lead of which a verb of the past tells is most often that of the news itself, if the text speaks
    // of nothing later, and of days in which there was news on the web. Of dates in captions or of plans that is not true.
    let latest = written.iter().filter_map(Written::said_year).max();
    if let Some(line) = first
        && let Some((d, w)) = days_in(line).into_iter().next()
        && w.tense == Tense::Past
        && !document.text[..w.span.start as usize].trim_end().ends_with(" от")
        && pieces.sentence_at(w.span.start) <= pieces.sentence_at(line.span.start).map(|s| s + 1)
        && latest.is_some_and(|y| d.year() >= 1990 && d.year() + 1 >= y)
    {
        return found(d, DateSource::Text, Some(w.span));
    }
    if let Some((point, span)) = remembered(document, pieces, lines, kinds) {
        return Publication { date: Some(point), date_source: DateSource::Text, date_evidence: Some(span) };
    }
    Publication { date: None, date_source: DateSource::None, date_evidence: None }
}

/// «В канун 50-летия …»: news of an anniversary appears in its year, and on its eve in its month, when the day that is remembered is known
/// (`assets/knowledge/anniversaries.tsv`). Looked for in the title and the first two sentences.
fn remembered(document: &Document, pieces: &Segmentation, lines: &[Line<'_>], kinds: &[PartKind]) -> Option<(Point, Span<Byte>)> {
    let body = lines.iter().zip(kinds).find(|(_, k)| **k == PartKind::Body).map(|(l, _)| l)?;
    let last = pieces.sentence_at(body.span.start).and_then(|s| pieces.sentences.get(s + 1).or(pieces.sentences.get(s)));
    let end = last.map_or(body.span.end, |s| s.span.end);
    let title = lines.iter().zip(kinds).find(|(_, k)| **k == PartKind::Title).map(|(l, _)| l.span);
    title.into_iter().chain([Span::new(body.span.start, end)]).find_map(|span| {
        let (years, at, event) = knowledge::anniversary(span.of(&document.text))?;
        let day = event.date.checked_add(jiff::Span::new().years(years)).ok()?;
        // «В канун» are the days before; what is held in its honour may be any time of the year.
        let eve = ["в канун ", "накануне "].iter().any(|w| fold(span.of(&document.text)).contains(w));
        let point = match day.yesterday() {
            Ok(before) if eve => Point::Month(Some(before.year()), before.month()),
            _ => Point::Year(day.year()),
        };
        let evidence = Span::new(span.start + at.start, span.start + at.end);
        (1990..2200).contains(&day.year()).then_some((point, evidence))
    })
}

/// `2024-03-14`, `2024_03_14` or `20240314` in a file's name, no longer number around it.
fn file_date(id: &str) -> Option<jiff::civil::Date> {
    let runs: Vec<&str> = id.split(|c: char| !c.is_ascii_digit()).collect();
    let date = |y: &str, m: &str, d: &str| -> Option<jiff::civil::Date> {
        let (year, month, day) = (y.parse().ok()?, m.parse().ok()?, d.parse().ok()?);
        (1990..2100).contains(&year).then(|| jiff::civil::Date::new(year, month, day).ok())?
    };
    let tight = runs.iter().filter(|r| r.len() == 8 && r.is_ascii()).find_map(|r| date(&r[..4], &r[4..6], &r[6..]));
    let parted = || runs.windows(3).filter(|w| w[0].len() == 4 && w[1].len() == 2 && w[2].len() == 2).find_map(|w| date(w[0], w[1], w[2]));
    tight.or_else(parted)
}
