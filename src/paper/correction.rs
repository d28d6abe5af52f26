//! The correction slip 更正单: what was corrected on a case after the intake, and which papers were outside by then.

use chrono::NaiveDateTime;
use serde::Serialize;

use super::data::printed;
use super::dispatch::time;
use super::error::PaperError;
use super::fonts::FontSet;
use super::form::{FormHead, PrintMode, finish};
use super::grid::Cell;
use super::plate::UPRIGHT;
use super::rows::Rows;
use super::sheet::Sheet;

/// Number of the template.
pub const FORM_NO: &str = "KS-P4";
/// Title of the sheet.
pub const TITLE: &str = "工单更正单";
const NOTES: &str =
    "注：1. 更正只增不改，原记录仍在工单中。2. 第三栏所列单据与更正后内容不一致的，收回或加盖作废章后重新打印。";
const BAR: f32 = 5.0;
const ROW: f32 = 8.0;
/// More than this of one value goes to a continuation page.
const TALLEST: f32 = 50.0;
const CHANGES: [(f32, &str); 7] = [
    (8.0, "序号"),
    (24.0, "项目"),
    (37.0, "更正前"),
    (37.0, "更正后"),
    (27.0, "原因"),
    (15.0, "更正人"),
    (27.0, "时间"),
];
const PAPERS: [(f32, &str); 3] = [(70.0, "编号"), (60.0, "单据"), (45.0, "打印时间")];
/// Rows of the table of a slip to be filled in by hand.
const BLANK_ROWS: usize = 10;

/// One field that was corrected.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Correction {
    /// Name of the field.
    pub field: String,
    pub before: String,
    pub after: String,
    pub reason: String,
    pub by: String,
    /// Wall time.
    #[serde(serialize_with = "printed")]
    pub at: Option<NaiveDateTime>,
}

/// A paper that was printed before the last correction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outside {
    /// Document number.
    #[serde(rename = "no")]
    pub document: String,
    /// Title of the sheet.
    pub name: String,
    /// Wall time of its last print before the correction.
    #[serde(serialize_with = "printed")]
    pub at: NaiveDateTime,
}

/// Everything a correction slip shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CorrectionSlip {
    pub case_no: String,
    /// Wall time of intake.
    #[serde(serialize_with = "printed")]
    pub received: Option<NaiveDateTime>,
    /// The customer masked.
    pub customer: String,
    pub model: String,
    /// Oldest first.
    pub corrections: Vec<Correction>,
    pub outside: Vec<Outside>,
}

/// Lays out the slip; blank for a correction that is written by hand.
///
/// # Errors
/// [`PaperError::Missing`] when a text has a character no face has.
pub fn correction(
    slip: &CorrectionSlip,
    head: &FormHead,
    fonts: &FontSet,
    mode: PrintMode,
) -> Result<Sheet, PaperError> {
    let empty = CorrectionSlip::default();
    let blank = mode == PrintMode::Blank;
    let shown = if blank { &empty } else { slip };
    let mut rows = Rows::new(fonts, &UPRIGHT, mode, Vec::new());
    rows.bar(BAR, "一、工单")?;
    let received = time(shown.received);
    rows.pairs(ROW, &[(18.0, "工单编号", 69.0, &shown.case_no), (18.0, "受理时间", 70.0, &received)])?;
    rows.pairs(ROW, &[(18.0, "用户(掩码)", 69.0, &shown.customer), (18.0, "产品型号", 70.0, &shown.model)])?;
    rows.bar(BAR, "二、更正内容")?;
    rows.table_head(ROW, &CHANGES)?;
    for (n, one) in shown.corrections.iter().enumerate() {
        let cells = line(&rows, n + 1, one);
        turn(&mut rows, (ROW, TALLEST), &cells, &CHANGES)?;
    }
    if blank {
        rows.grid.empty_rows((BLANK_ROWS, ROW), &CHANGES.map(|(width, _)| width))?;
    }
    rows.bar(BAR, "三、更正前已发出的单据")?;
    rows.table_head(ROW, &PAPERS)?;
    for paper in &shown.outside {
        let cells = [
            rows.value(PAPERS[0].0, "编号", &paper.document),
            rows.value(PAPERS[1].0, "单据", &paper.name),
            rows.centred(PAPERS[2].0, "打印时间", &time(Some(paper.at))),
        ];
        turn(&mut rows, (ROW, ROW), &cells, &PAPERS)?;
    }
    let widths = PAPERS.map(|(width, _)| width);
    if rows.is_final() {
        rows.grid.close_rows((1, ROW), &widths)?;
    } else {
        rows.grid.empty_rows((3, ROW), &widths)?;
    }
    rows.bar(BAR, "四、签署")?;
    rows.signatures(24.0, &[(58.0, "更正人"), (59.0, "复核人"), (58.0, "客服部负责人")])?;
    rows.grid.notes(NOTES)?;
    finish(fonts, (TITLE, head), (mode, false), rows.grid.close())
}

