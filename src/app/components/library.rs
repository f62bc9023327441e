//! The articles.

use std::collections::BTreeMap;

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::rows::Rows;
use crate::app::collection::{Article, Shared};
use crate::app::i18n::Words;
use crate::app::queries::select::{Hits, Shown};
use crate::app::state::Action;
use crate::words::tag;
use crate::worker::protocol::Command;
use crate::worker::view::DocumentView;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub words: &'static Words,
    pub documents: Shared<Vec<Article>>,
    /// Those left by the selection, by place.
    pub shown: Shown,
    pub document: Option<String>,
    /// What a search has found.
    pub hits: Option<Shared<Hits>>,
    /// Copies are shown once.
    pub fold: bool,
    pub dispatch: Callback<Action>,
    pub send: Callback<Command>,
}

/// The title, or the beginning of the text.
pub fn headline(document: &DocumentView) -> String {
    let long = |t: &str| t.chars().take(90).collect::<String>() + if t.chars().count() > 90 { "…" } else { "" };
    let first =
        || document.text.as_deref().unwrap_or("").lines().map(str::trim).find(|l| !l.is_empty()).unwrap_or(&document.id).to_string();
    long(&document.title.clone().unwrap_or_else(first))
}

#[component]
pub fn Library(props: &Props) -> Html {
    let words = props.words;
    // Where the copies of each article stand.
    let mut copies: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for d in props.documents.iter() {
        if let Some(number) = d.original() {
            copies.entry(number).or_default().push(d.source.clone().unwrap_or_else(|| d.id.clone()));
        }
    }
    let on_fold = props.dispatch.reform(|e: Event| Action::Fold(e.target_unchecked_into::<HtmlInputElement>().checked()));
    let is_copied = !copies.is_empty();
    let row = {
        let (documents, places, document, hits) =
            (props.documents.clone(), props.shown.documents.clone(), props.document.clone(), props.hits.clone());
        let (dispatch, send, fold) = (props.dispatch.clone(), props.send.clone(), props.fold);
        Callback::from(move |place: usize| {
            let Some(d) = places.get(place).and_then(|n| documents.get(*n)) else { return Html::default() };
            let current = document.as_ref() == Some(&d.id);
            let (read, remove) = (dispatch.clone(), send.clone());
            let (id, gone) = (d.id.clone(), d.id.clone());
            html! {
                <li key={d.id.clone()} class="library__row" data-document={d.id.clone()}>
                    <button type="button" class="library__article" aria-current={current.then_some("true")} onclick={move |_| read.emit(Action::Read(id.clone()))}>
                        <span class="library__title" lang={tag(&d.language).map(str::to_string)}>{ headline(d) }</span>
                        <span class="library__meta">
                            <span class="library__source">
                                { d.date.as_deref().map_or(words.no_date.to_string(), |v| words.value(v, "DATE")) }{ " · " }{ d.source.as_ref().unwrap_or(&d.id) }
                            </span>
                            if let Some(others) = copies.get(&d.number).filter(|_| fold) {
                                <span class="badge" data-copies={others.len().to_string()} title={others.join("\n")}>{ words.copies(others.len()) }</span>
                            }
                            if let Some(n) = hits.as_ref().and_then(|h| h.get(&d.number)).map(Vec::len) {
                                <span class="badge badge--hits" data-found={n.to_string()}>{ words.places_found(n) }</span>
                            }
                            if d.language != "ru" { <span class="badge">{ words.language_name(&d.language) }</span> }
                            if d.diagnostics.iter().any(|x| words.diagnostic(&x.code, &x.detail).is_some()) { <span class="badge" title={words.remarks}>{ "!" }</span> }
                        </span>
                    </button>
                    <button type="button" class="button button--icon" aria-label={words.remove} title={words.remove}
                            onclick={move |_| remove.emit(Command::Remove { document: gone.clone() })}>{ "×" }</button>
                </li>
            }
        })
    };
    html! {
        <section class="panel library" aria-label={words.articles}>
            <h2 class="panel__title">{ words.articles }<span class="count">{ words.some_of(props.shown.documents.len(), props.documents.len()) }</span></h2>
            <Rows class="library__list" count={props.shown.documents.len()} row={row} />
            if is_copied {
                <label class="library__fold"><input type="checkbox" data-action="fold" checked={props.fold} onchange={on_fold} />{ words.fold }</label>
            }
            if props.shown.documents.is_empty() { <p class="empty">{ words.nothing_left }</p> }
        </section>
    }
}
