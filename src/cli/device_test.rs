//! `loket devices test KIND`: one device opened by its configured line and asked, step by step.
//!
//! Separate from the list, which opens nothing. Numbered lines to be read out over the phone: what, code, who,
//! next step, time. No ledger is touched and nobody signs in. Nothing is done that leaves a trace, but for a
//! trial receipt when it is asked for.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::devices;
use super::failure::{Exit, Failure};
use super::{Scene, out};
use crate::config::without_password;
use crate::desk::faults;
use crate::device::{
    Ctl, DeviceError, DeviceUri, Driver, Fault, Job, Kind, Outcome, Reachability, Resolved, SimLevers, Simulators,
    SlipText, Who,
};
use crate::text::{Lang, Word, device as words, service as say};

/// Longest wait for any one step.
const LIMIT: Duration = Duration::from_secs(10);

/// One step and what came of it.
struct Step {
    name: Word,
    took: Duration,
    result: Result<String, Trouble>,
}

/// A step that went wrong, in words.
struct Trouble {
    code: &'static str,
    what: String,
    who: Who,
    next: String,
    /// The line itself is wrong; nothing was opened.
    setting: bool,
}

impl Trouble {
    fn of(lang: Lang, error: &DeviceError) -> Trouble {
        let told = words::error(lang, error);
        Trouble { code: error.code(), what: told.what, who: error.who(), next: told.next, setting: false }
    }
}

pub(super) fn run(scene: &Scene, kind: &str, print: bool, as_json: bool) -> Result<(), Failure> {
    let lang = scene.lang;
    let Some(kind) = Kind::named(kind) else { return Err(devices::unknown_kind(lang)) };
    if print && kind != Kind::SlipPrinter {
        return Err(Failure::new(Exit::Usage, lang, say::PRINT_SLIP_ONLY.get(lang)));
    }
    let each = scene.config.devices.each();
    let line = each.iter().find(|(key, _)| *key == kind.name()).map_or("none", |(_, line)| line);
    let mut sims = Simulators::new(&scene.home.simulators(), SimLevers::new());
    let steps = test(lang, kind, line, print, &mut sims);
    let shown = without_password(line);
    if as_json {
        out::json(lang, &as_value(lang, kind, &shown, &steps))?;
    } else {
        out::text(lang, &plain(lang, kind, &steps))?;
    }
    match steps.iter().find_map(|step| step.result.as_ref().err()) {
        None => Ok(()),
        Some(trouble) => {
            let exit = if trouble.setting { Exit::Input } else { Exit::Refused };
            Err(Failure::new(exit, lang, say::test_bad(lang, trouble.code)))
        }
    }
}

/// Every step up to the first that fails.
fn test(lang: Lang, kind: Kind, line: &str, print: bool, sims: &mut Simulators) -> Vec<Step> {
    let mut steps = Vec::new();
    let resolved = timed(&mut steps, lang, say::STEP_SETTING, || {
        let uri: DeviceUri = line.parse().map_err(DeviceError::from)?;
        let resolved = sims.resolve(kind, &uri)?;
        let said = said_of(lang, &resolved, line);
        Ok((resolved, said))
    });
    let Some(resolved) = resolved else {
        // Whatever keeps a line from being resolved is the line's own fault.
        if let Some(Err(trouble)) = steps.last_mut().map(|step| step.result.as_mut()) {
            trouble.setting = true;
        }
        return steps;
    };
    let Driver::Driven(mut opener) = resolved.driver else { return steps };
    let opened = timed(&mut steps, lang, say::STEP_OPEN, || {
        let mut device = opener(&Ctl::within(LIMIT))?;
        let identity = device.device().identity().as_str().to_owned();
        Ok((device, identity))
    });
    let Some(mut device) = opened else { return steps };
    if !matches!(kind, Kind::NetworkProbe | Kind::Modem) {
        let asked = timed(&mut steps, lang, say::STEP_CHECK, || {
            device.device().check(&Ctl::within(LIMIT))?;
            Ok(((), say::ANSWERS.get(lang).to_owned()))
        });
        if asked.is_none() {
            return steps;
        }
    }
    if let Some((name, job)) = act(lang, kind, print) {
        timed(&mut steps, lang, name, || {
            let outcome = device.run(&job, &Ctl::within(LIMIT), &mut |_| {})?;
            outcome_words(lang, outcome).map(|said| ((), said))
        });
    }
    steps
}

