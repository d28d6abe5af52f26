//! The written file is opened again and compared with the sheet it was made from.

use std::collections::BTreeMap;

use lopdf::{Document, Object, ObjectId};

use super::super::feedback::tests::sample;
use super::super::feedback_sheet::feedback;
use super::super::fonts::Face;
use super::super::fonts::tests::fonts;
use super::super::form::PrintMode;
use super::super::form::tests::head;
use super::super::layout::{Type, set_line};
use super::super::sheet::Part;
use super::*;

fn form_one() -> Sheet {
    feedback(&sample(), &head(), &fonts(), PrintMode::Final).unwrap()
}

/// Code to character of every font of the file, by resource name, read from the ToUnicode maps.
fn unicode_maps(doc: &Document, page: lopdf::ObjectId) -> BTreeMap<Vec<u8>, BTreeMap<u16, String>> {
    let mut maps = BTreeMap::new();
    for (name, font) in doc.get_page_fonts(page).unwrap() {
        let stream = doc.get_object(font.get(b"ToUnicode").unwrap().as_reference().unwrap()).unwrap();
        let bytes = stream.as_stream().unwrap().decompressed_content().unwrap();
        maps.insert(name, read_map(&String::from_utf8(bytes).unwrap()));
    }
    maps
}

/// Lines of `<from> <to> [<utf16> <utf16> …]`.
fn read_map(text: &str) -> BTreeMap<u16, String> {
    let hex = |s: &str| u16::from_str_radix(s, 16).unwrap();
    let mut map = BTreeMap::new();
    for line in text.lines() {
        let parts: Vec<&str> = line.split(['<', '>']).map(str::trim).filter(|p| !p.is_empty()).collect();
        let [from, to, "[", targets @ .., "]"] = &parts[..] else { continue };
        assert_eq!(usize::from(hex(to) - hex(from)) + 1, targets.len(), "{line}");
        assert_eq!(from[..2], to[..2], "a list stays under one upper byte: {line}");
        for (code, target) in (hex(from)..).zip(targets) {
            let units: Vec<u16> = target.as_bytes().chunks(4).map(|c| hex(std::str::from_utf8(c).unwrap())).collect();
            map.insert(code, String::from_utf16(&units).unwrap());
        }
    }
    map
}

/// What a reader copies out of a page: every shown string, decoded.
fn shown(doc: &Document, page: lopdf::ObjectId) -> Vec<String> {
    let maps = unicode_maps(doc, page);
    let content = doc.get_and_decode_page_content(page).unwrap();
    let mut current = Vec::new();
    let mut out = Vec::new();
    for op in content.operations {
        match (op.operator.as_str(), &op.operands[..]) {
            ("Tf", [Object::Name(name), _]) => current.clone_from(name),
            ("Tj", [Object::String(bytes, _)]) => {
                let codes = bytes.chunks(2).map(|c| u16::from_be_bytes([c[0], c[1]]));
                out.push(codes.map(|code| maps[&current][&code].clone()).collect());
            }
            ("TJ", _) => panic!("unexpected operator"),
            _ => {}
        }
    }
    out
}

#[test]
fn the_text_read_back_through_tounicode_is_the_text_of_the_sheet() {
    let sheet = form_one();
    let doc = Document::load_mem(&to_pdf(&sheet, &fonts()).unwrap()).unwrap();
    let pages = doc.get_pages();
    assert_eq!(pages.len(), sheet.pages.len());
    for (page, id) in sheet.pages.iter().zip(pages.values()) {
        let wanted: Vec<String> = page.runs().map(|r| r.text.clone()).collect();
        assert_eq!(shown(&doc, *id), wanted);
    }
}

