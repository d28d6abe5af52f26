//! Deterministic chance: the same seed throws the same numbers on every machine.

use crate::domain::Stamp;
use chrono::Timelike;

/// A SplitMix64 generator.
#[derive(Debug, Clone)]
pub(super) struct Dice(u64);

impl Dice {
    /// Dice of their own for the `nth` thing of a seed: independent of what was thrown for any other.
    pub(super) const fn of(seed: u64, nth: u64) -> Self {
        let mut dice = Self(seed ^ nth.wrapping_mul(0xD134_2543_DE82_EF95));
        // Neighbouring seeds begin alike; one throw parts them.
        let _first = dice.next();
        dice
    }

    pub(super) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from `low` to `high`, both included; `low` when they are the wrong way round.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high.saturating_sub(low)).unwrap_or(0).saturating_add(1);
        low.saturating_add(i64::try_from(self.next() % span).unwrap_or(0))
    }

    /// True in `percent` of a hundred throws.
    pub(super) fn chance(&mut self, percent: i64) -> bool {
        self.between(0, 99) < percent
    }

    /// A position in a list of `length`; 0 for an empty one.
    pub(super) fn position(&mut self, length: usize) -> usize {
        let length = u64::try_from(length.max(1)).unwrap_or(1);
        usize::try_from(self.next() % length).unwrap_or(0)
    }

    /// A number of [0, 1).
    pub(super) fn share(&mut self) -> f64 {
        // 53 bits are what an f64 holds exactly.
        #[expect(clippy::cast_precision_loss)]
        let share = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        share
    }

    /// An instant between two others, in waking hours if there are any between them.
    pub(super) fn awake_between(&mut self, low: Stamp, high: Stamp) -> Stamp {
        let mut at = low;
        for _try in 0..16 {
            at = Stamp(self.between(low.0 / 1000, high.0 / 1000) * 1000);
            if is_awake(at) {
                break;
            }
        }
        at
    }

    /// An instant that many minutes after another, in waking hours if there are any between them.
    pub(super) fn awake_after(&mut self, start: Stamp, least: i64, most: i64) -> Stamp {
        self.awake_between(start.plus_minutes(least), start.plus_minutes(most))
    }
}

/// Whether people call and answer at this time of day.
pub(super) fn is_awake(at: Stamp) -> bool {
    (8..21).contains(&at.wall().hour())
}
