//! The one integration program.

mod cli;
mod demo;
mod store;
