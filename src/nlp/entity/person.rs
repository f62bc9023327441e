//! Names of persons in parts, and whether two may be one person's.

use super::spelling::close;
use super::{Gender, Join};
use crate::nlp::knowledge::name_key;

/// A person's name as it is compared; all parts folded.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PersonName {
    /// Given name; `None` for a single word and for initials.
    pub given: Option<String>,
    /// What stands between.
    pub middle: Vec<String>,
    /// Patronymic in -ович, -овна.
    pub patronymic: Option<String>,
    /// Surname, or the only word.
    pub surname: Option<String>,
    /// Initials, without dots.
    pub initials: Vec<String>,
}

/// Words that belong to the one before: «Нургали улы».
const SUFFIXES: &[&str] = &["улы", "ұлы", "оглы", "оглу", "кызы", "гызы", "кизи", "заде", "зода"];
const PATRONYMICS: &[&str] = &["ович", "евич", "ьич", "овна", "евна", "ична", "инична"];

impl PersonName {
    /// Reads a name in its base form.
    ///
    /// ```
    /// use letopis::nlp::entity::PersonName;
    /// let name = PersonName::parse("И. П. Дроздов");
    /// assert_eq!((name.surname.as_deref(), name.initials.len()), (Some("дроздов"), 2));
    /// ```
    pub fn parse(name: &str) -> Self {
        let mut words: Vec<String> = Vec::new();
        let mut initials = Vec::new();
        for piece in name.split_whitespace().flat_map(|w| w.split_inclusive('.')) {
            let key = name_key(piece.trim_end_matches('.'));
            let letters = key.chars().count();
            if letters == 0 {
                continue;
            }
            if piece.ends_with('.') && letters <= 2 || letters == 1 {
                initials.push(key);
            } else if let Some(last) = words.last_mut().filter(|_| SUFFIXES.contains(&key.as_str())) {
                last.push_str(&key);
            } else {
                words.push(key);
            }
        }
        let is_patronymic = |w: &String| PATRONYMICS.iter().any(|e| w.ends_with(e));
        // «Николай Иванович», «Иванов Николай Петрович», «Николай Иванович Петров»; «Максимович» alone is a surname.
        let at = (1..words.len()).find(|i| is_patronymic(&words[*i]) && (*i + 1 == words.len() || words.len() == 3));
        // With two words it is a patronymic only if no surname is like it: a Serb's comes after the given name, too.
        let last = at.is_some_and(|i| i + 1 == words.len());
        let patronymic = at.filter(|_| words.len() >= 3).map(|i| words.remove(i));
        if last && patronymic.is_some() {
            // «Дроздов Игорь Петрович».
            words.rotate_left(1);
        }
        let surname = words.pop();
        let mut rest = words.into_iter();
        let given = rest.next();
        Self { given, middle: rest.collect(), patronymic, surname, initials }
    }

    /// How much it says: a full name 3, initials and surname 2, a word 1.
    pub fn fullness(&self) -> u8 {
        match (&self.given, self.initials.is_empty()) {
            (Some(_), _) => 3,
            (None, false) => 2,
            (None, true) => 1,
        }
    }

    /// All words.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.given.iter().chain(&self.middle).chain(&self.patronymic).chain(&self.surname).map(String::as_str)
    }

    /// Why `other`, which says no more than this one, may name the same person; `None` when it cannot. `generous` allows for
    /// more slips of spelling.
    pub fn includes(&self, other: &Self, generous: bool) -> Option<Join> {
        let (mine, theirs) = (self.surname.as_deref()?, other.surname.as_deref()?);
        match other.fullness() {
            3 => self.same_full(other, generous),
            2 => {
                let first = self.given.as_deref().or(self.initials.first().map(String::as_str))?;
                let second =
                    self.patronymic.as_deref().or(self.middle.first().map(String::as_str)).or(self.initials.get(1).map(String::as_str));
                let fits = |name: Option<&str>, initial: Option<&String>| match (name, initial) {
                    (Some(name), Some(initial)) => name.starts_with(initial.as_str()) || initial.starts_with(name),
                    _ => true,
                };
                (mine == theirs && fits(Some(first), other.initials.first()) && fits(second, other.initials.get(1)))
                    .then_some(Join::Initials)
            }
            _ if self.fullness() == 1 => (mine != theirs && close(mine, theirs, generous)).then(|| spelled(mine, theirs)),
            _ if mine == theirs => Some(Join::Surname),
            _ if self.given.as_deref() == Some(theirs) => Some(Join::GivenName),
            _ if self.middle.iter().any(|m| m == theirs) => Some(Join::PartOfName),
            _ if mine.rsplit_once('-').is_some_and(|(a, b)| a == theirs || b == theirs) => Some(Join::PartOfName),
            _ if close(mine, theirs, generous) => Some(spelled(mine, theirs)),
            _ => None,
        }
    }

    fn same_full(&self, other: &Self, generous: bool) -> Option<Join> {
        let (given, other_given) = (self.given.as_deref()?, other.given.as_deref()?);
        let (surname, other_surname) = (self.surname.as_deref()?, other.surname.as_deref()?);
        if let (Some(a), Some(b)) = (&self.patronymic, &other.patronymic)
            && !close(a, b, false)
        {
            return None;
        }
        // Surname first.
        if given == other_surname && surname == other_given {
            return Some(Join::Order);
        }
        let middle = |a: &Self, b: &Self| b.middle.iter().all(|m| a.words().any(|w| w == m));
        let same_middle = self.middle.is_empty() || other.middle.is_empty() || middle(self, other) || middle(other, self);
        // «Салим Хусейн Рашиди» is «Салим Рашиди», and «Салман бен Ахмад Аль Харуси» is «Салман бен Ахмад».
        if given == other_given && (surname == other_surname && same_middle || self.begins_with(other) || other.begins_with(self)) {
            return Some(if self.words().eq(other.words()) { Join::Same } else { Join::PartOfName });
        }
        // «Анатолий Борисович» of «Анатолий Борисович Хромов».
        if given == other_given && self.patronymic.as_deref() == Some(other_surname) {
            return Some(Join::PartOfName);
        }
        let exact = given == other_given || surname == other_surname;
        // Given names that differ by a consonant are two: Нурлан and Нуржан.
        let both = close(given, other_given, false) && close(surname, other_surname, generous);
        // Two slips at once need another reason to believe in one person.
        let script = |a: &str, b: &str| a.is_ascii() != b.is_ascii();
        let latin = script(given, other_given) || script(surname, other_surname);
        (both && (exact || generous || latin) && (same_middle || generous)).then_some(if latin { Join::Script } else { Join::Spelling })
    }

    /// Whether all words of `other`, at least three, stand at the beginning.
    fn begins_with(&self, other: &Self) -> bool {
        let theirs: Vec<&str> = other.words().collect();
        theirs.len() >= 3 && self.words().zip(&theirs).filter(|(a, b)| a == *b).count() == theirs.len()
    }
}

fn spelled(a: &str, b: &str) -> Join {
    if a.is_ascii() != b.is_ascii() { Join::Script } else { Join::Spelling }
}

/// Whether both genders are known and differ.
pub fn genders_differ(a: Option<Gender>, b: Option<Gender>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if a != b)
}
