//! Dispatch slip and urge notice as text.

use super::super::fonts::tests::fonts;
use super::super::form::tests::head as form_head;
use super::*;

fn at(d: u32, h: u32, m: u32) -> Option<NaiveDateTime> {
    NaiveDate::from_ymd_opt(2026, 4, d).and_then(|day| day.and_hms_opt(h, m, 0))
}

fn head(form_no: &str) -> FormHead {
    FormHead { form_no: form_no.into(), doc_no: "KS2026-000123-P1-01".into(), ..form_head() }
}

pub(crate) fn slip() -> DispatchSlip {
    let limit = |stage: &str, limit: &str, due, by: &str| StageLimit {
        stage: stage.into(),
        limit: limit.into(),
        due,
        by: by.into(),
    };
    DispatchSlip {
        case: CaseFacts {
            received_at: at(8, 9, 20),
            channel: "400热线".into(),
            class: "重大质量（事故）".into(),
            level: "省级　普通客户".into(),
            grade: "B级".into(),
            urgent: true,
            facts: "用户2026年4月8日早晨发现燃气热水器冷水进水口接头开裂，水漫厨房与走廊，已自行关阀。木地板约6平方米起拱，\
                    楼下住户天花板有水迹。用户已拍照，未找第三方维修。"
                .into(),
            demand: "“机器给我换新的，地板和楼下的损失你们负责，今天必须有人来。”".into(),
        },
        party: CaseParty {
            name: "林佩珊".into(),
            phone: "138****2706".into(),
            area: "江苏省苏州市姑苏区".into(),
            address: "江苏省苏州市姑苏区云锦花苑7幢1203室".into(),
            category: "燃气热水器".into(),
            model: "JSQ25-C12".into(),
            barcode: "CY2511C12-004736".into(),
            bought: NaiveDate::from_ymd_opt(2025, 11, 22),
            installed: NaiveDate::from_ymd_opt(2025, 11, 25),
            guarantee: "保修期内".into(),
        },
        limits: vec![
            limit("派单", "4小时", at(8, 13, 20), "客服中心"),
            limit("处理", "24小时", at(9, 9, 20), "苏州分部"),
            limit("答复用户", "2小时", at(9, 11, 20), "客服中心"),
            limit("回访", "7日", at(16, 9, 20), "回访组"),
        ],
        assignment: Assignment {
            branch: "苏州分部".into(),
            first: "沈嘉树".into(),
            second: "顾明远".into(),
            assist: "品质部、江苏技术支持".into(),
            contact: "周以宁".into(),
            contact_phone: "0512-65881234".into(),
            dispatcher: "周以宁".into(),
            dispatched_at: at(8, 10, 2),
            reply_by: at(9, 9, 20),
            request: "1小时内联系用户，当日上门；拆下的接头封存编号，拍照并填写损失清单；涉及赔付须先报总部。".into(),
        },
    }
}

/// The second urge of the same case.
pub(crate) fn notice() -> UrgeNotice {
    let slip = slip();
    UrgeNotice {
        case: slip.case,
        party: slip.party,
        stage: slip.limits[1].clone(),
        lateness: "已超时 3小时20分".into(),
        nth: 2,
        assignment: slip.assignment,
    }
}

#[test]
fn the_slip_states_facts_demand_and_time_limits_on_one_page() {
    let sheet = dispatch(&slip(), &head(DISPATCH_FORM_NO), &fonts()).unwrap();
    assert_eq!(sheet.pages.len(), 1);
    let text = sheet.to_text();
    for probe in [
        "投诉派工单",
        "工单编号 | KS2026-000123 | 受理时间 | 2026-04-08 09:20",
        "☑ | 紧急",
        "“机器给我换新的，地板和楼下的损失你们负责，今天必须有人来。”",
        "处理 | 24小时 | 2026-04-09 09:20 | 苏州分部",
        "第一责任人 | 沈嘉树 | 第二责任人 | 顾明远 | 协办 | 品质部、江苏技术支持",
        "承办分部 | 苏州分部 | 派单时间 | 2026-04-08 10:02 | 最迟答复 | 2026-04-09 09:20",
    ] {
        assert!(text.contains(probe), "{probe}\n{text}");
    }
    assert!(!text.contains("草稿"), "E08 is satisfied");
}

#[test]
fn a_slip_without_demand_or_limit_is_a_draft() {
    for spoil in [
        |s: &mut DispatchSlip| s.case.demand.clear(),
        |s: &mut DispatchSlip| s.case.facts = " ".into(),
        |s: &mut DispatchSlip| s.limits.clear(),
        |s: &mut DispatchSlip| s.assignment.reply_by = None,
    ] {
        let mut slip = slip();
        spoil(&mut slip);
        let text = dispatch(&slip, &head(DISPATCH_FORM_NO), &fonts()).unwrap().to_text();
        assert!(text.contains("草稿　尚未正式打印"), "{text}");
    }
}

#[test]
fn many_limits_and_long_facts_lose_nothing() {
    let mut slip = slip();
    slip.limits = (0..14).map(|n| StageLimit { stage: format!("环节{n:02}"), ..slip.limits[0].clone() }).collect();
    slip.case.facts = "经过一句。".repeat(400);
    let sheet = dispatch(&slip, &head(DISPATCH_FORM_NO), &fonts()).unwrap();
    let all: String = sheet.pages.iter().flat_map(|p| p.runs().map(|r| r.text.clone())).collect();
    assert!((0..14).all(|n| all.contains(&format!("环节{n:02}"))), "{all}");
    assert_eq!(all.matches('句').count(), 400);
}

#[test]
fn the_urge_notice_says_what_is_late_and_what_is_demanded() {
    let text = urge(&notice(), &head(URGE_FORM_NO), &fonts()).unwrap().to_text();
    for probe in [
        "投诉督办单",
        "超时情况 | 已超时 3小时20分 | 督办次数 | 第 2 次",
        "应完成 | 2026-04-09 09:20",
        "1小时内联系用户",
    ] {
        assert!(text.contains(probe), "{probe}\n{text}");
    }
}

#[test]
fn samples_can_be_looked_at() {
    let Some(folder) = std::env::var_os("KESU_LOOK") else { return };
    for (name, sheet) in [
        ("dispatch", dispatch(&slip(), &head(DISPATCH_FORM_NO), &fonts()).unwrap()),
        ("urge", urge(&notice(), &head(URGE_FORM_NO), &fonts()).unwrap()),
    ] {
        let bytes = super::super::pdf::to_pdf(&sheet, &fonts()).unwrap();
        std::fs::write(std::path::Path::new(&folder).join(format!("{name}.pdf")), bytes).unwrap();
    }
}
