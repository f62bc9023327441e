//! Written expressions + publication day + what was said before → values, each with its derivation.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::written::{Form, Moment, Origin, Paper, Partial, Place, Tense, Which, Written, YearOf};
use crate::nlp::diagnostic::{Code, Diagnostic};
use crate::nlp::edtf::{
    Amount, Certainty, DayOfYear, Kind, Length, Part, Point, Reference, Set, StampDay, TimeOfDay, Unit, Unplaced, Value,
};
use crate::nlp::span::{Byte, Span};

/// What a value was resolved against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Nothing: the text says all, or nothing was known.
    None,
    /// The publication day.
    Publication,
    /// The expression of this number.
    Expression(usize),
}

/// Why an expression means what it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The text says it in full.
    Said,
    /// The year in which the day or month lies nearest to the publication, by the tense.
    NearestYear,
    /// The year of the story told: that of the date before.
    YearOfStory,
    /// «прошлого года», «следующим летом»: the year counted or sought from the anchor.
    PointedYear,
    /// The last such weekday or weekend up to the publication.
    LastWeekday,
    /// The next such weekday or weekend from the publication on.
    NextWeekday,
    /// The weekday of a week counted from the publication's.
    WeekdayOfWeek,
    /// So many units from the anchor.
    Shift(Unit, i32),
    /// The same day, month or year as the anchor.
    Same,
    /// A holiday's day.
    Holiday,
    /// An anniversary is kept in the year of the publication.
    Anniversary,
    /// A repetition: said with «ежегодно» or «каждый».
    Repeats,
    /// A length of time.
    Length,
    /// A vague word.
    Vague,
    /// There is nothing to count from.
    NoAnchor,
    /// A person has said it.
    Given,
}

impl Rule {
    /// The stable name in output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Said => "said",
            Self::NearestYear => "nearest-year",
            Self::YearOfStory => "year-of-story",
            Self::PointedYear => "pointed-year",
            Self::LastWeekday => "last-weekday",
            Self::NextWeekday => "next-weekday",
            Self::WeekdayOfWeek => "weekday-of-week",
            Self::Shift(..) => "shift",
            Self::Same => "same",
            Self::Holiday => "holiday",
            Self::Anniversary => "anniversary",
            Self::Repeats => "repeats",
            Self::Length => "length",
            Self::Vague => "vague",
            Self::NoAnchor => "no-anchor",
            Self::Given => "given",
        }
    }
}

/// Most other readings that are kept.
pub const MOST_ALTERNATIVES: usize = 3;

/// A resolved time expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timex {
    /// Its number among the expressions of the document.
    pub number: usize,
    /// The text covered.
    pub span: Span<Byte>,
    /// TIMEX3 class.
    pub kind: Kind,
    /// What it means.
    pub value: Value,
    /// What it was resolved against.
    pub anchor: Anchor,
    /// How.
    pub rule: Rule,
    /// The document that it is the date of.
    pub paper: Option<Paper>,
    /// Other values it may have, likelier first.
    pub alternatives: [Option<Value>; MOST_ALTERNATIVES],
}

impl Timex {
    /// Whether it tells a time at all: an anniversary without a year does not.
    pub fn tells(&self, written: &Written) -> bool {
        let anniversary = matches!(written.form, Form::Moment(Moment { place: Place::Anniversary, .. }));
        !(anniversary && self.rule == Rule::NoAnchor)
    }
}

/// What is known of the times of a document beside their words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Setting {
    /// Its publication day.
    pub publication: Option<Point>,
    /// Parts that speak of other articles (teasers, counters), in order: «сегодня» there is the day of the article if that is known, but a
    /// month or year that was told of this article says nothing of them.
    pub elsewhere: Vec<Span<Byte>>,
    /// Values that a person gives, by number of the expression; others count from them.
    pub given: BTreeMap<usize, Value>,
}

