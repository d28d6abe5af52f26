//! The one integration program.

mod board;
mod demo;
mod layers;
mod painter;
mod screens;
mod sizes;
mod sources;
mod store;
mod words;
mod world;
