//! The last hand on a PDF: language, dates, viewer wishes, and an identity that follows from the content.

use chrono::NaiveDateTime;
use lopdf::{Dictionary, Document, Object, ObjectId, StringFormat};
use sha2::{Digest as _, Sha256};

use crate::paper::error::PaperError;

/// Makes the document say nothing but what is true of it, and writes it.
pub(super) fn finish(mut doc: Document, made_at: NaiveDateTime) -> Result<Vec<u8>, PaperError> {
    "1.7".clone_into(&mut doc.version);
    let info = reference(&doc, b"Info")?;
    let root = reference(&doc, b"Root")?;
    let date = Object::string_literal(made_at.format("D:%Y%m%d%H%M%S+08'00'").to_string());
    let dict = doc.get_dictionary_mut(info).map_err(refused)?;
    for key in ["Trapped", "GTS_PDFXVersion", "Identifier", "Keywords"] {
        dict.remove(key.as_bytes());
    }
    dict.set("CreationDate", date.clone());
    dict.set("ModDate", date);
    let catalog = doc.get_dictionary_mut(root).map_err(refused)?;
    let mut wishes = Dictionary::new();
    wishes.set("DisplayDocTitle", true);
    wishes.set("PrintScaling", Object::Name(b"None".to_vec()));
    catalog.set("ViewerPreferences", wishes);
    catalog.set("Lang", Object::string_literal("zh-CN"));
    drop_empty(&mut doc);
    doc.compress();
    doc.trailer.set("ID", id(&[0; 16]));
    let hash = Sha256::digest(save(&mut doc)?);
    doc.trailer.set("ID", id(&hash[..16]));
    save(&mut doc)
}

/// Removes empty resource lists and annotation lists; some validators stumble over them.
fn drop_empty(doc: &mut Document) {
    let empty: Vec<ObjectId> = doc
        .objects
        .iter()
        .filter(|(_, object)| object.as_dict().is_ok_and(Dictionary::is_empty))
        .map(|(id, _)| *id)
        .collect();
    for object in doc.objects.values_mut() {
        let Ok(dict) = object.as_dict_mut() else { continue };
        for key in ["XObject", "ExtGState", "Shading", "Font"] {
            let hollow = dict.get(key.as_bytes()).and_then(Object::as_reference).is_ok_and(|id| empty.contains(&id));
            if hollow {
                dict.remove(key.as_bytes());
            }
        }
        if dict.get(b"Annots").and_then(Object::as_array).is_ok_and(Vec::is_empty) {
            dict.remove(b"Annots");
        }
    }
    for id in empty {
        doc.objects.remove(&id);
    }
}

fn id(bytes: &[u8]) -> Object {
    let text = Object::String(bytes.to_vec(), StringFormat::Hexadecimal);
    Object::Array(vec![text.clone(), text])
}

fn save(doc: &mut Document) -> Result<Vec<u8>, PaperError> {
    let mut bytes = Vec::new();
    doc.save_to(&mut bytes).map_err(|e| PaperError::Pdf(e.to_string()))?;
    Ok(bytes)
}

fn reference(doc: &Document, key: &[u8]) -> Result<ObjectId, PaperError> {
    doc.trailer.get(key).and_then(Object::as_reference).map_err(refused)
}

#[expect(clippy::needless_pass_by_value, reason = "the shape map_err asks for")]
pub(super) fn refused(error: lopdf::Error) -> PaperError {
    PaperError::Pdf(error.to_string())
}
