//! Erasing what was ordered, a step at a time.
//!
//! Owns who carries an ordered erasure on: the run that ordered it, or any other once that one is gone. Separate from
//! the ledger, which knows only one step, and from the order, which is an act of the office. A desk takes a step a
//! second, so that nobody waits; the command line goes to the end.

use super::core::Desk;
use crate::domain::access::erasable_before;
use crate::domain::command::{Command, Order};
use crate::domain::id::AppId;
use crate::domain::office::Erasing;
use crate::domain::refusal::Refusal;
use crate::ledger::{Ledger, LedgerError};
use crate::screen::{ScreenId, Told};
use crate::text::{audit as words, common};
use crate::ui::notice::{Notice, Severity};
use std::time::Duration;

/// Pause between two tries while somebody else reads or writes.
const AGAIN: Duration = Duration::from_millis(50);
/// Tries of one step before it is given up; the next run takes it up.
const TRIES: u32 = 200;

/// Where a step goes on.
#[derive(Default)]
pub struct Progress {
    order: u64,
    after: Option<AppId>,
}

/// Carries the ordered erasure to its end.
///
/// # Errors
/// What the ledger says; what was erased stays so, and the next run goes on.
pub fn to_the_end(ledger: &mut dyn Ledger, order: &Order) -> Result<Result<(), Refusal>, LedgerError> {
    let Some(erasing) = ledger.office().desk.erasing else { return Ok(Ok(())) };
    let mut after = Some(AppId(0));
    while let Some(from) = after {
        after = patiently(|| ledger.erase_ended(erasing.before, from, &order.station))?;
    }
    let finish = Command::FinishErasure { order: erasing.order };
    Ok(patiently(|| ledger.act(&finish, order, None))?.map(|_| ()))
}

fn patiently<T>(mut step: impl FnMut() -> Result<T, LedgerError>) -> Result<T, LedgerError> {
    for _ in 1..TRIES {
        match step() {
            Err(error) if error.passes() => std::thread::sleep(AGAIN),
            done => return done,
        }
    }
    step()
}

impl Desk {
    /// Takes one step of an erasure this run ordered, or whose run is gone.
    pub(super) fn erase_on(&mut self) {
        let Some(erasing) = self.ledger.office().desk.erasing else { return };
        let Erasing { order, before, run } = erasing;
        if run != self.setup.run && self.ledger.run_alive(run) {
            return;
        }
        if self.purge.order != order {
            self.purge = Progress { order, after: Some(AppId(0)) };
        }
        let Some(after) = self.purge.after else { return self.finish_erasing(erasing) };
        match self.ledger.erase_ended(before, after, &self.setup.station) {
            Ok(next) => self.purge.after = next,
            // Somebody else reads or writes: the next second is as good.
            Err(error) if error.passes() => {}
            Err(error) => self.ledger_failed(&error),
        }
    }

    /// What the policy lets be erased today, for a screen that asks before it orders.
    pub(super) fn tell_erasable(&mut self, from: ScreenId) {
        let before = match erasable_before(self.ledger.office(), self.now.date()) {
            Ok(before) => before,
            Err(refusal) => return self.tell_refusal(&refusal),
        };
        match self.ledger.erasable(before) {
            Ok(found) if found.is_nothing() => self.tell_refusal(&Refusal::NothingToErase),
            Ok(found) => self.tell_screen(from, Told::Erasable { before, found }),
            Err(error) => self.ledger_failed(&error),
        }
    }

    fn finish_erasing(&mut self, erasing: Erasing) {
        let order = self.order(None);
        match self.ledger.act(&Command::FinishErasure { order: erasing.order }, &order, None) {
            Ok(Ok(_)) => {
                let lang = self.lang();
                self.tell(Notice::new(Severity::Good, words::erased(lang, &common::date(erasing.before))));
                self.refresh_front();
            }
            // Something ended meanwhile that belongs to it: once more from the beginning.
            Ok(Err(_)) => self.purge = Progress::default(),
            Err(error) if error.passes() => {}
            Err(error) => self.ledger_failed(&error),
        }
    }
}
