//! What the intake of an invented case says: customer, product, fault, wish, and what weighs on it.

use chrono::{Datelike, Days, NaiveDate};

use super::dice::Dice;
use super::ground::Site;
use super::plan::{Ending, Fate, Flag, OpenPlan, Slot};
use super::words::{Row, Table, Words};
use crate::domain::money::Fen;
use crate::domain::stage::{
    Acceptance, DemandKind, Exposure, HandledState, IncidentGrade, InfoClass, Injury, Level, Occurrence, Verified,
};
use crate::domain::{Facts, Field};

/// Channels of calls by their share, and those that only some levels come by (D01, D02).
const CHANNELS: [(i64, &str); 9] = [
    (58, "hotline"),
    (10, "chat"),
    (8, "platform"),
    (6, "web"),
    (5, "counter"),
    (4, "message"),
    (4, "email"),
    (3, "manager_hotline"),
    (2, "letter"),
];
const TRADE_CHANNELS: [(i64, &str); 4] = [(45, "outlet"), (35, "dealer"), (12, "staff"), (8, "field_visit")];
/// Losses at which a grade begins, in yuan: above the first, from the second (M6, M7).
const MAJOR_ABOVE: i64 = 20_000;
const EXTRA_FROM: i64 = 50_000;

/// What a case is told from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scene<'a> {
    pub words: &'a Words,
    pub slot: &'a Slot,
    pub site: Option<&'a Site>,
}

impl Scene<'_> {
    fn plan(&self) -> Option<&OpenPlan> {
        match &self.slot.fate {
            Fate::Open(plan) => Some(plan),
            Fate::Closed(_) => None,
        }
    }

    fn told(&self) -> Option<Row<'_>> {
        self.plan().and_then(|plan| plan.scripted).map(|at| self.words.scripted.row(at))
    }

    fn pattern(&self, key: &str) -> &'static str {
        self.words.patterns.rows().find(|row| row.cell(0) == key).map_or("", |row| row.cell(1))
    }
}

/// Sets a field. The texts are the generator's own and a test reads every one of them, so none is refused.
fn put(facts: &mut Facts, field: Field, text: &str) {
    let _taken = facts.set(field, text);
}

/// The facts of a case. `customer` are the dice of its customer, `dice` those of the case.
pub(super) fn facts(scene: &Scene<'_>, customer: &mut Dice, dice: &mut Dice) -> Facts {
    let slot = scene.slot;
    let mut facts = Facts::at(slot.logged.plus_minutes(-dice.between(3, 24)));
    facts.class = slot.class;
    facts.level = level(scene, dice);
    who(scene, &mut facts, customer);
    match slot.class {
        InfoClass::ServiceManagement | InfoClass::Competitor => trade(scene, &mut facts, dice),
        class => {
            let fault = match class {
                InfoClass::MajorIncident => harm(scene, &mut facts, dice),
                _ => fault(scene, &mut facts, dice),
            };
            describe(scene, &mut facts, &fault, dice);
            past(scene, &mut facts, dice);
        }
    }
    weigh(scene, &mut facts, dice);
    if let Some(row) = scene.told() {
        tell(row, &mut facts);
    }
    facts.grade = grade(&facts);
    facts
}

fn level(scene: &Scene<'_>, dice: &mut Dice) -> Level {
    match (scene.plan(), scene.slot.class) {
        (Some(plan), _) => plan.level,
        (None, InfoClass::MajorIncident) => [Level::General, Level::Provincial, Level::National][dice.position(3)],
        (None, _) if dice.chance(3) => Level::National,
        (None, _) if dice.chance(14) => Level::Provincial,
        (None, _) => Level::General,
    }
}

fn who(scene: &Scene<'_>, facts: &mut Facts, customer: &mut Dice) {
    let words = scene.words;
    let town = scene.site.map_or("", |site| site.town(customer));
    let address = scene
        .pattern("address")
        .replace("{area}", town)
        .replace("{road}", words.roads.word(customer))
        .replace("{no}", &customer.between(1, 398).to_string())
        .replace("{estate}", words.estates.word(customer))
        .replace("{block}", &customer.between(1, 32).to_string())
        .replace("{room}", &format!("{}{:02}", customer.between(1, 26), customer.between(1, 4)));
    put(facts, Field::CustomerName, &words.name(customer));
    put(facts, Field::Phone, &words.phone(customer));
    put(facts, Field::Address, &address);
    if let Some(site) = scene.site {
        put(facts, Field::Branch, &site.name);
    }
}

