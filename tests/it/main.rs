//! The one integration program.

mod board;
mod cli;
mod demo;
mod floating;
mod gallery;
mod intake;
mod layers;
mod painter;
mod sizes;
mod sources;
mod store;
mod words;
