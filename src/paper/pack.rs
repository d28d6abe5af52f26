//! Sheets bound to one file: the insurer's pack 保险资料 and the whole file of a case 工单全卷, with cover, contents and page
//! numbers over the whole.

use chrono::NaiveDateTime;

use super::dispatch::time;
use super::error::PaperError;
use super::fonts::{Face, FontSet};
use super::form::{FormHead, PrintMode, finish};
use super::grid::Cell;
use super::layout::{self, Align, Type};
use super::plate::UPRIGHT;
use super::rows::Rows;
use super::sheet::{Area, Jpeg, Page, PageKind, Sheet, mm};
use super::survey_sheet::photo_pages;
use crate::domain::Fen;

/// Title of the history.
pub const HISTORY: &str = "办理记录";
/// Title of photos that stand on no form.
pub const PHOTOS: &str = "附件照片";
const BAR: f32 = 5.0;
const ROW: f32 = 8.0;
/// More than this of one record goes to a continuation page.
const TALLEST: f32 = 70.0;
const CONTENTS: [(f32, &str); 4] = [(10.0, "序号"), (90.0, "名称"), (55.0, "编号"), (20.0, "页码")];
const RECORDS: [(f32, &str); 5] = [(10.0, "序号"), (30.0, "时间"), (20.0, "经办人"), (45.0, "事项"), (70.0, "内容")];
/// The number over the whole stands so far from the lower edge of the page, in millimetres.
const NUMBER: f32 = 10.5;

/// What is bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pack {
    /// For the insurer: without what is internal.
    Insurer,
    /// Everything, for the shelf.
    File,
}

impl Pack {
    /// Title on the cover and beside every page number.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Insurer => "保险理赔资料",
            Self::File => "工单全卷",
        }
    }

    /// Number of the template of its cover.
    #[must_use]
    pub const fn form_no(self) -> &'static str {
        match self {
            Self::Insurer => "KS-P7",
            Self::File => "KS-P8",
        }
    }

    /// Stored word, in file names and on the command line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Insurer => "insurer",
            Self::File => "file",
        }
    }

    /// Whether a page of this kind belongs in it.
    #[must_use]
    pub fn takes(self, kind: PageKind) -> bool {
        self == Self::File || kind != PageKind::Internal
    }
}

/// What the cover says: labels and values, section by section.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cover {
    pub parts: Vec<(&'static str, Vec<(&'static str, String)>)>,
    /// Originals that are no pages of the pack and come beside it.
    pub beside: Vec<String>,
}

/// What a cover knows of a case; empty where it is not known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CoverFacts {
    pub case_no: String,
    /// Wall time of intake.
    pub received: Option<NaiveDateTime>,
    pub class: String,
    pub grade: String,
    pub stage: String,
    pub branch: String,
    pub first: String,
    pub customer: String,
    /// Category, model and serial number.
    pub product: String,
    pub incident: Option<IncidentFacts>,
}

/// What a cover knows of an incident.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IncidentFacts {
    /// Wall time.
    pub happened: Option<NaiveDateTime>,
    pub place: String,
    pub kinds: String,
    pub insurer: String,
    pub policy: String,
    pub report: String,
    /// Wall time.
    pub reported: Option<NaiveDateTime>,
    pub surveyor: String,
    /// Written consent of the insurer: its document and who gave it.
    pub consent: String,
    pub claimed: Option<Fen>,
    pub assessed: Option<Fen>,
    pub agreed: Option<Fen>,
}

impl Cover {
    /// The cover of a pack; `beside` are the originals that come with it.
    #[must_use]
    pub fn of(facts: &CoverFacts, beside: Vec<String>) -> Self {
        let money = |amount: Option<Fen>| amount.map(Fen::with_currency).unwrap_or_default();
        let mut parts = vec![(
            "工单",
            vec![
                ("工单编号", facts.case_no.clone()),
                ("受理时间", time(facts.received)),
                ("信息类别", facts.class.clone()),
                ("环节", facts.stage.clone()),
                ("承办分部", facts.branch.clone()),
                ("第一责任人", facts.first.clone()),
                ("用户", facts.customer.clone()),
                ("产品", facts.product.clone()),
            ],
        )];
        if let Some(incident) = &facts.incident {
            parts.push((
                "事故与损失",
                vec![
                    ("事故等级", facts.grade.clone()),
                    ("事故类型", incident.kinds.clone()),
                    ("事故时间", time(incident.happened)),
                    ("事故地点", incident.place.clone()),
                    ("申报损失", money(incident.claimed)),
                    ("核定损失", money(incident.assessed)),
                    ("协议金额", money(incident.agreed)),
                ],
            ));
            parts.push((
                "保险",
                vec![
                    ("保险公司", incident.insurer.clone()),
                    ("保单号", incident.policy.clone()),
                    ("报案号", incident.report.clone()),
                    ("报案时间", time(incident.reported)),
                    ("查勘员", incident.surveyor.clone()),
                    ("书面同意", incident.consent.clone()),
                ],
            ));
        }
        Self { parts, beside }
    }
}

/// One sheet of the pack.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    pub name: String,
    /// Document number; empty for what has none.
    pub document: String,
    pub pages: Vec<Page>,
}

/// A record of the history of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Wall time.
    pub at: NaiveDateTime,
    pub by: String,
    pub what: String,
    pub detail: String,
}

