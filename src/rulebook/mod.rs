//! Rules as data: reads a rule book, names the line that is wrong, hands typed tables to the domain.

pub mod edit;
mod incident;
mod raw;
mod read;
pub mod year_list;

pub use read::{RuleBook, RuleBookError};

/// The rule books that come with the program: their file name and text. The first is the default; a book may stand here in
/// several versions, each with its own effective date.
pub const BUILT_IN: &[(&str, &str)] = &[
    ("appliance-group.toml", include_str!("../../assets/rulebooks/appliance-group.toml")),
    ("two-tier-telecom.toml", include_str!("../../assets/rulebooks/two-tier-telecom.toml")),
    ("department-store.toml", include_str!("../../assets/rulebooks/department-store.toml")),
    ("equipment-maker.toml", include_str!("../../assets/rulebooks/equipment-maker.toml")),
    ("ev-retailer.toml", include_str!("../../assets/rulebooks/ev-retailer.toml")),
    ("cement-additive.toml", include_str!("../../assets/rulebooks/cement-additive.toml")),
    ("bank-branch.toml", include_str!("../../assets/rulebooks/bank-branch.toml")),
    ("bank-branch-2.toml", include_str!("../../assets/rulebooks/bank-branch-2.toml")),
    ("steel-trader.toml", include_str!("../../assets/rulebooks/steel-trader.toml")),
    ("factory-quality.toml", include_str!("../../assets/rulebooks/factory-quality.toml")),
];
