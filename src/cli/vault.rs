//! Changing keys without a screen: a new key for the ledger, a new recovery key, a supervisor's secret by the recovery
//! key.
//!
//! Separate because each ends with something shown once, on stdout, and because none may run beside an open desk.

use super::args::Signer;
use super::failure::{self, Exit, Failure};
use super::ledger::Bar;
use super::{Scene, office, out, secret};
use crate::desk::clock::Clock;
use crate::desk::keys::{AtRest, KeyError, KeyRing, RecoveryFault, RecoveryKey, Secret};
use crate::desk::rekey::{ExchangeError, Keeper, exchange};
use crate::desk::sheet::Sheet;
use crate::domain::command::{Command, Order};
use crate::domain::event::KeysChanged;
use crate::domain::id::{AccountId, RunId};
use crate::domain::refusal::Refusal;
use crate::domain::terms::KeyChange;
use crate::ledger::{self, Ledger as _, LedgerError, Options};
use crate::text::{Lang, cli as say, refusal, term, vault};
use zeroize::Zeroizing;

/// Gives the ledger a new key, or its first one.
pub(super) fn rekey(scene: &Scene, how: KeyChange, signer: &Signer, print: bool) -> Result<(), Failure> {
    let lang = scene.lang;
    let entered = office::enter(scene, signer)?;
    let ring = office::ring(scene)?;
    let encrypted = office::at_rest(lang, &ring)? == AtRest::Encrypted;
    if encrypted != (how == KeyChange::Rekeyed) {
        let said = if encrypted { vault::ENCRYPTED_ALREADY } else { vault::NOT_ENCRYPTED };
        return Err(Failure::new(Exit::Refused, lang, said.get(lang)));
    }
    let order = order(scene, entered.account)?;
    let keeper = Keeper { account: entered.account, secret: &entered.secret, key: entered.sign_in.key };
    let mut bar = Bar::new(lang, say::verifying);
    let done = exchange(&ring, &keeper, (how, &order), &mut |done, total| bar.show(done, total));
    bar.end();
    let done = done.map_err(|error| failed(lang, error))?;
    let mut text = format!("{}.\n", term::key_change(how).get(lang));
    if !done.absent.is_empty() {
        text.push_str(&format!("{}\n", vault::absent(lang, &done.absent.join(", "))));
    }
    text.push_str(&given_once(scene, &done.office, &done.recovery, print));
    out::text(lang, &text)
}

/// A new recovery key in place of the one before.
pub(super) fn recovery(scene: &Scene, signer: &Signer, print: bool) -> Result<(), Failure> {
    let lang = scene.lang;
    let entered = office::enter(scene, signer)?;
    let ring = office::ring(scene)?;
    let (office, _) = note(scene, &ring, &entered.sign_in.key, entered.account, (KeyChange::RecoveryIssued, None))?;
    let recovery = ring.issue_recovery(&entered.sign_in.key).map_err(|error| office::keys_trouble(lang, error))?;
    out::text(lang, &given_once(scene, &office, &recovery, print))
}

/// Somebody known by the recovery key alone.
pub(super) struct Recovered {
    pub(super) account: AccountId,
    pub(super) key: ledger::HomeKey,
    /// What they will sign in with.
    chosen: Secret,
}

/// A new secret for a supervisor by the recovery key alone.
pub(super) fn recover(scene: &Scene, signer: &Signer) -> Result<(), Failure> {
    office::exists(scene)?;
    let recovered = by_recovery(scene, signer)?;
    renew(scene, &recovered)?;
    out::text(scene.lang, &format!("{}\n", vault::RECOVERED.get(scene.lang)))
}

/// Asks for the recovery key of a home's key file, and for a new secret. Nothing is changed yet.
pub(super) fn by_recovery(scene: &Scene, signer: &Signer) -> Result<Recovered, Failure> {
    let lang = scene.lang;
    let ring = office::ring(scene)?;
    let account = office::labelled(lang, &ring, signer)?;
    let text = secret::recovery(lang, signer.stdin)?;
    let recovery = RecoveryKey::parse(&text).map_err(|fault| unread(lang, fault))?;
    let key = ring.recover(&recovery).map_err(|error| match error {
        KeyError::Recovery => {
            Failure::new(Exit::SignIn, lang, vault::RECOVERY_WRONG.get(lang)).next(vault::RECOVERY_WRONG_NEXT.get(lang))
        }
        error => office::keys_trouble(lang, error),
    })?;
    let chosen = secret::new(lang, signer.stdin)?;
    chosen.fit().map_err(|fault| super::init::unfit(lang, fault))?;
    Ok(Recovered { account, key, chosen })
}

