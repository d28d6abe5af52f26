//! What one row of a list would change: a branch, or a person with a post.

use super::{Column, RosterLine, RosterReason, WORDS};
use crate::domain::organisation::{
    Branch, BranchId, Change, EntryId, Organisation, Person, PersonId, Post, Role, Step, Territory,
};
use crate::domain::phone::{Phone, PhoneKind};
use crate::domain::places::Places;
use crate::exchange::row_run::member;

/// A branch of the row's name, new or changed in what the list says; a region nobody has entered yet comes with it.
pub(super) fn branch_changes(
    line: &mut RosterLine<'_>,
    here: &Organisation,
    places: &Places,
) -> Option<(String, Vec<Change>)> {
    let name = line.name()?;
    let before = here.branch_named(&name);
    let mut after = before.cloned().unwrap_or_else(|| Branch::new(BranchId(here.new_key(1)), &name, "", Vec::new()));
    let says = |line: &RosterLine<'_>, column| line.columns.contains_key(&column);
    if says(line, Column::Code) {
        after.code = line.text(Column::Code);
    }
    if says(line, Column::Products) {
        after.products = line.list(Column::Products);
    }
    if says(line, Column::Areas) {
        after.areas = areas(line, places);
    }
    if says(line, Column::From) || says(line, Column::To) {
        after.span = line.span();
    }
    let region = line.text(Column::Region);
    if !region.is_empty() {
        after.region = region;
    } else if after.region.is_empty() {
        let known = after.areas.first().and_then(|area| places.region_of(area));
        match known {
            Some(region) => after.region = region,
            None => line.refuse(Column::Region, "", RosterReason::NoRegion),
        }
    }
    owned_by_others(line, here, places, &after);
    let mut changes = Vec::new();
    if before == Some(&after) {
        return Some((name, changes));
    }
    if !here.regions.contains(&after.region) {
        changes.push(Change::Region(Step::added(after.region.clone())));
    }
    changes.push(Change::Branch(Step { before: before.cloned(), after: Some(after) }));
    Some((name, changes))
}

/// The areas of the row by their official names; each once.
fn areas(line: &mut RosterLine<'_>, places: &Places) -> Vec<String> {
    let mut areas: Vec<String> = Vec::new();
    for written in line.list(Column::Areas) {
        let Some(place) = Territory::place(places, &written) else {
            line.refuse(Column::Areas, &written, RosterReason::AreaUnknown);
            continue;
        };
        // A name that several places bear stays as it was written, behind its larger place.
        let name = if places.count_named(&place.name) == 1 { place.name.clone() } else { written };
        if !areas.contains(&name) {
            areas.push(name);
        }
    }
    areas
}

fn owned_by_others(line: &mut RosterLine<'_>, here: &Organisation, places: &Places, branch: &Branch) {
    let code = |area: &str| Territory::place(places, area).map(|place| place.code);
    let share = |other: &Branch| {
        let same = other.products.iter().any(|product| branch.products.contains(product));
        other.products.is_empty() && branch.products.is_empty() || same
    };
    for area in &branch.areas {
        let wanted = code(area);
        let rivals = here.branches.iter().filter(|other| other.id != branch.id && other.span.meets(branch.span));
        let owns = |other: &&Branch| {
            other.areas.iter().any(|owned| owned == area || wanted.is_some() && code(owned) == wanted)
        };
        if let Some(rival) = rivals.filter(|other| share(other)).find(owns) {
            line.refuse(Column::Areas, area, RosterReason::AreaOwned(rival.name.clone()));
        }
    }
}

