//! Every built-in rule book walks a typical case from intake to archive; due times are worked out by hand beside each.

use kesu::clock::case_clock::{CaseClocks, promise_clocks, span_clock};
use kesu::domain::event::{ClosingTerms, Dispatch, Extension, Recorded};
use kesu::domain::facts::Facts;
use kesu::domain::policy::{Deed, next_due};
use kesu::domain::stage::{Satisfaction, Stage};
use kesu::domain::{Case, Command, Fen, Field, Setting, Stamp, decide};
use kesu::rulebook::{BUILT_IN, RuleBook};

use kesu::store::{Answer, Request, StoreError, View};

use crate::store::{Desk, at, by, close, dispatch, handled, reply, revisit};

/// The ends a walk comes to, told as `stage month-day hour:minute:second`.
pub struct Walk {
    pub book: RuleBook,
    history: Vec<Recorded>,
}

/// 2026-04-09 is a Thursday. Every walk is received at 09:00 and logged at 09:30.
const RECEIVED: &str = "2026-04-09 09:00";
const LOGGED: &str = "2026-04-09 09:30";

fn book(file: &str) -> RuleBook {
    let (file, text) = BUILT_IN.iter().find(|(name, _)| *name == file).unwrap();
    RuleBook::read(file, text).unwrap()
}

fn told(due: Option<Stamp>) -> String {
    due.map_or_else(|| "none".to_owned(), |due| due.wall().format("%m-%d %H:%M:%S").to_string())
}

impl Walk {
    pub fn begin(file: &str, typed: &[(Field, &str)]) -> Self {
        let book = book(file);
        let mut facts = Facts::at(at(RECEIVED));
        for (field, text) in typed {
            facts.set(*field, text).unwrap();
        }
        let event = decide::log("KS2604-0001".to_owned(), facts, &book.rules);
        Self { book, history: vec![Recorded { n: 1, at: at(LOGGED), by: "周晓岚".to_owned(), event }] }
    }

    pub fn case(&self) -> Case {
        Case::replay(&self.history).unwrap()
    }

    /// Due time of the running stage, or of the one that ended before it.
    fn due(&self, stage: Stage) -> String {
        let case = self.case();
        let span = case.spans.iter().rev().find(|span| span.stage == stage).unwrap();
        told(span_clock(&case, span, &self.book.rules, &self.book.clockwork).and_then(|clock| clock.deadline.due))
    }

    /// Rule and due time of every outward promise, the governing one first.
    fn promises(&self) -> String {
        let clocks = promise_clocks(&self.case(), &self.book.rules, &self.book.clockwork);
        let told: Vec<_> = clocks.iter().map(|clock| format!("{} {}", clock.rule, told(clock.deadline.due))).collect();
        told.join(", ")
    }

    pub fn run(&mut self, command: Command, when: &str) -> Result<(), decide::Refusal> {
        let (case, now) = (self.case(), at(when));
        let clocks = CaseClocks::of(&case, &self.book.rules, &self.book.clockwork);
        let due = clocks.stage.and_then(|clock| clock.deadline.due);
        let setting = Setting { rules: &self.book.rules, now, due, past_warning: false, other: None };
        for event in decide(&case, command, &setting)? {
            let n = u32::try_from(self.history.len()).unwrap() + 1;
            self.history.push(Recorded { n, at: now, by: "周晓岚".to_owned(), event });
        }
        Ok(())
    }

    /// The rest of the way: dispatched 04-09 10:00, handled 04-10 10:00, replied 11:00, asked 04-13 10:00, closed 11:00.
    /// Gives the due times of intake, dispatch, handling, reply, revisit and closure.
    fn into_archive(mut self) -> [String; 6] {
        let before = [self.due(Stage::Intake), self.due(Stage::Dispatch)];
        self.run(dispatch(), "2026-04-09 10:00").unwrap();
        let handling = self.due(Stage::Handling);
        self.run(handled(), "2026-04-10 10:00").unwrap();
        let answering = self.due(Stage::Reply);
        self.run(reply(), "2026-04-10 11:00").unwrap();
        let asking = self.due(Stage::Revisit);
        self.run(revisit(Satisfaction::Satisfied, ""), "2026-04-13 10:00").unwrap();
        let closing = self.due(Stage::Closure);
        self.run(signed_close(), "2026-04-13 11:00").unwrap();
        assert_eq!(self.case().stage, Stage::Archived);
        let [intake, dispatched] = before;
        [intake, dispatched, handling, answering, asking, closing]
    }
}

