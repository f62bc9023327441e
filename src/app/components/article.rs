//! The reading view: the article with nested marks, drawn portion by portion, and the cards of its mentions.

use std::rc::Rc;

use gloo::timers::callback::Timeout;
use web_sys::{Element, FocusEvent, HtmlInputElement};
use yew::prelude::*;

use super::card::{Card, part_of};
use super::decide;
use super::editor::{DraftCard, EventsCard, quick};
use super::library::headline;

use crate::app::browser;
use crate::app::collection::{self, Shared};
use crate::app::i18n::{Words, family};
use crate::app::queries::edit::{self, Edge};
use crate::app::queries::lines::{Block, Chunk, FOCUS, HIT, Line, blocks, portion};
use crate::app::state::{Action, Focus};
use crate::words::tag;
use crate::worker::decision::{Decision, Log};
use crate::worker::marks::Piece;
use crate::worker::protocol::Command;
use crate::worker::view::{EventView, JoinedView, MentionView, PageView};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub words: &'static Words,
    pub article: collection::Article,
    pub joined: Shared<JoinedView>,
    /// The entity picked, by place.
    pub picked: Option<usize>,
    /// The family of types picked: marks of others are not painted.
    pub family: Option<String>,
    /// This article alone is selected.
    pub only: bool,
    /// The mention whose card is open.
    pub card: Option<usize>,
    pub focus: Option<Focus>,
    /// What was searched for and stands here.
    pub hits: Vec<(u32, u32)>,
    /// What the user has decided.
    pub log: Shared<Log>,
    /// A stretch that is to become a mention.
    pub draft: Option<(u32, u32)>,
    /// Decisions hold for all of the same name.
    pub alike: bool,
    /// Single keys do something.
    pub keys: bool,
    pub labels: bool,
    pub on_labels: Callback<bool>,
    pub dispatch: Callback<Action>,
    pub send: Callback<Command>,
}

/// Chunks from which on only those in view are laid out; jumps are then exact, but not smooth.
const LONG: usize = 32;

/// Chunks that are laid out together.
const SHEET: usize = 8;

/// Marks drawn at once, first and later: a task of the page stays well below fifty milliseconds.
const FIRST: usize = 160;
const MORE: usize = 100;

/// How long the pointer rests on a mark before its card comes, in milliseconds, and how long the card stays behind.
const REST: u32 = 250;

