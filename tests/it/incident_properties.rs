//! What holds for any incident file: a closed one never moves with the rule book, and its events always say the same.
//!
//! The files are those of invented cases, each made by commands the rules admitted.

use kesu::clock::case_clock::{promise_clocks, span_clock};
use kesu::domain::incident::closure::Subject;
use kesu::domain::incident::{gaps, money_prompts};
use kesu::domain::stage::{InfoClass, Stage};
use kesu::domain::{Case, Stamp};
use kesu::rulebook::{BUILT_IN, RuleBook};
use kesu::store::{Answer, CaseFile, CaseRow, Database, ListQuery, Request, View};
use proptest::prelude::*;

use crate::demo::{END, filled_with};
use crate::store::{at, by, facts};

/// The day on which the second version is in force.
const LATER: &str = "2026-04-20 09:00";

fn incidents(database: &mut Database) -> Vec<CaseRow> {
    let mut query = ListQuery { limit: 5_000, ..ListQuery::of(View::All, &by(END)) };
    query.filter.class = Some(InfoClass::MajorIncident);
    match database.answer(Request::List(query)).unwrap() {
        Answer::List(page) => page.rows,
        other => panic!("{other:?}"),
    }
}

fn open(database: &mut Database, row: &CaseRow) -> CaseFile {
    match database.answer(Request::Open(row.id)).unwrap() {
        Answer::Case(file) => *file,
        other => panic!("{other:?}"),
    }
}

/// Everything of a case that is counted, decided or due, as its own rule book has it.
#[derive(Debug, PartialEq)]
struct Figures {
    case: Case,
    row: CaseRow,
    version: i64,
    totals: String,
    prompts: String,
    signers: Vec<String>,
    gaps: String,
    due: Vec<(String, Option<Stamp>)>,
}

fn figures(file: &CaseFile) -> Figures {
    let (case, rules, clockwork) = (&file.case, &file.book.rules, &file.book.clockwork);
    let incident = case.incident.as_deref().unwrap();
    let of_spans = case.spans.iter().filter_map(|span| span_clock(case, span, rules, clockwork));
    let due = of_spans.chain(promise_clocks(case, rules, clockwork));
    let signers = Subject::ALL.iter().map(|&subject| {
        let row = incident.approval(case, rules, subject);
        format!("{:?} {:?}", row.map(|row| (&row.id, &row.posts)), incident.unsigned(case, rules, subject))
    });
    Figures {
        row: file.row.clone(),
        version: rules.version,
        totals: format!("{:?} {:?} {:?}", incident.losses.totals(), incident.ledger(), incident.grading),
        prompts: format!("{:?}", money_prompts(case, rules)),
        signers: signers.collect(),
        gaps: format!("{:?}", gaps::closing(case, rules)),
        due: due.map(|clock| (clock.rule, clock.deadline.due)).collect(),
        case: case.clone(),
    }
}