/// Closed with the signatures and copies that the strictest book asks for (A12, Q08).
fn signed_close() -> Command {
    let terms =
        ClosingTerms { paid: None, approved_by: "郭总".to_owned(), copied_to: "管理部、总经理".to_owned() };
    Command::Close { conclusion: "已解决".to_owned(), opinion: "满意".to_owned(), terms }
}

const NONE: [&str; 6] = ["none"; 6];

#[test]
fn the_appliance_group_counts_every_stage_t01_t05() {
    let walk = Walk::begin("appliance-group.toml", &[(Field::Channel, "hotline")]);
    // T06: 09:00 + 24 h.
    assert_eq!(walk.promises(), "T06 04-10 09:00:00");
    let ends = walk.into_archive();
    // T01 09:00 + 1 h; T02 09:30 + 4 h; T03 10:00 + 17 h; T04 04-10 10:00 + 2 h; T05 handled on the 10th + 7 days, to
    // the end of the 17th; Q01 three working days after Monday the 13th: 14, 15, 16, to close of business 17:30.
    let hand =
        ["04-09 10:00:00", "04-09 13:30:00", "04-10 03:00:00", "04-10 12:00:00", "04-17 23:59:59", "04-16 17:30:00"];
    assert_eq!(ends, hand);
}

#[test]
fn a_batch_case_has_its_plan_and_execution_clocks_t18_t19_x4() {
    let walk = Walk::begin(
        "appliance-group.toml",
        &[(Field::Channel, "outlet"), (Field::Occurrence, "same_batch"), (Field::Verified, "true")],
    );
    let [_, plan, carried_out, ..] = walk.into_archive();
    // Calendar days, the first not counted: the 9th + 2 = the 11th, a Saturday; dispatched on the 9th + 3 = the 12th.
    assert_eq!([plan.as_str(), carried_out.as_str()], ["04-11 23:59:59", "04-12 23:59:59"]);
    let policy = book("appliance-group.toml").rules.policy;
    assert!(policy.assists.iter().any(|row| row.id == "T17"), "T17 is a sub-order");
}

#[test]
fn an_appeal_runs_both_clocks_and_the_earlier_governs_t12_t15_x3() {
    let walk = Walk::begin("two-tier-telecom.toml", &[(Field::Channel, "regulator"), (Field::Category, "移动业务")]);
    // X3: 09:00 + 168 h = 04-16 09:00. T12: seven working days after the 9th: 10, 13, 14, 15, 16, 17, 20, 17:30.
    assert_eq!(walk.promises(), "X3 04-16 09:00:00, T12 04-20 17:30:00");
    // T01 09:00 + 1 h; T13 09:30 + 24 h; T14 10:00 + 96 h; T15 04-10 10:00 + 48 h; T05 the 10th + 7 days.
    let hand = ["04-09 10:00:00", "04-10 09:30:00", "04-13 10:00:00", "04-12 10:00:00", "04-17 23:59:59", "none"];
    assert_eq!(walk.into_archive(), hand);
}

#[test]
fn an_escalated_complaint_is_counted_by_its_line_t10_t11_i01() {
    // Fixed line seven working days: 10, 13, 14, 15, 16, 17, 20. Mobile three: 10, 13, 14. Both to 17:30.
    for (category, due) in [("固网业务", "04-20 17:30:00"), ("移动业务", "04-14 17:30:00"), ("增值业务", "none")]
    {
        let typed = [(Field::Channel, "group_hotline"), (Field::Category, category)];
        let walk = Walk::begin("two-tier-telecom.toml", &typed);
        assert_eq!(walk.promises(), "T06 04-10 09:00:00", "{category}");
        assert_eq!(walk.into_archive()[2], due, "{category}");
    }
    // T03, X6: an ordinary complaint has no department limit.
    let ordinary = Walk::begin("two-tier-telecom.toml", &[(Field::Channel, "hotline"), (Field::Category, "固网业务")]);
    assert_eq!(ordinary.into_archive()[2], "none", "T03, X6");
}

