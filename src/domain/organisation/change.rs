//! Changes of the organisation as recorded entries: what stood before, what stands after; a way back for each.

use super::{Branch, Duty, Insurer, Organisation, Outlet, Person, Post, StandIn};

/// One thing before and after a change. Without `before` it is new; without `after` it was entered by mistake and is
/// taken back. Leaving is no removal: it is an end date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step<T> {
    pub before: Option<T>,
    pub after: Option<T>,
}

impl<T> Step<T> {
    #[must_use]
    pub const fn added(after: T) -> Self {
        Self { before: None, after: Some(after) }
    }

    #[must_use]
    pub const fn changed(before: T, after: T) -> Self {
        Self { before: Some(before), after: Some(after) }
    }

    #[must_use]
    pub const fn removed(before: T) -> Self {
        Self { before: Some(before), after: None }
    }

    fn back(self) -> Self {
        Self { before: self.after, after: self.before }
    }
}

/// One recorded change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    Region(Step<String>),
    Branch(Step<Branch>),
    Person(Step<Person>),
    Outlet(Step<Outlet>),
    Post(Step<Post>),
    Duty(Step<Duty>),
    StandIn(Step<StandIn>),
    Insurer(Step<Insurer>),
}

/// What stands is not what the change says stood before: somebody else changed it, or it is of two different things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clash;

/// Things that are told apart by a key and kept in its order.
trait Keyed: PartialEq {
    type Key: Ord;
    fn key(&self) -> Self::Key;
}

macro_rules! keyed {
    ($($kind:ty: $field:ident -> $key:ty),+ $(,)?) => {
        $(impl Keyed for $kind {
            type Key = $key;
            fn key(&self) -> Self::Key {
                self.$field
            }
        })+
    };
}

keyed! {
    Branch: id -> super::BranchId,
    Person: id -> super::PersonId,
    Outlet: id -> super::EntryId,
    Post: id -> super::EntryId,
    Duty: id -> super::EntryId,
    StandIn: id -> super::EntryId,
    Insurer: year -> i32,
}

impl Change {
    /// The change that takes this one back.
    #[must_use]
    pub fn back(self) -> Self {
        match self {
            Self::Region(step) => Self::Region(step.back()),
            Self::Branch(step) => Self::Branch(step.back()),
            Self::Person(step) => Self::Person(step.back()),
            Self::Outlet(step) => Self::Outlet(step.back()),
            Self::Post(step) => Self::Post(step.back()),
            Self::Duty(step) => Self::Duty(step.back()),
            Self::StandIn(step) => Self::StandIn(step.back()),
            Self::Insurer(step) => Self::Insurer(step.back()),
        }
    }

    /// The key given to the thing; 0 for what has none of its own (regions, insurers).
    #[must_use]
    pub fn key(&self) -> i64 {
        fn of<T: Clone>(step: &Step<T>, key: impl Fn(&T) -> i64) -> i64 {
            step.after.as_ref().or(step.before.as_ref()).map_or(0, key)
        }
        match self {
            Self::Region(_) | Self::Insurer(_) => 0,
            Self::Branch(step) => of(step, |branch| branch.id.0),
            Self::Person(step) => of(step, |person| person.id.0),
            Self::Outlet(step) => of(step, |outlet| outlet.id.0),
            Self::Post(step) => of(step, |post| post.id.0),
            Self::Duty(step) => of(step, |duty| duty.id.0),
            Self::StandIn(step) => of(step, |entry| entry.id.0),
        }
    }
}

impl Organisation {
    /// Carries out one change.
    ///
    /// # Errors
    /// [`Clash`], and nothing is changed.
    pub fn apply(&mut self, change: &Change) -> Result<(), Clash> {
        match change {
            Change::Region(step) => put_region(&mut self.regions, step),
            Change::Branch(step) => put(&mut self.branches, step),
            Change::Person(step) => put(&mut self.people, step),
            Change::Outlet(step) => put(&mut self.outlets, step),
            Change::Post(step) => put(&mut self.posts, step),
            Change::Duty(step) => put(&mut self.duties, step),
            Change::StandIn(step) => put(&mut self.stand_ins, step),
            Change::Insurer(step) => put(&mut self.insurers, step),
        }?;
        self.last_key = self.last_key.max(change.key());
        Ok(())
    }

