//! Screens and widgets: read, draw, want.

pub mod paper_view;
