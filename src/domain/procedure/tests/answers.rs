//! What people type, and the one text that is kept of it.

use super::*;

fn question(key: &str) -> Question {
    let rules = Trial::new(&[]).rules;
    rules.procedures.iter().find_map(|template| template.question(key)).unwrap().1.clone()
}

#[track_caller]
fn read(key: &str, typed: &str, kept: Option<&str>) {
    assert_eq!(read_answer(&question(key), typed).as_deref(), kept, "{key}: {typed}");
}

#[test]
fn an_answer_is_kept_in_one_text_however_it_was_typed() {
    for typed in ["2026-04-05", "2026/4/5", "2026年4月5日", "２０２６－０４－０５", " 20260405 "] {
        read("accepted_on", typed, Some("2026-04-05"));
    }
    for typed in ["2026-04", "2026/4", "2026年4月", "202604", "２０２６年４月"] {
        read("month", typed, Some("2026-04"));
    }
    read("met_at", "2026/4/5 9:30", Some("2026-04-05 09:30"));
    read("met_at", "2026年4月5日 9时30分", Some("2026-04-05 09:30"));
    read("amount", "1,234.5", Some("1234.50"));
    read("amount", "１２３４．５", Some("1234.50"));
    read("weight", "１２", Some("12"));
    read("weight", "1,200", Some("1200"));
    read("kind", "质量异议", Some("quality"));
    read("kind", "QUALITY", Some("quality"));
    read("handled", "电话、到现场", Some("visit,phone"));
    read("key_appeal", "是", Some("yes"));
    read("key_appeal", "no", Some("no"));
    read("contact", " 沈秋蓉 ", Some("沈秋蓉"));
    read("scan", &"ab".repeat(32), Some(&"ab".repeat(32)));
}

#[test]
fn what_is_no_answer_of_its_kind_is_not_taken() {
    for (key, typed) in [
        ("accepted_on", "2026-02-30"),
        ("accepted_on", "明天"),
        ("month", "2026-13"),
        ("month", "4月"),
        ("met_at", "2026-04-05"),
        ("amount", "-5"),
        ("amount", "很多"),
        ("weight", "-1"),
        ("weight", "1.5"),
        ("kind", "gold"),
        ("handled", "visit、gold"),
        ("handled", "、"),
        ("key_appeal", "也许"),
        ("contact", "一行\n两行"),
        ("scan", "ab"),
        ("contact", "  "),
    ] {
        read(key, typed, None);
    }
    read("contact", &"长".repeat(201), None);
    read("cause", &"长".repeat(4000), Some(&"长".repeat(4000)));
    read("cause", &"长".repeat(4001), None);
}

#[test]
fn a_kept_answer_reads_as_itself_and_names_its_moment_o02() {
    let moment = |key: &str, answer: &str| {
        assert_eq!(read_answer(&question(key), answer).as_deref(), Some(answer));
        moment_of(&question(key), answer)
    };
    assert_eq!(moment("accepted_on", "2026-04-05"), Some(at("2026-04-05")));
    assert_eq!(moment("month", "2026-02"), Some(at("2026-02-28")));
    assert_eq!(moment("month", "2026-12"), Some(at("2026-12-31")));
    assert_eq!(moment("met_at", "2026-04-05 09:30"), Some(at("2026-04-05 09:30")));
    assert_eq!(moment("weight", "5"), None);
}
