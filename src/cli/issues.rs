//! What was issued of a case, what has changed since, and who was handed it: `kesu issues`, and the issues of `kesu show`.

use std::io::Write;
use std::path::Path;

use clap::Args;
use serde_json::{Value, json};

use super::open::{Desk, mismatch};
use super::print::office;
use super::rows::{iso, plain_time};
use super::table::{self, one_line};
use crate::app::standing::standings;
use crate::domain::holder::Holder;
use crate::domain::mask::{mask_address, mask_name};
use crate::paper::Change;
use crate::store::{Answer, CaseFile, HandedOut, Issue, IssueKey, Kept, OpenMode, Request, StoreError};
use crate::ui::standing::Standing;

#[derive(Debug, Args)]
pub(super) struct IssuesArgs {
    /// A case or the document of one issue, as KS2604-0137 or KS2604-0137-F4-01
    #[arg(value_name = "NUMBER")]
    pub number: String,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// Lists the issues of a case, or one issue.
///
/// # Errors
/// No such file, case or issue; or nothing can be read or written.
pub(super) fn run(db: Option<&Path>, asked: &IssuesArgs, out: &mut impl Write) -> anyhow::Result<()> {
    let mut desk = Desk::open(db, OpenMode::Existing)?;
    let wanted = asked.number.trim().to_uppercase();
    // The register of a region belongs to no case, and has nothing to be held against.
    let (issues, sheets) = match find(&mut desk, &wanted)? {
        Some(issue) => match issue.of {
            None => (vec![issue], Vec::new()),
            Some((case, _)) => {
                let file = by_id(&mut desk, case)?;
                (vec![issue], standings(&file, &office(&desk)))
            }
        },
        None => {
            let file = match desk.database.answer(Request::OpenNumber(wanted.clone())) {
                Ok(Answer::Case(file)) => *file,
                Ok(_) => return Err(mismatch()),
                Err(StoreError::NoSuchCase(_)) => {
                    return Err(super::open::refused(StoreError::NoSuchIssue(wanted), &desk.path));
                }
                Err(error) => return Err(super::open::refused(error, &desk.path)),
            };
            let sheets = standings(&file, &office(&desk));
            (file.issues, sheets)
        }
    };
    if asked.json {
        let objects: Value = issues.iter().map(|issue| object(issue, changes(issue, &sheets))).collect();
        serde_json::to_writer_pretty(&mut *out, &objects)?;
        writeln!(out)?;
        return Ok(());
    }
    if issues.is_empty() {
        writeln!(out, "nothing was issued of {wanted}")?;
    }
    for issue in &issues {
        write_issue(issue, changes(issue, &sheets), out)?;
        write_outs(issue, out)?;
    }
    Ok(())
}

fn find(desk: &mut Desk, document: &str) -> anyhow::Result<Option<Issue>> {
    match desk.ask(Request::FindIssue(IssueKey::Document(document.to_owned())))? {
        Answer::FoundIssue(issue) => Ok(issue.map(|issue| *issue)),
        _ => Err(mismatch()),
    }
}

fn by_id(desk: &mut Desk, case: crate::store::CaseId) -> anyhow::Result<CaseFile> {
    match desk.ask(Request::Open(case))? {
        Answer::Case(file) => Ok(*file),
        _ => Err(mismatch()),
    }
}

/// One line a time it was handed out, the oldest first.
fn write_outs(issue: &Issue, out: &mut impl Write) -> anyhow::Result<()> {
    if issue.untold() > 0 {
        writeln!(out, "      {} times by an earlier version that did not record each", issue.untold())?;
    }
    let row = |out: &HandedOut| {
        let copy = out.copy.map_or("all usual copies", Holder::word);
        [String::from("     "), plain_time(out.at), one_line(&out.by), out.way.word().to_owned(), copy.to_owned()]
    };
    let rows: Vec<[String; 5]> = issue.outs.iter().map(row).collect();
    table::write(out, (&["", "at", "by", "way", "copy"], false), &rows)?;
    Ok(())
}

/// Every issue, oldest first in each form.
pub(super) fn array(file: &CaseFile, standings: &[Standing]) -> Value {
    file.issues.iter().map(|issue| object(issue, changes(issue, standings))).collect()
}

fn object(issue: &Issue, changes: Option<&[Change]>) -> Value {
    json!({
        "document": issue.document,
        "sheet": issue.of.map(|(_, sheet)| sheet.word()),
        "mode": issue.mode.map(crate::store::IssueMode::word),
        "form_no": issue.form_no,
        "template_version": issue.version,
        "pages": issue.pages,
        "content_sha256": issue.hash,
        "pdf_sha256": issue.pdf,
        "copies": issue.copies.iter().map(|copy| json!({
            "holder": copy.copy.holder.word(), "usual": copy.copy.usual, "pages": copy.pages, "pdf_sha256": copy.pdf,
        })).collect::<Vec<_>>(),
        "kept": kept(issue.kept),
        "issued": iso(issue.at),
        "by": issue.by,
        "handed_out": issue.printed,
        "handed_out_to": issue.outs.iter().map(|out| json!({
            "at": iso(out.at), "by": out.by, "way": out.way.word(), "copy": out.copy.map(Holder::word),
        })).collect::<Vec<_>>(),
        "superseded_by": issue.newer,
        "changed": changes.map(|changes| changes.iter().map(|change| {
            let (before, after) = hidden(change);
            json!({ "field": change.key, "label": change.label, "before": before, "after": after })
        }).collect::<Vec<_>>()),
    })
}

const fn kept(kept: Kept) -> &'static str {
    match kept {
        Kept::Here => "whole",
        Kept::Lost => "lost",
        Kept::Never => "never",
    }
}

