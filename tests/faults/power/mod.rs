//! Power cuts: what a desk asked of its disk is recorded, and replayed with what the disk may lose.
//!
//! One desk plays the whole script under `strace`. At every place of that record the power may go: what followed the
//! last flush of a file is then lost, kept in part, or torn inside a write at 512 bytes. Each such disk is put
//! together in memory, opened as a desk opens it after the lights are back, and judged by the oracle against the acts
//! acknowledged up to that place. With the flushes ignored the same judge must find fault: it can see.

mod disk;
mod record;

use super::disk::strace_works;
use super::oracle::{Acked, judge, take_ack};
use super::rig::{self, Disk, FORMS, Seed, founded, place, skip};
use crate::ledger::support::order;
pub use disk::Image;
use disk::{Platter, Way};
use loket::domain::event::LedgerKind;
use loket::domain::id::AccountId;
use loket::ledger::{LedgerError, Options, create, open};
use record::record_refused;
pub use record::{Call, record};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};

/// Judges at work beside each other.
const JUDGES: usize = 4;
/// Flushes of a writer's short work, one of which is refused.
const FLUSHES: usize = 26;

/// A disk after a power cut, and what had been acknowledged before it.
struct Case {
    image: Image,
    acked: Arc<Acked>,
    place: usize,
    way: Way,
}

#[derive(Default)]
struct Tally {
    states: usize,
    unfounded: usize,
    flagged: Vec<String>,
}

/// Judges every case that comes in, on several threads, each with a home of its own in memory.
fn judged(form: &str, feed: impl FnOnce(&mut dyn FnMut(Case))) -> Tally {
    let (sender, cases): (SyncSender<Case>, Receiver<Case>) = sync_channel(2 * JUDGES);
    let (cases, tally) = (Mutex::new(cases), Mutex::new(Tally::default()));
    std::thread::scope(|scope| {
        for _ in 0..JUDGES {
            scope.spawn(|| {
                let room = place(Disk::Memory);
                loop {
                    let next = cases.lock().expect("the cases").recv();
                    let Ok(case) = next else { return };
                    let home = room.path().join(form);
                    lay_out(&home, &case.image);
                    let verdict = verdict(&home, &case.acked);
                    let mut tally = tally.lock().expect("the tally");
                    tally.states += 1;
                    match verdict {
                        Ok(founded) => tally.unfounded += usize::from(!founded),
                        Err(wrong) => tally.flagged.push(format!("call {} {:?}: {wrong}", case.place, case.way)),
                    }
                }
            });
        }
        feed(&mut |case| sender.send(case).expect("a judge"));
        drop(sender);
    });
    tally.into_inner().expect("the tally")
}

/// Writes a disk's files; whatever lay there before is gone.
pub fn lay_out(home: &Path, image: &Image) {
    let _ = std::fs::remove_dir_all(home);
    std::fs::DirBuilder::new().mode(0o700).create(home).expect("a home");
    for (name, bytes) in image {
        let mut how = std::fs::OpenOptions::new();
        let mut file = how.write(true).create_new(true).mode(0o600).open(home.join(name)).expect("a file");
        std::io::Write::write_all(&mut file, bytes).expect("its bytes");
    }
}

/// The ledger is as promised; false where there is none yet and one can be made.
pub fn verdict(home: &Path, acked: &Acked) -> Result<bool, String> {
    if !acked.is_empty() {
        return judge(home, acked).map(|_| true);
    }
    match open(rig::home(home), Options::default()) {
        Ok(ledger) => {
            drop(ledger);
            judge(home, acked).map(|_| true)
        }
        Err(LedgerError::Missing { .. } | LedgerError::Unfinished { .. }) => {
            let order = order(AccountId::SYSTEM, 0);
            let made = create(rig::home(home), LedgerKind::Office, None, &order, Options::default());
            made.map(|_| false).map_err(|e| format!("no ledger, and none can be made: {e}"))
        }
        Err(e) => Err(format!("no ledger, and not said so: {e}")),
    }
}

/// Goes through the record; at every place hands out the disks a cut there may leave.
fn cuts(calls: &[Call], seed: &mut Seed, often: usize, each: &mut dyn FnMut(Case)) {
    let mut platter = Platter::default();
    let mut acked = Arc::new(Acked::new());
    let mut seen = BTreeSet::new();
    for (place, call) in calls.iter().enumerate() {
        if let Call::Said(line) = call {
            take_ack(line, Arc::make_mut(&mut acked));
        }
        platter.take(call, true);
        if !seed.once_in(often) {
            continue;
        }
        for way in [Way::Nothing, Way::Everything, Way::Some, Way::Torn, Way::Torn] {
            let image = platter.cut(way, seed);
            if seen.insert(digest(&image, acked.len())) {
                each(Case { image, acked: acked.clone(), place, way });
            }
        }
    }
}

/// Two states with the same digest need judging once.
fn digest(image: &Image, acked: usize) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(acked.to_le_bytes());
    for (name, bytes) in image {
        hash.update(name.len().to_le_bytes());
        hash.update(name);
        hash.update(bytes.len().to_le_bytes());
        hash.update(bytes);
    }
    hash.finalize().into()
}

/// The same disk whose flushes do nothing from some act on.
fn deaf_cuts(calls: &[Call], seed: &mut Seed, often: usize, each: &mut dyn FnMut(Case)) {
    let acks: Vec<usize> = (0..calls.len()).filter(|n| matches!(calls[*n], Call::Said(_))).collect();
    for end in acks.iter().skip(2).filter(|_| often == 1) {
        deaf_cut(calls, *end, &acks, seed, each);
    }
    if often > 1 {
        for _ in 0..acks.len() / often {
            let end = acks[2 + seed.below(acks.len() - 2)];
            deaf_cut(calls, end, &acks, seed, each);
        }
    }
}

