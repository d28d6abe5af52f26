//! Every procedure of every rule book walks from its opening to its end; due times are worked out by hand beside each.

mod appeal;
mod authority;
mod batch;
mod group;
mod houses;
mod recall;
mod steel;
mod telecom;

use std::collections::BTreeMap;

use kesu::clock::procedure_clock::{ClockOf, ClockState, ProcedureClock, procedure_clocks};
use kesu::domain::decide::{Reason, Refusal};
use kesu::domain::event::{Attachment, MediaKind, Recorded, SheetKind};
use kesu::domain::incident::Change;
use kesu::domain::procedure::{
    AnswerKind, Answers, Lack, Procedure, ProcedureCommand, ProcedureReason, Template, has_ended, openings,
    template_of, way,
};
use kesu::domain::stage::Satisfaction;
use kesu::domain::{Case, Command, Event, Field, Setting, decide};
use kesu::rulebook::{BUILT_IN, RuleBook};

use crate::store::{at, close, dispatch, facts, handled, reply, revisit};

/// A case under one of the built-in books, without a data file.
struct Walk {
    book: RuleBook,
    history: Vec<Recorded>,
}

impl Walk {
    /// Logged in the minute it was received; what the facts open by themselves is open.
    fn begin(file: &str, received: &str, typed: &[(Field, &str)]) -> Self {
        let (file, text) = BUILT_IN.iter().find(|(name, _)| *name == file).unwrap();
        let book = RuleBook::read(file, text).unwrap();
        let first = decide::log("KS2604-0001".to_owned(), facts(typed, received), &book.rules);
        let mut walk = Self { book, history: Vec::new() };
        walk.record(first, received);
        for event in openings(&walk.case(), &walk.book.rules) {
            walk.record(event, received);
        }
        walk
    }

    fn record(&mut self, event: Event, when: &str) {
        let n = u32::try_from(self.history.len()).unwrap() + 1;
        self.history.push(Recorded { n, at: at(when), by: "周晓岚".to_owned(), event });
    }

    fn case(&self) -> Case {
        Case::replay(&self.history).unwrap()
    }

    fn run(&mut self, command: Command, when: &str) -> Result<(), Refusal> {
        let setting = Setting { rules: &self.book.rules, now: at(when), due: None, past_warning: false, other: None };
        for event in decide(&self.case(), command, &setting)? {
            self.record(event, when);
        }
        Ok(())
    }

    /// Keys of all procedures with the row that opened each by itself.
    fn opened(&self) -> Vec<String> {
        let told = |one: &Procedure| format!("{} {}", one.key, one.because.as_deref().unwrap_or("by hand"));
        self.case().procedures.iter().map(told).collect()
    }

    /// Whether the case would open `key` by itself.
    fn opens(&self, key: &str) -> bool {
        self.case().procedures.iter().any(|one| one.key == key)
    }

    fn procedure(&self, key: &str) -> Procedure {
        let found = self.case().procedures.into_iter().rev().find(|one| one.key == key);
        found.unwrap_or_else(|| panic!("{key} is not open: {:?}", self.opened()))
    }

    fn template(&self, key: &str) -> &Template {
        template_of(&self.book.rules, &self.procedure(key)).unwrap()
    }

    fn open(&mut self, key: &str, when: &str) {
        self.run(ProcedureCommand::Open { key: key.to_owned() }.into(), when).unwrap();
    }

    /// Steps as things stand.
    fn way(&self, key: &str) -> String {
        let steps: Vec<_> = way(self.template(key), &self.procedure(key)).iter().map(|step| &step.key[..]).collect();
        steps.join(" ")
    }

    fn ended(&self, key: &str) -> bool {
        has_ended(self.template(key), &self.procedure(key))
    }

    /// Reads `key=answer; key=answer`; an answer `@name` is a file of that name, attached first.
    fn answers(&mut self, typed: &str, when: &str) -> Answers {
        let mut answers = BTreeMap::new();
        for pair in typed.split(';') {
            let (key, answer) = pair.trim().split_once('=').unwrap_or_else(|| panic!("no answer in {pair}"));
            let answer = answer.strip_prefix('@').map_or(answer.to_owned(), |name| self.attach(name, when));
            answers.insert(key.to_owned(), answer);
        }
        answers
    }

