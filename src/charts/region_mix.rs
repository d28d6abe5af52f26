//! Complaints by region and class: one bar a region, its classes stacked, its total at the end.

use std::ops::{Range, RangeInclusive};

use plotters::chart::{ChartBuilder, ChartContext, LabelAreaPosition};
use plotters::coord::cartesian::Cartesian2d;
use plotters::style::{Color, TRANSPARENT};
use plotters_backend::DrawingBackend;

use super::axis::{Axis, ticks};
use super::display::Bounds;
use super::palette::Palette;
use super::pen::{Hold, Pen, Script, grouped, line_style};
use super::{Area, ChartError, Drawn, Hit, Mark, Scale, Tip, check_size};
use crate::figures::RegionMix;
use crate::figures::region_mix::CLASSES;

/// The words on and behind the chart, in the language of the person.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Words {
    /// In the order of the classes.
    pub classes: [String; CLASSES],
    /// Names the regions that had no room of their own.
    pub others: String,
    /// Names a total in the tooltip.
    pub total: String,
}

/// What is drawn.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    pub mix: &'a RegionMix,
    pub words: &'a Words,
}

const NAME_EM: f32 = 13.0;
const LEGEND_EM: f32 = 12.0;
const LEGEND_ROW: f32 = 20.0;
const SWATCH: f32 = 9.0;
/// Between a name and the bars, and between a bar and its total.
const GAP: f32 = 8.0;
/// Room for the points by which single cases beside a million push the end of their bar outwards.
const SPREAD: f32 = 5.0;
const PITCH: Range<f32> = 19.0..38.0;
/// A mark thinner than this is found by the pointer as if it were this wide.
const FINGER: f32 = 8.0;

/// One bar: a region, or all that had no room.
struct Bar {
    name: String,
    rows: RangeInclusive<usize>,
    counts: [u64; CLASSES],
    total: u64,
}

