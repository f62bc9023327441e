//! The main text of a web page: Readability (Arc90, Mozilla) as `dom_smoothie` has it, on a tree that was freed of what is certainly
//! not the article; a list of links is none.

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};

use super::blocks;

/// Elements that are never the article.
const NEVER: &str = "script, style, noscript, template, nav, footer, aside, form, iframe, svg, button, dialog, [hidden], [aria-hidden=true], \
    [role=navigation], [role=complementary], [role=dialog], [role=search], [style*='display:none'], [style*='display: none']";

/// Parts of names of classes and ids that sites give to what stands around or within an article and is not it.
const AROUND: &[&str] = &[
    "share",
    "social",
    "related",
    "read-also",
    "readalso",
    "read_also",
    "see-also",
    "also-read",
    "recommend",
    "popular",
    "most-read",
    "subscribe",
    "newsletter",
    "comment",
    "breadcrumb",
    "banner",
    "advert",
    "adfox",
    "promo",
    "cookie",
    "tags",
    "tag-list",
    "taglist",
    "hashtags",
    "counter",
    "views",
    "pagination",
    "widget",
    "sidebar",
    "teaser",
    "tizer",
    "informer",
    "footer",
    "copyright",
    "author-card",
    "author-box",
    "error-report",
    "orphus",
    "rating",
    "likes",
    "donate",
    "telegram-link",
    "tg-link",
    "more-news",
    "morenews",
    "other-news",
    "next-article",
    "lenta",
    "subnav",
    "caption",
    "photo-credit",
    "photo-author",
    "print-version",
];

/// The main text, without the headline; empty when there is none.
pub fn main_text(html: &str) -> String {
    let document = Document::from(html);
    document.select(NEVER).remove();
    remove_around(&document);
    let config = Config { disable_json_ld: true, char_threshold: 200, ..Config::default() };
    let found = Readability::with_document(document, None, Some(config)).ok().and_then(|mut r| r.parse().ok());
    found.map(|a| unless_list(&a.content)).unwrap_or_default()
}

/// Takes away elements that are called after what is around an article, unless most of the page's text is in them.
fn remove_around(document: &Document) {
    let Some(body) = document.body() else { return };
    let whole = body.normalized_char_count();
    let named = |node: &NodeRef<'_>| {
        let name = format!("{} {}", node.class().unwrap_or_default(), node.id_attr().unwrap_or_default()).to_lowercase();
        !name.trim().is_empty()
            && name.split_whitespace().any(|word| AROUND.iter().any(|around| word.contains(around)))
            && !node.has_name("body")
            && !node.has_name("html")
            && !node.has_name("article")
            && !node.has_name("main")
    };
    for node in body.descendants() {
        if node.is_element() && node.parent().is_some() && named(&node) && node.normalized_char_count() * 5 < whole * 2 {
            node.remove_from_parent();
        }
    }
}

/// The text of what was found; empty when that is a list of links, as on a front page.
fn unless_list(content: &str) -> String {
    let document = Document::from(content);
    let Some(body) = document.body() else { return String::new() };
    let links = document.select("a");
    let linked: usize = links.nodes().iter().map(NodeRef::normalized_char_count).sum();
    let whole = body.normalized_char_count().max(1);
    let text = blocks::of_html(&body);
    // Announcements are shorter than paragraphs, and each has a link.
    let paragraphs = text.split("\n\n").filter(|p| p.chars().count() >= 160).count();
    let announced = links.length() >= 6 && linked * 5 > whole && paragraphs * 4 < links.length();
    if linked * 10 > whole * 6 || announced { String::new() } else { text }
}
