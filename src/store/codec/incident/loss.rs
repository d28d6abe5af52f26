//! Lines of the loss list as stored: the entry with what was worked out for it.

use serde_json::Value;

use super::super::body::{Body, Stored};
use super::Read;
use crate::domain::Fen;
use crate::domain::incident::loss::{InjuryItem, Proof};
use crate::domain::incident::{InjuryLine, LossCategory, LossEntry, LossLine, Month, Portion};

pub(super) fn write_line(line: &LossLine, out: &mut Body) {
    let entry = &line.entry;
    out.text("category", entry.category.word()).text("name", &entry.name).text("spec", &entry.spec);
    out.text("unit", &entry.unit).whole("hundredths", entry.hundredths);
    out.maybe_whole("bought_year", entry.bought.map(|month| i64::from(month.year)));
    out.maybe_whole("bought_month", entry.bought.map(|month| i64::from(month.month)));
    out.text("proof", entry.proof.word()).text("goods", &entry.goods).fen("unit_price", entry.unit_price);
    out.maybe_whole("newness", entry.newness.map(|portion| i64::from(portion.0)));
    out.whole("damage", i64::from(entry.damage.0)).fen("salvage", entry.salvage).fen("claimed", entry.claimed);
    out.maybe_whole("put", entry.assessed.map(|amount| amount.0)).text("why", &entry.reason);
    out.0.insert("photos".to_owned(), entry.photos.iter().copied().map(Value::from).collect());
    out.text("note", &entry.note).whole("by_table", i64::from(line.by_table.0));
    out.fen("by_formula", line.by_formula).fen("assessed", line.assessed);
}

pub(super) fn read_line(body: &Stored<'_>) -> Read<LossLine> {
    let bought = match (body.maybe_whole("bought_year"), body.maybe_count("bought_month")?) {
        (Some(year), Some(month)) => {
            Some(Month { year: i32::try_from(year).map_err(|_error| body.missing("bought_year"))?, month })
        }
        _ => None,
    };
    Ok(LossLine {
        entry: LossEntry {
            category: body.word("category", LossCategory::from_word)?,
            name: body.text("name")?,
            spec: body.text("spec")?,
            unit: body.text("unit")?,
            hundredths: body.whole("hundredths")?,
            bought,
            proof: body.word("proof", Proof::from_word)?,
            goods: body.text("goods")?,
            unit_price: body.fen("unit_price")?,
            newness: body.maybe_count("newness")?.map(Portion),
            damage: Portion(body.count("damage")?),
            salvage: body.fen("salvage")?,
            claimed: body.fen("claimed")?,
            assessed: body.maybe_whole("put").map(Fen),
            reason: body.text("why")?,
            photos: body.numbers("photos")?,
            note: body.text("note")?,
        },
        by_table: Portion(body.count("by_table")?),
        by_formula: body.fen("by_formula")?,
        assessed: body.fen("assessed")?,
    })
}

pub(super) fn write_injury(line: &InjuryLine, out: &mut Body) {
    out.text("person", &line.person).text("item", line.item.word()).text("basis", &line.basis);
    out.whole("receipts", i64::from(line.receipts)).fen("claimed", line.claimed).fen("assessed", line.assessed);
    out.text("note", &line.note);
}

pub(super) fn read_injury(body: &Stored<'_>) -> Read<InjuryLine> {
    Ok(InjuryLine {
        person: body.text("person")?,
        item: body.word("item", InjuryItem::from_word)?,
        basis: body.text("basis")?,
        receipts: body.count("receipts")?,
        claimed: body.fen("claimed")?,
        assessed: body.fen("assessed")?,
        note: body.text("note")?,
    })
}
