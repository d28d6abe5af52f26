//! The toolbar of the board: period, its neighbours, filters, export and presenting.

use egui::{Align2, Key, Modifiers, Popup, Sense, Ui, vec2};

use super::{BoardScreen, Period, Piece};
use crate::domain::stage::{InfoClass, Level};
use crate::figures::report::Compare;
use crate::t;
use crate::text::Lang;
use crate::ui::say::class_name;
use crate::ui::theme::{Tokens, font, size};
use crate::ui::toolbar::{from_right, line, toolbar};
use crate::ui::widgets::when::{MonthWords, When};
use crate::ui::widgets::{Button, icon_button, menu, toggle};
use crate::ui::{Action, Cx, icons};

/// Below this width export and presenting stand beside the filters.
const ONE_LINE: f32 = 1_120.0;

pub(super) fn head_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut BoardScreen) {
    let one_line = ui.available_width() >= ONE_LINE;
    toolbar(ui, &t!(cx.texts, "board-title"), |ui| {
        periods(ui, cx, screen);
        pager(ui, cx, screen);
        if one_line {
            outward(ui, cx, screen);
        }
    });
    if screen.period == Period::Own {
        bar(ui, |ui| own_days(ui, cx, &mut screen.own));
    }
    bar(ui, |ui| {
        filters(ui, cx, screen);
        compared(ui, cx, screen);
        shades(ui, cx, screen);
        if !one_line {
            outward(ui, cx, screen);
        }
    });
    keys(ui, screen);
}

/// One more line below the toolbar.
pub(in crate::ui) fn bar(ui: &mut Ui, body: impl FnOnce(&mut Ui)) {
    let t = Tokens::of(ui.ctx());
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), size::FILTER_BAR), Sense::hover());
    ui.painter().rect_filled(rect, 0.0, t.panel);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, egui::Stroke::new(1.0, t.line));
    line(ui, rect, body);
}

/// What leads out of the board, from the right: presenting, export, and the moment of the figures.
fn outward(ui: &mut Ui, cx: &Cx<'_>, screen: &mut BoardScreen) {
    from_right(ui, |ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let present = t!(cx.texts, "board-present");
        if Button::secondary(&present).icon(icons::PRESENTATION_CHART).key("F11").ui(ui).clicked() {
            super::present(ui.ctx(), screen);
        }
        export(ui, cx, screen);
        as_of(ui, cx, screen);
    });
}

fn periods(ui: &mut Ui, cx: &Cx<'_>, screen: &mut BoardScreen) {
    ui.spacing_mut().item_spacing.x = 3.0;
    for period in Period::ALL {
        let name = cx.texts.name("board-period", period.word());
        if toggle::toggle(ui, &name, screen.period == *period, egui::Role::RadioButton).clicked() {
            if *period == Period::Own {
                // One begins with what is on screen.
                let (first, end) = screen.days(cx.now.date());
                screen.own = [first, end.pred_opt().unwrap_or(end)].map(|day| day.to_string());
            }
            screen.period = *period;
            screen.back = 0;
        }
    }
}

fn pager(ui: &mut Ui, cx: &Cx<'_>, screen: &mut BoardScreen) {
    let t = Tokens::of(ui.ctx());
    ui.spacing_mut().item_spacing.x = 2.0;
    if icon_button(ui, icons::CARET_LEFT, &t!(cx.texts, "board-earlier"), Some("[")).clicked() {
        screen.turn(true);
    }
    let (first, end) = screen.days(cx.now.date());
    let last = end.pred_opt().unwrap_or(end);
    let span = if first == last {
        first.format("%Y-%m-%d").to_string()
    } else {
        format!("{} – {}", first.format("%Y-%m-%d"), last.format("%m-%d"))
    };
    ui.label(egui::RichText::new(span).font(font::meta()).color(t.sec));
    ui.add_enabled_ui(screen.back > 0, |ui| {
        if icon_button(ui, icons::CARET_RIGHT, &t!(cx.texts, "board-later"), Some("]")).clicked() {
            screen.turn(false);
        }
    });
    ui.spacing_mut().item_spacing.x = 6.0;
}

