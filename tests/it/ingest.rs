//! Files of every format, pages of many sites, and files that mean harm. The articles are by our hand; `tests/data/make_formats.py` makes
//! the files of formats from one of them.

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use letopis::ingest::{Format, Ingest, IngestError, Item, Limit, Limits, Unsupported, format_of, pdf};
use letopis::nlp::document::Document;
use serde_json::Value;

use crate::check::models;

fn data(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(path)
}

fn items(name: &str, bytes: Vec<u8>) -> Vec<Item> {
    Ingest::new(name, bytes, Limits::default(), Some(pdf::read)).collect()
}

fn articles(items: Vec<Item>) -> Vec<Document> {
    items.into_iter().filter_map(|i| if let Item::Article(d, _) = i { Some(*d) } else { None }).collect()
}

fn errors(items: Vec<Item>) -> Vec<IngestError> {
    items.into_iter().filter_map(|i| if let Item::Failed { error, .. } = i { Some(error) } else { None }).collect()
}

fn words(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[test]
fn every_format_gives_the_same_article() {
    let plain = fs::read_to_string(data("formats/article.txt")).unwrap();
    let (title, body) = plain.split_once("\n\n").unwrap();
    let mut seen = 0;
    for entry in fs::read_dir(data("formats")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let found = articles(items(&name, fs::read(&path).unwrap()));
        assert!(!found.is_empty(), "{name}: no article");
        for document in found.iter().filter(|d| !d.text.contains("Вторая новость дня")) {
            assert!(words(&document.text).contains(&words(body)), "{name}: {}", document.text);
            let titled = document.text.starts_with(title) || document.meta.title.as_deref() == Some(title);
            assert!(titled, "{name}: the headline is lost");
            seen += 1;
        }
    }
    assert!(seen >= 24, "{seen}");
}

#[test]
fn what_a_file_says_of_its_article_is_kept() {
    let one = |name: &str| articles(items(name, fs::read(data("formats").join(name)).unwrap())).remove(0);
    let page = one("article.html");
    assert_eq!(page.meta.date.unwrap().to_string(), "2024-09-03");
    assert_eq!(page.meta.author.as_deref(), Some("Анна Протасова"));
    assert_eq!(page.meta.site.as_deref(), Some("Верхнереченские ведомости"));
    assert_eq!(page.meta.section.as_deref(), Some("Город"));
    assert_eq!(page.meta.url.as_deref(), Some("https://vedomosti-vr.example/2024/09/03/most"));
    assert_eq!(one("article.mhtml").meta, page.meta);
    // The day that the sender's clock showed, not that of Greenwich.
    assert_eq!(one("article.eml").meta.date.unwrap().to_string(), "2024-09-03");
    assert_eq!(one("articles.rss").meta.date.unwrap().to_string(), "2024-09-03");
    assert_eq!(one("articles.csv").meta.site.as_deref(), Some("Верхнереченские ведомости"));
    let pages = |name: &str| one(name).origin.pages.iter().map(|p| (p.number, p.start as usize)).collect::<Vec<_>>();
    for name in ["article.docx", "article.odt", "article.pdf"] {
        let document = one(name);
        let pages = pages(name);
        assert_eq!(pages.len(), 2, "{name}");
        assert!(document.text[pages[1].1..].starts_with("«Мы ждали"), "{name}: {pages:?}");
    }
    // A word that Word holds in two runs is whole; what was struck out is gone.
    assert!(one("article.docx").text.contains("по новому мосту через") && !one("article.docx").text.contains("старому"));
}

#[test]
fn archives_are_walked_and_say_what_could_not_be_read() {
    let found = items("nested.zip", fs::read(data("formats/nested.zip")).unwrap());
    let paths: Vec<Vec<String>> = articles(found.clone()).into_iter().map(|d| d.origin.path).collect();
    let path = |parts: &[&str]| parts.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        paths,
        [
            path(&["nested.zip", "папка/статья.txt"]),
            path(&["nested.zip", "внутри.zip", "2004/письмо.eml"]),
            path(&["nested.zip", "внутри.zip", "2004/письмо.eml", "мост.txt"]),
            path(&["nested.zip", "книга.epub"]),
        ]
    );
    assert_eq!(errors(found), [IngestError::Empty]);
    // Names that Windows packed are in the code page of DOS.
    assert_eq!(articles(items("a.zip", fs::read(data("formats/old-names.zip")).unwrap()))[0].id, "название");
    // Without a reader of PDF, the file comes back for one that has it.
    let pdf = fs::read(data("formats/article.pdf")).unwrap();
    let left: Vec<Item> = Ingest::new("a.pdf", pdf.clone(), Limits::default(), None).collect();
    assert!(matches!(&left[..], [Item::Elsewhere { format: Format::Pdf, bytes, .. }] if *bytes == pdf));
}

