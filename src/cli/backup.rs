//! `loket ledger backup`, `restore` and `continue`: copies made, proved and worked on.
//!
//! Separate because nothing here may ever write over a ledger: a restored one appears in a home of its own, under an
//! identity of its own, and only after a supervisor has said which number was the last on paper.

use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use chrono::Datelike as _;
use rustix::fs::{Access, access};
use serde_json::json;

use super::args::{Last, Restoring, Signer, Survive, last_needed};
use super::failure::{self, Exit, Failure};
use super::ledger::table;
use super::office::Known;
use super::vault::{self, Recovered};
use super::{Scene, drill, office, out};
use crate::config;
use crate::desk::clock::Clock;
use crate::desk::keeping::{self, Keeping};
use crate::desk::keys::{AtRest, KeyRing};
use crate::domain::access::Errand;
use crate::domain::command::Order;
use crate::domain::event::LedgerKind;
use crate::domain::id::{AccountId, LedgerId, RunId};
use crate::domain::lineage::Gap;
use crate::domain::terms::Role;
use crate::ledger::backup::{self, Checked, Keep, Manifest, Phase, Unpacked};
use crate::ledger::{self, BackupError, Halt, Heir, Home, Ledger as _, LedgerError, Options, Standing};
use crate::text::{Lang, Word, backup as say, cli, refusal};

pub(super) fn run(scene: &Scene, what: &Survive) -> Result<(), Failure> {
    match what {
        Survive::Backup { to, json, signer } => make(scene, to.as_deref(), *json, signer),
        Survive::Check { backup, json, signer } => check(scene, backup, *json, signer),
        Survive::Restore { backup, to, how, signer } => restore(scene, (backup, to), *how, signer),
        Survive::Salvage { to, with, last, signer } => salvage(scene, (to, with.as_deref()), *last, signer),
        Survive::Continue { last, signer } => go_on(scene, *last, signer),
        Survive::Drill { backup, json, signer } => drill::run(scene, backup.as_deref(), *json, signer),
    }
}

/// A backup, a restore or a check that failed.
pub(super) fn failed(lang: Lang, error: BackupError) -> Failure {
    let exit = match &error {
        BackupError::Unsound(_) | BackupError::Altered { .. } | BackupError::Taken { .. } => Exit::Refused,
        BackupError::Absent { .. } | BackupError::Inside { .. } | BackupError::NotABackup { .. } => Exit::Input,
        BackupError::Full { .. } | BackupError::File { .. } => Exit::Output,
        _ => Exit::Ledger,
    };
    let told = say::with_code(lang, &error);
    Failure::new(exit, lang, told.what).next(told.next).because(error)
}

/// How many backups stay, by the settings.
pub(super) fn keep(config: &config::Backup) -> Keep {
    Keep { days: config.days, months: config.months }
}

fn make(scene: &Scene, to: Option<&Path>, as_json: bool, signer: &Signer) -> Result<(), Failure> {
    let lang = scene.lang;
    let set = &scene.config.backup;
    let Some(folder) = to.or(set.folder.as_deref()) else {
        return Err(Failure::new(Exit::Input, lang, say::NO_PLACE.get(lang)).next(say::NO_PLACE_NEXT.get(lang)));
    };
    let home = office::open(scene, signer, Errand::BackUp)?.ledger.home().clone();
    let stamp = Clock::new(scene.config.zone.offset_s()).stamp();
    let mut bar = Watched::new(lang);
    let halt = Halt::default();
    let made = backup::back_up(&home, folder, (keep(set), &stamp), &halt, &mut |p, done, all| bar.show(p, done, all));
    bar.end();
    let made = made.map_err(|error| failed(lang, error))?;
    let mut keeping = Keeping::load(home.dir());
    keeping.made(&made);
    // Only the age on screen is lost; the backup is there.
    let _ = keeping.store(home.dir());
    let (path, manifest) = (made.backup.path.display().to_string(), &made.backup.manifest);
    if !manifest.encrypted {
        out::message(say::PLAIN.get(lang));
    }
    if made.same_disk {
        out::message(say::SAME_DISK.get(lang));
    }
    if as_json {
        return out::json(lang, &json!({ "path": path, "manifest": manifest, "removed": made.removed }));
    }
    let mut text = say::made(lang, &path, manifest.entries);
    if made.removed > 0 {
        text = format!("{text}\n{}", say::removed(lang, made.removed));
    }
    out::text(lang, &format!("{text}\n"))
}

/// Reads a backup whole, with the keys of its own day.
pub(super) fn checked(scene: &Scene, path: &Path, known: &Known) -> Result<Checked, Failure> {
    let mut bar = Watched::new(scene.lang);
    let found = backup::check(&known.home(path), &Halt::default(), &mut |p, done, all| bar.show(p, done, all));
    bar.end();
    found.map_err(|error| failed(scene.lang, error))
}

