//! The parts of the page: each draws its properties and sends actions up.

pub mod article;
pub mod card;
pub mod collections;
pub mod drop_zone;
pub mod editor;
pub mod entity_list;
pub mod exports;
pub mod field;
pub mod filters;
pub mod guide;
pub mod history;
pub mod library;
pub mod merge;
pub mod messages;
pub mod overview;
pub mod portrait;
pub mod rows;
pub mod share;
pub mod timeline_chart;
pub mod unresolved;

use yew::Callback;

use super::browser;
use super::state::Action;
use crate::worker::decision::Decision;

/// Decides something, now.
fn decide<T: 'static>(dispatch: &Callback<Action>, decision: Decision) -> Callback<T> {
    dispatch.reform(move |_| Action::Decide(decision.clone(), browser::moment()))
}

/// Takes an entry of the log back, now.
fn take_back<T: 'static>(dispatch: &Callback<Action>, entry: u32) -> Callback<T> {
    dispatch.reform(move |_| Action::TakeBack(entry, browser::moment()))
}

/// Makes an entry of the log again, now.
fn make_again<T: 'static>(dispatch: &Callback<Action>, entry: u32) -> Callback<T> {
    dispatch.reform(move |_| Action::MakeAgain(entry, browser::moment()))
}
