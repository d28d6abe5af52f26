//! What the page shows, worked out when the organisation, the day, the language or the search changes.

use chrono::NaiveDate;

use crate::domain::organisation::{Branch, BranchId, Fault, Organisation, Person, PersonId, Role};
use crate::domain::phone::Phone;
use crate::domain::pinyin;
use crate::domain::places::{Place, PlaceLevel, Places};
use crate::t;
use crate::text::Lang;
use crate::ui::Cx;
use crate::ui::say::organisation_fault_text;
use crate::ui::widgets::Pick;

use super::edit::{person_key, unit_key};

/// Hints told one by one; of more the number is told.
const HINTS: usize = 40;

/// How a branch stands today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    AtWork,
    /// Its first responsible person is stood in for.
    StoodIn,
    Ended,
    NotYet,
}

/// One line of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line {
    Region { name: String, second: String, branches: usize },
    Branch { id: BranchId, cells: [String; 4], standing: Standing },
}

/// The page as it is shown.
pub(super) struct View {
    pub organisation: Organisation,
    pub day: NaiveDate,
    pub search: String,
    pub lang: Lang,
    pub lines: Vec<Line>,
    /// What is wrong or missing, with the branch it is about.
    pub hints: Vec<(Option<BranchId>, String)>,
    pub people: Vec<Pick>,
    pub regions: Vec<Pick>,
    pub units: Vec<Pick>,
    pub roles: Vec<Pick>,
    pub products: Vec<Pick>,
}

impl View {
    pub(super) fn of(cx: &Cx<'_>, search: &str) -> Self {
        let (organisation, day) = (cx.organisation, cx.now.date());
        let mut standard: Vec<String> = organisation.regions.clone();
        for province in cx.places.provinces() {
            if !standard.contains(&province.region) {
                standard.push(province.region.clone());
            }
        }
        let plain = |key: String, label: String, note: &str| {
            let search = pinyin::search_key(&label);
            Pick { key, label, note: note.to_owned(), search }
        };
        let headquarters = plain(String::new(), t!(cx.texts, "org-headquarters"), "");
        let branches = organisation
            .branches_on(day)
            .map(|branch| plain(unit_key(Some(branch.id), None), branch.name.clone(), &branch.region));
        let of_regions =
            organisation.regions.iter().map(|region| plain(unit_key(None, Some(region)), region.clone(), ""));
        Self {
            lines: lines(cx, search),
            hints: hints(cx),
            people: people(cx),
            regions: standard.into_iter().map(|region| plain(region.clone(), region, "")).collect(),
            units: std::iter::once(headquarters).chain(of_regions).chain(branches).collect(),
            roles: Role::ALL
                .iter()
                .map(|role| plain(role.word().to_owned(), cx.texts.name("role", role.word()), ""))
                .collect(),
            products: cx.book.rules.categories.iter().map(|one| plain(one.zh.clone(), one.zh.clone(), "")).collect(),
            organisation: organisation.clone(),
            day,
            search: search.to_owned(),
            lang: cx.texts.lang(),
        }
    }

    /// Whether this is still what is to be shown.
    pub(super) fn fits(&self, cx: &Cx<'_>, search: &str) -> bool {
        self.day == cx.now.date()
            && self.lang == cx.texts.lang()
            && self.search == search
            && self.organisation == *cx.organisation
    }

    /// The branches on screen in their order.
    pub(super) fn branches(&self) -> impl DoubleEndedIterator<Item = (usize, BranchId)> {
        self.lines.iter().enumerate().filter_map(|(at, line)| match line {
            Line::Branch { id, .. } => Some((at, *id)),
            Line::Region { .. } => None,
        })
    }
}

/// Every place as a pick list of areas; worked out once.
pub(super) fn areas(places: &Places) -> Vec<Pick> {
    let item = |place: &Place| {
        let around = [places.province_of(place), places.city_of(place)];
        let around: Vec<&str> =
            around.into_iter().flatten().filter(|one| one.code != place.code).map(|one| one.name.as_str()).collect();
        let unique = places.count_named(&place.name) == 1;
        let key = if unique { place.name.clone() } else { format!("{}{}", around.concat(), place.name) };
        let search = pinyin::search_key(&place.name);
        Pick { key, label: place.name.clone(), note: around.join(" "), search }
    };
    let mut all: Vec<&Place> = places.all().iter().filter(|place| !place.is_grouping()).collect();
    all.sort_by_key(|place| match place.level {
        PlaceLevel::City => 0,
        PlaceLevel::Province => 1,
        PlaceLevel::County => 2,
    });
    all.into_iter().map(item).collect()
}

/// A phone as lists show it.
pub(super) fn masked(person: &Person) -> String {
    if person.phone.is_empty() { String::new() } else { Phone::parse(&person.phone).masked() }
}

