//! What an import found, in English sentences.

use crate::domain::facts::FaultKind;
use crate::exchange::dates::{DateFault, DateOrder};
use crate::exchange::dry_run::{RefusalReason, WarningReason};
use crate::exchange::report::ReportReason;
use crate::exchange::table::Note;
use crate::exchange::values::{Care, Unread};

/// Why a row was refused, warned of or left out.
pub(super) fn reason(reason: ReportReason<'_>) -> String {
    match reason {
        ReportReason::Refusal(refusal) => refused(refusal).to_owned(),
        ReportReason::Warning(warning) => warned(warning).to_owned(),
        ReportReason::RepeatsRow(row) => format!("repeats row {row} of this file"),
        ReportReason::RepeatsCase(number) => format!("is case {number} already"),
    }
}

/// Why a row was refused.
pub(super) const fn refused(reason: RefusalReason) -> &'static str {
    match reason {
        RefusalReason::Value(unread) => match unread {
            Unread::Date(DateFault::NotADate) => "is no date",
            Unread::Date(DateFault::NoSuchDate) => "is a date the calendar does not have",
            Unread::Date(DateFault::Ambiguous) => {
                "could be read as more than one date; write the year with four digits"
            }
            Unread::Date(DateFault::Incomplete) => "is no whole date; write year, month and day",
            Unread::NotACount => "is no whole number of at least one",
            Unread::NotAnAmount => "is no amount of money",
            Unread::NotYesOrNo => "is neither yes nor no",
            Unread::UnknownWord => "is no word of this field's list",
        },
        RefusalReason::Fault(kind) => match kind {
            FaultKind::Missing => "is needed and empty",
            FaultKind::NotADate => "is no date",
            FaultKind::InTheFuture => "lies in the future",
            FaultKind::NotAnAmount => "is no amount of money",
            FaultKind::NotACount => "is no whole number of at least one",
            FaultKind::UnknownWord => "is no word of this field's list",
            FaultKind::NotYesOrNo => "is neither yes nor no",
            FaultKind::TooLong => "is longer than the field holds",
            FaultKind::BeforeContact => "is promised for a time before the contact",
        },
        RefusalReason::NothingDescribed => "says neither what happened nor what is wrong",
        RefusalReason::NothingIdentifies => "has no customer, phone, product or date",
    }
}

const fn warned(reason: WarningReason) -> &'static str {
    match reason {
        WarningReason::Value(care) => match care {
            Care::MonthOnly => "a month without a day; its first day was taken",
            Care::UnusualPhone => "no usual phone number; kept as written",
            Care::MorePhones => "more than one number; the first was taken, the others stand in the remark",
            Care::LostDigits => "a long number whose last digits the spreadsheet had lost before",
            Care::TextCut => "longer than the field holds; the rest stands in the remark",
            Care::FailedFormula => "a formula that failed; taken as empty",
        },
        WarningReason::ReceivedNow => "no date of receipt; the time of the import was taken",
        WarningReason::OrderAssumed(DateOrder::MonthFirst) => "read as month/day/year, which no value proves",
        WarningReason::OrderAssumed(DateOrder::DayFirst) => "read as day/month/year, which no value proves",
        WarningReason::RemarkCut => "other columns did not fit into the remark",
    }
}

/// What a person should know of the file before trusting the import.
pub(super) fn note(note: &Note) -> String {
    match note {
        Note::LinesAbove(lines) => format!("{} above the headers left out", counted(*lines, "line")),
        Note::NoHeader => "no line of headers was found; columns bear their letters".to_owned(),
        Note::UnknownHeaders => "no header is a word this program knows; the values decided".to_owned(),
        Note::TwoHeaderLines => "the headers stand in two lines, read as one".to_owned(),
        Note::BlankRows(rows) => format!("{} left out", counted(*rows, "blank row")),
        Note::RepeatedHeaders(rows) => format!("repeated headers left out: {}", listed(rows)),
        Note::Totals(rows) => format!("totals left out: {}", listed(rows)),
        Note::Footers(rows) => format!("notes below the table left out: {}", listed(rows)),
        Note::OtherSheets(sheets) => format!("{} not read; choose with --sheet", counted(*sheets, "other sheet")),
        Note::MergedCells(cells) => format!("merged cells filled: {cells}"),
        Note::UnreadableCharacters => "unreadable characters were replaced".to_owned(),
        Note::UnbalancedQuotes => "a quotation mark is never closed; check the last rows".to_owned(),
        Note::RaggedRows(rows) => {
            format!("{} with more or fewer fields than the headers", counted(*rows, "row"))
        }
    }
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn listed(rows: &[u32]) -> String {
    const SHOWN: usize = 8;
    let shown: Vec<String> = rows.iter().take(SHOWN).map(ToString::to_string).collect();
    let more = if rows.len() > SHOWN { format!(" and {} more", rows.len() - SHOWN) } else { String::new() };
    format!("row {}{more}", shown.join(", "))
}
