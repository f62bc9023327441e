//! How alike two spellings of a name are.
//!
//! Names from other languages reach Russian by several routes: «Тасыбай» and «Тасибай», «Дэвид» and «Девид». The distance
//! is that of Damerau and Levenshtein with lower costs where transcriptions waver (vowels, voiced and voiceless pairs,
//! doubled letters, ь and й), in the manner of weighted edit distances for names (Kondrak 2000).

/// A cost below which two words may be one, by the letters of the shorter.
fn limit(letters: usize, generous: bool) -> f32 {
    match (letters, generous) {
        (0..=3, _) => 0.0,
        (4..=5, _) => 0.5,
        (6..=7, false) => 0.6,
        (6..=7, true) => 1.0,
        (_, false) => 0.8,
        (_, true) => 1.2,
    }
}

/// Whether two folded words may be spellings of one name; `generous` when something else speaks for it.
pub(crate) fn close(a: &str, b: &str, generous: bool) -> bool {
    if a == b {
        return true;
    }
    let (x, y) = (cyrillic(a), cyrillic(b));
    // Practical transcription from Latin letters is a guess.
    let guess = (a.is_ascii() != b.is_ascii()) as u8 as f32 * 0.7;
    let letters = x.chars().count().min(y.chars().count());
    let limit = limit(letters, generous) + if letters > 3 { guess } else { 0.0 };
    distance(&x, &y, limit).is_some()
}

/// Longer ones are no names, and not compared.
const LONGEST: usize = 100;

/// The weighted distance, if it is at most `limit`.
pub(crate) fn distance(a: &str, b: &str, limit: f32) -> Option<f32> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(LONGEST + 1).collect(), b.chars().take(LONGEST + 1).collect());
    if a.len().max(b.len()) > LONGEST || a.len().abs_diff(b.len()) as f32 * 0.3 > limit {
        return None;
    }
    // A name does not lose its beginning.
    if let (Some(x), Some(y)) = (a.first(), b.first())
        && swap(*x, *y) >= 1.0
    {
        return None;
    }
    let mut before: Vec<f32> = Vec::new();
    let mut last: Vec<f32> = vec![0.0];
    for j in 1..=b.len() {
        last.push(last[j - 1] + lone(&b, j - 1));
    }
    for i in 1..=a.len() {
        let mut row = vec![last[0] + lone(&a, i - 1)];
        for j in 1..=b.len() {
            let mut best = (last[j - 1] + swap(a[i - 1], b[j - 1])).min(last[j] + lone(&a, i - 1)).min(row[j - 1] + lone(&b, j - 1));
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before[j - 2] + 0.8);
            }
            row.push(best);
        }
        if row.iter().all(|c| *c > limit) {
            return None;
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|d| *d <= limit + 1e-4)
}

/// The cost of one letter in place of another.
fn swap(a: char, b: char) -> f32 {
    if a == b {
        0.0
    } else if matches!((a, b), ('е', 'э') | ('э', 'е') | ('и', 'й') | ('й', 'и')) {
        0.2
    } else if is_near(a.min(b), a.max(b)) {
        0.4
    } else if is_vowel(a) && is_vowel(b) {
        0.6
    } else {
        1.0
    }
}

/// Pairs between which transcriptions waver, the lesser letter first.
fn is_near(a: char, b: char) -> bool {
    matches!(
        (a, b),
        ('а', 'е' | 'о' | 'э' | 'я')
            | ('б', 'п')
            | ('в', 'у' | 'ф' | 'ю')
            | ('г', 'к' | 'х')
            | ('д', 'т')
            | ('е', 'и' | 'о' | 'ы' | 'э')
            | ('ж', 'з' | 'ш' | 'щ')
            | ('з', 'с')
            | ('и', 'й' | 'ы' | 'э')
            | ('к', 'х')
            | ('с', 'ц')
            | ('у', 'ф' | 'ю')
            | ('ц', 'ч')
            | ('ч', 'щ')
            | ('ш', 'щ')
    )
}

