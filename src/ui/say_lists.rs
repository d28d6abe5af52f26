//! Words for spreadsheets: why a file or row is not taken, what an export's columns are called.

use std::path::Path;

use crate::domain::facts::FaultKind;
use crate::domain::organisation::Organisation;
use crate::domain::phone::Phone;
use crate::domain::procedure::ProcedureCommand;
use crate::domain::{Command, Field};
use crate::exchange::dates::{DateFault, DateOrder};
use crate::exchange::dry_run::{DryRun, RefusalReason, WarningReason};
use crate::exchange::export::{ExportFault, ListHead, Value};
use crate::exchange::report::{ReportReason, ReportWords, write_report};
use crate::exchange::table::{Note, ReadFault};
use crate::exchange::target::Target;
use crate::exchange::values::{Care, Unread};
use crate::rulebook::RuleBook;
use crate::store::CaseRow;
use crate::t;
use crate::text::{Lang, Texts};
use crate::ui::say;

/// The deed a command does, for the toast.
#[must_use]
pub fn command_done(texts: &Texts, command: &Command) -> String {
    match command {
        Command::Amend { .. } => t!(texts, "done-amend"),
        Command::Dispatch(_) => t!(texts, "done-dispatch"),
        Command::Transfer { .. } => t!(texts, "done-transfer"),
        Command::SendBack { .. } => t!(texts, "done-send-back"),
        Command::Raise { .. } => t!(texts, "done-raise"),
        Command::AskAssist { .. } => t!(texts, "done-assist"),
        Command::AnswerAssist { .. } => t!(texts, "done-assist-answer"),
        Command::Wait { .. } => t!(texts, "done-wait"),
        Command::Resume => t!(texts, "done-resume"),
        Command::Extend(_) => t!(texts, "done-extend"),
        Command::Warn => t!(texts, "done-warn"),
        Command::Urge { .. } => t!(texts, "done-urge"),
        Command::Handle(_) => t!(texts, "done-handle"),
        Command::Reply(_) => t!(texts, "done-reply"),
        Command::AnswerOnTheSpot(_) => t!(texts, "done-on-the-spot"),
        Command::Revisit(_) => t!(texts, "done-revisit"),
        Command::SkipRevisit { .. } => t!(texts, "done-skip-revisit"),
        Command::OpenRound { .. } => t!(texts, "done-round"),
        Command::Close { .. } => t!(texts, "done-close"),
        Command::Reopen { .. } => t!(texts, "done-reopen"),
        Command::Note { .. } => t!(texts, "done-note"),
        Command::Attach(_) => t!(texts, "done-attached"),
        Command::Detach { .. } => t!(texts, "done-detach"),
        Command::NamePhoto { .. } => t!(texts, "done-photo-named"),
        Command::RecordPrint { .. } => t!(texts, "done-note"),
        Command::Returned(command) => say::returned_done(texts, command),
        Command::Link(link) if link.relation.is_merge() => t!(texts, "done-merge"),
        Command::Link(_) => t!(texts, "done-link"),
        Command::Unlink(link) if link.relation.is_merge() => t!(texts, "done-unmerge"),
        Command::Unlink(_) => t!(texts, "done-unlink"),
        Command::RecordBreach(_) => t!(texts, "done-breach"),
        Command::Incident(_) => t!(texts, "done-incident"),
        Command::Procedure(command) => procedure_done(texts, command),
        Command::Undo { .. } => t!(texts, "done-undo"),
    }
}

fn procedure_done(texts: &Texts, command: &ProcedureCommand) -> String {
    match command {
        ProcedureCommand::Open { .. } => t!(texts, "done-procedure-open"),
        ProcedureCommand::Answer { .. } => t!(texts, "done-procedure-answer"),
        ProcedureCommand::Row { .. } => t!(texts, "done-procedure-row"),
        ProcedureCommand::Step { .. } => t!(texts, "done-procedure-step"),
        ProcedureCommand::SendBack { .. } => t!(texts, "done-procedure-back"),
        ProcedureCommand::Waive { .. } => t!(texts, "done-procedure-waive"),
        ProcedureCommand::BreakOff { .. } => t!(texts, "done-procedure-break"),
    }
}

