#![doc = include_str!("ARCHITECTURE.md")]

pub mod domain;

pub mod clock;
pub mod figures;
pub mod rulebook;

pub mod store;

pub mod charts;
pub mod exchange;
pub mod paper;
pub mod text;

pub mod ui;

pub mod app;
pub mod cli;
