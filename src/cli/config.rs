//! `loket config`: the settings of this machine, checked, shown, found.

use super::failure::{Exit, Failure, place};
use super::{Scene, devices, out};
use crate::config::{RulesFault, RulesRefused, write_private};
use crate::desk::slips;
use crate::export::slip::Templates;
use crate::text::{Lang, cli as say, rules, slip as words};
use std::os::unix::fs::DirBuilderExt as _;

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
    if let Some(refused) = scene.config.rules().1 {
        return Err(rules(lang, refused));
    }
    let refused = slips::templates(&scene.config).1;
    for wrong in &refused {
        let file = wrong.file.display().to_string();
        out::message(&format!("loket: {}", words::refused(lang, &file, &slips::why(lang, &wrong.why))));
    }
    if let Some(first) = refused.into_iter().next() {
        return Err(Failure::new(Exit::Input, lang, words::WRONG.get(lang))
            .next(words::STAYS.get(lang))
            .because(first));
    }
    out::message(say::CONFIG_GOOD.get(lang));
    Ok(())
}

/// Writes the built-in templates of slips where the office's own belong; what is there stays as it is.
pub(super) fn slips(scene: &Scene) -> Result<(), Failure> {
    let (lang, folder) = (scene.lang, &scene.config.slip_folder);
    let failed = |error| Failure::new(Exit::Output, lang, words::NOT_WRITTEN.get(lang)).because(error);
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(failed)?;
    for (name, kind, lang) in Templates::all() {
        let file = folder.join(name);
        if !file.exists() {
            write_private(&file, Templates::text(kind, lang).as_bytes()).map_err(failed)?;
        }
    }
    out::text(lang, &format!("{}\n", folder.display()))
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
