//! The loss list: lines with their formula, bodily injury, totals (J08, forms.md 1.3).

use chrono::Datelike;

use super::numbered::{Change, Numbered};
use super::rules::IncidentRules;
use super::{Blank, Incident, IncidentEvent, IncidentReason, need, refuse};
use crate::domain::case::Case;
use crate::domain::decide::{Reason, Refusal, Wording};
use crate::domain::event::{Event, Recorded};
use crate::domain::money::Fen;
use crate::domain::time::Stamp;
use crate::domain::words::words;

words! {
    /// Category of a line (form 3). The product itself is counted apart: the law includes it, the policy usually not.
    pub enum LossCategory {
        Product = "product",
        House = "house",
        Furniture = "furniture",
        Clothing = "clothing",
        Goods = "goods",
        Rescue = "rescue",
        Testing = "testing",
        Other = "other",
    }
}

impl LossCategory {
    /// Goods that wear out: the month they were bought is asked for.
    #[must_use]
    pub const fn wears_out(self) -> bool {
        matches!(self, Self::Furniture | Self::Clothing | Self::Goods)
    }

    /// Damaged things, against costs of rescue, tests and the rest.
    #[must_use]
    pub const fn is_property(self) -> bool {
        matches!(self, Self::Product | Self::House | Self::Furniture | Self::Clothing | Self::Goods)
    }
}

words! {
    /// A part of the amounts as form 5 sums them up.
    pub enum LossPart {
        Product = "product",
        Property = "property",
        Injury = "injury",
        Costs = "costs",
    }
}

words! {
    /// What proves a purchase (form 3).
    pub enum Proof {
        Invoice = "invoice",
        Receipt = "receipt",
        Order = "order",
        Photo = "photo",
        None = "none",
    }
}

words! {
    /// Head of a bodily injury claim (form 3 part II).
    pub enum InjuryItem {
        Medical = "medical",
        Nursing = "nursing",
        Transport = "transport",
        Nutrition = "nutrition",
        HospitalFood = "hospital_food",
        LostWages = "lost_wages",
        Aids = "aids",
        Disability = "disability",
        Funeral = "funeral",
        Death = "death",
        Distress = "distress",
    }
}

/// A share in ten-thousandths: newness and damage with four decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Portion(pub u32);

impl Portion {
    pub const WHOLE: Self = Self(10_000);

    #[must_use]
    pub const fn percent(percent: u32) -> Self {
        Self(percent.saturating_mul(100))
    }
}

/// A month, as people remember when they bought a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    pub year: i32,
    /// 1 to 12.
    pub month: u32,
}

impl Month {
    /// The month in which `at` lies, at UTC+8.
    #[must_use]
    pub fn of(at: Stamp) -> Self {
        let day = at.date();
        Self { year: day.year(), month: day.month() }
    }

    /// Whole months from `earlier` to this one; negative when `earlier` is later.
    #[must_use]
    pub fn since(self, earlier: Self) -> i64 {
        let months = |month: Self| i64::from(month.year) * 12 + i64::from(month.month);
        months(self) - months(earlier)
    }
}

/// A line as it is entered (form 3 part I).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LossEntry {
    pub category: LossCategory,
    pub name: String,
    pub spec: String,
    pub unit: String,
    /// In hundredths: square metres and kilograms have decimals.
    pub hundredths: i64,
    pub bought: Option<Month>,
    pub proof: Proof,
    /// Key of the depreciation table; empty for things that do not wear out.
    pub goods: String,
    /// Price of a new one at the time of the loss.
    pub unit_price: Fen,
    /// Instead of the table's newness, with its reason.
    pub newness: Option<Portion>,
    /// Whole beyond repair.
    pub damage: Portion,
    /// What the remains are worth; nothing where the company takes them.
    pub salvage: Fen,
    /// What the customer says.
    pub claimed: Fen,
    /// Instead of the formula's amount, with its reason.
    pub assessed: Option<Fen>,
    /// Why newness or amount differ from table and formula.
    pub reason: String,
    /// Numbers of its pictures in the evidence.
    pub photos: Vec<u32>,
    pub note: String,
}

/// A line with what was worked out for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LossLine {
    pub entry: LossEntry,
    /// By the depreciation table; whole for things that do not wear out.
    pub by_table: Portion,
    pub by_formula: Fen,
    /// What counts: the formula's amount or the one a person put in its place.
    pub assessed: Fen,
}

