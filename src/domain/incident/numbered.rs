//! Lists whose members keep their number for ever: a struck number is not given again.

use super::IncidentReason;
use crate::domain::decide::{Reason, Refusal, Wording};

/// Members in the order they were added, each with its number from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbered<T> {
    members: Vec<(u32, T)>,
    last: u32,
}

impl<T> Default for Numbered<T> {
    fn default() -> Self {
        Self { members: Vec::new(), last: 0 }
    }
}

/// Numbered in their order, from 1.
impl<T> FromIterator<T> for Numbered<T> {
    fn from_iter<I: IntoIterator<Item = T>>(members: I) -> Self {
        let members: Vec<(u32, T)> = (1..).zip(members).collect();
        Self { last: members.last().map_or(0, |(id, _)| *id), members }
    }
}

/// A change of such a list: asked for by a command and recorded as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change<T> {
    /// The member takes the next number.
    Add(T),
    /// The member with this number is replaced; the reason stays in the record.
    Correct { id: u32, to: T, reason: String },
    /// The member is taken off the list; the record keeps it.
    Strike { id: u32, reason: String },
}

impl<T> Change<T> {
    /// What is added or put in place of another; `None` for a strike.
    #[must_use]
    pub const fn member(&self) -> Option<&T> {
        match self {
            Self::Add(member) | Self::Correct { to: member, .. } => Some(member),
            Self::Strike { .. } => None,
        }
    }

    /// Number and reason of a correction or strike; `None` for an addition.
    #[must_use]
    pub const fn target(&self) -> Option<(u32, &String)> {
        match self {
            Self::Add(_) => None,
            Self::Correct { id, reason, .. } | Self::Strike { id, reason } => Some((*id, reason)),
        }
    }

    /// The same change with its member worked out.
    ///
    /// # Errors
    /// What `work_out` answers.
    pub fn try_map<U, E>(self, work_out: impl FnOnce(T) -> Result<U, E>) -> Result<Change<U>, E> {
        Ok(match self {
            Self::Add(member) => Change::Add(work_out(member)?),
            Self::Correct { id, to, reason } => Change::Correct { id, to: work_out(to)?, reason },
            Self::Strike { id, reason } => Change::Strike { id, reason },
        })
    }
}

impl<T> Numbered<T> {
    /// Number and member, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (u32, &T)> {
        self.members.iter().map(|(id, member)| (*id, member))
    }

    /// The member with this number, unless it was struck.
    #[must_use]
    pub fn get(&self, id: u32) -> Option<&T> {
        self.iter().find(|(known, _)| *known == id).map(|(_, member)| member)
    }

    /// Changes every member by its number.
    pub fn update(&mut self, mut change: impl FnMut(u32, &mut T)) {
        for (id, member) in &mut self.members {
            change(*id, member);
        }
    }

    #[must_use]
    pub const fn len(&self) -> usize {
        self.members.len()
    }

    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// The number that the next addition takes.
    #[must_use]
    pub const fn next_id(&self) -> u32 {
        self.last.saturating_add(1)
    }

    /// That the change names a member there is, and says why it changes or strikes it.
    pub(super) fn check(&self, rule: &'static str, change: &Change<T>) -> Result<(), Refusal> {
        self.check_id(rule, change.target())
    }

    /// As [`Numbered::check`] for a change whose member is not worked out yet.
    pub(super) fn check_id(&self, rule: &'static str, at: Option<(u32, &String)>) -> Result<(), Refusal> {
        let Some((id, reason)) = at else { return Ok(()) };
        if self.get(id).is_none() {
            return super::refuse(rule, IncidentReason::NoSuchEntry(id));
        }
        if reason.trim().is_empty() {
            return Err(Refusal { rule: rule.into(), reason: Reason::TextMissing(Wording::Reason) });
        }
        Ok(())
    }

    pub(in crate::domain) fn apply(&mut self, change: &Change<T>)
    where
        T: Clone,
    {
        match change {
            Change::Add(member) => {
                self.last = self.next_id();
                self.members.push((self.last, member.clone()));
            }
            Change::Correct { id, to, .. } => {
                if let Some(member) = self.get_mut(*id) {
                    member.clone_from(to);
                }
            }
            Change::Strike { id, .. } => self.members.retain(|(known, _)| known != id),
        }
    }

    pub(super) fn get_mut(&mut self, id: u32) -> Option<&mut T> {
        self.members.iter_mut().find(|(known, _)| *known == id).map(|(_, member)| member)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_struck_number_is_not_given_again() {
        let mut list = Numbered::default();
        list.apply(&Change::Add('a'));
        list.apply(&Change::Add('b'));
        list.apply(&Change::Strike { id: 2, reason: String::new() });
        list.apply(&Change::Add('c'));
        list.apply(&Change::Correct { id: 1, to: 'A', reason: String::new() });
        assert_eq!(list.iter().collect::<Vec<_>>(), [(1, &'A'), (3, &'c')]);
    }

    #[test]
    fn a_change_names_a_known_member_and_its_reason() {
        let mut list = Numbered::default();
        list.apply(&Change::Add('a'));
        let reason = |change| list.check("J08", &change).map_err(|refusal| refusal.reason);
        let strike = |id, reason: &str| Change::Strike { id, reason: reason.to_owned() };
        assert_eq!(reason(strike(1, "重复")), Ok(()));
        assert_eq!(reason(strike(1, " ")), Err(Reason::TextMissing(Wording::Reason)));
        assert_eq!(reason(strike(2, "重复")), Err(Reason::Incident(IncidentReason::NoSuchEntry(2))));
    }
}