#[test]
fn faces_are_embedded_as_tagged_subsets() {
    let bytes = to_pdf(&form_one(), &fonts()).unwrap();
    let doc = Document::load_mem(&bytes).unwrap();
    let page = doc.get_pages()[&1];
    let mut names = Vec::new();
    for font in doc.get_page_fonts(page).unwrap().values() {
        let name = String::from_utf8(font.get(b"BaseFont").unwrap().as_name().unwrap().to_vec()).unwrap();
        let child = font.get(b"DescendantFonts").unwrap().as_array().unwrap()[0].as_dict().unwrap().clone();
        let descriptor = doc.get_dictionary(child.get(b"FontDescriptor").unwrap().as_reference().unwrap()).unwrap();
        let program = doc.get_object(descriptor.get(b"FontFile2").unwrap().as_reference().unwrap()).unwrap();
        let program = program.as_stream().unwrap().decompressed_content().unwrap();
        assert!(program.len() < 150_000, "{name}: {} bytes", program.len());
        names.push(name);
    }
    let wanted = [
        "KSBOLD+NotoSansSC-Bold",
        "KSSANS+NotoSansSC-Regular",
        "KSSERF+NotoSerifSC-Regular",
        "KSTICK+NotoSansSymbols2-Regular",
    ];
    names.sort();
    assert_eq!(names, wanted);
    assert!(bytes.len() <= 120_000, "{} bytes", bytes.len());
}

#[test]
fn the_same_sheet_gives_the_same_bytes_and_another_gives_others() {
    let one = to_pdf(&form_one(), &fonts()).unwrap();
    assert!(one == to_pdf(&form_one(), &fonts()).unwrap(), "bytes differ");
    let mut other = form_one();
    other.made_at += chrono::TimeDelta::minutes(1);
    assert!(one != to_pdf(&other, &fonts()).unwrap(), "bytes do not follow the date");
}

/// The outlines of a subset run where those of the whole face do: by a few thousandths of an em beside them at most.
#[test]
fn thinned_outlines_keep_their_place_and_width() {
    let set = fonts();
    for face in Face::ALL {
        let chars: Vec<char> = "永鑫龘，Ag8☑𠮷".chars().filter(|c| set.glyph(face, *c).unwrap().face == face).collect();
        let ids: Vec<u16> = chars.iter().map(|c| set.glyph(face, *c).unwrap().id).collect();
        let (whole, small) = (set.bytes(face), cut::cut(&set.bytes(face), set.thinned(face), &ids).unwrap());
        let (whole, small) = (ttf_parser::Face::parse(&whole, 0).unwrap(), ttf_parser::Face::parse(&small, 0).unwrap());
        assert_eq!(usize::from(small.number_of_glyphs()), ids.len() + 1);
        let [em, cells] = [&whole, &small].map(|face| f32::from(face.units_per_em()));
        for ((new, old), c) in (1..).zip(ids).zip(chars) {
            let (new, old) = (ttf_parser::GlyphId(new), ttf_parser::GlyphId(old));
            let [thin, drawn] = [small.glyph_hor_advance(new), whole.glyph_hor_advance(old)].map(Option::unwrap);
            let advance = f32::from(thin) / cells;
            assert!((advance - f32::from(drawn) / em).abs() <= 0.501 / cells, "{c}");
            assert_eq!(advance, set.glyph(face, c).unwrap().advance, "measured as it is told");
            let in_ems = |points: Vec<[f32; 2]>, em: f32| -> Vec<[f32; 2]> {
                points.into_iter().map(|point| point.map(|part| part / em)).collect()
            };
            let (thin, drawn) = (in_ems(points(&small, new), cells), in_ems(points(&whole, old), em));
            assert!(thin.len() <= drawn.len(), "{c}: {} points of {}", thin.len(), drawn.len());
            for (near, from) in [(&drawn, &thin), (&thin, &drawn)] {
                let beside = |p: &[f32; 2]| near.windows(2).map(|line| apart(*p, line)).fold(f32::MAX, f32::min);
                let off = from.iter().map(beside).fold(0.0, f32::max);
                assert!(off < 0.005, "{c} of {}: {off} em", face.name());
            }
        }
    }
}

/// Points along an outline, close enough together to be taken for it.
fn points(face: &ttf_parser::Face<'_>, id: ttf_parser::GlyphId) -> Vec<[f32; 2]> {
    struct Walk(Vec<[f32; 2]>);
    impl ttf_parser::OutlineBuilder for Walk {
        fn move_to(&mut self, x: f32, y: f32) {
            self.0.push([x, y]);
        }
        fn line_to(&mut self, x: f32, y: f32) {
            self.0.push([x, y]);
        }
        fn quad_to(&mut self, over_x: f32, over_y: f32, x: f32, y: f32) {
            let [from_x, from_y] = *self.0.last().unwrap();
            self.0.extend((1..=8).map(|n| n as f32 / 8.0).map(|t| {
                let [a, b, c] = [(1.0 - t) * (1.0 - t), 2.0 * t * (1.0 - t), t * t];
                [a * from_x + b * over_x + c * x, a * from_y + b * over_y + c * y]
            }));
        }
        fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, _: f32, _: f32) {
            panic!("no TrueType");
        }
        fn close(&mut self) {}
    }
    let mut walk = Walk(Vec::new());
    face.outline_glyph(id, &mut walk);
    walk.0
}

