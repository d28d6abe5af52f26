//! No source file grows past what one can read in one go.

use crate::sources::{root, rust_files};

const MOST_LINES: usize = 600;

#[test]
fn no_source_file_is_longer_than_six_hundred_lines() {
    let mut long = Vec::new();
    for path in ["src", "tests", "benches"].into_iter().flat_map(rust_files) {
        let text = std::fs::read_to_string(root().join(&path)).expect("the sources are readable");
        let lines = text.lines().count();
        if lines > MOST_LINES {
            long.push(format!("{path}: {lines} lines"));
        }
    }
    assert!(long.is_empty(), "split by subject:\n{}", long.join("\n"));
}

#[test]
fn every_source_file_says_first_what_it_is_for() {
    let silent: Vec<String> = ["src", "tests", "benches"]
        .into_iter()
        .flat_map(rust_files)
        .filter(|path| {
            let text = std::fs::read_to_string(root().join(path)).expect("the sources are readable");
            let first = text.lines().next().unwrap_or_default();
            text.lines().count() > 3 && !first.starts_with("//! ") && !first.starts_with("#![doc = include_str!(")
        })
        .collect();
    assert!(silent.is_empty(), "no `//!` line at the top:\n{}", silent.join("\n"));
}
