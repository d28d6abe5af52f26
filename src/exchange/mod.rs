//! Spreadsheets and CSV in and out, with a dry run and a result per row.

pub mod cell;
pub mod lexicon;
pub mod target;