/// What a column of a spreadsheet leads to.
#[must_use]
pub fn target_name(texts: &Texts, target: Target) -> String {
    match target {
        Target::Field(field) => texts.name("field", field.word()),
        Target::Province => t!(texts, "target-province"),
        Target::City => t!(texts, "target-city"),
        Target::County => t!(texts, "target-county"),
    }
}

/// Why a file is not read, and what to do.
#[must_use]
pub fn read_fault_text(texts: &Texts, fault: &ReadFault) -> String {
    match fault {
        ReadFault::NotFound => t!(texts, "read-not-found"),
        ReadFault::NoPermission => t!(texts, "read-no-permission"),
        ReadFault::InUse => t!(texts, "read-in-use"),
        ReadFault::Unreadable(why) => t!(texts, "read-unreadable", why = why.as_str()),
        ReadFault::Empty => t!(texts, "read-empty"),
        ReadFault::NotATable => t!(texts, "read-not-a-table"),
        ReadFault::PasswordProtected => t!(texts, "read-password"),
        ReadFault::Damaged(why) => t!(texts, "read-damaged", why = why.as_str()),
        ReadFault::TooLarge { limit, .. } => t!(texts, "read-too-large", limit = limit.to_string()),
        ReadFault::UnknownSheet { wanted, .. } => t!(texts, "read-unknown-sheet", sheet = wanted.as_str()),
    }
}

/// What a person should see of a file before importing it; notes without a message for people are left out.
#[must_use]
pub fn note_text(texts: &Texts, note: &Note) -> String {
    match note {
        Note::LinesAbove(count) => t!(texts, "note-lines-above", count = count.to_string()),
        Note::NoHeader => t!(texts, "note-no-header"),
        Note::UnknownHeaders => t!(texts, "note-unknown-headers"),
        Note::TwoHeaderLines => t!(texts, "note-two-header-lines"),
        Note::BlankRows(count) => t!(texts, "note-blank-rows", count = count.to_string()),
        Note::RepeatedHeaders(rows) => t!(texts, "note-repeated-headers", count = rows.len().to_string()),
        Note::Totals(rows) => t!(texts, "note-totals", count = rows.len().to_string()),
        Note::Footers(rows) => t!(texts, "note-footers", count = rows.len().to_string()),
        Note::OtherSheets(count) => t!(texts, "note-other-sheets", count = count.to_string()),
        Note::MergedCells(count) => t!(texts, "note-merged-cells", count = count.to_string()),
        Note::UnreadableCharacters => t!(texts, "note-unreadable-characters"),
        Note::UnbalancedQuotes => t!(texts, "note-unbalanced-quotes"),
        Note::RaggedRows(count) => t!(texts, "note-ragged-rows", count = count.to_string()),
    }
}

/// Why a row is not accepted.
#[must_use]
pub fn refusal_reason_text(texts: &Texts, reason: RefusalReason) -> String {
    match reason {
        RefusalReason::Value(Unread::Date(DateFault::NotADate)) => t!(texts, "row-not-a-date"),
        RefusalReason::Value(Unread::Date(DateFault::NoSuchDate)) => t!(texts, "row-no-such-date"),
        RefusalReason::Value(Unread::Date(DateFault::Ambiguous)) => t!(texts, "row-ambiguous-date"),
        RefusalReason::Value(Unread::Date(DateFault::Incomplete)) => t!(texts, "row-incomplete-date"),
        RefusalReason::Value(Unread::NotACount) => t!(texts, "row-not-a-count"),
        RefusalReason::Value(Unread::NotAnAmount) => t!(texts, "row-not-an-amount"),
        RefusalReason::Value(Unread::NotYesOrNo) => t!(texts, "row-not-yes-or-no"),
        RefusalReason::Value(Unread::UnknownWord) => t!(texts, "row-unknown-word"),
        RefusalReason::Fault(kind) => fault_kind_text(texts, kind),
        RefusalReason::NothingDescribed => t!(texts, "row-nothing-described"),
        RefusalReason::NothingIdentifies => t!(texts, "row-nothing-identifies"),
    }
}

