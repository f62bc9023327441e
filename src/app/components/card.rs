//! The card of a mention: what it is, what it names or when it is, why, how sure, and where else.

use yew::prelude::*;

use super::decide;
use super::editor::MentionEditor;
use crate::app::collection::{Article, Shared};
use crate::app::i18n::{Words, family};
use crate::app::state::Action;
use crate::worker::decision::{Decision, Log};
use crate::worker::view::{CalledView, EntityView, MentionView};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub words: &'static Words,
    pub article: Article,
    /// The mention in question.
    pub mention: MentionView,
    /// What it names, of the collection.
    pub entity: Option<EntityView>,
    /// It goes again by itself: the pointer rests on the mention.
    pub floating: bool,
    /// What the user has decided.
    pub log: Shared<Log>,
    /// Decisions hold for all of the same name.
    pub alike: bool,
    pub dispatch: Callback<Action>,
}

#[component]
pub fn Card(props: &Props) -> Html {
    let (words, m) = (props.words, &props.mention);
    let entity = props.entity.as_ref();
    let click = |action: Action| {
        let dispatch = props.dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.emit(action.clone()))
    };
    let meaning = match (m.value.as_deref(), entity) {
        (Some(value), _) => words.long_value(value, m.kind.as_deref().unwrap_or_default()),
        (None, Some(e)) => e.name.clone(),
        (None, None) => m.normal.clone().unwrap_or_else(|| m.text.clone()),
    };
    let kept = !props.floating;
    let remark = props.article.diagnostics.iter().find(|d| d.code == "capital-as-government" && d.start == Some(m.start));
    let government = remark.map(|d| d.detail.as_str());
    html! {
        <aside class={classes!("card", props.floating.then_some("card--floating"))} data-family={family(&m.label)} aria-label={words.card}
               aria-live={kept.then_some("polite")} data-card={kept.then(|| m.label.clone())} data-why={m.rule.clone().filter(|_| kept)}>
            <p class="card__head">
                <q class="card__phrase" lang="ru">{ &m.text }</q>
                if meaning != m.text {
                    <span class="card__arrow" aria-hidden="true">{ "→" }</span>
                    <strong class="card__value">{ meaning }</strong>
                }
                if let Some(value) = &m.value { <code class="card__edtf">{ value }</code> }
                <span class="card__kind">{ words.label(&m.label) }</span>
                if !m.given { <span class="count">{ words.sure(m.score) }</span> }
                if kept {
                    <button type="button" class="button button--icon card__close" aria-label={words.close} title={words.close} onclick={click(Action::Explain(None))}>{ "×" }</button>
                }
            </p>
            if m.value.is_some() { { time(props, &click) } }
            if let Some(country) = government { <p class="card__rule" data-government="">{ words.government(country) }</p> }
            if let Some(e) = entity { { named(props, e, &click) } }
            if kept {
                <MentionEditor {words} article={props.article.clone()} mention={props.mention.clone()} log={props.log.clone()} alike={props.alike} dispatch={props.dispatch.clone()} />
            }
        </aside>
    }
}

/// Why a time means what it does, and what else it may mean.
fn time(props: &Props, click: &dyn Fn(Action) -> Callback<MouseEvent>) -> Html {
    let (words, m) = (props.words, &props.mention);
    let number = m.anchor.as_ref().and_then(|a| a.as_deref()).and_then(|a| a.parse::<usize>().ok());
    let anchor = number.and_then(|n| props.article.mentions.get(n));
    let kind = m.kind.as_deref().unwrap_or_default();
    let others: Vec<String> = m.alternatives.iter().map(|v| words.value(v, kind)).collect();
    let show = anchor.map(|a| click(Action::Look(props.article.id.clone(), a.start, a.end)));
    html! {
        <>
            <p class="card__rule">
                { words.why(m, &props.article.date_source, anchor.map(|a| a.text.as_str())) }
                if let Some(onclick) = show { { " " }<button type="button" class="link" {onclick}>{ words.show_anchor }</button> }
            </p>
            if !others.is_empty() {
                <p class="card__others">{ format!("{}: {}.", words.or_else, others.join("; ")) }</p>
            }
        </>
    }
}

/// What parts a name from the entity that it was joined to.
pub fn part_of(e: &EntityView, name: &str) -> Decision {
    Decision::Apart { name: CalledView { label: e.label.clone(), name: name.to_string() } }
}

/// Aliases told on a card; all stand on the entity's own page.
const ALIASES: usize = 6;

/// Who or what it is, and the way to the other mentions.
fn named(props: &Props, e: &EntityView, click: &dyn Fn(Action) -> Callback<MouseEvent>) -> Html {
    let words = props.words;
    let normal = props.mention.normal.as_deref();
    let aliases: Vec<&str> = e.aliases.iter().map(String::as_str).filter(|a| *a != e.name).collect();
    // Why this very name is here.
    let why = e.names.iter().skip(1).find(|n| Some(n.name.as_str()) == normal).map(|n| words.joined(&n.why));
    let more = if aliases.len() > ALIASES { "…" } else { "." };
    html! {
        <>
            <p class="card__rule">
                { for (!e.roles.is_empty()).then(|| format!("{}. ", e.roles.join(", "))) }
                { words.mentions_in(e.count, e.documents.as_ref().map_or(1, Vec::len)) }
            </p>
            if let Some(why) = why {
                <p class="card__rule" data-join="">{ format!("{}: {why}.", words.together) }
                    if let Some(name) = normal.filter(|_| !props.floating) {
                        { " " }<button type="button" class="link" data-action="part" onclick={decide(&props.dispatch, part_of(e, name))}>{ words.part }</button>
                    }
                </p>
            }
            if !aliases.is_empty() { <p class="card__others">{ format!("{}: {}{more}", words.also, aliases[..aliases.len().min(ALIASES)].join("; ")) }</p> }
            <p class="card__tools">
                <button type="button" class="button button--small" data-action="pick" onclick={click(Action::PickEntity(e.id.clone()))}>{ words.pick_entity }</button>
                <button type="button" class="button button--small" data-action="portrait" onclick={click(Action::Portrait(Some(e.id.clone())))}>{ words.portrait }</button>
            </p>
        </>
    }
}
