//! The judgement by row ids of the rule book.

use super::*;
use crate::domain::facts::{FaultKind, parse_stamp};
use crate::rulebook::{BUILT_IN, RuleBook};

struct Desk {
    book: RuleBook,
    places: Places,
    organisation: Organisation,
    territory: Territory,
}

impl Desk {
    fn new() -> Self {
        let (file, text) = BUILT_IN[0];
        let (places, organisation) = (Places::china(), Organisation::sample());
        let territory = Territory::of(&organisation, &places);
        Self { book: RuleBook::read(file, text).unwrap(), places, organisation, territory }
    }

    fn judge(&self, typed: &[(Field, &str)]) -> Judged {
        Judged::of(&draft(typed), &self.ground(), now())
    }

    fn ground(&self) -> Ground<'_> {
        Ground {
            rules: &self.book.rules,
            clockwork: &self.book.clockwork,
            places: &self.places,
            organisation: &self.organisation,
            territory: &self.territory,
        }
    }
}

fn draft(typed: &[(Field, &str)]) -> Draft {
    let mut draft = Draft::default();
    for (field, text) in typed {
        draft.set(*field, *text);
    }
    draft
}

fn at(text: &str) -> Stamp {
    parse_stamp(text).unwrap().unwrap()
}

fn now() -> Stamp {
    at("2026-04-09 10:24")
}

