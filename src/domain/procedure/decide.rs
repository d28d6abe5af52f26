//! Decides on the commands of procedures: who may answer, do, send back, set aside and end what.

use std::collections::BTreeSet;

use super::answers::{WrongAnswer, is_asked, read_row};
use super::template::{AnswerKind, Section, Step, Template};
use super::way::{has_ended, lacks, next, open_steps, template_of};
use super::{Answers, Done, Procedure, ProcedureCommand, ProcedureEvent, ProcedureReason};
use crate::domain::case::Case;
use crate::domain::decide::{Reason, Refusal, Setting, Wording};
use crate::domain::event::Event;
use crate::domain::incident::Change;
use crate::domain::rules::Rules;
use crate::domain::time::Stamp;

/// Row for what no row of a book stands for: a rule book prescribes it, or it does not.
const BOOK: &str = "A17";
/// Persons that set a clock of the law aside (law.md 3.2).
const WAIVERS: u32 = 2;

type Decided<T> = Result<T, Refusal>;

fn refuse<T>(rule: &str, reason: ProcedureReason) -> Decided<T> {
    Err(Refusal { rule: rule.to_owned().into(), reason: Reason::Procedure(reason) })
}

fn need_reason(rule: &str, reason: &str) -> Decided<()> {
    if !reason.trim().is_empty() {
        return Ok(());
    }
    Err(Refusal { rule: rule.to_owned().into(), reason: Reason::TextMissing(Wording::Reason) })
}

/// Whether a command may follow the closing: letters of insurers and authorities come late, so what does not hold the
/// closing goes on.
pub(in crate::domain) fn allowed_when_closed(case: &Case, command: &ProcedureCommand, rules: &Rules) -> bool {
    let id = match command {
        ProcedureCommand::Open { .. } => return false,
        ProcedureCommand::Waive { procedure: None, .. } => return true,
        ProcedureCommand::Waive { procedure: Some(id), .. }
        | ProcedureCommand::Answer { id, .. }
        | ProcedureCommand::Row { id, .. }
        | ProcedureCommand::Step { id, .. }
        | ProcedureCommand::SendBack { id, .. }
        | ProcedureCommand::BreakOff { id, .. } => *id,
    };
    let procedure = case.procedures.iter().find(|procedure| procedure.id == id);
    procedure.and_then(|procedure| template_of(rules, procedure)).is_some_and(|template| !template.holds_closing)
}

/// That nothing which holds the closing still runs.
pub(in crate::domain) fn check_closing(case: &Case, rules: &Rules) -> Decided<()> {
    let running = case.procedures.iter().filter_map(|procedure| {
        template_of(rules, procedure).filter(|template| template.holds_closing && !has_ended(template, procedure))
    });
    let running: Vec<&Template> = running.collect();
    match running.first() {
        None => Ok(()),
        Some(first) => {
            let keys = running.iter().map(|template| template.key.clone()).collect();
            refuse(&first.id, ProcedureReason::StillRunning(keys))
        }
    }
}

/// Decides on a command of a procedure.
pub(in crate::domain) fn decide(case: &Case, command: ProcedureCommand, setting: &Setting<'_>) -> Decided<Vec<Event>> {
    let rules = setting.rules;
    let event = match command {
        ProcedureCommand::Open { key } => open(case, key, rules)?,
        ProcedureCommand::Answer { id, answers } => Running::of(case, rules, id)?.answer(&answers)?,
        ProcedureCommand::Row { id, section, change } => Running::of(case, rules, id)?.row(section, change)?,
        ProcedureCommand::Step { id, step, at, names, note } => {
            Running::of(case, rules, id)?.step(Done { step, at, names, note }, setting.now)?
        }
        ProcedureCommand::SendBack { id, to, reason } => Running::of(case, rules, id)?.send_back(to, reason)?,
        ProcedureCommand::Waive { procedure, timer, reason, names } => {
            waive(case, rules, procedure, timer, reason, names)?
        }
        ProcedureCommand::BreakOff { id, reason } => {
            let running = Running::of(case, rules, id)?;
            need_reason(&running.template.id, &reason)?;
            ProcedureEvent::BrokenOff { id, reason }
        }
    };
    Ok(vec![event.into()])
}

