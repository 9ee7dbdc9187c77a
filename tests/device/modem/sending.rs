//! Sending under every fault: what the driver says about a message is what happened to it.

use std::time::{Duration, Instant};

use loket::device::error::Modem as ModemFault;
use loket::device::modem::sim::{At, Glitch};
use loket::device::{Cancel, Ctl, Device, DeviceError, Effect, Fault, Modem, Sent, Signal};

use super::super::rig::PATIENCE;
use super::{NUMBER, Rig, message, send, short_message};

/// Every command from opening to the message, in order.
const COMMANDS: [&str; 11] =
    ["", "E0", "+CMEE=1", "+CPIN?", "+CGMI", "+CGMM", "+CGSN", "+CMGF=0", "+CREG?", "+CSQ", "+CMGS="];

fn places() -> Vec<At> {
    COMMANDS.into_iter().map(At::Command).chain([At::Sending]).collect()
}

/// Does the same at every place of the dialog, each with a modem of its own, at the same time.
fn at_every_place(check: impl Fn(&mut Rig, &At) + Sync) {
    std::thread::scope(|scope| {
        for place in places() {
            let check = &check;
            scope.spawn(move || check(&mut Rig::new(), &place));
        }
    });
}

/// The one promise: "not started" means that nothing has left, "sent" that it has, once.
fn agrees(rig: &Rig, place: &At, what: &str, result: &Result<Sent, DeviceError>) {
    let left = rig.levers.sent().len();
    match result {
        Ok(_) => assert_eq!(left, 1, "{what} at {place:?}"),
        Err(e) if e.effect() == Effect::NotStarted => assert_eq!(left, 0, "{what} at {place:?}: {e}"),
        Err(e) => assert!(*place == At::Sending && e.effect() == Effect::InDoubt, "{what} at {place:?}: {e}"),
    }
}

#[test]
fn a_message_is_sent_with_its_number_and_text() {
    let rig = Rig::new();
    let mut modem = rig.open().unwrap();
    assert_eq!(modem.identity().as_str(), "modem LOKET SIM-900S 000000000000018");
    let sent = send(&mut modem, &short_message()).unwrap();
    assert_eq!(sent, Sent { parts: 1, reference: 1 });
    let [kept] = &rig.levers.sent()[..] else { panic!("one message") };
    assert_eq!((kept.to.as_str(), kept.part), (NUMBER, None));
    assert_eq!(kept.text, "KTP-el Anda sudah selesai, silakan ambil di loket 3.");
}

#[test]
fn a_long_message_goes_in_parts_under_one_reference() {
    let rig = Rig::new();
    let text = "a".repeat(400);
    assert_eq!(rig.send(&message(&text)).unwrap(), Sent { parts: 3, reference: 3 });
    let kept = rig.levers.sent();
    let parts: Vec<_> = kept.iter().map(|m| m.part.unwrap()).collect();
    assert_eq!(parts, [(1, 3, 1), (1, 3, 2), (1, 3, 3)]);
    assert_eq!(kept.iter().map(|m| m.text.as_str()).collect::<String>(), text);
}

/// Noise and unasked lines change nothing anywhere; everything else ends as it says.
#[test]
fn no_fault_at_any_place_makes_the_driver_say_what_is_not_so() {
    at_every_place(|rig, place| {
        let harmless = [
            Glitch::Unasked("+CREG: 2,\"0001\",\"0001\"".into()),
            Glitch::Unasked("RING".into()),
            Glitch::Unasked("^BOOT:1".into()),
            Glitch::Delay(Duration::from_millis(20)),
            Glitch::Garbage(vec![0xFF; 40]),
        ];
        for glitch in harmless {
            let before = rig.levers.sent().len();
            rig.levers.fault(place.clone(), glitch.clone());
            let result = rig.send(&short_message());
            assert!(result.is_ok(), "{glitch:?} at {place:?}: {result:?}");
            assert_eq!(rig.levers.sent().len(), before + 1, "{glitch:?} at {place:?}");
        }
    });
    let grave = [
        Glitch::Answer("ERROR".into()),
        Glitch::Answer("+CME ERROR: 30".into()),
        Glitch::Answer("+CMS ERROR: 500".into()),
        Glitch::Answer("+CMS ERROR:".into()),
        Glitch::Answer("OK".into()),
        Glitch::Answer("+CMGS:".into()),
        Glitch::Silence,
        Glitch::Half,
        Glitch::Unplug,
        Glitch::Delay(Duration::from_millis(500)),
        Glitch::Garbage(vec![b'x'; 100_000]),
    ];
    for glitch in grave {
        at_every_place(|rig, place| {
            let short = Duration::from_millis(150);
            rig.timing.reply = short;
            if *place == At::Sending {
                rig.timing.sending = short;
            }
            rig.levers.fault(place.clone(), glitch.clone());
            agrees(rig, place, &format!("{glitch:?}"), &rig.send(&short_message()));
        });
    }
}

