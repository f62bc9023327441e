//! What a user corrects: a mention, a stretch that is to become one, an event.
//!
//! Looking is not deciding: a card shows, and only its own controls decide. Everything here has a key, too (see [`keys`]).

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::field::Field;
use super::{decide, take_back};
use crate::app::collection::{Article, Shared};
use crate::app::i18n::{FAMILIES, Words, family, type_names};
use crate::app::queries::edit::{Change, Edge, add, confirm, reason, resize, retag, set_event, set_time};
use crate::app::state::Action;
use crate::nlp::edtf::{Kind, Value};
use crate::worker::decision::{Decision, Log};
use crate::worker::view::{EventView, MentionView};

/// Types that have a key of their own: 1 to 9.
pub const QUICK: [&str; 9] = ["PERSON", "ORGANIZATION", "COUNTRY", "CITY", "LOCATION", "PROFESSION", "EVENT", "DATE", "LAW"];

/// The type that a digit key stands for.
pub fn quick(code: &str) -> Option<&'static str> {
    let digit = code.strip_prefix("Digit").or_else(|| code.strip_prefix("Numpad"))?;
    QUICK.get(digit.parse::<usize>().ok()?.checked_sub(1)?).copied()
}

/// A choice of types by family; `current` is chosen.
fn types(words: &'static Words, current: Option<&str>, label: &'static str, chosen: Callback<String>) -> Html {
    let onchange = Callback::from(move |e: Event| {
        let value = e.target_unchecked_into::<HtmlSelectElement>().value();
        if !value.is_empty() {
            chosen.emit(value);
        }
    });
    html! {
        <select class="field" data-action="retag" aria-label={label} {onchange}>
            if current.is_none() { <option value="" selected=true>{ words.other_type }</option> }
            { for FAMILIES.iter().map(|key| html! {
                <optgroup label={words.family(key)}>
                    { for type_names().filter(|t| family(t) == *key).map(|t| html! {
                        <option value={t} selected={current == Some(t)}>{ words.label(t) }</option>
                    }) }
                </optgroup>
            }) }
        </select>
    }
}

/// One word for whether a value can be read.
fn is_value(text: &str) -> bool {
    Value::parse(text, Kind::Date).is_ok()
}

#[derive(Properties, PartialEq)]
pub struct Props {
    pub words: &'static Words,
    pub article: Article,
    pub mention: MentionView,
    pub log: Shared<Log>,
    /// Decisions hold for all of the same name.
    pub alike: bool,
    pub dispatch: Callback<Action>,
}

