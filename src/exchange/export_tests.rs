//! Lists written and read back.

use super::super::cell::Cell;
use super::super::table::{ReadLimits, Table, read_table};
use super::*;
use proptest::prelude::*;

fn head() -> ListHead {
    ListHead {
        title: "工单[4月]".into(),
        headings: ["序号", "联系电话", "投诉内容", "备注", "投诉日期"].map(str::to_owned).to_vec(),
    }
}

fn back(path: &Path) -> Table {
    read_table(path, None, &ReadLimits::default()).unwrap()
}

fn written(name: &str, rows: Vec<Vec<Value>>) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    write_list(&path, &head(), rows.into_iter(), &|_rows| true).unwrap();
    (folder, path)
}

fn row(content: &str) -> Vec<Value> {
    let date = NaiveDate::from_ymd_opt(2026, 4, 9).unwrap();
    vec![
        Value::Whole(1),
        Value::Text("13812345678".into()),
        Value::Text(content.into()),
        Value::Money(Fen(-128_050)),
        Value::Moment(date.and_hms_opt(10, 21, 0).unwrap()),
    ]
}

#[test]
fn text_that_looks_like_a_formula_is_never_one() {
    for text in
        ["=1+1", "+86", "-2", "@SUM(A1)", " =1", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠a", "\u{3000}=1", "\n=1"]
    {
        assert!(would_run(text), "{text:?}");
    }
    for text in ["漏水", "1=1", "a@b", ""] {
        assert!(!would_run(text), "{text:?}");
    }
    let (_folder, path) = written("a.csv", vec![row("=HYPERLINK(\"http://x\",\"看\")"), row("＝1")]);
    let bytes = std::fs::read_to_string(path).unwrap();
    assert!(bytes.contains("\"'=HYPERLINK(\"\"http://x\"\",\"\"看\"\")\""));
    assert!(bytes.contains(",'＝1,"));
    let (_folder, path) = written("a.xlsx", vec![row("=1+1")]);
    let mut archive = zip::ZipArchive::new(File::open(path).unwrap()).unwrap();
    let sheet = std::io::read_to_string(archive.by_name("xl/worksheets/sheet1.xml").unwrap()).unwrap();
    assert!(!sheet.contains("<f>"));
    assert!(sheet.contains("autoFilter") && sheet.contains("state=\"frozen\""));
}

#[test]
fn dates_numbers_and_money_stay_what_they_are() {
    let (_folder, path) = written("a.xlsx", vec![row("漏水")]);
    let table = back(&path);
    assert_eq!(table.sheet, "工单 4月");
    let moment = NaiveDate::from_ymd_opt(2026, 4, 9).unwrap().and_hms_opt(10, 21, 0).unwrap();
    assert_eq!(
        table.rows[0].cells,
        [
            Cell::Number(1.0),
            Cell::Text("13812345678".into()),
            Cell::Text("漏水".into()),
            Cell::Number(-1280.5),
            Cell::Moment(moment),
        ]
    );
    let (_folder, path) = written("a.csv", vec![row("漏水")]);
    let text = std::fs::read_to_string(path).unwrap();
    assert_eq!(text.lines().nth(1), Some("1,13812345678,漏水,-1280.50,2026-04-09 10:21"));
}

#[test]
fn a_long_list_is_written_without_keeping_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.xlsx");
    let rows = (0..KEPT_IN_MEMORY + 5).map(|_| row("漏水"));
    assert_eq!(write_list(&path, &head(), rows, &|_rows| true).unwrap(), KEPT_IN_MEMORY + 5);
    let table = back(&path);
    assert_eq!(table.rows.len(), KEPT_IN_MEMORY + 5);
    assert_eq!(table.rows[KEPT_IN_MEMORY].cells[2], Cell::Text("漏水".into()));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left in the folder");
}

#[test]
fn a_stopped_export_leaves_the_old_file_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a.csv", "a.xlsx"] {
        let path = folder.path().join(name);
        std::fs::write(&path, "before").unwrap();
        let rows = (0..2000).map(|_| row("漏水"));
        let fault = write_list(&path, &head(), rows, &|rows| rows < 1000).unwrap_err();
        assert!(matches!(fault, ExportFault::Cancelled));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "before");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn a_place_that_cannot_be_written_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str| write_list(&folder.path().join(name), &head(), std::iter::empty(), &|_rows| true);
    assert!(matches!(write("no/such/a.csv"), Err(ExportFault::NoFolder)));
    assert!(matches!(write("no/such/a.xlsx"), Err(ExportFault::NoFolder)));
    assert!(matches!(write("a.pdf"), Err(ExportFault::UnknownKind)));
}

#[test]
fn columns_are_as_wide_as_what_stands_in_them() {
    let rows = vec![row(&"漏".repeat(10)), row(&"很".repeat(500))];
    assert_eq!(widths(&head(), &rows[..1]), [7, 11, 20, 8, 16]);
    assert_eq!(widths(&head(), &rows)[2], 60);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn what_is_exported_comes_back(texts in proptest::collection::vec(("[=+@'\"\\- ,;\\n漏水a-z0-9]{0,12}[漏水a-z]", "['=\\-＝]?[a-z漏0-9\n]{1,30}"), 1..12)) {
        let tidy = |text: &str| match Cell::from_text(text) { Cell::Text(text) => text, _ => String::new() };
        for name in ["a.xlsx", "a.csv"] {
            let rows = texts.iter().map(|(a, b)| {
                let mut row = row(a);
                row[3] = Value::Text(b.clone());
                row
            });
            let (_folder, path) = written(name, rows.collect());
            let table = back(&path);
            prop_assert_eq!(table.rows.len(), texts.len());
            for (row, (a, b)) in table.rows.iter().zip(&texts) {
                prop_assert_eq!(row.cells[2].text(), tidy(a));
                prop_assert_eq!(row.cells[3].text(), tidy(b));
                prop_assert_eq!(row.cells[4].text(), "2026-04-09 10:21");
            }
        }
    }
}
