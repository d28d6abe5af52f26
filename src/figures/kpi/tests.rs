//! Each row of the KPI book on a handful of cases counted by hand.

use super::*;
use crate::domain::facts::parse_stamp;
use crate::domain::stage::{InfoClass, Satisfaction, Stage};
use crate::domain::{BranchId, Fen, Stamp};

fn at(wall: &str) -> Stamp {
    parse_stamp(&format!("2026-{wall}")).unwrap().unwrap()
}

/// March 2026, looked at on the fifth of April.
fn march() -> Span {
    Span { from: at("03-01"), to: at("04-01"), now: at("04-05") }
}

/// Received, due, answered and solved; an empty text is "not".
fn case(received: &str, due: &str, answered: &str) -> Measure {
    let maybe = |wall: &str| (!wall.is_empty()).then(|| at(wall));
    let mut case = Measure::at(at(received));
    case.limits = Limits { due0: maybe(due), due: maybe(due), promised: maybe(due), handover: None };
    let last = maybe(answered);
    case.closings = Closings { first: last, last, solved: last.is_some(), ..Closings::default() };
    case
}

fn sum_in(span: &Span, kpi: Kpi, line: Line, cases: &[Measure]) -> Sum {
    let unit = definition(kpi).unit(line).unwrap();
    let mut sum = Sum::default();
    for case in cases {
        items(kpi, line, case, span, &mut |item| sum.add(unit, &item));
    }
    sum
}

/// Numerator and denominator of a line in March.
fn parts(kpi: Kpi, line: Line, cases: &[Measure]) -> (i64, i64) {
    let sum = sum_in(&march(), kpi, line, cases);
    (sum.part, sum.whole)
}

fn value(kpi: Kpi, line: Line, cases: &[Measure]) -> Value {
    let definition = definition(kpi);
    sum_in(&march(), kpi, line, cases).value(definition.unit(line).unwrap(), definition.missing(line))
}

fn number(kpi: Kpi, line: Line, cases: &[Measure]) -> Option<f64> {
    value(kpi, line, cases).number(definition(kpi).unit(line).unwrap())
}

const HOUR: i64 = 3_600_000;

#[test]
fn every_row_has_lines_of_its_own_and_nothing_is_counted_of_nothing() {
    let mut seen = 0;
    for &kpi in Kpi::ALL {
        let definition = definition(kpi);
        assert_eq!((definition.kpi, kpi.row().to_lowercase().as_str()), (kpi, kpi.word()));
        let lines: std::collections::BTreeSet<_> = definition.lines.iter().map(|(line, _)| line).collect();
        assert_eq!(lines.len(), definition.lines.len(), "{kpi:?}: a line stands once");
        assert!(definition.missing.iter().all(|(line, _)| lines.contains(line)), "{kpi:?}");
        for (line, unit) in definition.lines {
            seen += 1;
            let empty = Sum::default().value(*unit, definition.missing(*line));
            // Rule 2: a dash, never 0 or 100 %; counts and sums of nothing are nothing.
            let expected = match unit {
                _ if definition.missing(*line).is_some() => None,
                Unit::Count | Unit::Money => Some(0.0),
                _ => None,
            };
            assert_eq!(empty.number(*unit), expected, "{kpi:?} {line:?}");
        }
    }
    assert_eq!(Kpi::ALL.len(), 24 + 9 + 2);
    assert!(seen > 50);
}

