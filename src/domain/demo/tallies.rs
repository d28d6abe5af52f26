//! The figures an invented company hands in beside its cases: units sold and made by month, calls of the hotline by day.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::ground::Ground;
use super::season;
use super::words::Words;
use super::{Dice, LATEST};
use crate::domain::organisation::Organisation;
use crate::domain::tally::{CallsRow, UnitsBase, UnitsRow};
use crate::domain::time::Stamp;

/// Months of sales before the end: the two years of the cases, and the year their first months look back on.
const MONTHS: u32 = 36;
/// Units sold a year for each case of the two years, so that a quarter brings about 15 complaints on 10 000 units.
const UNITS_A_CASE: f64 = 83.0;
/// Days of calls before the end.
const DAYS: u64 = 730;
/// Requests for a person on the hotline for each case.
const CALLS_A_CASE: f64 = 6.0;
/// A stream of chance of its own.
const TALLIES: u64 = 0x54_616C_6C69_6573;

/// What is handed in beside `cases` cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tallies {
    pub units: Vec<UnitsRow>,
    pub calls: Vec<CallsRow>,
}

impl Tallies {
    /// The figures of the months before `end`, in the proportions the demo's cases have: the same arguments, the same rows.
    /// Nothing where `cases` is 0.
    #[must_use]
    pub fn of(cases: u32, seed: u64, end: Stamp, organisation: &Organisation) -> Self {
        let end = Stamp(end.0.clamp(0, LATEST)).date();
        let words = Words::read();
        let ground = Ground::of(organisation, &words, Stamp::from_wall(end.and_hms_opt(0, 0, 0).unwrap_or_default()));
        let mut dice = Dice::of(seed ^ TALLIES, 0);
        let sold_a_month = f64::from(cases) * UNITS_A_CASE / 12.0;
        let units = units(&words, &ground, (sold_a_month, end), &mut dice);
        Self { units, calls: calls(&words, (f64::from(cases), end), &mut dice) }
    }
}

fn units(words: &Words, ground: &Ground, (a_month, end): (f64, NaiveDate), dice: &mut Dice) -> Vec<UnitsRow> {
    let mut rows = Vec::new();
    let this = end.with_day(1).unwrap_or(end);
    let models: i64 = words.products.rows().map(|row| row.number(0)).sum();
    let shares: Vec<i64> = words.regions.rows().map(|row| (1..row.len()).map(|at| row.number(at)).sum()).collect();
    let parts = ground.parts(&shares);
    for back in (0..MONTHS).rev() {
        let Some(month) = this.checked_sub_months(Months::new(back)) else { continue };
        for product in words.products.rows() {
            let row = |base, region: &str, branch, units| UnitsRow {
                base,
                month,
                model: product.cell(2).to_owned(),
                category: product.cell(1).to_owned(),
                region: region.to_owned(),
                branch,
                units,
            };
            let national = a_month * product.number(0) as f64 / models.max(1) as f64;
            let mut all = 0;
            for (site, part) in &parts {
                let units = (national * part * (0.85 + 0.3 * dice.share())).round() as i64;
                if units > 0 {
                    rows.push(row(UnitsBase::Sold, &site.region, Some(site.id), units));
                    all += units;
                }
            }
            let made = (all as f64 * (0.95 + 0.1 * dice.share())).round() as i64;
            if made > 0 {
                rows.push(row(UnitsBase::Made, "", None, made));
            }
        }
    }
    rows
}

fn calls(words: &Words, (cases, end): (f64, NaiveDate), dice: &mut Dice) -> Vec<CallsRow> {
    let line = words.hotline.row(0).cell(0);
    let a_day = cases * CALLS_A_CASE / DAYS as f64;
    let day = |back: u64| end.checked_sub_days(Days::new(back)).map(|day| (back, day));
    let row = |(back, day): (u64, NaiveDate)| {
        let weight = season::weight(day, 1.0 - back as f64 / DAYS as f64);
        let requests = (a_day * weight * (0.9 + 0.2 * dice.share())).round() as i64;
        // Mondays, when most people call, more of them wait.
        let prompt = if day.weekday().num_days_from_monday() == 0 { 0.76 } else { 0.84 };
        let answered = (requests as f64 * (prompt + 0.1 * dice.share())).round() as i64;
        let abandoned = ((requests - answered) as f64 * (0.2 + 0.3 * dice.share())).round() as i64;
        CallsRow { day, line: line.to_owned(), requests, answered, abandoned: Some(abandoned) }
    };
    (1..=DAYS).rev().filter_map(day).map(row).filter(|row| row.requests > 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(cases: u32) -> Tallies {
        Tallies::of(cases, 1, Stamp(1_775_701_440_000), &Organisation::sample())
    }

    #[test]
    fn a_year_sells_in_proportion_to_the_cases_and_no_region_is_left_out() {
        let year = |tallies: &Tallies| -> i64 {
            let late = |row: &&UnitsRow| row.base == UnitsBase::Sold && row.month.to_string().as_str() > "2025-04-30";
            tallies.units.iter().filter(late).map(|row| row.units).sum()
        };
        let [small, large] = [made(1286), made(12_860)].map(|tallies| year(&tallies));
        assert!((96_000..118_000).contains(&small), "{small}");
        assert!((9.5..10.5).contains(&(large as f64 / small as f64)), "{large}");
        let tallies = made(1286);
        let regions: std::collections::BTreeSet<&str> = tallies.units.iter().map(|row| row.region.as_str()).collect();
        assert_eq!(regions.len(), 8, "seven regions, and none for what was made: {regions:?}");
        assert!(tallies.units.iter().all(|row| row.branch.is_some() == (row.base == UnitsBase::Sold)));
    }

    #[test]
    fn answered_calls_and_those_given_up_are_parts_of_the_requests() {
        let tallies = made(1286);
        assert!(tallies.calls.len() > 700);
        for row in &tallies.calls {
            assert!(row.answered + row.abandoned.unwrap() <= row.requests, "{row:?}");
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_rows_and_no_cases_give_none() {
        assert_eq!(made(300), made(300));
        assert_eq!(made(0), Tallies { units: Vec::new(), calls: Vec::new() });
    }
}
