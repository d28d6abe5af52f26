//! Early-failure curves: failures per 100 units by months in service, cumulative, a line a month of production (kpi.md 5.4).

use plotters_backend::DrawingBackend;

use super::axis::rungs;
use super::display::Bounds;
use super::palette::{Palette, Rgb};
use super::pen::{Hold, Pen, Script, grouped};
use super::{Area, ChartError, Drawn, Hit, Mark, Scale, Tip, check_size};
use crate::figures::mis::{Cohort, Mis};

/// The words behind the chart, in the language of the person.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Words {
    /// Names the axis below.
    pub months: String,
    /// Names failures per 100 units, and failures as a count.
    pub rate: String,
    pub count: String,
    pub units: String,
    /// Said of a month of production without units.
    pub unknown: String,
}

/// What is drawn.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    pub mis: &'a Mis,
    pub words: &'a Words,
}

const AXIS_EM: f32 = 11.0;
const HEAD: f32 = 24.0;
const FOOT: f32 = 36.0;
/// How lines are told apart without colour: a dash and a gap; none is a whole line.
const DASHES: [Option<(f32, f32)>; 3] = [None, Some((7.0, 3.0)), Some((2.0, 2.5))];

/// Draws `view`; [`Mark::Row`] counts the months of production. Where any of them has no units all are drawn as counts, so
/// that one axis holds for all. Without failures nothing is drawn.
pub fn mis<DB: DrawingBackend>(area: &Area<DB>, view: View<'_>, pal: &Palette, scale: Scale) -> Drawn
where
    DB::ErrorType: 'static,
{
    let (width, height) = check_size(area, scale)?;
    let pen = Pen { area, scale };
    let rated = view.mis.has_units();
    let curves: Vec<Vec<f64>> = view.mis.cohorts.iter().map(|cohort| curve(cohort, rated)).collect();
    let largest = curves.iter().flatten().copied().fold(0.0, f64::max);
    if largest <= 0.0 {
        return Ok(Vec::new());
    }
    let axis = Script::regular(AXIS_EM, pal.tertiary);
    // Axes step by whole figures; small rates are counted in hundredths.
    let fine = if rated && largest < 5.0 { 100.0 } else { 1.0 };
    let most = ((height - HEAD - FOOT) / 34.0).clamp(2.0, 6.0) as usize;
    let levels = rungs(largest * fine, most);
    let top = levels.last().copied().unwrap_or(1.0).max(largest * fine);
    let texts: Vec<String> = levels.iter().map(|level| super::control::trimmed(level / fine)).collect();
    let left = pen.widest(texts.iter().map(String::as_str), axis)? + 8.0;
    let last = curves.iter().map(Vec::len).max().unwrap_or(1).saturating_sub(1).max(1);
    let plot = Bounds::new(left, HEAD, width - 14.0, height - FOOT);
    let sketch = Sketch { pen: &pen, view, pal, plot, factor: fine / top, last };
    for (level, text) in levels.iter().zip(&texts) {
        let y = sketch.y_of(level / fine);
        pen.line(&[(plot.left, y), (plot.right, y)], pal.grid, 1.0)?;
        pen.write(text, axis, Hold::Right, (left - 6.0, y))?;
    }
    sketch.axis(axis, rated)?;
    for (at, curve) in curves.iter().enumerate() {
        sketch.curve(at, curve)?;
    }
    sketch.legend()?;
    Ok(sketch.hits(&curves))
}

fn curve(cohort: &Cohort, rated: bool) -> Vec<f64> {
    if rated { cohort.curve() } else { Cohort { units: None, ..cohort.clone() }.curve() }
}

struct Sketch<'a, DB: DrawingBackend> {
    pen: &'a Pen<'a, DB>,
    view: View<'a>,
    pal: &'a Palette,
    plot: Bounds,
    /// From a value to its share of the plot's height.
    factor: f64,
    last: usize,
}