/// A person of the row's name and phone with the row's post. Who is there already with another post holds this one too.
pub(super) fn person_changes(line: &mut RosterLine<'_>, here: &Organisation) -> Option<(String, Vec<Change>)> {
    let name = line.name()?;
    let phone = phone(line);
    let (branch, region) = unit(line, here);
    let role = role(line);
    let span = line.span();
    let role = role?;
    let (branch, region) = placed(line, here, role, (branch, region))?;
    let known = here.people.iter().find(|person| person.name == name && (phone.is_empty() || person.phone == phone));
    let Some(known) = known else {
        let person = Person {
            id: PersonId(here.new_key(1)),
            name: name.clone(),
            role,
            branch,
            region,
            phone,
            in_force_from: span.from,
            in_force_to: span.to,
        };
        return Some((name, vec![Change::Person(Step::added(person))]));
    };
    let same_post = |of: (Role, Option<BranchId>, Option<&str>)| of == (role, branch, region.as_deref());
    if same_post((known.role, known.branch, known.region.as_deref())) {
        let mut after = known.clone();
        if line.columns.contains_key(&Column::From) || line.columns.contains_key(&Column::To) {
            (after.in_force_from, after.in_force_to) = (span.from, span.to);
        }
        let changed = (after != *known).then(|| Change::Person(Step::changed(known.clone(), after)));
        return Some((name, changed.into_iter().collect()));
    }
    let held = here.posts.iter().filter(|post| post.person == known.id);
    if held.clone().any(|post| same_post((post.role, post.branch, post.region.as_deref())) && post.span == span) {
        return Some((name, Vec::new()));
    }
    let post = Post { id: EntryId(here.new_key(1)), person: known.id, role, branch, region, span };
    Some((name, vec![Change::Post(Step::added(post))]))
}

fn phone(line: &mut RosterLine<'_>) -> String {
    let text = line.text(Column::Phone);
    if text.is_empty() {
        return text;
    }
    let phone = Phone::parse(&text);
    if phone.kind == PhoneKind::Unknown || line.cell(Column::Phone).has_lost_digits() {
        line.refuse(Column::Phone, &text, RosterReason::NotAPhone);
    }
    phone.normalized
}

fn role(line: &mut RosterLine<'_>) -> Option<Role> {
    let text = line.text(Column::Role);
    let found = member(Role::ALL, Role::word, &WORDS.roles, &text);
    if found.is_none() {
        line.refuse(Column::Role, &text, RosterReason::UnknownRole);
    }
    found
}

fn unit(line: &mut RosterLine<'_>, here: &Organisation) -> (Option<BranchId>, Option<String>) {
    let (branch_text, region_text) = (line.text(Column::Branch), line.text(Column::Region));
    let region = here.regions.iter().find(|region| same_region(region, &region_text)).cloned();
    if !region_text.is_empty() && region.is_none() {
        line.refuse(Column::Region, &region_text, RosterReason::UnknownRegion);
    }
    let branch = here.branch_named(&branch_text).map(|branch| branch.id);
    if branch_text.is_empty() || branch.is_some() {
        return (branch, region);
    }
    // A regional manager's unit often stands in the column of branches.
    match here.regions.iter().find(|region| same_region(region, &branch_text)) {
        Some(region) => (None, Some(region.clone())),
        None => {
            line.refuse(Column::Branch, &branch_text, RosterReason::UnknownBranch);
            (None, region)
        }
    }
}

/// 华东 and 华东大区 are one region.
fn same_region(region: &str, written: &str) -> bool {
    let bare = |text: &str| text.strip_suffix("大区").unwrap_or(text).to_owned();
    bare(region) == bare(written)
}

/// The unit that a post of this role is held at: managers of branches and regions need theirs.
fn placed(
    line: &mut RosterLine<'_>,
    here: &Organisation,
    role: Role,
    (branch, region): (Option<BranchId>, Option<String>),
) -> Option<(Option<BranchId>, Option<String>)> {
    match role {
        Role::FieldServiceManager | Role::AppealContact if branch.is_none() => {
            line.refuse(Column::Branch, "", RosterReason::NoUnit);
            None
        }
        Role::RegionalManager => {
            let own = branch.and_then(|id| here.branch(id)).map(|branch| branch.region.clone());
            let region = region.or(own);
            if region.is_none() {
                line.refuse(Column::Region, "", RosterReason::NoUnit);
            }
            region.map(|region| (None, Some(region)))
        }
        _ if branch.is_some() => Some((branch, None)),
        _ => Some((None, region)),
    }
}
