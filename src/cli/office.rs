//! Opening a ledger for a subcommand: is there one, whose is it, and who asks.
//!
//! Separate because every subcommand that reads an office must pass the same door: an active account, its
//! secret, the brake on guessing, and a trace of the sign-in in the journal. A demo has no
//! door.

use super::args::Signer;
use super::failure::{self, Exit, Failure};
use super::{Scene, config, out, secret};
use crate::desk::clock::Clock;
use crate::desk::keys::{AtRest, KeyError, KeyRing, Secret, SignIn};
use crate::domain::access::{self, Access, Errand};
use crate::domain::clean::fold;
use crate::domain::command::{Command, Order};
use crate::domain::event::LedgerKind;
use crate::domain::id::{AccountId, RunId};
use crate::domain::office::{Account, Office};
use crate::domain::refusal::Refusal;
use crate::ledger::{self, HomeKey, Ledger, LedgerError, Options, SqliteLedger};
use crate::text::refusal::refusal as say_refusal;
use crate::text::{Lang, backup as copies, cli as say, desk, vault};
use std::path::Path;

/// A ledger opened for somebody.
pub(super) struct Opened {
    pub(super) ledger: SqliteLedger,
    /// Who, where and when; None for a demo, which has no door.
    pub(super) order: Option<Order>,
}

impl Opened {
    /// Notes what is about to be read or taken out; nothing is given before it is on disk. The people of a demo are
    /// invented: there is nothing to note.
    pub(super) fn note(&mut self, lang: Lang, access: Access) -> Result<(), Failure> {
        let Some(order) = &self.order else { return Ok(()) };
        give(&mut self.ledger, lang, &access::noted(vec![access]), order)
    }
}

/// Gives a command; a refusal ends the errand with its words and code.
pub(super) fn give(ledger: &mut SqliteLedger, lang: Lang, command: &Command, order: &Order) -> Result<(), Failure> {
    let given = ledger.act(command, order, None).map_err(|error| failure::ledger(lang, error))?;
    given.map(|_| ()).map_err(|refusal| says_no(lang, refusal))
}

/// The office says no.
pub(super) fn says_no(lang: Lang, refusal: Refusal) -> Failure {
    let told = say_refusal(lang, &refusal);
    Failure::new(Exit::Refused, lang, format!("{} [{}]", told.what, refusal.code())).next(told.next).because(refusal)
}

/// Opens the ledger of the home for somebody who may.
///
/// # Errors
/// No office, no ledger that can be used, no sign-in, or not the role for this errand.
pub(super) fn open(scene: &Scene, signer: &Signer, errand: Errand) -> Result<Opened, Failure> {
    let lang = scene.lang;
    exists(scene)?;
    let (rules, refused) = scene.config.rules();
    if let Some(refused) = refused {
        // The ledger can be read without them; whoever edits them must still learn of it.
        out::message(&config::rules(lang, refused).said());
    }
    let options = Options { rules, ..Options::default() };
    let opened = |home: ledger::Home| ledger::open(home, options).map_err(|error| failure::ledger(lang, error));
    let ring = ring(scene)?;
    let (mut ledger, account, sign_in) = if at_rest(lang, &ring)? == AtRest::Encrypted {
        let (account, Unlocked { sign_in, .. }) = knock(scene, &ring, signer)?;
        (opened(unlocked(lang, &ring, &sign_in)?)?, account, sign_in)
    } else {
        let ledger = opened(scene.home.path().into())?;
        if ledger.office().desk.kind == LedgerKind::Demo {
            return Ok(Opened { ledger, order: None });
        }
        let account = named(lang, ledger.office(), signer)?;
        let Unlocked { sign_in, .. } = unlock(scene, &ring, account, signer)?;
        (ledger, account, sign_in)
    };
    let order = traced(scene, &mut ledger, account, &sign_in)?;
    access::may(ledger.office(), account, errand).map_err(|refusal| says_no(lang, refusal))?;
    Ok(Opened { ledger, order })
}

