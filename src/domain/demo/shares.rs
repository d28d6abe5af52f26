//! Scales the figures of the design to any number of cases: every part in proportion, the sum exact.

/// Splits `total` in the proportion of `parts` by largest remainder; the earlier part wins a tie.
pub(super) fn split(total: u32, parts: &[u32]) -> Vec<u32> {
    let sum: u64 = parts.iter().map(|&part| u64::from(part)).sum();
    if sum == 0 {
        return vec![0; parts.len()];
    }
    let exact: Vec<u64> = parts.iter().map(|&part| u64::from(part) * u64::from(total)).collect();
    let mut shares: Vec<u32> = exact.iter().map(|scaled| u32::try_from(scaled / sum).unwrap_or(u32::MAX)).collect();
    let given: u64 = shares.iter().map(|&share| u64::from(share)).sum();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|&at| (std::cmp::Reverse(exact[at] % sum), at));
    let missing = usize::try_from(u64::from(total).saturating_sub(given)).unwrap_or(0);
    for &at in order.iter().take(missing) {
        shares[at] += 1;
    }
    shares
}

/// `part` of `whole`, applied to `total` and rounded.
pub(super) fn scale(total: u32, part: u32, whole: u32) -> u32 {
    let whole = u64::from(whole.max(1));
    let scaled = (u64::from(total) * u64::from(part) * 2 + whole) / (whole * 2);
    u32::try_from(scaled).unwrap_or(u32::MAX).min(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_keep_their_proportion_and_add_up() {
        assert_eq!(split(1286, &[318, 264, 187, 176, 158, 102, 81]), [318, 264, 187, 176, 158, 102, 81]);
        assert_eq!(split(10, &[1, 1, 1]), [4, 3, 3]);
        assert_eq!(split(0, &[3, 1]), [0, 0]);
        assert_eq!(split(5, &[0, 0]), [0, 0]);
        for total in [1, 7, 99, 1000, 1_000_000] {
            assert_eq!(split(total, &[318, 264, 187, 176]).iter().sum::<u32>(), total);
        }
    }

    #[test]
    fn a_share_is_rounded_and_never_more_than_all() {
        assert_eq!(scale(1286, 148, 1286), 148);
        assert_eq!(scale(10, 148, 1286), 1);
        assert_eq!(scale(0, 148, 1286), 0);
        assert_eq!(scale(3, 9, 1), 3);
    }
}
