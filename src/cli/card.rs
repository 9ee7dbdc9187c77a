//! `loket card`: the face of a card as a picture, for whoever sets up a printer or mends a record.
//!
//! Uses no blank, asks no ledger and changes nothing of the office. A picture of a record holds personal data:
//! its file is for its owner alone, replaces nothing, and whoever asked is told to delete it.

use super::failure::{Exit, Failure};
use super::{Scene, out};
use crate::card::{Blank, FaceError, FolderSource, Geometry, Picture, RecordError, RecordSource as _, face, test_card};
use crate::text::{Lang, card as words, cli as say};
use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

/// Draws the face of a record file with the names of the elements, whatever blanks the office has.
pub(super) fn preview(scene: &Scene, record: &Path, output: &Path) -> Result<(), Failure> {
    let lang = scene.lang;
    let source = FolderSource::around(record);
    let name = record.file_name().unwrap_or_default();
    let record = source.look(name).map_err(|error| no_record(lang, error))?;
    let picture = face(&record, Geometry::CARD, Blank::Bare).map_err(|error| not_drawn(lang, error))?;
    write(lang, output, &picture)?;
    out::message(&format!("loket: {}", say::CARD_PERSONAL.get(lang)));
    if source.open_to_others() {
        out::message(&format!("loket: {}", say::CARD_OPEN.get(lang)));
    }
    Ok(())
}

/// Draws the test card, which names nobody.
pub(super) fn test(scene: &Scene, output: &Path) -> Result<(), Failure> {
    let picture = test_card(Geometry::CARD).map_err(|error| not_drawn(scene.lang, error))?;
    write(scene.lang, output, &picture)
}

fn no_record(lang: Lang, error: RecordError) -> Failure {
    let exit = if matches!(error, RecordError::Folder(_)) { Exit::Input } else { Exit::Refused };
    let (what, _) = words::in_the_way(lang, &error);
    refusal(exit, lang, &what, error.code()).because(error)
}

fn not_drawn(lang: Lang, error: FaceError) -> Failure {
    let (what, _) = words::unfit(lang, &error);
    refusal(Exit::Refused, lang, &what, error.code()).because(error)
}

/// The next step at the counter is not the one in a shell, so the code is given instead.
fn refusal(exit: Exit, lang: Lang, what: &str, code: &str) -> Failure {
    Failure::new(exit, lang, format!("{what} [{code}]")).next(say::CARD_NEXT.get(lang))
}

/// Writes a new file for its owner alone; one that was begun and not finished is removed.
fn write(lang: Lang, path: &Path, picture: &Picture) -> Result<(), Failure> {
    let shown = path.display().to_string();
    let unwritable =
        |error: io::Error| Failure::new(Exit::Output, lang, say::output_unwritable(lang, &shown)).because(error);
    let mut file = match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let said = say::output_exists(lang, &shown);
            return Err(Failure::new(Exit::Output, lang, said).next(say::OUTPUT_NEXT.get(lang)));
        }
        opened => opened.map_err(unwritable)?,
    };
    let written = file.write_all(&picture.png).and_then(|()| file.sync_all());
    written.map_err(|error| {
        // The first error is the one to tell.
        let _ = std::fs::remove_file(path);
        unwritable(error)
    })
}
