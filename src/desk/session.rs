//! Who works at the desk: sign-in, lock, switch of clerk, the start of a day.
//!
//! A lock keeps the screens and hides them; another clerk gets fresh screens and their own drafts. Separate
//! from the keys, which only know whether a secret is right.

use super::act::Done;
use super::core::Desk;
use super::keys::{Chosen, KeyError, KeyRing, Secret, SecretFault, SignIn};
use super::overlay::Overlay;
use super::screens::{SCREENS, Screens};
use crate::device::Kind;
use crate::domain::clean;
use crate::domain::command::Command;
use crate::domain::event::LedgerKind;
use crate::domain::id::AccountId;
use crate::domain::office::Account;
use crate::domain::person::Name;
use crate::domain::terms::Role;
use crate::ledger::HomeKey;
use crate::screen::{ScreenId, Told};
use crate::text::{Lang, desk as t};
use crate::ui::notice::{Notice, Severity};
use crate::view::Session;
use std::collections::BTreeSet;

impl Desk {
    /// Shows the sign-in.
    pub(super) fn ask_sign_in(&mut self) {
        self.ask_sign_in_of("");
    }

    /// The same for somebody who has said who they are.
    fn ask_sign_in_of(&mut self, who: &str) {
        let lines = match &self.session {
            Some(session) => vec![t::locked(&session.initials)],
            None => vec![t::SIGN_IN_HINT.into()],
        };
        self.overlay = Some(Overlay::sign_in(lines, who));
        self.dirty = true;
    }

    /// Locks: what was typed stays and is hidden.
    pub(super) fn lock(&mut self) {
        if self.session.is_none() {
            return;
        }
        self.save_drafts();
        self.end_lookings();
        self.screens.vacant(true, self.now);
        self.devices.release();
        // Everything is wiped and drawn anew: no cell of what stood there stays in the terminal.
        self.redraw = true;
        self.ask_sign_in();
    }

    /// Somebody typed initials or a name, and a passphrase or PIN.
    pub(super) fn sign_in(&mut self, who: &str, secret: &str) {
        if let Some(done) = self.try_pin(who, secret) {
            return match done {
                Ok((account, failures)) => self.enter(account, failures),
                Err(notice) => {
                    self.ask_sign_in_of(who);
                    self.tell(notice);
                }
            };
        }
        match self.check_secret(who, secret) {
            Ok((account, Some(sign_in))) => self.admit(account, sign_in),
            Ok((account, None)) => self.enter(account, 0),
            Err(notice) => {
                self.ask_sign_in_of(who);
                self.tell(notice);
            }
        }
    }

    /// Lets somebody in whose passphrase was right; one chosen by another is changed first.
    pub fn admit(&mut self, account: AccountId, sign_in: SignIn) {
        self.home_key = Some(sign_in.key);
        if sign_in.must_change {
            self.overlay = Some(Overlay::new_secret(account, sign_in.failures_before));
            self.dirty = true;
        } else {
            self.prove(account);
            self.enter(account, sign_in.failures_before);
        }
    }

    /// Opens the desk for an account whose passphrase was right.
    pub(super) fn enter(&mut self, account: AccountId, failures: u32) {
        let same = self.session.as_ref().is_some_and(|s| s.account == account);
        let somebody_else = self.session.is_some() && !same;
        let Some(session) = self.session_of(account) else {
            return self.tell_words(Severity::Error, t::ACCOUNT_OFF);
        };
        let generation = match self.key_file() {
            Ok(generation) => generation,
            Err(error) => {
                let notice = not_signed_in(self.lang(), &error, self.now.utc_ms);
                self.ask_sign_in();
                return self.tell(notice);
            }
        };
        self.overlay = None;
        // What was told is for whoever caused it.
        self.board.fade();
        self.session = Some(session);
        self.last_key = self.now;
        self.forget_backup_age();
        self.devices.open(&[Kind::Scanner]);
        let order = self.order(None);
        let _ = self.act(&Command::NoteSignIn { failures }, &order);
        self.note_key_file(generation);
        self.start_day();
        self.find_orphans();
        if same {
            self.screens.vacant(false, self.now);
        } else {
            self.screens = Screens::new();
            self.screens.front = self.first_screen();
            self.restore_drafts();
            if somebody_else {
                // Another clerk sat here between the lock and now: counted, not timed.
                self.screens.vacant(true, self.now);
                self.screens.vacant(false, self.now);
            }
        }
        self.refresh_front();
        if let Some(app) = self.print_in_doubt()
            && self.may_open(ScreenId::Operator)
        {
            self.open_file(app);
        }
    }

