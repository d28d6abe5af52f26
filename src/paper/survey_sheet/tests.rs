//! Form 2 as text: complete, empty, long, with photos.

use chrono::NaiveDate;

use super::super::fonts::tests::fonts;
use super::super::form::tests::head as form_head;
use super::super::photo::for_paper;
use super::super::survey::{Body, Check, EvidenceRow, Harm, Insurer, Machine, Occurrence, User};
use super::super::tidy::{all_text, assert_tidy, look};
use super::*;
use crate::domain::Fen;
use crate::domain::holder::Holder;
use crate::domain::incident::IncidentKind;
use crate::domain::incident::evidence::Slot;

fn head() -> FormHead {
    FormHead { form_no: FORM_NO.into(), doc_no: "KS2026-000123-F2-01".into(), ..form_head() }
}

fn at(day: u32, hour: u32, minute: u32) -> Option<NaiveDateTime> {
    NaiveDate::from_ymd_opt(2026, 4, day).and_then(|day| day.and_hms_opt(hour, minute, 0))
}

fn photo(id: u32, slot: Slot) -> Photo {
    Photo {
        id,
        slot,
        caption: "热水器下部冷水进水口接头开裂处（局部）".into(),
        taken: at(8, 9, 42),
        by: "沈嘉树".into(),
        hash: format!("{id:064}"),
    }
}

fn evidence() -> Vec<EvidenceRow> {
    let row = |name, demand: &str, need, have, range: &str| EvidenceRow {
        name,
        demand: String::from(demand),
        need,
        have,
        range: range.into(),
    };
    vec![
        row("使用环境周围", "≥5 张", 5, 6, "P-01—P-06"),
        row("产品本体", "≥5 张", 5, 5, "P-07—P-11"),
        row("可识别本公司产品", "铭牌/条码，≥1 张", 1, 1, "P-12"),
        row("由机器向外的损失位置", "每处局部+整体", 2, 2, "P-13—P-14"),
        row("墙壁/地板/机器位置", "多方位", 1, 1, "P-15"),
        row("录像", "有条件时", 0, 0, ""),
        row("询问记录/录音", "已告知", 0, 0, ""),
        row("购买凭证/保修卡/说明书", "复印或拍照", 0, 0, ""),
        row("残骸封存", "封条号", 0, 0, ""),
    ]
}

