//! Events of paper that came back as stored: the kind begins with `paper_`.

use super::body::{Body, Stored};
use crate::domain::event::SheetKind;
use crate::domain::returned::{FiledBy, ReturnEvent, ReturnedPage, SignedBack};
use crate::store::StoreError;

/// Writes the body and answers the stored kind.
pub(super) fn encode(event: &ReturnEvent, out: &mut Body) -> &'static str {
    match event {
        ReturnEvent::ByHand { document, sheet } => {
            out.text("document", document).text("sheet", sheet.word()).kind("paper_by_hand")
        }
        ReturnEvent::Filed(page) => {
            out.text("document", &page.document).whole("page", page.page.into()).whole("pages", page.pages.into());
            out.text("picture", &page.picture).text("by", page.by.word()).kind("paper_filed")
        }
        ReturnEvent::Removed { document, page, picture, reason } => {
            out.text("document", document).whole("page", (*page).into()).text("picture", picture);
            out.text("reason", reason).kind("paper_removed")
        }
        ReturnEvent::SignedBack(signed) => {
            out.text("document", &signed.document).words("signed", signed.signed.iter().map(String::as_str));
            out.words("empty", signed.empty.iter().map(String::as_str));
            out.text("note", &signed.note).kind("paper_signed_back")
        }
    }
}

/// The event that this stands for.
pub(super) fn decode(body: &Stored<'_>) -> Result<ReturnEvent, StoreError> {
    let document = body.text("document")?;
    Ok(match body.kind {
        "paper_by_hand" => ReturnEvent::ByHand { document, sheet: body.word("sheet", SheetKind::from_word)? },
        "paper_filed" => ReturnEvent::Filed(ReturnedPage {
            document,
            page: body.count("page")?,
            pages: body.count("pages")?,
            picture: body.text("picture")?,
            by: body.word("by", FiledBy::from_word)?,
        }),
        "paper_removed" => ReturnEvent::Removed {
            document,
            page: body.count("page")?,
            picture: body.text("picture")?,
            reason: body.text("reason")?,
        },
        "paper_signed_back" => ReturnEvent::SignedBack(SignedBack {
            document,
            signed: body.texts("signed")?,
            empty: body.texts("empty")?,
            note: body.text("note")?,
        }),
        _ => return Err(StoreError::damaged(format!("event {}", body.kind))),
    })
}

#[cfg(test)]
mod tests {
    use super::super::{decode as decode_event, encode as encode_event};
    use super::*;
    use crate::domain::Event;

    #[test]
    fn every_event_of_returned_paper_comes_back_as_it_went_in() {
        let (document, picture) = ("KS2604-0001-F4-01".to_owned(), "ab".repeat(32));
        let page = ReturnedPage {
            document: document.clone(),
            page: 2,
            pages: 3,
            picture: picture.clone(),
            by: FiledBy::Person,
        };
        let signed = SignedBack {
            document: document.clone(),
            signed: vec!["乙方（签名）".to_owned()],
            empty: Vec::new(),
            note: String::new(),
        };
        let by_hand = ReturnEvent::ByHand { document: document.clone(), sheet: SheetKind::Survey };
        let removed = ReturnEvent::Removed { document, page: 2, picture, reason: "放错".to_owned() };
        for event in [by_hand, ReturnEvent::Filed(page), removed, ReturnEvent::SignedBack(signed)] {
            let event = Event::from(event);
            let (kind, body) = encode_event(&event);
            assert_eq!(decode_event(kind, &body).unwrap(), event, "{body}");
        }
        assert!(decode_event("paper_lost", "{}").is_err());
        assert!(decode_event("paper_filed", r#"{"document":"x","page":1,"pages":1,"by":"wind"}"#).is_err());
    }
}
