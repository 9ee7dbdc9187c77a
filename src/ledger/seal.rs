//! Sealing a close and judging a seal: the signature, and whether a seal is the one that belongs to its entry.
//!
//! Separate because the private key is used nowhere else, and leaves this file only to be stored in the ledger. What
//! is signed, word by word, is the domain's ([`Checkpoint::text`]). Must not read or write the ledger.

use super::FaultKind;
use super::codec::Hash;
use super::error::LedgerError;
use crate::domain::event::DayClosed;
use crate::domain::id::LedgerId;
use crate::domain::personal::Reasons;
use crate::domain::seal::{Checkpoint, Hex, Seal, SealKey, key_id, reasons_digest};
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use zeroize::Zeroizing;

/// The private half of a seal key.
pub(super) struct SealSecret(Zeroizing<[u8; 32]>);

impl SealSecret {
    /// A new one.
    pub fn fresh() -> Result<SealSecret, LedgerError> {
        let mut seed = Zeroizing::new([0u8; 32]);
        getrandom::fill(seed.as_mut_slice()).map_err(|e| LedgerError::Random(Box::new(e)))?;
        Ok(SealSecret(seed))
    }

    /// The one stored; None when these bytes are no key.
    pub fn stored(bytes: &[u8]) -> Option<SealSecret> {
        bytes.try_into().ok().map(|seed| SealSecret(Zeroizing::new(seed)))
    }

    /// The bytes to store.
    pub fn bytes(&self) -> &[u8] {
        self.0.as_slice()
    }

    /// The library keeps its own copy of the key for as long as the pair lives: a moment.
    fn pair(&self) -> Result<Ed25519KeyPair, LedgerError> {
        Ed25519KeyPair::from_seed_unchecked(self.0.as_slice()).map_err(|_| damaged())
    }

    /// The public half.
    pub fn public(&self) -> Result<SealKey, LedgerError> {
        let pair = self.pair()?;
        pair.public_key().as_ref().try_into().map(Hex).map_err(|_| damaged())
    }

    /// Seals.
    pub fn seal(&self, checkpoint: Checkpoint) -> Result<Seal, LedgerError> {
        let pair = self.pair()?;
        let signature = pair.sign(checkpoint.text().as_bytes());
        let signature = signature.as_ref().try_into().map(Hex).map_err(|_| damaged())?;
        Ok(Seal { key: key_id(checkpoint.ledger, &self.public()?), checkpoint, signature })
    }
}

/// The stored key is none. Without its bytes: they are secret.
fn damaged() -> LedgerError {
    LedgerError::Damaged { what: "the seal key".into(), source: None }
}

/// The seal was made with the private half of this key.
pub fn signed(seal: &Seal, key: &SealKey) -> bool {
    let ours = seal.key == key_id(seal.checkpoint.ledger, key);
    let text = seal.checkpoint.text();
    ours && UnparsedPublicKey::new(&ED25519, key.0).verify(text.as_bytes(), &seal.signature.0).is_ok()
}

/// What a closing entry must be sealed with.
pub(super) struct Wanted<'a> {
    pub ledger: LedgerId,
    pub number: u32,
    /// The key adopted before it.
    pub key: Option<&'a SealKey>,
    /// Over the entries it closes.
    pub root: Hash,
    /// The reasons beside it, while they are not erased.
    pub reasons: Option<&'a Reasons>,
}

/// What is wrong with the seal of a closing entry; None for a good one, and for one of before there were seals.
pub(super) fn fault(closed: &DayClosed, wanted: &Wanted<'_>) -> Option<(FaultKind, &'static str)> {
    let Some(seal) = Seal::of(wanted.ledger, closed) else {
        return wanted.key.map(|_| (FaultKind::SealMissing, "it is not sealed although a key was adopted"));
    };
    let Some(key) = wanted.key.filter(|key| key_id(wanted.ledger, key) == seal.key) else {
        return Some((FaultKind::SealKey, "its seal names a key that was not in force"));
    };
    if seal.number() != wanted.number {
        return Some((FaultKind::SealNumber, "the number of its seal does not follow the last one"));
    }
    if seal.size() != closed.upto || seal.checkpoint.root != Hex(wanted.root) {
        return Some((FaultKind::SealRoot, "its seal is over other entries than it closes"));
    }
    if !signed(&seal, key) {
        return Some((FaultKind::SealSignature, "the signature of its seal is not of its day, counts and entries"));
    }
    let said = wanted.reasons.and_then(|reasons| Some(reasons_digest(reasons.salt.as_ref()?, &reasons.why)));
    match said {
        Some(said) if said != seal.checkpoint.reasons => {
            Some((FaultKind::SealReasons, "the reasons beside it are not those under its seal"))
        }
        _ => None,
    }
}
