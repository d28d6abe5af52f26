//! Lists written as `.xlsx` and `.csv`.

/// Whether a spreadsheet would take `text` for a formula: `=`, `+`, `-`, `@` or their full-width forms,
/// also behind blanks, tabs and line ends.
#[must_use]
pub fn would_run(text: &str) -> bool {
    text.starts_with(['\t', '\r', '\n'])
        || text
            .trim_start_matches(super::cell::is_padding)
            .starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'])
}
