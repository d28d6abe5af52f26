//! `kesu spot-check` and `kesu process-change`: what a person records beside the figures.

use std::io::Write;
use std::path::Path;

use anyhow::bail;

use super::args::{ProcessChangeArgs, SpotCheckArgs, ValidArg};
use super::open::{Desk, mismatch};
use super::table;
use crate::store::{Answer, OpenMode, ProcessChange, Request};

/// Records whether an order was filled in and sent the right way (K06, K12).
///
/// # Errors
/// No such case, or the data file cannot be written.
pub(super) fn spot_check(db: Option<&Path>, asked: &SpotCheckArgs, out: &mut impl Write) -> anyhow::Result<()> {
    let mut desk = Desk::open(db, OpenMode::Existing)?;
    let valid = asked.valid == ValidArg::Yes;
    let (number, note, by) = (asked.number.trim().to_uppercase(), asked.note.clone(), desk.by.clone());
    desk.ask(Request::SpotCheck { number: number.clone(), valid, note, by })?;
    Ok(writeln!(out, "{number}: {}", if valid { "valid" } else { "not valid" })?)
}

/// Records a change of how work is done, or lists those on record.
///
/// # Errors
/// A note without a day, an unknown region, or the data file cannot be written.
pub(super) fn process_change(db: Option<&Path>, asked: &ProcessChangeArgs, out: &mut impl Write) -> anyhow::Result<()> {
    let mut desk = Desk::open(db, OpenMode::Existing)?;
    match (asked.day, asked.note.as_deref().map(str::trim)) {
        (None, None) => {}
        (Some(day), Some(note)) if !note.is_empty() => {
            let regions = &desk.database.organisation().regions;
            if let Some(region) = asked.region.as_ref().filter(|region| !regions.contains(region)) {
                bail!("there is no region {region}; there are: {}", regions.join(", "));
            }
            let (at, by) = (desk.by.now, desk.by.name.clone());
            let change = ProcessChange { day, region: asked.region.clone(), note: note.to_owned(), at, by };
            desk.ask(Request::RecordProcessChange(change))?;
        }
        _ => bail!("--day and --note belong together: the day from which on work is done otherwise, and what changed"),
    }
    let Answer::ProcessChanges(changes) = desk.ask(Request::ProcessChanges)? else { return Err(mismatch()) };
    let rows: Vec<[String; 4]> = changes
        .iter()
        .map(|change| {
            let region = change.region.clone().unwrap_or_else(|| "-".to_owned());
            [change.day.to_string(), region, table::one_line(&change.note), change.by.clone()]
        })
        .collect();
    Ok(table::write(out, (&["from", "region", "what changed", "by"], true), &rows)?)
}
