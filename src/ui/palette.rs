//! Ctrl K: search and commands in one field; `?`: the list of keys.

use egui::{Align, Color32, Context, Id, Key, Layout, Margin, Modal, Modifiers, Ui, vec2};

use super::case::{CaseScreen, FullView};
use super::procedure::openable;
use super::theme::{Tokens, font};
use super::widgets::chip::key_cap;
use super::widgets::menu::{RowState, choice_row};
use super::widgets::paint::floating;
use super::{Action, Cx, Route, Screens, icons};
use crate::domain::pinyin;
use crate::domain::procedure::ProcedureCommand;
use crate::store::{By, ListQuery, View};
use crate::t;

#[derive(Debug, Default)]
pub struct PaletteScreen {
    pub open: bool,
    pub keys_open: bool,
    pub typed: String,
    /// Opened in this frame: the cursor goes into the field.
    pub fresh: bool,
    at: usize,
}

/// Something the palette can do.
struct Entry {
    label: String,
    note: &'static str,
    action: Action,
}

pub(super) fn palette_ui(ctx: &Context, cx: &Cx<'_>, screens: &mut Screens) {
    if screens.palette.keys_open {
        keys_ui(ctx, cx, screens);
    }
    if !screens.palette.open {
        return;
    }
    if ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
        screens.palette.open = false;
        return;
    }
    let entries = entries(cx, &screens.palette.typed, &screens.case);
    let screen = &mut screens.palette;
    screen.at = screen.at.min(entries.len().saturating_sub(1));
    let key = |key: Key| ctx.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if key(Key::ArrowDown) {
        screen.at = (screen.at + 1).min(entries.len().saturating_sub(1));
    }
    if key(Key::ArrowUp) {
        screen.at = screen.at.saturating_sub(1);
    }
    let mut chosen = None;
    let id = Id::unique("palette");
    let area = Modal::default_area(id).anchor(egui::Align2::CENTER_TOP, [0.0, 96.0]);
    // Nothing behind it takes a click: one beside it closes it.
    let modal = Modal::new(id).area(area).frame(egui::Frame::NONE).backdrop_color(Color32::TRANSPARENT);
    let shown = modal.show(ctx, |ui| {
        floating(ctx, Margin::same(8)).show(ui, |ui| {
            ui.set_width(560.0);
            let enter = field_ui(ui, cx, screen);
            ui.add_space(6.0);
            for (at, entry) in entries.iter().enumerate() {
                let state = RowState { lit: at == screen.at, chosen: false };
                if choice_row(ui, (&entry.label, entry.note), 560.0, state).clicked() || (enter && at == screen.at) {
                    chosen = Some(at);
                }
            }
            if entries.is_empty() {
                let t = Tokens::of(ctx);
                ui.label(egui::RichText::new(t!(cx.texts, "palette-none")).font(font::body()).color(t.ter));
            }
        });
    });
    if shown.backdrop_response.clicked() {
        screen.open = false;
    }
    if let Some(entry) = chosen.and_then(|at| entries.into_iter().nth(at)) {
        cx.want(entry.action);
        screen.open = false;
        screen.typed.clear();
        screen.at = 0;
    }
}

/// The text field; `true` when Enter was pressed in it.
fn field_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut PaletteScreen) -> bool {
    let t = Tokens::of(ui.ctx());
    let mut enter = false;
    ui.horizontal(|ui| {
        ui.add_space(4.0);
        let (place, _) = ui.allocate_exact_size(vec2(18.0, 30.0), egui::Sense::hover());
        icons::MAGNIFYING_GLASS.paint(ui.painter(), place.center(), 16.0, t.ter);
        let hint = t!(cx.texts, "palette-hint");
        let edit = egui::TextEdit::singleline(&mut screen.typed)
            .frame(egui::Frame::NONE)
            .font(font::body_l())
            .hint_text(hint.as_str())
            .desired_width(ui.available_width() - 50.0);
        let response = ui.add(edit);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, &hint));
        if std::mem::take(&mut screen.fresh) {
            response.request_focus();
            screen.at = 0;
        }
        if response.changed() {
            screen.at = 0;
        }
        enter = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        key_cap(ui, "Esc");
    });
    enter
}

