//! Whole drivers against a far end that says anything: no panic, no end of time, and no success that was not said.

use std::sync::LazyLock;
use std::sync::atomic::Ordering;
use std::time::Duration;

use loket::device::chip::run::run;
use loket::device::chip::script::Script;
use loket::device::finger::command::{Confirm, MAX_TEMPLATE};
use loket::device::finger::frame::{Frame, FrameKind};
use loket::device::finger::reader::{self, Reader};
use loket::device::modem::at;
use loket::device::modem::driver::{Gsm, PinGuard};
use loket::device::printer::evolis::Evolis;
use loket::device::slip::line::{Codes, Width};
use loket::device::slip::printer::{EscPos, Manners, Timing};
use loket::device::{
    ActivationOutcome, CardJob, CardPrinter as _, ComparedWith, Ctl, Device as _, Face, Finger, FingerOutcome,
    FingerTest, Fingerprint as _, Message, Modem as _, Msisdn, PrintOutcome, Reference, SerialUri, SlipPrinter as _,
    SlipText, Template,
};

use super::far::{Far, spoken};
use super::{harmless, texts};

/// Two data frames of a small module.
const REFERENCE: [u8; 96] = [5; 96];
const BRIEF: Duration = Duration::from_millis(1);

fn brief() -> Ctl {
    Ctl::within(Duration::from_millis(60))
}

pub fn finger(bytes: &[u8]) -> bool {
    let (first, rest) = bytes.split_first().unwrap_or((&0, &[]));
    let compares = first & 1 == 1;
    let reference = match compares {
        true => Reference::Template { bytes: Template::new(REFERENCE.to_vec()), from: ComparedWith::Chip },
        false => Reference::None,
    };
    let timing = reader::Timing { reply: BRIEF, poll: Duration::ZERO, captures: 2 };
    let ctl = brief();
    let Ok(mut reader) = Reader::on_link(Box::new(Far::saying(rest)), &SerialUri::at("/dev/null"), timing, &ctl) else {
        return false;
    };
    harmless(reader.identity().as_str());
    let test = FingerTest { finger: Finger::RightIndex, reference };
    let outcome = reader.test(&test, &ctl, &mut |_| {});
    match outcome {
        Ok(FingerOutcome::Match(from) | FingerOutcome::NoMatch(from)) => {
            assert!(compares && from == ComparedWith::Chip, "compared with what was given");
        }
        Ok(FingerOutcome::SampleTaken) => assert!(!compares, "a reference is compared with"),
        Ok(FingerOutcome::Unreadable(_)) | Err(_) => {}
    }
    outcome.is_ok_and(|outcome| outcome != FingerOutcome::SampleTaken)
}

pub fn finger_seeds() -> Vec<Vec<u8>> {
    let framed = |kind, content: &[u8]| Frame::new(0xFFFF_FFFF, kind, content).encode().to_vec();
    let acknowledged = |content: &[u8]| framed(FrameKind::Acknowledge, content);
    let ok = acknowledged(&[Confirm::Ok.byte()]);
    let para = acknowledged(&[0, 0, 0, 0, 9, 0, 64, 0, 5, 0xFF, 0xFF, 0xFF, 0xFF, 0, 1, 0, 6]);
    let opened = [ok.clone(), para];
    let sampled = [opened.as_slice(), &[ok.clone(), ok.clone()]].concat();
    let says = |compares: u8, all: &[Vec<u8>]| [vec![compares], spoken(all.iter().map(Vec::as_slice))].concat();
    let worse = |code: u8| [opened.as_slice(), &[acknowledged(&[code]), acknowledged(&[2]), ok.clone()]].concat();
    // A template that is not the one that was sent, and one that is too long.
    let stranger = framed(FrameKind::LastData, &[7; 128]);
    let long = vec![framed(FrameKind::Data, &[7; 256]); MAX_TEMPLATE / 256 + 1].concat();
    // The reference goes out in two frames, and comes back behind the answer to its question.
    let loaded = |back: Vec<u8>, judged: u8| {
        let back = [ok.clone(), back].concat();
        [sampled.as_slice(), &[ok.clone(), vec![], vec![], back, acknowledged(&[judged])]].concat()
    };
    let same = framed(FrameKind::LastData, &REFERENCE);
    vec![
        says(0, &sampled),
        says(1, &loaded(same.clone(), Confirm::Ok.byte())),
        says(1, &loaded(same, Confirm::NoMatch.byte())),
        says(1, &loaded(stranger, 0)),
        says(1, &loaded(long, 0)),
        says(0, &worse(3)),
        says(0, &worse(6)),
        says(0, &[vec![], ok, vec![]]),
    ]
}

