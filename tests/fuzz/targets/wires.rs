//! What devices and services say, message by message.

use std::sync::LazyLock;

use loket::device::dbus::wire as dbus_wire;
use loket::device::finger::Finger;
use loket::device::finger::frame::{Decoder, Frame, FrameKind, MAX_CONTENT};
use loket::device::finger::sbi;
use loket::device::finger::sbi::message::{self, Purpose, Wish};
use loket::device::finger::sbi::token::Trust;
use loket::device::modem::{alphabet, pdu as units};
use loket::device::printer::ipp::reasons::{self, Look, Watch};
use loket::device::printer::ipp::{supplies, wire as ipp_wire};
use loket::device::scanner::frame::{Framer, LONGEST};
use loket::device::slip::status;
use loket::device::{Fault, Msisdn};

use super::{harmless, in_folder, text, texts};

pub fn frames(bytes: &[u8]) -> bool {
    let mut reader = Decoder::new();
    let mut found = false;
    let mut check = |frame: Frame| {
        found = true;
        assert!(frame.content.len() <= MAX_CONTENT);
        let mut again = Decoder::new();
        again.push(&frame.encode());
        assert_eq!(again.next_frame(), Some(frame), "a frame read is a frame");
        assert_eq!((again.pending(), again.skipped(), again.damaged()), (0, 0, 0));
    };
    for piece in bytes.chunks(7) {
        reader.push(piece);
        while let Some(frame) = reader.next_frame() {
            check(frame);
        }
    }
    while let Some(frame) = reader.abandon() {
        check(frame);
    }
    assert!(reader.pending() == 0 && reader.skipped() <= bytes.len());
    found
}

pub fn frames_seeds() -> Vec<Vec<u8>> {
    let frame = |kind, content: &[u8]| Frame::new(0xFFFF_FFFF, kind, content).encode().to_vec();
    let good = frame(FrameKind::Acknowledge, &[0]);
    let mut broken = frame(FrameKind::Data, &[1; 64]);
    broken[20] ^= 1;
    vec![good.clone(), frame(FrameKind::LastData, &[0xEF; MAX_CONTENT]), [broken, good].concat()]
}

pub fn pdu(bytes: &[u8]) -> bool {
    let read = units::read(bytes);
    if let Some(read) = &read {
        // What is read is what was meant, where it is one that could have been written here.
        let to = Msisdn::parse(&read.to);
        if let (Ok(to), None, true) = (to, read.part, units::is_one_short_part(&read.text)) {
            let [unit] = &units::submit(&to, &read.text, 1)[..] else { panic!("one part") };
            assert_eq!(units::read(unit.bytes()).as_ref(), Some(read));
        }
    }
    let (count, fill) = (bytes.len() * 8 / 7, u32::from(bytes.first().copied().unwrap_or(0)) % 7);
    let room = (bytes.len() * 8).saturating_sub(fill as usize) / 7;
    for count in [count, room] {
        match alphabet::unpack(bytes, count, fill) {
            Some(septets) => {
                assert_eq!(septets.len(), count);
                let again = alphabet::unpack(&alphabet::pack(&septets, fill), count, fill);
                assert_eq!(again.as_deref(), Some(&septets[..]));
                let _ = alphabet::text(&septets);
            }
            None => assert!(count > room, "{count} septets lie in {} octets after {fill} bits", bytes.len()),
        }
    }
    read.is_some()
}

pub fn pdu_seeds() -> Vec<Vec<u8>> {
    let to = Msisdn::parse("+6281266009001").expect("a number");
    let texts = ["KTP-el Anda selesai {0129} ~ 5€.", "漢字 é", &"silakan ambil ".repeat(14)];
    texts.iter().flat_map(|text| units::submit(&to, text, 7)).map(|unit| unit.bytes().to_vec()).collect()
}

pub fn ipp(bytes: &[u8]) -> bool {
    let (first, rest) = bytes.split_first().unwrap_or((&0, &[]));
    // Two looks at the printer: before the job and during it.
    let (before, bytes) = rest.split_at(rest.len() * usize::from(*first & 0x0F) / 16);
    let Ok(message) = ipp_wire::Message::read(bytes) else { return false };
    assert!(message.length <= bytes.len());
    let look = Look::of(&message);
    let obstacle = look.obstacle("printer");
    if look.busy() {
        assert!(obstacle.is_some(), "a busy printer prints no card of ours");
    }
    if obstacle.is_none() {
        assert!(look.shown().into_iter().all(|c| !look.holds(c) || c.fault("printer").is_none()), "{look:?}");
    }
    let _ = supplies::of(&message);
    if let Ok(before) = ipp_wire::Message::read(before) {
        let mut watch = Watch::since(&Look::of(&before));
        let live = watch.live(&look);
        assert!(live.is_none_or(|condition| look.shown().contains(&condition)));
    }
    for reason in message.texts("printer-state-reasons") {
        let (stem, _) = reasons::split(reason);
        assert!(reason.starts_with(stem));
        let _ = reasons::Condition::of(stem).map(|c| (c.fault("printer"), c.hint()));
    }
    obstacle.is_none()
}