/// K02, rules 1, 5, 6, 8 and X6 in one month.
#[test]
fn k02_counts_what_was_due_and_closes_late_open_and_reopened_ones_as_late() {
    let mut unsettled = case("03-02 09:00", "03-03 09:00", "03-02 12:00");
    unsettled.closings.solved = false;
    let mut explained = unsettled.clone();
    explained.closings.agreed = true;
    let mut reopened = case("03-02 09:00", "03-03 09:00", "03-09 12:00");
    reopened.closings = Closings { first: Some(at("03-02 15:00")), reopened: true, ..reopened.closings };
    let mut extended = case("03-02 09:00", "03-05 09:00", "03-04 12:00");
    extended.limits.due0 = Some(at("03-03 09:00"));
    let cases = [
        case("02-28 20:00", "03-01 20:00", "03-01 19:59"),
        case("03-02 09:00", "03-03 09:00", "03-03 09:00"),
        case("03-02 09:00", "03-03 09:00", "03-03 09:01"),
        case("03-02 09:00", "03-03 09:00", ""),
        case("03-31 20:00", "04-01 20:00", "03-31 21:00"),
        case("03-05 09:00", "", "03-05 10:00"),
        unsettled,
        explained,
        reopened,
        extended,
    ];
    assert_eq!(parts(Kpi::K02, Line::Main, &cases), (4, 8), "in time: two plain, explained, extended");
    assert_eq!(parts(Kpi::K02, Line::Raw, &cases), (3, 8), "the extended one missed its first limit");
    assert_eq!(parts(Kpi::K02, Line::Extended, &cases), (1, 8));
    assert_eq!(parts(Kpi::K02, Line::Cohort, &cases), (4, 8), "the one due in April in, the one of February out");
    assert_eq!(parts(Kpi::K02, Line::Reopened, &cases), (1, 9), "of those answered in March");
    let early = Span { now: at("03-03 08:00"), ..march() };
    let sum = sum_in(&early, Kpi::K02, Line::Main, &cases);
    assert_eq!((sum.part, sum.whole), (1, 1), "nobody is counted before his limit");
    let cohort = sum_in(&early, Kpi::K02, Line::Cohort, &cases);
    assert_eq!((cohort.whole, cohort.unripe), (7, 7), "unripe until every case is past its limit");
}

/// K03 and K17: with the late and the open ones they make up the whole.
#[test]
fn k03_and_k17_share_the_whole_with_the_late_and_the_open() {
    let dispatched = |mut case: Measure| {
        case.dispatched = true;
        case
    };
    let mut again = case("03-02 09:00", "03-03 09:00", "03-03 08:00");
    again.closings.reopened = true;
    let cases = [
        case("03-02 09:00", "03-03 09:00", "03-02 09:10"),
        case("03-02 09:00", "03-03 09:00", "03-02 09:20"),
        again,
        dispatched(case("03-02 09:00", "03-03 09:00", "03-03 08:00")),
        dispatched(case("03-02 09:00", "03-03 09:00", "03-05 08:00")),
        dispatched(case("03-02 09:00", "03-03 09:00", "")),
        dispatched(case("03-31 20:00", "04-06 09:00", "")),
        case("03-02 09:00", "", "03-02 09:30"),
    ];
    let line = |line| parts(Kpi::K03, line, &cases);
    assert_eq!(line(Line::Main), (2, 6));
    assert_eq!(line(Line::Transferred), (1, 6));
    assert_eq!(parts(Kpi::K17, Line::Main, &cases), (1, 6));
    assert_eq!((line(Line::Late), line(Line::Open)), ((2, 6), (1, 6)));
    let shares = [Line::Main, Line::Transferred, Line::Late, Line::Open].map(|of| line(of).0);
    assert_eq!(shares.iter().sum::<i64>(), 6, "K03 + K17 + late + open = 100 %");
}

fn asked(received: &str, answers: &[(&str, Satisfaction)]) -> Measure {
    let mut case = Measure::at(at(received));
    case.surveys = answers
        .iter()
        .map(|(day, result)| Survey { at: at(day), result: *result, staff: Satisfaction::Fair })
        .collect();
    case
}

/// K04, K19: each round is asked once; who was not reached is no answer.
#[test]
fn k04_counts_answers_and_prints_the_response_beside() {
    use Satisfaction::{Dissatisfied, Fair, NotReached, Satisfied};
    let cases = [
        asked("03-02", &[("03-04", Satisfied)]),
        asked("03-02", &[("03-05", Fair)]),
        asked("03-02", &[("03-06", Dissatisfied), ("03-12", Satisfied)]),
        asked("03-02", &[("03-07", NotReached)]),
        asked("02-20", &[("03-01", Satisfied)]),
        asked("03-30", &[("04-02", Satisfied)]),
    ];
    assert_eq!(parts(Kpi::K04, Line::Main, &cases), (4, 5));
    assert_eq!(parts(Kpi::K04, Line::TopBox, &cases), (3, 5));
    assert_eq!(parts(Kpi::K04, Line::Response, &cases), (5, 6));
    assert_eq!(parts(Kpi::K04, Line::All, &cases), (4, 5), "of all received in March, by their last answer");
    assert_eq!(parts(Kpi::K19, Line::Main, &cases), (6, 6), "the answer about the staff");
}

fn run(stage: Stage, due: &str, ended: &str) -> StageRun {
    let ended = (!ended.is_empty()).then(|| at(ended));
    StageRun { stage, from: at("03-02 09:00"), due: at(due), ended, branch: Some(BranchId(4)) }
}

