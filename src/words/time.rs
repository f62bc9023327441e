//! Times in words.

use jiff::civil::Weekday;

use super::{Words, fill, named};
use crate::nlp::edtf::{Amount, Certainty, Kind, Length, Part, Point, Reference, Season, Set, StampDay, TimeOfDay, Unit, Unplaced, Value};

/// How much room there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    /// `12 мар 2024`: in lists and on the timeline.
    Short,
    /// `12 марта 2024`: in what is read as text.
    Full,
}

/// A number in Roman digits, as centuries have them.
fn roman(mut n: i32) -> String {
    let mut out = String::new();
    for (value, digits) in [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")] {
        while n >= value {
            out.push_str(digits);
            n -= value;
        }
    }
    out
}

fn at<const N: usize>(list: &[&'static str; N], n: usize) -> &'static str {
    list.get(n).copied().unwrap_or("")
}

/// The unit of this name.
fn unit_of(name: &str) -> Unit {
    match name {
        "second" => Unit::Second,
        "minute" => Unit::Minute,
        "hour" => Unit::Hour,
        "week" => Unit::Week,
        "month" => Unit::Month,
        "quarter" => Unit::Quarter,
        "half" => Unit::Half,
        "year" => Unit::Year,
        "decade" => Unit::Decade,
        "century" => Unit::Century,
        _ => Unit::Day,
    }
}

impl Words {
    /// A value as people write it; what cannot be read stays as it is. `kind` is the type of the timex: DATE, TIME, DURATION, SET.
    ///
    /// ```
    /// use letopis::words::Language;
    /// assert_eq!(Language::Russian.words().value("2024-11-28", "DATE"), "28 ноя 2024");
    /// assert_eq!(Language::English.words().value("18XX", "DATE"), "19th century");
    /// ```
    pub fn value(&self, edtf: &str, kind: &str) -> String {
        self.value_in(edtf, kind, Style::Short)
    }

    /// A value for readers of a text.
    ///
    /// ```
    /// # use letopis::words::Language;
    /// assert_eq!(Language::Russian.words().said("2024-05-03/2024-05-07"), "3–7 мая 2024");
    /// ```
    pub fn said(&self, edtf: &str) -> String {
        self.value_in(edtf, "DATE", Style::Full)
    }

    fn value_in(&self, edtf: &str, kind: &str, style: Style) -> String {
        let kind = match kind {
            "DURATION" => Kind::Duration,
            "SET" => Kind::Set,
            "TIME" => Kind::Time,
            _ => Kind::Date,
        };
        Value::parse(edtf, kind).map_or_else(|_| edtf.to_string(), |v| self.value_of(v, style))
    }

    fn value_of(&self, value: Value, style: Style) -> String {
        match value {
            Value::Point(p, c) => self.about(c, self.point(p, style)),
            Value::Interval(Some(Point::Day(a)), Some(Point::Day(b)))
                if style == Style::Full && (a.year(), a.month()) == (b.year(), b.month()) && a.year() > 0 =>
            {
                let month = self.month_in(b.month(), style);
                fill(self.within_month, &[&a.day().to_string(), &b.day().to_string(), month, &b.year().to_string()])
            }
            Value::Interval(None, Some(b)) => self.one_end(self.until, self.until_other, b, style),
            Value::Interval(Some(a), None) => self.one_end(self.since, self.since_other, a, style),
            Value::Interval(Some(a), Some(b)) => fill(self.between, &[&self.end(a, style), &self.end(b, style)]),
            Value::Interval(None, None) => self.unbounded.into(),
            Value::Duration(length, c) => self.about(c, self.length(length)),
            Value::Set(Set::Every(length)) => match length.single() {
                Some((1, unit)) => self.unit(unit).map_or("", |u| u.every).into(),
                _ => fill(self.every, &[&self.length(length)]),
            },
            Value::Set(Set::Yearly(day)) => fill(self.yearly, &[&self.point(Point::YearlessDay(day), style)]),
            Value::Reference(Reference::Past) => self.in_the_past.into(),
            Value::Reference(Reference::Present) => self.now.into(),
            Value::Reference(Reference::Future) => self.in_the_future.into(),
        }
    }

    /// An end of an interval: a year is a number.
    fn end(&self, point: Point, style: Style) -> String {
        if let Point::Year(y) = point { self.year(y) } else { self.point(point, style) }
    }

    /// An interval with one end: a preposition asks for the form of months that stands beside days.
    fn one_end(&self, template: &str, other: &str, point: Point, style: Style) -> String {
        match point {
            Point::Month(Some(y), m) => fill(template, &[&fill(self.month_year, &[self.month_in(m, style), &self.year(y)])]),
            Point::Year(_) | Point::Day(_) | Point::YearlessDay(_) | Point::Stamp(StampDay::Date(_), _) => {
                fill(template, &[&self.end(point, style)])
            }
            _ => fill(other, &[&self.end(point, style)]),
        }
    }

    fn about(&self, certainty: Certainty, words: String) -> String {
        match certainty {
            Certainty::Exact => words,
            Certainty::Approximate => fill(self.approximately, &[&words]),
            Certainty::Uncertain => fill(self.perhaps, &[&words]),
        }
    }

    /// A year; astronomical years before 1 are told as people do.
    pub fn year(&self, year: i16) -> String {
        if year > 0 { year.to_string() } else { fill(self.before_era, &[&(1 - i32::from(year)).to_string()]) }
    }

    /// A month's short name beside a day, 1 to 12.
    pub fn month(&self, n: i8) -> &'static str {
        self.month_in(n, Style::Short)
    }

    /// A month's short name alone, 1 to 12.
    pub fn month_alone(&self, n: i8) -> &'static str {
        at(&self.months_alone, month_place(n))
    }

    fn month_in(&self, n: i8, style: Style) -> &'static str {
        at(if style == Style::Short { &self.months } else { &self.months_full }, month_place(n))
    }

    fn weekday(&self, day: Weekday) -> &'static str {
        at(&self.weekdays, day.to_monday_zero_offset() as usize)
    }

    fn unit(&self, unit: Unit) -> Option<&'static super::UnitWords> {
        self.units.iter().find(|u| u.unit == unit)
    }

    fn point(&self, point: Point, style: Style) -> String {
        let of = |what: &str, year: Option<i16>| year.map_or(what.to_string(), |y| fill(self.of_year, &[what, &self.year(y)]));
        let day_month = |d: i8, m: i8| fill(self.day_month, &[&d.to_string(), self.month_in(m, style)]);
        match point {
            Point::Century { hundreds, before } => {
                let n = i32::from(hundreds) + 1;
                let words = fill(self.century, &[&roman(n), &(self.ordinal)(n.unsigned_abs())]);
                if before { fill(self.before_era, &[&words]) } else { words }
            }
            Point::Decade(d) => fill(if style == Style::Full { self.decade_full } else { self.decade }, &[&format!("{d}0")]),
            Point::Year(y) if style == Style::Full && y > 0 => fill(self.year_full, &[&self.year(y)]),
            Point::Year(y) => self.year(y),
            Point::Half(y, n) => of(&fill(self.half, &[&n.to_string()]), y),
            Point::Quarter(y, n) => of(&fill(self.quarter, &[&n.to_string()]), y),
            Point::Season(y, season) => {
                let place = match season {
                    Season::Spring => 0,
                    Season::Summer => 1,
                    Season::Autumn => 2,
                    Season::Winter => 3,
                };
                of(at(&self.seasons, place), y)
            }
            Point::Month(y, m) => {
                let name = at(if style == Style::Short { &self.months_alone } else { &self.months_full_alone }, month_place(m));
                y.map_or(name.to_string(), |y| fill(self.month_year, &[name, &self.year(y)]))
            }
            Point::Week(monday) => match point.bounds() {
                Some((_, sunday)) => {
                    let (from, to, year) = (monday.day().to_string(), sunday.day().to_string(), sunday.year().to_string());
                    let (first, last) = (self.month_in(monday.month(), style), self.month_in(sunday.month(), style));
                    if monday.month() == sunday.month() {
                        fill(self.within_month, &[&from, &to, last, &year])
                    } else {
                        fill(self.across_months, &[&from, first, &to, last, &year])
                    }
                }
                None => point.to_string(),
            },
            Point::Day(d) => fill(self.date, &[&d.day().to_string(), self.month_in(d.month(), style), &self.year(d.year())]),
            Point::YearlessDay(d) => match d.in_year(2000) {
                Some(d) => day_month(d.day(), d.month()),
                None => point.to_string(),
            },
            Point::MonthlessDay(d) => fill(self.day_of_month, &[&d.to_string(), &(self.ordinal)(u32::from(d.unsigned_abs()))]),
            Point::Weekday(w) => self.weekday(w).into(),
            Point::Stamp(day, time) => {
                let time = match time {
                    TimeOfDay::Clock(h, m) => format!("{h:02}:{m:02}"),
                    TimeOfDay::Part(part) => {
                        let place = match part {
                            Part::Morning => 0,
                            Part::Midday => 1,
                            Part::Afternoon => 2,
                            Part::Evening => 3,
                            Part::Night => 4,
                        };
                        at(&self.parts_of_day, place).into()
                    }
                };
                match day {
                    StampDay::Date(d) => format!("{}, {time}", self.point(Point::Day(d), style)),
                    StampDay::OfYear(d) => format!("{}, {time}", self.point(Point::YearlessDay(d), style)),
                    StampDay::Weekday(w) => format!("{}, {time}", self.weekday(w)),
                    StampDay::Unknown => time,
                }
            }
            Point::Unplaced(unit) => at(
                &self.unplaced,
                match unit {
                    Unplaced::Day => 0,
                    Unplaced::Week => 1,
                    Unplaced::Month => 2,
                    Unplaced::Year => 3,
                },
            )
            .into(),
        }
    }

    fn length(&self, length: Length) -> String {
        let part = |(amount, unit): (Amount, Unit)| {
            let forms = self.unit(unit).map_or(["", "", ""], |u| u.forms);
            match amount {
                Amount::Tenths(t) if t % 10 == 0 => self.number_of(t / 10, forms),
                Amount::Tenths(t) => format!("{}{}{} {}", t / 10, self.decimal, t % 10, forms[1]),
                Amount::Unsaid => fill(self.several_of, &[forms[2]]),
            }
        };
        length.parts().map(part).collect::<Vec<_>>().join(" ")
    }

    fn number_of(&self, n: u32, forms: super::Forms) -> String {
        format!("{n} {}", self.plural(n as usize, forms))
    }

    /// The value with the weekday of a day: for where there is room.
    pub fn long_value(&self, edtf: &str, kind: &str) -> String {
        let words = self.value(edtf, kind);
        match Value::parse(edtf, Kind::Date) {
            Ok(Value::Point(Point::Day(d), _)) => format!("{words}, {}", self.weekday(d.weekday())),
            _ => words,
        }
    }

    /// Where the publication day is from.
    pub fn date_source(&self, source: &str) -> &'static str {
        named(self.date_sources, source).or(named(self.date_sources, "none")).unwrap_or("")
    }

    /// What a time was counted from: a day, and the words that mean it; or the publication day, and where that is from.
    pub fn counted_from(&self, base: &str, words: Option<&str>, source: &str) -> String {
        let day = self.value(base, "DATE");
        match words {
            Some(words) => fill(self.counted_from, &[&day, words]),
            None => fill(self.counted_from_publication, &[&day, self.date_source(source)]),
        }
    }

    /// Why a time has its value: the name of the rule, what it was counted from, and how far, in units.
    pub fn why_value(&self, rule: &str, from: Option<&str>, shift: Option<(i32, &str)>) -> String {
        let (rule, by) = match (rule, shift) {
            ("shift", Some((n, unit))) if n != 0 => {
                let forms = self.unit(unit_of(unit)).map_or(["", "", ""], |u| u.by);
                (if n < 0 { "shift-back" } else { "shift-on" }, self.number_of(n.unsigned_abs(), forms))
            }
            ("holiday", _) if from.is_none() => ("holiday-of-year", String::new()),
            (rule, _) => (rule, String::new()),
        };
        named(self.rules, rule).map_or(String::new(), |template| fill(template, &[from.unwrap_or(""), &by]))
    }
}

