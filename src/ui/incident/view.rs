//! What the incident page says, worked out when the case arrives: sections of blocks of lines.

use super::ask::Ask;
use super::evidence::{self, EvidenceView};
use super::lack::{self, Ahead, Lack};
use super::loss::{self, LossView};
use super::talks::{self, StepView};
use super::{agreement, casualties, closing, grade, insurance, scene};
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
    Evidence,
    Loss,
    Insurance,
    Talks,
    Agreement,
    Closing,
}

impl Section {
    /// In the order of the page.
    pub const ALL: [Self; 9] = [
        Self::Scene,
        Self::Casualties,
        Self::Grade,
        Self::Evidence,
        Self::Loss,
        Self::Insurance,
        Self::Talks,
        Self::Agreement,
        Self::Closing,
    ];

    /// The name in the jump list and above the section.
    #[must_use]
    pub fn title(self, texts: &Texts) -> String {
        match self {
            Self::Scene => t!(texts, "incident-scene"),
            Self::Casualties => t!(texts, "incident-casualties"),
            Self::Grade => t!(texts, "incident-grade"),
            Self::Evidence => t!(texts, "incident-evidence"),
            Self::Loss => t!(texts, "incident-loss"),
            Self::Insurance => t!(texts, "incident-insurance"),
            Self::Talks => t!(texts, "incident-talks"),
            Self::Agreement => t!(texts, "incident-agreement"),
            Self::Closing => t!(texts, "incident-closing"),
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
    /// What the next act still lacks.
    pub lacks: Vec<Lack>,
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
    pub evidence: EvidenceView,
    pub losses: LossView,
    /// The order of the talks.
    pub steps: Vec<StepView>,
    /// What the next gate of the file lacks.
    pub ahead: Ahead,
}

impl IncidentView {
    /// Whether an entry can be opened on the page now.
    #[must_use]
    pub fn offers(&self, ask: Ask) -> bool {
        match ask {
            Ask::File(_, at) => self.evidence.open && at.is_some(),
            Ask::Describe(_) => self.evidence.open,
            Ask::LossLine(Some(_)) => self.losses.open,
            _ => self.sections.iter().flat_map(|section| &section.blocks).any(|block| block.asks().any(|of| of == ask)),
        }
    }

    /// The words of the case as it arrived.
    #[must_use]
    pub fn of(file: &CaseFile, cx: &Cx<'_>) -> Self {
        let Some(incident) = file.case.incident.as_deref() else { return Self::default() };
        let evidence = EvidenceView::of(cx, file, incident);
        let losses = LossView::of(cx, file, incident);
        let sections = Section::ALL.map(|section| match section {
            Section::Scene => scene::section(cx, file, incident),
            Section::Casualties => casualties::section(cx, file, incident),
            Section::Grade => grade::section(cx, file, incident),
            Section::Evidence => evidence::section(cx, file, incident, &evidence),
            Section::Loss => loss::section(cx, file, incident, &losses),
            Section::Insurance => insurance::section(cx, file, incident),
            Section::Talks => talks::section(cx, file, incident),
            Section::Agreement => agreement::section(cx, file, incident),
            Section::Closing => closing::section(cx, file, incident),
        });
        Self {
            sections: sections.into(),
            steps: talks::steps(cx, file, incident),
            ahead: lack::ahead(cx, file),
            evidence,
            losses,
        }
    }
}
