//! Kill −9 at the n-th durable call of every kind of act: all of it is stored or none of it.

use super::disk::strace_works;
use super::oracle::{Acked, take_acks, whole};
use super::power::{Call, record, verdict};
use super::rig::{Disk, FORMS, Heard, Seed, beside, command_under, place, skip};
use loket::domain::event::Event;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Files of the ledger whose calls are counted.
const FILES: [&str; 3] = ["ledger.db", "ledger.db-wal", "ledger.db-journal"];

const TEST: &str = "every-kill";

/// A durable call: which, and the how manieth of its name in the whole run.
type Place = (&'static str, usize);

/// The durable calls of the first act of every kind of entry.
fn by_kind(calls: &[Call]) -> BTreeMap<String, Vec<Place>> {
    let (mut kinds, mut counts, mut since) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
    for call in calls {
        if let Call::Said(line) = call {
            let kind = line.split(' ').nth(4).expect("the kinds of an act").to_owned();
            kinds.entry(kind).or_insert(std::mem::take(&mut since));
            since.clear();
        } else if let Some(name) = call.durable() {
            let n: &mut usize = counts.entry(name).or_default();
            *n += 1;
            since.push((name, *n));
        }
    }
    kinds
}

/// Plays the script and is killed there; answers what was acknowledged, and whether the kill struck.
fn killed_at(home: &Path, (name, n): Place) -> (Acked, bool) {
    let trace = home.with_file_name("trace");
    let mut args: Vec<String> = ["-f", "-qq", "-o"].map(str::to_owned).to_vec();
    args.push(trace.display().to_string());
    for name in FILES {
        args.extend(["-P".to_owned(), home.join(name).display().to_string()]);
    }
    args.extend(["-e".to_owned(), format!("trace={name}")]);
    args.extend(["-e".to_owned(), format!("inject={name}:signal=KILL:when={n}")]);
    let (status, said) = Heard::start(command_under("strace", &args, ("script", home, 1))).end();
    let mut acked = Acked::new();
    take_acks(&said, &mut acked);
    (acked, !status.success())
}

/// Strikes at the calls of every kind of act on a ledger of one form; sampled, at one call of every third kind, other
/// ones with another seed.
fn strike(form: &str, value: u64, seed: &mut Seed) {
    let sampled = crate::cases(1) == 1;
    let (_folder, calls) = record(form);
    let kinds = by_kind(&calls);
    let acted: BTreeSet<&str> = kinds.keys().flat_map(|kinds| kinds.split(',')).collect();
    let known: BTreeSet<&str> = Event::KINDS.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(acted, known, "every kind of entry is acted in what is struck at");
    let mut cases = Vec::new();
    for (n, (kind, places)) in kinds.iter().enumerate() {
        assert!(!places.is_empty(), "{kind} is acknowledged and nothing was written");
        let chosen = match sampled {
            true if (n as u64 + value).is_multiple_of(3) => vec![places[seed.below(places.len())]],
            true => continue,
            false => places.clone(),
        };
        cases.extend(chosen.into_iter().map(|at| (kind, at, Disk::either(seed))));
    }
    let struck = beside(&cases, |(kind, at, disk)| {
        let folder = place(*disk);
        let home = folder.path().canonicalize().expect("a real path").join(form);
        let (acked, killed) = killed_at(&home, *at);
        match acked.is_empty() {
            true => drop(verdict(&home, &acked).unwrap_or_else(|wrong| panic!("{kind}, call {at:?}: {wrong}"))),
            false => drop(whole(&home, &acked)),
        }
        (killed, acked.len())
    });
    let (cases, kills) = (cases.len(), struck.iter().filter(|(killed, _)| *killed).count());
    let acts: usize = struck.iter().map(|(_, acts)| acts).sum();
    println!(
        "{TEST}: seed={value} form={form} kinds={} cases={cases} kills={kills} acked={acts} lost=0 found={acts}",
        kinds.len()
    );
    assert!(kills * 100 >= cases * 95, "the kills did not strike");
}

#[test]
fn a_kill_at_every_durable_call_of_every_kind_of_act_loses_nothing() {
    if !strace_works() {
        return skip(TEST, "strace is not there or may not trace");
    }
    let mut seed = Seed::printed(TEST);
    let value = seed.value();
    // Both forms of the ledger make the same kinds of calls; sampled, the seed chooses one.
    let forms = if crate::cases(1) == 1 { &FORMS[seed.below(2)..][..1] } else { &FORMS };
    for form in forms {
        strike(form, value, &mut seed);
    }
}
