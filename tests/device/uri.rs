//! The device line: parsing, printing, and naming the part that is wrong.

use loket::device::UriFault as F;
use loket::device::finger::setting::Secret;
use loket::device::uri::DeviceUri;
use loket::device::{Backend, DeviceError, Fault, Kind, SerialUri, UriError};
use proptest::prelude::*;

fn parse(text: &str) -> Result<DeviceUri, UriError> {
    text.parse()
}

/// A line as its kind reads it.
fn read(kind: Kind, text: &str) -> Result<DeviceUri, UriError> {
    let uri = parse(text)?;
    Backend::of(kind, &uri)?.check(&uri)?;
    Ok(uri)
}

#[test]
fn what_is_understood() {
    assert_eq!(parse("attested"), Ok(DeviceUri::attested()));
    assert_eq!(parse("none"), Ok(DeviceUri::absent()));
    assert_eq!(parse(" sim: "), Ok(DeviceUri::sim()));
    assert_eq!(parse("sim"), Ok(DeviceUri::sim()));
    let file = read(Kind::SlipPrinter, "file:/var/slip.txt").expect("a file");
    assert_eq!(file.path(), Ok("/var/slip.txt".into()));
    let plain = SerialUri::at("/dev/ttyUSB0");
    assert_eq!((plain.baud, plain.address, plain.password), (57_600, 0xFFFF_FFFF, None));
    let serial = |text: &str| SerialUri::of(&parse(text).expect(text));
    assert_eq!(serial("serial:/dev/ttyUSB0"), Ok(plain.clone()));
    let full = SerialUri {
        baud: 115_200,
        password: Some(Secret::new(0xDEAD_BEEF)),
        address: 0x0000_0001,
        system_id: Some(9),
        ..plain
    };
    let text = "serial:/dev/ttyUSB0?baud=115200&password=deadbeef&address=1&sysid=0009";
    assert_eq!(serial(text), Ok(full));
}

#[test]
fn what_is_refused_and_for_which_part() {
    let cases = [
        ("", "", F::Empty),
        ("smoke:0f0d:0012", "smoke", F::UnknownScheme),
        ("file:/tmp/x", "file", F::NotForThisKind),
        ("attested:x", "x", F::UnexpectedRest),
        ("serial:", "", F::MissingPath),
        ("serial:ttyUSB0", "ttyUSB0", F::RelativePath),
        ("serial:/dev/a?speed=1", "speed", F::UnknownKey),
        ("serial:/dev/a?baud=9600&baud=9600", "baud", F::RepeatedKey),
        ("serial:/dev/a?baud=", "baud", F::MissingValue),
        ("serial:/dev/a?baud=fast", "baud=fast", F::BadNumber),
        ("serial:/dev/a?baud=12345", "baud=12345", F::BadBaud),
        ("serial:/dev/a?baud=124800", "baud=124800", F::BadBaud),
        ("serial:/dev/a?password=***", "password", F::BadNumber),
        ("serial:/dev/a?password=123456789", "password", F::BadNumber),
        ("serial:/dev/a?address=xyz", "address", F::BadNumber),
        ("serial:/dev/a?sysid=00009", "sysid", F::BadNumber),
        ("serial:/dev/a\u{1b}[2J", "", F::ControlCharacter),
        ("serial:/dev/a?x\u{202e}\u{fff9}y=1", "xy", F::UnknownKey),
    ];
    for (text, part, why) in cases {
        let error = read(Kind::Fingerprint, text).expect_err(text);
        assert_eq!((error.part.as_str(), error.why), (part, why), "{text}");
        let fault = DeviceError::from(error).fault;
        assert!(matches!(fault, Fault::BadSetting(_)));
    }
    assert_eq!(parse(&"x".repeat(5000)).unwrap_err().why, F::TooLong);
}

#[test]
fn a_password_is_never_shown() {
    let uri = parse("serial:/dev/ttyUSB0?password=deadbeef").unwrap();
    for shown in [format!("{uri}"), format!("{uri:?}")] {
        assert!(shown.contains("***") && !shown.to_lowercase().contains("deadbeef"), "{shown}");
    }
    assert!(uri.expose().contains("deadbeef"));
    // Also where the colon is forgotten, or something is before it.
    for wrong in
        ["serial:/dev/a?password=secretpw", "serial?password=secretpw", "/dev/a?pin=secretpw:", "a?pin=secretpw"]
    {
        let refused = read(Kind::Fingerprint, wrong).unwrap_err();
        assert!(!format!("{refused} {refused:?}").contains("secret"), "{refused}");
        assert!(!parse(wrong).unwrap().to_string().contains("secret"), "{wrong}");
    }
}

fn uri() -> impl Strategy<Value = DeviceUri> {
    let keys = proptest::collection::btree_map("[a-z]{1,8}", "[a-zA-Z0-9_./:=-]{1,12}", 0..4);
    ("[a-z]{1,8}", "[a-zA-Z0-9_./:-]{0,30}", keys).prop_map(|(scheme, body, keys)| {
        // The two words that are no wire take no colon.
        let uri = DeviceUri::new(&format!("{scheme}x"), &body);
        keys.iter().fold(uri, |uri, (key, value)| uri.with(key, value))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn written_and_read_again(uri in uri()) {
        prop_assert_eq!(parse(&uri.expose()), Ok(uri));
    }

    #[test]
    fn any_text_is_answered(text in any::<String>()) {
        let _ = parse(&text);
        let _ = parse(&format!("serial:{text}"));
    }
}
