//! The points of the on-time trend from the board's figures: weeks or months, target, holidays.

use chrono::{Datelike, NaiveDate};

use crate::clock::calendar::DayKind;
use crate::figures::on_time::Step;
use crate::figures::{OnTime, Share};
use crate::rulebook::RuleBook;
use crate::store::BoardFigures;

/// Longest span, in days, that is shown by week; a longer one is shown by month.
const WEEKS_UP_TO: i64 = 26 * 7;

/// Lays the days of the figures onto weeks or months. Periods that lie ahead are left out.
#[must_use]
pub fn trend(figures: &BoardFigures, book: &RuleBook) -> OnTime {
    let days = &figures.on_time_days;
    let last = figures.query.to.plus_minutes(-1).min(figures.query.now).date();
    let first = figures.query.from.date();
    // "Everything" begins with the first day on record, not with the first of the calendar.
    let known = days.first().map_or(last, |(day, _)| *day);
    let first = if (known - first).num_days() > 2 * 366 { known } else { first };
    let step = if (last - first).num_days() <= WEEKS_UP_TO { Step::Week } else { Step::Month };
    let periods = OnTime::lay_out(step, (first, last), days, |start| label(step, start));
    let target_tenths = tenths(book.rules.on_time_target);
    OnTime { step, periods, target_tenths }.with_holidays(&holidays(book, first, last))
}

/// All days of the figures together.
#[must_use]
pub fn overall(figures: &BoardFigures) -> Share {
    Share::sum(figures.on_time_days.iter().map(|(_, share)| *share))
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
fn holidays(book: &RuleBook, first: NaiveDate, last: NaiveDate) -> Vec<(NaiveDate, String)> {
    let calendar = book.clockwork.calendar();
    let named = |day: NaiveDate| match calendar.day(day).why {
        DayKind::Holiday(name) if !name.is_empty() => Some(name.to_owned()),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Stamp;
    use crate::figures::RegionMix;
    use crate::store::BoardQuery;

    fn stamp(wall: &str) -> Stamp {
        Stamp::from_wall(wall.parse().unwrap())
    }

    fn figures(from: &str, to: &str, days: &[(&str, u32, u32)]) -> BoardFigures {
        let now = stamp("2026-04-09T10:24:00");
        BoardFigures {
            query: BoardQuery { from: stamp(from), to: stamp(to), region: None, class: None, now },
            mix: RegionMix::default(),
            on_time_days: days
                .iter()
                .map(|(day, part, whole)| (day.parse().unwrap(), Share::of(*part, *whole)))
                .collect(),
            ageing: [0; 5],
            longest: Vec::new(),
            open: 0,
        }
    }

    fn book() -> RuleBook {
        let (file, text) = crate::rulebook::BUILT_IN[0];
        RuleBook::read(file, text).unwrap()
    }

    /// K02: the target of the rule book, the holidays of its calendar.
    #[test]
    fn twelve_weeks_are_shown_by_week_up_to_now_with_their_holidays() {
        let figures = figures("2026-01-19T00:00:00", "2026-04-13T00:00:00", &[("2026-02-03", 9, 10)]);
        let trend = trend(&figures, &book());
        assert_eq!((trend.step, trend.periods.len(), trend.target_tenths), (Step::Week, 12, 950));
        let named: Vec<_> = trend.periods.iter().filter(|period| !period.holidays.is_empty()).collect();
        assert_eq!(named[0].label, "W7");
        assert_eq!(named[0].holidays, ["春节"]);
        assert_eq!(trend.overall(), overall(&figures));
    }

    #[test]
    fn a_long_span_is_shown_by_month_from_the_first_day_on_record() {
        let figures = figures("1970-01-01T08:00:00", "2026-04-10T00:00:00", &[("2024-05-20", 1, 1)]);
        let trend = trend(&figures, &book());
        assert_eq!((trend.step, trend.periods.len()), (Step::Month, 24));
        assert_eq!(trend.periods[0].label, "24-05");
    }

    #[test]
    fn nothing_on_record_is_an_empty_trend() {
        let figures = figures("1970-01-01T08:00:00", "2026-04-10T00:00:00", &[]);
        assert!(trend(&figures, &book()).is_empty());
    }
}