impl<DB: DrawingBackend> Sketch<'_, DB>
where
    DB::ErrorType: 'static,
{
    fn x_of(&self, month: usize) -> f32 {
        self.plot.left + self.plot.width() * month as f32 / self.last as f32
    }

    fn y_of(&self, value: f64) -> f32 {
        self.plot.bottom - (value * self.factor) as f32 * self.plot.height()
    }

    fn ink(&self, at: usize) -> (Rgb, Option<(f32, f32)>) {
        let pal = self.pal;
        let colours = [pal.classes[0], pal.classes[1], pal.classes[3], pal.classes[4]];
        (colours[at % colours.len()], DASHES[(at / 2) % DASHES.len()])
    }

    fn axis(&self, axis: Script, rated: bool) -> Result<(), ChartError> {
        let wide = self.pen.width("24", axis)? + 10.0;
        let stride = ((wide * self.last as f32 / self.plot.width()).ceil() as usize).max(1);
        for month in (0..=self.last).step_by(stride) {
            self.pen.write(&month.to_string(), axis, Hold::Middle, (self.x_of(month), self.plot.bottom + 10.0))?;
        }
        let middle = ((self.plot.left + self.plot.right) / 2.0, self.plot.bottom + 26.0);
        let words = self.view.words;
        let what = if rated { &words.rate } else { &words.count };
        let text = self.pen.elided(&format!("{} · {what}", words.months), axis, self.plot.width())?;
        self.pen.write(&text, axis, Hold::Middle, middle)
    }

    fn curve(&self, at: usize, curve: &[f64]) -> Result<(), ChartError> {
        let (rgb, dash) = self.ink(at);
        let places: Vec<(f32, f32)> =
            curve.iter().enumerate().map(|(month, value)| (self.x_of(month), self.y_of(*value))).collect();
        for pair in places.windows(2) {
            if let [from, to] = pair {
                match dash {
                    None => self.pen.line(&[*from, *to], rgb, 1.75)?,
                    Some(dash) => self.pen.dashed([*from, *to], dash, rgb)?,
                }
            }
        }
        // Where a curve ends its units are no older; the point says that it does not go on level.
        if let Some(end) = places.last() {
            self.pen.dot(*end, 3.0, rgb, Some(self.pal.ground))?;
        }
        Ok(())
    }

    /// Months of production above the plot, as many as have room.
    fn legend(&self) -> Result<(), ChartError> {
        let script = Script::regular(AXIS_EM, self.pal.secondary);
        let mut x = 2.0;
        for (at, cohort) in self.view.mis.cohorts.iter().enumerate() {
            let name = cohort.made.format("%Y-%m").to_string();
            let wide = self.pen.width(&name, script)? + 24.0;
            if x + wide > self.plot.right {
                break;
            }
            let (rgb, dash) = self.ink(at);
            let line = [(x, 10.5), (x + 18.0, 10.5)];
            match dash {
                None => self.pen.line(&line, rgb, 1.75)?,
                Some(dash) => self.pen.dashed(line, dash, rgb)?,
            }
            self.pen.write(&name, script, Hold::Left, (x + 22.0, 10.5))?;
            x += wide + 10.0;
        }
        Ok(())
    }

    /// The ends of the curves, each where no other end is nearer.
    fn hits(&self, curves: &[Vec<f64>]) -> Vec<Hit> {
        let cohorts = self.view.mis.cohorts.iter().zip(curves).enumerate();
        cohorts
            .filter_map(|(at, (cohort, curve))| {
                let (x, y) = (self.x_of(curve.len().checked_sub(1)?), self.y_of(*curve.last()?));
                let around = Bounds::around(x, y, 11.0, 11.0);
                Some(Hit { rect: around, frame: around, mark: Mark::Row(at), tip: self.tip(cohort, curve) })
            })
            .collect()
    }

    fn tip(&self, cohort: &Cohort, curve: &[f64]) -> Tip {
        let words = self.view.words;
        let units = cohort.units.map_or_else(|| words.unknown.clone(), |units| grouped(units.unsigned_abs()));
        let mut rows = vec![(words.units.clone(), units), (words.count.clone(), grouped(u64::from(cohort.total())))];
        if let Some(last) = curve.last().filter(|_| self.view.mis.has_units()) {
            rows.push((words.rate.clone(), format!("{last:.2}")));
        }
        rows.push((words.months.clone(), curve.len().saturating_sub(1).to_string()));
        Tip { title: cohort.made.format("%Y-%m").to_string(), rows }
    }
}

#[cfg(test)]
mod tests {
    use super::super::measure::tests::faces;
    use super::super::tidy::{texts, tidy_everywhere};
    use super::super::{Picture, record};
    use super::*;

    fn cohort(made: &str, units: Option<i64>, failures: &[u32]) -> Cohort {
        Cohort { made: made.parse().unwrap(), units, failures: failures.to_vec(), undated: 0 }
    }

    fn draw(cohorts: Vec<Cohort>) -> Picture {
        let [months, rate, count, units, unknown] =
            ["使用月数", "累计故障（台/百台）", "累计故障（件）", "生产数量", "未知"].map(str::to_owned);
        let words = Words { months, rate, count, units, unknown };
        let mis = Mis { cohorts };
        let view = View { mis: &mis, words: &words };
        tidy_everywhere(|area, palette, scale| super::mis(area, view, palette, scale));
        record((560.0, 280.0), &faces(), |area, scale| super::mis(area, view, &Palette::LIGHT, scale)).unwrap()
    }

    /// kpi.md 5.4: cumulative per 100 units; a curve ends where its units are no older.
    #[test]
    fn curves_rise_and_end_with_the_age_of_their_units() {
        let picture =
            draw(vec![cohort("2025-10-01", Some(400), &[1, 2, 0, 0, 1]), cohort("2026-01-01", Some(200), &[0, 3])]);
        assert_eq!(
            picture.hits[0].tip.line(),
            "2025-10: 生产数量 400, 累计故障（件） 4, 累计故障（台/百台） 1.00, 使用月数 4"
        );
        let (first, second) = (picture.hits[0].frame, picture.hits[1].frame);
        assert!(second.left < first.left, "the younger curve is shorter");
        assert!(second.top < first.top, "1.5 of 100 lies above 1.0");
        assert!(texts(&picture).contains(&"2026-01"));
    }

    #[test]
    fn without_units_all_are_counts_and_the_axis_says_so() {
        let picture = draw(vec![cohort("2025-10-01", Some(400), &[1, 2]), cohort("2026-01-01", None, &[0, 3])]);
        assert!(texts(&picture).iter().any(|text| text.contains("累计故障（件）")));
        assert!(picture.hits[1].tip.line().contains("生产数量 未知"));
        assert!(draw(vec![cohort("2026-01-01", None, &[0, 0])]).shapes.is_empty());
        draw((1..=12).map(|at| cohort(&format!("2025-{at:02}-01"), Some(100), &[1; 24])).collect());
    }
}
