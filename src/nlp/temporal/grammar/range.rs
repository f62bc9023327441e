//! Ranges and lists whose parts share what stands at the end.

use super::super::numeral::roman;
use super::super::words::Words;
use super::super::written::{Form, Moment, Partial, Place, Standing, YearOf};
use super::calendar::{Read, place, year_behind};
use super::{Match, calendar};
use crate::nlp::edtf::{DayOfYear, Point, TimeOfDay};
use crate::nlp::segment::TokenKind;

/// Most parts of a list: a table of numbers is none.
const MOST_PARTS: usize = 8;

/// The same month and year with another day.
pub(super) fn share(last: Moment, day: i8) -> Option<Moment> {
    let place = match last.place {
        Place::InYear(Partial::Day(d), year) => {
            let own = DayOfYear::new(d.month(), day)?;
            if let YearOf::Said(y) = year {
                own.in_year(y)?;
            }
            Place::InYear(Partial::Day(own), year)
        }
        Place::InMonth(_, shift) => Place::InMonth(day, shift),
        _ => return None,
    };
    Some(Moment { place, weekday: None, ..last })
}

/// The start takes the year of the end, or the one before where it would lie behind it.
pub(super) fn with_year_of(start: Moment, end: Moment) -> Moment {
    let (Place::InYear(part, YearOf::Unsaid), Place::InYear(last, year)) = (start.place, end.place) else { return start };
    let year = match year {
        YearOf::Said(y) if order(part) > order(last) => YearOf::Said(y - 1),
        y => y,
    };
    Moment { place: Place::InYear(part, year), ..start }
}

/// Place in the year, to compare the ends of a range.
fn order(part: Partial) -> (i8, i8) {
    match part {
        Partial::Month(m) => (m, 0),
        Partial::Day(d) => d.in_year(2000).map_or((0, 0), |d| (d.month(), d.day())),
        Partial::Season(s) => (s as i8 * 3 + 3, 0),
        Partial::Quarter(n) => (n * 3 - 2, 0),
        Partial::Half(n) => (n * 6 - 5, 0),
        Partial::Whole | Partial::Holiday(_) => (0, 0),
    }
}

/// RANGE = (`с` | `от` | `между`) END (`по` | `до` | `и`) PLACE | END dash PLACE, where END = PLACE | DAY | YEAR
pub(super) fn range(w: &Words<'_>, i: usize) -> Option<Match> {
    let (worded, joints): (bool, &[&str]) = match w.folded(i) {
        "с" | "со" | "c" => (true, &["по", "до", "на"]),
        "от" => (true, &["до"]),
        "между" => (true, &["и"]),
        _ => (false, &[]),
    };
    let first = if worded { i + 1 } else { i };
    // «в сентябре-октябре», «с сентября-октября» are one token.
    if !worded && let Some(m) = hyphened_months(w, i).or_else(|| hyphened_centuries(w, i)).or_else(|| slashed_years(w, i)) {
        return Some(m);
    }
    let joint = |j: usize| if worded { w.is(j, joints) } else { w.dash(j) && w.kind(j + 1) != Some(TokenKind::Newline) };
    let whole = |start: Moment, end: Read| {
        let standing = end.standing.min(if worded { Standing::Sure } else { end.standing });
        Match::new(i, end.to, Form::Range(Some(with_year_of(start, end.moment)), Some(end.moment)), standing)
    };
    // «с 2013 года по настоящее время», «с 2003 г. по сей день»
    let start = place(w, first);
    if worded
        && let Some(start) = start
        && let Some(to) = until_now(w, start.to)
    {
        return Some(Match::new(i, to, Form::Range(Some(start.moment), None), Standing::Sure));
    }
    if let Some(m) = decades(w, i, first, &joint).or_else(|| centuries(w, i, first, &joint)) {
        return Some(m);
    }
    // Bare years: «с 2003 по 2011 год», «2003—2011 гг.»
    if let Some(m) = years(w, i, first, worded, &joint) {
        return Some(m);
    }
    // A bare day shares month and year: «с 25 по 28 июля 2019 года».
    if let Some((day, at)) = w.day(first)
        && joint(at)
        && let Some(end) = place(w, at + 1)
        && let Some(start) = share(end.moment, day)
    {
        return Some(whole(start, end));
    }
    let start = start?;
    if !joint(start.to) {
        return None;
    }
    let end = place(w, start.to + 1)?;
    // «2 мая — в День Победы» is no range: both ends are of one kind, and neither is pointed at.
    let months = matches!(
        (start.moment.place, end.moment.place),
        (Place::InYear(Partial::Month(_), _), Place::InYear(Partial::Month(_), YearOf::Said(_)))
    );
    let deictic = |m: Moment| matches!(m.place, Place::Shift(..) | Place::Same(_));
    let loose = start.standing == Standing::Tagged && !months;
    if !worded && (!comparable(start.moment, end.moment) || loose || deictic(start.moment)) {
        return None;
    }
    // «с 2011 до 2003 пунктов»: years were read above, in order.
    let bare = |m: Moment| matches!(m.place, Place::InYear(Partial::Whole, YearOf::Said(_)));
    if bare(start.moment) && bare(end.moment) {
        return None;
    }
    let mut m = whole(start.moment, end);
    if worded {
        m.standing = Standing::Sure;
        m.inner.push(Match::new(i, start.to, Form::Range(Some(with_year_of(start.moment, end.moment)), None), Standing::Tagged));
        m.inner.push(Match::new(start.to, end.to, Form::Range(None, Some(end.moment)), Standing::Tagged));
    }
    Some(m)
}

