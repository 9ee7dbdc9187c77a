//! Numbered paper as files: emergency sheets and handover sheets, written into the export folder to be printed.
//!
//! Separate from the acts that number them, which are recorded whether or not the paper is printed.

use super::core::Desk;
use super::day::replace_file;
use crate::domain::id::AppId;
use crate::domain::invalid::Items;
use crate::domain::office::File;
use crate::export::pdf::{Paper, PdfError};
use crate::export::sheets::{self, Print};
use crate::text::{Lang, common, sheets as words};
use crate::ui::notice::{Notice, Severity};

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
        self.put_sheets(words::EMERGENCY_FILE, words::emergency_written, numbers, bytes);
    }

    /// Writes handover sheets; a card that has left the shelf since leaves its line empty.
    pub(super) fn write_handover(&mut self, numbers: &Items, cards: &[AppId]) {
        let office = self.ledger.office();
        let files: Vec<&File> = cards.iter().filter_map(|app| office.file(*app)).collect();
        let bytes = sheets::handover(&self.sheet_print(), numbers, &files);
        self.put_sheets(words::HANDOVER_FILE, words::handover_written, numbers, bytes);
    }

    /// Printed again it may be another day's: the newest one counts.
    fn put_sheets(
        &mut self,
        name: &str,
        said: fn(Lang, &str) -> String,
        numbers: &Items,
        bytes: Result<Vec<u8>, PdfError>,
    ) {
        let lang = self.lang();
        let (first, last) = (numbers.iter().next().unwrap_or_default(), numbers.iter().last().unwrap_or_default());
        let path = self.setup.export_folder.join(format!("{name}-{first:04}-{last:04}.pdf"));
        let shown = path.display().to_string();
        let failed = Notice::new(Severity::Error, words::NOT_WRITTEN.get(lang)).next(words::PRINT_AGAIN.get(lang));
        let told = match bytes {
            Ok(bytes) => match replace_file(&path, &bytes) {
                Ok(()) => Notice::new(Severity::Good, said(lang, &common::runs(numbers.runs()))).next(shown),
                Err(error) => {
                    super::log::error("sheets", &error);
                    failed
                }
            },
            Err(error) => {
                super::log::error("sheets", &error);
                failed
            }
        };
        self.tell(told);
    }
}
