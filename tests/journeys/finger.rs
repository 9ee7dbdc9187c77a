//! Fingers: unreadable with a second person, no match, exempt; and a reader that is really driven.

use super::{ANISA, Counter, SECRET};
use crate::device::fprintd::rig as fprintd;
use loket::desk::Devices;
use loket::device::finger::sbi::sim::{Forgery, Quirk, SbiLevers, SbiSim};
use loket::device::finger::sim::Placed;
use loket::device::sim::Simulator;
use loket::device::{DeviceUri, Kind, Report, SimLevers, Simulators};
use loket::domain::application::Stage;
use loket::domain::event::Event;
use loket::domain::status::DeferralReason;
use loket::domain::terms::*;
use std::sync::mpsc;
use std::time::{Duration, Instant};

fn at_test(mut c: Counter) -> Counter {
    c.received_to_operator(&ANISA, 1).keys("<F4><Enter>").keys(&ANISA.status()).sees("percobaan 1 dari 4");
    c
}

#[test]
fn an_unreadable_finger_needs_another_account_and_evidence() {
    let mut c = at_test(Counter::open());
    c.keys("3<F8>").sees("sidik jari tidak terbaca · percobaan 1 dari 4").keys("2sid<Enter><F8>").sees("wajib diisi");
    c.keys("KK asli dan foto<F8>").sees("Masuk sebagai orang kedua");
    c.keys(&format!("SC<Enter>{SECRET}<Enter>")).sees("R-003").sees("Persetujuan harus dari orang lain");
    assert!(c.app(1).test.as_ref().is_some_and(|t| !t.overridden));
    c.keys("<Esc>").sees("KK asli dan foto").keys("<F8>OC<Enter>salah benar<Enter>").sees("kata sandi salah");
    c.keys("<Esc>").keys("<F8>").keys(&format!("OC<Enter>{SECRET}<Enter>"));
    c.sees("0001 TES DIKESAMPINGKAN").sees("✔ disetujui orang kedua").sees("Cocokkan dengan KK");
    assert!(c.app(1).test.as_ref().is_some_and(|t| t.overridden && t.outcome == TestOutcome::Unreadable));
    let last = c.last();
    let approver = last.envelope.approver.and_then(|a| c.office().rules.accounts.get(&a));
    assert_eq!(approver.map(|a| a.initials.as_str()), Some("OC"));
    assert_ne!(last.envelope.approver, Some(last.envelope.actor));
    c.whole();
}

#[test]
fn no_match_four_times_goes_to_the_centre() {
    let mut c = at_test(Counter::open());
    for tried in 1..=3 {
        c.keys("2<F8>").sees(&format!("tidak cocok · percobaan {tried} dari 4")).sees_not("orang kedua").keys("1");
    }
    c.stands(1, Stage::Operator).keys("2<F8>").stands(1, Stage::Deferred(DeferralReason::NoMatchToCentre));
    c.sees("diteruskan ke pusat").sees("tunda 1").whole();
}

/// Hands reports to the desk until the fact is there; a deadline ends a hung reader.
#[track_caller]
pub fn hears_until(c: &mut Counter, reports: &mpsc::Receiver<Report>, fact: impl Fn(&Counter) -> bool) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while !fact(c) {
        let left = deadline.saturating_duration_since(Instant::now());
        let report = reports.recv_timeout(left).unwrap_or_else(|e| panic!("{e}\n{}", c.screen()));
        c.hear(report);
    }
}

#[test]
fn a_driven_reader_takes_the_sample_and_the_clerk_attests_the_match() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut sims = Simulators::new(folder.path(), SimLevers::new());
    let uri = "sim:".parse().expect("a device");
    let reader = sims.resolve(Kind::Fingerprint, &uri).expect("a reader");
    let (tell, reports) = mpsc::channel();
    // Once the desk is gone nobody needs to hear.
    let devices = Devices::start(vec![reader], move |report| drop(tell.send(report))).expect("a thread");
    let mut c = Counter::open().equipped(devices);
    c.sign_in("SC");
    let mut c = at_test(c);
    c.sees("SIDIK JARI").sees_not("SIDIK JARI SIAK").keys("1");
    hears_until(&mut c, &reports, |c| c.screen().contains("Tempelkan"));
    c.stands(1, Stage::Operator);
    sims.levers().finger.put(Placed::Person(7));
    // Without an official reference the reader can't say "match": it gives a sample, a person attests.
    hears_until(&mut c, &reports, |c| c.screen().contains("Pembaca selesai tanpa pembanding"));
    assert!(c.app(1).test.is_none());
    c.keys("1<F8>").sees("Cocokkan dengan KK");
    let test = c.app(1).test.expect("a test");
    assert_eq!((test.outcome, test.compared_with), (TestOutcome::Match, ComparedWith::Attested));
    // Another try with nobody there ends by the clerk's key, and nothing is recorded.
    let Event::BiometricTested(_) = c.last().event else { panic!("a test") };
    c.whole();
}

