//! A scanner that types: its codes told from what a person types.
//!
//! A burst of keys faster than any hand is held back until it is known what it is. With the prefix of a scanner it is
//! a code, whatever it says; without one only a code the office knows is, and everything else is typing and goes on
//! as if nothing had held it. Separate from the desk, so that the times of keys decide and nothing else. Must not
//! know a screen.

use crate::device::Scan;
use crate::domain::time::Stamp;
use crate::ui::keymap::Key;

/// Longest pause between two keys of a scanner, in milliseconds; a fast typist needs four times as long.
const GAP_MS: u32 = 15;
/// Fewest characters of a code without a prefix.
const SHORTEST: usize = 8;
/// Keys held back at most; a burst beyond it is no code of ours.
const LONGEST: usize = 512;

/// The keys held back.
#[derive(Default)]
pub struct Wedge {
    held: Vec<Key>,
    last: Option<Stamp>,
}

/// What a key has led to.
#[derive(Default)]
pub struct Passed {
    /// Keys that were typed, in order.
    pub keys: Vec<Key>,
    pub scan: Option<Scan>,
}

impl Wedge {
    /// Keys wait to be understood.
    pub fn holds(&self) -> bool {
        !self.held.is_empty()
    }

    /// Takes a key; `known` says whether a text without a prefix is a code of the office.
    pub fn key(&mut self, key: Key, at: Stamp, known: impl Fn(&str) -> bool) -> Passed {
        let mut passed = Passed { keys: self.late(at), scan: None };
        self.last = Some(at);
        if key.printing().is_some() && self.held.len() < LONGEST {
            self.held.push(key);
            return passed;
        }
        let held = std::mem::take(&mut self.held);
        if key.ends_scan() {
            let text: String = held.iter().filter_map(|key| key.printing()).collect();
            let scan = Scan::of(&text);
            if scan.symbology.is_some() || (held.len() >= SHORTEST && known(scan.text())) {
                passed.scan = Some(scan);
                return passed;
            }
        }
        passed.keys.extend(held);
        passed.keys.push(key);
        passed
    }

    /// What has been held for longer than a scanner pauses.
    pub fn late(&mut self, at: Stamp) -> Vec<Key> {
        match self.last {
            Some(last) if at.since(&last).ms > GAP_MS => self.release(),
            _ => Vec::new(),
        }
    }

    /// Everything held: something else than a key has come.
    pub fn release(&mut self) -> Vec<Key> {
        std::mem::take(&mut self.held)
    }
}
