//! Parts that the rule book of the case asks for: limits of sub-orders (E05, T17), signatures and copies of a closing.

use super::command::paid;
use super::form::{Form, Input, Member, Part, Slot};
use crate::clock::Run;
use crate::domain::Stamp;
use crate::domain::policy::{AssistLimit, Deed};
use crate::domain::procedure::template_of;
use crate::store::CaseFile;
use crate::t;
use crate::text::Texts;
use crate::text::say::full_time;
use crate::ui::Cx;
use crate::ui::say::{self, named};

/// E05: the department, what is asked of it, and by when; departments with a limit of their own are offered.
pub(super) fn ask_assist(cx: &Cx<'_>, file: &CaseFile) -> Vec<Part> {
    let texts = cx.texts;
    let limits = &file.book.rules.policy.assists;
    let offered: Vec<Member> = limits
        .iter()
        .map(|row| {
            let (unit, limit) = (named(texts, &row.unit).to_owned(), say::limit(texts, row.limit));
            let told = t!(texts, "dialog-assist-limit", unit = unit.as_str(), limit = limit, rule = row.id.as_str());
            (unit, told)
        })
        .collect();
    let offer = Part::new(Slot::Limited, t!(texts, "dialog-assist-limits"), Input::One(offered));
    let rest = [
        Part::text(Slot::Unit, t!(texts, "dialog-unit")).required(),
        Part::area(Slot::Text, t!(texts, "dialog-what"), 3).required(),
        Part::new(Slot::Due, t!(texts, "dialog-due"), Input::When).hint(t!(texts, "dialog-optional")),
    ];
    (!limits.is_empty()).then_some(offer).into_iter().chain(rest).collect()
}

/// A department that was offered is taken over, with its due time.
pub(super) fn take_limited(form: &mut Form, cx: &Cx<'_>, file: &CaseFile) {
    let unit = form.text(Slot::Limited).to_owned();
    form.set(Slot::Unit, unit);
    propose_due(form, cx, file);
}

/// T17: the due time of the department that is named; one that was typed stays.
pub(super) fn propose_due(form: &mut Form, cx: &Cx<'_>, file: &CaseFile) {
    let rows = &file.book.rules.policy.assists;
    let typed = form.text(Slot::Due).to_owned();
    let proposed = |row: &AssistLimit| assist_due(file, row, cx.now).map(|due| full_time(due.0));
    if !typed.is_empty() && !rows.iter().any(|row| proposed(row).as_deref() == Some(typed.as_str())) {
        return;
    }
    let named = form.text(Slot::Unit);
    let row = rows.iter().find(|row| [row.unit.zh.as_str(), row.unit.en.as_str()].contains(&named));
    form.set(Slot::Limited, row.map(|_| form.text(Slot::Unit).to_owned()).unwrap_or_default());
    form.set(Slot::Due, row.and_then(proposed).unwrap_or_default());
}

/// When a sub-order asked at `from` is due under its row of the rule book.
fn assist_due(file: &CaseFile, row: &AssistLimit, from: Stamp) -> Option<Stamp> {
    file.book.clockwork.deadline(&Run::new(from, row.limit)).ok()?.due
}

/// Q01, and what the book asks for besides: money paid (Q04), who signed (A12), where the reply is on file (Q08).
pub(super) fn close(cx: &Cx<'_>, file: &CaseFile, opinion: String) -> Vec<Part> {
    let (texts, rules) = (cx.texts, &file.book.rules);
    let mut parts = vec![
        Part::area(Slot::Conclusion, t!(texts, "wording-conclusion"), 3).required(),
        Part::area(Slot::Opinion, t!(texts, "wording-opinion"), 2).required().value(opinion),
    ];
    if rules.approvals_of(Deed::Refund).next().is_some() {
        parts.push(Part::text(Slot::Paid, t!(texts, "dialog-paid")).hint(t!(texts, "dialog-paid-hint")));
    }
    let copies = &rules.policy.copies;
    if !copies.is_empty() {
        let to = say::join(texts, copies.iter().map(|row| named(texts, &row.to).to_owned()));
        parts.push(Part::text(Slot::Copied, t!(texts, "dialog-copied")).value(to).required());
    }
    let mut form = Form { parts };
    ask_signers(&mut form, cx, file);
    form.parts
}

/// A12, Q04: who signs depends on whether money was paid; what was typed stays while somebody is to sign.
pub(super) fn ask_signers(form: &mut Form, cx: &Cx<'_>, file: &CaseFile) {
    let (texts, rules) = (cx.texts, &file.book.rules);
    let incident = file.case.incident.as_deref().is_some_and(|incident| incident.paid().0 > 0);
    let deed = if incident || paid(form).is_some() { Deed::Refund } else { Deed::Closing };
    let typed = form.text(Slot::Approver).to_owned();
    let typed = if typed.is_empty() { signed_already(texts, file) } else { typed };
    form.parts.retain(|part| part.slot != Slot::Approver);
    let names = rules.approvals_of(deed).flat_map(|row| &row.by).map(|name| named(texts, name).to_owned());
    let names = say::join(texts, names);
    if names.is_empty() {
        return;
    }
    let signer = Part::text(Slot::Approver, t!(texts, "dialog-signer", who = names)).value(typed).required();
    let after = form.parts.iter().position(|part| part.slot == Slot::Paid).map_or(form.parts.len(), |at| at + 1);
    form.parts.insert(after, signer);
}

/// Who has approved in a procedure of the case by one of the rows that the closing rests on: proposed, not asked again.
fn signed_already(texts: &Texts, file: &CaseFile) -> String {
    let rules = &file.book.rules;
    let rows: Vec<&str> = [Deed::Closing, Deed::Refund]
        .into_iter()
        .flat_map(|deed| rules.approvals_of(deed))
        .map(|row| row.id.as_str())
        .collect();
    let mut found: Vec<String> = Vec::new();
    for procedure in &file.case.procedures {
        let step = |key: &str| template_of(rules, procedure).and_then(|template| template.step(key));
        let approved =
            procedure.done.iter().filter(|done| step(&done.step).is_some_and(|step| rows.contains(&step.id.as_str())));
        for name in approved.flat_map(|done| &done.names) {
            if !found.contains(name) {
                found.push(name.clone());
            }
        }
    }
    say::join(texts, found.into_iter())
}