#[component]
pub fn Article(props: &Props) -> Html {
    let words = props.words;
    let article = &props.article;
    let lines = use_memo(article.clone(), |article| Shared::new(blocks(article)));
    let all: usize = lines.iter().map(|b| b.chunks.len()).sum();
    let first = portion(&lines, 0, FIRST);
    // Which document so many chunks are drawn of: another one begins anew.
    let drawn = use_state(|| (article.number, first));
    let limit = if drawn.0 == article.number { drawn.1.max(first).min(all) } else { first };
    {
        let (drawn, lines, number) = (drawn.clone(), (*lines).clone(), article.number);
        use_effect_with((number, limit, all), move |(number, limit, all)| {
            let number = *number;
            let more = (limit < all).then(|| {
                let next = portion(&lines, *limit, MORE);
                browser::when_idle(move || drawn.set((number, next)))
            });
            move || drop(more)
        });
    }
    // The place to look at is come to as soon as its line is there.
    let focus = props.focus.clone().filter(|f| f.document == article.id);
    let reached = focus.as_ref().is_none_or(|f| lines.iter().flat_map(|b| &b.chunks).take(limit).any(|c| c.touches(f.start, f.end)));
    use_effect_with((focus.clone(), reached), |(focus, reached)| {
        if focus.is_some()
            && *reached
            && let Some(element) = browser::find(".article .focus")
        {
            browser::scroll_to(&element);
        }
    });
    let hover = use_state(|| None::<usize>);
    let waiting = use_mut_ref(|| None::<Timeout>);
    // After a while: the pointer passes over many marks on its way.
    let soon = {
        let (hover, waiting) = (hover.clone(), waiting.clone());
        move |mention: Option<usize>| {
            let hover = hover.clone();
            *waiting.borrow_mut() = Some(Timeout::new(REST, move || hover.set(mention)));
        }
    };
    {
        let hovered = *hover;
        use_effect_with(hovered, |hovered| {
            if let Some(number) = hovered
                && let (Some(card), Some(mark)) =
                    (browser::find("[data-hover-card]"), browser::find(&format!(".article__text mark[data-n='{number}']")))
            {
                browser::place_beside(&card, &mark);
            }
        });
    }
    let over = {
        let soon = soon.clone();
        Callback::from(move |e: MouseEvent| soon(mention_at(e.target_dyn_into())))
    };
    let out = {
        let soon = soon.clone();
        Callback::from(move |_: MouseEvent| soon(None))
    };
    let stay = {
        let waiting = waiting.clone();
        Callback::from(move |_: MouseEvent| drop(waiting.borrow_mut().take()))
    };
    let onfocusin = {
        let (hover, waiting) = (hover.clone(), waiting.clone());
        Callback::from(move |e: FocusEvent| {
            waiting.borrow_mut().take();
            hover.set(mention_at(e.target_dyn_into()));
        })
    };
    let onclick = {
        let (dispatch, hover, waiting) = (props.dispatch.clone(), hover.clone(), waiting.clone());
        Callback::from(move |e: MouseEvent| {
            // Who has just marked a stretch does not ask for the mention at its end.
            if browser::selected_range().is_some() {
                browser::deselect();
                return;
            }
            if let Some(mention) = mention_at(e.target_dyn_into()) {
                waiting.borrow_mut().take();
                hover.set(None);
                dispatch.emit(Action::Explain(Some(mention)));
            }
        })
    };
    let onchange = {
        let (dispatch, article) = (props.dispatch.clone(), article.sha256.clone());
        Callback::from(move |e: Event| {
            let value = e.target_unchecked_into::<HtmlInputElement>().value();
            decide(&dispatch, Decision::Published { article: article.clone(), date: (!value.is_empty()).then_some(value) }).emit(());
        })
    };
    // By the place of the key, so that a Russian layout works as well; only while the text has the focus.
    let onkeydown = {
        let (dispatch, hover) = (props.dispatch.clone(), hover.clone());
        let (article, joined, log) = (article.clone(), props.joined.clone(), props.log.clone());
        let (card, draft, alike, keys, focus) = (props.card, props.draft, props.alike, props.keys, focus.clone());
        Callback::from(move |e: KeyboardEvent| {
            if e.ctrl_key() || e.alt_key() || e.meta_key() {
                return;
            }
            // A field on a card takes its own keys.
            let target = e.target_dyn_into::<Element>();
            if target.is_some_and(|t| matches!(t.tag_name().to_ascii_lowercase().as_str(), "input" | "select" | "button")) {
                return;
            }
            let at = Desk { article: &article, joined: &joined, log: &log, card, draft, alike, focus: focus.as_ref() };
            if let Some(action) = Some(()).filter(|()| keys).and_then(|()| at.key(&e.code(), e.shift_key())) {
                e.prevent_default();
                dispatch.emit(action);
                return;
            }
            let on_mark = mention_at(e.target_dyn_into::<Element>().filter(|t| t.tag_name().eq_ignore_ascii_case("mark")));
            let action = match e.code().as_str() {
                "KeyN" if keys => Action::Walk(1),
                "KeyP" if keys => Action::Walk(-1),
                "Escape" => {
                    hover.set(None);
                    Action::Explain(None)
                }
                // Times are stops of their own; the keys n and p walk over all mentions.
                "Enter" | "Space" if on_mark.is_some() => Action::Explain(on_mark),
                _ => return,
            };
            e.prevent_default();
            dispatch.emit(action);
        })
    };
    let onmouseup = {
        let (dispatch, article) = (props.dispatch.clone(), article.clone());
        Callback::from(move |_: MouseEvent| {
            let text = article.text.as_deref().unwrap_or("");
            if let Some(range) = browser::selected_range().and_then(|range| edit::whole(text, range)) {
                dispatch.emit(Action::Draft(Some(range)));
            }
        })
    };
    let drafted = props.draft.and_then(|range| Some((range, edit::place(article.text.as_deref()?, range.0, range.1)?.text)));
    // Events told by the sentence in view.
    let told = |e: &&EventView| focus.as_ref().is_some_and(|f| (f.start, f.end) == (e.start, e.end));
    let here: Vec<EventView> = article.events.iter().chain(&article.undated).filter(told).cloned().collect();
    let only = {
        let (dispatch, id) = (props.dispatch.clone(), (!props.only).then(|| article.id.clone()));
        Callback::from(move |_: MouseEvent| dispatch.emit(Action::Only(id.clone())))
    };
    let on_labels = props.on_labels.reform(|e: Event| e.target_unchecked_into::<HtmlInputElement>().checked());
    // A date input holds whole days only; a coarser date stands beside it.
    let day = article.date.clone().filter(|d| d.len() == 10).unwrap_or_default();
    let coarse = article.date.as_deref().filter(|d| d.len() < 10);
    let language = tag(&article.language).map(str::to_string);
    let mut left = limit;
    let shown: Vec<Html> = lines
        .iter()
        .map(|block| {
            let take = block.chunks.len().min(left);
            left -= take;
            draw_block(props, block, take, focus.as_ref())
        })
        .collect();
    let card = |number: usize, floating: bool| {
        article.mentions.get(number).map(|mention| {
            let entity = article.entity(mention).and_then(|n| props.joined.entities.get(n)).cloned();
            html! {
                <Card key={number} {words} article={article.clone()} mention={mention.clone()} {entity} {floating} log={props.log.clone()} alike={props.alike} dispatch={props.dispatch.clone()} />
            }
        })
    };
    html! {
        <article class="panel article" aria-label={words.article} data-labels={props.labels.to_string()}>
            <header class="article__head">
                <h2 class="article__title" lang={language.clone()}>{ headline(article) }</h2>
                <div class="article__meta">
                    <label class="article__date">{ words.published }{ ": " }
                        <input type="date" class="field" data-document-date={article.id.clone()} value={day} {onchange} />
                    </label>
                    if let Some(coarse) = coarse { <span>{ words.value(coarse, "DATE") }</span> }
                    if article.date.is_some() { <span>{ words.date_source(&article.date_source) }</span> }
                    <button type="button" class="button button--small" data-action="only" aria-pressed={props.only.to_string()} onclick={only}>{ words.only_this }</button>
                    <label class="article__labels"><input type="checkbox" checked={props.labels} onchange={on_labels} />{ words.labels_toggle }</label>
                </div>
                if article.path.len() > 1 || article.url.is_some() || article.author.is_some() || article.section.is_some() {
                    <p class="article__origin">
                        if let Some(author) = &article.author { <span>{ author }</span> }
                        if let Some(site) = &article.source { <span>{ site }</span> }
                        if let Some(section) = &article.section { <span>{ section }</span> }
                        if article.path.len() > 1 { <span title={article.path.join(" › ")} data-path={article.path.join("/")}>{ words.from_file }{ " " }{ article.path.join(" › ") }</span> }
                        if let Some(url) = &article.url { <span class="article__url" title={url.clone()}>{ url }</span> }
                    </p>
                }
                if let Some(several) = article.diagnostics.iter().find(|d| d.code == "several-articles") {
                    <p class="message message--info" data-message="several" data-kind="info"><span>{ words.several(&several.detail) }</span>
                        <button type="button" class="button button--small" data-action="split"
                                onclick={let (send, id) = (props.send.clone(), article.id.clone()); move |_| send.emit(Command::Split { document: id.clone() })}>{ words.split }</button></p>
                }
                { for article.diagnostics.iter().filter_map(|d| words.diagnostic(&d.code, &d.detail).map(|text| html! {
                    <p class="message message--warning" data-message={d.code.clone()} data-kind="warning"><span>{ text }</span></p>
                })) }
            </header>
            <div class="article__body" tabindex="0" role="group" aria-label={words.article_help} {onclick} {onkeydown} {onfocusin} {onmouseup} onmouseover={over} onmouseout={out}>
                <div lang={language} class={classes!("article__text", (all > LONG).then_some("article__text--long"))} data-family-picked={props.family.clone()}>{ shown }</div>
            </div>
            if let Some(number) = hover.filter(|n| Some(*n) != props.card) {
                <div class="card-place" data-hover-card="true" onmouseenter={stay} onmouseleave={let soon = soon.clone(); move |_| soon(None)}>{ card(number, true).unwrap_or_default() }</div>
            }
            // Not `for`: what comes and goes in a list without keys makes what stands before it anew, and the focus is lost.
            if let Some(card) = props.card.and_then(|n| card(n, false)) { { card } }
            if let Some((draft, text)) = drafted {
                <DraftCard {words} article={article.clone()} range={draft} {text} alike={props.alike} dispatch={props.dispatch.clone()} />
            }
            if !here.is_empty() && props.card.is_none() && props.draft.is_none() {
                <EventsCard {words} article={article.clone()} events={here} log={props.log.clone()} dispatch={props.dispatch.clone()} />
            }
        </article>
    }
}

