//! 开具记录: every issue of a sheet, its copies, who was handed it, and the way to hand out one copy again.

use egui::{Align, Context, Layout, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::issues::{facts, quiet, told};
use crate::domain::event::SheetKind;
use crate::domain::holder::Holder;
use crate::paper::Change;
use crate::store::{CaseFile, HandedOut, Issue, IssueCopy, Kept};
use crate::t;
use crate::text::Texts;
use crate::text::say;
use crate::ui::standing::Standings;
use crate::ui::theme::{Tokens, font, size};
use crate::ui::widgets::chip::{Chip, Tone};
use crate::ui::widgets::modal::Dialog;
use crate::ui::widgets::paint::{Ring, focus_ring, text_in, text_right, tip};
use crate::ui::widgets::{frame, icon_button};
use crate::ui::{Action, Cx, Output, icons};

const WIDTH: f32 = 680.0;
const ROW: f32 = 52.0;
const LINE: f32 = 26.0;
/// Room for the buttons at the right of a row.
const BUTTONS: f32 = 112.0;
/// Of more times than these the latest are shown.
const SHOWN: usize = 20;

/// The dialog while it is open.
#[derive(Debug, Default)]
pub struct History {
    /// The issues whose copies and times are in sight.
    unfolded: Vec<String>,
}

impl History {
    /// With this issue unfolded.
    pub(super) fn new(issue: &Issue) -> Self {
        Self { unfolded: vec![issue.document.clone()] }
    }

    fn turn(&mut self, document: &str) {
        match self.unfolded.iter().position(|known| known == document) {
            Some(at) => drop(self.unfolded.remove(at)),
            None => self.unfolded.push(document.to_owned()),
        }
    }
}

/// Every issue of the sheet, the newest first; `false` when the dialog is closed.
pub(super) fn dialog_ui(
    ctx: &Context,
    cx: &Cx<'_>,
    (history, kind, printer): (&mut History, SheetKind, Option<&str>),
    (file, standings): (&CaseFile, &Standings),
) -> bool {
    let texts = cx.texts;
    let name = texts.name("sheet", kind.word());
    let (title, close) = (t!(texts, "issue-dialog", sheet = name), t!(texts, "issue-close"));
    let issues: Vec<&Issue> =
        file.issues.iter().rev().filter(|issue| issue.of.is_some_and(|(_, sheet)| sheet == kind)).collect();
    let (answer, ()) = Dialog::new(&title, &close).width(WIDTH).show(ctx, "issues", |ui| {
        let most = (ui.ctx().content_rect().height() - 240.0).max(160.0);
        let area = ScrollArea::vertical().max_height(most).min_scrolled_height(most).auto_shrink([false, true]);
        area.show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            for issue in issues {
                let changes = standings.of(kind, file).and_then(|standing| standing.changes.as_deref());
                let changes = changes.filter(|_| issue.newer.is_none()).unwrap_or_default();
                ui.push_id(&issue.document, |ui| issue_ui(ui, cx, (history, issue, printer), changes));
            }
        });
    });
    answer.is_none()
}

/// One issue: a line, what has changed since, and below it what a click unfolds.
fn issue_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    (history, issue, printer): (&mut History, &Issue, Option<&str>),
    changes: &[Change],
) {
    let open = history.unfolded.contains(&issue.document);
    if row_ui(ui, cx, (issue, open, printer)) {
        history.turn(&issue.document);
    }
    for change in changes {
        quiet(ui, &told(cx.texts, change), Tokens::of(ui.ctx()).warn);
    }
    if !open {
        return;
    }
    if issue.copies.len() > 1 {
        caption(ui, &t!(cx.texts, "issue-copies"));
        for copy in &issue.copies {
            ui.push_id(copy.copy.holder, |ui| copy_ui(ui, cx, (issue, copy), printer));
        }
    }
    caption(ui, &t!(cx.texts, "issue-outs"));
    for out in issue.outs.iter().rev().take(SHOWN) {
        out_ui(ui, cx, issue, out);
    }
    let rest = issue.outs.len().saturating_sub(SHOWN);
    let t = Tokens::of(ui.ctx());
    if rest > 0 {
        quiet(ui, &t!(cx.texts, "issue-outs-more", count = rest, document = issue.document.as_str()), t.ter);
    }
    if issue.untold() > 0 {
        quiet(ui, &t!(cx.texts, "issue-outs-untold", count = issue.untold()), t.ter);
    }
    ui.add_space(8.0);
}

fn caption(ui: &mut Ui, words: &str) {
    ui.add_space(4.0);
    frame::caption(ui, words, None);
}

