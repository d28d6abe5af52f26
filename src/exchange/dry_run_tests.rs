//! Dry runs over small sheets.

use super::*;
use crate::exchange::mapping::guess_table;
use crate::exchange::table::{ReadLimits, table_from_bytes};
use std::cell::Cell as Counter;

fn now() -> Stamp {
    crate::domain::facts::parse_stamp("2026-11-20 09:00").unwrap().unwrap()
}

#[track_caller]
fn run(csv: &str) -> DryRun {
    run_with(csv, &|_draft| None)
}

#[track_caller]
fn run_with(csv: &str, known: &dyn Fn(&Draft) -> Option<String>) -> DryRun {
    let table = table_from_bytes(csv.as_bytes(), None, None, &ReadLimits::default()).unwrap();
    let mapping = guess_table(&table);
    dry_run(&table, &mapping, &RunContext { now: now(), known, progress: &|_rows| true })
}

fn accepted(run: &DryRun) -> Vec<u32> {
    run.accepted.iter().map(|row| row.row).collect()
}

const LEDGER: &str = "投诉编号,投诉日期,省份,城市,客户姓名,联系电话,产品型号,购买日期,数量,投诉内容,接线工号\n";

#[test]
fn good_rows_become_drafts_and_bad_ones_name_row_column_and_reason() {
    let good: String = (0..12)
        .map(|i| {
            format!(
                "T{i},2026/4/9 10:2{},浙江省,嘉兴市,王女士,1381234567{},KFR-35,2024-05-01,1,第{i}条不制冷,A7\n",
                i % 10,
                i % 10
            )
        })
        .collect();
    let run = run(&format!("{LEDGER}{good}T99,2026-02-30,浙江省,嘉兴市,李先生,13900001111,KFR-35,昨天,1,漏水,A8\n"));
    assert_eq!(accepted(&run), (2..14).collect::<Vec<_>>());
    let draft = &run.accepted[0].draft;
    for (field, text) in [
        (Field::ExternalNumber, "T0"),
        (Field::ReceivedAt, "2026-04-09 10:20"),
        (Field::Address, "浙江省嘉兴市"),
        (Field::CustomerName, "王女士"),
        (Field::Phone, "13812345670"),
        (Field::Model, "KFR-35"),
        (Field::BoughtOn, "2024-05-01"),
        (Field::Quantity, "1"),
        (Field::Description, "第0条不制冷"),
        (Field::Remark, "接线工号: A7"),
    ] {
        assert_eq!(draft.get(field), text, "{field:?}");
    }
    use super::super::dates::DateFault;
    let refused: Vec<_> =
        run.refused.iter().map(|r| (r.row, r.header.as_str(), r.excerpt.as_str(), r.reason)).collect();
    assert_eq!(
        refused,
        [
            (14, "投诉日期", "2026-02-30", RefusalReason::Value(Unread::Date(DateFault::NoSuchDate))),
            (14, "购买日期", "昨天", RefusalReason::Value(Unread::Date(DateFault::NotADate))),
        ]
    );
    assert_eq!(run.refused_rows(), 1);
}

#[test]
fn a_row_needs_words_and_something_that_identifies_and_nothing_more() {
    let run = run(
        "客户姓名,联系电话,产品型号,投诉内容\n王女士,,,漏水\n,13812345678,,漏水\n,,KFR-35,漏水\n,,,漏水\n李先生,13900001111,,\n",
    );
    assert_eq!(accepted(&run), [2, 3, 4]);
    let refused: Vec<_> = run.refused.iter().map(|refusal| (refusal.row, refusal.reason)).collect();
    assert_eq!(refused, [(5, RefusalReason::NothingIdentifies), (6, RefusalReason::NothingDescribed)]);
    let warned: Vec<_> = run.warnings.iter().map(|warning| (warning.row, warning.reason)).collect();
    assert_eq!(warned, [(2, WarningReason::ReceivedNow)], "told once, not for every row");
    assert_eq!(run.accepted[0].draft.get(Field::ReceivedAt), "2026-11-20 09:00");
}

