//! The program's own sources, taken apart for the tests of its shape: code, string literals, tests cut off.

use std::fs;
use std::path::{Path, PathBuf};

/// One source file. Comments and the contents of literals are blanked in `code`; lines keep their numbers.
pub struct Source {
    /// Path below the package, with forward slashes.
    pub path: String,
    /// The code without tests, comments and the contents of literals.
    pub code: String,
    /// String literals outside tests, with the line each begins on.
    pub literals: Vec<(usize, String)>,
}

impl Source {
    /// Path of the module below the package: `src/ui/widgets/chip.rs` is `["ui", "widgets", "chip"]`.
    pub fn module(&self) -> Vec<&str> {
        let inner = self.path.trim_start_matches("src/").trim_end_matches(".rs");
        inner.split('/').filter(|part| !matches!(*part, "mod" | "lib" | "main")).collect()
    }

    /// Line on which the byte `at` of the code stands.
    pub fn line_of(&self, at: usize) -> usize {
        1 + self.code[..at].matches('\n').count()
    }
}

/// The folder of the package.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file below `folder`, in order of paths.
pub fn rust_files(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    collect(&root().join(folder), folder, &mut found);
    found.sort();
    found
}

fn collect(folder: &Path, name: &str, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("the sources are readable") {
        let entry = entry.expect("the sources are readable");
        let path = format!("{name}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(&entry.path(), &path, found);
        } else if path.ends_with(".rs") {
            found.push(path);
        }
    }
}

/// All of `src` without test code: no test files, no test modules inside other files.
pub fn program() -> Vec<Source> {
    let read = |path: String| {
        let text = fs::read_to_string(root().join(&path)).expect("the sources are readable");
        take_apart(path, &text)
    };
    let (sources, test_paths): (Vec<_>, Vec<_>) = rust_files("src").into_iter().map(read).unzip();
    let test_paths: Vec<String> = test_paths.into_iter().flatten().collect();
    let in_tests = |path: &str| {
        test_paths.iter().any(|test| path == format!("{test}.rs") || path.starts_with(&format!("{test}/")))
    };
    sources.into_iter().filter(|source: &Source| !in_tests(&source.path)).collect()
}

/// Takes a file apart. Also gives the paths, without `.rs`, of the test modules it declares.
pub fn take_apart(path: String, text: &str) -> (Source, Vec<String>) {
    let (code, literals) = lex(text);
    let (code, cut, declared) = without_tests(&code);
    let home = match path.strip_suffix("/mod.rs") {
        Some(home) => home.to_owned(),
        None => path.trim_end_matches(".rs").trim_end_matches("/lib").trim_end_matches("/main").to_owned(),
    };
    let test_paths = declared.into_iter().map(|name| format!("{home}/{name}")).collect();
    let kept = |at: usize| !cut.iter().any(|range| range.contains(&at));
    let line = |at: usize| 1 + text[..at].matches('\n').count();
    let literals = literals.into_iter().filter(|(at, _)| kept(*at)).map(|(at, words)| (line(at), words)).collect();
    (Source { path, code, literals }, test_paths)
}

/// Code with comments and contents of literals blanked byte for byte, and the string literals with their places.
fn lex(text: &str) -> (String, Vec<(usize, String)>) {
    let mut code = String::with_capacity(text.len());
    let mut literals = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let fresh = !code.ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let (long, keep) = if rest.starts_with("//") {
            (rest.find('\n').unwrap_or(rest.len()), false)
        } else if rest.starts_with("/*") {
            (block_comment(rest), false)
        } else if let Some((open, long)) = string_literal(rest, fresh) {
            literals.push((at, rest[open..long].to_owned()));
            (long, false)
        } else if rest.starts_with('\'') {
            let long = char_literal(rest);
            (long, long == 1)
        } else {
            (rest.chars().next().map_or(1, char::len_utf8), true)
        };
        if keep {
            code.push_str(&rest[..long]);
        } else {
            code.extend(rest.as_bytes()[..long].iter().map(|byte| if *byte == b'\n' { '\n' } else { ' ' }));
        }
        at += long;
    }
    (code, literals)
}

fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    loop {
        if rest[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            match rest[at..].chars().next() {
                Some(c) => at += c.len_utf8(),
                None => return at,
            }
        }
    }
}

/// Where the contents of a string literal begin and where the literal ends; `None` when none begins here.
fn string_literal(rest: &str, fresh: bool) -> Option<(usize, usize)> {
    let prefix = if fresh { rest.find(|c: char| !matches!(c, 'b' | 'c' | 'r')).unwrap_or(0) } else { 0 };
    let after = &rest[prefix..];
    let hashes = if rest[..prefix].ends_with('r') { after.len() - after.trim_start_matches('#').len() } else { 0 };
    if prefix > 2 || !after[hashes..].starts_with('"') {
        return None;
    }
    let open = prefix + hashes + 1;
    if rest[..prefix].ends_with('r') {
        let close = format!("\"{}", "#".repeat(hashes));
        return Some((open, rest[open..].find(&close).map_or(rest.len(), |end| open + end + close.len())));
    }
    let mut escaped = false;
    for (at, c) in rest[open..].char_indices() {
        match (escaped, c) {
            (false, '"') => return Some((open, open + at + 1)),
            (false, '\\') => escaped = true,
            _ => escaped = false,
        }
    }
    Some((open, rest.len()))
}

/// Length of a character literal, or 1 for the tick of a lifetime.
fn char_literal(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    match (chars.next(), chars.next()) {
        (Some((_, '\\')), Some((from, _))) => {
            let tail = from + rest[from..].chars().next().map_or(0, char::len_utf8);
            rest[tail..].find('\'').map_or(rest.len(), |end| tail + end + 1)
        }
        (Some(_), Some((at, '\''))) => at + 1,
        _ => 1,
    }
}

type Cut = Vec<std::ops::Range<usize>>;

/// Blanks every item under `#[cfg(test)]`. Gives what was cut and the names of test modules in files of their own.
fn without_tests(code: &str) -> (String, Cut, Vec<String>) {
    const MARK: &str = "#[cfg(test)]";
    let (mut cut, mut declared): (Cut, _) = (Vec::new(), Vec::new());
    let mut from = 0;
    while let Some(found) = code[from..].find(MARK) {
        let start = from + found;
        let item = start + MARK.len();
        let end = item_end(&code[item..]) + item;
        let text = &code[item..end];
        if let Some(name) = text.trim_end().strip_suffix(';').and_then(|head| head.split("mod ").nth(1)) {
            declared.push(name.trim().to_owned());
        }
        cut.push(start..end);
        from = end;
    }
    let blanked = code
        .char_indices()
        .map(|(at, c)| if c != '\n' && cut.iter().any(|range| range.contains(&at)) { ' ' } else { c })
        .collect();
    (blanked, cut, declared)
}

/// End of the item that begins here: its closing brace, or its semicolon when that comes before any brace.
fn item_end(code: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in code.char_indices() {
        match c {
            ';' if depth == 0 => return at + 1,
            '{' => depth += 1,
            '}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    code.len()
}

#[test]
fn comments_literals_and_tests_are_told_from_code() {
    let text = "//! x \"a\"\nfn f<'a>(c: char) { g(\"b\\\"c\", '\"', r#\"d\"e\"#); /* \"no\" /* */ */ }\n\
                #[cfg(test)]\nmod tests {\n    fn h() { i(\"j\"); }\n}\n#[cfg(test)]\nmod more;\nfn k() { l(b\"m\"); }\n";
    let (source, tests) = take_apart("src/ui/theme.rs".into(), text);
    let words: Vec<(usize, &str)> = source.literals.iter().map(|(line, text)| (*line, text.as_str())).collect();
    assert_eq!(words, [(2, "b\\\"c\""), (2, "d\"e\"#"), (9, "m\"")]);
    assert_eq!(tests, ["src/ui/theme/more"]);
    assert!(source.code.contains("fn f<'a>(c: char)") && source.code.contains("fn k()"), "{}", source.code);
    for gone in ["x", "no", "fn h", "mod"] {
        assert!(!source.code.contains(gone), "{gone} left in {}", source.code);
    }
    assert_eq!(source.code.len(), text.len(), "places in the code are places in the file");
}