/// What keys work on.
struct Desk<'a> {
    article: &'a collection::Article,
    joined: &'a JoinedView,
    log: &'a Log,
    card: Option<usize>,
    draft: Option<(u32, u32)>,
    alike: bool,
    focus: Option<&'a Focus>,
}

impl Desk<'_> {
    /// What a single key does: by its place, so that any layout works.
    fn key(&self, code: &str, shift: bool) -> Option<Action> {
        let text = self.article.text.as_deref()?;
        let decided = |decision: Option<Decision>| decision.map(|d| Action::Decide(d, browser::moment()));
        let mention = self.card.and_then(|n| self.article.mentions.get(n));
        let step = if shift { -1 } else { 1 };
        match (code, self.draft, mention) {
            ("KeyM", ..) => {
                let from = mention.map(|m| (m.start, m.end)).or(self.focus.map(|f| (f.start, f.start + 1)));
                Some(Action::Draft(edit::neighbour(text, from, 1).or(from)))
            }
            ("KeyA", ..) => Some(Action::Alike(!self.alike)),
            ("ArrowRight" | "ArrowLeft", Some(range), _) => {
                let by = if code == "ArrowRight" { 1 } else { -1 };
                let next = if shift { edit::stretch(text, range, Edge::End, by) } else { edit::neighbour(text, Some(range), by) };
                Some(Action::Draft(next.or(Some(range))))
            }
            (_, Some(range), _) => decided(quick(code).and_then(|label| edit::add(self.article, range, label, self.alike))),
            ("Delete" | "Backspace", None, Some(m)) => decided(edit::retag(self.article, m, None, self.alike)),
            ("BracketLeft", None, Some(m)) => decided(edit::resize(self.article, m, Edge::Start, -step)),
            ("BracketRight", None, Some(m)) => decided(edit::resize(self.article, m, Edge::End, step)),
            ("KeyU", None, Some(m)) => self.undo(m),
            ("KeyY", None, Some(m)) => decided(edit::confirm(self.article, m)),
            (_, None, Some(m)) => decided(quick(code).and_then(|label| edit::retag(self.article, m, Some(label), self.alike))),
            _ => None,
        }
    }

    /// Takes back what made the mention what it is: a decision, else the reason why its name was joined to another.
    fn undo(&self, m: &MentionView) -> Option<Action> {
        if let Some(entry) = edit::reason(self.article, m, &self.log.effective()) {
            return Some(Action::TakeBack(entry, browser::moment()));
        }
        let entity = self.joined.entities.get(self.article.entity(m)?)?;
        let name = entity.names.iter().skip(1).find(|n| Some(n.name.as_str()) == m.normal.as_deref())?;
        Some(Action::Decide(part_of(entity, &name.name), browser::moment()))
    }
}

