//! Words for printed paper that came back: what happened to it, why it is not filed or confirmed.

use super::history::lines;
use super::values::join;
use crate::domain::returned::{FiledBy, ReturnCommand, ReturnEvent, ReturnReason, Unfit, Verdict};
use crate::t;
use crate::text::Texts;

/// The line of the history.
#[must_use]
pub fn returned_line(texts: &Texts, event: &ReturnEvent) -> String {
    let document = event.document();
    match event {
        ReturnEvent::ByHand { sheet, .. } => {
            t!(texts, "event-paper-by-hand", document = document, sheet = texts.name("sheet", sheet.word()))
        }
        ReturnEvent::Filed(page) if page.by == FiledBy::Code => {
            t!(texts, "event-page-filed", document = document, page = page.page, pages = page.pages)
        }
        ReturnEvent::Filed(page) => {
            t!(texts, "event-page-assigned", document = document, page = page.page, pages = page.pages)
        }
        ReturnEvent::Removed { page, .. } => t!(texts, "event-page-removed", document = document, page = *page),
        ReturnEvent::SignedBack(_) => t!(texts, "event-signed-back", document = document),
    }
}

/// What was said with it; empty where nothing was.
pub(super) fn returned_detail(texts: &Texts, event: &ReturnEvent) -> String {
    match event {
        ReturnEvent::ByHand { .. } | ReturnEvent::Filed(_) => String::new(),
        ReturnEvent::Removed { reason, .. } => reason.clone(),
        ReturnEvent::SignedBack(found) => {
            let boxes = |names: &[String]| join(texts, names.iter().cloned());
            let signed = t!(texts, "signed-boxes", boxes = boxes(&found.signed));
            let empty = (!found.empty.is_empty()).then(|| t!(texts, "empty-boxes", boxes = boxes(&found.empty)));
            lines([signed, empty.unwrap_or_default(), found.note.clone()])
        }
    }
}

/// The deed, for the toast.
pub(crate) fn returned_done(texts: &Texts, command: &ReturnCommand) -> String {
    match command {
        ReturnCommand::File(_) | ReturnCommand::ByHand { .. } => t!(texts, "done-page-filed"),
        ReturnCommand::Remove { .. } => t!(texts, "done-page-removed"),
        ReturnCommand::SignBack(_) => t!(texts, "done-signed-back"),
    }
}

/// Why it is refused.
pub(super) fn return_refusal(texts: &Texts, reason: &ReturnReason, rule: &str) -> String {
    let numbers = |pages: &[u32]| join(texts, pages.iter().map(ToString::to_string));
    match reason {
        ReturnReason::NotPrinted(document) => {
            t!(texts, "refused-not-printed", document = document.as_str(), rule = rule)
        }
        ReturnReason::NoSuchPage { pages } => t!(texts, "refused-no-such-page", pages = *pages, rule = rule),
        ReturnReason::FiledAlready => t!(texts, "refused-filed-already", rule = rule),
        ReturnReason::NotFiled => t!(texts, "refused-not-filed", rule = rule),
        ReturnReason::SignedAlready => t!(texts, "refused-signed-already", rule = rule),
        ReturnReason::PagesMissing(pages) => t!(texts, "refused-pages-missing", pages = numbers(pages), rule = rule),
        ReturnReason::PagesTwice(pages) => t!(texts, "refused-pages-twice", pages = numbers(pages), rule = rule),
        ReturnReason::Superseded(newer) => {
            t!(texts, "refused-superseded", newer = newer.as_str(), rule = rule)
        }
        ReturnReason::SettledAlready => t!(texts, "refused-settled-already", rule = rule),
        ReturnReason::NothingSigned => t!(texts, "refused-nothing-signed", rule = rule),
    }
}

/// What became of a page.
#[must_use]
pub fn verdict_text(texts: &Texts, verdict: &Verdict) -> String {
    match verdict {
        Verdict::Files => t!(texts, "verdict-files"),
        Verdict::Again => t!(texts, "verdict-again"),
        Verdict::Superseded(newer) => t!(texts, "verdict-superseded", newer = newer.as_str()),
        Verdict::Known => t!(texts, "verdict-known"),
        Verdict::Tray(unfit) => unfit_text(texts, unfit),
    }
}

/// Why a page lies in the tray.
#[must_use]
pub fn unfit_text(texts: &Texts, unfit: &Unfit) -> String {
    match unfit {
        Unfit::NoCode => t!(texts, "unfit-no-code"),
        Unfit::Unreadable => t!(texts, "unfit-unreadable"),
        Unfit::SeveralCodes => t!(texts, "unfit-several-codes"),
        Unfit::NeverIssued => t!(texts, "unfit-never-issued"),
        Unfit::NoCase => t!(texts, "unfit-no-case"),
        Unfit::Forged => t!(texts, "unfit-forged"),
        Unfit::PageCount { pages } => t!(texts, "unfit-page-count", pages = *pages),
        Unfit::SignedAlready => t!(texts, "unfit-signed-already"),
        Unfit::TakenOff => t!(texts, "unfit-taken-off"),
    }
}
