//! The bus itself: bytes of messages, and a socket on which something else than a bus answers.

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::thread;
use std::time::Duration;

use loket::device::dbus::wire::{Call, FIXED, LONGEST, Message, MessageKind, Value, length};
use loket::device::dbus::{Bus, socket_of};
use loket::device::{Ctl, Fault};
use proptest::prelude::*;

use crate::device::rig::PATIENCE;

const CALL: Call<'_> =
    Call { to: "org.example.A", path: "/a", interface: "org.example.B", member: "Do", args: &["one", "", "zwei"] };

/// A signal as another library put it on a bus: status "verify-match", done.
fn signal() -> Vec<u8> {
    let mut bytes = b"l\x04\x01\x01\x18\0\0\0\x2a\0\0\0\x59\0\0\0".to_vec();
    let fields: [(u8, u8, &str); 4] =
        [(1, b'o', "/d/0"), (2, b's', "x.Device"), (3, b's', "VerifyStatus"), (7, b's', ":1.5")];
    for (code, of, text) in fields {
        bytes.resize(bytes.len().next_multiple_of(8), 0);
        bytes.extend([code, 1, of, 0]);
        bytes.extend((text.len() as u32).to_le_bytes());
        bytes.extend(text.bytes().chain([0]));
    }
    bytes.resize(bytes.len().next_multiple_of(8), 0);
    bytes.extend(b"\x08\x01g\0\x02sb\0");
    let fields = (bytes.len() - FIXED) as u32;
    bytes[12..16].copy_from_slice(&fields.to_le_bytes());
    bytes.resize(bytes.len().next_multiple_of(8), 0);
    bytes.extend(b"\x0c\0\0\0verify-match\0\0\0\0\x01\0\0\0");
    bytes
}

#[test]
fn a_call_reads_back_as_it_was_meant() {
    let bytes = CALL.encode(7);
    assert_eq!(length(&bytes), Ok(Some(bytes.len())));
    let message = Message::decode(&bytes).expect("whole");
    assert_eq!(message.kind, MessageKind::Call);
    assert_eq!(
        (message.path.as_str(), message.interface.as_str(), message.member.as_str()),
        ("/a", "org.example.B", "Do")
    );
    let values = message.values().expect("simple");
    assert_eq!(values, ["one", "", "zwei"].map(|t| Value::Text(t.into())));
    assert_eq!(&bytes[..4], b"l\x01\0\x01");
    assert_eq!(&bytes[8..12], &[7, 0, 0, 0]);
}

#[test]
fn a_signal_is_read() {
    let message = Message::decode(&signal()).expect("whole");
    assert_eq!(message.kind, MessageKind::Signal);
    assert_eq!((message.member.as_str(), message.sender.as_str()), ("VerifyStatus", ":1.5"));
    assert_eq!(message.values(), Ok(vec![Value::Text("verify-match".into()), Value::Flag(true)]));
}

#[test]
fn a_message_beyond_the_limit_is_refused_by_its_head() {
    let mut head = signal();
    head[4..8].copy_from_slice(&(LONGEST as u32).to_le_bytes());
    assert!(length(&head).is_err());
    head[4..8].copy_from_slice(&u32::MAX.to_le_bytes());
    assert!(length(&head).is_err());
    assert!(length(b"B\x01\0\x01aaaaaaaaaaaa").is_err());
}

proptest! {
    #[test]
    fn no_bytes_break_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = length(&bytes);
        let _ = Message::decode(&bytes).map(|m| m.values());
    }

    #[test]
    fn no_change_of_a_signal_breaks_the_reader(at in 0usize..1000, to in any::<u8>(), cut in 0usize..1000) {
        let mut bytes = signal();
        let at = at % bytes.len();
        bytes[at] = to;
        let _ = Message::decode(&bytes).map(|m| m.values());
        bytes.truncate(cut % bytes.len());
        prop_assert!(Message::decode(&bytes).is_err());
    }
}

#[test]
fn an_address_names_its_socket() {
    assert_eq!(socket_of("tcp:host=x;unix:path=/a/b,guid=1").unwrap().as_pathname().unwrap().to_str(), Some("/a/b"));
    assert!(socket_of("unix:abstract=loket").is_some());
    assert!(socket_of("tcp:host=localhost,port=1").is_none() && socket_of("").is_none());
}

/// A socket where `answer` speaks for the bus.
fn instead(answer: impl FnOnce(UnixStream) + Send + 'static) -> Result<Bus, loket::device::DeviceError> {
    let dir = tempfile::tempdir().expect("folder");
    let path = dir.path().join("bus");
    let listener = UnixListener::bind(&path).expect("socket");
    let peer = thread::spawn(move || answer(listener.accept().expect("a client").0));
    let bus = Bus::connect(&format!("unix:path={}", path.display()), &Ctl::within(Duration::from_millis(500)));
    peer.join().expect("the peer");
    bus
}

#[test]
fn what_is_no_bus_is_told() {
    let rejects = |mut s: UnixStream| s.write_all(b"REJECTED EXTERNAL\r\n").expect("sent");
    assert_eq!(instead(rejects).err().expect("refused").code(), "D-104");
    let floods = |mut s: UnixStream| drop(s.write_all(&[b'x'; 9000]));
    assert_eq!(instead(floods).err().expect("no greeting").code(), "D-111");
    let hangs_up = |s: UnixStream| drop(s);
    assert_eq!(instead(hangs_up).err().expect("nobody").code(), "D-109");
    let silent = |mut s: UnixStream| drop(s.read_to_end(&mut Vec::new()));
    assert_eq!(instead(silent).err().expect("no answer").code(), "D-107");
    let garbage = |s: UnixStream| {
        let mut lines = BufReader::new(s.try_clone().expect("twice"));
        lines.read_line(&mut String::new()).expect("a greeting");
        let _ = (&s).write_all(b"OK 0\r\n");
        let _ = (&s).write_all(&[0xFF; 64]);
        let _ = lines.read_to_end(&mut Vec::new());
    };
    assert!(matches!(instead(garbage).err().expect("nonsense").fault, Fault::Protocol { .. }));
}

#[test]
fn no_bus_is_a_service_that_is_down() {
    let e = Bus::connect("unix:path=/nonexistent/bus", &Ctl::within(PATIENCE)).err().expect("nobody");
    assert_eq!(e.fault, Fault::ServiceDown { service: "dbus" });
}
