//! A matrix of counts or rates, such as branch by product category: shaded cells, each with its figure (kpi.md 5.4).

use std::ops::{Range, RangeInclusive};

use plotters_backend::DrawingBackend;

use super::display::Bounds;
use super::palette::{Palette, Rgb};
use super::pen::{Hold, Pen, Script, grouped};
use super::{Area, ChartError, Drawn, Hit, Mark, Scale, Tip, check_size};
use crate::figures::Heat;
use crate::figures::heat::{Cell, Measure, STEPS, Shades, gathered};

/// The words on and behind the chart, in the language of the person.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Words {
    /// Heads the last column.
    pub total: String,
    /// Names the rows and columns that had no room of their own.
    pub others: String,
    /// Names the count.
    pub count: String,
    /// Names the rate.
    pub rate: String,
    /// Names the units.
    pub units: String,
    /// Names the batch warning behind a framed cell.
    pub alarm: String,
    /// Says at the upper left that the shades are set, and for when; empty where they are those of the picture.
    pub fixed: String,
}

/// What is drawn.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    pub heat: &'a Heat,
    pub words: &'a Words,
}

const NAME_EM: f32 = 12.0;
const CELL_EM: f32 = 12.0;
const LEGEND: f32 = 18.0;
const HEAD: f32 = 20.0;
/// What a second line of the heads adds.
const HEAD_LINE: f32 = 14.0;
/// From this height on, long heads have a second line.
const ROOMY: f32 = 240.0;
const PITCH: Range<f32> = 17.0..26.0;
/// The narrowest column: of counts, and of rates with their counts.
const COLUMN: f32 = 40.0;
const RATE_COLUMN: f32 = 54.0;
const GAP: f32 = 2.0;
const SWATCH: [f32; 2] = [16.0, 9.0];

/// Draws `view`; rows and columns are those of the figures, as [`Mark::Cells`] counts them.
///
/// With no case at all nothing is drawn; ask [`Heat::is_empty`] first and show words instead.
pub fn heat<DB: DrawingBackend>(area: &Area<DB>, view: View<'_>, pal: &Palette, scale: Scale) -> Drawn
where
    DB::ErrorType: 'static,
{
    let (width, height) = check_size(area, scale)?;
    let pen = Pen { area, scale };
    if view.heat.is_empty() || view.heat.columns().is_empty() {
        return Ok(Vec::new());
    }
    let sketch = Sketch { pen: &pen, view, pal };
    let top = if height > 160.0 { LEGEND } else { 0.0 };
    let grid = sketch.lay_out((width, height), top)?;
    // The same on paper and on the screen.
    let shades = view.heat.shades();
    if top > 0.0 {
        sketch.legend(width, shades)?;
    }
    sketch.heads(&grid)?;
    let mut hits = Vec::new();
    for row in 0..grid.rows.len() {
        hits.extend(sketch.row(&grid, row, shades)?);
    }
    Ok(hits)
}

/// Which rows and columns are drawn, and where.
struct Grid {
    rows: Vec<Range<usize>>,
    columns: Vec<Range<usize>>,
    /// All columns of the figures: the total column stands for them.
    all: usize,
    left: f32,
    top: f32,
    pitch: f32,
    column: f32,
    total: f32,
    /// Lines of the heads.
    lines: usize,
}

impl Grid {
    fn place(&self, row: usize, column: usize) -> Bounds {
        let (x, y) = (self.left + self.column * column as f32, self.top + self.pitch * row as f32);
        Bounds::new(x, y, x + self.column - GAP, y + self.pitch - GAP)
    }
}

/// The same range with its last member named; groups are never empty.
fn closed(range: &Range<usize>) -> RangeInclusive<usize> {
    range.start..=range.end.saturating_sub(1)
}

struct Sketch<'a, DB: DrawingBackend> {
    pen: &'a Pen<'a, DB>,
    view: View<'a>,
    pal: &'a Palette,
}

