//! From the fields of a sheet to its issue: the same way from the window and from the command line.

use std::path::Path;

use sha2::{Digest, Sha256};

use super::paperwork::{Office, Paperwork, Print, TEMPLATE_VERSION};
use crate::domain::event::SheetKind;
use crate::domain::holder::{FormCopy, Holder};
use crate::domain::rules::Rules;
use crate::paper::register::{self, RegisterForm};
use crate::paper::{FontSet, FormHead, PaperError, PrintMode, Sheet, json, pdf, to_pdf};
use crate::store::{CaseFile, Content, Issue, IssueCopy, IssueMode, IssueOf, NewCopy, NewIssue, blob_path, hex};

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

/// Lays a sheet out under its number, once for each holder, and writes a file for each; pictures must have been read.
///
/// A file a holder, each under its own hash, instead of one for all: whatever goes to one holder is then byte for byte what is
/// on record, and no internal page lies in a file that leaves the house. The pages of the issue are those of its first
/// copy, the whole form; the codes on all copies count by it.
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
    let made = |copy: FormCopy| {
        let laid_out = paperwork.copy(copy.holder, (&file.case.number, print), office, fonts)?;
        new_copy(copy, &laid_out, fonts)
    };
    let copies = paperwork.copies().into_iter().map(made).collect::<Result<Vec<_>, PaperError>>()?;
    Ok(NewIssue { of: IssueOf::Sheet(file.id, sheet), content: content(paperwork, mode), document, copies })
}

fn new_copy(copy: FormCopy, laid_out: &Sheet, fonts: &FontSet) -> Result<NewCopy, PaperError> {
    let pages = u32::try_from(laid_out.pages.len()).unwrap_or(u32::MAX);
    Ok(NewCopy { copy, pages, pdf: to_pdf(laid_out, fonts)? })
}

/// What is to be put on record of a register.
#[must_use]
pub fn register_content(form: &RegisterForm) -> Content {
    let data = json(form);
    let hash = hex(&Sha256::digest(data.as_bytes()));
    let (form_no, version) = (register::FORM_NO.to_owned(), TEMPLATE_VERSION.to_owned());
    Content { form_no, version, mode: IssueMode::Final, data, hash }
}

/// As [`finished`] for a register; `document` is empty for a preview or an empty one.
///
/// # Errors
/// A character without a drawing.
pub fn register_sheet(
    form: &RegisterForm,
    (document, nth, mode): (&str, u32, PrintMode),
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
        copy: Holder::Headquarters,
        hash8: register_content(form).hash.get(..8).unwrap_or_default().to_owned(),
        shut: false,
    };
    register::register(form, &head, fonts, mode)
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
    let sheet = register_sheet(form, (&document, nth, PrintMode::Final), (office, fonts))?;
    let of = IssueOf::Register(mark.to_owned());
    let copies = vec![new_copy(FormCopy::usual(Holder::Headquarters), &sheet, fonts)?];
    Ok(NewIssue { of, content: register_content(form), document, copies })
}

/// Files of an issue as they were stored, the copy of one holder or all usual ones, each with its file's name; with 作废
/// across every page where another issue took its place.
///
/// # Errors
/// A sentence naming the file that cannot be read.
pub fn copies(
    issue: &Issue,
    whose: Option<Holder>,
    folder: &Path,
    fonts: &FontSet,
) -> Result<Vec<(String, Vec<u8>)>, String> {
    let read = |copy: &IssueCopy| {
        let path = blob_path(folder, &copy.pdf);
        let told = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
        let bytes = std::fs::read(&path).map_err(|error| told(&error))?;
        let bytes =
            if issue.newer.is_none() { bytes } else { pdf::void(&bytes, fonts).map_err(|error| told(&error))? };
        Ok((file_name(&issue.document, issue.suffix(copy), issue.newer.is_some()), bytes))
    };
    issue.chosen(whose).map(read).collect()
}

/// The same bound to one file, for the printer and the viewer.
///
/// # Errors
/// As [`copies`].
pub fn joined(issue: &Issue, whose: Option<Holder>, folder: &Path, fonts: &FontSet) -> Result<Vec<u8>, String> {
    let mut files: Vec<Vec<u8>> = copies(issue, whose, folder, fonts)?.into_iter().map(|(_, bytes)| bytes).collect();
    match files.len() {
        1 => Ok(files.remove(0)),
        _ => pdf::join(&files).map_err(|error| format!("{}: {error}", issue.document)),
    }
}

/// An empty form for the field as a file, every usual copy behind the other; without a kind the weekly register.
///
/// # Errors
/// A sentence why it cannot be laid out, or that there is none.
pub fn blank(
    kind: Option<SheetKind>,
    rules: &Rules,
    (office, fonts): (&Office<'_>, &FontSet),
) -> Result<Vec<u8>, String> {
    let print = Print { document: "", nth: 0, mode: PrintMode::Blank };
    let laid_out = match kind {
        None => register_sheet(&RegisterForm::default(), ("", 0, PrintMode::Blank), (office, fonts)),
        Some(kind) => {
            let Some(paperwork) = Paperwork::blank(kind, rules) else { return Err(kind.word().to_owned()) };
            paperwork.all_copies(("", print), office, fonts)
        }
    };
    laid_out.and_then(|sheet| to_pdf(&sheet, fonts)).map_err(|error| error.to_string())
}

/// The name of the file of a copy: the first goes by the number alone, the others add whose they are.
#[must_use]
pub fn file_name(document: &str, whose: Option<Holder>, is_void: bool) -> String {
    let name: String =
        document.chars().map(|c| if c.is_control() || "/\\:*?\"<>|".contains(c) { '_' } else { c }).collect();
    let whose = whose.map(|holder| format!("-{}", holder.word())).unwrap_or_default();
    let is_void = if is_void { "-void" } else { "" };
    format!("{name}{whose}{is_void}.pdf")
}
