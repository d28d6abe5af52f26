//! What is known of a case, by group, as the overview shows it at the left.

use egui::{Rect, RichText, ScrollArea, Sense, Ui, pos2, vec2};

use super::full::{Asked, FullView, child};
use crate::domain::phone::Phone;
use crate::domain::{Field, Stage};
use crate::store::CaseFile;
use crate::t;
use crate::ui::dialogs::{self, DialogKind};
use crate::ui::say::{self, Names};
use crate::ui::theme::{Tokens, font};
use crate::ui::widgets::button::Button;
use crate::ui::widgets::paint::{text_in, width};
use crate::ui::{Cx, icons};

/// Facts that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactGroup {
    pub title: String,
    pub rows: Vec<Fact>,
}

/// One fact in words; `whole` is what a revealed phone shows instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    pub label: String,
    pub value: String,
    pub whole: Option<String>,
}

const PRODUCT: &[Field] = &[
    Field::Model,
    Field::Category,
    Field::Brand,
    Field::Batch,
    Field::Serial,
    Field::Quantity,
    Field::MadeOn,
    Field::BoughtOn,
    Field::InstalledOn,
    Field::PurchaseChannel,
    Field::Installer,
    Field::ProofOfPurchase,
];
const CUSTOMER: &[Field] = &[
    Field::CustomerName,
    Field::Phone,
    Field::Address,
    Field::Vip,
    Field::CrossProvince,
    Field::International,
    Field::PromisedReply,
];
const LOSS: &[Field] = &[
    Field::Symptoms,
    Field::FaultPart,
    Field::FaultCode,
    Field::Environment,
    Field::Occurrence,
    Field::Injury,
    Field::Loss,
    Field::Exposure,
];
const DEMAND: &[Field] = &[Field::Demand, Field::BeyondLaw];
const REPORTER: &[Field] = &[
    Field::ReporterName,
    Field::ReporterPost,
    Field::ReporterPhone,
    Field::SourceUnit,
    Field::HandledState,
    Field::HandlingText,
    Field::Verified,
    Field::Cause,
    Field::Department,
    Field::ExternalNumber,
    Field::Remark,
];

/// The groups, without facts that nobody knows.
pub(super) fn groups(file: &CaseFile, cx: &Cx<'_>, names: &dyn Names) -> Vec<FactGroup> {
    let group = |title: String, fields: &[Field]| FactGroup {
        title,
        rows: fields.iter().filter_map(|field| fact(file, cx, names, *field)).collect(),
    };
    let mut groups = vec![
        group(t!(cx.texts, "case-product"), PRODUCT),
        group(t!(cx.texts, "case-customer"), CUSTOMER),
        group(t!(cx.texts, "case-group-loss"), LOSS),
        group(t!(cx.texts, "case-demand"), DEMAND),
    ];
    let of_incident = crate::ui::incident::facts(cx, file);
    groups.extend(of_incident.into_iter().map(|(title, rows)| FactGroup {
        title,
        rows: rows.into_iter().map(|(label, value)| Fact { label, value, whole: None }).collect(),
    }));
    let running = crate::ui::procedure::briefs(file, cx).into_iter();
    groups.push(FactGroup {
        title: t!(cx.texts, "case-tab-procedures"),
        rows: running
            .map(|brief| Fact {
                label: t!(cx.texts, "procedure-running"),
                value: format!("{}\n{}", brief.name, brief.next),
                whole: None,
            })
            .collect(),
    });
    groups.extend([
        FactGroup { title: t!(cx.texts, "case-group-dispatch"), rows: dispatch(file, cx) },
        group(t!(cx.texts, "case-group-reporter"), REPORTER),
    ]);
    groups.retain(|group| !group.rows.is_empty());
    groups
}

fn fact(file: &CaseFile, cx: &Cx<'_>, names: &dyn Names, field: Field) -> Option<Fact> {
    let text = file.case.facts.text(field);
    let plain = field == Field::Quantity && text == "1";
    if text.is_empty() || plain {
        return None;
    }
    let value = say::field_value(cx.texts, names, field, &text);
    let is_phone = matches!(field, Field::Phone | Field::ReporterPhone);
    let (value, whole) = if is_phone { (Phone::parse(&text).masked(), Some(value)) } else { (value, None) };
    // Only the customer's own number is revealed; that look is on record.
    let whole = whole.filter(|_| field == Field::Phone);
    Some(Fact { label: say::field_name(cx.texts, field), value, whole })
}

