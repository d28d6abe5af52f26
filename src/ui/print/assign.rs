//! The dialog in which a person says where a scanned page belongs, or lays it aside (Q02).

use egui::{Context, Key, Modifiers, Sense, Ui, vec2};

use super::pictures::{PagePictures, PageView};
use super::signing::{split, warning};
use crate::domain::event::SheetKind;
use crate::domain::pinyin::{self, search_key};
use crate::domain::returned::{Paper, Papers, Verdict};
use crate::store::{ByHand, CaseFile, PaperFile, PapersOf, Place, ScannedPage};
use crate::t;
use crate::text::Texts;
use crate::ui::theme::{Tokens, font};
use crate::ui::widgets::chip::Tone;
use crate::ui::widgets::modal::{Answer, Dialog as Modal};
use crate::ui::widgets::pick::Pick;
use crate::ui::widgets::{Button, Field, PickList, frame};
use crate::ui::{Action, Cx, icons, say};

/// Width of the column beside the picture.
const SIDE: f32 = 316.0;
/// No form has more pages.
const MOST_PAGES: u32 = 999;
/// Stands before the word of a form that begins with the page; no number of a document begins so.
const BY_HAND: &str = "+";

/// The dialog while it is open.
pub(super) struct AssignDialog {
    page: ScannedPage,
    number: String,
    /// The number that was last looked for.
    sought: String,
    file: Option<Box<PaperFile>>,
    /// The documents of the case to choose from.
    picks: Vec<Pick>,
    chosen: Option<String>,
    place: String,
    pages: String,
    view: PageView,
    /// Why the page is laid aside, while that is being typed.
    discarding: Option<String>,
    fresh: bool,
    sent: bool,
    refused: Option<String>,
}

impl AssignDialog {
    pub(super) fn new(page: ScannedPage) -> Self {
        let place = page.place.as_ref();
        // A document is numbered after its case: form and running number stand behind it.
        let number = place.and_then(|place| place.document.rsplitn(3, '-').nth(2)).unwrap_or_default().to_owned();
        Self {
            number,
            sought: String::new(),
            file: None,
            picks: Vec::new(),
            chosen: None,
            place: String::new(),
            pages: String::new(),
            view: PageView::default(),
            discarding: None,
            fresh: true,
            sent: false,
            refused: None,
            page,
        }
    }

    /// The last wish was to lay the page aside.
    pub(super) const fn discards(&self) -> bool {
        self.discarding.is_some()
    }

    pub(super) fn refuse(&mut self, why: &str) {
        self.sent = false;
        self.refused = Some(why.to_owned());
    }

    /// The papers that were looked for are here; the document that the code names is proposed.
    pub(super) fn papers_here(&mut self, file: &PaperFile) {
        self.file = Some(Box::new(file.clone()));
        self.refused = None;
        self.picks.clear();
        // What no code names is not guessed: the person chooses.
        let named = self.page.place.as_ref().map(|place| place.document.as_str());
        let open = |document: &&str| file.paper(document).is_some_and(|paper| paper.signed.is_none());
        self.choose(named.filter(open).map(str::to_owned));
    }

    fn paper(&self) -> Option<&Paper> {
        self.file.as_ref()?.paper(self.chosen.as_deref()?)
    }

    /// How many pages the chosen document has, as its issue says, else as a page that came back before.
    fn known_pages(&self) -> Option<u32> {
        let paper = self.paper()?;
        let issue = self.file.as_ref()?.issues.iter().find(|issue| issue.document == paper.document);
        issue.map(|issue| issue.pages).filter(|pages| *pages > 0).or(paper.pages)
    }

    /// The form that begins with this page, where the person says that it was filled in by hand.
    fn begins(&self) -> Option<SheetKind> {
        SheetKind::from_word(self.chosen.as_deref()?.strip_prefix(BY_HAND)?)
    }

    fn by_hand(&self) -> Option<ByHand> {
        let (of, begins) = (self.file.as_ref()?.of.clone(), self.begins());
        (begins.is_some() || self.paper().is_some_and(Paper::is_by_hand)).then_some(ByHand { of, begins })
    }

    fn choose(&mut self, document: Option<String>) {
        self.chosen = document;
        let pages = self.known_pages();
        if self.begins().is_some() {
            (self.place, self.pages) = ("1".to_owned(), String::new());
        }
        let Some(paper) = self.paper() else { return };
        let named = self.page.place.as_ref().filter(|place| place.document == paper.document);
        let there = |page: &u32| paper.filed.iter().any(|filed| filed.page == *page);
        let free = (1..=pages.unwrap_or(1)).find(|page| !there(page)).unwrap_or(1);
        let page = named.map_or(free, |place| place.page);
        let pages = pages.or_else(|| named.map(|place| place.pages)).map(|pages| pages.to_string());
        self.place = page.to_string();
        self.pages = pages.unwrap_or_default();
    }

