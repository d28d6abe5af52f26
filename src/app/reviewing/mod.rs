//! The review of a period: its pages made from frozen figures, for the screen, the file and the command line.

mod figures;
mod findings;
mod pages;

pub use pages::{Made, pages, period_name, report_title};
