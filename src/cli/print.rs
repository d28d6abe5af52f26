//! `kesu print`: sheets of a case as PDF, stored with their document numbers before they are handed out; empty forms.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, anyhow, bail};

use super::args::{FormArg, ModeArg, PrintArgs};
use super::open::{Desk, mismatch};
use crate::app::issuing::{best_mode, content, copy, file_name, finished};
use crate::app::paperwork::{Office, Paperwork, PaperworkFault, Print};
use crate::app::{Folders, Settings, now, write_whole};
use crate::domain::event::SheetKind;
use crate::domain::organisation::Organisation;
use crate::domain::places::Places;
use crate::paper::{FontSet, PaperError, PrintMode, to_pdf};
use crate::rulebook::{BUILT_IN, RuleBook};
use crate::store::{Answer, CaseFile, Content, Issue, IssueMode, IssueOf, NewIssue, NextIssue, OpenMode, Request, Way};
use crate::text::{Lang, Texts};
use crate::ui::say;

/// Prints the sheets and tells where they lie: what has not changed goes out once more as it is.
///
/// # Errors
/// No such file or case, a sheet the case has not come to, required fields empty or steps not done in a final print, or
/// nothing can be written.
pub(super) fn run(db: Option<&Path>, asked: &PrintArgs, out: &mut impl Write) -> anyhow::Result<()> {
    if let Some(form) = asked.blank {
        return blank(form, &asked.out, out);
    }
    if let Some(document) = &asked.reprint {
        return reprint(db, document, asked, out);
    }
    if let Some(region) = &asked.register {
        return super::print_register::run(db, region, asked, out);
    }
    let (Some(number), Some(form)) = (&asked.number, asked.form) else { bail!("name a case and a form") };
    let mut desk = Desk::open(db, OpenMode::Existing)?;
    let file = desk.case(number)?;
    make_folder(&asked.out)?;
    let all: Vec<SheetKind> = SheetKind::OFFICIAL.iter().copied().filter(|kind| kind.is_ready(&file.case)).collect();
    let kinds = kind_of(form).map_or(all, |kind| vec![kind]);
    let fonts = FontSet::load().map_err(|fault| worded(&fault, number))?;
    for kind in kinds {
        // A form that was issued is on record: the next one sees it.
        let file = desk.case(number)?;
        one(&mut desk, &file, kind, (asked, &fonts), out)?;
    }
    Ok(())
}

fn one(
    desk: &mut Desk,
    file: &CaseFile,
    kind: SheetKind,
    (asked, fonts): (&PrintArgs, &FontSet),
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let number = file.case.number.clone();
    let mut paperwork = Paperwork::of(kind, file, &office(desk)).map_err(|fault| not_yet(fault, &number))?;
    let mode = mode_of(asked.mode, &paperwork, (&number, kind))?;
    paperwork.read_pictures(desk.database.attachments());
    let Some(mode) = mode else {
        let print = Print { document: "", nth: 1, mode: PrintMode::Blank };
        let sheet = paperwork.sheet(&number, print, &office(desk), fonts).map_err(|fault| worded(&fault, &number))?;
        let bytes = to_pdf(&sheet, fonts).map_err(|fault| worded(&fault, &number))?;
        return write(&asked.out, &file_name(&format!("{number}-{}-blank", kind.word()), false), &bytes, out);
    };
    let of = IssueOf::Sheet(file.id, kind);
    let issue = match next(desk, of, content(&paperwork, mode), asked.anew)? {
        NextIssue::Same(issue) => hand_out(desk, &issue.document)?,
        NextIssue::New { document, nth } => {
            let made = finished((&paperwork, file, kind), (document, nth), mode, (&office(desk), fonts));
            put_on_record(desk, made.map_err(|fault| worded(&fault, &number))?)?
        }
    };
    deliver(desk, &issue, (&asked.out, fonts), out)
}

/// Prints an issue that is on record once more: the same file, or a copy that says that another took its place.
pub(super) fn reprint(
    db: Option<&Path>,
    document: &str,
    asked: &PrintArgs,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let mut desk = Desk::open(db, OpenMode::Existing)?;
    make_folder(&asked.out)?;
    let issue = hand_out(&mut desk, &document.trim().to_uppercase())?;
    if let Some(newer) = &issue.newer {
        writeln!(std::io::stderr(), "kesu: {} is void, {newer} took its place; the copy says so", issue.document)?;
    }
    let fonts = FontSet::load().map_err(|fault| worded(&fault, document))?;
    deliver(&desk, &issue, (&asked.out, &fonts), out)
}