/// Gives them the secret they chose. The mark in the journal comes first.
pub(super) fn renew(scene: &Scene, recovered: &Recovered) -> Result<(), Failure> {
    let lang = scene.lang;
    let Recovered { account, key, chosen } = recovered;
    let ring = office::ring(scene)?;
    let (_, known) = note(scene, &ring, key, AccountId::SYSTEM, (KeyChange::Recovered, Some(*account)))?;
    ring.take_over(*account, chosen, key, known).map_err(|error| match error {
        KeyError::Unfit(fault) => super::init::unfit(lang, fault),
        error => office::keys_trouble(lang, error),
    })
}

/// Leaves the mark in the journal; gives the office's name and the changes of the key file it has seen.
fn note(
    scene: &Scene,
    ring: &KeyRing,
    key: &ledger::HomeKey,
    actor: AccountId,
    (how, account): (KeyChange, Option<AccountId>),
) -> Result<(String, u64), Failure> {
    let lang = scene.lang;
    let home = ring.ledger(key).map_err(|error| office::keys_trouble(lang, error.into()))?;
    let opened = ledger::open(home, Options::default());
    let mut ledger = opened.map_err(|error| failure::ledger(lang, error))?;
    let done = ledger.act(&Command::NoteKeys(KeysChanged { how, account }), &order(scene, actor)?, None);
    match done.map_err(|error| failure::ledger(lang, error))? {
        Ok(_) => Ok((ledger.office().policy().office.clone(), ledger.office().desk.keys)),
        Err(refusal) => Err(refused(lang, refusal)),
    }
}

fn order(scene: &Scene, actor: AccountId) -> Result<Order, Failure> {
    let mut run = [0u8; 16];
    let random = getrandom::fill(&mut run);
    random.map_err(|error| failure::ledger(scene.lang, LedgerError::Random(Box::new(error))))?;
    let stamp = Clock::new(scene.config.zone.offset_s()).stamp();
    Ok(Order { actor, ..Order::system(&scene.config.station, RunId(run), stamp) })
}

fn unread(lang: Lang, fault: RecoveryFault) -> Failure {
    let said = match fault {
        RecoveryFault::Length { found } => vault::recovery_length(lang, found),
        RecoveryFault::Letter { group } => vault::recovery_letter(lang, group),
        RecoveryFault::Check => vault::RECOVERY_CHECK.get(lang).to_owned(),
    };
    Failure::new(Exit::SignIn, lang, said).next(vault::RECOVERY_AGAIN.get(lang)).because(fault)
}

fn refused(lang: Lang, why: Refusal) -> Failure {
    let told = refusal::refusal(lang, &why);
    Failure::new(Exit::Refused, lang, told.what).next(told.next).because(why)
}

fn failed(lang: Lang, error: ExchangeError) -> Failure {
    match error {
        ExchangeError::Ledger(error) => failure::ledger(lang, error),
        ExchangeError::Keys(error) => office::keys_trouble(lang, error),
        ExchangeError::Refused(why) => refused(lang, why),
        error @ ExchangeError::Unsound(_) => Failure::new(Exit::Ledger, lang, vault::COPY_UNSOUND.get(lang))
            .next(say::VERIFY_NEXT.get(lang))
            .because(error),
    }
}

/// Hands a recovery key over once: on paper when that was asked for and a printer takes it, else as text that the caller
/// shows. Either way somebody has it before the program ends.
pub(super) fn given_once(scene: &Scene, office: &str, recovery: &RecoveryKey, print: bool) -> Zeroizing<String> {
    let lang = scene.lang;
    if print {
        let at = Clock::new(scene.config.zone.offset_s()).stamp().local();
        match Sheet::new(lang, office, at, recovery).print(&scene.home, &scene.config) {
            Ok(()) => {
                let (out, keep) = (vault::RECOVERY_PRINTED.get(lang), vault::RECOVERY_ENVELOPE.get(lang));
                return Zeroizing::new(format!("{out}\n{keep}\n"));
            }
            Err(why) => {
                let told = why.told(lang);
                out::message(&format!("{} {}", told.what, told.next));
            }
        }
    }
    let text = recovery.text();
    let groups: Vec<&str> = text.split(' ').collect();
    let rows: Vec<String> = groups.chunks(7).map(|row| format!("  {}\n", row.join(" "))).collect();
    let rows = Zeroizing::new(rows.concat());
    let (once, keep, how) = (vault::RECOVERY_ONCE, vault::RECOVERY_KEEP, vault::RECOVERY_HOW_PRINT);
    Zeroizing::new(format!("{}\n{}{}\n{}\n", once.get(lang), *rows, keep.get(lang), how.get(lang)))
}
