//! The user's guide: a screen for each task, with a picture; the keys are its last.

use yew::prelude::*;

use crate::app::browser;
use crate::app::i18n::Words;
use crate::words::Guide as Screen;

/// The name of the screen of keys.
pub const KEYS: &str = "keys";

/// Width and height of the pictures, as the script takes them (tests/browser/guide.mjs).
const PICTURE: (&str, &str) = ("960", "600");

#[derive(Properties, PartialEq)]
pub struct Props {
    pub words: &'static Words,
    /// The screen that is open, by its name.
    pub screen: &'static str,
    pub on_screen: Callback<&'static str>,
    /// Whether single keys work.
    pub keys: bool,
    pub on_keys: Callback<Event>,
    pub on_close: Callback<()>,
}

#[component]
pub fn Guide(props: &Props) -> Html {
    let words = props.words;
    let own = use_node_ref();
    use_effect_with((), {
        let own = own.clone();
        move |()| {
            // Who opened it by key goes on by key, and afterwards where they were.
            let before = browser::focused();
            if let Some(panel) = own.cast::<web_sys::HtmlElement>() {
                let _ = panel.focus();
            }
            move || {
                if let Some(before) = before.filter(|e| e.is_connected()) {
                    let _ = before.focus();
                }
            }
        }
    });
    let item = |name: &'static str, title: &'static str| {
        let current = (name == props.screen).then_some("page");
        html! {
            <li><button type="button" class="guide__item" data-screen={name} aria-current={current} onclick={props.on_screen.reform(move |_: MouseEvent| name)}>{ title }</button></li>
        }
    };
    let task = |screen: &Screen| {
        html! {
            <div class="guide__screen" key={screen.name}>
                <h3>{ screen.title }</h3>
                <ol class="guide__steps">{ for screen.steps.iter().map(|s| html! { <li>{ *s }</li> }) }</ol>
                <img class="guide__picture" src={format!("guide/{}.{}.webp", screen.name, words.language)} alt="" width={PICTURE.0} height={PICTURE.1} />
            </div>
        }
    };
    let row = |(keys, what): &(&'static [&'static str], &'static str)| {
        html! { <tr><th scope="row">{ for keys.iter().map(|k| html! { <><kbd>{ *k }</kbd>{ " " }</> }) }</th><td>{ *what }</td></tr> }
    };
    let onkeydown = {
        let on_close = props.on_close.clone();
        Callback::from(move |e: KeyboardEvent| {
            if e.code() == "Escape" {
                on_close.emit(());
            }
        })
    };
    html! {
        <section class="panel guide" role="dialog" aria-label={words.guide} data-help={props.screen} tabindex="-1" ref={own} {onkeydown}>
            <h2 class="panel__title">{ words.guide }
                <button type="button" class="button button--icon share__close" aria-label={words.close} title={words.close} onclick={props.on_close.reform(|_: MouseEvent| ())}>{ "×" }</button></h2>
            <div class="guide__body">
                <nav aria-label={words.guide_tasks}><ul class="guide__list">
                    { for words.guides.iter().map(|g| item(g.name, g.title)) }
                    { item(KEYS, words.keys_title) }
                </ul></nav>
                if let Some(screen) = words.guides.iter().find(|g| g.name == props.screen) {
                    { task(screen) }
                } else {
                    <div class="guide__screen" key={KEYS}>
                        <h3>{ words.keys_title }</h3>
                        <table class="help__keys"><tbody>{ for words.keys.iter().map(row) }</tbody></table>
                        <label class="editor__all"><input type="checkbox" data-action="keys" checked={props.keys} onchange={props.on_keys.clone()} />{ words.single_keys }</label>
                        <p class="card__others">{ words.single_keys_hint }</p>
                    </div>
                }
            </div>
        </section>
    }
}
