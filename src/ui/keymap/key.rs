//! What a key is: one value the terminal, the key table, scripts and the help all agree on.
//!
//! Owns the translation from the terminal library and the written form (`F8`, `Ctrl+F`). It is
//! separate from the table so that replaying a recorded session needs no terminal. It must not
//! know what any key does.

use std::fmt;
use std::str::FromStr;

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// A key without its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// A function key, counted from 1.
    F(u8),
    /// A printing character as typed, shift already applied.
    Char(char),
    /// Stands in the table for any of the digits 1 to 9; never comes from a keyboard.
    AnyDigit,
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Tab.
    Tab,
    /// Shift+Tab.
    BackTab,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Start of line.
    Home,
    /// End of line.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// Deletes before the cursor.
    Backspace,
    /// Deletes at the cursor.
    Delete,
}

/// A key with its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// Control held.
    pub ctrl: bool,
    /// Alt held, or Escape sent in the same burst.
    pub alt: bool,
}

impl Key {
    /// A key alone.
    #[must_use]
    pub const fn plain(code: Code) -> Key {
        Key { code, ctrl: false, alt: false }
    }

    /// A function key.
    #[must_use]
    pub const fn f(number: u8) -> Key {
        Key::plain(Code::F(number))
    }

    /// A printing character alone.
    #[must_use]
    pub const fn char(c: char) -> Key {
        Key::plain(Code::Char(c))
    }

    /// Control with a character.
    #[must_use]
    pub const fn ctrl(c: char) -> Key {
        Key { code: Code::Char(c), ctrl: true, alt: false }
    }

    /// Alt with a character.
    #[must_use]
    pub const fn alt(c: char) -> Key {
        Key { code: Code::Char(c), ctrl: false, alt: true }
    }

    /// The printing character, when the key is one and no modifier is held.
    #[must_use]
    pub const fn printing(self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }

    /// The suffix of a scanner that types.
    #[must_use]
    pub fn ends_scan(self) -> bool {
        self == Key::plain(Code::Enter)
    }

    /// The digit 1 to 9, when the key is one; modifiers are the caller's to look at.
    #[must_use]
    pub fn digit(self) -> Option<u8> {
        match self.code {
            Code::Char(c @ '1'..='9') => u8::try_from(u32::from(c) - u32::from('0')).ok(),
            _ => None,
        }
    }

    /// Whether this pressed key is the one a table row names. Letters match in either case, so
    /// that a forgotten caps lock does not change what a key means.
    #[must_use]
    pub fn is(self, row: Key) -> bool {
        if self.ctrl != row.ctrl || self.alt != row.alt {
            return false;
        }
        match (self.code, row.code) {
            (Code::Char(_), Code::AnyDigit) => self.digit().is_some(),
            (Code::Char(pressed), Code::Char(named)) => pressed.eq_ignore_ascii_case(&named),
            (pressed, named) => pressed == named,
        }
    }

    /// Reads an event of the terminal library. Releases, lone modifiers and keys without a use
    /// give `None`. Line feed counts as Enter and Ctrl+H as Backspace, because scanners and some
    /// terminals send those.
    #[must_use]
    pub fn from_event(event: &KeyEvent) -> Option<Key> {
        if event.kind == KeyEventKind::Release {
            return None;
        }
        let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
        let alt = event.modifiers.contains(KeyModifiers::ALT);
        let code = match event.code {
            KeyCode::F(number) => Code::F(number),
            KeyCode::Char('j' | 'm') if ctrl && !alt => return Some(Key::plain(Code::Enter)),
            KeyCode::Char('h') if ctrl && !alt => return Some(Key::plain(Code::Backspace)),
            KeyCode::Char(c) if ctrl || alt => Code::Char(c.to_ascii_lowercase()),
            KeyCode::Char(c) => Code::Char(c),
            KeyCode::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => Code::BackTab,
            other => named(other)?,
        };
        Some(Key { code, ctrl, alt })
    }
}

