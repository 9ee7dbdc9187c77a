//! The house rules that a compiler does not check: who may know whom, where words, keys and SQL stand, how long
//! a file or function may get, what the repository holds and what the documents promise.
//!
//! Every rule reads the whole tree and names each offence as `file:line`, so that one run shows all of them.

pub mod docs;
mod layers;
mod repo;
mod sizes;
mod source;
mod supply;
mod words;

use std::path::{Path, PathBuf};

/// The repository.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Files below a folder of the repository, sorted, as paths relative to the repository.
fn files(under: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    walk(&root().join(under), &mut found);
    found.sort();
    found.into_iter().map(|path| path.strip_prefix(root()).expect("below the root").to_owned()).collect()
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// The text of a file of the repository.
fn read(path: &Path) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Fails with every offence, one a line.
fn none(rule: &str, offences: &[String]) {
    assert!(offences.is_empty(), "{rule}: {} offences\n  {}", offences.len(), offences.join("\n  "));
}
