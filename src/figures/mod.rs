//! Numbers in, numbers out: the figures behind charts, lists and warnings; pure.

pub mod ageing;
pub mod batch_warning;
pub mod control;
pub mod course;
pub mod csat;
pub mod dashboard;
pub mod heat;
pub mod kpi;
pub mod mis;
pub mod on_time;
pub mod pareto;
pub mod region_mix;
pub mod report;
pub mod review;
pub mod sample;
pub mod share;
pub mod tail;

pub use heat::Heat;
pub use on_time::OnTime;
pub use pareto::Pareto;
pub use region_mix::RegionMix;
pub use share::Share;
