//! Words for lists of units and of calls: why a row is not taken.

use std::path::Path;

use crate::exchange::dry_run::RefusalReason;
use crate::exchange::export::ExportFault;
use crate::exchange::report::write_row_report;
use crate::exchange::tallies::{TallyReason, TallyRun};
use crate::exchange::values::Unread;
use crate::t;
use crate::text::Texts;
use crate::ui::say_lists::{refusal_reason_text, with_report_words};

/// Why a row is not taken, and what would do.
#[must_use]
pub fn tally_reason_text(texts: &Texts, reason: &TallyReason) -> String {
    match reason {
        TallyReason::NoColumn(column) => {
            t!(texts, "roster-no-column", column = texts.name("tally-column", column.word()))
        }
        TallyReason::NoUnits => t!(texts, "tally-no-units"),
        TallyReason::NoModel => t!(texts, "tally-no-model"),
        TallyReason::NoDate => t!(texts, "tally-no-date"),
        TallyReason::Date(fault) => refusal_reason_text(texts, RefusalReason::Value(Unread::Date(*fault))),
        TallyReason::InFuture => t!(texts, "typed-in-the-future"),
        TallyReason::NotACount => t!(texts, "tally-not-a-count"),
        TallyReason::UnknownRegion => t!(texts, "roster-unknown-region"),
        TallyReason::UnknownBranch => t!(texts, "tally-unknown-branch"),
        TallyReason::UnknownCategory => t!(texts, "tally-unknown-category"),
        TallyReason::MoreThanRequests => t!(texts, "tally-more-than-requests"),
        TallyReason::MoreThanOpinions => t!(texts, "tally-more-than-opinions"),
        TallyReason::Twice(row) => t!(texts, "tally-twice", row = row.to_string()),
        TallyReason::Left(why) => why.clone(),
    }
}

/// Writes the report of an import of units or calls in the language of the screen.
///
/// # Errors
/// As [`write_row_report`].
pub fn tally_report(path: &Path, run: &TallyRun, texts: &Texts) -> Result<(), ExportFault> {
    let reason = |reason: &TallyReason| tally_reason_text(texts, reason);
    with_report_words(texts, &t!(texts, "roster-entry"), |words| write_row_report(path, run, words, &reason).map(drop))
}
