//! Gives what was typed its usual spelling once the field is left. What cannot be read stays as it was typed.

use crate::domain::facts::{parse_date, parse_stamp};
use crate::domain::identity::Serial;
use crate::domain::phone::{Phone, PhoneKind};
use crate::domain::{Draft, Fen, Field};

/// Rewrites one field; only ever called when it has no focus.
pub(super) fn tidy(draft: &mut Draft, field: Field) {
    let typed = draft.get(field).trim();
    let neat = match field {
        _ if typed.is_empty() => Some(String::new()),
        Field::Phone | Field::ReporterPhone => {
            let phone = Phone::parse(typed);
            (phone.kind != PhoneKind::Unknown).then_some(phone.normalized)
        }
        Field::Serial => Some(Serial::read(typed).number),
        Field::Loss => Fen::parse(typed).ok().filter(|loss| loss.0 >= 0).map(Fen::plain),
        Field::MadeOn | Field::BoughtOn | Field::InstalledOn => {
            parse_date(typed).ok().flatten().map(|date| date.format("%Y-%m-%d").to_string())
        }
        Field::ReceivedAt | Field::PromisedReply => {
            parse_stamp(typed).ok().flatten().map(|at| at.wall().format("%Y-%m-%d %H:%M").to_string())
        }
        _ => None,
    };
    if let Some(neat) = neat.filter(|neat| neat != draft.get(field)) {
        draft.set(field, neat);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_gets_its_usual_spelling_or_stays() {
        for (field, typed, neat) in [
            (Field::Phone, " +86 138 0013 8000 ", "13800138000"),
            (Field::Phone, "邻居转告", "邻居转告"),
            (Field::Serial, "cy2510h5-018822 ", "CY2510H5-018822"),
            (Field::Loss, "4,800", "4800.00"),
            (Field::Loss, "很多", "很多"),
            (Field::BoughtOn, "2025年11月2日", "2025-11-02"),
            (Field::BoughtOn, "去年", "去年"),
            (Field::ReceivedAt, "20260409 9:05", "2026-04-09 09:05"),
            (Field::Description, " 漏水 ", " 漏水 "),
            (Field::Batch, "  ", ""),
        ] {
            let mut draft = Draft::default();
            draft.set(field, typed);
            tidy(&mut draft, field);
            assert_eq!(draft.get(field), neat, "{typed:?}");
        }
    }
}
