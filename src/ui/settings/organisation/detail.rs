//! The form of one branch: what it is, where it is, who answers for it.

use egui::{Key, Modifiers, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, vec2};

use super::edit::{BranchEdit, Lack, Part, PersonEdit};
use super::view::{View as PageView, masked};
use super::{Checked, Cx, Focus, OrganisationPage, Outcome, duties, outlets};
use crate::domain::organisation::{Person, PersonId};
use crate::domain::pinyin;
use crate::store::{By, Filter, ListQuery, View};
use crate::t;
use crate::ui::theme::{Tokens, font, size};
use crate::ui::widgets::chip::Tone;
use crate::ui::widgets::paint::{text_in, text_right};
use crate::ui::widgets::pick_many::{Change as Picked, PickMany};
use crate::ui::widgets::rows::{RowLook, paint_row};
use crate::ui::widgets::{Button, Chip, Field, Pick, PickList, frame};
use crate::ui::{Action, icons};

pub(super) const LABEL: f32 = 78.0;
const PERSON: f32 = 34.0;

pub(super) fn detail_ui(ui: &mut Ui, cx: &Cx<'_>, page: &mut OrganisationPage, room: Rect) {
    let t = Tokens::of(ui.ctx());
    ui.painter().vline(room.left() + 0.5, room.y_range(), egui::Stroke::new(1.0, t.line));
    let Some(mut edit) = page.edit.take() else { return };
    let Some(view) = page.view.take() else { return page.edit = Some(edit) };
    let (outcome, wrongs) = page.check(cx, Checked::Branch(Box::new(edit.clone()), cx.organisation.clone()));
    let body = room.with_max_y(room.bottom() - size::ACTION_BAR);
    let mut child = ui.new_child(UiBuilder::new().id_salt("branch").max_rect(body));
    ScrollArea::vertical().id_salt(page.selected).auto_shrink(false).show(&mut child, |ui| {
        egui::Frame::new().inner_margin(egui::Margin::symmetric(18, 16)).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 8.0;
            title_ui(ui, cx, &edit);
            let form = Form { cx, view: &view, areas: &page.areas, lacks: outcome.as_ref().err().map(Vec::as_slice) };
            form.branch_ui(ui, &mut edit, &mut page.focus);
            figures_ui(ui, cx, page);
            form.persons_ui(ui, &mut edit);
            duties::duties_ui(ui, &form, (&mut edit, &mut page.duty));
            outlets::outlets_ui(ui, cx, &mut edit, &mut page.outlet);
            for wrong in &wrongs {
                ui.colored_label(t.danger, wrong);
            }
            hints_ui(ui, &view, page);
            if edit.id.is_some() {
                people_ui(ui, cx, page);
            }
        });
    });
    page.view = Some(view);
    let foot = room.with_min_y(body.bottom());
    if foot_ui(ui, cx, page, (&mut edit, outcome, &wrongs), foot) {
        page.leave();
    } else {
        page.edit = Some(edit);
    }
}

fn title_ui(ui: &mut Ui, cx: &Cx<'_>, edit: &BranchEdit) {
    let t = Tokens::of(ui.ctx());
    let new = t!(cx.texts, "org-new-branch");
    let title = if edit.id.is_none() { &new } else { &edit.name };
    ui.horizontal(|ui| {
        ui.label(egui::RichText::new(title).font(font::heading()).color(t.text));
        let branch = edit.id.and_then(|id| cx.organisation.branch(id));
        if let Some(branch) = branch {
            let (word, tone) = if branch.span.covers(cx.now.date()) {
                (t!(cx.texts, "org-at-work"), Tone::Ok)
            } else {
                (t!(cx.texts, "org-ended"), Tone::Neutral)
            };
            Chip::new(&word, tone).ui(ui);
        }
    });
}

/// What every field of the form needs.
pub(super) struct Form<'a> {
    pub(super) cx: &'a Cx<'a>,
    pub(super) view: &'a PageView,
    pub(super) areas: &'a [Pick],
    lacks: Option<&'a [(Part, Lack)]>,
}

