//! A part of a whole: the one way in which rates are reckoned, rounded and compared with their targets.

/// Below this base a rate carries its 95 % interval and a hollow marker (kpi.md 5.1 rule 4).
pub const SMALL_BASE: u32 = 30;

/// Below this base a rate takes no place in a ranking (kpi.md 5.1 rule 4).
pub const RANKED_FROM: u32 = 10;

/// The two-sided 95 % point of the normal distribution.
const Z95: f64 = 1.959_963_984_540_054;

/// So many of so many.
///
/// A national value is the sum of the parts over the sum of the wholes ([`Share::sum`]), never the mean of
/// rates (kpi.md 5.1 rule 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Share {
    part: u32,
    whole: u32,
}

impl Share {
    /// A part larger than its whole is cut to the whole, so that no rate passes 100 %.
    #[must_use]
    pub fn of(part: u32, whole: u32) -> Self {
        Self { part: part.min(whole), whole }
    }

    #[must_use]
    pub fn part(self) -> u32 {
        self.part
    }

    #[must_use]
    pub fn whole(self) -> u32 {
        self.whole
    }

    /// Per cent, unrounded. `None` when nothing was counted: shown as a dash, never as 0 or 100 (rule 2).
    #[must_use]
    pub fn percent(self) -> Option<f64> {
        (self.whole > 0).then(|| f64::from(self.part) * 100.0 / f64::from(self.whole))
    }

    /// Tenths of a per cent, halves rounded up (rule 11): 941 is 94.1 %.
    #[must_use]
    pub fn tenths(self) -> Option<u32> {
        let (part, whole) = (u64::from(self.part), u64::from(self.whole));
        let rounded = (part * 2_000 + whole).checked_div(whole * 2)?;
        u32::try_from(rounded).ok()
    }

    /// Whether the unrounded rate reaches `target_tenths` (950 is 95 %); rule 11 forbids comparing the rounded one.
    #[must_use]
    pub fn meets(self, target_tenths: u32) -> Option<bool> {
        (self.whole > 0).then(|| u64::from(self.part) * 1_000 >= u64::from(target_tenths) * u64::from(self.whole))
    }

    #[must_use]
    pub fn is_small_base(self) -> bool {
        self.whole > 0 && self.whole < SMALL_BASE
    }

    /// Whether the base is large enough for a place in a ranking (rules 2 and 4).
    #[must_use]
    pub fn is_ranked(self) -> bool {
        self.whole >= RANKED_FROM
    }

    /// The Wilson 95 % interval in per cent (rule 4).
    #[must_use]
    pub fn wilson95(self) -> Option<(f64, f64)> {
        if self.whole == 0 {
            return None;
        }
        let n = f64::from(self.whole);
        let p = f64::from(self.part) / n;
        let z2 = Z95 * Z95;
        let middle = p + z2 / (2.0 * n);
        let reach = Z95 * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
        let below = 1.0 + z2 / n;
        let percent = |value: f64| (value / below * 100.0).clamp(0.0, 100.0);
        Some((percent(middle - reach), percent(middle + reach)))
    }

    /// The share of all together.
    #[must_use]
    pub fn sum(shares: impl IntoIterator<Item = Self>) -> Self {
        shares.into_iter().fold(Self::default(), |all, one| {
            Self::of(all.part.saturating_add(one.part), all.whole.saturating_add(one.whole))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_base_has_no_rate() {
        let none = Share::of(0, 0);
        assert_eq!((none.percent(), none.tenths(), none.meets(950), none.wilson95()), (None, None, None, None));
    }

    /// The four intervals printed in kpi.md 5.1 rule 4.
    #[test]
    fn wilson_intervals_are_those_of_the_document() {
        for (part, whole, low, high) in
            [(57, 60, 86.30, 98.29), (0, 10, 0.0, 27.75), (10, 10, 72.25, 100.0), (190, 200, 91.04, 97.26)]
        {
            let (l, h) = Share::of(part, whole).wilson95().unwrap();
            assert!((l - low).abs() < 0.005 && (h - high).abs() < 0.005, "{part}/{whole}: {l:.3} {h:.3}");
        }
    }

    #[test]
    fn rates_round_to_a_tenth_with_halves_up() {
        for (part, whole, tenths) in [(941, 1000, 941), (1, 3, 333), (2, 3, 667), (1, 16, 63), (7, 7, 1000), (0, 9, 0)]
        {
            assert_eq!(Share::of(part, whole).tenths(), Some(tenths), "{part}/{whole}");
        }
    }

    /// K02: 95 is met by exactly 95 %, and 94.96 % shows as 95.0 yet misses it.
    #[test]
    fn the_target_is_compared_with_the_unrounded_rate() {
        assert_eq!(Share::of(19, 20).meets(950), Some(true));
        let near = Share::of(2374, 2500);
        assert_eq!((near.tenths(), near.meets(950)), (Some(950), Some(false)));
    }

    #[test]
    fn together_means_sums_not_the_mean_of_rates() {
        let all = Share::sum([Share::of(1, 1), Share::of(0, 99)]);
        assert_eq!((all.part(), all.whole(), all.tenths()), (1, 100, Some(10)));
        let full = Share::sum([Share::of(u32::MAX, u32::MAX), Share::of(5, 5)]);
        assert_eq!(full.tenths(), Some(1000));
    }

    #[test]
    fn a_part_beyond_its_whole_is_cut() {
        assert_eq!(Share::of(12, 10), Share::of(10, 10));
    }

    #[test]
    fn a_base_is_small_below_thirty() {
        let small: Vec<bool> = [0, 1, 29, 30].map(|n| Share::of(0, n).is_small_base()).to_vec();
        assert_eq!(small, [false, true, true, false]);
        assert!(Share::of(0, 10).is_ranked() && !Share::of(9, 9).is_ranked() && !Share::default().is_ranked());
    }
}
