//! The on-time closing rate over time: a line, its target dashed, what missed the target hollow.

use plotters::chart::{ChartBuilder, ChartContext, LabelAreaPosition};
use plotters::coord::cartesian::Cartesian2d;
use plotters::element::{Circle, PathElement};
use plotters::series::{DashedLineSeries, LineSeries};
use plotters::style::{Color, TRANSPARENT};
use plotters_backend::DrawingBackend;

use super::axis::Axis;
use super::display::Bounds;
use super::palette::Palette;
use super::pen::{Hold, Pen, Script, colour, grouped, line_style, percent};
use super::place::{Place, Places};
use super::{Area, ChartError, Drawn, Hit, Mark, Scale, Tip, check_size};
use crate::figures::OnTime;
use crate::figures::on_time::Period;

/// The words on and behind the chart, in the language of the person.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Words {
    /// Stands before the target's value, and names it in the tooltip.
    pub target: String,
    /// Names the rate.
    pub rate: String,
    /// Names the number closed in time.
    pub closed: String,
    /// Names the number that was due.
    pub due: String,
    /// Names the 95 % interval of a small base.
    pub interval: String,
}

/// What is drawn.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    pub on_time: &'a OnTime,
    pub words: &'a Words,
}

const AXIS_EM: f32 = 11.0;
const NOTE_EM: f32 = 12.0;
/// Height that keeps two notes apart.
const NOTE_HEIGHT: f32 = 15.0;
/// Room above the plot for the value of a point on its upper edge.
const HEAD: f32 = 20.0;
/// How far from its point a note is tried: above and below, then further off.
const LIFTS: [f32; 4] = [-12.0, 13.0, -20.0, 22.0];
const FOOT: f32 = 22.0;

type Plot<'a, DB> = ChartContext<'a, DB, Cartesian2d<Axis, Axis>>;

