//! The dispatch slip 派工单 (E08) and the urge notice 督办单 (F02): one upright page each, for the branch to sign.

use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;

use super::data::printed;
use super::error::PaperError;
use super::fonts::FontSet;
use super::form::{FormHead, PrintMode, finish, table_date, table_time};
use super::grid::{Cell, Content, Grid};
use super::plate::UPRIGHT;
use super::sheet::Sheet;
use super::ticks::Tick;

/// Number of the template of the dispatch slip.
pub const DISPATCH_FORM_NO: &str = "KS-P1";
/// Number of the template of the urge notice.
pub const URGE_FORM_NO: &str = "KS-P2";

/// Rows of the table of limits; what is beyond goes to a continuation page.
const LIMIT_ROWS: usize = 9;
const ROW: f32 = 7.5;
const BAR: f32 = 5.0;

/// Limit of one stage as the branch sees it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct StageLimit {
    /// Official name of the stage, e.g. `处理`.
    #[serde(rename = "no")]
    pub stage: String,
    /// The limit in words, e.g. `24小时` or `7日`.
    pub limit: String,
    /// When it ends.
    #[serde(serialize_with = "printed")]
    pub due: Option<NaiveDateTime>,
    /// Who answers for it.
    pub by: String,
}

/// What the case is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CaseFacts {
    /// Wall time of intake.
    #[serde(serialize_with = "printed")]
    pub received_at: Option<NaiveDateTime>,
    /// Channel in words.
    pub channel: String,
    /// Information class in words.
    pub class: String,
    /// Complaint level in words (D01).
    pub level: String,
    /// Incident grade in words (D05); empty when it is no incident.
    pub grade: String,
    /// Emergency procedure (D06).
    pub urgent: bool,
    /// What happened, as taken down.
    pub facts: String,
    /// What the customer wants, in the customer's words (E08).
    pub demand: String,
}

/// Customer and product.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CaseParty {
    /// Name of the customer.
    pub name: String,
    /// Phone for the visit, masked or whole as the setting says.
    pub phone: String,
    /// Province, city and county.
    pub area: String,
    /// Full address.
    pub address: String,
    /// Category of the product.
    pub category: String,
    /// Model.
    pub model: String,
    /// Barcode or serial number.
    pub barcode: String,
    /// Day of purchase.
    pub bought: Option<NaiveDate>,
    /// Day of installation.
    pub installed: Option<NaiveDate>,
    /// Within the guarantee or not, in words.
    pub guarantee: String,
}

/// Who has to act.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Assignment {
    /// Branch that handles the case.
    pub branch: String,
    /// First responsible person (A07).
    pub first: String,
    /// Second responsible person (A07).
    pub second: String,
    /// Branches or departments that assist (E06).
    pub assist: String,
    /// Contact at headquarters and phone.
    pub contact: String,
    /// Phone of the contact.
    pub contact_phone: String,
    /// Who dispatches.
    pub dispatcher: String,
    /// Wall time of dispatch.
    #[serde(serialize_with = "printed")]
    pub dispatched_at: Option<NaiveDateTime>,
    /// The branch answers headquarters until then.
    #[serde(serialize_with = "printed")]
    pub reply_by: Option<NaiveDateTime>,
    /// What headquarters asks for in words.
    pub request: String,
}

/// Everything a dispatch slip shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct DispatchSlip {
    /// The case.
    pub case: CaseFacts,
    /// Customer and product.
    pub party: CaseParty,
    /// Limits in the order of the stages.
    pub limits: Vec<StageLimit>,
    /// Who acts.
    pub assignment: Assignment,
}

/// Everything an urge notice shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct UrgeNotice {
    /// The case.
    pub case: CaseFacts,
    /// Customer and product; only name, area, category and model are printed.
    pub party: CaseParty,
    /// The stage that is late or near its end.
    pub stage: StageLimit,
    /// How late, in words, e.g. `已超时 3小时20分`.
    pub lateness: String,
    /// The how many-th urge of this case.
    pub nth: u32,
    /// Who acts; `request` says what is demanded, `reply_by` until when.
    pub assignment: Assignment,
}

