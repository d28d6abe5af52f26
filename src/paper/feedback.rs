//! Form 1, 市场质量信息反馈表: its fields, which of them are required, and the hash of what is filled in.

use chrono::{NaiveDate, NaiveDateTime};
use serde::ser::{Serialize, SerializeMap as _, Serializer};
use sha2::{Digest as _, Sha256};

use super::feedback_words::{BatchDecision, FieldKey, HandlingState, InfoClass, Occurrence, StockAction, Verified};
use super::form::{table_date, table_time};

/// 一、反馈信息.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// 反馈单位: branch or outlet.
    pub unit: String,
    /// 信息类别.
    pub class: Option<InfoClass>,
    /// 大区/省/市, already joined.
    pub region: String,
    /// 反馈日期: the day of intake.
    pub date: Option<NaiveDate>,
    /// 反馈人.
    pub reporter: String,
    /// 岗位.
    pub post: String,
    /// 电话 of the reporter.
    pub phone: String,
    /// 来源: 走访, 来电, 网点 or 平台, or the desk's own word for the channel.
    pub source: String,
}

/// 二、产品信息.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Product {
    /// 品类.
    pub category: String,
    /// 型号.
    pub model: String,
    /// 数量, from 1.
    pub quantity: Option<u32>,
    /// 生产批次, where known.
    pub batch: String,
    /// 产品条码/机号; required for a single machine.
    pub barcode: String,
    /// 生产日期.
    pub made: Option<NaiveDate>,
    /// 购买日期.
    pub bought: Option<NaiveDate>,
    /// 购买渠道.
    pub channel: String,
    /// 安装日期.
    pub installed: Option<NaiveDate>,
    /// 安装单位.
    pub installer: String,
}

/// 三、用户信息.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Customer {
    /// 用户姓名.
    pub name: String,
    /// 联系电话, masked or whole as the setting says.
    pub phone: String,
    /// 所在地区.
    pub area: String,
}

/// 四、故障情况.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fault {
    /// 故障部位.
    pub part: String,
    /// 故障代码.
    pub code: String,
    /// 发生情况.
    pub occurrence: Option<Occurrence>,
    /// 故障现象; what has no room in its box goes on to a continuation page.
    pub text: String,
    /// 使用及安装环境.
    pub environment: String,
}

/// 取证: how many of each lie with the case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    /// 整机照片.
    pub whole: u32,
    /// 铭牌条码.
    pub plate: u32,
    /// 环境.
    pub environment: u32,
    /// 录像.
    pub video: u32,
    /// Why nothing could be photographed; empty when that was not so.
    pub none_why: String,
}

/// 五、处理情况.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Handling {
    /// 处理状态.
    pub state: Option<HandlingState>,
    /// 核实情况.
    pub verified: Option<Verified>,
    /// 处理方法或处理建议.
    pub text: String,
}

/// 六、技术支持答复.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Technical {
    /// Technical support was asked; makes both clock fields required.
    pub asked: bool,
    /// 接收时间.
    pub received: Option<NaiveDateTime>,
    /// 应答复时间 (T17: one day).
    pub due: Option<NaiveDateTime>,
    /// 实际答复时间; once set, the reply is required.
    pub replied: Option<NaiveDateTime>,
    /// 处理意见或方案.
    pub reply: String,
    /// 批量判定.
    pub batch: Option<BatchDecision>,
    /// 库存处置.
    pub stock: Vec<StockAction>,
}

/// Everything form 1 shows of one case. Empty strings and `None` mean not known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeedbackForm {
    /// 一、反馈信息.
    pub report: Report,
    /// 二、产品信息.
    pub product: Product,
    /// 三、用户信息.
    pub customer: Customer,
    /// 四、故障情况.
    pub fault: Fault,
    /// 取证.
    pub evidence: Evidence,
    /// 五、处理情况.
    pub handling: Handling,
    /// 六、技术支持答复.
    pub technical: Technical,
}

