//! Changes of the organisation as stored: a kind word and one JSON object with what stood before and after.

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use super::StoreError;
use crate::domain::organisation::{
    Branch, BranchId, Change, Duty, EntryId, Insurer, Outlet, Person, PersonId, Post, Rank, Role, Span, StandIn, Step,
};

/// The stored kind and body of a change.
pub(super) fn encode(change: &Change) -> (&'static str, String) {
    let (kind, body) = match change {
        Change::Region(step) => ("region", both(step, |name| json!({ "name": name }))),
        Change::Branch(step) => ("branch", both(step, branch)),
        Change::Person(step) => ("person", both(step, person)),
        Change::Outlet(step) => ("outlet", both(step, outlet)),
        Change::Post(step) => ("post", both(step, post)),
        Change::Duty(step) => ("duty", both(step, duty)),
        Change::StandIn(step) => ("stand_in", both(step, stand_in)),
        Change::Insurer(step) => ("insurer", both(step, insurer)),
    };
    (kind, body.to_string())
}

/// A stored change.
///
/// # Errors
/// [`StoreError::Damaged`] names what cannot be read; nothing is taken for a default.
pub(super) fn decode(kind: &str, body: &str) -> Result<Change, StoreError> {
    let value: Value = serde_json::from_str(body).map_err(|_error| missing(kind, "body"))?;
    Ok(match kind {
        "region" => Change::Region(step(kind, &value, |one| one.text("name"))?),
        "branch" => Change::Branch(step(kind, &value, branch_of)?),
        "person" => Change::Person(step(kind, &value, person_of)?),
        "outlet" => Change::Outlet(step(kind, &value, outlet_of)?),
        "post" => Change::Post(step(kind, &value, post_of)?),
        "duty" => Change::Duty(step(kind, &value, duty_of)?),
        "stand_in" => Change::StandIn(step(kind, &value, stand_in_of)?),
        "insurer" => Change::Insurer(step(kind, &value, insurer_of)?),
        _ => return Err(missing(kind, "kind")),
    })
}

fn missing(kind: &str, what: &str) -> StoreError {
    StoreError::damaged(format!("{what} in a change of the organisation ({kind})"))
}

fn both<T>(step: &Step<T>, body: impl Fn(&T) -> Value) -> Value {
    let mut map = Map::new();
    for (name, side) in [("before", &step.before), ("after", &step.after)] {
        if let Some(one) = side {
            map.insert(name.to_owned(), body(one));
        }
    }
    Value::Object(map)
}

fn branch(one: &Branch) -> Value {
    let mut body = json!({
        "id": one.id.0, "name": one.name, "code": one.code, "region": one.region,
        "areas": one.areas.join("、"), "products": one.products.join("、"),
    });
    span(&mut body, one.span);
    body
}

fn person(one: &Person) -> Value {
    let mut body = json!({
        "id": one.id.0, "name": one.name, "role": one.role.word(), "branch": one.branch.map(|id| id.0),
        "region": one.region, "phone": one.phone,
    });
    span(&mut body, one.span());
    body
}

fn outlet(one: &Outlet) -> Value {
    let mut body = json!({ "id": one.id.0, "name": one.name, "branch": one.branch.0, "phone": one.phone });
    let more = [("contact", &one.contact), ("address", &one.address), ("area", &one.area)];
    for (name, text) in more.into_iter().filter(|(_, text)| !text.is_empty()) {
        if let Some(map) = body.as_object_mut() {
            map.insert(name.to_owned(), text.clone().into());
        }
    }
    span(&mut body, one.span);
    body
}

fn post(one: &Post) -> Value {
    let mut body = json!({
        "id": one.id.0, "person": one.person.0, "role": one.role.word(), "branch": one.branch.map(|id| id.0),
        "region": one.region,
    });
    span(&mut body, one.span);
    body
}

fn duty(one: &Duty) -> Value {
    let mut body = json!({
        "id": one.id.0, "rank": one.rank.word(), "person": one.person.0, "branch": one.branch.0,
        "area": one.area, "product": one.product, "vip": one.vip.then_some("yes"),
    });
    span(&mut body, one.span);
    body
}

