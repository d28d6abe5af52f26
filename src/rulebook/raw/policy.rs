//! The shape of the tables beside the limits: tracks, approvals, obligations, targets, incentives, retention.

use serde::Deserialize;
use toml::Spanned;

use super::Word;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::rulebook) struct TrackRow {
    pub rule: Word,
    pub track: Word,
    #[serde(default)]
    pub channels: Vec<Word>,
    pub occurrence: Option<Word>,
    #[serde(default)]
    pub verified: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::rulebook) struct AssistRow {
    pub rule: Word,
    pub zh: String,
    pub en: String,
    pub limit: Word,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::rulebook) struct UnsetRow {
    pub rule: Word,
    pub stage: Option<Word>,
    pub zh: String,
    pub en: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::rulebook) struct ApprovalRow {
    pub rule: Word,
    pub deed: Word,
    pub by_zh: Spanned<Vec<String>>,
    pub by_en: Spanned<Vec<String>>,
    /// How many of them; all without it.
    pub need: Option<Spanned<i64>>,
    #[serde(default)]
    pub when_zh: String,
    #[serde(default)]
    pub when_en: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::rulebook) struct ObligationRow {
    pub rule: Word,
    pub who_zh: String,
    pub who_en: String,
    pub what_zh: String,
    pub what_en: String,
    pub when: Word,
    /// The row of the report that is owed.
    pub report: Option<Word>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::rulebook) struct KpiRow {
    pub rule: Word,
    pub zh: String,
    pub en: String,
    /// `>= 95 %`, `<= 1`, `<= 15 s`; none where the source gives no standard.
    pub goal: Option<Word>,
    #[serde(default)]
    pub periods: Vec<Word>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::rulebook) struct IncentiveRow {
    pub rule: Word,
    #[serde(default)]
    pub clause: String,
    pub who_zh: String,
    pub who_en: String,
    pub cause_zh: String,
    pub cause_en: String,
    pub sign: Word,
    pub least: Option<Word>,
    pub most: Option<Word>,
    #[serde(default)]
    pub besides_zh: String,
    #[serde(default)]
    pub besides_en: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::rulebook) struct RetentionRow {
    pub rule: Word,
    pub zh: String,
    pub en: String,
    pub months: Spanned<i64>,
    /// Attachments of this kind are kept so long (Q06).
    pub media: Option<Word>,
    /// Files of this kind are kept so long after their closing.
    pub holds: Option<Word>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::rulebook) struct CopyRow {
    pub rule: Word,
    pub zh: String,
    pub en: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::rulebook) struct GroupRow {
    pub rule: Word,
    pub zh: String,
    pub en: String,
    pub does_zh: String,
    pub does_en: String,
}
