//! What the documents promise must be there: tests they name, files they link to, numbers they cite.

use super::source::{Piece, rust};
use super::{files, none, read, root};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn documents() -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> =
        files("docs").into_iter().filter(|p| p.extension().is_some_and(|e| e == "md")).collect();
    all.extend(["README.md", "CHANGELOG.md"].map(PathBuf::from));
    all
}

/// Every test of the integration binary as `module::name`.
fn tests() -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for source in rust("tests") {
        let module = source.module().join("::");
        for at in 0..source.tokens.len() {
            // `proptest!` writes `#[test]` like everybody else.
            let is_test =
                source.word(at) == Some("test") && at >= 2 && source.mark(at - 1, '[') && source.mark(at + 1, ']');
            if !is_test {
                continue;
            }
            let name =
                (at..source.tokens.len()).find(|n| source.word(*n) == Some("fn")).and_then(|n| source.word(n + 1));
            all.extend(name.map(|name| format!("{module}::{name}")));
        }
    }
    all
}

/// Words in backquotes.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

#[test]
fn named_tests_exist() {
    let tests = tests();
    let mut offences = Vec::new();
    for path in documents() {
        for (n, line) in read(&path).lines().enumerate() {
            for name in quoted(line).filter_map(|word| word.strip_prefix("test:")) {
                if !tests.contains(name) {
                    offences.push(format!("{}:{}: {name}", path.display(), n + 1));
                }
            }
        }
    }
    none("a document names a test that does not exist", &offences);
}

#[test]
fn every_invariant_names_a_test() {
    let text = read(Path::new("docs/architecture.md"));
    let section =
        text.lines().skip_while(|l| !l.starts_with("## Invariants")).skip(1).take_while(|l| !l.starts_with("## "));
    let rows = section.filter(|l| l.starts_with("| ")).skip(1);
    let bare: Vec<String> = rows.filter(|row| !row.contains("`test:")).map(str::to_owned).collect();
    none("an invariant without a test", &bare);
    assert!(text.matches("`test:").count() >= 14, "the table of invariants was not found");
}

#[test]
fn links_lead_somewhere() {
    let mut offences = Vec::new();
    for path in documents() {
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        for (n, line) in read(&path).lines().enumerate() {
            for target in line.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
                let file = target.split('#').next().unwrap_or_default();
                if !target.contains("://") && !file.is_empty() && !root().join(&folder).join(file).exists() {
                    offences.push(format!("{}:{}: {target}", path.display(), n + 1));
                }
            }
        }
    }
    none("a link leads nowhere", &offences);
}

#[test]
fn named_documents_exist() {
    let known: BTreeSet<String> =
        documents().iter().filter_map(|p| p.file_name()).map(|n| n.to_string_lossy().into_owned()).collect();
    let mut offences = Vec::new();
    let mut all = documents();
    all.extend(rust("src").into_iter().chain(rust("tests")).map(|s| s.path).filter(|p| !p.ends_with("tidy/docs.rs")));
    // Fonts are not text.
    all.extend(files("assets").into_iter().filter(|path| path.extension().is_none_or(|end| end != "ttf")));
    for path in all {
        for (n, line) in read(&path).lines().enumerate() {
            let words = line.split(|c: char| c.is_whitespace() || "`()[],;\"'".contains(c));
            for word in words.filter_map(|w| w.trim_end_matches(['.', ':']).strip_suffix(".md")) {
                let name = word.rsplit('/').next().unwrap_or_default();
                if !name.is_empty() && !name.contains(['{', '*', '<', '.']) && !known.contains(&format!("{name}.md")) {
                    offences.push(format!("{}:{}: {word}.md", path.display(), n + 1));
                }
            }
        }
    }
    none("a document is named that is not in the repository", &offences);
}

#[test]
fn cited_rulings_exist() {
    let rulings = read(Path::new("docs/practice.md"));
    let has = |n: u32| rulings.lines().any(|line| line.starts_with(&format!("{n}. ")));
    let mut offences = Vec::new();
    for path in rust("src").into_iter().chain(rust("tests")).map(|s| s.path).filter(|p| !p.ends_with("tidy/docs.rs")) {
        let text = read(&path);
        for (at, mark) in text.match_indices("counter practice ") {
            let digits: String = text[at + mark.len()..].chars().take_while(char::is_ascii_digit).collect();
            if !digits.parse().is_ok_and(has) {
                offences.push(format!("{}: counter practice {digits:?}", path.display()));
            }
        }
    }
    none("a ruling is cited that docs/practice.md does not hold", &offences);
}

#[test]
fn every_kind_of_event_and_command_is_in_the_documents() {
    let text = read(Path::new("docs/sop.md"));
    let mut offences: Vec<String> = loket::domain::event::Event::KINDS
        .iter()
        .map(|(kind, _)| format!("`{kind}`"))
        .filter(|kind| !text.contains(kind.as_str()))
        .collect();
    offences.extend(commands().into_iter().map(|c| format!("`{c}`")).filter(|c| !text.contains(c.as_str())));
    none("docs/sop.md leaves something out", &offences);
}

/// Variants of `Command`, read from its source.
pub fn commands() -> Vec<String> {
    let source = rust("src/domain").into_iter().find(|s| s.path.ends_with("command.rs")).expect("the commands");
    let from = (0..source.tokens.len())
        .find(|at| source.word(*at) == Some("enum") && source.word(at + 1) == Some("Command"))
        .expect("enum Command");
    let (mut depth, mut found) = (0, Vec::new());
    for at in from + 2..source.tokens.len() {
        match &source.tokens[at].piece {
            Piece::Mark('{' | '(') => depth += 1,
            Piece::Mark('}' | ')') => depth -= 1,
            Piece::Word(word) if depth == 1 => found.push(word.clone()),
            _ => {}
        }
        if depth == 0 && source.mark(at, '}') {
            break;
        }
    }
    assert!(found.len() > 40, "{found:?}");
    found
}
