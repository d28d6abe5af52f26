//! Corrective entries, request, signatures, closing (J14, Q01, Q02, L08, L09; forms.md 1.5).

use super::super::closure::{ClosureEntry, ClosureRequest, Signature, Verification};
use super::super::dates::{LegalTerm, legal_dates};
use super::super::talks::DirectWay;
use super::way::*;
use super::*;
use crate::domain::event::SheetKind;
use crate::domain::procedure::{ProcedureCommand, ProcedureReason};
use crate::domain::returned::{FiledBy, Filled, ReturnCommand, ReturnedPage, SignedBack};
use crate::domain::stage::Stage;

fn closable(amount: Fen) -> Trial {
    let mut trial = Trial::paid(amount);
    trial.answer();
    trial.papers();
    if trial.file().grading.grade >= Some(IncidentGrade::MajorSpecial) {
        trial.go(corrective());
    }
    trial
}

#[test]
fn a_case_with_an_incident_closes_when_asked_for_and_signed_j14_q01() {
    let mut trial = closable(Fen(100_000));
    let (rule, reason) = trial.refused(close());
    assert_eq!((rule, reason), ("J14", IncidentReason::Gaps(Gate::Closure, vec![Gap::Request])));
    trial.go(ask_to_close());
    let missing = [Post::FieldManager, Post::RegionManager, Post::CustomerService, Post::Finance];
    let gaps = missing.map(|post| Gap::Signature(Subject::Closure, post)).to_vec();
    assert_eq!(trial.refused(close()), ("J14", IncidentReason::Gaps(Gate::Closure, gaps)));
    trial.sign_all(Subject::Closure);
    trial.go(close());
    assert_eq!(trial.case.stage, Stage::Archived);
}

#[test]
fn the_request_names_everything_it_lacks_at_once_forms_1_5() {
    let mut trial = Trial::settled(Fen(100_000));
    let found = gaps::closure(&trial.case, &trial.rules, &request());
    for gap in [
        Gap::Alert(AlertTo::Second),
        Gap::Visit,
        Gap::Paid { agreed: Fen(100_000), paid: Fen(0) },
        Gap::Revisit,
        Gap::Evidence { slot: Slot::SiteRecord, aspect: None, have: 0, need: 1, instead: None },
        Gap::Evidence { slot: Slot::FireReport, aspect: None, have: 0, need: 1, instead: None },
    ] {
        assert!(found.contains(&gap), "{gap:?} is not among {found:?}");
    }
    assert_eq!(trial.refused(ask_to_close()), ("J14", IncidentReason::Gaps(Gate::Closure, found)));
    let explained = ClosureRequest { difference: "用户放弃领取".to_owned(), ..request() };
    let found = gaps::closure(&trial.case, &trial.rules, &explained);
    assert!(!found.iter().any(|gap| matches!(gap, Gap::Paid { .. })), "a difference may be explained");
}

#[test]
fn graver_grades_need_cause_and_countermeasure_before_closing_l08_l09() {
    let mut trial = Trial::paid(Fen(2_500_000));
    trial.answer();
    trial.papers();
    assert_eq!(trial.refused(ask_to_close()).1, IncidentReason::Gaps(Gate::Closure, vec![Gap::Corrective]));
    trial.go(corrective());
    let causeless = ClosureRequest { root_cause: String::new(), ..request() };
    let asked = IncidentCommand::Closure(ClosureEntry::Request(causeless));
    assert_eq!(trial.refused(asked).1, IncidentReason::Gaps(Gate::Closure, vec![Gap::RootCause]));
    trial.rules.incident.corrective_verified = true;
    assert_eq!(trial.refused(ask_to_close()).1, IncidentReason::Gaps(Gate::Closure, vec![Gap::Ineffective(1)]));
    let look = |effective, again: Option<&str>| {
        let found = Verification { effective, note: "抽检 20 台".to_owned(), again: again.map(at) };
        IncidentCommand::Closure(ClosureEntry::Verify { id: 1, found })
    };
    assert_eq!(trial.refused(look(false, None)), ("L09", IncidentReason::Blank(Blank::NextLook)));
    trial.go(look(false, Some("2026-06-30 09:00")));
    assert!(!trial.file().closure.is_effective(1), "verified until effective");
    trial.go(look(true, None));
    trial.go(ask_to_close());
}