/// Leaves the trace of a sign-in; a copy takes none, and whoever reads it is told.
fn traced(
    scene: &Scene,
    ledger: &mut SqliteLedger,
    account: AccountId,
    sign_in: &SignIn,
) -> Result<Option<Order>, Failure> {
    if ledger.is_copy() {
        let known = ledger.office().desk.keys;
        ring(scene)?.looks_recent(&sign_in.key, known).map_err(|error| not_recent(scene.lang, error))?;
        out::message(copies::COPY_READ.get(scene.lang));
        return Ok(None);
    }
    trace(scene, ledger, account, sign_in).map(Some)
}

/// Who asks, by the key file alone, and what opens the ledger.
pub(super) struct Known {
    /// None in a demo.
    pub(super) account: Option<AccountId>,
    pub(super) key: Option<HomeKey>,
}

impl Known {
    /// A home that is opened by the same.
    pub(super) fn home(&self, dir: &Path) -> ledger::Home {
        ledger::Home::keyed(dir, self.key.clone())
    }
}

/// Signs in by the key file of a home without looking at a ledger, which may be damaged or elsewhere. Leaves no
/// trace: what follows names who it was.
pub(super) fn known(scene: &Scene, signer: &Signer) -> Result<Known, Failure> {
    if !scene.home.keys().exists() {
        return Ok(Known { account: None, key: None });
    }
    let ring = ring(scene)?;
    let (account, Unlocked { sign_in, .. }) = knock(scene, &ring, signer)?;
    let key = match at_rest(scene.lang, &ring)? {
        AtRest::Encrypted => unlocked(scene.lang, &ring, &sign_in)?.key().cloned(),
        _ => None,
    };
    Ok(Known { account: Some(account), key })
}

/// Somebody signed in to change keys; the ledger is closed again.
pub(super) struct Entered {
    pub(super) account: AccountId,
    pub(super) secret: Secret,
    pub(super) sign_in: SignIn,
}

/// Signs in by initials to change keys, with a trace in the journal.
pub(super) fn enter(scene: &Scene, signer: &Signer) -> Result<Entered, Failure> {
    let lang = scene.lang;
    exists(scene)?;
    let ring = ring(scene)?;
    let (account, Unlocked { sign_in, secret }) = knock(scene, &ring, signer)?;
    let opened = ledger::open(unlocked(lang, &ring, &sign_in)?, Options::default());
    let mut ledger = opened.map_err(|error| failure::ledger(lang, error))?;
    trace(scene, &mut ledger, account, &sign_in)?;
    Ok(Entered { account, secret, sign_in })
}

/// Who signed in to verify, to be told once the ledger was found whole, and what opens it.
pub(super) struct Signed {
    pub(super) home: ledger::Home,
    who: Option<(AccountId, SignIn)>,
}

/// Signs in without writing to the ledger. One that cannot be opened is still verified: then the key file
/// alone says who there is, and without keys nobody could ever sign in and nothing is left to guard.
pub(super) fn sign_in_to_verify(scene: &Scene, signer: &Signer) -> Result<Signed, Failure> {
    let lang = scene.lang;
    exists(scene)?;
    let ring = ring(scene)?;
    let home: ledger::Home = scene.home.path().into();
    if at_rest(lang, &ring)? == AtRest::Encrypted {
        let (account, Unlocked { sign_in, .. }) = knock(scene, &ring, signer)?;
        let home = unlocked(lang, &ring, &sign_in)?;
        return Ok(Signed { home, who: Some((account, sign_in)) });
    }
    let account = match ledger::open(home.clone(), Options::default()) {
        Ok(ledger) if ledger.office().desk.kind == LedgerKind::Demo => return Ok(Signed { home, who: None }),
        Ok(ledger) => named(lang, ledger.office(), signer)?,
        Err(error) if error.stops() || matches!(error, LedgerError::NotALedger { .. }) => {
            if !scene.home.keys().exists() {
                return Ok(Signed { home, who: None });
            }
            labelled(lang, &ring, signer)?
        }
        Err(error) => return Err(failure::ledger(lang, error)),
    };
    let Unlocked { sign_in, .. } = unlock(scene, &ring, account, signer)?;
    Ok(Signed { home, who: Some((account, sign_in)) })
}

