//! What is typed about a branch or a person, and the changes it comes to. Nothing here draws.

mod outlets;

use chrono::NaiveDate;

pub use self::outlets::OutletEdit;
use self::outlets::outlets;
use crate::domain::organisation::{
    Branch, BranchId, Change, Duty, EntryId, Matter, Organisation, Person, PersonId, Post, Rank, Role, Span, StandIn,
    Step,
};

/// One field of the two forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Name,
    Region,
    From,
    To,
    Deputy,
    AwayFrom,
    AwayTo,
    SecondDeputy,
    SecondFrom,
    SecondTo,
    Role,
    Unit,
}

/// What keeps a form from being saved, at the field where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    Missing,
    /// Not a day of the form 2026-04-09.
    NotADay,
}

/// A responsibility for one area, one product, VIPs, or several of these together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DutyEdit {
    /// `None` for one that is being added.
    pub id: Option<EntryId>,
    pub person: String,
    /// Official name of a place; empty for the whole branch.
    pub area: String,
    /// Empty for all products.
    pub product: String,
    /// For cases of VIPs alone (D08).
    pub vip: bool,
    /// The second person instead of the first.
    pub second: bool,
}

impl DutyEdit {
    /// Whether it can be added: somebody, for something less than the whole branch.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        person_of(&self.person).is_some() && (self.vip || !self.area.is_empty() || !self.product.is_empty())
    }
}

/// A branch as it is typed. Persons and regions are keys of pick lists, days are texts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BranchEdit {
    /// `None` for a branch that is being added.
    pub id: Option<BranchId>,
    pub name: String,
    pub code: String,
    pub region: String,
    pub areas: Vec<String>,
    pub products: Vec<String>,
    /// The outlets at work.
    pub outlets: Vec<OutletEdit>,
    pub from: String,
    pub to: String,
    pub first: String,
    pub duties: Vec<DutyEdit>,
    pub contact: String,
    /// Who stands in for the first responsible person, and the days.
    pub deputy: String,
    pub away_from: String,
    pub away_to: String,
    /// The second responsible person; the region's manager unless another one is named.
    pub second: String,
    pub second_deputy: String,
    pub second_from: String,
    pub second_to: String,
}

/// A person as it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PersonEdit {
    /// `None` for a person who is being added.
    pub id: Option<PersonId>,
    pub name: String,
    pub phone: String,
    /// The stored word.
    pub role: String,
    /// Key of [`unit_key`].
    pub unit: String,
    pub from: String,
    pub to: String,
}

/// The key of a unit in a pick list: a branch, a region, or headquarters.
#[must_use]
pub fn unit_key(branch: Option<BranchId>, region: Option<&str>) -> String {
    match (branch, region) {
        (Some(id), _) => format!("b{}", id.0),
        (None, Some(region)) => format!("r{region}"),
        (None, None) => String::new(),
    }
}

fn unit_of(key: &str) -> (Option<BranchId>, Option<String>) {
    let branch = key.strip_prefix('b').and_then(|id| id.parse().ok()).map(BranchId);
    (branch, key.strip_prefix('r').map(str::to_owned))
}

/// The key of a person in a pick list.
#[must_use]
pub fn person_key(id: Option<PersonId>) -> String {
    id.map(|id| id.0.to_string()).unwrap_or_default()
}

fn person_of(key: &str) -> Option<PersonId> {
    key.parse().ok().map(PersonId)
}

fn day_text(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

fn day_of(text: &str, part: Part, lacks: &mut Vec<(Part, Lack)>) -> Option<NaiveDate> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let read = text.parse().ok();
    if read.is_none() {
        lacks.push((part, Lack::NotADay));
    }
    read
}

/// Keys for new things, one after another.
struct Keys(i64);

impl Keys {
    const fn next(&mut self) -> i64 {
        self.0 = self.0.saturating_add(1);
        self.0
    }
}

impl BranchEdit {
    /// A branch as it stands on `day`.
    #[must_use]
    pub fn of(branch: &Branch, organisation: &Organisation, day: NaiveDate) -> Self {
        let first = holder(organisation, branch.id, Rank::First, day);
        let second = holder(organisation, branch.id, Rank::Second, day);
        let (out, second_out) = (away(organisation, first, day), away(organisation, second, day));
        let days = out.map(|entry| entry.span).unwrap_or_default();
        let second_days = second_out.map(|entry| entry.span).unwrap_or_default();
        Self {
            id: Some(branch.id),
            name: branch.name.clone(),
            code: branch.code.clone(),
            region: branch.region.clone(),
            areas: branch.areas.clone(),
            products: branch.products.clone(),
            outlets: outlets(organisation, branch.id, day).map(OutletEdit::of).collect(),
            from: day_text(branch.span.from),
            to: day_text(branch.span.to),
            first: person_key(first),
            duties: duties(organisation, branch.id, day).map(duty_edit).collect(),
            contact: person_key(organisation.contact_of(branch.id, day)),
            deputy: person_key(out.map(|entry| entry.deputy)),
            away_from: day_text(days.from),
            away_to: day_text(days.to),
            second: person_key(second),
            second_deputy: person_key(second_out.map(|entry| entry.deputy)),
            second_from: day_text(second_days.from),
            second_to: day_text(second_days.to),
        }
    }