/// What is wrong with a typed value, and what would be right.
#[must_use]
pub fn fault_kind_text(texts: &Texts, kind: FaultKind) -> String {
    match kind {
        FaultKind::Missing => t!(texts, "typed-missing"),
        FaultKind::NotADate => t!(texts, "typed-not-a-date"),
        FaultKind::InTheFuture => t!(texts, "typed-in-the-future"),
        FaultKind::NotAnAmount => t!(texts, "typed-not-an-amount"),
        FaultKind::NotACount => t!(texts, "typed-not-a-count"),
        FaultKind::UnknownWord => t!(texts, "typed-unknown-word"),
        FaultKind::NotYesOrNo => t!(texts, "typed-not-yes-or-no"),
        FaultKind::TooLong => t!(texts, "typed-too-long"),
        FaultKind::BeforeContact => t!(texts, "typed-before-contact"),
    }
}

/// What to know of a row that is accepted.
#[must_use]
pub fn warning_reason_text(texts: &Texts, reason: WarningReason) -> String {
    match reason {
        WarningReason::Value(Care::MonthOnly) => t!(texts, "care-month-only"),
        WarningReason::Value(Care::UnusualPhone) => t!(texts, "care-unusual-phone"),
        WarningReason::Value(Care::MorePhones) => t!(texts, "care-more-phones"),
        WarningReason::Value(Care::LostDigits) => t!(texts, "care-lost-digits"),
        WarningReason::Value(Care::TextCut) => t!(texts, "care-text-cut"),
        WarningReason::Value(Care::FailedFormula) => t!(texts, "care-failed-formula"),
        WarningReason::ReceivedNow => t!(texts, "care-received-now"),
        WarningReason::OrderAssumed(DateOrder::DayFirst) => t!(texts, "care-day-first"),
        WarningReason::OrderAssumed(DateOrder::MonthFirst) => t!(texts, "care-month-first"),
        WarningReason::RemarkCut => t!(texts, "care-remark-cut"),
    }
}

pub(super) fn report_reason_text(texts: &Texts, reason: ReportReason<'_>) -> String {
    match reason {
        ReportReason::Refusal(reason) => refusal_reason_text(texts, reason),
        ReportReason::Warning(reason) => warning_reason_text(texts, reason),
        ReportReason::RepeatsRow(row) => t!(texts, "repeats-row", row = row.to_string()),
        ReportReason::RepeatsCase(number) => t!(texts, "repeats-case", number = number),
        ReportReason::RepeatsEntry(_) => t!(texts, "roster-repeated"),
    }
}

/// Writes the report of an import in the language of the screen.
///
/// # Errors
/// As [`write_report`].
pub fn import_report(
    path: &Path,
    run: &DryRun,
    number: &dyn Fn(u32) -> Option<String>,
    texts: &Texts,
) -> Result<(), ExportFault> {
    with_report_words(texts, &t!(texts, "report-number"), |words| write_report(path, run, words, number).map(drop))
}