    /// Draws the dialog; `false` when it is closed.
    pub(super) fn ui(
        &mut self,
        ctx: &Context,
        cx: &Cx<'_>,
        (pictures, case): (&PagePictures, Option<&CaseFile>),
    ) -> bool {
        if self.number.is_empty()
            && self.fresh
            && let Some(file) = case
        {
            self.number.clone_from(&file.case.number);
        }
        if self.fresh && !self.number.is_empty() {
            self.seek(cx);
        }
        let texts = cx.texts;
        let (title, cancel, verb) = (t!(texts, "assign-title"), t!(texts, "act-cancel"), t!(texts, "assign-confirm"));
        let place = self.wanted();
        let why = place.as_ref().err().map(|lacks| lacks.text(texts));
        let room = ctx.content_rect().size() - vec2(120.0, 220.0);
        let high = room.y.clamp(320.0, 900.0);
        let wide = (high * 0.78 + SIDE + 20.0).min(room.x);
        let modal = Modal::new(&title, &cancel).icon(icons::SCAN, Tone::Accent).width(wide).busy(self.sent);
        let modal = modal.confirm(&verb).key("Ctrl ↵").blocked(why.as_deref());
        let pressed = ctx.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
        let (answer, ()) = modal.show(ctx, "assign", |ui| {
            let (rect, _) = ui.allocate_exact_size(vec2(wide, high), Sense::hover());
            let (picture, side) = split(rect, SIDE);
            self.view.ui(ui, cx, (picture, pictures, &self.page.picture));
            let mut column = ui.new_child(egui::UiBuilder::new().max_rect(side));
            egui::ScrollArea::vertical().id_salt("assign-side").auto_shrink(false).show(&mut column, |ui| {
                ui.set_max_width(SIDE - 10.0);
                ui.spacing_mut().item_spacing.y = 8.0;
                self.why_here_ui(ui, cx);
                self.place_ui(ui, cx);
                self.discard_ui(ui, cx);
                if let Some(refused) = &self.refused {
                    warning(ui, refused);
                }
            });
        });
        if let Ok(place) = place
            && (pressed || answer == Some(Answer::Confirmed))
            && !self.sent
        {
            self.discarding = None;
            self.sent = true;
            self.refused = None;
            let by_hand = self.by_hand();
            cx.want(Action::AssignPage { page: self.page.id, place, by_hand });
        }
        answer != Some(Answer::Cancelled)
    }

    fn seek(&mut self, cx: &Cx<'_>) {
        let number = self.number.trim().to_uppercase();
        if !number.is_empty() && number != self.sought {
            self.sought.clone_from(&number);
            self.file = None;
            self.chosen = None;
            cx.want(Action::PapersNamed(number));
        }
    }

    /// Where the page goes, as far as it is said.
    fn wanted(&self) -> Result<Place, Lacks> {
        let file = self.file.as_ref().ok_or(Lacks::Case)?;
        let document = self.chosen.clone().ok_or(Lacks::Document)?;
        let document = self.begins().map_or(document, |sheet| file.next_by_hand(sheet));
        let whole = |text: &str| text.trim().parse::<u32>().ok().filter(|number| (1..=MOST_PAGES).contains(number));
        let pages = whole(&self.pages).ok_or(Lacks::Page)?;
        let page = whole(&self.place).filter(|page| *page <= pages).ok_or(Lacks::Page)?;
        Ok(Place { document, page, pages })
    }

    fn why_here_ui(&self, ui: &mut Ui, cx: &Cx<'_>) {
        let t = Tokens::of(ui.ctx());
        let page = &self.page;
        let file = t!(cx.texts, "scan-of-file", file = page.name.as_str(), page = page.page, of = page.of);
        frame::caption(ui, &file, None);
        if let Verdict::Tray(unfit) = &page.verdict {
            let words = say::unfit_text(cx.texts, unfit);
            ui.add(egui::Label::new(egui::RichText::new(words).font(font::body()).color(t.danger)).wrap());
        }
        if let Some(place) = &page.place {
            let words = t!(
                cx.texts,
                "assign-code-says",
                document = place.document.as_str(),
                page = place.page,
                pages = place.pages
            );
            ui.add(egui::Label::new(egui::RichText::new(words).font(font::meta()).color(t.sec)).wrap());
        }
        ui.add_space(4.0);
    }