/// Who asks, by the key file of a backup: on a copy of it, since wrong tries are counted in it and a backup is never
/// changed. One in the clear needs nobody.
pub(super) fn known(scene: &Scene, path: &Path, always: bool, signer: &Signer) -> Result<Known, Failure> {
    if !always && !Manifest::read(path).map_err(|error| failed(scene.lang, error))?.encrypted {
        return Ok(Known { account: None, key: None });
    }
    known_aside(scene, &path.join("keys.toml"), signer)
}

/// Who asks, by a copy of a key file where it lies.
fn known_aside(scene: &Scene, keys: &Path, signer: &Signer) -> Result<Known, Failure> {
    let aside = aside(scene, keys)?;
    office::known(&scene.at(aside.home()), signer)
}

/// Who asks for a backup by the recovery key of its day, and chooses a secret for the restored home.
fn recovered(scene: &Scene, backup: &Path, signer: &Signer) -> Result<(Known, Recovered), Failure> {
    let aside = aside(scene, &backup.join("keys.toml"))?;
    let scene = scene.at(aside.home());
    let recovered = vault::by_recovery(&scene, signer)?;
    let encrypted = office::at_rest(scene.lang, &office::ring(&scene)?)? == AtRest::Encrypted;
    let key = encrypted.then(|| recovered.key.clone());
    Ok((Known { account: Some(recovered.account), key }, recovered))
}

/// A place in the temporary folder that no other run of the program uses.
pub(super) fn scratch(what: &str) -> PathBuf {
    std::env::temp_dir().join(format!("loket-{what}-{}", std::process::id()))
}

/// A copy of a key file in a folder of its own, which goes when this is dropped.
fn aside(scene: &Scene, keys: &Path) -> Result<Unpacked, Failure> {
    let fail = |error| failed(scene.lang, error);
    let aside = Unpacked::empty(&scratch("keys")).map_err(fail)?;
    if keys.exists() {
        aside.take(keys, "keys.toml").map_err(fail)?;
    }
    Ok(aside)
}

/// How a backup stands to the ledger of this home. One whose key was changed since asks once more, for a secret of
/// today.
pub(super) fn standing(
    scene: &Scene,
    (checked, known): (&Checked, &Known),
    signer: &Signer,
) -> Result<(Standing, Option<Failure>), Failure> {
    let compared = |known: &Known| {
        backup::compare(checked, &known.home(scene.home.path())).map_err(|error| failed(scene.lang, error))
    };
    let standing = compared(known)?;
    if standing != Standing::OtherKey {
        return Ok((standing, None));
    }
    out::message(say::ASK_TODAY.get(scene.lang));
    match office::known(scene, signer) {
        Ok(today) => Ok((compared(&today)?, None)),
        Err(failure) => Ok((standing, Some(failure))),
    }
}

/// The name of a standing for programs.
pub(super) fn standing_code(standing: Standing) -> &'static str {
    match standing {
        Standing::Same => "same",
        Standing::Behind(_) => "behind",
        Standing::Ahead(_) => "ahead",
        Standing::Forked(_) => "forked",
        Standing::WentOn(_) => "went_on",
        Standing::Other => "other",
        Standing::Alone => "alone",
        Standing::OtherKey => "other_key",
        Standing::Unread(_) => "unread",
    }
}

/// What must not read as success: the ledger in use is not what it was, or nobody could look.
pub(super) fn stands_well(lang: Lang, standing: Standing, why: Option<Failure>) -> Result<(), Failure> {
    let said = || Failure::new(Exit::Refused, lang, say::standing(lang, standing));
    match standing {
        Standing::Ahead(_) | Standing::Forked(_) => Err(said().next(say::STANDS_BADLY_NEXT.get(lang))),
        Standing::OtherKey => Err(why.unwrap_or_else(said).next(say::OTHER_KEY_NEXT.get(lang))),
        Standing::Unread(_) => Err(said().next(say::UNREAD_NEXT.get(lang))),
        _ => Ok(()),
    }
}

/// Reads a backup whole and says how it stands to the ledger of this home.
fn check(scene: &Scene, path: &Path, as_json: bool, signer: &Signer) -> Result<(), Failure> {
    let lang = scene.lang;
    let known = known(scene, path, false, signer)?;
    let checked = checked(scene, path, &known)?;
    let (standing, why) = standing(scene, (&checked, &known), signer)?;
    let manifest = &checked.backup.manifest;
    let path = path.display().to_string();
    if as_json {
        let stands = standing_code(standing);
        out::json(lang, &json!({ "path": path, "whole": true, "stands": stands, "manifest": manifest }))?;
    } else {
        let rows: [(Word, String); 5] = [
            (cli::INFO_LEDGER, manifest.ledger.hex()),
            (say::ROW_MADE, manifest.made().format("%d-%m-%Y %H.%M").to_string()),
            (cli::INFO_ENTRIES, manifest.entries.to_string()),
            (cli::INFO_HEAD, manifest.head.text()),
            (say::ROW_STANDS, say::standing(lang, standing)),
        ];
        out::text(lang, &format!("{}\n{}", say::whole(lang, &path), table(lang, &rows)))?;
    }
    stands_well(lang, standing, why)
}

