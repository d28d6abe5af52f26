//! Form 4, 事故处理协议书: what it says of one case, and what a 定稿 must have (forms.md 1.4).

use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;

use super::data::printed;
use crate::domain::Fen;
use crate::domain::incident::talks::{CauseMode, IdKind, Remains, Remedy};
use crate::domain::incident::terms::SUMMARY_MOST;
use crate::domain::incident::{Cover, Relation};

/// 甲方: who pays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Payer {
    /// Full registered name.
    pub name: String,
    /// 统一社会信用代码.
    pub code: String,
    /// 法定代表人.
    pub representative: String,
    /// 住所.
    pub address: String,
    /// 授权代表.
    pub agent: String,
    /// 联系电话.
    pub phone: String,
}

/// 乙方: who was harmed. The number of the identity paper is printed whole on this form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Injured {
    pub name: String,
    /// From the number of a resident identity card; empty otherwise.
    pub sex: String,
    #[serde(serialize_with = "printed")]
    pub id_kind: Option<IdKind>,
    pub id_number: String,
    pub address: String,
    pub phone: String,
    /// 与产品及受损财产的关系.
    #[serde(serialize_with = "printed")]
    pub relations: Vec<Relation>,
    /// In words, where it is none of the named ones.
    pub relation_other: String,
    /// 委托代理人.
    pub agent: String,
    /// Under age by the number of the identity card: the guardian signs.
    pub minor: bool,
    /// 监护人.
    pub guardian: String,
}

impl Injured {
    /// Whether a guardian signs: for party B under age, or where one is named.
    #[must_use]
    pub fn is_represented(&self) -> bool {
        self.minor || !self.guardian.trim().is_empty()
    }
}

/// 丙方: seller or service outlet; empty where there is none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Third {
    pub name: String,
    /// 统一社会信用代码.
    pub code: String,
}

/// What happened to which machine.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Happening {
    #[serde(serialize_with = "printed")]
    pub at: Option<NaiveDateTime>,
    pub place: String,
    /// Empty where nobody said.
    pub brand: String,
    pub category: String,
    pub model: String,
    pub barcode: String,
    pub bought: Option<NaiveDate>,
    /// 起火、漏水…, already joined.
    pub kinds: String,
    /// 第一条: the facts, 300 characters at most.
    pub summary: String,
    /// Number of the survey form that was printed; empty where none was.
    pub survey: String,
}

/// 第四条: the sum and its parts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Amounts {
    #[serde(serialize_with = "printed")]
    pub property: Fen,
    #[serde(serialize_with = "printed")]
    pub injury: Fen,
    #[serde(serialize_with = "printed")]
    pub other: Fen,
    #[serde(serialize_with = "printed")]
    pub refund: Fen,
    /// Taken off by agreement; below zero added.
    #[serde(serialize_with = "printed")]
    pub reduction: Fen,
    #[serde(serialize_with = "printed")]
    pub total: Fen,
}

/// 第二条 and 第四条 to 第六条: what was agreed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Agreed {
    #[serde(serialize_with = "printed")]
    pub cause: Option<CauseMode>,
    /// The cause in words, where the parties agree on it.
    pub cause_text: String,
    /// Who wrote which paper on the cause, and its number.
    pub agency: String,
    pub report: String,
    pub report_number: String,
    pub amounts: Option<Amounts>,
    pub reduction_reason: String,
    #[serde(serialize_with = "printed")]
    pub remedy: Option<Remedy>,
    /// The losses of 第三条 the sum covers; empty for all of them.
    #[serde(serialize_with = "printed")]
    pub covers: Vec<Cover>,
    /// The machine given in exchange.
    pub new_model: String,
    pub new_barcode: String,
    /// What else was agreed; most agreements have none of it.
    pub terms: String,
    pub payee: String,
    /// Number of the power of attorney where the payee is not party B.
    pub payee_authority: String,
    pub bank: String,
    pub account: String,
    /// How it is paid where not into an account.
    pub pay_otherwise: String,
    pub pay_days: u32,
    pub late_rate: String,
    #[serde(serialize_with = "printed")]
    pub remains: Option<Remains>,
    /// The insurer the papers go to; empty where none is told.
    pub insurer: String,
    /// Until when party B's data are kept.
    pub keep_until: String,
    /// What other insurers paid for the same loss; `None` while party B has not said.
    #[serde(serialize_with = "printed")]
    pub other_insurance: Option<Fen>,
    /// 2 to 5, with a 丙方 4 or 5.
    pub copies: u32,
}

/// Everything form 4 shows of one case. Empty strings and `None` mean not known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SettlementForm {
    pub case_no: String,
    pub payer: Payer,
    pub injured: Injured,
    pub third: Third,
    pub happening: Happening,
    pub agreed: Agreed,
}

impl SettlementForm {
    /// Whether a 丙方 takes part.
    #[must_use]
    pub fn has_third(&self) -> bool {
        !self.third.name.trim().is_empty()
    }

