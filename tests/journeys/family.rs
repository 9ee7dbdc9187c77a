//! A family received together and handed over at once.

use super::{ANISA, Counter, DONI, MARNI};
use loket::desk::Devices;
use loket::device::levers::Next;
use loket::device::{Effect, Fault, Kind, Report, SimLevers, Simulators};
use loket::domain::application::Stage;
use loket::domain::event::Event;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

const KK: &str = "1374011203199004";

/// Three of one family card, received one after the other.
fn received() -> Counter {
    receive(Counter::open())
}

fn receive(mut c: Counter) -> Counter {
    c.keys(&format!("{}{}<Tab>{KK}bar<Enter>{}<Enter>1112<Ctrl+B>", ANISA.nik, ANISA.name, ANISA.phone));
    c.sees("Anggota keluarga berikut").sees("satu tanda terima di akhir").sees("1374 0112 0319 9004");
    c.keys(&format!("{}{}<Enter><Enter>bar<Enter>12<Ctrl+B>", DONI.nik, DONI.name)).sees("0001 0002 sudah diterima");
    c.keys(&format!("{}{}<Enter><Enter>bar<Enter>12<F8>", MARNI.nik, MARNI.name)).sees("0003 DITERIMA");
    c
}

#[test]
fn three_are_received_with_one_key_between_them() {
    let mut c = received();
    let first = c.app(1).id;
    for no in [2, 3] {
        assert_eq!(c.app(no).family_of, Some(first));
        let (here, there) = (c.person(no), c.person(1));
        assert_eq!((here.kk, here.contact, here.address), (there.kk, there.contact, there.address));
    }
    c.sees("periksa 3").whole();
}

#[test]
fn three_cards_go_to_one_parent_at_once() {
    let mut c = received();
    for who in [&ANISA, &DONI, &MARNI] {
        c.keys("<F3><Enter><F8>1").printed(who).keys(super::ACTIVATE).keys("5<Esc><Esc>");
    }
    c.sees("rak 0+3").keys("<F5>").keys("0001<Enter>ang<Enter><F8>").sees("wajib diisi");
    c.keys("SITI CONTOH<Enter>ayah<Enter>KK asli<Enter><Tab> <Tab><Tab> <Tab><F8>");
    c.sees("3 KTP-el DISERAHKAN · 0001, 0002, 0003").sees("diserahkan 3 + batal 0 + sisa kini 0");
    for no in [1, 2, 3] {
        c.stands(no, Stage::HandedOver);
        let handed = c.history(no).pop().expect("an entry");
        let Event::CardHandedOver(e) = &handed.event else { panic!("a handover") };
        assert!(!e.by_holder && !e.in_session);
        let to = handed.personal.and_then(|p| p.recipient).expect("who took it");
        assert_eq!((to.name.as_str(), to.evidence.as_str()), ("SITI CONTOH", "KK asli"));
    }
    c.whole();
}

/// A counter with a simulated slip printer, its levers and what it reports.
fn with_slips(folder: &std::path::Path) -> (Counter, Simulators, Receiver<Report>) {
    let mut sims = Simulators::new(folder, SimLevers::new()).stand_ins();
    let printer = sims.resolve(Kind::SlipPrinter, &"sim:".parse().expect("a device")).expect("a printer");
    let (tell, reports) = channel();
    // Once the desk is gone nobody needs to hear.
    let devices = Devices::start(vec![printer], move |report| drop(tell.send(report))).expect("a thread");
    let mut c = Counter::open().equipped(devices);
    c.sign_in("SC");
    (c, sims, reports)
}

/// Hands reports to the desk until the slip's end is among them.
fn slip_done(c: &mut Counter, reports: &Receiver<Report>) {
    loop {
        let report = reports.recv_timeout(Duration::from_secs(20)).expect("a report");
        let done = matches!(report, Report::Done { .. });
        c.hear(report);
        if done {
            return;
        }
    }
}

#[test]
fn one_slip_carries_all_numbers_and_no_full_nik() {
    let folder = tempfile::tempdir().expect("a folder");
    let (c, sims, reports) = with_slips(folder.path());
    let mut c = receive(c);
    slip_done(&mut c, &reports);
    let slips = sims.levers().set(|s| s.slips.iter().map(|slip| slip.lines().join("\n")).collect::<Vec<_>>());
    assert_eq!(slips.len(), 1, "{slips:?}");
    for no in ["0001/KTP", "0002/KTP", "0003/KTP"] {
        assert!(slips[0].contains(no), "{}", slips[0]);
    }
    assert!(!slips[0].contains(ANISA.nik) && !slips[0].contains(DONI.nik));
    let code = sims.levers().set(|s| s.slips[0].code().map(str::to_owned)).expect("a code to scan");
    assert!(code.starts_with("LKT26-0001-"), "{code}");
}

