//! Work calendar, limits and deadlines with their explanation; pure.
//!
//! One idea carries it: every limit becomes a budget of milliseconds on a ruler. The running ruler counts day and
//! night, the business ruler counts business hours of working days; a pause stops either. A due time is where the
//! budget is spent.

pub mod calendar;
pub mod case_clock;
pub mod clockwork;
mod day;
pub mod deadline;
pub mod explain;
pub mod procedure_clock;
mod statutory;
pub mod week;
pub mod year_list;

pub use calendar::{DayInfo, DayKind, WorkCalendar};
pub use clockwork::{Clockwork, Elapsed, OutOfReach};
pub use deadline::{Deadline, Pause, Run, Standing, Term};
pub use explain::{Explanation, Line, Why};
pub use week::{Span, WeekError, WorkWeek};
pub use year_list::{Listed, ListedDay, YearList};
