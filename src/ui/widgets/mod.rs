//! Widgets: each shows the words it is given and says what happened; none knows what a complaint is.
//!
//! What stands in rows of a list is painted (`paint_…`, no response); what can be clicked or typed into is a small
//! struct with `.ui(ui)`. Words come in translated.

pub mod button;
pub mod chip;
pub mod deadline;
pub mod feedback;
pub mod field;
pub mod frame;
pub mod menu;
pub mod modal;
pub mod nav;
pub mod paint;
pub mod pick;
pub mod pick_many;
pub mod rows;
pub mod search;
pub mod toggle;
pub mod track;
pub mod when;

pub use button::{Button, icon_button};
pub use chip::{Chip, Tone};
pub use deadline::Deadline;
pub use field::{Adorn, Field};
pub use modal::Dialog;
pub use pick::{Pick, PickList};

#[cfg(test)]
mod tests;
