//! What a dialog of the procedures asks, and how it is read as a command.

use std::collections::BTreeMap;

use super::answers::{self, Filling};
use crate::domain::Stamp;
use crate::domain::facts::FaultKind;
use crate::domain::incident::Change;
use crate::domain::procedure::{
    Answers, Procedure, ProcedureCommand, ProcedureReason, Template, has_ended, next, open_steps, template_of,
};
use crate::store::CaseFile;
use crate::t;
use crate::text::Texts;
use crate::text::say::full_time;
use crate::ui::dialogs::form::{Form, Input, Member, Mood, Part, Slot};
use crate::ui::dialogs::lists;
use crate::ui::icons::{self, Icon};
use crate::ui::widgets::Pick;
use crate::ui::{Cx, say, say_lists};

/// One dialog a person can open. The number is that of the procedure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// Another procedure, chosen from those that can be opened.
    Open,
    /// The answers of a section, by its place.
    Section(u32, usize),
    /// A row of a section that is a table; `None` adds one.
    Row(u32, usize, Option<u32>),
    StrikeRow(u32, usize, u32),
    /// A step, by its key.
    Step(u32, String),
    SendBack(u32),
    /// A clock of the law does not apply; without a procedure one of the book itself.
    Waive(Option<u32>, String),
    BreakOff(u32),
}

/// A procedure of the case with what the rule book prescribes for it.
pub(super) fn found(file: &CaseFile, id: u32) -> Option<(&Template, &Procedure)> {
    let procedure = file.case.procedures.iter().find(|known| known.id == id)?;
    Some((template_of(&file.book.rules, procedure)?, procedure))
}

const fn field(name: &'static str) -> Slot {
    Slot::Entry(name, 0)
}

/// The field of the name with this place.
fn name_field(nth: u32) -> Slot {
    Slot::Entry("name", u8::try_from(nth).unwrap_or(u8::MAX))
}

impl Ask {
    /// The procedure it belongs to.
    #[must_use]
    pub const fn procedure(&self) -> Option<u32> {
        match self {
            Self::Open => None,
            Self::Section(id, _)
            | Self::Row(id, ..)
            | Self::StrikeRow(id, ..)
            | Self::Step(id, _)
            | Self::SendBack(id)
            | Self::BreakOff(id) => Some(*id),
            Self::Waive(id, _) => *id,
        }
    }

    pub(super) const fn icon(&self) -> Icon {
        match self {
            Self::Open => icons::FOLDER_OPEN,
            Self::Section(..) | Self::Row(_, _, Some(_)) => icons::PENCIL_SIMPLE,
            Self::Row(_, _, None) => icons::PLUS,
            Self::StrikeRow(..) => icons::TRASH,
            Self::Step(..) => icons::CHECK,
            Self::SendBack(_) => icons::ARROW_BEND_UP_LEFT,
            Self::Waive(..) => icons::PROHIBIT,
            Self::BreakOff(_) => icons::X,
        }
    }

    /// The verb, for the button and the dialog's own.
    pub(super) fn verb(&self, texts: &Texts) -> String {
        match self {
            Self::Open => t!(texts, "procedure-act-open"),
            Self::Section(..) => t!(texts, "incident-save"),
            Self::Row(_, _, None) => t!(texts, "procedure-act-row"),
            Self::Row(_, _, Some(_)) => t!(texts, "incident-act-correct"),
            Self::StrikeRow(..) => t!(texts, "incident-act-strike"),
            Self::Step(..) => t!(texts, "procedure-act-step"),
            Self::SendBack(_) => t!(texts, "procedure-act-send-back"),
            Self::Waive(..) => t!(texts, "procedure-act-waive"),
            Self::BreakOff(_) => t!(texts, "procedure-act-break-off"),
        }
    }

    /// What the dialog is about: the procedure and its section, step or clock.
    pub(super) fn subject(&self, texts: &Texts, file: &CaseFile) -> String {
        let known = self.procedure().and_then(|id| found(file, id));
        let name = known.map_or("", |(template, _)| say::named(texts, &template.name));
        let section = |at: usize| {
            known.and_then(|(template, _)| template.sections.get(at)).map_or("", |known| say::named(texts, &known.name))
        };
        let part = match self {
            Self::Section(_, at) | Self::Row(_, at, _) | Self::StrikeRow(_, at, _) => section(*at),
            Self::Step(_, key) => {
                known.and_then(|(template, _)| template.step(key)).map_or("", |step| say::named(texts, &step.name))
            }
            Self::Waive(id, key) => {
                let of = say::Prescribed::of(&file.case, &file.book.rules);
                of.timer(*id, key).map_or("", |timer| say::named(texts, &timer.name))
            }
            Self::Open | Self::SendBack(_) | Self::BreakOff(_) => "",
        };
        match (name.is_empty(), part.is_empty()) {
            (_, true) => name.to_owned(),
            (true, false) => part.to_owned(),
            (false, false) => t!(texts, "procedure-subject", name = name, part = part),
        }
    }

