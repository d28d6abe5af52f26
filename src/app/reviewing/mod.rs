//! The review of a period: its pages made from frozen figures, for the screen, the file and the command line.

mod desk;
mod figures;
mod findings;
mod pages;

pub(super) use desk::PagesMade;
pub use pages::{Made, pages};
