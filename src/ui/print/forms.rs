//! The sheets a case can have, with the state of each.

use egui::{Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::PrintScreen;
use crate::domain::Stamp;
use crate::domain::event::SheetKind;
use crate::domain::returned::{Paper, Papers as _};
use crate::store::{CaseFile, IssueMode, PapersOf};
use crate::t;
use crate::text::say;
use crate::ui::icons::{self, Icon};
use crate::ui::standing::{Standing, Standings, current};
use crate::ui::theme::{Tokens, font};
use crate::ui::widgets::chip::Tone;
use crate::ui::widgets::frame;
use crate::ui::widgets::paint::{Ring, focus_ring, text_in, text_right};
use crate::ui::{Action, Cx, Output};

const ROW: f32 = 64.0;

/// How far a sheet is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum State {
    /// The case has not come to the point that the sheet is about.
    NotYet,
    /// Only in the computer, or outside with blanks to fill in; what it lacks, of how much.
    Draft { out: bool, lacks: usize, of: usize },
    /// Paper is outside since then; pages that are back leave these missing.
    Printed { at: Stamp, missing: Vec<u32>, whole: bool },
    /// Its signatures are confirmed.
    Signed(Stamp),
    /// Those of the 预填 are: the 定稿 is still to be signed.
    DraftSigned(Stamp),
}

impl State {
    pub(super) fn of(kind: SheetKind, file: &CaseFile, standing: Option<&Standing>) -> Self {
        if let Some((at, _)) = file.case.sheet_signed_back(kind) {
            return Self::Signed(*at);
        }
        if let Some((at, _)) = file.case.draft_signed_back(kind) {
            return Self::DraftSigned(*at);
        }
        let issue = current(file, kind);
        let (lacks, of) = standing.map_or((0, 0), |standing| (standing.lacks, standing.of));
        match issue {
            Some(issue) if issue.mode != Some(IssueMode::Prefilled) => {
                let paper = file.case.paper(&issue.document).filter(|paper| !paper.filed.is_empty());
                Self::Printed {
                    at: issue.at,
                    missing: paper.map(Paper::missing).unwrap_or_default(),
                    whole: paper.is_some_and(Paper::is_whole),
                }
            }
            Some(_) => Self::Draft { out: true, lacks, of },
            None if kind.is_ready(&file.case) => Self::Draft { out: false, lacks, of },
            None => Self::NotYet,
        }
    }

    fn look(&self, cx: &Cx<'_>) -> (Icon, Tone, String) {
        let texts = cx.texts;
        match self {
            Self::NotYet => (icons::CIRCLE_DASHED, Tone::Neutral, t!(texts, "print-state-none")),
            Self::Draft { out: false, .. } => (icons::NOTE_PENCIL, Tone::Neutral, t!(texts, "print-state-draft")),
            Self::Draft { out: true, .. } => (icons::PRINTER, Tone::Neutral, t!(texts, "print-state-draft-out")),
            Self::Printed { .. } => (icons::PRINTER, Tone::Accent, t!(texts, "print-state-printed")),
            Self::Signed(_) => (icons::CHECK_CIRCLE, Tone::Ok, t!(texts, "print-state-signed")),
            Self::DraftSigned(_) => (icons::NOTE_PENCIL, Tone::Warn, t!(texts, "print-state-draft-signed")),
        }
    }

    /// What stands at the right of it.
    fn note(&self, cx: &Cx<'_>) -> (String, Tone) {
        let texts = cx.texts;
        let when = |at: &Stamp| say::date_time(texts, cx.now.0, at.0);
        match self {
            Self::NotYet => (String::new(), Tone::Neutral),
            Self::Draft { lacks: 0, .. } => (t!(texts, "print-checks-none"), Tone::Ok),
            Self::Draft { lacks, .. } => (t!(texts, "print-lacks", count = *lacks), Tone::Warn),
            Self::Printed { at, whole: true, .. } => (t!(texts, "print-waits-confirm", when = when(at)), Tone::Neutral),
            Self::Printed { missing, .. } if !missing.is_empty() => {
                let pages = missing.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
                (t!(texts, "print-waits-page", pages = pages), Tone::Warn)
            }
            Self::Printed { at, .. } => (t!(texts, "print-waits-signed", when = when(at)), Tone::Neutral),
            Self::Signed(at) => (t!(texts, "print-signed-at", when = when(at)), Tone::Neutral),
            Self::DraftSigned(at) => (t!(texts, "print-draft-signed-at", when = when(at)), Tone::Warn),
        }
    }

    /// How much of the way is behind it, and in what colour.
    fn share(&self) -> (f32, Tone) {
        match self {
            Self::NotYet => (0.0, Tone::Neutral),
            Self::Draft { lacks: 0, .. } => (1.0, Tone::Accent),
            Self::Draft { lacks, of, .. } => (of.saturating_sub(*lacks) as f32 / (*of).max(1) as f32, Tone::Accent),
            Self::DraftSigned(_) => (1.0, Tone::Accent),
            Self::Printed { .. } | Self::Signed(_) => (1.0, Tone::Ok),
        }
    }
}

