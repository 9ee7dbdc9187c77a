//! The recovery key on paper: what the sheet says, and the one way it may take.
//!
//! Owns the sheet and the rule that it leaves no copy: it goes straight to a receipt printer on a wire, never into a
//! file, a queue, the log or the journal, and no slip page can print it again. Separate from the slips, which are about
//! files of the journal. It must not keep the key longer than the printer takes.

use super::keys::RecoveryKey;
use crate::config::{Config, Home};
use crate::device::slip::{self, leaves_no_copy};
use crate::device::{
    Ctl, DeviceError, DeviceUri, Driver, Job, Kind, SimLevers, Simulators, SlipPaper, SlipText, SlipTooLong,
};
use crate::text::{Lang, Told, common, device as words, vault as t};
use crate::ui::paint;
use chrono::NaiveDateTime;
use std::ops::Range;
use std::time::Duration;
use zeroize::Zeroizing;

/// Longest wait for opening the printer and for the whole sheet.
const LIMIT: Duration = Duration::from_secs(20);
/// Columns of the narrower paper.
const NARROW: usize = 32;
/// Groups beside each other: two in large letters fit the narrow paper.
const ROW: usize = 2;

/// What a sheet says beside its fixed words.
pub struct Sheet {
    pub lang: Lang,
    pub office: String,
    /// When it was issued, by the office's clock.
    pub at: NaiveDateTime,
    /// Groups with blanks between.
    pub key: Zeroizing<String>,
}

/// Why there is no sheet.
#[derive(Debug, thiserror::Error)]
pub enum Unprinted {
    #[error("no printer of receipts is set")]
    NoPrinter,
    /// It would leave the key on a disk.
    #[error("the printer's line goes through a file or a queue")]
    LeavesACopy,
    #[error(transparent)]
    Device(#[from] DeviceError),
    #[error("it is no slip")]
    TooLong(#[from] SlipTooLong),
}

impl Unprinted {
    /// In a clerk's words, with what to do: a sheet may have come out half, and writing always helps.
    pub fn told(&self, lang: Lang) -> Told {
        let what = match self {
            Unprinted::NoPrinter | Unprinted::TooLong(_) => t::SHEET_NO_PRINTER.get(lang).to_owned(),
            Unprinted::LeavesACopy => t::SHEET_LEAVES_A_COPY.get(lang).to_owned(),
            Unprinted::Device(error) => words::error(lang, error).what,
        };
        Told { what, next: t::SHEET_BY_HAND.get(lang).to_owned() }
    }
}

impl Sheet {
    pub fn new(lang: Lang, office: &str, at: NaiveDateTime, key: &RecoveryKey) -> Sheet {
        Sheet { lang, office: office.to_owned(), at, key: key.text() }
    }

    /// Prints it on the receipt printer of this machine; returns when it is out.
    ///
    /// # Errors
    /// [`Unprinted`]; nothing was sent but for a device's own fault.
    pub fn print(&self, home: &Home, config: &Config) -> Result<(), Unprinted> {
        let uri: DeviceUri = config.devices.slip.parse().map_err(DeviceError::from)?;
        let mut sims = Simulators::new(&home.simulators(), SimLevers::new());
        let resolved = sims.resolve(Kind::SlipPrinter, &uri)?;
        let Driver::Driven(mut opener) = resolved.driver else { return Err(Unprinted::NoPrinter) };
        if !leaves_no_copy(&resolved.wire) {
            return Err(Unprinted::LeavesACopy);
        }
        let columns = match slip::paper(&resolved.wire) {
            SlipPaper::Roll(width) => width.columns(),
            SlipPaper::A5 | SlipPaper::A4 => NARROW,
        };
        let mut printer = opener(&Ctl::within(LIMIT))?;
        printer.run(&Job::Slip(self.slip(columns)?), &Ctl::within(LIMIT), &mut |_| {})?;
        Ok(())
    }

    /// The sheet for a printer of so many columns.
    ///
    /// # Errors
    /// A name of an office that is longer than a slip.
    pub fn slip(&self, columns: usize) -> Result<SlipText, SlipTooLong> {
        let (lines, large) = self.lines(columns);
        let code = Zeroizing::new(self.key.replace(' ', ""));
        let lines: Vec<&str> = lines.iter().map(|line| line.as_str()).collect();
        Ok(SlipText::new(&lines)?.with_large(large).with_quiet(&code))
    }

    /// Its lines, and which of them are large.
    fn lines(&self, columns: usize) -> (Vec<Zeroizing<String>>, Range<usize>) {
        let lang = self.lang;
        let (date, time) = (common::date_with_weekday(lang, self.at.date()), common::time(lang, self.at.time()));
        let mut out = Vec::new();
        for text in [t::SHEET_TITLE.get(lang), &self.office, &t::sheet_issued(lang, &date, &time)] {
            paragraph(&mut out, text, columns);
        }
        paragraph(&mut out, t::SHEET_WHAT.get(lang), columns);
        let first = out.len();
        let groups: Vec<&str> = self.key.split(' ').collect();
        for (row, groups) in groups.chunks(ROW).enumerate() {
            let each = groups.iter().enumerate().map(|(at, group)| format!("{:>2} {group}", row * ROW + at + 1));
            out.push(Zeroizing::new(each.collect::<Vec<_>>().join(" ")));
        }
        let large = first..out.len();
        out.push(Zeroizing::default());
        for word in [t::SHEET_LETTERS, t::SHEET_USE, t::SHEET_ENVELOPE, t::SHEET_FADES, t::SHEET_SIGNED] {
            paragraph(&mut out, word.get(lang), columns);
        }
        for line in ["", &".".repeat(columns), t::SHEET_SIGNATURE.get(lang)] {
            out.push(Zeroizing::new(line.to_owned()));
        }
        (out, large)
    }
}

fn paragraph(out: &mut Vec<Zeroizing<String>>, text: &str, columns: usize) {
    out.extend(paint::wrap(text, columns).into_iter().map(|line| Zeroizing::new(line.to_owned())));
    out.push(Zeroizing::default());
}
