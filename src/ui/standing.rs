//! How far each sheet of a case is: what it lacks, and what has changed since it went out.

use crate::domain::event::SheetKind;
use crate::domain::mask::{mask_account, mask_id};
use crate::domain::phone::Phone;
use crate::paper::Change;
use crate::store::{CaseFile, CaseId, Issue};

/// A sheet as the case stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub kind: SheetKind,
    /// Required fields that are empty and steps that are not done.
    pub lacks: usize,
    /// Of how many.
    pub of: usize,
    /// What differs from the issue that went out last, masked; `None` where that cannot be said.
    pub changes: Option<Vec<Change>>,
}

/// Every sheet the case has come to, as of one revision.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standings {
    /// The case, its revision, and the organisation and the house it was looked at under.
    pub of: Option<(CaseId, u32, (usize, u64))>,
    pub sheets: Vec<Standing>,
}

impl Standings {
    /// The standing of a sheet; `None` while it is not known, or not begun.
    #[must_use]
    pub fn of(&self, kind: SheetKind, file: &CaseFile) -> Option<&Standing> {
        self.of.filter(|(case, revision, _)| (*case, *revision) == (file.id, file.case.revision))?;
        self.sheets.iter().find(|standing| standing.kind == kind)
    }
}

/// The issue of a sheet that counts: the last one.
#[must_use]
pub fn current(file: &CaseFile, kind: SheetKind) -> Option<&Issue> {
    file.issues.iter().find(|issue| issue.newer.is_none() && issue.of.is_some_and(|(_, sheet)| sheet == kind))
}

/// A change as it may stand on a screen: phones, identity papers and accounts are hidden.
#[must_use]
pub fn masked(change: Change) -> Change {
    let hide: fn(&str) -> String = match change.key.rsplit('.').next().unwrap_or_default() {
        "phone" | "contact_phone" => |text| Phone::parse(text).masked(),
        "id_number" => mask_id,
        "account" => mask_account,
        _ => return change,
    };
    Change { before: hide(&change.before), after: hide(&change.after), ..change }
}
