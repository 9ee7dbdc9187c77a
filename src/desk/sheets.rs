//! Numbered paper as files: emergency sheets and handover sheets, written into the export folder to be printed.
//!
//! Separate from the acts that number them, which are recorded whether or not the paper is printed.

use super::core::Desk;
use crate::domain::id::AppId;
use crate::domain::invalid::Items;
use crate::domain::office::File;
use crate::export::pdf::{Paper, PdfError};
use crate::export::sheets::{self, Print};
use crate::text::{desk as t, sheets as words};
use crate::ui::notice::Severity;

impl Desk {
    fn sheet_print(&self) -> Print<'_> {
        Print {
            policy: self.ledger.office().policy(),
            paper: Paper::F4,
            at: self.now.local(),
            offset_s: self.now.offset_s,
            simulated: self.setup.simulated,
        }
    }

    /// Writes emergency sheets.
    pub(super) fn write_emergency(&mut self, numbers: &Items) {
        let bytes = sheets::emergency(&self.sheet_print(), numbers, &self.setup.rules);
        self.put_sheets(words::EMERGENCY_FILE, numbers, bytes);
    }

    /// Writes handover sheets; a card that has left the shelf since leaves its line empty.
    pub(super) fn write_handover(&mut self, numbers: &Items, cards: &[AppId]) {
        let office = self.ledger.office();
        let files: Vec<&File> = cards.iter().filter_map(|app| office.file(*app)).collect();
        let bytes = sheets::handover(&self.sheet_print(), numbers, &files);
        self.put_sheets(words::HANDOVER_FILE, numbers, bytes);
    }

    fn put_sheets(&mut self, name: &str, numbers: &Items, bytes: Result<Vec<u8>, PdfError>) {
        let (first, last) = (numbers.iter().next().unwrap_or_default(), numbers.iter().last().unwrap_or_default());
        let path = self.setup.export_folder.join(format!("{name}-{first:04}-{last:04}.pdf"));
        match bytes {
            // Printed again it may be another day's: the newest one counts.
            Ok(bytes) => self.put_file(&path, &bytes, false),
            Err(error) => {
                super::log::error("sheets", &error);
                self.tell_words(Severity::Error, t::EXPORT_FAILED);
            }
        }
    }
}
