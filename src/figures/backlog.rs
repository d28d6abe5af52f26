//! Open cases by their age in days, and whether they are late, in time or waiting (kpi.md 5.4, base O).

/// How many bins there are.
pub const BINS: usize = 7;

/// First and last whole day of each bin; the last one has no end.
pub const DAYS: [(u32, Option<u32>); BINS] =
    [(0, Some(1)), (2, Some(3)), (4, Some(7)), (8, Some(15)), (16, Some(30)), (31, Some(60)), (61, None)];

/// The first bins beyond 15 and beyond 60 days.
pub const LINES: [usize; 2] = [4, 6];

/// How an open case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Past its limit.
    Late,
    InTime,
    /// Its clock stands still for a reason on record.
    Waiting,
}

/// How many standings there are.
pub const STANDINGS: usize = 3;

impl Standing {
    /// In the order in which they are stacked.
    pub const ALL: [Self; STANDINGS] = [Self::Late, Self::InTime, Self::Waiting];
}

/// Which bin an age of so many whole days lies in.
#[must_use]
pub fn bin_of(days: u32) -> usize {
    DAYS.iter().position(|(_, last)| last.is_none_or(|last| days <= last)).unwrap_or(BINS - 1)
}

/// Open cases by bin and standing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Backlog {
    /// Youngest bin first; standings in the order of [`Standing::ALL`].
    pub counts: [[u32; STANDINGS]; BINS],
}

impl Backlog {
    /// Adds one case of so many whole days.
    pub fn add(&mut self, days: u32, standing: Standing) {
        let count = &mut self.counts[bin_of(days)][standing as usize];
        *count = count.saturating_add(1);
    }

    #[must_use]
    pub fn of_bin(&self, bin: usize) -> u64 {
        self.counts.get(bin).map_or(0, |counts| counts.iter().copied().map(u64::from).sum())
    }

    #[must_use]
    pub fn of_standing(&self, standing: Standing) -> u64 {
        self.counts.iter().map(|counts| u64::from(counts[standing as usize])).sum()
    }

    #[must_use]
    pub fn total(&self) -> u64 {
        (0..BINS).map(|bin| self.of_bin(bin)).sum()
    }

    /// True when nothing is open.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.total() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// kpi.md 5.4: 0–1, 2–3, 4–7, 8–15, 16–30, 31–60 and more than 60 days.
    #[test]
    fn every_day_lies_in_one_bin() {
        let table = [
            (0, 0),
            (1, 0),
            (2, 1),
            (3, 1),
            (4, 2),
            (7, 2),
            (8, 3),
            (15, 3),
            (16, 4),
            (30, 4),
            (31, 5),
            (60, 5),
            (61, 6),
        ];
        for (days, bin) in table {
            assert_eq!(bin_of(days), bin, "{days} days");
        }
        assert_eq!(bin_of(u32::MAX), 6);
        for pair in DAYS.windows(2) {
            assert_eq!(pair[0].1.map(|last| last + 1), Some(pair[1].0), "no hole, no day twice");
        }
        assert_eq!(LINES.map(|bin| DAYS[bin].0), [16, 61]);
    }

    #[test]
    fn bins_and_standings_count_the_same_cases() {
        let mut backlog = Backlog::default();
        assert!(backlog.is_empty());
        for (days, standing) in
            [(0, Standing::InTime), (5, Standing::Late), (5, Standing::Waiting), (90, Standing::Late)]
        {
            backlog.add(days, standing);
        }
        assert_eq!((backlog.of_bin(2), backlog.of_bin(6), backlog.total()), (2, 1, 4));
        assert_eq!(Standing::ALL.map(|standing| backlog.of_standing(standing)), [2, 1, 1]);
    }
}
