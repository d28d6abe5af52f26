//! The one integration program.

mod layers;
mod painter;
mod sizes;
mod sources;
mod demo;
mod store;
mod words;
