//! All use of the browser's own interfaces.

use crate::words::{Language, Words};
use crate::worker::agent::GIVEN;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
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

/// Something to be done when the browser has nothing better to do; dropped, it is not done.
pub enum Idle {
    /// The browser tells of its idle moments.
    Moment(u32, #[expect(dead_code, reason = "held until it is called")] Closure<dyn FnMut()>),
    /// It does not.
    Soon(#[expect(dead_code, reason = "held until it is called")] gloo::timers::callback::Timeout),
}

impl Drop for Idle {
    fn drop(&mut self) {
        if let (Self::Moment(id, _), Some(window)) = (self, web_sys::window()) {
            window.cancel_idle_callback(*id);
        }
    }
}

/// Calls when the browser is idle, at the latest after a fifth of a second.
pub fn when_idle(call: impl FnOnce() + 'static) -> Idle {
    let window = web_sys::window();
    // Safari has no such thing.
    let known = window.as_ref().filter(|w| js_sys::Reflect::has(w, &"requestIdleCallback".into()).unwrap_or(false));
    let Some(window) = known else { return Idle::Soon(gloo::timers::callback::Timeout::new(0, call)) };
    let mut call = Some(call);
    let closure = Closure::<dyn FnMut()>::new(move || call.take().into_iter().for_each(|call| call()));
    let options = web_sys::IdleRequestOptions::new();
    options.set_timeout(200);
    // What is refused is drawn with the next change.
    let id = window.request_idle_callback_with_options(closure.as_ref().unchecked_ref(), &options).unwrap_or(0);
    Idle::Moment(id, closure)
}

/// Whether the user wants things not to move.
pub fn reduced_motion() -> bool {
    web_sys::window().and_then(|w| w.match_media("(prefers-reduced-motion: reduce)").ok().flatten()).is_some_and(|m| m.matches())
}

/// The element that an event on the timeline is measured across.
fn across(event: &web_sys::MouseEvent) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest("[data-across]").ok().flatten()
}

/// Where an event is, as a share of the width of what it is measured across.
pub fn share_across(event: &web_sys::MouseEvent) -> f64 {
    across(event).map_or(0.5, |e| {
        let place = e.get_bounding_client_rect();
        (f64::from(event.client_x()) - place.left()) / place.width().max(1.0)
    })
}

/// The left edge of what an event is measured across, in CSS pixels of the window.
pub fn left_edge(event: &web_sys::MouseEvent) -> f64 {
    across(event).map_or(0.0, |e| e.get_bounding_client_rect().left())
}

/// Keeps a pointer's events coming when it leaves the element.
pub fn capture(event: &web_sys::PointerEvent) {
    if let Some(element) = across(event) {
        // Without capture a drag ends where the pointer leaves.
        let _ = element.set_pointer_capture(event.pointer_id());
    }
}

/// Scrolls a pane so that what stands at this share of its height is seen.
pub fn reveal(selector: &str, share: f64) {
    if let Some(pane) = find(selector) {
        let (seen, all) = (f64::from(pane.client_height()), f64::from(pane.scroll_height()));
        let (top, at) = (f64::from(pane.scroll_top()), share * all);
        if at < top + 24.0 || at > top + seen - 48.0 {
            pane.set_scroll_top((at - seen / 2.0) as i32);
        }
    }
}

/// Puts a card under an element, or above where there is no room below; inside the window in any case.
pub fn place_beside(card: &Element, element: &Element) {
    let (Some(window), Some(card)) = (web_sys::window(), card.dyn_ref::<HtmlElement>()) else { return };
    let size = |value: Result<JsValue, JsValue>| value.ok().and_then(|v| v.as_f64()).unwrap_or(800.0);
    let (width, height) = (size(window.inner_width()), size(window.inner_height()));
    // A mention that goes on in the next line has a box for each: the first is where the reader is.
    let place = element.get_client_rects().item(0).unwrap_or_else(|| element.get_bounding_client_rect());
    let own = card.get_bounding_client_rect();
    let left = place.left().min(width - own.width() - 8.0).max(8.0);
    let below = place.bottom() + 8.0;
    let top = if below + own.height() > height { (place.top() - own.height() - 8.0).max(8.0) } else { below };
    for (name, value) in [("left", left), ("top", top)] {
        // Set through the object model, which the page's policy allows; refused, the card stays where it was.
        let _ = card.style().set_property(name, &format!("{value:.0}px"));
    }
}

/// Measures labels of the timeline in its own font, letter by letter: kerning is less than the space around them.
pub struct Meter {
    context: Option<web_sys::CanvasRenderingContext2d>,
    letters: std::collections::BTreeMap<char, f64>,
}

impl Meter {
    /// A meter for the font of the custom property `--chart-font`.
    pub fn new() -> Self {
        let font = || {
            let root = document()?.document_element()?;
            let style = web_sys::window()?.get_computed_style(&root).ok().flatten()?;
            style.get_property_value("--chart-font").ok()
        };
        let context = || -> Option<web_sys::CanvasRenderingContext2d> {
            let canvas: web_sys::HtmlCanvasElement = document()?.create_element("canvas").ok()?.unchecked_into();
            let context: web_sys::CanvasRenderingContext2d = canvas.get_context("2d").ok().flatten()?.unchecked_into();
            context.set_font(font()?.trim());
            Some(context)
        };
        Self { context: context(), letters: std::collections::BTreeMap::new() }
    }

