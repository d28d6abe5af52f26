//! What a step still lacks, as chips that lead to where it is mended. The domain says what; this says where.

use super::view::Section;
use crate::domain::Stage;
use crate::domain::incident::{Gap, Step, Subject, gaps};
use crate::store::CaseFile;
use crate::text::Texts;
use crate::ui::{Cx, say};

/// One thing that is missing, and the section that mends it; `None` where it is mended outside the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lack {
    pub text: String,
    pub section: Option<Section>,
}

/// In words.
pub(super) fn lacks(texts: &Texts, gaps: &[Gap]) -> Vec<Lack> {
    gaps.iter().map(|gap| Lack { text: say::gap_text(texts, gap), section: section_of(gap) }).collect()
}

/// What the next step of the file lacks: the signing, the paying out, or the closing, whichever comes next.
#[must_use]
pub fn of_next_step(cx: &Cx<'_>, file: &CaseFile) -> Vec<Lack> {
    let Some(incident) = file.case.incident.as_deref() else { return Vec::new() };
    let rules = &file.book.rules;
    if file.case.stage == Stage::Archived {
        return Vec::new();
    }
    let found = match incident.next_step(rules) {
        Some(Step::Payment) => gaps::payment(&file.case, rules),
        Some(_) => gaps::settlement(&file.case, rules, cx.now),
        None => gaps::closing(&file.case, rules),
    };
    lacks(cx.texts, &found)
}

/// Where a gap is mended.
const fn section_of(gap: &Gap) -> Option<Section> {
    Some(match gap {
        Gap::Evidence { .. } | Gap::Spot { .. } | Gap::Undated(_) => Section::Evidence,
        Gap::LineWithoutPhoto(_) | Gap::Step(Step::Loss) => Section::Loss,
        Gap::Alert(_) | Gap::Visit => Section::Scene,
        Gap::Grade => Section::Grade,
        Gap::Step(Step::Responsibility | Step::Sharing) => Section::Talks,
        Gap::InsurerReport | Gap::Consent => Section::Insurance,
        Gap::Step(Step::Agreement | Step::Settlement | Step::Payment)
        | Gap::Payee
        | Gap::PartyId
        | Gap::Signature(Subject::Settlement | Subject::Payment, _)
        | Gap::Paid { .. }
        | Gap::Receipt { .. } => Section::Agreement,
        Gap::Signature(Subject::Closure, _) | Gap::RootCause | Gap::Corrective | Gap::Ineffective(_) | Gap::Request => {
            Section::Closing
        }
        Gap::Revisit => return None,
    })
}
