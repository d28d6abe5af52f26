//! A control chart: the rate of each period between its own limits, what is more than chance marked (kpi.md 5.4).

use plotters_backend::DrawingBackend;

use super::axis::rungs;
use super::display::Bounds;
use super::palette::Palette;
use super::pen::{Hold, Pen, Script, grouped};
use super::{Area, ChartError, Drawn, Hit, Mark, Scale, Tip, check_size};
use crate::figures::control::{Chart, Kind, Point, Signal};

/// The words behind the chart, in the language of the person.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Words {
    /// Names the rate.
    pub rate: String,
    /// Names the cases counted.
    pub count: String,
    /// Names what they are counted of.
    pub base: String,
    /// Names the centre line.
    pub centre: String,
    /// Names the limits.
    pub limits: String,
    /// Names the four signals: outside, on one side, trend, alternating.
    pub signals: [String; 4],
}

/// What is drawn.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    pub chart: &'a Chart,
    /// What each period is called, as many as were charted.
    pub labels: &'a [String],
    /// The first period after each recorded change of the process, and what changed.
    pub changes: &'a [(usize, String)],
    pub words: &'a Words,
}

const AXIS_EM: f32 = 11.0;
const HEAD: f32 = 18.0;
const FOOT: f32 = 20.0;
/// The row above the plot in which changes of the process are named.
const NAMES: f32 = 16.0;

