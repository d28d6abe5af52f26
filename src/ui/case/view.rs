//! What the side pane says of a case, worked out when it arrives or the minute changes.

use crate::clock::case_clock::{CaseClocks, Governs};
use crate::domain::event::SheetKind;
use crate::domain::phone::Phone;
use crate::domain::stage::{InfoClass, Stage};
use crate::domain::{Event, Field, Stamp, judge};
use crate::store::{CaseFile, CaseId, CaseRow};
use crate::t;
use crate::ui::Cx;
use crate::ui::procedure::{self, Brief};
use crate::ui::remaining::{DueLook, span_text};
use crate::ui::say::{self, Known, Names};
use crate::ui::standing::Standings;
use crate::ui::weight::weight;
use crate::ui::widgets::chip::Tone;

/// A stop of the stage track: name and time used, or a dash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StopText {
    pub name: String,
    pub time: String,
}

/// The words of the deadline card.
#[derive(Debug, Clone, PartialEq)]
pub struct DueText {
    pub look: DueLook,
    pub lead: String,
    pub until: String,
    pub began: String,
    pub used: String,
}

/// One line of the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryLine {
    pub when: String,
    pub what: String,
    pub tone: Tone,
}

/// A printed sheet and how often it left the building.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetText {
    pub kind: SheetKind,
    pub name: String,
    pub state: String,
    pub printed: bool,
    /// What was printed says something else than the case.
    pub changed: bool,
}

