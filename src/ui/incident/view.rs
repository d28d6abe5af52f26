//! What the incident page says, worked out when the case arrives: sections of blocks of lines.

use super::ask::Ask;
use super::{casualties, grade, scene};
use crate::domain::incident::IncidentCommand;
use crate::store::CaseFile;
use crate::t;
use crate::text::Texts;
use crate::ui::Cx;
use crate::ui::widgets::chip::Tone;

/// A part of the file, in the order of the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Section {
    #[default]
    Scene,
    Casualties,
    Grade,
}

impl Section {
    /// In the order of the page.
    pub const ALL: [Self; 3] = [Self::Scene, Self::Casualties, Self::Grade];

    /// The name in the jump list and above the section.
    #[must_use]
    pub fn title(self, texts: &Texts) -> String {
        match self {
            Self::Scene => t!(texts, "incident-scene"),
            Self::Casualties => t!(texts, "incident-casualties"),
            Self::Grade => t!(texts, "incident-grade"),
        }
    }
}

/// How far a section is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Standing {
    /// Nothing is missing.
    #[default]
    Complete,
    /// Something is missing; the remark says what.
    Lacking,
    /// Another section comes first; the remark says which.
    Locked,
}

/// A button below a block or behind a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Press {
    pub ask: Ask,
    pub label: String,
    /// Sent at once, without an entry.
    pub send: Option<IncidentCommand>,
    /// The next thing that can really be done.
    pub first: bool,
}

impl Press {
    pub(super) fn new(texts: &Texts, ask: Ask) -> Self {
        Self { ask, label: ask.label(texts), send: None, first: false }
    }

    /// 更正 and 删除 behind a line of an open case.
    pub(super) fn pair(texts: &Texts, file: &CaseFile, correct: Ask, strike: Ask) -> Vec<Self> {
        if file.case.is_open() { vec![Self::new(texts, correct), Self::new(texts, strike)] } else { Vec::new() }
    }
}

/// One thing on record: a label, what it says, when, a quiet remark, and more below.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    pub lead: String,
    pub text: String,
    pub when: String,
    pub note: String,
    pub more: String,
    pub tone: Tone,
    pub acts: Vec<Press>,
}

/// Lines that belong together, and what can be added.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Block {
    /// May be empty where the section has one block only.
    pub title: String,
    pub lines: Vec<Line>,
    /// Said while there is no line: what to do.
    pub empty: String,
    pub acts: Vec<Press>,
}

impl Block {
    /// Every entry that is opened from here.
    pub(super) fn asks(&self) -> impl Iterator<Item = Ask> {
        self.acts.iter().chain(self.lines.iter().flat_map(|line| &line.acts)).map(|press| press.ask)
    }
}

/// A section in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionView {
    pub section: Section,
    pub title: String,
    pub remark: String,
    pub standing: Standing,
    pub blocks: Vec<Block>,
}

/// The page in words; no section while the file is not open.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct IncidentView {
    pub sections: Vec<SectionView>,
}

impl IncidentView {
    /// The words of the case as it arrived.
    #[must_use]
    pub fn of(file: &CaseFile, cx: &Cx<'_>) -> Self {
        let Some(incident) = file.case.incident.as_deref() else { return Self::default() };
        let sections = vec![
            scene::section(cx, file, incident),
            casualties::section(cx, file, incident),
            grade::section(cx, file, incident),
        ];
        Self { sections }
    }

    /// How many sections lack something; the count behind the tab.
    #[must_use]
    pub fn lacking(&self) -> usize {
        self.sections.iter().filter(|section| section.standing == Standing::Lacking).count()
    }
}
