//! Any bytes on the wires no other property covers: a modem, a receipt printer, a data centre, the control socket.
//!
//! Nothing a far end can say panics, lasts beyond its time or is taken for success. The other wires have the same
//! beside their own tests.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::time::{Duration, Instant};

use loket::device::modem::at::Timing;
use loket::device::modem::driver::{Gsm, PinGuard};
use loket::device::transport::{ByteLink, MemoryLink};
use loket::device::{
    Ctl, DeviceError, DeviceUri, Driver, Effect, Job, Kind, Modem, Outcome, Reachability, Sent, SimLevers, Simulators,
    SlipText,
};
use proptest::prelude::*;

use super::modem::short_message;
use super::rig::PATIENCE;

/// What an act may take here.
const LIMIT: Duration = Duration::from_millis(200);

/// Anything, or something that begins like an answer of a modem.
fn said() -> impl Strategy<Value = Vec<u8>> {
    let words =
        ["OK", "ERROR", "> ", "+CPIN: READY", "+CREG: 0,1", "+CSQ: 20,0", "+CMGS: 7", "+CMGS: ", "+CMS ERROR: "];
    let lines = prop::collection::vec(prop::sample::select(words.to_vec()), 0..9);
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..300),
        lines.prop_map(|lines| lines.iter().flat_map(|line| format!("\r\n{line}\r\n").into_bytes()).collect()),
    ]
}

/// A modem that answers everything alike.
fn send_to(bytes: Vec<u8>) -> Result<Sent, DeviceError> {
    let (ours, mut theirs) = MemoryLink::pair();
    std::thread::spawn(move || {
        let mut heard = [0; 512];
        while theirs.read(&mut heard, Instant::now() + PATIENCE).is_ok() {
            if theirs.write_all(&bytes, Instant::now()).is_err() {
                return;
            }
        }
    });
    let brief = Duration::from_millis(20);
    let timing = Timing { reply: brief, sending: brief, quiet: Duration::from_millis(2) };
    let ctl = Ctl::within(LIMIT);
    let mut modem = Gsm::on_link(Box::new(ours), None, &PinGuard::default(), timing, &ctl)?;
    modem.send(&short_message(), &ctl, &mut |_| {})
}

/// A port that says this to everybody, and goes on listening.
fn port(bytes: Vec<u8>) -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let port = listener.local_addr().expect("an address").port();
    std::thread::spawn(move || {
        let Ok((mut stream, _)) = listener.accept() else { return };
        // Whoever hangs up has heard enough.
        let _ = stream.set_read_timeout(Some(PATIENCE));
        let mut heard = [0; 4096];
        while matches!(stream.read(&mut heard), Ok(1..)) && stream.write_all(&bytes).is_ok() {}
    });
    port
}

fn run(kind: Kind, line: &DeviceUri, job: &Job) -> Result<Outcome, DeviceError> {
    let dir = tempfile::tempdir().expect("a folder");
    let made = Simulators::new(dir.path(), SimLevers::new()).resolve(kind, line).expect("resolved");
    let Driver::Driven(mut opener) = made.driver else { panic!("driven") };
    let ctl = Ctl::within(LIMIT);
    opener(&ctl)?.run(job, &ctl, &mut |_| {})
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(crate::cases(48)) })]

    #[test]
    fn a_modem_may_say_anything(bytes in said()) {
        let named = bytes.windows(6).any(|w| w == b"+CMGS:");
        let begun = Instant::now();
        let sent = send_to(bytes);
        prop_assert!(begun.elapsed() < PATIENCE);
        prop_assert!(sent.is_err() || named, "sent without a reference");
    }

    #[test]
    fn a_receipt_printer_may_say_anything(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let line = DeviceUri::new("tcp", &format!("127.0.0.1:{}", port(bytes)));
        let begun = Instant::now();
        let slip = Job::Slip(SlipText::new(&["0129"]).expect("a slip"));
        let printed = run(Kind::SlipPrinter, &line, &slip);
        prop_assert!(begun.elapsed() < PATIENCE, "{printed:?}");
    }

    #[test]
    fn a_data_centre_may_say_anything(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let dir = tempfile::tempdir().expect("a folder");
        let mut sims = Simulators::new(dir.path(), SimLevers::new());
        let own = sims.resolve(Kind::NetworkProbe, &DeviceUri::sim()).expect("resolved").wire;
        let mut line = DeviceUri::new("https", &format!("//127.0.0.1:{}/health", port(bytes)));
        for key in ["ca", "cert", "key"] {
            line = line.with(key, own.get(key).expect("papers"));
        }
        let said = run(Kind::NetworkProbe, &line, &Job::Probe);
        let reached = matches!(said, Ok(Outcome::Reach(Reachability::Reached { .. })));
        prop_assert!(!reached && said.as_ref().err().is_none_or(|e| e.effect() == Effect::NotStarted), "{said:?}");
    }

    #[test]
    fn a_line_to_the_simulators_may_be_anything(mut line in prop::collection::vec(any::<u8>(), 0..700)) {
        let room = super::control::Room::new(&[Kind::NetworkProbe]);
        line.push(b'\n');
        let answer = room.raw(&line);
        prop_assert!(answer.is_empty() || answer.starts_with("no ") || answer.starts_with("ok"), "{answer:?}");
        prop_assert_eq!(room.the_one().list().expect("still serves").len(), 1);
    }
}
