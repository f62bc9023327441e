//! The words of the interface and of reports, by language; each language is one table, and the compiler sees that none lacks a word.
//!
//! Templates have places `{0}`, `{1}`: what stands there is put in as it is, so that a language may order its sentence as it likes.

mod en;
mod kk;
mod ru;
mod time;

use serde::{Deserialize, Serialize};

use crate::nlp::edtf::Unit;

/// One, two to four, five and more: as many forms as Russian asks for. {0} is the number.
pub type Forms = [&'static str; 3];

/// Words by name.
pub type Pairs = &'static [(&'static str, &'static str)];

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Language {
    /// The language of the articles, too.
    #[default]
    Russian,
    /// English.
    English,
    /// Kazakh in Cyrillic letters.
    Kazakh,
}

impl Language {
    /// All of them, in the order of the choice.
    pub const ALL: [Self; 3] = [Self::Russian, Self::English, Self::Kazakh];

    /// The language of a tag (BCP 47): `en`, `en-GB`.
    pub fn tagged(tag: &str) -> Option<Self> {
        let first = tag.split(['-', '_']).next().unwrap_or("").to_ascii_lowercase();
        Self::ALL.into_iter().find(|l| l.words().language == first)
    }

    /// Its words.
    pub fn words(self) -> &'static Words {
        match self {
            Self::Russian => &ru::RUSSIAN,
            Self::English => &en::ENGLISH,
            Self::Kazakh => &kk::KAZAKH,
        }
    }

    /// What it calls itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::Russian => "Русский",
            Self::English => "English",
            Self::Kazakh => "Қазақша",
        }
    }
}

/// What a unit of time is called.
#[derive(Debug)]
pub struct UnitWords {
    /// The unit.
    pub unit: Unit,
    /// With a number.
    pub forms: Forms,
    /// With a number that says how much earlier or later.
    pub by: Forms,
    /// `every day`
    pub every: &'static str,
}

