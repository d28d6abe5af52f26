//! The dialog of L: what the other case is, which one it is, what will happen, and why.

use egui::{Context, Key, Modifiers, RichText, ScrollArea, Ui};

use super::row::{CASE_ROW, CaseWords, case_row};
use crate::domain::{Command, Link, Relation, Stamp};
use crate::store::{CaseFile, CaseId, CaseRow, SameBy};
use crate::t;
use crate::text::Texts;
use crate::ui::case::CaseScreen;
use crate::ui::dialogs::draw;
use crate::ui::dialogs::form::{Form, Input, Part, Slot};
use crate::ui::theme::{Tokens, font};
use crate::ui::widgets::button::Button;
use crate::ui::widgets::chip::Tone;
use crate::ui::widgets::modal::{Answer, Dialog as Modal};
use crate::ui::widgets::search::Search;
use crate::ui::{Action, Cx, Deed, Fetch, icons};

const WIDE: f32 = 560.0;
/// Rows of the list that are in sight at once.
const SHOWN: f32 = 4.0;
/// How long the typing rests before it is looked for, in seconds.
const REST: f64 = 0.25;
const TIE: Slot = Slot::Entry("tie", 0);

/// What the other case can be to the one on screen, in the order of the choice.
const OF_ONE: [Relation; 6] =
    [Relation::Main, Relation::Duplicate, Relation::Related, Relation::Later, Relation::Batch, Relation::Member];
/// The same to each of the marked ones.
const OF_MARKED: &[Relation] =
    &[Relation::Main, Relation::Duplicate, Relation::Related, Relation::Later, Relation::Batch];

/// A case that may be the other one, and why it is proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    pub row: CaseRow,
    pub same: Vec<SameBy>,
}

/// What is to be linked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Linking {
    /// The case on screen.
    One { case: CaseId, number: String, received_at: Stamp },
    /// Every marked case, by key and number.
    Marked(Vec<(CaseId, String)>),
}

/// The dialog while it is open.
#[derive(Debug)]
pub struct LinkDialog {
    linking: Linking,
    form: Form,
    typed: String,
    typed_at: Option<f64>,
    /// Possible duplicates of the one case, or the marked ones themselves.
    pub proposed: Fetch<Vec<Candidate>>,
    /// What was searched for.
    pub found: Fetch<Vec<Candidate>>,
    chosen: Option<CaseRow>,
    /// The row that Enter takes.
    at: usize,
    fresh: bool,
    /// The command is on its way; its answer closes the dialog or says why not.
    sent: bool,
}

impl LinkDialog {
    #[must_use]
    pub fn new(linking: Linking, texts: &Texts) -> Self {
        let ties = match &linking {
            Linking::One { .. } => &OF_ONE[..],
            Linking::Marked(_) => OF_MARKED,
        };
        let ties = ties.iter().map(|tie| (tie.word().to_owned(), texts.name("tie", tie.word())));
        let tie = Part::new(TIE, t!(texts, "link-tie"), Input::One(ties.collect()));
        let reason = Part::area(Slot::Reason, t!(texts, "wording-reason"), 2).hint(t!(texts, "dialog-optional"));
        Self {
            linking,
            form: Form { parts: vec![tie.value(Relation::Main.word()).required(), reason] },
            typed: String::new(),
            typed_at: None,
            proposed: Fetch::default(),
            found: Fetch::default(),
            chosen: None,
            at: 0,
            fresh: true,
            sent: false,
        }
    }

    /// Of the link that is chosen, with the direction that the contacts say: the case received later is merged.
    fn relation(&self, other: &CaseRow) -> Option<Relation> {
        let chosen = Relation::from_word(self.form.text(TIE))?;
        Some(match &self.linking {
            Linking::One { received_at, .. } if chosen == Relation::Main && other.received_at > *received_at => {
                Relation::Merged
            }
            _ => chosen,
        })
    }

    /// What the choice will do, before it is done.
    fn says(&self, cx: &Cx<'_>) -> String {
        let chosen = self.form.text(TIE);
        let Some(other) = self.chosen.as_ref().filter(|_| chosen == Relation::Main.word()) else {
            return cx.texts.name("tie-says", chosen);
        };
        let theirs = other.number.as_str();
        match (&self.linking, self.relation(other)) {
            (Linking::One { number, .. }, Some(Relation::Merged)) => {
                t!(cx.texts, "link-says-merge", duplicate = theirs, main = number.as_str())
            }
            (Linking::One { number, .. }, _) => {
                t!(cx.texts, "link-says-merge", duplicate = number.as_str(), main = theirs)
            }
            (Linking::Marked(_), _) => {
                t!(cx.texts, "link-says-merge-many", count = self.others().len(), main = theirs)
            }
        }
    }

