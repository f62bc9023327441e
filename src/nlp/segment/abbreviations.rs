//! Abbreviations that take a full stop, by how they end a sentence.
//!
//! The lists are general knowledge of Russian news; the roles are those of razdel (head, tail). A *head* stands before
//! what it belongs to and practically never ends a sentence («ул. Абая»); a *tail* follows it and may («в 2019 г.»).

/// Never the last word of a sentence.
const HEADS: &[&str] = &[
    "акад",
    "бул",
    "вл",
    "ген",
    "гл",
    "гор",
    "гр",
    "губ",
    "дер",
    "доб",
    "док",
    "доц",
    "ж",
    "зав",
    "зам",
    "засл",
    "инж",
    "им",
    "исп",
    "кап",
    "кв",
    "кн",
    "кол",
    "комн",
    "корп",
    "лейт",
    "м-р",
    "мин",
    "микр",
    "мкр",
    "нар",
    "наб",
    "напр",
    "науч",
    "нач",
    "оз",
    "ок",
    "о-в",
    "п",
    "пп",
    "пер",
    "пгт",
    "пл",
    "под",
    "подп",
    "пом",
    "пос",
    "полк",
    "пр",
    "пр-т",
    "прим",
    "проф",
    "прот",
    "р",
    "р-н",
    "рис",
    "св",
    "см",
    "соц",
    "сост",
    "ср",
    "ст",
    "стр",
    "студ",
    "табл",
    "тел",
    "ул",
    "ум",
    "хр",
    "ч",
    "чл",
    "эт",
    "яз",
    "inc",
    "mr",
    "mrs",
    "ms",
    "dr",
    "st",
    "vs",
    "no",
    "дж",
    "вост",
    "зап",
    "сев",
    "юж",
    "респ",
    "фам",
    "цит",
    "род",
    "ред",
    "изд",
    "рук",
    "пред",
    "сов",
    "серж",
    "ст-ца",
    "ж-д",
    "просп",
    "пр-д",
    "ш",
    "лит",
    "илл",
    "примеч",
    "оф",
];

/// Heads that are plain words too and abbreviate only before a number: «рис. 5», not «подорожал рис».
const NUMBERED: &[&str] = &["рис", "мин", "табл", "ч", "лит"];

/// Heads that are plain words too: never at the end of a text or line.
const LEADING: &[&str] =
    &["им", "ген", "полк", "гор", "кап", "кол", "пер", "под", "род", "рук", "сов", "ум", "пред", "док", "доб", "св", "вл"];

/// What a single capital letter names rather than abbreviates: «витамин С», «группа Б»; beginnings of the word before it.
const LETTERED: &[&str] = &[
    "витамин",
    "групп",
    "класс",
    "гепатит",
    "участ",
    "корпус",
    "блок",
    "литер",
    "категор",
    "тип",
    "план",
    "зон",
    "сектор",
    "лиг",
    "дивизион",
    "сери",
    "букв",
    "точк",
    "подъезд",
    "вариант",
    "формул",
];

/// May end a sentence: decided by what follows.
const TAILS: &[&str] = &[
    "г",
    "гг",
    "в",
    "вв",
    "н",
    "э",
    "т",
    "д",
    "п",
    "е",
    "к",
    "с",
    "др",
    "пр",
    "тыс",
    "млн",
    "млрд",
    "трлн",
    "руб",
    "коп",
    "тг",
    "тнг",
    "долл",
    "евр",
    "чел",
    "шт",
    "экз",
    "ед",
    "мин",
    "сек",
    "нед",
    "мес",
    "янв",
    "февр",
    "фев",
    "апр",
    "авг",
    "сент",
    "сен",
    "окт",
    "нояб",
    "ноя",
    "дек",
    "пн",
    "вт",
    "ср",
    "чт",
    "пт",
    "сб",
    "вс",
    "л",
    "стр",
    "с-х",
    "б",
    "ц",
    "о",
    "и",
    "р-н",
    "уч",
    "англ",
    "рус",
    "каз",
    "лат",
    "греч",
    "нем",
    "фр",
    "франц",
    "итал",
    "кит",
    "тур",
    "у",
    "о-ва",
    "обл",
    "соч",
    "co",
    "ltd",
    "corp",
];

/// Whether `word` (folded) can carry an abbreviating full stop and never ends a sentence.
pub(super) fn is_head(word: &str) -> bool {
    HEADS.contains(&word)
}

/// Whether `word` (folded) can carry an abbreviating full stop at the end of a sentence.
pub(super) fn is_tail(word: &str) -> bool {
    TAILS.contains(&word)
}

/// A one-letter abbreviation that belongs to what stands after it in lower case: «т. е.», «и о.», «н. э.».
pub(super) fn is_single(word: &str) -> bool {
    word.chars().count() == 1
}

/// Whether the full stop abbreviates only when a number follows.
pub(super) fn is_numbered(word: &str) -> bool {
    NUMBERED.contains(&word)
}

/// Whether the full stop abbreviates only when something follows.
pub(super) fn is_leading(word: &str) -> bool {
    LEADING.contains(&word)
}

/// Whether a capital letter after `word` (folded) is a name of its own.
pub(super) fn names_a_letter(word: &str) -> bool {
    LETTERED.iter().any(|l| word.starts_with(l))
}
