//! The side panel of the intake: what the facts amount to, due times, prompts, possible duplicates, guidance.

use egui::{Align, Layout, RichText, Sense, Ui, vec2};

use super::IntakeScreen;
use super::judged::{Judged, StageDue};
use crate::domain::facts::split_words;
use crate::domain::judge::MoneyPrompt;
use crate::domain::stage::{IncidentGrade, InfoClass, Priority};
use crate::domain::{Fen, Field, Limit, Rules, Stamp};
use crate::store::{Duplicate, SameBy};
use crate::t;
use crate::text::{Lang, Texts};
use crate::ui::say::{class_name, level_name};
use crate::ui::theme::{Tokens, font};
use crate::ui::widgets::chip::{Chip, Tone, class_chip, grade};
use crate::ui::widgets::frame::{caption, card, toned_card};
use crate::ui::widgets::paint::{text_in, text_right};
use crate::ui::widgets::{Button, paint};
use crate::ui::{Action, Cx, icons};

/// How long a changed result stays marked, in seconds.
const MARKED: f64 = 1.0;
/// Possible duplicates shown at once.
const SHOWN: usize = 5;

/// Draws the cards from top to bottom.
pub(super) fn side_ui(ui: &mut Ui, cx: &Cx<'_>, screen: &mut IntakeScreen, judged: &Judged) {
    ui.spacing_mut().item_spacing = vec2(8.0, 12.0);
    if judged.priority == Priority::Urgent {
        urgent(ui, cx);
    }
    live(ui, cx, screen, judged);
    money(ui, cx, judged);
    duplicates(ui, cx, screen);
    guidance(ui, cx);
}

fn line(ui: &mut Ui, text: &str, ink: egui::Color32) {
    ui.label(RichText::new(text).font(font::meta()).color(ink));
}

fn title(ui: &mut Ui, icon: icons::Icon, text: &str, ink: egui::Color32) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 20.0), Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Heading, true, text));
    let mut inner = rect;
    inner.min.x = icon.paint_left(ui.painter(), rect, 16.0, ink) + 6.0;
    text_in(ui.painter(), inner, text, font::body_medium(), ink);
}

/// D06: the emergency comes before everything else.
fn urgent(ui: &mut Ui, cx: &Cx<'_>) {
    let t = Tokens::of(ui.ctx());
    toned_card(ui, Tone::Danger, |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        title(ui, icons::SIREN, &t!(cx.texts, "intake-urgent"), t.danger);
        line(ui, &t!(cx.texts, "intake-urgent-steps"), t.sec);
    });
}

fn live(ui: &mut Ui, cx: &Cx<'_>, screen: &mut IntakeScreen, judged: &Judged) {
    let t = Tokens::of(ui.ctx());
    card(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        let (head, _) = ui.allocate_exact_size(vec2(ui.available_width(), 18.0), Sense::hover());
        text_in(ui.painter(), head, &t!(cx.texts, "intake-live"), font::meta(), t.sec);
        text_right(ui.painter(), head, &t!(cx.texts, "intake-live-note"), font::meta(), t.ter);
        result(ui, cx, screen, judged);
        ui.add_space(2.0);
        let (rule, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), Sense::hover());
        ui.painter().hline(rule.x_range(), rule.center().y, egui::Stroke::new(1.0, t.line2));
        ui.spacing_mut().item_spacing.y = 2.0;
        for row in &judged.stages {
            let name = cx.texts.name("stage", row.stage.word());
            due_row(ui, cx, (&name, &row.rule), row.limit, row.due);
        }
        if let Some(promise) = &judged.promise {
            due_row(ui, cx, (&t!(cx.texts, "intake-promise"), &promise.rule), promise.longest, promise.due);
        }
    });
}

