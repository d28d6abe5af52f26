//! Form 3, 损失清单: property on part I, bodily injury on part II where there is any (forms.md 1.3).

use chrono::NaiveDateTime;
use serde::Serialize;

use super::data::printed;
use super::error::PaperError;
use super::fonts::FontSet;
use super::form::{FormHead, PrintMode, finish, is_draft, table_time};
use super::grid::{Cell, Content};
use super::official_incident::{category_name, injury_item_name, month_text, percent_text, proof_name, quantity_text};
use super::plate::ACROSS;
use super::rows::{NO_FIGURE, Rows};
use super::sheet::Sheet;
use crate::domain::Fen;
use crate::domain::incident::loss::{LossCategory, Totals};
use crate::domain::incident::{InjuryLine, LossLine, Losses};

/// Title of the form.
pub const TITLE: &str = "损失清单";
/// Number of the template.
pub const FORM_NO: &str = "KS-F3";
const NOTES: &str = "注：1. 申报损失由受损方填报并对真实性负责，核定损失为双方核对或保险查勘的结果；成新率仅作协商参考。\
                     2. 金银珠宝、现金、有价证券、古玩字画等须另附证明，不在本表直接核定。3. 本表未经双方签署不作为赔付承诺。\
                     4. 手写更正须由更正人签名并注明日期，涂抹、刮擦无效；金额不得手写更正。";

const WIDTHS: [f32; 16] =
    [8.0, 16.0, 30.0, 28.0, 10.0, 11.0, 17.0, 13.0, 20.0, 15.0, 15.0, 16.0, 22.0, 22.0, 12.0, 12.0];
const NAMES: [&str; 16] = [
    "序号",
    "类别",
    "物品名称",
    "品牌/\n规格型号",
    "单位",
    "数量",
    "购置年月",
    "凭证",
    "重置单价",
    "成新率",
    "受损程度",
    "残值",
    "申报损失",
    "核定损失",
    "照片号",
    "备注",
];
const INJURY_WIDTHS: [f32; 8] = [8.0, 24.0, 44.0, 70.0, 16.0, 28.0, 28.0, 49.0];
const INJURY_NAMES: [&str; 8] =
    ["序号", "姓名", "费用项目", "计算依据（天数×标准或票据）", "票据张数", "申报金额", "核定金额", "备注"];
const SIGNERS: [(f32, &str); 4] =
    [(67.0, "受损方（签名/指印）"), (66.0, "制表人"), (67.0, "驻外服务经理核对"), (67.0, "保险查勘员/见证人")];
/// Height of a row, how high one may grow, and the height of sums, signatures and notes below the first page's rows.
const ROW: f32 = 8.5;
const TALLEST: f32 = 34.0;
/// How high a remark alone may raise a row.
const REMARK: f32 = 12.5;
const BELOW: f32 = 8.0 + 8.0 + 10.0 + 24.0 + NOTED;
/// The same of part II, with the heights of its bar and of its sum in words: nine rows stand on its first page, as on part I.
const BELOW_INJURIES: f32 = 8.0 + 8.0 + INJURY_WORDS + 24.0 + NOTED;
const INJURY_BAR: f32 = 4.5;
const INJURY_WORDS: f32 = 7.5;
/// What the notes take of the body; their last line stands in the margin above the foot.
const NOTED: f32 = 7.4;

/// Everything form 3 shows of one case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct LossListForm {
    pub case_no: String,
    #[serde(serialize_with = "printed")]
    pub happened: Option<NaiveDateTime>,
    /// 受损方.
    pub party: String,
    pub place: String,
    /// The remark of a line stands in its note.
    #[serde(flatten, serialize_with = "super::data::losses")]
    pub losses: Losses,
    /// Somebody was hurt: part II is printed for the hand while it has no line.
    #[serde(skip)]
    pub injured: bool,
}