fn open(case: &Case, key: String, rules: &Rules) -> Decided<ProcedureEvent> {
    let Some(template) = rules.procedures.iter().find(|template| template.key == key) else {
        return refuse(BOOK, ProcedureReason::NotPrescribed);
    };
    let mut same = case.procedures.iter().filter(|procedure| procedure.key == key);
    if same.any(|procedure| !has_ended(template, procedure)) {
        return refuse(&template.id, ProcedureReason::AlreadyRunning);
    }
    Ok(ProcedureEvent::Opened { key, because: None })
}

fn waive(
    case: &Case,
    rules: &Rules,
    procedure: Option<u32>,
    timer: String,
    reason: String,
    names: Vec<String>,
) -> Decided<ProcedureEvent> {
    let found = match procedure {
        None => rules.timers.iter().map(|row| &row.timer).find(|known| known.key == timer),
        Some(id) => {
            let (_, template) = known(case, rules, id)?;
            template.timers.iter().find(|known| known.key == timer)
        }
    };
    let Some(found) = found else { return refuse(BOOK, ProcedureReason::NoSuchTimer) };
    if case.waivers.iter().any(|waiver| waiver.procedure == procedure && waiver.timer == timer) {
        return refuse(&found.id, ProcedureReason::AlreadyDone);
    }
    need_reason(&found.id, &reason)?;
    need_names(&found.id, &names, WAIVERS)?;
    Ok(ProcedureEvent::Waived { procedure, timer, reason, names })
}

/// At least so many persons, none twice and none without a name.
fn need_names(rule: &str, names: &[String], least: u32) -> Decided<()> {
    let different: BTreeSet<&str> = names.iter().map(|name| name.trim()).filter(|name| !name.is_empty()).collect();
    let enough = u32::try_from(different.len()).is_ok_and(|have| have >= least);
    if enough && different.len() == names.len() { Ok(()) } else { refuse(rule, ProcedureReason::NamesNeeded(least)) }
}

fn known<'c, 'r>(case: &'c Case, rules: &'r Rules, id: u32) -> Decided<(&'c Procedure, &'r Template)> {
    let Some(procedure) = case.procedures.iter().find(|procedure| procedure.id == id) else {
        return refuse(BOOK, ProcedureReason::NoSuchProcedure(id));
    };
    match template_of(rules, procedure) {
        Some(template) => Ok((procedure, template)),
        None => refuse(BOOK, ProcedureReason::NotPrescribed),
    }
}

/// A procedure that has not ended, with what it follows.
struct Running<'a> {
    case: &'a Case,
    procedure: &'a Procedure,
    template: &'a Template,
}

impl<'a> Running<'a> {
    fn of(case: &'a Case, rules: &'a Rules, id: u32) -> Decided<Self> {
        let (procedure, template) = known(case, rules, id)?;
        if has_ended(template, procedure) {
            return refuse(&template.id, ProcedureReason::Ended);
        }
        Ok(Self { case, procedure, template })
    }

