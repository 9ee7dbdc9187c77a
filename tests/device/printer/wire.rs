//! The IPP encoding: against an encoder that others wrote, and against anything.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::time::Duration;

use ipp::prelude::{DelimiterTag, IppAttribute, IppRequestResponse, IppValue, Operation};
use loket::device::printer::ipp::wire::Message;
use loket::device::{CardPrinter, Ctl, DeviceUri, Effect, Fault};
use proptest::prelude::*;

use super::rig::{Rig, card, open};

fn request() -> Vec<u8> {
    let version = ipp::model::IppVersion::v1_1();
    let mut made = IppRequestResponse::new(version, Operation::GetJobAttributes, None).unwrap();
    let inner = [("x-name".try_into().unwrap(), IppValue::Integer(9))].into_iter().collect();
    let outer = [("job-id".try_into().unwrap(), IppValue::Collection(inner))].into_iter().collect();
    let rows = [
        ("media-col", IppValue::Collection(outer)),
        ("job-id", IppValue::Integer(7)),
        ("last-document", IppValue::Boolean(true)),
        ("levels", IppValue::Array(vec![IppValue::Integer(1), IppValue::Integer(-2)])),
        (
            "job-name",
            IppValue::NameWithLanguage { language: "id".try_into().unwrap(), name: "0129".try_into().unwrap() },
        ),
    ];
    for (name, value) in rows {
        made.attributes_mut().add(DelimiterTag::OperationAttributes, IppAttribute::with_name(name, value).unwrap());
    }
    made.to_bytes().to_vec()
}

#[test]
fn what_another_encoder_wrote_is_read() {
    let mut bytes = request();
    let head = bytes.len();
    bytes.extend_from_slice(b"document");
    let message = Message::read(&bytes).unwrap();
    assert_eq!((message.code, message.id, message.length), (0x0009, 1, head));
    assert_eq!(message.number("job-id"), Some(7), "a name within a collection is not the attribute");
    assert_eq!(message.truth("last-document"), Some(true));
    assert_eq!(message.numbers("levels").collect::<Vec<_>>(), [1, -2]);
    assert_eq!(message.text("job-name"), Some("0129"));
    assert_eq!(message.text("attributes-charset"), Some("utf-8"));
    assert_eq!((message.number("none"), message.number("job-name")), (None, None));
}

#[test]
fn a_cut_message_is_no_message() {
    let bytes = request();
    for length in 0..bytes.len() {
        assert!(Message::read(&bytes[..length]).is_err(), "{length}");
    }
}

#[test]
fn what_the_printer_did_not_know_means_nothing() {
    let bytes =
        [1, 1, 0, 0, 0, 0, 0, 1, 5, 0x21, 0, 1, b'a', 0, 4, 0, 0, 0, 1, 4, 0x21, 0, 1, b'a', 0, 4, 0, 0, 0, 2, 3];
    assert_eq!(Message::read(&bytes).unwrap().number("a"), Some(2));
}

#[test]
fn nesting_without_end_is_flat() {
    let mut bytes = vec![1, 1, 0, 0, 0, 0, 0, 1, 4];
    for _ in 0..50_000 {
        bytes.extend_from_slice(&[0x34, 0, 1, b'c', 0, 0]);
    }
    assert!(Message::read(&bytes).is_err());
    bytes.push(3);
    assert!(Message::read(&bytes).is_ok());
    assert!(Message::read(&[1, 1, 0, 0, 0, 0, 0, 1, 4, 0x37, 0, 0, 0, 0, 3]).is_err(), "an end without a beginning");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(crate::cases(512)) })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = Message::read(&bytes);
        let mut framed = vec![1, 1, 0, 0, 0, 0, 0, 1, 4];
        framed.extend_from_slice(&bytes);
        if let Ok(message) = Message::read(&framed) {
            prop_assert!(message.length <= framed.len());
        }
    }

    #[test]
    fn a_flipped_byte_is_read_or_refused(at in 0usize..200, to in any::<u8>()) {
        let mut bytes = request();
        let at = at % bytes.len();
        bytes[at] = to;
        let _ = Message::read(&bytes);
    }
}

/// Answers every connection with these bytes and hangs up.
fn anything(bytes: Vec<u8>) -> DeviceUri {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let line = DeviceUri::new("ipp", &format!("//{}/ipp/print", listener.local_addr().unwrap()));
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _ = stream.set_read_timeout(Some(Duration::from_secs(5)));
        let _ = stream.read(&mut [0; 4096]);
        let _ = stream.write_all(&bytes);
    });
    line
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(crate::cases(48)) })]

    /// Nothing a port can say opens a printer, panics or hangs.
    #[test]
    fn any_answer_is_a_fault(junk in prop::collection::vec(any::<u8>(), 0..300), form in 0u8..3) {
        let bytes = match form {
            0 => junk,
            1 => [b"HTTP/1.1 200 OK\r\n".as_slice(), &junk].concat(),
            _ => [b"HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\n\r\n\x01\x01\x00\x00\x00\x00\x00\x01\x04".as_slice(), &junk].concat(),
        };
        let error = open(&anything(bytes)).err().expect("no printer");
        prop_assert_eq!(error.effect(), Effect::NotStarted);
    }
}

/// The same while a card is on its way: never *nothing happened*.
#[test]
fn strange_answers_in_mid_print_leave_a_doubt() {
    use loket::device::printer::sim::WireFault;
    let valid_elsewhere = b"\x01\x01\x00\x00\x00\x00\x00\x09\x03".to_vec();
    for junk in [Vec::new(), b"\x01\x01".to_vec(), vec![0xFF; 5000], valid_elsewhere, vec![b'A'; 400_000]] {
        let rig = Rig::new();
        let mut printer = rig.printer();
        rig.levers.fault(Some(super::rig::SEND), WireFault::Body(junk));
        let result = printer.print(&card(), &Ctl::within(crate::device::rig::PATIENCE), &mut |_| {});
        let error = result.expect_err("no answer");
        assert!(matches!(error.fault, Fault::Protocol { .. }), "{error}");
        assert_eq!(error.effect(), Effect::InDoubt);
    }
}