impl LossListForm {
    /// Labels of required fields that are still empty, in form order.
    #[must_use]
    pub fn missing(&self) -> Vec<&'static str> {
        let lines = || self.losses.lines.iter().map(|(_, line)| &line.entry);
        [
            ("案件编号", self.case_no.trim().is_empty()),
            ("事故时间", self.happened.is_none()),
            ("受损方", self.party.trim().is_empty()),
            ("事故地点", self.place.trim().is_empty()),
            ("物品名称", self.losses.is_empty()),
            ("单位", lines().any(|entry| entry.unit.trim().is_empty())),
            ("购置年月", lines().any(|entry| entry.category.wears_out() && entry.bought.is_none())),
            ("照片号", lines().any(|entry| entry.photos.is_empty())),
        ]
        .into_iter()
        .filter_map(|(label, missing)| missing.then_some(label))
        .collect()
    }
}

/// Lays out form 3.
///
/// # Errors
/// [`PaperError::Incomplete`] for a final print with empty required fields; [`PaperError::Missing`] when any text has a
/// character no face has.
pub fn loss_list(form: &LossListForm, head: &FormHead, fonts: &FontSet, mode: PrintMode) -> Result<Sheet, PaperError> {
    let empty = LossListForm::default();
    let shown = if mode == PrintMode::Blank { &empty } else { form };
    let missing = shown.missing();
    let draft = is_draft(mode, head, &missing)?;
    fonts.check(&format!("{shown:?}{}", head.texts()))?;
    let totals = shown.losses.totals();
    let mut list = List { form: shown, totals, rows: Rows::new(fonts, &ACROSS, mode, missing) };
    list.property()?;
    let by_hand = mode == PrintMode::Blank || (mode == PrintMode::Prefilled && form.injured);
    if by_hand || !shown.losses.injuries.is_empty() {
        list.rows.grid.turn();
        list.injuries()?;
    }
    finish(fonts, (TITLE, head), (mode, draft), list.rows.grid.close())
}

/// Lays out something of a form.
type Step<T> = fn(&mut T) -> Result<(), PaperError>;

/// Millimetres that sums of lengths may be off.
const ROUNDING: f32 = 0.01;

struct List<'a> {
    form: &'a LossListForm,
    totals: Totals,
    rows: Rows<'a>,
}

