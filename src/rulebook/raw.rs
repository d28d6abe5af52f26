//! The shape of a rule book file, before its words are understood.

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
    pub targets: Targets,
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
    pub wait: Vec<ChoiceRow>,
    #[serde(default)]
    pub transfer: Vec<ChoiceRow>,
    #[serde(default)]
    pub guidance: Vec<ChoiceRow>,
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
    pub limit: Word,
    pub from: Option<Word>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PromiseRow {
    pub rule: Word,
    pub level: Word,
    pub longest: Word,
    pub average_hours: Option<Spanned<i64>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Targets {
    pub on_time_percent: Spanned<f64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Money {
    pub guidance_up_to: Word,
    pub insurer_above: Word,
    pub claim_above: Word,
    pub urgent_from: Word,
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