impl FeedbackForm {
    /// The field as it is printed; empty when it is not filled in. [`FieldKey::DocNo`] belongs to the head and is empty.
    #[must_use]
    pub fn value(&self, key: FieldKey) -> String {
        let (r, p, f, h, t) = (&self.report, &self.product, &self.fault, &self.handling, &self.technical);
        let text = match key {
            FieldKey::DocNo => "",
            FieldKey::Unit => &r.unit,
            FieldKey::Class => r.class.map_or("", InfoClass::label),
            FieldKey::Region => &r.region,
            FieldKey::ReportDate => return r.date.map(table_date).unwrap_or_default(),
            FieldKey::ReporterName => &r.reporter,
            FieldKey::ReporterPost => &r.post,
            FieldKey::ReporterPhone => &r.phone,
            FieldKey::Source => &r.source,
            FieldKey::Category => &p.category,
            FieldKey::Model => &p.model,
            FieldKey::Quantity => return p.quantity.map(|n| n.to_string()).unwrap_or_default(),
            FieldKey::Batch => &p.batch,
            FieldKey::Barcode => &p.barcode,
            FieldKey::Made => return p.made.map(table_date).unwrap_or_default(),
            FieldKey::Bought => return p.bought.map(table_date).unwrap_or_default(),
            FieldKey::Channel => &p.channel,
            FieldKey::Installed => return p.installed.map(table_date).unwrap_or_default(),
            FieldKey::Installer => &p.installer,
            FieldKey::CustomerName => &self.customer.name,
            FieldKey::CustomerPhone => &self.customer.phone,
            FieldKey::CustomerArea => &self.customer.area,
            FieldKey::FaultPart => &f.part,
            FieldKey::FaultCode => &f.code,
            FieldKey::Occurrence => f.occurrence.map_or("", Occurrence::label),
            FieldKey::FaultText => &f.text,
            FieldKey::Environment => &f.environment,
            FieldKey::Evidence => return self.evidence.line(),
            FieldKey::HandlingState => h.state.map_or("", HandlingState::label),
            FieldKey::Verified => h.verified.map_or("", Verified::label),
            FieldKey::HandlingText => &h.text,
            FieldKey::TechReceived => return t.received.map(table_time).unwrap_or_default(),
            FieldKey::TechDue => return t.due.map(table_time).unwrap_or_default(),
            FieldKey::TechReplied => return t.replied.map(table_time).unwrap_or_default(),
            FieldKey::TechReply => &t.reply,
            FieldKey::BatchDecision => t.batch.map_or("", BatchDecision::label),
            FieldKey::Stock => return t.stock.iter().map(|s| s.label()).collect::<Vec<_>>().join("、"),
        };
        text.trim().to_owned()
    }