/// How far a point lies from a line.
fn apart([x, y]: [f32; 2], line: &[[f32; 2]]) -> f32 {
    let ([ax, ay], [bx, by]) = (line[0], line[1]);
    let (dx, dy) = (bx - ax, by - ay);
    let along = (((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy).max(1e-12)).clamp(0.0, 1.0);
    (ax + along * dx - x).hypot(ay + along * dy - y)
}

#[test]
fn title_language_date_and_print_scale_stand_in_the_file() {
    let doc = Document::load_mem(&to_pdf(&form_one(), &fonts()).unwrap()).unwrap();
    assert_eq!(doc.version, "1.7");
    let info = doc.get_dictionary(doc.trailer.get(b"Info").unwrap().as_reference().unwrap()).unwrap();
    let text = |key: &[u8]| lopdf::decode_text_string(info.get(key).unwrap()).unwrap();
    assert_eq!(text(b"Title"), "市场质量信息反馈表");
    assert_eq!(text(b"Author"), "澄屿电器集团有限公司");
    assert_eq!(text(b"Subject"), "KS2026-000123-F1-01");
    assert_eq!(text(b"CreationDate"), "D:20260408100200+08'00'");
    assert!(info.get(b"GTS_PDFXVersion").is_err());
    let catalog = doc.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"zh-CN");
    let wishes = catalog.get(b"ViewerPreferences").unwrap().as_dict().unwrap();
    assert_eq!(wishes.get(b"PrintScaling").unwrap().as_name().unwrap(), b"None");
    let ids = doc.trailer.get(b"ID").unwrap().as_array().unwrap();
    assert_eq!(ids[0].as_str().unwrap().len(), 16);
}

/// The structure as a reader hears it: each part with its words, nested ones indented.
fn heard(doc: &Document) -> String {
    let pages: BTreeMap<_, _> = doc.get_pages().into_values().map(|page| (page, words(doc, page))).collect();
    let root = doc.catalog().unwrap().get(b"StructTreeRoot").unwrap().as_reference().unwrap();
    let top = doc.get_dictionary(root).unwrap().get(b"K").unwrap().as_reference().unwrap();
    let mut out = String::new();
    hear(doc, (top, 0), &pages, &mut out);
    out
}

type Words = BTreeMap<i64, String>;

fn hear(doc: &Document, (id, depth): (ObjectId, usize), pages: &BTreeMap<ObjectId, Words>, out: &mut String) {
    let node = doc.get_dictionary(id).unwrap();
    let tag = String::from_utf8(node.get(b"S").unwrap().as_name().unwrap().to_vec()).unwrap();
    out.push_str(&format!("\n{}{tag}", " ".repeat(depth)));
    if let Ok(alt) = node.get(b"Alt") {
        out.push_str(&format!(" ({})", lopdf::decode_text_string(alt).unwrap()));
    }
    let kids = match node.get(b"K") {
        Ok(Object::Array(kids)) => kids.clone(),
        Ok(kid) => vec![kid.clone()],
        Err(_) => Vec::new(),
    };
    let page = node.get(b"Pg").and_then(Object::as_reference).ok();
    for kid in kids {
        match kid {
            Object::Reference(kid) => hear(doc, (kid, depth + 1), pages, out),
            Object::Integer(mark) => out.push_str(&format!(" {}", pages[&page.unwrap()][&mark])),
            other => panic!("{other:?}"),
        }
    }
}

