//! What the typed intake amounts to: class, level, grade, due times, prompts, place and branch. No drawing.

use crate::clock::{Clockwork, Run};
use crate::domain::facts::Fault;
use crate::domain::identity::{Serial, SerialLooks};
use crate::domain::judge::{self, MoneyPrompt, Proposal};
use crate::domain::organisation::{Branch, Organisation, Responsible, Territory};
use crate::domain::phone::Phone;
use crate::domain::places::Places;
use crate::domain::stage::{IncidentGrade, Priority, Stage};
use crate::domain::{BranchId, Draft, Facts, Fen, Field, InfoClass, Level, Limit, PersonId, Rules, Stamp};

/// The stages whose due times are told before the case exists.
const AHEAD: [Stage; 5] = [Stage::Intake, Stage::Dispatch, Stage::Handling, Stage::Reply, Stage::Revisit];

/// What everything is judged by.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    pub rules: &'a Rules,
    pub clockwork: &'a Clockwork,
    pub places: &'a Places,
    pub organisation: &'a Organisation,
    pub territory: &'a Territory,
}

/// The areas of all branches, read anew only when a branch changed.
#[derive(Debug, Default)]
pub struct Areas {
    branches: Vec<Branch>,
    territory: Territory,
}

impl Areas {
    /// The areas of this organisation.
    pub fn of(&mut self, organisation: &Organisation, places: &Places) -> &Territory {
        if self.branches != organisation.branches {
            self.branches.clone_from(&organisation.branches);
            self.territory = Territory::of(organisation, places);
        }
        &self.territory
    }
}

/// When a stage would end if it began as early as it can and took its whole limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageDue {
    pub stage: Stage,
    pub rule: String,
    pub limit: Limit,
    /// `None` when the limit cannot be counted.
    pub due: Option<Stamp>,
}

/// The outward promise (T06-T08).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PromiseDue {
    pub rule: String,
    pub longest: Limit,
    pub due: Option<Stamp>,
}

/// What a draft amounts to, with what the person chose standing before what is proposed.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The facts with proposals filled in where the person chose nothing.
    pub facts: Facts,
    /// Values that cannot be taken; missing ones are not among them.
    pub faults: Vec<Fault>,
    /// Required fields that are empty.
    pub missing: Vec<Field>,
    pub class: Proposal<InfoClass>,
    pub level: Proposal<Level>,
    /// `None` when the case is no incident (D05 speaks of incidents only).
    pub grade: Option<Proposal<IncidentGrade>>,
    pub priority: Priority,
    pub money: Vec<MoneyPrompt>,
    /// Stages without a limit are left out (X6).
    pub stages: Vec<StageDue>,
    pub promise: Option<PromiseDue>,
    /// The places the address names, larger first; empty when none was found.
    pub place: String,
    /// Names of the places it could be while the address does not decide.
    pub candidates: Vec<String>,
    /// The branch that owns the place.
    pub proposed_branch: Option<BranchId>,
    /// The branch in charge: chosen, else proposed.
    pub branch: Option<BranchId>,
    /// A07 for the branch in charge.
    pub responsible: Responsible,
    /// A loss named in the description while the loss is empty.
    pub loss_said: Option<Fen>,
    pub phone: Phone,
    pub serial: SerialLooks,
}

impl Judged {
    /// Judges a draft as of `now`. Takes well under a millisecond; still, call it when the draft changed and not in every frame.
    #[must_use]
    pub fn of(draft: &Draft, ground: &Ground<'_>, now: Stamp) -> Self {
        let rules = ground.rules;
        let (mut facts, faults) = draft.read(now);
        let chosen = |field: Field| !draft.get(field).trim().is_empty();
        let class = judge::propose_class(&facts, rules);
        if !chosen(Field::InfoClass) {
            facts.class = class.value;
        }
        let level = judge::propose_level(&facts, rules);
        if !chosen(Field::Level) {
            facts.level = level.value;
        }
        let incident = facts.class == InfoClass::MajorIncident;
        let grade = incident.then(|| judge::propose_grade(&facts, rules)).flatten();
        if !incident || !chosen(Field::Grade) {
            facts.grade = grade.as_ref().map(|grade| grade.value);
        }
        let found = ground.places.recognise(draft.get(Field::Address));
        let proposed_branch =
            ground.territory.owner(&found, facts.word(Field::Category), now.date()).map(|(branch, _)| branch);
        let named = ground.organisation.branch_named(draft.get(Field::Branch)).map(|branch| branch.id);
        let branch = if chosen(Field::Branch) { named } else { proposed_branch };
        let today = now.date();
        let loss = facts.loss.is_none() && !chosen(Field::Loss);
        Self {
            missing: missing(draft, rules),
            priority: judge::priority(&facts, rules),
            money: judge::money_prompts(&facts, rules),
            stages: stages(&facts, ground, now),
            promise: promise(&facts, ground),
            place: found.display(),
            candidates: found.candidates.iter().map(|place| full_name(ground.places, place)).collect(),
            proposed_branch,
            branch,
            responsible: branch
                .map(|id| {
                    ground.organisation.responsible_there(id, &found, (facts.word(Field::Category), facts.vip), today)
                })
                .unwrap_or_default(),
            loss_said: loss.then(|| judge::loss_said(draft.get(Field::Description))).flatten(),
            phone: Phone::parse(draft.get(Field::Phone)),
            serial: Serial::read(draft.get(Field::Serial)).looks,
            facts,
            faults,
            class,
            level,
            grade,
        }
    }

