//! Every reason, event and line has its own words in both languages.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::*;
use crate::clock::{Clockwork, Pause, Run, WorkCalendar, WorkWeek};
use crate::domain::decide::{Reason, Wording};
use crate::domain::event::{
    Attachment, Breach, BreachKind, Change, ClosingTerms, Dispatch, Event, Extension, Found, Handling, MediaKind,
    NoteKind, Recorded, ReplyGiven, Revisit, RoundCause, SheetKind,
};
use crate::domain::facts::{Facts, Fault, FaultKind, parse_stamp};
use crate::domain::holder::Holder;
use crate::domain::incident::{self, samples};
use crate::domain::judge::{MoneyPrompt, Proposal, propose_grade};
use crate::domain::policy::Name;
use crate::domain::procedure::{Answers, Done, Lack, ProcedureEvent, ProcedureReason};
use crate::domain::returned::{FiledBy, ReturnEvent, ReturnReason, ReturnedPage, SignedBack, Unfit, Verdict};
use crate::domain::stage::{Acceptance, ContactWay, Satisfaction, Stage, Tier};
use crate::domain::{BranchId, Fen, Field, Limit, Link, PersonId, Refusal, Relation, Stamp};
use crate::rulebook::{BUILT_IN, RuleBook};
use crate::store::StoreError;
use crate::text::{Lang, Texts};

struct Few;

impl Names for Few {
    fn branch(&self, _: BranchId) -> String {
        "苏州分部".to_owned()
    }

    fn person(&self, id: PersonId) -> String {
        if id.0 == 1 { "沈嘉树".to_owned() } else { String::new() }
    }

    fn choice(&self, key: &str) -> String {
        if key == "customer_call" { "等用户回电".to_owned() } else { key.to_owned() }
    }
}

fn at(text: &str) -> Stamp {
    parse_stamp(text).unwrap().unwrap()
}

fn both() -> [Texts; 2] {
    Lang::ALL.map(Texts::new)
}

fn book() -> RuleBook {
    let (file, text) = BUILT_IN[0];
    RuleBook::read(file, text).unwrap()
}

fn name(zh: &str, en: &str) -> Name {
    Name { zh: zh.to_owned(), en: en.to_owned() }
}

fn reasons() -> Vec<Reason> {
    let mut all = vec![
        Reason::WrongStage { now: Stage::Reply },
        Reason::AlreadyClosed,
        Reason::NotClosed,
        Reason::AlreadyWaiting,
        Reason::NotWaiting,
        Reason::NoExtensionLeft,
        Reason::DeadlinePassed,
        Reason::NotLater,
        Reason::NotApproved,
        Reason::NotSigned { row: "A12".to_owned(), by: vec![name("业务负责人", "Business head")], need: 1 },
        Reason::NotCopied { to: vec![name("管理部", "Management dept")] },
        Reason::KeptUntil("2026-10-09".parse().unwrap()),
        Reason::NoLimit,
        Reason::SameBranch,
        Reason::NothingChanged,
        Reason::BadValue(Field::Loss, FaultKind::NotAnAmount),
        Reason::NoSuchAssist,
        Reason::AlreadyAnswered,
        Reason::CustomerDissatisfied,
        Reason::NotReplied,
        Reason::AlreadyAttached,
        Reason::NoSuchAttachment,
        Reason::NotUndoable,
        Reason::AlreadyWarned,
        Reason::NotYetDue,
        Reason::Merged("7".to_owned()),
        Reason::NoSuchCase("7".to_owned()),
        Reason::LinkToItself,
        Reason::AlreadyLinked("7".to_owned()),
        Reason::NotLinked("7".to_owned()),
        Reason::OtherMerged("7".to_owned(), "8".to_owned()),
        Reason::MergeCircle("7".to_owned()),
        Reason::ReceivedFirst("7".to_owned()),
        Reason::MainClosed("7".to_owned()),
        Reason::IncidentFileIn("7".to_owned()),
        Reason::ProcedureIn("7".to_owned()),
    ];
    all.extend(samples::reasons().into_iter().map(Reason::Incident));
    all.extend(return_reasons().map(Reason::Returned));
    let key = || "7".to_owned();
    let lacks = vec![Lack::Answer { section: key(), field: key() }];
    all.extend(
        [
            ProcedureReason::NotPrescribed,
            ProcedureReason::AlreadyRunning,
            ProcedureReason::NoSuchProcedure(7),
            ProcedureReason::Ended,
            ProcedureReason::StepFirst(key()),
            ProcedureReason::NoSuchStep,
            ProcedureReason::AlreadyDone,
            ProcedureReason::Lacks(lacks),
            ProcedureReason::BadAnswer(key()),
            ProcedureReason::NotAsked(key()),
            ProcedureReason::NoSuchRow(7),
            ProcedureReason::NotBackTo,
            ProcedureReason::NamesNeeded(7),
            ProcedureReason::InTheFuture,
            ProcedureReason::TooEarly,
            ProcedureReason::NoSuchTimer,
            ProcedureReason::FileAnswers,
            ProcedureReason::StillRunning(vec![key()]),
        ]
        .map(Reason::Procedure),
    );
    let wordings = [
        Wording::Reason,
        Wording::Result,
        Wording::Reply,
        Wording::Conclusion,
        Wording::Note,
        Wording::What,
        Wording::Facts,
        Wording::Opinion,
        Wording::Person,
    ];
    all.extend(wordings.map(Reason::TextMissing));
    all
}