fn dispatch(file: &CaseFile, cx: &Cx<'_>) -> Vec<Fact> {
    let case = &file.case;
    let node = case.dispatches.last().and_then(|(_, order)| order.by);
    let sent = case.ended_at(Stage::Dispatch, case.round).or_else(|| case.dispatches.last().map(|(at, _)| *at));
    let sent = sent.filter(|_| !case.dispatches.is_empty());
    let rows = [
        (say::field_name(cx.texts, Field::Branch), cx.branch_name(case.branch).to_owned()),
        (say::field_name(cx.texts, Field::FirstResponsible), cx.person_name(case.first).to_owned()),
        (say::field_name(cx.texts, Field::SecondResponsible), cx.person_name(case.second).to_owned()),
        (t!(cx.texts, "case-sent-at"), sent.map(|at| say::date_time(cx.texts, cx.now, at)).unwrap_or_default()),
        (t!(cx.texts, "case-time-node"), node.map(|at| say::date_time(cx.texts, cx.now, at)).unwrap_or_default()),
        (t!(cx.texts, "case-raised-to"), case.tier.map(|tier| cx.texts.name("tier", tier.word())).unwrap_or_default()),
        (
            t!(cx.texts, "case-result"),
            case.handlings.last().map(|(_, handling)| handling.result.clone()).unwrap_or_default(),
        ),
        (
            t!(cx.texts, "case-conclusion"),
            case.closing.as_ref().map(|closing| closing.conclusion.clone()).unwrap_or_default(),
        ),
        (
            t!(cx.texts, "case-breach"),
            say::join(
                cx.texts,
                case.breaches
                    .iter()
                    .map(|(_, breach)| format!("{} {}", breach.who, cx.texts.name("breach", breach.kind.word()))),
            ),
        ),
    ];
    rows.into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(label, value)| Fact { label, value, whole: None })
        .collect()
}

/// The column, with its own scroll area.
pub(super) fn column_ui(ui: &mut Ui, cx: &Cx<'_>, (view, shown): (&FullView, bool), rect: Rect, asked: &mut Asked) {
    let mut inner = child(ui, rect, "facts");
    ScrollArea::vertical().id_salt("facts").auto_shrink([false, false]).show(&mut inner, |ui| {
        ui.set_max_width(rect.width() - 14.0);
        list_ui(ui, cx, (view, shown), asked);
    });
}

/// The groups one below the other.
pub(super) fn list_ui(ui: &mut Ui, cx: &Cx<'_>, (view, shown): (&FullView, bool), asked: &mut Asked) {
    let t = Tokens::of(ui.ctx());
    ui.spacing_mut().item_spacing.y = 2.0;
    let labels = view.facts.iter().flat_map(|group| &group.rows);
    let widest = labels.map(|fact| width(ui.painter(), &fact.label, font::meta())).fold(0.0, f32::max);
    let column = widest.clamp(56.0, 104.0).ceil() + 10.0;
    for (at, group) in view.facts.iter().enumerate() {
        ui.add_space(if at == 0 { 8.0 } else { 14.0 });
        let (head, response) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::hover());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Heading, true, &group.title));
        text_in(ui.painter(), head, &group.title, font::meta(), t.ter);
        if at == 0 {
            amend_ui(ui, cx, view, head, asked);
        }
        for fact in &group.rows {
            let value = fact.whole.as_ref().filter(|_| shown).unwrap_or(&fact.value);
            row_ui(ui, &fact.label, value, column);
        }
    }
    ui.add_space(16.0);
}

fn amend_ui(ui: &mut Ui, cx: &Cx<'_>, view: &FullView, head: Rect, asked: &mut Asked) {
    let label = dialogs::label(cx.texts, &DialogKind::Amend);
    let blocked = view.acts.iter().find(|act| act.kind == DialogKind::Amend).and_then(|act| act.why_not.as_deref());
    let button = Button::light(&label).small().icon(icons::PENCIL_SIMPLE).blocked(blocked);
    let wide = button.width(ui);
    let place = Rect::from_min_size(pos2(head.right() - wide, head.top()), vec2(wide, head.height()));
    if button.put_over(ui, place).clicked() {
        asked.dialog = Some(DialogKind::Amend);
    }
}

/// A label of fixed width and a value that goes on in the next line.
fn row_ui(ui: &mut Ui, label: &str, value: &str, column: f32) {
    let t = Tokens::of(ui.ctx());
    let whole = ui.available_width();
    let galley = ui.painter().layout(value.to_owned(), font::body(), t.text, (whole - column).max(40.0));
    let high = (galley.size().y + 5.0).max(23.0);
    let (rect, response) = ui.allocate_exact_size(vec2(whole, high), Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, format!("{label} {value}")));
    if ui.is_rect_visible(rect) {
        let named = Rect::from_min_size(rect.min, vec2(column - 4.0, 23.0));
        text_in(ui.painter(), named, label, font::meta(), t.ter);
        let top = rect.top() + (23.0 - galley.rows.first().map_or(18.0, |row| row.height())) / 2.0;
        ui.painter().galley(pos2(rect.left() + column, top), galley, t.text);
    }
}

/// Words below a caption, on as many lines as they need.
pub(super) fn paragraph(ui: &mut Ui, text: &str) {
    let t = Tokens::of(ui.ctx());
    ui.label(RichText::new(text).font(font::body()).color(t.text));
}
