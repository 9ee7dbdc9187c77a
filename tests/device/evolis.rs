//! The raw USB card printer: its language against a printer of our own over memory, and the panels of a face.
//!
//! The link itself is proved inside the guest, on the kernel's printer gadget (`guest`).

use std::sync::mpsc::{Receiver, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use loket::device::printer::evolis::{Evolis, Port};
use loket::device::printer::panels::{LINE, LINES, Panels, seven_bits};
use loket::device::transport::usb::PortStatus;
use loket::device::transport::{ByteLink, LinkError, MemoryLink};
use loket::device::{CardJob, CardPrinter, Ctl, DeviceError, Effect, Face, Fault, PrintOutcome, UriFault};
use proptest::prelude::*;

use super::rig::PATIENCE;

/// A picture of one colour with a black square in its upper left corner.
pub fn face(width: u32, height: u32, colour: [u8; 3], square: u32) -> Face {
    let mut png = Vec::new();
    let mut encoder = png::Encoder::new(&mut png, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().expect("a header");
    let pixel = |x: u32, y: u32| if x < square && y < square { [0, 0, 0] } else { colour };
    let pixels: Vec<u8> = (0..height).flat_map(|y| (0..width).flat_map(move |x| pixel(x, y))).collect();
    writer.write_image_data(&pixels).expect("pixels");
    writer.finish().expect("an end");
    Face::new(png, width, height, 300)
}

pub fn job() -> CardJob {
    CardJob { title: "0129".into(), face: Some(face(1011, 638, [255, 255, 255], 10)) }
}

/// What the printer does to one command.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Trouble {
    None,
    /// Answers this to commands that begin so.
    Says(&'static str, &'static str),
    /// Says nothing from this command on.
    Silent(&'static str),
    /// Is unplugged at this command.
    Gone(&'static str),
    /// Answers without an end.
    Endless(&'static str),
}

/// The printer's half of the wire: reads commands, answers them, and keeps what it was told.
struct Engine {
    link: MemoryLink,
    trouble: Trouble,
    heard: std::sync::mpsc::Sender<(String, usize)>,
}

/// Bytes that follow a download command.
fn data_of(command: &str) -> usize {
    match command {
        "Db;k;2;" => LINE / 8 * LINES,
        c if c.starts_with("Db;") && c.matches(';').count() == 3 => LINE / 8 * 7 * LINES,
        _ => 0,
    }
}

impl Engine {
    fn byte(&mut self) -> Option<u8> {
        let mut byte = [0];
        self.link.read(&mut byte, Instant::now() + PATIENCE).ok().map(|_| byte[0])
    }

    fn run(mut self) {
        loop {
            let mut command = String::new();
            loop {
                match self.byte() {
                    None => return,
                    Some(0x1B) => {}
                    Some(b'\r') => break,
                    Some(byte) => command.push(char::from(byte)),
                }
                if data_of(&command) > 0 {
                    break;
                }
            }
            let len = data_of(&command);
            for _ in 0..len {
                if self.byte().is_none() {
                    return;
                }
            }
            if len > 0 && self.byte() != Some(b'\r') {
                return;
            }
            let on = |start: &str| command.starts_with(start);
            let answer = match self.trouble {
                Trouble::Says(start, words) if on(start) => words.to_owned(),
                Trouble::Silent(start) if on(start) => String::new(),
                Trouble::Gone(start) if on(start) => return,
                Trouble::Endless(start) if on(start) => "x".repeat(5000),
                _ if on("Rsn") => "SIM0002".to_owned(),
                _ => "OK".to_owned(),
            };
            let end = if matches!(self.trouble, Trouble::Endless(start) if on(start)) { "" } else { "\r" };
            // Whoever hung up no longer wants to know.
            drop(self.heard.send((command, len)));
            if !answer.is_empty() && self.link.write_all((answer + end).as_bytes(), Instant::now()).is_err() {
                return;
            }
        }
    }
}

/// The host's half: memory in place of bulk transfers.
struct Wire {
    link: MemoryLink,
    id: &'static str,
    status: u8,
    /// What has arrived stays when the driver would throw it away: answers made up beforehand.
    kept: bool,
    /// The plug is out.
    gone: bool,
}

impl ByteLink for Wire {
    fn read(&mut self, buf: &mut [u8], until: Instant) -> Result<usize, LinkError> {
        self.link.read(buf, until)
    }

    fn write(&mut self, bytes: &[u8], until: Instant) -> Result<usize, LinkError> {
        self.link.write(bytes, until)
    }

    fn purge(&mut self) -> Result<(), LinkError> {
        if self.kept { Ok(()) } else { self.link.purge() }
    }

    fn alive(&mut self) -> Result<(), LinkError> {
        if self.gone { Err(LinkError::Gone(None)) } else { Ok(()) }
    }

    fn describe(&self) -> &str {
        "memory"
    }
}

impl Port for Wire {
    fn device_id(&mut self) -> Result<String, DeviceError> {
        Ok(self.id.to_owned())
    }

    fn port_status(&mut self) -> Result<PortStatus, DeviceError> {
        Ok(PortStatus::from_byte(self.status))
    }
}

struct Rig {
    printer: Result<Evolis, DeviceError>,
    heard: Receiver<(String, usize)>,
    _engine: JoinHandle<()>,
}

const ID: &str = "MFG:Evolis;MDL:Primacy Sim;CLS:PRINTER;";
const READY: u8 = 0x18;

fn rig(trouble: Trouble, id: &'static str, status: u8) -> Rig {
    let (link, other) = MemoryLink::pair();
    let (heard, told) = channel();
    let engine = Engine { link: other, trouble, heard };
    let engine = std::thread::spawn(move || engine.run());
    let printer = Evolis::on(Box::new(Wire { link, id, status, kept: false, gone: false }), &Ctl::within(PATIENCE));
    Rig { printer, heard: told, _engine: engine }
}

fn print(trouble: Trouble, limit: Duration) -> Result<PrintOutcome, DeviceError> {
    let mut rig = rig(trouble, ID, READY);
    let printer = rig.printer.as_mut().expect("opened");
    printer.print(&job(), &Ctl::within(limit), &mut |_| {})
}

#[test]
fn a_card_is_one_sequence_of_commands() {
    let mut rig = rig(Trouble::None, ID, READY);
    let printer = rig.printer.as_mut().expect("opened");
    use loket::device::Device;
    assert_eq!(printer.identity().as_str(), "Evolis Primacy Sim SIM0002");
    assert_eq!(printer.print(&job(), &Ctl::within(PATIENCE), &mut |_| {}).expect("printed"), PrintOutcome::Good);
    drop(rig.printer);
    let heard: Vec<(String, usize)> = rig.heard.iter().collect();
    let names: Vec<&str> = heard.iter().map(|(command, _)| command.as_str()).collect();
    let colours = ["Db;y;128;", "Db;m;128;", "Db;c;128;", "Db;k;2;"];
    assert_eq!(names[..6], ["Rsn", "Pem;2", "Pr;ymcko", "Pmi;F;s", "Ss", "Sr"]);
    assert_eq!(names[6..10], colours);
    assert_eq!(names[10..], ["Se"]);
    assert_eq!(heard[9].1, 82_296, "one bit a pixel");
    assert_eq!(heard[6].1, 576_072, "seven bits a pixel");
}

#[test]
fn another_make_and_what_is_no_answer_are_refused() {
    let other = rig(Trouble::None, "MFG:Other;MDL:X;", READY).printer.err().expect("refused");
    assert!(matches!(other.fault, Fault::WrongDevice { .. }), "{other}");
    let none = rig(Trouble::None, "", READY).printer.err().expect("refused");
    assert!(matches!(none.fault, Fault::WrongDevice { .. }), "{none}");
    let endless = rig(Trouble::Endless("Rsn"), ID, READY).printer.err().expect("refused");
    assert_eq!((endless.code(), endless.effect()), ("D-111", Effect::NotStarted));
}

#[test]
fn a_plug_that_is_out_is_told_without_a_word_on_the_wire() {
    for (gone, told) in [(false, None), (true, Some("D-103"))] {
        let (link, mut other) = MemoryLink::pair();
        other.write_all(b"SIM0002\rOK\r", Instant::now()).expect("memory");
        let wire = Wire { link, id: ID, status: READY, kept: true, gone };
        let mut printer = Evolis::on(Box::new(wire), &Ctl::within(PATIENCE)).expect("opened");
        other.purge().expect("memory");
        let seen = loket::device::Device::plugged(&mut printer).expect("can be watched");
        assert_eq!(seen.err().map(|e| e.code()), told);
        assert!(matches!(other.read(&mut [0], Instant::now()), Err(LinkError::Timeout)), "nothing was sent");
    }
}

/// What stops a print before the sequence has moved nothing; after it a person looks.
#[test]
fn the_effect_of_a_fault_follows_the_card() {
    let cases = [
        (Trouble::Says("Pr", "RIBBON ENDED"), "D-202", Effect::NotStarted),
        (Trouble::Says("Ss", "FEEDER EMPTY"), "D-201", Effect::NotStarted),
        (Trouble::Says("Ss", "COVER OPEN"), "D-205", Effect::NotStarted),
        (Trouble::Says("Sr", "MECHANICAL ERROR"), "D-204", Effect::InDoubt),
        (Trouble::Says("Db;m", "RIBBON ENDED"), "D-202", Effect::InDoubt),
        (Trouble::Says("Se", "HOPPER FULL"), "D-206", Effect::InDoubt),
        (Trouble::Says("Se", "E17"), "D-111", Effect::InDoubt),
        (Trouble::Endless("Se"), "D-111", Effect::InDoubt),
        (Trouble::Gone("Pmi"), "D-103", Effect::NotStarted),
        (Trouble::Gone("Ss"), "D-103", Effect::InDoubt),
        (Trouble::Gone("Db;c"), "D-103", Effect::InDoubt),
        (Trouble::Gone("Se"), "D-103", Effect::InDoubt),
    ];
    for (trouble, code, effect) in cases {
        let error = print(trouble, PATIENCE).expect_err("no card");
        assert_eq!((error.code(), error.effect()), (code, effect), "{trouble:?}");
    }
}

#[test]
fn silence_ends_at_the_deadline() {
    for (start, effect) in [("Pr", Effect::NotStarted), ("Ss", Effect::InDoubt), ("Se", Effect::InDoubt)] {
        // Drawing the card comes out of it too, on a machine that may be busy.
        let error = print(Trouble::Silent(start), Duration::from_millis(1500)).expect_err("out of time");
        assert_eq!((error.code(), error.effect()), ("D-107", effect), "{start}");
    }
}

#[test]
fn a_cancel_is_heard_while_the_card_moves() {
    let mut rig = rig(Trouble::Silent("Se"), ID, READY);
    let printer = rig.printer.as_mut().expect("opened");
    let ctl = Ctl::within(PATIENCE);
    let cancel = ctl.cancel.clone();
    let error = printer.print(&job(), &ctl, &mut |p| {
        if p.percent == Some(60) {
            cancel.cancel();
        }
    });
    let error = error.expect_err("cancelled");
    assert_eq!((error.fault.code(), error.effect()), ("D-108", Effect::InDoubt));
}

#[test]
fn a_printer_that_is_not_ready_is_asked_for_no_card() {
    for (status, code) in [(0x38, "D-201"), (0x10, "D-116")] {
        let mut rig = rig(Trouble::None, ID, status);
        let printer = rig.printer.as_mut().expect("opened");
        let error = printer.print(&job(), &Ctl::within(PATIENCE), &mut |_| {}).expect_err("not ready");
        assert_eq!((error.code(), error.effect()), (code, Effect::NotStarted));
        drop(rig.printer);
        assert!(!rig.heard.iter().any(|(command, _)| command == "Ss"));
    }
    let mut rig = rig(Trouble::None, ID, READY);
    let printer = rig.printer.as_mut().expect("opened");
    let without = CardJob { title: "0129".into(), face: None };
    let error = printer.print(&without, &Ctl::within(PATIENCE), &mut |_| {}).expect_err("no picture");
    assert_eq!((error.code(), error.effect()), ("D-112", Effect::NotStarted));
}

/// Black goes to the black panel alone, turned by a quarter; the rest to the colours.
#[test]
fn panels_are_the_picture_turned() {
    let panels = Panels::of(&face(1016, 648, [255, 255, 0], 8)).expect("panels");
    let black = |line: usize, column: usize| panels.black[line * 81 + column / 8] & (0x80 >> (column % 8)) != 0;
    // The upper left corner of the picture is the end of the first lines.
    assert!(black(0, 647) && black(7, 640) && !black(8, 647) && !black(0, 639));
    assert_eq!(panels.black.iter().map(|b| b.count_ones()).sum::<u32>(), 64);
    assert_eq!((panels.yellow[0], panels.magenta[0], panels.cyan[0]), (255, 0, 0));
    assert_eq!(panels.yellow[647], 0, "no colour under black");
    // A card without bleed lies in the middle.
    let small = Panels::of(&face(1011, 638, [0, 0, 0], 0)).expect("panels");
    assert_eq!(small.black.iter().map(|b| b.count_ones()).sum::<u32>(), 1011 * 638);
    assert!(Panels::of(&face(1017, 648, [0, 0, 0], 0)).is_err());
    assert!(Panels::of(&Face::new(b"no picture".to_vec(), 1, 1, 300)).is_err());
}

#[test]
fn seven_bits_a_pixel_in_order() {
    assert_eq!(seven_bits(&[254, 0, 0, 0, 0, 0, 0, 2]).as_slice(), [0xFE, 0, 0, 0, 0, 0, 0x01]);
    assert_eq!(seven_bits(&[255; 648]).len(), 567);
}

#[test]
fn usb_lines_name_their_mistakes() {
    use loket::device::transport::UsbUnit;
    let unit = |text: &str| UsbUnit::of(&text.parse().expect("a line"));
    let good = unit("usb:0f49:0a00?serial=SIM0002").expect("a unit");
    assert_eq!((good.vendor, good.product, good.serial.as_deref()), (0x0f49, 0x0a00, Some("SIM0002")));
    for (text, why) in [
        ("usb:", UriFault::BadAddress),
        ("usb:0f49", UriFault::BadAddress),
        ("usb:f49:0a00", UriFault::BadAddress),
        ("usb:0f49:0a0g", UriFault::BadAddress),
        ("usb:0f49:0a00?port=1", UriFault::UnknownKey),
    ] {
        assert_eq!(unit(text).expect_err(text).why, why, "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    /// Whatever a printer says, the driver ends, and only `OK` all the way is a card.
    #[test]
    fn any_answer_is_judged(from in 0usize..=16, bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let (link, mut other) = MemoryLink::pair();
        let good = b"SIM\rOK\rOK\rOK\rOK\r";
        other.write_all(&good[..from], Instant::now()).expect("memory");
        other.write_all(&bytes, Instant::now()).expect("memory");
        drop(other);
        let wire = Wire { link, id: ID, status: READY, kept: true, gone: false };
        if let Ok(mut printer) = Evolis::on(Box::new(wire), &Ctl::within(PATIENCE)) {
            let printed = printer.print(&job(), &Ctl::within(PATIENCE), &mut |_| {});
            prop_assert!(printed.is_err());
        }
    }
}
