//! Times in words: values, and why an expression means what it does.

use jiff::civil::Weekday;

use super::{Words, plural};
use crate::nlp::edtf::{Amount, Certainty, Kind, Length, Part, Point, Reference, Season, Set, StampDay, TimeOfDay, Unit, Unplaced, Value};
use crate::worker::view::MentionView;

/// Full names of the week's days, from Monday: nominative.
const WEEKDAYS: [&str; 7] = ["понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"];

/// One, two to four, five and more, and «каждый», «каждые».
const UNITS: &[(Unit, [&str; 3], &str)] = &[
    (Unit::Second, ["секунда", "секунды", "секунд"], "каждую секунду"),
    (Unit::Minute, ["минута", "минуты", "минут"], "каждую минуту"),
    (Unit::Hour, ["час", "часа", "часов"], "каждый час"),
    (Unit::Day, ["день", "дня", "дней"], "каждый день"),
    (Unit::Week, ["неделя", "недели", "недель"], "каждую неделю"),
    (Unit::Month, ["месяц", "месяца", "месяцев"], "каждый месяц"),
    (Unit::Quarter, ["квартал", "квартала", "кварталов"], "каждый квартал"),
    (Unit::Half, ["полугодие", "полугодия", "полугодий"], "каждое полугодие"),
    (Unit::Year, ["год", "года", "лет"], "каждый год"),
    (Unit::Decade, ["десятилетие", "десятилетия", "десятилетий"], "каждое десятилетие"),
    (Unit::Century, ["век", "века", "веков"], "каждый век"),
];

