//! The customer objection report 客户异议报告 (B06, Q03, Q04) and the appeal report 申诉处理报告 (I03-I08).
//!
//! What they ask is prescribed by the rule book: its sections and questions are the rows, its steps the table of limits.

use chrono::NaiveDateTime;
use serde::{Serialize, Serializer};
use serde_json::{Value as Json, json};

use super::correction::turn;
use super::data::printed;
use super::dispatch::{CaseFacts, CaseParty, time};
use super::error::PaperError;
use super::fonts::FontSet;
use super::form::{FormHead, PrintMode, finish, is_draft};
use super::grid::{Cell, Content};
use super::plate::UPRIGHT;
use super::rows::Rows;
use super::sheet::{Area, Sheet, mm};
use super::ticks::{Tick, ticks_fit};

const BAR: f32 = 5.0;
const ROW: f32 = 8.0;
const LABEL: f32 = 30.0;
/// A value beside another one, and one that has the row for itself.
const HALF: f32 = 57.5;
const WHOLE: f32 = 145.0;
/// More than this of one answer goes to a continuation page.
const TALLEST: f32 = 110.0;
const STEPS: [(f32, &str); 6] =
    [(37.0, "步骤"), (30.0, "承办"), (24.0, "时限"), (27.0, "应完成"), (27.0, "完成时间"), (30.0, "签名/备注")];
const RETURNS: [(f32, &str); 4] = [(35.0, "退回时间"), (35.0, "退自"), (35.0, "退至"), (70.0, "原因")];
/// Rows to sign for the original (Q03) that a report has at least.
const TAKEN_ROWS: usize = 3;

/// Which report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Report {
    #[default]
    Objection,
    Appeal,
}

impl Report {
    /// Title of the report.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Objection => "客户异议报告",
            Self::Appeal => "申诉处理报告",
        }
    }

    /// Number of the template.
    #[must_use]
    pub const fn form_no(self) -> &'static str {
        match self {
            Self::Objection => "KS-P5",
            Self::Appeal => "KS-P6",
        }
    }

    const fn notes(self) -> &'static str {
        match self {
            Self::Objection => {
                "注：1. 签批齐全方可办理退款、降价或赔偿。2. 结案后加盖异议处理章封存；领取原件须签字，并留存复印件。"
            }
            Self::Appeal => "注：1. 先说明事实，再澄清误解，写清改正。2. 不合格的报告退回重写，每退一次计一次。",
        }
    }

    const fn signatures(self) -> [&'static str; 3] {
        match self {
            Self::Objection => ["填报人（业务员）", "业务负责人", "总经理（涉及付款）"],
            Self::Appeal => ["填报人", "审核人", "客服部负责人"],
        }
    }

    const fn seal(self) -> &'static str {
        match self {
            Self::Objection => "（异议处理章\n盖章处）",
            Self::Appeal => "（盖章处）",
        }
    }
}

/// How an answer is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// One line.
    Line(String),
    /// Running text.
    Text(String),
    /// Every option, the chosen ones ticked.
    Ticks(Vec<(bool, String)>),
}

/// A question of the rule book with its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub label: String,
    pub value: Value,
}

/// What stands in a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    Answers(Vec<Entry>),
    /// Names of the columns, then the rows.
    Table(Vec<String>, Vec<Vec<String>>),
}

/// A section of the rule book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub name: String,
    pub block: Block,
    /// Its table has rows to sign on for whoever takes the original (Q03).
    pub to_sign: bool,
}

/// A step with its limit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct StepLine {
    #[serde(rename = "no")]
    pub name: String,
    pub by: String,
    pub limit: String,
    /// Wall time.
    #[serde(serialize_with = "printed")]
    pub due: Option<NaiveDateTime>,
    /// Wall time.
    #[serde(serialize_with = "printed")]
    pub done: Option<NaiveDateTime>,
    /// Names put to it, and what was noted.
    pub note: String,
}

