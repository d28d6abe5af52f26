//! The loss list: formula, newness, totals, and what a line lacks (J08, forms.md 1.3).

use super::super::loss::{Confirmation, InjuryItem, Pair, formula, newness};
use super::way::{entry, line};
use super::*;
use crate::domain::decide::Wording;

/// The test lines of form 3: quantity, price, months used, kind, damage, remains; newness and assessed amount.
const LINES: &str = "\
100 | 429900 | 36  | motor      | 100 | 5000  | 7500  | 317425
100 | 800000 | 24  | electronic | 35  | 0     | 8000  | 224000
600 | 5990   | 12  | heating    | 100 | 0     | 8000  | 28752
100 | 259900 | 132 | electronic | 100 | 0     | 1000  | 25990
100 | 319900 | 5   | motor      | 100 | 12000 | 10000 | 307900";

/// The month so many months before the incident, April 2026.
fn before(months: i64) -> Month {
    let count = 2026 * 12 + 3 - months;
    Month {
        year: i32::try_from(count.div_euclid(12)).unwrap(),
        month: u32::try_from(count.rem_euclid(12)).unwrap() + 1,
    }
}

fn furniture() -> LossEntry {
    LossEntry { category: LossCategory::Furniture, name: "洗衣机".to_owned(), ..entry() }
}

#[test]
fn the_lines_of_form_3_come_out_as_written_j08() {
    let mut trial = Trial::opened(&[]);
    for row in LINES.lines() {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let figure = |at: usize| cells[at].parse::<i64>().unwrap();
        let entered = LossEntry {
            hundredths: figure(0),
            unit_price: Fen(figure(1)),
            bought: Some(before(figure(2))),
            goods: cells[3].to_owned(),
            damage: Portion::percent(u32::try_from(figure(4)).unwrap()),
            salvage: Fen(figure(5)),
            ..furniture()
        };
        trial.go(line(entered));
        let (_, worked_out) = trial.file().losses.lines.iter().next_back().unwrap();
        assert_eq!(i64::from(worked_out.newness().0), figure(6), "{row}");
        assert_eq!(worked_out.assessed, Fen(figure(7)), "{row}");
    }
    let totals = trial.file().losses.totals();
    assert_eq!(totals.all.assessed, Fen(904_067), "the sum of the rounded lines");
    assert_eq!(totals.property, totals.all);
    assert_eq!(trial.file().loss_so_far(&trial.case.facts), Fen(904_067));
}

#[test]
fn newness_falls_with_the_months_down_to_its_floor_j08() {
    let rules = Trial::new(&[]).rules.incident;
    let lost = before(0);
    let after = |months, life| newness(before(months), lost, life, &rules).0;
    assert_eq!([after(0, 10), after(6, 10)], [10_000, 10_000], "half a year counts as new");
    assert_eq!(after(7, 10), 9_417, "1 - 7/120, four decimals");
    assert_eq!(after(107, 10), 1_083, "1 - 107/120");
    assert_eq!([after(108, 10), after(240, 10)], [1_000, 1_000], "never below the floor");
}

#[test]
fn a_line_is_rounded_half_a_fen_up_once_and_never_below_nothing_j08() {
    let whole = Portion::WHOLE;
    assert_eq!(formula(50, Fen(1), whole, whole, Fen(0)), Some(Fen(1)), "half a fen goes up");
    assert_eq!(formula(49, Fen(1), whole, whole, Fen(0)), Some(Fen(0)));
    assert_eq!(formula(33, Fen(1_000), Portion(9_417), Portion::percent(35), Fen(0)), Some(Fen(109)), "108.76...");
    assert_eq!(formula(100, Fen(1_000), whole, whole, Fen(1_001)), Some(Fen(0)));
    assert_eq!(formula(i64::MAX, Fen(i64::MAX), whole, whole, Fen(0)), None);
}

#[test]
fn another_figure_than_the_formula_needs_its_reason_j08() {
    let mut trial = Trial::opened(&[]);
    let priced = || LossEntry { unit_price: Fen(100_000), ..entry() };
    let silent = LossEntry { assessed: Some(Fen(90_000)), ..priced() };
    let refused = |trial: &mut Trial, entry| trial.try_go(line(entry)).unwrap_err().reason;
    assert_eq!(refused(&mut trial, silent.clone()), Reason::TextMissing(Wording::Reason));
    let silent_newness = LossEntry { newness: Some(Portion::percent(80)), ..priced() };
    assert_eq!(refused(&mut trial, silent_newness), Reason::TextMissing(Wording::Reason));
    trial.go(line(LossEntry { reason: "按维修报价".to_owned(), ..silent }));
    let (_, line) = trial.file().losses.lines.iter().next().unwrap();
    assert_eq!((line.by_formula, line.assessed), (Fen(100_000), Fen(90_000)), "both stay on record");
}