/// That every text stands for itself and none is left in the other language.
fn are_apart(texts: &Texts, said: &[String]) {
    let different: BTreeSet<&String> = said.iter().collect();
    assert_eq!(different.len(), said.len(), "{said:#?}");
    for text in said {
        let chinese = text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        assert_eq!(chinese, texts.lang() == Lang::Zh, "{text}");
    }
}

#[test]
fn every_refusal_has_its_own_words_and_names_its_rule() {
    for texts in both() {
        let said: Vec<String> =
            reasons().into_iter().map(|reason| refusal_text(&texts, &Refusal { rule: "F05".into(), reason })).collect();
        assert!(said.iter().all(|text| text.contains("F05")), "{said:#?}");
        are_apart(&texts, &said);
    }
}

#[test]
fn every_gap_of_a_gate_has_its_own_words_j13_j15() {
    for texts in both() {
        let said: Vec<String> = samples::gaps().iter().map(|gap| gap_text(&texts, gap)).collect();
        are_apart(&texts, &said);
    }
}

#[test]
fn every_store_error_says_what_to_do() {
    let io = || std::io::Error::other("7");
    for texts in both() {
        let file = PathBuf::from("kesu.db");
        let errors = [
            StoreError::Refused(Refusal { rule: "Q01".into(), reason: Reason::NotReplied }),
            StoreError::Stale { by: "7".to_owned(), at: at("2026-04-09 10:24") },
            StoreError::NoSuchCase("KS2604-0137".to_owned()),
            StoreError::NoSuchIssue("KS2604-0137-F1-01".to_owned()),
            StoreError::NumberTaken("KS2604-0137-F1-01".to_owned()),
            StoreError::IssueLost("KS2604-0137-F1-01".to_owned()),
            StoreError::NoSuchCopy { document: "KS2604-0137-F1-01".to_owned(), holder: Holder::Finance },
            StoreError::TooNew { found: 9, known: 3 },
            StoreError::NotOurs(file.clone()),
            StoreError::OnNetworkDrive(file.clone()),
            StoreError::Busy,
            StoreError::Damaged("7".to_owned()),
            StoreError::RuleBook(RuleBook::read("7", "[book]\n").unwrap_err()),
            StoreError::File { what: "7", path: file, source: io() },
            StoreError::Gone,
        ];
        are_apart(&texts, &errors.iter().map(|error| store_error_text(&texts, error)).collect::<Vec<_>>());
    }
}