/// K05, K06, K11, K12: a stage by its own limit, an order by all of them and by its routing.
#[test]
fn k05_k06_k11_k12_judge_stages_and_whole_orders() {
    let mut good = case("03-02 09:00", "03-03 09:00", "03-02 20:00");
    good.stages =
        vec![run(Stage::Dispatch, "03-02 13:00", "03-02 13:00"), run(Stage::Handling, "03-03 06:00", "03-02 19:00")];
    let mut slow = good.clone();
    slow.stages[1].ended = Some(at("03-03 06:01"));
    let mut stuck = case("03-02 09:00", "03-03 09:00", "");
    stuck.stages = vec![run(Stage::Dispatch, "03-02 13:00", "")];
    let mut astray = good.clone();
    astray.misrouted = true;
    let mut later = good.clone();
    later.stages.push(run(Stage::Revisit, "04-02 00:00", ""));
    let cases = [good, slow, stuck, astray, later];
    assert_eq!(parts(Kpi::K05, Line::Main, &cases), (7, 9));
    assert_eq!(parts(Kpi::K05, Line::Orders, &cases), (3, 5), "what is due in April is not judged in March");
    assert_eq!(parts(Kpi::K11, Line::Main, &cases), (3, 5));
    assert_eq!(parts(Kpi::K12, Line::Main, &cases), (2, 5), "the misrouted one is wrong though in time");
    assert_eq!(parts(Kpi::K06, Line::Main, &cases), (2, 4), "of those answered");
    // kpi.md 5.4: how long stages took, still running ones up to the end of what can be judged.
    let spent = |cases: &[Measure]| value(Kpi::K05, Line::Spent, cases);
    let Value::Durations { median, p90, .. } = spent(&cases[..2]) else { panic!() };
    assert_eq!((median, p90), (7 * HOUR, 21 * HOUR + 60_000), "4, 10, 4 and 21:01 hours");
    let Value::Durations { median, .. } = spent(&cases[2..3]) else { panic!() };
    assert_eq!(median, at("04-01").0 - at("03-02 09:00").0);
    let mut stages = Vec::new();
    items(Kpi::K05, Line::Main, &cases[0], &march(), &mut |item| stages.push((item.stage, item.branch)));
    let owner = Some(BranchId(4));
    assert_eq!(stages, [(Some(Stage::Dispatch), owner), (Some(Stage::Handling), owner)], "rule 10");
}

/// K07: nobody late is a delay of nothing; what is open is late up to the end of the period.
#[test]
fn k07_means_the_delay_of_the_late_only() {
    let kept = case("03-02 09:00", "03-03 09:00", "03-03 08:00");
    assert_eq!(number(Kpi::K07, Line::Main, std::slice::from_ref(&kept)), Some(0.0), "no delay, not a dash");
    assert_eq!(number(Kpi::K07, Line::Main, &[]), None, "nothing was due");
    let cases = [
        kept,
        case("03-02 09:00", "03-03 09:00", "03-03 11:00"),
        case("03-30 09:00", "03-31 20:00", ""),
        case("03-30 09:00", "03-31 20:00", "04-03 20:00"),
    ];
    assert_eq!(parts(Kpi::K07, Line::Main, &cases), ((2 + 4 + 4) * HOUR, 3));
    assert_eq!(number(Kpi::K07, Line::Main, &cases), Some(200.0), "minutes");
    let mut staged = Measure::at(at("03-02"));
    staged.stages =
        vec![run(Stage::Reply, "03-02 10:00", "03-02 11:30"), run(Stage::Revisit, "03-09 00:00", "03-08 00:00")];
    assert_eq!(parts(Kpi::K07, Line::Stages, &[staged]), (HOUR * 3 / 2, 1));
}

