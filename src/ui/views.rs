//! Saved views as text: what a list shows, without the moment and the person.

use std::fmt::Write;

use crate::domain::BranchId;
use crate::domain::stage::{InfoClass, Level, Stage};
use crate::store::{By, Filter, ListQuery, Sort, View};

/// A query as one line of `key=value` pairs; values never hold a line break.
pub fn write(query: &ListQuery) -> String {
    let mut text = format!("view={}\nsort={}\ndescending={}\n", query.view.word(), query.sort.word(), query.descending);
    let filter = &query.filter;
    let mut add = |key: &str, value: Option<&str>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            // Writing into a String cannot fail.
            let _written = writeln!(text, "{key}={}", value.replace('\n', " "));
        }
    };
    add("search", Some(&query.search));
    add("region", filter.region.as_deref());
    add("class", filter.class.map(InfoClass::word));
    add("level", filter.level.map(Level::word));
    add("stage", filter.stage.map(Stage::word));
    add("branch", filter.branch.map(|branch| branch.0.to_string()).as_deref());
    text
}

/// The query a text stands for; what it does not say, or says in unknown words, is left at its default.
pub fn read(text: &str, by: &By) -> ListQuery {
    let value = |key: &str| {
        text.lines().find_map(|line| line.split_once('=').filter(|(found, _)| *found == key).map(|(_, value)| value))
    };
    let view = value("view").and_then(View::from_word).unwrap_or(View::Open);
    let mut query = ListQuery::of(view, by);
    query.sort = value("sort").and_then(Sort::from_word).unwrap_or(query.sort);
    query.descending = value("descending").map_or(query.descending, |word| word == "true");
    query.search = value("search").unwrap_or_default().to_owned();
    query.filter = Filter {
        region: value("region").map(str::to_owned),
        class: value("class").and_then(InfoClass::from_word),
        level: value("level").and_then(Level::from_word),
        stage: value("stage").and_then(Stage::from_word),
        branch: value("branch").and_then(|id| id.parse().ok()).map(BranchId),
        ..Filter::default()
    };
    query
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Stamp;

    #[test]
    fn a_saved_view_comes_back_equal() {
        let by = By { name: "周".to_owned(), now: Stamp(5) };
        let mut query = ListQuery::of(View::Handling, &by);
        query.search = "漏水 王".to_owned();
        query.filter.region = Some("华东".to_owned());
        query.filter.class = Some(InfoClass::MajorIncident);
        query.filter.branch = Some(BranchId(7));
        query.sort = Sort::Customer;
        query.descending = true;
        assert_eq!(read(&write(&query), &by), query);
        assert_eq!(read("nonsense", &by), ListQuery::of(View::Open, &by));
    }
}
