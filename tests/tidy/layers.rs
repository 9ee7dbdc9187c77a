//! Who may know whom: the table of `docs/architecture.md`, held against every `use` and path.

use super::none;
use super::source::{Piece, Source, rust};
use std::collections::BTreeSet;

/// A module of the crate and the ones it may name. A module without a row is an offence.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("device", &[]),
    ("card", &["domain"]),
    // The words for faults need the lists of faults; see `NARROW`.
    ("text", &["card", "domain", "device", "ledger"]),
    ("ui", &["text"]),
    // `Look` says which language and symbols a screen is drawn in.
    ("view", &["domain", "text", "ui"]),
    ("screen", &["domain", "text", "ui", "view"]),
    ("export", &["domain", "text"]),
    ("ledger", &["domain"]),
    ("config", &["domain", "text", "device"]),
    ("desk", &["card", "config", "device", "domain", "export", "ledger", "screen", "text", "ui", "view"]),
    ("cli", &["card", "config", "desk", "device", "domain", "export", "ledger", "text"]),
    ("main", &["cli"]),
    ("lib", &[]),
];

/// Where a module may name only a few things of another.
const NARROW: &[(&str, &str, &[&str])] = &[("text", "ledger", &["LedgerError", "BackupError", "Standing"])];

/// A crate and the modules that may name it. Crates without a row may be used anywhere but in `PURE`.
const CRATE_ONLY_IN: &[(&str, &[&str])] = &[
    ("rusqlite", &["ledger"]),
    ("ratatui", &["ui", "view", "screen", "desk"]),
    ("crossterm", &["ui", "desk"]),
    ("serial2", &["device"]),
    ("ipp", &["device"]),
    ("libloading", &["device"]),
    ("rcgen", &["device"]),
    ("base64ct", &["device", "domain"]),
    ("ring", &["ledger", "desk"]),
    ("rustls", &["device"]),
    ("ureq", &["device"]),
    ("webpki", &["device"]),
    ("resvg", &["card"]),
    ("nusb", &["device"]),
    ("krilla", &["export"]),
    ("skrifa", &["export"]),
    ("minijinja", &["export"]),
    ("qrcodegen", &["export"]),
    ("rust_xlsxwriter", &["export"]),
    ("png", &["device"]),
    ("anyhow", &["main", "cli", "desk"]),
    ("argon2", &["config", "desk", "cli"]),
    ("signal_hook", &["desk", "cli", "main"]),
    ("lexopt", &["cli"]),
    ("rustix", &["device", "ledger", "card", "desk", "cli", "config"]),
    ("getrandom", &["ledger", "desk", "cli", "config"]),
];

/// Modules of values and functions: no file, clock, thread, process, network or chance.
const PURE: &[&str] = &["domain", "export", "screen", "text", "ui", "view"];

/// Paths no pure module may name.
const IMPURE: &[&[&str]] = &[
    &["std", "fs"],
    &["std", "net"],
    &["std", "process"],
    &["std", "thread"],
    &["std", "env"],
    &["std", "os"],
    &["std", "io"],
    &["Instant"],
    &["SystemTime"],
    &["Utc"],
    &["Local"],
    &["rand"],
];

/// Modules named from this file by `crate::`, `loket::` or enough `super::`, each with its place.
fn named(source: &Source) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    let depth = source.module().len();
    let mut at = 0;
    while at < source.tokens.len() {
        let mut next = at;
        let mut supers = 0;
        while source.word(next) == Some("super") && source.path_sep(next + 1) {
            supers += 1;
            next += 3;
        }
        let root = match source.word(at) {
            Some("crate") if source.path_sep(at + 1) => Some(at + 3),
            Some("loket") if source.path_sep(at + 1) => Some(at + 3),
            _ if supers > 0 && supers >= depth => Some(next),
            _ => None,
        };
        if let Some(from) = root {
            heads(source, from, &mut found);
        }
        at = next.max(at + 1);
    }
    found
}

