//! The file: where to drop one, what it is, and why one is not read.

use egui::{Align2, Rect, Role, Sense, Stroke, Ui, UiBuilder, WidgetInfo, vec2};

use super::{ImportKind, ImportScreen};
use crate::exchange::table::{Format, Table};
use crate::t;
use crate::text::say;
use crate::ui::icons;
use crate::ui::theme::{Tokens, font, size};
use crate::ui::toolbar::line;
use crate::ui::widgets::chip::Tone;
use crate::ui::widgets::paint::{dashed_frame, text_in, tip};
use crate::ui::widgets::{Button, Chip, feedback, menu};
use crate::ui::{Action, Cx, say_lists};

const LINE: f32 = 44.0;
const NOTES: f32 = 30.0;

/// Where a file can be let fall.
pub(super) fn drop_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &ImportScreen) {
    let t = Tokens::of(ui.ctx());
    let room = ui.available_rect_before_wrap();
    let place = Rect::from_center_size(room.center(), vec2(560.0, 300.0).min(room.size() - vec2(48.0, 48.0)));
    let over = ui.input(|input| !input.raw.hovered_files.is_empty());
    ui.painter().rect_filled(place, size::R_FLOAT, if over { t.accent_s } else { t.sunken });
    dashed_frame(ui.painter(), place, Stroke::new(1.0, if over { t.accent } else { t.border }));
    let mut child = ui.new_child(UiBuilder::new().max_rect(place));
    let (fact, kinds) = (t!(cx.texts, "import-drop"), t!(cx.texts, "first-import-note"));
    let kinds = match screen.kind {
        ImportKind::Cases => kinds,
        ImportKind::Branches => t!(cx.texts, "roster-branches-note"),
        ImportKind::People => t!(cx.texts, "roster-people-note"),
        ImportKind::Losses => t!(cx.texts, "entry-losses-note"),
        ImportKind::Returns => t!(cx.texts, "entry-returns-note"),
        ImportKind::Sales => t!(cx.texts, "tally-sales-note"),
        ImportKind::Calls => t!(cx.texts, "tally-calls-note"),
        ImportKind::Slips => t!(cx.texts, "tally-slips-note"),
    };
    feedback::empty(&mut child, icons::FILE_XLS, (&fact, &kinds), |ui| {
        let choose = t!(cx.texts, "act-choose-file");
        if Button::primary(&choose).icon(icons::FOLDER_OPEN).ui(ui).clicked() {
            cx.want(Action::PickImport);
        }
    });
    let below = place.center_bottom() + vec2(0.0, 24.0);
    let note = t!(cx.texts, "import-nothing-written");
    ui.painter().text(below, Align2::CENTER_CENTER, note, font::meta(), t.ter);
}

/// Why the file is not read, and another one.
pub(super) fn refused_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut ImportScreen, fault: &str) {
    let name = screen.path.as_ref().and_then(|path| path.file_name()).map(|name| name.to_string_lossy().into_owned());
    feedback::empty(ui, icons::WARNING_CIRCLE, (fault, &name.unwrap_or_default()), |ui| {
        let again = t!(cx.texts, "import-choose-again");
        if Button::primary(&again).icon(icons::FOLDER_OPEN).ui(ui).clicked() {
            cx.want(Action::PickImport);
        }
        ui.add_space(6.0);
        ui.horizontal(|ui| {
            // Two lists of about this width, in the middle.
            ui.add_space((ui.available_width() / 2.0 - 110.0).max(0.0));
            super::reading::reading_ui(ui, cx, screen);
        });
    });
}

/// Height of [`head_ui`] for this table.
pub(super) fn head_height(screen: &ImportScreen) -> f32 {
    let notes = screen.table.as_ref().is_some_and(|table| !table.notes.is_empty());
    LINE + if notes { NOTES } else { 0.0 }
}

/// The file, its sheet and encoding, what to know of it, and the remembered mappings.
pub(super) fn head_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut ImportScreen, place: Rect) {
    let t = Tokens::of(ui.ctx());
    ui.painter().hline(place.x_range(), place.bottom() - 0.5, Stroke::new(1.0, t.line));
    line(ui, place.with_max_y(place.top() + LINE), |ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        if let Some(table) = &screen.table {
            name_ui(ui, screen, table);
            sheet_ui(ui, cx, screen, table);
            super::reading::reading_ui(ui, cx, screen);
            facts_ui(ui, cx, table);
        }
        if screen.is_open() && screen.kind == ImportKind::Cases {
            remembered_ui(ui, cx, screen);
        }
    });
    if let Some(table) = &screen.table
        && !table.notes.is_empty()
    {
        notes_ui(ui, cx, table, place.with_min_y(place.top() + LINE));
    }
}

