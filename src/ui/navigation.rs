//! The navigation: new intake, lists with live counters, board, paper, settings, whose desk it is.

use egui::{Align, Align2, Layout, Rect, Sense, Ui, pos2, vec2};

use super::theme::{Tokens, font, size};
use super::widgets::button::{Button, icon_button};
use super::widgets::chip::Counter;
use super::widgets::frame::paint_avatar;
use super::widgets::nav::{Place, group, item, rail_item};
use super::widgets::paint::text_in;
use super::{Action, Cx, Pane, Route, Screens, icons, views};
use crate::store::{By, ListQuery, View};
use crate::t;

const CASES: [(View, icons::Icon); 8] = [
    (View::Mine, icons::TRAY),
    (View::Open, icons::LIST_BULLETS),
    (View::Dispatch, icons::PAPER_PLANE_TILT),
    (View::Handling, icons::WRENCH),
    (View::Reply, icons::CHAT_CIRCLE_TEXT),
    (View::Revisit, icons::PHONE),
    (View::Closure, icons::CHECK_CIRCLE),
    (View::All, icons::ARCHIVE),
];
const FOCUS: [(View, icons::Icon); 4] = [
    (View::Overdue, icons::CLOCK_COUNTDOWN),
    (View::Near, icons::WARNING),
    (View::Escalated, icons::SIREN),
    (View::BatchHint, icons::STACK),
];

pub(super) fn navigation_ui(ui: &mut Ui, cx: &Cx<'_>, screens: &mut Screens, rail: bool) {
    let t = Tokens::of(ui.ctx());
    let edge = ui.max_rect();
    ui.painter().vline(edge.right() - 0.5, edge.y_range(), egui::Stroke::new(1.0, t.line));
    ui.add_space(8.0);
    let inset = 8.0;
    let inner = ui.available_rect_before_wrap().shrink2(vec2(inset, 0.0));
    let mut nav = ui.new_child(egui::UiBuilder::new().max_rect(inner).layout(Layout::top_down(Align::Min)));
    nav.spacing_mut().item_spacing.y = 0.0;
    if rail {
        rail_ui(&mut nav, cx, screens);
    } else {
        wide_ui(&mut nav, cx, screens);
    }
}

fn wide_ui(ui: &mut Ui, cx: &Cx<'_>, screens: &mut Screens) {
    let t = Tokens::of(ui.ctx());
    ui.horizontal(|ui| {
        let (mark, _) = ui.allocate_exact_size(vec2(38.0, 38.0), Sense::hover());
        logo(ui, Rect::from_center_size(mark.center(), vec2(27.0, 27.0)));
        let (words, _) = ui.allocate_exact_size(vec2(96.0, 38.0), Sense::hover());
        ui.painter().text(
            words.left_top() + vec2(0.0, 10.0),
            Align2::LEFT_CENTER,
            cx.texts.name("app", "name"),
            font::body_l_medium(),
            t.text,
        );
        ui.painter().text(
            words.left_top() + vec2(0.0, 29.0),
            Align2::LEFT_CENTER,
            t!(cx.texts, "app-sub"),
            font::meta(),
            t.ter,
        );
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if icon_button(ui, icons::SIDEBAR_SIMPLE, &t!(cx.texts, "nav-collapse"), Some("Ctrl B")).clicked() {
                screens.rail = true;
            }
        });
    });
    ui.add_space(6.0);
    let label = t!(cx.texts, "nav-log");
    let log = Button::primary(&label).icon(icons::PLUS).key("Ctrl N").wide(ui.available_width()).ui(ui);
    enter_pane(&log, screens);
    if log.clicked() {
        cx.want(Action::Go(Route::Intake));
    }
    egui::ScrollArea::vertical().auto_shrink([false, false]).max_height(ui.available_height() - 58.0).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        group(ui, &t!(cx.texts, "nav-group-cases"));
        for (view, icon) in CASES {
            view_ui(ui, cx, screens, (view, icon));
        }
        group(ui, &t!(cx.texts, "nav-group-focus"));
        for (view, icon) in FOCUS {
            view_ui(ui, cx, screens, (view, icon));
        }
        if !cx.views.is_empty() {
            group(ui, &t!(cx.texts, "nav-group-views"));
            for saved in cx.views {
                let place =
                    Place { icon: icons::PUSH_PIN, label: &saved.name, count: "", counter: Counter::Quiet, key: None };
                let response = item(ui, &place, false);
                if response.clicked() {
                    let by = By { name: cx.me.to_owned(), now: cx.now };
                    cx.want(Action::OpenList(Box::new(views::read(&saved.query, &by))));
                }
                let remove = t!(cx.texts, "nav-drop-view");
                if super::widgets::menu::context_menu(&response, &[super::widgets::menu::Item::new(&remove)]).is_some()
                {
                    cx.want(Action::DropView(saved.name.clone()));
                }
            }
        }
        group(ui, &t!(cx.texts, "nav-group-output"));
        for (route, icon, label, key) in outputs(cx) {
            let place = Place { icon, label: &label, count: "", counter: Counter::Quiet, key: Some(key) };
            if item(ui, &place, cx.route == route).clicked() {
                cx.want(Action::Go(route));
            }
        }
    });
    person_ui(ui, cx);
}

