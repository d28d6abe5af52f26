//! Thresholds, insurer's ledger, order of talks, settlement and payment (M1-M7, J09-J14, Q04; forms.md 1.4).

use super::super::insurance::{InsurerAssessment, InsurerPayment, ReportDelay};
use super::super::settlement::PayWay;
use super::super::talks::{Bearer, DirectWay};
use super::super::terms::TermsText;
use super::way::*;
use super::*;
use crate::domain::decide::Wording;
use crate::domain::stage::Injury;

/// Confirmed loss in fen; prompts; grade row; insurer awaited; claim of the whole loss allowed.
const BOUNDARIES: &str = "\
200000  | M2    | M5 | no  | no
200001  | M2 M4 | M5 | no  | yes
300000  | M2 M4 | M5 | no  | yes
300001  | M3 M4 | M5 | yes | yes
2000000 | M3 M4 | M5 | yes | yes
2000001 | M3 M4 | M6 | yes | yes
4999999 | M3 M4 | M6 | yes | yes
5000000 | M3 M4 | M7 | yes | yes";

fn talk(entry: Talk<AgreementEntry>) -> IncidentCommand {
    IncidentCommand::Talk(entry)
}

fn agree(entry: AgreementEntry) -> IncidentCommand {
    talk(Talk::Agree(Box::new(entry)))
}

fn claim(amount: Fen, trial: &Trial) -> IncidentCommand {
    IncidentCommand::Insurer(InsurerEntry::Claim { amount, at: trial.now })
}

/// Seventeen years old on 10 April 2026.
const MINOR: &str = "110105200804110029";

#[test]
fn every_money_boundary_turns_prompt_grade_report_and_claim_m2_to_m7_x1_x2() {
    for row in BOUNDARIES.lines() {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let loss = Fen(cells[0].parse().unwrap());
        let mut trial = Trial::opened(&[]);
        trial.find();
        trial.lose(loss, Vec::new());
        trial.confirm();
        let prompts: Vec<&str> = money_prompts(&trial.case, &trial.rules).into_iter().map(MoneyPrompt::rule).collect();
        assert_eq!(prompts.join(" "), cells[1], "{row}");
        assert_eq!(trial.file().grading.proposal.as_ref().unwrap().rule, cells[2], "{row}");
        assert_eq!(trial.file().insurer_waits(loss, &trial.rules), cells[3] == "yes", "{row}");
        trial.go(report());
        let claimed = claim(loss, &trial);
        assert_eq!(trial.try_go(claimed).is_ok(), cells[4] == "yes", "{row}");
    }
}

#[test]
fn no_claim_is_prompted_or_taken_when_our_product_is_not_liable_m4() {
    let mut trial = Trial::opened(&[]);
    trial.go(talk(Talk::Find(finding(&[(Party::User, 100)]))));
    trial.lose(Fen(500_000), Vec::new());
    trial.confirm();
    assert_eq!(money_prompts(&trial.case, &trial.rules), [MoneyPrompt::ReportInsurer]);
    trial.go(report());
    let claimed = claim(Fen(500_000), &trial);
    assert_eq!(trial.refused(claimed), ("M4", IncidentReason::NotClaimable));
}

#[test]
fn a_late_report_to_the_insurer_is_seen_t20() {
    let mut trial = Trial::opened(&[(Field::Loss, "3000.01")]);
    let loss = Fen(300_001);
    let stands = |trial: &Trial, when: &str| trial.file().report_delay(loss, &trial.rules, at(when));
    assert_eq!(stands(&trial, "2026-04-09 11:50"), Some(ReportDelay::InTime), "two hours after 09:50");
    assert_eq!(stands(&trial, "2026-04-09 11:51"), Some(ReportDelay::Late));
    assert_eq!(stands(&trial, "2026-04-10 09:51"), Some(ReportDelay::Raised));
    assert_eq!(trial.file().report_delay(Fen(300_000), &trial.rules, at("2026-04-10 09:51")), None, "M2: not owed");
    trial.go(report());
    assert_eq!(stands(&trial, "2026-04-10 09:51"), Some(ReportDelay::InTime), "told at 10:10");
}