/// Resolves all expressions of a document, one for one; contradictions are reported.
pub fn resolve(written: &[Written], setting: &Setting) -> (Vec<Timex>, Vec<Diagnostic>) {
    let Setting { publication, elsewhere, given } = setting;
    let publication = *publication;
    let to_the_day = |p: &Point| matches!(p, Point::Day(_));
    let apart = |w: &Written| elsewhere.get(elsewhere.partition_point(|s| s.end <= w.span.start)).is_some_and(|s| s.overlaps(w.span));
    // «ежегодно отмечается 1 октября»: a day of every year.
    let yearly = |w: &Written| matches!(w.form, Form::Set(Set::Every(l)) if l.single() == Some((1, Unit::Year)));
    let mut context = Context {
        publication,
        yearly: written.iter().filter(|w| yearly(w)).map(|w| w.sentence).collect(),
        spoken: Vec::new(),
        diagnostics: Vec::new(),
    };
    let mut out: Vec<Timex> = Vec::with_capacity(written.len());
    for (number, w) in written.iter().enumerate() {
        context.publication = publication.filter(|p| to_the_day(p) || !apart(w));
        let found = match given.get(&number) {
            Some(value) => Found { rule: Rule::Given, ..Found::said(*value) },
            None => context.form(w),
        };
        if matches!(found.rule, Rule::NearestYear) {
            context.diagnostics.push(Diagnostic::at(Code::YearAssumed, w.span, found.value.to_string()));
        }
        // «три дня назад» without a publication day is still a date; a length that could not be placed is a length.
        let kind = if matches!(found.value, Value::Duration(..) | Value::Set(_)) { found.value.kind() } else { w.form.kind() };
        context.remember(number, w, &found);
        let Found { value, anchor, rule, alternatives, .. } = found;
        out.push(Timex { number, span: w.span, kind, value, anchor, rule, paper: w.paper, alternatives });
    }
    (out, context.diagnostics)
}

/// A value with its derivation.
#[derive(Clone, Copy)]
struct Found {
    value: Value,
    anchor: Anchor,
    rule: Rule,
    alternatives: [Option<Value>; MOST_ALTERNATIVES],
    /// Whether the text itself, or the story, gives the year.
    dated: bool,
}

impl Found {
    fn new(value: impl Into<Value>, anchor: Anchor, rule: Rule) -> Self {
        Self { value: value.into(), anchor, rule, alternatives: [None; MOST_ALTERNATIVES], dated: false }
    }
    fn said(value: impl Into<Value>) -> Self {
        Self { dated: true, ..Self::new(value, Anchor::None, Rule::Said) }
    }
    fn unplaced(unit: Unit) -> Self {
        Self::new(Point::unplaced(unit), Anchor::None, Rule::NoAnchor)
    }
    /// With another reading behind those there are, unless it is there.
    fn or(mut self, value: Option<Value>) -> Self {
        let Some(value) = value.filter(|v| *v != self.value && !self.alternatives.contains(&Some(*v))) else { return self };
        if let Some(slot) = self.alternatives.iter_mut().find(|s| s.is_none()) {
            *slot = Some(value);
        }
        self
    }
    fn point(self) -> Option<Point> {
        match self.value {
            Value::Point(p, _) => Some(p),
            _ => None,
        }
    }
}

/// An expression that later ones can count from.
#[derive(Clone, Copy)]
struct Spoken {
    number: usize,
    sentence: usize,
    paragraph: usize,
    point: Point,
    dated: bool,
    /// Counted from the publication: «год назад».
    deictic: bool,
}

struct Context {
    publication: Option<Point>,
    yearly: BTreeSet<usize>,
    spoken: Vec<Spoken>,
    diagnostics: Vec<Diagnostic>,
}

/// How many sentences back an expression still carries the story.
const STORY: usize = 4;
/// How many expressions back are looked at, to bound the work.
const MEMORY: usize = 12;
/// How much further away a day against the tense counts: what has happened lies behind, what is to come may already have
/// begun when the article appears.
fn against(tense: Tense, days: i32) -> i32 {
    match tense {
        Tense::Past if days > 0 => days.saturating_mul(20),
        Tense::Future if days < 0 => days.saturating_abs().saturating_mul(3),
        _ => days.saturating_abs(),
    }
}

impl Context {
    fn remember(&mut self, number: usize, w: &Written, found: &Found) {
        let point = match (found.value, w.form) {
            (Value::Point(p, _), _) => Some(p),
            // «с 3 по 5 мая… на следующий день»: from the end; an open range from what it has.
            (Value::Interval(a, b), _) => b.or(a),
            _ => None,
        };
        let deictic = found.anchor == Anchor::Publication && matches!(found.rule, Rule::Shift(_, n) if n != 0);
        if let Some(point) = point.filter(|p| p.bounds().is_some()) {
            self.spoken.push(Spoken {
                number,
                sentence: w.sentence,
                paragraph: w.paragraph,
                point,
                dated: found.dated && w.paper.is_none(),
                deictic,
            });
        }
    }