#[test]
fn signers_come_in_their_order_once_and_each_in_person_j14() {
    let mut trial = closable(Fen(100_000));
    let early = sign(Subject::Closure, Post::FieldManager, true);
    assert_eq!(trial.refused(early.clone()), ("J14", IncidentReason::NotRequested));
    trial.go(ask_to_close());
    let finance = sign(Subject::Closure, Post::Finance, true);
    assert_eq!(trial.refused(finance), ("J14", IncidentReason::WaitsFor(Post::FieldManager)));
    let legal = sign(Subject::Closure, Post::Legal, true);
    assert_eq!(trial.refused(legal), ("J14", IncidentReason::NotASigner(Post::Legal)), "grade B");
    trial.go(early.clone());
    assert_eq!(trial.refused(early), ("J14", IncidentReason::AlreadySigned(Post::FieldManager)));
    let same = IncidentCommand::Closure(ClosureEntry::Sign(Signature {
        subject: Subject::Closure,
        post: Post::RegionManager,
        who: "签field_manager".to_owned(),
        agrees: true,
        opinion: String::new(),
    }));
    assert_eq!(trial.refused(same), ("J14", IncidentReason::SamePerson));
}

#[test]
fn a_refusal_sends_it_back_with_its_reason_a8() {
    let mut trial = closable(Fen(100_000));
    trial.go(ask_to_close());
    trial.go(sign(Subject::Closure, Post::FieldManager, true));
    trial.go(sign(Subject::Closure, Post::CustomerService, false));
    let closure = &trial.file().closure;
    assert_eq!((closure.request.is_none(), closure.signed(Subject::Closure).count()), (true, 0));
    assert_eq!(closure.returned.as_ref().unwrap().opinion, "金额依据不足");
    let mut talks = Trial::agreed(Fen(100_000));
    talks.go(sign(Subject::Settlement, Post::RegionManager, false));
    assert_eq!(talks.file().talks.agreement, None, "the amount is talked over again");
    assert_eq!(talks.file().talks.returned.as_deref(), Some("金额依据不足"));
    talks.go(IncidentCommand::Talk(Talk::Agree(Box::new(agreement()))));
    assert_eq!(talks.file().closure.returned, None, "put right");
}

#[test]
fn enough_of_the_posts_are_enough_where_the_row_says_so_a8() {
    let mut trial = Trial::agreed(Fen(100_000));
    for row in &mut trial.rules.incident.approvals {
        row.at_least = row.at_least.min(1);
    }
    assert_eq!(trial.file().unsigned(&trial.case, &trial.rules, Subject::Settlement).len(), 2);
    trial.go(sign(Subject::Settlement, Post::CustomerService, true));
    assert!(trial.file().unsigned(&trial.case, &trial.rules, Subject::Settlement).is_empty(), "one of two");
}

#[test]
fn signers_follow_grade_and_injury_forms_1_5() {
    let signers =
        |trial: &Trial| trial.file().approval(&trial.case, &trial.rules, Subject::Closure).unwrap().posts.len();
    assert_eq!(signers(&Trial::opened(&[])), 3);
    assert_eq!(signers(&Trial::paid(Fen(100_000))), 4, "finance where money was paid");
    assert_eq!(signers(&Trial::opened(&[(Field::Loss, "30000")])), 6);
    assert_eq!(signers(&Trial::opened(&[(Field::Loss, "50000")])), 8);
    let hurt = Trial::opened(&[(Field::Injury, "light"), (Field::Grade, "general_special")]);
    assert_eq!(signers(&hurt), 8, "any bodily injury");
}

#[test]
fn a_matter_without_money_closes_on_fewer_papers_m1_j11() {
    let mut trial = Trial::opened(&[]);
    trial.photos();
    trial.find();
    trial.go(IncidentCommand::Talk(Talk::EndDirectly { way: DirectWay::Exchange, text: "换新机".to_owned() }));
    trial.answer();
    trial.papers();
    trial.go(ask_to_close());
    trial.sign_all(Subject::Closure);
    trial.go(close());
}

#[test]
fn a_reopened_case_is_asked_and_signed_for_anew_j14() {
    let mut trial = closable(Fen(100_000));
    trial.go(ask_to_close());
    trial.sign_all(Subject::Closure);
    trial.go(close());
    trial.go(Command::Reopen { reason: "又渗水".to_owned() });
    assert_eq!(trial.file().closure.request, None);
    assert_eq!(trial.file().closure.signed(Subject::Closure).count(), 0);
    assert_eq!(trial.file().paid(), Fen(100_000), "what was paid stays paid");
}

