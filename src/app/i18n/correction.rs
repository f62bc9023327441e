//! Words of corrections, their history, and what is unsure.

use super::Words;
use crate::app::queries::unresolved::Why;
use crate::words::fill;
use crate::worker::decision::Decision;
use crate::worker::export::ExportFormat;
use crate::worker::import::ImportError;

impl Words {
    /// What was decided, in a line.
    pub fn decision(&self, decision: &Decision) -> String {
        let label = |label: &str| self.label(label);
        let of = |label: &Option<String>| label.as_deref().map_or("", |l| self.label(l));
        match decision {
            Decision::Mention { was: Some(was), now: None, .. } => fill(self.decided_none, &[&was.text, label(&was.label)]),
            Decision::Mention { was: Some(was), now: Some(now), .. } if was == now => {
                fill(self.decided_right, &[&now.text, label(&now.label)])
            }
            Decision::Mention { was: Some(was), now: Some(now), .. } if was.label == now.label => {
                fill(self.decided_extent, &[&now.text, &was.text])
            }
            Decision::Mention { was: Some(was), now: Some(now), .. } => {
                fill(self.decided_type, &[&now.text, label(&now.label), label(&was.label)])
            }
            Decision::Mention { now: Some(now), .. } => fill(self.decided_new, &[&now.text, label(&now.label)]),
            Decision::Mention { .. } => String::new(),
            Decision::Alike { name, was, now: None } => fill(self.decided_none_everywhere, &[name, of(was)]),
            Decision::Alike { name, was: Some(_), now } => fill(self.decided_everywhere, &[name, of(now)]),
            Decision::Alike { name, was: None, now } => fill(self.decided_new_everywhere, &[name, of(now)]),
            Decision::Time { at, value, .. } => fill(self.decided_value, &[&at.text, &self.value(value, "DATE")]),
            Decision::Event { at, gone: true, .. } => fill(self.decided_no_event, &[&at.text]),
            Decision::Event { at, value, status, .. } => {
                let parts: Vec<String> =
                    value.iter().map(|v| self.value(v, "DATE")).chain(status.iter().map(|s| self.state_of(s).to_string())).collect();
                fill(self.decided_value, &[&at.text, &parts.join(", ")])
            }
            Decision::Published { date: Some(date), .. } => fill(self.decided_published, &[&self.value(date, "DATE")]),
            Decision::Published { .. } => self.decided_published_as_told.into(),
            Decision::Apart { name } => fill(self.decided_apart, &[&name.name]),
            Decision::Together { name, into } => fill(self.decided_together, &[&name.name, &into.name]),
        }
    }

    /// When something was decided; `at` as RFC 3339 says it.
    pub fn moment(&self, at: &str) -> String {
        match at.split_once('T') {
            Some((day, time)) => format!("{}, {}", self.value(day, "DATE"), time.get(..5).unwrap_or("")),
            None => String::new(),
        }
    }

    /// `Действует 5 решений`
    pub fn mentions_of_log(&self, n: usize) -> String {
        self.counted(n, self.decisions_hold, &[])
    }

    /// `12 мест`
    pub fn places_found(&self, n: usize) -> String {
        self.counted(n, self.places_counted, &[])
    }

    /// Over places of one reason, and what to do about them.
    pub fn open_matter(&self, why: Why) -> (&'static str, &'static str) {
        self.open_matters.iter().find(|m| m.0 == why.name()).map_or(("", ""), |m| (m.1, m.2))
    }

    /// What is open of a place.
    pub fn open_detail(&self, why: Why, detail: &[String]) -> String {
        match (why, detail) {
            (Why::Contradiction, [matter, said @ ..]) => self.disagreement(matter, &said.iter().map(String::as_str).collect::<Vec<_>>()),
            (Why::Unsure, [label]) => self.label(label).to_string(),
            (Why::AssumedYear, values) => self.either(&values.iter().map(|v| self.value(v, "DATE")).collect::<Vec<_>>()),
            _ => String::new(),
        }
    }

    /// A format of export, and what it is for.
    pub fn export(&self, format: ExportFormat) -> (&'static str, &'static str) {
        self.formats.iter().find(|f| f.0 == format.name()).map_or((format.name(), ""), |f| (f.1, f.2))
    }

    /// `12 мест в 3 статьях`
    pub fn hits(&self, places: usize, articles: usize) -> String {
        if places == 0 {
            return self.not_found.into();
        }
        fill(self.plural(articles, self.found_in), &[&self.places_found(places), &self.number(articles)])
    }

    /// What became of a file of another program: decisions, and articles that are not here.
    pub fn imported(&self, imported: &Result<(usize, usize), ImportError>) -> String {
        match imported {
            Ok((decisions, absent)) => {
                let made = self.counted(*decisions, self.imported_decisions, &[]);
                if *absent > 0 { format!("{made} {}", fill(self.imported_absent, &[&self.number(*absent)])) } else { made }
            }
            Err(ImportError::Unknown) => self.import_unknown.into(),
            Err(ImportError::Damaged) => self.import_damaged.into(),
        }
    }

    /// `5 статей`
    pub fn articles_count(&self, n: usize) -> String {
        self.counted(n, self.articles_counted, &[])
    }

    /// `Занято 3,2 МБ из 12 ГБ`; in bytes.
    pub fn room(&self, used: f64, quota: f64) -> String {
        let size = |bytes: f64| {
            let (n, unit) = if bytes >= 1e9 { (bytes / 1e9, self.gigabytes) } else { (bytes / 1e6, self.megabytes) };
            fill(unit, &[&self.tenths(n)])
        };
        fill(self.room_taken, &[&size(used), &size(quota)])
    }
}
