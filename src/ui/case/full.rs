//! The case screen in full: toolbar, head, stage band, tabs, action bar, and what the person is doing there.

use egui::{Align, Event, Key, Layout, Modifiers, Rect, RichText, Stroke, Ui, UiBuilder, pos2, vec2};

use super::band::{self, Cell};
use super::changes::{self, ChangeLine};
use super::deadlines::{self, ClockCard};
use super::facts::{self, FactGroup};
use super::foot::{self, Act, Foot};
use super::head;
use super::papers::{self, Papers};
use super::thumbs::Thumbs;
use super::timeline::{self, DayText};
use super::{CaseScreen, DetailView};
use crate::clock::procedure_clock::ClockOf;
use crate::domain::event::{NoteKind, SheetKind};
use crate::domain::{Command, Stage, Stamp};
use crate::store::{CaseFile, CaseId};
use crate::t;
use crate::ui::dialogs::DialogKind;
use crate::ui::incident::{self, Goal, IncidentState, IncidentView, Section};
use crate::ui::procedure::{self, Place, ProcedureState, ProcedureView};
use crate::ui::say::{self, Known};
use crate::ui::standing::Standings;
use crate::ui::theme::{Tokens, font, size};
use crate::ui::widgets::button::Button;
use crate::ui::widgets::feedback::skeleton;
use crate::ui::widgets::frame::{Tab as TabWords, tabs};
use crate::ui::{Action, Cx, Output, Route, icons};

/// Space at the left and right of the screen.
pub(super) const INSET: f32 = 24.0;
const HEAD: f32 = 72.0;
const BAND: f32 = 72.0;
const TABS: f32 = 40.0;
/// Above the stages of a merged case, with the room below it.
const BANNER: f32 = 48.0;

/// Which page of the case is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tab {
    #[default]
    Overview,
    Files,
    Contacts,
    Deadlines,
    Changes,
    /// The incident file; only where there is one or should be one.
    Incident,
    /// What is prescribed beside the stages; only where the rule book prescribes something.
    Procedures,
}

impl Tab {
    /// In the order of the keys 1 to 7.
    pub const ALL: [Self; 7] =
        [Self::Overview, Self::Files, Self::Contacts, Self::Deadlines, Self::Changes, Self::Incident, Self::Procedures];

    /// Whether a case has this page.
    fn is_of(self, file: &CaseFile) -> bool {
        match self {
            Self::Incident => incident::is_shown(&file.case),
            Self::Procedures => procedure::is_shown(file),
            _ => true,
        }
    }
}

/// What the person is doing on the case screen. Starts anew with every other case.
#[derive(Default)]
pub struct FullState {
    pub tab: Tab,
    /// An earlier round that is looked at; `None` is the running one.
    pub round: Option<u32>,
    /// The note being typed.
    pub note: String,
    /// The case's words, made of one revision at one minute.
    pub view: Option<FullView>,
    /// Small pictures of its photos.
    pub thumbs: Thumbs,
    /// The incident file: the entry being typed, the section looked at.
    pub incident: IncidentState,
    /// The procedures: the dialog that is open, the place looked at.
    pub procedure: ProcedureState,
    case: Option<CaseId>,
    /// A case on its way whose corrective entries are to be seen.
    visit: Option<CaseId>,
    /// The note that was sent, and the revision it was sent at.
    sent: Option<(u32, String)>,
    pub(super) focus_note: bool,
    /// The clock that the 期限 page scrolls to.
    pub(super) toward: Option<Toward>,
}

/// Everything the screen shows as text.
#[derive(Debug)]
pub struct FullView {
    of: (CaseId, u32, Stamp, &'static str, u32),
    pub detail: DetailView,
    pub head: head::Head,
    pub cells: Vec<Cell>,
    pub facts: Vec<FactGroup>,
    pub days: Vec<DayText>,
    pub contacts: Vec<DayText>,
    pub papers: Papers,
    pub clocks: Vec<ClockCard>,
    pub changes: Vec<ChangeLine>,
    pub acts: Vec<Act>,
    pub foot: Foot,
    pub incident: IncidentView,
    pub procedure: ProcedureView,
    /// Those that the case shows, with their words.
    tabs: Vec<(Tab, String, String)>,
}

/// A clock that the 期限 page scrolls to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Toward {
    Stage(Stage),
    Clock(ClockOf),
}

