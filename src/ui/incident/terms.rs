//! The entry of the agreement: every field of form 4 that a person decides, in the order of the form (forms.md 1.4).

use super::fill::{amount, area, count, line, one, slot, text};
use crate::domain::Field;
use crate::domain::facts::{parse_date, split_words};
use crate::domain::incident::archive::proposed_until;
use crate::domain::incident::talks::{CauseMode, IdKind, Remains, Remedy};
use crate::domain::incident::{AgreementEntry, Cover, Firm, Particulars, Party};
use crate::store::CaseFile;
use crate::t;
use crate::text::Texts;
use crate::text::say::full_day;
use crate::ui::dialogs::form::{Form, Input, Mood, Part};
use crate::ui::dialogs::lists::members;
use crate::ui::{Cx, say};

/// The parts; what the file knows stands in them already.
pub(super) fn parts(cx: &Cx<'_>, file: &CaseFile) -> Vec<Part> {
    let texts = cx.texts;
    let loss = file.case.incident.as_deref().map(|incident| incident.losses.totals().all.assessed).unwrap_or_default();
    let mut parts = vec![Part::line(Mood::Quiet, t!(texts, "incident-agree-says", loss = say::money(texts, loss)))];
    parts.extend(party(cx, file));
    parts.extend(machine(texts, file));
    parts.extend(money(texts, file));
    parts.extend(others(texts, file));
    parts.extend(kept(cx, file));
    parts
}

fn party(cx: &Cx<'_>, file: &CaseFile) -> Vec<Part> {
    let texts = cx.texts;
    let customer = file.case.facts.word(Field::CustomerName);
    vec![
        Part::line(Mood::Quiet, t!(texts, "incident-part-party")),
        line("party", t!(texts, "incident-party")).value(customer).required().half(),
        line("id_number", t!(texts, "incident-id-number")).half(),
        one(texts, "id_kind", t!(texts, "incident-id-kind"), ("id-kind", IdKind::ALL), IdKind::word)
            .value(IdKind::Resident.word()),
        line("guardian", t!(texts, "incident-guardian")).hint(t!(texts, "incident-guardian-hint")).half(),
        line("agent", t!(texts, "incident-party-agent")).half(),
    ]
}

fn machine(texts: &Texts, file: &CaseFile) -> Vec<Part> {
    let account = file.case.incident.as_deref().map(|incident| incident.opening.account.clone()).unwrap_or_default();
    let by_paper = || t!(texts, "incident-report-hint");
    let by_exchange = || t!(texts, "incident-new-hint");
    vec![
        Part::line(Mood::Quiet, t!(texts, "incident-part-machine")),
        area("summary", t!(texts, "incident-form-summary"), 4).value(account),
        line("brand", t!(texts, "incident-brand")),
        one(texts, "cause", t!(texts, "incident-cause-mode"), ("cause-mode", CauseMode::ALL), CauseMode::word)
            .value(CauseMode::Open.word()),
        line("agency", t!(texts, "incident-agency")).hint(by_paper()),
        line("report", t!(texts, "incident-report")).hint(by_paper()).half(),
        line("report_number", t!(texts, "incident-report-number")).hint(by_paper()).half(),
        one(texts, "remedy", t!(texts, "incident-remedy"), ("remedy", Remedy::ALL), Remedy::word),
        line("new_model", t!(texts, "incident-new-model")).hint(by_exchange()).half(),
        line("new_barcode", t!(texts, "incident-new-barcode")).hint(by_exchange()).half(),
        one(texts, "remains", t!(texts, "incident-remains"), ("remains", Remains::ALL), Remains::word),
    ]
}

fn money(texts: &Texts, file: &CaseFile) -> Vec<Part> {
    let customer = file.case.facts.word(Field::CustomerName);
    vec![
        Part::line(Mood::Quiet, t!(texts, "incident-part-pay")),
        line("fen_refund", t!(texts, "incident-refund")).half(),
        line("fen_reduction", t!(texts, "incident-reduction")).half(),
        line("reason", t!(texts, "incident-reduction-reason")),
        Part::new(
            slot("covers"),
            t!(texts, "incident-sum-covers"),
            Input::Any(members(texts, "cover", Cover::ALL, Cover::word)),
        )
        .hint(t!(texts, "incident-sum-covers-hint")),
        line("payee", t!(texts, "incident-blank-payee")).value(customer).required().half(),
        line("authority", t!(texts, "incident-payee-authority")).half(),
        line("bank", t!(texts, "incident-bank")).half(),
        line("account", t!(texts, "incident-bank-account")).half(),
        line("otherwise", t!(texts, "incident-pay-otherwise")).hint(t!(texts, "incident-pay-otherwise-hint")),
        line("count_days", t!(texts, "incident-pay-days")).hint(t!(texts, "incident-pay-days-hint")).required().half(),
        line("late_rate", t!(texts, "incident-late-rate")).value(t!(texts, "incident-late-rate-usual")).half(),
        line("fen_insured", t!(texts, "incident-other-insurance")).hint(t!(texts, "incident-other-insurance-hint")),
    ]
}

