//! `loket ledger drill`: the monthly proof that the last backup can be lived on, in one command.
//!
//! Separate because it puts together what the other commands do one by one: read the backup whole, hold it against the
//! ledger in use, unpack it where nobody else looks, open it with its own keys, make a day's agenda from it, clear up.
//! It must not write to the ledger in use, nor leave anything behind.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::args::Signer;
use super::failure::{self, Exit, Failure};
use super::ledger::table;
use super::{Scene, backup, export, out};
use crate::desk::day;
use crate::desk::keeping::Keeping;
use crate::export::{self as exporter, Format};
use crate::ledger::backup::Unpacked;
use crate::ledger::{self, Home, Ledger as _, Options};
use crate::text::{Lang, backup as say, cli};

/// What a day made from the copy came to.
struct Agenda {
    date: chrono::NaiveDate,
    /// Why it is not byte for byte what was frozen.
    differs: Option<String>,
}

pub(super) fn run(scene: &Scene, named: Option<&Path>, as_json: bool, signer: &Signer) -> Result<(), Failure> {
    let lang = scene.lang;
    let fail = |error| backup::failed(lang, error);
    let path = match named {
        Some(path) => path.to_owned(),
        None => last_good(scene)?,
    };
    let known = backup::known(scene, &path, false, signer)?;
    let checked = backup::checked(scene, &path, &known)?;
    if checked.backup.manifest.schema < ledger::SCHEMA {
        let failure = Failure::new(Exit::Refused, lang, say::DRILL_OLDER.get(lang));
        return Err(failure.next(say::DRILL_OLDER_NEXT.get(lang)));
    }
    let (standing, why) = backup::standing(scene, (&checked, &known), signer)?;
    let unpacked = Unpacked::of(&checked, &backup::scratch("drill")).map_err(fail)?;
    let agenda = agenda(lang, known.home(unpacked.home()))?;
    drop(unpacked);
    let manifest = &checked.backup.manifest;
    let path = path.display().to_string();
    if as_json {
        let agenda = agenda.as_ref().map(|a| json!({ "day": a.date.to_string(), "as_frozen": a.differs.is_none() }));
        let stands = backup::standing_code(standing);
        out::json(
            lang,
            &json!({ "path": path, "whole": true, "stands": stands, "agenda": agenda, "manifest": manifest }),
        )?;
    } else {
        let made = match &agenda {
            None => say::DRILL_NO_DAY.get(lang).to_owned(),
            Some(Agenda { date, differs: None }) => say::drill_same(lang, &date.to_string()),
            Some(Agenda { date, differs: Some(_) }) => say::drill_differs(lang, &date.to_string()),
        };
        let rows = [
            (say::ROW_FILE, path),
            (say::ROW_MADE, manifest.made().format("%d-%m-%Y %H.%M").to_string()),
            (cli::INFO_ENTRIES, say::drill_whole(lang, manifest.entries)),
            (cli::INFO_HEAD, manifest.head.text()),
            (say::ROW_STANDS, say::standing(lang, standing)),
            (say::ROW_AGENDA, made),
            (say::ROW_COPY, say::DRILL_CLEARED.get(lang).to_owned()),
        ];
        out::text(lang, &table(lang, &rows))?;
    }
    backup::stands_well(lang, standing, why)?;
    match agenda.and_then(|agenda| agenda.differs) {
        Some(differs) => Err(Failure::new(Exit::Refused, lang, differs)),
        None if as_json => Ok(()),
        None => out::text(lang, &format!("{}\n", say::DRILL_DONE.get(lang))),
    }
}

/// The last backup this machine knows to be good.
fn last_good(scene: &Scene) -> Result<PathBuf, Failure> {
    let lang = scene.lang;
    let good = Keeping::load(scene.home.path()).good.map(|good| good.path);
    good.ok_or_else(|| Failure::new(Exit::Input, lang, say::DRILL_NONE.get(lang)).next(say::DRILL_NONE_NEXT.get(lang)))
}

/// Opens the copy as a desk would and makes the agenda of the last closed day from it; None before any day was closed.
fn agenda(lang: Lang, copy: Home) -> Result<Option<Agenda>, Failure> {
    let trouble = |error| failure::ledger(lang, error);
    let ledger = ledger::open(copy, Options::default()).map_err(trouble)?;
    let Some(date) = ledger.closed_days(1).map_err(trouble)?.pop() else { return Ok(None) };
    let closed = ledger.closed_day(date).map_err(trouble)?.map(|day| day.closed);
    let (Some(book), Some(closed)) = (day::read_book(&ledger, date).map_err(trouble)?, closed) else {
        return Ok(None);
    };
    let bytes = exporter::render(&book, Format::Txt)
        .map_err(|error| Failure::new(Exit::Output, lang, cli::EXPORT_UNMADE.get(lang)).because(error))?;
    let same = export::same_as_closed(lang, &closed, (Format::Txt, book.erased()), &bytes);
    Ok(Some(Agenda { date, differs: same.err().map(|differs| differs.said()) }))
}
