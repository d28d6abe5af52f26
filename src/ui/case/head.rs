//! Toolbar and head of a case: where it stands in the list, what it is called, who asked, who answers for it.

use egui::{Align, Layout, Rect, RichText, Sense, Stroke, Ui, UiBuilder, pos2, vec2};

use super::foot::Chosen;
use super::full::{Asked, FullView, INSET, print};
use crate::domain::event::SheetKind;
use crate::domain::{Field, PersonId};
use crate::store::{CaseFile, CaseId};
use crate::t;
use crate::ui::say::{self, Names};
use crate::ui::theme::{Tokens, font};
use crate::ui::widgets::button::{Button, icon_button};
use crate::ui::widgets::chip::{self, Chip, Tone};
use crate::ui::widgets::frame::paint_avatar;
use crate::ui::widgets::paint::{text_in, tip, width};
use crate::ui::{Action, Cx, Route, icons};

/// One who answers for the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers {
    /// Empty when nobody is named.
    pub name: String,
    pub part: String,
}

/// Words of the head that the side pane does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Channel and time of the contact.
    pub contact: String,
    pub people: [Answers; 3],
    pub round: String,
}

impl Head {
    pub(super) fn of(file: &CaseFile, cx: &Cx<'_>, names: &dyn Names) -> Self {
        let (case, facts) = (&file.case, &file.case.facts);
        let channel = names.choice(facts.word(Field::Channel));
        let when = say::date_time(cx.texts, cx.now, facts.received_at);
        let part = |id: Option<PersonId>, field: Field| {
            let post = say::field_name(cx.texts, field);
            let person = id.and_then(|id| cx.organisation.person(id));
            match person {
                Some(person) => Answers {
                    name: person.name.clone(),
                    part: format!("{post} · {}", cx.texts.name("role", person.role.word())),
                },
                None => Answers { name: String::new(), part: post },
            }
        };
        Self {
            contact: t!(cx.texts, "case-contact-by", channel = channel, when = when),
            people: [
                Answers { name: case.logged_by.clone(), part: t!(cx.texts, "detail-owner") },
                part(case.first, Field::FirstResponsible),
                part(case.second, Field::SecondResponsible),
            ],
            round: if case.round > 1 { t!(cx.texts, "detail-round", n = case.round) } else { String::new() },
        }
    }
}

/// Back, number, neighbours; print and everything else at the right.
pub(super) fn toolbar_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    file: &CaseFile,
    (view, neighbours): (&FullView, (Option<CaseId>, Option<CaseId>)),
    rect: Rect,
    asked: &mut Asked,
) {
    let t = Tokens::of(ui.ctx());
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, t.line));
    let inner = rect.shrink2(vec2(INSET - 6.0, 0.0));
    let row = |layout| UiBuilder::new().max_rect(inner).layout(layout);
    let mut left = ui.new_child(row(Layout::left_to_right(Align::Center)).id_salt("toolbar"));
    left.spacing_mut().item_spacing.x = 8.0;
    if icon_button(&mut left, icons::ARROW_LEFT, &t!(cx.texts, "act-back-to-list"), Some("Esc")).clicked() {
        cx.want(Action::Go(Route::Worklist));
    }
    left.label(RichText::new(cx.texts.name("route", "worklist")).font(font::body()).color(t.sec));
    let (sign, _) = left.allocate_exact_size(vec2(10.0, 20.0), Sense::hover());
    icons::CARET_RIGHT.paint(left.painter(), sign.center(), 11.0, t.ter);
    left.label(RichText::new(&file.case.number).font(font::body_l_medium()).color(t.text));
    if icon_button(&mut left, icons::COPY, &t!(cx.texts, "act-copy-number"), None).clicked() {
        cx.want(Action::Copy(file.case.number.clone()));
    }
    let (line, _) = left.allocate_exact_size(vec2(9.0, 20.0), Sense::hover());
    left.painter().vline(line.center().x, line.y_range(), Stroke::new(1.0, t.line));
    let (before, behind) = neighbours;
    let ways = [
        (before, icons::CARET_UP, t!(cx.texts, "act-previous-case"), "K"),
        (behind, icons::CARET_DOWN, t!(cx.texts, "act-next-case"), "J"),
    ];
    for (goal, icon, label, key) in ways {
        let response = left.add_enabled_ui(goal.is_some(), |ui| icon_button(ui, icon, &label, Some(key))).inner;
        if let Some(id) = goal.filter(|_| response.clicked()) {
            cx.want(Action::OpenCase(id));
        }
    }
    let mut right = ui.new_child(row(Layout::right_to_left(Align::Center)).id_salt("toolbar-right"));
    right.spacing_mut().item_spacing.x = 8.0;
    more_ui(&mut right, cx, file, view, asked);
    let label = t!(cx.texts, "act-print");
    if Button::light(&label).icon(icons::PRINTER).key("P").ui(&mut right).clicked() {
        print(cx, file, SheetKind::Feedback);
    }
}

