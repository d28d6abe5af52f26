//! Form 4 laid out: the agreement in thirteen articles, the boxes to sign, the receipt to tear off.

mod boxes;

use chrono::{Datelike as _, NaiveDateTime, Timelike as _};

use super::error::PaperError;
use super::fonts::{Face, FontSet};
use super::form::{Body, FormHead, PrintMode, finish, is_draft, text_date};
use super::layout::{self, Align, Type};
use super::official_incident::{cover_name, id_kind_name, relation_name};
use super::plate::LETTER;
use super::prose::{Prose, Text};
use super::settlement::{Amounts, SettlementForm, copies_text};
use super::sheet::{Area, Sheet, mm};
use crate::domain::Fen;
use crate::domain::incident::Relation;
use crate::domain::incident::talks::{CauseMode, Remains, Remedy};
use boxes::Signers;

/// Title of the form.
pub const TITLE: &str = "事故处理协议书";
/// Number of the template.
pub const FORM_NO: &str = "KS-F4";
/// What strikes out a place that stays empty in a 定稿.
const NOTHING: &str = "/";
const HAND_SENTENCE: &str = "本人已逐条阅读并理解本协议，特别是第七条、第九条，自愿签署。";

/// Lays out form 4 with its receipt.
///
/// # Errors
/// [`PaperError::Incomplete`] for a final print with empty required fields or while the steps before are not done;
/// [`PaperError::Missing`] when any text has a character no face has.
pub fn settlement(
    form: &SettlementForm,
    head: &FormHead,
    fonts: &FontSet,
    mode: PrintMode,
) -> Result<Sheet, PaperError> {
    let empty = SettlementForm::default();
    let shown = if mode == PrintMode::Blank { &empty } else { form };
    let missing = shown.missing();
    let draft = is_draft(mode, head, &missing)?;
    fonts.check(&format!("{shown:?}{}", head.texts()))?;
    let mut writer = Writer { form: shown, mode, head, fonts, prose: Prose::new(fonts, &LETTER) };
    writer.parties()?;
    writer.articles()?;
    writer.signing()?;
    writer.prose.turn();
    writer.receipt()?;
    let mut pages = writer.prose.close();
    let last = pages.len().saturating_sub(1);
    for page in pages.iter_mut().take(last) {
        boxes::seam(fonts, page)?;
        boxes::foot_note(fonts, page)?;
    }
    finish(fonts, (TITLE, head), (mode, draft), Body { plate: &LETTER, pages, overflow: Vec::new() })
}

struct Writer<'a> {
    form: &'a SettlementForm,
    mode: PrintMode,
    head: &'a FormHead,
    fonts: &'a FontSet,
    prose: Prose<'a>,
}

