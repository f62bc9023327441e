//! A web page → the article on it, and what the page says of it.
//!
//! Of each field the surest source is taken: JSON-LD (schema.org), Open Graph, microdata and `<time>`, other `meta` elements, visible text.

use dom_query::{Document, NodeRef};
use serde_json::{Map, Value};

use super::error::IngestError;
use super::format::Format;
use super::limits::Limit;
use super::{Extract, blocks, html};
use crate::nlp::document::{MAX_BYTES, Meta, decode_as};
use crate::nlp::edtf::{Point, stamp, stamped_day};

/// Reads the bytes of a page.
pub fn read(bytes: &[u8]) -> Result<Extract, IngestError> {
    let decoded = decode_as(bytes, declared(bytes), MAX_BYTES)?;
    let mut extract = of_text(&decoded.text)?;
    extract.noticed = decoded.diagnostics;
    Ok(extract)
}

/// The encoding that a page declares within its first bytes (HTML Living Standard, 13.2.3.2).
fn declared(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head: String = bytes[..bytes.len().min(4096)].iter().map(|b| (*b as char).to_ascii_lowercase()).collect();
    let at = head.find("charset=").map(|at| at + 8).or_else(|| head.find("encoding=").map(|at| at + 9))?;
    let name: String = head[at..]
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect();
    // A page that could be read as far as this line is in no UTF-16.
    encoding_rs::Encoding::for_label(name.as_bytes()).map(|e| e.output_encoding())
}

/// Tags within one page; more are no page of a human.
const MOST_TAGS: usize = 400_000;

/// Reads the text of a page.
pub fn of_text(source: &str) -> Result<Extract, IngestError> {
    if blocks::too_deep(source) || source.bytes().filter(|b| *b == b'<').count() > MOST_TAGS {
        let text = blocks::stripped(source);
        let nesting = IngestError::Limit(Limit::Nesting { depth: blocks::DEPTH });
        return if text.chars().count() < 200 { Err(nesting) } else { Ok(Extract { text, ..Extract::default() }) };
    }
    let document = Document::from(source);
    let head = Head::new(&document, source);
    let meta = head.meta();
    let body = html::main_text(source);
    let body = if body.chars().count() < SHORT { head.article_body().filter(|b| b.len() > body.len()).unwrap_or(body) } else { body };
    if body.trim().is_empty() {
        return Err(if source.contains("<a") { IngestError::NoArticle } else { IngestError::NoText(Format::Html) });
    }
    let text = match &meta.title {
        Some(title) if !begins(&body, title) => format!("{title}\n\n{body}"),
        _ => body,
    };
    Ok(Extract { text, meta, ..Extract::default() })
}

/// Bodies shorter than this, in characters, may have been missed.
const SHORT: usize = 250;

fn begins(body: &str, title: &str) -> bool {
    body.lines().next().is_some_and(|first| key(first) == key(title))
}

/// Letters and digits alone, small: how titles are compared.
fn key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).map(|c| if c == 'ё' { 'е' } else { c }).collect()
}

/// The head of a page and what else says something of its article.
struct Head<'d> {
    document: &'d Document,
    /// The object of JSON-LD that is the article.
    article: Option<Map<String, Value>>,
    /// Sections by its bread crumbs.
    crumbs: Vec<String>,
    /// `meta` elements, names in small letters.
    metas: Vec<(String, String)>,
    /// Where the browser that saved it says it was.
    saved_from: Option<String>,
}

const ARTICLES: &[&str] = &[
    "NewsArticle",
    "Article",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "OpinionNewsArticle",
    "BackgroundNewsArticle",
    "ReviewNewsArticle",
    "BlogPosting",
    "LiveBlogPosting",
    "Report",
    "SocialMediaPosting",
    "TechArticle",
];

