//! Form 5, 事故处理完结申请: what was done, what it cost, which papers are there, who signs (forms.md 1.5).

use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;

use super::data::printed;
use super::error::PaperError;
use super::fonts::FontSet;
use super::form::{FormHead, PrintMode, finish, is_draft, table_date, table_time};
use super::grid::{Cell, Content};
use super::official_incident::{grade_box, party_name, post_name};
use super::plate::UPRIGHT;
use super::rows::{Rows, boxes};
use super::sheet::Sheet;
use super::ticks::{Piece, Tick};
use crate::domain::Fen;
use crate::domain::incident::{Party, Post};
use crate::domain::stage::{IncidentGrade, Satisfaction};

/// Title of the form.
pub const TITLE: &str = "事故处理完结申请";
/// Number of the template.
pub const FORM_NO: &str = "KS-F5";
const NOTES: &str = "注：1. 资料不齐不得申请完结。2. 资料缺失致保险不能赔付的，按制度5.4处理。3. 完结后出现新情况的，重新立案并关联原案号。";
/// Rows for corrective entries and for proposals of incentives; more corrective entries make more rows.
const LEAST_ROWS: usize = 3;
const BAR: f32 = 4.5;
/// Rows of the amounts, and columns of who bears them.
pub(super) const MONEY_ROWS: [&str; 5] = ["产品本身", "他人财产", "人身损害", "施救/鉴定等费用", "合计"];
pub(super) const BEARERS: [&str; 5] = ["公司承担", "保险应赔", "保险已到账", "网点/经销商承担", "其他"];
/// Height of a post's row in the approvals.
const SIGN: f32 = 12.0;

/// 金额汇总: one row; `None` where the amount is not known for this part alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MoneyRow {
    pub claimed: Option<Fen>,
    pub assessed: Option<Fen>,
    pub agreed: Option<Fen>,
    pub paid: Option<Fen>,
    pub vouchers: String,
}

/// 资料清单: one kind of paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Document {
    #[serde(rename = "no")]
    pub name: &'static str,
    pub need: u32,
    pub have: u32,
}

/// 整改措施.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Measure {
    pub text: String,
    pub owner: String,
    pub due: NaiveDate,
    /// What was found of it; empty while nobody looked.
    pub verified: String,
}

/// 回访.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Revisited {
    #[serde(serialize_with = "printed")]
    pub at: NaiveDateTime,
    pub way: &'static str,
    #[serde(serialize_with = "printed")]
    pub result: Satisfaction,
    pub opinion: String,
}

/// A post that signs, with the approval on record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Signer {
    #[serde(rename = "no", serialize_with = "printed")]
    pub post: Post,
    /// Name and time of who agreed, and the opinion.
    #[serde(serialize_with = "printed")]
    pub signed: Option<(String, NaiveDateTime, String)>,
}

/// 案件概要.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Outline {
    pub case_no: String,
    #[serde(serialize_with = "printed")]
    pub grade: Option<IncidentGrade>,
    pub region: String,
    /// Masked, as all personal data on this form.
    pub customer: String,
    pub model: String,
    pub barcode: String,
    #[serde(serialize_with = "printed")]
    pub happened: Option<NaiveDateTime>,
    #[serde(serialize_with = "printed")]
    pub received: Option<NaiveDateTime>,
    /// When the agreement was carried out.
    #[serde(serialize_with = "printed")]
    pub settled: Option<NaiveDateTime>,
    /// 累计用时 in running and working time.
    pub elapsed: String,
    pub limit: String,
    pub late: Option<bool>,
}

/// Everything form 5 shows of one case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ClosingForm {
    pub outline: Outline,
    /// One line an entry, in the order of time.
    pub course: String,
    #[serde(serialize_with = "printed")]
    pub liable: Vec<Party>,
    pub grounds: String,
    /// Product, other property, injury, other costs, total.
    #[serde(serialize_with = "super::data::money")]
    pub money: [MoneyRow; 5],
    /// Company, insurer owes, insurer has paid, dealer, others.
    #[serde(serialize_with = "super::data::borne")]
    pub borne: [Option<Fen>; 5],
    pub documents: Vec<Document>,
    /// Grades that need a root cause and measures.
    #[serde(skip)]
    pub needs_measures: bool,
    pub root_cause: String,
    pub measures: Vec<Measure>,
    pub revisit: Option<Revisited>,
    /// The revisit was given up, with the reason.
    pub unreached: String,
    /// Who signs for this grade, in order.
    pub signers: Vec<Signer>,
}

