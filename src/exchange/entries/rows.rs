//! What one row of a list says: a line of a loss list, or a branch's handling result.

use chrono::Datelike;

use super::{EntryColumn, EntryGround, EntryLine, EntryReason, Told, WORDS};
use crate::domain::event::{Found, Handling, NoteKind};
use crate::domain::facts::parse_stamp;
use crate::domain::incident::loss::Proof;
use crate::domain::incident::{Change, IncidentCommand, LossCategory, LossEntry, Month, Portion};
use crate::domain::rules::Rules;
use crate::domain::{Case, Command, Fen, Field, Stamp};
use crate::exchange::cell::Cell;
use crate::exchange::lexicon::{lexicon, plain};
use crate::exchange::row_run::member;
use crate::exchange::target::Kind;
use crate::exchange::values::{Unread, read};

/// A handling result, with who gave it and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Returned {
    pub handling: Handling,
    pub by: String,
    pub at: Option<Stamp>,
}

/// The commands of a row, as a person would give them.
pub(super) fn commands(told: &Told, note: &dyn Fn(&str, Option<Stamp>) -> String) -> Vec<Command> {
    match told {
        Told::Loss(entry) => vec![IncidentCommand::Loss(Box::new(Change::Add((**entry).clone()))).into()],
        Told::Handled(of) => {
            let mut all = vec![Command::Handle(of.handling.clone())];
            if !of.by.is_empty() || of.at.is_some() {
                all.push(Command::Note { kind: NoteKind::Progress, text: note(&of.by, of.at) });
            }
            all
        }
    }
}

/// A line of the loss list (form 3 part I); `None` when something in the row cannot be read.
pub(super) fn loss(line: &mut EntryLine<'_>, rules: &Rules) -> Option<LossEntry> {
    use EntryColumn as C;
    let category = category(line);
    let hundredths = quantity(line);
    let bought = bought(line);
    let proof = proof(line);
    let goods = goods(line, rules);
    let amounts = [C::Price, C::Salvage, C::Claimed, C::Assessed].map(|column| amount(line, column));
    let [price, salvage, claimed, assessed] = amounts;
    let newness = share(line, C::Newness);
    let damage = share(line, C::Damage);
    if price == Some(None) {
        line.refuse(C::Price, EntryReason::Unread(Unread::NotAnAmount));
    }
    if damage == Some(None) {
        line.refuse(C::Damage, EntryReason::NotAShare);
    }
    let photos = photos(line);
    Some(LossEntry {
        category: category?,
        name: line.text(C::Name),
        spec: line.text(C::Spec),
        unit: line.text(C::Unit),
        hundredths: hundredths?,
        bought: bought?,
        proof: proof?,
        goods: goods?,
        unit_price: price??,
        newness: newness?,
        damage: damage??,
        salvage: salvage?.unwrap_or_default(),
        claimed: claimed?.unwrap_or_default(),
        assessed: assessed?,
        reason: line.text(C::Reason),
        photos: photos?,
        note: line.text(C::Note),
    })
}

fn category(line: &mut EntryLine<'_>) -> Option<LossCategory> {
    let text = line.text(EntryColumn::Category);
    let found = member(LossCategory::ALL, LossCategory::word, &WORDS.categories, &text);
    if found.is_none() {
        line.refuse(EntryColumn::Category, EntryReason::Unread(Unread::UnknownWord));
    }
    found
}

/// Nothing written is no proof.
fn proof(line: &mut EntryLine<'_>) -> Option<Proof> {
    let text = line.text(EntryColumn::Proof);
    if text.is_empty() {
        return Some(Proof::None);
    }
    let found = member(Proof::ALL, Proof::word, &WORDS.proofs, &text);
    if found.is_none() {
        line.refuse(EntryColumn::Proof, EntryReason::Unread(Unread::UnknownWord));
    }
    found
}

