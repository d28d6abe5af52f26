//! The outlets of a branch: one line each, opened to be changed.

use egui::{RichText, Ui};

use super::Cx;
use super::detail::LABEL;
use super::edit::{BranchEdit, OutletEdit};
use crate::domain::phone::Phone;
use crate::t;
use crate::ui::icons;
use crate::ui::theme::{Tokens, font};
use crate::ui::widgets::{Button, Field, frame, icon_button};

/// Draws them; `open` is the place of the one that is opened.
pub(super) fn outlets_ui(ui: &mut Ui, cx: &Cx<'_>, edit: &mut BranchEdit, open: &mut Option<usize>) {
    let (t, texts) = (Tokens::of(ui.ctx()), cx.texts);
    ui.add_space(4.0);
    frame::caption(ui, &t!(texts, "org-outlets"), None);
    let mut gone = None;
    for (at, outlet) in edit.outlets.iter_mut().enumerate() {
        let opened = *open == Some(at);
        ui.push_id(("outlet", at), |ui| {
            ui.horizontal(|ui| {
                let name = if outlet.name.is_empty() { t!(texts, "org-outlet-new") } else { outlet.name.clone() };
                let phone = Phone::parse(&outlet.phone).masked();
                let line = [name.as_str(), &outlet.contact, if outlet.phone.is_empty() { "" } else { &phone }];
                let line = line.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("　");
                ui.add(egui::Label::new(RichText::new(line).font(font::body()).color(t.text)).truncate());
                let (more, remove) =
                    (t!(texts, "org-outlet-change", name = name.as_str()), t!(texts, "org-remove", name = name));
                let icon = if opened { icons::CARET_UP } else { icons::PENCIL_SIMPLE };
                if icon_button(ui, icon, &more, None).clicked() {
                    *open = (!opened).then_some(at);
                }
                if icon_button(ui, icons::TRASH, &remove, None).clicked() {
                    gone = Some(at);
                }
            });
            if opened {
                fields_ui(ui, cx, outlet);
            }
        });
    }
    if let Some(at) = gone {
        edit.outlets.remove(at);
        *open = None;
    }
    if Button::secondary(&t!(texts, "org-outlet-add")).icon(icons::PLUS).small().ui(ui).clicked() {
        *open = Some(edit.outlets.len());
        edit.outlets.push(OutletEdit::default());
    }
}

fn fields_ui(ui: &mut Ui, cx: &Cx<'_>, outlet: &mut OutletEdit) {
    let texts = cx.texts;
    let fields = [
        (t!(texts, "org-name"), "outlet-name", &mut outlet.name),
        (t!(texts, "org-outlet-contact"), "outlet-contact", &mut outlet.contact),
        (t!(texts, "org-phone"), "outlet-phone", &mut outlet.phone),
        (t!(texts, "org-outlet-address"), "outlet-address", &mut outlet.address),
        (t!(texts, "org-outlet-area"), "outlet-area", &mut outlet.area),
    ];
    for (label, id, text) in fields {
        Field::new(&label, text).id(id).label_width(LABEL).ui(ui);
    }
}
