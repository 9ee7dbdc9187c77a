//! The virtual card and the virtual module as state machines: a command in, an answer out.
//!
//! Separate from the wire that carries both and from the levers, which act on the wire or choose the card.

use super::profile::{self, OK, answer};

/// Answers to reset: T=1, historical bytes of our own, check byte last.
pub const CARD_ATR: [u8; 13] = with_check(*b"\x3B\x88\x80\x01LOKETSIM\0");
pub const MODULE_ATR: [u8; 13] = with_check(*b"\x3B\x88\x80\x01LOKETSAM\0");
pub const WRONG_ATR: [u8; 13] = with_check(*b"\x3B\x88\x80\x01ANOTHER!\0");
/// Of a card that does not come up: cut off after its first byte.
pub const MUTE_ATR: [u8; 1] = [0x3B];

/// Wrong proofs before the card refuses all.
const TRIES: u8 = 3;
/// Over one block, so that reading it takes two commands.
const STATUS_LEN: usize = 300;

const fn with_check(mut atr: [u8; 13]) -> [u8; 13] {
    let mut at = 1;
    let mut check = 0;
    while at < 12 {
        check ^= atr[at];
        at += 1;
    }
    atr[12] = check;
    atr
}

/// What lasts in a chip, and what its power keeps.
pub struct VirtualCard {
    known: bool,
    active: bool,
    tries: u8,
    challenges: u32,
    volatile: Volatile,
}

#[derive(Default)]
struct Volatile {
    selected: bool,
    file: bool,
    challenge: Option<[u8; profile::CHALLENGE]>,
    /// The ticket that a proven reader may present.
    ticket: Option<[u8; profile::PROOF]>,
}

impl VirtualCard {
    /// A card not yet activated. One that is not `known` has another application.
    pub fn new(known: bool) -> Self {
        Self { known, active: false, tries: TRIES, challenges: 0, volatile: Volatile::default() }
    }

    pub fn atr(&self) -> &'static [u8] {
        if self.known { &CARD_ATR } else { &WRONG_ATR }
    }

    pub fn is_active(&self) -> bool {
        self.active
    }

    /// Power comes, goes or is reset.
    pub fn reset(&mut self) {
        self.volatile = Volatile::default();
    }

    pub fn command(&mut self, command: &[u8]) -> Vec<u8> {
        match command {
            [0xFF, 0xCA, 0, 0, ..] => answer(&profile::UID, OK),
            [0, 0xA4, 4, ..] => self.select(command),
            _ if !self.volatile.selected => answer(&[], profile::NOT_FOUND),
            [0, 0xA4, 2, ..] => {
                self.volatile.file = profile::data(command) == Some(&profile::STATUS_FILE);
                answer(&[], if self.volatile.file { OK } else { profile::NOT_FOUND })
            }
            [0, 0x84, 0, 0, 8] => {
                self.challenges += 1;
                let challenge = profile::challenge("card", self.challenges);
                self.volatile.challenge = Some(challenge);
                answer(&challenge, OK)
            }
            [0, 0x82, 0, 0, ..] => self.authenticate(command),
            [0x80, 0xE2, 0, 0, ..] => self.activate(command),
            &[0, 0xB0, high, low, ..] => self.read(usize::from(u16::from_be_bytes([high, low]))),
            _ => answer(&[], profile::UNKNOWN),
        }
    }

    fn select(&mut self, command: &[u8]) -> Vec<u8> {
        self.volatile = Volatile::default();
        self.volatile.selected = self.known && profile::data(command) == Some(&profile::AID);
        if self.volatile.selected { answer(&[0x6F, 2, 0x84, 0], OK) } else { answer(&[], profile::NOT_FOUND) }
    }

    fn authenticate(&mut self, command: &[u8]) -> Vec<u8> {
        // A challenge serves once.
        let (Some(data), Some(ours)) = (profile::data(command), self.volatile.challenge.take()) else {
            return answer(&[], profile::REFUSED);
        };
        let Some((theirs, proof)) = data.split_at_checked(profile::CHALLENGE) else {
            return answer(&[], profile::WRONG_LENGTH);
        };
        if self.tries == 0 {
            return answer(&[], profile::BLOCKED);
        }
        if proof != profile::proof("reader", &[&profile::UID, &ours, theirs]) {
            self.tries -= 1;
            return answer(&[], 0x63C0 | u16::from(self.tries));
        }
        self.tries = TRIES;
        self.volatile.ticket = Some(profile::proof("activate", &[&profile::UID, &ours, theirs]));
        answer(&profile::proof("card", &[&profile::UID, &ours, theirs]), OK)
    }

    fn activate(&mut self, command: &[u8]) -> Vec<u8> {
        let given = profile::data(command);
        match &self.volatile.ticket {
            Some(ticket) if given == Some(ticket) => {
                self.active = true;
                answer(&[], OK)
            }
            _ => answer(&[], profile::REFUSED),
        }
    }

    fn read(&self, from: usize) -> Vec<u8> {
        let mut file = [0; STATUS_LEN];
        file[0] = u8::from(self.active);
        match file.get(from..) {
            _ if !self.volatile.file => answer(&[], profile::REFUSED),
            None | Some([]) => answer(&[], 0x6B00),
            Some(rest) if rest.len() < 256 => answer(rest, 0x6282),
            Some(rest) => answer(&rest[..256], OK),
        }
    }
}

/// The security module.
#[derive(Default)]
pub struct VirtualModule {
    challenges: u32,
    /// Identifier and challenges of the proof under way.
    seen: Option<Vec<u8>>,
}

impl VirtualModule {
    pub fn reset(&mut self) {
        self.seen = None;
    }

    pub fn command(&mut self, command: &[u8]) -> Vec<u8> {
        let uid = profile::UID.len();
        match (command, profile::data(command)) {
            ([0x80, 0x10, 0, 0, ..], Some(data)) if data.len() == uid + profile::CHALLENGE => {
                self.challenges += 1;
                let ours = profile::challenge("module", self.challenges);
                let proof = profile::proof("reader", &[&data[..uid], &data[uid..], &ours]);
                self.seen = Some([data, &ours].concat());
                answer(&[ours.as_slice(), &proof].concat(), OK)
            }
            ([0x80, 0x12, 0, 0, ..], Some(data)) => self.ticket(data),
            ([0x80, 0x10 | 0x12, ..], _) => answer(&[], profile::WRONG_LENGTH),
            _ => answer(&[], profile::UNKNOWN),
        }
    }

    /// For a card that has proven itself.
    fn ticket(&mut self, proof: &[u8]) -> Vec<u8> {
        let Some(seen) = self.seen.take() else { return answer(&[], profile::REFUSED) };
        let (uid, rest) = seen.split_at(profile::UID.len());
        let (card, module) = rest.split_at(profile::CHALLENGE);
        if proof != profile::proof("card", &[uid, card, module]) {
            return answer(&[], profile::REFUSED);
        }
        answer(&profile::proof("activate", &[uid, card, module]), OK)
    }
}