    fn session_of(&self, account: AccountId) -> Option<Session> {
        let found = self.ledger.office().rules.accounts.get(&account).filter(|a| a.active)?;
        Some(Session {
            account,
            name: found.name.as_ref().map(|n| n.as_str().to_owned()).unwrap_or_default(),
            initials: found.initials.clone(),
            roles: found.roles.clone(),
        })
    }

    /// The account behind initials or a name, active ones only.
    pub(super) fn account_named(&self, who: &str) -> Option<AccountId> {
        let folded = clean::fold(who);
        let accounts = &self.ledger.office().rules.accounts;
        let fits = |a: &&Account| {
            a.active
                && (a.initials.eq_ignore_ascii_case(who.trim()) || a.name.as_ref().is_some_and(|n| n.key() == folded))
        };
        accounts.values().find(fits).map(|a| a.id)
    }

    /// Checks a passphrase; gives the account and what signing in gives, or what to say. A demo asks for none.
    pub(super) fn check_secret(&self, who: &str, secret: &str) -> Result<(AccountId, Option<SignIn>), Notice> {
        let (lang, now) = (self.lang(), self.now.utc_ms);
        // An unknown name and a wrong passphrase read the same: nobody learns who has an account.
        let account = self.account_named(who).ok_or_else(|| not_signed_in(lang, &KeyError::Unknown, now))?;
        if self.ledger.office().desk.kind == LedgerKind::Demo {
            return Ok((account, None));
        }
        let checked = self.keys.check(account, &Secret::new(secret.to_owned()), now);
        let known = self.ledger.office().desk.keys;
        let checked = checked.and_then(|sign_in| self.keys.recent(&sign_in.key, known).map(|_| sign_in));
        Ok((account, Some(checked.map_err(|error| not_signed_in(lang, &error, now))?)))
    }

    /// May open a screen: one of its roles, or the handover by policy.
    pub(super) fn may_open(&self, screen: ScreenId) -> bool {
        let Some(session) = &self.session else { return false };
        SCREENS.iter().any(|row| row.id == screen && row.roles.iter().any(|r| session.is(*r)))
    }

    fn first_screen(&self) -> ScreenId {
        SCREENS.iter().map(|row| row.id).find(|id| self.may_open(*id)).unwrap_or(ScreenId::Agenda)
    }

    /// Opens the office day of today, unless it is open, later or closed already.
    fn start_day(&mut self) {
        let today = self.now.date();
        let desk = &self.ledger.office().desk;
        let closed = desk.last_closed.is_some_and(|d| d >= today);
        if desk.day.is_some_and(|open| open >= today) || closed {
            if closed && desk.day.is_none() {
                self.tell_words(Severity::Warning, t::DAY_CLOSED_ALREADY);
            }
            return;
        }
        let order = self.order(None);
        if let Done::Committed(_) = self.act(&Command::OpenDay { date: today }, &order)
            && !self.ledger.office().desk.unclosed.is_empty()
        {
            self.tell_words(Severity::Warning, t::DAY_UNCLOSED);
        }
    }

    /// A new member of staff: the account first, its key after; a failed key takes nothing back but is told.
    pub(super) fn add_staff(
        &mut self,
        from: ScreenId,
        name: Name,
        initials: String,
        roles: BTreeSet<Role>,
        secret: &str,
    ) {
        let account = match super::random_id() {
            Ok(bytes) => AccountId(bytes),
            Err(error) => return self.key_trouble(&error),
        };
        let secret = Secret::new(secret.to_owned());
        let added = self.with_home_key(|keys, key| keys.add(account, &initials, &secret, key, Chosen::ByAnother));
        if let Err(error) = added {
            return self.key_trouble(&error);
        }
        let command = Command::AddAccount { account, name, initials, roles };
        let order = self.order(None);
        match self.act(&command, &order) {
            Done::Committed(entries) => {
                let reply = self.with_screen(from, |s, v| s.told(Told::Committed(entries), v));
                self.carry_out(from, reply);
            }
            // A key without an account opens nothing; it is taken away again.
            _ => {
                if let Err(error) = self.with_home_key(|keys, key| keys.remove(account, key)) {
                    super::log::error("keys", &error);
                }
            }
        }
    }

    /// A supervisor sets a passphrase anew.
    pub(super) fn reset_staff(&mut self, from: ScreenId, account: AccountId, secret: &str) {
        let order = self.order(None);
        let Done::Committed(entries) = self.act(&Command::ResetAccount { account }, &order) else { return };
        let initials = self.ledger.office().rules.accounts.get(&account).map(|a| a.initials.clone());
        let (initials, secret) = (initials.unwrap_or_default(), Secret::new(secret.to_owned()));
        if let Err(error) = self.with_home_key(|keys, key| keys.reset(account, &initials, &secret, key)) {
            return self.key_trouble(&error);
        }
        let reply = self.with_screen(from, |s, v| s.told(Told::Committed(entries), v));
        self.carry_out(from, reply);
    }