/// A report that was sent back as unfit (I06).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Return {
    /// Wall time.
    #[serde(serialize_with = "printed")]
    pub at: Option<NaiveDateTime>,
    pub from: String,
    pub to: String,
    pub reason: String,
}

/// Everything a report shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ReportForm {
    #[serde(serialize_with = "title")]
    pub report: Report,
    pub case_no: String,
    pub case: CaseFacts,
    pub party: CaseParty,
    /// The limit of the whole matter in words, when it ends, and when it was answered.
    pub limit: String,
    /// Wall time.
    #[serde(serialize_with = "printed")]
    pub due: Option<NaiveDateTime>,
    /// Wall time.
    #[serde(serialize_with = "printed")]
    pub answered: Option<NaiveDateTime>,
    #[serde(serialize_with = "filled")]
    pub parts: Vec<Part>,
    pub steps: Vec<StepLine>,
    pub returns: Vec<Return>,
    /// Why it ended before its last step; empty while it did not.
    pub broken_off: String,
    /// What the report still lacks, by the names of the rule book.
    #[serde(skip)]
    pub lacks: Vec<String>,
}

fn title<S: Serializer>(report: &Report, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(report.title())
}

/// Every answer under its question, every row of a table under the name of the table and its place.
fn filled<S: Serializer>(parts: &[Part], serializer: S) -> Result<S::Ok, S::Error> {
    let mut rows: Vec<Json> = Vec::new();
    for part in parts {
        match &part.block {
            Block::Answers(entries) => {
                rows.extend(entries.iter().map(|entry| json!({ "no": entry.label, "value": entry.value.told() })));
            }
            Block::Table(_, lines) => {
                let row = |(n, line): (usize, &Vec<String>)| json!({ "no": format!("{} {}", part.name, n + 1), "value": line.join("，") });
                rows.extend(lines.iter().enumerate().map(row));
            }
        }
    }
    rows.serialize(serializer)
}

impl Value {
    /// The answer in words.
    fn told(&self) -> String {
        match self {
            Self::Line(text) | Self::Text(text) => text.clone(),
            Self::Ticks(options) => {
                let chosen = options.iter().filter(|(on, _)| *on).map(|(_, name)| name.as_str());
                chosen.collect::<Vec<_>>().join("、")
            }
        }
    }
}

/// Lays out the report; [`FormHead::shut`] says that answers are lacking.
///
/// # Errors
/// [`PaperError::Incomplete`] for a final print that lacks answers; [`PaperError::Missing`] when a text has a character no
/// face has.
pub fn report(form: &ReportForm, head: &FormHead, fonts: &FontSet, mode: PrintMode) -> Result<Sheet, PaperError> {
    let draft = is_draft(mode, head, &[])?;
    fonts.check(&format!("{form:?}"))?;
    let blank = mode == PrintMode::Blank;
    let mut page = Page { form, blank, fonts, rows: Rows::new(fonts, &UPRIGHT, mode, Vec::new()), bars: 0 };
    page.case()?;
    for part in &form.parts {
        page.part(part)?;
    }
    page.steps()?;
    page.returns()?;
    page.signing()?;
    finish(fonts, (form.report.title(), head), (mode, draft), page.rows.grid.close())
}

struct Page<'a> {
    form: &'a ReportForm,
    blank: bool,
    fonts: &'a FontSet,
    rows: Rows<'a>,
    /// Sections that were begun.
    bars: usize,
}

