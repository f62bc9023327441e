//! Times of day, alone and with their day.

use super::super::words::{Item, Relative, Words};
use super::super::written::{Form, Moment, Origin, Place, Standing};
use super::calendar::{Read, is_day, place, with_time};
use super::{Match, Open};
use crate::nlp::edtf::{Certainty, Part, TimeOfDay, Unit};
use crate::nlp::morph::Grammeme;
use crate::nlp::segment::TokenKind;

/// What a time of day reads: the time, the token behind it, and whether it is sure without a day beside it.
#[derive(Clone, Copy)]
struct Clock {
    time: TimeOfDay,
    to: usize,
    standing: Standing,
}

/// TIMED = TIME [`,`] [preposition] PLACE | PLACE [`,` | `в` | `около`] TIME | TIME, where the place is a day
pub(super) fn timed(w: &Words<'_>, i: usize) -> Option<Match> {
    if let Some(m) = pointed_part(w, i) {
        return Some(m);
    }
    if let Some(clock) = time(w, i) {
        let comma = skip_comma(w, clock.to);
        let behind = if w.is(comma, &["в", "во", "на", "с", "за"]) { comma + 1 } else { comma };
        if let Some(day) = place(w, behind).filter(|d| is_day(d.moment)) {
            // «в ночь с 31 декабря на 1 января»
            let eve = clock.time == TimeOfDay::Part(Part::Night) && w.is(behind.wrapping_sub(1), &["с", "со"]) && w.is(day.to, &["на"]);
            if eve && let Some(next) = place(w, day.to + 1).filter(|d| is_day(d.moment)) {
                let first = super::range::with_year_of(day.moment, next.moment);
                let mut m = Match::new(i, next.to, Form::Moment(with_time(first, clock.time)), Standing::Sure);
                m.inner.push(Match::new(behind - 1, next.to, Form::Range(Some(first), Some(next.moment)), Standing::Tagged));
                return Some(m);
            }
            return Some(with_day(w, i, with_time(day.moment, clock.time), day, behind, day.to));
        }
        // «в ночь с 7 на 8 октября»: the night begins on the first day.
        if clock.time == TimeOfDay::Part(Part::Night) && w.is(clock.to, &["с", "со"]) && w.day(clock.to + 1).is_some() {
            let (number, at) = w.day(clock.to + 1)?;
            if w.is(at, &["на"])
                && let Some(last) = place(w, at + 1).filter(|d| is_day(d.moment))
                && let Some(first) = super::range::share(last.moment, number)
            {
                let inner = Match::new(clock.to, last.to, Form::Range(Some(first), Some(last.moment)), Standing::Tagged);
                let mut m = Match::new(i, last.to, Form::Moment(with_time(first, clock.time)), Standing::Sure);
                m.inner.push(inner);
                return Some(m);
            }
        }
        let alone = Moment { place: Place::Unsaid, time: Some(clock.time), weekday: None, certainty: Certainty::Exact };
        return Some(Match::new(i, clock.to, Form::Moment(alone), clock.standing));
    }
    let day = place(w, i).filter(|d| is_day(d.moment))?;
    let comma = skip_comma(w, day.to);
    let about = if w.is(comma, &["около", "примерно"]) { comma + 1 } else { comma };
    let at = if w.is(about, &["в", "во", "к", "с", "до"]) { about + 1 } else { about };
    let clock = time(w, at).or_else(|| time(w, about))?;
    let mut moment = with_time(day.moment, clock.time);
    if about > comma {
        moment.certainty = Certainty::Approximate;
    }
    Some(with_day(w, i, moment, day, i, clock.to))
}

/// POINTED-PART = RELATIVE [`же`] (`утро` | `вечер` | `ночь`) | `вчерашний` `вечер`: «на следующее утро», «прошлой ночью»
fn pointed_part(w: &Words<'_>, i: usize) -> Option<Match> {
    let same = w.is(i + 1, &["же"]);
    let noun = if same { i + 2 } else { i + 1 };
    let part = w.item(noun, |x| if let Item::Part(p) = x { Some(p) } else { None }).filter(|_| w.can_be(noun, &[Grammeme::Sing]))?;
    let adverbial = [("сегодняшний", 0), ("вчерашний", -1), ("завтрашний", 1)].into_iter().find(|(l, _)| w.lemma(i, &[l]));
    let place = match (adverbial, w.relative(i)) {
        (Some((_, n)), _) => Place::Shift(Unit::Day, n, Origin::Publication),
        (None, Some(Relative::That)) => Place::Same(Unit::Day),
        // «в этот вечер», «в это же утро»
        (None, Some(Relative::This)) if same || (i > 0 && w.is(i - 1, &["в"])) => Place::Same(Unit::Day),
        // «этой ночью»: that of the publication; «прошлой ночью» the same, seen from the morning.
        (None, Some(Relative::This | Relative::Current | Relative::Last)) => Place::Shift(Unit::Day, 0, Origin::Publication),
        (None, Some(Relative::Next)) => Place::Shift(Unit::Day, 1, Origin::Before),
        _ => return None,
    };
    let moment = with_time(place.into(), TimeOfDay::Part(part));
    Some(Match::new(i, noun + 1, Form::Moment(moment), Standing::Sure))
}

