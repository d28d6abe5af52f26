//! The batch warnings of today: what is reported more often than its own history explains, and why.

use egui::{Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::cards::{Board, head, words};
use crate::charts::spark;
use crate::figures::batch_warning::Against;
use crate::store::Alarm;
use crate::t;
use crate::text::Texts;
use crate::text::say;
use crate::ui::Action;
use crate::ui::chart::{ChartCache, picture_ui};
use crate::ui::theme::{Tokens, font, size};
use crate::ui::widgets::Button;
use crate::ui::widgets::paint::{Ring, boxed, focus_ring, text_in, text_right, tip, width};

/// Height of one warning.
const HIGH: f32 = 92.0;
/// Weeks that are drawn: half a year shows what is new.
const WEEKS: usize = 26;

impl Board<'_> {
    pub(super) fn alarms(&self, ui: &mut Ui, place: Rect, caches: &mut Vec<ChartCache>) {
        let (t, texts) = (Tokens::of(ui.ctx()), self.cx.texts);
        boxed(ui.painter(), place, size::R_PANEL, t.panel, t.line);
        let live = t!(texts, "board-live");
        let alarms = &self.figures.alarms;
        let count = t!(texts, "board-alarm-count", n = alarms.len());
        let inner = head(ui, place, (&t!(texts, "board-alarms"), Some(&live)), &count);
        if alarms.is_empty() {
            return words(ui, inner, &t!(texts, "board-empty-alarms"));
        }
        caches.resize_with(alarms.len(), ChartCache::default);
        let mut child = ui.new_child(egui::UiBuilder::new().id_salt("alarms").max_rect(inner));
        egui::ScrollArea::vertical().auto_shrink(false).show_rows(&mut child, HIGH, alarms.len(), |ui, rows| {
            ui.spacing_mut().item_spacing.y = 8.0;
            for (alarm, cache) in alarms.iter().zip(caches.iter_mut()).skip(rows.start).take(rows.len()) {
                let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), HIGH - 8.0), Sense::hover());
                // What is put inside must not move the place of the next one.
                let mut inside = ui.new_child(egui::UiBuilder::new().id_salt(&alarm.cases).max_rect(rect));
                self.alarm(&mut inside, rect, alarm, cache);
            }
        });
    }

    fn alarm(&self, ui: &mut Ui, place: Rect, alarm: &Alarm, cache: &mut ChartCache) {
        let (t, texts) = (Tokens::of(ui.ctx()), self.cx.texts);
        let id = ui.scope_id().with((&alarm.model, &alarm.batch, &alarm.symptom));
        let response = ui.interact(place, id, Sense::click());
        let why = why(alarm, texts);
        let what = t!(texts, "board-alarm-what", batch = alarm.batch.as_str(), symptom = alarm.symptom.as_str());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{} {what} {why}", alarm.model)));
        boxed(ui.painter(), place, size::R_PANEL, if response.hovered() { t.hover } else { t.panel }, t.line);
        let inner = place.shrink2(vec2(12.0, 8.0));
        let line = |at: f32| Rect::from_min_size(pos2(inner.left(), inner.top() + at), vec2(inner.width(), 20.0));
        let cases = t!(texts, "unit-cases", n = say::count(alarm.warning.cases.into()));
        let left = text_right(ui.painter(), line(0.0), &cases, font::body_medium(), t.text);
        let (end, _) =
            text_in(ui.painter(), line(0.0).with_max_x(left - 8.0), &alarm.model, font::body_medium(), t.text);
        text_in(ui.painter(), line(0.0).with_min_x(end + 8.0).with_max_x(left - 8.0), &what, font::meta(), t.sec);
        let label = t!(texts, "board-batch-track");
        let button = Button::secondary(&label).small();
        let wide = button.width(ui);
        let bars = Rect::from_min_max(
            pos2(inner.left(), inner.top() + 24.0),
            pos2(inner.right() - wide - 14.0, inner.top() + 44.0),
        );
        let shown = alarm.weeks.get(alarm.weeks.len().saturating_sub(WEEKS)..).unwrap_or_default();
        picture_ui(ui, cache, (self.version, bars), |area, pal, scale| {
            spark::weeks(area, (shown, alarm.warning.weeks), pal, scale)
        });
        let at = Rect::from_min_size(pos2(inner.right() - wide, inner.top() + 21.0), vec2(wide, size::BUTTON_SMALL));
        let track = button.put(ui, at);
        let foot = line(48.0);
        let tone = if alarm.warning.is_small() { t.warn } else { t.sec };
        text_in(ui.painter(), foot, &why, font::meta(), tone);
        focus_ring(ui, &response, size::R_PANEL, Ring::Inside);
        if width(ui.painter(), &why, font::meta()) > foot.width() {
            tip(&response, &why, None);
        }
        if track.clicked() {
            // The first case of the window: its 专项 page holds the batch procedure with its steps and limits.
            if let Some(first) = alarm.cases.first() {
                self.cx.want(Action::OpenCase(*first));
                self.cx.want(Action::CaseTab(crate::ui::case::Tab::Procedures));
            }
        } else if response.clicked() {
            self.open(self.opens.alarm(alarm));
        }
    }
}

/// The warning's figures in a plain sentence.
#[must_use]
pub fn why(alarm: &Alarm, texts: &Texts) -> String {
    let found = &alarm.warning;
    let expected = format!("{:.1}", found.expected);
    let base = match found.against {
        Against::Time => t!(
            texts,
            "board-alarm-time",
            weeks = found.weeks,
            cases = found.cases,
            expected = expected,
            history = found.history_weeks,
            before = found.history_cases
        ),
        Against::Units { rate, upper, .. } => t!(
            texts,
            "board-alarm-units",
            weeks = found.weeks,
            rate = format!("{rate:.1}"),
            upper = format!("{upper:.1}")
        ),
    };
    if found.is_small() { format!("{base}{}", t!(texts, "board-alarm-small")) } else { base }
}