#[test]
fn the_ledger_follows_its_order_m3_m4() {
    let mut trial = Trial::opened(&[]);
    assert_eq!(trial.refused(consent()), ("M3", IncidentReason::NotReported));
    let mut trial = Trial::settled(Fen(600_000));
    let now = trial.now;
    let assessed = |amount| {
        let document = "理算书 1".to_owned();
        IncidentCommand::Insurer(InsurerEntry::Assessed(InsurerAssessment { amount, at: now, document }))
    };
    let paid = |amount, direct| {
        let voucher = "PK-1".to_owned();
        IncidentCommand::Insurer(InsurerEntry::Paid(InsurerPayment { amount, at: now, voucher, direct }))
    };
    trial.go(assessed(Fen(450_000)));
    assert_eq!(
        trial.refused(paid(Fen(100_000), false)),
        ("M4", IncidentReason::WeHaveNotPaid),
        "insurance law, art. 65"
    );
    trial.sign_all(Subject::Payment);
    let out = pay(Fen(600_000), &trial);
    trial.go(out);
    trial.go(paid(Fen(400_000), false));
    let ledger = trial.file().ledger();
    assert_eq!(
        (ledger.loss, ledger.assessed, ledger.received, ledger.outstanding, ledger.gap),
        (Fen(600_000), Fen(450_000), Fen(400_000), Fen(50_000), Fen(200_000))
    );
    let more = IncidentReason::MoreThanAssessed { assessed: Fen(450_000), paid: Fen(400_000) };
    assert_eq!(trial.refused(paid(Fen(50_001), false)), ("M4", more));
}

#[test]
fn talks_open_in_their_order_only_j13() {
    let mut trial = Trial::opened(&[]);
    let share = |amount| talk(Talk::Share(vec![(Bearer::Company, Fen(amount))]));
    let first = |step| ("J13", IncidentReason::StepFirst(step));
    assert_eq!(trial.file().next_step(&trial.rules), Some(Step::Responsibility));
    assert_eq!(trial.refused(share(1)), first(Step::Responsibility));
    assert_eq!(trial.refused(agree(agreement())), first(Step::Responsibility));
    trial.find();
    assert_eq!(trial.file().next_step(&trial.rules), Some(Step::Loss));
    assert_eq!(trial.refused(share(1)), first(Step::Loss));
    trial.lose(Fen(100_000), Vec::new());
    trial.confirm();
    assert_eq!(trial.file().next_step(&trial.rules), Some(Step::Sharing));
    assert_eq!(trial.refused(agree(agreement())), first(Step::Sharing));
    let wrong = IncidentReason::NotTheLoss { shared: Fen(99_999), loss: Fen(100_000) };
    assert_eq!(trial.refused(share(99_999)), ("J13", wrong));
    let settle_now = settle(&trial);
    let (rule, reason) = trial.refused(settle_now);
    assert!(
        rule == "J14"
            && matches!(reason, IncidentReason::Gaps(Gate::Settlement, gaps) if gaps.contains(&Gap::Step(Step::Agreement)))
    );
    let pay_now = pay(Fen(1), &trial);
    assert_eq!(trial.refused(pay_now), ("J14", IncidentReason::StepFirst(Step::Settlement)));
    trial.go(share(100_000));
    assert_eq!(trial.file().next_step(&trial.rules), Some(Step::Agreement));
    trial.go(agree(agreement()));
    assert_eq!(trial.file().next_step(&trial.rules), Some(Step::Settlement));
}

#[test]
fn one_option_is_no_choice_j13() {
    let mut trial = Trial::opened(&[]);
    trial.find();
    trial.lose(Fen(100_000), Vec::new());
    trial.confirm();
    trial.offer_two();
    trial.go(talk(Talk::Option(Change::Strike { id: 1, reason: "用户不接受修理".to_owned() })));
    assert_eq!(trial.refused(agree(agreement())), ("J13", IncidentReason::StepFirst(Step::Sharing)));
}