/// The default book as its second version: other depreciation, bands, approvals and limits.
fn second_version(knobs: [u32; 6]) -> String {
    let [life, floor, grace, amount, hours, options] = knobs;
    let yuan = format!("\"{amount}.00\"");
    let changed = |line: &str| {
        let key = line.split('=').next().unwrap_or_default().trim();
        match key {
            "version" => "version = 2".to_owned(),
            "effective" => "effective = \"2026-04-15\"".to_owned(),
            "life_years" => format!("life_years = {life}"),
            "floor_percent" => format!("floor_percent = {floor}"),
            "grace_months" => format!("grace_months = {grace}"),
            "options_at_least" => format!("options_at_least = {options}"),
            "above" | "guidance_up_to" | "insurer_above" | "claim_above" => format!("{key} = {yuan}"),
            "posts" => "posts = [\"legal\", \"president\"]".to_owned(),
            "loss_from" if line.contains("20000") => format!("loss_from = \"{}.00\"", amount + 1),
            "loss_from" if line.contains("50000") => format!("loss_from = \"{}.00\"", amount + 2),
            "limit" | "longest" => format!("{key} = \"{hours} h\""),
            _ => line.to_owned(),
        }
    };
    let lines: Vec<String> = BUILT_IN[0].1.lines().map(changed).collect();
    lines.join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, failure_persistence: None, ..ProptestConfig::default() })]

    /// A17, J08, J14: totals, grade, signers, due times and the row of a closed incident stay what they were when a
    /// second version takes effect; a new case is opened under that version and its figures are others.
    #[test]
    fn figures_of_a_closed_incident_never_move_with_the_rule_book_a17(
        seed in any::<u64>(),
        life in 1_u32..30,
        floor in 20_u32..90,
        grace in 0_u32..5,
        amount in 4_000_u32..15_000,
        hours in 2_u32..30,
    ) {
        let mut desk = filled_with(800, END, seed);
        let database = &mut desk.database;
        let rows = incidents(database);
        let files: Vec<CaseFile> = rows.iter().map(|row| open(database, row)).collect();
        let closed = files.iter().filter(|file| file.case.stage == Stage::Archived).count();
        prop_assert!(closed >= 8, "{closed}");
        let before: Vec<Figures> = files.iter().map(figures).collect();

        let text = second_version([life, floor, grace, amount, hours, 3]);
        let second = RuleBook::read("", &text).unwrap();
        database.answer(Request::SaveRuleBook { text, by: by(LATER) }).unwrap();
        let logged = Box::new(facts(&[], LATER));
        database.answer(Request::Log { facts: logged, draft: None, by: by(LATER) }).unwrap();
        prop_assert_eq!(database.book().rules.version, 2, "in force for new cases");
        // The change is none in name only: counted under it, the same files have other figures.
        let moved = files.iter().zip(&before).filter(|(file, before)| {
            let under = CaseFile { book: std::sync::Arc::new(second.clone()), ..(*file).clone() };
            let after = figures(&under);
            after.signers != before.signers && after.due != before.due
        });
        prop_assert!(moved.count() >= closed);

        for rebuilt in [false, true] {
            if rebuilt {
                database.answer(Request::Rebuild).unwrap();
            }
            for (row, before) in rows.iter().zip(&before) {
                prop_assert_eq!(&figures(&open(database, row)), before, "{} rebuilt {}", row.number, rebuilt);
            }
        }
    }

    /// J13, L09: the events of any incident file, replayed as a whole or from any place on, come to the same case and
    /// the same row.
    #[test]
    fn events_of_any_incident_replayed_give_the_same_case_and_row_j13(seed in any::<u64>()) {
        let mut desk = filled_with(400, END, seed);
        let database = &mut desk.database;
        let rows = incidents(database);
        for row in &rows {
            let file = open(database, row);
            prop_assert_eq!(&Case::replay(&file.history).unwrap(), &file.case);
            // Event by event, as the screens see a case grow.
            let mut grown = Case::replay(&file.history[..1]).unwrap();
            for (nth, record) in file.history.iter().enumerate().skip(1) {
                grown.take_in(record.at, std::slice::from_ref(&record.event));
                if nth % 25 == 0 {
                    let whole = Case::replay(&file.history[..=nth]).unwrap();
                    prop_assert_eq!(&grown.incident, &whole.incident, "{} after {} events", row.number, nth);
                }
            }
            prop_assert_eq!(&grown.incident, &file.case.incident);
        }
        database.answer(Request::Rebuild).unwrap();
        prop_assert_eq!(incidents(database), rows);
    }
}

#[test]
fn the_second_version_is_a_sound_book_with_other_figures() {
    let second = RuleBook::read("", &second_version([3, 30, 1, 5_000, 9, 3])).unwrap();
    let first = RuleBook::read(BUILT_IN[0].0, BUILT_IN[0].1).unwrap();
    assert_eq!((first.rules.version, second.rules.version), (1, 2));
    let (old, new) = (&first.rules.incident, &second.rules.incident);
    assert_ne!(old.depreciation, new.depreciation);
    assert_ne!(old.floor, new.floor);
    assert_ne!(old.grace_months, new.grace_months);
    assert_ne!(first.rules.grades, second.rules.grades);
    assert_ne!(first.rules.stage_limits, second.rules.stage_limits);
    assert_ne!(first.rules.money, second.rules.money);
    assert_ne!(old.approvals, new.approvals);
    assert!(at(LATER).date() >= second.effective);
}
