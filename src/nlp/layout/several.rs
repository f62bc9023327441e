//! Where the articles of a text begin that holds several: a page of a paper, a digest, the export of an archive of clippings.
//!
//! Each way of setting articles off is tried by itself; one is believed when it cuts the text into pieces each of which is an article
//! as far as can be seen: it begins like one and has a paragraph. Subheads, times of a chronicle and lists of other articles do not.

use super::Line;
use super::lines::Look;

/// Shortest body of an article, in characters.
const SHORT: usize = 150;

/// Starts of articles, in bytes, at least two; empty for one article. Text before the first belongs to none.
pub(super) fn several(text: &str, lines: &[Line<'_>], looks: &[Look]) -> Vec<u32> {
    if lines.len() < 4 {
        return Vec::new();
    }
    let view = View { text, lines, looks };
    let ways: [&dyn Fn() -> Vec<usize>; 10] = [
        &|| view.counted(),
        &|| view.fields(),
        &|| view.separated(),
        &|| view.addresses(),
        &|| view.stamped(),
        &|| view.slugs(),
        &|| view.numbered(),
        &|| view.timed(),
        &|| view.capitals(),
        &|| view.gaps(),
    ];
    for way in ways {
        let starts = way();
        if view.holds(&starts) {
            return starts.into_iter().map(|n| lines[n].span.start).collect();
        }
    }
    Vec::new()
}

struct View<'v, 't> {
    text: &'t str,
    lines: &'v [Line<'t>],
    looks: &'v [Look],
}

impl View<'_, '_> {
    /// Whether every piece has a body.
    fn holds(&self, starts: &[usize]) -> bool {
        if starts.len() < 2 {
            return false;
        }
        let ends = starts[1..].iter().copied().chain([self.lines.len()]);
        let mut bodies = starts.iter().zip(ends).map(|(from, to)| {
            let prose = |n: &usize| !self.looks[*n].furniture && self.lines[*n].text.chars().count() >= 60;
            (*from..to).filter(prose).map(|n| self.lines[n].text.chars().count()).sum::<usize>()
        });
        bodies.all(|length| length >= SHORT)
    }

    /// The line begins an article: a headline, a slug, a day.
    fn opens(&self, n: usize) -> bool {
        let Some(look) = self.looks.get(n) else { return false };
        look.title_like
            || look.date
            || look.names.contains(&"slug")
            || self.lines[n].text.chars().count() <= 80 && !look.names.contains(&"ends:stop")
    }

    /// «Document 2 of 5», «Документ 2 из 5», «Статья № 3».
    fn counted(&self) -> Vec<usize> {
        let number = |n: &usize| {
            let words: Vec<&str> = self.lines[*n].folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
            let digits = |w: &&str| w.chars().all(|c| c.is_ascii_digit());
            match words[..] {
                ["document" | "документ" | "статья" | "публикация" | "сообщение" | "материал", a, "of" | "из", b] => {
                    digits(&a) && digits(&b)
                }
                ["document" | "документ" | "статья" | "публикация" | "сообщение" | "материал", a] => {
                    digits(&a)
                }
                _ => false,
            }
        };
        (0..self.lines.len()).filter(number).collect()
    }

    /// Blocks of fields before each article: the label that begins the first block begins all.
    fn fields(&self) -> Vec<usize> {
        const LABELS: &[&str] = &[
            "источник",
            "сми",
            "издание",
            "дата",
            "заголовок",
            "автор",
            "название",
            "рубрика",
            "регион",
            "номер",
            "source",
            "date",
            "title",
            "headline",
            "author",
            "тема",
            "город",
            "сайт",
        ];
        let label = |n: usize| {
            let folded = &self.lines.get(n)?.folded;
            LABELS.iter().find(|l| folded.strip_prefix(*l).is_some_and(|rest| rest.trim_start().starts_with(':'))).copied()
        };
        // A block has two labels at least.
        let block = |n: usize| label(n).is_some() && label(n + 1).is_some() && n.checked_sub(1).is_none_or(|p| label(p).is_none());
        let starts: Vec<usize> = (0..self.lines.len()).filter(|n| block(*n)).collect();
        // A headline right above belongs to its block.
        let Some(first) = starts.first().and_then(|n| label(*n)) else { return Vec::new() };
        let same = starts.iter().all(|n| label(*n) == Some(first));
        if !same {
            return Vec::new();
        }
        let titled = starts.iter().all(|n| *n > 0 && self.looks[n - 1].title_like && first != "заголовок" && first != "title");
        if titled { starts.into_iter().map(|n| n - 1).collect() } else { starts }
    }

