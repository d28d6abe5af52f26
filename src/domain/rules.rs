//! The tables a rule book hands to the domain: every figure and list a decision rests on.

use super::case_no::NumberPattern;
use super::facts::Facts;
use super::field::Field;
use super::incident::IncidentRules;
use super::limit::Limit;
use super::money::Fen;
use super::policy::{Deed, Policy};
use super::procedure::{CaseTimer, Template};
use super::stage::{DemandKind, Exposure, IncidentGrade, InfoClass, Injury, Level, Stage, Track, Verified};

/// A limit of one stage, for the cases its selectors name (E01, T01-T05). The first row that fits holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageLimit {
    /// Row id of rules.md, printed in every explanation.
    pub id: String,
    pub stage: Stage,
    pub level: Option<Level>,
    pub class: Option<InfoClass>,
    pub track: Option<Track>,
    /// Key of the product category the row is for.
    pub category: Option<String>,
    pub limit: Limit,
    /// The clock starts when this stage ended, where that is not the moment the limited stage began (T05).
    pub from: Option<Stage>,
}

/// The outward promise of a level (T06-T08, X5): the longest is a deadline, the average a target line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    pub id: String,
    pub level: Option<Level>,
    pub track: Option<Track>,
    /// Key of the product category the row is for.
    pub category: Option<String>,
    pub longest: Limit,
    pub average_hours: Option<i64>,
}

/// One member of an administrator's list (C11): the stored key and its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub key: String,
    pub zh: String,
    pub en: String,
}

/// Words or facts that propose a class (C01).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassHint {
    pub id: String,
    pub class: InfoClass,
    pub words: Vec<String>,
    /// Holds only with property loss or injury named as well.
    pub needs_harm: bool,
}

/// Facts that propose a level (D01, D02): any one of them is enough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LevelHint {
    pub id: String,
    pub level: Level,
    pub vip: bool,
    pub exposure: Vec<Exposure>,
    pub channels: Vec<String>,
    pub quantity_from: Option<u32>,
}

/// One grade of special incidents (M5-M7, X1). A grade fits when the loss lies in its band or the injury is at least its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GradeBand {
    pub id: String,
    pub grade: IncidentGrade,
    /// Loss above this (exclusive) or from this (inclusive), by `from_inclusive`.
    pub loss_from: Fen,
    pub from_inclusive: bool,
    pub injury: Option<Injury>,
    /// A demand beyond the consumer law lifts the case at least here (J16).
    pub beyond_law: bool,
}

/// Thresholds of the money prompts (M2-M4); a house that sets none is not prompted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MoneyRules {
    /// M2: loss up to and including this acts on company guidance.
    pub guidance_up_to: Option<Fen>,
    /// M3: loss above this is reported to the insurer at once.
    pub insurer_above: Option<Fen>,
    /// M4: a liable company may claim above this.
    pub claim_above: Option<Fen>,
    /// D06: loss from this is an emergency.
    pub urgent_from: Option<Fen>,
    /// D06: words in symptom or description that make an emergency.
    pub urgent_words: Vec<String>,
}

/// Everything of a rule book that the domain decides by. Made by `rulebook`, kept with its version.
#[derive(Debug, Clone, PartialEq)]
pub struct Rules {
    pub id: String,
    pub version: i64,
    pub number: NumberPattern,
    /// T09: share of a limit after which the warning is due, in percent.
    pub warn_percent: u8,
    pub stage_limits: Vec<StageLimit>,
    pub promises: Vec<Promise>,
    /// T30: extensions a stage may have.
    pub extensions: u32,
    pub money: MoneyRules,
    /// Lowest first.
    pub grades: Vec<GradeBand>,
    pub class_hints: Vec<ClassHint>,
    /// Highest level first.
    pub level_hints: Vec<LevelHint>,
    pub required: Vec<Field>,
    pub channels: Vec<Choice>,
    pub symptoms: Vec<Choice>,
    pub categories: Vec<Choice>,
    /// Brands of the products (K02).
    pub brands: Vec<Choice>,
    /// What complaints come from (C10).
    pub causes: Vec<Choice>,
    /// Departments that answer for complaints (C04, K18, S05).
    pub departments: Vec<Choice>,
    pub wait_reasons: Vec<Choice>,
    pub transfer_reasons: Vec<Choice>,
    pub demands: Vec<DemandKind>,
    /// Days within which the same phone, serial number or address is a possible duplicate.
    pub duplicate_days: i64,
    /// Checklist, depreciation, signers and terms of the incident file.
    pub incident: IncidentRules,
    /// B14: guidance lines shown at the intake, Chinese and English.
    pub guidance: Vec<Choice>,
    /// K02: share of cases on time that the trend is measured against, in percent.
    pub on_time_target: f64,
    pub policy: Policy,
    /// What is prescribed beside the stages (I03, L01, B06), in the order people choose from.
    pub procedures: Vec<Template>,
    /// Clocks of the law that run for any case they fit (law.md 3).
    pub timers: Vec<CaseTimer>,
}