fn restore(
    scene: &Scene,
    (path, to): (&Path, &Path),
    Restoring { last, look, recovery }: Restoring,
    signer: &Signer,
) -> Result<(), Failure> {
    let lang = scene.lang;
    let fail = |error| failed(lang, error);
    backup::free(to).map_err(fail)?;
    if !look && last.is_none() {
        return Err(last_needed(lang));
    }
    let (known, recovered) = if recovery {
        let (known, recovered) = recovered(scene, path, signer)?;
        (known, Some(recovered))
    } else {
        (known(scene, path, true, signer)?, None)
    };
    let checked = checked(scene, path, &known)?;
    let unpacked = Unpacked::of(&checked, to).map_err(fail)?;
    let said = if look {
        format!("{}\n{}\n", say::looked(lang, &to.display().to_string()), say::LOOK_DONE.get(lang))
    } else {
        let id = heir(scene, &known.home(unpacked.home()), (last, Vec::new()), known.account)?;
        recovered.map(|recovered| vault::renew(&scene.at(unpacked.home()), &recovered)).transpose()?;
        let restored = say::restored(lang, &to.display().to_string(), &id.hex());
        format!("{restored}\n{}\n", say::RESTORED_NEXT.get(lang))
    };
    unpacked.name().map_err(fail)?;
    out::text(lang, &said)
}

/// What is left of a damaged ledger becomes a ledger of its own; the damaged one stays as it is.
fn salvage(
    scene: &Scene,
    (to, with): (&Path, Option<&Path>),
    last: Option<Last>,
    signer: &Signer,
) -> Result<(), Failure> {
    let lang = scene.lang;
    let fail = |error| failed(lang, error);
    office::exists(scene)?;
    if last.is_none() {
        return Err(last_needed(lang));
    }
    let (known, keys) = door(scene, with, signer)?;
    let filled = with.map(|backup| checked(scene, backup, &known)).transpose()?;
    let unpacked = Unpacked::empty(to).map_err(fail)?;
    let home = scene.home.path();
    if keys.exists() {
        unpacked.take(&keys, "keys.toml").map_err(fail)?;
    }
    let elsewhere = scene.config.backup.witness.as_deref().and_then(|path| keeping::witness(path).ok().flatten());
    let seen = [Keeping::load(home).seen, elsewhere].into_iter().flatten().map(|seen| seen.seq).max().unwrap_or(0);
    let mut bar = Watched::new(lang);
    let mut progress = |done, total| bar.show(Phase::Verifying, done, total);
    let into = known.home(unpacked.home());
    let saved = ledger::salvage(&known.home(home), filled.as_ref().map(|c| &c.at), &into, (seen, &mut progress));
    bar.end();
    let saved = saved.map_err(|error| match error {
        LedgerError::WrongKey { .. } | LedgerError::Damaged { .. } | LedgerError::Broken { .. } => {
            failure::ledger(lang, error).next(say::SALVAGE_SHUT_NEXT.get(lang))
        }
        error => failure::ledger(lang, error),
    })?;
    let id = heir(scene, &into, (last, saved.lost.clone()), known.account)?;
    unpacked.name().map_err(fail)?;
    let mut lines = vec![say::saved(lang, saved.entries, &to.display().to_string(), &id.hex())];
    lines.extend(saved.lost.iter().map(|gap| say::lost(lang, gap.from, gap.to)));
    lines.extend(saved.tail.map(|gap| say::lost_tail(lang, gap.from, gap.to)));
    if lines.len() == 1 {
        lines.push(say::NOTHING_LOST.get(lang).to_owned());
    }
    lines.extend(saved.numbers.iter().map(|(year, from, to)| say::lost_numbers(lang, *year, *from, *to)));
    lines.extend((saved.unnamed > 0).then(|| say::unnamed(lang, saved.unnamed)));
    lines.push(say::SALVAGED_NEXT.get(lang).to_owned());
    out::text(lang, &format!("{}\n", lines.join("\n")))
}