impl LossLine {
    /// The newness that counted.
    #[must_use]
    pub fn newness(&self) -> Portion {
        self.entry.newness.unwrap_or(self.by_table)
    }
}

/// A line of bodily injury (form 3 part II).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InjuryLine {
    pub person: String,
    pub item: InjuryItem,
    /// Days and rate, or the bills.
    pub basis: String,
    pub receipts: u32,
    pub claimed: Fen,
    pub assessed: Fen,
    pub note: String,
}

/// The list was gone through by both sides (J13, second step).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    pub at: Stamp,
    /// Who stood for the injured party.
    pub with: String,
    pub claimed: Fen,
    pub assessed: Fen,
}

/// Claimed and assessed amounts of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pair {
    pub claimed: Fen,
    pub assessed: Fen,
}

impl Pair {
    fn add(&mut self, claimed: Fen, assessed: Fen) {
        // Every line was checked to leave room for the sum.
        self.claimed = Fen(self.claimed.0.saturating_add(claimed.0));
        self.assessed = Fen(self.assessed.0.saturating_add(assessed.0));
    }
}

/// Sums of the list: of rounded lines, so that a reader who adds up finds the same.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Totals {
    /// In the order of [`LossCategory::ALL`]; only categories that have lines.
    pub categories: Vec<(LossCategory, Pair)>,
    pub property: Pair,
    /// Rescue, tests and the rest.
    pub other: Pair,
    pub injury: Pair,
    pub all: Pair,
}

impl Totals {
    /// The amounts of a part: the product apart from other property (forms.md 1.5).
    #[must_use]
    pub fn part(&self, part: LossPart) -> Pair {
        let product = || {
            let row = self.categories.iter().find(|(category, _)| *category == LossCategory::Product);
            row.map_or(Pair::default(), |(_, pair)| *pair)
        };
        match part {
            LossPart::Product => product(),
            LossPart::Property => {
                let less = |all: Fen, of: Fen| all.checked_sub(of).unwrap_or_default();
                Pair {
                    claimed: less(self.property.claimed, product().claimed),
                    assessed: less(self.property.assessed, product().assessed),
                }
            }
            LossPart::Injury => self.injury,
            LossPart::Costs => self.other,
        }
    }
}

/// The loss list of a case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Losses {
    pub lines: Numbered<LossLine>,
    pub injuries: Numbered<InjuryLine>,
    /// Gone as soon as a line changes.
    pub confirmed: Option<Confirmation>,
}

impl Losses {
    #[must_use]
    pub fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        for &category in LossCategory::ALL {
            let mut pair = Pair::default();
            let mut lines = self.lines.iter().filter(|(_, line)| line.entry.category == category).peekable();
            if lines.peek().is_none() {
                continue;
            }
            for (_, line) in lines {
                pair.add(line.entry.claimed, line.assessed);
            }
            let part = if category.is_property() { &mut totals.property } else { &mut totals.other };
            part.add(pair.claimed, pair.assessed);
            totals.categories.push((category, pair));
        }
        for (_, line) in self.injuries.iter() {
            totals.injury.add(line.claimed, line.assessed);
        }
        for part in [totals.property, totals.other, totals.injury] {
            totals.all.add(part.claimed, part.assessed);
        }
        totals
    }

    /// Whether nothing stands on the list.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.injuries.is_empty()
    }
}

/// Largest amount of one line or price: a thousand million yuan, so that no sum of a list overflows.
const MOST: Fen = Fen(100_000_000_000);

/// Newness of goods bought then (forms.md 1.3): whole up to the grace, then falling with the years down to the floor.
#[must_use]
pub fn newness(bought: Month, lost: Month, life_years: u32, rules: &IncidentRules) -> Portion {
    let used = lost.since(bought).max(0);
    let life = i64::from(life_years.max(1)) * 12;
    if used <= i64::from(rules.grace_months) {
        return Portion::WHOLE;
    }
    let left = (life - used).max(0);
    let whole = i64::from(Portion::WHOLE.0);
    let portion = (left * whole * 2 + life) / (life * 2);
    Portion(u32::try_from(portion).unwrap_or(Portion::WHOLE.0)).max(rules.floor)
}

