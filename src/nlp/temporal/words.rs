//! Tokens as the grammar sees them: each is looked up once by its dictionary forms.

use jiff::civil::Weekday;

use crate::nlp::edtf::{Part, Season, Unit};
use crate::nlp::morph::{Grammeme, Lexicon, Readings, Tag};
use crate::nlp::segment::{Segmentation, TokenKind};

/// What a word can mean in an expression of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item {
    Month(i8),
    Weekday(Weekday),
    Unit(Unit),
    Season(Season),
    Part(Part),
    /// «пять»: units, tens or hundreds.
    Cardinal(u16),
    /// «пятый»
    Ordinal(u16),
    /// «тысяча»
    Thousand,
    /// «несколько», «много»
    Some,
    /// «прошлый», «этот»: so many back or ahead.
    Relative(Relative),
    /// «последний»
    Latest,
    /// «ближайший»
    Coming,
    /// «каждый»
    Every,
}

/// Pronouns and adjectives that point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relative {
    /// «прошлый», «минувший»
    Last,
    /// «этот»: also the one spoken of before.
    This,
    /// «текущий», «нынешний»: that of the publication only.
    Current,
    /// «следующий»: also the one after that spoken of before.
    Next,
    /// «будущий», «наступающий»
    Future,
    /// «позапрошлый»
    BeforeLast,
    /// «тот», «то же»
    That,
    /// «предыдущий»
    Previous,
}

/// Dictionary form, folded → item. One list, so that a word means one thing.
fn item(lemma: &str) -> Option<Item> {
    use Item::{
        Cardinal, Coming, Every, Latest, Month, Ordinal, Part as Day, Season as Of, Some as Few, Thousand, Unit as By, Weekday as On,
    };
    let relative = |r| Some(Item::Relative(r));
    Some(match lemma {
        "январь" => Month(1),
        "февраль" => Month(2),
        "март" => Month(3),
        "апрель" => Month(4),
        "май" => Month(5),
        "июнь" => Month(6),
        "июль" => Month(7),
        "август" => Month(8),
        "сентябрь" => Month(9),
        "октябрь" => Month(10),
        "ноябрь" => Month(11),
        "декабрь" => Month(12),
        "понедельник" => On(Weekday::Monday),
        "вторник" => On(Weekday::Tuesday),
        "среда" => On(Weekday::Wednesday),
        "четверг" => On(Weekday::Thursday),
        "пятница" => On(Weekday::Friday),
        "суббота" => On(Weekday::Saturday),
        "воскресенье" => On(Weekday::Sunday),
        "секунда" => By(Unit::Second),
        "минута" => By(Unit::Minute),
        "час" => By(Unit::Hour),
        "день" | "сутки" => By(Unit::Day),
        "неделя" => By(Unit::Week),
        "месяц" => By(Unit::Month),
        "квартал" => By(Unit::Quarter),
        "полугодие" => By(Unit::Half),
        "год" => By(Unit::Year),
        "десятилетие" => By(Unit::Decade),
        "век" | "столетие" => By(Unit::Century),
        "весна" => Of(Season::Spring),
        "лето" => Of(Season::Summer),
        "осень" => Of(Season::Autumn),
        "зима" => Of(Season::Winter),
        "утро" => Day(Part::Morning),
        "полдень" => Day(Part::Midday),
        "вечер" => Day(Part::Evening),
        "ночь" => Day(Part::Night),
        "один" => Cardinal(1),
        "два" | "двое" => Cardinal(2),
        "три" | "трое" => Cardinal(3),
        "четыре" | "четверо" => Cardinal(4),
        "пять" => Cardinal(5),
        "шесть" => Cardinal(6),
        "семь" => Cardinal(7),
        "восемь" => Cardinal(8),
        "девять" => Cardinal(9),
        "десять" | "десяток" => Cardinal(10),
        "одиннадцать" => Cardinal(11),
        "двенадцать" => Cardinal(12),
        "тринадцать" => Cardinal(13),
        "четырнадцать" => Cardinal(14),
        "пятнадцать" => Cardinal(15),
        "шестнадцать" => Cardinal(16),
        "семнадцать" => Cardinal(17),
        "восемнадцать" => Cardinal(18),
        "девятнадцать" => Cardinal(19),
        "двадцать" => Cardinal(20),
        "тридцать" => Cardinal(30),
        "сорок" => Cardinal(40),
        "пятьдесят" => Cardinal(50),
        "шестьдесят" => Cardinal(60),
        "семьдесят" => Cardinal(70),
        "восемьдесят" => Cardinal(80),
        "девяносто" => Cardinal(90),
        "сто" | "сотня" => Cardinal(100),
        "двести" => Cardinal(200),
        "триста" => Cardinal(300),
        "четыреста" => Cardinal(400),
        "пятьсот" => Cardinal(500),
        "шестьсот" => Cardinal(600),
        "семьсот" => Cardinal(700),
        "восемьсот" => Cardinal(800),
        "девятьсот" => Cardinal(900),
        "тысяча" => Thousand,
        "первый" => Ordinal(1),
        "второй" => Ordinal(2),
        "третий" => Ordinal(3),
        "четвертый" => Ordinal(4),
        "пятый" => Ordinal(5),
        "шестой" => Ordinal(6),
        "седьмой" => Ordinal(7),
        "восьмой" => Ordinal(8),
        "девятый" => Ordinal(9),
        "десятый" => Ordinal(10),
        "одиннадцатый" => Ordinal(11),
        "двенадцатый" => Ordinal(12),
        "тринадцатый" => Ordinal(13),
        "четырнадцатый" => Ordinal(14),
        "пятнадцатый" => Ordinal(15),
        "шестнадцатый" => Ordinal(16),
        "семнадцатый" => Ordinal(17),
        "восемнадцатый" => Ordinal(18),
        "девятнадцатый" => Ordinal(19),
        "двадцатый" => Ordinal(20),
        "тридцатый" => Ordinal(30),
        "сороковой" => Ordinal(40),
        "пятидесятый" => Ordinal(50),
        "шестидесятый" => Ordinal(60),
        "семидесятый" => Ordinal(70),
        "восьмидесятый" => Ordinal(80),
        "девяностый" => Ordinal(90),
        "сотый" => Ordinal(100),
        "двухтысячный" => Ordinal(2000),
        "несколько" | "много" | "многие" | "многий" | "пара" | "долгий" | "считаный" | "считанный" => {
            Few
        }
        "прошлый" | "минувший" | "прошедший" | "истекший" | "ушедший" => {
            return relative(Relative::Last);
        }
        "этот" => return relative(Relative::This),
        "текущий" | "нынешний" => return relative(Relative::Current),
        "следующий" => return relative(Relative::Next),
        "будущий" | "наступающий" | "предстоящий" | "грядущий" => return relative(Relative::Future),
        "позапрошлый" => return relative(Relative::BeforeLast),
        "тот" => return relative(Relative::That),
        "предыдущий" | "предшествующий" => return relative(Relative::Previous),
        "последний" => Latest,
        "ближайший" => Coming,
        "каждый" => Every,
        _ => return None,
    })
}

