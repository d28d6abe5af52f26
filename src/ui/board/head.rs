//! The toolbar of the board: period, its neighbours, region and class.

use egui::{Align2, Key, Modifiers, Sense, Ui, vec2};

use super::{BoardScreen, Period};
use crate::domain::stage::InfoClass;
use crate::t;
use crate::ui::Cx;
use crate::ui::icons;
use crate::ui::say::class_name;
use crate::ui::theme::{Tokens, font, size};
use crate::ui::toolbar::{line, toolbar};
use crate::ui::widgets::{icon_button, menu, toggle};

/// Below this width the filters stand in a line of their own.
const ONE_LINE: f32 = 1_120.0;

pub(super) fn head_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut BoardScreen) {
    let one_line = ui.available_width() >= ONE_LINE;
    toolbar(ui, &t!(cx.texts, "board-title"), |ui| {
        periods(ui, cx, screen);
        pager(ui, cx, screen);
        if one_line {
            ui.add_space(8.0);
            filters(ui, cx, screen);
        }
        as_of(ui, cx, screen);
    });
    if !one_line {
        let t = Tokens::of(ui.ctx());
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), size::FILTER_BAR), Sense::hover());
        ui.painter().rect_filled(rect, 0.0, t.panel);
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, egui::Stroke::new(1.0, t.line));
        line(ui, rect, |ui| filters(ui, cx, screen));
    }
    keys(ui, screen);
}

fn periods(ui: &mut Ui, cx: &Cx<'_>, screen: &mut BoardScreen) {
    for period in Period::ALL {
        let name = cx.texts.name("board-period", period.word());
        if toggle::toggle(ui, &name, screen.period == *period, egui::Role::RadioButton).clicked() {
            screen.period = *period;
            screen.back = 0;
        }
    }
}

fn pager(ui: &mut Ui, cx: &Cx<'_>, screen: &mut BoardScreen) {
    let t = Tokens::of(ui.ctx());
    if screen.period == Period::All {
        return;
    }
    ui.spacing_mut().item_spacing.x = 2.0;
    if icon_button(ui, icons::CARET_LEFT, &t!(cx.texts, "board-earlier"), Some("[")).clicked() {
        screen.back += 1;
    }
    let (first, end) = screen.period.days(cx.now.date(), screen.back);
    let last = end.pred_opt().unwrap_or(end);
    let span = format!("{} – {}", first.format("%Y-%m-%d"), last.format("%m-%d"));
    ui.label(egui::RichText::new(span).font(font::meta()).color(t.sec));
    ui.add_enabled_ui(screen.back > 0, |ui| {
        if icon_button(ui, icons::CARET_RIGHT, &t!(cx.texts, "board-later"), Some("]")).clicked() {
            screen.back = screen.back.saturating_sub(1);
        }
    });
    ui.spacing_mut().item_spacing.x = 6.0;
}

fn filters(ui: &mut Ui, cx: &Cx<'_>, screen: &mut BoardScreen) {
    let all = t!(cx.texts, "all");
    let regions: Vec<&str> = cx.organisation.regions.iter().map(String::as_str).collect();
    let chosen = screen.region.as_deref().and_then(|name| regions.iter().position(|region| *region == name));
    if let Some(choice) = menu::filter(ui, &t!(cx.texts, "column-region"), &all, &regions, chosen) {
        screen.region = choice.and_then(|at| regions.get(at)).map(|name| (*name).to_owned());
    }
    let names: Vec<String> = InfoClass::ALL.iter().map(|class| class_name(cx.texts, &cx.book.rules, *class)).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let chosen = screen.class.and_then(|class| InfoClass::ALL.iter().position(|own| *own == class));
    if let Some(choice) = menu::filter(ui, &t!(cx.texts, "field-info-class"), &all, &names, chosen) {
        screen.class = choice.and_then(|at| InfoClass::ALL.get(at)).copied();
    }
}

/// The moment the figures are of, at the right edge.
fn as_of(ui: &mut Ui, cx: &Cx<'_>, screen: &BoardScreen) {
    let Some(figures) = screen.figures.value() else { return };
    let time = figures.query.now.wall().format("%m-%d %H:%M").to_string();
    let text = t!(cx.texts, "board-as-of", when = time);
    let room = ui.available_rect_before_wrap();
    let t = Tokens::of(ui.ctx());
    if crate::ui::widgets::paint::width(ui.painter(), &text, font::meta()) < room.width() {
        ui.painter().text(room.right_center(), Align2::RIGHT_CENTER, text, font::meta(), t.ter);
    }
}

/// `[` and `]` turn to the period before and after, unless a text is being typed.
fn keys(ui: &Ui, screen: &mut BoardScreen) {
    if ui.ctx().text_edit_focused() || screen.period == Period::All {
        return;
    }
    let (earlier, later) = ui.input_mut(|input| {
        let mut press = |key| input.consume_key(Modifiers::NONE, key);
        (press(Key::OpenBracket), press(Key::CloseBracket))
    });
    if earlier {
        screen.back += 1;
    } else if later {
        screen.back = screen.back.saturating_sub(1);
    }
}