impl<'d> Head<'d> {
    fn new(document: &'d Document, source: &str) -> Self {
        let mut objects = Vec::new();
        for script in document.select("script[type='application/ld+json']").nodes() {
            if let Some(value) = lenient(&script.text()) {
                collect(value, &mut objects);
            }
        }
        let of_type = |o: &Map<String, Value>, types: &[&str]| match o.get("@type") {
            Some(Value::String(t)) => types.contains(&t.as_str()),
            Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).any(|t| types.contains(&t)),
            _ => false,
        };
        let metas: Vec<(String, String)> = document
            .select("meta[content]")
            .nodes()
            .iter()
            .filter_map(|m| {
                let name = m.attr("property").or_else(|| m.attr("name")).or_else(|| m.attr("itemprop"))?;
                Some((name.to_lowercase(), clean(&m.attr("content")?)))
            })
            .filter(|(_, v)| !v.is_empty())
            .collect();
        let crumbs = objects
            .iter()
            .find(|o| of_type(o, &["BreadcrumbList"]))
            .and_then(|o| o.get("itemListElement")?.as_array())
            .map_or(Vec::new(), |list| list.iter().filter_map(|i| string(i.get("name").or_else(|| i.get("item")?.get("name"))?)).collect());
        let mut head = Self { document, article: None, crumbs, metas, saved_from: saved_from(source) };
        // Of several, the one that is called like the page.
        let shown = head.shown_titles();
        let mut articles: Vec<Map<String, Value>> = objects.into_iter().filter(|o| of_type(o, ARTICLES)).collect();
        let own = articles.iter().position(|a| {
            let headline = a.get("headline").or_else(|| a.get("name")).and_then(string).map(|t| key(&t)).unwrap_or_default();
            !headline.is_empty() && shown.iter().any(|s| key(s).contains(&headline))
        });
        // One alone that is called otherwise may be called better.
        head.article = match (own, articles.len()) {
            (Some(n), _) => Some(articles.swap_remove(n)),
            (None, 1) => articles.pop(),
            _ => None,
        };
        head
    }

    fn shown_titles(&self) -> Vec<String> {
        let h1 = self.document.select("h1").nodes().iter().map(blocks::of_html).collect::<Vec<_>>();
        h1.into_iter().chain(self.of_meta(&["og:title", "twitter:title"])).chain(self.title_element()).collect()
    }

    fn of_meta(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.metas.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone()))
    }

    fn all_of_meta(&self, name: &str) -> Vec<String> {
        self.metas.iter().filter(|(n, _)| n == name).map(|(_, v)| v.clone()).collect()
    }

    fn linked(&self, name: &str) -> Option<&Value> {
        self.article.as_ref()?.get(name)
    }

    fn title_element(&self) -> Option<String> {
        self.document.select("head title, title").nodes().first().map(|t| clean(&t.text())).filter(|t| !t.is_empty())
    }

    fn text_of(&self, selector: &str) -> Option<String> {
        self.document
            .select(selector)
            .nodes()
            .iter()
            .map(|n| blocks::of_html(n).replace(['\n', '\t'], " "))
            .map(|t| clean(&t))
            .find(|t| !t.is_empty())
    }

    fn meta(&self) -> Meta {
        let site = self.site();
        let title = self.title(site.as_deref());
        let url = self.url();
        Meta {
            date: self.date(url.as_deref()),
            author: self.author(site.as_deref()),
            section: self.section(title.as_deref(), site.as_deref()),
            tags: self.tags(),
            site: site.or_else(|| host(url.as_deref()?)),
            title,
            url,
        }
    }

    /// Headings that are not the name of the site.
    fn headings(&self) -> Vec<String> {
        let marked = self.document.select("h1[itemprop=headline], [itemprop=headline]");
        let all = self.document.select("h1");
        let text = |n: &NodeRef<'_>| clean(&blocks::of_html(n).replace('\n', " "));
        let mut found: Vec<String> = marked.nodes().iter().chain(all.nodes()).map(text).filter(|t| words(t) > 1).collect();
        if found.is_empty()
            && let Some(title) = self.title_element().map(|t| key(&t))
        {
            // Old sites have lesser headings.
            let lesser = self.document.select("h2, h3, [class*=title], [class*=heading]");
            found = lesser.nodes().iter().map(text).filter(|t| words(t) > 2 && title.contains(&key(t))).collect();
        }
        found
    }

    /// A heading that the `title` element has, too: what two places say goes before what one does.
    fn confirmed(&self) -> Option<String> {
        let element = key(&self.title_element()?);
        self.headings().into_iter().filter(|h| element.contains(&key(h))).max_by_key(|h| h.chars().count())
    }

    fn title(&self, site: Option<&str>) -> Option<String> {
        let linked = self.linked("headline").and_then(string);
        let heading = self.confirmed().or_else(|| self.headings().into_iter().next());
        // A headline that was cut for search engines is the beginning of the visible one.
        let longer = |short: String| match &heading {
            Some(h) if key(h).starts_with(&key(short.trim_end_matches(['…', '.']))) => h.clone(),
            _ => short,
        };
        let graph = || self.of_meta(&["og:title", "twitter:title"]).map(|t| without_site(&t, site));
        let element = || self.title_element().map(|t| without_site(&t, site));
        let found = linked
            .map(|t| longer(clean(&t)))
            .or_else(|| self.confirmed())
            .or_else(|| graph().map(longer))
            .or_else(|| heading.clone())
            .or_else(element);
        found.filter(|t| !t.is_empty())
    }

    fn site(&self) -> Option<String> {
        let publisher = self.linked("publisher").and_then(|p| match p {
            Value::Object(o) => o.get("name").and_then(string),
            other => string(other),
        });
        publisher
            .filter(|p| !p.starts_with("http"))
            .or_else(|| self.of_meta(&["og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher"]))
            .or_else(|| self.rest_of_title())
    }

    /// What the `title` element says beside the heading: the last part behind it, else the first before.
    fn rest_of_title(&self) -> Option<String> {
        let title = self.title_element()?;
        let heading = self.confirmed();
        let name = |part: &str| {
            let part = part.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '«' | '»' | '"' | ')' | '('));
            let usable =
                part.starts_with(|c: char| c.is_uppercase() || matches!(c, '«' | '"')) && words(part) <= 4 && stamped_day(part).is_none();
            usable.then(|| part.to_string())
        };
        let Some(heading) = heading else {
            // Without a heading: what stands behind the last mark, if that is short and the rest is long.
            let parts = split_title(&title);
            let last = parts.last().filter(|_| parts.len() > 1 && words(parts[0]) >= 3)?;
            return name(last);
        };
        let at = title.find(&heading)?;
        let (before, after) = (&title[..at], &title[at + heading.len()..]);
        let behind = split_title(after).into_iter().rev().find_map(name);
        behind.or_else(|| split_title(before).into_iter().find_map(name))
    }

    fn url(&self) -> Option<String> {
        let canonical =
            self.document.select("link[rel=canonical]").nodes().first().and_then(|n| n.attr("href")).map(|h| h.trim().to_string());
        let linked = || {
            let main = self.linked("mainEntityOfPage").and_then(|m| m.get("@id").or(Some(m)).and_then(string));
            self.linked("url").and_then(string).or(main)
        };
        [canonical, self.of_meta(&["og:url"]), linked(), self.saved_from.clone()].into_iter().flatten().find(|u| u.starts_with("http"))
    }

    fn date(&self, url: Option<&str>) -> Option<Point> {
        let linked = ["datePublished", "dateCreated", "uploadDate"]
            .iter()
            .find_map(|name| self.linked(name).and_then(string))
            .and_then(|d| stamp(&d));
        let graph = || self.of_meta(&["article:published_time", "og:published_time", "og:article:published_time"]).and_then(|d| stamp(&d));
        let item = || {
            let nodes = self.document.select("[itemprop=datePublished], time[pubdate], time.published, .dt-published");
            nodes.nodes().iter().find_map(stamped)
        };
        let named = || {
            let names = [
                "datepublished",
                "date",
                "pubdate",
                "publish-date",
                "publish_date",
                "publication_date",
                "article:published",
                "dc.date.issued",
                "dc.date",
                "dcterms.created",
                "dcterms.date",
                "mediator_published_time",
                "parsely-pub-date",
                "sailthru.date",
                "cxenseparse:recs:publishtime",
            ];
            self.of_meta(&names).and_then(|d| stamp(&d))
        };
        linked
            .or_else(graph)
            .or_else(item)
            .or_else(|| self.time_element())
            .or_else(named)
            .or_else(|| self.visible())
            .or_else(|| url.and_then(date_of_url))
    }

    /// The `<time>` that belongs to the article: the first one behind its heading, else the nearest before it; never that of a
    /// teaser, which is a link or stands in one's list.
    fn time_element(&self) -> Option<Point> {
        let times = self.document.select("time");
        let own = |n: &&NodeRef<'_>| !within(n, &["a", "aside", "nav", "footer", "li"]);
        let behind = self.document.select("h1 ~ time, h1 ~ * time").nodes().iter().filter(own).find_map(stamped);
        let within_article = || self.document.select("article time, main time, header time").nodes().iter().filter(own).find_map(stamped);
        let (all, heads) = (times.nodes(), self.document.select("h1").nodes().len());
        let single = || all.iter().filter(own).find_map(stamped).filter(|_| all.len() == 1 || heads == 0);
        behind.or_else(within_article).or_else(single)
    }

    /// A day that stands in a short element near the heading, or in one that is called a date.
    fn visible(&self) -> Option<Point> {
        let near = |node: &NodeRef<'_>| {
            let text = blocks::of_html(node);
            (text.chars().count() <= 120).then(|| stamped_day(&text)).flatten().map(Point::Day)
        };
        let own = |n: &&NodeRef<'_>| !within(n, &["a", "aside", "nav", "footer", "li"]);
        let around = self.around_heading();
        if let Some(found) = around.iter().flatten().find_map(|p| stamped_day(p)) {
            return Some(Point::Day(found));
        }
        let named = self.document.select("[class*=date], [class*=time], [id*=date], [class*=publish], .meta, .info");
        named.nodes().iter().filter(own).find_map(near).or_else(|| self.title_element().and_then(|t| stamped_day(&t)).map(Point::Day))
    }

    fn author(&self, site: Option<&str>) -> Option<String> {
        let linked = self.linked("author").and_then(names);
        let item = || self.text_of("[itemprop=author] [itemprop=name], [itemprop=author], a[rel=author], [rel=author]");
        let graph = || self.of_meta(&["article:author", "og:article:author"]);
        let named = || self.of_meta(&["author", "mediator_author", "dc.creator", "parsely-author", "sailthru.author", "byl"]);
        // Programs that make sites call their first user so.
        let nobody = ["super user", "admin", "administrator", "root", "редакция"];
        let person = |t: &String| {
            let t = t.trim();
            let short = t.chars().count() <= 80 && words(t) > 0 && !t.starts_with("http");
            short && site.is_none_or(|s| key(s) != key(t)) && !nobody.contains(&t.to_lowercase().as_str())
        };
        let said = || [linked, graph(), item(), named()].into_iter().flatten().map(|t| byline(&t)).find(person);
        said().or_else(|| self.shown_author().filter(person))
    }

    /// A byline among the short pieces of the page: what follows «Автор:», or a name in an element that is called so or stands beside
    /// the day.
    fn shown_author(&self) -> Option<String> {
        let labelled = |piece: &String| LABELS.iter().any(|l| piece.to_lowercase().starts_with(l)) && words(piece) >= 2;
        let pieces = self.around_heading();
        let near = pieces.iter().flatten().find(|p| labelled(p)).map(|p| byline(p));
        let anywhere = || {
            let body = self.document.body()?;
            let leaf = |n: &NodeRef<'_>| {
                n.is_element() && !within(n, &["nav", "footer", "aside", "script", "style", "li"]) && n.normalized_char_count() <= 80
            };
            body.descendants_it().filter(leaf).map(|n| clean(&blocks::of_html(&n).replace('\n', " | "))).find(labelled).map(|t| byline(&t))
        };
        let called = || {
            let all = self.document.select("[class*=author], [class*=autor], [class*=byline], [class*=avtor], [class*=writer]");
            let own = |n: &&NodeRef<'_>| !within(n, &["nav", "footer", "li"]);
            all.nodes().iter().filter(own).flat_map(|n| pieces_of(&blocks::of_html(n))).map(|t| byline(&t)).find(|t| is_name(t))
        };
        let beside = || pieces.iter().filter(|all| all.iter().any(|p| stamped_day(p).is_some())).flatten().find(|p| is_name(p)).cloned();
        near.or_else(anywhere).or_else(called).or_else(beside)
    }

    /// Short elements around the heading, nearest first, each in pieces.
    fn around_heading(&self) -> Vec<Vec<String>> {
        let mut out = Vec::new();
        let mut around = self.document.select("h1").nodes().last().cloned();
        for _ in 0..4 {
            let Some(at) = around else { break };
            let behind = std::iter::successors(at.next_sibling(), NodeRef::next_sibling).take(6);
            let before = std::iter::successors(at.prev_sibling(), NodeRef::prev_sibling).take(6);
            for node in behind.chain(before).filter(|n| n.is_element() && !within(n, &["nav", "aside", "footer"])) {
                let text = blocks::of_html(&node);
                if text.chars().count() <= 200 {
                    // Elements side by side are pieces, too.
                    let mut pieces: Vec<String> =
                        node.descendants_it().filter(|n| n.is_text()).flat_map(|n| pieces_of(&n.text())).collect();
                    if pieces.is_empty() {
                        pieces = pieces_of(&text);
                    }
                    out.push(pieces);
                }
            }
            around = at.parent();
        }
        out
    }

    fn section(&self, title: Option<&str>, site: Option<&str>) -> Option<String> {
        let linked = self.linked("articleSection").and_then(|s| match s {
            Value::Array(all) => all.iter().find_map(string),
            other => string(other),
        });
        // Of bread crumbs the last that is not the page itself, nor the front page.
        let crumb = || {
            let shown = || {
                let all = self.document.select(".breadcrumbs a, .breadcrumb a, [class*=breadcrumb] a, [class*=crumbs] a");
                all.nodes().iter().map(|n| clean(&blocks::of_html(n))).collect::<Vec<_>>()
            };
            let list = if self.crumbs.is_empty() { shown() } else { self.crumbs.clone() };
            let front = |t: &String| {
                ["главная", "home", "басты бет", site.unwrap_or("").to_lowercase().as_str()].contains(&t.to_lowercase().as_str())
            };
            list.into_iter().rfind(|t| !t.is_empty() && !front(t) && title.is_none_or(|title| key(title) != key(t)))
        };
        linked
            .or_else(|| self.of_meta(&["article:section", "og:article:section", "section"]))
            .or_else(|| self.text_of("[itemprop=articleSection]"))
            .or_else(crumb)
            .or_else(|| self.shown_section())
    }

    /// A link of few words in an element that is called after sections.
    fn shown_section(&self) -> Option<String> {
        let all = self.document.select("[class*=rubric], [class*=category], [class*=kicker], [class*=section-name], [rel~=category]");
        let own = |n: &&NodeRef<'_>| !within(n, &["nav", "footer", "aside", "li"]);
        let text = |n: &NodeRef<'_>| {
            let text = clean(&blocks::of_html(n).replace('\n', " "));
            text.split_once(':').map_or(text.clone(), |(_, after)| after.trim().to_string())
        };
        all.nodes()
            .iter()
            .filter(own)
            .map(text)
            .find(|t| (1..=4).contains(&words(t)) && t.chars().count() <= 40 && stamped_day(t).is_none())
    }

    fn tags(&self) -> Vec<String> {
        let listed = |text: &str| text.split([',', ';']).map(clean).filter(|t| !t.is_empty()).collect::<Vec<_>>();
        let linked = match self.linked("keywords") {
            Some(Value::String(s)) => listed(s),
            Some(Value::Array(all)) => all.iter().filter_map(string).collect(),
            _ => Vec::new(),
        };
        let shown = || {
            let all = self.document.select("a[rel~=tag], [class*=tags] a, [class*=tag-list] a, [class*=hashtags] a");
            all.nodes()
                .iter()
                .map(|n| clean(&blocks::of_html(n)).trim_start_matches('#').to_string())
                .filter(|t| !t.is_empty())
                .collect::<Vec<_>>()
        };
        let mut tags = linked;
        for next in [
            self.all_of_meta("article:tag").iter().flat_map(|t| listed(t)).collect::<Vec<_>>(),
            shown(),
            self.of_meta(&["news_keywords", "keywords"]).map_or(Vec::new(), |t| listed(&t)),
        ] {
            if tags.is_empty() {
                tags = next;
            }
        }
        let mut seen = std::collections::BTreeSet::new();
        tags.retain(|t| seen.insert(t.to_lowercase()));
        tags
    }

    /// The text as JSON-LD has it.
    fn article_body(&self) -> Option<String> {
        let body = self.linked("articleBody").and_then(Value::as_str)?;
        Some(if blocks::has_marks(body) { blocks::of_fragment(body) } else { blocks::entities(body).trim().to_string() })
    }
}