impl Rules {
    /// The limit of `stage` for a case with these facts; `None` is "no limit set" (X6), neither on time nor late.
    #[must_use]
    pub fn stage_limit(&self, stage: Stage, facts: &Facts) -> Option<&StageLimit> {
        let track = self.track(facts);
        self.stage_limits.iter().find(|row| {
            row.stage == stage
                && row.level.is_none_or(|level| level == facts.level)
                && row.class.is_none_or(|class| class == facts.class)
                && row.track.is_none_or(|wanted| wanted == track)
                && self.is_category(row.category.as_deref(), facts)
        })
    }

    /// The outward promises of a case. On a track that has rows of its own those alone hold, all of them together (X3:
    /// the earliest governs); elsewhere the first row that fits.
    #[must_use]
    pub fn promises_of(&self, facts: &Facts) -> Vec<&Promise> {
        let track = self.track(facts);
        let fits = |row: &&Promise| {
            row.level.is_none_or(|level| level == facts.level) && self.is_category(row.category.as_deref(), facts)
        };
        let own: Vec<_> = self.promises.iter().filter(|row| row.track == Some(track)).filter(fits).collect();
        if own.is_empty() {
            self.promises.iter().filter(|row| row.track.is_none()).find(fits).into_iter().collect()
        } else {
            own
        }
    }

    /// Which stages and limits hold for a case (I01, I09, L01): the first row of the book that fits, else the class decides.
    #[must_use]
    pub fn track(&self, facts: &Facts) -> Track {
        let channel = facts.word(Field::Channel);
        let hint = self.policy.tracks.iter().find(|hint| {
            let known = hint.channels.iter().any(|key| key == channel)
                || hint.occurrence.is_some_and(|occurrence| occurrence == facts.occurrence);
            known && (!hint.verified || facts.verified == Verified::True)
        });
        match hint {
            Some(hint) => hint.track,
            None if facts.class == InfoClass::MajorIncident => Track::Incident,
            None => Track::Ordinary,
        }
    }

    /// Who signs a deed (A12, Q04, T30).
    pub fn approvals_of(&self, deed: Deed) -> impl Iterator<Item = &super::policy::Approval> {
        self.policy.approvals.iter().filter(move |row| row.deed == deed)
    }

    /// The list a fact is chosen from; empty for every other field, and where the book has none.
    #[must_use]
    pub fn list_of(&self, field: Field) -> &[Choice] {
        match field {
            Field::Brand => &self.brands,
            Field::Cause => &self.causes,
            Field::Department => &self.departments,
            _ => &[],
        }
    }

    /// The member of [`Rules::list_of`] that `text` names by its key or either of its names.
    #[must_use]
    pub fn member(&self, field: Field, text: &str) -> Option<&Choice> {
        let text = text.trim();
        let named = |choice: &&Choice| [&choice.key, &choice.zh, &choice.en].into_iter().any(|name| name == text);
        self.list_of(field).iter().find(named)
    }

    /// A category is kept by its Chinese name, imported ones perhaps by key or English name.
    fn is_category(&self, key: Option<&str>, facts: &Facts) -> bool {
        let Some(key) = key else { return true };
        let kept = facts.word(Field::Category);
        self.categories
            .iter()
            .find(|choice| choice.key == key)
            .is_some_and(|choice| [&choice.key, &choice.zh, &choice.en].into_iter().any(|name| name == kept))
    }

    /// The key of the channel that `text` names: its key or either of its names, however spaced and cased.
    #[must_use]
    pub fn channel_key(&self, text: &str) -> Option<&str> {
        let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
        let wanted = plain(text);
        let named =
            |choice: &&Choice| [&choice.key, &choice.zh, &choice.en].into_iter().any(|name| plain(name) == wanted);
        self.channels.iter().find(named).map(|choice| choice.key.as_str())
    }
}