#[test]
fn class_level_and_grade_follow_the_words_c01_d01_d02_d05() {
    use Field::{Channel, Description, Exposure, Injury, Loss, Symptoms, Vip};
    let desk = Desk::new();
    type Row<'a> = (&'a [(Field, &'a str)], InfoClass, Level, Option<IncidentGrade>);
    let table: [Row<'_>; 8] = [
        (&[(Description, "不加热")], InfoClass::GeneralQuality, Level::General, None),
        (
            &[(Symptoms, "漏水"), (Loss, "4800")],
            InfoClass::MajorIncident,
            Level::General,
            Some(IncidentGrade::GeneralSpecial),
        ),
        (&[(Symptoms, "漏水")], InfoClass::GeneralQuality, Level::General, None),
        (
            &[(Description, "起火"), (Injury, "heavy")],
            InfoClass::MajorIncident,
            Level::General,
            Some(IncidentGrade::ExtraMajor),
        ),
        (
            &[(Description, "起火"), (Injury, "light")],
            InfoClass::MajorIncident,
            Level::General,
            Some(IncidentGrade::MajorSpecial),
        ),
        (&[(Description, "要求退货"), (Vip, "yes")], InfoClass::MarketComplaint, Level::Provincial, None),
        (&[(Description, "异响"), (Exposure, "media")], InfoClass::GeneralQuality, Level::National, None),
        (&[(Description, "异响"), (Channel, "regulator")], InfoClass::GeneralQuality, Level::National, None),
    ];
    for (typed, class, level, grade) in table {
        let judged = desk.judge(typed);
        let found = (judged.facts.class, judged.facts.level, judged.facts.grade);
        assert_eq!(found, (class, level, grade), "{typed:?}");
    }
}

#[test]
fn what_the_person_chose_stands_before_the_proposal() {
    let desk = Desk::new();
    let judged = desk.judge(&[
        (Field::Description, "起火"),
        (Field::InfoClass, "market_complaint"),
        (Field::Level, "national"),
        (Field::Branch, "没有这个分部"),
        (Field::Address, "浙江省嘉兴市南湖区"),
    ]);
    assert_eq!(judged.class.value, InfoClass::MajorIncident);
    assert_eq!((judged.facts.class, judged.facts.level), (InfoClass::MarketComplaint, Level::National));
    assert_eq!(judged.grade, None, "only an incident has a grade");
    assert!(judged.proposed_branch.is_some());
    assert_eq!(judged.branch, None);
}

#[test]
fn stage_ends_follow_one_another_t01_to_t05() {
    let desk = Desk::new();
    let judged = desk.judge(&[(Field::ReceivedAt, "2026-04-09 10:21"), (Field::Vip, "yes")]);
    let told: Vec<(&str, Option<Stamp>)> = judged.stages.iter().map(|row| (row.rule.as_str(), row.due)).collect();
    let expected = [
        ("T01", "2026-04-09 11:21"),
        ("T02", "2026-04-09 14:24"),
        ("T03", "2026-04-11 07:24"),
        ("T04", "2026-04-11 09:24"),
        ("T05", "2026-04-18 23:59:59"),
    ];
    assert_eq!(told, expected.map(|(rule, due)| (rule, Some(at(due)))));
    let promise = judged.promise.unwrap();
    assert_eq!((promise.rule.as_str(), promise.due), ("T07", Some(at("2026-04-11 10:21"))));
}

#[test]
fn the_money_prompts_follow_the_two_thresholds_m2_m3_m4() {
    use MoneyPrompt::{FollowGuidance, MayClaim, ReportInsurer};
    let desk = Desk::new();
    for (loss, prompts) in [
        ("", &[][..]),
        ("2000", &[FollowGuidance]),
        ("2000.01", &[FollowGuidance, MayClaim]),
        ("3000", &[FollowGuidance, MayClaim]),
        ("3000.01", &[ReportInsurer, MayClaim]),
        ("50000", &[ReportInsurer, MayClaim]),
    ] {
        assert_eq!(desk.judge(&[(Field::Loss, loss)]).money, prompts, "{loss}");
    }
    assert_eq!(desk.judge(&[(Field::Loss, "49999.99")]).priority, Priority::Normal);
    assert_eq!(desk.judge(&[(Field::Loss, "50000")]).priority, Priority::Urgent, "D06");
}

#[test]
fn the_address_proposes_branch_and_people_a07() {
    let desk = Desk::new();
    let typed = [(Field::Address, "浙江省 嘉兴市 南湖区 望湖里小区12幢602"), (Field::Description, "不加热")];
    let judged = desk.judge(&typed);
    assert_eq!(judged.place, "浙江省 嘉兴市 南湖区");
    let full = judged.complete(&draft(&typed), &desk.organisation, now());
    let branch = judged.branch.and_then(|id| desk.organisation.branch(id)).unwrap();
    assert_eq!(full.get(Field::Branch), branch.name);
    let first = judged.responsible.first.and_then(|id| desk.organisation.person(id));
    assert_eq!(full.get(Field::FirstResponsible), first.map_or("", |person| person.name.as_str()));
    assert_eq!(full.get(Field::InfoClass), "general_quality");
    assert_eq!(full.get(Field::ReceivedAt), "2026-04-09 10:24:00");
}

#[test]
fn an_ambiguous_county_names_what_it_could_be() {
    let judged = Desk::new().judge(&[(Field::Address, "鼓楼区中山北路1号")]);
    assert!(judged.candidates.iter().any(|name| name == "江苏省南京市鼓楼区"), "{:?}", judged.candidates);
}

#[test]
fn missing_and_faulty_fields_are_told_apart() {
    let judged = Desk::new().judge(&[(Field::Loss, "很多"), (Field::Channel, "hotline")]);
    assert_eq!(judged.missing, [Field::CustomerName, Field::Description]);
    assert_eq!(judged.faults, [Fault { field: Field::Loss, kind: FaultKind::NotAnAmount }]);
    assert!(!judged.is_ready());
}

#[test]
fn a_loss_in_the_description_is_proposed_only_while_none_is_typed() {
    let desk = Desk::new();
    let said = (Field::Description, "估计损失 4,800 元");
    assert_eq!(desk.judge(&[said]).loss_said, Some(Fen(480_000)));
    assert_eq!(desk.judge(&[said, (Field::Loss, "100")]).loss_said, None);
    assert_eq!(desk.judge(&[said]).facts.loss, None, "a proposal decides nothing");
}