    /// What saving would change; nothing when nothing differs from what stands.
    ///
    /// # Errors
    /// The fields that are missing or cannot be read.
    pub fn changes(&self, organisation: &Organisation, day: NaiveDate) -> Result<Vec<Change>, Vec<(Part, Lack)>> {
        let mut lacks = Vec::new();
        for (text, part) in [(&self.name, Part::Name), (&self.region, Part::Region)] {
            if text.trim().is_empty() {
                lacks.push((part, Lack::Missing));
            }
        }
        let span = Span::new(day_of(&self.from, Part::From, &mut lacks), day_of(&self.to, Part::To, &mut lacks));
        let first_away = absence(
            (&self.deputy, &self.away_from, &self.away_to),
            [Part::Deputy, Part::AwayFrom, Part::AwayTo],
            &mut lacks,
        );
        let second_away = absence(
            (&self.second_deputy, &self.second_from, &self.second_to),
            [Part::SecondDeputy, Part::SecondFrom, Part::SecondTo],
            &mut lacks,
        );
        if !lacks.is_empty() {
            return Err(lacks);
        }
        let mut keys = Keys(organisation.last_key);
        let mut changes = Vec::new();
        let region = self.region.trim().to_owned();
        if !organisation.regions.contains(&region) {
            changes.push(Change::Region(Step::added(region.clone())));
        }
        let before = self.id.and_then(|id| organisation.branch(id));
        let id = before.map_or_else(|| BranchId(keys.next()), |branch| branch.id);
        let after = Branch {
            id,
            name: self.name.trim().to_owned(),
            code: self.code.trim().to_owned(),
            region,
            areas: self.areas.clone(),
            products: self.products.clone(),
            span,
        };
        if before != Some(&after) {
            changes.push(Change::Branch(Step { before: before.cloned(), after: Some(after) }));
        }
        self.duty_changes(organisation, (id, day), &mut keys, &mut changes);
        self.outlet_changes(organisation, (id, day), &mut keys, &mut changes);
        let (first, second) = (person_of(&self.first), person_of(&self.second));
        rank_changes(organisation, (id, Rank::First, first, day), &mut keys, &mut changes);
        rank_changes(organisation, (id, Rank::Second, second, day), &mut keys, &mut changes);
        contact_changes(organisation, (id, person_of(&self.contact), day), &mut keys, &mut changes);
        let ranks = [(Rank::First, first, first_away), (Rank::Second, second, second_away)];
        for (rank, person, out) in ranks {
            let person = person.or_else(|| holder(organisation, id, rank, day));
            let wanted = person.zip(out).map(|(person, (deputy, span))| (person, deputy, span));
            // One who is both is away once.
            if rank == Rank::First || person != first.or_else(|| holder(organisation, id, Rank::First, day)) {
                away_changes(organisation, person, (wanted, day), &mut keys, &mut changes);
            }
        }
        Ok(changes)
    }

    /// A07: a responsibility for an area or product begins today; one taken away ended yesterday.
    fn duty_changes(
        &self,
        organisation: &Organisation,
        (branch, day): (BranchId, NaiveDate),
        keys: &mut Keys,
        changes: &mut Vec<Change>,
    ) {
        for duty in duties(organisation, branch, day) {
            if !self.duties.iter().any(|kept| kept.id == Some(duty.id)) {
                changes.push(Change::Duty(ended(duty, |duty| &mut duty.span, day)));
            }
        }
        let named = |text: &String| (!text.is_empty()).then(|| text.clone());
        for new in self.duties.iter().filter(|duty| duty.id.is_none()) {
            let Some(person) = person_of(&new.person) else { continue };
            let (area, product, vip) = (named(&new.area), named(&new.product), new.vip);
            let rank = if new.second { Rank::Second } else { Rank::First };
            let (id, span) = (EntryId(keys.next()), Span::new(Some(day), None));
            let duty = Duty { id, rank, person, branch, area, product, vip, span };
            changes.push(Change::Duty(Step::added(duty)));
        }
    }
}

