//! What a scanned code does: it opens and fills, and commits nothing.
//!
//! Owns where a scan leads from any screen. A question is never answered by one, and a form half filled in is never
//! lost to one.

use super::core::Desk;
use super::screens::screen_for;
use super::wedge::Passed;
use crate::device::Scan;
use crate::domain::id::AppId;
use crate::domain::scanned::Scanned;
use crate::domain::token::Token;
use crate::screen::ScreenId;
use crate::text::desk as t;
use crate::ui::keymap::{Key, Layer};
use crate::ui::notice::Severity;
use chrono::Datelike;

impl Desk {
    /// A key, where a scanner types too.
    pub(super) fn on_typed(&mut self, key: Key) {
        // What is typed into a question may be a secret: no key of it is kept.
        let asked = self.takes_text() && !self.layers().contains(&Layer::Global);
        if self.session.is_none() || asked {
            self.typed_on();
            return self.on_key(key);
        }
        let (line, year) = (self.ledger.office().lineage(), self.now.date().year());
        let known = |text: &str| Scanned::of(text, line.ids(), year) != Scanned::Unknown;
        let Passed { keys, scan } = self.wedge.key(key, self.now, known);
        keys.into_iter().for_each(|key| self.on_key(key));
        if let Some(scan) = scan {
            self.on_scan(&scan);
        }
    }

    /// Keys held back too long were typed.
    pub(super) fn typed_late(&mut self) {
        let now = self.now;
        self.wedge.late(now).into_iter().for_each(|key| self.on_key(key));
    }

    /// Keys held back were typed: something else has come.
    pub(super) fn typed_on(&mut self) {
        self.wedge.release().into_iter().for_each(|key| self.on_key(key));
    }

    /// A code was scanned.
    pub(super) fn on_scan(&mut self, scan: &Scan) {
        self.last_key = self.now;
        self.key_state.disarm();
        if self.session.is_none() || self.board.frozen() || self.held.is_some() || self.ledger_down {
            return;
        }
        self.dirty = true;
        if self.overlay.is_some() || !self.screens.front().layers().contains(&Layer::Global) {
            return self.tell_words(Severity::Warning, t::SCAN_QUESTION);
        }
        let line = self.ledger.office().lineage();
        match Scanned::of(scan.text(), line.ids(), self.now.date().year()) {
            Scanned::Slip(token) => self.scanned_slip(token),
            Scanned::Nik(_) if self.screens.front().takes_nik() => self.scanned_into(self.screens.front, scan.text()),
            Scanned::Nik(nik) => self.scanned_find(nik.as_str()),
            Scanned::ForeignSlip => self.tell_words(Severity::Warning, t::SCAN_FOREIGN),
            Scanned::RegistryPage => self.tell_words(Severity::Info, t::SCAN_PAGE),
            Scanned::Unknown => self.tell_words(Severity::Warning, t::SCAN_UNKNOWN),
        }
    }

    /// A slip opens its file at the next step; a closed one is looked for.
    fn scanned_slip(&mut self, token: Token) {
        let files = &self.ledger.office().files;
        let named = files.values().find(|f| f.app.number.no == token.no && f.app.number.year == token.year);
        match named.map(|file| (file.app.id, file.app.stage)) {
            Some((app, stage)) if self.would_lose(screen_for(stage), app) => {
                self.tell_words(Severity::Warning, t::SCAN_FORM);
            }
            Some((app, _)) => self.open_file(app),
            None => self.scanned_find(&format!("{:04}", token.no)),
        }
    }

    /// Opening the file would take something half done from its screen.
    fn would_lose(&self, target: ScreenId, app: AppId) -> bool {
        let busy = target == ScreenId::Operator && self.job_view().is_some_and(|job| job.app != app);
        let screen = self.screens.get(target);
        busy || (screen.unfinished() && screen.draft().is_some_and(|draft| draft.app != Some(app)))
    }

    fn scanned_find(&mut self, query: &str) {
        self.go(ScreenId::Find);
        self.scanned_into(ScreenId::Find, query);
    }

    fn scanned_into(&mut self, id: ScreenId, text: &str) {
        let reply = self.with_screen(id, |screen, view| screen.paste(text, view));
        self.carry_out(id, reply);
        self.drafts.touched();
    }
}
