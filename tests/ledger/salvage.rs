//! Saving what is left: every entry that verifies, byte for byte, and a ledger that works on. In the clear and encrypted.

use super::backups::{check_with, made};
use super::support::*;
use crate::faults::rig::Seed;
use loket::domain::command::Command;
use loket::domain::lineage::Gap;
use loket::domain::refusal::Refusal;
use loket::ledger::backup::Checked;
use loket::ledger::{Heir, Home, HomeKey, Ledger, LedgerError, Options, Saved, go_on, open, salvage, verify};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

type Entries = BTreeMap<u64, Vec<u8>>;

fn entries(home: &Home) -> Entries {
    let conn = raw(home);
    let mut select = conn.prepare("SELECT seq, entry FROM journal").unwrap();
    let rows = select.query_map([], |r| Ok((r.get::<_, i64>(0)? as u64, r.get(1)?))).unwrap();
    rows.map(|row| row.unwrap()).collect()
}

/// A ledger nobody has open, and its entries.
struct Case {
    dir: tempfile::TempDir,
    home: Home,
    sound: Entries,
}

impl Case {
    fn of(desk: Desk) -> Case {
        let Desk { dir, ledger, .. } = desk;
        let home = ledger.home().clone();
        drop(ledger);
        Case { sound: entries(&home), home, dir }
    }

    fn new() -> Case {
        Case::of(super::backups::desk().0)
    }

    fn encrypted() -> Case {
        let mut desk = Desk::keyed(None, Some(HomeKey::new(zeroize::Zeroizing::new([5; 32]))));
        for n in 1..=40 {
            desk.submit(n, "Siti Aminah", "08123456789");
        }
        Case::of(desk)
    }

    fn place(&self, name: &str) -> Home {
        Home::keyed(&self.dir.path().join(name), self.home.key().cloned())
    }

    fn save(&self, with: Option<&Checked>, to: &Home, seen: u64) -> Result<Saved, LedgerError> {
        salvage(&self.home, with.map(|c| &c.at), to, (seen, &mut |_, _| {}))
    }

    /// Everything in the home, with its bytes.
    fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let files = fs::read_dir(self.home.dir()).unwrap().map(|entry| entry.unwrap().path());
        files.filter(|path| path.is_file()).map(|path| (path.clone(), fs::read(path).unwrap())).collect()
    }
}

/// Does harm to the raw file.
fn harm(home: &Home, sql: &str) {
    let conn = raw(home);
    conn.execute_batch("DROP TRIGGER journal_no_delete; DROP TRIGGER journal_no_update;").unwrap();
    conn.execute_batch(sql).unwrap();
}

/// Goes on with what was saved, and works with it.
fn works(to: &Home, saved: &Saved) {
    let heir = Heir { last: (2026, 900), lost: saved.lost.clone() };
    match go_on(to, heir, &order(CLERK, 5_000_000), &Options::default()).unwrap() {
        // The entry that made the account is lost: nobody can go on without a backup.
        Err(Refusal::UnknownAccount)
            if !open(to.clone(), Options::default()).unwrap().office().rules.accounts.contains_key(&CLERK) =>
        {
            return;
        }
        went => went.unwrap(),
    };
    let whole = verify(to.clone(), &mut |_, _| {}).unwrap().unwrap();
    assert_eq!(whole.lost, saved.lost.iter().map(Gap::count).sum::<u64>());
    let mut ledger = open(to.clone(), Options::default()).unwrap();
    assert_eq!(ledger.office().desk.seq, saved.last + 1);
    let act = |ledger: &mut loket::ledger::SqliteLedger, command| {
        ledger.act(&command, &order(CLERK, 6_000_000), None).unwrap().unwrap()
    };
    let app = act(&mut ledger, submission(person(300, "Orang Baru", "08123456789"))).touched[0];
    assert_eq!(ledger.file(app).unwrap().unwrap().app.number.no, 901);
    if let Some(date) = ledger.office().desk.day {
        let state = ledger.day_state(date).unwrap().unwrap();
        if state.stocks.census.printing == 0 {
            let digests = [("csv".to_owned(), "00".to_owned())].into();
            let count = loket::domain::command::DayCount {
                digests,
                ..loket::domain::command::DayCount::agreeing(date, state.upto, &state.stocks)
            };
            act(&mut ledger, Command::CloseDay(count));
        }
    }
    assert!(verify(to.clone(), &mut |_, _| {}).unwrap().unwrap().entries > whole.entries);
    let before = super::chain::rows_of(&raw(to));
    ledger.rebuild("loket-1", &mut |_, _| {}).unwrap();
    assert_eq!(super::chain::rows_of(&raw(to)), before, "rebuilt rows are the rows");
}