/// The mention that an element belongs to, by number.
fn mention_at(element: Option<Element>) -> Option<usize> {
    element?.closest("mark[data-n]").ok().flatten()?.get_attribute("data-n")?.parse().ok()
}

/// Those of the places that lie here, in part at least; they are sorted.
fn within(hits: &[(u32, u32)], start: u32, end: u32) -> Vec<(u32, u32)> {
    let from = hits.partition_point(|h| h.1 <= start);
    hits.get(from..).unwrap_or(&[]).iter().take_while(|h| h.0 < end).copied().collect()
}

/// Its first `take` chunks; furniture is folded unless there is something to look at in it.
fn draw_block(props: &Props, block: &Block, take: usize, focus: Option<&Focus>) -> Html {
    if take == 0 {
        return Html::default();
    }
    let chunk = |chunk: &Rc<Chunk>| {
        // Only what concerns the chunk: others stay as they are.
        let picked = props.picked.filter(|e| chunk.marks().any(|m| m.entity == Some(*e)));
        let card = props.card.filter(|n| chunk.marks().any(|m| m.number == *n));
        let focus = focus.filter(|f| chunk.touches(f.start, f.end)).map(|f| (f.start, f.end));
        let start = chunk.lines.first().map_or(0, |l| l.start);
        // Of the file's pages, those that begin in the chunk.
        let last = chunk.lines.last().map_or(start, |l| l.end);
        let pages: Vec<PageView> = props.article.pages.iter().filter(|p| (start..last).contains(&p.start)).copied().collect();
        let hits = within(&props.hits, start, last);
        html! { <ChunkView key={start} {hits} {pages} words={props.words} chunk={chunk.clone()} kind={block.kind.clone()} {picked} {card} {focus} /> }
    };
    // The browser lays out sheets in view only; it looks at each of them with every frame, so that there must not be many.
    let chunks = block.chunks[..take]
        .chunks(SHEET)
        .enumerate()
        .map(|(n, sheet)| html! { <div class="sheet" key={n}>{ for sheet.iter().map(chunk) }</div> });
    if block.kind != "furniture" {
        return html! { <>{ for chunks }</> };
    }
    let looked_at = focus.is_some_and(|f| block.chunks.iter().any(|c| c.touches(f.start, f.end)))
        || props.card.is_some_and(|n| block.chunks.iter().any(|c| c.marks().any(|m| m.number == n)));
    html! {
        <details class="furniture" open={looked_at} key={format!("f{}", block.lines().next().map_or(0, |l| l.start))}>
            <summary>{ props.words.furniture(block.lines().count()) }</summary>
            { for chunks }
        </details>
    }
}