/// Class, level and grade with the rule rows they rest on; marked for a second when one of them changed.
fn result(ui: &mut Ui, cx: &Cx<'_>, screen: &mut IntakeScreen, judged: &Judged) {
    let t = Tokens::of(ui.ctx());
    let facts = &judged.facts;
    let now = ui.input(|input| input.time);
    let shown = (facts.class, facts.level, facts.grade);
    if screen.keep.shown.is_some_and(|before| before != shown) {
        screen.keep.changed_at = Some(now);
    }
    screen.keep.shown = Some(shown);
    let ground = ui.painter().add(egui::Shape::Noop);
    let inner = ui.horizontal(|ui| {
        let alarm = facts.class == InfoClass::MajorIncident;
        let colour = t.chart.get(class_place(facts.class)).copied().unwrap_or(t.due);
        class_chip(ui, &class_name(cx.texts, &cx.book.rules, facts.class), colour, alarm);
        if let Some(found) = facts.grade.filter(|_| alarm) {
            let bars = match found {
                IncidentGrade::GeneralSpecial => 1,
                IncidentGrade::MajorSpecial => 2,
                IncidentGrade::ExtraMajor => 3,
            };
            grade(ui, bars, Tone::Danger, &cx.texts.name("grade", found.word()));
        }
        line(ui, &level_name(cx.texts, &cx.book.rules, facts.level), t.sec);
    });
    if let Some(at) = screen.keep.changed_at {
        let left = at + MARKED - now;
        if left > 0.0 {
            let rect = inner.response.rect.expand2(vec2(6.0, 3.0));
            ui.painter().set(ground, egui::Shape::rect_filled(rect, 4.0, t.accent_s));
            ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(left));
        }
    }
    for text in &screen.keep.reasons {
        line(ui, text, t.sec);
    }
}

/// The place of a class in the chart colours, which never changes.
const fn class_place(class: InfoClass) -> usize {
    match class {
        InfoClass::GeneralQuality => 0,
        InfoClass::MajorIncident => 1,
        InfoClass::MarketComplaint => 2,
        InfoClass::ServiceManagement => 3,
        InfoClass::Competitor => 4,
    }
}

/// Why the case was judged so, one sentence a result. Made when the draft was judged, not in every frame.
pub(super) fn reasons(texts: &Texts, rules: &Rules, judged: &Judged) -> Vec<String> {
    let facts = &judged.facts;
    let mut told = Vec::new();
    let class = &judged.class;
    let name = class_name(texts, rules, class.value);
    if facts.class != class.value {
        told.push(t!(texts, "intake-why-chosen", name = name, rule = class.rule.as_str()));
    } else if let Some(word) = &class.because {
        told.push(t!(texts, "intake-why-word", word = word.as_str(), rule = class.rule.as_str()));
    }
    let level = &judged.level;
    if facts.level != level.value {
        let name = level_name(texts, rules, level.value);
        told.push(t!(texts, "intake-why-chosen", name = name, rule = level.rule.as_str()));
    } else if level.value != crate::domain::Level::General {
        let name = level_name(texts, rules, level.value);
        told.push(t!(texts, "intake-why-level", name = name, rule = level.rule.as_str()));
    }
    if let Some(grade) = &judged.grade {
        if facts.grade == Some(grade.value) {
            let loss = facts.loss.map_or_else(|| texts.name("injury", "none"), Fen::with_currency);
            let injury = texts.name("injury", facts.injury.word());
            let rule = grade.rule.as_str();
            told.push(t!(texts, "intake-why-grade", loss = loss, injury = injury, rule = rule));
        } else {
            let name = texts.name("grade", grade.value.word());
            told.push(t!(texts, "intake-why-chosen", name = name, rule = grade.rule.as_str()));
        }
    }
    told
}

fn due_row(ui: &mut Ui, cx: &Cx<'_>, (name, rule): (&str, &str), limit: Limit, due: Option<Stamp>) {
    let t = Tokens::of(ui.ctx());
    let (row, response) = ui.allocate_exact_size(vec2(ui.available_width(), 20.0), Sense::hover());
    text_in(ui.painter(), row.with_max_x(row.left() + 62.0), name, font::meta(), t.sec);
    let limit = limit_text(cx.texts, limit);
    text_in(ui.painter(), row.with_min_x(row.left() + 66.0), &limit, font::meta(), t.text);
    let instant = due.map_or_else(|| t!(cx.texts, "intake-due-unknown"), |due| moment_text(cx.texts, due, cx.now));
    let late = due.is_some_and(|due| due <= cx.now);
    text_right(ui.painter(), row, &instant, font::meta(), if late { t.danger } else { t.text });
    let whole = format!("{name} {limit} {instant} {rule}");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &whole));
    paint::tip(&response, &t!(cx.texts, "intake-due-rule", rule = rule), None);
}