fn month_place(n: i8) -> usize {
    usize::try_from(n - 1).unwrap_or(12)
}

#[cfg(test)]
mod tests {
    use super::super::Language;

    #[test]
    fn values_read_naturally() {
        let words = Language::Russian.words();
        for (edtf, kind, said) in [
            ("2024-11-28", "DATE", "28 ноя 2024"),
            ("2024-05", "DATE", "май 2024"),
            ("198X", "DATE", "1980-е"),
            ("18XX", "DATE", "XIX век"),
            ("-02XX", "DATE", "III век до н. э."),
            ("-1199", "DATE", "1200 до н. э."),
            ("2014/..", "DATE", "с 2014"),
            ("2014-05/..", "DATE", "с мая 2014"),
            ("../2018-23", "DATE", "конец: осень 2018"),
            ("../2016", "DATE", "до 2016"),
            ("2024-09/2024-10", "DATE", "сен 2024 — окт 2024"),
            ("2018-23", "DATE", "осень 2018"),
            ("2020-33", "DATE", "1-й квартал 2020"),
            ("2020-41", "DATE", "2-е полугодие 2020"),
            ("2018-W29", "DATE", "16–22 июл 2018"),
            ("2024-W05", "DATE", "29 янв – 4 фев 2024"),
            ("2024-11-28T18:37", "TIME", "28 ноя 2024, 18:37"),
            ("2019-03-04TMO", "TIME", "4 мар 2019, утро"),
            ("XXXX-10-01", "DATE", "1 окт"),
            ("XXXX-10-01", "SET", "ежегодно 1 окт"),
            ("XXXX-WXX-1", "DATE", "понедельник"),
            ("XXXX-XX-XXT18:37", "TIME", "18:37"),
            ("XXXX-XX-25", "DATE", "25-е число"),
            ("PRESENT_REF", "DATE", "сейчас"),
            ("P1Y6M", "DURATION", "1 год 6 месяцев"),
            ("P21D", "DURATION", "21 день"),
            ("P50Y~", "DURATION", "около: 50 лет"),
            ("PXM", "DURATION", "несколько месяцев"),
            ("P3Y", "SET", "каждые 3 года"),
            ("P1W", "SET", "каждую неделю"),
            ("не дата", "DATE", "не дата"),
        ] {
            assert_eq!(words.value(edtf, kind), said);
        }
        assert_eq!(words.long_value("2024-03-12", "DATE"), "12 мар 2024, вторник");
        let by = |n: i32, unit: &str| words.why_value("shift", Some("X"), Some((n, unit)));
        assert_eq!(
            [by(-1, "week"), by(3, "day"), by(-11, "minute"), by(0, "day")],
            ["На 1 неделю раньше, чем X.", "На 3 дня позже, чем X.", "На 11 минут раньше, чем X.", "То же, что X."]
        );
    }

