//! What a rule book asks for before a deed: signatures, copies, periods; and the sub-orders it sets a limit for.

use kesu::clock::case_clock::{CaseClocks, Governs};
use kesu::domain::decide::Reason;
use kesu::domain::event::{Attachment, ClosingTerms, Extension, MediaKind};
use kesu::domain::stage::{Satisfaction, Stage};
use kesu::domain::{Command, Fen, Field};
use kesu::rulebook::{BUILT_IN, RuleBook};

use crate::rule_books::Walk;
use crate::store::{at, dispatch, handled, reply, revisit};

const MANAGEMENT: &str = "管理部、总经理";

fn close(paid: Option<Fen>, approved_by: &str, copied_to: &str) -> Command {
    let terms = ClosingTerms { paid, approved_by: approved_by.to_owned(), copied_to: copied_to.to_owned() };
    Command::Close { conclusion: "已补足重量".to_owned(), opinion: "同意".to_owned(), terms }
}

/// A steel objection that only waits to be closed.
fn ready(text: &str) -> Walk {
    let mut walk = Walk::begin("steel-trader.toml", &[(Field::Channel, "written"), (Field::Category, "数量异议")]);
    walk.book = RuleBook::read("copy", text).unwrap();
    walk.run(dispatch(), "2026-04-09 10:00").unwrap();
    walk.run(handled(), "2026-04-09 15:00").unwrap();
    walk.run(reply(), "2026-04-09 16:00").unwrap();
    walk.run(revisit(Satisfaction::Satisfied, ""), "2026-04-13 10:00").unwrap();
    walk
}

fn steel() -> &'static str {
    BUILT_IN.iter().find(|(file, _)| *file == "steel-trader.toml").unwrap().1
}

#[test]
fn a_closing_without_payment_is_signed_by_the_business_head_a12() {
    let mut walk = ready(steel());
    let refused = walk.run(close(None, " 、", MANAGEMENT), "2026-04-13 11:00").unwrap_err();
    assert_eq!(refused.rule, "A12");
    let Reason::NotSigned { row, by, need } = refused.reason else { panic!("{refused:?}") };
    assert_eq!((row.as_str(), by[0].zh.as_str(), need), ("A12", "业务负责人", 1));
    walk.run(close(None, "许业务", MANAGEMENT), "2026-04-13 11:00").unwrap();
    let case = walk.case();
    assert_eq!((case.stage, case.closing.unwrap().terms.approved_by.as_str()), (Stage::Archived, "许业务"));
}

#[test]
fn money_is_paid_only_with_the_general_managers_signature_q04() {
    let mut walk = ready(steel());
    let paid = Some(Fen(1_250_000));
    let refused = walk.run(close(paid, "", MANAGEMENT), "2026-04-13 11:00").unwrap_err();
    assert_eq!(refused.rule, "Q04");
    let Reason::NotSigned { row, by, .. } = refused.reason else { panic!("{refused:?}") };
    assert_eq!((row.as_str(), by[0].zh.as_str()), ("Q04", "总经理"));
    walk.run(close(paid, "郭总", MANAGEMENT), "2026-04-13 11:00").unwrap();
    assert_eq!(walk.case().closing.unwrap().terms.paid, paid);
}

#[test]
fn as_many_sign_as_the_row_asks_for_a12_q04_t30() {
    let two = |deed: &str, text: &str| {
        let row = format!("deed = \"{deed}\"\nby_zh = [");
        text.replacen(&row, &format!("{row}\"财务负责人\", "), 1)
    };
    let text = two("closing", steel()).replacen("by_en = [\"Business head\"", "by_en = [\"CFO\", \"Business head\"", 1);
    for (signers, signed) in
        [("许业务", false), ("许业务、", false), ("许业务、钱财务", true), ("许业务，钱财务；郭总", true)]
    {
        let mut walk = ready(&text);
        let closed = walk.run(close(None, signers, MANAGEMENT), "2026-04-13 11:00");
        assert_eq!(closed.is_ok(), signed, "{signers}");
    }
    let by = "deed = \"extension\"\nby_zh = [\"总经理\"]\nby_en = [\"General manager\"]";
    let both = "deed = \"extension\"\nby_zh = [\"总经理\", \"财务负责人\"]\nby_en = [\"General manager\", \"CFO\"]";
    for (signers, signed) in [("郭总", false), ("郭总、钱财务", true)] {
        let mut walk = Walk::begin("steel-trader.toml", &[(Field::Category, "数量异议")]);
        walk.book = RuleBook::read("copy", &steel().replacen(by, both, 1)).unwrap();
        walk.run(dispatch(), "2026-04-09 10:00").unwrap();
        let extension = Extension {
            until: at("2026-04-11 10:00"),
            reason: "等磅单".to_owned(),
            approved_by: signers.to_owned(),
            customer_told: true,
        };
        let extended = walk.run(Command::Extend(extension), "2026-04-09 11:00");
        assert_eq!(extended.is_ok(), signed, "T30 {signers}");
    }
}

