//! Form 4 as text: short, long and extreme data.

use super::super::fonts::tests::fonts;
use super::super::form::tests::head as form_head;
use super::super::settlement::Third;
use super::super::settlement::tests::sample;
use super::super::tidy::{all_text, assert_tidy, look};
use super::*;
use crate::domain::incident::Cover;

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
        "2026年4月7日19时40分，乙方位于江苏省苏州市姑苏区云锦花苑7幢1203室的澄屿燃气热水器（型号JSQ25-C12",
        "以编号KS2026-000123-F2-01的现场记录为准",
        "本协议不作为任何一方对责任的承认",
        "财产损失¥8,471.00；人身损害费用¥0.00；其他费用¥1,894.00",
        "赔付款¥10,365.00（大写：人民币壹万零叁佰陆拾伍元整）",
        "户名林佩珊（须为乙方本人）开户行中国工商银行苏州观前支行账号6222021102000000018。",
        "与产品及受损财产的关系：☑购买人☑使用人☐产权人☐承租人☐其他/",
        "委托代理人：/（附授权委托书）",
        "的澄屿燃气热水器（型号",
        "1.对该产品：☐修理☑更换（新机型号JSQ25-C12，条码CY2604C12-001188）☐退货并退还货款¥/☐不处理",
        "该款项已包含：☑第三条全部损失☐第三条所列/项。",
        "保存至处理目的实现且法定保存期限届满。☐乙方单独同意",
        "就同一损失☑未☐已从其他保险获得赔偿¥/。",
        "手写更正须由更正人签名并注明日期，涂抹、刮擦无效。",
        "后7个工作日内付清",
        "每日0.01%支付违约金",
        "由甲方收回（用于检验分析）",
        "一式叁份，甲方执贰份（其中壹份用于保险理赔），乙方执壹份",
        "丙方（销售者/服务网点，如有）：/2026年",
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
    assert!(!text.contains("其他约定") && !text.contains("不再向甲方、丙方"), "{text}");
    assert!(text.contains("收款方式银行转账，"));
    assert!(made.pages.len() <= 4, "{} pages", made.pages.len());
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
    form.happening.summary = "用户关闭进水总阀并致电客服热线，次日上午受托人员到场。".repeat(11);
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
    assert_eq!(text.matches("次日上午受托人员到场").count(), 11);
    assert_eq!(text.matches("恢复吊顶与橱柜").count(), 60);
    assert!(text.contains("贰拾贰亿叁仟肆佰伍拾陆万捌仟壹佰捌拾捌元壹角贰分"), "{text}");
    assert!(text.contains("其中退还货款¥299.00。经协商减少¥1.00（旧机折价）。"));
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
    for probe in
        ["☐本次事故的原因以", "☐各方确认：", "☐修理☐更换", "☐由甲方收回", "☐由乙方自行处理", "☐其他", "☐第三条全部损失"]
    {
        assert!(text.contains(probe), "{probe}");
    }
}

#[test]
fn a_sum_for_some_losses_names_them_and_ticks_no_more_form_4() {
    let whole = all_text(&sheet(&sample(), PrintMode::Final));
    assert!(whole.contains("☑第三条全部损失☐第三条所列/项。"), "{whole}");
    let mut form = sample();
    form.agreed.covers = vec![Cover::Property, Cover::Other];
    let some = all_text(&sheet(&form, PrintMode::Final));
    assert!(some.contains("☐第三条全部损失☑第三条所列财产损失、其他费用项。"), "{some}");
}

#[test]
fn a_third_party_is_named_signs_and_has_its_copy() {
    let mut form = sample();
    form.third = Third { name: "湖州澄源电器商行".into(), code: "91310000000000000U".into() };
    form.agreed.copies = 4;
    let made = sheet(&form, PrintMode::Final);
    look("settlement-third", &made);
    let text = all_text(&made);
    for probe in [
        "丙方（销售者/服务网点，如有）：湖州澄源电器商行91310000000000000U",
        "不再向甲方、丙方、该产品的销售者",
        "一式肆份，甲方执贰份（其中壹份用于保险理赔），乙方、丙方各执壹份",
    ] {
        assert!(text.contains(probe), "{probe}\n{text}");
    }
    // Its column is there to sign, while that of nobody is struck out.
    let signs = |text: &str| text.matches("授权代表（签名）").count();
    assert_eq!((signs(&text), signs(&all_text(&sheet(&sample(), PrintMode::Final)))), (2, 1));
}

#[test]
fn the_guardian_of_a_minor_is_named_and_signs() {
    let mut form = sample();
    form.injured.minor = true;
    form.injured.guardian = "林国栋".into();
    let made = sheet(&form, PrintMode::Final);
    look("settlement-minor", &made);
    let text = all_text(&made);
    for probe in ["乙方（受损方）：林佩珊", "监护人：林国栋（乙方未满18周岁，由监护人签名）", "乙方（由监护人签名）"]
    {
        assert!(text.contains(probe), "{probe}\n{text}");
    }
    // A guardian of somebody of age signs too, and nobody is called under age.
    form.injured.minor = false;
    let text = all_text(&sheet(&form, PrintMode::Final));
    assert!(text.contains("监护人：林国栋（由监护人签名）") && text.contains("乙方（由监护人签名）"), "{text}");
    assert!(!text.contains("未满18周岁"), "{text}");
    assert!(!all_text(&sheet(&sample(), PrintMode::Final)).contains("监护人"));
}

#[test]
fn the_receipt_of_another_payee_does_not_carry_the_number_of_party_b() {
    let number = |form: &SettlementForm| all_text(&sheet(form, PrintMode::Final)).matches("11010519491231002X").count();
    let mut form = sample();
    assert_eq!(number(&form), 2);
    form.agreed.payee = "林国栋".into();
    form.agreed.payee_authority = "WT-3".into();
    assert_eq!(number(&form), 1);
}

#[test]
fn the_words_of_the_payment_follow_way_and_payee() {
    let mut form = sample();
    form.agreed.payee = "林国栋".into();
    form.agreed.payee_authority = "WT-3".into();
    let text = all_text(&sheet(&form, PrintMode::Final));
    assert!(text.contains("户名林国栋（乙方书面授权的收款人，授权委托书编号WT-3）开户行"), "{text}");
    form.agreed.pay_otherwise = "现金".into();
    (form.agreed.bank, form.agreed.account) = (String::new(), String::new());
    let text = all_text(&sheet(&form, PrintMode::Final));
    assert!(text.contains("1.方式：其他现金，收款人林国栋（乙方书面授权的收款人，授权委托书编号WT-3）。"), "{text}");
    assert!(!text.contains("银行转账") && !text.contains("开户行"), "{text}");
}

#[test]
fn the_cause_rests_on_the_paper_with_its_number() {
    let mut form = sample();
    form.agreed.cause = Some(CauseMode::Report);
    form.agreed.agency = "苏州市产品质量检验院".into();
    form.agreed.report = "检验报告".into();
    form.agreed.report_number = "SZ-2026-118".into();
    let text = all_text(&sheet(&form, PrintMode::Final));
    let probe = "本次事故的原因以苏州市产品质量检验院出具的检验报告（编号SZ-2026-118）为准。";
    assert!(text.contains(probe) && !text.contains("各方确认："), "{text}");
}

#[test]
fn what_other_insurers_paid_is_ticked_with_its_sum() {
    let mut form = sample();
    form.agreed.other_insurance = Some(Fen(120_000));
    let text = all_text(&sheet(&form, PrintMode::Final));
    assert!(text.contains("就同一损失☐未☑已从其他保险获得赔偿¥1,200.00。"), "{text}");
}
