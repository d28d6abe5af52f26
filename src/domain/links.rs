//! Links between cases and merging (a15, b15; L01): what may be linked, what both sides then know of each other.
//!
//! Merging is a link like any other: the duplicate knows its main case and is read only while it does. Nothing of its own
//! state is touched, so taking the link away is the whole of unmerging: stage and clocks are what they would be without the
//! merge, and the time between counts, for the customer waited all the while.

use super::case::Case;
use super::decide::{Command, Reason, Refusal, Wording, need_text, refuse};
use super::event::{Event, Recorded};
use super::procedure::{Procedure, has_ended, template_of};
use super::rules::Rules;
use super::time::Stamp;
use super::words::words;

words! {
    /// What the other case is to this one.
    pub enum Relation {
        /// 并入的主单: this case is read only; later entries are made there.
        Main = "main",
        /// 已并入本单: a duplicate whose work goes on here.
        Merged = "merged",
        /// 重复: the same matter, each led on its own.
        Duplicate = "duplicate",
        /// 相关.
        Related = "related",
        /// 前单: this case follows it up.
        Earlier = "earlier",
        /// 后续: it follows this case up.
        Later = "later",
        /// 批次主单 (L01): this case is one of its members.
        Batch = "batch",
        /// 批次成员 (L01).
        Member = "member",
    }
}

impl Relation {
    /// What this case is to the other one.
    #[must_use]
    pub const fn mirror(self) -> Self {
        match self {
            Self::Main => Self::Merged,
            Self::Merged => Self::Main,
            Self::Duplicate => Self::Duplicate,
            Self::Related => Self::Related,
            Self::Earlier => Self::Later,
            Self::Later => Self::Earlier,
            Self::Batch => Self::Member,
            Self::Member => Self::Batch,
        }
    }

    /// Whether one of the two cases is merged into the other.
    #[must_use]
    pub const fn is_merge(self) -> bool {
        matches!(self, Self::Main | Self::Merged)
    }

    /// The row a refusal names.
    const fn rule(self) -> &'static str {
        match self {
            Self::Main | Self::Merged => "b15",
            Self::Batch | Self::Member => "L01",
            Self::Duplicate | Self::Related | Self::Earlier | Self::Later => "a15",
        }
    }
}

/// A link as one of its two cases has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub relation: Relation,
    /// The number of the other case.
    pub other: String,
    /// Why it was made or taken away; may be empty where it was made.
    pub reason: String,
}

impl Link {
    /// Whether both say the same of the same case, whatever the direction.
    fn is_same(&self, other: &Self) -> bool {
        self.other == other.other && (self.relation == other.relation || self.relation == other.relation.mirror())
    }

    /// The same link as the other case has it, `number` being this one's.
    fn mirrored(&self, number: &str) -> Self {
        Self { relation: self.relation.mirror(), other: number.to_owned(), reason: self.reason.clone() }
    }
}

impl Case {
    /// The cases linked in this way, by their numbers, oldest link first.
    pub fn linked(&self, relation: Relation) -> impl Iterator<Item = &str> {
        self.links.iter().filter(move |(_, link)| link.relation == relation).map(|(_, link)| link.other.as_str())
    }

    /// The main case this one is merged into; it is read only then.
    #[must_use]
    pub fn merged_into(&self) -> Option<&str> {
        self.linked(Relation::Main).next()
    }

    /// The members of this batch case, by their numbers (L01).
    pub fn members(&self) -> impl Iterator<Item = &str> {
        self.linked(Relation::Member)
    }

    /// Whether it is linked with the case of this number in any way.
    #[must_use]
    pub fn is_linked_with(&self, number: &str) -> bool {
        self.links.iter().any(|(_, link)| link.other == number)
    }

    pub(super) fn apply_link(&mut self, at: Stamp, event: &Event) {
        match event {
            Event::Linked(link) => self.links.push((at, link.clone())),
            Event::Unlinked(gone) => self.links.retain(|(_, link)| !link.is_same(gone)),
            _ => {}
        }
    }
}

/// What may be done to a case that is merged: be parted from its main case, be printed, take back its paper.
pub(super) const fn allowed_when_merged(command: &Command) -> bool {
    let paper = matches!(command, Command::RecordPrint { .. } | Command::Returned(_));
    paper || matches!(command, Command::Unlink(_) | Command::Undo { .. })
}