/// An attribute; one without a name goes on with the one before it.
fn attribute(tag: u8, name: &str, value: &[u8]) -> Vec<u8> {
    let length = |n: usize| (n as u16).to_be_bytes();
    [&[tag][..], &length(name.len()), name.as_bytes(), &length(value.len()), value].concat()
}

pub fn ipp_seeds() -> Vec<Vec<u8>> {
    let answer = |state: i32, attributes: &[Vec<u8>]| {
        let head = [0x01, 0x01, 0, 0, 0, 0, 0, 1, 0x01];
        let state = attribute(0x23, "printer-state", &state.to_be_bytes());
        [&head[..], &[0x04], &state, &attributes.concat(), &[0x03]].concat()
    };
    let reasons = [
        attribute(0x44, "printer-state-reasons", b"media-empty-report"),
        attribute(0x44, "", b"marker-supply-low-warning"),
        attribute(0x44, "", b"cover-open"),
    ];
    let levels = [
        attribute(0x21, "marker-levels", &0i32.to_be_bytes()),
        attribute(0x30, "printer-supply", b"type=ribbon;unit=impressions;level=120;"),
        attribute(0x30, "printer-input-tray", b"type=tray;level=-3;"),
        attribute(0x22, "printer-is-accepting-jobs", &[1]),
        attribute(0x35, "job-name", &[0, 2, b'i', b'd', 0, 1, b'x']),
        [attribute(0x34, "media-col", b""), attribute(0x21, "x", &[0; 4]), attribute(0x37, "", b"")].concat(),
    ];
    let idle = answer(3, &levels);
    let looks = [idle.clone(), answer(5, &reasons)];
    let both = looks.concat();
    let part = (looks[0].len() * 16 / both.len()) as u8;
    vec![[&[0][..], &idle].concat(), [&[0][..], &answer(4, &reasons)].concat(), [&[part][..], &both].concat()]
}

pub fn dbus(bytes: &[u8]) -> bool {
    if let Ok(Some(length)) = dbus_wire::length(bytes) {
        assert!(length <= dbus_wire::LONGEST, "a message has a limit");
    }
    let Ok(message) = dbus_wire::Message::decode(bytes) else { return false };
    let values = message.values();
    if let Ok(values) = &values {
        let size = |value: &dbus_wire::Value| match value {
            dbus_wire::Value::Text(text) => text.len(),
            dbus_wire::Value::List(list) => list.iter().map(String::len).sum(),
            _ => 0,
        };
        assert!(values.iter().map(size).sum::<usize>() <= bytes.len(), "nothing is made of nothing");
    }
    values.is_ok()
}

pub fn dbus_seeds() -> Vec<Vec<u8>> {
    let call = dbus_wire::Call { to: "org.example.A", path: "/a", interface: "x.B", member: "Do", args: &["one", ""] };
    // A reply with a list of texts.
    let mut reply = b"l\x02\x01\x01\x0c\0\0\0\x05\0\0\0\x0f\0\0\0\x05\x01u\0\x07\0\0\0\x08\x01g\0\x02as\0".to_vec();
    reply.resize(reply.len().next_multiple_of(8), 0);
    reply.extend(b"\x08\0\0\0\x03\0\0\0abc\0");
    vec![call.encode(7), dbus_wire::Call { args: &[], ..call }.encode(1), reply]
}

pub fn http(bytes: &[u8]) -> bool {
    let length = sbi::http::length(bytes);
    if let Ok(sbi::http::Length::Known(length)) = length {
        assert!(length <= sbi::http::LARGEST, "an answer has a limit");
    }
    length.is_ok()
}

pub fn http_seeds() -> Vec<Vec<u8>> {
    texts(&[
        "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n",
        "HTTP/1.0 200 \r\n\r\n",
        "HTTP/1.1 404 Not Found\r\n\r\n",
        "HTTP/1.1 200 OK\r\ncontent-LENGTH: 2097153\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
    ])
}

/// What a counter wishes of a reader's service.
pub fn wish() -> Wish<'static> {
    Wish {
        env: "Developer",
        purpose: Purpose::Registration,
        spec: "0.9.5",
        device_id: "2",
        sub_id: "0",
        serial: "SIM-1",
        finger: Finger::RightIndex,
        score: 40,
        timeout_ms: 1000,
        transaction: "loket-1".into(),
        time: "2026-01-01T00:00:00Z".into(),
    }
}

