//! What a screen may look at while it draws, and the list of its wishes.

use std::cell::RefCell;
use std::path::Path;

use super::action::{Action, Route};
use crate::domain::organisation::Organisation;
use crate::domain::places::Places;
use crate::domain::{BranchId, PersonId, Stamp};
use crate::rulebook::RuleBook;
use crate::store::{Counters, SavedView};
use crate::text::Texts;

/// Lists and facts that every screen shares. No store, no file, no clock.
pub struct Cx<'a> {
    pub texts: &'a Texts,
    /// The minute that is shown; hours and dates of a frame are all counted from it.
    pub now: Stamp,
    /// The person at the desk.
    pub me: &'a str,
    pub route: Route,
    pub book: &'a RuleBook,
    pub organisation: &'a Organisation,
    pub places: &'a Places,
    pub counters: Counters,
    pub views: &'a [SavedView],
    /// Where the data file lies; shown, never opened here.
    pub data_file: &'a Path,
    pub wants: Wants,
}

/// The wishes of one frame, in order.
#[derive(Debug, Default)]
pub struct Wants(RefCell<Vec<Action>>);

impl Wants {
    #[must_use]
    pub fn into_list(self) -> Vec<Action> {
        self.0.into_inner()
    }
}

impl<'a> Cx<'a> {
    /// Says what the person wants; it is done after the frame.
    pub fn want(&self, action: Action) {
        self.wants.0.borrow_mut().push(action);
    }

    /// The name of a branch; empty when it is not known or none is in charge.
    #[must_use]
    pub fn branch_name(&self, id: Option<BranchId>) -> &'a str {
        id.and_then(|id| self.organisation.branch(id)).map_or("", |branch| branch.name.as_str())
    }

    /// The name of a person; empty when not known.
    #[must_use]
    pub fn person_name(&self, id: Option<PersonId>) -> &'a str {
        id.and_then(|id| self.organisation.person(id)).map_or("", |person| person.name.as_str())
    }
}