/// One screen of the user's guide.
#[derive(Debug, PartialEq)]
pub struct Guide {
    /// Its name, and its picture's.
    pub name: &'static str,
    /// What is to be done.
    pub title: &'static str,
    /// How.
    pub steps: [&'static str; 3],
}

/// The words of one language.
#[derive(Debug)]
#[allow(missing_docs, reason = "a name says what its words are for")]
pub struct Words {
    pub language: &'static str,
    pub tagline: &'static str,
    pub drop_title: &'static str,
    /// Takes the articles of one text apart.
    pub split: &'static str,
    /// Shows copies of an article once.
    pub fold: &'static str,
    /// Before the path of a file within others.
    pub from_file: &'static str,
    pub drop_hint: &'static str,
    pub choose: &'static str,
    pub paste_label: &'static str,
    pub paste_placeholder: &'static str,
    pub analyse: &'static str,
    pub privacy: &'static str,
    /// What the page's own requests were for.
    pub own_requests: &'static str,
    pub pasted: &'static str,
    pub loading: &'static str,
    pub working: &'static str,
    pub cancel: &'static str,
    pub clear: &'static str,
    pub add: &'static str,
    pub exports: &'static str,
    pub exports_hint: &'static str,
    pub excel: &'static str,
    pub theme: &'static str,
    pub dismiss: &'static str,
    pub remove: &'static str,
    pub articles: &'static str,
    pub article: &'static str,
    pub entities: &'static str,
    pub timeline: &'static str,
    pub published: &'static str,
    pub no_date: &'static str,
    pub no_entities: &'static str,
    pub no_events: &'static str,
    pub undated: &'static str,
    /// In the place of an event's time.
    pub no_day: &'static str,
    pub zoom_in: &'static str,
    pub zoom_out: &'static str,
    pub fit: &'static str,
    pub as_table: &'static str,
    pub as_chart: &'static str,
    pub when: &'static str,
    pub what: &'static str,
    pub source: &'static str,
    pub search: &'static str,
    pub timeline_help: &'static str,
    pub waiting: &'static str,
    pub labels_toggle: &'static str,
    pub broken: &'static str,
    pub card: &'static str,
    pub also: &'static str,
    pub pick_entity: &'static str,
    pub article_help: &'static str,
    pub share: &'static str,
    pub share_view: &'static str,
    pub share_view_hint: &'static str,
    pub share_all: &'static str,
    pub share_all_hint: &'static str,
    pub share_link: &'static str,
    pub share_privacy: &'static str,
    pub copy: &'static str,
    pub copied: &'static str,
    pub long_link: &'static str,
    pub too_long_link: &'static str,
    pub only_as_file: &'static str,
    pub save_project: &'static str,
    pub awaiting: &'static str,
    pub example: &'static str,
    pub clear_example: &'static str,
    pub requests: &'static str,
    pub filters: &'static str,
    pub drop_filter: &'static str,
    pub show_all: &'static str,
    pub only_this: &'static str,
    pub only_period: &'static str,
    pub nothing_left: &'static str,
    pub or_else: &'static str,
    pub close: &'static str,
    pub show_anchor: &'static str,
    pub portrait: &'static str,
    pub to_article: &'static str,
    pub forms: &'static str,
    /// Over the words of a person.
    pub quotes: &'static str,
    /// Over the names with the reasons why they are together.
    pub together: &'static str,
    /// Button: a name is something else.
    pub part: &'static str,
    /// Button: that was a mistake.
    pub unite: &'static str,
    /// Said of an entity that was set apart.
    pub set_apart: &'static str,
    pub related: &'static str,
    pub others: &'static str,
    pub lanes: &'static str,
    pub show_less: &'static str,
    pub taller: &'static str,
    pub sort: &'static str,
    pub facets: &'static str,
    pub remarks: &'static str,
    pub share_decisions: &'static str,
    pub share_decisions_hint: &'static str,
    pub correct: &'static str,
    pub change_type: &'static str,
    pub other_type: &'static str,
    pub start_back: &'static str,
    pub start_on: &'static str,
    pub end_back: &'static str,
    pub end_on: &'static str,
    pub no_mention: &'static str,
    /// Button: it is what it was taken for.
    pub confirm: &'static str,
    pub to_all_alike: &'static str,
    pub mark_all: &'static str,
    pub value_label: &'static str,
    pub not_edtf: &'static str,
    pub given: &'static str,
    pub take_back: &'static str,
    pub make_again: &'static str,
    pub new_mention: &'static str,
    pub draft_help: &'static str,
    pub events_here: &'static str,
    pub no_event: &'static str,
    pub status_label: &'static str,
    pub history: &'static str,
    /// The same on a button.
    pub history_short: &'static str,
    pub history_hint: &'static str,
    pub no_decisions: &'static str,
    pub undone: &'static str,
    pub redone: &'static str,
    pub save_log: &'static str,
    pub undo: &'static str,
    pub redo: &'static str,
    pub unresolved: &'static str,
    pub all_settled: &'static str,
    pub merge: &'static str,
    pub merge_find: &'static str,
    pub collections: &'static str,
    pub collection_name: &'static str,
    pub no_collections: &'static str,
    pub fresh: &'static str,
    pub delete: &'static str,
    pub delete_surely: &'static str,
    pub kept_here: &'static str,
    pub elsewhere: &'static str,
    pub not_kept: &'static str,
    pub search_all: &'static str,
    pub hit_next: &'static str,
    pub hit_before: &'static str,
    pub keys_title: &'static str,
    pub single_keys: &'static str,
    pub single_keys_hint: &'static str,
    /// The name of the page.
    pub name: &'static str,
    pub main_language: &'static str,
    /// Which of three forms a number asks for (CLDR: one, few, many and other).
    pub plural: fn(usize) -> usize,
    /// An ordinal number in digits, without the ending that stands in its template.
    pub ordinal: fn(u32) -> String,
    /// Stands between thousands.
    pub group: &'static str,
    /// The decimal sign.
    pub decimal: &'static str,
    /// Short names of months beside a day.
    pub months: [&'static str; 12],
    /// And without a day.
    pub months_alone: [&'static str; 12],
    /// Full names of months beside a day or after a preposition.
    pub months_full: [&'static str; 12],
    /// And alone.
    pub months_full_alone: [&'static str; 12],
    /// From Monday.
    pub weekdays: [&'static str; 7],
    /// Units of time.
    pub units: &'static [UnitWords],
    /// Day and short month.
    pub day_month: &'static str,
    /// Month and year.
    pub month_year: &'static str,
    /// The same where there is little room.
    pub month_tick: &'static str,
    /// Day, month, year.
    pub date: &'static str,
    /// Days from and to, month, year.
    pub within_month: &'static str,
    /// Day and month from, day, month and year to.
    pub across_months: &'static str,
    /// A year where there is room.
    pub year_full: &'static str,
    /// A year, a century.
    pub before_era: &'static str,
    /// {0}: Roman digits; {1}: an ordinal.
    pub century: &'static str,
    /// {0}: its first year.
    pub decade: &'static str,
    pub decade_full: &'static str,
    pub half: &'static str,
    pub quarter: &'static str,
    /// From spring.
    pub seasons: [&'static str; 4],
    /// A season, half or quarter, and its year.
    pub of_year: &'static str,
    /// {0}: digits; {1}: an ordinal.
    pub day_of_month: &'static str,
    /// From the morning.
    pub parts_of_day: [&'static str; 5],
    /// Day, week, month, year without an anchor.
    pub unplaced: [&'static str; 4],
    pub approximately: &'static str,
    pub perhaps: &'static str,
    pub until: &'static str,
    pub since: &'static str,
    /// The same for what is no day, month or year and so has no other case.
    pub since_other: &'static str,
    pub until_other: &'static str,
    pub between: &'static str,
    pub unbounded: &'static str,
    pub every: &'static str,
    pub yearly: &'static str,
    pub in_the_past: &'static str,
    pub now: &'static str,
    pub in_the_future: &'static str,
    /// {0}: a unit in its third form.
    pub several_of: &'static str,
    /// Between alternatives.
    pub or: &'static str,
    /// Where the publication day is from.
    pub date_sources: Pairs,
    /// A day, and the words that mean it.
    pub counted_from: &'static str,
    /// A day, and where it is from.
    pub counted_from_publication: &'static str,
    /// Why a time means what it means. {0}: what it was counted from; {1}: how far, in words.
    pub rules: Pairs,
    /// Types of mentions: name, in full, in a few letters.
    pub types: &'static [(&'static str, &'static str, &'static str)],
    /// Families of types.
    pub families: Pairs,
    /// Why a name belongs to an entity.
    pub joins: Pairs,
    /// What the rows of the timeline are grouped by.
    pub facets_by: Pairs,
    /// Orders of the list of entities.
    pub orders: Pairs,
    /// What an event that has not simply happened adds to its line.
    pub statuses: Pairs,
    /// Whether an event took place.
    pub states: Pairs,
    /// What articles say differently of an event.
    pub disagreements: Pairs,
    /// Languages of texts.
    pub languages: Pairs,
    /// Formats that are known and not read.
    pub unsupported: Pairs,
    /// A file, and what is said of it.
    pub of_file: &'static str,
    pub file_empty: &'static str,
    pub file_binary: &'static str,
    pub file_encrypted: &'static str,
    pub file_damaged: &'static str,
    pub file_no_text_layer: &'static str,
    pub file_no_article: &'static str,
    pub file_no_text: &'static str,
    pub file_gave_up: &'static str,
    pub file_no_reader: &'static str,
    pub file_too_long: &'static str,
    pub file_lost: &'static str,
    pub file_unreadable: &'static str,
    pub limit_file: &'static str,
    pub limit_text: &'static str,
    pub limit_unpacked: &'static str,
    pub limit_parts: &'static str,
    pub limit_depth: &'static str,
    pub limit_nesting: &'static str,
    /// {0}: how many; {1}: of which file.
    pub parts_unread: Forms,
    pub several_articles: &'static str,
    pub copies_more: Forms,
    pub page_number: &'static str,
    /// Remarks on a document.
    pub diagnostics: Pairs,
    pub as_government: &'static str,
    /// What is done, how many are, of how many.
    pub progress_of: &'static str,
    pub some_of_all: &'static str,
    pub articles_counted: Forms,
    pub mentions_counted: Forms,
    pub events_counted: Forms,
    pub characters_counted: Forms,
    pub places_counted: Forms,
    /// Lines of a page that are not of the article.
    pub furniture_lines: Forms,
    /// Mentions, and in how many articles.
    pub in_articles: &'static str,
    pub sure_of: &'static str,
    pub show_more_of: &'static str,
    /// Events before what the timeline shows.
    pub earlier: &'static str,
    pub later: &'static str,
    pub refused_damaged: &'static str,
    pub refused_later: &'static str,
    pub refused_large: &'static str,
    /// A mention that is none; {1}: its type.
    pub decided_none: &'static str,
    pub decided_right: &'static str,
    pub decided_extent: &'static str,
    pub decided_type: &'static str,
    pub decided_new: &'static str,
    pub decided_none_everywhere: &'static str,
    pub decided_everywhere: &'static str,
    pub decided_new_everywhere: &'static str,
    /// A time or an event, and what it is now.
    pub decided_value: &'static str,
    pub decided_no_event: &'static str,
    pub decided_published: &'static str,
    pub decided_published_as_told: &'static str,
    pub decided_apart: &'static str,
    pub decided_together: &'static str,
    pub decisions_hold: Forms,
    /// What is to be settled: name, title, what to do.
    pub open_matters: &'static [(&'static str, &'static str, &'static str)],
    /// Formats of export: name, title, what it is for.
    pub formats: &'static [(&'static str, &'static str, &'static str)],
    pub not_found: &'static str,
    /// {0}: places, in words; {1}: of how many articles.
    pub found_in: Forms,
    pub imported_decisions: Forms,
    pub imported_absent: &'static str,
    pub import_unknown: &'static str,
    pub import_damaged: &'static str,
    pub room_taken: &'static str,
    pub megabytes: &'static str,
    pub gigabytes: &'static str,
    /// Keys, and what they do.
    pub keys: &'static [(&'static [&'static str], &'static str)],
    /// What a report calls itself.
    pub report: &'static str,
    pub undated_title: &'static str,
    pub guide: &'static str,
    pub guide_tasks: &'static str,
    /// The user's guide: a screen for each task.
    pub guides: &'static [Guide],
}

/// Two tables are the same when they are of the same language.
impl PartialEq for Words {
    fn eq(&self, other: &Self) -> bool {
        self.language == other.language
    }
}

/// The template with its places filled.
pub fn fill(template: &str, with: &[&str]) -> String {
    let mut out = String::with_capacity(template.len() + with.iter().map(|w| w.len()).sum::<usize>());
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('{') {
        out += before;
        match behind.split_once('}').and_then(|(n, tail)| Some((with.get(n.parse::<usize>().ok()?)?, tail))) {
            Some((word, tail)) => {
                out += word;
                rest = tail;
            }
            None => {
                out.push('{');
                rest = behind;
            }
        }
    }
    out + rest
}

/// The words of this name; nothing where there is none.
pub fn named(pairs: Pairs, name: &str) -> Option<&'static str> {
    pairs.iter().find(|p| p.0 == name).map(|p| p.1)
}

/// The tag of a text's language, for screen readers and fonts; none where it is not known.
pub fn tag(language: &str) -> Option<&str> {
    (language != "und").then_some(language)
}

/// Families in the order of the list: values of `data-family`.
pub const FAMILIES: [&str; 7] = ["people", "organizations", "places", "events", "things", "time", "figures"];

/// Types and their families.
const FAMILY_OF: &[(&str, &str)] = &[
    ("AGE", "figures"),
    ("AWARD", "things"),
    ("CITY", "places"),
    ("COUNTRY", "places"),
    ("CRIME", "events"),
    ("DATE", "time"),
    ("DISEASE", "things"),
    ("DISTRICT", "places"),
    ("EVENT", "events"),
    ("FACILITY", "places"),
    ("FAMILY", "people"),
    ("IDEOLOGY", "things"),
    ("LANGUAGE", "things"),
    ("LAW", "events"),
    ("LOCATION", "places"),
    ("MONEY", "figures"),
    ("NATIONALITY", "people"),
    ("NUMBER", "figures"),
    ("ORDINAL", "figures"),
    ("ORGANIZATION", "organizations"),
    ("PENALTY", "events"),
    ("PERCENT", "figures"),
    ("PERSON", "people"),
    ("PRODUCT", "things"),
    ("PROFESSION", "people"),
    ("RELIGION", "things"),
    ("STATE_OR_PROVINCE", "places"),
    ("TIME", "time"),
    ("WORK_OF_ART", "things"),
];

/// All types, by their names.
pub fn type_names() -> impl Iterator<Item = &'static str> {
    FAMILY_OF.iter().map(|t| t.0)
}

