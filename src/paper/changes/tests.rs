//! Changes between two contents, and that every field of every form has a printed name.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::super::feedback::tests::sample;
use super::super::{
    closing, correction, dispatch, json, loss_list, register, rehandling, report, settlement, survey_sheet,
};
use super::*;
use crate::domain::incident::loss::InjuryItem;

/// Every key that can hold a value, lists without their rows.
fn keys(path: &str, value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                let inner = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                keys(&inner, field, found);
            }
        }
        Value::Array(rows) if rows.iter().any(Value::is_object) => {
            found.insert(path.to_owned());
            for row in rows {
                let Value::Object(fields) = row else { continue };
                for (name, field) in fields.iter().filter(|(name, _)| *name != "no") {
                    keys(&format!("{path}.{name}"), field, found);
                }
            }
        }
        _ => {
            found.insert(path.to_owned());
        }
    }
}

fn samples() -> Vec<String> {
    let survey = survey_sheet::tests::sample();
    let mut losses = loss_list::tests::form(vec![loss_list::tests::line("实木地板", 441_600, 353_300)]);
    losses.losses.injuries = [loss_list::tests::injury("林佩珊", InjuryItem::Medical)].into_iter().collect();
    let mut closing = closing::tests::sample();
    closing.measures = vec![closing::Measure {
        text: "更换接头供应商".into(),
        owner: "品质部".into(),
        due: chrono::NaiveDate::from_ymd_opt(2026, 5, 1).unwrap(),
        verified: "有效".into(),
    }];
    vec![
        json(&sample()),
        json(&survey),
        json(&losses),
        json(&settlement::tests::sample()),
        json(&closing),
        json(&dispatch::tests::slip()),
        json(&dispatch::tests::notice()),
        json(&rehandling::tests::order()),
        json(&correction::tests::slip()),
        json(&report::tests::appeal()),
        json(&register::tests::form(vec![register::tests::entry(1, "A", "2511B", "渗漏")])),
    ]
}

#[test]
fn every_field_of_every_form_has_its_printed_name() {
    let mut found = BTreeSet::new();
    for text in samples() {
        keys("", &serde_json::from_str(&text).unwrap(), &mut found);
    }
    let unnamed: Vec<&String> = found.iter().filter(|key| label(key) == key.as_str()).collect();
    assert!(unnamed.is_empty(), "{unnamed:?}");
    let idle: Vec<&str> = LABELS.iter().map(|(key, _)| *key).filter(|key| !found.contains(*key)).collect();
    assert!(idle.is_empty(), "no form has {idle:?}");
}

#[test]
fn a_changed_field_is_named_as_it_is_printed() {
    let mut after = sample();
    after.product.model = "JSQ30-C16".into();
    after.fault.part.clear();
    after.handling.text = "已更换黄铜接头。".into();
    let found = changed(&json(&sample()), &json(&after)).unwrap();
    let told: Vec<String> =
        found.iter().map(|change| format!("{}: {} → {}", change.label, change.before, change.after)).collect();
    assert_eq!(
        told,
        [
            "型号: JSQ25-C12 → JSQ30-C16",
            "故障部位: 冷水进水口接头 → ",
            "处理方法或处理建议: 已更换接头临时恢复供水，旧件封存编号F-0417；等待技术支持方案。 → 已更换黄铜接头。",
        ]
    );
    assert_eq!(found[0].key, "product.model");
}

