//! Marked-up text → paragraphs: what a browser would show below one another is parted by an empty line.

/// Text being put together from blocks.
#[derive(Debug, Default)]
pub struct Blocks {
    text: String,
    /// A blank is owed before the next word.
    blank: bool,
    /// What is owed before the next word: nothing, a new line, a new paragraph.
    owed: Break,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Break {
    #[default]
    None,
    Line,
    Paragraph,
}

impl Blocks {
    /// Adds running text; blanks of layout become one, no-break spaces stay.
    pub fn add(&mut self, text: &str) {
        let layout = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0c');
        for (i, word) in text.split(layout).enumerate() {
            self.blank |= i > 0;
            if word.is_empty() {
                continue;
            }
            self.settle();
            self.text.push_str(word);
        }
    }

    /// Adds text in which blanks mean what they are, with its lines.
    pub fn add_lines(&mut self, text: &str) {
        for (i, line) in text.lines().enumerate() {
            if i > 0 {
                self.line();
            }
            self.add(line);
        }
    }

    /// The next word stands on a new line.
    pub fn line(&mut self) {
        // Two breaks of line are how old pages part paragraphs.
        self.owed = if self.owed == Break::None { Break::Line } else { Break::Paragraph };
    }

    /// The next word begins a paragraph.
    pub fn paragraph(&mut self) {
        self.owed = Break::Paragraph;
    }

    /// A gap within a line, such as between the cells of a table.
    pub fn gap(&mut self) {
        if self.owed == Break::None && !self.text.is_empty() && !self.text.ends_with('\t') {
            self.text.push('\t');
            self.blank = false;
        }
    }

    /// Bytes so far, at which the next word will begin.
    pub fn place(&mut self) -> u32 {
        if !self.text.is_empty() {
            self.settle();
        }
        self.text.len() as u32
    }

    fn settle(&mut self) {
        if !self.text.is_empty() {
            match self.owed {
                Break::None if self.blank && !self.text.ends_with(['\t', '\n']) => self.text.push(' '),
                Break::None => {}
                Break::Line | Break::Paragraph => {
                    self.text.truncate(self.text.trim_end_matches([' ', '\t']).len());
                    self.text.push_str(if self.owed == Break::Line { "\n" } else { "\n\n" });
                }
            }
        }
        (self.blank, self.owed) = (false, Break::None);
    }

    /// The text.
    pub fn finish(mut self) -> String {
        self.text.truncate(self.text.trim_end().len());
        self.text
    }
}

/// Elements that begin and end a paragraph.
const PARAGRAPHS: &[&str] = &[
    "p",
    "div",
    "section",
    "article",
    "main",
    "header",
    "footer",
    "aside",
    "nav",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "pre",
    "figure",
    "figcaption",
    "address",
    "fieldset",
    "form",
    "center",
    "details",
    "summary",
    "table",
    "caption",
    "hr",
    "body",
    "title",
];
/// Elements on lines of their own.
const LINES: &[&str] = &["li", "tr", "dt", "dd", "ul", "ol", "dl", "option", "tbody", "thead"];
/// Elements whose content is not shown.
const HIDDEN: &[&str] = &[
    "script", "style", "noscript", "template", "head", "svg", "math", "iframe", "object", "select", "textarea", "button", "canvas",
    "audio", "video", "map", "input",
];

/// The text of an element and all within it.
pub fn of_html(root: &dom_query::NodeRef<'_>) -> String {
    let mut out = Blocks::default();
    // Pages nest deeper than a stack is.
    let mut stack = vec![(*root, false)];
    while let Some((node, leaving)) = stack.pop() {
        if node.is_text() {
            out.add(&node.text());
            continue;
        }
        let name = node.node_name().unwrap_or_default();
        let name = &*name;
        if HIDDEN.contains(&name) && !leaving {
            continue;
        }
        let around = |out: &mut Blocks| {
            if PARAGRAPHS.contains(&name) {
                out.paragraph();
            } else if LINES.contains(&name) && out.owed == Break::None {
                out.line();
            }
        };
        match name {
            "br" => out.line(),
            "td" | "th" if !leaving => out.gap(),
            "wbr" => {}
            _ => around(&mut out),
        }
        if !leaving {
            stack.push((node, true));
            stack.extend(node.children_it(true).map(|child| (child, false)));
        }
    }
    out.finish()
}

/// The text of a piece of HTML: a description in a feed, a field of a table.
pub fn of_fragment(html: &str) -> String {
    if too_deep(html) {
        return stripped(html);
    }
    let document = dom_query::Document::from(html);
    match document.body() {
        Some(body) => of_html(&body),
        None => of_html(&document.root()),
    }
}

/// Whether text has marks of HTML in it.
pub fn has_marks(text: &str) -> bool {
    ["<p", "<br", "<div", "</a>", "</p>", "<span", "<img", "</b>", "</strong>", "</em>"].iter().any(|mark| text.contains(mark))
}

/// How deep elements may stand in one another before the page is read as a row of tags.
pub const DEPTH: usize = 400;

/// Elements that have no end, or are ended by the next of their kind.
const OPEN: &[&str] = &[
    "br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr", "p", "li", "dt", "dd", "tr",
    "td", "th", "option", "tbody", "thead", "!doctype", "!--", "?xml", "param",
];

/// Whether elements are nested deeper than any page of a human: counted over the tags as they come.
pub fn too_deep(html: &str) -> bool {
    let (mut depth, mut rest) = (0usize, html);
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let (closing, name) = match rest.strip_prefix('/') {
            Some(after) => (true, after),
            None => (false, rest),
        };
        let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '!' | '-' | '?'))).unwrap_or(name.len());
        if end == 0 {
            continue;
        }
        let name = name[..end.min(12)].to_ascii_lowercase();
        if OPEN.contains(&name.as_str()) || name.starts_with("!--") {
            continue;
        }
        if closing {
            depth = depth.saturating_sub(1);
        } else {
            depth += 1;
            if depth > DEPTH {
                return true;
            }
        }
    }
    false
}

/// Text without its tags, for pages that are nested too deep to be built up.
pub fn stripped(html: &str) -> String {
    let mut out = Blocks::default();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.add(&entities(&rest[..at]));
        rest = &rest[at + 1..];
        let name: String = rest.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).take(12).collect();
        let name = name.to_ascii_lowercase();
        // What scripts and styles hold is passed over to their end.
        if matches!(name.as_str(), "script" | "style") && !rest.starts_with('/') {
            let end = format!("</{name}");
            rest = rest.find(&end).map_or("", |at| &rest[at..]);
            continue;
        }
        if PARAGRAPHS.contains(&name.as_str()) {
            out.paragraph();
        } else if name == "br" || LINES.contains(&name.as_str()) {
            out.line();
        }
        rest = rest.find('>').map_or("", |at| &rest[at + 1..]);
    }
    out.add(&entities(rest));
    out.finish()
}

/// References to characters, read by the parser of HTML.
pub fn entities(text: &str) -> String {
    if !text.contains('&') {
        return text.into();
    }
    dom_query::Document::fragment(text.replace('<', "&lt;")).text().to_string()
}
