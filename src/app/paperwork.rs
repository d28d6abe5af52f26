//! Puts a case into the fields of a printed sheet. Pure: the case, the people, the rule book and the moment are handed in.

mod closing;
mod form_1;
mod incident;
pub mod pack;
pub mod register;
mod report;
mod slips;

use std::path::Path;

use sha2::{Digest, Sha256};

use super::settings::House;

use crate::clock::case_clock::{promise_clock, span_clock};
use crate::domain::case::Span;
use crate::domain::event::{Event, SheetKind};
use crate::domain::holder::{FormCopy, Holder};
use crate::domain::incident::{Caution, Gap};
use crate::domain::organisation::Organisation;
use crate::domain::places::Places;
use crate::domain::rules::{Choice, Rules};
use crate::domain::stage::Stage;
use crate::domain::{Field, PersonId, Stamp};
use crate::paper::closing::{self as closing_sheet, ClosingForm};
use crate::paper::correction::{self, CorrectionSlip};
use crate::paper::dispatch::{Assignment, CaseFacts, CaseParty, DISPATCH_FORM_NO, StageLimit, URGE_FORM_NO};
use crate::paper::loss_list::{self as loss_sheet, LossListForm};
use crate::paper::official;
use crate::paper::photo::for_paper;
use crate::paper::rehandling::{self, RehandlingOrder};
use crate::paper::report::{self as report_sheet, ReportForm};
use crate::paper::settlement::SettlementForm;
use crate::paper::settlement_sheet::{self, settlement};
use crate::paper::survey::{Picture, SurveyForm};
use crate::paper::survey_sheet::{self, survey};
use crate::paper::{
    DispatchSlip, FeedbackForm, FieldKey, FontSet, FormHead, PaperError, PrintMode, Sheet, UrgeNotice, dispatch_slip,
    feedback, feedback_sheet, json, required_missing, urge_notice,
};
use crate::store::{CaseFile, blob_path, hex};

/// Version of the templates in this program.
pub const TEMPLATE_VERSION: &str = "A/0";

/// Why a case has no such sheet yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PaperworkFault {
    #[error("the case has not been dispatched")]
    NotDispatched,
    #[error("a register is printed for a region and a week, not for a case")]
    OfNoCase,
    #[error("the case has not been urged")]
    NotUrged,
    #[error("the case has no incident file")]
    NoIncident,
    #[error("the loss list has no line")]
    NoLosses,
    #[error("nothing is agreed")]
    NoAgreement,
    #[error("the agreement is not signed and the matter has not ended without money")]
    NotSettled,
    #[error("the case was not sent back to be handled again")]
    NotSentBack,
    #[error("nothing was corrected on the case")]
    NotCorrected,
    #[error("the rule book of the case prescribes no such procedure, or none was opened")]
    NoProcedure,
}

/// What is handed in besides the case.
#[derive(Debug, Clone, Copy)]
pub struct Office<'a> {
    pub organisation: &'a Organisation,
    pub places: &'a Places,
    /// Full registered name; empty leaves the head's line blank.
    pub company: &'a str,
    /// What else form 4 says of the company.
    pub house: &'a House,
    pub me: &'a str,
    pub now: Stamp,
}

/// The content of one sheet, before it is laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Paperwork {
    Feedback(Box<FeedbackForm>),
    /// With its photos once [`Paperwork::read_pictures`] has made them ready.
    Survey(Box<SurveyForm>, Vec<Picture>),
    Losses(Box<LossListForm>),
    /// With what its signing still lacks, and what to look at once more.
    Settlement(Box<SettlementForm>, Vec<Gap>, Vec<Caution>),
    /// With what closing still lacks.
    Closing(Box<ClosingForm>, Vec<Gap>),
    Dispatch(Box<DispatchSlip>),
    Urge(Box<UrgeNotice>),
    Rehandling(Box<RehandlingOrder>),
    Correction(Box<CorrectionSlip>),
    /// An objection or an appeal.
    Report(Box<ReportForm>),
}

/// What the head says of one print.
#[derive(Debug, Clone, Copy)]
pub struct Print<'a> {
    /// Empty for a preview: the head then has a line to write on and no code.
    pub document: &'a str,
    pub nth: u32,
    pub mode: PrintMode,
}