/// The words of a report whose last column is headed `last`, for as long as it is written.
pub(super) fn with_report_words<T>(texts: &Texts, last: &str, write: impl FnOnce(&ReportWords<'_>) -> T) -> T {
    let headings = [
        t!(texts, "report-row"),
        t!(texts, "report-result"),
        t!(texts, "report-column"),
        t!(texts, "report-reason"),
        t!(texts, "report-value"),
        last.to_owned(),
    ];
    write(&ReportWords {
        headings: headings.each_ref().map(String::as_str),
        accepted: &t!(texts, "report-accepted"),
        refused: &t!(texts, "report-refused"),
        duplicate: &t!(texts, "report-duplicate"),
        warning: &t!(texts, "report-warning"),
        reason: &|reason| report_reason_text(texts, reason),
    })
}

/// Why an export was not written, and what to do.
#[must_use]
pub fn export_fault_text(texts: &Texts, fault: &ExportFault) -> String {
    match fault {
        ExportFault::Cancelled => t!(texts, "export-cancelled"),
        ExportFault::NoFolder => t!(texts, "export-no-folder"),
        ExportFault::NoPermission => t!(texts, "export-no-permission"),
        ExportFault::InUse => t!(texts, "export-in-use"),
        ExportFault::DiskFull => t!(texts, "export-disk-full"),
        ExportFault::TooManyRows { limit } => t!(texts, "export-too-many", limit = limit.to_string()),
        ExportFault::UnknownKind => t!(texts, "export-unknown-kind"),
        ExportFault::Io(why) => t!(texts, "export-failed", why = why.to_string()),
        ExportFault::Workbook(why) => t!(texts, "export-failed", why = why.to_string()),
    }
}

const EXPORTED: [Field; 9] = [
    Field::CustomerName,
    Field::Phone,
    Field::Address,
    Field::Category,
    Field::Model,
    Field::Batch,
    Field::Serial,
    Field::Symptoms,
    Field::Description,
];

/// The place of the phone in [`export_row`], for who may write it whole.
pub const PHONE_COLUMN: usize = 4;

/// The headings of an exported list.
#[must_use]
pub fn export_head(texts: &Texts) -> ListHead {
    let name = |field: Field| texts.name("field", field.word());
    let mut headings = vec![t!(texts, "report-number"), name(Field::ReceivedAt), name(Field::Channel)];
    headings.extend(EXPORTED.map(name));
    headings.extend([name(Field::InfoClass), name(Field::Level), name(Field::Grade), t!(texts, "column-stage")]);
    headings.extend([t!(texts, "column-region"), name(Field::Branch), name(Field::FirstResponsible)]);
    headings.extend([t!(texts, "column-due"), t!(texts, "column-closed")]);
    ListHead { title: t!(texts, "export-title"), headings }
}

/// One row of an exported list. The phone is masked.
#[must_use]
pub fn export_row(row: &CaseRow, organisation: &Organisation, texts: &Texts) -> Vec<Value> {
    let text = |text: &str| Value::from(text);
    let moment = |at: Option<crate::domain::Stamp>| at.map_or(Value::Empty, |at| Value::Moment(at.wall()));
    let branch = row.branch.and_then(|id| organisation.branch(id)).map_or("", |branch| branch.name.as_str());
    let person = row.person.and_then(|id| organisation.person(id)).map_or("", |person| person.name.as_str());
    vec![
        text(&row.number),
        Value::Moment(row.received_at.wall()),
        text(&channel_name(&row.book, &row.channel, texts.lang())),
        text(&row.customer),
        text(&Phone::parse(&row.phone).masked()),
        text(&row.address),
        text(&row.category),
        text(&row.model),
        text(&row.batch),
        text(&row.serial),
        text(&row.symptoms),
        text(&row.description),
        text(&say::class_name(texts, &row.book.rules, row.class)),
        text(&say::level_name(texts, &row.book.rules, row.level)),
        text(&row.grade.map(|grade| texts.name("grade", grade.word())).unwrap_or_default()),
        text(&texts.name("stage", row.stage.word())),
        text(&row.region),
        text(branch),
        text(person),
        moment(row.due_at),
        moment(row.closed_at),
    ]
}

/// The name of a channel in the rule book; the stored word when the list no longer has it.
#[must_use]
pub fn channel_name(book: &RuleBook, key: &str, lang: Lang) -> String {
    book.rules
        .channels
        .iter()
        .find(|choice| choice.key == key)
        .map_or_else(|| key.to_owned(), |choice| if lang == Lang::Zh { choice.zh.clone() } else { choice.en.clone() })
}