    /// Changes keys with the home key, which whoever signed in brought along; a demo has none. Only a key file that
    /// is whole and not an older one is changed, and the book has its new count at once.
    pub(super) fn with_home_key<T>(
        &mut self,
        change: impl FnOnce(&KeyRing, &HomeKey) -> Result<T, KeyError>,
    ) -> Result<T, KeyError> {
        let key = self.home_key.clone().ok_or(KeyError::Unusable)?;
        self.key_file()?;
        let changed = change(&self.keys, &key)?;
        let generation = self.key_file()?;
        self.note_key_file(generation);
        Ok(changed)
    }

    /// The count of changes of the key file; 0 in a demo, which has none.
    ///
    /// # Errors
    /// [`KeyError::Older`], [`KeyError::Altered`], or the file cannot be read.
    fn key_file(&self) -> Result<u64, KeyError> {
        let known = self.ledger.office().desk.keys;
        self.home_key.as_ref().map_or(Ok(0), |key| self.keys.recent(key, known))
    }

    /// Leaves that count in the book, which then knows an older file.
    fn note_key_file(&mut self, generation: u64) {
        if generation > self.ledger.office().desk.keys && self.session.is_some() {
            let order = self.order(None);
            // Another desk may have noted it first.
            if let Err(error) = self.tried(&Command::NoteKeyFile { generation }, &order) {
                self.ledger_failed(&error);
            }
        }
    }

    /// Takes the key of a disabled account away: its secret opens nothing any more, not even a copy of the files
    /// made from now on.
    pub(super) fn forget_key(&mut self, account: AccountId) {
        if let Err(error) = self.with_home_key(|keys, key| keys.remove(account, key)) {
            self.key_trouble(&error);
        }
    }

    pub(super) fn key_trouble(&mut self, error: &KeyError) {
        super::log::error("keys", error);
        let lang = self.lang();
        let notice = if matches!(error, KeyError::Unfit(SecretFault::Same)) {
            Notice::new(Severity::Error, t::SECRET_SAME.get(lang)).next(t::SECRET_UNFIT_NEXT.get(lang))
        } else if matches!(error, KeyError::Unfit(_)) {
            Notice::new(Severity::Error, t::SECRET_UNFIT.get(lang)).next(t::SECRET_UNFIT_NEXT.get(lang))
        } else if matches!(error, KeyError::Altered | KeyError::Older) {
            return self.tell(not_signed_in(lang, error, self.now.utc_ms));
        } else {
            Notice::new(Severity::Error, t::KEYS_BROKEN.get(lang))
        };
        self.tell(notice.code(error.code()));
    }

    /// Locks by itself after idle minutes, never under a running device act.
    pub(super) fn lock_when_idle(&mut self) {
        let minutes = u32::from(self.ledger.office().policy().lock_minutes);
        let idle = self.now.since(&self.last_key).ms;
        if minutes > 0 && idle > minutes * 60_000 && !self.locked() && self.session.is_some() && self.jobs.is_empty() {
            self.lock();
        }
    }
}

/// Why nobody signed in, in words. An account that does not exist reads like a wrong secret.
pub(super) fn not_signed_in(lang: Lang, error: &KeyError, now_ms: i64) -> Notice {
    let (what, next) = match error {
        KeyError::Wrong | KeyError::Unknown => {
            return Notice::new(Severity::Error, t::WRONG_SECRET.get(lang)).code(KeyError::Wrong.code());
        }
        KeyError::PinSpent => (t::PIN_SPENT.get(lang).to_owned(), ""),
        KeyError::Wait { until } => (t::wait(lang, until.saturating_sub(now_ms).saturating_add(999) / 1000), ""),
        KeyError::Locked => (t::ACCOUNT_LOCKED.get(lang).to_owned(), ""),
        KeyError::Altered => (t::KEYS_ALTERED.get(lang).to_owned(), t::KEYS_RECOVER.get(lang)),
        KeyError::Older => (t::KEYS_OLDER.get(lang).to_owned(), t::KEYS_RECOVER.get(lang)),
        KeyError::Renew => (t::KEY_CHANGED.get(lang).to_owned(), t::KEY_CHANGED_NEXT.get(lang)),
        _ => (t::KEYS_BROKEN.get(lang).to_owned(), ""),
    };
    super::log::error("keys", error);
    Notice::new(Severity::Error, what).next(next).code(error.code())
}
