//! The official words of an incident file as forms 2 to 5 print them. Never translated.

use chrono::{Months, NaiveDate};

use super::form::text_date;
use crate::domain::Fen;
use crate::domain::identity::Sex;
use crate::domain::incident::evidence::Slot;
use crate::domain::incident::loss::{InjuryItem, LossCategory, Month, Portion, Proof};
use crate::domain::incident::settlement::PayWay;
use crate::domain::incident::talks::{Bearer, IdKind, Party};
use crate::domain::incident::{
    CheckItem, Cover, Guarantee, IncidentKind, LossLine, OfficialKind, Post, PurchaseProof, Relation, Verdict,
    VisitIdentity,
};
use crate::domain::policy::Sign;
use crate::domain::stage::{ContactWay, IncidentGrade};

/// What happened (form 2 R1), in the words of form 4.
#[must_use]
pub const fn kind_name(kind: IncidentKind) -> &'static str {
    match kind {
        IncidentKind::Fire => "起火",
        IncidentKind::Explosion => "爆炸",
        IncidentKind::Leakage => "漏电",
        IncidentKind::Shock => "触电",
        IncidentKind::Water => "漏水",
        IncidentKind::Burst => "爆裂",
        IncidentKind::Gas => "燃气泄漏",
        IncidentKind::Other => "其他",
    }
}

/// The boxes of form 2 for what happened, each with the kinds behind it.
pub const KIND_BOXES: [(&str, &[IncidentKind]); 5] = [
    ("起火", &[IncidentKind::Fire]),
    ("爆炸", &[IncidentKind::Explosion, IncidentKind::Burst]),
    ("漏电/触电", &[IncidentKind::Leakage, IncidentKind::Shock]),
    ("漏水", &[IncidentKind::Water]),
    ("其他", &[IncidentKind::Gas, IncidentKind::Other]),
];

/// The box of form 2 for a grade.
#[must_use]
pub const fn grade_box(grade: IncidentGrade) -> &'static str {
    match grade {
        IncidentGrade::GeneralSpecial => "B一般",
        IncidentGrade::MajorSpecial => "C重大",
        IncidentGrade::ExtraMajor => "D特别重大",
    }
}

/// What proves who party B is.
#[must_use]
pub const fn id_kind_name(kind: IdKind) -> &'static str {
    match kind {
        IdKind::Resident => "居民身份证",
        IdKind::Passport => "护照",
        IdKind::Other => "其他证件",
    }
}

/// Until when party B's data are kept (form 4, article 10): as agreed, else in the words of the law.
#[must_use]
pub fn kept_until(agreed: &str) -> String {
    match agreed.trim().parse() {
        Ok(day) => text_date(day),
        Err(_) if agreed.trim().is_empty() => "处理目的实现且法定保存期限届满".to_owned(),
        Err(_) => agreed.to_owned(),
    }
}

/// A loss as 第三条 of form 4 names it.
#[must_use]
pub const fn cover_name(cover: Cover) -> &'static str {
    match cover {
        Cover::Property => "财产损失",
        Cover::Injury => "人身损害费用",
        Cover::Other => "其他费用",
    }
}

/// What the injured party is to the machine and the property (forms 2 and 4).
#[must_use]
pub const fn relation_name(relation: Relation) -> &'static str {
    match relation {
        Relation::Buyer => "购买人",
        Relation::User => "使用人",
        Relation::Owner => "产权人",
        Relation::Tenant => "承租人",
        Relation::Other => "其他",
    }
}

/// Category of a line of form 3, with the number it goes by.
#[must_use]
pub const fn category_name(category: LossCategory) -> &'static str {
    match category {
        LossCategory::Product => "1产品本身",
        LossCategory::House => "2房屋及装修",
        LossCategory::Furniture => "3家具家电",
        LossCategory::Clothing => "4衣物及日用品",
        LossCategory::Goods => "5货物/设备",
        LossCategory::Rescue => "6施救及清理费用",
        LossCategory::Testing => "7鉴定检测费",
        LossCategory::Other => "9其他",
    }
}