impl Form<'_> {
    fn error(&self, part: Part) -> Option<String> {
        let (_, lack) = self.lacks?.iter().find(|(at, _)| *at == part)?;
        Some(lack_text(self.cx, *lack))
    }

    fn branch_ui(&self, ui: &mut Ui, edit: &mut BranchEdit, focus: &mut Focus) {
        let texts = self.cx.texts;
        let (label, error) = (t!(texts, "org-name"), self.error(Part::Name));
        let name = Field::new(&label, &mut edit.name).id("org-name").label_width(LABEL).required(true);
        // An empty new form is not scolded before anything is typed.
        let fresh = edit.id.is_none() && edit.region.is_empty();
        let name = name.error(error.as_deref().filter(|_| !fresh)).ui(ui);
        if *focus == Focus::Form {
            name.request_focus();
            *focus = Focus::Stay;
        }
        let label = t!(texts, "org-code");
        Field::new(&label, &mut edit.code).id("org-code").label_width(LABEL).ui(ui);
        let (label, error) = (t!(texts, "column-region"), self.error(Part::Region));
        let list = PickList::new(&label, &self.view.regions, Some(&edit.region), &pinyin::matches);
        let list = list.id("org-region").label_width(LABEL).required(true).error(error.as_deref().filter(|_| !fresh));
        if let Some(item) = list.ui(ui).1.and_then(|at| self.view.regions.get(at)) {
            edit.region.clone_from(&item.key);
        }
        self.many_ui(ui, "org-areas", self.areas, &mut edit.areas);
        self.many_ui(ui, "org-products", &self.view.products, &mut edit.products);
        self.day_ui(ui, "org-from", Part::From, &mut edit.from);
        self.day_ui(ui, "org-to", Part::To, &mut edit.to);
    }

    fn persons_ui(&self, ui: &mut Ui, edit: &mut BranchEdit) {
        let texts = self.cx.texts;
        ui.add_space(4.0);
        frame::caption(ui, &t!(texts, "org-responsible"), None);
        self.person_ui(ui, "org-first", None, &mut edit.first);
        let phone = self.phone(&edit.first);
        let label = t!(texts, "org-phone");
        Field::new(&label, &mut phone.clone()).id("org-first-phone").label_width(LABEL).fixed(true).ui(ui);
        self.person_ui(ui, "org-second", None, &mut edit.second);
        self.person_ui(ui, "org-contact", None, &mut edit.contact);
        ui.add_space(4.0);
        frame::caption(ui, &t!(texts, "org-away"), None);
        self.person_ui(ui, "org-deputy", self.error(Part::Deputy).as_deref(), &mut edit.deputy);
        self.day_ui(ui, "org-from", Part::AwayFrom, &mut edit.away_from);
        self.day_ui(ui, "org-to", Part::AwayTo, &mut edit.away_to);
        self.person_ui(ui, "org-second-deputy", self.error(Part::SecondDeputy).as_deref(), &mut edit.second_deputy);
        self.day_ui(ui, "org-from", Part::SecondFrom, &mut edit.second_from);
        self.day_ui(ui, "org-to", Part::SecondTo, &mut edit.second_to);
        let note = t!(texts, "org-away-note");
        ui.label(egui::RichText::new(note).font(font::meta()).color(Tokens::of(ui.ctx()).ter));
        let clear = t!(texts, "org-away-clear");
        let any = !edit.deputy.is_empty() || !edit.second_deputy.is_empty();
        if any && Button::light(&clear).small().ui(ui).clicked() {
            let firsts = [&mut edit.deputy, &mut edit.away_from, &mut edit.away_to];
            let seconds = [&mut edit.second_deputy, &mut edit.second_from, &mut edit.second_to];
            firsts.into_iter().chain(seconds).for_each(String::clear);
        }
    }

    fn phone(&self, key: &str) -> String {
        let person = key.parse().ok().map(PersonId).and_then(|id| self.cx.organisation.person(id));
        person.map(masked).unwrap_or_default()
    }

    fn person_ui(&self, ui: &mut Ui, id: &str, error: Option<&str>, key: &mut String) {
        let (label, none) = (self.cx.texts.name("org", id.trim_start_matches("org-")), t!(self.cx.texts, "none"));
        let hint = t!(self.cx.texts, "dialog-pinyin");
        let list = PickList::new(&label, &self.view.people, Some(key.as_str()), &pinyin::matches);
        let list = list.id(id).label_width(LABEL).hint(&hint).none(&none).error(error);
        if let Some(item) = list.ui(ui).1.and_then(|at| self.view.people.get(at)) {
            key.clone_from(&item.key);
        }
    }

    fn many_ui(&self, ui: &mut Ui, id: &str, items: &[Pick], chosen: &mut Vec<String>) {
        let texts = self.cx.texts;
        let label = texts.name("org", id.trim_start_matches("org-"));
        let hint = match id {
            "org-products" => t!(texts, "org-all-products"),
            _ => t!(texts, "dialog-pinyin"),
        };
        let remove = |word: &str| t!(texts, "org-remove", name = word);
        let keys: Vec<&str> = chosen.iter().map(String::as_str).collect();
        let many = PickMany::new(&label, items, &keys, &pinyin::matches, &remove);
        match many.id(id).label_width(LABEL).hint(&hint).ui(ui).change {
            Some(Picked::Add(word)) if !chosen.contains(&word) => chosen.push(word),
            Some(Picked::Remove(at)) if at < chosen.len() => {
                chosen.remove(at);
            }
            _ => {}
        }
    }

    fn day_ui(&self, ui: &mut Ui, name: &str, part: Part, text: &mut String) {
        day_ui(ui, self.cx, (name, &format!("{part:?}")), self.error(part).as_deref(), text);
    }
}