/// First and last day of a period of one's own.
pub(in crate::ui) fn own_days(ui: &mut Ui, cx: &Cx<'_>, own: &mut [String; 2]) {
    let texts = cx.texts;
    let days: [String; 7] = ["1", "2", "3", "4", "5", "6", "7"].map(|day| texts.name("weekday", day));
    let (previous, next) = (t!(texts, "month-previous"), t!(texts, "month-next"));
    let open = t!(texts, "month-open");
    let title = |year: i32, month: u32| t!(texts, "month-title", year = year, month = month);
    let labels = [t!(texts, "board-first-day"), t!(texts, "board-last-day")];
    for (label, day) in labels.iter().zip(own) {
        let words = MonthWords {
            weekdays: days.each_ref().map(String::as_str),
            title: &title,
            previous: &previous,
            next: &next,
            open: &open,
        };
        let wide = crate::ui::widgets::paint::width(ui.painter(), label, font::body()) + 14.0;
        ui.allocate_ui(vec2(wide + 132.0, 30.0), |ui| {
            When::new(label, day, words, cx.now.date()).label_width(wide).width(128.0).ui(ui);
        });
    }
}

fn filters(ui: &mut Ui, cx: &Cx<'_>, screen: &mut BoardScreen) {
    let all = t!(cx.texts, "all");
    let narrow = &mut screen.narrow;
    let regions: Vec<&str> = cx.organisation.regions.iter().map(String::as_str).collect();
    let chosen = narrow.region.as_deref().and_then(|name| regions.iter().position(|region| *region == name));
    if let Some(choice) = menu::filter(ui, &t!(cx.texts, "column-region"), &all, &regions, chosen) {
        narrow.region = choice.and_then(|at| regions.get(at)).map(|name| (*name).to_owned());
        // A branch lies in one region only.
        narrow.branch = None;
    }
    let of_region = |region: &str| narrow.region.as_deref().is_none_or(|only| only == region);
    let branches: Vec<_> = cx.organisation.branches.iter().filter(|branch| of_region(&branch.region)).collect();
    let names: Vec<&str> = branches.iter().map(|branch| branch.name.as_str()).collect();
    let chosen = branches.iter().position(|branch| Some(branch.id) == narrow.branch);
    if let Some(choice) = menu::filter(ui, &t!(cx.texts, "board-filter-branch"), &all, &names, chosen) {
        narrow.branch = choice.and_then(|at| branches.get(at)).map(|branch| branch.id);
    }
    let names: Vec<String> = InfoClass::ALL.iter().map(|class| class_name(cx.texts, &cx.book.rules, *class)).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let chosen = narrow.class.and_then(|class| InfoClass::ALL.iter().position(|own| *own == class));
    if let Some(choice) = menu::filter(ui, &t!(cx.texts, "field-info-class"), &all, &names, chosen) {
        narrow.class = choice.and_then(|at| InfoClass::ALL.get(at)).copied();
    }
    let zh = cx.texts.lang() == Lang::Zh;
    // A case bears the Chinese name of its category, whatever the language of the window.
    let categories = &cx.book.rules.categories;
    let names: Vec<&str> = categories.iter().map(|choice| if zh { &*choice.zh } else { &*choice.en }).collect();
    let chosen = narrow.category.as_deref().and_then(|name| categories.iter().position(|choice| choice.zh == name));
    if let Some(choice) = menu::filter(ui, &t!(cx.texts, "field-category"), &all, &names, chosen) {
        narrow.category = choice.and_then(|at| categories.get(at)).map(|choice| choice.zh.clone());
    }
    let channels = &cx.book.rules.channels;
    let names: Vec<&str> = channels.iter().map(|choice| if zh { &*choice.zh } else { &*choice.en }).collect();
    let chosen = narrow.channel.as_deref().and_then(|key| channels.iter().position(|choice| choice.key == key));
    if let Some(choice) = menu::filter(ui, &t!(cx.texts, "field-channel"), &all, &names, chosen) {
        narrow.channel = choice.and_then(|at| channels.get(at)).map(|choice| choice.key.clone());
    }
    let names: Vec<String> = Level::ALL.iter().map(|level| cx.texts.name("level", level.word())).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let chosen = narrow.level.and_then(|level| Level::ALL.iter().position(|own| *own == level));
    if let Some(choice) = menu::filter(ui, &t!(cx.texts, "board-filter-level"), &all, &names, chosen) {
        narrow.level = choice.and_then(|at| Level::ALL.get(at)).copied();
    }
    if !narrow.is_all() && Button::light(&t!(cx.texts, "board-clear")).small().icon(icons::X).ui(ui).clicked() {
        *narrow = crate::store::Narrow::default();
    }
}