#[test]
fn corrective_entries_are_verified_after_the_closing_too_l09() {
    let mut trial = closable(Fen(2_500_000));
    trial.go(ask_to_close());
    trial.sign_all(Subject::Closure);
    trial.go(close());
    let found = Verification { effective: true, note: "连续三月无复发".to_owned(), again: None };
    trial.go(IncidentCommand::Closure(ClosureEntry::Verify { id: 1, found }));
    assert!(trial.file().closure.is_effective(1));
    let late = trial.try_go(corrective()).unwrap_err().reason;
    assert_eq!(late, Reason::AlreadyClosed);
}

#[test]
fn days_of_the_law_run_from_event_and_demand() {
    let mut trial = Trial::opened(&[]);
    let dates = |trial: &Trial| legal_dates(trial.file(), &trial.rules);
    let of = |trial: &Trial, rule: &str| dates(trial).into_iter().find(|date| date.rule == rule).map(|date| date.at);
    assert_eq!(of(&trial, "产品质量法 45"), Some(at("2028-04-09 07:30")));
    assert_eq!(of(&trial, "民法典 188"), Some(at("2029-04-09 09:50")));
    assert_eq!(of(&trial, "保险法 26"), Some(at("2028-04-09 07:30")));
    trial.now = at("2026-08-01 09:00");
    trial.find();
    trial.lose(Fen(100_000), Vec::new());
    trial.confirm();
    assert_eq!(of(&trial, "民法典 188").map(Stamp::date), Some(at("2029-08-01 09:00").date()), "an offer restarts it");
    assert!(
        dates(&trial).iter().any(|date| date.term == LegalTerm::WrittenReport && date.at == at("2026-04-16 07:30"))
    );
}

#[test]
fn a_running_procedure_holds_the_request_as_well_as_the_closing_i02() {
    let mut trial = closable(Fen(100_000));
    trial.go(ProcedureCommand::Open { key: "escalated".to_owned() });
    let held = |trial: &mut Trial, command: Command| {
        let refusal = trial.try_go(command).unwrap_err();
        assert_eq!(refusal.rule, "I02");
        assert_eq!(refusal.reason, Reason::Procedure(ProcedureReason::StillRunning(vec!["escalated".to_owned()])));
    };
    held(&mut trial, ask_to_close().into());
    trial.go(ProcedureCommand::BreakOff { id: 1, reason: "并入事故办理".to_owned() });
    trial.go(ask_to_close());
    trial.sign_all(Subject::Closure);
    trial.go(ProcedureCommand::Open { key: "escalated".to_owned() });
    held(&mut trial, close());
    trial.go(ProcedureCommand::BreakOff { id: 2, reason: "并入事故办理".to_owned() });
    trial.go(close());
}

#[test]
fn forms_two_three_and_four_and_the_revisit_are_asked_for_before_the_request_forms_1_5() {
    let mut trial = Trial::paid(Fen(100_000));
    let found = gaps::closure(&trial.case, &trial.rules, &request());
    assert!(found.contains(&Gap::Revisit), "{found:?}");
    for slot in [Slot::SiteRecord, Slot::SiteAnalysis, Slot::LossList, Slot::Agreement] {
        assert!(
            found.contains(&Gap::Evidence { slot, aspect: None, have: 0, need: 1, instead: None }),
            "{slot:?} in {found:?}"
        );
    }
    trial.answer();
    trial.papers();
    assert_eq!(gaps::closure(&trial.case, &trial.rules, &request()), []);
}

fn proposal(row: &str, who: &str, amount: i64) -> Proposal {
    let text = |text: &str| text.to_owned();
    Proposal {
        row: text(row),
        who: text(who),
        person: text("赵岩"),
        amount: Fen(amount),
        reason: text("处理得当，减少损失"),
    }
}

fn propose(proposal: Proposal) -> IncidentCommand {
    IncidentCommand::Closure(ClosureEntry::Proposal(Change::Add(proposal)))
}

