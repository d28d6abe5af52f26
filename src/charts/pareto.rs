//! Counts by symptom or cause: bars from the largest down, the share they reach together as a line (kpi.md 5.4).

use plotters_backend::DrawingBackend;

use super::axis::rungs;
use super::display::Bounds;
use super::palette::Palette;
use super::pen::{Hold, Pen, Script, grouped, percent};
use super::place::Places;
use super::{Area, ChartError, Drawn, Hit, Mark, Scale, Tip, check_size};
use crate::figures::Pareto;
use crate::figures::pareto::{Bar, VITAL};

/// The words on and behind the chart, in the language of the person.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Words {
    /// Names the last bar, which gathers the rest.
    pub others: String,
    /// Names cases that do not say, in the tooltip of the rest.
    pub unsaid: String,
    /// Names the count.
    pub count: String,
    /// Names the share of one bar.
    pub share: String,
    /// Names the share up to and with a bar.
    pub reached: String,
}

/// What is drawn.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    pub pareto: &'a Pareto,
    pub words: &'a Words,
}

const AXIS_EM: f32 = 11.0;
const NAME_EM: f32 = 12.0;
const NAME_LINE: f32 = 15.0;
/// Above the plot, so that the uppermost figure of an axis is not cut.
const HEAD: f32 = 8.0;
/// The narrowest place of a bar: three hanzi beside each other in its name.
const SLOT: f32 = 40.0;
/// Names in the tooltip of the rest.
const TOLD: usize = 8;

/// Where things lie, in points.
struct Frame {
    plot: Bounds,
    slot: f32,
    bar: f32,
    /// Count at the upper edge of the plot.
    top: f64,
}

impl Frame {
    fn left_of(&self, at: usize) -> f32 {
        self.plot.left + self.slot * at as f32
    }

    fn middle_of(&self, at: usize) -> f32 {
        self.left_of(at) + self.slot / 2.0
    }

    fn y_of(&self, share: f64) -> f32 {
        self.plot.bottom - (share as f32) * self.plot.height()
    }
}

/// Draws `view`; items are those of the figures, as [`Mark::Items`] counts them.
///
/// Bars up to 80 % stand in the first colour, the others and the rest paler. With no count at all nothing is drawn; ask
/// [`Pareto::is_empty`] first and show words instead.
pub fn pareto<DB: DrawingBackend>(area: &Area<DB>, view: View<'_>, pal: &Palette, scale: Scale) -> Drawn
where
    DB::ErrorType: 'static,
{
    let (width, height) = check_size(area, scale)?;
    let pen = Pen { area, scale };
    if view.pareto.is_empty() {
        return Ok(Vec::new());
    }
    let axis = Script::regular(AXIS_EM, pal.tertiary);
    let lines = if height < 170.0 { 1 } else { 2 };
    let right = pen.width("100 %", axis)? + 6.0;
    let foot = NAME_LINE * lines as f32 + 5.0;
    let most = ((height - HEAD - foot) / 40.0).clamp(2.0, 5.0) as usize;
    // The widest count an axis can bear is that of all of them.
    let left = pen.width(&grouped(view.pareto.total()), axis)? + 8.0;
    let room = (((width - left - right) / SLOT) as usize).saturating_sub(1);
    let bars = view.pareto.bars(room);
    let largest = bars.iter().map(|bar| bar.count).max().unwrap_or(1) as f64;
    let levels = rungs(largest, most);
    let plot = Bounds::new(left, HEAD, width - right, height - foot);
    let slot = plot.width() / bars.len() as f32;
    let top = levels.last().copied().unwrap_or(largest).max(largest);
    let frame = Frame { plot, slot, bar: (slot * 0.7).min(44.0), top };
    let sketch = Sketch { pen: &pen, view, pal, bars: &bars, frame };
    sketch.axes(&levels, axis)?;
    sketch.bars()?;
    sketch.line()?;
    sketch.names(lines)?;
    Ok(sketch.hits())
}

struct Sketch<'a, DB: DrawingBackend> {
    pen: &'a Pen<'a, DB>,
    view: View<'a>,
    pal: &'a Palette,
    bars: &'a [Bar],
    frame: Frame,
}