fn forms(unit: Unit) -> ([&'static str; 3], &'static str) {
    UNITS.iter().find(|(u, ..)| *u == unit).map_or((["", "", ""], ""), |(_, forms, every)| (*forms, every))
}

/// `3 года`, `21 день`, `5 лет`
fn counted(n: u32, unit: Unit) -> String {
    let form = plural(n as usize, forms(unit).0);
    format!("{n} {form}")
}

/// The accusative that «на … раньше» asks for.
fn by(n: u32, unit: Unit) -> String {
    match (n % 10, n % 100, unit) {
        (1, x, Unit::Week | Unit::Minute | Unit::Second) if x != 11 => {
            format!("{n} {}", forms(unit).0[0].trim_end_matches(['а', 'я']).to_string() + if unit == Unit::Week { "ю" } else { "у" })
        }
        _ => counted(n, unit),
    }
}

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

impl Words {
    /// A value as people write it; what cannot be read stays as it is.
    pub fn value(&self, edtf: &str, kind: &str) -> String {
        let kind = match kind {
            "DURATION" => Kind::Duration,
            "SET" => Kind::Set,
            "TIME" => Kind::Time,
            _ => Kind::Date,
        };
        Value::parse(edtf, kind).map_or_else(|_| edtf.to_string(), |v| self.value_of(v))
    }

    fn value_of(&self, value: Value) -> String {
        match value {
            Value::Point(p, c) => about(c, self.point(p)),
            Value::Interval(None, Some(b)) => format!("до {}", self.point(b)),
            Value::Interval(Some(a), None) => format!("с {}", self.point(a)),
            Value::Interval(Some(a), Some(b)) => format!("{} — {}", self.point(a), self.point(b)),
            Value::Interval(None, None) => "без границ".into(),
            Value::Duration(length, c) => about(c, length_in_words(length)),
            Value::Set(Set::Every(length)) => match length.single() {
                Some((1, unit)) => forms(unit).1.into(),
                _ => format!("каждые {}", length_in_words(length)),
            },
            Value::Set(Set::Yearly(day)) => format!("ежегодно {}", self.point(Point::YearlessDay(day))),
            Value::Reference(Reference::Past) => "в прошлом".into(),
            Value::Reference(Reference::Present) => "сейчас".into(),
            Value::Reference(Reference::Future) => "в будущем".into(),
        }
    }

    fn point(&self, point: Point) -> String {
        let of = |year: Option<i16>| year.map_or(String::new(), |y| format!(" {}", year_in_words(y)));
        match point {
            Point::Century { hundreds, before } => {
                format!("{} век{}", roman(hundreds as i32 + 1), if before { " до н. э." } else { "" })
            }
            Point::Decade(d) => format!("{d}0-е"),
            Point::Year(y) => year_in_words(y),
            Point::Half(y, n) => format!("{n}-е полугодие{}", of(y)),
            Point::Quarter(y, n) => format!("{n}-й квартал{}", of(y)),
            Point::Season(y, season) => {
                let name = match season {
                    Season::Spring => "весна",
                    Season::Summer => "лето",
                    Season::Autumn => "осень",
                    Season::Winter => "зима",
                };
                format!("{name}{}", of(y))
            }
            Point::Month(y, m) => format!("{}{}", if m == 5 { "май" } else { self.month(m) }, of(y)),
            Point::Week(monday) => match point.bounds() {
                Some((_, sunday)) if sunday.month() == monday.month() => {
                    format!("{}–{} {} {}", monday.day(), sunday.day(), self.month(monday.month()), monday.year())
                }
                Some((_, sunday)) => format!(
                    "{} {} – {} {} {}",
                    monday.day(),
                    self.month(monday.month()),
                    sunday.day(),
                    self.month(sunday.month()),
                    sunday.year()
                ),
                None => point.to_string(),
            },
            Point::Day(d) => format!("{} {} {}", d.day(), self.month(d.month()), year_in_words(d.year())),
            Point::YearlessDay(d) => match d.in_year(2000) {
                Some(d) => format!("{} {}", d.day(), self.month(d.month())),
                None => point.to_string(),
            },
            Point::MonthlessDay(d) => format!("{d}-е число"),
            Point::Weekday(w) => weekday(w).into(),
            Point::Stamp(day, time) => {
                let time = match time {
                    TimeOfDay::Clock(h, m) => format!("{h:02}:{m:02}"),
                    TimeOfDay::Part(Part::Morning) => "утро".into(),
                    TimeOfDay::Part(Part::Midday) => "полдень".into(),
                    TimeOfDay::Part(Part::Afternoon) => "день".into(),
                    TimeOfDay::Part(Part::Evening) => "вечер".into(),
                    TimeOfDay::Part(Part::Night) => "ночь".into(),
                };
                match day {
                    StampDay::Date(d) => format!("{}, {time}", self.point(Point::Day(d))),
                    StampDay::OfYear(d) => format!("{}, {time}", self.point(Point::YearlessDay(d))),
                    StampDay::Weekday(w) => format!("{}, {time}", weekday(w)),
                    StampDay::Unknown => time,
                }
            }
            Point::Unplaced(unit) => match unit {
                Unplaced::Day => "день не привязан",
                Unplaced::Week => "неделя не привязана",
                Unplaced::Month => "месяц не привязан",
                Unplaced::Year => "год не привязан",
            }
            .into(),
        }
    }

    /// The value with the weekday of a day: for where there is room.
    pub fn long_value(&self, edtf: &str, kind: &str) -> String {
        let words = self.value(edtf, kind);
        match Value::parse(edtf, Kind::Date) {
            Ok(Value::Point(Point::Day(d), _)) => format!("{words}, {}", weekday(d.weekday())),
            _ => words,
        }
    }

    /// Where the publication day is from.
    pub fn date_source(&self, source: &str) -> &'static str {
        match source {
            "given" => "указан вами или файлом",
            "meta" => "из данных страницы",
            "dateline" => "из строки с датой",
            "text" => "предположительно, по тексту",
            "filename" => "из имени файла",
            _ => "не найден",
        }
    }

    /// Why a time expression has its value. `anchor` are the words that it was counted from, where another expression is.
    pub fn why(&self, m: &MentionView, date_source: &str, anchor: Option<&str>) -> String {
        let base = m.base.as_deref().map(|b| self.value(b, "DATE")).unwrap_or_default();
        let from = match anchor {
            Some(words) => format!("{base} («{words}»)"),
            None => format!("{base} (день публикации, {})", self.date_source(date_source)),
        };
        match m.rule.as_deref().unwrap_or("") {
            "said" => "В тексте сказано полностью.".into(),
            "nearest-year" => format!("Год не назван: взят ближайший к {from} с учётом времени глагола."),
            "year-of-story" => format!("Год не назван: тот же, что у даты перед этой, — {from}."),
            "pointed-year" => format!("Год отсчитан от {from}."),
            "last-weekday" => format!("Ближайший такой день до {from}."),
            "next-weekday" => format!("Ближайший такой день после {from}."),
            "weekday-of-week" => format!("День недели, отсчитанной от {from}."),
            "shift" => match m.shift.as_ref().map(|(n, unit)| (*n, unit_of(unit))) {
                Some((0, _)) | None => format!("То же, что {from}."),
                Some((n, unit)) if n < 0 => format!("На {} раньше, чем {from}.", by(n.unsigned_abs(), unit)),
                Some((n, unit)) => format!("На {} позже, чем {from}.", by(n.unsigned_abs(), unit)),
            },
            "same" => format!("Тот же день, месяц или год, что {from}."),
            "holiday" if m.base.is_some() => format!("День праздника, ближайший к {from}."),
            "holiday" => "День праздника в названном году.".into(),
            "anniversary" => format!("Годовщину отмечают в год публикации: {from}."),
            "repeats" => "Повторяется; одного дня на шкале нет.".into(),
            "length" => "Это длительность, а не дата.".into(),
            "vague" => "Время названо приблизительно.".into(),
            "no-anchor" => "Отсчитать не от чего: день публикации не известен. Укажите его над статьёй.".into(),
            _ => String::new(),
        }
    }
}

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