/// The words behind each mark of a page; what is neither marked nor an artifact must not be there.
fn words(doc: &Document, page: ObjectId) -> Words {
    let maps = unicode_maps(doc, page);
    let (mut font, mut mark, mut out) = (Vec::new(), None, Words::new());
    for op in doc.get_and_decode_page_content(page).unwrap().operations {
        match (op.operator.as_str(), &op.operands[..]) {
            ("BMC", [Object::Name(name)]) if name == b"Artifact" => mark = Some(-1),
            ("BDC", [_, Object::Dictionary(of)]) => mark = Some(of.get(b"MCID").unwrap().as_i64().unwrap()),
            ("EMC", _) => mark = None,
            ("Tf", [Object::Name(name), _]) => font.clone_from(name),
            ("Tj", [Object::String(bytes, _)]) => {
                let codes = bytes.chunks(2).map(|c| u16::from_be_bytes([c[0], c[1]]));
                let text: String = codes.map(|code| maps[&font][&code].clone()).collect();
                out.entry(mark.expect("all text is marked")).or_default().push_str(&text);
            }
            ("S" | "s" | "f" | "f*" | "Do", _) => assert!(mark.is_some(), "all drawing is marked"),
            _ => {}
        }
    }
    out
}

#[test]
fn a_reader_hears_the_title_then_the_table_cell_by_cell() {
    let doc = Document::load_mem(&to_pdf(&form_one(), &fonts()).unwrap()).unwrap();
    let heard = heard(&doc);
    let start = "\nDocument\n P 澄屿电器集团有限公司\n H1 市场质量信息反馈表\n P 表号：KS-F1　版本：A/0\n \
                 P 编号：KS2026-000123-F1-01\n P 第 1 页　共 1 页\n Table\n  TR\n   TH 一、反馈信息\n  TR\n   TH 反馈单位\n   \
                 TD 苏州分部同里路服务网点\n   TH 信息类别\n   TD ☐一般质量☑重大质量/事故";
    assert!(heard.starts_with(start), "{heard}");
    assert_eq!(heard.matches("\n Table").count(), 1, "{heard}");
    assert!(!heard.contains("打印时间"), "the foot is repeated on every page");
    let marked = doc.catalog().unwrap().get(b"MarkInfo").unwrap().as_dict().unwrap();
    assert!(marked.get(b"Marked").unwrap().as_bool().unwrap());
}

#[test]
fn what_is_repeated_is_not_heard_again_and_a_picture_has_words() {
    let mut sheet = form_one();
    let mut page = Page::a4();
    let say = |page: &mut Page, y: f32, text: &str| {
        set_line(&fonts(), page, Type::new(Face::Serif, 10.0), (50.0, y), text).map(drop)
    };
    page.part(Part::Running, |page| say(page, 20.0, "页眉")).unwrap();
    page.part(Part::Heading, |page| say(page, 50.0, "现场")).unwrap();
    page.part(Part::Paragraph, |page| say(page, 70.0, "漏水——").and_then(|()| say(page, 90.0, "积水"))).unwrap();
    say(&mut page, 110.0, "零散☑一行").unwrap();
    let mut bytes = Vec::new();
    image::codecs::jpeg::JpegEncoder::new(&mut bytes)
        .encode(&[120; 8 * 6], 8, 6, image::ExtendedColorType::L8)
        .unwrap();
    let picture = Jpeg::new(bytes.into()).unwrap();
    let area = Area { x: 50.0, y: 130.0, w: 40.0, h: 30.0 };
    page.items.push(Item::Open(Part::Figure("照片 1".to_owned())));
    page.items.push(Item::Jpeg { area, picture });
    sheet.pages = vec![page];
    let doc = Document::load_mem(&to_pdf(&sheet, &fonts()).unwrap()).unwrap();
    let wanted = "\nDocument\n H2 现场\n P 漏水——积水\n P 零散☑一行\n Figure (照片 1) ";
    let pages = doc.get_pages();
    let marks = words(&doc, pages[&1]);
    assert_eq!(marks.values().map(String::as_str).collect::<Vec<_>>(), ["页眉", "现场", "漏水——积水", "零散☑一行"]);
    let root = doc.catalog().unwrap().get(b"StructTreeRoot").unwrap().as_reference().unwrap();
    assert!(doc.get_dictionary(root).unwrap().get(b"ParentTree").is_ok());
    let mut marks = BTreeMap::from([(pages[&1], marks)]);
    // the picture has a mark but no words
    marks.get_mut(&pages[&1]).unwrap().insert(3, String::new());
    let top = doc.get_dictionary(root).unwrap().get(b"K").unwrap().as_reference().unwrap();
    let mut out = String::new();
    hear(&doc, (top, 0), &marks, &mut out);
    assert_eq!(out, wanted);
}

