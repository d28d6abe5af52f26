//! What the weekly registers of a region are numbered under (B12).

use chrono::{Datelike as _, NaiveDate, Weekday};

use super::Organisation;
use crate::domain::pinyin::initials;

/// What the issues of a register are numbered under: prefix of the case numbers, week or days, initials of the region,
/// e.g. `KS2026W15-HD`. No two regions have the same; a region without a Chinese character goes by its place in the list.
#[must_use]
pub fn register_mark(
    prefix: &str,
    (from, to): (NaiveDate, NaiveDate),
    region: &str,
    organisation: &Organisation,
) -> String {
    let prefix: String = prefix.chars().take_while(char::is_ascii_alphabetic).collect();
    let (week, last) = (from.iso_week(), to.iso_week());
    let period = if week == last {
        format!("{}W{:02}", week.year(), week.week())
    } else {
        format!("{}-{}", from.format("%Y%m%d"), to.format("%Y%m%d"))
    };
    format!("{prefix}{period}-{}", region_mark(region, organisation))
}

/// The region and the Monday of the week that a mark stands for; `None` for anything but the mark of a week and a region of
/// this organisation.
#[must_use]
pub fn register_week(mark: &str, organisation: &Organisation) -> Option<(String, NaiveDate)> {
    let (period, place) = mark.split_once('-')?;
    let (year, week) = period.trim_start_matches(|sign: char| sign.is_ascii_alphabetic()).split_once('W')?;
    let monday = NaiveDate::from_isoywd_opt(year.parse().ok()?, week.parse().ok()?, Weekday::Mon)?;
    let region = organisation.regions.iter().find(|region| region_mark(region, organisation) == place)?;
    Some((region.clone(), monday))
}

fn region_mark(region: &str, organisation: &Organisation) -> String {
    let first = |name: &str| initials(name).into_iter().next().unwrap_or_default().to_uppercase();
    let own = first(region);
    let others: Vec<String> =
        organisation.regions.iter().filter(|name| *name != region).map(|name| first(name)).collect();
    let short = (2..=own.len()).filter_map(|count| own.get(..count));
    let mut free = short.filter(|mark| !others.iter().any(|other| other.starts_with(mark)));
    free.next().map_or_else(
        || {
            let place =
                organisation.regions.iter().position(|name| name == region).unwrap_or(organisation.regions.len());
            format!("{own}{}", place + 1)
        },
        str::to_owned,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_register_is_numbered_by_week_and_region_b12() {
        let day = |d: u32| NaiveDate::from_ymd_opt(2026, 4, d).unwrap();
        let regions = ["华东大区", "华南大区", "华北大区", "海外大区", "华南大区二部", "Overseas"];
        let organisation = Organisation { regions: regions.map(str::to_owned).to_vec(), ..Organisation::default() };
        let told = |from, to, region| register_mark("KS2604-", (day(from), day(to)), region, &organisation);
        assert_eq!(told(6, 10, "华东大区"), "KS2026W15-HD");
        assert_eq!(told(6, 12, "华北大区"), "KS2026W15-HB");
        assert_eq!(told(1, 30, "海外大区"), "KS20260401-20260430-HW");
        let all: std::collections::BTreeSet<String> = regions.iter().map(|region| told(6, 10, region)).collect();
        assert_eq!(all.len(), regions.len(), "{all:?}");
        for region in regions {
            let week = register_week(&told(6, 12, region), &organisation);
            assert_eq!(week, Some((region.to_owned(), day(6))));
        }
        for other in ["KS20260401-20260430-HW", "KS2026W15-XX", "KS2026W54-HD", "KS2604-0001", ""] {
            assert_eq!(register_week(other, &organisation), None, "{other}");
        }
    }
}
