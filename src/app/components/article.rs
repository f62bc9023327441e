//! The reading view: the article with nested marks.

use std::collections::BTreeMap;

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::card::Card;
use super::library::headline;

use crate::app::browser;
use crate::app::i18n::{Words, family};
use crate::app::queries::marks::{Piece, Range, tree};
use crate::app::state::{Action, Focus, Shared};
use crate::worker::protocol::Request;
use crate::worker::view::{CollectionView, DocumentView, MentionView};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub words: &'static Words,
    /// The article's place in the collection.
    pub document: Option<usize>,
    pub collection: Shared<CollectionView>,
    pub picked: Option<String>,
    /// This article alone is selected.
    pub only: bool,
    /// The mention whose card is open.
    pub card: Option<usize>,
    pub focus: Option<Focus>,
    pub labels: bool,
    pub on_labels: Callback<bool>,
    pub dispatch: Callback<Action>,
    pub send: Callback<Request>,
}

/// Lines from which on only those in view are laid out; jumps are then exact, but not smooth.
const LONG: usize = 400;

/// The id under which the place to look at stands among the mentions.
const FOCUS: usize = usize::MAX - 1;

#[component]
pub fn Article(props: &Props) -> Html {
    let words = props.words;
    use_effect_with(props.focus.clone(), |focus| {
        if focus.is_some()
            && let Some(element) = browser::find(".article .focus")
        {
            browser::scroll_to(&element);
        }
    });
    let inputs = (props.collection.clone(), props.document, props.focus.clone(), props.picked.clone(), props.card, props.labels);
    let body = use_memo(inputs, {
        let dispatch = props.dispatch.clone();
        move |(collection, document, focus, picked, card, labels)| {
            document.and_then(|n| collection.documents.get(n)).map(|d| {
                let focus = focus.as_ref().filter(|f| f.document == d.id);
                let names = collection.entities.iter().map(|e| (e.id.as_str(), e.name.as_str())).collect();
                Body { words, document: d, names, picked: picked.as_deref(), card: *card, labels: *labels, dispatch: &dispatch }.draw(focus)
            })
        }
    });
    let Some(document) = props.document.and_then(|n| props.collection.documents.get(n)) else {
        return html! { <article class="panel article"></article> };
    };
    let onchange = {
        let (send, id) = (props.send.clone(), document.id.clone());
        Callback::from(move |e: Event| {
            let value = e.target_unchecked_into::<HtmlInputElement>().value();
            send.emit(Request::SetDate { document: id.clone(), date: (!value.is_empty()).then_some(value) });
        })
    };
    // By the place of the key, so that a Russian layout works as well; only while the text has the focus.
    let onkeydown = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |e: KeyboardEvent| {
            if e.ctrl_key() || e.alt_key() || e.meta_key() {
                return;
            }
            let action = match e.code().as_str() {
                "KeyN" => Action::Walk(1),
                "KeyP" => Action::Walk(-1),
                "Escape" => Action::Explain(None),
                _ => return,
            };
            e.prevent_default();
            dispatch.emit(action);
        })
    };
    let only = {
        let (dispatch, id) = (props.dispatch.clone(), (!props.only).then(|| document.id.clone()));
        Callback::from(move |_: MouseEvent| dispatch.emit(Action::Only(id.clone())))
    };
    let on_labels = props.on_labels.reform(|e: Event| e.target_unchecked_into::<HtmlInputElement>().checked());
    // A date input holds whole days only; a coarser date stands beside it.
    let day = document.date.clone().filter(|d| d.len() == 10).unwrap_or_default();
    let coarse = document.date.as_deref().filter(|d| d.len() < 10);
    html! {
        <article class="panel article" aria-label={words.article} data-labels={props.labels.to_string()}>
            <header class="article__head">
                <h2 class="article__title">{ headline(document) }</h2>
                <div class="article__meta">
                    <label class="article__date">{ words.published }{ ": " }
                        <input type="date" class="field" data-document-date={document.id.clone()} value={day} {onchange} />
                    </label>
                    if let Some(coarse) = coarse { <span>{ words.value(coarse, "DATE") }</span> }
                    if document.date.is_some() { <span>{ words.date_source(&document.date_source) }</span> }
                    <button type="button" class="button button--small" data-action="only" aria-pressed={props.only.to_string()} onclick={only}>{ words.only_this }</button>
                    <label class="article__labels"><input type="checkbox" checked={props.labels} onchange={on_labels} />{ words.labels_toggle }</label>
                </div>
                { for document.diagnostics.iter().filter_map(|d| words.diagnostic(&d.code, &d.detail).map(|text| html! {
                    <p class="message message--warning" data-message={d.code.clone()} data-kind="warning"><span>{ text }</span></p>
                })) }
            </header>
            <div class="article__body" tabindex="0" role="group" aria-label={words.article_help} title={words.article_help} {onkeydown}>
                { (*body).clone().unwrap_or_default() }
            </div>
            if let Some((number, mention)) = props.card.and_then(|n| Some((n, document.mentions.get(n)?))) {
                <Card key={number} {words} collection={props.collection.clone()} document={document.clone()} mention={mention.clone()}
                      dispatch={props.dispatch.clone()} />
            }
        </article>
    }
}

