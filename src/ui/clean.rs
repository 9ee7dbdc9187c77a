//! Cleaning of text nobody vouches for, before it may reach a terminal.
//!
//! Owns the list of characters that never pass: controls, direction overrides, zero-width and
//! invisible ones. Separate so that paste, typing and drawing share one list. It must not know
//! what any text means.

/// Bytes of one paste that are looked at; the rest is refused, not cut silently (decision 22).
pub const PASTE_LIMIT: usize = 4096;

/// True for characters that steer a terminal, turn the reading direction or cannot be seen.
#[must_use]
pub fn hostile(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}'
            | '\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}'
            | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
            | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// One line of data: line ends and tabs become single spaces, hostile characters vanish.
#[must_use]
pub fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut after_return = false;
    for c in text.chars() {
        match c {
            '\n' if after_return => {}
            '\r' | '\n' | '\t' => out.push(' '),
            _ if hostile(c) => {}
            _ => out.push(c),
        }
        after_return = c == '\r';
    }
    out
}
