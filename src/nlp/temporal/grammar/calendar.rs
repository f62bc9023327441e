//! Days, months, years and what is coarser.

use jiff::civil::Weekday;

use super::super::holiday::holiday;
use super::super::numeral::roman;
use super::super::words::{Item, Relative, Words};
use super::super::written::{Moment, Origin, Partial, Place, Standing, Which, YearOf};
use crate::nlp::edtf::{DayOfYear, Point, TimeOfDay, Unit};
use crate::nlp::morph::Grammeme;
use crate::nlp::segment::TokenKind;

/// What a rule of this room reads: the moment, and the token behind it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Read {
    pub(super) moment: Moment,
    pub(super) to: usize,
    pub(super) standing: Standing,
}

impl Read {
    fn sure(place: Place, to: usize) -> Self {
        Self { moment: place.into(), to, standing: Standing::Sure }
    }
    fn tagged(self) -> Self {
        Self { standing: Standing::Tagged, ..self }
    }
}

/// A date that no calendar has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Impossible {
    pub(super) to: usize,
}

/// PLACE = WEEKDAY-DATE | DATE | NUMBERED-DAY | MONTH | SEASON | QUARTER | YEAR | DECADE | CENTURY | POINTED | ADVERB
///       | WEEKDAY | WEEKEND | HOLIDAY | ANNIVERSARY
pub(super) fn place(w: &Words<'_>, i: usize) -> Option<Read> {
    const RULES: &[fn(&Words<'_>, usize) -> Option<Read>] = &[
        weekday_date,
        date,
        numbered_day,
        month,
        season,
        part_of_year,
        year,
        decade,
        century,
        pointed,
        running,
        adjective,
        adverb,
        weekday,
        weekend,
        feast,
        anniversary,
    ];
    RULES.iter().find_map(|rule| rule(w, i))
}

/// `[,] YEAR [year-word]` | RELATIVE `года` | `с. г.`: the year of a day, month or season, and the token behind it.
pub(super) fn year_behind(w: &Words<'_>, i: usize) -> Option<(YearOf, usize)> {
    let at = if w.str(i) == "," && w.year(i + 1).is_some_and(|(_, to, lettered)| lettered || w.year_word(to)) { i + 1 } else { i };
    if let Some((year, to, lettered)) = w.year(at) {
        if !lettered && w.year_word(to) {
            return Some((YearOf::Said(year), to + 1));
        }
        // «в мае 2000 человек», «1 мая 2 000 тенге»
        let counted =
            !lettered && w.can_be(to, &[Grammeme::Noun, Grammeme::Gent, Grammeme::Plur]) && w.str(to).starts_with(char::is_lowercase);
        return (!counted && !matches!(w.str(to), "%" | "$" | "€")).then_some((YearOf::Said(year), to));
    }
    if (w.is(at, &["с.", "т."]) && w.is(at + 1, &["г."])) || w.is(at, &["с.г", "с.г.", "т.г", "т.г."]) {
        return Some((YearOf::Shift(0), if w.is(at, &["с.", "т."]) { at + 2 } else { at + 1 }));
    }
    let relative = w.relative(at)?;
    let same = w.is(at + 1, &["же"]);
    let noun = if same { at + 2 } else { at + 1 };
    if !w.is(noun, &["года", "году", "год", "годом", "годе"]) {
        return None;
    }
    let year = match relative {
        Relative::That => YearOf::Same,
        Relative::This if same => YearOf::Same,
        Relative::This | Relative::Current => YearOf::Shift(0),
        Relative::Last | Relative::Previous => YearOf::Shift(-1),
        Relative::BeforeLast => YearOf::Shift(-2),
        Relative::Next | Relative::Future => YearOf::Shift(1),
    };
    Some((year, noun + 1))
}

fn year_or_unsaid(w: &Words<'_>, i: usize) -> (YearOf, usize) {
    year_behind(w, i).unwrap_or((YearOf::Unsaid, i))
}

/// DATE = DAY MONTH [YEAR] | D`.`M`.`Y | YYYY`-`MM`-`DD | D`.`M ; [[`,`] `в` WEEKDAY | `(`WEEKDAY`)`]
fn date(w: &Words<'_>, i: usize) -> Option<Read> {
    let mut read =
        day_month(w, i).or_else(|| numeric(w, i)).or_else(|| iso(w, i)).or_else(|| dashed(w, i)).or_else(|| short(w, i))?.ok()?;
    let comma = if w.str(read.to) == "," { read.to + 1 } else { read.to };
    if w.is(comma, &["в", "во"])
        && let Some(day) = w.weekday(comma + 1)
    {
        read.moment.weekday = Some(day);
        read.to = comma + 2;
    } else if w.str(read.to) == "("
        && w.str(read.to + 2) == ")"
        && let Some(day) = w.weekday(read.to + 1)
    {
        read.moment.weekday = Some(day);
        read.to += 3;
    }
    Some(read)
}

/// A date that is written but that no calendar has: «31 июня».
pub(super) fn impossible(w: &Words<'_>, i: usize) -> Option<Impossible> {
    day_month(w, i).or_else(|| numeric(w, i))?.err()
}

type Dated = Result<Read, Impossible>;

fn dated(year: YearOf, month: i8, day: i8, to: usize) -> Dated {
    let exists = match year {
        YearOf::Said(y) => DayOfYear::new(month, day).filter(|d| d.in_year(y).is_some()),
        _ => DayOfYear::new(month, day),
    };
    exists.map(|d| Read::sure(Place::InYear(Partial::Day(d), year), to)).ok_or(Impossible { to })
}

/// DAY-MONTH = DAY MONTH [YEAR]
fn day_month(w: &Words<'_>, i: usize) -> Option<Dated> {
    let (day, at) = w.day(i)?;
    let month = w.month_name(at)?;
    // «первый март» is no date, nor «пятый май подряд»: a day in words stands with the genitive.
    if w.kind(i) == Some(TokenKind::Word) && !w.can_be(at, &[Grammeme::Gent]) && w.kind(at) == Some(TokenKind::Word) {
        return None;
    }
    let (year, to) = year_or_unsaid(w, at + 1);
    Some(dated(year, month, day, to))
}

/// NUMERIC = D`.`M`.`YYYY [year-word] | D`/`M`/`YYYY | DD`.`MM`.`YY
fn numeric(w: &Words<'_>, i: usize) -> Option<Dated> {
    let text = match w.kind(i)? {
        TokenKind::Number => w.str(i),
        // «28.11.2024г»
        TokenKind::Word => w.str(i).strip_suffix('г')?,
        _ => return None,
    };
    for separator in ['.', '/'] {
        let parts: Vec<&str> = text.split(separator).collect();
        let [day, month, year] = parts[..] else { continue };
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
        // «192.168.10.2000» and the like are no dates, nor wrong ones.
        return match dated(YearOf::Said(y), month, day, to) {
            Err(_) if !(1..=31).contains(&day) || !(1..=12).contains(&month) => None,
            read => Some(read),
        };
    }
    None
}

/// ISO = YYYY`-`MM`-`DD
fn iso(w: &Words<'_>, i: usize) -> Option<Dated> {
    let (year, _, _) = w.year(i).filter(|_| w.kind(i) == Some(TokenKind::Number))?;
    let two = |j: usize| -> Option<i8> { (w.str(j).len() == 2).then(|| w.str(j).parse().ok())? };
    if (1..=4).all(|k| w.glued(i + k)) && w.str(i + 1) == "-" && w.str(i + 3) == "-" {
        return Some(dated(YearOf::Said(year), two(i + 2)?, two(i + 4)?, i + 5)).filter(Result::is_ok);
    }
    None
}

/// DASHED = DD`-`MM`-`YYYY | DD MM YYYY year-word
fn dashed(w: &Words<'_>, i: usize) -> Option<Dated> {
    let two = |j: usize| -> Option<i8> { (w.kind(j) == Some(TokenKind::Number) && w.str(j).len() == 2).then(|| w.str(j).parse().ok())? };
    if let (Some(day), Some(month), Some((year, to, _))) = (two(i), two(i + 1), w.year(i + 2))
        && w.year_word(to)
    {
        return Some(dated(YearOf::Said(year), month, day, to + 1)).filter(Result::is_ok);
    }
    let (day, month) = (two(i)?, two(i + 2)?);
    let (year, to, _) = w.year(i + 4)?;
    let glued = (1..=4).all(|k| w.glued(i + k)) && w.str(i + 1) == "-" && w.str(i + 3) == "-";
    glued.then(|| dated(YearOf::Said(year), month, day, to)).filter(Result::is_ok)
}

/// SHORT = DD`.`MM behind a preposition of time and before nothing that it could measure
fn short(w: &Words<'_>, i: usize) -> Option<Dated> {
    if w.kind(i)? != TokenKind::Number {
        return None;
    }
    let (day, month) = w.str(i).split_once('.')?;
    if day.len() != 2 || month.len() != 2 || w.counts(i + 1) || w.str(i + 1) == "%" {
        return None;
    }
    let read = dated(YearOf::Unsaid, month.parse().ok()?, day.parse().ok()?, i + 1).ok()?;
    let led = i > 0 && w.is(i - 1, &["с", "по", "до", "от", "на", "к"]);
    let joined = w.dash(i + 1) && w.str(i + 2).contains('.');
    Some(Ok(if led || joined { read } else { read.tagged() }))
}

/// WEEKDAY-DATE = [RELATIVE] WEEKDAY [`,` | dash] DATE
fn weekday_date(w: &Words<'_>, i: usize) -> Option<Read> {
    let at = if w.relative(i).is_some() { i + 1 } else { i };
    let day = w.weekday(at)?;
    let next = if w.str(at + 1) == "," || w.dash(at + 1) { at + 2 } else { at + 1 };
    let mut read = date(w, next)?;
    read.moment.weekday = Some(day);
    Some(read)
}

/// NUMBERED-DAY = DAY `числа` [RELATIVE `месяца`]
fn numbered_day(w: &Words<'_>, i: usize) -> Option<Read> {
    let (day, at) = w.day(i)?;
    if !w.is(at, &["числа", "число", "числу", "числом"]) {
        return None;
    }
    let relative = w.relative(at + 1).filter(|_| w.unit(at + 2) == Some(Unit::Month));
    let shift = match relative {
        Some(Relative::This | Relative::Current | Relative::That) => Some(0),
        Some(Relative::Last | Relative::Previous) => Some(-1),
        Some(Relative::BeforeLast) => Some(-2),
        Some(Relative::Next | Relative::Future) => Some(1),
        None => None,
    };
    Some(Read::sure(Place::InMonth(day, shift), if shift.is_some() { at + 3 } else { at + 1 }))
}

/// Prepositions and parts behind which a month, or a year in bare figures, is sure.
const LEADS: &[&str] = &[
    "в",
    "во",
    "с",
    "со",
    "c",
    "к",
    "ко",
    "до",
    "от",
    "за",
    "на",
    "по",
    "после",
    "начиная",
    "конце",
    "начале",
    "середине",
    "конца",
    "начала",
    "середины",
    "концу",
    "началу",
    "середине",
];

/// MONTH = [RELATIVE] MONTH [YEAR]
fn month(w: &Words<'_>, i: usize) -> Option<Read> {
    let pointed = w.relative(i).and_then(nearest).filter(|_| w.month(i + 1).is_some());
    let at = if pointed.is_some() { i + 1 } else { i };
    let month = w.month(at)?;
    let (year, to) = said_or_pointed(w, at + 1, pointed);
    let read = Read::sure(Place::InYear(Partial::Month(month), year), to);
    // A month alone is sure only behind a preposition: «мая» is also a name.
    let led = year != YearOf::Unsaid || (i > 0 && w.is(i - 1, LEADS));
    Some(if led { read } else { read.tagged() })
}

/// The year behind a month or season, else the one that a word before points at.
fn said_or_pointed(w: &Words<'_>, i: usize, pointed: Option<YearOf>) -> (YearOf, usize) {
    match year_or_unsaid(w, i) {
        (YearOf::Unsaid, to) => (pointed.unwrap_or(YearOf::Unsaid), to),
        found => found,
    }
}

/// «прошлым летом», «в следующем мае», «этой осенью»: the year of what comes once a year.
fn nearest(relative: Relative) -> Option<YearOf> {
    Some(match relative {
        Relative::Last | Relative::Previous => YearOf::Nearest(Which::Last),
        Relative::Next | Relative::Future => YearOf::Nearest(Which::Next),
        Relative::This | Relative::Current => YearOf::Shift(0),
        Relative::That => YearOf::Same,
        Relative::BeforeLast => return None,
    })
}

/// SEASON = [RELATIVE] SEASON [YEAR], in the instrumental unless a preposition or a year tells
fn season(w: &Words<'_>, i: usize) -> Option<Read> {
    let pointed = w.relative(i).and_then(nearest).filter(|_| w.season(i + 1).is_some());
    let at = if pointed.is_some() { i + 1 } else { i };
    let season = w.season(at)?;
    let (year, to) = said_or_pointed(w, at + 1, pointed);
    let read = Read::sure(Place::InYear(Partial::Season(season), year), to);
    let led = year != YearOf::Unsaid
        || w.is(at, &["весной", "летом", "осенью", "зимой"])
        || (i > 0 && w.is(i - 1, &["до", "с", "к", "на", "за", "конце", "начале", "середине", "конца", "начала", "концу", "началу"]));
    Some(if led { read } else { read.tagged() })
}

/// PART-OF-YEAR = (ORDINAL | ROMAN) (`квартал` | `полугодие` | `половина`) [YEAR | `года`]
fn part_of_year(w: &Words<'_>, i: usize) -> Option<Read> {
    let (n, at) = match roman(w.str(i)) {
        Some(n) => (n as u32, i + 1),
        None => w.ordinal(i)?,
    };
    let half_of = w.lemma(at, &["половина"]);
    let partial = match w.unit(at) {
        Some(Unit::Quarter) if (1..=4).contains(&n) => Partial::Quarter(n as i8),
        Some(Unit::Half) if (1..=2).contains(&n) => Partial::Half(n as i8),
        _ if half_of && (1..=2).contains(&n) => Partial::Half(n as i8),
        _ => return None,
    };
    let (year, to) = year_or_unsaid(w, at + 1);
    match year {
        YearOf::Unsaid if half_of => None,
        YearOf::Unsaid if w.is(to, &["года"]) => Some(Read::sure(Place::InYear(partial, YearOf::Unsaid), to + 1)),
        _ => Some(Read::sure(Place::InYear(partial, year), to)),
    }
}

/// YEAR = YYYY (year-word [ERA] | `г`) | `(`YYYY`)` | preposition YYYY ; other bare figures where the tagger says so
fn year(w: &Words<'_>, i: usize) -> Option<Read> {
    if let Some(read) = early_year(w, i) {
        return Some(read);
    }
    let (year, to, lettered) = w.year(i)?;
    let at = |to: usize| Read::sure(Place::InYear(Partial::Whole, YearOf::Said(year)), to);
    if lettered {
        return Some(at(to));
    }
    if w.year_word(to) {
        return Some(at(to + 1));
    }
    if w.kind(i) != Some(TokenKind::Number) {
        // «в 2014-м», «к тысяча девятьсот семнадцатому»
        let of_thing = w.str(to).starts_with(char::is_lowercase) && w.can_be(to, &[Grammeme::Noun]) && !w.can_be(to, &[Grammeme::Verb]);
        return (i > 0 && w.is(i - 1, LEADS) && !of_thing).then(|| at(to));
    }
    let ours = (1700..=2100).contains(&year);
    // «2019 заявок», «в 2014 семьях», «роман „1984“»
    let counted = w.counted(to) || w.unit(to).is_some();
    let numbered = i > 0
        && (w.lemma(i - 1, &["номер", "дом", "квартира", "код", "статья", "модель", "кабинет", "офис"])
            || matches!(w.str(i - 1), "№" | "N" | "#"));
    let quoted = i > 0 && matches!(w.str(i - 1), "«" | "\"" | "„" | "“") && matches!(w.str(to), "»" | "\"" | "“" | "”");
    // «с 2011 до 2003 пунктов»
    let falls = w.is(to, &["до", "по"])
        && w.kind(to + 1) == Some(TokenKind::Number)
        && (w.counts(to + 2) || w.counted(to + 2))
        && !w.year_word(to + 2);
    if counted || numbered || quoted || falls {
        return None;
    }
    if !ours || w.is(to, &["-"]) && w.glued(to) && w.glued(to + 1) {
        return None;
    }
    if i > 0 && matches!(w.str(i - 1), "(") && matches!(w.str(to), ")" | ",") {
        return Some(at(to));
    }
    // «в 2014 Россия…», but not «в 2014 случаях», «на 2000 человек».
    let led =
        i > 0 && w.is(i - 1, &["в", "с", "c", "до", "к", "после"]) && (1800..=2100).contains(&year) && !w.counts(to) && w.str(to) != "%";
    Some(if led { at(to) } else { at(to).tagged() })
}

/// EARLY-YEAR = number [`года` | `году` | `г.`] `до н. э.`: and «в 988 году», the only other year of less than four digits
fn early_year(w: &Words<'_>, i: usize) -> Option<Read> {
    let digits = w.figures(i).filter(|d| d.len() <= 4)?;
    let n: i16 = digits.parse().ok().filter(|n| *n > 0)?;
    let worded = w.year_word(i + 1);
    let behind = if worded { i + 2 } else { i + 1 };
    if let Some((before, to)) = era(w, behind) {
        // There is no year 0: 1 BC is year 0 of the astronomers.
        return Some(Read::sure(Place::Exact(Point::Year(if before { 1 - n } else { n })), to));
    }
    // «в 98-м году», but «на 98-м году жизни»
    let single = w.str(i).ends_with("-м") || w.str(i).ends_with("-й") || w.str(i).ends_with("-го") || w.str(i).ends_with("-му");
    if digits.len() == 2 && single && worded && !w.is(i + 1, &["годов", "годам"]) && i > 0 && w.is(i - 1, &["в", "с", "до", "к"])
    {
        let year = if n >= 40 { 1900 + n } else { 2000 + n };
        return Some(Read::sure(Place::InYear(Partial::Whole, YearOf::Said(year)), behind));
    }
    let named = digits.len() == 3 && w.is(i + 1, &["году", "г.", "г"]) && i > 0 && w.is(i - 1, &["в", "к"]);
    named.then(|| Read { standing: Standing::Firm, ..Read::sure(Place::Exact(Point::Year(n)), behind) })
}

/// ERA = (`до` | ) (`н. э.` | `нашей эры`) | `до Рождества Христова`: whether before, and the token behind it
pub(super) fn era(w: &Words<'_>, i: usize) -> Option<(bool, usize)> {
    let before = w.is(i, &["до"]);
    let at = if before { i + 1 } else { i };
    if (w.is(at, &["н.", "нашей", "новой"]) && w.is(at + 1, &["э.", "эры", "э"])) || (before && w.run(at, &["рождества", "христова"]))
    {
        return Some((before, at + 2));
    }
    None
}

/// DECADE = (YYY0 | Y0)`-е` [year-word] | `девяностые` year-word [CENTURY], in any case
fn decade(w: &Words<'_>, i: usize) -> Option<Read> {
    let word = || w.item(i, |x| if let Item::Ordinal(n) = x { Some(n) } else { None }).filter(|n| n % 10 == 0 && *n >= 20);
    let (n, to, four) = match w.str(i).split_once('-') {
        Some((digits, "е" | "х" | "ые" | "ых" | "м" | "ым" | "ми")) if matches!(digits.len(), 2 | 4) => {
            let n: i16 = digits.parse().ok().filter(|n| n % 10 == 0)?;
            let named = w.year_word(i + 1);
            let plural = !matches!(w.str(i).split_once('-'), Some((_, "м"))) || named;
            if !plural {
                return None;
            }
            (n, if named { i + 2 } else { i + 1 }, digits.len() == 4)
        }
        _ => {
            // «в девяностые», «семидесятых годов»
            let n = word().filter(|_| w.can_be(i, &[Grammeme::Plur]))?;
            // «в семидесятые», but not «в тридцатые сутки»
            let led = i > 0 && w.is(i - 1, &["в"]) && w.can_be(i, &[Grammeme::Accs]);
            if !(w.year_word(i + 1) || (led && w.unit(i + 1).is_none())) {
                return None;
            }
            (n as i16, if w.year_word(i + 1) { i + 2 } else { i + 1 }, n == 2000)
        }
    };
    if four {
        return (1000..2200).contains(&n).then(|| Read::sure(Place::Exact(Point::Decade(n / 10)), to));
    }
    // «в девяностые годы двадцатого века»
    let of = century(w, to).and_then(|read| match read.moment.place {
        Place::Exact(Point::Century { hundreds, before: false }) => Some((hundreds, read.to)),
        _ => None,
    });
    let named = w.year_word(to - 1);
    match of {
        Some((hundreds, to)) => Some(Read::sure(Place::Exact(Point::Decade(hundreds as i16 * 10 + n / 10)), to)),
        // «в 90-е» means the last one behind us.
        None if named || (i > 0 && w.is(i - 1, &["в", "до", "с", "начале", "конце", "середине", "начала", "конца"]) && !w.counts(to)) => {
            Some(Read::sure(Place::Exact(Point::Decade((if n >= 30 { 1900 + n } else { 2000 + n }) / 10)), to))
        }
        None => None,
    }
}

/// CENTURY = (ROMAN | ORDINAL) (`век` | `в.` | `столетие`) [ERA]
fn century(w: &Words<'_>, i: usize) -> Option<Read> {
    let (n, at) = match roman(w.str(i)) {
        Some(n) => (n as u32, i + 1),
        None => w.ordinal(i)?,
    };
    let named = w.is(at, &["в.", "вв."]) && w.kind(i) == Some(TokenKind::Word) || w.lemma(at, &["век", "столетие"]);
    if !named || !(1..=30).contains(&n) {
        return None;
    }
    let (before, to) = era(w, at + 1).unwrap_or((false, at + 1));
    (before || n <= 22).then(|| Read::sure(Place::Exact(Point::Century { hundreds: n as i8 - 1, before }), to))
}

/// POINTED = RELATIVE [`же`] (`год` | `месяц` | `неделя` | `день` | …) | (`сегодняшний` | `вчерашний` | `завтрашний`) `день`
fn pointed(w: &Words<'_>, i: usize) -> Option<Read> {
    let adverbial = [("сегодняшний", 0), ("вчерашний", -1), ("завтрашний", 1)].into_iter().find(|(l, _)| w.lemma(i, &[l]));
    if let Some((_, n)) = adverbial {
        let shift = Place::Shift(Unit::Day, n, Origin::Publication);
        return Some(if w.unit(i + 1) == Some(Unit::Day) {
            Read::sure(shift, i + 2)
        } else {
            Read {
                standing: if w.lemma(i, &["сегодняшний"]) { Standing::Tagged } else { Standing::Sure }, ..Read::sure(shift, i + 1)
            }
        });
    }
    let relative = w.relative(i)?;
    let same = w.is(i + 1, &["же", "самый", "самом"]);
    let noun = if same { i + 2 } else { i + 1 };
    // «в первую очередь… следующий рабочий день»
    let noun = if w.lemma(noun, &["календарный", "рабочий", "учебный", "финансовый"]) {
        noun + 1
    } else {
        noun
    };
    let unit = w.unit(noun)?;
    // Singular only: «в прошлые годы» is no year. «этих суток» has no singular.
    let single = w.can_be(noun, &[Grammeme::Sing]) || w.is(noun, &["сутки", "суток"]);
    if !single || w.is(noun, &["лет"]) || unit < Unit::Day {
        return None;
    }
    let place = match (relative, unit) {
        (Relative::That, _) => Place::Same(unit),
        (Relative::This, Unit::Day) => Place::Same(unit),
        (Relative::This, _) if same => Place::Same(unit),
        (Relative::This | Relative::Current, _) => Place::Shift(unit, 0, Origin::Publication),
        (Relative::Last, _) => Place::Shift(unit, -1, Origin::Publication),
        (Relative::BeforeLast, _) => Place::Shift(unit, -2, Origin::Publication),
        (Relative::Previous, _) => Place::Shift(unit, -1, Origin::Before),
        (Relative::Next, Unit::Day) => Place::Shift(unit, 1, Origin::Before),
        (Relative::Next, Unit::Year | Unit::Month) => Place::Shift(unit, 1, Origin::Story),
        (Relative::Next | Relative::Future, _) => Place::Shift(unit, 1, Origin::Publication),
    };
    let read = Read::sure(place, noun + 1);
    // «тот день», «это столетие»: pronouns alone point more often at a thing than at a time.
    let led = i > 0 && (w.is(i - 1, LEADS) || w.is(i - 1, &["течение", "этого"]));
    let vague =
        matches!(relative, Relative::That) || (relative == Relative::This && !matches!(unit, Unit::Year | Unit::Month | Unit::Week));
    Some(if led || !vague { read } else { read.tagged() })
}

/// RUNNING = (`начало` | `середина` | `конец`) (`дня` | `недели` | `месяца` | `года` | …): of the one that runs
fn running(w: &Words<'_>, i: usize) -> Option<Read> {
    let unit = w.unit(i).filter(|u| *u >= Unit::Day && !w.is(i, &["г", "г.", "гг", "гг.", "лет"]))?;
    let led = i > 0 && w.lemma(i - 1, &["начало", "середина", "конец"]) && w.can_be(i, &[Grammeme::Sing, Grammeme::Gent]);
    // «до конца года жизни», «в конце дня рождения»
    let named = w.is(i + 1, &["рождения", "жизни", "обучения", "службы"]);
    (led && !named).then(|| Read::sure(Place::Shift(unit, 0, Origin::Publication), i + 1))
}

/// ADJECTIVE = `ноябрьский` | `субботний` | `прошлогодний`, small: «Октябрьская революция» is a name
fn adjective(w: &Words<'_>, i: usize) -> Option<Read> {
    const MONTHS: [&str; 12] = [
        "январский",
        "февральский",
        "мартовский",
        "апрельский",
        "майский",
        "июньский",
        "июльский",
        "августовский",
        "сентябрьский",
        "октябрьский",
        "ноябрьский",
        "декабрьский",
    ];
    if !w.can_be(i, &[Grammeme::Adjf]) || !w.str(i).starts_with(char::is_lowercase) {
        return None;
    }
    if let Some(n) = MONTHS.iter().position(|m| w.lemma(i, &[m])) {
        return Some(Read::sure(Place::InYear(Partial::Month(n as i8 + 1), YearOf::Unsaid), i + 1));
    }
    let weekday = |d: Weekday| Read::sure(Place::Weekday(d, Which::Nearest), i + 1);
    match () {
        _ if w.lemma(i, &["субботний"]) => Some(weekday(Weekday::Saturday)),
        _ if w.lemma(i, &["воскресный"]) => Some(weekday(Weekday::Sunday).tagged()),
        _ if w.lemma(i, &["пятничный"]) => Some(weekday(Weekday::Friday).tagged()),
        _ if w.lemma(i, &["прошлогодний"]) => Some(Read::sure(Place::Shift(Unit::Year, -1, Origin::Publication), i + 1)),
        _ => None,
    }
}

/// ADVERB = `сегодня` | `вчера` | `накануне` | `завтра` | `позавчера` | `послезавтра`
fn adverb(w: &Words<'_>, i: usize) -> Option<Read> {
    let shift = |n: i32| Some(Read::sure(Place::Shift(Unit::Day, n, Origin::Publication), i + 1));
    // «накануне, 3 июня 2021 года»: the date says it better.
    if w.is(i, &["сегодня", "вчера", "завтра", "накануне"])
        && let Some(read) = date(w, if w.str(i + 1) == "," || w.dash(i + 1) { i + 2 } else { i + 1 })
    {
        return Some(read);
    }
    match w.folded(i) {
        "сегодня" => shift(0),
        "вчера" => shift(-1),
        "завтра" => shift(1),
        "позавчера" => shift(-2),
        "послезавтра" => shift(2),
        // «накануне визита» counts from the visit.
        "накануне" => {
            let governs = w.can_be(i + 1, &[Grammeme::Gent]) || w.run(i + 1, &["и", "после"]);
            let read = Read::sure(Place::Shift(Unit::Day, -1, Origin::Publication), i + 1);
            Some(if governs { read.tagged() } else { read })
        }
        _ => None,
    }
}

/// WEEKDAY = [RELATIVE | `ближайший`] WEEKDAY [`на` RELATIVE `неделе`] | WEEKDAY RELATIVE `недели`
fn weekday(w: &Words<'_>, i: usize) -> Option<Read> {
    let coming = w.item(i, |x| (x == Item::Coming).then_some(())).is_some();
    let relative = w.relative(i).filter(|_| w.weekday(i + 1).is_some());
    let at = if relative.is_some() || (coming && w.weekday(i + 1).is_some()) { i + 1 } else { i };
    let day = w.weekday(at)?;
    let week = |j: usize| {
        let n = match w.relative(j)? {
            Relative::Last | Relative::Previous => -1,
            Relative::BeforeLast => -2,
            Relative::This | Relative::Current => 0,
            Relative::Next | Relative::Future => 1,
            Relative::That => return None,
        };
        (w.unit(j + 1) == Some(Unit::Week)).then_some((Which::OfWeek(n), j + 2))
    };
    let of_week = if w.is(at + 1, &["на"]) { week(at + 2) } else { week(at + 1) };
    let (which, to) = match (of_week, relative) {
        (Some(found), _) => found,
        (None, Some(Relative::Last | Relative::Previous)) => (Which::Last, at + 1),
        (None, Some(Relative::BeforeLast)) => (Which::OfWeek(-2), at + 1),
        (None, Some(Relative::Next | Relative::Future)) => (Which::Next, at + 1),
        (None, Some(Relative::This | Relative::Current)) => (Which::OfWeek(0), at + 1),
        (None, Some(Relative::That)) => (Which::Nearest, at + 1),
        (None, None) if coming => (Which::Next, at + 1),
        (None, None) => (Which::Nearest, at + 1),
    };
    let read = Read::sure(Place::Weekday(day, which), to);
    // «в пятницу», «до среды»; «понедельник» alone may be the subject, «суббота» a name.
    let led = which != Which::Nearest || (i > 0 && w.is(i - 1, &["в", "во", "с", "со", "до", "к", "ко", "на", "по", "и"]));
    let plural = w.can_be(at, &[Grammeme::Plur]) && !w.can_be(at, &[Grammeme::Sing]);
    if plural {
        return None;
    }
    Some(if led { read } else { read.tagged() })
}

/// WEEKEND = [RELATIVE | `ближайший`] `выходные` [`дни`]
fn weekend(w: &Words<'_>, i: usize) -> Option<Read> {
    let weekend = |j: usize| w.is(j, &["выходные", "выходных"]) && !(w.unit(j + 1) == Some(Unit::Day) && w.is(j + 1, &["дней"]));
    let coming = w.item(i, |x| (x == Item::Coming).then_some(())).is_some();
    let relative = w.relative(i).filter(|_| weekend(i + 1));
    let at = if relative.is_some() || (coming && weekend(i + 1)) { i + 1 } else { i };
    if !weekend(at) {
        return None;
    }
    let to = if w.unit(at + 1) == Some(Unit::Day) { at + 2 } else { at + 1 };
    let which = match relative {
        Some(Relative::Last | Relative::Previous) => Which::Last,
        Some(Relative::Next | Relative::Future) => Which::Next,
        Some(Relative::This | Relative::Current) => Which::OfWeek(0),
        Some(Relative::BeforeLast) => Which::OfWeek(-2),
        Some(Relative::That) | None if coming => Which::Next,
        Some(Relative::That) | None => Which::Nearest,
    };
    let read = Read::sure(Place::Weekend(which), to);
    let led = which != Which::Nearest || (i > 0 && w.is(i - 1, &["в", "на", "за", "до"]));
    if i > 0 && w.is(i - 1, &["без"]) {
        return None;
    }
    Some(if led { read } else { read.tagged() })
}

/// HOLIDAY = `в` | `на` | `до` | `с` | `к` holiday [YEAR]: a holiday that is spoken of is none
fn feast(w: &Words<'_>, i: usize) -> Option<Read> {
    // «День Победы над Японией» is another day.
    let (holiday, at) = holiday(w, i).filter(|(_, at)| !w.is(*at, &["над"]))?;
    // «на Пасху в 2024 году»
    let (year, to) = match year_or_unsaid(w, at) {
        (YearOf::Unsaid, _) if w.is(at, &["в"]) => match year_behind(w, at + 1) {
            Some((year, to)) => (year, to),
            None => (YearOf::Unsaid, at),
        },
        found => found,
    };
    let read = Read::sure(Place::InYear(Partial::Holiday(holiday), year), to);
    let led = i > 0 && w.is(i - 1, &["в", "на", "до", "с", "со", "под"]);
    Some(if led { read } else { read.tagged() })
}

/// ANNIVERSARY = ORDINAL `годовщина` | number`-летие`
fn anniversary(w: &Words<'_>, i: usize) -> Option<Read> {
    let loose = |to: usize| Some(Read { standing: Standing::Loose, ..Read::sure(Place::Anniversary, to) });
    if w.lemma(i, &["годовщина"]) && i > 0 && w.is(i - 1, &["в", "к", "на"]) {
        return loose(i + 1);
    }
    if let Some((_, at)) = w.ordinal(i).or_else(|| w.figures(i).map(|_| (0, i + 1)))
        && w.lemma(at, &["годовщина"])
    {
        return loose(at + 1);
    }
    let jubilee = w.kind(i) == Some(TokenKind::Word)
        && w.readings
            .lemmas(i)
            .iter()
            .any(|l| l.strip_suffix("летие").is_some_and(|head| head.len() > 2 && head != "столе" && head != "тысяче"))
        && !w.lemma(i, &["десятилетие", "столетие", "тысячелетие", "долголетие"]);
    if jubilee {
        let read = Read::sure(Place::Anniversary, i + 1);
        // «к 100-летию» tells when; «улица 50-летия Победы» does not.
        return Some(if i > 0 && w.is(i - 1, &["к", "ко"]) { Read { standing: Standing::Loose, ..read } } else { read.tagged() });
    }
    None
}

/// The time of a day said by an adjective of the day: «вчерашним вечером».
pub(super) fn with_time(moment: Moment, time: TimeOfDay) -> Moment {
    Moment { time: Some(time), ..moment }
}

/// Whether the place is a day, which a time of day can stand with.
pub(super) fn is_day(moment: Moment) -> bool {
    matches!(
        moment.place,
        Place::InYear(Partial::Day(_) | Partial::Holiday(_), _)
            | Place::InMonth(..)
            | Place::Weekday(..)
            | Place::Weekend(_)
            | Place::Shift(Unit::Day, ..)
            | Place::Same(Unit::Day)
    )
}
