//! All entities in dictionary form, with counts: sorted, searched by any form of their names.

use std::cmp::Reverse;

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::rows::Rows;
use crate::app::collection::{Collection, Shared};
use crate::app::i18n::{Words, family};
use crate::app::queries::portrait::first_seen;
use crate::app::queries::select::Shown;
use crate::app::state::Action;
use crate::nlp::segment::fold;
use crate::worker::protocol::Command;
use crate::worker::view::EntityView;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub words: &'static Words,
    pub collection: Collection,
    /// Those left by the selection, with their counts.
    pub shown: Shown,
    pub picked: Option<String>,
    /// What the worker found for a query.
    pub found: Option<Shared<(String, Vec<u32>)>>,
    pub dispatch: Callback<Action>,
    pub send: Callback<Command>,
}

/// Order of the list.
#[derive(Clone, Copy, PartialEq)]
pub enum Order {
    Count,
    Name,
    First,
}

impl Order {
    pub const ALL: [Self; 3] = [Self::Count, Self::Name, Self::First];

    pub fn name(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Name => "name",
            Self::First => "first",
        }
    }
}

#[component]
pub fn EntityList(props: &Props) -> Html {
    let words = props.words;
    let query = use_state(String::new);
    let order = use_state(|| Order::Count);
    let entities = &props.collection.joined.entities;
    // The worker knows the forms of a word; until it answers, letters alone are compared. A new collection is asked anew.
    use_effect_with(((*query).clone(), props.collection.joined.clone()), {
        let send = props.send.clone();
        move |(query, _)| {
            if !query.trim().is_empty() {
                send.emit(Command::Find(query.clone()));
            }
        }
    });
    let folded = fold(query.trim());
    let found = props.found.as_ref().filter(|f| f.0 == *query);
    let wanted = |n: usize, e: &EntityView| {
        folded.is_empty()
            || found.is_some_and(|f| f.1.binary_search(&(n as u32)).is_ok())
            || fold(&e.name).contains(&folded)
            || e.aliases.iter().any(|a| fold(a).contains(&folded))
    };
    let first = use_memo(
        (props.collection.clone(), *order == Order::First),
        |(collection, wanted)| {
            if *wanted { first_seen(collection) } else { Vec::new() }
        },
    );
    let mut listed: Vec<(usize, usize)> =
        props.shown.entities.iter().filter(|(n, _)| entities.get(*n).is_some_and(|e| wanted(*n, e))).copied().collect();
    match *order {
        // As it is.
        Order::Count => {}
        Order::Name => listed.sort_by_cached_key(|(n, _)| entities.get(*n).map(|e| fold(e.name.trim_start_matches(['«', '"'])))),
        Order::First => listed.sort_by_key(|(n, count)| (first.get(*n).copied(), Reverse(*count))),
    }
    let total = listed.len();
    let row = {
        let (joined, dispatch, picked) = (props.collection.joined.clone(), props.dispatch.clone(), props.picked.clone());
        Callback::from(move |place: usize| {
            let Some((count, e)) = listed.get(place).and_then(|(n, count)| Some((count, joined.entities.get(*n)?))) else {
                return Html::default();
            };
            let (dispatch, id) = (dispatch.clone(), e.id.clone());
            let (open, own) = (dispatch.clone(), e.id.clone());
            let picked = picked.as_ref() == Some(&e.id);
            let title = if e.aliases.is_empty() { e.name.clone() } else { format!("{} · {}", e.name, e.aliases.join(" · ")) };
            html! {
                <li key={e.id.clone()} class="entities__row" data-entity-row={e.id.clone()} data-count={count.to_string()}>
                    <button type="button" class="entities__entity" lang="ru" data-family={family(&e.label)} aria-pressed={picked.to_string()}
                            {title} onclick={move |_| dispatch.emit(Action::PickEntity(id.clone()))}>
                        <span class="entities__name">{ &e.name }</span>
                        <span class="entities__type"><span lang={words.language}>{ words.label(&e.label) }</span>{ for e.roles.first().map(|r| format!(" · {r}")) }</span>
                        <span class="count" lang={words.language} aria-label={words.mentions(*count)}>{ *count }</span>
                    </button>
                    if picked {
                        <button type="button" class="link entities__portrait" data-action="portrait-row" onclick={move |_| open.emit(Action::Portrait(Some(own.clone())))}>{ words.portrait }</button>
                    }
                </li>
            }
        })
    };
    let oninput = {
        let query = query.clone();
        Callback::from(move |e: InputEvent| query.set(e.target_unchecked_into::<HtmlInputElement>().value()))
    };
    let onchange = {
        let order = order.clone();
        Callback::from(move |e: Event| {
            let value = e.target_unchecked_into::<HtmlSelectElement>().value();
            order.set(Order::ALL.into_iter().find(|o| o.name() == value).unwrap_or(Order::Count));
        })
    };
    html! {
        <section class="panel entities" aria-label={words.entities}>
            <div class="entities__head">
                <h2 class="panel__title">{ words.entities }<span class="count">{ total }</span></h2>
                <select class="field field--small" data-action="sort" aria-label={words.sort} {onchange}>
                    { for Order::ALL.iter().map(|o| html! { <option value={o.name()} selected={*o == *order}>{ words.order(o.name()) }</option> }) }
                </select>
            </div>
            <input type="search" class="field" placeholder={words.search} aria-label={words.search} value={(*query).clone()} {oninput} />
            if total == 0 {
                <p class="empty">{ words.no_entities }</p>
            }
            <Rows class="entities__list" count={total} {row} />
        </section>
    }
}