pub(super) fn forms_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    place: Rect,
    screen: &mut PrintScreen,
    (file, standings): (&CaseFile, &Standings),
) {
    let t = Tokens::of(ui.ctx());
    ui.painter().rect_filled(place, 0.0, t.panel);
    let mut child = ui.new_child(UiBuilder::new().max_rect(place));
    let ui = &mut child;
    ui.spacing_mut().item_spacing.y = 0.0;
    let caption = place.with_max_y(place.top() + 40.0).shrink2(vec2(16.0, 11.0));
    let mut head = ui.new_child(UiBuilder::new().max_rect(caption));
    let filed = SheetKind::OFFICIAL.iter().filter(|kind| file.case.sheet_signed_back(**kind).is_some()).count();
    let all = SheetKind::OFFICIAL.len();
    frame::caption(&mut head, &t!(cx.texts, "print-forms"), None);
    let counts = t!(cx.texts, "print-filed-count", filed = filed, all = all);
    text_right(ui.painter(), caption, &counts, font::meta(), t.ter);
    ui.add_space(40.0);
    ScrollArea::vertical()
        .id_salt("forms")
        .auto_shrink(false)
        .show(ui, |ui| rows_ui(ui, cx, screen, (file, standings)));
}

fn rows_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut PrintScreen, (file, standings): (&CaseFile, &Standings)) {
    let (official, others): (Vec<_>, Vec<_>) = listed(file).into_iter().partition(|kind| kind.is_official());
    for kind in official {
        kind_ui(ui, cx, (screen, kind), (file, standings));
    }
    if !others.is_empty() {
        ui.add_space(10.0);
        let place = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::hover()).0;
        let mut head = ui.new_child(UiBuilder::new().max_rect(place.shrink2(vec2(16.0, 4.0))));
        frame::caption(&mut head, &t!(cx.texts, "print-other-sheets"), None);
    }
    for kind in others {
        kind_ui(ui, cx, (screen, kind), (file, standings));
    }
    super::pending::buttons_ui(ui, cx, screen, file);
    ui.add_space(12.0);
}

/// A sheet, and below it what came back of it filled in by hand.
fn kind_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    (screen, kind): (&mut PrintScreen, SheetKind),
    (file, standings): (&CaseFile, &Standings),
) {
    let standing = standings.of(kind, file);
    if form_row(ui, cx, (kind, screen.kind == Some(kind)), (&State::of(kind, file, standing), standing)) {
        choose(cx, screen, file, kind);
    }
    for paper in by_hand(file, kind) {
        if super::by_hand::row_ui(ui, cx, paper) {
            screen.returns.open(PapersOf::Case(file.id), paper.document.clone());
        }
    }
}

/// Forms of this kind that came back filled in by hand, the oldest first.
fn by_hand(file: &CaseFile, kind: SheetKind) -> impl Iterator<Item = &Paper> {
    file.case.papers.iter().filter(move |paper| paper.sheet == kind && paper.is_by_hand())
}

/// The five official forms, and of the other sheets those the case has come to or has filled in by hand.
pub(super) fn listed(file: &CaseFile) -> Vec<SheetKind> {
    let filled = |kind: SheetKind| by_hand(file, kind).next().is_some();
    let shown = |kind: &SheetKind| kind.is_official() || kind.is_ready(&file.case) || filled(*kind);
    SheetKind::ALL.iter().copied().filter(shown).collect()
}

pub(super) fn choose(cx: &Cx<'_>, screen: &mut PrintScreen, file: &CaseFile, kind: SheetKind) {
    if screen.kind != Some(kind) {
        screen.wait_for(file.id, kind);
        screen.seen = Some((file.id, kind, file.case.revision, None));
        cx.want(Action::Paper { case: file.id, sheet: kind, whose: None, output: Output::Preview });
    }
}

fn form_row(
    ui: &mut Ui,
    cx: &Cx<'_>,
    (kind, here): (SheetKind, bool),
    (state, standing): (&State, Option<&Standing>),
) -> bool {
    let t = Tokens::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let name = cx.texts.name("sheet", kind.word());
    let (icon, tone, word) = state.look(cx);
    let changed = standing.and_then(|standing| standing.changes.as_ref()).map_or(0, Vec::len);
    let changed = if changed > 0 { t!(cx.texts, "print-changed-count", count = changed) } else { String::new() };
    let said = format!("{name} {word} {changed}");
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, here, said.trim_end()));
    if here {
        ui.painter().rect_filled(rect, 0.0, t.sel);
        ui.painter().rect_filled(rect.with_max_x(rect.left() + 3.0), 0.0, t.accent);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 0.0, t.hover);
    }
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, egui::Stroke::new(1.0, t.line2));
    let inner = rect.shrink2(vec2(16.0, 0.0));
    let upper = inner.with_min_y(inner.top() + 8.0).with_max_y(inner.top() + 30.0);
    let lower = inner.with_min_y(inner.top() + 31.0).with_max_y(inner.top() + 51.0);
    text_in(ui.painter(), upper, &name, font::body_medium(), t.text);
    let ink = |tone: Tone| if tone == Tone::Neutral { t.ter } else { tone.colours(t).0 };
    // Paper that says something else than the case matters more than when it was printed.
    let (note, hue) = if changed.is_empty() { state.note(cx) } else { (changed, Tone::Warn) };
    let mut left = lower;
    if !note.is_empty() {
        left.max.x = text_right(ui.painter(), lower, &note, font::meta(), ink(hue)) - 8.0;
    }
    icon.paint(ui.painter(), pos2(left.left() + 7.0, left.center().y), 14.0, ink(tone));
    text_in(ui.painter(), left.with_min_x(left.left() + 19.0), &word, font::meta(), ink(tone));
    let (share, colour) = state.share();
    let bar = Rect::from_min_max(pos2(inner.left(), rect.bottom() - 9.0), pos2(inner.right(), rect.bottom() - 6.0));
    ui.painter().rect_filled(bar, 1.5, t.line2);
    if share > 0.0 {
        ui.painter().rect_filled(bar.with_max_x(bar.left() + bar.width() * share), 1.5, ink(colour));
    }
    focus_ring(ui, &response, 0.0, Ring::Inside);
    response.clicked()
}