#[test]
fn a_counter_complaint_is_answered_in_two_days_t21() {
    let walk = Walk::begin("department-store.toml", &[(Field::Channel, "counter")]);
    // 09:00 + 48 h.
    assert_eq!(walk.promises(), "T21 04-11 09:00:00");
    assert_eq!(walk.into_archive(), NONE, "E01: the source sets no stage limit (X6)");
}

#[test]
fn an_equipment_fault_is_answered_by_telephone_or_in_the_customers_time_t22_t23() {
    let walk = Walk::begin("equipment-maker.toml", &[(Field::Channel, "phone")]);
    // 09:00 + 1 h.
    assert_eq!(walk.promises(), "T22 04-09 10:00:00");
    assert_eq!(walk.into_archive(), NONE);
    let typed = [(Field::Channel, "phone"), (Field::Level, "provincial"), (Field::PromisedReply, "2026-04-10 15:00")];
    let visit = Walk::begin("equipment-maker.toml", &typed);
    let clocks = CaseClocks::of(&visit.case(), &visit.book.rules, &visit.book.clockwork);
    // T23, B08: the customer's stated time is the only clock.
    assert_eq!(clocks.next().and_then(|next| next.due), Some(at("2026-04-10 15:00")));
}

#[test]
fn an_e_bike_complaint_keeps_the_time_node_of_its_slip_e08() {
    let mut walk = Walk::begin("ev-retailer.toml", &[(Field::Channel, "shop"), (Field::Category, "售后部")]);
    assert_eq!(walk.promises(), "", "002 sets no limit (X6)");
    let Command::Dispatch(order) = dispatch() else { unreachable!("it is a dispatch") };
    let order = Dispatch { by: Some(at("2026-04-10 18:00")), ..order };
    walk.run(Command::Dispatch(order), "2026-04-09 10:00").unwrap();
    assert_eq!(walk.due(Stage::Handling), "04-10 18:00:00", "E08");
    walk.run(handled(), "2026-04-10 10:00").unwrap();
    walk.run(reply(), "2026-04-10 11:00").unwrap();
    walk.run(revisit(Satisfaction::Satisfied, ""), "2026-04-13 10:00").unwrap();
    walk.run(close(), "2026-04-13 11:00").unwrap();
    assert_eq!(walk.case().stage, Stage::Archived);
}

#[test]
fn cement_service_is_held_by_its_dates_and_bands_o05_o10_p08_q05() {
    let walk = Walk::begin("cement-additive.toml", &[(Field::Channel, "phone")]);
    let policy = walk.book.rules.policy.clone();
    let today = at(RECEIVED).date();
    let due = |id: &str| {
        let row = policy.obligations.iter().find(|row| row.id == id).unwrap();
        next_due(row, today).map_or("none".to_owned(), |day| day.to_string())
    };
    // O05 Friday the 10th; O08 the quarter's end; O09 the month's end; O10 six a year, the end of every second month.
    assert_eq!(
        [due("O05"), due("O08"), due("O09"), due("O10")],
        ["2026-04-10", "2026-06-30", "2026-04-30", "2026-04-30"]
    );
    let band = policy.incentives.iter().find(|row| row.id == "P08").unwrap();
    assert!(band.admits(Fen(1_000)) && band.admits(Fen(5_000)) && !band.admits(Fen(5_001)), "P08: 10 to 50 yuan");
    assert_eq!(policy.retentions[0].months, 18, "Q05");
    let goal = policy.targets.iter().find(|row| row.id == "K19").and_then(|row| row.goal).unwrap();
    assert!(!goal.is_met(95.0) && goal.is_met(95.1), "K19: above 95 %");
    assert_eq!(walk.promises(), "");
    assert_eq!(walk.into_archive(), NONE);
}

#[test]
fn a_bank_complaint_follows_the_version_it_was_opened_under_b08() {
    let typed = [(Field::Channel, "hall"), (Field::PromisedReply, "2026-04-15 17:00")];
    let first = Walk::begin("bank-branch.toml", &typed);
    assert_eq!(first.promises(), "");
    let clocks = CaseClocks::of(&first.case(), &first.book.rules, &first.book.clockwork);
    assert_eq!(clocks.next().and_then(|next| next.due), Some(at("2026-04-15 17:00")), "B08");
    assert_eq!(first.into_archive(), NONE);
    // Calendar days, the first not counted: 9 + 15 = the 24th; + 30 = 9 May; + 60 = 8 June.
    for (level, due) in [("general", "04-24"), ("provincial", "05-09"), ("national", "06-08")] {
        let walk = Walk::begin("bank-branch-2.toml", &[(Field::Channel, "hall"), (Field::Level, level)]);
        assert_eq!(walk.promises(), format!("银保监令2020-3 {due} 23:59:59"), "{level}");
        assert_eq!(walk.into_archive(), NONE, "{level}");
    }
    let (old, new) = (book("bank-branch.toml"), book("bank-branch-2.toml"));
    assert_eq!((old.rules.id.as_str(), old.rules.version), ("bank-branch", 1));
    assert_eq!(
        (new.rules.id.as_str(), new.rules.version, new.effective.to_string().as_str()),
        ("bank-branch", 2, "2020-03-01")
    );
}

