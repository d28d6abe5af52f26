//! Form 3 as text: none, a few, sixty lines; bodily injury; sums as a reader adds them up.

use chrono::NaiveDate;

use super::super::fonts::tests::fonts;
use super::super::form::tests::head as form_head;
use super::super::official_incident::loss_remark;
use super::super::sheet::Page;
use super::super::tidy::{all_text, assert_tidy, look};
use super::*;
use crate::domain::incident::loss::{InjuryItem, LossEntry, Month, Portion, Proof};

fn head() -> FormHead {
    FormHead { form_no: FORM_NO.into(), doc_no: "KS2026-000123-F3-01".into(), ..form_head() }
}

/// A line by the formula's test row: price 4299.00, newness 75 %, remains 50.00.
pub(crate) fn line(name: &str, claimed: i64, assessed: i64) -> LossLine {
    LossLine {
        entry: LossEntry {
            category: LossCategory::Furniture,
            name: name.into(),
            spec: "橡木 15 mm".into(),
            unit: "㎡".into(),
            hundredths: 1_250,
            bought: Some(Month { year: 2023, month: 6 }),
            proof: Proof::Invoice,
            goods: "motor".into(),
            unit_price: Fen(429_900),
            newness: None,
            damage: Portion::WHOLE,
            salvage: Fen(5_000),
            claimed: Fen(claimed),
            assessed: None,
            reason: String::new(),
            photos: vec![3, 7],
            note: String::new(),
        },
        by_table: Portion(7_500),
        by_formula: Fen(assessed),
        assessed: Fen(assessed),
    }
}

pub(crate) fn form(lines: Vec<LossLine>) -> LossListForm {
    LossListForm {
        case_no: "KS2026-000123".into(),
        happened: NaiveDate::from_ymd_opt(2026, 4, 7).and_then(|day| day.and_hms_opt(19, 40, 0)),
        party: "林佩珊".into(),
        place: "江苏省苏州市姑苏区云锦花苑7幢1203室".into(),
        losses: Losses { lines: lines.into_iter().collect(), ..Losses::default() },
        injured: false,
    }
}

pub(crate) fn injury(person: &str, item: InjuryItem) -> InjuryLine {
    InjuryLine {
        person: person.into(),
        item,
        basis: "住院 6 天×180 元".into(),
        receipts: 4,
        claimed: Fen(250_000),
        assessed: Fen(200_050),
        note: String::new(),
    }
}

#[track_caller]
fn sheet(form: &LossListForm, mode: PrintMode) -> Sheet {
    let made = loss_list(form, &head(), &fonts(), mode).unwrap();
    assert_tidy(&made, &ACROSS);
    made
}

#[test]
fn columns_sum_to_the_width_of_the_page() {
    assert_eq!(WIDTHS.iter().sum::<f32>(), ACROSS.width);
    assert_eq!(INJURY_WIDTHS.iter().sum::<f32>(), ACROSS.width);
}

#[test]
fn a_short_list_is_one_page_closed_below_its_last_line_j08() {
    let made =
        sheet(&form(vec![line("实木复合地板", 441_600, 353_300), line("踢脚线", 44_800, 33_600)]), PrintMode::Final);
    look("loss-short", &made);
    assert_eq!(made.pages.len(), 1);
    let text = made.to_text();
    for probe in [
        "案件编号 | KS2026-000123 | 事故时间 | 2026-04-07 19:40 | 受损方 | 林佩珊",
        "2023-06 | 发票 | 4,299.00 | 75% | 100% | 50.00 | 4,416.00 | 3,533.00 | P-03",
        "以下空白",
        "合计（小写） | 申报 | ¥4,864.00 | 核定 | ¥3,869.00",
        "分类小计（核定） | 产品本身 | 0.00 | 房屋装修 | 0.00 | 家具家电 | 3,869.00 | 衣物日用 | 0.00 | 其他 | 0.00 | 施救费用 | 0.00",
        "人民币叁仟捌佰陆拾玖元整————",
    ] {
        assert!(text.contains(probe), "{probe}\n{text}");
    }
    let struck = made.pages[0].items.iter().filter(|item| {
        matches!(item, super::super::sheet::Item::Line(rule) if rule.from[0] != rule.to[0] && rule.from[1] != rule.to[1])
    });
    assert_eq!(struck.count(), 1, "one line through the empty rows");
}

