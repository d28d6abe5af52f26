//! What has changed between two contents of a form, named as the form names it.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::feedback_words::FieldKey;

/// A field that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Where it stands in the JSON, without its row, e.g. `product.model`.
    pub key: String,
    /// As the form prints it, with the row of a list in front.
    pub label: String,
    /// Empty where there was nothing.
    pub before: String,
    /// Empty where there is nothing any more.
    pub after: String,
}

/// The printed labels of every field of forms 2 to 5, of the slips and of the register, in the order of the forms.
/// Form 1 names its own.
const LABELS: &[(&str, &str)] = &[
    ("case_no", "案件编号"),
    ("happened", "事故时间"),
    ("party", "受损方"),
    ("place", "事故地点"),
    ("occurrence.case_no", "案件编号"),
    ("occurrence.grade", "事故等级"),
    ("occurrence.kinds", "事故类型"),
    ("occurrence.occurred", "事故发生时间"),
    ("occurrence.reported", "报告总部时间"),
    ("occurrence.arrived", "到达现场时间"),
    ("occurrence.place", "事故地点"),
    ("occurrence.first", "第一责任人"),
    ("occurrence.second", "第二责任人"),
    ("user.name", "用户姓名"),
    ("user.phone", "联系电话"),
    ("user.id_number", "证件号码(掩码)"),
    ("user.sex_age", "性别/年龄"),
    ("user.relations", "与产品关系"),
    ("user.address", "住址"),
    ("machine.ours", "是否本公司产品"),
    ("machine.model", "型号"),
    ("machine.barcode", "条码/机号"),
    ("machine.made", "生产日期"),
    ("machine.bought", "购买日期"),
    ("machine.channel", "购买渠道/经销商"),
    ("machine.installed", "安装单位及日期"),
    ("machine.proof", "购买凭证"),
    ("machine.guarantee", "三包状态"),
    ("machine.safe_use", "安全使用年限"),
    ("machine.history", "维修/改装史"),
    ("account", "事故经过"),
    ("harm.casualties", "人员伤亡（亡、重伤、轻伤）"),
    ("harm.hospital", "就诊医院"),
    ("harm.diagnosis", "伤情及诊断"),
    ("harm.estimate", "初步估计(元)"),
    ("harm.extent", "涉及范围"),
    ("harm.demand", "用户诉求"),
    ("harm.beyond_law", "诉求是否超出法律规定范围"),
    ("harm.beyond", "诉求超出部分"),
    ("checks", "现场环境检查"),
    ("checks.reading", "实测或现状"),
    ("checks.verdict", "判定"),
    ("unchecked", "未检测原因"),
    ("identities", "上门身份"),
    ("condition", "产品状态"),
    ("bodies", "有关单位"),
    ("bodies.unit", "单位及人员"),
    ("bodies.at", "时间"),
    ("bodies.document", "文书名称及编号"),
    ("evidence", "取证清单"),
    ("evidence.demand", "要求"),
    ("evidence.have", "实有张/份"),
    ("evidence.range", "编号区间"),
    ("insurer.told", "是否报案"),
    ("insurer.name", "保险公司"),
    ("insurer.policy", "保单号"),
    ("insurer.number", "报案号"),
    ("insurer.at", "报案时间"),
    ("insurer.surveyor", "查勘员/电话"),
    ("cause", "原因分析"),
    ("liable", "责任认定"),
    ("grounds", "依据文件及编号"),
    ("options", "处理方案"),
    ("photos", "照片"),
    ("photos.slot", "类别"),
    ("photos.caption", "说明"),
    ("photos.taken", "拍摄时间"),
    ("photos.by", "拍摄人"),
    ("photos.hash", "图像"),
    ("lines", "损失项"),
    ("lines.category", "类别"),
    ("lines.name", "物品名称"),
    ("lines.spec", "品牌/规格型号"),
    ("lines.unit", "单位"),
    ("lines.qty", "数量"),
    ("lines.bought", "购置年月"),
    ("lines.proof", "凭证"),
    ("lines.unit_price", "重置单价"),
    ("lines.newness", "成新率"),
    ("lines.damage", "受损程度"),
    ("lines.salvage", "残值"),
    ("lines.claimed", "申报损失"),
    ("lines.assessed", "核定损失"),
    ("lines.photo", "照片号"),
    ("lines.note", "备注"),
    ("injuries", "人身损害"),
    ("injuries.person", "姓名"),
    ("injuries.item", "费用项目"),
    ("injuries.basis", "计算依据"),
    ("injuries.receipts", "票据张数"),
    ("injuries.claimed", "申报金额"),
    ("injuries.assessed", "核定金额"),
    ("injuries.note", "备注"),
    ("payer.name", "甲方名称"),
    ("payer.code", "统一社会信用代码"),
    ("payer.representative", "法定代表人"),
    ("payer.address", "甲方住所"),
    ("payer.agent", "甲方授权代表"),
    ("payer.phone", "甲方联系电话"),
    ("injured.name", "乙方姓名"),
    ("injured.sex", "乙方性别"),
    ("injured.id_kind", "乙方证件类型"),
    ("injured.id_number", "乙方证件号码"),
    ("injured.address", "乙方住址"),
    ("injured.phone", "乙方联系电话"),
    ("injured.relations", "与产品及受损财产的关系"),
    ("injured.relation_other", "其他关系"),
    ("injured.agent", "乙方委托代理人"),
    ("injured.guardian", "监护人"),
    ("injured.minor", "乙方未满18周岁"),
    ("third.name", "丙方名称"),
    ("third.code", "丙方统一社会信用代码"),
    ("happening.at", "事故时间"),
    ("happening.place", "事故地点"),
    ("happening.brand", "产品品牌"),
    ("happening.category", "产品品类"),
    ("happening.model", "产品型号"),
    ("happening.barcode", "产品条码"),
    ("happening.bought", "购买日期"),
    ("happening.kinds", "事故类型"),
    ("happening.summary", "事故情况"),
    ("happening.survey", "现场记录编号"),
    ("agreed.cause", "原因表述"),
    ("agreed.cause_text", "原因依据"),
    ("agreed.agency", "检验鉴定机构"),
    ("agreed.report", "检验鉴定报告"),
    ("agreed.report_number", "报告编号"),
    ("agreed.amounts.property", "财产损失"),
    ("agreed.amounts.injury", "人身损害费用"),
    ("agreed.amounts.other", "其他费用"),
    ("agreed.amounts.refund", "退还货款"),
    ("agreed.amounts.reduction", "协商核减"),
    ("agreed.amounts.total", "赔付款"),
    ("agreed.reduction_reason", "核减原因"),
    ("agreed.covers", "赔付款包含"),
    ("agreed.remedy", "对产品的处理"),
    ("agreed.new_model", "新机型号"),
    ("agreed.new_barcode", "新机条码"),
    ("agreed.terms", "约定事项"),
    ("agreed.payee", "收款户名"),
    ("agreed.payee_authority", "授权委托书编号"),
    ("agreed.bank", "开户行"),
    ("agreed.account", "收款账号"),
    ("agreed.pay_otherwise", "其他付款方式"),
    ("agreed.pay_days", "付款期限（工作日）"),
    ("agreed.late_rate", "逾期违约金"),
    ("agreed.remains", "残余物归属"),
    ("agreed.insurer", "保险人"),
    ("agreed.keep_until", "个人信息保存至"),
    ("agreed.other_insurance", "其他保险赔偿"),
    ("agreed.copies", "份数"),
    ("outline.case_no", "案件编号"),
    ("outline.grade", "事故等级"),
    ("outline.region", "大区"),
    ("outline.customer", "用户(掩码)"),
    ("outline.model", "产品型号"),
    ("outline.barcode", "条码/机号"),
    ("outline.happened", "事故时间"),
    ("outline.received", "受理时间"),
    ("outline.settled", "协议履行时间"),
    ("outline.elapsed", "累计用时"),
    ("outline.limit", "规定时限"),
    ("outline.late", "是否超时"),
    ("course", "处理经过"),
    ("money", "金额汇总"),
    ("money.claimed", "申报"),
    ("money.assessed", "核定"),
    ("money.agreed", "协议"),
    ("money.paid", "实付"),
    ("money.vouchers", "凭证号"),
    ("borne", "承担情况"),
    ("borne.amount", "金额"),
    ("documents", "资料清单"),
    ("documents.need", "应有"),
    ("documents.have", "实有"),
    ("root_cause", "根本原因"),
    ("measures", "整改措施"),
    ("measures.text", "措施"),
    ("measures.owner", "责任部门"),
    ("measures.due", "完成期限"),
    ("measures.verified", "验证"),
    ("revisit.at", "回访时间"),
    ("revisit.way", "回访方式"),
    ("revisit.result", "满意度"),
    ("revisit.opinion", "用户意见"),
    ("unreached", "未回访原因"),
    ("signers", "审批"),
    ("signers.signed", "签名及日期"),
    ("case.received_at", "受理时间"),
    ("case.channel", "来源渠道"),
    ("case.class", "信息类别"),
    ("case.level", "投诉级别"),
    ("case.grade", "事故等级"),
    ("case.urgent", "紧急程度"),
    ("case.facts", "事实经过"),
    ("case.demand", "用户诉求"),
    ("party.name", "用户姓名"),
    ("party.phone", "联系电话"),
    ("party.area", "所在地区"),
    ("party.address", "用户地址"),
    ("party.category", "品类"),
    ("party.model", "型号"),
    ("party.barcode", "产品条码"),
    ("party.bought", "购买日期"),
    ("party.installed", "安装日期"),
    ("party.guarantee", "保修状态"),
    ("limits", "办理时限"),
    ("limits.limit", "时限"),
    ("limits.due", "应完成时间"),
    ("limits.by", "责任方"),
    ("stage.no", "环节"),
    ("stage.limit", "时限"),
    ("stage.due", "应完成"),
    ("stage.by", "责任方"),
    ("lateness", "超时情况"),
    ("nth", "督办次数"),
    ("assignment.branch", "承办分部"),
    ("assignment.first", "第一责任人"),
    ("assignment.second", "第二责任人"),
    ("assignment.assist", "协办"),
    ("assignment.contact", "总部联系人"),
    ("assignment.contact_phone", "总部联系电话"),
    ("assignment.dispatcher", "派单人"),
    ("assignment.dispatched_at", "派单时间"),
    ("assignment.reply_by", "最迟答复"),
    ("assignment.request", "办理要求"),
    ("round", "办理次数"),
    ("opened", "下达时间"),
    ("round_cause", "再处理原因"),
    ("round_reason", "原因说明"),
    ("tried", "前次办理情况"),
    ("tried.at", "时间"),
    ("tried.what", "事项"),
    ("tried.text", "办理内容"),
    ("revisit.marks", "对结果、过程、人员"),
    ("received", "受理时间"),
    ("customer", "用户(掩码)"),
    ("model", "产品型号"),
    ("corrections", "更正内容"),
    ("corrections.field", "项目"),
    ("corrections.before", "更正前"),
    ("corrections.after", "更正后"),
    ("corrections.reason", "原因"),
    ("corrections.by", "更正人"),
    ("corrections.at", "时间"),
    ("outside", "更正前已发出的单据"),
    ("outside.name", "单据"),
    ("outside.at", "打印时间"),
    ("report", "报告"),
    ("limit", "办理时限"),
    ("due", "应完成时间"),
    ("answered", "答复时间"),
    ("parts", "内容"),
    ("parts.value", "填写"),
    ("steps", "办理步骤"),
    ("steps.by", "承办"),
    ("steps.limit", "时限"),
    ("steps.due", "应完成"),
    ("steps.done", "完成时间"),
    ("steps.note", "签名/备注"),
    ("returns", "退回重写"),
    ("returns.at", "退回时间"),
    ("returns.from", "退自"),
    ("returns.to", "退至"),
    ("returns.reason", "原因"),
    ("broken_off", "中止原因"),
    ("region", "大区"),
    ("manager", "驻外服务经理"),
    ("period", "周期"),
    ("entries", "信息"),
    ("entries.found", "发现日期"),
    ("entries.whose", "网点/客户"),
    ("entries.model", "型号"),
    ("entries.batch", "批次"),
    ("entries.part", "故障部位"),
    ("entries.quantity", "数量"),
    ("entries.barcode", "产品条码"),
    ("entries.symptom", "故障现象"),
    ("entries.state", "状态"),
    ("entries.handling", "处理方法/核实说明"),
    ("entries.attachments", "附件"),
    ("entries.many", "疑似批量"),
];

