//! Form 1 as text: short, long and extreme data.

use super::super::feedback::tests::sample;
use super::super::fonts::tests::fonts;
use super::super::form::tests::head;
use super::super::sheet::Item;
use super::super::tidy::assert_tidy;
use super::*;

fn sheet(form: &FeedbackForm, mode: PrintMode) -> Sheet {
    feedback(form, &head(), &fonts(), mode).unwrap()
}

#[test]
fn rows_sum_to_the_width_of_the_body() {
    let page = &sheet(&sample(), PrintMode::Final).pages[0];
    let mut rows: Vec<(i32, f32)> = Vec::new();
    for item in &page.items {
        if let Item::Line(rule) = item
            && rule.from[0] == rule.to[0]
        {
            assert!(rule.from[0] > mm(UPRIGHT.left) && rule.from[0] < mm(UPRIGHT.right()));
            rows.push((rule.from[1] as i32, rule.from[0]));
        }
    }
    let last: Vec<_> = page.fields.iter().filter(|f| (f.area.x + f.area.w - mm(195.0)).abs() < 0.01).collect();
    assert_eq!(last.len(), 17 - 1, "every row but the signatures ends at the right edge of the body");
}

#[test]
fn a_filled_form_is_one_page_with_every_field_on_it() {
    let sheet = sheet(&sample(), PrintMode::Final);
    assert_eq!(sheet.pages.len(), 1);
    assert_tidy(&sheet, &UPRIGHT);
    let text = sheet.to_text();
    for probe in [
        "表号：KS-F1　版本：A/0 | 编号：KS2026-000123-F1-01 | 第 1 页　共 1 页",
        "反馈单位 | 苏州分部同里路服务网点 | 信息类别 | ☐ | 一般质量 | ☑ | 重大质量/事故",
        "反馈人 | 沈嘉树 | 岗位 | 业务经理 | 电话 | 13800138000 | 来源 | 来电",
        "产品条码/机号 | CY2511C12-004736 | 生产日期 | 2025-11-03 | 购买日期 | 2025-11-22",
        "接收时间 | 2026-04-08 10:02 | 应答复时间 | 2026-04-09 10:02 | 实际答复时间 | 2026-04-08 16:40",
        "☑ | 标示 | ☑ | 隔离 | ☐ | 放行 | ☐ | 不涉及",
        "打印时间 2026年4月8日 10:02　打印人 沈嘉树　第 1 次打印 | 总部存档联",
    ] {
        assert!(text.contains(probe), "{probe}\n{text}");
    }
}

#[test]
fn a_long_fault_goes_on_to_a_continuation_page_and_nothing_is_lost() {
    let mut form = sample();
    form.fault.text = "第一天接头渗水，用户关阀；第二天换件后试机15分钟，水压0.32 MPa，未见异常。".repeat(16);
    assert!(form.fault.text.chars().count() >= 600);
    form.report.unit =
        "苏州分部同里路第一服务网点及其下属吴江、相城、姑苏、虎丘四区联合抢修班组驻外联络处（筹）".into();
    let sheet = sheet(&form, PrintMode::Final);
    assert_eq!(sheet.pages.len(), 2);
    assert_tidy(&sheet, &UPRIGHT);
    let text = sheet.to_text();
    for probe in [
        "（接续页第 1 项）",
        "市场质量信息反馈表（续页）",
        "工单编号：KS2026-000123",
        "第 2 页　共 2 页",
        "（以下空白）",
    ] {
        assert!(text.contains(probe), "{probe}\n{text}");
    }
    let all: String = sheet.pages.iter().flat_map(|p| p.runs().map(|r| r.text.replace(' ', ""))).collect();
    let squeezed = form.fault.text.replace(' ', "");
    let (head, _) = squeezed.split_at(squeezed.char_indices().nth(90).unwrap().0);
    assert!(all.contains(head));
    let count = |text: &str| text.matches("试机15分钟").count();
    assert_eq!(count(&all), 16);
}

