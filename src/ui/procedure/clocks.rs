//! The clocks of procedures in words.

use egui::{Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::view::Press;
use crate::store::CaseFile;
use crate::t;
use crate::ui::Cx;
use crate::ui::remaining::TICK;
use crate::ui::theme::{Tokens, font, size};
use crate::ui::widgets::button::Button;
use crate::ui::widgets::chip::{Chip, Tone};
use crate::ui::widgets::deadline::{Deadline, Pressure};
use crate::ui::widgets::paint::{Ring, focus_ring, text_in, text_right, tip};

/// One clock: of the next step, or of the law.
#[derive(Debug, Clone, PartialEq)]
pub struct ClockText {
    /// `None` for a clock of the book itself.
    pub procedure: Option<u32>,
    /// Of the next step; otherwise of the law.
    pub is_step: bool,
    pub name: String,
    pub rule: String,
    /// Instrument and article; empty for a step.
    pub law: String,
    /// Says that the text of the law is still to be checked; empty where it was read.
    pub mark: String,
    /// Time left, late, met, stopped, set aside.
    pub standing: String,
    /// From when to when.
    pub span: String,
    pub pressure: Pressure,
    /// It is no longer to be met: met, or set aside.
    pub over: bool,
    pub share: f32,
    /// Sets it aside.
    pub waive: Option<Press>,
}

/// Every clock of the case.
pub(super) fn all(_file: &CaseFile, _cx: &Cx<'_>) -> Vec<ClockText> {
    Vec::new()
}

/// Draws one clock: name, row and time left, below it the bar, from when to when and the article. Tells whether it was
/// pressed, and whether it is to be set aside.
pub(super) fn clock_ui(ui: &mut Ui, cx: &Cx<'_>, (nth, clock): (usize, &ClockText)) -> (bool, bool) {
    const HIGH: f32 = 52.0;
    let t = Tokens::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HIGH), Sense::click());
    let parts = [&clock.name, &clock.rule, &clock.standing, &clock.span, &clock.law, &clock.mark].map(String::as_str);
    let spoken = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, spoken.as_str()));
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, t.line2));
    if response.hovered() {
        ui.painter().rect_filled(rect, size::R_BUTTON, t.hover);
    }
    let mut inner = rect.shrink2(vec2(4.0, 5.0));
    let mut waived = false;
    if let Some(press) = &clock.waive {
        let button = Button::light(&press.label).small().key("W").blocked(press.blocked.as_deref());
        let wide = button.width(ui);
        let place = Rect::from_min_size(pos2(inner.right() - wide, rect.top() + 12.0), vec2(wide, size::BUTTON_SMALL));
        inner.max.x -= wide + 10.0;
        waived = ui.push_id(("waive", nth), |ui| button.put_over(ui, place).clicked()).inner;
    }
    let painter = ui.painter();
    let upper = inner.with_max_y(inner.top() + 20.0);
    let ink = match clock.pressure {
        _ if clock.over && clock.pressure != Pressure::Over => t.ter,
        Pressure::Over => t.danger,
        Pressure::Near => t.warn,
        Pressure::Normal => t.text,
        Pressure::Paused => t.ter,
    };
    let standing = text_right(painter, upper, &clock.standing, font::body_medium(), ink);
    let words = upper.with_max_x(standing - 12.0);
    let (end, _) = text_in(painter, words, &clock.name, font::body(), if clock.over { t.sec } else { t.text });
    let chip = Chip::new(&clock.rule, Tone::Neutral).paint(painter, pos2(end + 8.0, upper.center().y), t);
    if !clock.mark.is_empty() {
        Chip::new(&clock.mark, Tone::Warn).paint(painter, pos2(chip.right() + 6.0, upper.center().y), t);
    }
    let lower = inner.with_min_y(inner.top() + 22.0);
    let span = text_right(painter, lower, &clock.span, font::meta(), t.ter);
    text_in(painter, lower.with_max_x(span - 12.0), &clock.law, font::meta(), t.ter);
    if !clock.over {
        let bar = Rect::from_min_size(pos2(inner.left(), rect.bottom() - 5.0), vec2(inner.width(), 3.0));
        Deadline { text: "", used: clock.share, pressure: clock.pressure, tick: TICK }
            .paint_bar(painter, bar, t.track, t);
    }
    focus_ring(ui, &response, size::R_BUTTON, Ring::Inside);
    tip(&response, &t!(cx.texts, "procedure-clock-tip"), None);
    (response.clicked(), waived)
}
