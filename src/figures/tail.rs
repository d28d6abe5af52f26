//! Exact upper tails of the Poisson and binomial distributions: how likely chance alone brings so many.

/// The chance of `count` or more where `mean` are expected (Poisson). 1 for a count of nothing.
#[must_use]
pub fn poisson_upper(count: u32, mean: f64) -> f64 {
    if count == 0 {
        return 1.0;
    }
    if mean <= 0.0 {
        return 0.0;
    }
    let at = |k: f64| (k * mean.ln() - mean - ln_factorial(k)).exp();
    upper(f64::from(count), mean, f64::INFINITY, at, |k| mean / (k + 1.0))
}

/// The chance of `count` or more of `trials` where each falls in with the chance `share` (binomial).
#[must_use]
pub fn binomial_upper(count: u32, trials: u32, share: f64) -> f64 {
    if count == 0 {
        return 1.0;
    }
    if count > trials || share <= 0.0 {
        return 0.0;
    }
    if share >= 1.0 {
        return 1.0;
    }
    let n = f64::from(trials);
    let odds = share / (1.0 - share);
    let at = |k: f64| {
        let ways = ln_factorial(n) - ln_factorial(k) - ln_factorial(n - k);
        (ways + k * share.ln() + (n - k) * (-share).ln_1p()).exp()
    };
    upper(f64::from(count), n * share, n, at, |k| (n - k) / (k + 1.0) * odds)
}

/// Sums from `count` away from the mean, each term from the one before, until what follows no longer matters.
/// `rise(k)` is the term at k + 1 over the term at k.
fn upper(count: f64, mean: f64, last: f64, at: impl Fn(f64) -> f64, rise: impl Fn(f64) -> f64) -> f64 {
    let above = count > mean;
    let mut k = if above { count } else { count - 1.0 };
    let mut term = at(k);
    let mut sum = term;
    while term > sum * 1e-17 && if above { k < last } else { k > 0.0 } {
        if above {
            term *= rise(k);
            k += 1.0;
        } else {
            k -= 1.0;
            term /= rise(k);
        }
        sum += term;
    }
    if above { sum.min(1.0) } else { (1.0 - sum).clamp(0.0, 1.0) }
}

/// The logarithm of n!, to about twelve digits.
fn ln_factorial(n: f64) -> f64 {
    if n < 12.0 {
        let mut product = 1.0;
        let mut factor = 2.0;
        while factor <= n {
            product *= factor;
            factor += 1.0;
        }
        return f64::ln(product);
    }
    let square = n * n;
    let series = (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - 1.0 / (1680.0 * square)) / square) / square) / n;
    n * n.ln() - n + 0.5 * (std::f64::consts::TAU * n).ln() + series
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() <= expected.abs() * 1e-9 + 1e-15, "{found:e}, not {expected:e}");
    }

    /// Against sums written out term by term from zero.
    #[test]
    fn poisson_tails_equal_plain_sums() {
        for mean in [0.05, 0.4, 1.0, 3.7, 9.5, 40.0] {
            for count in 0..60_u32 {
                let mut term = f64::exp(-mean);
                let mut below = 0.0;
                for k in 0..count {
                    below += term;
                    term *= mean / f64::from(k + 1);
                }
                let found = poisson_upper(count, mean);
                assert!((found - (1.0 - below)).abs() < 1e-12, "{count} at {mean}: {found}");
            }
        }
    }

    /// Tails so small that one minus a sum would lose them: 1 − e^−0.1(1 + 0.1 + 0.005) and known closed forms.
    #[test]
    fn small_tails_keep_their_digits() {
        near(poisson_upper(1, 1e-9), 1e-9 - 5e-19);
        near(poisson_upper(3, 0.1), 1.546_530_702_647_22e-4);
        near(binomial_upper(3, 3, 0.02), 8e-6);
        near(binomial_upper(2, 3, 0.5), 0.5);
        near(binomial_upper(10, 12, 0.25), (66.0 * 9.0 + 12.0 * 3.0 + 1.0) / 16_777_216.0);
    }

    #[test]
    fn binomial_tails_equal_plain_sums() {
        for (trials, share) in [(5_u32, 0.1), (30, 0.071), (200, 0.5), (1120, 4.0 / 56.0)] {
            for count in 0..=trials.min(150) {
                let mut term = (f64::from(trials) * f64::ln_1p(-share)).exp();
                let mut below = 0.0;
                for k in 0..count {
                    below += term;
                    term *= f64::from(trials - k) / f64::from(k + 1) * (share / (1.0 - share));
                }
                let found = binomial_upper(count, trials, share);
                assert!((found - (1.0 - below)).abs() < 1e-10, "{count} of {trials} at {share}: {found}");
            }
        }
    }

    #[test]
    fn the_ends_are_certain_or_impossible() {
        assert_eq!((poisson_upper(0, 0.0), poisson_upper(1, 0.0), poisson_upper(0, 5.0)), (1.0, 0.0, 1.0));
        assert_eq!((binomial_upper(0, 0, 0.3), binomial_upper(4, 3, 0.3)), (1.0, 0.0));
        assert_eq!((binomial_upper(2, 3, 0.0), binomial_upper(2, 3, 1.0)), (0.0, 1.0));
        assert!(poisson_upper(2_000_000, 2_000_000.0) > 0.49, "a large mean does not overflow");
    }
}
