//! Form 5, 事故处理完结申请: what was done, what it cost, which papers are there, who signs (forms.md 1.5).

use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;

use super::data::printed;
use super::error::PaperError;
use super::fonts::FontSet;
use super::form::{FormHead, PrintMode, finish, is_draft, table_date, table_time};
use super::grid::{Cell, Content};
use super::official_incident::{APPROVALS, grade_box, party_name, post_name, sign_name};
use super::plate::UPRIGHT;
use super::rows::{Rows, boxes};
use super::sheet::Sheet;
use super::ticks::{Piece, Tick};
use crate::domain::Fen;
use crate::domain::incident::{Party, Post};
use crate::domain::policy::Sign;
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
/// Height of a box in the approvals.
const SIGN: f32 = 15.0;

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

/// 考核激励建议.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Incentive {
    pub who: String,
    pub clause: String,
    #[serde(serialize_with = "printed")]
    pub sign: Sign,
    /// `None` where the clause names no amount.
    #[serde(serialize_with = "printed")]
    pub amount: Option<Fen>,
    pub reason: String,
}

/// 归档.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Archived {
    pub number: String,
    pub pages: u32,
    pub archivist: String,
    pub keep_until: NaiveDate,
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
    /// 累计用时 in running and working days.
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
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub incentives: Vec<Incentive>,
    /// Who signs for this grade, in order.
    pub signers: Vec<Signer>,
    /// `None` before the file is archived: written by hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archived: Option<Archived>,
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
    page.rows.grid.notes(NOTES)?;
    page.rows.grid.turn();
    page.measures()?;
    page.revisit()?;
    page.incentives()?;
    page.approvals()?;
    page.archive()?;
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
        for line in &self.form.incentives {
            let cells = [
                self.rows.value(45.0, "对象", &line.who),
                self.rows.centred(25.0, "条款", &line.clause),
                self.rows.centred(20.0, "正/负", sign_name(line.sign)),
                self.rows.money(25.0, "金额(元)", &line.amount.map(|amount| amount.to_string()).unwrap_or_default()),
                self.rows.value(60.0, "事由", &line.reason),
            ];
            let height = self.rows.grid.height((8.0, 24.0), &cells)?;
            self.rows.grid.row(height, &cells)?;
        }
        let widths = columns.map(|(width, _)| width);
        self.rest(self.form.incentives.len(), &widths)
    }

    fn approvals(&mut self) -> Result<(), PaperError> {
        let below = BAR + SIGN * APPROVALS.len() as f32 + BAR + 8.0;
        if self.rows.grid.room() < below {
            self.rows.grid.turn();
        }
        self.rows.bar(BAR, "十、审批")?;
        for (name, posts) in APPROVALS {
            let row = self.approval(name, posts);
            self.rows.grid.row(SIGN, &row)?;
        }
        Ok(())
    }

    /// One box, struck out where nobody of it signs for this grade; a blank form does not know the grade.
    fn approval(&self, name: &str, posts: &[Post]) -> [Cell; 3] {
        let label = Cell::label(30.0, name);
        let signers: Vec<&Signer> = self.form.signers.iter().filter(|signer| posts.contains(&signer.post)).collect();
        if signers.is_empty() && !self.blank {
            let struck = |width: f32, text: &str| Cell::new(width, Content::Struck(text.to_owned()));
            return [label, struck(95.0, "不适用"), struck(50.0, "")];
        }
        let (opinion, who) = if signers.iter().any(|signer| signer.signed.is_some()) {
            (Content::Long(opinions(&signers)), Content::Value(signatures(&signers)))
        } else {
            let words = vec![Piece::Words("不同意　意见：".into()), Piece::Blank(String::new(), 46.0)];
            let ticks = vec![Tick::new(false, "同意"), Tick { on: false, pieces: words }];
            (Content::Ticks(ticks), Content::Sign(String::new()))
        };
        let field = Some(("审批意见", "审批意见".into()));
        [label, Cell { field, ..Cell::new(95.0, opinion) }, Cell::new(50.0, who)]
    }

    fn archive(&mut self) -> Result<(), PaperError> {
        self.rows.bar(BAR, "十一、归档")?;
        let Some(archived) = &self.form.archived else {
            // The archive writes it by hand, in a 定稿 too.
            let cells = |(a, name, b): &(f32, &str, f32)| [Cell::label(*a, name), Cell::new(*b, Content::Empty)];
            let row: Vec<Cell> = ARCHIVE.iter().flat_map(cells).collect();
            return self.rows.grid.row(8.0, &row);
        };
        let (pages, until) = (archived.pages.to_string(), table_date(archived.keep_until));
        let values = [&archived.number, &pages, &archived.archivist, &until];
        let pairs: Vec<(f32, &'static str, f32, &str)> =
            ARCHIVE.iter().zip(values).map(|((a, name, b), value)| (*a, *name, *b, value.as_str())).collect();
        self.rows.pairs(8.0, &pairs)
    }
}

/// Labels of section 11 with their widths, and those of what stands behind them.
const ARCHIVE: [(f32, &str, f32); 4] =
    [(18.0, "归档号", 40.0), (12.0, "页数", 15.0), (16.0, "归档人", 24.0), (16.0, "保管至", 34.0)];

/// What those of one box say, each on a line; whoever has not signed yet ticks by hand.
fn opinions(signers: &[&Signer]) -> String {
    let alone = signers.len() == 1;
    let told = signers.iter().map(|signer| {
        let post = if alone { String::new() } else { format!("{}　", post_name(signer.post)) };
        match &signer.signed {
            Some((_, _, opinion)) => format!("{post}☑同意　☐不同意　意见：{}", opinion.trim()),
            None => format!("{post}☐同意　☐不同意　意见："),
        }
    });
    told.collect::<Vec<_>>().join("\n")
}

/// Names and times of the approvals on record.
fn signatures(signers: &[&Signer]) -> String {
    let signed: Vec<(&String, NaiveDateTime)> =
        signers.iter().filter_map(|signer| signer.signed.as_ref().map(|(who, at, _)| (who, *at))).collect();
    match signed.as_slice() {
        [(who, at)] => format!("{who}　系统审批\n{}", table_time(*at)),
        many => {
            let lines: Vec<String> = many.iter().map(|(who, at)| format!("{who} {}", table_time(*at))).collect();
            format!("{}\n系统审批", lines.join("\n"))
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
