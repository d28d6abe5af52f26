//! The first screen on an empty data file: demo data, a spreadsheet, or an empty desk.

use egui::{Align2, Color32, Key, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::icons::{self, Icon};
use super::theme::{Tokens, font, size};
use super::widgets::Button;
use super::widgets::button::turning;
use super::widgets::chip::{KeyCapOn, key_cap_width, paint_key_cap};
use super::widgets::menu::{Item, menu};
use super::widgets::paint::{Ring, boxed, focus_ring, text_in, text_right, tip, width};
use super::{Action, Cx, Route, ThemeChoice};
use crate::t;
use crate::text::Lang;

/// Cases of the demo data: those of the design's figures.
const DEMO_CASES: u32 = 1_286;
const CARD: egui::Vec2 = vec2(360.0, 172.0);
const GAP: f32 = 14.0;
const FOOT: f32 = 44.0;

#[derive(Debug, Default)]
pub struct FirstRunScreen {
    /// Demo data is being made.
    pub busy: bool,
    pub chosen: usize,
}

/// Draws the three ways to begin over the whole place it is given.
pub fn first_run_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut FirstRunScreen) {
    let t = Tokens::of(ui.ctx());
    let room = ui.available_rect_before_wrap();
    ui.allocate_rect(room, Sense::hover());
    ui.painter().rect_filled(room, 0.0, t.app);
    let (body, foot) = room.split_top_bottom_at_y(room.bottom() - FOOT);
    foot_ui(ui, cx, foot);
    let wide = ((body.width() - 2.0 * GAP - 40.0) / 3.0).min(CARD.x).floor();
    let cards = vec2(3.0 * wide + 2.0 * GAP, CARD.y);
    let tight = body.height() < cards.y + 300.0;
    let above = if tight { 86.0 } else { 170.0 };
    let top = body.center().y - (above + cards.y + 56.0) / 2.0;
    greeting(ui, cx, pos2(body.center().x, top), tight);
    let origin = pos2((body.center().x - cards.x / 2.0).round(), (top + above).round());
    let mut begun = None;
    for (at, choice) in choices(cx).iter().enumerate() {
        let place = Rect::from_min_size(origin + vec2(at as f32 * (wide + GAP), 0.0), vec2(wide, CARD.y));
        let response = card(ui, place, at, choice, screen);
        if response.hovered() && ui.input(|input| input.pointer.is_moving()) && !screen.busy {
            screen.chosen = at;
        }
        if response.clicked() {
            begun = Some(at);
        }
    }
    let line = pos2(body.center().x, origin.y + cards.y + 34.0);
    if screen.busy {
        let text = t!(cx.texts, "first-run-busy");
        let end = ui.painter().text(line, Align2::CENTER_CENTER, text, font::body(), t.sec);
        turning(ui, end.left_center() - vec2(14.0, 0.0), t.accent);
        return;
    }
    keys_line(ui, cx, line);
    if let Some(at) = begun.or_else(|| pressed(ui, screen)) {
        begin(cx, at);
    }
}

struct Choice {
    icon: Icon,
    title: String,
    note: String,
    text: String,
}

fn choices(cx: &Cx<'_>) -> [Choice; 3] {
    let texts = cx.texts;
    [
        Choice {
            icon: icons::CHART_BAR,
            title: t!(texts, "first-demo"),
            note: t!(texts, "first-run-demo-note", count = crate::text::say::count(DEMO_CASES.into())),
            text: t!(texts, "first-demo-text"),
        },
        Choice {
            icon: icons::FILE_XLS,
            title: t!(texts, "first-import"),
            note: t!(texts, "first-import-note"),
            text: t!(texts, "first-import-text"),
        },
        Choice {
            icon: icons::FILE_PLUS,
            title: t!(texts, "first-empty"),
            note: t!(texts, "first-run-empty-note"),
            text: t!(texts, "first-run-empty-text"),
        },
    ]
}

fn begin(cx: &Cx<'_>, at: usize) {
    match at {
        0 => cx.want(Action::FillDemo { cases: DEMO_CASES }),
        // The imported cases need branches and regions, and the desk stays begun when the import is left.
        1 => {
            cx.want(Action::StartEmpty);
            cx.want(Action::Go(Route::Import));
        }
        _ => cx.want(Action::StartEmpty),
    }
}

