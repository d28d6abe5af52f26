//! Drawing by lot so that anyone can draw the same again: a stated seed, and nothing else that is random.

/// `size` different places below `population`, in rising order; all of them where there are no more.
#[must_use]
pub fn draw(seed: u64, population: usize, size: usize) -> Vec<usize> {
    let mut state = seed;
    let mut places: Vec<usize> = (0..population).collect();
    let size = size.min(population);
    for at in 0..size {
        let left = u64::try_from(population - at).unwrap_or(1);
        let step = usize::try_from(below(&mut state, left)).unwrap_or(0);
        places.swap(at, at + step);
    }
    places.truncate(size);
    places.sort_unstable();
    places
}

/// An even draw from 0 to `limit` - 1: what would favour the small numbers is drawn again.
fn below(state: &mut u64, limit: u64) -> u64 {
    let fair = u64::MAX - u64::MAX % limit;
    loop {
        let drawn = next(state);
        if drawn < fair {
            return drawn % limit;
        }
    }
}

/// One step of the generator SplitMix64.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first numbers of SplitMix64 from the seed 1234567, as its authors publish them.
    #[test]
    fn the_generator_is_the_published_one() {
        let mut state = 1_234_567;
        let drawn: Vec<u64> = (0..3).map(|_| next(&mut state)).collect();
        assert_eq!(drawn, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn the_same_seed_draws_the_same_and_every_place_is_as_likely() {
        assert_eq!(draw(7, 100, 10), draw(7, 100, 10));
        assert_ne!(draw(7, 100, 10), draw(8, 100, 10));
        assert_eq!(draw(1, 4, 9), [0, 1, 2, 3]);
        assert_eq!(draw(1, 0, 3), Vec::<usize>::new());
        let mut seen = [0_u32; 20];
        for seed in 0..4_000 {
            let drawn = draw(seed, 20, 5);
            assert!(drawn.windows(2).all(|pair| pair[0] < pair[1]), "no place twice");
            drawn.into_iter().for_each(|at| seen[at] += 1);
        }
        // 1 000 each are expected; five standard deviations are 137.
        assert!(seen.iter().all(|n| (863..=1_137).contains(n)), "{seen:?}");
    }
}