impl<DB: DrawingBackend> Sketch<'_, DB>
where
    DB::ErrorType: 'static,
{
    fn lay_out(&self, (width, height): (f32, f32), legend: f32) -> Result<Grid, ChartError> {
        let heat = self.view.heat;
        let script = Script::regular(NAME_EM, self.pal.text);
        let room = (width * 0.26).min(120.0);
        let names = heat.rows().iter().map(|row| row.name.trim_start()).chain([self.view.words.others.as_str()]);
        let names = names.map(|name| self.pen.elided(name, script, room)).collect::<Result<Vec<_>, _>>()?;
        let left = self.pen.widest(names.iter().map(String::as_str), script)? + 10.0;
        let figure = Script::medium(NAME_EM, self.pal.text);
        let all = 0..=heat.columns().len().saturating_sub(1);
        let whole = grouped(heat.cell(&(0..=heat.rows().len().saturating_sub(1)), &all).count);
        let heads = self.pen.elided(&self.view.words.total, script, 60.0)?;
        let total = self.pen.width(&whole, figure)?.max(self.pen.width(&heads, script)?) + 10.0;
        let narrowest = if heat.measure == Measure::Rate { RATE_COLUMN } else { COLUMN };
        let columns = gathered(heat.columns().len(), ((width - left - total) / narrowest) as usize);
        let column = (width - left - total) / columns.len() as f32;
        let longest = self.pen.widest(columns.iter().map(|range| self.column_name(range)), script)?;
        let lines = if longest > column - GAP - 2.0 && height > ROOMY { 2 } else { 1 };
        let top = legend + HEAD + HEAD_LINE * (lines - 1) as f32;
        let rows = gathered(heat.rows().len(), ((height - top) / PITCH.start) as usize);
        let pitch = ((height - top) / rows.len() as f32).min(PITCH.end);
        Ok(Grid { rows, columns, all: heat.columns().len(), left, top, pitch, column, total, lines })
    }

    fn row_name(&self, row: &Range<usize>) -> &str {
        match self.view.heat.rows().get(row.clone()) {
            // A name may begin with a blank that only sorts it.
            Some([only]) => only.name.trim_start(),
            _ => &self.view.words.others,
        }
    }

    fn column_name(&self, column: &Range<usize>) -> &str {
        match self.view.heat.columns().get(column.clone()) {
            Some([only]) => only,
            _ => &self.view.words.others,
        }
    }

    /// The shades from nothing to the most at the upper right, with the value at which the strongest begins: pictures of
    /// two periods are alike only where these are.
    fn legend(&self, width: f32, shades: Shades) -> Result<(), ChartError> {
        let script = Script::regular(11.0, self.pal.tertiary);
        let [wide, high] = SWATCH;
        let y = high / 2.0 + 1.0;
        let strongest = shades.step * (STEPS - 1) as f64;
        let many = match self.view.heat.measure {
            Measure::Count => format!("≥ {}", grouped(strongest as u64)),
            // A step of a power of ten has no further digits; a product of them may.
            Measure::Rate => format!("≥ {}", (strongest * 1e6).round() / 1e6),
        };
        let end = width - self.pen.width(&many, script)? - 6.0;
        let start = end - (wide + 1.0) * STEPS as f32;
        self.pen.write(&many, script, Hold::Right, (width, y))?;
        self.pen.write("0", script, Hold::Right, (start - 6.0, y))?;
        let room = start - 6.0 - self.pen.width("0", script)? - 12.0;
        if !self.view.words.fixed.is_empty() && room > 40.0 {
            let fixed = self.pen.elided(&self.view.words.fixed, script, room)?;
            self.pen.write(&fixed, script, Hold::Left, (0.0, y))?;
        }
        for (at, shade) in self.pal.heat.into_iter().enumerate() {
            let x = start + (wide + 1.0) * at as f32;
            self.pen.fill(Bounds::new(x, y - high / 2.0, x + wide, y + high / 2.0), shade)?;
        }
        Ok(())
    }

    fn heads(&self, grid: &Grid) -> Result<(), ChartError> {
        let script = Script::regular(NAME_EM, self.pal.secondary);
        let y = grid.top - HEAD / 2.0;
        for (at, column) in grid.columns.iter().enumerate() {
            let place = grid.place(0, at);
            let names = self.pen.wrapped(self.column_name(column), script, (place.width() - 2.0, grid.lines))?;
            for (line, name) in names.iter().rev().enumerate() {
                let y = y - HEAD_LINE * line as f32;
                self.pen.write(name, script, Hold::Middle, ((place.left + place.right) / 2.0, y))?;
            }
        }
        let name = self.pen.elided(&self.view.words.total, script, grid.total - 8.0)?;
        let right = grid.left + grid.column * grid.columns.len() as f32 + grid.total;
        self.pen.write(&name, script, Hold::Right, (right, y))
    }

    /// Draws one row; answers the marks of the whole row, then of its cells.
    fn row(&self, grid: &Grid, row: usize, shades: Shades) -> Result<Vec<Hit>, ChartError> {
        let heat = self.view.heat;
        let rows = closed(&grid.rows[row]);
        let script = Script::regular(NAME_EM, self.pal.text);
        let first = grid.place(row, 0);
        let middle = (first.top + first.bottom) / 2.0;
        let name = self.pen.elided(self.row_name(&grid.rows[row]), script, grid.left - 8.0)?;
        self.pen.write(&name, script, Hold::Left, (0.0, middle))?;
        let all = 0..=grid.all.saturating_sub(1);
        let total = heat.cell(&rows, &all);
        let right = grid.left + grid.column * grid.columns.len() as f32 + grid.total;
        let figure = Script::medium(NAME_EM, self.pal.text);
        self.pen.write(&grouped(total.count), figure, Hold::Right, (right, middle))?;
        let last = grid.place(row, grid.columns.len() - 1);
        let mark = Mark::Cells { rows: rows.clone(), columns: all };
        let rect = Bounds::new(0.0, first.top, right, first.bottom);
        let frame = Bounds::new(first.left, first.top, last.right, first.bottom);
        let mut hits = vec![Hit { rect, frame, mark, tip: self.tip((row, None), grid, &total) }];
        for (at, columns) in grid.columns.iter().enumerate() {
            let (place, columns) = (grid.place(row, at), closed(columns));
            let cell = heat.cell(&rows, &columns);
            let single = rows.clone().count() == 1 && columns.clone().count() == 1;
            self.cell(place, &cell, single.then_some(shades))?;
            let mark = Mark::Cells { rows: rows.clone(), columns };
            hits.push(Hit { rect: place, frame: place, mark, tip: self.tip((row, Some(at)), grid, &cell) });
        }
        Ok(hits)
    }

    /// `shades` is absent for a cell that gathers several: a sum would pale the others.
    fn cell(&self, place: Bounds, cell: &Cell, shades: Option<Shades>) -> Result<(), ChartError> {
        match self.view.heat.value(cell) {
            Some(value) => {
                let shade = shades.map(|shades| shades.of(value));
                let (ground, ink) =
                    shade.map_or((self.pal.track, self.pal.text), |at| (self.pal.heat[at], self.pal.on_heat[at]));
                self.pen.fill(place, ground)?;
                let texts = match self.view.heat.measure {
                    Measure::Count => vec![grouped(cell.count)],
                    Measure::Rate => vec![format!("{} ({})", rate(value), grouped(cell.count)), rate(value)],
                };
                self.write_first(&texts, ink, place)?;
            }
            None => {
                self.hatch(place)?;
                self.write_first(&[format!("({})", grouped(cell.count))], self.pal.secondary, place)?;
            }
        }
        if cell.alarm {
            let inside = Bounds::new(place.left + 1.0, place.top + 1.0, place.right - 1.0, place.bottom - 1.0);
            self.pen.frame(inside, self.pal.classes[1], 1.75)?;
        }
        Ok(())
    }

    /// Writes the first text that fits. Half a figure would be a wrong one; the tooltip has it whole.
    fn write_first(&self, texts: &[String], ink: Rgb, place: Bounds) -> Result<(), ChartError> {
        let script = Script::regular(CELL_EM, ink);
        let middle = ((place.left + place.right) / 2.0, (place.top + place.bottom) / 2.0);
        for text in texts {
            if self.pen.width(text, script)? <= place.width() {
                return self.pen.write(text, script, Hold::Middle, middle);
            }
        }
        Ok(())
    }

    /// Slanted lines: no rate can be given here.
    fn hatch(&self, place: Bounds) -> Result<(), ChartError> {
        self.pen.fill(place, self.pal.track)?;
        let high = place.height();
        let mut x = place.left - high;
        while x < place.right {
            let (from, to) = (x.max(place.left), (x + high).min(place.right));
            let y = |at: f32| place.bottom - (at - x);
            if to > from {
                self.pen.line(&[(from, y(from)), (to, y(to))], self.pal.grid, 1.0)?;
            }
            x += 6.0;
        }
        Ok(())
    }

    fn tip(&self, (row, column): (usize, Option<usize>), grid: &Grid, cell: &Cell) -> Tip {
        let words = self.view.words;
        let mut title = self.row_name(&grid.rows[row]).to_owned();
        if let Some(column) = column.and_then(|at| grid.columns.get(at)) {
            title = format!("{title} · {}", self.column_name(column));
        }
        let mut rows = vec![(words.count.clone(), grouped(cell.count))];
        if self.view.heat.measure == Measure::Rate {
            rows.push((words.rate.clone(), cell.rate().map_or_else(|| "—".to_owned(), rate)));
            rows.push((
                words.units.clone(),
                cell.units.map_or_else(|| "—".to_owned(), |units| grouped((units * 1e4) as u64)),
            ));
        }
        if cell.alarm {
            rows.push((words.alarm.clone(), "▲".to_owned()));
        }
        Tip { title, rows }
    }
}

