//! What was decided, entry by entry.

use yew::prelude::*;

use super::library::headline;
use super::{make_again, take_back};
use crate::app::collection::{Article, Shared};
use crate::app::i18n::Words;
use crate::app::state::Action;
use crate::worker::decision::{Decision, Entry, Log};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub words: &'static Words,
    pub documents: Shared<Vec<Article>>,
    pub log: Shared<Log>,
    pub on_save: Callback<MouseEvent>,
    pub dispatch: Callback<Action>,
}

/// Entries drawn at first.
const ROWS: usize = 100;

#[component]
pub fn History(props: &Props) -> Html {
    let words = props.words;
    let all = use_state(|| false);
    let holds = props.log.holds();
    let entries = props.log.entries();
    let of = |d: &Decision| d.article().and_then(|a| props.documents.iter().find(|x| x.sha256 == a));
    let told = |n: u32| match entries.get(n as usize) {
        Some(Entry::Decide { decision, .. }) => words.decision(decision),
        _ => String::new(),
    };
    let row = |(n, entry): (usize, &Entry)| {
        let n = n as u32;
        let held = holds.get(n as usize).copied().unwrap_or(false);
        let (text, kind, article) = match entry {
            Entry::Decide { decision, .. } => (words.decision(decision), if held { "holds" } else { "gone" }, of(decision)),
            Entry::Undo { entry, .. } => (format!("{}: {}", words.undone, told(*entry)), "undo", None),
            Entry::Redo { entry, .. } => (format!("{}: {}", words.redone, told(*entry)), "redo", None),
        };
        html! {
            <li class="history__row" key={n} data-entry={kind}>
                <span class="history__when">{ words.moment(entry.at()) }</span>
                <span class="history__what">{ text }
                    if let Some(a) = article { <button type="button" class="link history__article" onclick={props.dispatch.reform({ let id = a.id.clone(); move |_: MouseEvent| Action::Read(id.clone()) })}>{ headline(a) }</button> }
                </span>
                if kind == "holds" { <button type="button" class="button button--small" data-action="take-back" onclick={take_back(&props.dispatch, n)}>{ words.take_back }</button> }
                if kind == "gone" { <button type="button" class="button button--small" data-action="make-again" onclick={make_again(&props.dispatch, n)}>{ words.make_again }</button> }
            </li>
        }
    };
    let shown = if *all { entries.len() } else { entries.len().min(ROWS) };
    html! {
        <article class="panel article history" aria-label={words.history} data-board="history">
            <header class="article__head">
                <p class="portrait__kind"><span>{ words.mentions_of_log(props.log.effective().len()) }</span>
                    <button type="button" class="button button--small" data-action="close-board" onclick={props.dispatch.reform(|_: MouseEvent| Action::Open(None))}>{ words.to_article }</button></p>
                <h2 class="article__title">{ words.history }</h2>
                <p class="article__meta">{ words.history_hint }
                    if !entries.is_empty() { <button type="button" class="button button--small" data-action="save-log" onclick={props.on_save.clone()}>{ words.save_log }</button> }</p>
            </header>
            if entries.is_empty() { <p class="empty">{ words.no_decisions }</p> }
            <ol class="history__list">{ for entries.iter().enumerate().rev().take(shown).map(row) }</ol>
            if shown < entries.len() { <button type="button" class="button" data-action="more-history" onclick={move |_| all.set(true)}>{ words.show_more(entries.len() - shown) }</button> }
        </article>
    }
}
