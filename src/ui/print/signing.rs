//! The dialog in which a person looks at the pages of a document that came back and confirms its signatures (Q02).

use std::collections::VecDeque;

use egui::{Context, Key, Modifiers, Rect, Role, Sense, Ui, WidgetInfo, vec2};

use super::pictures::{PagePictures, PageView};
use crate::domain::returned::{FiledPage, Paper, Papers, ReturnCommand, SignedBack};
use crate::paper::signing::{SignatureBox, signature_boxes};
use crate::store::{IssueMode, PaperFile, PapersOf};
use crate::t;
use crate::text::Texts;
use crate::ui::theme::{Tokens, font};
use crate::ui::widgets::chip::Tone;
use crate::ui::widgets::modal::{Answer, Dialog as Modal};
use crate::ui::widgets::{Button, Field, frame, toggle};
use crate::ui::{Action, Cx, icons, say};

/// Width of the column beside the picture.
const SIDE: f32 = 316.0;

/// The dialog while it is open: one document, or several one after the other.
pub(super) struct SignDialog {
    queue: VecDeque<(PapersOf, String)>,
    total: usize,
    file: Option<Box<PaperFile>>,
    asked: bool,
    /// The page in sight, by its place among those that came back.
    at: usize,
    view: PageView,
    ticked: Vec<bool>,
    note: String,
    /// Why the page in sight is taken off, while that is being typed.
    removing: Option<String>,
    sent: bool,
    refused: Option<String>,
}

impl SignDialog {
    pub(super) fn new(queue: Vec<(PapersOf, String)>) -> Self {
        Self {
            total: queue.len(),
            queue: queue.into(),
            file: None,
            asked: false,
            at: 0,
            view: PageView::default(),
            ticked: Vec::new(),
            note: String::new(),
            removing: None,
            sent: false,
            refused: None,
        }
    }

    /// The papers are here or have changed; `false` when nothing is left to look at.
    pub(super) fn papers_here(&mut self, file: &PaperFile) -> bool {
        let Some((of, document)) = self.queue.front() else { return false };
        if *of != file.of {
            return true;
        }
        let paper = file.paper(document);
        let over = self.sent && paper.is_some_and(|paper| paper.signed.is_some());
        if over || paper.is_none_or(|paper| paper.filed.is_empty()) {
            let rest = self.queue.iter().skip(1).cloned().collect();
            *self = Self { total: self.total, ..Self::new(rest) };
            return !self.queue.is_empty();
        }
        self.sent = false;
        self.refused = None;
        self.removing = None;
        self.at = self.at.min(paper.map_or(0, |paper| paper.filed.len().saturating_sub(1)));
        self.file = Some(Box::new(file.clone()));
        true
    }

    pub(super) fn refuse(&mut self, why: &str) {
        self.sent = false;
        self.refused = Some(why.to_owned());
    }

