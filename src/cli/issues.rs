//! What was issued of a case, and what has changed since: for `kesu show`.

use std::io::Write;

use serde_json::{Value, json};

use super::rows::{iso, plain_time};
use super::table::one_line;
use crate::domain::mask::{mask_address, mask_name};
use crate::paper::Change;
use crate::store::{CaseFile, Issue, Kept};
use crate::ui::standing::Standing;

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
        for change in changes(issue, standings).unwrap_or_default() {
            let (before, after) = hidden(change);
            let shown = |text: String| if text.is_empty() { "-".to_owned() } else { text };
            writeln!(out, "      changed since: {}: {} → {}", change.label, shown(before), shown(after))?;
        }
    }
    Ok(())
}
