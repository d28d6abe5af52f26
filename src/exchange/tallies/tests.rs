//! Lists as people export them, and what would come of each row.

use super::*;
use crate::exchange::table::{ReadLimits, table_from_bytes};

fn run(kind: TallyKind, text: &str) -> TallyRun {
    let table = table_from_bytes(text.as_bytes(), None, None, &ReadLimits::default()).unwrap();
    let regions = ["华东".to_owned(), "华北".to_owned()];
    let branches = crate::domain::organisation::Organisation::sample().branches;
    let categories = [Choice { key: "hood".to_owned(), zh: "烟机".to_owned(), en: "Range hood".to_owned() }];
    let today = "2026-04-09".parse().unwrap();
    tallies(kind, &table, &TallyGround { regions: &regions, branches: &branches, categories: &categories, today })
}

fn reasons(run: &TallyRun) -> Vec<(u32, &str, &TallyReason)> {
    run.refused.iter().map(|refused| (refused.row, refused.header.as_str(), &refused.reason)).collect()
}

#[test]
fn every_column_has_its_words() {
    let has = |column: &TallyColumn, kind: &TallyKind| words_of(*kind).contains_key(column.word());
    for column in TallyColumn::ALL {
        assert!(TallyKind::ALL.iter().any(|kind| has(column, kind)), "{column:?}");
    }
    let words = TallyKind::ALL.iter().flat_map(|kind| words_of(*kind).keys());
    assert!(words.into_iter().all(|word| TallyColumn::from_word(word).is_some()));
}

#[test]
fn a_row_of_units_may_say_what_was_sold_and_what_is_in_use() {
    let found = run(
        TallyKind::Sales,
        "月份,型号,品类,大区,销量,保有量\n2026-03,CXW-268,Range hood,华东,\"1,200\",86000\n2026年2月,JSQ25,,华北,30台,\n",
    );
    assert_eq!(found.refused, []);
    let rows = all_units(&found);
    let told: Vec<_> = rows
        .iter()
        .map(|row| (row.base.word(), row.month.to_string(), row.model.as_str(), row.category.as_str(), row.units))
        .collect();
    assert_eq!(
        told,
        [
            ("sold", "2026-03-01".to_owned(), "CXW-268", "烟机", 1_200),
            ("in_use", "2026-03-01".to_owned(), "CXW-268", "烟机", 86_000),
            ("sold", "2026-02-01".to_owned(), "JSQ25", "", 30),
        ]
    );
}

#[test]
fn a_bad_row_says_why_and_stops_no_other() {
    let found = run(
        TallyKind::Sales,
        "月份,型号,品类,大区,销量\n2026-05,A,,华东,1\n,A,,华东,1\n2026-03,,,华东,1\n2026-03,A,飞机,华中,1.5\n\
         2026-03,B,,华东,\n2026-03,C,,华东,-4\n2026-03,D,,华东,4\n2026-03,D,,华东,4\n2026-03,D,,华东,5\n",
    );
    assert_eq!(
        reasons(&found),
        [
            (2, "月份", &TallyReason::InFuture),
            (3, "月份", &TallyReason::NoDate),
            (4, "型号", &TallyReason::NoModel),
            (5, "大区", &TallyReason::UnknownRegion),
            (5, "品类", &TallyReason::UnknownCategory),
            (5, "销量", &TallyReason::NotACount),
            (6, "销量", &TallyReason::NoUnits),
            (7, "销量", &TallyReason::NotACount),
            (10, "月份", &TallyReason::Twice(8)),
        ]
    );
    assert_eq!((found.accepted.len(), found.repeated.len(), found.refused_rows()), (1, 1, 7));
    let lacking = run(TallyKind::Sales, "月份,型号,大区\n2026-03,A,华东\n");
    assert_eq!(reasons(&lacking), [(0, "", &TallyReason::NoColumn(TallyColumn::Sold))]);
}

#[test]
fn calls_are_read_as_the_switch_exports_them() {
    let found = run(
        TallyKind::Calls,
        "日期,技能组,转人工量,15秒内接听,呼损量\n2026/3/1,普通,120,101,4\n2026/3/1,投诉,30,20,\n2026/3/2,普通,10,9,2\n2026/3/3,,,5,\n",
    );
    assert_eq!(
        reasons(&found),
        [(4, "转人工量", &TallyReason::MoreThanRequests), (5, "转人工量", &TallyReason::NotACount)]
    );
    let calls = all_calls(&found);
    assert_eq!((calls[0].requests, calls[0].answered, calls[0].abandoned), (120, 101, Some(4)));
    assert_eq!((calls[1].line.as_str(), calls[1].abandoned), ("投诉", None));
}

#[test]
fn rows_that_the_records_have_are_set_aside() {
    let mut found = run(TallyKind::Sales, "月份,型号,大区,销量,保有量\n2026-03,A,华东,1,2\n2026-03,B,华东,3,\n");
    set_aside_known(&mut found, &[true, false, true]);
    assert_eq!(found.accepted.iter().map(|row| row.row).collect::<Vec<_>>(), [2], "one part of it is new");
    assert_eq!(found.repeated.iter().map(|row| row.row).collect::<Vec<_>>(), [3]);
}

/// K01: a list may tell the units of a branch; it has to lie in the region named.
#[test]
fn a_row_of_units_may_name_the_branch_of_its_region() {
    let sample = crate::domain::organisation::Organisation::sample();
    let branch = sample.branches.iter().find(|branch| branch.region == "华东").unwrap();
    let text = format!(
        "月份,型号,大区,分部,销量\n2026-03,A,华东,{0},7\n2026-03,A,华东,,9\n2026-03,A,华北,{0},7\n2026-03,A,华东,火星分部,7\n",
        branch.name
    );
    let found = run(TallyKind::Sales, &text);
    let rows: Vec<_> = all_units(&found).into_iter().map(|row| (row.branch, row.units)).collect();
    assert_eq!(rows, [(Some(branch.id), 7), (None, 9)], "the region's own row stands beside");
    assert_eq!(reasons(&found), [(4, "分部", &TallyReason::UnknownBranch), (5, "分部", &TallyReason::UnknownBranch)]);
}

/// Early failures are held against what a factory made, for all regions at once.
#[test]
fn units_made_need_no_region() {
    let found = run(TallyKind::Sales, "月份,型号,大区,产量\n2026-03,CXW-268,,5200\n2026-03,CXW-269,,\n");
    let told: Vec<_> = all_units(&found).iter().map(|row| (row.base.word(), row.region.clone(), row.units)).collect();
    assert_eq!(told, [("made", String::new(), 5_200)]);
    assert_eq!(reasons(&found), [(3, "大区", &TallyReason::UnknownRegion)]);
}

/// K22: slips of a month by place; more satisfied than opinions, another region and a missing count are refused.
#[test]
fn slips_are_read_by_month_and_place() {
    let found = run(
        TallyKind::Slips,
        "月份,大区,分部,有意见份数,满意份数\n2026-03,华东,,120,113\n2026年2月,华北,,10,11\n2026-02,火星,,1,1\n2026-01,华东,,,3\n2026-03,华东,,120,113\n",
    );
    let rows = all_slips(&found);
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].month.to_string().as_str(), rows[0].opinions, rows[0].satisfied), ("2026-03-01", 120, 113));
    assert_eq!(
        reasons(&found),
        [
            (3, "满意份数", &TallyReason::MoreThanOpinions),
            (4, "大区", &TallyReason::UnknownRegion),
            (5, "有意见份数", &TallyReason::NotACount)
        ]
    );
    assert_eq!(found.repeated.len(), 1);
}
