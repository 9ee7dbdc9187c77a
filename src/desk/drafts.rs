//! Drafts: what was typed and not yet submitted survives lock, kill and power cut.
//!
//! Owns when they are saved: on leaving a screen and within a second after the last key. They live in a table
//! beside the journal, by account, station and screen, and nobody else sees them.

use super::core::Desk;
use super::screens::SCREENS;
use crate::ledger::DraftKey;
use crate::screen::{Draft, ScreenId};
use std::collections::BTreeMap;

/// What has been stored, so that only changes are written.
#[derive(Default)]
pub struct Drafts {
    stored: BTreeMap<ScreenId, Draft>,
    /// Something may have been typed since the last save.
    touched: bool,
}

impl Drafts {
    /// Something may have been typed.
    pub fn touched(&mut self) {
        self.touched = true;
    }

    /// The draft was dropped in the transaction that submitted it.
    pub fn dropped(&mut self, screen: ScreenId) {
        self.stored.remove(&screen);
    }
}

impl Desk {
    /// The key a screen's draft is stored under.
    pub(super) fn draft_key(&self, screen: ScreenId) -> Option<DraftKey> {
        let account = self.session.as_ref()?.account;
        Some(DraftKey { account, station: self.setup.station.clone(), screen: screen.code().to_owned() })
    }

    /// Saves what changed since the last time: about once a second, on leaving a screen, and before the end.
    pub(super) fn save_drafts(&mut self) {
        if !std::mem::take(&mut self.drafts.touched) {
            return;
        }
        for row in SCREENS {
            let draft = self.screens.get(row.id).draft();
            if draft.as_ref() != self.drafts.stored.get(&row.id) {
                self.store_draft(row.id, draft);
            }
        }
    }

    fn store_draft(&mut self, screen: ScreenId, draft: Option<Draft>) {
        let Some(key) = self.draft_key(screen).filter(|_| !self.ledger_down) else { return };
        let result = match &draft {
            Some(draft) => self.ledger.put_draft(&key, &serde_json::to_vec(draft).unwrap_or_default()),
            None => self.ledger.drop_draft(&key),
        };
        match (result, draft) {
            (Ok(()), Some(draft)) => {
                self.drafts.stored.insert(screen, draft);
            }
            (Ok(()), None) => self.drafts.dropped(screen),
            (Err(error), _) => self.ledger_failed(&error),
        }
    }

    pub(super) fn drop_draft(&mut self, screen: ScreenId) {
        self.store_draft(screen, None);
    }

    /// Brings back the clerk's drafts; the screen of the newest comes to the front.
    pub(super) fn restore_drafts(&mut self) {
        self.drafts = Drafts::default();
        let mut front = None;
        for row in SCREENS {
            let Some(key) = self.draft_key(row.id) else { return };
            let bytes = match self.ledger.draft(&key) {
                Ok(bytes) => bytes,
                Err(error) => return self.ledger_failed(&error),
            };
            // A draft a newer program wrote is left alone rather than guessed at.
            let Some(draft) = bytes.and_then(|b| serde_json::from_slice::<Draft>(&b).ok()) else { continue };
            self.with_screen(row.id, |screen, view| screen.restore(&draft, view));
            self.drafts.stored.insert(row.id, draft);
            if self.may_open(row.id) {
                front = front.or(Some(row.id));
            }
        }
        if let Some(front) = front {
            self.screens.front = front;
        }
    }
}
