//! The network probe against its simulator, fault by fault, and against a server others wrote.

mod openssl;
mod papers;

use std::time::Duration;

use loket::device::error::Certificate;
use loket::device::network::https::{HttpsUri, Probe};
use loket::device::network::sim::{Answer, NetLevers, NetSim, Proof};
use loket::device::{
    Ctl, DeviceError, DeviceUri, Down, Effect, Fault, NetworkProbe, Reachability, Simulator, UriFault, Who,
};

use super::rig::PATIENCE;

/// A data centre and the line that reaches it.
struct Centre {
    sim: NetSim,
    levers: NetLevers,
    dir: tempfile::TempDir,
}

impl Centre {
    fn new() -> Self {
        let dir = tempfile::tempdir().expect("folder");
        let levers = NetLevers::new();
        let sim = NetSim::start(&dir.path().join("network"), levers.clone()).expect("simulator");
        Self { sim, levers, dir }
    }

    fn ask(&self) -> Result<Reachability, DeviceError> {
        ask(&self.sim.wire(), PATIENCE)
    }
}

/// Opens the line and probes once.
fn ask(line: &DeviceUri, limit: Duration) -> Result<Reachability, DeviceError> {
    Probe::open(&HttpsUri::of(line)?)?.probe(&Ctl::within(limit))
}

/// The fault, which is always harmless: a probe leaves nothing behind.
fn fault(result: Result<Reachability, DeviceError>) -> Fault {
    let error = result.expect_err("a fault");
    assert_eq!(error.effect(), Effect::NotStarted);
    error.fault
}

fn reached(result: &Result<Reachability, DeviceError>) -> bool {
    matches!(result, Ok(Reachability::Reached { .. }))
}

#[test]
fn the_data_centre_is_reached_and_its_silence_is_told_apart() {
    let centre = Centre::new();
    assert!(reached(&centre.ask()), "{:?}", centre.ask());
    centre.levers.answer(Answer::Status(204, Duration::from_millis(150)));
    let Ok(Reachability::Reached { took }) = centre.ask() else { panic!("reached") };
    assert!(took >= Duration::from_millis(150), "the answer's own time counts");
    for (answer, wanted) in [
        (Answer::Status(503, Duration::ZERO), Down::OutOfService),
        (Answer::Status(500, Duration::ZERO), Down::OutOfService),
        (Answer::Hang, Down::NoAnswer),
    ] {
        centre.levers.answer(answer);
        assert_eq!(centre.ask().expect("an answer"), Reachability::Down(wanted), "{answer:?}");
    }
    centre.levers.answer(Answer::Status(200, Duration::ZERO));
    assert!(centre.levers.unplug());
    assert_eq!(centre.ask().expect("an answer"), Reachability::Down(Down::Refused));
    assert!(centre.levers.replug());
    assert!(reached(&centre.ask()));
}

/// Whatever is wrong with a certificate is for a technician and says nothing about the line.
#[test]
fn certificates_are_never_network_trouble() {
    let centre = Centre::new();
    for (proof, wanted) in [
        (Proof::Expired, Certificate::Expired),
        (Proof::Early, Certificate::NotYetValid),
        (Proof::WrongName, Certificate::WrongName),
        (Proof::UnknownIssuer, Certificate::UnknownIssuer),
        (Proof::ClientRefused, Certificate::Refused),
    ] {
        centre.levers.prove(proof);
        let fault = fault(centre.ask());
        assert_eq!((&fault, fault.who()), (&Fault::Certificate(wanted), Who::Technician), "{proof:?}");
    }
    centre.levers.prove(Proof::Good);
    for code in [400, 401, 403] {
        centre.levers.answer(Answer::Status(code, Duration::ZERO));
        assert_eq!(fault(centre.ask()), Fault::Certificate(Certificate::Refused), "{code}");
    }
    // Without a certificate of our own the data centre asks for one.
    let wire = centre.sim.wire();
    let bare = DeviceUri::new("https", wire.body()).with("ca", wire.get("ca").expect("a file"));
    assert_eq!(fault(ask(&bare, PATIENCE)), Fault::Certificate(Certificate::Missing));
}