/// What a part of the screen asks of the whole.
#[derive(Default)]
pub(super) struct Asked {
    pub dialog: Option<DialogKind>,
    pub tab: Option<Tab>,
    pub round: Option<u32>,
    pub toward: Option<Toward>,
    /// A section of the incident file.
    pub section: Option<Section>,
    /// Where something missing is mended, outside the page on screen.
    pub goal: Option<Goal>,
    /// Another case, at its corrective entries.
    pub visit: Option<CaseId>,
    /// A place of the procedures.
    pub place: Option<Place>,
    /// Another procedure is to be opened.
    pub procedure: bool,
}

impl Asked {
    /// To where something missing is mended.
    pub(super) fn go(&mut self, goal: Goal) {
        match goal {
            Goal::Section(section) => self.section = Some(section),
            Goal::Overview => self.tab = Some(Tab::Overview),
            Goal::Procedure(id) => self.place = Some(Place { id: Some(id), section: None }),
            Goal::Entry(..) | Goal::Fact(_) | Goal::Charge | Goal::Revisit | Goal::House => self.goal = Some(goal),
        }
    }
}

impl FullView {
    fn of(file: &CaseFile, standings: &Standings, cx: &Cx<'_>, round: u32) -> Self {
        let names = Known::in_case(cx, file);
        let detail = DetailView::of(file, standings, cx);
        let contacts = timeline::days(file, cx, &names, timeline::is_contact);
        let talks: usize = contacts.iter().map(|day| day.entries.len()).sum();
        let count = |n: usize| if n == 0 { String::new() } else { n.to_string() };
        let clocks = deadlines::cards(file, cx, &names, round);
        let changes = changes::lines(file, cx, &names);
        let procedure = ProcedureView::of(file, cx);
        let mut tabs = vec![
            (Tab::Overview, t!(cx.texts, "case-tab-overview"), String::new()),
            (Tab::Files, t!(cx.texts, "case-tab-files"), count(file.case.attachments.len())),
            (Tab::Contacts, t!(cx.texts, "case-tab-contacts"), count(talks)),
            (Tab::Deadlines, t!(cx.texts, "case-tab-deadlines"), String::new()),
            (Tab::Changes, t!(cx.texts, "case-tab-changes"), count(changes.len())),
            (Tab::Incident, t!(cx.texts, "case-tab-incident"), String::new()),
            (Tab::Procedures, t!(cx.texts, "case-tab-procedures"), count(procedure.running)),
        ];
        tabs.retain(|(tab, ..)| tab.is_of(file));
        Self {
            of: (file.id, file.case.revision, cx.now, cx.texts.lang().word(), round),
            head: head::Head::of(file, cx, &names),
            cells: band::cells(file, cx, &names, round),
            facts: facts::groups(file, cx, &names),
            days: timeline::days(file, cx, &names, |_| true),
            contacts,
            papers: Papers::of(file, cx),
            clocks,
            changes,
            acts: detail.acts.clone(),
            foot: Foot::of(file, cx, &names),
            incident: IncidentView::of(file, cx),
            procedure,
            tabs,
            detail,
        }
    }
}

impl FullView {
    /// The pages of the case with their names.
    pub fn tabs(&self) -> impl Iterator<Item = (Tab, &str)> {
        self.tabs.iter().map(|(tab, name, _)| (*tab, name.as_str()))
    }
}

