//! The timeline, drawn to scale, and its twin as a table.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use gloo::render::{AnimationFrame, request_animation_frame};
use web_sys::{Element, HtmlSelectElement, KeyboardEvent, PointerEvent, WheelEvent};
use yew::prelude::*;

use super::library::headline;
use super::overview::Overview;
use crate::app::browser::{self, Meter};
use crate::app::collection::{Collection, Shared};
use crate::app::i18n::{Words, family};
use crate::app::queries::lanes::{About, Facet, groups};
use crate::app::queries::select::{Selection, Shown};
use crate::app::queries::timeline::{
    Cluster, DOT, Entry, GAP, Layout, Order, Placed, Tick, Window, extent, first_view, fit, order, place, ticks,
};
use crate::app::state::{Action, Focus};
use crate::worker::view::ItemView;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub words: &'static Words,
    pub collection: Collection,
    /// What the selection leaves.
    pub shown: Shown,
    /// What was picked.
    pub selection: Selection,
    pub focus: Option<Focus>,
    pub busy: bool,
    /// Measures labels; made when the page is still empty, since asking for the font makes the browser work out all styles.
    pub meter: Shared<RefCell<Meter>>,
    pub dispatch: Callback<Action>,
}

/// Heights in pixels: a row, a group's heading, the scale with its publication marks.
const ROW: f64 = 24.0;
const HEADING: f64 = 22.0;
const SCALE: f64 = 34.0;
/// Longest label, in pixels, and as a share of the width.
const LABEL: f64 = 230.0;
const LABEL_SHARE: f64 = 0.42;
/// Longest where nothing follows.
const MOST_LABEL: f64 = 460.0;
/// Labels grow by this many pixels.
const LABEL_STEP: f64 = 40.0;
/// Space around a label's text.
const PAD: f64 = 6.0;
/// Less room says nothing.
const LEAST_LABEL: f64 = 40.0;
/// Most rows, without groups and of each group: beside the article, and where there is room.
const ROWS: [usize; 2] = [6, 16];
const GROUP_ROWS: [usize; 2] = [2, 3];
/// A narrower chart has the screen for itself, in pixels.
const NARROW: f64 = 700.0;
/// Publication marks nearer than this are one.
const NEAR: f64 = 6.0;
/// How long a zoom by button or key takes, in milliseconds.
const GLIDE: f64 = 180.0;
/// Rows of the table, and items without a date, shown at first: the latter take one row beside the article.
const TABLE: usize = 300;
const UNDATED: usize = 3;

/// Where the window is going.
#[derive(Default)]
struct Motion {
    /// Where it will be at the next frame.
    next: Option<Window>,
    /// Where a smooth move ends.
    target: Option<Window>,
    frame: Option<AnimationFrame>,
}

/// Moves the window at the next frame: many events come between two.
#[derive(Clone)]
struct Mover {
    motion: Rc<RefCell<Motion>>,
    window: UseStateHandle<Option<Window>>,
    shown: Window,
}

impl Mover {
    /// Where the window is, or will be.
    fn now(&self) -> Window {
        let motion = self.motion.borrow();
        motion.next.or(motion.target).unwrap_or(self.shown)
    }

    /// To a window.
    fn jump(&self, to: Window) {
        let (motion, window) = (self.motion.clone(), self.window.clone());
        let mut own = self.motion.borrow_mut();
        (own.next, own.target) = (Some(to), None);
        own.frame = Some(request_animation_frame(move |_| {
            let next = motion.borrow_mut().next.take();
            if let Some(next) = next {
                window.set(Some(next));
            }
        }));
    }

    /// The same in a smooth move.
    fn glide(&self, to: Window) {
        if browser::reduced_motion() {
            return self.jump(to);
        }
        self.step(self.shown, to, None);
    }

    fn step(&self, from: Window, to: Window, began: Option<f64>) {
        let this = self.clone();
        let mut own = self.motion.borrow_mut();
        (own.next, own.target) = (None, Some(to));
        own.frame = Some(request_animation_frame(move |now| {
            let began = began.unwrap_or(now);
            let share = ((now - began) / GLIDE).clamp(0.0, 1.0);
            if share >= 1.0 {
                this.motion.borrow_mut().target = None;
                this.window.set(Some(to));
            } else {
                // Slower towards the end.
                this.window.set(Some(from.towards(to, 1.0 - (1.0 - share).powi(2))));
                this.step(from, to, Some(began));
            }
        }));
    }
}