#[test]
fn sixty_lines_with_long_names_go_on_under_repeated_heads_and_lose_nothing() {
    let long = "实木复合地板及配套踢脚线防潮垫龙骨收口条（含拆装人工费用）";
    assert_eq!(long.chars().count(), 29);
    let lines: Vec<LossLine> = (1..=60).map(|n| line(&format!("{n}{long}"), 100_001, 90_001)).collect();
    let made = sheet(&form(lines), PrintMode::Final);
    look("loss-long", &made);
    assert!(made.pages.len() >= 4, "{} pages", made.pages.len());
    for (n, page) in made.pages.iter().enumerate() {
        let text: String = page.runs().map(|run| run.text.as_str()).collect();
        assert!(text.contains("核定损失") && text.contains("KS2026-000123"), "page {} repeats its head", n + 1);
        assert!(text.contains(&format!("第 {} 页　共 {} 页", n + 1, made.pages.len())));
    }
    let text = all_text(&made);
    assert_eq!(text.matches("（含拆装人工费用）").count(), 60);
    assert!(text.contains("¥60,000.60") && text.contains("¥54,000.60"), "{text}");
    assert!(text.contains("人民币伍万肆仟元零陆角整————"));
    assert!(!text.contains("接续页"), "rows grow instead");
}

#[test]
fn a_row_that_just_fills_the_page_does_not_push_the_totals_off() {
    for count in 1..40 {
        let made = sheet(&form((0..count).map(|_| line("地板", 100, 100)).collect()), PrintMode::Final);
        let text = all_text(&made);
        assert_eq!(text.matches("地板").count(), count, "{count} lines");
        assert_eq!(text.matches("保险查勘员/见证人").count(), 1, "{count} lines");
        assert_eq!(made.pages.len(), if count > 9 { 2 + (count - 10) / 15 } else { 1 }, "{count} lines");
    }
}

#[test]
fn nine_rows_stand_on_the_first_page_and_fifteen_on_each_further_one_forms_1_3() {
    let made = sheet(&form((0..26).map(|_| line("地板", 100, 100)).collect()), PrintMode::Final);
    let rows = |page: &Page| page.runs().filter(|run| run.text == "地板").count();
    assert_eq!(made.pages.iter().map(rows).collect::<Vec<_>>(), [9, 15, 2]);
    let has = |page: &Page, words: &str| page.runs().any(|run| run.text.contains(words));
    for (n, page) in made.pages.iter().enumerate() {
        assert_eq!(has(page, "合计（小写）"), n == 0, "sums and signatures stand on the first page");
        assert_eq!(has(page, "以下空白"), n == 2, "the list ends on the last");
    }
}

#[test]
fn the_form_adds_up_what_its_test_lines_come_to_forms_1_3() {
    let assessed = [317_425, 224_000, 28_752, 25_990, 307_900];
    let made = sheet(&form(assessed.map(|amount| line("物品", amount, amount)).to_vec()), PrintMode::Final);
    assert!(made.to_text().contains("人民币玖仟零肆拾元零陆角柒分————"), "{}", made.to_text());
}

#[test]
fn two_hundred_lines_of_the_largest_amounts_are_all_there() {
    let long = "阿卜杜热合曼·阿卜杜热西提江·买买提艾力·吐尔逊江·伊敏𠮷";
    let lines: Vec<LossLine> = (1..=200)
        .map(|n| {
            let mut one = line(&format!("{n}号{}", "柜".repeat(36)), 99_999_999_999, 99_999_999_999);
            one.entry.unit_price = Fen(99_999_999_999);
            one.entry.spec = "W".repeat(40);
            one.entry.note = "原物已报废，残值归用户".into();
            one
        })
        .collect();
    let mut form = form(lines);
    form.party = long.into();
    let made = sheet(&form, PrintMode::Final);
    look("loss-two-hundred", &made);
    let text = all_text(&made);
    assert_eq!(text.matches('柜').count(), 200 * 36);
    // price, claimed and assessed of each line; in a narrow column without commas, else whole on the continuation page
    let amounts = |page: &Page| -> usize {
        let runs = page.runs().map(|run| run.text.replace(',', ""));
        runs.map(|text| text.matches("999999999.99").count()).sum()
    };
    assert_eq!(made.pages.iter().map(amounts).sum::<usize>(), 200 * 3);
    assert!(made.pages.iter().flat_map(Page::runs).any(|run| run.text == "P-07"), "a photo's number is not parted");
    assert!(text.contains("¥199,999,999,998.00") && text.contains("吐尔逊江·伊敏𠮷"), "{text}");
    assert!(text.contains("人民币壹仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾捌元整"));
}

#[test]
fn extreme_figures_stay_in_their_columns() {
    let mut one = line("吊顶", 99_999_999_999, 99_999_999_999);
    one.entry.unit_price = Fen(100_000_000_000);
    one.entry.salvage = Fen(99_999_999);
    one.entry.hundredths = 99_999_999;
    one.entry.name = "瓯".repeat(200);
    one.entry.photos = (1..30).collect();
    let made = sheet(&form(vec![one]), PrintMode::Final);
    look("loss-extreme", &made);
    let text = all_text(&made);
    assert_eq!(text.matches('瓯').count(), 200, "the name whole");
    assert!(text.contains("999999999.99"), "without separators where they find no room");
}

