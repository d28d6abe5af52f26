//! Above the list: its name and count, search, import and export; filters and what it is sorted by.

use egui::{Align, Layout, Rect, Ui, UiBuilder, pos2, vec2};

use super::WorklistScreen;
use super::chips::{clear, has_stage_filter, is_narrowed};
use super::columns_menu::columns_menu;
use crate::domain::stage::{InfoClass, Level, Stage};
use crate::store::{CustomerKind, Filter, ListQuery};
use crate::t;
use crate::ui::say::{class_short, level_name, named};
use crate::ui::theme::{Tokens, font, size};
use crate::ui::widgets::button::{Button, icon_button};
use crate::ui::widgets::menu::filter;
use crate::ui::widgets::paint::text_right;
use crate::ui::widgets::search::Search;
use crate::ui::{Action, Cx, Route, ThemeChoice, icons};

/// Rest after the last key before a search is asked for, in seconds.
const REST: f64 = 0.15;

/// A strip of the given height over the whole width, with a line below it.
pub(super) fn strip(ui: &mut Ui, height: f32, inset: f32, add: impl FnOnce(&mut Ui)) {
    let t = Tokens::of(ui.ctx());
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), egui::Sense::hover());
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, egui::Stroke::new(1.0, t.line));
    let inner = rect.shrink2(vec2(inset, 0.0));
    let mut strip = ui.new_child(UiBuilder::new().max_rect(inner).layout(Layout::left_to_right(Align::Center)));
    strip.spacing_mut().item_spacing.x = 8.0;
    add(&mut strip);
}

pub(super) fn toolbar_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut WorklistScreen) {
    let t = Tokens::of(ui.ctx());
    strip(ui, size::TOOLBAR, 16.0, |ui| {
        let view = screen.pages.query().view;
        ui.label(egui::RichText::new(cx.texts.name("view", view.word())).font(font::heading()).color(t.text));
        let total = screen.pages.total();
        let count = if screen.pages.is_cut() { t!(cx.texts, "list-cut", count = total) } else { total.to_string() };
        ui.label(egui::RichText::new(count).font(font::body()).color(t.ter));
        ui.add_space(12.0);
        search_ui(ui, cx, screen);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let dark = ui.visuals().dark_mode;
            let icon = if dark { icons::SUN } else { icons::MOON };
            if icon_button(ui, icon, &t!(cx.texts, "list-theme"), None).clicked() {
                cx.want(Action::SetTheme(if dark { ThemeChoice::Light } else { ThemeChoice::Dark }));
            }
            let narrow = ui.available_width() < 270.0;
            let (export, import) = (t!(cx.texts, "list-export"), t!(cx.texts, "list-import"));
            let wanted = if narrow {
                icon_button(ui, icons::EXPORT, &export, None).clicked()
            } else {
                Button::light(&export).icon(icons::EXPORT).ui(ui).clicked()
            };
            if wanted {
                cx.want(Action::ExportList(Box::new(screen.pages.query().clone())));
            }
            let wanted = if narrow {
                icon_button(ui, icons::DOWNLOAD_SIMPLE, &import, None).clicked()
            } else {
                Button::light(&import).icon(icons::DOWNLOAD_SIMPLE).ui(ui).clicked()
            };
            if wanted {
                cx.want(Action::Go(Route::Import));
            }
            let columns = t!(cx.texts, "columns-menu");
            let button = if narrow {
                icon_button(ui, icons::SLIDERS_HORIZONTAL, &columns, None)
            } else {
                Button::light(&columns).icon(icons::SLIDERS_HORIZONTAL).ui(ui)
            };
            columns_menu(&button, ui, cx, screen);
        });
    });
}

fn search_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut WorklistScreen) {
    let room = ui.available_width();
    let width = (room - 300.0).clamp(150.0, 330.0);
    let hint = t!(cx.texts, "list-search-hint");
    let clear = t!(cx.texts, "list-clear-search");
    let search = Search { hint: &hint, key: Some("/"), clear: &clear, width };
    let response = search.ui(ui, "worklist", &mut screen.typed);
    if std::mem::take(&mut screen.search_wanted) {
        response.request_focus();
    }
    let now = ui.input(|input| input.time);
    if response.changed() {
        screen.typed_at = Some(now);
    }
    let Some(at) = screen.typed_at else { return };
    let rested = now - at;
    if rested < REST && !screen.typed.is_empty() {
        ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(REST - rested));
        return;
    }
    screen.typed_at = None;
    if screen.typed.trim() != screen.pages.query().search.trim() {
        let query = ListQuery { search: screen.typed.clone(), ..screen.pages.query().clone() };
        let typed = screen.typed.clone();
        screen.open(query);
        screen.typed = typed;
    }
}