/// Draws `view`. Regions are the rows of the mix, classes its five, as [`Mark`] counts them.
///
/// With no case at all nothing but the legend is drawn; ask [`RegionMix::is_empty`] first and show words instead.
pub fn region_mix<DB: DrawingBackend>(area: &Area<DB>, view: View<'_>, pal: &Palette, scale: Scale) -> Drawn
where
    DB::ErrorType: 'static,
{
    let (width, height) = check_size(area, scale)?;
    let pen = Pen { area, scale };
    let (top, mut hits) = legend(&pen, view, pal, width)?;
    if view.mix.is_empty() {
        return Ok(hits);
    }
    let room = ((height - top) / PITCH.start) as usize;
    let bars = bars(view, room);
    let frame = Frame::fit(&pen, &bars, pal, (width, height, top))?;
    let mut builder = ChartBuilder::on(area);
    builder
        .margin_top(scale.px(top))
        .margin_bottom(scale.px((height - top - frame.pitch * bars.len() as f32).max(0.0)))
        .margin_right(scale.px(frame.total_width + GAP + SPREAD))
        .set_label_area_size(LabelAreaPosition::Left, scale.px(frame.name_width + GAP));
    let largest = bars.iter().map(|bar| bar.total).max().unwrap_or(1).max(1) as f64;
    let rows = bars.len() as f64;
    let centres = (0..bars.len()).map(|row| row as f64 + 0.5);
    let mut chart =
        builder.build_cartesian_2d(Axis::new(0.0, largest, ticks(largest, 4)), Axis::new(rows, 0.0, centres))?;
    mesh(&mut chart, &frame.names, pal, scale)?;
    let sketch = Sketch { pen: &pen, words: view.words, pal };
    for (row, bar) in bars.iter().enumerate() {
        let at = BarAt { row, thickness: frame.thickness, pitch: frame.pitch };
        hits.extend(sketch.stack(&chart, &at, bar)?);
    }
    Ok(hits)
}

fn bars(view: View<'_>, room: usize) -> Vec<Bar> {
    let groups = view.mix.groups(room);
    let bar = |group: &Range<usize>| {
        let name = match view.mix.rows().get(group.clone()) {
            Some([row]) => row.region.clone(),
            _ => view.words.others.clone(),
        };
        let counts = view.mix.counts(group);
        Bar { name, rows: group.start..=group.end.saturating_sub(1), counts, total: counts.iter().sum() }
    };
    groups.iter().map(bar).collect()
}

/// The measures all bars share.
struct Frame {
    names: Vec<String>,
    name_width: f32,
    total_width: f32,
    pitch: f32,
    thickness: f32,
}

impl Frame {
    fn fit<DB: DrawingBackend>(
        pen: &Pen<'_, DB>,
        bars: &[Bar],
        pal: &Palette,
        (width, height, top): (f32, f32, f32),
    ) -> Result<Self, ChartError>
    where
        DB::ErrorType: 'static,
    {
        let script = Script::regular(NAME_EM, pal.text);
        let room = (width * 0.3).min(132.0);
        let names = bars.iter().map(|bar| pen.elided(&bar.name, script, room)).collect::<Result<Vec<_>, _>>()?;
        let name_width = pen.widest(names.iter().map(String::as_str), script)?;
        let totals: Vec<String> = bars.iter().map(|bar| grouped(bar.total)).collect();
        let total_width = pen.widest(totals.iter().map(String::as_str), Script::medium(NAME_EM, pal.text))?;
        let pitch = ((height - top) / bars.len().max(1) as f32).min(PITCH.end);
        Ok(Self { names, name_width, total_width, pitch, thickness: (pitch * 0.6).clamp(11.0, 22.0).round() })
    }
}

type Plot<'a, DB> = ChartContext<'a, DB, Cartesian2d<Axis, Axis>>;

fn mesh<DB: DrawingBackend>(
    chart: &mut Plot<'_, DB>,
    names: &[String],
    pal: &Palette,
    scale: Scale,
) -> Result<(), ChartError>
where
    DB::ErrorType: 'static,
{
    chart
        .configure_mesh()
        .disable_y_mesh()
        .bold_line_style(line_style(pal.grid, scale.stroke(1.0)))
        .light_line_style(TRANSPARENT)
        .axis_style(TRANSPARENT.filled())
        .set_tick_mark_size(LabelAreaPosition::Left, scale.px(GAP / 2.0))
        .y_label_style(Script::regular(NAME_EM, pal.text).style(scale))
        .y_label_formatter(&|centre| names.get(*centre as usize).cloned().unwrap_or_default())
        .x_label_formatter(&|_| String::new())
        .draw()?;
    Ok(())
}

/// Where a bar lies: its row, counted from the top.
struct BarAt {
    row: usize,
    thickness: f32,
    pitch: f32,
}

/// What all bars are drawn with.
struct Sketch<'a, DB: DrawingBackend> {
    pen: &'a Pen<'a, DB>,
    words: &'a Words,
    pal: &'a Palette,
}

