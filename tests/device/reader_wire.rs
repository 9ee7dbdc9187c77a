//! The driver on a bad line: damage, silence, unplugging, a port that is taken.

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::time::Duration;

use loket::device::finger::command::{DOWN_CHAR, GEN_IMG, IMG_2_TZ, MATCH, READ_SYS_PARA, UP_CHAR, VFY_PWD};
use loket::device::finger::frame::{Frame, FrameKind};
use loket::device::finger::sim::{Glitch, Placed};
use loket::device::transport::serial::sort_open;
use loket::device::transport::{SerialLink, lock};
use loket::device::{
    ComparedWith, Ctl, Device as _, Effect, Fault, FingerOutcome, Fingerprint, Holder, SerialUri, Simulator as _,
    Unreadable, Who,
};

use super::rig::{PATIENCE, Rig, against, attempt, without_reference};

const MATCHED: FingerOutcome = FingerOutcome::Match(ComparedWith::DataCentre);
const NO_MATCH: FingerOutcome = FingerOutcome::NoMatch(ComparedWith::DataCentre);
const STEPS: [u8; 7] = [VFY_PWD, READ_SYS_PARA, GEN_IMG, IMG_2_TZ, DOWN_CHAR, UP_CHAR, MATCH];

/// `O_NOCTTY`: a port must not become the terminal of the test.
const NOCTTY: i32 = rustix::fs::OFlags::NOCTTY.bits() as i32;

/// Does the same for every step of a test, each on a line of its own, at the same time.
fn at_every_step(check: impl Fn(u8) + Sync) {
    std::thread::scope(|scope| {
        for step in STEPS {
            let check = &check;
            scope.spawn(move || check(step));
        }
    });
}

/// What support can make the simulated reader do, and that `clear` ends it.
#[test]
fn every_word_of_the_simulator_is_obeyed() {
    let mut rig = Rig::new();
    let usual = rig.reader().identity().clone();
    rig.timing.reply = Duration::from_millis(60);
    for (words, code) in [(["garbage"].as_slice(), "D-111"), (&["hang"], "D-111")] {
        rig.sim.obey(words).expect("understood");
        assert_eq!(rig.open().err().expect("no sound answer").code(), code, "{words:?}");
    }
    rig.timing.reply = PATIENCE;
    rig.sim.obey(&["clear"]).expect("understood");
    rig.sim.obey(&["wrong"]).expect("understood");
    assert_ne!(*rig.reader().identity(), usual);
    rig.sim.obey(&["clear"]).expect("understood");
    assert_eq!(*rig.reader().identity(), usual);
    rig.sim.obey(&["slow", "20"]).expect("understood");
    rig.sim.obey(&["put", "7"]).expect("understood");
    let (outcome, _) = attempt(&mut rig.reader(), &against(7), PATIENCE);
    assert_eq!(outcome.ok(), Some(MATCHED), "slow is not broken");
    for words in [&["slow"][..], &["slow", "ages"], &["put", "foot"], &["sing"], &[]] {
        assert!(rig.sim.obey(words).is_err(), "{words:?}");
    }
}

/// One damaged answer at any step of a test is asked for again and changes no verdict.
#[test]
fn one_glitch_at_any_step_changes_nothing() {
    let start_then_noise = vec![0xEF, 0x01, 0x00, 0xEF, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0x07];
    let other_module = Frame::new(1, FrameKind::Acknowledge, &[0x08]).encode().to_vec();
    let glitches = [
        Glitch::DropByte(0),
        Glitch::DropByte(8),
        Glitch::DropByte(usize::MAX),
        Glitch::FlipChecksum,
        Glitch::Delay(Duration::from_millis(20)),
        Glitch::Garbage(vec![0x55; 40]),
        Glitch::Garbage(start_then_noise),
        Glitch::Garbage(other_module),
        Glitch::HalfFrame,
        Glitch::Silence,
        Glitch::Confirm(0x01),
    ];
    at_every_step(|step| {
        let mut rig = Rig::new();
        rig.timing.reply = Duration::from_millis(120);
        rig.levers.put(Placed::Person(7));
        for glitch in &glitches {
            rig.levers.fault(Some(step), glitch.clone());
            let (outcome, _) = attempt(&mut rig.reader(), &against(7), PATIENCE);
            assert_eq!(outcome.ok(), Some(MATCHED), "{glitch:?} at {step:02X}");
            rig.levers.clear_faults();
        }
    });
}

/// An answer that comes after its time must not pass for the answer to the next command.
#[test]
fn a_late_answer_is_not_taken_for_the_next_one() {
    at_every_step(|step| {
        let mut rig = Rig::new();
        rig.timing.reply = Duration::from_millis(100);
        rig.levers.put(Placed::Stranger);
        rig.levers.fault(Some(step), Glitch::Delay(Duration::from_millis(150)));
        let mut reader = rig.reader();
        let (outcome, _) = attempt(&mut reader, &against(7), PATIENCE);
        assert_eq!(outcome.unwrap(), NO_MATCH, "{step:02X}");
        rig.levers.put(Placed::Person(7));
        let (outcome, _) = attempt(&mut reader, &against(7), PATIENCE);
        assert_eq!(outcome.unwrap(), MATCHED, "after {step:02X}");
    });
}

