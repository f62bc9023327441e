//! Names of organisations taken apart: the state, the body, what stands in quotes.

use crate::nlp::knowledge::{CountryId, Knowledge, OrganisationId, name_key, stem, word_stem, words};

/// A name of an organisation as it is compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OrganisationName {
    /// A well-known organisation.
    pub known: Option<OrganisationId>,
    /// The state whose body it is, if the name says so.
    pub country: Option<CountryId>,
    /// The name without the state, legal forms and quotes; bodies and well-known organisations under one name each.
    pub core: String,
    /// A body that every state has: without a state the name may mean any of them.
    pub body: bool,
    /// What stands in quotes.
    pub quoted: Option<String>,
    /// The only word, in capitals.
    pub acronym: Option<String>,
}

/// What companies are by law; does not tell them apart.
const LEGAL_FORMS: &[&str] = &[
    "тоо", "ооо", "ао", "оао", "пао", "зао", "нао", "ип", "гуп", "муп", "фгуп", "ргп", "кгп", "оюл", "нко", "ано", "чп", "inc", "ltd",
    "llc", "corp", "plc", "gmbh", "ag", "co",
];

/// What stands before a name and says what it is; dropped only there.
const KINDS: &[&str] = &[
    "компания",
    "корпорация",
    "концерн",
    "холдинг",
    "фирма",
    "издание",
    "газета",
    "журнал",
    "телеканал",
    "агентство",
    "информагентство",
    "иа",
    "портал",
    "сайт",
    "радиостанция",
    "авиакомпания",
    "банк",
    "группировка",
    "движение",
    "партия",
    "гк",
];

/// Clubs of different sports bear one name.
const CLUBS: &[&str] = &["фк", "хк", "бк", "вк", "мфк", "жфк"];

impl OrganisationName {
    /// Reads a name in its base form.
    ///
    /// ```
    /// use letopis::nlp::entity::OrganisationName;
    /// let a = OrganisationName::parse("МИД Британии");
    /// let b = OrganisationName::parse("министерство иностранных дел Великобритании");
    /// assert_eq!((a.core, a.country), (b.core, b.country));
    /// ```
    pub fn parse(name: &str) -> Self {
        let knowledge = Knowledge::get();
        let known = knowledge.organisation_named(name);
        let quoted = in_quotes(name).map(name_key).filter(|q| q.chars().count() > 2);
        let (country, rest) = if known.is_some() { (None, name.to_string()) } else { knowledge.split_country(name) };
        let whole = knowledge.body(&rest);
        let club = || words(&rest).map(name_key).find(|w| CLUBS.contains(&w.as_str()));
        let core = match (&quoted, whole) {
            (_, Some(body)) => name_key(body),
            (Some(inner), None) => club().map_or_else(|| inner.clone(), |club| format!("{inner} {club}")),
            (None, None) => canonical(&rest),
        };
        let mut list = words(&rest);
        let acronym = match (list.next(), list.next()) {
            (Some(word), None) if is_acronym(word) => Some(name_key(word)),
            _ => None,
        };
        Self { known, country, core, body: whole.is_some(), quoted, acronym }
    }
}

/// How much a name says by itself: with the state whose body it is 3, of several words 2, a word 1, an abbreviation 0.
pub(crate) fn fullness(name: &str) -> u8 {
    let mut list = words(name);
    match (list.next(), list.next()) {
        (Some(_), Some(_)) if Knowledge::get().split_country(name).0.is_some() => 3,
        (Some(_), Some(_)) => 2,
        (Some(word), None) if is_acronym(word) => 0,
        _ => 1,
    }
}

/// What stands between the first opening and the last closing quote.
fn in_quotes(name: &str) -> Option<&str> {
    let open = name.find(['«', '"', '„', '“'])?;
    let start = open + name[open..].chars().next()?.len_utf8();
    let end = name.rfind(['»', '"', '”', '“'])?;
    name.get(start..end)
}

/// A name with every body and well-known organisation inside it under one name, legal forms left out.
fn canonical(name: &str) -> String {
    let knowledge = Knowledge::get();
    let mut list: Vec<&str> = words(name).collect();
    // «агентство Рейтер», but not «Новая газета».
    if let [kind, next, ..] = list.as_slice()
        && KINDS.contains(&name_key(kind).as_str())
        && next.starts_with(char::is_uppercase)
    {
        list.remove(0);
    }
    let stems: Vec<String> = list.iter().map(|w| word_stem(w)).collect();
    let mut out: Vec<String> = Vec::new();
    let mut at = 0;
    while at < list.len() {
        let found = knowledge.beginning(&list[at..], &stems[at..]).map(|(name, len)| (name_key(name), len));
        match found {
            Some((key, len)) => {
                out.push(key);
                at += len;
            }
            None => {
                let key = name_key(list[at]);
                if !LEGAL_FORMS.contains(&key.as_str()) || list.len() == 1 {
                    out.push(stem(&key));
                }
                at += 1;
            }
        }
    }
    if out.is_empty() { name_key(name) } else { out.join(" ") }
}

/// Two or more capitals and no small letter: «ООН», «ВОЗ», «G20».
pub(crate) fn is_acronym(word: &str) -> bool {
    word.chars().filter(|c| c.is_uppercase()).count() >= 2 && !word.chars().any(char::is_lowercase)
}

/// Whether a word in capitals can be made of the first letters of a name's words, in order and beginning with the first:
/// «РЦПДЦА» of «Региональный центр по превентивной дипломатии для Центральной Азии». Little words may be left out, others
/// give one or more letters.
pub(crate) fn abbreviates(short: &str, long: &str) -> bool {
    const LITTLE: &[&str] = &["и", "в", "на", "по", "для", "при", "о", "об", "с", "из", "к", "от", "э", "аль", "of", "the", "and", "for"];
    let letters: Vec<char> = short.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let key = name_key(long);
    let parts: Vec<&str> = key.split([' ', '-']).filter(|w| !w.is_empty()).collect();
    let full = parts.iter().filter(|w| !LITTLE.contains(w)).count();
    if letters.len() < 2 || parts.len() < 2 || full > letters.len() + 1 {
        return false;
    }
    fn walk(letters: &[char], parts: &[&str], skipped: usize) -> bool {
        let Some((word, rest)) = parts.split_first() else { return letters.is_empty() };
        let little = LITTLE.contains(word);
        // A full word left out is forgiven once: names inside names often are («… ООН …»).
        if little && walk(letters, rest, skipped) || skipped == 0 && walk(letters, rest, 1) {
            return true;
        }
        let shared = word.chars().zip(letters).take_while(|(a, b)| a == *b).count();
        (1..=shared.min(2)).any(|n| walk(&letters[n..], rest, skipped))
    }
    parts.first().and_then(|w| w.chars().next()) == letters.first().copied() && walk(&letters, &parts, 0)
}