/// A report of an outlet or dealer: no appliance, but somebody who reports.
fn trade(scene: &Scene<'_>, facts: &mut Facts, dice: &mut Dice) {
    let words = scene.words;
    let (table, key) = match scene.slot.class {
        InfoClass::Competitor => (&words.rivals, "rival"),
        _ => (&words.matters, "matter"),
    };
    let row = table.weighted(dice, |row| row.number(0));
    let text = scene.pattern(key).replace("{fault}", row.cell(2)).replace("{n}", &dice.between(3, 28).to_string());
    put(facts, Field::Symptoms, row.cell(1));
    put(facts, Field::Description, &text);
    put(facts, Field::Channel, channel(&TRADE_CHANNELS, dice));
    put(facts, Field::ReporterName, &words.name(dice));
    put(facts, Field::ReporterPhone, &words.phone(dice));
    put(facts, Field::SourceUnit, words.shops.word(dice));
    facts.demand = vec![DemandKind::Explanation];
}

fn channel(shares: &[(i64, &'static str)], dice: &mut Dice) -> &'static str {
    let mut left = dice.between(0, shares.iter().map(|(share, _)| share).sum::<i64>() - 1);
    for (share, key) in shares {
        left -= share;
        if left < 0 {
            return key;
        }
    }
    ""
}

/// The model, batch and symptom that a row of the picture or a batch clue names.
fn named(scene: &Scene<'_>) -> Option<[&'static str; 3]> {
    if let Some(row) = scene.told() {
        return Some([row.cell(7), row.cell(8), row.cell(9)]);
    }
    let (at, _) = scene.plan()?.cluster?;
    let row = scene.words.clusters.row(at);
    Some([row.cell(0), row.cell(1), row.cell(2)])
}

/// A fault of an appliance: the product first, its fault by the product's own weights.
fn fault<'a>(scene: &Scene<'a>, facts: &mut Facts, dice: &mut Dice) -> Row<'a> {
    let words = scene.words;
    let month = scene.slot.logged.date().month();
    let named = named(scene);
    let product = match named {
        Some([model, ..]) => words.products.weighted(dice, |row| i64::from(row.cell(2) == model)),
        None => words.products.weighted(dice, |row| row.number(0) * season(row.cell(4), month)),
    };
    let fault = words.faults.weighted(dice, |row| {
        let fits = row.cell(0) == product.cell(1) && named.is_none_or(|[_, _, symptom]| row.cell(2) == symptom);
        if fits { row.number(1) } else { 0 }
    });
    appliance(scene, facts, product, named.map_or("", |[_, batch, _]| batch), dice);
    put(facts, Field::Symptoms, fault.cell(2));
    put(facts, Field::FaultPart, fault.cell(3));
    put(facts, Field::FaultCode, fault.cell(4));
    fault
}

/// Three parts in the season, two outside it.
fn season(mark: &str, month: u32) -> i64 {
    match (mark, month) {
        ("1", 11 | 12 | 1 | 2) | ("2", 6..=9) => 3,
        _ => 2,
    }
}

/// Model, batch, serial number and days, each later than the one before.
fn appliance(scene: &Scene<'_>, facts: &mut Facts, product: Row<'_>, batch: &str, dice: &mut Dice) {
    let logged = scene.slot.logged.date();
    let young = dice.chance(45);
    let age = if young { dice.between(2, 60) } else { dice.between(61, 1400) };
    let back = |from: NaiveDate, days: i64| from.checked_sub_days(Days::new(days.unsigned_abs())).unwrap_or(from);
    let mut installed = back(logged, age);
    let mut bought = back(installed, dice.between(2, 20));
    let mut made = back(bought, dice.between(20, 140));
    let told = batch_day(batch).filter(|day| back(logged, 40) > *day);
    if let Some(day) = told {
        made = day.checked_add_days(Days::new(dice.between(0, 27).unsigned_abs())).unwrap_or(day);
        let days = (logged - made).num_days();
        installed = back(logged, dice.between(2, (days - 30).clamp(2, 150)));
        bought = back(installed, dice.between(1, 7)).max(made);
    }
    let line = ["A", "B", "C"][dice.position(3)];
    let drawn = format!("{:02}{:02}{line}", made.year() % 100, made.month());
    let batch = if told.is_some() { batch } else { &drawn };
    let month = batch.get(..4).unwrap_or_default();
    put(facts, Field::Category, product.cell(1));
    put(facts, Field::Model, product.cell(2));
    put(facts, Field::Brand, product.cell(5));
    put(facts, Field::Batch, batch);
    put(facts, Field::Serial, &format!("CY{month}{}-{:06}", product.cell(3), dice.between(100, 39_999)));
    facts.made_on = Some(made);
    facts.bought_on = Some(bought);
    facts.installed_on = Some(installed);
}

/// The first day of the month that a batch such as 2510A names.
fn batch_day(batch: &str) -> Option<NaiveDate> {
    let number: i32 = batch.get(..4)?.parse().ok()?;
    NaiveDate::from_ymd_opt(2000 + number / 100, number.unsigned_abs() % 100, 1)
}

/// An incident: what was harmed, how badly, how much is claimed.
fn harm<'a>(scene: &Scene<'a>, facts: &mut Facts, dice: &mut Dice) -> Row<'a> {
    let words = scene.words;
    let named = named(scene);
    let own = named.and_then(|[model, ..]| words.products.rows().find(|row| row.cell(2) == model));
    let harm = words.harms.weighted(dice, |row| {
        let fits = own.is_none_or(|own| row.cell(1) == own.cell(1))
            && named.is_none_or(|[_, _, symptom]| row.cell(2) == symptom);
        if fits { row.number(0) } else { 0 }
    });
    let product = own.unwrap_or_else(|| {
        words.products.weighted(dice, |row| if row.cell(1) == harm.cell(1) { row.number(0) } else { 0 })
    });
    appliance(scene, facts, product, named.map_or("", |[_, batch, _]| batch), dice);
    put(facts, Field::Symptoms, harm.cell(2));
    put(facts, Field::FaultPart, harm.cell(6));
    facts.injury = Injury::from_word(harm.cell(3)).unwrap_or(Injury::None);
    let loss = dice.between(harm.number(4), harm.number(5));
    facts.loss = (loss > 0).then_some(Fen(loss * 100));
    harm
}

