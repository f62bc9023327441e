//! Sharing: a link that carries the view, or everything, or a file when a link would be too long.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::app::browser;
use crate::app::collection::{Collection, Shared};
use crate::app::i18n::Words;
use crate::app::share::{ENDING, LONGEST_LINK, Project, SAFE_LINK};
use crate::app::state::Step;
use crate::worker::decision::Log;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub words: &'static Words,
    pub collection: Collection,
    pub step: Step,
    pub log: Shared<Log>,
    pub on_close: Callback<()>,
}

/// Texts longer than this in all, in bytes, are not packed to see whether a link could hold them.
const MOST_TEXT: usize = 400_000;

/// What was chosen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Choice {
    View,
    Decisions,
    All,
}

#[component]
pub fn Share(props: &Props) -> Html {
    let words = props.words;
    let choice = use_state(|| None::<Choice>);
    let copied = use_state(|| false);
    let links = use_memo((props.collection.clone(), props.step.clone(), props.log.clone()), |(collection, step, log)| {
        let base = browser::address();
        let link = |log: Log, texts: bool| format!("{base}#{}", Project::new(collection, step.clone(), log, texts).to_fragment());
        let short = |link: String| Some(link).filter(|l| l.len() <= LONGEST_LINK);
        let text: usize = collection.documents.iter().filter_map(|d| d.text.as_ref()).map(String::len).sum();
        let all = (text <= MOST_TEXT).then(|| link(log.squashed(), true)).and_then(short);
        (link(Log::default(), false), short(link(log.squashed(), false)), all)
    });
    let save = {
        let (collection, step, log) = (props.collection.clone(), props.step.clone(), props.log.clone());
        Callback::from(move |_: MouseEvent| {
            let bytes = Project::new(&collection, step.clone(), (*log).clone(), true).to_bytes();
            // A browser that forbids downloads says so itself.
            let _ = browser::download(&format!("letopis{ENDING}"), "application/octet-stream", &bytes);
        })
    };
    let close = {
        let on_close = props.on_close.clone();
        Callback::from(move |_: MouseEvent| on_close.emit(()))
    };
    let option = |name: &'static str, own: Choice, title: &'static str, hint: &'static str, link: Option<&String>| {
        let (choice, copied) = (choice.clone(), copied.clone());
        let size = link.map_or(words.only_as_file.to_string(), |l| words.characters(l.len()));
        html! {
            <button type="button" class="share__option" data-share={name} aria-pressed={(*choice == Some(own)).to_string()}
                    onclick={move |_| { choice.set(Some(own)); copied.set(false); }}>
                <strong>{ title }</strong><span class="count">{ size }</span><span class="share__hint">{ hint }</span>
            </button>
        }
    };
    let link = match *choice {
        Some(Choice::View) => Some(links.0.clone()),
        Some(Choice::Decisions) => links.1.clone(),
        Some(Choice::All) => links.2.clone(),
        None => None,
    };
    let copy = link.clone().map(|link| {
        let copied = copied.clone();
        Callback::from(move |_: MouseEvent| {
            browser::copy(&link);
            copied.set(true);
        })
    });
    let select = Callback::from(|e: FocusEvent| e.target_unchecked_into::<HtmlInputElement>().select());
    html! {
        <section class="panel share" aria-label={words.share}>
            <h2 class="panel__title">{ words.share }
                <button type="button" class="button button--icon share__close" aria-label={words.close} title={words.close} onclick={close}>{ "×" }</button>
            </h2>
            <div class="share__options">
                { option("view", Choice::View, words.share_view, words.share_view_hint, Some(&links.0)) }
                { option("decisions", Choice::Decisions, words.share_decisions, words.share_decisions_hint, links.1.as_ref()) }
                { option("all", Choice::All, words.share_all, words.share_all_hint, links.2.as_ref()) }
            </div>
            if let Some(link) = &link {
                <div class="share__link">
                    <input class="field" readonly=true data-share-link={link.len().to_string()} value={link.clone()} aria-label={words.share_link} onfocus={select} />
                    <button type="button" class="button button--primary" data-action="copy" onclick={copy}>{ if *copied { words.copied } else { words.copy } }</button>
                </div>
                if link.len() > SAFE_LINK { <p class="share__hint" role="status">{ words.long_link }</p> }
            }
            if choice.is_some() && link.is_none() { <p class="share__hint" role="status">{ words.too_long_link }</p> }
            <p class="share__foot">
                <button type="button" class="button" data-action="save-project" onclick={save}>{ words.save_project }</button>
                <span class="share__hint">{ words.share_privacy }</span>
            </p>
        </section>
    }
}
