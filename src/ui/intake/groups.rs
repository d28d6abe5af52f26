//! The five groups of the form: which field stands where, and what each shows beside its text.

use std::path::PathBuf;

use egui::{Response, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::form::{Beside, Form, Toggles};
use crate::domain::facts::split_words;
use crate::domain::identity::SerialLooks;
use crate::domain::phone::PhoneKind;
use crate::domain::{Field, InfoClass, pinyin};
use crate::t;
use crate::ui::icons;
use crate::ui::theme::{Tokens, font, size};
use crate::ui::widgets::chip::{Chip, KeyCapOn, Tone, key_cap_width, paint_key_cap};
use crate::ui::widgets::field::{Adorn, Field as TextField, Row};
use crate::ui::widgets::paint::{Ring, dashed_frame, focus_ring, text_in};
use crate::ui::widgets::pick_many::{Change, PickMany};

/// Fields of the five groups in their order; the first is where Alt and the number lead.
pub(super) const GROUPS: [&[Field]; 5] = [
    &[Field::Phone, Field::CustomerName, Field::Channel, Field::ReceivedAt, Field::Address],
    &[Field::Serial, Field::Category, Field::Model, Field::Batch, Field::BoughtOn, Field::Quantity],
    &[
        Field::Symptoms,
        Field::Description,
        Field::Injury,
        Field::Loss,
        Field::Demand,
        Field::Exposure,
        Field::Vip,
        Field::CrossProvince,
        Field::International,
        Field::BeyondLaw,
        Field::PromisedReply,
    ],
    &[Field::InfoClass, Field::Level, Field::Grade, Field::Branch, Field::FirstResponsible, Field::SecondResponsible],
    &[
        Field::Brand,
        Field::MadeOn,
        Field::InstalledOn,
        Field::Installer,
        Field::PurchaseChannel,
        Field::ProofOfPurchase,
        Field::FaultPart,
        Field::FaultCode,
        Field::Occurrence,
        Field::DemandText,
        Field::Environment,
        Field::ReporterName,
        Field::ReporterPost,
        Field::ReporterPhone,
        Field::SourceUnit,
        Field::HandledState,
        Field::Verified,
        Field::HandlingText,
        Field::ExternalNumber,
        Field::Remark,
    ],
];

/// The fields whose labels stand in the left and in the right half.
pub(super) fn sides() -> (Vec<Field>, Vec<Field>) {
    let right = [
        Field::CustomerName,
        Field::ReceivedAt,
        Field::Category,
        Field::BoughtOn,
        Field::Loss,
        Field::Exposure,
        Field::PromisedReply,
        Field::Level,
        Field::FirstResponsible,
    ];
    let left = GROUPS.iter().take(4).flat_map(|fields| fields.iter().copied());
    let hidden = [
        Field::Model,
        Field::Quantity,
        Field::Vip,
        Field::CrossProvince,
        Field::International,
        Field::BeyondLaw,
        Field::Grade,
    ];
    (left.filter(|field| !right.contains(field) && !hidden.contains(field)).collect(), right.to_vec())
}

impl Form<'_> {
    /// Whether the fields of a group are fine and at least one of them says something.
    fn is_done(&self, group: usize) -> bool {
        let Some(fields) = group.checked_sub(1).and_then(|at| GROUPS.get(at)) else { return false };
        let fine = fields.iter().all(|field| {
            !self.judged.missing.contains(field) && !self.judged.faults.iter().any(|fault| fault.field == *field)
        });
        let said = fields.iter().any(|field| !self.draft.get(*field).trim().is_empty());
        fine && if group == 4 { self.judged.branch.is_some() } else { said }
    }

    pub(super) fn contact(&mut self, ui: &mut Ui, known: usize) {
        let (title, done) = (t!(self.cx.texts, "intake-group-contact"), self.is_done(1));
        self.head(ui, 1, &title, done);
        self.pair(ui, |form, ui| form.phone(ui, known), |form, ui| form.plain(ui, Field::CustomerName));
        let now = self.cx.now.wall().format("%Y-%m-%d %H:%M").to_string();
        self.pair(
            ui,
            |form, ui| form.pick(ui, Field::Channel, &form.lists.channels, None),
            |form, ui| form.when(ui, Field::ReceivedAt, &now),
        );
        self.address(ui);
    }

    /// Masked while it is not being typed, with its kind; `known` cases of the same phone are announced.
    fn phone(&mut self, ui: &mut Ui, known: usize) {
        let texts = self.cx.texts;
        let phone = &self.judged.phone;
        let kind = match phone.kind {
            PhoneKind::Mobile => t!(texts, "intake-phone-mobile"),
            PhoneKind::Landline => t!(texts, "intake-phone-landline"),
            PhoneKind::Service => t!(texts, "intake-phone-service"),
            PhoneKind::Unknown => t!(texts, "intake-phone-unknown"),
        };
        let before = t!(texts, "intake-phone-known", count = known);
        let adorn = match phone.kind {
            _ if phone.normalized.is_empty() => Adorn::None,
            _ if known > 0 => Adorn::Chip(&before, Tone::Warn),
            PhoneKind::Unknown => Adorn::Mark(icons::INFO, &kind, Tone::Neutral),
            _ => Adorn::Mark(icons::CHECK_CIRCLE.fill(), &kind, Tone::Ok),
        };
        let typing = ui.memory(|memory| memory.has_focus(ui.make_persistent_id(("field", Field::Phone.word()))));
        if typing || phone.kind == PhoneKind::Unknown || phone.normalized.is_empty() {
            self.text(ui, Field::Phone, Beside { adorn, ..Beside::default() });
            return;
        }
        let masked = phone.masked();
        let mut shown = masked.clone();
        let response = TextField::new(self.lists.name(Field::Phone), &mut shown)
            .id(Field::Phone.word())
            .label_width(self.label)
            .adorn(adorn)
            .ui(ui);
        // A key that came in the frame in which the field took the focus belongs behind the number.
        if let Some(more) = shown.strip_prefix(&masked).filter(|more| !more.is_empty()) {
            self.draft.text_mut(Field::Phone).push_str(more);
        }
        self.follow(ui, Field::Phone, &response);
    }

    fn address(&mut self, ui: &mut Ui) {
        let (cx, judged) = (self.cx, self.judged);
        self.label = self.columns.0;
        let branch = judged.proposed_branch.and_then(|id| cx.organisation.branch(id));
        let owner = branch
            .map(|branch| t!(cx.texts, "intake-owner", branch = branch.name.as_str(), region = branch.region.as_str()));
        let could_be = judged.candidates.iter().take(3).map(String::as_str).collect::<Vec<_>>();
        let doubt = t!(cx.texts, "intake-place-doubt", places = could_be.join(" / "));
        let typed = !self.draft.get(Field::Address).trim().is_empty();
        let unknown = t!(cx.texts, "intake-place-unknown");
        let adorn = match &owner {
            _ if !typed => Adorn::None,
            Some(owner) => Adorn::Text(owner),
            None if !could_be.is_empty() => Adorn::Mark(icons::WARNING, &doubt, Tone::Warn),
            None if judged.place.is_empty() => Adorn::Text(&unknown),
            None => Adorn::Text(&judged.place),
        };
        let hint = t!(cx.texts, "intake-address-hint");
        self.text(ui, Field::Address, Beside { hint: &hint, adorn, ..Beside::default() });
    }

    pub(super) fn product(&mut self, ui: &mut Ui) {
        let (title, done) = (t!(self.cx.texts, "intake-group-product"), self.is_done(2));
        self.head(ui, 2, &title, done);
        self.pair(ui, Self::serial, |form, ui| {
            let model = form.lists.name(Field::Model);
            let beside = Beside { hint: model, ..Beside::default() };
            form.split(
                ui,
                0.46,
                |form, ui| form.pick(ui, Field::Category, &form.lists.categories, None),
                |form, ui| drop(form.text(ui, Field::Model, beside)),
            );
        });
        self.pair(
            ui,
            |form, ui| form.plain(ui, Field::Batch),
            |form, ui| {
                let hint = t!(form.cx.texts, "intake-date-hint");
                let count = t!(form.cx.texts, "intake-quantity-hint");
                let beside = Beside { hint: &count, ..Beside::default() };
                form.split(
                    ui,
                    0.62,
                    |form, ui| form.when(ui, Field::BoughtOn, &hint),
                    |form, ui| drop(form.text(ui, Field::Quantity, beside)),
                );
            },
        );
    }

    fn serial(&mut self, ui: &mut Ui) {
        let texts = self.cx.texts;
        let (text, mark) = match self.judged.serial {
            SerialLooks::Empty => (String::new(), None),
            SerialLooks::Serial => (t!(texts, "intake-serial-fine"), Some((icons::CHECK_CIRCLE.fill(), Tone::Ok))),
            SerialLooks::Article => (t!(texts, "intake-serial-article"), Some((icons::INFO, Tone::Warn))),
            SerialLooks::BrokenArticle => (t!(texts, "intake-serial-broken"), Some((icons::WARNING, Tone::Warn))),
            SerialLooks::Length(found) => {
                (t!(texts, "intake-serial-length", found = found), Some((icons::INFO, Tone::Neutral)))
            }
            SerialLooks::Letter(at) => (t!(texts, "intake-serial-letter", at = at), Some((icons::INFO, Tone::Neutral))),
        };
        let adorn = mark.map_or(Adorn::None, |(icon, tone)| Adorn::Mark(icon, &text, tone));
        self.text(ui, Field::Serial, Beside { lead: Some(icons::BARCODE), adorn, ..Beside::default() });
    }

    pub(super) fn problem(&mut self, ui: &mut Ui) {
        let (title, done) = (t!(self.cx.texts, "intake-group-problem"), self.is_done(3));
        self.head(ui, 3, &title, done);
        self.label = self.columns.0;
        self.symptoms(ui);
        let hint = t!(self.cx.texts, "intake-description-hint");
        self.text(ui, Field::Description, Beside { hint: &hint, rows: 4, ..Beside::default() });
        self.pair(
            ui,
            |form, ui| {
                let kind = Toggles { empty: Some("none"), ..Toggles::default() };
                form.toggles(ui, Field::Injury, &form.lists.injuries, kind);
            },
            Self::loss,
        );
        let none = t!(self.cx.texts, "intake-none");
        self.pair(
            ui,
            |form, ui| {
                form.toggles(ui, Field::Demand, &form.lists.demands, Toggles { many: true, ..Toggles::default() });
            },
            |form, ui| {
                let kind = Toggles { none: Some(&none), many: true, ..Toggles::default() };
                form.toggles(ui, Field::Exposure, &form.lists.exposures, kind);
            },
        );
        let (marks, hint) = (t!(self.cx.texts, "intake-marks"), t!(self.cx.texts, "intake-moment-hint"));
        self.pair(
            ui,
            |form, ui| {
                form.checks(ui, &marks, &[Field::Vip, Field::CrossProvince, Field::International, Field::BeyondLaw]);
            },
            |form, ui| form.when(ui, Field::PromisedReply, &hint),
        );
    }

    fn symptoms(&mut self, ui: &mut Ui) {
        let (cx, lists) = (self.cx, self.lists);
        let kept = self.draft.get(Field::Symptoms).to_owned();
        let mut chosen: Vec<&str> = split_words(&kept).collect();
        let error = self.error(Field::Symptoms);
        let remove = |word: &str| t!(cx.texts, "intake-remove", word = word);
        let hint = t!(cx.texts, "intake-symptoms-hint");
        let answer = PickMany::new(lists.name(Field::Symptoms), &lists.symptoms, &chosen, &pinyin::matches, &remove)
            .id(Field::Symptoms.word())
            .label_width(self.label)
            .required(cx.book.rules.required.contains(&Field::Symptoms))
            .error(error.as_deref())
            .hint(&hint)
            .lead(icons::TAG)
            .ui(ui);
        self.follow(ui, Field::Symptoms, &answer.response);
        self.next = answer.done;
        match answer.change {
            Some(Change::Add(word)) if !chosen.contains(&word.as_str()) => {
                chosen.push(&word);
                self.draft.set(Field::Symptoms, chosen.join("、"));
            }
            Some(Change::Remove(at)) if at < chosen.len() => {
                chosen.remove(at);
                self.draft.set(Field::Symptoms, chosen.join("、"));
            }
            _ => {}
        }
    }

    /// A loss named in the description stands here as a proposal: a click on it, or Enter in the empty field, takes it.
    fn loss(&mut self, ui: &mut Ui) {
        let texts = self.cx.texts;
        let Some(said) = self.judged.loss_said else {
            let adorn = if self.draft.get(Field::Loss).is_empty() { "" } else { "¥" };
            self.text(ui, Field::Loss, Beside { adorn: Adorn::Text(adorn), ..Beside::default() });
            return;
        };
        let (hint, remark) = (said.with_currency(), t!(texts, "intake-loss-said"));
        let response =
            self.text(ui, Field::Loss, Beside { hint: &hint, adorn: Adorn::Text(&remark), ..Beside::default() });
        let entered = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        let wide = crate::ui::widgets::paint::width(ui.painter(), &remark, font::meta()) + 16.0;
        let right = ui.min_rect().right();
        let place = egui::Rect::from_min_max(
            pos2(right - wide, response.rect.top()),
            pos2(right, response.rect.top() + size::FIELD),
        );
        let take = ui.interact(place, ui.make_persistent_id("take-loss"), Sense::CLICK);
        take.widget_info(|| {
            WidgetInfo::labeled(Role::Button, true, t!(texts, "intake-loss-take", amount = hint.as_str()))
        });
        if take.on_hover_cursor(egui::CursorIcon::PointingHand).clicked()
            || (entered && self.draft.get(Field::Loss).is_empty())
        {
            self.draft.set(Field::Loss, said.plain());
        }
    }

    pub(super) fn dispatch(&mut self, ui: &mut Ui, files: &mut Vec<PathBuf>) -> bool {
        let (title, done) = (t!(self.cx.texts, "intake-group-dispatch"), self.is_done(4));
        self.head(ui, 4, &title, done);
        let (cx, judged) = (self.cx, self.judged);
        let proposed = t!(cx.texts, "intake-proposed");
        let incident = judged.facts.class == InfoClass::MajorIncident;
        self.pair(
            ui,
            |form, ui| {
                let word = Some((judged.class.value.word(), proposed.as_str()));
                form.pick(ui, Field::InfoClass, &form.lists.classes, word);
            },
            |form, ui| {
                let level = Some((judged.level.value.word(), proposed.as_str()));
                if !incident {
                    form.pick(ui, Field::Level, &form.lists.levels, level);
                    return;
                }
                let grade = judged.grade.as_ref().map(|grade| (grade.value.word(), proposed.as_str()));
                form.split(
                    ui,
                    0.46,
                    |form, ui| form.pick(ui, Field::Level, &form.lists.levels, level.map(|(word, _)| (word, ""))),
                    |form, ui| form.pick(ui, Field::Grade, &form.lists.grades, grade),
                );
            },
        );
        let (by_address, by_rule) = (t!(cx.texts, "intake-by-address"), t!(cx.texts, "intake-by-rule"));
        self.pair(
            ui,
            |form, ui| {
                let name = cx.branch_name(judged.proposed_branch);
                let word = (!name.is_empty()).then_some((name, by_address.as_str()));
                form.pick(ui, Field::Branch, &form.lists.branches, word);
            },
            |form, ui| {
                let name = cx.person_name(judged.responsible.first);
                let word = (!name.is_empty()).then_some((name, by_rule.as_str()));
                form.pick(ui, Field::FirstResponsible, &form.lists.people, word);
            },
        );
        let mut wanted = false;
        self.pair(
            ui,
            |form, ui| {
                let name = cx.person_name(judged.responsible.second);
                let word = (!name.is_empty()).then_some((name, by_rule.as_str()));
                form.pick(ui, Field::SecondResponsible, &form.lists.people, word);
            },
            |form, ui| wanted = form.attachments(ui, files),
        );
        wanted
    }

    /// Where files are dropped or asked for; `true` when the person wants the file dialog.
    fn attachments(&mut self, ui: &mut Ui, files: &mut Vec<PathBuf>) -> bool {
        let (cx, t) = (self.cx, Tokens::of(ui.ctx()));
        let label = t!(cx.texts, "intake-files");
        let place = Row { label_width: self.label, ..Row::new(&label) }.place(ui);
        let response = ui.interact(place, ui.make_persistent_id("files"), Sense::click());
        let hint = t!(cx.texts, "intake-files-hint");
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &hint));
        let over = ui.input(|input| !input.raw.hovered_files.is_empty()) || response.hovered();
        if over {
            ui.painter().rect_filled(place, size::R_BUTTON, t.accent_s);
        }
        dashed_frame(ui.painter(), place, Stroke::new(1.0, if over { t.accent } else { t.border3 }));
        focus_ring(ui, &response, size::R_BUTTON, Ring::Outside);
        let mut inner = place.shrink2(vec2(10.0, 0.0));
        inner.min.x = icons::PAPERCLIP.paint_left(ui.painter(), inner, 16.0, t.ter) + 6.0;
        let key = "Ctrl U";
        let left = inner.right() - key_cap_width(ui.painter(), key);
        paint_key_cap(ui.painter(), pos2(left, inner.center().y), key, KeyCapOn::Panel, t);
        text_in(ui.painter(), inner.with_max_x(left - 8.0), &hint, font::body(), t.ter);
        if response.has_focus() {
            self.here = self.group;
        }
        if std::mem::take(&mut self.next) {
            response.request_focus();
        }
        self.file_chips(ui, files);
        response.clicked()
    }

    fn file_chips(&self, ui: &mut Ui, files: &mut Vec<PathBuf>) {
        let mut gone = None;
        for (at, file) in files.iter().enumerate() {
            let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            ui.horizontal(|ui| {
                ui.add_space(self.label + 12.0);
                if Chip::new(&name, Tone::Neutral).icon(icons::PAPERCLIP).closable().ui(ui).clicked() {
                    gone = Some(at);
                }
            });
        }
        if let Some(at) = gone {
            files.remove(at);
        }
    }

    /// 更多信息: opens on a click, on Alt 5, or when one of its fields wants the focus.
    pub(super) fn more(&mut self, ui: &mut Ui, open: &mut bool) {
        let more = GROUPS[4];
        *open |= self.wanted.is_some_and(|field| more.contains(&field));
        let title = t!(self.cx.texts, "intake-group-more");
        let filled = more.iter().filter(|field| !self.draft.get(**field).trim().is_empty()).count();
        let head = self.head(ui, 5, &title, self.is_done(5));
        let toggle = self.more_toggle(ui, &head, &title, (filled, *open));
        if toggle.clicked() {
            *open = !*open;
        }
        if std::mem::take(&mut self.next) {
            toggle.request_focus();
        }
        if *open {
            self.more_fields(ui);
        }
    }

    fn more_toggle(&self, ui: &Ui, head: &Response, title: &str, (filled, open): (usize, bool)) -> Response {
        let t = Tokens::of(ui.ctx());
        let toggle = ui.interact(head.rect, ui.make_persistent_id("more"), Sense::click());
        toggle.widget_info(|| WidgetInfo::selected(Role::DisclosureTriangle, true, open, title));
        let caret = if open { icons::CARET_UP } else { icons::CARET_DOWN };
        let ink = if toggle.hovered() { t.text } else { t.ter };
        caret.paint(ui.painter(), pos2(head.rect.right() - 10.0, head.rect.center().y), 14.0, ink);
        let note = t!(self.cx.texts, "intake-more-filled", count = filled);
        let rect = head.rect.with_max_x(head.rect.right() - 26.0);
        if filled > 0 || !open {
            crate::ui::widgets::paint::text_right(ui.painter(), rect, &note, font::meta(), t.ter);
        }
        focus_ring(ui, &toggle, size::R_BUTTON, Ring::Inside);
        toggle
    }

    fn more_fields(&mut self, ui: &mut Ui) {
        let hint = t!(self.cx.texts, "intake-date-hint");
        let day = |field: Field| {
            let hint = hint.clone();
            move |form: &mut Form<'_>, ui: &mut Ui| form.when(ui, field, &hint)
        };
        let plain = |field: Field| move |form: &mut Form<'_>, ui: &mut Ui| form.plain(ui, field);
        self.pair(ui, day(Field::MadeOn), day(Field::InstalledOn));
        self.pair(ui, plain(Field::Installer), plain(Field::PurchaseChannel));
        self.pair(ui, plain(Field::ProofOfPurchase), plain(Field::FaultPart));
        self.pair(ui, plain(Field::FaultCode), |form, ui| {
            form.pick(ui, Field::Occurrence, &form.lists.occurrences, Some(("first", "")));
        });
        self.label = self.columns.0;
        self.wide(ui, Field::DemandText);
        self.wide(ui, Field::Environment);
        self.pair(ui, plain(Field::ReporterName), plain(Field::ReporterPost));
        self.pair(ui, plain(Field::ReporterPhone), plain(Field::SourceUnit));
        self.pair(
            ui,
            |form, ui| form.pick(ui, Field::HandledState, &form.lists.handled, Some(("unhandled", ""))),
            |form, ui| form.pick(ui, Field::Verified, &form.lists.verified, Some(("pending", ""))),
        );
        self.wide(ui, Field::HandlingText);
        self.pair(ui, plain(Field::ExternalNumber), Self::brand);
        self.wide(ui, Field::Remark);
    }

    /// One of the rule book's brands; of a book without any it is typed.
    fn brand(&mut self, ui: &mut Ui) {
        if self.lists.brands.is_empty() {
            self.plain(ui, Field::Brand);
        } else {
            self.pick(ui, Field::Brand, &self.lists.brands, None);
        }
    }

    fn wide(&mut self, ui: &mut Ui, field: Field) {
        self.text(ui, field, Beside { rows: 2, height: Some(56.0), ..Beside::default() });
    }
}