/// The controls on a mention's card.
#[component]
pub fn MentionEditor(props: &Props) -> Html {
    let (words, m, article) = (props.words, &props.mention, &props.article);
    let refused = use_state(|| false);
    let act = |decision: Option<Decision>| {
        let dispatch = props.dispatch.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(d) = &decision {
                decide(&dispatch, d.clone()).emit(());
            }
        })
    };
    let chosen = {
        let (dispatch, article, m, all) = (props.dispatch.clone(), article.clone(), m.clone(), props.alike);
        Callback::from(move |label: String| {
            if let Some(d) = retag(&article, &m, Some(&label), all) {
                decide(&dispatch, d).emit(());
            }
        })
    };
    let edge = |edge: Edge, by: i32, sign: &'static str, label: &'static str| {
        let decision = resize(article, m, edge, by);
        html! {
            <button type="button" class="button button--small button--edge" disabled={decision.is_none()} aria-label={label} title={label}
                    data-edge={format!("{edge:?}{by}")} onclick={act(decision)}>{ sign }</button>
        }
    };
    let onvalue = {
        let (dispatch, article, m, refused) = (props.dispatch.clone(), article.clone(), m.clone(), refused.clone());
        Callback::from(move |e: Event| {
            let value = e.target_unchecked_into::<HtmlInputElement>().value().trim().to_string();
            refused.set(!is_value(&value));
            if is_value(&value)
                && m.value.as_ref() != Some(&value)
                && let Some(d) = set_time(&article, &m, value)
            {
                decide(&dispatch, d).emit(());
            }
        })
    };
    let onalike = props.dispatch.reform(|e: Event| Action::Alike(e.target_unchecked_into::<HtmlInputElement>().checked()));
    let own = reason(article, m, &props.log.effective());
    let timed = family(&m.label) == "time";
    html! {
        <div class="editor" data-editor="mention" role="group" aria-label={words.correct}>
            <span class="editor__row">
                { types(words, Some(&m.label), words.change_type, chosen) }
                { edge(Edge::Start, -1, "⇤", words.start_back) }{ edge(Edge::Start, 1, "↦", words.start_on) }
                { edge(Edge::End, -1, "↤", words.end_back) }{ edge(Edge::End, 1, "⇥", words.end_on) }
                if own.is_none() { <button type="button" class="button button--small" data-action="confirm" onclick={act(confirm(article, m))}>{ words.confirm }</button> }
                <button type="button" class="button button--small" data-action="delete-mention" onclick={act(retag(article, m, None, props.alike))}>{ words.no_mention }</button>
            </span>
            <label class="editor__all"><input type="checkbox" data-action="alike" checked={props.alike} onchange={onalike} />{ words.to_all_alike }</label>
            if timed {
                <label class="editor__value">{ words.value_label }{ " " }
                    <Field name="value" value={m.value.clone()} onchange={onvalue} refused={*refused} placeholder="2024-05-03" /></label>
                if *refused { <p class="editor__refused" role="alert" data-message="not-edtf">{ words.not_edtf }</p> }
            }
            if let Some(entry) = own {
                <p class="editor__own" data-given="">{ words.given }
                    <button type="button" class="button button--small" data-action="take-back" onclick={take_back(&props.dispatch, entry)}>{ words.take_back }</button></p>
            }
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub struct DraftProps {
    pub words: &'static Words,
    pub article: Article,
    /// The stretch, UTF-16.
    pub range: (u32, u32),
    pub text: String,
    pub alike: bool,
    pub dispatch: Callback<Action>,
}

/// The card of a stretch that is no mention yet.
#[component]
pub fn DraftCard(props: &DraftProps) -> Html {
    let words = props.words;
    let mark = {
        let (dispatch, article, range, all) = (props.dispatch.clone(), props.article.clone(), props.range, props.alike);
        Callback::from(move |label: String| {
            if let Some(d) = add(&article, range, &label, all) {
                decide(&dispatch, d).emit(());
            }
        })
    };
    let onalike = props.dispatch.reform(|e: Event| Action::Alike(e.target_unchecked_into::<HtmlInputElement>().checked()));
    let close = props.dispatch.reform(|_: MouseEvent| Action::Draft(None));
    let quick = QUICK.iter().enumerate().map(|(n, label)| {
        let onclick = {
            let (mark, label) = (mark.clone(), (*label).to_string());
            Callback::from(move |_: MouseEvent| mark.emit(label.clone()))
        };
        html! { <button type="button" class="chip" data-family={family(label)} data-mark={*label} {onclick}><kbd>{ n + 1 }</kbd>{ words.label(label) }</button> }
    });
    html! {
        <aside class="card card--draft" aria-label={words.new_mention} aria-live="polite" data-draft="">
            <p class="card__head"><span class="card__kind">{ words.new_mention }</span><q class="card__phrase">{ &props.text }</q>
                <button type="button" class="button button--icon card__close" aria-label={words.close} title={words.close} onclick={close}>{ "×" }</button></p>
            <p class="editor__row">{ for quick }{ types(words, None, words.other_type, mark.clone()) }</p>
            <label class="editor__all"><input type="checkbox" data-action="alike" checked={props.alike} onchange={onalike} />{ words.mark_all }</label>
            <p class="card__others">{ words.draft_help }</p>
        </aside>
    }
}

#[derive(Properties, PartialEq)]
pub struct EventsProps {
    pub words: &'static Words,
    pub article: Article,
    /// Events told by the sentence in view.
    pub events: Vec<EventView>,
    pub log: Shared<Log>,
    pub dispatch: Callback<Action>,
}

/// Whether an event took place, in the order of the choice.
pub const STATUSES: [&str; 4] = ["happened", "planned", "recurring", "denied"];

/// The card of the events that a sentence tells.
#[component]
pub fn EventsCard(props: &EventsProps) -> Html {
    let words = props.words;
    let refused = use_state(|| None::<usize>);
    let row = |(n, e): (usize, &EventView)| {
        let change = {
            let (dispatch, article, e) = (props.dispatch.clone(), props.article.clone(), e.clone());
            Callback::from(move |change: Change| {
                if let Some(d) = set_event(&article, &e, change) {
                    decide(&dispatch, d).emit(());
                }
            })
        };
        let onstatus = change.reform(|e: Event| Change::Status(e.target_unchecked_into::<HtmlSelectElement>().value()));
        let onvalue = {
            let (change, refused, value) = (change.clone(), refused.clone(), e.value.clone());
            Callback::from(move |e: Event| {
                let text = e.target_unchecked_into::<HtmlInputElement>().value().trim().to_string();
                refused.set((!is_value(&text)).then_some(n));
                if is_value(&text) && value.as_ref() != Some(&text) {
                    change.emit(Change::Value(text));
                }
            })
        };
        let ongone = change.reform(|_: MouseEvent| Change::Gone);
        html! {
            <li class="editor" key={format!("{}-{n}", e.at)} data-editor="event">
                <span class="editor__what">{ &e.what }</span>
                <span class="editor__row">
                    <label>{ words.when }{ " " }<Field name="event-value" value={e.value.clone()} onchange={onvalue} placeholder="2024-05-03" refused={*refused == Some(n)} /></label>
                    <select class="field" data-action="event-status" aria-label={words.status_label} onchange={onstatus}>
                        { for STATUSES.iter().map(|s| html! { <option value={*s} selected={e.status == *s}>{ words.state_of(s) }</option> }) }
                    </select>
                    <button type="button" class="button button--small" data-action="event-gone" onclick={ongone}>{ words.no_event }</button>
                    if e.given { <span class="badge" data-given="">{ words.given }</span> }
                </span>
                if *refused == Some(n) { <p class="editor__refused" role="alert" data-message="not-edtf">{ words.not_edtf }</p> }
            </li>
        }
    };
    html! {
        <aside class="card card--events" aria-label={words.events_here} data-events-card="">
            <p class="card__head"><span class="card__kind">{ words.events_here }</span></p>
            <ul>{ for props.events.iter().enumerate().map(row) }</ul>
        </aside>
    }
}
