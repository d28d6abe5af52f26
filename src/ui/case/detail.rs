//! The side pane of the list: the selected case, what burns, and the next thing that can really be done.

use egui::{Align, Layout, Rect, RichText, ScrollArea, Ui, UiBuilder, vec2};

use super::CaseScreen;
use super::foot::Act;
use super::foot::Chosen;
use super::full::Tab;
use super::papers::FileText;
use super::thumbs::Thumbs;
use super::view::{DetailView, DueText};
use crate::store::CaseFile;
use crate::t;
use crate::ui::dialogs::{self, DialogKind};
use crate::ui::remaining::TICK;
use crate::ui::theme::{Tokens, font, size};
use crate::ui::widgets::button::{Button, icon_button};
use crate::ui::widgets::chip::{self, Tone};
use crate::ui::widgets::deadline::{CardWords, Deadline, card};
use crate::ui::widgets::frame::caption;
use crate::ui::widgets::paint;
use crate::ui::widgets::track::{self, Stop};
use crate::ui::{Action, Cx, Output, Route, icons};

/// Two rows of photos, and as many other files; the case in full shows all.
const MOST_PHOTOS: usize = 12;
const MOST_FILES: usize = 6;

/// Draws the pane; empty while nothing is selected.
pub fn detail_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut CaseScreen) {
    let t = Tokens::of(ui.ctx());
    let rect = ui.available_rect_before_wrap();
    ui.painter().vline(rect.left() + 0.5, rect.y_range(), egui::Stroke::new(1.0, t.line));
    let take_focus = std::mem::take(&mut screen.take_focus);
    let CaseScreen { file, view, revealed_until, full, standings, .. } = screen;
    let Some(file) = file.value() else { return };
    let of = (file.id, file.case.revision, cx.now, cx.texts.lang().word());
    if view.as_ref().is_none_or(|view| view.of != of) {
        *view = Some(DetailView::of(file, standings, cx));
    }
    let Some(view) = view else { return };
    let shown = revealed_until.is_some();
    let bar = Rect::from_min_max(egui::pos2(rect.left(), rect.bottom() - size::ACTION_BAR), rect.max);
    let body = Rect::from_min_max(rect.min, egui::pos2(rect.right(), bar.top()));
    let mut dialog = None;
    let mut inner = ui.new_child(UiBuilder::new().max_rect(body.shrink2(vec2(size::INSET, 0.0))));
    ScrollArea::vertical().id_salt("detail").auto_shrink([false, false]).show(&mut inner, |ui| {
        ui.spacing_mut().item_spacing = vec2(8.0, 6.0);
        ui.add_space(12.0);
        head_ui(ui, cx, file, view, take_focus);
        if file.case.merged_into().is_some() {
            dialog = super::linked::merged_ui(ui, cx, &view.linked);
        }
        stage_ui(ui, view);
        if let Some(due) = &view.due
            && due_ui(ui, due)
        {
            full.begin_at_clock(file.id, file.case.stage);
            cx.want(Action::OpenCase(file.id));
        }
        ui.add_space(6.0);
        if procedures_ui(ui, cx, view) {
            full.begin_at(file.id, Tab::Procedures);
            cx.want(Action::OpenCase(file.id));
        }
        facts_ui(ui, cx, file, view, shown);
        if !view.linked.is_empty() {
            let links = super::linked::section_ui(ui, cx, file, &view.linked);
            dialog = dialog.take().or(links.dialog);
            if let Some(case) = links.visit {
                full.visit(case, cx);
            }
        }
        files_ui(ui, cx, file, (&view.files, &full.thumbs));
        sheets_ui(ui, cx, file, view);
        history_ui(ui, cx, file, view);
        ui.add_space(12.0);
    });
    ui.painter().hline(bar.x_range(), bar.top() + 0.5, egui::Stroke::new(1.0, t.line));
    let inner = bar.shrink2(vec2(size::INSET, 0.0));
    let mut actions = ui.new_child(UiBuilder::new().max_rect(inner).layout(Layout::left_to_right(Align::Center)));
    actions.spacing_mut().item_spacing.x = 8.0;
    actions_ui(&mut actions, cx, file, &view.acts, &mut dialog);
    if let Some(kind) = dialog {
        screen.open(kind, cx);
    }
}