    /// The organisation after all `changes`, in their order.
    ///
    /// # Errors
    /// [`Clash`] at the first that does not fit.
    pub fn after(&self, changes: &[Change]) -> Result<Self, Clash> {
        let mut after = self.clone();
        changes.iter().try_for_each(|change| after.apply(change))?;
        Ok(after)
    }

    /// What renaming a region changes: the region, and every branch, person and post in it.
    #[must_use]
    pub fn renaming(&self, old: &str, name: &str) -> Vec<Change> {
        let held = |region: Option<&String>| region.is_some_and(|region| region == old);
        let mut changes = vec![Change::Region(Step::changed(old.to_owned(), name.to_owned()))];
        for branch in self.branches.iter().filter(|branch| branch.region == old) {
            let after = Branch { region: name.to_owned(), ..branch.clone() };
            changes.push(Change::Branch(Step::changed(branch.clone(), after)));
        }
        for person in self.people.iter().filter(|person| held(person.region.as_ref())) {
            let after = Person { region: Some(name.to_owned()), ..person.clone() };
            changes.push(Change::Person(Step::changed(person.clone(), after)));
        }
        for post in self.posts.iter().filter(|post| held(post.region.as_ref())) {
            let after = Post { region: Some(name.to_owned()), ..post.clone() };
            changes.push(Change::Post(Step::changed(post.clone(), after)));
        }
        changes
    }

    /// The changes that lead from here to `other`, in an order in which each can be carried out.
    #[must_use]
    pub fn changes_to(&self, other: &Self) -> Vec<Change> {
        let gone = |name: &&String| !other.regions.contains(name);
        let new = |name: &&String| !self.regions.contains(name);
        let mut changes: Vec<Change> =
            other.regions.iter().filter(new).map(|name| Change::Region(Step::added(name.clone()))).collect();
        changes.extend(steps(&self.branches, &other.branches).map(Change::Branch));
        changes.extend(steps(&self.people, &other.people).map(Change::Person));
        changes.extend(steps(&self.outlets, &other.outlets).map(Change::Outlet));
        changes.extend(steps(&self.posts, &other.posts).map(Change::Post));
        changes.extend(steps(&self.duties, &other.duties).map(Change::Duty));
        changes.extend(steps(&self.stand_ins, &other.stand_ins).map(Change::StandIn));
        changes.extend(steps(&self.insurers, &other.insurers).map(Change::Insurer));
        changes.extend(self.regions.iter().filter(gone).map(|name| Change::Region(Step::removed(name.clone()))));
        changes
    }
}

fn put<T: Keyed + Clone>(list: &mut Vec<T>, step: &Step<T>) -> Result<(), Clash> {
    let Some(key) = step.after.as_ref().or(step.before.as_ref()).map(Keyed::key) else { return Err(Clash) };
    if step.before.as_ref().is_some_and(|before| before.key() != key) {
        return Err(Clash);
    }
    let at = list.partition_point(|one| one.key() < key);
    let present = list.get(at).filter(|one| one.key() == key);
    if present != step.before.as_ref() {
        return Err(Clash);
    }
    let replaced = at + usize::from(present.is_some());
    list.splice(at..replaced, step.after.clone());
    Ok(())
}

/// Regions keep the order in which they were entered.
fn put_region(regions: &mut Vec<String>, step: &Step<String>) -> Result<(), Clash> {
    let here = |name: &String| regions.iter().any(|region| region == name);
    match (&step.before, &step.after) {
        (None, Some(name)) if !here(name) => regions.push(name.clone()),
        (Some(name), None) if here(name) => regions.retain(|region| region != name),
        // Renamed, in its place.
        (Some(old), Some(name)) if here(old) && !here(name) => {
            regions.iter_mut().filter(|region| *region == old).for_each(|region| region.clone_from(name));
        }
        _ => return Err(Clash),
    }
    Ok(())
}

