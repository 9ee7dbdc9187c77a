//! The driver against a written-down conversation: every byte it may send, and nothing else.

use std::thread;
use std::time::{Duration, Instant};

use loket::device::finger::reader::{Reader, Timing};
use loket::device::finger::setting::Secret;
use loket::device::transport::{ByteLink, LinkError, MemoryLink};
use loket::device::{Cancel, Ctl, FingerOutcome, Hint, SerialUri};

use super::rig::{PATIENCE, attempt, without_reference};

const SAMPLE: &str = include_str!("zfm_sample.frames");

/// Plays the module's side. Panics on the first byte that differs.
fn module(mut link: MemoryLink) {
    let until = Instant::now() + PATIENCE;
    for line in SAMPLE.lines() {
        match line.split_at(1) {
            (">", wanted) => {
                let wanted = crate::unhex(wanted);
                let mut got = Vec::new();
                while got.len() < wanted.len() {
                    let mut buf = [0; 64];
                    let room = buf.len().min(wanted.len() - got.len());
                    let n = link.read(&mut buf[..room], until).expect("the driver goes on");
                    got.extend_from_slice(&buf[..n]);
                }
                assert_eq!(got, wanted, "{line}");
            }
            ("<", answer) => link.write_all(&crate::unhex(answer), until).expect("the driver listens"),
            _ => {}
        }
    }
    let more = link.read(&mut [0; 64], until);
    assert!(matches!(more, Err(LinkError::Gone(_))), "the driver says no more and hangs up");
}

#[test]
fn the_driver_says_what_the_record_says() {
    let (ours, theirs) = MemoryLink::pair();
    let peer = thread::spawn(move || module(theirs));
    let uri = SerialUri { password: Some(Secret::new(0xDEAD_BEEF)), address: 1, ..SerialUri::at("/dev/recorded") };
    let timing = Timing { reply: PATIENCE, poll: Duration::from_millis(1), captures: 3 };
    let ctl = Ctl::within(PATIENCE);
    let mut reader = Reader::on_link(Box::new(ours), &uri, timing, &ctl).expect("reader");
    let (outcome, shown) = attempt(&mut reader, &without_reference(), PATIENCE);
    drop(reader);
    peer.join().expect("same bytes");
    assert_eq!(outcome.unwrap(), FingerOutcome::SampleTaken);
    use Hint::{Capturing, CleanFinger, LiftFinger, PlaceFinger};
    let hints: Vec<Hint> = shown.iter().map(|p| p.hint).collect();
    assert_eq!(hints, [PlaceFinger, Capturing, CleanFinger, LiftFinger, PlaceFinger, Capturing]);
}

/// What unblocks a library's own call is called once, also when the cancel came first.
#[test]
fn a_waker_is_called_whichever_comes_first() {
    for cancel_first in [false, true] {
        let (tx, woken) = std::sync::mpsc::channel();
        let cancel = Cancel::new();
        if cancel_first {
            cancel.cancel();
        }
        cancel.on_cancel(move || tx.send(()).expect("still listening"));
        if !cancel_first {
            assert!(woken.try_recv().is_err());
            cancel.cancel();
        }
        assert!(woken.try_recv().is_ok() && woken.try_recv().is_err());
    }
}