impl<DB: DrawingBackend> Sketch<'_, DB>
where
    DB::ErrorType: 'static,
{
    /// Draws one bar and its total; answers its marks: the whole row, then each class in it.
    fn stack(&self, chart: &Plot<'_, DB>, at: &BarAt, bar: &Bar) -> Result<Vec<Hit>, ChartError> {
        let x_of = |count: u64| self.pen.place(chart.backend_coord(&(count as f64, at.row as f64 + 0.5)));
        let (zero, middle) = x_of(0);
        let (top, bottom) = (middle - at.thickness / 2.0, middle + at.thickness / 2.0);
        let reach = |left: f32, right: f32| Bounds::new(left, middle - at.pitch / 2.0, right, middle + at.pitch / 2.0);
        let mut hits = Vec::new();
        let (mut before, mut left) = (0, zero);
        for (class, count) in bar.counts.into_iter().enumerate().filter(|(_, count)| *count > 0) {
            before += count;
            // A single case among a million is still a mark: one point wide, and what follows gives way.
            let right = x_of(before).0.max(left + 1.0);
            let hairline = if right - left > 3.0 { 1.0 } else { 0.0 };
            let frame = Bounds::new(left, top, right - hairline, bottom);
            self.segment(frame, class, count)?;
            let widen = ((FINGER - frame.width()) / 2.0).max(0.0);
            let rect = reach(frame.left - widen, frame.right + widen);
            let mark = Mark::Regions { rows: bar.rows.clone(), class: Some(class) };
            hits.push(Hit { rect, frame, mark, tip: self.tip(bar, Some(class)) });
            left = right;
        }
        let script = Script::medium(NAME_EM, self.pal.text);
        let total = grouped(bar.total);
        self.pen.write(&total, script, Hold::Left, (left + GAP, middle))?;
        let whole = Hit {
            rect: reach(0.0, left + GAP + self.pen.width(&total, script)?),
            frame: Bounds::new(zero, top, left.max(zero + 1.0), bottom),
            mark: Mark::Regions { rows: bar.rows.clone(), class: None },
            tip: self.tip(bar, None),
        };
        hits.insert(0, whole);
        Ok(hits)
    }

    /// Fills one class of a bar and writes its count where there is room and the colour carries a label.
    fn segment(&self, frame: Bounds, class: usize, count: u64) -> Result<(), ChartError> {
        self.pen.fill(frame, self.pal.classes[class])?;
        let Some(ink) = self.pal.on_classes[class] else { return Ok(()) };
        let (script, text) = (Script::regular(11.0, ink), grouped(count));
        if self.pen.width(&text, script)? + 8.0 <= frame.width() {
            let middle = ((frame.left + frame.right) / 2.0, (frame.top + frame.bottom) / 2.0);
            self.pen.write(&text, script, Hold::Middle, middle)?;
        }
        Ok(())
    }

    /// One class of a bar, or all it has; the total last.
    fn tip(&self, bar: &Bar, only: Option<usize>) -> Tip {
        let classes = self.words.classes.iter().zip(bar.counts).enumerate();
        let told = classes.filter(|(class, (_, count))| *count > 0 && only.is_none_or(|only| only == *class));
        let mut rows: Vec<_> = told.map(|(_, (name, count))| (name.clone(), grouped(count))).collect();
        rows.push((self.words.total.clone(), grouped(bar.total)));
        Tip { title: bar.name.clone(), rows }
    }
}

/// Writes the classes above the bars, in as many lines as they need; answers where the bars may begin.
fn legend<DB: DrawingBackend>(
    pen: &Pen<'_, DB>,
    view: View<'_>,
    pal: &Palette,
    width: f32,
) -> Result<(f32, Vec<Hit>), ChartError>
where
    DB::ErrorType: 'static,
{
    let script = Script::regular(LEGEND_EM, pal.secondary);
    let mut items = Vec::new();
    for name in &view.words.classes {
        // Two fit in a line at least, so that even the longest words leave the bars their room.
        let name = pen.elided(name, script, (width - 16.0) / 2.0 - SWATCH - 6.0)?;
        let item_width = SWATCH + 6.0 + pen.width(&name, script)?;
        items.push((name, item_width));
    }
    let all: f32 = items.iter().map(|(_, item_width)| item_width).sum();
    let gap = ((width - all) / (CLASSES - 1) as f32).clamp(8.0, 16.0);
    let (mut x, mut y) = (0.0, LEGEND_ROW / 2.0);
    let mut hits = Vec::new();
    for (class, (name, item_width)) in items.into_iter().enumerate() {
        if x > 0.0 && x + item_width > width + 0.5 {
            (x, y) = (0.0, y + LEGEND_ROW);
        }
        pen.fill(Bounds::new(x, y - SWATCH / 2.0, x + SWATCH, y + SWATCH / 2.0), pal.classes[class])?;
        pen.write(&name, script, Hold::Left, (x + SWATCH + 6.0, y))?;
        let frame = Bounds::new(x, y - LEGEND_ROW / 2.0 + 1.0, x + item_width, y + LEGEND_ROW / 2.0 - 1.0);
        let count = (view.words.total.clone(), grouped(view.mix.class_total(class)));
        let tip = Tip { title: view.words.classes[class].clone(), rows: vec![count] };
        hits.push(Hit { rect: frame, frame, mark: Mark::Class(class), tip });
        x += item_width + gap;
    }
    Ok((y + LEGEND_ROW / 2.0 + 6.0, hits))
}