#[test]
fn an_incentive_stays_inside_the_band_of_its_clause_p01_p05() {
    let bands = [
        ("P01", "驻外服务经理", 2_000, 5_000),
        ("P02", "第一责任人（驻外服务经理）", 20_000, 30_000),
        ("P02", "第二责任人（大区经理）", 20_000, 50_000),
        ("P04", "驻外服务经理", 20_000, 50_000),
        ("P04", "大区经理", 10_000, 30_000),
        ("P05", "驻外服务经理", 20_000, 50_000),
        ("P05", "大区经理", 10_000, 30_000),
    ];
    for (row, who, least, most) in bands {
        for (amount, allowed) in [(least - 1, false), (least, true), (most, true), (most + 1, false)] {
            let mut trial = closable(Fen(100_000));
            let answer = trial.try_go(propose(proposal(row, who, amount)));
            assert_eq!(answer.is_ok(), allowed, "{row} {who} {amount}");
            if let Err(refusal) = answer {
                assert_eq!(refusal.rule, row);
                let Reason::Incident(IncidentReason::OutsideBand(told)) = refusal.reason else { panic!("{refusal:?}") };
                assert_eq!((told.band, told.who.zh.as_str()), (Some((Fen(least), Fen(most))), who));
                assert!(told.clause.starts_with('5'), "the clause is told: {}", told.clause);
            }
        }
    }
    let mut trial = closable(Fen(100_000));
    trial.go(propose(proposal("P06", "网点", 0)));
    assert_eq!(trial.refused(propose(proposal("P06", "大区经理", 0))).1, IncidentReason::Blank(Blank::Clause));
}

#[test]
fn three_incentives_at_most_and_none_after_the_first_signature_forms_1_5() {
    let mut trial = closable(Fen(100_000));
    for _ in 0..3 {
        trial.go(propose(proposal("P05", "大区经理", 20_000)));
    }
    let fourth = propose(proposal("P05", "大区经理", 20_000));
    assert_eq!(trial.refused(fourth), ("J14", IncidentReason::EnoughProposals));
    trial.go(ask_to_close());
    trial.go(sign(Subject::Closure, Post::FieldManager, true));
    let strike =
        IncidentCommand::Closure(ClosureEntry::Proposal(Change::Strike { id: 1, reason: "误报".to_owned() }));
    assert_eq!(trial.refused(strike), ("J14", IncidentReason::AlreadySigned(Post::FieldManager)));
}

#[test]
fn a_closed_file_is_archived_for_ten_years_at_least_q02() {
    let mut trial = closable(Fen(100_000));
    let put = |pages, until: &str| {
        let (number, archivist) = ("GD-2026-017".to_owned(), "周晓岚".to_owned());
        let archive = Archive { number, pages, archivist, keep_until: until.parse().unwrap() };
        IncidentCommand::Closure(ClosureEntry::Archive(archive))
    };
    assert_eq!(trial.refused(put(46, "2036-04-09")), ("Q02", IncidentReason::NotClosed));
    trial.go(ask_to_close());
    trial.sign_all(Subject::Closure);
    trial.go(close());
    let least = "2036-04-09".parse().unwrap();
    assert_eq!(archive::keep_until(&trial.case, &trial.rules), Some(least), "with a settlement");
    assert_eq!(trial.refused(put(46, "2036-04-08")), ("Q02", IncidentReason::KeptTooShort(least)));
    assert_eq!(trial.refused(put(0, "2036-04-09")), ("Q02", IncidentReason::Blank(Blank::Pages)));
    trial.go(put(46, "2046-04-09"));
    assert_eq!(trial.file().closure.archive.as_ref().unwrap().pages, 46);
    trial.go(Command::Reopen { reason: "又渗水".to_owned() });
    assert_eq!(trial.file().closure.archive, None);
}

/// A form 4 that was printed as `filled`, came back whole and was looked at.
fn signed_paper(trial: &mut Trial, document: &str, filled: Filled) {
    let page = ReturnedPage {
        document: document.to_owned(),
        page: 1,
        pages: 1,
        picture: document.to_owned(),
        by: FiledBy::Person,
    };
    if filled == Filled::ByHand {
        trial.go(Command::Returned(ReturnCommand::ByHand { page, sheet: SheetKind::Settlement }));
    } else {
        let event = Event::Printed {
            sheet: SheetKind::Settlement,
            document: document.to_owned(),
            hash: "b".repeat(64),
            filled: Some(filled),
        };
        let n = u32::try_from(trial.history.len()).unwrap() + 1;
        trial.history.push(Recorded { n, at: trial.now, by: "周晓岚".to_owned(), event });
        trial.case = Case::replay(&trial.history).unwrap();
        trial.go(Command::Returned(ReturnCommand::File(page)));
    }
    let (document, signed) = (document.to_owned(), vec!["乙方（签名）".to_owned()]);
    let signed = SignedBack { document, signed, empty: Vec::new(), note: "当场签在草稿上".to_owned() };
    trial.go(Command::Returned(ReturnCommand::SignBack(signed)));
}

