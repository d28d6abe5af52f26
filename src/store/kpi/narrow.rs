//! Which part of the cases a figure is asked for.

use super::cells::Keys;
use crate::domain::BranchId;
use crate::domain::stage::{InfoClass, Level};
use crate::figures::kpi::Item;
use crate::store::columns::Seen;

/// A part of the cases; `None` is "all".
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct Narrow {
    /// Like [`Narrow::branch`] of who carries what is counted: a stage counts where its branch lies (kpi.md 5.1 rule 10).
    pub region: Option<String>,
    pub branch: Option<BranchId>,
    pub category: Option<String>,
    pub class: Option<InfoClass>,
    pub channel: Option<String>,
    pub level: Option<Level>,
    /// Names of the lists of the rule book, as cases are counted under them; the dashboard leaves these three aside.
    pub brand: Option<String>,
    pub cause: Option<String>,
    pub department: Option<String>,
}

impl Narrow {
    /// Whether the case belongs to the part, its owner left aside.
    pub(in crate::store) fn holds(&self, seen: &Seen<'_>) -> bool {
        let is =
            |wanted: &Option<String>, name: u32| wanted.as_deref().is_none_or(|word| seen.names.text(name) == word);
        self.class.is_none_or(|class| class == seen.row.class)
            && self.level.is_none_or(|level| level == seen.row.level)
            && is(&self.category, seen.row.category)
            && is(&self.channel, seen.row.channel)
            && is(&self.brand, seen.row.brand)
            && is(&self.cause, seen.row.cause)
            && is(&self.department, seen.row.department)
    }

    /// Whether it asks who carries what is counted.
    pub(in crate::store) const fn asks_owner(&self) -> bool {
        self.branch.is_some() || self.region.is_some()
    }

    /// Whether who carries the item belongs to the part.
    pub(in crate::store) fn holds_owner(&self, keys: &Keys<'_>, item: &Item) -> bool {
        self.branch.is_none_or(|branch| keys.owner(item) == Some(branch))
            && self.region.as_deref().is_none_or(|region| keys.region(item) == region)
    }

    /// Whether it is everything.
    #[must_use]
    pub fn is_all(&self) -> bool {
        *self == Self::default()
    }
}