/// Every command; those that are not possible now say why.
fn more_ui(ui: &mut Ui, cx: &Cx<'_>, file: &CaseFile, view: &FullView, asked: &mut Asked) {
    let button = icon_button(ui, icons::DOTS_THREE, &t!(cx.texts, "act-more"), None);
    let procedure = t!(cx.texts, "procedure-act-open");
    let may_open = file.case.is_open() && !file.book.rules.procedures.is_empty();
    match super::foot::menu_of(&button, &view.acts, may_open.then_some(procedure.as_str())) {
        Some(Chosen::Dialog(kind)) => asked.dialog = Some(kind),
        Some(Chosen::Procedure) => asked.procedure = true,
        None => {}
    }
}

/// Title and marks, the customer below, who answers for it at the right.
pub(super) fn head_ui(ui: &mut Ui, cx: &Cx<'_>, file: &CaseFile, (view, shown): (&FullView, bool), rect: Rect) {
    let inner = rect.shrink2(vec2(INSET, 0.0));
    let people = people_ui(ui, &view.head.people, inner);
    let inner = inner.with_max_x(people - 16.0);
    let upper = Rect::from_min_size(inner.min + vec2(0.0, 11.0), vec2(inner.width(), 30.0));
    title_ui(ui, view, upper);
    let lower = Rect::from_min_size(pos2(inner.left(), upper.bottom()), vec2(inner.width(), 28.0));
    customer_ui(ui, cx, file, (view, shown), lower);
}

fn title_ui(ui: &mut Ui, view: &FullView, rect: Rect) {
    let t = Tokens::of(ui.ctx());
    let detail = &view.detail;
    let painter = ui.painter();
    let marks = 29.0
        + width(painter, &detail.class_name, font::meta())
        + 19.0
        + width(painter, &detail.weight, font::meta())
        + if view.head.round.is_empty() { 0.0 } else { 22.0 + width(painter, &view.head.round, font::meta()) }
        + 34.0;
    let mut row =
        ui.new_child(UiBuilder::new().id_salt("title").max_rect(rect).layout(Layout::left_to_right(Align::Center)));
    row.shrink_clip_rect(rect.expand(2.0));
    row.spacing_mut().item_spacing.x = 10.0;
    let room = (rect.width() - marks).max(80.0);
    let wide = width(row.painter(), &detail.title, font::title()).min(room);
    let (place, response) = row.allocate_exact_size(vec2(wide + 1.0, 30.0), Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Heading, true, &detail.title));
    let (_, cut) = text_in(row.painter(), place, &detail.title, font::title(), t.text);
    if cut {
        tip(&response, &detail.title, None);
    }
    let alarm = detail.class.word() == "major_incident";
    chip::class_chip(&mut row, &detail.class_name, t.chart[detail.class as usize % 6], alarm);
    chip::grade(&mut row, detail.bars, detail.tone, &detail.weight);
    if !view.head.round.is_empty() {
        Chip::new(&view.head.round, Tone::Warn).ui(&mut row);
    }
}