impl ClosingForm {
    /// Whether money went out: finance then has a copy.
    #[must_use]
    pub fn is_paid(&self) -> bool {
        self.money.last().and_then(|total| total.paid).is_some_and(|paid| paid.0 > 0)
    }

    /// Labels of required fields that are still empty, in form order.
    #[must_use]
    pub fn missing(&self) -> Vec<&'static str> {
        let o = &self.outline;
        [
            ("案件编号", o.case_no.is_empty()),
            ("事故等级", o.grade.is_none()),
            ("事故时间", o.happened.is_none()),
            ("受理时间", o.received.is_none()),
            ("累计用时", o.elapsed.is_empty()),
            ("处理经过", self.course.trim().is_empty()),
            ("责任认定", self.liable.is_empty()),
            ("资料清单", self.documents.iter().any(|document| document.have < document.need)),
            ("根本原因", self.needs_measures && self.root_cause.trim().is_empty()),
            ("整改措施", self.needs_measures && self.measures.is_empty()),
            ("回访时间", self.revisit.is_none() && self.unreached.trim().is_empty()),
        ]
        .into_iter()
        .filter_map(|(label, missing)| missing.then_some(label))
        .collect()
    }
}

/// Lays out form 5.
///
/// # Errors
/// [`PaperError::Incomplete`] for a final print with empty required fields or while the steps before are not done;
/// [`PaperError::Missing`] when any text has a character no face has.
pub fn closing(form: &ClosingForm, head: &FormHead, fonts: &FontSet, mode: PrintMode) -> Result<Sheet, PaperError> {
    let empty = ClosingForm { documents: form.documents.clone(), ..ClosingForm::default() };
    let blank = mode == PrintMode::Blank;
    let shown = if blank { &empty } else { form };
    let missing = shown.missing();
    let draft = is_draft(mode, head, &missing)?;
    fonts.check(&format!("{shown:?}{}", head.texts()))?;
    let mut page = Page { form: shown, blank, rows: Rows::new(fonts, &UPRIGHT, mode, missing) };
    page.outline()?;
    page.course()?;
    page.money()?;
    page.documents()?;
    page.rows.grid.turn();
    page.measures()?;
    page.revisit()?;
    page.incentives()?;
    page.approvals()?;
    page.rows.grid.notes(NOTES)?;
    finish(fonts, (TITLE, head), (mode, draft), page.rows.grid.close())
}

struct Page<'a> {
    form: &'a ClosingForm,
    blank: bool,
    rows: Rows<'a>,
}

