//! One of every event of the incident file, for the tests of codec and words.

use super::insurance::{Consent, InsurerAssessment, InsurerPayment, InsurerReport, Survey};
use super::loss::{Confirmation, InjuryItem, Proof};
use super::settlement::PayWay;
use super::talks::{Bearer, CauseMode, DirectWay, IdKind, Remains, Remedy, SettlementOption};
use super::*;
use crate::domain::identity::Sex;
use crate::domain::policy::{Incentive, Name, Sign};
use crate::domain::stage::{ContactWay, Injury};

const WHEN: Stamp = Stamp(1_775_703_260_000);

fn text() -> String {
    "77".to_owned()
}

/// Every change that `member` can make.
fn changes<T: Clone>(member: &T) -> [Change<T>; 3] {
    [
        Change::Add(member.clone()),
        Change::Correct { id: 2, to: member.clone(), reason: text() },
        Change::Strike { id: 3, reason: text() },
    ]
}

/// Every kind of event, each with every field filled.
pub(crate) fn events() -> Vec<IncidentEvent> {
    let mut all = vec![IncidentEvent::Opened(Opening {
        kinds: IncidentKind::ALL.to_vec(),
        happened_at: Stamp(1_775_701_260_000),
        reported_at: Stamp(1_775_702_260_000),
        arrived_at: Some(Stamp(1_775_703_260_000)),
        place: text(),
        ours: Ours::Pending,
        account: text(),
    })];
    all.extend(scene().map(IncidentEvent::Scene));
    let casualty = Casualty { person: text(), severity: Injury::Heavy, hospital: text(), diagnosis: text() };
    all.extend(changes(&casualty).map(IncidentEvent::Casualty));
    all.push(IncidentEvent::Grade(GradeEvent::Proposed(GradeProposal {
        grade: IncidentGrade::MajorSpecial,
        rule: "M6".to_owned(),
        loss: Fen(2_000_001),
        injury: Injury::Light,
        beyond_law: true,
    })));
    all.push(IncidentEvent::Grade(GradeEvent::Decided { grade: IncidentGrade::ExtraMajor, reason: text() }));
    all.extend(evidence().map(IncidentEvent::Evidence));
    all.extend(changes(&loss_line()).map(|change| IncidentEvent::Loss(Box::new(change))));
    all.extend(changes(&injury_line()).map(IncidentEvent::InjuryLoss));
    all.push(IncidentEvent::LossConfirmed(Confirmation {
        at: WHEN,
        with: text(),
        claimed: Fen(500),
        assessed: Fen(400),
    }));
    all.extend(insurer().map(IncidentEvent::Insurer));
    all.extend(talks().into_iter().map(IncidentEvent::Talk));
    all.extend(settlement().into_iter().map(IncidentEvent::Settlement));
    all.extend(closure().into_iter().map(IncidentEvent::Closure));
    all
}

fn evidence() -> [EvidenceChange; 4] {
    [
        EvidenceChange::File(Filing {
            hash: "ab".repeat(32),
            slot: Slot::Loss,
            spot: Some(2),
            aspect: Some(Aspect::Detail),
            caption: text(),
            taken_at: Some(WHEN),
            by: text(),
        }),
        EvidenceChange::Move { id: 7, slot: Slot::Product, spot: None, aspect: None },
        EvidenceChange::Describe { id: 7, caption: text(), taken_at: None },
        EvidenceChange::Strike { id: 7, reason: text() },
    ]
}

/// A line with every field filled.
pub(crate) fn loss_line() -> LossLine {
    LossLine {
        entry: LossEntry {
            category: LossCategory::Furniture,
            name: text(),
            spec: text(),
            unit: text(),
            hundredths: 150,
            bought: Some(Month { year: 2023, month: 4 }),
            proof: Proof::Invoice,
            goods: "motor".to_owned(),
            unit_price: Fen(429_900),
            newness: Some(Portion(7_500)),
            damage: Portion::WHOLE,
            salvage: Fen(5_000),
            claimed: Fen(429_900),
            assessed: Some(Fen(300_000)),
            reason: text(),
            photos: vec![3, 7],
            note: text(),
        },
        by_table: Portion(7_500),
        by_formula: Fen(317_425),
        assessed: Fen(300_000),
    }
}

