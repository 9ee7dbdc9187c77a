//! The key of a ledger: 256 random bits, and how they are handed to the engine.
//!
//! Separate because a key must leave no trace: it is wiped with its last copy and shows nothing in `Debug`.
//! Must not know how a key is kept or who may have it.

use super::error::LedgerError;
use std::fmt;
use std::fmt::Write as _;
use std::sync::Arc;
use zeroize::Zeroizing;

/// Bytes of a key.
pub const KEY_LEN: usize = 32;

/// What opens an encrypted ledger. Copies share the same bytes, which are wiped when the last one goes.
#[derive(Clone)]
pub struct HomeKey(Arc<Zeroizing<[u8; KEY_LEN]>>);

impl HomeKey {
    /// A key from its bytes.
    pub fn new(bytes: Zeroizing<[u8; KEY_LEN]>) -> HomeKey {
        HomeKey(Arc::new(bytes))
    }

    /// A new key.
    ///
    /// # Errors
    /// [`LedgerError::Random`] when the system has no random numbers.
    pub fn random() -> Result<HomeKey, LedgerError> {
        let mut bytes = Zeroizing::new([0; KEY_LEN]);
        getrandom::fill(&mut *bytes).map_err(|e| LedgerError::Random(Box::new(e)))?;
        Ok(HomeKey::new(bytes))
    }

    /// The bytes, for whoever wraps them.
    pub fn bytes(&self) -> &[u8; KEY_LEN] {
        &self.0
    }

    /// As the engine takes a raw key: a blob literal, so that it derives nothing from it.
    pub(super) fn literal(&self) -> Zeroizing<String> {
        self.salted(&[])
    }

    /// The same for a file whose salt is not to be a new one.
    pub(super) fn salted(&self, salt: &[u8]) -> Zeroizing<String> {
        // Reserved in full, so that growing leaves no copy behind.
        let mut text = Zeroizing::new(String::with_capacity(2 * (KEY_LEN + salt.len()) + 3));
        text.push_str("x'");
        for byte in self.bytes().iter().chain(salt) {
            // Writing into a String cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        text.push('\'');
        text
    }
}

impl fmt::Debug for HomeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HomeKey(..)")
    }
}
