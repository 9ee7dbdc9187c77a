//! `loket init`: an office set up without a terminal.

use super::failure::{self, Exit, Failure};
use super::{Scene, out, secret};
use crate::desk::clock::Clock;
use crate::desk::found::{self, FoundError, Founding};
use crate::desk::keys::{AtRest, Cost, KeyError, SecretFault};
use crate::domain::person::Name;
use crate::domain::policy::Policy;
use crate::domain::terms::Role;
use crate::text::{Lang, cli as say, typed, vault};

pub(super) fn run(scene: &Scene, supervisor: &str, (stdin, plain, print): (bool, bool, bool)) -> Result<(), Failure> {
    let lang = scene.lang;
    let name = Name::parse(supervisor).map_err(|error| {
        let told = typed::name(lang, error);
        Failure::new(Exit::Input, lang, told.what).next(told.next).because(error)
    })?;
    if found::is_taken(&scene.home) {
        return Err(failed(scene, FoundError::Exists));
    }
    let secret = secret::new(lang, stdin)?;
    let policy = Policy::default();
    let founding = Founding {
        policy: policy.clone(),
        name,
        initials: None,
        station: None,
        roles: Role::ALL.iter().copied().collect(),
        secret: &secret,
        cost: Cost::measured().map_err(|error| failed(scene, error.into()))?,
        at_rest: if plain { AtRest::Clear } else { AtRest::Encrypted },
        stamp: Clock::new(scene.config.zone.offset_s()).stamp(),
    };
    let founded = found::office(&scene.home, &scene.config, founding).map_err(|error| failed(scene, error))?;
    let (folder, id) = (scene.home.path().display().to_string(), founded.ledger.hex());
    let recovery = super::vault::given_once(scene, &policy.office, &founded.recovery, print);
    out::text(lang, &format!("{}\n\n{}", say::founded(lang, &folder, &id, &founded.initials), *recovery))
}

fn failed(scene: &Scene, error: FoundError) -> Failure {
    let lang = scene.lang;
    let folder = scene.home.path().display().to_string();
    match error {
        FoundError::Home(error) => failure::home(lang, error),
        FoundError::Exists => Failure::new(Exit::Refused, lang, say::exists_already(lang, &folder)),
        FoundError::Ledger(error) => failure::ledger(lang, error),
        FoundError::Keys(KeyError::Unfit(fault)) => unfit(lang, fault),
        FoundError::Keys(error) => Failure::new(Exit::Input, lang, say::KEYS_TROUBLE.get(lang)).because(error),
        other => Failure::new(Exit::Ledger, lang, say::NOT_FOUNDED.get(lang)).because(other),
    }
}

/// A secret that does not serve.
pub(super) fn unfit(lang: Lang, fault: SecretFault) -> Failure {
    let word = match fault {
        SecretFault::Digits | SecretFault::NotAPin => vault::SECRET_DIGITS,
        SecretFault::Same => vault::SECRET_SAME,
        SecretFault::TooShort => say::SECRET_TOO_SHORT,
        SecretFault::TooLong => say::SECRET_TOO_LONG,
        SecretFault::Trivial => say::SECRET_TRIVIAL,
    };
    Failure::new(Exit::Input, lang, word.get(lang))
}