/// What the network or the modem itself answers to a message decides what may be done with it.
#[test]
fn only_a_plain_no_is_a_no() {
    let rig = Rig::new();
    let mut modem = rig.open().unwrap();
    let answers = [
        (38, Fault::Modem(ModemFault::Cms(38)), Effect::NotStarted),
        (208, Fault::Modem(ModemFault::Cms(208)), Effect::NotStarted),
        (330, Fault::Modem(ModemFault::Cms(330)), Effect::NotStarted),
        (331, Fault::Modem(ModemFault::NotRegistered), Effect::NotStarted),
        (310, Fault::Modem(ModemFault::NoSim), Effect::NotStarted),
        (300, Fault::Modem(ModemFault::Cms(300)), Effect::InDoubt),
        (332, Fault::Modem(ModemFault::Cms(332)), Effect::InDoubt),
        (500, Fault::Modem(ModemFault::Cms(500)), Effect::InDoubt),
        (517, Fault::Modem(ModemFault::Cms(517)), Effect::InDoubt),
    ];
    for (code, fault, effect) in answers {
        rig.levers.fault(At::Sending, Glitch::Answer(format!("+CMS ERROR: {code}")));
        let error = send(&mut modem, &short_message()).unwrap_err();
        assert_eq!((&error.fault, error.effect()), (&fault, effect), "{code}");
    }
    assert!(rig.levers.sent().is_empty());
    assert!(send(&mut modem, &short_message()).is_ok());
}

#[test]
fn a_message_refused_half_way_is_in_doubt() {
    let rig = Rig::new();
    rig.levers.fault(At::Sending, Glitch::Unasked("RING".into()));
    rig.levers.fault(At::Sending, Glitch::Answer("+CMS ERROR: 42".into()));
    let error = rig.send(&message(&"a".repeat(200))).unwrap_err();
    assert_eq!((error.code(), error.effect()), ("D-504", Effect::InDoubt));
    assert_eq!(rig.levers.sent().len(), 1);
}

/// An answer that comes after its time belongs to nobody: neither the next command nor the next message.
#[test]
fn a_late_answer_is_not_taken_for_the_next_one() {
    for place in [At::Command("+CMGS="), At::Sending] {
        let mut rig = Rig::new();
        rig.timing.reply = Duration::from_secs(1);
        rig.timing.sending = Duration::from_secs(1);
        let mut modem = rig.open().unwrap();
        rig.levers.fault(place.clone(), Glitch::Delay(Duration::from_millis(1100)));
        let error = send(&mut modem, &message("first")).unwrap_err();
        let doubt = place == At::Sending;
        assert_eq!(error.effect() == Effect::InDoubt, doubt, "{error}");
        let gone = usize::from(doubt);
        let until = Instant::now() + PATIENCE;
        // The modem is still busy with the first one for a moment.
        let sent = loop {
            match send(&mut modem, &message("second")) {
                Ok(sent) => break sent,
                Err(e) => assert!(e.effect() == Effect::NotStarted && Instant::now() < until, "{place:?}: {e}"),
            }
        };
        assert_eq!(usize::from(sent.reference), gone + 1);
        let texts: Vec<String> = rig.levers.sent().into_iter().map(|m| m.text).collect();
        assert_eq!(texts, ["first", "second"][1 - gone..], "{place:?}");
    }
}

