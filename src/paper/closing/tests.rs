//! Form 5 as text: complete, empty, eight signers, many measures.

use super::super::fonts::tests::fonts;
use super::super::form::tests::head as form_head;
use super::super::tidy::{all_text, assert_tidy, look};
use super::*;

fn head() -> FormHead {
    FormHead { form_no: FORM_NO.into(), doc_no: "KS2026-000123-F5-01".into(), ..form_head() }
}

fn at(day: u32, hour: u32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 4, day).unwrap().and_hms_opt(hour, 5, 0).unwrap()
}

fn documents() -> Vec<Document> {
    let names = [
        "表1",
        "表2(1—2页)",
        "表2(3页)",
        "表3",
        "表4",
        "收条",
        "付款凭证",
        "证件复印件",
        "现场照片",
        "录音录像",
        "购买凭证/保修卡",
        "消防火灾事故认定书",
        "检验鉴定报告",
        "医疗票据及病历",
        "保险报案及赔款资料",
        "保险人书面同意",
    ];
    names
        .into_iter()
        .enumerate()
        .map(|(n, name)| Document { name, need: u32::from(n < 9), have: u32::from(n < 9) })
        .collect()
}

fn row(claimed: i64, assessed: i64) -> MoneyRow {
    MoneyRow {
        claimed: Some(Fen(claimed)),
        assessed: Some(Fen(assessed)),
        agreed: Some(Fen(assessed)),
        ..MoneyRow::default()
    }
}

pub(crate) fn sample() -> ClosingForm {
    let mut total = row(1_446_600, 1_036_500);
    total.paid = Some(Fen(1_036_500));
    total.vouchers = "付2604-117".into();
    ClosingForm {
        outline: Outline {
            case_no: "KS2026-000123".into(),
            grade: Some(IncidentGrade::GeneralSpecial),
            region: "华东大区 / 苏州分部".into(),
            customer: "林** 138****2706".into(),
            model: "JSQ25-C12".into(),
            barcode: "CY2511C12-004736".into(),
            happened: Some(at(7, 19)),
            received: Some(at(7, 20)),
            settled: Some(at(16, 10)),
            elapsed: "8天14小时\n（6.9个工作日）".into(),
            limit: "15 天".into(),
            late: Some(false),
        },
        course: "2026-04-07 20:05　受理\n2026-04-08 09:30　到场\n2026-04-07 21:05　报险，澜海财险 LH2604-11873\n\
                 2026-04-09 14:00　定责\n2026-04-10 10:00　定损，与林**核对\n2026-04-11 09:00　协议签订\n2026-04-16 10:05　付款"
            .into(),
        liable: vec![Party::Company],
        grounds: "接头断口平整，无外力痕迹；检验报告 JC-2604-11".into(),
        money: [row(0, 0), row(1_137_400, 847_100), row(0, 0), row(309_200, 189_400), total],
        borne: [Some(Fen(200_000)), Some(Fen(836_500)), Some(Fen(0)), Some(Fen(0)), None],
        documents: documents(),
        needs_measures: false,
        root_cause: String::new(),
        measures: Vec::new(),
        revisit: Some(Revisited { at: at(18, 9), way: "电话", result: Satisfaction::Satisfied, opinion: "处理及时".into() }),
        unreached: String::new(),
        signers: [Post::FieldManager, Post::RegionManager, Post::CustomerService, Post::Finance]
            .map(|post| Signer { post, signed: None })
            .to_vec(),
        incentives: Vec::new(),
        archived: None,
    }
}

#[track_caller]
fn sheet(form: &ClosingForm, mode: PrintMode) -> Sheet {
    let made = closing(form, &head(), &fonts(), mode).unwrap();
    assert_tidy(&made, &UPRIGHT);
    made
}

