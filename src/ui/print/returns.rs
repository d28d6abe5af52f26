//! 签回扫描队列: paper that came back and waits for a person, and the dialogs in which it is assigned or confirmed.

use egui::{Key, Modifiers, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::assign::AssignDialog;
use super::pictures::{PagePictures, PictureSize};
use super::signing::SignDialog;
use crate::domain::returned::{Verdict, is_number_by_hand};
use crate::store::{CaseFile, CaseId, PaperFile, PapersOf, ReturnedRow, Returns, ScanId, ScannedPage};
use crate::t;
use crate::text::say;
use crate::ui::icons::{self, Icon};
use crate::ui::theme::{Tokens, font, size};
use crate::ui::widgets::Button;
use crate::ui::widgets::chip::{Chip, Tone};
use crate::ui::widgets::paint::{Ring, dashed_frame, focus_ring, text_in, text_right, tip, width};
use crate::ui::{Action, Cx, Fetch, say as words};

const ROW: f32 = 54.0;
const THUMB: egui::Vec2 = vec2(30.0, 40.0);

/// What came back, and the dialog that is open.
#[derive(Default)]
pub struct ReturnsScreen {
    pub found: Fetch<Box<Returns>>,
    pub pictures: PagePictures,
    dialog: Option<Asking>,
}

enum Asking {
    Assign(Box<AssignDialog>),
    Sign(Box<SignDialog>),
}

impl ReturnsScreen {
    /// A dialog is open, so the keys are its own.
    #[must_use]
    pub const fn is_asking(&self) -> bool {
        self.dialog.is_some()
    }

    /// The papers that a dialog waits for are here, or have changed.
    pub fn papers_here(&mut self, file: &PaperFile) {
        let stays = match &mut self.dialog {
            Some(Asking::Assign(dialog)) => {
                dialog.papers_here(file);
                true
            }
            Some(Asking::Sign(dialog)) => dialog.papers_here(file),
            None => return,
        };
        if !stays {
            self.close();
        }
    }

    /// A page is assigned or laid aside; `true` for the latter.
    pub fn settled(&mut self) -> bool {
        let discarded = matches!(&self.dialog, Some(Asking::Assign(dialog)) if dialog.discards());
        self.close();
        discarded
    }

    /// Says in the open dialog why nothing was done; `false` when none is open.
    pub fn refuse(&mut self, why: &str) -> bool {
        match &mut self.dialog {
            Some(Asking::Assign(dialog)) => dialog.refuse(why),
            Some(Asking::Sign(dialog)) => dialog.refuse(why),
            None => return false,
        }
        true
    }

    /// Opens the pages of a document.
    pub fn open(&mut self, of: PapersOf, document: String) {
        self.pictures.drop_large();
        self.dialog = Some(Asking::Sign(Box::new(SignDialog::new(vec![(of, document)]))));
    }

    fn close(&mut self) {
        self.dialog = None;
        self.pictures.drop_large();
    }

    /// The documents whose signatures can be confirmed, those of `first` before the others.
    fn ready(&self, first: Option<CaseId>) -> Vec<(PapersOf, String)> {
        let rows = self.found.value().map_or(&[][..], |found| &found.back);
        let mut ready: Vec<_> =
            rows.iter().filter(|row| row.is_ready()).map(|row| (row.of.clone(), row.document.clone())).collect();
        let first = first.map(PapersOf::Case);
        ready.sort_by_key(|(of, _)| Some(of) != first.as_ref());
        ready
    }
}

/// Hears keys and dropped files, and draws the open dialog.
pub(super) fn returns_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut ReturnsScreen, case: Option<&CaseFile>) {
    if screen.dialog.is_none() {
        let press = |key| ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, key));
        if press(Key::O) {
            cx.want(Action::PickScans);
        }
        let ready = screen.ready(case.map(|file| file.id));
        if press(Key::R) && !ready.is_empty() {
            screen.dialog = Some(Asking::Sign(Box::new(SignDialog::new(ready))));
        }
        drops(ui, cx);
    }
    let open = match &mut screen.dialog {
        Some(Asking::Assign(dialog)) => dialog.ui(ui.ctx(), cx, (&screen.pictures, case)),
        Some(Asking::Sign(dialog)) => dialog.ui(ui.ctx(), cx, &screen.pictures),
        None => return,
    };
    if !open {
        screen.close();
    }
}

/// Files let go over this screen are scans.
fn drops(ui: &mut Ui, cx: &Cx<'_>) {
    let (dropped, held) = ui.input(|input| (input.raw.dropped_files.clone(), !input.raw.hovered_files.is_empty()));
    let paths = dropped.into_iter().map(|file| file.path().to_owned());
    let paths: Vec<_> = paths.filter(|path| !path.as_os_str().is_empty()).collect();
    if !paths.is_empty() {
        cx.want(Action::TakeInScans(paths));
    }
    if held {
        let t = Tokens::of(ui.ctx());
        let place = ui.max_rect().shrink(12.0);
        let layer = egui::LayerId::new(egui::Order::Foreground, egui::Id::unique("drop-scans"));
        let painter = ui.ctx().layer_painter(layer);
        painter.rect_filled(place, size::R_PANEL, t.accent_s.gamma_multiply(0.94));
        dashed_frame(&painter, place, egui::Stroke::new(1.5, t.accent));
        icons::SCAN.paint(&painter, place.center() - vec2(0.0, 18.0), 26.0, t.accent_t);
        let at = place.center() + vec2(0.0, 14.0);
        let words = t!(cx.texts, "scan-drop");
        painter.text(at, egui::Align2::CENTER_CENTER, words, font::body_l_medium(), t.accent_t);
    }
}