#[test]
fn what_wears_out_names_its_kind_and_month_j08() {
    let mut trial = Trial::opened(&[]);
    let mut refused = |entry| trial.refused(line(entry));
    assert_eq!(refused(furniture()), ("J08", IncidentReason::Blank(Blank::Goods)));
    let motor = || LossEntry { goods: "motor".to_owned(), ..furniture() };
    assert_eq!(refused(motor()), ("J08", IncidentReason::Blank(Blank::Bought)));
    let unknown = LossEntry { goods: "spaceship".to_owned(), ..furniture() };
    assert_eq!(refused(unknown), ("J08", IncidentReason::Blank(Blank::Goods)));
    let later = LossEntry { bought: Some(before(-1)), ..motor() };
    assert_eq!(refused(later), ("J08", IncidentReason::TimesOutOfOrder));
    for odd in [
        LossEntry { hundredths: 0, ..entry() },
        LossEntry { unit_price: Fen(-1), ..entry() },
        LossEntry { damage: Portion(10_001), ..entry() },
        LossEntry { hundredths: i64::MAX, unit_price: Fen(99_999_999_999), ..entry() },
    ] {
        assert_eq!(refused(odd), ("J08", IncidentReason::BadFigure));
    }
    let unseen = LossEntry { photos: vec![4], ..entry() };
    assert_eq!(refused(unseen), ("J08", IncidentReason::NoSuchEntry(4)));
}

#[test]
fn totals_stand_by_category_with_the_product_apart_j08() {
    let mut trial = Trial::opened(&[]);
    for (category, amount) in [
        (LossCategory::Product, 100),
        (LossCategory::House, 200),
        (LossCategory::House, 300),
        (LossCategory::Rescue, 40),
        (LossCategory::Testing, 5),
    ] {
        trial.go(line(LossEntry { category, unit_price: Fen(amount), claimed: Fen(amount + 1), ..entry() }));
    }
    trial.go(IncidentCommand::InjuryLoss(Change::Add(InjuryLine {
        person: "林佩珊".to_owned(),
        item: InjuryItem::Medical,
        basis: "门诊票据".to_owned(),
        receipts: 2,
        claimed: Fen(80),
        assessed: Fen(70),
        note: String::new(),
    })));
    let totals = trial.file().losses.totals();
    let of = |category| totals.categories.iter().find(|(known, _)| *known == category).map(|(_, pair)| *pair);
    assert_eq!(of(LossCategory::House), Some(Pair { claimed: Fen(502), assessed: Fen(500) }));
    assert_eq!(of(LossCategory::Goods), None);
    let parts =
        [totals.property, totals.other, totals.injury, totals.all].map(|pair| (pair.claimed.0, pair.assessed.0));
    assert_eq!(parts, [(603, 600), (47, 45), (80, 70), (730, 715)]);
}

#[test]
fn a_changed_line_takes_the_confirmation_back_j13() {
    let mut trial = Trial::opened(&[(Field::Loss, "6000")]);
    let confirm = || IncidentCommand::ConfirmLoss { with: "林佩珊".to_owned() };
    assert_eq!(trial.refused(confirm()), ("J13", IncidentReason::StepFirst(Step::Responsibility)));
    trial.find();
    assert_eq!(trial.refused(confirm()), ("J13", IncidentReason::NoLines));
    trial.lose(Fen(250_000), Vec::new());
    assert_eq!(trial.file().loss_so_far(&trial.case.facts), Fen(600_000), "a list half entered makes nothing small");
    trial.go(confirm());
    let confirmed = trial.file().losses.confirmed.clone();
    assert!(matches!(confirmed, Some(Confirmation { assessed: Fen(250_000), .. })));
    assert_eq!(trial.file().loss_so_far(&trial.case.facts), Fen(250_000));
    trial.go(IncidentCommand::Loss(Box::new(Change::Strike { id: 1, reason: "重复".to_owned() })));
    assert_eq!(trial.file().losses.confirmed, None);
}

#[test]
fn who_put_a_figure_is_known_by_the_line_j08() {
    let mut trial = Trial::opened(&[]);
    let priced = || LossEntry { unit_price: Fen(100_000), ..entry() };
    trial.go(line(priced()));
    trial.go(line(priced()));
    let put = LossEntry { assessed: Some(Fen(90_000)), reason: "按维修报价".to_owned(), ..priced() };
    let correct = Change::Correct { id: 1, to: put, reason: "复核".to_owned() };
    trial.go(IncidentCommand::Loss(Box::new(correct)));
    let last = trial.history.iter().rposition(|record| matches!(&record.event, Event::Incident(_))).unwrap();
    for record in &mut trial.history[last - 1..] {
        record.by = "赵岩".to_owned();
    }
    let names = loss::entered_by(&trial.case, &trial.history);
    assert_eq!(names.iter().map(|(id, by)| (id, by.as_str())).collect::<Vec<_>>(), [(1, "赵岩"), (2, "周晓岚")]);
}
