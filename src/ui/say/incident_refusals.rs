//! Why the incident file refuses an entry, what a step still lacks, and what would satisfy it.

use super::values::{join, money, named};
use crate::domain::incident::archive::MOST_PROPOSALS;
use crate::domain::incident::closure::Post;
use crate::domain::incident::gaps::Gap;
use crate::domain::incident::terms::SUMMARY_MOST;
use crate::domain::incident::{IncidentReason, Step, Subject};
use crate::domain::policy::Incentive;
use crate::domain::returned::is_number_by_hand;
use crate::t;
use crate::text::Texts;
use crate::text::say::full_day;
use crate::ui::book_tables::band;

/// What the row forbids and what to do.
pub(super) fn incident_refusal(texts: &Texts, reason: &IncidentReason, rule: &str) -> String {
    match reason {
        IncidentReason::NotOpen => t!(texts, "refused-incident-not-open", rule = rule),
        IncidentReason::AlreadyOpen => t!(texts, "refused-incident-already-open", rule = rule),
        IncidentReason::NoKind => t!(texts, "refused-incident-no-kind", rule = rule),
        IncidentReason::Blank(blank) => {
            t!(texts, "refused-text-missing", text = texts.name("incident-blank", blank.word()), rule = rule)
        }
        IncidentReason::TimesOutOfOrder => t!(texts, "refused-incident-times", rule = rule),
        IncidentReason::InTheFuture => t!(texts, "refused-incident-future", rule = rule),
        IncidentReason::NoSuchEntry(id) => t!(texts, "refused-incident-no-entry", id = *id, rule = rule),
        IncidentReason::NotVisited => t!(texts, "refused-incident-not-visited", rule = rule),
        IncidentReason::NotHurt => t!(texts, "refused-incident-not-hurt", rule = rule),
        IncidentReason::GradeInFile => t!(texts, "refused-incident-grade-in-file", rule = rule),
        IncidentReason::NotAttached => t!(texts, "refused-incident-not-attached", rule = rule),
        IncidentReason::NotAPhoto => t!(texts, "refused-incident-not-a-photo", rule = rule),
        IncidentReason::AlreadyFiled(id) => t!(texts, "refused-incident-already-filed", id = *id, rule = rule),
        IncidentReason::FiledAsEvidence(id) => t!(texts, "refused-incident-filed", id = *id, rule = rule),
        IncidentReason::UsedByLine(id) => t!(texts, "refused-incident-used-by-line", id = *id, rule = rule),
        IncidentReason::BadFigure => t!(texts, "refused-incident-bad-figure", rule = rule),
        IncidentReason::NoLines => t!(texts, "refused-incident-no-lines", rule = rule),
        IncidentReason::NotReported => t!(texts, "refused-incident-not-reported", rule = rule),
        IncidentReason::NotClaimable => t!(texts, "refused-incident-not-claimable", rule = rule),
        IncidentReason::WeHaveNotPaid => t!(texts, "refused-incident-we-have-not-paid", rule = rule),
        _ => talks_refusal(texts, reason, rule),
    }
}