impl Paperwork {
    /// Fills the fields of `kind` from a case.
    ///
    /// # Errors
    /// When the case has not come to the point that the sheet is about.
    pub fn of(kind: SheetKind, file: &CaseFile, office: &Office<'_>) -> Result<Self, PaperworkFault> {
        match kind {
            SheetKind::Feedback => Ok(Self::Feedback(Box::new(form_1::feedback_form(file, office)))),
            SheetKind::Survey => Ok(Self::Survey(Box::new(incident::survey_form(file, office)?), Vec::new())),
            SheetKind::Losses => Ok(Self::Losses(Box::new(incident::loss_form(file)?))),
            SheetKind::Settlement => {
                let form = incident::settlement_form(file, office)?;
                let gaps = incident::settlement_gaps(file, office.now);
                Ok(Self::Settlement(Box::new(form), gaps, incident::settlement_cautions(file, office.now)))
            }
            SheetKind::Closing => {
                let form = closing::closing_form(file)?;
                Ok(Self::Closing(Box::new(form), closing::closing_gaps(file)))
            }
            SheetKind::Dispatch => Ok(Self::Dispatch(Box::new(slip(file, office)?))),
            SheetKind::Urge => Ok(Self::Urge(Box::new(urge(file, office)?))),
            SheetKind::Rehandling => Ok(Self::Rehandling(Box::new(slips::rehandling(file, office)?))),
            SheetKind::Correction => Ok(Self::Correction(Box::new(slips::correction(file, office)?))),
            SheetKind::Objection | SheetKind::Appeal => {
                Ok(Self::Report(Box::new(report::report_form(kind, file, office)?)))
            }
            SheetKind::Register => Err(PaperworkFault::OfNoCase),
        }
    }

    /// An empty form of the house for the field; `None` for what is no form.
    #[must_use]
    pub fn blank(kind: SheetKind, rules: &Rules) -> Option<Self> {
        Some(match kind {
            SheetKind::Feedback => Self::Feedback(Box::default()),
            SheetKind::Survey => {
                let evidence = incident::evidence_rows(rules, None);
                Self::Survey(Box::new(SurveyForm { evidence, ..SurveyForm::default() }), Vec::new())
            }
            SheetKind::Losses => Self::Losses(Box::default()),
            SheetKind::Settlement => Self::Settlement(Box::default(), Vec::new(), Vec::new()),
            SheetKind::Closing => {
                let documents = closing::documents(rules, None);
                Self::Closing(Box::new(ClosingForm { documents, ..ClosingForm::default() }), Vec::new())
            }
            SheetKind::Correction => Self::Correction(Box::default()),
            SheetKind::Objection | SheetKind::Appeal => Self::Report(Box::new(report::blank(kind, rules)?)),
            SheetKind::Dispatch | SheetKind::Urge | SheetKind::Rehandling | SheetKind::Register => return None,
        })
    }

    /// Makes the photos of a survey ready for paper from the originals in `folder`; slow, so off the frame. One that cannot
    /// be read keeps its place and says so on the page.
    pub fn read_pictures(&mut self, folder: &Path) {
        if let Self::Survey(form, pictures) = self {
            *pictures = form
                .photos
                .iter()
                .filter_map(|photo| {
                    let bytes = std::fs::read(blob_path(folder, &photo.hash)).ok()?;
                    Some((photo.hash.clone(), for_paper(&bytes).ok()?))
                })
                .collect();
        }
    }

    /// The fields as JSON; equal fields are equal text.
    #[must_use]
    pub fn data(&self) -> String {
        match self {
            Self::Feedback(form) => json(&**form),
            Self::Survey(form, _) => json(&**form),
            Self::Losses(form) => json(&**form),
            Self::Settlement(form, ..) => json(&**form),
            Self::Closing(form, _) => json(&**form),
            Self::Dispatch(slip) => json(&**slip),
            Self::Urge(notice) => json(&**notice),
            Self::Rehandling(order) => json(&**order),
            Self::Correction(slip) => json(&**slip),
            Self::Report(form) => json(&**form),
        }
    }

    /// SHA-256 of the content in hex: equal content keeps its document number.
    #[must_use]
    pub fn hash(&self) -> String {
        match self {
            Self::Feedback(form) => form.content_hash(),
            _ => hex(&Sha256::digest(self.data().as_bytes())),
        }
    }