/// Responsibilities for a part of the branch that hold on `day`.
fn duties(organisation: &Organisation, branch: BranchId, day: NaiveDate) -> impl Iterator<Item = &Duty> {
    let part = |duty: &&Duty| duty.vip || duty.area.is_some() || duty.product.is_some();
    organisation.duties.iter().filter(move |duty| duty.branch == branch && duty.span.covers(day)).filter(part)
}

fn duty_edit(duty: &Duty) -> DutyEdit {
    DutyEdit {
        id: Some(duty.id),
        person: person_key(Some(duty.person)),
        area: duty.area.clone().unwrap_or_default(),
        product: duty.product.clone().unwrap_or_default(),
        vip: duty.vip,
        second: duty.rank == Rank::Second,
    }
}

/// Whose responsibility the branch is on `day`, away or not.
fn holder(organisation: &Organisation, branch: BranchId, rank: Rank, day: NaiveDate) -> Option<PersonId> {
    let charge = organisation.charge(branch, &Matter::default(), day);
    let held = if rank == Rank::First { charge.first? } else { charge.second? };
    Some(held.stands_in_for.unwrap_or(held.person))
}

/// The present or next absence of a person.
fn away(organisation: &Organisation, person: Option<PersonId>, day: NaiveDate) -> Option<&StandIn> {
    let ahead = |entry: &&StandIn| Some(entry.person) == person && entry.span.to.is_none_or(|to| day <= to);
    organisation.stand_ins.iter().filter(ahead).min_by_key(|entry| entry.span.from)
}

/// Who stands in, and when; `None` when nobody does.
fn absence(
    (deputy, from, to): (&str, &str, &str),
    [deputy_part, from_part, to_part]: [Part; 3],
    lacks: &mut Vec<(Part, Lack)>,
) -> Option<(PersonId, Span)> {
    let span = Span::new(day_of(from, from_part, lacks), day_of(to, to_part, lacks));
    let deputy = person_of(deputy);
    if deputy.is_none() && span != Span::default() {
        lacks.push((deputy_part, Lack::Missing));
    }
    if deputy.is_some() && from.trim().is_empty() {
        lacks.push((from_part, Lack::Missing));
    }
    deputy.map(|deputy| (deputy, span))
}

/// A07: another first or second responsible person is a duty from today on; the one before ends yesterday.
fn rank_changes(
    organisation: &Organisation,
    (branch, rank, wanted, day): (BranchId, Rank, Option<PersonId>, NaiveDate),
    keys: &mut Keys,
    changes: &mut Vec<Change>,
) {
    if holder(organisation, branch, rank, day) == wanted {
        return;
    }
    let whole = |duty: &&Duty| {
        duty.branch == branch && duty.rank == rank && duty.area.is_none() && duty.product.is_none() && !duty.vip
    };
    for duty in organisation.duties.iter().filter(whole).filter(|duty| duty.span.covers(day)) {
        changes.push(Change::Duty(ended(duty, |duty| &mut duty.span, day)));
    }
    let mut without = organisation.clone();
    // Changes made from what stands fit it; without them the post alone decides.
    let fits = changes.iter().all(|change| without.apply(change).is_ok());
    if let Some(person) = wanted.filter(|_| !fits || holder(&without, branch, rank, day) != wanted) {
        let span = Span::new(Some(day), None);
        let id = EntryId(keys.next());
        let duty = Duty { id, rank, person, branch, area: None, product: None, vip: false, span };
        changes.push(Change::Duty(Step::added(duty)));
    }
}

/// A06: another contact from today on; the one before ends yesterday and stays on record.
fn contact_changes(
    organisation: &Organisation,
    (branch, wanted, day): (BranchId, Option<PersonId>, NaiveDate),
    keys: &mut Keys,
    changes: &mut Vec<Change>,
) {
    if organisation.contact_of(branch, day) == wanted {
        return;
    }
    let held = |post: &&Post| post.role == Role::AppealContact && post.branch == Some(branch) && post.span.covers(day);
    for post in organisation.posts.iter().filter(held) {
        changes.push(Change::Post(ended(post, |post| &mut post.span, day)));
    }
    if let Some(person) = wanted {
        let id = EntryId(keys.next());
        let (role, span) = (Role::AppealContact, Span::new(Some(day), None));
        changes.push(Change::Post(Step::added(Post { id, person, role, branch: Some(branch), region: None, span })));
    }
}