fn steps<'a, T: Keyed + Clone>(before: &'a [T], after: &'a [T]) -> impl Iterator<Item = Step<T>> + 'a {
    let find = |list: &'a [T], key: T::Key| list.iter().find(|one| one.key() == key);
    let gone = before.iter().filter(move |one| find(after, one.key()).is_none());
    let put = after.iter().filter_map(move |one| {
        let old = find(before, one.key());
        (old != Some(one)).then(|| Step { before: old.cloned(), after: Some(one.clone()) })
    });
    gone.map(|one| Step::removed(one.clone())).chain(put)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::organisation::{BranchId, EntryId, PersonId, Span};

    fn outlet(id: i64, name: &str) -> Outlet {
        let [phone, contact, address, area] = [const { String::new() }; 4];
        let (id, branch, span) = (EntryId(id), BranchId(1), Span::default());
        Outlet { id, name: name.to_owned(), branch, phone, contact, address, area, span }
    }

    #[test]
    fn a_change_and_its_way_back_leave_what_stood() {
        let before = Organisation::sample();
        let mut ended = before.branches[3].clone();
        ended.span.to = "2026-04-30".parse().ok();
        let changes = vec![
            Change::Branch(Step::changed(before.branches[3].clone(), ended)),
            Change::Outlet(Step::added(outlet(before.new_key(1), "城东服务点"))),
            Change::Region(Step::added("港澳".to_owned())),
        ];
        let after = before.after(&changes).unwrap();
        assert_eq!((after.outlets.len(), after.regions.len()), (1, before.regions.len() + 1));
        let back: Vec<Change> = changes.into_iter().rev().map(Change::back).collect();
        let again = after.after(&back).unwrap();
        assert_eq!(again.branches, before.branches);
        assert_eq!((again.regions, again.outlets), (before.regions, before.outlets));
        assert_eq!(again.last_key, after.last_key, "a key that was given is never given to another");
    }

    #[test]
    fn a_change_of_what_no_longer_stands_is_a_clash() {
        let here = Organisation::sample();
        let mut stale = here.branches[0].clone();
        stale.name.push('旧');
        for change in [
            Change::Branch(Step::changed(stale.clone(), here.branches[0].clone())),
            Change::Branch(Step::added(here.branches[0].clone())),
            Change::Branch(Step::changed(here.branches[0].clone(), here.branches[1].clone())),
            Change::Branch(Step { before: None, after: None }),
            Change::Region(Step::added("华东".to_owned())),
            Change::Region(Step::changed("华东".to_owned(), "华北".to_owned())),
            Change::Region(Step::changed("东海".to_owned(), "东部".to_owned())),
        ] {
            assert_eq!(here.after(std::slice::from_ref(&change)), Err(Clash), "{change:?}");
        }
    }

    #[test]
    fn a_renamed_region_takes_everybody_in_it_along() {
        let before = Organisation::sample();
        let changes = before.renaming("华东", "东部大区");
        let after = before.after(&changes).unwrap();
        assert_eq!(before.new_wrongs(&after, &crate::domain::places::Places::china()), []);
        let at = |regions: &[String], name: &str| regions.iter().position(|region| region == name);
        assert_eq!(at(&after.regions, "东部大区"), at(&before.regions, "华东"), "in its place");
        let second = |group: &Organisation| {
            let branch = group.branch_named("苏州分部").unwrap();
            (branch.region.clone(), group.responsible_for(branch.id, "2026-04-09".parse().unwrap()).second)
        };
        assert_eq!(second(&after), ("东部大区".to_owned(), second(&before).1));
        let back: Vec<Change> = changes.into_iter().rev().map(Change::back).collect();
        assert_eq!(after.after(&back).unwrap(), before);
    }

    #[test]
    fn the_way_from_one_organisation_to_another_is_told_in_changes() {
        let empty = Organisation::default();
        let sample = Organisation::sample();
        let changes = empty.changes_to(&sample);
        assert_eq!(changes.len(), sample.regions.len() + sample.branches.len() + sample.people.len());
        assert_eq!(empty.after(&changes), Ok(sample.clone()));
        assert_eq!(sample.changes_to(&sample), []);
        let mut other = sample.clone();
        other.people.retain(|person| person.id != PersonId(1));
        other.branches[0].code = "HD-SZ".to_owned();
        let after = sample.after(&sample.changes_to(&other)).unwrap();
        assert_eq!((after.branches, after.people), (other.branches, other.people));
    }
}