#[test]
fn a_finding_names_each_party_once_and_adds_up_j12() {
    let mut trial = Trial::opened(&[]);
    let mut refused = |shares: &[(Party, u32)]| trial.refused(talk(Talk::Find(finding(shares))));
    assert_eq!(refused(&[(Party::Company, 60), (Party::Dealer, 30)]), ("J12", IncidentReason::SharesNotWhole(90)));
    assert_eq!(refused(&[(Party::User, 50), (Party::User, 50)]), ("J12", IncidentReason::SharesNotWhole(100)));
    assert_eq!(refused(&[(Party::Company, 100), (Party::User, 0)]), ("J12", IncidentReason::SharesNotWhole(100)));
    assert_eq!(refused(&[]), ("J12", IncidentReason::SharesNotWhole(0)));
    let groundless = Finding { grounds: String::new(), ..finding(&[(Party::Company, 100)]) };
    assert_eq!(trial.refused(talk(Talk::Find(groundless))), ("J12", IncidentReason::Blank(Blank::Grounds)));
    trial.go(talk(Talk::Find(finding(&[(Party::Company, 60), (Party::Dealer, 30), (Party::User, 10)]))));
    assert_eq!(trial.file().talks.finding.as_ref().unwrap().share_of(Party::Dealer), 30);
}

#[test]
fn the_agreed_total_is_the_loss_with_refund_and_reduction_j14() {
    let mut trial = Trial::opened(&[]);
    trial.find();
    trial.lose(Fen(100_000), Vec::new());
    trial.confirm();
    trial.offer_two();
    let cut = AgreementEntry { refund: Fen(30_000), reduction: Fen(10_000), ..agreement() };
    let silent = trial.try_go(agree(cut.clone())).unwrap_err().reason;
    assert_eq!(silent, Reason::TextMissing(Wording::Reason));
    let hush = AgreementEntry { terms: "乙方永不追究".to_owned(), ..agreement() };
    let forbidden = |place| IncidentReason::ForbiddenWording { words: vec!["永不追究".to_owned()], place };
    assert_eq!(trial.refused(agree(hush)), ("J14", forbidden(TermsText::Terms)));
    let odd = AgreementEntry { copies: 1, ..agreement() };
    assert_eq!(trial.refused(agree(odd)), ("J14", IncidentReason::Copies { least: 2 }));
    trial.go(agree(AgreementEntry { reduction_reason: "旧机折价".to_owned(), ..cut }));
    let agreed = trial.file().talks.agreement.as_ref().unwrap();
    assert_eq!((agreed.property, agreed.total), (Fen(100_000), Fen(120_000)));
    let again = finding(&[(Party::User, 100)]);
    assert_eq!(trial.refused(talk(Talk::Find(again))), ("J13", IncidentReason::AgreementStands));
    trial.go(talk(Talk::Withdraw { reason: "用户反悔".to_owned() }));
    assert_eq!(trial.file().next_step(&trial.rules), Some(Step::Agreement));
}

#[test]
fn signing_names_everything_it_lacks_at_once_forms_1_4() {
    let mut trial = Trial::opened(&[]);
    trial.find();
    trial.lose(Fen(600_000), Vec::new());
    trial.confirm();
    trial.offer_two();
    let entry =
        AgreementEntry { payee: "林国栋".to_owned(), id_number: "110105194912310021".to_owned(), ..agreement() };
    trial.go(agree(entry));
    let gaps = gaps::settlement(&trial.case, &trial.rules, trial.now);
    for gap in [
        Gap::InsurerReport,
        Gap::Payee,
        Gap::PartyId,
        Gap::LineWithoutPhoto(1),
        Gap::Evidence { slot: Slot::Identification, aspect: None, have: 0, need: 1, instead: None },
        Gap::Signature(Subject::Settlement, Post::Finance),
    ] {
        assert!(gaps.contains(&gap), "{gap:?} is not among {gaps:?}");
    }
    trial.go(report());
    assert!(gaps::settlement(&trial.case, &trial.rules, trial.now).contains(&Gap::Consent), "law.md item 4");
    let without = InsurerEntry::Without { reason: "低于免赔额".to_owned() };
    trial.go(IncidentCommand::Insurer(without));
    assert!(!gaps::settlement(&trial.case, &trial.rules, trial.now).contains(&Gap::Consent));
}

#[test]
fn an_unanswered_grade_holds_the_signing_j07() {
    let mut trial = Trial::agreed(Fen(100_000));
    trial.sign_all(Subject::Settlement);
    let amend =
        Command::Amend { changes: vec![(Field::BeyondLaw, "yes".to_owned())], reason: "诉求超出法定".to_owned() };
    trial.go(amend);
    assert_eq!(gaps::settlement(&trial.case, &trial.rules, trial.now), [Gap::Grade]);
    trial.go(IncidentCommand::DecideGrade { grade: IncidentGrade::MajorSpecial, reason: String::new() });
    let signing = settle(&trial);
    trial.go(signing);
}

