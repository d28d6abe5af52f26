//! What a review and its period are called.

use crate::figures::report::Report;
use crate::figures::review::{Chapter, ChapterState, Period};
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
        Period::Day(day) => crate::text::say::full_day(day),
        Period::Year(year) => t!(texts, "review-year", year = year.to_string()),
    }
}

/// What the report is called.
#[must_use]
pub fn report_title(texts: &Texts, report: Report, period: Period) -> String {
    match (report, period) {
        (Report::Review, Period::Quarter(..)) => t!(texts, "review-title-quarter"),
        (Report::Review, Period::Month(..)) => t!(texts, "review-title-month"),
        (Report::Review, Period::Week(..)) => t!(texts, "review-title-week"),
        (Report::Review, Period::Day(_)) => t!(texts, "review-title-day"),
        (Report::Review, Period::Year(_)) => t!(texts, "review-title-year"),
        (other, _) => texts.name("review-report", other.word()),
    }
}

/// What a chapter is called; an added one as the person named it.
#[must_use]
pub fn chapter_name(texts: &Texts, state: &ChapterState) -> String {
    if state.chapter == Chapter::Own {
        state.own.title.clone()
    } else {
        texts.name("review-chapter", state.chapter.word())
    }
}
