//! Linking and merging: the dialog in which the other case is found, and how a linked case is told in a row.

mod dialog;
mod row;

pub use dialog::{Candidate, LinkDialog, Linking, link_dialog_ui};
pub(super) use row::{CASE_ROW, CaseWords, case_row};
