//! Lengths of time, what is reckoned by them, repetitions and vague references.

use super::super::numeral::compound_length;
use super::super::words::{Item, Relative, Words};
use super::super::written::{Form, Moment, Origin, Partial, Place, Standing, YearOf};
use super::Match;
use crate::nlp::edtf::{Amount, Certainty, Length, Reference, Set, Unit};
use crate::nlp::morph::Grammeme;
use crate::nlp::segment::TokenKind;

/// LENGTH = [CARDINAL] [adjective] UNIT {[`и`] CARDINAL UNIT} | `полгода` | `четверть века`; a unit alone where `implied`
pub(super) fn length(w: &Words<'_>, i: usize, implied: bool) -> Option<(Length, usize)> {
    let half = match w.folded(i) {
        "полгода" | "полугода" | "полугоду" => Some(Length::new(Amount::Tenths(5), Unit::Year)),
        "полвека" | "полувека" => Some(Length::new(Amount::Tenths(5), Unit::Century)),
        "полчаса" | "получаса" => Some(Length::new(Amount::Tenths(5), Unit::Hour)),
        "полдня" => Some(Length::new(Amount::Tenths(5), Unit::Day)),
        "полминуты" => Some(Length::new(Amount::Tenths(5), Unit::Minute)),
        "полмесяца" => Some(Length::new(Amount::Unsaid, Unit::Day)),
        _ => None,
    };
    if let Some(length) = half {
        return Some((length, i + 1));
    }
    if w.is(i, &["четверть", "четверти"]) && w.is(i + 1, &["века"]) {
        return Some((Length::new(Amount::whole(25), Unit::Year), i + 2));
    }
    if let Some(unit) = bare_unit(w, i).filter(|_| implied) {
        // «в течение десятилетий»: more than one, unsaid how many.
        let many = !w.can_be(i, &[Grammeme::Sing]) && !w.is(i, &["сутки", "суток"]);
        let first = Length::new(if many { Amount::Unsaid } else { Amount::whole(1) }, unit);
        return Some(more(w, first, i + 1));
    }
    let (amount, at) = w.cardinal(i)?;
    // «10 календарных дней», «пять последних лет»
    let adjective = w.unit(at).is_none() && w.can_be(at, &[Grammeme::Adjf]) && w.unit(at + 1).is_some();
    let noun = if adjective { at + 1 } else { at };
    let unit = bare_unit(w, noun).filter(|_| !w.is(noun, &["г.", "г", "гг", "гг."]))?;
    Some(more(w, Length::new(amount, unit), noun + 1))
}

/// A unit that is not part of a name: «день рождения» and «день Победы» count nothing.
fn bare_unit(w: &Words<'_>, i: usize) -> Option<Unit> {
    let unit = w.unit(i)?;
    let named = unit == Unit::Day
        && (w.is(i + 1, &["рождения", "смерти", "независимости"]) || w.str(i).starts_with(char::is_uppercase) && w.is(i, &["день"]));
    (!named).then_some(unit)
}

/// Smaller units behind: «1 год и 5 месяцев».
fn more(w: &Words<'_>, first: Length, to: usize) -> (Length, usize) {
    let (mut length, mut end) = (first, to);
    for _ in 0..2 {
        let at = if w.is(end, &["и"]) { end + 1 } else { end };
        let Some((amount, noun)) = w.cardinal(at) else { break };
        let Some(longer) = w.unit(noun).filter(|_| !w.year_word(noun)).and_then(|unit| length.and(amount, unit)) else { break };
        (length, end) = (longer, noun + 1);
    }
    (length, end)
}

/// What makes a number approximate, and how many tokens it takes, read backwards from `end`.
pub(super) fn approximation(w: &Words<'_>, end: usize) -> Option<(usize, Certainty)> {
    use Certainty::{Approximate, Exact};
    let before = |n: usize| end.checked_sub(n);
    let one = before(1)?;
    if w.is(one, &["около", "примерно", "приблизительно", "почти", "порядка", "практически", "ориентировочно"])
    {
        return Some((1, Approximate));
    }
    // «немногим более года», «чуть больше недели»
    let more = |j: usize| w.is(j, &["более", "больше", "менее", "меньше", "свыше"]);
    let than = if w.is(one, &["чем"]) { 1 } else { 0 };
    let at = before(1 + than)?;
    if more(at) {
        return Some(match before(2 + than) {
            Some(j) if w.is(j, &["немногим", "чуть", "немного"]) => (2 + than, Approximate),
            Some(j) if w.is(j, &["не"]) => (2 + than, Exact),
            _ => (1 + than, Exact),
        });
    }
    None
}

