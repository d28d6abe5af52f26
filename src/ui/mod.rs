//! Screens and widgets: read, draw, want.
