//! How heavily a case weighs: the word and the bars that lists, pane and screen show alike.

use super::Cx;
use super::widgets::chip::Tone;
use crate::domain::stage::{IncidentGrade, InfoClass, Level};
use crate::store::CaseRow;

/// The word, the bars (1 to 3) and their tone: an incident is weighed by its grade, everything else by its level.
#[must_use]
pub fn weight(row: &CaseRow, cx: &Cx<'_>) -> (String, u8, Tone) {
    if let (InfoClass::MajorIncident, Some(grade)) = (row.class, row.grade) {
        let bars = match grade {
            IncidentGrade::GeneralSpecial => 1,
            IncidentGrade::MajorSpecial => 2,
            IncidentGrade::ExtraMajor => 3,
        };
        return (cx.texts.name("grade", grade.word()), bars, Tone::Danger);
    }
    let bars = match row.level {
        Level::General => 1,
        Level::Provincial => 2,
        Level::National => 3,
    };
    (super::say::level_name(cx.texts, &row.book.rules, row.level), bars, Tone::Neutral)
}
