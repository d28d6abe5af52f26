//! How much time is left, and how the bar of a deadline stands, as a list shows it.

use super::widgets::deadline::Pressure;
use crate::domain::Stamp;
use crate::store::CaseRow;
use crate::t;
use crate::text::{Texts, say};

/// A deadline ready to be painted.
#[derive(Debug, Clone, PartialEq)]
pub struct DueLook {
    pub text: String,
    /// Share of the time used, 0 to 1.
    pub used: f32,
    pub pressure: Pressure,
}

/// The share at which the warning begins (T09).
pub const TICK: f32 = 0.9;

impl DueLook {
    /// How the row's governing clock stands at `now`; `None` for a closed or merged case. `reason` names a wait by its key.
    #[must_use]
    pub fn of(row: &CaseRow, now: Stamp, texts: &Texts, reason: impl Fn(&str) -> String) -> Option<Self> {
        if row.closed_at.is_some() || row.main.is_some() {
            return None;
        }
        let used = share(row, now);
        if let (Some(paused), None) = (&row.paused, row.due_at) {
            return Some(Self { text: reason(paused), used, pressure: Pressure::Paused });
        }
        let Some(due) = row.due_at else {
            return Some(Self { text: t!(texts, "due-none"), used: 0.0, pressure: Pressure::Normal });
        };
        let left = due.0 - now.0;
        let pressure = if left <= 0 {
            Pressure::Over
        } else if row.warn_at.is_some_and(|warn| warn <= now) {
            Pressure::Near
        } else {
            Pressure::Normal
        };
        let time = span_text(texts, left.unsigned_abs() / 60_000);
        let text = if left <= 0 { t!(texts, "due-over", time = time) } else { t!(texts, "due-left", time = time) };
        Some(Self { text, used, pressure })
    }
}

/// The bar is exact at its start, at the 90 % tick and at its end, and straight in between.
fn share(row: &CaseRow, now: Stamp) -> f32 {
    let (Some(from), Some(due)) = (row.clock_from, row.due_at) else { return 0.5 };
    let warn = row.warn_at.unwrap_or(due);
    let part = |from: Stamp, to: Stamp| {
        let whole = (to.0 - from.0).max(1) as f32;
        ((now.0 - from.0) as f32 / whole).clamp(0.0, 1.0)
    };
    if now <= warn { TICK * part(from, warn) } else { TICK + (1.0 - TICK) * part(warn, due) }
}

/// Minutes below an hour, hours and minutes below a day, then days and hours.
#[must_use]
pub fn span_text(texts: &Texts, minutes: u64) -> String {
    say::duration(texts, i64::try_from(minutes).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    #[test]
    fn units_grow_with_the_time() {
        let texts = Texts::new(Lang::Zh);
        assert_eq!(span_text(&texts, 10), "10 分");
        assert_eq!(span_text(&texts, 262), "4 时 22 分");
        assert_eq!(span_text(&texts, 1627), "1 天 3 时");
    }
}
