//! The shape of a rule book file, before its words are understood.

pub(super) mod policy;
pub(super) mod procedure;

use serde::Deserialize;
use toml::Spanned;

/// A word with its place in the file, so that a wrong one is named by its line.
pub(super) type Word = Spanned<String>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub book: Book,
    pub clock: Clock,
    #[serde(default)]
    pub stage: Vec<StageRow>,
    #[serde(default)]
    pub promise: Vec<PromiseRow>,
    #[serde(default)]
    pub targets: Targets,
    #[serde(default)]
    pub money: Money,
    #[serde(default)]
    pub grade: Vec<GradeRow>,
    #[serde(default)]
    pub class: Vec<ClassRow>,
    #[serde(default)]
    pub level: Vec<LevelRow>,
    pub intake: Intake,
    #[serde(default)]
    pub channel: Vec<ChoiceRow>,
    #[serde(default)]
    pub symptom: Vec<ChoiceRow>,
    #[serde(default)]
    pub category: Vec<ChoiceRow>,
    #[serde(default)]
    pub brand: Vec<ChoiceRow>,
    #[serde(default)]
    pub cause: Vec<ChoiceRow>,
    #[serde(default)]
    pub department: Vec<ChoiceRow>,
    #[serde(default)]
    pub wait: Vec<ChoiceRow>,
    #[serde(default)]
    pub transfer: Vec<ChoiceRow>,
    #[serde(default)]
    pub guidance: Vec<ChoiceRow>,
    #[serde(default)]
    pub class_name: Vec<ChoiceRow>,
    #[serde(default)]
    pub level_name: Vec<ChoiceRow>,
    #[serde(default)]
    pub track: Vec<policy::TrackRow>,
    #[serde(default)]
    pub assist: Vec<policy::AssistRow>,
    #[serde(default)]
    pub unset: Vec<policy::UnsetRow>,
    #[serde(default)]
    pub approval: Vec<policy::ApprovalRow>,
    #[serde(default)]
    pub obligation: Vec<policy::ObligationRow>,
    #[serde(default)]
    pub kpi: Vec<policy::KpiRow>,
    #[serde(default)]
    pub incentive: Vec<policy::IncentiveRow>,
    #[serde(default)]
    pub retention: Vec<policy::RetentionRow>,
    #[serde(default)]
    pub copy: Vec<policy::CopyRow>,
    #[serde(default)]
    pub group: Vec<policy::GroupRow>,
    #[serde(default)]
    pub procedure: Vec<procedure::ProcedureRow>,
    #[serde(default)]
    pub timer: Vec<procedure::TimerRow>,
    #[serde(default)]
    pub incident: super::incident::Incident,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Book {
    pub id: Word,
    pub name_zh: String,
    pub name_en: String,
    pub version: Spanned<i64>,
    pub effective: Word,
    pub issued_by: String,
    pub author: String,
    pub reviewer: String,
    pub approver: String,
    pub sources: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Clock {
    pub week: Word,
    pub calendar: Word,
    pub warning_percent: Spanned<i64>,
    pub number: Word,
    pub extensions: Spanned<i64>,
    pub duplicate_days: Spanned<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StageRow {
    pub rule: Word,
    pub stage: Word,
    pub level: Option<Word>,
    pub class: Option<Word>,
    pub track: Option<Word>,
    pub category: Option<Word>,
    pub limit: Word,
    pub from: Option<Word>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PromiseRow {
    pub rule: Word,
    pub level: Option<Word>,
    pub track: Option<Word>,
    pub category: Option<Word>,
    pub longest: Word,
    pub average_hours: Option<Spanned<i64>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Targets {
    pub on_time_percent: Option<Spanned<f64>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Money {
    pub guidance_up_to: Option<Word>,
    pub insurer_above: Option<Word>,
    pub claim_above: Option<Word>,
    pub urgent_from: Option<Word>,
    pub urgent_words: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GradeRow {
    pub rule: Word,
    pub grade: Word,
    pub loss_from: Word,
    pub from_inclusive: bool,
    pub injury: Option<Word>,
    #[serde(default)]
    pub beyond_law: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClassRow {
    pub rule: Word,
    pub class: Word,
    pub words: Vec<String>,
    #[serde(default)]
    pub needs_harm: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LevelRow {
    pub rule: Word,
    pub level: Word,
    #[serde(default)]
    pub vip: bool,
    #[serde(default)]
    pub exposure: Vec<Word>,
    #[serde(default)]
    pub channels: Vec<Word>,
    pub quantity_from: Option<u32>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Intake {
    pub required: Vec<Word>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChoiceRow {
    pub key: Word,
    pub zh: String,
    pub en: String,
}