fn stand_in(one: &StandIn) -> Value {
    let mut body = json!({ "id": one.id.0, "person": one.person.0, "deputy": one.deputy.0 });
    span(&mut body, one.span);
    body
}

fn insurer(one: &Insurer) -> Value {
    json!({ "year": one.year, "name": one.name, "phone": one.phone })
}

/// Open ends are left out.
fn span(body: &mut Value, span: Span) {
    for (name, day) in [("from", span.from), ("to", span.to)] {
        if let (Some(day), Some(map)) = (day, body.as_object_mut()) {
            map.insert(name.to_owned(), day.to_string().into());
        }
    }
}

fn step<T>(
    kind: &str,
    value: &Value,
    read: impl Fn(&Side<'_>) -> Result<T, StoreError>,
) -> Result<Step<T>, StoreError> {
    let side = |name: &str| match value.get(name) {
        None => Ok(None),
        Some(Value::Object(map)) => read(&Side { kind, map }).map(Some),
        Some(_) => Err(missing(kind, name)),
    };
    Ok(Step { before: side("before")?, after: side("after")? })
}

/// What stood on one side of a change.
struct Side<'a> {
    kind: &'a str,
    map: &'a Map<String, Value>,
}

impl Side<'_> {
    fn text(&self, name: &str) -> Result<String, StoreError> {
        self.map.get(name).and_then(Value::as_str).map(str::to_owned).ok_or_else(|| missing(self.kind, name))
    }

    fn maybe_text(&self, name: &str) -> Result<Option<String>, StoreError> {
        match self.map.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(_) => self.text(name).map(Some),
        }
    }

    fn list(&self, name: &str) -> Result<Vec<String>, StoreError> {
        let text = self.text(name)?;
        Ok(text.split('、').filter(|one| !one.is_empty()).map(str::to_owned).collect())
    }

    fn whole(&self, name: &str) -> Result<i64, StoreError> {
        self.map.get(name).and_then(Value::as_i64).ok_or_else(|| missing(self.kind, name))
    }

    fn branch(&self) -> Result<Option<BranchId>, StoreError> {
        match self.map.get("branch") {
            None | Some(Value::Null) => Ok(None),
            Some(_) => self.whole("branch").map(|id| Some(BranchId(id))),
        }
    }

    fn word<T>(&self, name: &str, read: impl Fn(&str) -> Option<T>) -> Result<T, StoreError> {
        read(&self.text(name)?).ok_or_else(|| missing(self.kind, name))
    }

    fn span(&self) -> Result<Span, StoreError> {
        let day = |name: &str| -> Result<Option<NaiveDate>, StoreError> {
            let text = self.maybe_text(name)?;
            text.map(|text| text.parse().map_err(|_error| missing(self.kind, name))).transpose()
        };
        Ok(Span::new(day("from")?, day("to")?))
    }
}

fn branch_of(one: &Side<'_>) -> Result<Branch, StoreError> {
    Ok(Branch {
        id: BranchId(one.whole("id")?),
        name: one.text("name")?,
        code: one.text("code")?,
        region: one.text("region")?,
        areas: one.list("areas")?,
        products: one.list("products")?,
        span: one.span()?,
    })
}

fn person_of(one: &Side<'_>) -> Result<Person, StoreError> {
    let span = one.span()?;
    Ok(Person {
        id: PersonId(one.whole("id")?),
        name: one.text("name")?,
        role: one.word("role", Role::from_word)?,
        branch: one.branch()?,
        region: one.maybe_text("region")?,
        phone: one.text("phone")?,
        in_force_from: span.from,
        in_force_to: span.to,
    })
}

fn outlet_of(one: &Side<'_>) -> Result<Outlet, StoreError> {
    let branch = BranchId(one.whole("branch")?);
    let (name, phone) = (one.text("name")?, one.text("phone")?);
    let more = |name: &str| one.maybe_text(name).map(Option::unwrap_or_default);
    let (contact, address, area) = (more("contact")?, more("address")?, more("area")?);
    Ok(Outlet { id: EntryId(one.whole("id")?), name, branch, phone, contact, address, area, span: one.span()? })
}

fn post_of(one: &Side<'_>) -> Result<Post, StoreError> {
    Ok(Post {
        id: EntryId(one.whole("id")?),
        person: PersonId(one.whole("person")?),
        role: one.word("role", Role::from_word)?,
        branch: one.branch()?,
        region: one.maybe_text("region")?,
        span: one.span()?,
    })
}

