//! A collection in the formats of other tools; docs/exports.md tells what each keeps.
//!
//! All are made of the one object of `letopis corpus`, so that the page, the command line and scripts write the same bytes. Offsets are code
//! points throughout.

mod annotation;
mod brat;
mod csv;
mod ftm;
mod graph;
mod html;
mod ical;
mod markdown;
mod source;
mod tei;
mod timeline;
mod timeml;

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub use self::html::{GENERATOR, GENERATOR_WITHIN, project as project_in_report};
use self::source::Source;
use super::view::CollectionView;
use crate::words::Language;

/// Defines [`ExportFormat`] with names, endings, media types.
macro_rules! formats {
    ($($variant:ident $name:literal $ending:literal $media:literal $doc:literal;)*) => {
        /// What a collection can be written as.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum ExportFormat { $(#[doc = $doc] $variant,)* }

        impl ExportFormat {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its name on the command line.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The ending of its files.
            pub fn ending(self) -> &'static str {
                match self { $(Self::$variant => $ending,)* }
            }

            /// Its media type.
            pub fn media(self) -> &'static str {
                match self { $(Self::$variant => $media,)* }
            }
        }
    };
}

formats! {
    Json "json" "json" "application/json" "What `letopis corpus` prints.";
    CsvEntities "csv-entities" "csv" "text/csv" "Entities as a table (RFC 4180).";
    CsvMentions "csv-mentions" "csv" "text/csv" "Mentions as a table.";
    CsvDates "csv-dates" "csv" "text/csv" "Times as a table.";
    CsvEvents "csv-events" "csv" "text/csv" "The timeline as a table.";
    Markdown "markdown" "md" "text/markdown" "A chronology to be pasted into a draft (CommonMark).";
    Html "html" "html" "text/html" "A report in one file, readable without scripts.";
    TimelineJs "timelinejs" "json" "application/json" "TimelineJS 3.";
    Ical "ical" "ics" "text/calendar" "iCalendar (RFC 5545).";
    WebAnnotation "webannotation" "jsonld" "application/ld+json" "W3C Web Annotation.";
    Brat "brat" "zip" "application/zip" "brat standoff, a text and an annotation file for each article.";
    Tei "tei" "xml" "application/tei+xml" "TEI P5, a corpus.";
    TimeMl "timeml" "zip" "application/zip" "TimeML 1.2.1, a file for each article.";
    Gexf "gexf" "gexf" "application/gexf+xml" "GEXF 1.3: what is named together.";
    Ftm "ftm" "jsonl" "application/jsonl" "FollowTheMoney entities, one a line.";
}

impl ExportFormat {
    /// The format of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|f| f.name() == name)
    }
}

/// How tables are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Dialect {
    /// Commas, as RFC 4180 says.
    #[default]
    Comma,
    /// Semicolons and a byte order mark: what Excel opens where the comma is the decimal sign.
    Excel,
}

/// How something is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Manner {
    /// Of tables.
    pub dialect: Dialect,
    /// Of headings and dates in what people read: the names of fields are the same in all languages.
    pub language: Language,
}

/// The collection in a format. `project` is a project file that a report carries, so that it can be opened again.
pub fn export(collection: &CollectionView, format: ExportFormat, manner: Manner, project: Option<&[u8]>) -> Vec<u8> {
    let source = Source::new(collection, manner.language.words());
    let dialect = manner.dialect;
    match format {
        // The types hold strings and finite numbers only: JSON has them all.
        ExportFormat::Json => serde_json::to_vec(collection).unwrap_or_default(),
        ExportFormat::CsvEntities => csv::entities(&source, dialect),
        ExportFormat::CsvMentions => csv::mentions(&source, dialect),
        ExportFormat::CsvDates => csv::dates(&source, dialect),
        ExportFormat::CsvEvents => csv::events(&source, dialect),
        ExportFormat::Markdown => markdown::write(&source).into_bytes(),
        ExportFormat::Html => html::write(&source, project).into_bytes(),
        ExportFormat::TimelineJs => timeline::write(&source),
        ExportFormat::Ical => ical::write(&source).into_bytes(),
        ExportFormat::WebAnnotation => annotation::write(&source),
        ExportFormat::Brat => archive(brat::write(&source)),
        ExportFormat::Tei => tei::write(&source).into_bytes(),
        ExportFormat::TimeMl => archive(timeml::write(&source)),
        ExportFormat::Gexf => graph::write(&source).into_bytes(),
        ExportFormat::Ftm => ftm::write(&source),
    }
}

/// Files in one archive, without their times: the same files make the same bytes.
fn archive(files: Vec<(String, String)>) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    for (name, content) in files {
        // Writing to memory fails for names that are there already alone, and these differ.
        if out.start_file(name, options).is_ok() {
            let _ = out.write_all(content.as_bytes());
        }
    }
    out.finish().map(Cursor::into_inner).unwrap_or_default()
}
