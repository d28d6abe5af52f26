//! The tables that lists read: written with every event, rebuilt from the events at any time with the same result.

use std::sync::Arc;

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::grams;
use super::list;
use super::request::{CaseId, Duplicate, DuplicateProbe, SameBy};
use super::{Database, StoreError, history, measure_row, registers, returns, service};
use crate::clock::case_clock::{CaseClocks, span_clock};
use crate::clock::procedure_clock::{ProcedureClock, procedure_clocks};
use crate::domain::judge;
use crate::domain::organisation::{Organisation, Territory};
use crate::domain::phone::Phone;
use crate::domain::places::Places;
use crate::domain::procedure::{Procedure, has_ended, template_of};
use crate::domain::stage::{Level, Occurrence, Priority};
use crate::domain::{Case, Facts, Field};
use crate::figures::kpi::Measure;
use crate::rulebook::RuleBook;

/// Whether a case has a row already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    New,
    Again,
}

/// What a row needs besides its case.
pub(super) struct Projector {
    books: std::collections::BTreeMap<(String, i64), Arc<RuleBook>>,
    book: Arc<RuleBook>,
    organisation: Arc<Organisation>,
    places: Arc<Places>,
    territory: Arc<Territory>,
}

impl Projector {
    pub(super) fn of(database: &Database) -> Self {
        Self {
            books: database.books.clone(),
            book: Arc::clone(&database.book),
            organisation: Arc::clone(&database.organisation),
            places: Arc::clone(&database.places),
            territory: Arc::clone(&database.territory),
        }
    }

    /// Writes the row and the search terms of a case.
    pub(super) fn write(&self, db: &Connection, id: CaseId, case: &Case, known: Known) -> Result<(), StoreError> {
        self.draw(case).write(db, id, known)
    }

    /// The row and the search terms of a case.
    pub(super) fn draw(&self, case: &Case) -> Drawn {
        let book = self.book_of(case);
        let facts = &case.facts;
        let serial = facts.word(Field::Serial).to_uppercase();
        let customer = facts.word(Field::CustomerName);
        // The same texts as `list::searched_texts` takes from the row.
        let texts = [
            &case.number,
            customer,
            facts.word(Field::Phone),
            facts.word(Field::Address),
            facts.word(Field::Category),
            facts.word(Field::Model),
            facts.word(Field::Batch),
            &serial,
            facts.word(Field::Symptoms),
            facts.word(Field::Description),
        ];
        let terms = grams::index_terms(texts.into_iter(), customer);
        let region = self.region(case, facts);
        let measured = measure_row::measured(case, book);
        let measure = measured.as_ref().map(|measured| measure_row::draw(case, measured, (book, &region)));
        Drawn {
            row: self.row(case, serial, (book, region, measured.as_ref())),
            measure,
            terms,
            running: running(case, book),
            stage_mark: stage_mark(case, book),
            returned: returns::draw(case),
            started: service::draw(case),
        }
    }

    /// What the KPI book counts of a case.
    pub(super) fn measure(&self, case: &Case) -> Option<Vec<Value>> {
        let book = self.book_of(case);
        let measured = measure_row::measured(case, book)?;
        Some(measure_row::draw(case, &measured, (book, &self.region(case, &case.facts))))
    }

    fn book_of(&self, case: &Case) -> &RuleBook {
        self.books.get(&(case.rule_book.clone(), case.rule_version)).unwrap_or(&self.book)
    }