#[test]
fn a_sound_ledger_is_saved_whole_and_is_not_touched() {
    for case in [Case::new(), Case::encrypted()] {
        let (to, before) = (case.place("selamat"), case.files());
        let saved = case.save(None, &to, 0).unwrap();
        let n = case.sound.len() as u64;
        assert_eq!((saved.entries, saved.last, saved.lost.len(), saved.tail, saved.unnamed), (n, n, 0, None, 0));
        assert_eq!(entries(&to), case.sound);
        assert_eq!(case.files(), before, "nothing is written, made or removed");
        assert!(!to.dir().join("ledger.damaged").exists(), "the image is gone");
        assert!(open(to.clone(), Options::default()).unwrap().is_copy(), "nobody works on it before it is its own");
        works(&to, &saved);
    }
}

#[test]
fn a_disk_that_is_not_to_be_written_is_read_all_the_same() {
    let case = Case::encrypted();
    let before = case.files();
    fs::set_permissions(case.home.dir(), fs::Permissions::from_mode(0o500)).unwrap();
    let saved = case.save(None, &case.place("selamat"), 0).unwrap();
    fs::set_permissions(case.home.dir(), fs::Permissions::from_mode(0o700)).unwrap();
    assert_eq!((saved.entries, case.files()), (case.sound.len() as u64, before));
}

#[test]
fn nothing_is_saved_beside_a_desk_that_writes_on() {
    let (desk, _) = super::backups::desk();
    let to = Home::at(&desk.dir.path().join("selamat"));
    let tried = salvage(&Home::at(&desk.home()), None, &to, (0, &mut |_, _| {}));
    assert_eq!(tried.unwrap_err().code(), "L-013");
}

#[test]
fn what_is_missing_is_named_and_the_rest_is_kept() {
    let case = Case::new();
    harm(&case.home, "DELETE FROM personal WHERE seq IN (8, 9, 13); DELETE FROM journal WHERE seq IN (8, 9, 13);");
    let damaged = case.files();
    let to = case.place("selamat");
    let seen = case.sound.len() as u64 + 5;
    let saved = case.save(None, &to, seen).unwrap();
    assert_eq!(saved.lost, [Gap { from: 8, to: 9 }, Gap { from: 13, to: 13 }]);
    assert_eq!(saved.tail, Some(Gap { from: seen - 4, to: seen }));
    let kept = entries(&to);
    assert_eq!(kept.len() as u64, saved.entries);
    assert!(kept.iter().all(|(seq, entry)| case.sound[seq] == *entry), "byte for byte");
    works(&to, &saved);
    assert_eq!(case.files(), damaged, "the damaged home is as it was");
}

#[test]
fn a_lost_receipt_is_named_by_its_number() {
    let (desk, _) = super::backups::desk();
    let submitted: Vec<u64> = (1..=desk.ledger.office().desk.seq)
        .filter(|seq| desk.ledger.entry(*seq).unwrap().unwrap().event.kind() == "application_submitted")
        .collect();
    let (second, case) = (submitted[1], Case::of(desk));
    harm(&case.home, &format!("DELETE FROM personal WHERE seq = {second}; DELETE FROM journal WHERE seq = {second};"));
    let to = case.place("selamat");
    let saved = case.save(None, &to, 0).unwrap();
    assert_eq!(saved.numbers, [(2026, 2, 2)]);
    works(&to, &saved);
}

#[test]
fn an_edited_entry_is_not_believed_though_its_hash_was_made_to_fit() {
    let case = Case::new();
    let edited = {
        let mut bytes = case.sound[&10].clone();
        let place = bytes.windows(7).position(|w| w == b"loket-1").unwrap();
        bytes[place] = b'L';
        bytes
    };
    let hash = loket::ledger::leaf(&edited);
    let conn = raw(&case.home);
    conn.execute_batch("DROP TRIGGER journal_no_update").unwrap();
    conn.execute("UPDATE journal SET entry = ?1, hash = ?2 WHERE seq = 10", rusqlite::params![edited, hash]).unwrap();
    drop(conn);
    let to = case.place("selamat");
    let saved = case.save(None, &to, 0).unwrap();
    assert_eq!(saved.lost, [Gap { from: 10, to: 10 }]);
    works(&to, &saved);
}

