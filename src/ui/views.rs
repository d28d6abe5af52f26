//! Saved views as text: what a list shows, without the moment and the person.

mod figure;

use std::fmt::Write;

use crate::domain::stage::{InfoClass, Level, Stage};
use crate::domain::{BranchId, Stamp};
use crate::figures::dashboard::Standing;
use crate::store::{By, CaseId, CustomerKind, Filter, ListQuery, Sort, View};

/// Stands for the region of cases that have none.
const NO_REGION: &str = "-";
/// Begins each cell of a figure.
const CELL: &str = ":";

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
    add("customer", filter.customer.map(CustomerKind::word));
    add("stage", filter.stage.map(Stage::word));
    add("branch", filter.branch.map(|branch| branch.0.to_string()).as_deref());
    let stamp = |at: Option<Stamp>| at.map(|at| at.0.to_string());
    add("from", stamp(filter.from).as_deref());
    add("to", stamp(filter.to).as_deref());
    add("due_from", stamp(filter.due_from).as_deref());
    add("due_to", stamp(filter.due_to).as_deref());
    add("on_time", filter.on_time.map(|on_time| on_time.to_string()).as_deref());
    add("overdue", filter.overdue_minutes.map(|(over, most)| format!("{over} {most}")).as_deref());
    for region in &filter.regions {
        // A mark of a chart can stand for the cases without a region.
        add("regions", Some(if region.is_empty() { NO_REGION } else { region }));
    }
    add("counted", filter.counted.then_some("true"));
    add("category", filter.category.as_deref());
    add("channel", filter.channel.as_deref());
    add("standing", filter.standing.map(Standing::word));
    for cell in &filter.cells {
        // A cell may be the one of cases that do not say, so its line is never left out.
        let words: Vec<String> = cell.iter().map(|word| word.replace(['\n', '\t'], " ")).collect();
        add("cells", Some(&format!("{CELL}{}", words.join("\t"))));
    }
    add("procedure", filter.procedure.as_deref());
    let only: Vec<String> = filter.only.iter().map(|case| case.0.to_string()).collect();
    add("only", Some(&only.join(" ")));
    if let Some(key) = &filter.figure {
        figure::write(&mut text, key);
    }
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
        customer: value("customer").and_then(CustomerKind::from_word),
        stage: value("stage").and_then(Stage::from_word),
        branch: value("branch").and_then(|id| id.parse().ok()).map(BranchId),
        from: value("from").and_then(stamp),
        to: value("to").and_then(stamp),
        on_time: value("on_time").and_then(|word| word.parse().ok()),
        overdue_minutes: value("overdue")
            .and_then(|pair| pair.split_once(' '))
            .and_then(|(over, most)| Some((over.parse().ok()?, most.parse().ok()?))),
        regions: text
            .lines()
            .filter_map(|line| line.strip_prefix("regions="))
            .map(|region| if region == NO_REGION { String::new() } else { region.to_owned() })
            .collect(),
        due_from: value("due_from").and_then(stamp),
        due_to: value("due_to").and_then(stamp),
        counted: value("counted").is_some(),
        category: value("category").map(str::to_owned),
        channel: value("channel").map(str::to_owned),
        figure: figure::read(text),
        cells: text
            .lines()
            .filter_map(|line| line.strip_prefix("cells=")?.strip_prefix(CELL))
            .map(|cell| cell.split('\t').map(str::to_owned).collect())
            .collect(),
        standing: value("standing").and_then(Standing::from_word),
        procedure: value("procedure").map(str::to_owned),
        only: value("only")
            .unwrap_or_default()
            .split_whitespace()
            .filter_map(|id| id.parse().ok())
            .map(CaseId)
            .collect(),
    };
    query
}

fn stamp(text: &str) -> Option<Stamp> {
    text.parse().ok().map(Stamp)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saved_view_comes_back_equal() {
        let by = By { name: "周".to_owned(), now: Stamp(5) };
        let mut query = ListQuery::of(View::Handling, &by);
        query.search = "漏水 王".to_owned();
        query.filter.region = Some("华东".to_owned());
        query.filter.class = Some(InfoClass::MajorIncident);
        query.filter.branch = Some(BranchId(7));
        query.filter.level = Some(Level::National);
        query.filter.customer = Some(CustomerKind::International);
        query.filter.stage = Some(Stage::Reply);
        query.filter.from = Some(Stamp(1_000));
        query.filter.to = Some(Stamp(2_000));
        query.filter.on_time = Some(false);
        query.filter.overdue_minutes = Some((240, i64::MAX));
        query.filter.regions = vec!["华东".to_owned(), String::new()];
        query.filter.due_from = Some(Stamp(-3_000));
        query.filter.due_to = Some(Stamp(4_000));
        query.filter.counted = true;
        query.filter.category = Some("烟机".to_owned());
        query.filter.channel = Some("hotline".to_owned());
        query.filter.standing = Some(Standing::Stopped);
        query.filter.cells = vec![vec!["杭州".to_owned(), String::new()], vec![String::new()]];
        query.filter.procedure = Some("appeal".to_owned());
        query.filter.only = vec![CaseId(3), CaseId(8)];
        query.sort = Sort::Customer;
        query.descending = true;
        assert_eq!(read(&write(&query), &by), query);
        assert_eq!(read("nonsense", &by), ListQuery::of(View::Open, &by));
    }
}
