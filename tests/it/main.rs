//! The one integration program.

mod board;
mod cli;
mod demo;
mod floating;
mod gallery;
mod layers;
mod painter;
mod screens;
mod sizes;
mod sources;
mod store;
mod texts;
mod words;
mod world;
