//! Time expressions in running text.
//!
//! Each rule has its production above it: `[x]` is optional, `|` a choice, `{x}` repeats. Words are compared by dictionary
//! form ([`Item`](super::words::Item)) or by a folded form. At every token the longest match wins, of equals the first
//! rule; then what stands before it (preposition, «около», «в начале») joins it, as NEREL's spans have it, and says
//! whether it opens or closes a range.

mod calendar;
mod clock;
mod length;
mod range;

use super::tense::Tenses;
use super::words::Words;
use super::written::{Form, Moment, Paper, Partial, Place, Standing, Tense, Written, YearOf};
use crate::nlp::diagnostic::{Code, Diagnostic};
use crate::nlp::edtf::{Certainty, TimeOfDay};
use crate::nlp::morph::{Grammeme, Lexicon, Readings};
use crate::nlp::segment::{Segmentation, TokenKind};
use crate::nlp::span::Span;

/// What a rule found: tokens `from..to`.
#[derive(Clone, Debug)]
struct Match {
    from: usize,
    to: usize,
    /// `None`: only the parts are expressions.
    form: Option<Form>,
    standing: Standing,
    /// Expressions within: the day of a time, the parts of a list.
    inner: Vec<Match>,
    /// Bytes of the first token that do not belong to it: «ЧМ-» of «ЧМ-2018».
    cut: u32,
}

impl Match {
    fn new(from: usize, to: usize, form: Form, standing: Standing) -> Self {
        Self { from, to, form: Some(form), standing, inner: Vec::new(), cut: 0 }
    }
}

/// What a word before an expression does to it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    /// Nothing.
    No,
    /// «с 2014 года»: the end is open.
    End,
    /// «до 5 мая»: the start is open.
    Start,
}