#[test]
fn a_fault_is_told_with_or_without_its_field_b04() {
    let texts = Texts::new(Lang::Zh);
    let fault = Fault { field: Field::Loss, kind: FaultKind::NotAnAmount };
    assert!(!fault_text(&texts, &fault).contains("损失"));
    assert!(fault_line(&texts, &fault).starts_with("估计损失："));
}

fn events() -> Vec<Event> {
    let reply = |accepted| {
        Box::new(ReplyGiven {
            way: ContactWay::Phone,
            text: "7".to_owned(),
            accepted,
            promise: Some(at("2026-04-10 09:00")),
            found: Found { cause: "制造质量".to_owned(), department: String::new() },
        })
    };
    let text = || "7".to_owned();
    let handled = |solved| {
        Event::Handled(Box::new(Handling {
            result: text(),
            measures: text(),
            explanation: String::new(),
            solved,
            found: Found::default(),
        }))
    };
    let breach = Breach { who: text(), kind: BreachKind::Refused, reason: text() };
    let links = Relation::ALL.iter().flat_map(|&relation| {
        let link = || Link { relation, other: "7".to_owned(), reason: "7".to_owned() };
        [Event::Linked(link()), Event::Unlinked(link())]
    });
    let mut events = vec![
        Event::Logged { number: text(), rule_book: text(), rule_version: 1, facts: Box::default() },
        Event::Amended {
            changes: vec![
                Change { field: Field::Level, from: "general".to_owned(), to: "provincial".to_owned() },
                Change { field: Field::Phone, from: "13800138000".to_owned(), to: "13900139000".to_owned() },
            ],
            reason: text(),
        },
        Event::Dispatched(Box::new(Dispatch {
            branch: BranchId(1),
            first: Some(PersonId(1)),
            second: Some(PersonId(2)),
            facts: text(),
            demand: String::new(),
            by: None,
        })),
        Event::Transferred { to: BranchId(1), first: None, second: None, reason: text() },
        Event::SentBack { reason: text() },
        Event::Raised { to: Tier::Headquarters, reason: text() },
        Event::AssistAsked { unit: text(), what: text(), due: Some(at("2026-04-10 09:00")) },
        Event::AssistAnswered { nth: 0, text: text() },
        Event::Waiting { reason: "customer_call".to_owned(), note: text() },
        Event::Resumed,
        Event::Extended(Box::new(Extension {
            until: at("2026-04-12 09:00"),
            reason: text(),
            approved_by: text(),
            customer_told: true,
        })),
        Event::Warned { stage: Stage::Handling },
        Event::Urged { text: text() },
        handled(true),
        handled(false),
        Event::Replied(reply(Acceptance::Accepted)),
        Event::AnsweredOnTheSpot(reply(Acceptance::Open)),
        Event::Revisited(Box::new(Revisit {
            way: ContactWay::Phone,
            result: Satisfaction::Satisfied,
            process: Satisfaction::Dissatisfied,
            staff: Satisfaction::Satisfied,
            opinion: text(),
        })),
        Event::RevisitSkipped { reason: text() },
        Event::RoundOpened { cause: RoundCause::Dissatisfied, reason: text() },
        Event::Closed {
            conclusion: text(),
            opinion: text(),
            terms: ClosingTerms { paid: Some(Fen(100)), approved_by: text(), copied_to: text() },
        },
        Event::Noted { kind: NoteKind::Progress, text: text() },
        Event::Attached(Box::new(Attachment {
            hash: text(),
            name: text(),
            media: MediaKind::Photo,
            bytes: 7,
            taken_at: None,
        })),
        Event::Detached { hash: text(), reason: text() },
        Event::PhotoNamed { hash: text(), shows: crate::domain::event::PhotoOf::Machine },
        Event::Printed { sheet: SheetKind::Feedback, document: text(), hash: text(), filled: None },
        Event::Undone { n: 7 },
    ];
    events.extend(returns());
    events.push(Event::FirstAskedBroken(breach));
    events.extend(links);
    events
}