    fn letter(&mut self, letter: char) -> f64 {
        let context = &self.context;
        *self.letters.entry(letter).or_insert_with(|| {
            let measured = context.as_ref().and_then(|c| c.measure_text(letter.encode_utf8(&mut [0; 4])).ok());
            measured.map_or(7.0, |m| m.width())
        })
    }

    /// The width of a text in pixels, or a little more than `most`.
    pub fn width(&mut self, text: &str, most: f64) -> f64 {
        let mut sum = 0.0;
        for letter in text.chars() {
            sum += self.letter(letter);
            if sum > most {
                break;
            }
        }
        sum
    }

    /// As much of a text as there is room for, with an ellipsis for what is left out.
    pub fn cut(&mut self, text: &str, room: f64) -> String {
        if self.width(text, room) <= room {
            return text.into();
        }
        let mut left = room - self.letter('…');
        let mut out = String::new();
        for letter in text.chars() {
            left -= self.letter(letter);
            if left < 0.0 {
                break;
            }
            out.push(letter);
        }
        out.truncate(out.trim_end().len());
        out + "…"
    }
}

/// Brings an element to the middle of its pane.
pub fn scroll_to(element: &Element) {
    let reduced = reduced_motion();
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

/// Watches which elements within another are in view, until it is dropped.
pub struct ViewWatch {
    observer: web_sys::IntersectionObserver,
    _told: Closure<dyn FnMut(js_sys::Array)>,
}

impl Drop for ViewWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Tells of the elements that a selector finds within a node: the number in `data-chunk`, whether it is in view, and the
/// height in pixels of one of its rows, of which it may have none.
pub fn watch_view(
    within: &yew::NodeRef,
    selector: &str,
    mut tell: impl FnMut(Vec<(usize, bool, Option<f64>)>) + 'static,
) -> Option<ViewWatch> {
    let within = within.cast::<Element>()?;
    let told = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
        let change = |entry: JsValue| {
            let entry: web_sys::IntersectionObserverEntry = entry.dyn_into().ok()?;
            let number = entry.target().get_attribute("data-chunk")?.parse().ok()?;
            let rows = entry.target().first_element_child().map_or(0, |list| list.child_element_count());
            let height = (rows > 0).then(|| entry.bounding_client_rect().height() / f64::from(rows));
            Some((number, entry.is_intersecting(), height))
        };
        tell(entries.iter().filter_map(change).collect());
    });
    let observer = web_sys::IntersectionObserver::new(told.as_ref().unchecked_ref()).ok()?;
    let all = within.query_selector_all(selector).ok()?;
    (0..all.length()).filter_map(|n| all.get(n)?.dyn_into::<Element>().ok()).for_each(|e| observer.observe(&e));
    Some(ViewWatch { observer, _told: told })
}

/// What has the keyboard.
pub fn focused() -> Option<web_sys::HtmlElement> {
    document()?.active_element()?.dyn_into().ok()
}