#[test]
fn money_goes_out_signed_for_and_never_beyond_the_agreement_q04() {
    let mut trial = Trial::settled(Fen(100_000));
    let early = pay(Fen(100_000), &trial);
    let unsigned = IncidentReason::Gaps(Gate::Payment, vec![Gap::Signature(Subject::Payment, Post::Finance)]);
    assert_eq!(trial.refused(early), ("Q04", unsigned));
    trial.sign_all(Subject::Payment);
    let too_much = pay(Fen(100_001), &trial);
    assert_eq!(trial.refused(too_much), ("Q04", IncidentReason::MoreThanAgreed { agreed: Fen(100_000) }));
    let part = pay(Fen(60_000), &trial);
    trial.go(part);
    let rest = pay(Fen(40_001), &trial);
    assert_eq!(trial.refused(rest), ("Q04", IncidentReason::MoreThanAgreed { agreed: Fen(100_000) }));
    let beyond = receive(Fen(60_001), &trial);
    assert_eq!(trial.refused(beyond), ("J14", IncidentReason::MoreThanPaid { paid: Fen(60_000) }));
    let receipt = receive(Fen(60_000), &trial);
    trial.go(receipt);
    let void = SettlementEntry::Pay(Change::Strike { id: 1, reason: "退汇".to_owned() });
    let kept = IncidentReason::LessThanReceived { received: Fen(60_000) };
    assert_eq!(trial.refused(IncidentCommand::Settlement(void)), ("J14", kept));
    assert!(trial.case.undoable.is_empty(), "money that went out is not taken back by a key");
}

/// Product, other property, injury and costs: what was lost, then refund and reduction.
fn split(losses: [i64; 4], refund: i64, reduction: i64) -> Trial {
    let mut trial = Trial::opened(&[]);
    trial.find();
    let categories = [LossCategory::Product, LossCategory::House, LossCategory::Rescue];
    for (category, amount) in categories.into_iter().zip([losses[0], losses[1], losses[3]]) {
        if amount > 0 {
            trial.go(line(LossEntry { category, unit_price: Fen(amount), claimed: Fen(amount), ..entry() }));
        }
    }
    trial.confirm();
    trial.offer_two();
    let (refund, reduction) = (Fen(refund), Fen(reduction));
    trial.go(agree(AgreementEntry { refund, reduction, reduction_reason: "旧机折价".to_owned(), ..agreement() }));
    trial
}

#[test]
fn what_was_agreed_stands_part_by_part_where_it_is_known_forms_1_5() {
    let parts = |trial: &Trial| LossPart::ALL.iter().map(|part| trial.file().agreed_for(*part)).collect::<Vec<_>>();
    let whole = split([100, 200, 0, 40], 30, 0);
    assert_eq!(parts(&whole), [130, 200, 0, 40].map(|fen| Some(Fen(fen))), "the refund belongs to the product");
    let cut = split([100, 200, 0, 0], 0, 50);
    assert_eq!(parts(&cut), [None; 4], "nobody says from which part it was taken off");
    let alone = split([0, 200, 0, 0], 0, 50);
    assert_eq!(parts(&alone), [0, 150, 0, 0].map(|fen| Some(Fen(fen))), "there is only one part");
    assert_eq!(alone.file().unpaid_parts(), [(LossPart::Property, Fen(150))]);
}

