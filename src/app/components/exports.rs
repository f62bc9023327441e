//! Taking the result away.

use serde_bytes::ByteBuf;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::app::collection::{Collection, Shared};
use crate::app::i18n::Words;
use crate::app::share::Project;
use crate::app::state::Step;
use crate::worker::decision::Log;
use crate::worker::export::{Dialect, ExportFormat, Manner};
use crate::worker::protocol::{Command, Wish};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub words: &'static Words,
    pub collection: Collection,
    pub step: Step,
    pub log: Shared<Log>,
    pub send: Callback<Command>,
    pub on_close: Callback<()>,
}

#[component]
pub fn Exports(props: &Props) -> Html {
    let words = props.words;
    let excel = use_state(|| true);
    let on_excel = {
        let excel = excel.clone();
        Callback::from(move |e: Event| excel.set(e.target_unchecked_into::<HtmlInputElement>().checked()))
    };
    let option = |format: ExportFormat| {
        let (send, collection, step, log) = (props.send.clone(), props.collection.clone(), props.step.clone(), props.log.clone());
        let dialect = if *excel { Dialect::Excel } else { Dialect::Comma };
        let manner = Manner { dialect, language: props.words.tongue() };
        let onclick = Callback::from(move |_: MouseEvent| {
            let whole = || ByteBuf::from(Project::new(&collection, step.clone(), (*log).clone(), true).to_bytes());
            send.emit(Command::Export(Wish { format, manner, project: (format == ExportFormat::Html).then(whole) }));
        });
        let (title, hint) = words.export(format);
        let action = if format == ExportFormat::Json { "export" } else { "export-as" };
        html! {
            <button type="button" class="share__option" key={format.name()} data-action={action} data-format={format.name()} {onclick}>
                <strong>{ title }</strong><span class="count">{ format.ending() }</span><span class="share__hint">{ hint }</span>
            </button>
        }
    };
    let close = props.on_close.reform(|_: MouseEvent| ());
    html! {
        <section class="panel share" aria-label={words.exports} data-exports="">
            <h2 class="panel__title">{ words.exports }
                <button type="button" class="button button--icon share__close" aria-label={words.close} title={words.close} onclick={close}>{ "×" }</button>
            </h2>
            <div class="share__options share__options--many">{ for ExportFormat::ALL.iter().copied().map(option) }</div>
            <p class="share__foot"><label class="editor__all"><input type="checkbox" data-action="excel" checked={*excel} onchange={on_excel} />{ words.excel }</label>
                <span class="share__hint">{ words.exports_hint }</span></p>
        </section>
    }
}