    /// The parts, with `typed` going before what is on record. `hide`: private answers are not shown.
    pub(super) fn parts(
        &self,
        cx: &Cx<'_>,
        file: &CaseFile,
        (typed, hide): (&BTreeMap<Slot, String>, bool),
    ) -> Vec<Part> {
        let texts = cx.texts;
        let none = Answers::new();
        let mut parts = match self {
            Self::Open => vec![
                Part::new(field("key"), t!(texts, "procedure-which"), Input::Pick(openable(texts, file)))
                    .hint(t!(texts, "dialog-pinyin"))
                    .required(),
            ],
            Self::Section(..) => {
                filling(self, file, hide, &none).map(|of| answers::parts(cx, file, of, typed)).unwrap_or_default()
            }
            Self::Row(_, _, row) => {
                let of = filling(self, file, hide, &none);
                let mut parts = of.map(|of| answers::parts(cx, file, of, typed)).unwrap_or_default();
                parts.extend(row.map(|_| reason(texts)));
                parts
            }
            Self::Step(id, key) => step_parts(cx, file, *id, key),
            Self::SendBack(id) => {
                let targets = back_targets(texts, file, *id);
                let only = targets.first().filter(|_| targets.len() == 1).map(|(key, _)| key.clone());
                vec![
                    Part::new(field("to"), t!(texts, "procedure-back-to"), Input::One(targets))
                        .value(only.unwrap_or_default())
                        .required(),
                    reason(texts),
                ]
            }
            Self::Waive(..) => {
                let says = Part::line(Mood::Quiet, t!(texts, "procedure-waive-says"));
                [says].into_iter().chain(names(texts, 2, "")).chain([reason(texts)]).collect()
            }
            Self::BreakOff(_) => {
                vec![Part::line(Mood::Quiet, t!(texts, "procedure-break-says")), reason(texts)]
            }
            Self::StrikeRow(..) => vec![reason(texts)],
        };
        for part in &mut parts {
            if let Some(typed) = typed.get(&part.slot) {
                part.value.clone_from(typed);
            }
        }
        parts
    }

    /// Reads the form. `Err` marks in its parts what is missing or wrong; `Ok(None)` is that nothing was changed.
    pub(super) fn command(
        &self,
        form: &mut Form,
        cx: &Cx<'_>,
        (file, hide): (&CaseFile, bool),
    ) -> Result<Option<ProcedureCommand>, ()> {
        let texts = cx.texts;
        if matches!(self, Self::Section(..) | Self::Row(..)) {
            return self.answers(form, texts, (file, hide));
        }
        form.check(
            &say_lists::fault_kind_text(texts, FaultKind::Missing),
            &say_lists::fault_kind_text(texts, FaultKind::NotADate),
        );
        if form.is_wrong() {
            return Err(());
        }
        let text = |name| form.text(field(name)).to_owned();
        let names = |n: u32| (0..n).map(|nth| form.text(name_field(nth)).to_owned()).collect();
        Ok(Some(match self {
            Self::Open => ProcedureCommand::Open { key: text("key") },
            Self::Step(id, key) => {
                let known = found(file, *id).ok_or(())?;
                let count = known.0.step(key).map_or(0, |step| step.names);
                let at = not_before(form.moment(field("at")).ok_or(())?, known.1);
                ProcedureCommand::Step { id: *id, step: key.clone(), at, names: names(count), note: text("note") }
            }
            Self::SendBack(id) => ProcedureCommand::SendBack { id: *id, to: text("to"), reason: text("reason") },
            Self::Waive(procedure, timer) => ProcedureCommand::Waive {
                procedure: *procedure,
                timer: timer.clone(),
                reason: text("reason"),
                names: names(2),
            },
            Self::BreakOff(id) => ProcedureCommand::BreakOff { id: *id, reason: text("reason") },
            Self::StrikeRow(id, at, row) => {
                let section = found(file, *id).and_then(|(template, _)| template.sections.get(*at)).ok_or(())?;
                ProcedureCommand::Row {
                    id: *id,
                    section: section.key.clone(),
                    change: Change::Strike { id: *row, reason: text("reason") },
                }
            }
            Self::Section(..) | Self::Row(..) => return Ok(None),
        }))
    }

    fn answers(
        &self,
        form: &mut Form,
        texts: &Texts,
        (file, hide): (&CaseFile, bool),
    ) -> Result<Option<ProcedureCommand>, ()> {
        let none = Answers::new();
        for part in &mut form.parts {
            part.error = None;
        }
        if matches!(self, Self::Row(_, _, Some(_))) && form.text(field("reason")).is_empty() {
            form.wrong(field("reason"), say_lists::fault_kind_text(texts, FaultKind::Missing));
        }
        let of = filling(self, file, hide, &none).ok_or(())?;
        let changed = answers::changes(form, texts, of).ok_or(())?;
        if changed.is_empty() {
            return Ok(None);
        }
        let section = of.section.key.clone();
        Ok(match self {
            Self::Section(id, _) => Some(ProcedureCommand::Answer { id: *id, answers: changed }),
            Self::Row(id, _, None) => {
                let change = Change::Add(answers::row(&none, changed));
                Some(ProcedureCommand::Row { id: *id, section, change })
            }
            Self::Row(id, _, Some(row)) => {
                let (to, reason) = (answers::row(of.present, changed), form.text(field("reason")).to_owned());
                Some(ProcedureCommand::Row { id: *id, section, change: Change::Correct { id: *row, to, reason } })
            }
            _ => None,
        })
    }

