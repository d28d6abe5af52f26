//! Widgets: each shows the words it is given and says what happened; none knows what a complaint is.
//!
//! What stands in rows of a list is painted (`paint_…`, no response); what can be clicked or typed into is a small
//! struct with `.ui(ui)`. Words come in translated.

pub mod button;
pub mod chip;
pub mod deadline;
pub mod paint;
pub mod track;

pub use button::{Button, icon_button};
pub use chip::{Chip, Tone};
pub use deadline::Deadline;
