//! The one integration program.

mod board;
mod case;
mod cli;
mod demo;
mod dialogs;
mod floating;
mod gallery;
mod importing;
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
