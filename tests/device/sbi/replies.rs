//! Answers on their own: any bytes, and any change of a good answer.

use loket::device::Finger;
use loket::device::finger::sbi::http::{LARGEST, Length, length};
use loket::device::finger::sbi::message::{Answer, Purpose, Sample, captured, discovered, informed, sub_id, sub_type};
use loket::device::finger::sbi::sim::{SbiLevers, SbiSim};
use loket::device::finger::sbi::token::Trust;
use loket::device::{Ctl, DeviceError};
use proptest::prelude::*;
use std::sync::OnceLock;

use crate::device::rig::PATIENCE;
use crate::fuzz::targets::wires::wish;

/// A good answer as it came over the wire, and who stands behind its reader.
fn exchange() -> &'static (Vec<u8>, Trust) {
    static GOOD: OnceLock<(Vec<u8>, Trust)> = OnceLock::new();
    GOOD.get_or_init(|| {
        let dir = tempfile::tempdir().expect("a folder");
        let levers = SbiLevers::default();
        levers.purpose(Purpose::Registration);
        levers.put(1);
        let sim = SbiSim::start(dir.path(), levers).expect("simulator");
        let ask = loket::device::finger::sbi::http::ask;
        let answer =
            ask(sim.port(), "RCAPTURE", "/capture", &wish().body(), &Ctl::within(PATIENCE)).expect("an answer");
        (answer.to_vec(), Trust::read(&dir.path().join("reader-ca.pem")).expect("an authority"))
    })
}

fn good() -> &'static [u8] {
    &exchange().0
}

fn read(bytes: &[u8]) -> Result<Answer<Sample>, DeviceError> {
    captured(bytes, &wish(), &exchange().1)
}

#[test]
fn a_good_answer_gives_its_sample_and_nothing_of_it_is_shown() {
    let Ok(Answer::Got(sample)) = read(good()) else { panic!("a sample") };
    assert!(sample.record.starts_with(b"FIR\x00020\x00") && sample.quality == 80 && sample.opener.is_none());
    assert_eq!(format!("{sample:?}"), format!("Sample({} bytes)", sample.record.len()));
}

#[test]
fn a_head_says_how_long_the_body_is() {
    let of = |head: &str| length(head.as_bytes()).map_err(|e: DeviceError| e.code());
    assert_eq!(of("HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\n"), Ok(Length::Known(7)));
    assert_eq!(of("HTTP/1.0 200\r\n\r\n"), Ok(Length::UntilClosed));
    let too_long = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", LARGEST + 1);
    for head in
        ["", "SSH-2.0-x\r\n", "HTTP/1.1 405 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", &too_long]
    {
        assert_eq!(of(head), Err("D-111"), "{head}");
    }
}

#[test]
fn each_finger_has_a_name_and_a_place() {
    let slap = ["1", "2", "3"].map(String::from);
    assert_eq!((sub_type(Finger::LeftThumb), sub_id(Finger::LeftThumb, &slap)), ("Left Thumb", "3"));
    assert_eq!((sub_type(Finger::RightRing), sub_id(Finger::RightRing, &slap)), ("Right RingFinger", "2"));
    assert_eq!(sub_id(Finger::LeftLittle, &slap), "1");
    assert_eq!((sub_id(Finger::LeftLittle, &["7".into()]), sub_id(Finger::LeftLittle, &[])), ("7", "0"));
}

proptest! {
    #[test]
    fn no_bytes_break_the_reading(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = (length(&bytes), discovered(&bytes), informed(&bytes, "x", &exchange().1), read(&bytes));
    }

    #[test]
    fn no_json_breaks_the_reading(
        keys in proptest::collection::vec("(error|errorCode|biometrics|data|hash|digitalId|deviceInfo|x)", 1..6),
        values in proptest::collection::vec("(null|0|-1|1e99|\"0\"|\"a.b.c\"|\\[\\]|\\[null\\]|\\{\\}|\"e30\")", 6),
    ) {
        let pairs: Vec<String> = keys.iter().zip(&values).map(|(k, v)| format!("\"{k}\":{v}")).collect();
        let object = format!("{{{}}}", pairs.join(","));
        for text in [format!("[{object}]"), format!("{{\"biometrics\":[{object}]}}"), object] {
            let bytes = text.as_bytes();
            let _ = (discovered(bytes), informed(bytes, "x", &exchange().1));
            let sample = matches!(read(bytes), Ok(Answer::Got(_)));
            prop_assert!(!sample, "{text}");
        }
    }

    /// One changed byte of an answer is noticed, or it changed nothing that counts.
    #[test]
    fn a_changed_byte_never_changes_the_sample(at in any::<prop::sample::Index>(), to in any::<u8>()) {
        let mut bytes = good().to_vec();
        let at = at.index(bytes.len());
        bytes[at] = to;
        if let Ok(Answer::Got(sample)) = read(&bytes) {
            let Ok(Answer::Got(before)) = read(good()) else { panic!("a sample") };
            prop_assert_eq!(&sample.record, &before.record);
        }
    }
}
