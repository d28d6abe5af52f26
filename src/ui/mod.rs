//! Screens and widgets: read, draw, want.

pub mod chart;
pub mod paper_view;
