//! How things look: styles by role, symbols by character set.
//!
//! Owns the 16-colour styles, their colourless twins and both symbol sets. Separate so that no
//! widget names a colour. Colour only repeats what a symbol, a word, bold or reverse already says.
//! It must not read the environment: values come in.

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};
use unicode_normalization::UnicodeNormalization;

use crate::text::Lang;

/// What a piece of the screen is, never what colour it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Ordinary text.
    Plain,
    /// Less important text.
    Dim,
    /// Important text.
    Strong,
    /// The row or part that has the focus.
    Focus,
    /// The cursor in a field.
    Cursor,
    /// A field to type in.
    Entry,
    /// The field that has the focus.
    EntryFocus,
    /// Something is wrong.
    Error,
    /// Something needs attention.
    Warning,
    /// Something is well.
    Ok,
    /// An act that cannot be undone.
    Danger,
    /// A state of the whole desk, such as trouble.
    Banner,
    /// The mark of a simulated counter.
    Simulated,
    /// The header line.
    Header,
    /// The name of a key.
    Key,
}

impl Role {
    /// Every role, for tests.
    #[rustfmt::skip]
    pub const ALL: [Role; 15] = [
        Role::Plain, Role::Dim, Role::Strong, Role::Focus, Role::Cursor, Role::Entry,
        Role::EntryFocus, Role::Error, Role::Warning, Role::Ok, Role::Danger, Role::Banner,
        Role::Simulated, Role::Header, Role::Key,
    ];
}

/// The signs that may not exist on every terminal, in one character set.
#[derive(Debug, PartialEq, Eq)]
pub struct Symbols {
    pub done: &'static str,
    pub current: &'static str,
    pub todo: &'static str,
    pub failed: &'static str,
    pub closed: &'static str,
    pub ticked: &'static str,
    pub unticked: &'static str,
    pub not_applicable: &'static str,
    pub full: &'static str,
    pub empty: &'static str,
    pub pointer: &'static str,
    pub more: &'static str,
    pub less: &'static str,
    pub drop_down: &'static str,
    pub cut: &'static str,
    pub dot: &'static str,
    pub arrow: &'static str,
    pub mask: &'static str,
    pub error: &'static str,
    pub warning: &'static str,
    pub good: &'static str,
    pub info: &'static str,
    pub horizontal: &'static str,
    pub vertical: &'static str,
    pub top_left: &'static str,
    pub top_right: &'static str,
    pub bottom_left: &'static str,
    pub bottom_right: &'static str,
}

/// For terminals that show the Unicode drawing signs.
pub static UNICODE: Symbols = Symbols {
    done: "✔",
    current: "▶",
    todo: "·",
    failed: "✘",
    closed: "–",
    ticked: "[x]",
    unticked: "[ ]",
    not_applicable: "[–]",
    full: "▓",
    empty: "░",
    pointer: "▶",
    more: "▼",
    less: "▲",
    drop_down: "▾",
    cut: "…",
    dot: "·",
    arrow: "→",
    mask: "•",
    error: "✘",
    warning: "!",
    good: "✔",
    info: "·",
    horizontal: "─",
    vertical: "│",
    top_left: "┌",
    top_right: "┐",
    bottom_left: "└",
    bottom_right: "┘",
};

/// For consoles and fonts that show nothing beyond ASCII (practice 25).
pub static ASCII: Symbols = Symbols {
    done: "v",
    current: ">",
    todo: ".",
    failed: "X",
    closed: "-",
    ticked: "[v]",
    unticked: "[ ]",
    not_applicable: "[-]",
    full: "#",
    empty: ".",
    pointer: ">",
    more: "v",
    less: "^",
    drop_down: "v",
    cut: "~",
    dot: "-",
    arrow: "->",
    mask: "*",
    error: "X",
    warning: "!",
    good: "v",
    info: "-",
    horizontal: "-",
    vertical: "|",
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
};

/// Everything a widget needs to know to draw: colours, symbols and language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Whether colours may be used.
    pub colour: bool,
    /// The signs to use.
    pub symbols: &'static Symbols,
    /// The language to speak.
    pub lang: Lang,
}

