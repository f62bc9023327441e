//! Whatever the text: no panic, and the invariants hold.

use letopis::nlp::document::{Document, decode};
use letopis::nlp::edtf::stamp as date;

use crate::check::{Random, invariants, models, read, sample};

/// Pieces that trip rules up: half a date, a dot, an accent, a sign outside the BMP.
const PIECES: &[&str] = &[
    "31 апреля",
    "29 февраля",
    "00.00.0000",
    "99:99",
    "2024",
    "г.",
    "т. е.",
    "А.",
    "«",
    "»",
    "\"",
    "(",
    ")",
    "…",
    "?!",
    "—",
    "-",
    "\n",
    "\n\n",
    " ",
    "\u{a0}",
    "\u{ad}",
    "\u{301}",
    "🚀",
    "𝔘",
    "ООН",
    "ёЁ",
    "и",
    "с",
    "по",
    "до",
    "вчера",
    "в этом году",
    "XX век",
    "90-е",
    "-е",
    "1990-е",
    "Иванова",
    "Нур-Султан",
    "http://",
    "a@b.kz",
    "#тег",
    "٣",
    "½",
    "ﬁ",
    "ß",
    "中文",
    "\u{200b}",
    "\r\n",
    "\t",
    "12345678901234567890",
    "..",
    ";",
];

#[test]
fn random_pieces() {
    let mut random = Random(42);
    for _ in 0..300 {
        let text: String =
            (0..random.next(40)).map(|_| PIECES[random.next(PIECES.len())].to_string() + ["", " "][random.next(2)]).collect();
        // Russian words around it, so that the text is analysed.
        invariants(&models().analyse(Document::new("x", format!("Сегодня в городе {text} прошло совещание."))));
    }
}

#[test]
fn cut_and_shuffled_articles() {
    let mut random = Random(7);
    let article: Vec<char> = read(sample("mixed_emoji")).chars().chain(read(sample("floods")).chars()).collect();
    for _ in 0..60 {
        let (a, b) = (random.next(article.len()), random.next(article.len()));
        let text: String = article[a.min(b)..a.max(b)].iter().collect();
        invariants(&models().analyse(Document::new("x", text)));
    }
}

#[test]
fn random_bytes_and_dates() {
    let mut random = Random(99);
    for _ in 0..300 {
        let bytes: Vec<u8> = (0..random.next(200)).map(|_| random.next(256) as u8).collect();
        if let Ok(decoded) = decode(&bytes) {
            invariants(&models().analyse(Document::new("x", decoded.text)));
        }
        let text: String = (0..random.next(12)).map(|_| "0123456789-T:".as_bytes()[random.next(13)] as char).collect();
        if let Some(point) = date(&text) {
            assert_eq!(date(&point.to_string()), Some(point), "printing and reading agree");
        }
    }
}

#[test]
fn a_long_line_is_cut_without_loss() {
    let line = "Посол Норвегии прибыл в Тараз 5 мая 2020 года и встретился с акимом. ".repeat(120);
    let analysis = models().analyse(Document::new("x", line.clone()));
    invariants(&analysis);
    let dates = analysis.annotations.mentions.iter().filter(|m| m.time.is_some()).count();
    assert_eq!(dates, 120);
    let endless = "слово ".repeat(5000);
    invariants(&models().analyse(Document::new("x", endless)));
}

/// Texts on which careless rules look back or ahead without end.
#[test]
fn endless_runs() {
    for piece in ["1-", "a_", "a.", "г. Астана ", "(да! — А ", "1 мая 1100 года Иван Петров прибыл, ", "\"А. ", "Х", "12:"]
    {
        let text = format!("Сегодня в городе новости. {}", piece.repeat(30_000 / piece.len()));
        invariants(&models().analyse(Document::new("x", text)));
    }
    let teasers = format!("Новости дня сегодня\nЧитайте также:\n{}", "в мае\n".repeat(3_000));
    invariants(&models().analyse(Document::new("x", teasers)));
}