/// 1 to 3 begin at once, arrows choose, Enter begins.
fn pressed(ui: &Ui, screen: &mut FirstRunScreen) -> Option<usize> {
    let focused = ui.memory(|memory| memory.focused().is_some());
    ui.input(|input| {
        if input.modifiers.any() {
            return None;
        }
        let number = [Key::Num1, Key::Num2, Key::Num3].iter().position(|key| input.key_pressed(*key));
        if number.is_some() {
            return number;
        }
        if input.key_pressed(Key::ArrowRight) || input.key_pressed(Key::ArrowDown) {
            screen.chosen = (screen.chosen + 1).min(2);
        }
        if input.key_pressed(Key::ArrowLeft) || input.key_pressed(Key::ArrowUp) {
            screen.chosen = screen.chosen.saturating_sub(1);
        }
        // A focused card or button hears Enter itself.
        (!focused && input.key_pressed(Key::Enter)).then_some(screen.chosen)
    })
}

fn greeting(ui: &Ui, cx: &Cx<'_>, top: egui::Pos2, tight: bool) {
    let t = Tokens::of(ui.ctx());
    let mut y = top.y;
    if !tight {
        let mark = Rect::from_center_size(pos2(top.x, y + 28.0), vec2(56.0, 56.0));
        ui.painter().rect_filled(mark, 12.0, t.accent);
        icons::HEADSET.fill().paint(ui.painter(), mark.center(), 32.0, t.on_accent);
        y += 76.0;
    }
    let title = ui.painter().text(
        pos2(top.x, y + 16.0),
        Align2::CENTER_CENTER,
        t!(cx.texts, "first-title"),
        font::display(),
        t.text,
    );
    let below = pos2(top.x, title.bottom() + 16.0);
    ui.painter().text(below, Align2::CENTER_CENTER, t!(cx.texts, "first-subtitle"), font::body_l(), t.sec);
}

fn card(ui: &Ui, place: Rect, at: usize, choice: &Choice, screen: &FirstRunScreen) -> Response {
    let t = Tokens::of(ui.ctx());
    let sense = if screen.busy { Sense::hover() } else { Sense::click() };
    let response = ui.interact(place, ui.scope_id().with(("begin", at)), sense);
    let chosen = screen.chosen == at;
    response.widget_info(|| WidgetInfo::selected(Role::Button, !screen.busy, chosen, &choice.title));
    boxed(ui.painter(), place, size::R_PANEL, if response.hovered() { t.hover } else { t.panel }, t.line);
    if chosen {
        ui.painter().rect_stroke(place, size::R_PANEL, Stroke::new(2.0, t.accent), StrokeKind::Inside);
    }
    let inner = place.shrink(20.0);
    let square = Rect::from_min_size(inner.min, vec2(40.0, 40.0));
    let (ground, ink) = if chosen { (t.accent_s, t.accent_t) } else { (t.grey_s, t.sec) };
    ui.painter().rect_filled(square, size::R_PANEL, ground);
    choice.icon.paint(ui.painter(), square.center(), 20.0, ink);
    let key = (at + 1).to_string();
    let cap = pos2(inner.right() - key_cap_width(ui.painter(), &key) + 4.0, inner.top() + 5.0);
    paint_key_cap(ui.painter(), cap, &key, KeyCapOn::Panel, t);
    let head = Rect::from_min_size(pos2(inner.left(), square.bottom() + 12.0), vec2(inner.width(), 24.0));
    let both =
        width(ui.painter(), &choice.title, font::body_l_medium()) + width(ui.painter(), &choice.note, font::meta());
    // In a narrow card the title goes before the remark.
    if both + 12.0 < head.width() {
        text_right(ui.painter(), head, &choice.note, font::meta(), t.ter);
    }
    text_in(ui.painter(), head, &choice.title, font::body_l_medium(), t.text);
    let words = ui.painter().layout(choice.text.clone(), font::body(), t.sec, inner.width());
    ui.painter().galley(pos2(inner.left(), head.bottom() + 6.0), words, Color32::PLACEHOLDER);
    focus_ring(ui, &response, size::R_PANEL, Ring::Outside);
    response
}

