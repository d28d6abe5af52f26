//! The running program: carries out what screens want and hears what the threads say.

pub mod paperwork;
mod settings;
mod start;
mod wall;

pub use settings::{Folders, Settings};
pub use start::{Options, run};
pub use wall::now;
