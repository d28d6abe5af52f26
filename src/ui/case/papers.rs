//! What a case holds besides facts: the customer's words, prompts, files, assists and sheets.

use egui::{Rect, Response, RichText, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::facts::paragraph;
use super::full::{Asked, FullView, INSET, child, print};
use super::thumbs::{CELL, Thumbs};
use crate::domain::event::{Attachment, MediaKind, PhotoOf};
use crate::domain::{Case, Command};
use crate::store::CaseFile;
use crate::t;
use crate::text::Texts;
use crate::ui::dialogs::{self, DialogKind};
use crate::ui::say;
use crate::ui::theme::{Tokens, font, size};
use crate::ui::widgets::button::{Button, icon_button};
use crate::ui::widgets::chip::{Chip, Tone};
use crate::ui::widgets::menu::{Item, context_menu};
use crate::ui::widgets::paint::{boxed, dashed_frame, text_in, text_right, tip};
use crate::ui::{Action, Cx, icons};

/// A file in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileText {
    pub hash: String,
    pub name: String,
    pub media: MediaKind,
    /// Kind and size.
    pub about: String,
    /// When the picture was taken.
    pub taken: String,
    /// Why it cannot be opened.
    pub broken: Option<String>,
}

/// A request for assistance in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssistText {
    pub unit: String,
    pub what: String,
    pub when: String,
    /// The answer; `None` while it is awaited.
    pub answer: Option<String>,
    /// It should have been answered.
    pub late: bool,
}

/// Files and assists of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Papers {
    pub files: Vec<FileText>,
    pub assists: Vec<AssistText>,
    pub missing: String,
    /// Printed papers that came back.
    pub returned: Vec<super::returned::ReturnedText>,
}

impl Papers {
    pub(super) fn of(file: &CaseFile, cx: &Cx<'_>) -> Self {
        let texts = cx.texts;
        let files: Vec<FileText> = file
            .case
            .attachments
            .iter()
            .map(|kept| {
                let bytes = crate::text::say::bytes(texts, u64::try_from(kept.bytes).unwrap_or_default());
                let taken = kept.taken_at.map(|at| say::date_time(texts, cx.now, at));
                FileText {
                    hash: kept.hash.clone(),
                    name: kept.name.clone(),
                    media: kept.media,
                    about: format!("{}　{bytes}", shown_as(texts, &file.case, kept)),
                    taken: taken.map(|when| t!(texts, "case-taken", when = when)).unwrap_or_default(),
                    broken: file
                        .broken
                        .contains(&kept.hash)
                        .then(|| t!(texts, "case-file-broken", name = kept.name.as_str())),
                }
            })
            .collect();
        let assists = file.case.assists.iter().map(|assist| {
            let asked = say::date_time(texts, cx.now, assist.asked_at);
            let due = assist.due.map(|due| say::date_time(texts, cx.now, due));
            AssistText {
                unit: assist.unit.clone(),
                what: assist.what.clone(),
                when: match due {
                    Some(due) => t!(texts, "case-assist-due", asked = asked, due = due),
                    None => t!(texts, "case-assist-asked", asked = asked),
                },
                answer: assist.answer.as_ref().map(|(at, text)| {
                    t!(texts, "case-assist-answer", when = say::date_time(texts, cx.now, *at), text = text.as_str())
                }),
                late: assist.answer.is_none() && assist.due.is_some_and(|due| due < cx.now),
            }
        });
        let broken = files.iter().filter(|file| file.broken.is_some()).count();
        let missing = if broken > 0 { t!(texts, "case-files-broken", count = broken) } else { String::new() };
        Self { assists: assists.collect(), files, missing, returned: super::returned::texts_of(file, cx) }
    }
}

/// The right column of the overview.
pub(super) fn column_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    file: &CaseFile,
    view: (&FullView, &Thumbs),
    rect: Rect,
    asked: &mut Asked,
) {
    let mut inner = child(ui, rect, "papers");
    ScrollArea::vertical().id_salt("papers").auto_shrink([false, false]).show(&mut inner, |ui| {
        ui.set_max_width(rect.width() - INSET);
        ui.add_space(10.0);
        list_ui(ui, cx, file, view, asked);
    });
}