fn outputs(cx: &Cx<'_>) -> [(Route, icons::Icon, String, &'static str); 6] {
    [
        (Route::Board, icons::CHART_BAR, t!(cx.texts, "nav-board"), "G D"),
        (Route::Kpi, icons::NOTEBOOK, t!(cx.texts, "nav-kpi"), "G K"),
        (Route::Review, icons::PRESENTATION_CHART, t!(cx.texts, "nav-review"), "G R"),
        (Route::Print, icons::PRINTER, t!(cx.texts, "nav-print"), "G P"),
        (Route::Import, icons::DOWNLOAD_SIMPLE, t!(cx.texts, "nav-import"), "G I"),
        (Route::Settings, icons::GEAR_SIX, t!(cx.texts, "nav-settings"), "G S"),
    ]
}

fn view_ui(ui: &mut Ui, cx: &Cx<'_>, screens: &Screens, (view, icon): (View, icons::Icon)) {
    let count = cx.counters.of(view);
    let counter = match view {
        View::Overdue if count > 0 => Counter::Alarm,
        View::Near if count > 0 => Counter::Warn,
        _ => Counter::Quiet,
    };
    let label = cx.texts.name("view", view.word());
    let count = count.to_string();
    let here = cx.route == Route::Worklist && screens.worklist.pages.query().view == view;
    let response = item(ui, &Place { icon, label: &label, count: &count, counter, key: None }, here);
    if response.clicked() {
        // The list that opens has the keys.
        response.surrender_focus();
        open(cx, view);
    }
}

/// The first widget of the navigation takes the focus when F6 came here.
fn enter_pane(first: &egui::Response, screens: &mut Screens) {
    if screens.pane == Pane::Navigation && std::mem::take(&mut screens.pane_wanted) {
        first.request_focus();
    }
}

fn open(cx: &Cx<'_>, view: View) {
    let by = By { name: cx.me.to_owned(), now: cx.now };
    cx.want(Action::OpenList(Box::new(ListQuery::of(view, &by))));
}

fn rail_ui(ui: &mut Ui, cx: &Cx<'_>, screens: &mut Screens) {
    let (mark, response) = ui.allocate_exact_size(vec2(36.0, 36.0), Sense::click());
    logo(ui, Rect::from_center_size(mark.center(), vec2(27.0, 27.0)));
    let name = t!(cx.texts, "nav-expand");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
    if response.on_hover_text(name.as_str()).clicked() {
        screens.rail = false;
    }
    ui.add_space(6.0);
    let label = t!(cx.texts, "nav-log");
    let (place, response) = ui.allocate_exact_size(vec2(36.0, 36.0), Sense::click());
    let t = Tokens::of(ui.ctx());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &label));
    ui.painter().rect_filled(place, size::R_BUTTON, if response.hovered() { t.accent_h } else { t.accent });
    icons::PLUS.bold().paint(ui.painter(), place.center(), 17.0, t.on_accent);
    enter_pane(&response, screens);
    if response.on_hover_text(label.as_str()).clicked() {
        cx.want(Action::Go(Route::Intake));
    }
    ui.add_space(8.0);
    for (view, icon) in [CASES[0], CASES[1], FOCUS[0], FOCUS[1]] {
        let count = cx.counters.of(view);
        let counter = match view {
            View::Overdue if count > 0 => Counter::Alarm,
            View::Near if count > 0 => Counter::Warn,
            _ => Counter::Quiet,
        };
        let (label, count) = (cx.texts.name("view", view.word()), count.to_string());
        let here = cx.route == Route::Worklist && screens.worklist.pages.query().view == view;
        let response = rail_item(ui, &Place { icon, label: &label, count: &count, counter, key: None }, here);
        if response.clicked() {
            response.surrender_focus();
            open(cx, view);
        }
        ui.add_space(4.0);
    }
    ui.add_space(8.0);
    for (route, icon, label, key) in outputs(cx) {
        let place = Place { icon, label: &label, count: "", counter: Counter::Quiet, key: Some(key) };
        if rail_item(ui, &place, cx.route == route).clicked() {
            cx.want(Action::Go(route));
        }
        ui.add_space(4.0);
    }
}

/// Whose name stands on every entry; a click leads to where it is changed.
fn person_ui(ui: &mut Ui, cx: &Cx<'_>) {
    let t = Tokens::of(ui.ctx());
    let bottom = ui.max_rect().bottom();
    let place =
        Rect::from_min_max(pos2(ui.max_rect().left(), bottom - 50.0), pos2(ui.max_rect().right(), bottom - 4.0));
    let response = ui.interact(place, ui.scope_id().with("person"), Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, cx.me));
    if response.hovered() {
        ui.painter().rect_filled(place, size::R_BUTTON, t.hover);
    }
    paint_avatar(ui.painter(), pos2(place.left() + 20.0, place.center().y), 13.0, cx.me, t);
    let person = cx.organisation.people.iter().find(|person| person.name == cx.me);
    let role = person.map(|person| cx.texts.name("role", person.role.word())).unwrap_or_default();
    let words = place.with_min_x(place.left() + 40.0);
    if role.is_empty() {
        text_in(ui.painter(), words, cx.me, font::body_medium(), t.text);
    } else {
        text_in(ui.painter(), words.with_max_y(words.center().y + 2.0), cx.me, font::body_medium(), t.text);
        text_in(ui.painter(), words.with_min_y(words.center().y), &role, font::meta(), t.ter);
    }
    if response.clicked() {
        cx.want(Action::Go(Route::Settings));
    }
}

/// The program's mark: a headset on blue.
pub(super) fn logo(ui: &Ui, rect: Rect) {
    let t = Tokens::of(ui.ctx());
    ui.painter().rect_filled(rect, rect.height() * 0.22, t.accent);
    icons::HEADSET.bold().paint(ui.painter(), rect.center(), rect.height() * 0.66, t.on_accent);
}
