//! The report of an import: one line a row and reason, safe to open in a spreadsheet.

use std::path::Path;

use super::dry_run::{DryRun, RefusalReason, Twin, WarningReason};
use super::export::{ExportFault, ListHead, Value, write_csv};
use super::row_run::RowRun;

/// What the reason column says something about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ReportReason<'a> {
    Refusal(RefusalReason),
    Warning(WarningReason),
    RepeatsRow(u32),
    RepeatsCase(&'a str),
    /// The branch, person or entry stands already as the row says.
    RepeatsEntry(&'a str),
}

/// The report's own words, from the screen texts.
pub struct ReportWords<'a> {
    /// Row, result, column, reason, value, case number.
    pub headings: [&'a str; 6],
    pub accepted: &'a str,
    pub refused: &'a str,
    pub duplicate: &'a str,
    pub warning: &'a str,
    /// One plain sentence a reason.
    pub reason: &'a dyn Fn(ReportReason<'_>) -> String,
}

/// Writes the report beside its final name and puts it in place. Answers the number of lines.
///
/// `case_number` gives the number a row received; before the import, or for a dry run alone, it answers `None`.
///
/// # Errors
/// As [`write_csv`].
pub fn write_report(
    path: &Path,
    run: &DryRun,
    words: &ReportWords<'_>,
    case_number: &dyn Fn(u32) -> Option<String>,
) -> Result<usize, ExportFault> {
    let head = ListHead { title: String::new(), headings: words.headings.map(str::to_owned).to_vec() };
    let lines = lines(run, words, case_number);
    write_csv(path, &head, lines.into_iter(), &|_rows| true)
}

/// As [`write_report`], for any list read row by row; the last column names the branch, person or case.
///
/// # Errors
/// As [`write_csv`].
pub fn write_row_report<T, R>(
    path: &Path,
    run: &RowRun<T, R>,
    words: &ReportWords<'_>,
    reason: &dyn Fn(&R) -> String,
) -> Result<usize, ExportFault> {
    let head = ListHead { title: String::new(), headings: words.headings.map(str::to_owned).to_vec() };
    let accepted = run.accepted.iter().map(|row| line(row.row, [words.accepted, "", "", "", &row.name]));
    let refused = run.refused.iter().map(|refusal| {
        let reason = reason(&refusal.reason);
        line(refusal.row, [words.refused, &refusal.header, &reason, &refusal.excerpt, ""])
    });
    let repeated = run.repeated.iter().map(|repeated| {
        let reason = match repeated.of {
            Some(row) => ReportReason::RepeatsRow(row),
            None => ReportReason::RepeatsEntry(&repeated.name),
        };
        line(repeated.row, [words.duplicate, "", &(words.reason)(reason), "", &repeated.name])
    });
    let mut lines: Vec<(u32, Vec<Value>)> = accepted.chain(refused).chain(repeated).collect();
    lines.sort_by_key(|(row, _)| *row);
    write_csv(path, &head, lines.into_iter().map(|(_, cells)| cells), &|_rows| true)
}

fn line(row: u32, texts: [&str; 5]) -> (u32, Vec<Value>) {
    let cells = [Value::Whole(i64::from(row))].into_iter().chain(texts.map(Value::from)).collect();
    (row, cells)
}

fn lines(run: &DryRun, words: &ReportWords<'_>, case_number: &dyn Fn(u32) -> Option<String>) -> Vec<Vec<Value>> {
    let line = |row: u32, result: &str, column: &str, reason: String, value: &str, number: &str| {
        line(row, [result, column, &reason, value, number])
    };
    let accepted = run.accepted.iter().map(|accepted| {
        let number = case_number(accepted.row).unwrap_or_default();
        line(accepted.row, words.accepted, "", String::new(), "", &number)
    });
    let refused = run.refused.iter().map(|refusal| {
        let reason = (words.reason)(ReportReason::Refusal(refusal.reason));
        line(refusal.row, words.refused, &refusal.header, reason, &refusal.excerpt, "")
    });
    let duplicates = run.duplicates.iter().map(|duplicate| {
        let (reason, number) = match &duplicate.twin {
            Twin::Row(row) => (ReportReason::RepeatsRow(*row), ""),
            Twin::Case(number) => (ReportReason::RepeatsCase(number), number.as_str()),
        };
        // A duplicate that was written after all has a number of its own.
        let own = case_number(duplicate.row);
        line(duplicate.row, words.duplicate, "", (words.reason)(reason), "", own.as_deref().unwrap_or(number))
    });
    let warnings = run.warnings.iter().map(|warning| {
        let reason = (words.reason)(ReportReason::Warning(warning.reason));
        line(warning.row, words.warning, &warning.header, reason, &warning.excerpt, "")
    });
    let mut lines: Vec<(u32, Vec<Value>)> = accepted.chain(refused).chain(duplicates).chain(warnings).collect();
    lines.sort_by_key(|(row, _)| *row);
    lines.into_iter().map(|(_, cells)| cells).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Draft, Stamp};
    use crate::exchange::dry_run::{RunContext, dry_run};
    use crate::exchange::mapping::guess_table;
    use crate::exchange::table::{ReadLimits, table_from_bytes};

    #[test]
    fn every_row_has_its_line_and_no_value_runs() {
        let csv = "编号,购买日期,电话,投诉内容\n=1+1,2026-01-05,13812345678,漏水\n\
                   T2,2026-01-06,13900001111,异响\nT3,2026-01-07,13900002222,异响\nT4,2026-01-07,13900003333,异响\n\
                   T5,2026-01-07,13900004444,异响\nT6,2026-01-07,13900005555,异响\nT7,2026-01-07,13900006666,异响\n\
                   T8,2026-01-07,13900007777,异响\nT9,2026-01-07,13900008888,异响\nT10,2026-01-07,13900009999,异响\n\
                   T11,=cmd,13900001212,异响\nT2,2026-01-07,13900001313,异响\n";
        let table = table_from_bytes(csv.as_bytes(), None, None, &ReadLimits::default()).unwrap();
        let known = |_draft: &Draft| None;
        let context = RunContext { now: Stamp(1_780_000_000_000), known: &known, progress: &|_rows| true };
        let run = dry_run(&table, &guess_table(&table), &context);
        let words = ReportWords {
            headings: ["行号", "结果", "列", "原因", "原值", "工单号"],
            accepted: "导入",
            refused: "未导入",
            duplicate: "重复",
            warning: "提示",
            reason: &|reason| format!("{reason:?}"),
        };
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.csv");
        let number = |row: u32| (row == 2).then(|| "KS2604-0001".to_owned());
        write_report(&path, &run, &words, &number).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        let mut lines = text.strip_prefix('\u{feff}').expect("a byte-order mark").lines();
        assert_eq!(lines.next(), Some("行号,结果,列,原因,原值,工单号"));
        assert_eq!(lines.next(), Some("2,导入,,,,KS2604-0001"));
        assert!(text.contains("12,未导入,购买日期,Refusal(Value(Date(NotADate))),'=cmd,"));
        assert!(text.contains("13,重复,,RepeatsRow(3),,"));
    }
}
