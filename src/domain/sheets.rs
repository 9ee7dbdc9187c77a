//! Paper numbered by the office: emergency sheets (Lembar Darurat) and handover sheets (Lembar Serah Terima).
//!
//! Owns which numbers were given out and what became of each: a sheet of paper that nobody can account for is a hole in
//! the book (counter practice 16, 28). Separate from the files, which only cite a sheet. Must not know what is printed.

use super::id::{AppId, RegisterNumber};
use super::invalid::Items;
use super::person::Note;
use super::terms::{Role, SheetFate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Lines of a Lembar Serah Terima (counter practice 28).
pub const LINES: u8 = 20;
/// Most sheets one act gives out.
pub const MOST: u32 = 100;
/// Most emergency sheets out at a time.
pub const OUT: u64 = 500;
/// Of how many accounted sheets it is still known by number what became of them.
const KEPT: usize = 200;
/// Of how many handover sheets the used lines are known.
const SHEETS: usize = 60;

/// Both kinds of paper.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Sheets {
    pub emergency: Emergency,
    pub handover: Handovers,
}

impl Sheets {
    /// Nothing was ever given out.
    pub fn is_unused(&self) -> bool {
        *self == Sheets::default()
    }
}

/// What became of an emergency sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    Copied(RegisterNumber),
    Declared(SheetFate),
}

/// Emergency sheets: given out in advance, copied in afterwards or declared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Emergency {
    /// Last number given out, or cited before the office numbered its sheets.
    pub last: u32,
    /// Every number given out.
    pub issued: Items,
    /// Given out and not accounted for.
    pub out: Items,
    pub copied: u32,
    pub declared: BTreeMap<SheetFate, u32>,
    /// What became of the last ones, in the order it happened.
    pub ended: Vec<(u32, End)>,
}

impl Emergency {
    /// Issued = copied + declared + out.
    pub fn balance(&self) -> (u64, u64) {
        let declared: u64 = self.declared.values().map(|n| u64::from(*n)).sum();
        (self.issued.count(), u64::from(self.copied) + declared + self.out.count())
    }

    /// What became of a sheet, as far as it is still known.
    pub fn ended(&self, sheet: u32) -> Option<&End> {
        self.ended.iter().rev().find(|(no, _)| *no == sheet).map(|(_, end)| end)
    }

    pub(super) fn issue(&mut self, first: u32, n: u32) {
        self.issued.append(first, n);
        self.out.append(first, n);
        self.last = self.last.max(first.saturating_add(n).saturating_sub(1));
    }

    pub(super) fn copied(&mut self, sheet: u32, number: &RegisterNumber) {
        self.last = self.last.max(sheet);
        if self.out.contains(sheet) {
            self.out.remove(sheet);
            self.copied += 1;
            self.end(sheet, End::Copied(number.clone()));
        }
    }

    /// The copy was an input error: the sheet is to be copied again.
    pub(super) fn taken_back(&mut self, sheet: u32) {
        if self.issued.contains(sheet) && !self.out.contains(sheet) {
            self.out.insert(sheet);
            self.copied = self.copied.saturating_sub(1);
            self.ended.retain(|(no, _)| *no != sheet);
        }
    }

    pub(super) fn declare(&mut self, sheets: &Items, fate: SheetFate) {
        let gone = self.out.common(sheets);
        self.out = self.out.without(&gone);
        let declared = self.declared.entry(fate).or_default();
        *declared = declared.saturating_add(u32::try_from(gone.count()).unwrap_or(u32::MAX));
        // Of more than are remembered only the last count.
        let last: Vec<u32> =
            gone.runs().iter().rev().flat_map(|(first, last)| (*first..=*last).rev()).take(KEPT).collect();
        for sheet in last.into_iter().rev() {
            self.end(sheet, End::Declared(fate));
        }
    }

    fn end(&mut self, sheet: u32, end: End) {
        self.ended.push((sheet, end));
        let over = self.ended.len().saturating_sub(KEPT);
        self.ended.drain(..over);
    }
}

/// A line of a handover sheet.
pub type Line = (u32, u8);

/// Handover sheets: numbered by the program, signed line by line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Handovers {
    /// Last number given out, or cited before the program numbered them.
    pub last: u32,
    /// How many the program has numbered.
    pub issued: u32,
    /// The next free line of the blank sheet in use.
    pub next: Option<Line>,
    /// Blank sheets not begun.
    pub spare: Items,
    /// Cards whose number was printed on a line ahead.
    pub filled: BTreeMap<AppId, Line>,
    /// Lines signed, a bit each, of the last sheets.
    pub used: BTreeMap<u32, u32>,
}

impl Handovers {
    /// The line the receiver of a card is to sign; None when no sheet has one free.
    pub fn proposed(&self, app: AppId) -> Option<Line> {
        self.filled.get(&app).copied().or(self.next)
    }