    /// The required fields that are still empty, by their printed labels.
    #[must_use]
    pub fn missing(&self) -> Vec<String> {
        let labels = match self {
            Self::Feedback(form) => required_missing(form).into_iter().map(FieldKey::label).collect(),
            Self::Survey(form, _) => form.missing(),
            Self::Losses(form) => form.missing(),
            Self::Settlement(form, ..) => form.missing(),
            Self::Closing(form, _) => form.missing(),
            Self::Report(form) => return form.lacks.clone(),
            Self::Dispatch(_) | Self::Urge(_) | Self::Rehandling(_) | Self::Correction(_) => Vec::new(),
        };
        labels.into_iter().map(str::to_owned).collect()
    }

    /// What the steps before this paper still lack (forms.md 1.4, 1.5): no 定稿 meanwhile.
    #[must_use]
    pub fn gaps(&self) -> &[Gap] {
        match self {
            Self::Settlement(_, gaps, _) | Self::Closing(_, gaps) => gaps,
            _ => &[],
        }
    }

    /// What to look at once more; it stops nothing (forms.md 1.4).
    #[must_use]
    pub fn cautions(&self) -> &[Caution] {
        match self {
            Self::Settlement(_, _, cautions) => cautions,
            _ => &[],
        }
    }

    /// 定稿 when nothing is missing, else 预填.
    #[must_use]
    pub fn best_mode(&self) -> PrintMode {
        if self.missing().is_empty() && self.gaps().is_empty() { PrintMode::Final } else { PrintMode::Prefilled }
    }

    /// Number and version of the template.
    #[must_use]
    pub const fn template(&self) -> (&'static str, &'static str) {
        let form_no = match self {
            Self::Feedback(_) => feedback_sheet::FORM_NO,
            Self::Survey(..) => survey_sheet::FORM_NO,
            Self::Losses(_) => loss_sheet::FORM_NO,
            Self::Settlement(..) => settlement_sheet::FORM_NO,
            Self::Closing(..) => closing_sheet::FORM_NO,
            Self::Dispatch(_) => DISPATCH_FORM_NO,
            Self::Urge(_) => URGE_FORM_NO,
            Self::Rehandling(_) => rehandling::FORM_NO,
            Self::Correction(_) => correction::FORM_NO,
            Self::Report(form) => form.report.form_no(),
        };
        (form_no, TEMPLATE_VERSION)
    }

    /// The copies of the sheet, the whole one first; a blank form has those that every case has (forms.md 1.1 to 1.5).
    #[must_use]
    pub fn copies(&self) -> Vec<FormCopy> {
        let usual = |holders: &[Holder]| holders.iter().copied().map(FormCopy::usual).collect::<Vec<_>>();
        match self {
            Self::Feedback(_) => {
                vec![FormCopy::usual(Holder::Headquarters), FormCopy::on_wish(Holder::Outlet)]
            }
            Self::Survey(..) => usual(&[Holder::Headquarters, Holder::Insurer, Holder::Region]),
            Self::Losses(_) => usual(&[Holder::Headquarters, Holder::Injured, Holder::Insurer]),
            Self::Settlement(form, ..) => usual(settlement_copies(form.agreed.copies)),
            Self::Closing(form, _) if form.is_paid() => usual(&[Holder::Headquarters, Holder::Finance]),
            Self::Closing(..)
            | Self::Dispatch(_)
            | Self::Urge(_)
            | Self::Rehandling(_)
            | Self::Correction(_)
            | Self::Report(_) => usual(&[Holder::Headquarters]),
        }
    }

    /// Lays out the first of its copies, which has every page.
    ///
    /// # Errors
    /// A character without a drawing, or a final print with required fields empty.
    pub fn sheet(
        &self,
        case: &str,
        print: Print<'_>,
        office: &Office<'_>,
        fonts: &FontSet,
    ) -> Result<Sheet, PaperError> {
        let first = self.copies().first().map_or(Holder::Headquarters, |copy| copy.holder);
        self.copy(first, (case, print), office, fonts)
    }

