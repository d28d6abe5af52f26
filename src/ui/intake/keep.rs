//! What the intake screen keeps beside the draft: the last judgement, lists, focus, wishes that wait.

use std::rc::Rc;

use super::act::{LastCustomer, Probing};
use super::form::Told;
use super::judged::{Areas, Ground, Judged};
use super::lists::Lists;
use super::side;
use crate::domain::stage::IncidentGrade;
use crate::domain::{Draft, Field, InfoClass, Level, Stamp};
use crate::store::DraftId;
use crate::text::Lang;
use crate::ui::{AfterLog, Cx};

/// A judgement with what it was made of.
#[derive(Debug)]
struct Made {
    draft: Draft,
    now: Stamp,
    lang: Lang,
    book: (String, i64),
    judged: Rc<Judged>,
}

#[derive(Debug, Default)]
pub(super) struct Keep {
    made: Option<Made>,
    lists: Option<Rc<Lists>>,
    areas: Areas,
    /// Why the case was judged so, in words.
    pub reasons: Vec<String>,
    pub told: Told,
    /// The field that takes the focus in the next frame.
    pub wanted: Option<Field>,
    /// The group in which the clerk is.
    pub here: usize,
    /// 更多信息 is open.
    pub more: bool,
    /// The side panel is open where it hides behind a button.
    pub side: bool,
    /// Anything had the focus in the frame before.
    pub focused: bool,
    /// The pass in which the screen was drawn last: after a pause the person has just come here.
    pub pass: Option<u64>,
    /// Saving was asked for and waits until no save of the draft is under way.
    pub submit: Option<AfterLog>,
    /// Another draft (or none: an empty intake) was asked for and waits until this one is stored.
    pub turn_to: Option<Option<DraftId>>,
    pub probing: Probing,
    pub last: Option<LastCustomer>,
    /// Key of the channel used last.
    pub channel: String,
    /// The result shown in the frame before, and when it last changed.
    pub shown: Option<(InfoClass, Level, Option<IncidentGrade>)>,
    pub changed_at: Option<f64>,
}

impl Keep {
    /// The judgement of this draft; made anew only when the draft, the minute, the language or the rule book changed.
    pub(super) fn judge(&mut self, cx: &Cx<'_>, draft: &Draft) -> Rc<Judged> {
        let rules = &cx.book.rules;
        let lists = self.lists(cx);
        if let Some(made) = &self.made
            && made.draft == *draft
            && made.now == cx.now
            && made.lang == cx.texts.lang()
            && made.book.0 == rules.id
            && made.book.1 == rules.version
            && lists.fit(cx)
        {
            return Rc::clone(&made.judged);
        }
        let ground = Ground {
            rules,
            clockwork: &cx.book.clockwork,
            places: cx.places,
            organisation: cx.organisation,
            territory: self.areas.of(cx.organisation, cx.places),
        };
        let judged = Rc::new(Judged::of(draft, &ground, cx.now));
        self.reasons = side::reasons(cx.texts, &cx.book.rules, &judged);
        self.made = Some(Made {
            draft: draft.clone(),
            now: cx.now,
            lang: cx.texts.lang(),
            book: (rules.id.clone(), rules.version),
            judged: Rc::clone(&judged),
        });
        judged
    }

    /// Names and pick lists in the present language.
    pub(super) fn lists(&mut self, cx: &Cx<'_>) -> Rc<Lists> {
        if let Some(lists) = self.lists.as_ref().filter(|lists| lists.fit(cx)) {
            return Rc::clone(lists);
        }
        let lists = Rc::new(Lists::new(cx));
        self.lists = Some(Rc::clone(&lists));
        self.made = None;
        lists
    }

    /// Another draft begins: nothing of the last one is told, shown as changed or waiting.
    pub(super) fn fresh(&mut self) {
        self.told = Told::default();
        self.wanted = Some(Field::Phone);
        self.submit = None;
        self.probing = Probing::default();
        self.shown = None;
        self.changed_at = None;
    }

    /// What is carried into the intake after this one.
    pub(super) fn after(&mut self, draft: &Draft) -> Self {
        let mut next = std::mem::take(self);
        next.last = LastCustomer::of(draft).or(next.last);
        let channel = draft.get(Field::Channel).trim();
        if !channel.is_empty() {
            next.channel = channel.to_owned();
        }
        next.fresh();
        next.turn_to = None;
        next
    }
}
