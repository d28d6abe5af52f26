//! The last hand on a PDF: archive format, tags, dates, viewer wishes, and an identity that follows from the content.
//!
//! The file is PDF/A-2b (ISO 19005-2): embedded faces, a named colour space, its description as XMP. Its words are tagged
//! with what they are; the stricter 2a and PDF/UA are not claimed, for merged cells do not say how far they reach.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Document, Object, ObjectId, SaveOptions, Stream, dictionary};
use sha2::{Digest as _, Sha256};

use super::WRITER;
use super::faces::{Used, to_unicode};
use super::tags::Tree;
use crate::paper::error::PaperError;
use crate::paper::sheet::Sheet;

/// sRGB as littleCMS builds it; without rights reserved.
static SRGB: &[u8] = include_bytes!("../../../assets/srgb.icc");
/// Objects that are packed together; many small ones of a tree pack well.
const TOGETHER: usize = 1000;
/// How hard the streams are packed: one level more takes twice the time for a fiftieth of their bytes.
const LEVEL: u32 = 6;
/// Bytes that say a stream is packed.
const FILTER: usize = 19;
/// Bytes of a row in the table of objects, as lopdf writes it: kind, place, place within.
const ROW: usize = 7;

/// Makes the document say nothing but what is true of it, and writes it.
pub(super) fn finish(mut doc: Document, sheet: &Sheet, (tree, used): (&Tree, &[Used])) -> Result<Vec<u8>, PaperError> {
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
    for of_face in used {
        tell_chars(&mut doc, of_face)?;
    }
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
    for object in doc.objects.values_mut() {
        if let Object::Stream(stream) = object {
            deflate(stream)?;
        }
    }
    save(&mut doc)
}

/// Packs a stream that nobody packed yet, where it gets shorter.
fn deflate(stream: &mut Stream) -> Result<(), PaperError> {
    if !stream.allows_compression || stream.dict.has(b"Filter") {
        return Ok(());
    }
    let packed = packed(&stream.content)?;
    if packed.len() + FILTER < stream.content.len() {
        stream.dict.set("Filter", "FlateDecode");
        stream.set_content(packed);
    }
    Ok(())
}

pub(super) fn packed(bytes: &[u8]) -> Result<Vec<u8>, PaperError> {
    let mut packed = ZlibEncoder::new(Vec::with_capacity(bytes.len() / 2), Compression::new(LEVEL));
    let packed = packed.write_all(bytes).and_then(|()| packed.finish());
    packed.map_err(|error| PaperError::Pdf(error.to_string()))
}

/// Writes the characters of a face shorter than printpdf does, and the face itself as it was packed before.
fn tell_chars(doc: &mut Document, used: &Used) -> Result<(), PaperError> {
    let told = stream_of(doc, used, (b"BaseFont", b"ToUnicode"))?;
    *told = Stream::new(Dictionary::new(), to_unicode(&used.chars).into_bytes());
    if let Some(packed) = used.packed() {
        let face = stream_of(doc, used, (b"FontName", b"FontFile2"))?;
        face.dict.set("Filter", "FlateDecode");
        face.set_content(packed.to_vec());
    }
    Ok(())
}

/// The stream that the dictionary of a face refers to, where it gives the face's name under `name`.
fn stream_of<'a>(
    doc: &'a mut Document,
    used: &Used,
    (name, key): (&[u8], &[u8]),
) -> Result<&'a mut Stream, PaperError> {
    let tag = used.face.tag().as_bytes();
    let is_it = |dict: &&Dictionary| dict.get(name).and_then(Object::as_name).is_ok_and(|name| name.starts_with(tag));
    let dicts = doc.objects.values().filter_map(|object| object.as_dict().ok()).filter(is_it);
    let found = dicts.filter_map(|dict| dict.get(key).and_then(Object::as_reference).ok()).next();
    let stream = found.and_then(|id| doc.objects.get_mut(&id)).and_then(|object| object.as_stream_mut().ok());
    stream.ok_or_else(|| PaperError::Pdf(format!("{} is not in the file", used.face.name())))
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

/// Writes the file. Its identity is the hash of all that stands before the table of its objects.
fn save(doc: &mut Document) -> Result<Vec<u8>, PaperError> {
    let packed = SaveOptions::builder()
        .use_object_streams(true)
        .use_xref_streams(true)
        .max_objects_per_stream(TOGETHER)
        .compression_level(LEVEL)
        .build();
    let mut bytes = Vec::new();
    doc.save_with_options(&mut bytes, packed).map_err(|e| PaperError::Pdf(e.to_string()))?;
    let no_table = || PaperError::Pdf("the file has no table of its objects".to_owned());
    let told = bytes.rsplit(|byte| *byte == b'\n').nth(1).and_then(|line| std::str::from_utf8(line).ok());
    let at: usize = told.and_then(|line| line.parse().ok()).ok_or_else(no_table)?;
    let table = bytes.get(at..).and_then(|bytes| packed_table(doc, bytes)).ok_or_else(no_table)?;
    let sections = doc.trailer.get(b"Index").and_then(Object::as_array).map_err(refused)?;
    let sections: Vec<String> =
        sections.iter().filter_map(|number| number.as_i64().ok()).map(|number| number.to_string()).collect();
    bytes.truncate(at);
    let id: String = Sha256::digest(&bytes)[..16].iter().map(|byte| format!("{byte:02X}")).collect();
    let (root, info, number) = (reference(doc, b"Root")?.0, reference(doc, b"Info")?.0, doc.max_id);
    let head = format!(
        "{number} 0 obj\n<</Type/XRef/Root {root} 0 R/Info {info} 0 R/ID[<{id}><{id}>]/Size {}/W[1 4 2]/Index[{}]\
         /Length {}/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns {ROW}>>>>stream\n",
        number + 1,
        sections.join(" "),
        table.len(),
    );
    bytes.extend(head.into_bytes());
    bytes.extend(table);
    bytes.extend(format!("\nendstream\nendobj\nstartxref\n{at}\n%%EOF\n").into_bytes());
    Ok(bytes)
}

/// The rows of the table at the head of `bytes`, each as the difference to the one before: it packs ten times better.
fn packed_table(doc: &Document, bytes: &[u8]) -> Option<Vec<u8>> {
    let length = usize::try_from(doc.trailer.get(b"Length").and_then(Object::as_i64).ok()?).ok()?;
    let start = bytes.windows(7).position(|part| part == b"stream\n")? + 7;
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
    let mut above = [0; ROW].as_slice();
    for row in bytes.get(start..start + length)?.chunks_exact(ROW) {
        // 2: "as the row above, plus"
        packed.write_all(&[2]).ok()?;
        packed.write_all(&std::array::from_fn::<u8, ROW, _>(|n| row[n].wrapping_sub(above[n]))).ok()?;
        above = row;
    }
    packed.finish().ok()
}

fn reference(doc: &Document, key: &[u8]) -> Result<ObjectId, PaperError> {
    doc.trailer.get(key).and_then(Object::as_reference).map_err(refused)
}

#[expect(clippy::needless_pass_by_value, reason = "the shape map_err asks for")]
pub(super) fn refused(error: lopdf::Error) -> PaperError {
    PaperError::Pdf(error.to_string())
}