/// A limit in words.
pub(super) fn limit_text(texts: &Texts, limit: Limit) -> String {
    match limit {
        Limit::Minutes(n) => t!(texts, "intake-limit-minutes", n = n),
        Limit::Hours(n) => t!(texts, "intake-limit-hours", n = n),
        Limit::Days(n) => t!(texts, "intake-limit-days", n = n),
        Limit::WorkingDays(n) => t!(texts, "intake-limit-working-days", n = n),
        Limit::WorkingMinutes(n) => t!(texts, "intake-limit-working-minutes", n = n),
    }
}

/// A moment as short as it can be told: today's hour, else the day, with the year when it is another. The last second
/// of a day is the day.
pub(super) fn moment_text(texts: &Texts, at: Stamp, now: Stamp) -> String {
    let (wall, today) = (at.wall(), now.wall());
    let whole_day = wall.format("%H:%M:%S").to_string() == "23:59:59";
    if wall.date() == today.date() {
        return t!(texts, "intake-today", time = wall.format("%H:%M").to_string());
    }
    let year = if wall.format("%Y").to_string() == today.format("%Y").to_string() { "" } else { "%Y-" };
    let form = if whole_day { format!("{year}%m-%d") } else { format!("{year}%m-%d %H:%M") };
    wall.format(&form).to_string()
}

/// M2-M4 with what to do.
fn money(ui: &mut Ui, cx: &Cx<'_>, judged: &Judged) {
    let t = Tokens::of(ui.ctx());
    if judged.money.is_empty() {
        return;
    }
    let insurer = judged.money.contains(&MoneyPrompt::ReportInsurer);
    let (tone, ink) = if insurer { (Tone::Warn, t.warn) } else { (Tone::Neutral, t.text) };
    toned_card(ui, tone, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        let head = if insurer { t!(cx.texts, "intake-money-insurer") } else { t!(cx.texts, "intake-money") };
        title(ui, icons::UMBRELLA_SIMPLE, &head, ink);
        ui.add_space(2.0);
        let rules = &cx.book.rules.money;
        // A prompt is only made where the book has its threshold.
        let amount = |threshold: Option<Fen>| threshold.unwrap_or(Fen(0)).with_currency();
        for prompt in &judged.money {
            let text = match prompt {
                MoneyPrompt::FollowGuidance => {
                    t!(cx.texts, "intake-money-guidance", amount = amount(rules.guidance_up_to))
                }
                MoneyPrompt::ReportInsurer => {
                    t!(cx.texts, "intake-money-report", amount = amount(rules.insurer_above))
                }
                MoneyPrompt::MayClaim => t!(cx.texts, "intake-money-claim", amount = amount(rules.claim_above)),
            };
            line(ui, &format!("{} {text}", prompt.rule()), t.sec);
        }
    });
}

fn duplicates(ui: &mut Ui, cx: &Cx<'_>, screen: &mut IntakeScreen) {
    let t = Tokens::of(ui.ctx());
    if screen.duplicates.error().is_some() {
        line(ui, &t!(cx.texts, "intake-same-failed"), t.warn);
    }
    let Some(found) = screen.duplicates.value().filter(|found| !found.is_empty()) else { return };
    let mut carried = None;
    card(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        let count = found.len().to_string();
        ui.horizontal(|ui| {
            line(ui, &t!(cx.texts, "intake-same"), t.sec);
            Chip::new(&count, Tone::Warn).ui(ui);
        });
        for (at, same) in found.iter().take(SHOWN).enumerate() {
            if at > 0 {
                let (rule, _) = ui.allocate_exact_size(vec2(ui.available_width(), 5.0), Sense::hover());
                ui.painter().hline(rule.x_range(), rule.center().y, egui::Stroke::new(1.0, t.line2));
            }
            let blank = screen.draft.get(Field::CustomerName).trim().is_empty();
            if duplicate(ui, cx, same, blank) {
                carried = Some(at);
            }
        }
        if found.len() > SHOWN {
            line(ui, &t!(cx.texts, "intake-same-more", count = (found.len() - SHOWN)), t.ter);
        }
    });
    if let Some(row) = carried.and_then(|at| found.get(at)).map(|same| same.row.clone()) {
        for (field, text) in
            [(Field::CustomerName, row.customer), (Field::Phone, row.phone), (Field::Address, row.address)]
        {
            if screen.draft.get(field).trim().is_empty() {
                screen.draft.set(field, text);
            }
        }
    }
}