/// Words, prompts, files, assists, sheets.
pub(super) fn list_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    file: &CaseFile,
    (view, thumbs): (&FullView, &Thumbs),
    asked: &mut Asked,
) {
    let t = Tokens::of(ui.ctx());
    ui.spacing_mut().item_spacing.y = 4.0;
    if file.case.incident.is_some() {
        let pictures = (thumbs, view.papers.files.as_slice());
        asked.section = asked.section.or(crate::ui::incident::column_ui(ui, cx, &view.incident, pictures));
        ui.add_space(8.0);
        sheets_ui(ui, cx, file, view);
        super::returned::section_ui(ui, cx, file, &view.papers.returned, thumbs);
        ui.add_space(10.0);
    }
    section(ui, &t!(cx.texts, "case-demand"), "");
    let words = [&view.detail.story, &view.detail.demand];
    for text in words.into_iter().filter(|text| !text.is_empty()) {
        paragraph(ui, text);
    }
    for prompt in &view.detail.prompts {
        ui.horizontal_top(|ui| {
            let (place, _) = ui.allocate_exact_size(vec2(16.0, 18.0), Sense::hover());
            icons::UMBRELLA_SIMPLE.paint(ui.painter(), place.center(), 14.0, t.warn);
            ui.label(RichText::new(prompt).font(font::meta()).color(t.warn));
        });
    }
    ui.add_space(10.0);
    let links = super::linked::section_ui(ui, cx, file, &view.detail.linked);
    asked.dialog = asked.dialog.take().or(links.dialog);
    asked.visit = asked.visit.or(links.visit);
    if file.case.incident.is_none() {
        ui.add_space(10.0);
        files_ui(ui, cx, file, (view, thumbs), true, asked);
    }
    if !view.papers.assists.is_empty() {
        ui.add_space(10.0);
        assists_ui(ui, cx, file, view, asked);
    }
    if file.case.incident.is_none() {
        ui.add_space(10.0);
        sheets_ui(ui, cx, file, view);
        super::returned::section_ui(ui, cx, file, &view.papers.returned, thumbs);
    }
    ui.add_space(16.0);
}

/// A quiet caption with a remark in amber behind it. Gives its place.
fn section(ui: &mut Ui, title: &str, remark: &str) -> Rect {
    let t = Tokens::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, format!("{title} {remark}")));
    let (end, _) = text_in(ui.painter(), rect, title, font::meta(), t.ter);
    text_in(ui.painter(), rect.with_min_x(end + 8.0), remark, font::meta(), t.warn);
    rect
}

fn files_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    file: &CaseFile,
    (view, thumbs): (&FullView, &Thumbs),
    grid: bool,
    asked: &mut Asked,
) {
    let t = Tokens::of(ui.ctx());
    let head = section(ui, &t!(cx.texts, "case-tab-files"), &view.papers.missing);
    let label = t!(cx.texts, "act-upload");
    // Whatever is entered is entered on the main case of a merged one.
    let blocked = dialogs::why_not(cx.texts, &file.case, &DialogKind::Note);
    let upload = Button::light(&label).small().icon(icons::UPLOAD_SIMPLE).key("Ctrl U").blocked(blocked.as_deref());
    let wide = upload.width(ui);
    if upload.put_over(ui, head.with_min_x(head.right() - wide)).clicked() {
        pick(cx, file);
    }
    if view.papers.files.is_empty() && blocked.is_none() {
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 64.0), Sense::click());
        let words = t!(cx.texts, "case-drop-files");
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &words));
        let ground = if response.hovered() { t.hover } else { t.panel };
        ui.painter().rect_filled(rect, size::R_BUTTON, ground);
        dashed_frame(ui.painter(), rect, Stroke::new(1.0, t.border));
        let none = t!(cx.texts, "case-no-files");
        let (upper, lower) = (rect.with_max_y(rect.center().y + 4.0), rect.with_min_y(rect.center().y - 4.0));
        centred(ui, upper, &none, t.sec);
        centred(ui, lower, &words, t.ter);
        if response.clicked() {
            pick(cx, file);
        }
    }
    thumbs.ask(cx, &view.papers.files);
    if grid {
        grid_ui(ui, cx, file, (view, thumbs), asked);
    }
    for kept in view.papers.files.iter().filter(|kept| !grid || !thumbs.has(kept)) {
        file_ui(ui, cx, (file, view, thumbs), kept, asked);
    }
}

fn pick(cx: &Cx<'_>, file: &CaseFile) {
    cx.want(Action::PickAttachments { case: file.id, seen: file.case.revision });
}

fn centred(ui: &Ui, rect: Rect, text: &str, ink: egui::Color32) {
    ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, text, font::meta(), ink);
}

/// The photos one beside the other: a click opens one, a right click offers to take it away.
fn grid_ui(ui: &mut Ui, cx: &Cx<'_>, file: &CaseFile, (view, thumbs): (&FullView, &Thumbs), asked: &mut Asked) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        for kept in view.papers.files.iter().filter(|kept| thumbs.has(kept)) {
            let response = thumbs.cell_ui(ui, kept);
            if response.clicked() {
                cx.want(Action::OpenAttachment { hash: kept.hash.clone(), name: kept.name.clone() });
            }
            let kind = DialogKind::Detach(kept.hash.clone());
            let label = dialogs::label(cx.texts, &kind);
            let blocked = dialogs::why_not_now(cx, file, &kind);
            let item = Item { icon: Some(dialogs::icon(&kind)), blocked: blocked.as_deref(), ..Item::new(&label) };
            if photo_menu(&response, cx, file, (kept, item)) {
                asked.dialog = Some(kind);
            }
        }
    });
}

