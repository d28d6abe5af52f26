//! Who holds a copy of a printed form (forms.md 1.1 to 1.5).

use super::event::SheetKind;
use super::words::words;

words! {
    /// Whose a copy of a form is.
    pub enum Holder {
        /// Headquarters, for the archive; the whole form.
        Headquarters = "headquarters",
        /// The outlet that reported, where it wants one.
        Outlet = "outlet",
        Region = "region",
        Insurer = "insurer",
        /// Whoever suffered the loss.
        Injured = "injured",
        /// The paying party of the agreement.
        PartyA = "party_a",
        /// Its second copy, for the insurer.
        Claim = "claim",
        PartyB = "party_b",
        PartyC = "party_c",
        /// A third copy of the paying party.
        Spare = "spare",
        Finance = "finance",
    }
}

impl Holder {
    /// Whether it stays at headquarters: only there internal pages may lie.
    #[must_use]
    pub const fn is_in_house(self) -> bool {
        matches!(self, Self::Headquarters)
    }

    /// The insurer's copy of a form that goes to the insurer.
    #[must_use]
    pub const fn for_insurer(sheet: SheetKind) -> Self {
        match sheet {
            SheetKind::Settlement => Self::Claim,
            _ => Self::Insurer,
        }
    }
}

/// A copy of a form: whose it is, and whether it comes out without being asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormCopy {
    pub holder: Holder,
    pub usual: bool,
}

impl FormCopy {
    /// One that comes out with every print.
    #[must_use]
    pub const fn usual(holder: Holder) -> Self {
        Self { holder, usual: true }
    }

    /// One that comes out when it is asked for.
    #[must_use]
    pub const fn on_wish(holder: Holder) -> Self {
        Self { holder, usual: false }
    }
}
