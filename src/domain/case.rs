//! A case: what its events add up to.

use super::event::{
    Attachment, Breach, ClosingTerms, Dispatch, Event, Extension, Found, Handling, MediaKind, PhotoOf, Recorded,
    ReplyGiven, Revisit,
};
use super::facts::Facts;
use super::incident::{self, Incident};
use super::links::Link;
use super::organisation::{BranchId, PersonId};
use super::procedure::{self, Procedure, Waiver};
use super::returned::Paper;
use super::stage::{Stage, Tier};
use super::time::Stamp;

/// A wait: the stage clock stands still between `from` and `to`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pause {
    pub from: Stamp,
    /// `None` while the wait goes on.
    pub to: Option<Stamp>,
    pub reason: String,
    pub note: String,
}

/// One pass through one stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    pub round: u32,
    pub stage: Stage,
    pub from: Stamp,
    pub to: Option<Stamp>,
    pub pauses: Vec<Pause>,
    pub extensions: Vec<Extension>,
    /// When the last extension was granted.
    pub extended_at: Option<Stamp>,
    /// The time node named on the dispatch slip instead of the rule's limit.
    pub agreed: Option<Stamp>,
    pub warned_at: Option<Stamp>,
}

impl Span {
    fn open(round: u32, stage: Stage, from: Stamp) -> Self {
        Self {
            round,
            stage,
            from,
            to: None,
            pauses: Vec::new(),
            extensions: Vec::new(),
            extended_at: None,
            agreed: None,
            warned_at: None,
        }
    }

    /// The wait that is going on.
    #[must_use]
    pub fn waiting(&self) -> Option<&Pause> {
        self.pauses.last().filter(|pause| pause.to.is_none())
    }
}

/// A sub-order to an assisting department (E05).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assist {
    pub unit: String,
    pub what: String,
    pub asked_at: Stamp,
    pub due: Option<Stamp>,
    pub answer: Option<(Stamp, String)>,
}

/// How a case ended (Q01).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    pub at: Stamp,
    pub conclusion: String,
    pub opinion: String,
    pub terms: ClosingTerms,
}

/// The state of one case. Built by [`Case::replay`] only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    pub number: String,
    pub rule_book: String,
    pub rule_version: i64,
    /// Count of its events: what a screen saw, compared before anything is written.
    pub revision: u32,
    pub facts: Facts,
    /// How often its facts were corrected after the intake.
    pub corrections: u32,
    pub logged_by: String,
    pub stage: Stage,
    pub round: u32,
    /// Every pass through a stage, oldest first; the last one is the running one.
    pub spans: Vec<Span>,
    pub branch: Option<BranchId>,
    pub first: Option<PersonId>,
    pub second: Option<PersonId>,
    /// Every branch that was put in charge, with the time, oldest first.
    pub charges: Vec<(Stamp, BranchId)>,
    pub dispatches: Vec<(Stamp, Dispatch)>,
    pub tier: Option<Tier>,
    pub assists: Vec<Assist>,
    pub urges: Vec<(Stamp, String)>,
    pub handlings: Vec<(Stamp, Handling)>,
    pub replies: Vec<(Stamp, ReplyGiven)>,
    pub on_the_spot: bool,
    pub revisits: Vec<(Stamp, Revisit)>,
    pub closing: Option<Closing>,
    pub attachments: Vec<Attachment>,
    /// Recordings among them by their hash, with the time from which they are kept (Q06).
    pub recordings: Vec<(String, Stamp)>,
    /// What photos show, by their hash; the last word holds.
    pub photos: Vec<(String, PhotoOf)>,
    /// Every document that was printed for it, the latest issue at the end.
    pub papers: Vec<Paper>,
    /// Other cases it is linked with, the oldest link first.
    pub links: Vec<(Stamp, Link)>,
    /// Breaches of the first-asked duty found on it (A08).
    pub breaches: Vec<(Stamp, Breach)>,
    /// The incident file, once one is opened (J01).
    pub incident: Option<Box<Incident>>,
    /// What is prescribed beside the stages, oldest first, also what has ended.
    pub procedures: Vec<Procedure>,
    /// Clocks of the law that two persons set aside.
    pub waivers: Vec<Waiver>,
    /// Events that a later one took back, by their place.
    pub undone: Vec<u32>,
    /// The latest command that can be taken back: the places of its events. Empty when there is none.
    pub undoable: Vec<u32>,
}

/// Why a list of events is no case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BrokenHistory {
    Empty,
    /// The first event is not the logging.
    NotLogged,
}

