//! Binds the sheets of a case on record to one file: the insurer's pack, the whole file.

use std::path::Path;

use super::{Office, Paperwork, Print, TEMPLATE_VERSION, incident};
use crate::domain::event::{Attachment, MediaKind, SheetKind};
use crate::domain::holder::Holder;
use crate::domain::phone::Phone;
use crate::domain::{Case, Field, Stamp};
use crate::paper::form::table_time;
use crate::paper::official;
use crate::paper::official_incident::{grade_box, kind_name};
use crate::paper::pack::{
    Cover, CoverFacts, HISTORY, IncidentFacts, PHOTOS, Pack, Piece, Record, bind, history, photos,
};
use crate::paper::photo::for_paper;
use crate::paper::sheet::Jpeg;
use crate::paper::{FontSet, FormHead, PaperError, PrintMode, Sheet};
use crate::store::{CaseFile, Issue, IssueMode, blob_path};
use crate::t;
use crate::text::{Lang, Texts};
use crate::ui::say::{self, Known, Names as _};

/// The sheets that belong in a pack, as far as the case has come to them, in their order.
#[must_use]
pub fn kinds(pack: Pack, case: &Case) -> Vec<SheetKind> {
    const FOR_INSURER: [SheetKind; 3] = [SheetKind::Survey, SheetKind::Losses, SheetKind::Settlement];
    match pack {
        Pack::Insurer => FOR_INSURER.into_iter().filter(|kind| kind.is_ready(case)).collect(),
        Pack::File => SheetKind::ALL.iter().copied().filter(|kind| kind.is_ready(case)).collect(),
    }
}

/// A sheet with the issue it went on record as; its pictures must have been read.
#[derive(Debug, Clone)]
pub struct Recorded {
    pub kind: SheetKind,
    pub content: Paperwork,
    pub issue: Issue,
}