    /// Attaches a file and gives its hash.
    fn attach(&mut self, name: &str, when: &str) -> String {
        let hash = format!("{:064x}", self.history.len());
        let attachment = Attachment {
            hash: hash.clone(),
            name: format!("{name}.pdf"),
            media: MediaKind::Document,
            bytes: 1_024,
            taken_at: None,
        };
        self.run(Command::Attach(attachment), when).unwrap();
        hash
    }

    fn answer(&mut self, key: &str, typed: &str, when: &str) {
        let (id, answers) = (self.procedure(key).id, self.answers(typed, when));
        self.run(ProcedureCommand::Answer { id, answers }.into(), when).unwrap();
    }

    fn row(&mut self, key: &str, section: &str, typed: &str, when: &str) {
        let (id, answers) = (self.procedure(key).id, self.answers(typed, when));
        let change = Change::Add(answers);
        self.run(ProcedureCommand::Row { id, section: section.to_owned(), change }.into(), when).unwrap();
    }

    /// Does a step, named as `step` or `step 甲、乙` with the persons who put their names to it.
    fn try_step(&mut self, key: &str, step: &str, when: &str) -> Result<(), Refusal> {
        let (step, names) = step.split_once(' ').unwrap_or((step, ""));
        let names = names.split('、').filter(|name| !name.is_empty()).map(str::to_owned).collect();
        let id = self.procedure(key).id;
        let (step, note) = (step.to_owned(), String::new());
        self.run(ProcedureCommand::Step { id, step, at: at(when), names, note }.into(), when)
    }

    /// Does a step that lacks nothing.
    fn step(&mut self, key: &str, step: &str, when: &str) {
        self.try_step(key, step, when).unwrap_or_else(|refusal| panic!("{key} {step}: {refusal:?}"));
    }

    /// A step that waits for these answers: refused without any of them, done with all.
    fn fill(&mut self, key: &str, step: &str, when: &str, typed: &str) {
        let before = self.lacking(key, step, when);
        assert!(!before.is_empty(), "{key} {step} waits for nothing");
        let given: Vec<&str> = typed.split(';').filter_map(|pair| pair.split('=').next()).map(str::trim).collect();
        for lack in &before {
            assert!(given.contains(&lack.as_str()), "{key} {step} waits for {lack} too");
        }
        self.answer(key, typed, when);
        self.step(key, step, when);
    }

    /// What a step waits for: keys of questions, or `section have/least` for a table with too few rows.
    fn lacking(&mut self, key: &str, step: &str, when: &str) -> Vec<String> {
        match self.try_step(key, step, when) {
            Ok(()) => panic!("{key} {step} was done"),
            Err(Refusal { reason: Reason::Procedure(ProcedureReason::Lacks(lacks)), .. }) => {
                let told = |lack: Lack| match lack {
                    Lack::Answer { field, .. } => field,
                    Lack::RowAnswer { section, row, field } => format!("{section} {row} {field}"),
                    Lack::Rows { section, least, have } => format!("{section} {have}/{least}"),
                };
                lacks.into_iter().map(told).collect()
            }
            Err(refusal) => panic!("{key} {step}: {refusal:?}"),
        }
    }

    /// Why a step is refused, with the row it is refused by.
    fn refused(&mut self, key: &str, step: &str, when: &str) -> (String, ProcedureReason) {
        reason(self.try_step(key, step, when))
    }

    /// Replaces a row of a table.
    fn correct_row(&mut self, key: &str, section: &str, row: u32, typed: &str, when: &str) {
        let (id, to) = (self.procedure(key).id, self.answers(typed, when));
        let change = Change::Correct { id: row, to, reason: "补填".to_owned() };
        self.run(ProcedureCommand::Row { id, section: section.to_owned(), change }.into(), when).unwrap();
    }

    /// Every clock of the case's procedures and of the book itself.
    fn clocks(&self) -> Vec<ProcedureClock> {
        procedure_clocks(&self.case(), &self.book.rules, &self.book.clockwork)
    }