    /// The last expression, at most so many sentences back, that `fits`.
    fn before(&self, sentence: usize, reach: usize, fits: impl Fn(&Spoken) -> bool) -> Option<Spoken> {
        let near = self.spoken.iter().rev().take(MEMORY).take_while(|s| s.sentence + reach >= sentence);
        near.copied().find(|s| fits(s))
    }

    fn form(&mut self, w: &Written) -> Found {
        match w.form {
            Form::Moment(m) => self.moment(w, m, w.tense),
            // «до 1 сентября» looks ahead; «продлили до 1 сентября» most often, too.
            Form::Range(None, Some(b)) => {
                let tense = if w.tense == Tense::Past { Tense::Unknown } else { Tense::Future };
                self.end(w, b, tense, |p| Value::Interval(None, Some(p)))
            }
            Form::Range(Some(a), None) => self.end(w, a, w.tense, |p| Value::Interval(Some(p), None)),
            Form::Range(Some(a), Some(b)) => self.range(w, a, b),
            Form::Range(None, None) => Found::new(Value::Reference(Reference::Past), Anchor::None, Rule::Vague),
            Form::Length(length, certainty) => Found::new(Value::Duration(length, certainty), Anchor::None, Rule::Length),
            Form::Set(set) => Found::new(Value::Set(set), Anchor::None, Rule::Repeats),
            Form::Reference(r) => Found::new(Value::Reference(r), Anchor::None, Rule::Vague),
        }
    }

    fn end(&mut self, w: &Written, m: Moment, tense: Tense, open: impl Fn(Point) -> Value) -> Found {
        let found = self.moment(w, m, tense);
        match found.value {
            Value::Point(p, _) => Found { value: open(p), alternatives: found.alternatives, ..found },
            // «до выходных»: until they begin; «с выходных»: since they began.
            Value::Interval(Some(a), _) => Found { value: open(a), alternatives: [None; MOST_ALTERNATIVES], ..found },
            _ => found,
        }
    }

    fn range(&mut self, w: &Written, a: Moment, b: Moment) -> Found {
        let (first, last) = (self.moment(w, a, w.tense), self.moment(w, b, w.tense));
        let (Some(from), Some(to)) = (first.point(), last.point()) else { return first };
        let (from, to) = self.in_order(w, (from, first.anchor), (to, last.anchor));
        let told = if last.anchor == Anchor::None { first } else { last };
        Found { value: Value::Interval(Some(from), Some(to)), alternatives: [None; MOST_ALTERNATIVES], dated: last.dated, ..told }
    }

    /// Both ends in order: where a year was assumed, it moves by one; of two assumed ones that of the end further from the
    /// publication. Two written ends in the wrong order are reported and turned.
    fn in_order(&mut self, w: &Written, a: (Point, Anchor), b: (Point, Anchor)) -> (Point, Point) {
        let (first, last) = (a.0, b.0);
        let (Some(from), Some(to)) = (first.bounds(), last.bounds()) else { return (first, last) };
        if from.0 <= to.1 {
            return (first, last);
        }
        let published = self.publication.and_then(Point::bounds).map_or(from.0, |p| p.0);
        let later = || {
            let same = in_year(last, from.0.year());
            if same.bounds().is_some_and(|x| x.1 < from.0) { in_year(last, from.0.year() + 1) } else { same }
        };
        let earlier = || {
            let same = in_year(first, to.1.year());
            if same.bounds().is_some_and(|x| x.0 > to.1) { in_year(first, to.1.year() - 1) } else { same }
        };
        let move_start = days_between(from.0, published).abs() > days_between(to.1, published).abs();
        let (first, last) = match (a.1, b.1) {
            (Anchor::None, Anchor::None) => (first, last),
            (Anchor::None, _) => (first, later()),
            (_, Anchor::None) => (earlier(), last),
            _ if !move_start => (first, later()),
            _ => (earlier(), last),
        };
        match (first.bounds(), last.bounds()) {
            (Some(x), Some(y)) if x.0 > y.1 => {
                self.diagnostics.push(Diagnostic::at(Code::ReversedInterval, w.span, format!("{first}/{last}")));
                (last, first)
            }
            _ => (first, last),
        }
    }

