//! How long things may get, and what no finished file holds.

use super::none;
use super::source::{Piece, Source, rust};

/// Lines of a file.
const FILE: usize = 450;
/// Lines of a function, from `fn` to its closing brace.
const FUNCTION: usize = 70;

fn all() -> Vec<Source> {
    let mut all = rust("src");
    all.extend(rust("tests"));
    all
}

#[test]
fn files_stay_short() {
    let long = all().into_iter().map(|s| (s.path.display().to_string(), s.text.lines().count()));
    let offences: Vec<String> = long.filter(|(_, n)| *n > FILE).map(|(path, n)| format!("{path}: {n} lines")).collect();
    none("a file is longer than 450 lines", &offences);
}

#[test]
fn functions_stay_short() {
    let mut offences = Vec::new();
    for source in all() {
        for (name, at, lines) in functions(&source) {
            if lines > FUNCTION {
                offences.push(format!("{}: fn {name}, {lines} lines", source.at(at)));
            }
        }
    }
    none("a function is longer than 70 lines", &offences);
}

/// Every function with a body: name, place of `fn`, lines.
fn functions(source: &Source) -> Vec<(String, usize, usize)> {
    let mut found = Vec::new();
    for at in 0..source.tokens.len() {
        let (Some("fn"), Some(name)) = (source.word(at), source.word(at + 1)) else { continue };
        let name = name.to_owned();
        if let Some(end) = body_end(source, at + 2) {
            found.push((name, at, source.tokens[end].line - source.tokens[at].line + 1));
        }
    }
    found
}

/// Place of the brace that ends the body; None for a signature alone.
fn body_end(source: &Source, from: usize) -> Option<usize> {
    let (mut round, mut curly) = (0, 0);
    for at in from..source.tokens.len() {
        match source.tokens[at].piece {
            Piece::Mark('(' | '[') => round += 1,
            Piece::Mark(')' | ']') => round -= 1,
            Piece::Mark(';') if round == 0 && curly == 0 => return None,
            Piece::Mark('{') => curly += 1,
            Piece::Mark('}') => {
                curly -= 1;
                if curly == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

#[test]
fn every_file_says_what_it_is_for() {
    let silent = all().into_iter().filter(|s| !s.text.starts_with("//! "));
    let offences: Vec<String> = silent.map(|s| s.path.display().to_string()).collect();
    none("a file does not open with //!", &offences);
}

#[test]
fn nothing_is_left_half_done() {
    const MACROS: &[&str] = &["todo", "unimplemented", "dbg"];
    let mut offences = Vec::new();
    for source in all() {
        for at in 0..source.tokens.len() {
            let Some(word) = source.word(at) else { continue };
            if MACROS.contains(&word) && source.mark(at + 1, '!') {
                offences.push(format!("{}: {word}!", source.at(at)));
            }
            let attribute =
                at >= 2 && source.mark(at - 1, '[') && (source.mark(at - 2, '#') || source.mark(at - 2, '!'));
            if attribute && word == "ignore" && source.mark(at + 1, ']') {
                offences.push(format!("{}: a test is ignored without a reason", source.at(at)));
            }
            if attribute && matches!(word, "allow" | "expect") && !reasoned(&source, at) {
                offences.push(format!("{}: a lint is silenced without a reason", source.at(at)));
            }
        }
    }
    none("something is left half done", &offences);
}

/// The attribute carries `reason = "…"`.
fn reasoned(source: &Source, from: usize) -> bool {
    let inside = (from..source.tokens.len()).take_while(|at| !source.mark(*at, ']'));
    inside.into_iter().any(|at| source.word(at) == Some("reason") && source.mark(at + 1, '='))
}

#[test]
fn nothing_prints_past_the_terminal() {
    const PRINTS: &[&str] = &["print", "println", "eprint", "eprintln"];
    let mut offences = Vec::new();
    for source in rust("src") {
        for at in 0..source.tokens.len() {
            if source.word(at).is_some_and(|w| PRINTS.contains(&w)) && source.mark(at + 1, '!') {
                offences.push(source.at(at));
            }
        }
    }
    none("a print macro in the program: it writes over the screen and panics on a closed pipe", &offences);
}