/// What of a kind may be tried without leaving a trace, or was asked for.
fn act(lang: Lang, kind: Kind, print: bool) -> Option<(Word, Job)> {
    match kind {
        Kind::NetworkProbe => Some((say::STEP_CENTRE, Job::Probe)),
        Kind::CardPrinter => Some((say::STEP_SUPPLIES, Job::Supplies)),
        Kind::Modem => Some((say::STEP_SIGNAL, Job::Signal)),
        Kind::SlipPrinter if print => {
            let slip = SlipText::new(&[say::TRIAL_SLIP.get(lang)]).ok()?;
            Some((say::STEP_SLIP, Job::Slip(slip)))
        }
        _ => None,
    }
}

fn outcome_words(lang: Lang, outcome: Outcome) -> Result<String, DeviceError> {
    Ok(match outcome {
        Outcome::Reach(Reachability::Reached { took }) => say::reached_in(lang, took.as_millis()),
        Outcome::Reach(Reachability::Down(why)) => {
            let what = say::down(why).get(lang).to_owned();
            return Err(DeviceError::harmless(Fault::NotConnected { what }));
        }
        Outcome::Supplies(supplies) => {
            let ribbon = supplies.ribbon.map(|n| format!("{}, ", say::ribbon_left(lang, n))).unwrap_or_default();
            format!("{ribbon}{}", say::level(supplies.feeder).get(lang))
        }
        Outcome::Slip(_) => say::PRINTED.get(lang).to_owned(),
        Outcome::Signal(signal) => signal.dbm.map(|dbm| format!("{dbm} dBm")).unwrap_or_default(),
        // No other job is among the acts above.
        Outcome::Finger(_) | Outcome::Print(_) | Outcome::Activation(_) | Outcome::Message(_) => String::new(),
    })
}

fn said_of(lang: Lang, resolved: &Resolved, line: &str) -> String {
    match resolved.driver {
        Driver::Absent => say::NOT_HERE.get(lang).to_owned(),
        Driver::Attested => say::BY_HAND.get(lang).to_owned(),
        Driver::Keyboard => say::TYPES.get(lang).to_owned(),
        Driver::Driven(_) if resolved.simulated => {
            format!("{} [{}]", without_password(line), crate::text::cli::DEVICE_SIMULATED.get(lang))
        }
        Driver::Driven(_) => without_password(line),
    }
}

fn timed<T>(
    steps: &mut Vec<Step>,
    lang: Lang,
    name: Word,
    run: impl FnOnce() -> Result<(T, String), DeviceError>,
) -> Option<T> {
    let begun = Instant::now();
    let (value, result) = match run() {
        Ok((value, said)) => (Some(value), Ok(said)),
        Err(error) => (None, Err(Trouble::of(lang, &error))),
    };
    steps.push(Step { name, took: begun.elapsed(), result });
    value
}

fn plain(lang: Lang, kind: Kind, steps: &[Step]) -> String {
    let mut out = format!("{}\n", say::testing(lang, faults::word(kind).get(lang)));
    for (at, step) in steps.iter().enumerate() {
        let (name, ms) = (step.name.get(lang), step.took.as_millis());
        // Writing into a String cannot fail.
        let _ = match &step.result {
            Ok(said) => writeln!(out, "{}. {name:<20} {:<7} {ms} ms  {said}", at + 1, say::STEP_GOOD.get(lang)),
            Err(trouble) => writeln!(
                out,
                "{}. {name:<20} {:<7} {ms} ms  {}\n   {}\n   {}\n   {}",
                at + 1,
                say::STEP_BAD.get(lang),
                trouble.code,
                trouble.what,
                say::who_acts(lang, say::who(trouble.who).get(lang)),
                say::next_step(lang, &trouble.next),
            ),
        };
    }
    if steps.iter().all(|step| step.result.is_ok()) && steps.len() > 1 {
        let _ = writeln!(out, "{}", say::TEST_GOOD.get(lang));
    }
    out
}

fn as_value(lang: Lang, kind: Kind, line: &str, steps: &[Step]) -> Value {
    let each = steps.iter().map(|step| {
        let trouble = step.result.as_ref().err();
        json!({
            "step": step.name.get(Lang::En),
            "good": trouble.is_none(),
            "ms": u64::try_from(step.took.as_millis()).unwrap_or(u64::MAX),
            "said": step.result.as_ref().ok(),
            "code": trouble.map(|t| t.code),
            "what": trouble.map(|t| &t.what),
            "who": trouble.map(|t| say::who(t.who).get(lang)),
            "next": trouble.map(|t| &t.next),
        })
    });
    let steps: Vec<Value> = each.collect();
    let good = steps.iter().all(|step| step["good"] == true);
    json!({ "kind": kind.name(), "uri": line, "good": good, "steps": steps })
}
