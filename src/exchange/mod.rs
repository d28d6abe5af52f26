//! Spreadsheets and CSV in and out, with a dry run and a result per row.