/// The fields that differ, in the order of the form; `None` when one of the two is no JSON, as with what an earlier version
/// issued. Rows of a list are told apart by their number or name, else by their place.
#[must_use]
pub fn changed(before: &str, after: &str) -> Option<Vec<Change>> {
    let parse = |text: &str| serde_json::from_str::<Value>(text).ok().filter(Value::is_object);
    let (before, after) = (parse(before)?, parse(after)?);
    let mut found = Vec::new();
    compare("", "", (&before, &after), &mut found);
    found.sort_by_key(|change| place(&change.key));
    Some(found)
}

fn place(key: &str) -> usize {
    let own = FieldKey::from_word(key).and_then(|key| FieldKey::ALL.iter().position(|known| *known == key));
    own.or_else(|| LABELS.iter().position(|(known, _)| *known == key)).unwrap_or(usize::MAX)
}

/// The printed label of a key; the key itself where the form has no word for it.
fn label(key: &str) -> &str {
    match FieldKey::from_word(key) {
        Some(field) => field.label(),
        None => LABELS.iter().find(|(known, _)| *known == key).map_or(key, |(_, label)| label),
    }
}

fn compare(key: &str, row: &str, (before, after): (&Value, &Value), found: &mut Vec<Change>) {
    let (was, is) = (object(before), object(after));
    if was.is_some() || is.is_some() {
        let mut names: Vec<&String> = was.into_iter().chain(is).flat_map(Map::keys).collect();
        names.sort();
        names.dedup();
        for name in names {
            let key = if key.is_empty() { name.clone() } else { format!("{key}.{name}") };
            let of = |object: Option<&Map<String, Value>>| object.and_then(|object| object.get(name)).cloned();
            compare(&key, row, (&of(was).unwrap_or_default(), &of(is).unwrap_or_default()), found);
        }
        return;
    }
    if is_list(before) || is_list(after) {
        return compare_rows(key, (before, after), found);
    }
    let (before, after) = (text(before), text(after));
    if before != after {
        let label = if row.is_empty() { label(key).to_owned() } else { format!("{row} {}", label(key)) };
        found.push(Change { key: key.to_owned(), label, before, after });
    }
}