#[test]
fn a_complete_request_is_two_pages_j14() {
    let made = sheet(&sample(), PrintMode::Final);
    look("closing", &made);
    assert_eq!(made.pages.len(), 2);
    let text = made.to_text();
    for probe in [
        "案件编号 | KS2026-000123 | 事故等级 | B一般 | 大区 | 华东大区 / 苏州分部",
        "累计用时",
        "合计 | 14,466.00 | 10,365.00 | 10,365.00 | 10,365.00 | 付2604-117",
        "实付合计（大写） | 人民币壹万零叁佰陆拾伍元整",
        "2,000.00 | 8,365.00 | 0.00 | 0.00 | ——",
        "☑ | 公司产品",
        "以下空白",
        "☑ | 满意",
        "归档号 | 页数 | 归档人 | 保管至",
    ] {
        assert!(text.contains(probe), "{probe}\n{text}");
    }
}

#[test]
fn the_largest_amounts_and_longest_names_find_room() {
    let mut form = sample();
    let most = Fen(99_999_999_999);
    let full = MoneyRow {
        claimed: Some(most),
        assessed: Some(most),
        agreed: Some(most),
        paid: Some(most),
        vouchers: "付2604-117、付2604-118、付2604-119".into(),
    };
    form.money = std::array::from_fn(|_| full.clone());
    form.borne = [Some(most); 5];
    form.outline.customer = "阿卜杜热合曼·阿卜杜热西提江·买买提艾力·吐尔逊江·伊敏𠮷".into();
    form.outline.region = "西北大区 / 新疆维吾尔自治区克孜勒苏柯尔克孜自治州分部".into();
    form.outline.barcode = "X".repeat(40);
    form.outline.elapsed = "3650天23小时，不含等待\n（2508.5个工作日）".into();
    form.outline.limit = "72 小时，延至 2026-04-20 18:00".into();
    let made = sheet(&form, PrintMode::Final);
    look("closing-extreme", &made);
    let text = all_text(&made);
    let shown = text.matches("999,999,999.99").count() + text.matches("999999999.99").count();
    assert_eq!(shown, 4 * 5 + 5, "{text}");
    assert!(text.contains("吐尔逊江·伊敏𠮷") && text.contains("克孜勒苏柯尔克孜自治州分部"), "{text}");
    assert_eq!(text.matches('X').count(), 40);
    assert_eq!(text.matches("付2604-119").count(), 5);
}

#[test]
fn posts_that_do_not_sign_for_the_grade_are_struck_out() {
    let text = all_text(&sheet(&sample(), PrintMode::Final));
    assert_eq!(text.matches("不适用").count(), 3, "品质部, 法务, 分管领导/总经理");
}

#[test]
fn eight_signers_with_their_approvals_fit_and_long_opinions_go_on() {
    let mut form = sample();
    form.signers = Post::ALL
        .iter()
        .map(|post| Signer {
            post: *post,
            signed: Some((
                "阿卜杜热合曼·买买提".into(),
                at(20, 15),
                "同意按协议办结，后续整改由品质部跟踪。".repeat(4),
            )),
        })
        .collect();
    let made = sheet(&form, PrintMode::Final);
    look("closing-eight", &made);
    let text = all_text(&made);
    assert_eq!(text.matches("系统审批").count(), 7, "分管领导 and 总经理 share a box");
    assert_eq!(text.matches("阿卜杜热合曼·买买提").count(), 8);
    assert_eq!(text.matches('踪').count(), 32, "nothing is cut");
    assert!(!text.contains("不适用"));
}

#[test]
fn many_measures_and_a_long_course_find_their_place_l08() {
    let mut form = sample();
    form.needs_measures = true;
    form.root_cause = "接头材料韧性不足；".repeat(60);
    form.measures = (1..=25)
        .map(|n| Measure {
            text: format!("{n} 同批2511B暂停发货并抽检，现场统一更换为黄铜接头，安装手册增加扭矩要求"),
            owner: "品质部与零部件采购部".into(),
            due: at(30, 0).date(),
            verified: "有效".into(),
        })
        .collect();
    form.course = "2026-04-09 14:00　与用户沟通一次，用户要求恢复吊顶。\n".repeat(40);
    let made = sheet(&form, PrintMode::Final);
    look("closing-long", &made);
    let text = all_text(&made);
    assert_eq!(text.matches("黄铜接头").count(), 25);
    assert_eq!(text.matches("用户要求恢复吊顶").count(), 40);
    assert_eq!(text.matches('韧').count(), 60);
}

