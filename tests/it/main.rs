//! The one integration program.

mod store;
