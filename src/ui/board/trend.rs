//! The points of the on-time trend from the dashboard's figures: named periods, target, holidays.

use chrono::{Datelike, NaiveDate};

use crate::clock::calendar::DayKind;
use crate::figures::OnTime;
use crate::figures::on_time::{Compared, Period, Step};
use crate::figures::report::Compare;
use crate::rulebook::RuleBook;
use crate::store::Dashboard;
use crate::t;
use crate::text::Texts;
use crate::ui::say;

/// Names the periods of K02, lays the earlier ones that are chosen behind them, sets the target of the rule book and the holidays of its calendar beside them.
#[must_use]
pub fn trend(figures: &Dashboard, compare: Compare, book: &RuleBook, texts: &Texts) -> OnTime {
    let step = figures.query.step;
    let span = figures.query.span;
    let period = |(start, share)| Period { label: label(step, start), start, share, holidays: Vec::new() };
    let periods = figures.on_time.iter().copied().map(period).collect();
    let (first, last) = (span.from.date(), span.end().plus_minutes(-1).date());
    let earlier = [
        (compare.with_year(), t!(texts, "board-year-before"), &figures.on_time_year, false),
        // Alone it is the grey line; beside the year before it is dashed.
        (compare.with_before(), t!(texts, "board-before"), &figures.on_time_before, compare.with_year()),
    ];
    let chosen = earlier.into_iter().filter(|(chosen, ..)| *chosen);
    let compared = chosen.map(|(_, name, shares, dashed)| Compared { name, shares: shares.clone(), dashed }).collect();
    OnTime { step, periods, target_tenths: tenths(book.rules.on_time_target), compared }.with_holidays(&holidays(
        book,
        (first, last),
        texts,
    ))
}

/// Per cent in tenths; a target outside 0 to 100 is cut.
fn tenths(percent: f64) -> u32 {
    (percent.clamp(0.0, 100.0) * 10.0).round() as u32
}

fn label(step: Step, start: NaiveDate) -> String {
    match step {
        Step::Day => start.format("%m-%d").to_string(),
        Step::Week => format!("W{}", start.iso_week().week()),
        Step::Month => start.format("%y-%m").to_string(),
    }
}

/// The first day of every holiday between two days.
fn holidays(book: &RuleBook, (first, last): (NaiveDate, NaiveDate), texts: &Texts) -> Vec<(NaiveDate, String)> {
    let calendar = book.clockwork.calendar();
    let named = |day: NaiveDate| match calendar.day(day).why {
        DayKind::Holiday(name) if !name.is_empty() => Some(say::holiday_name(texts, name)),
        _ => None,
    };
    let mut before = first.pred_opt().and_then(named);
    let mut found = Vec::new();
    for day in first.iter_days().take_while(|day| *day <= last) {
        let name = named(day);
        if let Some(name) = name.clone().filter(|_| name != before) {
            found.push((day, name));
        }
        before = name;
    }
    found
}
