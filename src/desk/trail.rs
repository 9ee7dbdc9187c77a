//! Gathers the report on who saw whom from the ledger.
//!
//! Owns gathering only: what is in it is the domain's, what it looks like the exporters'. Separate from the day's
//! book, in which no looking stands.

use super::core::Desk;
use crate::domain::access::Whose;
use crate::domain::event::LedgerKind;
use crate::domain::id::AppId;
use crate::domain::nik::Nik;
use crate::domain::office::File;
use crate::domain::terms::Taken;
use crate::domain::trail::{Asked, Subject, Trail};
use crate::export::{notice, trail as report};
use crate::ledger::{Ledger, LedgerError};
use crate::screen::TrailPaper;
use chrono::{NaiveDate, NaiveDateTime};

/// Reads the report. `made` is the moment it is made, local time, and its offset from UTC in seconds.
///
/// # Errors
/// What the ledger says.
pub fn read(ledger: &dyn Ledger, asked: &Asked, made: (NaiveDateTime, i32)) -> Result<Trail, LedgerError> {
    let office = ledger.office();
    let lookings = ledger.lookings(asked.from, asked.to)?;
    let simulated = office.desk.kind == LedgerKind::Demo;
    let mut trail = Trail::new((office.policy(), &office.rules.accounts, simulated), asked, &lookings, made);
    for app in trail.wants() {
        if let Some(file) = ledger.file(app)? {
            trail.people.insert(app, Subject::of(&file));
        }
    }
    Ok(trail)
}

impl Desk {
    /// Writes who saw whom, or the notices, into the export folder. Written first into the journal; the paper, made
    /// after, says so of itself.
    pub(super) fn write_trail(&mut self, paper: TrailPaper, (from, to): (NaiveDate, NaiveDate)) {
        let (what, formats) = match paper {
            TrailPaper::Report => (Taken::Access, &report::FORMATS[1..]),
            TrailPaper::Notice => (Taken::Breach, &notice::FORMATS[1..]),
        };
        for format in formats {
            if !self.may_take(what, Some((from, to)), &[format.code()]) {
                return;
            }
            let asked = Asked { from, to, whose: None, by: None };
            let trail = match read(self.ledger.as_ref(), &asked, (self.now.local(), self.now.offset_s)) {
                Ok(trail) => trail,
                Err(error) => return self.ledger_failed(&error),
            };
            let (made, name) = match paper {
                TrailPaper::Report => (report::render(&trail, *format), report::file_name(&trail, *format)),
                TrailPaper::Notice => (notice::render(&trail, *format), notice::file_name(&trail, *format)),
            };
            match made {
                Ok(bytes) => self.put_file(&self.setup.export_folder.join(name), &bytes, false),
                Err(error) => return self.export_failed(&error),
            }
        }
    }
}

/// Everybody's files under a NIK, open or ended; None when there is none, or it was erased.
///
/// # Errors
/// What the ledger says.
pub fn by_nik(ledger: &dyn Ledger, nik: Nik) -> Result<Option<Whose>, LedgerError> {
    let mut apps: Vec<AppId> = ledger.by_nik(nik)?.into_iter().map(|past| past.app).collect();
    apps.extend(ledger.office().open_for(nik).map(|file| file.app.id));
    whose(ledger, apps)
}

/// The file with a register number.
///
/// # Errors
/// What the ledger says.
pub fn by_number(ledger: &dyn Ledger, number: &str) -> Result<Option<Whose>, LedgerError> {
    let apps = ledger.by_number(number)?.map(|file| file.app.id);
    whose(ledger, apps.into_iter().collect())
}

/// The office days from the first receipt to the last entry.
fn whose(ledger: &dyn Ledger, apps: Vec<AppId>) -> Result<Option<Whose>, LedgerError> {
    let mut days: Vec<NaiveDate> = Vec::new();
    for app in &apps {
        let Some(File { app: file, .. }) = ledger.file(*app)? else { continue };
        days.push(file.day);
        days.extend(ledger.entry(file.last_seq)?.map(|rec| rec.envelope.stamp.date()));
    }
    let span = days.iter().min().copied().zip(days.iter().max().copied());
    Ok(span.map(|(first, last)| Whose { apps, first, last }))
}
