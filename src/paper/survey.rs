//! Form 2, 重大事故现场调查报告: the site record, the internal analysis and the photos (forms.md 1.2).

use chrono::{NaiveDate, NaiveDateTime};

use serde::Serialize;

use super::data::printed;
use super::sheet::Jpeg;
use crate::domain::Fen;
use crate::domain::incident::evidence::Slot;
use crate::domain::incident::{
    CheckItem, IncidentKind, OfficialKind, Ours, Party, PurchaseProof, Relation, Verdict, VisitIdentity,
};
use crate::domain::stage::IncidentGrade;

/// 一、案件信息.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Occurrence {
    pub case_no: String,
    #[serde(serialize_with = "printed")]
    pub grade: Option<IncidentGrade>,
    #[serde(serialize_with = "printed")]
    pub kinds: Vec<IncidentKind>,
    #[serde(serialize_with = "printed")]
    pub occurred: Option<NaiveDateTime>,
    #[serde(serialize_with = "printed")]
    pub reported: Option<NaiveDateTime>,
    #[serde(serialize_with = "printed")]
    pub arrived: Option<NaiveDateTime>,
    pub place: String,
    /// 驻外服务经理.
    pub first: String,
    /// 大区经理.
    pub second: String,
}

/// 二、用户信息. The number of the identity paper is masked on this form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct User {
    pub name: String,
    /// `女 / 36岁`.
    pub sex_age: String,
    #[serde(serialize_with = "printed")]
    pub relations: Vec<Relation>,
    pub phone: String,
    pub id_number: String,
    pub address: String,
}

/// 三、产品信息.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Machine {
    #[serde(serialize_with = "printed")]
    pub ours: Option<Ours>,
    pub model: String,
    pub barcode: String,
    pub made: Option<NaiveDate>,
    pub bought: Option<NaiveDate>,
    pub channel: String,
    pub installed: String,
    #[serde(serialize_with = "printed")]
    pub proof: Option<PurchaseProof>,
    /// Computed of the day of purchase (law.md 3.4).
    pub guarantee: String,
    pub safe_use: String,
    /// Repairs and modifications.
    pub history: String,
}

/// 五 to 七: what happened to people and things, and what the user wants.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Harm {
    /// Dead, badly hurt, slightly hurt; `None` while nobody has said.
    #[serde(serialize_with = "printed")]
    pub casualties: Option<[u32; 3]>,
    pub hospital: String,
    pub diagnosis: String,
    #[serde(serialize_with = "printed")]
    pub estimate: Option<Fen>,
    pub extent: String,
    pub demand: String,
    /// Printed on the internal page only; `None` while nobody judged.
    #[serde(serialize_with = "printed")]
    pub beyond_law: Option<bool>,
    /// The part that goes beyond.
    pub beyond: String,
}

/// 八: one check on site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    #[serde(rename = "no", serialize_with = "printed")]
    pub item: CheckItem,
    pub reading: String,
    #[serde(serialize_with = "printed")]
    pub verdict: Verdict,
}

/// 十一: a body on site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Body {
    #[serde(rename = "no", serialize_with = "printed")]
    pub kind: OfficialKind,
    pub unit: String,
    #[serde(serialize_with = "printed")]
    pub at: Option<NaiveDateTime>,
    pub document: String,
}

/// 十三: one row of the evidence list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EvidenceRow {
    #[serde(rename = "no")]
    pub name: &'static str,
    pub demand: String,
    /// Files that must be there before a 定稿.
    #[serde(skip)]
    pub need: u32,
    pub have: u32,
    /// Numbers of the pictures, e.g. `P-01—P-05`.
    pub range: String,
}

/// 十四: the insurer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Insurer {
    /// The loss is above the threshold of the rule book: a report number is required.
    #[serde(skip)]
    pub must_know: bool,
    pub told: Option<bool>,
    pub name: String,
    pub policy: String,
    pub number: String,
    #[serde(serialize_with = "printed")]
    pub at: Option<NaiveDateTime>,
    pub surveyor: String,
}

/// A picture on the photo pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Photo {
    /// Number in the evidence.
    #[serde(rename = "no")]
    pub id: u32,
    #[serde(serialize_with = "printed")]
    pub slot: Slot,
    pub caption: String,
    #[serde(serialize_with = "printed")]
    pub taken: Option<NaiveDateTime>,
    pub by: String,
    /// SHA-256 of the original.
    pub hash: String,
}

/// Everything form 2 shows of one case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SurveyForm {
    pub occurrence: Occurrence,
    pub user: User,
    pub machine: Machine,
    /// 四: in the order of time.
    pub account: String,
    pub harm: Harm,
    pub checks: Vec<Check>,
    /// Why the items that are not among them were not looked at.
    pub unchecked: String,
    /// As whom people came to the scene (J04).
    #[serde(serialize_with = "printed")]
    pub identities: Vec<VisitIdentity>,
    /// 九: state of the product.
    pub condition: String,
    pub bodies: Vec<Body>,
    pub evidence: Vec<EvidenceRow>,
    pub insurer: Insurer,
    /// 十五.
    pub cause: String,
    #[serde(serialize_with = "printed")]
    pub liable: Vec<Party>,
    pub grounds: String,
    /// 十七: the options on the table.
    pub options: String,
    /// In the order of the photo pages.
    pub photos: Vec<Photo>,
}

/// A picture ready for paper, by the hash of its original.
pub type Picture = (String, Jpeg);

impl SurveyForm {
    /// Labels of required fields that are still empty, in form order.
    #[must_use]
    pub fn missing(&self) -> Vec<&'static str> {
        let (o, u, m, h) = (&self.occurrence, &self.user, &self.machine, &self.harm);
        let empty = |text: &str| text.trim().is_empty();
        let times = [o.occurred, o.reported, o.arrived];
        let ordered = times.iter().flatten().collect::<Vec<_>>().is_sorted();
        [
            ("案件编号", empty(&o.case_no)),
            ("事故等级", o.grade.is_none()),
            ("事故类型", o.kinds.is_empty()),
            ("事故发生时间", o.occurred.is_none() || !ordered),
            ("报告总部时间", o.reported.is_none()),
            ("到达现场时间", o.arrived.is_none()),
            ("事故地点", empty(&o.place)),
            ("第一责任人", empty(&o.first)),
            ("第二责任人", empty(&o.second)),
            ("用户姓名", empty(&u.name)),
            ("联系电话", empty(&u.phone)),
            ("与产品关系", u.relations.is_empty()),
            ("住址", empty(&u.address)),
            ("是否本公司产品", m.ours.is_none()),
            ("型号", empty(&m.model)),
            ("购买凭证", m.proof.is_none()),
            ("事故经过", empty(&self.account)),
            ("人员伤亡", h.casualties.is_none()),
            ("初步估计(元)", h.estimate.is_none()),
            ("用户诉求", empty(&h.demand)),
            ("现场环境检查", self.checks.len() < CheckItem::ALL.len() && empty(&self.unchecked)),
            ("上门身份", self.identities.is_empty()),
            ("取证清单", self.evidence.iter().any(|row| row.have < row.need)),
            ("是否报案", self.insurer.told.is_none()),
            ("报案号", self.insurer.must_know && empty(&self.insurer.number)),
            ("责任初判", self.liable.is_empty()),
            ("诉求是否超出法律规定范围", h.beyond_law.is_none()),
        ]
        .into_iter()
        .filter_map(|(label, missing)| missing.then_some(label))
        .collect()
    }
}
