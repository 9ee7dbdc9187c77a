//! The lines of slip printers, right and wrong.

use loket::device::slip::cups::CupsLine;
use loket::device::slip::line::{Codes, Line, Paper, Place, Width};
use loket::device::slip::paper;
use loket::device::transport::tcp::HostPort;
use loket::device::{Backend, DeviceUri, Kind};

fn line(text: &str) -> Line {
    Line::of(&text.parse().expect("a line")).expect("of a printer")
}

fn wrong(text: &str) -> String {
    let uri: DeviceUri = text.parse().expect("a line");
    let row = Backend::of(Kind::SlipPrinter, &uri).expect("a row");
    row.check(&uri).expect_err(text).part
}

#[test]
fn a_line_says_place_width_and_code() {
    let tcp = |host: &str, port| Place::Tcp(HostPort { host: host.into(), port });
    assert_eq!(line("tcp:192.0.2.7").place, tcp("192.0.2.7", 9100));
    assert_eq!(line("tcp:printer.example:9101").place, tcp("printer.example", 9101));
    assert_eq!(line("tcp:[2001:db8::7]:9102").place, tcp("2001:db8::7", 9102));
    assert_eq!(line("tcp:[2001:db8::7]").place, tcp("2001:db8::7", 9100));
    assert_eq!(line("usblp:/dev/usb/lp0").place, Place::Node("/dev/usb/lp0".into()));
    let serial = line("serial:/dev/ttyS0?baud=19200&width=58&code=both");
    assert_eq!(serial.place, Place::Serial { path: "/dev/ttyS0".into(), baud: 19_200 });
    assert_eq!((serial.width, serial.codes), (Width::Narrow, Codes::Both));
    let bare = line("serial:/dev/ttyS0");
    assert_eq!(bare.place, Place::Serial { path: "/dev/ttyS0".into(), baud: 9600 });
    assert_eq!((bare.width, bare.codes), (Width::Wide, Codes::Qr));
}

/// Every byte a printer may send means one thing at most.
#[test]
fn answers_are_told_apart() {
    use loket::device::slip::status::{is_answer, is_fence, is_flow};
    for byte in 0..=u8::MAX {
        let meanings = [is_answer(byte), is_fence(byte), is_flow(byte)].iter().filter(|is| **is).count();
        assert!(meanings <= 1, "{byte:02X}");
    }
    assert!([0x12, 0x1A, 0x32, 0x72, 0x7E].into_iter().all(is_answer));
    assert!([0x00, 0x03, 0x0C, 0x0F].into_iter().all(is_fence) && !is_answer(0x10) && !is_fence(b'A'));
}

#[test]
fn wrong_lines_name_the_part() {
    assert_eq!(wrong("tcp:"), "");
    assert_eq!(wrong("tcp:host:0"), "host:0");
    assert_eq!(wrong("tcp:host:99999"), "host:99999");
    assert_eq!(wrong("tcp:[fe80"), "[fe80");
    assert_eq!(wrong("tcp:ho st"), "ho st");
    assert_eq!(wrong("tcp:host?baud=9600"), "baud");
    assert_eq!(wrong("usblp:dev/lp0"), "dev/lp0");
    assert_eq!(wrong("serial:/dev/ttyS0?width=57"), "width");
    assert_eq!(wrong("serial:/dev/ttyS0?code=39"), "code");
    assert_eq!(wrong("serial:/dev/ttyS0?baud=1200"), "baud=1200");
    assert_eq!(wrong("file:/tmp/x?width=1"), "width");
    assert_eq!(wrong("file:/tmp/x?paper=a3"), "paper");
    assert_eq!(wrong("file:/tmp/x?paper=a5&width=80"), "width");
    assert_eq!(wrong("tcp:host?paper=a5"), "paper");
    assert_eq!(wrong("cups:office"), "office");
    assert_eq!(wrong("cups://localhost/office"), "//localhost/office");
    assert_eq!(wrong("cups://localhost/printers/a/b"), "//localhost/printers/a/b");
    assert_eq!(wrong("cups://localhost:x/printers/a"), "localhost:x");
}

#[test]
fn the_desk_learns_the_paper_without_opening_anything() {
    let of = |text: &str| paper(&text.parse().expect("a line"));
    let (wide, narrow) = (Paper::Roll(Width::Wide), Paper::Roll(Width::Narrow));
    assert_eq!((of("file:/tmp/x"), of("tcp:h?width=58"), of("cups://h/printers/q?width=58")), (wide, narrow, narrow));
    assert_eq!((of("file:/tmp/x?paper=a4"), of("cups://h/printers/q?paper=a5")), (Paper::A4, Paper::A5));
    let queue = |text: &str| CupsLine::of(&text.parse().expect("a line")).expect("a queue");
    assert_eq!(queue("cups://h/printers/q"), queue("cups://h:631/printers/q?width=80"));
}