#[test]
fn bodily_injury_has_its_part_and_its_own_sum_d05() {
    let mut data = form(vec![line("地板", 100_000, 90_000)]);
    data.losses.injuries =
        [injury("林佩珊", InjuryItem::Medical), injury("林佩珊", InjuryItem::LostWages)].into_iter().collect();
    let made = sheet(&data, PrintMode::Final);
    look("loss-injury", &made);
    assert_eq!(made.pages.len(), 2);
    for page in &made.pages {
        let text: String = page.runs().map(|run| run.text.as_str()).collect();
        assert!(text.contains("保险查勘员/见证人") && text.contains("不作为赔付承诺"), "{text}");
    }
    let text = made.to_text();
    for probe in [
        "1 | 林佩珊 | 医疗费 | 住院 6 天×180 元 | 4 | 2,500.00 | 2,000.50",
        "人身损害合计（元） | 5,000.00 | 4,001.00",
        "第一、二部分合计（元） | 6,000.00 | 4,901.00",
        "人民币肆仟玖佰零壹元整————",
        "¥1,000.00 | 核定 | ¥900.00",
    ] {
        assert!(text.contains(probe), "{probe}\n{text}");
    }
}

#[test]
fn nine_lines_of_injury_stand_above_the_signatures_and_the_tenth_goes_on() {
    let pages = |count: usize| {
        let mut data = form(vec![line("地板", 100_000, 90_000)]);
        data.losses.injuries = vec![injury("林佩珊", InjuryItem::Medical); count].into_iter().collect();
        let made = sheet(&data, PrintMode::Final);
        assert_tidy(&made, &ACROSS);
        made.pages.len()
    };
    assert_eq!([pages(9), pages(10)], [2, 3]);
}

#[test]
fn blank_prefilled_and_final_differ_as_the_rules_say() {
    let filled = form(vec![line("地板", 100, 90)]);
    let blank = loss_list(&filled, &FormHead { doc_no: String::new(), ..head() }, &fonts(), PrintMode::Blank).unwrap();
    assert_tidy(&blank, &ACROSS);
    look("loss-blank", &blank);
    let text = all_text(&blank);
    assert_eq!(blank.pages.len(), 2, "part II for the field as well");
    assert!(text.contains("第二部分"));
    assert!(!text.contains("林佩珊") && !text.contains("以下空白") && !text.contains("0.00"), "{text}");
    let mut lacking = filled.clone();
    lacking.losses.lines = Vec::from([LossLine {
        entry: LossEntry { photos: Vec::new(), ..line("地板", 100, 90).entry },
        ..line("", 0, 0)
    }])
    .into_iter()
    .collect();
    let error = loss_list(&lacking, &head(), &fonts(), PrintMode::Final).unwrap_err().to_string();
    assert!(error.contains("照片号"), "{error}");
    let draft = sheet(&lacking, PrintMode::Prefilled);
    assert!(all_text(&draft).contains("草稿尚未正式打印") && !all_text(&draft).contains("以下空白"));
    let mut rare = filled;
    rare.losses.lines = [line("𠄀", 1, 1)].into_iter().collect();
    assert!(loss_list(&rare, &head(), &fonts(), PrintMode::Final).unwrap_err().to_string().contains("“𠄀”"));
}

#[test]
fn part_two_is_printed_for_the_hand_where_somebody_was_hurt_d05() {
    let hurt = LossListForm { injured: true, ..form(vec![line("地板", 100, 90)]) };
    assert_eq!(sheet(&hurt, PrintMode::Prefilled).pages.len(), 2);
    assert_eq!(sheet(&hurt, PrintMode::Final).pages.len(), 1, "a 定稿 has no empty part");
}

#[test]
fn a_remark_keeps_the_note_beside_why_figures_were_put_and_by_whom_j08() {
    let plain = line("地板", 100, 90);
    assert_eq!(loss_remark(&plain, "赵岩"), "", "nothing was put");
    let noted = |note: &str, newness, assessed| {
        let put = LossEntry { note: note.into(), reason: "按维修报价".into(), newness, ..plain.entry.clone() };
        LossLine { entry: put, assessed: Fen(assessed), ..plain.clone() }
    };
    assert_eq!(loss_remark(&noted("残值归用户", None, 80), "赵岩"), "残值归用户；核定改定：按维修报价（赵岩）");
    assert_eq!(loss_remark(&noted("", Some(Portion(8_000)), 90), "赵岩"), "成新率改定：按维修报价（赵岩）");
    assert_eq!(loss_remark(&noted("", Some(Portion(8_000)), 80), ""), "成新率、核定改定：按维修报价");
    assert_eq!(loss_remark(&noted("残值归用户", None, 90), "赵岩"), "残值归用户", "as computed");
    let mut long = form(vec![plain.clone(); 3]);
    long.losses.lines.update(|_, line| line.entry.note = "残值归用户；核定改定：按维修报价（赵岩）".into());
    let made = sheet(&long, PrintMode::Final);
    look("loss-remarks", &made);
    assert_eq!(all_text(&made).matches("（赵岩）").count(), 3);
}
