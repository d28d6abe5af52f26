//! Evidence: files in slots, numbered, captioned and dated, and how complete the file is (J05, J15, Q02; b5).

use super::gaps::Gap;
use super::numbered::Numbered;
use super::rules::{Condition, Gate};
use super::{Blank, Incident, IncidentReason, need, refuse};
use crate::domain::case::Case;
use crate::domain::decide::{Reason, Refusal, Wording};
use crate::domain::event::{MediaKind, SheetKind};
use crate::domain::returned::Papers as _;
use crate::domain::rules::Rules;
use crate::domain::stage::Injury;
use crate::domain::time::Stamp;
use crate::domain::words::words;

words! {
    /// Where a file belongs (form 2 section 13, form 5 section 6).
    pub enum Slot {
        Surroundings = "surroundings",
        Product = "product",
        Identification = "identification",
        Loss = "loss",
        Damage = "damage",
        Video = "video",
        Interview = "interview",
        Purchase = "purchase",
        Remains = "remains",
        FeedbackSheet = "feedback_sheet",
        SiteRecord = "site_record",
        SiteAnalysis = "site_analysis",
        LossList = "loss_list",
        Agreement = "agreement",
        Receipt = "receipt",
        Voucher = "voucher",
        Identity = "identity",
        PowerOfAttorney = "power_of_attorney",
        FireReport = "fire_report",
        TestReport = "test_report",
        Medical = "medical",
        InsurerPapers = "insurer_papers",
        InsurerConsent = "insurer_consent",
        Other = "other",
    }
}

impl Slot {
    /// Whether only pictures belong there.
    #[must_use]
    pub const fn is_photo(self) -> bool {
        matches!(self, Self::Surroundings | Self::Product | Self::Identification | Self::Loss | Self::Damage)
    }
}

words! {
    /// How a picture of a loss is taken (J05).
    pub enum Aspect {
        Overall = "overall",
        Detail = "detail",
    }
}

impl Slot {
    /// The form that belongs there.
    #[must_use]
    pub const fn form(self) -> Option<SheetKind> {
        match self {
            Self::FeedbackSheet => Some(SheetKind::Feedback),
            Self::SiteRecord | Self::SiteAnalysis => Some(SheetKind::Survey),
            Self::LossList => Some(SheetKind::Losses),
            Self::Agreement => Some(SheetKind::Settlement),
            _ => None,
        }
    }

    /// The 定稿 of this slot's form came back and its signatures are confirmed (Q02): it counts as one file.
    #[must_use]
    pub fn is_signed_back(self, case: &Case) -> bool {
        self.form().is_some_and(|sheet| case.sheet_signed_back(sheet).is_some())
    }
}

/// A file in its slot. Its number is that of the list and never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filing {
    /// SHA-256 of an attachment of the case.
    pub hash: String,
    pub slot: Slot,
    /// Place of the loss, counted from the machine outward from 1; needed in the slot of losses only.
    pub spot: Option<u32>,
    /// Needed in the slot of losses.
    pub aspect: Option<Aspect>,
    pub caption: String,
    pub taken_at: Option<Stamp>,
    pub by: String,
}

/// A change of the evidence: asked for by a command and recorded as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EvidenceChange {
    File(Filing),
    /// To another slot; number, caption and date stay.
    Move {
        id: u32,
        slot: Slot,
        spot: Option<u32>,
        aspect: Option<Aspect>,
    },
    /// Another caption or date.
    Describe {
        id: u32,
        caption: String,
        taken_at: Option<Stamp>,
    },
    /// Out of the slots; the attachment stays with the case.
    Strike {
        id: u32,
        reason: String,
    },
}

/// How complete the file is for a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completeness {
    /// Files present, none counted beyond what its row needs.
    pub have: u32,
    pub need: u32,
    pub gaps: Vec<Gap>,
}

impl Completeness {
    /// Whole percent, rounded down so that only a complete file shows 100; 100 where nothing is needed.
    #[must_use]
    pub fn percent(&self) -> u32 {
        self.have.saturating_mul(100).checked_div(self.need).unwrap_or(100)
    }
}

pub(super) fn check(case: &Case, incident: &Incident, change: &EvidenceChange, now: Stamp) -> Result<(), Refusal> {
    let list = &incident.evidence;
    let known = |id: u32| list.get(id).map_or_else(|| refuse("J05", IncidentReason::NoSuchEntry(id)), Ok);
    match change {
        EvidenceChange::File(filing) => {
            need("J05", &filing.caption, Blank::Caption)?;
            fits(case, filing, now)?;
            twice(list, None, filing)
        }
        EvidenceChange::Move { id, slot, spot, aspect } => {
            let moved = Filing { slot: *slot, spot: *spot, aspect: *aspect, ..known(*id)?.clone() };
            fits(case, &moved, now)?;
            twice(list, Some(*id), &moved)
        }
        EvidenceChange::Describe { id, caption, taken_at } => {
            known(*id)?;
            need("J05", caption, Blank::Caption)?;
            in_past(*taken_at, now)
        }
        EvidenceChange::Strike { id, reason } => {
            known(*id)?;
            if reason.trim().is_empty() {
                return Err(Refusal { rule: "J05".into(), reason: Reason::TextMissing(Wording::Reason) });
            }
            // The lines of the loss list name their pictures.
            match incident.losses.lines.iter().find(|(_, line)| line.entry.photos.contains(id)) {
                Some((line, _)) => refuse("J08", IncidentReason::UsedByLine(line)),
                None => Ok(()),
            }
        }
    }
}

