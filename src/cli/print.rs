//! `kesu print`: sheets of a case as PDF, stored with their document numbers before they are handed out; empty forms.

mod many;

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, anyhow, bail};

use super::args::{Chosen, FormArg, ModeArg, PrintArgs};
use super::open::{Desk, mismatch};
use super::rows::{for_each, query};
use crate::app::issuing::{self, best_mode, content, copies, file_name, finished};
use crate::app::paperwork::{Office, Paperwork, PaperworkFault, Print};
use crate::app::{Folders, Settings, now, write_whole};
use crate::domain::event::SheetKind;
use crate::domain::holder::Holder;
use crate::domain::organisation::Organisation;
use crate::domain::places::Places;
use crate::domain::rules::Rules;
use crate::paper::{FontSet, PaperError, PrintMode, to_pdf};
use crate::rulebook::{BUILT_IN, RuleBook};
use crate::store::{
    Answer, CaseFile, Content, Issue, IssueMode, IssueOf, NewIssue, NextIssue, OpenMode, Request, View, Way,
};
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
    if asked.form == Some(FormArg::Register) {
        bail!("the weekly register belongs to no case; print it with --register REGION --from DAY --to DAY");
    }
    if let Some(document) = &asked.reprint {
        return reprint(db, document, asked, out);
    }
    if let Some(region) = &asked.register {
        return super::print_register::run(db, region, asked, out);
    }
    let mut desk = Desk::open(db, OpenMode::Existing)?;
    let (numbers, several) = numbers(&mut desk, asked)?;
    match (numbers.as_slice(), asked.form, asked.pack) {
        ([], ..) => bail!("no case is meant; name a number, or widen --query or --view"),
        ([number], Some(FormArg::All), None) if !several => case(&mut desk, number, asked, out),
        ([number], Some(form), None) if !several && !asked.join => sheet(&mut desk, (number, form), asked, out),
        (_, Some(form), None) => many::sheets(&mut desk, (&numbers, form), asked, out),
        (_, _, Some(pack)) => many::packs(&mut desk, (&numbers, pack), asked, out),
        (_, None, None) => bail!("name a form or a pack"),
    }
}

/// The numbers that are meant, each once, and whether a list was asked for rather than one case.
fn numbers(desk: &mut Desk, asked: &PrintArgs) -> anyhow::Result<(Vec<String>, bool)> {
    let mut numbers: Vec<String> = Vec::new();
    let mut add = |number: &str| {
        let number = number.trim().to_owned();
        if !number.is_empty() && !numbers.contains(&number) {
            numbers.push(number);
        }
    };
    asked.numbers.iter().chain(&asked.cases).for_each(|number| add(number));
    let listed = asked.query.is_some() || asked.view.is_some();
    if listed {
        let view = asked.view.clone().or_else(|| Some(View::All.word().to_owned()));
        let chosen = Chosen {
            view,
            search: asked.query.clone(),
            region: None,
            class: None,
            procedure: None,
            from: None,
            to: None,
        };
        let query = query(&chosen, desk)?;
        for_each(desk, query, None, &mut |rows, _| {
            rows.iter().for_each(|row| add(&row.number));
            Ok(())
        })?;
    }
    let several = listed || numbers.len() > 1;
    Ok((numbers, several))
}

/// Every official form the case has come to, one after the other.
fn case(desk: &mut Desk, number: &str, asked: &PrintArgs, out: &mut impl Write) -> anyhow::Result<()> {
    let file = desk.case(number)?;
    make_folder(&asked.out)?;
    let fonts = FontSet::load().map_err(|fault| worded(&fault, number))?;
    for kind in ready(&file, FormArg::All) {
        // A form that was issued is on record: the next one sees it.
        let file = desk.case(number)?;
        one(desk, &file, kind, (asked, &fonts), out)?;
    }
    Ok(())
}

fn sheet(
    desk: &mut Desk,
    (number, form): (&str, FormArg),
    asked: &PrintArgs,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let file = desk.case(number)?;
    make_folder(&asked.out)?;
    let fonts = FontSet::load().map_err(|fault| worded(&fault, number))?;
    ready(&file, form).into_iter().try_for_each(|kind| one(desk, &file, kind, (asked, &fonts), out))
}

