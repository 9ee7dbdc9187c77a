//! From the lines of a filled-in template to paper: columns of a roll, or a sheet as a PDF.
//!
//! Separate because a template says what a line is and never where it breaks. A line is known by how it begins:
//! `# ` a title, `=` and `-` alone a rule, `label :: value` a field, `1. ` or `* ` an item, three blanks what belongs to
//! the item above, `[code]` the picture a scan opens, `[sign …]` room for a signature. Rolls are printed in ASCII,
//! because the character tables of slip printers differ.

use super::super::cells::safe;
use super::super::pdf::{About, Doc, Paper, PdfError, Signature, Style};
use super::super::table::{centre, wrap};
use crate::domain::clean::fold;
use crate::text::Lang;
use unicode_normalization::UnicodeNormalization;
use unicode_width::UnicodeWidthStr;

/// Between a label and its value in a template.
const FIELD: &str = " :: ";
/// Letters on a sheet, in points.
const LETTERS: Style = Style::new(9.5);
/// Width of the labels on a sheet, in millimetres.
const LABELS: f32 = 36.0;
/// Width of the picture of the code, in millimetres.
const PICTURE: f32 = 26.0;
/// Empty lines to sign on, on a roll.
const SIGNING: usize = 3;

/// A line of a slip, as what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Block {
    Title(String),
    /// Heavy, or thin.
    Rule(bool),
    Field(String, String),
    /// Text behind a mark; further lines stand as far to the right.
    Item(String, String),
    Text(String),
    Gap,
    Code(String),
    Sign(String),
}

/// A slip, ready for any paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Laid {
    blocks: Vec<Block>,
}

impl Laid {
    /// Reads the lines of a filled-in template; `code` is what the picture says.
    pub(super) fn read(text: &str, code: Option<&str>) -> Laid {
        let mut blocks: Vec<Block> = text.lines().filter_map(|line| block(line.trim_end(), code)).collect();
        // Gaps at either end, and more than one in a row, are only the template's own.
        blocks.dedup_by(|a, b| *a == Block::Gap && *b == Block::Gap);
        while blocks.last() == Some(&Block::Gap) {
            blocks.pop();
        }
        let begins = blocks.iter().take_while(|block| **block == Block::Gap).count();
        blocks.drain(..begins);
        Laid { blocks }
    }

    /// As lines of so many columns, in ASCII.
    pub fn columns(&self, width: usize) -> Vec<String> {
        let mut out = Vec::new();
        for block in &self.blocks {
            put(block, width, &mut out);
        }
        out.iter().map(|line| line.trim_end().to_owned()).collect()
    }
}

fn block(line: &str, code: Option<&str>) -> Option<Block> {
    let rule = |of: char| !line.is_empty() && line.chars().all(|c| c == of);
    if rule('=') || rule('-') {
        return Some(Block::Rule(rule('=')));
    }
    if let Some(title) = line.strip_prefix("# ") {
        return Some(Block::Title(title.trim().to_owned()));
    }
    if line == "[code]" {
        return code.map(|code| Block::Code(code.to_owned()));
    }
    if let Some(who) = line.strip_prefix("[sign ").and_then(|rest| rest.strip_suffix(']')) {
        return Some(Block::Sign(who.trim().to_owned()));
    }
    if let Some((label, value)) = line.split_once(FIELD).filter(|(label, _)| !label.starts_with(' ')) {
        return Some(Block::Field(label.trim().to_owned(), value.trim().to_owned()));
    }
    Some(match item(line) {
        Some((mark, text)) => Block::Item(mark.to_owned(), text.trim().to_owned()),
        None if line.trim().is_empty() => Block::Gap,
        None => Block::Text(line.trim().to_owned()),
    })
}

/// A mark and the text behind it.
fn item(line: &str) -> Option<(&str, &str)> {
    const BELONGS: &str = "   ";
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=2).contains(&digits) && line[digits..].starts_with(". ") {
        return Some(line.split_at(digits + 2));
    }
    let marked = line.starts_with("* ").then(|| line.split_at(2));
    marked.or_else(|| (line.starts_with(BELONGS) && !line.trim().is_empty()).then(|| line.split_at(BELONGS.len())))
}

