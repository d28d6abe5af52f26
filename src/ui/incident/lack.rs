//! What a step still lacks, as chips that lead to where it is mended. The domain says what; this says where.

use super::view::Section;
use crate::domain::Stage;
use crate::domain::incident::{Gap, Gate, Step, Subject, gaps};
use crate::store::CaseFile;
use crate::t;
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

/// The gate the file comes to next, and what is missing before it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ahead {
    /// "Before … n are missing"; empty where nothing is.
    pub says: String,
    pub lacks: Vec<Lack>,
}

/// What the next gate lacks: the signing, the paying out, or the closing, whichever comes next.
pub(super) fn ahead(cx: &Cx<'_>, file: &CaseFile) -> Ahead {
    let Some(incident) = file.case.incident.as_deref() else { return Ahead::default() };
    let rules = &file.book.rules;
    if file.case.stage == Stage::Archived {
        return Ahead::default();
    }
    let (gate, found) = match incident.next_step(rules) {
        Some(Step::Payment) => (Gate::Payment, gaps::payment(&file.case, rules)),
        Some(_) => (Gate::Settlement, gaps::agreement_form(&file.case, rules, cx.now)),
        None => (Gate::Closure, gaps::closing(&file.case, rules)),
    };
    let gate = cx.texts.name("gate", gate.word());
    let says =
        if found.is_empty() { String::new() } else { t!(cx.texts, "incident-before", gate = gate, n = found.len()) };
    Ahead { says, lacks: lacks(cx.texts, &found) }
}

/// Where a gap is mended.
const fn section_of(gap: &Gap) -> Option<Section> {
    Some(match gap {
        Gap::Evidence { .. } | Gap::Spot { .. } | Gap::Undated(_) => Section::Evidence,
        Gap::LineWithoutPhoto(_) | Gap::Step(Step::Loss) => Section::Loss,
        Gap::Alert(_) | Gap::Visit | Gap::Relation => Section::Scene,
        Gap::Grade => Section::Grade,
        Gap::Step(Step::Responsibility | Step::Sharing) => Section::Talks,
        Gap::InsurerReport | Gap::Consent => Section::Insurance,
        Gap::Step(Step::Agreement | Step::Settlement | Step::Payment)
        | Gap::Payee
        | Gap::PartyId
        | Gap::Guardian
        | Gap::Wording(_)
        | Gap::Summary(_)
        | Gap::Signature(Subject::Settlement | Subject::Payment, _)
        | Gap::Paid { .. }
        | Gap::Receipt { .. } => Section::Agreement,
        Gap::Signature(Subject::Closure, _) | Gap::RootCause | Gap::Corrective | Gap::Ineffective(_) | Gap::Request => {
            Section::Closing
        }
        Gap::Revisit => return None,
    })
}
