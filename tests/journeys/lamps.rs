//! Lamps of devices: never green on old news.

use super::finger::hears_until;
use super::{ANISA, Counter};
use loket::desk::Devices;
use loket::device::{
    DeviceUri, Down, Fault, Health, Identity, JobId, Kind, LinkState, Outcome, Reachability, Report, SimLevers,
    Simulators,
};
use std::sync::mpsc;
use std::time::{Duration, Instant};

fn health(state: LinkState, age_s: u64) -> Report {
    let at = Instant::now();
    Report::Health(Health { kind: Kind::Chip, state, last_good: at.checked_sub(Duration::from_secs(age_s)), at })
}

#[test]
fn a_device_that_has_not_answered_for_long_is_not_green() {
    let c = Counter::open();
    let mut sims = Simulators::new(&c.ledger_home(), SimLevers::new()).stand_ins();
    let reader = sims.resolve(Kind::Chip, &DeviceUri::sim()).expect("resolved");
    let mut c = c.equipped(Devices::start(vec![reader], drop).expect("a thread"));
    c.sign_in("SC").sees("CIP diam");
    let ready = || LinkState::Ready(Identity::new("reader"));
    c.hear(health(ready(), 0)).sees("CIP baik");
    // It stays in its place and says nothing more: amber with the age, without any news of it.
    c.wait(25_000).sees("CIP baik").wait(10_000).sees("CIP ! 30 dtk").wait(60_000).sees("CIP ! 1 mnt");
    c.hear(health(ready(), 0)).sees("CIP baik");
    // News of an old answer is old news.
    c.hear(health(ready(), 70)).sees("CIP ! 1 mnt");
    let gone = Fault::NotConnected { what: "reader".into() };
    c.hear(health(LinkState::Faulted(gone), 0)).sees("CIP ✘ cek");
}

/// With everything wrong at once the number of blanks, last on the line, is still there.
#[test]
fn the_longest_lamps_leave_room_for_the_blanks() {
    let c = Counter::open();
    let mut sims = Simulators::new(&c.ledger_home(), SimLevers::new()).stand_ins();
    let kinds = [Kind::Fingerprint, Kind::CardPrinter, Kind::Chip, Kind::NetworkProbe];
    let resolved = kinds.map(|kind| sims.resolve(kind, &DeviceUri::sim()).expect("resolved"));
    let mut c = c.equipped(Devices::start(resolved.into(), drop).expect("threads"));
    c.sign_in("SC");
    for kind in kinds {
        let (at, state) = (Instant::now(), LinkState::Faulted(Fault::NotConnected { what: "x".into() }));
        c.hear(Report::Health(Health { kind, state, last_good: None, at }));
    }
    for (took, n) in [(Some(Duration::ZERO), 3), (None, 1)] {
        let reach = took.map_or(Reachability::Down(Down::NoRoute), |took| Reachability::Reached { took });
        for _ in 0..n {
            let result = Ok(Outcome::Reach(reach));
            c.hear(Report::Done { kind: Kind::NetworkProbe, job: JobId(0), result });
        }
    }
    c.sees("JARINGAN ! tersendat").sees("CIP ✘ cek  BLANGKO ! 50").keys("<Ctrl+T>").sees("BLANKS ! 50");
}

/// A printer answers while a file is in the chair: what it lacks shows before its step, on the lamp and on the step.
#[test]
fn what_a_device_lacks_shows_while_a_file_is_in_the_chair() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut sims = Simulators::new(folder.path(), SimLevers::new());
    let printer = sims.resolve(Kind::CardPrinter, &DeviceUri::sim()).expect("a printer");
    let levers = sims.levers().printer.clone();
    levers.set(|m| m.ribbon = 0);
    let (tell, reports) = mpsc::channel();
    // Once the desk is gone nobody needs to hear.
    let devices = Devices::start(vec![printer], move |report| drop(tell.send(report))).expect("a thread");
    let mut c = Counter::open().equipped(devices);
    c.sign_in("SC").received_to_operator(&ANISA, 1).sees("PRINTER diam");
    c.keys("<F4><Enter>");
    hears_until(&mut c, &reports, |c| c.screen().contains("PRINTER ✘ cek"));
    c.sees("3  Cetak          · ! Pada printer: ribbon habis.");
    // Out of the chair nobody needs it; back in it, it is looked at anew.
    c.keys("<Esc><Esc>");
    hears_until(&mut c, &reports, |c| c.screen().contains("PRINTER diam"));
    levers.set(|m| m.ribbon = 300);
    c.keys("<Enter>");
    hears_until(&mut c, &reports, |c| c.screen().contains("PRINTER baik"));
    c.sees_not("ribbon habis");
    // Locked, the desk lets go of everything.
    c.keys("<Ctrl+K>").sign_in("SC");
    assert!(levers.unplug());
    hears_until(&mut c, &reports, |c| c.screen().contains("PRINTER ✘ cek"));
    c.sees("! Alat tidak tersambung").whole();
}

#[test]
fn a_scanner_has_no_lamp_and_is_told_once_when_it_goes() {
    let c = Counter::open();
    let mut sims = Simulators::new(&c.ledger_home(), SimLevers::new());
    let scanner = sims.resolve(Kind::Scanner, &DeviceUri::sim()).expect("resolved");
    let mut c = c.equipped(Devices::start(vec![scanner], drop).expect("a thread"));
    c.sign_in("SC");
    let report = |state| Report::Health(Health { kind: Kind::Scanner, state, last_good: None, at: Instant::now() });
    let gone = || LinkState::Faulted(Fault::NotConnected { what: "x".into() });
    c.hear(report(LinkState::Ready(Identity::new("scanner")))).sees_not("Pemindai");
    c.hear(report(gone())).sees("D-103 Pemindai tidak dapat dipakai. Alat tidak tersambung: pemindai kode.");
    // The next attempts say nothing new.
    c.keys("1").sees_not("Pemindai").hear(report(LinkState::Connecting { attempt: 2 })).hear(report(gone()));
    c.sees_not("Pemindai");
}
