//! The frame around every screen: who, when, in what state, what next.
//!
//! Owns header, lamps or banner, tabs, notice line, balance lines and footer, and the rule that a
//! terminal below 80×24 is told so. Separate so that all screens stand in the same frame. It must
//! not know where its words come from: all of them are given.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::keymap::legend::{self, GAP, Hint, Offer};
use super::keymap::{Action, Layer, TABLE};
use super::notice::{Notice, Severity};
use super::paint;
use super::theme::{Look, Role};
use crate::text::Word;
use crate::text::chrome as t;

/// Columns that all work fits in.
pub const WIDTH: u16 = 80;
/// Rows that all work fits in.
pub const HEIGHT: u16 = 24;

/// How a thing that has a lamp is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lamp {
    /// Works.
    Good,
    /// Works, but look at it.
    Warning,
    /// Does not work.
    Bad,
    /// Not there, not needed, or used by another desk.
    Off,
}

/// One entry of the lamp line.
#[derive(Clone, Debug)]
pub struct LampText {
    /// What it is about, in capitals.
    pub name: Word,
    /// How it is.
    pub lamp: Lamp,
    /// The same in words, with the age of the last good answer where that matters.
    pub text: String,
}

/// One tab.
#[derive(Clone, Copy, Debug)]
pub struct Tab {
    /// The action that opens it; key and name are read from the key table.
    pub action: Action,
    /// How many wait there.
    pub count: Option<usize>,
    /// It is the one on screen.
    pub active: bool,
    /// The clerk may open it.
    pub allowed: bool,
}

/// Everything the frame shows.
#[derive(Clone, Debug, Default)]
pub struct Chrome {
    /// The counter is simulated.
    pub simulated: bool,
    /// Name of the office.
    pub office: String,
    /// Initials of the clerk and roles; empty when nobody is signed in.
    pub clerk: String,
    /// Weekday, date with year, and time.
    pub moment: String,
    /// The lamps.
    pub lamps: Vec<LampText>,
    /// Takes the place of the lamps while the office works in a trouble mode.
    pub banner: Option<String>,
    /// The tabs; none when nobody is signed in.
    pub tabs: Vec<Tab>,
    /// What must not be forgotten, in the rule above the notice line.
    pub remark: Option<String>,
    /// The two lines of figures that must add up.
    pub balance: [String; 2],
    /// The notice of the moment.
    pub notice: Option<Notice>,
    /// Where the keys go, innermost place first.
    pub layers: Vec<Layer>,
    /// Plain characters are text at the moment.
    pub text_focus: bool,
    /// Actions the footer leaves out or calls by another name; all others are told as the table has them.
    pub offers: Vec<(Action, Offer)>,
}

impl Chrome {
    /// Draws the frame over the whole buffer and returns the area of the screen's body; `None`
    /// when the terminal is too small, which is then said instead.
    pub fn draw(&self, buf: &mut Buffer, look: &Look) -> Option<Rect> {
        let area = buf.area;
        if area.width < WIDTH || area.height < HEIGHT {
            draw_too_small(buf, look);
            return None;
        }
        self.draw_header(paint::line(area, 0), buf, look);
        self.draw_state(area, buf, look);
        let dim = look.style(Role::Dim);
        let bottom = area.height - 5;
        paint::rule(buf, paint::line(area, bottom), look.symbols.horizontal, dim);
        if let Some(remark) = &self.remark {
            let text = format!(" {} {remark} ", look.symbols.warning);
            let line = paint::indent(paint::line(area, bottom), 2);
            paint::put_cut(buf, line, &text, look.style(Role::Warning), look.symbols);
        }
        if let Some(notice) = &self.notice {
            notice.draw(paint::line(area, bottom + 1), buf, look);
        }
        for (row, text) in (bottom + 2..).zip(&self.balance) {
            let line = paint::indent(paint::line(area, row), 1);
            paint::put_cut(buf, line, text, look.style(Role::Plain), look.symbols);
        }
        self.draw_footer(paint::line(area, bottom + 4), buf, look);
        Some(Rect::new(area.x, area.y + 4, area.width, bottom - 4))
    }

    /// Draws an unread error over the body; to be called after the screen has drawn itself.
    pub fn draw_error(&self, body: Rect, buf: &mut Buffer, look: &Look) {
        if let Some(notice) = &self.notice
            && notice.severity == Severity::Error
        {
            notice.draw_box(body, buf, look);
        }
    }

    fn draw_header(&self, line: Rect, buf: &mut Buffer, look: &Look) {
        let style = look.style(Role::Header);
        let (badge, role) = if self.simulated { (t::SIMULATED, Role::Simulated) } else { (t::NAME, Role::Header) };
        let start = Rect { width: line.width.min(1), ..line };
        paint::put(buf, start, " ", look.style(role));
        let used = 1 + paint::put(buf, paint::indent(line, 1), badge.get(look.lang), look.style(role));
        paint::put(buf, paint::indent(line, used), " ", look.style(role));
        let right = u16::try_from(paint::width(&self.moment)).unwrap_or(0);
        let room = line.width.saturating_sub(used + 2 + right + 2);
        let middle = Rect { width: room, ..paint::indent(line, used + 2) };
        let clerk = u16::try_from(paint::width(&self.clerk)).unwrap_or(u16::MAX);
        // The name of the office yields first: whoever sits there knows it.
        let office_room = room.saturating_sub(clerk.saturating_add(2)).max(room / 4);
        let office = Rect { width: office_room, ..middle };
        let office_used = paint::put_cut(buf, office, &self.office, style, look.symbols);
        let rest = paint::indent(middle, office_used + 2);
        paint::put_cut(buf, rest, &self.clerk, style, look.symbols);
        let end = Rect { width: line.width.saturating_sub(1), ..line };
        paint::put_right(buf, if right < line.width { end } else { line }, &self.moment, style);
    }

