//! Which language a text is in, as a whole and paragraph by paragraph.
//!
//! Cyrillic languages are told apart by what each of their words allows: letters that a language does not have speak against it, the
//! small words that it has everywhere speak for it. Names do not count, since they keep their letters in any language. Languages in
//! Latin letters are left to trigrams (`whatlang`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use whatlang::{Detector, Lang};

use crate::nlp::span::{Byte, Span};

/// ISO 639-1 code of a text's language; `und` when it cannot be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Language(pub &'static str);

impl Language {
    /// Whether the tagger knows the language.
    pub fn is_russian(self) -> bool {
        self.0 == "ru"
    }
}

/// A language in Cyrillic letters.
struct Cyrillic {
    code: &'static str,
    /// Letters of the Russian alphabet that it lacks, and those that it has beside them.
    lacks: &'static str,
    has: &'static str,
    /// Letters and runs of letters that many of its words have.
    often: &'static [&'static str],
    /// Small words that stand in most sentences.
    words: &'static [&'static str],
    /// Ends of words.
    ends: &'static [&'static str],
}

const CYRILLIC: &[Cyrillic] = &[
    Cyrillic {
        code: "ru",
        lacks: "",
        has: "ѣѵѳ",
        often: &["ы", "э"],
        words: &[
            "и",
            "в",
            "во",
            "не",
            "на",
            "что",
            "с",
            "со",
            "по",
            "к",
            "из",
            "у",
            "за",
            "о",
            "об",
            "от",
            "до",
            "для",
            "как",
            "это",
            "он",
            "она",
            "они",
            "его",
            "ее",
            "их",
            "но",
            "а",
            "же",
            "бы",
            "или",
            "при",
            "был",
            "была",
            "были",
            "было",
            "будет",
            "будут",
            "также",
            "который",
            "которые",
            "чтобы",
            "после",
            "более",
            "году",
            "года",
            "лет",
            "без",
            "под",
            "над",
            "ли",
            "еще",
            "уже",
            "все",
            "где",
            "когда",
            "если",
            "только",
            "между",
            "через",
            "этом",
            "этого",
            "том",
            "себя",
            "может",
            "нет",
        ],
        ends: &[
            "ого", "его", "ому", "ться", "ется", "ются", "ются", "ться", "ился", "лась", "ость", "ости", "ение", "ения", "ений", "ский",
            "ской", "ских", "ным", "ных", "ыми", "ал", "ала", "али",
        ],
    },
    Cyrillic {
        code: "uk",
        lacks: "ыэъё",
        has: "іїєґ'’",
        often: &["і", "ї", "є"],
        words: &[
            "та",
            "і",
            "й",
            "що",
            "у",
            "в",
            "на",
            "з",
            "із",
            "до",
            "не",
            "про",
            "за",
            "від",
            "це",
            "він",
            "вона",
            "вони",
            "його",
            "її",
            "їх",
            "але",
            "або",
            "як",
            "для",
            "буде",
            "був",
            "була",
            "були",
            "було",
            "який",
            "які",
            "яка",
            "щоб",
            "також",
            "після",
            "під",
            "через",
            "році",
            "року",
            "років",
            "над",
            "чи",
            "ще",
            "вже",
            "де",
            "коли",
            "якщо",
            "між",
            "тому",
            "ця",
            "цей",
        ],
        ends: &["ого", "ться", "ння", "ість", "ості", "ський", "ської", "ських", "ів", "ти", "ють", "ла", "ли", "ував", "увала"],
    },
    Cyrillic {
        code: "be",
        lacks: "ищъ",
        has: "ўі'’",
        often: &["ў", "і", "дз", "ці"],
        words: &[
            "і",
            "у",
            "ў",
            "не",
            "на",
            "што",
            "з",
            "са",
            "да",
            "як",
            "гэта",
            "ён",
            "яна",
            "яны",
            "яго",
            "яе",
            "іх",
            "але",
            "або",
            "для",
            "быў",
            "была",
            "былі",
            "было",
            "які",
            "якія",
            "каб",
            "таксама",
            "пасля",
            "пад",
            "праз",
            "годзе",
            "года",
            "гадоў",
            "пра",
            "па",
            "за",
            "ад",
        ],
        ends: &["ага", "яга", "цца", "ння", "асць", "скі", "скай", "скіх", "аў", "ць", "уць"],
    },
    Cyrillic {
        code: "bg",
        lacks: "ыэё",
        has: "",
        often: &["ъ", "щ"],
        words: &[
            "и",
            "на",
            "в",
            "във",
            "с",
            "със",
            "се",
            "да",
            "е",
            "за",
            "от",
            "по",
            "до",
            "не",
            "ще",
            "са",
            "си",
            "че",
            "като",
            "при",
            "след",
            "но",
            "или",
            "му",
            "го",
            "им",
            "той",
            "тя",
            "те",
            "това",
            "този",
            "тази",
            "които",
            "който",
            "която",
            "беше",
            "бяха",
            "има",
            "няма",
            "може",
            "край",
            "над",
            "около",
            "бе",
            "един",
            "една",
            "най",
        ],
        ends: &["та", "то", "те", "ят", "ът", "ите", "ата", "ието", "ява", "яват", "ува", "ват"],
    },
    Cyrillic {
        code: "mk",
        lacks: "ыэёъьщйюя",
        has: "ѓќѕјљњџѐѝ",
        often: &["ј", "ќ", "ѓ"],
        words: &[
            "и", "на", "во", "со", "се", "да", "е", "за", "од", "по", "до", "не", "ќе", "ги", "го", "ја", "дека", "како", "при", "или",
            "но", "тој", "таа", "тие", "што", "кој", "која", "кои", "беше", "има", "нема", "може", "а", "под", "над", "сè", "уште",
        ],
        ends: &["та", "то", "те", "от", "ите", "ата", "ува", "уваат", "ија", "њето"],
    },
    Cyrillic {
        code: "sr",
        lacks: "ыэёъьщйюя",
        has: "ђћјљњџ",
        often: &["ј", "ћ", "ђ", "ије"],
        words: &[
            "и",
            "на",
            "у",
            "са",
            "се",
            "да",
            "је",
            "за",
            "од",
            "по",
            "до",
            "не",
            "ће",
            "су",
            "који",
            "која",
            "које",
            "као",
            "или",
            "али",
            "он",
            "она",
            "они",
            "што",
            "би",
            "био",
            "била",
            "биле",
            "након",
            "између",
            "тај",
            "то",
            "а",
            "о",
            "из",
            "због",
            "ми",
            "овог",
            "две",
            "је",
        ],
        ends: &["ја", "је", "ју", "ог", "ом", "ост", "ости", "ња", "ће", "ти", "ли"],
    },
    Cyrillic {
        code: "kk",
        lacks: "",
        has: "әғқңөұүһі",
        often: &["қ", "ғ", "і", "ә", "ұ"],
        words: &[
            "және",
            "мен",
            "бен",
            "пен",
            "үшін",
            "бұл",
            "деп",
            "бойынша",
            "туралы",
            "осы",
            "сол",
            "жылы",
            "жылғы",
            "екі",
            "бір",
            "болып",
            "болды",
            "болады",
            "ол",
            "олар",
            "оның",
            "жаңа",
            "деді",
            "еді",
            "емес",
            "тағы",
            "да",
            "де",
            "бар",
            "жоқ",
            "отыр",
            "кейін",
            "дейін",
            "әр",
            "ең",
            "ғана",
            "қол",
            "айтты",
        ],
        ends: &[
            "дың", "нің", "тың", "дің", "ның", "лар", "лер", "дар", "дер", "тар", "тер", "ды", "ді", "ты", "ті", "ған", "ген", "қан",
            "кен", "ына", "іне", "сы", "сі", "ып", "іп", "мен", "да", "де", "ында", "інде", "ады", "еді", "лды",
        ],
    },
    Cyrillic {
        code: "ky",
        lacks: "",
        has: "ңөү",
        often: &["ү", "ө", "ң", "уу", "оо", "ээ", "өө", "үү"],
        words: &[
            "жана",
            "менен",
            "үчүн",
            "бул",
            "деп",
            "боюнча",
            "тууралуу",
            "жөнүндө",
            "ошол",
            "жылы",
            "эки",
            "бир",
            "болуп",
            "болду",
            "болот",
            "ал",
            "алар",
            "анын",
            "жаңы",
            "деди",
            "эле",
            "эмес",
            "дагы",
            "да",
            "бар",
            "жок",
            "кийин",
            "чейин",
            "ар",
            "эң",
            "гана",
            "айтты",
            "быйыл",
            "аны",
            "ошондой",
            "кайра",
            "нече",
            "айрым",
        ],
        ends: &[
            "дын",
            "нин",
            "тын",
            "нын",
            "дун",
            "нун",
            "лар",
            "лер",
            "лор",
            "дар",
            "дор",
            "ды",
            "ду",
            "ган",
            "ген",
            "гон",
            "кан",
            "сы",
            "су",
            "уу",
            "үү",
            "ып",
            "уп",
            "үп",
            "ында",
            "инде",
            "арды",
            "бейт",
            "талды",
        ],
    },
    Cyrillic {
        code: "tt",
        lacks: "",
        has: "әөүҗңһ",
        often: &["ә", "җ", "һ", "ү"],
        words: &[
            "һәм",
            "белән",
            "өчен",
            "бу",
            "дип",
            "буенча",
            "турында",
            "шул",
            "елны",
            "елда",
            "ике",
            "бер",
            "булып",
            "булды",
            "була",
            "ул",
            "алар",
            "аның",
            "яңа",
            "диде",
            "иде",
            "түгел",
            "тагын",
            "да",
            "дә",
            "бар",
            "юк",
            "соң",
            "кадәр",
            "иң",
            "генә",
            "әле",
            "хәзер",
        ],
        ends: &[
            "ның",
            "нең",
            "лар",
            "ләр",
            "нар",
            "нәр",
            "ды",
            "де",
            "ган",
            "гән",
            "кан",
            "кән",
            "сы",
            "се",
            "лары",
            "ләре",
            "ында",
            "ендә",
            "ләр",
            "ланды",
            "ачак",
            "әчәк",
            "леге",
            "лыгы",
        ],
    },
    Cyrillic {
        code: "mn",
        lacks: "щ",
        has: "өү",
        often: &["аа", "ээ", "оо", "уу", "өө", "үү", "ийн", "ү", "ө"],
        words: &[
            "нь",
            "ба",
            "болон",
            "энэ",
            "тэр",
            "юм",
            "гэж",
            "гэсэн",
            "байна",
            "байсан",
            "байгаа",
            "болно",
            "онд",
            "оны",
            "хоёр",
            "нэг",
            "шинэ",
            "их",
            "бол",
            "тус",
            "удаа",
            "жилийн",
            "улсын",
            "хийх",
            "ажээ",
            "хэд",
            "хэдэн",
            "дээр",
            "дараа",
            "мөн",
            "хүртэл",
            "зам",
            "тул",
        ],
        ends: &[
            "ийн", "ын", "ний", "ны", "ууд", "үүд", "аар", "ээр", "оор", "өөр", "сан", "сэн", "сон", "сөн", "лоо", "лээ", "лаа", "лөө",
            "жээ", "чээ", "гүй", "тай", "тэй", "той", "даг", "дэг", "аас", "ээс", "рав", "рэв", "лав",
        ],
    },
    Cyrillic {
        code: "tg",
        lacks: "ыщ",
        has: "ғӣқӯҳҷ",
        often: &["ҳ", "ӣ", "ӯ", "ҷ", "қ"],
        words: &[
            "ва",
            "дар",
            "аз",
            "ба",
            "ки",
            "бо",
            "барои",
            "ин",
            "он",
            "шуд",
            "шуда",
            "буд",
            "аст",
            "мешавад",
            "карда",
            "кард",
            "карданд",
            "то",
            "низ",
            "як",
            "ду",
            "соли",
            "нав",
            "пас",
            "ҳам",
            "бояд",
            "онҳо",
            "худ",
            "дода",
            "намуд",
        ],
        ends: &["ҳо", "ҳои", "ии", "анд", "ест", "ани", "они", "ати", "аи", "моӣ", "ият", "гон", "гони"],
    },
];

