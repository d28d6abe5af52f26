//! Form 4 as text: short, long and extreme data.

use super::super::fonts::tests::fonts;
use super::super::form::tests::head as form_head;
use super::super::settlement::tests::sample;
use super::super::tidy::{all_text, assert_tidy, look};
use super::*;

fn head() -> FormHead {
    FormHead { form_no: FORM_NO.into(), doc_no: "KS2026-000123-F4-01".into(), ..form_head() }
}

fn sheet(form: &SettlementForm, mode: PrintMode) -> Sheet {
    let made = settlement(form, &head(), &fonts(), mode).unwrap();
    assert_tidy(&made, &LETTER);
    made
}

#[test]
fn the_thirteen_articles_and_the_receipt_stand_on_the_agreement() {
    let made = sheet(&sample(), PrintMode::Final);
    look("settlement", &made);
    let text = all_text(&made);
    for probe in [
        "甲方（赔付方）：澄屿电器集团有限公司",
        "统一社会信用代码：91350100M000100Y43法定代表人：陆承远",
        "证件类型及号码：居民身份证11010519491231002X",
        "2026年4月7日19时40分，乙方位于江苏省苏州市姑苏区云锦花苑7幢1203室的燃气热水器（型号JSQ25-C12",
        "以编号KS2026-000123-F2-01的现场记录为准",
        "本协议不作为任何一方对责任的承认",
        "财产损失¥8,471.00；人身损害费用¥0.00；其他费用¥1,894.00",
        "赔付款¥10,365.00（大写：人民币壹万零叁佰陆拾伍元整）",
        "户名林佩珊（须为乙方本人）开户行中国工商银行苏州观前支行账号6222021102000000018",
        "后7个工作日内付清",
        "每日0.01%支付违约金",
        "由甲方收回（用于检验分析）",
        "一式叁份，甲方执贰份（其中壹份用于保险理赔），乙方执壹份",
        "丙方（销售者/服务网点，如有）：/",
        "请乙方抄写：本人已逐条阅读并理解本协议，特别是第七条、第九条，自愿签署。",
        "右手食指指印",
        "（盖章处）",
        "今收到澄屿电器集团有限公司依据编号KS2026-000123-F4-01协议支付的赔付款人民币（大写）壹万零叁佰陆拾伍元整（¥10,365.00）",
    ] {
        assert!(text.contains(probe), "{probe}\n{text}");
    }
    for n in ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三"] {
        assert!(text.contains(&format!("第{n}条")), "article {n}");
    }
    assert!(!text.contains("放弃一切权利") && !text.contains("不得举报"));
    assert!(made.pages.len() <= 5, "{} pages", made.pages.len());
    assert!(made.pages.iter().enumerate().all(|(n, page)| {
        let told = format!("第 {} 页　共 {} 页", n + 1, made.pages.len());
        page.runs().any(|run| run.text == told)
    }));
}

#[test]
fn the_highlighted_articles_are_bold_and_underlined() {
    let made = sheet(&sample(), PrintMode::Final);
    let bold: String = made
        .pages
        .iter()
        .flat_map(|page| page.runs().filter(|run| run.face == Face::SansBold).map(|run| run.text.clone()))
        .collect();
    assert!(bold.contains("甲方按约履行后，乙方就附件一及本协议所列损失"));
    assert!(bold.contains("各方对赔付金额保密"));
    assert!(!bold.contains("乙方收到全部款项后"));
}

#[test]
fn long_data_flow_on_and_nothing_is_lost() {
    let mut form = sample();
    form.happening.summary = "用户关闭进水总阀并致电客服热线，次日上午受托人员到场。".repeat(40);
    form.agreed.terms = "恢复吊顶与橱柜，费用由甲方承担；".repeat(60);
    form.injured.name = "阿卜杜热合曼·阿卜杜热西提江·买买提艾力·吐尔逊江·伊敏".into();
    form.payer.address = "新疆维吾尔自治区克孜勒苏柯尔克孜自治州阿克陶县".repeat(4);
    form.agreed.reduction_reason = "旧机折价".into();
    form.agreed.amounts = Some(Amounts {
        property: Fen(123_456_789_012),
        injury: Fen(99_999_999_999),
        other: Fen(1),
        refund: Fen(29_900),
        reduction: Fen(100),
        total: Fen(223_456_818_812),
    });
    let made = sheet(&form, PrintMode::Final);
    look("settlement-long", &made);
    let text = all_text(&made);
    assert_eq!(text.matches("次日上午受托人员到场").count(), 40);
    assert_eq!(text.matches("恢复吊顶与橱柜").count(), 60);
    assert!(text.contains("贰拾贰亿叁仟肆佰伍拾陆万捌仟壹佰捌拾捌元壹角贰分"), "{text}");
    assert!(text.contains("及退还货款，并已计入经协商减少的¥1.00（旧机折价）"));
}

#[test]
fn a_final_print_is_refused_while_a_field_is_empty_or_a_step_is_not_done() {
    let mut form = sample();
    form.agreed.bank.clear();
    let refused = |form: &SettlementForm, head: &FormHead| {
        settlement(form, head, &fonts(), PrintMode::Final).unwrap_err().to_string()
    };
    assert!(refused(&form, &head()).contains("开户行"));
    let shut = FormHead { shut: true, ..head() };
    assert!(refused(&sample(), &shut).contains("前面的步骤尚未完成"));
    let draft = settlement(&sample(), &shut, &fonts(), PrintMode::Prefilled).unwrap();
    assert!(draft.pages.iter().all(|page| page.runs().any(|run| run.text == "草稿" && run.turn != 0.0)));
    form.injured.name = "𠄀田".into();
    let told = settlement(&form, &head(), &fonts(), PrintMode::Prefilled).unwrap_err().to_string();
    assert!(told.contains("“𠄀”（U+20100）"), "{told}");
}

#[test]
fn a_blank_agreement_has_lines_to_write_on_and_every_choice() {
    let head = FormHead { doc_no: String::new(), case_no: String::new(), ..head() };
    let made = settlement(&sample(), &head, &fonts(), PrintMode::Blank).unwrap();
    assert_tidy(&made, &LETTER);
    look("settlement-blank", &made);
    let text = all_text(&made);
    assert!(!text.contains("林佩珊") && !text.contains("☑") && !text.contains("草稿"), "{text}");
    for probe in ["☐本次事故的原因以", "☐各方确认：", "☐修理☐更换", "☐由甲方收回", "☐由乙方自行处理", "☐其他"]
    {
        assert!(text.contains(probe), "{probe}");
    }
}