/// Number, state and facts, with the ways out for all usual copies; `true` when it is folded or unfolded.
fn row_ui(ui: &mut Ui, cx: &Cx<'_>, (issue, open, printer): (&Issue, bool, Option<&str>)) -> bool {
    let (texts, t) = (cx.texts, Tokens::of(ui.ctx()));
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let words = rect.with_max_x(rect.right() - BUTTONS - 8.0);
    let response = ui.interact(words, ui.scope_id().with("fold"), Sense::click());
    let (state, tone) = match (&issue.newer, issue.kept) {
        (Some(newer), _) => (t!(texts, "issue-void", document = newer.as_str()), Tone::Neutral),
        (None, Kept::Lost) => (t!(texts, "issue-state-lost"), Tone::Danger),
        (None, _) => (t!(texts, "issue-current"), Tone::Ok),
    };
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, open, format!("{} {state}", issue.document)));
    if response.hovered() {
        ui.painter().rect_filled(words, size::R_BUTTON, t.hover);
    }
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, egui::Stroke::new(1.0, t.line2));
    let (upper, lower) = (words.with_max_y(rect.center().y), words.with_min_y(rect.center().y));
    let fold = if open { icons::CARET_DOWN } else { icons::CARET_RIGHT };
    let x = fold.paint_left(ui.painter(), upper, 13.0, t.ter) + 6.0;
    let (end, _) = text_in(ui.painter(), upper.with_min_x(x), &issue.document, font::body_medium(), t.text);
    Chip::new(&state, tone).paint(ui.painter(), pos2(end + 10.0, upper.center().y), t);
    let below = lower.with_min_x(x).with_max_y(rect.bottom() - 6.0);
    text_in(ui.painter(), below, &facts(cx, issue), font::meta(), t.ter);
    focus_ring(ui, &response, size::R_BUTTON, Ring::Inside);
    let place = rect.with_min_x(rect.right() - BUTTONS);
    if issue.kept == Kept::Here {
        let names = [t!(texts, "act-pdf"), t!(texts, "print-open-pdf"), t!(texts, "act-print")];
        ways_ui(ui, cx, place, (issue, None, printer), &names);
    } else {
        let why = if issue.kept == Kept::Never { t!(texts, "issue-never-kept") } else { t!(texts, "issue-lost") };
        text_right(ui.painter(), place, &t!(texts, "issue-no-file"), font::meta(), t.ter);
        tip(&response, &why, None);
    }
    response.clicked()
}

/// One copy with its pages, and its own ways out.
fn copy_ui(ui: &mut Ui, cx: &Cx<'_>, (issue, copy): (&Issue, &IssueCopy), printer: Option<&str>) {
    let (texts, t) = (cx.texts, Tokens::of(ui.ctx()));
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), LINE + 4.0), Sense::hover());
    let holder = texts.name("holder", copy.copy.holder.word());
    let pages = t!(texts, "issue-copy-pages", pages = copy.pages);
    let wish = if copy.copy.usual { String::new() } else { t!(texts, "holder-on-wish") };
    let note = format!("{pages}　{wish}");
    response.widget_info(|| WidgetInfo::labeled(Role::Row, true, format!("{holder} {}", note.trim_end())));
    let words = Rect::from_min_max(pos2(rect.left() + 19.0, rect.top()), pos2(rect.right() - BUTTONS, rect.bottom()));
    let (end, _) = text_in(ui.painter(), words, &holder, font::body(), t.text);
    text_in(ui.painter(), words.with_min_x(end + 12.0), note.trim_end(), font::meta(), t.ter);
    if issue.kept == Kept::Here {
        let whose = Some(copy.copy.holder);
        let name = |way: String| t!(texts, "issue-copy-act", act = way, copy = holder.as_str());
        let names = [t!(texts, "act-pdf"), t!(texts, "print-open-pdf"), t!(texts, "act-print")].map(name);
        ways_ui(ui, cx, rect.with_min_x(rect.right() - BUTTONS), (issue, whose, printer), &names);
    }
}

/// To a file, to the viewer, to the printer: the stored file of one copy or of all usual ones.
fn ways_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    place: Rect,
    (issue, whose, printer): (&Issue, Option<Holder>, Option<&str>),
    [save, view, print]: &[String; 3],
) {
    let is_void = issue.newer.is_some();
    let hand_out = |output| cx.want(Action::HandOut { document: issue.document.clone(), is_void, whose, output });
    let mut buttons = ui.new_child(UiBuilder::new().max_rect(place).layout(Layout::right_to_left(Align::Center)));
    if icon_button(&mut buttons, icons::FILE_PDF, save, None).clicked() {
        hand_out(Output::SaveAs);
    }
    if icon_button(&mut buttons, icons::ARROW_SQUARE_OUT, view, None).clicked() {
        hand_out(Output::OpenInViewer);
    }
    if let Some(printer) = printer
        && icon_button(&mut buttons, icons::PRINTER, print, None).clicked()
    {
        hand_out(Output::Print { printer: Some(printer.to_owned()), copies: 1 });
    }
}

/// One time it was handed out: when, by whom, how, which copy.
fn out_ui(ui: &mut Ui, cx: &Cx<'_>, issue: &Issue, out: &HandedOut) {
    let (texts, t) = (cx.texts, Tokens::of(ui.ctx()));
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), LINE), Sense::hover());
    let when = say::date_time(texts, cx.now.0, out.at.0);
    let (way, copy) = (texts.name("out-way", out.way.word()), copy_text(texts, issue, out));
    response.widget_info(|| WidgetInfo::labeled(Role::Row, true, format!("{when} {} {way} {copy}", out.by)));
    let words = rect.with_min_x(rect.left() + 19.0);
    let (wide, rest) = (rect.width() - 19.0, words.left());
    let column = |from: f32, to: f32| words.with_min_x(rest + wide * from).with_max_x(rest + wide * to - 8.0);
    text_in(ui.painter(), column(0.0, 0.22), &when, font::meta(), t.sec);
    text_in(ui.painter(), column(0.22, 0.42), &out.by, font::meta(), t.text);
    text_in(ui.painter(), column(0.42, 0.62), &way, font::meta(), t.sec);
    text_in(ui.painter(), column(0.62, 1.0), &copy, font::meta(), t.sec);
}

/// The copy that went out; of an issue with one usual copy that one.
fn copy_text(texts: &Texts, issue: &Issue, out: &HandedOut) -> String {
    let usual: Vec<&IssueCopy> = issue.chosen(None).collect();
    match (out.copy, usual.as_slice()) {
        (Some(holder), _) => texts.name("holder", holder.word()),
        (None, [only]) => texts.name("holder", only.copy.holder.word()),
        (None, all) => t!(texts, "issue-out-all", count = all.len()),
    }
}
