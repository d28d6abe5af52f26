//! How late the overdue cases are that are still open (K14: what was promised and is not yet done).

use chrono::TimeDelta;

/// How many buckets there are.
pub const BUCKETS: usize = 5;

/// Upper ends of the first four buckets in minutes, each still inside: up to 4 hours, 24 hours, 3 days, 7 days.
const UPPER_MINUTES: [i64; BUCKETS - 1] = [4 * 60, 24 * 60, 3 * 24 * 60, 7 * 24 * 60];

/// Which bucket a case belongs to that is `over` past its limit; `None` while it is not past it.
///
/// Overdue begins after the limit, so a case exactly at its limit is in none.
#[must_use]
pub fn bucket_of(over: TimeDelta) -> Option<usize> {
    if over <= TimeDelta::zero() {
        return None;
    }
    Some(UPPER_MINUTES.iter().take_while(|upper| over > TimeDelta::minutes(**upper)).count())
}

/// One open case past its limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenOverdue {
    /// The case number.
    pub number: String,
    pub branch: String,
    /// The responsible person.
    pub person: String,
    /// Time past the limit.
    pub over: TimeDelta,
}

/// The five buckets, and the cases that have waited longest.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ageing {
    /// Up to 4 h, 4 to 24 h, 1 to 3 d, 3 to 7 d, more than 7 d.
    pub counts: [u32; BUCKETS],
    /// The longest first, ties by number.
    pub longest: Vec<OpenOverdue>,
}

impl Ageing {
    /// Sorts open cases into the buckets and keeps the `keep` longest. Cases not past their limit are left out.
    #[must_use]
    pub fn of(open: impl IntoIterator<Item = OpenOverdue>, keep: usize) -> Self {
        let mut ageing = Self::default();
        for case in open {
            if let Some(count) = bucket_of(case.over).and_then(|bucket| ageing.counts.get_mut(bucket)) {
                *count = count.saturating_add(1);
                ageing.longest.push(case);
            }
        }
        ageing.longest.sort_by(|a, b| b.over.cmp(&a.over).then_with(|| a.number.cmp(&b.number)));
        ageing.longest.truncate(keep);
        ageing
    }

    #[must_use]
    pub fn total(&self) -> u64 {
        self.counts.iter().copied().map(u64::from).sum()
    }

    /// True when nothing is overdue.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.total() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(number: &str, minutes: i64) -> OpenOverdue {
        OpenOverdue {
            number: number.to_owned(),
            branch: "郑州".to_owned(),
            person: "李先生".to_owned(),
            over: TimeDelta::minutes(minutes),
        }
    }

    /// K14: each end belongs to the younger bucket.
    #[test]
    fn bucket_ends_belong_to_the_younger_bucket() {
        let table = [
            (-5, None),
            (0, None),
            (1, Some(0)),
            (240, Some(0)),
            (241, Some(1)),
            (1440, Some(1)),
            (1441, Some(2)),
            (4320, Some(2)),
            (4321, Some(3)),
            (10_080, Some(3)),
            (10_081, Some(4)),
            (5_000_000, Some(4)),
        ];
        for (minutes, bucket) in table {
            assert_eq!(bucket_of(TimeDelta::minutes(minutes)), bucket, "{minutes} min");
        }
        assert_eq!(bucket_of(TimeDelta::milliseconds(240 * 60_000 + 1)), Some(1));
    }

    /// The nine late cases of the dashboard picture.
    #[test]
    fn buckets_and_longest_come_from_the_same_cases() {
        let minutes = [30, 100, 240, 300, 1400, 1500, 1620, 6120, 13_080];
        let cases = minutes.iter().enumerate().map(|(at, over)| open(&format!("KS2603-{at:04}"), *over));
        let ageing = Ageing::of(cases.chain([open("KS2604-0001", 0)]), 4);
        assert_eq!(ageing.counts, [3, 2, 2, 1, 1]);
        assert_eq!(ageing.total(), 9);
        let longest: Vec<&str> = ageing.longest.iter().map(|case| case.number.as_str()).collect();
        assert_eq!(longest, ["KS2603-0008", "KS2603-0007", "KS2603-0006", "KS2603-0005"]);
    }

    #[test]
    fn equally_late_cases_are_listed_by_number() {
        let ageing = Ageing::of([open("B", 10), open("A", 10)], 5);
        assert_eq!(ageing.longest[0].number, "A");
        assert!(Ageing::of([open("C", -3)], 5).is_empty());
    }
}
