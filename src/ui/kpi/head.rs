//! The toolbar of the KPI book: its pages, the period and its neighbours, copy and export.

use egui::{Key, Modifiers, Ui};

use super::{KpiScreen, PERIODS, Tab, sheets};
use crate::domain::Field;
use crate::store::Narrow;
use crate::t;
use crate::text::Lang;
use crate::ui::board::{self, Period};
use crate::ui::icons;
use crate::ui::theme::{Tokens, font};
use crate::ui::toolbar::{from_right, toolbar};
use crate::ui::widgets::chip::Tone;
use crate::ui::widgets::{Button, feedback, icon_button, menu, toggle};
use crate::ui::{Action, Cx, say};

pub(super) fn head_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut KpiScreen) {
    toolbar(ui, &t!(cx.texts, "kpi-title"), |ui| {
        for tab in Tab::ALL {
            let name = cx.texts.name("kpi-tab", tab.word());
            if toggle::toggle(ui, &name, screen.tab == *tab, egui::Role::Tab).clicked() {
                screen.tab = *tab;
            }
        }
        ui.add_space(8.0);
        periods(ui, cx, screen);
        pager(ui, cx, screen);
        from_right(ui, |ui| outputs(ui, cx, screen));
    });
    if screen.period == Period::Own {
        board::bar(ui, |ui| board::own_days(ui, cx, &mut screen.own));
    }
    if matches!(screen.tab, Tab::Book | Tab::Pivot) {
        board::bar(ui, |ui| filters(ui, cx, &mut screen.narrow));
    }
    keys(ui, screen);
}

/// Which cases are counted: region, product type, brand, cause and department, each of the lists there are.
fn filters(ui: &mut Ui, cx: &Cx<'_>, narrow: &mut Narrow) {
    let (all, rules) = (t!(cx.texts, "all"), &cx.book.rules);
    let pick = |ui: &mut Ui, label: String, keys: &[&str], names: &[&str], chosen: &mut Option<String>| {
        let at = chosen.as_deref().and_then(|key| keys.iter().position(|known| *known == key));
        if !keys.is_empty()
            && let Some(choice) = menu::filter(ui, &label, &all, names, at)
        {
            *chosen = choice.and_then(|at| keys.get(at)).map(|key| (*key).to_owned());
        }
    };
    let regions: Vec<&str> = cx.organisation.regions.iter().map(String::as_str).collect();
    pick(ui, t!(cx.texts, "column-region"), &regions, &regions, &mut narrow.region);
    let lists = [
        (Field::Category, rules.categories.as_slice(), &mut narrow.category),
        (Field::Brand, rules.list_of(Field::Brand), &mut narrow.brand),
        (Field::Cause, rules.list_of(Field::Cause), &mut narrow.cause),
        (Field::Department, rules.list_of(Field::Department), &mut narrow.department),
    ];
    let zh = cx.texts.lang() == Lang::Zh;
    for (field, list, chosen) in lists {
        // Cases are counted under the Chinese names.
        let keys: Vec<&str> = list.iter().map(|choice| choice.zh.as_str()).collect();
        let names: Vec<&str> = list.iter().map(|choice| if zh { &*choice.zh } else { &*choice.en }).collect();
        pick(ui, say::field_name(cx.texts, field), &keys, &names, chosen);
    }
    if !narrow.is_all() && Button::light(&t!(cx.texts, "board-clear")).small().icon(icons::X).ui(ui).clicked() {
        *narrow = Narrow::default();
    }
}

/// Why nothing came, with the way to ask again.
pub(super) fn failed_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut KpiScreen) {
    if !screen.halted {
        return;
    }
    let failed = [&screen.reading, &screen.cut, &screen.cross, &screen.quality.course, &screen.quality.survey]
        .into_iter()
        .find_map(|fetch| fetch.error());
    let text = failed.map(|error| say::store_error_text(cx.texts, error)).unwrap_or_default();
    let again = t!(cx.texts, "act-retry");
    if feedback::banner(ui, (Tone::Danger, icons::WARNING_CIRCLE), &text, &[&again]).is_some() {
        screen.as_of(cx.now);
    }
}

