//! What virtual card and virtual module agree on: the project's own test profile.
//!
//! A mutual proof over a shared test key, small and deterministic. It protects nothing and resembles no national
//! application; it is there so that a script with a relay between two slots has something true to talk to.

use sha2::{Digest, Sha256};

pub const AID: [u8; 7] = [0xF0, b'L', b'O', b'K', b'E', b'T', 0x01];
pub const STATUS_FILE: [u8; 2] = [1, 1];
pub const UID: [u8; 7] = [0x04, 0xA1, 0xB2, 0xC3, 0xD4, 0x5E, 0x80];
/// Bytes of a challenge, and of a proof.
pub const CHALLENGE: usize = 8;
pub const PROOF: usize = 16;
const TEST_KEY: &[u8] = b"test key of the simulator, known to everybody";

pub const OK: u16 = 0x9000;
pub const NOT_FOUND: u16 = 0x6A82;
pub const REFUSED: u16 = 0x6982;
pub const BLOCKED: u16 = 0x6983;
pub const WRONG_LENGTH: u16 = 0x6700;
pub const UNKNOWN: u16 = 0x6D00;

/// A proof over what both have seen.
pub fn proof(purpose: &str, seen: &[&[u8]]) -> [u8; PROOF] {
    let mut hash = Sha256::new();
    hash.update(TEST_KEY);
    for part in [purpose.as_bytes()].iter().chain(seen) {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let mut short = [0; PROOF];
    short.copy_from_slice(&hash.finalize()[..PROOF]);
    short
}

/// The next challenge of a side; the same in every run.
pub fn challenge(side: &str, number: u32) -> [u8; CHALLENGE] {
    let long = proof(side, &[&number.to_be_bytes()]);
    let mut short = [0; CHALLENGE];
    short.copy_from_slice(&long[..CHALLENGE]);
    short
}

/// Data with a status word behind it.
pub fn answer(data: &[u8], status: u16) -> Vec<u8> {
    [data, &status.to_be_bytes()].concat()
}

/// The data of a command that carries some.
pub fn data(command: &[u8]) -> Option<&[u8]> {
    let length = usize::from(*command.get(4)?);
    command.get(5..5 + length)
}