    fn row(
        &self,
        case: &Case,
        serial: String,
        (book, region, measured): (&RuleBook, String, Option<&Measure>),
    ) -> Vec<Value> {
        let facts = &case.facts;
        let next = CaseClocks::of(case, &book.rules, &book.clockwork).next();
        let main = case.merged_into();
        // K02 itself: what is merged counts with its main case (kpi 5.1.9), without a limit a case counts neither as on time
        // nor as late (X6), and one that was taken up again is open once more (rule 8).
        let promise = measured.and_then(|measure| measure.limits.due);
        let answered = measured.filter(|measure| measure.closings.last.is_some());
        let on_time = answered.zip(promise).map(|(measure, due)| measure.is_closed_by(due) && measure.is_settled());
        let urgent = judge::priority(facts, &book.rules) == Priority::Urgent && case.is_open();
        let escalated = facts.level == Level::National || !facts.exposure.is_empty();
        let warned = case.span().is_some_and(|span| span.warned_at.is_some());
        let word = |field| Value::from(facts.word(field).to_owned());
        vec![
            case.number.clone().into(),
            case.revision.into(),
            facts.received_at.0.into(),
            case.spans.first().and_then(|span| span.to).unwrap_or(facts.received_at).0.into(),
            case.logged_by.clone().into(),
            word(Field::CustomerName),
            word(Field::Phone),
            phone_key(facts.word(Field::Phone)).into(),
            word(Field::Address),
            grams::squeeze(facts.word(Field::Address)).into(),
            word(Field::Category),
            word(Field::Model),
            word(Field::Batch),
            serial.into(),
            word(Field::ExternalNumber),
            word(Field::Symptoms),
            word(Field::Description),
            word(Field::Channel),
            facts.class.word().to_owned().into(),
            facts.level.word().to_owned().into(),
            facts.grade.map(|grade| grade.word().to_owned()).into(),
            case.stage.word().to_owned().into(),
            case.round.into(),
            case.is_open().into(),
            urgent.into(),
            escalated.into(),
            (facts.occurrence == Occurrence::SameBatch).into(),
            region.into(),
            case.branch.map(|branch| branch.0).into(),
            case.first.map(|person| person.0).into(),
            next.map(|next| next.from.0).into(),
            next.and_then(|next| next.warn_at).map(|at| at.0).into(),
            next.and_then(|next| next.due).map(|at| at.0).into(),
            case.waiting().filter(|_| main.is_none()).map(|pause| pause.reason.clone()).into(),
            warned.into(),
            case.closing.as_ref().map(|closing| closing.at.0).into(),
            promise.map(|at| at.0).into(),
            on_time.into(),
            case.rule_book.clone().into(),
            case.rule_version.into(),
            facts.vip.into(),
            facts.international.into(),
            main.map(str::to_owned).into(),
        ]
    }

    /// The region of the branch in charge, else of the branch named at intake, else of the branch that owns the address,
    /// else of its province. A company draws its regions through branches, not through provinces.
    fn region(&self, case: &Case, facts: &Facts) -> String {
        let branch = case.branch.and_then(|id| self.organisation.branch(id));
        let proposed = || self.organisation.branch_named(facts.word(Field::Branch));
        if let Some(branch) = branch.or_else(proposed) {
            return branch.region.clone();
        }
        let address = facts.word(Field::Address);
        if address.is_empty() {
            return String::new();
        }
        let found = self.places.recognise(address);
        let owner = self.territory.owner(&found, facts.word(Field::Category), facts.received_at.date());
        let region = owner.and_then(|(id, _)| self.organisation.branch(id)).map(|branch| branch.region.clone());
        region.or_else(|| self.places.region_of(address)).unwrap_or_default()
    }
}

const INSERT_ROW: &str = "INSERT OR REPLACE INTO case_row ( \
    id, number, revision, received_at, logged_at, owner, customer, phone, phone_key, address, address_key, \
    category, model, batch, serial, external, symptoms, description, channel, class, level, grade, stage, round, \
    open, urgent, escalated, batch_hint, region, branch, person, clock_from, warn_at, due_at, paused, warned, \
    closed_at, promise_at, on_time, rule_book, rule_version, vip, international, main) \
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, \
    ?, ?, ?, ?, ?, ?, ?, ?)";

/// The procedures that run, by their keys, with the next due time of each.
fn running(case: &Case, book: &RuleBook) -> Vec<(String, Option<i64>)> {
    let rules = &book.rules;
    let runs = |procedure: &&Procedure| template_of(rules, procedure).is_some_and(|known| !has_ended(known, procedure));
    let mut running = case.procedures.iter().filter(runs).peekable();
    // What a merged case still has open is led on in its main case.
    if running.peek().is_none() || case.merged_into().is_some() {
        return Vec::new();
    }
    let clocks = procedure_clocks(case, rules, &book.clockwork);
    let due = |clock: &ProcedureClock| clock.clock.as_ref().and_then(|clock| clock.deadline.due).map(|due| due.0);
    let next = |id: u32| {
        let own = clocks.iter().filter(|clock| clock.of.procedure() == Some(id) && clock.is_open());
        own.filter_map(due).min()
    };
    running.map(|procedure| (procedure.key.clone(), next(procedure.id))).collect()
}

/// The warning mark of the running stage, as long as nobody was warned of it (F01).
fn stage_mark(case: &Case, book: &RuleBook) -> Option<i64> {
    let span = case.span().filter(|span| case.is_open() && span.warned_at.is_none())?;
    span_clock(case, span, &book.rules, &book.clockwork)?.deadline.warn_at.map(|at| at.0)
}

/// The rows of a case, their key left out, the terms it is found by, what runs beside its stages, and what came back signed.
pub(super) struct Drawn {
    row: Vec<Value>,
    measure: Option<Vec<Value>>,
    terms: String,
    running: Vec<(String, Option<i64>)>,
    stage_mark: Option<i64>,
    returned: Vec<Vec<Value>>,
    started: Option<String>,
}