#[test]
fn rows_of_a_list_are_told_apart_by_their_number() {
    let row = |no: u32, name: &str, claimed: &str| format!(r#"{{"no":{no},"name":"{name}","claimed":"{claimed}"}}"#);
    let list = |rows: &[String]| format!(r#"{{"lines":[{}]}}"#, rows.join(","));
    let before = list(&[row(1, "地板", "10.00"), row(2, "浴室柜", "20.00"), row(3, "门套", "30.00")]);
    let after = list(&[row(2, "浴室柜", "25.00"), row(3, "门套", "30.00"), row(4, "电视", "40.00")]);
    let told: Vec<(String, String, String)> = changed(&before, &after)
        .unwrap()
        .into_iter()
        .map(|change| (change.label, change.before, change.after))
        .collect();
    let expected = [
        ("损失项 第 3 项", "", "40.00，电视"),
        ("损失项 第 1 项", "10.00，地板", ""),
        ("损失项 第 1 项 申报损失", "20.00", "25.00"),
    ];
    assert_eq!(told, expected.map(|(label, before, after)| (label.into(), before.into(), after.into())));
}

#[test]
fn what_an_earlier_version_issued_cannot_be_compared() {
    assert_eq!(changed("FeedbackForm { .. }", &json(&sample())), None);
    assert_eq!(changed(&json(&sample()), ""), None);
}

/// Values as forms have them: texts, numbers, nothing, lists of words.
fn leaf() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        "[甲乙丙丁ab]{0,3}".prop_map(Value::from),
        (0_u32..4).prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        prop::collection::vec("[甲乙]{1,2}", 0..3).prop_map(Value::from),
    ]
}

/// A form: fields, a group, and a list of numbered rows.
fn form() -> impl Strategy<Value = Value> {
    let fields = || prop::collection::btree_map("[abc]", leaf(), 0..3);
    let rows = prop::collection::btree_map(1_u32..5, fields(), 0..4);
    (fields(), fields(), rows).prop_map(|(own, group, rows)| {
        let object = |fields: BTreeMap<String, Value>| fields.into_iter().collect::<Map<_, _>>();
        let mut form = object(own);
        form.insert("group".to_owned(), Value::Object(object(group)));
        let rows = rows.into_iter().map(|(no, fields)| {
            let mut row = object(fields);
            row.insert("no".to_owned(), no.into());
            Value::Object(row)
        });
        form.insert("rows".to_owned(), rows.collect());
        Value::Object(form)
    })
}

/// A form as it reads: what is empty is as good as not there.
fn read(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let kept = fields.iter().map(|(name, field)| (name.clone(), read(field)));
            Value::Object(kept.filter(|(_, field)| !field.is_null()).collect())
        }
        Value::Array(rows) if is_list(value) => rows.iter().map(read).collect(),
        one => match text(one) {
            empty if empty.is_empty() => Value::Null,
            told => told.into(),
        },
    }
}

proptest! {
    #[test]
    fn nothing_is_named_exactly_when_both_read_the_same(before in form(), after in form()) {
        let found = changed(&before.to_string(), &after.to_string()).unwrap();
        prop_assert_eq!(found.is_empty(), reads(&before) == reads(&after), "{:?}", found);
        prop_assert!(changed(&before.to_string(), &before.to_string()).unwrap().is_empty());
        prop_assert!(found.iter().all(|change| change.before != change.after || !change.label.is_empty()));
    }

    #[test]
    fn the_way_back_names_the_same_changes(before in form(), after in form()) {
        let ways = |one: &Value, other: &Value| {
            let mut found: Vec<(String, String, String)> = changed(&one.to_string(), &other.to_string())
                .unwrap()
                .into_iter()
                .map(|change| (change.key, change.before, change.after))
                .collect();
            found.sort();
            found
        };
        let mut back: Vec<_> = ways(&after, &before).into_iter().map(|(key, was, is)| (key, is, was)).collect();
        back.sort();
        prop_assert_eq!(ways(&before, &after), back);
    }
}

/// [`read`], with an empty list as good as none; a row that holds nothing is still a row.
fn reads(form: &Value) -> Value {
    let mut form = read(form);
    if let Value::Object(fields) = &mut form {
        fields.retain(|_, field| !field.as_array().is_some_and(Vec::is_empty));
        fields.retain(|_, field| !field.as_object().is_some_and(Map::is_empty));
    }
    form
}
