//! Where what a form lacks is filled in: from the label on the form to the fact or entry that it prints.

use crate::domain::Field;
use crate::domain::event::SheetKind;
use crate::domain::words::words;

words! {
    /// An entry of the incident file that a form prints.
    pub enum Entered {
        Opening = "opening",
        Arrival = "arrival",
        Visit = "visit",
        Checks = "checks",
        Record = "record",
        Injured = "injured",
        Casualty = "casualty",
        Grade = "grade",
        Evidence = "evidence",
        LossLine = "loss_line",
        InsurerReport = "insurer_report",
        Finding = "finding",
        Agreement = "agreement",
        Request = "request",
        Corrective = "corrective",
    }
}

/// Where a field of a form comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A fact of the case.
    Fact(Field),
    /// Who is in charge of the case.
    Charge,
    /// What the settings say of the company.
    House,
    /// An entry of the incident file, and the name of its part; empty for its first.
    Entry(Entered, &'static str),
    /// What was done with the customer.
    Revisit,
    /// The case itself: nothing of it is typed into one field.
    Case,
}

/// Where the field with this label is filled in.
#[must_use]
pub fn source(kind: SheetKind, label: &str) -> Source {
    match kind {
        SheetKind::Feedback => feedback(label),
        SheetKind::Survey => survey(label),
        SheetKind::Losses => losses(label),
        SheetKind::Settlement => settlement(label),
        SheetKind::Closing => closing(label),
        _ => Source::Case,
    }
}

fn feedback(label: &str) -> Source {
    Source::Fact(match label {
        "反馈单位" => Field::SourceUnit,
        "信息类别" => Field::InfoClass,
        "大区/省/市" => Field::Address,
        "反馈日期" => Field::ReceivedAt,
        "反馈人" => Field::ReporterName,
        "岗位" => Field::ReporterPost,
        "电话" => Field::ReporterPhone,
        "来源" => Field::Channel,
        "品类" => Field::Category,
        "型号" => Field::Model,
        "数量(台)" => Field::Quantity,
        "产品条码/机号" => Field::Serial,
        "发生情况" => Field::Occurrence,
        "故障现象" => Field::Description,
        "处理状态" => Field::HandledState,
        "核实情况" => Field::Verified,
        "处理方法或处理建议" => Field::HandlingText,
        _ => return Source::Case,
    })
}

fn survey(label: &str) -> Source {
    match label {
        "事故类型" | "事故发生时间" | "报告总部时间" | "事故地点" | "是否本公司产品" | "事故经过" => {
            Source::Entry(Entered::Opening, "")
        }
        "事故等级" => Source::Entry(Entered::Grade, ""),
        "到达现场时间" => Source::Entry(Entered::Arrival, "at"),
        "第一责任人" | "第二责任人" => Source::Charge,
        "用户姓名" => Source::Fact(Field::CustomerName),
        "联系电话" => Source::Fact(Field::Phone),
        "住址" => Source::Fact(Field::Address),
        "型号" => Source::Fact(Field::Model),
        "初步估计(元)" => Source::Fact(Field::Loss),
        "用户诉求" => Source::Fact(Field::DemandText),
        "与产品关系" => Source::Entry(Entered::Injured, "relations"),
        "购买凭证" => Source::Entry(Entered::Record, "proof"),
        "诉求是否超出法律规定范围" => Source::Entry(Entered::Record, "beyond"),
        "人员伤亡" => Source::Entry(Entered::Casualty, ""),
        "现场环境检查" => Source::Entry(Entered::Checks, ""),
        "上门身份" => Source::Entry(Entered::Visit, "identity"),
        "取证清单" => Source::Entry(Entered::Evidence, ""),
        "是否报案" => Source::Entry(Entered::InsurerReport, ""),
        "报案号" => Source::Entry(Entered::InsurerReport, "number"),
        "责任初判" => Source::Entry(Entered::Finding, ""),
        _ => Source::Case,
    }
}

