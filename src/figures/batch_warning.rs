//! Batch early warning (b9): whether one model, batch and symptom is reported more often than its own history explains.
//!
//! The last week and the last four weeks are held against the year before them. Both the window and the history are
//! counts of cases, so the chance of so uneven a split is a plain binomial one: the exact comparison of two Poisson
//! counts, right at any number of cases. Where the units in service are known they take the place of the weeks, and the
//! point must lie outside its u-chart as well.

use super::tail::binomial_upper;

/// Weeks that are looked at together.
pub const WINDOWS: [usize; 2] = [1, 4];
/// The most weeks of history: a whole year holds each season once.
pub const HISTORY_WEEKS: usize = 52;
/// Fewer cases than this never warn.
pub const LEAST_CASES: u32 = 3;
/// The chance that a quiet group warns in one of its windows, looked at once a week: one false alarm in 370 group-weeks,
/// shared by the windows. Each is the one-sided three-sigma risk.
pub const RISK: f64 = 1.0 / 370.0 / WINDOWS.len() as f64;
/// Expected cases below which a warning says that it stands on small numbers.
pub const SMALL: f64 = 5.0;

/// Weekly counts of a group, oldest first, the last one the week that just ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weeks<'a> {
    pub cases: &'a [u32],
    /// Units in service in each of these weeks, in 10 000; as many as there are weeks. Without them only time counts.
    pub units: Option<&'a [f64]>,
}

/// What a warning was held against.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Against {
    /// The weeks of the history: no units are known.
    Time,
    /// Complaints per 10 000 units and week: the window's rate, the history's and its upper limit for the window.
    Units { rate: f64, centre: f64, upper: f64 },
}

/// Why a group warns, in figures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Warning {
    /// The window: the last so many weeks.
    pub weeks: usize,
    pub cases: u32,
    pub history_weeks: usize,
    pub history_cases: u32,
    /// Cases the history alone lets expect in the window.
    pub expected: f64,
    /// The chance of so many or more in the window if nothing had changed.
    pub chance: f64,
    pub against: Against,
}

impl Warning {
    /// Whether so few cases were expected that the warning stands on small numbers. It is given, and says so.
    #[must_use]
    pub fn is_small(&self) -> bool {
        self.expected < SMALL
    }
}

/// The warning of a group, if its last weeks are more than its history explains; of two windows the less likely one.
#[must_use]
pub fn warning(weeks: &Weeks<'_>) -> Option<Warning> {
    let found = WINDOWS.into_iter().filter_map(|window| of_window(weeks, window));
    found.min_by(|a, b| a.chance.total_cmp(&b.chance))
}

fn of_window(weeks: &Weeks<'_>, window: usize) -> Option<Warning> {
    let history_end = weeks.cases.len().checked_sub(window)?;
    let history_start = history_end.saturating_sub(HISTORY_WEEKS);
    let cases = sum(weeks.cases.get(history_end..)?);
    let history_weeks = history_end - history_start;
    if cases < LEAST_CASES || history_weeks == 0 {
        return None;
    }
    let history_cases = sum(weeks.cases.get(history_start..history_end)?);
    let (here, before) = match weeks.units {
        None => (window as f64, history_weeks as f64),
        Some(units) => {
            (units.get(history_end..)?.iter().sum::<f64>(), units.get(history_start..history_end)?.iter().sum::<f64>())
        }
    };
    if here <= 0.0 || before <= 0.0 {
        return None;
    }
    let chance = binomial_upper(cases, cases.saturating_add(history_cases), here / (here + before));
    let centre = f64::from(history_cases) / before;
    let against = match weeks.units {
        None => Against::Time,
        Some(_) => {
            Against::Units { rate: f64::from(cases) / here, centre, upper: centre + 3.0 * (centre / here).sqrt() }
        }
    };
    let outside = match against {
        Against::Time => true,
        Against::Units { rate, upper, .. } => rate > upper,
    };
    let expected = centre * here;
    (chance <= RISK && outside).then_some(Warning {
        weeks: window,
        cases,
        history_weeks,
        history_cases,
        expected,
        chance,
        against,
    })
}