pub fn modem(bytes: &[u8]) -> bool {
    let timing = at::Timing { reply: BRIEF, sending: BRIEF, quiet: Duration::from_micros(50) };
    let ctl = brief();
    let Ok(mut modem) = Gsm::on_link(Box::new(Far::saying(bytes)), None, &PinGuard::default(), timing, &ctl) else {
        return false;
    };
    harmless(modem.identity().as_str());
    let long = "KTP-el Anda sudah selesai. ".repeat(9);
    let to = Msisdn::parse("+6281266009001").expect("a number");
    let message = Message::new(to, &long).expect("two parts");
    let sent = modem.send(&message, &ctl, &mut |_| {});
    if let Ok(sent) = &sent {
        let named = bytes.windows(6).filter(|said| said == b"+CMGS:").count();
        assert!(named >= usize::from(sent.parts) && sent.parts == 2, "every part has a reference");
    }
    if let Ok(signal) = modem.signal(&ctl) {
        assert!(signal.dbm.is_none_or(|dbm| (-113..=-51).contains(&dbm)), "{signal:?}");
    }
    sent.is_ok()
}

pub fn modem_seeds() -> Vec<Vec<u8>> {
    let ok = "\r\nOK\r\n";
    let ready = "\r\n+CPIN: READY\r\n\r\nOK\r\n";
    let (maker, model, serial) =
        ("\r\nACME\r\n\r\nOK\r\n", "\r\nM1\r\n\r\nOK\r\n", "\r\n350000000000006\r\n\r\nOK\r\n");
    let (served, heard) = ("\r\n+CREG: 0,1\r\n\r\nOK\r\n", "\r\n+CSQ: 20,0\r\n\r\nOK\r\n");
    let opened = ["", "", ok, ok, ok, ready, maker, model, serial, ok, served, heard];
    let part = ["\r\n> ", "", "\r\n+CMGS: 7\r\n\r\nOK\r\n"];
    let taken = [&part[..], &part, &[served, heard]].concat();
    let refused = ["\r\n> ", "", "\r\n+CMS ERROR: 500\r\n"];
    let unasked = ["\r\nRING\r\n", "\r\n+CMTI: \"SM\",1\r\n", "\r\n+CREG: 2\r\n"];
    let says = |all: &[&str]| spoken(all.iter().map(|line| line.as_bytes()));
    vec![
        says(&[&opened[..], &taken[..]].concat()),
        says(&[&opened[..], &refused].concat()),
        says(&[&opened[..9], &unasked, &opened[9..]].concat()),
        says(&["", "", ok, ok, ok, "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n", "\r\n+CME ERROR: 10\r\n"]),
        says(&["\r\nERROR\r\n", "", ok]),
    ]
}

pub fn escpos(bytes: &[u8]) -> bool {
    let timing = Timing { reply: BRIEF, poll: BRIEF, print: BRIEF * 2 };
    let ctl = brief();
    let (far, manners) = (Box::new(Far::saying(bytes)), Manners::default());
    let Ok(mut printer) = EscPos::on_link(far, (Width::Narrow, Codes::Qr), timing, &manners, &ctl) else {
        return false;
    };
    let slip = SlipText::new(&["0129"]).expect("a slip");
    let printed = printer.print(&slip, &ctl);
    if printed.is_err() {
        let _ = printer.check(&ctl);
    }
    manners.answers() && printed.is_ok()
}

pub fn escpos_seeds() -> Vec<Vec<u8>> {
    let well: &[u8] = &[0x12];
    let healthy = [well; 10];
    let says = |last: &[&[u8]]| spoken([&healthy[..], last].concat());
    vec![
        says(&[&[0x12, 0x00], well, well, well, well]),
        says(&[&[0x1A], &[0x16], well]),
        spoken([well, &[0x32], &[0x52], &[0x72], &[0x1A]]),
        spoken([&[0x13, 0x11, 0x12][..], &[], &[0xFF, 0x12], b"noise", &[]]),
    ]
}

