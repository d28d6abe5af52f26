//! 伤亡: who was hurt, how badly, where they are treated (form 2 R13, R14; M6, M7).

use super::ask::Ask;
use super::fill::{slot, text};
use super::view::{Block, Line, Press, Section, SectionView, Standing};
use crate::domain::incident::{Casualty, Change, Incident, IncidentCommand};
use crate::domain::mask::mask_name;
use crate::domain::stage::Injury;
use crate::store::CaseFile;
use crate::t;
use crate::ui::Cx;
use crate::ui::dialogs::form::{Form, Input, Part};
use crate::ui::dialogs::lists::members;
use crate::ui::widgets::chip::Tone;

/// The section's words.
pub(super) fn section(cx: &Cx<'_>, file: &CaseFile, incident: &Incident) -> SectionView {
    let texts = cx.texts;
    let lines = incident.casualties.iter().map(|(id, casualty)| Line {
        lead: mask_name(&casualty.person),
        text: texts.name("injury", casualty.severity.word()),
        note: casualty.hospital.clone(),
        more: casualty.diagnosis.clone(),
        tone: if casualty.severity == Injury::Light { Tone::Warn } else { Tone::Danger },
        acts: Press::pair(texts, file, Ask::Casualty(Some(id)), Ask::StrikeCasualty(id)),
        ..Line::default()
    });
    let lines: Vec<Line> = lines.collect();
    let hurt = incident.casualties.len();
    SectionView {
        section: Section::Casualties,
        title: Section::Casualties.title(texts),
        remark: if hurt > 0 { t!(texts, "incident-hurt", n = hurt) } else { String::new() },
        standing: Standing::Complete,
        blocks: vec![Block {
            lines,
            empty: t!(texts, "incident-no-casualty"),
            acts: Some(Press::new(texts, Ask::Casualty(None))).filter(|_| file.case.is_open()).into_iter().collect(),
            ..Block::default()
        }],
    }
}

pub(super) fn parts(ask: Ask, cx: &Cx<'_>, file: &CaseFile) -> Vec<Part> {
    let texts = cx.texts;
    let reason = Part::area(slot("reason"), t!(texts, "wording-reason"), 2).required();
    let Ask::Casualty(id) = ask else { return vec![reason] };
    let incident = file.case.incident.as_deref();
    let known = incident.zip(id).and_then(|(incident, id)| incident.casualties.get(id));
    let severities: Vec<Injury> = Injury::ALL.iter().copied().filter(|severity| *severity != Injury::None).collect();
    let severities = members(texts, "injury", &severities, Injury::word);
    let value = |of: fn(&Casualty) -> &str| known.map(of).unwrap_or_default().to_owned();
    let mut parts = vec![
        Part::text(slot("person"), t!(texts, "incident-blank-person")).value(value(|c| &c.person)).required().half(),
        Part::text(slot("hospital"), t!(texts, "incident-hospital")).value(value(|c| &c.hospital)).half(),
        Part::new(slot("severity"), t!(texts, "incident-severity"), Input::One(severities))
            .value(value(|c| c.severity.word()))
            .required(),
        Part::area(slot("diagnosis"), t!(texts, "incident-diagnosis"), 2)
            .value(value(|c| &c.diagnosis))
            .hint(t!(texts, "incident-diagnosis-hint")),
    ];
    parts.extend(id.map(|_| reason));
    parts
}

pub(super) fn read(ask: Ask, form: &Form) -> Option<IncidentCommand> {
    let reason = text(form, "reason");
    let Ask::Casualty(id) = ask else {
        let Ask::StrikeCasualty(id) = ask else { return None };
        return Some(IncidentCommand::Casualty(Change::Strike { id, reason }));
    };
    let casualty = Casualty {
        person: text(form, "person"),
        severity: Injury::from_word(form.text(slot("severity")))?,
        hospital: text(form, "hospital"),
        diagnosis: text(form, "diagnosis"),
    };
    Some(IncidentCommand::Casualty(match id {
        Some(id) => Change::Correct { id, to: casualty, reason },
        None => Change::Add(casualty),
    }))
}