/// One possible duplicate; `true` when its customer is to be carried over.
fn duplicate(ui: &mut Ui, cx: &Cx<'_>, same: &Duplicate, blank: bool) -> bool {
    let t = Tokens::of(ui.ctx());
    let row = &same.row;
    let (head, response) = ui.allocate_exact_size(vec2(ui.available_width(), 20.0), Sense::hover());
    let by: Vec<String> = same
        .same
        .iter()
        .map(|by| match by {
            SameBy::Phone => t!(cx.texts, "intake-same-phone"),
            SameBy::Serial => t!(cx.texts, "intake-same-serial"),
            SameBy::Address => t!(cx.texts, "intake-same-address"),
        })
        .collect();
    let by = by.join(" · ");
    let (end, _) = text_in(ui.painter(), head, &row.number, font::body_medium(), t.text);
    text_in(ui.painter(), head.with_min_x(end + 8.0), &by, font::meta(), t.ter);
    let closed = row.closed_at.is_some();
    let stage = row
        .main
        .as_deref()
        .map_or_else(|| cx.texts.name("stage", row.stage.word()), |main| t!(cx.texts, "list-merged", main = main));
    let chip = Chip::new(&stage, if closed { Tone::Ok } else { Tone::Neutral });
    let left = head.right() - chip.width(ui.painter());
    chip.paint(ui.painter(), egui::pos2(left, head.center().y), t);
    let day = moment_day(row.received_at, cx.now);
    let symptom = split_words(&row.symptoms).next().unwrap_or_default();
    let product = [row.category.as_str(), row.model.as_str(), symptom];
    let product = product.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let parts = [row.customer.as_str(), product.as_str(), day.as_str()];
    let words = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let (rest, _) = ui.allocate_exact_size(vec2(ui.available_width(), 18.0), Sense::hover());
    text_in(ui.painter(), rest, &words, font::meta(), t.sec);
    response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::Role::Label, true, format!("{} {by} {stage} {words}", row.number))
    });
    let mut carry = false;
    ui.horizontal(|ui| {
        let open = t!(cx.texts, "intake-same-open", number = row.number.as_str());
        if Button::secondary(&t!(cx.texts, "intake-open"))
            .small()
            .icon(icons::ARROW_SQUARE_OUT)
            .tip(&open)
            .ui(ui)
            .clicked()
        {
            cx.want(Action::OpenCase(same.id));
        }
        if blank && !row.customer.is_empty() {
            carry = Button::light(&t!(cx.texts, "intake-carry")).small().icon(icons::USER).ui(ui).clicked();
        }
    });
    carry
}

fn moment_day(at: Stamp, now: Stamp) -> String {
    let (day, today) = (at.date(), now.date());
    let same_year = day.format("%Y").to_string() == today.format("%Y").to_string();
    day.format(if same_year { "%m-%d" } else { "%Y-%m-%d" }).to_string()
}

/// B14: how to meet the customer.
fn guidance(ui: &mut Ui, cx: &Cx<'_>) {
    let t = Tokens::of(ui.ctx());
    let lines = &cx.book.rules.guidance;
    if lines.is_empty() {
        return;
    }
    ui.spacing_mut().item_spacing.y = 4.0;
    caption(ui, &t!(cx.texts, "intake-guidance"), None);
    for choice in lines {
        let text = if cx.texts.lang() == Lang::Zh { &choice.zh } else { &choice.en };
        ui.with_layout(Layout::top_down(Align::Min), |ui| line(ui, text, t.ter));
    }
}

/// The due time of intake, for the clock in the toolbar (T01).
pub(super) fn intake_limit(stages: &[StageDue]) -> Option<&StageDue> {
    stages.iter().find(|row| row.stage == crate::domain::Stage::Intake)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::facts::parse_stamp;

    #[test]
    fn moments_are_told_as_short_as_they_can_be() {
        let texts = Texts::new(Lang::Zh);
        let at = |text: &str| parse_stamp(text).unwrap().unwrap();
        let now = at("2026-04-09 10:24");
        for (instant, told) in [
            ("2026-04-09 11:21", "今日 11:21"),
            ("2026-04-11 07:30", "04-11 07:30"),
            ("2026-04-18 23:59:59", "04-18"),
            ("2027-01-02 09:00", "2027-01-02 09:00"),
        ] {
            assert_eq!(moment_text(&texts, at(instant), now), told);
        }
    }
}