/// What a photo shows, else what kind of file it is.
fn shown_as(texts: &Texts, case: &Case, kept: &Attachment) -> String {
    let named = case.photos.iter().find(|(hash, _)| *hash == kept.hash);
    named.map_or_else(|| texts.name("media", kept.media.word()), |(_, shows)| texts.name("photo-of", shows.word()))
}

/// The menu of a photo: what it shows (forms.md 1.1, R11), and taking it away; `true` when that is wanted.
fn photo_menu(response: &Response, cx: &Cx<'_>, file: &CaseFile, (kept, detach): (&FileText, Item<'_>)) -> bool {
    let names = PhotoOf::ALL.iter().map(|shows| {
        let name = cx.texts.name("photo-of", shows.word());
        t!(cx.texts, "act-photo-of", shows = name)
    });
    let names: Vec<String> = names.collect();
    let blocked = dialogs::why_not(cx.texts, &file.case, &DialogKind::Note);
    let named = |shows: &PhotoOf| file.case.photos.contains(&(kept.hash.clone(), *shows));
    let free: Vec<(PhotoOf, &String)> = PhotoOf::ALL
        .iter()
        .zip(&names)
        .filter(|(shows, _)| !named(shows))
        .map(|(shows, name)| (*shows, name))
        .collect();
    let mut items: Vec<Item<'_>> =
        free.iter().map(|(_, name)| Item { blocked: blocked.as_deref(), ..Item::new(name) }).collect();
    items.push(Item { parted: true, ..detach });
    let Some(at) = context_menu(response, &items) else { return false };
    let Some((shows, _)) = free.get(at) else { return true };
    let command = Box::new(Command::NamePhoto { hash: kept.hash.clone(), shows: *shows });
    cx.want(Action::Do { case: file.id, seen: file.case.revision, command });
    false
}

/// One file: a click opens it; what is lost or altered says so and opens nothing.
fn file_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    (file, view, thumbs): (&CaseFile, &FullView, &Thumbs),
    kept: &FileText,
    asked: &mut Asked,
) {
    let t = Tokens::of(ui.ctx());
    let high = if thumbs.has(kept) { 56.0 } else { 34.0 };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), high), Sense::click());
    let spoken = kept.broken.as_deref().unwrap_or(&kept.name);
    response.widget_info(|| WidgetInfo::labeled(Role::Link, kept.broken.is_none(), spoken));
    if response.hovered() {
        ui.painter().rect_filled(rect, size::R_BUTTON, t.hover);
    }
    let wide = if thumbs.has(kept) { CELL } else { vec2(26.0, 26.0) };
    let icon = Rect::from_center_size(pos2(rect.left() + 3.0 + wide.x / 2.0, rect.center().y), wide);
    if kept.broken.is_some() {
        ui.painter().rect_filled(icon, size::R_THUMB, t.danger_s);
        icons::WARNING_CIRCLE.paint(ui.painter(), icon.center(), 15.0, t.danger);
    } else {
        thumbs.paint(ui, icon, kept);
    }
    let mut words = rect.with_min_x(icon.right() + 10.0).with_max_x(rect.right() - 36.0);
    if kept.broken.is_none() {
        let left = text_right(ui.painter(), words, &kept.about, font::meta(), t.ter);
        let left = text_right(ui.painter(), words.with_max_x(left - 16.0), &kept.taken, font::meta(), t.ter);
        words.max.x = left - 12.0;
    }
    let ink = if kept.broken.is_some() { t.danger } else { t.text };
    if text_in(ui.painter(), words, spoken, font::body(), ink).1 {
        tip(&response, spoken, None);
    }
    let kind = DialogKind::Detach(kept.hash.clone());
    let place = Rect::from_center_size(pos2(rect.right() - 16.0, rect.center().y), vec2(28.0, 28.0));
    let open = view.foot.open;
    if kept.media == MediaKind::Photo {
        let label = dialogs::label(cx.texts, &kind);
        let item = Item { icon: Some(dialogs::icon(&kind)), ..Item::new(&label) };
        if photo_menu(&response, cx, file, (kept, item)) {
            asked.dialog = Some(kind.clone());
        }
    }
    let mut corner = ui.new_child(egui::UiBuilder::new().id_salt(&kept.hash).max_rect(place));
    if open && icon_button(&mut corner, icons::TRASH, &dialogs::label(cx.texts, &kind), None).clicked() {
        asked.dialog = Some(kind);
    } else if response.clicked() && kept.broken.is_none() {
        cx.want(Action::OpenAttachment { hash: kept.hash.clone(), name: kept.name.clone() });
    }
}

