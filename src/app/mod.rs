//! The page.
//!
//! State goes down as values, actions go up. `queries` are pure selectors and compile natively, so that they are tested
//! without a browser; everything that touches the browser needs the feature `web`.

pub mod collection;
#[cfg(feature = "web")]
mod example;
pub mod i18n;
pub mod queries;
pub mod share;
pub mod state;

#[cfg(feature = "web")]
mod browser;
#[cfg(feature = "web")]
mod client;
#[cfg(feature = "web")]
mod components;
#[cfg(feature = "web")]
mod keep;
#[cfg(feature = "web")]
pub mod root;
#[cfg(feature = "web")]
mod store;
