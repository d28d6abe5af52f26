//! The one place that reads the system's clock.

use crate::domain::Stamp;

/// Now.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "time enters the program here and is handed in everywhere else")]
pub fn now() -> Stamp {
    Stamp(chrono::Utc::now().timestamp_millis())
}
