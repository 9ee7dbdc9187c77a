//! What happens about once a second without a key.
//!
//! Others' entries are taken in, drafts saved, lamps refreshed, outcomes offered again. Something is drawn
//! only when it looks different.

use super::core::Desk;
use crate::text::desk as t;
use crate::ui::notice::Severity;

/// Seconds of a step clock between two visible changes (counter practice 21).
const CLOCK_STEP_S: i64 = 15;

/// How long Escape waits for the digit that makes it a function key: longer than a slow hand, and ticks come
/// every second.
const ESCAPE_WAITS_MS: u32 = 2000;

impl Desk {
    pub(super) fn on_tick(&mut self) {
        if self.now.since(&self.last_key).ms >= ESCAPE_WAITS_MS {
            self.key_state.disarm();
        }
        if self.ledger_down {
            return self.try_reopen();
        }
        match self.ledger.refresh() {
            Ok(true) => self.refresh_front(),
            Ok(false) => {}
            Err(error) => return self.ledger_failed(&error),
        }
        if self.session.is_some() {
            self.save_drafts();
            // A desk that died writes nothing any more: its acts are found by looking, not by news.
            self.find_orphans();
            self.offer_outcomes();
            self.send_messages();
            self.lock_when_idle();
            self.tell_backup_age();
        }
        self.probe_network();
        let shown = self.shown_time();
        if shown != self.shown {
            self.shown = shown;
            self.dirty = true;
        }
    }

    /// What of the time is visible: the minute, the step clock's stretch, a running act's seconds.
    fn shown_time(&self) -> (i64, i64) {
        let seconds = self.now.utc_ms.div_euclid(1000);
        let fine = if self.jobs.is_empty() { seconds.div_euclid(CLOCK_STEP_S) } else { seconds };
        (seconds.div_euclid(60), fine)
    }

    /// After a failure nothing is taken until the ledger is open again and read anew.
    fn try_reopen(&mut self) {
        if self.care.damaged() {
            return;
        }
        match self.ledger.reopen() {
            Ok(()) => {
                self.ledger_down = false;
                self.tell_words(Severity::Warning, t::LEDGER_BACK);
                self.refresh_front();
            }
            // Said already; said again only by the log, or the screen would never come to rest.
            Err(error) => super::log::error("ledger", &error),
        }
    }
}
