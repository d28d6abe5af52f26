//! p- and u-charts with stepwise limits and the four signal rules (kpi.md 5.4).
//!
//! The limits of a process are reckoned from its first [`BASELINE`] points and kept until a recorded change of the
//! process. Small periods are pooled, overdispersed ones get the limits of Laney's p′.

use std::ops::Range;

/// Points from which the limits of a process are reckoned.
pub const BASELINE: usize = 20;
/// Expected cases below which periods are pooled.
pub const POOLED_BELOW: f64 = 5.0;
/// Points in a row on one side of the centre.
pub const ON_ONE_SIDE: usize = 9;
/// Points in a row that only rise or only fall.
pub const TREND: usize = 6;
/// Points in a row that go up and down in turn.
pub const ALTERNATING: usize = 14;
/// The one-sided 99 % point of the normal distribution: beyond it the baseline is held to be overdispersed.
const Z99: f64 = 2.326_347_874_040_841;
/// The mean range of two normal values over their standard deviation.
const D2: f64 = std::f64::consts::FRAC_2_SQRT_PI;

/// What is charted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// p: a part of all, such as late ones of those due.
    Share,
    /// u: cases by units, such as complaints per 10 000 machines.
    Rate,
}

/// So many cases in one period, of so many or over so many units.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Period {
    pub count: u32,
    /// All cases of a [`Kind::Share`], units of a [`Kind::Rate`]. A period without any has no point.
    pub base: f64,
}

/// Which way a signal points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    Up,
    Down,
}

/// Why a point is more than chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Signal {
    /// One point outside the limits.
    Outside(Way),
    /// The last of [`ON_ONE_SIDE`] points or more on one side of the centre.
    OneSide(Way),
    /// The last of [`TREND`] points or more that only rise or fall.
    Trend(Way),
    /// The last of [`ALTERNATING`] points or more that go up and down in turn.
    Alternating,
}

/// One point with its own limits.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// The given periods it stands for: several where they were pooled.
    pub periods: Range<usize>,
    pub count: u64,
    pub base: f64,
    pub centre: f64,
    pub lower: f64,
    pub upper: f64,
    pub signals: Vec<Signal>,
}

impl Point {
    #[must_use]
    pub fn rate(&self) -> f64 {
        self.count as f64 / self.base
    }
}

/// A stretch of the process between two recorded changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Phase {
    /// Its places in [`Chart::points`].
    pub points: Range<usize>,
    /// Σ counts / Σ bases of the baseline.
    pub centre: f64,
    /// By how much the limits are wider than chance alone asks (σz of p′); 1 where the baseline is not overdispersed.
    pub spread: f64,
    /// Fewer points than a baseline needs: the limits will still move.
    pub provisional: bool,
}

/// A control chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    pub kind: Kind,
    pub points: Vec<Point>,
    pub phases: Vec<Phase>,
    /// The last periods of each phase, still too few to be pooled into a point.
    pub gathering: Vec<Range<usize>>,
}

impl Chart {
    /// Charts `periods`, oldest first. `changes` are the first periods after each recorded change of the process.
    #[must_use]
    pub fn of(kind: Kind, periods: &[Period], changes: &[usize]) -> Self {
        let mut bounds: Vec<usize> = changes.iter().copied().filter(|at| *at > 0 && *at < periods.len()).collect();
        bounds.extend([0, periods.len()]);
        bounds.sort_unstable();
        bounds.dedup();
        let mut chart = Self { kind, points: Vec::new(), phases: Vec::new(), gathering: Vec::new() };
        for pair in bounds.windows(2) {
            if let [from, to] = pair {
                chart.add_phase(periods, *from..*to);
            }
        }
        chart
    }

    /// Whether any point signals.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        self.points.iter().all(|point| point.signals.is_empty())
    }

    fn add_phase(&mut self, periods: &[Period], of: Range<usize>) {
        let (mut points, rest) = pool(periods, of);
        self.gathering.extend(rest);
        if points.is_empty() {
            return;
        }
        let baseline = &points[..points.len().min(BASELINE)];
        let centre = centre(baseline);
        let provisional = baseline.len() < BASELINE;
        let spread = if provisional { 1.0 } else { overdispersion(self.kind, baseline, centre) };
        for point in &mut points {
            let reach = 3.0 * sigma(self.kind, centre, point.base) * spread;
            point.centre = centre;
            point.lower = (centre - reach).max(0.0);
            point.upper = match self.kind {
                Kind::Share => (centre + reach).min(1.0),
                Kind::Rate => centre + reach,
            };
        }
        mark(&mut points);
        let first = self.points.len();
        self.points.append(&mut points);
        self.phases.push(Phase { points: first..self.points.len(), centre, spread, provisional });
    }
}

