//! What happened to a case, newest first and by day, below the field for the next note.

use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat};
use egui::{Color32, Galley, Key, Modifiers, Rect, ScrollArea, Sense, Stroke, Ui, pos2, vec2};

use super::full::{FullState, FullView, child};
use crate::domain::Relation;
use crate::domain::event::{Event, MediaKind, NoteKind, Recorded};
use crate::domain::incident::{ClosureEntry, IncidentEvent, Talk};
use crate::domain::procedure::ProcedureEvent;
use crate::domain::returned::ReturnEvent;
use crate::store::{CaseFile, MergedCase};
use crate::t;
use crate::ui::Cx;
use crate::ui::icons::{self, Icon};
use crate::ui::say::{self, Known, Names};
use crate::ui::theme::{Tokens, font};
use crate::ui::widgets::chip::{KeyCapOn, Tone, key_cap_width, paint_key_cap};
use crate::ui::widgets::field::{BareEdit, BoxState, bare_edit, paint_box};
use crate::ui::widgets::paint::text_in;

/// One day and what happened on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayText {
    pub head: String,
    pub entries: Vec<EntryText>,
}

/// One event in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryText {
    pub time: String,
    pub who: String,
    pub what: String,
    pub detail: String,
    pub icon: Icon,
    pub tone: Tone,
    /// A later event took it back.
    pub undone: bool,
    /// Number of the merged case it was entered on; empty for the case's own.
    pub from: String,
}

/// Something on record with the case, or with one merged into it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told<'a> {
    pub record: &'a Recorded,
    pub undone: bool,
    merged: Option<&'a MergedCase>,
}

impl<'a> Told<'a> {
    /// Number of the merged case it was entered on; empty for the case's own.
    pub fn from(&self) -> &'a str {
        self.merged.map_or("", |merged| merged.case.number.as_str())
    }

    /// What happened and what was said with it; a merged case is told of in the names of its own rule book.
    pub fn says(&self, cx: &Cx<'_>, own: &dyn Names) -> (String, Option<String>) {
        let theirs = self.merged.map(|merged| Known {
            organisation: cx.organisation,
            rules: &merged.book.rules,
            lang: cx.texts.lang(),
            case: Some(&merged.case),
        });
        let names = theirs.as_ref().map_or(own, |theirs| theirs);
        (say::event_line(cx.texts, self.record, names), say::event_detail(cx.texts, self.record, names))
    }
}

/// Everything on record, newest first. That a merged case was merged is told by the case itself.
pub(super) fn told(file: &CaseFile) -> Vec<Told<'_>> {
    let own = file.history.iter().rev();
    let mut told: Vec<Told<'_>> =
        own.map(|record| Told { record, undone: file.case.undone.contains(&record.n), merged: None }).collect();
    for merged in &file.merged {
        let theirs = merged.history.iter().rev();
        let theirs = theirs.filter(|record| record.event.link().is_none_or(|link| !link.relation.is_merge()));
        told.extend(theirs.map(|record| Told {
            record,
            undone: merged.case.undone.contains(&record.n),
            merged: Some(merged),
        }));
    }
    if !file.merged.is_empty() {
        told.sort_by_key(|told| std::cmp::Reverse(told.record.at));
    }
    told
}

/// Whether an event is a talk with the customer or the branch.
pub(super) const fn is_contact(event: &Event) -> bool {
    matches!(
        event,
        Event::Replied(_)
            | Event::AnsweredOnTheSpot(_)
            | Event::Revisited(_)
            | Event::Urged { .. }
            | Event::Noted { kind: NoteKind::Contact | NoteKind::Progress, .. }
    )
}

/// The events that `wanted` lets through, by day, newest first.
pub(super) fn days(file: &CaseFile, cx: &Cx<'_>, names: &dyn Names, wanted: impl Fn(&Event) -> bool) -> Vec<DayText> {
    let today = cx.now.date();
    let mut days: Vec<(chrono::NaiveDate, DayText)> = Vec::new();
    for told in told(file).into_iter().filter(|told| wanted(&told.record.event)) {
        let date = told.record.at.date();
        if days.last().is_none_or(|(last, _)| *last != date) {
            let dated = crate::text::say::day_and_weekday(cx.texts, today, date);
            let near = crate::text::say::day(cx.texts, today, date);
            let head = if dated.starts_with(&near) { dated } else { format!("{near} · {dated}") };
            days.push((date, DayText { head, entries: Vec::new() }));
        }
        if let Some((_, day)) = days.last_mut() {
            day.entries.push(entry(cx, names, &told));
        }
    }
    days.into_iter().map(|(_, day)| day).collect()
}