fn entries(cx: &Cx<'_>, typed: &str, case: &CaseScreen) -> Vec<Entry> {
    let typed = typed.trim();
    let mut entries = Vec::new();
    let by = By { name: cx.me.to_owned(), now: cx.now };
    if !typed.is_empty() {
        if typed.chars().any(|c| c.is_ascii_digit()) && typed.len() >= 6 && typed.is_ascii() {
            let number = typed.to_uppercase();
            let label = t!(cx.texts, "palette-open-number", number = number.as_str());
            entries.push(Entry { label, note: "", action: Action::OpenNumber(number) });
        }
        let query = ListQuery { search: typed.to_owned(), ..ListQuery::of(View::All, &by) };
        let label = t!(cx.texts, "palette-search", text = typed);
        entries.push(Entry { label, note: "Enter", action: Action::OpenList(Box::new(query)) });
    }
    let mut commands = vec![
        (t!(cx.texts, "nav-log"), "Ctrl N", Action::Go(Route::Intake)),
        (t!(cx.texts, "nav-board"), "G D", Action::Go(Route::Board)),
        (t!(cx.texts, "nav-kpi"), "G K", Action::Go(Route::Kpi)),
        (t!(cx.texts, "nav-review"), "G R", Action::Go(Route::Review)),
        (t!(cx.texts, "nav-print"), "G P", Action::Go(Route::Print)),
        (t!(cx.texts, "nav-import"), "G I", Action::Go(Route::Import)),
        (t!(cx.texts, "nav-settings"), "G S", Action::Go(Route::Settings)),
    ];
    for &view in View::ALL {
        let query = ListQuery::of(view, &by);
        commands.push((cx.texts.name("view", view.word()), "", Action::OpenList(Box::new(query))));
    }
    let fits = |label: &str| typed.is_empty() || pinyin::matches(&pinyin::search_key(label), typed);
    let mut commands: Vec<Entry> = commands
        .into_iter()
        .filter(|(label, ..)| fits(label))
        .map(|(label, note, action)| Entry { label: t!(cx.texts, "palette-go", place = label), note, action })
        .collect();
    commands.extend(case_entries(cx, case).into_iter().filter(|entry| !typed.is_empty() && fits(&entry.label)));
    let act = t!(cx.texts, "act-link");
    if !typed.is_empty() && matches!(cx.route, Route::Worklist | Route::Case) && fits(&act) {
        commands.push(Entry { label: act, note: "L", action: Action::LinkCases });
    }
    entries.extend(commands);
    entries.truncate(9);
    entries
}

/// What can be done with the case that is open in full: its pages, and what can be opened beside its stages.
fn case_entries(cx: &Cx<'_>, case: &CaseScreen) -> Vec<Entry> {
    let Some(file) = case.file.value().filter(|_| cx.route == Route::Case) else { return Vec::new() };
    let pages = case.full.view.iter().flat_map(FullView::tabs).map(|(tab, name)| Entry {
        label: t!(cx.texts, "palette-go", place = name),
        note: "",
        action: Action::CaseTab(tab),
    });
    let openable = if file.case.is_open() { openable(cx.texts, file) } else { Vec::new() };
    let opened = openable.into_iter().map(|pick| Entry {
        label: t!(cx.texts, "palette-open-procedure", name = pick.label),
        note: "",
        action: Action::Do {
            case: file.id,
            seen: file.case.revision,
            command: Box::new(ProcedureCommand::Open { key: pick.key }.into()),
        },
    });
    pages.chain(opened).collect()
}

/// The full list of keys.
fn keys_ui(ctx: &Context, cx: &Cx<'_>, screens: &mut Screens) {
    let closed = ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    if closed || ctx.input(|input| input.pointer.any_click()) {
        screens.palette.keys_open = false;
    }
    let t = Tokens::of(ctx);
    // The click that closes it reaches nothing behind it.
    let modal = Modal::new(Id::unique("keys")).frame(egui::Frame::NONE).backdrop_color(Color32::TRANSPARENT);
    modal.show(ctx, |ui| {
        floating(ctx, Margin::same(20)).show(ui, |ui| {
            ui.label(egui::RichText::new(t!(cx.texts, "keys-title")).font(font::heading()).color(t.text));
            ui.add_space(8.0);
            ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
                for column in columns(cx) {
                    ui.vertical(|ui| {
                        ui.set_width(264.0);
                        for (title, rows) in column {
                            section_ui(ui, &title, rows);
                        }
                    });
                }
            });
        });
    });
}

