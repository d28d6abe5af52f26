//! The one integration program.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod board;
mod cli;
mod demo;
mod floating;
mod gallery;
mod layers;
mod painter;
mod sizes;
mod sources;
mod store;
mod words;
