//! What the 专项 page says, worked out when the case arrives or the minute changes.

use super::ask::{Ask, back_targets, openable};
use super::brief::holding;
use super::clocks::{self, ClockText};
use super::section::{self, SectionText};
use crate::domain::procedure::{
    Lack, Procedure, Rework, Step, Template, has_ended, lacks, next, open_steps, template_of, way,
};
use crate::store::CaseFile;
use crate::t;
use crate::text::Texts;
use crate::ui::widgets::chip::Tone;
use crate::ui::widgets::deadline::Pressure;
use crate::ui::{Cx, say};

/// A place of the page: a procedure, or one of its sections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Place {
    /// Number of the procedure; `None` is the clocks of the book itself.
    pub id: Option<u32>,
    pub section: Option<usize>,
}

/// How far a procedure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Running,
    Ended,
    BrokenOff,
}

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepStanding {
    Done,
    Next,
    Later,
}

/// One cell of the strip of steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepText {
    pub name: String,
    /// When and by whom it was done, or what is known of it.
    pub below: String,
    /// Row, who does it, names and note in full.
    pub about: String,
    /// Its clock is missed, also when it was done since.
    pub late: bool,
    pub standing: StepStanding,
}

/// One thing a step waits for, and where it is mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LackText {
    pub text: String,
    pub ask: Ask,
    /// Key of the question that is missing.
    pub field: Option<String>,
}

/// A button of a procedure, with its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Press {
    pub ask: Ask,
    pub label: String,
    /// Why it cannot be pressed.
    pub blocked: Option<String>,
}

/// A step that can be done now, and what it lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ahead {
    pub press: Press,
    /// "Before … n are missing"; empty where nothing is.
    pub says: String,
    pub lacks: Vec<LackText>,
}

/// One procedure in words.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    pub id: u32,
    pub name: String,
    pub rule: String,
    pub standing: Standing,
    pub state: String,
    pub tone: Tone,
    /// When it was opened, and by what.
    pub opened: String,
    pub steps: Vec<StepText>,
    pub ahead: Vec<Ahead>,
    /// Send back and break off.
    pub others: Vec<Press>,
    pub clocks: Vec<ClockText>,
    pub sections: Vec<SectionText>,
    /// Counted, then each with when, where to and why.
    pub reworks: Vec<String>,
    pub broken_off: String,
}

/// The page in words.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ProcedureView {
    pub blocks: Vec<Block>,
    /// Clocks of the law that belong to no procedure.
    pub clocks: Vec<ClockText>,
    /// What can be opened; empty where the rule book prescribes nothing more.
    pub open: Option<Press>,
    /// How many run.
    pub running: usize,
    /// What has to end before the case can be closed: number and name.
    pub holding: Vec<(u32, String)>,
}

impl ProcedureView {
    /// The words of the case as it arrived.
    #[must_use]
    pub fn of(file: &CaseFile, cx: &Cx<'_>) -> Self {
        let (case, rules) = (&file.case, &file.book.rules);
        let all = clocks::all(file, cx);
        let known = case.procedures.iter().filter_map(|held| Some((template_of(rules, held)?, held)));
        let mut blocks: Vec<Block> = known.map(|known| block(file, cx, known, &all)).collect();
        let name = |template: &Template| say::named(cx.texts, &template.name).to_owned();
        // What runs stands above what has ended.
        blocks.sort_by_key(|block| block.standing != Standing::Running);
        let can_open = case.is_open() && !openable(cx.texts, file).is_empty();
        Self {
            running: blocks.iter().filter(|block| block.standing == Standing::Running).count(),
            blocks,
            clocks: all.iter().filter(|clock| clock.procedure().is_none()).cloned().collect(),
            open: can_open.then(|| Press::new(cx.texts, Ask::Open)),
            holding: holding(file).map(|(template, held)| (held.id, name(template))).collect(),
        }
    }

    /// The places of the page in order, for the keys and the jump list.
    pub fn places(&self) -> impl Iterator<Item = Place> + '_ {
        let of_block = |block: &'_ Block| {
            let id = Some(block.id);
            let sections = (0..block.sections.len()).map(move |section| Place { id, section: Some(section) });
            std::iter::once(Place { id, section: None }).chain(sections)
        };
        let book = (!self.clocks.is_empty()).then_some(Place { id: None, section: None });
        self.blocks.iter().flat_map(of_block).chain(book)
    }

    #[must_use]
    pub fn block(&self, id: u32) -> Option<&Block> {
        self.blocks.iter().find(|block| block.id == id)
    }
}

impl Press {
    pub(super) fn new(texts: &Texts, ask: Ask) -> Self {
        Self { label: ask.verb(texts), ask, blocked: None }
    }
}