/// K01, K08, A1: counted, but without sales there is no rate; K15, K18, K21-K23 lack their data.
#[test]
fn k01_k08_k15_k18_k21_k22_k23_say_what_is_missing() {
    let mut escalated = case("03-02 09:00", "03-03 09:00", "03-04 09:00");
    escalated.escalated = true;
    let cases = [escalated, case("03-02 09:00", "", ""), case("04-01", "", "")];
    assert_eq!((parts(Kpi::K01, Line::Main, &cases), parts(Kpi::K08, Line::Main, &cases)), ((2, 0), (1, 0)));
    for (kpi, line, missing) in [
        (Kpi::K01, Line::Main, Missing::Sales),
        (Kpi::K08, Line::Main, Missing::Sales),
        // Without calls there is nothing to count; the store, which knows the calls, says which data that is.
        (Kpi::K15, Line::Main, Missing::Nothing),
        // So it is with the departments, surveys and slips.
        (Kpi::K18, Line::Satisfaction, Missing::Nothing),
        (Kpi::K20, Line::Grumbles, Missing::Grumbles),
        (Kpi::K21, Line::Main, Missing::Nothing),
        (Kpi::K22, Line::Main, Missing::Nothing),
        (Kpi::A1, Line::Main, Missing::Sales),
    ] {
        assert_eq!(value(kpi, line, &cases), Value::Missing(missing), "{kpi:?} {line:?}");
    }
}

/// K09, K10, K14: the escalated ones, and what was promised.
#[test]
fn k09_k10_k14_ask_for_solved_within_the_limit() {
    use Satisfaction::{Dissatisfied, Satisfied};
    let escalated = |mut case: Measure, answer: Option<Satisfaction>| {
        case.escalated = true;
        case.surveys = answer.map(|result| Survey { at: at("03-20"), result, staff: result }).into_iter().collect();
        case
    };
    let mut unsolved = case("03-02 09:00", "03-03 09:00", "03-03 08:00");
    unsolved.closings = Closings { solved: false, agreed: true, ..unsolved.closings };
    let mut promised = case("03-02 09:00", "03-03 09:00", "03-04 09:00");
    promised.limits.promised = Some(at("03-05 09:00"));
    let cases = [
        escalated(case("03-02 09:00", "03-03 09:00", "03-03 08:00"), Some(Satisfied)),
        escalated(unsolved, Some(Dissatisfied)),
        escalated(case("03-02 09:00", "03-03 09:00", "03-04 08:00"), None),
        promised,
    ];
    assert_eq!(parts(Kpi::K09, Line::Main, &cases), (1, 3), "an explanation is no solution");
    assert_eq!(parts(Kpi::K10, Line::Main, &cases), (1, 3), "the source counts all");
    assert_eq!(parts(Kpi::K10, Line::Answered, &cases), (1, 2));
    assert_eq!(parts(Kpi::K14, Line::Main, &cases), (2, 4), "kept the later promise");
    assert_eq!(parts(Kpi::K02, Line::Main, &cases), (2, 4), "which does not relax K02");
}

/// K13: from contact to the last answer, without the time it lay closed; median and ninth decile beside the mean.
#[test]
fn k13_means_the_time_to_the_last_answer() {
    let mut cases: Vec<Measure> = (1..=9)
        .map(|hours| case("03-02 00:00", "", &format!("03-02 {hours:02}:00")))
        .chain([case("03-02 00:00", "", "03-06 04:00"), case("03-02 00:00", "", "")])
        .collect();
    let Value::Durations { mean, median, p90 } = value(Kpi::K13, Line::Main, &cases) else { panic!() };
    assert_eq!((mean * 10, median * 2, p90), (145 * HOUR, 11 * HOUR, 9 * HOUR));
    cases.truncate(1);
    cases[0].closings = Closings {
        last: Some(at("03-03 00:00")),
        gap_ms: 4 * HOUR,
        stopped_ms: 5 * HOUR,
        reopened: true,
        ..cases[0].closings
    };
    assert_eq!(parts(Kpi::K13, Line::Main, &cases), (20 * HOUR, 1));
    assert_eq!(parts(Kpi::K13, Line::Net, &cases), (15 * HOUR, 1));
    assert_eq!(number(Kpi::K13, Line::Stopped, &cases), Some(25.0), "rule 7");
}

/// K16: verified complaints about our own staff, in the month and since New Year.
#[test]
fn k16_counts_verified_service_complaints_and_the_year_so_far() {
    let service = |answered: &str, verified| {
        let mut case = case("01-02 09:00", "", answered);
        case.class = InfoClass::ServiceManagement;
        case.verified = verified;
        case
    };
    let cases = [
        service("01-05", Some(true)),
        service("03-05", Some(true)),
        service("03-06", Some(false)),
        service("03-07", None),
        case("03-02", "", "03-08"),
    ];
    assert_eq!(value(Kpi::K16, Line::Main, &cases), Value::Count(1));
    assert_eq!(value(Kpi::K16, Line::YearSoFar, &cases), Value::Count(2));
}