fn line(rows: &Rows<'_>, n: usize, one: &Correction) -> [Cell; 7] {
    let [n_at, field, before, after, reason, by, at] = CHANGES.map(|(width, _)| width);
    [
        rows.centred(n_at, "序号", &n.to_string()),
        rows.value(field, "项目", &one.field),
        rows.value(before, "更正前", &one.before),
        rows.value(after, "更正后", &one.after),
        rows.value(reason, "原因", &one.reason),
        rows.centred(by, "更正人", &one.by),
        rows.centred(at, "时间", &time(one.at)),
    ]
}

/// A row as high as its texts need; on the next page under the head of its table where this one is full.
pub(super) fn turn(
    rows: &mut Rows<'_>,
    height: (f32, f32),
    cells: &[Cell],
    head: &[(f32, &str)],
) -> Result<(), PaperError> {
    let height = rows.grid.height(height, cells)?;
    if rows.grid.room() < height {
        rows.grid.turn();
        rows.table_head(ROW, head)?;
    }
    rows.grid.row(height, cells)
}

#[cfg(test)]
pub(crate) mod tests {
    use chrono::NaiveDate;

    use super::super::fonts::tests::fonts;
    use super::super::form::tests::head;
    use super::*;

    fn at(hour: u32) -> Option<NaiveDateTime> {
        NaiveDate::from_ymd_opt(2026, 4, 9).and_then(|day| day.and_hms_opt(hour, 5, 0))
    }

    pub(crate) fn slip() -> CorrectionSlip {
        let one = |field: &str, before: &str, after: &str| Correction {
            field: field.into(),
            before: before.into(),
            after: after.into(),
            reason: "用户来电更正".into(),
            by: "周晓岚".into(),
            at: at(10),
        };
        CorrectionSlip {
            case_no: "KS2026-000123".into(),
            received: at(8),
            customer: "林** 138****2706".into(),
            model: "JSQ25-C12".into(),
            corrections: vec![one("型号", "JSQ25-C11", "JSQ25-C12"), one("购买日期", "无", "2025-11-22")],
            outside: at(9)
                .map(|at| Outside { document: "KS2026-000123-PD-01".into(), name: "派工单".into(), at })
                .into_iter()
                .collect(),
        }
    }

    #[test]
    fn every_correction_stands_with_before_after_reason_who_and_when() {
        let sheet = correction(&slip(), &head(), &fonts(), PrintMode::Final).unwrap();
        assert_eq!(sheet.pages.len(), 1);
        let text = sheet.to_text();
        for probe in ["1 | 型号 | JSQ25-C11 | JSQ25-C12 | 用户来电更正 | 周晓岚", "2 | 购买日期 | 无 | 2025-11-22"]
        {
            assert!(text.contains(probe), "{probe}\n{text}");
        }
        assert!(text.contains("KS2026-000123-PD-01 | 派工单 | 2026-04-09 09:05"), "{text}");
        assert!(text.contains("以下空白"));
    }

    #[test]
    fn a_long_list_repeats_its_head_and_loses_no_value() {
        let mut slip = slip();
        slip.corrections =
            (0..60).map(|n| Correction { after: format!("值{n:03}"), ..slip.corrections[0].clone() }).collect();
        slip.corrections[7].before = "甲乙丙丁".repeat(200);
        let sheet = correction(&slip, &head(), &fonts(), PrintMode::Final).unwrap();
        let text = sheet.to_text();
        assert!(sheet.pages.len() > 2 && text.matches("更正前 | 更正后").count() > 2, "{text}");
        assert!((0..60).all(|n| text.contains(&format!("值{n:03}"))));
        let all: String = text.chars().filter(|c| "甲乙丙丁".contains(*c)).collect();
        assert_eq!(all.matches("甲乙丙丁").count(), 200);
    }

    #[test]
    fn the_sample_can_be_looked_at() {
        let Some(folder) = std::env::var_os("KESU_LOOK") else { return };
        let sheet = correction(&slip(), &head(), &fonts(), PrintMode::Final).unwrap();
        let bytes = super::super::pdf::to_pdf(&sheet, &fonts()).unwrap();
        std::fs::write(std::path::Path::new(&folder).join("correction.pdf"), bytes).unwrap();
    }

    #[test]
    fn an_empty_slip_has_rows_to_write_on() {
        let text = correction(&slip(), &head(), &fonts(), PrintMode::Blank).unwrap().to_text();
        assert!(text.contains("更正前 | 更正后") && !text.contains("JSQ25") && text.contains("空白表"), "{text}");
    }
}