#[test]
fn the_file_keeps_for_the_archive_a_2b() {
    let sheet = Sheet { author: "澄屿<电器>&集团".to_owned(), ..form_one() };
    let doc = Document::load_mem(&to_pdf(&sheet, &fonts()).unwrap()).unwrap();
    let catalog = doc.catalog().unwrap();
    let metadata = doc.get_object(catalog.get(b"Metadata").unwrap().as_reference().unwrap()).unwrap();
    let metadata = metadata.as_stream().unwrap();
    assert!(metadata.dict.get(b"Filter").is_err(), "the description is read without unpacking");
    let told = String::from_utf8(metadata.content.clone()).unwrap();
    for part in [
        "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>",
        ">市场质量信息反馈表<",
        ">澄屿&lt;电器&gt;&amp;集团<",
        ">KS2026-000123-F1-01<",
        "<xmp:CreateDate>2026-04-08T10:02:00+08:00<",
    ] {
        assert!(told.contains(part), "{told}");
    }
    let intent = catalog.get(b"OutputIntents").unwrap().as_array().unwrap()[0].as_dict().unwrap().clone();
    let profile = doc.get_object(intent.get(b"DestOutputProfile").unwrap().as_reference().unwrap()).unwrap();
    let profile = profile.as_stream().unwrap().decompressed_content().unwrap();
    assert_eq!(&profile[36..40], b"acsp");
}

#[test]
fn rare_names_look_alikes_and_signs_survive_the_way_through_the_file() {
    let set = fonts();
    let mut sheet = form_one();
    let mut page = Page::a4();
    let line = "䶮 㛃 龘 𬭎 𬎆 𠮷 阿卜杜拉・买买提 ⼈ ℃ ㎡ ☑☐☒ “——” ① … ～";
    set_line(&set, &mut page, Type::new(Face::Serif, 10.0), (50.0, 50.0), line).unwrap();
    sheet.pages = vec![page];
    let doc = Document::load_mem(&to_pdf(&sheet, &set).unwrap()).unwrap();
    let wanted = "䶮 㛃 龘 𬭎 𬎆 𠮷 阿卜杜拉·买买提 人 ℃ ㎡ ☑☐☒ “——” ① … ～";
    assert_eq!(shown(&doc, doc.get_pages()[&1]).concat(), wanted);
}

#[test]
fn a_photograph_is_carried_byte_for_byte_and_once() {
    let mut bytes = Vec::new();
    let mut encoder = image::codecs::jpeg::JpegEncoder::new(&mut bytes);
    encoder.encode(&[120; 8 * 6 * 3], 8, 6, image::ExtendedColorType::Rgb8).unwrap();
    let picture = Jpeg::new(bytes.clone().into()).unwrap();
    let area = Area { x: 10.0, y: 10.0, w: 40.0, h: 30.0 };
    let mut sheet = form_one();
    sheet.pages[0].items.push(Item::Jpeg { area, picture: picture.clone() });
    sheet.pages[0].items.push(Item::Jpeg { area: Area { y: 60.0, ..area }, picture });
    let doc = Document::load_mem(&to_pdf(&sheet, &fonts()).unwrap()).unwrap();
    let streams = doc.objects.values().filter_map(|o| o.as_stream().ok());
    let found: Vec<_> =
        streams.filter(|s| s.dict.get(b"Subtype").is_ok_and(|n| n.as_name().is_ok_and(|n| n == b"Image"))).collect();
    assert_eq!(found.len(), 1);
    assert!(found[0].content == bytes);
}

#[test]
fn a_run_in_a_face_that_lacks_the_character_is_refused() {
    let mut sheet = form_one();
    let Some(Item::Text(run)) = sheet.pages[0].items.iter_mut().find(|i| matches!(i, Item::Text(_))) else { panic!() };
    run.text = "𠄀".to_owned();
    assert!(matches!(to_pdf(&sheet, &fonts()), Err(PaperError::Missing { .. })));
}
