//! The page as a whole: holds state and worker, lays out the parts.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use web_sys::DragEvent;
use yew::prelude::*;

use super::browser;
use super::client::Client;
use super::collection::Shared;
use super::components::article::Article;
use super::components::drop_zone::DropZone;
use super::components::entity_list::EntityList;
use super::components::filters::Filters;
use super::components::library::Library;
use super::components::messages::Messages;
use super::components::portrait::Portrait;
use super::components::share::Share;
use super::components::timeline_chart::TimelineChart;
use super::example;
use super::i18n::{RUSSIAN, Words};
use super::queries::select::{Shown, select};
use super::share::{self, ENDING, OPEN, Project, ShareError};
use super::state::{Action, Awaited, Example, Pane, Phase, State};
use crate::worker::protocol::{Command, Content, File, Notice};

impl Reducible for State {
    type Action = Action;
    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        Rc::new(self.after(action))
    }
}

/// Name of the file that [`Command::Export`] is saved as.
const EXPORT_NAME: &str = "letopis.json";

/// Keys from here on are the example's; files of the user count from zero.
const EXAMPLE_KEY: u32 = 1 << 31;

/// Keys from here on are those of articles out of projects.
const PROJECT_KEY: u32 = 1 << 30;

/// The page.
#[component]
pub fn Root() -> Html {
    let words: &'static Words = &RUSSIAN;
    // A link that brings something opens on that, not on the example.
    let state = use_reducer(|| if share::is_ours(&browser::fragment()) { State::default() } else { State::opening() });
    let theme = use_state(browser::theme);
    let labels = use_state(|| true);
    let dragging = use_state(|| false);
    let sharing = use_state(|| false);
    let meter = use_memo((), |()| Shared::new(RefCell::new(browser::Meter::new())));
    let has_example = use_mut_ref(|| false);
    // Keys of articles out of projects, apart from those of files.
    let project_keys = use_mut_ref(|| PROJECT_KEY);
    let client = use_memo((), |()| {
        let dispatcher = state.dispatcher();
        Client::start(move |notice| match notice {
            Notice::Export(json) => {
                // A browser that forbids downloads says so itself.
                let _ = browser::download(EXPORT_NAME, "application/json", &json);
            }
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
    use_effect_with((state.apart.clone(), state.phase == Phase::Ready), {
        let client = client.clone();
        move |(apart, _)| client.send(Command::Apart(apart.clone()))
    });
    use_effect_with((state.fold, state.phase == Phase::Ready), {
        let client = client.clone();
        move |(fold, _)| client.send(Command::Fold(*fold))
    });
    // Articles of a link or project file, and where it wants to go.
    let open_project = {
        let (client, dispatcher, make_room, keys) = (client.clone(), state.dispatcher(), make_room.clone(), project_keys.clone());
        Callback::from(move |project: Project| {
            let texts = project.documents.iter().map(|d| (d.id.clone(), d.checksum)).collect();
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
            dispatcher.dispatch(Action::Await(Awaited { step: project.step, texts }));
            articles.into_iter().for_each(|(_, file)| client.send(Command::Open(file)));
        })
    };
    // What stands behind # in the address: a project, or the name of one beside the page.
    let open_fragment = {
        let (open_project, dispatcher) = (open_project.clone(), state.dispatcher());
        Callback::from(move |()| {
            let fragment = browser::fragment();
            if let Some(path) = fragment.strip_prefix(OPEN) {
                let (path, open_project, dispatcher) = (path.to_string(), open_project.clone(), dispatcher.clone());
                spawn_local(async move {
                    // Only files beside the page: no other host, no way up.
                    let beside = path.ends_with(ENDING) && !path.contains("..") && !path.contains(':') && !path.starts_with(['/', '\\']);
                    let bytes = if beside { browser::fetch_beside(&path).await } else { None };
                    match bytes.as_deref().map_or(Err(ShareError::Damaged), Project::from_bytes) {
                        Ok(project) => open_project.emit(project),
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
            let mut disk = Vec::new();
            for ((key, name), (_, file)) in named.into_iter().zip(files) {
                if !name.to_lowercase().ends_with(ENDING) {
                    disk.push((key, name, file));
                    continue;
                }
                dispatcher.dispatch(Action::Desk(Notice::Cancelled { key }));
                let (open_project, dispatcher) = (open_project.clone(), dispatcher.clone());
                spawn_local(async move {
                    let bytes = gloo::file::futures::read_as_bytes(&file).await;
                    match bytes.map_or(Err(ShareError::Damaged), |b| Project::from_bytes(&b)) {
                        Ok(project) => open_project.emit(project),
                        Err(error) => dispatcher.dispatch(Action::Refuse(Some(error))),
                    }
                });
            }
            client.keep(disk.iter().map(|(key, _, file)| (*key, file.clone())));
            disk.into_iter().for_each(|(key, name, _)| client.send(Command::Open(File { key, name, content: Content::Disk })));
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
    let clear = {
        let (client, dispatcher) = (client.clone(), state.dispatcher());
        Callback::from(move |_: MouseEvent| {
            client.send(Command::Clear);
            dispatcher.dispatch(Action::Cleared);
        })
    };
    let cancel = {
        let client = client.clone();
        Callback::from(move |_: MouseEvent| {
            client.send(Command::Cancel);
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
    let shown = use_memo((state.collection.clone(), state.selection.clone()), |(collection, selection)| {
        let shown = select(collection, selection).keeping(&before.borrow());
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
                <h1 class="header__name">{ "Летопись" }<span class="header__tagline">{ words.tagline }</span></h1>
                <div class="header__actions">
                    if !empty && !sample {
                        { action("add", words.add, Callback::from(|_| browser::click("input[type=file]"))) }
                        { action("share", words.share, { let sharing = sharing.clone(); Callback::from(move |_| sharing.set(!*sharing)) }) }
                        { action("export", words.save_json, send.reform(|_| Command::Export)) }
                        { action("clear", words.clear, clear.clone()) }
                    }
                    <button type="button" class="button button--icon" data-action="theme" aria-label={words.theme} title={words.theme} onclick={switch_theme}>
                        { if *theme == "dark" { "☀" } else { "☾" } }
                    </button>
                </div>
            </header>
            <DropZone {words} compact={!empty && !sample} beside={sample} counting={state.phase != Phase::Loading} fetched={state.fetched} {open} {paste} />
            <Messages {words} phase={state.phase} broken={state.broken.clone()} files={state.files.clone()} dispatch={dispatch.clone()}
                      {cancel} />
            if *sharing && !empty && !sample {
                <Share {words} collection={state.collection.clone()} step={state.step()} on_close={let sharing = sharing.clone(); Callback::from(move |()| sharing.set(false))} />
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
                <Filters {words} collection={collection.clone()} selection={state.selection.clone()} shown={(*shown).clone()} dispatch={dispatch.clone()} />
                <nav class="tabs">{ for [Pane::Article, Pane::Entities, Pane::Timeline].map(tab) }</nav>
                <div class="workspace">
                    <aside class="side">
                        <Library {words} fold={state.fold} documents={collection.documents.clone()} shown={(*shown).clone()} document={state.document.clone()} dispatch={dispatch.clone()} send={send.clone()} />
                        <EntityList {words} collection={collection.clone()} shown={(*shown).clone()} picked={state.selection.entity.clone()} found={state.found.clone()}
                                    dispatch={dispatch.clone()} send={send.clone()} />
                    </aside>
                    if let Some(id) = portrait {
                        <Portrait {words} collection={collection.clone()} {id} apart={state.apart.clone()} dispatch={dispatch.clone()} />
                    } else if let Some(article) = state.current().and_then(|n| collection.documents.get(n)) {
                        <Article {words} article={article.clone()} joined={collection.joined.clone()} {picked} family={state.selection.family.clone()}
                                 only={state.selection.document.is_some() && state.selection.document == state.document} card={state.card} focus={state.focus.clone()}
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