#[test]
fn a_steel_objection_is_counted_by_its_kind_t25_t29() {
    // T26 10:00 + 24 h; T27 the 9th + 7 days; T28 the same day; T24 is a promise and leaves the stage without a limit.
    for (category, due) in [
        ("数量异议", "04-10 10:00:00"),
        ("质量异议", "04-16 23:59:59"),
        ("其他异议", "04-09 23:59:59"),
        ("咨询、建议与投诉", "none"),
    ] {
        let walk = Walk::begin("steel-trader.toml", &[(Field::Channel, "written"), (Field::Category, category)]);
        // T24: 09:00 + 24 h, for inquiries alone.
        let promise = if due == "none" { "T24 04-10 09:00:00" } else { "" };
        assert_eq!(walk.promises(), promise, "{category}");
        let ends = walk.into_archive();
        // T25: 09:00 + 24 h.
        assert_eq!([ends[0].as_str(), ends[2].as_str()], ["04-10 09:00:00", due], "{category}");
    }
    let mill = Walk::begin("steel-trader.toml", &[(Field::Category, "质量异议"), (Field::Level, "national")]);
    // T29, fifteen working days after the 9th: 10, 13-17, 20-24, 27-30, that is 1 + 5 + 5 + 4 = 15, on the 30th at 17:30.
    assert_eq!(mill.promises(), "T29 04-30 17:30:00");
}

#[test]
fn a_steel_objection_is_extended_once_and_by_the_general_manager_t30() {
    let mut walk = Walk::begin("steel-trader.toml", &[(Field::Channel, "written"), (Field::Category, "数量异议")]);
    walk.run(dispatch(), "2026-04-09 10:00").unwrap();
    let until = |wall: &str, approved_by: &str| {
        Command::Extend(Extension {
            until: at(wall),
            reason: "等钢厂磅单".to_owned(),
            approved_by: approved_by.to_owned(),
            customer_told: true,
        })
    };
    assert_eq!(walk.run(until("2026-04-11 10:00", " "), "2026-04-09 11:00").unwrap_err().rule, "F06");
    walk.run(until("2026-04-11 10:00", "郭总"), "2026-04-09 11:00").unwrap();
    assert_eq!(walk.due(Stage::Handling), "04-11 10:00:00");
    assert_eq!(walk.run(until("2026-04-12 10:00", "郭总"), "2026-04-09 12:00").unwrap_err().rule, "F06");
    let signs: Vec<_> =
        walk.book.rules.approvals_of(Deed::Extension).flat_map(|row| &row.by).map(|name| name.zh.clone()).collect();
    assert_eq!(signs, ["总经理"]);
}

#[test]
fn the_factory_leaves_its_blank_figure_open_t33_o19_x6() {
    let walk = Walk::begin("factory-quality.toml", &[(Field::Channel, "inspector")]);
    let policy = walk.book.rules.policy.clone();
    assert!(policy.unset.iter().any(|row| row.id == "T33" && row.stage == Some(Stage::Handling)));
    let row = policy.obligations.iter().find(|row| row.id == "O19").unwrap();
    assert_eq!(next_due(row, at(RECEIVED).date()), None, "O19 is blank");
    assert_eq!(walk.promises(), "");
    assert_eq!(walk.into_archive(), NONE);
}

/// The default book's text as another version with another handling limit for general cases.
fn edited(version: i64, limit: &str) -> String {
    let (_, text) = BUILT_IN[0];
    text.replacen("version = 1", &format!("version = {version}"), 1)
        .replacen("limit = \"17 h\"", &format!("limit = \"{limit}\""), 1)
        .replacen("effective = \"2024-01-01\"", "effective = \"2026-04-10\"", 1)
}

