//! Papers of the stock: the record of a destruction, and the daily announcement of blanks.
//!
//! Separate from the day's book, which is closed; these are written whenever they are asked for, from what is stored.

use super::core::Desk;
use super::day::{WriteError, replace_file, write_file};
use crate::domain::terms::Taken;
use crate::export;
use crate::text::desk as t;
use crate::text::screens::stock as words;
use crate::ui::notice::{Notice, Severity};

impl Desk {
    /// Writes a record of destruction into the export folder; the same record is the same file.
    pub(super) fn write_record(&mut self, year: i32, no: u32) {
        let lang = self.lang();
        let record = match self.ledger.record(year, no) {
            Ok(Some(record)) => record,
            Ok(None) => return self.tell_words(Severity::Warning, words::NO_RECORD),
            Err(error) => return self.ledger_failed(&error),
        };
        let bytes = match export::record::record(&record, self.setup.simulated) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => return self.tell_words(Severity::Warning, words::NO_RECORD),
            Err(error) => {
                super::log::error("record", &error);
                return self.tell_words(Severity::Error, t::EXPORT_FAILED);
            }
        };
        if !self.may_take(Taken::Destruction, None, &[export::Format::Pdf.code()]) {
            return;
        }
        let path = self.setup.export_folder.join(format!("ba-pemusnahan-{year}-{no:03}.pdf"));
        let shown = path.display().to_string();
        match write_file(&path, &bytes) {
            Ok(()) => self.tell(Notice::new(Severity::Good, t::exported(lang, &shown))),
            Err(error) => {
                super::log::error("record", &error);
                let word = if matches!(error, WriteError::Different) { t::EXPORT_DIFFERS } else { t::EXPORT_FAILED };
                self.tell(Notice::new(Severity::Error, word.get(lang)).next(shown));
            }
        }
    }

    /// The announcement as it stands now, written beside the exports to be sent or put up; its lines.
    pub(super) fn announce(&mut self) -> Vec<String> {
        let (lang, day) = (self.lang(), self.with_view(|v| v.day()));
        let text = export::announcement(self.ledger.office(), day, lang);
        let path = self.setup.export_folder.join(format!("stok-blangko-{day}.txt"));
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        match replace_file(&path, text.as_bytes()) {
            Ok(()) => lines.push(t::exported(lang, &path.display().to_string())),
            Err(error) => {
                super::log::error("announcement", &error);
                lines.push(t::EXPORT_FAILED.get(lang).to_owned());
            }
        }
        lines
    }
}
