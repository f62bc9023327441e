//! A line of text to be filled in, which keeps what is typed whatever happens on the page meanwhile.

use web_sys::HtmlInputElement;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// Its `data-action`.
    pub name: &'static str,
    /// What it says; another value replaces what was typed.
    pub value: Option<String>,
    #[prop_or_default]
    pub label: Option<&'static str>,
    #[prop_or_default]
    pub placeholder: Option<&'static str>,
    #[prop_or("text")]
    pub kind: &'static str,
    /// What was typed cannot be read.
    #[prop_or_default]
    pub refused: bool,
    #[prop_or_default]
    pub onchange: Callback<Event>,
    #[prop_or_default]
    pub oninput: Callback<InputEvent>,
}

#[component]
pub fn Field(props: &Props) -> Html {
    let typed = use_state(|| None::<String>);
    use_effect_with(props.value.clone(), {
        let typed = typed.setter();
        move |_| typed.set(None)
    });
    let oninput = {
        let (typed, tell) = (typed.setter(), props.oninput.clone());
        Callback::from(move |e: InputEvent| {
            typed.set(Some(e.target_unchecked_into::<HtmlInputElement>().value()));
            tell.emit(e);
        })
    };
    let value = (*typed).clone().or_else(|| props.value.clone());
    html! {
        <input type={props.kind} class="field" data-action={props.name} {value} {oninput} onchange={props.onchange.clone()} aria-label={props.label} placeholder={props.placeholder} aria-invalid={props.refused.then_some("true")} />
    }
}
