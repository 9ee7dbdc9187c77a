//! The simulated printer's reading of ESC/POS: bytes in, printed lines and codes out.
//!
//! Written from the command tables alone and sharing nothing with the encoder, so that a mistake there is seen
//! here. Must not know the wire or the levers.

use std::collections::VecDeque;

/// A printed line and how it looks.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Line {
    pub text: String,
    pub bold: bool,
    /// Twice as wide.
    pub large: bool,
    pub centred: bool,
}

/// What came out up to a cut. Has no `Debug`: a slip tells of a person.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Page {
    pub lines: Vec<Line>,
    pub qr: Vec<String>,
    pub code128: Vec<String>,
    pub cut: bool,
}

impl Page {
    /// The lines as text.
    pub fn text(&self) -> String {
        self.lines.iter().map(|l| format!("{}\n", l.text)).collect()
    }

    fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.qr.is_empty() && self.code128.is_empty()
    }
}

/// What one step of reading did.
#[derive(Debug, PartialEq, Eq)]
pub enum Step {
    /// A command is not complete yet, or nothing waits.
    Starved,
    Set,
    /// Paper moved by this many lines.
    Moved(u32),
    /// Asked in turn for the paper sensors.
    Sensors,
    Cut,
}

const LONGEST_PAGE: usize = 1000;
const LONGEST_CODE: usize = 512;

/// The reader and the paper under it.
pub struct Paper {
    pub page: Page,
    /// Commands that no table knows.
    pub unknown: u64,
    /// Characters of the normal font on a line.
    pub columns: usize,
    line: Line,
    bold: bool,
    large: bool,
    centred: bool,
    wpc1252: bool,
    stored: Option<String>,
}

impl Paper {
    pub fn new(columns: usize) -> Self {
        Self {
            page: Page::default(),
            unknown: 0,
            columns,
            line: Line::default(),
            bold: false,
            large: false,
            centred: false,
            wpc1252: false,
            stored: None,
        }
    }

    /// Carries out the next command.
    pub fn step(&mut self, input: &mut VecDeque<u8>) -> Step {
        let Some(first) = input.front().copied() else { return Step::Starved };
        let known = match first {
            0x1B => self.escape(input),
            0x1D => self.group(input),
            0x1C => skip(input, 2),
            b'\n' => {
                input.pop_front();
                self.end_line();
                Some(Step::Moved(1))
            }
            byte => {
                input.pop_front();
                self.put(byte)
            }
        };
        known.unwrap_or(Step::Starved)
    }

    fn put(&mut self, byte: u8) -> Option<Step> {
        let c = match byte {
            b' '..=b'~' => char::from(byte),
            0xA0..=0xFF if self.wpc1252 => char::from(byte),
            0x80..=0x9F if self.wpc1252 => '¤',
            0x80..=0xFF => '?',
            _ => return Some(Step::Set),
        };
        let room = if self.large { self.columns / 2 } else { self.columns };
        let full = self.line.text.chars().count() >= room;
        if full {
            self.end_line();
        }
        self.line.text.push(c);
        self.line.bold |= self.bold;
        self.line.large |= self.large;
        Some(if full { Step::Moved(1) } else { Step::Set })
    }

    fn end_line(&mut self) {
        let mut line = std::mem::take(&mut self.line);
        line.centred = self.centred;
        if self.page.lines.len() < LONGEST_PAGE {
            self.page.lines.push(line);
        }
    }

    fn reset(&mut self) {
        (self.bold, self.large, self.centred, self.wpc1252) = (false, false, false, false);
        self.line = Line::default();
    }