#[test]
fn a_payment_says_what_it_pays_for_and_its_parts_make_it_up_q04() {
    let mut trial = Trial::settled(Fen(100_000));
    trial.sign_all(Subject::Payment);
    let now = trial.now;
    let paid = |amount: i64, parts: &[(LossPart, i64)]| {
        IncidentCommand::Settlement(SettlementEntry::Pay(Change::Add(Payment {
            amount: Fen(amount),
            at: now,
            way: PayWay::Transfer,
            voucher: "FK-11".to_owned(),
            payee: "林佩珊".to_owned(),
            parts: parts.iter().map(|(part, fen)| (*part, Fen(*fen))).collect(),
        })))
    };
    let not_whole = |parts, amount| ("J14", IncidentReason::PartsNotWhole { parts: Fen(parts), amount: Fen(amount) });
    assert_eq!(trial.refused(paid(60_000, &[])), not_whole(0, 60_000));
    assert_eq!(trial.refused(paid(60_000, &[(LossPart::Property, 59_999)])), not_whole(59_999, 60_000));
    let negative = [(LossPart::Property, 60_001), (LossPart::Costs, -1)];
    assert_eq!(trial.refused(paid(60_000, &negative)), not_whole(60_000, 60_000));
    trial.go(paid(60_000, &[(LossPart::Property, 60_000)]));
    assert_eq!(trial.file().paid_for(LossPart::Property), Some(Fen(60_000)));
    assert_eq!(trial.file().paid_for(LossPart::Costs), Some(Fen(0)));
    assert_eq!(trial.file().unpaid_parts(), [(LossPart::Property, Fen(40_000))]);
    let mut old = trial.file().clone();
    old.payments.update(|_, payment| payment.parts.clear());
    assert_eq!(old.paid_for(LossPart::Property), None, "an entry from before parts were asked for");
    old.payments.update(|_, payment| payment.amount = Fen(100_000));
    assert_eq!(old.paid_for(LossPart::Property), Some(Fen(100_000)), "everything that was agreed");
}

#[test]
fn what_is_small_and_hurt_nobody_may_end_without_money_m1_j11() {
    let end = || talk(Talk::EndDirectly { way: DirectWay::Exchange, text: "换新机".to_owned() });
    let mut trial = Trial::opened(&[]);
    assert_eq!(trial.refused(end()), ("J13", IncidentReason::StepFirst(Step::Responsibility)));
    trial.find();
    let mut hurt = Trial::opened(&[(Field::Injury, "light")]);
    hurt.find();
    assert_eq!(crate::domain::incident::worst_injury(&hurt.case, hurt.file()), Injury::Light);
    assert_eq!(hurt.refused(end()), ("M1", IncidentReason::TooGrave));
    trial.go(end());
    assert_eq!(trial.file().next_step(&trial.rules), None);
    assert_eq!(trial.refused(agree(agreement())), ("J11", IncidentReason::EndedDirectly));
    let hurt_later =
        Command::Amend { changes: vec![(Field::Injury, "light".to_owned())], reason: "用户次日就医".to_owned() };
    trial.go(hurt_later);
    let found = gaps::closure(&trial.case, &trial.rules, &request());
    assert!(found.contains(&Gap::Step(Step::Agreement)), "graver since: {found:?}");
    trial.go(talk(Talk::Withdraw { reason: "有人受伤，重新协商".to_owned() }));
    assert_eq!(trial.file().next_step(&trial.rules), Some(Step::Loss), "the talks go on where they stood");
}

#[test]
fn every_free_text_of_the_agreement_is_read_for_forbidden_wording_forms_1_4() {
    let mut trial = Trial::opened(&[]);
    trial.find();
    trial.lose(Fen(100_000), Vec::new());
    trial.confirm();
    trial.offer_two();
    let with = |change: fn(&mut AgreementEntry)| {
        let mut entry = agreement();
        change(&mut entry);
        agree(entry)
    };
    let forbidden = |words: &[&str], place| {
        let words = words.iter().map(|word| (*word).to_owned()).collect();
        ("J14", IncidentReason::ForbiddenWording { words, place })
    };
    let summary = with(|entry| entry.particulars.summary = "用户承诺不得举报".to_owned());
    assert_eq!(trial.refused(summary), forbidden(&["不得举报"], TermsText::Summary));
    let reason = with(|entry| {
        entry.reduction = Fen(100);
        entry.reduction_reason = "封口".to_owned();
    });
    assert_eq!(trial.refused(reason), forbidden(&["封口"], TermsText::Reason));
    let otherwise = with(|entry| entry.particulars.pay_otherwise = "现金，放弃一切权利，封口".to_owned());
    assert_eq!(trial.refused(otherwise), forbidden(&["放弃一切权利", "封口"], TermsText::Otherwise));
    let long = with(|entry| entry.particulars.summary = "水".repeat(301));
    assert_eq!(trial.refused(long), ("J14", IncidentReason::TooLong { have: 301, most: 300 }));
    let three = with(|entry| entry.particulars.third.name = "湖州澄源电器商行".to_owned());
    assert_eq!(trial.refused(three), ("J14", IncidentReason::Copies { least: 4 }));
    trial.go(with(|entry| entry.particulars.summary = "水".repeat(300)));
}