fn head_ui(ui: &mut Ui, cx: &Cx<'_>, file: &CaseFile, view: &DetailView, take_focus: bool) {
    let t = Tokens::of(ui.ctx());
    ui.horizontal(|ui| {
        ui.label(RichText::new(&file.case.number).font(font::meta()).color(t.sec));
        let copy = icon_button(ui, icons::COPY, &t!(cx.texts, "act-copy-number"), Some("Ctrl C"));
        if take_focus {
            copy.request_focus();
        }
        if copy.clicked() {
            cx.want(Action::Copy(file.case.number.clone()));
        }
        chip::class_chip(ui, &view.class_name, t.chart[view.class as usize], file.row.class.word() == "major_incident");
        chip::grade(ui, view.bars, view.tone, &view.weight);
        if !view.round.is_empty() {
            chip::Chip::new(&view.round, Tone::Warn).ui(ui);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if icon_button(ui, icons::ARROWS_OUT_SIMPLE, &t!(cx.texts, "act-open"), None).clicked() {
                cx.want(Action::OpenCase(file.id));
            }
        });
    });
    ui.label(RichText::new(&view.title).font(font::heading()).color(t.text));
    if !view.product.is_empty() {
        ui.label(RichText::new(&view.product).font(font::meta()).color(t.sec));
    }
    ui.add_space(4.0);
}

fn stage_ui(ui: &mut Ui, view: &DetailView) {
    let stops: Vec<Stop<'_>> = view.stops.iter().map(|stop| Stop { name: &stop.name, time: &stop.time }).collect();
    track::big(ui, &stops, view.current);
}

/// `true` when the card was clicked: its arithmetic is wanted.
fn due_ui(ui: &mut Ui, due: &DueText) -> bool {
    let deadline = Deadline { text: &due.look.text, used: due.look.used, pressure: due.look.pressure, tick: TICK };
    let words = CardWords { lead: &due.lead, until: &due.until, began: &due.began, used: &due.used };
    card(ui, &deadline, &words).interact(egui::Sense::click()).clicked()
}

/// One line a running procedure; `true` when one was pressed.
fn procedures_ui(ui: &mut Ui, cx: &Cx<'_>, view: &DetailView) -> bool {
    let t = Tokens::of(ui.ctx());
    if view.procedures.is_empty() {
        return false;
    }
    caption(ui, &t!(cx.texts, "case-tab-procedures"), None);
    let mut pressed = false;
    for brief in &view.procedures {
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), egui::Sense::click());
        let spoken = format!("{} {}", brief.name, brief.next);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, spoken.as_str()));
        if response.hovered() {
            ui.painter().rect_filled(rect, size::R_BUTTON, t.hover);
        }
        let (end, _) = paint::text_in(ui.painter(), rect, &brief.name, font::body_medium(), t.text);
        paint::text_in(ui.painter(), rect.with_min_x(end + 12.0), &brief.next, font::body(), t.sec);
        paint::focus_ring(ui, &response, size::R_BUTTON, paint::Ring::Inside);
        pressed |= response.clicked();
    }
    ui.add_space(6.0);
    pressed
}

fn facts_ui(ui: &mut Ui, cx: &Cx<'_>, file: &CaseFile, view: &DetailView, shown: bool) {
    let t = Tokens::of(ui.ctx());
    caption(ui, &t!(cx.texts, "case-demand"), None);
    for text in [&view.story, &view.demand] {
        if !text.is_empty() {
            ui.label(RichText::new(text).font(font::body()).color(t.text));
        }
    }
    ui.add_space(4.0);
    let rows = [
        (t!(cx.texts, "case-customer"), view.customer.clone(), true),
        (cx.texts.name("field", "phone"), if shown { view.phone.clone() } else { view.masked.clone() }, false),
        (cx.texts.name("field", "first_responsible"), view.first.clone(), true),
        (cx.texts.name("field", "second_responsible"), view.second.clone(), false),
        (cx.texts.name("field", "branch"), view.branch.clone(), true),
        (t!(cx.texts, "detail-owner"), view.owner.clone(), false),
        (cx.texts.name("field", "loss"), view.loss.clone(), true),
    ];
    let named = widest(ui, rows.iter().map(|(label, ..)| label.as_str()), 72.0);
    let half = (ui.available_width() / 2.0 - 6.0).floor();
    // Where the words are long, each fact has a line of its own.
    let (room, paired) = if named > half / 2.0 { (ui.available_width() - 8.0, false) } else { (half, true) };
    let mut left = None;
    for (label, value, begins) in rows {
        if begins {
            left = Some((label, value));
            continue;
        }
        let first = left.take().unwrap_or_default();
        if !paired {
            ui.horizontal(|ui| pair_ui(ui, &first.0, &first.1, (named, room)));
        }
        ui.horizontal(|ui| {
            if paired {
                pair_ui(ui, &first.0, &first.1, (named, room));
            }
            let phone = label == cx.texts.name("field", "phone");
            pair_ui(ui, &label, &value, (named, room - if phone { 26.0 } else { 0.0 }));
            let may_look = !view.phone.is_empty() && !shown && file.case.merged_into().is_none();
            if phone && may_look && eye(ui, cx) {
                cx.want(Action::Reveal { case: file.id, seen: file.case.revision });
            }
        });
    }
    if let Some((label, value)) = left
        && !value.is_empty()
    {
        ui.horizontal(|ui| pair_ui(ui, &label, &value, (named, room)));
    }
    if !view.address.is_empty() {
        ui.horizontal_top(|ui| {
            let (place, _) = ui.allocate_exact_size(vec2(named, 22.0), egui::Sense::hover());
            paint::text_in(ui.painter(), place, &cx.texts.name("field", "address"), font::meta(), t.ter);
            ui.add(egui::Label::new(RichText::new(&view.address).font(font::body()).color(t.text)).wrap());
        });
    }
    for prompt in &view.prompts {
        ui.horizontal(|ui| {
            let (place, _) = ui.allocate_exact_size(vec2(16.0, 18.0), egui::Sense::hover());
            icons::UMBRELLA_SIMPLE.paint(ui.painter(), place.center(), 14.0, t.warn);
            ui.add(egui::Label::new(RichText::new(prompt).font(font::meta()).color(t.warn)).wrap());
        });
    }
    ui.add_space(6.0);
}