    fn moment(&mut self, w: &Written, m: Moment, tense: Tense) -> Found {
        let found = self.place(w, m, tense);
        self.check_weekday(w, m, &found);
        let found = match m.time {
            Some(time) => at_time(found, time),
            None => found,
        };
        match found.value {
            Value::Point(p, Certainty::Exact) => Found { value: Value::Point(p, m.certainty), ..found },
            _ => found,
        }
    }

    fn check_weekday(&mut self, w: &Written, m: Moment, found: &Found) {
        if let (Some(said), Some(day)) = (m.weekday, found.point().and_then(Point::day))
            && day.weekday() != said
        {
            self.diagnostics.push(Diagnostic::at(Code::WeekdayMismatch, w.span, day.to_string()));
        }
    }

    fn place(&mut self, w: &Written, m: Moment, tense: Tense) -> Found {
        match m.place {
            Place::Unsaid => self.unsaid_day(w),
            Place::Exact(p) => Found::said(p),
            Place::InYear(partial, year) => self.in_year(w, m, partial, year, tense),
            Place::InMonth(day, shift) => self.in_month(w, day, shift, tense),
            Place::Weekday(day, which) => self.weekday(w, day, which, tense),
            Place::Weekend(which) => {
                let saturday = self.weekday(w, Weekday::Saturday, which, tense);
                let Some(start) = saturday.point().and_then(Point::day) else { return saturday };
                // On a Sunday «в выходные» is yesterday and today.
                let end = start.checked_add(1.day()).unwrap_or(start);
                Found { value: Value::Interval(Some(Point::Day(start)), Some(Point::Day(end))), ..saturday }
            }
            Place::Shift(unit, n, from) => self.shift(w, unit, n, from, tense),
            Place::Anniversary => match self.publication_year() {
                Some(year) => Found::new(Point::Year(year), Anchor::Publication, Rule::Anniversary),
                None => Found::unplaced(Unit::Year),
            },
            Place::Same(unit) => self.same(w, unit),
        }
    }

    /// A time without a day: that of the day spoken of in the same sentence, else of the publication.
    fn unsaid_day(&self, w: &Written) -> Found {
        if let Some(s) = self.before(w.sentence, 0, |s| s.point.day().is_some())
            && let Some(day) = s.point.day()
        {
            return Found::new(Point::Day(day), Anchor::Expression(s.number), Rule::Same);
        }
        match self.publication {
            Some(Point::Day(d)) => Found::new(Point::Day(d), Anchor::Publication, Rule::Same),
            _ => Found::unplaced(Unit::Day),
        }
    }

    fn in_year(&mut self, w: &Written, m: Moment, partial: Partial, year: YearOf, tense: Tense) -> Found {
        let build = |y: i16| place_in(partial, y);
        let none = || Found::new(unplaced_part(partial), Anchor::None, Rule::NoAnchor);
        match year {
            YearOf::Said(y) => match build(y) {
                Some(value) => Found { rule: holiday_or(partial, Rule::Said), ..Found::said(value) },
                None => none(),
            },
            YearOf::Shift(n) => match self.publication_year().and_then(|y| build(y.checked_add(i16::try_from(n).ok()?)?)) {
                Some(value) => Found { dated: true, ..Found::new(value, Anchor::Publication, Rule::PointedYear) },
                None => none(),
            },
            YearOf::Same => match self.before(w.sentence, 8, |_| true) {
                Some(s) => match s.point.bounds().and_then(|b| build(b.0.year())) {
                    Some(value) => Found { dated: true, ..Found::new(value, Anchor::Expression(s.number), Rule::PointedYear) },
                    None => none(),
                },
                None => none(),
            },
            YearOf::Nearest(which) => self.nearest(partial, which).unwrap_or_else(none),
            YearOf::Unsaid => {
                if let Partial::Day(day) = partial
                    && m.time.is_none()
                    && self.yearly.contains(&w.sentence)
                {
                    return Found::new(Value::Set(Set::Yearly(day)), Anchor::None, Rule::Repeats);
                }
                self.unsaid_year(w, m, partial, tense).unwrap_or_else(none)
            }
        }
    }

