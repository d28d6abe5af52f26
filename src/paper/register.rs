//! Form 1 as F1B, the Friday register: the market information of one region and one period, a row an item (forms.md 1.1).

use chrono::NaiveDate;
use serde::Serialize;

use super::error::PaperError;
use super::fonts::FontSet;
use super::form::{FormHead, PrintMode, finish, table_date, text_date};
use super::grid::{Cell, Content};
use super::plate::ACROSS;
use super::rows::Rows;
use super::sheet::Sheet;

/// Title of the form.
pub const TITLE: &str = "市场质量信息周汇总表";
/// Number of the template.
pub const FORM_NO: &str = "KS-F1B";
/// In front of a number: seen so often that a batch is likely.
const MARK: &str = "▲";
const WIDTHS: [f32; 12] = [8.0, 24.0, 18.0, 26.0, 24.0, 18.0, 10.0, 34.0, 44.0, 12.0, 34.0, 15.0];
const NAMES: [&str; 12] = [
    "序号",
    "案件号",
    "发现日期",
    "网点/客户",
    "型号",
    "批次",
    "数量",
    "产品条码",
    "故障现象",
    "状态",
    "处理方法/\n核实说明",
    "附件",
];
const ROW: f32 = 10.0;
const TALLEST: f32 = 40.0;
const BELOW: f32 = 8.0 + 18.0 + 5.2;

/// One item.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Entry {
    #[serde(rename = "no")]
    pub number: String,
    pub found: Option<NaiveDate>,
    /// Outlet, or the customer masked.
    pub whose: String,
    pub model: String,
    pub batch: String,
    pub part: String,
    pub quantity: u32,
    pub barcode: String,
    pub symptom: String,
    pub state: String,
    pub handling: String,
    pub attachments: usize,
    /// Seen so often lately that a batch is likely: printed bold with a mark.
    pub many: bool,
}

/// Everything the register shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct RegisterForm {
    pub region: String,
    /// 驻外服务经理.
    pub manager: String,
    /// First and last day.
    pub period: Option<(NaiveDate, NaiveDate)>,
    pub entries: Vec<Entry>,
}

impl RegisterForm {
    /// A batch shows as a block: by model, batch, day.
    pub fn sort(&mut self) {
        self.entries.sort_by(|a, b| {
            let key = |e: &Entry| (e.model.clone(), e.batch.clone(), e.found, e.number.clone());
            key(a).cmp(&key(b))
        });
    }

    /// 本周小结: each model with its three most frequent symptoms.
    #[must_use]
    pub fn summary(&self) -> String {
        let mut models: Vec<(&str, Vec<(&str, usize)>)> = Vec::new();
        for entry in &self.entries {
            let at = models.iter().position(|(model, _)| *model == entry.model).unwrap_or_else(|| {
                models.push((&entry.model, Vec::new()));
                models.len() - 1
            });
            let Some((_, symptoms)) = models.get_mut(at) else { continue };
            match symptoms.iter_mut().find(|(symptom, _)| *symptom == entry.symptom) {
                Some((_, count)) => *count += 1,
                None => symptoms.push((&entry.symptom, 1)),
            }
        }
        let told = models.into_iter().map(|(model, mut symptoms)| {
            symptoms.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            let first: Vec<String> =
                symptoms.iter().take(3).map(|(what, count)| format!("{what} {count} 条")).collect();
            format!("{model}：{}", first.join("、"))
        });
        told.collect::<Vec<_>>().join("；")
    }
}

/// Lays out the register.
///
/// # Errors
/// [`PaperError::Missing`] when any text has a character no face has.
pub fn register(form: &RegisterForm, head: &FormHead, fonts: &FontSet, mode: PrintMode) -> Result<Sheet, PaperError> {
    let empty = RegisterForm::default();
    let blank = mode == PrintMode::Blank;
    let shown = if blank { &empty } else { form };
    fonts.check(&format!("{shown:?}{}", head.texts()))?;
    let mut rows = Rows::new(fonts, &ACROSS, mode, Vec::new());
    head_rows(&mut rows, shown)?;
    for (n, entry) in shown.entries.iter().enumerate() {
        let cells = line(&rows, n + 1, entry);
        let height = rows.grid.height((ROW, TALLEST), &cells)?;
        if rows.grid.room() < height {
            rows.grid.turn();
            head_rows(&mut rows, shown)?;
        }
        rows.grid.row(height, &cells)?;
    }
    if rows.grid.room() < BELOW {
        rows.grid.turn();
        head_rows(&mut rows, shown)?;
    }
    let count = ((rows.grid.room() - BELOW) / ROW).max(0.0) as usize;
    if rows.is_final() {
        rows.grid.close_rows((count, ROW), &WIDTHS)?;
    } else {
        rows.grid.empty_rows((count, ROW), &WIDTHS)?;
    }
    let summary = rows.value(219.0, "本周小结", &shown.summary());
    rows.grid.row(8.0, &[Cell::label(48.0, "本周小结（按型号，故障前三位）"), summary])?;
    rows.signatures(
        18.0,
        &[(66.0, "填报人（业务经理）"), (67.0, "驻外服务经理汇总"), (67.0, "客服部接收"), (67.0, "接收时间")],
    )?;
    rows.grid.notes("注：带▲的为三十天内同型号、同批次、同部位出现三次以上，请核实是否批量。")?;
    finish(fonts, (TITLE, head), (mode, false), rows.grid.close())
}

