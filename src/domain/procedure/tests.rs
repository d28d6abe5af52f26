//! Procedures driven by commands, under a small book of their own; tests name the rows they hold to.

mod answers;
mod deciding;
mod opening;
mod random;

use super::*;
use crate::domain::decide::{Reason, Refusal, Setting, decide as decide_case, log};
use crate::domain::event::{Attachment, MediaKind, Recorded};
use crate::domain::facts::{Facts, parse_stamp};
use crate::domain::field::Field;
use crate::domain::rules::Rules;
use crate::rulebook::RuleBook;

fn at(text: &str) -> Stamp {
    parse_stamp(text).unwrap().unwrap()
}

fn text(text: &str) -> String {
    text.to_owned()
}

fn given(pairs: &[(&str, &str)]) -> Answers {
    pairs.iter().map(|(key, answer)| (text(key), text(answer))).collect()
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| text(name)).collect()
}

/// A case under the book of procedures, and the clock on the wall.
struct Trial {
    rules: Rules,
    history: Vec<Recorded>,
    case: Case,
    now: Stamp,
}

impl Trial {
    fn new(typed: &[(Field, &str)]) -> Self {
        let rules =
            RuleBook::read("procedures.toml", include_str!("../../../tests/ref/procedures.toml")).unwrap().rules;
        let now = at("2026-04-09 10:24");
        let mut facts = Facts::at(now);
        for (field, text) in typed {
            facts.set(*field, text).unwrap();
        }
        let logged = log("SY2604-0001".to_owned(), facts, &rules);
        let first = Recorded { n: 1, at: now, by: text("周晓岚"), event: logged };
        let mut trial =
            Self { rules, case: Case::replay(std::slice::from_ref(&first)).unwrap(), history: vec![first], now };
        let opened = openings(&trial.case, &trial.rules);
        trial.record(opened);
        trial
    }

    /// A case that a regulator passed on, with its appeal.
    fn appeal() -> Self {
        Self::new(&[(Field::Channel, "regulator")])
    }

    fn record(&mut self, events: Vec<Event>) {
        for event in events {
            let n = u32::try_from(self.history.len()).unwrap() + 1;
            self.history.push(Recorded { n, at: self.now, by: text("周晓岚"), event });
        }
        self.case = Case::replay(&self.history).unwrap();
    }

    /// Carries a command out a minute later, whatever comes of it.
    fn try_go(&mut self, command: impl Into<Command>) -> Result<(), Refusal> {
        self.now = self.now.plus_minutes(1);
        let setting = Setting { rules: &self.rules, now: self.now, due: None, past_warning: false, other: None };
        let events = decide_case(&self.case, command.into(), &setting)?;
        self.record(events);
        Ok(())
    }

    #[track_caller]
    fn go(&mut self, command: impl Into<Command>) {
        self.try_go(command).unwrap();
    }

    /// The row and reason a command is refused with.
    #[track_caller]
    fn refused(&mut self, command: impl Into<Command>) -> (String, ProcedureReason) {
        let refusal = self.try_go(command).unwrap_err();
        match refusal.reason {
            Reason::Procedure(reason) => (refusal.rule.into_owned(), reason),
            other => panic!("{} {other:?}", refusal.rule),
        }
    }

    fn open(&mut self, key: &str) -> u32 {
        self.go(ProcedureCommand::Open { key: text(key) });
        self.case.procedures.last().unwrap().id
    }

    fn procedure(&self, id: u32) -> &Procedure {
        self.case.procedures.iter().find(|procedure| procedure.id == id).unwrap()
    }

    fn template(&self, id: u32) -> &Template {
        template_of(&self.rules, self.procedure(id)).unwrap()
    }

    /// Keys of the steps done.
    fn done(&self, id: u32) -> Vec<&str> {
        self.procedure(id).done.iter().map(|done| done.step.as_str()).collect()
    }

    fn next(&self, id: u32) -> Option<&str> {
        next(self.template(id), self.procedure(id)).map(|step| step.key.as_str())
    }

    /// A step done now, by nobody in particular.
    fn step(&self, id: u32, step: &str) -> ProcedureCommand {
        self.signed(id, step, &[])
    }

    fn signed(&self, id: u32, step: &str, by: &[&str]) -> ProcedureCommand {
        ProcedureCommand::Step { id, step: text(step), at: self.now, names: names(by), note: String::new() }
    }

    fn attach(&mut self, hash: &str) {
        let file = Attachment {
            hash: text(hash),
            name: text("文书.pdf"),
            media: MediaKind::Document,
            bytes: 1,
            taken_at: None,
        };
        self.go(Command::Attach(file));
    }
}

fn answer(id: u32, pairs: &[(&str, &str)]) -> ProcedureCommand {
    ProcedureCommand::Answer { id, answers: given(pairs) }
}

fn add(id: u32, section: &str, pairs: &[(&str, &str)]) -> ProcedureCommand {
    ProcedureCommand::Row { id, section: text(section), change: Change::Add(given(pairs)) }
}

/// The appeal answered and done up to, not with, the step.
fn appeal_before(step: &str) -> Trial {
    let mut trial = Trial::appeal();
    trial.go(answer(1, &[("key_appeal", "否"), ("cause", "漏水")]));
    trial.go(add(1, "papers", &[("paper", "register")]));
    for (key, by) in [("accept", &[][..]), ("branch", &[]), ("report", &["周晓岚", "林致远"]), ("reply", &[])] {
        if key == step {
            break;
        }
        let command = trial.signed(1, key, by);
        trial.go(command);
    }
    trial
}
