//! `kesu print --register REGION`: the Friday register of a region and a period as PDF.

use std::io::Write;
use std::path::Path;

use anyhow::{anyhow, bail};
use chrono::NaiveDate;

use super::args::{Chosen, PrintArgs};
use super::open::Desk;
use super::print::{office, worded, write};
use super::rows::{for_each, query};
use crate::app::paperwork::register::{known_from, register_form};
use crate::domain::InfoClass;
use crate::paper::register::{FORM_NO, register};
use crate::paper::{FontSet, FormHead, PrintMode, official, to_pdf};
use crate::store::{OpenMode, View};

/// Prints the register and tells where it lies. Accidents have their own form and are left out (forms.md 1.1).
///
/// # Errors
/// No such file or region, a period back to front, or nothing can be written.
pub(super) fn run(db: Option<&Path>, region: &str, asked: &PrintArgs, out: &mut impl Write) -> anyhow::Result<()> {
    let (Some(from), Some(to)) = (asked.from, asked.to) else { bail!("name the period with --from DAY and --to DAY") };
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
    let files = numbers.iter().map(|number| desk.case(number)).collect::<anyhow::Result<Vec<_>>>()?;
    let form = register_form(region, (from, to), &files, &office(&desk));
    let head = FormHead {
        company: desk.settings.company.clone(),
        form_no: FORM_NO.to_owned(),
        version: crate::app::paperwork::TEMPLATE_VERSION.to_owned(),
        doc_no: String::new(),
        case_no: String::new(),
        printed_at: desk.by.now.wall(),
        printed_by: desk.by.name.clone(),
        nth: 1,
        copy: official::HEADQUARTERS_COPY.to_owned(),
        hash8: String::new(),
        shut: false,
    };
    let fonts = FontSet::load().map_err(|fault| worded(&fault, "the register"))?;
    let sheet = register(&form, &head, &fonts, PrintMode::Final).map_err(|fault| worded(&fault, "the register"))?;
    let bytes = to_pdf(&sheet, &fonts).map_err(|fault| worded(&fault, "the register"))?;
    write(&asked.out, &name(region, from, to)?, &bytes, out)
}

fn name(region: &str, from: NaiveDate, to: NaiveDate) -> anyhow::Result<String> {
    let region = region.trim();
    if region.is_empty() { Err(anyhow!("name a region")) } else { Ok(format!("register-{region}-{from}-{to}.pdf")) }
}
