//! Backups from the counter: made at the close beside the work, asked for by the Kasi, and a desk that stops on damage.

use super::{ANISA, Counter};
use loket::desk::input::Input;
use loket::desk::{Care, Keeper, Kept, clock::Clock};
use loket::ledger::backup::{Keep, found};
use loket::ledger::{Home, Ledger as _};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// The desk with somebody who looks after its ledger; what he says waits to be heard.
fn looked_after(c: &mut Counter) -> (PathBuf, Receiver<Input>) {
    let folder = c.export_folder().with_file_name("stick");
    std::fs::create_dir_all(&folder).expect("a folder");
    let home = Home::at(&c.ledger_home());
    let care = Care { home, folder: Some(folder.clone()), keep: Keep::default(), witness: None };
    let (said, heard) = channel();
    let keeper = Keeper::start(care, Clock::new(7 * 3600), move |input| drop(said.send(input))).expect("a keeper");
    c.looks_after(keeper);
    (folder, heard)
}

/// Hears the keeper out until a backup was made or not.
fn hear_out(c: &mut Counter, heard: &Receiver<Input>) {
    loop {
        let input = heard.recv_timeout(Duration::from_secs(60)).expect("news");
        let last = matches!(input, Input::Kept(Kept::Made(_)));
        c.hear_any(input);
        if last {
            return;
        }
    }
}

#[test]
fn the_close_of_a_day_makes_a_backup_beside_the_work() {
    let mut c = Counter::open();
    let (folder, heard) = looked_after(&mut c);
    c.received_to_operator(&ANISA, 1).keys("<F6><F8>50<Enter>0<F8>2<F8>").sees("Hari sudah ditutup");
    hear_out(&mut c, &heard);
    c.sees("Cadangan utuh dan sudah diperiksa");
    let made = found(&folder, c.ledger().id()).expect("the folder");
    assert_eq!(made.len(), 1);
    assert_eq!(made[0].manifest.entries, c.office().desk.seq);
    c.keys("<Esc><Ctrl+G>/cadangan").sees("Cadangan terakhir").sees("lalu");
}

#[test]
fn the_kasi_asks_for_a_backup_and_a_missing_stick_holds_nothing_up() {
    let mut c = Counter::open();
    let (folder, heard) = looked_after(&mut c);
    c.keys("<Ctrl+G>/cadangan").sees("belum ada; Enter membuatnya").keys("<Enter>");
    hear_out(&mut c, &heard);
    c.sees("Cadangan utuh");
    std::fs::remove_dir_all(&folder).expect("unplugged");
    c.keys("<Enter>");
    hear_out(&mut c, &heard);
    c.sees("B-001").sees("gagal [B-001]");
    // A warning freezes nothing.
    c.keys("<Esc><F2>").keys(&ANISA.form("hil", "123")).keys("<F8>").sees("0001");
}

#[test]
fn a_damaged_book_stops_the_desk_and_says_what_is_safe() {
    let mut c = Counter::open();
    let (_folder, heard) = looked_after(&mut c);
    c.received_to_operator(&ANISA, 1).keys("<Ctrl+G>/cadangan<Enter>");
    hear_out(&mut c, &heard);
    let entries = c.office().desk.seq;
    let damage = loket::desk::keeping::Damage { seq: 7, code: "V-005".into() };
    c.hear_any(Input::Kept(Kept::Damaged(damage)));
    c.sees("BUKU RUSAK di catatan 7").sees("1 sampai 6 utuh").sees("loket ledger salvage").keys("<Esc>").wait(5_000);
    c.keys("<Esc><Esc><F2>1374010203859021DONI SAPUTRA<Tab><Tab>hil<Enter>081266009002<Enter>11123<F8>");
    assert_eq!(c.office().desk.seq, entries, "nothing is taken any more");
}