/// The time with its day, and the day by itself within, as NEREL marks both.
fn with_day(w: &Words<'_>, from: usize, moment: Moment, day: Read, day_from: usize, to: usize) -> Match {
    let mut m = Match::new(from, to.max(day.to), Form::Moment(moment), Standing::Sure);
    let mut inner = Match::new(day_from, day.to, Form::Moment(day.moment), Standing::Tagged);
    // «вечером 22 июля»: the day is marked by itself, too.
    if !matches!(day.moment.place, Place::Shift(..) | Place::Same(_)) {
        inner.standing = Standing::Sure;
    }
    if day_from > from && w.is(day_from - 1, &["в", "во"]) {
        inner.from -= 1;
    }
    m.inner.push(inner);
    m
}

fn skip_comma(w: &Words<'_>, i: usize) -> usize {
    if matches!(w.str(i), "," | "|" | "•" | "/") { i + 1 } else { i }
}

/// TIME = CLOCK [ZONE] | HOURS | PART
fn time(w: &Words<'_>, i: usize) -> Option<Clock> {
    clock(w, i).or_else(|| hours(w, i)).or_else(|| part(w, i))
}

/// CLOCK = HH`:`MM[`:`SS] [ZONE] | HH`.`MM (ZONE | `часов`), and after `в` or `около`
fn clock(w: &Words<'_>, i: usize) -> Option<Clock> {
    if w.kind(i)? != TokenKind::Number {
        return None;
    }
    let text = w.str(i);
    let led = i > 0 && w.is(i - 1, &["в", "во", "до", "к", "с", "около", "на", "после", "примерно"]);
    let (h, m, colon) = match text.split_once(':') {
        Some((h, rest)) => (h, rest.split_once(':').map_or(rest, |(m, _)| m), true),
        None => {
            let (h, m) = text.split_once('.')?;
            (h, m, false)
        }
    };
    let sized = m.len() == 2 && (1..=2).contains(&h.len());
    let (h, m): (i8, i8) = (h.parse().ok()?, m.parse().ok()?);
    if !sized || !(0..24).contains(&h) || !(0..60).contains(&m) {
        return None;
    }
    let hour_word = |j: usize| w.is(j, &["часов", "часа", "час", "ч", "ч."]);
    let to = if hour_word(i + 1) { i + 2 } else { i + 1 };
    let (h, to) = match w.folded(to) {
        "утра" | "ночи" => (h, to + 1),
        "дня" | "вечера" => (if h < 12 { h + 12 } else { h }, to + 1),
        _ => (h, to),
    };
    let (to, zoned) = zone(w, to).map_or((to, to > i + 1), |to| (to, true));
    // «18.37» is a time only where nothing else can be meant: «в 18.37» without a measure behind it.
    if !colon && !zoned && (!w.is(i.wrapping_sub(1), &["в", "около"]) || w.counts(to) || w.str(to) == "%") {
        return None;
    }
    let standing = if zoned || led { Standing::Sure } else { Standing::Tagged };
    Some(Clock { time: TimeOfDay::Clock(h, m), to, standing })
}

/// ZONE = `мск` | `(мск)` | `UTC` | `по` ADJECTIVE `времени` | `по времени` NOUN | `по` CITY
fn zone(w: &Words<'_>, i: usize) -> Option<usize> {
    if w.is(i, &["мск", "msk", "utc", "gmt"]) {
        return Some(i + 1);
    }
    if w.str(i) == "(" && w.is(i + 1, &["мск", "msk", "utc", "gmt"]) && w.str(i + 2) == ")" {
        return Some(i + 3);
    }
    if !w.is(i, &["по"]) {
        return None;
    }
    if w.is(i + 2, &["времени"]) {
        return Some(i + 3);
    }
    if w.is(i + 1, &["времени"]) {
        return Some(i + 3);
    }
    w.is(i + 1, &["москве", "гринвичу", "астане", "киеву", "минску", "ташкенту", "бишкеку"]).then_some(i + 2)
}