/// CLOCK-RANGE = (`с` | ) CLOCK (`до` | `по` | dash) CLOCK
pub(super) fn clocks(w: &Words<'_>, i: usize) -> Option<Match> {
    let worded = w.is(i, &["с", "со"]);
    let first = if worded { i + 1 } else { i };
    let clock = |j: usize| -> Option<Moment> {
        let (h, m) = w.str(j).split_once(':')?;
        let (h, m): (i8, i8) = (h.parse().ok()?, m.parse().ok()?);
        let fits = w.kind(j) == Some(TokenKind::Number) && (0..24).contains(&h) && (0..60).contains(&m);
        fits.then(|| Moment { time: Some(TimeOfDay::Clock(h, m)), ..Place::Unsaid.into() })
    };
    let start = clock(first)?;
    if !(if worded { w.is(first + 1, &["до", "по"]) } else { w.dash(first + 1) }) {
        return None;
    }
    let end = clock(first + 2)?;
    // «с 9:00 до 18:00 5 мая»
    let comma = if w.str(first + 3) == "," { first + 4 } else { first + 3 };
    if let Some(day) = place(w, comma).filter(|d| calendar::is_day(d.moment)) {
        let on = |m: Moment| Some(Moment { time: m.time, ..day.moment });
        return Some(Match::new(i, day.to, Form::Range(on(start), on(end)), Standing::Sure));
    }
    Some(Match::new(i, first + 3, Form::Range(Some(start), Some(end)), Standing::Sure))
}

/// LIST = DAY {`,` DAY} `и` DATE | YEAR {`,` YEAR} `и` YEAR year-word | MONTH `и` MONTH YEAR: each part is an expression.
pub(super) fn list(w: &Words<'_>, i: usize) -> Option<Match> {
    let mut starts = vec![i];
    let mut at = i;
    let end = loop {
        let single = w
            .day(at)
            .map(|d| d.1)
            .or_else(|| w.year(at).filter(|y| !y.2).map(|y| y.1))
            .or_else(|| w.month(at).map(|_| at + 1))
            .or_else(|| w.season(at).map(|_| at + 1))?;
        let comma = w.str(single) == ",";
        if !(comma || w.is(single, &["и", "или"])) || starts.len() == MOST_PARTS {
            return None;
        }
        at = single + 1;
        starts.push(at);
        if !comma {
            break place(w, at)?;
        }
    };
    let last = *starts.last()?;
    let mut inner = Vec::with_capacity(starts.len());
    for start in &starts[..starts.len() - 1] {
        let (moment, to) = match end.moment.place {
            Place::InYear(Partial::Day(_), _) | Place::InMonth(..) => {
                let (day, to) = w.day(*start)?;
                (share(end.moment, day)?, to)
            }
            Place::InYear(Partial::Whole, YearOf::Said(_)) if end.to > last + 1 => {
                let (year, to, _) = w.year(*start)?;
                (Place::InYear(Partial::Whole, YearOf::Said(year)).into(), to)
            }
            Place::InYear(Partial::Season(_), year) if year != YearOf::Unsaid => {
                (Place::InYear(Partial::Season(w.season(*start)?), year).into(), start + 1)
            }
            Place::InYear(Partial::Month(_), year) if year != YearOf::Unsaid => {
                (Place::InYear(Partial::Month(w.month(*start)?), year).into(), start + 1)
            }
            _ => return None,
        };
        inner.push(Match::new(*start, to, Form::Moment(moment), Standing::Firm));
    }
    inner.push(Match::new(last, end.to, Form::Moment(end.moment), Standing::Firm));
    Some(Match { from: i, to: end.to, form: None, standing: Standing::Sure, inner, cut: 0 })
}

