//! Control charts against the numbers of kpi.md 5.4 and against patterns laid out by hand.

use super::*;

fn periods(counts: &[u32], bases: &[f64]) -> Vec<Period> {
    counts.iter().zip(bases).map(|(&count, &base)| Period { count, base }).collect()
}

fn signals(chart: &Chart) -> Vec<(usize, Signal)> {
    chart.points.iter().enumerate().flat_map(|(at, point)| point.signals.iter().map(move |s| (at, *s))).collect()
}

#[track_caller]
fn near(found: f64, expected: f64, digits: f64) {
    assert!((found - expected).abs() < 0.5 * digits, "{found}, not {expected}");
}

/// kpi.md 5.4, the p-chart's numbers.
#[test]
fn the_p_chart_has_the_limits_of_the_document() {
    let n = [180.0, 220.0, 205.0, 190.0, 240.0, 210.0];
    let chart = Chart::of(Kind::Share, &periods(&[9, 14, 8, 11, 31, 10], &n), &[]);
    assert!(chart.phases[0].provisional && chart.gathering.is_empty());
    near(chart.phases[0].centre, 0.066_667, 1e-6);
    let upper = [0.12244, 0.11712, 0.11893, 0.12096, 0.11497, 0.11831];
    let lower = [0.01089, 0.01621, 0.01440, 0.01238, 0.01836, 0.01503];
    for (point, (high, low)) in chart.points.iter().zip(upper.iter().zip(lower)) {
        near(point.upper, *high, 1.01e-5);
        near(point.lower, low, 1.01e-5);
    }
    near(chart.points[4].rate(), 0.12917, 1e-5);
    assert_eq!(signals(&chart), [(4, Signal::Outside(Way::Up))]);
}

/// kpi.md 5.4, the u-chart's numbers.
#[test]
fn the_u_chart_has_the_limits_of_the_document() {
    let chart = Chart::of(Kind::Rate, &periods(&[38, 41, 35, 72], &[12.5, 13.0, 12.8, 14.1]), &[]);
    near(chart.phases[0].centre, 3.549_618, 1e-6);
    for (point, high) in chart.points.iter().zip([5.1483, 5.1172, 5.1294, 5.0548]) {
        near(point.upper, high, 1.01e-4);
        assert!(point.lower > 0.0);
    }
    near(chart.points[3].rate(), 5.1064, 1e-4);
    assert_eq!(signals(&chart), [(3, Signal::Outside(Way::Up))]);
}

/// Rates in hundredths of a base of 400, so that the limits (about ±0.075 around 0.5) stay out of the way.
fn shares(rates: &[u32]) -> Chart {
    let counts: Vec<u32> = rates.iter().map(|rate| rate * 4).collect();
    Chart::of(Kind::Share, &periods(&counts, &vec![400.0; rates.len()]), &[])
}

#[test]
fn nine_on_one_side_signal_and_eight_do_not() {
    let low = [49, 48, 48, 49, 49, 48, 48, 49];
    let side = |above: &[u32]| {
        let rates: Vec<u32> = above.iter().chain(&low).copied().collect();
        signals(&shares(&rates))
    };
    assert_eq!(side(&[51, 52, 52, 51, 51, 52, 52, 51]), []);
    assert_eq!(side(&[51, 52, 52, 51, 51, 52, 52, 51, 51]), [(8, Signal::OneSide(Way::Up))]);
}

#[test]
fn six_rising_or_falling_signal_and_five_do_not() {
    let filler = [50, 50, 50, 50];
    let around = |run: &[u32]| {
        let rates: Vec<u32> = filler.iter().chain(run).chain(&filler).copied().collect();
        signals(&shares(&rates))
    };
    assert_eq!(around(&[48, 49, 50, 51, 52]), []);
    assert_eq!(around(&[47, 48, 49, 50, 51, 52]), [(9, Signal::Trend(Way::Up))]);
    assert_eq!(around(&[53, 52, 51, 49, 48, 47]), [(9, Signal::Trend(Way::Down))]);
    assert_eq!(around(&[47, 48, 49, 49, 50, 51]), [], "an equal one breaks the run");
}

#[test]
fn fourteen_in_turn_signal_and_thirteen_do_not() {
    let turns = |n: usize| (0..n).map(|at| if at % 2 == 0 { 49 } else { 51 }).collect::<Vec<_>>();
    assert_eq!(signals(&shares(&turns(13))), []);
    assert_eq!(signals(&shares(&turns(14))), [(13, Signal::Alternating)]);
}

