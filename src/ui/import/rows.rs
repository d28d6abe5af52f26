//! The rows of a dry run: what would be written, what not, and why.

use egui::{Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::domain::{Draft, Field};
use crate::exchange::dry_run::{DryRun, RowRefusal, RowWarning, Twin};
use crate::exchange::mask::excerpt;
use crate::exchange::target::Target;
use crate::t;
use crate::ui::theme::{Tokens, font, size};
use crate::ui::widgets::feedback;
use crate::ui::widgets::paint::{text_in, tip};
use crate::ui::widgets::rows::{Place, RowLook, Rows, paint_row, row_response};
use crate::ui::{Cx, icons, say_lists};

const ROW: f32 = 34.0;

/// One list of the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Tab {
    #[default]
    Accepted,
    Refused,
    Duplicates,
    Warnings,
}

impl Tab {
    pub(super) const ALL: [Self; 4] = [Self::Accepted, Self::Refused, Self::Duplicates, Self::Warnings];

    /// As the ids of the texts have it.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Duplicates => "duplicates",
            Self::Warnings => "warnings",
        }
    }
}

/// Lines of a list; a refused row has one line for each of its reasons.
pub(super) fn count(run: &DryRun, tab: Tab) -> usize {
    match tab {
        Tab::Accepted => run.accepted.len(),
        Tab::Refused => run.refused.len(),
        Tab::Duplicates => run.duplicates.len(),
        Tab::Warnings => run.warnings.len(),
    }
}

/// Row number, column or customer, reason or words, value.
type Line = [String; 4];

pub(super) fn rows_ui(ui: &mut Ui, cx: &Cx<'_>, run: &DryRun, tab: Tab, place: &mut Place) {
    let t = Tokens::of(ui.ctx());
    let texts = cx.texts;
    let count = count(run, tab);
    if count == 0 {
        let words = texts.name("import-none", tab.word());
        return feedback::empty(ui, icons::CHECK_CIRCLE, (&words, ""), |_| {});
    }
    let (head, _) = ui.allocate_exact_size(vec2(ui.available_width(), size::TABLE_HEAD), Sense::hover());
    ui.painter().rect_filled(head, 0.0, t.sunken);
    let who = matches!(tab, Tab::Accepted | Tab::Duplicates);
    let names = [
        t!(texts, "report-row"),
        if who { t!(texts, "field-customer-name") } else { t!(texts, "report-column") },
        if tab == Tab::Accepted { t!(texts, "field-description") } else { t!(texts, "report-reason") },
        if tab == Tab::Accepted { t!(texts, "field-phone") } else { t!(texts, "report-value") },
    ];
    for (spot, name) in spots(head).into_iter().zip(&names) {
        text_in(ui.painter(), spot, name, font::meta(), t.ter);
    }
    Rows::new(count, ROW).show(ui, place, |ui, at, rect| {
        if let Some(line) = line(cx, run, tab, at) {
            row_ui(ui, rect, at, &line);
        }
    });
}

fn spots(row: Rect) -> [Rect; 4] {
    let inner = row.shrink2(vec2(16.0, 0.0));
    let wide = inner.width() - 52.0;
    let x = |share: f32| inner.left() + 52.0 + wide * share;
    let part = |from: f32, to: f32| Rect::from_min_max(pos2(from, row.top()), pos2(to - 10.0, row.bottom()));
    [part(inner.left(), x(0.0)), part(x(0.0), x(0.26)), part(x(0.26), x(0.72)), part(x(0.72), inner.right() + 10.0)]
}

fn row_ui(ui: &Ui, rect: Rect, at: usize, line: &Line) {
    let t = Tokens::of(ui.ctx());
    let response = row_response(ui, rect, at);
    response.widget_info(|| WidgetInfo::labeled(Role::Row, true, line.join(" ")));
    paint_row(ui, rect, RowLook { hovered: response.hovered(), ..RowLook::default() });
    let mut cut = false;
    for (at, (spot, text)) in spots(rect).into_iter().zip(line).enumerate() {
        let ink = if at == 0 { t.ter } else { t.text };
        cut |= text_in(ui.painter(), spot, text, font::body(), ink).1;
    }
    if cut {
        tip(&response, &line.join("　"), None);
    }
}

fn line(cx: &Cx<'_>, run: &DryRun, tab: Tab, at: usize) -> Option<Line> {
    let texts = cx.texts;
    Some(match tab {
        Tab::Accepted => {
            let accepted = run.accepted.get(at)?;
            let draft = &accepted.draft;
            [accepted.row.to_string(), value(draft, Field::CustomerName), words_of(draft), value(draft, Field::Phone)]
        }
        Tab::Refused => {
            let RowRefusal { row, header, excerpt, reason, target } = run.refused.get(at)?.clone();
            let column = if header.is_empty() {
                target.map(|target| say_lists::target_name(texts, target)).unwrap_or_default()
            } else {
                header
            };
            [row.to_string(), column, say_lists::refusal_reason_text(texts, reason), excerpt]
        }
        Tab::Duplicates => {
            let found = run.duplicates.get(at)?;
            let twin = match &found.twin {
                Twin::Row(row) => t!(texts, "repeats-row", row = row.to_string()),
                Twin::Case(number) => t!(texts, "repeats-case", number = number.as_str()),
            };
            [found.row.to_string(), value(&found.draft, Field::CustomerName), twin, words_of(&found.draft)]
        }
        Tab::Warnings => {
            let RowWarning { row, header, excerpt, reason } = run.warnings.get(at)?.clone();
            [row.to_string(), header, say_lists::warning_reason_text(texts, reason), excerpt]
        }
    })
}

/// A value of the draft, masked where it names or reaches a person.
fn value(draft: &Draft, field: Field) -> String {
    excerpt(Target::Field(field), draft.get(field))
}

/// The complaint in a few words.
fn words_of(draft: &Draft) -> String {
    let described = value(draft, Field::Description);
    if described.is_empty() { value(draft, Field::Symptoms) } else { described }
}