    /// The marked cases without the chosen one.
    fn others(&self) -> Vec<(CaseId, String)> {
        let Linking::Marked(cases) = &self.linking else { return Vec::new() };
        let chosen = self.chosen.as_ref().map(|row| row.id);
        cases.iter().filter(|(case, _)| Some(*case) != chosen).cloned().collect()
    }

    /// Cases that can be chosen: what was typed for, else the proposed ones; never itself.
    fn candidates(&self) -> &[Candidate] {
        let fetch = if self.typed.trim().is_empty() { &self.proposed } else { &self.found };
        fetch.value().map_or(&[], Vec::as_slice)
    }

    fn title(&self, texts: &Texts) -> String {
        match &self.linking {
            Linking::One { number, .. } => {
                let act = t!(texts, "act-link");
                t!(texts, "dialog-title", act = act.as_str(), number = number.as_str())
            }
            Linking::Marked(cases) => t!(texts, "link-title-many", count = cases.len()),
        }
    }

    /// Wants the link. `true` when the dialog is done: marked cases are linked one by one behind it.
    fn submit(&mut self, cx: &Cx<'_>, file: Option<&CaseFile>) -> bool {
        let Some(other) = &self.chosen else { return false };
        let Some(relation) = self.relation(other) else { return false };
        let link = Link { relation, other: other.number.clone(), reason: self.form.text(Slot::Reason).to_owned() };
        match (&self.linking, file) {
            (Linking::Marked(_), _) => {
                cx.want(Action::Many { deed: Deed::Link(link), cases: self.others() });
                true
            }
            (Linking::One { case, .. }, Some(file)) => {
                let command = Box::new(Command::Link(link));
                cx.want(Action::Do { case: *case, seen: file.case.revision, command });
                self.sent = true;
                false
            }
            (Linking::One { .. }, None) => true,
        }
    }

    fn body_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, why: Option<&str>) {
        ui.style_mut().text_styles.insert(egui::TextStyle::Body, font::body());
        let mut changed = Vec::new();
        if let Some((tie, _)) = self.form.parts.split_first_mut() {
            draw::rows(ui, cx, std::slice::from_mut(tie), None, &mut changed);
        }
        match self.chosen.clone() {
            Some(row) => self.chosen_ui(ui, cx, &row),
            None => self.search_ui(ui, cx),
        }
        draw::line(ui, None, &self.says(cx));
        draw::rows(ui, cx, self.form.parts.get_mut(1..).unwrap_or_default(), None, &mut changed);
        if let Some(why) = why {
            draw::line(ui, Some(Tone::Danger), why);
        }
    }

    fn chosen_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, row: &CaseRow) {
        let again = t!(cx.texts, "link-again");
        let button = Button::light(&again).small().icon(icons::ARROW_COUNTER_CLOCKWISE);
        ui.horizontal(|ui| {
            let wide = ui.available_width() - button.width(ui) - 8.0;
            case_row(ui, &CaseWords::of(row, cx, String::new()), wide, true);
            if button.ui(ui).clicked() {
                self.chosen = None;
                self.fresh = true;
            }
        });
    }

    fn search_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) {
        let (hint, clear) = (t!(cx.texts, "link-search"), t!(cx.texts, "list-clear-search"));
        let search = Search { hint: &hint, key: None, clear: &clear, width: ui.available_width() };
        let response = search.ui(ui, "link", &mut self.typed);
        if std::mem::take(&mut self.fresh) {
            response.request_focus();
        }
        if response.changed() {
            self.typed_at = Some(ui.input(|input| input.time));
            self.at = 0;
        }
        self.ask(ui, cx);
        let count = self.candidates().len();
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        if response.has_focus() && pressed(Key::ArrowDown) {
            self.at = (self.at + 1).min(count.saturating_sub(1));
        }
        if response.has_focus() && pressed(Key::ArrowUp) {
            self.at = self.at.saturating_sub(1);
        }
        let enter = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let mut taken = enter.then_some(self.at);
        ScrollArea::vertical().id_salt("link-cases").max_height(CASE_ROW * SHOWN).auto_shrink([false, true]).show(
            ui,
            |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                for (at, candidate) in self.candidates().iter().enumerate() {
                    let words = CaseWords::of(&candidate.row, cx, same_text(cx, &candidate.same));
                    let response = case_row(ui, &words, ui.available_width(), at == self.at);
                    if response.clicked() {
                        taken = Some(at);
                    }
                }
                if count == 0 {
                    self.nothing_ui(ui, cx);
                }
            },
        );
        if let Some(row) = taken.and_then(|at| self.candidates().get(at)).map(|candidate| candidate.row.clone()) {
            self.chosen = Some(row);
        } else if enter {
            self.fresh = true;
        }
    }

    fn nothing_ui(&self, ui: &mut Ui, cx: &Cx<'_>) {
        let t = Tokens::of(ui.ctx());
        let typed = !self.typed.trim().is_empty();
        let waits = self.typed_at.is_some() || if typed { self.found.is_waiting() } else { self.proposed.is_waiting() };
        let words = match (waits, typed) {
            (true, _) => t!(cx.texts, "link-searching"),
            (false, true) => t!(cx.texts, "dialog-none-found"),
            (false, false) => t!(cx.texts, "link-none-proposed"),
        };
        ui.label(RichText::new(words).font(font::meta()).color(t.ter));
    }

    /// Looks for what was typed once the typing rests.
    fn ask(&mut self, ui: &Ui, cx: &Cx<'_>) {
        let Some(at) = self.typed_at else { return };
        let rested = ui.input(|input| input.time) - at;
        if rested < REST {
            ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(REST - rested));
            return;
        }
        self.typed_at = None;
        if !self.typed.trim().is_empty() {
            cx.want(Action::SeekCases(self.typed.trim().to_owned()));
        }
    }

    /// Hits of the search, without the case itself.
    #[must_use]
    pub fn without_itself(&self, rows: Vec<CaseRow>) -> Vec<Candidate> {
        let own = |row: &CaseRow| matches!(&self.linking, Linking::One { case, .. } if *case == row.id);
        rows.into_iter().filter(|row| !own(row)).map(|row| Candidate { row, same: Vec::new() }).collect()
    }
}

