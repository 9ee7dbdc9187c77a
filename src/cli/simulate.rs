//! `loket simulate`: the simulated devices of a running desk or demo, and commands for them.
//!
//! Separate from the desk, which it reaches only through the control socket. Used to train staff and to try
//! faults by hand; it never reaches a real device, for those have no such socket.

use serde_json::{Value, json};

use super::devices;
use super::failure::{Exit, Failure};
use super::{Scene, out};
use crate::desk::demo;
use crate::device::Kind;
use crate::device::control::{NotSteered, Steered};
use crate::text::{Lang, service as say};

pub(super) fn run(scene: &Scene, words: &[String], pid: Option<u32>, as_json: bool) -> Result<(), Failure> {
    let lang = scene.lang;
    let (steered, kinds) = the_one(scene, pid)?;
    let Some((kind, words)) = words.split_first() else { return list(lang, &steered, &kinds, as_json) };
    let Some(kind) = Kind::named(kind) else { return Err(devices::unknown_kind(lang)) };
    match steered.obey(kind, words) {
        Ok(()) if as_json => out::json(lang, &json!({ "pid": steered.pid, "kind": kind.name(), "obeyed": words })),
        Ok(()) => out::text(lang, &format!("{} {}: {}\n", kind.name(), words.join(" "), say::OBEYED.get(lang))),
        Err(error) => Err(refused(lang, error, kind, &kinds)),
    }
}

type Kinds = Vec<(Kind, Vec<String>)>;

/// The running process that is meant: of the named home, or else of this user's office and demos.
fn the_one(scene: &Scene, pid: Option<u32>) -> Result<(Steered, Kinds), Failure> {
    let lang = scene.lang;
    let mut found = Steered::below(&scene.home.simulators());
    if !scene.home.is_named() {
        let homes = demo::living_homes();
        found.extend(homes.iter().flat_map(|home| Steered::below(&crate::config::Home::at(home).simulators())));
    }
    if let Some(pid) = pid {
        found.retain(|steered| steered.pid == pid);
    }
    match found.as_slice() {
        [] => Err(Failure::new(Exit::Input, lang, say::NONE_RUNS.get(lang)).next(say::NONE_RUNS_NEXT.get(lang))),
        [one] => {
            let kinds = one.list().map_err(|error| not_steered(lang, error))?;
            Ok((one.clone(), kinds))
        }
        several => {
            let pids: Vec<String> = several.iter().map(|steered| steered.pid.to_string()).collect();
            let said = format!("{} {}", say::SEVERAL_RUN.get(lang), pids.join(", "));
            Err(Failure::new(Exit::Input, lang, said).next(say::SEVERAL_NEXT.get(lang)))
        }
    }
}

fn list(lang: Lang, steered: &Steered, kinds: &Kinds, as_json: bool) -> Result<(), Failure> {
    if as_json {
        let each: Vec<Value> =
            kinds.iter().map(|(kind, verbs)| json!({ "kind": kind.name(), "verbs": verbs })).collect();
        return out::json(lang, &json!({ "pid": steered.pid, "devices": each }));
    }
    let mut text = format!("{}\n", say::steering(lang, steered.pid));
    for (kind, verbs) in kinds {
        for (at, verb) in verbs.iter().enumerate() {
            let name = if at == 0 { kind.name() } else { "" };
            text.push_str(&format!("  {name:<12} {verb}\n"));
        }
    }
    out::text(lang, &text)
}

fn refused(lang: Lang, error: NotSteered, kind: Kind, kinds: &Kinds) -> Failure {
    let verbs = kinds.iter().find(|(k, _)| *k == kind).map(|(_, verbs)| verbs.join(" · "));
    match (error, verbs) {
        (NotSteered::NoSuchKind, _) | (_, None) => {
            let running: Vec<&str> = kinds.iter().map(|(k, _)| k.name()).collect();
            let said = say::NO_SUCH_SIMULATOR.get(lang);
            Failure::new(Exit::Usage, lang, said).next(say::understood(lang, &running.join(", ")))
        }
        (NotSteered::NotUnderstood | NotSteered::NotALine, Some(verbs)) => {
            Failure::new(Exit::Usage, lang, say::NOT_UNDERSTOOD.get(lang)).next(say::understood(lang, &verbs))
        }
        (error, _) => not_steered(lang, error),
    }
}

fn not_steered(lang: Lang, error: NotSteered) -> Failure {
    Failure::new(Exit::Input, lang, say::NOT_STEERED.get(lang)).because(error)
}