fn duty_of(one: &Side<'_>) -> Result<Duty, StoreError> {
    Ok(Duty {
        id: EntryId(one.whole("id")?),
        rank: one.word("rank", Rank::from_word)?,
        person: PersonId(one.whole("person")?),
        branch: BranchId(one.whole("branch")?),
        area: one.maybe_text("area")?,
        product: one.maybe_text("product")?,
        vip: one.maybe_text("vip")?.is_some(),
        span: one.span()?,
    })
}

fn stand_in_of(one: &Side<'_>) -> Result<StandIn, StoreError> {
    let (person, deputy) = (PersonId(one.whole("person")?), PersonId(one.whole("deputy")?));
    Ok(StandIn { id: EntryId(one.whole("id")?), person, deputy, span: one.span()? })
}

fn insurer_of(one: &Side<'_>) -> Result<Insurer, StoreError> {
    let year = i32::try_from(one.whole("year")?).map_err(|_error| missing(one.kind, "year"))?;
    Ok(Insurer { year, name: one.text("name")?, phone: one.text("phone")? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn round_trip(change: &Change) {
        let (kind, body) = encode(change);
        assert_eq!(decode(kind, &body).unwrap(), *change, "{body}");
        let back = change.clone().back();
        let (kind, body) = encode(&back);
        assert_eq!(decode(kind, &body).unwrap(), back, "{body}");
    }

    #[test]
    fn every_change_comes_back_as_it_went_in() {
        let span = Span::new("2026-01-01".parse().ok(), "2026-12-31".parse().ok());
        let mut branch = Branch::new(BranchId(1), "苏州分部", "华东", vec!["苏州市".into(), "无锡市".into()]);
        let was = branch.clone();
        branch.code = "HD-SZ".to_owned();
        branch.products = vec!["热水器".to_owned()];
        branch.span = span;
        let (person, at, id) = (PersonId(2), BranchId(1), EntryId(9));
        let area = Some("昆山市".to_owned());
        let region = Some("华东".to_owned());
        let manager = Person {
            id: person,
            name: "沈嘉树".to_owned(),
            role: Role::FieldServiceManager,
            branch: Some(at),
            region: None,
            phone: "13900006082".to_owned(),
            in_force_from: span.from,
            in_force_to: None,
        };
        let [phone, contact, address] = ["13800001111", "邱店长", "苏州市城东路 1 号"].map(str::to_owned);
        let (name, served) = ("城东服务点".to_owned(), String::new());
        let outlet = Outlet { id, name, branch: at, phone, contact, address, area: served, span };
        for change in [
            Change::Region(Step::added("华东".to_owned())),
            Change::Branch(Step::changed(was, branch)),
            Change::Person(Step::added(manager)),
            Change::Outlet(Step::removed(outlet)),
            Change::Post(Step::added(Post { id, person, role: Role::AppealContact, branch: None, region, span })),
            Change::Duty(Step::added(Duty {
                id,
                rank: Rank::Second,
                person,
                branch: at,
                area,
                product: None,
                vip: true,
                span,
            })),
            Change::StandIn(Step::added(StandIn { id, person, deputy: PersonId(3), span })),
            Change::Insurer(Step::added(Insurer {
                year: 2026, name: "甲保险".to_owned(), phone: "95500".to_owned()
            })),
        ] {
            round_trip(&change);
        }
    }

    #[test]
    fn what_cannot_be_read_is_named_never_a_default() {
        for (kind, body, named) in [
            ("post", r#"{"after":{"id":1,"person":1,"role":"cook"}}"#, "role"),
            ("insurer", r#"{"after":{"year":"2026","name":"","phone":""}}"#, "year"),
            ("stand_in", r#"{"after":{"id":1,"person":1,"deputy":2,"from":"gestern"}}"#, "from"),
            ("region", r#"{"after":3}"#, "after"),
            ("planet", "{}", "kind"),
            ("region", "nothing", "body"),
        ] {
            let error = decode(kind, body).unwrap_err().to_string();
            assert!(error.contains(named), "{error}");
        }
    }
}
