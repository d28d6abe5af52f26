//! The dialog that renames a region: its branches, people and cases go along.

use egui::Context;

use super::{Cx, OrganisationPage};
use crate::t;
use crate::ui::Action;
use crate::ui::widgets::modal::Answer;
use crate::ui::widgets::{Dialog, Field};

/// A region whose name is being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RegionEdit {
    pub old: String,
    pub name: String,
}

pub(super) fn region_ui(ctx: &Context, cx: &Cx<'_>, page: &mut OrganisationPage) {
    let Some(mut edit) = page.region.take() else { return };
    let texts = cx.texts;
    let name = edit.name.trim().to_owned();
    let blocked = if name.is_empty() {
        Some(t!(texts, "org-missing"))
    } else if name == edit.old {
        Some(t!(texts, "org-unchanged"))
    } else if cx.organisation.regions.contains(&name) {
        Some(t!(texts, "org-region-there", name = name.as_str()))
    } else {
        None
    };
    let branches = cx.organisation.branches.iter().filter(|branch| branch.region == edit.old).count();
    let title = t!(texts, "org-region-rename", name = edit.old.as_str());
    let (cancel, save) = (t!(texts, "act-cancel"), t!(texts, "org-save"));
    let dialog = Dialog::new(&title, &cancel).confirm(&save).blocked(blocked.as_deref());
    let (answer, ()) = dialog.show(ctx, "region", |ui| {
        let label = t!(texts, "column-region");
        let field = Field::new(&label, &mut edit.name).id("region-name").label_width(60.0).required(true).ui(ui);
        if ui.memory(|memory| memory.focused().is_none()) {
            field.request_focus();
        }
        ui.label(t!(texts, "org-region-note", count = branches));
    });
    match answer {
        Some(Answer::Confirmed) if blocked.is_none() => {
            cx.want(Action::ChangeOrganisation(cx.organisation.renaming(&edit.old, &name)));
        }
        Some(Answer::Cancelled) => {}
        _ => page.region = Some(edit),
    }
}