fn injury_line() -> InjuryLine {
    InjuryLine {
        person: text(),
        item: InjuryItem::HospitalFood,
        basis: text(),
        receipts: 3,
        claimed: Fen(60_000),
        assessed: Fen(50_000),
        note: text(),
    }
}

fn insurer() -> [InsurerEntry; 9] {
    let paid = |direct| InsurerPayment { amount: Fen(5), at: WHEN, voucher: text(), direct };
    [
        InsurerEntry::Report(InsurerReport { insurer: text(), policy: text(), number: text(), at: WHEN }),
        InsurerEntry::Survey(Survey { at: WHEN, surveyor: text(), phone: text(), note: text() }),
        InsurerEntry::Consent(Consent { at: WHEN, person: text(), document: text() }),
        InsurerEntry::Without { reason: text() },
        InsurerEntry::Claim { amount: Fen(7), at: WHEN },
        InsurerEntry::Assessed(InsurerAssessment { amount: Fen(6), at: WHEN, document: text() }),
        InsurerEntry::Refused { at: WHEN, reason: text() },
        InsurerEntry::Paid(paid(false)),
        InsurerEntry::Paid(paid(true)),
    ]
}

fn talks() -> Vec<Talk<Agreement>> {
    let option = SettlementOption { remedy: Remedy::Exchange, amount: Fen(9), text: text() };
    let entry = AgreementEntry {
        party: text(),
        id_kind: IdKind::Resident,
        id_number: text(),
        payee: text(),
        payee_authority: text(),
        bank: text(),
        account: text(),
        remedy: Remedy::Refund,
        refund: Fen(11),
        reduction: Fen(-2),
        reduction_reason: text(),
        cause: CauseMode::Open,
        remains: Some(Remains::Company),
        terms: text(),
        pay_days: 7,
        late_rate: text(),
        copies: 3,
        particulars: particulars(),
    };
    let agreement = Agreement { entry, property: Fen(1), injury: Fen(2), other: Fen(3), total: Fen(19) };
    let mut all = vec![
        Talk::Find(Finding {
            shares: vec![(Party::Company, 70), (Party::Dealer, 30)],
            grounds: text(),
            document: text(),
        }),
        Talk::Share(vec![(Bearer::Company, Fen(70)), (Bearer::Insurer, Fen(30))]),
    ];
    all.extend(changes(&option).map(Talk::Option));
    all.push(Talk::Agree(Box::new(agreement)));
    all.push(Talk::Withdraw { reason: text() });
    all.push(Talk::EndDirectly { way: DirectWay::Mediation, text: text() });
    all
}

fn particulars() -> Particulars {
    let firm =
        || Firm { name: text(), code: text(), representative: text(), address: text(), agent: text(), phone: text() };
    Particulars {
        payer: firm(),
        third: firm(),
        agent: text(),
        guardian: text(),
        brand: text(),
        summary: text(),
        agency: text(),
        report: text(),
        report_number: text(),
        new_model: text(),
        new_barcode: text(),
        pay_otherwise: text(),
        keep_until: text(),
        keep_reason: text(),
        covers: vec![Cover::Property, Cover::Other],
        other_insurance: Some(Fen(77)),
    }
}

