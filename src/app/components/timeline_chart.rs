//! The timeline, drawn to scale, and its twin as a table.

use web_sys::{Element, KeyboardEvent, PointerEvent, WheelEvent};
use yew::prelude::*;

use crate::app::browser;
use crate::app::i18n::Words;
use crate::app::queries::timeline::{Cluster, LANES, Side, Step, Tick, Window, fit, histogram, place, ticks};
use crate::app::state::{Action, Focus, Shared};
use crate::worker::view::ItemView;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub words: &'static Words,
    /// Items left by the selection: with a place in the calendar, and without.
    pub items: Shared<(Vec<ItemView>, Vec<ItemView>)>,
    /// Something is selected.
    pub filtered: bool,
    /// The period picked.
    pub period: Option<(String, String)>,
    pub focus: Option<Focus>,
    pub busy: bool,
    pub dispatch: Callback<Action>,
}

/// Height of a lane and of the scale above, in pixels.
const LANE: f64 = 24.0;
const SCALE: f64 = 30.0;
/// Height of the overview and width of its bars.
const OVERVIEW: f64 = 34.0;
const BIN: f64 = 6.0;
/// Longest label, in pixels, and the estimated width of a letter.
const LABEL: f64 = 230.0;
const LETTER: f64 = 6.6;

