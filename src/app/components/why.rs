//! The answer to "why does this phrase mean that day": phrase, value, rule, anchor, other readings.

use yew::prelude::*;

use crate::app::i18n::Words;
use crate::app::state::Action;
use crate::worker::view::{DocumentView, MentionView};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub words: &'static Words,
    pub document: DocumentView,
    /// The time expression in question.
    pub mention: MentionView,
    pub dispatch: Callback<Action>,
}

#[component]
pub fn Why(props: &Props) -> Html {
    let (words, m) = (props.words, &props.mention);
    let (value, kind) = (m.value.as_deref().unwrap_or_default(), m.kind.as_deref().unwrap_or_default());
    let number = m.anchor.as_ref().and_then(|a| a.as_deref()).and_then(|a| a.parse::<usize>().ok());
    let anchor = number.and_then(|n| props.document.mentions.get(n));
    let others: Vec<String> = m.alternatives.iter().map(|v| words.value(v, kind)).collect();
    let close = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.emit(Action::Explain(None)))
    };
    let show = anchor.map(|a| {
        let (dispatch, action) = (props.dispatch.clone(), Action::Look(props.document.id.clone(), a.start, a.end));
        Callback::from(move |_: MouseEvent| dispatch.emit(action.clone()))
    });
    html! {
        <aside class="why" data-family="time" aria-label={words.why} aria-live="polite" data-why={m.rule.clone()}>
            <p class="why__head">
                <q class="why__phrase">{ &m.text }</q>
                <span class="why__arrow" aria-hidden="true">{ "→" }</span>
                <strong class="why__value">{ words.long_value(value, kind) }</strong>
                <code class="why__edtf">{ value }</code>
                <button class="button button--icon why__close" aria-label={words.close} title={words.close} onclick={close}>{ "×" }</button>
            </p>
            <p class="why__rule">
                { words.why(m, &props.document.date_source, anchor.map(|a| a.text.as_str())) }
                if let Some(onclick) = show { { " " }<button class="link" {onclick}>{ words.show_anchor }</button> }
            </p>
            if !others.is_empty() {
                <p class="why__others">{ format!("{}: {}.", words.or_else, others.join("; ")) }</p>
            }
        </aside>
    }
}
