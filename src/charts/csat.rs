//! Satisfaction by month: stacked bars of the answers, the best of them with its interval, the response as a line
//! (kpi.md 5.4).

use plotters_backend::DrawingBackend;

use super::display::Bounds;
use super::palette::{Palette, Rgb};
use super::pen::{Hold, Pen, Script, grouped, percent};
use super::{Area, ChartError, Drawn, Hit, Mark, Scale, Tip, check_size};
use crate::figures::csat::{Csat, Month};

/// The words behind the chart, in the language of the person.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Words {
    /// Names the best answer, the middling one and the worst.
    pub answers: [String; 3],
    pub response: String,
    pub asked: String,
    pub answered: String,
    pub interval: String,
    /// Stands below the chart where a month has too few answers.
    pub thin: String,
}

/// What is drawn.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    pub csat: &'a Csat,
    pub words: &'a Words,
}

const AXIS_EM: f32 = 11.0;
const HEAD: f32 = 24.0;
const FOOT: f32 = 20.0;
/// The line of the caption below.
const CAPTION: f32 = 18.0;

/// Draws `view`; [`Mark::Row`] counts the months. Months with too few answers are outlined instead of filled, and a line
/// below says so. Without a month nothing is drawn.
pub fn csat<DB: DrawingBackend>(area: &Area<DB>, view: View<'_>, pal: &Palette, scale: Scale) -> Drawn
where
    DB::ErrorType: 'static,
{
    let (width, height) = check_size(area, scale)?;
    let pen = Pen { area, scale };
    let months = &view.csat.months;
    if months.is_empty() {
        return Ok(Vec::new());
    }
    let axis = Script::regular(AXIS_EM, pal.tertiary);
    let left = pen.width("100 %", axis)? + 8.0;
    let thin = months.iter().any(Month::is_thin);
    let bottom = height - FOOT - if thin { CAPTION } else { 0.0 };
    let plot = Bounds::new(left, HEAD, width - 8.0, bottom);
    let sketch = Sketch { pen: &pen, view, pal, plot };
    let levels: &[u32] = if plot.height() < 90.0 { &[0, 50, 100] } else { &[0, 20, 40, 60, 80, 100] };
    for level in levels {
        let y = sketch.y_of(f64::from(*level));
        pen.line(&[(plot.left, y), (plot.right, y)], pal.grid, 1.0)?;
        pen.write(&format!("{level} %"), axis, Hold::Right, (left - 6.0, y))?;
    }
    sketch.legend()?;
    for (at, month) in months.iter().enumerate() {
        sketch.bar(at, month)?;
    }
    sketch.response()?;
    for (at, month) in months.iter().enumerate() {
        sketch.whisker(at, month)?;
    }
    sketch.names(axis)?;
    if thin {
        let script = Script::regular(AXIS_EM, pal.secondary);
        let text = pen.elided(&format!("* {}", view.words.thin), script, width - 8.0)?;
        pen.write(&text, script, Hold::Left, (2.0, height - CAPTION / 2.0))?;
    }
    Ok(sketch.hits())
}

struct Sketch<'a, DB: DrawingBackend> {
    pen: &'a Pen<'a, DB>,
    view: View<'a>,
    pal: &'a Palette,
    plot: Bounds,
}

