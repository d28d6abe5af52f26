//! Slots, captions, completeness (J05, J15).

use super::super::rules::Condition;
use super::*;
use crate::domain::event::MediaKind;

fn filing(hash: &str, slot: Slot) -> Filing {
    Filing {
        hash: hash.to_owned(),
        slot,
        spot: None,
        aspect: None,
        caption: "厨房全景".to_owned(),
        taken_at: Some(at("2026-04-09 10:02")),
        by: "赵岩".to_owned(),
    }
}

fn file(filing: Filing) -> IncidentCommand {
    IncidentCommand::Evidence(EvidenceChange::File(filing))
}

#[test]
fn only_captioned_photos_of_the_case_enter_the_photo_slots_j05() {
    let mut trial = Trial::opened(&[]);
    let unknown = file(filing("ab", Slot::Product));
    assert_eq!(trial.refused(unknown), ("J05", IncidentReason::NotAttached));
    let film = trial.attach(MediaKind::Video);
    assert_eq!(trial.refused(file(filing(&film, Slot::Product))), ("J05", IncidentReason::NotAPhoto));
    trial.go(file(filing(&film, Slot::Video)));
    let photo = trial.attach(MediaKind::Photo);
    let bare = Filing { caption: " ".to_owned(), ..filing(&photo, Slot::Product) };
    assert_eq!(trial.refused(file(bare)), ("J05", IncidentReason::Blank(Blank::Caption)));
    let placeless = Filing { aspect: Some(Aspect::Detail), ..filing(&photo, Slot::Loss) };
    assert_eq!(trial.refused(file(placeless)), ("J05", IncidentReason::Blank(Blank::Spot)));
    let ahead = Filing { taken_at: Some(at("2026-04-10 10:00")), ..filing(&photo, Slot::Product) };
    assert_eq!(trial.refused(file(ahead)), ("J05", IncidentReason::InTheFuture));
    trial.go(file(filing(&photo, Slot::Product)));
    assert_eq!(trial.refused(file(filing(&photo, Slot::Product))), ("J05", IncidentReason::AlreadyFiled(2)));
}

#[test]
fn a_moved_photo_keeps_number_caption_and_date_j05() {
    let mut trial = Trial::opened(&[]);
    let number = trial.file_one(Slot::Surroundings, None, None);
    let before = trial.file().evidence.get(number).unwrap().clone();
    let to = |slot, spot, aspect| IncidentCommand::Evidence(EvidenceChange::Move { id: number, slot, spot, aspect });
    assert_eq!(trial.refused(to(Slot::Loss, None, None)), ("J05", IncidentReason::Blank(Blank::Spot)));
    trial.go(to(Slot::Loss, Some(2), Some(Aspect::Overall)));
    let after = trial.file().evidence.get(number).unwrap();
    assert_eq!(*after, Filing { slot: Slot::Loss, spot: Some(2), aspect: Some(Aspect::Overall), ..before });
}

#[test]
fn completeness_counts_up_to_the_need_and_names_what_is_missing_j05_j15() {
    let mut trial = Trial::opened(&[]);
    let found = |trial: &Trial| completeness(&trial.case, trial.file(), &trial.rules, Gate::Settlement);
    assert_eq!((found(&trial).have, found(&trial).need, found(&trial).percent()), (0, 14, 0));
    for _ in 0..7 {
        trial.file_one(Slot::Surroundings, None, None);
    }
    assert_eq!(found(&trial).have, 5, "more than five are not counted for the others");
    assert_eq!(found(&trial).percent(), 35);
    let product = Gap::Evidence { slot: Slot::Product, aspect: None, have: 0, need: 5, instead: None };
    assert!(found(&trial).gaps.contains(&product));
    trial.file_one(Slot::Loss, Some(3), Some(Aspect::Overall));
    assert!(found(&trial).gaps.contains(&Gap::Spot { spot: 3, aspect: Aspect::Detail }), "{:?}", found(&trial).gaps);
    let mut whole = Trial::opened(&[]);
    whole.photos();
    assert_eq!((found(&whole).percent(), found(&whole).gaps.len()), (100, 0));
    let id = 1;
    let undated = EvidenceChange::Describe { id, caption: "门口".to_owned(), taken_at: None };
    whole.go(IncidentCommand::Evidence(undated));
    assert_eq!(found(&whole).gaps, [Gap::Undated(1)]);
}

#[test]
fn conditions_follow_the_case_q02() {
    let mut trial = Trial::opened(&[]);
    let holds = |trial: &Trial, condition| super::super::evidence::holds(condition, &trial.case, trial.file());
    assert!(holds(&trial, Condition::Fire) && !holds(&trial, Condition::Insured));
    assert!(!holds(&trial, Condition::Agreed) && !holds(&trial, Condition::Paid) && !holds(&trial, Condition::Injury));
    trial.go(super::way::report());
    assert!(holds(&trial, Condition::Insured));
    let paid = Trial::paid(Fen(100_000));
    assert!(holds(&paid, Condition::Agreed) && holds(&paid, Condition::Paid));
}

#[test]
fn evidence_is_taken_out_before_its_file_is_removed_j05_j08() {
    let mut trial = Trial::opened(&[]);
    let photo = trial.file_one(Slot::Damage, None, None);
    let hash = trial.file().evidence.get(photo).unwrap().hash.clone();
    let detach = Command::Detach { hash, reason: "重复".to_owned() };
    assert_eq!(trial.refused(detach.clone()), ("J05", IncidentReason::FiledAsEvidence(photo)));
    trial.lose(Fen(5_000), vec![photo]);
    let strike = || IncidentCommand::Evidence(EvidenceChange::Strike { id: photo, reason: "模糊".to_owned() });
    assert_eq!(trial.refused(strike()), ("J08", IncidentReason::UsedByLine(1)));
    trial.go(IncidentCommand::Loss(Box::new(Change::Strike { id: 1, reason: "重复".to_owned() })));
    trial.go(strike());
    trial.go(detach);
}
