//! What the page says of its own matters, in the words of [`crate::words`].

mod correction;

pub use crate::words::{FAMILIES, Language, Words, family, type_names};

use super::queries::lanes::Facet;
use super::queries::timeline::{Step, Tick};
use super::share::ShareError;
use super::state::Pane;
use crate::words::{fill, named};
use crate::worker::protocol::{FileError, LimitView};
use crate::worker::view::MentionView;

impl Words {
    /// Why a name belongs to an entity, by the name of the reason.
    pub fn joined(&self, why: &str) -> &'static str {
        named(self.joins, why).or(named(self.joins, "name")).unwrap_or("")
    }

    /// What the timeline's rows are grouped by.
    pub fn facet(&self, facet: Facet) -> &'static str {
        named(self.facets_by, facet.name()).unwrap_or("")
    }

    /// An order of the list of entities, by the value of its choice.
    pub fn order(&self, name: &str) -> &'static str {
        named(self.orders, name).unwrap_or("")
    }

    /// `Служебное: 3 строки`
    pub fn furniture(&self, n: usize) -> String {
        self.counted(n, self.furniture_lines, &[])
    }

    /// `Показать ещё 12`
    pub fn show_more(&self, n: usize) -> String {
        fill(self.show_more_of, &[&self.number(n)])
    }

    /// `← 9 раньше`, `2 позже →`
    pub fn outside(&self, n: usize, before: bool) -> String {
        fill(if before { self.earlier } else { self.later }, &[&self.number(n)])
    }

    /// The label of a tick.
    pub fn tick(&self, tick: &Tick) -> String {
        let at = tick.at;
        match tick.step {
            Step::Years(_) => self.year(at.year()),
            Step::Months(_) if at.month() == 1 => self.year(at.year()),
            Step::Months(_) => fill(self.month_tick, &[self.month_alone(at.month()), &self.year(at.year())]),
            Step::Hours(_) if at.hour() > 0 => format!("{}:00", at.hour()),
            Step::Days(_) | Step::Hours(_) => fill(self.day_month, &[&at.day().to_string(), self.month(at.month())]),
        }
    }

    /// A pane's name.
    pub fn pane(&self, pane: Pane) -> &'static str {
        match pane {
            Pane::Article => self.article,
            Pane::Entities => self.entities,
            Pane::Timeline => self.timeline,
        }
    }

    /// Why a file could not be read, and what to do.
    pub fn file_error(&self, name: &str, error: &FileError) -> String {
        let why = match error {
            FileError::Empty => self.file_empty.into(),
            FileError::Limit(limit) => self.limit(*limit),
            FileError::Unsupported(what) => named(self.unsupported, what).or(named(self.unsupported, "Json")).unwrap_or("").into(),
            FileError::Binary => self.file_binary.into(),
            FileError::Encrypted(format) => fill(self.file_encrypted, &[format]),
            FileError::Damaged(format, _) => fill(self.file_damaged, &[format]),
            FileError::NoTextLayer(format) => fill(self.file_no_text_layer, &[format]),
            FileError::NoArticle => self.file_no_article.into(),
            FileError::NoText(format) => fill(self.file_no_text, &[format]),
            FileError::GaveUp(format) => fill(self.file_gave_up, &[format]),
            FileError::NoReader => self.file_no_reader.into(),
            FileError::TooLong => self.file_too_long.into(),
            FileError::Lost => self.file_lost.into(),
            FileError::Unreadable => self.file_unreadable.into(),
        };
        fill(self.of_file, &[name, &why])
    }

    /// A language by its code, as in «язык: казахский».
    pub fn language_name<'c>(&self, code: &'c str) -> &'c str {
        named(self.languages, code).unwrap_or(code)
    }

    /// What a file brought, and what in it could not be read.
    pub fn parts(&self, name: &str, parts: usize) -> String {
        self.counted(parts, self.parts_unread, &[name])
    }

    /// Offers to take a text apart.
    pub fn several(&self, count: &str) -> String {
        fill(self.several_articles, &[count])
    }

    /// So many articles in a file so far.
    pub fn holds(&self, articles: u32) -> String {
        self.articles_count(articles as usize)
    }

    /// Copies of the article, by the sites or names they stand under.
    pub fn copies(&self, count: usize) -> String {
        self.counted(count, self.copies_more, &[])
    }

    /// Where in a file a place is.
    pub fn page(&self, number: u32) -> String {
        fill(self.page_number, &[&number.to_string()])
    }

    fn limit(&self, limit: LimitView) -> String {
        let (template, with) = match limit {
            LimitView::File(most) => (self.limit_file, vec![most]),
            LimitView::Text(size, most) => (self.limit_text, vec![size, most]),
            LimitView::Unpacked(most) => (self.limit_unpacked, vec![most]),
            LimitView::Parts(most) => (self.limit_parts, vec![most]),
            LimitView::Depth(most) => (self.limit_depth, vec![most]),
            LimitView::Nesting(most) => (self.limit_nesting, vec![most]),
        };
        let with: Vec<String> = with.into_iter().map(|n| self.number(n as usize)).collect();
        fill(template, &with.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// A remark on a document, for the reader; `None` when it matters to scripts only.
    pub fn diagnostic(&self, code: &str, detail: &str) -> Option<String> {
        let detail = match code {
            "not-russian" | "other-language" => self.language_name(detail).to_string(),
            "weekday-mismatch" => self.long_value(detail, "DATE"),
            "reversed-interval" => self.value(detail, "DATE"),
            _ => detail.to_string(),
        };
        named(self.diagnostics, code).map(|template| fill(template, &[&detail]))
    }

    /// Said on the card of a capital that stands for its government.
    pub fn government(&self, country: &str) -> String {
        fill(self.as_government, &[country])
    }

    /// `файл 2 из 5`
    pub fn progress(&self, done: usize, all: usize) -> String {
        fill(self.progress_of, &[self.working, &self.number((done + 1).min(all)), &self.number(all)])
    }

    /// What several articles say differently of an event: `Расходятся числа: 40 или 52`.
    pub fn disagreement(&self, matter: &str, said: &[&str]) -> String {
        let said: Vec<String> = match matter {
            "time" => said.iter().map(|v| self.value(v, "DATE")).collect(),
            "status" => said.iter().map(|v| self.state_of(v).to_string()).collect(),
            _ => said.iter().map(|v| (*v).to_string()).collect(),
        };
        let template = named(self.disagreements, matter).or(named(self.disagreements, "numbers")).unwrap_or("{0}");
        fill(template, &[&self.either(&said)])
    }

    /// On how many articles an event rests, and when they appeared: `2 статьи, 12–13 марта 2024`.
    pub fn reported(&self, articles: usize, reported: Option<&[String; 2]>) -> String {
        let count = self.articles_count(articles);
        match reported {
            Some([first, last]) if first == last => format!("{count}, {}", self.value(first, "DATE")),
            Some([first, last]) => format!("{count}, {}", self.value(&format!("{first}/{last}"), "DATE")),
            None => count,
        }
    }

    /// When an event is; what nothing places says so.
    pub fn when_of(&self, value: Option<&str>) -> String {
        value.map_or(self.no_day.to_string(), |v| self.value(v, "DATE"))
    }

    /// `5 упоминаний`
    pub fn mentions(&self, n: usize) -> String {
        self.counted(n, self.mentions_counted, &[])
    }

    /// `5`, or `2 из 5`
    pub fn some_of(&self, n: usize, all: usize) -> String {
        if n == all { self.number(n) } else { fill(self.some_of_all, &[&self.number(n), &self.number(all)]) }
    }

    /// `12 событий`
    pub fn events_left(&self, n: usize) -> String {
        self.counted(n, self.events_counted, &[])
    }

    /// `1234 знака`
    pub fn characters(&self, n: usize) -> String {
        self.counted(n, self.characters_counted, &[])
    }

    /// Why a link or project file is not opened, and what to do.
    pub fn refused(&self, error: ShareError) -> &'static str {
        match error {
            ShareError::Damaged => self.refused_damaged,
            ShareError::Later => self.refused_later,
            ShareError::TooLarge => self.refused_large,
        }
    }

    /// `5 упоминаний, статей: 2`
    pub fn mentions_in(&self, n: usize, documents: usize) -> String {
        match documents {
            0 | 1 => format!("{}.", self.mentions(n)),
            _ => fill(self.in_articles, &[&self.mentions(n), &self.number(documents)]),
        }
    }

    /// `уверенность 93 %`
    pub fn sure(&self, score: f32) -> String {
        fill(self.sure_of, &[&format!("{:.0}", score * 100.0)])
    }

    /// Why a time expression has its value. `anchor` are the words that it was counted from, where another expression is.
    pub fn why(&self, m: &MentionView, date_source: &str, anchor: Option<&str>) -> String {
        let from = m.base.as_deref().map(|b| self.counted_from(b, anchor, date_source));
        let shift = m.shift.as_ref().map(|(n, unit)| (*n, unit.as_str()));
        self.why_value(m.rule.as_deref().unwrap_or(""), from.as_deref(), shift)
    }
}
