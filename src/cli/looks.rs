//! `kesu spot-check` and `kesu process-change`: what a person records beside the figures.

use std::io::Write;
use std::path::Path;

use anyhow::bail;
use chrono::{NaiveDate, NaiveTime};
use clap::{Args, ValueEnum};

use super::open::{Desk, mismatch};
use super::table;
use crate::domain::Stamp;
use crate::figures::kpi::{Kpi, Span};
use crate::store::{Answer, OpenMode, ProcessChange, Request, SampleQuery};

#[derive(Debug, Args)]
pub(super) struct SpotCheckArgs {
    /// The number of the case
    #[arg(value_name = "NUMBER", conflicts_with = "sample")]
    pub number: Option<String>,
    /// Whether it was filled in and sent the right way
    #[arg(long, value_enum, value_name = "ANSWER")]
    pub valid: Option<ValidArg>,
    /// Take the last look at the case back
    #[arg(long, conflicts_with_all = ["valid", "sample"])]
    pub withdraw: bool,
    /// Draw so many of the cases answered in a period by lot
    #[arg(long, value_name = "N")]
    pub sample: Option<usize>,
    /// The same seed draws the same cases
    #[arg(long, value_name = "SEED", default_value_t = 1)]
    pub seed: u64,
    /// The first day of that period
    #[arg(long, value_name = "DAY")]
    pub from: Option<NaiveDate>,
    /// The last day of that period
    #[arg(long, value_name = "DAY")]
    pub to: Option<NaiveDate>,
    /// What was found
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub note: String,
}

#[derive(Debug, Args)]
pub(super) struct ProcessChangeArgs {
    /// The first day on which work is done otherwise
    #[arg(long, value_name = "DAY")]
    pub day: Option<NaiveDate>,
    /// Only in this region
    #[arg(long, value_name = "REGION")]
    pub region: Option<String>,
    /// Only for this row of the KPI book
    #[arg(long, value_name = "KPI")]
    pub kpi: Option<String>,
    /// Take the change with this id back
    #[arg(long, value_name = "ID")]
    pub withdraw: Option<i64>,
    /// What changed
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ValidArg {
    Yes,
    No,
}

/// Records whether an order was filled in and sent the right way (K06, K12), takes that back, or draws cases to look at.
///
/// # Errors
/// No such case, or the data file cannot be written.
pub(super) fn spot_check(db: Option<&Path>, asked: &SpotCheckArgs, out: &mut impl Write) -> anyhow::Result<()> {
    let mut desk = Desk::open(db, OpenMode::Existing)?;
    let by = desk.by.clone();
    if let Some(size) = asked.sample {
        return sample(&mut desk, (size, asked), out);
    }
    let Some(number) = asked.number.as_deref().map(|number| number.trim().to_uppercase()) else {
        bail!("name the case that was looked at, or draw cases with --sample");
    };
    if asked.withdraw {
        let answer = desk.ask(Request::WithdrawSpotCheck { number: number.clone(), by })?;
        if !matches!(answer, Answer::Count(1)) {
            bail!("{number} was not looked at, so there is nothing to withdraw");
        }
        return Ok(writeln!(out, "{number}: withdrawn")?);
    }
    let Some(valid) = asked.valid else {
        bail!("--valid yes or --valid no says what was found; --withdraw takes the last look back");
    };
    let (valid, note) = (valid == ValidArg::Yes, asked.note.clone());
    desk.ask(Request::SpotCheck { number: number.clone(), valid, note, by })?;
    Ok(writeln!(out, "{number}: {}", if valid { "valid" } else { "not valid" })?)
}

/// Draws cases answered in a period by lot, and tells what was found in those that were looked at.
fn sample(desk: &mut Desk, (size, asked): (usize, &SpotCheckArgs), out: &mut impl Write) -> anyhow::Result<()> {
    let (Some(from), Some(to)) = (asked.from, asked.to) else {
        bail!("--sample needs --from and --to: the first and the last day on which the cases were answered");
    };
    let Some(after) = to.succ_opt().filter(|after| from < *after) else {
        bail!("--from {from} lies after --to {to}; give the earlier day first");
    };
    let start = |day: NaiveDate| Stamp::from_wall(day.and_time(NaiveTime::MIN));
    let span = Span { from: start(from), to: start(after), now: desk.by.now };
    let seed = asked.seed;
    let Answer::Sample(found) = desk.ask(Request::SampleOrders(SampleQuery { span, seed, size }))? else {
        return Err(mismatch());
    };
    writeln!(out, "{} of {} drawn by lot, seed {seed}", found.orders.len(), found.population)?;
    let rows: Vec<[String; 4]> = found
        .orders
        .iter()
        .map(|order| {
            let look = order.look.as_ref();
            let valid = look.map_or("-", |look| if look.valid { "yes" } else { "no" }).to_owned();
            let note = look.map(|look| table::one_line(&look.note)).unwrap_or_default();
            [order.number.clone(), order.region.clone(), valid, note]
        })
        .collect();
    Ok(table::write(out, (&["number", "region", "valid", "what was found"], true), &rows)?)
}

/// Records a change of how work is done, takes one back, or lists those on record.
///
/// # Errors
/// A note without a day, an unknown region, or the data file cannot be written.
pub(super) fn process_change(db: Option<&Path>, asked: &ProcessChangeArgs, out: &mut impl Write) -> anyhow::Result<()> {
    let mut desk = Desk::open(db, OpenMode::Existing)?;
    if let Some(id) = asked.withdraw {
        let by = desk.by.clone();
        let answer = desk.ask(Request::WithdrawProcessChange { id, withdrawn: true, by })?;
        if !matches!(answer, Answer::Count(1)) {
            bail!("no change {id} stands on record");
        }
    }
    match (asked.day, asked.note.as_deref().map(str::trim)) {
        (None, None) => {}
        (Some(day), Some(note)) if !note.is_empty() => {
            let regions = &desk.database.organisation().regions;
            if let Some(region) = asked.region.as_ref().filter(|region| !regions.contains(region)) {
                bail!("there is no region {region}; there are: {}", regions.join(", "));
            }
            let (at, by) = (desk.by.now, desk.by.name.clone());
            let kpi = asked.kpi.as_deref().map(super::kpi::row).transpose()?;
            let change = ProcessChange { id: 0, day, region: asked.region.clone(), kpi, note: note.to_owned(), at, by };
            desk.ask(Request::RecordProcessChange(change))?;
        }
        _ => bail!("--day and --note belong together: the day from which on work is done otherwise, and what changed"),
    }
    let Answer::ProcessChanges(changes) = desk.ask(Request::ProcessChanges)? else { return Err(mismatch()) };
    let rows: Vec<[String; 6]> = changes
        .iter()
        .map(|change| {
            let region = change.region.clone().unwrap_or_else(|| "-".to_owned());
            let kpi = change.kpi.map_or_else(|| "-".to_owned(), Kpi::row);
            let note = table::one_line(&change.note);
            [change.id.to_string(), change.day.to_string(), region, kpi, note, change.by.clone()]
        })
        .collect();
    Ok(table::write(out, (&["id", "from", "region", "KPI", "what changed", "by"], true), &rows)?)
}