/// The first words of a path or of each branch of a group.
fn heads(source: &Source, from: usize, found: &mut Vec<(String, usize)>) {
    if let Some(word) = source.word(from) {
        found.push((word.to_owned(), from));
        return;
    }
    if !source.mark(from, '{') {
        return;
    }
    let (mut depth, mut at, mut head) = (1, from + 1, true);
    while depth > 0 && at < source.tokens.len() {
        match &source.tokens[at].piece {
            Piece::Mark('{') => depth += 1,
            Piece::Mark('}') => depth -= 1,
            Piece::Mark(',') if depth == 1 => head = true,
            Piece::Word(word) if head => {
                found.push((word.clone(), at));
                head = false;
            }
            _ => {}
        }
        at += 1;
    }
}

#[test]
fn modules_know_only_those_below_them() {
    let mut offences = Vec::new();
    let sources = rust("src");
    let modules: BTreeSet<String> = sources.iter().map(Source::top).collect();
    for source in &sources {
        let top = source.top();
        let Some((_, allowed)) = MAY_KNOW.iter().find(|(name, _)| *name == top) else {
            offences.push(format!("{}: module {top} has no row in the table", source.path.display()));
            continue;
        };
        for (name, at) in named(source) {
            let narrow = NARROW.iter().find(|(from, to, _)| *from == top && *to == name);
            let wide = narrow.is_some_and(|(.., items)| !source.word(at + 3).is_some_and(|item| items.contains(&item)));
            let known = name == top || allowed.contains(&name.as_str());
            if modules.contains(&name) && (!known || wide) {
                offences.push(format!("{}: {top} names {name}", source.at(at)));
            }
        }
    }
    none("a module names one it must not know", &offences);
}

#[test]
fn crates_stay_where_they_belong() {
    let mut offences = Vec::new();
    for source in rust("src") {
        let top = source.top();
        for at in 0..source.tokens.len() {
            let Some(word) = source.word(at).filter(|_| source.path_sep(at + 1)) else { continue };
            let inner = at >= 2 && source.path_sep(at - 2);
            let row = CRATE_ONLY_IN.iter().find(|(name, _)| *name == word && !inner);
            if row.is_some_and(|(_, modules)| !modules.contains(&top.as_str())) {
                offences.push(format!("{}: {top} names {word}", source.at(at)));
            }
        }
    }
    none("a crate is named outside its modules", &offences);
}

#[test]
fn pure_modules_reach_for_nothing_outside() {
    let mut offences = Vec::new();
    for source in rust("src").into_iter().filter(|s| PURE.contains(&s.top().as_str())) {
        for at in 0..source.tokens.len() {
            for path in IMPURE {
                if starts(&source, at, path) {
                    offences.push(format!("{}: {}", source.at(at), path.join("::")));
                }
            }
        }
    }
    // Writing into a text is no input or output of the process.
    offences.retain(|offence| !offence.ends_with("std::io") || !offence.starts_with("src/export/"));
    none("a pure module reaches outside", &offences);
}

/// The path stands here, at its beginning.
fn starts(source: &Source, at: usize, path: &[&str]) -> bool {
    let here = path
        .iter()
        .enumerate()
        .all(|(n, part)| source.word(at + 3 * n) == Some(part) && (n == 0 || source.path_sep(at + 3 * n - 2)));
    let single = path.len() == 1;
    here && (!single || source.path_sep(at + 1) || at >= 2 && source.path_sep(at - 2))
}

/// What the compiler cannot check stands on one page.
#[test]
fn unsafe_stands_in_one_file() {
    let mut offences = Vec::new();
    for source in rust("src").into_iter().filter(|s| !s.path.ends_with("src/device/chip/pcsc/ffi.rs")) {
        let found = (0..source.tokens.len()).filter(|at| source.word(*at) == Some("unsafe"));
        offences.extend(found.map(|at| source.at(at)));
    }
    none("unsafe code outside its file", &offences);
}

#[test]
fn the_table_is_what_the_document_shows() {
    let text = super::read(std::path::Path::new("docs/architecture.md"));
    let mut offences = Vec::new();
    for (module, knows) in MAY_KNOW.iter().filter(|(module, _)| *module != "lib") {
        let knows = if knows.is_empty() { "nothing".to_owned() } else { knows.join(", ") };
        let row = format!("| `{module}` | {knows} |");
        if !text.contains(&row) {
            offences.push(format!("missing row: {row}"));
        }
    }
    none("docs/architecture.md and the table differ", &offences);
}
