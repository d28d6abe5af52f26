//! The one integration program.

mod demo;
mod store;