impl<DB: DrawingBackend> Sketch<'_, DB>
where
    DB::ErrorType: 'static,
{
    fn months(&self) -> &[Month] {
        &self.view.csat.months
    }

    fn slot(&self) -> f32 {
        self.plot.width() / self.months().len() as f32
    }

    fn x_of(&self, at: usize) -> f32 {
        self.plot.left + self.slot() * (at as f32 + 0.5)
    }

    fn y_of(&self, percent: f64) -> f32 {
        self.plot.bottom - (percent / 100.0) as f32 * self.plot.height()
    }

    fn half(&self) -> f32 {
        (self.slot() * 0.34).min(26.0)
    }

    /// From the darkest to the lightest in grey: best, worst, middling.
    fn colours(&self) -> [Rgb; 3] {
        [self.pal.classes[0], self.pal.minor, self.pal.classes[1]]
    }

    /// Best at the bottom, worst at the top; outlines only where the answers are too few.
    fn bar(&self, at: usize, month: &Month) -> Result<(), ChartError> {
        let answered = f64::from(month.answered());
        if answered <= 0.0 {
            return Ok(());
        }
        let (x, half) = (self.x_of(at), self.half());
        let mut below = 0.0;
        for (count, rgb) in [month.satisfied, month.fair, month.dissatisfied].into_iter().zip(self.colours()) {
            let above = below + f64::from(count) * 100.0 / answered;
            let part = Bounds::new(x - half, self.y_of(above), x + half, self.y_of(below));
            below = above;
            if count == 0 {
                continue;
            }
            if month.is_thin() {
                self.pen.frame(Bounds::new(part.left, part.top, part.right, part.bottom), rgb, 1.5)?;
            } else {
                self.pen.fill(part, rgb)?;
                self.pen.line(&[(part.left, part.top), (part.right, part.top)], self.pal.ground, 1.0)?;
            }
        }
        Ok(())
    }

    /// The 95 % interval of the best answer, on the edge of its bar.
    fn whisker(&self, at: usize, month: &Month) -> Result<(), ChartError> {
        let Some((low, high)) = month.top_box().wilson95() else { return Ok(()) };
        let (x, cap) = (self.x_of(at), (self.half() * 0.4).max(2.0));
        let (low, high) = (self.y_of(low), self.y_of(high));
        // Pale below the dark line, so that it is seen on every part of the bar.
        for (rgb, width) in [(self.pal.ground, 3.5), (self.pal.text, 1.25)] {
            self.pen.line(&[(x, low), (x, high)], rgb, width)?;
            for y in [low, high] {
                self.pen.line(&[(x - cap, y), (x + cap, y)], rgb, width)?;
            }
        }
        Ok(())
    }

    fn response(&self) -> Result<(), ChartError> {
        let place =
            |(at, month): (usize, &Month)| month.response().percent().map(|rate| (self.x_of(at), self.y_of(rate)));
        let run: Vec<(f32, f32)> = self.months().iter().enumerate().filter_map(place).collect();
        for pair in run.windows(2) {
            if let [from, to] = pair {
                self.pen.line(&[*from, *to], self.pal.ground, 3.5)?;
                self.pen.dashed([*from, *to], (5.0, 3.0), self.pal.secondary)?;
            }
        }
        for at in run {
            self.pen.dot(at, 3.0, self.pal.secondary, Some(self.pal.ground))?;
        }
        Ok(())
    }

    /// Squares and words above the plot, as many as have room.
    fn legend(&self) -> Result<(), ChartError> {
        let script = Script::regular(AXIS_EM, self.pal.secondary);
        let mut x = 2.0;
        let words = self.view.words;
        for (name, rgb) in words.answers.iter().zip(self.colours()) {
            let wide = self.pen.width(name, script)? + 14.0;
            if x + wide > self.plot.right {
                return Ok(());
            }
            self.pen.fill(Bounds::new(x, 6.0, x + 9.0, 15.0), rgb)?;
            self.pen.write(name, script, Hold::Left, (x + 13.0, 10.5))?;
            x += wide + 12.0;
        }
        let wide = self.pen.width(&words.response, script)? + 24.0;
        if x + wide <= self.plot.right {
            self.pen.dashed([(x, 10.5), (x + 18.0, 10.5)], (5.0, 3.0), self.pal.secondary)?;
            self.pen.dot((x + 9.0, 10.5), 3.0, self.pal.secondary, Some(self.pal.ground))?;
            self.pen.write(&words.response, script, Hold::Left, (x + 22.0, 10.5))?;
        }
        Ok(())
    }

    fn name(month: &Month) -> String {
        if month.is_thin() { format!("{}*", month.key) } else { month.key.clone() }
    }

    /// Names below the bars, counted from the newest, as many as have room.
    fn names(&self, axis: Script) -> Result<(), ChartError> {
        let names: Vec<String> = self.months().iter().map(Self::name).collect();
        let widest = self.pen.widest(names.iter().map(String::as_str), axis)?;
        let stride = (((widest + 8.0) / self.slot()).ceil() as usize).max(1);
        let mut edge = f32::MAX;
        for at in (0..names.len()).rev().step_by(stride) {
            let wide = self.pen.width(&names[at], axis)?;
            let x = self.x_of(at).min(self.plot.right + 8.0 - wide / 2.0).max(wide / 2.0);
            if x + wide / 2.0 + 4.0 > edge {
                continue;
            }
            edge = x - wide / 2.0;
            self.pen.write(&names[at], axis, Hold::Middle, (x, self.plot.bottom + FOOT / 2.0 + 1.0))?;
        }
        Ok(())
    }

    fn hits(&self) -> Vec<Hit> {
        let half = self.slot() / 2.0;
        let hit = |(at, month): (usize, &Month)| {
            let x = self.x_of(at);
            let rect = Bounds::new(x - half, HEAD, x + half, self.plot.bottom + FOOT);
            let frame = Bounds::new(x - self.half(), self.plot.top, x + self.half(), self.plot.bottom);
            Hit { rect, frame, mark: Mark::Row(at), tip: self.tip(month) }
        };
        self.months().iter().enumerate().map(hit).collect()
    }

    fn tip(&self, month: &Month) -> Tip {
        let words = self.view.words;
        let top = month.top_box();
        let [best, fair, worst] = &words.answers;
        let count = |n: u32| grouped(u64::from(n));
        let mut rows = vec![
            (best.clone(), format!("{} ({})", percent(top.tenths()), count(month.satisfied))),
            (fair.clone(), count(month.fair)),
            (worst.clone(), count(month.dissatisfied)),
            (words.answered.clone(), count(month.answered())),
            (words.asked.clone(), count(month.asked)),
            (words.response.clone(), percent(month.response().tenths())),
        ];
        if let Some((low, high)) = top.wilson95() {
            rows.insert(1, (words.interval.clone(), format!("{low:.1} – {high:.1} %")));
        }
        if month.is_thin() {
            rows.push(("*".to_owned(), words.thin.clone()));
        }
        Tip { title: month.key.clone(), rows }
    }
}