    /// Rows 1 to 3: lamps, tabs, rule; a banner too long for one row takes two, and the rule
    /// goes, because no word of it may be lost.
    fn draw_state(&self, area: Rect, buf: &mut Buffer, look: &Look) {
        let room = usize::from(area.width).saturating_sub(2);
        let banner = self.banner.as_deref().map(|text| banner_rows(text, room));
        let mut row = 1;
        match banner {
            None => self.draw_lamps(paint::line(area, row), buf, look),
            Some(rows) => {
                for (place, text) in rows.iter().take(2).enumerate() {
                    row = if place == 0 { 1 } else { 2 };
                    draw_banner(text, paint::line(area, row), buf, look);
                }
            }
        }
        self.draw_tabs(paint::line(area, row + 1), buf, look);
        if row == 1 {
            let dim = look.style(Role::Dim);
            paint::rule(buf, paint::line(area, 3), look.symbols.horizontal, dim);
        }
    }

    fn draw_lamps(&self, line: Rect, buf: &mut Buffer, look: &Look) {
        let mut x = 1;
        for lamp in &self.lamps {
            let (sign, role) = match lamp.lamp {
                Lamp::Good => ("", Role::Ok),
                Lamp::Warning => (look.symbols.warning, Role::Warning),
                Lamp::Bad => (look.symbols.error, Role::Error),
                Lamp::Off => ("", Role::Dim),
            };
            let name = lamp.name.get(look.lang);
            x += paint::put(buf, paint::indent(line, x), name, look.style(Role::Plain)) + 1;
            x += paint::put(buf, paint::indent(line, x), sign, look.style(role));
            x += u16::from(!sign.is_empty());
            let rest = paint::indent(line, x);
            x += paint::put_cut(buf, rest, &lamp.text, look.style(role), look.symbols) + 2;
        }
    }

    fn draw_tabs(&self, line: Rect, buf: &mut Buffer, look: &Look) {
        let texts: Vec<(String, &Tab)> = self.tabs.iter().map(|tab| (tab.text(look), tab)).collect();
        let cells: usize = texts.iter().map(|(text, _)| paint::width(text)).sum();
        let gaps = texts.len().saturating_sub(1).max(1);
        let room = usize::from(line.width).saturating_sub(cells + 1);
        let gap = u16::try_from(room / gaps).unwrap_or(1).clamp(1, 3);
        let mut x = 1;
        for (text, tab) in texts {
            let role = match (tab.active, tab.allowed) {
                (true, _) => Role::Focus,
                (false, true) => Role::Plain,
                (false, false) => Role::Dim,
            };
            let rest = paint::indent(line, x);
            x += paint::put_cut(buf, rest, &text, look.style(role), look.symbols) + gap;
        }
    }

    fn draw_footer(&self, line: Rect, buf: &mut Buffer, look: &Look) {
        let room = usize::from(line.width).saturating_sub(2);
        let known = |action| self.offers.iter().find(|(at, _)| *at == action);
        let offered = |action| known(action).map_or(Offer::Told, |(_, offer)| *offer);
        let hints = legend::footer_of(&self.layers, look.lang, room, self.text_focus, offered);
        draw_hints(paint::indent(line, 1), buf, look, &hints);
    }
}

impl Tab {
    /// Key, name and count; in brackets when the clerk may not open it.
    fn text(&self, look: &Look) -> String {
        let row = TABLE.iter().find(|row| row.layer == Layer::Global && row.action == self.action);
        let Some(row) = row else {
            return String::new();
        };
        let key = row.keys().next().map_or_else(String::new, |key| key.to_string());
        let name = row.label.get(look.lang);
        match (self.allowed, self.count) {
            (false, _) => format!("({key} {name})"),
            (true, Some(count)) => format!("{key} {name} {count}"),
            (true, None) => format!("{key} {name}"),
        }
    }
}

/// A banner in rows, broken between its parts where it can be: a part torn in two may say
/// something else.
fn banner_rows(text: &str, room: usize) -> Vec<&str> {
    const BETWEEN: &str = " – ";
    if paint::width(text) <= room {
        return vec![text];
    }
    let breaks = text.match_indices(BETWEEN).map(|(at, _)| text.split_at(at));
    let fitting = breaks.filter(|(head, _)| paint::width(head) <= room);
    match fitting.last() {
        Some((head, tail)) => vec![head, tail.trim_start()],
        None => paint::wrap(text, room),
    }
}

fn draw_banner(banner: &str, line: Rect, buf: &mut Buffer, look: &Look) {
    let style = look.style(Role::Banner);
    paint::blank(buf, line, style);
    paint::put_cut(buf, paint::indent(line, 1), banner, style, look.symbols);
}

fn draw_too_small(buf: &mut Buffer, look: &Look) {
    let area = buf.area;
    let words = [t::too_small(look.lang, area.width, area.height), t::needed(look.lang, WIDTH, HEIGHT)];
    let rows = words.iter().flat_map(|text| paint::wrap(text, usize::from(area.width)));
    for (row, text) in (0..).zip(rows) {
        paint::put(buf, paint::line(area, row), text, look.style(Role::Strong));
    }
}

/// Draws keys with what they do, beside each other.
pub fn draw_hints(mut line: Rect, buf: &mut Buffer, look: &Look, hints: &[Hint]) {
    for hint in hints {
        let used = paint::put(buf, line, &hint.key, look.style(Role::Key)) + 1;
        let role = if hint.danger { Role::Danger } else { Role::Plain };
        let used = used + paint::put(buf, paint::indent(line, used), hint.label, look.style(role));
        line = paint::indent(line, used + u16::try_from(GAP).unwrap_or(2));
    }
}
