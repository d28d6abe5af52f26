//! First report, alerts, visit, casualties and the grade that follows them.

use super::*;
use crate::domain::decide::Wording;
use crate::domain::stage::{ContactWay, Injury};

fn alert(to: AlertTo, when: &str) -> Alert {
    Alert { to, who: "沈嘉树".to_owned(), way: ContactWay::Phone, at: at(when), after_visit: false }
}

fn visit() -> Visit {
    Visit {
        at: at("2026-04-09 10:20"),
        who: "赵岩".to_owned(),
        identity: VisitIdentity::OutletDelegate,
        authority: "WT-2026-031".to_owned(),
        safety: "已断电断气".to_owned(),
        mood: "情绪激动".to_owned(),
        scene_protected: true,
        account: "厨房吊顶、橱柜烧损".to_owned(),
    }
}

fn hurt(severity: Injury) -> IncidentCommand {
    IncidentCommand::Casualty(Change::Add(Casualty {
        person: "林佩珊".to_owned(),
        severity,
        hospital: "市立医院".to_owned(),
        diagnosis: String::new(),
    }))
}

#[test]
fn nothing_is_entered_before_the_first_report_j01() {
    let mut trial = Trial::new(&[]);
    assert_eq!(trial.refused(hurt(Injury::Light)), ("J01", IncidentReason::NotOpen));
    let mut nothing = opening();
    nothing.kinds.clear();
    assert_eq!(trial.refused(IncidentCommand::Open(nothing)), ("J01", IncidentReason::NoKind));
    let mut silent = opening();
    silent.account.clear();
    assert_eq!(trial.refused(IncidentCommand::Open(silent)), ("J01", IncidentReason::Blank(Blank::Account)));
    trial.go(IncidentCommand::Open(opening()));
    assert_eq!(trial.refused(IncidentCommand::Open(opening())), ("J01", IncidentReason::AlreadyOpen));
}

#[test]
fn the_times_of_the_first_report_follow_each_other_j01() {
    for (happened, reported, arrived, reason) in [
        ("2026-04-09 09:51", "2026-04-09 09:50", None, IncidentReason::TimesOutOfOrder),
        ("2026-04-09 07:30", "2026-04-09 09:50", Some("2026-04-09 09:49"), IncidentReason::TimesOutOfOrder),
        ("2026-04-09 07:30", "2026-04-10 09:50", None, IncidentReason::InTheFuture),
    ] {
        let times =
            Opening { happened_at: at(happened), reported_at: at(reported), arrived_at: arrived.map(at), ..opening() };
        assert_eq!(Trial::new(&[]).refused(IncidentCommand::Open(times)), ("J01", reason), "{happened}");
    }
}

#[test]
fn alerts_are_on_record_with_the_minutes_since_the_report_j03() {
    let mut trial = Trial::opened(&[]);
    trial.go(IncidentCommand::Scene(SceneEntry::Alert(alert(AlertTo::First, "2026-04-09 09:53"))));
    trial.go(IncidentCommand::Scene(SceneEntry::Alert(alert(AlertTo::Headquarters, "2026-04-09 10:15"))));
    let file = trial.file();
    let minutes = |to| file.scene.alerted(to).map(|alert| file.opening.minutes_until(alert.at));
    assert_eq!(
        [minutes(AlertTo::First), minutes(AlertTo::Second), minutes(AlertTo::Headquarters)],
        [Some(3), None, Some(25)]
    );
    let early = SceneEntry::Alert(alert(AlertTo::Second, "2026-04-09 09:49"));
    assert_eq!(trial.refused(IncidentCommand::Scene(early)), ("J03", IncidentReason::TimesOutOfOrder));
    let again = Alert { after_visit: true, ..alert(AlertTo::Headquarters, "2026-04-09 10:23") };
    let again = IncidentCommand::Scene(SceneEntry::Alert(again));
    assert_eq!(trial.refused(again.clone()), ("J03", IncidentReason::NotVisited));
    trial.go(IncidentCommand::Scene(SceneEntry::Visit(visit())));
    trial.go(again);
}

#[test]
fn a_delegate_of_the_outlet_shows_his_written_authority_j04() {
    let mut trial = Trial::opened(&[]);
    let bare = Visit { authority: String::new(), ..visit() };
    let entry = |visit| IncidentCommand::Scene(SceneEntry::Visit(visit));
    assert_eq!(trial.refused(entry(bare.clone())), ("J04", IncidentReason::Blank(Blank::Authority)));
    trial.go(entry(Visit { identity: VisitIdentity::MakerStaff, ..bare }));
    trial.go(entry(visit()));
    assert_eq!(trial.file().scene.visits.len(), 2);
}

#[test]
fn a_later_check_of_the_same_thing_takes_its_place_j06() {
    let mut trial = Trial::opened(&[]);
    let check = |item, reading: &str| SiteCheck { item, reading: reading.to_owned(), verdict: Verdict::Normal };
    let checks = vec![check(CheckItem::Voltage, "228 V"), check(CheckItem::Earthing, "无接地")];
    trial.go(IncidentCommand::Scene(SceneEntry::Checks(checks)));
    trial.go(IncidentCommand::Scene(SceneEntry::Checks(vec![check(CheckItem::Voltage, "231 V")])));
    let readings: Vec<&str> = trial.file().scene.checks.iter().map(|check| check.reading.as_str()).collect();
    assert_eq!(readings, ["无接地", "231 V"]);
}

