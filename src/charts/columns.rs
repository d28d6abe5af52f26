//! A figure by the values of one dimension: columns from nought, or a line where the values are periods.

use plotters::chart::{ChartBuilder, LabelAreaPosition};
use plotters::element::{Circle, PathElement, Rectangle};
use plotters::series::DashedLineSeries;
use plotters::style::{Color, TRANSPARENT};
use plotters_backend::DrawingBackend;

use super::axis::Axis;
use super::display::Bounds;
use super::palette::Palette;
use super::pen::{Hold, Pen, Script, colour, line_style};
use super::{Area, ChartError, Drawn, Hit, Mark, Scale, Tip, check_size};

/// One value of the dimension.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    pub name: String,
    /// `None` is a gap, never nought (kpi.md 5.1 rule 2).
    pub value: Option<f64>,
    /// The value as people read it.
    pub text: String,
    /// A base below 30 (rule 4): outlined instead of filled.
    pub hollow: bool,
    /// Label and value.
    pub rows: Vec<(String, String)>,
}

/// What is drawn.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    pub columns: &'a [Column],
    /// The standard and its words.
    pub target: Option<(f64, &'a str)>,
    /// The values are periods: a line on an axis that need not begin at nought.
    pub line: bool,
}

const AXIS_EM: f32 = 11.0;
const NOTE_EM: f32 = 11.5;
const HEAD: f32 = 34.0;
const FOOT: f32 = 20.0;
/// Between names below the axis.
const APART: f32 = 8.0;

