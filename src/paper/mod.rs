//! Printed sheets: laid out once, painted on screen and written as PDF from the same sheet.
//!
//! `fonts` measures, `breaking` and `layout` place text, `grid` and `ticks` build tables, `form` adds what all forms
//! share, `feedback` and `dispatch` are the forms, `picture` lays charts on a page, `sheet` is what comes out, `pdf` writes
//! it, `raster` paints it.

pub mod breaking;
pub mod changes;
pub mod closing;
mod continuation;
pub mod correction;
mod data;
pub mod dispatch;
mod error;
pub mod feedback;
pub mod feedback_sheet;
pub mod feedback_words;
pub mod fonts;
pub mod form;
pub mod grid;
pub mod layout;
pub mod loss_list;
pub mod official;
pub mod official_incident;
pub mod pack;
pub mod pdf;
pub mod photo;
pub mod picture;
pub mod plate;
pub mod prose;
pub mod qr;
pub mod raster;
pub mod register;
pub mod rehandling;
pub mod report;
pub mod review;
pub mod rows;
pub mod scan;
pub mod settlement;
pub mod settlement_sheet;
pub mod sheet;
pub mod signing;
pub mod source;
pub mod survey;
pub mod survey_sheet;
pub mod ticks;
#[cfg(test)]
pub(crate) mod tidy;

pub use changes::{Change, changed};
pub use data::json;
pub use dispatch::{DispatchSlip, UrgeNotice, dispatch as dispatch_slip, urge as urge_notice};
pub use error::PaperError;
pub use feedback::{FeedbackForm, required_missing};
pub use feedback_sheet::feedback;
pub use feedback_words::FieldKey;
pub use fonts::{Face, FontSet};
pub use form::{FormHead, PrintMode};
pub use pdf::to_pdf;
pub use raster::to_png;
pub use sheet::{Page, Sheet};
