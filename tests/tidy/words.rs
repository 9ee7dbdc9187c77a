//! What may stand in one place only: words of a clerk in `src/text`, SQL in `src/ledger`, keys in the key table.

use super::none;
use super::source::{Piece, Source, rust};
use std::collections::BTreeSet;

/// Places whose literals are shown to a clerk unless they are names of things.
const SHOWN: &[&str] = &["screen", "ui", "view", "export", "desk"];

/// Calls whose text is for whoever repairs the program, never for a clerk.
const TECHNICAL: &[&str] = &[
    "error",
    "expect",
    "panic",
    "assert",
    "debug_assert",
    "unreachable",
    "cfg",
    "doc",
    "serde",
    "context",
    "with_context",
    "anyhow",
    "bail",
    "ensure",
];

/// Files whose words are data: the office's own names as defaults, words to recognise in what is typed or in a rule
/// file, keys and values of print records, secrets that are too easy, and what the invented people of the demo have
/// said.
const DATA: &[&str] = &[
    "src/domain/policy.rs",
    "src/domain/status.rs",
    "src/domain/checklist/forbidden.rs",
    "src/domain/element.rs",
    "src/card/record.rs",
    "src/desk/keys/secret.rs",
    "src/desk/demo/",
];

fn data(source: &Source) -> bool {
    let path = source.path.display().to_string();
    DATA.iter().any(|data| path.starts_with(data))
}

/// Literals of a file with their places, without those of [`TECHNICAL`] calls and of tests.
fn literals(source: &Source) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    let mut closes: Vec<bool> = Vec::new();
    for at in 0..source.tokens.len() {
        match &source.tokens[at].piece {
            Piece::Mark('(') => {
                let bang = usize::from(at > 0 && source.mark(at - 1, '!'));
                let called = (at > bang).then(|| source.word(at - 1 - bang)).flatten();
                closes.push(called.is_some_and(|w| TECHNICAL.iter().any(|t| w == *t || w.starts_with("assert"))));
            }
            Piece::Mark(')') => {
                closes.pop();
            }
            Piece::Text(text) if !closes.contains(&true) => found.push((text.clone(), at)),
            _ => {}
        }
    }
    found
}

fn letters(word: &str) -> bool {
    word.chars().filter(|c| c.is_alphabetic()).count() >= 2
        && word.chars().all(|c| c.is_alphabetic() || ".,:;!?–-'".contains(c))
}

/// The text without what stands in braces, which is a value.
fn without_values(text: &str) -> String {
    let mut plain = String::new();
    let mut depth = 0;
    for c in text.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    plain
}

/// Two words side by side: a sentence or part of one.
fn sentence(text: &str) -> bool {
    let plain = without_values(text);
    let words: Vec<&str> = plain.split_whitespace().collect();
    words.windows(2).any(|pair| letters(pair[0]) && letters(pair[1]))
}

#[test]
fn sentences_stand_in_text() {
    let mut offences = Vec::new();
    for source in rust("src").into_iter().filter(|s| SHOWN.contains(&s.top().as_str()) && !data(s)) {
        for (text, at) in literals(&source).into_iter().filter(|(text, _)| sentence(text)) {
            offences.push(format!("{}: {text:?}", source.at(at)));
        }
    }
    none("a sentence stands outside src/text", &offences);
}

#[test]
fn words_are_made_in_text() {
    let mut offences = Vec::new();
    for source in rust("src").into_iter().filter(|s| s.top() != "text") {
        for at in 0..source.tokens.len() {
            if source.word(at) == Some("Word") && source.mark(at + 1, '{') && source.word(at + 2) == Some("id") {
                offences.push(source.at(at));
            }
        }
    }
    none("a word in two languages is made outside src/text", &offences);
}

/// Words that stand only in Indonesian texts: `"…" / "…"` in `src/text`, less the English half and codes.
fn indonesian() -> BTreeSet<String> {
    let (mut id, mut en) = (BTreeSet::new(), BTreeSet::new());
    for source in rust("src").into_iter().filter(|s| s.top() == "text") {
        for at in 0..source.tokens.len() {
            let (Piece::Text(first), true) = (&source.tokens[at].piece, source.mark(at + 1, '/')) else { continue };
            if let Some(Piece::Text(second)) = source.tokens.get(at + 2).map(|t| &t.piece) {
                id.extend(plain_words(first));
                en.extend(plain_words(second));
            }
        }
    }
    let names = ["english", "indonesia"];
    id.difference(&en).filter(|word| word.len() >= 5 && !names.contains(&word.as_str())).cloned().collect()
}

fn plain_words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphabetic());
    words.filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}

#[test]
fn indonesian_stands_in_text() {
    let vocabulary = indonesian();
    assert!(vocabulary.len() > 200, "the words were not found: {}", vocabulary.len());
    let mut offences = Vec::new();
    for source in rust("src").into_iter().filter(|s| s.top() != "text" && !data(s)) {
        for (text, at) in literals(&source) {
            // A code is compared or stored, never shown: it has an underscore, a point or a slash.
            let code = text.contains(['_', '.', '/']);
            if let Some(word) =
                plain_words(&without_values(&text)).into_iter().find(|w| !code && vocabulary.contains(w))
            {
                offences.push(format!("{}: {word:?} in {text:?}", source.at(at)));
            }
        }
    }
    none("an Indonesian word stands outside src/text", &offences);
}