#[test]
fn extreme_values_stay_in_their_cells_or_go_to_the_continuation_page() {
    let mut form = sample();
    let long = "新疆维吾尔自治区克孜勒苏柯尔克孜自治州阿克陶县巴仁乡服务网点·阿卜杜拉·买买提江".repeat(3);
    form.report.reporter = long.clone();
    form.report.phone = "0991-12345678-123456789012345".into();
    form.product.barcode = "X".repeat(200);
    form.product.quantity = Some(u32::MAX);
    form.customer.name = "䶮㛃龘·阿卜杜热合曼·阿卜杜热西提江·买买提".into();
    form.evidence.none_why = long.repeat(2);
    form.evidence.whole = 12345;
    form.technical.reply = "a".repeat(5000);
    form.handling.text = "一行\n".repeat(300);
    let sheet = sheet(&form, PrintMode::Final);
    assert!(sheet.pages.len() > 4);
    assert_tidy(&sheet, &UPRIGHT);
    let all: String = sheet.pages.iter().flat_map(|p| p.runs().map(|r| r.text.clone())).collect();
    assert_eq!(all.matches("一行").count(), 300);
    assert_eq!(all.matches('X').count(), 200);
    assert!(all.contains("龘·阿卜杜热合曼"));
}

#[test]
fn a_name_without_a_drawing_stops_the_print_and_is_named() {
    let mut form = sample();
    form.customer.name = "𠄀田".into();
    let error = feedback(&form, &head(), &fonts(), PrintMode::Final).unwrap_err().to_string();
    assert!(error.contains("“𠄀”（U+20100）"), "{error}");
}

#[test]
fn the_three_modes_differ_as_the_rules_say() {
    let empty = FeedbackForm::default();
    let error = feedback(&empty, &head(), &fonts(), PrintMode::Final).unwrap_err();
    assert!(error.to_string().contains("反馈单位、信息类别"), "{error}");
    let draft = sheet(&empty, PrintMode::Prefilled);
    assert!(draft.to_text().contains("草稿　尚未正式打印"));
    assert!(draft.pages[0].runs().any(|r| r.text == "草稿" && r.turn != 0.0));
    assert_eq!(draft.pages[0].fields.iter().filter(|f| f.missing).count(), required_missing(&empty).len());
    let blank = feedback(&sample(), &FormHead { doc_no: String::new(), ..head() }, &fonts(), PrintMode::Blank).unwrap();
    let text = blank.to_text();
    assert!(!text.contains("林佩珊") && !text.contains('☑') && !text.contains("草稿"), "{text}");
    assert!(!blank.pages[0].items.iter().any(|i| matches!(i, Item::Bars { .. })), "no code without a number");
    let complete = sheet(&sample(), PrintMode::Prefilled);
    assert!(!complete.to_text().contains("草稿"));
    let mut final_form = sample();
    final_form.product.made = None;
    final_form.fault.environment.clear();
    let text = sheet(&final_form, PrintMode::Final).to_text();
    assert!(text.contains("生产日期 | ——"), "{text}");
    assert!(text.contains("安装环境 | 无"), "{text}");
}

#[test]
fn a_sample_can_be_looked_at() {
    let Some(folder) = std::env::var_os("KESU_LOOK") else { return };
    let folder = std::path::Path::new(&folder);
    let mut long = sample();
    long.fault.text = "第一天接头渗水，用户关阀；第二天换件后试机15分钟，水压0.32 MPa，未见异常。".repeat(16);
    let blank = feedback(&sample(), &FormHead { doc_no: String::new(), ..head() }, &fonts(), PrintMode::Blank).unwrap();
    for (name, sheet) in [
        ("final", sheet(&sample(), PrintMode::Final)),
        ("long", sheet(&long, PrintMode::Final)),
        ("draft", sheet(&FeedbackForm::default(), PrintMode::Prefilled)),
        ("blank", blank),
    ] {
        let bytes = super::super::pdf::to_pdf(&sheet, &fonts()).unwrap();
        std::fs::write(folder.join(format!("{name}.pdf")), bytes).unwrap();
    }
}
