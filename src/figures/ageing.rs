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

#[cfg(test)]
mod tests {
    use super::*;

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
}