fn in_past(taken_at: Option<Stamp>, now: Stamp) -> Result<(), Refusal> {
    if taken_at.is_some_and(|at| at > now) { refuse("J05", IncidentReason::InTheFuture) } else { Ok(()) }
}

fn fits(case: &Case, filing: &Filing, now: Stamp) -> Result<(), Refusal> {
    let Some(file) = case.attachments.iter().find(|file| file.hash == filing.hash) else {
        return refuse("J05", IncidentReason::NotAttached);
    };
    if filing.slot.is_photo() && file.media != MediaKind::Photo {
        return refuse("J05", IncidentReason::NotAPhoto);
    }
    if filing.slot == Slot::Loss && (filing.spot.is_none_or(|spot| spot == 0) || filing.aspect.is_none()) {
        return refuse("J05", IncidentReason::Blank(Blank::Spot));
    }
    in_past(filing.taken_at, now)
}

fn twice(list: &Numbered<Filing>, id: Option<u32>, filing: &Filing) -> Result<(), Refusal> {
    let same = |known: &Filing| known.hash == filing.hash && known.slot == filing.slot;
    match list.iter().find(|(other, known)| Some(*other) != id && same(known)) {
        Some((other, _)) => refuse("J05", IncidentReason::AlreadyFiled(other)),
        None => Ok(()),
    }
}

pub(super) fn apply(list: &mut Numbered<Filing>, change: &EvidenceChange) {
    match change {
        EvidenceChange::File(filing) => list.apply(&super::Change::Add(filing.clone())),
        EvidenceChange::Move { id, slot, spot, aspect } => {
            if let Some(filing) = list.get_mut(*id) {
                (filing.slot, filing.spot, filing.aspect) = (*slot, *spot, *aspect);
            }
        }
        EvidenceChange::Describe { id, caption, taken_at } => {
            if let Some(filing) = list.get_mut(*id) {
                filing.caption.clone_from(caption);
                filing.taken_at = *taken_at;
            }
        }
        EvidenceChange::Strike { id, reason } => {
            list.apply(&super::Change::Strike { id: *id, reason: reason.clone() });
        }
    }
}

/// Whether a condition of the checklist holds for the case now.
#[must_use]
pub fn holds(condition: Condition, case: &Case, incident: &Incident) -> bool {
    match condition {
        Condition::Always => true,
        Condition::Fire => incident.opening.kinds.contains(&super::IncidentKind::Fire),
        Condition::Injury => super::worst_injury(case, incident) != Injury::None,
        Condition::Insured => incident.insurance.is_through_insurer(),
        Condition::Agreed => incident.talks.agreement.is_some(),
        Condition::Paid => !incident.payments.is_empty(),
        Condition::Tested => {
            incident.scene.officials.iter().any(|official| official.kind == super::OfficialKind::Laboratory)
        }
    }
}

/// Whether a file fills its slot: a page of a 预填 never stands where the signed form belongs.
#[must_use]
pub fn counts(case: &Case, filing: &Filing) -> bool {
    let of_draft = || {
        let pages = case.papers.iter().filter(|paper| paper.is_draft()).flat_map(|paper| &paper.filed);
        pages.into_iter().any(|page| page.picture == filing.hash)
    };
    filing.slot.form().is_none() || !of_draft()
}

/// How complete the evidence is for `gate`, with what is missing. A later step
/// also needs what the earlier ones need.
#[must_use]
pub fn completeness(case: &Case, incident: &Incident, rules: &Rules, gate: Gate) -> Completeness {
    let mut found = Completeness { have: 0, need: 0, gaps: Vec::new() };
    for row in rules.incident.evidence.iter().filter(|row| row.gate <= gate && holds(row.when, case, incident)) {
        let filed = incident.evidence.iter().filter(|(_, filing)| {
            filing.slot == row.slot
                && row.aspect.is_none_or(|aspect| filing.aspect == Some(aspect))
                && counts(case, filing)
        });
        let back = u32::from(row.aspect.is_none() && row.slot.is_signed_back(case));
        let have = u32::try_from(filed.count()).unwrap_or(u32::MAX).max(back).min(row.at_least);
        found.have += have;
        found.need += row.at_least;
        if have < row.at_least {
            let (slot, aspect, need) = (row.slot, row.aspect, row.at_least);
            let instead = slot.form().and_then(|sheet| case.signed_in_vain(sheet));
            let instead = instead.map(|paper| paper.document.clone());
            found.gaps.push(Gap::Evidence { slot, aspect, have, need, instead });
        }
    }
    found.gaps.extend(spots_half_taken(incident));
    found.gaps.extend(
        incident
            .evidence
            .iter()
            .filter(|(_, filing)| filing.slot.is_photo() && filing.taken_at.is_none())
            .map(|(id, _)| Gap::Undated(id)),
    );
    found
}

/// J05: every place of the loss is shown overall and in detail.
fn spots_half_taken(incident: &Incident) -> Vec<Gap> {
    let of_losses = || incident.evidence.iter().map(|(_, filing)| filing).filter(|filing| filing.slot == Slot::Loss);
    let mut spots: Vec<u32> = of_losses().filter_map(|filing| filing.spot).collect();
    spots.sort_unstable();
    spots.dedup();
    let lacks = |spot: u32, aspect: Aspect| {
        !of_losses().any(|filing| filing.spot == Some(spot) && filing.aspect == Some(aspect))
    };
    spots
        .into_iter()
        .flat_map(|spot| Aspect::ALL.iter().map(move |&aspect| (spot, aspect)))
        .filter(|&(spot, aspect)| lacks(spot, aspect))
        .map(|(spot, aspect)| Gap::Spot { spot, aspect })
        .collect()
}
