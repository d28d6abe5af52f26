//! Which way imports run between the folders of `src`, and which crates stay in one of them.

use crate::sources::{Source, program, take_apart};

/// A folder and the folders it may use.
const MAY_USE: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("clock", &["domain"]),
    ("figures", &["domain"]),
    ("rulebook", &["domain", "clock"]),
    ("store", &["domain", "clock", "rulebook", "figures"]),
    ("charts", &["domain", "figures"]),
    ("paper", &["domain", "figures", "charts"]),
    ("exchange", &["domain"]),
    ("text", &[]),
    ("ui", &["domain", "clock", "figures", "rulebook", "store", "charts", "paper", "exchange", "text"]),
    ("app", EVERY),
    ("cli", EVERY),
];

const EVERY: &[&str] =
    &["domain", "clock", "figures", "rulebook", "store", "charts", "paper", "exchange", "text", "ui", "app", "cli"];

/// Crates that only the named folders may name.
const KEPT: &[(&str, &[&str])] = &[
    ("rusqlite", &["store"]),
    ("refinery", &["store"]),
    ("toml", &["rulebook", "exchange"]),
    ("printpdf", &["paper"]),
    ("lopdf", &["paper"]),
    ("ttf_parser", &["paper", "charts"]),
    ("qrcode", &["paper"]),
    ("rxing", &["paper"]),
    ("plotters", &["charts"]),
    ("plotters_backend", &["charts"]),
    ("calamine", &["exchange"]),
    ("rust_xlsxwriter", &["exchange"]),
    ("csv", &["exchange"]),
    ("encoding_rs", &["exchange"]),
    ("chardetng", &["exchange"]),
    ("zip", &["exchange"]),
    ("fluent", &["text"]),
    ("i18n_embed", &["text"]),
    ("i18n_embed_fl", &["text"]),
    ("egui", &["ui", "app"]),
    ("eframe", &["app"]),
    ("rfd", &["app"]),
    ("clap", &["cli"]),
];

/// Crates a pure folder must not name.
const NOT_IN: &[(&str, &[&str])] = &[
    ("serde", &["domain", "clock", "figures"]),
    ("serde_json", &["domain", "clock", "figures"]),
    ("tracing", &["domain", "clock", "figures"]),
];

/// Macros that stand at the root of the package, and the folder each belongs to.
const MACROS: &[(&str, &str)] = &[("words", "domain"), ("t", "text")];

#[test]
fn imports_run_only_downwards() {
    let faults: Vec<String> = program().iter().flat_map(imports_against_the_house).collect();
    assert!(faults.is_empty(), "against the table of the house:\n{}", faults.join("\n"));
}

#[test]
fn screens_see_only_what_the_store_hands_out() {
    let faults: Vec<String> = program()
        .iter()
        .filter(|source| source.module().first() == Some(&"ui"))
        .flat_map(|source| {
            let inside = references(source).into_iter().filter(|(path, _)| {
                path.first().is_some_and(|part| part == "store")
                    && path.get(1).is_some_and(|part| part.starts_with(char::is_lowercase) && path.len() > 2)
            });
            inside.map(|(path, at)| at_line(source, at, &path.join("::"))).collect::<Vec<_>>()
        })
        .collect();
    assert!(faults.is_empty(), "inside of the store:\n{}", faults.join("\n"));
}

#[test]
fn each_crate_stays_in_its_folder() {
    let mut faults = Vec::new();
    for source in program() {
        let Some(&layer) = source.module().first() else { continue };
        for (name, homes) in KEPT {
            if !homes.contains(&layer) {
                faults.extend(uses_of(&source, name));
            }
        }
        for (name, strangers) in NOT_IN {
            if strangers.contains(&layer) {
                faults.extend(uses_of(&source, name));
            }
        }
    }
    assert!(faults.is_empty(), "used outside its folder:\n{}", faults.join("\n"));
}

fn imports_against_the_house(source: &Source) -> Vec<String> {
    let Some(&layer) = source.module().first() else { return Vec::new() };
    let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == layer) else {
        return vec![format!("{}: a folder the house does not know", source.path)];
    };
    references(source)
        .into_iter()
        .filter_map(|(path, at)| {
            let first = path.first()?;
            let target = MACROS.iter().find(|(name, _)| name == first).map_or(first.as_str(), |(_, layer)| layer);
            let wrong = EVERY.contains(&target) && target != layer && !allowed.contains(&target);
            wrong.then(|| at_line(source, at, &path.join("::")))
        })
        .collect()
}