/// Nor for the first one of whoever opens the port next, whatever the end of what was given up is.
#[test]
fn a_new_user_of_the_port_is_not_answered_for_the_last_one() {
    let late = Duration::from_millis(300);
    let ends = [
        Glitch::Delay(late),
        Glitch::Late(late, "+CMS ERROR: 500".into()),
        Glitch::Late(late, "+CME ERROR: 10".into()),
        Glitch::Late(late, "OK".into()),
    ];
    for end in ends {
        let mut rig = Rig::new();
        rig.timing.sending = Duration::from_millis(50);
        rig.levers.fault(At::Sending, end.clone());
        let error = rig.send(&message("first")).unwrap_err();
        assert_eq!(error.effect(), Effect::InDoubt, "{end:?}");
        rig.timing.sending = PATIENCE;
        let sent = rig.send(&message("second"));
        assert!(sent.is_ok(), "{end:?}: {sent:?}");
        assert_eq!(rig.levers.sent().iter().filter(|m| m.text == "second").count(), 1, "{end:?}");
    }
}

/// Cancels as soon as `now` holds.
fn cancelled_when(rig: &Rig, glitch: At, now: impl Fn() -> bool + Send) -> DeviceError {
    let mut modem = rig.open().unwrap();
    rig.levers.fault(glitch, Glitch::Silence);
    let cancel = Cancel::new();
    let ctl = Ctl::with_cancel(PATIENCE, cancel.clone());
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let until = Instant::now() + PATIENCE;
            while !now() && Instant::now() < until {
                std::thread::sleep(Duration::from_millis(1));
            }
            cancel.cancel();
        });
        modem.send(&short_message(), &ctl, &mut |_| {}).unwrap_err()
    })
}

#[test]
fn a_cancel_before_the_message_is_handed_over_takes_it_back() {
    let rig = Rig::new();
    let before = COMMANDS.len() as u64 - 1;
    let levers = rig.levers.clone();
    let error = cancelled_when(&rig, At::Command("+CMGS="), move || levers.commands() > before);
    assert_eq!((&error.fault, error.effect()), (&Fault::Cancelled, Effect::NotStarted));
    // The prompt was left: the next words are a command again.
    assert!(rig.send(&message("second")).is_ok());
    assert_eq!(rig.levers.sent().len(), 1);
}

#[test]
fn a_cancel_after_that_leaves_doubt() {
    let rig = Rig::new();
    let levers = rig.levers.clone();
    let error = cancelled_when(&rig, At::Sending, move || !levers.sent().is_empty());
    assert_eq!((&error.fault, error.effect()), (&Fault::Cancelled, Effect::InDoubt));
}

/// A program that was killed at the prompt leaves a modem that takes everything for a message.
#[test]
fn a_modem_left_at_the_prompt_is_woken() {
    use loket::device::transport::{ByteLink, SerialLink};
    let rig = Rig::new();
    {
        let mut link = SerialLink::open(&rig.uri.path, 115_200).unwrap();
        let until = Instant::now() + PATIENCE;
        link.write_all(b"AT+CMGS=10\r0011", until).unwrap();
        let mut seen = Vec::new();
        while !seen.ends_with(b"> ") {
            let mut buf = [0; 64];
            let n = link.read(&mut buf, until).unwrap();
            seen.extend_from_slice(&buf[..n]);
        }
    }
    assert!(rig.send(&short_message()).is_ok());
    assert_eq!(rig.levers.sent().len(), 1);
}

#[test]
fn no_sim_and_no_network_are_told() {
    use loket::device::modem::sim::Slot;
    let rig = Rig::new();
    rig.levers.slot(Slot::Empty);
    assert_eq!(rig.open().err().unwrap().fault, Fault::Modem(ModemFault::NoSim));
    rig.levers.slot(Slot::Ready);
    let mut modem = rig.open().unwrap();
    rig.levers.registered(false);
    let ctl = Ctl::within(PATIENCE);
    assert_eq!(modem.check(&ctl).unwrap_err().fault, Fault::Modem(ModemFault::NotRegistered));
    let error = send(&mut modem, &short_message()).unwrap_err();
    assert_eq!((error.code(), error.effect()), ("D-503", Effect::NotStarted));
    rig.levers.registered(true);
    rig.levers.signal(99);
    assert_eq!(modem.signal(&ctl).unwrap(), Signal { dbm: None });
    rig.levers.signal(15);
    assert_eq!(modem.signal(&ctl).unwrap(), Signal { dbm: Some(-83) });
}