#[test]
fn what_the_intake_would_refuse_is_refused_here_too() {
    let run = run("投诉日期,联系电话,投诉内容\n2026-11-21,13812345678,漏水\n2026-11-19,13900001111,异响\n");
    assert_eq!(accepted(&run), [3]);
    assert_eq!(run.refused[0].reason, RefusalReason::Fault(FaultKind::InTheFuture));
    assert_eq!(run.refused[0].header, "投诉日期");
}

#[test]
fn repeats_are_found_in_the_file_and_in_the_records() {
    let csv = "编号,投诉日期,联系电话,投诉内容\nT1,2026-04-09,13812345678,漏水\nT1,2026-04-10,13900001111,异响\n,2026-04-09,13700001111,不制冷\n,2026-04-09 08:00,137-0000-1111,不制冷\n,2026-04-10,13700001111,不制冷\nT5,2026-04-09,13600001111,漏水\n";
    let known = |draft: &Draft| (draft.get(Field::ExternalNumber) == "T5").then(|| "KS2604-0007".to_owned());
    let run = run_with(csv, &known);
    assert_eq!(accepted(&run), [2, 4, 6]);
    let twins: Vec<_> = run.duplicates.iter().map(|row| (row.row, row.twin.clone())).collect();
    assert_eq!(twins, [(3, Twin::Row(2)), (5, Twin::Row(4)), (7, Twin::Case("KS2604-0007".into()))]);
}

#[test]
fn days_before_months_are_told_by_the_whole_column() {
    let run = run("Date of Purchase,Phone,Complaint\n04-03-2021,13812345678,leaks\n22-03-2021,13900001111,noise\n");
    assert_eq!(run.accepted[0].draft.get(Field::BoughtOn), "2021-03-04");
    let open = self::run("Date of Purchase,Phone,Complaint\n4/3/2021,13812345678,leaks\n");
    assert_eq!(open.accepted[0].draft.get(Field::BoughtOn), "2021-04-03");
    assert_eq!(open.warnings[1].reason, WarningReason::OrderAssumed(DateOrder::MonthFirst));
}

#[test]
fn a_person_can_stop_it() {
    let rows: String = (0..1200).map(|i| format!("{i},13812345678,漏水\n")).collect();
    let table =
        table_from_bytes(format!("编号,电话,投诉内容\n{rows}").as_bytes(), None, None, &ReadLimits::default()).unwrap();
    let calls = Counter::new(0);
    let progress = |rows: usize| {
        calls.set(calls.get() + 1);
        rows < 500
    };
    let run =
        dry_run(&table, &guess_table(&table), &RunContext { now: now(), known: &|_draft| None, progress: &progress });
    assert!(run.cancelled);
    assert_eq!((run.rows, calls.get()), (500, 2));
}

#[test]
fn the_street_does_not_repeat_its_province() {
    let part = |a: &str, b: &str, c: &str| [a.to_owned(), b.to_owned(), c.to_owned()];
    assert_eq!(address(&part("浙江省", "嘉兴市", "南湖区"), "中山路一号"), "浙江省嘉兴市南湖区中山路一号");
    assert_eq!(address(&part("浙江省", "嘉兴市", ""), "浙江省嘉兴市中山路一号"), "浙江省嘉兴市中山路一号");
    assert_eq!(address(&part("北京市", "北京市", "海淀区"), ""), "北京市海淀区");
}

#[test]
fn line_numbers_that_begin_anew_are_no_duplicates() {
    let run = run("编号,投诉日期,联系电话,投诉内容\n1,2026-04-01,13812340001,漏水\n2,2026-04-01,13812340002,异响\n\
                   1,2026-05-01,13812340003,不制冷\n2,2026-04-01,13812340002,异响\n");
    assert_eq!(accepted(&run), [2, 3, 4]);
    assert_eq!(run.duplicates.iter().map(|row| row.row).collect::<Vec<_>>(), [5]);
}