fn block(file: &CaseFile, cx: &Cx<'_>, (template, held): (&Template, &Procedure), clocks: &[ClockText]) -> Block {
    let texts = cx.texts;
    let standing = match (&held.broken_off, has_ended(template, held)) {
        (Some(_), _) => Standing::BrokenOff,
        (None, true) => Standing::Ended,
        (None, false) => Standing::Running,
    };
    let (state, tone) = match standing {
        Standing::Running => (t!(texts, "procedure-running"), Tone::Accent),
        Standing::Ended => (t!(texts, "procedure-ended"), Tone::Ok),
        Standing::BrokenOff => (t!(texts, "procedure-broken-off"), Tone::Neutral),
    };
    // Letters of insurers and authorities come late: what does not hold the closing goes on after it.
    let open = standing == Standing::Running && (file.case.is_open() || !template.holds_closing);
    let when = say::date_time(texts, cx.now, held.opened_at);
    Block {
        id: held.id,
        name: say::named(texts, &template.name).to_owned(),
        rule: template.id.clone(),
        standing,
        state,
        tone,
        opened: match &held.because {
            Some(rule) => t!(texts, "procedure-opened-because", when = when, rule = rule.as_str()),
            None => t!(texts, "procedure-opened", when = when),
        },
        steps: steps(cx, template, held, clocks),
        ahead: if open { ahead(texts, template, held) } else { Vec::new() },
        others: if open { others(file, texts, held) } else { Vec::new() },
        clocks: clocks
            .iter()
            .filter(|clock| clock.procedure() == Some(held.id) && clock.is_listed())
            .cloned()
            .collect(),
        sections: section::sections(file, cx, (template, held), open),
        reworks: reworks(cx, template, held),
        broken_off: match &held.broken_off {
            Some((at, reason)) => {
                let when = say::date_time(texts, cx.now, *at);
                t!(texts, "procedure-broken-off-on", when = when, reason = reason.as_str())
            }
            None => String::new(),
        },
    }
}

fn steps(cx: &Cx<'_>, template: &Template, held: &Procedure, clocks: &[ClockText]) -> Vec<StepText> {
    let texts = cx.texts;
    let ahead = next(template, held).map(|step| step.key.as_str());
    let text = |step: &Step| {
        let mut about = vec![step.id.clone(), say::named(texts, &step.by).to_owned()];
        let clock = clocks.iter().find(|clock| clock.is_of_step(held.id, &step.key));
        let late = clock.is_some_and(|clock| clock.pressure == Pressure::Over);
        let (standing, below) = match held.done.iter().rev().find(|done| done.step == step.key) {
            Some(done) => {
                let names = done.names.join(" ");
                about.extend(
                    clock.map(|clock| clock.standing.clone()).into_iter().chain([names.clone(), done.note.clone()]),
                );
                let when = say::date_time(texts, cx.now, done.at);
                (StepStanding::Done, if names.is_empty() { when } else { format!("{when}　{names}") })
            }
            None if ahead == Some(step.key.as_str()) => {
                (StepStanding::Next, clock.map_or_else(|| t!(texts, "procedure-next"), |clock| clock.standing.clone()))
            }
            None if step.optional => (StepStanding::Later, t!(texts, "procedure-optional")),
            None => (StepStanding::Later, t!(texts, "deadline-not-started")),
        };
        about.retain(|part| !part.is_empty());
        StepText { name: say::named(texts, &step.name).to_owned(), below, about: about.join("　"), late, standing }
    };
    way(template, held).into_iter().map(text).collect()
}

/// The next step, and the optional ones that it would pass over.
fn ahead(texts: &Texts, template: &Template, held: &Procedure) -> Vec<Ahead> {
    let ahead = |step: &Step| {
        let name = say::named(texts, &step.name);
        let lacking = lacks(template, held, &step.key);
        let says = match lacking.len() {
            0 => String::new(),
            n => t!(texts, "procedure-before", step = name, n = n),
        };
        let press = Press {
            ask: Ask::Step(held.id, step.key.clone()),
            label: t!(texts, "procedure-do", step = name),
            blocked: (!says.is_empty()).then(|| says.clone()),
        };
        Ahead { press, says, lacks: lack_texts(texts, template, held.id, &lacking) }
    };
    open_steps(template, held).into_iter().rev().map(ahead).collect()
}

fn lack_texts(texts: &Texts, template: &Template, id: u32, lacking: &[Lack]) -> Vec<LackText> {
    let place = |key: &str| template.sections.iter().position(|section| section.key == key);
    let text = |lack: &Lack| {
        let (ask, field) = match lack {
            Lack::Answer { section, field } => (Ask::Section(id, place(section)?), Some(field.clone())),
            Lack::RowAnswer { section, row, field } => (Ask::Row(id, place(section)?, Some(*row)), Some(field.clone())),
            Lack::Rows { section, .. } => (Ask::Row(id, place(section)?, None), None),
        };
        Some(LackText { text: say::procedure_lack(texts, lack, Some(template)), ask, field })
    };
    lacking.iter().filter_map(text).collect()
}

fn others(file: &CaseFile, texts: &Texts, held: &Procedure) -> Vec<Press> {
    let mut back = Press::new(texts, Ask::SendBack(held.id));
    back.blocked = back_targets(texts, file, held.id).is_empty().then(|| t!(texts, "procedure-no-way-back"));
    vec![back, Press::new(texts, Ask::BreakOff(held.id))]
}

fn reworks(cx: &Cx<'_>, template: &Template, held: &Procedure) -> Vec<String> {
    let texts = cx.texts;
    let line = |rework: &Rework| {
        let to = template.step(&rework.to).map_or(rework.to.as_str(), |step| say::named(texts, &step.name));
        let when = say::date_time(texts, cx.now, rework.at);
        t!(texts, "procedure-rework", when = when, step = to, reason = rework.reason.as_str())
    };
    held.reworks.iter().map(line).collect()
}