impl FullState {
    /// Follows the case on screen: another case starts at its overview, a newer revision or minute has new words.
    fn follow(&mut self, (file, standings): (&CaseFile, &Standings), cx: &Cx<'_>) -> FullView {
        if self.case != Some(file.id) {
            let visit = self.visit.take();
            *self = Self { case: Some(file.id), visit, ..Self::default() };
        }
        if self.visit.take_if(|visit| *visit == file.id).is_some() {
            self.tab = Tab::Incident;
            self.incident.go_to(Section::Closing);
        }
        if self.sent.as_ref().is_some_and(|(seen, text)| *seen != file.case.revision && *text == self.note) {
            self.note.clear();
            self.sent = None;
        }
        let round = self.round.filter(|round| *round <= file.case.round).unwrap_or(file.case.round);
        let of = (file.id, file.case.revision, cx.now, cx.texts.lang().word(), round);
        self.view.take().filter(|view| view.of == of).unwrap_or_else(|| FullView::of(file, standings, cx, round))
    }

    /// Lets the case open at one of its pages.
    pub(super) fn begin_at(&mut self, case: CaseId, tab: Tab) {
        if self.case != Some(case) {
            *self = Self { case: Some(case), ..Self::default() };
        }
        self.tab = tab;
    }

    /// Lets the case open at the arithmetic of a stage's clock.
    pub(super) fn begin_at_clock(&mut self, case: CaseId, stage: Stage) {
        self.begin_at(case, Tab::Deadlines);
        self.round = None;
        self.toward = Some(Toward::Stage(stage));
    }

    /// Goes to another case, at its corrective entries.
    pub(super) fn visit(&mut self, case: CaseId, cx: &Cx<'_>) {
        self.visit = Some(case);
        cx.want(Action::OpenCase(case));
    }

    /// Sends the note that was typed; it stays in its field until it is on record.
    pub(super) fn send_note(&mut self, file: &CaseFile, cx: &Cx<'_>) {
        let text = self.note.trim();
        if text.is_empty() {
            return;
        }
        let command = Box::new(Command::Note { kind: NoteKind::Progress, text: text.to_owned() });
        cx.want(Action::Do { case: file.id, seen: file.case.revision, command });
        self.sent = Some((file.case.revision, self.note.clone()));
    }
}

/// Draws the case in full.
pub fn case_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut CaseScreen) {
    keys(ui, cx, screen);
    let shown = screen.revealed_until.is_some_and(|until| until > cx.now);
    let CaseScreen { file, full, neighbours, standings, toward, .. } = screen;
    let Some(file) = file.value() else {
        nothing_ui(ui, cx, screen);
        return;
    };
    drops(ui, cx, file);
    let view = full.follow((file, standings), cx);
    if !view.tabs.iter().any(|(tab, ..)| *tab == full.tab) {
        full.tab = Tab::Overview;
    }
    let mut asked = Asked::default();
    if let Some((_, goal)) = toward.take_if(|(case, _)| *case == file.id) {
        asked.go(goal);
    }
    let area = ui.available_rect_before_wrap();
    let mut top = area.top();
    let mut row = |high: f32| {
        let rect = Rect::from_min_size(pos2(area.left(), top), vec2(area.width(), high));
        top = rect.bottom();
        rect
    };
    let (bar, heading) = (row(size::TOOLBAR), row(HEAD));
    if file.case.merged_into().is_some() {
        let place = row(BANNER).shrink2(vec2(INSET, 0.0));
        let mut above = child(ui, place, "merged");
        asked.dialog = super::linked::merged_ui(&mut above, cx, &view.detail.linked);
    }
    let stages = row(BAND + 2.0);
    let _gap = row(8.0);
    let pages = row(TABS);
    let body = Rect::from_min_max(pages.left_bottom(), pos2(area.right(), area.bottom() - size::ACTION_BAR));
    head::toolbar_ui(ui, cx, file, (&view, *neighbours), bar, &mut asked);
    head::head_ui(ui, cx, file, (&view, shown), heading);
    band::band_ui(ui, &view.cells, stages.shrink2(vec2(INSET, 0.0)), &mut asked);
    tabs_ui(ui, cx, file, (full, &view), pages, &mut asked);
    page_ui(ui, cx, file, (full, &view, shown), body, &mut asked);
    foot::foot_ui(ui, cx, file, &view, body, &mut asked);
    if ui.input(|input| !input.raw.hovered_files.is_empty()) {
        drop_here_ui(ui, cx, body);
    }
    full.view = Some(view);
    full.tab = asked.tab.unwrap_or(full.tab);
    full.toward = asked.toward.or(full.toward.take());
    full.round = asked.round.or(full.round);
    if let Some(section) = asked.section {
        full.tab = Tab::Incident;
        full.incident.go_to(section);
    }
    if let Some(place) = asked.place {
        full.tab = Tab::Procedures;
        full.procedure.go_to(place);
    }
    if asked.procedure {
        full.tab = Tab::Procedures;
        full.procedure.open_another();
    }
    ui.allocate_rect(area, egui::Sense::hover());
    if let Some(case) = asked.visit {
        full.visit(case, cx);
    }
    if let Some(kind) = asked.dialog {
        screen.open(kind, cx);
    }
    if let Some(goal) = asked.goal {
        screen.mend(goal, cx);
    }
}

