//! 损失清单: its lines in words with what was worked out, and the entries that change it (J08, forms.md 1.3).

use super::ask::Ask;
use super::fill::{amount, area, count, line, one, plain, reason, slot, text};
use super::view::{Block, Line, Press, Section, SectionView, Standing};
use crate::domain::incident::loss::{InjuryItem, Proof};
use crate::domain::incident::{
    Change, Incident, IncidentCommand, InjuryLine, LossCategory, LossEntry, LossLine, Month, Portion, gaps,
};
use crate::domain::money::Fen;
use crate::domain::rules::Rules;
use crate::store::CaseFile;
use crate::t;
use crate::text::{Lang, Texts};
use crate::ui::dialogs::form::{Form, Input, Mood, Part};
use crate::ui::dialogs::lists::{members, pick};
use crate::ui::widgets::Pick;
use crate::ui::{Cx, say};

/// A line of the list in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LossRow {
    pub id: u32,
    pub category: String,
    pub name: String,
    pub spec: String,
    pub quantity: String,
    pub unit: String,
    pub bought: String,
    pub price: String,
    pub newness: String,
    pub damage: String,
    pub salvage: String,
    pub claimed: String,
    pub assessed: String,
    /// How the amount came about, for the tip.
    pub about: String,
    /// A person put another amount or newness in place of the computed one.
    pub by_hand: bool,
    /// Every line needs a picture.
    pub bare: bool,
}

/// The list in words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LossView {
    pub rows: Vec<LossRow>,
    pub claimed: String,
    pub assessed: String,
    /// The assessed sum in capital numerals.
    pub capital: String,
    /// Sum of each category that has lines.
    pub categories: Vec<String>,
    /// The list takes entries.
    pub open: bool,
    pub picks: LossPicks,
}

/// What a new line is chosen from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LossPicks {
    pub categories: Vec<Pick>,
    pub goods: Vec<Pick>,
}