/// Lays out the dispatch slip. While facts, demand, branch, first person or the time of reply are empty it carries 草稿 (E08).
///
/// # Errors
/// [`PaperError::Missing`] when a text has a character no face has.
pub fn dispatch(slip: &DispatchSlip, head: &FormHead, fonts: &FontSet) -> Result<Sheet, PaperError> {
    let (case, who) = (&slip.case, &slip.assignment);
    let draft = [&case.facts, &case.demand, &who.branch, &who.first].iter().any(|text| text.trim().is_empty())
        || who.reply_by.is_none()
        || slip.limits.is_empty();
    let mut rows = Rows { grid: Grid::new(fonts, &UPRIGHT) };
    rows.bar("一、工单")?;
    rows.case(case, &head.case_no)?;
    rows.bar("二、用户与产品")?;
    rows.party(&slip.party)?;
    let table = slip.limits.len().clamp(1, LIMIT_ROWS) as f32 * 6.5 + 6.5;
    let below = 4.0 * BAR + 20.0 + table + 3.0 * ROW + 14.0 + 24.0;
    let facts = (rows.grid.room() - below).clamp(20.0, 60.0);
    rows.bar("三、投诉事实")?;
    rows.long(facts, "事实经过", &case.facts)?;
    rows.bar("四、用户诉求（照录用户原话）")?;
    rows.long(20.0, "用户诉求", &case.demand)?;
    rows.bar("五、办理时限")?;
    rows.limits(&slip.limits)?;
    rows.bar("六、承办与签收")?;
    rows.assignment(who)?;
    rows.long(14.0, "办理要求", &who.request)?;
    rows.signatures(&["派单人", "承办分部签收", "第一责任人签收"])?;
    finish(fonts, ("投诉派工单", head), (PrintMode::Final, draft), rows.grid.close())
}

/// Lays out the urge notice; without branch, demand of headquarters or time of reply it carries 草稿.
///
/// # Errors
/// [`PaperError::Missing`] when a text has a character no face has.
pub fn urge(notice: &UrgeNotice, head: &FormHead, fonts: &FontSet) -> Result<Sheet, PaperError> {
    let who = &notice.assignment;
    let draft = who.branch.trim().is_empty() || who.request.trim().is_empty() || who.reply_by.is_none();
    let mut rows = Rows { grid: Grid::new(fonts, &UPRIGHT) };
    rows.bar("一、工单")?;
    rows.case(&notice.case, &head.case_no)?;
    rows.pairs(&[(18.0, "用户姓名", 32.0, &notice.party.name), (18.0, "所在地区", 107.0, &notice.party.area)])?;
    rows.pairs(&[(18.0, "品类", 32.0, &notice.party.category), (18.0, "型号", 107.0, &notice.party.model)])?;
    rows.long(30.0, "事实摘要", &notice.case.facts)?;
    rows.long(16.0, "用户诉求", &notice.case.demand)?;
    rows.bar("二、督办事由")?;
    let due = time(notice.stage.due);
    rows.pairs(&[
        (18.0, "环节", 40.0, &notice.stage.stage),
        (18.0, "时限", 40.0, &notice.stage.limit),
        (18.0, "应完成", 41.0, &due),
    ])?;
    let nth = format!("第 {} 次", notice.nth);
    rows.pairs(&[(18.0, "超时情况", 98.0, &notice.lateness), (18.0, "督办次数", 41.0, &nth)])?;
    rows.bar("三、督办要求")?;
    rows.long(30.0, "要求", &who.request)?;
    rows.assignment(who)?;
    rows.bar("四、签收与反馈")?;
    rows.long(40.0, "承办分部\n反馈", "")?;
    rows.signatures(&["督办人", "承办分部签收", "第一责任人签收"])?;
    finish(fonts, ("投诉督办单", head), (PrintMode::Final, draft), rows.grid.close())
}

/// The rows that every paper for a branch has.
pub(super) struct Rows<'f> {
    pub(super) grid: Grid<'f>,
}

