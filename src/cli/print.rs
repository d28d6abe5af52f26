//! `kesu print NUMBER`: a sheet of a case as PDF, stored with its document number before it is handed out.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, anyhow, bail};

use super::args::{FormArg, ModeArg, PrintArgs};
use super::open::{Desk, mismatch};
use crate::app::paperwork::{Office, Paperwork, PaperworkFault, Print};
use crate::app::write_whole;
use crate::domain::event::SheetKind;
use crate::paper::{FontSet, PaperError, PrintMode, to_pdf};
use crate::store::{Answer, CaseFile, Issue, OpenMode, Request};

/// Prints the sheet and tells where it lies.
///
/// # Errors
/// No such file or case, a sheet the case has not come to, required fields empty in a final print, or nothing can be
/// written.
pub(super) fn run(db: Option<&Path>, asked: &PrintArgs, out: &mut impl Write) -> anyhow::Result<()> {
    let mut desk = Desk::open(db, OpenMode::Existing)?;
    let file = desk.case(&asked.number)?;
    let kind = kind_of(asked.form);
    let number = file.case.number.clone();
    let paperwork = Paperwork::of(kind, &file, &office(&desk)).map_err(|fault| not_yet(fault, &number))?;
    let mode = mode_of(asked.mode, &paperwork, &number)?;
    fs::create_dir_all(&asked.out)
        .with_context(|| format!("the folder {} cannot be made; name another with --out", asked.out.display()))?;
    let fonts = FontSet::load().map_err(|fault| worded(&fault, &number))?;
    // A sheet that cannot be printed must not take a document number.
    let lay_out = |desk: &Desk, document: &str, nth: u32| -> anyhow::Result<Vec<u8>> {
        let print = Print { document, nth, mode };
        let sheet = paperwork.sheet(&number, print, &office(desk), &fonts).map_err(|fault| worded(&fault, &number))?;
        to_pdf(&sheet, &fonts).map_err(|fault| worded(&fault, &number))
    };
    let draft = lay_out(&desk, "", 1)?;
    let (name, bytes) = if mode == PrintMode::Blank {
        (format!("{number}-blank.pdf"), draft)
    } else {
        let issue = issue(&mut desk, &file, kind, &paperwork)?;
        let nth = u32::try_from(issue.printed).unwrap_or(u32::MAX);
        (format!("{}.pdf", issue.document), lay_out(&desk, &issue.document, nth)?)
    };
    let path = asked.out.join(safe_name(&name));
    write_whole(&path, &bytes).with_context(|| {
        format!("{} cannot be written; close it where it is open or name another folder with --out", path.display())
    })?;
    writeln!(out, "{}", path.display())?;
    Ok(())
}

fn office(desk: &Desk) -> Office<'_> {
    Office {
        organisation: desk.database.organisation(),
        places: desk.database.places(),
        company: &desk.settings.company,
        me: &desk.by.name,
        now: desk.by.now,
    }
}

const fn kind_of(form: FormArg) -> SheetKind {
    match form {
        FormArg::Feedback => SheetKind::Feedback,
        FormArg::Dispatch => SheetKind::Dispatch,
        FormArg::Urge => SheetKind::Urge,
    }
}

fn not_yet(fault: PaperworkFault, number: &str) -> anyhow::Error {
    match fault {
        PaperworkFault::NotDispatched => {
            anyhow!("{number} has not been dispatched; its dispatch slip can be printed after that")
        }
        PaperworkFault::NotUrged => anyhow!("{number} has not been urged; its notice can be printed after that"),
    }
}

fn worded(fault: &PaperError, number: &str) -> anyhow::Error {
    match fault {
        PaperError::Missing { chars } => {
            let chars: Vec<String> = chars.iter().map(|&c| format!("{c} (U+{:04X})", u32::from(c))).collect();
            anyhow!("{number} cannot be printed, no face has {}; correct the text", chars.join(", "))
        }
        PaperError::Font { face, why } => {
            anyhow!("the face {face} of the program cannot be read ({why}); install it anew")
        }
        PaperError::Incomplete { .. } => anyhow!("{number} cannot be printed as final, required fields are empty"),
        PaperError::QrTooLong => anyhow!("{number} cannot be printed, its document number is too long for a code"),
        PaperError::Jpeg(why) => anyhow!("{number} cannot be printed, a picture is damaged: {why}"),
        PaperError::Pdf(why) => anyhow!("{number} cannot be printed, the PDF was refused: {why}"),
    }
}

fn mode_of(asked: Option<ModeArg>, paperwork: &Paperwork, number: &str) -> anyhow::Result<PrintMode> {
    let missing = paperwork.missing().join(", ");
    match asked {
        Some(ModeArg::Blank) => Ok(PrintMode::Blank),
        Some(ModeArg::Prefill) => Ok(PrintMode::Prefilled),
        Some(ModeArg::Final) if !missing.is_empty() => {
            bail!(
                "{number} cannot be printed as final, these fields are empty: {missing}; fill them or use --mode prefill"
            )
        }
        Some(ModeArg::Final) => Ok(PrintMode::Final),
        None => {
            if !missing.is_empty() {
                writeln!(std::io::stderr(), "kesu: printed as a prefilled draft, these fields are empty: {missing}")?;
            }
            Ok(paperwork.best_mode())
        }
    }
}

fn issue(desk: &mut Desk, file: &CaseFile, sheet: SheetKind, paperwork: &Paperwork) -> anyhow::Result<Issue> {
    let by = desk.by.clone();
    match desk.ask(Request::Issue { case: file.id, sheet, data: paperwork.data(), hash: paperwork.hash(), by })? {
        Answer::Issued(issue) => Ok(issue),
        _ => Err(mismatch()),
    }
}

/// A rule book's number pattern may hold signs that no file name may.
fn safe_name(name: &str) -> String {
    name.chars().map(|c| if c.is_control() || "/\\:*?\"<>|".contains(c) { '_' } else { c }).collect()
}