/// The sheets that a form argument means for a case: the one it names, or those of the five that the case has come to.
fn ready(file: &CaseFile, form: FormArg) -> Vec<SheetKind> {
    let all = || SheetKind::OFFICIAL.into_iter().filter(|kind| kind.is_ready(&file.case)).collect();
    kind_of(form).map_or_else(all, |kind| vec![kind])
}

fn one(
    desk: &mut Desk,
    file: &CaseFile,
    kind: SheetKind,
    (asked, fonts): (&PrintArgs, &FontSet),
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let number = &file.case.number;
    if asked.mode == Some(ModeArg::Blank) {
        let paperwork = Paperwork::of(kind, file, &office(desk)).map_err(|fault| not_yet(fault, number))?;
        let print = Print { document: "", nth: 1, mode: PrintMode::Blank };
        let sheet =
            paperwork.all_copies((number, print), &office(desk), fonts).map_err(|fault| worded(&fault, number))?;
        let bytes = to_pdf(&sheet, fonts).map_err(|fault| worded(&fault, number))?;
        return write(&asked.out, &file_name(&format!("{number}-{}-blank", kind.word()), None, false), &bytes, out);
    }
    let (paperwork, issue) = put_out(desk, file, kind, (asked, fonts))?;
    if asked.mode.is_none() && !lacks(&paperwork).is_empty() {
        writeln!(std::io::stderr(), "kesu: {} printed as a prefilled draft, {}", kind.word(), lacks(&paperwork))?;
    }
    let cautions = cautions(&paperwork);
    if !cautions.is_empty() {
        writeln!(std::io::stderr(), "kesu: look again at {}: {cautions}", kind.word())?;
    }
    deliver(desk, &issue, (asked, fonts), out)
}

/// Puts a sheet on record, or hands out once more what has not changed.
fn put_out(
    desk: &mut Desk,
    file: &CaseFile,
    kind: SheetKind,
    (asked, fonts): (&PrintArgs, &FontSet),
) -> anyhow::Result<(Paperwork, Issue)> {
    let number = &file.case.number;
    let mut paperwork = Paperwork::of(kind, file, &office(desk)).map_err(|fault| not_yet(fault, number))?;
    let mode = mode_of(asked.mode, &paperwork, (number, kind))?;
    paperwork.read_pictures(desk.database.attachments());
    let of = IssueOf::Sheet(file.id, kind);
    let issue = match next(desk, of, content(&paperwork, mode), asked.anew)? {
        NextIssue::Same(issue) => hand_out(desk, &issue.document, asked.copy)?,
        NextIssue::New { document, nth } => {
            let made = finished((&paperwork, file, kind), (document, nth), mode, (&office(desk), fonts));
            put_on_record(desk, made.map_err(|fault| worded(&fault, number))?, asked.copy)?
        }
    };
    Ok((paperwork, issue))
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
    let issue = hand_out(&mut desk, &document.trim().to_uppercase(), asked.copy)?;
    if let Some(newer) = &issue.newer {
        writeln!(std::io::stderr(), "kesu: {} is void, {newer} took its place; the copy says so", issue.document)?;
    }
    let fonts = FontSet::load().map_err(|fault| worded(&fault, document))?;
    deliver(&desk, &issue, (asked, &fonts), out)
}

pub(super) fn next(desk: &mut Desk, of: IssueOf, content: Content, anew: bool) -> anyhow::Result<NextIssue> {
    match desk.ask(Request::NextIssue { of, content, anew })? {
        Answer::NextIssue(next) => Ok(next),
        _ => Err(mismatch()),
    }
}

pub(super) fn put_on_record(desk: &mut Desk, issue: NewIssue, whose: Option<Holder>) -> anyhow::Result<Issue> {
    let by = desk.by.clone();
    if let Some(holder) = whose.filter(|holder| !issue.copies.iter().any(|copy| copy.copy.holder == *holder)) {
        bail!("{} has no copy for {}; leave --copy away for all it has", issue.document, holder.word());
    }
    issued(desk.ask(Request::Issue { issue: Box::new(issue), whose, way: Way::File, by })?)
}