/// Letters of the Russian alphabet.
const RUSSIAN: &str = "абвгдежзийклмнопрстуфхцчшщъыьэюяё";

/// Languages in Latin letters that are told apart.
const LATIN: &[(Lang, &str)] =
    &[(Lang::Eng, "en"), (Lang::Deu, "de"), (Lang::Fra, "fr"), (Lang::Spa, "es"), (Lang::Tur, "tr"), (Lang::Uzb, "uz"), (Lang::Aze, "az")];

/// Tells the language of a text.
///
/// ```
/// use letopis::nlp::document::language;
/// assert_eq!(language("Переговоры прошли в Алматы.").0, "ru");
/// assert_eq!(language("Қазақстан Президенті жаңа қаулыға қол қойды.").0, "kk");
/// assert_eq!(language("Міністр повідомив про нову угоду з партнерами.").0, "uk");
/// assert_eq!(language("The talks were held in Almaty.").0, "en");
/// ```
pub fn language(text: &str) -> Language {
    // A page's worth is enough: longer texts change nothing but the time it takes.
    let text = match text.char_indices().nth(20_000) {
        Some((at, _)) => &text[..at],
        None => text,
    };
    let (mut cyrillic, mut letters) = (0usize, 0usize);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        cyrillic += usize::from(matches!(c, '\u{0400}'..='\u{052f}'));
    }
    if letters == 0 {
        return Language("und");
    }
    if cyrillic * 2 >= letters { of_cyrillic(text, None) } else { of_latin(text, letters) }
}