/// Whether the node or one around it is such an element.
fn within(node: &NodeRef<'_>, names: &[&str]) -> bool {
    names.iter().any(|name| node.has_name(name)) || node.ancestors_it(None).any(|a| names.iter().any(|name| a.has_name(name)))
}

/// The day of an element: by its attribute, else by its words.
fn stamped(node: &NodeRef<'_>) -> Option<Point> {
    ["datetime", "content", "title"]
        .iter()
        .find_map(|a| node.attr(a).and_then(|v| stamp(&v)))
        .or_else(|| stamped_day(&blocks::of_html(node)).map(Point::Day))
}

/// All objects of a value of JSON-LD.
fn collect(value: Value, out: &mut Vec<Map<String, Value>>) {
    match value {
        Value::Array(all) => all.into_iter().for_each(|v| collect(v, out)),
        Value::Object(mut object) => {
            if let Some(graph) = object.remove("@graph") {
                collect(graph, out);
            }
            for nested in ["mainEntity", "mainEntityOfPage"] {
                if let Some(inner @ Value::Object(_)) = object.get(nested).cloned() {
                    collect(inner, out);
                }
            }
            out.push(object);
        }
        _ => {}
    }
}

/// JSON as sites write it: with raw line breaks in strings, commas before brackets, comments of CDATA around.
fn lenient(text: &str) -> Option<Value> {
    let text = text.trim().trim_start_matches("<![CDATA[").trim_end_matches("]]>").trim_start_matches("//").trim().trim_end_matches(';');
    serde_json::from_str(text).ok().or_else(|| {
        let mut out = String::with_capacity(text.len());
        let (mut inside, mut escaped) = (false, false);
        for c in text.chars() {
            match c {
                '"' if !escaped => inside = !inside,
                ']' | '}' if !inside => out.truncate(out.trim_end().trim_end_matches(',').len()),
                _ => {}
            }
            escaped = inside && c == '\\' && !escaped;
            if inside && c.is_control() { out.push(' ') } else { out.push(c) }
        }
        serde_json::from_str(&out).ok().or_else(|| salvage(&out))
    })
}