/// What drawing the text needs.
struct Body<'a> {
    words: &'static Words,
    document: &'a DocumentView,
    /// Names of the collection's entities, by id.
    names: BTreeMap<&'a str, &'a str>,
    picked: Option<&'a str>,
    card: Option<usize>,
    labels: bool,
    dispatch: &'a Callback<Action>,
}

impl Body<'_> {
    fn draw(&self, focus: Option<&Focus>) -> Html {
        let text: Vec<u16> = self.document.text.as_deref().unwrap_or("").encode_utf16().collect();
        let mut ranges: Vec<Range> =
            self.document.mentions.iter().enumerate().map(|(id, m)| Range { start: m.start, end: m.end, id }).collect();
        ranges.extend(focus.map(|f| Range { start: f.start, end: f.end, id: FOCUS }));
        ranges.sort_by_key(|r| r.start);
        let mut parts: Vec<(&str, u32, u32)> = Vec::new();
        let mut at = 0;
        for part in &self.document.parts {
            parts.push((&part.kind, part.start.max(at), part.end));
            at = part.end;
        }
        if parts.is_empty() {
            parts.push(("body", 0, text.len() as u32));
        }
        // One block a line: the browser lays out only those in view.
        let lines = parts.into_iter().flat_map(|(kind, start, end)| {
            let (mut from, mut lines) = (start, Vec::new());
            while from < end {
                let rest = text.get(from as usize..end as usize).unwrap_or(&[]);
                let length = rest.iter().position(|c| *c == u16::from(b'\n')).map_or(rest.len(), |n| n + 1) as u32;
                if length == 0 {
                    break;
                }
                lines.push((kind, from, from + length));
                from += length;
            }
            lines
        });
        let blank = |start: u32, end: u32| {
            text.get(start as usize..end as usize).unwrap_or(&[]).iter().all(|c| matches!(c, 9 | 10 | 13 | 32 | 160))
        };
        let mut next = 0;
        let drawn = lines.filter(|(_, start, end)| !blank(*start, *end)).map(|(kind, start, end)| {
            // Ranges lie in text order; one that began in an earlier line is drawn on in this one.
            while ranges.get(next).is_some_and(|r| r.end <= start) {
                next += 1;
            }
            let until = ranges[next..].partition_point(|r| r.start < end) + next;
            let pieces = tree(start, end, &ranges[next..until]);
            html! { <p class={format!("text text--{kind}")}>{ self.pieces(&text, &pieces, false) }</p> }
        });
        let drawn: Vec<Html> = drawn.collect();
        html! { <div class={classes!("article__text", (drawn.len() > LONG).then_some("article__text--long"))}>{ drawn }</div> }
    }

    fn pieces(&self, text: &[u16], pieces: &[Piece], inside: bool) -> Html {
        pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(a, b) => html! { { String::from_utf16_lossy(text.get(*a as usize..*b as usize).unwrap_or(&[])) } },
                Piece::Span { id: FOCUS, inside: pieces, .. } => html! { <span class="focus">{ self.pieces(text, pieces, inside) }</span> },
                Piece::Span { id, first, last, inside: pieces } => match self.document.mentions.get(*id) {
                    Some(m) => self.mark(*id, m, *first, *last, self.pieces(text, pieces, true), inside),
                    None => self.pieces(text, pieces, inside),
                },
            })
            .collect()
    }

    fn mark(&self, number: usize, m: &MentionView, first: bool, last: bool, content: Html, nested: bool) -> Html {
        let picked = m.entity.is_some() && m.entity.as_deref() == self.picked;
        let value = m.value.as_deref().map(|v| self.words.value(v, m.kind.as_deref().unwrap_or("")));
        let name = m.entity.as_ref().and_then(|id| self.names.get(id.as_str()).copied());
        let kind = self.words.label(&m.label);
        let title = [Some(kind), value.as_deref().or(name).or(m.normal.as_deref())].into_iter().flatten().collect::<Vec<_>>().join(": ");
        let timed = m.value.is_some();
        let act = {
            let dispatch = self.dispatch.clone();
            Callback::from(move |()| dispatch.emit(Action::Explain(Some(number))))
        };
        let onclick = {
            let act = act.clone();
            Callback::from(move |e: MouseEvent| {
                e.stop_propagation();
                act.emit(());
            })
        };
        // Times are stops of their own; the keys n and p walk over all mentions.
        let onkeydown = timed.then(|| {
            Callback::from(move |e: KeyboardEvent| {
                if matches!(e.code().as_str(), "Enter" | "Space") {
                    e.prevent_default();
                    e.stop_propagation();
                    act.emit(());
                }
            })
        });
        let picked = picked || self.card == Some(number);
        let class =
            classes!("mark", picked.then_some("mark--picked"), nested.then_some("mark--nested"), (!first).then_some("mark--continued"));
        html! {
            <mark {class} data-type={m.label.clone()} data-entity={m.entity.clone().unwrap_or_default()} data-family={family(&m.label)}
                  data-value={m.value.clone()} tabindex={timed.then_some("0")} role={timed.then_some("button")} {title} {onclick} {onkeydown}>
                { content }
                if last && self.labels {
                    <span class="mark__label" aria-hidden="true">{ self.words.short_label(&m.label) }</span>
                }
            </mark>
        }
    }
}
