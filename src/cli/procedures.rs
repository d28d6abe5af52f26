//! The procedures of `kesu show`: steps with their times, answers, tables, what the next step lacks, returns, waivers.

use std::io::Write;

use serde_json::{Map, Value, json};

use super::rows::{iso, plain_time};
use super::table::one_line;
use crate::domain::incident::Numbered;
use crate::domain::phone::Phone;
use crate::domain::procedure::{
    Answers, Done, Lack, Procedure, Rework, Section, Template, Waiver, has_ended, lacks, next, template_of,
};
use crate::store::CaseFile;

/// Every procedure for programs, oldest first.
pub(super) fn array(file: &CaseFile) -> Value {
    file.case.procedures.iter().map(|procedure| object(procedure, template_of(&file.book.rules, procedure))).collect()
}

/// Clocks of the law that were set aside, for programs.
pub(super) fn waivers(file: &CaseFile) -> Value {
    let object = |waiver: &Waiver| {
        json!({
            "at": iso(waiver.at), "procedure": waiver.procedure, "timer": waiver.timer, "names": waiver.names,
            "reason": waiver.reason,
        })
    };
    file.case.waivers.iter().map(object).collect()
}

fn object(procedure: &Procedure, template: Option<&Template>) -> Value {
    let next = template.and_then(|template| next(template, procedure));
    let missing = template.zip(next).map(|(template, step)| lacks(template, procedure, &step.key));
    json!({
        "id": procedure.id,
        "key": procedure.key,
        "rule": template.map(|template| &template.id),
        "name": template.map(|template| &template.name.zh),
        "opened": iso(procedure.opened_at),
        "because": procedure.because,
        "ended": template.map(|template| has_ended(template, procedure)),
        "next": next.map(|step| &step.key),
        "missing": missing.unwrap_or_default().iter().map(lack_text).collect::<Vec<_>>(),
        "done": procedure.done.iter().map(|done| json!({
            "step": done.step, "at": iso(done.at), "names": done.names, "note": done.note,
        })).collect::<Vec<_>>(),
        "answers": shown(&procedure.answers, template),
        "tables": procedure.rows.iter().map(|(section, rows)| {
            let rows = rows.iter().map(|(row, answers)| json!({ "row": row, "answers": shown(answers, template) }));
            (section.clone(), rows.collect::<Value>())
        }).collect::<Map<_, _>>(),
        "returns": procedure.reworks.iter().map(|rework| json!({
            "at": iso(rework.at), "from": rework.from, "to": rework.to, "reason": rework.reason,
        })).collect::<Vec<_>>(),
        "broken_off": procedure.broken_off.as_ref().map(|(at, reason)| json!({ "at": iso(*at), "reason": reason })),
    })
}

/// Answers as they may be shown: private ones masked, those whose question is gone left out.
fn shown(answers: &Answers, template: Option<&Template>) -> Map<String, Value> {
    answers.iter().filter_map(|(key, text)| Some((key.clone(), Value::from(plain(key, text, template)?)))).collect()
}

fn plain(key: &str, text: &str, template: Option<&Template>) -> Option<String> {
    let (_, question) = template?.question(key)?;
    Some(if question.private { Phone::parse(text).masked() } else { text.to_owned() })
}

fn lack_text(lack: &Lack) -> String {
    match lack {
        Lack::Answer { field, .. } => field.clone(),
        Lack::RowAnswer { section, row, field } => format!("{field} in row {row} of {section}"),
        Lack::Rows { section, least, have } => format!("{least} rows of {section}, {have} there"),
    }
}

/// Every procedure for people; nothing for a case without one.
pub(super) fn write_plain(file: &CaseFile, out: &mut impl Write) -> anyhow::Result<()> {
    let case = &file.case;
    if !case.procedures.is_empty() {
        writeln!(out, "\nProcedures")?;
    }
    for procedure in &case.procedures {
        let Some(template) = template_of(&file.book.rules, procedure) else {
            writeln!(out, "  {} {}: its rule book is gone", procedure.id, procedure.key)?;
            continue;
        };
        write_one(procedure, template, out)?;
    }
    if !case.waivers.is_empty() {
        writeln!(out, "\nSet aside")?;
    }
    for waiver in &case.waivers {
        let of = waiver.procedure.map_or_else(String::new, |id| format!("{id} "));
        let (at, names) = (plain_time(waiver.at), waiver.names.join(" and "));
        writeln!(out, "  {of}{}  {at} by {names}: {}", waiver.timer, one_line(&waiver.reason))?;
    }
    Ok(())
}

fn write_one(procedure: &Procedure, template: &Template, out: &mut impl Write) -> anyhow::Result<()> {
    let because = procedure.because.as_ref().map_or_else(String::new, |rule| format!(" by rule {rule}"));
    let opened = plain_time(procedure.opened_at);
    writeln!(
        out,
        "  {} {} ({}, {}), opened {opened}{because}",
        procedure.id, procedure.key, template.name.zh, template.id
    )?;
    for Done { step, at, names, note } in &procedure.done {
        let by = if names.is_empty() { String::new() } else { format!(" by {}", names.join(", ")) };
        let note = if note.is_empty() { String::new() } else { format!(": {}", one_line(note)) };
        writeln!(out, "      done {step:<15}{}{by}{note}", plain_time(*at))?;
    }
    for Rework { at, from, to, reason } in &procedure.reworks {
        let from = from.as_ref().map_or_else(String::new, |from| format!(" from {from}"));
        writeln!(out, "      sent back{from} to {to} {}: {}", plain_time(*at), one_line(reason))?;
    }
    if let Some((at, reason)) = &procedure.broken_off {
        writeln!(out, "      broken off {}: {}", plain_time(*at), one_line(reason))?;
    } else if let Some(step) = next(template, procedure) {
        let missing: Vec<String> = lacks(template, procedure, &step.key).iter().map(lack_text).collect();
        let missing = if missing.is_empty() { String::new() } else { format!(", lacks {}", missing.join("; ")) };
        writeln!(out, "      next {}{missing}", step.key)?;
    }
    for section in &template.sections {
        write_section(section, procedure, template, out)?;
    }
    Ok(())
}

fn write_section(
    section: &Section,
    procedure: &Procedure,
    template: &Template,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    if section.rows.is_none() {
        for question in &section.fields {
            let text = procedure.answers.get(&question.key).and_then(|text| plain(&question.key, text, Some(template)));
            if let Some(text) = text {
                writeln!(out, "      {:<20}{}", question.key, one_line(&text))?;
            }
        }
        return Ok(());
    }
    for (row, answers) in procedure.rows.get(&section.key).into_iter().flat_map(Numbered::iter) {
        let cell =
            |(key, text): (&String, &String)| Some(format!("{key} {}", one_line(&plain(key, text, Some(template))?)));
        let cells: Vec<String> = answers.iter().filter_map(cell).collect();
        writeln!(out, "      {} {row}: {}", section.key, cells.join(", "))?;
    }
    Ok(())
}