pub(crate) fn sample() -> SurveyForm {
    let slots = [Slot::Surroundings, Slot::Product, Slot::Identification, Slot::Loss];
    SurveyForm {
        occurrence: Occurrence {
            case_no: "KS2026-000123".into(),
            grade: Some(IncidentGrade::GeneralSpecial),
            kinds: vec![IncidentKind::Water],
            occurred: at(7, 19, 40),
            reported: at(7, 20, 4),
            arrived: at(8, 9, 30),
            place: "江苏省苏州市姑苏区云锦花苑7幢1203室".into(),
            first: "沈嘉树".into(),
            second: "顾明远".into(),
        },
        user: User {
            name: "林佩珊".into(),
            sex_age: "女 / 36岁".into(),
            relations: vec![Relation::Buyer, Relation::User],
            phone: "13800132706".into(),
            id_number: "110105********002X".into(),
            address: "江苏省苏州市姑苏区云锦花苑7幢1203室".into(),
        },
        machine: Machine {
            ours: Some(Ours::Yes),
            model: "JSQ25-C12".into(),
            barcode: "CY2511C12-004736".into(),
            made: NaiveDate::from_ymd_opt(2025, 11, 3),
            bought: NaiveDate::from_ymd_opt(2025, 11, 22),
            channel: "苏州观前街专卖店".into(),
            installed: "同里路服务网点　2025-11-25".into(),
            proof: Some(PurchaseProof::Invoice),
            guarantee: "整机三包期内\n至2026-11-22".into(),
            safe_use: "8年\n至2033-11".into(),
            history: String::new(),
        },
        account: "用户于4月7日19时40分左右回家，发现阳台热水器下方持续漏水，卧室与走廊积水深约1 cm。用户关闭进水总阀并致电客服热线。"
            .into(),
        harm: Harm {
            casualties: Some([0; 3]),
            hospital: String::new(),
            diagnosis: String::new(),
            estimate: Some(Fen(1_400_000)),
            extent: "木地板约12 ㎡、浴室柜、楼下天花约18 ㎡".into(),
            demand: "“机器给我换新的，地板和楼下的损失你们负责。”".into(),
            beyond_law: Some(false),
            beyond: String::new(),
        },
        checks: vec![
            Check { item: CheckItem::Voltage, reading: "221 V".into(), verdict: Verdict::Normal },
            Check { item: CheckItem::WaterPressure, reading: "0.32 MPa".into(), verdict: Verdict::Normal },
        ],
        unchecked: "与漏水无关".into(),
        identities: vec![VisitIdentity::MakerStaff],
        condition: "冷水进水口注塑接头沿螺纹根部开裂，断口平整。".into(),
        bodies: vec![Body {
            kind: OfficialKind::Insurer,
            unit: "澜海财险　高工".into(),
            at: at(8, 11, 12),
            document: "查勘记录 LH2604-11873".into(),
        }],
        evidence: evidence(),
        insurer: Insurer {
            must_know: true,
            told: Some(true),
            name: "澜海财产保险股份有限公司".into(),
            policy: "PLC2026-0001".into(),
            number: "LH2604-11873".into(),
            at: at(7, 21, 5),
            surveyor: "高工　0512-65880000".into(),
        },
        cause: "接头断口平整，无撞击与过拧痕迹；同批次另有4例同类渗漏。".into(),
        liable: vec![Party::Company],
        grounds: "断口照片 P-08、P-09；同批投诉4件".into(),
        options: "方案一：更换整机，按核定金额协商赔偿。\n方案二：修复接头并赔付修复费用。".into(),
        photos: (1..=8).zip(slots.into_iter().cycle()).map(|(id, slot)| photo(id, slot)).collect(),
    }
}

