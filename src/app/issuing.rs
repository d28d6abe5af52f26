//! From the fields of a sheet to its issue: the same way from the window and from the command line.

use std::path::Path;

use sha2::{Digest, Sha256};

use super::paperwork::{Office, Paperwork, Print, TEMPLATE_VERSION};
use crate::domain::event::SheetKind;
use crate::paper::register::{self, RegisterForm};
use crate::paper::{FontSet, FormHead, PaperError, PrintMode, Sheet, json, official, pdf, to_pdf};
use crate::store::{CaseFile, Content, Issue, IssueMode, IssueOf, NewIssue, blob_path, hex};

/// What is to be put on record of a sheet, before it has a number.
#[must_use]
pub fn content(paperwork: &Paperwork, mode: IssueMode) -> Content {
    let (form_no, version) = paperwork.template();
    Content {
        form_no: form_no.to_owned(),
        version: version.to_owned(),
        mode,
        data: paperwork.data(),
        hash: paperwork.hash(),
    }
}

/// 定稿 when nothing is missing, else 预填.
#[must_use]
pub fn best_mode(paperwork: &Paperwork) -> IssueMode {
    match paperwork.best_mode() {
        PrintMode::Final => IssueMode::Final,
        PrintMode::Blank | PrintMode::Prefilled => IssueMode::Prefilled,
    }
}

/// How the pages of an issue are laid out.
#[must_use]
pub const fn print_mode(mode: IssueMode) -> PrintMode {
    match mode {
        IssueMode::Prefilled => PrintMode::Prefilled,
        IssueMode::Final => PrintMode::Final,
    }
}

/// Lays a sheet out under its number and writes its file; pictures must have been read.
///
/// # Errors
/// A character without a drawing, or a final print with required fields empty.
pub fn finished(
    (paperwork, file, sheet): (&Paperwork, &CaseFile, SheetKind),
    (document, nth): (String, u32),
    mode: IssueMode,
    (office, fonts): (&Office<'_>, &FontSet),
) -> Result<NewIssue, PaperError> {
    let print = Print { document: &document, nth, mode: print_mode(mode) };
    let laid_out = paperwork.sheet(&file.case.number, print, office, fonts)?;
    let pdf = to_pdf(&laid_out, fonts)?;
    let pages = u32::try_from(laid_out.pages.len()).unwrap_or(u32::MAX);
    Ok(NewIssue { of: IssueOf::Sheet(file.id, sheet), content: content(paperwork, mode), document, pages, pdf })
}

/// What is to be put on record of a register.
#[must_use]
pub fn register_content(form: &RegisterForm) -> Content {
    let data = json(form);
    let hash = hex(&Sha256::digest(data.as_bytes()));
    let (form_no, version) = (register::FORM_NO.to_owned(), TEMPLATE_VERSION.to_owned());
    Content { form_no, version, mode: IssueMode::Final, data, hash }
}

/// As [`finished`] for a register; `document` is empty for a preview.
///
/// # Errors
/// A character without a drawing.
pub fn register_sheet(
    form: &RegisterForm,
    (document, nth): (&str, u32),
    (office, fonts): (&Office<'_>, &FontSet),
) -> Result<Sheet, PaperError> {
    let head = FormHead {
        company: office.company.to_owned(),
        form_no: register::FORM_NO.to_owned(),
        version: TEMPLATE_VERSION.to_owned(),
        doc_no: document.to_owned(),
        case_no: String::new(),
        printed_at: office.now.wall(),
        printed_by: office.me.to_owned(),
        nth,
        copy: official::HEADQUARTERS_COPY.to_owned(),
        hash8: register_content(form).hash.get(..8).unwrap_or_default().to_owned(),
        shut: false,
    };
    register::register(form, &head, fonts, PrintMode::Final)
}

/// Lays a register out under its number and writes its file.
///
/// # Errors
/// A character without a drawing.
pub fn finished_register(
    form: &RegisterForm,
    mark: &str,
    (document, nth): (String, u32),
    (office, fonts): (&Office<'_>, &FontSet),
) -> Result<NewIssue, PaperError> {
    let sheet = register_sheet(form, (&document, nth), (office, fonts))?;
    let pdf = to_pdf(&sheet, fonts)?;
    let pages = u32::try_from(sheet.pages.len()).unwrap_or(u32::MAX);
    let of = IssueOf::Register(mark.to_owned());
    Ok(NewIssue { of, content: register_content(form), document, pages, pdf })
}

/// The file of an issue as it was stored; a copy with 作废 across every page where another issue took its place.
///
/// # Errors
/// A sentence naming the file that cannot be read or does not have the bytes it was stored with.
pub fn copy(issue: &Issue, folder: &Path, fonts: &FontSet) -> Result<Vec<u8>, String> {
    let path = blob_path(folder, &issue.pdf);
    let bytes = std::fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    if issue.newer.is_none() {
        return Ok(bytes);
    }
    pdf::void(&bytes, fonts).map_err(|error| format!("{}: {error}", path.display()))
}

/// The name of that file.
#[must_use]
pub fn file_name(document: &str, is_void: bool) -> String {
    let name: String =
        document.chars().map(|c| if c.is_control() || "/\\:*?\"<>|".contains(c) { '_' } else { c }).collect();
    if is_void { format!("{name}-void.pdf") } else { format!("{name}.pdf") }
}
