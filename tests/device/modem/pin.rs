//! The PIN of the SIM: given once, never guessed, never shown.

use loket::device::error::Modem as ModemFault;
use loket::device::modem::driver::PinGuard;
use loket::device::modem::setting::ModemUri;
use loket::device::modem::sim::Slot;
use loket::device::{DeviceUri, Fault};

use super::{Rig, short_message};

const PIN: Fault = Fault::Modem(ModemFault::PinRequired);

/// A modem whose SIM asks for 1234, and a line with `pin`.
fn locked(pin: Option<&str>) -> Rig {
    let mut rig = Rig::new();
    rig.levers.slot(Slot::Locked("1234".into()));
    let line = DeviceUri::new("serial", &rig.uri.path.display().to_string());
    let line = pin.map_or(line.clone(), |pin| line.with("pin", pin));
    rig.uri = ModemUri::of(&line).unwrap();
    rig
}

#[test]
fn a_locked_sim_is_opened_with_the_pin_of_the_line() {
    let rig = locked(Some("1234"));
    assert!(rig.send(&short_message()).is_ok());
    // A SIM that has lost its power asks again, and the PIN is known to be right.
    assert!(rig.levers.unplug() && rig.levers.replug());
    assert!(rig.send(&short_message()).is_ok());
}

#[test]
fn without_a_pin_none_is_tried() {
    let rig = locked(None);
    assert_eq!(rig.open().err().unwrap().fault, PIN);
    assert_eq!(rig.levers.tries(), 3);
}

/// Three wrong tries lock a SIM; ours uses one, however often it opens and however often it is started.
#[test]
fn a_wrong_pin_is_tried_once() {
    let mut rig = locked(Some("9999"));
    for _ in 0..5 {
        assert_eq!(rig.open().err().unwrap().fault, PIN);
    }
    assert_eq!(rig.levers.tries(), 2);
    for _ in 0..3 {
        rig.guard = PinGuard::default();
        assert_eq!(rig.open().err().unwrap().fault, PIN);
    }
    assert_eq!(rig.levers.tries(), 2, "another process sees that a try is gone");
}

#[test]
fn a_pin_is_four_to_eight_digits_and_never_shown() {
    let line: DeviceUri = "serial:/dev/ttyUSB0?baud=115200&pin=4711".parse().unwrap();
    let modem = ModemUri::of(&line).unwrap();
    assert!(modem.pin.is_some() && modem.baud == 115_200);
    let shown = format!("{line} {line:?} {modem:?} {}", loket::config::without_password(&line.expose()));
    assert!(!shown.contains("4711"), "{shown}");
    for bad in ["471", "471147114", "47x1"] {
        let error = ModemUri::of(&DeviceUri::new("serial", "/dev/ttyUSB0").with("pin", bad)).unwrap_err();
        assert!(error.part == "pin" && !error.to_string().contains(bad), "{error}");
    }
}