#[test]
fn the_reply_goes_on_file_where_the_book_says_q08() {
    let mut walk = ready(steel());
    let refused = walk.run(close(None, "许业务", " "), "2026-04-13 11:00").unwrap_err();
    assert_eq!(refused.rule, "Q08");
    let Reason::NotCopied { to } = refused.reason else { panic!("{refused:?}") };
    assert_eq!(to.iter().map(|name| name.zh.as_str()).collect::<Vec<_>>(), ["管理部", "总经理"]);
    walk.run(close(None, "许业务", MANAGEMENT), "2026-04-13 11:00").unwrap();
    assert_eq!(walk.case().closing.unwrap().terms.copied_to, MANAGEMENT);
}

#[test]
fn a_recording_stays_for_its_period_q06() {
    let row = "[[retention]]\nrule = \"Q06\"\nzh = \"录音\"\nen = \"Recordings\"\nmedia = \"recording\"\nmonths = 6\n";
    let kept = |walk: &mut Walk, media| {
        let (hash, name) = ("a".repeat(64), "通话.mp3".to_owned());
        let file = Attachment { hash, name, media, bytes: 9, taken_at: None };
        walk.run(Command::Attach(file), "2026-04-09 10:00").unwrap();
    };
    let detach = || Command::Detach { hash: "a".repeat(64), reason: "重复".to_owned() };
    let mut walk = Walk::begin("steel-trader.toml", &[]);
    walk.book = RuleBook::read("copy", &format!("{}\n{row}", steel())).unwrap();
    kept(&mut walk, MediaKind::Recording);
    let refused = walk.run(detach(), "2026-10-09 23:00").unwrap_err();
    assert_eq!((refused.rule.as_ref(), refused.reason), ("Q06", Reason::KeptUntil("2026-10-09".parse().unwrap())));
    walk.run(detach(), "2026-10-10 00:00").unwrap();
    // Other files, and recordings under a book without a period, go as before.
    kept(&mut walk, MediaKind::Document);
    walk.run(detach(), "2026-04-09 11:00").unwrap();
    let mut walk = Walk::begin("steel-trader.toml", &[]);
    kept(&mut walk, MediaKind::Recording);
    walk.run(detach(), "2026-04-09 11:00").unwrap();
}

#[test]
fn a_sub_order_that_is_due_first_governs_the_clock_t17_e12() {
    // E12: limits by department are the rows [[assist]] of the book.
    let mut walk = Walk::begin("appliance-group.toml", &[(Field::Channel, "hotline"), (Field::Level, "national")]);
    walk.run(dispatch(), "2026-04-09 10:00").unwrap();
    let row = &walk.book.rules.policy.assists[0];
    let due = walk.book.clockwork.deadline(&kesu::clock::Run::new(at("2026-04-09 11:00"), row.limit)).unwrap().due;
    // One working day after the 9th: the 10th, to close of business.
    assert_eq!((row.id.as_str(), due), ("T17", Some(at("2026-04-10 17:30"))));
    let ask = Command::AskAssist { unit: "技术支持".to_owned(), what: "书面答复".to_owned(), due };
    walk.run(ask, "2026-04-09 11:00").unwrap();
    let next = |walk: &Walk| CaseClocks::of(&walk.case(), &walk.book.rules, &walk.book.clockwork).next().unwrap();
    assert_eq!((next(&walk).governs, next(&walk).due), (Governs::Assist, due));
    walk.run(Command::AnswerAssist { nth: 0, text: "更换控制板".to_owned() }, "2026-04-10 09:00").unwrap();
    assert_ne!(next(&walk).governs, Governs::Assist);
}

#[test]
fn every_limit_of_the_sources_stands_in_a_rule_book_e10() {
    // E10: the other limits of the sources are rule books to choose from.
    let ids: Vec<String> = (17..=29).map(|n| format!("T{n}")).collect();
    let missing = ids.iter().filter(|id| !BUILT_IN.iter().any(|(_, text)| text.contains(&format!("rule = \"{id}\""))));
    assert_eq!(missing.collect::<Vec<_>>(), Vec::<&String>::new());
}

#[test]
fn the_retailers_three_groups_and_their_flat_path_are_told_a09_a10() {
    let walk = Walk::begin("ev-retailer.toml", &[]);
    let groups = &walk.book.rules.policy.groups;
    assert_eq!(groups.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["A09"; 3]);
    assert!(groups[0].does.zh.contains("直接派到") && groups[1].does.zh.contains("直接报"), "A10");
}