fn people(cx: &Cx<'_>) -> Vec<Pick> {
    let day = cx.now.date();
    let item = |person: &Person| {
        let branch = cx.branch_name(person.branch);
        let at = if branch.is_empty() { person.region.as_deref().unwrap_or_default() } else { branch };
        let note = format!("{} {at}", cx.texts.name("role", person.role.word())).trim_end().to_owned();
        let search = pinyin::search_key(&format!("{} {at}", person.name));
        Pick { key: person_key(Some(person.id)), label: person.name.clone(), note, search }
    };
    let none = t!(cx.texts, "none");
    let nobody = Pick { key: String::new(), search: pinyin::search_key(&none), label: none, note: String::new() };
    let here = cx.organisation.people.iter().filter(|person| cx.organisation.is_here(person.id, day));
    std::iter::once(nobody).chain(here.map(item)).collect()
}

fn lines(cx: &Cx<'_>, search: &str) -> Vec<Line> {
    let organisation = cx.organisation;
    let mut lines = Vec::new();
    for region in &organisation.regions {
        let own = organisation.branches.iter().filter(|branch| branch.region == *region);
        let shown: Vec<&Branch> = own.filter(|branch| answers(cx, branch, search)).collect();
        if shown.is_empty() && !search.trim().is_empty() {
            continue;
        }
        let second = shown.first().and_then(|branch| organisation.responsible_for(branch.id, cx.now.date()).second);
        lines.push(Line::Region {
            name: region.clone(),
            second: cx.person_name(second).to_owned(),
            branches: shown.len(),
        });
        lines.extend(shown.into_iter().map(|branch| branch_line(cx, branch)));
    }
    lines
}

/// Whether the branch, its region, one of its areas or people answers to what was typed.
fn answers(cx: &Cx<'_>, branch: &Branch, search: &str) -> bool {
    if search.trim().is_empty() {
        return true;
    }
    let charge = cx.organisation.responsible_for(branch.id, cx.now.date());
    let people = cx.organisation.people.iter().filter(|person| {
        person.branch == Some(branch.id) || Some(person.id) == charge.first || Some(person.id) == charge.second
    });
    let names = people.map(|person| person.name.as_str());
    let words = [branch.name.as_str(), &branch.region, &branch.code].into_iter();
    let mut all = words.chain(branch.areas.iter().map(String::as_str)).chain(names);
    all.any(|word| pinyin::matches(&pinyin::search_key(word), search))
}

fn branch_line(cx: &Cx<'_>, branch: &Branch) -> Line {
    let day = cx.now.date();
    let held = cx.organisation.charge(branch.id, &crate::domain::organisation::Matter::default(), day).first;
    let own = held.map(|held| held.stands_in_for.unwrap_or(held.person));
    let deputy = held.filter(|held| held.stands_in_for.is_some()).map(|held| held.person);
    let standing = if branch.span.covers(day) {
        if deputy.is_some() { Standing::StoodIn } else { Standing::AtWork }
    } else if branch.span.from.is_some_and(|from| day < from) {
        Standing::NotYet
    } else {
        Standing::Ended
    };
    let dash = |text: String| if text.is_empty() { "—".to_owned() } else { text };
    let areas: Vec<&str> = branch.areas.iter().map(|area| short(area)).collect();
    let cells = [branch.name.clone(), areas.join("、"), dash(named(cx, own)), dash(cx.person_name(deputy).to_owned())];
    Line::Branch { id: branch.id, cells, standing }
}

/// Name and masked phone; 兼 where the present post is another unit's.
fn named(cx: &Cx<'_>, person: Option<PersonId>) -> String {
    let Some(person) = person.and_then(|id| cx.organisation.person(id)) else { return String::new() };
    format!("{} {}", person.name, masked(person)).trim_end().to_owned()
}

/// 苏州市 as 苏州: lists name cities as people do.
fn short(area: &str) -> &str {
    match area.strip_suffix('市') {
        Some(bare) if bare.chars().count() >= 2 => bare,
        _ => area,
    }
}

fn hints(cx: &Cx<'_>) -> Vec<(Option<BranchId>, String)> {
    let faults = cx.organisation.faults(cx.places, cx.now.date());
    let contacts = faults.iter().filter(|fault| matches!(fault, Fault::NoContact(_))).count();
    let mut hints = Vec::new();
    for fault in &faults {
        let about = match fault {
            // Where there is no branch yet every place is one that nobody owns.
            Fault::Gap(_) if cx.organisation.branches.is_empty() => continue,
            // A desk that has not named any contact is told once.
            Fault::NoContact(_) if contacts > 3 => continue,
            Fault::BranchWithoutFirst(id) | Fault::BranchWithoutArea(id) | Fault::NoContact(id) => Some(*id),
            Fault::AreaUnknown { branch, .. }
            | Fault::UnknownRegion { branch, .. }
            | Fault::LeftButResponsible { branch, .. }
            | Fault::EndedWithPerson { branch, .. } => Some(*branch),
            Fault::AreaTwice { branches: [_, branch], .. } => Some(*branch),
            _ => None,
        };
        hints.push((about, organisation_fault_text(cx.texts, cx.organisation, fault)));
    }
    if contacts > 3 {
        hints.push((None, t!(cx.texts, "org-no-contacts", count = contacts)));
    }
    let more = hints.len().saturating_sub(HINTS);
    if more > 0 {
        hints.truncate(HINTS);
        hints.push((None, t!(cx.texts, "org-more-hints", count = more)));
    }
    hints
}
