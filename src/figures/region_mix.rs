//! Complaints by region and information class: who reports how much of what.

/// The five information classes, always in this order: General, Incident, Complaint, Service, Competitor.
pub const CLASSES: usize = 5;

/// One region with its counts per class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegionRow {
    /// As the person reads it; the figures know no language.
    pub region: String,
    /// In the order of [`CLASSES`].
    pub counts: [u32; CLASSES],
}

impl RegionRow {
    #[must_use]
    pub fn new(region: impl Into<String>, counts: [u32; CLASSES]) -> Self {
        Self { region: region.into(), counts }
    }

    #[must_use]
    pub fn total(&self) -> u64 {
        self.counts.iter().copied().map(u64::from).sum()
    }
}

/// Regions, the largest first. Members of the base R: received in the period and not void (kpi.md 5.1).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RegionMix {
    rows: Vec<RegionRow>,
}

impl RegionMix {
    /// Sorts by total, ties by name, so that the same numbers always give the same picture.
    #[must_use]
    pub fn new(mut rows: Vec<RegionRow>) -> Self {
        rows.sort_by(|a, b| b.total().cmp(&a.total()).then_with(|| a.region.cmp(&b.region)));
        Self { rows }
    }

    #[must_use]
    pub fn rows(&self) -> &[RegionRow] {
        &self.rows
    }

    /// True when there is nothing to draw; regions without a single case do not count.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.total() == 0
    }

    #[must_use]
    pub fn total(&self) -> u64 {
        self.rows.iter().map(RegionRow::total).sum()
    }

    #[must_use]
    pub fn class_total(&self, class: usize) -> u64 {
        self.rows.iter().filter_map(|row| row.counts.get(class)).copied().map(u64::from).sum()
    }

    #[must_use]
    pub fn largest(&self) -> u64 {
        self.rows.first().map_or(0, RegionRow::total)
    }

    /// At most `rows` groups of rows, as index ranges into [`RegionMix::rows`]: single regions, then one range that
    /// holds all the rest, so that the sum of what is drawn is always the sum of the figures.
    #[must_use]
    pub fn groups(&self, rows: usize) -> Vec<std::ops::Range<usize>> {
        super::heat::gathered(self.rows.len(), rows)
    }

    /// Counts of one of the [`RegionMix::groups`], per class.
    #[must_use]
    pub fn counts(&self, group: &std::ops::Range<usize>) -> [u64; CLASSES] {
        let mut counts = [0; CLASSES];
        for row in self.rows.get(group.clone()).unwrap_or_default() {
            for (sum, count) in counts.iter_mut().zip(row.counts) {
                *sum += u64::from(count);
            }
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mix(rows: &[(&str, [u32; 5])]) -> RegionMix {
        RegionMix::new(rows.iter().map(|&(name, counts)| RegionRow::new(name, counts)).collect())
    }

    #[test]
    fn the_largest_region_comes_first_and_ties_go_by_name() {
        let mix = mix(&[("华北", [1, 0, 2, 0, 0]), ("华东", [2, 0, 1, 0, 0]), ("西南", [9, 0, 0, 0, 0])]);
        let names: Vec<&str> = mix.rows().iter().map(|row| row.region.as_str()).collect();
        assert_eq!(names, ["西南", "华东", "华北"]);
        assert_eq!((mix.total(), mix.class_total(0), mix.class_total(2), mix.class_total(9)), (15, 12, 3, 0));
    }

    #[test]
    fn regions_without_cases_alone_are_an_empty_picture() {
        assert!(RegionMix::default().is_empty());
        assert!(mix(&[("华东", [0; 5])]).is_empty());
        assert!(!mix(&[("华东", [0, 0, 0, 0, 1])]).is_empty());
    }

    #[test]
    fn what_does_not_fit_is_gathered_in_one_last_group() {
        let mix =
            mix(&[("甲", [6, 0, 0, 0, 0]), ("乙", [5, 0, 0, 0, 0]), ("丙", [2, 0, 0, 0, 1]), ("丁", [0, 2, 0, 0, 0])]);
        assert_eq!(mix.groups(4), [0..1, 1..2, 2..3, 3..4]);
        assert_eq!(mix.groups(3), [0..1, 1..2, 2..4]);
        assert_eq!(mix.groups(0), vec![0..4], "even without room nothing is left out");
        assert_eq!(mix.counts(&(2..4)), [2, 2, 0, 0, 1]);
        let drawn: u64 = mix.groups(2).iter().flat_map(|group| mix.counts(group)).sum();
        assert_eq!(drawn, mix.total());
        assert_eq!(mix.counts(&(7..9)), [0; 5]);
    }

    #[test]
    fn a_million_in_each_class_still_adds_up() {
        let row = RegionRow::new("华东", [u32::MAX; 5]);
        assert_eq!(row.total(), u64::from(u32::MAX) * 5);
    }
}