fn return_reasons() -> [ReturnReason; 10] {
    [
        ReturnReason::NotPrinted("7".to_owned()),
        ReturnReason::NoSuchPage { pages: 7 },
        ReturnReason::FiledAlready,
        ReturnReason::NotFiled,
        ReturnReason::SignedAlready,
        ReturnReason::PagesMissing(vec![7]),
        ReturnReason::PagesTwice(vec![7]),
        ReturnReason::Superseded("7".to_owned()),
        ReturnReason::SettledAlready,
        ReturnReason::NothingSigned,
    ]
}

fn returns() -> impl Iterator<Item = Event> {
    let text = || "7".to_owned();
    let page = |by| ReturnedPage { document: text(), page: 7, pages: 7, picture: text(), by };
    let signed = SignedBack { document: text(), signed: vec![text()], empty: vec![text()], note: text() };
    let removed = ReturnEvent::Removed { document: text(), page: 7, picture: text(), reason: text() };
    let filed = [FiledBy::Code, FiledBy::Person].map(|by| ReturnEvent::Filed(page(by)));
    let by_hand = ReturnEvent::ByHand { document: text(), sheet: SheetKind::Survey };
    filed.into_iter().chain([by_hand, removed, ReturnEvent::SignedBack(signed)]).map(Event::from)
}

/// Q02: what becomes of a page is said in words of its own.
#[test]
fn every_verdict_on_a_page_has_its_own_words_q02() {
    for texts in both() {
        let unfit = [
            Unfit::NoCode,
            Unfit::Unreadable,
            Unfit::SeveralCodes,
            Unfit::NeverIssued,
            Unfit::NoCase,
            Unfit::Forged,
            Unfit::PageCount { pages: 7 },
            Unfit::SignedAlready,
            Unfit::TakenOff,
        ];
        let filed = [Verdict::Files, Verdict::Again, Verdict::Superseded("7".to_owned()), Verdict::Known];
        let all = filed.into_iter().chain(unfit.map(Verdict::Tray));
        let lines: Vec<String> = all.map(|verdict| verdict_text(&texts, &verdict)).collect();
        are_apart(&texts, &lines);
    }
}

fn procedure_events() -> Vec<Event> {
    let text = || "7".to_owned();
    let answers = || Answers::from([(text(), text())]);
    let row = |change| ProcedureEvent::Row { id: 1, section: text(), change };
    let strike = incident::Change::Strike { id: 7, reason: text() };
    let done = Done { step: text(), at: at("2026-04-09 10:00"), names: vec![text()], note: text() };
    let all = [
        ProcedureEvent::Opened { key: text(), because: Some(text()) },
        ProcedureEvent::Answered { id: 1, answers: answers() },
        row(incident::Change::Add(answers())),
        row(incident::Change::Correct { id: 7, to: answers(), reason: text() }),
        row(strike),
        ProcedureEvent::Stepped { id: 1, done },
        ProcedureEvent::SentBack { id: 1, to: text(), reason: text() },
        ProcedureEvent::Waived { procedure: None, timer: text(), reason: text(), names: vec![text()] },
        ProcedureEvent::BrokenOff { id: 1, reason: text() },
    ];
    all.map(Event::from).into()
}

/// Without the rule book an answer is not told: nobody knows whether it is private (Q07).
#[test]
fn every_event_of_a_procedure_has_its_own_line_q07() {
    for texts in both() {
        let lines: Vec<String> =
            procedure_events().into_iter().map(|event| event_line(&texts, &recorded(event), &Few)).collect();
        are_apart(&texts, &lines);
        let answered = procedure_events().swap_remove(1);
        let told = event_detail(&texts, &recorded(answered), &Few).unwrap();
        assert_eq!(told.matches('7').count(), 1, "the key only: {told}");
    }
}

