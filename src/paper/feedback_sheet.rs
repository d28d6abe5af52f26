//! Form 1 laid out as F1A: one item on one upright page.

use super::error::PaperError;
use super::feedback::{FeedbackForm, required_missing};
use super::feedback_words::{BatchDecision, FieldKey, HandlingState, InfoClass, Occurrence, StockAction, Verified};
use super::fonts::FontSet;
use super::form::{FormHead, PrintMode, finish, is_draft};
use super::grid::{Cell, Content, Grid};
use super::layout::PAD;
use super::plate::UPRIGHT;
use super::sheet::{Area, Sheet, mm};
use super::ticks::{Piece, Tick, ticks_fit};

/// Title of the form.
pub const TITLE: &str = "市场质量信息反馈表";
/// Number of the template.
pub const FORM_NO: &str = "KS-F1";

const NOTES: &str = "注：1. 已处理的写明处理方法；未处理的须核实后注明。2. 业务经理每周五前汇总提报驻外服务经理。\
                     3. 起火、爆炸、漏电、漏水或人身伤害不使用本表，立即电话报告并使用表2。";
/// What closes an empty cell of a 定稿.
const NO_FIGURE: &str = "——";
const NO_TEXT: &str = "无";

/// Lays out form 1.
///
/// In [`PrintMode::Blank`] the data are left out. [`PrintMode::Prefilled`] carries 草稿 while required fields are empty.
///
/// # Errors
/// [`PaperError::Incomplete`] for a final print with empty required fields;
/// [`PaperError::Missing`] when any text has a character no face has.
pub fn feedback(form: &FeedbackForm, head: &FormHead, fonts: &FontSet, mode: PrintMode) -> Result<Sheet, PaperError> {
    let empty = FeedbackForm::default();
    let shown = if mode == PrintMode::Blank { &empty } else { form };
    let missing = required_missing(shown);
    let labels: Vec<&'static str> = missing.iter().map(|key| key.label()).collect();
    let draft = is_draft(mode, head, &labels)?;
    let all: String = FieldKey::ALL.iter().map(|key| shown.value(*key) + "\n").collect();
    fonts.check(&format!("{all}{}", head.texts()))?;
    let mut rows = Rows { form: shown, mode, missing, grid: Grid::new(fonts, &UPRIGHT), fonts };
    rows.report()?;
    rows.product()?;
    rows.customer()?;
    rows.fault()?;
    rows.evidence()?;
    rows.handling()?;
    rows.technical()?;
    rows.signatures()?;
    rows.grid.notes(NOTES)?;
    finish(fonts, (TITLE, head), (mode, draft), rows.grid.close())
}

struct Rows<'a> {
    form: &'a FeedbackForm,
    mode: PrintMode,
    missing: Vec<FieldKey>,
    grid: Grid<'a>,
    fonts: &'a FontSet,
}