/// Leaves the sign-in in the journal of a ledger found whole.
pub(super) fn trace_verified(scene: &Scene, signed: Signed) -> Result<(), Failure> {
    let Some((account, sign_in)) = signed.who else { return Ok(()) };
    let ledger = ledger::open(signed.home, Options::default());
    let mut ledger = ledger.map_err(|error| failure::ledger(scene.lang, error))?;
    trace(scene, &mut ledger, account, &sign_in).map(|_| ())
}

pub(super) fn ring(scene: &Scene) -> Result<KeyRing, Failure> {
    KeyRing::load(&scene.home).map_err(|error| keys_trouble(scene.lang, error.into()))
}

pub(super) fn at_rest(lang: Lang, ring: &KeyRing) -> Result<AtRest, Failure> {
    ring.at_rest().map_err(|error| keys_trouble(lang, error.into()))
}

fn unlocked(lang: Lang, ring: &KeyRing, sign_in: &SignIn) -> Result<ledger::Home, Failure> {
    ring.ledger(&sign_in.key).map_err(|error| keys_trouble(lang, error.into()))
}

/// Signs in to an encrypted ledger: nobody can read names in it yet, so that the initials in the key file decide.
fn knock(scene: &Scene, ring: &KeyRing, signer: &Signer) -> Result<(AccountId, Unlocked), Failure> {
    let account = labelled(scene.lang, ring, signer)?;
    Ok((account, unlock(scene, ring, account, signer)?))
}

/// The account whose row in the key file bears these initials.
pub(super) fn labelled(lang: Lang, ring: &KeyRing, signer: &Signer) -> Result<AccountId, Failure> {
    let name = signer.name.as_deref().ok_or_else(|| needed(lang))?;
    let account = ring.labelled(&fold(name)).map_err(|error| keys_trouble(lang, error.into()))?;
    account.ok_or_else(|| wrong(lang))
}

/// There must be a closed home with a ledger in it.
pub(super) fn exists(scene: &Scene) -> Result<(), Failure> {
    scene.home.check().map_err(|error| failure::home(scene.lang, error))?;
    if scene.home.has_ledger() {
        return Ok(());
    }
    let said = say::not_set_up(scene.lang, &scene.home.path().display().to_string());
    Err(Failure::new(Exit::Ledger, scene.lang, said).next(say::NOT_SET_UP_NEXT.get(scene.lang)))
}

pub(super) fn needed(lang: Lang) -> Failure {
    Failure::new(Exit::SignIn, lang, say::SIGN_IN_NEEDED.get(lang)).next(say::SIGN_IN_HOW.get(lang))
}

/// An unknown name and a wrong passphrase read the same: nobody learns who has an account.
fn wrong(lang: Lang) -> Failure {
    Failure::new(Exit::SignIn, lang, say::SIGN_IN_WRONG.get(lang))
}

/// The active account of these initials or this name.
fn named(lang: Lang, office: &Office, signer: &Signer) -> Result<AccountId, Failure> {
    let name = signer.name.as_deref().ok_or_else(|| needed(lang))?;
    let wanted = fold(name);
    let active = || office.rules.accounts.values().filter(|account| account.active);
    let called = |account: &&Account| account.name.as_ref().is_some_and(|name| has_words(&name.key(), &wanted));
    if let Some(account) = active().find(|account| account.initials == wanted) {
        return Ok(account.id);
    }
    let mut found = active().filter(called);
    match (found.next(), found.next()) {
        (Some(account), None) => Ok(account.id),
        (Some(_), Some(_)) => Err(Failure::new(Exit::SignIn, lang, say::SIGN_IN_TWICE.get(lang))),
        (None, _) => Err(wrong(lang)),
    }
}

