//! `kesu review`: the review of a quarter, a month or a week as PDF, from figures that were counted once and kept.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, anyhow, bail};

use super::args::{LangArg, ReviewArgs};
use super::open::{Desk, mismatch};
use super::print::worded;
use crate::app::{reviewing, write_whole};
use crate::figures::review::Period;
use crate::paper::review::report;
use crate::paper::{FontSet, to_pdf};
use crate::store::{Answer, OpenMode, Request, Review};
use crate::text::{Lang, Texts};

/// Takes the figures of the period if none were taken yet, and writes the report.
///
/// # Errors
/// No such period, snapshot or file, or nothing can be written.
pub(super) fn run(db: Option<&Path>, asked: &ReviewArgs, out: &mut impl Write) -> anyhow::Result<()> {
    let period = period(asked)?;
    let mut desk = Desk::open(db, OpenMode::Existing)?;
    if period.span(desk.by.now).from >= desk.by.now {
        bail!("{} has not begun; name a period that has", period.word());
    }
    let review = review(&mut desk, period, asked)?;
    let texts = Texts::new(if asked.lang == LangArg::En { Lang::En } else { Lang::Zh });
    let fonts = FontSet::load().map_err(|fault| worded(&fault, "the review"))?;
    let made = reviewing::pages(&review, &texts, &desk.settings.company, &fonts);
    let laid_out = report(&made.report, &fonts).map_err(|fault| worded(&fault, &review.number))?;
    let bytes = to_pdf(&laid_out.sheet, &fonts).map_err(|fault| worded(&fault, &review.number))?;
    write_whole(&asked.out, &bytes).with_context(|| {
        format!("{} cannot be written; close it where it is open or name another file with --out", asked.out.display())
    })?;
    let pages = laid_out.sheet.pages.len();
    Ok(writeln!(out, "{}: {pages} pages, {}", review.number, asked.out.display())?)
}

fn period(asked: &ReviewArgs) -> anyhow::Result<Period> {
    let (word, shape) = match (&asked.quarter, &asked.month, &asked.week) {
        (Some(word), None, None) => (word, "2026Q1"),
        (None, Some(word), None) => (word, "2026-03"),
        (None, None, Some(word)) => (word, "2026-W10"),
        _ => bail!("name one period with --quarter 2026Q1, --month 2026-03 or --week 2026-W10"),
    };
    let found = Period::from_word(word.trim());
    let fits = found.filter(|period| match period {
        Period::Quarter(..) => asked.quarter.is_some(),
        Period::Month(..) => asked.month.is_some(),
        Period::Week(..) => asked.week.is_some(),
    });
    fits.ok_or_else(|| anyhow!("{word} is no such period; write it as {shape}"))
}

fn review(desk: &mut Desk, period: Period, asked: &ReviewArgs) -> anyhow::Result<Review> {
    let by = desk.by.clone();
    if !asked.new {
        let request = Request::Review { period, number: asked.snapshot.clone() };
        let Answer::Review(found) = desk.ask(request)? else { return Err(mismatch()) };
        match (found, &asked.snapshot) {
            (Some(review), _) => return Ok(*review),
            (None, Some(number)) => bail!("there is no snapshot {number} of {}; leave --snapshot out", period.word()),
            (None, None) => {}
        }
    }
    match desk.ask(Request::TakeReview { period, by })? {
        Answer::Review(Some(review)) => Ok(*review),
        _ => Err(mismatch()),
    }
}