/// Reads an approximation forwards: `около` | `почти` | `более чем` …
fn skip_approximation(w: &Words<'_>, i: usize) -> (usize, Certainty) {
    (1..=3)
        .rev()
        .find_map(|n| approximation(w, i + n).filter(|(taken, _)| *taken == n).map(|(_, c)| (i + n, c)))
        .unwrap_or((i, Certainty::Exact))
}

/// A length counted from an anchor; what cannot be placed stays a length.
fn shifted(length: Length, sign: i32, from: Origin, certainty: Certainty) -> Form {
    let place = match length.single() {
        Some((n, unit)) if unit >= Unit::Day => i32::try_from(n).ok().map(|n| (unit, n * sign)),
        _ => {
            // «полтора года назад»: to the month.
            let mut parts = length.parts();
            match (parts.next(), parts.next(), parts.next()) {
                (Some((Amount::Tenths(y), Unit::Year)), Some((Amount::Tenths(m), Unit::Month)), None) => {
                    i32::try_from(y / 10 * 12 + m / 10).ok().map(|n| (Unit::Month, n * sign))
                }
                _ => None,
            }
        }
    };
    match place {
        Some((unit, n)) => Form::Moment(Moment { certainty, ..Place::Shift(unit, n, from).into() }),
        None => Form::Length(length, certainty),
    }
}

/// RECKONED = (`через` | `спустя`) LENGTH | LENGTH (`тому`) `назад` | LENGTH (`спустя` | `позже` | `ранее`)
pub(super) fn reckoned(w: &Words<'_>, i: usize) -> Option<Match> {
    if w.is(i, &["через", "спустя"]) {
        let (at, certainty) = skip_approximation(w, i + 1);
        let (length, to) = length(w, at, true)?;
        // «через два года после войны» counts from the war, whenever it was.
        if w.is(to, &["после", "со", "с"]) && !w.is(to + 1, &["этого", "того"]) {
            return Some(Match::new(i, to, Form::Length(length, certainty), Standing::Sure));
        }
        // «через день» is every other day as often as tomorrow; «через час» is a time.
        return Some(Match::new(i, to, shifted(length, 1, Origin::Story, certainty), Standing::Sure));
    }
    // «некоторое время назад», «давным-давно»
    if w.run(i, &["некоторое", "время"]) && w.is(i + 2, &["назад", "спустя"]) {
        let past = Form::Reference(Reference::Past);
        return Some(Match::new(i, i + 3, past, Standing::Sure));
    }
    let (length, to) = length(w, i, true)?;
    let certainty = approximation(w, i).map_or(Certainty::Exact, |(_, c)| c);
    let ago =
        if w.is(to, &["тому"]) && w.is(to + 1, &["назад"]) { Some(to + 2) } else { w.is(to, &["назад"]).then_some(to + 1) };
    if let Some(end) = ago {
        let form = if length.parts().any(|(a, _)| a == Amount::Unsaid) {
            Form::Reference(Reference::Past)
        } else {
            shifted(length, -1, Origin::Publication, certainty)
        };
        return Some(Match::new(i, end, form, Standing::Sure));
    }
    let sign = match w.folded(to) {
        "спустя" | "позже" | "позднее" => 1,
        "ранее" | "раньше" => -1,
        _ => return None,
    };
    // «на два часа раньше» is a comparison of clocks, «годом ранее» an anchor.
    Some(Match::new(i, to + 1, shifted(length, sign, Origin::Before, certainty), Standing::Sure))
}

/// Verbs of what lasts.
const LASTING: &[&str] = &[
    "прожить",
    "проработать",
    "прослужить",
    "провести",
    "просидеть",
    "пробыть",
    "отсидеть",
    "отбыть",
    "отработать",
    "длиться",
    "продлиться",
    "продолжаться",
    "просуществовать",
    "занять",
    "возглавлять",
    "руководить",
    "ждать",
];

/// Most words of a title that begins with a length.
const LONGEST_TITLE: usize = 7;

