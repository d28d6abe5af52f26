//! The reports as text.

use chrono::NaiveDate;

use super::super::fonts::tests::fonts;
use super::super::form::tests::head;
use super::*;

fn at(day: u32) -> Option<NaiveDateTime> {
    NaiveDate::from_ymd_opt(2026, 4, day).and_then(|day| day.and_hms_opt(9, 0, 0))
}

fn entry(label: &str, value: Value) -> Entry {
    Entry { label: label.into(), value }
}

pub(crate) fn objection() -> ReportForm {
    let kinds = vec![(false, "数量异议".to_owned()), (true, "质量异议".to_owned()), (false, "其他异议".to_owned())];
    ReportForm {
        report: Report::Objection,
        case_no: "KS2026-000123".into(),
        case: CaseFacts { received_at: at(1), facts: "卷面锈斑".into(), ..CaseFacts::default() },
        party: CaseParty { name: "林佩珊".into(), ..CaseParty::default() },
        parts: vec![
            Part {
                name: "客户异议报告".into(),
                block: Block::Answers(vec![
                    entry("异议类别", Value::Ticks(kinds)),
                    entry("合同号", Value::Line("HT-2026-018".into())),
                    entry("卷号", Value::Line(String::new())),
                    entry("质量要求", Value::Text("表面无锈蚀".into())),
                ]),
                to_sign: false,
            },
            Part {
                name: "原件领取".into(),
                block: Block::Table(
                    vec!["领取人（签字）".into(), "领取日期".into(), "复印件已留存".into()],
                    Vec::new(),
                ),
                to_sign: true,
            },
        ],
        steps: vec![
            StepLine {
                name: "填报客户异议报告".into(),
                limit: "24 小时".into(),
                due: at(2),
                done: at(2),
                ..StepLine::default()
            },
            StepLine { name: "总经理审批".into(), note: "陆承远".into(), ..StepLine::default() },
        ],
        ..ReportForm::default()
    }
}

/// Sent back twice, then broken off.
pub(crate) fn appeal() -> ReportForm {
    let back = |day: u32, to: &str, reason: &str| Return {
        at: at(day),
        from: "书面报告".into(),
        to: to.into(),
        reason: reason.into(),
    };
    ReportForm {
        report: Report::Appeal,
        broken_off: "法院已受理".into(),
        returns: vec![back(3, "总部审核", "未写明改正"), back(4, "分部办理并答复", "事实不清")],
        ..objection()
    }
}

#[test]
fn b06_q03_q04_the_objection_report_has_its_answers_limits_seal_and_rows_for_the_original() {
    let sheet = report(&objection(), &head(), &fonts(), PrintMode::Final).unwrap();
    let text = sheet.to_text();
    for probe in [
        "客户异议报告",
        "☐ | 数量异议 | ☑ | 质量异议",
        "合同号 | HT-2026-018",
        "卷号 | ——",
        "质量要求 | 表面无锈蚀",
        "填报客户异议报告 | —— | 24 小时 | 2026-04-02 09:00 | 2026-04-02 09:00",
        "领取人（签字） | 领取日期 | 复印件已留存",
        "总经理审批 | —— | —— | —— | —— | 陆承远",
        "异议处理章",
        "总经理（涉及付款）",
    ] {
        assert!(text.contains(probe), "{probe}\n{text}");
    }
}

#[test]
fn a_report_that_lacks_answers_is_a_draft_and_refused_as_final() {
    let shut = FormHead { shut: true, ..head() };
    let draft = report(&objection(), &shut, &fonts(), PrintMode::Prefilled).unwrap();
    assert!(draft.to_text().contains("草稿　尚未正式打印"));
    let refused = report(&objection(), &shut, &fonts(), PrintMode::Final);
    assert!(matches!(refused, Err(PaperError::Incomplete { .. })));
}

#[test]
fn i06_an_appeal_report_counts_its_returns_and_says_why_it_was_broken_off() {
    let mut form = ReportForm { report: Report::Appeal, broken_off: "法院已受理".into(), ..objection() };
    form.returns = vec![
        Return { at: at(3), from: "书面报告".into(), to: "总部审核".into(), reason: "未写明改正".into() },
        Return {
            at: at(4), from: "书面报告".into(), to: "分部办理并答复".into(), reason: "事实不清".into()
        },
    ];
    let text = report(&form, &head(), &fonts(), PrintMode::Final).unwrap().to_text();
    for probe in ["申诉处理报告", "退回重写（共 2 次）", "未写明改正", "事实不清", "中止原因 | 法院已受理"]
    {
        assert!(text.contains(probe), "{probe}\n{text}");
    }
}

#[test]
fn an_answer_too_long_for_the_page_is_continued_under_its_own_name() {
    let mut form = objection();
    let Block::Answers(entries) = &mut form.parts[0].block else { panic!() };
    entries[3].value = Value::Text("无锈蚀、无划伤。".repeat(300));
    let text = report(&form, &head(), &fonts(), PrintMode::Final).unwrap().to_text();
    assert!(text.contains("第 1 项　质量要求"), "{text}");
    let all: String = text.chars().filter(|c| "无锈蚀划伤".contains(*c)).collect();
    assert_eq!(all.matches("锈蚀无划伤").count(), 300);
}

#[test]
fn more_options_than_a_row_holds_stand_as_text() {
    let mut form = objection();
    let Block::Answers(entries) = &mut form.parts[0].block else { panic!() };
    let many: Vec<(bool, String)> = (0..14).map(|n| (n == 3, format!("一个很长的选项{n:02}"))).collect();
    entries[0].value = Value::Ticks(many);
    let text = report(&form, &head(), &fonts(), PrintMode::Final).unwrap().to_text().replace('\n', "");
    let text = text.replace(" | ", "");
    assert!((0..14).all(|n| text.contains(&format!("选项{n:02}"))), "{text}");
    assert!(text.contains("☑一个很长的选项03"));
}

#[test]
fn the_samples_can_be_looked_at() {
    let Some(folder) = std::env::var_os("KESU_LOOK") else { return };
    for (name, mode) in [("objection", PrintMode::Final), ("objection-blank", PrintMode::Blank)] {
        let sheet = report(&objection(), &head(), &fonts(), mode).unwrap();
        let bytes = super::super::pdf::to_pdf(&sheet, &fonts()).unwrap();
        std::fs::write(std::path::Path::new(&folder).join(format!("{name}.pdf")), bytes).unwrap();
    }
}

#[test]
fn sections_are_numbered_beyond_ten() {
    assert_eq!([1, 9, 10, 11, 20, 21].map(ordinal), ["一", "九", "十", "十一", "二十", "二十一"]);
}