#[test]
fn a_backup_fills_the_holes() {
    let (mut desk, folder) = super::backups::desk();
    let backup = made(&desk, &folder, 0);
    desk.submit(80, "Sesudah Cadangan", "08123456789");
    let case = Case::of(desk);
    harm(&case.home, "DELETE FROM personal WHERE seq < 12; DELETE FROM journal WHERE seq IN (1, 2, 3, 8, 9);");
    let lost = case.save(None, &case.place("selamat"), 0).unwrap_err().code();
    assert_eq!(lost, "L-024", "without the first entry there is no office");
    let to = case.place("dua");
    let checked = check_with(&Home::at(&backup.path)).unwrap();
    let saved = case.save(Some(&checked), &to, 0).unwrap();
    assert_eq!((saved.lost.len(), saved.unnamed), (0, 0));
    assert_eq!(entries(&to), case.sound);
    works(&to, &saved);
    // Of a file in which nothing reads, a backup makes no salvage: it is restored.
    fs::write(case.home.ledger(), vec![7; 40_000]).unwrap();
    assert_eq!(case.save(Some(&checked), &case.place("tiga"), 0).unwrap_err().code(), "L-023");
}

#[test]
fn what_was_erased_does_not_come_back_with_a_backup() {
    let (mut desk, _) = super::access::a_year_later();
    let folder = desk.dir.path().join("stick");
    fs::create_dir(&folder).unwrap();
    let backup = made(&desk, &folder, 0);
    let order_of = desk.done(Command::OrderErasure { before: day(3) }).entries[0].seq;
    let mut after = loket::domain::id::AppId(0);
    while let Some(on) = desk.ledger.erase_ended(day(3), after, "loket-1").unwrap() {
        after = on;
    }
    desk.done(Command::FinishErasure { order: order_of });
    let erased = desk.verified().erased;
    assert!(erased > 0);
    let case = Case::of(desk);
    let to = case.place("selamat");
    let checked = check_with(&Home::at(&backup.path)).unwrap();
    let saved = case.save(Some(&checked), &to, 0).unwrap();
    assert_eq!((saved.lost.len(), saved.unnamed), (0, erased));
    go_on(&to, Heir { last: (2026, 900), lost: Vec::new() }, &order(CLERK, 0), &Options::default()).unwrap().unwrap();
    assert_eq!(verify(to, &mut |_, _| {}).unwrap().unwrap().erased, erased);
}

#[test]
fn another_key_saves_nothing_and_says_so() {
    let case = Case::encrypted();
    let wrong = Home::keyed(case.home.dir(), Some(HomeKey::new(zeroize::Zeroizing::new([6; 32]))));
    let before = case.files();
    let tried = salvage(&wrong, None, &case.place("selamat"), (0, &mut |_, _| {}));
    assert_eq!(tried.unwrap_err().code(), "L-009");
    assert_eq!(case.files(), before);
}

/// Which pages of a sound file each entry lies in: its leaf and what follows from it, by the engine's own statistics.
fn pages_of(home: &Home) -> BTreeMap<u64, BTreeSet<u64>> {
    let conn = raw(home);
    let sql =
        "SELECT path, pageno, pagetype FROM dbstat WHERE name = 'journal' AND pagetype != 'internal' ORDER BY path";
    let mut select = conn.prepare(sql).unwrap();
    let rows =
        select.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, i64>(1)? as u64, r.get::<_, String>(2)?)));
    let rows: Vec<_> = rows.unwrap().map(Result::unwrap).collect();
    let cells = |leaf: u64| -> Vec<u64> {
        // The order of the rows is that of the leaves, and each tells how many it has.
        let sql = "SELECT ncell FROM dbstat WHERE pageno = ?1";
        let n: i64 = conn.query_row(sql, [leaf as i64], |r| r.get(0)).unwrap();
        vec![0; n as usize]
    };
    let mut found: BTreeMap<u64, BTreeSet<u64>> = BTreeMap::new();
    let (mut next, mut first_of) = (1, BTreeMap::new());
    for (path, page, kind) in &rows {
        if kind == "leaf" {
            first_of.insert(path.clone(), next);
            for _ in cells(*page) {
                found.entry(next).or_default().insert(*page);
                next += 1;
            }
        }
    }
    for (path, page, _) in rows.iter().filter(|(_, _, kind)| kind == "overflow") {
        let (cell, _) = path.split_once('+').unwrap();
        let (leaf, place) = cell.rsplit_once('/').unwrap();
        let seq = first_of[&format!("{leaf}/")] + u64::from_str_radix(place, 16).unwrap();
        found.entry(seq).or_default().insert(*page);
    }
    found
}