    fn publication_year(&self) -> Option<i16> {
        let (a, b) = self.publication?.bounds()?;
        (a.year() == b.year()).then(|| a.year())
    }

    /// «прошлым летом», «в следующем мае»: the last that is over, or the next that has not begun.
    fn nearest(&self, partial: Partial, which: Which) -> Option<Found> {
        let (first, last) = self.publication?.bounds()?;
        let year = first.year();
        let value = [year - 1, year, year + 1]
            .into_iter()
            .filter_map(|y| place_in(partial, y))
            .filter(|v| match (which, v.bounds()) {
                (Which::Last, Some(b)) => b.latest.is_some_and(|l| l < first),
                (Which::Next, Some(b)) => b.earliest.is_some_and(|e| e > last),
                _ => false,
            })
            .reduce(|a, b| if which == Which::Last { b } else { a })?;
        Some(Found { dated: true, ..Found::new(value, Anchor::Publication, Rule::PointedYear) })
    }

    /// A day or month without a year: that of the story told, or the year in which it lies nearest to the publication.
    fn unsaid_year(&self, w: &Written, m: Moment, partial: Partial, tense: Tense) -> Option<Found> {
        // A bare year carries less far than a day: not over the end of a paragraph.
        let near = |s: &Spoken| {
            finer_than_year(s.point) || (s.paragraph == w.paragraph && tense == Tense::Past && matches!(s.point, Point::Year(_)))
        };
        let story = self.before(w.sentence, 1, |s| s.dated && near(s));
        let publication = self.publication.and_then(Point::bounds);
        if let Some(s) = story.filter(|_| partial != Partial::Whole)
            && let Some((begin, _)) = s.point.bounds()
            && publication.is_none_or(|(first, _)| begin.year() + 2 <= first.year() && tense != Tense::Future)
        {
            let value = place_in(partial, begin.year())?;
            return Some(Found { dated: true, ..Found::new(value, Anchor::Expression(s.number), Rule::YearOfStory) });
        }
        let (first, last) = publication?;
        let middle = first.checked_add((days_between(first, last) / 2).days()).unwrap_or(first);
        let distance = |v: &Value| {
            let Some((a, b)) = v.bounds().and_then(|b| Some((b.earliest?, b.latest?))) else { return i32::MAX };
            // Within a month or season that runs now the distance is none.
            let days =
                if a <= last && first <= b { 0 } else { days_between(middle, a.checked_add((days_between(a, b) / 2).days()).unwrap_or(a)) };
            against(tense, days)
        };
        // A weekday said beside the date chooses among the years.
        let agrees = |v: &Value| match (m.weekday, v) {
            (Some(weekday), Value::Point(p, _)) => p.day().is_none_or(|d| d.weekday() == weekday),
            _ => true,
        };
        let mut candidates: Vec<Value> =
            [first.year(), first.year() - 1, first.year() + 1].into_iter().filter_map(|y| place_in(partial, y)).collect();
        candidates.sort_by_key(|v| (!agrees(v), distance(v)));
        let value = *candidates.first()?;
        let mut found = Found::new(value, Anchor::Publication, holiday_or(partial, Rule::NearestYear));
        // Two years nearly equally far: the other one is kept.
        if let [a, b, ..] = candidates[..]
            && m.weekday.is_none()
            && distance(&b) < distance(&a).saturating_mul(3) / 2
        {
            found = found.or(Some(b));
        }
        if let (Partial::Holiday(h), Some(year)) = (partial, value.bounds().and_then(|b| b.earliest).map(Date::year)) {
            for other in h.others() {
                found = found.or(place_in(Partial::Holiday(other), year));
            }
        }
        Some(found)
    }