/// The other firms, copies, and what is seldom agreed. Where the dealer alone is liable, it pays (000§4.2.3.4).
fn others(texts: &Texts, file: &CaseFile) -> Vec<Part> {
    let finding = file.case.incident.as_deref().and_then(|incident| incident.talks.finding.as_ref());
    let dealer =
        finding.is_some_and(|finding| finding.share_of(Party::Dealer) > 0 && finding.share_of(Party::Company) == 0);
    let payer = if dealer { file.case.facts.word(Field::PurchaseChannel) } else { "" };
    vec![
        Part::line(Mood::Quiet, t!(texts, "incident-part-payer")),
        line("payer", t!(texts, "incident-firm-name")).value(payer).half(),
        line("payer_code", t!(texts, "incident-firm-code")).half(),
        line("payer_head", t!(texts, "incident-firm-representative")).half(),
        line("payer_agent", t!(texts, "incident-firm-agent")).half(),
        line("payer_address", t!(texts, "incident-firm-address")).half(),
        line("payer_phone", t!(texts, "incident-firm-phone")).half(),
        Part::line(Mood::Quiet, t!(texts, "incident-part-third")),
        line("third", t!(texts, "incident-firm-name")).half(),
        line("third_code", t!(texts, "incident-firm-code")).half(),
        Part::line(Mood::Quiet, t!(texts, "incident-part-other")),
        line("count_copies", t!(texts, "incident-copies")).hint(t!(texts, "incident-copies-hint")).required().half(),
        area("terms", t!(texts, "incident-blank-terms"), 2),
    ]
}

/// Until when party B's data are kept: proposed by the rule book, another day has its reason (Q02).
fn kept(cx: &Cx<'_>, file: &CaseFile) -> Vec<Part> {
    let texts = cx.texts;
    let row = file.book.rules.policy.kept_by(true);
    let until = proposed_until(&file.book.rules, cx.now.date()).map(full_day).unwrap_or_default();
    let hint = row.map_or_else(
        || t!(texts, "incident-keep-until-hint"),
        |row| {
            let months = t!(texts, "book-months", n = row.months);
            t!(
                texts,
                "incident-keep-until-row",
                rule = row.id.as_str(),
                what = say::named(texts, &row.what),
                months = months
            )
        },
    );
    vec![
        line("keep_until", t!(texts, "incident-keep-until")).value(until).hint(hint).half(),
        line("keep_reason", t!(texts, "incident-keep-reason")).hint(t!(texts, "incident-keep-reason-hint")).half(),
    ]
}

/// The agreement as typed.
pub(super) fn read(form: &Form) -> Option<AgreementEntry> {
    let said = |name| text(form, name);
    Some(AgreementEntry {
        party: said("party"),
        id_kind: IdKind::from_word(form.text(slot("id_kind")))?,
        id_number: said("id_number"),
        payee: said("payee"),
        payee_authority: said("authority"),
        bank: said("bank"),
        account: said("account"),
        remedy: Remedy::from_word(form.text(slot("remedy")))?,
        refund: amount(form, slot("fen_refund"))?,
        reduction: amount(form, slot("fen_reduction"))?,
        reduction_reason: said("reason"),
        cause: CauseMode::from_word(form.text(slot("cause")))?,
        remains: Remains::from_word(form.text(slot("remains"))),
        terms: said("terms"),
        pay_days: count(form, slot("count_days"))?,
        late_rate: said("late_rate"),
        copies: count(form, slot("count_copies"))?,
        particulars: particulars(form)?,
    })
}

fn particulars(form: &Form) -> Option<Particulars> {
    let said = |name| text(form, name);
    let insured = slot("fen_insured");
    Some(Particulars {
        payer: Firm {
            name: said("payer"),
            code: said("payer_code"),
            representative: said("payer_head"),
            address: said("payer_address"),
            agent: said("payer_agent"),
            phone: said("payer_phone"),
        },
        third: Firm { name: said("third"), code: said("third_code"), ..Firm::default() },
        agent: said("agent"),
        guardian: said("guardian"),
        brand: said("brand"),
        summary: said("summary"),
        agency: said("agency"),
        report: said("report"),
        report_number: said("report_number"),
        new_model: said("new_model"),
        new_barcode: said("new_barcode"),
        pay_otherwise: said("otherwise"),
        keep_until: parse_date(form.text(slot("keep_until"))).ok()?.map(full_day).unwrap_or_default(),
        keep_reason: said("keep_reason"),
        covers: split_words(form.text(slot("covers"))).filter_map(Cover::from_word).collect(),
        other_insurance: if form.text(insured).is_empty() { None } else { Some(amount(form, insured)?) },
    })
}
