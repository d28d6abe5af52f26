//! Whatever is asked in whatever order: no gate is walked round, and the history says the same again.

use proptest::prelude::*;

use super::super::closure::{ClosureEntry, Verification};
use super::super::talks::DirectWay;
use super::way::*;
use super::*;
use crate::domain::stage::Stage;

/// One of the commands of an incident's way; the numbers choose amounts and members.
fn command(trial: &mut Trial, choice: u8, number: u8) -> Option<Command> {
    let amount = Fen(i64::from(number % 4) * 60_000 + 60_000);
    let id = u32::from(number % 3) + 1;
    let subject = Subject::ALL[usize::from(number) % Subject::ALL.len()];
    let post = Post::ALL[usize::from(number / 3) % Post::ALL.len()];
    let talk = |entry| Some(IncidentCommand::Talk(entry).into());
    match choice {
        0 => Some(IncidentCommand::Open(opening()).into()),
        1 => talk(Talk::Find(finding(&[(Party::Company, 100)]))),
        2 => Some(line(LossEntry { unit_price: amount, photos: vec![12], ..entry() }).into()),
        3 => Some(IncidentCommand::Loss(Box::new(Change::Strike { id, reason: "重复".to_owned() })).into()),
        4 => Some(IncidentCommand::ConfirmLoss { with: "林佩珊".to_owned() }.into()),
        5 => talk(Talk::Share(vec![(super::super::talks::Bearer::Company, amount)])),
        6 => {
            let option = super::super::talks::SettlementOption {
                remedy: super::super::talks::Remedy::Repair,
                amount,
                text: "修复".to_owned(),
            };
            talk(Talk::Option(Change::Add(option)))
        }
        7 => talk(Talk::Agree(Box::new(agreement()))),
        8 => talk(Talk::Withdraw { reason: "反悔".to_owned() }),
        9 => talk(Talk::EndDirectly { way: DirectWay::Mediation, text: "调解".to_owned() }),
        10 => Some(report().into()),
        11 => Some(consent().into()),
        12 => Some(sign(subject, post, !number.is_multiple_of(16)).into()),
        13 => Some(settle(trial).into()),
        14 => Some(pay(amount, trial).into()),
        15 => Some(receive(amount, trial).into()),
        16 => Some(corrective().into()),
        17 => Some(ask_to_close().into()),
        18 => Some(close()),
        19 => Some(Command::Reopen { reason: "复发".to_owned() }),
        20 => trial.case.undoable.last().map(|&n| Command::Undo { n }),
        21 => {
            let found = Verification { effective: number.is_multiple_of(2), note: "抽检".to_owned(), again: None };
            Some(IncidentCommand::Closure(ClosureEntry::Verify { id, found }).into())
        }
        22 => {
            let grade = trial.case.incident.as_ref()?.grading.proposal.as_ref()?.grade;
            Some(IncidentCommand::DecideGrade { grade, reason: String::new() }.into())
        }
        _ => Some(Command::Amend {
            changes: vec![(Field::BeyondLaw, if number.is_multiple_of(2) { "yes" } else { "" }.to_owned())],
            reason: "核实".to_owned(),
        }),
    }
}

/// What must hold after every step.
fn sound(trial: &Trial) {
    let Some(file) = trial.case.incident.as_deref() else { return };
    if file.talks.agreement.is_some() || file.settlement.is_some() {
        assert!(file.talks.finding.is_some(), "no agreement without a finding");
        assert!(file.losses.confirmed.is_some(), "no agreement without a confirmed loss");
    }
    if let Some(confirmed) = &file.losses.confirmed {
        assert_eq!(confirmed.assessed, file.losses.totals().all.assessed, "what was confirmed is what stands there");
    }
    if !file.payments.is_empty() {
        assert!(file.settlement.is_some(), "nothing is paid without a settlement");
        assert!(file.paid() <= file.agreed().unwrap(), "never more than agreed");
    }
    assert!(file.received() <= file.paid());
    if trial.case.stage == Stage::Archived {
        assert!(file.closure.request.is_some(), "not closed without the request");
        assert_eq!(file.unsigned(&trial.case, &trial.rules, Subject::Closure), [], "not closed without its signatures");
        assert!(file.talks.ended.is_some() || file.settlement.is_some(), "not closed without an end of the talks");
        assert_eq!(file.received(), file.paid(), "not closed without the receipts");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_order_of_commands_walks_round_a_gate(
        start in 0_u8..5,
        steps in proptest::collection::vec((0_u8..24, any::<u8>()), 1..40),
    ) {
        let mut trial = match start {
            0 => Trial::new(&[]),
            1 => Trial::opened(&[]),
            2 => Trial::agreed(Fen(60_000)),
            3 => Trial::settled(Fen(360_000)),
            _ => Trial::paid(Fen(120_000)),
        };
        if start == 4 {
            trial.answer();
            trial.papers();
        }
        for (choice, number) in steps {
            let Some(command) = command(&mut trial, choice, number) else { continue };
            let before = trial.case.clone();
            if trial.try_go(command).is_err() {
                prop_assert_eq!(&before, &trial.case, "a refused command leaves the case as it was");
            }
            sound(&trial);
        }
        prop_assert_eq!(&Case::replay(&trial.history).unwrap(), &trial.case);
    }
}
