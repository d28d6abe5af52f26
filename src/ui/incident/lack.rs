//! What a step still lacks, as chips that lead to where it is mended. The domain says what; this says where.

use super::view::Section;
use crate::domain::Stage;
use crate::domain::incident::{Gap, Gate, Step, Subject, gaps};
use crate::store::CaseFile;
use crate::t;
use crate::text::Texts;
use crate::ui::procedure::holding;
use crate::ui::{Cx, say};

/// Where something missing is mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    Section(Section),
    /// The case's own page, where its next act stands.
    Overview,
    /// A procedure by its number in the case.
    Procedure(u32),
}

/// One thing that is missing, and where it is mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lack {
    pub text: String,
    pub goal: Goal,
}

/// In words.
pub(super) fn lacks(texts: &Texts, gaps: &[Gap]) -> Vec<Lack> {
    gaps.iter().map(|gap| Lack { text: say::gap_text(texts, gap), goal: goal_of(gap) }).collect()
}

/// What holds the closing of the file: its own gaps, then the procedures that have to end first.
pub(super) fn closing_lacks(texts: &Texts, file: &CaseFile) -> Vec<Lack> {
    let mut found = lacks(texts, &gaps::closing(&file.case, &file.book.rules));
    found.extend(holding(file).map(|(template, procedure)| Lack {
        text: t!(texts, "incident-procedure-first", name = say::named(texts, &template.name)),
        goal: Goal::Procedure(procedure.id),
    }));
    found
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
    let texts = cx.texts;
    let (gate, found) = match incident.next_step(rules) {
        Some(Step::Payment) => (Gate::Payment, lacks(texts, &gaps::payment(&file.case, rules))),
        Some(_) => (Gate::Settlement, lacks(texts, &gaps::agreement_form(&file.case, rules, cx.now))),
        None => (Gate::Closure, closing_lacks(texts, file)),
    };
    let gate = cx.texts.name("gate", gate.word());
    let says =
        if found.is_empty() { String::new() } else { t!(cx.texts, "incident-before", gate = gate, n = found.len()) };
    Ahead { says, lacks: found }
}

/// Where a gap is mended.
const fn goal_of(gap: &Gap) -> Goal {
    Goal::Section(match gap {
        Gap::Evidence { .. } | Gap::Spot { .. } | Gap::Undated(_) => Section::Evidence,
        Gap::LineWithoutPhoto(_) | Gap::Step(Step::Loss) => Section::Loss,
        Gap::Alert(_) | Gap::Visit | Gap::Relation => Section::Scene,
        Gap::Grade => Section::Grade,
        Gap::Step(Step::Responsibility | Step::Sharing) => Section::Talks,
        Gap::InsurerReport | Gap::Consent => Section::Insurance,
        Gap::Step(Step::Agreement | Step::Settlement | Step::Payment)
        | Gap::NotFinal(_)
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
        Gap::Revisit => return Goal::Overview,
    })
}