/// SPAN = (`последний` | `ближайший` | `следующий` | `первый` | `весь`) LENGTH | LENGTH | frame UNIT | COMPOUND | ORDINAL `день`
pub(super) fn span(w: &Words<'_>, i: usize) -> Option<Match> {
    let before = |n: usize| i.checked_sub(n);
    // «младше на год», «на три дня раньше»: a difference, no time.
    let compared = |j: usize| w.is(j, &["старше", "младше", "моложе", "больше", "меньше", "дольше", "короче", "длиннее"]);
    if before(1).is_some_and(|j| w.is(j, &["на"]))
        && (before(2).is_some_and(compared) || before(3).is_some_and(compared) || length(w, i, true).is_some_and(|(_, to)| compared(to)))
    {
        return None;
    }
    // «Три недели тишины»: a title is no length.
    let opened = before(1).is_some_and(|j| matches!(w.str(j), "«" | "„" | "“" | "\""));
    let closing = (i..i + LONGEST_TITLE).find(|j| matches!(w.str(*j), "»" | "“" | "”" | "\""));
    // «Полгода ходим по кругу», — говорит…
    let spoken = closing.is_some_and(|j| w.dash(j + 1) || (w.str(j + 1) == "," && w.dash(j + 2)));
    if opened && w.str(i).starts_with(char::is_uppercase) && closing.is_some() && !spoken {
        return None;
    }
    let build = |to: usize, length: Length, standing: Standing| Match::new(i, to, Form::Length(length, Certainty::Exact), standing);
    let framed = before(2)
        .is_some_and(|j| (w.is(j, &["в"]) && w.is(j + 1, &["течение", "течении"])) || (w.is(j, &["на"]) && w.is(j + 1, &["протяжении"])));
    let latest = w.item(i, |x| matches!(x, Item::Latest | Item::Coming).then_some(())).is_some();
    let frame_word =
        latest || w.lemma(i, &["весь", "целый", "первый", "следующий", "минувший", "прошедший", "прошлый", "истекший", "долгий", "эти"]);
    if frame_word {
        // «за последние несколько недель», «ближайшие два года», «последние годы», «за последний месяц»
        let plural = !w.can_be(i + 1, &[Grammeme::Sing]) || !w.can_be(i, &[Grammeme::Sing]) || w.is(i + 1, &["суток", "сутки"]);
        let unit = w.unit(i + 1).is_some();
        let spanning = framed || before(1).is_some_and(|j| w.is(j, &["за"]));
        // «в прошлые годы»
        if w.lemma(i, &["прошлый", "минувший", "прошедший"]) && unit && plural && !spanning {
            return Some(Match::new(i, i + 2, Form::Reference(Reference::Past), Standing::Tagged));
        }
        if !unit || plural || spanning {
            let (found, to) = length(w, i + 1, true)?;
            // «последние недели», «последних лет»: the adjective tells how many where the noun does not.
            let length = match w.unit(i + 1) {
                Some(u) if !w.can_be(i, &[Grammeme::Sing]) && !w.is(i + 1, &["суток", "сутки"]) => Length::new(Amount::Unsaid, u),
                _ => found,
            };
            // «прошлые годы» is no length, «прошлые два года» is.
            let standing = if latest || spanning { Standing::Sure } else { Standing::Tagged };
            return Some(build(to, length, standing));
        }
        return None;
    }
    if let Some((length, to)) = length(w, i, framed) {
        // Years are ages more often than spans: only what stands before them tells.
        let before_is = |words: &[&str]| before(1).is_some_and(|j| w.is(j, words));
        let years = length.parts().next().is_some_and(|(_, u)| u == Unit::Year);
        // «в 24 года», «с 14 лет»: ages, whatever stands there.
        let age = years && before_is(&["в", "с", "со"]) && !w.lemma(to, &["тюрьма", "заключение", "колония", "лишение"]);
        if age || before(1).is_some_and(|j| matches!(w.str(j), "$" | "€" | "£" | "₸" | "₽")) {
            return None;
        }
        // «городу исполнилось 2000 лет»
        if (1..=3).filter_map(before).any(|j| w.lemma(j, &["исполниться", "исполняться"])) || w.run(to, &["от", "роду"])
        {
            return None;
        }
        let aged = before(1).is_some_and(|j| w.lemma(j, &["возраст"]));
        // «четыре квартала» are blocks of houses as often.
        let blocks = w.unit(to - 1) == Some(Unit::Quarter) && !framed && !before_is(&["на", "за"]);
        // «проработали на заводе 40 лет», «прослужил шесть лет»
        let lasted = (1..=2).filter_map(before).any(|j| w.lemma(j, LASTING));
        let standing = match () {
            () if lasted => Standing::Firm,
            () if aged || blocks => Standing::Tagged,
            () => Standing::Sure,
        };
        return Some(build(to, length, standing));
    }
    if before(1).is_some_and(|j| w.is(j, &["за"])) && w.is(i, &["годы"]) && w.kind(i + 1) == Some(TokenKind::Word) {
        return Some(build(i + 1, Length::new(Amount::Unsaid, Unit::Year), Standing::Sure));
    }
    // «за день до», «на неделю», «год»: one unit, where it is said to be a time.
    let numbered = before(1).is_some_and(|j| {
        w.kind(j) == Some(TokenKind::Number)
            || w.item(j, |x| matches!(x, Item::Cardinal(_) | Item::Ordinal(_) | Item::Thousand | Item::Some).then_some(())).is_some()
            || w.figures(j).is_some()
            || w.is(j, &["млн", "млрд", "тыс", "тыс."])
    });
    if let Some(unit) = bare_unit(w, i).filter(|_| !numbered && !w.is(i, &["г", "г.", "гг", "гг."])) {
        let until = w.is(i + 1, &["до"]) && before(1).is_some_and(|j| w.is(j, &["за"]));
        let many = !w.can_be(i, &[Grammeme::Sing]) && !w.is(i, &["сутки", "суток"]);
        let amount = if many { Amount::Unsaid } else { Amount::whole(1) };
        let (length, to) = more(w, Length::new(amount, unit), i + 1);
        return Some(build(to, length, if until || to > i + 1 { Standing::Sure } else { Standing::Tagged }));
    }
    if let Some((n, at)) = w.ordinal(i)
        && let Some(unit) = w.unit(at).filter(|u| *u >= Unit::Day && *u <= Unit::Year && *u != Unit::Quarter && *u != Unit::Half)
    {
        // «на 88-м году жизни», «на шестом месяце» count from a birth.
        let of_life = before(1).is_some_and(|j| w.is(j, &["на"])) && w.can_be(at, &[Grammeme::Loct]) | w.can_be(at, &[Grammeme::Loc2]);
        return (!of_life).then(|| build(at + 1, Length::new(Amount::whole(n), unit), Standing::Tagged));
    }
    let length = w.readings.lemmas(i).iter().find_map(|l| compound_length(l))?;
    // «25-летний срок» lasts, «25-летний водитель» is of that age.
    let years = length.parts().next().is_some_and(|(_, u)| u == Unit::Year);
    if w.lemma(i + 1, &["годовщина", "юбилей", "возраст"]) {
        return None;
    }
    let known = |g: Grammeme| w.readings.analyses(i + 1).iter().any(|a| a.known && a.tag.has(Grammeme::Noun) && a.tag.has(g));
    let thing =
        w.str(i + 1).starts_with(char::is_lowercase) && !w.str(i + 1).ends_with('-') && known(Grammeme::Inan) && !known(Grammeme::Anim);
    Some(build(
        i + 1,
        length,
        if thing {
            Standing::Firm
        } else if years {
            Standing::Tagged
        } else {
            Standing::Sure
        },
    ))
}