/// A day, typed as 2026-04-09; an empty one is open.
pub(super) fn day_ui(ui: &mut Ui, cx: &Cx<'_>, (name, id): (&str, &str), error: Option<&str>, text: &mut String) {
    let (label, hint) = (cx.texts.name("org", name.trim_start_matches("org-")), t!(cx.texts, "org-day-hint"));
    Field::new(&label, text).id(id).label_width(LABEL).hint(&hint).error(error).ui(ui);
}

pub(super) fn lack_text(cx: &Cx<'_>, lack: Lack) -> String {
    match lack {
        Lack::Missing => t!(cx.texts, "org-missing"),
        Lack::NotADay => t!(cx.texts, "org-not-a-day"),
    }
}

/// 在办 and 本季按时率 of the chosen branch; a click opens the cases behind the figure.
fn figures_ui(ui: &mut Ui, cx: &Cx<'_>, page: &OrganisationPage) {
    let Some(id) = page.selected else { return };
    let (t, texts) = (Tokens::of(ui.ctx()), cx.texts);
    let figure = page.figures.iter().find(|figure| figure.branch == id);
    let open = figure.map_or(0, |figure| figure.open);
    let on_time = figure.map(|figure| figure.on_time);
    let by = By { name: cx.me.to_owned(), now: cx.now };
    let list = |view: View, filter: Filter| {
        let filter = Filter { branch: Some(id), ..filter };
        cx.want(Action::OpenList(Box::new(ListQuery { filter, ..ListQuery::of(view, &by) })));
    };
    ui.add_space(4.0);
    frame::caption(ui, &t!(texts, "org-figures"), None);
    let count = t!(texts, "unit-cases", n = open);
    if figure_ui(ui, &t!(texts, "view-open"), &count, t.text) {
        list(View::Open, Filter::default());
    }
    let target = cx.book.rules.on_time_target;
    let (rate, ink) = match on_time.and_then(|share| share.percent().map(|percent| (share, percent))) {
        None => (t!(texts, "org-no-rate"), t.ter),
        Some((share, percent)) => {
            let told =
                t!(texts, "org-rate", percent = format!("{percent:.1}"), part = share.part(), whole = share.whole());
            (told, if percent >= target { t.ok } else { t.warn })
        }
    };
    if figure_ui(ui, &t!(texts, "org-quarter-rate"), &rate, ink) {
        let (from, _) = super::quarter(cx.now);
        list(View::All, Filter { due_from: Some(from), due_to: Some(cx.now), ..Filter::default() });
    }
}

/// A name at the left, its figure at the right; whether it was clicked.
fn figure_ui(ui: &mut Ui, name: &str, figure: &str, ink: egui::Color32) -> bool {
    let t = Tokens::of(ui.ctx());
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::hover());
    let response = ui.interact(rect, ui.scope_id().with(("figure", name)), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{name} {figure}")));
    paint_row(ui, rect, RowLook { hovered: response.hovered(), ..RowLook::default() });
    let inner = rect.shrink2(vec2(6.0, 0.0));
    text_in(ui.painter(), inner, name, font::body(), t.sec);
    text_right(ui.painter(), inner, figure, font::body_medium(), ink);
    crate::ui::widgets::paint::focus_ring(ui, &response, 4.0, crate::ui::widgets::paint::Ring::Inside);
    response.clicked()
}