impl<DB: DrawingBackend> Sketch<'_, DB>
where
    DB::ErrorType: 'static,
{
    /// Counts at the left, shares at the right, the 80 % dashed.
    fn axes(&self, levels: &[f64], axis: Script) -> Result<(), ChartError> {
        let Frame { plot, top, .. } = &self.frame;
        for level in levels {
            let y = self.frame.y_of(level / top);
            self.pen.line(&[(plot.left, y), (plot.right, y)], self.pal.grid, 1.0)?;
            self.pen.write(&grouped(*level as u64), axis, Hold::Right, (plot.left - 6.0, y))?;
        }
        for tenths in [0, 500, 800, 1_000] {
            let y = self.frame.y_of(f64::from(tenths) / 1_000.0);
            self.pen.write(&percent(Some(tenths)), axis, Hold::Left, (plot.right + 6.0, y))?;
        }
        let y = self.frame.y_of(VITAL);
        self.pen.dashed([(plot.left, y), (plot.right, y)], (3.0, 3.0), self.pal.tertiary)
    }

    /// Where a bar stands; a single case beside a million is one point high.
    fn bar(&self, at: usize, bar: &Bar) -> Bounds {
        let (x, plot) = (self.frame.middle_of(at), &self.frame.plot);
        let top = self.frame.y_of(bar.count as f64 / self.frame.top).min(plot.bottom - 1.0);
        Bounds::new(x - self.frame.bar / 2.0, top, x + self.frame.bar / 2.0, plot.bottom)
    }

    /// Where the line has its points.
    fn points(&self) -> Vec<(f32, f32)> {
        self.bars.iter().enumerate().map(|(at, bar)| (self.frame.middle_of(at), self.frame.y_of(bar.reached))).collect()
    }

    fn bars(&self) -> Result<(), ChartError> {
        for (at, bar) in self.bars.iter().enumerate() {
            let ink = if bar.vital { self.pal.classes[0] } else { self.pal.minor };
            self.pen.fill(self.bar(at, bar), ink)?;
        }
        let mut places = Places::new(self.frame.plot);
        places.keep_clear_of_line(&self.points(), 4.0);
        for (at, bar) in self.bars.iter().enumerate() {
            let (place, text) = (self.bar(at, bar), grouped(bar.count));
            let inside = self.pal.on_classes[0].filter(|_| bar.vital).unwrap_or(self.pal.text);
            let width = self.pen.width(&text, Script::regular(AXIS_EM, inside))?;
            let x = (place.left + place.right) / 2.0;
            let within = place.height() > 17.0 && (width + 2.0 < place.width());
            let at_height = |y: f32| Bounds::around(x, y, width, 13.0);
            let above = at_height(place.top - 9.0);
            let candidates = if within { vec![at_height(place.top + 9.0), above] } else { vec![above] };
            let Some(found) = places.take(candidates) else { continue };
            let y = (found.bounds.top + found.bounds.bottom) / 2.0;
            let ink = if y > place.top { inside } else { self.pal.secondary };
            if y < place.top && found.crossings > 0 {
                // The line goes behind the figure.
                continue;
            }
            self.pen.write(&text, Script::regular(AXIS_EM, ink), Hold::Middle, (x, y))?;
        }
        Ok(())
    }

    fn line(&self) -> Result<(), ChartError> {
        let (points, red) = (self.points(), self.pal.classes[1]);
        if points.len() > 1 {
            self.pen.line(&points, red, 1.5)?;
        }
        points.into_iter().try_for_each(|at| self.pen.dot(at, 2.5, red, None))
    }

    fn names(&self, lines: usize) -> Result<(), ChartError> {
        let script = Script::regular(NAME_EM, self.pal.secondary);
        for (at, bar) in self.bars.iter().enumerate() {
            let name = self.name(bar);
            for (line, text) in self.pen.wrapped(&name, script, (self.frame.slot - 3.0, lines))?.iter().enumerate() {
                let y = self.frame.plot.bottom + 4.0 + NAME_LINE * (line as f32 + 0.5);
                self.pen.write(text, script, Hold::Middle, (self.frame.middle_of(at), y))?;
            }
        }
        Ok(())
    }

    fn name(&self, bar: &Bar) -> String {
        match self.view.pareto.items().get(bar.items.clone()) {
            Some([only]) if only.name.is_empty() => self.view.words.unsaid.clone(),
            Some([only]) => only.name.clone(),
            _ => self.view.words.others.clone(),
        }
    }

    /// A strip for each bar from top to bottom, its name included.
    fn hits(&self) -> Vec<Hit> {
        let foot = self.frame.plot.bottom + 4.0 + NAME_LINE;
        let hit = |(at, bar): (usize, &Bar)| {
            let left = self.frame.left_of(at);
            let rect = Bounds::new(left, 0.0, left + self.frame.slot, foot);
            Hit { rect, frame: self.bar(at, bar), mark: Mark::Items(bar.items.clone()), tip: self.tip(bar) }
        };
        self.bars.iter().enumerate().map(hit).collect()
    }

    fn tip(&self, bar: &Bar) -> Tip {
        let words = self.view.words;
        let share = |part: f64| percent(Some((part * 1_000.0).round() as u32));
        let total = self.view.pareto.total().max(1) as f64;
        let mut rows = vec![
            (words.count.clone(), grouped(bar.count)),
            (words.share.clone(), share(bar.count as f64 / total)),
            (words.reached.clone(), share(bar.reached)),
        ];
        if bar.items.len() > 1 {
            let inside = self.view.pareto.items().get(bar.items.clone()).unwrap_or_default();
            rows.extend(inside.iter().take(TOLD).map(|item| {
                let name = if item.name.is_empty() { &words.unsaid } else { &item.name };
                (name.clone(), grouped(item.count))
            }));
            if inside.len() > TOLD {
                rows.push(("…".to_owned(), format!("+{}", inside.len() - TOLD)));
            }
        }
        Tip { title: self.name(bar), rows }
    }
}

