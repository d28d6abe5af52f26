//! Rules as data: reads a rule book, names the line that is wrong, hands typed tables to the domain.

mod incident;
mod raw;
mod read;
pub mod year_list;

pub use read::{RuleBook, RuleBookError};

/// The rule books that come with the program: their file name and text. The first is the default.
pub const BUILT_IN: &[(&str, &str)] =
    &[("appliance-group.toml", include_str!("../../assets/rulebooks/appliance-group.toml"))];