/// Links the case with `other`; `None` where no case has that number.
pub(super) fn link(case: &Case, mut link: Link, other: Option<&Case>, rules: &Rules) -> Result<Vec<Event>, Refusal> {
    let rule = link.relation.rule();
    let Some(other) = other else { return refuse(rule, Reason::NoSuchCase(link.other)) };
    link.other.clone_from(&other.number);
    if other.number == case.number {
        return refuse(rule, Reason::LinkToItself);
    }
    if let Some(main) = other.merged_into() {
        let main = main.to_owned();
        let circle = link.relation.is_merge() && main == case.number;
        let reason = if circle { Reason::MergeCircle(main) } else { Reason::OtherMerged(other.number.clone(), main) };
        return refuse("b15", reason);
    }
    // Which of the two came first is no opinion: the contacts say it.
    if matches!(link.relation, Relation::Earlier | Relation::Later) {
        let came = |case: &Case| (case.facts.received_at, case.number.clone());
        link.relation = if came(other) < came(case) { Relation::Earlier } else { Relation::Later };
    }
    if case.links.iter().any(|(_, known)| known.is_same(&link)) {
        return refuse(rule, Reason::AlreadyLinked(other.number.clone()));
    }
    match link.relation {
        Relation::Main => may_merge(case, other, rules)?,
        Relation::Merged => may_merge(other, case, rules)?,
        _ => {}
    }
    Ok(vec![Event::Linked(link)])
}

/// b15, kpi 5.1.9: merged cases count once, from the first receipt, so the one received first stays; no work that is still
/// to be done disappears behind a closed case, and no incident file (J01) or running procedure behind one without.
/// `rules` are those of the case on screen; a procedure they do not know counts as running.
fn may_merge(duplicate: &Case, main: &Case, rules: &Rules) -> Result<(), Refusal> {
    if duplicate.facts.received_at < main.facts.received_at {
        return refuse("b15", Reason::ReceivedFirst(duplicate.number.clone()));
    }
    if duplicate.is_open() && !main.is_open() {
        return refuse("b15", Reason::MainClosed(main.number.clone()));
    }
    if duplicate.is_open() && duplicate.incident.is_some() && main.incident.is_none() {
        return refuse("J01", Reason::IncidentFileIn(duplicate.number.clone()));
    }
    let runs = |procedure: &&Procedure| template_of(rules, procedure).is_none_or(|known| !has_ended(known, procedure));
    let led_there = |key: &str| main.procedures.iter().filter(runs).any(|procedure| procedure.key == key);
    if duplicate.procedures.iter().filter(runs).any(|procedure| !led_there(&procedure.key)) {
        return refuse("b15", Reason::ProcedureIn(duplicate.number.clone()));
    }
    Ok(())
}

/// Takes a link away; merged cases are each what they would be without the merge.
pub(super) fn unlink(case: &Case, gone: Link) -> Result<Vec<Event>, Refusal> {
    let rule = gone.relation.rule();
    need_text(rule, &gone.reason, Wording::Reason)?;
    let Some((_, known)) = case.links.iter().find(|(_, known)| known.is_same(&gone)) else {
        return refuse(rule, Reason::NotLinked(gone.other));
    };
    Ok(vec![Event::Unlinked(Link { relation: known.relation, ..gone })])
}

impl Command {
    /// The number of another case that the decision must look at.
    #[must_use]
    pub fn other_case(&self) -> Option<&str> {
        match self {
            Self::Link(link) | Self::Unlink(link) => Some(&link.other),
            _ => None,
        }
    }
}

impl Event {
    /// The link that was made or taken away.
    #[must_use]
    pub const fn link(&self) -> Option<&Link> {
        match self {
            Self::Linked(link) | Self::Unlinked(link) => Some(link),
            _ => None,
        }
    }

    /// What goes on record with the other case when this goes on record with the case `number`.
    #[must_use]
    pub fn mirrored(&self, number: &str) -> Option<Self> {
        match self {
            Self::Linked(link) => Some(Self::Linked(link.mirrored(number))),
            Self::Unlinked(link) => Some(Self::Unlinked(link.mirrored(number))),
            _ => None,
        }
    }
}

/// The place of `event` among what happened to the other case at the same instant; the latest where there are several.
#[must_use]
pub fn place_of(event: &Event, at: Stamp, history: &[Recorded]) -> Option<u32> {
    history.iter().rev().find(|record| record.at == at && record.event == *event).map(|record| record.n)
}