#[test]
fn what_speaks_against_an_agreement_is_said_forms_1_4() {
    let agreed = |total: i64, change: fn(&mut AgreementEntry)| {
        let mut entry = agreement();
        change(&mut entry);
        let (property, injury, other) = (Fen(100_000), Fen(0), Fen(0));
        let agreed = Agreement { entry, property, injury, other, total: Fen(total) };
        agreed.cautions(at("2026-04-10 10:00").date())
    };
    assert_eq!(agreed(70_000, |_| {}), []);
    assert_eq!(agreed(69_999, |_| {}), [Caution::FarBelow]);
    assert_eq!(agreed(0, |_| {}), [Caution::NoMoney, Caution::FarBelow]);
    assert_eq!(agreed(100_000, |entry| entry.payee = "林国栋".to_owned()), [Caution::OtherPayee]);
    assert_eq!(agreed(100_000, |entry| entry.account = "6222 0211 0200 0000 018".to_owned()), [Caution::CardNumber]);
    assert_eq!(agreed(100_000, |entry| entry.account = "1202 0212 3456".to_owned()), []);
    // Born on 11 April 2008: of age the day after.
    assert_eq!(agreed(100_000, |entry| entry.id_number = MINOR.to_owned()), [Caution::Minor]);
}

#[test]
fn another_day_than_the_retention_leads_to_has_its_reason_q02() {
    let mut trial = Trial::opened(&[]);
    trial.find();
    trial.lose(Fen(100_000), Vec::new());
    trial.confirm();
    trial.offer_two();
    let until = |day: &str, why: &str| {
        let particulars =
            Particulars { keep_until: day.to_owned(), keep_reason: why.to_owned(), ..Particulars::default() };
        agree(AgreementEntry { particulars, ..agreement() })
    };
    let unsaid = ("Q02", IncidentReason::Blank(Blank::KeepReason));
    let proposed = archive::proposed_until(&trial.rules, trial.now.date()).unwrap();
    let months = trial.rules.policy.kept_by(true).unwrap().months;
    assert_eq!(proposed, trial.now.date().checked_add_months(chrono::Months::new(months)).unwrap());
    assert_eq!(trial.refused(until("2030-01-01", " ")), unsaid);
    assert_eq!(trial.refused(until("长期", "")), unsaid);
    trial.go(until(&proposed.to_string(), ""));
    trial.go(talk(Talk::Withdraw { reason: "改日期".to_owned() }));
    trial.go(until("2030-01-01", "用户要求提前删除"));
}

#[test]
fn a_party_under_age_needs_a_guardian_forms_1_4() {
    let mut trial = Trial::opened(&[]);
    trial.find();
    trial.lose(Fen(100_000), Vec::new());
    trial.confirm();
    trial.offer_two();
    trial.go(agree(AgreementEntry { id_number: MINOR.to_owned(), ..agreement() }));
    let lacks = |trial: &Trial| gaps::settlement(&trial.case, &trial.rules, trial.now).contains(&Gap::Guardian);
    assert!(lacks(&trial));
    trial.go(talk(Talk::Withdraw { reason: "补监护人".to_owned() }));
    let particulars = Particulars { guardian: "林国栋".to_owned(), ..Particulars::default() };
    trial.go(agree(AgreementEntry { id_number: MINOR.to_owned(), particulars, ..agreement() }));
    assert!(!lacks(&trial));
}

#[test]
fn the_relation_of_the_injured_party_is_needed_on_form_4_and_named_j06() {
    let mut trial = Trial::agreed(Fen(100_000));
    let lacks = |trial: &Trial| gaps::agreement_form(&trial.case, &trial.rules, trial.now).contains(&Gap::Relation);
    assert!(lacks(&trial));
    let tell = |relations: &[Relation], other: &str| {
        let injured = InjuredParty { relations: relations.to_vec(), other: other.to_owned() };
        IncidentCommand::Scene(SceneEntry::Injured(injured))
    };
    let unsaid = ("J06", IncidentReason::Blank(Blank::Relation));
    assert_eq!(trial.refused(tell(&[], "")), unsaid);
    assert_eq!(trial.refused(tell(&[Relation::Other], " ")), unsaid);
    trial.go(tell(&[Relation::Other], "受赠人"));
    assert!(!lacks(&trial));
}
