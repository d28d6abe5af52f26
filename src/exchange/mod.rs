//! Spreadsheets and CSV in and out, with a dry run and a result per row.

pub mod cell;
pub mod dates;
pub mod dry_run;
pub mod entries;
pub mod export;
pub mod lexicon;
pub mod mapping;
pub mod mask;
pub mod report;
pub mod roster;
pub mod row_run;
pub use mapping_file::MappingFault;

pub mod table;
pub mod tallies;
pub mod target;
pub mod values;

mod biff;
mod fault;
mod grid;
mod guard;
mod header;
mod mapping_file;
mod markup;
mod plain_text;
mod workbook;
