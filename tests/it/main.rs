//! The one integration program.

mod board;
mod cli;
mod demo;
mod dialogs;
mod floating;
mod gallery;
mod layers;
mod painter;
mod sizes;
mod sources;
mod store;
mod words;