impl Writer<'_> {
    /// What stands in a filled place: struck out in a 定稿 when there is nothing.
    fn or_nothing(&self, text: &str) -> String {
        if text.trim().is_empty() && self.mode == PrintMode::Final { NOTHING.to_owned() } else { text.to_owned() }
    }

    #[expect(clippy::needless_pass_by_value, reason = "a paragraph is put together in the call")]
    fn plain(&mut self, text: Text, inset: f32) -> Result<(), PaperError> {
        self.prose.paragraph(&text, inset)
    }

    fn parties(&mut self) -> Result<(), PaperError> {
        self.prose.title(Type { spacing: 3.0, ..Type::new(Face::SansBold, 20.0) }, TITLE)?;
        let number = if self.head.doc_no.is_empty() { "　".repeat(12) } else { self.head.doc_no.clone() };
        self.prose.line(Type::new(Face::Serif, 10.5), (8.0, Align::Right), &format!("协议编号：{number}"))?;
        let (a, b) = (self.form.payer.clone(), self.form.injured.clone());
        let name = Text::default().say("甲方（赔付方）：").fill(&a.name, 24);
        self.plain(name, 0.0)?;
        let code = Text::default().say("统一社会信用代码：").fill(&a.code, 11).say("　法定代表人：");
        self.plain(code.fill(&a.representative, 6), 8.0)?;
        self.plain(Text::default().say("住所：").fill(&a.address, 28), 8.0)?;
        let agent = Text::default().say("授权代表：").fill(&a.agent, 10).say("　联系电话：").fill(&a.phone, 10);
        self.plain(agent, 8.0)?;
        let name = Text::default().say("乙方（受损方）：").fill(&b.name, 12).say("　性别：");
        self.plain(name.fill(&self.or_nothing(&b.sex), 3), 0.0)?;
        let kind = b.id_kind.map_or("", id_kind_name);
        let paper = Text::default().say("证件类型及号码：").fill(&format!("{kind} {}", b.id_number), 22);
        self.plain(paper, 8.0)?;
        self.plain(Text::default().say("住址：").fill(&b.address, 28), 8.0)?;
        self.plain(Text::default().say("联系电话：").fill(&b.phone, 12), 8.0)?;
        self.plain(self.relation(), 8.0)?;
        if b.is_represented() {
            // Only the number of the card says that party B is under age.
            let why =
                if b.minor { "（乙方未满18周岁，由监护人签名）" } else { "（由监护人签名）" };
            self.plain(Text::default().say("监护人：").fill(&b.guardian, 10).say(why), 8.0)?;
        }
        let agent = Text::default().say("委托代理人：").fill(&self.or_nothing(&b.agent), 10).say("（附授权委托书）");
        self.plain(agent, 8.0)?;
        let third = self.form.third.clone();
        let text = Text::default().say("丙方（销售者/服务网点，如有）：").fill(&self.or_nothing(&third.name), 10);
        let struck = self.mode == PrintMode::Final && !self.form.has_third();
        self.plain(if struck { text } else { text.say("　").fill(&third.code, 9) }, 0.0)?;
        self.prose.space(2.0);
        self.opening()
    }

    /// Every relation with its box, the recorded ones ticked.
    fn relation(&self) -> Text {
        let b = &self.form.injured;
        let boxes = Relation::ALL.iter().fold(
            Text::default().say("与产品及受损财产的关系："),
            |text, &relation| {
                let gap = if relation == Relation::Buyer { "" } else { " " };
                text.say(gap).say(tick(b.relations.contains(&relation))).say(relation_name(relation))
            },
        );
        boxes.fill(&self.or_nothing(&b.relation_other), 3)
    }

    fn opening(&mut self) -> Result<(), PaperError> {
        let h = self.form.happening.clone();
        let text = match h.at {
            Some(at) => Text::indented().fill(&moment(at), 0),
            None => Text::indented().fill("", 4).say("年").fill("", 2).say("月").fill("", 2).say("日").fill("", 3),
        };
        let text = text.say("，乙方位于").fill(&h.place, 14).say("的");
        // Nobody has to know a brand: without one the line is there only to write on.
        let text = if h.brand.is_empty() && self.mode == PrintMode::Final { text } else { text.fill(&h.brand, 4) };
        let text = text.fill(&h.category, 6).say("（型号");
        let text = text.fill(&h.model, 6).say("，条码").fill(&self.or_nothing(&h.barcode), 8).say("，购买日期");
        let bought = h.bought.map(text_date).unwrap_or_default();
        let text = text.fill(&self.or_nothing(&bought), 6).say("，以下称“该产品”）发生").fill(&h.kinds, 4);
        self.plain(
            text.say(
                "事故（以下称“本次事故”）。各方在平等、自愿、公平、诚实信用的基础上，依据《中华人民共和国民法典》\
                 《中华人民共和国消费者权益保护法》《中华人民共和国产品质量法》，经协商一致，达成如下协议：",
            ),
            0.0,
        )
    }

    fn articles(&mut self) -> Result<(), PaperError> {
        let h = self.form.happening.clone();
        self.prose.heading("第一条　事故情况")?;
        let text = Text::indented().fill(&h.summary, 60).say("各方确认的现场情况以");
        let text = if h.survey.is_empty() && self.mode != PrintMode::Blank {
            text.say("《重大事故现场调查报告》第1、2页的现场记录为准。")
        } else {
            text.say("编号").fill(&h.survey, 10).say("的现场记录为准。")
        };
        self.plain(text, 0.0)?;
        self.cause()?;
        self.money()?;
        self.payment()?;
        self.remains()?;
        self.closing_articles()
    }

    fn cause(&mut self) -> Result<(), PaperError> {
        const OPEN: &str = "各方对事故原因未作最终认定，同意以协商方式处理，本协议不作为任何一方对责任的承认。";
        self.prose.heading("第二条　原因与性质")?;
        let told = self.form.agreed.clone();
        let report = |text: Text| {
            let text = text.say("本次事故的原因以").fill(&told.agency, 10).say("出具的").fill(&told.report, 8);
            text.say("（编号").fill(&told.report_number, 7).say("）为准。")
        };
        let agreed = |text: Text| text.say("各方确认：").fill(told.cause_text.trim_end_matches('。'), 22).say("。");
        match self.form.agreed.cause {
            Some(CauseMode::Report) => self.plain(report(Text::indented()), 0.0),
            Some(CauseMode::Agreed) => self.plain(agreed(Text::indented()), 0.0),
            Some(CauseMode::Open) => self.plain(Text::indented().say(OPEN), 0.0),
            None => {
                self.plain(report(Text::indented().say("☐")), 0.0)?;
                self.plain(agreed(Text::indented().say("☐")), 0.0)?;
                self.plain(Text::indented().say("☐").say(OPEN), 0.0)
            }
        }
    }

    fn money(&mut self) -> Result<(), PaperError> {
        let agreed = self.form.agreed.clone();
        let amounts = agreed.amounts;
        let part = |of: fn(&Amounts) -> Fen| amounts.as_ref().map(|a| of(a).with_currency()).unwrap_or_default();
        self.prose.heading("第三条　损失确认")?;
        let text = Text::indented().say("经各方核对，本次事故造成的损失为：财产损失").fill(&part(|a| a.property), 6);
        let text =
            text.say("；人身损害费用").fill(&part(|a| a.injury), 6).say("；其他费用").fill(&part(|a| a.other), 6);
        self.plain(text.say("。明细见附件一《损失清单》。"), 0.0)?;
        self.prose.heading("第四条　处理方式及金额")?;
        let is = |remedy| agreed.remedy == Some(remedy);
        let chosen = |remedy, text: &str| if is(remedy) { self.or_nothing(text) } else { self.or_nothing("") };
        let refund = amounts.filter(|_| is(Remedy::Refund)).map(|a| a.refund.with_currency());
        let text = Text::indented().say("1. 对该产品：").say(tick(is(Remedy::Repair))).say("修理　");
        let text = text.say(tick(is(Remedy::Exchange))).say("更换（新机型号");
        let text = text.fill(&chosen(Remedy::Exchange, &agreed.new_model), 5).say("，条码");
        let text = text.fill(&chosen(Remedy::Exchange, &agreed.new_barcode), 7).say("）　");
        let text = text.say(tick(is(Remedy::Refund))).say("退货并退还货款");
        let text = match refund {
            Some(refund) => text.fill(&refund, 5),
            None => text.say(" ¥").fill(&self.or_nothing(""), 5),
        };
        self.plain(text.say("　").say(tick(is(Remedy::None))).say("不处理"), 0.0)?;
        self.total(amounts.as_ref())?;
        if agreed.terms.trim().is_empty() {
            return Ok(());
        }
        self.plain(Text::indented().say("3. 其他约定：").fill(&agreed.terms, 0), 0.0)
    }

    fn total(&mut self, amounts: Option<&Amounts>) -> Result<(), PaperError> {
        let text = Text::indented().say("2. 甲方一次性向乙方支付赔付款");
        let text = match amounts {
            Some(a) => {
                text.fill(&a.total.with_currency(), 0).say("（大写：人民币").fill(&a.total.capital(), 0).say("）。")
            }
            None => text.say(" ¥").fill("", 6).say("（大写：人民币").fill("", 14).say("）。"),
        };
        let covers: Vec<&str> = self.form.agreed.covers.iter().map(|cover| cover_name(*cover)).collect();
        let whole = amounts.is_some() && covers.is_empty();
        let text = text.say("该款项已包含：").say(tick(whole)).say("第三条全部损失　");
        let text = text.say(tick(!covers.is_empty())).say("第三条所列");
        let text = text.fill(&self.or_nothing(&covers.join("、")), 6).say("项。");
        self.plain(amounts.map_or(text.clone(), |a| self.beyond_the_loss(text, a)), 0.0)
    }

    /// What makes the sum another than the losses of 第三条, so that the two can be reconciled on the paper itself.
    fn beyond_the_loss(&self, text: Text, amounts: &Amounts) -> Text {
        let text = match amounts.refund {
            Fen(0) => text,
            refund => text.say("其中退还货款").fill(&refund.with_currency(), 0).say("。"),
        };
        let (word, size) = match amounts.reduction.0 {
            0 => return text,
            less if less > 0 => ("减少", amounts.reduction),
            more => ("增加", Fen(more.saturating_neg())),
        };
        let reason = self.form.agreed.reduction_reason.trim();
        text.say("经协商").say(word).fill(&size.with_currency(), 0).say("（").say(reason).say("）。")
    }

    fn payment(&mut self) -> Result<(), PaperError> {
        let agreed = self.form.agreed.clone();
        self.prose.heading("第五条　支付")?;
        let way = Text::indented().say("1. 方式：");
        let text = match (self.mode, agreed.pay_otherwise.trim()) {
            (PrintMode::Blank, _) => self.transfer(way.say("☐")).say("；☐其他").fill("", 8).say("。"),
            (_, "") => self.transfer(way).say("。"),
            (_, otherwise) => self.payee(way.say("其他").fill(otherwise, 0).say("，收款人")).say("。"),
        };
        self.plain(text, 0.0)?;
        let days = if agreed.pay_days == 0 { String::new() } else { agreed.pay_days.to_string() };
        let text = Text::indented().say("2. 期限：本协议生效且乙方提供收款信息后").fill(&self.or_nothing(&days), 2);
        self.plain(text.say("个工作日内付清；乙方收款当日出具收条。"), 0.0)?;
        let text =
            Text::indented().say("3. 逾期付款的，按应付未付金额每日").fill(&self.or_nothing(&agreed.late_rate), 4);
        self.plain(text.say("支付违约金。"), 0.0)
    }

    /// Who receives the money: party B, or whom party B has given a power of attorney.
    fn payee(&self, text: Text) -> Text {
        let agreed = &self.form.agreed;
        let text = text.fill(&self.or_nothing(&agreed.payee), 6);
        match agreed.payee_authority.as_str() {
            "" => text.say("（须为乙方本人）"),
            authority => text.say("（乙方书面授权的收款人，授权委托书编号").fill(authority, 0).say("）"),
        }
    }

    fn transfer(&self, text: Text) -> Text {
        let agreed = &self.form.agreed;
        let text = self.payee(text.say("银行转账至 户名")).say(" 开户行").fill(&self.or_nothing(&agreed.bank), 10);
        text.say(" 账号").fill(&self.or_nothing(&agreed.account), 12)
    }

    fn remains(&mut self) -> Result<(), PaperError> {
        const COMPANY: &str = "由甲方收回（用于检验分析），交接双方签字。";
        const USER: &str = "由乙方自行处理，乙方停止使用该产品。";
        self.prose.heading("第六条　产品及残余物")?;
        match self.form.agreed.remains {
            Some(Remains::Company) => self.plain(Text::indented().say(COMPANY), 0.0),
            Some(Remains::User) => self.plain(Text::indented().say(USER), 0.0),
            None => {
                self.plain(Text::indented().say("☐").say(COMPANY), 0.0)?;
                self.plain(Text::indented().say("☐").say(USER), 0.0)
            }
        }
    }

    fn closing_articles(&mut self) -> Result<(), PaperError> {
        let agreed = self.form.agreed.clone();
        self.prose.heading("第七条　一次性了结")?;
        // A 丙方 that does not take part is not named.
        let third = if self.form.has_third() || self.mode != PrintMode::Final { "丙方、" } else { "" };
        let settled = format!(
            "甲方按约履行后，乙方就附件一及本协议所列损失，不再向甲方、{third}该产品的销售者、安装维修者及其保险人另行主张。\
             下列情形不受前述约定限制："
        );
        for text in [
            settled.as_str(),
            "（1）签订本协议时不能预见、经医疗机构证明与本次事故有因果关系的人身损害；",
            "（2）甲方未按本协议履行；",
            "（3）法律、行政法规规定不得放弃的权利。",
        ] {
            self.plain(Text::strong().say(text), 0.0)?;
        }
        self.article(
            "第八条　投诉事项",
            "乙方收到全部款项后3个工作日内，就本次事故已提出的投诉自愿申请撤回或书面说明已和解。本条不限制任何一方向行政机关\
             反映违法线索、接受调查或作证。",
        )?;
        self.prose.heading("第九条　保密与发布")?;
        self.plain(
            Text::strong().say(
                "各方对赔付金额保密，不发布与事实不符的信息。向司法、行政、税务机关，保险人，律师、会计师及各自近亲属提供，\
                 或依法必须披露的除外。",
            ),
            0.0,
        )?;
        self.prose.heading("第十条　个人信息")?;
        let text = Text::indented()
            .say("甲方仅为处理本次事故、保险理赔、支付、存档及法定义务使用乙方信息，保存至")
            .fill(&agreed.keep_until, 10)
            .say("。☐乙方单独同意甲方处理其证件号码、银行账户 ☐及医疗资料");
        let text = match (agreed.insurer.as_str(), self.mode) {
            ("", PrintMode::Blank) => text.say("，并提供给保险人").fill("", 10),
            ("", _) => text,
            (insurer, _) => text.say("，并提供给保险人").fill(insurer, 0),
        };
        self.plain(text.say("。乙方签名：").fill("", 8), 0.0)?;
        self.prose.heading("第十一条　声明")?;
        let text = Text::indented().say("乙方声明对受损财产有处分权或已得到权利人同意，所附资料真实；就同一损失");
        let paid = agreed.other_insurance;
        let text = text.say(tick(paid == Some(Fen(0)))).say("未 ").say(tick(paid.is_some_and(|paid| paid.0 > 0)));
        let text = text.say("已从其他保险获得赔偿");
        let text = match paid.filter(|paid| paid.0 > 0) {
            Some(paid) => text.fill(&paid.with_currency(), 0),
            None => text.say(" ¥").fill(&self.or_nothing(""), 6),
        };
        self.plain(text.say("。甲方授权代表有权签署本协议。"), 0.0)?;
        self.article(
            "第十二条　违约与争议",
            "一方违约的，赔偿对方因此受到的损失。争议先协商；协商不成的，可请求消费者协会或其他调解组织调解、\
             向市场监督管理部门投诉，或依法向有管辖权的人民法院起诉。",
        )?;
        // No signature stands on a page without words of the agreement.
        self.prose.keep(142.0);
        self.prose.heading("第十三条　生效")?;
        let (count, holders) = copies_text(agreed.copies, self.form.has_third());
        let text =
            Text::indented().say("本协议自各方签名（自然人并按指印）、盖章之日起生效，一式").fill(count, 2).say("份，");
        let text = if holders.is_empty() { text.fill("", 14) } else { text.say(holders) };
        self.plain(text.say("，效力相同。"), 0.0)?;
        let case = if self.form.case_no.is_empty() { "　　　　　　" } else { &self.form.case_no };
        self.plain(
            Text::default()
                .say("附件：一、损失清单　二、证件复印件（注明“仅用于")
                .say(case)
                .say("事故处理”）　三、授权委托书　四、付款凭证　五、收条　六、保险人书面意见（甲方留存）"),
            0.0,
        )
    }

    fn article(&mut self, heading: &str, text: &str) -> Result<(), PaperError> {
        self.prose.heading(heading)?;
        self.plain(Text::indented().say(text), 0.0)
    }

    /// The sentence to copy by hand, then three columns to sign and seal.
    fn signing(&mut self) -> Result<(), PaperError> {
        let fonts = self.fonts;
        let signs = Signers {
            guardian: self.form.injured.is_represented(),
            no_third: self.mode == PrintMode::Final && !self.form.has_third(),
        };
        self.prose.space(2.0);
        self.prose.block(30.0, |page, area| boxes::hand_box(fonts, page, area))?;
        self.prose.space(2.0);
        self.prose.block(69.0, |page, area| boxes::sign_boxes(fonts, page, area, signs))
    }

    fn receipt(&mut self) -> Result<(), PaperError> {
        let (a, agreed) = (self.form.payer.name.clone(), self.form.agreed.clone());
        self.prose.title(Type { spacing: 6.0, ..Type::new(Face::SansBold, 18.0) }, "收　条")?;
        let number = self.head.doc_no.clone();
        let text = Text::indented().say("今收到").fill(&a, 12).say("依据编号").fill(&number, 12);
        let sum = agreed.amounts.map(|amounts| amounts.total);
        let text = text.say("协议支付的赔付款人民币（大写）").fill(&sum.map(Fen::capital).unwrap_or_default(), 14);
        let figure = sum.map(Fen::with_currency).unwrap_or_default();
        let text = text.say("（").fill(&figure, 7).say("），收款方式");
        let way = match (agreed.amounts, agreed.pay_otherwise.trim()) {
            (None, _) => "",
            (Some(_), "") => "银行转账",
            (Some(_), otherwise) => otherwise,
        };
        self.plain(text.fill(way, 6).say("，流水号").fill("", 10).say("。此据。"), 0.0)?;
        self.prose.space(6.0);
        let b = self.form.injured.clone();
        // Who signs here is who is paid; number and phone of another payee are written by hand.
        let known = agreed.payee.trim() == b.name.trim();
        let (paper, phone) = if known { (b.id_number.as_str(), b.phone.as_str()) } else { ("", "") };
        self.plain(Text::default().say("证件号码：").fill(paper, 14), 60.0)?;
        self.plain(Text::default().say("联系电话：").fill(phone, 14), 60.0)?;
        self.plain(Text::default().say("收款人（签名）：").fill("", 11), 60.0)?;
        self.plain(Text::default().say("　　　　　　　年　　　月　　　日"), 60.0)?;
        let fonts = self.fonts;
        let print = Area { x: mm(LETTER.left + 14.0), y: mm(80.0), w: mm(22.0), h: mm(26.0) };
        self.prose.block(0.0, |page, _| {
            boxes::finger_box(fonts, page, print)?;
            let kind = Type { ink: 70, ..Type::new(Face::Serif, 8.0) };
            let tear = mm(148.5);
            boxes::dashes(page, [mm(10.0), tear], [mm(200.0), tear]);
            let area = Area { x: mm(LETTER.left), y: tear, w: mm(LETTER.width), h: mm(6.0) };
            let note = "本页上半张可裁下。款项到账后由收款人签名并按指印，到账前不签。";
            layout::set_in(fonts, page, kind, (area, Align::Centre), note)
        })
    }
}

/// A box, ticked or empty.
const fn tick(ticked: bool) -> &'static str {
    if ticked { "☑" } else { "☐" }
}

/// `2026年4月7日19时40分`.
fn moment(at: NaiveDateTime) -> String {
    let date = format!("{}年{}月{}日", at.year(), at.month(), at.day());
    format!("{date}{}时{:02}分", at.hour(), at.minute())
}

#[cfg(test)]
mod tests;
