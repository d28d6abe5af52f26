//! Regions, branches and who is responsible there today (A07); it is read here, not yet changed.

use egui::Ui;

use super::table::table;
use super::{Cx, heading};
use crate::t;
use crate::text::say;
use crate::ui::icons;
use crate::ui::widgets::feedback;

pub(super) fn organisation_ui(ui: &mut Ui, cx: &Cx<'_>) {
    let texts = cx.texts;
    let organisation = cx.organisation;
    let count = |n: usize| say::count(i64::try_from(n).unwrap_or(i64::MAX));
    let counts = t!(
        texts,
        "settings-organisation-counts",
        regions = count(organisation.regions.len()),
        branches = count(organisation.branches.len()),
        people = count(organisation.people.len())
    );
    heading(ui, &t!(texts, "settings-organisation"), &counts);
    if organisation.branches.is_empty() {
        let words = t!(texts, "settings-no-branches");
        return feedback::empty(ui, icons::BUILDINGS, (&words, ""), |_| {});
    }
    let columns = [
        (t!(texts, "field-branch"), 1.3),
        (t!(texts, "column-region"), 0.8),
        (t!(texts, "field-first-responsible"), 1.2),
        (t!(texts, "field-second-responsible"), 1.2),
        (t!(texts, "settings-areas"), 4.0),
    ];
    let today = cx.now.date();
    let dash = |name: &str| if name.is_empty() { "—".to_owned() } else { name.to_owned() };
    let rows: Vec<Vec<String>> = organisation
        .branches
        .iter()
        .map(|branch| {
            let charge = organisation.responsible_for(branch.id, today);
            let (first, second) = (cx.person_name(charge.first), cx.person_name(charge.second));
            vec![branch.name.clone(), branch.region.clone(), dash(first), dash(second), branch.areas.join("、")]
        })
        .collect();
    table(ui, &columns, &rows);
}