    /// Lays out every usual copy, one behind the other: an empty form for the field.
    ///
    /// # Errors
    /// As [`Paperwork::sheet`].
    pub fn all_copies(
        &self,
        (case, print): (&str, Print<'_>),
        office: &Office<'_>,
        fonts: &FontSet,
    ) -> Result<Sheet, PaperError> {
        let usual: Vec<Holder> = self.copies().into_iter().filter(|copy| copy.usual).map(|copy| copy.holder).collect();
        let mut sheet = self.sheet(case, print, office, fonts)?;
        for holder in usual.into_iter().skip(1) {
            sheet.pages.extend(self.copy(holder, (case, print), office, fonts)?.pages);
        }
        Ok(sheet)
    }

    /// Lays out the copy of one holder: the same fields and codes, without the pages that holder must not see.
    ///
    /// # Errors
    /// As [`Paperwork::sheet`].
    pub fn copy(
        &self,
        holder: Holder,
        (case, print): (&str, Print<'_>),
        office: &Office<'_>,
        fonts: &FontSet,
    ) -> Result<Sheet, PaperError> {
        let (form_no, version) = self.template();
        let head = FormHead {
            company: office.company.to_owned(),
            form_no: form_no.to_owned(),
            version: version.to_owned(),
            doc_no: print.document.to_owned(),
            case_no: case.to_owned(),
            printed_at: office.now.wall(),
            printed_by: office.me.to_owned(),
            nth: print.nth,
            copy: holder,
            hash8: self.hash().get(..8).unwrap_or_default().to_owned(),
            shut: !self.gaps().is_empty() || matches!(self, Self::Report(form) if !form.lacks.is_empty()),
        };
        match self {
            Self::Feedback(form) => feedback(form, &head, fonts, print.mode),
            Self::Survey(form, pictures) => survey(form, pictures, (&head, fonts), print.mode),
            Self::Losses(form) => loss_sheet::loss_list(form, &head, fonts, print.mode),
            Self::Settlement(form, ..) => settlement(form, &head, fonts, print.mode),
            Self::Closing(form, _) => closing_sheet::closing(form, &head, fonts, print.mode),
            Self::Dispatch(slip) => dispatch_slip(slip, &head, fonts),
            Self::Urge(notice) => urge_notice(notice, &head, fonts),
            Self::Rehandling(order) => rehandling::rehandling(order, &head, fonts),
            Self::Correction(slip) => correction::correction(slip, &head, fonts, print.mode),
            Self::Report(form) => report_sheet::report(form, &head, fonts, print.mode),
        }
    }
}

/// Whose the copies of an agreement are, by their number (第十三条).
const fn settlement_copies(count: u32) -> &'static [Holder] {
    use Holder::{Claim, PartyA, PartyB, PartyC, Spare};
    match count {
        2 => &[PartyA, PartyB],
        4 => &[PartyA, Claim, PartyB, PartyC],
        5 => &[PartyA, Claim, Spare, PartyB, PartyC],
        _ => &[PartyA, Claim, PartyB],
    }
}

fn slip(file: &CaseFile, office: &Office<'_>) -> Result<DispatchSlip, PaperworkFault> {
    let (at, order) = file.case.dispatches.last().ok_or(PaperworkFault::NotDispatched)?;
    let mut assignment = assignment(file, office);
    assignment.dispatched_at = Some(at.wall());
    assignment.reply_by = reply_by(file).map(Stamp::wall);
    let mut case = case_facts(file);
    case.facts.clone_from(&order.facts);
    case.demand.clone_from(&order.demand);
    Ok(DispatchSlip { case, party: case_party(file, office), limits: limits(file), assignment })
}

fn urge(file: &CaseFile, office: &Office<'_>) -> Result<UrgeNotice, PaperworkFault> {
    let (at, text) = file.case.urges.last().ok_or(PaperworkFault::NotUrged)?;
    let span = file.case.span();
    let clock = span.and_then(|span| span_clock(&file.case, span, &file.book.rules, &file.book.clockwork));
    let due = clock.as_ref().and_then(|clock| clock.deadline.due);
    let late = due.map(|due| at.since(due));
    let mut assignment = assignment(file, office);
    assignment.request.clone_from(text);
    Ok(UrgeNotice {
        case: case_facts(file),
        party: case_party(file, office),
        stage: StageLimit {
            stage: official::stage_name(file.case.stage).to_owned(),
            limit: clock.map(|clock| official::limit_text(clock.limit)).unwrap_or_default(),
            due: due.map(Stamp::wall),
            by: assignment.first.clone(),
        },
        lateness: official::lateness_text(late),
        nth: u32::try_from(file.case.urges.len()).unwrap_or(u32::MAX),
        assignment,
    })
}

fn case_facts(file: &CaseFile) -> CaseFacts {
    let facts = &file.case.facts;
    CaseFacts {
        received_at: Some(facts.received_at.wall()),
        channel: choice(&file.book.rules.channels, facts.word(Field::Channel)),
        class: official::class_box(facts.class).label().to_owned(),
        level: official::level_name(facts.level).to_owned(),
        grade: facts.grade.map_or("", official::grade_name).to_owned(),
        urgent: file.row.urgent,
        facts: joined(&[facts.word(Field::Symptoms), facts.word(Field::Description)]),
        demand: demand_text(file),
    }
}

fn case_party(file: &CaseFile, office: &Office<'_>) -> CaseParty {
    let facts = &file.case.facts;
    let word = |field: Field| facts.word(field).to_owned();
    CaseParty {
        name: word(Field::CustomerName),
        phone: word(Field::Phone),
        area: place_text(file, office),
        address: word(Field::Address),
        category: word(Field::Category),
        model: word(Field::Model),
        barcode: word(Field::Serial),
        bought: facts.bought_on,
        installed: facts.installed_on,
        guarantee: String::new(),
    }
}

fn assignment(file: &CaseFile, office: &Office<'_>) -> Assignment {
    let name = |id: Option<PersonId>| {
        id.and_then(|id| office.organisation.person(id)).map(|person| person.name.clone()).unwrap_or_default()
    };
    Assignment {
        branch: file
            .case
            .branch
            .and_then(|id| office.organisation.branch(id))
            .map(|branch| branch.name.clone())
            .unwrap_or_default(),
        first: name(file.case.first),
        second: name(file.case.second),
        assist: file.case.assists.iter().map(|assist| assist.unit.as_str()).collect::<Vec<_>>().join("、"),
        contact: file.case.logged_by.clone(),
        contact_phone: String::new(),
        dispatcher: dispatcher(file).unwrap_or_else(|| office.me.to_owned()),
        dispatched_at: None,
        reply_by: None,
        request: String::new(),
    }
}

/// Who dispatched it last.
fn dispatcher(file: &CaseFile) -> Option<String> {
    let last = file.history.iter().rev().find(|record| matches!(record.event, Event::Dispatched(_)))?;
    Some(last.by.clone())
}

/// Every stage's limit with the instant it yields where the stage has begun.
fn limits(file: &CaseFile) -> Vec<StageLimit> {
    let rules = &file.book.rules;
    let begun = |stage: Stage| file.case.spans.iter().rev().find(|span: &&Span| span.stage == stage);
    [Stage::Handling, Stage::Reply, Stage::Revisit, Stage::Closure]
        .into_iter()
        .filter_map(|stage| {
            let row = rules.stage_limit(stage, &file.case.facts)?;
            let due = begun(stage)
                .and_then(|span| span_clock(&file.case, span, rules, &file.book.clockwork))
                .and_then(|clock| clock.deadline.due);
            Some(StageLimit {
                stage: official::stage_name(stage).to_owned(),
                limit: official::limit_text(row.limit),
                due: due.map(Stamp::wall),
                by: official::stage_by(stage).to_owned(),
            })
        })
        .collect()
}

/// By when the branch has to answer: the running handling stage, else the outward promise.
fn reply_by(file: &CaseFile) -> Option<Stamp> {
    let rules = &file.book.rules;
    let span = file.case.spans.iter().rev().find(|span| span.stage == Stage::Handling);
    span.and_then(|span| span_clock(&file.case, span, rules, &file.book.clockwork))
        .or_else(|| promise_clock(&file.case, rules, &file.book.clockwork))
        .and_then(|clock| clock.deadline.due)
}

fn region_text(file: &CaseFile, office: &Office<'_>) -> String {
    joined_by(" / ", &[&file.row.region, &place_text(file, office)])
}

/// Province, city and county of the address; the area line of forms 1-3.
fn place_text(file: &CaseFile, office: &Office<'_>) -> String {
    office.places.recognise(file.case.facts.word(Field::Address)).display()
}

fn demand_text(file: &CaseFile) -> String {
    let facts = &file.case.facts;
    let kinds: Vec<&str> = facts.demand.iter().map(|kind| official::demand_name(*kind)).collect();
    joined(&[&kinds.join("、"), facts.word(Field::DemandText)])
}

/// The Chinese name of a member of a rule book's list; the key itself when the list no longer has it.
fn choice(list: &[Choice], key: &str) -> String {
    list.iter().find(|choice| choice.key == key).map_or_else(|| key.to_owned(), |choice| choice.zh.clone())
}

fn joined(parts: &[&str]) -> String {
    joined_by("；", parts)
}

fn joined_by(between: &str, parts: &[&str]) -> String {
    parts.iter().copied().filter(|part| !part.trim().is_empty()).collect::<Vec<_>>().join(between)
}
