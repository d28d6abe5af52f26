//! Outlets of a branch as they are typed, and the changes they come to.

use chrono::NaiveDate;

use super::{BranchEdit, Keys, ended};
use crate::domain::organisation::{BranchId, Change, EntryId, Organisation, Outlet, Span, Step};

/// An outlet as it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OutletEdit {
    /// `None` for one that is being added.
    pub id: Option<EntryId>,
    pub name: String,
    pub contact: String,
    pub phone: String,
    pub address: String,
    pub area: String,
}

impl OutletEdit {
    pub(super) fn of(outlet: &Outlet) -> Self {
        Self {
            id: Some(outlet.id),
            name: outlet.name.clone(),
            contact: outlet.contact.clone(),
            phone: outlet.phone.clone(),
            address: outlet.address.clone(),
            area: outlet.area.clone(),
        }
    }

    fn outlet(&self, id: EntryId, branch: BranchId, span: Span) -> Outlet {
        let text = |text: &String| text.trim().to_owned();
        Outlet {
            id,
            name: text(&self.name),
            branch,
            phone: text(&self.phone),
            contact: text(&self.contact),
            address: text(&self.address),
            area: text(&self.area),
            span,
        }
    }
}

impl BranchEdit {
    /// A new outlet is there from today on; one taken away ended yesterday. One without a name is not there yet.
    pub(super) fn outlet_changes(
        &self,
        organisation: &Organisation,
        (branch, day): (BranchId, NaiveDate),
        keys: &mut Keys,
        changes: &mut Vec<Change>,
    ) {
        for outlet in outlets(organisation, branch, day) {
            let kept = self.outlets.iter().find(|kept| kept.id == Some(outlet.id));
            let Some(kept) = kept else {
                changes.push(Change::Outlet(ended(outlet, |outlet| &mut outlet.span, day)));
                continue;
            };
            let after = kept.outlet(outlet.id, branch, outlet.span);
            if after != *outlet {
                changes.push(Change::Outlet(Step::changed(outlet.clone(), after)));
            }
        }
        for new in self.outlets.iter().filter(|outlet| outlet.id.is_none() && !outlet.name.trim().is_empty()) {
            let outlet = new.outlet(EntryId(keys.next()), branch, Span::new(Some(day), None));
            changes.push(Change::Outlet(Step::added(outlet)));
        }
    }
}

pub(super) fn outlets(organisation: &Organisation, branch: BranchId, day: NaiveDate) -> impl Iterator<Item = &Outlet> {
    organisation.outlets.iter().filter(move |outlet| outlet.branch == branch && outlet.span.covers(day))
}
