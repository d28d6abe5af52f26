//! The bar at the foot: the keys of the screen at the left, where the data lies and the time at the right.

use egui::{Align, Layout, Ui, UiBuilder, vec2};

use super::case::Tab;
use super::theme::{Tokens, font};
use super::widgets::chip::{Tone, key_cap};
use super::widgets::frame::status;
use super::{Cx, Route, Screens, icons, incident, procedure};
use crate::t;

pub(super) fn status_ui(ui: &mut Ui, cx: &Cx<'_>, screens: &Screens) {
    let t = Tokens::of(ui.ctx());
    let rect = ui.max_rect();
    ui.painter().hline(rect.x_range(), rect.top() + 0.5, egui::Stroke::new(1.0, t.line));
    let inner = rect.shrink2(vec2(12.0, 0.0));
    let mut left = ui.new_child(UiBuilder::new().max_rect(inner).layout(Layout::left_to_right(Align::Center)));
    left.spacing_mut().item_spacing.x = 6.0;
    keys_ui(&mut left, cx, screens);
    let used = left.min_rect().right();
    let mut right = ui.new_child(
        UiBuilder::new().max_rect(inner.with_min_x(used + 16.0)).layout(Layout::right_to_left(Align::Center)),
    );
    right.spacing_mut().item_spacing.x = 12.0;
    let wall = cx.now.wall();
    let day = cx.texts.name("weekday", &wall.format("%u").to_string());
    let clock = format!("{} {day} {}", wall.format("%Y-%m-%d"), wall.format("%H:%M"));
    right.label(egui::RichText::new(clock).font(font::meta()).color(t.sec));
    let file = cx.data_file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let place = format!("{} · {file}", t!(cx.texts, "status-local"));
    status(&mut right, Some((icons::DATABASE, Tone::Neutral)), &place);
}

fn keys_ui(ui: &mut Ui, cx: &Cx<'_>, screens: &Screens) {
    let t = Tokens::of(ui.ctx());
    let words = |ui: &mut Ui, text: &str| {
        ui.label(egui::RichText::new(text).font(font::meta()).color(t.sec));
        ui.add_space(8.0);
    };
    let pages = &screens.worklist.pages;
    match cx.route {
        Route::Worklist => {
            let at = screens.worklist.selected.and_then(|id| pages.index_of(id));
            let text = match at {
                Some(at) => t!(cx.texts, "status-selected", at = (at + 1), total = pages.total()),
                None => t!(cx.texts, "status-count", total = pages.total()),
            };
            words(ui, &text);
            key_cap(ui, "↑");
            key_cap(ui, "↓");
            words(ui, &t!(cx.texts, "status-select"));
            key_cap(ui, "↵");
            words(ui, &t!(cx.texts, "status-open"));
            key_cap(ui, "A");
            words(ui, &t!(cx.texts, "key-dispatch"));
            key_cap(ui, "R");
            words(ui, &t!(cx.texts, "key-next"));
            key_cap(ui, "P");
            words(ui, &t!(cx.texts, "key-print"));
        }
        Route::Case => {
            key_cap(ui, "Esc");
            words(ui, &t!(cx.texts, "key-back"));
            key_cap(ui, "J");
            key_cap(ui, "K");
            words(ui, &t!(cx.texts, "key-neighbour"));
            let file = screens.case.file.value();
            key_cap(ui, "1 – 5");
            if file.is_some_and(|file| incident::is_shown(&file.case)) {
                key_cap(ui, "6");
            }
            if file.is_some_and(|file| procedure::is_shown(file)) {
                key_cap(ui, "7");
            }
            words(ui, &t!(cx.texts, "key-tabs"));
            if screens.case.full.tab == Tab::Procedures {
                for (key, text) in
                    [("[ ]", t!(cx.texts, "key-procedure-places")), ("S", t!(cx.texts, "key-procedure-step"))]
                {
                    key_cap(ui, key);
                    words(ui, &text);
                }
            } else {
                key_cap(ui, "N");
                words(ui, &t!(cx.texts, "key-note"));
            }
        }
        Route::Intake => {
            key_cap(ui, "Alt 1 – 5");
            words(ui, &t!(cx.texts, "key-groups"));
            key_cap(ui, "Ctrl S");
            words(ui, &t!(cx.texts, "key-draft"));
            key_cap(ui, "Ctrl ↵");
            words(ui, &t!(cx.texts, "key-submit"));
        }
        Route::Board => {
            words(ui, &t!(cx.texts, "key-drill"));
            key_cap(ui, "[");
            key_cap(ui, "]");
            words(ui, &t!(cx.texts, "key-period"));
        }
        Route::Kpi | Route::Review => analysis_keys(ui, cx),
        Route::Print if screens.case.file.value().is_some() => {
            key_cap(ui, "↑");
            key_cap(ui, "↓");
            words(ui, &t!(cx.texts, "key-sheet"));
            key_cap(ui, "PgUp");
            key_cap(ui, "PgDn");
            words(ui, &t!(cx.texts, "key-page"));
            key_cap(ui, "F8");
            words(ui, &t!(cx.texts, "key-missing"));
            key_cap(ui, "Ctrl P");
            words(ui, &t!(cx.texts, "key-print"));
            key_cap(ui, "Ctrl E");
            words(ui, &t!(cx.texts, "key-pdf"));
        }
        _ => {
            key_cap(ui, "Ctrl K");
            words(ui, &t!(cx.texts, "key-search"));
        }
    }
    key_cap(ui, "?");
    words(ui, &t!(cx.texts, "status-keys"));
}

/// The keys of the KPI book and of the review.
fn analysis_keys(ui: &mut Ui, cx: &Cx<'_>) {
    let t = Tokens::of(ui.ctx());
    let kpi = [
        (&["↑", "↓"][..], t!(cx.texts, "key-kpi-row")),
        (&["[", "]"], t!(cx.texts, "key-period")),
        (&["T"], t!(cx.texts, "key-kpi-tab")),
        (&["Ctrl E"], t!(cx.texts, "key-export")),
    ];
    let review = [
        (&["↑", "↓"][..], t!(cx.texts, "key-chapter")),
        (&["Space"], t!(cx.texts, "key-include")),
        (&["Alt ↑ ↓"], t!(cx.texts, "key-chapter-move")),
        (&["Ctrl E"], t!(cx.texts, "review-export")),
    ];
    for (keys, text) in if cx.route == Route::Kpi { kpi } else { review } {
        for key in keys {
            key_cap(ui, key);
        }
        ui.label(egui::RichText::new(text).font(font::meta()).color(t.sec));
        ui.add_space(8.0);
    }
}