/// The keys that carry a name in both worlds.
const NAMED: [(KeyCode, Code, &str); 15] = [
    (KeyCode::Enter, Code::Enter, "Enter"),
    (KeyCode::Esc, Code::Esc, "Esc"),
    (KeyCode::Tab, Code::Tab, "Tab"),
    (KeyCode::BackTab, Code::BackTab, "Shift+Tab"),
    (KeyCode::Up, Code::Up, "↑"),
    (KeyCode::Down, Code::Down, "↓"),
    (KeyCode::Left, Code::Left, "←"),
    (KeyCode::Right, Code::Right, "→"),
    (KeyCode::Home, Code::Home, "Home"),
    (KeyCode::End, Code::End, "End"),
    (KeyCode::PageUp, Code::PageUp, "PgUp"),
    (KeyCode::PageDown, Code::PageDown, "PgDn"),
    (KeyCode::Backspace, Code::Backspace, "Backspace"),
    (KeyCode::Delete, Code::Delete, "Del"),
    (KeyCode::Null, Code::AnyDigit, "1–9"),
];

/// Names that scripts may use beside the printed ones.
const ALIASES: [(&str, Code); 8] = [
    ("up", Code::Up),
    ("down", Code::Down),
    ("left", Code::Left),
    ("right", Code::Right),
    ("backtab", Code::BackTab),
    ("pageup", Code::PageUp),
    ("pagedown", Code::PageDown),
    ("delete", Code::Delete),
];

fn named(code: KeyCode) -> Option<Code> {
    let found = NAMED.iter().find(|(theirs, _, _)| *theirs == code)?;
    (found.1 != Code::AnyDigit).then_some(found.1)
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("Ctrl+")?;
        }
        if self.alt {
            f.write_str("Alt+")?;
        }
        match self.code {
            Code::F(number) => write!(f, "F{number}"),
            Code::Char(' ') => f.write_str("Space"),
            Code::Char(c) if self.ctrl || self.alt => write!(f, "{}", c.to_ascii_uppercase()),
            Code::Char(c) => write!(f, "{c}"),
            code => match NAMED.iter().find(|(_, ours, _)| *ours == code) {
                Some((_, _, name)) => f.write_str(name),
                None => Ok(()),
            },
        }
    }
}

/// A written key that names nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no key is called {0:?}")]
pub struct UnknownKey(pub String);

impl FromStr for Key {
    type Err = UnknownKey;

    /// Reads what `Display` writes, without regard to case in names and modifiers; a single
    /// character is that character.
    fn from_str(text: &str) -> Result<Key, UnknownKey> {
        let unknown = || UnknownKey(text.to_owned());
        let mut rest = text;
        let (mut ctrl, mut alt) = (false, false);
        if let Some(after) = strip_prefix_ci(rest, "ctrl+") {
            (ctrl, rest) = (true, after);
        }
        if let Some(after) = strip_prefix_ci(rest, "alt+") {
            (alt, rest) = (true, after);
        }
        let code = code_from_str(rest).ok_or_else(unknown)?;
        let code = match code {
            Code::Char(c) if ctrl || alt => Code::Char(c.to_ascii_lowercase()),
            other => other,
        };
        Ok(Key { code, ctrl, alt })
    }
}

fn strip_prefix_ci<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    let rest = text.get(prefix.len()..)?;
    (head.eq_ignore_ascii_case(prefix) && !rest.is_empty()).then_some(rest)
}

fn code_from_str(name: &str) -> Option<Code> {
    let mut chars = name.chars();
    if let (Some(only), None) = (chars.next(), chars.clone().next())
        && !"↑↓←→".contains(only)
    {
        return Some(Code::Char(only));
    }
    if name.eq_ignore_ascii_case("space") {
        return Some(Code::Char(' '));
    }
    if let Some(number) = strip_prefix_ci(name, "f").and_then(|n| n.parse::<u8>().ok()) {
        return (1..=24).contains(&number).then_some(Code::F(number));
    }
    let printed = NAMED.iter().find(|(_, code, n)| n.eq_ignore_ascii_case(name) && *code != Code::AnyDigit);
    let alias = || ALIASES.iter().find(|(n, _)| n.eq_ignore_ascii_case(name));
    printed.map(|row| row.1).or_else(|| alias().map(|row| row.1))
}