/// The grade that loss and injury come to (D05, M5-M7).
fn grade(facts: &Facts) -> Option<IncidentGrade> {
    if facts.class != InfoClass::MajorIncident {
        return None;
    }
    let loss = facts.loss.map_or(0, |loss| loss.0);
    Some(if loss >= EXTRA_FROM * 100 || facts.injury >= Injury::Heavy {
        IncidentGrade::ExtraMajor
    } else if loss > MAJOR_ABOVE * 100 || facts.injury >= Injury::Light || facts.beyond_law {
        IncidentGrade::MajorSpecial
    } else {
        IncidentGrade::GeneralSpecial
    })
}

/// The text of the complaint, and the wish that goes with it.
fn describe(scene: &Scene<'_>, facts: &mut Facts, fault: &Row<'_>, dice: &mut Dice) {
    let words = scene.words;
    let logged = scene.slot.logged.date();
    let age = facts.installed_on.map_or(0, |day| (logged - day).num_days());
    let months = age / 30;
    // What is said about the time must agree with the day of installation.
    let when = words.when.weighted(dice, |row| match row.cell(1) {
        text if text.contains("{m}") => {
            if months >= 1 {
                row.number(0)
            } else {
                0
            }
        }
        text if text.contains("{n}") => {
            if age <= 30 {
                row.number(0)
            } else {
                0
            }
        }
        _ => row.number(0),
    });
    let when = when.cell(1).replace("{m}", &months.to_string()).replace("{n}", &age.max(2).to_string());
    let aside = words.aside.weighted(dice, |row| row.number(0)).cell(1);
    let wish = wish(scene, dice);
    let (key, told, symptom) = match scene.slot.class {
        InfoClass::MajorIncident => ("harm", fault.cell(7), ""),
        InfoClass::MarketComplaint if dice.chance(45) && scene.plan().is_none_or(|plan| plan.cluster.is_none()) => {
            let row = words.grievances.weighted(dice, |row| row.number(0));
            ("grievance", row.cell(2), row.cell(1))
        }
        InfoClass::MarketComplaint => ("again", fault.cell(5), ""),
        _ => ("quality", fault.cell(5), ""),
    };
    let category = facts.word(Field::Category);
    let seen = words.seen.weighted(dice, |row| i64::from(row.cell(0) == category)).cell(1);
    let text = scene
        .pattern(key)
        .replace("{when}", &when)
        .replace("{fault}", told)
        .replace("{scene}", fault.cell(8))
        .replace("{aside}", aside)
        .replace("{wish}", wish.cell(1))
        .replace("{where}", seen)
        .replace("{category}", category)
        .replace("{model}", facts.word(Field::Model))
        .replace("{n}", &dice.between(2, 4).to_string());
    if !symptom.is_empty() {
        put(facts, Field::Symptoms, symptom);
        put(facts, Field::FaultPart, "");
        put(facts, Field::FaultCode, "");
    }
    put(facts, Field::Description, &text);
    put(facts, Field::Environment, seen);
    put(facts, Field::DemandText, wish.cell(1));
    put(facts, Field::Demand, wish.cell(0));
    if facts.class == InfoClass::MajorIncident && !facts.demand.contains(&DemandKind::Compensation) {
        facts.demand.push(DemandKind::Compensation);
    }
}