/// Nor for the first one of whoever opens the port next.
#[test]
fn a_new_user_of_the_port_is_not_answered_for_the_last_one() {
    for (step, placed) in [(GEN_IMG, Placed::Person(7)), (IMG_2_TZ, Placed::Messy), (MATCH, Placed::Stranger)] {
        let rig = Rig::new();
        rig.levers.put(placed);
        rig.levers.fault(Some(step), Glitch::Delay(Duration::from_millis(300)));
        let (outcome, _) = attempt(&mut rig.reader(), &against(7), Duration::from_millis(150));
        assert!(!matches!(outcome, Ok(FingerOutcome::Match(_))), "{step:02X}");
        rig.levers.put(Placed::Person(7));
        let mut reader = rig.open().unwrap_or_else(|e| panic!("after {step:02X}: {e}"));
        let (outcome, _) = attempt(&mut reader, &against(7), PATIENCE);
        assert_eq!(outcome.unwrap(), MATCHED, "after {step:02X}");
    }
}

/// The answer to a step that was given up belongs to the person before: it must not make a sample of
/// the next one's unreadable finger.
#[test]
fn an_answer_to_an_abandoned_step_is_dropped() {
    let rig = Rig::new();
    let mut reader = rig.reader();
    rig.levers.put(Placed::Person(7));
    rig.levers.fault(Some(GEN_IMG), Glitch::Delay(Duration::from_millis(200)));
    let (outcome, _) = attempt(&mut reader, &against(7), Duration::from_millis(50));
    assert_eq!(outcome.unwrap_err().code(), "D-401");
    rig.levers.script(&[], Some(Placed::Messy), 1);
    rig.levers.lift();
    let (outcome, _) = attempt(&mut reader, &against(7), PATIENCE);
    assert_eq!(outcome.unwrap(), FingerOutcome::Unreadable(Unreadable::Messy));
}

#[test]
fn a_module_that_stays_silent_or_talks_nonsense_is_given_up() {
    let mut rig = Rig::new();
    rig.timing.reply = Duration::from_millis(60);
    for (glitch, what) in [(Glitch::Silence, "no answer"), (Glitch::FlipChecksum, "damaged frames")] {
        for _ in 0..3 {
            rig.levers.fault(Some(VFY_PWD), glitch.clone());
        }
        let error = rig.open().err().expect("no sound answer");
        assert!(matches!(error.fault, Fault::Protocol { what: w, .. } if w == what), "{error}");
        assert_eq!(error.who(), Who::Retry);
    }
    rig.reader();
}

/// Data frames are not acknowledged: a reference lost on its way must not leave the one before it in
/// force, neither to match a stranger nor to refuse the holder.
#[test]
fn a_lost_reference_never_becomes_a_verdict() {
    let rig = Rig::new();
    let mut reader = rig.reader();
    rig.levers.put(Placed::Person(1));
    let (outcome, _) = attempt(&mut reader, &against(1), PATIENCE);
    assert_eq!(outcome.unwrap(), MATCHED);

    rig.levers.fault(Some(DOWN_CHAR), Glitch::LoseData);
    let (outcome, _) = attempt(&mut reader, &against(2), PATIENCE);
    assert_eq!(outcome.unwrap(), FingerOutcome::NoMatch(ComparedWith::DataCentre));

    for _ in 0..3 {
        rig.levers.fault(Some(DOWN_CHAR), Glitch::LoseData);
    }
    let (outcome, _) = attempt(&mut reader, &against(1), PATIENCE);
    assert_eq!(outcome.unwrap_err().code(), "D-111");
}

#[test]
fn every_unexpected_confirmation_is_a_fault_and_no_verdict() {
    let rig = Rig::new();
    let mut reader = rig.reader();
    rig.levers.put(Placed::Person(7));
    for step in [GEN_IMG, IMG_2_TZ, DOWN_CHAR, MATCH] {
        for code in [0x09, 0x0A, 0x0B, 0x0E, 0x13, 0x18, 0x1A, 0x7F] {
            rig.levers.fault(Some(step), Glitch::Confirm(code));
            let (outcome, _) = attempt(&mut reader, &against(7), PATIENCE);
            let error = outcome.expect_err("no verdict");
            assert_eq!(error.effect(), Effect::NotStarted, "{code:02X} at {step:02X}: {error}");
        }
    }
}

#[test]
fn unplugged_in_mid_capture_and_plugged_in_again() {
    let rig = Rig::new();
    let mut reader = rig.reader();
    let levers = rig.levers.clone();
    let error = reader.test(&against(7), &Ctl::within(PATIENCE), &mut |_| assert!(levers.unplug())).unwrap_err();
    assert!(matches!(error.fault, Fault::NotConnected { .. }), "{error}");
    assert_eq!((error.effect(), error.who()), (Effect::NotStarted, Who::Operator));
    assert!(error.loses_device());

    let error = rig.open().err().expect("nothing there");
    assert!(matches!(error.fault, Fault::NotConnected { .. }), "{error}");

    assert!(rig.levers.replug());
    rig.levers.put(Placed::Person(7));
    let (outcome, _) = attempt(&mut rig.reader(), &against(7), PATIENCE);
    assert_eq!(outcome.unwrap(), MATCHED);
}

