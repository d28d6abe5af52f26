//! The one integration program.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod board;
mod case;
mod case_ways;
mod cli;
mod demo;
mod dialogs;
mod floating;
mod gallery;
mod importing;
mod incident;
mod incident_money;
mod intake;
mod layers;
mod painter;
mod screens;
mod sizes;
mod sources;
mod store;
mod texts;
mod words;
mod world;