fn name_ui(ui: &mut Ui, screen: &ImportScreen, table: &Table) {
    let t = Tokens::of(ui.ctx());
    let Some(path) = &screen.path else { return };
    let icon = if matches!(table.format, Format::Text { .. }) { icons::FILE_TEXT } else { icons::FILE_XLS };
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let wide = crate::ui::widgets::paint::width(ui.painter(), &name, font::body_medium()).min(280.0);
    let (rect, response) = ui.allocate_exact_size(vec2(wide + 26.0, 24.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
    let x = icon.paint_left(ui.painter(), rect, 17.0, t.sec);
    text_in(ui.painter(), rect.with_min_x(x + 7.0), &name, font::body_medium(), t.text);
    tip(&response, &path.display().to_string(), None);
}

fn sheet_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &ImportScreen, table: &Table) {
    let names: Vec<&str> = table.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    if names.len() < 2 || !screen.is_open() {
        return;
    }
    let label = format!("{} {}", t!(cx.texts, "import-sheet"), table.sheet);
    let button = Button::secondary(&label).small().ui(ui);
    let items: Vec<menu::Item<'_>> = names.iter().map(|name| menu::Item::new(name)).collect();
    if let Some(name) = menu::menu(&button, &items).and_then(|at| names.get(at))
        && let Some(path) = &screen.path
    {
        cx.want(Action::ReadImport { path: path.clone(), sheet: Some((*name).to_owned()) });
    }
}

/// Rows and columns.
fn facts_ui(ui: &mut Ui, cx: &Cx<'_>, table: &Table) {
    let t = Tokens::of(ui.ctx());
    let count = |n: usize| say::count(i64::try_from(n).unwrap_or(i64::MAX));
    let facts = t!(cx.texts, "import-size", rows = count(table.rows.len()), columns = count(table.headers.len()));
    ui.add(egui::Label::new(egui::RichText::new(facts).font(font::meta()).color(t.ter)).extend());
}

/// What to know of the file, in one line; the whole of it on hover.
fn notes_ui(ui: &mut Ui, cx: &Cx<'_>, table: &Table, place: Rect) {
    let t = Tokens::of(ui.ctx());
    let notes: Vec<String> = table.notes.iter().map(|note| say_lists::note_text(cx.texts, note)).collect();
    let all = notes.join("；");
    ui.painter().rect_filled(place.shrink2(vec2(0.0, 0.5)), 0.0, t.sunken);
    let response = ui.interact(place, ui.scope_id().with("notes"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &all));
    let mut inner = place.shrink2(vec2(16.0, 0.0));
    inner.min.x = icons::INFO.paint_left(ui.painter(), inner, 15.0, t.sec) + 7.0;
    let (_, cut) = text_in(ui.painter(), inner, &all, font::meta(), t.sec);
    if cut {
        tip(&response, &notes.join("\n"), None);
    }
}

/// The mappings of earlier files: choosing one lays it over this table.
fn remembered_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut ImportScreen) {
    use crate::exchange::mapping::Mapping;
    if screen.mappings.is_empty() {
        return;
    }
    let present = screen.mapping.as_ref().map_or("", |mapping| mapping.name.as_str());
    if !present.is_empty() {
        Chip::new(&t!(cx.texts, "import-using", name = present), Tone::Accent).ui(ui);
    }
    let label = t!(cx.texts, "import-remembered");
    let button = Button::secondary(&label).icon(icons::CLOCK_COUNTER_CLOCKWISE).small().ui(ui);
    let items: Vec<menu::Item<'_>> = screen.mappings.iter().map(|(name, _)| menu::Item::new(name)).collect();
    let chosen = menu::menu(&button, &items).and_then(|at| screen.mappings.get(at));
    let Some((name, text)) = chosen else { return };
    let Some(table) = &screen.table else { return };
    if let Ok(mapping) = Mapping::from_toml(text) {
        screen.name.clone_from(name);
        screen.mapping = Some(Mapping { name: name.clone(), ..mapping.laid_over(&table.headers) });
        screen.changed(cx);
    }
}
