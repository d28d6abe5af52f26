//! Numbers in, numbers out: the figures behind charts and lists; pure.

pub mod ageing;
pub mod on_time;
pub mod region_mix;
pub mod share;

pub use ageing::Ageing;
pub use on_time::OnTime;
pub use region_mix::RegionMix;
pub use share::Share;
