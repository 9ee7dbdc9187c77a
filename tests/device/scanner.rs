//! Scanners: where a code ends, what a line may send, the worker that listens.

use std::time::Duration;

use loket::device::scanner::frame::{Framer, LONGEST};
use loket::device::scanner::sim::ScannerLevers;
use loket::device::{
    DeviceUri, Driver, Effect, Fault, Health, Kind, LinkState, Report, Scan, SimLevers, Simulators, Symbology, Tuning,
    Worker,
};
use proptest::prelude::*;

use super::rig::Reports;

fn frames(sent: &[u8]) -> Vec<Scan> {
    let mut framer = Framer::new();
    let mut scans: Vec<Scan> = sent.iter().filter_map(|byte| framer.push(*byte)).collect();
    scans.extend(framer.end());
    scans
}

fn texts(sent: &[u8]) -> Vec<String> {
    frames(sent).iter().map(|scan| scan.text().to_owned()).collect()
}

#[test]
fn a_code_ends_with_its_suffix_or_a_pause() {
    assert_eq!(texts(b"one\rtwo\r\nthree\n\r\nfour"), ["one", "two", "three", "four"]);
    assert_eq!(texts(b"\r\n\r"), Vec::<String>::new());
}

#[test]
fn the_prefix_says_what_was_read_and_is_no_part_of_it() {
    let of = |text: &str| (Scan::of(text).symbology, Scan::of(text).text().to_owned());
    assert_eq!(of("]Q1LKT26-0129-7F"), (Some(Symbology::Qr), "LKT26-0129-7F".into()));
    assert_eq!(of("]C0LKT26-0129-7F"), (Some(Symbology::Code128), "LKT26-0129-7F".into()));
    assert_eq!(of("]E0123"), (Some(Symbology::Other), "123".into()));
    assert_eq!(of("]Q1"), (Some(Symbology::Qr), String::new()));
    for plain in ["]", "]Q", "]-1x", "Q1x", "]\u{e9}x1"] {
        assert_eq!(of(plain), (None, plain.to_owned()));
    }
}

#[test]
fn what_a_line_sends_is_cleaned_and_bounded() {
    assert_eq!(texts(b"\x1B[2J\x07A\x00B\r"), ["[2JAB"]);
    assert_eq!(texts(b"\xFF\xFE\r"), [""], "no text at all");
    let long = [vec![b'9'; LONGEST + 1], b"\r0129\r".to_vec()].concat();
    assert_eq!(texts(&long), ["", "0129"], "too long says nothing, and the next is whole");
    assert_eq!(texts(&vec![b'9'; LONGEST]).concat().len(), LONGEST);
    assert!(!format!("{:?}", frames(b"1374010101019001\r")).contains("1374"));
}

proptest! {
    #[test]
    fn no_bytes_break_the_framing(sent in prop::collection::vec(any::<u8>(), 0..600)) {
        for scan in frames(&sent) {
            prop_assert!(scan.text().len() <= LONGEST && !scan.text().contains(char::is_control));
        }
    }
}

/// A worker that listens to a simulated scanner.
struct Desk {
    worker: Worker,
    reports: Reports,
    levers: ScannerLevers,
    wire: DeviceUri,
    _sims: Simulators,
    _dir: tempfile::TempDir,
}

fn desk() -> Desk {
    let dir = tempfile::tempdir().expect("a folder");
    let levers = SimLevers::new();
    let mut sims = Simulators::only(dir.path(), levers.clone());
    let made = sims.resolve(Kind::Scanner, &DeviceUri::sim()).expect("resolved");
    assert!(made.simulated && !made.stands_in && made.wire.scheme() == "serial");
    let Driver::Driven(opener) = made.driver else { panic!("driven") };
    let (reports, tx) = Reports::new();
    let tuning = Tuning { backoff: vec![Duration::from_millis(5)], ..Tuning::default() };
    let worker = Worker::spawn(Kind::Scanner, opener, tuning, move |r| drop(tx.send(r))).expect("a thread");
    Desk { worker, reports, levers: levers.scanner, wire: made.wire, _sims: sims, _dir: dir }
}

impl Desk {
    fn ready(&self) {
        self.state("ready", |state| matches!(state, LinkState::Ready(_)));
    }