/// Pages of a sound file that differ from a harmed one, from 1.
fn harmed_pages(sound: &[u8], harmed: &[u8]) -> BTreeSet<u64> {
    let page = |bytes: &[u8], n: usize| bytes.get(n * 4096..(n + 1) * 4096).map(<[u8]>::to_vec);
    (0..sound.len() / 4096).filter(|n| page(sound, *n) != page(harmed, *n)).map(|n| n as u64 + 1).collect()
}

fn flipped(bytes: &[u8], seed: &mut Seed) -> Vec<u8> {
    let mut harmed = bytes.to_vec();
    for _ in 0..1 + seed.below(6) {
        let (place, len) = (seed.below(harmed.len()), 1 + seed.below(600));
        let end = (place + len).min(harmed.len());
        harmed[place..end].iter_mut().for_each(|byte| *byte ^= 0x5a);
    }
    if seed.once_in(4) {
        harmed.truncate(4096 * (1 + seed.below(bytes.len() / 4096)));
    }
    harmed
}

#[test]
fn whatever_is_flipped_every_entry_on_a_sound_page_is_saved_and_nothing_untrue() {
    let mut seed = Seed::printed("salvage");
    let (mut saved_all, mut lost_all, mut refused) = (0, 0, 0);
    for case in [Case::new(), Case::encrypted()] {
        let path = case.home.ledger();
        let (bytes, pages) = (fs::read(&path).unwrap(), pages_of(&case.home));
        assert_eq!(pages.len(), case.sound.len());
        for n in 0..crate::cases(12) {
            let harmed = flipped(&bytes, &mut seed);
            fs::write(&path, &harmed).unwrap();
            let (before, wrong) = (case.files(), harmed_pages(&bytes, &harmed));
            let must: BTreeSet<u64> =
                pages.iter().filter(|(_, pages)| pages.is_disjoint(&wrong)).map(|(seq, _)| *seq).collect();
            // Without its salt no page of an encrypted file opens.
            let salt = case.home.key().is_some() && bytes[..16] != harmed[..16];
            let to = case.place(&format!("hasil-{n}"));
            match case.save(None, &to, case.sound.len() as u64) {
                Ok(saved) => {
                    let kept = entries(&to);
                    assert!(kept.iter().all(|(seq, entry)| case.sound.get(seq) == Some(entry)), "case {n}");
                    let missed: Vec<_> = must.iter().filter(|seq| !kept.contains_key(seq)).collect();
                    assert!(missed.is_empty(), "case {n}: {missed:?} of {wrong:?} not saved");
                    works(&to, &saved);
                    saved_all += kept.len();
                    lost_all += case.sound.len() - kept.len();
                }
                Err(error) => {
                    assert!(salt || !must.contains(&1), "case {n}: {error} though only {wrong:?} are damaged");
                    refused += 1;
                }
            }
            assert_eq!(case.files(), before, "case {n} changed the damaged home");
        }
    }
    println!("salvage: saved={saved_all} lost={lost_all} refused={refused}");
    assert!(saved_all > 0 && lost_all > 0);
}

#[test]
fn what_lies_under_a_damaged_inner_page_or_schema_is_found_page_by_page() {
    for case in [Case::new(), Case::encrypted()] {
        let path = case.home.ledger();
        let (bytes, pages) = (fs::read(&path).unwrap(), pages_of(&case.home));
        let conn = raw(&case.home);
        let mut select =
            conn.prepare("SELECT name, pageno FROM dbstat WHERE name IN ('journal', 'sqlite_schema')").unwrap();
        let rows = select.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, i64>(1)? as u64))).unwrap();
        let all: Vec<_> = rows.map(Result::unwrap).collect();
        drop(select);
        drop(conn);
        let leaves: BTreeSet<u64> = pages.values().flatten().copied().collect();
        let inner: Vec<u64> = all.into_iter().map(|(_, page)| page).filter(|page| !leaves.contains(page)).collect();
        assert!(inner.contains(&1) && inner.len() > 2, "{inner:?}");
        for page in inner {
            let mut harmed = bytes.clone();
            let at = (page as usize - 1) * 4096;
            harmed[at + 100..at + 4000].fill(0x77);
            fs::write(&path, &harmed).unwrap();
            let to = case.place(&format!("tanpa-{page}"));
            let saved = case.save(None, &to, 0).unwrap_or_else(|error| panic!("page {page}: {error}"));
            assert_eq!((saved.lost.len(), saved.unnamed), (0, 0), "page {page}");
            assert_eq!(entries(&to), case.sound, "page {page}");
            works(&to, &saved);
        }
    }
}
