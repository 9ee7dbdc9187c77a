//! Founding an office: from an empty folder to a ledger with its policy and first account.
//!
//! Separate from the first-run screen and from `loket init`, which ask the questions; both must end in the
//! same office. The ledger is made beside its place and moved there last: a power cut in the middle leaves a home
//! without an office, to be founded again, and an office that has an account is never touched.

use std::collections::BTreeSet;

use super::keys::{AtRest, Chosen, Cost, KeyError, KeyRing, RecoveryKey, Secret, StoreError};
use crate::config::{Config, EXAMPLE, Home, HomeError, write_private};
use crate::domain::clean::fold;
use crate::domain::command::{Command, Order};
use crate::domain::event::{Envelope, LedgerKind};
use crate::domain::id::{AccountId, LedgerId, RunId};
use crate::domain::person::Name;
use crate::domain::policy::Policy;
use crate::domain::refusal::Refusal;
use crate::domain::terms::Role;
use crate::domain::time::Stamp;
use crate::ledger::{self, Beside, GATE_WAIT, HomeKey, Ledger, LedgerError, Options, SqliteLedger};
use std::os::unix::fs::MetadataExt as _;

/// What is asked of whoever founds the office.
pub struct Founding<'a> {
    pub policy: Policy,
    pub name: Name,
    /// Chosen by whoever founds; otherwise made from the name.
    pub initials: Option<String>,
    /// Name of this station, when it is not the usual one.
    pub station: Option<String>,
    pub roles: BTreeSet<Role>,
    pub secret: &'a Secret,
    pub cost: Cost,
    pub at_rest: AtRest,
    pub stamp: Stamp,
}

/// The office as founded.
#[derive(Debug)]
pub struct Founded {
    pub ledger: LedgerId,
    pub account: AccountId,
    /// What the first account signs in with.
    pub initials: String,
    /// To be shown once: nothing else opens the home when every supervisor is lost.
    pub recovery: RecoveryKey,
}

/// Why there is no new office.
#[derive(Debug, thiserror::Error)]
pub enum FoundError {
    #[error(transparent)]
    Home(#[from] HomeError),
    #[error("there is an office here already")]
    Exists,
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    #[error("the office refused its own founding")]
    Refused(#[from] Refusal),
    #[error(transparent)]
    Keys(#[from] KeyError),
    #[error("the example settings cannot be written")]
    Example(#[source] std::io::Error),
    #[error("no random numbers from the system")]
    Random,
}

impl From<StoreError> for FoundError {
    fn from(error: StoreError) -> FoundError {
        FoundError::Keys(error.into())
    }
}

/// Whether a home has an office or a demo already, to be told before a secret is asked for.
pub fn is_taken(home: &Home) -> bool {
    home.has_ledger() && !is_begun(home)
}

/// An office that nobody can sign in to yet, left by an interrupted founding: it holds nothing.
fn is_begun(home: &Home) -> bool {
    match ledger::open(home.path(), Options::default()) {
        Ok(ledger) => {
            let office = ledger.office();
            office.desk.kind == LedgerKind::Office && office.rules.accounts.is_empty()
        }
        Err(error) => matches!(error, LedgerError::Unfinished { .. }),
    }
}

/// Founds an office in a home.
///
/// # Errors
/// [`FoundError::Exists`] when the home has an office or a demo; an unfit secret is refused before anything
/// is written.
pub fn office(home: &Home, config: &Config, asked: Founding<'_>) -> Result<Founded, FoundError> {
    asked.secret.fit().map_err(KeyError::from)?;
    home.create()?;
    let stood = file_of(home);
    if is_taken(home) {
        return Err(FoundError::Exists);
    }
    let key = HomeKey::random()?;
    let encrypted = asked.at_rest == AtRest::Encrypted;
    let beside = Beside::begin(home.path(), encrypted.then(|| key.clone()), GATE_WAIT)?;
    // Somebody else founded the office between our look and our turn.
    if file_of(home) != stood {
        return Err(FoundError::Exists);
    }
    let order = Envelope::system(&config.station, RunId(random()?), asked.stamp);
    let account = AccountId(random()?);
    let initials = asked.initials.clone().unwrap_or_else(|| initials(&asked.name));
    // The key first: an encrypted ledger whose key nobody has is lost.
    let keys = KeyRing::begin(home, &key, asked.cost, asked.at_rest)?;
    keys.add(account, &initials, asked.secret, &key, Chosen::ByHolder)?;
    let recovery = keys.issue_recovery(&key)?;
    let mut ledger = ledger::create(beside.made().clone(), LedgerKind::Office, None, &order, Options::default())?;
    let id = ledger.id();
    name_account(&mut ledger, &order, account, &initials, &asked)?;
    drop(ledger);
    write_settings(home, config, &asked)?;
    beside.take_place()?;
    Ok(Founded { ledger: id, account, initials, recovery })
}

/// Which file the ledger is, if there is one: another office founded meanwhile has another.
fn file_of(home: &Home) -> Option<u64> {
    std::fs::metadata(home.ledger()).ok().map(|found| found.ino())
}

fn write_settings(home: &Home, config: &Config, asked: &Founding<'_>) -> Result<(), FoundError> {
    if home.config().exists() {
        return Ok(());
    }
    let mut settings = EXAMPLE.to_owned();
    if let Some(station) = asked.station.as_ref().filter(|name| **name != config.station) {
        // Before the first table, where the machine's own keys stand.
        settings.insert_str(0, &format!("station = {}\n\n", toml::Value::from(station.as_str())));
    }
    write_private(&home.config(), settings.as_bytes()).map_err(FoundError::Example)
}

/// Policy, then account: the account is what makes the office whole, so it comes last.
fn name_account(
    ledger: &mut SqliteLedger,
    order: &Order,
    account: AccountId,
    initials: &str,
    asked: &Founding<'_>,
) -> Result<(), FoundError> {
    ledger.act(&Command::ChangePolicy(Box::new(asked.policy.clone())), order, None)??;
    let add = Command::AddAccount {
        account,
        name: asked.name.clone(),
        initials: initials.to_owned(),
        roles: asked.roles.clone(),
    };
    ledger.act(&add, order, None)??;
    Ok(())
}

/// Initials from a name: first letters of the first three words, degrees and titles left out; a single word
/// gives its first two letters. Letters without an ASCII form are passed over.
pub fn initials(name: &Name) -> String {
    let before_degrees = name.as_str().split(',').next().unwrap_or_default();
    let words: Vec<String> = before_degrees
        .split_whitespace()
        .filter(|word| !word.ends_with('.'))
        .map(|word| fold(word).chars().filter(char::is_ascii_uppercase).collect())
        .filter(|word: &String| !word.is_empty())
        .collect();
    let found: String = match words.as_slice() {
        [word] => word.chars().take(2).collect(),
        words => words.iter().filter_map(|word| word.chars().next()).take(3).collect(),
    };
    if found.len() >= 2 { found } else { "KS".to_owned() }
}

fn random() -> Result<[u8; 16], FoundError> {
    let mut bytes = [0u8; 16];
    getrandom::fill(&mut bytes).map_err(|_| FoundError::Random)?;
    Ok(bytes)
}