fn customer_ui(ui: &mut Ui, cx: &Cx<'_>, file: &CaseFile, (view, shown): (&FullView, bool), rect: Rect) {
    let t = Tokens::of(ui.ctx());
    let detail = &view.detail;
    let mut row =
        ui.new_child(UiBuilder::new().id_salt("customer").max_rect(rect).layout(Layout::left_to_right(Align::Center)));
    row.shrink_clip_rect(rect.expand(2.0));
    row.spacing_mut().item_spacing.x = 12.0;
    let word = |row: &mut Ui, text: &str| {
        if !text.is_empty() {
            row.label(RichText::new(text).font(font::body()).color(t.sec));
        }
    };
    word(&mut row, &detail.customer);
    if !detail.phone.is_empty() {
        word(&mut row, if shown { &detail.phone } else { &detail.masked });
        // A look goes on record with the case, and a merged one takes no more entries.
        if !shown && file.case.merged_into().is_none() {
            row.add_space(-8.0);
            if icon_button(&mut row, icons::EYE, &t!(cx.texts, "act-reveal"), None).clicked() {
                cx.want(Action::Reveal { case: file.id, seen: file.case.revision });
            }
            row.add_space(-8.0);
        }
    }
    let contact = width(row.painter(), &view.head.contact, font::body());
    let room = (row.available_width() - contact - 13.0).max(0.0);
    let wide = width(row.painter(), &detail.address, font::body()).min(room);
    if wide > 40.0 {
        let (place, response) = row.allocate_exact_size(vec2(wide + 1.0, 20.0), Sense::hover());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &detail.address));
        if text_in(row.painter(), place, &detail.address, font::body(), t.sec).1 {
            tip(&response, &detail.address, None);
        }
    }
    word(&mut row, &view.head.contact);
}

/// Three blocks that end at the right edge. Gives the x where they begin.
fn people_ui(ui: &Ui, people: &[Answers; 3], rect: Rect) -> f32 {
    let t = Tokens::of(ui.ctx());
    let middle = rect.center().y + 2.0;
    // Where there is little room the names stand alone, and the tip says what each does.
    let few = rect.width() < 1040.0;
    let mut right = rect.right();
    for one in people.iter().rev() {
        let shown = if one.name.is_empty() { "—" } else { &one.name };
        let below = if few { 0.0 } else { width(ui.painter(), &one.part, font::meta()) };
        let wide = width(ui.painter(), shown, font::body_medium()).max(below) + 1.0;
        let words = Rect::from_min_max(pos2(right - wide, middle - 20.0), pos2(right, middle + 20.0));
        let response = ui.interact(words, ui.scope_id().with(("person", &one.part)), Sense::hover());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, format!("{} {shown}", one.part)));
        if few {
            text_in(ui.painter(), words, shown, font::body_medium(), t.text);
            tip(&response, &one.part, None);
        } else {
            text_in(ui.painter(), words.with_max_y(middle), shown, font::body_medium(), t.text);
            text_in(ui.painter(), words.with_min_y(middle), &one.part, font::meta(), t.ter);
        }
        let disc = pos2(words.left() - 23.0, middle);
        if one.name.is_empty() {
            ui.painter().circle_filled(disc, 14.0, t.grey_s);
            icons::USER.paint(ui.painter(), disc, 15.0, t.ter);
        } else {
            paint_avatar(ui.painter(), disc, 14.0, &one.name, t);
        }
        let line = disc.x - 31.0;
        ui.painter().vline(line + 0.5, (middle - 20.0)..=(middle + 20.0), Stroke::new(1.0, t.line));
        right = line - 16.0;
    }
    right + 16.0
}
