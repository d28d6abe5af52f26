//! The shape of the tables of procedures and of the clocks of the law.

use serde::Deserialize;
use toml::Spanned;

use super::{ChoiceRow, Word};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::rulebook) struct ProcedureRow {
    pub key: Word,
    pub rule: Word,
    pub zh: String,
    pub en: String,
    #[serde(default)]
    pub holds_closing: bool,
    #[serde(default)]
    pub opens: Vec<FitsRow>,
    #[serde(default)]
    pub section: Vec<SectionRow>,
    #[serde(default)]
    pub step: Vec<StepRow>,
    #[serde(default)]
    pub timer: Vec<TimerRow>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::rulebook) struct FitsRow {
    pub rule: Word,
    #[serde(default)]
    pub channels: Vec<Word>,
    #[serde(default)]
    pub classes: Vec<Word>,
    #[serde(default)]
    pub levels: Vec<Word>,
    #[serde(default)]
    pub tracks: Vec<Word>,
    #[serde(default)]
    pub occurrences: Vec<Word>,
    #[serde(default)]
    pub exposure: Vec<Word>,
    #[serde(default)]
    pub demands: Vec<Word>,
    pub injury_from: Option<Word>,
    pub grade_from: Option<Word>,
    pub loss_from: Option<Word>,
    #[serde(default)]
    pub within_law: bool,
    #[serde(default)]
    pub urgent: bool,
    #[serde(default)]
    pub verified: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::rulebook) struct SectionRow {
    pub key: Word,
    pub rule: Word,
    pub zh: String,
    pub en: String,
    #[serde(default)]
    pub note_zh: String,
    #[serde(default)]
    pub note_en: String,
    pub rows: Option<RowsRow>,
    #[serde(default)]
    pub field: Vec<FieldRow>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::rulebook) struct RowsRow {
    pub least: Option<Spanned<i64>>,
    pub before: Option<Word>,
    pub distinct: Option<Word>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::rulebook) struct FieldRow {
    pub key: Word,
    pub rule: Word,
    pub zh: String,
    pub en: String,
    #[serde(default)]
    pub note_zh: String,
    #[serde(default)]
    pub note_en: String,
    pub kind: Word,
    #[serde(default)]
    pub choices: Vec<ChoiceRow>,
    pub before: Option<Word>,
    pub when: Option<WhenRow>,
    #[serde(default)]
    pub private: bool,
    pub fact: Option<Word>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::rulebook) struct WhenRow {
    pub field: Word,
    pub is: Vec<Word>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::rulebook) struct StepRow {
    pub key: Word,
    pub rule: Word,
    pub zh: String,
    pub en: String,
    #[serde(default)]
    pub by_zh: String,
    #[serde(default)]
    pub by_en: String,
    pub names: Option<Spanned<i64>>,
    #[serde(default)]
    pub optional: bool,
    pub when: Option<WhenRow>,
    #[serde(default)]
    pub back_to: Vec<Word>,
    #[serde(default)]
    pub limits: Vec<StepLimitRow>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::rulebook) struct StepLimitRow {
    pub rule: Word,
    pub when: Option<WhenRow>,
    pub limit: Word,
    pub from: Word,
}

/// A clock of the law. One of a procedure is opened with it; `opens` belongs to those of the book itself.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::rulebook) struct TimerRow {
    pub key: Word,
    pub rule: Word,
    pub zh: String,
    pub en: String,
    pub law_zh: String,
    pub law_en: String,
    pub mark: Word,
    pub from_day: Option<Word>,
    pub to_day: Option<Word>,
    pub limit: Word,
    pub from: Word,
    pub until: Word,
    #[serde(default)]
    pub stops: Vec<Word>,
    #[serde(default)]
    pub opens: Vec<FitsRow>,
}
