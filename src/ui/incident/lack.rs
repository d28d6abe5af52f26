//! What a step still lacks, as chips that lead to where it is mended. The domain says what; this says where.

use super::ask::Ask;
use super::view::Section;
use crate::domain::incident::{Gap, Gate, LossEntry, Slot, Step, gaps};
use crate::domain::{Case, Field, Stage};
use crate::paper::source::{Entered, Source};
use crate::store::CaseFile;
use crate::t;
use crate::text::Texts;
use crate::ui::procedure::holding;
use crate::ui::{Cx, say};

/// Where something missing is mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    Section(Section),
    /// An entry of the incident file, with the cursor in the part of this name (empty for its first); its section alone
    /// where the file does not offer the entry now.
    Entry(Ask, &'static str),
    /// A fact, in the dialog that corrects it.
    Fact(Field),
    /// Who is in charge: the dispatch or the transfer.
    Charge,
    /// The dialog of the revisit while the case waits for it.
    Revisit,
    /// What the settings say of the company.
    House,
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
#[must_use]
pub const fn goal_of(gap: &Gap) -> Goal {
    match gap {
        Gap::Evidence { slot, .. } => Goal::Entry(Ask::File(*slot, None), ""),
        Gap::Spot { .. } => Goal::Entry(Ask::File(Slot::Loss, None), ""),
        Gap::Undated(id) => Goal::Entry(Ask::Describe(*id), "taken"),
        Gap::LineWithoutPhoto(id) => Goal::Entry(Ask::LossLine(Some(*id)), "photos"),
        Gap::Alert(_) => Goal::Entry(Ask::Alert { after_visit: false }, ""),
        Gap::Visit => Goal::Entry(Ask::Visit, ""),
        Gap::Relation => Goal::Entry(Ask::Injured, "relations"),
        Gap::Grade => Goal::Section(Section::Grade),
        Gap::Step(Step::Responsibility) => Goal::Entry(Ask::Find, ""),
        Gap::Step(Step::Loss) => Goal::Entry(Ask::ConfirmLoss, "person"),
        Gap::Step(Step::Sharing) => Goal::Entry(Ask::Share, ""),
        Gap::Step(Step::Agreement) => Goal::Entry(Ask::Agree, ""),
        Gap::Step(Step::Settlement) => Goal::Entry(Ask::SignAgreement, "document"),
        Gap::Step(Step::Payment) => Goal::Entry(Ask::Pay(None), ""),
        Gap::InsurerReport => Goal::Entry(Ask::InsurerReport, ""),
        Gap::Consent => Goal::Entry(Ask::Consent, ""),
        Gap::NotFinal(_) => Goal::Section(Section::Agreement),
        // An agreement that stands is withdrawn before another one is made.
        Gap::Payee | Gap::PartyId | Gap::Guardian | Gap::Wording { .. } | Gap::Summary(_) => {
            Goal::Entry(Ask::Withdraw, "reason")
        }
        Gap::Signature(subject, _) => Goal::Entry(Ask::Sign(*subject), "post"),
        Gap::Paid { .. } => Goal::Entry(Ask::Request, "difference"),
        Gap::Receipt { .. } => Goal::Entry(Ask::Receive, ""),
        Gap::Revisit => Goal::Revisit,
        Gap::RootCause => Goal::Entry(Ask::Request, "root_cause"),
        Gap::Corrective => Goal::Entry(Ask::Corrective(None), ""),
        Gap::Ineffective(id) => Goal::Entry(Ask::Verify(*id), "effective"),
        Gap::Request => Goal::Entry(Ask::Request, "summary"),
    }
}

/// Where a field that a form lacks is filled in.
#[must_use]
pub fn goal_of_source(source: Source, case: &Case) -> Goal {
    let (entered, part) = match source {
        Source::Fact(field) => return Goal::Fact(field),
        Source::Charge => return Goal::Charge,
        Source::House => return Goal::House,
        Source::Revisit => return Goal::Revisit,
        Source::Case => return Goal::Overview,
        Source::Entry(entered, part) => (entered, part),
    };
    let ask = match entered {
        Entered::Opening => return Goal::Section(Section::Scene),
        Entered::Evidence => return Goal::Section(Section::Evidence),
        Entered::Arrival => Ask::Arrival,
        Entered::Visit => Ask::Visit,
        Entered::Checks => Ask::Checks,
        Entered::Record => Ask::Record,
        Entered::Injured => Ask::Injured,
        Entered::Casualty => Ask::Casualty(None),
        Entered::Grade => Ask::Grade,
        Entered::LossLine => Ask::LossLine(lacking_line(case, part)),
        Entered::InsurerReport => Ask::InsurerReport,
        Entered::Finding => Ask::Find,
        Entered::Agreement if stands(case) => return Goal::Entry(Ask::Withdraw, "reason"),
        Entered::Agreement => Ask::Agree,
        Entered::Request => Ask::Request,
        Entered::Corrective => Ask::Corrective(None),
    };
    Goal::Entry(ask, part)
}

/// An agreement that stands and is not signed.
fn stands(case: &Case) -> bool {
    let incident = case.incident.as_deref();
    incident.is_some_and(|incident| incident.talks.agreement.is_some() && incident.settlement.is_none())
}

/// The first line of the loss list in which this part is empty.
fn lacking_line(case: &Case, part: &str) -> Option<u32> {
    let lines = &case.incident.as_deref()?.losses.lines;
    let lacks = |entry: &LossEntry| match part {
        "unit" => entry.unit.trim().is_empty(),
        "bought" => entry.category.wears_out() && entry.bought.is_none(),
        "photos" => entry.photos.is_empty(),
        _ => false,
    };
    lines.iter().find(|(_, line)| lacks(&line.entry)).map(|(id, _)| id)
}