fn away_changes(
    organisation: &Organisation,
    first: Option<PersonId>,
    (wanted, day): (Option<(PersonId, PersonId, Span)>, NaiveDate),
    keys: &mut Keys,
    changes: &mut Vec<Change>,
) {
    let present = away(organisation, first, day);
    match (present, wanted) {
        (Some(entry), Some((_, deputy, span))) if (entry.deputy, entry.span) != (deputy, span) => {
            let after = StandIn { deputy, span, ..entry.clone() };
            changes.push(Change::StandIn(Step::changed(entry.clone(), after)));
        }
        // An absence that has not begun never was; one that has begun ends yesterday.
        (Some(entry), None) if entry.span.from.is_some_and(|from| from >= day) => {
            changes.push(Change::StandIn(Step::removed(entry.clone())));
        }
        (Some(entry), None) => changes.push(Change::StandIn(ended(entry, |entry| &mut entry.span, day))),
        (None, Some((person, deputy, span))) => {
            let entry = StandIn { id: EntryId(keys.next()), person, deputy, span };
            changes.push(Change::StandIn(Step::added(entry)));
        }
        _ => {}
    }
}

/// The same with yesterday as its last day; one that began today is taken back.
fn ended<T: Clone>(one: &T, span: impl Fn(&mut T) -> &mut Span, day: NaiveDate) -> Step<T> {
    let mut after = one.clone();
    let days = span(&mut after);
    if days.from == Some(day) {
        return Step::removed(one.clone());
    }
    days.to = day.pred_opt();
    Step::changed(one.clone(), after)
}

impl PersonEdit {
    #[must_use]
    pub fn of(person: &Person) -> Self {
        Self {
            id: Some(person.id),
            name: person.name.clone(),
            phone: person.phone.clone(),
            role: person.role.word().to_owned(),
            unit: unit_key(person.branch, person.region.as_deref()),
            from: day_text(person.in_force_from),
            to: day_text(person.in_force_to),
        }
    }

    /// Somebody new at a branch.
    #[must_use]
    pub fn at(branch: Option<BranchId>, day: NaiveDate) -> Self {
        Self { unit: unit_key(branch, None), from: day.to_string(), ..Self::default() }
    }

    /// What saving would change. Another post or unit is a move: the post before stays on record until the day before.
    ///
    /// # Errors
    /// The fields that are missing or cannot be read.
    pub fn changes(&self, organisation: &Organisation, day: NaiveDate) -> Result<Vec<Change>, Vec<(Part, Lack)>> {
        let mut lacks = Vec::new();
        if self.name.trim().is_empty() {
            lacks.push((Part::Name, Lack::Missing));
        }
        let role = Role::from_word(&self.role);
        if role.is_none() {
            lacks.push((Part::Role, Lack::Missing));
        }
        let (branch, region) = unit_of(&self.unit);
        let needs_branch = matches!(role, Some(Role::FieldServiceManager | Role::AppealContact));
        if needs_branch && branch.is_none() || role == Some(Role::RegionalManager) && region.is_none() {
            lacks.push((Part::Unit, Lack::Missing));
        }
        let span = Span::new(day_of(&self.from, Part::From, &mut lacks), day_of(&self.to, Part::To, &mut lacks));
        let Some(role) = role.filter(|_| lacks.is_empty()) else { return Err(lacks) };
        let mut keys = Keys(organisation.last_key);
        let before = self.id.and_then(|id| organisation.person(id));
        let mut after = Person {
            id: before.map_or_else(|| PersonId(keys.next()), |person| person.id),
            name: self.name.trim().to_owned(),
            role,
            branch,
            region,
            phone: self.phone.trim().to_owned(),
            in_force_from: span.from,
            in_force_to: span.to,
        };
        let Some(before) = before else { return Ok(vec![Change::Person(Step::added(after))]) };
        let mut changes = Vec::new();
        let moved = (before.role, before.branch, &before.region) != (after.role, after.branch, &after.region);
        if moved {
            // The new post begins on the day that was typed; when that was left as it stood, today.
            let begins = span.from.filter(|from| Some(*from) != before.in_force_from).unwrap_or(day);
            after.in_force_from = Some(begins);
            if before.in_force_from.is_none_or(|from| from < begins) {
                changes.push(Change::Post(Step::added(Post {
                    id: EntryId(keys.next()),
                    person: before.id,
                    role: before.role,
                    branch: before.branch,
                    region: before.region.clone(),
                    span: Span::new(before.in_force_from, begins.pred_opt()),
                })));
            }
        }
        if *before != after {
            changes.insert(0, Change::Person(Step::changed(before.clone(), after)));
        }
        Ok(changes)
    }
}

#[cfg(test)]
mod tests;
