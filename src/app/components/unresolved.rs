//! The list of what is unsure, open or contradicting.

use yew::prelude::*;

use super::decide;
use super::library::headline;
use crate::app::collection::Collection;
use crate::app::i18n::Words;
use crate::app::queries::edit::confirm;
use crate::app::queries::unresolved::{Open, Why, unresolved};
use crate::app::state::Action;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub words: &'static Words,
    pub collection: Collection,
    pub dispatch: Callback<Action>,
}

/// Rows of one reason drawn at first.
const ROWS: usize = 40;

#[component]
pub fn Unresolved(props: &Props) -> Html {
    let words = props.words;
    let open = use_memo(props.collection.clone(), unresolved);
    let all = use_state(Vec::<Why>::new);
    let row = |o: &Open| {
        let article = props.collection.documents.get(o.article)?;
        let (id, start, end, mention) = (article.id.clone(), o.start, o.end, o.mention);
        let dispatch = props.dispatch.clone();
        let look = Callback::from(move |_: MouseEvent| {
            if start < end {
                dispatch.emit(Action::Look(id.clone(), start, end));
                dispatch.emit(Action::Explain(mention));
            } else {
                dispatch.emit(Action::Read(id.clone()));
            }
        });
        // What has a reading can be agreed to here; the rest needs a look.
        let agreed = matches!(o.why, Why::Unsure | Why::AssumedYear);
        let settled = mention.filter(|_| agreed).and_then(|n| article.mentions.get(n)).and_then(|m| confirm(article, m));
        Some(html! {
            <li class="history__row" key={format!("{}-{}-{}", article.id, o.start, o.text)} data-unresolved={o.why.name()}>
                <button type="button" class="link" onclick={look}>{ &o.text }</button>
                <span class="history__what">{ words.open_detail(o.why, &o.detail) }</span>
                if let Some(d) = settled {
                    <button type="button" class="button button--small" data-action="confirm" onclick={decide(&props.dispatch, d)}>{ words.confirm }</button>
                }
                if o.start < o.end { <span class="history__article">{ headline(article) }</span> }
            </li>
        })
    };
    let group = |why: Why| {
        let rows: Vec<&Open> = open.iter().filter(|o| o.why == why).collect();
        if rows.is_empty() {
            return Html::default();
        }
        let shown = if all.contains(&why) { rows.len() } else { rows.len().min(ROWS) };
        let more = {
            let all = all.clone();
            Callback::from(move |_: MouseEvent| all.set([all.as_slice(), &[why]].concat()))
        };
        let (title, hint) = words.open_matter(why);
        html! {
            <section class="portrait__part" key={why.name()}>
                <h3>{ title }<span class="count">{ rows.len() }</span></h3>
                <p class="card__others">{ hint }</p>
                <ul class="history__list">{ for rows.iter().take(shown).filter_map(|o| row(o)) }</ul>
                if shown < rows.len() { <button type="button" class="button" data-action="more-open" onclick={more}>{ words.show_more(rows.len() - shown) }</button> }
            </section>
        }
    };
    html! {
        <article class="panel article history" aria-label={words.unresolved} data-board="unresolved">
            <header class="article__head">
                <p class="portrait__kind"><span>{ words.places_found(open.len()) }</span>
                    <button type="button" class="button button--small" data-action="close-board" onclick={props.dispatch.reform(|_: MouseEvent| Action::Open(None))}>{ words.to_article }</button></p>
                <h2 class="article__title">{ words.unresolved }</h2>
            </header>
            if open.is_empty() { <p class="empty">{ words.all_settled }</p> }
            { for Why::ALL.map(group) }
        </article>
    }
}
