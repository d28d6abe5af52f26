//! F9: customers who came twice with the same product within 90 days.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};

use crate::figures::kpi::{Item, Measure, Span};
use crate::store::StoreError;

const REPEAT_MS: i64 = 90 * 86_400_000;
/// Where the cases in question are a larger part of all than one in so many, going through the list of all telephone
/// numbers takes less than reading each of the cases.
const FEW: i64 = 10;

/// For the first case of each customer in the period: whether one of his cases there follows another with the same
/// product within 90 days. A customer is known by his phone, a product by its serial number, else by its model.
pub(super) fn of(db: &Connection, span: &Span) -> Result<BTreeMap<i64, bool>, StoreError> {
    let (from, to) = (span.from.0.saturating_sub(REPEAT_MS), span.end().0);
    let oldest = "SELECT MIN(received_at), MAX(received_at) FROM case_row";
    let (first, last): (Option<i64>, Option<i64>) =
        db.prepare_cached(oldest)?.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let all = last.unwrap_or(0).saturating_sub(first.unwrap_or(0));
    let index = if (to - from).saturating_mul(FEW) > all { "case_phone" } else { "case_received" };
    let sql = format!(
        "SELECT id, phone_key, received_at FROM case_row INDEXED BY {index} \
         WHERE received_at >= ?1 AND received_at < ?2 AND phone_key <> '' ORDER BY phone_key, received_at, id"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query(params![from, to])?;
    let mut found = BTreeMap::new();
    let mut customer = String::new();
    let mut cases: Vec<(i64, i64)> = Vec::new();
    while let Some(row) = rows.next()? {
        let phone = row.get_ref(1)?.as_str().map_err(|_| StoreError::damaged("phone of a case"))?;
        if phone != customer {
            settle(db, (&cases, span), &mut found)?;
            phone.clone_into(&mut customer);
            cases.clear();
        }
        cases.push((row.get(0)?, row.get(2)?));
    }
    settle(db, (&cases, span), &mut found)?;
    Ok(found)
}

/// Judges the cases of one customer, the earliest first. A single one repeats nothing, whatever its product is; a merged
/// one counts nowhere.
fn settle(
    db: &Connection,
    (cases, span): (&[(i64, i64)], &Span),
    found: &mut BTreeMap<i64, bool>,
) -> Result<(), StoreError> {
    if let [(id, at)] = cases {
        if *at >= span.from.0 {
            found.insert(*id, false);
        }
        return Ok(());
    }
    let mut product = db.prepare_cached(
        "SELECT CASE WHEN serial <> '' THEN serial ELSE model END FROM case_row WHERE id = ? AND main IS NULL",
    )?;
    let mut seen: Vec<(String, i64)> = Vec::new();
    let mut first: Option<i64> = None;
    for (id, at) in cases {
        let Some(product) = product.query_row([id], |row| row.get::<_, String>(0)).optional()? else { continue };
        if *at >= span.from.0 {
            let again =
                !product.is_empty() && seen.iter().any(|(known, before)| *known == product && at - before <= REPEAT_MS);
            *found.entry(*first.get_or_insert(*id)).or_insert(false) |= again;
        }
        seen.push((product, *at));
    }
    Ok(())
}

/// What the first case of a customer contributes.
pub(super) fn item(case: &Measure, repeated: bool) -> Item {
    Item::whether(case.received_at, repeated)
}