/// What proves a purchase.
#[must_use]
pub const fn proof_name(proof: Proof) -> &'static str {
    match proof {
        Proof::Invoice => "发票",
        Proof::Receipt => "收据",
        Proof::Order => "订单",
        Proof::Photo => "照片",
        Proof::None => "无",
    }
}

/// Head of a bodily injury claim (民法典 1179, 1183).
#[must_use]
pub const fn injury_item_name(item: InjuryItem) -> &'static str {
    match item {
        InjuryItem::Medical => "医疗费",
        InjuryItem::Nursing => "护理费",
        InjuryItem::Transport => "交通费",
        InjuryItem::Nutrition => "营养费",
        InjuryItem::HospitalFood => "住院伙食补助费",
        InjuryItem::LostWages => "误工费",
        InjuryItem::Aids => "残疾辅助器具费",
        InjuryItem::Disability => "残疾赔偿金",
        InjuryItem::Funeral => "丧葬费",
        InjuryItem::Death => "死亡赔偿金",
        InjuryItem::Distress => "精神损害抚慰金",
    }
}

/// Who answers for the incident, as the boxes of forms 2 and 5 have it.
#[must_use]
pub const fn party_name(party: Party) -> &'static str {
    match party {
        Party::User => "用户",
        Party::Dealer => "经销商/服务网点",
        Party::Company => "公司产品",
        Party::ThirdParty => "第三方",
        Party::ForceMajeure => "不可抗力",
        Party::Undetermined => "未作认定，协商处理",
    }
}

/// Who bears a part of the loss.
#[must_use]
pub const fn bearer_name(bearer: Bearer) -> &'static str {
    match bearer {
        Bearer::Company => "公司",
        Bearer::Insurer => "保险",
        Bearer::Dealer => "网点/经销商",
        Bearer::User => "用户",
        Bearer::Other => "其他",
    }
}

/// How money goes out.
#[must_use]
pub const fn pay_way_name(way: PayWay) -> &'static str {
    match way {
        PayWay::Transfer => "银行转账",
        PayWay::Cash => "现金",
        PayWay::Other => "其他",
    }
}

/// As whom somebody came to the scene.
#[must_use]
pub const fn identity_name(identity: VisitIdentity) -> &'static str {
    match identity {
        VisitIdentity::OutletDelegate => "网点受托人员",
        VisitIdentity::MakerStaff => "厂家人员",
        VisitIdentity::Expert => "检验机构人员",
    }
}

/// What proves the purchase (form 2 R9).
#[must_use]
pub const fn purchase_proof_name(proof: PurchaseProof) -> &'static str {
    match proof {
        PurchaseProof::Invoice => "发票",
        PurchaseProof::Receipt => "收据",
        PurchaseProof::Order => "电子订单",
        PurchaseProof::None => "无",
    }
}

/// The proof that a word of the intake means, such as `有发票`; `None` where it says something else.
#[must_use]
pub fn purchase_proof_in(text: &str) -> Option<PurchaseProof> {
    let known = [("发票", PurchaseProof::Invoice), ("收据", PurchaseProof::Receipt), ("订单", PurchaseProof::Order)];
    let denied = ["无", "没有", "未提供"];
    known
        .into_iter()
        .find(|(word, _)| text.contains(word) && !denied.iter().any(|no| text.contains(no)))
        .map(|(_, proof)| proof)
}

/// Categories whose main parts the three guarantees cover for three years (law.md 3.4).
pub const LONG_PARTS: [&str; 4] = ["冰箱", "洗衣机", "空调", "电视"];

/// Where a machine stands within the three guarantees, on two lines.
#[must_use]
pub fn guarantee_text(guarantee: Guarantee) -> String {
    let (state, day) = match guarantee {
        Guarantee::Return(day) => ("7日退换修期内", day),
        Guarantee::Exchange(day) => ("15日换修期内", day),
        Guarantee::Whole(day) => ("整机三包期内", day),
        Guarantee::Parts(day) => ("主要部件三包期内", day),
        Guarantee::Over(day) => return format!("已过三包期\n{}届满", day.format("%Y-%m-%d")),
    };
    format!("{state}\n至{}", day.format("%Y-%m-%d"))
}