#[test]
fn every_entry_of_the_incident_file_has_its_own_line() {
    for texts in both() {
        let lines: Vec<String> = samples::events()
            .into_iter()
            .map(|event| {
                let record = recorded(event.into());
                let detail = event_detail(&texts, &record, &Few).unwrap_or_default();
                assert!(!detail.contains('_'), "{detail}");
                event_line(&texts, &record, &Few)
            })
            .collect();
        assert!(lines.iter().all(|line| !line.contains('_')), "{lines:#?}");
        are_apart(&texts, &lines);
    }
}

fn recorded(event: Event) -> Recorded {
    Recorded { n: 1, at: at("2026-04-09 10:24"), by: "7".to_owned(), event }
}

#[test]
fn every_event_has_its_own_line_and_no_stored_word_shows() {
    for texts in both() {
        let said: Vec<String> = events().into_iter().map(|event| event_line(&texts, &recorded(event), &Few)).collect();
        let different: BTreeSet<&String> = said.iter().collect();
        assert_eq!(different.len(), said.len(), "{said:#?}");
        assert!(said.iter().all(|text| !text.contains('_') && !text.is_empty()), "{said:#?}");
    }
    let texts = Texts::new(Lang::Zh);
    let line = |event| event_line(&texts, &recorded(event), &Few);
    let of = |wanted: fn(&Event) -> bool| events().into_iter().find(wanted).unwrap();
    assert_eq!(line(of(|event| matches!(event, Event::Dispatched(_)))), "派单至苏州分部");
    assert_eq!(line(of(|event| matches!(event, Event::Waiting { .. }))), "暂停计时，等用户回电");
    assert_eq!(line(of(|event| matches!(event, Event::Revisited(_)))), "电话回访，不满意", "the worst mark speaks");
}

#[test]
fn details_name_people_and_changes_but_no_whole_phone() {
    let texts = Texts::new(Lang::Zh);
    let details: Vec<Option<String>> =
        events().into_iter().map(|event| event_detail(&texts, &recorded(event), &Few)).collect();
    assert_eq!(details[1].as_deref(), Some("级别：一般 改为 省级\n7"), "the phone is left out");
    assert_eq!(details[2].as_deref(), Some("责任人 沈嘉树"));
    assert_eq!(details[6].as_deref(), Some("7，明天 09:00前答复"));
    assert!(details.iter().flatten().all(|detail| !detail.contains("138001")));
    let resumed = event_detail(&texts, &recorded(Event::Resumed), &Few);
    assert_eq!(resumed, None);
}

#[test]
fn values_of_fields_are_told_in_words() {
    let texts = Texts::new(Lang::Zh);
    for (field, text, told) in [
        (Field::InfoClass, "major_incident", "重大质量（事故）"),
        (Field::Demand, "exchange、compensation", "换机、赔偿"),
        (Field::Exposure, "media", "媒体"),
        (Field::HandledState, "unhandled", "未处理"),
        (Field::Loss, "14466.00", "14,466.00 元"),
        (Field::Vip, "yes", "是"),
        (Field::Vip, "", "否"),
        (Field::Model, "", "无"),
        (Field::ReceivedAt, "2026-04-09 10:21:00", "2026-04-09 10:21"),
        (Field::Symptoms, "漏水、异响", "漏水、异响"),
        (Field::Level, "moon_base", "moon_base"),
    ] {
        assert_eq!(field_value(&texts, &Few, field, text), told, "{field:?}");
    }
}

#[test]
fn list_members_have_the_names_of_the_rule_book_c11() {
    let book = book();
    let organisation = crate::domain::organisation::Organisation::default();
    let known = |lang| Known { organisation: &organisation, rules: &book.rules, lang, case: None };
    assert_eq!(known(Lang::Zh).choice("hotline"), "400 热线");
    assert_eq!(known(Lang::En).choice("hotline"), "400 hotline");
    assert_eq!(known(Lang::Zh).choice("不在表里"), "不在表里");
    assert_eq!(known(Lang::Zh).branch(BranchId(7)), "");
}

