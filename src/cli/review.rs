//! `kesu review`: the review of a quarter, a month or a week as a file, from figures that were counted once and kept.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, anyhow, bail};

use super::args::{LangArg, ReviewArgs};
use super::open::{Desk, mismatch};
use super::print::worded;
use crate::app::board_out::Kind;
use crate::app::reviewing::ReviewFile;
use crate::figures::report::{Compare, Report, Shape};
use crate::figures::review::Period;
use crate::paper::FontSet;
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
    let Some(report) = Report::named(&asked.report) else {
        let known: Vec<String> =
            Report::ALL.iter().map(|one| one.rows().first().map_or(one.word(), |row| row).to_owned()).collect();
        bail!("there is no report {}; there are: {}", asked.report, known.join(", "));
    };
    let compare = Compare::from_word(&asked.compare).unwrap_or_default();
    let shape = Shape { report, compare };
    let file = ReviewFile { review: &review, shape, texts: &texts, company: &desk.settings.company, fonts: &fonts };
    let n = file.write(&asked.out, &|_, _| true).with_context(|| {
        format!("{} cannot be written; close it where it is open or name another file with --out", asked.out.display())
    })?;
    let what = match Kind::of(&asked.out) {
        Some(Kind::Xlsx) => "sheets",
        Some(Kind::Svg | Kind::Png) => "charts",
        _ => "pages",
    };
    Ok(writeln!(out, "{}: {n} {what}, {}", review.number, asked.out.display())?)
}

fn period(asked: &ReviewArgs) -> anyhow::Result<Period> {
    let all = [
        (&asked.quarter, "2026Q1"),
        (&asked.month, "2026-03"),
        (&asked.week, "2026-W10"),
        (&asked.day, "2026-03-05"),
        (&asked.year, "2026"),
    ];
    let mut given = all.iter().enumerate().filter_map(|(at, (word, shape))| Some((at, word.as_ref()?, *shape)));
    let (Some((at, word, shape)), None) = (given.next(), given.next()) else {
        bail!(
            "name one period with --quarter 2026Q1, --month 2026-03, --week 2026-W10, --day 2026-03-05 or --year 2026"
        );
    };
    let found = Period::from_word(word.trim());
    let fits = found.filter(|period| {
        at == match period {
            Period::Quarter(..) => 0,
            Period::Month(..) => 1,
            Period::Week(..) => 2,
            Period::Day(_) => 3,
            Period::Year(_) => 4,
        }
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
