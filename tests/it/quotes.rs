//! Who says what, by texts with marked quotes (`tests/data/events/quotes.txt`): what is wrong stands in a file, and nothing else
//! may go wrong.

use std::fmt::Write;

use letopis::nlp::document::Document;
use letopis::nlp::pipeline::Analysis;
use letopis::nlp::quote::{Form, Quote};

use crate::check::{data, golden, invariants, models, read};

/// A quote as marked: start, end, whether in the author's words, speaker (none for nobody named).
struct Marked {
    start: usize,
    end: usize,
    indirect: bool,
    speaker: Option<String>,
}

/// Reads `⟦speaker|cue⟧…⟦/⟧`; `~` before the speaker marks indirect speech, `?` nobody that is named.
fn parse(marked: &str) -> (String, Vec<Marked>) {
    let (mut text, mut out, mut open): (String, Vec<Marked>, Option<(usize, String)>) = (String::new(), Vec::new(), None);
    let mut rest = marked;
    while let Some(at) = rest.find('⟦') {
        text.push_str(&rest[..at]);
        let (mark, after) = rest[at + '⟦'.len_utf8()..].split_once('⟧').unwrap();
        match (mark, open.take()) {
            ("/", Some((start, speaker))) => {
                let name = speaker.trim_start_matches('~');
                let speaker_known = (name != "?").then(|| name.to_string());
                out.push(Marked { start, end: text.len(), indirect: speaker.starts_with('~'), speaker: speaker_known });
            }
            (mark, None) => open = Some((text.len(), mark.split_once('|').unwrap().0.to_string())),
            (mark, Some(_)) => panic!("{mark}: a quote within a quote"),
        }
        rest = after;
    }
    text.push_str(rest);
    (text, out)
}

/// Whether an entity is called so: the name, or one that it is a part of.
fn called(analysis: &Analysis, quote: &Quote, name: &str) -> bool {
    let plain = |s: &str| s.replace(['«', '»', '"', '„', '“'], "").to_lowercase().replace('ё', "е");
    let Some(entity) = quote.speaker.and_then(|id| analysis.annotations.entities.get(id.0 as usize)) else { return false };
    let wanted = plain(name);
    let mut names = entity.names.iter().map(|n| n.text.as_str()).chain(entity.aliases.iter().map(String::as_str)).map(plain);
    names.any(|n| n.chars().count() > 2 && (wanted.contains(&n) || n.contains(&wanted)))
}

#[test]
fn quotes_have_their_extent_and_their_speaker() {
    let source = read(data("events/quotes.txt"));
    let mut report = String::new();
    let (mut gold, mut found, mut extra, mut speakers) = (0, 0, 0, 0);
    for article in source.split("=== ").skip(1) {
        let (label, marked) = article.split_once('\n').unwrap();
        let (text, wanted) = parse(marked.trim_end());
        let a = models().analyse(Document::new(label, &text));
        invariants(&a);
        let cut = |s: &str| s.chars().take(60).collect::<String>().replace('\n', " ");
        let mut used = vec![false; a.quotes.len()];
        for w in &wanted {
            gold += 1;
            let own = &text[w.start..w.end];
            let shared = |q: &Quote| (q.span.end as usize).min(w.end).saturating_sub((q.span.start as usize).max(w.start));
            let fits = |q: &Quote| (q.form == Form::Indirect) == w.indirect && shared(q) * 2 > own.len().max(q.span.len() as usize);
            let Some(n) = (0..used.len()).find(|n| !used[*n] && fits(&a.quotes[*n])) else {
                writeln!(report, "{label}: missed: {}", cut(own)).unwrap();
                continue;
            };
            used[n] = true;
            found += 1;
            let quote = &a.quotes[n];
            if quote.span.range() != (w.start..w.end) {
                writeln!(report, "{label}: extent: {} | {}", cut(own), cut(quote.span.of(&text))).unwrap();
            }
            if w.speaker.as_ref().map_or(quote.speaker.is_none(), |name| called(&a, quote, name)) {
                speakers += 1;
            } else {
                let got = quote.speaker.map_or("nobody", |id| a.annotations.entities[id.0 as usize].name.as_str());
                writeln!(report, "{label}: speaker: {}, not {got}: {}", w.speaker.as_deref().unwrap_or("nobody"), cut(own)).unwrap();
            }
        }
        for (quote, _) in a.quotes.iter().zip(&used).filter(|(_, used)| !**used) {
            extra += 1;
            writeln!(report, "{label}: none: {}", cut(quote.span.of(&text))).unwrap();
        }
    }
    writeln!(report, "found {found} of {gold}, {extra} more, speaker right {speakers}").unwrap();
    golden(&data("events/quotes.expected"), &report);
}

fn of(text: &str) -> Vec<(String, Form)> {
    let a = models().analyse(Document::new("test", text));
    invariants(&a);
    a.quotes.iter().map(|q| (q.span.of(text).to_string(), q.form)).collect()
}

#[test]
fn what_somebody_did_not_say_is_no_statement() {
    assert_eq!(of("Савелий Гордин отрицает, что брал взятку."), []);
    assert_eq!(of("Савелий Гордин не говорил, что уйдёт."), []);
    assert_eq!(of("Савелий Гордин говорил, что уйдёт."), [("уйдёт".to_string(), Form::Indirect)]);
}

#[test]
fn paragraphs_of_one_speech_are_one_quote() {
    let direct = |text: &str| of(text).into_iter().filter(|q| q.1 == Form::Direct).count();
    assert_eq!(direct("«Первое слово сказано.\n«Второе слово тоже сказано."), 1);
    for gap in ["\n", "\n\n", "\r\n\r\n"] {
        let text = ["«Мы ждали долго», – сказал Савелий Гордин.", "«Раз.", "«Два.", "«Три.", "«Четыре.", "«Пять»."].join(gap);
        assert!(direct(&text) <= 2, "{text:?}");
    }
    assert_eq!(direct("Город живёт.\n«, – сказал Савелий Гордин."), 0);
}

#[test]
fn lists_are_no_interviews() {
    assert_eq!(of("Савелий Гордин: 45 процентов голосов\nПётр Кленов: 30 процентов голосов\nАнна Ольхова: 25 процентов голосов"), []);
    assert_eq!(of("Что изменится в районе:\n- Отремонтируют дороги и мосты.\n- Построят школу на 600 мест.\n- Когда откроют парк?"), []);
}
