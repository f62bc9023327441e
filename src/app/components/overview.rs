//! All items of the timeline in one strip: dragging over it chooses what the scale above shows.

use web_sys::PointerEvent;
use yew::prelude::*;

use super::timeline_chart::fixed;
use crate::app::browser;
use crate::app::collection::Shared;
use crate::app::queries::timeline::{Entry, Window, histogram};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub entries: Shared<Vec<Entry>>,
    /// What the strip covers.
    pub whole: Window,
    /// What the scale shows.
    pub shown: Window,
    /// Width, in pixels.
    pub width: f64,
    pub on_window: Callback<Window>,
}

/// Height of the strip and width of its bars, in pixels.
const HEIGHT: f64 = 34.0;
const BIN: f64 = 6.0;
/// A shorter drag is a click, as a share of the width.
const CLICK: f64 = 0.008;

#[component]
pub fn Overview(props: &Props) -> Html {
    let Props { whole, shown, width, .. } = *props;
    // Where a drag began and where it is, as shares of the width.
    let brush = use_state(|| None::<(f64, f64)>);
    let x = |day: f64| whole.x(day, width).clamp(0.0, width);
    let (left, right) = match *brush {
        Some((a, b)) => (a.min(b) * width, a.max(b) * width),
        None => (x(shown.from), x(shown.to)),
    };
    let share = |e: &PointerEvent| browser::share_across(e).clamp(0.0, 1.0);
    let onpointerdown = {
        let brush = brush.clone();
        Callback::from(move |e: PointerEvent| {
            e.prevent_default();
            browser::capture(&e);
            brush.set(Some((share(&e), share(&e))));
        })
    };
    let onpointermove = {
        let brush = brush.clone();
        Callback::from(move |e: PointerEvent| {
            if let Some((from, _)) = *brush {
                brush.set(Some((from, share(&e))));
            }
        })
    };
    let onpointerup = {
        let (brush, on_window) = (brush.clone(), props.on_window.clone());
        Callback::from(move |_: PointerEvent| {
            let Some((a, b)) = *brush else { return };
            let at = |share: f64| whole.from + whole.length() * share;
            // A click moves the window there, as wide as it is.
            on_window.emit(if (b - a).abs() < CLICK { shown.around(at(a)) } else { Window { from: at(a.min(b)), to: at(a.max(b)) } });
            brush.set(None);
        })
    };
    html! {
        <svg class="overview" data-overview="true" data-across="true" width={fixed(width)} height={fixed(HEIGHT)} aria-hidden="true" {onpointerdown} {onpointermove} {onpointerup}>
            <Bars entries={props.entries.clone()} {whole} {width} />
            <rect class="overview__window" x={fixed(left)} y="0.5" width={fixed((right - left).max(3.0))} height={fixed(HEIGHT - 1.0)} rx="3" />
        </svg>
    }
}

#[derive(Properties, PartialEq)]
struct BarsProps {
    entries: Shared<Vec<Entry>>,
    whole: Window,
    width: f64,
}

/// The histogram: how many items begin where.
#[component]
fn Bars(props: &BarsProps) -> Html {
    let bins = histogram(props.entries.iter().map(|e| e.extent), props.whole, (props.width / BIN) as usize);
    let most = f64::from(bins.iter().copied().max().unwrap_or(0).max(1));
    let bar = |(n, count): (usize, &u32)| {
        // By the root, so that a single item is seen beside a hundred.
        let height = (f64::from(*count) / most).sqrt() * (HEIGHT - 4.0);
        html! { <rect class="overview__bar" x={fixed(n as f64 * BIN)} y={fixed(HEIGHT - height)} width={fixed(BIN - 1.0)} height={fixed(height)} /> }
    };
    html! { <g>{ for bins.iter().enumerate().filter(|(_, n)| **n > 0).map(bar) }</g> }
}
