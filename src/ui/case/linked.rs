//! 关联工单: the cases this one is linked with, what is done there against the same fault, and earlier complaints (H09).

use egui::{Label, Rect, RichText, Role, Sense, Ui, WidgetInfo, vec2};

use crate::domain::{Link, Relation};
use crate::store::{By, CaseFile, CaseId, Filter, LinkedCase, ListQuery, SharedCorrective, View};
use crate::t;
use crate::text::say::full_day;
use crate::ui::dialogs::{self, DialogKind};
use crate::ui::links::{CASE_ROW, CaseWords, case_row};
use crate::ui::theme::{Tokens, font};
use crate::ui::widgets::button::{Button, icon_button};
use crate::ui::widgets::chip::Tone;
use crate::ui::widgets::feedback::banner;
use crate::ui::widgets::paint::text_in;
use crate::ui::{Action, Cx, icons};

/// A corrective entry of a linked case in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrectiveText {
    pub head: String,
    pub text: String,
    pub tone: Tone,
}

/// One linked case in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkText {
    pub case: CaseId,
    pub link: Link,
    pub words: CaseWords,
    pub correctives: Vec<CorrectiveText>,
}

/// The links of a case in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked {
    pub lines: Vec<LinkText>,
    /// How often the customer made contact, where cases are merged into this one.
    pub contacts: String,
    pub earlier: String,
    earlier_cases: Vec<CaseId>,
    /// Said above a case that is merged.
    pub merged: String,
}

/// What the section asks of its screen.
#[derive(Debug, Default)]
pub(super) struct LinkAsk {
    pub dialog: Option<DialogKind>,
    /// A case whose corrective entries are to be seen.
    pub visit: Option<CaseId>,
}

impl Linked {
    pub(super) fn of(file: &CaseFile, cx: &Cx<'_>) -> Self {
        let texts = cx.texts;
        let line = |linked: &LinkedCase| {
            let relation = linked.link.relation;
            let mut words = CaseWords::of(&linked.row, cx, texts.name("relation", relation.word()));
            if relation == Relation::Merged {
                words.stage = texts.name("stage", linked.row.stage.word());
            }
            LinkText {
                case: linked.row.id,
                link: Link { reason: String::new(), ..linked.link.clone() },
                words,
                correctives: linked.correctives.iter().map(|shared| corrective(file, cx, shared)).collect(),
            }
        };
        // kpi 5.1.9: each merged case was a contact of its own.
        let merged = file.merged.len();
        let contacts = if merged == 0 { String::new() } else { t!(texts, "case-contacts", n = merged + 1) };
        // A merged case stands for nothing of its own.
        let earlier = if file.case.merged_into().is_some() { 0 } else { file.earlier.len() };
        Self {
            lines: file.linked.iter().map(line).collect(),
            contacts,
            earlier: if earlier == 0 { String::new() } else { t!(texts, "case-earlier", n = earlier) },
            earlier_cases: file.earlier.clone(),
            merged: file.case.merged_into().map(|main| t!(texts, "case-merged", main = main)).unwrap_or_default(),
        }
    }

    /// Whether there is anything to show besides the way to link.
    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.earlier.is_empty()
    }
}

/// L08, L09: cause, countermeasure, who answers for it, by when, and whether it works.
fn corrective(file: &CaseFile, cx: &Cx<'_>, shared: &SharedCorrective) -> CorrectiveText {
    let (texts, entry) = (cx.texts, &shared.entry);
    let standing = if shared.effective {
        t!(texts, "incident-effective")
    } else {
        t!(texts, "incident-due", day = full_day(entry.due.date()))
    };
    let mut head = vec![t!(texts, "incident-corrective", n = shared.id), entry.owner.clone(), standing];
    if entry.covers.contains(&file.case.number) {
        head.push(t!(texts, "case-corrective-covers"));
    }
    let late = !shared.effective && entry.due < cx.now;
    CorrectiveText {
        head: head.join(" · "),
        text: t!(texts, "case-corrective", cause = entry.cause.as_str(), measure = entry.countermeasure.as_str()),
        tone: if shared.effective {
            Tone::Ok
        } else if late {
            Tone::Warn
        } else {
            Tone::Neutral
        },
    }
}