    #[test]
    fn readers_of_a_text_get_full_words() {
        let words = Language::Russian.words();
        for (edtf, said) in [
            ("2025-03-05", "5 марта 2025"),
            ("2025-03", "март 2025"),
            ("2025", "2025 год"),
            ("-0043", "44 до н. э."),
            ("2025-03/..", "с марта 2025"),
            ("../2016", "до 2016"),
            ("2025-03-05/2025-03-07", "5–7 марта 2025"),
            ("2025-03/2025-05", "март 2025 — май 2025"),
            ("2025-03-30/2025-04-02", "30 марта 2025 — 2 апреля 2025"),
            ("199X", "1990-е годы"),
        ] {
            assert_eq!(words.said(edtf), said);
        }
    }

    #[test]
    fn other_languages_order_their_dates() {
        let of = |language: Language, edtf| language.words().value(edtf, "DATE");
        assert_eq!(
            ["2024-11-28", "18XX", "-02XX", "XXXX-XX-25", "2020-33", "2014/..", "198X"].map(|v| of(Language::English, v)),
            ["28 Nov 2024", "19th century", "3rd century BC", "the 25th", "Q1 2020", "since 2014", "1980s"]
        );
        assert_eq!(
            ["2024-11-28", "2024-05", "2024-W05"].map(|v| of(Language::Kazakh, v)),
            ["2024 ж. 28 қар.", "2024 ж. мам.", "2024 ж. 29 қаң. – 4 ақп."]
        );
    }
}