    /// Labels of required fields that are still empty, in form order.
    #[must_use]
    pub fn missing(&self) -> Vec<&'static str> {
        let (a, b, h, agreed) = (&self.payer, &self.injured, &self.happening, &self.agreed);
        let exchanged = agreed.remedy == Some(Remedy::Exchange);
        let pays = agreed.amounts.is_some_and(|amounts| amounts.total.0 > 0);
        let empty = |text: &str| text.trim().is_empty();
        let transfer = pays && empty(&agreed.pay_otherwise);
        let no_cause = match agreed.cause {
            None => true,
            Some(CauseMode::Agreed) => empty(&agreed.cause_text),
            Some(CauseMode::Report) => [&agreed.agency, &agreed.report, &agreed.report_number].iter().any(|t| empty(t)),
            Some(CauseMode::Open) => false,
        };
        let unnamed = b.relations.contains(&Relation::Other) && empty(&b.relation_other);
        [
            ("甲方名称", empty(&a.name)),
            ("统一社会信用代码", empty(&a.code)),
            ("法定代表人", empty(&a.representative)),
            ("甲方住所", empty(&a.address)),
            ("甲方授权代表", empty(&a.agent)),
            ("甲方联系电话", empty(&a.phone)),
            ("乙方姓名", empty(&b.name)),
            ("乙方证件号码", b.id_kind.is_none() || empty(&b.id_number)),
            ("乙方住址", empty(&b.address)),
            ("乙方联系电话", empty(&b.phone)),
            ("与产品及受损财产的关系", b.relations.is_empty() || unnamed),
            ("监护人", b.minor && empty(&b.guardian)),
            ("丙方名称", empty(&self.third.name) && !empty(&self.third.code)),
            ("丙方统一社会信用代码", self.has_third() && empty(&self.third.code)),
            ("事故时间", h.at.is_none()),
            ("事故地点", empty(&h.place)),
            ("产品品类", empty(&h.category)),
            ("产品型号", empty(&h.model)),
            ("事故类型", empty(&h.kinds)),
            ("事故情况", empty(&h.summary)),
            ("事故情况（300字以内）", h.summary.chars().count() > SUMMARY_MOST),
            ("原因表述", no_cause),
            ("赔付金额", agreed.amounts.is_none()),
            ("对产品的处理", agreed.remedy.is_none()),
            ("收款户名", pays && empty(&agreed.payee)),
            ("新机型号", exchanged && empty(&agreed.new_model)),
            ("新机条码", exchanged && empty(&agreed.new_barcode)),
            ("开户行", transfer && empty(&agreed.bank)),
            ("收款账号", transfer && empty(&agreed.account)),
            ("付款期限", pays && agreed.pay_days == 0),
            ("逾期违约金", pays && empty(&agreed.late_rate)),
            ("残余物归属", agreed.remains.is_none()),
            ("其他保险赔偿", agreed.other_insurance.is_none()),
            ("份数", copies_text(agreed.copies, self.has_third()).0.is_empty()),
        ]
        .into_iter()
        .filter_map(|(label, missing)| missing.then_some(label))
        .collect()
    }
}