/// The queue, below what stands above it at the right.
pub(super) fn queue_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut ReturnsScreen, case: Option<CaseId>) {
    let t = Tokens::of(ui.ctx());
    if case.is_some() {
        let (line, _) = ui.allocate_exact_size(vec2(ui.available_width(), 13.0), Sense::hover());
        ui.painter().hline(line.x_range().expand(18.0), line.center().y, egui::Stroke::new(1.0, t.line));
    }
    let Some(found) = screen.found.value() else { return head(ui, cx, 0) };
    head(ui, cx, found.back.len() + found.tray.len());
    let pictures = found.back.iter().map(|row| &row.picture).chain(found.tray.iter().map(|page| &page.picture));
    screen.pictures.ask(cx, PictureSize::Small, pictures);
    let mut open = None;
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for row in &found.back {
            let row_words = RowWords::of(row, cx);
            if row_ui(ui, cx, &screen.pictures, &row_words) {
                // What lacks a page is looked at as well; only its button scans.
                open = Some(Asking::Sign(Box::new(SignDialog::new(vec![(row.of.clone(), row.document.clone())]))));
            }
        }
        for page in &found.tray {
            if row_ui(ui, cx, &screen.pictures, &RowWords::of_tray(page, cx)) {
                open = Some(Asking::Assign(Box::new(AssignDialog::new(page.clone()))));
            }
        }
    });
    if found.back.is_empty() && found.tray.is_empty() {
        empty(ui, cx);
    }
    let ready = screen.ready(case);
    if ready.len() > 1 {
        let label = t!(cx.texts, "scan-file-all", count = ready.len());
        if Button::secondary(&label).icon(icons::ARCHIVE).key("Ctrl R").ui(ui).clicked() {
            open = Some(Asking::Sign(Box::new(SignDialog::new(ready))));
        }
    }
    if open.is_some() {
        screen.dialog = open;
    }
}

fn head(ui: &mut Ui, cx: &Cx<'_>, count: usize) {
    let t = Tokens::of(ui.ctx());
    let (line, response) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::hover());
    let title = t!(cx.texts, "scan-queue");
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, &title));
    let (end, _) = text_in(ui.painter(), line, &title, font::meta(), t.ter);
    if count > 0 {
        Chip::new(&count.to_string(), Tone::Accent).paint(ui.painter(), pos2(end + 8.0, line.center().y), t);
    }
    let label = t!(cx.texts, "scan-import");
    let button = Button::light(&label).small().icon(icons::SCAN).key("Ctrl O");
    let wide = button.width(ui);
    if button.put_over(ui, line.with_min_x(line.right() - wide)).clicked() {
        cx.want(Action::PickScans);
    }
}

fn empty(ui: &mut Ui, cx: &Cx<'_>) {
    let t = Tokens::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 76.0), Sense::click());
    let (fact, way) = (t!(cx.texts, "scan-none"), t!(cx.texts, "scan-none-way"));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{fact} {way}")));
    let ground = if response.hovered() { t.hover } else { t.panel };
    ui.painter().rect_filled(rect, size::R_BUTTON, ground);
    dashed_frame(ui.painter(), rect, egui::Stroke::new(1.0, t.border));
    let text = |dy: f32, text: &str, ink| {
        ui.painter().text(rect.center() + vec2(0.0, dy), egui::Align2::CENTER_CENTER, text, font::meta(), ink);
    };
    text(-10.0, &fact, t.sec);
    text(10.0, &way, t.ter);
    focus_ring(ui, &response, size::R_BUTTON, Ring::Inside);
    if response.clicked() {
        cx.want(Action::PickScans);
    }
}

/// What its button does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Deed {
    /// Opens its dialog.
    Open,
    /// Asks for another scan.
    Scan,
}

/// One line of the queue in words.
struct RowWords {
    id: egui::Id,
    picture: String,
    title: String,
    sign: Icon,
    tone: Tone,
    state: String,
    /// Which pages, behind the state.
    pages: String,
    when: String,
    button: String,
    deed: Deed,
    /// All of it, for the pointer that rests on it.
    whole: String,
}