#[component]
pub fn TimelineChart(props: &Props) -> Html {
    let words = props.words;
    let (items, undated) = (&props.items.0, &props.items.1);
    let chart = use_node_ref();
    let width = use_state(|| 900.0);
    let window = use_state(|| None::<Window>);
    let table = use_state(|| false);
    // Where a drag over the overview began and where it is, as shares of its width.
    let brush = use_state(|| None::<(f64, f64)>);
    let drag = use_mut_ref(|| None::<(f64, Window)>);
    // A drag that ends over an item is no click on it.
    let dragged = use_mut_ref(|| false);

    // The chart takes the width it is given, also when its pane appears or the window changes.
    {
        let (chart, width) = (chart.clone(), width.clone());
        use_effect_with(*table, move |_| {
            let observed = chart.cast::<Element>().and_then(|e| browser::watch_width(&e, move |w| width.set(w)));
            move || drop(observed)
        });
    }
    let shown = window.unwrap_or_else(|| fit(items));
    let set = {
        let window = window.clone();
        Callback::from(move |w: Option<Window>| window.set(w))
    };
    let zoom = |factor: f64| {
        let set = set.clone();
        Callback::from(move |_: MouseEvent| set.emit(Some(shown.zoom(factor, 0.5))))
    };
    let onwheel = {
        let (set, width) = (set.clone(), *width);
        // The wheel alone scrolls the page.
        Callback::from(move |e: WheelEvent| {
            if e.ctrl_key() || e.meta_key() {
                e.prevent_default();
                let at = (f64::from(e.offset_x()) / width).clamp(0.0, 1.0);
                set.emit(Some(shown.zoom(if e.delta_y() > 0.0 { 1.25 } else { 0.8 }, at)));
            }
        })
    };
    let onkeydown = {
        let set = set.clone();
        Callback::from(move |e: KeyboardEvent| {
            // The browser's own keys, such as Ctrl and plus, stay the browser's.
            if e.ctrl_key() || e.alt_key() || e.meta_key() {
                return;
            }
            let next = match e.code().as_str() {
                "ArrowLeft" => shown.pan(-0.15),
                "ArrowRight" => shown.pan(0.15),
                "Equal" | "NumpadAdd" => shown.zoom(0.7, 0.5),
                "Minus" | "NumpadSubtract" => shown.zoom(1.4, 0.5),
                "Home" => return set.emit(None),
                _ => return,
            };
            e.prevent_default();
            set.emit(Some(next));
        })
    };
    let (onpointerdown, onpointermove, onpointerup) = {
        let (down, moved, up) = (drag.clone(), drag.clone(), drag.clone());
        let (still, far) = (dragged.clone(), dragged.clone());
        let (set, width) = (set.clone(), *width);
        (
            Callback::from(move |e: PointerEvent| {
                *still.borrow_mut() = false;
                *down.borrow_mut() = Some((f64::from(e.client_x()), shown));
            }),
            Callback::from(move |e: PointerEvent| {
                if let Some((from, start)) = *moved.borrow() {
                    let by = f64::from(e.client_x()) - from;
                    // A click trembles; a drag does not.
                    if by.abs() > 4.0 {
                        *far.borrow_mut() = true;
                        set.emit(Some(start.pan(-by / width)));
                    }
                }
            }),
            Callback::from(move |_: PointerEvent| *up.borrow_mut() = None),
        )
    };
    // The period on screen becomes the selection, and is let go of by the same button.
    let pick_period = {
        let (dispatch, picked) = (props.dispatch.clone(), props.period.is_some());
        Callback::from(move |_: MouseEvent| dispatch.emit(Action::Period(if picked { None } else { shown.days() })))
    };
    let toggle = {
        let table = table.clone();
        Callback::from(move |_: MouseEvent| table.set(!*table))
    };
    let look = |item: &ItemView| {
        let (dispatch, evidence) = (props.dispatch.clone(), item.evidence.first().cloned());
        Callback::from(move |_: ()| {
            if let Some(e) = &evidence {
                dispatch.emit(Action::Look(e.document.clone(), e.start, e.end));
            }
        })
    };
    let looked_at = |item: &ItemView| {
        props.focus.as_ref().is_some_and(|f| item.evidence.iter().any(|e| e.document == f.document && e.start == f.start && e.end == f.end))
    };

    let label = |item: &ItemView| (item.what.chars().count() as f64 * LETTER + 12.0).min(LABEL);
    let (placed, clusters) = place(items, shown, *width, &label);
    let lanes = if clusters.is_empty() { placed.iter().map(|p| p.lane + 1).max().unwrap_or(1) } else { LANES + 1 };
    let height = SCALE + lanes as f64 * LANE + 8.0;
    let point = |p: &crate::app::queries::timeline::Placed| {
        let item = &items[p.index];
        let y = SCALE + p.lane as f64 * LANE + 4.0;
        let click = look(item);
        let key = click.clone();
        let dragged = dragged.clone();
        let onclick = Callback::from(move |_: MouseEvent| {
            if !*dragged.borrow() {
                click.emit(());
            }
        });
        let onkeydown = Callback::from(move |e: KeyboardEvent| {
            if e.code() == "Enter" || e.code() == "Space" {
                e.prevent_default();
                e.stop_propagation();
                key.emit(());
            }
        });
        let name = format!("{}: {}", words.value(&item.value, "DATE"), item.what);
        let text = p.label.map(|label| {
            let letters = ((label.width - 12.0) / LETTER) as usize;
            let long = item.what.chars().count() > letters;
            let mut text: String = item.what.chars().take(letters.saturating_sub(usize::from(long))).collect();
            if long {
                text.push('…');
            }
            let (x, anchor) = match label.side {
                Side::Inside => (p.x.max(0.0) + 6.0, "start"),
                Side::Left => (p.x - 6.0, "end"),
                Side::Right => (p.x + p.width + 6.0, "start"),
            };
            html! { <text class="chart__label" aria-hidden="true" text-anchor={anchor} x={fixed(x)} y={fixed(y + 12.0)}>{ text }</text> }
        });
        let class = classes!(
            "chart__item",
            format!("chart__item--{}", item.status),
            looked_at(item).then_some("chart__item--looked-at"),
            (p.open_start || p.open_end).then_some("chart__item--open")
        );
        html! {
            <g {class} key={p.index} role="button" tabindex="0" data-event={p.index.to_string()} data-value={item.value.clone()} {onclick} {onkeydown}>
                <title>{ name }</title>
                <rect class="chart__bar" x={fixed(p.x)} y={fixed(y)} width={fixed(p.width)} height="16" rx="5" />
                { for text }
            </g>
        }
    };
    // A cluster opens: closer where that can part its items, else as a table of its days.
    let cluster = |c: &Cluster| {
        let (set, dispatch, table, window) = (set.clone(), props.dispatch.clone(), table.clone(), c.window);
        let open = Callback::from(move |()| {
            if window.to - window.from > 3.0 && window.to - window.from < (shown.to - shown.from) * 0.9 {
                let air = (window.to - window.from) * 0.1;
                set.emit(Some(Window { from: window.from - air, to: window.to + 3.0 * air }));
            } else {
                dispatch.emit(Action::Period(window.days()));
                table.set(true);
            }
        });
        let key = open.clone();
        let onkeydown = Callback::from(move |e: KeyboardEvent| {
            if matches!(e.code().as_str(), "Enter" | "Space") {
                e.prevent_default();
                e.stop_propagation();
                key.emit(());
            }
        });
        let span = c.window.days().map(|(a, b)| if a == b { words.value(&a, "DATE") } else { words.value(&format!("{a}/{b}"), "DATE") });
        let name = format!("{}: {}", words.events_left(c.items.len()), span.unwrap_or_default());
        let y = SCALE + LANES as f64 * LANE + 3.0;
        html! {
            <g class="chart__cluster" key={format!("c{}", c.items.first().copied().unwrap_or(0))} role="button" tabindex="0" aria-label={name.clone()}
               data-cluster={c.items.len().to_string()} onclick={move |_| open.emit(())} {onkeydown}>
                <title>{ name }</title>
                <rect x={fixed(c.x)} y={fixed(y)} width="32" height="18" rx="9" />
                <text aria-hidden="true" x={fixed(c.x + 16.0)} y={fixed(y + 13.0)} text-anchor="middle">{ c.items.len() }</text>
            </g>
        }
    };
    // All items in one strip: dragging over it chooses what the scale above shows.
    let whole = fit(items);
    let overview = || {
        let bins = histogram(items, whole, (*width / BIN) as usize);
        let most = f64::from(bins.iter().copied().max().unwrap_or(0).max(1));
        let bar = |(n, count): (usize, &u32)| {
            let height = (f64::from(*count) / most).sqrt() * (OVERVIEW - 4.0);
            html! { <rect class="overview__bar" x={fixed(n as f64 * BIN)} y={fixed(OVERVIEW - height)} width={fixed(BIN - 1.0)} height={fixed(height)} /> }
        };
        let at = move |share: f64| whole.from + (whole.to - whole.from) * share;
        let x = |day: f64| ((day - whole.from) / (whole.to - whole.from) * *width).clamp(0.0, *width);
        let (left, right) = match *brush {
            Some((a, b)) => (a.min(b) * *width, a.max(b) * *width),
            None => (x(shown.from), x(shown.to)),
        };
        let share = {
            let width = *width;
            move |e: &PointerEvent| (f64::from(e.offset_x()) / width).clamp(0.0, 1.0)
        };
        let (down, moved, up) = (brush.clone(), brush.clone(), brush.clone());
        let set = set.clone();
        html! {
            <svg class="overview" data-overview="true" width={fixed(*width)} height={fixed(OVERVIEW)} aria-hidden="true"
                 onpointerdown={move |e: PointerEvent| {
                     e.prevent_default();
                     if let Some(element) = e.target_dyn_into::<Element>() {
                         // Without capture the brush ends where the pointer leaves the strip.
                         let _ = element.set_pointer_capture(e.pointer_id());
                     }
                     let at = share(&e);
                     down.set(Some((at, at)));
                 }}
                 onpointermove={move |e: PointerEvent| if let Some((a, _)) = *moved { moved.set(Some((a, share(&e)))) }}
                 onpointerup={move |_: PointerEvent| {
                     if let Some((a, b)) = *up {
                         let (from, to) = (at(a.min(b)), at(a.max(b)));
                         // A click moves the window there, as wide as it is.
                         let next = if to - from < 2.0 { let half = (shown.to - shown.from) / 2.0; Window { from: from - half, to: from + half } } else { Window { from, to } };
                         set.emit(Some(next));
                         up.set(None);
                     }
                 }}>
                { for bins.iter().enumerate().filter(|(_, n)| **n > 0).map(bar) }
                <rect class="overview__window" x={fixed(left)} y="0.5" width={fixed((right - left).max(3.0))} height={fixed(OVERVIEW - 1.0)} rx="3" />
            </svg>
        }
    };
    let tick = |t: &Tick| {
        html! {
            <g class="chart__tick" key={t.date.to_string()}>
                <line x1={fixed(t.x)} x2={fixed(t.x)} y1={fixed(SCALE - 8.0)} y2={fixed(height)} />
                <text x={fixed(t.x + 4.0)} y={fixed(SCALE - 10.0)}>{ tick_label(words, t) }</text>
            </g>
        }
    };
    let row = |item: &ItemView| {
        let click = look(item);
        html! {
            <tr data-event-row={item.value.clone()} class={looked_at(item).then_some("looked-at")}>
                <td class="table__when">{ words.value(&item.value, "DATE") }
                    { for words.status(&item.status).map(|s| html! { <span class="badge">{ s }</span> }) }</td>
                <td><button type="button" class="link" onclick={move |_| click.emit(())}>{ &item.what }</button></td>
                <td class="table__source">{ item.evidence.iter().map(|e| e.document.as_str()).collect::<Vec<_>>().join(", ") }</td>
            </tr>
        }
    };
    let rows = |list: &[ItemView]| {
        html! {
            <table class="table">
                <thead><tr><th scope="col">{ words.when }</th><th scope="col">{ words.what }</th><th scope="col">{ words.source }</th></tr></thead>
                <tbody>{ for list.iter().map(row) }</tbody>
            </table>
        }
    };
    html! {
        <section class="panel timeline" aria-label={words.timeline}>
            <div class="timeline__head">
                <h2 class="panel__title">{ words.timeline }<span class="count">{ items.len() }</span></h2>
                <div class="timeline__tools">
                    if !*table {
                        <button type="button" class="button button--icon" data-action="zoom-in" aria-label={words.zoom_in} title={words.zoom_in} onclick={zoom(0.6)}>{ "+" }</button>
                        <button type="button" class="button button--icon" data-action="zoom-out" aria-label={words.zoom_out} title={words.zoom_out} onclick={zoom(1.0 / 0.6)}>{ "−" }</button>
                        <button type="button" class="button" data-action="period" aria-pressed={props.period.is_some().to_string()} onclick={pick_period}>{ words.only_period }</button>
                        <button type="button" class="button" data-action="fit" onclick={let set = set.clone(); move |_| set.emit(None)}>{ words.fit }</button>
                    }
                    <button type="button" class="button" data-action="table" aria-pressed={table.to_string()} onclick={toggle}>
                        { if *table { words.as_chart } else { words.as_table } }
                    </button>
                </div>
            </div>
            if items.is_empty() {
                if !props.busy { <p class="empty">{ if props.filtered { words.nothing_left } else { words.no_events } }</p> }
            } else if *table {
                <div class="timeline__table">{ rows(items) }</div>
            } else {
                <div class="chart" ref={chart} role="group" tabindex="0" aria-label={words.timeline_help} title={words.timeline_help}
                     {onwheel} {onkeydown} {onpointerdown} {onpointermove} onpointerup={onpointerup.clone()} onpointerleave={onpointerup}>
                    <svg width={fixed(*width)} height={fixed(height)} viewBox={format!("0 0 {} {}", fixed(*width), fixed(height))}>
                        { for ticks(shown, *width).iter().map(tick) }
                        { for placed.iter().map(point) }
                        { for clusters.iter().map(cluster) }
                    </svg>
                </div>
                if items.len() > 1 { { overview() } }
            }
            if !undated.is_empty() {
                <details class="timeline__undated">
                    <summary>{ words.undated }<span class="count">{ undated.len() }</span></summary>
                    { rows(undated) }
                </details>
            }
        </section>
    }
}

/// A number for SVG: tenths of a pixel are enough.
fn fixed(n: f64) -> String {
    format!("{n:.1}")
}

fn tick_label(words: &Words, tick: &Tick) -> String {
    let d = tick.date;
    match tick.step {
        Step::Years(_) => d.year().to_string(),
        Step::Months(_) if d.month() == 1 => d.year().to_string(),
        Step::Months(_) => format!("{} {}", if d.month() == 5 { "май" } else { words.month(d.month()) }, d.year()),
        Step::Days(_) => format!("{} {}", d.day(), words.month(d.month())),
    }
}