/// A rate with as many places as its size needs.
fn rate(value: f64) -> String {
    if value >= 99.95 { grouped(value.round() as u64) } else { format!("{value:.1}") }
}

#[cfg(test)]
mod tests {
    use super::super::display::Shape;
    use super::super::measure::tests::faces;
    use super::super::tidy::{bars as filled, texts, tidy_everywhere};
    use super::super::{Picture, record};
    use super::*;
    use crate::figures::heat::HeatRow;

    fn words() -> Words {
        let [total, others, count, rate, units, alarm] =
            ["合计", "其他", "件数", "件/万台", "台数", "批量预警"].map(str::to_owned);
        Words { total, others, count, rate, units, alarm, fixed: "2026 年固定色阶".to_owned() }
    }

    fn row(name: &str, counts: &[u64]) -> HeatRow {
        let cells = counts.iter().map(|count| Cell { count: *count, ..Cell::default() }).collect();
        HeatRow { name: name.to_owned(), cells }
    }

    /// Some branches of the dashboard picture; Chengdu has a batch warning.
    fn quarter() -> Heat {
        let columns = ["燃热", "电热", "烟机", "燃灶", "集成灶", "洗碗机", "净水"].map(str::to_owned).to_vec();
        let mut chengdu = row("成都", &[11, 6, 12, 8, 6, 16, 6]);
        chengdu.cells[5].alarm = true;
        Heat::new(
            columns,
            vec![row("杭州", &[14, 9, 17, 8, 6, 5, 11]), row("佛山", &[13, 8, 19, 12, 7, 4, 6]), chengdu],
        )
    }