impl Look {
    /// A look for a terminal that can show colours and Unicode.
    #[must_use]
    pub const fn full(lang: Lang) -> Look {
        Look { colour: true, symbols: &UNICODE, lang }
    }

    /// A look for a terminal that can show neither.
    #[must_use]
    pub const fn bare(lang: Lang) -> Look {
        Look { colour: false, symbols: &ASCII, lang }
    }

    /// The style of a role.
    #[must_use]
    pub fn style(&self, role: Role) -> Style {
        let base = monochrome(role);
        if self.colour { coloured(role, base) } else { base }
    }
}

/// Whether Unicode signs may be used, from the values of `LC_ALL`, `LC_CTYPE`, `LANG` (the first
/// that is set and not empty counts) and `TERM`. The Linux console's font lacks the ticks.
#[must_use]
pub fn unicode_from(locale: [Option<&str>; 3], term: Option<&str>) -> bool {
    if matches!(term, Some("linux" | "dumb" | "vt100" | "vt220")) {
        return false;
    }
    let set = locale.into_iter().flatten().find(|value| !value.is_empty());
    set.is_some_and(|value| {
        let value = value.to_ascii_lowercase();
        value.contains("utf-8") || value.contains("utf8")
    })
}

/// Whether colours may be used, from the value of `NO_COLOR` (any non-empty value forbids them)
/// and `TERM`.
#[must_use]
pub fn colour_from(no_color: Option<&str>, term: Option<&str>) -> bool {
    no_color.is_none_or(str::is_empty) && !matches!(term, Some("dumb" | "vt100" | "vt220"))
}

fn monochrome(role: Role) -> Style {
    let style = Style::new();
    match role {
        Role::Plain | Role::Dim | Role::Ok | Role::Warning => style,
        Role::Strong | Role::Key | Role::Danger => style.add_modifier(Modifier::BOLD),
        Role::Entry => style.add_modifier(Modifier::UNDERLINED),
        Role::EntryFocus => style.add_modifier(Modifier::UNDERLINED | Modifier::BOLD),
        Role::Focus | Role::Cursor => style.add_modifier(Modifier::REVERSED),
        Role::Header => style.add_modifier(Modifier::BOLD),
        Role::Error | Role::Banner | Role::Simulated => style.add_modifier(Modifier::REVERSED | Modifier::BOLD),
    }
}

fn coloured(role: Role, base: Style) -> Style {
    match role {
        Role::Plain | Role::Strong | Role::Focus | Role::Cursor | Role::Header => base,
        Role::Entry | Role::EntryFocus => base,
        Role::Dim => base.fg(Color::DarkGray),
        Role::Error | Role::Danger => base.fg(Color::Red),
        Role::Warning => base.fg(Color::Yellow),
        Role::Ok => base.fg(Color::Green),
        Role::Banner => base.fg(Color::Red),
        Role::Simulated => base.fg(Color::Magenta),
        Role::Key => base.fg(Color::Cyan),
    }
}

/// Replaces every sign beyond ASCII in a drawn buffer, data included, so that a terminal that
/// knows nothing else never shows rubbish. A wide sign leaves blanks behind.
pub fn to_ascii(buf: &mut Buffer) {
    for cell in &mut buf.content {
        if !cell.symbol().is_ascii() {
            let plain = plain_sign(cell.symbol());
            cell.set_char(plain);
        }
    }
}

/// The nearest ASCII sign: the letter without its accent, or `?`.
fn plain_sign(sign: &str) -> char {
    match sign {
        "·" | "–" | "—" | "─" => '-',
        "→" | "▶" => '>',
        "•" | "×" => '*',
        "↑" => '^',
        "↓" => 'v',
        "←" => '<',
        "…" => '~',
        "“" | "”" => '"',
        "’" | "‘" => '\'',
        "│" => '|',
        "▓" => '#',
        "░" => '.',
        "✔" => 'v',
        "✘" => 'X',
        _ => sign.nfd().next().filter(|c| c.is_ascii_graphic()).unwrap_or('?'),
    }
}
