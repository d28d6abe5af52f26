//! One file a chart, generic over the plotters back end.
//!
//! A chart function draws figures with plotters onto any `DrawingArea` and answers with its [`Hit`]s: where each mark
//! lies and which cases stand behind it. [`backend::record`] turns that into a [`Picture`], a list of lines, rectangles
//! and texts in points, which the screen and the paper paint. No chart knows a language: words are handed in.

mod axis;
pub mod backend;
pub mod backlog;
pub mod columns;
pub mod control;
pub mod csat;
pub mod display;
pub mod heat;
pub mod measure;
pub mod mis;
pub mod on_time;
pub mod palette;
pub mod pareto;
mod pen;
mod place;
pub mod region_mix;
pub mod spark;
pub mod svg;
#[cfg(test)]
mod tidy;

pub use backend::{Recorder, record};
pub use display::{Bounds, Picture};
pub use measure::{FaceMeasure, Measure, Weight};
pub use palette::Palette;

use std::error::Error;
use std::ops::{Range, RangeInclusive};

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters_backend::DrawingBackend;

use crate::figures::dashboard::Standing;

/// The area a chart is drawn on.
pub type Area<DB> = DrawingArea<DB, Shift>;

/// Back-end units in one point (a CSS pixel at 100 %).
///
/// plotters counts in whole units; charts are designed in points. Every length, stroke and text size passes through
/// here, so one chart function serves all resolutions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale(f32);

/// plotters hands a back end the text size; all users of it divide by this, the line height of Noto Sans SC in em.
pub const LINE_EM: f32 = 1.448;

impl Scale {
    /// Not below one unit a point: finer detail than the units can hold would vanish.
    #[must_use]
    pub fn new(units_per_point: f32) -> Self {
        Self(if units_per_point.is_finite() { units_per_point.max(1.0) } else { 1.0 })
    }

    /// Points to units.
    #[must_use]
    pub fn px(self, points: f32) -> i32 {
        (points * self.0).round() as i32
    }

    /// A stroke width in units, never invisible.
    #[must_use]
    pub fn stroke(self, points: f32) -> u32 {
        self.px(points).max(1).unsigned_abs()
    }

    /// The size to hand to plotters for a text of `em` points.
    #[must_use]
    pub fn font(self, em: f32) -> f64 {
        f64::from(em * LINE_EM * self.0)
    }

    /// Units to points.
    #[must_use]
    pub fn points(self, units: i32) -> f32 {
        units as f32 / self.0
    }
}

/// What a mark stands for; opening it lists exactly these cases.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Mark {
    /// Rows of the figures handed in (one, or several gathered under "others"), in one class or in all of them.
    Regions { rows: RangeInclusive<usize>, class: Option<usize> },
    /// One class over all regions.
    Class(usize),
    /// A period, by its index.
    Period(usize),
    /// A row of the table behind the chart, by its index.
    Row(usize),
    /// Items of a Pareto: one, or all that are gathered in its last bar.
    Items(Range<usize>),
    /// Cells of a matrix: one, those gathered in one, or the whole of some rows.
    Cells { rows: RangeInclusive<usize>, columns: RangeInclusive<usize> },
    /// A bin of the open cases, in one standing or in all of them.
    Open { bin: usize, standing: Option<Standing> },
}

/// What the pointer is told about a mark.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tip {
    pub title: String,
    /// Label and value.
    pub rows: Vec<(String, String)>,
}

impl Tip {
    /// In one line, for those who listen to the chart.
    #[must_use]
    pub fn line(&self) -> String {
        let rows: Vec<String> = self.rows.iter().map(|(label, value)| format!("{label} {value}")).collect();
        format!("{}: {}", self.title, rows.join(", "))
    }
}

/// A mark on the picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Where the pointer finds it. Reaches beyond thin marks; where two overlap, the smaller wins ([`Picture::hit_at`]).
    pub rect: Bounds,
    /// What is framed while it is found.
    pub frame: Bounds,
    pub mark: Mark,
    pub tip: Tip,
}

/// Why a chart could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum ChartError {
    /// The caller shows nothing, or words, in so small a place.
    #[error("a chart needs at least {need_width} x {need_height} points, not {width} x {height}")]
    TooSmall { width: f32, height: f32, need_width: f32, need_height: f32 },
    #[error("the chart could not be drawn")]
    Drawing(#[source] Box<dyn Error + Send + Sync>),
}

impl<E: Error + Send + Sync + 'static> From<DrawingAreaErrorKind<E>> for ChartError {
    fn from(error: DrawingAreaErrorKind<E>) -> Self {
        Self::Drawing(Box::new(error))
    }
}

/// What every chart function answers.
pub type Drawn = Result<Vec<Hit>, ChartError>;

/// The smallest place any chart here can be read in, in points.
pub const SMALLEST: (f32, f32) = (200.0, 110.0);

fn check_size<DB: DrawingBackend>(area: &Area<DB>, scale: Scale) -> Result<(f32, f32), ChartError> {
    let (width, height) = area.dim_in_pixel();
    let (width, height) = (width as f32 / scale.0, height as f32 / scale.0);
    let (need_width, need_height) = SMALLEST;
    if width < need_width || height < need_height {
        return Err(ChartError::TooSmall { width, height, need_width, need_height });
    }
    Ok((width, height))
}