#[test]
fn a_deadline_over_the_holiday_is_explained_in_words_t05() {
    let texts = Texts::new(Lang::Zh);
    let clockwork = Clockwork::new(WorkWeek::office(), WorkCalendar::china());
    let run = Run::new(at("2026-09-29 18:00"), Limit::WorkingDays(4));
    let told = explanation_lines(&texts, &clockwork.explain("T05", &run, run.start).unwrap());
    let told: Vec<String> = told.into_iter().map(|(what, text)| format!("{what} {text}")).collect();
    assert_eq!(
        told,
        [
            "依据 T05",
            "时限 4 个工作日",
            "计时方式 只计工作时间",
            "起算 2026-09-29 18:00",
            "09-29 周二 起算日，工作时间以外，不计",
            "09-30 周三 第 1 天，计 7 时 30 分",
            "10-01 周四 至 10-07 周三 放假（国庆节），不计",
            "10-08 周四 第 2 天，计 7 时 30 分",
            "10-09 周五 第 3 天，计 7 时 30 分",
            "10-10 周六 第 4 天，调休上班（国庆节），计 7 时 30 分",
            "合计 30 时",
            "预警 2026-10-10 14:30（已用 90 %）",
            "到期 2026-10-10 17:30",
        ]
    );
}

#[test]
fn pauses_are_explained_with_their_number() {
    let pauses = [Pause { from: at("2026-11-23 10:00"), to: None }];
    let run = Run::new(at("2026-11-23 09:00"), Limit::Hours(4)).pauses(&pauses);
    let clockwork = Clockwork::new(WorkWeek::office(), WorkCalendar::china());
    for texts in both() {
        let told = explanation_lines(&texts, &clockwork.explain("T02", &run, at("2026-11-25 09:00")).unwrap());

        let (what, _) = told.iter().find(|(_, text)| text.contains("2026-11-23 10:00")).unwrap();
        assert!(what.contains('1'), "{what}");
    }
}

#[test]
fn money_prompts_name_the_thresholds_of_the_rule_book_m2_m4() {
    let (texts, book) = (Texts::new(Lang::Zh), book());
    let said = |prompt| money_prompt(&texts, prompt, &book.rules);
    assert!(said(MoneyPrompt::FollowGuidance).starts_with("损失不超过 3,000 元"));
    assert!(said(MoneyPrompt::ReportInsurer).starts_with("损失超过 3,000 元"));
    assert!(said(MoneyPrompt::MayClaim).starts_with("损失超过 2,000 元"));
    let mut facts = Facts::at(Stamp(0));
    facts.loss = Some(Fen::from_yuan(4800));
    let grade = propose_grade(&facts, &book.rules).unwrap();
    assert_eq!(grade_reason(&texts, &facts, &grade), "损失 4,800 元（规则 M5）");
    let class = Proposal { value: (), rule: "J01".to_owned(), because: Some("漏水".to_owned()) };
    assert_eq!(proposal_reason(&texts, &class), "命中“漏水”（规则 J01）");
}

#[test]
fn charts_get_the_classes_in_the_order_of_the_figures() {
    let texts = Texts::new(Lang::En);
    let (file, text) = crate::rulebook::BUILT_IN[0];
    let rules = crate::rulebook::RuleBook::read(file, text).unwrap().rules;
    let classes = region_mix_words(&texts, &rules).classes;
    let listed = crate::domain::InfoClass::ALL.iter().map(|class| class_name(&texts, &rules, *class));
    assert_eq!(classes.to_vec(), listed.collect::<Vec<_>>());
    assert_eq!(backlog_words(&texts).bins[6], "> 60 days");
    assert_eq!(on_time_words(&texts).target, "Target");
}