pub(super) fn hand_out(desk: &mut Desk, document: &str, whose: Option<Holder>) -> anyhow::Result<Issue> {
    let by = desk.by.clone();
    issued(desk.ask(Request::HandOut { document: document.to_owned(), whose, way: Way::File, by })?)
}

fn issued(answer: Answer) -> anyhow::Result<Issue> {
    match answer {
        Answer::Issued(issue) => Ok(*issue),
        _ => Err(mismatch()),
    }
}

/// Writes the stored files of an issue into the folder, one a copy.
pub(super) fn deliver(
    desk: &Desk,
    issue: &Issue,
    (asked, fonts): (&PrintArgs, &FontSet),
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let files = copies(issue, asked.copy, desk.database.attachments(), fonts).map_err(|why| anyhow!(why))?;
    files.iter().try_for_each(|(name, bytes)| write(&asked.out, name, bytes, out))
}

/// The empty form, by the rule book the program brings along.
fn blank(form: FormArg, folder: &Path, out: &mut impl Write) -> anyhow::Result<()> {
    let kinds: Vec<Option<SheetKind>> = match form {
        FormArg::Register => vec![None],
        form => kind_of(form).map_or_else(|| SheetKind::OFFICIAL.map(Some).to_vec(), |kind| vec![Some(kind)]),
    };
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
        let Some(rules) = prescribing(kind)? else {
            bail!(
                "there is no empty form for this; --blank takes feedback, incident-survey, loss-list, settlement, closure, \
                 register, correction, objection, appeal or all"
            )
        };
        let bytes = issuing::blank(kind, &rules, (&office, &fonts)).map_err(|why| anyhow!(why))?;
        write(folder, &format!("{}-blank.pdf", kind.map_or("register", SheetKind::word)), &bytes, out)?;
    }
    Ok(())
}

/// The first of the program's own rule books that prescribes the form.
fn prescribing(kind: Option<SheetKind>) -> anyhow::Result<Option<Rules>> {
    for (file, text) in BUILT_IN {
        let book = RuleBook::read(file, text).context("the program's own rule book is damaged; install it anew")?;
        if kind.is_none_or(|kind| Paperwork::blank(kind, &book.rules).is_some()) {
            return Ok(Some(book.rules));
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
        FormArg::All | FormArg::Register => return None,
    })
}

fn not_yet(fault: PaperworkFault, number: &str) -> anyhow::Error {
    match fault {
        PaperworkFault::NotDispatched => {
            anyhow!("{number} has not been dispatched; its dispatch slip can be printed after that")
        }
        PaperworkFault::OfNoCase => {
            anyhow!("a register is printed with --form register for a region and a week, not for {number}")
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

fn mode_of(
    asked: Option<ModeArg>,
    paperwork: &Paperwork,
    (number, kind): (&str, SheetKind),
) -> anyhow::Result<IssueMode> {
    let lacks = lacks(paperwork);
    match asked {
        Some(ModeArg::Prefill) => Ok(IssueMode::Prefilled),
        Some(ModeArg::Final) if !lacks.is_empty() => {
            bail!("{number} cannot be printed as final {}, {lacks}; mend that or use --mode prefill", kind.word())
        }
        Some(ModeArg::Final) => Ok(IssueMode::Final),
        Some(ModeArg::Blank) | None => Ok(best_mode(paperwork)),
    }
}

/// What to look at once more before the paper is signed, in words.
fn cautions(paperwork: &Paperwork) -> String {
    let texts = Texts::new(Lang::En);
    let told: Vec<String> = paperwork.cautions().iter().map(|caution| texts.name("caution", caution.word())).collect();
    told.join("; ")
}

/// What a 定稿 lacks, in words; empty when nothing.
fn lacks(paperwork: &Paperwork) -> String {
    let mut lacks = Vec::new();
    let fields = paperwork.missing();
    if !fields.is_empty() {
        lacks.push(format!("these fields are empty: {}", fields.join(", ")));
    }
    if !paperwork.gaps().is_empty() {
        let texts = Texts::new(Lang::En);
        let gaps: Vec<String> = paperwork.gaps().iter().map(|gap| say::gap_text(&texts, gap)).collect();
        lacks.push(format!("these steps are not done: {}", gaps.join("; ")));
    }
    lacks.join("; ")
}