type Rule = fn(&Words<'_>, usize) -> Option<Match>;

/// Of equally long matches the first wins.
const RULES: &[Rule] = &[
    range::range,
    range::clocks,
    range::list,
    clock::timed,
    point,
    tail_year,
    length::reckoned,
    length::set,
    length::wartime,
    length::reference,
    length::span,
];

/// A single place in the calendar.
fn point(w: &Words<'_>, i: usize) -> Option<Match> {
    calendar::place(w, i).map(|read| Match::new(i, read.to, Form::Moment(read.moment), read.standing))
}

/// TAIL-YEAR = `-`YYYY at the end of a name: «ЧМ-2018»
fn tail_year(w: &Words<'_>, i: usize) -> Option<Match> {
    let (name, digits) = w.str(i).rsplit_once('-').filter(|_| w.kind(i) == Some(TokenKind::Word))?;
    let year: i16 = (digits.len() == 4).then(|| digits.parse().ok())?.filter(|y| (1900..=2100).contains(y))?;
    let named = name.chars().last().is_some_and(char::is_alphabetic) && name.contains(char::is_uppercase);
    let place = Place::InYear(Partial::Whole, YearOf::Said(year));
    named.then(|| Match { cut: name.len() as u32 + 1, ..Match::new(i, i + 1, Form::Moment(place.into()), Standing::InName) })
}

const PAPERS: &[&str] = &[
    "закон",
    "указ",
    "постановление",
    "распоряжение",
    "приказ",
    "решение",
    "письмо",
    "протокол",
    "резолюция",
    "устав",
    "определение",
    "приговор",
    "статья",
];
const TREATIES: &[&str] = &["договор", "соглашение", "конвенция", "декларация", "меморандум", "пакт", "хартия", "коммюнике"];
/// How far before its date a document stands, in tokens.
const PAPER_REACH: usize = 8;

/// The document that the expression from token `i` on is the date of.
fn paper(w: &Words<'_>, i: usize) -> Option<Paper> {
    let from = if w.is(i, &["от"]) { Some(i) } else { i.checked_sub(1).filter(|j| w.is(*j, &["от"])) }?;
    (from.saturating_sub(PAPER_REACH)..from).rev().take_while(|j| !w.is(*j, &[".", ";", ":"])).find_map(|j| {
        let other = || w.lemma(j, PAPERS).then_some(Paper::Other);
        w.lemma(j, TREATIES).then_some(Paper::Treaty).or_else(other)
    })
}

/// All time expressions of a text, by start, then longest first; and what looks like a date but is none.
pub fn find(text: &str, pieces: &Segmentation, readings: &Readings, lexicon: &Lexicon) -> (Vec<Written>, Vec<Diagnostic>) {
    let words = Words::new(text, pieces, readings, lexicon);
    let mut tenses = Tenses::new(&words);
    let (mut out, mut doubts) = (Vec::new(), Vec::new());
    let (mut i, mut floor, mut paragraph) = (0, 0, 0);
    while i < words.len() {
        paragraph += usize::from(words.kind(i) == Some(TokenKind::Newline));
        if !starts(&words, i) {
            i += 1;
            continue;
        }
        if let Some(wrong) = calendar::impossible(&words, i) {
            let span = pieces.tokens[i].span.cover(pieces.tokens[wrong.to - 1].span);
            doubts.push(Diagnostic::at(Code::ImpossibleDate, span, span.of(text)));
            (i, floor) = (wrong.to, wrong.to);
            continue;
        }
        // The first of the longest.
        let best = RULES
            .iter()
            .filter_map(|rule| rule(&words, i))
            .filter(|m| m.to > i && m.to <= words.len())
            .reduce(|a, b| if b.to > a.to { b } else { a });
        // «улица 9 Мая», «проспект 1905 года»
        let street = i > 0 && (words.lemma(i - 1, STREETS) || words.is(i - 1, &["ул.", "пр.", "пл.", "пер.", "просп.", "пр-т", "б-р"]));
        let Some(mut found) = best else {
            i += 1;
            continue;
        };
        if street && is_name(&words, &found) {
            found.standing = Standing::InName;
        }
        let to = found.to;
        let mut all = Vec::new();
        flatten(&words, found, floor, &mut all);
        all.sort_by_key(|m| (m.from, std::cmp::Reverse(m.to)));
        for m in all {
            let Some(form) = m.form else { continue };
            let whole = pieces.tokens[m.from].span.cover(pieces.tokens[m.to - 1].span);
            let span = Span::new(whole.start + m.cut, whole.end);
            let (sentence, tense) = tenses.at(m.from, m.to, span.start);
            // «перенесли на 5 мая» looks ahead, «на 5 мая заболели» back.
            let tense = if tense == Tense::Past && words.is(m.from, &["на"]) { Tense::Unknown } else { tense };
            out.push(Written { span, form, tense, sentence, paragraph, standing: m.standing, paper: paper(&words, m.from) });
        }
        (i, floor) = (to, to);
    }
    (out, doubts)
}

/// What is named after a day or year rather than dated by it, when the date follows at once.
const STREETS: &[&str] = &["улица", "проспект", "площадь", "переулок", "бульвар", "набережная", "сквер", "парк", "микрорайон", "шоссе"];

/// «9 Мая», «1905 года», «40 лет Победы» behind a street are its name; «на площади 16 декабря» is a date.
fn is_name(w: &Words<'_>, m: &Match) -> bool {
    let capital = |i: usize| w.str(i).starts_with(char::is_uppercase);
    match m.form {
        Some(Form::Moment(Moment { place: Place::InYear(Partial::Day(_), YearOf::Unsaid), .. })) => capital(m.to - 1),
        Some(Form::Moment(Moment { place: Place::InYear(Partial::Whole, _) | Place::Anniversary, .. })) => true,
        Some(Form::Length(..)) => capital(m.to),
        _ => false,
    }
}

/// Whether an expression can begin at the token: cheap, and true too often rather than too seldom.
fn starts(w: &Words<'_>, i: usize) -> bool {
    match w.kind(i) {
        Some(TokenKind::Number) => true,
        Some(TokenKind::Word | TokenKind::Abbreviation) => {
            w.has_items(i)
                || w.str(i).starts_with(|c: char| c.is_ascii_digit() || c.is_uppercase())
                || matches!(
                    w.folded(i),
                    "с" | "со"
                        | "c"
                        | "от"
                        | "между"
                        | "в"
                        | "на"
                        | "по"
                        | "до"
                        | "за"
                        | "к"
                        | "через"
                        | "спустя"
                        | "сегодня"
                        | "вчера"
                        | "завтра"
                        | "позавчера"
                        | "послезавтра"
                        | "накануне"
                        | "утром"
                        | "днем"
                        | "вечером"
                        | "ночью"
                        | "рано"
                        | "поздно"
                        | "сейчас"
                        | "ныне"
                        | "нынче"
                        | "теперь"
                        | "недавно"
                        | "ранее"
                        | "раньше"
                        | "прежде"
                        | "давно"
                        | "тогда"
                        | "скоро"
                        | "вскоре"
                        | "раз"
                        | "раза"
                        | "дважды"
                        | "трижды"
                        | "полгода"
                        | "полугода"
                        | "полвека"
                        | "полувека"
                        | "полчаса"
                        | "получаса"
                        | "полдня"
                        | "полминуты"
                        | "полмесяца"
                        | "полтора"
                        | "полторы"
                        | "полутора"
                        | "четверть"
                        | "четверти"
                        | "некоторое"
                        | "выходные"
                        | "выходных"
                        | "полночь"
                        | "полуночи"
                        | "весь"
                        | "целый"
                        | "лет"
                        | "половине"
                        | "половину"
                        | "без"
                )
                || w.folded(i).contains('-')
                || w.folded(i).starts_with("еже")
                || w.lemma(
                    i,
                    &[
                        "годовщина",
                        "весь",
                        "целый",
                        "нынешний",
                        "сегодняшний",
                        "вчерашний",
                        "завтрашний",
                        "недавний",
                        "рамазан",
                        "рамадан",
                        "наурыз",
                        "пасха",
                        "рождество",
                    ],
                )
                || w.readings.lemmas(i).iter().any(|l| super::numeral::compound_length(l).is_some() || l.ends_with("летие"))
        }
        _ => false,
    }
}

/// The match and its parts, each with what stands before it.
fn flatten(w: &Words<'_>, mut m: Match, floor: usize, out: &mut Vec<Match>) {
    let inner = std::mem::take(&mut m.inner);
    if m.form.is_some() {
        out.push(with_lead(w, m, floor));
    }
    let mut floor = floor;
    for part in inner {
        let to = part.to;
        flatten(w, part, floor, out);
        floor = to;
    }
}

/// Joins what stands before: approximations, parts («в начале»), prepositions. Never reaches back over `floor`.
fn with_lead(w: &Words<'_>, m: Match, floor: usize) -> Match {
    let Some(form) = m.form.filter(|_| m.cut == 0) else { return m };
    match form {
        Form::Moment(moment) => moment_lead(w, m, moment, floor),
        Form::Length(length, certainty) => {
            let (mut from, mut certainty) = (m.from, certainty);
            if let Some((n, c)) = length::approximation(w, from).filter(|(n, _)| from - n >= floor) {
                from -= n;
                certainty = c;
            }
            let at = |n: usize| from.checked_sub(n).filter(|j| *j >= floor);
            if at(2).is_some_and(|j| {
                (w.is(j, &["в"]) && w.is(j + 1, &["течение", "течении"])) || (w.is(j, &["на"]) && w.is(j + 1, &["протяжении"]))
            }) {
                from -= 2;
                // «в течение примерно 26 лет» and «примерно в течение»
            } else if at(1).is_some_and(|j| w.is(j, &["на", "за", "до", "через", "спустя"])) {
                from -= 1;
            }
            Match { from, form: Some(Form::Length(length, certainty)), ..m }
        }
        Form::Range(..) => {
            let period =
                m.from.checked_sub(2).filter(|j| *j >= floor).is_some_and(|j| w.is(j, &["в", "за", "на"]) && w.lemma(j + 1, &["период"]));
            let from = match m.from.checked_sub(1).filter(|j| *j >= floor) {
                _ if period => m.from - 2,
                Some(j) if w.is(j, &["в", "во", "на", "за", "к", "до", "по"]) => j,
                _ => m.from,
            };
            Match { from, ..m }
        }
        _ => m,
    }
}

/// Words that stand for a part of a stretch: its value is that of the whole.
const PARTS: &[&str] = &["начало", "середина", "конец", "половина", "исход", "течение"];

fn moment_lead(w: &Words<'_>, m: Match, moment: Moment, floor: usize) -> Match {
    let mut from = m.from;
    let before = |from: usize, n: usize| from.checked_sub(n).filter(|j| *j >= floor);
    let coarse = moment.time.is_none();
    // «в начале 2017 года», «во второй половине 1950-х», «в первых числах мая», «в течение 2019 года»
    if coarse && let Some(j) = before(from, 1).filter(|j| w.lemma(*j, PARTS)) {
        let half = w.lemma(j, &["половина"]);
        let ordinal = before(j, 1).filter(|k| half && w.lemma(*k, &["первый", "второй"]));
        if !half || ordinal.is_some() {
            from = ordinal.unwrap_or(j);
        }
    } else if let Some(j) = before(from, 2).filter(|j| w.is(*j, &["первых", "последних"]) && w.is(j + 1, &["числах"]))
    {
        from = j;
    }
    let mut certainty = moment.certainty;
    // «в канун годовщины»
    if let Some(j) = before(from, 1).filter(|j| w.is(*j, &["канун", "преддверии"])) {
        from = before(j, 1).filter(|k| w.is(*k, &["в"])).unwrap_or(j);
        certainty = Certainty::Approximate;
        return Match { from, form: Some(Form::Moment(Moment { certainty, ..moment })), ..m };
    }
    if let Some((n, c)) = length::approximation(w, from).filter(|(n, _)| from - n >= floor) {
        from -= n;
        certainty = if c == Certainty::Approximate { c } else { certainty };
    }
    let moment = Moment { certainty, ..moment };
    let plain = |from: usize| Match { from, form: Some(Form::Moment(moment)), ..m.clone() };
    let Some(j) = before(from, 1) else { return plain(from) };
    // «не позднее 5 мая», «не ранее 2025 года»
    if let Some(k) = before(j, 1).filter(|k| w.is(*k, &["не"])) {
        let open = match w.folded(j) {
            "позднее" | "позже" => Open::Start,
            "ранее" | "раньше" => Open::End,
            _ => Open::No,
        };
        if open != Open::No {
            return ranged(m.clone(), moment, k, open);
        }
    }
    let open = match w.folded(j) {
        "с" | "со" | "c" if moment.time.is_some() => clock::opens(w.folded(j)),
        "с" | "со" | "c" => {
            // «по сравнению с 2023 годом»: the instrumental does not say since when.
            let compared = before(j, 1).is_some_and(|k| w.lemma(k, &["сравнение", "сравнить"]));
            let tokens = from..m.to;
            let has =
                |g: Grammeme| tokens.clone().any(|t| w.readings.analyses(t).iter().any(|a| a.tag.has(Grammeme::Noun) && a.tag.has(g)));
            if compared || (has(Grammeme::Ablt) && !has(Grammeme::Gent)) { Open::No } else { Open::End }
        }
        "до" => Open::Start,
        // «по 19 мая», «по 2018 год», but not «по 2018 году».
        "по" => {
            let until = match moment.place {
                Place::InYear(Partial::Whole, _) => w.is(m.to - 1, &["год", "годы"]),
                Place::InYear(Partial::Day(_), _) => true,
                Place::InYear(Partial::Month(_), _) => w.can_be(from, &[Grammeme::Accs]),
                Place::Weekday(..) => true,
                _ => return plain(from),
            };
            if until { Open::Start } else { return plain(from) }
        }
        "в" | "во" | "на" | "к" | "ко" | "за" => Open::No,
        _ => return plain(from),
    };
    match open {
        Open::No => {
            if w.is(j, &["с", "со", "c"]) {
                return plain(from);
            }
            // «уже в 2014 году» stays out, «примерно в 2014 году» comes in.
            match length::approximation(w, j).filter(|(n, c)| j - n >= floor && *c == Certainty::Approximate) {
                Some((n, c)) => Match { from: j - n, form: Some(Form::Moment(Moment { certainty: c, ..moment })), ..m },
                None => plain(j),
            }
        }
        open => {
            let lead = before(j, 1).filter(|k| w.is(*k, &["начиная", "вплоть"])).unwrap_or(j);
            // «с утра 9 октября»: a part of a day is no end of anything.
            if matches!(moment.time, Some(TimeOfDay::Part(_))) {
                return plain(lead);
            }
            ranged(m, moment, lead, open)
        }
    }
}

fn ranged(m: Match, moment: Moment, from: usize, open: Open) -> Match {
    let form = match open {
        Open::End => Form::Range(Some(moment), None),
        Open::Start => Form::Range(None, Some(moment)),
        Open::No => Form::Moment(moment),
    };
    Match { from, form: Some(form), ..m }
}