/// The line of the printer says how wide its paper is, and the slip is laid out for it.
#[test]
fn a_narrow_printer_gets_a_narrow_slip_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("slips.txt");
    let mut sims = Simulators::new(folder.path(), SimLevers::new());
    let line = format!("file:{}?width=58", out.display()).parse().expect("a line");
    let printer = sims.resolve(Kind::SlipPrinter, &line).expect("a printer");
    let (tell, reports) = channel();
    let devices = Devices::start(vec![printer], move |report| drop(tell.send(report))).expect("a thread");
    let mut c = Counter::open().equipped(devices);
    c.sign_in("SC");
    let mut c = receive(c);
    slip_done(&mut c, &reports);
    let text = std::fs::read_to_string(&out).expect("printed");
    assert!(text.lines().all(|line| line.len() <= 32), "{text}");
    assert!(text.contains(&"=".repeat(32)) && text.contains("0003/KTP"), "{text}");
}

/// A line that names a sheet gets a page a slip, each in a file of its own.
#[test]
fn sheets_are_put_into_a_folder_a_page_a_slip() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("kertas");
    let mut sims = Simulators::new(folder.path(), SimLevers::new());
    let line = format!("file:{}?paper=a5", out.display()).parse().expect("a line");
    let printer = sims.resolve(Kind::SlipPrinter, &line).expect("a printer");
    let (tell, reports) = channel();
    let devices = Devices::start(vec![printer], move |report| drop(tell.send(report))).expect("a thread");
    let mut c = Counter::open().equipped(devices);
    c.sign_in("SC");
    let mut c = receive(c);
    slip_done(&mut c, &reports);
    c.keys("<F3>c<Right>").sees("Label berkas").keys("<F8>").sees("Sedang dicetak: Label berkas");
    slip_done(&mut c, &reports);
    c.sees("Sudah keluar: Label berkas");
    for name in ["slip-00001.pdf", "slip-00002.pdf"] {
        let page = std::fs::read(out.join(name)).expect("a page");
        assert!(page.starts_with(b"%PDF") && page.len() > 1000, "{name}");
    }
}

/// What was printed at one desk is a copy at every other, and after a restart.
#[test]
fn a_label_is_a_copy_whoever_printed_it_before() {
    let folder = tempfile::tempdir().expect("a folder");
    let (c, _sims, reports) = with_slips(folder.path());
    let mut c = receive(c);
    slip_done(&mut c, &reports);
    let mut other = c.another("LOKET-2");
    other.sign_in("SC").keys("<F3>c<Right>").sees("Label berkas").sees_not("SALINAN").keys("<Esc>");
    c.keys("<F3>c<Right>").sees("Label berkas").sees_not("SALINAN").keys("<F8>").wait(2_000);
    other.wait(2_000).keys("<F3>c<Right>").sees("Label berkas").sees("SALINAN");
    let mut c = c.kill_and_restart();
    c.sign_in("SC").keys("<F3>c<Right>").sees("Label berkas").sees("SALINAN").whole();
}

#[test]
fn a_slip_that_fails_undoes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut c, sims, reports) = with_slips(folder.path());
    sims.levers().set(|s| s.slip.once(Next::Fail(Fault::NotConfigured, Effect::NotStarted)));
    c.keys(&ANISA.form("hil", "123")).keys("<F8>").sees("0001 DITERIMA");
    slip_done(&mut c, &reports);
    c.sees("Tercatat; tanda terima gagal.").stands(1, Stage::Check);
    // It is shown at the check before it is printed again, and says that it is a copy.
    c.keys("<F3>c").sees("*** SALINAN ***").sees("TANDA TERIMA BERKAS").keys("<Right>").sees("Label berkas");
    c.keys("<Left><F8>");
    slip_done(&mut c, &reports);
    let slips = sims.levers().set(|s| s.slips.iter().map(|slip| slip.lines().join("\n")).collect::<Vec<_>>());
    assert!(slips.len() == 1 && slips[0].contains("0001/KTP") && slips[0].contains("SALINAN"), "{slips:?}");
    c.whole();
}