/// The language of one line of a text in `usual`: another one must show clearly.
fn of_line(line: &str, usual: Language) -> Option<Language> {
    let letters = line.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 24 {
        return None;
    }
    let cyrillic = line.chars().filter(|c| matches!(c, '\u{0400}'..='\u{052f}')).count();
    let latin = line.split_whitespace().filter(|w| w.starts_with(|c: char| c.is_ascii_lowercase())).count();
    if cyrillic * 2 >= letters {
        return Some(of_cyrillic(line, Some(usual)));
    }
    // Names of films and companies are no sentence in another language.
    let sentence = cyrillic * 10 < letters && latin >= 4;
    if sentence || usual.0 != "ru" && cyrillic == 0 { Some(language(line)).filter(|l| l.0 != "und") } else { None }
}

fn of_latin(text: &str, letters: usize) -> Language {
    // Kazakh in the alphabets of 2018 and 2021, which no one else writes so.
    let kazakh = text.chars().filter(|c| "ńǵýıúóáşğūäŋñ".contains(*c)).count();
    let own = text.chars().filter(|c| "ńǵýūŋ".contains(*c)).count();
    if own > 0 && kazakh * 40 > letters {
        return Language("kk");
    }
    let detector = Detector::with_allowlist(LATIN.iter().map(|(l, _)| *l).collect());
    // Trigrams of a headline say little; letters without marks are most likely English.
    let plain = text.chars().filter(|c| c.is_alphabetic()).all(|c| c.is_ascii());
    let sure = |info: &whatlang::Info| info.script() == whatlang::Script::Latin && !(plain && letters < 60);
    if plain && letters < 60 && text.split_whitespace().count() >= 2 {
        return Language("en");
    }
    let found = detector.detect(text).filter(sure);
    found.and_then(|info| LATIN.iter().find(|(l, _)| *l == info.lang())).map_or(Language("und"), |(_, code)| Language(code))
}

