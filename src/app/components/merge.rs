//! Joining an entity with another by hand.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::decide;
use crate::app::collection::Shared;
use crate::app::i18n::{Words, family};
use crate::app::state::Action;
use crate::nlp::knowledge::name_key;
use crate::worker::decision::Decision;
use crate::worker::view::{CalledView, EntityView, JoinedView};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub words: &'static Words,
    pub joined: Shared<JoinedView>,
    /// The entity, by place.
    pub number: usize,
    pub dispatch: Callback<Action>,
}

/// Candidates offered.
const OFFERED: usize = 8;

fn called(e: &EntityView) -> CalledView {
    CalledView { label: e.label.clone(), name: e.name.clone() }
}

/// A field that finds the other entity by letters of its name, and a button for each found.
#[component]
pub fn Merge(props: &Props) -> Html {
    let words = props.words;
    let query = use_state(String::new);
    let Some(own) = props.joined.entities.get(props.number) else { return Html::default() };
    let wanted = name_key(&query);
    // Those of the same family first; the list is sorted by mentions.
    let mut found: Vec<&EntityView> = Vec::new();
    if !wanted.is_empty() {
        let named = |e: &EntityView| e.names.iter().any(|n| name_key(&n.name).contains(&wanted));
        for same in [true, false] {
            let others = props.joined.entities.iter().filter(|e| e.id != own.id && (family(&e.label) == family(&own.label)) == same);
            found.extend(others.filter(|e| named(e)).take(OFFERED));
        }
        found.truncate(OFFERED);
    }
    let oninput = {
        let query = query.clone();
        Callback::from(move |e: InputEvent| query.set(e.target_unchecked_into::<HtmlInputElement>().value()))
    };
    let offer = |e: &&EntityView| {
        let decision = Decision::Together { name: called(own), into: called(e) };
        html! {
            <li key={e.id.clone()}><button type="button" class="chip" data-merge={e.id.clone()} data-family={family(&e.label)} onclick={decide(&props.dispatch, decision)}>
                { &e.name }<span class="count">{ words.label(&e.label) }{ " " }{ e.count }</span></button></li>
        }
    };
    html! {
        <section class="portrait__part merge">
            <h3>{ words.merge }</h3>
            <input type="search" class="field" data-action="merge-find" placeholder={words.merge_find} aria-label={words.merge_find} value={(*query).clone()} {oninput} />
            if !found.is_empty() { <ul class="portrait__related">{ for found.iter().map(offer) }</ul> }
            if !wanted.is_empty() && found.is_empty() { <p class="empty">{ words.no_entities }</p> }
        </section>
    }
}