/// The refusals of talks, money and signatures.
fn talks_refusal(texts: &Texts, reason: &IncidentReason, rule: &str) -> String {
    match reason {
        IncidentReason::MoreThanAssessed { assessed, paid } => {
            let (assessed, paid) = (money(texts, *assessed), money(texts, *paid));
            t!(texts, "refused-incident-more-than-assessed", assessed = assessed, paid = paid, rule = rule)
        }
        IncidentReason::SharesNotWhole(total) => t!(texts, "refused-incident-shares", total = *total, rule = rule),
        IncidentReason::NotTheLoss { shared, loss } => {
            let (shared, loss) = (money(texts, *shared), money(texts, *loss));
            t!(texts, "refused-incident-not-the-loss", shared = shared, loss = loss, rule = rule)
        }
        IncidentReason::StepFirst(first) => {
            t!(texts, "refused-incident-step-first", step = step(texts, *first), rule = rule)
        }
        IncidentReason::AgreementStands => t!(texts, "refused-incident-agreement-stands", rule = rule),
        IncidentReason::EndedDirectly => t!(texts, "refused-incident-ended", rule = rule),
        IncidentReason::TooGrave => t!(texts, "refused-incident-too-grave", rule = rule),
        IncidentReason::AlreadySettled => t!(texts, "refused-incident-already-settled", rule = rule),
        IncidentReason::NotFinal(document) => {
            let what = not_final(texts, document);
            t!(texts, "refused-incident-not-final", document = document.as_str(), what = what, rule = rule)
        }
        IncidentReason::ForbiddenWording { words, place } => {
            let (words, place) = (join(texts, words.iter().cloned()), texts.name("terms-text", place.word()));
            t!(texts, "refused-incident-forbidden", words = words, place = place, rule = rule)
        }
        IncidentReason::TooLong { have, most } => {
            t!(texts, "refused-incident-too-long", have = *have, most = *most, rule = rule)
        }
        IncidentReason::Copies { least } => t!(texts, "refused-incident-copies", least = *least, rule = rule),
        IncidentReason::MoreThanAgreed { agreed } => {
            t!(texts, "refused-incident-more-than-agreed", agreed = money(texts, *agreed), rule = rule)
        }
        IncidentReason::MoreThanPaid { paid } => {
            t!(texts, "refused-incident-more-than-paid", paid = money(texts, *paid), rule = rule)
        }
        IncidentReason::LessThanReceived { received } => {
            t!(texts, "refused-incident-less-than-received", received = money(texts, *received), rule = rule)
        }
        IncidentReason::PartsNotWhole { parts, amount } => {
            let (parts, amount) = (money(texts, *parts), money(texts, *amount));
            t!(texts, "refused-incident-parts", parts = parts, amount = amount, rule = rule)
        }
        IncidentReason::OutsideBand(row) => outside_band(texts, row, rule),
        IncidentReason::EnoughProposals => {
            t!(texts, "refused-incident-enough-proposals", most = MOST_PROPOSALS, rule = rule)
        }
        IncidentReason::NotClosed => t!(texts, "refused-incident-not-closed", rule = rule),
        IncidentReason::KeptTooShort(least) => {
            t!(texts, "refused-incident-kept-too-short", day = full_day(*least), rule = rule)
        }
        IncidentReason::NotRequested => t!(texts, "refused-incident-not-requested", rule = rule),
        IncidentReason::NotASigner(who) => {
            t!(texts, "refused-incident-not-a-signer", post = post(texts, *who), rule = rule)
        }
        IncidentReason::AlreadySigned(who) => {
            t!(texts, "refused-incident-already-signed", post = post(texts, *who), rule = rule)
        }
        IncidentReason::SamePerson => t!(texts, "refused-incident-same-person", rule = rule),
        IncidentReason::WaitsFor(who) => t!(texts, "refused-incident-waits-for", post = post(texts, *who), rule = rule),
        IncidentReason::Gaps(gate, gaps) => {
            let gaps = join(texts, gaps.iter().map(|gap| gap_text(texts, gap)));
            t!(texts, "refused-incident-gaps", gate = texts.name("gate", gate.word()), gaps = gaps, rule = rule)
        }
        // Told above.
        _ => String::new(),
    }
}

/// The clause in its words, and what it allows.
fn outside_band(texts: &Texts, row: &Incentive, rule: &str) -> String {
    let clause = if row.clause.is_empty() { &row.id } else { &row.clause };
    t!(
        texts,
        "refused-incident-band",
        clause = clause.as_str(),
        who = named(texts, &row.who),
        cause = named(texts, &row.cause),
        band = band(texts, row),
        rule = rule
    )
}