#[test]
fn a_signed_draft_fills_no_gate_and_its_gap_names_it_j14_q02() {
    let (draft, by_hand, last) = ("KS2604-0001-F4-01", "KS2604-0001-F4-H01", "KS2604-0001-F4-02");
    let lacks = |trial: &Trial, instead: Option<&str>| {
        let (slot, aspect, instead) = (Slot::Agreement, None, instead.map(str::to_owned));
        let gap = Gap::Evidence { slot, aspect, have: 0, need: 1, instead };
        gaps::closure(&trial.case, &trial.rules, &request()).contains(&gap)
    };
    let mut trial = Trial::paid(Fen(100_000));
    assert!(lacks(&trial, None));
    signed_paper(&mut trial, draft, Filled::Prefilled);
    assert!(lacks(&trial, Some(draft)));
    signed_paper(&mut trial, by_hand, Filled::ByHand);
    assert!(lacks(&trial, Some(by_hand)));
    signed_paper(&mut trial, last, Filled::Final);
    assert!(!lacks(&trial, None) && !lacks(&trial, Some(by_hand)));
}

#[test]
fn a_page_of_a_draft_fills_no_slot_of_a_signed_form_q02() {
    let mut trial = Trial::paid(Fen(100_000));
    let open = |trial: &Trial| {
        let found = gaps::closure(&trial.case, &trial.rules, &request());
        found.iter().any(|gap| matches!(gap, Gap::Evidence { slot: Slot::Agreement, .. }))
    };
    trial.file_one(Slot::Agreement, None, None);
    assert!(!open(&trial), "a scan that a person filed counts");
    // The very same picture comes back as a page of a draft.
    let hash = trial.file().evidence.iter().last().unwrap().1.hash.clone();
    let event = Event::Printed {
        sheet: SheetKind::Settlement,
        document: "KS2604-0001-F4-01".to_owned(),
        hash: "b".repeat(64),
        filled: Some(Filled::Prefilled),
    };
    let n = u32::try_from(trial.history.len()).unwrap() + 1;
    trial.history.push(Recorded { n, at: trial.now, by: "周晓岚".to_owned(), event });
    trial.case = Case::replay(&trial.history).unwrap();
    let document = "KS2604-0001-F4-01".to_owned();
    let page = ReturnedPage { document, page: 1, pages: 1, picture: hash, by: FiledBy::Code };
    trial.go(Command::Returned(ReturnCommand::File(page)));
    assert!(open(&trial));
}

#[test]
fn nothing_is_signed_paid_or_closed_on_a_draft_j14_q04() {
    let (draft, last) = ("KS2604-0001-F4-01", "KS2604-0001-F4-02");
    let mut trial = Trial::agreed(Fen(100_000));
    trial.sign_all(Subject::Settlement);
    signed_paper(&mut trial, draft, Filled::Prefilled);
    let signing = |document: &str, trial: &Trial| {
        let settlement = Settlement { signed_at: trial.now, document: document.to_owned() };
        IncidentCommand::Settlement(SettlementEntry::Sign(settlement))
    };
    let typed = signing(" ks2604-0001-f4-01 ", &trial);
    assert_eq!(trial.refused(typed), ("J14", IncidentReason::NotFinal(draft.to_owned())));

    // What was recorded before the paper was known to be a draft holds payment and closing, until the final is back.
    let event = IncidentEvent::Settlement(SettlementEntry::Sign(Settlement {
        signed_at: trial.now,
        document: draft.to_owned(),
    }));
    let n = u32::try_from(trial.history.len()).unwrap() + 1;
    trial.history.push(Recorded { n, at: trial.now, by: "周晓岚".to_owned(), event: event.into() });
    trial.case = Case::replay(&trial.history).unwrap();
    trial.sign_all(Subject::Payment);
    let gap = Gap::NotFinal(draft.to_owned());
    assert_eq!(gaps::payment(&trial.case, &trial.rules), std::slice::from_ref(&gap));
    let out = pay(Fen(100_000), &trial);
    assert_eq!(trial.refused(out), ("Q04", IncidentReason::Gaps(Gate::Payment, vec![gap.clone()])));
    assert!(gaps::closure(&trial.case, &trial.rules, &request()).contains(&gap));
    signed_paper(&mut trial, last, Filled::Final);
    assert!(!gaps::closure(&trial.case, &trial.rules, &request()).contains(&gap));
    let out = pay(Fen(100_000), &trial);
    trial.go(out);
}