#[cfg(test)]
mod tests {
    use super::super::measure::tests::faces;
    use super::super::tidy::{bars as filled, texts, tidy_everywhere};
    use super::super::{Picture, record};
    use super::*;
    use crate::figures::region_mix::RegionRow;

    fn words() -> Words {
        Words {
            classes: ["一般质量", "重大事故", "市场客诉", "服务管理", "竞品"].map(str::to_owned),
            others: "其他".to_owned(),
            total: "合计".to_owned(),
        }
    }

    fn mix(rows: &[(&str, [u32; 5])]) -> RegionMix {
        RegionMix::new(rows.iter().map(|&(name, counts)| RegionRow::new(name, counts)).collect())
    }

    /// The 1,286 cases of the dashboard picture.
    fn quarter() -> RegionMix {
        mix(&[
            ("华东", [142, 9, 121, 31, 15]),
            ("华南", [118, 7, 102, 25, 12]),
            ("华中", [86, 4, 71, 17, 9]),
            ("华北", [79, 3, 66, 17, 11]),
            ("西南", [74, 3, 57, 15, 9]),
            ("东北", [47, 2, 38, 9, 6]),
            ("西北", [38, 1, 28, 9, 5]),
        ])
    }

    fn draw(mix: &RegionMix, size: (f32, f32)) -> Picture {
        let words = words();
        let view = View { mix, words: &words };
        record(size, &faces(), |area, scale| region_mix(area, view, &Palette::LIGHT, scale)).unwrap()
    }

    fn tidy(mix: &RegionMix, words: &Words) {
        tidy_everywhere(|area, palette, scale| region_mix(area, View { mix, words }, palette, scale));
    }

    #[test]
    fn every_region_shows_its_name_its_wide_classes_and_its_total() {
        let picture = draw(&quarter(), (388.0, 262.0));
        assert_eq!(picture.labels().filter(|label| label.weight == super::super::Weight::Medium).count(), 7);
        let texts = texts(&picture);
        assert_eq!(texts[..5], ["一般质量", "重大事故", "市场客诉", "服务管理", "竞品"]);
        assert_eq!(texts[5..12], ["华东", "华南", "华中", "华北", "西南", "东北", "西北"]);
        assert_eq!(
            texts[12..20],
            ["142", "121", "31", "318", "118", "102", "25", "264"],
            "the second class has no label"
        );
    }

    #[test]
    fn lengths_are_in_proportion_and_marks_lie_on_the_bars() {
        let picture = draw(&quarter(), (388.0, 262.0));
        let blue = filled(&picture, Palette::LIGHT.classes[0]);
        assert_eq!(blue.len(), 8, "one swatch and seven bars");
        let per_case = |at: usize, count: f32| (blue[at].width() + 1.0) / count;
        assert!((per_case(1, 142.0) - per_case(7, 38.0)).abs() < 0.02);
        for (row, bar) in blue[1..].iter().enumerate() {
            let at = picture.hit_at((bar.left + bar.right) / 2.0, (bar.top + bar.bottom) / 2.0).unwrap();
            assert_eq!(picture.hits[at].mark, Mark::Regions { rows: row..=row, class: Some(0) });
            assert!(picture.hits[at].rect.holds(bar, 0.1) && picture.hits[at].frame.holds(bar, 0.1));
        }
    }