pub fn evolis(bytes: &[u8]) -> bool {
    static JOB: LazyLock<CardJob> = LazyLock::new(|| CardJob { title: "0129".into(), face: Some(square()) });
    let ctl = brief();
    let Ok(mut printer) = Evolis::on(Box::new(Far::saying(bytes)), &ctl) else { return false };
    harmless(printer.identity().as_str());
    let _ = printer.supplies(&ctl);
    // The time of a print is that of its pictures.
    let ctl = Ctl::within(Duration::from_secs(5));
    let printed = printer.print(&JOB, &ctl, &mut |_| {});
    if let Ok(outcome) = printed {
        let agreed = bytes.windows(2).filter(|said| said == b"OK").count();
        assert!(outcome == PrintOutcome::Good && agreed >= 10, "{outcome:?} after {agreed} times OK");
    }
    printed.is_ok()
}

/// A picture of one black square.
fn square() -> Face {
    let mut png = Vec::new();
    let mut encoder = png::Encoder::new(&mut png, 2, 2);
    encoder.set_color(png::ColorType::Rgb);
    let mut writer = encoder.write_header().expect("a header");
    writer.write_image_data(&[0; 12]).expect("pixels");
    writer.finish().expect("an end");
    Face::new(png, 2, 2, 300)
}

pub fn evolis_seeds() -> Vec<Vec<u8>> {
    let open: [&[u8]; 3] = [b"MFG:Evolis;MDL:Primacy;", b"10000123\r", b"OK\r"];
    let status: [&[u8]; 2] = [&[0x18], &[0x18]];
    let printed = [b"OK\r".as_slice(); 9];
    let says = |last: &[&[u8]]| spoken([&open[..], &status, last].concat());
    vec![
        says(&printed),
        says(&[b"OK\r", b"OK\r", b"FEEDER EMPTY\r"]),
        says(&[b"OK\r", b"OK\r", b"OK\r", b"OK\r", b"RIBBON END\0"]),
        spoken([&b"MFG:Other;"[..], b"x"]),
        spoken([&b"MFG: evolis;MDL:\x1b[2J;"[..], &[b'9'; 255], &[b'9'; 40], b"\r"]),
    ]
}

pub fn card(bytes: &[u8]) -> bool {
    static SCRIPT: LazyLock<Script> = LazyLock::new(|| {
        Script::parse(include_str!("../../../assets/chip/simulated.toml")).expect("the simulated card's script")
    });
    let mut far = Far::saying(bytes);
    let asked = far.asked();
    let ran = run(&SCRIPT, &mut far, &Ctl::within(Duration::from_secs(5)), &mut |_| {});
    let asked = asked.load(Ordering::Relaxed);
    let activated = ran.is_ok_and(|ran| ran.outcome() == ActivationOutcome::Activated);
    assert!(!activated || asked >= SCRIPT.steps.len() + 2, "active after {asked} answers");
    activated
}

pub fn card_seeds() -> Vec<Vec<u8>> {
    let data = |n: usize| [vec![9; n], vec![0x90, 0]].concat();
    let good = [
        vec![0x3B, 0],
        vec![0x3B, 0],
        data(0),
        data(8),
        data(8),
        data(24),
        data(16),
        data(16),
        data(0),
        data(0),
        data(20),
    ];
    let says = |all: &[Vec<u8>]| spoken(all.iter().map(Vec::as_slice));
    let ending = |at: usize, status: [u8; 2]| says(&[&good[..at], &[status.to_vec()]].concat());
    let mut all = vec![says(&good), ending(2, [0x6A, 0x82]), ending(6, [0x63, 0xC2]), ending(8, [0x69, 0x84])];
    // More to fetch, a wrong expectation, the end of a file told in each way.
    all.push(says(&[&good[..3], &[vec![1, 0x61, 8], data(7)], &good[4..]].concat()));
    all.push(says(&[&good[..3], &[vec![0x6C, 8], data(8)], &good[4..]].concat()));
    all.push(says(&[&good[..10], &[data(253), vec![3, 0x62, 0x82]]].concat()));
    all.push(says(&[&good[..3], &vec![vec![0x61, 0]; 40]].concat()));
    all.extend(texts(&["\u{3}"]));
    all
}