fn section_ui(ui: &mut Ui, title: &str, rows: Vec<(&'static str, String)>) {
    let t = Tokens::of(ui.ctx());
    // The longest column fits the smallest window.
    ui.spacing_mut().item_spacing.y = 3.0;
    ui.label(egui::RichText::new(title).font(font::body_medium()).color(t.sec));
    ui.add_space(2.0);
    for (key, words) in rows {
        ui.horizontal(|ui| {
            let (place, _) = ui.allocate_exact_size(vec2(112.0, 22.0), egui::Sense::hover());
            let layout = Layout::left_to_right(Align::Center);
            let mut cell = ui.new_child(egui::UiBuilder::new().max_rect(place).layout(layout));
            key_cap(&mut cell, key);
            ui.label(egui::RichText::new(words).font(font::body()).color(t.text));
        });
    }
    ui.add_space(8.0);
}

/// A heading with its keys.
type Keys = (String, Vec<(&'static str, String)>);

fn columns(cx: &Cx<'_>) -> [Vec<Keys>; 3] {
    let texts = cx.texts;
    [
        vec![(
            t!(texts, "key-section-all"),
            vec![
                ("Ctrl N", t!(texts, "key-new")),
                ("Ctrl K", t!(texts, "key-search")),
                ("G  W D P I S", t!(texts, "key-go")),
                ("Ctrl Z", t!(texts, "key-undo")),
                ("F6", t!(texts, "key-pane")),
                ("Shift F6", t!(texts, "key-pane-back")),
                ("Ctrl B", t!(texts, "key-rail")),
                ("F11", t!(texts, "key-full-screen")),
                ("Esc", t!(texts, "key-back")),
                ("?", t!(texts, "key-help")),
            ],
        )],
        vec![(
            format!("{} · {}", t!(texts, "key-section-list"), t!(texts, "key-section-case")),
            vec![
                ("↑ ↓", t!(texts, "key-move")),
                ("Home End PgUp", t!(texts, "key-jump")),
                ("↵", t!(texts, "key-open")),
                ("Space", t!(texts, "key-mark")),
                ("Shift ↑ ↓", t!(texts, "key-mark-range")),
                ("Ctrl A", t!(texts, "key-mark-all")),
                ("A", t!(texts, "key-dispatch")),
                ("R", t!(texts, "key-next")),
                ("U", t!(texts, "key-urge")),
                ("E", t!(texts, "act-raise")),
                ("L", t!(texts, "act-link")),
                ("N", t!(texts, "key-note")),
                ("P", t!(texts, "key-print")),
                ("Ctrl U", t!(texts, "key-attach")),
                ("Ctrl C", t!(texts, "key-copy")),
                ("/", t!(texts, "key-filter")),
                ("J K", t!(texts, "key-neighbour")),
                ("1 – 7", t!(texts, "key-tabs")),
            ],
        )],
        vec![
            (
                t!(texts, "key-section-intake"),
                vec![
                    ("Alt 1 – 5", t!(texts, "key-groups")),
                    ("Ctrl S", t!(texts, "key-draft")),
                    ("Ctrl ↵", t!(texts, "key-submit")),
                ],
            ),
            (
                t!(texts, "case-tab-procedures"),
                vec![
                    ("[ ]", t!(texts, "key-procedure-places")),
                    ("↵", t!(texts, "key-procedure-fill")),
                    ("S", t!(texts, "key-procedure-step")),
                    ("B", t!(texts, "procedure-act-send-back")),
                    ("X", t!(texts, "procedure-act-break-off")),
                    ("W", t!(texts, "key-procedure-waive")),
                    ("O", t!(texts, "procedure-act-open")),
                ],
            ),
            (
                t!(texts, "nav-print"),
                vec![
                    ("↑ ↓", t!(texts, "key-sheet")),
                    ("PgUp PgDn", t!(texts, "key-page")),
                    ("F8", t!(texts, "key-missing")),
                    ("Ctrl P", t!(texts, "key-print")),
                    ("Ctrl E", t!(texts, "key-pdf")),
                    ("Ctrl O", t!(texts, "key-scan")),
                    ("Ctrl R", t!(texts, "key-sign")),
                ],
            ),
            (t!(texts, "nav-board"), vec![("[  ]", t!(texts, "key-period"))]),
            (
                t!(texts, "nav-kpi"),
                vec![
                    ("↑  ↓", t!(texts, "key-kpi-row")),
                    ("[  ]", t!(texts, "key-period")),
                    ("T", t!(texts, "key-kpi-tab")),
                    ("Ctrl E", t!(texts, "key-export")),
                ],
            ),
            (
                t!(texts, "nav-review"),
                vec![
                    ("↑  ↓", t!(texts, "key-chapter")),
                    ("Space", t!(texts, "key-include")),
                    ("Alt ↑  ↓", t!(texts, "key-chapter-move")),
                    ("[  ]", t!(texts, "key-period")),
                    ("F11", t!(texts, "review-present")),
                    ("Ctrl E", t!(texts, "review-export")),
                ],
            ),
        ],
    ]
}