/// Fields of an article from JSON that is broken, by quotes within quotes for instance.
fn salvage(text: &str) -> Option<Value> {
    let kind = ARTICLES.iter().find(|t| text.contains(&format!("\"{t}\"")))?;
    let value = |from: &str, name: &str| {
        let (_, rest) = from.split_once(&format!("\"{name}\""))?;
        let rest = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
        let end = rest.match_indices('"').map(|(at, _)| at).find(|at| rest[at + 1..].trim_start().starts_with([',', '}', ']']))?;
        Some(Value::String(rest[..end].to_string()))
    };
    let mut object = Map::new();
    object.insert("@type".into(), Value::String((*kind).into()));
    for name in ["headline", "datePublished", "articleSection", "url"] {
        object.extend(value(text, name).map(|v| (name.to_string(), v)));
    }
    for name in ["author", "publisher"] {
        object.extend(text.split_once(&format!("\"{name}\"")).and_then(|(_, rest)| value(rest, "name")).map(|v| (name.to_string(), v)));
    }
    Some(Value::Object(object))
}

fn string(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(s) => s.clone(),
        Value::Number(n) => n.to_string(),
        Value::Array(all) => return all.iter().find_map(string),
        Value::Object(o) => return o.get("name").or_else(|| o.get("@value")).and_then(string),
        _ => return None,
    };
    Some(clean(&blocks::entities(&text))).filter(|t| !t.is_empty())
}