/// General complaints mostly ask for repair; market complaints ask for more.
fn wish<'a>(scene: &Scene<'a>, dice: &mut Dice) -> Row<'a> {
    let mild = scene.slot.class == InfoClass::GeneralQuality;
    let table: &Table = &scene.words.wish;
    table.weighted(dice, |row| match (mild, row.cell(0)) {
        (true, "repair") => 8,
        (true, "explanation" | "exchange") => 2,
        (true, _) => 0,
        (false, "repair") => 1,
        (false, _) => 2,
    })
}

/// Where it was bought, who installed it, whether it happened before.
fn past(scene: &Scene<'_>, facts: &mut Facts, dice: &mut Dice) {
    let words = scene.words;
    put(facts, Field::Channel, channel(&CHANNELS, dice));
    put(facts, Field::PurchaseChannel, words.shops.word(dice));
    put(facts, Field::Installer, words.installers.word(dice));
    if dice.chance(70) {
        put(facts, Field::ProofOfPurchase, words.proofs.word(dice));
    }
    if dice.chance(18) || facts.class == InfoClass::MarketComplaint && dice.chance(40) {
        facts.occurrence = Occurrence::Repeat;
    }
}

/// Sets what makes the level what it is (D01, D02), and the marks of the counters.
fn weigh(scene: &Scene<'_>, facts: &mut Facts, dice: &mut Dice) {
    let open = scene.plan();
    let customer = !matches!(facts.class, InfoClass::ServiceManagement | InfoClass::Competitor);
    match facts.level {
        Level::General => {}
        Level::Provincial => match dice.between(0, 3) {
            0 => facts.vip = true,
            1 => put(facts, Field::Channel, "consumer_body"),
            2 if customer => facts.quantity = u32::try_from(dice.between(5, 12)).unwrap_or(5),
            _ => put(facts, Field::Channel, "headquarters"),
        },
        Level::National => {
            let kinds = [Exposure::Media, Exposure::Regulator, Exposure::Regulator, Exposure::Court];
            facts.exposure = vec![kinds[dice.position(kinds.len())]];
            if facts.exposure == [Exposure::Regulator] {
                put(facts, Field::Channel, "market_authority");
                put(facts, Field::ExternalNumber, &format!("12315-{:08}", dice.between(10_000_000, 99_999_999)));
            }
        }
    }
    match open {
        Some(plan) if plan.flag == Flag::SameBatch => facts.occurrence = Occurrence::SameBatch,
        Some(_) => {}
        None => {
            facts.cross_province = dice.chance(2);
            facts.verified = if dice.chance(85) { Verified::True } else { Verified::Pending };
            facts.beyond_law = facts.class == InfoClass::MajorIncident && dice.chance(8);
            if matches!(scene.slot.fate, Fate::Closed(Ending::Plain)) && dice.chance(12) {
                facts.promised_reply = Some(facts.received_at.plus_minutes(dice.between(20, 23) * 60));
            }
        }
    }
    facts.handled_state = if facts.class == InfoClass::ServiceManagement && dice.chance(20) {
        HandledState::Handled
    } else {
        HandledState::Unhandled
    };
}

/// A row of the picture, word by word.
fn tell(row: Row<'_>, facts: &mut Facts) {
    let columns = [
        (6, Field::CustomerName),
        (9, Field::Symptoms),
        (10, Field::Description),
        (11, Field::Demand),
        (12, Field::DemandText),
        (14, Field::Loss),
        (15, Field::Injury),
    ];
    for (at, field) in columns {
        put(facts, field, row.cell(at));
    }
    facts.exposure = Exposure::from_word(row.cell(13)).into_iter().collect();
}

/// What a customer makes of a reply.
pub(super) fn acceptance(dice: &mut Dice) -> Acceptance {
    match dice.between(0, 99) {
        0..=89 => Acceptance::Accepted,
        90..=96 => Acceptance::Open,
        _ => Acceptance::NotAccepted,
    }
}