/// A picture of bars, `w` by `h`.
fn picture(id: u32, w: u32, h: u32) -> Picture {
    let image = image::RgbImage::from_fn(w, h, |x, y| image::Rgb([(x / 8 * 40) as u8, (y / 8 * 30) as u8, 120]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    (format!("{id:064}"), for_paper(bytes.get_ref()).unwrap())
}

#[track_caller]
fn sheet(form: &SurveyForm, pictures: &[Picture], mode: PrintMode) -> Sheet {
    let made = survey(form, pictures, (&head(), &fonts()), mode).unwrap();
    assert_tidy(&made, &UPRIGHT);
    made
}

#[test]
fn three_pages_and_two_of_photos_j06() {
    let pictures = [picture(1, 1200, 900), picture(2, 300, 600), picture(3, 900, 200)];
    let made = sheet(&sample(), &pictures, PrintMode::Final);
    look("survey", &made);
    assert_eq!(made.pages.len(), 5);
    let text = made.to_text();
    for probe in [
        "☑ | B一般",
        "☑ | 漏水",
        "事故发生时间 | 2026-04-07 19:40",
        "2026-04-07 20:04\n发生后24分",
        "2026-04-08 09:30\n报告后13小时26分",
        "性别/年龄 | 女 / 36岁",
        "☑ | 购买人 | ☑ | 使用人 | ☐ | 房屋产权人",
        "☑ | 发票 | ☐ | 收据",
        "整机三包期内\n至2026-11-22",
        "维修/改装史 | ——",
        "未检测：与漏水无关",
        "☑厂家人员",
        "☑ | 否 | ☐ | 是，超出部分：",
        "110105********002X",
        "☑ | 无伤亡",
        "0.32 MPa",
        "使用环境周围 | ≥5 张 | 6 | P-01—P-06 | ☑",
        "报案号 | LH2604-11873 | 报案时间 | 2026-04-07 21:05",
        "☑ | 公司产品",
        "P-01",
    ] {
        assert!(text.contains(probe), "{probe}\n{text}");
    }
    assert_eq!(all_text(&made).matches("原件无法显示，见附件").count(), 5);
    let shown: Vec<_> = made
        .pages
        .iter()
        .flat_map(|page| &page.items)
        .filter_map(|item| match item {
            Item::Jpeg { area, picture } => Some((area, picture)),
            _ => None,
        })
        .collect();
    assert_eq!(shown.len(), 3);
    for (area, picture) in shown {
        let kept = (area.w / area.h - picture.width as f32 / picture.height as f32).abs();
        assert!(kept < 0.01 && area.h <= mm(64.0) && area.w <= mm(86.0), "{area:?}");
    }
}

#[test]
fn twelve_photos_stand_whole_at_two_hundred_to_the_inch() {
    let mut form = sample();
    let slots = [Slot::Surroundings, Slot::Product, Slot::Identification, Slot::Loss];
    form.photos = (1..=12).zip(slots.into_iter().cycle()).map(|(id, slot)| photo(id, slot)).collect();
    form.user.name = "阿卜杜热合曼·阿卜杜热西提江·买买提艾力·吐尔逊江·伊敏𠮷".into();
    let pictures: Vec<Picture> = (1..=12).map(|id| picture(id, 1600, if id % 3 == 0 { 2400 } else { 1200 })).collect();
    let made = sheet(&form, &pictures, PrintMode::Final);
    let text = all_text(&made);
    assert!((1..=12).all(|id| text.contains(&format!("P-{id:02}"))), "{text}");
    assert!(text.contains("吐尔逊江·伊敏𠮷") && !text.contains("原件无法显示"), "{text}");
    let items = made.pages.iter().flat_map(|page| &page.items);
    let fine = items.filter_map(|item| match item {
        Item::Jpeg { area, picture } => Some(picture.width as f32 / (area.w / 72.0)),
        _ => None,
    });
    let fine: Vec<f32> = fine.collect();
    assert_eq!(fine.len(), 12);
    assert!(fine.iter().all(|dots| (150.0..=202.0).contains(dots)), "dots to the inch: {fine:?}");
    let bytes = crate::paper::to_pdf(&made, &fonts()).unwrap();
    let photos: usize = pictures.iter().map(|(_, picture)| picture.bytes.len()).sum();
    assert!(bytes.len() < photos + 180_000, "{} bytes, {photos} of them photos", bytes.len());
}

#[test]
fn what_the_customer_signs_says_nothing_of_liability() {
    let made = sheet(&sample(), &[], PrintMode::Final);
    let page = |n: usize| made.pages[n].runs().map(|run| run.text.clone()).collect::<String>();
    for n in [0, 1] {
        assert!(
            !page(n).contains("责任初判") && !page(n).contains("超出法律") && !page(n).contains(INTERNAL),
            "page {n}"
        );
    }
    assert!(page(2).contains(INTERNAL) && page(2).contains("责任初判") && page(2).contains("超出法律"));
}

/// forms.md 1.2: at least one tick in every group, and nothing ticked that nobody said.
#[test]
fn a_group_without_a_tick_keeps_the_report_from_being_final() {
    let mut form = sample();
    form.user.relations.clear();
    form.machine.proof = None;
    form.identities.clear();
    form.insurer.told = None;
    form.liable.clear();
    form.harm.beyond_law = None;
    form.unchecked.clear();
    let wanted =
        ["与产品关系", "购买凭证", "现场环境检查", "上门身份", "是否报案", "责任初判", "诉求是否超出法律规定范围"];
    assert_eq!(form.missing(), wanted);
    let text = sheet(&form, &[], PrintMode::Prefilled).to_text();
    assert!(text.contains("☐ | 否 | ☐ | 是，超出部分："), "nobody judged the demand: {text}");
    assert!(!text.contains("未检测："), "no reason is invented: {text}");
    form.harm.beyond_law = Some(true);
    form.harm.beyond = "精神损失费 5 万元无依据。".repeat(9);
    let text = all_text(&sheet(&form, &[], PrintMode::Prefilled));
    assert!(text.contains("☑是，超出部分：（接续页第1项）") && text.matches("无依据").count() == 9, "{text}");
}

/// A copy that leaves the house has no internal page, counts its own pages and keeps the codes of the whole.
#[test]
fn the_copies_of_insurer_and_region_have_no_page_3() {
    let mut form = sample();
    form.account = "用户关阀后致电热线，次日上午受托人员到场查看。".repeat(60);
    form.cause = "接头材料韧性不足。".repeat(80);
    let pages = |copy: Holder| {
        let head = FormHead { copy, ..head() };
        survey(&form, &[], (&head, &fonts()), PrintMode::Final).unwrap()
    };
    let (whole, outward) = (pages(Holder::Headquarters), pages(Holder::Insurer));
    assert_eq!((whole.pages.len(), outward.pages.len()), (7, 5), "page 3 and what is continued from it are left out");
    let text = all_text(&outward);
    for inside in ["内部资料", "责任初判", "超出法律", "韧", "总部存档联"] {
        assert!(!text.contains(inside) && all_text(&whole).contains(inside), "{inside}");
    }
    assert!(text.contains("保险人联") && text.contains("第5页共5页") && text.contains("受托人员"), "{text}");
    let codes = |sheet: &Sheet| {
        sheet
            .pages
            .iter()
            .map(|page| page.items.iter().find(|item| matches!(item, Item::Bars { .. })).cloned())
            .collect::<Vec<_>>()
    };
    let (all, out) = (codes(&whole), codes(&outward));
    assert_eq!(out[..2], all[..2]);
    assert_eq!(out[2], all[3], "the first page of photos is page 4 in every code");
}

#[test]
fn long_accounts_go_on_and_name_their_page() {
    let mut form = sample();
    form.account = "用户关阀后致电热线，次日上午受托人员到场查看。".repeat(60);
    form.cause = "接头材料韧性不足。".repeat(80);
    form.user.name = "阿卜杜热合曼·阿卜杜热西提江·买买提艾力·吐尔逊江".into();
    form.occurrence.place = "新疆维吾尔自治区克孜勒苏柯尔克孜自治州阿克陶县巴仁乡".repeat(6);
    let made = sheet(&form, &[], PrintMode::Final);
    look("survey-long", &made);
    let text = all_text(&made);
    assert_eq!(text.matches('韧').count(), 80);
    assert_eq!(text.matches("受托人员到场").count() + usize::from(text.contains("受托（接")), 60);
    assert!(text.contains("（接第1页）") && text.contains("（接第3页）"), "{text}");
}

#[test]
fn a_final_print_asks_for_photos_times_in_order_and_the_report_number_m3() {
    let mut form = sample();
    form.evidence[0].have = 4;
    form.insurer.number.clear();
    form.occurrence.arrived = at(6, 1, 1);
    let error = survey(&form, &[], (&head(), &fonts()), PrintMode::Final).unwrap_err().to_string();
    assert!(error.contains("事故发生时间、取证清单、报案号"), "{error}");
    form.insurer.must_know = false;
    assert!(!form.missing().contains(&"报案号"));
    form.account = "𠄀".into();
    let error = survey(&form, &[], (&head(), &fonts()), PrintMode::Prefilled).unwrap_err().to_string();
    assert!(error.contains("“𠄀”"), "{error}");
}

#[test]
fn a_blank_report_is_three_pages_for_the_field() {
    let blank = FormHead { doc_no: String::new(), case_no: String::new(), ..head() };
    let made = survey(&sample(), &[], (&blank, &fonts()), PrintMode::Blank).unwrap();
    assert_tidy(&made, &UPRIGHT);
    look("survey-blank", &made);
    assert_eq!(made.pages.len(), 3);
    let text = all_text(&made);
    assert!(!text.contains('☑') && !text.contains("林佩珊") && text.contains("≥5张"), "{text}");
}
