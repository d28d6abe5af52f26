//! Puts a case into form 1.

use super::{Office, choice, joined, place_text, region_text};
use crate::clock::case_clock::support_due;
use crate::domain::Field;
use crate::domain::case::Assist;
use crate::domain::event::MediaKind;
use crate::domain::stage;
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
    let done = handled.is_some() || facts.handled_state == stage::HandledState::Handled;
    let count = |media: MediaKind| {
        u32::try_from(case.attachments.iter().filter(|file| file.media == media).count()).unwrap_or(u32::MAX)
    };
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
            post: if word(Field::ReporterPost).is_empty() {
                official::INTAKE_POST.to_owned()
            } else {
                word(Field::ReporterPost)
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
        evidence: Evidence { whole: count(MediaKind::Photo), video: count(MediaKind::Video), ..Evidence::default() },
        handling: Handling {
            state: Some(if done { box_words::HandlingState::Done } else { box_words::HandlingState::Open }),
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

/// The phone of whoever logged the case, as the list of people has it.
fn own_phone(name: &str, office: &Office<'_>) -> String {
    let mut people = office.organisation.people.iter().rev();
    people.find(|person| person.name == name).map(|person| person.phone.clone()).unwrap_or_default()
}

/// The latest question to technical support (T17).
fn technical(file: &CaseFile) -> Technical {
    let book = &file.book;
    let due = |assist: &Assist| support_due(assist, &book.rules, &book.clockwork);
    let asked = file.case.assists.iter().rev().find_map(|assist| Some((assist, due(assist)?)));
    asked.map_or_else(Technical::default, |(assist, due)| Technical {
        asked: true,
        received: Some(assist.asked_at.wall()),
        due: Some(due.wall()),
        replied: assist.answer.as_ref().map(|(at, _)| at.wall()),
        reply: assist.answer.as_ref().map(|(_, text)| text.clone()).unwrap_or_default(),
        ..Technical::default()
    })
}