/// What the intake says of the history of a machine whose fault came again.
pub const REPEATED: &str = "同一故障此前发生过";

/// `36岁`.
#[must_use]
pub fn age_text(age: u32) -> String {
    format!("{age}岁")
}

/// `8年`, with the month it ends where the day of production is known.
#[must_use]
pub fn safe_use_text(years: u32, made: Option<NaiveDate>) -> String {
    let ends = made.and_then(|made| made.checked_add_months(Months::new(years.checked_mul(12)?)));
    match ends {
        Some(ends) => format!("{years}年\n至{}", ends.format("%Y-%m")),
        None => format!("{years}年"),
    }
}

/// `3小时20分`, `2天3小时`: how long after another moment something was (T20).
#[must_use]
pub fn minutes_text(minutes: i64) -> String {
    let (days, hours, rest) = (minutes / 1440, minutes % 1440 / 60, minutes % 60);
    match (days, hours) {
        (0, 0) => format!("{rest}分"),
        (0, _) => format!("{hours}小时{rest}分"),
        _ => format!("{days}天{hours}小时"),
    }
}

/// What is looked at on site, with the reference of form 2 section 8.
#[must_use]
pub const fn check_name(item: CheckItem) -> (&'static str, &'static str) {
    match item {
        CheckItem::Voltage => ("电源电压", "220 V，-10%～+7%"),
        CheckItem::Earthing => ("接地", "接地端子可靠接地"),
        CheckItem::Socket => ("插座与线径", "专用插座，线径符合说明书"),
        CheckItem::LeakageBreaker => ("漏电保护器", "30 mA，试验按钮有效"),
        CheckItem::CircuitBreaker => ("断路器状态", "与额定电流相配"),
        CheckItem::WaterPressure => ("进水压力", "符合铭牌或说明书"),
        CheckItem::Drain => ("排水/地漏", "通畅，能及时排出"),
        CheckItem::Gas => ("燃气种类与压力", "与铭牌一致"),
        CheckItem::Mounting => ("安装位置与牢固", "符合安装说明"),
        CheckItem::Ventilation => ("通风与可燃物距离", "符合说明书的间距"),
        CheckItem::Other => ("其他", ""),
    }
}

/// What a check on site says.
#[must_use]
pub const fn verdict_name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Normal => "正常",
        Verdict::Abnormal => "异常",
        Verdict::Untestable => "无法检测",
    }
}

/// A body that came to the scene.
#[must_use]
pub const fn official_kind_name(kind: OfficialKind) -> &'static str {
    match kind {
        OfficialKind::FireService => "消防救援机构",
        OfficialKind::Police => "公安",
        OfficialKind::Property => "物业/居委会",
        OfficialKind::Medical => "医疗",
        OfficialKind::Insurer => "保险查勘",
        OfficialKind::Laboratory => "检验鉴定机构",
    }
}

/// Who signs form 5, as its box is labelled.
#[must_use]
pub const fn post_name(post: Post) -> &'static str {
    match post {
        Post::FieldManager => "申请人（驻外服务经理）",
        Post::RegionManager => "大区经理",
        Post::CustomerService => "客服部",
        Post::Quality => "品质部",
        Post::Finance => "财务部",
        Post::Legal => "法务",
        Post::VicePresident => "分管领导",
        Post::President => "总经理",
    }
}

/// The boxes of form 5 section 10, each with the posts that sign in it.
pub const APPROVALS: [(&str, &[Post]); 7] = [
    (post_name(Post::FieldManager), &[Post::FieldManager]),
    (post_name(Post::RegionManager), &[Post::RegionManager]),
    (post_name(Post::CustomerService), &[Post::CustomerService]),
    (post_name(Post::Quality), &[Post::Quality]),
    (post_name(Post::Finance), &[Post::Finance]),
    (post_name(Post::Legal), &[Post::Legal]),
    ("分管领导/总经理", &[Post::VicePresident, Post::President]),
];

