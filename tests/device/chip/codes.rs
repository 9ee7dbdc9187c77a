//! What each code of PC/SC is told as. Some of them no daemon here can be brought to say.

use loket::device::chip::pcsc::code::{PcscCode, fault};
use loket::device::chip::slots::Slot;
use loket::device::error::{Card, Sam};
use loket::device::{DeviceError, Fault, Holder, Who};

#[test]
fn codes_become_faults() {
    let gone = || Fault::NotConnected { what: "reader".into() };
    let down = || Fault::ServiceDown { service: "pcscd" };
    let silent = || Fault::Protocol { what: "silent SAM", bytes: 0 };
    let (removed, mute, absent) =
        (Fault::Card(Card::CardRemoved), Fault::Card(Card::CardMute), Fault::Sam(Sam::Absent));
    let cases = [
        (PcscCode::UNKNOWN_READER, gone(), gone()),
        (PcscCode::READER_UNAVAILABLE, gone(), gone()),
        (PcscCode::NO_READERS, gone(), gone()),
        (PcscCode::COMM_ERROR, down(), down()),
        (PcscCode::NO_SERVICE, down(), down()),
        (PcscCode::SERVICE_STOPPED, down(), down()),
        (PcscCode::INVALID_HANDLE, down(), down()),
        (PcscCode::NO_SMARTCARD, removed.clone(), absent.clone()),
        (PcscCode::REMOVED_CARD, removed, absent),
        (PcscCode::NOT_TRANSACTED, mute.clone(), silent()),
        (PcscCode::UNRESPONSIVE_CARD, mute.clone(), silent()),
        (PcscCode::UNPOWERED_CARD, mute.clone(), silent()),
        (PcscCode::PROTO_MISMATCH, mute.clone(), silent()),
        (PcscCode::RESET_CARD, mute, silent()),
        (PcscCode(0x8010_0042), Fault::Hardware { code: 0x42 }, Fault::Hardware { code: 0x42 }),
    ];
    for (code, card, sam) in cases {
        assert_eq!((fault(code, Slot::Card, "reader"), fault(code, Slot::Sam, "reader")), (card, sam), "{code:?}");
    }
    let busy = fault(PcscCode::SHARING_VIOLATION, Slot::Card, "reader");
    assert_eq!(busy, Fault::Busy { by: Holder { pid: None } });
}

/// The policy of the system keeps us out: a technician joins the account to the group of the shipped rule.
#[test]
fn a_refusal_by_policy_names_the_group_of_the_rule() {
    let error = DeviceError::harmless(fault(PcscCode::SECURITY_VIOLATION, Slot::Card, "reader"));
    assert_eq!((error.code(), error.who()), ("D-104", Who::Technician));
    let Fault::PermissionDenied { path, group } = error.fault else { panic!("denied") };
    assert_eq!((path.to_str(), group.as_deref()), (Some("/run/pcscd/pcscd.comm"), Some("ktpel")));
    let rule = include_str!("../../../assets/polkit/50-loket-pcsc.rules");
    assert!(rule.contains("subject.isInGroup(\"ktpel\")"));
}