/// Draws `view`. A period without a base is a gap with a dash at the foot, never 0 % (kpi.md 5.1 rule 2); one with a
/// base below 30 is hollow and carries its 95 % interval (rule 4).
///
/// With no rate at all only axes and target are drawn; ask [`OnTime::is_empty`] first and show words instead.
pub fn on_time<DB: DrawingBackend>(area: &Area<DB>, view: View<'_>, pal: &Palette, scale: Scale) -> Drawn
where
    DB::ErrorType: 'static,
{
    let (width, height) = check_size(area, scale)?;
    let pen = Pen { area, scale };
    let axis = Script::regular(AXIS_EM, pal.tertiary);
    let levels = levels(view.on_time, ((height - HEAD - FOOT) / 26.0) as usize);
    let level_texts: Vec<String> = levels.iter().map(u32::to_string).collect();
    let left = pen.widest(level_texts.iter().map(String::as_str), axis)? + 8.0;
    let days = Days::fit(&pen, view, axis, (left, width - left))?;
    let right = (days.widest / 2.0).max(12.0);
    let ends = |levels: &[u32]| Some((f64::from(*levels.first()?), f64::from(*levels.last()?)));
    let (low, high) = ends(&levels).unwrap_or((0.0, 100.0));
    let last = view.on_time.periods.len().saturating_sub(1) as f64;
    let margin = if last < 1.0 { 0.5 } else { (last * 0.02).min(0.3) };

    let mut chart = ChartBuilder::on(area)
        .margin_top(scale.px(HEAD))
        .margin_right(scale.px(right))
        .set_label_area_size(LabelAreaPosition::Left, scale.px(left))
        .set_label_area_size(LabelAreaPosition::Bottom, scale.px(FOOT))
        .build_cartesian_2d(
            Axis::new(-margin, last + margin, days.shown.iter().map(|at| *at as f64)),
            Axis::new(low, high, levels.iter().copied().map(f64::from)),
        )?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .bold_line_style(line_style(pal.grid, scale.stroke(1.0)))
        .light_line_style(TRANSPARENT)
        .axis_style(TRANSPARENT.filled())
        .set_all_tick_mark_size(scale.px(3.0))
        .label_style(axis.style(scale))
        .x_label_formatter(&|at| days.labels.get(at.round() as usize).cloned().unwrap_or_default())
        .y_label_formatter(&|level| format!("{level:.0}"))
        .draw()?;

    let room = Bounds::new(left, 0.0, width, height - FOOT);
    let sketch = Sketch { pen: &pen, view, pal, room };
    sketch.compared(&mut chart)?;
    sketch.target(&mut chart)?;
    let mut obstacles = sketch.intervals(&mut chart)?;
    obstacles.extend(sketch.line(&mut chart)?);
    sketch.notes(&chart, &obstacles)?;
    Ok(sketch.hits(&chart))
}

/// Which period labels are written, counted from the newest, and how.
struct Days {
    labels: Vec<String>,
    shown: Vec<usize>,
    widest: f32,
}

impl Days {
    fn fit<DB: DrawingBackend>(
        pen: &Pen<'_, DB>,
        view: View<'_>,
        axis: Script,
        (left, room): (f32, f32),
    ) -> Result<Self, ChartError>
    where
        DB::ErrorType: 'static,
    {
        let periods = &view.on_time.periods;
        let labels =
            periods.iter().map(|period| pen.elided(&period.label, axis, 76.0)).collect::<Result<Vec<_>, _>>()?;
        let widest = pen.widest(labels.iter().map(String::as_str), axis)?;
        let steps = periods.len().saturating_sub(1).max(1) as f32;
        let step = ((room - widest / 2.0 - 12.0).max(1.0) / steps).max(0.01);
        let stride = (((widest + 12.0) / step).ceil() as usize).max(1);
        // The first label may reach under the column of the axis figures, but not over the edge.
        let mut shown: Vec<usize> = (0..periods.len()).rev().step_by(stride).collect();
        shown.reverse();
        if let Some(first) = shown.first().copied() {
            let reach = pen.width(&labels[first], axis)? / 2.0;
            if left + first as f32 * step < reach {
                shown.remove(0);
            }
        }
        Ok(Self { labels, shown, widest })
    }
}

/// The figures of the vertical axis: whole per cents in even steps that hold every rate and the target with air around.
fn levels(on_time: &OnTime, most: usize) -> Vec<u32> {
    let target = f64::from(on_time.target_tenths) / 10.0;
    let earlier = on_time.compared.iter().flat_map(|run| run.shares.iter().take(on_time.periods.len()));
    let shares = on_time.periods.iter().map(|period| &period.share).chain(earlier);
    let rates = shares.filter_map(|share| share.percent());
    let (low, high) = rates.fold((target, target), |(low, high), rate| (low.min(rate), high.max(rate)));
    let most = most.clamp(2, 8) as u32;
    for step in [1, 2, 5, 10, 20, 25, 50] {
        let mut bottom = (low / f64::from(step)).floor().max(0.0) as u32 * step;
        // Air below the lowest point, where a holiday is named.
        if low - f64::from(bottom) < f64::from(step) * 0.4 {
            bottom = bottom.saturating_sub(step);
        }
        let mut top = ((high / f64::from(step)).ceil().max(0.0) as u32 * step).min(100);
        if f64::from(top) - high < f64::from(step) * 0.4 {
            top = (top + step).min(100);
        }
        let top = top.max(bottom + step);
        if (top - bottom).div_ceil(step) <= most {
            let mut levels: Vec<u32> = (bottom..=top).step_by(step as usize).collect();
            if levels.last().is_some_and(|last| *last < top) {
                levels.push(top);
            }
            return levels;
        }
    }
    vec![0, 50, 100]
}

/// The parts of the drawing that share figures, words and colours.
struct Sketch<'a, DB: DrawingBackend> {
    pen: &'a Pen<'a, DB>,
    view: View<'a>,
    pal: &'a Palette,
    /// Where notes may stand.
    room: Bounds,
}