/// The first byte says which answer it is.
pub fn reader(bytes: &[u8]) -> bool {
    let (first, body) = bytes.split_first().unwrap_or((&0, &[]));
    let trust = &*TRUST;
    match first % 4 {
        0 => {
            let all = message::discovered(body).unwrap_or_default();
            for found in &all {
                let texts = [&found.serial, &found.make, &found.model, &found.device_id, &found.status, &found.env];
                texts.into_iter().for_each(|text| harmless(text));
            }
            return !all.is_empty();
        }
        1 => {
            if let Ok(Some(message::Answer::Got(_))) = message::informed(body, "SIM-1", trust) {
                panic!("nobody can sign here");
            }
        }
        2 => {
            if let Ok(message::Answer::Got(_)) = message::captured(body, &wish(), trust) {
                panic!("nobody can sign here");
            }
        }
        _ => {
            let token = text(body);
            let error = trust.claims(&token).expect_err("nobody can sign here");
            assert!(matches!(error.fault, Fault::Certificate(_)), "{error:?}");
            let _ = sbi::token::url_safe(&token);
        }
    }
    false
}

/// An authority whose key is gone with the process.
static TRUST: LazyLock<Trust> = LazyLock::new(|| {
    let made = rcgen::generate_simple_self_signed(vec!["reader-ca".to_owned()]).expect("a certificate");
    in_folder("ca.pem", made.cert.pem().as_bytes(), |folder| Trust::read(&folder.join("ca.pem")).expect("an authority"))
});

pub fn reader_seeds() -> Vec<Vec<u8>> {
    use base64ct::{Base64, Base64UrlUnpadded, Encoding as _};
    let part = |json: &str| Base64UrlUnpadded::encode_string(json.as_bytes());
    let identity = r#"{"serialNo":"SIM-1","type":"Finger","make":"A","model":"B"}"#;
    let unsigned = part(identity);
    let described = format!(
        r#"{{"deviceId":"2","deviceStatus":"Ready","purpose":"Registration","specVersion":["0.9.5"],"deviceSubId":["1",2],
        "callbackId":"http://127.0.0.1:4501/","digitalId":"{unsigned}","env":"Developer","error":{{"errorCode":"0"}}}}"#
    );
    let made = rcgen::generate_simple_self_signed(vec!["reader".to_owned()]).expect("a certificate");
    let head = part(&format!(r#"{{"alg":"ES256","x5c":["{}"]}}"#, Base64::encode_string(made.cert.der())));
    let token = |claims: &str| format!("{head}.{}.{}", part(claims), Base64UrlUnpadded::encode_string(&[1; 64]));
    let captured =
        format!(r#"{{"biometrics":[{{"data":"{}","hash":"00","error":{{"errorCode":"0"}}}}]}}"#, token("{}"));
    let seed = |which: u8, body: &str| [&[which][..], body.as_bytes()].concat();
    vec![
        seed(0, &format!("[{described}]")),
        seed(1, &format!(r#"[{{"deviceInfo":"{}","error":{{"errorCode":"0"}}}}]"#, token(&described))),
        seed(1, &format!(r#"{{"deviceInfo":"{}","error":{{"errorCode":"110"}}}}"#, part(&described))),
        seed(2, &captured),
        seed(2, r#"[{"error":{"errorCode":101,"errorInfo":"x"},"biometrics":[]}]"#),
        seed(3, &token(identity)),
        seed(3, &format!("{}.e30.", part(r#"{"alg":"none"}"#))),
    ]
}

pub fn slip(bytes: &[u8]) -> bool {
    use status::Question::{Error, Offline, Paper, Printer};
    for byte in bytes {
        let kinds = [status::is_answer(*byte), status::is_fence(*byte), status::is_flow(*byte)];
        assert!(kinds.iter().filter(|is| **is).count() <= 1, "{byte:#x} is one thing");
        for question in [Printer, Offline, Error, Paper] {
            let _ = status::complaint(question, *byte);
        }
        let _ = (status::offline(*byte), status::near_end(*byte));
    }
    bytes.iter().any(|byte| status::is_answer(*byte))
}

pub fn slip_seeds() -> Vec<Vec<u8>> {
    vec![(0..=255).collect()]
}

pub fn scanner(bytes: &[u8]) -> bool {
    let mut reader = Framer::new();
    let mut all: Vec<_> = bytes.iter().filter_map(|byte| reader.push(*byte)).collect();
    all.extend(reader.end());
    assert!(reader.is_empty() && reader.end().is_none());
    for scan in &all {
        harmless(scan.text());
        assert!(scan.text().len() <= LONGEST * 3, "a code has a limit");
        assert!(!format!("{scan:?}").contains("1374015708909012"), "no code in a log");
    }
    all.iter().any(|scan| scan.symbology.is_some() && !scan.text().is_empty())
}

pub fn scanner_seeds() -> Vec<Vec<u8>> {
    let mut all = texts(&["]Q11374015708909012\r\n", "LKT26-0129-7F\r", "\u{1b}[2J\u{202e}\n\n", "]C0x"]);
    all.push([vec![b'9'; LONGEST + 1], b"\rrest".to_vec()].concat());
    all
}
