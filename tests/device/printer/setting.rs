//! The line of a printer.

use loket::device::printer::ipp::IppUri;
use loket::device::{DeviceUri, UriError, UriFault};

fn of(line: &str) -> Result<IppUri, UriError> {
    IppUri::of(&line.parse::<DeviceUri>().expect("a line"))
}

#[test]
fn a_printer_and_a_queue() {
    let printer = of("ipp://192.0.2.7/ipp/print").unwrap();
    assert_eq!(printer.url, "http://192.0.2.7:631/ipp/print");
    assert!(!printer.local_queue() && !printer.raw);
    let queue = of("ipp://localhost:8650/printers/ktp?make=Primacy&media=iso_id-1_53.98x85.6mm&format=raw").unwrap();
    assert_eq!(queue.url, "http://localhost:8650/printers/ktp");
    assert_eq!(queue.uri.to_string(), "ipp://localhost:8650/printers/ktp");
    assert_eq!(queue.make.as_deref(), Some("Primacy"));
    assert_eq!(queue.media.as_deref(), Some("iso_id-1_53.98x85.6mm"));
    assert!(queue.local_queue() && queue.raw);
    assert!(of("ipp://127.0.0.1/classes/ktp").unwrap().local_queue());
    assert!(of("ipp://[::1]/printers/ktp").unwrap().local_queue());
    assert!(!of("ipp://127.0.0.1/ipp/print").unwrap().local_queue(), "no CUPS there");
    assert!(!of("ipp://192.0.2.7/printers/ktp").unwrap().local_queue(), "another computer's");
}

#[test]
fn the_wrong_part_is_named() {
    let cases = [
        ("ipp:printer/ktp", "", UriFault::BadAddress),
        ("ipp:", "", UriFault::BadAddress),
        ("ipp:///printers/ktp", "", UriFault::BadAddress),
        ("ipp://clerk:secret@host/printers/ktp", "", UriFault::BadAddress),
        ("ipp://host:0/printers/ktp", "", UriFault::BadAddress),
        ("ipp://host:65536/printers/ktp", "host:65536", UriFault::BadAddress),
        ("ipp://host", "host", UriFault::MissingPath),
        ("ipp://host/", "host", UriFault::MissingPath),
        ("ipp://host/ipp/print?format=pdf", "format", UriFault::BadChoice),
        ("ipp://host/ipp/print?copies=2", "copies", UriFault::UnknownKey),
    ];
    for (line, part, why) in cases {
        let error = of(line).expect_err(line);
        assert_eq!((error.part.as_str(), error.why), (part, why), "{line}");
        assert!(!error.to_string().contains("secret"));
    }
}