/// SET = `каждый` [CARDINAL] UNIT | `каждый` (WEEKDAY | MONTH | SEASON) | [N] `раз в` UNIT | `ежегодно` | `ежегодный`
///     | `по` WEEKDAYS | `в` UNIT behind a measure
pub(super) fn set(w: &Words<'_>, i: usize) -> Option<Match> {
    let every = |to: usize, amount: Amount, unit: Unit, standing: Standing| {
        Some(Match::new(i, to, Form::Set(Set::Every(Length::new(amount, unit))), standing))
    };
    let one = Amount::whole(1);
    const ADVERBS: &[(&str, &str, Unit)] = &[
        ("ежегодно", "ежегодный", Unit::Year),
        ("ежеквартально", "ежеквартальный", Unit::Quarter),
        ("ежемесячно", "ежемесячный", Unit::Month),
        ("еженедельно", "еженедельный", Unit::Week),
        ("ежедневно", "ежедневный", Unit::Day),
        ("ежесуточно", "ежесуточный", Unit::Day),
        ("ежечасно", "ежечасный", Unit::Hour),
    ];
    if w.folded(i).starts_with("еже")
        && let Some((_, _, unit)) = ADVERBS.iter().find(|(adverb, adjective, _)| w.is(i, &[adverb]) || w.lemma(i, &[adjective]))
    {
        return every(i + 1, one, *unit, Standing::Sure);
    }
    if w.item(i, |x| (x == Item::Every).then_some(())).is_some() {
        if w.weekday(i + 1).is_some() || w.lemma(i + 1, &["выходной", "выходные"]) {
            return every(i + 2, one, Unit::Week, Standing::Sure);
        }
        if w.month(i + 1).is_some() || w.season(i + 1).is_some() {
            return every(i + 2, one, Unit::Year, Standing::Sure);
        }
        if w.item(i + 1, |x| matches!(x, Item::Part(_)).then_some(())).is_some() {
            return every(i + 2, one, Unit::Day, Standing::Sure);
        }
        if let Some(unit) = w.unit(i + 1) {
            return every(i + 2, one, unit, Standing::Sure);
        }
        let (amount, at) = w.cardinal(i + 1)?;
        return every(at + 1, amount, w.unit(at)?, Standing::Sure);
    }
    // «раз в неделю», «дважды в год», «один раз в четыре года»
    if w.is(i, &["раз", "раза", "дважды", "трижды", "однажды"]) && w.is(i + 1, &["в", "за"]) {
        if let Some(unit) = w.unit(i + 2) {
            return every(i + 3, one, unit, Standing::Sure);
        }
        let (amount, at) = w.cardinal(i + 2)?;
        return every(at + 1, amount, w.unit(at)?, Standing::Sure);
    }
    if w.is(i, &["по"]) && (w.can_be(i + 1, &[Grammeme::Datv, Grammeme::Plur])) {
        // «понедельникам» is no weekday of one week.
        let weekly = w.item(i + 1, |x| matches!(x, Item::Weekday(_)).then_some(())).is_some() || w.is(i + 1, &["выходным", "будням"]);
        let daily = w.item(i + 1, |x| matches!(x, Item::Part(_)).then_some(())).is_some();
        if weekly || daily {
            return every(i + 2, one, if weekly { Unit::Week } else { Unit::Day }, Standing::Sure);
        }
    }
    // «200 тысяч в год»: whether it is a rate, the tagger tells.
    if w.is(i, &["в"])
        && w.str(i + 1).starts_with(char::is_lowercase)
        && w.is(i + 1, &["год", "день", "месяц", "неделю", "сутки", "час", "минуту", "секунду"])
        && !w.is(i + 2, &["ночи", "дня", "пик"])
    {
        return every(i + 2, one, w.unit(i + 1)?, Standing::Tagged);
    }
    None
}