fn deaf_cut(calls: &[Call], end: usize, acks: &[usize], seed: &mut Seed, each: &mut dyn FnMut(Case)) {
    let before: Vec<usize> = acks.iter().copied().filter(|ack| *ack < end).collect();
    let from = before[before.len() - 1 - seed.below(before.len().min(8))];
    let (mut platter, mut acked) = (Platter::default(), Acked::new());
    for (place, call) in calls[..=end].iter().enumerate() {
        if let Call::Said(line) = call {
            take_ack(line, &mut acked);
        }
        platter.take(call, place <= from);
    }
    let (acked, whole) = (Arc::new(acked), platter.cut(Way::Everything, seed));
    for way in [Way::Nothing, Way::Some, Way::Torn] {
        let image = platter.cut(way, seed);
        if image != whole {
            each(Case { image, acked: acked.clone(), place: end, way });
        }
    }
}

fn recorded(test: &str, form: &str) -> Option<(tempfile::TempDir, Vec<Call>)> {
    if !strace_works() {
        skip(test, "strace is not there or may not trace");
        return None;
    }
    Some(record(form))
}

#[test]
fn a_power_cut_at_any_place_loses_nothing_acknowledged() {
    let test = "power";
    // Sampled: every so manieth place of both forms; in full: every place, and a part of the encrypted ones once more.
    let sampled = crate::cases(1) == 1;
    let mut seed = Seed::printed(test);
    let (value, mut all) = (seed.value(), 0);
    for form in FORMS {
        let Some((_folder, calls)) = recorded(test, form) else { return };
        let often = if sampled { vec![120] } else { vec![2, 2] };
        let Tally { states, unfounded, flagged } = judged(form, |each| {
            often.into_iter().for_each(|often| cuts(&calls, &mut seed, often, each));
        });
        let flushes = calls.iter().filter(|call| matches!(call, Call::Flush { .. })).count();
        let (lost, found) = (flagged.len(), states - flagged.len());
        println!(
            "{test}: seed={value} form={form} calls={} flushes={flushes} cases={states} unfounded={unfounded} lost={lost} found={found}",
            calls.len()
        );
        assert!(flagged.is_empty(), "{lost} of {states}: {:#?}", &flagged[..lost.min(9)]);
        assert!(flushes > 100);
        all += states;
    }
    assert!(all > if sampled { 200 } else { 20_000 }, "{all} states");
}

/// A kernel whose flush failed calls the next one a success and never writes what the first one was about.
#[test]
fn nothing_is_built_on_a_flush_that_failed() {
    let test = "power-refused";
    if !strace_works() {
        return skip(test, "strace is not there or may not trace");
    }
    let mut seed = Seed::printed(test);
    let (value, mut refusals) = (seed.value(), 0);
    let places: Vec<usize> = match crate::cases(1) {
        1 => (0..2).map(|_| 1 + seed.below(FLUSHES - 6)).collect(),
        _ => (1..=FLUSHES).collect(),
    };
    let Tally { states, flagged, .. } = judged(FORMS[0], |each| {
        for (n, anew) in places.into_iter().flat_map(|n| [(n, false), (n, true)]) {
            let (_folder, home) = founded(Disk::Memory);
            let calls = record_refused(&real(&home), n, anew);
            refusals += calls.iter().filter(|call| matches!(call, Call::Refused { .. })).count();
            refused_cuts(&calls, &mut seed, each);
        }
    });
    let lost = flagged.len();
    println!("{test}: seed={value} refused={refusals} cases={states} lost={lost} found={}", states - lost);
    assert!(flagged.is_empty(), "{lost} of {states}: {:#?}", &flagged[..lost.min(9)]);
    assert!(refusals > 0 && states > 20);
}

/// The power goes after every act that was acknowledged since a flush was refused.
fn refused_cuts(calls: &[Call], seed: &mut Seed, each: &mut dyn FnMut(Case)) {
    let (mut platter, mut acked) = (Platter::default(), Arc::new(Acked::new()));
    let mut refused = false;
    for (place, call) in calls.iter().enumerate() {
        platter.take(call, true);
        refused |= matches!(call, Call::Refused { .. });
        let Call::Said(line) = call else { continue };
        take_ack(line, Arc::make_mut(&mut acked));
        for way in [Way::Nothing, Way::Some, Way::Torn].into_iter().filter(|_| refused) {
            each(Case { image: platter.cut(way, seed), acked: acked.clone(), place, way });
        }
    }
}

#[test]
fn with_flushes_ignored_the_judge_finds_fault() {
    let test = "power-deaf";
    let often = if crate::cases(1) == 1 { 8 } else { 1 };
    let mut seed = Seed::printed(test);
    let (value, mut all, mut seen) = (seed.value(), 0, 0);
    for form in FORMS {
        let Some((_folder, calls)) = recorded(test, form) else { return };
        let Tally { states, flagged, .. } = judged(form, |each| deaf_cuts(&calls, &mut seed, often, each));
        (all, seen) = (all + states, seen + flagged.len());
    }
    println!("{test}: seed={value} cases={all} found={seen}");
    assert!(all > 60 && seen * 100 >= all * 95, "{seen} of {all} seen");
}

/// Where a recorded name lies.
type Names = BTreeMap<String, usize>;

/// The names of a folder's files that hold the ledger; the index of the log is no part of a disk after a cut.
fn kept(path: &Path, home: &Path) -> Option<String> {
    let name = path.strip_prefix(home).ok()?.to_str()?;
    (name.starts_with("ledger.db") && !name.ends_with("-shm")).then(|| name.to_owned())
}

fn real(path: &Path) -> PathBuf {
    path.canonicalize().expect("a real path")
}
