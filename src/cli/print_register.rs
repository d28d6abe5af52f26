//! `kesu print --register REGION`: the Friday register of a region and a period as PDF, on record like every issue.

use std::io::Write;
use std::path::Path;

use anyhow::bail;

use super::args::{Chosen, PrintArgs};
use super::open::Desk;
use super::print::{deliver, hand_out, make_folder, next, office, put_on_record, worded};
use super::rows::{for_each, query};
use crate::app::issuing::{finished_register, register_content};
use crate::app::paperwork::register::{known_from, register_form};
use crate::domain::InfoClass;
use crate::domain::organisation::register_mark;
use crate::paper::FontSet;
use crate::store::{IssueOf, NextIssue, OpenMode, View};

/// Prints the register and tells where it lies. Accidents have their own form and are left out (forms.md 1.1).
///
/// # Errors
/// No such file or region, a period back to front, or nothing can be written.
pub(super) fn run(db: Option<&Path>, region: &str, asked: &PrintArgs, out: &mut impl Write) -> anyhow::Result<()> {
    let (Some(from), Some(to)) = (asked.from, asked.to) else { bail!("name the period with --from DAY and --to DAY") };
    let region = region.trim();
    if from > to {
        bail!("--from {from} lies after --to {to}; give the earlier day first");
    }
    let mut desk = Desk::open(db, OpenMode::Existing)?;
    let chosen = Chosen {
        view: Some(View::All.word().to_owned()),
        search: None,
        region: Some(region.to_owned()),
        class: None,
        procedure: None,
        from: Some(known_from(from)),
        to: Some(to),
    };
    let query = query(&chosen, &mut desk)?;
    let mut numbers = Vec::new();
    for_each(&mut desk, query, None, &mut |rows, _| {
        numbers.extend(rows.iter().filter(|row| row.class != InfoClass::MajorIncident).map(|row| row.number.clone()));
        Ok(())
    })?;
    make_folder(&asked.out)?;
    let files = numbers.iter().map(|number| desk.case(number)).collect::<anyhow::Result<Vec<_>>>()?;
    let form = register_form(region, (from, to), &files, &office(&desk));
    let fonts = FontSet::load().map_err(|fault| worded(&fault, "the register"))?;
    let mark =
        register_mark(&desk.database.book().rules.number.period(to), (from, to), region, desk.database.organisation());
    let of = IssueOf::Register(mark.clone());
    let issue = match next(&mut desk, of, register_content(&form), asked.anew)? {
        NextIssue::Same(issue) => hand_out(&mut desk, &issue.document, None)?,
        NextIssue::New { document, nth } => {
            let made = finished_register(&form, &mark, (document, nth), (&office(&desk), &fonts));
            put_on_record(&mut desk, made.map_err(|fault| worded(&fault, "the register"))?, None)?
        }
    };
    deliver(&desk, &issue, (asked, &fonts), out)
}