/// HOURS = (`в` | `к` | `около` | `до` | `с`) N [`часов` [M `минут`]] [`утра` | `дня` | `вечера` | `ночи`] [ZONE]
///       | `полдень` | `полночь`
fn hours(w: &Words<'_>, i: usize) -> Option<Clock> {
    let sure =
        |h: i8, m: i8, to: usize| Some(Clock { time: TimeOfDay::Clock(h, m), to: zone(w, to).unwrap_or(to), standing: Standing::Sure });
    if w.lemma(i, &["полдень"]) {
        return sure(12, 0, i + 1);
    }
    if w.lemma(i, &["полночь"]) {
        return sure(0, 0, i + 1);
    }
    // «в половине шестого вечера», «без четверти девять утра»
    let half_past = w.is(i, &["половине", "половину", "половина"]).then(|| w.ordinal(i + 1)).flatten().map(|(h, at)| (h, 30, at));
    let quarter_to = w.run(i, &["без", "четверти"]).then(|| w.cardinal(i + 2)).flatten().and_then(|(amount, at)| match amount {
        crate::nlp::edtf::Amount::Tenths(t) => Some((t / 10, 45, at)),
        crate::nlp::edtf::Amount::Unsaid => None,
    });
    if let Some((h, m, at)) = half_past.or(quarter_to).filter(|(h, ..)| (1..=12).contains(h)) {
        let h = (h as i8 + 11) % 12;
        return match w.folded(at) {
            "утра" | "ночи" => sure(h, m, at + 1),
            "дня" | "вечера" => sure(h + 12, m, at + 1),
            _ => None,
        };
    }
    if i == 0 || !w.is(i - 1, &["в", "во", "к", "около", "до", "с", "на", "после", "примерно"]) {
        return None;
    }
    // «в час ночи», «в 5 часов утра», «в шесть вечера»
    let hour_word = |j: usize| w.unit(j) == Some(Unit::Hour);
    let (h, at) = if hour_word(i) {
        (1, i)
    } else {
        let (amount, to) = w.cardinal(i)?;
        let crate::nlp::edtf::Amount::Tenths(t) = amount else { return None };
        (i8::try_from(t / 10).ok().filter(|h| t % 10 == 0 && (0..=24).contains(h))?, to)
    };
    let worded = hour_word(at);
    let (minute, at) = match (worded, w.cardinal(at + 1)) {
        (true, Some((crate::nlp::edtf::Amount::Tenths(t), to))) if w.unit(to) == Some(Unit::Minute) && t / 10 < 60 => {
            ((t / 10) as i8, to + 1)
        }
        (true, _) => (0, at + 1),
        (false, _) => (0, at),
    };
    let half = match w.folded(at) {
        "утра" | "ночи" => Some(if h == 12 { 0 } else { h }),
        "дня" | "вечера" => Some(if h < 12 { h + 12 } else { h }),
        _ => None,
    };
    match half {
        Some(h) => sure(h % 24, minute, at + 1),
        // «в пять часов» is a clock, «около двух часов» as often a length.
        None if worded && (w.is(i - 1, &["в"]) || (w.is(i - 1, &["около", "до", "с"]) && zone(w, at).is_some())) && !hour_word(i) =>
        {
            let bare = Clock { time: TimeOfDay::Clock(h % 24, minute), to: at, standing: Standing::Tagged };
            Some(match zone(w, at) {
                Some(to) => Clock { to, standing: Standing::Sure, ..bare },
                None if minute > 0 || w.is(i - 1, &["в"]) => Clock { standing: Standing::Sure, ..bare },
                None => bare,
            })
        }
        None => None,
    }
}

/// PART = [`ранним` | `поздним`] (`утром` | `днем` | `вечером` | `ночью`) | `в ночь` [`на`] | (`с` | `под` | `к`) `утра`…
fn part(w: &Words<'_>, i: usize) -> Option<Clock> {
    let tagged = |part: Part, to: usize| Some(Clock { time: TimeOfDay::Part(part), to, standing: Standing::Tagged });
    // «рано утром», «поздно вечером»
    if w.is(i, &["рано", "поздно", "ранним", "поздним", "поздней"]) {
        return part(w, i + 1);
    }
    let sure = |part: Part| Some(Clock { time: TimeOfDay::Part(part), to: i + 1, standing: Standing::Sure });
    // «днём и ночью» is always.
    if w.run(i, &["днем", "и", "ночью"]) || (i >= 2 && w.run(i - 2, &["днем", "и", "ночью"])) {
        return None;
    }
    match w.folded(i) {
        "утром" => return sure(Part::Morning),
        // «с каждым днем»
        "днем" if i == 0 || w.kind(i - 1) != Some(TokenKind::Word) || !w.lemma(i - 1, &["каждый", "этот", "один", "первый", "целый"]) =>
        {
            return tagged(Part::Afternoon, i + 1);
        }
        "вечером" => return sure(Part::Evening),
        "ночью" => return sure(Part::Night),
        _ => {}
    }
    // «во второй половине дня»
    if w.is(i, &["первой", "второй"]) && w.run(i + 1, &["половине", "дня"]) {
        return tagged(if w.is(i, &["первой"]) { Part::Morning } else { Part::Afternoon }, i + 3);
    }
    let said = w.item(i, |x| if let Item::Part(p) = x { Some(p) } else { None })?;
    let led = i > 0
        && match w.folded(i) {
            "утра" | "вечера" | "ночи" => w.is(i - 1, &["с", "до"]),
            "утро" => w.is(i - 1, &["под", "на"]),
            "вечер" | "ночь" => w.is(i - 1, &["в", "под", "на"]),
            "вечеру" | "утру" => w.is(i - 1, &["к"]),
            _ => false,
        };
    led.then(|| tagged(said, i + 1))?
}

/// What a preposition before a time of day opens or closes.
pub(super) fn opens(word: &str) -> Open {
    match word {
        "с" | "со" => Open::End,
        "до" => Open::Start,
        _ => Open::No,
    }
}