/// Everything the pane shows as text.
#[derive(Debug, Clone, PartialEq)]
pub struct DetailView {
    pub of: (CaseId, u32, Stamp, &'static str),
    pub title: String,
    pub product: String,
    pub class: InfoClass,
    pub class_name: String,
    pub bars: u8,
    pub tone: Tone,
    pub weight: String,
    pub stops: Vec<StopText>,
    pub current: usize,
    pub due: Option<DueText>,
    pub demand: String,
    pub story: String,
    pub customer: String,
    pub phone: String,
    pub masked: String,
    pub address: String,
    pub first: String,
    pub second: String,
    pub branch: String,
    pub owner: String,
    pub loss: String,
    pub prompts: Vec<String>,
    pub urgent: bool,
    pub sheets: Vec<SheetText>,
    pub history: Vec<HistoryLine>,
    pub round: String,
    /// Every command, with why it is not possible now.
    pub acts: Vec<super::foot::Act>,
    pub files: Vec<super::papers::FileText>,
    pub linked: super::Linked,
    /// The procedures that run.
    pub procedures: Vec<Brief>,
}

/// What is wrong, as the case is called: its symptoms, else the first clause of the description.
#[must_use]
pub fn title(row: &CaseRow) -> String {
    let first = row.description.split(['，', '。', ',', '；', ';', '\n']).find(|clause| !clause.trim().is_empty());
    match (row.symptoms.is_empty(), first) {
        (_, Some(clause)) if clause.chars().count() <= 24 => clause.trim().to_owned(),
        (false, _) => row.symptoms.clone(),
        (true, Some(clause)) => clause.chars().take(24).collect(),
        (true, None) => row.number.clone(),
    }
}

impl DetailView {
    pub fn of(file: &CaseFile, standings: &Standings, cx: &Cx<'_>) -> Self {
        let (case, facts, row, texts) = (&file.case, &file.case.facts, &file.row, cx.texts);
        let names = Known::in_case(cx, file);
        let (weight, bars, tone) = weight(row, cx);
        let product = [facts.word(Field::Category), facts.word(Field::Model)].join(" ").trim().to_owned();
        let batch = facts.word(Field::Batch);
        let product = match (product.is_empty(), batch.is_empty()) {
            (true, _) => String::new(),
            (false, true) => product,
            (false, false) => format!("{product}　{} {batch}", texts.name("field", Field::Batch.word())),
        };
        let demand: Vec<String> = facts.demand.iter().map(|kind| texts.name("demand", kind.word())).collect();
        let demand = [demand.join("、"), facts.word(Field::DemandText).to_owned()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("；");
        let phone = facts.word(Field::Phone).to_owned();
        Self {
            of: (file.id, case.revision, cx.now, texts.lang().word()),
            title: title(row),
            product,
            class: row.class,
            class_name: say::class_name(texts, &row.book.rules, row.class),
            bars,
            tone,
            weight,
            stops: stops(file, cx),
            current: case.stage.index(),
            due: due_text(file, cx, &names),
            demand,
            story: facts.word(Field::Description).to_owned(),
            customer: facts.word(Field::CustomerName).to_owned(),
            masked: Phone::parse(&phone).masked(),
            phone,
            address: facts.word(Field::Address).to_owned(),
            first: cx.person_name(case.first).to_owned(),
            second: cx.person_name(case.second).to_owned(),
            branch: cx.branch_name(case.branch).to_owned(),
            owner: case.logged_by.clone(),
            loss: facts.loss.map(|loss| say::money(texts, loss)).unwrap_or_default(),
            prompts: judge::money_prompts(facts, &file.book.rules)
                .into_iter()
                .map(|prompt| say::money_prompt(texts, prompt, &file.book.rules))
                .collect(),
            urgent: row.urgent,
            sheets: sheets(file, standings, cx),
            history: history(file, cx, &names),
            acts: super::foot::acts(file, cx),
            files: super::papers::Papers::of(file, cx).files,
            linked: super::Linked::of(file, cx),
            procedures: procedure::briefs(file, cx),
            round: if case.round > 1 { t!(texts, "detail-round", n = case.round) } else { String::new() },
        }
    }
}

fn stops(file: &CaseFile, cx: &Cx<'_>) -> Vec<StopText> {
    Stage::CLOCKED
        .iter()
        .map(|&stage| {
            let span = file.case.spans.iter().rev().find(|span| span.stage == stage && span.round == file.case.round);
            let time = span.map_or_else(
                || "—".to_owned(),
                |span| {
                    let end = span.to.unwrap_or(cx.now);
                    let waited: i64 =
                        span.pauses.iter().map(|pause| pause.to.unwrap_or(end).since(pause.from).num_minutes()).sum();
                    let used = end.since(span.from).num_minutes() - waited;
                    span_text(cx.texts, u64::try_from(used).unwrap_or(0))
                },
            );
            StopText { name: cx.texts.name("stage", stage.word()), time }
        })
        .collect()
}

fn due_text(file: &CaseFile, cx: &Cx<'_>, names: &dyn Names) -> Option<DueText> {
    let look = DueLook::of(&file.row, cx.now, cx.texts, |key| names.choice(key))?;
    let clocks = CaseClocks::of(&file.case, &file.book.rules, &file.book.clockwork);
    let next = clocks.next();
    let lead = match next.map(|next| next.governs) {
        Some(Governs::Promise) => t!(cx.texts, "detail-lead-promise"),
        Some(Governs::PromisedReply) => t!(cx.texts, "detail-lead-reply"),
        Some(Governs::Assist) => t!(cx.texts, "detail-lead-assist"),
        Some(Governs::Procedure(at)) => {
            clocks.procedures.get(at).map(|clock| say::named(cx.texts, &clock.name).to_owned()).unwrap_or_default()
        }
        _ => t!(cx.texts, "detail-lead-stage", stage = cx.texts.name("stage", file.case.stage.word())),
    };
    let clock = match next.map(|next| next.governs) {
        Some(Governs::Promise) => clocks.promise.as_ref(),
        Some(Governs::PromisedReply | Governs::Assist) => None,
        Some(Governs::Procedure(at)) => clocks.procedures.get(at).and_then(|clock| clock.clock.as_ref()),
        _ => clocks.stage.as_ref(),
    };
    let due = file.row.due_at.map(|due| say::date_time(cx.texts, cx.now, due));
    let until = due.map(|due| t!(cx.texts, "detail-until", due = due)).unwrap_or_default();
    let began = file.row.clock_from.map(|from| say::date_time(cx.texts, cx.now, from));
    let began = began.map(|from| t!(cx.texts, "detail-began", from = from)).unwrap_or_default();
    let used = clock
        .map(|clock| {
            let share = file.book.clockwork.used(&clock.deadline, cx.now).share;
            let limit = say::limit(cx.texts, clock.limit);
            t!(
                cx.texts,
                "detail-used",
                percent = format!("{:.0}", (share * 100.0).min(999.0)),
                limit = limit,
                rule = clock.rule.as_str()
            )
        })
        .unwrap_or_default();
    Some(DueText { look, lead, until, began, used })
}

fn sheets(file: &CaseFile, standings: &Standings, cx: &Cx<'_>) -> Vec<SheetText> {
    SheetKind::of(&file.case)
        .into_iter()
        .map(|kind| {
            let printed = file
                .history
                .iter()
                .filter(|record| matches!(&record.event, Event::Printed { sheet, .. } if *sheet == kind))
                .count();
            let standing = standings.of(kind, file);
            let changes = standing.and_then(|standing| standing.changes.as_ref()).map_or(0, Vec::len);
            let state = match (printed, kind.is_ready(&file.case)) {
                _ if changes > 0 => t!(cx.texts, "print-changed-count", count = changes),
                _ if file.case.sheet_signed_back(kind).is_some() => t!(cx.texts, "print-state-signed"),
                _ if file.case.draft_signed_back(kind).is_some() => t!(cx.texts, "print-state-draft-signed"),
                (0, false) => t!(cx.texts, "sheet-not-started"),
                (0, true) => t!(cx.texts, "sheet-draft"),
                (times, _) => t!(cx.texts, "sheet-printed", times = times),
            };
            let changed = changes > 0;
            SheetText { kind, name: cx.texts.name("sheet", kind.word()), state, printed: printed > 0, changed }
        })
        .collect()
}

fn history(file: &CaseFile, cx: &Cx<'_>, names: &dyn Names) -> Vec<HistoryLine> {
    super::timeline::told(file)
        .into_iter()
        .take(8)
        .map(|told| HistoryLine {
            when: say::date_time(cx.texts, cx.now, told.record.at),
            what: [&told.record.by, told.from(), &told.says(cx, names).0]
                .iter()
                .filter(|part| !part.is_empty())
                .copied()
                .collect::<Vec<&str>>()
                .join(" "),
            tone: match told.record.event {
                Event::Warned { .. } | Event::Urged { .. } | Event::Waiting { .. } => Tone::Warn,
                Event::RoundOpened { .. } => Tone::Danger,
                Event::Closed { .. } => Tone::Ok,
                _ => Tone::Neutral,
            },
        })
        .collect()
}
