//! What the compiler does not check of the screen texts: values left out, and texts nobody asks for.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::sources::{root, rust_files};

/// Ids of the Chinese texts with the names of their values.
fn texts() -> BTreeMap<String, BTreeSet<String>> {
    let file = fs::read_to_string(root().join("assets/i18n/zh-CN/kesu_desk.ftl")).expect("the texts are readable");
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut id = String::new();
    for line in file.lines() {
        if let Some((start, _)) = line.split_once(" =").filter(|_| line.starts_with(|c: char| c.is_ascii_alphabetic()))
        {
            id = start.to_owned();
            found.entry(id.clone()).or_default();
        }
        for part in line.split('$').skip(1) {
            let value: String = part.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            found.entry(id.clone()).or_default().insert(value);
        }
    }
    found
}

/// One `t!(…, "id")`, and whether values follow.
struct Asked {
    id: String,
    has_values: bool,
    at: usize,
}

fn asked(source: &str) -> Vec<Asked> {
    let mut found = Vec::new();
    for (at, _) in source.match_indices("t!(") {
        if source[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = &source[at + 3..];
        let Some((before, rest)) = rest.split_once('"') else { continue };
        let Some((id, rest)) = rest.split_once('"') else { continue };
        if before.contains(';') || id.contains(char::is_whitespace) {
            continue;
        }
        let rest = rest.trim_start().trim_start_matches(',').trim_start();
        found.push(Asked { id: id.to_owned(), has_values: !rest.starts_with(')'), at });
    }
    found
}

#[test]
fn no_text_with_values_is_asked_for_without_them() {
    let texts = texts();
    let mut faults = Vec::new();
    let mut seen = 0;
    for path in rust_files("src") {
        let source = fs::read_to_string(root().join(&path)).expect("the sources are readable");
        for Asked { id, has_values, at } in asked(&source) {
            let Some(values) = texts.get(&id) else { continue };
            seen += 1;
            if !values.is_empty() && !has_values {
                faults.push(format!("{path}:{} {id} needs {values:?}", 1 + source[..at].matches('\n').count()));
            }
        }
    }
    assert!(seen > 200, "the search finds what is asked for: {seen}");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_missing_value_would_be_found() {
    let source =
        "let a = t!(cx.texts, \"due-left\");\nlet b = t!(texts, \"due-left\", time = x);\nformat!(\"due-left\");";
    let found: Vec<(String, bool)> = asked(source).into_iter().map(|asked| (asked.id, asked.has_values)).collect();
    assert_eq!(found, [("due-left".to_owned(), false), ("due-left".to_owned(), true)]);
    assert_eq!(texts()["due-left"].len(), 1);
}

/// Lists looked up by [`kesu::text::Texts::name`]: `list-word` stands in no source.
fn lists(sources: &str) -> BTreeSet<String> {
    let calls = sources.split(".name(").skip(1).filter_map(|call| call.trim_start().strip_prefix('"'));
    let mut found: BTreeSet<String> =
        calls.filter_map(|call| call.split_once('"')).map(|(list, _)| format!("{list}-")).collect();
    // Named by the word of a field, or closed lists no screen shows yet.
    let others = ["demand-", "exposure-", "occurrence-", "verified-", "handled-state-", "track-", "priority-"];
    found.extend(others.map(str::to_owned));
    // Chosen from in entries of the incident file only.
    found.extend(["cause-mode-", "cover-", "loss-proof-", "signing-"].map(str::to_owned));
    found
}

/// Every text costs two translations; one that no source names is to be deleted.
#[test]
fn every_text_is_asked_for() {
    let sources: String = rust_files("src")
        .iter()
        .map(|path| fs::read_to_string(root().join(path)).expect("the sources are readable"))
        .collect();
    let lists = lists(&sources);
    let idle: Vec<String> = texts()
        .into_keys()
        .filter(|id| !sources.contains(&format!("\"{id}\"")) && !lists.iter().any(|list| id.starts_with(list)))
        .collect();
    assert!(idle.is_empty(), "texts nobody asks for: {idle:#?}");
}
