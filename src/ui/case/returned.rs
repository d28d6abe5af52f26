//! Printed papers of a case that came back: how far each is, and its scanned pages.

use egui::{RichText, Role, Ui, WidgetInfo, vec2};

use super::papers::FileText;
use super::thumbs::Thumbs;
use crate::domain::event::MediaKind;
use crate::domain::returned::{Paper, Papers};
use crate::store::{CaseFile, PapersOf};
use crate::t;
use crate::ui::theme::{Tokens, font};
use crate::ui::widgets::chip::Tone;
use crate::ui::widgets::{Button, frame};
use crate::ui::{Action, Cx, icons, say};

/// A document that came back, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnedText {
    document: String,
    name: String,
    state: String,
    tone: Tone,
    /// Its scanned pages, in order.
    pages: Vec<FileText>,
}

/// The documents of a case of which a page is back, the latest first.
pub(super) fn texts_of(file: &CaseFile, cx: &Cx<'_>) -> Vec<ReturnedText> {
    let back = file.case.papers.iter().rev().filter(|paper| !paper.filed.is_empty());
    back.map(|paper| text_of(file, paper, cx)).collect()
}

/// How far a paper is on its way back.
pub(in crate::ui) fn state_of(papers: &impl Papers, paper: &Paper, cx: &Cx<'_>) -> (String, Tone) {
    let texts = cx.texts;
    let of = paper.pages.unwrap_or_default();
    let have = of.saturating_sub(u32::try_from(paper.missing().len()).unwrap_or(0));
    match (&paper.signed, papers.newer_paper(paper)) {
        (Some((at, _)), _) if paper.is_draft() => {
            (t!(texts, "print-draft-signed-at", when = say::date_time(texts, cx.now, *at)), Tone::Warn)
        }
        (Some((at, _)), _) if paper.is_by_hand() => {
            (t!(texts, "case-by-hand-signed", when = say::date_time(texts, cx.now, *at)), Tone::Warn)
        }
        (None, None) if paper.is_by_hand() => (t!(texts, "case-by-hand-back", have = have, of = of), Tone::Warn),
        (Some((at, _)), _) => (t!(texts, "case-signed-back", when = say::date_time(texts, cx.now, *at)), Tone::Ok),
        (None, Some(newer)) => (t!(texts, "scan-state-superseded", newer = newer.document.as_str()), Tone::Warn),
        (None, None) if paper.filed.is_empty() => (t!(texts, "print-state-printed"), Tone::Accent),
        (None, None) => (t!(texts, "case-pages-back", have = have, of = of), Tone::Warn),
    }
}

fn text_of(file: &CaseFile, paper: &Paper, cx: &Cx<'_>) -> ReturnedText {
    let texts = cx.texts;
    let (state, tone) = state_of(&file.case, paper, cx);
    let page = |page: &crate::domain::returned::FiledPage| FileText {
        hash: page.picture.clone(),
        name: format!("{}-p{}.jpg", paper.document, page.page),
        media: MediaKind::Photo,
        about: t!(texts, "case-returned-page", document = paper.document.as_str(), page = page.page),
        taken: say::date_time(texts, cx.now, page.at),
        broken: None,
    };
    ReturnedText {
        document: paper.document.clone(),
        name: texts.name("sheet", paper.sheet.word()),
        state,
        tone,
        pages: paper.filed.iter().map(page).collect(),
    }
}

/// 签回扫描件: a click on a page opens its picture, the button the dialog with all of them.
pub(super) fn section_ui(ui: &mut Ui, cx: &Cx<'_>, file: &CaseFile, returned: &[ReturnedText], thumbs: &Thumbs) {
    let t = Tokens::of(ui.ctx());
    if returned.is_empty() {
        return;
    }
    ui.add_space(10.0);
    frame::caption(ui, &t!(cx.texts, "case-returned"), None);
    for paper in returned {
        thumbs.ask(cx, &paper.pages);
        ui.horizontal(|ui| {
            let name = ui.label(RichText::new(&paper.name).font(font::body_medium()).color(t.text));
            name.widget_info(|| WidgetInfo::labeled(Role::Label, true, &paper.name));
            ui.label(RichText::new(&paper.state).font(font::meta()).color(paper.tone.colours(t).0));
            let look = t!(cx.texts, "scan-look");
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if Button::secondary(&look).small().icon(icons::SEAL_CHECK).ui(ui).clicked() {
                    cx.want(Action::OpenReturned { of: PapersOf::Case(file.id), document: paper.document.clone() });
                }
            });
        });
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
            for page in &paper.pages {
                if thumbs.page_ui(ui, page).clicked() {
                    cx.want(Action::OpenAttachment { hash: page.hash.clone(), name: page.name.clone() });
                }
            }
        });
    }
}