/// Draws `view`; [`Mark::Period`] counts the points of the chart, which stand for several periods where they were pooled.
///
/// Limits are stepwise; a point that signals is red, ringed and numbered by the rule it breaks, as in [`Words::signals`].
/// A change of the process is an upright line with its name. Without a point nothing is drawn.
pub fn control<DB: DrawingBackend>(area: &Area<DB>, view: View<'_>, pal: &Palette, scale: Scale) -> Drawn
where
    DB::ErrorType: 'static,
{
    let (width, height) = check_size(area, scale)?;
    let pen = Pen { area, scale };
    if view.chart.points.is_empty() {
        return Ok(Vec::new());
    }
    let axis = Script::regular(AXIS_EM, pal.tertiary);
    let factor = if view.chart.kind == Kind::Share { 100.0 } else { 1.0 };
    let largest = view.chart.points.iter().map(|point| point.upper.max(point.rate()) * factor).fold(0.0, f64::max);
    // Axes step by whole figures; small rates are counted in hundredths.
    let fine = if largest < 5.0 { 100.0 } else { 1.0 };
    let head = HEAD + if view.changes.is_empty() { 0.0 } else { NAMES };
    let most = ((height - head - FOOT) / 34.0).clamp(2.0, 6.0) as usize;
    let levels = rungs(largest * fine, most);
    let top = levels.last().copied().unwrap_or(1.0).max(largest * fine);
    let unit = if view.chart.kind == Kind::Share { " %" } else { "" };
    let texts: Vec<String> = levels.iter().map(|level| trimmed(level / fine) + unit).collect();
    let left = pen.widest(texts.iter().map(String::as_str), axis)? + 8.0;
    let plot = Bounds::new(left, head, width - 8.0, height - FOOT);
    let sketch = Sketch { pen: &pen, view, pal, plot, factor: factor * fine / top };
    for (level, text) in levels.iter().zip(&texts) {
        let y = sketch.y_of(level / (factor * fine));
        pen.line(&[(plot.left, y), (plot.right, y)], pal.grid, 1.0)?;
        pen.write(text, axis, Hold::Right, (left - 6.0, y))?;
    }
    sketch.limits()?;
    sketch.changes()?;
    sketch.line()?;
    sketch.rules()?;
    sketch.labels(axis)?;
    Ok(sketch.hits())
}

/// A figure of an axis without needless places.
pub(super) fn trimmed(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Which of the four rules a signal belongs to, counted from nought.
const fn rule(signal: Signal) -> usize {
    match signal {
        Signal::Outside(_) => 0,
        Signal::OneSide(_) => 1,
        Signal::Trend(_) => 2,
        Signal::Alternating => 3,
    }
}

struct Sketch<'a, DB: DrawingBackend> {
    pen: &'a Pen<'a, DB>,
    view: View<'a>,
    pal: &'a Palette,
    plot: Bounds,
    /// From a rate to its share of the plot's height.
    factor: f64,
}

impl<DB: DrawingBackend> Sketch<'_, DB>
where
    DB::ErrorType: 'static,
{
    fn points(&self) -> &[Point] {
        &self.view.chart.points
    }

    fn slot(&self) -> f32 {
        self.plot.width() / self.points().len() as f32
    }

    fn x_of(&self, at: usize) -> f32 {
        self.plot.left + self.slot() * (at as f32 + 0.5)
    }

    fn y_of(&self, rate: f64) -> f32 {
        self.plot.bottom - (rate * self.factor) as f32 * self.plot.height()
    }

    /// Centre solid, limits stepwise and dashed, a stretch of the process at a time.
    fn limits(&self) -> Result<(), ChartError> {
        let half = self.slot() / 2.0;
        for phase in &self.view.chart.phases {
            for at in phase.points.clone() {
                let Some(point) = self.points().get(at) else { continue };
                let (from, to) = (self.x_of(at) - half, self.x_of(at) + half);
                let y = self.y_of(point.centre);
                self.pen.line(&[(from, y), (to, y)], self.pal.target, 1.25)?;
                for limit in [point.lower, point.upper] {
                    self.pen.dashed(
                        [(from, self.y_of(limit)), (to, self.y_of(limit))],
                        (4.0, 3.0),
                        self.pal.tertiary,
                    )?;
                }
                let next = self.points().get(at + 1).filter(|_| phase.points.contains(&(at + 1)));
                for (here, there) in
                    next.map(|next| [(point.lower, next.lower), (point.upper, next.upper)]).into_iter().flatten()
                {
                    if (self.y_of(here) - self.y_of(there)).abs() > 0.5 {
                        self.pen.line(&[(to, self.y_of(here)), (to, self.y_of(there))], self.pal.tertiary, 0.75)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn line(&self) -> Result<(), ChartError> {
        let (blue, red) = (self.pal.classes[0], self.pal.classes[1]);
        for phase in &self.view.chart.phases {
            let run: Vec<(f32, f32)> = phase
                .points
                .clone()
                .filter_map(|at| Some((self.x_of(at), self.y_of(self.points().get(at)?.rate()))))
                .collect();
            if run.len() > 1 {
                self.pen.line(&run, blue, 1.5)?;
            }
        }
        let radius = (self.slot() / 3.0).clamp(1.25, 3.0);
        for (at, point) in self.points().iter().enumerate() {
            let place = (self.x_of(at), self.y_of(point.rate()));
            if point.signals.is_empty() {
                self.pen.dot(place, radius, blue, None)?;
            } else {
                // A ring around the point: seen in grey as well.
                self.pen.dot(place, radius + 2.5, red, Some(self.pal.ground))?;
                self.pen.dot(place, radius, red, None)?;
            }
        }
        Ok(())
    }

    /// An upright line before the first point of a changed process, its name above the plot as far as the next one.
    fn changes(&self) -> Result<(), ChartError> {
        let script = Script::regular(AXIS_EM, self.pal.secondary);
        let mut right = self.plot.right + 8.0;
        for (period, name) in self.view.changes.iter().rev() {
            let Some(at) = self.points().iter().position(|point| point.periods.start >= *period) else { continue };
            let x = self.plot.left + self.slot() * at as f32;
            self.pen.dashed(
                [(x, self.plot.top - NAMES + 2.0), (x, self.plot.bottom)],
                (2.0, 2.0),
                self.pal.secondary,
            )?;
            let room = right - x - 10.0;
            // Less than two characters tell nothing; the line stands all the same.
            if room > 2.0 * AXIS_EM {
                let text = self.pen.elided(name, script, room)?;
                self.pen.write(&text, script, Hold::Left, (x + 4.0, self.plot.top - NAMES / 2.0 - HEAD / 2.0))?;
            }
            right = x;
        }
        Ok(())
    }

    /// The number of the rule above each point that signals, where it has room.
    fn rules(&self) -> Result<(), ChartError> {
        let script = Script::medium(AXIS_EM, self.pal.text);
        let mut edge = self.plot.left;
        for (at, point) in self.points().iter().enumerate() {
            let numbers: Vec<String> = point.signals.iter().map(|signal| (rule(*signal) + 1).to_string()).collect();
            if numbers.is_empty() {
                continue;
            }
            let text = numbers.join("+");
            let half = self.pen.width(&text, script)? / 2.0;
            let x = self.x_of(at).min(self.plot.right + 8.0 - half);
            if x - half < edge + 1.0 {
                continue;
            }
            edge = x + half;
            let y = (self.y_of(point.rate()) - 13.0).max(self.plot.top - 6.0);
            self.pen.write(&text, script, Hold::Middle, (x, y))?;
        }
        Ok(())
    }

    /// Names of the points, counted from the newest, as many as have room.
    fn labels(&self, axis: Script) -> Result<(), ChartError> {
        // A point that stands for several periods is named whole where it is told; here its first one has to do.
        let of = |point: &Point| self.view.labels.get(point.periods.start).cloned().unwrap_or_default();
        let names: Vec<String> = self.points().iter().map(of).collect();
        let widest = self.pen.widest(names.iter().map(String::as_str), axis)?.min(90.0);
        let stride = (((widest + 10.0) / self.slot()).ceil() as usize).max(1);
        let mut edge = f32::MAX;
        for at in (0..names.len()).rev().step_by(stride) {
            let text = self.pen.elided(&names[at], axis, 90.0)?;
            let wide = self.pen.width(&text, axis)?;
            let x = self.x_of(at).min(self.plot.right + 8.0 - wide / 2.0).max(wide / 2.0);
            if x + wide / 2.0 + 4.0 > edge {
                continue;
            }
            edge = x - wide / 2.0;
            self.pen.write(&text, axis, Hold::Middle, (x, self.plot.bottom + FOOT / 2.0 + 1.0))?;
        }
        Ok(())
    }

    fn name(&self, point: &Point) -> String {
        let of = |at: usize| self.view.labels.get(at).map_or("", String::as_str);
        let (first, last) = (of(point.periods.start), of(point.periods.end.saturating_sub(1)));
        if point.periods.len() > 1 { format!("{first}–{last}") } else { first.to_owned() }
    }

    fn hits(&self) -> Vec<Hit> {
        let half = self.slot() / 2.0;
        let hit = |(at, point): (usize, &Point)| {
            let (x, y) = (self.x_of(at), self.y_of(point.rate()));
            let rect = Bounds::new(x - half, 0.0, x + half, self.plot.bottom + FOOT);
            Hit { rect, frame: Bounds::around(x, y, 11.0, 11.0), mark: Mark::Period(at), tip: self.tip(point) }
        };
        self.points().iter().enumerate().map(hit).collect()
    }

    fn tip(&self, point: &Point) -> Tip {
        let words = self.view.words;
        let say = |rate: f64| match self.view.chart.kind {
            Kind::Share => format!("{:.1} %", rate * 100.0),
            Kind::Rate => format!("{rate:.2}"),
        };
        let base = if point.base.fract() == 0.0 { grouped(point.base as u64) } else { format!("{:.2}", point.base) };
        let mut rows = vec![
            (words.rate.clone(), say(point.rate())),
            (words.count.clone(), grouped(point.count)),
            (words.base.clone(), base),
            (words.centre.clone(), say(point.centre)),
            (words.limits.clone(), format!("{} – {}", say(point.lower), say(point.upper))),
        ];
        rows.extend(point.signals.iter().map(|signal| {
            let rule = rule(*signal);
            (words.signals[rule].clone(), (rule + 1).to_string())
        }));
        Tip { title: self.name(point), rows }
    }
}

#[cfg(test)]
mod tests {
    use super::super::display::Shape;
    use super::super::measure::tests::faces;
    use super::super::tidy::{texts, tidy_everywhere};
    use super::super::{Picture, record};
    use super::*;
    use crate::figures::control::Period;

    fn words() -> Words {
        let [rate, count, base, centre, limits] = ["超时占比", "超时", "到期", "中心线", "控制限"].map(str::to_owned);
        let signals = ["超出控制限", "连续偏于一侧", "连续升降", "交替升降"].map(str::to_owned);
        Words { rate, count, base, centre, limits, signals }
    }

    fn share(counts: &[u32], bases: &[f64]) -> Chart {
        let periods: Vec<Period> =
            counts.iter().zip(bases).map(|(count, base)| Period { count: *count, base: *base }).collect();
        Chart::of(Kind::Share, &periods, &[])
    }

    fn labels(chart: &Chart) -> Vec<String> {
        let last = chart.points.iter().map(|point| point.periods.end).max().unwrap_or(0);
        (1..=last).map(|at| format!("W{at}")).collect()
    }

    fn draw(chart: &Chart, size: (f32, f32)) -> Picture {
        draw_changed(chart, &[], size)
    }

    fn draw_changed(chart: &Chart, changes: &[(usize, String)], size: (f32, f32)) -> Picture {
        let (words, labels) = (words(), labels(chart));
        let view = View { chart, labels: &labels, changes, words: &words };
        tidy_everywhere(|area, palette, scale| super::control(area, view, palette, scale));
        record(size, &faces(), |area, scale| super::control(area, view, &Palette::LIGHT, scale)).unwrap()
    }

    /// The p-chart of kpi.md 5.4: the fifth point is out.
    #[test]
    fn the_point_outside_is_ringed_and_the_limits_are_stepwise() {
        let chart = share(&[9, 14, 8, 11, 31, 10], &[180.0, 220.0, 205.0, 190.0, 240.0, 210.0]);
        let picture = draw(&chart, (475.0, 262.0));
        let red = Palette::LIGHT.classes[1];
        let rings = picture
            .shapes
            .iter()
            .filter(|shape| matches!(shape, Shape::Circle { width: Some(_), ink, .. } if ink.rgb == red));
        assert_eq!(rings.count(), 1);
        assert_eq!(
            picture.hits[4].tip.line(),
            "W5: 超时占比 12.9 %, 超时 31, 到期 240, 中心线 6.7 %, 控制限 1.8 % – 11.5 %, 超出控制限 1"
        );
        let steps = picture.shapes.iter().filter(
            |shape| matches!(shape, Shape::Line { points, .. } if points.len() == 2 && points[0][0] == points[1][0]),
        );
        assert_eq!(steps.count(), 10, "five changes of two limits");
        assert_eq!(texts(&picture)[..3], ["0 %", "5 %", "10 %"]);
        assert!(texts(&picture).contains(&"1"), "the number of the rule stands at the point");
    }

    /// The u-chart of kpi.md 5.4.
    #[test]
    fn rates_by_units_are_told_as_they_are() {
        let periods = [(38, 12.5), (41, 13.0), (35, 12.8), (72, 14.1)].map(|(count, base)| Period { count, base });
        let picture = draw(&Chart::of(Kind::Rate, &periods, &[]), (330.0, 200.0));
        assert!(picture.hits[3].tip.line().starts_with("W4: 超时占比 5.11, 超时 72, 到期 14.10, 中心线 3.55"));
    }

    /// kpi.md 5.4: a recorded change is an upright line with its name, and the limits begin anew behind it.
    #[test]
    fn a_change_of_the_process_is_drawn_and_named() {
        let counts: Vec<u32> = (0..44).map(|at| if at < 22 { 20 } else { 6 } + at % 3).collect();
        let periods: Vec<Period> = counts.iter().map(|count| Period { count: *count, base: 200.0 }).collect();
        let chart = Chart::of(Kind::Share, &periods, &[22]);
        let changes = [(22, "派单改由两人复核".to_owned()), (40, "再改".to_owned())];
        let picture = draw_changed(&chart, &changes, (700.0, 260.0));
        assert!(texts(&picture).contains(&"派单改由两人复核") && texts(&picture).contains(&"再改"));
        let centres: std::collections::BTreeSet<i64> = picture
            .shapes
            .iter()
            .filter_map(|shape| match shape {
                Shape::Line { points, ink, .. } if ink.rgb == Palette::LIGHT.target => {
                    Some((points[0][1] * 10.0) as i64)
                }
                _ => None,
            })
            .collect();
        assert_eq!(centres.len(), 2, "one centre before the change and one after");
    }

    #[test]
    fn nothing_overlaps_however_many_points() {
        let many: Vec<u32> = (0..120).map(|at| 10 + at % 7).collect();
        draw(&share(&many, &[150.0; 120]), (330.0, 200.0));
        draw(&share(&[0, 0, 0], &[3.0, 4.0, 5.0]), (330.0, 200.0));
        assert!(draw(&share(&[], &[]), (330.0, 200.0)).shapes.is_empty());
    }
}