    /// SHA-256 over every field with its word, in hexadecimal; its first eight digits stand in the QR code.
    ///
    /// Equal data give an equal hash whoever prints it and whenever; a changed field changes it.
    #[must_use]
    pub fn content_hash(&self) -> String {
        let mut hash = Sha256::new();
        for key in FieldKey::ALL {
            let value = self.value(*key);
            hash.update(format!("{}\u{1f}{}\u{1f}{value}\u{1e}", key.word(), value.len()));
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Every field under its word, as it is printed; the document number belongs to the head.
impl Serialize for FeedbackForm {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for key in FieldKey::ALL.iter().filter(|key| **key != FieldKey::DocNo) {
            map.serialize_entry(key.word(), &self.value(*key))?;
        }
        map.end()
    }
}

impl Evidence {
    fn line(&self) -> String {
        let counts = [self.whole, self.plate, self.environment, self.video];
        if counts == [0; 4] && self.none_why.trim().is_empty() {
            return String::new();
        }
        format!("{counts:?} {}", self.none_why.trim())
    }
}

/// Required fields that are still empty, in form order; a 定稿 is refused while there are any.
///
/// The document number is not among them: it belongs to the head.
#[must_use]
pub fn required_missing(form: &FeedbackForm) -> Vec<FieldKey> {
    let done = form.handling.state == Some(HandlingState::Done);
    let asked = form.technical.asked;
    let required = |key: FieldKey| match key {
        FieldKey::Unit
        | FieldKey::Class
        | FieldKey::Region
        | FieldKey::ReportDate
        | FieldKey::ReporterName
        | FieldKey::ReporterPost
        | FieldKey::ReporterPhone
        | FieldKey::Source
        | FieldKey::Category
        | FieldKey::Model
        | FieldKey::Quantity
        | FieldKey::Occurrence
        | FieldKey::FaultText
        | FieldKey::HandlingState
        | FieldKey::Verified => true,
        FieldKey::Barcode => form.product.quantity == Some(1),
        FieldKey::HandlingText => done,
        FieldKey::TechReceived | FieldKey::TechDue => asked,
        FieldKey::TechReply => form.technical.replied.is_some(),
        _ => false,
    };
    let empty =
        |key: FieldKey| form.value(key).is_empty() || (key == FieldKey::Quantity && form.product.quantity == Some(0));
    FieldKey::ALL.iter().copied().filter(|key| required(*key) && empty(*key)).collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(y, m, d)
    }

    /// A complete form.
    pub(crate) fn sample() -> FeedbackForm {
        let at = |d, h, m| day(2026, 4, d).and_then(|x| x.and_hms_opt(h, m, 0));
        FeedbackForm {
            report: Report {
                unit: "苏州分部同里路服务网点".into(),
                class: Some(InfoClass::Major),
                region: "华东大区/江苏省/苏州市".into(),
                date: day(2026, 4, 8),
                reporter: "沈嘉树".into(),
                post: "业务经理".into(),
                phone: "13800138000".into(),
                source: "来电".into(),
            },
            product: Product {
                category: "燃气热水器".into(),
                model: "JSQ25-C12".into(),
                quantity: Some(1),
                batch: "2511B".into(),
                barcode: "CY2511C12-004736".into(),
                made: day(2025, 11, 3),
                bought: day(2025, 11, 22),
                channel: "苏州观前街专卖店".into(),
                installed: day(2025, 11, 25),
                installer: "同里路网点".into(),
            },
            customer: Customer {
                name: "林佩珊".into(),
                phone: "138****2706".into(),
                area: "江苏省苏州市姑苏区".into(),
            },
            fault: Fault {
                part: "冷水进水口接头".into(),
                code: "E-0417".into(),
                occurrence: Some(Occurrence::Several),
                text: "冷水进水口注塑接头沿螺纹根部开裂，持续渗漏约2小时后由用户关阀。接头断口平整，无外力撞击痕迹。\
                       机器点火、恒温功能正常。"
                    .into(),
                environment: "水压0.32 MPa，电压221 V，气源天然气12T；阳台室内安装，软管连接，环境温度9℃。".into(),
            },
            evidence: Evidence { whole: 6, plate: 1, environment: 4, video: 0, none_why: String::new() },
            handling: Handling {
                state: Some(HandlingState::Open),
                verified: Some(Verified::True),
                text: "已更换接头临时恢复供水，旧件封存编号F-0417；等待技术支持方案。".into(),
            },
            technical: Technical {
                asked: true,
                received: at(8, 10, 2),
                due: at(9, 10, 2),
                replied: at(8, 16, 40),
                reply: "接头材料疑似韧性不足，建议同批2511B暂停发货并抽检；现场统一更换为黄铜接头。".into(),
                batch: Some(BatchDecision::Batch),
                stock: vec![StockAction::Mark, StockAction::Isolate],
            },
        }
    }

    #[test]
    fn a_complete_form_lacks_nothing_and_an_empty_one_names_all_required_fields() {
        assert_eq!(required_missing(&sample()), []);
        let words: Vec<&str> = required_missing(&FeedbackForm::default()).iter().map(|k| k.word()).collect();
        assert_eq!(
            words.join(" "),
            "unit.name info.class region report.date reporter.name reporter.post reporter.phone source \
             product.category product.model product.qty fault.occurrence fault.text handling.state handling.verified"
        );
    }

    #[test]
    fn some_fields_are_required_under_a_condition() {
        let mut form = sample();
        form.product.barcode.clear();
        assert_eq!(required_missing(&form), [FieldKey::Barcode]);
        form.product.quantity = Some(3);
        assert_eq!(required_missing(&form), []);
        form.product.quantity = Some(0);
        assert_eq!(required_missing(&form), [FieldKey::Quantity]);
        let mut form = sample();
        form.handling = Handling { state: Some(HandlingState::Done), text: "  ".into(), ..form.handling };
        form.technical.received = None;
        assert_eq!(required_missing(&form), [FieldKey::HandlingText, FieldKey::TechReceived]);
        form.technical = Technical { asked: false, ..form.technical };
        assert_eq!(required_missing(&form), [FieldKey::HandlingText]);
    }

    #[test]
    fn the_hash_follows_the_content_and_nothing_else() {
        let hash = sample().content_hash();
        assert_eq!(hash.len(), 64);
        assert_eq!(hash, sample().content_hash());
        let mut changed = sample();
        changed.evidence.video = 1;
        assert_ne!(hash, changed.content_hash());
        let mut moved = sample();
        moved.report.unit = "苏州分部".into();
        moved.report.region = format!("同里路服务网点{}", moved.report.region);
        assert_ne!(hash, moved.content_hash());
    }
}
