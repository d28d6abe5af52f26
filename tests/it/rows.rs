//! Every row of the written rules says what keeps it, or what is still missing: `tests/ref/rules.tsv`.

use std::path::Path;

/// The sections of the rules, each with the number of its rows.
const SECTIONS: [(char, usize); 13] = [
    ('A', 18),
    ('B', 19),
    ('C', 11),
    ('D', 8),
    ('E', 13),
    ('F', 8),
    ('G', 14),
    ('H', 14),
    ('I', 9),
    ('J', 17),
    ('L', 11),
    ('N', 2),
    ('Q', 8),
];

/// Whether the text names the row, not a longer word around it.
fn names(text: &str, id: &str) -> bool {
    let part = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
    text.match_indices(id)
        .any(|(at, _)| !part(text[..at].chars().next_back()) && !part(text[at + id.len()..].chars().next()))
}

#[test]
fn every_row_of_the_rules_is_kept_or_says_what_is_missing() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let table = std::fs::read_to_string(root.join("tests/ref/rules.tsv")).unwrap();
    let rows: Vec<Vec<&str>> =
        table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect()).collect();
    let wanted = SECTIONS.iter().flat_map(|(section, count)| (1..=*count).map(move |n| format!("{section}{n:02}")));
    let found: Vec<&str> = rows.iter().map(|row| row[0]).collect();
    assert_eq!(found, wanted.collect::<Vec<_>>(), "each row once, in order");
    for row in &rows {
        let [id, state, keeper] = row.as_slice() else { panic!("three columns: {row:?}") };
        match *state {
            "kept" | "data" => {
                let text = std::fs::read_to_string(root.join(keeper)).unwrap_or_default();
                assert!(names(&text, id), "{keeper} does not name {id}");
                assert_eq!(*state == "data", keeper.ends_with(".toml"), "{id}: a rule book keeps data");
            }
            "open" => assert!(keeper.len() > 30 && keeper.ends_with('.'), "{id}: a sentence says what is missing"),
            other => panic!("{id}: unknown state {other}"),
        }
    }
}
