//! Spelling and keys, read from the word files themselves, so that a new word is checked without being listed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use loket::ui::keymap::{Key, TABLE};

/// Every pair of texts `"Indonesian" / "English"` of the word files, with its file.
fn pairs() -> Vec<(PathBuf, String, String)> {
    let mut files = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/text"), &mut files);
    let mut found = Vec::new();
    for file in files {
        let source = std::fs::read_to_string(&file).expect("a word file");
        let literals = literals(&source);
        for two in literals.windows(2) {
            let between: String = source[two[0].1..two[1].0].split_whitespace().collect();
            if between == "/" {
                let text = |at: &(usize, usize)| source[at.0 + 1..at.1 - 1].to_owned();
                found.push((file.clone(), text(&two[0]), text(&two[1])));
            }
        }
    }
    found
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the folder of the words") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
}

/// Byte ranges of the string literals of a source without raw strings; comments and characters left out.
fn literals(source: &str) -> Vec<(usize, usize)> {
    let (mut found, mut open, mut at) = (Vec::new(), None, 0);
    let bytes = source.as_bytes();
    while at < bytes.len() {
        match (bytes[at], open) {
            (b'\\', Some(_)) => at += 1,
            (b'"', Some(start)) => {
                found.push((start, at + 1));
                open = None;
            }
            (b'"', None) if at == 0 || bytes[at - 1] != b'\'' => open = Some(at),
            (b'/', None) if bytes.get(at + 1) == Some(&b'/') => {
                at += source[at..].find('\n').unwrap_or(0);
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// Texts that are rightly the same in both languages: codes, names, single field terms.
const SAME: &[&str] = &[
    "Operator", "operator", "WhatsApp", "NIK", "LOKET", "RT", "RW", "Agenda", "agenda", "median", "P90", "SIMULASI",
    "printer", "PRINTER",
];

#[test]
fn both_languages_are_there_and_differ() {
    let all = pairs();
    assert!(all.len() > 400, "only {} pairs were found", all.len());
    for (file, id, en) in all {
        let place = file.display();
        assert!(!id.trim().is_empty() && !en.trim().is_empty(), "{place}: {id:?} / {en:?}");
        let same = SAME.contains(&id.as_str()) || !has_words(&id);
        assert!(id != en || same, "{place}: {id:?} is the same in both languages");
    }
}

/// False for a text that only puts values in order.
fn has_words(text: &str) -> bool {
    let outside = text.split('{').map(|part| part.split_once('}').map_or(part, |(_, rest)| rest));
    outside.flat_map(str::chars).any(char::is_alphabetic)
}

#[test]
fn both_languages_name_the_same_values() {
    let values = |text: &str| -> BTreeSet<String> {
        text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name.to_owned()).collect()
    };
    for (file, id, en) in pairs() {
        assert_eq!(values(&id), values(&en), "{}: {id:?} / {en:?}", file.display());
    }
}

#[test]
fn spelling_is_the_offices() {
    let wrong =
        ["e-ktp", "ektp", "blanko", "antrian", "fotocopy", "foto copy", "resiko", "ijin", "silahkan", "di cetak"];
    for (file, id, _) in pairs() {
        let lower = id.to_lowercase();
        let word = |w: &str| lower.split(|c: char| !c.is_alphanumeric()).any(|part| part == w);
        for bad in wrong {
            assert!(!lower.contains(bad), "{}: {bad:?} in {id:?}", file.display());
        }
        assert!(!word("chip"), "{}: say cip: {id:?}", file.display());
        assert!(!word("ktp") || lower.contains("ktp-el"), "{}: say KTP-el: {id:?}", file.display());
    }
}

#[test]
fn nothing_shouts() {
    for (file, id, en) in pairs() {
        assert!(!id.contains('!') && !en.contains('!'), "{}: {id:?}", file.display());
    }
}

#[test]
fn keys_named_in_sentences_exist() {
    let in_table = |wanted: Key| TABLE.iter().any(|row| row.keys().any(|key| key == wanted));
    for (file, id, en) in pairs() {
        let keys = |text: &str| -> BTreeSet<String> {
            let parts = text.split(|c: char| !(c.is_alphanumeric() || c == '+'));
            parts.filter(|p| is_key(p)).map(str::to_owned).collect()
        };
        for key in keys(&id) {
            let last = key.chars().last().expect("a key").to_ascii_lowercase();
            let wanted = match key.strip_prefix('F') {
                Some(digit) => Key::f(digit.parse().expect("a digit")),
                None => Key::ctrl(last),
            };
            assert!(in_table(wanted), "{}: {key} in {id:?}", file.display());
        }
        assert_eq!(keys(&id), keys(&en), "{}: the same keys in both: {id:?}", file.display());
    }
}

/// `F1` to `F9` and `Ctrl+X`; form numbers such as F-1.02 are none.
fn is_key(word: &str) -> bool {
    let f_key = |w: &str| w.len() == 2 && w.starts_with('F') && w.as_bytes()[1].is_ascii_digit();
    f_key(word) || word.strip_prefix("Ctrl+").is_some_and(|rest| rest.chars().count() == 1)
}
