//! What a review and its period are called.

use crate::figures::review::Period;
use crate::t;
use crate::text::Texts;

/// The name of a period: `2026 年第一季度`, `2026 年 3 月`, `2026 年第 10 周`.
#[must_use]
pub fn review_period(texts: &Texts, period: Period) -> String {
    match period {
        Period::Quarter(year, n) => {
            t!(texts, "review-quarter", year = year.to_string(), n = texts.name("review-nth", &n.to_string()))
        }
        Period::Month(year, n) => t!(texts, "review-month", year = year.to_string(), n = n),
        Period::Week(year, n) => t!(texts, "review-week", year = year.to_string(), n = n),
    }
}

/// What the report is called.
#[must_use]
pub fn review_title(texts: &Texts, period: Period) -> String {
    match period {
        Period::Quarter(..) => t!(texts, "review-title-quarter"),
        Period::Month(..) => t!(texts, "review-title-month"),
        Period::Week(..) => t!(texts, "review-title-week"),
    }
}