    /// «25 числа»: of the month said, else the nearest by the tense.
    fn in_month(&self, w: &Written, day: i8, shift_by: Option<i32>, tense: Tense) -> Found {
        let none = Found::new(Point::MonthlessDay(day), Anchor::None, Rule::NoAnchor);
        let month = |n: i32| {
            let first = self.publication?.bounds()?.0.first_of_month().checked_add(n.months()).ok()?;
            Date::new(first.year(), first.month(), day).ok()
        };
        if let Some(n) = shift_by {
            return month(n).map_or(none, |d| Found::new(Point::Day(d), Anchor::Publication, Rule::Shift(Unit::Month, n)));
        }
        // «в мае… 25 числа»
        if let Some(s) = self.before(w.sentence, 1, |s| matches!(s.point, Point::Month(Some(_), _)))
            && let Point::Month(Some(y), m) = s.point
            && let Ok(date) = Date::new(y, m, day)
        {
            return Found::new(Point::Day(date), Anchor::Expression(s.number), Rule::Same);
        }
        let Some(Point::Day(published)) = self.publication else { return none };
        let distance = |d: &Date| against(tense, days_between(published, *d));
        match [0, -1, 1].into_iter().filter_map(month).min_by_key(distance) {
            Some(d) => Found::new(Point::Day(d), Anchor::Publication, Rule::NearestYear),
            None => none,
        }
    }

    fn weekday(&self, w: &Written, day: Weekday, which: Which, tense: Tense) -> Found {
        let (published, anchor) = match self.publication {
            Some(Point::Day(d)) => (d, Anchor::Publication),
            // Only the month is known: the day spoken of before may tell.
            _ => match self.before(w.sentence, STORY, |s| s.point.day().is_some()) {
                Some(Spoken { point, number, .. }) => match point.day() {
                    Some(d) => (d, Anchor::Expression(number)),
                    None => return Found::new(Point::Weekday(day), Anchor::None, Rule::NoAnchor),
                },
                None => return Found::new(Point::Weekday(day), Anchor::None, Rule::NoAnchor),
            },
        };
        let back = published.weekday().since(day) as i32;
        let ahead = day.since(published.weekday()) as i32;
        let at = |days: i32| published.checked_add(days.days()).ok().map(Point::Day);
        let monday = -(published.weekday().since(Weekday::Monday) as i32);
        let in_week = day.since(Weekday::Monday) as i32;
        let (days, rule, other) = match which {
            // «прошлый» of a day that lies in this week may be that of the week before.
            Which::Last => (if back == 0 { -7 } else { -back }, Rule::LastWeekday, Some(if back == 0 { -14 } else { -back - 7 })),
            Which::Next => (if ahead == 0 { 7 } else { ahead }, Rule::NextWeekday, Some(if ahead == 0 { 14 } else { ahead + 7 })),
            Which::OfWeek(n) => (monday + in_week + 7 * n, Rule::WeekdayOfWeek, None),
            Which::Nearest if tense == Tense::Future => (ahead, Rule::NextWeekday, (ahead > 0).then_some(-back)),
            Which::Nearest => (-back, Rule::LastWeekday, (back > 0 && tense == Tense::Unknown).then_some(ahead)),
        };
        match at(days) {
            Some(point) => Found::new(point, anchor, rule).or(other.and_then(at).map(Value::from)),
            None => Found::new(Point::Weekday(day), Anchor::None, Rule::NoAnchor),
        }
    }

    fn shift(&self, w: &Written, unit: Unit, n: i32, from: Origin, tense: Tense) -> Found {
        let fits = |s: &Spoken| match unit {
            Unit::Day | Unit::Week => s.point.day().is_some(),
            Unit::Month | Unit::Quarter | Unit::Half => finer_than_year(s.point),
            _ => true,
        };
        let length = || Value::Duration(Length::new(Amount::whole(n.unsigned_abs()), unit), Certainty::Exact);
        let story = match from {
            Origin::Publication => None,
            Origin::Before => self.before(w.sentence, 4, fits),
            Origin::Story if tense == Tense::Future => None,
            Origin::Story => self.before(w.sentence, STORY, fits),
        };
        // «год назад… через год»: both from the publication.
        let deictic = story.is_some_and(|s| s.deictic) && from == Origin::Story;
        if let Some(s) = story.filter(|_| !deictic) {
            // From the end of what was spoken of, at the unit's precision.
            if let Some(point) =
                shift(s.point.bounds().map_or(s.point, |b| Point::Day(if unit <= Unit::Week { b.1 } else { b.0 })), unit, n)
            {
                let reckoned = Found { dated: true, ..Found::new(point, Anchor::Expression(s.number), Rule::Shift(unit, n)) };
                return finer(reckoned, s.point, unit, n).or((from == Origin::Story && n.abs() > 1).then(length));
            }
        }
        match (from, tense) {
            _ if deictic => {}
            // «через три дня он умер», and nothing to count from: a length.
            (Origin::Before, _) | (Origin::Story, Tense::Past) => {
                if n.abs() == 1 && unit == Unit::Day && from == Origin::Before && story.is_none() {
                    return Found::unplaced(unit);
                }
                return Found::new(length(), Anchor::None, Rule::Length);
            }
            _ => {}
        }
        let base = match (self.publication, n) {
            (Some(p), _) => p,
            // «сегодня» still says "around now".
            (None, 0) if unit == Unit::Day => return Found::new(Value::Reference(Reference::Present), Anchor::None, Rule::NoAnchor),
            (None, _) => return Found::unplaced(unit),
        };
        match shift(base, unit, n) {
            Some(point) => finer(Found::new(point, Anchor::Publication, Rule::Shift(unit, n)), base, unit, n),
            None => Found::unplaced(unit),
        }
    }

