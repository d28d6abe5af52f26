//! A case in two lines, for people who are to recognise it: number, masked name and stage, product and day below.

use egui::{Rect, Response, Role, Sense, Ui, WidgetInfo, vec2};

use crate::domain::mask::mask_name;
use crate::domain::phone::Phone;
use crate::store::CaseRow;
use crate::t;
use crate::ui::Cx;
use crate::ui::case::title;
use crate::ui::say::{Known, Names as _};
use crate::ui::theme::{Tokens, font, size};
use crate::ui::widgets::chip::{Chip, Tone};
use crate::ui::widgets::paint::{Ring, focus_ring, text_in};

/// Height of the two lines.
pub const CASE_ROW: f32 = 46.0;

/// What a row says of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseWords {
    /// What it is to the case on screen, or why it is proposed; may be empty.
    pub lead: String,
    pub number: String,
    pub who: String,
    pub stage: String,
    pub tone: Tone,
    pub below: String,
}

impl CaseWords {
    pub fn of(row: &CaseRow, cx: &Cx<'_>, lead: String) -> Self {
        let (stage, tone) = match (&row.main, row.closed_at) {
            (Some(main), _) => (t!(cx.texts, "list-merged", main = main.as_str()), Tone::Neutral),
            (None, Some(_)) => (cx.texts.name("stage", row.stage.word()), Tone::Ok),
            (None, None) => (cx.texts.name("stage", row.stage.word()), Tone::Accent),
        };
        let day = crate::text::say::full_day(row.received_at.date());
        let names = Known { organisation: cx.organisation, rules: &cx.book.rules, lang: cx.texts.lang(), case: None };
        let product = [names.choice(&row.category), row.model.clone()].join(" ");
        let below = [product.trim(), &title(row), &day].map(str::to_owned);
        let below = below.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
        let who = [mask_name(&row.customer), Phone::parse(&row.phone).masked()];
        let who = who.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        Self { lead, number: row.number.clone(), who, stage, tone, below }
    }
}

/// Draws the row, `wide` across; a click means the case.
pub fn case_row(ui: &mut Ui, words: &CaseWords, wide: f32, lit: bool) -> Response {
    let t = Tokens::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(wide, CASE_ROW), Sense::click());
    let spoken = || [&words.lead, &words.number, &words.who, &words.stage, &words.below].map(String::as_str).join(" ");
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, lit, spoken()));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let painter = ui.painter();
    if lit || response.hovered() {
        painter.rect_filled(rect, size::R_BUTTON, if lit { t.sel } else { t.hover });
    }
    let inner = rect.shrink2(vec2(8.0, 3.0));
    let (upper, lower) = inner.split_top_bottom_at_fraction(0.52);
    let chip = Chip::new(&words.stage, words.tone);
    let stage = upper.right() - chip.width(painter);
    chip.paint(painter, egui::pos2(stage, upper.center().y), t);
    let mut place = upper.with_max_x(stage - 8.0);
    if !words.lead.is_empty() {
        let chip = Chip::new(&words.lead, Tone::Neutral).paint(painter, place.left_center(), t);
        place.min.x = chip.right() + 8.0;
    }
    let (end, _) = text_in(painter, place, &words.number, font::body_medium(), t.text);
    text_in(painter, place.with_min_x(end + 8.0), &words.who, font::body(), t.sec);
    text_in(painter, Rect::from_min_max(lower.min, lower.max), &words.below, font::meta(), t.ter);
    focus_ring(ui, &response, size::R_BUTTON, Ring::Inside);
    response
}
