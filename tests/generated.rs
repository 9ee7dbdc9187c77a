//! Documents written from the program itself. A test writes each anew and fails when the file differs, so that a
//! change of a key, a rule or a message is seen in review. `UPDATE=1 cargo test generated` rewrites them.

mod errors;
pub(crate) mod places;
mod states;

use std::path::PathBuf;

/// Holds a document against what the program says now.
fn same(name: &str, fresh: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
    if std::env::var_os("UPDATE").is_some_and(|v| v == "1") {
        std::fs::write(&path, fresh).unwrap_or_else(|error| panic!("docs/{name}: {error}"));
        return;
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = kept.lines().zip(fresh.lines()).position(|(old, new)| old != new);
    let line = differs.unwrap_or_else(|| kept.lines().count().min(fresh.lines().count()));
    let (old, new) = (kept.lines().nth(line).unwrap_or("(end)"), fresh.lines().nth(line).unwrap_or("(end)"));
    assert!(
        kept == fresh,
        "docs/{name} is not what the program says; look at the difference, then run: UPDATE=1 cargo test generated\n\
         line {}\n  kept:  {old}\n  fresh: {new}",
        line + 1
    );
}

#[test]
fn keys() {
    let made = "<!-- Written by the test generated::keys from the key table. -->\n";
    same("keys.md", &format!("{made}{}\n", loket::ui::keymap::legend::markdown().trim_end()));
}
