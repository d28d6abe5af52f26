//! The last hand on a PDF: archive format, tags, dates, viewer wishes, and an identity that follows from the content.
//!
//! The file is PDF/A-2b (ISO 19005-2): embedded faces, a named colour space, its description as XMP. Its words are tagged
//! with what they are; the stricter 2a and PDF/UA are not claimed, for merged cells do not say how far they reach.

use lopdf::{Dictionary, Document, Object, ObjectId, SaveOptions, Stream, StringFormat, dictionary};
use sha2::{Digest as _, Sha256};

use super::WRITER;
use super::tags::Tree;
use crate::paper::error::PaperError;
use crate::paper::sheet::Sheet;

/// sRGB as littleCMS builds it; without rights reserved.
static SRGB: &[u8] = include_bytes!("../../../assets/srgb.icc");
/// Objects that are packed together; many small ones of a tree pack well.
const TOGETHER: usize = 1000;

/// Makes the document say nothing but what is true of it, and writes it.
pub(super) fn finish(mut doc: Document, sheet: &Sheet, tree: &Tree) -> Result<Vec<u8>, PaperError> {
    "1.7".clone_into(&mut doc.version);
    let info = reference(&doc, b"Info")?;
    let date = Object::string_literal(sheet.made_at.format("D:%Y%m%d%H%M%S+08'00'").to_string());
    let dict = doc.get_dictionary_mut(info).map_err(refused)?;
    for key in ["Trapped", "GTS_PDFXVersion", "Identifier", "Keywords"] {
        dict.remove(key.as_bytes());
    }
    dict.set("CreationDate", date.clone());
    dict.set("ModDate", date);
    drop_empty(&mut doc);
    tree.write(&mut doc)?;
    let described = Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, description(sheet).into());
    let described = doc.add_object(described.with_compression(false));
    let colours = doc.add_object(Stream::new(dictionary! { "N" => 3 }, SRGB.to_vec()));
    let srgb = || Object::string_literal("sRGB");
    let intent = dictionary! {
        "Type" => "OutputIntent", "S" => "GTS_PDFA1", "DestOutputProfile" => colours,
        "OutputConditionIdentifier" => srgb(), "Info" => srgb(),
    };
    let catalog = doc.catalog_mut().map_err(refused)?;
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true, "PrintScaling" => "None" });
    catalog.set("Lang", Object::string_literal("zh-CN"));
    catalog.set("Metadata", described);
    catalog.set("OutputIntents", vec![Object::Dictionary(intent)]);
    doc.compress();
    save(&mut doc)
}

/// What the file is, once more as XMP, in the words of its Info.
fn description(sheet: &Sheet) -> String {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let (title, author, subject) = (escaped(&sheet.title), escaped(&sheet.author), escaped(&sheet.subject));
    let mark = '\u{feff}';
    let at = sheet.made_at.format("%Y-%m-%dT%H:%M:%S+08:00");
    format!(
        r#"<?xpacket begin="{mark}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<xmp:CreateDate>{at}</xmp:CreateDate><xmp:ModifyDate>{at}</xmp:ModifyDate>
<xmp:CreatorTool>{WRITER}</xmp:CreatorTool><pdf:Producer>{WRITER}</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"#
    )
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

/// Writes the file with a blank identity, then puts the hash of these bytes in its place.
fn save(doc: &mut Document) -> Result<Vec<u8>, PaperError> {
    const BLANK: [u8; 16] = [0; 16];
    doc.trailer.set("ID", id(&BLANK));
    let packed = SaveOptions::builder()
        .use_object_streams(true)
        .use_xref_streams(true)
        .max_objects_per_stream(TOGETHER)
        .compression_level(9)
        .build();
    let mut bytes = Vec::new();
    doc.save_with_options(&mut bytes, packed).map_err(|e| PaperError::Pdf(e.to_string()))?;
    let hash: String = Sha256::digest(&bytes)[..16].iter().map(|byte| format!("{byte:02X}")).collect();
    let blank = [b"<".as_slice(), &[b'0'; 32], b">"].concat();
    for _ in 0..2 {
        let at = bytes.windows(blank.len()).rposition(|part| part == blank);
        let at = at.ok_or_else(|| PaperError::Pdf("the file has no place for its identity".to_owned()))?;
        bytes[at + 1..at + 33].copy_from_slice(hash.as_bytes());
    }
    Ok(bytes)
}

fn reference(doc: &Document, key: &[u8]) -> Result<ObjectId, PaperError> {
    doc.trailer.get(key).and_then(Object::as_reference).map_err(refused)
}

#[expect(clippy::needless_pass_by_value, reason = "the shape map_err asks for")]
pub(super) fn refused(error: lopdf::Error) -> PaperError {
    PaperError::Pdf(error.to_string())
}
