//! The page as a whole: holds state and worker, lays out the parts.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use web_sys::DragEvent;
use yew::prelude::*;

use super::browser::{self, LANGUAGE};
use super::client::Client;
use super::collection::{Collection, Shared};
use super::components::article::Article;
use super::components::collections::{Ask, Collections};
use super::components::drop_zone::DropZone;
use super::components::entity_list::EntityList;
use super::components::exports::Exports;
use super::components::filters::Filters;
use super::components::guide::{self, Guide};
use super::components::history::History;
use super::components::library::Library;
use super::components::messages::Messages;
use super::components::portrait::Portrait;
use super::components::share::Share;
use super::components::timeline_chart::TimelineChart;
use super::components::unresolved::Unresolved;
use super::example;
use super::i18n::{Language, Words};
use super::keep::{self, Keeper, Kept};
use super::queries::select::{Shown, select};
use super::share::{self, ENDING, OPEN, Project, ShareError};
use super::state::{Action, Awaited, Board, Example, PROJECT_KEY, Pane, Phase, State, Step};
use crate::worker::export::{GENERATOR, GENERATOR_WITHIN, project_in_report};
use crate::worker::import::is_import;
use crate::worker::protocol::{Command, Content, File, Notice};

impl Reducible for State {
    type Action = Action;
    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        Rc::new(self.after(action))
    }
}

/// Name of the file that [`Command::Export`] is saved as, without its ending.
const EXPORT_NAME: &str = "letopis";

/// Name of the file that decisions alone are saved as.
const DECISIONS_NAME: &str = "letopis-decisions";

/// The setting of single keys.
const KEYS: &str = "letopis.keys";

/// Keys from here on are the example's; files of the user count from zero.
const EXAMPLE_KEY: u32 = 1 << 31;

/// What a file is to the page.
#[derive(Clone, Copy)]
enum Kind {
    /// Something to be read by a reader.
    Articles,
    /// A project of this page's.
    Project,
    /// A report of this page's, which carries a project.
    Report,
    /// What another program has marked or joined.
    Import,
}

async fn kind_of(name: &str, file: &gloo::file::File) -> Kind {
    let name = name.to_lowercase();
    if name.ends_with(ENDING) {
        return Kind::Project;
    }
    if ![".html", ".htm", ".jsonld", ".json", ".csv", ".zip"].iter().any(|ending| name.ends_with(ending)) {
        return Kind::Articles;
    }
    // These say at their beginning what they are.
    let head = gloo::file::futures::read_as_bytes(&file.slice(0, GENERATOR_WITHIN)).await.unwrap_or_default();
    if is_import(&head) {
        Kind::Import
    } else if String::from_utf8_lossy(&head).contains(GENERATOR) {
        Kind::Report
    } else {
        Kind::Articles
    }
}