fn eye(ui: &mut Ui, cx: &Cx<'_>) -> bool {
    icon_button(ui, icons::EYE, &t!(cx.texts, "act-reveal"), None).clicked()
}

/// The room the widest of some words takes, `least` at the least.
fn widest<'a>(ui: &Ui, words: impl Iterator<Item = &'a str>, least: f32) -> f32 {
    words.map(|word| paint::width(ui.painter(), word, font::meta()).ceil()).fold(least, f32::max)
}

/// A label in a column of its own width and its value, cut where it does not fit.
fn pair_ui(ui: &mut Ui, label: &str, value: &str, (label_width, width): (f32, f32)) {
    let t = Tokens::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(width.max(label_width), 22.0), egui::Sense::hover());
    let named = rect.with_max_x(rect.left() + label_width);
    paint::text_in(ui.painter(), named, label, font::meta(), t.ter);
    let shown = if value.is_empty() { "—" } else { value };
    let (_, cut) =
        paint::text_in(ui.painter(), rect.with_min_x(rect.left() + label_width + 8.0), shown, font::body(), t.text);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, format!("{label} {shown}")));
    if cut {
        response.on_hover_text(shown);
    }
}

fn files_ui(ui: &mut Ui, cx: &Cx<'_>, file: &CaseFile, (files, thumbs): (&[FileText], &Thumbs)) {
    let t = Tokens::of(ui.ctx());
    ui.horizontal(|ui| {
        ui.label(RichText::new(t!(cx.texts, "case-tab-files")).font(font::meta_medium()).color(t.sec));
        ui.label(RichText::new(file.case.attachments.len().to_string()).font(font::meta()).color(t.ter));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let label = t!(cx.texts, "act-upload");
            let blocked = dialogs::why_not(cx.texts, &file.case, &DialogKind::Note);
            let upload = Button::light(&label).small().icon(icons::UPLOAD_SIMPLE).key("Ctrl U");
            if upload.blocked(blocked.as_deref()).ui(ui).clicked() {
                cx.want(Action::PickAttachments { case: file.id, seen: file.case.revision });
            }
        });
    });
    thumbs.ask(cx, files);
    let open = |kept: &FileText| Action::OpenAttachment { hash: kept.hash.clone(), name: kept.name.clone() };
    let (photos, others): (Vec<&FileText>, Vec<&FileText>) = files.iter().partition(|kept| thumbs.has(kept));
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        for kept in photos.into_iter().take(MOST_PHOTOS) {
            if thumbs.cell_ui(ui, kept).clicked() {
                cx.want(open(kept));
            }
        }
    });
    for kept in others.into_iter().take(MOST_FILES) {
        ui.horizontal(|ui| {
            let ink = if kept.broken.is_some() { t.danger } else { t.accent_t };
            let text = kept.broken.as_ref().unwrap_or(&kept.name);
            let (place, _) = ui.allocate_exact_size(vec2(16.0, 18.0), egui::Sense::hover());
            icons::PAPERCLIP.paint(ui.painter(), place.center(), 14.0, ink);
            if ui.link(RichText::new(text).font(font::meta()).color(ink)).clicked() && kept.broken.is_none() {
                cx.want(open(kept));
            }
        });
    }
}