    /// The field a refusal speaks of, where this dialog has it.
    pub(super) fn blamed(&self, file: &CaseFile, reason: &ProcedureReason) -> Option<Slot> {
        match reason {
            ProcedureReason::InTheFuture | ProcedureReason::TooEarly => Some(field("at")),
            ProcedureReason::NamesNeeded(_) => Some(name_field(0)),
            ProcedureReason::NotBackTo => Some(field("to")),
            ProcedureReason::NotPrescribed | ProcedureReason::AlreadyRunning => Some(field("key")),
            ProcedureReason::BadAnswer(key) | ProcedureReason::NotAsked(key) => {
                let (Self::Section(id, at) | Self::Row(id, at, _)) = self else { return None };
                let fields = &found(file, *id)?.0.sections.get(*at)?.fields;
                fields.iter().position(|question| question.key == *key).map(answers::slot)
            }
            _ => None,
        }
    }
}

/// What a section or row is filled in with; `None` for other dialogs and for what is gone meanwhile.
fn filling<'a>(ask: &Ask, file: &'a CaseFile, hide: bool, none: &'a Answers) -> Option<Filling<'a>> {
    let (Ask::Section(id, at) | Ask::Row(id, at, _)) = ask else { return None };
    let (template, procedure) = found(file, *id)?;
    let section = template.sections.get(*at)?;
    let present = match ask {
        Ask::Row(_, _, Some(row)) => procedure.rows.get(&section.key)?.get(*row)?,
        Ask::Row(_, _, None) => none,
        _ => &procedure.answers,
    };
    let before = next(template, procedure).map(|step| step.key.as_str());
    Some(Filling { section, whole: &procedure.answers, present, hide, before })
}

fn reason(texts: &Texts) -> Part {
    Part::area(field("reason"), t!(texts, "wording-reason"), 2).required()
}

/// So many names, two in a row.
fn names(texts: &Texts, count: u32, hint: &str) -> Vec<Part> {
    let label = |nth: u32| {
        if count == 1 { t!(texts, "procedure-name") } else { t!(texts, "procedure-name-nth", nth = nth + 1) }
    };
    (0..count).map(|nth| Part::text(name_field(nth), label(nth)).hint(hint).required().half()).collect()
}

fn step_parts(cx: &Cx<'_>, file: &CaseFile, id: u32, key: &str) -> Vec<Part> {
    let texts = cx.texts;
    let Some(step) = found(file, id).and_then(|(template, _)| template.step(key)) else { return Vec::new() };
    let by = say::named(texts, &step.by);
    let mut parts = Vec::new();
    if !by.is_empty() {
        parts.push(Part::line(Mood::Quiet, t!(texts, "procedure-done-by", who = by)));
    }
    parts.push(
        Part::new(field("at"), t!(texts, "incident-at"), Input::When).value(full_time(cx.now.0)).required().half(),
    );
    parts.extend(names(texts, step.names, ""));
    parts.push(Part::area(field("note"), t!(texts, "wording-note"), 2).hint(t!(texts, "dialog-optional")));
    parts
}

/// A minute that was typed is not before what was done in that same minute.
fn not_before(typed: Stamp, procedure: &Procedure) -> Stamp {
    let last = procedure.done.last().map_or(procedure.opened_at, |done| done.at);
    if (0..60_000).contains(&(last.0 - typed.0)) { last } else { typed }
}

/// The steps it can be sent back to.
pub(super) fn back_targets(texts: &Texts, file: &CaseFile, id: u32) -> Vec<Member> {
    let Some((template, procedure)) = found(file, id) else { return Vec::new() };
    let last = procedure.done.last().and_then(|done| template.step(&done.step));
    let from: Vec<_> = open_steps(template, procedure).into_iter().chain(last).collect();
    let allowed = |key: &String| from.iter().any(|step| step.back_to.contains(key));
    let steps = template.steps.iter().filter(|step| procedure.is_done(&step.key) && allowed(&step.key));
    steps.map(|known| (known.key.clone(), say::named(texts, &known.name).to_owned())).collect()
}

/// What the rule book prescribes and does not run already.
pub(in crate::ui) fn openable(texts: &Texts, file: &CaseFile) -> Vec<Pick> {
    let running = |template: &Template| {
        let of = |known: &&Procedure| known.key == template.key;
        file.case.procedures.iter().filter(of).any(|known| !has_ended(template, known))
    };
    let free = file.book.rules.procedures.iter().filter(|template| !running(template));
    free.map(|template| {
        lists::pick(template.key.as_str(), say::named(texts, &template.name).to_owned(), template.id.clone())
    })
    .collect()
}