fn object(value: &Value) -> Option<&Map<String, Value>> {
    value.as_object()
}

/// A list of rows, not of words in one field.
fn is_list(value: &Value) -> bool {
    value.as_array().is_some_and(|rows| rows.iter().any(Value::is_object))
}

fn compare_rows(key: &str, (before, after): (&Value, &Value), found: &mut Vec<Change>) {
    let (was, is) = (rows(before), rows(after));
    let name = label(key);
    for (id, (title, row)) in &is {
        match was.get(id) {
            Some((_, old)) => compare_row(key, &format!("{name} {title}"), (old, row), found),
            None => found.push(Change {
                key: key.to_owned(),
                label: format!("{name} {title}"),
                before: String::new(),
                after: summary(row),
            }),
        }
    }
    for (_, (title, row)) in was.iter().filter(|(id, _)| !is.contains_key(*id)) {
        let label = format!("{name} {title}");
        found.push(Change { key: key.to_owned(), label, before: summary(row), after: String::new() });
    }
}

fn compare_row(key: &str, title: &str, (before, after): (&Value, &Value), found: &mut Vec<Change>) {
    match (object(before), object(after)) {
        (Some(_), Some(_)) => compare(key, title, (before, after), found),
        _ if text(before) != text(after) => {
            let (before, after) = (text(before), text(after));
            found.push(Change { key: key.to_owned(), label: title.to_owned(), before, after });
        }
        _ => {}
    }
}

/// The rows by what tells them apart: their number or name and, where it comes again, the how many-th they are.
fn rows(list: &Value) -> BTreeMap<(String, usize), (String, &Value)> {
    let mut rows = BTreeMap::new();
    for (at, row) in list.as_array().into_iter().flatten().enumerate() {
        let no = row.get("no");
        let id = no.map_or_else(|| at.to_string(), text);
        let title = match no {
            Some(Value::String(name)) => name.clone(),
            _ => format!("第 {} 项", at + 1),
        };
        let again = rows.range((id.clone(), 0)..=(id.clone(), usize::MAX)).count();
        rows.insert((id, again), (title, row));
    }
    rows
}

/// A row in one line: what it holds, but for its number.
fn summary(row: &Value) -> String {
    match row {
        Value::Object(fields) => {
            let told = fields.iter().filter(|(name, _)| *name != "no").map(|(_, value)| text(value));
            told.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("，")
        }
        one => text(one),
    }
}

/// A field as it is read.
fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(yes) => if *yes { "是" } else { "否" }.to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.trim().to_owned(),
        Value::Array(parts) => parts.iter().map(text).collect::<Vec<_>>().join("、"),
        Value::Object(_) => summary(value),
    }
}

#[cfg(test)]
mod tests;