/// Pointers on the chart: where each is, and where they were when the window was as it was.
#[derive(Default)]
struct Grip {
    pointers: BTreeMap<i32, f64>,
    start: Option<(BTreeMap<i32, f64>, Window)>,
    /// A drag that ends over an item is no click on it.
    moved: bool,
}

/// The articles that an item rests on, each once.
fn sources(item: &ItemView) -> Vec<&str> {
    let mut all: Vec<&str> = item.evidence.iter().map(|e| e.document.as_str()).collect();
    all.dedup();
    all
}

fn articles(item: &ItemView) -> usize {
    sources(item).len()
}

/// What can be come to with the arrow keys: an item or a cluster.
#[derive(Clone, Copy, PartialEq)]
struct Stop {
    x: f64,
    row: usize,
    /// Number of its first entry.
    entry: usize,
    cluster: Option<usize>,
}

fn stops(layout: &Layout) -> Vec<Stop> {
    let items = layout.placed.iter().map(|p| Stop { x: p.x, row: p.row, entry: p.entry, cluster: None });
    let clusters = layout.clusters.iter().enumerate().map(|(n, c)| Stop {
        x: c.x,
        row: c.row,
        entry: c.entries.first().copied().unwrap_or(0),
        cluster: Some(n),
    });
    let mut all: Vec<Stop> = items.chain(clusters).collect();
    all.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.row.cmp(&b.row)));
    all
}

