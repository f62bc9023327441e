//! Which language a text is in.

use whatlang::{Lang, Script};

/// ISO 639-1 code of a text's language; `und` when it cannot be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language(pub &'static str);

impl Language {
    /// Whether the tagger knows the language.
    pub fn is_russian(self) -> bool {
        self.0 == "ru"
    }
}

/// Letters beyond the Russian alphabet that a Cyrillic language uses all the time.
const LETTERS: &[(&str, &str)] = &[("kk", "әғқңұһ"), ("uk", "їєґ"), ("be", "ў"), ("tg", "ҷӣӯ"), ("sr", "ђћџљњ")];

/// Tells the language by letters where they decide, else by trigrams (whatlang).
///
/// ```
/// use letopis::nlp::document::language;
/// assert_eq!(language("Переговоры прошли в Алматы.").0, "ru");
/// assert_eq!(language("Қазақстан Президенті жаңа қаулыға қол қойды.").0, "kk");
/// assert_eq!(language("The talks were held in Almaty.").0, "en");
/// ```
pub fn language(text: &str) -> Language {
    let (mut cyrillic, mut letters) = (0, 0);
    let mut special = [0; LETTERS.len()];
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        cyrillic += usize::from(matches!(c, '\u{0400}'..='\u{04ff}'));
        let lower = c.to_lowercase().next().unwrap_or(c);
        for (count, (_, own)) in special.iter_mut().zip(LETTERS) {
            *count += usize::from(own.contains(lower));
        }
    }
    if letters == 0 {
        return Language("und");
    }
    if cyrillic * 2 < letters {
        return match whatlang::detect(text).filter(|i| i.script() != Script::Cyrillic).map(|i| i.lang()) {
            Some(Lang::Eng) => Language("en"),
            Some(Lang::Deu) => Language("de"),
            Some(Lang::Fra) => Language("fr"),
            Some(Lang::Spa) => Language("es"),
            Some(Lang::Tur) => Language("tr"),
            Some(Lang::Uzb) => Language("uz"),
            Some(Lang::Aze) => Language("az"),
            Some(Lang::Cmn) => Language("zh"),
            Some(Lang::Ara) => Language("ar"),
            _ => Language("und"),
        };
    }
    // A Russian text may quote a few foreign words; one letter in fifty is no quotation.
    let (count, code) = special.iter().zip(LETTERS).map(|(n, (code, _))| (*n, *code)).max().unwrap_or((0, "ru"));
    if count * 50 > cyrillic {
        return Language(code);
    }
    match whatlang::detect(text).filter(|i| i.is_reliable() && letters > 200).map(|i| i.lang()) {
        Some(Lang::Bul) => Language("bg"),
        Some(Lang::Mkd) => Language("mk"),
        Some(Lang::Srp) => Language("sr"),
        _ => Language("ru"),
    }
}