impl Case {
    /// Adds up the events, leaving out those that were undone.
    ///
    /// # Errors
    /// [`BrokenHistory`] when the events do not begin with the logging of a case.
    pub fn replay(history: &[Recorded]) -> Result<Self, BrokenHistory> {
        let (first, rest) = history.split_first().ok_or(BrokenHistory::Empty)?;
        let Event::Logged { number, rule_book, rule_version, facts } = &first.event else {
            return Err(BrokenHistory::NotLogged);
        };
        let undone: Vec<u32> = rest
            .iter()
            .filter_map(|record| if let Event::Undone { n } = record.event { Some(n) } else { None })
            .collect();
        let mut case = Self {
            number: number.clone(),
            rule_book: rule_book.clone(),
            rule_version: *rule_version,
            revision: 0,
            logged_by: first.by.clone(),
            stage: Stage::Dispatch,
            round: 1,
            spans: vec![
                Span { to: Some(first.at), ..Span::open(1, Stage::Intake, facts.received_at.min(first.at)) },
                Span::open(1, Stage::Dispatch, first.at),
            ],
            facts: (**facts).clone(),
            corrections: 0,
            branch: None,
            first: None,
            second: None,
            charges: Vec::new(),
            dispatches: Vec::new(),
            tier: None,
            assists: Vec::new(),
            urges: Vec::new(),
            handlings: Vec::new(),
            replies: Vec::new(),
            on_the_spot: false,
            revisits: Vec::new(),
            closing: None,
            attachments: Vec::new(),
            recordings: Vec::new(),
            photos: Vec::new(),
            papers: Vec::new(),
            links: Vec::new(),
            breaches: Vec::new(),
            incident: None,
            procedures: Vec::new(),
            waivers: Vec::new(),
            undone,
            undoable: Vec::new(),
        };
        let mut last = first.at;
        for record in rest {
            if case.undone.contains(&record.n) || matches!(record.event, Event::Undone { .. }) {
                continue;
            }
            case.apply(record.at, &record.event);
            if record.event.comes_by_itself() {
                continue;
            }
            // The events of one command share their instant.
            if record.at != last {
                case.undoable.clear();
            }
            last = record.at;
            if record.event.opens_by_itself() {
                continue;
            }
            if record.event.is_undoable() {
                case.undoable.push(record.n);
            } else {
                case.undoable.clear();
            }
        }
        case.revision = history.last().map_or(0, |record| record.n);
        Ok(case)
    }

    /// The running pass through the current stage.
    #[must_use]
    pub fn span(&self) -> Option<&Span> {
        self.spans.last()
    }

    /// When it was closed; `None` while it is open.
    #[must_use]
    pub fn closed_at(&self) -> Option<Stamp> {
        self.span().filter(|span| span.stage == Stage::Archived).map(|span| span.from)
    }

    /// The wait that stops the clock now.
    #[must_use]
    pub fn waiting(&self) -> Option<&Pause> {
        self.span().and_then(Span::waiting)
    }