/// UNTIL-NOW = `по настоящее время` | `по сей день` | `по сегодняшний день` | `до сих пор` | `до настоящего времени` | `по н. в.`
pub(super) fn until_now(w: &Words<'_>, i: usize) -> Option<usize> {
    let three = [
        ["по", "настоящее", "время"],
        ["по", "сей", "день"],
        ["по", "сегодняшний", "день"],
        ["до", "сих", "пор"],
        ["до", "настоящего", "времени"],
        ["до", "наших", "дней"],
        ["до", "сегодняшнего", "дня"],
    ];
    if three.iter().any(|words| w.run(i, words)) {
        return Some(i + 3);
    }
    (w.is(i, &["по"]) && w.is(i + 1, &["н.", "нв", "н"]) && w.is(i + 2, &["в.", "вр."])).then_some(i + 3)
}

/// YEARS = YEAR (`по` | `до` | dash) YEAR [year-word]; without it only years of our times that nothing is counted by
fn years(w: &Words<'_>, from: usize, first: usize, worded: bool, joint: &dyn Fn(usize) -> bool) -> Option<Match> {
    let (a, at, _) = w.year(first)?;
    let named_first = w.year_word(at);
    let at = if named_first && worded { at + 1 } else { at };
    if !joint(at) {
        return None;
    }
    let (b, to, lettered) = w.year(at + 1)?;
    let named = w.year_word(to);
    // An ISO date is no range.
    let glued_more = w.dash(to) && w.glued(to);
    if b < a || glued_more {
        return None;
    }
    // «2000–2500 тенге»
    let ours = (1500..=2100).contains(&a) && b <= 2100 && !w.counted(to);
    let led = from > 0 && (w.str(from - 1) == "(" || w.is(from - 1, &["в", "за", "на", "с"]));
    let ordinal = w.kind(first) == Some(TokenKind::Word);
    let sure = named || lettered || ordinal || named_first || (worded && ours) || (ours && a >= 1900 && led);
    if !sure && !ours {
        return None;
    }
    let year = |y: i16| Some(Moment::from(Place::InYear(Partial::Whole, YearOf::Said(y))));
    let standing = if sure { Standing::Sure } else { Standing::Tagged };
    Some(Match::new(from, if named { to + 1 } else { to }, Form::Range(year(a), year(b)), standing))
}

/// `2019/20`, `2019/2020`, `1989-90`: a season of sport or a school year.
fn slashed_years(w: &Words<'_>, i: usize) -> Option<Match> {
    // «1989-90» is three tokens.
    let dashed = w.dash(i + 1) && w.glued(i + 1) && w.glued(i + 2) && w.str(i + 2).len() == 2 && !w.glued(i + 3);
    let (a, b, end) = match w.str(i).split_once('/') {
        _ if w.kind(i) != Some(TokenKind::Number) => return None,
        Some((a, b)) => (a, b, i + 1),
        None if dashed => (w.str(i), w.str(i + 2), i + 3),
        None => return None,
    };
    let a: i16 = (a.len() == 4).then(|| a.parse().ok())??;
    let b: i16 = match b.len() {
        4 => b.parse().ok()?,
        2 => a / 100 * 100 + b.parse::<i16>().ok()?,
        _ => return None,
    };
    let year = |y: i16| Some(Moment::from(Place::InYear(Partial::Whole, YearOf::Said(y))));
    let season = |j: usize| w.lemma(j, &["сезон", "год"]);
    let near = season(end) || (i > 0 && season(i - 1));
    let to = if w.year_word(end) { end + 1 } else { end };
    ((1900..=2100).contains(&a) && (b == a + 1 || (dashed && near && b > a)))
        .then(|| Match::new(i, to, Form::Range(year(a), year(b)), if near { Standing::Sure } else { Standing::Tagged }))
}