#[cfg(test)]
mod tests {
    use super::super::display::Shape;
    use super::super::measure::tests::faces;
    use super::super::tidy::{bars as filled, texts, tidy_everywhere};
    use super::super::{Picture, record};
    use super::*;

    fn words() -> Words {
        let [others, unsaid, count, share, reached] = ["其他", "未填", "件数", "占比", "累计占比"].map(str::to_owned);
        Words { others, unsaid, count, share, reached }
    }

    fn of(counts: &[(&str, u64)]) -> Pareto {
        Pareto::new(counts.iter().map(|(name, count)| ((*name).to_owned(), *count)), "其他")
    }

    /// The 1,101 symptoms of the dashboard picture.
    fn quarter() -> Pareto {
        of(&[
            ("漏水渗漏", 268),
            ("点火失败", 201),
            ("异响振动", 154),
            ("控制板故障", 126),
            ("密封件开裂", 98),
            ("出水异味", 74),
            ("安装不当", 66),
            ("", 114),
        ])
    }

    fn draw(pareto: &Pareto, size: (f32, f32)) -> Picture {
        let words = words();
        let view = View { pareto, words: &words };
        record(size, &faces(), |area, scale| super::pareto(area, view, &Palette::LIGHT, scale)).unwrap()
    }

    fn tidy(pareto: &Pareto) {
        let words = words();
        tidy_everywhere(|area, palette, scale| super::pareto(area, View { pareto, words: &words }, palette, scale));
    }

    #[test]
    fn bars_descend_with_names_in_two_lines_and_the_rest_paler() {
        let picture = draw(&quarter(), (358.0, 262.0));
        let (blue, pale) = (filled(&picture, Palette::LIGHT.classes[0]), filled(&picture, Palette::LIGHT.minor));
        assert_eq!((blue.len(), pale.len()), (6, 1), "six reach 80 %");
        let heights: Vec<f32> = blue.iter().map(Bounds::height).collect();
        assert!(heights.windows(2).all(|pair| pair[0] > pair[1]) && pale[0].height() > heights[2]);
        assert!((heights[0] / heights[5] - 268.0 / 74.0).abs() < 0.02);
        let texts = texts(&picture);
        for text in ["0", "100", "200", "300", "50 %", "80 %", "100 %", "268", "漏水", "渗漏", "控制板", "故障", "其他"]
        {
            assert!(texts.contains(&text), "{text} in {texts:?}");
        }
    }

    /// The line ends at 100 % at the upper edge of the plot; its fifth point lies below the 80 %, the sixth above.
    #[test]
    fn the_line_reaches_a_hundred_per_cent() {
        let picture = draw(&quarter(), (358.0, 262.0));
        let red = Palette::LIGHT.classes[1];
        let line = picture.shapes.iter().find_map(|shape| match shape {
            Shape::Line { points, ink, .. } if ink.rgb == red => Some(points.clone()),
            _ => None,
        });
        let line = line.unwrap();
        assert_eq!(line.len(), 7);
        let bottom = filled(&picture, Palette::LIGHT.classes[0])[0].bottom;
        let share = |at: usize| (bottom - line[at][1]) / (bottom - line[6][1]);
        assert!((share(0) - 268.0 / 1101.0).abs() < 0.003);
        assert!(share(4) < 0.8 && share(5) > 0.8);
        assert_eq!(picture.hits[1].tip.line(), "点火失败: 件数 201, 占比 18.3 %, 累计占比 42.6 %");
        let rest = &picture.hits[6];
        assert_eq!(rest.mark, Mark::Items(6..8));
        assert!(rest.tip.line().ends_with("安装不当 66, 未填 114"), "{}", rest.tip.line());
    }

    #[test]
    fn nothing_overlaps_at_any_size() {
        tidy(&quarter());
        tidy(&of(&[("漏水", 1)]));
        tidy(&of(&[("漏水", 1_000_000), ("Ignition failure after installation", 1), ("", u64::from(u32::MAX))]));
        let many = Pareto::new((0..60).map(|at| (format!("很长很长的故障现象名称第 {at} 种"), 900 - at * 7)), "");
        tidy(&many);
        let narrow = draw(&many, (330.0, 200.0));
        let last = narrow.hits.last().unwrap();
        assert_eq!(last.tip.title, "其他");
        let counted: u64 =
            narrow.hits.iter().map(|hit| hit.tip.rows[0].1.replace(',', "").parse::<u64>().unwrap()).sum();
        assert_eq!(counted, many.total(), "what has no bar of its own is in the last one");
    }

    #[test]
    fn nothing_counted_is_nothing_drawn() {
        let picture = draw(&Pareto::default(), (358.0, 262.0));
        assert!(picture.shapes.is_empty() && picture.hits.is_empty());
    }
}