    fn state(&self, what: &str, is: impl Fn(&LinkState) -> bool) {
        self.reports.until(what, |r| match r {
            Report::Health(Health { state, .. }) => is(&state).then_some(()),
            _ => None,
        });
    }

    fn scan(&self) -> Scan {
        self.reports.until("a scan", |r| if let Report::Scan(scan) = r { Some(scan) } else { None })
    }
}

#[test]
fn an_open_scanner_is_heard() {
    let desk = desk();
    desk.worker.open();
    desk.ready();
    for text in ["LKT26-0129-7F", "1374010101019001"] {
        assert!(desk.levers.scan(text));
        let scan = desk.scan();
        assert_eq!((scan.symbology, scan.text()), (Some(Symbology::Qr), text));
    }
    assert!(desk.levers.send(b"no suffix"));
    assert_eq!(desk.scan().text(), "no suffix");
    assert!(desk.levers.send(b"a\rb\r\nc\r"));
    assert_eq!([desk.scan(), desk.scan(), desk.scan()].map(|s| s.text().to_owned()), ["a", "b", "c"]);
}

#[test]
fn a_line_that_never_stops_says_nothing_and_does_not_grow() {
    let desk = desk();
    desk.worker.open();
    desk.ready();
    for _ in 0..8 {
        assert!(desk.levers.send(&[b'9'; 1024]));
    }
    assert!(desk.levers.send(b"\r]Q10129\r"));
    assert_eq!(desk.scan().text(), "");
    assert_eq!(desk.scan().text(), "0129");
}

#[test]
fn a_scanner_unplugged_is_noticed_and_heard_again_when_it_is_back() {
    let desk = desk();
    desk.worker.open();
    desk.ready();
    assert!(desk.levers.send(b"half a co"));
    desk.levers.unplug();
    desk.state("the fault", |state| matches!(state, LinkState::Faulted(Fault::NotConnected { .. })));
    desk.levers.replug().expect("plugged in");
    desk.ready();
    assert!(desk.levers.scan("0129"));
    let heard = desk.scan();
    assert_ne!(heard.text(), "half a co0129", "nothing of before the plug is kept");
}

#[test]
fn a_released_scanner_is_closed_and_not_heard() {
    let desk = desk();
    desk.worker.open();
    desk.ready();
    desk.worker.release();
    desk.state("closed", |state| *state == LinkState::Closed);
    desk.levers.scan("1374010101019001");
    desk.worker.open();
    desk.ready();
    desk.levers.scan("0129");
    assert_eq!(desk.scan().text(), "0129", "what was scanned while nobody listened is gone");
}

#[test]
fn a_port_somebody_else_has_is_named() {
    let desk = desk();
    let path = desk.wire.path().expect("a path");
    let other = loket::device::transport::SerialLink::open(&path, 9600).expect("free");
    desk.worker.open();
    desk.state("busy", |state| matches!(state, LinkState::Faulted(Fault::Busy { .. })));
    drop(other);
    desk.ready();
}

#[test]
fn the_keyboard_row_opens_nothing() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut sims = Simulators::only(&dir.path().join("sims"), SimLevers::new());
    let made = sims.resolve(Kind::Scanner, &"keyboard".parse().expect("a line")).expect("resolved");
    assert!(matches!(made.driver, Driver::Keyboard) && !made.simulated);
    assert_eq!((made.uri.to_string(), made.backend_name()), ("keyboard".into(), "keyboard"));
    assert!(!dir.path().join("sims").exists());
    let wrong = sims.resolve(Kind::Scanner, &"keyboard:x".parse().expect("a line")).err().expect("refused");
    assert_eq!((wrong.code(), wrong.effect()), ("D-102", Effect::NotStarted));
}

/// Stopping ends the listening within a moment, and nothing is reported any more.
#[test]
fn a_dropped_worker_lets_the_port_go() {
    let desk = desk();
    desk.worker.open();
    desk.ready();
    let Desk { worker, wire, reports, levers: _levers, _sims, _dir } = desk;
    drop(worker);
    let path = wire.path().expect("a path");
    loket::device::transport::SerialLink::open(&path, 9600).expect("free again");
    assert!(reports.rest().iter().all(|r| !matches!(r, Report::Scan(_))));
}