impl RowWords {
    fn of(row: &ReturnedRow, cx: &Cx<'_>) -> Self {
        let texts = cx.texts;
        let list = |pages: &[u32]| words::join(texts, pages.iter().map(ToString::to_string));
        let pages = row.pages.saturating_sub(u32::try_from(row.missing.len()).unwrap_or(0));
        let (sign, tone, state, button, deed) = if let Some(newer) = &row.newer {
            let state = t!(texts, "scan-state-superseded", newer = newer.as_str());
            (icons::WARNING.fill(), Tone::Warn, state, t!(texts, "scan-look"), Deed::Open)
        } else if !row.twice.is_empty() {
            let state = t!(texts, "scan-state-twice", pages = list(&row.twice));
            (icons::WARNING.fill(), Tone::Warn, state, t!(texts, "scan-choose"), Deed::Open)
        } else if !row.missing.is_empty() {
            let state = t!(texts, "scan-state-missing", pages = list(&row.missing));
            (icons::WARNING.fill(), Tone::Warn, state, t!(texts, "scan-again"), Deed::Scan)
        } else if is_number_by_hand(&row.document) {
            (icons::CHECK_CIRCLE.fill(), Tone::Warn, t!(texts, "assign-by-hand"), t!(texts, "scan-file"), Deed::Open)
        } else {
            (icons::CHECK_CIRCLE.fill(), Tone::Ok, t!(texts, "scan-state-matched"), t!(texts, "scan-file"), Deed::Open)
        };
        let sheet = texts.name("sheet", row.sheet.word());
        // The five official forms are called by their number where there is little room, the register by its short name.
        let short = if row.sheet.is_official() || !row.sheet.is_of_case() {
            texts.name("sheet-short", row.sheet.word())
        } else {
            sheet.clone()
        };
        let serial = row.document.rsplit('-').next().filter(|_| is_number_by_hand(&row.document)).unwrap_or_default();
        let title = format!("{} · {short} {serial}", row.number).trim_end().to_owned();
        let whole = format!("{} · {sheet}　{}　{state}", row.number, row.document);
        Self {
            id: egui::Id::unique(("returned", &row.document)),
            picture: row.picture.clone(),
            title,
            sign,
            tone,
            state,
            pages: t!(texts, "scan-pages-of", have = pages, of = row.pages),
            when: say::date_time(texts, cx.now.0, row.at.0),
            button,
            deed,
            whole,
        }
    }

    fn of_tray(page: &ScannedPage, cx: &Cx<'_>) -> Self {
        let texts = cx.texts;
        let ScanId(id) = page.id;
        let state = match &page.verdict {
            Verdict::Tray(unfit) => words::unfit_text(texts, unfit),
            verdict => words::verdict_text(texts, verdict),
        };
        let title = t!(texts, "scan-of-file", file = page.name.as_str(), page = page.page, of = page.of);
        let whole = format!("{title}　{state}");
        Self {
            id: egui::Id::unique(("tray", id)),
            picture: page.picture.clone(),
            title,
            sign: icons::QUESTION.fill(),
            tone: Tone::Danger,
            state,
            pages: String::new(),
            when: say::date_time(texts, cx.now.0, page.at.0),
            button: t!(texts, "scan-assign"),
            deed: Deed::Open,
            whole,
        }
    }
}

/// One line; `true` when its dialog is wanted.
fn row_ui(ui: &mut Ui, cx: &Cx<'_>, pictures: &PagePictures, row: &RowWords) -> bool {
    let t = Tokens::of(ui.ctx());
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let button = Button::secondary(&row.button).small();
    let wide = button.width(ui);
    let body = rect.with_max_x(rect.right() - wide - 8.0);
    let response = ui.interact(body, row.id, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &row.whole));
    if response.hovered() {
        ui.painter().rect_filled(body, size::R_BUTTON, t.hover);
    }
    let thumb = Rect::from_center_size(pos2(body.left() + THUMB.x / 2.0, body.center().y), THUMB);
    pictures.paint_small(ui, thumb, &row.picture);
    let lines = body.with_min_x(thumb.right() + 10.0);
    let upper = Rect::from_min_max(lines.min + vec2(0.0, 6.0), pos2(lines.right(), lines.top() + 27.0));
    let lower = Rect::from_min_max(pos2(lines.left(), lines.top() + 27.0), lines.max - vec2(0.0, 7.0));
    text_in(ui.painter(), upper, &row.title, font::body(), t.text);
    let (ink, _) = row.tone.colours(t);
    let right = text_right(ui.painter(), lower, &row.when, font::meta(), t.ter) - 8.0;
    let x = row.sign.paint_left(ui.painter(), lower, 13.0, ink) + 5.0;
    let (end, _) = text_in(ui.painter(), lower.with_min_x(x).with_max_x(right), &row.state, font::meta(), ink);
    let rest = lower.with_min_x(end + 8.0).with_max_x(right);
    if width(ui.painter(), &row.pages, font::meta()) <= rest.width() {
        text_in(ui.painter(), rest, &row.pages, font::meta(), t.ter);
    }
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, egui::Stroke::new(1.0, t.line2));
    focus_ring(ui, &response, size::R_BUTTON, Ring::Inside);
    tip(&response, &row.whole, None);
    let place =
        Rect::from_center_size(pos2(rect.right() - wide / 2.0, rect.center().y), vec2(wide, size::BUTTON_SMALL));
    let pressed = ui.push_id(row.id, |ui| button.put_over(ui, place).clicked()).inner;
    if pressed && row.deed == Deed::Scan {
        cx.want(Action::PickScans);
        return false;
    }
    pressed || response.clicked()
}
