//! Changing the key of the home together with its ledger: two files that must change as one.
//!
//! Separate because it is about the moment between them. The new keys are written first, beside the ones in force and
//! marked with the ledger they belong to; they take over as soon as that ledger stands in the home, whoever looks
//! first. A kill in between leaves the old pair or the new pair.

use super::recovery::RecoveryWrap;
use super::store::{self, HomeRow, Next, Store, StoreError};
use super::whole::Whole;
use super::wrap::hex;
use super::{KeyError, KeyRing, RecoveryKey, Secret, wrapped};
use crate::domain::id::AccountId;
use crate::ledger::{self, HomeKey, MARK};

impl KeyRing {
    /// Writes the keys that are to hold once the ledger with this mark stands in the home. Who changes them keeps
    /// their secret; nobody else's is known here, so that everybody else needs a new first one. Answers the new
    /// recovery key and the initials of those others.
    ///
    /// # Errors
    /// The file could not be written, or there is no randomness.
    pub fn prepare_exchange(
        &self,
        keeper: AccountId,
        secret: &Secret,
        key: &HomeKey,
        mark: &[u8; MARK],
    ) -> Result<(RecoveryKey, Vec<String>), KeyError> {
        let recovery = RecoveryKey::random()?;
        let mut absent = Vec::new();
        self.change_store(|store| {
            let mut home = HomeRow::new(store.cost(), None);
            home.recovery = Some(RecoveryWrap::new(key, &recovery)?);
            let account = store.only(keeper, &wrapped(store, keeper, secret, key)?);
            let others = store.account.iter().filter(|(id, _)| **id != keeper.hex());
            absent.extend(others.map(|(_, entry)| entry.initials().to_owned()));
            let whole = Whole::over(Some(&home), account.iter(), store.generation().saturating_add(1), key)?;
            store.next = Some(Next { mark: hex(mark), home, account, whole });
            Ok(())
        })?;
        Ok((recovery, absent))
    }

    /// Lets the keys that wait take over when their ledger stands in the home. Called before a ledger is opened by
    /// this process; what never came to its ledger stays without effect.
    pub(in crate::desk) fn settle(&self) -> Result<(), StoreError> {
        if Store::read(&self.path)?.next.is_none() {
            return Ok(());
        }
        let _lock = store::lock(&self.path)?;
        let mut store = Store::read(&self.path)?;
        // No ledger at all, or an older one: nothing has changed.
        let Ok(mark) = ledger::mark(self.path.parent().unwrap_or(&self.path)) else { return Ok(()) };
        match store.next.take_if(|next| next.mark == hex(&mark)) {
            Some(next) => {
                (store.home, store.account, store.whole) = (Some(next.home), next.account, Some(next.whole));
                store.write(&self.path)
            }
            None => Ok(()),
        }
    }
}
