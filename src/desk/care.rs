//! What the keeper's news mean for the desk: told, shown, and where the ledger is damaged, the end of work.
//!
//! Separate from the keeper, which runs beside the desk and knows no screen.

use super::core::Desk;
use super::keeper::{Keeper, Kept};
use super::keeping::{Damage, Keeping};
use crate::ledger::BackupError;
use crate::text::{backup as t, desk as words};
use crate::ui::notice::{Notice, Severity};
use crate::view::{CareView, GoodCopy};

/// The keeper and what is known from it.
#[derive(Default)]
pub(super) struct CareOf {
    keeper: Option<Keeper>,
    view: CareView,
    /// The age of the last backup has been told to whoever is signed in.
    told: bool,
}

impl CareOf {
    pub(super) fn view(&self) -> Option<&CareView> {
        self.keeper.as_ref().map(|_| &self.view)
    }

    /// A backup is being made.
    pub(super) fn running(&self) -> bool {
        self.view.running.is_some()
    }

    /// The ledger is damaged; it is not opened again by this desk.
    pub(super) fn damaged(&self) -> bool {
        self.view.damaged.is_some()
    }
}

impl Desk {
    /// Has the ledger looked after from now on. `set` says whether there is a place for backups.
    pub fn look_after(&mut self, keeper: Keeper, set: bool, warn_days: u16) {
        self.care =
            CareOf { keeper: Some(keeper), view: CareView { set, warn_days, ..CareView::default() }, told: false };
    }

    /// Makes a backup beside the work.
    pub(super) fn back_up(&mut self, asked: bool) {
        let lang = self.lang();
        let Some(keeper) = self.care.keeper.as_ref().filter(|_| self.care.view.set) else {
            if asked {
                let notice = Notice::new(Severity::Warning, t::NO_PLACE.get(lang));
                self.tell(notice.next(t::NO_PLACE_NEXT.get(lang)));
            }
            return;
        };
        keeper.back_up();
        self.care.view.running.get_or_insert(0);
        if asked {
            self.tell_words(Severity::Info, t::BEGUN);
        }
        self.dirty = true;
    }

    /// News from the keeper.
    pub(super) fn kept(&mut self, kept: Kept) {
        match kept {
            Kept::State(state) => self.care_changed(&state),
            Kept::Running(_, part) => self.care.view.running = Some(part),
            Kept::Made(made) => {
                self.care.view.running = None;
                self.backup_made(made);
            }
            Kept::Damaged(damage) => self.damage_found(&damage),
        }
        self.refresh_front();
    }

    fn care_changed(&mut self, state: &Keeping) {
        let view = &mut self.care.view;
        view.good = state.good.as_ref().map(|good| GoodCopy {
            made_ms: good.made_ms,
            entries: good.entries,
            place: good.path.display().to_string(),
            same_disk: good.same_disk,
        });
        view.failed = state.failed.as_ref().map(|failed| failed.code.clone());
        view.checked = state.checked.as_ref().map(|seen| seen.seq);
        view.round_ms = state.round_ms;
        if let Some(damage) = state.damage.clone().filter(|_| !self.care.damaged()) {
            self.damage_found(&damage);
        }
    }

    fn backup_made(&mut self, made: Result<u64, BackupError>) {
        let lang = self.lang();
        match made {
            Ok(entries) => self.tell(Notice::new(Severity::Good, t::made_on_screen(lang, entries))),
            Err(BackupError::Busy) => {}
            Err(error) => {
                let told = t::backup(lang, &error);
                // A missing stick must not hold up the counter; a copy that is not whole must be read.
                let severity =
                    if matches!(error, BackupError::Unsound(_)) { Severity::Error } else { Severity::Warning };
                self.tell(Notice::new(severity, told.what).next(told.next).code(error.code()));
            }
        }
    }

    /// The desk stops: nothing is taken on a ledger that is not whole.
    fn damage_found(&mut self, damage: &Damage) {
        let lang = self.lang();
        self.care.view.damaged = Some(damage.seq);
        self.ledger_down = true;
        let safe = damage.seq.saturating_sub(1);
        let good = self.care.view.good.as_ref().map(|good| good.entries);
        let what = t::damaged(lang, damage.seq, safe);
        let next = good.map_or_else(|| t::DAMAGED_NEXT.get(lang).to_owned(), |entries| t::damaged_next(lang, entries));
        self.tell(Notice::new(Severity::Error, what).next(next).code("L-024"));
    }

    /// Tells a supervisor, once a sign-in, that the last good backup is too old.
    pub(super) fn tell_backup_age(&mut self) {
        let late = self.care.keeper.is_some() && self.care.view.set && self.care.view.old(self.now.utc_ms);
        if late && !self.care.told && self.care.view.running.is_none() {
            self.care.told = true;
            self.tell_words(Severity::Warning, words::BACKUP_OLD);
        }
    }

    /// Somebody else has signed in.
    pub(super) fn forget_backup_age(&mut self) {
        self.care.told = false;
    }
}
