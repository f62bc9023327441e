//! What the core reports instead of failing.

use super::span::{Byte, Span};

/// How much a diagnostic matters to the user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing, nothing is lost.
    Info,
    /// Something was guessed or left out.
    Warning,
}

/// What was noticed; each code has one wording and stays stable for scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Code {
    /// Bytes that are not valid in the encoding became U+FFFD.
    ReplacedBytes,
    /// The encoding was guessed, not declared.
    EncodingGuessed,
    /// The text is not Russian and was not analysed.
    NotRussian,
    /// A part of the text is in another language and was not analysed.
    OtherLanguage,
    /// The text seems to hold several articles.
    SeveralArticles,
    /// No publication day was found: relative dates stay unresolved.
    NoPublicationDate,
    /// The publication day that came with the document is no date.
    GivenDateUnread,
    /// The year of a date was taken from the publication day.
    YearAssumed,
    /// A date that no calendar has, such as the 31st of April.
    ImpossibleDate,
    /// The weekday beside a date is not that of the date.
    WeekdayMismatch,
    /// A range that ends before it begins.
    ReversedInterval,
    /// A capital that speaks or acts stands for its government: «Вашингтон заявил». The mention stays the city.
    CapitalAsGovernment,
}

impl Code {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::ReplacedBytes,
        Self::EncodingGuessed,
        Self::NotRussian,
        Self::OtherLanguage,
        Self::SeveralArticles,
        Self::NoPublicationDate,
        Self::GivenDateUnread,
        Self::YearAssumed,
        Self::ImpossibleDate,
        Self::WeekdayMismatch,
        Self::ReversedInterval,
        Self::CapitalAsGovernment,
    ];

    /// The stable name in output.
    pub fn name(self) -> &'static str {
        match self {
            Self::ReplacedBytes => "replaced-bytes",
            Self::EncodingGuessed => "encoding-guessed",
            Self::NotRussian => "not-russian",
            Self::OtherLanguage => "other-language",
            Self::SeveralArticles => "several-articles",
            Self::NoPublicationDate => "no-publication-date",
            Self::GivenDateUnread => "given-date-unread",
            Self::YearAssumed => "year-assumed",
            Self::ImpossibleDate => "impossible-date",
            Self::WeekdayMismatch => "weekday-mismatch",
            Self::ReversedInterval => "reversed-interval",
            Self::CapitalAsGovernment => "capital-as-government",
        }
    }

    /// Whether another publication day may change it.
    pub fn depends_on_date(self) -> bool {
        matches!(self, Self::NoPublicationDate | Self::GivenDateUnread | Self::YearAssumed | Self::WeekdayMismatch | Self::ReversedInterval)
    }

    /// How much it matters.
    pub fn severity(self) -> Severity {
        match self {
            Self::EncodingGuessed | Self::OtherLanguage | Self::SeveralArticles | Self::YearAssumed | Self::CapitalAsGovernment => {
                Severity::Info
            }
            _ => Severity::Warning,
        }
    }
}

/// One remark on a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What was noticed.
    pub code: Code,
    /// Where, when it is about a place in the text.
    pub span: Option<Span<Byte>>,
    /// The particular: a language, an encoding, a count.
    pub detail: String,
}

impl Diagnostic {
    /// A remark on the whole document.
    pub fn whole(code: Code, detail: impl Into<String>) -> Self {
        Self { code, span: None, detail: detail.into() }
    }

    /// A remark on a place.
    pub fn at(code: Code, span: Span<Byte>, detail: impl Into<String>) -> Self {
        Self { code, span: Some(span), detail: detail.into() }
    }

    /// The sentence for a user of the command line.
    pub fn message(&self) -> String {
        let what = match self.code {
            Code::ReplacedBytes => "bytes could not be decoded and were replaced by U+FFFD",
            Code::EncodingGuessed => "encoding guessed from the bytes",
            Code::NotRussian => "not analysed: the text is not Russian",
            Code::OtherLanguage => "this part is in another language and was not analysed",
            Code::SeveralArticles => "the text seems to hold several articles; --split takes them apart",
            Code::NoPublicationDate => "no publication day found; give one with --date to resolve relative dates",
            Code::GivenDateUnread => "the publication day given is not 2024-11-28, 2024-11 or 2024 and was passed over",
            Code::YearAssumed => "year taken from the publication day",
            Code::ImpossibleDate => "no calendar has this date",
            Code::WeekdayMismatch => "the weekday is not that of the date",
            Code::ReversedInterval => "the range ends before it begins; its ends were exchanged",
            Code::CapitalAsGovernment => "the capital probably stands for its government",
        };
        if self.detail.is_empty() { what.to_string() } else { format!("{what} ({})", self.detail) }
    }
}
