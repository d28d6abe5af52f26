//! The lists a dialog chooses from, ready to be found by pinyin.

use super::form::Member;
use crate::domain::organisation::{Person, Role};
use crate::domain::pinyin::search_key;
use crate::domain::rules::Choice;
use crate::domain::{BranchId, PersonId};
use crate::t;
use crate::text::{Lang, Texts};
use crate::ui::Cx;
use crate::ui::widgets::Pick;

pub(in crate::ui) fn pick(key: impl Into<String>, label: String, note: String) -> Pick {
    let search = search_key(&label);
    Pick { key: key.into(), label, note, search }
}

/// Members of a closed list with their names.
pub(in crate::ui) fn members<T: Copy>(
    texts: &Texts,
    list: &str,
    all: &[T],
    word: impl Fn(T) -> &'static str,
) -> Vec<Member> {
    all.iter().map(|&member| (word(member).to_owned(), texts.name(list, word(member)))).collect()
}

/// A list of the rule book in the language of the screen.
pub(in crate::ui) fn choices(texts: &Texts, list: &[Choice]) -> Vec<Pick> {
    list.iter().map(|choice| pick(choice.key.as_str(), name(texts, choice).to_owned(), String::new())).collect()
}

/// The same, kept by the Chinese names.
pub(in crate::ui) fn named(texts: &Texts, list: &[Choice]) -> Vec<Pick> {
    list.iter().map(|choice| pick(choice.zh.as_str(), name(texts, choice).to_owned(), String::new())).collect()
}

pub(in crate::ui) fn name<'a>(texts: &Texts, choice: &'a Choice) -> &'a str {
    if texts.lang() == Lang::Zh { &choice.zh } else { &choice.en }
}

pub(super) fn branches(cx: &Cx<'_>) -> Vec<Pick> {
    let item = |branch: &crate::domain::organisation::Branch| {
        pick(branch.id.0.to_string(), branch.name.clone(), branch.region.clone())
    };
    cx.organisation.branches_on(cx.now.date()).map(item).collect()
}

/// Nobody, then those in office today: the branch's own and its region's first.
pub(super) fn people(cx: &Cx<'_>, branch: Option<BranchId>) -> Vec<Pick> {
    let region = branch.and_then(|branch| cx.organisation.branch(branch)).map(|branch| branch.region.as_str());
    let far = |person: &Person| {
        let own = branch.is_some() && person.branch == branch;
        let near = region.is_some() && person.region.as_deref() == region;
        (!own, !near)
    };
    let day = cx.now.date();
    let serves = |role| !matches!(role, Role::Intake | Role::Dispatcher);
    let mut people: Vec<&Person> =
        cx.organisation.people.iter().filter(|person| person.is_in_force(day) && serves(person.role)).collect();
    people.sort_by_key(|person| far(person));
    let item = |person: &Person| {
        let at = person.branch.and_then(|at| cx.organisation.branch(at)).map(|branch| branch.name.as_str());
        let at = at.or(person.region.as_deref()).unwrap_or("");
        let role = cx.texts.name("role", person.role.word());
        pick(person.id.0.to_string(), person.name.clone(), format!("{role} {at}").trim_end().to_owned())
    };
    let nobody = pick("", t!(cx.texts, "none"), String::new());
    std::iter::once(nobody).chain(people.into_iter().map(item)).collect()
}

/// The person with this name who is in office today; of several the branch's own, then its region's.
pub(super) fn person_named(cx: &Cx<'_>, branch: Option<BranchId>, name: &str) -> Option<PersonId> {
    let name = name.trim();
    let named = |key: &str| person(key).filter(|id| cx.organisation.person(*id).is_some_and(|held| held.name == name));
    people(cx, branch).iter().find_map(|item| named(&item.key))
}

pub(super) fn branch_key(id: Option<BranchId>) -> String {
    id.map(|id| id.0.to_string()).unwrap_or_default()
}

pub(super) fn person_key(id: Option<PersonId>) -> String {
    id.map(|id| id.0.to_string()).unwrap_or_default()
}

pub(super) fn branch(key: &str) -> Option<BranchId> {
    key.parse().ok().map(BranchId)
}

pub(super) fn person(key: &str) -> Option<PersonId> {
    key.parse().ok().map(PersonId)
}
