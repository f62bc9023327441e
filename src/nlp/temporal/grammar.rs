//! Time expressions in running text, as written.
//!
//! Each rule has its production above it. Words are compared by lemma or by a folded form; `[x]` is optional, `|` a
//! choice. Rules are tried in order at every token; the first that matches takes the tokens.

use jiff::civil::Date;

use crate::nlp::edtf::{DayOfYear, Kind, Point, Reference, Unit};
use crate::nlp::morph::{Grammeme, Lexicon, Readings};
use crate::nlp::segment::{Segmentation, TokenKind};
use crate::nlp::span::{Byte, Span};

/// A time expression as written: what is said, before any anchor is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// The text covered.
    pub span: Span<Byte>,
    /// What is said.
    pub form: Form,
    /// Whether its sentence tells of the past or of what is to come.
    pub tense: Tense,
}

/// The tense of a sentence's verbs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tense {
    /// Past only.
    Past,
    /// At least one future form.
    Future,
    /// Neither.
    Unknown,
}

/// What a time expression says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A place in the calendar, perhaps without a year.
    Point(Point),
    /// From one point to another; `None` is open.
    Interval(Option<Point>, Option<Point>),
    /// A time of a day that itself needs an anchor: «завтра в 10:00».
    Clock(Day, i8, i8),
    /// So many units from the anchor: «вчера» is a day back, «в прошлом году» a year back.
    Shift(Unit, i32),
    /// «ежегодно»
    Every(Unit),
    /// «ранее», «в настоящее время»
    Reference(Reference),
    /// Looks like a date, but no calendar has it: «31 апреля».
    Impossible,
}

/// A day that needs an anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// Of an unknown year.
    Yearless(DayOfYear),
    /// So many days from the anchor.
    Shift(i32),
}

impl Form {
    /// The TIMEX3 class.
    pub fn kind(self) -> Kind {
        match self {
            Self::Point(Point::Minute(..) | Point::DaylessMinute(..)) | Self::Clock(..) => Kind::Time,
            Self::Every(_) => Kind::Set,
            _ => Kind::Date,
        }
    }
}

/// The tokens of a text as the rules see them.
struct Words<'a> {
    text: &'a str,
    pieces: &'a Segmentation,
    readings: &'a Readings,
    lexicon: &'a Lexicon,
}

/// What a rule found: tokens `from..to`.
struct Match {
    from: usize,
    to: usize,
    form: Form,
}

