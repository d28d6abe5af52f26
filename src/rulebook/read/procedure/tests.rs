//! Tables of procedures, sound and wrong.

use super::super::RuleBook;
use super::*;
use crate::domain::Limit;

const BOOK: &str = include_str!("../../../../tests/ref/procedures.toml");

#[test]
fn every_table_of_a_procedure_is_read_i03() {
    let rules = RuleBook::read("procedures.toml", BOOK).unwrap().rules;
    let keys: Vec<&str> = rules.procedures.iter().map(|template| template.key.as_str()).collect();
    assert_eq!(keys, ["appeal", "mediation", "recall", "objection", "competitor"]);
    let appeal = &rules.procedures[0];
    assert!(appeal.holds_closing && appeal.opens[0].channels == ["regulator"]);
    let report = appeal.step("report").unwrap();
    assert_eq!((report.names, report.back_to.as_slice()), (2, ["branch".to_owned()].as_slice()));
    assert_eq!(report.limits[0].from, Mark::Step("branch".to_owned()));
    assert!(appeal.step("advice").unwrap().optional);
    let (section, paper) = appeal.question("paper").unwrap();
    assert_eq!((section.rows.as_ref().unwrap().least, paper.choices.len()), (1, 2));
    let filed = appeal.question("filed_with").unwrap().1;
    assert_eq!(filed.when, Some(Only { field: "key_appeal".to_owned(), is: vec!["yes".to_owned()] }));
    let timers = &rules.procedures[1].timers;
    assert_eq!(timers[0].to_day.unwrap().to_string(), "2026-04-14");
    assert_eq!((timers[1].limit, timers[1].mark), (Limit::Days(60), SourceMark::SecondHand));
    assert_eq!(rules.timers[0].opens[0].demands.len(), 4);
    assert!(rules.timers[0].opens[0].within_law);
}

/// Puts `to` in the place of the first `from` after `mark`; the line with `to` must be named.
#[track_caller]
fn refused(mark: &str, from: &str, to: &str, expected: &str) {
    let start = BOOK.find(mark).unwrap();
    let at = start + BOOK[start..].find(from).unwrap();
    let text = format!("{}{to}{}", &BOOK[..at], &BOOK[at + from.len()..]);
    let error = RuleBook::read("book.toml", &text).unwrap_err();
    assert!(error.expected.contains(expected), "{error}");
    let line = text.lines().nth(error.line - 1).unwrap();
    let shown = to.lines().next().unwrap_or_default();
    assert!(line.contains(shown.split('"').nth(1).unwrap_or(shown)), "{error} names {line}");
}

#[test]
fn every_wrong_reference_is_named_by_its_line_a17() {
    let appeal = "key = \"appeal\"";
    refused(appeal, "channels = [\"regulator\"]", "channels = [\"pigeon\"]", "[[channel]]");
    refused(appeal, "before = \"reply\"", "before = \"repli\"", "a step of this procedure");
    refused(appeal, "field = \"key_appeal\", is", "field = \"keys\", is", "section without rows");
    refused(appeal, "is = [\"yes\"]", "is = [\"perhaps\"]", "yes, no");
    refused(appeal, "back_to = [\"branch\"]", "back_to = [\"reply\"]", "an earlier step");
    refused(appeal, "from = \"step:branch\"", "from = \"step:twig\"", "step:KEY");
    refused(appeal, "from = \"previous\"", "from = \"answer:paper\"", "answer:KEY");
    refused(appeal, "key = \"filing\"", "key = \"accept\"", "no other");
    refused(appeal, "key = \"contact\"", "key = \"cause\"", "no other");
    refused(appeal, "kind = \"text\"", "kind = \"poem\"", "line, text");
    refused("key = \"mediation\"", "stops = [\"test\"]", "stops = [\"lunch\"]", "[[wait]]");
    refused("key = \"mediation\"", "key = \"mediate-121\"", "key = \"mediate-20\"", "no other");
    refused("key = \"mediation\"", "to_day = \"2026-04-14\"", "to_day = \"April\"", "a day");
    refused("key = \"mediation\"", "mark = \"V2\"", "mark = \"W\"", "V2");
    refused("key = \"mediation\"", "until = \"step:ended\"", "until = \"opened\"", "what ends it");
    refused("key = \"recall\"", "key = \"recall\"", "key = \"appeal\"", "no other");
    refused("key = \"competitor\"", "distinct = \"brand\"", "distinct = \"month\"", "this section");
    refused("key = \"red-line\"", "from = \"received\"", "from = \"opened\"", "no procedure");
    refused("key = \"red-line\"", "demands = [", "demands = [\"gold\", ", "repair");
}

#[test]
fn a_question_hangs_on_an_earlier_one_outside_tables_i07() {
    // Both stand in the same line as the key that is named.
    let later = "kind = \"text\"\nwhen = { field = \"key_appeal\", is = [\"yes\"] }";
    let text = BOOK.replacen("kind = \"text\"", later, 1);
    let error = RuleBook::read("book.toml", &text).unwrap_err();
    assert!(error.expected.contains("an earlier field"), "{error}");
    let error = RuleBook::read("book.toml", &BOOK.replacen("kind = \"text\"", "kind = \"choice\"", 1)).unwrap_err();
    assert!(error.found == "cause" && error.expected.contains("choices"), "{error}");
    let in_table = "kind = \"file\"\nwhen = { field = \"key_appeal\", is = [\"yes\"] }";
    let error = RuleBook::read("book.toml", &BOOK.replacen("kind = \"file\"", in_table, 1)).unwrap_err();
    assert!(error.expected.contains("no when in a table"), "{error}");
}

#[test]
fn a_procedure_ends_with_a_step_that_is_always_asked() {
    let last = "key = \"filed\"\nrule = \"O02\"";
    let error = RuleBook::read("book.toml", &BOOK.replacen(last, &format!("{last}\noptional = true"), 1)).unwrap_err();
    assert!(error.expected.contains("last step"), "{error}");
    assert_eq!(error.found, "filed");
}
