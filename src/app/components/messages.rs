//! Progress of the queue, and what went wrong.

use yew::prelude::*;

use crate::app::i18n::Words;
use crate::app::state::{Action, FileRow, FileState, Phase};
use crate::worker::protocol::FileError;

/// Reasons shown of one file.
const PARTS: usize = 50;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub words: &'static Words,
    pub phase: Phase,
    pub broken: Option<String>,
    pub files: Vec<FileRow>,
    pub dispatch: Callback<Action>,
    pub cancel: Callback<MouseEvent>,
}

#[component]
pub fn Messages(props: &Props) -> Html {
    let words = props.words;
    let ended = |f: &&FileRow| !matches!(f.state, FileState::Waiting | FileState::Working(_));
    let (done, all) = (props.files.iter().filter(ended).count(), props.files.len());
    let row = |file: &FileRow| match &file.state {
        FileState::Working(share) => html! {
            <li class="progress__file"><span class="progress__name">{ file.name.to_string() }</span>
                if file.articles > 1 { <span class="progress__state">{ words.holds(file.articles) }</span> }
                else { <progress max="1" value={share.to_string()} aria-label={file.name.to_string()}></progress> }
            </li>
        },
        FileState::Waiting => html! {
            <li class="progress__file"><span class="progress__name">{ file.name.to_string() }</span><span class="progress__state">{ words.waiting }</span></li>
        },
        _ => Html::default(),
    };
    let failure = |file: &FileRow| {
        let FileState::Failed(error) = &file.state else { return Html::default() };
        let (dispatch, key) = (props.dispatch.clone(), file.key);
        html! {
            <p class="message message--error" role="alert" data-message="file" data-kind="error">
                <span>{ words.file_error(&file.name, error) }</span>
                <button type="button" class="button button--icon" aria-label={words.dismiss} title={words.dismiss}
                        onclick={move |_| dispatch.emit(Action::Dismiss(key))}>{ "×" }</button>
            </p>
        }
    };
    // What could not be read within files that are otherwise there: the first few with their reasons.
    let parts = |file: &FileRow| {
        if file.parts.is_empty() || !ended(&file) {
            return Html::default();
        }
        let (dispatch, key) = (props.dispatch.clone(), file.key);
        let reason = |(path, error): &(Vec<String>, FileError)| html! { <li>{ words.file_error(&path[1.min(path.len())..].join(" › "), error) }</li> };
        html! {
            <div class="message message--warning" data-message="parts" data-kind="warning">
                <details><summary>{ words.parts(&file.name, file.parts.len()) }</summary><ul>{ for file.parts.iter().take(PARTS).map(reason) }</ul></details>
                <button type="button" class="button button--icon" aria-label={words.dismiss} title={words.dismiss}
                        onclick={move |_| dispatch.emit(Action::Dismiss(key))}>{ "×" }</button>
            </div>
        }
    };
    html! {
        <section class="messages">
            if let Some(reason) = &props.broken {
                <p class="message message--error" role="alert" data-message="broken" data-kind="error"><span>{ words.broken }{ " " }{ reason }</span></p>
            }
            if props.phase == Phase::Loading {
                <p class="message" data-message="loading" data-kind="info"><span class="spinner" aria-hidden="true"></span><span>{ words.loading }</span></p>
            }
            if props.phase == Phase::Working {
                <div class="progress" data-message="progress" data-kind="info">
                    <div class="progress__head">
                        <span class="spinner" aria-hidden="true"></span>
                        <strong aria-live="polite">{ words.progress(done, all) }</strong>
                        <button type="button" class="button" data-action="cancel" onclick={props.cancel.clone()}>{ words.cancel }</button>
                    </div>
                    <ul class="progress__files">{ for props.files.iter().filter(|f| !ended(f)).take(6).map(row) }</ul>
                </div>
            }
            { for props.files.iter().map(failure) }
            { for props.files.iter().map(parts) }
        </section>
    }
}