    fn place_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) {
        let texts = cx.texts;
        let wide = SIDE - 14.0;
        let (label, hint) = (t!(texts, "assign-number"), t!(texts, "assign-number-hint"));
        let number = Field::new(&label, &mut self.number).id("assign-number").hint(&hint).above().width(wide).ui(ui);
        if std::mem::take(&mut self.fresh) {
            number.request_focus();
        }
        if number.lost_focus() {
            self.seek(cx);
        }
        let Some(file) = &self.file else { return };
        if self.picks.is_empty() {
            // A form filed by mistake and taken away again holds nothing.
            let papers = file.papers.iter().rev().filter(|paper| !(paper.is_by_hand() && paper.filed.is_empty()));
            let printed = papers.map(|paper| pick_of(cx, file, paper));
            let of_case = matches!(file.of, PapersOf::Case(_));
            let blanks = SheetKind::ALL.iter().filter(|sheet| sheet.has_blank() && sheet.is_of_case() == of_case);
            self.picks = printed.chain(blanks.map(|sheet| pick_by_hand(cx, file, *sheet))).collect();
        }
        let label = t!(texts, "assign-document");
        let list = PickList::new(&label, &self.picks, self.chosen.as_deref(), &pinyin::matches).id("assign-document");
        let none = t!(texts, "dialog-none-found");
        let (_, taken) = list.above().width(wide).none(&none).ui(ui);
        if let Some(document) = taken.and_then(|at| self.picks.get(at)).map(|pick| pick.key.clone()) {
            self.choose(Some(document));
        }
        let known = self.known_pages().is_some();
        ui.horizontal(|ui| {
            let (page, pages) = (t!(texts, "assign-page"), t!(texts, "assign-pages"));
            let half = (wide - 12.0) / 2.0;
            Field::new(&page, &mut self.place).id("assign-page").above().width(half).ui(ui);
            let known = known.then(|| t!(texts, "assign-pages-known"));
            Field::new(&pages, &mut self.pages).id("assign-pages").above().width(half).blocked(known.as_deref()).ui(ui);
        });
    }

    fn discard_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) {
        let texts = cx.texts;
        ui.add_space(8.0);
        let label = t!(texts, "assign-discard");
        let Some(reason) = &mut self.discarding else {
            if Button::secondary(&label).small().icon(icons::TRASH).ui(ui).clicked() {
                self.discarding = Some(String::new());
            }
            return;
        };
        let why = t!(texts, "assign-discard-why");
        let hint = t!(texts, "assign-discard-hint");
        Field::new(&why, reason).id("assign-discard").hint(&hint).above().width(SIDE - 14.0).ui(ui);
        let empty = reason.trim().is_empty().then(|| t!(texts, "assign-discard-needs"));
        let (mut wanted, mut kept) = (false, false);
        ui.horizontal(|ui| {
            wanted = Button::danger(&label).small().blocked(empty.as_deref()).ui(ui).clicked();
            kept = Button::secondary(&t!(texts, "assign-keep")).small().ui(ui).clicked();
        });
        if wanted && !self.sent {
            self.sent = true;
            self.refused = None;
            cx.want(Action::DiscardPage { page: self.page.id, reason: reason.trim().to_owned() });
        }
        if kept {
            self.discarding = None;
        }
    }
}

/// What is still to be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lacks {
    Case,
    Document,
    Page,
}

impl Lacks {
    fn text(self, texts: &Texts) -> String {
        match self {
            Self::Case => t!(texts, "assign-needs-case"),
            Self::Document => t!(texts, "assign-needs-document"),
            Self::Page => t!(texts, "assign-needs-page"),
        }
    }
}

fn pick_of(cx: &Cx<'_>, file: &PaperFile, paper: &Paper) -> Pick {
    let name = cx.texts.name("sheet", paper.sheet.word());
    let note = if paper.signed.is_some() {
        t!(cx.texts, "assign-signed")
    } else if paper.is_by_hand() {
        t!(cx.texts, "assign-by-hand")
    } else if file.newer_paper(paper).is_some() {
        t!(cx.texts, "assign-older")
    } else {
        say::date_time(cx.texts, cx.now, paper.at)
    };
    let serial = paper.document.rsplit('-').next().unwrap_or_default();
    let label = format!("{name} · {serial}");
    let search = search_key(&format!("{label} {}", paper.document));
    Pick { search, label, note, key: paper.document.clone() }
}

/// A form that was printed empty and filled in by hand: the page begins a paper of its own.
fn pick_by_hand(cx: &Cx<'_>, file: &PaperFile, sheet: SheetKind) -> Pick {
    let document = file.next_by_hand(sheet);
    let serial = document.rsplit('-').next().unwrap_or_default();
    let label = format!("{} · {serial}", cx.texts.name("sheet-short", sheet.word()));
    let note = t!(cx.texts, "assign-by-hand-new");
    let search = search_key(&format!("{} {note} {document}", cx.texts.name("sheet", sheet.word())));
    Pick { search, label, note, key: format!("{BY_HAND}{}", sheet.word()) }
}
