//! Puts a case into form 1.

use super::{Office, choice, joined, place_text, region_text};
use crate::clock::case_clock::support_due;
use crate::domain::case::Assist;
use crate::domain::event::{MediaKind, PhotoOf};
use crate::domain::incident::{Numbered, Slot};
use crate::domain::organisation::Person;
use crate::domain::stage;
use crate::domain::{Case, Field};
use crate::paper::feedback::{Customer, Evidence, Fault, FeedbackForm, Handling, Product, Report, Technical};
use crate::paper::{feedback_words as box_words, official};
use crate::store::CaseFile;

pub(super) fn feedback_form(file: &CaseFile, office: &Office<'_>) -> FeedbackForm {
    let (case, facts) = (&file.case, &file.case.facts);
    let word = |field: Field| facts.word(field).to_owned();
    let branch = case.branch.and_then(|id| office.organisation.branch(id)).map(|branch| branch.name.clone());
    let unit = [word(Field::SourceUnit), branch.unwrap_or_default(), word(Field::Branch)];
    let reporter =
        if word(Field::ReporterName).is_empty() { case.logged_by.clone() } else { word(Field::ReporterName) };
    let handled = case.handlings.last().map(|(_, handling)| handling);
    FeedbackForm {
        report: Report {
            unit: unit
                .into_iter()
                .find(|name| !name.is_empty())
                .unwrap_or_else(|| official::SERVICE_DEPARTMENT.to_owned()),
            class: Some(official::class_box(facts.class)),
            region: region_text(file, office),
            date: Some(facts.received_at.date()),
            reporter,
            post: match word(Field::ReporterPost) {
                post if post.is_empty() && word(Field::ReporterName).is_empty() => own_post(&case.logged_by, office),
                post => post,
            },
            phone: match word(Field::ReporterPhone) {
                phone if phone.is_empty() && word(Field::ReporterName).is_empty() => own_phone(&case.logged_by, office),
                phone => phone,
            },
            source: choice(&file.book.rules.channels, facts.word(Field::Channel)),
        },
        product: Product {
            category: word(Field::Category),
            model: word(Field::Model),
            quantity: Some(facts.quantity),
            batch: word(Field::Batch),
            barcode: word(Field::Serial),
            made: facts.made_on,
            bought: facts.bought_on,
            channel: word(Field::PurchaseChannel),
            installed: facts.installed_on,
            installer: word(Field::Installer),
        },
        customer: Customer {
            name: word(Field::CustomerName),
            phone: word(Field::Phone),
            area: place_text(file, office),
        },
        fault: Fault {
            part: word(Field::FaultPart),
            code: word(Field::FaultCode),
            occurrence: Some(match facts.occurrence {
                stage::Occurrence::First => box_words::Occurrence::First,
                stage::Occurrence::Repeat => box_words::Occurrence::Repeated,
                stage::Occurrence::SameBatch => box_words::Occurrence::Several,
            }),
            text: joined(&[facts.word(Field::Symptoms), facts.word(Field::Description)]),
            environment: word(Field::Environment),
        },
        evidence: evidence(case),
        handling: Handling {
            state: Some(handling_state(case)),
            verified: Some(match facts.verified {
                stage::Verified::True => box_words::Verified::True,
                stage::Verified::False => box_words::Verified::Untrue,
                stage::Verified::Pending => box_words::Verified::Pending,
            }),
            text: handled.map_or_else(
                || word(Field::HandlingText),
                |handling| joined(&[&handling.result, &handling.measures, &handling.explanation]),
            ),
        },
        technical: technical(file),
    }
}

/// Whether it is handled (R12): by the branch, or before it was reported.
pub(super) fn handling_state(case: &Case) -> box_words::HandlingState {
    let done = !case.handlings.is_empty() || case.facts.handled_state == stage::HandledState::Handled;
    if done { box_words::HandlingState::Done } else { box_words::HandlingState::Open }
}