impl Rows<'_> {
    fn report(&mut self) -> Result<(), PaperError> {
        self.bar("一、反馈信息")?;
        let classes =
            self.ticks(66.0, FieldKey::Class, options(InfoClass::ALL, self.form.report.class, InfoClass::label));
        let row =
            [label(22.0, FieldKey::Unit), self.value(65.0, FieldKey::Unit), label(22.0, FieldKey::Class), classes];
        self.grid.row(7.5, &row)?;
        self.pairs(&[(22.0, FieldKey::Region, 65.0), (22.0, FieldKey::ReportDate, 66.0)])?;
        self.pairs(&[
            (18.0, FieldKey::ReporterName, 32.0),
            (12.0, FieldKey::ReporterPost, 28.0),
            (12.0, FieldKey::ReporterPhone, 30.0),
            (18.0, FieldKey::Source, 25.0),
        ])
    }

    fn product(&mut self) -> Result<(), PaperError> {
        self.bar("二、产品信息")?;
        self.pairs(&[
            (18.0, FieldKey::Category, 32.0),
            (12.0, FieldKey::Model, 38.0),
            (16.0, FieldKey::Quantity, 14.0),
            (18.0, FieldKey::Batch, 27.0),
        ])?;
        self.pairs(&[(26.0, FieldKey::Barcode, 62.0), (18.0, FieldKey::Made, 25.0), (18.0, FieldKey::Bought, 26.0)])?;
        self.pairs(&[
            (26.0, FieldKey::Channel, 62.0),
            (18.0, FieldKey::Installed, 25.0),
            (18.0, FieldKey::Installer, 26.0),
        ])
    }

    fn customer(&mut self) -> Result<(), PaperError> {
        self.bar("三、用户信息（不涉及具体用户的填“无”）")?;
        self.pairs(&[
            (18.0, FieldKey::CustomerName, 32.0),
            (18.0, FieldKey::CustomerPhone, 32.0),
            (18.0, FieldKey::CustomerArea, 57.0),
        ])
    }

    fn fault(&mut self) -> Result<(), PaperError> {
        self.bar("四、故障情况")?;
        let chosen = self.form.fault.occurrence;
        let occurrence = self.ticks(56.0, FieldKey::Occurrence, options(Occurrence::ALL, chosen, Occurrence::label));
        let row = [
            label(18.0, FieldKey::FaultPart),
            self.value(40.0, FieldKey::FaultPart),
            label(18.0, FieldKey::FaultCode),
            self.value(25.0, FieldKey::FaultCode),
            label(18.0, FieldKey::Occurrence),
            occurrence,
        ];
        self.grid.row(7.5, &row)?;
        self.long(28.0, "故障现象", FieldKey::FaultText)?;
        self.long(12.0, "使用及\n安装环境", FieldKey::Environment)
    }

    fn evidence(&mut self) -> Result<(), PaperError> {
        let why = self.form.evidence.none_why.trim().to_owned();
        let room = Area { x: 0.0, y: 0.0, w: mm(157.0) - 2.0 * PAD, h: mm(7.5) };
        let mut ticks = self.evidence_ticks(&why);
        if !ticks_fit(self.fonts, &ticks, room)? {
            let note = self.grid.hand_on("无条件拍摄的原因", &why);
            ticks = self.evidence_ticks(&note);
        }
        let cell = self.ticks(157.0, FieldKey::Evidence, ticks);
        self.grid.row(7.5, &[label(18.0, FieldKey::Evidence), cell])
    }

    fn evidence_ticks(&self, why: &str) -> Vec<Tick> {
        let e = &self.form.evidence;
        let blank = self.mode == PrintMode::Blank || self.form.value(FieldKey::Evidence).is_empty();
        let count = |name: &str, n: u32, unit: &str| Tick {
            on: n > 0,
            pieces: vec![
                Piece::Words(name.to_owned()),
                Piece::Blank(if blank { String::new() } else { n.to_string() }, 5.0),
                Piece::Words(unit.to_owned()),
            ],
        };
        vec![
            count("整机照片", e.whole, "张"),
            count("铭牌条码", e.plate, "张"),
            count("环境", e.environment, "张"),
            count("录像", e.video, "段"),
            Tick {
                on: !why.is_empty(),
                pieces: vec![Piece::Words("无条件拍摄，原因：".to_owned()), Piece::Blank(why.to_owned(), 14.0)],
            },
        ]
    }

    fn handling(&mut self) -> Result<(), PaperError> {
        self.bar("五、处理情况")?;
        let h = &self.form.handling;
        let state = options(HandlingState::ALL, h.state, HandlingState::label);
        let verified = options(Verified::ALL, h.verified, Verified::label);
        let row = [
            label(18.0, FieldKey::HandlingState),
            self.ticks(69.0, FieldKey::HandlingState, state),
            label(18.0, FieldKey::Verified),
            self.ticks(70.0, FieldKey::Verified, verified),
        ];
        self.grid.row(7.5, &row)?;
        self.long(20.0, "处理方法或\n处理建议", FieldKey::HandlingText)
    }

    fn technical(&mut self) -> Result<(), PaperError> {
        self.bar("六、技术支持答复（收到后 1 天内书面答复用户和驻外人员）")?;
        self.pairs(&[
            (18.0, FieldKey::TechReceived, 40.0),
            (18.0, FieldKey::TechDue, 40.0),
            (20.0, FieldKey::TechReplied, 39.0),
        ])?;
        self.long(22.0, "处理意见\n或方案", FieldKey::TechReply)?;
        let t = &self.form.technical;
        let batch = options(BatchDecision::ALL, t.batch, BatchDecision::label);
        let stock = StockAction::ALL.iter().map(|s| Tick::new(t.stock.contains(s), s.label())).collect();
        let row = [
            label(18.0, FieldKey::BatchDecision),
            self.ticks(69.0, FieldKey::BatchDecision, batch),
            label(18.0, FieldKey::Stock),
            self.ticks(70.0, FieldKey::Stock, stock),
        ];
        self.grid.row(7.5, &row)
    }

    fn signatures(&mut self) -> Result<(), PaperError> {
        let sign = |width: f32, name: &str| Cell::new(width, Content::Sign(name.to_owned()));
        let row =
            [sign(44.0, "填报人"), sign(44.0, "驻外服务经理核实"), sign(44.0, "技术支持"), sign(43.0, "客服部审核")];
        self.grid.row(20.0, &row)
    }

    fn bar(&mut self, text: &str) -> Result<(), PaperError> {
        self.grid.row(5.0, &[Cell::bar(UPRIGHT.width, text)])
    }

    /// A row of labels, each with its value behind it: width, field, width.
    fn pairs(&mut self, pairs: &[(f32, FieldKey, f32)]) -> Result<(), PaperError> {
        let cells: Vec<Cell> = pairs.iter().flat_map(|(a, key, b)| [label(*a, *key), self.value(*b, *key)]).collect();
        self.grid.row(7.5, &cells)
    }

    fn long(&mut self, height: f32, name: &str, key: FieldKey) -> Result<(), PaperError> {
        let text = self.shown(key);
        let cell = self.field(157.0, key, Content::Long(text));
        self.grid.row(height, &[Cell::label(18.0, name), cell])
    }

    fn value(&self, width: f32, key: FieldKey) -> Cell {
        self.field(width, key, Content::Value(self.shown(key)))
    }

    fn ticks(&self, width: f32, key: FieldKey, ticks: Vec<Tick>) -> Cell {
        self.field(width, key, Content::Ticks(ticks))
    }

    fn field(&self, width: f32, key: FieldKey, content: Content) -> Cell {
        let missing = self.mode != PrintMode::Blank && self.missing.contains(&key);
        Cell { width, content, field: Some((key.word(), key.label().into())), missing }
    }

    /// The value, or what closes an empty cell of a 定稿.
    fn shown(&self, key: FieldKey) -> String {
        let value = self.form.value(key);
        if !value.is_empty() || self.mode != PrintMode::Final {
            return value;
        }
        let figure = matches!(
            key,
            FieldKey::Made
                | FieldKey::Bought
                | FieldKey::Installed
                | FieldKey::Batch
                | FieldKey::Barcode
                | FieldKey::FaultCode
                | FieldKey::TechReceived
                | FieldKey::TechDue
                | FieldKey::TechReplied
        );
        if figure { NO_FIGURE } else { NO_TEXT }.to_owned()
    }
}

fn label(width: f32, key: FieldKey) -> Cell {
    Cell::label(width, key.label())
}

fn options<T: Copy + PartialEq>(all: &[T], chosen: Option<T>, label: fn(T) -> &'static str) -> Vec<Tick> {
    all.iter().map(|option| Tick::new(chosen == Some(*option), label(*option))).collect()
}

#[cfg(test)]
mod tests;
