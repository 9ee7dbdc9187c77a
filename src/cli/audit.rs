//! `loket audit`: who saw whom, and drafts of the notices after a breach.
//!
//! Separate because it reads what is recorded about colleagues: for the supervisor alone, and itself recorded before
//! anything is given.

use chrono::NaiveDate;

use super::args::Signer;
use super::export::taken;
use super::failure::{self, Exit, Failure};
use super::give::Way;
use super::office::{self, Opened};
use super::{Scene, out};
use crate::desk::clock::Clock;
use crate::desk::trail as gather;
use crate::domain::access::{Errand, Whose};
use crate::domain::clean::fold;
use crate::domain::id::AccountId;
use crate::domain::nik::Nik;
use crate::domain::terms::Taken;
use crate::domain::trail::{Asked, Trail};
use crate::export::{Format, notice, trail as report};
use crate::ledger::Ledger as _;
use crate::text::audit as words;

/// Which paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paper {
    Report,
    Breach,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) paper: Paper,
    pub(super) from: NaiveDate,
    pub(super) to: NaiveDate,
    pub(super) nik: Option<Nik>,
    pub(super) number: Option<String>,
    /// Initials or name of the member of staff.
    pub(super) actor: Option<String>,
    pub(super) format: Format,
    pub(super) output: Way,
}

pub(super) fn run(scene: &Scene, wanted: &Wanted, signer: &Signer) -> Result<(), Failure> {
    let lang = scene.lang;
    let mut opened = office::open(scene, signer, Errand::Audit)?;
    let giving = wanted.output.ask(lang, signer)?;
    let (whose, by) = (whose(scene, &opened, wanted)?, actor(scene, &opened, wanted)?);
    let asked = Asked { from: wanted.from, to: wanted.to, whose, by };
    let stamp = Clock::new(scene.config.zone.offset_s()).stamp();
    let read = gather::read(&opened.ledger, &asked, (stamp.local(), stamp.offset_s));
    let trail = read.map_err(|error| failure::ledger(lang, error))?;
    let bytes = written(scene, wanted, &trail)?;
    let what = match wanted.paper {
        Paper::Report => Taken::Access,
        Paper::Breach => Taken::Breach,
    };
    let days = Some((wanted.from, wanted.to));
    opened.note(lang, taken(what, days, wanted.format.code(), &wanted.output))?;
    giving.give(lang, &bytes)?;
    if wanted.paper == Paper::Breach {
        out::message(&format!("loket: {}", words::DRAFT.get(lang)));
    }
    Ok(())
}

fn written(scene: &Scene, wanted: &Wanted, trail: &Trail) -> Result<Vec<u8>, Failure> {
    let made = match wanted.paper {
        Paper::Report => report::render(trail, wanted.format),
        Paper::Breach => notice::render(trail, wanted.format),
    };
    made.map_err(|error| Failure::new(Exit::Output, scene.lang, words::UNMADE.get(scene.lang)).because(error))
}

/// The person lookings at whom are wanted.
fn whose(scene: &Scene, opened: &Opened, wanted: &Wanted) -> Result<Option<Whose>, Failure> {
    let found = match (wanted.nik, wanted.number.as_deref()) {
        (None, None) => return Ok(None),
        (Some(nik), _) => gather::by_nik(&opened.ledger, nik),
        (None, Some(number)) => gather::by_number(&opened.ledger, number),
    };
    let found = found.map_err(|error| failure::ledger(scene.lang, error))?;
    let unknown = || Failure::new(Exit::Refused, scene.lang, words::NO_SUCH_PERSON.get(scene.lang));
    found.map(Some).ok_or_else(unknown)
}

/// The account of these initials or this name, switched off or not.
fn actor(scene: &Scene, opened: &Opened, wanted: &Wanted) -> Result<Option<AccountId>, Failure> {
    let Some(text) = &wanted.actor else { return Ok(None) };
    let folded = fold(text);
    let mut accounts = opened.ledger.office().rules.accounts.values();
    let found = accounts.find(|a| a.initials == folded || a.name.as_ref().is_some_and(|name| name.key() == folded));
    let unknown = || Failure::new(Exit::Refused, scene.lang, words::NO_SUCH_STAFF.get(scene.lang));
    found.map(|account| Some(account.id)).ok_or_else(unknown)
}

/// Whether a format can hold the paper.
pub(super) fn formats(paper: Paper) -> &'static [Format] {
    match paper {
        Paper::Report => &report::FORMATS,
        Paper::Breach => &notice::FORMATS,
    }
}