    /// Draws the dialog; `false` when it is closed.
    pub(super) fn ui(&mut self, ctx: &Context, cx: &Cx<'_>, pictures: &PagePictures) -> bool {
        let Some((of, document)) = self.queue.front().cloned() else { return false };
        if !std::mem::replace(&mut self.asked, true) {
            cx.want(Action::Papers(of.clone()));
        }
        let file = self.file.take();
        let paper = file.as_deref().and_then(|file| file.paper(&document));
        let texts = cx.texts;
        let mut title = t!(texts, "sign-title", document = document.as_str());
        if self.total > 1 {
            let nth = self.total - self.queue.len() + 1;
            title = t!(texts, "sign-title-of", title = title, nth = nth, total = self.total);
        }
        let (close, verb) = (t!(texts, "sign-close"), t!(texts, "sign-confirm"));
        let signed = paper.is_some_and(|paper| paper.signed.is_some());
        let boxes = paper.map(|paper| signature_boxes(paper.sheet)).unwrap_or_default();
        self.ticked.resize(boxes.len(), false);
        let why = self.why_not(texts, file.as_deref(), paper, &boxes);
        let room = ctx.content_rect().size() - vec2(120.0, 220.0);
        let high = room.y.clamp(320.0, 900.0);
        let wide = (high * 0.78 + SIDE + 20.0).min(room.x);
        let modal = Modal::new(&title, &close).icon(icons::SEAL_CHECK, Tone::Accent).width(wide).busy(self.sent);
        let modal = if signed { modal } else { modal.confirm(&verb).key("Ctrl ↵").blocked(why.as_deref()) };
        let pressed = ctx.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
        self.turn_page(ctx, paper);
        let mut remove = None;
        let (answer, ()) = modal.show(ctx, "signing", |ui| {
            let (rect, _) = ui.allocate_exact_size(vec2(wide, high), Sense::hover());
            let (picture, side) = split(rect, SIDE);
            let Some(paper) = paper else { return };
            if let Some(page) = paper.filed.get(self.at) {
                self.view.ui(ui, cx, (picture, pictures, &page.picture));
            }
            let mut column = ui.new_child(egui::UiBuilder::new().max_rect(side));
            egui::ScrollArea::vertical().id_salt("signing-side").auto_shrink(false).show(&mut column, |ui| {
                ui.set_max_width(SIDE - 10.0);
                ui.spacing_mut().item_spacing.y = 8.0;
                self.pages_ui(ui, cx, paper);
                self.boxes_ui(ui, cx, paper, &boxes);
                if !signed {
                    remove = self.remove_ui(ui, cx, paper);
                }
                for why in why.iter().filter(|_| !signed).chain(&self.refused) {
                    warning(ui, why);
                }
            });
        });
        let wanted = !signed && (pressed || answer == Some(Answer::Confirmed)) && why.is_none() && !self.sent;
        if let Some(file) = &file {
            let command = remove.or_else(|| wanted.then(|| ReturnCommand::SignBack(self.found(document, &boxes))));
            if let Some(command) = command.filter(|_| !self.sent) {
                self.sent = true;
                self.refused = None;
                cx.want(Action::Returned { of, seen: file.revision, command });
            }
        }
        self.file = file;
        answer != Some(Answer::Cancelled)
    }

    fn found(&self, document: String, boxes: &[SignatureBox]) -> SignedBack {
        let names = |ticked: bool| {
            let kept = boxes.iter().zip(&self.ticked).filter(move |(of, is)| **is == ticked && (ticked || of.needed));
            kept.map(|(of, _)| of.name.to_owned()).collect()
        };
        SignedBack { document, signed: names(true), empty: names(false), note: self.note.trim().to_owned() }
    }

    /// Why the signatures cannot be confirmed yet.
    fn why_not(
        &self,
        texts: &Texts,
        file: Option<&PaperFile>,
        paper: Option<&Paper>,
        boxes: &[SignatureBox],
    ) -> Option<String> {
        let (Some(file), Some(paper)) = (file, paper) else { return Some(t!(texts, "sign-reading")) };
        let list = |pages: &[u32]| say::join(texts, pages.iter().map(ToString::to_string));
        if let Some(newer) = file.newer_paper(paper) {
            return Some(t!(texts, "scan-state-superseded", newer = newer.document.as_str()));
        }
        let (missing, twice) = (paper.missing(), paper.twice());
        if !missing.is_empty() {
            return Some(t!(texts, "sign-lacks", pages = list(&missing)));
        }
        if !twice.is_empty() {
            return Some(t!(texts, "sign-twice", pages = list(&twice)));
        }
        if is_prefilled(file, paper) && self.note.trim().is_empty() {
            return Some(t!(texts, "sign-prefilled"));
        }
        if !self.ticked.contains(&true) {
            return Some(t!(texts, "sign-tick"));
        }
        let empty = boxes.iter().zip(&self.ticked).any(|(of, ticked)| of.needed && !ticked);
        (empty && self.note.trim().is_empty()).then(|| t!(texts, "sign-say-why"))
    }

    fn turn_page(&mut self, ctx: &Context, paper: Option<&Paper>) {
        let last = paper.map_or(0, |paper| paper.filed.len().saturating_sub(1));
        let pressed = |key| ctx.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        if pressed(Key::PageDown) {
            self.at = (self.at + 1).min(last);
        }
        if pressed(Key::PageUp) {
            self.at = self.at.saturating_sub(1);
        }
    }

