//! Looks at every sheet of a case: what it lacks, and what has changed since it went out.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use super::desk::Desk;
use super::paperwork::{Office, Paperwork};
use crate::domain::event::SheetKind;
use crate::paper::changed;
use crate::store::CaseFile;
use crate::ui::standing::{Standing, Standings, current, masked};

/// The sheets the case has come to.
#[must_use]
pub fn standings(file: &CaseFile, office: &Office<'_>) -> Vec<Standing> {
    SheetKind::of(&file.case).iter().filter_map(|kind| standing(*kind, file, office)).collect()
}

fn standing(kind: SheetKind, file: &CaseFile, office: &Office<'_>) -> Option<Standing> {
    let paperwork = Paperwork::of(kind, file, office).ok()?;
    let missing = paperwork.missing().len();
    // What an empty form would lack is what there is to fill in.
    let fields = Paperwork::blank(kind, &file.book.rules).map_or(0, |blank| blank.missing().len());
    let gaps = paperwork.gaps().len();
    let issue = current(file, kind);
    let changes = match issue {
        Some(issue) if issue.hash == paperwork.hash() => Some(Vec::new()),
        Some(issue) => changed(&issue.data, &paperwork.data()).map(|changes| changes.into_iter().map(masked).collect()),
        None => Some(Vec::new()),
    };
    Some(Standing { kind, lacks: missing + gaps, of: fields.max(missing) + gaps, changes })
}

impl Desk {
    /// Looks anew whenever the case on screen, its record, the organisation or what the house says of itself is another.
    pub(super) fn look_at_sheets(&mut self) {
        let Some(file) = self.screens.case.file.value() else { return };
        let mut house = DefaultHasher::new();
        (&self.settings.company, &self.settings.house, &self.settings.me).hash(&mut house);
        let world = (Arc::as_ptr(&self.shared.organisation).addr(), house.finish());
        let of = (file.id, file.case.revision, world);
        if self.screens.case.standings.of == Some(of) {
            return;
        }
        let office = Office {
            organisation: &self.shared.organisation,
            places: &self.shared.places,
            company: &self.settings.company,
            house: &self.settings.house,
            me: &self.settings.me,
            now: self.now(),
        };
        let sheets = standings(file, &office);
        self.screens.case.standings = Standings { of: Some(of), sheets };
    }
}
