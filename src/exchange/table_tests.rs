//! Files as organisations really keep them, written on the spot; the binary ones lie in `tests/ref/exchange`.

use std::io::{Cursor, Write};

use rust_xlsxwriter::{Format as CellFormat, Workbook};

use super::*;

const XLS: &[u8] = include_bytes!("../../tests/ref/exchange/ledger.xls");
const ODS: &[u8] = include_bytes!("../../tests/ref/exchange/ledger.ods");
const LOCKED_XLS: &[u8] = include_bytes!("../../tests/ref/exchange/locked.xls");
const LOCKED_XLSX: &[u8] = include_bytes!("../../tests/ref/exchange/locked.xlsx");

fn read(bytes: &[u8]) -> Result<Table, ReadFault> {
    table_from_bytes(bytes, None, None, &ReadLimits::default())
}

/// Headers, then each row with its number, as lines of text.
fn shape(table: &Table) -> String {
    let mut lines = vec![format!("{}| {}", table.header_row, table.headers.join(" | "))];
    for row in &table.rows {
        let cells: Vec<_> = row.cells.iter().map(Cell::text).collect();
        lines.push(format!("{}| {}", row.number, cells.join(" | ")));
    }
    lines.join("\n")
}

#[track_caller]
fn check(bytes: &[u8], expected: &str) -> Table {
    let table = read(bytes).unwrap();
    assert_eq!(shape(&table), expected.trim());
    table
}

