//! Drop zone, file picker and paste box in one.

use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use crate::app::browser;
use crate::app::i18n::Words;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub words: &'static Words,
    /// Articles are there already: only the hidden input stays.
    pub compact: bool,
    /// The example stands below: what is wide enough puts target and paste box side by side.
    pub beside: bool,
    /// All that the page needs is there: from now on requests are counted.
    pub counting: bool,
    /// A reader of files has been fetched since.
    pub fetched: bool,
    /// Files by name.
    pub open: Callback<Vec<(String, gloo::file::File)>>,
    pub paste: Callback<String>,
}

#[component]
pub fn DropZone(props: &Props) -> Html {
    let words = props.words;
    let text = use_node_ref();
    let onchange = {
        let open = props.open.clone();
        Callback::from(move |e: Event| {
            let input: HtmlInputElement = e.target_unchecked_into();
            if let Some(list) = input.files() {
                open.emit(gloo::file::FileList::from(list).iter().map(|f| (f.name(), f.clone())).collect());
            }
            // The same file may be chosen again.
            input.set_value("");
        })
    };
    let analyse = {
        let (text, paste) = (text.clone(), props.paste.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(area) = text.cast::<HtmlTextAreaElement>()
                && !area.value().trim().is_empty()
            {
                paste.emit(area.value());
                area.set_value("");
            }
        })
    };
    // Counted anew every two seconds; drawn only when the number changes.
    let requests = use_state(|| 0);
    use_effect_with(props.counting, {
        let requests = requests.clone();
        move |counting| {
            let timer = counting.then(|| {
                let before = browser::requests();
                gloo::timers::callback::Interval::new(2_000, move || requests.set(browser::requests().saturating_sub(before)))
            });
            move || drop(timer)
        }
    });
    let choose = Callback::from(|_: MouseEvent| browser::click("input[type=file]"));
    html! {
        <section class={classes!("drop-zone", props.compact.then_some("drop-zone--compact"), props.beside.then_some("drop-zone--beside"))} aria-label={words.drop_title}>
            <input type="file" multiple=true class="visually-hidden" tabindex="-1" aria-hidden="true" {onchange} />
            <div class="drop-zone__target">
                <p class="drop-zone__title">{ words.drop_title }</p>
                <p class="drop-zone__hint">{ words.drop_hint }</p>
                <button type="button" class="button button--primary" data-action="choose" onclick={choose}>{ words.choose }</button>
            </div>
            <details class="drop-zone__paste" open={!props.compact}>
                <summary>{ words.paste_label }</summary>
                <div class="drop-zone__form">
                    <textarea name="paste" rows="4" placeholder={words.paste_placeholder} aria-label={words.paste_placeholder} ref={text} />
                    <button type="button" class="button" data-action="analyse" onclick={analyse}>{ words.analyse }</button>
                </div>
            </details>
            <p class="drop-zone__privacy" title={props.compact.then_some(words.privacy)}><span class="drop-zone__promise">{ words.privacy }{ " " }</span>
                if props.counting { <span class="drop-zone__requests" data-requests={requests.to_string()}>{ words.requests }{ ": " }<strong>{ *requests }</strong>if *requests > 0 && props.fetched { { " " }{ words.own_requests } }</span> }
            </p>
        </section>
    }
}