/// How much Russian goes before others where no letter is foreign to it.
const MARGIN: i32 = 4;

/// How much Russian goes before others in each line of a Russian text.
const USUAL: i32 = 4;

fn of_cyrillic(text: &str, usual: Option<Language>) -> Language {
    let all: Vec<String> = text
        .split(|c: char| !(c.is_alphabetic() || matches!(c, '\'' | '’')))
        .map(|w| w.trim_matches(['\'', '’']))
        .filter(|w| !w.is_empty())
        .map(String::from)
        .collect();
    // Names keep their letters in every language; in capitals all words are names.
    let small: Vec<String> = all.iter().filter(|w| w.starts_with(char::is_lowercase)).cloned().collect();
    let used: Vec<String> = if small.len() >= 2 { small } else { all.iter().map(|w| w.to_lowercase()).collect() };
    let cyrillic: Vec<&String> = used.iter().filter(|w| w.chars().any(|c| matches!(c, '\u{0400}'..='\u{052f}'))).collect();
    // Russian is what people bring; another language without a letter of its own must show by more than a word.
    let own =
        cyrillic.iter().filter(|w| w.chars().any(|c| c.is_alphabetic() && !RUSSIAN.contains(c) && !CYRILLIC[0].has.contains(c))).count();
    let margin = if own == 0 { MARGIN } else { 0 };
    let table = &*TABLE;
    let mut scores = [0i32; CYRILLIC.len()];
    scores[0] = 1 + margin + usual.map_or(0, |u| if u.is_russian() { USUAL } else { 0 });
    for word in &cyrillic {
        let seen = table.look(word);
        for (n, score) in scores.iter_mut().enumerate() {
            let bit = |mask: u16| i32::from(mask >> n & 1);
            *score += if bit(seen.allowed) == 0 { -4 } else { 3 * bit(seen.words) + bit(seen.ends) + bit(seen.often) };
        }
    }
    // Of equals the first.
    let best = (0..scores.len()).max_by_key(|n| (scores[*n], std::cmp::Reverse(*n))).unwrap_or(0);
    Language(CYRILLIC[best].code)
}