#[test]
fn the_grade_is_proposed_anew_with_every_change_and_never_silently_m5_m7_j07_j16() {
    let mut trial = Trial::opened(&[(Field::Loss, "4800")]);
    let shown = |trial: &Trial| {
        let grading = &trial.file().grading;
        (grading.grade.unwrap(), grading.proposal.as_ref().unwrap().rule.clone(), grading.waiting().is_some())
    };
    assert_eq!(shown(&trial), (IncidentGrade::GeneralSpecial, "M5".to_owned(), false));
    assert_eq!(trial.go(hurt(Injury::Light)), 2, "the casualty and the proposal");
    assert_eq!(shown(&trial), (IncidentGrade::GeneralSpecial, "M6".to_owned(), true));
    assert_eq!(trial.go(hurt(Injury::Light)), 1, "the figures speak for the same");
    let take = |grade, reason: &str| IncidentCommand::DecideGrade { grade, reason: reason.to_owned() };
    trial.go(take(IncidentGrade::MajorSpecial, ""));
    assert_eq!(shown(&trial), (IncidentGrade::MajorSpecial, "M6".to_owned(), false));
    assert_eq!(trial.case.facts.grade, Some(IncidentGrade::MajorSpecial), "lists show the grade in force");
    let amend = |field, text: &str| Command::Amend {
        changes: vec![(field, text.to_owned())],
        reason: "核实后更正".to_owned(),
    };
    assert_eq!(trial.go(amend(Field::Loss, "50000")), 3, "the correction, the proposal, the duty to report a defect");
    assert_eq!(shown(&trial), (IncidentGrade::MajorSpecial, "M7".to_owned(), true));
    assert_eq!(trial.go(amend(Field::BeyondLaw, "yes")), 2, "the demand is one of the figures");
}

#[test]
fn another_grade_than_the_proposed_one_needs_its_reason_d05() {
    let mut trial = Trial::opened(&[(Field::Loss, "60000")]);
    let take = |grade, reason: &str| IncidentCommand::DecideGrade { grade, reason: reason.to_owned() };
    let refused = |trial: &mut Trial, command: IncidentCommand| trial.try_go(command).unwrap_err().reason;
    assert_eq!(refused(&mut trial, take(IncidentGrade::MajorSpecial, " ")), Reason::TextMissing(Wording::Reason));
    assert_eq!(refused(&mut trial, take(IncidentGrade::ExtraMajor, "")), Reason::NothingChanged);
    trial.go(take(IncidentGrade::MajorSpecial, "损失含争议部分，大区经理同意"));
    assert_eq!(trial.file().grading.grade, Some(IncidentGrade::MajorSpecial));
    assert_eq!(trial.file().grading.waiting(), None, "a person has answered the proposal");
    let amend =
        Command::Amend { changes: vec![(Field::Grade, "general_special".to_owned())], reason: "改低".to_owned() };
    assert_eq!(trial.refused(amend), ("D05", IncidentReason::GradeInFile));
}

#[test]
fn a_casualty_is_hurt_and_a_struck_one_lowers_the_proposal_m6() {
    let mut trial = Trial::opened(&[]);
    assert_eq!(trial.refused(hurt(Injury::None)), ("M6", IncidentReason::NotHurt));
    trial.go(hurt(Injury::Heavy));
    assert_eq!(trial.file().grading.proposal.as_ref().unwrap().rule, "M7");
    trial.go(IncidentCommand::Casualty(Change::Strike { id: 1, reason: "重复登记".to_owned() }));
    assert_eq!(trial.file().grading.proposal.as_ref().unwrap().rule, "M5");
}

#[test]
fn the_latest_entry_can_be_taken_back_with_its_proposal() {
    let mut trial = Trial::opened(&[]);
    let before = trial.case.clone();
    trial.go(hurt(Injury::Light));
    let n = *trial.case.undoable.last().unwrap();
    assert_eq!(trial.go(Command::Undo { n }), 2);
    assert_eq!(trial.case.incident, before.incident);
}

/// forms.md 1.2: the later record takes the place of the whole; nobody is older than anybody ever was.
#[test]
fn the_rest_of_the_site_record_is_kept_as_it_was_said_last_j06() {
    let mut trial = Trial::opened(&[]);
    let record = |age| {
        let record = SiteRecord { age: Some(age), seal: "F-0417".into(), ..SiteRecord::default() };
        IncidentCommand::Scene(SceneEntry::Record(Box::new(record)))
    };
    trial.go(record(36));
    trial.go(record(37));
    assert_eq!(trial.file().scene.record.age, Some(37));
    assert_eq!(trial.refused(record(131)), ("J06", IncidentReason::BadFigure));
}