/// The family of a type, as in `data-family`.
pub fn family(label: &str) -> &'static str {
    FAMILY_OF.iter().find(|t| t.0 == label).map_or("things", |t| t.1)
}

impl Words {
    /// The language that these words are of.
    pub fn tongue(&self) -> Language {
        Language::tagged(self.language).unwrap_or_default()
    }

    /// A whole number with its thousands apart.
    pub fn number(&self, n: usize) -> String {
        let digits = n.to_string();
        // Four digits stand together, as the languages here like it.
        if digits.len() < 5 {
            return digits;
        }
        let mut out = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                out += self.group;
            }
            out.push(digit);
        }
        out
    }

    /// A number with one decimal place.
    pub fn tenths(&self, n: f64) -> String {
        format!("{n:.1}").replace('.', self.decimal)
    }

    /// The form that a number asks for.
    pub fn plural(&self, n: usize, forms: Forms) -> &'static str {
        forms.get((self.plural)(n)).copied().unwrap_or(forms[2])
    }

    /// A number with its noun: `{0}` in the form that it asks for, and what else stands there.
    pub fn counted(&self, n: usize, forms: Forms, with: &[&str]) -> String {
        let number = self.number(n);
        let all: Vec<&str> = std::iter::once(number.as_str()).chain(with.iter().copied()).collect();
        fill(self.plural(n, forms), &all)
    }

    /// Alternatives.
    pub fn either(&self, list: &[String]) -> String {
        list.iter().cloned().reduce(|a, b| fill(self.or, &[&a, &b])).unwrap_or_default()
    }

    /// A type in full.
    pub fn label(&self, label: &str) -> &'static str {
        self.types.iter().find(|t| t.0 == label).map_or("", |t| t.1)
    }

    /// A type in a few letters.
    pub fn short_label(&self, label: &str) -> &'static str {
        self.types.iter().find(|t| t.0 == label).map_or("", |t| t.2)
    }

    /// A family of types.
    pub fn family(&self, key: &str) -> &'static str {
        named(self.families, key).unwrap_or("")
    }

    /// What an event's status adds to its line; nothing for what happened.
    pub fn status(&self, status: &str) -> Option<&'static str> {
        named(self.statuses, status)
    }

    /// Whether an event took place, in full.
    pub fn state_of(&self, status: &str) -> &'static str {
        named(self.states, status).or(named(self.states, "happened")).unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::nlp::ner::Label;

    #[test]
    fn every_type_has_words_and_a_family() {
        for words in Language::ALL.map(Language::words) {
            for label in Label::ALL {
                assert!(FAMILY_OF.iter().any(|t| t.0 == label.name()), "{}", label.name());
                assert!(!words.label(label.name()).is_empty() && !words.short_label(label.name()).is_empty(), "{}", label.name());
            }
            assert_eq!(words.families.iter().map(|f| f.0).collect::<Vec<_>>(), FAMILIES);
        }
    }

    #[test]
    fn counts_agree() {
        let count = |language: Language, n| {
            let words = language.words();
            words.counted(n, words.mentions_counted, &[])
        };
        assert_eq!(
            [1, 3, 5, 11, 21].map(|n| count(Language::Russian, n)),
            ["1 упоминание", "3 упоминания", "5 упоминаний", "11 упоминаний", "21 упоминание"]
        );
        assert_eq!([1, 2, 21].map(|n| count(Language::English, n)), ["1 mention", "2 mentions", "21 mentions"]);
        assert_eq!(count(Language::Kazakh, 1).trim_start_matches('1'), count(Language::Kazakh, 5).trim_start_matches('5'));
        assert_eq!([999, 1234, 12345, 1234567].map(|n| Language::English.words().number(n)), ["999", "1234", "12,345", "1,234,567"]);
        assert_eq!(
            [1, 2, 3, 4, 11, 12, 13, 21, 112].map(Language::English.words().ordinal),
            ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "112th"]
        );
    }

    #[test]
    fn places_are_filled_and_what_is_none_stays() {
        assert_eq!(fill("{1} — {0}, {{}} {2} {", &["a", "b"]), "b — a, {{}} {2} {");
    }

    #[test]
    fn a_language_is_found_by_its_tag() {
        assert_eq!(
            ["en-GB", "kk_KZ", "RU", "fr", ""].map(Language::tagged),
            [Some(Language::English), Some(Language::Kazakh), Some(Language::Russian), None, None]
        );
    }

    /// A table's source as a list: each field, with its places and the names in its lists.
    fn shape(source: &str) -> Vec<(String, BTreeSet<String>)> {
        let is_field =
            |l: &&str| l.strip_prefix("    ").is_some_and(|l| l.starts_with(|c: char| c.is_ascii_lowercase()) && l.contains(": "));
        let mut fields: Vec<(String, String)> = Vec::new();
        for line in source.lines() {
            match Some(line).filter(is_field).and_then(|l| l.trim().split_once(": ")) {
                Some((name, rest)) => fields.push((name.into(), rest.into())),
                None => fields.last_mut().into_iter().for_each(|(_, body)| *body += line.trim()),
            }
        }
        let of = |body: &str| {
            let places = body.match_indices('{').filter_map(|(at, _)| body.get(at..at + 3)).filter(|p| p.ends_with('}'));
            let names = body.match_indices("(\"").filter_map(|(at, _)| body[at + 2..].split('"').next());
            places.chain(names).map(str::to_string).collect()
        };
        fields.into_iter().map(|(name, body)| (name, of(&body))).collect()
    }

    #[test]
    fn all_tables_have_the_same_names_and_places() {
        let russian = shape(include_str!("ru.rs"));
        assert!(russian.len() > 250 && russian.iter().any(|f| f.1.contains("{1}")));
        // An ordinal number is told in digits or in words, a list may fill a place that another language leaves out.
        let free = ["century", "day_of_month"];
        for other in [shape(include_str!("en.rs")), shape(include_str!("kk.rs"))] {
            for (a, b) in russian.iter().zip(&other) {
                assert!(a == b || (a.0 == b.0 && free.contains(&a.0.as_str())), "{a:?} is not {b:?}");
            }
            assert_eq!(russian.len(), other.len());
        }
    }
}
