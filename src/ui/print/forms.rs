//! The sheets a case can have, with the state of each.

use egui::{Rect, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::PrintScreen;
use crate::domain::Stamp;
use crate::domain::event::{Event, SheetKind};
use crate::store::CaseFile;
use crate::t;
use crate::text::say;
use crate::ui::icons::{self, Icon};
use crate::ui::theme::{Tokens, font};
use crate::ui::widgets::chip::Tone;
use crate::ui::widgets::frame;
use crate::ui::widgets::paint::{Ring, focus_ring, text_in, text_right};
use crate::ui::{Action, Cx, Output};

const ROW: f32 = 64.0;

/// How far a sheet is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// The case has not come to the point that the sheet is about.
    NotYet,
    /// Only in the computer.
    Draft,
    /// Paper is outside: how often, and when last.
    Printed(usize, Stamp),
}

impl State {
    pub(super) fn of(kind: SheetKind, file: &CaseFile) -> Self {
        let printed = file.history.iter().filter_map(|record| match &record.event {
            Event::Printed { sheet, .. } if *sheet == kind => Some(record.at),
            _ => None,
        });
        match (printed.clone().max(), kind.is_ready(&file.case)) {
            (Some(last), _) => Self::Printed(printed.count(), last),
            (None, true) => Self::Draft,
            (None, false) => Self::NotYet,
        }
    }

    fn look(self, cx: &Cx<'_>) -> (Icon, Tone, String) {
        match self {
            Self::NotYet => (icons::CIRCLE_DASHED, Tone::Neutral, t!(cx.texts, "print-state-none")),
            Self::Draft => (icons::NOTE_PENCIL, Tone::Neutral, t!(cx.texts, "print-state-draft")),
            Self::Printed(1, _) => (icons::PRINTER, Tone::Accent, t!(cx.texts, "print-state-printed")),
            Self::Printed(count, _) => (icons::PRINTER, Tone::Accent, t!(cx.texts, "print-state-count", count = count)),
        }
    }
}

pub(super) fn forms_ui(ui: &mut Ui, cx: &Cx<'_>, place: Rect, screen: &mut PrintScreen, file: &CaseFile) {
    let t = Tokens::of(ui.ctx());
    ui.painter().rect_filled(place, 0.0, t.panel);
    let mut child = ui.new_child(UiBuilder::new().max_rect(place));
    let ui = &mut child;
    ui.spacing_mut().item_spacing.y = 0.0;
    let caption = place.with_max_y(place.top() + 40.0).shrink2(vec2(16.0, 11.0));
    let mut head = ui.new_child(UiBuilder::new().max_rect(caption));
    frame::caption(&mut head, &t!(cx.texts, "print-forms"), None);
    ui.add_space(40.0);
    let (official, others): (Vec<_>, Vec<_>) = listed(file).into_iter().partition(|kind| kind.is_official());
    for kind in official {
        if form_row(ui, cx, kind, screen.kind == Some(kind), State::of(kind, file)) {
            choose(cx, screen, file, kind);
        }
    }
    if !others.is_empty() {
        ui.add_space(10.0);
        let place = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::hover()).0;
        let mut head = ui.new_child(UiBuilder::new().max_rect(place.shrink2(vec2(16.0, 4.0))));
        frame::caption(&mut head, &t!(cx.texts, "print-other-sheets"), None);
    }
    for kind in others {
        if form_row(ui, cx, kind, screen.kind == Some(kind), State::of(kind, file)) {
            choose(cx, screen, file, kind);
        }
    }
}

/// The five official forms, and of the other sheets those the case has come to.
pub(super) fn listed(file: &CaseFile) -> Vec<SheetKind> {
    let shown = |kind: &SheetKind| kind.is_official() || kind.is_ready(&file.case);
    SheetKind::ALL.iter().copied().filter(shown).collect()
}

pub(super) fn choose(cx: &Cx<'_>, screen: &mut PrintScreen, file: &CaseFile, kind: SheetKind) {
    if screen.kind != Some(kind) {
        screen.wait_for(file.id, kind);
        screen.seen = Some((file.id, kind, file.case.revision));
        cx.want(Action::Paper { case: file.id, sheet: kind, output: Output::Preview });
    }
}

fn form_row(ui: &mut Ui, cx: &Cx<'_>, kind: SheetKind, here: bool, state: State) -> bool {
    let t = Tokens::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let name = cx.texts.name("sheet", kind.word());
    let (icon, tone, word) = state.look(cx);
    let said = format!("{name} {word}");
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, here, &said));
    if here {
        ui.painter().rect_filled(rect, 0.0, t.sel);
        ui.painter().rect_filled(rect.with_max_x(rect.left() + 3.0), 0.0, t.accent);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 0.0, t.hover);
    }
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, egui::Stroke::new(1.0, t.line2));
    let inner = rect.shrink2(vec2(16.0, 10.0));
    let (upper, lower) = (inner.with_max_y(inner.top() + 22.0), inner.with_min_y(inner.bottom() - 20.0));
    text_in(ui.painter(), upper, &name, font::body_medium(), t.text);
    let (ink, _) = if tone == Tone::Neutral { (t.ter, t.panel) } else { tone.colours(t) };
    let mut left = lower;
    if let State::Printed(_, last) = state {
        let when = say::date_time(cx.texts, cx.now.0, last.0);
        left.max.x = text_right(ui.painter(), lower, &when, font::meta(), t.ter) - 8.0;
    }
    icon.paint(ui.painter(), pos2(left.left() + 7.0, left.center().y), 14.0, ink);
    text_in(ui.painter(), left.with_min_x(left.left() + 19.0), &word, font::meta(), ink);
    focus_ring(ui, &response, 0.0, Ring::Inside);
    response.clicked()
}
