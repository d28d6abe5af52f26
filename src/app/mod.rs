//! The running program: carries out what screens want and hears what the threads say.

pub mod paperwork;
mod settings;
mod wall;

pub use settings::{Folders, Settings};
pub use wall::now;