    fn same(&self, w: &Written, unit: Unit) -> Found {
        let fits = |s: &Spoken| match unit {
            Unit::Day | Unit::Week => s.point.day().is_some(),
            Unit::Month | Unit::Quarter | Unit::Half => finer_than_year(s.point),
            _ => !matches!(s.point, Point::Decade(_) | Point::Century { .. }),
        };
        let told = self.before(w.sentence, 8, fits);
        let point = told.and_then(|s| Some((s, shift(Point::Day(s.point.bounds()?.0), unit, 0)?)));
        match point {
            Some((s, point)) => Found { dated: s.dated, ..Found::new(point, Anchor::Expression(s.number), Rule::Same) },
            // «с того дня», and no day before: some time in the past.
            None => Found::new(Value::Reference(Reference::Past), Anchor::None, Rule::NoAnchor),
        }
    }
}

fn holiday_or(partial: Partial, rule: Rule) -> Rule {
    if matches!(partial, Partial::Holiday(_)) { Rule::Holiday } else { rule }
}

fn finer_than_year(p: Point) -> bool {
    matches!(
        p,
        Point::Month(..) | Point::Day(_) | Point::Week(_) | Point::Stamp(..) | Point::Season(..) | Point::Quarter(..) | Point::Half(..)
    )
}

/// «неделю назад» is a week, and may be the day; «год назад» a year, and may be the month.
fn finer(found: Found, base: Point, unit: Unit, n: i32) -> Found {
    let Some(day) = base.day() else { return found };
    let other = match unit {
        Unit::Week => day.checked_add(n.weeks()).ok().map(Point::Day),
        Unit::Year => day.checked_add(n.years()).ok().map(|d| Point::Month(Some(d.year()), d.month())),
        _ => None,
    };
    if n == 0 { found } else { found.or(other.map(Value::from)) }
}

/// A time of the day found; a night between two days keeps the other as well.
fn at_time(found: Found, time: TimeOfDay) -> Found {
    let stamp = |p: Point| -> Option<Point> {
        Some(match p {
            Point::Day(d) => Point::Stamp(StampDay::Date(d), time),
            Point::YearlessDay(d) => Point::Stamp(StampDay::OfYear(d), time),
            Point::Weekday(d) => Point::Stamp(StampDay::Weekday(d), time),
            Point::Unplaced(Unplaced::Day) => Point::Stamp(StampDay::Unknown, time),
            _ => return None,
        })
    };
    match found.value {
        Value::Point(p, c) => match stamp(p) {
            Some(point) => {
                let alternatives = found.alternatives.map(|a| match a {
                    Some(Value::Point(p, c)) => stamp(p).map(|p| Value::Point(p, c)),
                    other => other,
                });
                let told = Found { value: Value::Point(point, c), alternatives, ..found };
                match (time, p.day().and_then(|d| d.checked_sub(1.day()).ok())) {
                    (TimeOfDay::Part(Part::Night), Some(eve)) => told.or(Some(Point::Stamp(StampDay::Date(eve), time).into())),
                    _ => told,
                }
            }
            None => found,
        },
        Value::Reference(_) => Found { value: Point::Stamp(StampDay::Unknown, time).into(), ..found },
        _ => found,
    }
}