fn same_text(cx: &Cx<'_>, same: &[SameBy]) -> String {
    let words = same.iter().map(|by| match by {
        SameBy::Phone => t!(cx.texts, "intake-same-phone"),
        SameBy::Serial => t!(cx.texts, "intake-same-serial"),
        SameBy::Address => t!(cx.texts, "intake-same-address"),
    });
    words.collect::<Vec<_>>().join(" · ")
}

/// Draws the dialog above the window while it is open.
pub fn link_dialog_ui(ctx: &Context, cx: &Cx<'_>, open: &mut Option<LinkDialog>, case: &mut CaseScreen) {
    let Some(mut dialog) = open.take() else { return };
    let file = match &dialog.linking {
        Linking::One { case: id, .. } => case.file.value().filter(|file| file.id == *id),
        Linking::Marked(_) => None,
    };
    if matches!(dialog.linking, Linking::One { .. }) && file.is_none() {
        return;
    }
    if case.refused.is_some() {
        dialog.sent = false;
    }
    let (title, cancel, verb) = (dialog.title(cx.texts), t!(cx.texts, "act-cancel"), verb(cx.texts, &dialog));
    let missing = dialog.chosen.is_none().then(|| t!(cx.texts, "link-choose"));
    let pressed = ctx.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
    let modal = Modal::new(&title, &cancel)
        .icon(icons::LINK_SIMPLE, Tone::Accent)
        .width(WIDE)
        .confirm(&verb)
        .key("Ctrl ↵")
        .blocked(missing.as_deref())
        .busy(dialog.sent);
    let refused = case.refused.clone();
    let (answer, ()) = modal.show(ctx, "link", |ui| dialog.body_ui(ui, cx, refused.as_deref()));
    if answer == Some(Answer::Cancelled) {
        case.refused = None;
        return;
    }
    let wanted = pressed || answer == Some(Answer::Confirmed);
    let mut done = false;
    if wanted && missing.is_none() && !dialog.sent {
        done = dialog.submit(cx, file.map(AsRef::as_ref));
        case.refused = None;
    }
    if !done {
        *open = Some(dialog);
    }
}

fn verb(texts: &Texts, dialog: &LinkDialog) -> String {
    let merges = dialog.form.text(TIE) == Relation::Main.word();
    if merges { t!(texts, "act-merge") } else { t!(texts, "act-link-only") }
}