/// Every wanted word stands in the name, so that titles need not be typed.
fn has_words(name: &str, wanted: &str) -> bool {
    let mut wanted = wanted.split(' ').filter(|word| !word.is_empty()).peekable();
    wanted.peek().is_some() && wanted.all(|word| name.split(' ').any(|own| own == word))
}

/// A right secret, and what it gives.
struct Unlocked {
    sign_in: SignIn,
    secret: Secret,
}

/// Asks for the secret and checks it. One that somebody else chose must be changed at the desk first.
fn unlock(scene: &Scene, ring: &KeyRing, account: AccountId, signer: &Signer) -> Result<Unlocked, Failure> {
    let lang = scene.lang;
    let secret = secret::known(lang, signer.stdin)?;
    let now = Clock::new(scene.config.zone.offset_s()).stamp().utc_ms;
    let sign_in = ring.check(account, &secret, now).map_err(|error| not_unlocked(lang, error, now))?;
    if sign_in.must_change {
        let failure = Failure::new(Exit::SignIn, lang, vault::MUST_CHANGE.get(lang));
        return Err(failure.next(vault::MUST_CHANGE_NEXT.get(lang)));
    }
    Ok(Unlocked { sign_in, secret })
}

fn not_unlocked(lang: Lang, error: KeyError, now: i64) -> Failure {
    match error {
        KeyError::Wrong | KeyError::Unknown => wrong(lang),
        KeyError::Wait { until } => {
            let seconds = until.saturating_sub(now).saturating_add(999) / 1000;
            Failure::new(Exit::SignIn, lang, say::sign_in_wait(lang, seconds))
        }
        KeyError::Locked => {
            let failure = Failure::new(Exit::SignIn, lang, say::SIGN_IN_LOCKED.get(lang));
            failure.next(say::SIGN_IN_LOCKED_NEXT.get(lang))
        }
        KeyError::Renew => {
            let failure = Failure::new(Exit::SignIn, lang, vault::SIGN_IN_RENEW.get(lang));
            failure.next(vault::SIGN_IN_RENEW_NEXT.get(lang))
        }
        error => not_recent(lang, error),
    }
}

/// A key file that was altered or is an older one, among what else can be wrong with it.
fn not_recent(lang: Lang, error: KeyError) -> Failure {
    let said = match error {
        KeyError::Altered => desk::KEYS_ALTERED,
        KeyError::Older => desk::KEYS_OLDER,
        error => return keys_trouble(lang, error),
    };
    Failure::new(Exit::SignIn, lang, said.get(lang)).next(desk::KEYS_RECOVER.get(lang)).because(error)
}

pub(super) fn keys_trouble(lang: Lang, error: KeyError) -> Failure {
    Failure::new(Exit::SignIn, lang, say::KEYS_TROUBLE.get(lang)).because(error)
}

/// Leaves the sign-in in the journal; without a trace nobody reads an office.
fn trace(scene: &Scene, ledger: &mut SqliteLedger, account: AccountId, sign_in: &SignIn) -> Result<Order, Failure> {
    let lang = scene.lang;
    let known = ledger.office().desk.keys;
    let generation = ring(scene)?.recent(&sign_in.key, known).map_err(|error| not_recent(lang, error))?;
    let mut run = [0u8; 16];
    getrandom::fill(&mut run).map_err(|error| failure::ledger(lang, LedgerError::Random(Box::new(error))))?;
    let stamp = Clock::new(scene.config.zone.offset_s()).stamp();
    let order = Order { actor: account, ..Order::system(&scene.config.station, RunId(run), stamp) };
    let noted = ledger.act(&Command::NoteSignIn { failures: sign_in.failures_before }, &order, None);
    match noted.map_err(|error| failure::ledger(lang, error))? {
        Ok(_) if generation > known => {
            // A no is another desk that noted it first.
            let counted = ledger.act(&Command::NoteKeyFile { generation }, &order, None);
            counted.map_err(|error| failure::ledger(lang, error))?.ok();
            Ok(order)
        }
        Ok(_) => Ok(order),
        // Disabled between our look and our act.
        Err(refusal) => Err(wrong(lang).because(refusal)),
    }
}