/// The part in a year; a holiday of the Islamic table is approximate, and none outside it.
fn place_in(partial: Partial, year: i16) -> Option<Value> {
    let point = match partial {
        Partial::Whole => Point::Year(year),
        Partial::Half(n) => Point::Half(Some(year), n),
        Partial::Quarter(n) => Point::Quarter(Some(year), n),
        Partial::Season(s) => Point::Season(Some(year), s),
        Partial::Month(m) => Point::Month(Some(year), m),
        Partial::Day(d) => Point::Day(d.in_year(year)?),
        Partial::Holiday(h) => {
            let day = h.days_in(year).first().copied()?;
            let certainty = if h.is_computed_by_table() { Certainty::Approximate } else { Certainty::Exact };
            return Some(Value::Point(Point::Day(day), certainty));
        }
    };
    point.bounds().map(|_| point.into())
}

/// The part of an unknown year.
fn unplaced_part(partial: Partial) -> Value {
    match partial {
        Partial::Whole => Point::unplaced(Unit::Year),
        Partial::Half(n) => Point::Half(None, n),
        Partial::Quarter(n) => Point::Quarter(None, n),
        Partial::Season(s) => Point::Season(None, s),
        Partial::Month(m) => Point::Month(None, m),
        Partial::Day(d) => Point::YearlessDay(d),
        // A fixed day is the same in every year; a movable one has none.
        Partial::Holiday(h) => match (h.days_in(2000).first(), h.days_in(2001).first()) {
            (Some(a), Some(b)) if DayOfYear::from(*a) == DayOfYear::from(*b) => Point::YearlessDay((*a).into()),
            _ => Point::unplaced(Unit::Day),
        },
    }
    .into()
}

/// The same day or month of another year; the 29th of February goes to the 1st of March.
fn in_year(point: Point, year: i16) -> Point {
    match point {
        Point::Day(d) => Point::Day(Date::new(year, d.month(), d.day()).or_else(|_| Date::new(year, 3, 1)).unwrap_or(d)),
        Point::Month(Some(_), m) => Point::Month(Some(year), m),
        Point::Season(Some(_), s) => Point::Season(Some(year), s),
        Point::Quarter(Some(_), n) => Point::Quarter(Some(year), n),
        Point::Half(Some(_), n) => Point::Half(Some(year), n),
        p => p,
    }
}

fn days_between(a: Date, b: Date) -> i32 {
    a.until(b).map_or(0, |s| s.get_days())
}

/// `n` units from a point, at the unit's precision; `None` when the point is known less precisely, or the calendar ends.
fn shift(base: Point, unit: Unit, n: i32) -> Option<Point> {
    let (first, last) = base.bounds()?;
    let year = |factor: i32| i16::try_from((first.year() as i32).checked_add(n.checked_mul(factor)?)?).ok();
    let same_year = first.year() == last.year();
    let same_month = same_year && first.month() == last.month();
    let months = |n: i32| first.first_of_month().checked_add(jiff::Span::new().try_months(n).ok()?).ok();
    let point = match unit {
        Unit::Century => {
            let y = year(100)?;
            (0..10_000).contains(&y).then_some(Point::Century { hundreds: (y / 100) as i8, before: false })?
        }
        Unit::Decade => Point::Decade(year(10).filter(|y| *y >= 0)? / 10),
        Unit::Year if same_year => Point::Year(year(1)?),
        Unit::Half if same_month => {
            let d = months(n.checked_mul(6)?)?;
            Point::Half(Some(d.year()), (d.month() + 5) / 6)
        }
        Unit::Quarter if same_month => {
            let d = months(n.checked_mul(3)?)?;
            Point::Quarter(Some(d.year()), (d.month() + 2) / 3)
        }
        Unit::Month if same_month => {
            let d = months(n)?;
            Point::Month(Some(d.year()), d.month())
        }
        Unit::Week if days_between(first, last) <= 6 => {
            let monday = first.checked_sub((first.weekday().since(Weekday::Monday) as i32).days()).ok()?;
            Point::Week(monday.checked_add(jiff::Span::new().try_weeks(n).ok()?).ok()?)
        }
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day if first == last => {
            Point::Day(first.checked_add(jiff::Span::new().try_days(n).ok()?).ok()?)
        }
        // «сегодня» in an article of which only the month is known.
        Unit::Day if n == 0 => base,
        _ => return None,
    };
    point.bounds().map(|_| point)
}
