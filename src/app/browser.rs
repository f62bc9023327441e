//! All use of the browser's own interfaces.

use crate::worker::agent::BASE;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{
    Blob, BlobPropertyBag, Element, HtmlAnchorElement, HtmlElement, ScrollBehavior, ScrollIntoViewOptions, ScrollLogicalPosition,
};

fn document() -> Option<web_sys::Document> {
    web_sys::window()?.document()
}

/// The first element that matches.
pub fn find(selector: &str) -> Option<Element> {
    document()?.query_selector(selector).ok().flatten()
}

/// Brings an element to the middle of its pane.
pub fn scroll_to(element: &Element) {
    let reduced =
        web_sys::window().and_then(|w| w.match_media("(prefers-reduced-motion: reduce)").ok().flatten()).is_some_and(|m| m.matches());
    // In a long text the lines passed on the way change their height once they are laid out: jump, and jump again.
    let long = element.closest(".article__text--long").ok().flatten().is_some();
    let jump = |element: &Element, behavior: ScrollBehavior| {
        let options = ScrollIntoViewOptions::new();
        options.set_behavior(behavior);
        options.set_block(ScrollLogicalPosition::Center);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    };
    if !long {
        return jump(element, if reduced { ScrollBehavior::Auto } else { ScrollBehavior::Smooth });
    }
    jump(element, ScrollBehavior::Auto);
    let element = element.clone();
    gloo::timers::callback::Timeout::new(60, move || jump(&element, ScrollBehavior::Auto)).forget();
}

const THEME: &str = "letopis.theme";

/// Light or dark: as chosen before, else as the system says. Storage may be forbidden; then the choice is not kept.
pub fn theme() -> &'static str {
    let window = web_sys::window();
    let stored = window.as_ref().and_then(|w| w.local_storage().ok().flatten()).and_then(|s| s.get_item(THEME).ok().flatten());
    match stored.as_deref() {
        Some("dark") => "dark",
        Some("light") => "light",
        _ => {
            let dark = window.and_then(|w| w.match_media("(prefers-color-scheme: dark)").ok().flatten()).is_some_and(|m| m.matches());
            if dark { "dark" } else { "light" }
        }
    }
}

/// Shows a theme and, when the user chose it, keeps it.
pub fn set_theme(theme: &str, keep: bool) {
    if let Some(root) = document().and_then(|d| d.document_element()) {
        // The element takes any attribute; nothing can be done about a refusal.
        let _ = root.set_attribute("data-theme", theme);
    }
    if keep && let Some(storage) = web_sys::window().and_then(|w| w.local_storage().ok().flatten()) {
        let _ = storage.set_item(THEME, theme);
    }
}

/// Offers `text` as a file to save; nothing leaves the machine.
pub fn download(name: &str, kind: &str, text: &str) -> Result<(), JsValue> {
    download_bytes(name, kind, text.as_bytes())
}

/// The same for bytes.
pub fn download_bytes(name: &str, kind: &str, bytes: &[u8]) -> Result<(), JsValue> {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options)?;
    let url = web_sys::Url::create_object_url_with_blob(&blob)?;
    let document = document().ok_or(JsValue::NULL)?;
    let anchor: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    anchor.set_href(&url);
    anchor.set_download(name);
    anchor.click();
    // The click has taken its copy by the next turn.
    gloo::timers::callback::Timeout::new(10_000, move || {
        let _ = web_sys::Url::revoke_object_url(&url);
    })
    .forget();
    Ok(())
}

/// The address of a script that starts the worker. A worker loaded from the page's server would have no policy but what the
/// server sends; one from a `blob:` of the page inherits the page's Content-Security-Policy.
pub fn worker_url() -> Result<String, JsValue> {
    let base = document().and_then(|d| d.base_uri().ok().flatten()).ok_or(JsValue::NULL)?;
    let quoted = |name: &str| -> Result<String, JsValue> {
        Ok(js_sys::JSON::stringify(&web_sys::Url::new_with_base(name, &base)?.href().into())?.into())
    };
    // Trunk names the worker's files after its binary and puts them beside the page.
    let script = format!(
        "self.{BASE}={};importScripts({});wasm_bindgen({{module_or_path:{}}});",
        quoted("./")?,
        quoted("worker.js")?,
        quoted("worker_bg.wasm")?
    );
    let options = BlobPropertyBag::new();
    options.set_type("text/javascript");
    let blob = Blob::new_with_str_sequence_and_options(&js_sys::Array::of1(&script.into()), &options)?;
    web_sys::Url::create_object_url_with_blob(&blob)
}

/// Opens the browser's own dialog of a hidden input.
pub fn click(selector: &str) {
    if let Some(element) = find(selector).and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        element.click();
    }
}