fn put(block: &Block, width: usize, out: &mut Vec<String>) {
    match block {
        Block::Title(text) => out.extend(wrap(&ascii(text), width).iter().map(|line| centre(line, width))),
        Block::Rule(heavy) => out.push(if *heavy { "=" } else { "-" }.repeat(width)),
        Block::Field(label, value) => field(&ascii(label), &ascii(value), width, out),
        Block::Item(mark, text) => hang(mark, text, width, out),
        Block::Text(text) => out.extend(wrap(&ascii(text), width)),
        Block::Gap => out.push(String::new()),
        // The printer draws the picture, or says what it would hold.
        Block::Code(_) => {}
        Block::Sign(who) => {
            out.push(ascii(who));
            out.extend(std::iter::repeat_n(String::new(), SIGNING));
            out.push(format!("({})", ".".repeat(width.saturating_sub(2).min(28))));
        }
    }
}

/// `Label: value`; a value that does not fit beside its label stands below it, indented.
fn field(label: &str, value: &str, width: usize, out: &mut Vec<String>) {
    if label.width() + 2 + value.width() <= width {
        out.push(format!("{label}: {value}"));
    } else {
        out.push(format!("{label}:"));
        hang("  ", value, width, out);
    }
}

/// Text behind a mark, further lines indented as far.
fn hang(mark: &str, text: &str, width: usize, out: &mut Vec<String>) {
    let indent = " ".repeat(mark.width());
    for (at, line) in wrap(&ascii(text), width.saturating_sub(mark.width())).into_iter().enumerate() {
        out.push(format!("{}{line}", if at == 0 { mark } else { &indent }));
    }
}

/// On a sheet.
///
/// # Errors
/// What the kit says.
pub(super) fn page(laid: &Laid, about: About, paper: Paper, lang: Lang) -> Result<Vec<u8>, PdfError> {
    let mut doc = Doc::new(paper, about, lang)?;
    let mut blocks = laid.blocks.iter().peekable();
    while let Some(block) = blocks.next() {
        match block {
            Block::Title(text) => doc.text(text, Style::new(11.0).bold().centred()),
            Block::Rule(heavy) => doc.rule(*heavy),
            Block::Field(label, value) => {
                let mut pairs = vec![(label.clone(), value.clone())];
                while let Some(Block::Field(label, value)) = blocks.next_if(|next| matches!(next, Block::Field(..))) {
                    pairs.push((label.clone(), value.clone()));
                }
                doc.pairs_in(&pairs, LABELS, LETTERS);
            }
            Block::Item(mark, text) => doc.hanging(mark.trim(), text, LETTERS),
            Block::Text(text) => doc.text(text, LETTERS),
            Block::Gap => doc.space(2.5),
            Block::Code(code) => doc.code(code, PICTURE, std::slice::from_ref(code))?,
            Block::Sign(who) => {
                let mut all = vec![sign(who)];
                while let Some(Block::Sign(who)) = blocks.next_if(|next| matches!(next, Block::Sign(_))) {
                    all.push(sign(who));
                }
                doc.signatures(&all);
            }
        }
    }
    doc.finish()
}

fn sign(who: &str) -> Signature {
    Signature { title: vec![who.to_owned()], ..Signature::default() }
}

/// The nearest ASCII text; what has none becomes `?`.
fn ascii(text: &str) -> String {
    let mut out = String::new();
    for c in safe(text).chars() {
        match c {
            ' '..='~' => out.push(c),
            '–' | '—' | '−' => out.push('-'),
            '“' | '”' | '„' => out.push('"'),
            '‘' | '’' => out.push('\''),
            '…' => out.push_str("..."),
            '•' => out.push('*'),
            other => {
                let base: String = other.to_string().nfkd().filter(char::is_ascii).collect();
                let folded = fold(&other.to_string());
                out.push_str(match (base.is_empty(), folded.is_ascii() && !folded.is_empty()) {
                    (false, _) => &base,
                    (true, true) => &folded,
                    (true, false) => "?",
                });
            }
        }
    }
    out
}
