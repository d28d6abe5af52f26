//! What a case is and may become. Pure: no clock, no disk, no language; nothing here derives serialisation.

pub mod capital;
pub mod case;
pub mod case_no;
pub mod decide;
pub mod demo;
pub mod draft;
pub mod event;
pub mod facts;
pub mod field;
pub mod identity;
pub mod incident;
pub mod judge;
pub mod limit;
pub mod mask;
pub mod money;
pub mod organisation;
pub mod phone;
pub mod pinyin;
pub mod places;
pub mod rules;
pub mod stage;
pub mod time;
pub mod words;

pub use case::Case;
pub use decide::{Command, Refusal, Setting, decide};
pub use draft::Draft;
pub use event::{Event, Recorded};
pub use facts::Facts;
pub use field::Field;
pub use incident::{Incident, IncidentCommand, IncidentEvent};
pub use limit::Limit;
pub use money::Fen;
pub use organisation::{BranchId, PersonId};
pub use rules::Rules;
pub use stage::{InfoClass, Level, Stage};
pub use time::Stamp;