/// Hundredths as people write them: `12`, `12.5`.
pub(super) fn quantity(hundredths: i64) -> String {
    let text = Fen(hundredths).plain();
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// `75 %`, `83.33 %`.
fn percent(portion: Portion) -> String {
    format!("{} %", quantity(i64::from(portion.0)))
}

fn month(bought: Option<Month>) -> String {
    bought.map(|bought| format!("{}-{:02}", bought.year, bought.month)).unwrap_or_default()
}

impl LossView {
    pub(super) fn of(cx: &Cx<'_>, file: &CaseFile, incident: &Incident) -> Self {
        let texts = cx.texts;
        let totals = incident.losses.totals();
        let categories = totals
            .categories
            .iter()
            .map(|(category, pair)| format!("{} {}", texts.name("loss-category", category.word()), pair.assessed));
        Self {
            rows: incident.losses.lines.iter().map(|(id, line)| row(texts, id, line)).collect(),
            claimed: totals.all.claimed.to_string(),
            assessed: totals.all.assessed.to_string(),
            capital: totals.all.assessed.capital(),
            categories: categories.collect(),
            open: file.case.is_open() && incident.talks.agreement.is_none() && incident.talks.ended.is_none(),
            picks: LossPicks { categories: category_picks(texts), goods: goods_picks(texts, &file.book.rules) },
        }
    }
}

fn row(texts: &Texts, id: u32, line: &LossLine) -> LossRow {
    let entry = &line.entry;
    let formula = t!(texts, "incident-formula", newness = percent(line.newness()), sum = line.by_formula.to_string());
    let photos =
        (!entry.photos.is_empty()).then(|| t!(texts, "incident-photo-numbers", list = photo_text(&entry.photos)));
    let about = [Some(formula), Some(entry.reason.clone()), photos, Some(entry.note.clone())];
    let about: Vec<String> = about.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    LossRow {
        id,
        about: about.join("　"),
        category: texts.name("loss-category", entry.category.word()),
        salvage: plain(entry.salvage),
        unit: entry.unit.clone(),
        name: entry.name.clone(),
        spec: entry.spec.clone(),
        quantity: quantity(entry.hundredths),
        bought: month(entry.bought),
        price: entry.unit_price.to_string(),
        newness: percent(line.newness()),
        damage: percent(entry.damage),
        claimed: entry.claimed.to_string(),
        assessed: line.assessed.to_string(),
        by_hand: line.newness() != line.by_table || line.assessed != line.by_formula,
        bare: entry.photos.is_empty(),
    }
}

pub(super) fn category_picks(texts: &Texts) -> Vec<Pick> {
    let item =
        |category: &LossCategory| pick(category.word(), texts.name("loss-category", category.word()), String::new());
    LossCategory::ALL.iter().map(item).collect()
}

/// The kinds of goods that wear out, and none.
pub(super) fn goods_picks(texts: &Texts, rules: &Rules) -> Vec<Pick> {
    let none = pick("", t!(texts, "incident-no-goods"), String::new());
    let name = |zh: &String, en: &String| if texts.lang() == Lang::Zh { zh.clone() } else { en.clone() };
    let rows = rules
        .incident
        .depreciation
        .iter()
        .map(|row| pick(row.key.as_str(), name(&row.zh, &row.en), t!(texts, "incident-years", n = row.life_years)));
    std::iter::once(none).chain(rows).collect()
}

/// The section's head, and below the table bodily injury and the confirmation.
pub(super) fn section(cx: &Cx<'_>, file: &CaseFile, incident: &Incident, view: &LossView) -> SectionView {
    let texts = cx.texts;
    let bare = view.rows.iter().filter(|row| row.bare).count();
    let remark = match (view.rows.is_empty() && incident.losses.is_empty(), bare) {
        (true, _) => t!(texts, "incident-no-lines"),
        (false, 0) if incident.losses.confirmed.is_none() => t!(texts, "incident-unconfirmed"),
        (false, 0) => String::new(),
        (false, bare) => t!(texts, "incident-lines-bare", n = bare),
    };
    let standing = if remark.is_empty() { Standing::Complete } else { Standing::Lacking };
    let mut blocks = Vec::new();
    if gaps::is_bodily(&file.case) || !incident.losses.injuries.is_empty() {
        blocks.push(injuries(cx, file, incident, view.open));
    }
    blocks.push(confirmation(cx, incident, view.open));
    SectionView { section: Section::Loss, title: Section::Loss.title(texts), remark, standing, blocks }
}

fn injuries(cx: &Cx<'_>, file: &CaseFile, incident: &Incident, open: bool) -> Block {
    let texts = cx.texts;
    let lines = incident.losses.injuries.iter().map(|(id, line)| Line {
        lead: texts.name("injury-item", line.item.word()),
        text: format!("{}　{}", crate::domain::mask::mask_name(&line.person), line.basis),
        note: t!(texts, "incident-pair", claimed = line.claimed.to_string(), assessed = line.assessed.to_string()),
        acts: if open {
            Press::pair(texts, file, Ask::InjuryLine(Some(id)), Ask::StrikeInjury(id))
        } else {
            Vec::new()
        },
        ..Line::default()
    });
    Block {
        title: t!(texts, "incident-injuries"),
        lines: lines.collect(),
        empty: t!(texts, "incident-no-injury-line"),
        acts: Some(Press::new(texts, Ask::InjuryLine(None))).filter(|_| open).into_iter().collect(),
        ..Block::default()
    }
}

fn confirmation(cx: &Cx<'_>, incident: &Incident, open: bool) -> Block {
    let texts = cx.texts;
    let lines = incident.losses.confirmed.iter().map(|confirmed| Line {
        lead: t!(texts, "incident-confirmed-with"),
        text: confirmed.with.clone(),
        note: say::money(texts, confirmed.assessed),
        when: say::date_time(texts, cx.now, confirmed.at),
        ..Line::default()
    });
    let due = open && incident.losses.confirmed.is_none() && !incident.losses.is_empty();
    let first = due && incident.talks.finding.is_some();
    Block {
        title: texts.name("talk-step", "loss"),
        lines: lines.collect(),
        empty: t!(texts, "incident-not-confirmed"),
        acts: Some(Press { first, ..Press::new(texts, Ask::ConfirmLoss) }).filter(|_| due).into_iter().collect(),
        ..Block::default()
    }
}

pub(super) fn parts(ask: Ask, cx: &Cx<'_>, file: &CaseFile) -> Vec<Part> {
    let texts = cx.texts;
    match ask {
        Ask::LossLine(id) => line_parts(id, cx, file),
        Ask::InjuryLine(id) => injury_parts(id, cx, file),
        Ask::ConfirmLoss => {
            let customer = file.case.facts.word(crate::domain::Field::CustomerName);
            vec![line("person", t!(texts, "incident-confirmed-with")).value(customer).required()]
        }
        _ => vec![reason(texts)],
    }
}

fn line_parts(id: Option<u32>, cx: &Cx<'_>, file: &CaseFile) -> Vec<Part> {
    let texts = cx.texts;
    let incident = file.case.incident.as_deref();
    let known = incident.zip(id).and_then(|(incident, id)| incident.losses.lines.get(id)).map(|line| &line.entry);
    let said = |of: fn(&LossEntry) -> String| known.map(of).unwrap_or_default();
    let proofs = members(texts, "loss-proof", Proof::ALL, Proof::word);
    let mut parts = vec![
        Part::new(slot("category"), t!(texts, "incident-category"), Input::Pick(category_picks(texts)))
            .value(said(|entry| entry.category.word().to_owned()))
            .required()
            .half(),
        line("name", t!(texts, "incident-blank-name")).value(said(|entry| entry.name.clone())).required().half(),
        line("spec", t!(texts, "incident-spec")).value(said(|entry| entry.spec.clone())).half(),
        line("fen_quantity", t!(texts, "incident-quantity"))
            .value(said(|entry| quantity(entry.hundredths)))
            .required()
            .half(),
        line("unit", t!(texts, "incident-unit-of")).value(said(|entry| entry.unit.clone())).half(),
        line("fen_price", t!(texts, "incident-price")).value(said(|entry| plain(entry.unit_price))).required().half(),
        Part::new(slot("goods"), t!(texts, "incident-goods"), Input::Pick(goods_picks(texts, &file.book.rules)))
            .value(said(|entry| entry.goods.clone()))
            .half(),
        line("bought", t!(texts, "incident-bought"))
            .value(said(|entry| month(entry.bought)))
            .hint(t!(texts, "incident-bought-hint"))
            .half(),
        line("fen_damage", t!(texts, "incident-damage"))
            .value(said(|entry| share(Some(entry.damage))))
            .required()
            .half(),
        line("fen_salvage", t!(texts, "incident-salvage")).value(said(|entry| plain(entry.salvage))).half(),
        line("fen_claimed", t!(texts, "incident-claimed")).value(said(|entry| plain(entry.claimed))).half(),
        line("photos", t!(texts, "incident-photos"))
            .value(said(|entry| photo_text(&entry.photos)))
            .hint(t!(texts, "incident-photos-hint"))
            .half(),
        Part::new(slot("proof"), t!(texts, "incident-proof"), Input::One(proofs))
            .value(known.map_or(Proof::None, |entry| entry.proof).word())
            .required(),
        Part::line(Mood::Quiet, t!(texts, "incident-by-hand-says")),
        line("fen_newness", t!(texts, "incident-newness")).value(said(|entry| share(entry.newness))).half(),
        line("fen_assessed", t!(texts, "incident-assessed"))
            .value(said(|entry| entry.assessed.map(Fen::plain).unwrap_or_default()))
            .half(),
        line("why", t!(texts, "incident-by-hand-reason")).value(said(|entry| entry.reason.clone())),
        line("note", t!(texts, "incident-note")).value(said(|entry| entry.note.clone())),
    ];
    parts.extend(id.map(|_| reason(texts)));
    parts
}

/// A share as percent without its sign; nothing for none.
fn share(portion: Option<Portion>) -> String {
    portion.map(|portion| quantity(i64::from(portion.0))).unwrap_or_default()
}

fn photo_text(photos: &[u32]) -> String {
    photos.iter().map(u32::to_string).collect::<Vec<_>>().join(",")
}

fn injury_parts(id: Option<u32>, cx: &Cx<'_>, file: &CaseFile) -> Vec<Part> {
    let texts = cx.texts;
    let incident = file.case.incident.as_deref();
    let known = incident.zip(id).and_then(|(incident, id)| incident.losses.injuries.get(id));
    let said = |of: fn(&InjuryLine) -> String| known.map(of).unwrap_or_default();
    let first = incident.and_then(|incident| incident.casualties.iter().next()).map(|(_, hurt)| hurt.person.clone());
    let mut parts = vec![
        line("person", t!(texts, "incident-blank-person"))
            .value(known.map(|line| line.person.clone()).or(first).unwrap_or_default())
            .required(),
        one(texts, "item", t!(texts, "incident-item"), ("injury-item", InjuryItem::ALL), InjuryItem::word)
            .value(said(|line| line.item.word().to_owned())),
        area("basis", t!(texts, "incident-blank-basis"), 2).value(said(|line| line.basis.clone())).required(),
        line("fen_claimed", t!(texts, "incident-claimed")).value(said(|line| plain(line.claimed))).required().half(),
        line("fen_assessed", t!(texts, "incident-assessed")).value(said(|line| plain(line.assessed))).required().half(),
        line("count_receipts", t!(texts, "incident-receipts")).value(said(|line| line.receipts.to_string())).half(),
        line("note", t!(texts, "incident-note")).value(said(|line| line.note.clone())).half(),
    ];
    parts.extend(id.map(|_| reason(texts)));
    parts
}

pub(super) fn read(ask: Ask, form: &Form) -> Option<IncidentCommand> {
    let why = || text(form, "reason");
    Some(match ask {
        Ask::LossLine(id) => {
            let entry = read_line(form)?;
            IncidentCommand::Loss(Box::new(match id {
                Some(id) => Change::Correct { id, to: entry, reason: why() },
                None => Change::Add(entry),
            }))
        }
        Ask::StrikeLoss(id) => IncidentCommand::Loss(Box::new(Change::Strike { id, reason: why() })),
        Ask::InjuryLine(id) => {
            let line = InjuryLine {
                person: text(form, "person"),
                item: InjuryItem::from_word(form.text(slot("item")))?,
                basis: text(form, "basis"),
                receipts: count(form, slot("count_receipts"))?,
                claimed: amount(form, slot("fen_claimed"))?,
                assessed: amount(form, slot("fen_assessed"))?,
                note: text(form, "note"),
            };
            IncidentCommand::InjuryLoss(match id {
                Some(id) => Change::Correct { id, to: line, reason: why() },
                None => Change::Add(line),
            })
        }
        Ask::StrikeInjury(id) => IncidentCommand::InjuryLoss(Change::Strike { id, reason: why() }),
        Ask::ConfirmLoss => IncidentCommand::ConfirmLoss { with: text(form, "person") },
        _ => return None,
    })
}

fn read_line(form: &Form) -> Option<LossEntry> {
    let sum = |name: &'static str| amount(form, slot(name));
    let given = |name: &'static str| !form.text(slot(name)).is_empty();
    Some(LossEntry {
        category: LossCategory::from_word(form.text(slot("category")))?,
        name: text(form, "name"),
        spec: text(form, "spec"),
        unit: text(form, "unit"),
        hundredths: sum("fen_quantity")?.0,
        bought: read_month(form.text(slot("bought"))),
        proof: Proof::from_word(form.text(slot("proof")))?,
        goods: text(form, "goods"),
        unit_price: sum("fen_price")?,
        newness: if given("fen_newness") { Some(portion(sum("fen_newness")?)?) } else { None },
        damage: portion(sum("fen_damage")?)?,
        salvage: sum("fen_salvage")?,
        claimed: sum("fen_claimed")?,
        assessed: if given("fen_assessed") { Some(sum("fen_assessed")?) } else { None },
        reason: text(form, "why"),
        photos: read_photos(form.text(slot("photos"))),
        note: text(form, "note"),
    })
}

/// Percent with two decimals, read like an amount, as ten-thousandths.
pub(super) fn portion(percent: Fen) -> Option<Portion> {
    u32::try_from(percent.0).ok().map(Portion)
}

/// `2023-06`, `2023.6`, `2023年6月`.
pub(super) fn read_month(typed: &str) -> Option<Month> {
    let mut numbers = typed.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let (year, month) = (numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?);
    Some(Month { year, month })
}

fn read_photos(typed: &str) -> Vec<u32> {
    typed.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect()
}