fn entry(cx: &Cx<'_>, names: &dyn Names, told: &Told<'_>) -> EntryText {
    let (icon, tone) = sign(&told.record.event);
    let (what, detail) = told.says(cx, names);
    EntryText {
        time: crate::text::say::clock_time(told.record.at.0),
        who: told.record.by.clone(),
        what,
        detail: detail.unwrap_or_default(),
        icon,
        tone,
        undone: told.undone,
        from: told.from().to_owned(),
    }
}

/// The sign of an event and how it is meant.
pub(super) fn sign(event: &Event) -> (Icon, Tone) {
    match event {
        Event::Logged { .. } => (icons::HEADSET, Tone::Accent),
        Event::Amended { .. } => (icons::PENCIL_SIMPLE, Tone::Neutral),
        Event::Dispatched(_) => (icons::PAPER_PLANE_TILT, Tone::Accent),
        Event::Transferred { .. } => (icons::USER_SWITCH, Tone::Neutral),
        Event::SentBack { .. } => (icons::ARROW_BEND_UP_LEFT, Tone::Warn),
        Event::Raised { .. } => (icons::ARROW_FAT_LINES_UP, Tone::Warn),
        Event::AssistAsked { .. } => (icons::USERS_THREE, Tone::Neutral),
        Event::AssistAnswered { .. } => (icons::HANDSHAKE, Tone::Ok),
        Event::Waiting { .. } => (icons::PAUSE_CIRCLE, Tone::Neutral),
        Event::Resumed => (icons::PLAY, Tone::Neutral),
        Event::Extended(_) => (icons::CALENDAR_PLUS, Tone::Warn),
        Event::Warned { .. } => (icons::WARNING.fill(), Tone::Warn),
        Event::Urged { .. } => (icons::BELL_RINGING, Tone::Warn),
        Event::Handled(_) => (icons::WRENCH, Tone::Accent),
        Event::Replied(_) | Event::AnsweredOnTheSpot(_) => (icons::CHAT_CIRCLE_TEXT, Tone::Accent),
        Event::Revisited(_) => (icons::PHONE_CALL, Tone::Accent),
        Event::RevisitSkipped { .. } => (icons::PROHIBIT, Tone::Neutral),
        Event::RoundOpened { .. } => (icons::ARROWS_CLOCKWISE, Tone::Danger),
        Event::Closed { .. } => (icons::SEAL_CHECK, Tone::Ok),
        Event::Noted { kind: NoteKind::Contact, .. } => (icons::PHONE, Tone::Neutral),
        Event::Noted { .. } => (icons::NOTE_PENCIL, Tone::Neutral),
        Event::Attached(file) => (media_icon(file.media), Tone::Accent),
        Event::Detached { .. } => (icons::TRASH, Tone::Neutral),
        Event::PhotoNamed { .. } => (media_icon(crate::domain::event::MediaKind::Photo), Tone::Neutral),
        Event::Printed { .. } => (icons::PRINTER, Tone::Neutral),
        Event::Returned(event) => returned_sign(event),
        Event::Linked(link) => (relation_icon(link.relation), Tone::Accent),
        Event::Unlinked(_) => (icons::LINK_BREAK, Tone::Neutral),
        Event::FirstAskedBroken(_) => (icons::WARNING.fill(), Tone::Danger),
        Event::Incident(event) => incident_sign(event),
        Event::Procedure(event) => procedure_sign(event),
        Event::Undone { .. } => (icons::ARROW_COUNTER_CLOCKWISE, Tone::Neutral),
    }
}

fn returned_sign(event: &ReturnEvent) -> (Icon, Tone) {
    match event {
        ReturnEvent::ByHand { .. } | ReturnEvent::Filed(_) => (icons::SCAN, Tone::Accent),
        ReturnEvent::Removed { .. } => (icons::TRASH, Tone::Neutral),
        ReturnEvent::SignedBack(_) => (icons::SEAL_CHECK, Tone::Ok),
    }
}

const fn relation_icon(relation: Relation) -> Icon {
    if relation.is_merge() { icons::GIT_MERGE } else { icons::LINK_SIMPLE }
}