/// The banner of a merged case: the way to the main case, and the way back.
pub(super) fn merged_ui(ui: &mut Ui, cx: &Cx<'_>, linked: &Linked) -> Option<DialogKind> {
    let main = linked.lines.iter().find(|line| line.link.relation == Relation::Main)?;
    let actions = [t!(cx.texts, "case-open-main"), t!(cx.texts, "act-unmerge")];
    match banner(ui, (Tone::Warn, icons::GIT_MERGE), &linked.merged, &[&actions[0], &actions[1]]) {
        Some(0) => cx.want(Action::OpenCase(main.case)),
        Some(_) => return Some(DialogKind::Unlink(main.link.clone())),
        None => {}
    }
    None
}

/// The section: a row for each linked case, and below it the corrective entries there.
pub(super) fn section_ui(ui: &mut Ui, cx: &Cx<'_>, file: &CaseFile, linked: &Linked) -> LinkAsk {
    let t = Tokens::of(ui.ctx());
    let mut ask = LinkAsk::default();
    let (head, response) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::hover());
    let title = t!(cx.texts, "case-links");
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, format!("{title} {}", linked.contacts)));
    let (end, _) = text_in(ui.painter(), head, &title, font::meta(), t.ter);
    text_in(ui.painter(), head.with_min_x(end + 8.0), &linked.contacts, font::meta(), t.sec);
    let label = dialogs::label(cx.texts, &DialogKind::Link);
    let why_not = dialogs::why_not(cx.texts, &file.case, &DialogKind::Link);
    let button = Button::light(&label).small().icon(icons::LINK_SIMPLE).key("L").blocked(why_not.as_deref());
    let wide = button.width(ui);
    if button.put_over(ui, head.with_min_x(head.right() - wide)).clicked() {
        ask.dialog = Some(DialogKind::Link);
    }
    if !linked.earlier.is_empty() && ui.link(RichText::new(&linked.earlier).font(font::body()).color(t.warn)).clicked()
    {
        let filter = Filter { only: linked.earlier_cases.clone(), ..Filter::default() };
        let by = By { name: cx.me.to_owned(), now: cx.now };
        cx.want(Action::OpenList(Box::new(ListQuery { filter, ..ListQuery::of(View::All, &by) })));
    }
    for line in &linked.lines {
        line_ui(ui, cx, file, line, &mut ask);
    }
    ask
}

fn line_ui(ui: &mut Ui, cx: &Cx<'_>, file: &CaseFile, line: &LinkText, ask: &mut LinkAsk) {
    let t = Tokens::of(ui.ctx());
    let unlink = DialogKind::Unlink(line.link.clone());
    let (label, blocked) = (dialogs::label(cx.texts, &unlink), dialogs::why_not(cx.texts, &file.case, &unlink));
    ui.push_id((line.case, line.link.relation), |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            if case_row(ui, &line.words, ui.available_width() - 32.0, false).clicked() {
                cx.want(Action::OpenCase(line.case));
            }
            let (place, _) = ui.allocate_exact_size(vec2(28.0, CASE_ROW), Sense::hover());
            let place = Rect::from_center_size(place.center(), vec2(28.0, 28.0));
            let mut corner = ui.new_child(egui::UiBuilder::new().max_rect(place));
            // A merged case is parted from its main case in the banner.
            let offered = blocked.is_none() && line.link.relation != Relation::Main;
            if offered && icon_button(&mut corner, icons::LINK_BREAK, &label, None).clicked() {
                ask.dialog = Some(unlink);
            }
        });
        for shared in &line.correctives {
            ui.horizontal_top(|ui| {
                ui.add_space(8.0);
                let (place, _) = ui.allocate_exact_size(vec2(16.0, 18.0), Sense::hover());
                icons::WRENCH.paint(ui.painter(), place.center(), 13.0, shared.tone.colours(t).0);
                let words = RichText::new(format!("{}\n{}", shared.head, shared.text)).font(font::meta()).color(t.sec);
                let label = ui.add(Label::new(words).wrap().sense(Sense::click()));
                if label.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
                    ask.visit = Some(line.case);
                }
            });
        }
    });
}