impl Page<'_> {
    fn outline(&mut self) -> Result<(), PaperError> {
        self.rows.bar(BAR, "一、案件概要")?;
        let o = &self.form.outline;
        let time = |at: Option<NaiveDateTime>| at.map(table_time).unwrap_or_default();
        let grade = o.grade.map(grade_box).unwrap_or_default();
        self.rows.pairs(
            8.0,
            &[(18.0, "案件编号", 40.0, &o.case_no), (18.0, "事故等级", 24.0, grade), (18.0, "大区", 57.0, &o.region)],
        )?;
        self.rows.pairs(
            8.0,
            &[
                (18.0, "用户(掩码)", 40.0, &o.customer),
                (18.0, "产品型号", 39.0, &o.model),
                (18.0, "条码/机号", 42.0, &o.barcode),
            ],
        )?;
        let (happened, received, settled) = (time(o.happened), time(o.received), time(o.settled));
        self.rows.pairs(
            8.0,
            &[
                (22.0, "事故时间", 36.0, &happened),
                (22.0, "受理时间", 36.0, &received),
                (22.0, "协议履行时间", 37.0, &settled),
            ],
        )?;
        let late = match o.late {
            Some(true) => "是",
            Some(false) => "否",
            None => "",
        };
        self.rows.pairs(
            8.0,
            &[(22.0, "累计用时", 36.0, &o.elapsed), (22.0, "规定时限", 36.0, &o.limit), (22.0, "是否超时", 37.0, late)],
        )
    }

    fn course(&mut self) -> Result<(), PaperError> {
        self.rows.bar(BAR, "二、处理经过（按时间列出：受理—到场—报险—定责—定损—协议—付款—回访）")?;
        self.rows.long(36.0, (0.0, "处理经过"), &self.form.course)?;
        self.rows.bar(BAR, "三、责任认定")?;
        let parties: Vec<(&str, Party)> = Party::ALL.iter().map(|party| (party_name(*party), *party)).collect();
        let ticks = boxes(&parties, |party| self.form.liable.contains(party));
        let cell = self.rows.ticks(UPRIGHT.width, "责任认定", ticks);
        self.rows.grid.row(8.0, &[cell])?;
        self.rows.pairs(10.0, &[(22.0, "依据文件\n及编号", 153.0, &self.form.grounds)])
    }

    fn money(&mut self) -> Result<(), PaperError> {
        self.rows.bar(BAR, "四、金额汇总（元）")?;
        let columns =
            [(45.0, "项目"), (26.0, "申报"), (26.0, "核定"), (26.0, "协议"), (26.0, "实付"), (26.0, "凭证号")];
        self.rows.table_head(7.0, &columns)?;
        let shown = |amount: Option<Fen>| amount.map(|amount| amount.to_string()).unwrap_or_default();
        for (name, row) in MONEY_ROWS.iter().zip(&self.form.money) {
            let cells = [
                Cell::label(45.0, name),
                self.rows.money(26.0, "申报", &shown(row.claimed)),
                self.rows.money(26.0, "核定", &shown(row.assessed)),
                self.rows.money(26.0, "协议", &shown(row.agreed)),
                self.rows.money(26.0, "实付", &shown(row.paid)),
                self.rows.value(26.0, "凭证号", &row.vouchers),
            ];
            self.rows.grid.row(7.0, &cells)?;
        }
        let paid = self.form.money[4].paid.map(|paid| format!("人民币{}", paid.capital()));
        let words = paid.unwrap_or_else(|| if self.blank { "人民币".to_owned() } else { String::new() });
        self.rows.pairs(7.0, &[(45.0, "实付合计（大写）", 130.0, &words)])?;
        self.rows.bar(BAR, "五、承担情况（元）")?;
        self.rows.table_head(7.0, &BEARERS.map(|name| (35.0, name)))?;
        let cells: Vec<Cell> =
            self.form.borne.iter().map(|amount| self.rows.money(35.0, "承担情况", &shown(*amount))).collect();
        self.rows.grid.row(8.0, &cells)
    }

    fn documents(&mut self) -> Result<(), PaperError> {
        self.rows.bar(BAR, "六、资料清单（应有/实有，单位：份）")?;
        let half = self.form.documents.len().div_ceil(2);
        let (left, right) = self.form.documents.split_at(half);
        for (n, document) in left.iter().enumerate() {
            let mut cells = self.document(Some(document), 0.0);
            cells.extend(self.document(right.get(n), 1.0));
            self.rows.grid.row(6.5, &cells)?;
        }
        Ok(())
    }

    fn document(&self, document: Option<&Document>, gutter: f32) -> Vec<Cell> {
        let widths = [60.0 + gutter, 7.0, 12.0, 8.0];
        let Some(document) = document else {
            return widths.into_iter().map(|width| Cell::new(width, Content::Empty)).collect();
        };
        let count = |count: u32| if self.blank { String::new() } else { count.to_string() };
        let done = !self.blank && document.need > 0 && document.have >= document.need;
        let [name, need, have, tick] = widths;
        vec![
            Cell::new(name, Content::Value(document.name.to_owned())),
            self.rows.centred(need, "应有", &count(document.need)),
            self.rows.centred(have, "实有", &count(document.have)),
            self.rows.ticks(tick, "资料清单", vec![Tick::new(done, "")]),
        ]
    }

    fn measures(&mut self) -> Result<(), PaperError> {
        self.rows.bar(BAR, "七、原因与整改")?;
        self.rows.long(16.0, (22.0, "根本原因"), &self.form.root_cause)?;
        let widths = [75.0, 35.0, 30.0, 35.0];
        let columns = [(75.0, "整改措施"), (35.0, "责任部门"), (30.0, "完成期限"), (35.0, "验证")];
        self.rows.table_head(7.0, &columns)?;
        for measure in &self.form.measures {
            let cells = [
                self.rows.value(75.0, "整改措施", &measure.text),
                self.rows.value(35.0, "责任部门", &measure.owner),
                self.rows.centred(30.0, "完成期限", &table_date(measure.due)),
                self.rows.value(35.0, "验证", &measure.verified),
            ];
            let height = self.rows.grid.height((8.0, 40.0), &cells)?;
            if self.rows.grid.room() < height {
                self.rows.grid.turn();
                self.rows.table_head(7.0, &columns)?;
            }
            self.rows.grid.row(height, &cells)?;
        }
        self.rest(self.form.measures.len(), &widths)
    }

    /// The rest of a table of three rows; closed in a 定稿.
    fn rest(&mut self, used: usize, widths: &[f32]) -> Result<(), PaperError> {
        let count = LEAST_ROWS.saturating_sub(used);
        if self.rows.is_final() {
            self.rows.grid.close_rows((count, 8.0), widths)
        } else {
            self.rows.grid.empty_rows((count, 8.0), widths)
        }
    }

    fn revisit(&mut self) -> Result<(), PaperError> {
        self.rows.bar(BAR, "八、回访")?;
        let found = self.form.revisit.as_ref();
        let at = found.map(|revisit| table_time(revisit.at)).unwrap_or_default();
        let given_up = !self.form.unreached.is_empty();
        let result = found.map(|revisit| revisit.result);
        let options = [
            ("满意", Satisfaction::Satisfied),
            ("基本满意", Satisfaction::Fair),
            ("不满意", Satisfaction::Dissatisfied),
            ("拒访/无法联系", Satisfaction::NotReached),
        ];
        let chosen = |option: &Satisfaction| {
            result == Some(*option) || (result.is_none() && given_up && *option == Satisfaction::NotReached)
        };
        let row = [
            Cell::label(18.0, "回访时间"),
            self.rows.value(36.0, "回访时间", &at),
            Cell::label(14.0, "方式"),
            self.rows.value(24.0, "方式", found.map_or("", |revisit| revisit.way)),
            Cell::label(16.0, "满意度"),
            self.rows.ticks(67.0, "满意度", boxes(&options, chosen)),
        ];
        self.rows.grid.row(8.0, &row)?;
        let opinion = found.map_or(self.form.unreached.as_str(), |revisit| revisit.opinion.as_str());
        self.rows.long(14.0, (22.0, "用户意见"), opinion)
    }

    fn incentives(&mut self) -> Result<(), PaperError> {
        self.rows.bar(BAR, "九、考核激励建议（依制度第5条，作为绩效奖金建议）")?;
        let columns = [(45.0, "对象"), (25.0, "条款"), (20.0, "正/负"), (25.0, "金额(元)"), (60.0, "事由")];
        self.rows.table_head(7.0, &columns)?;
        // Nobody proposes incentives on a case in this program: written by hand, or left empty.
        let widths = columns.map(|(width, _)| width);
        self.rows.grid.empty_rows((LEAST_ROWS, 8.0), &widths)
    }

    fn approvals(&mut self) -> Result<(), PaperError> {
        let below = BAR + SIGN * Post::ALL.len() as f32 + BAR + 8.0 + 9.8;
        if self.rows.grid.room() < below {
            self.rows.grid.turn();
        }
        self.rows.bar(BAR, "十、审批")?;
        for post in Post::ALL {
            let signer = self.form.signers.iter().find(|signer| signer.post == *post);
            let label = Cell::label(30.0, post_name(*post));
            // A blank form does not know the grade: every post may sign.
            let row = match signer {
                None if !self.blank => {
                    let struck = |width: f32, text: &str| Cell::new(width, Content::Struck(text.to_owned()));
                    [label, struck(95.0, "不适用"), struck(50.0, "")]
                }
                _ => {
                    let signed = signer.and_then(|signer| signer.signed.as_ref());
                    let opinion = match signed {
                        Some((_, _, opinion)) => Content::Long(format!("☑同意　☐不同意　意见：{}", opinion.trim())),
                        None => {
                            let words = vec![Piece::Words("不同意　意见：".into()), Piece::Blank(String::new(), 46.0)];
                            Content::Ticks(vec![Tick::new(false, "同意"), Tick { on: false, pieces: words }])
                        }
                    };
                    let who = match signed {
                        Some((who, at, _)) => Content::Value(format!("{who}　系统审批\n{}", table_time(*at))),
                        None => Content::Sign(String::new()),
                    };
                    let field = Some(("审批意见", "审批意见".into()));
                    [label, Cell { field, ..Cell::new(95.0, opinion) }, Cell::new(50.0, who)]
                }
            };
            self.rows.grid.row(SIGN, &row)?;
        }
        self.rows.bar(BAR, "十一、归档")?;
        let empty = |width: f32| Cell::new(width, Content::Empty);
        let row = [
            Cell::label(18.0, "归档号"),
            empty(40.0),
            Cell::label(12.0, "页数"),
            empty(15.0),
            Cell::label(16.0, "归档人"),
            empty(24.0),
            Cell::label(16.0, "保管至"),
            empty(34.0),
        ];
        self.rows.grid.row(8.0, &row)
    }
}

#[cfg(test)]
pub(crate) mod tests;