    fn escape(&mut self, input: &mut VecDeque<u8>) -> Option<Step> {
        let command = *input.get(1)?;
        let length = match command {
            b'@' | b'2' => 2,
            b'p' => 5,
            b'$' | b'\\' | b'c' => 4,
            b't' | b'a' | b'E' | b'd' | b'!' | b'-' | b'G' | b'M' | b'R' | b'3' | b' ' | b'{' | b'V' | b'J' => 3,
            _ => {
                self.unknown += 1;
                2
            }
        };
        let taken = take(input, length)?;
        let value = taken.get(2).copied().unwrap_or(0);
        match command {
            b'@' => self.reset(),
            b't' => self.wpc1252 = value == 16,
            b'a' => self.centred = matches!(value, 1 | b'1'),
            b'E' => self.bold = value & 1 == 1,
            b'!' => (self.bold, self.large) = (value & 0x08 != 0, value & 0x20 != 0),
            b'd' => {
                (0..value.max(1)).for_each(|_| self.end_line());
                return Some(Step::Moved(u32::from(value.max(1))));
            }
            _ => {}
        }
        Some(Step::Set)
    }

    fn group(&mut self, input: &mut VecDeque<u8>) -> Option<Step> {
        let command = *input.get(1)?;
        match command {
            b'(' => return self.function(input),
            b'k' => return self.bars(input),
            b'V' => {
                let length = if *input.get(2)? >= 65 { 4 } else { 3 };
                take(input, length)?;
                self.page.cut = true;
                return Some(Step::Cut);
            }
            b'r' => {
                take(input, 3)?;
                return Some(Step::Sensors);
            }
            _ => {}
        }
        let length = match command {
            b'!' | b'h' | b'w' | b'f' | b'H' | b'B' | b'b' | b'a' => 3,
            b'L' | b'W' => 4,
            _ => {
                self.unknown += 1;
                2
            }
        };
        let taken = take(input, length)?;
        if command == b'!' {
            self.large = taken[2] & 0xF0 != 0;
        }
        Some(Step::Set)
    }

    /// `GS ( k`: the two-dimensional codes.
    fn function(&mut self, input: &mut VecDeque<u8>) -> Option<Step> {
        let length = usize::from(u16::from_le_bytes([*input.get(3)?, *input.get(4)?]));
        if length > LONGEST_CODE {
            // No command of ours or of any receipt is that long: what follows is text.
            self.unknown += 1;
            take(input, 5)?;
            return Some(Step::Set);
        }
        let taken = take(input, 5 + length)?;
        match &taken[5..] {
            [b'1', b'P', b'0', data @ ..] => self.stored = Some(String::from_utf8_lossy(data).into_owned()),
            [b'1', b'Q', b'0'] => {
                self.page.qr.extend(self.stored.clone().filter(|_| self.page.qr.len() < LONGEST_PAGE));
                return Some(Step::Moved(8));
            }
            [b'1', b'A' | b'C' | b'E', ..] => {}
            _ => self.unknown += 1,
        }
        Some(Step::Set)
    }

    /// `GS k`: bars, in the form that says its length.
    fn bars(&mut self, input: &mut VecDeque<u8>) -> Option<Step> {
        let (kind, length) = (*input.get(2)?, usize::from(*input.get(3)?));
        if kind < 65 {
            self.unknown += 1;
            take(input, 3)?;
            return Some(Step::Set);
        }
        let taken = take(input, 4 + length)?;
        if let (b'I', [b'{', b'B', data @ ..]) = (kind, &taken[4..])
            && self.page.code128.len() < LONGEST_PAGE
        {
            self.page.code128.push(String::from_utf8_lossy(data).into_owned());
        }
        Some(Step::Moved(3))
    }

    /// The page as it is torn off; the next one begins.
    pub fn tear(&mut self) -> Option<Page> {
        let page = std::mem::take(&mut self.page);
        (!page.is_empty()).then_some(page)
    }
}

fn take(input: &mut VecDeque<u8>, length: usize) -> Option<Vec<u8>> {
    (input.len() >= length).then(|| input.drain(..length).collect())
}

fn skip(input: &mut VecDeque<u8>, length: usize) -> Option<Step> {
    take(input, length).map(|_| Step::Set)
}