#[component]
pub fn TimelineChart(props: &Props) -> Html {
    let words = props.words;
    let joined = &props.collection.joined;
    let chart = use_node_ref();
    let width = use_state(|| 900.0);
    let window = use_state(|| None::<Window>);
    let table = use_state(|| false);
    let facet = use_state(Facet::default);
    let active = use_state(|| None::<usize>);
    let all_rows = use_state(|| false);
    let tall = use_state(|| false);
    let all_undated = use_state(|| false);
    let motion = use_mut_ref(Motion::default);
    let grip = use_mut_ref(Grip::default);
    let meter = &props.meter;

    // The chart takes the width it is given, also when its pane appears or the window changes.
    {
        let (chart, width) = (chart.clone(), width.clone());
        use_effect_with((*table, props.shown.timeline.is_empty()), move |_| {
            let observed = chart.cast::<Element>().and_then(|e| browser::watch_width(&e, move |w| width.set(w)));
            move || drop(observed)
        });
    }
    let width = *width;
    let longest = (width * LABEL_SHARE).min(LABEL);
    let extents = use_memo(joined.clone(), |joined| joined.timeline.iter().map(extent).collect::<Vec<_>>());
    let entries = use_memo((joined.clone(), props.shown.timeline.clone(), longest), {
        let meter = meter.clone();
        move |(joined, shown, longest)| {
            let mut meter = meter.borrow_mut();
            let entry = |n: &usize| {
                let item = joined.timeline.get(*n)?;
                let label = (meter.width(&item.what, *longest) + 2.0 * PAD).min(*longest);
                Some(Entry { index: *n, extent: (*extents.get(*n)?)?, label, weight: articles(item) })
            };
            Shared::new(shown.iter().filter_map(entry).collect::<Vec<_>>())
        }
    });
    let entries = (*entries).clone();
    let grouped = use_memo((props.collection.clone(), entries.clone(), *facet), |(collection, entries, facet)| {
        let grouped = groups(collection, entries, *facet);
        let orders: Vec<Order> = grouped.iter().map(|g| order(entries, &g.members)).collect();
        (Shared::new(grouped), Shared::new(orders))
    });
    let (grouped, ordered) = (*grouped).clone();
    let whole = use_memo((entries.clone(), width), |(entries, width)| {
        let room = (LABEL.min(*width * LABEL_SHARE) + 20.0) / width.max(1.0);
        let extents = || entries.iter().map(|e| e.extent);
        (fit(extents(), room), first_view(extents(), room))
    });
    let (whole, first) = *whole;
    let shown = window.unwrap_or(first);
    // Another selection is looked at anew.
    use_effect_with(props.selection.clone(), {
        let window = window.clone();
        move |_| window.set(None)
    });
    let scale = width / shown.length();
    let size = usize::from(*tall || width < NARROW);
    let layout = use_memo((entries.clone(), ordered, scale, size), |(entries, ordered, scale, size)| {
        let rows = if ordered.len() > 1 { GROUP_ROWS } else { ROWS };
        Shared::new(place(entries, ordered, *scale, rows[*size]))
    });
    let layout = (*layout).clone();
    let mover = Mover { motion, window: window.clone(), shown };
    let item_of = |entry: usize| entries.get(entry).and_then(|e| joined.timeline.get(e.index));

    // Headings take room above their rows.
    let headed = grouped.iter().any(|g| g.about.is_some());
    let group_of = |row: usize| layout.groups.partition_point(|(first, _)| *first <= row);
    let y = |row: usize| row as f64 * ROW + if headed { group_of(row) as f64 * HEADING } else { 0.0 } + 4.0;
    let height = layout.rows as f64 * ROW + if headed { layout.groups.len() as f64 * HEADING } else { 0.0 } + 8.0;

    let look = {
        let (dispatch, collection, left) = (props.dispatch.clone(), props.collection.clone(), props.shown.clone());
        Callback::from(move |item: ItemView| {
            // Of several articles, one that the selection leaves.
            let kept = |id: &str| left.documents.iter().any(|n| collection.documents.get(*n).is_some_and(|d| d.id == id));
            if let Some(e) = item.evidence.iter().find(|e| kept(&e.document)).or(item.evidence.first()) {
                dispatch.emit(Action::Look(e.document.clone(), e.start, e.end));
            }
        })
    };
    let looked_at = |item: &ItemView| {
        props.focus.as_ref().is_some_and(|f| item.evidence.iter().any(|e| e.document == f.document && e.start == f.start && e.end == f.end))
    };
    // A cluster opens: closer where that can part its items, else as a table of its days.
    let open_cluster = {
        let (mover, dispatch, table, layout) = (mover.clone(), props.dispatch.clone(), table.clone(), layout.clone());
        move |number: usize| {
            let Some(c) = layout.clusters.get(number) else { return };
            let air = (c.window.length() * 0.1).max(0.5);
            let closer = Window { from: c.window.from - air, to: c.window.to + 3.0 * air };
            if c.window.length() > 1.5 && closer.length() < mover.shown.length() * 0.9 {
                mover.glide(closer);
            } else {
                dispatch.emit(Action::Period(Some(c.window.days())));
                table.set(true);
            }
        }
    };
    let open_stop = {
        let (look, open_cluster, entries, joined) = (look.clone(), open_cluster.clone(), entries.clone(), joined.clone());
        move |stop: Stop| match stop.cluster {
            Some(number) => open_cluster(number),
            None => {
                if let Some(item) = entries.get(stop.entry).and_then(|e| joined.timeline.get(e.index)) {
                    look.emit(item.clone());
                }
            }
        }
    };
    let all_stops = use_memo(layout.clone(), |layout| stops(layout));
    let current = active.and_then(|entry| {
        let inside = |s: &Stop| s.cluster.and_then(|n| layout.clusters.get(n)).is_some_and(|c| c.entries.contains(&entry));
        all_stops.iter().find(|s| s.entry == entry && s.cluster.is_none()).or_else(|| all_stops.iter().find(|s| inside(s))).copied()
    });

    let onclick = {
        let (grip, all_stops, open_stop, active) = (grip.clone(), all_stops.clone(), open_stop.clone(), active.clone());
        Callback::from(move |e: MouseEvent| {
            if grip.borrow().moved {
                return;
            }
            let stop = e.target_dyn_into::<Element>().and_then(|t| t.closest("[data-stop]").ok().flatten());
            let id = stop.and_then(|s| s.get_attribute("data-stop"));
            if let Some(stop) = all_stops.iter().find(|s| id.as_ref() == Some(&stop_id(s))) {
                active.set(Some(stop.entry));
                open_stop(*stop);
            }
        })
    };
    // Where the chart stands, asked for when the pointer comes: asking between two frames makes the browser lay out twice.
    let left = use_mut_ref(|| None::<f64>);
    let onpointerenter = {
        let left = left.clone();
        Callback::from(move |e: PointerEvent| *left.borrow_mut() = Some(browser::left_edge(&e)))
    };
    let onwheel = {
        let mover = mover.clone();
        // The wheel alone scrolls the page.
        Callback::from(move |e: WheelEvent| {
            if e.ctrl_key() || e.meta_key() {
                e.prevent_default();
                let left = *left.borrow_mut().get_or_insert_with(|| browser::left_edge(&e));
                let at = ((f64::from(e.client_x()) - left) / width).clamp(0.0, 1.0);
                // A pad's pinch comes as many small steps, a wheel's notch as one large.
                let lines = if e.delta_mode() == 0 { e.delta_y() } else { e.delta_y() * 16.0 };
                mover.jump(mover.now().zoom((lines.clamp(-30.0, 30.0) * 0.01).exp(), at));
            }
        })
    };
    let (onpointerdown, onpointermove, onpointerup) = {
        let (down, moved, up) = (grip.clone(), grip.clone(), grip.clone());
        let (from, to) = (mover.clone(), mover.clone());
        (
            Callback::from(move |e: PointerEvent| {
                let mut grip = down.borrow_mut();
                if grip.pointers.is_empty() {
                    grip.moved = false;
                }
                grip.pointers.insert(e.pointer_id(), f64::from(e.client_x()));
                grip.start = Some((grip.pointers.clone(), from.now()));
            }),
            Callback::from(move |e: PointerEvent| {
                let mut grip = moved.borrow_mut();
                let Some(place) = grip.pointers.get_mut(&e.pointer_id()) else { return };
                *place = f64::from(e.client_x());
                let Some((before, start)) = grip.start.clone() else { return };
                let ends = |p: &BTreeMap<i32, f64>| -> Option<(f64, f64)> { Some((*p.values().next()?, *p.values().next_back()?)) };
                let (Some((a, b)), Some((c, d))) = (ends(&before), ends(&grip.pointers)) else { return };
                // A click trembles; a drag does not.
                if !grip.moved && (c - a).abs().max((d - b).abs()) < 5.0 {
                    return;
                }
                if !grip.moved {
                    grip.moved = true;
                    browser::capture(&e);
                }
                let next = if before.len() > 1 && (d - c).abs() > 8.0 {
                    // What was between the fingers stays between them.
                    let left = browser::left_edge(&e);
                    let middle = ((a + b) / 2.0 - left) / width;
                    start
                        .zoom((b - a).abs().max(8.0) / (d - c).abs(), middle)
                        .pan(((a + b) - (c + d)) / 2.0 / width * (b - a).abs().max(8.0) / (d - c).abs())
                } else {
                    start.pan((a - c) / width)
                };
                to.jump(next);
            }),
            Callback::from(move |e: PointerEvent| {
                let mut grip = up.borrow_mut();
                grip.pointers.remove(&e.pointer_id());
                grip.start = None;
            }),
        )
    };
    let onkeydown = {
        let (mover, all_stops, active, open_stop, layout) =
            (mover.clone(), all_stops.clone(), active.clone(), open_stop.clone(), layout.clone());
        Callback::from(move |e: KeyboardEvent| {
            // The browser's own keys, such as Ctrl and plus, stay the browser's.
            if e.ctrl_key() || e.alt_key() || e.meta_key() {
                return;
            }
            let shown = mover.shown;
            let day = |s: &Stop| s.x / scale;
            let visible = |s: &&Stop| day(s) >= shown.from && day(s) <= shown.to;
            let centre = current.map_or(0.5, |s| ((day(&s) - shown.from) / shown.length()).clamp(0.0, 1.0));
            let go = |stop: Option<&Stop>| {
                let Some(stop) = stop else { return };
                active.set(Some(stop.entry));
                if !visible(&stop) {
                    mover.jump(shown.around(day(stop)));
                }
                browser::reveal(".chart", y_share(&layout, stop.row));
            };
            let zoom = |factor: f64| {
                let to = mover.now().zoom(factor, centre);
                mover.glide(to);
            };
            let first = || all_stops.iter().find(visible).or(all_stops.first());
            let at = current.and_then(|c| all_stops.iter().position(|s| *s == c));
            let across = |up: bool| {
                let Some(c) = current else { return first() };
                let rows = all_stops.iter().filter(|s| if up { s.row < c.row } else { s.row > c.row }).filter(visible);
                rows.min_by(|a, b| {
                    let far = |s: &Stop| (s.row.abs_diff(c.row), (s.x - c.x).abs());
                    far(a).0.cmp(&far(b).0).then(far(a).1.total_cmp(&far(b).1))
                })
            };
            match e.code().as_str() {
                "ArrowLeft" if e.shift_key() => mover.jump(mover.now().pan(-0.15)),
                "ArrowRight" if e.shift_key() => mover.jump(mover.now().pan(0.15)),
                "ArrowLeft" => go(at.map_or_else(first, |n| all_stops.get(n.checked_sub(1)?))),
                "ArrowRight" => go(at.map_or_else(first, |n| all_stops.get(n + 1))),
                "ArrowUp" => go(across(true)),
                "ArrowDown" => go(across(false)),
                "Home" => go(all_stops.first()),
                "End" => go(all_stops.last()),
                "PageUp" => mover.jump(mover.now().pan(-0.8)),
                "PageDown" => mover.jump(mover.now().pan(0.8)),
                "Equal" | "NumpadAdd" => zoom(0.6),
                "Minus" | "NumpadSubtract" => zoom(1.0 / 0.6),
                "Digit0" | "Numpad0" => mover.glide(whole),
                "Enter" | "Space" => match current {
                    Some(stop) => open_stop(stop),
                    None => return,
                },
                _ => return,
            }
            e.prevent_default();
        })
    };
    let zoom = |factor: f64| {
        let mover = mover.clone();
        Callback::from(move |_: MouseEvent| {
            let to = mover.now().zoom(factor, 0.5);
            mover.glide(to);
        })
    };
    let fit_all = {
        let mover = mover.clone();
        Callback::from(move |_: MouseEvent| mover.glide(whole))
    };
    // The period on screen becomes the selection, and is let go of by the same button.
    let pick_period = {
        let (dispatch, picked) = (props.dispatch.clone(), props.selection.period.is_some());
        Callback::from(move |_: MouseEvent| dispatch.emit(Action::Period(if picked { None } else { Some(shown.days()) })))
    };
    let toggle = {
        let (table, all_rows) = (table.clone(), all_rows.clone());
        Callback::from(move |_: MouseEvent| {
            all_rows.set(false);
            table.set(!*table);
        })
    };
    let choose = {
        let facet = facet.clone();
        Callback::from(move |e: Event| {
            let value = e.target_unchecked_into::<HtmlSelectElement>().value();
            facet.set(Facet::ALL.into_iter().find(|f| f.name() == value).unwrap_or_default());
        })
    };

    // What lies outside is told, with the way there.
    let outside = |before: bool| {
        let out = |e: &&Entry| if before { e.extent.to < shown.from } else { e.extent.from > shown.to };
        let far = |e: &&Entry| if before { shown.from - e.extent.from } else { e.extent.from - shown.to };
        let count = entries.iter().filter(out).count();
        let nearest = entries.iter().filter(out).min_by(|a, b| far(a).total_cmp(&far(b)))?;
        let (mover, to) = (mover.clone(), shown.around(nearest.extent.from));
        let onclick = Callback::from(move |_: MouseEvent| mover.glide(to));
        Some(html! {
            <button type="button" class="link timeline__outside" data-action={if before { "earlier" } else { "later" }} {onclick}>{ words.outside(count, before) }</button>
        })
    };
    let left_edge = shown.from * scale;
    let point = |p: &Placed| {
        let item = item_of(p.entry)?;
        let e = entries.get(p.entry)?;
        let (begin, end) = (p.x - left_edge, p.x - left_edge + p.width);
        let inside = p.width > e.label + GAP;
        if begin > width || (if inside { end } else { end + p.room.min(MOST_LABEL) }) < 0.0 {
            return None;
        }
        let left = begin.max(-DOT);
        // Of a bar outside, the label may still be seen.
        let right = end.min(width + DOT).max(left);
        let y = y(p.row);
        // Inside the part of the bar that is seen, else behind its end as far as there is room. Counted from the bar's left end:
        // what moves as a whole is drawn faster.
        let (x, room) = if inside {
            (left.max(0.0) - left + PAD, right.min(width) - left.max(0.0) - 2.0 * PAD)
        } else {
            // In steps: a label that grew with every frame of a zoom would be laid out anew with every frame.
            let room = ((p.room - p.width).min(MOST_LABEL) / LABEL_STEP).floor() * LABEL_STEP;
            (end - left + PAD, room.max(e.label.min(p.room - p.width)).min(width - end) - PAD)
        };
        let text = (room >= LEAST_LABEL || room >= e.label - 2.0 * PAD).then(|| meter.borrow_mut().cut(&item.what, room));
        let stop = Stop { x: p.x, row: p.row, entry: p.entry, cluster: None };
        let class = classes!(
            "chart__item",
            format!("chart__item--{}", item.status),
            looked_at(item).then_some("chart__item--looked-at"),
            (current == Some(stop)).then_some("chart__item--active"),
        );
        let edge = match (e.extent.open_start, e.extent.open_end, e.extent.soft) {
            (true, ..) => Some("url(#fade-left)"),
            (_, true, _) => Some("url(#fade-right)"),
            (.., true) => Some("url(#fade-both)"),
            _ => None,
        };
        Some(html! {
            <g {class} key={format!("{}.{}", e.index, group_of(p.row))} transform={format!("translate({left:.1} {y:.1})")} id={stop_id(&stop)} role="option" aria-selected={looked_at(item).to_string()} data-stop={stop_id(&stop)}
               data-event={e.index.to_string()} data-value={item.value.clone()} data-precision={edge.map(|e| e.trim_start_matches("url(#").trim_end_matches(')').to_string())}>
                <title>{ words.when_of(item.value.as_deref()) }{ ": " }{ &item.what }</title>
                <rect class="chart__bar" width={fixed(right - left)} height="16" rx="5" fill={edge} />
                if let Some(text) = text { <text class="chart__label" lang="ru" x={fixed(x)} y="12.5">{ text }</text> }
            </g>
        })
    };
    let cluster = |(number, c): (usize, &Cluster)| {
        let x = c.x - left_edge;
        if x > width || x < -CLUSTER_WIDTH {
            return None;
        }
        let (a, b) = c.window.days();
        let span = if a == b { words.value(&a, "DATE") } else { words.value(&format!("{a}/{b}"), "DATE") };
        let name = format!("{}: {span}", words.events_left(c.entries.len()));
        let stop = Stop { x: c.x, row: c.row, entry: c.entries.first().copied().unwrap_or(0), cluster: Some(number) };
        let class = classes!("chart__cluster", (current == Some(stop)).then_some("chart__item--active"));
        let y = y(c.row);
        Some(html! {
            <g {class} key={number} transform={format!("translate({x:.1} {y:.1})")} id={stop_id(&stop)} role="option" aria-selected="false" aria-label={name.clone()} data-stop={stop_id(&stop)}
               data-cluster={c.entries.len().to_string()}>
                <title>{ name }</title>
                <rect y="-1" width={fixed(CLUSTER_WIDTH)} height="18" rx="9" />
                <text x={fixed(CLUSTER_WIDTH / 2.0)} y="12.5" text-anchor="middle">{ c.entries.len() }</text>
            </g>
        })
    };
    let ticks = ticks(shown, width);
    let heading = |(n, about): (usize, Option<About>)| {
        let (first, _) = layout.groups.get(n).copied()?;
        let (name, family) = match about? {
            About::Article(n) => (headline(props.collection.documents.get(n)?), "articles"),
            About::Entity(n) => joined.entities.get(n).map(|e| (e.name.clone(), family(&e.label)))?,
            About::Others => (words.others.to_string(), "others"),
        };
        let count = grouped.get(n).map_or(0, |g| g.members.len());
        let top = y(first) - 4.0 - HEADING;
        let name = meter.borrow_mut().cut(&name, width - 60.0);
        Some(html! {
            <g class="chart__group" key={n} data-family={family} data-group={name.clone()}>
                <line x1="0" x2={fixed(width)} y1={fixed(top + 0.5)} y2={fixed(top + 0.5)} />
                <rect x="0" y={fixed(top + 6.0)} width="4" height="12" />
                <text x="10" y={fixed(top + 16.0)}>{ name }<tspan class="chart__count">{ format!("  {count}") }</tspan></text>
            </g>
        })
    };
    let row = |item: &ItemView| {
        let (look, own) = (look.clone(), item.clone());
        html! {
            <tr data-event-row={item.value.clone()} class={looked_at(item).then_some("looked-at")}>
                <td class="table__when">{ words.when_of(item.value.as_deref()) }
                    { for words.status(&item.status).map(|s| html! { <span class="badge">{ s }</span> }) }</td>
                <td><button type="button" class="link" onclick={move |_| look.emit(own.clone())}>{ &item.what }</button>
                    if articles(item) > 1 { <p class="table__note">{ words.reported(articles(item), item.reported.as_ref()) }</p> }
                    { for item.disagreements.iter().map(|d| html! { <p class="table__note table__note--differs" data-disagreement={d.matter.clone()}>
                        { words.disagreement(&d.matter, &d.said.iter().map(|s| s.value.as_str()).collect::<Vec<_>>()) }</p> }) }</td>
                <td class="table__source">{ sources(item).join(", ") }</td>
            </tr>
        }
    };
    let count = props.shown.timeline.len();
    let rows = || {
        let left = if *all_rows { count } else { count.min(TABLE) };
        let more = {
            let all_rows = all_rows.clone();
            Callback::from(move |_: MouseEvent| all_rows.set(true))
        };
        html! {
            <div class="timeline__table" tabindex="0" role="group" aria-label={words.as_table}>
                <table class="table">
                    <thead><tr><th scope="col">{ words.when }</th><th scope="col">{ words.what }</th><th scope="col">{ words.source }</th></tr></thead>
                    <tbody>{ for props.shown.timeline.iter().take(left).filter_map(|n| joined.timeline.get(*n)).map(row) }</tbody>
                </table>
                if left < count { <button type="button" class="button" data-action="more" onclick={more}>{ words.show_more(count - left) }</button> }
            </div>
        }
    };
    let undated = || {
        let all = &props.shown.undated;
        let left = if *all_undated { all.len() } else { all.len().min(UNDATED) };
        let chip = |item: &ItemView| {
            let (look, own) = (look.clone(), item.clone());
            html! {
                <li><button type="button" class={classes!("undated__item", looked_at(item).then_some("looked-at"))} data-undated={item.value.clone().unwrap_or_default()} title={item.what.clone()}
                            onclick={move |_| look.emit(own.clone())}>
                    { for item.value.as_deref().map(|v| html! { <span class="undated__when">{ words.value(v, "DATE") }</span> }) }
                    { for words.status(&item.status).map(|s| html! { <span class="undated__when">{ s }</span> }) }
                    <span class="undated__what">{ &item.what }</span>
                </button></li>
            }
        };
        let (set, more) = (all_undated.clone(), !*all_undated);
        html! {
            <div class="undated">
                <h3 class="undated__title">{ words.undated }<span class="count">{ all.len() }</span></h3>
                <ul class="undated__list">{ for all.iter().take(left).filter_map(|n| joined.undated.get(*n)).map(chip) }</ul>
                if all.len() > UNDATED {
                    <button type="button" class="link" data-action="undated" onclick={move |_| set.set(more)}>{ if more { words.show_more(all.len() - left) } else { words.show_less.into() } }</button>
                }
            </div>
        }
    };
    let (from, to) = shown.days();
    html! {
        <section class={classes!("panel", "timeline", tall.then_some("timeline--tall"))} aria-label={words.timeline}>
            <div class="timeline__head">
                <h2 class="panel__title">{ words.timeline }<span class="count">{ count }</span></h2>
                if !*table && count > 0 { <span class="timeline__span">
                    { outside(true).unwrap_or_default() }{ words.value(&format!("{from}/{to}"), "DATE") }{ outside(false).unwrap_or_default() }</span> }
                <div class="timeline__tools">
                    if !*table {
                        <label class="timeline__facet"><span class="timeline__facet-name">{ words.lanes }</span>
                            <select class="field" data-action="facet" onchange={choose}>
                                { for Facet::ALL.iter().map(|f| html! { <option value={f.name()} selected={*f == *facet}>{ words.facet(*f) }</option> }) }
                            </select>
                        </label>
                        <button type="button" class="button button--icon" data-action="zoom-in" aria-label={words.zoom_in} title={words.zoom_in} onclick={zoom(0.6)}>{ "+" }</button>
                        <button type="button" class="button button--icon" data-action="zoom-out" aria-label={words.zoom_out} title={words.zoom_out} onclick={zoom(1.0 / 0.6)}>{ "−" }</button>
                        <button type="button" class="button" data-action="fit" onclick={fit_all}>{ words.fit }</button>
                        <button type="button" class="button timeline__tall" data-action="tall" aria-pressed={tall.to_string()} onclick={let tall = tall.clone(); move |_| tall.set(!*tall)}>{ words.taller }</button>
                    }
                    if !*table || props.selection.period.is_some() {
                        <button type="button" class="button" data-action="period" aria-pressed={props.selection.period.is_some().to_string()} onclick={pick_period}>{ words.only_period }</button>
                    }
                    <button type="button" class="button" data-action="table" aria-pressed={table.to_string()} onclick={toggle}>
                        { if *table { words.as_chart } else { words.as_table } }
                    </button>
                </div>
            </div>
            if count == 0 {
                if !props.busy { <p class="empty">{ if props.selection.is_empty() { words.no_events } else { words.nothing_left } }</p> }
            } else if *table {
                { rows() }
            } else {
                <div class={classes!("chart", headed.then_some("chart--grouped"))} ref={chart} data-across="true" role="listbox" tabindex="0" aria-label={words.timeline_help} title={words.timeline_help} data-window={format!("{:.4} {:.4}", shown.from, shown.to)}
                     aria-activedescendant={current.map(|s| stop_id(&s))} aria-orientation="horizontal"
                     {onclick} {onwheel} {onkeydown} {onpointerenter} {onpointerdown} {onpointermove} onpointerup={onpointerup.clone()} onpointercancel={onpointerup.clone()} onpointerleave={onpointerup}>
                    <svg class="chart__axis" width={fixed(width)} height={fixed(SCALE)} aria-hidden="true">
                        <g>{ for ticks.iter().map(|t| html! { <text class="chart__tick" key={t.at.to_string()} x={fixed(t.x + 4.0)} y="14">{ words.tick(t) }</text> }) }</g>
                        <g>{ publications(props, shown, width) }</g>
                    </svg>
                        <svg class="chart__rows" width={fixed(width)} height={fixed(height)} role="presentation">
                            <defs aria-hidden="true">
                                { for [("fade-left", [0, 1, 1]), ("fade-right", [1, 1, 0]), ("fade-both", [0, 1, 0])].map(fade) }
                            </defs>
                            // Lists of their own, with keys alone: what stays on the screen keeps its elements.
                            <g aria-hidden="true">{ for ticks.iter().map(|t| grid(t, height)) }</g>
                            <g aria-hidden="true">{ for grouped.iter().map(|g| g.about).enumerate().filter_map(heading) }</g>
                            <g role="presentation">{ for layout.placed.iter().filter_map(point) }</g>
                            <g role="presentation">{ for layout.clusters.iter().enumerate().filter_map(cluster) }</g>
                        </svg>
                </div>
                if entries.len() > 1 {
                    <Overview entries={entries.clone()} {whole} {shown} {width} on_window={{ let mover = mover.clone(); Callback::from(move |w: Window| mover.jump(w)) }} />
                }
            }
            if !props.shown.undated.is_empty() { { undated() } }
        </section>
    }
}