/// A child in `rect`, from the top down, cut at its edges.
pub(super) fn child(ui: &mut Ui, rect: Rect, salt: &str) -> Ui {
    let mut inner = ui.new_child(UiBuilder::new().id_salt(salt).max_rect(rect).layout(Layout::top_down(Align::Min)));
    inner.shrink_clip_rect(rect);
    inner
}

/// 1 to 7, J, K, N. The other letters are those of every case.
fn keys(ui: &Ui, cx: &Cx<'_>, screen: &mut CaseScreen) {
    let behind = ui.memory(|memory| memory.top_modal_layer().is_some());
    let asking = behind || screen.full.procedure.is_asking();
    if ui.ctx().text_edit_focused() || asking || egui::Popup::is_any_open(ui.ctx()) {
        return;
    }
    let pressed = |key: Key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let digits = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7];
    let is_shown = |tab: Tab| screen.file.value().is_some_and(|file| tab.is_of(file));
    let mut tabs = digits.into_iter().zip(Tab::ALL).filter(|(_, tab)| is_shown(*tab));
    if let Some((_, tab)) = tabs.find(|(key, _)| pressed(*key)) {
        screen.full.tab = tab;
    }
    let (before, behind) = screen.neighbours;
    for (key, goal) in [(Key::K, before), (Key::J, behind)] {
        if pressed(key)
            && let Some(id) = goal
        {
            cx.want(Action::OpenCase(id));
        }
    }
    if pressed(Key::N) {
        // The letter that opens the field is not its first one.
        ui.input_mut(|input| input.events.retain(|event| !matches!(event, Event::Text(_))));
        if screen.full.tab != Tab::Contacts {
            screen.full.tab = Tab::Overview;
        }
        screen.full.focus_note = true;
    }
}

/// Files dropped on the window are attached to the case.
fn drops(ui: &Ui, cx: &Cx<'_>, file: &CaseFile) {
    let dropped = ui.input(|input| input.raw.dropped_files.clone());
    let paths = dropped.into_iter().map(|file| file.path().to_owned());
    let paths: Vec<_> = paths.filter(|path| !path.as_os_str().is_empty()).collect();
    if !paths.is_empty() {
        cx.want(Action::Attach { case: file.id, seen: file.case.revision, paths });
    }
}

/// Files are held over the window: they may be let go.
fn drop_here_ui(ui: &Ui, cx: &Cx<'_>, body: Rect) {
    let t = Tokens::of(ui.ctx());
    let place = body.shrink(12.0);
    ui.painter().rect_filled(place, size::R_PANEL, t.accent_s.gamma_multiply(0.94));
    crate::ui::widgets::paint::dashed_frame(ui.painter(), place, Stroke::new(1.5, t.accent));
    icons::UPLOAD_SIMPLE.paint(ui.painter(), place.center() - vec2(0.0, 18.0), 26.0, t.accent_t);
    let words = t!(cx.texts, "case-drop-files");
    let at = place.center() + vec2(0.0, 14.0);
    ui.painter().text(at, egui::Align2::CENTER_CENTER, words, font::body_l_medium(), t.accent_t);
}