/// Key of the case's own depreciation table, by key, name, or one of the things named in its brackets.
fn goods(line: &mut EntryLine<'_>, rules: &Rules) -> Option<String> {
    let text = line.text(EntryColumn::Goods);
    if text.is_empty() {
        return Some(text);
    }
    let wanted = plain(&text);
    let mut rows = rules.incident.depreciation.iter();
    let named = |name: &String| {
        let inside = name.split(['（', '(', '）', ')', '、', ',']).map(plain);
        plain(name) == wanted || inside.into_iter().any(|part| part == wanted)
    };
    let found = rows.find(|row| [&row.key, &row.zh, &row.en].into_iter().any(named));
    if found.is_none() {
        line.refuse(EntryColumn::Goods, EntryReason::UnknownGoods);
    }
    found.map(|row| row.key.clone())
}

/// `2`, `3.5 ㎡`, `1,200`: hundredths above nothing.
fn quantity(line: &mut EntryLine<'_>) -> Option<i64> {
    let text = line.cell(EntryColumn::Quantity).text();
    let text = text.trim().trim_end_matches(|c: char| !c.is_ascii_digit()).replace([',', '，'], "");
    let found = Fen::parse(&text).ok().map(|hundredths| hundredths.0).filter(|hundredths| *hundredths > 0);
    if found.is_none() {
        line.refuse(EntryColumn::Quantity, EntryReason::NotAQuantity);
    }
    found
}

/// The month in which it was bought; the day is not asked for.
#[expect(clippy::option_option, reason = "unreadable, empty, and a month")]
fn bought(line: &mut EntryLine<'_>) -> Option<Option<Month>> {
    match line.read_day(EntryColumn::Bought) {
        Ok(day) => Some(day.map(|day| Month { year: day.year(), month: day.month() })),
        Err(fault) => {
            line.refuse_date(EntryColumn::Bought, fault);
            None
        }
    }
}

#[expect(clippy::option_option, reason = "unreadable, empty, and an amount")]
fn amount(line: &mut EntryLine<'_>, column: EntryColumn) -> Option<Option<Fen>> {
    let read = read(Kind::Amount, line.cell(column), line.order).map(|reading| reading.text);
    match read {
        Ok(text) if text.is_empty() => Some(None),
        Ok(text) => Fen::parse(&text).ok().map(Some),
        Err(unread) => {
            line.refuse(column, EntryReason::Unread(unread));
            None
        }
    }
}

/// `75`, `75%`, `33.33 %`; a bare figure up to 1 is the fraction that a spreadsheet keeps behind a percentage.
#[expect(clippy::option_option, reason = "unreadable, empty, and a share")]
fn share(line: &mut EntryLine<'_>, column: EntryColumn) -> Option<Option<Portion>> {
    let text = line.text(column);
    if text.is_empty() {
        return Some(None);
    }
    let bare = text.trim_end_matches(['%', '％', ' ']);
    let is_fraction = bare.len() == text.len() && bare.parse::<f64>().is_ok_and(|number| number <= 1.0);
    // Four decimals of a fraction are two of a percentage.
    let moved = match line.cell(column) {
        Cell::Number(number) if is_fraction => format!("{:.2}", number * 100.0),
        _ if is_fraction => bare.parse::<f64>().map(|number| format!("{:.2}", number * 100.0)).unwrap_or_default(),
        Cell::Number(number) => format!("{number:.2}"),
        _ => bare.to_owned(),
    };
    let portion = Fen::parse(&moved).ok().and_then(|percent| u32::try_from(percent.0).ok()).map(Portion);
    let portion = portion.filter(|portion| *portion <= Portion::WHOLE);
    if portion.is_none() {
        line.refuse(column, EntryReason::NotAShare);
    }
    portion.map(Some)
}

fn photos(line: &mut EntryLine<'_>) -> Option<Vec<u32>> {
    let list = line.list(EntryColumn::Photos);
    let numbers: Option<Vec<u32>> = list.iter().map(|part| part.parse().ok()).collect();
    if numbers.is_none() {
        line.refuse(EntryColumn::Photos, EntryReason::NotPhotoNumbers);
    }
    numbers
}

