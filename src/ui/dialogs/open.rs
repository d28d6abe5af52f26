//! What a dialog shows when it opens: its parts with what is known already.

use super::DialogKind;
use super::form::{Form, Input, Mood, Part, Slot};
use super::lists::{self, members};
use super::terms;
use crate::clock::case_clock::CaseClocks;
use crate::domain::event::{BreachKind, NoteKind};
use crate::domain::organisation::Role;
use crate::domain::stage::{Acceptance, ContactWay, Satisfaction, Tier};
use crate::domain::{Case, Field, Link, Relation, Stamp};
use crate::store::CaseFile;
use crate::t;
use crate::text::say::full_time;
use crate::ui::Cx;
use crate::ui::say::{self, Known};

/// Hours after the old deadline that an extension proposes.
const EXTENSION_MINUTES: i64 = 24 * 60;

/// When the running stage is due under the rule book of the case; `None` without a limit or while it waits.
pub(super) fn stage_due(file: &CaseFile) -> Option<Stamp> {
    CaseClocks::of(&file.case, &file.book.rules, &file.book.clockwork).stage?.deadline.due
}

/// The parts of a dialog on a case.
pub(super) fn form(kind: &DialogKind, cx: &Cx<'_>, file: &CaseFile) -> Form {
    let texts = cx.texts;
    let reason = || Part::area(Slot::Reason, t!(texts, "wording-reason"), 3).required();
    let parts = match kind {
        DialogKind::Dispatch => dispatch(cx, file),
        DialogKind::Transfer => transfer(cx, file),
        DialogKind::SendBack | DialogKind::SkipRevisit | DialogKind::OpenRound | DialogKind::Reopen => vec![reason()],
        DialogKind::Raise => vec![
            Part::new(Slot::Tier, t!(texts, "dialog-tier"), Input::One(members(texts, "tier", Tier::ALL, Tier::word)))
                .value(next_tier(file.case.tier).word())
                .required(),
            reason(),
        ],
        DialogKind::AskAssist => terms::ask_assist(cx, file),
        DialogKind::AnswerAssist(nth) => answer_assist(cx, &file.case, *nth),
        DialogKind::Wait => vec![
            Part::line(Mood::Quiet, t!(texts, "dialog-wait-says")),
            Part::new(
                Slot::Reason,
                t!(texts, "dialog-wait-reason"),
                Input::Pick(lists::choices(texts, &file.book.rules.wait_reasons)),
            )
            .required(),
            Part::area(Slot::More, t!(texts, "dialog-more"), 2),
        ],
        DialogKind::Extend => extend(cx, file),
        DialogKind::Urge => vec![urge(cx, file)],
        DialogKind::Handle => {
            let mut parts = vec![
                Part::area(Slot::Result, t!(texts, "wording-result"), 3).required(),
                Part::area(Slot::Measures, t!(texts, "dialog-measures"), 2),
                Part::area(Slot::Explanation, t!(texts, "dialog-explanation"), 2),
            ];
            parts.extend(found(cx, file));
            parts.push(Part::new(Slot::Solved, t!(texts, "dialog-solved"), Input::Check).value("yes"));
            parts
        }
        DialogKind::Reply | DialogKind::OnTheSpot => reply(cx, file),
        DialogKind::Revisit => revisit(cx),
        DialogKind::Close => terms::close(cx, file, opinion(cx, &file.case)),
        DialogKind::Note => vec![
            Part::new(
                Slot::NoteKind,
                t!(texts, "dialog-note-kind"),
                Input::One(members(texts, "note", NoteKind::ALL, NoteKind::word)),
            )
            .value(NoteKind::Contact.word())
            .required(),
            Part::area(Slot::Text, t!(texts, "wording-note"), 4).required(),
        ],
        DialogKind::Amend => super::amend::parts(cx, file),
        DialogKind::Detach(hash) => {
            let name = file.case.attachments.iter().find(|kept| kept.hash == *hash).map_or("", |kept| &kept.name);
            vec![Part::line(Mood::Quiet, t!(texts, "dialog-attachment", name = name)), reason()]
        }
        DialogKind::Link => Vec::new(),
        DialogKind::Unlink(link) => vec![Part::line(Mood::Quiet, unlink_says(cx, file, link)), reason()],
        DialogKind::Breach => vec![
            Part::text(Slot::Person, t!(texts, "dialog-breach-who")).value(file.case.logged_by.as_str()).required(),
            Part::new(
                Slot::Way,
                t!(texts, "dialog-breach-how"),
                Input::One(members(texts, "breach", BreachKind::ALL, BreachKind::word)),
            )
            .required(),
            reason(),
        ],
    };
    Form { parts }
}