/// The cost of a letter that only one has.
fn lone(word: &[char], at: usize) -> f32 {
    let c = word[at];
    let doubled = at > 0 && word[at - 1] == c || word.get(at + 1) == Some(&c);
    match c {
        _ if doubled => 0.2,
        'ь' | 'ъ' | '-' | '\'' | '’' => 0.2,
        'й' => 0.4,
        _ if is_vowel(c) && at > 0 && is_vowel(word[at - 1]) => 0.5,
        'х' | 'г' if at > 0 => 0.7,
        _ if is_vowel(c) => 0.7,
        _ => 1.0,
    }
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'а' | 'е' | 'и' | 'о' | 'у' | 'ы' | 'э' | 'ю' | 'я')
}

/// A folded Latin word in Cyrillic letters, roughly as English names are transcribed; others as they are.
pub(crate) fn cyrillic(word: &str) -> String {
    const GROUPS: &[(&str, &str)] = &[
        ("sch", "ш"),
        ("tsch", "ч"),
        ("shch", "щ"),
        ("sh", "ш"),
        ("ch", "ч"),
        ("th", "т"),
        ("ph", "ф"),
        ("kh", "х"),
        ("zh", "ж"),
        ("ts", "ц"),
        ("dj", "дж"),
        ("oo", "у"),
        ("ee", "и"),
        ("ea", "и"),
        ("ou", "у"),
        ("ck", "к"),
        ("qu", "кв"),
        ("ya", "я"),
        ("yu", "ю"),
        ("yo", "е"),
        ("ye", "е"),
        ("ay", "ей"),
        ("ai", "ай"),
        ("ei", "ай"),
        ("ey", "и"),
        ("oh", "о"),
        ("ah", "а"),
        ("gh", "г"),
        ("wr", "р"),
        ("x", "кс"),
        ("j", "дж"),
        ("w", "у"),
        ("c", "к"),
        ("y", "и"),
        ("h", "х"),
        ("a", "а"),
        ("b", "б"),
        ("d", "д"),
        ("e", "е"),
        ("f", "ф"),
        ("g", "г"),
        ("i", "и"),
        ("k", "к"),
        ("l", "л"),
        ("m", "м"),
        ("n", "н"),
        ("o", "о"),
        ("p", "п"),
        ("q", "к"),
        ("r", "р"),
        ("s", "с"),
        ("t", "т"),
        ("u", "у"),
        ("v", "в"),
        ("z", "з"),
    ];
    if !word.chars().any(|c| c.is_ascii_lowercase()) {
        return word.to_string();
    }
    let mut out = String::new();
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        match GROUPS.iter().find(|(latin, _)| rest.starts_with(latin)) {
            Some((latin, cyrillic)) => {
                out.push_str(cyrillic);
                rest = &rest[latin.len()..];
            }
            None => {
                out.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    out
}

/// The consonants of a word, alike ones as one, doubled ones once, behind its first letter: what spellings mostly share.
pub(crate) fn skeleton(word: &str) -> String {
    let word = cyrillic(word);
    let mut out = String::new();
    for (i, c) in word.chars().enumerate() {
        let class = match c {
            'з' | 'с' | 'ц' => 'с',
            'д' | 'т' => 'т',
            'б' | 'п' => 'п',
            'г' | 'к' | 'х' => 'к',
            'в' | 'ф' => 'в',
            'ж' | 'ш' | 'щ' | 'ч' => 'ш',
            'а' | 'е' | 'и' | 'о' | 'у' | 'ы' | 'э' | 'ю' | 'я' if i == 0 => 'а',
            'а' | 'е' | 'и' | 'о' | 'у' | 'ы' | 'э' | 'ю' | 'я' | 'й' | 'ь' | 'ъ' | '-' | '\'' | '’' => continue,
            c => c,
        };
        if !out.ends_with(class) {
            out.push(class);
        }
    }
    out
}
