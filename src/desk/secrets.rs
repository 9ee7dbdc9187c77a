//! The clerk's own secrets at the desk: a first passphrase changed, another one chosen, a PIN to change places with.
//!
//! Separate from the session, which asks only whether somebody may come in. A PIN serves where its holder has given the
//! passphrase on the same day, and nowhere else.

use super::core::Desk;
use super::keys::{FREE_TRIES, KeyError, Secret};
use super::overlay::{Overlay, OwnSecret};
use super::session::not_signed_in;
use crate::domain::id::AccountId;
use crate::text::desk as t;
use crate::ui::notice::{Notice, Severity};
use chrono::NaiveDate;
use zeroize::Zeroizing;

/// A passphrase given at this desk, and the wrong PINs since. They are counted here too, because the count in the
/// key file can be edited by whoever may write to the home.
#[derive(Clone, Copy)]
pub(super) struct Proved {
    day: NaiveDate,
    wrong_pins: u32,
}

/// Takes secrets over from the fields they were typed into.
fn taken<const N: usize>(typed: &[Zeroizing<String>]) -> Option<[Secret; N]> {
    let secrets: Vec<Secret> = typed.iter().map(|text| Secret::new(text.to_string())).collect();
    secrets.try_into().ok()
}

impl Desk {
    /// Tries digits as a PIN, when who typed them gave the passphrase here today; None when they did not.
    pub(super) fn try_pin(&mut self, who: &str, digits: &str) -> Option<Result<(AccountId, u32), Notice>> {
        let pin = Secret::new(digits.to_owned());
        let account = self.account_named(who).filter(|_| pin.is_digits())?;
        let today = self.now.date();
        let (lang, now) = (self.lang(), self.now.utc_ms);
        let proved = self.proved.get(&account).copied().filter(|proved| proved.day == today)?;
        if proved.wrong_pins >= FREE_TRIES {
            return Some(Err(not_signed_in(lang, &KeyError::PinSpent, now)));
        }
        let mut failures = 0;
        let checked = self.with_home_key(|keys, key| {
            failures = keys.check_pin(account, &pin, key, now)?;
            Ok(())
        });
        Some(match checked {
            Ok(()) => {
                self.prove(account);
                Ok((account, failures))
            }
            Err(error) => {
                let wrong = u32::from(matches!(error, KeyError::Wrong));
                self.proved.entry(account).and_modify(|proved| proved.wrong_pins += wrong);
                Err(not_signed_in(lang, &error, now))
            }
        })
    }

    /// Somebody gave their passphrase here.
    pub(super) fn prove(&mut self, account: AccountId) {
        self.proved.insert(account, Proved { day: self.now.date(), wrong_pins: 0 });
    }

    /// Somebody typed a passphrase of their own, twice.
    pub(super) fn chose_secret(&mut self, account: AccountId, failures: u32, typed: &[Zeroizing<String>]) {
        match taken(typed) {
            Some([secret, again]) if secret.same(&again) => {
                match self.with_home_key(|keys, key| keys.choose(account, &secret, key)) {
                    Ok(()) => {
                        self.prove(account);
                        return self.enter(account, failures);
                    }
                    Err(error) => self.key_trouble(&error),
                }
            }
            _ => self.secrets_differ(),
        }
        self.overlay = Some(Overlay::new_secret(account, failures));
    }

    /// Asks for a new secret of the clerk's own; a demo has none.
    pub(super) fn ask_own(&mut self) {
        if self.home_key.is_some() {
            self.overlay = Some(Overlay::own());
        } else {
            self.tell_words(Severity::Info, t::NO_SECRETS);
        }
        self.dirty = true;
    }

    /// The secret in force, and the new one twice. What is wrong is told over the same question.
    pub(super) fn chose_own(&mut self, kind: OwnSecret, typed: &[Zeroizing<String>]) {
        let Some(account) = self.session.as_ref().map(|session| session.account) else { return };
        self.overlay = Some(Overlay::own_secret(kind));
        let Some([current, secret, again]) = taken(typed) else { return };
        if !secret.same(&again) {
            return self.secrets_differ();
        }
        let (lang, now) = (self.lang(), self.now.utc_ms);
        let known = self.keys.check(account, &current, now);
        let set = known.and_then(|_| {
            self.with_home_key(|keys, key| match kind {
                OwnSecret::Passphrase => keys.choose(account, &secret, key),
                OwnSecret::Pin => keys.set_pin(account, &secret, key),
            })
        });
        match set {
            Ok(()) => {
                self.overlay = None;
                self.prove(account);
                let said = if kind == OwnSecret::Pin { t::PIN_SET } else { t::PASSPHRASE_SET };
                self.tell_words(Severity::Good, said);
            }
            Err(error @ (KeyError::Unfit(_) | KeyError::Store(_))) => self.key_trouble(&error),
            Err(error) => self.tell(not_signed_in(lang, &error, now)),
        }
    }

    fn secrets_differ(&mut self) {
        let lang = self.lang();
        self.tell(Notice::new(Severity::Error, t::SECRETS_DIFFER.get(lang)).next(t::SECRETS_DIFFER_NEXT.get(lang)));
    }
}