/// What becomes of both cases when the link is taken away.
fn unlink_says(cx: &Cx<'_>, file: &CaseFile, link: &Link) -> String {
    let (texts, own, other) = (cx.texts, file.case.number.as_str(), link.other.as_str());
    match link.relation {
        Relation::Main => t!(texts, "dialog-unmerge-says", duplicate = own, main = other),
        Relation::Merged => t!(texts, "dialog-unmerge-says", duplicate = other, main = own),
        relation => {
            t!(texts, "dialog-unlink-says", relation = texts.name("relation", relation.word()), number = other)
        }
    }
}

/// A07: who is in charge of the branch today, for the area, product and customer of the case as at the intake.
pub(super) fn persons(form: &mut Form, cx: &Cx<'_>, file: &CaseFile) {
    let branch = lists::branch(form.text(Slot::Branch));
    let facts = &file.case.facts;
    let found = cx.places.recognise(facts.word(Field::Address));
    let matter = (facts.word(Field::Category), facts.vip);
    let held = branch.map(|branch| cx.organisation.responsible_there(branch, &found, matter, cx.now.date()));
    let held = held.unwrap_or_default();
    for (slot, person) in [(Slot::First, held.first), (Slot::Second, held.second)] {
        form.set(slot, lists::person_key(person));
        if let Some(Input::Pick(items)) = form.part_mut(slot).map(|part| &mut part.input) {
            *items = lists::people(cx, branch);
        }
    }
}

fn who(cx: &Cx<'_>) -> [Part; 2] {
    let part = |slot, field| {
        Part::new(slot, say::field_name(cx.texts, field), Input::Pick(lists::people(cx, None)))
            .hint(t!(cx.texts, "dialog-pinyin"))
            .half()
    };
    [part(Slot::First, Field::FirstResponsible), part(Slot::Second, Field::SecondResponsible)]
}

fn dispatch(cx: &Cx<'_>, file: &CaseFile) -> Vec<Part> {
    let (texts, facts) = (cx.texts, &file.case.facts);
    let named = cx.organisation.branch_named(facts.word(Field::Branch)).map(|branch| branch.id);
    let (address, product) = (facts.word(Field::Address), facts.word(Field::Category));
    let proposed = || cx.organisation.propose(cx.places, address, product, cx.now.date()).map(|(branch, _)| branch);
    let branch = Part::new(Slot::Branch, say::field_name(texts, Field::Branch), Input::Pick(lists::branches(cx)))
        .value(lists::branch_key(named.or_else(proposed)))
        .hint(t!(texts, "dialog-pinyin"))
        .required();
    let names = Known::in_case(cx, file);
    let said = |field| {
        let text = facts.text(field);
        if text.is_empty() { String::new() } else { say::field_value(texts, &names, field, &text) }
    };
    let both = |first: String, next: String| match (first.is_empty(), next.is_empty()) {
        (false, false) => t!(texts, "joined-parts", first = first, next = next),
        _ => first + &next,
    };
    let mut form = Form { parts: vec![branch] };
    form.parts.extend(who(cx));
    persons(&mut form, cx, file);
    // A person named at intake goes before the one who holds the post (A07).
    let branch = lists::branch(form.text(Slot::Branch));
    for (slot, field) in [(Slot::First, Field::FirstResponsible), (Slot::Second, Field::SecondResponsible)] {
        if let Some(person) = lists::person_named(cx, branch, facts.word(field)) {
            form.set(slot, lists::person_key(Some(person)));
        }
    }
    let Form { mut parts } = form;
    parts.push(
        Part::area(Slot::Facts, t!(texts, "wording-facts"), 4)
            .value(both(said(Field::Symptoms), said(Field::Description)))
            .required(),
    );
    let demand = both(said(Field::Demand), said(Field::DemandText));
    parts.push(Part::area(Slot::Demand, say::field_name(texts, Field::Demand), 2).value(demand));
    parts.push(
        Part::new(Slot::Due, t!(texts, "dialog-time-node"), Input::When).hint(t!(texts, "dialog-time-node-hint")),
    );
    parts.push(Part::new(Slot::Slip, t!(texts, "dialog-slip"), Input::Check));
    parts
}