/// How a clause of the house's rules is cited.
#[must_use]
pub fn clause_text(clause: &str) -> String {
    format!("制度第{clause}条")
}

/// Whether an incentive gives or takes.
#[must_use]
pub const fn sign_name(sign: Sign) -> &'static str {
    match sign {
        Sign::Positive => "正",
        Sign::Negative => "负",
    }
}

/// Remark of a line of form 3: its note, and why figures were put in place of the computed ones, by whom.
#[must_use]
pub fn loss_remark(line: &LossLine, by: &str) -> String {
    let what = match (line.newness() != line.by_table, line.assessed != line.by_formula) {
        (true, true) => "成新率、核定",
        (true, false) => "成新率",
        (false, true) => "核定",
        (false, false) => return line.entry.note.clone(),
    };
    let reason = line.entry.reason.trim();
    let by = if by.is_empty() { String::new() } else { format!("（{by}）") };
    let put = format!("{what}改定：{reason}{by}");
    if line.entry.note.trim().is_empty() { put } else { format!("{}；{put}", line.entry.note.trim()) }
}

/// Heading of a slot on the photo pages; empty for what is no picture.
#[must_use]
pub const fn photo_slot_name(slot: Slot) -> &'static str {
    match slot {
        Slot::Surroundings => "使用环境",
        Slot::Product => "产品本体",
        Slot::Identification => "铭牌/条码",
        Slot::Loss => "损失位置",
        Slot::Damage => "墙壁/地板/机器位置",
        _ => "",
    }
}

/// The evidence list of form 2, section 13: name, unit and what else is asked, slots.
pub const EVIDENCE: [(&str, &str, &[Slot]); 9] = [
    ("使用环境周围", "张", &[Slot::Surroundings]),
    ("产品本体", "张", &[Slot::Product]),
    ("可识别本公司产品(铭牌/条码)", "张", &[Slot::Identification]),
    ("由机器向外的损失位置", "张，每处局部+整体", &[Slot::Loss]),
    ("墙壁/地板/机器位置", "张，多方位", &[Slot::Damage]),
    ("录像", "段，有条件时", &[Slot::Video]),
    ("询问记录/录音(已告知)", "份", &[Slot::Interview]),
    ("购买凭证/保修卡/说明书", "份", &[Slot::Purchase]),
    ("残骸封存(封条号)", "件", &[Slot::Remains]),
];

/// Slots that stand on the photo pages, in their order (forms.md 1.2).
pub const PHOTO_SLOTS: [Slot; 5] = [Slot::Surroundings, Slot::Product, Slot::Identification, Slot::Loss, Slot::Damage];

/// The papers of form 5, section 6, left column before right.
pub const DOCUMENTS: [(&str, &[Slot]); 16] = [
    ("表1", &[Slot::FeedbackSheet]),
    ("表2(1—2页)", &[Slot::SiteRecord]),
    ("表2(3页)", &[Slot::SiteAnalysis]),
    ("表3", &[Slot::LossList]),
    ("表4", &[Slot::Agreement]),
    ("收条", &[Slot::Receipt]),
    ("付款凭证", &[Slot::Voucher]),
    ("证件复印件", &[Slot::Identity]),
    ("现场照片", &PHOTO_SLOTS),
    ("录音录像", &[Slot::Video, Slot::Interview]),
    ("购买凭证/保修卡", &[Slot::Purchase]),
    ("消防火灾事故认定书", &[Slot::FireReport]),
    ("检验鉴定报告", &[Slot::TestReport]),
    ("医疗票据及病历", &[Slot::Medical]),
    ("保险报案及赔款资料", &[Slot::InsurerPapers]),
    ("保险人书面同意", &[Slot::InsurerConsent]),
];