#[derive(Properties, PartialEq)]
struct ChunkProps {
    words: &'static Words,
    hits: Vec<(u32, u32)>,
    pages: Vec<PageView>,
    chunk: Rc<Chunk>,
    kind: String,
    picked: Option<usize>,
    card: Option<usize>,
    focus: Option<(u32, u32)>,
}

#[component]
fn ChunkView(props: &ChunkProps) -> Html {
    let line = |line: &Rc<Line>| {
        let picked = props.picked.filter(|e| line.marks.iter().any(|m| m.entity == Some(*e)));
        let card = props.card.filter(|n| line.marks.iter().any(|m| m.number == *n));
        let focus = props.focus.filter(|(start, end)| line.touches(*start, *end));
        let page = props.pages.iter().find(|p| (line.start..line.end).contains(&p.start)).map(|p| p.page);
        let hits = within(&props.hits, line.start, line.end);
        html! { <LineView key={line.start} {hits} {page} words={props.words} line={line.clone()} kind={props.kind.clone()} {picked} {card} {focus} /> }
    };
    html! { <>{ for props.chunk.lines.iter().map(line) }</> }
}

#[derive(Properties, PartialEq)]
struct LineProps {
    words: &'static Words,
    hits: Vec<(u32, u32)>,
    /// The page of the file that begins in the line.
    page: Option<u32>,
    line: Rc<Line>,
    kind: String,
    picked: Option<usize>,
    card: Option<usize>,
    focus: Option<(u32, u32)>,
}

#[component]
fn LineView(props: &LineProps) -> Html {
    let page = props.page.map(|n| html! { <span class="page-mark" data-page={n.to_string()}>{ props.words.page(n) }</span> });
    html! { <p class={format!("text text--{}", props.kind)} data-start={props.line.start.to_string()}>{ page.unwrap_or_default() }{ props.pieces(&props.line.pieces(props.focus, &props.hits), false) }</p> }
}

impl LineProps {
    fn pieces(&self, pieces: &[Piece], inside: bool) -> Html {
        pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(a, b) => html! { { self.line.text(*a, *b) } },
                Piece::Span { id: HIT, inside: pieces, .. } => html! { <span class="hit">{ self.pieces(pieces, inside) }</span> },
                Piece::Span { id: FOCUS, inside: pieces, .. } => html! { <span class="focus">{ self.pieces(pieces, inside) }</span> },
                Piece::Span { id, first, last, inside: pieces } => self.mark(*id, *first, *last, self.pieces(pieces, true), inside),
            })
            .collect()
    }

    fn mark(&self, id: usize, first: bool, last: bool, content: Html, nested: bool) -> Html {
        let Some(m) = self.line.marks.get(id) else { return content };
        let timed = m.value.is_some();
        let picked = (m.entity.is_some() && m.entity == self.picked) || self.card == Some(m.number);
        let class =
            classes!("mark", picked.then_some("mark--picked"), nested.then_some("mark--nested"), (!first).then_some("mark--continued"));
        let entity = m.entity.map(|n| format!("e{}", n + 1)).unwrap_or_default();
        html! {
            <mark {class} data-n={m.number.to_string()} data-type={m.label.clone()} data-entity={entity} data-family={family(&m.label)}
                  data-value={m.value.clone()} tabindex={timed.then_some("0")} role={timed.then_some("button")}>
                { content }
                if last { <span class="mark__label" aria-hidden="true">{ self.words.short_label(&m.label) }</span> }
            </mark>
        }
    }
}