/// Number of copies and who holds them (第十三条); empty for a number that does not go round.
#[must_use]
pub const fn copies_text(copies: u32, third: bool) -> (&'static str, &'static str) {
    match (copies, third) {
        (2, false) => ("贰", "甲方、乙方各执壹份"),
        (3, false) => ("叁", "甲方执贰份（其中壹份用于保险理赔），乙方执壹份"),
        (4, false) => ("肆", "甲方执叁份（其中壹份用于保险理赔），乙方执壹份"),
        (5, false) => ("伍", "甲方执肆份（其中壹份用于保险理赔），乙方执壹份"),
        (4, true) => ("肆", "甲方执贰份（其中壹份用于保险理赔），乙方、丙方各执壹份"),
        (5, true) => ("伍", "甲方执叁份（其中壹份用于保险理赔），乙方、丙方各执壹份"),
        _ => ("", ""),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A complete agreement.
    pub(crate) fn sample() -> SettlementForm {
        SettlementForm {
            case_no: "KS2026-000123".into(),
            payer: Payer {
                name: "澄屿电器集团有限公司".into(),
                code: "91350100M000100Y43".into(),
                representative: "陆承远".into(),
                address: "浙江省湖州市南浔区澄屿路1号".into(),
                agent: "沈嘉树".into(),
                phone: "0572-3012345".into(),
            },
            injured: Injured {
                name: "林佩珊".into(),
                sex: "女".into(),
                id_kind: Some(IdKind::Resident),
                id_number: "11010519491231002X".into(),
                address: "江苏省苏州市姑苏区云锦花苑7幢1203室".into(),
                phone: "13800132706".into(),
                relations: vec![Relation::Buyer, Relation::User],
                ..Injured::default()
            },
            third: Third::default(),
            happening: Happening {
                at: NaiveDate::from_ymd_opt(2026, 4, 7).and_then(|day| day.and_hms_opt(19, 40, 0)),
                place: "江苏省苏州市姑苏区云锦花苑7幢1203室".into(),
                brand: "澄屿".into(),
                category: "燃气热水器".into(),
                model: "JSQ25-C12".into(),
                barcode: "CY2511C12-004736".into(),
                bought: NaiveDate::from_ymd_opt(2025, 11, 22),
                kinds: "漏水".into(),
                summary: "用户于4月7日19时40分左右回家，发现阳台热水器下方持续漏水，卧室与走廊积水深约1 cm。用户关闭进水总阀并致电\
                          客服热线。次日上午受托人员到场，见冷水进水口注塑接头沿螺纹根部开裂；木地板起拱约12 ㎡，浴室柜、门套底部\
                          吸水膨胀，楼下住户天花出现水渍约18 ㎡。无人员伤亡。"
                    .into(),
                survey: "KS2026-000123-F2-01".into(),
            },
            agreed: Agreed {
                cause: Some(CauseMode::Open),
                cause_text: String::new(),
                agency: String::new(),
                report: String::new(),
                report_number: String::new(),
                amounts: Some(Amounts {
                    property: Fen(847_100),
                    injury: Fen(0),
                    other: Fen(189_400),
                    refund: Fen(0),
                    reduction: Fen(0),
                    total: Fen(1_036_500),
                }),
                reduction_reason: String::new(),
                covers: Vec::new(),
                remedy: Some(Remedy::Exchange),
                new_model: "JSQ25-C12".into(),
                new_barcode: "CY2604C12-001188".into(),
                terms: String::new(),
                payee: "林佩珊".into(),
                payee_authority: String::new(),
                bank: "中国工商银行苏州观前支行".into(),
                account: "6222 0211 0200 0000 018".into(),
                pay_otherwise: String::new(),
                pay_days: 7,
                late_rate: "0.01%".into(),
                remains: Some(Remains::Company),
                insurer: "澜海财产保险股份有限公司苏州分公司".into(),
                keep_until: "处理目的实现且法定保存期限届满".into(),
                other_insurance: Some(Fen(0)),
                copies: 3,
            },
        }
    }

    #[test]
    fn a_complete_agreement_lacks_nothing_and_an_empty_one_names_what_it_lacks() {
        assert_eq!(sample().missing(), Vec::<&str>::new());
        let empty = SettlementForm::default().missing();
        assert!(empty.contains(&"乙方证件号码") && empty.contains(&"赔付金额") && !empty.contains(&"开户行"));
    }

    #[test]
    fn bank_and_account_are_needed_where_money_goes_out() {
        let mut form = sample();
        form.agreed.bank.clear();
        form.agreed.account = " ".into();
        assert_eq!(form.missing(), ["开户行", "收款账号"]);
        form.agreed.amounts = Some(Amounts::default());
        assert_eq!(form.missing(), Vec::<&str>::new());
    }

    #[test]
    fn what_a_choice_brings_with_it_is_needed_form_4() {
        let lacks = |change: fn(&mut SettlementForm)| {
            let mut form = sample();
            change(&mut form);
            form.missing()
        };
        assert_eq!(lacks(|form| form.agreed.new_barcode.clear()), ["新机条码"]);
        assert_eq!(lacks(|form| form.injured.relations.clear()), ["与产品及受损财产的关系"]);
        assert_eq!(lacks(|form| form.injured.relations = vec![Relation::Other]), ["与产品及受损财产的关系"]);
        assert_eq!(lacks(|form| form.injured.minor = true), ["监护人"]);
        assert_eq!(lacks(|form| form.agreed.cause = Some(CauseMode::Report)), ["原因表述"]);
        assert_eq!(lacks(|form| form.agreed.other_insurance = None), ["其他保险赔偿"]);
        assert_eq!(lacks(|form| form.third.name = "湖州澄源电器商行".into()), ["丙方统一社会信用代码", "份数"]);
        assert_eq!(lacks(|form| form.happening.summary = "水".repeat(301)), ["事故情况（300字以内）"]);
        let cash = |form: &mut SettlementForm| {
            form.agreed.bank.clear();
            form.agreed.account.clear();
            form.agreed.pay_otherwise = "现金".into();
        };
        assert_eq!(lacks(cash), Vec::<&str>::new());
    }

    #[test]
    fn the_copies_go_round_among_those_who_sign_form_4() {
        assert_eq!(copies_text(3, false).1, "甲方执贰份（其中壹份用于保险理赔），乙方执壹份");
        assert_eq!(copies_text(4, true), ("肆", "甲方执贰份（其中壹份用于保险理赔），乙方、丙方各执壹份"));
        assert!(!copies_text(4, false).1.contains("丙方"));
        assert_eq!([copies_text(3, true).0, copies_text(1, false).0, copies_text(6, true).0], ["", "", ""]);
    }
}