    /// Whether work remains: not archived, and not led on in the main case it is merged into.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.stage != Stage::Archived && self.merged_into().is_none()
    }

    /// When the customer was first told the result in the current round.
    #[must_use]
    pub fn replied_at(&self) -> Option<Stamp> {
        let opened = self.spans.iter().find(|span| span.round == self.round).map(|span| span.from)?;
        self.replies.iter().map(|(at, _)| *at).find(|at| *at >= opened)
    }

    /// When `stage` ended in `round`.
    #[must_use]
    pub fn ended_at(&self, stage: Stage, round: u32) -> Option<Stamp> {
        self.spans.iter().rev().find(|span| span.stage == stage && span.round == round).and_then(|span| span.to)
    }

    /// The branch in charge at `at`.
    #[must_use]
    pub fn branch_at(&self, at: Stamp) -> Option<BranchId> {
        self.charges.iter().rev().find(|(from, _)| *from <= at).map(|(_, branch)| *branch)
    }

    fn enter(&mut self, stage: Stage, at: Stamp) {
        if let Some(span) = self.spans.last_mut() {
            if let Some(pause) = span.pauses.last_mut().filter(|pause| pause.to.is_none()) {
                pause.to = Some(at);
            }
            span.to = Some(at);
        }
        self.stage = stage;
        self.spans.push(Span::open(self.round, stage, at));
    }

    /// Adds what was just decided on it, without making a record of it: for whoever looks ahead of the records.
    pub fn take_in(&mut self, at: Stamp, events: &[Event]) {
        events.iter().for_each(|event| self.apply(at, event));
    }

    pub(super) fn apply(&mut self, at: Stamp, event: &Event) {
        match event {
            Event::Logged { .. } | Event::Noted { .. } | Event::Undone { .. } => {}
            Event::Printed { sheet, document, hash, filled } => {
                self.apply_printed(at, *sheet, document, (hash, *filled));
            }
            Event::Returned(event) => self.apply_returned(at, event),
            Event::Amended { changes, .. } => {
                self.corrections = self.corrections.saturating_add(1);
                for change in changes {
                    // The decision read every value with the same parser, so a refusal here cannot happen.
                    let _taken = self.facts.set(change.field, &change.to);
                }
            }
            Event::Dispatched(order) => {
                self.hand_to(at, order.branch, (order.first, order.second));
                self.enter(Stage::Handling, at);
                if let Some(span) = self.spans.last_mut() {
                    span.agreed = order.by;
                }
                self.dispatches.push((at, (**order).clone()));
            }
            Event::Transferred { to, first, second, .. } => self.hand_to(at, *to, (*first, *second)),
            Event::SentBack { .. } => {
                self.branch = None;
                self.first = None;
                self.second = None;
                self.enter(Stage::Dispatch, at);
            }
            Event::Raised { to, .. } => self.tier = Some(*to),
            Event::AssistAsked { unit, what, due } => self.assists.push(Assist {
                unit: unit.clone(),
                what: what.clone(),
                asked_at: at,
                due: *due,
                answer: None,
            }),
            Event::AssistAnswered { nth, text } => {
                if let Some(assist) = self.assists.get_mut(*nth) {
                    assist.answer = Some((at, text.clone()));
                }
            }
            Event::Handled(handling) => {
                self.take_found(&handling.found);
                self.handlings.push((at, (**handling).clone()));
                self.enter(Stage::Reply, at);
            }
            Event::Replied(reply) => {
                self.take_found(&reply.found);
                self.replies.push((at, (**reply).clone()));
                self.enter(Stage::Revisit, at);
            }
            Event::AnsweredOnTheSpot(reply) => {
                self.take_found(&reply.found);
                self.on_the_spot = true;
                self.replies.push((at, (**reply).clone()));
                self.enter(Stage::Closure, at);
            }
            Event::Revisited(revisit) => {
                self.revisits.push((at, (**revisit).clone()));
                if !revisit.is_dissatisfied() && self.stage == Stage::Revisit {
                    self.enter(Stage::Closure, at);
                }
            }
            Event::RevisitSkipped { .. } => self.enter(Stage::Closure, at),
            Event::RoundOpened { .. } => self.open_round(at),
            Event::Closed { conclusion, opinion, terms } => {
                let (conclusion, opinion, terms) = (conclusion.clone(), opinion.clone(), terms.clone());
                self.closing = Some(Closing { at, conclusion, opinion, terms });
                self.enter(Stage::Archived, at);
            }
            Event::Linked(_) | Event::Unlinked(_) => self.apply_link(at, event),
            Event::FirstAskedBroken(breach) => self.breaches.push((at, breach.clone())),
            Event::Incident(event) => incident::apply(self, at, event),
            Event::Attached(attachment) => {
                if attachment.media == MediaKind::Recording {
                    self.recordings.push((attachment.hash.clone(), at));
                }
                self.attachments.push((**attachment).clone());
            }
            Event::PhotoNamed { hash, shows } => {
                self.photos.retain(|(named, _)| named != hash);
                self.photos.push((hash.clone(), *shows));
            }
            Event::Detached { hash, .. } => {
                self.attachments.retain(|kept| kept.hash != *hash);
                self.photos.retain(|(named, _)| named != hash);
                self.recordings.retain(|(kept, _)| kept != hash);
            }
            Event::Procedure(event) => procedure::apply(self, at, event),
            Event::Waiting { .. }
            | Event::Resumed
            | Event::Extended(_)
            | Event::Warned { .. }
            | Event::Urged { .. } => {
                self.mark_span(at, event);
            }
        }
    }

    fn take_found(&mut self, found: &Found) {
        for (field, text) in found.said() {
            // The decision read it with the same parser.
            let _taken = self.facts.set(field, text);
        }
    }

    fn mark_span(&mut self, at: Stamp, event: &Event) {
        if let Event::Urged { text } = event {
            self.urges.push((at, text.clone()));
        }
        let Some(span) = self.spans.last_mut() else { return };
        match event {
            Event::Waiting { reason, note } => {
                span.pauses.push(Pause { from: at, to: None, reason: reason.clone(), note: note.clone() });
            }
            Event::Resumed => {
                if let Some(pause) = span.pauses.last_mut() {
                    pause.to.get_or_insert(at);
                }
            }
            Event::Extended(extension) => {
                span.extensions.push((**extension).clone());
                span.extended_at = Some(at);
            }
            Event::Warned { stage } if *stage == span.stage => span.warned_at = Some(at),
            _ => {}
        }
    }

    fn hand_to(&mut self, at: Stamp, branch: BranchId, people: (Option<PersonId>, Option<PersonId>)) {
        self.branch = Some(branch);
        (self.first, self.second) = people;
        self.charges.push((at, branch));
    }

    fn open_round(&mut self, at: Stamp) {
        self.round += 1;
        self.closing = None;
        if let Some(incident) = self.incident.as_deref_mut() {
            incident.closure.reopen();
        }
        // A dissatisfied customer goes back to those who handled it; a case answered at the centre is dispatched first.
        let stage = if self.branch.is_some() { Stage::Handling } else { Stage::Dispatch };
        self.enter(stage, at);
    }
}