/// The page.
#[component]
pub fn Root() -> Html {
    let language = use_state(browser::language);
    let words: &'static Words = language.words();
    use_effect_with(*language, |language| browser::show_language(language.words()));
    // A link that brings something opens on that, not on the example.
    // What was kept comes back unless a link brings something else.
    // A link that was opened before is in what is kept, with all that was done since; one without texts is a view of it.
    let linked = use_memo((), |()| {
        let fragment = browser::fragment();
        let known =
            keep::expected() && (keep::is_of(&fragment) || matches!(Project::from_fragment(&fragment), Some(Ok(p)) if !p.has_texts()));
        share::is_ours(&fragment) && !known
    });
    let state = use_reducer(|| if *linked || keep::expected() { State::default() } else { State::opening() });
    let theme = use_state(browser::theme);
    let labels = use_state(|| true);
    let dragging = use_state(|| false);
    let sharing = use_state(|| false);
    let exporting = use_state(|| false);
    let choosing = use_state(|| false);
    let meter = use_memo((), |()| Shared::new(RefCell::new(browser::Meter::new())));
    let has_example = use_mut_ref(|| false);
    // Keys of articles out of projects, apart from those of files.
    let project_keys = use_mut_ref(|| PROJECT_KEY);
    let client = use_memo((), |()| {
        let dispatcher = state.dispatcher();
        Client::start(move |notice| match notice {
            Notice::Export { format, bytes } => {
                // A browser that forbids downloads says so itself.
                let _ = browser::download(&format!("{EXPORT_NAME}.{}", format.ending()), format.media(), &bytes);
            }
            Notice::Imported(result) => dispatcher.dispatch(Action::Import(result, browser::moment())),
            notice => dispatcher.dispatch(Action::Desk(notice)),
        })
    });
    use_effect_with(*theme, |theme| browser::set_theme(theme, false));

    let send = {
        let client = client.clone();
        Callback::from(move |command: Command| client.send(command))
    };
    // The example goes before the user's first article comes.
    let make_room = {
        // Asked when it is called: listeners set up long before call it, too.
        *has_example.borrow_mut() = state.has_example();
        let (client, has_example) = (client.clone(), has_example.clone());
        Callback::from(move |()| {
            if std::mem::take(&mut *has_example.borrow_mut()) {
                client.send(Command::Clear);
            }
        })
    };
    use_effect_with(state.example == Example::Reading, {
        let client = client.clone();
        move |reading| {
            if *reading {
                for (key, (name, text)) in (EXAMPLE_KEY..).zip(example::ARTICLES) {
                    client.send(Command::Open(File { key, name: (*name).into(), content: Content::Bytes(text.as_bytes().to_vec()) }));
                }
            }
        }
    });
    // Said again with every change, also when the documents were cleared.
    use_effect_with((state.log.clone(), state.phase == Phase::Ready), {
        let client = client.clone();
        move |(log, _)| {
            let effective = log.effective().into_iter().map(|(_, d)| d.clone()).collect();
            client.send(Command::Decide(effective));
        }
    });
    // Asked again when articles came or went.
    let asked = state.search.as_ref().map(|s| s.query.clone());
    let settled = state.is_settled();
    use_effect_with((asked, if settled { state.collection.documents.len() } else { 0 }, settled), {
        let client = client.clone();
        move |(query, ..)| {
            if let Some(query) = query {
                client.send(Command::Search(query.clone()));
            }
        }
    });
    use_effect_with((state.fold, state.phase == Phase::Ready), {
        let client = client.clone();
        move |(fold, _)| client.send(Command::Fold(*fold))
    });
    // Articles of a link or project file, and where it wants to go.
    let open_project = {
        let (client, dispatcher, make_room, keys) = (client.clone(), state.dispatcher(), make_room.clone(), project_keys.clone());
        Callback::from(move |project: Project| {
            let texts: Vec<(String, u32)> = project.documents.iter().map(|d| (d.id.clone(), d.checksum)).collect();
            let articles: Vec<(u32, File)> = project
                .documents
                .into_iter()
                .filter_map(|d| {
                    *keys.borrow_mut() += 1;
                    let key = *keys.borrow();
                    let name = d.id.clone();
                    Some((key, File { key, name, content: Content::Article(Box::new(d.into_article()?)) }))
                })
                .collect();
            if !articles.is_empty() {
                make_room.emit(());
                dispatcher.dispatch(Action::Opened(articles.iter().map(|(key, f)| (*key, f.name.clone())).collect()));
            }
            if !project.log.is_empty() {
                dispatcher.dispatch(Action::Adopt(project.log, browser::moment()));
            }
            // Decisions alone want to go nowhere.
            if !texts.is_empty() {
                dispatcher.dispatch(Action::Await(Awaited { step: project.step, texts }));
            }
            articles.into_iter().for_each(|(_, file)| client.send(Command::Open(file)));
        })
    };
    let kept = use_state(|| None::<Kept>);
    let warned = use_state(|| None::<Kept>);
    // Everything goes, from the page alone.
    let empty_page = {
        let (client, dispatcher, warned) = (client.clone(), state.dispatcher(), warned.setter());
        Callback::from(move |()| {
            client.send(Command::Clear);
            dispatcher.dispatch(Action::Cleared);
            warned.set(None);
        })
    };
    let keeper = use_memo((), |()| {
        let (open_project, empty_page, kept, warned, resume) =
            (open_project.clone(), empty_page.clone(), kept.setter(), warned.setter(), !*linked);
        Keeper::start(resume, move |news| match news {
            Kept::Opened(project) => open_project.emit(*project),
            Kept::Listed(..) => kept.set(Some(news)),
            Kept::Left => empty_page.emit(()),
            Kept::Elsewhere | Kept::Refused => warned.set(Some(news)),
        })
    });
    use_effect_with((state.collection.documents.clone(), state.log.clone(), state.step(), state.is_settled()), {
        let (keeper, state) = (keeper.clone(), state.clone());
        move |_| {
            // The example is not the user's.
            if state.example == Example::Gone {
                keeper.keep(Rc::new((*state).clone()));
            }
        }
    });
    use_effect_with((), {
        let keeper = keeper.clone();
        move |()| {
            let watch = browser::watch_leaving(move || {
                let keeper = (*keeper).clone();
                spawn_local(async move { keeper.flush().await });
            });
            move || std::mem::drop(watch)
        }
    });
    // What stands behind # in the address: a project, or the name of one beside the page.
    let open_fragment = {
        let (open_project, dispatcher, keeper) = (open_project.clone(), state.dispatcher(), keeper.clone());
        Callback::from(move |()| {
            let fragment = browser::fragment();
            if keep::expected() && keep::is_of(&fragment) {
                return;
            }
            if let Some(path) = fragment.strip_prefix(OPEN) {
                let (path, open_project, dispatcher, keeper) = (path.to_string(), open_project.clone(), dispatcher.clone(), keeper.clone());
                spawn_local(async move {
                    // Only files beside the page: no other host, no way up.
                    let beside = path.ends_with(ENDING) && !path.contains("..") && !path.contains(':') && !path.starts_with(['/', '\\']);
                    let bytes = if beside { browser::fetch_beside(&path).await } else { None };
                    match bytes.as_deref().map_or(Err(ShareError::Damaged), Project::from_bytes) {
                        Ok(project) => {
                            if !keeper.is_open() {
                                keep::opened(&format!("{OPEN}{path}"));
                            }
                            open_project.emit(project);
                        }
                        Err(error) => dispatcher.dispatch(Action::Refuse(Some(error))),
                    }
                });
                return;
            }
            match Project::from_fragment(&fragment) {
                Some(Ok(project)) => {
                    if project.has_texts() {
                        browser::drop_fragment();
                    }
                    open_project.emit(project);
                }
                Some(Err(error)) => dispatcher.dispatch(Action::Refuse(Some(error))),
                None => {}
            }
        })
    };
    use_effect_with((), {
        let open_fragment = open_fragment.clone();
        move |()| {
            open_fragment.emit(());
            let watch = browser::watch_fragment(move || open_fragment.emit(()));
            move || std::mem::drop(watch)
        }
    });
    let open = {
        let open_project = open_project.clone();
        let (client, dispatcher, first) = (client.clone(), state.dispatcher(), state.next_key());
        let make_room = make_room.clone();
        Callback::from(move |files: Vec<(String, gloo::file::File)>| {
            if files.is_empty() {
                return;
            }
            make_room.emit(());
            let named: Vec<(u32, String)> = (first..).zip(files.iter().map(|(name, _)| name.clone())).collect();
            dispatcher.dispatch(Action::Opened(named.clone()));
            // Files are read when their turn comes; projects at once, since they say what else is to be opened.
            let (open_project, dispatcher, client) = (open_project.clone(), dispatcher.clone(), client.clone());
            spawn_local(async move {
                let kinds = futures::future::join_all(files.iter().map(|(name, file)| kind_of(name, file))).await;
                let (mut disk, mut imports) = (Vec::new(), Vec::new());
                for (((key, name), (_, file)), kind) in named.into_iter().zip(files).zip(kinds) {
                    let project = match kind {
                        Kind::Articles => {
                            disk.push((key, name, file));
                            continue;
                        }
                        Kind::Import => {
                            dispatcher.dispatch(Action::Desk(Notice::Cancelled { key }));
                            let bytes = gloo::file::futures::read_as_bytes(&file).await.unwrap_or_default();
                            imports.push(bytes);
                            continue;
                        }
                        Kind::Project => gloo::file::futures::read_as_bytes(&file).await.ok(),
                        Kind::Report => gloo::file::futures::read_as_bytes(&file).await.ok().and_then(|b| project_in_report(&b)),
                    };
                    dispatcher.dispatch(Action::Desk(Notice::Cancelled { key }));
                    match project.map_or(Err(ShareError::Damaged), |b| Project::from_bytes(&b)) {
                        Ok(project) => open_project.emit(project),
                        Err(error) => dispatcher.dispatch(Action::Refuse(Some(error))),
                    }
                }
                client.keep(disk.iter().map(|(key, _, file)| (*key, file.clone())));
                disk.into_iter().for_each(|(key, name, _)| client.send(Command::Open(File { key, name, content: Content::Disk })));
                // They may speak of the articles that have just come.
                imports.into_iter().for_each(|bytes| client.send(Command::Import(bytes)));
            });
        })
    };
    let paste = {
        let (client, dispatcher, key) = (client.clone(), state.dispatcher(), state.next_key());
        Callback::from(move |text: String| {
            make_room.emit(());
            let name = format!("{} {}", words.pasted, key + 1);
            dispatcher.dispatch(Action::Opened(vec![(key, name.clone())]));
            client.send(Command::Open(File { key, name, content: Content::Bytes(text.into_bytes()) }));
        })
    };
    // And from the store.
    let clear = {
        let (keeper, empty_page) = (keeper.clone(), empty_page.clone());
        Callback::from(move |_: MouseEvent| {
            keeper.delete(None);
            empty_page.emit(());
        })
    };
    let ask = {
        let (keeper, kept) = (keeper.clone(), kept.clone());
        Callback::from(move |ask: Ask| match ask {
            Ask::Fresh => keeper.fresh(),
            Ask::Open(id) => keeper.open(id),
            Ask::Delete(id) => {
                let own = matches!(&*kept, Some(Kept::Listed(_, Some(own), _)) if *own == id);
                keeper.delete(Some(id));
                if own {
                    empty_page.emit(());
                }
            }
            Ask::Rename(name) => keeper.rename(name),
        })
    };
    let cancel = {
        let client = client.clone();
        Callback::from(move |_: MouseEvent| {
            client.send(Command::Cancel);
        })
    };
    let choose_language = {
        let language = language.clone();
        Callback::from(move |e: Event| {
            let tag = e.target_unchecked_into::<web_sys::HtmlSelectElement>().value();
            browser::keep_setting(LANGUAGE, &tag);
            language.set(Language::tagged(&tag).unwrap_or_default());
        })
    };
    let switch_theme = {
        let theme = theme.clone();
        Callback::from(move |_: MouseEvent| {
            let next = if *theme == "dark" { "light" } else { "dark" };
            browser::set_theme(next, true);
            theme.set(next);
        })
    };
    let dispatch = {
        let dispatcher = state.dispatcher();
        Callback::from(move |action: Action| dispatcher.dispatch(action))
    };
    // Files may be dropped anywhere on the page.
    let over = {
        let dragging = dragging.clone();
        Callback::from(move |e: DragEvent| {
            e.prevent_default();
            dragging.set(true);
        })
    };
    let leave = {
        let dragging = dragging.clone();
        Callback::from(move |e: DragEvent| {
            if e.related_target().is_none() {
                dragging.set(false);
            }
        })
    };
    let drop = {
        let (dragging, open) = (dragging.clone(), open.clone());
        Callback::from(move |e: DragEvent| {
            e.prevent_default();
            dragging.set(false);
            if let Some(transfer) = e.data_transfer() {
                browser::dropped(&transfer, open.clone());
            }
        })
    };

    // What the selection leaves: worked out once for all parts of the page.
    let before = use_mut_ref(Shown::default);
    let hits = state.search.as_ref().and_then(|s| s.hits.clone());
    let shown = use_memo((state.collection.clone(), state.selection.clone(), hits.clone()), |(collection, selection, hits)| {
        let shown = select(collection, selection, hits.as_deref()).keeping(&before.borrow());
        before.borrow_mut().clone_from(&shown);
        shown
    });
    // The Back button goes back over articles and selections.
    let step = state.step();
    use_effect_with(step, |step| {
        if step.document.is_some() {
            browser::remember(&serde_json::to_string(step).unwrap_or_default());
        }
    });
    use_effect_with((), {
        let dispatch = dispatch.clone();
        move |()| {
            let watch = browser::watch_history(move |step| {
                // What cannot be read is another page's.
                if let Ok(step) = serde_json::from_str(&step) {
                    dispatch.emit(Action::Restore(step));
                }
            });
            move || std::mem::drop(watch)
        }
    });

    // Keys of the whole page: by their places, as everywhere.
    let helping = use_state(|| None::<&'static str>);
    use_effect_with((), {
        let (dispatch, helping) = (dispatch.clone(), helping.clone());
        move |()| {
            if browser::setting(KEYS).as_deref() == Some("off") {
                dispatch.emit(Action::Keys(false));
            }
            let watch = browser::watch_keys(move |e| {
                if browser::is_typing(e) {
                    return;
                }
                let control = e.ctrl_key() || e.meta_key();
                let action = match (e.code().as_str(), control, e.shift_key()) {
                    ("KeyZ", true, false) => Action::Undo(browser::moment()),
                    ("KeyZ", true, true) | ("KeyY", true, false) => Action::Redo(browser::moment()),
                    ("F3", _, shift) if browser::find("[data-hits]").is_some() => Action::Hit(if shift { -1 } else { 1 }),
                    // By what it writes: it stands elsewhere on a Russian keyboard.
                    _ if e.key() == "?" && !control && browser::setting(KEYS).as_deref() != Some("off") => {
                        e.prevent_default();
                        return helping.set(Some(guide::KEYS));
                    }
                    _ => return,
                };
                e.prevent_default();
                dispatch.emit(action);
            });
            move || std::mem::drop(watch)
        }
    });
    let on_keys = {
        let dispatch = dispatch.clone();
        Callback::from(move |e: Event| {
            let on = e.target_unchecked_into::<web_sys::HtmlInputElement>().checked();
            browser::keep_setting(KEYS, if on { "on" } else { "off" });
            dispatch.emit(Action::Keys(on));
        })
    };
    let save_log = {
        let log = state.log.clone();
        Callback::from(move |_: MouseEvent| {
            let bytes = Project::new(&Collection::default(), Step::default(), (*log).clone(), false).to_bytes();
            // A browser that forbids downloads says so itself.
            let _ = browser::download(&format!("{DECISIONS_NAME}{ENDING}"), "application/octet-stream", &bytes);
        })
    };
    let (can_undo, can_redo) = state.log.can();

    let collection = &state.collection;
    let picked = state.selection.entity.as_deref().and_then(|id| collection.joined.place(id));
    let portrait = state.selection.entity.clone().filter(|_| state.portrait);
    let empty = collection.documents.is_empty();
    let sample = state.example == Example::Shown && !empty;
    let action = |name: &'static str, text: &'static str, onclick: Callback<MouseEvent>| {
        html! { <button type="button" class="button" data-action={name} {onclick}>{ text }</button> }
    };
    let tab = |pane: Pane| {
        let dispatch = dispatch.clone();
        let onclick = Callback::from(move |_: MouseEvent| dispatch.emit(Action::Show(pane)));
        html! {
            <button type="button" class="tab" aria-pressed={(state.pane == pane).to_string()} {onclick}>{ words.pane(pane) }</button>
        }
    };
    html! {
        <main lang={words.language} data-state={state.phase.name()} data-pane={state.pane.name()} class={classes!("page", empty.then_some("page--empty"), (!empty && !sample).then_some("page--work"))}
              ondragover={over} ondragleave={leave} ondrop={drop}>
            <header class="header">
                <h1 class="header__name">{ words.name }<span class="header__tagline">{ words.tagline }</span></h1>
                <div class="header__actions">
                    if !empty && !sample {
                        { action("add", words.add, Callback::from(|_| browser::click("input[type=file]"))) }
                        { action("share", words.share, { let sharing = sharing.clone(); Callback::from(move |_| sharing.set(!*sharing)) }) }
                        <span class="header__group">
                            <button type="button" class="button button--icon" data-action="undo" disabled={!can_undo} aria-label={words.undo} title={format!("{} (Ctrl+Z)", words.undo)} onclick={dispatch.reform(|_: MouseEvent| Action::Undo(browser::moment()))}>{ "↶" }</button>
                            <button type="button" class="button button--icon" data-action="redo" disabled={!can_redo} aria-label={words.redo} title={format!("{} (Ctrl+Shift+Z)", words.redo)} onclick={dispatch.reform(|_: MouseEvent| Action::Redo(browser::moment()))}>{ "↷" }</button>
                        </span>
                        { action("history", words.history_short, dispatch.reform(|_: MouseEvent| Action::Open(Some(Board::History)))) }
                        { action("unresolved", words.unresolved, dispatch.reform(|_: MouseEvent| Action::Open(Some(Board::Unresolved)))) }
                        { action("exports", words.exports, { let exporting = exporting.clone(); Callback::from(move |_| exporting.set(!*exporting)) }) }
                        { action("clear", words.clear, clear.clone()) }
                    }
                    { action("collections", words.collections, { let choosing = choosing.clone(); Callback::from(move |_: MouseEvent| choosing.set(!*choosing)) }) }
                    <button type="button" class="button button--icon" data-action="help" aria-label={words.guide} title={words.guide} onclick={let helping = helping.clone(); Callback::from(move |_: MouseEvent| helping.set(if helping.is_some() { None } else { words.guides.first().map(|g| g.name) }))}>{ "?" }</button>
                    <select class="field header__language" data-action="language" aria-label={words.main_language} title={words.main_language} onchange={choose_language}>
                        { for Language::ALL.map(|l| html! { <option value={l.words().language} lang={l.words().language} selected={l == *language}>{ l.own_name() }</option> }) }
                    </select>
                    <button type="button" class="button button--icon" data-action="theme" aria-label={words.theme} title={words.theme} onclick={switch_theme}>
                        { if *theme == "dark" { "☀" } else { "☾" } }
                    </button>
                </div>
            </header>
            <DropZone {words} compact={!empty && !sample} beside={sample} counting={state.phase != Phase::Loading} fetched={state.fetched} {open} {paste} />
            <Messages {words} phase={state.phase} broken={state.broken.clone()} files={state.files.clone()} dispatch={dispatch.clone()}
                      {cancel} />
            if *sharing && !empty && !sample {
                <Share {words} collection={state.collection.clone()} step={state.step()} log={state.log.clone()} on_close={let sharing = sharing.clone(); Callback::from(move |()| sharing.set(false))} />
            }
            if let Some(screen) = *helping {
                <Guide {words} {screen} on_screen={let helping = helping.clone(); Callback::from(move |name| helping.set(Some(name)))} keys={state.keys} {on_keys} on_close={let helping = helping.clone(); Callback::from(move |()| helping.set(None))} />
            }
            if let Some(Kept::Listed(heads, own, room)) = (*kept).clone().filter(|_| *choosing) {
                <Collections {words} {heads} {own} {room} {ask} on_close={let choosing = choosing.clone(); Callback::from(move |_: MouseEvent| choosing.set(false))} />
            }
            if let Some(why) = &*warned {
                <p class="message message--warning" data-message={if *why == Kept::Elsewhere { "elsewhere" } else { "not-kept" }} data-kind="warning"><span>{ if *why == Kept::Elsewhere { words.elsewhere } else { words.not_kept } }</span>
                    { action("dismiss-kept", words.dismiss, { let warned = warned.clone(); Callback::from(move |_: MouseEvent| warned.set(None)) }) }</p>
            }
            if let Some(imported) = &state.imported {
                <p class={if imported.is_ok() { "message message--info" } else { "message message--error" }} data-message="imported" data-kind={if imported.is_ok() { "info" } else { "error" }} role="status"><span>{ words.imported(imported) }</span>
                    { action("dismiss-imported", words.dismiss, dispatch.reform(|_| Action::ForgetImport)) }</p>
            }
            if *exporting && !empty && !sample {
                <Exports {words} collection={state.collection.clone()} step={state.step()} log={state.log.clone()} send={send.clone()} on_close={let exporting = exporting.clone(); Callback::from(move |()| exporting.set(false))} />
            }
            if let Some(error) = state.refused {
                <p class="message message--error" data-message="refused" data-kind="error" role="alert"><span>{ words.refused(error) }</span>
                    { action("dismiss-refused", words.dismiss, dispatch.reform(|_| Action::Refuse(None))) }</p>
            }
            if state.awaited.is_some() && state.phase != Phase::Working && state.phase != Phase::Loading {
                <p class="message message--info" data-message="awaiting" data-kind="info"><span>{ words.awaiting }</span>
                    { action("give-up", words.dismiss, dispatch.reform(|_| Action::GiveUpAwaiting)) }</p>
            }
            if !empty {
                if sample {
                    <p class="message message--info" data-message="example" data-kind="info">
                        <span>{ words.example }</span>{ action("clear", words.clear_example, clear.clone()) }
                    </p>
                }
                <Filters {words} search={state.search.clone()} collection={collection.clone()} selection={state.selection.clone()} shown={(*shown).clone()} dispatch={dispatch.clone()} />
                <nav class="tabs">{ for [Pane::Article, Pane::Entities, Pane::Timeline].map(tab) }</nav>
                <div class="workspace">
                    <aside class="side">
                        <Library {words} hits={hits.clone()} fold={state.fold} documents={collection.documents.clone()} shown={(*shown).clone()} document={state.document.clone()} dispatch={dispatch.clone()} send={send.clone()} />
                        <EntityList {words} collection={collection.clone()} shown={(*shown).clone()} picked={state.selection.entity.clone()} found={state.found.clone()}
                                    dispatch={dispatch.clone()} send={send.clone()} />
                    </aside>
                    if state.board == Some(Board::History) {
                        <History {words} documents={collection.documents.clone()} log={state.log.clone()} on_save={save_log} dispatch={dispatch.clone()} />
                    } else if state.board == Some(Board::Unresolved) {
                        <Unresolved {words} collection={collection.clone()} dispatch={dispatch.clone()} />
                    } else if let Some(id) = portrait {
                        <Portrait {words} collection={collection.clone()} {id} log={state.log.clone()} dispatch={dispatch.clone()} />
                    } else if let Some(article) = state.current().and_then(|n| collection.documents.get(n)) {
                        <Article {words} article={article.clone()} joined={collection.joined.clone()} {picked} family={state.selection.family.clone()}
                                 only={state.selection.document.is_some() && state.selection.document == state.document} card={state.card} focus={state.focus.clone()} hits={hits.as_ref().and_then(|h| h.get(&article.number)).cloned().unwrap_or_default()} log={state.log.clone()} draft={state.draft} alike={state.alike} keys={state.keys}
                                 labels={*labels} on_labels={let labels = labels.clone(); Callback::from(move |on| labels.set(on))}
                                 dispatch={dispatch.clone()} send={send.clone()} />
                    }
                    <TimelineChart {words} collection={collection.clone()} shown={(*shown).clone()} selection={state.selection.clone()}
                                   dispatch={dispatch.clone()} focus={state.focus.clone()} busy={state.phase == Phase::Working} meter={(*meter).clone()} />
                </div>
            }
            if *dragging {
                <div class="drop-veil" aria-hidden="true"><p>{ words.drop_title }</p></div>
            }
        </main>
    }
}
