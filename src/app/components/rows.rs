//! A long list of which only what is near the view is in the document.
//!
//! Rows come in chunks. Those in view and their neighbours are drawn; in the place of the others stands an empty picture as high as they were
//! when they were last seen, or as the first rows are.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use yew::prelude::*;

use crate::app::browser;

/// Rows in a chunk: the first two are drawn at once.
const CHUNK: usize = 100;

/// Height of a row in pixels before any was seen.
const GUESS: f64 = 50.0;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub count: usize,
    /// The row of a place.
    pub row: Callback<usize, Html>,
    pub class: &'static str,
}

#[component]
pub fn Rows(props: &Props) -> Html {
    let chunks = props.count.div_ceil(CHUNK);
    let own = use_node_ref();
    let seen = use_state(|| (0, 0));
    let heights = use_mut_ref(BTreeMap::<usize, f64>::new);
    use_effect_with(chunks, {
        let (own, seen, heights) = (own.clone(), seen.setter(), heights.clone());
        move |_| {
            let visible = Rc::new(RefCell::new(BTreeSet::new()));
            let watch = browser::watch_view(&own, "[data-chunk]", move |changes| {
                let mut visible = visible.borrow_mut();
                for (chunk, inside, height) in changes {
                    // A list that is not shown has no height.
                    if let Some(height) = height.filter(|h| *h > 0.0) {
                        heights.borrow_mut().insert(chunk, height);
                    }
                    if inside {
                        visible.insert(chunk)
                    } else {
                        visible.remove(&chunk)
                    };
                }
                // Out of sight, as on another pane of a narrow screen, the list stays as it was.
                if let (Some(first), Some(last)) = (visible.first(), visible.last()) {
                    seen.set((*first, *last));
                }
            });
            move || std::mem::drop(watch)
        }
    });
    // A shorter list has nothing where the view was.
    let last = chunks.saturating_sub(1);
    let (from, to) = (seen.0.min(last).saturating_sub(1), seen.1.min(last) + 1);
    let heights = heights.borrow();
    // Of one chunk, not of all seen: what stands above the view must not grow while one reads.
    let usual = heights.get(&0).copied().unwrap_or(GUESS);
    let chunk = |n: usize| {
        let rows = n * CHUNK..((n + 1) * CHUNK).min(props.count);
        if (from..=to).contains(&n) {
            return html! { <ul class={props.class}>{ for rows.map(|n| props.row.emit(n)) }</ul> };
        }
        let height = heights.get(&n).copied().unwrap_or(usual) * rows.len() as f64;
        html! { <svg class="rows__gap" width="1" height={format!("{height:.0}")} aria-hidden="true" /> }
    };
    html! {
        <div class="rows" ref={own}>{ for (0..chunks).map(|n| html! { <div key={n} data-chunk={n.to_string()}>{ chunk(n) }</div> }) }</div>
    }
}
