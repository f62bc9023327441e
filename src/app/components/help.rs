//! The keys, shown on `?`.

use yew::prelude::*;

use crate::app::i18n::Words;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub words: &'static Words,
    pub keys: bool,
    pub on_keys: Callback<Event>,
    pub on_close: Callback<MouseEvent>,
}

#[component]
pub fn Help(props: &Props) -> Html {
    let words = props.words;
    let row = |(keys, what): &(&'static [&'static str], &'static str)| {
        html! { <tr><th scope="row">{ for keys.iter().map(|k| html! { <><kbd>{ *k }</kbd>{ " " }</> }) }</th><td>{ *what }</td></tr> }
    };
    html! {
        <section class="panel help" role="dialog" aria-label={words.keys_title} data-help="">
            <h2 class="panel__title">{ words.keys_title }
                <button type="button" class="button button--icon share__close" aria-label={words.close} title={words.close} onclick={props.on_close.clone()}>{ "×" }</button></h2>
            <table class="help__keys"><tbody>{ for words.keys().iter().map(row) }</tbody></table>
            <label class="editor__all"><input type="checkbox" data-action="keys" checked={props.keys} onchange={props.on_keys.clone()} />{ words.single_keys }</label>
            <p class="card__others">{ words.single_keys_hint }</p>
        </section>
    }
}
