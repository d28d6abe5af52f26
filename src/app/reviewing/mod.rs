//! The review of a period: its pages made from frozen figures, for the screen, the file and the command line.

mod courses;
mod desk;
mod figures;
mod files;
mod findings;
mod pages;
mod reports;
mod restated;

pub(super) use desk::PagesMade;
pub use files::ReviewFile;
pub use pages::{Made, pages};