#[test]
fn a_change_names_the_open_cases_it_would_move_and_moves_none_a17() {
    let mut desk = Desk::new();
    let open = desk.log(&[], "2026-04-09 09:00");
    desk.run(open, dispatch(), "2026-04-09 10:00").unwrap();
    let still = desk.log(&[(Field::Level, "national")], "2026-04-09 09:00");
    desk.run(still, dispatch(), "2026-04-09 10:00").unwrap();
    let closed = desk.log(&[], "2026-04-09 09:00");
    for (command, when) in [
        (dispatch(), "2026-04-09 10:00"),
        (handled(), "2026-04-09 11:00"),
        (reply(), "2026-04-09 11:30"),
        (revisit(Satisfaction::Satisfied, ""), "2026-04-09 12:00"),
        (close(), "2026-04-09 12:30"),
    ] {
        desk.run(closed, command, when).unwrap();
    }
    let rows = desk.list(View::All, "", "2026-04-09 13:00").rows;
    let text = edited(2, "8 h");
    let Answer::Moves(moves) = desk.database.answer(Request::Moves { text: text.clone() }).unwrap() else {
        panic!("moves were asked for")
    };
    assert_eq!((moves.open, moves.moved), (2, 1), "the closed one is not looked at");
    let first = &moves.told[0];
    // T03: 10:00 + 17 h is 03:00 of the 10th; 10:00 + 8 h is 18:00.
    assert_eq!(
        (first.id, first.before, first.after),
        (open, Some(at("2026-04-10 03:00")), Some(at("2026-04-09 18:00")))
    );

    desk.database.answer(Request::SaveRuleBook { text: text.clone(), by: by("2026-04-09 13:00") }).unwrap();
    assert_eq!(desk.list(View::All, "", "2026-04-09 13:00").rows, rows, "a case keeps its version");
    desk.database.answer(Request::Rebuild).unwrap();
    assert_eq!(desk.list(View::All, "", "2026-04-09 13:00").rows, rows, "also when the rows are made anew");
    assert!(matches!(
        desk.database.answer(Request::SaveRuleBook { text, by: by("2026-04-09 13:00") }),
        Err(StoreError::VersionTaken { version: 2, .. })
    ));
    let unsigned = edited(3, "8 h").replacen("reviewer = \"品质部\"", "reviewer = \"\"", 1);
    let refused = desk.database.answer(Request::SaveRuleBook { text: unsigned, by: by("2026-04-09 13:00") });
    assert!(matches!(refused, Err(StoreError::Unsigned)));
}

#[test]
fn a_version_takes_effect_on_its_day_and_a_chosen_book_at_once_x7() {
    let mut desk = Desk::new();
    desk.database.answer(Request::SaveRuleBook { text: edited(2, "8 h"), by: by("2026-04-09 08:00") }).unwrap();
    let mut opened = |when: &str| {
        let case = desk.log(&[], when);
        let case = desk.file(case).case;
        (case.rule_book, case.rule_version)
    };
    assert_eq!(opened("2026-04-09 09:00"), ("appliance-group".to_owned(), 1));
    assert_eq!(opened("2026-04-10 09:00"), ("appliance-group".to_owned(), 2));
    let chosen = Request::ChooseRuleBook { id: "bank-branch".to_owned(), by: by("2026-04-11 08:00") };
    desk.database.answer(chosen).unwrap();
    let case = desk.log(&[], "2026-04-11 09:00");
    assert_eq!(desk.file(case).case.rule_version, 2, "the successor of 2020 is in force");
    let unknown = Request::ChooseRuleBook { id: "nobody".to_owned(), by: by("2026-04-11 08:00") };
    assert!(matches!(desk.database.answer(unknown), Err(StoreError::NoSuchBook(_))));
}

/// X6: a case without a promise is neither on time nor late.
#[test]
fn a_case_without_a_limit_counts_in_neither_x6() {
    let mut desk = Desk::new();
    desk.database.answer(Request::ChooseRuleBook { id: "ev-retailer".to_owned(), by: by("2026-04-09 08:00") }).unwrap();
    let case = desk.log(&[], "2026-04-09 09:00");
    desk.run(case, dispatch(), "2026-04-09 10:00").unwrap();
    let file = desk.file(case);
    assert_eq!((file.row.due_at, file.row.warn_at), (None, None));
}