/// The languages as bits, in the order of [`CYRILLIC`].
type Mask = u16;

/// [`CYRILLIC`] turned round: from letters, words and ends to languages.
struct Table {
    /// Languages that have the letter, and those whose words often have it, from U+0400 on.
    letters: Vec<(Mask, Mask)>,
    words: BTreeMap<&'static str, Mask>,
    ends: BTreeMap<&'static str, Mask>,
    /// Runs of letters.
    runs: Vec<(&'static str, Mask)>,
}

/// Languages that a word speaks for, in each way.
struct Seen {
    allowed: Mask,
    words: Mask,
    ends: Mask,
    often: Mask,
}

/// First letter of the table, and how many there are.
const FIRST: u32 = 0x400;
const LETTERS: usize = 0x130;

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { letters: Vec::new(), words: BTreeMap::new(), ends: BTreeMap::new(), runs: Vec::new() };
    table.letters = (0..LETTERS)
        .map(|n| {
            let c = char::from_u32(FIRST + n as u32).unwrap_or(' ');
            let (mut has, mut often) = (0, 0);
            for (bit, l) in CYRILLIC.iter().enumerate() {
                has |= Mask::from(if RUSSIAN.contains(c) { !l.lacks.contains(c) } else { l.has.contains(c) }) << bit;
                often |= Mask::from(l.often.iter().any(|o| o.chars().eq([c]))) << bit;
            }
            (has, often)
        })
        .collect();
    for (bit, l) in CYRILLIC.iter().enumerate() {
        l.words.iter().for_each(|w| *table.words.entry(w).or_default() |= 1 << bit);
        l.ends.iter().for_each(|e| *table.ends.entry(e).or_default() |= 1 << bit);
        for run in l.often.iter().filter(|o| o.chars().count() > 1) {
            match table.runs.iter_mut().find(|(r, _)| r == run) {
                Some((_, mask)) => *mask |= 1 << bit,
                None => table.runs.push((run, 1 << bit)),
            }
        }
    }
    table
});

impl Table {
    fn look(&self, word: &str) -> Seen {
        let mut seen = Seen { allowed: Mask::MAX, words: self.words.get(word).copied().unwrap_or(0), ends: 0, often: 0 };
        for c in word.chars() {
            if let Some((has, often)) = (c as u32).checked_sub(FIRST).and_then(|n| self.letters.get(n as usize)) {
                seen.allowed &= has;
                seen.often |= often;
            }
        }
        for (run, mask) in &self.runs {
            if word.contains(run) {
                seen.often |= mask;
            }
        }
        let starts: Vec<usize> = word.char_indices().map(|(at, _)| at).collect();
        if starts.len() > 3 {
            for length in 2..=LONGEST_END.min(starts.len()) {
                seen.ends |= self.ends.get(&word[starts[starts.len() - length]..]).copied().unwrap_or(0);
            }
        }
        seen
    }
}

/// Letters of the longest of all ends.
const LONGEST_END: usize = 5;

/// Paragraphs in the same language, in text order: every line belongs to one. A line too short to tell goes with those around it.
pub fn languages(text: &str) -> Vec<(Span<Byte>, Language)> {
    let whole = language(text);
    let mut lines: Vec<(Span<Byte>, Option<Language>)> = Vec::new();
    let mut at = 0u32;
    for line in text.split_inclusive('\n') {
        let span = Span::new(at, at + line.len() as u32);
        at = span.end;
        lines.push((span, of_line(line, whole)));
    }
    // What cannot be told takes the language of the line before, else of the whole; one line alone must say it clearly.
    let mut out: Vec<(Span<Byte>, Language)> = Vec::new();
    for (n, (span, own)) in lines.iter().enumerate() {
        let before = out.last().map(|(_, l)| *l);
        let after = lines[n + 1..].iter().find_map(|(_, l)| *l);
        let language = match own {
            Some(own) => *own,
            None => match (before, after) {
                (Some(before), Some(after)) if before != after && after == whole => after,
                (Some(before), _) => before,
                (None, Some(after)) => after,
                (None, None) => whole,
            },
        };
        match out.last_mut() {
            Some((last, l)) if *l == language => last.end = span.end,
            _ => out.push((*span, language)),
        }
    }
    out
}