fn centre(points: &[Point]) -> f64 {
    let count: u64 = points.iter().map(|point| point.count).sum();
    let base: f64 = points.iter().map(|point| point.base).sum();
    if base > 0.0 { count as f64 / base } else { 0.0 }
}

fn sigma(kind: Kind, centre: f64, base: f64) -> f64 {
    match kind {
        Kind::Share => (centre * (1.0 - centre) / base).max(0.0).sqrt(),
        Kind::Rate => (centre / base).sqrt(),
    }
}

/// Joins following periods until each point expects [`POOLED_BELOW`] cases. What is expected follows from the bases and
/// the baseline alone, never from the counts, so that pooling favours no outcome. Answers what is left over.
fn pool(periods: &[Period], of: Range<usize>) -> (Vec<Point>, Option<Range<usize>>) {
    let counted =
        || of.clone().filter_map(|at| periods.get(at).map(|period| (at, period))).filter(|(_, p)| p.base > 0.0);
    let (count, base) = counted()
        .take(BASELINE)
        .fold((0.0, 0.0), |(count, base), (_, period)| (count + f64::from(period.count), base + period.base));
    let rate = if base > 0.0 { count / base } else { 0.0 };
    // A baseline without a single case expects none however long it waits; its periods stand alone.
    let enough = |base: f64| rate <= 0.0 || base * rate >= POOLED_BELOW;
    let mut points: Vec<Point> = Vec::new();
    let mut open: Option<Point> = None;
    for (at, period) in counted() {
        let point = open.get_or_insert_with(|| Point {
            periods: at..at,
            count: 0,
            base: 0.0,
            centre: 0.0,
            lower: 0.0,
            upper: 0.0,
            signals: Vec::new(),
        });
        point.periods.end = at + 1;
        point.count += u64::from(period.count);
        point.base += period.base;
        if enough(point.base) {
            points.extend(open.take());
        }
    }
    (points, open.map(|point| point.periods))
}

/// σz of Laney's p′ where the baseline spreads beyond chance by a χ² test at 1 %, else 1.
fn overdispersion(kind: Kind, baseline: &[Point], centre: f64) -> f64 {
    let z: Vec<f64> = baseline
        .iter()
        .map(|point| (point.rate() - centre) / sigma(kind, centre, point.base))
        .filter(|z| z.is_finite())
        .collect();
    let steps = z.len().saturating_sub(1);
    if steps == 0 {
        return 1.0;
    }
    let df = steps as f64;
    let squares: f64 = z.iter().map(|z| z * z).sum();
    let ninth = 2.0 / (9.0 * df);
    if squares <= df * (1.0 - ninth + Z99 * ninth.sqrt()).powi(3) {
        return 1.0;
    }
    let ranges: f64 = z.windows(2).map(|pair| if let [a, b] = pair { (b - a).abs() } else { 0.0 }).sum();
    (ranges / df / D2).max(1.0)
}

/// Marks every point that ends a pattern. Patterns do not reach across a change of the process.
fn mark(points: &mut [Point]) {
    let (mut above, mut below, mut rising, mut falling, mut turns) = (0, 0, 1, 1, 1);
    let mut before: Option<f64> = None;
    let mut last_step = 0.0;
    for point in points {
        let rate = point.rate();
        above = if rate > point.centre { above + 1 } else { 0 };
        below = if rate < point.centre { below + 1 } else { 0 };
        let step = before.map_or(0.0, |before| rate - before);
        rising = if step > 0.0 { rising + 1 } else { 1 };
        falling = if step < 0.0 { falling + 1 } else { 1 };
        turns = match step {
            0.0 => 1,
            step if step * last_step < 0.0 => turns + 1,
            _ => 2,
        };
        let marks = [
            (rate > point.upper, Signal::Outside(Way::Up)),
            (rate < point.lower, Signal::Outside(Way::Down)),
            (above >= ON_ONE_SIDE, Signal::OneSide(Way::Up)),
            (below >= ON_ONE_SIDE, Signal::OneSide(Way::Down)),
            (rising >= TREND, Signal::Trend(Way::Up)),
            (falling >= TREND, Signal::Trend(Way::Down)),
            (turns >= ALTERNATING, Signal::Alternating),
        ];
        point.signals = marks.into_iter().filter(|(holds, _)| *holds).map(|(_, signal)| signal).collect();
        last_step = step;
        before = Some(rate);
    }
}

#[cfg(test)]
mod tests;
