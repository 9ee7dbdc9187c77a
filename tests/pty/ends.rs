//! Every way the program ends: killed in mid-print, told to end, hung up; nothing typed or printed is lost.

use super::{DEADLINE, Seat, User};
use rustix::process::Signal;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

#[test]
fn a_demo_says_that_it_is_one() {
    let user = User::new();
    let mut seat = user.start(&["demo"]);
    seat.sees("SIMULASI").sees("F2 Penerimaan").keys("<F6>").sees("Buku agenda").sees("SIMULASI");
    seat.keys("<Ctrl+T>").sees("F2 Intake").keys("<Ctrl+Q>").sees("Yes, leave").keys("1");
    assert_eq!(seat.ended().code(), Some(0));
    seat.given_back();
}

#[test]
fn killed_in_mid_print_it_asks_what_came_out() {
    let user = User::new();
    let mut seat = user.start(&["demo"]);
    at_print(&mut seat);
    // The simulated printer takes its time; the process is killed while it works.
    seat.keys("1<F8>").sees("cek 2").signal(Signal::KILL).ended();
    let mut seat = user.start(&["demo"]);
    seat.sees("terputus pukul").sees("Loket tidak tahu apakah kartu keluar").sees("cek 2");
    seat.keys("2").sees("Cacat karena apa?").keys("2<F8>").sees("kartu macet").sees("cek 1");
    seat.keys("<Ctrl+Q>").sees("Ya, keluar").keys("1");
    assert_eq!(seat.ended().code(), Some(0));
}

/// The demo's own card service ends with it, however it ends.
#[test]
fn killed_it_leaves_no_card_service_behind() {
    if !crate::device::chip::rig::runs_here() {
        return;
    }
    for signal in [Signal::KILL, Signal::TERM] {
        let user = User::new();
        let mut seat = user.start(&["demo"]);
        seat.sees("SIMULASI");
        let services = || started_below(user.path()).into_iter().filter(|line| line.contains("pcscd")).count();
        assert_ne!(services(), 0, "the demo runs one");
        seat.signal(signal).ended();
        let end = Instant::now() + DEADLINE;
        while services() > 0 {
            assert!(Instant::now() < end, "{:?}", started_below(user.path()));
            thread::sleep(Duration::from_millis(20));
        }
    }
}

/// Command lines of processes that name a folder.
fn started_below(folder: &Path) -> Vec<String> {
    let folder = folder.display().to_string();
    let processes = std::fs::read_dir("/proc").expect("processes").flatten();
    // A process may be gone before it is read.
    let lines = processes.filter_map(|p| std::fs::read(p.path().join("cmdline")).ok());
    let lines = lines.map(|line| String::from_utf8_lossy(&line).replace('\0', " "));
    lines.filter(|line| line.contains(&folder)).collect()
}

/// A new application of the demo up to the question before printing.
fn at_print(seat: &mut Seat) {
    seat.sees("SIMULASI").keys("<F2>").sees("Permohonan baru");
    seat.keys("1374015708909012ANISA RAHMI<Tab><Tab>hil<Enter>081266009001<Enter>11123<Ctrl+O>");
    seat.sees("Berkas bersyarat belum diputuskan").keys("1").sees("DITERIMA, LENGKAP");
    seat.keys("<F4>").sees("Antrean").keys("/anisa rahmi<Enter>").sees("NIK 1374 0157 0890 9012");
    seat.keys("prr<Enter>9012<F8>").sees("Mulai tes").keys("<F8>").sees("Cocokkan dengan KK");
}

#[test]
fn told_to_end_it_keeps_the_draft_and_gives_the_terminal_back() {
    for signal in [Signal::TERM, Signal::HUP] {
        let user = User::new();
        let mut seat = user.start(&["demo"]);
        seat.sees("SIMULASI").keys("<F2>").sees("Permohonan baru").keys("1374015708909012ANISA RAH").sees("ANISA RAH");
        assert_eq!(seat.signal(signal).ended().code(), Some(0));
        seat.given_back();
        let mut seat = user.start(&["demo"]);
        seat.sees("1374 0157 0890 9012").sees("ANISA RAH").keys("MI").sees("ANISA RAHMI");
    }
}

#[test]
fn hung_up_it_leaves_a_whole_ledger() {
    let user = User::new();
    let mut seat = user.start(&["demo"]);
    seat.sees("SIMULASI").keys("<F2>").sees("Permohonan baru").keys("1374015708909012MARNI").sees("MARNI");
    seat.signal(Signal::HUP);
    seat.ended();
    let (status, said) = user.run(&["ledger", "verify"], "");
    assert_eq!(status.code(), Some(0), "{said}");
}