fn keys_line(ui: &Ui, cx: &Cx<'_>, middle: egui::Pos2) {
    let t = Tokens::of(ui.ctx());
    let painter = ui.painter();
    let (choose, go) = (t!(cx.texts, "first-run-choose"), t!(cx.texts, "first-run-go"));
    let wide = 36.0 + width(painter, &choose, font::meta()) + width(painter, &go, font::meta()) + 80.0;
    let mut x = middle.x - wide / 2.0;
    let text =
        |x: f32, text: &str| painter.text(pos2(x, middle.y), Align2::LEFT_CENTER, text, font::meta(), t.ter).right();
    let cap = |x: f32, key: &str| paint_key_cap(painter, pos2(x, middle.y), key, KeyCapOn::Panel, t).right();
    x = cap(x, "1") + 5.0;
    x = text(x, "–") + 5.0;
    x = cap(x, "3") + 7.0;
    x = text(x, &choose) + 20.0;
    x = cap(x, "↵") + 7.0;
    text(x, &go);
}

fn foot_ui(ui: &mut Ui, cx: &Cx<'_>, foot: Rect) {
    let t = Tokens::of(ui.ctx());
    ui.painter().hline(foot.x_range(), foot.top() + 0.5, Stroke::new(1.0, t.line));
    super::toolbar::line(ui, foot, |ui| {
        super::toolbar::from_right(ui, |ui| {
            let version = t!(cx.texts, "first-version", version = env!("CARGO_PKG_VERSION"));
            ui.label(egui::RichText::new(version).font(font::meta()).color(t.ter));
            theme_menu(ui, cx);
            lang_menu(ui, cx);
            let rest = ui.available_rect_before_wrap();
            let file = t!(cx.texts, "first-data-file", file = cx.data_file.display().to_string());
            let response = ui.allocate_rect(rest, Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &file));
            let mut words = rest;
            words.min.x = icons::FOLDER_OPEN.paint_left(ui.painter(), rest, 15.0, t.ter) + 7.0;
            let (_, cut) = text_in(ui.painter(), words, &file, font::meta(), t.sec);
            if cut {
                tip(&response, &file, None);
            }
        });
    });
}

/// Language of the screen, chosen from both.
pub(super) fn lang_menu(ui: &mut Ui, cx: &Cx<'_>) {
    let names = Lang::ALL.map(|lang| cx.texts.name("lang", lang.word()));
    let present = Lang::ALL.iter().position(|lang| *lang == cx.texts.lang()).unwrap_or(0);
    let button = Button::light(&names[present]).icon(icons::TRANSLATE).small().ui(ui);
    let items = names.each_ref().map(|name| Item::new(name));
    if let Some(lang) = menu(&button, &items).and_then(|at| Lang::ALL.get(at)) {
        cx.want(Action::SetLang(*lang));
    }
}

/// Light, dark, or as the system has it.
pub(super) fn theme_menu(ui: &mut Ui, cx: &Cx<'_>) {
    let (at, names) = themes(ui, cx);
    let icon = if ui.visuals().dark_mode { icons::MOON } else { icons::SUN };
    let button = Button::light(&names[at]).icon(icon).small().ui(ui);
    let items = names.each_ref().map(|name| Item::new(name));
    if let Some(choice) = menu(&button, &items).and_then(|at| THEMES.get(at)) {
        cx.want(Action::SetTheme(*choice));
    }
}

/// The themes in the order in which they are offered.
pub(super) const THEMES: [ThemeChoice; 3] = [ThemeChoice::System, ThemeChoice::Light, ThemeChoice::Dark];

/// Which of [`THEMES`] holds, and their names.
pub(super) fn themes(ui: &Ui, cx: &Cx<'_>) -> (usize, [String; 3]) {
    let at = match ui.ctx().options(|options| options.theme_preference) {
        egui::ThemePreference::System => 0,
        egui::ThemePreference::Light => 1,
        egui::ThemePreference::Dark => 2,
    };
    let names = ["system", "light", "dark"].map(|word| cx.texts.name("theme", word));
    (at, names)
}