    fn rule(&self) -> &'a str {
        &self.template.id
    }

    /// What changes: answers in canonical text, and empty ones for those that are given no longer or not asked any more.
    fn answer(&self, given: &Answers) -> Decided<ProcedureEvent> {
        let mut after = self.procedure.answers.clone();
        for (key, text) in given {
            let Some((section, question)) = self.template.question(key).filter(|(found, _)| found.rows.is_none())
            else {
                return refuse(self.rule(), ProcedureReason::NotAsked(key.clone()));
            };
            let one = Answers::from([(key.clone(), text.clone())]);
            let read = read_row(section, &one).or_else(|wrong| self.wrong(&question.id, wrong))?;
            self.check_files(section, &read)?;
            match read.into_values().next() {
                Some(read) => after.insert(key.clone(), read),
                None => after.remove(key),
            };
        }
        // In the order of the questions: one that is asked no longer takes along those that hang on it.
        for question in self.template.sections.iter().filter(|section| section.rows.is_none()).flat_map(|s| &s.fields) {
            if is_asked(question, &after) || !after.contains_key(&question.key) {
                continue;
            }
            if given.get(&question.key).is_some_and(|text| !text.trim().is_empty()) {
                return refuse(&question.id, ProcedureReason::NotAsked(question.key.clone()));
            }
            after.remove(&question.key);
        }
        let before = &self.procedure.answers;
        let mut answers: Answers = after.clone();
        answers.retain(|key, text| before.get(key) != Some(text));
        let gone = before.keys().filter(|key| !after.contains_key(*key));
        answers.extend(gone.map(|key| (key.clone(), String::new())));
        if answers.is_empty() {
            return Err(Refusal { rule: self.rule().to_owned().into(), reason: Reason::NothingChanged });
        }
        Ok(ProcedureEvent::Answered { id: self.procedure.id, answers })
    }

    fn row(&self, key: String, change: Change<Answers>) -> Decided<ProcedureEvent> {
        let Some(section) = self.template.section(&key).filter(|section| section.rows.is_some()) else {
            return refuse(self.rule(), ProcedureReason::NotAsked(key));
        };
        if let Some((row, reason)) = change.target() {
            let table = self.procedure.rows.get(&key);
            if table.is_none_or(|table| table.get(row).is_none()) {
                return refuse(&section.id, ProcedureReason::NoSuchRow(row));
            }
            need_reason(&section.id, reason)?;
        }
        let change = change.try_map(|typed| {
            let row = read_row(section, &typed).or_else(|wrong| self.wrong(&section.id, wrong))?;
            self.check_files(section, &row)?;
            if row.is_empty() {
                return Err(Refusal { rule: section.id.clone().into(), reason: Reason::NothingChanged });
            }
            Ok(row)
        })?;
        Ok(ProcedureEvent::Row { id: self.procedure.id, section: key, change })
    }

    fn step(&self, done: Done, now: Stamp) -> Decided<ProcedureEvent> {
        let (template, procedure) = (self.template, self.procedure);
        let Some(step) = template.step(&done.step) else {
            return refuse(self.rule(), ProcedureReason::NoSuchStep);
        };
        if procedure.is_done(&step.key) {
            return refuse(&step.id, ProcedureReason::AlreadyDone);
        }
        if !open_steps(template, procedure).iter().any(|open| open.key == step.key) {
            return self.not_now(step);
        }
        let lacks = lacks(template, procedure, &step.key);
        if !lacks.is_empty() {
            return refuse(&step.id, ProcedureReason::Lacks(lacks));
        }
        if done.at > now {
            return refuse(&step.id, ProcedureReason::InTheFuture);
        }
        // A step that was done before the case was entered may be told as it was.
        let opened = procedure.opened_at.min(self.case.facts.received_at);
        if done.at < procedure.done.last().map_or(opened, |last| last.at) {
            return refuse(&step.id, ProcedureReason::TooEarly);
        }
        need_names(&step.id, &done.names, step.names)?;
        Ok(ProcedureEvent::Stepped { id: procedure.id, done })
    }

    /// A step that is not its turn: another comes first, or its condition does not hold.
    fn not_now(&self, step: &Step) -> Decided<ProcedureEvent> {
        match next(self.template, self.procedure) {
            Some(first) if step.when.as_ref().is_none_or(|only| super::holds(only, &self.procedure.answers)) => {
                refuse(&step.id, ProcedureReason::StepFirst(first.key.clone()))
            }
            _ => refuse(&step.id, ProcedureReason::NoSuchStep),
        }
    }

    /// I06: the step that is up for doing, or the one done last, says where it may be sent back to.
    fn send_back(&self, to: String, reason: String) -> Decided<ProcedureEvent> {
        let last = self.procedure.done.last().and_then(|done| self.template.step(&done.step));
        let mut from = open_steps(self.template, self.procedure).into_iter().chain(last);
        if !self.procedure.is_done(&to) || !from.any(|step| step.back_to.contains(&to)) {
            return refuse(self.rule(), ProcedureReason::NotBackTo);
        }
        need_reason(self.rule(), &reason)?;
        Ok(ProcedureEvent::SentBack { id: self.procedure.id, to, reason })
    }

    fn wrong<T>(&self, rule: &str, wrong: WrongAnswer) -> Decided<T> {
        match wrong {
            WrongAnswer::NotAsked(key) => refuse(self.rule(), ProcedureReason::NotAsked(key)),
            WrongAnswer::Unreadable(key) => refuse(rule, ProcedureReason::BadAnswer(key)),
        }
    }

    /// A file that answers is an attachment of the case.
    fn check_files(&self, section: &Section, answers: &Answers) -> Decided<()> {
        let files = section.fields.iter().filter(|question| question.kind == AnswerKind::File);
        for question in files {
            let Some(hash) = answers.get(&question.key) else { continue };
            if self.case.attachments.iter().all(|kept| kept.hash != *hash) {
                return refuse(&question.id, ProcedureReason::BadAnswer(question.key.clone()));
            }
        }
        Ok(())
    }
}
