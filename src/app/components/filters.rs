//! Facets on top, and what is picked, as chips that can be taken away.

use gloo::timers::callback::Timeout;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::field::Field;
use super::library::headline;
use crate::app::collection::Collection;
use crate::app::i18n::{FAMILIES, Words, family};
use crate::app::queries::select::{Selection, Shown};
use crate::app::state::{Action, Search};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub words: &'static Words,
    pub collection: Collection,
    pub selection: Selection,
    /// What it leaves.
    pub shown: Shown,
    /// What is searched for in all articles.
    pub search: Option<Search>,
    pub dispatch: Callback<Action>,
}

/// How long one types on, in milliseconds.
const TYPING: u32 = 300;

#[component]
pub fn Filters(props: &Props) -> Html {
    let (words, selection) = (props.words, &props.selection);
    // Families with their mentions in what is left; one can be had alone.
    let facet = |(n, name): (usize, &&'static str)| {
        let count = props.shown.families.get(n).copied().unwrap_or(0);
        let pressed = selection.family.as_deref() == Some(name);
        if count == 0 && !pressed {
            return None;
        }
        let dispatch = props.dispatch.clone();
        let action = Action::Family((!pressed).then_some(*name));
        Some(html! {
            <li><button type="button" class="chip" data-facet={*name} data-family={*name} aria-pressed={pressed.to_string()} onclick={move |_| dispatch.emit(action.clone())}>
                { words.family(name) }<span class="count">{ count }</span></button></li>
        })
    };
    let typed = use_mut_ref(|| None::<Timeout>);
    let oninput = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |e: InputEvent| {
            let query = e.target_unchecked_into::<HtmlInputElement>().value();
            let dispatch = dispatch.clone();
            *typed.borrow_mut() =
                Some(Timeout::new(TYPING, move || dispatch.emit(Action::Search((!query.trim().is_empty()).then_some(query)))));
        })
    };
    let onsubmit = props.dispatch.reform(|e: SubmitEvent| {
        e.prevent_default();
        Action::Hit(1)
    });
    let hit = |by: isize, sign: &'static str, label: &'static str| {
        html! { <button type="button" class="button button--small button--icon" data-hit={by.to_string()} aria-label={label} title={label} onclick={props.dispatch.reform(move |_: MouseEvent| Action::Hit(by))}>{ sign }</button> }
    };
    let found = props.search.as_ref().and_then(|s| s.hits.as_ref());
    let query = props.search.as_ref().map(|s| s.query.clone()).unwrap_or_default();
    let search = html! {
        <form class="search" role="search" {onsubmit}>
            <Field kind="search" name="search-all" placeholder={words.search_all} label={words.search_all} value={query} {oninput} />
            if let Some(hits) = found {
                <span class="search__found" role="status" data-hits={hits.values().map(Vec::len).sum::<usize>().to_string()}>{ words.hits(hits.values().map(Vec::len).sum(), hits.len()) }</span>
                if !hits.is_empty() { { hit(-1, "↑", words.hit_before) }{ hit(1, "↓", words.hit_next) } }
            }
        </form>
    };
    let facets = html! {
        <div class="topline">{ search }<ul class="facets" aria-label={words.facets}>{ for FAMILIES.iter().enumerate().filter_map(facet) }</ul></div>
    };
    let picked = selection.entity.is_some() || selection.document.is_some() || selection.period.is_some();
    if !picked {
        return facets;
    }
    let chip = |name: &'static str, family: Option<&'static str>, text: String, action: Action| {
        let dispatch = props.dispatch.clone();
        let label = format!("{}: {text}", words.drop_filter);
        html! {
            <li><button type="button" class="chip filters__chip" data-filter={name} data-family={family} aria-label={label.clone()} title={label}
                        onclick={move |_| dispatch.emit(action.clone())}>
                <span class="filters__text">{ text }</span><span aria-hidden="true">{ "×" }</span>
            </button></li>
        }
    };
    let entity = selection.entity.as_ref().and_then(|id| props.collection.entity(id));
    let document = selection.document.as_ref().and_then(|id| props.collection.document(id));
    let all = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.emit(Action::ShowAll))
    };
    let left = props.shown.timeline.len() + props.shown.undated.len();
    html! {
        <>
        { facets }
        <section class="filters" aria-label={words.filters}>
            <span class="filters__title">{ words.filters }{ ":" }</span>
            <ul class="filters__list">
                { for entity.map(|e| chip("entity", Some(family(&e.label)), e.name.clone(), Action::DropEntity)) }
                { for document.map(|d| chip("document", None, headline(d), Action::Only(None))) }
                { for selection.period.as_ref().map(|(a, b)| chip("period", Some("time"), words.value(&format!("{a}/{b}"), "DATE"), Action::Period(None))) }
            </ul>
            <span class="filters__left" role="status">{ words.events_left(left) }</span>
            <button type="button" class="link" data-action="show-all" onclick={all}>{ words.show_all }</button>
        </section>
        </>
    }
}