/// In order: longer and surer first.
const RULES: &[fn(&Words<'_>, usize) -> Option<Match>] =
    &[stamp, day_range, day_month, numeric_date, month_range, month_year, year_range, year, decade, century, relative_unit, adverb];

/// All time expressions of a text, in order, without overlaps.
pub fn find(text: &str, pieces: &Segmentation, readings: &Readings, lexicon: &Lexicon) -> Vec<Written> {
    let words = Words { text, pieces, readings, lexicon };
    let mut out = Vec::new();
    let mut sentence_tense = None;
    let mut i = 0;
    while i < pieces.tokens.len() {
        match RULES.iter().find_map(|rule| rule(&words, i)) {
            // «в 1200 году до н. э.»: years before our era are not counted yet, and must not be taken for ours.
            Some(m) if words.is(m.to, &["до"]) && words.is(m.to + 1, &["н."]) => i = m.to,
            Some(m) if m.to > i => {
                let m = words.with_open_end(m);
                let span = pieces.tokens[m.from].span.cover(pieces.tokens[m.to - 1].span);
                let tense = words.tense(span.start, &mut sentence_tense);
                out.push(Written { span, form: m.form, tense });
                i = m.to;
            }
            _ => i += 1,
        }
    }
    out
}

impl<'a> Words<'a> {
    fn str(&self, i: usize) -> &'a str {
        self.pieces.tokens.get(i).map_or("", |t| t.span.of(self.text))
    }
    /// The tense of the sentence that holds the byte `at`; `last` keeps the answer for the sentence looked at last.
    fn tense(&self, at: u32, last: &mut Option<(usize, Tense)>) -> Tense {
        const WORDS: &[&str] = &["планироваться", "планировать", "намеренный", "предполагаться", "ожидаться", "предстоять", "намечаться"];
        let Some(sentence) = self.pieces.sentence_at(at) else { return Tense::Unknown };
        if let Some((_, tense)) = last.filter(|(n, _)| *n == sentence) {
            return tense;
        }
        let (mut past, mut future) = (false, false);
        for i in self.pieces.sentences[sentence].tokens.range() {
            let mut readings = self.readings.analyses(i).iter().filter(|a| a.known).peekable();
            if readings.peek().is_none() {
                continue;
            }
            let (mut all_past, mut all_future) = (true, true);
            for a in readings {
                all_past &= a.tag.has(Grammeme::Past) && (a.tag.has(Grammeme::Verb) || a.tag.has(Grammeme::Prts));
                all_future &= a.tag.has(Grammeme::Futr) && a.tag.has(Grammeme::Verb);
            }
            past |= all_past;
            future |= all_future || self.lemma(i, WORDS);
        }
        let tense = match (past, future) {
            (_, true) => Tense::Future,
            (true, false) => Tense::Past,
            _ => Tense::Unknown,
        };
        *last = Some((sentence, tense));
        tense
    }

    fn is(&self, i: usize, choices: &[&str]) -> bool {
        choices.contains(&self.readings.folded(i))
    }
    fn lemma(&self, i: usize, choices: &[&str]) -> bool {
        choices.iter().any(|c| self.readings.has_lemma(i, c))
    }
    fn kind(&self, i: usize) -> Option<TokenKind> {
        self.pieces.tokens.get(i).map(|t| t.kind)
    }

    /// `28`, `28-го`, `1-е`: a number of at most two digits, 1 to 31.
    fn day(&self, i: usize) -> Option<i8> {
        let text = self.str(i);
        let digits = match self.kind(i)? {
            TokenKind::Number => text,
            TokenKind::Word => {
                let (digits, ending) = text.split_once('-')?;
                matches!(ending, "го" | "е" | "ое" | "му" | "м").then_some(digits)?
            }
            _ => return None,
        };
        let n: i8 = digits.parse().ok()?;
        (digits.len() <= 2 && (1..=31).contains(&n)).then_some(n)
    }

    /// `2024`, `2024-го`, `2024г`: four digits of a year that news speaks of.
    fn year(&self, i: usize) -> Option<i16> {
        let text = self.str(i);
        let digits = match self.kind(i)? {
            TokenKind::Number => text,
            TokenKind::Word => {
                let ordinal = || text.split_once('-').filter(|(_, e)| matches!(*e, "й" | "го" | "му" | "м" | "ый" | "ого" | "ому" | "ом"));
                text.strip_suffix('г').or_else(|| ordinal().map(|(digits, _)| digits))?
            }
            _ => return None,
        };
        let n: i16 = digits.parse().ok()?;
        (digits.len() == 4 && (1000..=2199).contains(&n)).then_some(n)
    }

    /// A month's name; «Марта» and «Май» with a capital may be names: only small letters, or capitals throughout.
    fn month(&self, i: usize) -> Option<i8> {
        let mut letters = self.str(i).chars();
        let (first, second) = (letters.next()?, letters.next()?);
        if first.is_uppercase() && !second.is_uppercase() { None } else { self.month_name(i) }
    }

    /// A month's name in any case, or its usual abbreviation, however it is written: behind a number of a day.
    fn month_name(&self, i: usize) -> Option<i8> {
        const MONTHS: [&str; 12] =
            ["январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"];
        const SHORT: [(&str, i8); 13] = [
            ("янв", 1),
            ("фев", 2),
            ("февр", 2),
            ("мар", 3),
            ("апр", 4),
            ("авг", 8),
            ("сен", 9),
            ("сент", 9),
            ("окт", 10),
            ("ноя", 11),
            ("нояб", 11),
            ("дек", 12),
            ("июл", 7),
        ];
        if let Some(n) = MONTHS.iter().position(|m| self.readings.has_lemma(i, m)) {
            return Some(n as i8 + 1);
        }
        let stem = self.readings.folded(i).trim_end_matches('.');
        SHORT.iter().find(|(name, _)| *name == stem).map(|(_, n)| *n)
    }

    /// `год` in any form, `г.`, `гг.`, but not `лет`, which counts years.
    fn year_word(&self, i: usize) -> bool {
        self.is(i, &["г", "г.", "гг", "гг."]) || (self.lemma(i, &["год"]) && !self.is(i, &["лет"]))
    }

    /// Whether a noun follows that a number would count: «2000 тенге».
    fn counts(&self, i: usize) -> bool {
        let analyses = self.readings.analyses(i);
        let joint = analyses.iter().any(|a| a.tag.has(Grammeme::Conj) || a.tag.has(Grammeme::Prep) || a.tag.has(Grammeme::Verb));
        let noun = !joint && analyses.iter().any(|a| a.tag.has(Grammeme::Noun) || a.tag.has(Grammeme::Adjf));
        let unit =
            self.kind(i) == Some(TokenKind::Abbreviation) || matches!(self.str(i), "%" | "$" | "€" | "₸" | "₽" | "кг" | "км" | "м" | "га");
        noun || unit
    }

    fn dash(&self, i: usize) -> bool {
        matches!(self.str(i), "-" | "–" | "—" | "‑")
    }

    /// `[,] [YEAR [year-word]]` after a day and month: the year and the token after it.
    fn trailing_year(&self, i: usize) -> (Option<i16>, usize) {
        match self.year(i) {
            Some(y) => (Some(y), if self.year_word(i + 1) { i + 2 } else { i + 1 }),
            None => (None, i),
        }
    }

    /// `HH:MM`, and the token after it; `18.37` counts only after «в» or with «мск».
    fn clock(&self, i: usize) -> Option<(i8, i8)> {
        let (h, m) = self.str(i).split_once(':')?;
        let (h, m): (i8, i8) = (h.parse().ok()?, if m.len() == 2 { m.parse().ok()? } else { return None });
        (self.kind(i) == Some(TokenKind::Number) && (0..24).contains(&h) && (0..60).contains(&m)).then_some((h, m))
    }

    /// «с 2014 года» and «до 5 мая», when no rule has read the other end: an open interval.
    fn with_open_end(&self, m: Match) -> Match {
        let Form::Point(point) = m.form else { return m };
        if m.from == 0 || matches!(point, Point::Minute(..) | Point::DaylessMinute(..)) {
            return m;
        }
        // «по сравнению с 2023 годом»: the instrumental does not say since when.
        let tokens = m.from..m.to;
        let has = |g: Grammeme| tokens.clone().any(|i| self.readings.analyses(i).iter().any(|a| a.tag.has(Grammeme::Noun) && a.tag.has(g)));
        let compared = m.from >= 2 && self.lemma(m.from - 2, &["сравнение", "сравнить"]);
        let form = match self.readings.folded(m.from - 1) {
            "с" | "со" if compared || (has(Grammeme::Ablt) && !has(Grammeme::Gent)) => return m,
            "с" | "со" | "начиная" => Form::Interval(Some(point), None),
            "до" => Form::Interval(None, Some(point)),
            _ => return m,
        };
        Match { from: m.from - 1, form, ..m }
    }
}

fn dated(year: Option<i16>, month: i8, day: i8) -> Option<Form> {
    let yearless = DayOfYear::new(month, day)?;
    match year {
        Some(y) => yearless.in_year(y).map(|d| Form::Point(Point::Day(d))),
        None => Some(Form::Point(Point::YearlessDay(yearless))),
    }
}

fn point(form: Option<Form>) -> Option<Point> {
    match form {
        Some(Form::Point(p)) => Some(p),
        _ => None,
    }
}

/// DATE at `i`: `DAY MONTH [YEAR]` or `D.M.YYYY`, with the token after it.
fn plain_date(w: &Words<'_>, i: usize) -> Option<(Form, usize)> {
    let m = day_month(w, i).or_else(|| numeric_date(w, i))?;
    Some((m.form, m.to))
}

/// STAMP = CLOCK [`,`] DATE | DATE [`,` | `в`] CLOCK | `в` CLOCK
fn stamp(w: &Words<'_>, i: usize) -> Option<Match> {
    let comma = |j: usize| if w.is(j, &[",", "|", "•", "/"]) { j + 1 } else { j };
    let zone = |j: usize| if w.is(j, &["мск", "msk", "utc", "gmt"]) { j + 1 } else { j };
    let at = |form: Form, (h, m): (i8, i8)| match form {
        Form::Point(Point::Day(d)) => Some(Form::Point(Point::Minute(d, h, m))),
        Form::Point(Point::YearlessDay(d)) => Some(Form::Clock(Day::Yearless(d), h, m)),
        Form::Shift(Unit::Day, n) => Some(Form::Clock(Day::Shift(n), h, m)),
        _ => None,
    };
    let day_at = |j: usize| {
        plain_date(w, j).or_else(|| adverb(w, j).filter(|m| matches!(m.form, Form::Shift(Unit::Day, _))).map(|m| (m.form, m.to)))
    };
    if let Some(clock) = w.clock(i) {
        if let Some((date, to)) = day_at(comma(zone(i + 1)))
            && let Some(form) = at(date, clock)
        {
            return Some(Match { from: i, to, form });
        }
        let said = i > 0 && w.is(i - 1, &["в", "до", "к", "с", "около"]);
        return said.then_some(Match { from: i, to: i + 1, form: Form::Point(Point::DaylessMinute(clock.0, clock.1)) });
    }
    let (date, to) = day_at(i)?;
    let next = if w.is(to, &[",", "в", "•", "|"]) { to + 1 } else { to };
    let clock = w.clock(next)?;
    Some(Match { from: i, to: next + 1, form: at(date, clock)? })
}

/// DAY-RANGE = [`с`] DAY (`по` | `до` | dash) DAY MONTH [YEAR] | [`с`] DAY MONTH [YEAR] (`по` | `до` | dash) DAY MONTH [YEAR]
///           | DAY `и` DAY MONTH [YEAR]
fn day_range(w: &Words<'_>, i: usize) -> Option<Match> {
    let from_word = w.is(i, &["с", "со"]);
    let first = if from_word { i + 1 } else { i };
    let day = w.day(first)?;
    let joint = |j: usize| (from_word && w.is(j, &["по", "до"])) || w.dash(j);
    // Days share the month and year that stand at the end.
    if (joint(first + 1) || w.is(first + 1, &["и"])) && w.day(first + 2).is_some() {
        let (end, to) = plain_date(w, first + 2)?;
        let last = point(Some(end))?;
        let start = match last {
            Point::Day(d) => Date::new(d.year(), d.month(), day).ok().map(Point::Day),
            Point::YearlessDay(_) => DayOfYear::new(w.month_name(first + 3)?, day).map(Point::YearlessDay),
            _ => None,
        }?;
        return Some(Match { from: i, to, form: Form::Interval(Some(start), Some(last)) });
    }
    let (start, next) = plain_date(w, first)?;
    if !joint(next) {
        return None;
    }
    let (end, to) = plain_date(w, next + 1)?;
    let (start, end) = (point(Some(start))?, point(Some(end))?);
    // The year at the end holds for the start too, unless the start would then lie behind the end.
    let start = match (start, end) {
        (Point::YearlessDay(d), Point::Day(e)) => {
            let same = d.in_year(e.year()).filter(|s| *s <= e).or_else(|| d.in_year(e.year() - 1))?;
            Point::Day(same)
        }
        (s, _) => s,
    };
    Some(Match { from: i, to, form: Form::Interval(Some(start), Some(end)) })
}

/// DAY-MONTH = DAY MONTH [YEAR [year-word]]
fn day_month(w: &Words<'_>, i: usize) -> Option<Match> {
    let (day, month) = (w.day(i)?, w.month_name(i + 1)?);
    let (year, to) = w.trailing_year(i + 2);
    Some(Match { from: i, to, form: dated(year, month, day).unwrap_or(Form::Impossible) })
}

/// NUMERIC = D`.`M`.`YYYY [year-word] | D`/`M`/`YYYY | YYYY`-`MM`-`DD
fn numeric_date(w: &Words<'_>, i: usize) -> Option<Match> {
    if w.kind(i)? != TokenKind::Number {
        return None;
    }
    let text = w.str(i);
    for separator in ['.', '/'] {
        let parts: Vec<&str> = text.split(separator).collect();
        if let [day, month, year] = parts[..] {
            // «3.1.12» is a paragraph of a law: two digits of a year need two of the day and month.
            let sized = if year.len() == 4 {
                (1..=2).contains(&day.len()) && (1..=2).contains(&month.len())
            } else {
                [day, month, year].iter().all(|p| p.len() == 2)
            };
            let (day, month, mut y): (i8, i8, i16) = (day.parse().ok()?, month.parse().ok()?, year.parse().ok()?);
            if !sized || (year.len() == 4 && !(1000..=2199).contains(&y)) {
                return None;
            }
            if year.len() == 2 {
                // Two digits: the last hundred years seen from the 2030s, as registers write them.
                y += if y < 40 { 2000 } else { 1900 };
            }
            let to = if w.year_word(i + 1) { i + 2 } else { i + 1 };
            return dated(Some(y), month, day).map(|form| Match { from: i, to, form });
        }
    }
    let year = w.year(i)?;
    let glued = |j: usize| w.pieces.tokens.get(j).is_some_and(|t| w.pieces.tokens[j - 1].span.end == t.span.start);
    let two = |j: usize| -> Option<i8> { (w.str(j).len() == 2).then(|| w.str(j).parse().ok())? };
    if (1..=4).all(|k| glued(i + k)) && w.str(i + 1) == "-" && w.str(i + 3) == "-" {
        let form = dated(Some(year), two(i + 2)?, two(i + 4)?)?;
        return Some(Match { from: i, to: i + 5, form });
    }
    None
}

/// MONTH-RANGE = MONTH (dash | `и`) MONTH [YEAR [year-word]] | `с` MONTH `по` MONTH [YEAR [year-word]]
fn month_range(w: &Words<'_>, i: usize) -> Option<Match> {
    let months = |a: i8, b: i8, next: usize, from: usize| {
        let (year, to) = w.trailing_year(next);
        // «с ноября по февраль 2020 года» begins the year before.
        let first = if a > b { year.map(|y| y - 1) } else { year };
        Some(Match { from, to, form: Form::Interval(Some(Point::Month(first, a)), Some(Point::Month(year, b))) })
    };
    // «в сентябре-октябре» is one token.
    if let Some((a, b)) = hyphened_months(w, i) {
        return months(a, b, i + 1, i);
    }
    if w.is(i, &["с"]) && w.is(i + 2, &["по", "до"]) {
        return months(w.month(i + 1)?, w.month(i + 3)?, i + 4, i);
    }
    let a = w.month(i)?;
    if w.dash(i + 1) || w.is(i + 1, &["и"]) {
        return months(a, w.month(i + 2)?, i + 3, i);
    }
    None
}

/// «сентябре-октябре», one token of two months.
fn hyphened_months(w: &Words<'_>, i: usize) -> Option<(i8, i8)> {
    let (first, second) = w.readings.folded(i).split_once('-')?;
    // The readings of a hyphened word are those of its last part: its month is the second.
    let lemmas = ["январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр"];
    let month = |word: &str| {
        let known = w.lexicon.known(word);
        lemmas
            .iter()
            .position(|stem| known.iter().any(|a| w.lexicon.lemma(a).strip_prefix(stem).is_some_and(|e| matches!(e, "ь" | "" | "й"))))
    };
    Some((month(first)? as i8 + 1, month(second)? as i8 + 1))
}

/// MONTH-YEAR = MONTH YEAR [year-word] | preposition MONTH
fn month_year(w: &Words<'_>, i: usize) -> Option<Match> {
    let month = w.month(i)?;
    let (year, to) = w.trailing_year(i + 1);
    // A month alone is sure only behind a preposition: «мая» is also a name.
    if year.is_none() && !(i > 0 && w.is(i - 1, &["в", "с", "к", "до", "от", "за", "на", "по", "конце", "начале", "середине"]))
    {
        return None;
    }
    Some(Match { from: i, to, form: Form::Point(Point::Month(year, month)) })
}

/// YEAR-RANGE = YEAR dash YEAR [year-word] | `с` YEAR [year-word] (`по` | `до`) YEAR [year-word] | YEAR `и` YEAR year-word
fn year_range(w: &Words<'_>, i: usize) -> Option<Match> {
    let from_word = w.is(i, &["с"]);
    let first = if from_word { i + 1 } else { i };
    let a = w.year(first)?;
    let joint = if from_word && w.year_word(first + 1) { first + 2 } else { first + 1 };
    let said = from_word && w.is(joint, &["по", "до"]);
    if !(said || w.dash(joint) || w.is(joint, &["и"])) {
        return None;
    }
    let b = w.year(joint + 1)?;
    let named = w.year_word(joint + 2);
    // Without «годы» the numbers may be a sum: only years of our times, and nothing that they would count.
    if b < a || !(named || ((1900..=2100).contains(&a) && b <= 2100 && !w.counts(joint + 2))) {
        return None;
    }
    let to = if named { joint + 3 } else { joint + 2 };
    Some(Match { from: i, to, form: Form::Interval(Some(Point::Year(a)), Some(Point::Year(b))) })
}

/// YEAR = YYYY year-word | `(` YYYY `)`
fn year(w: &Words<'_>, i: usize) -> Option<Match> {
    let year = w.year(i)?;
    if w.year_word(i + 1) {
        return Some(Match { from: i, to: i + 2, form: Form::Point(Point::Year(year)) });
    }
    if w.str(i).ends_with('г') {
        return Some(Match { from: i, to: i + 1, form: Form::Point(Point::Year(year)) });
    }
    let bracketed = i > 0 && w.str(i - 1) == "(" && w.str(i + 1) == ")" && (1700..=2100).contains(&year);
    bracketed.then_some(Match { from: i, to: i + 1, form: Form::Point(Point::Year(year)) })
}

/// DECADE = (YYY0 | Y0)`-е` [year-word], in any case
fn decade(w: &Words<'_>, i: usize) -> Option<Match> {
    let (digits, ending) = w.str(i).split_once('-')?;
    if !matches!(ending, "е" | "х" | "ые" | "ых" | "м" | "ым" | "ми") {
        return None;
    }
    let n: i16 = digits.parse().ok().filter(|n| n % 10 == 0)?;
    let named = w.year_word(i + 1);
    let decade = match digits.len() {
        4 if (1000..2200).contains(&n) => n / 10,
        // «в 90-е» means the last one behind us.
        2 if named || (matches!(ending, "е" | "х") && i > 0 && w.is(i - 1, &["в", "до"]) && !w.counts(i + 1)) => {
            (if n >= 30 { 1900 + n } else { 2000 + n }) / 10
        }
        _ => return None,
    };
    Some(Match { from: i, to: if named { i + 2 } else { i + 1 }, form: Form::Point(Point::Decade(decade)) })
}

/// CENTURY = ROMAN (`век` | `в.` | `вв.` | `столетие`)
fn century(w: &Words<'_>, i: usize) -> Option<Match> {
    if !(w.is(i + 1, &["в.", "вв."]) || w.lemma(i + 1, &["век", "столетие"])) {
        return None;
    }
    let n = roman(w.str(i)).filter(|n| (1..=21).contains(n))?;
    Some(Match { from: i, to: i + 2, form: Form::Point(Point::Century(n - 1)) })
}

/// Roman numerals up to the centuries that news speaks of; Cyrillic «Х» is taken for «X».
fn roman(word: &str) -> Option<i16> {
    if word.chars().count() > 6 {
        return None;
    }
    let values: Vec<i16> = word
        .chars()
        .map(|c| match c {
            'I' => Some(1),
            'V' => Some(5),
            'X' | 'Х' => Some(10),
            _ => None,
        })
        .collect::<Option<_>>()?;
    let signed = values.iter().enumerate().map(|(i, v)| if values.get(i + 1).is_some_and(|next| next > v) { -v } else { *v });
    (!values.is_empty()).then(|| signed.sum())
}

/// RELATIVE = (`этот` | `текущий` | `нынешний` | `прошлый` | `минувший` | `прошедший` | `следующий` | `будущий` | `наступающий`)
///            (`год` | `месяц` | `неделя`)
fn relative_unit(w: &Words<'_>, i: usize) -> Option<Match> {
    // Singular only: «в прошлые годы» is no year.
    let unit = match () {
        _ if w.is(i + 1, &["год", "года", "году", "годом", "годе"]) => Unit::Year,
        _ if w.is(i + 1, &["месяц", "месяца", "месяцу", "месяцем", "месяце"]) => Unit::Month,
        _ if w.is(i + 1, &["неделя", "недели", "неделе", "неделю", "неделей"]) => Unit::Week,
        _ => return None,
    };
    let shift = match () {
        _ if w.lemma(i, &["этот", "текущий", "нынешний"]) => 0,
        _ if w.lemma(i, &["прошлый", "минувший", "прошедший", "истекший"]) => -1,
        _ if w.lemma(i, &["следующий", "будущий", "наступающий", "предстоящий"]) => 1,
        _ => return None,
    };
    Some(Match { from: i, to: i + 2, form: Form::Shift(unit, shift) })
}

/// ADVERB = `сегодня` | `вчера` | … | `в настоящее время` | `ежегодно` | `ежегодный` | …
fn adverb(w: &Words<'_>, i: usize) -> Option<Match> {
    let one = |form| Some(Match { from: i, to: i + 1, form });
    match w.readings.folded(i) {
        "сегодня" => return one(Form::Shift(Unit::Day, 0)),
        "вчера" => return one(Form::Shift(Unit::Day, -1)),
        "завтра" => return one(Form::Shift(Unit::Day, 1)),
        "позавчера" => return one(Form::Shift(Unit::Day, -2)),
        "послезавтра" => return one(Form::Shift(Unit::Day, 2)),
        "сейчас" | "ныне" | "нынче" => return one(Form::Reference(Reference::Present)),
        "недавно" => return one(Form::Reference(Reference::Past)),
        // «ранее» is a time only where no measure makes it relative: «годом ранее» is read from another anchor.
        "ранее" if i == 0 || matches!(w.kind(i - 1), Some(TokenKind::Punct | TokenKind::Newline)) => {
            return one(Form::Reference(Reference::Past));
        }
        "ежегодно" => return one(Form::Every(Unit::Year)),
        "ежемесячно" => return one(Form::Every(Unit::Month)),
        "еженедельно" => return one(Form::Every(Unit::Week)),
        "ежедневно" => return one(Form::Every(Unit::Day)),
        "в" if w.is(i + 1, &["настоящее"]) && w.is(i + 2, &["время"]) => {
            return Some(Match { from: i, to: i + 3, form: Form::Reference(Reference::Present) });
        }
        "в" if w.is(i + 1, &["настоящий", "данный"]) && w.is(i + 2, &["момент"]) => {
            return Some(Match { from: i, to: i + 3, form: Form::Reference(Reference::Present) });
        }
        _ => {}
    }
    let every = [("ежегодный", Unit::Year), ("ежемесячный", Unit::Month), ("еженедельный", Unit::Week), ("ежедневный", Unit::Day)];
    let found = every.iter().find(|(lemma, _)| w.lemma(i, &[lemma]))?;
    one(Form::Every(found.1))
}