/// Names of one or several.
fn names(value: &Value) -> Option<String> {
    match value {
        Value::Array(all) => {
            let names: Vec<String> = all.iter().filter_map(names).collect();
            (!names.is_empty()).then(|| names.join(", "))
        }
        other => string(other),
    }
}

/// What stands before the name of an author.
const LABELS: &[&str] = &["автор:", "авторы:", "автор текста:", "автор статьи:", "текст:", "материал подготовил", "by "];

/// The name without what stands before it and behind.
fn byline(text: &str) -> String {
    let text = clean(text);
    let lower = text.to_lowercase();
    let label = LABELS.iter().find(|l| lower.starts_with(*l)).map_or(0, |l| l.chars().count());
    let cut = text.char_indices().nth(label).map_or(text.len(), |(at, _)| at);
    text[cut..].split(" | ").find(|p| !p.trim().is_empty()).unwrap_or("").trim_matches([' ', ':', ',']).to_string()
}

/// Parts of a line of particulars.
fn pieces_of(text: &str) -> Vec<String> {
    text.split(['|', '·', '•', '\n', '\t', '/']).map(clean).filter(|p| !p.is_empty()).collect()
}

/// Two or three words with capitals and nothing else, as names of people are.
fn is_name(text: &str) -> bool {
    let all: Vec<&str> = text.split_whitespace().collect();
    let capital =
        |w: &&str| w.starts_with(char::is_uppercase) && w.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '.' | '’' | '\''));
    (2..=3).contains(&all.len()) && all.iter().all(capital) && all.iter().any(|w| w.chars().count() > 2)
}

