//! A case with an incident file, driven by commands; tests name the rows they hold to.

mod closure;
mod evidence;
mod losses;
mod money;
mod random;
mod scene;
mod way;

use super::*;
use crate::domain::decide::{Reason, decide as decide_case, log};
use crate::domain::event::Recorded;
use crate::domain::facts::parse_stamp;
use crate::domain::field::Field;
use crate::domain::rules::Rules;
use crate::rulebook::{BUILT_IN, RuleBook};

fn at(text: &str) -> Stamp {
    parse_stamp(text).unwrap().unwrap()
}

/// A case, its rules and the clock on the wall.
pub(super) struct Trial {
    pub rules: Rules,
    pub history: Vec<Recorded>,
    pub case: Case,
    pub now: Stamp,
}

impl Trial {
    pub fn new(typed: &[(Field, &str)]) -> Self {
        let (file, text) = BUILT_IN[0];
        let rules = RuleBook::read(file, text).unwrap().rules;
        let now = at("2026-04-09 10:24");
        let mut facts = Facts::at(now);
        for (field, text) in typed {
            facts.set(*field, text).unwrap();
        }
        let first = log("KS2604-0001".to_owned(), facts, &rules);
        let history = vec![Recorded { n: 1, at: now, by: "周晓岚".to_owned(), event: first }];
        let case = Case::replay(&history).unwrap();
        Self { rules, history, case, now }
    }

    /// As [`Trial::new`] with the file opened.
    pub fn opened(typed: &[(Field, &str)]) -> Self {
        let mut trial = Self::new(typed);
        trial.go(IncidentCommand::Open(opening()));
        trial
    }

    pub fn setting(&self) -> Setting<'_> {
        Setting { rules: &self.rules, now: self.now, due: None, past_warning: false, other: None }
    }

    /// Carries a command out a minute later, whatever comes of it.
    pub fn try_go(&mut self, command: impl Into<Command>) -> Result<usize, Refusal> {
        self.now = self.now.plus_minutes(1);
        let events = decide_case(&self.case, command.into(), &self.setting())?;
        let count = events.len();
        for event in events {
            let n = u32::try_from(self.history.len()).unwrap() + 1;
            self.history.push(Recorded { n, at: self.now, by: "周晓岚".to_owned(), event });
        }
        self.case = Case::replay(&self.history).unwrap();
        Ok(count)
    }

    /// Carries out a command that must be allowed.
    #[track_caller]
    pub fn go(&mut self, command: impl Into<Command>) -> usize {
        self.try_go(command).unwrap()
    }

    /// The row and reason a command is refused with.
    #[track_caller]
    pub fn refused(&mut self, command: impl Into<Command>) -> (&'static str, IncidentReason) {
        let refusal = self.try_go(command).unwrap_err();
        match (refusal.rule, refusal.reason) {
            (std::borrow::Cow::Borrowed(rule), Reason::Incident(reason)) => (rule, reason),
            (rule, other) => panic!("{rule} {other:?}"),
        }
    }

    pub fn file(&self) -> &Incident {
        self.case.incident.as_deref().unwrap()
    }
}

pub(super) fn opening() -> Opening {
    Opening {
        kinds: vec![IncidentKind::Fire],
        happened_at: at("2026-04-09 07:30"),
        reported_at: at("2026-04-09 09:50"),
        arrived_at: None,
        place: "苏州市姑苏区云锦花苑 7 幢 1203".to_owned(),
        ours: Ours::Yes,
        account: "热水器起火，烧损吊顶与橱柜".to_owned(),
    }
}