#[test]
fn unplugged_in_the_middle_of_any_answer() {
    let rig = Rig::new();
    rig.levers.put(Placed::Person(7));
    for step in STEPS {
        rig.levers.fault(Some(step), Glitch::Unplug);
        let error = rig
            .open()
            .and_then(|mut r| r.test(&against(7), &Ctl::within(PATIENCE), &mut |_| {}))
            .expect_err("unplugged");
        assert!(matches!(error.fault, Fault::NotConnected { .. }), "{step:02X}: {error}");
        assert!(rig.levers.replug());
    }
    let (outcome, _) = attempt(&mut rig.reader(), &against(7), PATIENCE);
    assert_eq!(outcome.unwrap(), MATCHED);
}

#[test]
fn one_user_at_a_time_and_the_other_is_named() {
    let rig = Rig::new();
    let first = rig.reader();
    let error = rig.open().err().expect("taken");
    let me = Some(std::process::id());
    assert_eq!(error.fault, Fault::Busy { by: Holder { pid: me } });
    assert_eq!(lock::holder(&rig.uri.path), me);
    drop(first);
    assert_eq!(lock::holder(&rig.uri.path), None);
    rig.levers.put(Placed::Person(7));
    let (outcome, _) = attempt(&mut rig.reader(), &without_reference(), PATIENCE);
    assert_eq!(outcome.unwrap(), FingerOutcome::SampleTaken);
}

/// Before anybody has set the port, it must already echo nothing and cook nothing.
#[test]
fn the_simulated_port_is_raw_from_the_start() {
    use rustix::termios::{LocalModes, tcgetattr};
    let rig = Rig::new();
    let port = OpenOptions::new().read(true).custom_flags(NOCTTY).open(&rig.uri.path).unwrap();
    let modes = tcgetattr(&port).unwrap().local_modes;
    assert!(!modes.intersects(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG));
}

/// The second process to ask must not disturb the settings of the first.
#[test]
fn a_refused_open_changes_no_setting() {
    let rig = Rig::new();
    let watch = OpenOptions::new().read(true).custom_flags(NOCTTY).open(&rig.uri.path).unwrap();
    let speed = || rustix::termios::tcgetattr(&watch).unwrap().output_speed();
    let _first = SerialLink::open(&rig.uri.path, 115_200).expect("free");
    assert_eq!(speed(), 115_200, "the configured rate reaches the port");
    assert!(SerialLink::open(&rig.uri.path, 9600).is_err());
    assert_eq!(speed(), 115_200);
}

#[test]
fn what_is_no_port_is_refused() {
    let rig = Rig::new();
    let file = rig.dir.path().join("plain");
    std::fs::write(&file, b"").unwrap();
    let code = |path: &std::path::Path| SerialLink::open(path, 57_600).err().map(|e| e.code()).expect("no port");
    assert_eq!(code(&file), "D-106");
    assert_eq!(code(rig.dir.path()), "D-106");
    assert_eq!(code(&rig.dir.path().join("nothing")), "D-103");
    assert_eq!(SerialUri::at(&file).baud, 57_600);
}

#[test]
fn errors_of_opening_are_sorted() {
    let rig = Rig::new();
    let sorted = |errno: i32| sort_open(&rig.uri.path, std::io::Error::from_raw_os_error(errno));
    let denied = sorted(13);
    assert_eq!((denied.code(), denied.who()), ("D-104", Who::Technician));
    assert!(matches!(&denied.fault, Fault::PermissionDenied { group: Some(_), .. }), "{denied}");
    assert_eq!(sorted(16).fault, Fault::Busy { by: Holder { pid: None } });
    for gone in [2, 5, 6, 19] {
        assert_eq!(sorted(gone).code(), "D-103", "errno {gone}");
    }
    assert!(std::error::Error::source(&sorted(2)).is_some());
}

#[test]
fn the_holder_is_read_from_the_lock_table() {
    let table = "1: POSIX  ADVISORY  WRITE 12 00:18:5 0 EOF\n\
                 2: FLOCK  ADVISORY  WRITE 34 00:18:5 0 EOF\n\
                 2: -> FLOCK  ADVISORY  WRITE 56 00:18:6 0 EOF\n\
                 3: FLOCK  ADVISORY  WRITE 0 00:18:7 0 EOF\n";
    let dev = rustix::fs::makedev(0, 0x18);
    assert_eq!(lock::find_holder(table, dev, 5), Some(34));
    assert_eq!(lock::find_holder(table, dev, 6), None);
    assert_eq!(lock::find_holder(table, dev, 7), None);
    assert_eq!(lock::find_holder("garbage\n\n", dev, 5), None);
}
