//! The command line: one file a subcommand.

pub mod calc;
mod calc_clock;
pub mod calendar;