#[test]
fn what_answers_in_its_place_or_elsewhere_is_told() {
    let centre = Centre::new();
    for answer in [Answer::Garbage, Answer::Half] {
        centre.levers.answer(answer);
        let result = centre.ask();
        let silent = matches!(result, Ok(Reachability::Down(Down::NoAnswer)));
        assert!(silent || matches!(fault(result), Fault::Protocol { .. }), "{answer:?}");
    }
    // Reached, but the address is none that answers probes; a redirect is not followed.
    for code in [404, 302, 308] {
        centre.levers.answer(Answer::Status(code, Duration::ZERO));
        let Fault::BadSetting(error) = fault(centre.ask()) else { panic!("a setting") };
        assert_eq!((error.part.as_str(), error.why), ("/health", UriFault::BadAddress), "{code}");
    }
    // A label longer than a name may have: refused by the resolver itself, whatever the network.
    let wire = centre.sim.wire();
    let nowhere = format!("//{}.invalid/health", "a".repeat(70));
    let line = DeviceUri::new("https", &nowhere).with("ca", wire.get("ca").expect("a file"));
    assert_eq!(ask(&line, PATIENCE).expect("an answer"), Reachability::Down(Down::NoName));
}

#[test]
fn a_probe_keeps_its_limit_and_hears_a_cancel() {
    let centre = Centre::new();
    let mut probe = Probe::open(&HttpsUri::of(&centre.sim.wire()).expect("a line")).expect("papers");
    let ctl = Ctl::within(PATIENCE);
    ctl.cancel.cancel();
    assert_eq!(fault(probe.probe(&ctl)), Fault::Cancelled);
    assert_eq!(centre.levers.answered(), 0, "nothing was sent");
    centre.levers.answer(Answer::Hang);
    let late = ask(&centre.sim.wire(), Duration::from_millis(200));
    assert!(matches!(fault(late), Fault::Timeout { .. }));
}

/// The simulator obeys words, and forgets what went wrong at `up`.
#[test]
fn the_simulated_centre_obeys_words() {
    let mut centre = Centre::new();
    for words in [&["certificate", "expired"][..], &["status", "503"], &["slow", "20"], &["down"]] {
        centre.sim.obey(words).expect("understood");
    }
    for words in [&["certificate", "ours"][..], &["status", "99"], &["slow", "ages"], &["slow"], &["dance"], &[]] {
        assert!(centre.sim.obey(words).is_err(), "{words:?}");
    }
    assert!(centre.levers.unplug(), "down already");
    centre.sim.obey(&["up"]).expect("understood");
    assert!(centre.levers.replug(), "up already");
    assert!(reached(&centre.ask()));
    let files = centre.dir.path().join("network");
    assert!(files.exists());
    drop(centre.sim);
    assert!(!files.exists(), "its files go with it");
}

#[test]
fn a_line_is_read_without_opening_anything() {
    let read = |text: &str| HttpsUri::of(&text.parse().expect("a line")).map(drop).map_err(|e| (e.part, e.why));
    let wrong = |text: &str| read(text).expect_err(text);
    assert_eq!(read("https://pusat.invalid/health?ca=/c&cert=/d&key=/k"), Ok(()));
    assert_eq!(read("https://pusat.invalid:8443?ca=/c"), Ok(()));
    assert_eq!(wrong("https://pusat.invalid/"), ("ca".into(), UriFault::MissingKey));
    assert_eq!(wrong("https://pusat.invalid/?ca=/c&cert=/d"), ("key".into(), UriFault::MissingKey));
    assert_eq!(wrong("https://pusat.invalid/?ca=/c&key=/k"), ("cert".into(), UriFault::MissingKey));
    assert_eq!(wrong("https://pusat.invalid/?ca=c"), ("c".into(), UriFault::RelativePath));
    assert_eq!(wrong("https://pusat.invalid/?ca=/c&proxy=x"), ("proxy".into(), UriFault::UnknownKey));
    for body in
        ["", "//", "pusat", "//a b/", "//user@pusat.invalid/", "//:443/", "//pusat.invalid:99999/", "pusat.invalid"]
    {
        assert_eq!(wrong(&format!("https:{body}?ca=/c")).1, UriFault::BadAddress, "{body}");
    }
}