fn nothing_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &CaseScreen) {
    let t = Tokens::of(ui.ctx());
    let area = ui.available_rect_before_wrap().shrink2(vec2(INSET, 16.0));
    let mut inner = child(ui, area, "nothing");
    let back = t!(cx.texts, "act-back-to-list");
    if Button::light(&back).icon(icons::ARROW_LEFT).key("Esc").ui(&mut inner).clicked() {
        cx.want(Action::Go(Route::Worklist));
    }
    inner.add_space(12.0);
    match screen.file.error() {
        Some(error) => {
            let text = say::store_error_text(cx.texts, error);
            inner.label(RichText::new(text).font(font::body()).color(t.danger));
        }
        None if screen.file.is_waiting() => skeleton(&mut inner, 28.0),
        None => {
            inner.label(RichText::new(t!(cx.texts, "case-none")).font(font::body()).color(t.sec));
        }
    }
}

fn tabs_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    file: &CaseFile,
    (full, view): (&FullState, &FullView),
    rect: Rect,
    asked: &mut Asked,
) {
    let t = Tokens::of(ui.ctx());
    let painter = ui.painter().clone();
    painter.hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, t.line));
    let words: Vec<TabWords<'_>> = view.tabs.iter().map(|(_, label, note)| TabWords { label, note }).collect();
    let present = view.tabs.iter().position(|(tab, ..)| *tab == full.tab).unwrap_or(0);
    let mut inner = child(ui, rect.shrink2(vec2(INSET - 2.0, 0.0)), "tabs");
    asked.tab = asked.tab.or(tabs(&mut inner, &words, present).and_then(|at| view.tabs.get(at)).map(|(tab, ..)| *tab));
    if file.case.round < 2 {
        return;
    }
    let place = rect.shrink2(vec2(INSET, 6.0));
    let mut right =
        ui.new_child(UiBuilder::new().id_salt("rounds").max_rect(place).layout(Layout::right_to_left(Align::Center)));
    right.spacing_mut().item_spacing.x = 4.0;
    for round in (1..=file.case.round).rev() {
        let label = t!(cx.texts, "detail-round", n = round);
        let chosen = full.round.unwrap_or(file.case.round) == round;
        if crate::ui::widgets::toggle::toggle(&mut right, &label, chosen, egui::Role::RadioButton).clicked() {
            asked.round = Some(round);
        }
    }
}

fn page_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    file: &CaseFile,
    (full, view, shown): (&mut FullState, &FullView, bool),
    body: Rect,
    asked: &mut Asked,
) {
    match full.tab {
        Tab::Overview => super::overview::overview_ui(ui, cx, file, (full, view, shown), body, asked),
        Tab::Files => papers::files_page(ui, cx, file, (view, &full.thumbs), body, asked),
        Tab::Contacts => timeline::contacts_page(ui, cx, file, (full, view), body),
        Tab::Deadlines => deadlines::page(ui, cx, (full, view), body),
        Tab::Changes => changes::page(ui, cx, view, body),
        Tab::Incident => {
            let pictures = (&full.thumbs, view.papers.files.as_slice());
            incident::page_ui(ui, cx, file, (&mut full.incident, &view.incident, pictures), (body, INSET));
            if let Some(goal) = full.incident.leave.take() {
                asked.go(goal);
            }
        }
        Tab::Procedures => {
            let state = (&mut full.procedure, &view.procedure, shown);
            if let Some(of) = procedure::page_ui(ui, cx, file, state, (body, INSET)) {
                asked.tab = Some(Tab::Deadlines);
                asked.toward = Some(Toward::Clock(of));
            }
        }
    }
}

/// Opens the print screen on form 1 of the case.
pub(super) fn print(cx: &Cx<'_>, file: &CaseFile, sheet: SheetKind) {
    cx.want(Action::Paper { case: file.id, sheet, whose: None, output: Output::Preview });
    cx.want(Action::Go(Route::Print));
}