/// K20, F1, F2: by the contact.
#[test]
fn k20_f1_f2_count_what_was_received() {
    let mut found = Measure::at(at("03-03 10:00"));
    found.limits.handover = Some(at("03-07 00:00"));
    found.verified = Some(true);
    let mut late = found.clone();
    late.logged_at = at("03-07 00:01");
    late.verified = Some(false);
    let mut complaint = Measure::at(at("03-03 10:00"));
    complaint.class = InfoClass::MarketComplaint;
    let cases = [found, late, complaint, Measure::at(at("04-01"))];
    assert_eq!(value(Kpi::K20, Line::Complaints, &cases), Value::Count(1));
    assert_eq!(parts(Kpi::F1, Line::Main, &cases), (1, 2));
    assert_eq!(parts(Kpi::F2, Line::Main, &cases), (1, 2), "of those verified");
    assert_eq!(parts(Kpi::F2, Line::Pending, &cases), (1, 3), "not yet verified is told apart");
}

/// K24, F5-F8: from the incident file; F3 from questions to technical support; A1 in time.
#[test]
fn k24_f3_f5_f6_f7_f8_a1_count_files_questions_and_appeals() {
    let file = |told: &str, complete| {
        let mut case = case("03-02 09:00", "03-11 18:00", "03-20 09:00");
        case.closings.archived = Some(at("03-25"));
        case.appeal = complete;
        case.incident = Some(IncidentMeasure {
            known_at: at("03-02 09:00"),
            headquarters_at: Some(at(told)),
            complete,
            claim: complete.then_some(Fen(800_000)),
            insurer_paid: Fen(600_000),
            assessed: Fen(1_000_000),
            agreed: Some(Fen(1_100_000)),
            paid_out: Fen(1_100_000),
            ..IncidentMeasure::default()
        });
        case
    };
    let mut cases = vec![file("03-02 09:10", true), file("03-02 09:40", false), file("03-02 10:40", false)];
    assert_eq!(number(Kpi::F5, Line::Main, &cases), Some(40.0), "median minutes");
    assert_eq!(number(Kpi::F5, Line::Insurer, &cases), None, "nobody told the insurer");
    assert_eq!(parts(Kpi::F6, Line::Main, &cases), (1, 3));
    assert_eq!(number(Kpi::F7, Line::Main, &cases), Some(75.0), "paid of claims decided");
    assert_eq!(number(Kpi::F8, Line::Main, &cases), Some(110.0), "agreed against assessed");
    assert_eq!(value(Kpi::K24, Line::Main, &cases), Value::Money(Fen(3_300_000)));
    assert_eq!(value(Kpi::K24, Line::Count, &cases), Value::Count(3));
    assert_eq!(parts(Kpi::A1, Line::OnTime, &cases), (0, 1), "answered on the 20th, due on the 11th");
    assert_eq!(sum_in(&march(), Kpi::A1, Line::Main, &cases).part, 1);
    let question = |due: &str, answered: &str| Asked { due: at(due), answered: Some(at(answered)) };
    cases[0].asked = vec![question("03-04", "03-03"), question("03-05", "03-06"), question("04-05", "04-04")];
    assert_eq!(parts(Kpi::F3, Line::Main, &cases), (1, 2));
}

/// F4: both limits kept; a batch without a plan is due when the plan is. A2: conclusions of appeals answered in March.
#[test]
fn f4_and_a2_count_batches_and_appeals() {
    let asked =
        |due: &str, answered: &str| Asked { due: at(due), answered: (!answered.is_empty()).then(|| at(answered)) };
    let batch = |plan, carry| {
        let mut case = case("03-02 09:00", "", "03-20 09:00");
        case.batch = Some(BatchRun { plan, carry });
        case
    };
    let mut cases = [
        batch(asked("03-05", "03-04"), Some(asked("03-08", "03-08"))),
        batch(asked("03-05", "03-06"), Some(asked("03-10", "03-08"))),
        batch(asked("03-05", "03-04"), Some(asked("03-08", ""))),
        batch(asked("03-05", ""), None),
        batch(asked("03-31", "03-30"), Some(asked("04-03", "04-02"))),
    ];
    assert_eq!(parts(Kpi::F4, Line::Main, &cases), (1, 4));
    assert_eq!(parts(Kpi::F4, Line::Plan, &cases), (3, 5));
    assert_eq!(parts(Kpi::F4, Line::Carry, &cases), (2, 3));
    let found = [Conclusion::Company, Conclusion::Company, Conclusion::OwnReason, Conclusion::Withdrawn];
    cases.iter_mut().zip(found).for_each(|(case, found)| case.conclusion = Some(found));
    assert_eq!(parts(Kpi::A2, Line::Company, &cases), (2, 4), "of those with a conclusion");
    assert_eq!(parts(Kpi::A2, Line::HandledBefore, &cases), (0, 4));
    assert_eq!(parts(Kpi::A2, Line::OwnReason, &cases), (1, 4));
}