/// One line, one blank between words.
fn clean(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn words(text: &str) -> usize {
    text.split_whitespace().filter(|w| w.chars().any(char::is_alphabetic)).count()
}

/// What parts headline, section and site in a title.
fn split_title(title: &str) -> Vec<&str> {
    let mut out = vec![title];
    for mark in [" | ", " – ", " — ", " - ", " :: ", " » ", " / ", " • "] {
        out = out.into_iter().flat_map(|p| p.split(mark)).collect();
    }
    out
}

/// A title without the site's name at its end or beginning, and what stands between.
fn without_site(title: &str, site: Option<&str>) -> String {
    let title = clean(title);
    for mark in [" | ", " :: ", " » ", " • "] {
        if let Some((first, _)) = title.split_once(mark).filter(|(first, _)| words(first) >= 3) {
            return first.trim().to_string();
        }
        if let Some((_, last)) = title.rsplit_once(mark).filter(|(_, last)| words(last) >= 3) {
            return last.trim().to_string();
        }
    }
    let Some(site) = site.map(key).filter(|s| !s.is_empty()) else { return title };
    for mark in [" – ", " — ", " - ", " / ", ": "] {
        if let Some((first, last)) = title.rsplit_once(mark)
            && key(last) == site
        {
            return first.trim().to_string();
        }
        if let Some((first, last)) = title.split_once(mark)
            && key(first) == site
        {
            return last.trim().to_string();
        }
    }
    title
}

/// `/2024/11/28/` within an address, or such a run of digits.
fn date_of_url(url: &str) -> Option<Point> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest).split_once('/')?.1;
    let parts: Vec<&str> = path.split(['/', '-', '_', '.']).collect();
    parts.windows(3).find_map(|w| {
        let sized = w[0].len() == 4
            && (1..=2).contains(&w[1].len())
            && (1..=2).contains(&w[2].len())
            && w.iter().all(|p| p.bytes().all(|b| b.is_ascii_digit()));
        sized.then(|| stamped_day(&w.join("-"))).flatten().map(Point::Day)
    })
}

fn host(url: &str) -> Option<String> {
    let host = url.split_once("://")?.1.split(['/', '?', ':']).next()?;
    Some(host.trim_start_matches("www.").to_string()).filter(|h| !h.is_empty())
}

/// `<!-- saved from url=(0042)https://… -->`, as browsers write it.
fn saved_from(source: &str) -> Option<String> {
    let head =
        source.get(..source.len().min(2048)).or_else(|| source.get(..source.char_indices().take_while(|(i, _)| *i < 2048).last()?.0))?;
    let (_, rest) = head.split_once("saved from url=")?;
    let url = rest.split_once(')').map_or(rest, |(_, u)| u).split_whitespace().next()?;
    url.starts_with("http").then(|| url.to_string())
}