/// The limits stay those of the first twenty until a change of the process is on record.
#[test]
fn the_baseline_is_kept_until_a_recorded_change() {
    let mut counts = vec![20, 24, 16, 22, 18, 20, 25, 15, 21, 19, 20, 24, 16, 22, 18, 20, 25, 15, 21, 19];
    let baseline = Chart::of(Kind::Share, &periods(&counts, &[400.0; 20]), &[]);
    assert!(!baseline.phases[0].provisional);
    counts.extend([80; 22]);
    let bases = vec![400.0; counts.len()];
    let kept = Chart::of(Kind::Share, &periods(&counts, &bases), &[]);
    assert_eq!(kept.phases.len(), 1);
    assert_eq!(kept.phases[0].centre, baseline.phases[0].centre);
    assert!(kept.points[20..].iter().all(|point| point.signals.contains(&Signal::Outside(Way::Up))));
    let renewed = Chart::of(Kind::Share, &periods(&counts, &bases), &[20, 0, 99]);
    assert_eq!(renewed.phases.len(), 2, "changes outside the chart are none");
    assert_eq!((renewed.phases[1].points.clone(), renewed.phases[1].centre), (20..42, 0.2));
    assert!(renewed.is_quiet());
    let young = Chart::of(Kind::Share, &periods(&counts, &bases), &[30]);
    assert!(young.phases[1].provisional, "twelve points are no baseline");
}

/// n·p̄ below 5: periods are pooled, none is lost.
#[test]
fn small_periods_are_pooled_until_five_are_expected() {
    let chart = Chart::of(Kind::Share, &periods(&[2, 1, 3, 2, 2, 2, 2, 2], &[40.0; 8]), &[]);
    let ranges: Vec<_> = chart.points.iter().map(|point| (point.periods.clone(), point.count)).collect();
    assert_eq!(ranges, [(0..3, 6), (3..6, 6)]);
    assert_eq!((chart.gathering.len(), &chart.gathering[0]), (1, &(6..8)), "the rest is told");
    let gap = Chart::of(Kind::Rate, &periods(&[9, 0, 9], &[2.0, 0.0, 2.0]), &[]);
    assert_eq!(gap.points.iter().map(|point| point.periods.clone()).collect::<Vec<_>>(), [0..1, 2..3]);
    let none = Chart::of(Kind::Share, &periods(&[0, 0, 1], &[50.0, 50.0, 50.0]), &[2]);
    assert_eq!((none.points.len(), none.phases[0].centre, none.points[0].upper), (2, 0.0, 0.0));
}

/// A small dice of its own, so that the same seed throws the same for ever.
struct Dice(u64);

impl Dice {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// About normal: twelve uniforms.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }
}

/// Large bases whose true share wanders from month to month: p′ widens the limits, a plain p-chart would cry every time.
#[test]
fn overdispersed_large_bases_get_the_limits_of_laney() {
    let mut dice = Dice(7);
    let n = 50_000.0;
    let counts: Vec<u32> = (0..60).map(|_| ((0.1 + 0.01 * dice.normal()) * n) as u32).collect();
    let chart = Chart::of(Kind::Share, &periods(&counts, &[n; 60]), &[]);
    let spread = chart.phases[0].spread;
    let chance = (0.1_f64 * 0.9 / n).sqrt();
    assert!((0.6..1.5).contains(&(spread * chance / 0.01)), "σz {spread} is the wandering over chance");
    let out = |chart: &Chart| chart.points.iter().filter(|p| p.signals.contains(&Signal::Outside(Way::Up))).count();
    assert!(out(&chart) <= 1, "{}", out(&chart));
    let plain = chart.points.iter().filter(|p| p.rate() > p.centre + 3.0 * chance).count();
    assert!(plain > 15, "without it {plain} of 60 would be outside");
}

#[test]
fn a_baseline_of_plain_chance_keeps_its_own_limits() {
    let mut dice = Dice(11);
    let mut laney = 0;
    for _ in 0..200 {
        let counts: Vec<u32> = (0..20).map(|_| (0..400).filter(|_| dice.uniform() < 0.1).count() as u32).collect();
        let chart = Chart::of(Kind::Share, &periods(&counts, &[400.0; 20]), &[]);
        laney += u32::from(chart.phases[0].spread > 1.0);
    }
    assert!(laney <= 8, "the test is wrong about one baseline in a hundred, not {laney} in 200");
}

#[test]
fn nothing_charted_is_an_empty_chart() {
    for periods in [vec![], vec![Period { count: 0, base: 0.0 }]] {
        let chart = Chart::of(Kind::Share, &periods, &[0, 3]);
        assert!(chart.points.is_empty() && chart.phases.is_empty() && chart.is_quiet());
    }
}