/// Tells an element's width, now and whenever it changes, until it is dropped.
pub struct WidthWatch {
    observer: web_sys::ResizeObserver,
    _tell: Closure<dyn FnMut(js_sys::Array)>,
}

impl Drop for WidthWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Watches the width of `element`, in CSS pixels; widths of zero (not shown) are passed over.
pub fn watch_width(element: &Element, tell: impl Fn(f64) + 'static) -> Option<WidthWatch> {
    let tell = Closure::new(move |entries: js_sys::Array| {
        let width = entries.iter().last().map(|e| e.unchecked_into::<web_sys::ResizeObserverEntry>().content_rect().width());
        if let Some(width) = width.filter(|w| *w > 0.0) {
            tell(width);
        }
    });
    let observer = web_sys::ResizeObserver::new(tell.as_ref().unchecked_ref()).ok()?;
    observer.observe(element);
    Some(WidthWatch { observer, _tell: tell })
}

/// Puts a step into the tab's history, unless it is where the history stands already. The address does not change.
pub fn remember(step: &str) {
    let Some(history) = web_sys::window().and_then(|w| w.history().ok()) else { return };
    let current = history.state().ok();
    let state = JsValue::from_str(step);
    match current.as_ref().and_then(JsValue::as_string) {
        Some(old) if old == step => {}
        // A refusal (too many steps in a short time) only means that Back skips this one.
        Some(_) => drop(history.push_state(&state, "")),
        None => drop(history.replace_state(&state, "")),
    }
}

/// Tells the step that the browser went back or forth to, until it is dropped.
pub fn watch_history(tell: impl Fn(String) + 'static) -> Option<gloo::events::EventListener> {
    let window = web_sys::window()?;
    Some(gloo::events::EventListener::new(&window.clone(), "popstate", move |_| {
        let state = window.history().ok().and_then(|h| h.state().ok()).and_then(|s| s.as_string());
        if let Some(step) = state {
            tell(step);
        }
    }))
}

/// How many resources the page has asked any server for so far, by the browser's own record. A `blob:` is the page's own.
pub fn requests() -> u32 {
    let Some(performance) = web_sys::window().and_then(|w| w.performance()) else { return 0 };
    let name = |entry: JsValue| js_sys::Reflect::get(&entry, &"name".into()).ok().and_then(|n| n.as_string()).unwrap_or_default();
    performance.get_entries_by_type("resource").iter().filter(|e| !name(e.clone()).starts_with("blob:")).count() as u32
}

/// The page's address without what stands behind `#`.
pub fn address() -> String {
    let href = web_sys::window().and_then(|w| w.location().href().ok()).unwrap_or_default();
    href.split_once('#').map_or(href.clone(), |(base, _)| base.to_string())
}

/// What stands behind `#`.
pub fn fragment() -> String {
    let hash = web_sys::window().and_then(|w| w.location().hash().ok()).unwrap_or_default();
    hash.strip_prefix('#').unwrap_or(&hash).to_string()
}

/// Takes the fragment out of the address bar: texts are not to be copied along by accident.
pub fn drop_fragment() {
    if let Some(history) = web_sys::window().and_then(|w| w.history().ok()) {
        let state = history.state().unwrap_or(JsValue::NULL);
        // A refusal leaves the address as it is.
        let _ = history.replace_state_with_url(&state, "", Some(&address()));
    }
}

/// Tells when another fragment is put into the address, until it is dropped.
pub fn watch_fragment(tell: impl Fn() + 'static) -> Option<gloo::events::EventListener> {
    Some(gloo::events::EventListener::new(&web_sys::window()?.into(), "hashchange", move |_| tell()))
}

/// Puts text on the clipboard, where the browser lets the page.
pub fn copy(text: &str) {
    let clipboard =
        web_sys::window().and_then(|w| js_sys::Reflect::get(&w.navigator(), &"clipboard".into()).ok()).filter(JsValue::is_object);
    let write = clipboard
        .as_ref()
        .and_then(|c| js_sys::Reflect::get(c, &"writeText".into()).ok())
        .and_then(|f| f.dyn_into::<js_sys::Function>().ok());
    if let (Some(clipboard), Some(write)) = (clipboard, write) {
        // Without permission the field stays to be copied from.
        let _ = write.call1(&clipboard, &JsValue::from_str(text));
    }
}

/// A file beside the page, for links that name one; `None` when it is not there.
pub async fn fetch_beside(path: &str) -> Option<Vec<u8>> {
    let response = gloo::net::http::Request::get(path).send().await.ok().filter(gloo::net::http::Response::ok)?;
    response.binary().await.ok()
}