/// A step in the course of form 5, section 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Milestone {
    Received,
    Arrived,
    Reported,
    Found,
    Assessed,
    Agreed,
    Paid,
    Revisited,
}

/// The name of a step.
#[must_use]
pub const fn milestone_name(step: Milestone) -> &'static str {
    match step {
        Milestone::Received => "受理",
        Milestone::Arrived => "到场",
        Milestone::Reported => "报险",
        Milestone::Found => "定责",
        Milestone::Assessed => "定损",
        Milestone::Agreed => "签订协议",
        Milestone::Paid => "付款",
        Milestone::Revisited => "回访",
    }
}

/// How a customer was reached.
#[must_use]
pub const fn way_name(way: ContactWay) -> &'static str {
    match way {
        ContactWay::Phone => "电话",
        ContactWay::Visit => "上门",
        ContactWay::Letter => "信函",
        ContactWay::Fax => "传真",
        ContactWay::Email => "邮件",
        ContactWay::Message => "短信",
    }
}

/// As an identity card has it.
#[must_use]
pub const fn sex_name(sex: Sex) -> &'static str {
    match sex {
        Sex::Male => "男",
        Sex::Female => "女",
    }
}

/// What was found of a corrective entry; empty while nobody looked.
#[must_use]
pub const fn verified_text(looked: bool, effective: bool) -> &'static str {
    match (looked, effective) {
        (false, _) => "",
        (true, true) => "有效",
        (true, false) => "未达效果，继续整改",
    }
}

/// `8天14小时，不含等待` above `（6.9个工作日）` of minutes day and night and tenths of working days.
#[must_use]
pub fn elapsed_text(running: i64, day_tenths: i64, waited: bool) -> String {
    let waited = if waited { "，不含等待" } else { "" };
    let days = format!("{}.{}", day_tenths / 10, day_tenths % 10);
    format!("{}天{}小时{waited}\n（{}个工作日）", running / 1440, running % 1440 / 60, days.trim_end_matches(".0"))
}

/// A limit that was extended.
#[must_use]
pub fn extended_text(limit: &str, until: &str) -> String {
    format!("{limit}，延至 {until}")
}

/// One way out that was put to the customer.
#[must_use]
pub fn option_text(id: u32, text: &str, amount: Fen) -> String {
    format!("方案{id}：{}（{}）", text.trim(), amount.with_currency())
}

/// `2023-06`.
#[must_use]
pub fn month_text(month: Month) -> String {
    format!("{:04}-{:02}", month.year, month.month)
}

/// A share in percent, with as many decimals as it has: `75%`, `83.33%`.
#[must_use]
pub fn percent_text(portion: Portion) -> String {
    let (whole, rest) = (portion.0 / 100, portion.0 % 100);
    let decimals = format!("{rest:02}");
    match decimals.trim_end_matches('0') {
        "" => format!("{whole}%"),
        some => format!("{whole}.{some}%"),
    }
}

/// A quantity in hundredths without decimals it does not need: `12`, `1.5`.
#[must_use]
pub fn quantity_text(hundredths: i64) -> String {
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    let decimals = format!("{rest:02}");
    match decimals.trim_end_matches('0') {
        "" => whole.to_string(),
        some => format!("{whole}.{some}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_the_decimals_they_need_and_no_more() {
        assert_eq!([7_500, 8_333, 10_000, 1_050].map(|n| percent_text(Portion(n))), ["75%", "83.33%", "100%", "10.5%"]);
        assert_eq!([1_200, 150, 1_205].map(quantity_text), ["12", "1.5", "12.05"]);
        assert_eq!(month_text(Month { year: 2023, month: 6 }), "2023-06");
    }

    #[test]
    fn every_kind_of_incident_has_one_box_on_form_2() {
        for kind in IncidentKind::ALL {
            assert_eq!(KIND_BOXES.iter().filter(|(_, kinds)| kinds.contains(kind)).count(), 1, "{kind:?}");
        }
    }
}
