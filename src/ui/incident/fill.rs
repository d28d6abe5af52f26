//! Fields of entries and what is read from them. A name that begins with `fen` is an amount, with `count` a whole number.

use crate::domain::Stamp;
use crate::domain::facts::{FaultKind, parse_date};
use crate::domain::money::Fen;
use crate::t;
use crate::text::Texts;
use crate::text::say::full_time;
use crate::ui::dialogs::form::{Form, Input, Part, Slot};
use crate::ui::dialogs::lists::members;
use crate::ui::{Cx, say_lists};

/// The slot of a named field.
pub(super) const fn slot(name: &'static str) -> Slot {
    Slot::Entry(name, 0)
}

/// The minute on screen, as a field shows it.
pub(super) fn now(cx: &Cx<'_>) -> String {
    full_time(cx.now.0)
}

/// One line of text.
pub(super) fn line(name: &'static str, label: String) -> Part {
    Part::text(slot(name), label)
}

/// Several lines of text.
pub(super) fn area(name: &'static str, label: String, rows: usize) -> Part {
    Part::area(slot(name), label, rows)
}

/// When it happened: now, unless the person says otherwise.
pub(super) fn at(cx: &Cx<'_>) -> Part {
    Part::new(slot("at"), t!(cx.texts, "incident-at"), Input::When).value(now(cx)).required()
}

/// Why something on record changes.
pub(super) fn reason(texts: &Texts) -> Part {
    area("reason", t!(texts, "wording-reason"), 2).required()
}

/// One of a closed list, all in sight.
pub(super) fn one<T: Copy>(
    texts: &Texts,
    name: &'static str,
    label: String,
    (list, all): (&str, &[T]),
    word: impl Fn(T) -> &'static str,
) -> Part {
    Part::new(slot(name), label, Input::One(members(texts, list, all, word))).required()
}

/// An amount as a field shows it; nothing for none.
pub(super) fn plain(amount: Fen) -> String {
    if amount.0 == 0 { String::new() } else { amount.plain() }
}

/// The text of a field.
pub(super) fn text(form: &Form, name: &'static str) -> String {
    form.text(slot(name)).to_owned()
}

/// The moment in a field that must have one; the form was checked before.
pub(super) fn moment(form: &Form, name: &'static str) -> Option<Stamp> {
    form.moment(slot(name))
}

/// The amount in a field; an empty one is nothing.
pub(super) fn amount(form: &Form, at: Slot) -> Option<Fen> {
    let typed = form.text(at);
    if typed.is_empty() { Some(Fen::default()) } else { Fen::parse(typed).ok() }
}

/// The whole number in a field; an empty one is 0.
pub(super) fn count(form: &Form, at: Slot) -> Option<u32> {
    let typed = form.text(at).trim_end_matches(['%', '％']).trim();
    if typed.is_empty() { Some(0) } else { typed.parse().ok() }
}

/// Marks amounts and numbers that cannot be read.
pub(super) fn mark_unreadable(form: &mut Form, texts: &Texts) {
    let slots: Vec<Slot> = form.parts.iter().map(|part| part.slot).collect();
    for at in slots {
        let fault = match at {
            Slot::Entry(name, _) if name.starts_with("fen") && amount(form, at).is_none() => FaultKind::NotAnAmount,
            Slot::Entry(name, _) if name.starts_with("count") && count(form, at).is_none() => FaultKind::NotACount,
            Slot::Entry("bought", _)
                if !form.text(at).is_empty() && super::loss::read_month(form.text(at)).is_none() =>
            {
                FaultKind::NotADate
            }
            Slot::Entry("keep_until", _) if parse_date(form.text(at)).is_err() => FaultKind::NotADate,
            _ => continue,
        };
        form.wrong(at, say_lists::fault_kind_text(texts, fault));
    }
}