/// Quantity, price, newness and damage multiplied, half a fen rounded up once, less the remains, never below nothing.
/// `None` when the amount is too large to be one.
#[must_use]
pub fn formula(hundredths: i64, unit_price: Fen, newness: Portion, damage: Portion, salvage: Fen) -> Option<Fen> {
    let portions = i128::from(newness.0).checked_mul(i128::from(damage.0))?;
    let product = i128::from(hundredths).checked_mul(i128::from(unit_price.0))?.checked_mul(portions)?;
    let base: i128 = 100 * 10_000 * 10_000;
    let rounded = product.checked_add(base / 2)?.div_euclid(base);
    let left = rounded.checked_sub(i128::from(salvage.0))?.max(0);
    i64::try_from(left).ok().map(Fen).filter(|amount| *amount <= MOST)
}

/// Works a line out.
///
/// # Errors
/// What the entry lacks, or that its figures cannot be meant.
pub(super) fn work_out(incident: &Incident, entry: LossEntry, rules: &IncidentRules) -> Result<LossLine, Refusal> {
    need("J08", &entry.name, Blank::Name)?;
    let amounts = [entry.unit_price, entry.salvage, entry.claimed, entry.assessed.unwrap_or_default()];
    let portions = [entry.damage, entry.newness.unwrap_or_default()];
    if entry.hundredths <= 0 || amounts.iter().any(|amount| amount.0 < 0 || *amount > MOST) {
        return refuse("J08", IncidentReason::BadFigure);
    }
    if portions.iter().any(|portion| *portion > Portion::WHOLE) {
        return refuse("J08", IncidentReason::BadFigure);
    }
    if let Some(photo) = entry.photos.iter().find(|id| incident.evidence.get(**id).is_none()) {
        return refuse("J08", IncidentReason::NoSuchEntry(*photo));
    }
    let by_table = table_newness(incident, &entry, rules)?;
    let counted = entry.newness.unwrap_or(by_table);
    let Some(by_formula) = formula(entry.hundredths, entry.unit_price, counted, entry.damage, entry.salvage) else {
        return refuse("J08", IncidentReason::BadFigure);
    };
    let assessed = entry.assessed.unwrap_or(by_formula);
    if (counted != by_table || assessed != by_formula) && entry.reason.trim().is_empty() {
        return Err(Refusal { rule: "J08".into(), reason: Reason::TextMissing(Wording::Reason) });
    }
    Ok(LossLine { entry, by_table, by_formula, assessed })
}

fn table_newness(incident: &Incident, entry: &LossEntry, rules: &IncidentRules) -> Result<Portion, Refusal> {
    let lost = Month::of(incident.opening.happened_at);
    if entry.bought.is_some_and(|bought| bought > lost || !(1..=12).contains(&bought.month)) {
        return refuse("J08", IncidentReason::TimesOutOfOrder);
    }
    if entry.goods.is_empty() {
        let open = entry.category.wears_out() && entry.newness.is_none();
        return if open { refuse("J08", IncidentReason::Blank(Blank::Goods)) } else { Ok(Portion::WHOLE) };
    }
    let Some(goods) = rules.goods(&entry.goods) else { return refuse("J08", IncidentReason::Blank(Blank::Goods)) };
    match entry.bought {
        Some(bought) => Ok(newness(bought, lost, goods.life_years, rules)),
        None if entry.newness.is_some() => Ok(Portion::WHOLE),
        None => refuse("J08", IncidentReason::Blank(Blank::Bought)),
    }
}

/// Who entered each line, or corrected it last; what was taken back counts for nothing.
#[must_use]
pub fn entered_by(case: &Case, history: &[Recorded]) -> Numbered<String> {
    let mut names = Numbered::default();
    for record in history.iter().filter(|record| !case.undone.contains(&record.n)) {
        let Event::Incident(event) = &record.event else { continue };
        let IncidentEvent::Loss(change) = &**event else { continue };
        names.apply(&match &**change {
            Change::Add(_) => Change::Add(record.by.clone()),
            Change::Correct { id, .. } => Change::Correct { id: *id, to: record.by.clone(), reason: String::new() },
            Change::Strike { id, .. } => Change::Strike { id: *id, reason: String::new() },
        });
    }
    names
}

pub(super) fn check_injury(list: &Numbered<InjuryLine>, change: &Change<InjuryLine>) -> Result<(), Refusal> {
    list.check("J08", change)?;
    let Some(line) = change.member() else { return Ok(()) };
    need("J08", &line.person, Blank::Person)?;
    need("J08", &line.basis, Blank::Basis)?;
    let unmeant = |amount: Fen| amount.0 < 0 || amount > MOST;
    if unmeant(line.claimed) || unmeant(line.assessed) {
        return refuse("J08", IncidentReason::BadFigure);
    }
    Ok(())
}
