//! One value of a table as the file holds it, and the text a person would read there.

use chrono::{NaiveDateTime, NaiveTime, Timelike};
use std::borrow::Cow;

/// Above this a spreadsheet keeps no more than fifteen digits of a number.
const EXACT_BELOW: f64 = 1e15;

/// One value of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    #[default]
    Empty,
    Text(String),
    Number(f64),
    /// A date (time 00:00) or a date with a time of day, as the file states it: wall time, no zone.
    Moment(NaiveDateTime),
    Bool(bool),
    /// A formula that failed, as the spreadsheet words it (`#N/A`).
    Error(&'static str),
}

impl Cell {
    /// The cell for a text: blank text is no value.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        let trimmed = text.trim_matches(is_padding);
        if trimmed.is_empty() { Self::Empty } else { Self::Text(trimmed.to_owned()) }
    }

    /// The text a person reads there: whole numbers without a decimal point, dates as `2026-04-09` or `2026-04-09 10:21`.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => Cow::Borrowed(""),
            Self::Text(text) => Cow::Borrowed(text),
            Self::Number(number) => Cow::Owned(number_text(*number)),
            Self::Moment(moment) => Cow::Owned(moment_text(*moment)),
            Self::Bool(true) => Cow::Borrowed("TRUE"),
            Self::Bool(false) => Cow::Borrowed("FALSE"),
            Self::Error(word) => Cow::Borrowed(word),
        }
    }

    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.chars().all(is_padding),
            _ => false,
        }
    }

    /// A whole number so long that the spreadsheet has already replaced its last digits by zeros.
    #[must_use]
    pub fn has_lost_digits(&self) -> bool {
        matches!(self, Self::Number(number) if number.abs() >= EXACT_BELOW)
    }
}

/// White space, also the ideographic kind, the zero-width kind and a stray byte-order mark.
pub(super) fn is_padding(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' | '\0')
}

/// A moment as text; the time of day is left out at midnight, the seconds when they are zero.
#[must_use]
pub fn moment_text(moment: NaiveDateTime) -> String {
    let form = if moment.time() == NaiveTime::MIN {
        "%Y-%m-%d"
    } else if moment.second() == 0 {
        "%Y-%m-%d %H:%M"
    } else {
        "%Y-%m-%d %H:%M:%S"
    };
    moment.format(form).to_string()
}

fn number_text(number: f64) -> String {
    if !number.is_finite() {
        return String::new();
    }
    if number.fract() == 0.0 {
        return format!("{number:.0}");
    }
    // A sum such as 0.1 + 0.2 is shown as a spreadsheet shows it: fifteen significant digits.
    let places = 14_i32.saturating_sub(number.abs().log10().floor() as i32).clamp(0, 20) as usize;
    let fixed = format!("{number:.places$}");
    fixed.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    #[test]
    fn a_number_reads_as_the_spreadsheet_shows_it() {
        for (number, text) in [
            (13_812_345_678.0, "13812345678"),
            (1280.5, "1280.5"),
            (0.1 + 0.2, "0.3"),
            (-3.0, "-3"),
            (0.000_001_5, "0.0000015"),
            (6_901_234_567_892.0, "6901234567892"),
        ] {
            assert_eq!(Cell::Number(number).text(), text);
        }
        assert_eq!(Cell::Number(f64::NAN).text(), "");
    }

    #[test]
    fn a_number_of_sixteen_digits_is_known_to_be_cut() {
        assert!(Cell::Number(330_421_199_001_011_230.0).has_lost_digits());
        assert!(!Cell::Number(6_901_234_567_892.0).has_lost_digits());
    }

    #[test]
    fn midnight_is_a_date_alone() {
        let day = NaiveDate::from_ymd_opt(2026, 4, 9).unwrap();
        assert_eq!(Cell::Moment(day.and_hms_opt(0, 0, 0).unwrap()).text(), "2026-04-09");
        assert_eq!(Cell::Moment(day.and_hms_opt(10, 21, 0).unwrap()).text(), "2026-04-09 10:21");
        assert_eq!(Cell::Moment(day.and_hms_opt(10, 21, 7).unwrap()).text(), "2026-04-09 10:21:07");
    }

    #[test]
    fn blank_text_is_no_value() {
        assert_eq!(Cell::from_text(" \u{3000}\u{feff}\t"), Cell::Empty);
        assert_eq!(Cell::from_text(" 王女士 "), Cell::Text("王女士".into()));
    }
}