    fn pages_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, paper: &Paper) {
        let name = cx.texts.name("sheet", paper.sheet.word());
        let pages = paper.pages.unwrap_or_default();
        frame::caption(ui, &t!(cx.texts, "sign-pages", sheet = name, pages = pages), None);
        let label = |page: &FiledPage| {
            let at = say::date_time(cx.texts, cx.now, page.at);
            if paper.twice().contains(&page.page) {
                t!(cx.texts, "sign-page-twice", page = page.page, at = at)
            } else {
                t!(cx.texts, "sign-page", page = page.page)
            }
        };
        let labels: Vec<String> = paper.filed.iter().map(label).collect();
        let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
        if let Some(at) = toggle::one_of(ui, &labels, Some(self.at)) {
            self.at = at;
        }
    }

    fn boxes_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, paper: &Paper, boxes: &[SignatureBox]) {
        let texts = cx.texts;
        ui.add_space(4.0);
        if let Some((at, found)) = &paper.signed {
            frame::caption(ui, &t!(texts, "sign-done", when = say::date_time(texts, cx.now, *at)), None);
            let line = |ui: &mut Ui, words: String| {
                ui.add(egui::Label::new(egui::RichText::new(words).font(font::body())).wrap());
            };
            line(ui, t!(texts, "signed-boxes", boxes = say::join(texts, found.signed.iter().cloned())));
            if !found.empty.is_empty() {
                line(ui, t!(texts, "empty-boxes", boxes = say::join(texts, found.empty.iter().cloned())));
            }
            line(ui, found.note.clone());
            return;
        }
        frame::caption(ui, &t!(texts, "sign-boxes"), None);
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            for (of, ticked) in boxes.iter().zip(&mut self.ticked) {
                let label = if of.needed { of.name.to_owned() } else { t!(texts, "sign-at-need", name = of.name) };
                if toggle::check_box(ui, &label, *ticked).clicked() {
                    *ticked = !*ticked;
                }
            }
        });
        let (note, hint) = (t!(texts, "sign-note"), t!(texts, "sign-note-hint"));
        Field::new(&note, &mut self.note).id("sign-note").hint(&hint).above().width(SIDE - 14.0).ui(ui);
    }

    /// Taking off the page in sight, with its reason; it waits in the tray afterwards.
    fn remove_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, paper: &Paper) -> Option<ReturnCommand> {
        let page = paper.filed.get(self.at)?;
        let label = t!(cx.texts, "sign-remove", page = page.page);
        ui.add_space(4.0);
        let Some(reason) = &mut self.removing else {
            if Button::secondary(&label).small().icon(icons::TRASH).ui(ui).clicked() {
                self.removing = Some(String::new());
            }
            return None;
        };
        let why = t!(cx.texts, "sign-remove-why");
        Field::new(&why, reason).id("sign-remove").above().width(SIDE - 14.0).ui(ui);
        let empty = reason.trim().is_empty().then(|| t!(cx.texts, "sign-remove-needs"));
        let (mut wanted, mut kept) = (false, false);
        ui.horizontal(|ui| {
            wanted = Button::danger(&label).small().blocked(empty.as_deref()).ui(ui).clicked();
            kept = Button::secondary(&t!(cx.texts, "act-cancel")).small().ui(ui).clicked();
        });
        let (document, picture, reason) = (paper.document.clone(), page.picture.clone(), reason.trim().to_owned());
        if kept {
            self.removing = None;
        }
        wanted.then_some(ReturnCommand::Remove { document, page: page.page, picture, reason })
    }
}

/// It went out before its required fields were filled, with 草稿 across every page.
fn is_prefilled(file: &PaperFile, paper: &Paper) -> bool {
    let issue = file.issues.iter().find(|issue| issue.document == paper.document);
    issue.is_some_and(|issue| issue.mode == Some(IssueMode::Prefilled))
}

/// A reason in amber, over several lines where it is long.
pub(super) fn warning(ui: &mut Ui, words: &str) {
    let t = Tokens::of(ui.ctx());
    let response = ui.add(egui::Label::new(egui::RichText::new(words).font(font::meta()).color(t.warn)).wrap());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
}

/// The rectangle for a picture at the left and the column beside it.
pub(super) fn split(rect: Rect, side: f32) -> (Rect, Rect) {
    (rect.with_max_x(rect.right() - side - 20.0), rect.with_min_x(rect.right() - side))
}
