//! Whatever is asked in whatever order: no step is done out of its turn, and the history says the same again.

use proptest::prelude::*;

use super::*;
use crate::domain::event::{ClosingTerms, Found, ReplyGiven};
use crate::domain::stage::{Acceptance, ContactWay};

const STEPS: [&str; 8] = ["accept", "filing", "branch", "advice", "report", "reply", "ended", "opinion"];
const KEYS: [&str; 5] = ["appeal", "mediation", "recall", "objection", "competitor"];

/// One of the commands; the numbers choose members and answers.
fn command(trial: &Trial, choice: u8, number: u8) -> Option<Command> {
    let id = u32::from(number % 3) + 1;
    let of = |all: &[&str]| text(all[usize::from(number / 3) % all.len()]);
    let next = trial.case.procedures.get(usize::from(number % 3)).and_then(|known| trial.next(known.id));
    let step = |step: String, by: &[&str]| ProcedureCommand::Step {
        id,
        step,
        at: trial.now.plus_minutes(i64::from(number % 2)),
        names: names(by),
        note: String::new(),
    };
    let two: &[&str] = if number.is_multiple_of(5) { &["周晓岚", "周晓岚"] } else { &["周晓岚", "林致远"] };
    Some(match choice {
        0 => ProcedureCommand::Open { key: of(&KEYS) }.into(),
        1 => answer(id, &[("key_appeal", &of(&["yes", "no", ""])), ("cause", "漏水")]).into(),
        2 => answer(id, &[("filed_with", "通信管理局")]).into(),
        3 => answer(id, &[("kind", &of(&["quantity", "quality", ""]))]).into(),
        4 => answer(id, &[("number", &of(&["召1", ""]))]).into(),
        5 => add(id, "papers", &[("paper", "register")]).into(),
        6 => add(id, "brands", &[("brand", &of(&["甲", "乙", "丙"]))]).into(),
        7 => ProcedureCommand::Row {
            id,
            section: text("papers"),
            change: Change::Strike { id: u32::from(number % 4), reason: text("重复") },
        }
        .into(),
        8 => step(of(&STEPS), two).into(),
        9..=12 => step(text(next?), two).into(),
        13 => ProcedureCommand::SendBack { id, to: of(&["branch", "report", "accept"]), reason: text("不实") }.into(),
        14 => ProcedureCommand::BreakOff { id, reason: of(&["撤诉", ""]) }.into(),
        15 => ProcedureCommand::Waive {
            procedure: Some(id).filter(|_| number > 60),
            timer: of(&["recall", "red-line", "mediate-121"]),
            reason: text("不适用"),
            names: names(two),
        }
        .into(),
        16 => Command::Undo { n: *trial.case.undoable.last()? },
        17 => Command::Close { conclusion: text("已解决"), opinion: text("满意"), terms: ClosingTerms::default() },
        18 => Command::Reopen { reason: text("复发") },
        19 => Command::Amend { changes: vec![(Field::Injury, of(&["heavy", ""]))], reason: text("核实") },
        20 => Command::Amend { changes: vec![(Field::Channel, of(&["regulator", "hotline"]))], reason: text("核实") },
        _ => Command::AnswerOnTheSpot(ReplyGiven {
            way: ContactWay::Phone,
            text: text("已答复"),
            accepted: Acceptance::Accepted,
            promise: None,
            found: Found::default(),
        }),
    })
}

/// What must hold after every command.
fn sound(trial: &Trial) {
    for procedure in &trial.case.procedures {
        let template = trial.template(procedure.id);
        let place = |key: &str| template.steps.iter().position(|step| step.key == key).unwrap();
        assert!(
            procedure.done.windows(2).all(|two| place(&two[0].step) < place(&two[1].step) && two[0].at <= two[1].at)
        );
        for done in &procedure.done {
            let step = template.step(&done.step).unwrap();
            assert!(done.names.len() >= usize::try_from(step.names).unwrap(), "{done:?}");
        }
        let ended = has_ended(template, procedure);
        assert!(ended || next(template, procedure).is_some(), "what runs has a next step");
        assert!(trial.case.is_open() || ended || !template.holds_closing, "closed while {} runs", template.key);
        for (key, answer) in &procedure.answers {
            let question = template.question(key).unwrap().1;
            assert_eq!(read_answer(question, answer).as_ref(), Some(answer), "answers are canonical");
            assert!(is_asked(question, &procedure.answers), "{key} is not asked");
        }
    }
    let by_itself = trial.case.procedures.iter().filter(|procedure| procedure.because.is_some());
    let mut keys: Vec<&str> = by_itself.map(|procedure| procedure.key.as_str()).collect();
    let all = keys.len();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), all, "opened by itself once");
    assert!(trial.case.waivers.iter().all(|waiver| waiver.names.len() == 2 && waiver.names[0] != waiver.names[1]));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_order_of_commands_passes_over_a_step(
        appeal in any::<bool>(),
        steps in proptest::collection::vec((0_u8..22, any::<u8>()), 1..40),
    ) {
        let mut trial = if appeal { appeal_before("report") } else { Trial::new(&[]) };
        for (choice, number) in steps {
            let Some(command) = command(&trial, choice, number) else { continue };
            let before = trial.case.clone();
            let lacking = match &command {
                Command::Procedure(command) => match &**command {
                    ProcedureCommand::Step { id, step, .. } => {
                        let known = before.procedures.iter().find(|procedure| procedure.id == *id);
                        known.is_some_and(|known| !lacks(trial.template(known.id), known, step).is_empty())
                    }
                    _ => false,
                },
                _ => false,
            };
            if trial.try_go(command).is_err() {
                prop_assert_eq!(&before, &trial.case, "a refused command leaves the case as it was");
            } else {
                prop_assert!(!lacking, "a step was done that lacked something");
            }
            sound(&trial);
        }
        prop_assert_eq!(&Case::replay(&trial.history).unwrap(), &trial.case);
    }
}