/// A workbook of one sheet with the given texts; an empty text is no cell.
fn xlsx(rows: &[&[&str]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, texts) in rows.iter().enumerate() {
        for (column, text) in texts.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            sheet.write_string(row as u32, column as u16, *text).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_with_title_dates_totals_and_signatures_is_read() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("4月").unwrap();
    let date = CellFormat::new().set_num_format("yyyy/m/d h:mm");
    sheet.merge_range(0, 0, 0, 4, "华东大区客诉台账（2026年4月）", &CellFormat::new()).unwrap();
    for (column, header) in ["序号", "投诉日期", "客户\n姓名", "联系电话", "投诉内容"].iter().enumerate()
    {
        sheet.write_string(2, column as u16, *header).unwrap();
    }
    sheet.write_number(3, 0, 1).unwrap();
    sheet.write_number_with_format(3, 1, 46121.43125, &date).unwrap();
    sheet.write_string(3, 2, "王女士").unwrap();
    sheet.write_number(3, 3, 13_812_345_678_f64).unwrap();
    sheet.write_string(3, 4, "不制冷\n要求退机").unwrap();
    for (column, header) in ["序号", "投诉日期", "客户姓名", "联系电话", "投诉内容"].iter().enumerate()
    {
        sheet.write_string(5, column as u16, *header).unwrap();
    }
    sheet.write_formula(6, 0, rust_xlsxwriter::Formula::new("=1+1").set_result("2")).unwrap();
    sheet.write_string(6, 1, "2026年4月10日").unwrap();
    sheet.write_string(6, 4, "漏水").unwrap();
    sheet.write_string(7, 0, "合计").unwrap();
    sheet.write_number(7, 3, 2).unwrap();
    sheet.write_string(9, 0, "填表人：李先生").unwrap();
    sheet.write_string(9, 3, "审核：").unwrap();
    let table = check(
        &book.save_to_buffer().unwrap(),
        "3| 序号 | 投诉日期 | 客户 姓名 | 联系电话 | 投诉内容\n\
         4| 1 | 2026-04-09 10:21 | 王女士 | 13812345678 | 不制冷\n要求退机\n\
         7| 2 | 2026年4月10日 |  |  | 漏水",
    );
    assert_eq!(
        table.notes,
        [
            Note::LinesAbove(1),
            Note::BlankRows(1),
            Note::RepeatedHeaders(vec![6]),
            Note::Totals(vec![8]),
            Note::Footers(vec![10]),
        ]
    );
}

#[test]
fn headers_of_two_lines_become_one() {
    let bytes = xlsx(&[
        &["序号", "投诉日期", "用户信息", "", "反馈人", "", "投诉内容"],
        &["", "", "姓名", "电话", "姓名", "电话", ""],
        &["1", "2026-04-09", "王女士", "13812345678", "李先生", "13900001111", "漏水"],
    ]);
    let table = check(
        &bytes,
        "2| 序号 | 投诉日期 | 姓名 | 电话 | 反馈人姓名 | 反馈人电话 | 投诉内容\n\
         3| 1 | 2026-04-09 | 王女士 | 13812345678 | 李先生 | 13900001111 | 漏水",
    );
    assert!(table.notes.contains(&Note::TwoHeaderLines));
}

#[test]
fn the_sheet_with_the_complaints_is_chosen_and_the_others_are_named() {
    let mut book = Workbook::new();
    let regions = book.add_worksheet().set_name("区域").unwrap();
    for row in 0..300 {
        regions.write_string(row, 0, if row == 0 { "省份" } else { "浙江省" }).unwrap();
        regions.write_string(row, 1, if row == 0 { "城市" } else { "嘉兴市" }).unwrap();
    }
    let hidden = book.add_worksheet().set_name("旧").unwrap();
    let ledger = ["投诉日期", "客户姓名", "联系电话", "投诉内容"];
    for (column, header) in ledger.iter().enumerate() {
        hidden.write_string(0, column as u16, *header).unwrap();
        hidden.write_string(1, column as u16, "旧").unwrap();
    }
    hidden.set_hidden(true);
    let sheet = book.add_worksheet().set_name("台账").unwrap();
    for row in 0..20 {
        for (column, header) in ledger.iter().enumerate() {
            sheet.write_string(row, column as u16, if row == 0 { header } else { "甲" }).unwrap();
        }
    }
    let bytes = book.save_to_buffer().unwrap();
    let table = read(&bytes).unwrap();
    assert_eq!(table.sheet, "台账");
    assert_eq!(
        table.sheets.iter().map(|s| (s.name.as_str(), s.hidden)).collect::<Vec<_>>(),
        [("区域", false), ("旧", true), ("台账", false)]
    );
    assert!(table.notes.contains(&Note::OtherSheets(2)));
    let other = table_from_bytes(&bytes, Some("区域"), None, &ReadLimits::default()).unwrap();
    assert_eq!(other.rows.len(), 299);
    let fault = table_from_bytes(&bytes, Some("九月"), None, &ReadLimits::default()).unwrap_err();
    assert_eq!(
        fault,
        ReadFault::UnknownSheet {
            wanted: "九月".into(), sheets: vec!["区域".into(), "旧".into(), "台账".into()]
        }
    );
}

#[test]
fn an_old_workbook_is_read_with_its_merged_cells() {
    let table = check(
        XLS,
        "2| 序号 | 投诉日期 | 客户姓名 | 联系电话 | 投诉内容\n\
         3| 1 | 2026-04-09 10:21 | 王女士 | 13812345678 | 空调不制冷\n\
         4| 2 | 2026-04-10 08:05 | 王女士 | 13900001111 | 冰箱漏水",
    );
    assert_eq!(table.format, Format::Xls);
    assert!(table.notes.contains(&Note::MergedCells(1)));
}

#[test]
fn an_open_document_is_read() {
    let table = check(
        ODS,
        "1| 投诉日期 | 客户姓名 | 联系电话 | 投诉内容\n\
         2| 2026-04-09 10:21 | 王女士 | 13812345678 | 空调不制冷\n\
         3| 2026-04-10 | 李先生 | 13900001111 | 冰箱漏水",
    );
    assert_eq!(table.format, Format::Ods);
}

#[test]
fn the_content_decides_and_not_the_name() {
    let folder = tempfile::tempdir().unwrap();
    let html =
        "<html><table><tr><th>电话</th><th>投诉内容</th></tr><tr><td>13812345678</td><td>漏水</td></tr></table></html>";
    let csv = "电话,投诉内容\n13812345678,漏水\n";
    for (name, bytes, format) in [
        ("a.xls", html.as_bytes().to_vec(), Format::Markup),
        ("b.xls", csv.as_bytes().to_vec(), Format::Text { delimiter: ',' }),
        ("c.csv", xlsx(&[&["电话", "投诉内容"], &["13812345678", "漏水"]]), Format::Xlsx),
        ("d.xlsx", encoding_rs::GBK.encode(csv).0.into_owned(), Format::Text { delimiter: ',' }),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let table = read_table(&path, None, &ReadLimits::default()).unwrap();
        assert_eq!(table.format, format, "{name}");
        assert_eq!(table.headers, ["电话", "投诉内容"], "{name}");
        assert_eq!(table.rows[0].cells[1], Cell::Text("漏水".into()), "{name}");
    }
}

#[test]
fn a_sheet_without_headers_gets_letters() {
    let table = check(
        "2026-04-09,13812345678,空调不制冷\n2026-04-10,13900001111,漏水\n".as_bytes(),
        "0| A | B | C\n1| 2026-04-09 | 13812345678 | 空调不制冷\n2| 2026-04-10 | 13900001111 | 漏水",
    );
    assert_eq!(table.notes, [Note::NoHeader]);
}

#[test]
fn nameless_and_equal_headers_are_told_apart() {
    check("电话,电话,,投诉内容,\n1,2,3,漏水,\n".as_bytes(), "1| 电话 | 电话 (2) | C | 投诉内容\n2| 1 | 2 | 3 | 漏水");
}

#[test]
fn an_english_export_is_read() {
    let table = check(
        "Ticket ID,Customer Name,Date of Purchase,Ticket Description\nT-1,Ms Wang,22-03-2021,\"It leaks, \"\"badly\"\"\"\n"
            .as_bytes(),
        "1| Ticket ID | Customer Name | Date of Purchase | Ticket Description\n2| T-1 | Ms Wang | 22-03-2021 | It leaks, \"badly\"",
    );
    assert_eq!(table.notes, []);
}

#[track_caller]
fn refused(bytes: &[u8], expected: impl Fn(&ReadFault) -> bool) {
    let fault = read(bytes).expect_err("refused");
    assert!(expected(&fault), "{fault:?}");
}

#[test]
fn what_is_no_table_says_so() {
    let not_a_table = |fault: &ReadFault| *fault == ReadFault::NotATable;
    refused(b"%PDF-1.7\n%\xE2\xE3", not_a_table);
    refused(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", not_a_table);
    refused("尊敬的客户：\n您好。我们已经收到您的来信，\n会尽快答复。\n".as_bytes(), not_a_table);
    refused(b"{\n \"a\": 1,\n \"b\": 2,\n \"c\": 3\n}\n", not_a_table);
    refused(&(0..4000_u32).map(|i| (i * 7919 % 251) as u8).collect::<Vec<_>>(), not_a_table);
    refused(b"<html><body><p>no table here</p></body></html>", not_a_table);
    let word: Vec<u8> = {
        let from: Vec<u8> = "Workbook".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let to: Vec<u8> = "WordDocu".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let at = XLS.windows(from.len()).position(|window| window == from).unwrap();
        [&XLS[..at], &to, &XLS[at + to.len()..]].concat()
    };
    refused(&word, not_a_table);
    refused(&zipped(&[("word/document.xml", b"<a/>")]), not_a_table);
}

#[test]
fn what_holds_nothing_is_empty() {
    let empty = |fault: &ReadFault| *fault == ReadFault::Empty;
    refused(b"", empty);
    refused(b" \r\n\r\n", empty);
    refused(&xlsx(&[]), empty);
    refused(&xlsx(&[&["电话", "投诉内容"]]), empty);
}

#[test]
fn a_password_is_named_as_the_reason() {
    let locked = |fault: &ReadFault| *fault == ReadFault::PasswordProtected;
    refused(LOCKED_XLSX, locked);
    refused(LOCKED_XLS, locked);
    let manifest = br#"<manifest:manifest><manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>"#;
    let mime = b"application/vnd.oasis.opendocument.spreadsheet";
    refused(
        &zipped(&[("mimetype", mime), ("META-INF/manifest.xml", manifest), ("content.xml", b"\x01\x02\x03")]),
        locked,
    );
    refused(&zipped(&[("mimetype", mime), ("encrypted-package", b"\x01\x02\x03")]), locked);
}

#[test]
fn damage_is_told_from_other_faults() {
    let damaged = |fault: &ReadFault| matches!(fault, ReadFault::Damaged(_));
    let whole = xlsx(&[&["电话", "投诉内容"], &["13812345678", "漏水"]]);
    refused(&whole[..whole.len() / 2], damaged);
    let mut flipped = whole.clone();
    let at = flipped.len() / 3;
    for byte in &mut flipped[at..at + 40] {
        *byte ^= 0x5A;
    }
    refused(&flipped, damaged);
    refused(&XLS[..1024], damaged);
    refused(&ODS[..ODS.len() - 300], damaged);
    refused(&zipped(&[("xl/workbook.xml", b"<workbook><sheets>")]), damaged);
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn an_archive_that_swells_is_refused_before_it_is_read() {
    let limits = ReadLimits { unpacked_bytes: 1 << 20, ..ReadLimits::default() };
    let bomb = zipped(&[("xl/workbook.xml", b"<workbook/>"), ("xl/sharedStrings.xml", &vec![b' '; 8 << 20])]);
    assert!(bomb.len() < 64 << 10);
    let fault = table_from_bytes(&bomb, None, None, &limits).unwrap_err();
    assert_eq!(fault, ReadFault::TooLarge { measure: Measure::UnpackedBytes, limit: 1 << 20 });
}

#[test]
fn an_archive_that_lies_about_its_size_is_counted() {
    let limits = ReadLimits { unpacked_bytes: 1 << 20, ..ReadLimits::default() };
    let mut bomb = zipped(&[("xl/workbook.xml", b"<workbook/>"), ("xl/sharedStrings.xml", &vec![b' '; 8 << 20])]);
    let honest = (8_u32 << 20).to_le_bytes();
    while let Some(at) = bomb.windows(4).position(|window| window == honest) {
        bomb[at..at + 4].copy_from_slice(&100_u32.to_le_bytes());
    }
    let fault = table_from_bytes(&bomb, None, None, &limits).unwrap_err();
    assert!(matches!(fault, ReadFault::TooLarge { .. } | ReadFault::Damaged(_)), "{fault:?}");
}

#[test]
fn one_repeated_cell_does_not_fill_the_memory() {
    let row = r#"<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16000" office:value-type="float" office:value="1"/></table:table-row>"#;
    let content = format!("<office:body><table:table table:name=\"a\">{row}</table:table></office:body>");
    let bytes = zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
        ("content.xml", content.as_bytes()),
    ]);
    refused(&bytes, |fault| matches!(fault, ReadFault::TooLarge { measure: Measure::Cells, .. }));
}

#[test]
fn a_cell_in_the_last_corner_costs_nothing() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, texts) in [["电话", "投诉内容"], ["13812345678", "漏水"]].iter().enumerate() {
        for (column, text) in texts.iter().enumerate() {
            sheet.write_string(row as u32, column as u16, *text).unwrap();
        }
    }
    sheet.write_string(1_048_575, 16_383, "x").unwrap();
    let table = read(&book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(table.headers, ["电话", "投诉内容", "XFD"]);
    assert_eq!(table.rows.len(), 2);
}