fn losses(label: &str) -> Source {
    match label {
        "受损方" => Source::Fact(Field::CustomerName),
        "事故时间" | "事故地点" => Source::Entry(Entered::Opening, ""),
        "物品名称" => Source::Entry(Entered::LossLine, "name"),
        "单位" => Source::Entry(Entered::LossLine, "unit"),
        "购置年月" => Source::Entry(Entered::LossLine, "bought"),
        "照片号" => Source::Entry(Entered::LossLine, "photos"),
        _ => Source::Case,
    }
}

fn settlement(label: &str) -> Source {
    let part = match label {
        "甲方名称" | "统一社会信用代码" | "法定代表人" | "甲方住所" | "甲方授权代表" | "甲方联系电话" =>
        {
            return Source::House;
        }
        "乙方住址" => return Source::Fact(Field::Address),
        "乙方联系电话" => return Source::Fact(Field::Phone),
        "产品品类" => return Source::Fact(Field::Category),
        "产品型号" => return Source::Fact(Field::Model),
        "与产品及受损财产的关系" => return Source::Entry(Entered::Injured, "relations"),
        "事故时间" | "事故地点" | "事故类型" => return Source::Entry(Entered::Opening, ""),
        "乙方姓名" => "party",
        "乙方证件号码" => "id_number",
        "监护人" => "guardian",
        "丙方名称" => "third",
        "丙方统一社会信用代码" => "third_code",
        "事故情况" | "事故情况（300字以内）" => "summary",
        "原因表述" => "cause",
        "赔付金额" => "fen_refund",
        "对产品的处理" => "remedy",
        "收款户名" => "payee",
        "新机型号" => "new_model",
        "新机条码" => "new_barcode",
        "开户行" => "bank",
        "收款账号" => "account",
        "付款期限" => "count_days",
        "逾期违约金" => "late_rate",
        "残余物归属" => "remains",
        "其他保险赔偿" => "fen_insured",
        "份数" => "count_copies",
        _ => return Source::Case,
    };
    Source::Entry(Entered::Agreement, part)
}

fn closing(label: &str) -> Source {
    match label {
        "事故等级" => Source::Entry(Entered::Grade, ""),
        "事故时间" => Source::Entry(Entered::Opening, ""),
        "受理时间" => Source::Fact(Field::ReceivedAt),
        "处理经过" => Source::Entry(Entered::Request, "summary"),
        "根本原因" => Source::Entry(Entered::Request, "root_cause"),
        "责任认定" => Source::Entry(Entered::Finding, ""),
        "资料清单" => Source::Entry(Entered::Evidence, ""),
        "整改措施" => Source::Entry(Entered::Corrective, ""),
        "回访时间" => Source::Revisit,
        _ => Source::Case,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::closing::ClosingForm;
    use crate::paper::loss_list::LossListForm;
    use crate::paper::settlement::SettlementForm;
    use crate::paper::survey::SurveyForm;
    use crate::paper::{FeedbackForm, FieldKey, required_missing};

    /// What is worked out, or given by the case itself.
    const NOWHERE: [&str; 2] = ["案件编号", "累计用时"];

    #[track_caller]
    fn check(kind: SheetKind, labels: &[&str]) {
        assert!(!labels.is_empty());
        let unknown = |label: &&str| source(kind, label) == Source::Case;
        let lost: Vec<_> = labels.iter().filter(|label| unknown(label) && !NOWHERE.contains(label)).collect();
        assert!(lost.is_empty(), "nobody knows where {lost:?} of {kind:?} is filled in");
    }

    #[test]
    fn every_field_an_empty_form_lacks_leads_somewhere() {
        let feedback: Vec<&str> = required_missing(&FeedbackForm::default()).into_iter().map(FieldKey::label).collect();
        check(SheetKind::Feedback, &feedback);
        check(SheetKind::Survey, &SurveyForm::default().missing());
        check(SheetKind::Losses, &LossListForm::default().missing());
        check(SheetKind::Settlement, &SettlementForm::default().missing());
        let closing = ClosingForm { needs_measures: true, ..ClosingForm::default() };
        check(SheetKind::Closing, &closing.missing());
    }
}