fn settlement() -> Vec<SettlementEntry> {
    let payment = Payment {
        amount: Fen(19),
        at: WHEN,
        way: PayWay::Transfer,
        voucher: text(),
        payee: text(),
        parts: vec![(LossPart::Product, Fen(7)), (LossPart::Costs, Fen(12))],
    };
    let mut all = vec![SettlementEntry::Sign(Settlement { signed_at: WHEN, document: text() })];
    all.extend(changes(&payment).map(SettlementEntry::Pay));
    all.push(SettlementEntry::Receive(Receipt { amount: Fen(19), at: WHEN, document: text() }));
    all
}

fn closure() -> Vec<ClosureEntry> {
    let sign = |agrees| {
        ClosureEntry::Sign(Signature {
            subject: Subject::Closure,
            post: Post::VicePresident,
            who: text(),
            agrees,
            opinion: text(),
        })
    };
    let corrective = Corrective {
        problem: text(),
        cause: text(),
        countermeasure: text(),
        owner: text(),
        due: WHEN,
        covers: vec![text()],
    };
    let verify =
        |effective, again| ClosureEntry::Verify { id: 7, found: Verification { effective, note: text(), again } };
    let mut all = vec![sign(true), sign(false)];
    all.extend(changes(&corrective).map(ClosureEntry::Corrective));
    all.extend([verify(true, None), verify(false, Some(WHEN))]);
    all.push(ClosureEntry::Request(ClosureRequest { summary: text(), root_cause: text(), difference: text() }));
    let proposal = Proposal { row: "P05".to_owned(), who: text(), person: text(), amount: Fen(20_000), reason: text() };
    all.extend(changes(&proposal).map(ClosureEntry::Proposal));
    let keep_until = WHEN.date();
    all.push(ClosureEntry::Archive(Archive { number: text(), pages: 7, archivist: text(), keep_until }));
    all
}

/// Every reason of refusal, with figures where it has some.
pub(crate) fn reasons() -> Vec<IncidentReason> {
    let mut all = vec![
        IncidentReason::NotOpen,
        IncidentReason::AlreadyOpen,
        IncidentReason::NoKind,
        IncidentReason::TimesOutOfOrder,
        IncidentReason::InTheFuture,
        IncidentReason::NoSuchEntry(7),
        IncidentReason::NotVisited,
        IncidentReason::NotHurt,
        IncidentReason::GradeInFile,
        IncidentReason::NotAttached,
        IncidentReason::NotAPhoto,
        IncidentReason::AlreadyFiled(7),
        IncidentReason::FiledAsEvidence(7),
        IncidentReason::UsedByLine(7),
        IncidentReason::BadFigure,
        IncidentReason::NoLines,
        IncidentReason::NotReported,
        IncidentReason::NotClaimable,
        IncidentReason::WeHaveNotPaid,
        IncidentReason::MoreThanAssessed { assessed: Fen(700), paid: Fen(600) },
        IncidentReason::SharesNotWhole(99),
        IncidentReason::NotTheLoss { shared: Fen(700), loss: Fen(800) },
        IncidentReason::AgreementStands,
        IncidentReason::EndedDirectly,
        IncidentReason::TooGrave,
        IncidentReason::AlreadySettled,
        IncidentReason::NotFinal("KS2604-0001-F4-77".to_owned()),
        IncidentReason::ForbiddenWording { words: vec!["77".to_owned()], place: TermsText::Terms },
        IncidentReason::TooLong { have: 377, most: 300 },
        IncidentReason::Copies { least: 4 },
        IncidentReason::MoreThanAgreed { agreed: Fen(700) },
        IncidentReason::MoreThanPaid { paid: Fen(700) },
        IncidentReason::LessThanReceived { received: Fen(700) },
        IncidentReason::PartsNotWhole { parts: Fen(600), amount: Fen(700) },
        IncidentReason::OutsideBand(Box::new(band())),
        IncidentReason::EnoughProposals,
        IncidentReason::NotClosed,
        IncidentReason::KeptTooShort(WHEN.date()),
        IncidentReason::NotRequested,
        IncidentReason::NotASigner(Post::Legal),
        IncidentReason::AlreadySigned(Post::Legal),
        IncidentReason::SamePerson,
        IncidentReason::WaitsFor(Post::Legal),
    ];
    all.extend(Blank::ALL.iter().copied().map(IncidentReason::Blank));
    all.extend(Step::ALL.iter().copied().map(IncidentReason::StepFirst));
    all.extend(Gate::ALL.iter().map(|&gate| IncidentReason::Gaps(gate, gaps())));
    all
}

