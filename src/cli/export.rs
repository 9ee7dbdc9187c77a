//! `loket export`: a day of the agenda as a file or on stdout.
//!
//! A closed day gives the bytes it was digested with, or says why it no longer does. A day still open is
//! exported as it stands and marked as provisional.

use chrono::NaiveDate;

use super::args::Signer;
use super::failure::{self, Exit, Failure};
use super::give::Way;
use super::{Scene, office, out};
use crate::desk::day;
use crate::domain::access::{Access, Errand};
use crate::domain::event::DayClosed;
use crate::domain::terms::Taken;
use crate::export::{self, EXPORT_FORMAT, Format, Sheet};
use crate::ledger::Ledger as _;
use crate::text::{Lang, Word, audit, cli as say};

/// What is asked for.
pub(super) struct Wanted<'a> {
    pub(super) date: NaiveDate,
    pub(super) format: Format,
    pub(super) paper: Sheet,
    pub(super) output: &'a Way,
}

pub(super) fn run(scene: &Scene, wanted: &Wanted<'_>, signer: &Signer) -> Result<(), Failure> {
    let lang = scene.lang;
    let mut opened = office::open(scene, signer, Errand::Agenda)?;
    let giving = wanted.output.ask(lang, signer)?;
    let trouble = |error| failure::ledger(lang, error);
    let Some(book) = day::read_book(&opened.ledger, wanted.date).map_err(trouble)? else {
        return Err(Failure::new(Exit::Refused, lang, say::no_such_day(lang, &wanted.date.to_string())));
    };
    let closed = opened.ledger.closed_day(wanted.date).map_err(trouble)?.map(|day| day.closed);
    let bytes = export::render_on(&book, wanted.format, wanted.paper)
        .map_err(|error| Failure::new(Exit::Output, lang, say::EXPORT_UNMADE.get(lang)).because(error))?;
    opened.note(lang, taken(Taken::Agenda, Some((wanted.date, wanted.date)), wanted.format.code(), wanted.output))?;
    giving.give(lang, &bytes)?;
    match closed {
        None => {
            out::message(&format!("loket: {}", say::EXPORT_PROVISIONAL.get(lang)));
            Ok(())
        }
        // The digests of a close are those of the usual paper.
        Some(_) if wanted.format == Format::Pdf && wanted.paper != Sheet::default() => Ok(()),
        Some(closed) => same_as_closed(lang, &closed, (wanted.format, book.erased()), &bytes),
    }
}

/// Data about to leave the program.
pub(super) fn taken(what: Taken, days: Option<(NaiveDate, NaiveDate)>, format: &str, output: &Way) -> Access {
    let (from, to) = days.unzip();
    Access::Exported { what, from, to, format: format.to_owned(), outlet: output.outlet() }
}

/// Compares with the digest of the closing entry. The bytes are given all the same: a person may still need
/// them, and the exit code says that they are not the ones of the close.
pub(super) fn same_as_closed(
    lang: Lang,
    closed: &DayClosed,
    (format, erased): (Format, usize),
    bytes: &[u8],
) -> Result<(), Failure> {
    let differs = |word: Word| Err(Failure::new(Exit::Refused, lang, word.get(lang)));
    match closed.digests.get(format.code()) {
        None => differs(say::EXPORT_NO_DIGEST),
        Some(digest) if *digest == export::digest(bytes) => Ok(()),
        Some(_) if erased > 0 => Err(Failure::new(Exit::Refused, lang, audit::export_erased(lang, erased))),
        Some(_) if closed.format != EXPORT_FORMAT => differs(say::EXPORT_DIFFERS_NEWER),
        Some(_) => differs(say::EXPORT_DIFFERS),
    }
}