#[test]
fn an_unfinished_file_prints_as_a_draft_only() {
    let mut form = sample();
    form.documents[3].have = 0;
    form.needs_measures = true;
    form.revisit = None;
    let error = closing(&form, &head(), &fonts(), PrintMode::Final).unwrap_err().to_string();
    assert!(error.contains("资料清单、根本原因、整改措施、回访时间"), "{error}");
    assert!(all_text(&sheet(&form, PrintMode::Prefilled)).contains("草稿尚未正式打印"));
    form.unreached = "三次去电无人接听".into();
    assert!(!form.missing().contains(&"回访时间"));
    form.root_cause = "𠄀".into();
    let error = closing(&form, &head(), &fonts(), PrintMode::Prefilled).unwrap_err().to_string();
    assert!(error.contains("“𠄀”"));
}

#[test]
fn a_blank_request_has_every_post_and_no_data() {
    let head = FormHead { doc_no: String::new(), case_no: String::new(), ..head() };
    let made = closing(&sample(), &head, &fonts(), PrintMode::Blank).unwrap();
    assert_tidy(&made, &UPRIGHT);
    look("closing-blank", &made);
    let text = all_text(&made);
    assert!(!text.contains('☑') && !text.contains("不适用") && !text.contains("10,365"), "{text}");
}

#[test]
fn every_approval_has_a_box_fifteen_millimetres_high_forms_1_5() {
    let made = sheet(&sample(), PrintMode::Final);
    let lower = &made.pages[1];
    let top = |words: &str| {
        let found = lower.runs().find(|run| run.text.starts_with(words));
        found.unwrap_or_else(|| panic!("{words}")).y / super::super::sheet::mm(1.0)
    };
    let names = ["大区经理", "客服部", "品质部", "财务部", "法务", "分管领导/总经理"];
    for pair in names.windows(2) {
        assert!((top(pair[1]) - top(pair[0]) - 15.0).abs() < 0.1, "{pair:?}");
    }
    assert!(
        made.pages[0].runs().any(|run| run.text.contains("资料不齐不得申请完结")),
        "the notes keep the second page free"
    );
}

#[test]
fn incentives_and_archive_are_printed_as_they_were_entered_forms_1_5() {
    let mut form = sample();
    form.incentives = vec![
        Incentive {
            who: "驻外服务经理 赵岩".into(),
            clause: "制度第5.4条".into(),
            sign: Sign::Positive,
            amount: Some(Fen(30_000)),
            reason: "处理得当，减少损失".into(),
        },
        Incentive {
            who: "网点 平江路维修".into(),
            clause: "制度第4.3条".into(),
            sign: Sign::Negative,
            amount: None,
            reason: "安装不规范".into(),
        },
    ];
    form.archived = Some(Archived {
        number: "GD-2026-017".into(),
        pages: 46,
        archivist: "周晓岚".into(),
        keep_until: NaiveDate::from_ymd_opt(2036, 4, 20).unwrap(),
    });
    let made = sheet(&form, PrintMode::Final);
    look("closing-archived", &made);
    assert_eq!(made.pages.len(), 2);
    let text = made.to_text();
    for probe in [
        "驻外服务经理 赵岩 | 制度第5.4条 | 正 | 300.00 | 处理得当，减少损失",
        "网点 平江路维修 | 制度第4.3条 | 负 | —— | 安装不规范",
        "归档号 | GD-2026-017 | 页数 | 46 | 归档人 | 周晓岚 | 保管至 | 2036-04-20",
    ] {
        assert!(text.contains(probe), "{probe}\n{text}");
    }
}

#[test]
fn what_is_not_known_of_an_old_file_leaves_its_data_as_they_were() {
    let data = super::super::data::json(&sample());
    assert!(!data.contains("incentives") && !data.contains("archived"), "{data}");
}
