//! What a screen knows of a value it asked the store for.

use crate::store::{StoreError, Ticket};

/// A value on its way, here, or failed. While a newer value is on its way the older one stays visible, so a list never
/// blinks when its filter changes.
#[derive(Debug, Default)]
pub enum Fetch<T> {
    #[default]
    NotAsked,
    Waiting {
        ticket: Ticket,
        previous: Option<T>,
    },
    Here(T),
    Failed {
        error: StoreError,
        previous: Option<T>,
    },
}

impl<T> Fetch<T> {
    /// Remembers which answer is wanted; an earlier one that is still on its way will fall away.
    pub fn wait_for(&mut self, ticket: Ticket) {
        let previous = std::mem::take(self).into_value();
        *self = Self::Waiting { ticket, previous };
    }

    /// Takes the answer to `ticket` if it is the one that is waited for. `true` when it was.
    pub fn settle(&mut self, ticket: Ticket, answer: Result<T, StoreError>) -> bool {
        if !matches!(self, Self::Waiting { ticket: wanted, .. } if *wanted == ticket) {
            return false;
        }
        let previous = std::mem::take(self).into_value();
        *self = match answer {
            Ok(value) => Self::Here(value),
            Err(error) => Self::Failed { error, previous },
        };
        true
    }

    /// Puts a value in place that came by another way.
    pub fn put(&mut self, value: T) {
        *self = Self::Here(value);
    }

    /// The newest value there is, even while another is on its way.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Here(value)
            | Self::Waiting { previous: Some(value), .. }
            | Self::Failed { previous: Some(value), .. } => Some(value),
            _ => None,
        }
    }

    pub const fn error(&self) -> Option<&StoreError> {
        if let Self::Failed { error, .. } = self { Some(error) } else { None }
    }

    pub const fn is_waiting(&self) -> bool {
        matches!(self, Self::Waiting { .. })
    }

    fn into_value(self) -> Option<T> {
        match self {
            Self::NotAsked => None,
            Self::Here(value) => Some(value),
            Self::Waiting { previous, .. } | Self::Failed { previous, .. } => previous,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_older_value_stays_until_the_newer_one_is_there() {
        let mut list = Fetch::Here(1);
        list.wait_for(Ticket(7));
        assert_eq!(list.value(), Some(&1));
        assert!(list.settle(Ticket(7), Ok(2)));
        assert_eq!(list.value(), Some(&2));
    }

    #[test]
    fn a_late_answer_falls_away() {
        let mut list: Fetch<i32> = Fetch::default();
        list.wait_for(Ticket(1));
        list.wait_for(Ticket(2));
        assert!(!list.settle(Ticket(1), Ok(1)));
        assert_eq!(list.value(), None);
        assert!(list.settle(Ticket(2), Err(StoreError::Gone)));
        assert!(list.error().is_some());
    }
}