fn sum(counts: &[u32]) -> u32 {
    counts.iter().fold(0, |sum, count| sum.saturating_add(*count))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A dice of its own, so that the same seed throws the same for ever.
    struct Dice(u64);

    impl Dice {
        fn uniform(&mut self) -> f64 {
            self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut mixed = self.0;
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
        }

        fn poisson(&mut self, mean: f64) -> u32 {
            let (floor, mut product, mut count) = ((-mean).exp(), self.uniform(), 0);
            while product > floor {
                product *= self.uniform();
                count += 1;
            }
            count
        }
    }

    const SPAN: usize = HISTORY_WEEKS + 4;

    /// Group-weeks that warned of all `weeks` looked at, once a week, at a rate that never changes.
    fn false_alarms(dice: &mut Dice, rate: f64, groups: usize, weeks: usize) -> usize {
        let mut alarms = 0;
        for _ in 0..groups {
            let cases: Vec<u32> = (0..SPAN + weeks).map(|_| dice.poisson(rate)).collect();
            let looks = cases.windows(SPAN).skip(1);
            alarms += looks.filter(|cases| warning(&Weeks { cases, units: None }).is_some()).count();
        }
        alarms
    }

    /// b9: whatever the rate, a quiet group warns at most once in 370 group-weeks.
    #[test]
    fn false_alarms_are_at_most_one_in_370_group_weeks() {
        let mut dice = Dice(2026);
        let mut all = 0;
        for rate in [0.05, 0.3, 1.0, 3.0, 8.0, 25.0] {
            let (groups, weeks) = (120, 500);
            let alarms = false_alarms(&mut dice, rate, groups, weeks);
            assert!(alarms * 370 <= groups * weeks, "{alarms} in {} group-weeks at {rate} a week", groups * weeks);
            all += alarms;
        }
        assert!(all > 200, "the simulation does give false alarms: {all}");
    }

    /// Of `groups` groups whose rate doubles after a year: how many warned in the four weeks that follow.
    fn found_in_four_weeks(dice: &mut Dice, rate: f64, groups: usize) -> usize {
        let found = |_: &usize| {
            let mut cases: Vec<u32> = (0..SPAN).map(|_| dice.poisson(rate)).collect();
            (0..4).any(|_| {
                cases.push(dice.poisson(2.0 * rate));
                warning(&Weeks { cases: &cases, units: None }).is_some()
            })
        };
        (0..groups).filter(found).count()
    }

    /// b9: a doubling is found within four weeks. How surely depends on the cases there are to see it by: at one case a
    /// week no rule that gives one false alarm in 370 can.
    #[test]
    fn a_doubling_is_found_within_four_weeks() {
        let mut dice = Dice(7);
        for (rate, least) in [(5.0, 70), (8.0, 92), (12.0, 98)] {
            let found = found_in_four_weeks(&mut dice, rate, 400);
            assert!(found * 100 >= least * 400, "{found} of 400 at {rate} a week");
        }
    }

    /// A batch without any case before: the third within four weeks warns.
    #[test]
    fn a_batch_new_to_complaints_warns_by_its_third_case() {
        let mut cases = [0_u32; SPAN];
        cases[SPAN - 1] = 2;
        assert_eq!(warning(&Weeks { cases: &cases, units: None }), None, "two are never a warning");
        cases[SPAN - 1] = 3;
        let found = warning(&Weeks { cases: &cases, units: None }).unwrap();
        assert_eq!((found.weeks, found.cases, found.history_cases, found.history_weeks), (1, 3, 0, 52));
        assert!(found.is_small() && (found.chance - f64::powi(1.0 / 53.0, 3)).abs() < 1e-12);
        cases[SPAN - 4..].copy_from_slice(&[1, 0, 1, 1]);
        assert_eq!(
            warning(&Weeks { cases: &cases, units: None }).map(|found| (found.weeks, found.cases)),
            Some((4, 3))
        );
    }

    #[test]
    fn a_young_file_has_no_history_to_speak_of() {
        for weeks in [&[][..], &[9], &[9, 9], &[1, 2, 2, 9]] {
            assert_eq!(warning(&Weeks { cases: weeks, units: None }), None, "{weeks:?}");
        }
    }

    /// Where units are known, selling twice as many is no doubling of the fault; the same count on the same units is.
    #[test]
    fn known_units_take_the_place_of_time() {
        let cases: Vec<u32> = (0..SPAN).map(|week| if week < SPAN - 4 { 5 } else { 10 }).collect();
        let grown: Vec<f64> = (0..SPAN).map(|week| if week < SPAN - 4 { 2.0 } else { 4.0 }).collect();
        let steady = [2.0; SPAN];
        assert_eq!(warning(&Weeks { cases: &cases, units: Some(&grown) }), None);
        let found = warning(&Weeks { cases: &cases, units: Some(&steady) }).unwrap();
        let Against::Units { rate, centre, upper } = found.against else { panic!("{found:?}") };
        // ū = 260 / 104, n = 8: ū + 3√(ū / n).
        assert_eq!((found.weeks, found.cases, found.expected, rate, centre), (4, 40, 20.0, 5.0, 2.5));
        assert!((upper - 4.177_050_983).abs() < 1e-8 && !found.is_small());
        assert_eq!(warning(&Weeks { cases: &cases, units: Some(&[]) }), None, "units that do not fit are no units");
    }
}
