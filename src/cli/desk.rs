//! `loket` and `loket demo`: handing over to the desk.

use super::failure::{self, Exit, Failure};
use super::{Scene, config, out};
use crate::config::HomeError;
use crate::desk::keys::{AtRest, KeyRing};
use crate::desk::{self, DemoOptions, DeskOptions};
use crate::domain::event::LedgerKind;
use crate::ledger;
use crate::text::{Lang, cli as say};

/// Opens the desk; `asked` is the language of the command line, which wins over the settings.
pub(super) fn run(scene: &Scene, asked: Option<Lang>) -> Result<(), Failure> {
    if let Some(refused) = scene.config.rules().1 {
        out::message(&config::rules(scene.lang, refused).said());
    }
    open(scene, DeskOptions { home: scene.home.clone(), lang: asked, demo: None })
}

/// Opens a simulated counter. A home that was named is kept, and must not be an office.
pub(super) fn demo(scene: &Scene, asked: Option<Lang>, history: u32) -> Result<(), Failure> {
    let lang = scene.lang;
    if scene.home.is_named() && scene.home.has_ledger() {
        // A demo is never encrypted.
        let encrypted = KeyRing::load(&scene.home).and_then(|ring| ring.at_rest());
        let office = encrypted.is_ok_and(|at_rest| at_rest == AtRest::Encrypted) || {
            let info = ledger::info(scene.home.path()).map_err(|error| failure::ledger(lang, error))?;
            info.kind == LedgerKind::Office
        };
        if office {
            return Err(Failure::new(Exit::Refused, lang, say::DEMO_REAL_OFFICE.get(lang)));
        }
    }
    let demo = DemoOptions { history: u64::from(history) };
    open(scene, DeskOptions { home: scene.home.clone(), lang: asked, demo: Some(demo) })
}

fn open(scene: &Scene, options: DeskOptions) -> Result<(), Failure> {
    let lang = scene.lang;
    desk::run(options).map_err(|error| match error.downcast::<ledger::LedgerError>() {
        Ok(error) => failure::ledger(lang, error),
        Err(error) => match error.downcast::<HomeError>() {
            Ok(error) => failure::home(lang, error),
            Err(error) => Failure::new(Exit::Desk, lang, say::DESK_STOPPED.get(lang)).because(error),
        },
    })
}