/// Draws `view`; marks are rows by their index. With no value at all only the axis is drawn: show words instead.
pub fn columns<DB: DrawingBackend>(area: &Area<DB>, view: View<'_>, pal: &Palette, scale: Scale) -> Drawn
where
    DB::ErrorType: 'static,
{
    let (width, height) = check_size(area, scale)?;
    let pen = Pen { area, scale };
    let axis = Script::regular(AXIS_EM, pal.tertiary);
    let levels = levels(&view, ((height - HEAD - FOOT) / 34.0).max(2.0) as usize);
    let step = levels.get(1).zip(levels.first()).map_or(1.0, |(next, first)| next - first);
    let words = |level: &f64| if step < 1.0 { format!("{level:.1}") } else { format!("{level:.0}") };
    let level_texts: Vec<String> = levels.iter().map(words).collect();
    let left = pen.widest(level_texts.iter().map(String::as_str), axis)? + 8.0;
    let (low, high) = (levels.first().copied().unwrap_or(0.0), levels.last().copied().unwrap_or(1.0));
    let count = view.columns.len().max(1);
    let mut chart = ChartBuilder::on(area)
        .margin_top(scale.px(HEAD))
        .margin_bottom(scale.px(FOOT))
        .margin_right(scale.px(6.0))
        .set_label_area_size(LabelAreaPosition::Left, scale.px(left))
        .build_cartesian_2d(Axis::new(0.0, count as f64, []), Axis::new(low, high, levels.iter().copied()))?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .bold_line_style(line_style(pal.grid, scale.stroke(1.0)))
        .light_line_style(TRANSPARENT)
        .axis_style(TRANSPARENT.filled())
        .set_all_tick_mark_size(scale.px(3.0))
        .label_style(axis.style(scale))
        .y_label_formatter(&words)
        .draw()?;
    let plot = chart.plotting_area();
    let place = |at: f64, value: f64| pen.place(chart.backend_coord(&(at, value)));
    let pitch = (width - left - 6.0) / count as f32;

    let mut places = Vec::with_capacity(view.columns.len());
    let mut run: Vec<(f64, f64)> = Vec::new();
    for (at, column) in view.columns.iter().enumerate() {
        let centre = at as f64 + 0.5;
        match column.value {
            Some(value) if view.line => run.push((centre, value)),
            Some(value) => {
                let half = f64::from((0.32 * pitch).min(22.0) / pitch);
                let style = line_style(pal.classes[0], scale.stroke(1.5));
                let corners = [(centre - half, low), (centre + half, value)];
                let style = if column.hollow { style } else { colour(pal.classes[0]).filled() };
                plot.draw(&Rectangle::new(corners, style))?;
            }
            // A missing period is a gap in the line.
            None => join(plot, &mut run, pal, scale)?,
        }
        places.push(place(centre, column.value.unwrap_or(low)));
    }
    join(plot, &mut run, pal, scale)?;
    if let Some((target, _)) = view.target.filter(|(target, _)| (low..=high).contains(target)) {
        let ends = [(0.0, target), (count as f64, target)];
        let style = line_style(pal.target, scale.stroke(1.2));
        let dashes = DashedLineSeries::new(ends, scale.px(5.0).unsigned_abs(), scale.px(4.0).unsigned_abs(), style);
        chart.draw_series(dashes)?;
    }
    if view.line {
        points(&chart, &view, pal, scale)?;
    }
    let notes = Notes { pen: &pen, pal, pitch, width };
    notes.target(&view)?;
    notes.values(&view, &places)?;
    notes.names(&view, &places, height)?;
    let hits = view.columns.iter().enumerate().zip(&places).map(|((at, column), &(x, y))| Hit {
        rect: Bounds::new(x - pitch / 2.0, HEAD - 12.0, x + pitch / 2.0, height),
        frame: if view.line {
            Bounds::around(x, y, 10.0, 10.0)
        } else {
            Bounds::new(x - pitch * 0.34, y.min(height - FOOT - 2.0), x + pitch * 0.34, height - FOOT)
        },
        mark: Mark::Row(at),
        tip: Tip { title: column.name.clone(), rows: column.rows.clone() },
    });
    Ok(hits.collect())
}

type Plot<DB> = plotters::drawing::DrawingArea<DB, plotters::coord::cartesian::Cartesian2d<Axis, Axis>>;

/// Draws what has been gathered of the line, and begins anew.
fn join<DB: DrawingBackend>(
    plot: &Plot<DB>,
    run: &mut Vec<(f64, f64)>,
    pal: &Palette,
    scale: Scale,
) -> Result<(), ChartError>
where
    DB::ErrorType: 'static,
{
    if run.len() > 1 {
        plot.draw(&PathElement::new(run.clone(), line_style(pal.classes[0], scale.stroke(1.8))))?;
    }
    run.clear();
    Ok(())
}

fn points<DB: DrawingBackend>(
    chart: &plotters::chart::ChartContext<'_, DB, plotters::coord::cartesian::Cartesian2d<Axis, Axis>>,
    view: &View<'_>,
    pal: &Palette,
    scale: Scale,
) -> Result<(), ChartError>
where
    DB::ErrorType: 'static,
{
    let plot = chart.plotting_area();
    for (at, column) in view.columns.iter().enumerate() {
        let Some(value) = column.value else { continue };
        let at = (at as f64 + 0.5, value);
        let ground = if column.hollow { pal.ground } else { pal.classes[0] };
        plot.draw(&Circle::new(at, scale.px(3.4), colour(ground).filled()))?;
        plot.draw(&Circle::new(at, scale.px(3.4), line_style(pal.classes[0], scale.stroke(1.5))))?;
    }
    Ok(())
}

/// The levels of the axis: round steps around the values and the standard; columns always stand on nought.
fn levels(view: &View<'_>, most: usize) -> Vec<f64> {
    let values = view.columns.iter().filter_map(|column| column.value).chain(view.target.map(|(target, _)| target));
    let (low, high) = values.fold((f64::INFINITY, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
    // Periods that are all alike lie at the top of a short axis.
    let alike = high - low < high * 0.005;
    let low = if alike { high * 0.95 } else { low };
    let low = if view.line && low.is_finite() { low } else { 0.0 };
    let span = if high > low { high - low } else { 1.0 };
    let rough = span / most.max(1) as f64;
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].map(|factor| factor * power).into_iter().find(|step| *step >= rough);
    let step = step.unwrap_or(power * 10.0).max(0.1);
    let from = (low / step).floor();
    let to = (high / step).ceil().max(from + 1.0);
    (0..=(to - from) as usize).map(|at| (from + at as f64) * step).collect()
}

struct Notes<'a, 'p, DB: DrawingBackend> {
    pen: &'a Pen<'p, DB>,
    pal: &'a Palette,
    pitch: f32,
    width: f32,
}

impl<DB: DrawingBackend> Notes<'_, '_, DB>
where
    DB::ErrorType: 'static,
{
    /// The words of the standard stand above the plot, where nothing else is.
    fn target(&self, view: &View<'_>) -> Result<(), ChartError> {
        let Some((_, words)) = view.target else { return Ok(()) };
        let script = Script::regular(NOTE_EM, self.pal.target);
        self.pen.write(words, script, Hold::Right, (self.width - 2.0, 6.5))
    }

    /// The value over its column or point, where all of them have room.
    fn values(&self, view: &View<'_>, places: &[(f32, f32)]) -> Result<(), ChartError> {
        let script = Script::medium(NOTE_EM, self.pal.text);
        let texts = view.columns.iter().map(|column| column.text.as_str());
        if self.pen.widest(texts, script)? > self.pitch - 4.0 {
            return Ok(());
        }
        for (column, &(x, y)) in view.columns.iter().zip(places) {
            let dash = column.value.is_none();
            let script = if dash { Script { colour: self.pal.tertiary, ..script } } else { script };
            let text = if dash { "—" } else { column.text.as_str() };
            let middle = y - 11.0;
            // The dashed line of the standard would run through the figure.
            let half = self.pen.width(text, script)? / 2.0 + 2.0;
            if !view.line {
                self.pen.fill(Bounds::new(x - half, middle - 7.0, x + half, middle + 6.0), self.pal.ground)?;
            }
            self.pen.write(text, script, Hold::Middle, (x, middle))?;
        }
        Ok(())
    }

    /// As many names as have room, cut where even one has not.
    fn names(&self, view: &View<'_>, places: &[(f32, f32)], height: f32) -> Result<(), ChartError> {
        let script = Script::regular(AXIS_EM, self.pal.secondary);
        let widest = self.pen.widest(view.columns.iter().map(|column| column.name.as_str()), script)?;
        let room = self.pitch - APART;
        let step = if view.line { (((widest + APART) / self.pitch).ceil() as usize).max(1) } else { 1 };
        for (at, (column, &(x, _))) in view.columns.iter().zip(places).enumerate() {
            if at % step != 0 {
                continue;
            }
            let name = if view.line { column.name.clone() } else { self.pen.elided(&column.name, script, room)? };
            let half = self.pen.width(&name, script)? / 2.0;
            let x = x.min(self.width - half).max(half);
            self.pen.write(&name, script, Hold::Middle, (x, height - FOOT / 2.0))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::measure::tests::faces;
    use super::super::tidy::{bars, texts, tidy_everywhere};
    use super::super::{Picture, record};
    use super::*;

    fn column(name: &str, value: Option<f64>, hollow: bool) -> Column {
        let text = value.map_or("—".to_owned(), |value| format!("{value:.1}"));
        Column { name: name.to_owned(), value, rows: vec![("件数".to_owned(), text.clone())], text, hollow }
    }

    fn draw(columns: &[Column], target: Option<f64>, line: bool) -> Picture {
        let view = View { columns, target: target.map(|target| (target, "目标 ≥ 95 %")), line };
        tidy_everywhere(|area, palette, scale| super::columns(area, view, palette, scale));
        record((560.0, 220.0), &faces(), |area, scale| super::columns(area, view, &Palette::LIGHT, scale)).unwrap()
    }

    #[test]
    fn columns_stand_on_nought_in_proportion() {
        let picture = draw(
            &[column("华东", Some(80.0), false), column("华南", Some(40.0), false), column("西北", None, false)],
            None,
            false,
        );
        let bars = bars(&picture, Palette::LIGHT.classes[0]);
        assert_eq!(bars.len(), 2, "what has no value has no column");
        assert!((bars[0].height() - 2.0 * bars[1].height()).abs() < 1.5, "{bars:?}");
        assert!(texts(&picture).contains(&"—"));
        assert_eq!(picture.hits.len(), 3);
        assert_eq!(picture.hits[2].tip.line(), "西北: 件数 —");
    }

    /// kpi.md 5.1 rules 2 and 4: a month without a base is a gap, a small base is hollow.
    #[test]
    fn a_line_breaks_where_nothing_was_due() {
        let values = [Some(94.0), Some(96.0), None, Some(93.0), Some(97.0)];
        let columns: Vec<Column> = values
            .iter()
            .enumerate()
            .map(|(at, value)| column(&format!("2026-{:02}", at + 1), *value, at == 4))
            .collect();
        let picture = draw(&columns, Some(95.0), true);
        let runs = picture.shapes.iter().filter(|shape| {
            matches!(shape, super::super::display::Shape::Line { ink, width, .. }
                if ink.rgb == Palette::LIGHT.classes[0] && *width > 1.6)
        });
        assert_eq!(runs.count(), 2);
        let filled = picture.shapes.iter().filter(|shape| {
            matches!(shape, super::super::display::Shape::Circle { width: None, ink, .. }
                if ink.rgb == Palette::LIGHT.ground)
        });
        assert_eq!(filled.count(), 1, "the small base is filled with the ground");
        assert!(texts(&picture).contains(&"目标 ≥ 95 %"));
    }

    #[test]
    fn an_axis_has_round_levels_and_no_value_is_no_fault() {
        let view = |line| View { columns: &[], target: Some((95.0, "")), line };
        assert_eq!(levels(&view(false), 5), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        assert!(levels(&view(true), 5).len() >= 2);
        draw(&[], None, false);
        draw(&[column("华东", None, false)], None, true);
    }
}