#[test]
fn too_many_rows_are_refused_with_the_limit() {
    let limits = ReadLimits { rows: 3, ..ReadLimits::default() };
    let fault = table_from_bytes(b"a,b\n1,2\n3,4\n5,6\n", None, None, &limits).unwrap_err();
    assert_eq!(fault, ReadFault::TooLarge { measure: Measure::Rows, limit: 3 });
    let limits = ReadLimits { file_bytes: 10, ..ReadLimits::default() };
    let fault = table_from_bytes(b"a,b\n1,2\n3,4\n5,6\n", None, None, &limits).unwrap_err();
    assert_eq!(fault, ReadFault::TooLarge { measure: Measure::FileBytes, limit: 10 });
}

#[test]
fn a_path_that_leads_nowhere_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let limits = ReadLimits::default();
    assert_eq!(read_table(&folder.path().join("no.xlsx"), None, &limits), Err(ReadFault::NotFound));
    assert_eq!(read_table(folder.path(), None, &limits), Err(ReadFault::NotATable));
}

#[test]
fn a_chosen_encoding_is_used() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    std::fs::write(&path, encoding_rs::BIG5.encode("電話,內容\n1,漏水\n").0).unwrap();
    let table =
        read_table_as(&path, None, AsText { encoding: encoding_of("big5"), delimiter: None }, &ReadLimits::default())
            .unwrap();
    assert_eq!(table.headers, ["電話", "內容"]);
    assert_eq!(table.encoding, Some("Big5"));
}

#[test]
fn columns_are_lettered_as_in_a_spreadsheet() {
    for (column, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (16_383, "XFD")] {
        assert_eq!(column_letters(column), letters);
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(300))]

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400)) {
        let _unused = read(&bytes);
    }

    #[test]
    fn no_damage_makes_the_reader_panic(
        which in 0..3_usize, at in proptest::prelude::any::<proptest::sample::Index>(),
        with in proptest::collection::vec(proptest::prelude::any::<u8>(), 1..24),
    ) {
        let whole = vec![xlsx(&[&["电话", "投诉内容"], &["13812345678", "漏水"]]), XLS.to_vec(), ODS.to_vec()].swap_remove(which);
        let mut bytes = whole;
        let at = at.index(bytes.len());
        for (byte, with) in bytes[at..].iter_mut().zip(with) {
            *byte = with;
        }
        let _unused = read(&bytes);
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "([,;\t\n\"']|电话|投诉内容|合计|[0-9]{1,12}|[a-z]{1,5}|漏水|=){0,80}") {
        let _unused = read(text.as_bytes());
    }
}
