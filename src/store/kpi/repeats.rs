//! F9: customers who came twice with the same product within 90 days.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};

use crate::figures::kpi::{Item, Measure, Span};
use crate::store::StoreError;

const REPEAT_MS: i64 = 90 * 86_400_000;

/// For the first case of each customer in the period: whether one of his cases there follows another with the same
/// product within 90 days. A customer is known by his phone, a product by its serial number, else by its model.
pub(super) fn of(db: &Connection, span: &Span) -> Result<BTreeMap<i64, bool>, StoreError> {
    let mut statement = db.prepare_cached(
        "SELECT id, phone_key, CASE WHEN serial <> '' THEN serial ELSE model END, received_at FROM case_row \
         WHERE received_at >= ?1 AND received_at < ?2 AND phone_key <> '' AND main IS NULL ORDER BY phone_key, received_at, id",
    )?;
    let mut rows = statement.query(params![span.from.0.saturating_sub(REPEAT_MS), span.end().0])?;
    let mut found = BTreeMap::new();
    let mut customer = String::new();
    let mut seen: Vec<(String, i64)> = Vec::new();
    let mut first: Option<i64> = None;
    while let Some(row) = rows.next()? {
        let damaged = |_| StoreError::damaged("phone or product of a case");
        let phone = row.get_ref(1)?.as_str().map_err(damaged)?;
        if phone != customer {
            phone.clone_into(&mut customer);
            seen.clear();
            first = None;
        }
        let product = row.get_ref(2)?.as_str().map_err(damaged)?;
        let at: i64 = row.get(3)?;
        if at >= span.from.0 {
            let again =
                !product.is_empty() && seen.iter().any(|(known, before)| known == product && at - before <= REPEAT_MS);
            let id = *first.get_or_insert(row.get(0)?);
            *found.entry(id).or_insert(false) |= again;
        }
        seen.push((product.to_owned(), at));
    }
    Ok(found)
}

/// What the first case of a customer contributes.
pub(super) fn item(case: &Measure, repeated: bool) -> Item {
    Item::whether(case.received_at, repeated)
}