fn incident_sign(event: &IncidentEvent) -> (Icon, Tone) {
    match event {
        IncidentEvent::Opened(_) => (icons::SIREN, Tone::Danger),
        IncidentEvent::Casualty(_) | IncidentEvent::Grade(_) => (icons::WARNING.fill(), Tone::Warn),
        IncidentEvent::Scene(_) => (icons::FIRE, Tone::Accent),
        IncidentEvent::Settlement(_) | IncidentEvent::Talk(Talk::Agree(_)) => (icons::HANDSHAKE, Tone::Ok),
        IncidentEvent::Closure(ClosureEntry::Sign(signature)) if !signature.agrees => {
            (icons::ARROW_BEND_UP_LEFT, Tone::Warn)
        }
        IncidentEvent::Closure(_) => (icons::SEAL_CHECK, Tone::Accent),
        IncidentEvent::Evidence(_)
        | IncidentEvent::Loss(_)
        | IncidentEvent::InjuryLoss(_)
        | IncidentEvent::LossConfirmed(_)
        | IncidentEvent::Insurer(_)
        | IncidentEvent::Talk(_) => (icons::NOTE_PENCIL, Tone::Neutral),
    }
}

const fn procedure_sign(event: &ProcedureEvent) -> (Icon, Tone) {
    match event {
        ProcedureEvent::Opened { .. } => (icons::FOLDER_OPEN, Tone::Accent),
        ProcedureEvent::Answered { .. } | ProcedureEvent::Row { .. } => (icons::NOTE_PENCIL, Tone::Neutral),
        ProcedureEvent::Stepped { .. } => (icons::CHECK_CIRCLE, Tone::Ok),
        ProcedureEvent::SentBack { .. } => (icons::ARROW_BEND_UP_LEFT, Tone::Warn),
        ProcedureEvent::Waived { .. } | ProcedureEvent::BrokenOff { .. } => (icons::PROHIBIT, Tone::Warn),
    }
}

/// The sign of a kind of file.
pub(super) const fn media_icon(media: MediaKind) -> Icon {
    match media {
        MediaKind::Photo => icons::IMAGE,
        MediaKind::Video => icons::VIDEO_CAMERA,
        MediaKind::Recording => icons::MICROPHONE,
        MediaKind::Document => icons::FILE_TEXT,
    }
}

/// The field for the next note: N goes there, Enter or Ctrl Enter sends it.
pub(super) fn note_ui(ui: &mut Ui, cx: &Cx<'_>, file: &CaseFile, full: &mut FullState) {
    let t = Tokens::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 34.0), Sense::hover());
    if let Some(main) = file.case.merged_into() {
        let says = t!(cx.texts, "case-note-on-main", main = main);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &says));
        text_in(ui.painter(), rect, &says, font::body(), t.ter);
        full.focus_note = false;
        return;
    }
    let id = ui.scope_id().with("case-note");
    let focus = ui.memory(|memory| memory.has_focus(id));
    let whole = ui.interact(rect, id.with("box"), Sense::CLICK);
    paint_box(ui, rect, BoxState { focus, hover: whole.hovered(), wrong: false, fixed: false });
    let mut inner = rect.shrink2(vec2(10.0, 1.0));
    inner.min.x = icons::NOTE_PENCIL.paint_left(ui.painter(), inner, 16.0, t.ter) + 6.0;
    let key = if focus { "↵" } else { "N" };
    let cap = key_cap_width(ui.painter(), key);
    paint_key_cap(ui.painter(), pos2(inner.right() - cap, inner.center().y), key, KeyCapOn::Panel, t);
    inner.max.x -= cap + 8.0;
    let hint = t!(cx.texts, "case-note-hint");
    let sends = focus && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
    let edit = BareEdit {
        value: &mut full.note,
        hint: &hint,
        name: &hint,
        font: font::body(),
        ink: None,
        rows: 1,
        open: true,
    };
    let response = bare_edit(ui, inner, id, edit);
    if whole.clicked() || std::mem::take(&mut full.focus_note) {
        response.request_focus();
    }
    let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    if sends || entered {
        full.send_note(file, cx);
    }
}

