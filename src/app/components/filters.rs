//! What is picked, as chips that can be taken away.

use yew::prelude::*;

use super::library::headline;
use crate::app::i18n::{Words, family};
use crate::app::queries::select::Selection;
use crate::app::state::{Action, Shared};
use crate::worker::view::CollectionView;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub words: &'static Words,
    pub collection: Shared<CollectionView>,
    pub selection: Selection,
    /// Items of the timeline that are left.
    pub left: usize,
    pub dispatch: Callback<Action>,
}

#[component]
pub fn Filters(props: &Props) -> Html {
    let (words, selection) = (props.words, &props.selection);
    if selection.is_empty() {
        return Html::default();
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
    let entity = selection.entity.as_ref().and_then(|id| props.collection.entities.iter().find(|e| e.id == *id));
    let document = selection.document.as_ref().and_then(|id| props.collection.documents.iter().find(|d| d.id == *id));
    let all = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.emit(Action::ShowAll))
    };
    html! {
        <section class="filters" aria-label={words.filters}>
            <span class="filters__title">{ words.filters }{ ":" }</span>
            <ul class="filters__list">
                { for entity.map(|e| chip("entity", Some(family(&e.label)), e.name.clone(), Action::DropEntity)) }
                { for document.map(|d| chip("document", None, headline(d), Action::Only(None))) }
                { for selection.period.as_ref().map(|(a, b)| chip("period", Some("time"), words.value(&format!("{a}/{b}"), "DATE"), Action::Period(None))) }
            </ul>
            <span class="filters__left" role="status">{ words.events_left(props.left) }</span>
            <button type="button" class="link" data-action="show-all" onclick={all}>{ words.show_all }</button>
        </section>
    }
}
