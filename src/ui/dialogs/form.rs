//! What is typed into a dialog: parts in the order in which they stand, each with its value as text.

use crate::domain::Stamp;
use crate::domain::facts::parse_stamp;
use crate::ui::widgets::Pick;

/// Name of a part, the same in every dialog that has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::ui) enum Slot {
    Branch,
    First,
    Second,
    Facts,
    Demand,
    Due,
    /// The dispatch slip is to be shown for printing afterwards (E08).
    Slip,
    Reason,
    More,
    Tier,
    /// A department that the rule book sets a limit for (T17).
    Limited,
    Unit,
    Text,
    Approver,
    Told,
    /// Refund, price cut or compensation of a closing (Q04).
    Paid,
    /// Where the reply is on file (Q08).
    Copied,
    Measures,
    Explanation,
    Solved,
    Cause,
    Department,
    Way,
    Accepted,
    Result,
    Process,
    Staff,
    Opinion,
    Conclusion,
    NoteKind,
    Person,
    Field,
    Value,
    /// A field of an entry of the incident file, by its name; from 1 on where several of that name ask the same.
    Entry(&'static str, u8),
    /// A line that is only read.
    Says,
}

/// One choice of a closed list: its stored word and what people read.
pub(in crate::ui) type Member = (String, String);

/// How a part is filled in. Its value is always one text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ui) enum Input {
    /// One line, or so many.
    Text(usize),
    /// A day with a time.
    When,
    /// The key of one of a list that drops down.
    Pick(Vec<Pick>),
    /// The word of one member, all in sight.
    One(Vec<Member>),
    /// The words of any members, joined as `Facts` joins them.
    Any(Vec<Member>),
    /// `yes` or nothing.
    Check,
    /// The value is only shown.
    Line(Mood),
}

/// How pressing a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ui) enum Mood {
    Quiet,
    Warn,
}

/// One part of a dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ui) struct Part {
    pub slot: Slot,
    pub label: String,
    pub input: Input,
    pub value: String,
    pub hint: String,
    pub required: bool,
    /// Shares its row with the next or last part that is half as well.
    pub half: bool,
    pub error: Option<String>,
}

impl Part {
    pub fn new(slot: Slot, label: String, input: Input) -> Self {
        let (value, hint) = (String::new(), String::new());
        Self { slot, label, input, value, hint, required: false, half: false, error: None }
    }

    /// One line of text.
    pub fn text(slot: Slot, label: String) -> Self {
        Self::new(slot, label, Input::Text(1))
    }

    /// A text area.
    pub fn area(slot: Slot, label: String, rows: usize) -> Self {
        Self::new(slot, label, Input::Text(rows))
    }

    /// A line that is only read.
    pub fn line(mood: Mood, says: String) -> Self {
        Self::new(Slot::Says, String::new(), Input::Line(mood)).value(says)
    }

    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    pub const fn half(mut self) -> Self {
        self.half = true;
        self
    }
}

/// All parts of one dialog.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::ui) struct Form {
    pub parts: Vec<Part>,
}

impl Form {
    pub fn part(&self, slot: Slot) -> Option<&Part> {
        self.parts.iter().find(|part| part.slot == slot)
    }

    pub fn part_mut(&mut self, slot: Slot) -> Option<&mut Part> {
        self.parts.iter_mut().find(|part| part.slot == slot)
    }

    /// What stands in a part, trimmed; empty for a part the dialog does not have.
    pub fn text(&self, slot: Slot) -> &str {
        self.part(slot).map_or("", |part| part.value.trim())
    }

    pub fn is_yes(&self, slot: Slot) -> bool {
        !self.text(slot).is_empty()
    }

    /// The moment in a part; `None` while it is empty or no date.
    pub fn moment(&self, slot: Slot) -> Option<Stamp> {
        parse_stamp(self.text(slot)).ok().flatten()
    }

    pub fn set(&mut self, slot: Slot, value: impl Into<String>) {
        if let Some(part) = self.part_mut(slot) {
            part.value = value.into();
        }
    }

    pub fn wrong(&mut self, slot: Slot, why: String) {
        if let Some(part) = self.part_mut(slot) {
            part.error.get_or_insert(why);
        }
    }

    pub fn is_wrong(&self) -> bool {
        self.parts.iter().any(|part| part.error.is_some())
    }

    /// Marks every needed part that is empty and every moment that is none.
    pub fn check(&mut self, missing: &str, no_date: &str) {
        for part in &mut self.parts {
            let text = part.value.trim();
            part.error = if text.is_empty() {
                part.required.then(|| missing.to_owned())
            } else if part.input == Input::When && parse_stamp(text).is_err() {
                Some(no_date.to_owned())
            } else {
                None
            };
        }
    }
}
