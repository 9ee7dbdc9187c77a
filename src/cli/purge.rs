//! `loket ledger purge`: erases personal data whose term is over.
//!
//! Separate from the other tasks of the ledger because it takes something away for ever. The order is an entry with
//! what there was; then a few files at a time go, other desks writing in between; a run that was killed is taken up
//! by the next one.

use chrono::NaiveDate;

use super::args::Signer;
use super::failure::{self, Failure};
use super::{Scene, office, out};
use crate::desk::purge;
use crate::domain::access::Errand;
use crate::domain::command::Command;
use crate::ledger::Ledger as _;
use crate::text::{audit as words, common};

pub(super) fn run(scene: &Scene, before: NaiveDate, dry: bool, signer: &Signer) -> Result<(), Failure> {
    let lang = scene.lang;
    let office::Opened { mut ledger, order } = office::open(scene, signer, Errand::Erase)?;
    let Some(order) = order else {
        return out::text(lang, &format!("{}\n", words::SIGNER_ERASES.get(lang)));
    };
    let day = common::date(before);
    if dry {
        let found = ledger.erasable(before).map_err(|error| failure::ledger(lang, error))?;
        return out::text(lang, &format!("{}\n", words::erasable(lang, found.files, found.searches, &day)));
    }
    if ledger.office().desk.erasing.is_some() {
        out::message(&format!("loket: {}", words::RESUMED.get(lang)));
    } else {
        office::give(&mut ledger, lang, &Command::OrderErasure { before }, &order)?;
    }
    let done = purge::to_the_end(&mut ledger, &order).map_err(|error| failure::ledger(lang, error))?;
    done.map_err(|refusal| office::says_no(lang, refusal))?;
    out::text(lang, &format!("{}\n", words::erased(lang, &day)))
}
