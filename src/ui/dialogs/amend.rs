//! Correcting one fact of a case: which field, what stands there, what it should be.

use super::form::{Form, Input, Member, Mood, Part, Slot};
use super::lists::{self, members};
use crate::domain::phone::Phone;
use crate::domain::stage::{
    DemandKind, Exposure, HandledState, IncidentGrade, InfoClass, Injury, Level, Occurrence, Verified,
};
use crate::domain::{Command, Field};
use crate::store::CaseFile;
use crate::t;
use crate::ui::say::{self, Known};
use crate::ui::{Cx, say_lists};

/// Fields that can be corrected: all but those a dispatch or transfer decides.
fn correctable() -> impl Iterator<Item = Field> {
    let decided = [Field::Branch, Field::FirstResponsible, Field::SecondResponsible];
    Field::ALL.iter().copied().filter(move |field| !decided.contains(field))
}

/// D05: a changed class, level or grade needs its reason.
const fn needs_reason(field: Field) -> bool {
    matches!(field, Field::InfoClass | Field::Level | Field::Grade)
}

pub(super) fn parts(cx: &Cx<'_>, file: &CaseFile) -> Vec<Part> {
    let texts = cx.texts;
    let fields = correctable()
        .map(|field| {
            let now = present(cx, file, field);
            let note = now.lines().next().unwrap_or_default().to_owned();
            lists::pick(field.word(), say::field_name(texts, field), note)
        })
        .collect();
    vec![
        Part::new(Slot::Field, t!(texts, "dialog-field"), Input::Pick(fields))
            .hint(t!(texts, "dialog-pinyin"))
            .required(),
    ]
}

/// Another field was chosen: shows what stands there and how it is typed.
pub(super) fn choose(form: &mut Form, cx: &Cx<'_>, file: &CaseFile) {
    let Some(field) = Field::from_word(form.text(Slot::Field)) else { return };
    let texts = cx.texts;
    form.parts.truncate(1);
    let now = present(cx, file, field);
    form.parts.push(Part::line(Mood::Quiet, t!(texts, "dialog-present", value = now)));
    let value = if is_phone(field) { String::new() } else { file.case.facts.text(field) };
    form.parts.push(Part::new(Slot::Value, t!(texts, "dialog-value"), input(cx, file, field)).value(value));
    let mut reason = Part::area(Slot::Reason, t!(texts, "wording-reason"), 2);
    reason.required = needs_reason(field);
    form.parts.push(reason);
}

/// The correction, or marks what is wrong with it.
pub(super) fn command(form: &mut Form, cx: &Cx<'_>, file: &CaseFile) -> Option<Command> {
    let field = Field::from_word(form.text(Slot::Field))?;
    let mut facts = file.case.facts.clone();
    let before = facts.text(field);
    if let Err(kind) = facts.set(field, form.text(Slot::Value)) {
        form.wrong(Slot::Value, say_lists::fault_kind_text(cx.texts, kind));
        return None;
    }
    let after = facts.text(field);
    // A phone is typed anew because the old one is not shown whole; an empty box is not "take it away".
    if after == before || (is_phone(field) && after.is_empty()) {
        form.wrong(Slot::Value, t!(cx.texts, "dialog-same"));
        return None;
    }
    Some(Command::Amend { changes: vec![(field, after)], reason: form.text(Slot::Reason).to_owned() })
}

const fn is_phone(field: Field) -> bool {
    matches!(field, Field::Phone | Field::ReporterPhone)
}

/// What stands in a field, in words; a phone is masked, for a look at it is on record elsewhere.
fn present(cx: &Cx<'_>, file: &CaseFile, field: Field) -> String {
    let text = file.case.facts.text(field);
    let names = Known::in_case(cx, file);
    let text = if is_phone(field) { Phone::parse(&text).masked() } else { text };
    say::field_value(cx.texts, &names, field, &text)
}

fn input(cx: &Cx<'_>, file: &CaseFile, field: Field) -> Input {
    let (texts, rules) = (cx.texts, &file.book.rules);
    let listed = |list: &[crate::domain::rules::Choice]| {
        list.iter().map(|choice| (choice.key.clone(), lists::name(texts, choice).to_owned())).collect()
    };
    match field {
        Field::ReceivedAt | Field::PromisedReply | Field::MadeOn | Field::BoughtOn | Field::InstalledOn => Input::When,
        Field::Vip | Field::CrossProvince | Field::International | Field::BeyondLaw => {
            Input::One(vec![("yes".to_owned(), t!(texts, "answer-yes")), (String::new(), t!(texts, "answer-no"))])
        }
        Field::Occurrence => Input::One(members(texts, "occurrence", Occurrence::ALL, Occurrence::word)),
        Field::Injury => Input::One(members(texts, "injury", Injury::ALL, Injury::word)),
        Field::Level => {
            Input::One(own(&rules.policy.levels(), Level::word, &|level| say::level_name(texts, rules, level)))
        }
        Field::HandledState => Input::One(members(texts, "handled_state", HandledState::ALL, HandledState::word)),
        Field::Verified => Input::One(members(texts, "verified", Verified::ALL, Verified::word)),
        Field::InfoClass => {
            Input::One(own(&rules.policy.classes(), InfoClass::word, &|class| say::class_name(texts, rules, class)))
        }
        Field::Grade => {
            let mut grades = members(texts, "grade", IncidentGrade::ALL, IncidentGrade::word);
            grades.insert(0, (String::new(), t!(texts, "none")));
            Input::One(grades)
        }
        Field::Demand => Input::Any(members(texts, "demand", DemandKind::ALL, DemandKind::word)),
        Field::Exposure => Input::Any(members(texts, "exposure", Exposure::ALL, Exposure::word)),
        Field::Symptoms => Input::Any(listed(&rules.symptoms)),
        Field::Channel => Input::Pick(lists::choices(texts, &rules.channels)),
        Field::Category => Input::Pick(lists::choices(texts, &rules.categories)),
        Field::Brand | Field::Cause | Field::Department if !rules.list_of(field).is_empty() => {
            Input::Pick(lists::named(texts, rules.list_of(field)))
        }
        Field::Description | Field::Environment | Field::DemandText | Field::HandlingText | Field::Remark => {
            Input::Text(4)
        }
        _ => Input::Text(1),
    }
}

/// Classes or levels of the house by its own names.
fn own<T: Copy>(all: &[T], word: impl Fn(T) -> &'static str, name: &dyn Fn(T) -> String) -> Vec<Member> {
    all.iter().map(|&member| (word(member).to_owned(), name(member))).collect()
}