/// The tokens of a text as the rules see them.
pub(super) struct Words<'a> {
    pub(super) text: &'a str,
    pub(super) pieces: &'a Segmentation,
    pub(super) readings: &'a Readings,
    pub(super) lexicon: &'a Lexicon,
    /// Up to three items a token: «второй день», «час».
    items: Vec<[Option<Item>; 3]>,
}

impl<'a> Words<'a> {
    pub(super) fn new(text: &'a str, pieces: &'a Segmentation, readings: &'a Readings, lexicon: &'a Lexicon) -> Self {
        let items = (0..pieces.tokens.len())
            .map(|i| {
                let mut out = [None; 3];
                let mut found = readings.lemmas(i).iter().filter_map(|l| item(l));
                out.iter_mut().for_each(|slot| *slot = found.next());
                out
            })
            .collect();
        Self { text, pieces, readings, lexicon, items }
    }

    pub(super) fn len(&self) -> usize {
        self.pieces.tokens.len()
    }

    pub(super) fn str(&self, i: usize) -> &'a str {
        self.pieces.tokens.get(i).map_or("", |t| t.span.of(self.text))
    }

    pub(super) fn folded(&self, i: usize) -> &'a str {
        self.readings.folded(i)
    }

    pub(super) fn is(&self, i: usize, choices: &[&str]) -> bool {
        choices.contains(&self.readings.folded(i))
    }

    /// Whether the tokens from `i` are these words.
    pub(super) fn run(&self, i: usize, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(k, w)| self.readings.folded(i + k) == *w)
    }

    pub(super) fn lemma(&self, i: usize, choices: &[&str]) -> bool {
        choices.iter().any(|c| self.readings.has_lemma(i, c))
    }

    pub(super) fn kind(&self, i: usize) -> Option<TokenKind> {
        self.pieces.tokens.get(i).map(|t| t.kind)
    }

    /// Whether nothing stands between the token and the one before.
    pub(super) fn glued(&self, i: usize) -> bool {
        i > 0 && self.pieces.tokens.get(i).is_some_and(|t| self.pieces.tokens[i - 1].span.end == t.span.start)
    }

    pub(super) fn dash(&self, i: usize) -> bool {
        matches!(self.str(i), "-" | "–" | "—" | "‑" | "−")
    }

    /// The first of the token's items that `want` takes.
    pub(super) fn item<T>(&self, i: usize, want: impl Fn(Item) -> Option<T>) -> Option<T> {
        self.items.get(i)?.iter().flatten().find_map(|item| want(*item))
    }

    /// Whether the token can take part in an expression by its words.
    pub(super) fn has_items(&self, i: usize) -> bool {
        self.items.get(i).is_some_and(|items| items[0].is_some())
    }

    /// Whether a reading has all of the grammemes.
    pub(super) fn can_be(&self, i: usize, grammemes: &[Grammeme]) -> bool {
        let want = Tag::of(grammemes);
        let analyses = self.readings.analyses(i);
        // «в» is also listed as a noun that is never declined: «вольт», «век».
        let joint = analyses.iter().any(|a| a.tag.has(Grammeme::Prep) || a.tag.has(Grammeme::Conj));
        !joint && analyses.iter().any(|a| a.tag.includes(want))
    }

    pub(super) fn unit(&self, i: usize) -> Option<Unit> {
        // «лет» is the plural of «год» as well as of «лето».
        match self.folded(i) {
            "г" | "г." | "гг" | "гг." | "лет" | "годов" => return Some(Unit::Year),
            "мин" | "мин." => return Some(Unit::Minute),
            "ч" | "ч." => return Some(Unit::Hour),
            "сек" | "сек." => return Some(Unit::Second),
            "мес" | "мес." => return Some(Unit::Month),
            _ => {}
        }
        self.item(i, |x| if let Item::Unit(u) = x { Some(u) } else { None })
    }

    pub(super) fn relative(&self, i: usize) -> Option<Relative> {
        self.item(i, |x| if let Item::Relative(r) = x { Some(r) } else { None })
    }

    pub(super) fn season(&self, i: usize) -> Option<Season> {
        if self.is(i, &["лет"]) {
            return None;
        }
        self.item(i, |x| if let Item::Season(s) = x { Some(s) } else { None })
    }

    /// A weekday's name; «в среде» is no Wednesday.
    pub(super) fn weekday(&self, i: usize) -> Option<Weekday> {
        let short = |name: &str| match name {
            "пн" | "пн." => Some(Weekday::Monday),
            "вт" | "вт." => Some(Weekday::Tuesday),
            "ср" | "ср." => Some(Weekday::Wednesday),
            "чт" | "чт." => Some(Weekday::Thursday),
            "пт" | "пт." => Some(Weekday::Friday),
            "сб" | "сб." => Some(Weekday::Saturday),
            "вс" | "вс." => Some(Weekday::Sunday),
            _ => None,
        };
        if let Some(day) = short(self.folded(i)).filter(|_| self.kind(i + 1) == Some(TokenKind::Punct)) {
            return Some(day);
        }
        let day = self.item(i, |x| if let Item::Weekday(d) = x { Some(d) } else { None })?;
        (day != Weekday::Wednesday || self.is(i, &["среду", "среды", "средой", "среда"])).then_some(day)
    }

    /// A month's name; «Марта» and «Май» with a capital may be names: only small letters, or capitals throughout.
    pub(super) fn month(&self, i: usize) -> Option<i8> {
        let mut letters = self.str(i).chars();
        let (first, second) = (letters.next()?, letters.next()?);
        if first.is_uppercase() && !second.is_uppercase() { None } else { self.month_name(i) }
    }

    /// A month's name in any case, or its usual abbreviation, however it is written: behind a number of a day.
    pub(super) fn month_name(&self, i: usize) -> Option<i8> {
        if let Some(month) = self.item(i, |x| if let Item::Month(m) = x { Some(m) } else { None }) {
            return Some(month);
        }
        Some(match self.folded(i).trim_end_matches('.') {
            "янв" => 1,
            "фев" | "февр" => 2,
            "мар" => 3,
            "апр" => 4,
            "июн" => 6,
            "июл" => 7,
            "авг" => 8,
            "сен" | "сент" => 9,
            "окт" => 10,
            "ноя" | "нояб" => 11,
            "дек" => 12,
            _ => return None,
        })
    }

    /// `год` in any form, `г.`, `гг.`, but not `лет`, which counts years.
    pub(super) fn year_word(&self, i: usize) -> bool {
        self.unit(i) == Some(Unit::Year) && !self.is(i, &["лет"])
    }

    /// Whether the token is a noun in the plural, or a currency that has none: «2019 заявок», «1500 тенге».
    pub(super) fn counted(&self, i: usize) -> bool {
        let small = self.str(i).starts_with(char::is_lowercase);
        let plural = small
            && self.can_be(i, &[Grammeme::Noun, Grammeme::Plur])
            && !self.can_be(i, &[Grammeme::Noun, Grammeme::Sing, Grammeme::Nomn]);
        plural
            || self.is(i, &["тенге", "евро", "сум", "драм", "тг", "руб.", "тыс.", "млн", "млрд", "кв."])
            || matches!(self.str(i), "%" | "$" | "€" | "₸" | "₽" | "°")
    }

    /// Whether a noun follows that a number would count: «2000 тенге».
    pub(super) fn counts(&self, i: usize) -> bool {
        let analyses = self.readings.analyses(i);
        let joint = analyses.iter().any(|a| a.tag.has(Grammeme::Conj) || a.tag.has(Grammeme::Prep) || a.tag.has(Grammeme::Verb));
        let noun = !joint && analyses.iter().any(|a| a.tag.has(Grammeme::Noun) || a.tag.has(Grammeme::Adjf));
        let unit = self.kind(i) == Some(TokenKind::Abbreviation)
            || matches!(self.str(i), "%" | "$" | "€" | "₸" | "₽" | "кг" | "км" | "м" | "га" | "°");
        noun || unit
    }
}