    fn draw(heat: &Heat, size: (f32, f32)) -> Picture {
        let words = words();
        record(size, &faces(), |area, scale| super::heat(area, View { heat, words: &words }, &Palette::LIGHT, scale))
            .unwrap()
    }

    fn tidy(heat: &Heat) {
        let words = words();
        tidy_everywhere(|area, palette, scale| super::heat(area, View { heat, words: &words }, palette, scale));
    }

    #[test]
    fn every_cell_has_its_figure_and_shade_and_the_rows_their_totals() {
        let picture = draw(&quarter(), (500.0, 300.0));
        let texts = texts(&picture);
        assert_eq!(
            texts[..11],
            ["≥ 15", "0", "2026 年固定色阶", "燃热", "电热", "烟机", "燃灶", "集成灶", "洗碗机", "净水", "合计"]
        );
        assert_eq!(texts[11..20], ["杭州", "70", "14", "9", "17", "8", "6", "5", "11"]);
        assert_eq!(filled(&picture, Palette::LIGHT.heat[5]).len(), 1 + 3, "17, 19, 16 in steps of three");
        let frames = picture.shapes.iter().filter(|shape| matches!(shape, Shape::Rect { width: Some(_), .. }));
        assert_eq!(frames.count(), 1, "the batch warning");
        let hit = picture.hits.iter().find(|hit| hit.tip.title == "成都 · 洗碗机").unwrap();
        assert_eq!(hit.mark, Mark::Cells { rows: 2..=2, columns: 5..=5 });
        assert_eq!(hit.tip.line(), "成都 · 洗碗机: 件数 16, 批量预警 ▲");
        assert!(picture.hits.iter().any(|hit| hit.tip.line() == "佛山: 件数 69"));
    }