    /// The draft with every proposal written into the field the person left empty. `received_at` is the moment for an
    /// intake whose contact time was never said.
    #[must_use]
    pub fn complete(&self, draft: &Draft, organisation: &Organisation, received_at: Stamp) -> Draft {
        let mut full = draft.clone();
        if self.facts.grade.is_none() {
            full.set(Field::Grade, "");
        }
        let name = |id: Option<PersonId>| {
            id.and_then(|id| organisation.person(id)).map(|person| person.name.clone()).unwrap_or_default()
        };
        let branch = self.branch.and_then(|id| organisation.branch(id)).map(|branch| branch.name.clone());
        for (field, text) in [
            (Field::ReceivedAt, Facts::at(received_at).text(Field::ReceivedAt)),
            (Field::InfoClass, self.facts.text(Field::InfoClass)),
            (Field::Level, self.facts.text(Field::Level)),
            (Field::Grade, self.facts.text(Field::Grade)),
            (Field::Branch, branch.unwrap_or_default()),
            (Field::FirstResponsible, name(self.responsible.first)),
            (Field::SecondResponsible, name(self.responsible.second)),
        ] {
            if full.get(field).trim().is_empty() {
                full.set(field, text);
            }
        }
        full
    }

    /// Whether nothing stands in the way of saving.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.missing.is_empty() && self.faults.is_empty()
    }
}

/// Required fields that are empty. The contact time is never missing: it is the moment of entry unless said otherwise.
fn missing(draft: &Draft, rules: &Rules) -> Vec<Field> {
    let empty = |field: &Field| *field != Field::ReceivedAt && draft.get(*field).trim().is_empty();
    let mut missing: Vec<Field> = rules.required.iter().copied().filter(empty).collect();
    missing.sort_unstable();
    missing
}

fn full_name(places: &Places, place: &crate::domain::places::Place) -> String {
    let province = places.province_of(place).filter(|province| province.code != place.code);
    let city = places.city_of(place).filter(|city| city.code != place.code);
    [province, city].into_iter().flatten().map(|outer| outer.name.as_str()).collect::<String>() + &place.name
}

/// E01 ahead of time: intake counts from the contact, dispatch from now, each later stage from where the one before ends.
fn stages(facts: &Facts, ground: &Ground<'_>, now: Stamp) -> Vec<StageDue> {
    let mut ends: Vec<(Stage, Stamp)> = Vec::new();
    let mut begins = facts.received_at;
    let mut told = Vec::new();
    for stage in AHEAD {
        if stage == Stage::Dispatch {
            begins = now;
        }
        let Some(row) = ground.rules.stage_limit(stage, facts) else { continue };
        let from = row.from.and_then(|from| ends.iter().find(|(ended, _)| *ended == from)).map_or(begins, |end| end.1);
        let due = due(ground, from, row.limit);
        told.push(StageDue { stage, rule: row.id.clone(), limit: row.limit, due });
        if let Some(due) = due {
            ends.push((stage, due));
            begins = due;
        }
    }
    told
}

fn promise(facts: &Facts, ground: &Ground<'_>) -> Option<PromiseDue> {
    // X3: where several clocks run, the earliest governs.
    ground
        .rules
        .promises_of(facts)
        .into_iter()
        .map(|row| {
            let due = due(ground, facts.received_at, row.longest);
            PromiseDue { rule: row.id.clone(), longest: row.longest, due }
        })
        .min_by_key(|promise| promise.due.map_or(i64::MAX, |due| due.0))
}

fn due(ground: &Ground<'_>, from: Stamp, limit: Limit) -> Option<Stamp> {
    ground.clockwork.deadline(&Run::new(from, limit)).ok().and_then(|deadline| deadline.due)
}

#[cfg(test)]
mod tests;
