//! What the KPI book says in words: names, values, standards, keys of dimensions.

use crate::domain::Rules;
use crate::domain::policy::{self, Goal, Side};
use crate::domain::rules::Choice;
use crate::figures::kpi::{Dim, Kpi, Line, Unit, Value};
use crate::t;
use crate::text::{Lang, Texts, say};

use super::values::class_name;
use crate::domain::{Field, InfoClass};

/// The name of a row for its main line, else of the line.
#[must_use]
pub fn kpi_line_name(texts: &Texts, kpi: Kpi, line: Line) -> String {
    if line == Line::Main { texts.name("kpi", kpi.word()) } else { texts.name("kpi-line", line.word()) }
}

/// The headline of a value: `94.9 %`, `29 时 24 分`, `1,286`, `1,680.32 元`; a dash where there is none.
#[must_use]
pub fn kpi_value(texts: &Texts, value: &Value, unit: Unit) -> String {
    match value {
        Value::Missing(_) => "—".to_owned(),
        Value::Share(share) => {
            let tenths = share.tenths().unwrap_or_default();
            t!(texts, "unit-percent", n = format!("{}.{}", tenths / 10, tenths % 10))
        }
        Value::PerUnits(rate) => t!(texts, "kpi-per-units", rate = format!("{rate:.2}")),
        Value::Ratio(percent) => t!(texts, "unit-percent", n = format!("{percent:.1}")),
        Value::Durations { mean, median, .. } => {
            say::hours_ms(texts, if unit == Unit::Median { *median } else { *mean })
        }
        Value::Count(count) => say::count(*count),
        Value::Money(amount) => super::money(texts, *amount),
    }
}

/// What stands beside the headline: the interval of a small base, median and ninth decile, or why there is no value.
#[must_use]
pub fn kpi_beside(texts: &Texts, value: &Value, unit: Unit) -> String {
    match value {
        Value::Missing(missing) => texts.name("kpi-missing", missing.word()),
        Value::Share(share) if share.is_small_base() => {
            let (low, high) = share.wilson95().unwrap_or_default();
            t!(texts, "kpi-interval", low = format!("{low:.1}"), high = format!("{high:.1}"))
        }
        Value::Durations { mean, median, p90 } => {
            let (name, other) = if unit == Unit::Median { ("mean", *mean) } else { ("median", *median) };
            let other =
                t!(texts, "kpi-named", name = texts.name("kpi-unit", name), value = say::hours_ms(texts, other));
            t!(texts, "kpi-deciles", other = other, p90 = say::hours_ms(texts, *p90))
        }
        _ => String::new(),
    }
}

/// A standard with its side: `≥ 95 %`.
#[must_use]
pub fn kpi_goal(texts: &Texts, goal: &Goal) -> String {
    let side = match goal.side {
        Side::AtLeast => "≥",
        Side::Above => ">",
        Side::AtMost => "≤",
        Side::Below => "<",
    };
    let figure = match goal.unit {
        policy::Unit::Percent => t!(texts, "unit-percent", n = goal.figure.to_string()),
        policy::Unit::Count => goal.figure.to_string(),
        policy::Unit::Seconds => return t!(texts, "book-seconds", side = side, n = goal.figure),
    };
    format!("{side} {figure}")
}

fn choice(texts: &Texts, found: Option<&Choice>, key: &str) -> String {
    let name = found.map(|choice| if texts.lang() == Lang::Zh { &*choice.zh } else { &*choice.en });
    name.unwrap_or(key).to_owned()
}

/// A value of a dimension as people read it; a named blank where a case does not say.
#[must_use]
pub fn kpi_key(texts: &Texts, rules: &Rules, dim: Dim, key: &str) -> String {
    match dim {
        _ if key.is_empty() => t!(texts, "kpi-key-none"),
        Dim::Class => InfoClass::from_word(key).map_or_else(|| key.to_owned(), |class| class_name(texts, rules, class)),
        Dim::Level => texts.name("level", key),
        Dim::Stage => texts.name("stage", key),
        Dim::Customer => texts.name("kpi-customer", key),
        // A case bears the Chinese name of its product type and the key of its channel, whatever the language.
        Dim::Category => choice(texts, rules.categories.iter().find(|choice| choice.zh == key), key),
        Dim::Channel => choice(texts, rules.channels.iter().find(|choice| choice.key == key), key),
        Dim::Brand => choice(texts, rules.member(Field::Brand, key), key),
        Dim::Cause => choice(texts, rules.member(Field::Cause, key), key),
        Dim::Department => choice(texts, rules.member(Field::Department, key), key),
        _ => key.to_owned(),
    }
}

/// How a value came about, with the numbers of the period: `391 ÷ 412 = 94.9 %`; empty where nothing is divided.
#[must_use]
pub fn kpi_reckoned(texts: &Texts, (part, whole): (i64, i64), value: &Value, unit: Unit) -> String {
    let of = |part: String| {
        let (whole, result) = (say::count(whole), kpi_value(texts, value, unit));
        t!(texts, "kpi-reckoned", part = part, whole = whole, result = result)
    };
    match value {
        Value::Share(_) => of(say::count(part)),
        Value::Durations { .. } if unit == Unit::Mean && whole > 0 => of(say::hours_ms(texts, part)),
        _ => String::new(),
    }
}