/// A branch's result; `None` when something in the row cannot be read or the case is not that branch's.
pub(super) fn handling(
    line: &mut EntryLine<'_>,
    (case, rules): (&Case, &Rules),
    ground: &EntryGround<'_>,
) -> Option<Returned> {
    use EntryColumn as C;
    of_branch(line, case, ground);
    let solved = solved(line);
    let found = found(line, rules);
    let at = handled_at(line, case, ground.now);
    let handling = Handling {
        result: line.text(C::Result),
        measures: line.text(C::Measures),
        explanation: line.text(C::Explanation),
        solved: solved?,
        found: found?,
    };
    Some(Returned { handling, by: line.text(C::By), at: at? })
}

/// C04, C10: names of the lists of the rule book; `None` when one of them is none.
fn found(line: &mut EntryLine<'_>, rules: &Rules) -> Option<Found> {
    let mut one = |column, field| {
        let text = line.text(column);
        if text.is_empty() {
            return Some(text);
        }
        let member = rules.member(field, &text).map(|member| member.zh.clone());
        if member.is_none() {
            line.refuse(column, EntryReason::Unread(Unread::UnknownWord));
        }
        member
    };
    let (cause, department) = (one(EntryColumn::Cause, Field::Cause), one(EntryColumn::Department, Field::Department));
    Some(Found { cause: cause?, department: department? })
}

/// Where the row names a branch, the case must be with that one.
fn of_branch(line: &mut EntryLine<'_>, case: &Case, ground: &EntryGround<'_>) {
    let name = line.text(EntryColumn::Branch);
    if name.is_empty() {
        return;
    }
    match ground.organisation.branch_named(&name) {
        None => line.refuse(EntryColumn::Branch, EntryReason::UnknownBranch),
        Some(branch) if case.branch != Some(branch.id) => line.refuse(EntryColumn::Branch, EntryReason::OtherBranch),
        Some(_) => {}
    }
}

fn solved(line: &mut EntryLine<'_>) -> Option<bool> {
    let cell = line.cell(EntryColumn::Solved);
    let text = cell.text();
    let spelled = |word: &str| {
        WORDS.solved.get(word).is_some_and(|list| list.iter().any(|spelling| plain(spelling) == plain(&text)))
    };
    let found = match lexicon().word("yes_no", &text) {
        Some(word) => Some(word == "yes"),
        None if spelled("yes") => Some(true),
        None if spelled("no") => Some(false),
        None => None,
    };
    if found.is_none() {
        line.refuse(EntryColumn::Solved, EntryReason::Unread(Unread::NotYesOrNo));
    }
    found
}

/// When it was handled: not before the case was dispatched, not later than now.
#[expect(clippy::option_option, reason = "unreadable, empty, and a moment")]
fn handled_at(line: &mut EntryLine<'_>, case: &Case, now: Stamp) -> Option<Option<Stamp>> {
    let column = EntryColumn::At;
    let text = match read(Kind::Moment, line.cell(column), line.order) {
        Ok(reading) => reading.text,
        Err(unread) => {
            line.refuse(column, EntryReason::Unread(unread));
            return None;
        }
    };
    let Some(at) = parse_stamp(&text).ok().flatten() else { return Some(None) };
    let dispatched = case.dispatches.last().map(|(at, _)| *at);
    // A day without its hour may be the day of the dispatch.
    let earliest = dispatched.map(|at| if text.len() > 10 { at.wall() } else { at.date().into() });
    if at > now {
        line.refuse(column, EntryReason::InFuture);
        return None;
    }
    if earliest.is_some_and(|earliest| at.wall() < earliest) {
        line.refuse(column, EntryReason::BeforeDispatch);
        return None;
    }
    Some(Some(at))
}