#[test]
fn formats_are_known_by_content() {
    for (bytes, format) in [
        ("Обычный текст: «да» и нет.\nВторая строка.", Format::Text),
        ("- пункт один\n- пункт два\n\n* * *\nТекст с **одним** словом.", Format::Text),
        ("# Заголовок\n\nТекст.", Format::Markdown),
        ("<?xml version=\"1.0\"?>\n<!-- x -->\n<rss version=\"2.0\"><channel/></rss>", Format::Feed),
        ("<?xml version=\"1.0\"?><!DOCTYPE html><html xmlns=\"http://www.w3.org/1999/xhtml\">", Format::Html),
        ("\u{feff}  <P>Старая страница", Format::Html),
        ("< 5 градусов мороза ждут в области.", Format::Text),
        ("Тема: отпуск\nДата: завтра\n\nТекст", Format::Text),
        ("From: a@b.example\nTo: c@d.example\nSubject: x\nDate: Tue, 3 Sep 2024 10:00:00 +0300\n\nТекст", Format::Mail),
        ("[12.07.2023 08:14] Канал: вода будет вечером", Format::Text),
        ("{\"text\": \"а\"}", Format::Json),
        ("{\"text\": \"а\"}\n{\"text\": \"б\"}\n", Format::JsonLines),
        ("дата,заголовок,текст\n2024-01-01,а,б\n", Format::Table),
        ("Иванов, Петров, Сидоров\nтекст без таблицы, и ещё\n", Format::Text),
    ] {
        assert_eq!(format_of(bytes.as_bytes()), Ok(format), "{bytes}");
    }
    assert_eq!(format_of(b"\x89PNG\r\n\x1a\n"), Err(Unsupported::Image));
    assert_eq!(format_of(b"<?xml version='1.0'?><FictionBook>"), Err(Unsupported::Xml));
    let wide: Vec<u8> = "<html><title>Новости</title>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(format_of(&[&[0xff, 0xfe][..], &wide].concat()), Ok(Format::Html));
}

/// Of pages by another hand: what must be there and what must not; the share that is right may not fall.
#[test]
fn pages_of_many_sites_give_their_articles() {
    let mut right = [0usize; 9];
    let mut all = [0usize; 9];
    for entry in fs::read_dir(data("pages")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "html") {
            continue;
        }
        let gold: Value = serde_json::from_str(&fs::read_to_string(path.with_extension("json")).unwrap()).unwrap();
        let found = items("page.html", fs::read(&path).unwrap());
        if gold["list"] == true {
            assert_eq!(errors(found), [IngestError::NoArticle]);
            continue;
        }
        let document = articles(found).remove(0);
        let text = words(&document.text);
        let mut count = |n: usize, ok: bool| {
            all[n] += 1;
            right[n] += usize::from(ok);
        };
        let same = |got: Option<&str>, want: &Value| words(got.unwrap_or("")) == words(want.as_str().unwrap_or(""));
        let meta = &document.meta;
        count(0, same(meta.title.as_deref(), &gold["title"]));
        count(1, meta.date.map(|d| d.to_string()).as_deref() == gold["date"].as_str());
        count(2, same(meta.author.as_deref(), &gold["author"]));
        count(3, same(meta.site.as_deref(), &gold["site"]));
        count(4, meta.url.as_deref() == gold["url"].as_str());
        count(5, same(meta.section.as_deref(), &gold["section"]));
        let list = |v: &Value| v.as_array().map_or(Vec::new(), |a| a.iter().filter_map(|t| t.as_str().map(words)).collect());
        let mut tags: (Vec<String>, Vec<String>) = (meta.tags.iter().map(|t| words(t)).collect(), list(&gold["tags"]));
        tags.0.sort();
        tags.1.sort();
        count(6, tags.0 == tags.1);
        list(&gold["paragraphs"]).iter().for_each(|p| count(7, text.contains(p)));
        list(&gold["absent"]).iter().for_each(|p| count(8, !text.contains(p)));
    }
    let names = ["title", "date", "author", "site", "url", "section", "tags", "paragraphs", "absent"];
    let figures: Vec<String> = (0..9).map(|n| format!("{} {}/{}", names[n], right[n], all[n])).collect();
    println!("{}", figures.join(", "));
    for (n, least) in [31, 30, 28, 28, 30, 19, 25, 273, 197].into_iter().enumerate() {
        assert!(right[n] >= least, "{} fell: {}", names[n], figures.join(", "));
    }
}

fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        out.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

#[test]
fn bombs_are_refused_and_the_rest_goes_on() {
    let small = Limits { file: 1 << 20, unpacked: 3 << 20, parts: 50, depth: 4, ..Limits::default() };
    let open = |bytes: Vec<u8>| Ingest::new("x.zip", bytes, small, Some(pdf::read)).collect::<Vec<Item>>();
    let zeros = vec![b' '; 2 << 20];
    let text = "Мост через Ладву открыли осенью.".as_bytes();
    // One entry that is too large: the others are read.
    let found = open(zip_of(&[("bomb.txt", &zeros), ("a.txt", text)]));
    assert_eq!(articles(found.clone()).len(), 1);
    assert_eq!(errors(found), [Limit::File { bytes: 1 << 20 }.into()]);
    // Many that are too much together.
    let word = "слово ".repeat(90_000).into_bytes();
    let names: Vec<String> = (0..9).map(|n| format!("{n}.txt")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), word.as_slice())).collect();
    let found = open(zip_of(&files));
    assert_eq!((articles(found.clone()).len(), errors(found)), (3, vec![Limit::Unpacked { bytes: 3 << 20 }.into()]));
    // Archives in archives, and too many files.
    let mut nested = zip_of(&[("a.txt", text)]);
    for _ in 0..9 {
        nested = zip_of(&[("inner.zip", &nested)]);
    }
    assert_eq!(errors(open(nested)), [Limit::Depth { depth: 4 }.into()]);
    let names: Vec<String> = (0..80).map(|n| format!("{n}.txt")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), text)).collect();
    let found = open(zip_of(&files));
    assert_eq!((articles(found.clone()).len(), errors(found)), (50, vec![Limit::Parts { parts: 50 }.into()]));
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gz.write_all(&zeros).unwrap();
    assert!(matches!(errors(open(gz.finish().unwrap()))[..], [IngestError::Limit(_)]));
}

#[test]
fn xml_entities_do_not_grow() {
    let mut bomb = String::from("<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"смех\">");
    for n in 0..30 {
        let (this, last) = ((b'b' + n) as char, (b'a' + n) as char);
        bomb.push_str(&format!("<!ENTITY {this} \"&{last};&{last};&{last};&{last};\">"));
    }
    bomb.push_str("]><w:document xmlns:w=\"x\"><w:p><w:t>До &z; после.</w:t></w:p></w:document>");
    let document = articles(items("a.docx", zip_of(&[("word/document.xml", bomb.as_bytes())]))).remove(0);
    assert!(document.text.len() < 200, "{}", document.text.len());
    assert!(document.text.starts_with("До") && document.text.ends_with("после."));
}

