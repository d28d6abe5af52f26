//! Overdue cases by how late they are: five bars on tracks, the count at the right.

use plotters::chart::ChartBuilder;
use plotters::element::Rectangle;
use plotters::style::Color;
use plotters_backend::DrawingBackend;

use super::display::Bounds;
use super::palette::Palette;
use super::pen::{Hold, Pen, Script, colour, grouped};
use super::{Area, Drawn, Hit, Mark, Scale, Tip, check_size};
use crate::figures::Ageing;
use crate::figures::ageing::BUCKETS;

/// The words on and behind the chart, in the language of the person.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Words {
    /// Youngest bucket first.
    pub buckets: [String; BUCKETS],
    /// Names the count in the tooltip.
    pub count: String,
}

/// What is drawn.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    pub ageing: &'a Ageing,
    pub words: &'a Words,
}

/// The widest pitch of the bars; higher places stay empty below.
const PITCH: f32 = 38.0;
const GAP: f32 = 10.0;

/// Draws `view`. With nothing overdue the tracks are empty; ask [`Ageing::is_empty`] first and show words instead.
pub fn ageing<DB: DrawingBackend>(area: &Area<DB>, view: View<'_>, pal: &Palette, scale: Scale) -> Drawn
where
    DB::ErrorType: 'static,
{
    let (width, height) = check_size(area, scale)?;
    let pen = Pen { area, scale };
    let name = Script::regular(12.0, pal.secondary);
    let figure = Script::medium(13.0, pal.text);
    let names = view.words.buckets.iter().map(|bucket| pen.elided(bucket, name, width * 0.35));
    let names = names.collect::<Result<Vec<_>, _>>()?;
    let counts = view.ageing.counts.map(|count| grouped(u64::from(count)));
    let name_width = pen.widest(names.iter().map(String::as_str), name)?.max(48.0) + GAP;
    let count_width = (pen.widest(counts.iter().map(String::as_str), figure)?).max(14.0) + GAP;

    let pitch = (height / BUCKETS as f32).min(PITCH);
    let thickness = (pitch * 0.57).round();
    let largest = view.ageing.counts.iter().copied().max().unwrap_or(0).max(1);
    let chart = ChartBuilder::on(area)
        .margin_left(scale.px(name_width))
        .margin_right(scale.px(count_width))
        .margin_bottom(scale.px((height - pitch * BUCKETS as f32).max(0.0)))
        .build_cartesian_2d(0.0..f64::from(largest), BUCKETS as f64..0.0)?;
    let plot = chart.plotting_area();

    let mut hits = Vec::new();
    for (bucket, count) in view.ageing.counts.into_iter().enumerate() {
        let centre = bucket as f64 + 0.5;
        let half = f64::from(thickness / pitch / 2.0);
        let bar = |to: f64| [(0.0, centre - half), (to, centre + half)];
        plot.draw(&Rectangle::new(bar(f64::from(largest)), colour(pal.track).filled()))?;
        if count > 0 {
            plot.draw(&Rectangle::new(bar(f64::from(count)), colour(pal.ageing[bucket]).filled()))?;
        }
        let (left, top) = pen.place(chart.backend_coord(&(0.0, centre - half)));
        let (right, bottom) = pen.place(chart.backend_coord(&(f64::from(largest), centre + half)));
        let middle = (top + bottom) / 2.0;
        if count > 0 && f64::from(count) / f64::from(largest) * f64::from(right - left) < 2.0 {
            // Too few beside the largest to be seen at scale: a sliver says that there are some.
            pen.fill(Bounds::new(left, top, left + 2.0, bottom), pal.ageing[bucket])?;
        }
        pen.write(&names[bucket], name, Hold::Left, (0.0, middle))?;
        let script = if count == 0 { Script { colour: pal.tertiary, ..figure } } else { figure };
        pen.write(&counts[bucket], script, Hold::Right, (width, middle))?;
        hits.push(Hit {
            rect: Bounds::new(0.0, middle - pitch / 2.0, width, middle + pitch / 2.0),
            frame: Bounds::new(left, top, right, bottom),
            mark: Mark::Bucket(bucket),
            tip: Tip {
                title: view.words.buckets[bucket].clone(),
                rows: vec![(view.words.count.clone(), counts[bucket].clone())],
            },
        });
    }
    Ok(hits)
}

#[cfg(test)]
mod tests {
    use super::super::measure::tests::faces;
    use super::super::tidy::{bars, texts, tidy_everywhere};
    use super::super::{Picture, record};
    use super::*;

    fn words() -> Words {
        Words {
            buckets: ["≤ 4 时", "4 – 24 时", "1 – 3 天", "3 – 7 天", "> 7 天"].map(str::to_owned),
            count: "件数".to_owned(),
        }
    }

    fn draw(counts: [u32; BUCKETS]) -> Picture {
        let (ageing, words) = (Ageing { counts, longest: Vec::new() }, words());
        let view = View { ageing: &ageing, words: &words };
        tidy_everywhere(|area, palette, scale| super::ageing(area, view, palette, scale));
        record((250.0, 146.0), &faces(), |area, scale| super::ageing(area, view, &Palette::LIGHT, scale)).unwrap()
    }

    /// The nine late cases of the dashboard picture (K14).
    #[test]
    fn five_bars_stand_in_proportion_with_their_counts() {
        let picture = draw([3, 2, 2, 1, 1]);
        assert_eq!(texts(&picture), ["≤ 4 时", "3", "4 – 24 时", "2", "1 – 3 天", "2", "3 – 7 天", "1", "> 7 天", "1"]);
        let widths = Palette::LIGHT.ageing.map(|colour| bars(&picture, colour)[0].width());
        for (width, count) in widths.iter().zip([3.0, 2.0, 2.0, 1.0, 1.0]) {
            assert!((width - widths[0] * count / 3.0).abs() < 0.2, "{widths:?}");
        }
        let counts: Vec<f32> = picture.labels().skip(1).step_by(2).map(|label| label.bounds().right).collect();
        assert_eq!(counts, [250.0; 5], "counts end at the right edge");
    }

    #[test]
    fn a_row_is_found_by_name_bar_and_count() {
        let picture = draw([3, 0, 2, 1, 1]);
        for label in picture.labels() {
            let place = label.bounds();
            let at = picture.hit_at((place.left + place.right) / 2.0, (place.top + place.bottom) / 2.0).unwrap();
            let row = picture.labels().position(|other| std::ptr::eq(other, label)).unwrap() / 2;
            assert_eq!(picture.hits[at].mark, Mark::Bucket(row));
        }
        let bar = bars(&picture, Palette::LIGHT.ageing[2])[0];
        assert!(picture.hits[2].frame.holds(&bar, 0.1));
        assert_eq!(picture.hits[2].tip.line(), "1 – 3 天: 件数 2");
    }

    #[test]
    fn one_case_beside_a_million_is_a_sliver_and_none_is_nothing() {
        let picture = draw([1_000_000, 1, 0, 0, u32::MAX]);
        assert!((bars(&picture, Palette::LIGHT.ageing[1])[1].width() - 2.0).abs() < 0.1);
        assert!(bars(&picture, Palette::LIGHT.ageing[2]).is_empty());
        let empty = draw([0; 5]);
        assert_eq!(texts(&empty).iter().filter(|text| **text == "0").count(), 5);
        assert_eq!(bars(&empty, Palette::LIGHT.track).len(), 5, "tracks only");
    }
}
