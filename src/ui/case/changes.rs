//! 变更记录: every event of a case with its place, its time, who and what, the newest first.

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Rect, ScrollArea, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::full::{FullView, INSET, child};
use crate::store::CaseFile;
use crate::t;
use crate::text::say as words;
use crate::ui::Cx;
use crate::ui::say::{self, Names};
use crate::ui::theme::{Tokens, font, size};
use crate::ui::widgets::chip::{Chip, Tone};
use crate::ui::widgets::paint::{text_in, text_right};

/// One event in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeLine {
    pub n: String,
    pub when: String,
    pub who: String,
    pub what: String,
    pub detail: String,
    /// A later event took it back.
    pub undone: bool,
}

/// The events, newest first.
pub(super) fn lines(file: &CaseFile, cx: &Cx<'_>, names: &dyn Names) -> Vec<ChangeLine> {
    file.history
        .iter()
        .rev()
        .map(|record| ChangeLine {
            n: record.n.to_string(),
            when: words::full_time(record.at.0),
            who: record.by.clone(),
            what: say::event_line(cx.texts, record, names),
            detail: say::event_detail(cx.texts, record, names).unwrap_or_default(),
            undone: file.case.undone.contains(&record.n),
        })
        .collect()
}

/// Left edges of time, person, words and details in a row.
fn columns(row: Rect) -> [Rect; 5] {
    let inner = row.shrink2(vec2(10.0, 0.0));
    let what = inner.left() + 286.0;
    let detail = what + ((inner.right() - what) * 0.42).max(180.0);
    [
        inner.with_max_x(inner.left() + 28.0),
        inner.with_min_x(inner.left() + 44.0).with_max_x(inner.left() + 178.0),
        inner.with_min_x(inner.left() + 190.0).with_max_x(what - 12.0),
        inner.with_min_x(what).with_max_x(detail - 16.0),
        inner.with_min_x(detail),
    ]
}

/// Draws the page.
pub(super) fn page(ui: &mut Ui, cx: &Cx<'_>, view: &FullView, body: Rect) {
    let t = Tokens::of(ui.ctx());
    let body = body.shrink2(vec2(INSET, 0.0));
    let head = Rect::from_min_size(body.min + vec2(0.0, 12.0), vec2(body.width(), 28.0));
    ui.painter().rect_filled(head, size::R_CHIP, t.sunken);
    let names = [
        t!(cx.texts, "case-col-n"),
        t!(cx.texts, "case-col-when"),
        t!(cx.texts, "case-col-who"),
        t!(cx.texts, "case-col-what"),
        t!(cx.texts, "case-col-detail"),
    ];
    for (at, (place, name)) in columns(head).into_iter().zip(&names).enumerate() {
        if at == 0 {
            text_right(ui.painter(), place, name, font::meta(), t.ter);
        } else {
            text_in(ui.painter(), place, name, font::meta(), t.ter);
        }
    }
    let list = Rect::from_min_max(head.left_bottom(), body.max);
    let mut inner = child(ui, list, "changes");
    ScrollArea::vertical().id_salt("changes").auto_shrink([false, false]).show(&mut inner, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for line in &view.changes {
            line_ui(ui, cx, line);
        }
        ui.add_space(12.0);
        let note = t!(cx.texts, "case-chain-note");
        ui.add(egui::Label::new(egui::RichText::new(note).font(font::meta()).color(t.ter)).wrap());
        ui.add_space(16.0);
    });
}

fn line_ui(ui: &mut Ui, cx: &Cx<'_>, line: &ChangeLine) {
    let t = Tokens::of(ui.ctx());
    let whole = ui.available_width();
    let [.., what, detail] = columns(Rect::from_min_size(ui.cursor().min, vec2(whole, 32.0)));
    let ink = if line.undone { t.ter } else { t.text };
    let run = |text: &str, face, ink, width| {
        let strikethrough = if line.undone { Stroke::new(1.0, t.ter) } else { Stroke::NONE };
        let mut job = LayoutJob { wrap: TextWrapping::wrap_at_width(width), ..LayoutJob::default() };
        job.append(text, 0.0, TextFormat { strikethrough, ..TextFormat::simple(face, ink) });
        ui.painter().layout_job(job)
    };
    let said = run(&line.what, font::body(), ink, what.width());
    let more = run(&line.detail, font::meta(), t.sec, detail.width());
    let high = (said.size().y.max(more.size().y) + 13.0).max(32.0);
    let (rect, response) = ui.allocate_exact_size(vec2(whole, high), Sense::hover());
    let spoken = || format!("{} {} {} {} {}", line.n, line.when, line.who, line.what, line.detail);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Row, true, spoken()));
    if !ui.is_rect_visible(rect) {
        return;
    }
    let painter = ui.painter();
    let first = Rect::from_min_size(rect.min, vec2(whole, 32.0));
    let [n, when, who, what, detail] = columns(first);
    text_right(painter, n, &line.n, font::meta(), t.ter);
    text_in(painter, when, &line.when, font::meta(), t.sec);
    text_in(painter, who, &line.who, font::body(), ink);
    let end = what.left() + said.size().x;
    let top = |galley: &egui::Galley| first.center().y - galley.rows.first().map_or(9.0, |row| row.height() / 2.0);
    painter.galley(pos2(what.left(), top(&said)), said, ink);
    painter.galley(pos2(detail.left(), top(&more)), more, t.sec);
    if line.undone {
        let mark = t!(cx.texts, "event-taken-back");
        Chip::new(&mark, Tone::Neutral).paint(painter, pos2(end + 8.0, first.center().y), t);
    }
    painter.hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, t.line2));
}