impl Rows<'_> {
    pub(super) fn bar(&mut self, text: &str) -> Result<(), PaperError> {
        self.grid.row(BAR, &[Cell::bar(UPRIGHT.width, text)])
    }

    /// Labels with their values behind them: width, label, width, value.
    pub(super) fn pairs(&mut self, pairs: &[(f32, &'static str, f32, &str)]) -> Result<(), PaperError> {
        let cells: Vec<Cell> = pairs
            .iter()
            .flat_map(|(a, label, b, value)| [Cell::label(*a, label), named(*b, label, Content::Value(closed(value)))])
            .collect();
        self.grid.row(ROW, &cells)
    }

    pub(super) fn long(&mut self, height: f32, label: &'static str, text: &str) -> Result<(), PaperError> {
        let cell = named(157.0, label, Content::Long(text.trim().to_owned()));
        self.grid.row(height, &[Cell::label(18.0, label), cell])
    }

    pub(super) fn case(&mut self, case: &CaseFacts, number: &str) -> Result<(), PaperError> {
        let received = time(case.received_at);
        self.pairs(&[
            (18.0, "工单编号", 40.0, number),
            (18.0, "受理时间", 40.0, &received),
            (18.0, "来源渠道", 41.0, &case.channel),
        ])?;
        self.pairs(&[
            (18.0, "信息类别", 40.0, &case.class),
            (18.0, "投诉级别", 40.0, &case.level),
            (18.0, "事故等级", 41.0, &case.grade),
        ])?;
        let ticks = vec![Tick::new(!case.urgent, "普通"), Tick::new(case.urgent, "紧急：先处置、同时报告上级")];
        self.grid.row(ROW, &[Cell::label(18.0, "紧急程度"), Cell::new(157.0, Content::Ticks(ticks))])
    }

    pub(super) fn party(&mut self, party: &CaseParty) -> Result<(), PaperError> {
        self.pairs(&[
            (18.0, "用户姓名", 32.0, &party.name),
            (18.0, "联系电话", 32.0, &party.phone),
            (18.0, "所在地区", 57.0, &party.area),
        ])?;
        self.pairs(&[(18.0, "用户地址", 157.0, &party.address)])?;
        self.pairs(&[
            (18.0, "品类", 32.0, &party.category),
            (18.0, "型号", 32.0, &party.model),
            (18.0, "产品条码", 57.0, &party.barcode),
        ])?;
        let (bought, installed) = (day(party.bought), day(party.installed));
        self.pairs(&[
            (18.0, "购买日期", 32.0, &bought),
            (18.0, "安装日期", 32.0, &installed),
            (18.0, "保修状态", 57.0, &party.guarantee),
        ])
    }

    fn limits(&mut self, limits: &[StageLimit]) -> Result<(), PaperError> {
        const WIDTHS: [f32; 4] = [35.0, 45.0, 45.0, 50.0];
        let head = ["环节", "时限", "应完成时间", "责任方"];
        let cells: Vec<Cell> = WIDTHS.iter().zip(head).map(|(w, text)| Cell::label(*w, text)).collect();
        self.grid.row(6.5, &cells)?;
        let shown = if limits.len() > LIMIT_ROWS { LIMIT_ROWS - 1 } else { limits.len() };
        for limit in &limits[..shown] {
            let due = time(limit.due);
            let texts = [&limit.stage, &limit.limit, &due, &limit.by];
            let cells: Vec<Cell> = WIDTHS
                .iter()
                .zip(texts)
                .map(|(w, text)| named(*w, "办理时限", Content::Centred(closed(text))))
                .collect();
            self.grid.row(6.5, &cells)?;
        }
        if limits.len() > shown {
            let rest: Vec<String> = limits[shown..]
                .iter()
                .map(|l| format!("{}：{}，应完成时间 {}，{}", l.stage, l.limit, closed(&time(l.due)), closed(&l.by)))
                .collect();
            let note = self.grid.hand_on("办理时限", &rest.join("\n"));
            self.grid.row(6.5, &[Cell::new(UPRIGHT.width, Content::Centred(note))])?;
        } else if limits.is_empty() {
            self.grid.row(6.5, &[Cell::new(UPRIGHT.width, Content::Empty)])?;
        }
        Ok(())
    }

    pub(super) fn assignment(&mut self, who: &Assignment) -> Result<(), PaperError> {
        let (sent, reply) = (time(who.dispatched_at), time(who.reply_by));
        self.pairs(&[
            (20.0, "承办分部", 38.0, &who.branch),
            (20.0, "派单时间", 38.0, &sent),
            (20.0, "最迟答复", 39.0, &reply),
        ])?;
        self.pairs(&[
            (20.0, "第一责任人", 38.0, &who.first),
            (20.0, "第二责任人", 38.0, &who.second),
            (20.0, "协办", 39.0, &who.assist),
        ])?;
        self.pairs(&[
            (20.0, "派单人", 38.0, &who.dispatcher),
            (20.0, "总部联系人", 38.0, &who.contact),
            (20.0, "联系电话", 39.0, &who.contact_phone),
        ])
    }

    pub(super) fn signatures(&mut self, names: &[&str; 3]) -> Result<(), PaperError> {
        let cells: Vec<Cell> = names
            .iter()
            .zip([58.0, 59.0, 58.0])
            .map(|(name, width)| Cell::new(width, Content::Sign((*name).to_owned())))
            .collect();
        self.grid.row(24.0, &cells)
    }
}

pub(super) fn named(width: f32, label: &'static str, content: Content) -> Cell {
    Cell { field: Some(("", label.into())), ..Cell::new(width, content) }
}

/// Empty cells are closed, so that nothing can be added later.
pub(super) fn closed(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() { "——".to_owned() } else { text.to_owned() }
}

pub(super) fn time(at: Option<NaiveDateTime>) -> String {
    at.map(table_time).unwrap_or_default()
}

pub(super) fn day(at: Option<NaiveDate>) -> String {
    at.map(table_date).unwrap_or_default()
}

#[cfg(test)]
pub(crate) mod tests;
