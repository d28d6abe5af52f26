//! Words for lists of losses and of handling results: why a row is not taken, what an entry notes.

use std::path::Path;

use super::refusals::refusal_text;
use crate::domain::Stamp;
use crate::exchange::dry_run::RefusalReason;
use crate::exchange::entries::{EntryReason, EntryRun};
use crate::exchange::export::ExportFault;
use crate::exchange::report::write_row_report;
use crate::t;
use crate::text::Texts;
use crate::text::say;
use crate::ui::say_lists::{refusal_reason_text, with_report_words};

/// Why a row is not taken, and what would do.
#[must_use]
pub fn entry_reason_text(texts: &Texts, reason: &EntryReason) -> String {
    match reason {
        EntryReason::NoColumn(column) => {
            t!(texts, "roster-no-column", column = texts.name("entry-column", column.word()))
        }
        EntryReason::NoNumber => t!(texts, "entry-no-number"),
        EntryReason::UnknownCase => t!(texts, "entry-unknown-case", rule = "B12"),
        EntryReason::Unread(unread) => refusal_reason_text(texts, RefusalReason::Value(*unread)),
        EntryReason::NotAQuantity => t!(texts, "entry-not-a-quantity"),
        EntryReason::NotAShare => t!(texts, "entry-not-a-share"),
        EntryReason::NotPhotoNumbers => t!(texts, "entry-not-photo-numbers"),
        EntryReason::UnknownGoods => t!(texts, "entry-unknown-goods", rule = "J08"),
        EntryReason::UnknownBranch => t!(texts, "entry-unknown-branch"),
        EntryReason::OtherBranch => t!(texts, "entry-other-branch", rule = "E08"),
        EntryReason::InFuture => t!(texts, "typed-in-the-future"),
        EntryReason::BeforeDispatch => t!(texts, "entry-before-dispatch", rule = "E08"),
        EntryReason::Refused(refusal) => refusal_text(texts, refusal),
        EntryReason::Left(why) => why.clone(),
    }
}

/// The note beside an imported handling result: who handled it, and when.
#[must_use]
pub fn returned_note(texts: &Texts, who: &str, at: Option<Stamp>) -> String {
    let when = at.map(|at| say::full_time(at.0)).unwrap_or_default();
    match (who.is_empty(), when.is_empty()) {
        (true, _) => t!(texts, "note-returned-at", when = when),
        (false, true) => t!(texts, "note-returned-by", who = who),
        (false, false) => t!(texts, "note-returned", who = who, when = when),
    }
}

/// Writes the report of an import of losses or handling results in the language of the screen.
///
/// # Errors
/// As [`write_row_report`].
pub fn entry_report(path: &Path, run: &EntryRun, texts: &Texts) -> Result<(), ExportFault> {
    let reason = |reason: &EntryReason| entry_reason_text(texts, reason);
    with_report_words(texts, &t!(texts, "report-number"), |words| write_row_report(path, run, words, &reason).map(drop))
}