fn weekday(day: Weekday) -> &'static str {
    WEEKDAYS.get(day.to_monday_zero_offset() as usize).copied().unwrap_or("")
}

/// Astronomical years before 1 are told as people do.
fn year_in_words(year: i16) -> String {
    if year > 0 { year.to_string() } else { format!("{} до н. э.", 1 - i32::from(year)) }
}

fn about(certainty: Certainty, words: String) -> String {
    match certainty {
        Certainty::Exact => words,
        Certainty::Approximate => format!("около: {words}"),
        Certainty::Uncertain => format!("возможно, {words}"),
    }
}

fn length_in_words(length: Length) -> String {
    let part = |(amount, unit): (Amount, Unit)| match amount {
        Amount::Tenths(t) if t % 10 == 0 => counted(t / 10, unit),
        Amount::Tenths(t) => format!("{},{} {}", t / 10, t % 10, forms(unit).0[1]),
        Amount::Unsaid => format!("несколько {}", forms(unit).0[2]),
    };
    length.parts().map(part).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::RUSSIAN;
    use super::*;

    #[test]
    fn values_read_naturally() {
        for (edtf, kind, words) in [
            ("2024-11-28", "DATE", "28 ноя 2024"),
            ("2024-05", "DATE", "май 2024"),
            ("198X", "DATE", "1980-е"),
            ("18XX", "DATE", "XIX век"),
            ("-02XX", "DATE", "III век до н. э."),
            ("-1199", "DATE", "1200 до н. э."),
            ("2014/..", "DATE", "с 2014"),
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
            assert_eq!(RUSSIAN.value(edtf, kind), words);
        }
        assert_eq!(RUSSIAN.long_value("2024-03-12", "DATE"), "12 мар 2024, вторник");
        assert_eq!([by(1, Unit::Week), by(3, Unit::Day), by(11, Unit::Minute)], ["1 неделю", "3 дня", "11 минут"]);
    }
}