/// One thing that a step lacks, without its rule row ([`Gap::rule`]).
#[must_use]
pub fn gap_text(texts: &Texts, gap: &Gap) -> String {
    match gap {
        Gap::Evidence { slot, instead: Some(document), have, need, .. } => {
            let slot = texts.name("evidence-slot", slot.word());
            let (have, need, what) = (*have, *need, not_final(texts, document));
            t!(
                texts,
                "gap-evidence-instead",
                slot = slot,
                have = have,
                need = need,
                document = document.as_str(),
                what = what
            )
        }
        Gap::Evidence { slot, aspect: None, have, need, .. } => {
            let slot = texts.name("evidence-slot", slot.word());
            t!(texts, "gap-evidence", slot = slot, have = *have, need = *need)
        }
        Gap::NotFinal(document) => {
            t!(texts, "gap-not-final", document = document.as_str(), what = not_final(texts, document))
        }
        Gap::Evidence { slot, aspect: Some(aspect), have, need, .. } => {
            let (slot, aspect) = (texts.name("evidence-slot", slot.word()), texts.name("aspect", aspect.word()));
            t!(texts, "gap-evidence-aspect", slot = slot, aspect = aspect, have = *have, need = *need)
        }
        Gap::Spot { spot, aspect } => {
            t!(texts, "gap-spot", spot = *spot, aspect = texts.name("aspect", aspect.word()))
        }
        Gap::Undated(id) => t!(texts, "gap-undated", id = *id),
        Gap::LineWithoutPhoto(id) => t!(texts, "gap-line-photo", id = *id),
        Gap::Alert(to) => t!(texts, "gap-alert", to = texts.name("alert-to", to.word())),
        Gap::Visit => t!(texts, "gap-visit"),
        Gap::Grade => t!(texts, "gap-grade"),
        Gap::Step(open) => t!(texts, "gap-step", step = step(texts, *open)),
        Gap::InsurerReport => t!(texts, "gap-insurer-report"),
        Gap::Consent => t!(texts, "gap-consent"),
        Gap::Payee => t!(texts, "gap-payee"),
        Gap::PartyId => t!(texts, "gap-party-id"),
        Gap::Guardian => t!(texts, "gap-guardian"),
        Gap::Wording { place, words } => {
            let (words, place) = (join(texts, words.iter().cloned()), texts.name("terms-text", place.word()));
            t!(texts, "gap-wording", words = words, place = place)
        }
        Gap::Summary(have) => t!(texts, "gap-summary", have = *have, most = SUMMARY_MOST),
        Gap::Relation => t!(texts, "gap-relation"),
        Gap::Signature(subject, who) => {
            t!(texts, "gap-signature", subject = approval(texts, *subject), post = post(texts, *who))
        }
        Gap::Paid { agreed, paid } => {
            t!(texts, "gap-paid", agreed = money(texts, *agreed), paid = money(texts, *paid))
        }
        Gap::Receipt { paid, received } => {
            t!(texts, "gap-receipt", paid = money(texts, *paid), received = money(texts, *received))
        }
        Gap::Revisit => t!(texts, "gap-revisit"),
        Gap::RootCause => t!(texts, "gap-root-cause"),
        Gap::Corrective => t!(texts, "gap-corrective"),
        Gap::Ineffective(id) => t!(texts, "gap-ineffective", id = *id),
        Gap::Request => t!(texts, "gap-request"),
    }
}

/// What a paper is that is no 定稿; its number tells.
fn not_final(texts: &Texts, document: &str) -> String {
    if is_number_by_hand(document) { t!(texts, "not-final-by-hand") } else { t!(texts, "not-final-draft") }
}

fn step(texts: &Texts, step: Step) -> String {
    texts.name("talk-step", step.word())
}

fn post(texts: &Texts, post: Post) -> String {
    texts.name("signer", post.word())
}

fn approval(texts: &Texts, subject: Subject) -> String {
    texts.name("approval", subject.word())
}
