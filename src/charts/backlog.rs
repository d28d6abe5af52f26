//! Open cases by age: a bar a bin, what is late, in time and waiting stacked, lines at 15 and 60 days (kpi.md 5.4).

use plotters_backend::DrawingBackend;

use super::display::Bounds;
use super::palette::{Palette, Rgb};
use super::pen::{Hold, Pen, Script, grouped};
use super::{Area, ChartError, Drawn, Hit, Mark, Scale, Tip, check_size};
use crate::figures::dashboard::{AGE_LINES, AGES, AgeBin, Standing};

/// The words on and behind the chart, in the language of the person.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Words {
    /// Youngest bin first.
    pub bins: [String; AGES],
    /// In the order of [`Standing::ALL`].
    pub standings: [String; STANDINGS],
    /// Names all cases of a bin.
    pub total: String,
}

/// What is drawn.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// Youngest bin first.
    pub ages: &'a [AgeBin; AGES],
    pub words: &'a Words,
}

/// How many ways an open case can stand.
pub const STANDINGS: usize = Standing::ALL.len();
/// The widest pitch of the bars; higher places stay empty below.
const PITCH: f32 = 34.0;
const GAP: f32 = 10.0;
const LEGEND: f32 = 20.0;
const SWATCH: f32 = 9.0;
const FINGER: f32 = 8.0;

/// Late cases in the reds of their bin's age, the others in blue and grey.
fn ink(pal: &Palette, bin: usize, standing: Standing) -> Rgb {
    match standing {
        // Five reds for seven bins: the two youngest and the two oldest share one.
        Standing::Late => pal.ageing[[0, 0, 1, 2, 3, 4, 4][bin.min(AGES - 1)]],
        Standing::InTime => pal.classes[0],
        Standing::Stopped => pal.minor,
    }
}