    /// The clock of a step or of the law; none where no limit is set or another version of the law holds.
    fn clock(&self, key: &str, of: &str) -> Option<ProcedureClock> {
        let id = self.procedure(key).id;
        self.clocks().into_iter().find(|clock| match &clock.of {
            ClockOf::Step { procedure, step } => *procedure == id && step == of,
            ClockOf::Timer { procedure, timer } => *procedure == Some(id) && timer == of,
        })
    }

    /// Due time of a clock as `month-day hour:minute:second`.
    fn due(&self, key: &str, of: &str) -> String {
        told(self.clock(key, of))
    }

    fn state(&self, key: &str, of: &str, now: &str) -> ClockState {
        self.clock(key, of).unwrap_or_else(|| panic!("{key} {of} has no clock")).state(at(now))
    }

    /// Due time of a clock of the book itself.
    fn case_due(&self, timer: &str) -> String {
        let wanted = ClockOf::Timer { procedure: None, timer: timer.to_owned() };
        told(self.clocks().into_iter().find(|clock| clock.of == wanted))
    }

    /// Brings the case to its closing stage and says which procedures hold it there.
    fn held(&mut self, when: &str) -> (String, ProcedureReason) {
        for command in [dispatch(), handled(), reply(), revisit(Satisfaction::Satisfied, "")] {
            self.run(command, when).unwrap();
        }
        match self.run(close(), when) {
            Err(Refusal { rule, reason: Reason::Procedure(reason) }) => (rule.into_owned(), reason),
            other => panic!("not held: {other:?}"),
        }
    }

    /// A report on the case as it stands: what it lacks, and its words on paper.
    fn paper(&self, kind: SheetKind) -> (Vec<String>, String) {
        let mut desk = crate::store::Desk::new();
        let like = desk.log(&[], "2026-04-09 09:00");
        let mut file = desk.file(like);
        file.case = self.case();
        file.history.clone_from(&self.history);
        file.book = std::sync::Arc::new(self.book.clone());
        crate::sheets::paper(kind, &file)
    }

    /// Sends back to an earlier step.
    fn send_back(&mut self, key: &str, to: &str, why: &str, when: &str) -> Result<(), Refusal> {
        let id = self.procedure(key).id;
        self.run(ProcedureCommand::SendBack { id, to: to.to_owned(), reason: why.to_owned() }.into(), when)
    }
}

fn told(clock: Option<ProcedureClock>) -> String {
    let Some(clock) = clock else { return "absent".to_owned() };
    let due = clock.clock.and_then(|clock| clock.deadline.due);
    due.map_or_else(|| "not started".to_owned(), |due| due.wall().format("%m-%d %H:%M:%S").to_string())
}

/// The row and the reason of a refusal by a procedure.
fn reason(result: Result<(), Refusal>) -> (String, ProcedureReason) {
    match result {
        Err(Refusal { rule, reason: Reason::Procedure(reason) }) => (rule.into_owned(), reason),
        other => panic!("not refused by a procedure: {other:?}"),
    }
}

/// What people read is in both languages and of use: no name twice in a procedure, choices that differ, a step asked
/// for by each table that needs rows.
#[test]
fn every_procedure_can_be_read_in_both_languages_and_asks_no_question_twice() {
    for (file, text) in BUILT_IN {
        let rules = RuleBook::read(file, text).unwrap().rules;
        for template in &rules.procedures {
            let mut seen = Vec::new();
            for section in &template.sections {
                for question in &section.fields {
                    let place = format!("{file} {} {}", template.key, question.key);
                    let name = (&section.name.zh, &question.name.zh);
                    assert!(!seen.contains(&name), "{place} is asked twice");
                    seen.push(name);
                    assert!(!question.name.zh.ends_with(['。', '：']), "{place} ends as a sentence");
                    assert!(question.name.en.is_ascii(), "{place} has no English name");
                    let choices = matches!(question.kind, AnswerKind::Choice | AnswerKind::Choices);
                    assert!(!choices || !question.choices.is_empty(), "{place} has nothing to choose");
                    assert_eq!(question.note.zh.is_empty(), question.note.en.is_empty(), "{place} has half a note");
                }
            }
        }
    }
}