pub(super) fn next(desk: &mut Desk, of: IssueOf, content: Content, anew: bool) -> anyhow::Result<NextIssue> {
    match desk.ask(Request::NextIssue { of, content, anew })? {
        Answer::NextIssue(next) => Ok(next),
        _ => Err(mismatch()),
    }
}

pub(super) fn put_on_record(desk: &mut Desk, issue: NewIssue) -> anyhow::Result<Issue> {
    let by = desk.by.clone();
    issued(desk.ask(Request::Issue { issue: Box::new(issue), way: Way::File, by })?)
}

pub(super) fn hand_out(desk: &mut Desk, document: &str) -> anyhow::Result<Issue> {
    let by = desk.by.clone();
    issued(desk.ask(Request::HandOut { document: document.to_owned(), way: Way::File, by })?)
}

fn issued(answer: Answer) -> anyhow::Result<Issue> {
    match answer {
        Answer::Issued(issue) => Ok(*issue),
        _ => Err(mismatch()),
    }
}

/// Writes the stored file of an issue into the folder.
pub(super) fn deliver(
    desk: &Desk,
    issue: &Issue,
    (folder, fonts): (&Path, &FontSet),
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let bytes = copy(issue, desk.database.attachments(), fonts).map_err(|why| anyhow!(why))?;
    write(folder, &file_name(&issue.document, issue.newer.is_some()), &bytes, out)
}

/// The empty form, by the rule book the program brings along.
fn blank(form: FormArg, folder: &Path, out: &mut impl Write) -> anyhow::Result<()> {
    let kinds = kind_of(form).map_or_else(|| SheetKind::OFFICIAL.to_vec(), |kind| vec![kind]);
    let settings = Settings::read(&Folders::of_this_computer().settings_file());
    let (organisation, places) = (Organisation::default(), Places::default());
    let office = Office {
        organisation: &organisation,
        places: &places,
        company: &settings.company,
        house: &settings.house,
        me: &settings.me,
        now: now(),
    };
    let fonts = FontSet::load().map_err(|fault| worded(&fault, "the form"))?;
    make_folder(folder)?;
    for kind in kinds {
        let Some(paperwork) = empty(kind)? else {
            bail!(
                "there is no empty form for this; --blank takes feedback, incident-survey, loss-list, settlement, closure, \
                 correction, objection, appeal or all"
            )
        };
        let print = Print { document: "", nth: 1, mode: PrintMode::Blank };
        let sheet = paperwork.sheet("", print, &office, &fonts).map_err(|fault| worded(&fault, "the form"))?;
        let bytes = to_pdf(&sheet, &fonts).map_err(|fault| worded(&fault, "the form"))?;
        write(folder, &format!("{}-blank.pdf", kind.word()), &bytes, out)?;
    }
    Ok(())
}

/// The empty form by the first of the program's own rule books that prescribes it.
fn empty(kind: SheetKind) -> anyhow::Result<Option<Paperwork>> {
    for (file, text) in BUILT_IN {
        let book = RuleBook::read(file, text).context("the program's own rule book is damaged; install it anew")?;
        if let Some(paperwork) = Paperwork::blank(kind, &book.rules) {
            return Ok(Some(paperwork));
        }
    }
    Ok(None)
}

/// Before anything takes a number: a folder that cannot be made refuses the print.
pub(super) fn make_folder(folder: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(folder)
        .with_context(|| format!("the folder {} cannot be made; name another with --out", folder.display()))
}

pub(super) fn write(folder: &Path, name: &str, bytes: &[u8], out: &mut impl Write) -> anyhow::Result<()> {
    let path = folder.join(name);
    write_whole(&path, bytes).with_context(|| {
        format!("{} cannot be written; close it where it is open or name another folder with --out", path.display())
    })?;
    writeln!(out, "{}", path.display())?;
    Ok(())
}

pub(super) fn office(desk: &Desk) -> Office<'_> {
    Office {
        organisation: desk.database.organisation(),
        places: desk.database.places(),
        company: &desk.settings.company,
        house: &desk.settings.house,
        me: &desk.by.name,
        now: desk.by.now,
    }
}

