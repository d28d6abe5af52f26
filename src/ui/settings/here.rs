//! This computer: name, company, language, theme, data file.

use egui::{Key, Modifiers, Ui};

use super::{Action, COMPANY_KEYS, Cx, SettingsScreen, heading};
use crate::t;
use crate::text::Lang;
use crate::ui::first_run::{THEMES, themes};
use crate::ui::theme::{Tokens, font};
use crate::ui::widgets::{Button, Field, toggle};

const LABEL: f32 = 110.0;
const BOX: f32 = 360.0;

pub(super) fn here_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut SettingsScreen) {
    let texts = cx.texts;
    heading(ui, &t!(texts, "settings-desk"), &t!(texts, "settings-desk-note"));
    if screen.me.is_empty() && !ui.ctx().text_edit_focused() {
        cx.me.clone_into(&mut screen.me);
    }
    let wide = BOX.min(ui.available_width() - LABEL - 30.0);
    let name = t!(texts, "settings-me");
    let hint = t!(texts, "first-name-hint");
    let me = Field::new(&name, &mut screen.me).id("me").hint(&hint).label_width(LABEL).width(wide).ui(ui);
    let names = [
        t!(texts, "settings-company"),
        t!(texts, "settings-company-code"),
        t!(texts, "settings-company-representative"),
        t!(texts, "settings-company-address"),
        t!(texts, "settings-company-agent"),
        t!(texts, "settings-company-phone"),
    ];
    let hints = [t!(texts, "settings-company-note"), t!(texts, "settings-company-agreement")];
    let mut left = false;
    for (at, (name, typed)) in names.iter().zip(&mut screen.company).enumerate() {
        let hint = hints.get(at.min(1)).map(String::as_str).unwrap_or_default();
        let field = Field::new(name, typed).id(COMPANY_KEYS.get(at).copied().unwrap_or_default()).hint(hint);
        left |= field.label_width(LABEL).width(wide).ui(ui).lost_focus();
    }
    let save = ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::S));
    if me.lost_focus() || save {
        let typed = screen.me.trim();
        if !typed.is_empty() && typed != cx.me {
            cx.want(Action::SetMe(typed.to_owned()));
        }
    }
    if left || save {
        for (key, value) in screen.company_to_keep() {
            cx.want(Action::SaveSetting { key, value });
        }
    }
    row(ui, &t!(texts, "settings-language"), |ui| languages(ui, cx));
    row(ui, &t!(texts, "settings-theme"), |ui| theme_choice(ui, cx));
    scan_folder_ui(ui, cx, &screen.scan_folder);
    let file = cx.data_file.display().to_string();
    row(ui, &t!(texts, "settings-data-file"), |ui| {
        let t = Tokens::of(ui.ctx());
        let copy = Button::secondary(&t!(texts, "act-copy")).small().ui(ui);
        if copy.clicked() {
            cx.want(Action::Copy(file.clone()));
        }
        let words = egui::RichText::new(&file).font(font::body()).color(t.text);
        ui.add(egui::Label::new(words).selectable(true).wrap());
    });
}

/// A label column of the fields' width, then something else than a field.
fn row(ui: &mut Ui, label: &str, body: impl FnOnce(&mut Ui)) {
    let t = Tokens::of(ui.ctx());
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let (place, _) = ui.allocate_exact_size(egui::vec2(LABEL + 4.0, 32.0), egui::Sense::hover());
        let right = place.with_max_x(place.right() - 4.0);
        crate::ui::widgets::paint::text_right(ui.painter(), right, label, font::body(), t.sec);
        body(ui);
    });
}

/// The folder that scanners write into.
fn scan_folder_ui(ui: &mut Ui, cx: &Cx<'_>, folder: &str) {
    let texts = cx.texts;
    row(ui, &t!(texts, "settings-scan-folder"), |ui| {
        let t = Tokens::of(ui.ctx());
        if Button::secondary(&t!(texts, "settings-scan-choose")).small().ui(ui).clicked() {
            cx.want(Action::PickScanFolder);
        }
        let words = if folder.is_empty() {
            t!(texts, "settings-scan-none")
        } else {
            if Button::secondary(&t!(texts, "settings-scan-stop")).small().ui(ui).clicked() {
                cx.want(Action::SetScanFolder(String::new()));
            }
            folder.to_owned()
        };
        ui.add(egui::Label::new(egui::RichText::new(words).font(font::body()).color(t.text)).wrap());
    });
    row(ui, "", |ui| {
        let t = Tokens::of(ui.ctx());
        let note = egui::RichText::new(t!(texts, "settings-scan-note")).font(font::meta()).color(t.ter);
        ui.add(egui::Label::new(note).wrap());
    });
}

fn languages(ui: &mut Ui, cx: &Cx<'_>) {
    let names = Lang::ALL.map(|lang| cx.texts.name("lang", lang.word()));
    let present = Lang::ALL.iter().position(|lang| *lang == cx.texts.lang());
    if let Some(lang) =
        toggle::one_of(ui, &names.each_ref().map(String::as_str), present).and_then(|at| Lang::ALL.get(at))
    {
        cx.want(Action::SetLang(*lang));
    }
}

fn theme_choice(ui: &mut Ui, cx: &Cx<'_>) {
    let (present, names) = themes(ui, cx);
    if let Some(choice) =
        toggle::one_of(ui, &names.each_ref().map(String::as_str), Some(present)).and_then(|at| THEMES.get(at))
    {
        cx.want(Action::SetTheme(*choice));
    }
}
