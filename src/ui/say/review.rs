//! What a review and its period are called.

use crate::domain::policy::{Obligation, next_due};
use crate::figures::report::Report;
use crate::figures::review::{Chapter, ChapterState, Period};
use crate::t;
use crate::text::Texts;
use crate::ui::book_tables;

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

/// When a report of a period is owed: as the rule book says it, and the day that comes to.
#[must_use]
pub fn report_due(texts: &Texts, owed: &Obligation, period: Period) -> String {
    let when = book_tables::when_words(texts, owed.when);
    let (first, end) = period.days();
    // A report of March that is owed by the end of a month is owed by the end of March.
    match next_due(owed, end.pred_opt().unwrap_or(first)) {
        Some(day) => t!(texts, "review-due", when = when, day = crate::text::say::full_day(day)),
        None => when,
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
