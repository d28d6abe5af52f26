//! What the rule book says about incidents: every list and figure the file is kept by.

use super::closure::{Post, Subject};
use super::evidence::{Aspect, Slot};
use super::loss::Portion;
use crate::domain::money::Fen;
use crate::domain::stage::IncidentGrade;
use crate::domain::words::words;

words! {
    /// A step that is shut until the file is complete for it, in their order (forms.md 1.4, 1.5; Q04).
    pub enum Gate {
        Settlement = "settlement",
        Payment = "payment",
        Closure = "closure",
    }
}

words! {
    /// When a piece of evidence is needed.
    pub enum Condition {
        Always = "always",
        Fire = "fire",
        Injury = "injury",
        /// The insurer has been told of it.
        Insured = "insured",
        Agreed = "agreed",
        Paid = "paid",
        /// The fault was sent to a test body.
        Tested = "tested",
    }
}

/// A row of the checklist (J05, Q02): how many files a slot must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceRule {
    pub id: String,
    pub slot: Slot,
    pub aspect: Option<Aspect>,
    pub at_least: u32,
    pub when: Condition,
    /// The earliest step that needs it; the later ones need it as well.
    pub gate: Gate,
}

/// Years a kind of goods lasts (forms.md 1.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Depreciation {
    pub key: String,
    pub zh: String,
    pub en: String,
    /// 1 or more.
    pub life_years: u32,
}

/// Who signs for what (forms.md 1.4, 1.5; Q04). The first row that fits holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApprovalRule {
    pub id: String,
    pub subject: Subject,
    /// Holds from this grade on.
    pub grade_from: Option<IncidentGrade>,
    /// Holds only with bodily injury.
    pub injured: bool,
    /// Holds only above this amount.
    pub above: Option<Fen>,
    pub posts: Vec<Post>,
    /// How many of the posts must agree.
    pub at_least: usize,
    /// Each post waits for the one before it.
    pub in_order: bool,
}

/// The insurer of the year and the days of the insurance law (M3, M4; law.md 3.5).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InsurerRules {
    pub insurer: String,
    pub policy: String,
    /// T20: a report later than this is late, in minutes after the loss was known.
    pub report_late_minutes: i64,
    pub report_raised_minutes: i64,
    /// Written report after the event, in days.
    pub written_days: i64,
    /// Decision after the complete claim, in days (art. 23).
    pub decision_days: i64,
    /// Payment after the decision, in days (art. 23).
    pub pay_days: i64,
    /// Payment in advance after the complete claim, in days (art. 25).
    pub advance_days: i64,
    /// The claim expires after the event, in years (art. 26).
    pub claim_years: i64,
}

/// A limitation period (law.md 3.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitationRule {
    /// Law and article.
    pub id: String,
    pub years: i64,
    /// A demand or an offer begins it anew.
    pub restarts: bool,
}

words! {
    /// When a principle is shown (J02).
    pub enum Moment {
        Before = "before",
        During = "during",
        After = "after",
    }
}

/// A principle of handling (J02).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principle {
    pub moment: Moment,
    pub zh: String,
    pub en: String,
}

/// The rule book's tables of the incident file. Empty where a rule book has none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct IncidentRules {
    pub evidence: Vec<EvidenceRule>,
    pub depreciation: Vec<Depreciation>,
    /// Goods this old in months count as new.
    pub grace_months: u32,
    /// Newness never falls below this.
    pub floor: Portion,
    pub insurer: InsurerRules,
    /// J13: options that must lie on the table where no sharing is agreed.
    pub options_at_least: u32,
    pub approvals: Vec<ApprovalRule>,
    /// L08, L09: grades that need corrective entries before they close.
    pub corrective_grades: Vec<IncidentGrade>,
    /// Whether those must be found effective before the case closes.
    pub corrective_verified: bool,
    /// Wording no agreement may contain (forms.md 1.4).
    pub forbidden: Vec<String>,
    pub limitations: Vec<LimitationRule>,
    pub principles: Vec<Principle>,
}

impl IncidentRules {
    /// The goods of the depreciation table with this key.
    #[must_use]
    pub fn goods(&self, key: &str) -> Option<&Depreciation> {
        self.depreciation.iter().find(|row| row.key == key)
    }
}
