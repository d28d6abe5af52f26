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