#[test]
fn deep_nesting_is_no_danger() {
    let sentence = "Мост через Ладву открыли осенью, а старый закрыли на ремонт. ".repeat(8);
    for (open, close) in [("<div>", "</div>"), ("<b><i>", "</i></b>"), ("<font color=red>", "")] {
        let page = format!("<html><body>{}{sentence}{}</body></html>", open.repeat(60_000), close.repeat(60_000));
        let found = articles(items("a.html", page.into_bytes()));
        assert!(found.first().is_some_and(|d| d.text.contains("Ладву")), "{open}");
    }
    let rtf = format!("{{\\rtf1 {}{sentence}", "{".repeat(100_000));
    assert_eq!(articles(items("a.rtf", rtf.into_bytes())).len(), 1);
    let json = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(articles(items("a.json", json.into_bytes())).len() <= 1);
    let xml = format!("<w:document>{}<w:p><w:t>{sentence}</w:t></w:p>", "<w:x>".repeat(100_000));
    assert_eq!(articles(items("a.docx", zip_of(&[("word/document.xml", xml.as_bytes())]))).len(), 1);
}

#[test]
fn damaged_files_say_so() {
    for name in [
        "article.docx",
        "article.odt",
        "article.epub",
        "nested.zip",
        "article.pdf",
        "article.txt.gz",
        "article.eml",
        "article.html",
        "article.rtf",
    ] {
        let whole = fs::read(data("formats").join(name)).unwrap();
        for part in [1, 2, 3, 5] {
            // What is left is read, or the reason said: never nothing, never a panic.
            let found = items(name, whole[..whole.len() * part / 6].to_vec());
            assert!(!found.is_empty(), "{name}");
        }
        let mut flipped = whole.clone();
        for at in (40..flipped.len()).step_by(97) {
            flipped[at] ^= 0x55;
        }
        assert!(!items(name, flipped).is_empty(), "{name}");
    }
    assert_eq!(errors(items("a", Vec::new())), [IngestError::Empty]);
    assert_eq!(errors(items("a", b"  \n ".to_vec())), [IngestError::Empty]);
    assert!(matches!(errors(items("a.zip", b"PK\x03\x04nonsense".to_vec()))[..], [IngestError::Damaged { format: Format::Zip, .. }]));
    assert_eq!(errors(items("a.docx", zip_of(&[("xl/workbook.xml", b"<x/>")]))), [IngestError::Unsupported(Unsupported::Office)]);
}

#[test]
fn a_page_in_another_encoding_than_it_declares_is_read() {
    let page = |declared: &str, bytes: &[u8]| {
        let mut out = format!("<html><head><meta charset={declared}></head><body><p>").into_bytes();
        out.extend_from_slice(bytes);
        out.extend_from_slice(b"</p></body></html>");
        articles(items("a.html", out)).remove(0).text
    };
    let text =
        "Мост через Ладву открыли осенью, а старый закрыли на ремонт до весны, сообщила администрация города. Движение разгрузит центр.";
    let cyrillic = encoding_rs::WINDOWS_1251.encode(text).0.into_owned();
    for (declared, bytes) in
        [("windows-1251", cyrillic.as_slice()), ("utf-8", &cyrillic), ("windows-1251", text.as_bytes()), ("nonsense", &cyrillic)]
    {
        assert!(page(declared, bytes).contains("Ладву"), "{declared}");
    }
}

#[test]
fn a_million_lines_and_one_endless_line_are_text() {
    let lines = "строка\n".repeat(1_000_000);
    let document = articles(items("a.txt", lines.clone().into_bytes())).remove(0);
    assert_eq!(document.text, lines);
    let long = "Мост ".repeat(2_100_000);
    let large = errors(items("a.txt", "Мост ".repeat(2_500_000).into_bytes()));
    assert!(matches!(large[..], [IngestError::Limit(Limit::Text { .. })]), "{large:?}");
    assert_eq!(articles(items("a.txt", long.clone().into_bytes())).remove(0).text.len(), long.len());
}

#[test]
fn an_ingested_article_is_analysed_with_what_its_file_says() {
    let document = articles(items("article.eml", fs::read(data("formats/article.eml")).unwrap())).remove(0);
    let analysis = models().analyse(document);
    assert_eq!(analysis.layout.date_source.name(), "meta");
    assert_eq!(analysis.layout.date.unwrap().to_string(), "2024-09-03");
}
