//! What a case is and may become. Pure: no clock, no disk, no language; nothing here derives serialisation.

pub mod limit;
pub mod time;
pub mod words;

pub use limit::Limit;
pub use time::Stamp;
