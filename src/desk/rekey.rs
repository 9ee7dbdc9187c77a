//! Giving the ledger another key, or its first: a copy under the new key takes the old one's place with its keys.
//!
//! Separate from the key file and from the ledger, which each know half of it. The order is what makes it safe against
//! a kill at any point: copy, mark in the journal of the copy, verify, new keys beside the old ones, one rename.

use super::keys::{KeyError, KeyRing, RecoveryKey, Secret, StoreError};
use crate::domain::command::{Command, Order};
use crate::domain::event::KeysChanged;
use crate::domain::id::AccountId;
use crate::domain::refusal::Refusal;
use crate::domain::terms::KeyChange;
use crate::ledger::{self, Beside, Fault, GATE_WAIT, HomeKey, Ledger as _, LedgerError, Options, Progress};

/// Who changes the key, and stays able to sign in.
pub struct Keeper<'a> {
    pub account: AccountId,
    pub secret: &'a Secret,
    /// The key in force.
    pub key: HomeKey,
}

/// The new key is in force.
pub struct Exchanged {
    /// To be shown once; the one before opens only copies made until now.
    pub recovery: RecoveryKey,
    pub office: String,
    /// Initials of everybody who needs a new first secret.
    pub absent: Vec<String>,
}

/// Why the old key is still in force.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    #[error(transparent)]
    Keys(#[from] KeyError),
    #[error("the office does not let this account change its keys")]
    Refused(#[from] Refusal),
    /// The copy is not whole, or not the same ledger; so the old one was kept.
    #[error("the copy is not the ledger it was made of: {}", .0.as_ref().map_or("another head", |fault| fault.what.as_str()))]
    Unsound(Option<Fault>),
}

impl From<StoreError> for ExchangeError {
    fn from(error: StoreError) -> ExchangeError {
        ExchangeError::Keys(error.into())
    }
}

/// Puts the ledger under a new key. Nobody may have it open.
///
/// # Errors
/// [`ExchangeError`]; the old ledger and its keys are then in force as before.
pub fn exchange(
    ring: &KeyRing,
    keeper: &Keeper<'_>,
    (how, order): (KeyChange, &Order),
    progress: Progress<'_>,
) -> Result<Exchanged, ExchangeError> {
    let key = HomeKey::random()?;
    let beside = Beside::begin(ring.ledger(&keeper.key)?, Some(key.clone()), GATE_WAIT)?;
    let head = beside.copy()?;
    let mut made = ledger::open(beside.made().clone(), Options::default())?;
    if made.info()?.head != head {
        return Err(ExchangeError::Unsound(None));
    }
    made.act(&Command::NoteKeys(KeysChanged { how, account: None }), order, None)??;
    let office = made.office().policy().office.clone();
    drop(made);
    if let Err(fault) = ledger::verify(beside.made().clone(), progress)? {
        return Err(ExchangeError::Unsound(Some(fault)));
    }
    let mark = ledger::mark(beside.made().dir())?;
    let (recovery, absent) = ring.prepare_exchange(keeper.account, keeper.secret, &key, &mark)?;
    beside.take_place()?;
    ring.settle()?;
    Ok(Exchanged { recovery, office, absent })
}