fn head_rows(rows: &mut Rows<'_>, form: &RegisterForm) -> Result<(), PaperError> {
    let period = form.period.map(|(from, to)| format!("{}—{}", text_date(from), text_date(to))).unwrap_or_default();
    let pieces: u32 = form.entries.iter().fold(0, |sum, entry| sum.saturating_add(entry.quantity));
    let total =
        if form.period.is_some() { format!("{} 条 / {pieces} 台", form.entries.len()) } else { String::new() };
    rows.pairs(
        8.0,
        &[
            (22.0, "大区", 45.0, &form.region),
            (26.0, "驻外服务经理", 40.0, &form.manager),
            (16.0, "周期", 60.0, &period),
            (16.0, "合计", 42.0, &total),
        ],
    )?;
    let columns: Vec<(f32, &str)> = WIDTHS.into_iter().zip(NAMES).collect();
    rows.table_head(12.0, &columns)
}

fn line(rows: &Rows<'_>, n: usize, entry: &Entry) -> Vec<Cell> {
    let [w0, w1, w2, w3, w4, w5, w6, w7, w8, w9, w10, w11] = WIDTHS;
    let number = if entry.many { format!("{MARK}{}", entry.number) } else { entry.number.clone() };
    let attachments = if entry.attachments == 0 { String::new() } else { format!("{} 份", entry.attachments) };
    let mut cells = vec![
        rows.centred(w0, "序号", &n.to_string()),
        rows.value(w1, "案件号", &number),
        rows.centred(w2, "发现日期", &entry.found.map(table_date).unwrap_or_default()),
        rows.value(w3, "网点/客户", &entry.whose),
        rows.value(w4, "型号", &entry.model),
        rows.value(w5, "批次", &entry.batch),
        rows.centred(w6, "数量", &entry.quantity.to_string()),
        rows.value(w7, "产品条码", &entry.barcode),
        rows.value(w8, "故障现象", &entry.symptom),
        rows.centred(w9, "状态", &entry.state),
        rows.value(w10, "处理方法/核实说明", &entry.handling),
        rows.centred(w11, "附件", &attachments),
    ];
    if entry.many {
        for cell in &mut cells {
            let is_code = cell.field.as_ref().is_some_and(|(key, _)| *key == "产品条码");
            if let Content::Value(text) = &cell.content
                && !is_code
            {
                cell.content = Content::Strong(text.clone());
            }
        }
    }
    cells
}

#[cfg(test)]
pub(crate) mod tests {
    use super::super::fonts::tests::fonts;
    use super::super::form::tests::head as form_head;
    use super::super::tidy::{all_text, assert_tidy, look};
    use super::*;

    pub(crate) fn entry(n: u32, model: &str, batch: &str, symptom: &str) -> Entry {
        Entry {
            number: format!("KS2604-{n:04}"),
            found: NaiveDate::from_ymd_opt(2026, 4, 1 + n % 5),
            whose: "同里路服务网点".into(),
            model: model.into(),
            batch: batch.into(),
            part: "接头".into(),
            quantity: 1,
            barcode: "CY2511C12-004736".into(),
            symptom: symptom.into(),
            state: "处理".into(),
            handling: "更换接头，旧件封存".into(),
            attachments: 3,
            many: batch == "2511B",
        }
    }

    pub(crate) fn form(entries: Vec<Entry>) -> RegisterForm {
        let day = |d| NaiveDate::from_ymd_opt(2026, 11, d).unwrap();
        let mut form = RegisterForm {
            region: "华东大区".into(),
            manager: "沈嘉树".into(),
            period: Some((day(16), day(20))),
            entries,
        };
        form.sort();
        form
    }

    fn sheet(form: &RegisterForm, mode: PrintMode) -> Sheet {
        let head = FormHead { form_no: FORM_NO.into(), doc_no: String::new(), case_no: String::new(), ..form_head() };
        let made = register(form, &head, &fonts(), mode).unwrap();
        assert_tidy(&made, &ACROSS);
        made
    }

    #[test]
    fn a_batch_shows_as_a_bold_block_with_its_mark_l01() {
        assert_eq!(WIDTHS.iter().sum::<f32>(), ACROSS.width);
        let made = sheet(
            &form(vec![
                entry(3, "JSQ25-C12", "2511B", "接头渗漏"),
                entry(1, "JSQ25-C12", "2510A", "点火失败"),
                entry(2, "JSQ25-C12", "2511B", "接头渗漏"),
            ]),
            PrintMode::Final,
        );
        look("register", &made);
        let text = all_text(&made);
        let at = |probe: &str| text.find(probe).unwrap_or_else(|| panic!("{probe}\n{text}"));
        assert!(at("KS2604-0001") < at("▲KS2604-0002") && at("▲KS2604-0002") < at("▲KS2604-0003"));
        for probe in ["2026年11月16日—2026年11月20日", "3条/3台", "JSQ25-C12：接头渗漏2条、点火失败1条", "以下空白"]
        {
            at(probe);
        }
    }

    #[test]
    fn forty_rows_go_on_under_repeated_heads() {
        let made = sheet(
            &form((0..40).map(|n| entry(n, "BCD-215", "2601", "压缩机异响，开机后十分钟停机")).collect()),
            PrintMode::Final,
        );
        assert!(made.pages.len() >= 3);
        let text = all_text(&made);
        assert_eq!(text.matches("核实说明").count(), made.pages.len());
        assert_eq!(text.matches("KS2604-").count(), 40);
        assert_eq!(text.matches("本周小结").count(), 1);
    }

    #[test]
    fn a_blank_register_has_ten_rows_to_write_on() {
        let made = sheet(&form(vec![entry(1, "A", "B", "C")]), PrintMode::Blank);
        look("register-blank", &made);
        assert_eq!(made.pages.len(), 1);
        assert!(!all_text(&made).contains("KS2604"));
    }
}