impl Drawn {
    /// Writes them all.
    pub(super) fn write(self, db: &Connection, id: CaseId, known: Known) -> Result<(), StoreError> {
        let values = std::iter::once(Value::from(id.0)).chain(self.row);
        db.prepare_cached(INSERT_ROW)?.execute(params_from_iter(values))?;
        measure_row::write(db, id, self.measure)?;
        if known == Known::Again {
            db.prepare_cached("DELETE FROM case_fts WHERE rowid = ?")?.execute([id.0])?;
            db.prepare_cached("DELETE FROM procedure_row WHERE case_id = ?")?.execute([id.0])?;
            db.prepare_cached("DELETE FROM stage_mark WHERE case_id = ?")?.execute([id.0])?;
            db.prepare_cached("DELETE FROM returned_row WHERE case_id = ?")?.execute([id.0])?;
        }
        returns::write(db, id, self.returned)?;
        if known == Known::Again || self.started.is_some() {
            service::write(db, id, self.started.as_deref())?;
        }
        db.prepare_cached("INSERT INTO case_fts (rowid, grams) VALUES (?, ?)")?.execute((id.0, self.terms))?;
        for (key, due) in self.running {
            let insert = "INSERT INTO procedure_row (case_id, key, due_at) VALUES (?, ?, ?)";
            db.prepare_cached(insert)?.execute((id.0, key, due))?;
        }
        if let Some(mark) = self.stage_mark {
            db.prepare_cached("INSERT INTO stage_mark (case_id, warn_at) VALUES (?, ?)")?.execute((id.0, mark))?;
        }
        Ok(())
    }
}

/// The digits by which two phones are the same; short fragments are none.
pub(super) fn phone_key(phone: &str) -> String {
    let digits = Phone::parse(phone).digits();
    if digits.len() >= 7 { digits } else { String::new() }
}

/// Cases of the last days with the same phone, serial number or address (a15).
pub(super) fn duplicates(database: &Database, probe: &DuplicateProbe) -> Result<Vec<Duplicate>, StoreError> {
    let from = probe.at.plus_minutes(-database.book.rules.duplicate_days * 24 * 60).0;
    let keys = [
        (SameBy::Phone, "phone_key", phone_key(&probe.phone)),
        (SameBy::Serial, "serial", probe.serial.trim().to_uppercase()),
        (SameBy::Address, "address_key", grams::squeeze(&probe.address)),
    ];
    let mut found: Vec<Duplicate> = Vec::new();
    for (same, column, key) in keys {
        // A bare "浙江省" is no address: too many people live there.
        if key.is_empty() || (same == SameBy::Address && key.chars().count() < 8) {
            continue;
        }
        let condition =
            format!("r.{column} = ? AND r.{column} <> '' AND r.received_at >= ? ORDER BY r.received_at DESC LIMIT 20");
        for row in list::rows_where(database, &condition, &[Value::from(key), Value::from(from)])? {
            match found.iter_mut().find(|known| known.id == row.id) {
                Some(known) => known.same.push(same),
                None => found.push(Duplicate { id: row.id, same: vec![same], row }),
            }
        }
    }
    found.sort_by_key(|duplicate| {
        (std::cmp::Reverse(duplicate.same.len()), std::cmp::Reverse(duplicate.row.received_at))
    });
    Ok(found)
}

/// Marks VIPs in a file from before they were marked in its rows (D08).
pub(super) fn mark_customers(database: &mut Database) -> Result<(), StoreError> {
    let projector = Projector::of(database);
    let transaction = database.begin()?;
    let ids: Vec<i64> = transaction
        .prepare("SELECT DISTINCT case_id FROM event WHERE body LIKE '%\"vip\"%'")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for id in ids {
        let case = history::replay(&history::of(&transaction, CaseId(id))?)?;
        projector.write(&transaction, CaseId(id), &case, Known::Again)?;
    }
    Ok(transaction.commit()?)
}

/// Drops every row and term and writes them anew from the events.
pub(super) fn rebuild(database: &mut Database) -> Result<i64, StoreError> {
    database.columns.clear();
    let projector = Projector::of(database);
    let transaction = database.begin()?;
    transaction.execute_batch(
        "DELETE FROM case_row; DELETE FROM case_measure; DELETE FROM procedure_row; DELETE FROM stage_mark; \
         DELETE FROM returned_row; DELETE FROM service_row; DELETE FROM measure_block; DELETE FROM ledger_seq; \
         INSERT INTO case_fts (case_fts) VALUES ('delete-all');",
    )?;
    let ids: Vec<i64> = transaction
        .prepare("SELECT DISTINCT case_id FROM event WHERE case_id > 0 ORDER BY case_id")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for &id in &ids {
        let case = history::replay(&history::of(&transaction, CaseId(id))?)?;
        projector.write(&transaction, CaseId(id), &case, Known::New)?;
    }
    registers::rebuild(&transaction)?;
    transaction.commit()?;
    Ok(i64::try_from(ids.len()).unwrap_or(i64::MAX))
}