impl Page<'_> {
    /// Head of a section, with at least one row of it on the same page.
    fn bar(&mut self, name: &str) -> Result<(), PaperError> {
        if self.rows.grid.room() < BAR + 2.0 * ROW {
            self.rows.grid.turn();
        }
        self.bars += 1;
        self.rows.bar(BAR, &format!("{}、{name}", ordinal(self.bars)))
    }

    fn case(&mut self) -> Result<(), PaperError> {
        let form = self.form;
        let (case, party) = (&form.case, &form.party);
        self.bar("工单")?;
        let (received, due, answered) = (time(case.received_at), time(form.due), time(form.answered));
        let facts = [
            ("工单编号", form.case_no.as_str()),
            ("受理时间", &received),
            ("来源渠道", &case.channel),
            ("用户姓名", &party.name),
            ("联系电话", &party.phone),
            ("所在地区", &party.area),
            ("品类", &party.category),
            ("型号", &party.model),
            ("产品条码", &party.barcode),
            ("办理时限", &form.limit),
            ("应完成时间", &due),
            ("答复时间", &answered),
        ];
        for three in facts.chunks(3) {
            let pairs: Vec<(f32, &'static str, f32, &str)> = three
                .iter()
                .zip([(18.0, 40.0), (18.0, 40.0), (18.0, 41.0)])
                .map(|((label, value), (name, room))| (name, *label, room, if self.blank { "" } else { *value }))
                .collect();
            self.rows.pairs(ROW, &pairs)?;
        }
        let text = |text: &str| if self.blank { String::new() } else { text.to_owned() };
        self.rows.long(20.0, (18.0, "投诉事实"), &text(&case.facts))?;
        self.rows.long(14.0, (18.0, "用户诉求"), &text(&case.demand))
    }

    fn part(&mut self, part: &Part) -> Result<(), PaperError> {
        match &part.block {
            Block::Answers(entries) if entries.is_empty() => Ok(()),
            Block::Answers(entries) => {
                self.bar(&part.name)?;
                self.answers(entries)
            }
            Block::Table(_, lines) if lines.is_empty() && !self.blank && !part.to_sign => Ok(()),
            Block::Table(columns, lines) => {
                self.bar(&part.name)?;
                self.table(columns, lines, part.to_sign)
            }
        }
    }

    /// Two short answers a row, long ones across.
    fn answers(&mut self, entries: &[Entry]) -> Result<(), PaperError> {
        let mut left: Option<&Entry> = None;
        for entry in entries {
            if !self.is_short(entry)? {
                if let Some(before) = left.take() {
                    self.across(before)?;
                }
                self.across(entry)?;
            } else if let Some(before) = left.take() {
                let mut cells = self.cells(before, HALF);
                cells.extend(self.cells(entry, HALF));
                let height = self.rows.grid.height((ROW, TALLEST), &cells)?;
                self.rows.grid.row(height, &cells)?;
            } else {
                left = Some(entry);
            }
        }
        left.map_or(Ok(()), |last| self.across(last))
    }

    fn across(&mut self, entry: &Entry) -> Result<(), PaperError> {
        let cells = self.cells(entry, WHOLE);
        let least = if matches!(entry.value, Value::Text(_)) { 2.0 * ROW } else { ROW };
        let height = self.rows.grid.height((least, TALLEST), &cells)?;
        self.rows.grid.row(height, &cells)
    }

    /// Whether it stands beside another one.
    fn is_short(&self, entry: &Entry) -> Result<bool, PaperError> {
        match &entry.value {
            Value::Text(_) => Ok(false),
            Value::Line(text) => Ok(text.chars().count() <= 30),
            Value::Ticks(options) => self.fits(options, HALF),
        }
    }

    fn fits(&self, options: &[(bool, String)], width: f32) -> Result<bool, PaperError> {
        ticks_fit(self.fonts, &ticks(options), Area { x: 0.0, y: 0.0, w: mm(width - 3.0), h: mm(ROW) })
    }

    fn cells(&self, entry: &Entry, width: f32) -> Vec<Cell> {
        let content = match &entry.value {
            Value::Line(text) => Content::Value(self.rows.closed(text)),
            Value::Text(text) => Content::Long(self.rows.closed(text)),
            Value::Ticks(options) if self.fits(options, width).unwrap_or(false) => Content::Ticks(ticks(options)),
            Value::Ticks(options) => {
                let boxed = |(on, name): &(bool, String)| format!("{}{name}", if *on { "☑" } else { "☐" });
                Content::Value(options.iter().map(boxed).collect::<Vec<_>>().join("　"))
            }
        };
        let value = Cell { field: Some(("", entry.label.clone().into())), ..Cell::new(width, content) };
        vec![Cell::label(LABEL, &entry.label), value]
    }

    fn table(&mut self, columns: &[String], lines: &[Vec<String>], to_sign: bool) -> Result<(), PaperError> {
        let width = UPRIGHT.width / columns.len().max(1) as f32;
        let head: Vec<(f32, &str)> = columns.iter().map(|name| (width, name.as_str())).collect();
        self.rows.table_head(ROW, &head)?;
        for line in lines {
            let cells: Vec<Cell> = line.iter().map(|text| self.rows.value(width, "", text)).collect();
            turn(&mut self.rows, (ROW, TALLEST), &cells, &head)?;
        }
        let rest = if to_sign || self.blank { TAKEN_ROWS.saturating_sub(lines.len()) } else { 0 };
        self.rows.grid.empty_rows((rest, ROW), &vec![width; columns.len()])
    }

    fn steps(&mut self) -> Result<(), PaperError> {
        if self.form.steps.is_empty() {
            return Ok(());
        }
        self.bar("办理步骤与时限")?;
        self.rows.table_head(ROW, &STEPS)?;
        for step in &self.form.steps {
            let [name, by, limit, due, done, note] = STEPS.map(|(width, _)| width);
            let cells = [
                self.rows.value(name, "步骤", &step.name),
                self.rows.value(by, "承办", &step.by),
                self.rows.centred(limit, "时限", &step.limit),
                self.rows.centred(due, "应完成", &time(step.due)),
                self.rows.centred(done, "完成时间", &time(step.done)),
                self.rows.value(note, "签名/备注", &step.note),
            ];
            turn(&mut self.rows, (ROW, TALLEST), &cells, &STEPS)?;
        }
        if self.form.broken_off.is_empty() {
            return Ok(());
        }
        let told = self.rows.value(WHOLE, "中止原因", &self.form.broken_off);
        self.rows.grid.row(ROW, &[Cell::label(LABEL, "中止原因"), told])
    }

    fn returns(&mut self) -> Result<(), PaperError> {
        if self.form.returns.is_empty() {
            return Ok(());
        }
        self.bar(&format!("退回重写（共 {} 次）", self.form.returns.len()))?;
        self.rows.table_head(ROW, &RETURNS)?;
        for back in &self.form.returns {
            let cells = [
                self.rows.centred(RETURNS[0].0, "退回时间", &time(back.at)),
                self.rows.value(RETURNS[1].0, "退自", &back.from),
                self.rows.value(RETURNS[2].0, "退至", &back.to),
                self.rows.value(RETURNS[3].0, "原因", &back.reason),
            ];
            turn(&mut self.rows, (ROW, TALLEST), &cells, &RETURNS)?;
        }
        Ok(())
    }

    /// Three to sign and a place for the seal, at least 48 mm each way (forms.md 1.0).
    fn signing(&mut self) -> Result<(), PaperError> {
        const SEAL: f32 = 49.0;
        if self.rows.grid.room() < BAR + SEAL + 6.0 {
            self.rows.grid.turn();
        }
        self.bar("签署")?;
        let report = self.form.report;
        let mut cells: Vec<Cell> =
            report.signatures().into_iter().map(|name| Cell::new(42.0, Content::Sign(name.to_owned()))).collect();
        cells.push(Cell::new(49.0, Content::Label(report.seal().to_owned())));
        self.rows.grid.row(SEAL, &cells)?;
        self.rows.grid.notes(report.notes())
    }
}

fn ticks(options: &[(bool, String)]) -> Vec<Tick> {
    options.iter().map(|(on, name)| Tick::new(*on, name)).collect()
}

/// 一, 二, … 十一: the number of a section, up to 99.
fn ordinal(n: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |n: usize| DIGITS.get(n % 10).copied().unwrap_or_default();
    match n / 10 {
        0 => digit(n).to_owned(),
        1 => format!("十{}", digit(n)),
        tens => format!("{}十{}", digit(tens), digit(n)),
    }
}

#[cfg(test)]
pub(crate) mod tests;