fn transfer(cx: &Cx<'_>, file: &CaseFile) -> Vec<Part> {
    let texts = cx.texts;
    let mut items = lists::branches(cx);
    let here = lists::branch_key(file.case.branch);
    items.retain(|item| item.key != here);
    let mut parts = vec![
        Part::new(Slot::Branch, t!(texts, "dialog-to-branch"), Input::Pick(items))
            .hint(t!(texts, "dialog-pinyin"))
            .required(),
    ];
    parts.extend(who(cx));
    let reasons = lists::choices(texts, &file.book.rules.transfer_reasons);
    if reasons.is_empty() {
        parts.push(Part::area(Slot::More, t!(texts, "wording-reason"), 2).required());
    } else {
        parts.push(Part::new(Slot::Reason, t!(texts, "wording-reason"), Input::Pick(reasons)).required());
        parts.push(Part::area(Slot::More, t!(texts, "dialog-more"), 2));
    }
    parts
}

const fn next_tier(present: Option<Tier>) -> Tier {
    match present {
        None => Tier::City,
        Some(Tier::City) => Tier::Province,
        Some(Tier::Province | Tier::Headquarters) => Tier::Headquarters,
    }
}

fn answer_assist(cx: &Cx<'_>, case: &Case, nth: usize) -> Vec<Part> {
    let asked = case.assists.get(nth).map(|assist| {
        let (unit, what) = (assist.unit.as_str(), assist.what.as_str());
        Part::line(Mood::Quiet, t!(cx.texts, "dialog-asked", unit = unit, what = what))
    });
    let answer = Part::area(Slot::Text, t!(cx.texts, "dialog-answer"), 3).required();
    asked.into_iter().chain([answer]).collect()
}

fn extend(cx: &Cx<'_>, file: &CaseFile) -> Vec<Part> {
    let texts = cx.texts;
    let day = cx.now.date();
    let head = cx.organisation.people.iter().find(|one| one.role == Role::GeneralManager && one.is_in_force(day));
    let due = stage_due(file);
    let old = due.map(|due| {
        let (count, left) = (file.book.rules.extensions, say::due(texts, cx.now, Some(due)));
        let says = t!(texts, "dialog-extend-says", due = full_time(due.0), left = left, count = count);
        Part::line(if due < cx.now { Mood::Warn } else { Mood::Quiet }, says)
    });
    let until = due.map(|due| full_time(due.plus_minutes(EXTENSION_MINUTES).0)).unwrap_or_default();
    let rest = [
        Part::new(Slot::Due, t!(texts, "dialog-until"), Input::When).value(until).required().half(),
        Part::text(Slot::Approver, t!(texts, "dialog-approver"))
            .hint(head.map_or("", |person| person.name.as_str()))
            .required()
            .half(),
        Part::area(Slot::Reason, t!(texts, "wording-reason"), 3).required(),
        Part::new(Slot::Told, t!(texts, "dialog-told"), Input::Check),
    ];
    old.into_iter().chain(rest).collect()
}

