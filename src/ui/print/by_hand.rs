//! 手工填写: the row of a form that came back filled in by hand, below the sheet whose series it stands beside.

use egui::{Role, Sense, Ui, WidgetInfo, vec2};

use crate::domain::returned::Paper;
use crate::t;
use crate::text::Texts;
use crate::ui::icons;
use crate::ui::theme::{Tokens, font};
use crate::ui::widgets::chip::Tone;
use crate::ui::widgets::paint::{Ring, focus_ring, text_in, text_right, tip};
use crate::ui::{Cx, say};

const ROW: f32 = 48.0;
/// So far it stands to the right of the sheet.
const IN: f32 = 19.0;

/// Number and state of the paper; `true` when its scan is wanted.
pub(super) fn row_ui(ui: &mut Ui, cx: &Cx<'_>, paper: &Paper) -> bool {
    let t = Tokens::of(ui.ctx());
    let is_here = !paper.filed.is_empty();
    let sense = if is_here { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), sense);
    let name = t!(cx.texts, "print-by-hand", series = series(&paper.document));
    let (icon, state, tone) = match &paper.signed {
        Some(_) => (icons::CHECK_CIRCLE, t!(cx.texts, "print-by-hand-checked"), Tone::Ok),
        None if is_here => (icons::SCAN, pages(cx.texts, paper), Tone::Warn),
        None => (icons::SCAN, t!(cx.texts, "print-by-hand-gone"), Tone::Neutral),
    };
    let when = paper.signed.as_ref().map(|(at, _)| *at).or_else(|| paper.last_back());
    let when = when.map(|at| say::date_time(cx.texts, cx.now, at)).unwrap_or_default();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, is_here, format!("{} {name} {state}", paper.document)));
    if is_here && response.hovered() {
        ui.painter().rect_filled(rect, 0.0, t.hover);
    }
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, egui::Stroke::new(1.0, t.line2));
    let inner = rect.shrink2(vec2(16.0, 0.0)).with_min_x(rect.left() + 16.0 + IN);
    let upper = inner.with_min_y(inner.top() + 4.0).with_max_y(inner.top() + 24.0);
    let lower = inner.with_min_y(inner.top() + 24.0).with_max_y(inner.top() + 43.0);
    text_in(ui.painter(), upper, &name, font::body(), t.text);
    let ink = if tone == Tone::Neutral { t.ter } else { tone.colours(t).0 };
    let right = text_right(ui.painter(), lower, &when, font::meta(), t.ter) - 8.0;
    let x = icon.paint_left(ui.painter(), lower, 14.0, ink) + 5.0;
    text_in(ui.painter(), lower.with_min_x(x).with_max_x(right), &state, font::meta(), ink);
    focus_ring(ui, &response, 0.0, Ring::Inside);
    tip(&response, &t!(cx.texts, "print-by-hand-tip", document = paper.document.as_str()), None);
    response.clicked()
}

/// What is still to be done with its pages.
fn pages(texts: &Texts, paper: &Paper) -> String {
    let list = |pages: &[u32]| say::join(texts, pages.iter().map(ToString::to_string));
    let (missing, twice) = (paper.missing(), paper.twice());
    if !missing.is_empty() {
        t!(texts, "scan-state-missing", pages = list(&missing))
    } else if !twice.is_empty() {
        t!(texts, "scan-state-twice", pages = list(&twice))
    } else {
        t!(texts, "print-by-hand-back")
    }
}

/// The part of the number that tells it from the other papers of the case, e.g. `F2-H01`.
fn series(document: &str) -> &str {
    document.rmatch_indices('-').nth(1).map_or(document, |(at, _)| &document[at + 1..])
}

#[cfg(test)]
mod tests {
    use super::series;

    #[test]
    fn a_paper_is_called_by_form_and_place_in_its_series() {
        assert_eq!(series("KS2604-0137-F2-H01"), "F2-H01");
        assert_eq!(series("H01"), "H01");
    }
}
