//! The collections that the browser keeps.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::field::Field;
use crate::app::i18n::Words;
use crate::app::store::{Head, Room};

/// What a user may do with a collection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Begin another.
    Fresh,
    /// Open one.
    Open(String),
    /// Take one away for good.
    Delete(String),
    /// Call the one that is open otherwise.
    Rename(String),
}

#[derive(Properties, PartialEq)]
pub struct Props {
    pub words: &'static Words,
    pub heads: Vec<Head>,
    /// The one that is open.
    pub own: Option<String>,
    pub room: Option<Room>,
    pub ask: Callback<Ask>,
    pub on_close: Callback<MouseEvent>,
}

#[component]
pub fn Collections(props: &Props) -> Html {
    let words = props.words;
    // The one that is to be deleted, until that is said again.
    let doubtful = use_state(|| None::<String>);
    let click = |ask: Ask| props.ask.reform(move |_: MouseEvent| ask.clone());
    let row = |head: &Head| {
        let own = props.own.as_ref() == Some(&head.id);
        let rename = props.ask.reform(|e: Event| Ask::Rename(e.target_unchecked_into::<HtmlInputElement>().value()));
        let sure = doubtful.as_ref() == Some(&head.id);
        let delete = if sure {
            let (ask, doubtful) = (click(Ask::Delete(head.id.clone())), doubtful.clone());
            Callback::from(move |e: MouseEvent| {
                doubtful.set(None);
                ask.emit(e);
            })
        } else {
            let (doubtful, id) = (doubtful.clone(), head.id.clone());
            Callback::from(move |_: MouseEvent| doubtful.set(Some(id.clone())))
        };
        html! {
            <li class="history__row" key={head.id.clone()} data-collection={head.id.clone()} aria-current={own.then_some("true")}>
                <span class="history__when">{ words.moment(&head.changed) }</span>
                if own {
                    <Field name="rename" label={words.collection_name} value={head.name.clone()} onchange={rename} />
                } else {
                    <button type="button" class="link" data-action="open-collection" onclick={click(Ask::Open(head.id.clone()))}>{ &head.name }</button>
                }
                <span class="collections__tools">
                    <span class="count">{ words.articles_count(head.order.len()) }</span>
                    <button type="button" class="button button--small" data-action="delete-collection" onclick={delete}>{ if sure { words.delete_surely } else { words.delete } }</button>
                </span>
            </li>
        }
    };
    html! {
        <section class="panel share" aria-label={words.collections} data-collections="">
            <h2 class="panel__title">{ words.collections }
                <button type="button" class="button button--icon share__close" aria-label={words.close} title={words.close} onclick={props.on_close.clone()}>{ "×" }</button></h2>
            if props.heads.is_empty() { <p class="empty">{ words.no_collections }</p> }
            <ul class="history__list">{ for props.heads.iter().map(row) }</ul>
            <p class="share__foot"><button type="button" class="button" data-action="fresh" onclick={click(Ask::Fresh)}>{ words.fresh }</button>
                <span class="share__hint">{ words.kept_here }
                    if let Some(room) = props.room { { " " }<span data-room={format!("{:.0}", room.used)}>{ words.room(room.used, room.quota) }</span> }</span></p>
        </section>
    }
}