fn urge(cx: &Cx<'_>, file: &CaseFile) -> Part {
    let (texts, case) = (cx.texts, &file.case);
    let who = match cx.branch_name(case.branch) {
        "" => t!(texts, "dialog-urge-centre"),
        name => name.to_owned(),
    };
    let stage = texts.name("stage", case.stage.word());
    let left = say::due(texts, cx.now, stage_due(file));
    let text = t!(texts, "dialog-urge-text", who = who, number = case.number.as_str(), stage = stage, left = left);
    Part::area(Slot::Text, t!(texts, "dialog-urge"), 3).value(text).required()
}

fn way(cx: &Cx<'_>, label: String) -> Part {
    let ways = members(cx.texts, "way", ContactWay::ALL, ContactWay::word);
    Part::new(Slot::Way, label, Input::One(ways)).value(ContactWay::Phone.word()).required()
}

/// C04, C10: what the case comes from, as far as it is known; of a list the rule book does not have nothing is asked.
fn found(cx: &Cx<'_>, file: &CaseFile) -> Vec<Part> {
    let rules = &file.book.rules;
    let all = [(Slot::Cause, Field::Cause), (Slot::Department, Field::Department)];
    let asked = all.into_iter().filter(|(_, field)| !rules.list_of(*field).is_empty());
    let part = |(slot, field): (Slot, Field)| {
        let mut items = vec![lists::pick("", t!(cx.texts, "dialog-not-found"), String::new())];
        items.extend(lists::named(cx.texts, rules.list_of(field)));
        Part::new(slot, say::field_name(cx.texts, field), Input::Pick(items)).value(file.case.facts.word(field)).half()
    };
    asked.map(part).collect()
}

fn reply(cx: &Cx<'_>, file: &CaseFile) -> Vec<Part> {
    let (texts, case) = (cx.texts, &file.case);
    let said = case.handlings.last().map_or("", |(_, handling)| handling.result.as_str());
    let mut parts = vec![
        way(cx, t!(texts, "dialog-way")),
        Part::area(Slot::Text, t!(texts, "wording-reply"), 4).value(said).required(),
        Part::new(
            Slot::Accepted,
            t!(texts, "dialog-accepted"),
            Input::One(members(texts, "acceptance", Acceptance::ALL, Acceptance::word)),
        )
        .required(),
    ];
    parts.extend(found(cx, file));
    parts.push(Part::new(Slot::Due, t!(texts, "dialog-promise"), Input::When).hint(t!(texts, "dialog-optional")));
    parts
}

fn revisit(cx: &Cx<'_>) -> Vec<Part> {
    let texts = cx.texts;
    let asked = |slot, label| {
        let answers = members(texts, "satisfaction", Satisfaction::ALL, Satisfaction::word);
        Part::new(slot, label, Input::One(answers)).required()
    };
    vec![
        way(cx, t!(texts, "dialog-revisit-way")),
        asked(Slot::Result, t!(texts, "dialog-sat-result")),
        asked(Slot::Process, t!(texts, "dialog-sat-process")),
        asked(Slot::Staff, t!(texts, "dialog-sat-staff")),
        Part::area(Slot::Opinion, t!(texts, "wording-opinion"), 3),
    ]
}

/// What the customer said last: in the revisit, or to the reply where there was none.
fn opinion(cx: &Cx<'_>, case: &Case) -> String {
    let texts = cx.texts;
    match (case.revisits.last(), case.replies.last()) {
        (Some((_, revisit)), _) if !revisit.opinion.trim().is_empty() => revisit.opinion.clone(),
        (Some((_, revisit)), _) => {
            let said = |answer: Satisfaction| texts.name("satisfaction", answer.word());
            let (result, process, staff) = (said(revisit.result), said(revisit.process), said(revisit.staff));
            t!(texts, "dialog-opinion", result = result, process = process, staff = staff)
        }
        (None, Some((_, reply))) => {
            let answer = texts.name("acceptance", reply.accepted.word());
            t!(texts, "dialog-opinion-reply", answer = answer)
        }
        (None, None) => String::new(),
    }
}