#[test]
fn a_reader_waiting_for_nobody_is_cancelled_by_key() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut sims = Simulators::new(folder.path(), SimLevers::new());
    let reader = sims.resolve(Kind::Fingerprint, &"sim:".parse().expect("a device")).expect("a reader");
    let (tell, reports) = mpsc::channel();
    // Once the desk is gone nobody needs to hear.
    let devices = Devices::start(vec![reader], move |report| drop(tell.send(report))).expect("a thread");
    let mut c = Counter::open().equipped(devices);
    c.sign_in("SC");
    let mut c = at_test(c);
    c.keys("1");
    hears_until(&mut c, &reports, |c| c.screen().contains("Tempelkan"));
    c.keys("<F9>").sees("pembatalan diminta");
    hears_until(&mut c, &reports, |c| c.screen().contains("Proses alat dibatalkan"));
    c.keys("<Esc>").sees_not("Pembaca selesai").sees("1 ");
    assert!(c.app(1).test.is_none());
    assert_eq!(c.life(1).last(), Some(&"status_recorded"));
    c.whole();
}

/// A counter at the test of the first file, with a reader of this line.
fn at_reader(uri: &DeviceUri) -> (Counter, mpsc::Receiver<Report>) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut sims = Simulators::new(folder.path(), SimLevers::new());
    let reader = sims.resolve(Kind::Fingerprint, uri).expect("a reader");
    let (tell, reports) = mpsc::channel();
    // Once the desk is gone nobody needs to hear.
    let devices = Devices::start(vec![reader], move |report| drop(tell.send(report))).expect("a thread");
    let mut c = Counter::open().equipped(devices);
    c.sign_in("SC");
    (at_test(c), reports)
}

#[test]
fn the_data_centre_judges_the_finger_and_not_without_a_network() {
    let folder = tempfile::tempdir().expect("a folder");
    let levers = SbiLevers::default();
    let sim = SbiSim::start(folder.path(), levers.clone()).expect("a simulator");
    let (mut c, reports) = at_reader(&sim.wire());
    levers.put(2);
    c.keys("1");
    hears_until(&mut c, &reports, |c| c.app(1).test.is_some());
    let test = c.app(1).test.expect("a test");
    assert_eq!((test.outcome, test.compared_with), (TestOutcome::NoMatch, ComparedWith::DataCentre));
    let (line, _) = levers.decided().pop().expect("asked");
    assert!(line.contains(&format!("/{}?", ANISA.nik)), "about the applicant");
    c.keys("<Ctrl+N>1sinyal putus<Enter>").keys("1").sees("gangguan jaringan");
    assert_eq!(levers.decided().len(), 1, "nobody was asked again");
    c.whole();
}

#[test]
fn the_data_centre_knows_the_finger_at_the_second_try() {
    let folder = tempfile::tempdir().expect("a folder");
    let levers = SbiLevers::default();
    let sim = SbiSim::start(folder.path(), levers.clone()).expect("a simulator");
    let (mut c, reports) = at_reader(&sim.wire());
    levers.put(2);
    c.keys("1");
    hears_until(&mut c, &reports, |c| c.app(1).test.is_some());
    c.sees("tidak cocok · percobaan 1 dari 4").stands(1, Stage::Operator);
    levers.put(1);
    c.keys("1");
    hears_until(&mut c, &reports, |c| c.app(1).test.is_some_and(|t| t.outcome == TestOutcome::Match));
    let test = c.app(1).test.expect("a test");
    assert_eq!((test.outcome, test.compared_with), (TestOutcome::Match, ComparedWith::DataCentre));
    c.sees("Cocokkan dengan KK").whole();
}

/// A program that took the reader's place cannot make a match: nothing is recorded, and a technician is named.
#[test]
fn a_sample_nobody_vouches_for_is_no_test() {
    let folder = tempfile::tempdir().expect("a folder");
    let levers = SbiLevers::default();
    let sim = SbiSim::start(folder.path(), levers.clone()).expect("a simulator");
    let (mut c, reports) = at_reader(&sim.wire());
    let opened = |c: &Counter| c.screen().contains("SIDIK JARI");
    hears_until(&mut c, &reports, opened);
    levers.quirk(Some(Quirk::IdentitySigned(Forgery::Stranger)));
    levers.put(1);
    c.keys("1");
    hears_until(&mut c, &reports, |c| c.screen().contains("D-110"));
    c.sees("penerbit sertifikat pembaca tidak dikenal").sees("Teknisi");
    assert!(c.app(1).test.is_none() && levers.decided().is_empty());
    c.whole();
}

/// This office keeps no enrolments, so the system's service has nothing to compare with and a person attests.
#[test]
fn a_reader_of_the_system_without_an_enrolment_leaves_it_to_the_clerk() {
    if fprintd::lacking().is_some() {
        return;
    }
    let rig = fprintd::Rig::new().enrolled();
    let (mut c, reports) = at_reader(&rig.line());
    c.keys("1");
    hears_until(&mut c, &reports, |c| c.screen().contains("D-405"));
    c.sees("tidak ada pembanding resmi");
    assert!(c.app(1).test.is_none());
    c.keys("<Esc>").keys("2").keys("1<F8>").sees("Cocokkan dengan KK");
    let test = c.app(1).test.expect("a test");
    assert_eq!((test.outcome, test.compared_with), (TestOutcome::Match, ComparedWith::Attested));
    c.whole();
}