/// What is missing at this branch.
fn hints_ui(ui: &mut Ui, view: &PageView, page: &OrganisationPage) {
    let t = Tokens::of(ui.ctx());
    let own = view.hints.iter().filter(|(about, _)| about.is_some() && *about == page.selected);
    for (_, hint) in own {
        ui.colored_label(t.warn, hint);
    }
}

/// Everybody whose present post is here, also those who have left.
fn people_ui(ui: &mut Ui, cx: &Cx<'_>, page: &mut OrganisationPage) {
    ui.add_space(4.0);
    frame::caption(ui, &t!(cx.texts, "org-people"), None);
    ui.spacing_mut().item_spacing.y = 0.0;
    let here = cx.organisation.people.iter().filter(|person| person.branch == page.selected);
    for person in here {
        if person_row(ui, cx, person) {
            page.person = Some(PersonEdit::of(person));
        }
    }
    ui.add_space(8.0);
    let add = t!(cx.texts, "org-new-person");
    if Button::secondary(&add).icon(icons::USER_PLUS).key("P").small().ui(ui).clicked() {
        page.person = Some(PersonEdit::at(page.selected, cx.now.date()));
    }
}

/// Name, post and masked phone; whether the row was clicked.
pub(super) fn person_row(ui: &mut Ui, cx: &Cx<'_>, person: &Person) -> bool {
    let t = Tokens::of(ui.ctx());
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), PERSON), Sense::hover());
    let response = ui.interact(rect, ui.scope_id().with(("person", person.id)), Sense::click());
    let here = cx.organisation.is_here(person.id, cx.now.date());
    let role = cx.texts.name("role", person.role.word());
    let tail = if here { masked(person) } else { t!(cx.texts, "org-left") };
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{} {role} {tail}", person.name)));
    paint_row(ui, rect, RowLook { hovered: response.hovered(), ..RowLook::default() });
    let inner = rect.shrink2(vec2(6.0, 0.0));
    frame::paint_avatar(ui.painter(), inner.left_center() + vec2(11.0, 0.0), 11.0, &person.name, t);
    let words = inner.with_min_x(inner.left() + 30.0);
    let ink = if here { t.text } else { t.ter };
    let (end, _) = text_in(ui.painter(), words, &person.name, font::body_medium(), ink);
    let left = text_right(ui.painter(), inner, &tail, font::body(), t.sec);
    text_in(ui.painter(), words.with_min_x(end + 8.0).with_max_x(left - 6.0), &role, font::meta(), t.sec);
    crate::ui::widgets::paint::focus_ring(ui, &response, 4.0, crate::ui::widgets::paint::Ring::Inside);
    response.clicked()
}

/// End, cancel, save; whether the form is left.
fn foot_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    page: &mut OrganisationPage,
    (edit, outcome, wrongs): (&mut BranchEdit, Outcome, &[String]),
    place: Rect,
) -> bool {
    let (t, texts) = (Tokens::of(ui.ctx()), cx.texts);
    ui.painter().hline(place.x_range(), place.top() + 0.5, egui::Stroke::new(1.0, t.line));
    let differs = *edit != page.opened;
    let (lacking, wrong) = (t!(texts, "org-lacking"), t!(texts, "org-wrong"));
    let (unchanged, today) = (t!(texts, "org-unchanged"), cx.now.date());
    let blocked = match &outcome {
        Err(_) => Some(&lacking),
        Ok(_) if !wrongs.is_empty() => Some(&wrong),
        Ok(changes) if changes.is_empty() => Some(&unchanged),
        Ok(_) => None,
    };
    let (mut save, mut cancel) = (ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::S)), false);
    crate::ui::toolbar::line(ui, place, |ui| {
        let end = t!(texts, "org-end");
        let ends = edit.id.is_some() && edit.to.is_empty();
        if ends && Button::danger(&end).icon(icons::PROHIBIT).ui(ui).clicked() {
            edit.to = today.to_string();
        }
        crate::ui::toolbar::from_right(ui, |ui| {
            let blocked = blocked.map(String::as_str);
            save |= Button::primary(&t!(texts, "org-save")).blocked(blocked).key("Ctrl S").ui(ui).clicked();
            let word = if differs { t!(texts, "act-cancel") } else { t!(texts, "org-close") };
            cancel = Button::secondary(&word).ui(ui).clicked();
        });
    });
    if let Ok(changes) = outcome
        && save
        && blocked.is_none()
    {
        cx.want(Action::ChangeOrganisation(changes));
    }
    if cancel && differs && edit.id.is_some() {
        edit.clone_from(&page.opened);
        return false;
    }
    cancel
}