/// The setting of the page's language.
pub const LANGUAGE: &str = "letopis.language";

/// The language of the page: as chosen before, else the first that the user's browser asks for.
pub fn language() -> Language {
    let asked = web_sys::window().map(|w| w.navigator().languages()).unwrap_or_default();
    let asked = asked.iter().filter_map(|tag| Language::tagged(&tag.as_string()?)).next();
    setting(LANGUAGE).as_deref().and_then(Language::tagged).or(asked).unwrap_or_default()
}

/// Says on the document in which language the page is.
pub fn show_language(words: &Words) {
    let Some(document) = document() else { return };
    document.set_title(words.name);
    if let Some(root) = document.document_element() {
        let _ = root.set_attribute("lang", words.language);
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

/// Offers bytes as a file to save; nothing leaves the machine.
pub fn download(name: &str, kind: &str, bytes: &[u8]) -> Result<(), JsValue> {
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

/// Why something of the page's own is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    /// The server has no such file.
    #[error("{0}: not found on the page's server")]
    Missing(&'static str),
    /// The server was not reached, or the file cut short.
    #[error("{0}: cannot be fetched")]
    Fetch(&'static str),
    /// The browser cannot run it.
    #[error("{0}: this browser cannot run it")]
    Compile(&'static str),
}

async fn fetch(name: &'static str) -> Result<web_sys::Response, LoadError> {
    let failed = |_: JsValue| LoadError::Fetch(name);
    let window = web_sys::window().ok_or(LoadError::Fetch(name))?;
    let response: web_sys::Response = JsFuture::from(window.fetch_with_str(name)).await.map_err(failed)?.unchecked_into();
    if response.ok() { Ok(response) } else { Err(LoadError::Missing(name)) }
}

/// A file beside the page, as text.
pub async fn fetch_text(name: &'static str) -> Result<String, LoadError> {
    let failed = |_: JsValue| LoadError::Fetch(name);
    let text = JsFuture::from(fetch(name).await?.text().map_err(failed)?).await.map_err(failed)?;
    text.as_string().ok_or(LoadError::Fetch(name))
}

/// A file beside the page, as an `ArrayBuffer`.
pub async fn fetch_buffer(name: &'static str) -> Result<JsValue, LoadError> {
    let failed = |_: JsValue| LoadError::Fetch(name);
    JsFuture::from(fetch(name).await?.array_buffer().map_err(failed)?).await.map_err(failed)
}

/// A WebAssembly program beside the page, compiled.
pub async fn compile(name: &'static str) -> Result<JsValue, LoadError> {
    let response = fetch(name).await?;
    let again = response.clone().map_err(|_| LoadError::Fetch(name))?;
    // While it comes, and kept by the browser; a host that does not know the type of the file makes it wait for the whole.
    let coming = js_sys::Promise::resolve(&JsValue::from(response));
    match JsFuture::from(js_sys::WebAssembly::compile_streaming(&coming)).await {
        Ok(module) => Ok(module),
        Err(_) => {
            let failed = |_: JsValue| LoadError::Compile(name);
            let buffer = JsFuture::from(again.array_buffer().map_err(failed)?).await.map_err(failed)?;
            JsFuture::from(js_sys::WebAssembly::compile(&buffer)).await.map_err(failed)
        }
    }
}

/// Starts a worker from Trunk's script for its program. The first message must be the object that becomes its global
/// [`GIVEN`], with the compiled `program`. A worker loaded from the page's server would have no policy but what the server
/// sends; one from a `blob:` of the page inherits the page's Content-Security-Policy.
pub fn start_worker(script: &str) -> Result<web_sys::Worker, JsValue> {
    let script = format!(
        "{script}\nself.onmessage=({{data}})=>{{self.onmessage=null;self.{GIVEN}=data;\
         wasm_bindgen({{module_or_path:data.program}}).catch((e)=>setTimeout(()=>{{throw e}}))}};"
    );
    let options = BlobPropertyBag::new();
    options.set_type("text/javascript");
    let blob = Blob::new_with_str_sequence_and_options(&js_sys::Array::of1(&script.into()), &options)?;
    let url = web_sys::Url::create_object_url_with_blob(&blob)?;
    web_sys::Worker::new(&url)
}

/// Milliseconds since the page was asked for.
pub fn now() -> f64 {
    web_sys::window().and_then(|w| w.performance()).map_or(0.0, |p| p.now())
}

/// How many processors the browser tells of.
pub fn processors() -> usize {
    web_sys::window().map_or(1, |w| w.navigator().hardware_concurrency() as usize)
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

/// Calls with all files that were dropped, those in folders too, each by its path from the folder dropped. A folder's files are listed
/// before anything is read.
pub fn dropped(transfer: &web_sys::DataTransfer, open: yew::Callback<Vec<(String, gloo::file::File)>>) {
    let items = transfer.items();
    // The browser forgets what was dropped as soon as this returns: entries must be taken now.
    let entries: Vec<web_sys::FileSystemEntry> =
        (0..items.length()).filter_map(|n| items.get(n)).filter_map(|item| item.webkit_get_as_entry().ok().flatten()).collect();
    if !entries.iter().any(web_sys::FileSystemEntry::is_directory) {
        if let Some(list) = transfer.files() {
            open.emit(gloo::file::FileList::from(list).iter().map(|f| (f.name(), f.clone())).collect());
        }
        return;
    }
    wasm_bindgen_futures::spawn_local(async move {
        let mut files = Vec::new();
        // Depth first, by name, so that the order is the reader's own.
        let mut waiting: Vec<web_sys::FileSystemEntry> = entries.into_iter().rev().collect();
        while let Some(entry) = waiting.pop() {
            if entry.is_directory() {
                let mut inside = children(entry.unchecked_ref()).await;
                inside.sort_by_key(|e| std::cmp::Reverse(e.name()));
                waiting.extend(inside);
            } else if let Some(file) = file_of(entry.unchecked_ref()).await
                && !entry.name().starts_with('.')
            {
                files.push((entry.full_path().trim_start_matches('/').to_string(), file));
            }
        }
        open.emit(files);
    });
}

/// What a folder holds; browsers give a hundred at a time.
async fn children(folder: &web_sys::FileSystemDirectoryEntry) -> Vec<web_sys::FileSystemEntry> {
    let reader = folder.create_reader();
    let mut out = Vec::new();
    loop {
        let batch = js_sys::Promise::new(&mut |done, failed| {
            let _ = reader.read_entries_with_callback_and_callback(&done, &failed);
        });
        // A folder that may not be read is as good as empty.
        let Ok(batch) = JsFuture::from(batch).await else { break };
        let batch: js_sys::Array = batch.unchecked_into();
        if batch.length() == 0 {
            break;
        }
        out.extend(batch.iter().map(JsCast::unchecked_into::<web_sys::FileSystemEntry>));
    }
    out
}

async fn file_of(entry: &web_sys::FileSystemFileEntry) -> Option<gloo::file::File> {
    let file = js_sys::Promise::new(&mut |done, failed| entry.file_with_callback_and_callback(&done, &failed));
    let file: web_sys::File = JsFuture::from(file).await.ok()?.unchecked_into();
    Some(gloo::file::File::from(file))
}

/// The time by the user's clock, as RFC 3339 says it.
pub fn moment() -> String {
    String::from(js_sys::Date::new_0().to_iso_string())
}

/// The stretch of the article that is selected, UTF-16; none when nothing is.
pub fn selected_range() -> Option<(u32, u32)> {
    let selection = web_sys::window()?.get_selection().ok()??;
    if selection.is_collapsed() || selection.range_count() == 0 {
        return None;
    }
    let range = selection.get_range_at(0).ok()?;
    let start = text_place(&range.start_container().ok()?, range.start_offset().ok()?)?;
    let end = text_place(&range.end_container().ok()?, range.end_offset().ok()?)?;
    (start < end).then_some((start, end))
}

/// Takes the selection away.
pub fn deselect() {
    if let Some(selection) = web_sys::window().and_then(|w| w.get_selection().ok().flatten()) {
        // Without a selection there is nothing to take away.
        let _ = selection.remove_all_ranges();
    }
}

/// The place in the article of a place in the document: where its line begins, and what stands before it there.
fn text_place(node: &web_sys::Node, offset: u32) -> Option<u32> {
    let element = node.dyn_ref::<Element>().cloned().or_else(|| node.parent_element())?;
    let line = element.closest("p[data-start]").ok().flatten()?;
    let start: u32 = line.get_attribute("data-start")?.parse().ok()?;
    let mut count = 0;
    before(&line, node, offset, &mut count).then_some(start + count)
}

/// Counts the letters of the article before a place; true when it was met. Labels and page marks are not the article's.
fn before(at: &web_sys::Node, node: &web_sys::Node, offset: u32, count: &mut u32) -> bool {
    let text = at.node_type() == web_sys::Node::TEXT_NODE;
    if text {
        let length = at.node_value().map_or(0, |v| v.encode_utf16().count() as u32);
        let met = at.is_same_node(Some(node));
        *count += if met { offset.min(length) } else { length };
        return met;
    }
    if at.dyn_ref::<Element>().is_some_and(|e| e.class_list().contains("mark__label") || e.class_list().contains("page-mark")) {
        return at.is_same_node(Some(node));
    }
    let children = at.child_nodes();
    for n in 0..children.length() {
        if at.is_same_node(Some(node)) && n == offset {
            return true;
        }
        if children.get(n).is_some_and(|child| before(&child, node, offset, count)) {
            return true;
        }
    }
    at.is_same_node(Some(node))
}

/// A setting kept for the next visit.
pub fn setting(name: &str) -> Option<String> {
    web_sys::window()?.local_storage().ok().flatten()?.get_item(name).ok().flatten()
}

/// Keeps a setting.
pub fn keep_setting(name: &str, value: &str) {
    if let Some(storage) = web_sys::window().and_then(|w| w.local_storage().ok().flatten()) {
        // A browser that keeps nothing has the setting for this visit.
        let _ = storage.set_item(name, value);
    }
}

fn stores() -> [Option<web_sys::Storage>; 2] {
    let window = web_sys::window();
    [window.as_ref().and_then(|w| w.session_storage().ok().flatten()), window.as_ref().and_then(|w| w.local_storage().ok().flatten())]
}

/// A setting of this tab; one that has none yet takes that of the tab which kept it last.
pub fn tab_setting(name: &str) -> Option<String> {
    stores().into_iter().flatten().find_map(|s| s.get_item(name).ok().flatten())
}

/// Keeps a setting of this tab, for tabs to come as well.
pub fn keep_tab_setting(name: &str, value: &str) {
    for storage in stores().into_iter().flatten() {
        // As with other settings.
        let _ = storage.set_item(name, value);
    }
}

/// Says on the document's root whether everything is in the store: `data-kept`.
pub fn tell_kept(all: bool) {
    if let Some(root) = document().and_then(|d| d.document_element()) {
        // As with the theme, nothing can be done about a refusal.
        let _ = root.set_attribute("data-kept", if all { "all" } else { "some" });
    }
}

/// Watches the keys of the whole page; stops when dropped.
pub fn watch_keys(tell: impl Fn(&web_sys::KeyboardEvent) + 'static) -> Option<gloo::events::EventListener> {
    let options = gloo::events::EventListenerOptions::enable_prevent_default();
    let listen = move |e: &web_sys::Event| {
        if let Some(key) = e.dyn_ref::<web_sys::KeyboardEvent>() {
            tell(key);
        }
    };
    Some(gloo::events::EventListener::new_with_options(&document()?.into(), "keydown", options, listen))
}

/// Whether an event comes from where text is typed.
pub fn is_typing(event: &web_sys::Event) -> bool {
    let element = event.target().and_then(|t| t.dyn_into::<Element>().ok());
    element.is_some_and(|e| matches!(e.tag_name().to_ascii_lowercase().as_str(), "input" | "textarea" | "select"))
}

/// Watches for the page being hidden or left; stops when dropped.
pub fn watch_leaving(tell: impl Fn() + 'static) -> Option<gloo::events::EventListener> {
    Some(gloo::events::EventListener::new(&document()?.into(), "visibilitychange", move |_| tell()))
}
