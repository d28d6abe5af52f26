//! Rules as data: reads a rule book, names the line that is wrong, hands typed tables to the domain.

pub mod year_list;