fn sheets_ui(ui: &mut Ui, cx: &Cx<'_>, file: &CaseFile, view: &DetailView) {
    let t = Tokens::of(ui.ctx());
    ui.add_space(4.0);
    caption(ui, &t!(cx.texts, "case-tab-forms"), None);
    let width = ((ui.available_width() - 18.0) / 3.0).floor();
    for row in view.sheets.chunks(3) {
        ui.horizontal(|ui| {
            for sheet in row {
                let (rect, response) = ui.allocate_exact_size(vec2(width, 46.0), egui::Sense::click());
                response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &sheet.name));
                let ground = if response.hovered() { t.hover } else { t.panel };
                paint::boxed(ui.painter(), rect, size::R_BUTTON, ground, t.line);
                let inner = rect.shrink2(vec2(10.0, 4.0));
                let upper = inner.with_max_y(inner.center().y);
                paint::text_in(ui.painter(), upper, &sheet.name, font::meta(), t.text);
                let ink = if sheet.changed {
                    t.warn
                } else if sheet.printed {
                    t.accent_t
                } else {
                    t.ter
                };
                let lower = inner.with_min_y(inner.center().y);
                paint::text_in(ui.painter(), lower, &sheet.state, font::meta(), ink);
                if response.on_hover_text(&sheet.name).clicked() {
                    cx.want(Action::Paper { case: file.id, sheet: sheet.kind, whose: None, output: Output::Preview });
                    cx.want(Action::Go(Route::Print));
                }
            }
        });
    }
    ui.add_space(6.0);
}

fn history_ui(ui: &mut Ui, cx: &Cx<'_>, file: &CaseFile, view: &DetailView) {
    let t = Tokens::of(ui.ctx());
    ui.horizontal(|ui| {
        ui.label(RichText::new(t!(cx.texts, "case-history")).font(font::meta_medium()).color(t.sec));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let all = t!(cx.texts, "case-history-all", count = file.history.len());
            if Button::light(&all).small().ui(ui).clicked() {
                cx.want(Action::OpenCase(file.id));
            }
        });
    });
    let when = widest(ui, view.history.iter().map(|line| line.when.as_str()), 76.0);
    for line in &view.history {
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 22.0), egui::Sense::hover());
        let painter = ui.painter();
        paint::text_in(painter, rect.with_max_x(rect.left() + when), &line.when, font::meta(), t.ter);
        let dot = match line.tone {
            Tone::Warn => t.warn_f,
            Tone::Danger => t.danger_f,
            Tone::Ok => t.ok_f,
            _ => t.border,
        };
        painter.circle_filled(egui::pos2(rect.left() + when + 10.0, rect.center().y), 3.5, dot);
        paint::text_in(painter, rect.with_min_x(rect.left() + when + 22.0), &line.what, font::body(), t.text);
    }
}

/// The next step first, then urging, then everything else behind three dots.
fn actions_ui(ui: &mut Ui, cx: &Cx<'_>, file: &CaseFile, acts: &[Act], dialog: &mut Option<DialogKind>) {
    let waits = file.case.waiting().is_some();
    if waits {
        let label = t!(cx.texts, "act-resume");
        if Button::primary(&label).icon(icons::PLAY).ui(ui).clicked() {
            resume(cx, file);
        }
    }
    let next = dialogs::next_step(&file.case);
    let urge = Some(DialogKind::Urge);
    for kind in [&next, &urge].into_iter().flatten() {
        let Some(act) = acts.iter().find(|act| act.kind == *kind) else { continue };
        let first = !waits && next.as_ref() == Some(kind);
        let button = if first { Button::primary(&act.label) } else { Button::secondary(&act.label) };
        let button = button.icon(dialogs::icon(kind)).blocked(act.why_not.as_deref());
        let button = if let Some(key) = dialogs::key(kind) { button.key(key) } else { button };
        if button.ui(ui).clicked() {
            *dialog = Some(kind.clone());
        }
    }
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let button = icon_button(ui, icons::DOTS_THREE, &t!(cx.texts, "act-more"), None);
        if let Some(Chosen::Dialog(kind)) = super::foot::menu_of(&button, acts, None) {
            *dialog = Some(kind);
        }
    });
}

pub(super) fn resume(cx: &Cx<'_>, file: &CaseFile) {
    let command = Box::new(crate::domain::Command::Resume);
    cx.want(Action::Do { case: file.id, seen: file.case.revision, command });
}
