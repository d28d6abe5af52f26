//! What the facts of a case open by themselves, and when.

use super::*;

fn opened(trial: &Trial) -> Vec<(&str, Option<&str>)> {
    trial.case.procedures.iter().map(|known| (known.key.as_str(), known.because.as_deref())).collect()
}

fn amend(pairs: &[(Field, &str)]) -> Command {
    Command::Amend { changes: pairs.iter().map(|(field, to)| (*field, text(to))).collect(), reason: text("核实") }
}

#[test]
fn the_facts_of_a_case_open_what_is_prescribed_for_them_i09() {
    assert_eq!(opened(&Trial::new(&[])), []);
    assert_eq!(opened(&Trial::appeal()), [("appeal", Some("I09"))]);
    assert_eq!(opened(&Trial::new(&[(Field::Injury, "light")])), []);
    assert_eq!(opened(&Trial::new(&[(Field::Injury, "death")])), [("recall", Some("RECALL-2WD"))]);
    assert_eq!(opened(&Trial::new(&[(Field::Grade, "extra_major")])), [("recall", Some("RECALL-2WD"))]);
    assert_eq!(opened(&Trial::new(&[(Field::Occurrence, "same_batch")])), [], "not verified yet");
}

#[test]
fn a_correction_opens_it_once_and_it_stays_l02() {
    let mut trial = Trial::new(&[(Field::Occurrence, "same_batch")]);
    trial.go(amend(&[(Field::Verified, "true")]));
    assert_eq!(opened(&trial), [("recall", Some("L02"))]);
    let undoable = trial.case.undoable.clone();
    assert_eq!(undoable, [2], "the correction, not what it opened");
    trial.go(Command::Undo { n: 2 });
    assert_eq!((opened(&trial).len(), trial.case.undoable.len()), (1, 0), "what was opened stays");
    trial.go(amend(&[(Field::Verified, "true")]));
    assert_eq!(opened(&trial).len(), 1, "once for a case");
    trial.go(ProcedureCommand::BreakOff { id: 1, reason: text("误判") });
    trial.go(amend(&[(Field::Injury, "heavy")]));
    assert_eq!(opened(&trial).len(), 1, "never again by itself");
    assert_eq!(trial.open("recall"), 2);
    let again = ProcedureCommand::Open { key: text("recall") };
    assert_eq!(trial.refused(again), (text("RECALL-2WD"), ProcedureReason::AlreadyRunning));
}

#[test]
fn a_row_that_names_several_facts_wants_them_all() {
    let trial = Trial::new(&[(Field::Demand, "refund"), (Field::Loss, "50000"), (Field::Exposure, "media")]);
    let holds = |fits: Fits| fits.holds(&trial.case, &trial.rules);
    let some = Fits { demands: trial.rules.timers[0].opens[0].demands.clone(), within_law: true, ..Fits::default() };
    assert!(holds(some.clone()));
    assert!(holds(Fits { loss_from: Some(crate::domain::Fen(5_000_000)), ..some.clone() }));
    assert!(!holds(Fits { loss_from: Some(crate::domain::Fen(5_000_001)), ..some.clone() }));
    assert!(!holds(Fits { verified: true, ..some.clone() }));
    assert!(!holds(Fits { channels: vec![text("regulator")], ..some.clone() }));
    assert!(holds(Fits { exposure: crate::domain::stage::Exposure::ALL.to_vec(), ..some.clone() }));
    assert!(!holds(Fits { urgent: true, ..some }));
}