/// Width of a cluster's sign, in pixels.
const CLUSTER_WIDTH: f64 = 34.0;

fn stop_id(stop: &Stop) -> String {
    format!("{}-{}-{}", if stop.cluster.is_some() { "cluster" } else { "item" }, stop.entry, stop.row)
}

/// How far down a row is, as a share of all.
fn y_share(layout: &Layout, row: usize) -> f64 {
    row as f64 / layout.rows.max(1) as f64
}

/// A bar's colour that fades where its edge is not known.
fn fade((id, stops): (&'static str, [u8; 3])) -> Html {
    let offsets = if id == "fade-both" {
        ["0", "0.5", "1"]
    } else if id == "fade-left" {
        ["0", "0.9", "1"]
    } else {
        ["0", "0.1", "1"]
    };
    html! {
        <linearGradient id={id}>
            { for stops.iter().zip(offsets).map(|(opacity, offset)| html! { <stop class="chart__fade" offset={offset} stop-opacity={opacity.to_string()} /> }) }
        </linearGradient>
    }
}

fn grid(tick: &Tick, height: f64) -> Html {
    html! { <line class="chart__grid" key={tick.at.to_string()} x1={fixed(tick.x)} x2={fixed(tick.x)} y1="0" y2={fixed(height)} /> }
}

/// When the articles were published: thin marks under the scale, apart from the items.
fn publications(props: &Props, shown: Window, width: f64) -> Html {
    let mut marks: Vec<(f64, Vec<usize>)> = Vec::new();
    let mut days: Vec<(f64, usize)> = props
        .shown
        .documents
        .iter()
        .filter_map(|n| {
            let date: crate::nlp::edtf::Point = props.collection.documents.get(*n)?.date.as_deref()?.parse().ok()?;
            Some((crate::app::queries::timeline::day_number(date.bounds()?.0), *n))
        })
        .collect();
    days.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    for (day, n) in days {
        let x = shown.x(day, width);
        if !(0.0..=width).contains(&x) {
            continue;
        }
        match marks.last_mut() {
            Some((last, list)) if x - *last < NEAR => list.push(n),
            _ => marks.push((x, vec![n])),
        }
    }
    let mark = |(x, list): &(f64, Vec<usize>)| {
        let titles: Vec<String> = list.iter().take(5).filter_map(|n| props.collection.documents.get(*n)).map(|d| headline(d)).collect();
        let name = format!("{}: {}{}", props.words.published, titles.join("; "), if list.len() > 5 { "…" } else { "" });
        let first = list.first().and_then(|n| props.collection.documents.get(*n)).map(|d| d.id.clone());
        let dispatch = props.dispatch.clone();
        let onclick = Callback::from(move |e: MouseEvent| {
            e.stop_propagation();
            first.iter().for_each(|id| dispatch.emit(Action::Read(id.clone())));
        });
        let height = 6.0 + (list.len() as f64).sqrt().min(3.0) * 2.0;
        html! {
            <g class="chart__published" data-published={list.len().to_string()} {onclick}>
                <title>{ name }</title>
                <rect x={fixed(x - 4.0)} y={fixed(SCALE - 16.0)} width="8" height="16" fill="transparent" />
                <line x1={fixed(*x)} x2={fixed(*x)} y1={fixed(SCALE - height)} y2={fixed(SCALE)} />
            </g>
        }
    };
    html! { <>{ for marks.iter().map(mark) }</> }
}

/// A number for SVG: tenths of a pixel are enough.
pub fn fixed(n: f64) -> String {
    format!("{n:.1}")
}
