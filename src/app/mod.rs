//! The running program: carries out what screens want and hears what the threads say.

pub mod board_files;
pub mod board_out;
mod board_tables;
pub mod data_file;
mod desk;
mod entering;
mod exporting;
mod figures;
mod importing;
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
pub mod reviewing;
mod settings;
mod start;
mod tallying;
mod thumbnails;
mod wall;

pub use desk::{Desk, DeskParts};
pub use jobs::{JobKind, Jobs, Progress};
pub use papering::write_whole;
pub use printers::PrintService;
pub use settings::{Folders, House, Settings};
pub use start::{Options, run};
pub use wall::now;