/// Binds sheets that are on record with what else belongs to them; `folder` holds the attachments. Slow, so off the frame.
///
/// # Errors
/// A character without a drawing.
pub fn pack(
    pack: Pack,
    file: &CaseFile,
    forms: &[Recorded],
    folder: &Path,
    (office, fonts): (&Office<'_>, &FontSet),
) -> Result<Sheet, PaperError> {
    let texts = Texts::new(Lang::Zh);
    let mut pieces = Vec::new();
    for form in forms {
        pieces.push(Piece {
            name: texts.name("sheet", form.kind.word()),
            document: form.issue.document.clone(),
            pages: as_issued(pack, file, form, (office, fonts))?.pages,
        });
    }
    let head = head(pack, file, office);
    let piece = |name: &str, sheet: Sheet| Piece { name: name.to_owned(), document: String::new(), pages: sheet.pages };
    if pack == Pack::File {
        pieces.push(piece(HISTORY, history(&records(file, office, &texts), &head, fonts)?));
    }
    let (pictures, beside) = attachments(pack, file, forms);
    if !pictures.is_empty() {
        let read = |file: &&Attachment| (picture(folder, &file.hash), caption(file));
        let shown: Vec<(Option<Jpeg>, String)> = pictures.iter().map(read).collect();
        pieces.push(piece(PHOTOS, photos(&shown, &head, fonts)?));
    }
    let cover = Cover::of(&facts(file, office, &texts), beside);
    bind(pack, &cover, pieces, (&head, fonts))
}

/// The pages as they were issued: with the name and the time of the issue, in the copy of whom the pack is for.
fn as_issued(
    pack: Pack,
    file: &CaseFile,
    form: &Recorded,
    (office, fonts): (&Office<'_>, &FontSet),
) -> Result<Sheet, PaperError> {
    let issue = &form.issue;
    let mode = match issue.mode {
        Some(IssueMode::Final) => PrintMode::Final,
        Some(IssueMode::Prefilled) | None => PrintMode::Prefilled,
    };
    let print = Print { document: &issue.document, nth: issue.nth, mode };
    let then = Office { me: &issue.by, now: issue.at, ..*office };
    let insurers = Holder::for_insurer(form.kind);
    let copies = form.content.copies();
    let own = copies.iter().find(|copy| pack == Pack::Insurer && copy.holder == insurers).or(copies.first());
    let holder = own.map_or(Holder::Headquarters, |copy| copy.holder);
    form.content.copy(holder, (&file.case.number, print), &then, fonts)
}

fn head(pack: Pack, file: &CaseFile, office: &Office<'_>) -> FormHead {
    FormHead {
        company: office.company.to_owned(),
        form_no: pack.form_no().to_owned(),
        version: TEMPLATE_VERSION.to_owned(),
        doc_no: String::new(),
        case_no: file.case.number.clone(),
        printed_at: office.now.wall(),
        printed_by: office.me.to_owned(),
        nth: 0,
        copy: match pack {
            Pack::Insurer => Holder::Insurer,
            Pack::File => Holder::Headquarters,
        },
        hash8: String::new(),
        shut: false,
    }
}

fn facts(file: &CaseFile, office: &Office<'_>, texts: &Texts) -> CoverFacts {
    let (case, facts) = (&file.case, &file.case.facts);
    let names = known(file, office);
    let word = |field: Field| facts.word(field);
    let category = names.choice(word(Field::Category));
    let product = [category.as_str(), word(Field::Model), word(Field::Serial)];
    let phone = Phone::parse(word(Field::Phone)).masked();
    let grade = case.incident.as_deref().and_then(|incident| incident.grading.grade).or(facts.grade);
    CoverFacts {
        case_no: case.number.clone(),
        received: Some(facts.received_at.wall()),
        class: say::class_name(texts, &file.book.rules, facts.class),
        grade: grade.map_or("", grade_box).to_owned(),
        stage: official::stage_name(case.stage).to_owned(),
        branch: case.branch.map(|id| names.branch(id)).unwrap_or_default(),
        first: case.first.map(|id| names.person(id)).unwrap_or_default(),
        customer: super::joined_by(" ", &[word(Field::CustomerName), &phone]),
        product: super::joined_by(" ", &product),
        incident: incident_facts(file),
    }
}

fn incident_facts(file: &CaseFile) -> Option<IncidentFacts> {
    let incident = file.case.incident.as_deref()?;
    let insurer = incident::insurer(file, incident);
    let totals = (!incident.losses.is_empty()).then(|| incident.losses.totals());
    let consent = incident.insurance.consent.as_ref();
    Some(IncidentFacts {
        happened: Some(incident.opening.happened_at.wall()),
        place: incident.opening.place.clone(),
        kinds: incident.opening.kinds.iter().map(|kind| kind_name(*kind)).collect::<Vec<_>>().join("、"),
        insurer: insurer.name,
        policy: insurer.policy,
        report: insurer.number,
        reported: insurer.at,
        surveyor: insurer.surveyor,
        consent: consent.map(|given| super::joined_by(" ", &[&given.document, &given.person])).unwrap_or_default(),
        claimed: totals.as_ref().map(|totals| totals.all.claimed),
        assessed: totals.as_ref().map(|totals| totals.all.assessed),
        agreed: incident.talks.agreement.as_ref().map(|agreement| agreement.total),
    })
}

fn known<'a>(file: &'a CaseFile, office: &Office<'a>) -> Known<'a> {
    Known { organisation: office.organisation, rules: &file.book.rules, lang: Lang::Zh, case: Some(&file.case) }
}

/// Everything on record, oldest first; what was taken back says so.
fn records(file: &CaseFile, office: &Office<'_>, texts: &Texts) -> Vec<Record> {
    let names = known(file, office);
    file.history
        .iter()
        .map(|record| {
            let what = say::event_line(texts, record, &names);
            let back = t!(texts, "event-taken-back");
            Record {
                at: record.at.wall(),
                by: record.by.clone(),
                what: if file.case.undone.contains(&record.n) { format!("{what}（{back}）") } else { what },
                detail: say::event_detail(texts, record, &names).unwrap_or_default(),
            }
        })
        .collect()
}

/// Photos that stand on none of the forms, and the names of the originals that are no photos: for the insurer those that
/// were filed as evidence, else all.
fn attachments<'a>(pack: Pack, file: &'a CaseFile, forms: &[Recorded]) -> (Vec<&'a Attachment>, Vec<String>) {
    let on_form = |hash: &str| {
        forms.iter().any(|form| match &form.content {
            Paperwork::Survey(survey, _) => survey.photos.iter().any(|photo| photo.hash == hash),
            _ => false,
        })
    };
    let incident = file.case.incident.as_deref();
    let filed = |hash: &str| incident.is_some_and(|incident| incident.evidence.iter().any(|(_, one)| one.hash == hash));
    let wanted = |file: &&Attachment| (pack == Pack::File || filed(&file.hash)) && !on_form(&file.hash);
    let (pictures, others): (Vec<_>, Vec<_>) =
        file.case.attachments.iter().filter(wanted).partition(|file| file.media == MediaKind::Photo);
    (pictures, others.into_iter().map(|file| file.name.clone()).collect())
}

fn picture(folder: &Path, hash: &str) -> Option<Jpeg> {
    for_paper(&std::fs::read(blob_path(folder, hash)).ok()?).ok()
}

fn caption(file: &Attachment) -> String {
    let taken = file.taken_at.map(Stamp::wall).map(table_time).unwrap_or_default();
    super::joined_by("　", &[&file.name, &taken])
}