fn assists_ui(ui: &mut Ui, cx: &Cx<'_>, file: &CaseFile, view: &FullView, asked: &mut Asked) {
    let t = Tokens::of(ui.ctx());
    section(ui, &t!(cx.texts, "case-assists"), "");
    for (nth, assist) in view.papers.assists.iter().enumerate() {
        ui.horizontal(|ui| {
            ui.label(RichText::new(&assist.unit).font(font::body_medium()).color(t.text));
            let ink = if assist.late { t.danger } else { t.ter };
            ui.label(RichText::new(&assist.when).font(font::meta()).color(ink));
            if assist.answer.is_none() && file.case.is_open() {
                let kind = DialogKind::AnswerAssist(nth);
                let label = dialogs::label(cx.texts, &kind);
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    if Button::secondary(&label).small().icon(icons::HANDSHAKE).ui(ui).clicked() {
                        asked.dialog = Some(kind);
                    }
                });
            }
        });
        paragraph(ui, &assist.what);
        match &assist.answer {
            Some(answer) => {
                ui.label(RichText::new(answer).font(font::meta()).color(t.ok));
            }
            None => {
                Chip::new(&t!(cx.texts, "case-assist-waits"), Tone::Warn).ui(ui);
            }
        }
        ui.add_space(4.0);
    }
}

/// Cells in one box, at most four in a row; a click shows the sheet as it prints.
fn sheets_ui(ui: &mut Ui, cx: &Cx<'_>, file: &CaseFile, view: &FullView) {
    let t = Tokens::of(ui.ctx());
    section(ui, &t!(cx.texts, "case-tab-forms"), "");
    let sheets = &view.detail.sheets;
    let columns = sheets.len().clamp(1, 4);
    let rows = sheets.len().div_ceil(columns);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 52.0 * rows as f32), Sense::hover());
    boxed(ui.painter(), rect, size::R_BUTTON, t.panel, t.line);
    let wide = rect.width() / columns as f32;
    for (at, sheet) in sheets.iter().enumerate() {
        let left = rect.left() + wide * (at % columns) as f32;
        let top = rect.top() + 52.0 * (at / columns) as f32;
        let place = Rect::from_min_size(pos2(left.round(), top), vec2(wide, 52.0));
        let response = ui.interact(place, ui.scope_id().with(("sheet", at)), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{} {}", sheet.name, sheet.state)));
        if response.hovered() {
            ui.painter().rect_filled(place.shrink(1.0), size::R_BUTTON, t.hover);
        }
        if at >= columns && at % columns == 0 {
            ui.painter().hline(rect.x_range(), place.top() + 0.5, Stroke::new(1.0, t.line));
        }
        if at % columns > 0 {
            ui.painter().vline(place.left() + 0.5, place.y_range(), Stroke::new(1.0, t.line));
        }
        let inner = place.shrink2(vec2(10.0, 6.0));
        let upper = inner.with_max_y(inner.center().y);
        let cut = text_in(ui.painter(), upper, &sheet.name, font::meta(), t.text).1;
        let (sign, ink) = if sheet.changed {
            (icons::WARNING, t.warn)
        } else if sheet.printed {
            (icons::PRINTER, t.accent_t)
        } else if sheet.kind.is_ready(&file.case) {
            (icons::FILE_TEXT, t.sec)
        } else {
            (icons::CIRCLE_DASHED, t.ter)
        };
        let lower = inner.with_min_y(inner.center().y);
        let x = sign.paint_left(ui.painter(), lower, 13.0, ink) + 5.0;
        text_in(ui.painter(), lower.with_min_x(x), &sheet.state, font::meta(), ink);
        let name = if cut { sheet.name.as_str() } else { "" };
        let words = format!("{} {name}", t!(cx.texts, "act-preview"));
        if response.hovered() {
            tip(&response, words.trim(), None);
        }
        if response.clicked() {
            print(cx, file, sheet.kind);
        }
    }
}

/// 附件: every file over the full width.
pub(super) fn files_page(
    ui: &mut Ui,
    cx: &Cx<'_>,
    file: &CaseFile,
    view: (&FullView, &Thumbs),
    body: Rect,
    asked: &mut Asked,
) {
    let mut inner = child(ui, body.shrink2(vec2(INSET, 0.0)), "files");
    ScrollArea::vertical().id_salt("files").auto_shrink([false, false]).show(&mut inner, |ui| {
        ui.set_max_width(900.0_f32.min(ui.available_width()));
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.add_space(10.0);
        files_ui(ui, cx, file, view, false, asked);
        ui.add_space(16.0);
    });
}