/// WARTIME = (`в годы` | `во время` | `в период`) name of a war: the years are those of any encyclopedia
pub(super) fn wartime(w: &Words<'_>, i: usize) -> Option<Match> {
    const WARS: &[(&[&str], i16, i16)] = &[
        (&["великий", "отечественный", "война"], 1941, 1945),
        (&["второй", "мировой", "война"], 1939, 1945),
        (&["первый", "мировой", "война"], 1914, 1918),
        (&["великий", "депрессия"], 1929, 1939),
    ];
    if !(w.is(i, &["в", "во"]) && w.is(i + 1, &["годы", "время", "период"])) {
        return None;
    }
    let (_, from, to) = WARS.iter().find(|(words, ..)| words.iter().enumerate().all(|(k, l)| w.lemma(i + 2 + k, &[l])))?;
    let year = |y: i16| Some(Moment::from(Place::InYear(Partial::Whole, YearOf::Said(y))));
    Some(Match::new(i, i + 2, Form::Range(year(*from), year(*to)), Standing::Sure))
}

/// REFERENCE = `сейчас` | `в настоящее время` | `недавно` | `в ближайшее время` | …
pub(super) fn reference(w: &Words<'_>, i: usize) -> Option<Match> {
    use Reference::{Future, Past, Present};
    let found = |n: usize, r: Reference, s: Standing| Some(Match::new(i, i + n, Form::Reference(r), s));
    const PHRASES: &[(&[&str], Reference)] = &[
        (&["в", "настоящее", "время"], Present),
        (&["в", "настоящий", "момент"], Present),
        (&["в", "данный", "момент"], Present),
        (&["на", "данный", "момент"], Present),
        (&["на", "настоящий", "момент"], Present),
        (&["на", "текущий", "момент"], Present),
        (&["на", "сегодняшний", "день"], Present),
        (&["в", "наши", "дни"], Present),
        (&["по", "сей", "день"], Present),
        (&["до", "сих", "пор"], Present),
        (&["до", "настоящего", "времени"], Present),
        (&["до", "сегодняшнего", "дня"], Present),
        (&["в", "последнее", "время"], Past),
        (&["за", "последнее", "время"], Past),
        (&["в", "разные", "годы"], Past),
        (&["в", "разное", "время"], Past),
        (&["в", "свое", "время"], Past),
        (&["в", "то", "время"], Past),
        (&["в", "тот", "момент"], Past),
        (&["в", "этот", "период"], Past),
        (&["в", "тот", "период"], Past),
        (&["с", "того", "времени"], Past),
        (&["с", "этого", "времени"], Past),
        (&["с", "этого", "момента"], Past),
        (&["с", "тех", "пор"], Past),
        (&["в", "юности"], Past),
        (&["в", "детстве"], Past),
        (&["в", "молодости"], Past),
        (&["к", "настоящему", "времени"], Present),
        (&["к", "настоящему", "моменту"], Present),
        (&["в", "прошлом"], Past),
        (&["в", "ближайшее", "время"], Future),
        (&["в", "скором", "времени"], Future),
        (&["в", "ближайшем", "будущем"], Future),
        (&["в", "будущем"], Future),
        (&["в", "дальнейшем"], Future),
        (&["в", "перспективе"], Future),
    ];
    let phrase = if w.is(i, &["в", "на", "по", "до", "за", "с", "к"]) {
        PHRASES.iter().filter(|(words, _)| w.run(i, words)).max_by_key(|(words, _)| words.len())
    } else {
        None
    };
    if let Some((words, reference)) = phrase {
        // «в прошлом году», «в будущем сезоне» point at a noun.
        let points = words.len() == 2 && w.is(i + 1, &["прошлом", "будущем"]) && (w.unit(i + 2).is_some() || w.counts(i + 2));
        // Life and talk: «в детстве», «в то время» are times where the tagger says so.
        let loose = w.is(
            i + 1,
            &[
                "юности",
                "детстве",
                "молодости",
                "прошлом",
                "дальнейшем",
                "перспективе",
                "то",
                "тот",
                "этот",
                "свое",
                "того",
                "этого",
                "тех",
                "сих",
                "наши",
            ],
        );
        if !points {
            return found(words.len(), *reference, if loose { Standing::Tagged } else { Standing::Loose });
        }
    }
    // «в текущем сезоне»: when a season begins and ends, its sport knows.
    if let Some(r) = w.relative(i).filter(|_| w.lemma(i + 1, &["сезон"])) {
        let reference = match r {
            Relative::Last | Relative::BeforeLast | Relative::Previous | Relative::That => Past,
            Relative::This | Relative::Current => Present,
            Relative::Next | Relative::Future => Future,
        };
        return found(2, reference, Standing::Tagged);
    }
    if w.run(i, &["на", "днях"]) {
        return found(2, Past, Standing::Sure);
    }
    // «не раньше 1420 года»
    if i > 0 && w.is(i - 1, &["не"]) {
        return None;
    }
    match w.folded(i) {
        "сейчас" | "ныне" | "нынче" => found(1, Present, Standing::Loose),
        "теперь" => found(1, Present, Standing::Tagged),
        "недавно" => found(1, Past, Standing::Loose),
        // «Ранее сообщалось…», but «не ранее», «ранее неизвестный».
        "ранее" if w.str(i).starts_with(char::is_uppercase) => found(1, Past, Standing::Loose),
        "ранее" | "раньше" | "прежде" | "давно" | "тогда" | "когда-то" => {
            found(1, Past, Standing::Tagged)
        }
        "скоро" | "вскоре" => found(1, Future, Standing::Tagged),
        _ if w.lemma(i, &["нынешний", "сегодняшний"]) => found(1, Present, Standing::Tagged),
        _ if w.lemma(i, &["недавний"]) => found(1, Past, Standing::Tagged),
        _ => None,
    }
}
