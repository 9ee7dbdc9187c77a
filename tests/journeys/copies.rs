//! Backups from the counter: made at the close beside the work, asked for by the Kasi, and a desk that stops on damage.

use super::{ANISA, Counter};
use loket::desk::input::Input;
use loket::desk::keeping::{Damage, Keeping, still_the_same, witness};
use loket::desk::{Care, Keeper, Kept, clock::Clock};
use loket::ledger::backup::{Keep, found};
use loket::ledger::{Home, Ledger as _, Seen, seen};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// The desk with somebody who looks after its ledger; what he says waits to be heard.
fn looked_after(c: &mut Counter) -> (PathBuf, Receiver<Input>) {
    let folder = c.export_folder().with_file_name("stick");
    std::fs::create_dir_all(&folder).expect("a folder");
    let home = Home::at(&c.ledger_home());
    let care = Care {
        home,
        folder: Some(folder.clone()),
        keep: Keep::default(),
        witness: None,
        every: Duration::from_secs(3_600),
    };
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
    c.keys("<Ctrl+G>/terakhir").sees("belum ada; Enter membuatnya").keys("<Enter>");
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
    c.received_to_operator(&ANISA, 1).keys("<Ctrl+G>/terakhir<Enter>");
    hear_out(&mut c, &heard);
    let entries = c.office().desk.seq;
    let damage = Damage { seq: 7, code: "V-005".into() };
    c.hear_any(Input::Kept(Kept::Damaged(damage)));
    c.sees("BUKU RUSAK di catatan 7").sees("1 sampai 6 utuh").sees("loket ledger salvage").keys("<Esc>").wait(5_000);
    c.keys("<Esc><Esc><F2>1374010203859021DONI SAPUTRA<Tab><Tab>hil<Enter>081266009002<Enter>11123<F8>");
    assert_eq!(c.office().desk.seq, entries, "nothing is taken any more");
}

/// Waits until the keeper says something of a kind.
fn wait_for<T>(heard: &Receiver<Input>, wanted: impl Fn(&Kept) -> Option<T>) -> T {
    loop {
        let Input::Kept(kept) = heard.recv_timeout(Duration::from_secs(60)).expect("news") else { continue };
        if let Some(found) = wanted(&kept) {
            return found;
        }
    }
}

#[test]
fn a_keeper_remembers_the_end_follows_the_chain_and_makes_up_for_a_close() {
    let mut c = Counter::open();
    c.received_to_operator(&ANISA, 1).keys("<F6><F8>50<Enter>0<F8>2<F8>").sees("Hari sudah ditutup");
    let home = Home::at(&c.ledger_home());
    let (stick, elsewhere) =
        (c.export_folder().with_file_name("stick"), c.export_folder().with_file_name("saksi.json"));
    let care = Care {
        home: home.clone(),
        folder: Some(stick.clone()),
        keep: Keep::default(),
        witness: Some(elsewhere.clone()),
        every: Duration::from_millis(20),
    };
    let (said, heard) = channel();
    let _keeper = Keeper::start(care, Clock::new(7 * 3600), move |input| drop(said.send(input))).expect("a keeper");
    let round = |kept: &Kept| matches!(kept, Kept::State(state) if state.round_ms.is_some()).then_some(());
    wait_for(&heard, round);
    let end = seen(&home).expect("the end");
    assert_eq!(witness(&elsewhere).expect("a witness"), Some(end.clone()));
    assert_eq!(Keeping::load(home.dir()).seen, Some(end));
    // The stick comes late: the closed day is made up for without a word from anybody.
    std::fs::create_dir(&stick).expect("plugged in");
    let made = wait_for(&heard, |kept| match kept {
        Kept::Made(made) => Some(*made.as_ref().expect("a backup")),
        _ => None,
    });
    assert_eq!(made, c.office().desk.seq);

    // Damage where nobody looks is found, and no desk starts again before it is dealt with.
    let raw = rusqlite::Connection::open(home.ledger()).expect("the file");
    raw.execute_batch("DROP TRIGGER journal_no_update; UPDATE journal SET hash = zeroblob(32) WHERE seq = 5;")
        .expect("harm");
    drop(raw);
    let damage = wait_for(&heard, |kept| match kept {
        Kept::Damaged(damage) => Some(damage.clone()),
        _ => None,
    });
    assert_eq!((damage.seq, damage.code.as_str()), (5, "V-005"));
    assert_eq!(still_the_same(&home, None).expect_err("damaged").code(), "L-024");
}

#[test]
fn an_older_book_put_back_is_named_by_what_was_seen_here_or_elsewhere() {
    let mut c = Counter::open();
    c.received_to_operator(&ANISA, 1);
    let (home, elsewhere) = (Home::at(&c.ledger_home()), c.export_folder().with_file_name("saksi.json"));
    still_the_same(&home, Some(&elsewhere)).expect("nothing was seen yet");
    let end = seen(&home).expect("the end");
    let later = Seen { seq: end.seq + 9, ..end.clone() };
    let write = |seen: &Seen| std::fs::write(&elsewhere, serde_json::to_vec(seen).expect("text")).expect("written");
    write(&end);
    still_the_same(&home, Some(&elsewhere)).expect("the same");
    write(&later);
    assert_eq!(still_the_same(&home, Some(&elsewhere)).expect_err("older").code(), "L-026");
    let mut other = end.clone();
    other.head.0[0] ^= 1;
    write(&other);
    assert_eq!(still_the_same(&home, Some(&elsewhere)).expect_err("rewritten").code(), "L-025");
    std::fs::write(&elsewhere, "not a witness").expect("written");
    still_the_same(&home, Some(&elsewhere)).expect("a witness that does not read says nothing");
    Keeping { seen: Some(later), ..Keeping::default() }.store(home.dir()).expect("stored");
    assert_eq!(still_the_same(&home, None).expect_err("older").code(), "L-026");
}
