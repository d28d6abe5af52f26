//! 启用事故档案: what happened, when, where, to which machine (J01; form 2 R1-R8, R12).

use super::fill::{moment, slot, text};
use crate::domain::Field;
use crate::domain::facts::split_words;
use crate::domain::incident::{IncidentCommand, IncidentKind, Opening, Ours};
use crate::store::CaseFile;
use crate::t;
use crate::text::say::full_time;
use crate::ui::Cx;
use crate::ui::dialogs::form::{Form, Input, Part};
use crate::ui::dialogs::lists::members;

/// The parts; what the intake knows stands in them already.
pub(super) fn parts(cx: &Cx<'_>, file: &CaseFile) -> Vec<Part> {
    let (texts, facts) = (cx.texts, &file.case.facts);
    let when = |name, label: String| Part::new(slot(name), label, Input::When);
    let kinds = members(texts, "incident-kind", IncidentKind::ALL, IncidentKind::word);
    let ours = members(texts, "incident-ours", Ours::ALL, Ours::word);
    vec![
        Part::new(slot("kinds"), t!(texts, "incident-kinds"), Input::Any(kinds)).required(),
        when("happened", t!(texts, "incident-happened")).required().half(),
        when("reported", t!(texts, "incident-reported"))
            .value(full_time(facts.received_at.0))
            .hint(t!(texts, "incident-reported-hint"))
            .required()
            .half(),
        when("arrived", t!(texts, "incident-arrived")).hint(t!(texts, "incident-arrived-hint")).half(),
        Part::text(slot("place"), t!(texts, "incident-place")).value(facts.word(Field::Address)).half(),
        Part::new(slot("ours"), t!(texts, "incident-ours"), Input::One(ours)).value(Ours::Pending.word()).required(),
        Part::area(slot("account"), t!(texts, "incident-account"), 4)
            .value(facts.word(Field::Description))
            .hint(t!(texts, "incident-account-hint"))
            .required(),
    ]
}

pub(super) fn read(form: &Form) -> Option<IncidentCommand> {
    Some(IncidentCommand::Open(Opening {
        kinds: split_words(form.text(slot("kinds"))).filter_map(IncidentKind::from_word).collect(),
        happened_at: moment(form, "happened")?,
        reported_at: moment(form, "reported")?,
        arrived_at: form.moment(slot("arrived")),
        place: text(form, "place"),
        ours: Ours::from_word(form.text(slot("ours")))?,
        account: text(form, "account"),
    }))
}