/// The sheet a form argument names; `None` for all of the five.
const fn kind_of(form: FormArg) -> Option<SheetKind> {
    Some(match form {
        FormArg::Feedback => SheetKind::Feedback,
        FormArg::IncidentSurvey => SheetKind::Survey,
        FormArg::LossList => SheetKind::Losses,
        FormArg::Settlement => SheetKind::Settlement,
        FormArg::Closure => SheetKind::Closing,
        FormArg::Dispatch => SheetKind::Dispatch,
        FormArg::Urge => SheetKind::Urge,
        FormArg::Rehandling => SheetKind::Rehandling,
        FormArg::Correction => SheetKind::Correction,
        FormArg::Objection => SheetKind::Objection,
        FormArg::Appeal => SheetKind::Appeal,
        FormArg::All => return None,
    })
}

fn not_yet(fault: PaperworkFault, number: &str) -> anyhow::Error {
    match fault {
        PaperworkFault::NotDispatched => {
            anyhow!("{number} has not been dispatched; its dispatch slip can be printed after that")
        }
        PaperworkFault::NotUrged => anyhow!("{number} has not been urged; its notice can be printed after that"),
        PaperworkFault::NoIncident => {
            anyhow!("{number} has no incident file; open one in the window, then its forms 2 to 5 can be printed")
        }
        PaperworkFault::NoLosses => anyhow!("{number} has no loss; enter the losses first"),
        PaperworkFault::NoAgreement => anyhow!("{number} has no agreement; enter what was agreed first"),
        PaperworkFault::NotSettled => {
            anyhow!("{number} is not settled; sign the agreement or end the matter without money first")
        }
        PaperworkFault::NotSentBack => {
            anyhow!(
                "{number} was not sent back; a re-handling order can be printed after a dissatisfied revisit or a reopening"
            )
        }
        PaperworkFault::NotCorrected => anyhow!("nothing was corrected on {number}; there is no correction slip"),
        PaperworkFault::NoProcedure => {
            anyhow!("{number} has no such procedure; open it in the window first, if its rule book prescribes one")
        }
    }
}

pub(super) fn worded(fault: &PaperError, number: &str) -> anyhow::Error {
    match fault {
        PaperError::Missing { chars } => {
            let chars: Vec<String> = chars.iter().map(|&c| format!("{c} (U+{:04X})", u32::from(c))).collect();
            anyhow!("{number} cannot be printed, no face has {}; correct the text", chars.join(", "))
        }
        PaperError::Font { face, why } => {
            anyhow!("the face {face} of the program cannot be read ({why}); install it anew")
        }
        PaperError::Incomplete { .. } => {
            anyhow!("{number} cannot be printed as final, required fields are empty or steps are not done")
        }
        PaperError::QrTooLong => anyhow!("{number} cannot be printed, its document number is too long for a code"),
        PaperError::Jpeg(why) => anyhow!("{number} cannot be printed, a picture is damaged: {why}"),
        PaperError::Pdf(why) => anyhow!("{number} cannot be printed, the PDF was refused: {why}"),
    }
}

/// `None` for the blank form, which is no issue.
fn mode_of(
    asked: Option<ModeArg>,
    paperwork: &Paperwork,
    (number, kind): (&str, SheetKind),
) -> anyhow::Result<Option<IssueMode>> {
    let texts = Texts::new(Lang::En);
    let mut lacks = Vec::new();
    let fields = paperwork.missing();
    if !fields.is_empty() {
        lacks.push(format!("these fields are empty: {}", fields.join(", ")));
    }
    if !paperwork.gaps().is_empty() {
        let gaps: Vec<String> = paperwork.gaps().iter().map(|gap| say::gap_text(&texts, gap)).collect();
        lacks.push(format!("these steps are not done: {}", gaps.join("; ")));
    }
    let lacks = lacks.join("; ");
    match asked {
        Some(ModeArg::Blank) => Ok(None),
        Some(ModeArg::Prefill) => Ok(Some(IssueMode::Prefilled)),
        Some(ModeArg::Final) if !lacks.is_empty() => {
            bail!("{number} cannot be printed as final {}, {lacks}; mend that or use --mode prefill", kind.word())
        }
        Some(ModeArg::Final) => Ok(Some(IssueMode::Final)),
        None => {
            if !lacks.is_empty() {
                writeln!(std::io::stderr(), "kesu: {} printed as a prefilled draft, {lacks}", kind.word())?;
            }
            Ok(Some(best_mode(paperwork)))
        }
    }
}
