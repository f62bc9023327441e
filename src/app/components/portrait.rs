//! An entity's own page, in the place of the article.

use yew::prelude::*;

use super::library::headline;
use super::merge::Merge;
use super::{decide, take_back};
use crate::app::collection::{Collection, Shared};
use crate::app::i18n::{Words, family};
use crate::app::queries::portrait::portrait;
use crate::app::queries::select::{Selection, select};
use crate::app::state::Action;
use crate::worker::decision::{Decision, Log};
use crate::worker::view::{CalledView, ItemView};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub words: &'static Words,
    pub collection: Collection,
    /// The entity, by id.
    pub id: String,
    /// What the user has decided.
    pub log: Shared<Log>,
    pub dispatch: Callback<Action>,
}

/// Related entities and names shown.
const RELATED: usize = 24;
const NAMES: usize = 24;

#[component]
pub fn Portrait(props: &Props) -> Html {
    let words = props.words;
    let number = props.collection.joined.place(&props.id).unwrap_or(usize::MAX);
    let known = use_memo((props.collection.clone(), props.id.clone()), move |(collection, id)| {
        let alone = Selection { entity: Some(id.to_string()), ..Selection::default() };
        (portrait(collection, number), select(collection, &alone, None))
    });
    let (portrait, events) = &*known;
    let Some(e) = props.collection.joined.entities.get(number) else { return Html::default() };
    let click = |action: Action| {
        let dispatch = props.dispatch.clone();
        Callback::from(move |_: MouseEvent| dispatch.emit(action.clone()))
    };
    let names = portrait
        .names
        .iter()
        .take(NAMES)
        .map(|(name, count)| html! { <li>{ name }<span class="count">{ format!(" {count}") }</span></li> });
    let related = portrait.related.iter().take(RELATED).filter_map(|(n, count)| {
        let other = props.collection.joined.entities.get(*n)?;
        Some(html! {
            <li><button type="button" class="chip" data-related={other.id.clone()} data-family={family(&other.label)} onclick={click(Action::Portrait(Some(other.id.clone())))}>
                { &other.name }<span class="count">{ *count }</span></button></li>
        })
    });
    let name = |name: &str| CalledView { label: e.label.clone(), name: name.to_string() };
    let reasons = e.names.iter().skip(1).take(NAMES).map(|n| {
        html! {
            <li class="portrait__reason"><span class="portrait__name" lang="ru">{ &n.name }<span class="count">{ format!(" {}", n.count) }</span></span>
                <span class="portrait__why">{ words.joined(&n.why) }</span>
                <button type="button" class="button button--small" data-action="part" data-name={n.name.clone()}
                        aria-label={format!("{}: {}", words.part, n.name)} onclick={decide(&props.dispatch, Decision::Apart { name: name(&n.name) })}>{ words.part }</button></li>
        }
    });
    let effective = props.log.effective();
    let parted = effective.iter().rev().find(|(_, d)| matches!(d, Decision::Apart { name } if name.is(&e.label, &e.name))).map(|(n, _)| *n);
    let event = |item: &ItemView| {
        let evidence = item.evidence.first()?;
        let look = click(Action::Look(evidence.document.clone(), evidence.start, evidence.end));
        Some(html! {
            <li class="portrait__event"><span class="portrait__when">{ words.when_of(item.value.as_deref()) }</span>
                <button type="button" class="link" onclick={look}>{ &item.what }</button></li>
        })
    };
    let timeline = events.timeline.iter().filter_map(|n| props.collection.joined.timeline.get(*n)).filter_map(event);
    let undated = events.undated.iter().filter_map(|n| props.collection.joined.undated.get(*n)).filter_map(event);
    let articles = portrait.articles.iter().filter_map(|(n, count)| {
        let d = props.collection.documents.get(*n)?;
        let m = d.mentions.iter().find(|m| d.entity(m) == Some(number))?;
        Some(html! {
            <li class="portrait__event"><span class="portrait__when">{ d.date.as_deref().map_or(words.no_date.to_string(), |v| words.value(v, "DATE")) }</span>
                <span><button type="button" class="link" data-portrait-article={d.id.clone()} onclick={click(Action::Look(d.id.clone(), m.start, m.end))}>{ headline(d) }</button>
                <span class="count">{ format!(" {count}") }</span></span></li>
        })
    });
    let quotes = portrait.quotes.iter().filter_map(|q| {
        let d = props.collection.documents.get(q.article)?;
        let look = click(Action::Look(d.id.clone(), q.start, q.end));
        let text = if q.indirect {
            html! { { &q.text } }
        } else {
            html! { <q>{ &q.text }</q> }
        };
        Some(html! {
            <li class="portrait__event" data-quote={if q.indirect { "indirect" } else { "direct" }}>
                <span class="portrait__when">{ d.date.as_deref().map_or(words.no_date.to_string(), |v| words.value(v, "DATE")) }
                    { for q.cue.iter().map(|c| html! { <span class="portrait__cue">{ c }</span> }) }</span>
                <button type="button" class="link portrait__quote" onclick={look}>{ text }</button></li>
        })
    });
    let part = |title: &'static str, count: usize, content: Html| {
        if count == 0 {
            Html::default()
        } else {
            html! { <section class="portrait__part"><h3>{ title }<span class="count">{ count }</span></h3>{ content }</section> }
        }
    };
    html! {
        <article class="panel article portrait" aria-label={words.portrait} data-portrait={props.id.clone()} data-family={family(&e.label)}>
            <header class="article__head">
                <p class="portrait__kind"><span>{ words.label(&e.label) }</span>
                    <button type="button" class="button button--small" data-action="close-portrait" onclick={click(Action::Portrait(None))}>{ words.to_article }</button></p>
                <h2 class="article__title" lang="ru">{ &e.name }</h2>
                if !e.roles.is_empty() { <p class="portrait__roles">{ e.roles.join(", ") }</p> }
                if let Some(own) = parted {
                    <p class="portrait__apart">{ words.set_apart }
                        <button type="button" class="button button--small" data-action="unite" onclick={take_back(&props.dispatch, own)}>{ words.unite }</button></p>
                }
                <p class="article__meta">{ words.mentions_in(e.count, portrait.articles.len()) }
                    <button type="button" class="button button--small" data-action="pick" onclick={click(Action::PickEntity(e.id.clone()))}>{ words.pick_entity }</button></p>
            </header>
            { part(words.forms, portrait.names.len(), html! { <ul class="portrait__names">{ for names }</ul> }) }
            { part(words.together, e.names.len().saturating_sub(1), html! { <ul class="portrait__reasons">{ for reasons }</ul> }) }
            <Merge {words} joined={props.collection.joined.clone()} {number} dispatch={props.dispatch.clone()} />
            { part(words.related, portrait.related.len(), html! { <ul class="portrait__related">{ for related }</ul> }) }
            { part(words.timeline, events.timeline.len() + events.undated.len(), html! { <ol class="portrait__events">{ for timeline }{ for undated }</ol> }) }
            { part(words.quotes, portrait.quotes.len(), html! { <ul class="portrait__events">{ for quotes }</ul> }) }
            { part(words.articles, portrait.articles.len(), html! { <ul class="portrait__events">{ for articles }</ul> }) }
        </article>
    }
}
