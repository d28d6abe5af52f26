//! The fields of a form as JSON: values of the domain are written the way the form prints them.

use chrono::NaiveDateTime;
use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::{Value, json};

use super::closing::{BEARERS, MONEY_ROWS, MoneyRow};
use super::form::table_time;
use super::official_incident::{
    category_name, check_name, cover_name, grade_box, id_kind_name, identity_name, injury_item_name, kind_name,
    month_text, official_kind_name, party_name, percent_text, photo_slot_name, post_name, proof_name,
    purchase_proof_name, quantity_text, relation_name, sign_name, verdict_name,
};
use crate::domain::Fen;
use crate::domain::incident::evidence::Slot;
use crate::domain::incident::talks::{CauseMode, IdKind, Remains, Remedy};
use crate::domain::incident::{
    CheckItem, Cover, IncidentKind, InjuryLine, LossLine, Losses, OfficialKind, Ours, Party, Post, PurchaseProof,
    Relation, Verdict, VisitIdentity,
};
use crate::domain::policy::Sign;
use crate::domain::stage::{IncidentGrade, Satisfaction};

/// The fields of a form as JSON text, sorted by key: equal fields are equal text.
#[must_use]
pub fn json(form: &impl Serialize) -> String {
    // Every key is a text and every number finite, so nothing can be refused here.
    serde_json::to_value(form).unwrap_or_default().to_string()
}

/// A value as its form prints it; what is not known is nothing.
pub(super) trait Printed {
    fn printed(&self) -> Value;
}

/// For `serialize_with`.
pub(super) fn printed<T: Printed, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    value.printed().serialize(serializer)
}

impl<T: Printed> Printed for Option<T> {
    fn printed(&self) -> Value {
        self.as_ref().map_or(Value::Null, Printed::printed)
    }
}

impl<T: Printed> Printed for Vec<T> {
    fn printed(&self) -> Value {
        self.iter().map(Printed::printed).collect()
    }
}

/// Rows of form 5 under their printed names.
pub(super) fn money<S: Serializer>(rows: &[MoneyRow; 5], serializer: S) -> Result<S::Ok, S::Error> {
    let named = MONEY_ROWS.iter().zip(rows).map(|(name, row)| {
        json!({
            "no": name,
            "claimed": row.claimed.printed(),
            "assessed": row.assessed.printed(),
            "agreed": row.agreed.printed(),
            "paid": row.paid.printed(),
            "vouchers": row.vouchers,
        })
    });
    named.collect::<Value>().serialize(serializer)
}

/// Who bears what, under the printed names.
pub(super) fn borne<S: Serializer>(amounts: &[Option<Fen>; 5], serializer: S) -> Result<S::Ok, S::Error> {
    let named = BEARERS.iter().zip(amounts).map(|(name, amount)| json!({ "no": name, "amount": amount.printed() }));
    named.collect::<Value>().serialize(serializer)
}

impl<T: Printed, const N: usize> Printed for [T; N] {
    fn printed(&self) -> Value {
        self.iter().map(Printed::printed).collect()
    }
}

/// Name, time and opinion of a signature.
impl Printed for (String, NaiveDateTime, String) {
    fn printed(&self) -> Value {
        json!([self.0, table_time(self.1), self.2])
    }
}

/// Declares how values of a type are written.
macro_rules! printed {
    ($($kind:ty => |$value:ident| $text:expr;)+) => {
        $(impl Printed for $kind {
            fn printed(&self) -> Value {
                let $value = *self;
                Value::from($text)
            }
        })+
    };
}

printed! {
    u32 => |count| count;
    Fen => |amount| amount.to_string();
    NaiveDateTime => |at| table_time(at);
    IncidentGrade => |grade| grade_box(grade);
    IncidentKind => |kind| kind_name(kind);
    IdKind => |kind| id_kind_name(kind);
    Relation => |relation| relation_name(relation);
    Cover => |cover| cover_name(cover);
    CheckItem => |item| check_name(item).0;
    Verdict => |verdict| verdict_name(verdict);
    OfficialKind => |kind| official_kind_name(kind);
    Party => |party| party_name(party);
    Post => |post| post_name(post);
    PurchaseProof => |proof| purchase_proof_name(proof);
    VisitIdentity => |identity| identity_name(identity);
    bool => |yes| yes;
    Sign => |sign| sign_name(sign);
    Slot => |slot| photo_slot_name(slot);
    Ours => |ours| match ours { Ours::Yes => "是", Ours::No => "否", Ours::Pending => "待定" };
    Remedy => |remedy| match remedy {
        Remedy::Repair => "修理",
        Remedy::Exchange => "更换",
        Remedy::Refund => "退货",
        Remedy::None => "不处理",
    };
    CauseMode => |mode| match mode {
        CauseMode::Report => "以检验报告为准",
        CauseMode::Agreed => "各方确认",
        CauseMode::Open => "未作最终认定",
    };
    Remains => |remains| match remains { Remains::Company => "甲方收回", Remains::User => "乙方自行处理" };
    Satisfaction => |result| match result {
        Satisfaction::Satisfied => "满意",
        Satisfaction::Fair => "基本满意",
        Satisfaction::Dissatisfied => "不满意",
        Satisfaction::NotReached => "拒访/无法联系",
    };
}

/// Both parts of form 3, line by line; the rest of a loss list is not printed on it.
pub(super) fn losses<S: Serializer>(losses: &Losses, serializer: S) -> Result<S::Ok, S::Error> {
    let lines: Value = losses.lines.iter().map(|(id, line)| property(id, line)).collect();
    let injuries: Value = losses.injuries.iter().map(|(id, line)| injury(id, line)).collect();
    let mut map = serializer.serialize_map(Some(2))?;
    map.serialize_entry("lines", &lines)?;
    map.serialize_entry("injuries", &injuries)?;
    map.end()
}

fn property(id: u32, line: &LossLine) -> Value {
    let entry = &line.entry;
    json!({
        "no": id,
        "category": category_name(entry.category),
        "name": entry.name,
        "spec": entry.spec,
        "unit": entry.unit,
        "qty": quantity_text(entry.hundredths),
        "bought": entry.bought.map(month_text),
        "proof": proof_name(entry.proof),
        "unit_price": entry.unit_price.to_string(),
        "newness": percent_text(line.newness()),
        "damage": percent_text(entry.damage),
        "salvage": entry.salvage.to_string(),
        "claimed": entry.claimed.to_string(),
        "assessed": line.assessed.to_string(),
        "photo": entry.photos.iter().map(|id| format!("P-{id:02}")).collect::<Vec<_>>(),
        "note": entry.note,
    })
}

fn injury(id: u32, line: &InjuryLine) -> Value {
    json!({
        "no": id,
        "person": line.person,
        "item": injury_item_name(line.item),
        "basis": line.basis,
        "receipts": line.receipts,
        "claimed": line.claimed.to_string(),
        "assessed": line.assessed.to_string(),
        "note": line.note,
    })
}