    /// Somebody has signed there.
    pub fn is_used(&self, (sheet, line): Line) -> bool {
        self.used.get(&sheet).is_some_and(|lines| lines & bit(line) != 0)
    }

    /// The lines of several cards, the first of them given: each its own where it was printed ahead, else one after the
    /// other, going on with the next blank sheet.
    pub fn lines(&self, apps: &[AppId], first: Line) -> Vec<Line> {
        let own = apps.first().and_then(|app| self.filled.get(app)) == Some(&first);
        let mut free = if own { self.next } else { Some(first) };
        let mut lines = Vec::with_capacity(apps.len());
        for (place, app) in apps.iter().enumerate() {
            let printed = self.filled.get(app).copied().filter(|_| own);
            let line = printed.or(free).unwrap_or(first);
            if printed.is_none() && (place > 0 || !own) {
                free = Some(self.following(line));
            }
            lines.push(line);
        }
        lines
    }

    /// The line after this one.
    fn following(&self, (sheet, line): Line) -> Line {
        if line < LINES {
            return (sheet, line + 1);
        }
        let next = self.spare.iter().find(|spare| *spare != sheet);
        (next.unwrap_or_else(|| sheet.saturating_add(1)), 1)
    }

    /// Blank sheets, or sheets with these cards ahead, the newest of which count.
    pub(super) fn issue(&mut self, first: u32, n: u32, cards: &[AppId]) {
        self.last = self.last.max(first.saturating_add(n).saturating_sub(1));
        self.issued = self.issued.saturating_add(n);
        if cards.is_empty() {
            self.spare.append(first, n);
            self.begin();
            return;
        }
        let line =
            |at: usize| (first.saturating_add((at / usize::from(LINES)) as u32), (at % usize::from(LINES)) as u8 + 1);
        self.filled = cards.iter().enumerate().map(|(at, app)| (*app, line(at))).collect();
    }

    pub(super) fn signed(&mut self, app: AppId, (sheet, line): Line) {
        *self.used.entry(sheet).or_default() |= bit(line);
        while self.used.len() > SHEETS {
            self.used.pop_first();
        }
        self.filled.remove(&app);
        let foreign = sheet > self.last;
        self.last = self.last.max(sheet);
        let in_use = self.next.is_some_and(|(next, _)| next == sheet);
        if !(in_use || foreign || self.spare.contains(sheet)) {
            return;
        }
        self.spare.remove(sheet);
        self.next = (line < LINES).then(|| (sheet, line + 1));
        if self.next.is_none() && self.issued == 0 {
            // The office counts its sheets itself: the next has the next number.
            self.next = Some((sheet.saturating_add(1), 1));
        }
        self.begin();
    }

    /// Takes the next blank sheet when none is in use.
    fn begin(&mut self) {
        if self.next.is_some() {
            return;
        }
        let first = self.spare.iter().next();
        if let Some(sheet) = first {
            self.spare.remove(sheet);
            self.next = Some((sheet, 1));
        }
    }
}

fn bit(line: u8) -> u32 {
    1_u32.checked_shl(u32::from(line.saturating_sub(1))).unwrap_or(0)
}

/// Anything that may be asked about sheets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SheetCommand {
    /// So many emergency sheets, to be printed.
    IssueEmergency { n: u32 },
    /// Emergency sheets that will not be copied in.
    Declare { sheets: Items, fate: SheetFate, note: Option<Note> },
    /// Blank handover sheets, or sheets with these cards ahead.
    IssueHandover { n: u32, cards: Vec<AppId> },
}

impl SheetCommand {
    /// Roles that may ask for it.
    pub fn roles(&self) -> &'static [Role] {
        match self {
            SheetCommand::IssueEmergency { .. } | SheetCommand::Declare { .. } => &[Role::Supervisor],
            SheetCommand::IssueHandover { .. } => Role::ALL,
        }
    }
}

/// Sheets that so many cards fill.
pub fn sheets_for(cards: usize) -> u32 {
    u32::try_from(cards.div_ceil(usize::from(LINES))).unwrap_or(u32::MAX)
}

/// Numbers as they are written: `3, 7-9`. None when it is no such list, or names more than may be out.
pub fn read_numbers(text: &str) -> Option<Items> {
    let mut all = std::collections::BTreeSet::new();
    for part in text.split([',', ';', ' ']).map(str::trim).filter(|part| !part.is_empty()) {
        let (first, last) = part.split_once(['-', '–']).unwrap_or((part, part));
        let (first, last): (u32, u32) = (first.parse().ok()?, last.parse().ok()?);
        if first == 0 || first > last || u64::from(last - first) >= OUT {
            return None;
        }
        all.extend(first..=last);
    }
    (!all.is_empty() && all.len() as u64 <= OUT).then(|| all.into_iter().collect())
}