impl List<'_> {
    /// R0, repeated on every page.
    fn case(&mut self) -> Result<(), PaperError> {
        let happened = self.form.happened.map(table_time).unwrap_or_default();
        self.rows.pairs(
            8.0,
            &[
                (18.0, "案件编号", 45.0, &self.form.case_no),
                (18.0, "事故时间", 40.0, &happened),
                (18.0, "受损方", 38.0, &self.form.party),
                (18.0, "事故地点", 72.0, &self.form.place),
            ],
        )
    }

    fn property_head(&mut self) -> Result<(), PaperError> {
        self.case()?;
        let columns: Vec<(f32, &str)> = WIDTHS.into_iter().zip(NAMES).collect();
        self.rows.table_head(12.0, &columns)
    }

    fn property(&mut self) -> Result<(), PaperError> {
        let lines: Vec<Vec<Cell>> =
            self.form.losses.lines.iter().enumerate().map(|(n, (_, line))| self.line(n + 1, line)).collect();
        self.part(&lines, (&WIDTHS, BELOW), (List::property_head, List::sums))
    }

    /// A part of the list: its first page with sums and signatures below, then as many pages of rows as it takes.
    fn part(
        &mut self,
        lines: &[Vec<Cell>],
        (widths, sums): (&[f32], f32),
        (head, foot): (Step<Self>, Step<Self>),
    ) -> Result<(), PaperError> {
        head(self)?;
        let mut below = sums;
        for cells in lines {
            let height = self.height(cells)?;
            if self.rows.grid.room() - below + ROUNDING < height {
                if below > 0.0 {
                    foot(self)?;
                    below = 0.0;
                }
                self.rows.grid.turn();
                head(self)?;
            }
            self.rows.grid.row(height, cells)?;
        }
        self.fill(widths, below)?;
        if below > 0.0 { foot(self) } else { Ok(()) }
    }

    /// The height of a row: a remark, which has the narrowest column, raises it by little before it is handed on.
    fn height(&self, cells: &[Cell]) -> Result<f32, PaperError> {
        let (others, remark) = cells.split_at(cells.len().saturating_sub(1));
        let least = self.rows.grid.height((ROW, TALLEST), others)?;
        self.rows.grid.height((least, least.max(REMARK)), remark)
    }

    /// Empty rows down to what stands `below`; closed in a 定稿.
    fn fill(&mut self, widths: &[f32], below: f32) -> Result<(), PaperError> {
        let count = ((self.rows.grid.room() - below + ROUNDING) / ROW).max(0.0) as usize;
        if self.rows.is_final() {
            self.rows.grid.close_rows((count, ROW), widths)
        } else {
            self.rows.grid.empty_rows((count, ROW), widths)
        }
    }

    fn line(&self, n: usize, line: &LossLine) -> Vec<Cell> {
        let entry = &line.entry;
        let photos = entry.photos.iter().map(|id| format!("P-{id:02}")).collect::<Vec<_>>().join("、");
        let [w0, w1, w2, w3, w4, w5, w6, w7, w8, w9, w10, w11, w12, w13, w14, w15] = WIDTHS;
        let rows = &self.rows;
        vec![
            rows.centred(w0, "序号", &n.to_string()),
            rows.centred(w1, "类别", category_name(entry.category)),
            rows.value(w2, "物品名称", &entry.name),
            rows.value(w3, "品牌/规格型号", &entry.spec),
            rows.centred(w4, "单位", &entry.unit),
            rows.centred(w5, "数量", &quantity_text(entry.hundredths)),
            rows.centred(w6, "购置年月", &entry.bought.map(month_text).unwrap_or_default()),
            rows.centred(w7, "凭证", proof_name(entry.proof)),
            rows.money(w8, "重置单价", &entry.unit_price.to_string()),
            rows.centred(w9, "成新率", &percent_text(line.newness())),
            rows.centred(w10, "受损程度", &percent_text(entry.damage)),
            rows.money(w11, "残值", &entry.salvage.to_string()),
            rows.money(w12, "申报损失", &entry.claimed.to_string()),
            rows.money(w13, "核定损失", &line.assessed.to_string()),
            rows.centred(w14, "照片号", &photos),
            rows.value(w15, "备注", &entry.note),
        ]
    }

    /// Sums by category, the totals and the signatures.
    fn sums(&mut self) -> Result<(), PaperError> {
        let of = |wanted: &[LossCategory]| {
            let amounts = self.totals.categories.iter().filter(|(category, _)| wanted.contains(category));
            Fen::total(amounts.map(|(_, pair)| pair.assessed)).unwrap_or_default()
        };
        let groups: [(f32, &str, f32, &[LossCategory]); 6] = [
            (15.0, "产品本身", 23.0, &[LossCategory::Product]),
            (15.0, "房屋装修", 23.0, &[LossCategory::House]),
            (15.0, "家具家电", 23.0, &[LossCategory::Furniture]),
            (15.0, "衣物日用", 23.0, &[LossCategory::Clothing]),
            (15.0, "其他", 23.0, &[LossCategory::Goods, LossCategory::Testing, LossCategory::Other]),
            (15.0, "施救费用", 24.0, &[LossCategory::Rescue]),
        ];
        let blank = self.form.losses.is_empty();
        let shown = |amount: Fen| if blank { String::new() } else { amount.to_string() };
        let mut cells = vec![Cell::label(38.0, "分类小计（核定）")];
        for (label, name, width, wanted) in groups {
            cells.extend([Cell::label(label, name), self.rows.money(width, "分类小计", &shown(of(wanted)))]);
        }
        self.rows.grid.row(8.0, &cells)?;
        // What a reader of this part adds up: bodily injury has its own sum on part II.
        let (property, other) = (self.totals.property, self.totals.other);
        let sum = |a: Fen, b: Fen| Fen::total([a, b]).unwrap_or_default();
        let (claimed, assessed) = (sum(property.claimed, other.claimed), sum(property.assessed, other.assessed));
        let figure = |amount: Fen| if blank { String::new() } else { amount.with_currency() };
        let row = [
            Cell::label(38.0, "合计（小写）"),
            Cell::label(30.0, "申报"),
            self.rows.money(84.0, "申报损失", &figure(claimed)),
            Cell::label(30.0, "核定"),
            self.rows.money(85.0, "核定损失", &figure(assessed)),
        ];
        self.rows.grid.row(8.0, &row)?;
        let words = if blank { "人民币".to_owned() } else { in_words(assessed) };
        let row = [Cell::label(38.0, "核定金额（大写）"), self.rows.value(229.0, "核定金额（大写）", &words)];
        self.rows.grid.row(10.0, &row)?;
        self.rows.signatures(24.0, &SIGNERS)?;
        self.rows.grid.notes(NOTES)
    }

    fn injury_head(&mut self) -> Result<(), PaperError> {
        self.case()?;
        self.rows.bar(INJURY_BAR, "第二部分　人身损害（另行取得本人单独同意后填写）")?;
        let columns: Vec<(f32, &str)> = INJURY_WIDTHS.into_iter().zip(INJURY_NAMES).collect();
        self.rows.table_head(10.0, &columns)
    }

    fn injuries(&mut self) -> Result<(), PaperError> {
        let injuries = self.form.losses.injuries.iter().enumerate();
        let lines: Vec<Vec<Cell>> = injuries.map(|(n, (_, line))| self.injury(n + 1, line)).collect();
        self.part(&lines, (&INJURY_WIDTHS, BELOW_INJURIES), (List::injury_head, List::injury_sums))
    }

    fn injury_sums(&mut self) -> Result<(), PaperError> {
        let blank = self.form.losses.injuries.is_empty();
        let shown = |amount: Fen| if blank { String::new() } else { amount.to_string() };
        let sum = self.totals.injury;
        let row = [
            Cell::label(162.0, "人身损害合计（元）"),
            self.rows.money(28.0, "申报金额", &shown(sum.claimed)),
            self.rows.money(28.0, "核定金额", &shown(sum.assessed)),
            Cell::new(49.0, Content::Empty),
        ];
        self.rows.grid.row(8.0, &row)?;
        let all = self.totals.all;
        let row = [
            Cell::label(162.0, "第一、二部分合计（元）"),
            self.rows.money(28.0, "申报金额", &shown(all.claimed)),
            self.rows.money(28.0, "核定金额", &shown(all.assessed)),
            Cell::new(49.0, Content::Empty),
        ];
        self.rows.grid.row(8.0, &row)?;
        let words = if blank { "人民币".to_owned() } else { in_words(all.assessed) };
        let row = [Cell::label(76.0, "合计核定金额（大写）"), self.rows.value(191.0, "核定金额（大写）", &words)];
        self.rows.grid.row(INJURY_WORDS, &row)?;
        self.rows.signatures(24.0, &SIGNERS)?;
        self.rows.grid.notes(NOTES)
    }

    fn injury(&self, n: usize, line: &InjuryLine) -> Vec<Cell> {
        let [w0, w1, w2, w3, w4, w5, w6, w7] = INJURY_WIDTHS;
        let rows = &self.rows;
        vec![
            rows.centred(w0, "序号", &n.to_string()),
            rows.value(w1, "姓名", &line.person),
            rows.value(w2, "费用项目", injury_item_name(line.item)),
            rows.value(w3, "计算依据", &line.basis),
            rows.centred(w4, "票据张数", &line.receipts.to_string()),
            rows.money(w5, "申报金额", &line.claimed.to_string()),
            rows.money(w6, "核定金额", &line.assessed.to_string()),
            rows.value(w7, "备注", &line.note),
        ]
    }
}

/// `人民币壹拾元整————`: nothing can be added behind it.
fn in_words(amount: Fen) -> String {
    format!("人民币{}{NO_FIGURE}{NO_FIGURE}", amount.capital())
}

#[cfg(test)]
pub(crate) mod tests;