    /// Lines of signs alone between articles: what stands behind each must begin like an article, and some must look like one by more
    /// than a short line, since stars part the sections of one, too.
    fn separated(&self) -> Vec<usize> {
        let sign = |n: usize| {
            let bare: Vec<char> = self.lines[n].text.chars().filter(|c| !c.is_whitespace()).collect();
            (bare.len() >= 3
                && bare.iter().all(|c| *c == bare[0])
                && matches!(bare[0], '=' | '-' | '*' | '_' | '#' | '~' | '—' | '–' | '+' | '•'))
            .then(|| bare[0])
        };
        let mut best = Vec::new();
        for kind in ['=', '#', '~', '+', '_', '—', '–', '-', '•', '*'] {
            let marks: Vec<usize> = (0..self.lines.len()).filter(|n| sign(*n) == Some(kind)).collect();
            if marks.is_empty() {
                continue;
            }
            let first = usize::from(marks[0] == 0);
            let mut starts: Vec<usize> = if first == 0 { vec![0] } else { Vec::new() };
            starts.extend(marks.iter().map(|n| n + 1).filter(|n| *n < self.lines.len() && sign(*n).is_none()));
            let like = |n: &usize| self.opens(*n);
            let sure = |n: &usize| {
                let near = [*n, n + 1, n + 2];
                near.iter().any(|k| {
                    self.looks
                        .get(*k)
                        .is_some_and(|l| l.date || l.names.contains(&"slug") || l.names.contains(&"byline") || l.names.contains(&"source"))
                })
            };
            let titled = |n: &usize| {
                self.looks[*n].title_like && (n + 1..n + 4).any(|k| self.looks.get(k).is_some_and(|l| l.paragraph || l.chars >= 100))
            };
            let opened = starts.iter().filter(|n| like(n)).count();
            let certain = starts.iter().filter(|n| sure(n)).count();
            let all_titled = starts.iter().all(titled);
            if opened == starts.len() && (certain * 2 >= starts.len() || all_titled) && starts.len() > best.len() {
                best = starts;
            }
        }
        best
    }

    /// An address on a line of its own before each article.
    fn addresses(&self) -> Vec<usize> {
        let address = |n: &usize| {
            let t = self.lines[*n].text;
            (t.starts_with("http") || t.starts_with("www.")) && !t.contains(' ')
        };
        let all: Vec<usize> = (0..self.lines.len()).filter(address).collect();
        // Behind each comes an article, or each stands at the end of one.
        let before = |n: &usize| self.opens(n + 1) && *n + 2 < self.lines.len();
        if all.iter().all(before) {
            return all;
        }
        Vec::new()
    }

    /// A day, with its year or a time, on a line of its own beside the headline of each article.
    fn stamped(&self) -> Vec<usize> {
        let stamp = |n: &usize| {
            let l = &self.looks[*n];
            l.date && (l.names.contains(&"day:full") || l.names.contains(&"clock")) && l.chars <= 60 && !l.names.contains(&"ends:stop")
        };
        let stamps: Vec<usize> = (0..self.lines.len()).filter(stamp).collect();
        if stamps.len() < 2 {
            return Vec::new();
        }
        let paragraph = |n: usize| self.looks.get(n).is_some_and(|l| l.paragraph || l.chars >= 100 && !l.furniture);
        let title = |n: usize| self.looks.get(n).is_some_and(|l| !l.date && !l.furniture && !l.paragraph && l.chars >= 8 && l.chars <= 200);
        // The same row of lines around each stamp: headline, day, text; day, headline, text; day, text.
        let under = |n: &usize| *n > 0 && title(n - 1) && (paragraph(n + 1) || paragraph(n + 2));
        let over = |n: &usize| title(n + 1) && (paragraph(n + 2) || paragraph(n + 3));
        let alone = |n: &usize| paragraph(n + 1);
        let enough = |list: Vec<usize>| if list.len() * 3 >= stamps.len() * 2 && list.len() >= 2 { list } else { Vec::new() };
        let rows = [
            enough(stamps.iter().filter(|n| over(n) && !(under(n) && paragraph(**n + 1))).copied().collect()),
            enough(stamps.iter().filter(|n| under(n)).map(|n| self.head(n - 1)).collect()),
            enough(stamps.iter().filter(|n| alone(n)).copied().collect()),
        ];
        rows.into_iter().max_by_key(Vec::len).unwrap_or_default()
    }