#[cfg(test)]
mod tests {
    use super::super::display::Shape;
    use super::super::measure::tests::faces;
    use super::super::tidy::{bars, texts, tidy_everywhere};
    use super::super::{Picture, record};
    use super::*;

    fn month(key: &str, [satisfied, fair, dissatisfied]: [u32; 3], asked: u32) -> Month {
        Month { key: key.to_owned(), satisfied, fair, dissatisfied, asked }
    }

    fn draw(months: Vec<Month>, size: (f32, f32)) -> Picture {
        let [best, fair, worst] = ["满意", "一般", "不满意"].map(str::to_owned);
        let [response, asked, answered, interval, thin] =
            ["应答率", "回访", "作答", "95 % 区间", "样本不足，仅供参考"].map(str::to_owned);
        let words = Words { answers: [best, fair, worst], response, asked, answered, interval, thin };
        let csat = Csat { months };
        let view = View { csat: &csat, words: &words };
        tidy_everywhere(|area, palette, scale| super::csat(area, view, palette, scale));
        record(size, &faces(), |area, scale| super::csat(area, view, &Palette::LIGHT, scale)).unwrap()
    }

    /// kpi.md 5.4: stacked to 100 %, the response as a line, the best answer with its interval.
    #[test]
    fn bars_are_stacked_to_the_whole_and_the_interval_stands_on_the_best_answer() {
        let picture =
            draw(vec![month("2026-02", [57, 2, 1], 100), month("2026-03", [30, 20, 50], 100)], (560.0, 260.0));
        let [blue, pale, red] = [Palette::LIGHT.classes[0], Palette::LIGHT.minor, Palette::LIGHT.classes[1]];
        let of = |rgb| bars(&picture, rgb).into_iter().skip(1).collect::<Vec<_>>();
        let march: Vec<f32> = [blue, pale, red].map(|rgb| of(rgb)[1].height()).to_vec();
        let whole: f32 = march.iter().sum();
        let shares: Vec<i32> = march.iter().map(|part| (part / whole * 100.0).round() as i32).collect();
        assert_eq!(shares, [30, 20, 50]);
        assert_eq!(
            picture.hits[0].tip.line(),
            "2026-02: 满意 95 % (57), 95 % 区间 86.3 – 98.3 %, 一般 2, 不满意 1, 作答 60, 回访 100, 应答率 60 %"
        );
        let edge = of(blue)[0].top;
        let holds = |shape: &Shape| match shape {
            Shape::Line { points, ink, .. } if ink.rgb == Palette::LIGHT.text && points[0][0] == points[1][0] => {
                points[0][1] > edge && points[1][1] < edge
            }
            _ => false,
        };
        assert!(picture.shapes.iter().any(holds), "the interval reaches below and above the edge of its bar");
    }

    /// kpi.md 5.4: a response below 20 % carries its caption, and its bar is only outlined.
    #[test]
    fn a_month_with_few_answers_is_outlined_and_captioned() {
        let picture = draw(vec![month("2026-02", [8, 1, 1], 51), month("2026-03", [60, 3, 1], 100)], (560.0, 260.0));
        assert!(texts(&picture).contains(&"* 样本不足，仅供参考") && texts(&picture).contains(&"2026-02*"));
        assert_eq!(bars(&picture, Palette::LIGHT.classes[0]).len(), 2, "the square of the legend and one bar");
        let enough = draw(vec![month("2026-03", [60, 3, 1], 100)], (560.0, 260.0));
        assert!(!texts(&enough).iter().any(|text| text.contains("样本不足")));
    }

    #[test]
    fn nothing_overlaps_however_many_months() {
        draw((1..=36).map(|at| month(&format!("20{at:02}-12"), [at, at % 5, at % 3], 300)).collect(), (330.0, 200.0));
        draw(vec![month("2026-03", [0, 0, 0], 4)], (330.0, 200.0));
        assert!(draw(Vec::new(), (330.0, 200.0)).shapes.is_empty());
    }
}