/// Draws `view`. With nothing open the tracks are empty; the caller shows words instead.
pub fn backlog<DB: DrawingBackend>(area: &Area<DB>, view: View<'_>, pal: &Palette, scale: Scale) -> Drawn
where
    DB::ErrorType: 'static,
{
    let (width, height) = check_size(area, scale)?;
    let pen = Pen { area, scale };
    let name = Script::regular(12.0, pal.secondary);
    let figure = Script::medium(13.0, pal.text);
    let names = view.words.bins.iter().map(|bin| pen.elided(bin, name, width * 0.35));
    let names = names.collect::<Result<Vec<_>, _>>()?;
    let counts: [String; AGES] = std::array::from_fn(|bin| grouped(u64::from(view.ages[bin].total())));
    let left = pen.widest(names.iter().map(String::as_str), name)?.max(40.0) + GAP;
    let right = width - pen.widest(counts.iter().map(String::as_str), figure)?.max(14.0) - GAP;
    let sketch = Sketch { pen: &pen, view, pal };
    let top = if height >= 150.0 { LEGEND } else { 0.0 };
    let mut hits = if top > 0.0 { sketch.legend(width)? } else { Vec::new() };
    let pitch = ((height - top) / AGES as f32).min(PITCH);
    let largest = (0..AGES).map(|bin| u64::from(view.ages[bin].total())).max().unwrap_or(0).max(1);
    for bin in 0..AGES {
        let middle = top + pitch * (bin as f32 + 0.5);
        let half = (pitch * 0.57).round() / 2.0;
        let place = Bounds::new(left, middle - half, right, middle + half);
        pen.write(&names[bin], name, Hold::Left, (0.0, middle))?;
        let script =
            if u64::from(view.ages[bin].total()) == 0 { Script { colour: pal.tertiary, ..figure } } else { figure };
        pen.write(&counts[bin], script, Hold::Right, (width, middle))?;
        let reach = Bounds::new(0.0, middle - pitch / 2.0, width, middle + pitch / 2.0);
        hits.extend(sketch.bar((bin, largest), place, reach)?);
        if AGE_LINES.contains(&bin) {
            let y = middle - pitch / 2.0;
            pen.dashed([(0.0, y), (width, y)], (3.0, 3.0), pal.tertiary)?;
        }
    }
    Ok(hits)
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
    /// One bar on its track; answers the marks of the whole bin, then of each standing in it.
    fn bar(&self, (bin, largest): (usize, u64), place: Bounds, reach: Bounds) -> Result<Vec<Hit>, ChartError> {
        self.pen.fill(place, self.pal.track)?;
        let total = u64::from(self.view.ages[bin].total());
        let mark = Mark::Open { bin, standing: None };
        let mut hits = vec![Hit { rect: reach, frame: place, mark, tip: self.tip(bin, None) }];
        let (mut before, mut left) = (0, place.left);
        for (standing, count) in Standing::ALL.iter().map(|standing| (*standing, self.view.ages[bin].of(*standing))) {
            if count == 0 {
                continue;
            }
            before += u64::from(count);
            // A single case among thousands is still a sliver, and what follows gives way.
            let full = place.left + place.width() * (before as f64 / largest as f64) as f32;
            let right = full.max(left + 2.0).min(place.right);
            let hairline = if before < total && right - left > 3.0 { 1.0 } else { 0.0 };
            let frame = Bounds::new(left.min(right), place.top, right - hairline, place.bottom);
            self.pen.fill(frame, ink(self.pal, bin, standing))?;
            let widen = ((FINGER - frame.width()) / 2.0).max(0.0);
            let rect = Bounds::new(frame.left - widen, reach.top, frame.right + widen, reach.bottom);
            let mark = Mark::Open { bin, standing: Some(standing) };
            hits.push(Hit { rect, frame, mark, tip: self.tip(bin, Some(standing)) });
            left = right;
        }
        Ok(hits)
    }

    fn tip(&self, bin: usize, only: Option<Standing>) -> Tip {
        let words = self.view.words;
        let told = Standing::ALL.iter().map(|standing| (*standing, self.view.ages[bin].of(*standing)));
        let told = told.filter(|(standing, count)| *count > 0 && only.is_none_or(|only| only == *standing));
        let mut rows: Vec<_> =
            told.map(|(standing, count)| (words.standings[standing as usize].clone(), grouped(count.into()))).collect();
        rows.push((words.total.clone(), grouped(u64::from(self.view.ages[bin].total()))));
        Tip { title: words.bins[bin].clone(), rows }
    }

    /// What the colours mean, at the left above the bars.
    fn legend(&self, width: f32) -> Result<Vec<Hit>, ChartError> {
        let script = Script::regular(12.0, self.pal.secondary);
        let (mut x, y) = (0.0, 7.0);
        let room = (width - 24.0) / STANDINGS as f32 - SWATCH - 6.0;
        for standing in Standing::ALL.iter().copied() {
            let name = self.pen.elided(&self.view.words.standings[standing as usize], script, room)?;
            let colour = ink(self.pal, 4, standing);
            self.pen.fill(Bounds::new(x, y - SWATCH / 2.0, x + SWATCH, y + SWATCH / 2.0), colour)?;
            self.pen.write(&name, script, Hold::Left, (x + SWATCH + 6.0, y))?;
            x += SWATCH + 6.0 + self.pen.width(&name, script)? + 12.0;
        }
        Ok(Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use super::super::measure::tests::faces;
    use super::super::tidy::{bars, texts, tidy_everywhere};
    use super::super::{Picture, record};
    use super::*;

    fn words() -> Words {
        Words {
            bins: ["0–1 天", "2–3 天", "4–7 天", "8–15 天", "16–30 天", "31–60 天", "> 60 天"].map(str::to_owned),
            standings: ["超时", "期限内", "等待中"].map(str::to_owned),
            total: "在办".to_owned(),
        }
    }

    fn draw(counts: [[u32; STANDINGS]; AGES], size: (f32, f32)) -> Picture {
        let ages = counts.map(|[late, in_time, stopped]| AgeBin { late, in_time, stopped });
        let words = words();
        let view = View { ages: &ages, words: &words };
        tidy_everywhere(|area, palette, scale| super::backlog(area, view, palette, scale));
        record(size, &faces(), |area, scale| super::backlog(area, view, &Palette::LIGHT, scale)).unwrap()
    }

    const SOME: [[u32; 3]; 7] = [[0, 40, 0], [2, 30, 1], [3, 20, 0], [2, 4, 4], [1, 0, 0], [0, 0, 2], [1, 0, 0]];

    #[test]
    fn bins_are_stacked_in_proportion_with_their_counts() {
        let picture = draw(SOME, (250.0, 240.0));
        let texts = texts(&picture);
        assert_eq!(texts[..7], ["超时", "期限内", "等待中", "0–1 天", "40", "2–3 天", "33"]);
        let blue = bars(&picture, Palette::LIGHT.classes[0]);
        assert_eq!(blue.len(), 1 + 4, "legend and four bins");
        assert!(((blue[3].width() + 1.0) / blue[1].width() - 0.5).abs() < 0.02, "20 of 40");
        assert_eq!(bars(&picture, Palette::LIGHT.minor).len(), 1 + 3);
        assert_eq!(picture.hits[0].tip.line(), "0–1 天: 期限内 40, 在办 40");
        let late = picture.hits.iter().find(|hit| hit.mark == Mark::Open { bin: 3, standing: Some(Standing::Late) });
        assert_eq!(late.unwrap().tip.line(), "8–15 天: 超时 2, 在办 10");
    }

    /// kpi.md 5.4: lines at 15 and at 60 days.
    #[test]
    fn lines_part_the_bins_at_15_and_60_days() {
        let picture = draw(SOME, (250.0, 240.0));
        let mut heights: Vec<i32> = picture
            .shapes
            .iter()
            .filter_map(|shape| match shape {
                super::super::display::Shape::Line { points, .. } => Some(points[0][1] as i32),
                _ => None,
            })
            .collect();
        heights.dedup();
        let row = |text: &str| picture.labels().find(|label| label.text == text).unwrap().at[1] as i32;
        assert_eq!(heights.len(), 2);
        assert!(row("8–15 天") < heights[0] && heights[0] < row("16–30 天"));
        assert!(row("31–60 天") < heights[1] && heights[1] < row("> 60 天"));
    }

    #[test]
    fn one_case_beside_a_million_is_a_sliver_and_none_is_nothing() {
        let picture =
            draw([[1_000_000, 0, 0], [0, 1, 0], [0; 3], [0; 3], [0; 3], [0; 3], [u32::MAX, 1, 1]], (250.0, 240.0));
        assert!(bars(&picture, Palette::LIGHT.classes[0])[1].width() >= 1.9);
        let empty = draw([[0; 3]; 7], (250.0, 240.0));
        assert_eq!(bars(&empty, Palette::LIGHT.track).len(), 7, "tracks only");
    }
}