fn at_line(source: &Source, at: usize, what: &str) -> String {
    format!("{}:{} {what}", source.path, source.line_of(at))
}

/// Paths from the root of the package that a file names, with their places. Groups in braces are unfolded.
fn references(source: &Source) -> Vec<(Vec<String>, usize)> {
    let code = &source.code;
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::").chain(code.match_indices("kesu::")) {
        if whole_word(code, at) {
            let start = at + code[at..].find("::").map_or(0, |tick| tick + 2);
            unfold(&code[start..], &[], &mut found, at);
        }
    }
    let depth = source.module().len();
    for (at, _) in code.match_indices("super::") {
        if whole_word(code, at) && !code[..at].ends_with("super::") {
            let tail = code[at..].trim_start_matches("super::");
            if (code[at..].len() - tail.len()) / "super::".len() == depth {
                unfold(tail, &[], &mut found, at);
            }
        }
    }
    found
}

fn whole_word(code: &str, at: usize) -> bool {
    !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$')
}

/// Follows one path, or every path of a group, to its end. Gives how much it read.
fn unfold(code: &str, before: &[String], found: &mut Vec<(Vec<String>, usize)>, at: usize) -> usize {
    let mut path = before.to_vec();
    let mut read = 0;
    loop {
        read += code[read..].len() - code[read..].trim_start().len();
        if code[read..].starts_with('{') {
            read += 1;
            loop {
                read += unfold(&code[read..], &path, found, at);
                read += code[read..].len() - code[read..].trim_start().len();
                match code[read..].chars().next() {
                    Some(',') => read += 1,
                    Some('}') => return read + 1,
                    _ => return read,
                }
                if code[read..].trim_start().starts_with('}') {
                    return read + code[read..].find('}').map_or(0, |end| end + 1);
                }
            }
        }
        let word = code[read..].find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(code.len() - read);
        if word > 0 {
            path.push(code[read..read + word].to_owned());
            read += word;
        }
        if word > 0 && code[read..].starts_with("::") {
            read += 2;
            continue;
        }
        found.push((path, at));
        let renamed = code[read..].trim_start().strip_prefix("as ").map(str::trim_start);
        if let Some(tail) = renamed {
            let word = tail.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(tail.len());
            read = code.len() - tail.len() + word;
        }
        return read;
    }
}

/// Places where a file names a crate: `name::…`, `use name;`, `use name as`.
fn uses_of(source: &Source, name: &str) -> Vec<String> {
    let code = &source.code;
    code.match_indices(name)
        .filter(|(at, _)| {
            let (before, after) = (&code[..*at], &code[at + name.len()..]);
            let path = after.starts_with("::") && !before.ends_with("::");
            let import = before.ends_with("use ") && after.starts_with([';', ' ']);
            whole_word(code, *at) && (path || import)
        })
        .map(|(at, _)| at_line(source, at, name))
        .collect()
}

#[test]
fn a_wrong_import_would_be_found() {
    let check = |path: &str, text: &str| imports_against_the_house(&take_apart(path.into(), text).0).len();
    assert_eq!(check("src/domain/case.rs", "use crate::domain::Stamp;\nuse crate::words;"), 0);
    assert_eq!(check("src/domain/case.rs", "use crate::clock::Deadline;"), 1);
    assert_eq!(check("src/clock/mod.rs", "fn f(x: &crate::rulebook::Book) {}"), 1);
    assert_eq!(check("src/clock/mod.rs", "use crate::{domain::{Stamp, time::{Day}}, store::Request as Ask, text};"), 2);
    assert_eq!(check("src/clock/week.rs", "use super::super::ui::theme;"), 1);
    assert_eq!(check("src/ui/widgets/chip.rs", "use super::super::theme; use super::paint;"), 0);
    assert_eq!(
        check("src/exchange/mod.rs", "// crate::store\n#[cfg(test)]\nmod tests { use crate::store::Store; }"),
        0
    );
    assert_eq!(check("src/nowhere/mod.rs", ""), 1);
    let (source, _) = take_apart("src/ui/x.rs".into(), "use rusqlite::Row; fn toml() {} use rfd; my::csv::x();");
    assert_eq!(uses_of(&source, "rusqlite").len(), 1);
    assert_eq!(uses_of(&source, "rfd").len(), 1);
    assert_eq!(uses_of(&source, "toml").len() + uses_of(&source, "csv").len(), 0);
}