fn periods(ui: &mut Ui, cx: &Cx<'_>, screen: &mut KpiScreen) {
    let names: Vec<String> = PERIODS.iter().map(|period| cx.texts.name("board-period", period.word())).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let chosen = PERIODS.iter().position(|period| *period == screen.period);
    let label = t!(cx.texts, "kpi-period");
    let first = names.first().copied().unwrap_or_default();
    let rest = names.get(1..).unwrap_or_default();
    let present = chosen.and_then(|at| at.checked_sub(1));
    if let Some(choice) = menu::filter(ui, &label, first, rest, present)
        && let Some(period) = PERIODS.get(choice.map_or(0, |at| at + 1))
    {
        if *period == Period::Own {
            // One begins with what is on screen.
            let (first, end) = screen.days();
            screen.own = [first, end.pred_opt().unwrap_or(end)].map(|day| day.to_string());
        }
        screen.period = *period;
        screen.back = 0;
    }
}

fn pager(ui: &mut Ui, cx: &Cx<'_>, screen: &mut KpiScreen) {
    let t = Tokens::of(ui.ctx());
    let (first, end) = screen.days();
    ui.spacing_mut().item_spacing.x = 2.0;
    if icon_button(ui, icons::CARET_LEFT, &t!(cx.texts, "board-earlier"), Some("[")).clicked() {
        screen.back += 1;
    }
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

fn outputs(ui: &mut Ui, cx: &Cx<'_>, screen: &KpiScreen) {
    let t = Tokens::of(ui.ctx());
    if icon_button(ui, icons::FILE_XLS, &t!(cx.texts, "kpi-export"), Some("Ctrl E")).clicked() {
        export(cx, screen);
    }
    if icon_button(ui, icons::COPY, &t!(cx.texts, "kpi-copy"), Some("Ctrl C")).clicked() {
        copy(cx, screen);
    }
    let text = t!(cx.texts, "board-as-of", when = screen.now.wall().format("%m-%d %H:%M").to_string());
    ui.label(egui::RichText::new(text).font(font::meta()).color(t.ter));
}

fn export(cx: &Cx<'_>, screen: &KpiScreen) {
    let sheets = sheets::of_screen(cx.texts, &cx.book.rules, screen);
    if !sheets.is_empty() {
        cx.want(Action::ExportSheets(sheets));
    }
}

fn copy(cx: &Cx<'_>, screen: &KpiScreen) {
    if let Some(sheet) = sheets::of_screen(cx.texts, &cx.book.rules, screen).first() {
        cx.want(Action::Copy(sheets::as_text(sheet)));
    }
}

/// Keys of the screen, unless a text is being typed.
pub(super) fn output_keys(ui: &Ui, cx: &Cx<'_>, screen: &KpiScreen) {
    if ui.ctx().text_edit_focused() {
        return;
    }
    if ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::E)) {
        export(cx, screen);
    }
    if ui.input(|input| input.events.iter().any(|event| matches!(event, egui::Event::Copy))) {
        copy(cx, screen);
    }
}

/// `[` and `]` turn to the period before and after, `T` to the next page.
fn keys(ui: &Ui, screen: &mut KpiScreen) {
    if ui.ctx().text_edit_focused() || egui::Popup::is_any_open(ui.ctx()) {
        return;
    }
    let (earlier, later, turn) = ui.input_mut(|input| {
        let mut press = |key| input.consume_key(Modifiers::NONE, key);
        (press(Key::OpenBracket), press(Key::CloseBracket), press(Key::T))
    });
    if turn {
        let at = Tab::ALL.iter().position(|tab| *tab == screen.tab).unwrap_or(0);
        screen.tab = Tab::ALL.get((at + 1) % Tab::ALL.len()).copied().unwrap_or(Tab::Book);
    }
    if earlier {
        screen.back += 1;
    } else if later {
        screen.back = screen.back.saturating_sub(1);
    }
}
