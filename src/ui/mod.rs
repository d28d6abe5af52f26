//! Screens and widgets: read, draw, want.

pub mod chart;
pub mod fonts;
pub mod icons;
pub mod paper_view;
pub mod theme;
pub mod widgets;

mod action;
mod cx;
mod fetch;
mod list_pages;
mod notices;

pub use action::{Action, AfterLog, Output, Route, ThemeChoice};
pub use cx::{Cx, Wants};
pub use fetch::Fetch;
pub use list_pages::{ListPages, PAGE};
pub use notices::{Banner, Gravity, Notices, Toast};