fn band() -> Incentive {
    let name = || Name { zh: text(), en: text() };
    let (clause, band) = (text(), Some((Fen(700), Fen(800))));
    Incentive { id: text(), clause, cause: name(), who: name(), sign: Sign::Positive, band, besides: Name::default() }
}

/// One of every gap.
pub(crate) fn gaps() -> Vec<Gap> {
    let mut all = vec![
        Gap::Evidence { slot: Slot::Surroundings, aspect: None, have: 3, need: 5, instead: None },
        Gap::Evidence { slot: Slot::Loss, aspect: Some(Aspect::Overall), have: 0, need: 1, instead: None },
        Gap::Spot { spot: 2, aspect: Aspect::Detail },
        Gap::Undated(7),
        Gap::LineWithoutPhoto(7),
        Gap::Visit,
        Gap::Grade,
        Gap::InsurerReport,
        Gap::Consent,
        Gap::Evidence {
            slot: Slot::Agreement,
            aspect: None,
            have: 0,
            need: 1,
            instead: Some("KS2604-0001-F4-77".to_owned()),
        },
        Gap::NotFinal("KS2604-0001-F4-H77".to_owned()),
        Gap::Payee,
        Gap::Guardian,
        Gap::Wording { place: TermsText::Terms, words: vec!["77".to_owned()] },
        Gap::Summary(377),
        Gap::Relation,
        Gap::PartyId,
        Gap::Signature(Subject::Payment, Post::Finance),
        Gap::Paid { agreed: Fen(700), paid: Fen(600) },
        Gap::Receipt { paid: Fen(700), received: Fen(600) },
        Gap::Revisit,
        Gap::RootCause,
        Gap::Corrective,
        Gap::Ineffective(7),
        Gap::Request,
    ];
    all.extend(AlertTo::ALL.iter().copied().map(Gap::Alert));
    all.extend(Step::ALL.iter().copied().map(Gap::Step));
    all
}

fn scene() -> [SceneEntry; 8] {
    let alert = |after_visit| {
        SceneEntry::Alert(Alert {
            to: AlertTo::Second,
            who: text(),
            way: ContactWay::Phone,
            at: Stamp(1_775_703_260_000),
            after_visit,
        })
    };
    [
        SceneEntry::Arrival { at: Stamp(1_775_703_260_000) },
        alert(false),
        alert(true),
        SceneEntry::Official(Official {
            kind: OfficialKind::FireService,
            unit: text(),
            at: Some(Stamp(1_775_703_260_000)),
            document: text(),
        }),
        SceneEntry::Checks(
            CheckItem::ALL
                .iter()
                .map(|&item| SiteCheck { item, reading: text(), verdict: Verdict::Untestable })
                .collect(),
        ),
        SceneEntry::Visit(Visit {
            at: Stamp(1_775_703_260_000),
            who: text(),
            identity: VisitIdentity::OutletDelegate,
            authority: text(),
            safety: text(),
            mood: text(),
            scene_protected: true,
            account: text(),
        }),
        SceneEntry::Record(Box::new(SiteRecord {
            sex: Some(Sex::Female),
            age: Some(36),
            proof: Some(PurchaseProof::Order),
            safe_years: Some(8),
            history: text(),
            condition: text(),
            unchecked: text(),
            seal: text(),
            within_law: true,
            beyond: text(),
        })),
        SceneEntry::Injured(InjuredParty { relations: Relation::ALL.to_vec(), other: text() }),
    ]
}