/// What differs from the case as it stands; only for the issue that counts.
fn changes<'s>(issue: &Issue, standings: &'s [Standing]) -> Option<&'s [Change]> {
    let (_, sheet) = issue.of.filter(|_| issue.newer.is_none())?;
    standings.iter().find(|standing| standing.kind == sheet)?.changes.as_deref()
}

/// Names and addresses are hidden like everywhere in the output of commands.
fn hidden(change: &Change) -> (String, String) {
    let hide: fn(&str) -> String = match change.key.as_str() {
        "customer.name" | "user.name" | "injured.name" | "party.name" | "party" | "agreed.payee" => mask_name,
        "user.address" | "injured.address" | "party.address" | "place" | "occurrence.place" | "happening.place" => {
            mask_address
        }
        _ => one_line,
    };
    (hide(&change.before), hide(&change.after))
}

/// One line an issue, one a change.
pub(super) fn write_plain(file: &CaseFile, standings: &[Standing], out: &mut impl Write) -> anyhow::Result<()> {
    if file.issues.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nIssued")?;
    for issue in &file.issues {
        write_issue(issue, changes(issue, standings), out)?;
    }
    Ok(())
}

fn write_issue(issue: &Issue, changes: Option<&[Change]>, out: &mut impl Write) -> anyhow::Result<()> {
    let state = match (&issue.newer, issue.kept) {
        (Some(newer), _) => format!("void, {newer} took its place"),
        (None, Kept::Here) => "current".to_owned(),
        (None, Kept::Lost) => "current, its file is missing or damaged".to_owned(),
        (None, Kept::Never) => "current, issued by an earlier version that kept no file".to_owned(),
    };
    writeln!(
        out,
        "  {:<24}{} by {}, handed out {}×, {state}",
        issue.document,
        plain_time(issue.at),
        one_line(&issue.by),
        issue.printed
    )?;
    for change in changes.unwrap_or_default() {
        let (before, after) = hidden(change);
        let shown = |text: String| if text.is_empty() { "-".to_owned() } else { text };
        writeln!(out, "      changed since: {}: {} → {}", change.label, shown(before), shown(after))?;
    }
    Ok(())
}
