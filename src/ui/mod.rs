//! Screens and widgets: read, draw, want.
//!
//! A screen is a function `name_ui(ui, cx, &mut state)`. It reads [`Cx`] and draws; the only way out is
//! [`Cx::want`] with an [`Action`].

mod action;
pub mod board;
pub mod book_tables;
pub mod case;
pub mod chart;
mod cx;
mod desk;
pub mod dialogs;
mod fetch;
pub mod first_run;
pub mod fonts;
pub mod icons;
pub mod import;
pub mod incident;
pub mod intake;
pub mod kpi;
pub mod links;
mod list_pages;
mod navigation;
mod notices;
pub mod palette;
pub mod paper_view;
pub mod print;
pub mod procedure;
pub mod remaining;
pub mod review;
pub mod say;
pub mod say_lists;
mod screens;
pub mod settings;
mod shortcuts;
pub mod standing;
mod status;
pub mod theme;
pub mod toolbar;
pub mod views;
pub mod weight;
pub mod widgets;
pub mod worklist;

pub use action::{Action, AfterLog, Batch, BatchTo, Deed, Output, Route, ThemeChoice};
pub use cx::{Cx, Wants};
pub use desk::{JobLook, desk_ui, install};
pub use fetch::Fetch;
pub use list_pages::{ListPages, PAGE};
pub use notices::{Banner, Gravity, Notices, Toast};
pub use screens::{Pane, Screens};