impl<DB: DrawingBackend> Sketch<'_, DB>
where
    DB::ErrorType: 'static,
{
    fn periods(&self) -> &[Period] {
        &self.view.on_time.periods
    }

    fn target_percent(&self) -> f64 {
        f64::from(self.view.on_time.target_tenths) / 10.0
    }

    /// Earlier periods as grey lines without points, broken at gaps.
    fn compared(&self, chart: &mut Plot<'_, DB>) -> Result<(), ChartError> {
        let scale = self.pen.scale;
        let style = line_style(self.pal.tertiary, scale.stroke(1.25));
        for run in &self.view.on_time.compared {
            let rates = run.shares.iter().take(self.periods().len()).map(|share| share.percent());
            let at: Vec<(f64, Option<f64>)> = rates.enumerate().map(|(at, rate)| (at as f64, rate)).collect();
            for part in at.split(|(_, rate)| rate.is_none()) {
                let part: Vec<(f64, f64)> = part.iter().filter_map(|(at, rate)| Some((*at, (*rate)?))).collect();
                if part.len() < 2 {
                    continue;
                }
                if run.dashed {
                    chart.draw_series(DashedLineSeries::new(part, scale.px(2.0), scale.px(2.0), style))?;
                } else {
                    chart.draw_series(LineSeries::new(part, style))?;
                }
            }
        }
        Ok(())
    }

    fn target(&self, chart: &mut Plot<'_, DB>) -> Result<(), ChartError> {
        let span = chart.x_range();
        let ends = [(span.start, self.target_percent()), (span.end, self.target_percent())];
        let scale = self.pen.scale;
        let style = line_style(self.pal.target, scale.stroke(1.25));
        chart.draw_series(DashedLineSeries::new(ends, scale.px(4.0), scale.px(3.0), style))?;
        Ok(())
    }

    /// The 95 % interval of each small base, cut to the plot; answers where they stand, in points.
    fn intervals(&self, chart: &mut Plot<'_, DB>) -> Result<Vec<Vec<(f32, f32)>>, ChartError> {
        let levels = chart.y_range();
        let style = line_style(self.pal.minor, self.pen.scale.stroke(2.0));
        let small = self.periods().iter().enumerate().filter(|(_, period)| period.share.is_small_base());
        let ends = small.filter_map(|(at, period)| {
            let (low, high) = period.share.wilson95()?;
            Some([low, high].map(|level| (at as f64, level.clamp(levels.start, levels.end))))
        });
        let ends: Vec<[(f64, f64); 2]> = ends.collect();
        chart.draw_series(ends.iter().map(|ends| PathElement::new(ends.to_vec(), style)))?;
        Ok(ends.iter().map(|ends| ends.map(|end| self.pen.place(chart.backend_coord(&end))).to_vec()).collect())
    }

    /// Draws the line, broken at gaps, then the points over it; answers the runs between gaps in points.
    fn line(&self, chart: &mut Plot<'_, DB>) -> Result<Vec<Vec<(f32, f32)>>, ChartError> {
        let scale = self.pen.scale;
        let rates: Vec<Option<f64>> = self.periods().iter().map(|period| period.share.percent()).collect();
        let at: Vec<(f64, Option<f64>)> = rates.iter().enumerate().map(|(at, rate)| (at as f64, *rate)).collect();
        let mut runs = Vec::new();
        for run in at.split(|(_, rate)| rate.is_none()) {
            let run: Vec<(f64, f64)> = run.iter().filter_map(|(at, rate)| Some((*at, (*rate)?))).collect();
            if run.len() > 1 {
                let style = line_style(self.pal.classes[0], scale.stroke(1.75));
                chart.draw_series(LineSeries::new(run.iter().copied(), style))?;
            }
            if !run.is_empty() {
                runs.push(run.iter().map(|at| self.pen.place(chart.backend_coord(at))).collect());
            }
        }
        let radius = self.radius(chart);
        let blue = colour(self.pal.classes[0]);
        for (at, period) in self.periods().iter().enumerate() {
            let Some(rate) = period.share.percent() else { continue };
            let place = (at as f64, rate);
            let full =
                period.share.meets(self.view.on_time.target_tenths) == Some(true) && !period.share.is_small_base();
            let ground = if full { blue } else { colour(self.pal.ground) };
            chart.draw_series([Circle::new(place, scale.px(radius), ground.filled())])?;
            if !full {
                chart.draw_series([Circle::new(place, scale.px(radius), blue.stroke_width(scale.stroke(1.5)))])?;
            }
        }
        Ok(runs)
    }

    /// Points shrink where they would touch.
    fn radius(&self, chart: &Plot<'_, DB>) -> f32 {
        (self.step(chart) / 3.0).clamp(1.25, 3.25)
    }

    /// Points between two periods.
    fn step(&self, chart: &Plot<'_, DB>) -> f32 {
        let (first, _) = self.pen.place(chart.backend_coord(&(0.0, 0.0)));
        let (second, _) = self.pen.place(chart.backend_coord(&(1.0, 0.0)));
        second - first
    }

    /// Writes the newest value, the target's value, the holidays and the dashes of the gaps, each where there is room.
    fn notes(&self, chart: &Plot<'_, DB>, obstacles: &[Vec<(f32, f32)>]) -> Result<(), ChartError> {
        let mut places = Places::new(self.room);
        for line in obstacles {
            places.keep_clear_of_line(line, self.radius(chart) + 1.0);
        }
        let point = |at: usize, rate: f64| self.pen.place(chart.backend_coord(&(at as f64, rate)));
        if let Some((at, period)) = self.view.on_time.latest() {
            let near = point(at, period.share.percent().unwrap_or_default());
            let script = Script::medium(13.0, self.pal.text);
            self.note(&mut places, &percent(period.share.tenths()), script, &[near, (near.0, self.head())])?;
        }
        let tenths = self.view.on_time.target_tenths;
        let words = format!("{} {}", self.view.words.target, percent(Some(tenths)));
        let script = Script::regular(NOTE_EM, self.pal.target);
        let reach = self.pen.width(&words, script)? / 2.0;
        let (_, y) = point(0, self.target_percent());
        let free = (self.room.width() - reach * 2.0 - 8.0).max(0.0);
        let start = self.room.left + 4.0 + reach;
        let mut along = [0.0, 1.0, 0.25, 0.5, 0.75, 0.0].map(|share| (start + free * share, y));
        along[5].1 = self.head();
        self.note(&mut places, &words, script, &along)?;
        let script = Script::regular(NOTE_EM, self.pal.secondary);
        let floor = self.room.bottom - NOTE_HEIGHT - 8.0;
        for (at, period) in self.periods().iter().enumerate() {
            let (x, y) = period.share.percent().map_or_else(|| (point(at, 0.0).0, floor), |rate| point(at, rate));
            // All names together where they fit, else the first ones alone; the tooltip has them all.
            let near = [(x, y), (x, floor)];
            let together = period.holidays.join(" · ");
            if !together.is_empty() && !self.note(&mut places, &together, script, &near)? {
                for name in &period.holidays {
                    self.note(&mut places, name, script, &near)?;
                }
            }
        }
        let script = Script::regular(NOTE_EM, self.pal.tertiary);
        for (at, _) in self.periods().iter().enumerate().filter(|(_, period)| period.share.whole() == 0) {
            let (x, _) = point(at, 0.0);
            let foot = self.room.bottom - 8.0;
            if places.take([Bounds::around(x, foot, NOTE_EM, NOTE_HEIGHT)]).is_some() {
                self.pen.write("—", script, Hold::Middle, (x, foot))?;
            }
        }
        Ok(())
    }

    /// A height whose note stands above the plot, where nothing is drawn.
    fn head(&self) -> f32 {
        self.room.top + NOTE_HEIGHT / 2.0 - LIFTS[0]
    }

    /// Writes a note above or below one of the `near` points, pushed in from the edges; `false` when no place is free.
    fn note(&self, places: &mut Places, text: &str, script: Script, near: &[(f32, f32)]) -> Result<bool, ChartError> {
        let text = self.pen.elided(text, script, 96.0_f32.min(self.room.width()))?;
        let width = self.pen.width(&text, script)?;
        let candidates = near.iter().flat_map(|&(x, y)| {
            let x = x.min(self.room.right - width / 2.0).max(self.room.left + width / 2.0);
            LIFTS.map(|lift| Bounds::around(x, y + lift, width, NOTE_HEIGHT))
        });
        let Some(Place { bounds, crossings }) = places.take(candidates) else { return Ok(false) };
        if crossings > 0 {
            // Nothing better was free: the line goes behind the note.
            self.pen.fill(bounds, self.pal.ground)?;
        }
        let middle = ((bounds.left + bounds.right) / 2.0, (bounds.top + bounds.bottom) / 2.0);
        self.pen.write(&text, script, Hold::Middle, middle)?;
        Ok(true)
    }

    /// A strip for each period from top to bottom, its label included. The point itself is framed; of a gap, its strip
    /// of the plot.
    fn hits(&self, chart: &Plot<'_, DB>) -> Vec<Hit> {
        let half = self.step(chart) / 2.0;
        let levels = chart.y_range();
        let hit = |(at, period): (usize, &Period)| {
            let (x, top) = self.pen.place(chart.backend_coord(&(at as f64, levels.end)));
            let (_, bottom) = self.pen.place(chart.backend_coord(&(at as f64, levels.start)));
            let (left, right) = ((x - half).max(0.0), (x + half).min(self.room.right));
            let frame = match period.share.percent() {
                Some(rate) => {
                    let (x, y) = self.pen.place(chart.backend_coord(&(at as f64, rate)));
                    let size = 2.0 * self.radius(chart) + 4.0;
                    Bounds::around(x, y, size, size)
                }
                None => Bounds::new(left, top, right, bottom),
            };
            let rect = Bounds::new(left, 0.0, right, self.room.bottom + FOOT);
            Hit { rect, frame, mark: Mark::Period(at), tip: self.tip(at, period) }
        };
        self.periods().iter().enumerate().map(hit).collect()
    }

    fn tip(&self, at: usize, period: &Period) -> Tip {
        let words = self.view.words;
        let share = period.share;
        let mut rows = vec![(words.rate.clone(), percent(share.tenths()))];
        if share.is_small_base()
            && let Some((low, high)) = share.wilson95()
        {
            rows.push((words.interval.clone(), format!("{low:.1} – {high:.1} %")));
        }
        rows.push((words.closed.clone(), grouped(u64::from(share.part()))));
        rows.push((words.due.clone(), grouped(u64::from(share.whole()))));
        rows.push((words.target.clone(), percent(Some(self.view.on_time.target_tenths))));
        for run in &self.view.on_time.compared {
            if let Some(share) = run.shares.get(at) {
                rows.push((run.name.clone(), percent(share.tenths())));
            }
        }
        let title = std::iter::once(&period.label).chain(&period.holidays).cloned().collect::<Vec<_>>().join("  ");
        Tip { title, rows }
    }
}

#[cfg(test)]
mod tests;
