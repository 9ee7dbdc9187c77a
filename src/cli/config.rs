//! `loket config`: the settings of this machine, checked, shown, found.

use super::failure::{Exit, Failure, place};
use super::{Scene, devices, out};
use crate::config::{RulesFault, RulesRefused};
use crate::text::{Lang, cli as say, rules};

/// Settings are already read; the checklists and the device settings are checked here.
pub(super) fn check(scene: &Scene) -> Result<(), Failure> {
    let lang = scene.lang;
    let wrong = devices::wrong_settings(scene);
    for (key, part) in &wrong {
        let fault = say::fault_device(lang, part);
        out::message(&format!("loket: devices.{key}: {fault}"));
    }
    if !wrong.is_empty() {
        return Err(Failure::new(Exit::Input, lang, say::DEVICE_WRONG.get(lang)).next(say::CONFIG_FIX.get(lang)));
    }
    match scene.config.rules().1 {
        Some(refused) => Err(rules(lang, refused)),
        None => {
            out::message(say::CONFIG_GOOD.get(lang));
            Ok(())
        }
    }
}

/// A checklist file that is not in force.
pub(super) fn rules(lang: Lang, refused: RulesRefused) -> Failure {
    let file = refused.file.display().to_string();
    let said = match &refused.why {
        RulesFault::Read(_) => say::rules_unreadable(lang, &file),
        RulesFault::Wrong(error) => {
            let why = rules::fault(lang, &error.kind);
            place(lang, &refused.file, error.line, &error.key, &why)
        }
    };
    Failure::new(Exit::Input, lang, said).next(say::RULES_STAY.get(lang)).because(refused)
}

pub(super) fn show(scene: &Scene) -> Result<(), Failure> {
    out::text(scene.lang, &scene.config.show())
}

pub(super) fn path(scene: &Scene) -> Result<(), Failure> {
    out::text(scene.lang, &format!("{}\n", scene.home.config().display()))
}