/// Whoever logged the case, as the list of people has them.
fn logger<'o>(name: &str, office: &Office<'o>) -> Option<&'o Person> {
    office.organisation.people.iter().rev().find(|person| person.name == name)
}

fn own_phone(name: &str, office: &Office<'_>) -> String {
    logger(name, office).map(|person| person.phone.clone()).unwrap_or_default()
}

fn own_post(name: &str, office: &Office<'_>) -> String {
    logger(name, office).map_or("", |person| official::role_name(person.role)).to_owned()
}

/// R11: photos by what they show, as their slot in the incident file or a person says; a photo of which nobody said it is in
/// no count.
fn evidence(case: &Case) -> Evidence {
    let filed = |hash: &str| {
        let mut filings = case.incident.iter().flat_map(|incident| incident.evidence.iter());
        filings.find_map(|(_, filing)| match filing.slot {
            _ if filing.hash != hash => None,
            Slot::Product => Some(PhotoOf::Machine),
            Slot::Identification => Some(PhotoOf::Plate),
            Slot::Surroundings => Some(PhotoOf::Surroundings),
            _ => None,
        })
    };
    let named = |hash: &str| case.photos.iter().find(|(known, _)| known == hash).map(|(_, shows)| *shows);
    let mut found = Evidence::default();
    for file in &case.attachments {
        match (file.media, named(&file.hash).or_else(|| filed(&file.hash))) {
            (MediaKind::Video, _) => found.video += 1,
            (MediaKind::Photo, Some(PhotoOf::Machine)) => found.whole += 1,
            (MediaKind::Photo, Some(PhotoOf::Plate)) => found.plate += 1,
            (MediaKind::Photo, Some(PhotoOf::Surroundings)) => found.environment += 1,
            _ => {}
        }
    }
    found
}

/// What the case's batch track says (L01, L02): is it a batch, and what became of the stock. Nothing while nobody answered.
fn batch_track(case: &Case) -> (Option<box_words::BatchDecision>, Vec<box_words::StockAction>) {
    use box_words::{BatchDecision, StockAction};
    let Some(track) = case.procedures.iter().rev().find(|procedure| procedure.key == "batch") else {
        return (None, Vec::new());
    };
    let answer = |key: &str| track.answers.get(key).map(String::as_str);
    let decision = match answer("is_batch") {
        Some("yes") => Some(BatchDecision::Batch),
        Some("no") => Some(BatchDecision::Single),
        _ => None,
    };
    let rows = || track.rows.get("stock").into_iter().flat_map(Numbered::iter);
    let any = |key: &str| rows().any(|(_, row)| row.get(key).is_some_and(|given| given == "yes"));
    let mut stock = Vec::new();
    let told = [
        (any("marked"), StockAction::Mark),
        (any("isolated"), StockAction::Isolate),
        (answer("disposition") == Some("release"), StockAction::Release),
    ];
    stock.extend(told.into_iter().filter(|(is, _)| *is).map(|(_, action)| action));
    // All stock was checked and there was none: nothing to be done with it.
    let checked = answer("in_stock") == Some("yes") && rows().next().is_none();
    if stock.is_empty() && (decision == Some(BatchDecision::Single) || checked) {
        stock.push(StockAction::None);
    }
    (decision, stock)
}

/// The latest question to technical support (T17).
fn technical(file: &CaseFile) -> Technical {
    let book = &file.book;
    let due = |assist: &Assist| support_due(assist, &book.rules, &book.clockwork);
    let asked = file.case.assists.iter().rev().find_map(|assist| Some((assist, due(assist)?)));
    let (batch, stock) = batch_track(&file.case);
    let known = Technical { batch, stock, ..Technical::default() };
    asked.map_or_else(
        || known.clone(),
        |(assist, due)| Technical {
            asked: true,
            received: Some(assist.asked_at.wall()),
            due: Some(due.wall()),
            replied: assist.answer.as_ref().map(|(at, _)| at.wall()),
            reply: assist.answer.as_ref().map(|(_, text)| text.clone()).unwrap_or_default(),
            ..known.clone()
        },
    )
}
