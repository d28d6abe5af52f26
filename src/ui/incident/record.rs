//! 现场记录: what form 2 asks of the user, the machine and the remains (forms.md 1.2).

use super::ask::Ask;
use super::fill::{area, line, slot, text};
use super::view::{Block, Line, Press};
use crate::domain::identity::Sex;
use crate::domain::incident::{Incident, PurchaseProof, SceneEntry, SiteRecord};
use crate::store::CaseFile;
use crate::t;
use crate::ui::dialogs::form::{Form, Input, Part};
use crate::ui::dialogs::lists::members;
use crate::ui::{Cx, say};

/// What is on record, and the way to add to it.
pub(super) fn block(cx: &Cx<'_>, incident: &Incident, open: bool) -> Block {
    let texts = cx.texts;
    let known = say::record_words(texts, &incident.scene.record);
    Block {
        title: t!(texts, "site-record"),
        lines: known.into_iter().map(|(lead, text)| Line { lead, text, ..Line::default() }).collect(),
        empty: t!(texts, "site-no-record"),
        acts: Some(Press::new(texts, Ask::Record)).filter(|_| open).into_iter().collect(),
        ..Block::default()
    }
}

/// The parts; what stands there already is filled in.
pub(super) fn parts(cx: &Cx<'_>, file: &CaseFile) -> Vec<Part> {
    let texts = cx.texts;
    let record = file.case.incident.as_deref().map(|incident| incident.scene.record.clone()).unwrap_or_default();
    let sexes = members(texts, "sex", Sex::ALL, Sex::word);
    let proofs = members(texts, "purchase-proof", PurchaseProof::ALL, PurchaseProof::word);
    let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
    vec![
        Part::new(slot("sex"), t!(texts, "site-sex"), Input::One(sexes)).value(record.sex.map_or("", Sex::word)).half(),
        line("count_age", t!(texts, "site-age")).value(number(record.age)).half(),
        Part::new(slot("proof"), t!(texts, "site-proof"), Input::One(proofs))
            .value(record.proof.map_or("", PurchaseProof::word)),
        line("count_years", t!(texts, "site-safe-years")).value(number(record.safe_years)).half(),
        line("seal", t!(texts, "site-seal")).value(record.seal).half(),
        line("history", t!(texts, "site-history")).value(record.history),
        area("condition", t!(texts, "site-condition"), 3)
            .value(record.condition)
            .hint(t!(texts, "site-condition-hint")),
        line("unchecked", t!(texts, "site-unchecked")).value(record.unchecked),
        Part::new(slot("within"), t!(texts, "site-within-law"), Input::Check).value(if record.within_law {
            "yes"
        } else {
            ""
        }),
        line("beyond", t!(texts, "site-beyond")).value(record.beyond).hint(t!(texts, "site-beyond-hint")),
    ]
}

pub(super) fn read(form: &Form) -> Option<SceneEntry> {
    let number = |name| match form.text(slot(name)).trim() {
        "" => Some(None),
        typed => typed.parse::<u32>().ok().map(Some),
    };
    Some(SceneEntry::Record(Box::new(SiteRecord {
        sex: Sex::from_word(form.text(slot("sex"))),
        age: number("count_age")?,
        proof: PurchaseProof::from_word(form.text(slot("proof"))),
        safe_years: number("count_years")?,
        history: text(form, "history"),
        condition: text(form, "condition"),
        unchecked: text(form, "unchecked"),
        seal: text(form, "seal"),
        within_law: form.is_yes(slot("within")),
        beyond: text(form, "beyond"),
    })))
}
