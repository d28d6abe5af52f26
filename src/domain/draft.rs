//! An intake as typed: texts that are kept as they stand until they are checked all at once.

use super::facts::{Facts, Fault, FaultKind};
use super::field::Field;
use super::time::Stamp;

/// What a clerk has typed so far. Never refuses a text; [`Draft::check`] does the reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    texts: Vec<String>,
}

impl Default for Draft {
    fn default() -> Self {
        Self { texts: vec![String::new(); Field::ALL.len()] }
    }
}

impl Draft {
    #[must_use]
    pub fn get(&self, field: Field) -> &str {
        &self.texts[field.index()]
    }

    pub fn set(&mut self, field: Field, text: impl Into<String>) {
        self.texts[field.index()] = text.into();
    }

    /// The buffer a text field edits in place.
    pub fn text_mut(&mut self, field: Field) -> &mut String {
        &mut self.texts[field.index()]
    }

    /// Whether nothing has been typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.iter().all(|text| text.trim().is_empty())
    }

    /// The fields that hold a text, in the order of [`Field::ALL`].
    pub fn filled(&self) -> impl Iterator<Item = (Field, &str)> {
        Field::ALL.iter().map(|&field| (field, self.get(field))).filter(|(_, text)| !text.is_empty())
    }

    /// A draft that says what `facts` say, for corrections and repeats.
    #[must_use]
    pub fn of(facts: &Facts) -> Self {
        let mut draft = Self::default();
        for &field in Field::ALL {
            draft.set(field, facts.text(field));
        }
        draft
    }

    /// Reads what can be read: facts without the faulty fields, and every fault. For live hints.
    #[must_use]
    pub fn read(&self, now: Stamp) -> (Facts, Vec<Fault>) {
        let mut facts = Facts::at(now);
        let mut faults = Vec::new();
        for (field, text) in self.filled() {
            if let Err(kind) = facts.set(field, text) {
                faults.push(Fault { field, kind });
            }
        }
        let today = now.date();
        if facts.received_at > now.plus_minutes(5) {
            faults.push(Fault { field: Field::ReceivedAt, kind: FaultKind::InTheFuture });
        }
        for (field, date) in [
            (Field::MadeOn, facts.made_on),
            (Field::BoughtOn, facts.bought_on),
            (Field::InstalledOn, facts.installed_on),
        ] {
            if date.is_some_and(|date| date > today) {
                faults.push(Fault { field, kind: FaultKind::InTheFuture });
            }
        }
        if facts.promised_reply.is_some_and(|promise| promise < facts.received_at) {
            faults.push(Fault { field: Field::PromisedReply, kind: FaultKind::BeforeContact });
        }
        (facts, faults)
    }

    /// All faults at once, or the facts (B04, B07). `required` comes from the rule book.
    ///
    /// # Errors
    /// Every fault, in field order; nothing is refused for being unusual.
    pub fn check(&self, required: &[Field], now: Stamp) -> Result<Facts, Vec<Fault>> {
        let (facts, mut faults) = self.read(now);
        for &field in required {
            if self.get(field).trim().is_empty() {
                faults.push(Fault { field, kind: FaultKind::Missing });
            }
        }
        faults.sort_by_key(|fault| fault.field);
        if faults.is_empty() { Ok(facts) } else { Err(faults) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Stamp {
        super::super::facts::parse_stamp("2026-04-09 10:24").unwrap().unwrap()
    }

    #[test]
    fn all_faults_are_named_at_once() {
        let mut draft = Draft::default();
        draft.set(Field::BoughtOn, "2027-01-01");
        draft.set(Field::Loss, "很多");
        let faults = draft.check(&[Field::Description], now()).unwrap_err();
        let named: Vec<_> = faults.iter().map(|fault| (fault.field, fault.kind)).collect();
        assert_eq!(
            named,
            [
                (Field::BoughtOn, FaultKind::InTheFuture),
                (Field::Description, FaultKind::Missing),
                (Field::Loss, FaultKind::NotAnAmount),
            ]
        );
    }

    #[test]
    fn an_unusual_phone_is_taken_b04() {
        let mut draft = Draft::default();
        draft.set(Field::Phone, "邻居转告，无电话");
        draft.set(Field::Description, "漏水");
        assert!(draft.check(&[Field::Description], now()).is_ok());
    }
}
