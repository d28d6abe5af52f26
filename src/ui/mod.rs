//! Screens and widgets: read, draw, want.

pub mod chart;
pub mod fonts;
pub mod icons;
pub mod paper_view;
pub mod theme;
pub mod widgets;