    #[test]
    fn a_thin_segment_a_total_and_the_legend_can_be_pointed_at() {
        let picture = draw(&quarter(), (388.0, 262.0));
        let marks_of = |text: &str| {
            let label = picture.labels().find(|label| label.text == text).unwrap().bounds();
            let at = picture.hit_at((label.left + label.right) / 2.0, (label.top + label.bottom) / 2.0).unwrap();
            picture.hits[at].mark.clone()
        };
        assert_eq!(marks_of("318"), Mark::Regions { rows: 0..=0, class: None });
        assert_eq!(marks_of("西北"), Mark::Regions { rows: 6..=6, class: None });
        assert_eq!(marks_of("重大事故"), Mark::Class(1));
        let red = filled(&picture, Palette::LIGHT.classes[1])[7];
        assert!(red.width() < 2.0);
        let at = picture.hit_at(red.left, red.top - 2.0).unwrap();
        assert_eq!(picture.hits[at].mark, Mark::Regions { rows: 6..=6, class: Some(1) });
        assert_eq!(picture.hits[at].tip.line(), "西北: 重大事故 1, 合计 81");
    }

    #[test]
    fn nothing_overlaps_at_any_size() {
        tidy(&quarter(), &words());
        let english = ["General quality", "Serious incident", "Market complaint", "Service management", "Competitor"];
        let english =
            Words { classes: english.map(str::to_owned), others: "Others".to_owned(), total: "Total".to_owned() };
        tidy(&quarter(), &english);
        let endless =
            Words { classes: std::array::from_fn(|_| "一个很长很长的类别名称".repeat(4)), ..english };
        tidy(&mix(&[("新疆生产建设兵团及西北其他地区", [3, 2, 1, 0, 0]), ("西北", [1, 1, 1, 1, 1])]), &endless);
    }

    #[test]
    fn one_case_beside_a_million_is_still_seen() {
        let mix = mix(&[
            ("华东", [1_000_000, 1, 1, 1, 1]),
            ("华南", [1, 0, 0, 0, 0]),
            ("港澳台", [0, 0, 0, 0, 1]),
            ("西藏", [0; 5]),
        ]);
        tidy(&mix, &words());
        let picture = draw(&mix, (330.0, 200.0));
        let grey = filled(&picture, Palette::LIGHT.classes[4]);
        assert_eq!(grey.len(), 3, "swatch, the million's competitor case, the single one");
        assert!(grey.iter().all(|bar| bar.width() >= 0.9));
        assert!(texts(&picture).contains(&"1,000,004"));
        assert!(picture.hits.iter().any(|hit| hit.tip.line() == "西藏: 合计 0"));
        let huge = self::mix(&[("华东", [u32::MAX; 5]), ("华南", [u32::MAX, 0, 0, 0, 1])]);
        tidy(&huge, &words());
    }

    #[test]
    fn regions_without_room_are_drawn_together() {
        let rows = (0..34).map(|at| RegionRow::new(format!("{at} 区"), [40 - at, 1, 20, 2, 0])).collect();
        let mix = RegionMix::new(rows);
        tidy(&mix, &words());
        let picture = draw(&mix, (388.0, 262.0));
        let last =
            &picture.hits.iter().rev().find(|hit| matches!(hit.mark, Mark::Regions { class: None, .. })).unwrap();
        assert_eq!((last.tip.title.as_str(), &last.mark), ("其他", &Mark::Regions { rows: 11..=33, class: None }));
        let sum: u64 = mix.rows()[11..].iter().map(RegionRow::total).sum();
        assert!(last.tip.rows.contains(&("合计".to_owned(), grouped(sum))));
    }

    #[test]
    fn without_cases_only_the_legend_stands() {
        for empty in [RegionMix::default(), mix(&[("华东", [0; 5])])] {
            let picture = draw(&empty, (388.0, 262.0));
            assert_eq!((picture.hits.len(), texts(&picture).len()), (5, 5));
        }
    }

    #[test]
    fn a_place_too_small_to_read_is_refused() {
        let (mix, words) = (quarter(), words());
        let view = View { mix: &mix, words: &words };
        let drawn = record((120.0, 60.0), &faces(), |area, scale| region_mix(area, view, &Palette::LIGHT, scale));
        assert!(matches!(drawn, Err(ChartError::TooSmall { .. })));
    }
}