    #[test]
    fn a_cell_wins_over_its_row_and_the_name_opens_the_row() {
        let picture = draw(&quarter(), (500.0, 300.0));
        let found = |text: &str| {
            let place = picture.labels().find(|label| label.text == text).unwrap().bounds();
            let at = picture.hit_at((place.left + place.right) / 2.0, (place.top + place.bottom) / 2.0).unwrap();
            picture.hits[at].mark.clone()
        };
        assert_eq!(found("19"), Mark::Cells { rows: 1..=1, columns: 2..=2 });
        assert_eq!(found("佛山"), Mark::Cells { rows: 1..=1, columns: 0..=6 });
        assert_eq!(found("69"), Mark::Cells { rows: 1..=1, columns: 0..=6 });
    }

    /// kpi.md 5.1 rule 2: what has no base is hatched, never pale.
    #[test]
    fn a_cell_without_units_is_hatched() {
        let cell = |count, units| Cell { count, units, alarm: false };
        let rows = vec![HeatRow { name: "杭州".to_owned(), cells: vec![cell(30, Some(10.0)), cell(4, None)] }];
        let heat = Heat::new(vec!["燃热".to_owned(), "电热".to_owned()], rows);
        let picture = draw(&heat, (330.0, 200.0));
        assert!(texts(&picture).contains(&"3.0 (30)"), "the rate with its count");
        assert!(texts(&picture).contains(&"(4)"), "no rate, but a count");
        assert!(texts(&picture).contains(&"≥ 2.5"), "where the strongest shade begins");
        let hatch = picture.shapes.iter().filter(|shape| matches!(shape, Shape::Line { .. })).count();
        assert!(hatch > 5, "{hatch} slanted lines");
        assert!(picture.hits.iter().any(|hit| hit.tip.line() == "杭州 · 电热: 件数 4, 件/万台 —, 台数 —"));
        tidy(&heat);
    }

    #[test]
    fn nothing_overlaps_and_nothing_is_left_out_at_any_size() {
        tidy(&quarter());
        let columns: Vec<String> = (0..19).map(|at| format!("第 {at} 种品类")).collect();
        let rows = (0..80).map(|at| row(&format!("新疆生产建设兵团第 {at} 分部"), &[1_000_000 - at; 19]));
        let large = Heat::new(columns, rows.collect());
        tidy(&large);
        let picture = draw(&large, (388.0, 262.0));
        let cells = picture.hits.iter().filter(|hit| hit.tip.title.contains('·'));
        let sum: u64 = cells.map(|hit| hit.tip.rows[0].1.replace(',', "").parse::<u64>().unwrap()).sum();
        assert_eq!(sum, large.total());
        tidy(&Heat::new(vec!["燃热".to_owned()], vec![row("杭州", &[1])]));
    }

    #[test]
    fn nothing_counted_is_nothing_drawn() {
        for empty in [Heat::new(Vec::new(), Vec::new()), Heat::new(vec!["燃热".to_owned()], vec![row("杭州", &[0])])]
        {
            assert!(draw(&empty, (388.0, 262.0)).hits.is_empty());
        }
    }
}