/// The days one below the other.
pub(super) fn days_ui(ui: &mut Ui, days: &[DayText]) {
    let t = Tokens::of(ui.ctx());
    ui.spacing_mut().item_spacing.y = 0.0;
    for day in days {
        ui.add_space(10.0);
        let (head, response) = ui.allocate_exact_size(vec2(ui.available_width(), 22.0), Sense::hover());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Heading, true, &day.head));
        text_in(ui.painter(), head, &day.head, font::meta(), t.ter);
        ui.add_space(2.0);
        for (at, entry) in day.entries.iter().enumerate() {
            entry_ui(ui, entry, at + 1 < day.entries.len());
        }
    }
    ui.add_space(16.0);
}

/// Who and what in one run of text; struck through when it was taken back.
pub(super) fn line_of(ui: &Ui, entry: &EntryText, width: f32) -> Arc<Galley> {
    let t = Tokens::of(ui.ctx());
    let ink = if entry.undone { t.ter } else { t.text };
    let strike = if entry.undone { Stroke::new(1.0, t.ter) } else { Stroke::NONE };
    let mut job = LayoutJob { wrap: egui::text::TextWrapping::wrap_at_width(width), ..LayoutJob::default() };
    let format = |face| TextFormat { strikethrough: strike, ..TextFormat::simple(face, ink) };
    job.append(&entry.who, 0.0, format(font::body_medium()));
    if !entry.from.is_empty() {
        job.append(&entry.from, 6.0, TextFormat::simple(font::meta(), t.accent_t));
    }
    job.append(&entry.what, 6.0, format(font::body()));
    ui.painter().layout_job(job)
}

fn entry_ui(ui: &mut Ui, entry: &EntryText, joined: bool) {
    let t = Tokens::of(ui.ctx());
    let whole = ui.available_width();
    let column = (whole - 76.0).max(60.0);
    let line = line_of(ui, entry, column);
    let detail = (!entry.detail.is_empty() && !entry.undone)
        .then(|| ui.painter().layout(entry.detail.clone(), font::meta(), t.sec, column));
    let below = detail.as_ref().map_or(0.0, |galley| galley.size().y + 2.0);
    let high = (line.size().y + below + 14.0).max(36.0);
    let (rect, response) = ui.allocate_exact_size(vec2(whole, high), Sense::hover());
    let spoken = || format!("{} {} {} {} {}", entry.time, entry.who, entry.from, entry.what, entry.detail);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, spoken()));
    if !ui.is_rect_visible(rect) {
        return;
    }
    let painter = ui.painter();
    let first = Rect::from_min_size(rect.min, vec2(rect.width(), 24.0));
    text_in(painter, first.with_max_x(rect.left() + 42.0), &entry.time, font::meta(), t.ter);
    let disc = pos2(rect.left() + 57.0, first.center().y);
    if joined {
        painter.vline(disc.x, (disc.y + 11.0)..=(rect.bottom() + 2.0), Stroke::new(1.0, t.line));
    }
    let (ink, ground): (Color32, Color32) = if entry.undone { (t.ter, t.grey_s) } else { entry.tone.colours(t) };
    painter.circle_filled(disc, 10.5, ground);
    entry.icon.paint(painter, disc, 13.0, ink);
    let top = first.center().y - line.rows.first().map_or(9.0, |row| row.height() / 2.0);
    let end = top + line.size().y + 2.0;
    painter.galley(pos2(rect.left() + 76.0, top), line, t.text);
    if let Some(galley) = detail {
        painter.galley(pos2(rect.left() + 76.0, end), galley, t.sec);
    }
}

/// 沟通记录: the talks only, in a readable width.
pub(super) fn contacts_page(
    ui: &mut Ui,
    cx: &Cx<'_>,
    file: &CaseFile,
    (full, view): (&mut FullState, &FullView),
    body: Rect,
) {
    let t = Tokens::of(ui.ctx());
    let mut inner = child(ui, body.shrink2(vec2(super::full::INSET, 0.0)), "contacts");
    ScrollArea::vertical().id_salt("contacts").auto_shrink([false, false]).show(&mut inner, |ui| {
        ui.set_max_width(760.0_f32.min(ui.available_width()));
        ui.add_space(14.0);
        note_ui(ui, cx, file, full);
        if view.contacts.is_empty() {
            ui.add_space(14.0);
            let words = t!(cx.texts, "case-no-contacts");
            ui.label(egui::RichText::new(words).font(font::body()).color(t.ter));
        }
        days_ui(ui, &view.contacts);
    });
}