#[test]
fn every_text_has_both_languages() {
    let mut offences = Vec::new();
    for source in rust("src").into_iter().filter(|s| s.top() == "text") {
        for at in 0..source.tokens.len() {
            let halves = (source.tokens.get(at).map(|t| &t.piece), source.tokens.get(at + 2).map(|t| &t.piece));
            let (Some(Piece::Text(id)), Some(Piece::Text(en))) = halves else { continue };
            if source.mark(at + 1, '/') && id.trim().is_empty() != en.trim().is_empty() {
                offences.push(format!("{}: {id:?} / {en:?}", source.at(at)));
            }
        }
    }
    none("a text lacks a language", &offences);
}

/// Beginnings by which a statement is known.
const SQL: &[&str] = &[
    "SELECT ",
    "INSERT ",
    "UPDATE ",
    "DELETE FROM",
    "PRAGMA ",
    "CREATE TABLE",
    "CREATE INDEX",
    "CREATE TRIGGER",
    "ALTER TABLE",
    "DROP TABLE",
    "BEGIN IMMEDIATE",
    "COMMIT",
    "ROLLBACK",
    "VACUUM",
    "ATTACH ",
];

#[test]
fn sql_stands_in_the_ledger() {
    let mut offences = Vec::new();
    for source in rust("src").into_iter().filter(|s| s.top() != "ledger") {
        for at in 0..source.tokens.len() {
            let Piece::Text(text) = &source.tokens[at].piece else { continue };
            let begins = text.trim_start();
            if SQL.iter().any(|sql| begins.starts_with(sql) && (sql.ends_with(' ') || begins.len() >= sql.len())) {
                offences.push(format!("{}: {text:?}", source.at(at)));
            }
        }
    }
    let schema = super::files("assets").into_iter().filter(|p| p.extension().is_some_and(|e| e == "sql"));
    offences.extend(schema.filter(|p| !p.starts_with("assets/schema")).map(|p| p.display().to_string()));
    none("SQL stands outside src/ledger and assets/schema", &offences);
}

/// Files that know what a key is: the table, and the terminal that turns what it reads into one.
const KEYS: &[&str] = &["src/ui/keymap.rs", "src/ui/keymap/", "src/desk/terminal"];

#[test]
fn keys_stand_in_the_key_table() {
    let mut offences = Vec::new();
    for source in rust("src") {
        let path = source.path.display().to_string();
        if KEYS.iter().any(|allowed| path.starts_with(allowed)) {
            continue;
        }
        for at in 0..source.tokens.len() {
            let Some(word) = source.word(at) else { continue };
            let made = matches!(word, "Key" | "K" | "Code" | "KeyCode") && source.path_sep(at + 1);
            if made || matches!(word, "KeyCode" | "KeyModifiers" | "KeyEvent") {
                offences.push(format!("{}: {word}", source.at(at)));
            }
        }
        if source.top() != "text" {
            for (text, at) in literals(&source).into_iter().filter(|(text, _)| names_key(text)) {
                offences.push(format!("{}: {text:?}", source.at(at)));
            }
        }
    }
    none("a key stands outside the key table", &offences);
}

/// The text names a key as a clerk reads it: `F8`, `Ctrl+K`.
fn names_key(text: &str) -> bool {
    text.contains("Ctrl+")
        || text.split(|c: char| !c.is_alphanumeric()).any(|word| {
            word.strip_prefix('F')
                .is_some_and(|n| !n.starts_with('0') && n.parse::<u8>().is_ok_and(|n| (1..=12).contains(&n)))
        })
}

#[test]
fn sentences_and_keys_are_recognised() {
    assert!(sentence("Berkas {n} diterima sekarang") && sentence("Tutup hari."));
    assert!(!sentence("{} {}") && !sentence("intake") && !sentence("{name} = {value}") && !sentence("\\u{1b}[2J"));
    assert!(
        names_key("lalu F8.") && names_key("Ctrl+K") && !names_key("F-1.02") && !names_key("F0") && !names_key("UTF8")
    );
}

/// Every key told in footer, help and docs/keys.md does something: the screen of its layer, or the desk, names its
/// action.
#[test]
fn every_key_told_is_answered() {
    use loket::ui::keymap::{Layer, TABLE};
    let sources = rust("src");
    let named = |under: &[&str], action: &str| {
        let within = |s: &&Source| under.iter().any(|u| s.path.with_extension("").starts_with(u));
        sources.iter().filter(within).any(|s| {
            let at = |n: usize| {
                matches!(s.word(n), Some("Action" | "A")) && s.path_sep(n + 1) && s.word(n + 3) == Some(action)
            };
            (0..s.tokens.len()).any(at)
        })
    };
    let mut offences = Vec::new();
    for row in TABLE {
        let place = match row.layer {
            Layer::Intake => "src/screen/intake",
            Layer::Check => "src/screen/check",
            Layer::Operator => "src/screen/operator",
            Layer::Handover => "src/screen/handover",
            Layer::Agenda => "src/screen/agenda",
            Layer::Find => "src/screen/find",
            Layer::Supervisor => "src/screen/supervisor",
            Layer::Always | Layer::Global => "src/desk",
            _ => continue,
        };
        let action = format!("{:?}", row.action);
        let action = action.split('(').next().unwrap_or_default();
        if !named(&[place], action) {
            let keys: Vec<String> = row.keys().map(|k| k.to_string()).collect();
            offences.push(format!("{:?}: {} means {action}, which {place} never names", row.layer, keys.join(" ")));
        }
    }
    none("a key is told that does nothing", &offences);
}
