//! All entities in dictionary form, by family, with counts.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::app::i18n::{FAMILIES, Words, family};
use crate::app::queries::select::Shown;
use crate::app::state::{Action, Shared};
use crate::nlp::segment::fold;
use crate::worker::view::{CollectionView, EntityView};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub words: &'static Words,
    pub collection: Shared<CollectionView>,
    /// Those left by the selection, with their counts.
    pub shown: Shared<Shown>,
    pub picked: Option<String>,
    pub dispatch: Callback<Action>,
}

#[component]
pub fn EntityList(props: &Props) -> Html {
    let words = props.words;
    let wanted = use_state(|| None::<&'static str>);
    let query = use_state(String::new);
    let entities: Vec<(&EntityView, usize)> =
        props.shown.entities.iter().filter_map(|(n, count)| Some((props.collection.entities.get(*n)?, *count))).collect();
    let count = |name: &str| entities.iter().filter(|(e, _)| family(&e.label) == name).count();
    let chip = |name: Option<&'static str>, text: &'static str, n: usize| {
        let (set, pressed) = (wanted.clone(), *wanted == name);
        html! {
            <button type="button" class="chip" data-family={name} aria-pressed={pressed.to_string()} onclick={move |_| set.set(name)}>
                { text }<span class="count">{ n }</span>
            </button>
        }
    };
    let folded = fold(query.trim());
    let shown = |(e, _): &&(&EntityView, usize)| {
        wanted.is_none_or(|f| family(&e.label) == f)
            && (folded.is_empty() || fold(&e.name).contains(&folded) || e.aliases.iter().any(|a| fold(a).contains(&folded)))
    };
    let row = |(e, count): &(&EntityView, usize)| {
        let (dispatch, id) = (props.dispatch.clone(), e.id.clone());
        let title = if e.aliases.is_empty() { e.name.clone() } else { format!("{} · {}", e.name, e.aliases.join(" · ")) };
        html! {
            <li key={e.id.clone()} class="entities__row" data-entity-row={e.id.clone()} data-count={count.to_string()}>
                <button type="button" class="entities__entity" data-family={family(&e.label)} aria-pressed={(props.picked.as_ref() == Some(&e.id)).to_string()}
                        {title} onclick={move |_| dispatch.emit(Action::PickEntity(id.clone()))}>
                    <span class="entities__name">{ &e.name }</span>
                    <span class="entities__type">{ words.label(&e.label) }{ for e.roles.first().map(|r| format!(" · {r}")) }</span>
                    <span class="count" aria-label={words.mentions(*count)}>{ *count }</span>
                </button>
            </li>
        }
    };
    let rows: Vec<Html> = entities.iter().filter(shown).map(row).collect();
    let oninput = {
        let query = query.clone();
        Callback::from(move |e: InputEvent| query.set(e.target_unchecked_into::<HtmlInputElement>().value()))
    };
    html! {
        <section class="panel entities" aria-label={words.entities}>
            <h2 class="panel__title">{ words.entities }<span class="count">{ entities.len() }</span></h2>
            <div class="chips">
                { chip(None, words.everything, entities.len()) }
                { for FAMILIES.iter().filter(|(f, _)| count(f) > 0).map(|(f, text)| chip(Some(f), text, count(f))) }
            </div>
            <input type="search" class="field" placeholder={words.search} aria-label={words.search} value={(*query).clone()} {oninput} />
            if rows.is_empty() {
                <p class="empty">{ words.no_entities }</p>
            }
            <ul class="entities__list">{ rows }</ul>
        </section>
    }
}