/// Who asks for a salvage, and the keys that go into the new home: those of the damaged one, or of the backup where it
/// has none that read. Nothing is written on a disk that is not to be written.
fn door(scene: &Scene, with: Option<&Path>, signer: &Signer) -> Result<(Known, PathBuf), Failure> {
    let (lang, own) = (scene.lang, scene.home.keys());
    let read = own.exists().then(|| KeyRing::read_only(&scene.home));
    let trouble = match read {
        Some(Ok(())) if access(scene.home.path(), Access::WRITE_OK).is_ok() => {
            return Ok((office::known(scene, signer)?, own));
        }
        Some(Ok(())) => return Ok((known_aside(scene, &own, signer)?, own)),
        Some(Err(error)) => Some(error),
        None => None,
    };
    if let Some(keys) = with.map(|backup| backup.join("keys.toml")).filter(|keys| keys.exists()) {
        out::message(say::KEYS_OF_BACKUP.get(lang));
        return Ok((known_aside(scene, &keys, signer)?, keys));
    }
    match trouble {
        Some(error) => Err(office::keys_trouble(lang, error.into()).next(say::KEYS_OF_BACKUP_NEXT.get(lang))),
        // A ledger in the clear needs none to be read; an encrypted one says so.
        None if backup::encrypted(&scene.home.ledger()).is_ok_and(|encrypted| encrypted) => {
            let failure = Failure::new(Exit::SignIn, lang, say::KEYS_GONE.get(lang));
            Err(failure.next(say::KEYS_OF_BACKUP_NEXT.get(lang)))
        }
        None => Ok((Known { account: None, key: None }, own)),
    }
}

/// The ledger of this home goes on under an identity of its own: an older file was put back and is worked on.
fn go_on(scene: &Scene, last: Option<Last>, signer: &Signer) -> Result<(), Failure> {
    if last.is_none() {
        return Err(last_needed(scene.lang));
    }
    let known = office::known(scene, signer)?;
    let id = heir(scene, &known.home(scene.home.path()), (last, Vec::new()), known.account)?;
    out::text(scene.lang, &format!("{}\n", say::went_on(scene.lang, &id.hex())))
}

/// The ledger of a home goes on as a new one; verified before it is believed. Whether the account may is the office's
/// to say.
fn heir(
    scene: &Scene,
    home: &Home,
    (last, lost): (Option<Last>, Vec<Gap>),
    account: Option<AccountId>,
) -> Result<LedgerId, Failure> {
    let lang = scene.lang;
    let account = match account {
        Some(account) => account,
        None => anybody(home).map_err(|error| failure::ledger(lang, error))?.ok_or_else(|| office::needed(lang))?,
    };
    let stamp = Clock::new(scene.config.zone.offset_s()).stamp();
    let mut run = [0u8; 16];
    getrandom::fill(&mut run).map_err(|error| failure::ledger(lang, LedgerError::Random(Box::new(error))))?;
    let order = Order { actor: account, ..Order::system(&scene.config.station, RunId(run), stamp) };
    let last = last.map_or((0, 0), |last| (last.year.unwrap_or(stamp.date().year()), last.no));
    let went = ledger::go_on(home, Heir { last, lost }, &order, &Options::default());
    let id = went.map_err(|error| failure::ledger(lang, error))?.map_err(|no| {
        let told = refusal::refusal(lang, &no);
        Failure::new(Exit::Refused, lang, format!("{} [{}]", told.what, no.code())).next(told.next)
    })?;
    let found = ledger::verify(home.clone(), &mut |_, _| {});
    match found.map_err(|error| failure::ledger(lang, error))? {
        Ok(_) => Ok(id),
        Err(fault) => Err(failed(lang, BackupError::Unsound(fault))),
    }
}

/// A supervisor of a demo; nobody of an office.
fn anybody(home: &Home) -> Result<Option<AccountId>, LedgerError> {
    let ledger = ledger::open(home.clone(), Options::default())?;
    let office = ledger.office();
    let leads = |account: &AccountId| office.roles(*account).is_some_and(|roles| roles.contains(&Role::Supervisor));
    let found = office.rules.accounts.keys().find(|account| leads(account)).copied();
    Ok(found.filter(|_| office.desk.kind == LedgerKind::Demo))
}

/// A line of progress on stderr, only where a person watches.
struct Watched {
    lang: Lang,
    watched: bool,
    last: Option<(Phase, u64)>,
}

impl Watched {
    fn new(lang: Lang) -> Watched {
        Watched { lang, watched: std::io::stderr().is_terminal(), last: None }
    }

    fn show(&mut self, phase: Phase, done: u64, total: u64) {
        let step = done.saturating_mul(100) / total.max(1);
        if self.watched && self.last != Some((phase, step)) {
            self.last = Some((phase, step));
            let words = match phase {
                Phase::Copying => say::copying(self.lang, done, total),
                Phase::Verifying => cli::verifying(self.lang, done, total),
            };
            // Progress nobody can read is no loss.
            let _ = write!(std::io::stderr(), "\r\x1b[K{words}");
        }
    }

    fn end(&self) {
        if self.last.is_some() {
            let _ = writeln!(std::io::stderr());
        }
    }
}