/// Rule 3: branches are added, not averaged; rule 4 and 11 stand with `Share`.
#[test]
fn together_is_the_sum_of_parts_over_the_sum_of_wholes() {
    let small = sum_in(&march(), Kpi::K02, Line::Main, &[case("03-02 09:00", "03-03 09:00", "03-02 12:00")]);
    let late: Vec<_> = (0..9).map(|_| case("03-02 09:00", "03-03 09:00", "")).collect();
    let mut all = sum_in(&march(), Kpi::K02, Line::Main, &late);
    all.join(&small);
    assert_eq!(all.value(Unit::Percent, None).number(Unit::Percent), Some(10.0), "not the mean of 100 % and 0 %");
}

/// What lies outside every period of a case is left out by `last_at`, what can count is not.
#[test]
fn a_case_counts_nowhere_after_its_last_instant() {
    let mut case = case("03-02 09:00", "03-03 09:00", "03-20 09:00");
    case.surveys = vec![Survey { at: at("04-20"), result: Satisfaction::Fair, staff: Satisfaction::Fair }];
    assert_eq!(case.last_at(), at("04-20"));
    let may = Span { from: Stamp(case.last_at().0 + 1), to: at("06-01"), now: at("06-01") };
    for &kpi in Kpi::ALL {
        for (line, _) in definition(kpi).lines.iter().filter(|(line, _)| *line != Line::YearSoFar) {
            assert_eq!(sum_in(&may, kpi, *line, std::slice::from_ref(&case)).items, 0, "{kpi:?} {line:?}");
        }
    }
}

/// K18: complaint rate, resolution and satisfaction of the cases a department answers for; the others count in none.
#[test]
fn k18_counts_what_a_department_answers_for() {
    let mut ours = case("03-02 09:00", "03-03 09:00", "03-03 08:00");
    ours.attributed = true;
    ours.surveys = vec![Survey { at: at("03-05"), result: Satisfaction::Fair, staff: Satisfaction::Fair }];
    let mut late = case("03-02 09:00", "03-03 09:00", "03-04 08:00");
    late.attributed = true;
    late.surveys = vec![Survey { at: at("03-05"), result: Satisfaction::Dissatisfied, staff: Satisfaction::Fair }];
    let nobody = case("03-02 09:00", "03-03 09:00", "03-03 08:00");
    let cases = [ours, late, nobody];
    assert_eq!(parts(Kpi::K18, Line::Complaints, &cases), (2, 0));
    assert_eq!(parts(Kpi::K18, Line::Resolution, &cases), (1, 2));
    assert_eq!(parts(Kpi::K18, Line::Satisfaction, &cases), (1, 2));
}

/// K21-K23: surveys and slips count where they are dated, cases of law enforcement among those received.
#[test]
fn k21_k22_k23_count_what_was_entered() {
    let mut told = case("02-02 09:00", "", "");
    told.excellence = Some(Excellence { at: at("03-31"), returned: 300, excellent: 287, complained: Some(4) });
    told.slips = vec![
        Slips { at: at("03-09"), satisfied: 1, opinions: 1 },
        Slips { at: at("03-31"), satisfied: 41, opinions: 50 },
        Slips { at: at("04-01"), satisfied: 9, opinions: 9 },
    ];
    let mut filed = case("03-02 09:00", "", "");
    filed.enforced = true;
    let mut uncounted = case("03-02 09:00", "", "");
    uncounted.excellence = Some(Excellence { at: at("03-30"), returned: 100, excellent: 90, complained: None });
    let cases = [told, filed, uncounted];
    assert_eq!(parts(Kpi::K21, Line::Main, &cases), (377, 400));
    assert_eq!(parts(Kpi::K21, Line::Complaints, &cases), (4, 300), "a survey that did not ask has no part");
    assert_eq!(parts(Kpi::K22, Line::Main, &cases), (42, 51));
    assert_eq!(parts(Kpi::K23, Line::Main, &cases), (1, 2));
}