/// Binds the pieces behind a cover with contents: forms in their order, photos at the end, every page numbered.
///
/// # Errors
/// [`PaperError::Missing`] when a text has a character no face has.
pub fn bind(
    pack: Pack,
    cover: &Cover,
    pieces: Vec<Piece>,
    (head, fonts): (&FormHead, &FontSet),
) -> Result<Sheet, PaperError> {
    let pieces = in_order(pack, pieces);
    // The contents name pages behind the cover, whose own length they decide.
    let mut front = 1;
    let mut sheet = cover_sheet(pack, (cover, &pieces, front), head, fonts)?;
    while sheet.pages.len() != front && front < 20 {
        front = sheet.pages.len();
        sheet = cover_sheet(pack, (cover, &pieces, front), head, fonts)?;
    }
    sheet.pages.extend(pieces.into_iter().flat_map(|piece| piece.pages));
    let total = sheet.pages.len();
    for (n, page) in sheet.pages.iter_mut().enumerate() {
        number(fonts, page, &format!("{}　第 {} 页　共 {total} 页", pack.title(), n + 1))?;
    }
    Ok(sheet)
}

/// The pages that belong in the pack, photos behind all others.
fn in_order(pack: Pack, pieces: Vec<Piece>) -> Vec<Piece> {
    let (mut forms, mut photos) = (Vec::new(), Vec::new());
    for piece in pieces {
        let taken = piece.pages.into_iter().filter(|page| pack.takes(page.kind));
        let (pictures, pages): (Vec<Page>, Vec<Page>) = taken.partition(|page| page.kind == PageKind::Photos);
        let named = |pages| Piece { name: piece.name.clone(), document: piece.document.clone(), pages };
        if !pictures.is_empty() {
            photos.push(Piece { name: "现场照片".to_owned(), ..named(pictures) });
        }
        if !pages.is_empty() {
            forms.push(named(pages));
        }
    }
    forms.extend(photos);
    forms
}

fn cover_sheet(
    pack: Pack,
    (cover, pieces, front): (&Cover, &[Piece], usize),
    head: &FormHead,
    fonts: &FontSet,
) -> Result<Sheet, PaperError> {
    let mut rows = Rows::new(fonts, &UPRIGHT, PrintMode::Final, Vec::new());
    for (name, lines) in &cover.parts {
        rows.bar(BAR, name)?;
        for (label, text) in lines {
            let cells = [Cell::label(35.0, label), rows.value(140.0, label, text)];
            let height = rows.grid.height((ROW, TALLEST), &cells)?;
            rows.grid.row(height, &cells)?;
        }
    }
    rows.bar(BAR, "目录")?;
    rows.table_head(ROW, &CONTENTS)?;
    let [nth, name, document, page] = CONTENTS.map(|(width, _)| width);
    let mut first = front + 1;
    for (n, piece) in pieces.iter().enumerate() {
        let cells = [
            rows.centred(nth, "序号", &(n + 1).to_string()),
            rows.value(name, "名称", &piece.name),
            rows.value(document, "编号", &piece.document),
            rows.centred(page, "页码", &span(first, piece.pages.len())),
        ];
        super::correction::turn(&mut rows, (ROW, ROW), &cells, &CONTENTS)?;
        first += piece.pages.len();
    }
    for text in &cover.beside {
        let cells = [
            rows.centred(nth, "序号", ""),
            rows.value(name + document, "名称", text),
            rows.centred(page, "页码", "另附"),
        ];
        super::correction::turn(&mut rows, (ROW, TALLEST), &cells, &CONTENTS)?;
    }
    finish(fonts, (pack.title(), head), (PrintMode::Final, false), rows.grid.close())
}

/// `3` or `3—7`.
fn span(first: usize, count: usize) -> String {
    if count > 1 { format!("{first}—{}", first + count - 1) } else { first.to_string() }
}

fn number(fonts: &FontSet, page: &mut Page, text: &str) -> Result<(), PaperError> {
    let area = Area { x: 0.0, y: page.height - mm(NUMBER), w: page.width, h: mm(5.0) };
    layout::set_in(fonts, page, Type::new(Face::Sans, 8.5), (area, Align::Centre), text)
}

/// The history of a case as a table, oldest first.
///
/// # Errors
/// [`PaperError::Missing`] when a text has a character no face has.
pub fn history(records: &[Record], head: &FormHead, fonts: &FontSet) -> Result<Sheet, PaperError> {
    let mut rows = Rows::new(fonts, &UPRIGHT, PrintMode::Final, Vec::new());
    rows.table_head(ROW, &RECORDS)?;
    let [nth, at, by, what, detail] = RECORDS.map(|(width, _)| width);
    for (n, record) in records.iter().enumerate() {
        let cells = [
            rows.centred(nth, "序号", &(n + 1).to_string()),
            rows.centred(at, "时间", &time(Some(record.at))),
            rows.centred(by, "经办人", &record.by),
            rows.value(what, "事项", &record.what),
            rows.value(detail, "内容", &record.detail),
        ];
        super::correction::turn(&mut rows, (ROW, TALLEST), &cells, &RECORDS)?;
    }
    finish(fonts, (HISTORY, head), (PrintMode::Final, false), rows.grid.close())
}

/// Photos that stand on no form, with their captions.
///
/// # Errors
/// [`PaperError::Missing`] when a caption has a character no face has.
pub fn photos(shown: &[(Option<Jpeg>, String)], head: &FormHead, fonts: &FontSet) -> Result<Sheet, PaperError> {
    let mut rows = Rows::new(fonts, &UPRIGHT, PrintMode::Final, Vec::new());
    photo_pages(&mut rows, shown)?;
    finish(fonts, (PHOTOS, head), (PrintMode::Final, false), rows.grid.close())
}

#[cfg(test)]
mod tests;
