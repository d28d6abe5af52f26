//! The running program: carries out what screens want and hears what the threads say.

mod batch;
pub mod data_file;
mod desk;
mod entering;
mod exporting;
mod handing;
mod importing;
pub mod issuing;
mod jobs;
mod linking;
mod many;
mod organisation;
mod papering;
pub mod paperwork;
mod perform;
mod picking;
mod printers;
mod receive;
mod returning;
pub mod scanning;
mod settings;
pub mod standing;
mod start;
mod thumbnails;
mod wall;

pub use desk::{Desk, DeskParts};
pub use jobs::{JobKind, Jobs, Progress};
pub use papering::write_whole;
pub use printers::PrintService;
pub use settings::{Folders, House, Settings};
pub use start::{Options, run};
pub use wall::now;