pub(super) fn filters_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut WorklistScreen) {
    let t = Tokens::of(ui.ctx());
    strip(ui, size::FILTER_BAR, 16.0, |ui| {
        let before = screen.pages.query().filter.clone();
        let mut now = before.clone();
        choices_ui(ui, cx, &mut now, screen);
        if now != before {
            let query = ListQuery { filter: now, ..screen.pages.query().clone() };
            screen.open(query);
        }
        save_view_ui(ui, cx, screen);
        let sort = cx.texts.name("sort", screen.pages.query().sort.word());
        let words = t!(cx.texts, "list-sorted-by", sort = sort);
        let rest = ui.available_rect_before_wrap();
        if rest.width() > 90.0 {
            let place = Rect::from_min_max(pos2(rest.left(), rest.top()), rest.right_bottom());
            text_right(ui.painter(), place, &words, font::meta(), t.sec);
        }
    });
}

fn choices_ui(ui: &mut Ui, cx: &Cx<'_>, now: &mut Filter, screen: &WorklistScreen) {
    let all = t!(cx.texts, "filter-all");
    let regions: Vec<&str> = cx.organisation.regions.iter().map(String::as_str).collect();
    let at = now.region.as_ref().and_then(|region| regions.iter().position(|known| known == region));
    if let Some(choice) = filter(ui, &t!(cx.texts, "filter-region"), &all, &regions, at) {
        now.region = choice.and_then(|at| regions.get(at)).map(|&region| region.to_owned());
        now.branch = None;
    }
    let (texts, rules) = (cx.texts, &cx.book.rules);
    let label = t!(texts, "filter-class");
    pick(ui, cx, &label, InfoClass::ALL, |class| class_short(texts, rules, class), &mut now.class);
    let label = t!(texts, "filter-level");
    pick(ui, cx, &label, Level::ALL, |level| level_name(texts, rules, level), &mut now.level);
    procedure_ui(ui, cx, now);
    if has_stage_filter(screen.pages.query().view) {
        let label = t!(texts, "filter-stage");
        pick(ui, cx, &label, Stage::ALL, |stage| texts.name("stage", stage.word()), &mut now.stage);
    }
    let label = t!(texts, "filter-customer");
    let kind = |kind: CustomerKind| texts.name("customer-kind", kind.word());
    pick(ui, cx, &label, CustomerKind::ALL, kind, &mut now.customer);
}

/// By a procedure of the book that new cases are opened under, where it prescribes any.
fn procedure_ui(ui: &mut Ui, cx: &Cx<'_>, now: &mut Filter) {
    let known = &cx.book.rules.procedures;
    if known.is_empty() {
        return;
    }
    let names: Vec<&str> = known.iter().map(|template| named(cx.texts, &template.name)).collect();
    let at = now.procedure.as_ref().and_then(|key| known.iter().position(|template| template.key == *key));
    if let Some(choice) = filter(ui, &t!(cx.texts, "filter-procedure"), &t!(cx.texts, "filter-all"), &names, at) {
        now.procedure = choice.and_then(|at| known.get(at)).map(|template| template.key.clone());
    }
}

fn pick<T: Copy + PartialEq>(
    ui: &mut Ui,
    cx: &Cx<'_>,
    label: &str,
    all: &[T],
    name: impl Fn(T) -> String,
    chosen: &mut Option<T>,
) {
    let names: Vec<String> = all.iter().map(|member| name(*member)).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let at = chosen.and_then(|member| all.iter().position(|known| *known == member));
    if let Some(choice) = filter(ui, label, &t!(cx.texts, "filter-all"), &names, at) {
        *chosen = choice.and_then(|at| all.get(at)).copied();
    }
}

/// A list that was narrowed can be kept under a name.
fn save_view_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut WorklistScreen) {
    let query = screen.pages.query();
    let narrowed = is_narrowed(query);
    if let Some(name) = &mut screen.saving_view {
        let hint = t!(cx.texts, "list-view-name");
        let edit = ui.add(egui::TextEdit::singleline(name).hint_text(hint.as_str()).desired_width(110.0));
        edit.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, &hint));
        let enter = edit.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        let saved = Button::secondary(&t!(cx.texts, "list-save")).small().ui(ui).clicked() || enter;
        if saved && !name.trim().is_empty() {
            cx.want(Action::SaveView { name: name.trim().to_owned(), query: Box::new(query.clone()) });
            screen.saving_view = None;
        } else if ui.input(|input| input.key_pressed(egui::Key::Escape)) {
            screen.saving_view = None;
        }
    } else if narrowed {
        if Button::light(&t!(cx.texts, "list-clear")).small().icon(icons::X).ui(ui).clicked() {
            clear(screen);
        }
        if Button::light(&t!(cx.texts, "list-save-view")).small().icon(icons::PLUS).ui(ui).clicked() {
            screen.saving_view = Some(String::new());
        }
    }
}
