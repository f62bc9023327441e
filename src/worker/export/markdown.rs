//! A chronology in CommonMark: year, day, what, the sentence, the source.

use super::source::{Source, squeeze};

/// Signs that mean something in CommonMark.
fn plain(text: &str) -> String {
    squeeze(text)
        .chars()
        .flat_map(|c| {
            if c.is_ascii_punctuation() && !matches!(c, '.' | ',' | ';' | ':' | '-' | '"' | '\'' | '%' | '/' | '?' | '(' | ')') {
                vec!['\\', c]
            } else {
                vec![c]
            }
        })
        .collect()
}

/// What begins a block must not look like a list or a rule.
fn begin(text: &str) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    match text.get(digits..) {
        Some(rest) if digits > 0 && rest.starts_with(['.', ')']) => format!("{}\\{rest}", &text[..digits]),
        _ if text.starts_with('-') => format!("\\{text}"),
        _ => text.to_string(),
    }
}

pub fn write(source: &Source<'_>) -> String {
    let words = source.words;
    let mut out = format!("# {}\n", words.timeline);
    let mut year = String::new();
    let items = source.collection.timeline.iter().map(|i| (i, true)).chain(source.collection.undated.iter().map(|i| (i, false)));
    for (item, dated) in items {
        let own = if dated {
            let first = item.earliest.as_deref().or(item.latest.as_deref());
            first.and_then(|d| d.rsplitn(3, '-').nth(2)?.parse().ok()).map_or("…".to_string(), |y: i16| words.year(y))
        } else {
            words.undated_title.to_string()
        };
        if own != year {
            out += &format!("\n## {own}\n\n");
            year = own;
        }
        let when = item.value.as_deref().filter(|_| dated).map_or(String::new(), |v| format!("**{}** — ", words.said(v)));
        let status = words.status(&item.status).map_or(String::new(), |s| format!(" ({s})"));
        let what = plain(&item.what);
        out += &format!("- {when}{}{status}\n", if when.is_empty() { begin(&what) } else { what });
        for e in &item.evidence {
            let Some(article) = source.article(&e.document) else { continue };
            let view = article.view;
            let quote = source.quote(e);
            let title = plain(article.title());
            let title = article.web().map_or(title.clone(), |url| format!("[{title}](<{url}>)"));
            let origin: Vec<String> = [Some(title), view.source.as_deref().map(plain), view.date.as_deref().map(|v| words.said(v))]
                .into_iter()
                .flatten()
                .collect();
            if !quote.is_empty() {
                out += &format!("  > {}\n  >\n  > {}\n", begin(&plain(&quote)), begin(&origin.join(", ")));
            }
        }
    }
    out
}