/// «сентябре-октябре», one token of two months, with the year behind.
fn hyphened_months(w: &Words<'_>, i: usize) -> Option<Match> {
    let (first, second) = w.folded(i).split_once('-')?;
    // The readings of a hyphened word are those of its last part: its month is the second.
    let lemmas = ["январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр"];
    let month = |word: &str| {
        let known = w.lexicon.known(word);
        lemmas
            .iter()
            .position(|stem| known.iter().any(|a| w.lexicon.lemma(a).strip_prefix(stem).is_some_and(|e| matches!(e, "ь" | "" | "й"))))
            .map(|n| n as i8 + 1)
    };
    let (a, b) = (month(first)?, month(second)?);
    let (year, to) = year_behind(w, i + 1).unwrap_or((YearOf::Unsaid, i + 1));
    let end = Moment::from(Place::InYear(Partial::Month(b), year));
    let start = with_year_of(Place::InYear(Partial::Month(a), YearOf::Unsaid).into(), end);
    Some(Match::new(i, to, Form::Range(Some(start), Some(end)), Standing::Sure))
}

/// DECADES = YYY0 dash YYY0`-х` [year-word]: «1920–1930-х годах»
fn decades(w: &Words<'_>, from: usize, first: usize, joint: &dyn Fn(usize) -> bool) -> Option<Match> {
    let (a, at, _) = w.year(first).filter(|(y, ..)| y % 10 == 0)?;
    let end = joint(at).then(|| place(w, at + 1))??;
    let Place::Exact(Point::Decade(last)) = end.moment.place else { return None };
    let start = Moment::from(Place::Exact(Point::Decade(a / 10)));
    (a / 10 < last).then(|| Match::new(from, end.to, Form::Range(Some(start), Some(end.moment)), Standing::Sure))
}

/// CENTURIES = ROMAN (dash | `по`) ROMAN `век`: «с XII по XIV век»
fn centuries(w: &Words<'_>, from: usize, first: usize, joint: &dyn Fn(usize) -> bool) -> Option<Match> {
    let a = roman(w.str(first))?;
    let end = joint(first + 1).then(|| place(w, first + 2))??;
    century_range(from, a, end)
}

/// «XIX-XX веках» as one token.
fn hyphened_centuries(w: &Words<'_>, i: usize) -> Option<Match> {
    let (a, b) = w.str(i).split_once(['-', '–', '—'])?;
    let (a, b) = (roman(a)?, roman(b)?);
    let named = w.is(i + 1, &["в.", "вв."]) || w.lemma(i + 1, &["век", "столетие"]);
    let (before, to) = calendar::era(w, i + 2).unwrap_or((false, i + 2));
    let end = Moment::from(Place::Exact(Point::Century { hundreds: b - 1, before }));
    (named && b <= 22).then(|| century_range(i, a, Read { moment: end, to, standing: Standing::Sure }))?
}

/// From the century `a` to that read, of the same era: before ours the numbers fall.
fn century_range(from: usize, a: i8, end: Read) -> Option<Match> {
    let Place::Exact(Point::Century { hundreds, before }) = end.moment.place else { return None };
    let start = Moment::from(Place::Exact(Point::Century { hundreds: a - 1, before }));
    let ordered = if before { a - 1 > hundreds } else { a - 1 < hundreds };
    (ordered && a >= 1).then(|| Match::new(from, end.to, Form::Range(Some(start), Some(end.moment)), Standing::Sure))
}

/// Whether both are of one precision.
fn comparable(a: Moment, b: Moment) -> bool {
    match (a.place, b.place) {
        (Place::InYear(x, _), Place::InYear(y, _)) => std::mem::discriminant(&x) == std::mem::discriminant(&y),
        (Place::Exact(x), Place::Exact(y)) => std::mem::discriminant(&x) == std::mem::discriminant(&y),
        (Place::Weekday(..), Place::Weekday(..)) => true,
        _ => calendar::is_day(a) && calendar::is_day(b),
    }
}