    /// The slug of an agency opens each article, below its headline where it has one.
    fn slugs(&self) -> Vec<usize> {
        // «Усть-Каменск, 3 июня. …» opens like one, too.
        let place = |n: usize| {
            let look = &self.looks[n];
            let head: String = self.lines[n].text.chars().take(48).collect();
            let comma = head.find(", ").is_some_and(|at| {
                at < 40 && head.starts_with(char::is_uppercase) && head[at + 2..].starts_with(|c: char| c.is_ascii_digit())
            });
            comma && look.names.contains(&"day:within") && head.contains(". ")
        };
        let slug = |n: &usize| (self.looks[*n].names.contains(&"slug") || place(*n)) && self.looks[*n].chars >= 80;
        let all: Vec<usize> = (0..self.lines.len()).filter(slug).collect();
        if all.len() < 2 {
            return Vec::new();
        }
        let titled = all.iter().all(|n| *n > 0 && self.looks[n - 1].title_like);
        if titled { all.into_iter().map(|n| n - 1).collect() } else { all }
    }

    /// «1. Headline», counted on without a gap; a digest says so, or the pieces are long.
    fn numbered(&self) -> Vec<usize> {
        let mut out = Vec::new();
        for (n, line) in self.lines.iter().enumerate() {
            let digits: String = line.text.chars().take_while(char::is_ascii_digit).collect();
            let rest = &line.text[digits.len()..];
            let next = (out.len() + 1).to_string();
            let long = self.looks.get(n + 1).is_some_and(|l| l.paragraph || l.chars >= 100 || l.date);
            if digits == next
                && rest.starts_with(['.', ')'])
                && !self.looks[n].paragraph
                && !self.looks[n].names.contains(&"ends:stop")
                && long
            {
                out.push(n);
            }
        }
        if self.is_digest(&out) { out } else { Vec::new() }
    }

    /// Whether what stands before the first start calls the text a digest.
    fn is_digest(&self, starts: &[usize]) -> bool {
        let preamble = &self.lines[..starts.first().copied().unwrap_or(0)];
        let digest =
            ["дайджест", "обзор", "новости", "мониторинг", "сводка", "подборка", "главное за", "выпуск", "рассылка", "бюллетень", "лента"];
        preamble.len() <= 20 && preamble.iter().any(|l| digest.iter().any(|w| l.folded.contains(w)))
    }

    /// «09:12 Headline» in a list of the day's news.
    fn timed(&self) -> Vec<usize> {
        let opens = |n: &usize| {
            self.looks[*n].names.contains(&"clock:opens")
                && !self.looks[*n].paragraph
                && self.looks.get(n + 1).is_some_and(|l| l.chars >= 80)
        };
        let out: Vec<usize> = (0..self.lines.len()).filter(opens).collect();
        if out.len() >= 3 && self.is_digest(&out) { out } else { Vec::new() }
    }

    /// Headlines in capitals, on a page of a paper or in a letter of news.
    fn capitals(&self) -> Vec<usize> {
        let loud =
            |n: usize| self.looks.get(n).is_some_and(|l| l.names.contains(&"capitals") && l.chars >= 8 && l.chars <= 120 && !l.furniture);
        let opens =
            |n: &usize| loud(*n) && !(*n > 0 && loud(n - 1)) && (n + 1..n + 3).any(|k| self.looks.get(k).is_some_and(|l| l.chars >= 100));
        let out: Vec<usize> = (0..self.lines.len()).filter(opens).collect();
        let number = |n: usize| self.lines[..n].iter().any(|l| l.text.contains('№'));
        let paper = out.first().is_some_and(|n| *n > 0 && number(*n));
        if out.len() >= 3 && (paper || self.is_digest(&out)) { out } else { Vec::new() }
    }

    /// The first line of the head that a line belongs to: short lines above without a gap.
    fn head(&self, mut n: usize) -> usize {
        for _ in 0..3 {
            let Some(above) = n.checked_sub(1) else { break };
            let gap =
                self.text.get(self.lines[above].span.end as usize..self.lines[n].span.start as usize).unwrap_or("").matches('\n').count();
            let look = &self.looks[above];
            if gap > 1 || look.paragraph || look.furniture || look.chars > 160 || look.names.contains(&"ends:stop") {
                break;
            }
            n = above;
        }
        n
    }

    /// Two or more empty lines before each headline, and nowhere else.
    fn gaps(&self) -> Vec<usize> {
        let gap = |n: usize| {
            let between = self.text.get(self.lines[n - 1].span.end as usize..self.lines[n].span.start as usize).unwrap_or("");
            between.matches('\n').count()
        };
        let wide: Vec<usize> = (1..self.lines.len()).filter(|n| gap(*n) >= 3).collect();
        let titled = |n: usize| self.looks[n].title_like && (n + 1..n + 4).any(|k| self.looks.get(k).is_some_and(|l| l.paragraph));
        if wide.is_empty() || !wide.iter().all(|n| titled(*n)) || !titled(0) {
            return Vec::new();
        }
        [0].into_iter().chain(wide).collect()
    }
}