/// What the figures are held against: the period before, the year before, both or nothing.
fn compared(ui: &mut Ui, cx: &Cx<'_>, screen: &mut BoardScreen) {
    let names: Vec<String> = Compare::ALL.iter().map(|one| cx.texts.name("review-compare", one.word())).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let [first, rest @ ..] = names.as_slice() else { return };
    let present = Compare::ALL.iter().position(|one| *one == screen.compare).and_then(|at| at.checked_sub(1));
    if let Some(choice) = menu::filter(ui, &t!(cx.texts, "review-compare"), first, rest, present)
        && let Some(one) = Compare::ALL.get(choice.map_or(0, |at| at + 1))
    {
        screen.compare = *one;
        screen.version += 1;
    }
}

/// Whether the heat map's shades are set for the year, and the way to set them by what is on screen.
fn shades(ui: &mut Ui, cx: &Cx<'_>, screen: &BoardScreen) {
    let Some(figures) = screen.figures.value() else { return };
    let Some((_, made)) = &screen.made else { return };
    let heat = &made.matrix;
    if heat.is_empty() {
        return;
    }
    let (now, anew) = match &heat.fixed {
        Some(_) => (t!(cx.texts, "board-heat-set"), t!(cx.texts, "board-heat-anew")),
        None => (t!(cx.texts, "board-heat-own"), t!(cx.texts, "board-heat-fix")),
    };
    let chosen = menu::filter(ui, &t!(cx.texts, "board-heat"), &now, &[&anew], None);
    if let Some(Some(_)) = chosen {
        let (measure, step) = (heat.measure, heat.own_shades().step);
        cx.want(Action::SetHeatBreak { span: figures.query.span, measure, step });
    }
}

/// The moment the figures are of.
fn as_of(ui: &mut Ui, cx: &Cx<'_>, screen: &BoardScreen) {
    let Some(figures) = screen.figures.value() else { return };
    let time = figures.query.span.now.wall().format("%m-%d %H:%M").to_string();
    let text = t!(cx.texts, "board-as-of", when = time);
    let room = ui.available_rect_before_wrap();
    let t = Tokens::of(ui.ctx());
    if crate::ui::widgets::paint::width(ui.painter(), &text, font::meta()) < room.width() {
        ui.painter().text(room.right_center(), Align2::RIGHT_CENTER, text, font::meta(), t.ter);
    }
}

/// The board or one of its charts as a file; its kind follows from the name the person gives.
fn export(ui: &mut Ui, cx: &Cx<'_>, screen: &BoardScreen) {
    let label = t!(cx.texts, "board-export");
    let waiting = screen.figures.value().is_none().then(|| t!(cx.texts, "board-export-waits"));
    let button = Button::secondary(&label).icon(icons::EXPORT).blocked(waiting.as_deref()).ui(ui);
    if waiting.is_none() && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::E)) {
        Popup::open_id(ui.ctx(), Popup::default_response_id(&button));
    }
    let whole = t!(cx.texts, "board-export-whole");
    let names: Vec<String> = Piece::ALL.iter().map(|piece| cx.texts.name("board-chart", piece.word())).collect();
    let mut items = vec![menu::Item { icon: Some(icons::CHART_BAR), ..menu::Item::new(&whole) }];
    items.extend(names.iter().enumerate().map(|(at, name)| menu::Item { parted: at == 0, ..menu::Item::new(name) }));
    if let Some(at) = menu::menu(&button, &items) {
        let piece = at.checked_sub(1).and_then(|at| Piece::ALL.get(at)).copied();
        cx.want(Action::ExportBoard(piece));
    }
}

/// `[` and `]` turn to the period before and after, unless a text is being typed.
fn keys(ui: &Ui, screen: &mut BoardScreen) {
    if ui.ctx().text_edit_focused() {
        return;
    }
    let (earlier, later) = ui.input_mut(|input| {
        let mut press = |key| input.consume_key(Modifiers::NONE, key);
        (press(Key::OpenBracket), press(Key::CloseBracket))
    });
    if earlier || later {
        screen.turn(earlier);
    }
}
