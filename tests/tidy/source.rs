//! A Rust file as tokens: enough of the language to tell code from text and comment, and no more.
//!
//! Separate so that the rules speak of identifiers and literals, not of characters that might stand in a comment.

use super::{files, read};
use std::path::PathBuf;

/// One piece of a Rust file. Comments are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Identifier or keyword.
    Word(String),
    /// Content of a string literal, escapes as written.
    Text(String),
    /// A character or byte literal.
    Char(String),
    /// Any other single character.
    Mark(char),
}

/// A piece with the line it begins in, counted from 1.
#[derive(Clone, Debug)]
pub struct Token {
    pub piece: Piece,
    pub line: usize,
}

/// One file.
pub struct Source {
    pub path: PathBuf,
    pub text: String,
    pub tokens: Vec<Token>,
}

impl Source {
    fn load(path: PathBuf) -> Source {
        let text = read(&path);
        let tokens = tokens(&text);
        Source { path, text, tokens }
    }

    /// Path with the line of a token.
    pub fn at(&self, token: usize) -> String {
        format!("{}:{}", self.path.display(), self.tokens[token].line)
    }

    /// Position in the module tree below `src` or `tests`: `["domain", "decide", "check"]`.
    pub fn module(&self) -> Vec<String> {
        let mut parts: Vec<String> =
            self.path.with_extension("").iter().skip(1).map(|part| part.to_string_lossy().into_owned()).collect();
        if parts.last().is_some_and(|last| matches!(last.as_str(), "mod" | "lib" | "main")) {
            parts.pop();
        }
        parts
    }

    /// First folder below `src`; "lib" or "main" for the two roots.
    pub fn top(&self) -> String {
        match self.module().first() {
            Some(first) => first.clone(),
            None => self.path.file_stem().expect("a name").to_string_lossy().into_owned(),
        }
    }

    /// The word at a place, if it is one.
    pub fn word(&self, at: usize) -> Option<&str> {
        match self.tokens.get(at).map(|t| &t.piece) {
            Some(Piece::Word(word)) => Some(word),
            _ => None,
        }
    }

    /// The mark stands at a place.
    pub fn mark(&self, at: usize, mark: char) -> bool {
        self.tokens.get(at).is_some_and(|t| t.piece == Piece::Mark(mark))
    }

    /// `::` stands at a place.
    pub fn path_sep(&self, at: usize) -> bool {
        self.mark(at, ':') && self.mark(at + 1, ':')
    }
}

/// Every Rust file below a folder.
pub fn rust(under: &str) -> Vec<Source> {
    let paths = files(under).into_iter().filter(|path| path.extension().is_some_and(|e| e == "rs"));
    paths.map(Source::load).collect()
}

fn tokens(text: &str) -> Vec<Token> {
    let mut reader = Reader { rest: text, line: 1, out: Vec::new() };
    while !reader.rest.is_empty() {
        reader.step();
    }
    reader.out
}

struct Reader<'a> {
    rest: &'a str,
    line: usize,
    out: Vec<Token>,
}

impl<'a> Reader<'a> {
    fn take(&mut self, bytes: usize) -> &'a str {
        let (head, tail) = self.rest.split_at(bytes);
        self.line += head.matches('\n').count();
        self.rest = tail;
        head
    }

    fn push(&mut self, piece: Piece, line: usize) {
        self.out.push(Token { piece, line });
    }

    fn step(&mut self) {
        let line = self.line;
        let first = self.rest.chars().next().unwrap_or(' ');
        if self.rest.starts_with("//") {
            let end = self.rest.find('\n').unwrap_or(self.rest.len());
            self.take(end);
        } else if self.rest.starts_with("/*") {
            self.comment();
        } else if let Some(hashes) = raw_string(self.rest) {
            self.raw(hashes, line);
        } else if self.rest.starts_with("b\"") || first == '"' {
            self.take(self.rest.find('"').map_or(1, |at| at + 1));
            self.quoted(line);
        } else if first == '\'' {
            self.character(line);
        } else if first.is_alphanumeric() || first == '_' {
            let end = self.rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(self.rest.len());
            let word = self.take(end).to_owned();
            self.push(Piece::Word(word), line);
        } else {
            self.take(first.len_utf8());
            if !first.is_whitespace() {
                self.push(Piece::Mark(first), line);
            }
        }
    }

    fn comment(&mut self) {
        let mut depth = 0;
        loop {
            let opens = self.rest.find("/*");
            let closes = self.rest.find("*/");
            match (opens, closes) {
                (Some(open), Some(close)) if open < close => {
                    depth += 1;
                    self.take(open + 2);
                }
                (_, Some(close)) => {
                    depth -= 1;
                    self.take(close + 2);
                }
                _ => {
                    self.take(self.rest.len());
                    return;
                }
            }
            if depth == 0 {
                return;
            }
        }
    }

    fn raw(&mut self, hashes: usize, line: usize) {
        self.take(self.rest.find('"').map_or(1, |at| at + 1));
        let close = format!("\"{}", "#".repeat(hashes));
        let end = self.rest.find(&close).unwrap_or(self.rest.len());
        let text = self.take(end).to_owned();
        self.take(close.len().min(self.rest.len()));
        self.push(Piece::Text(text), line);
    }

    fn quoted(&mut self, line: usize) {
        let mut escaped = false;
        let end = self.rest.find(|c: char| {
            let ends = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            ends
        });
        let text = self.take(end.unwrap_or(self.rest.len())).to_owned();
        self.take(usize::from(!self.rest.is_empty()));
        self.push(Piece::Text(text), line);
    }

    /// A character literal or a lifetime.
    fn character(&mut self, line: usize) {
        self.take(1);
        let mut chars = self.rest.char_indices();
        let first = chars.next().map(|(_, c)| c);
        let close = match first {
            Some('\\') => self.rest.char_indices().skip(2).find(|(_, c)| *c == '\'').map(|(at, _)| at),
            _ => chars.next().filter(|(_, c)| *c == '\'').map(|(at, _)| at),
        };
        if let Some(end) = close {
            let text = self.take(end).to_owned();
            self.take(1);
            self.push(Piece::Char(text), line);
        }
    }
}

/// How many hashes open a raw string here; None when none begins.
fn raw_string(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix("br").or_else(|| rest.strip_prefix('r'))?;
    let hashes = after.bytes().take_while(|b| *b == b'#').count();
    after[hashes..].starts_with('"').then_some(hashes)
}

#[test]
fn code_is_told_from_text_and_comment() {
    let text =
        "fn a<'x>() { /* \"no\" /* n */ */ let s = \"a \\\" b\"; // c\n let r = r#\"q\"u\"#; let c = '\\''; 'z' }";
    let got: Vec<(Piece, usize)> = tokens(text).into_iter().map(|t| (t.piece, t.line)).collect();
    for (piece, line) in [
        (Piece::Text("a \\\" b".into()), 1),
        (Piece::Text("q\"u".into()), 2),
        (Piece::Char("\\'".into()), 2),
        (Piece::Char("z".into()), 2),
        (Piece::Word("x".into()), 1),
    ] {
        assert!(got.contains(&(piece.clone(), line)), "{piece:?} in {got:?}");
    }
    assert!(!got.iter().any(|(piece, _)| matches!(piece, Piece::Word(w) if w == "n" || w == "no")), "{got:?}");
}
