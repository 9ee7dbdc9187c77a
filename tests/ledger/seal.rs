//! Seals: what a close is sealed with, and that a journal rewritten in whatever way no longer bears its seals.
//!
//! The forger here holds the file and knows the program: entries are taken apart, changed and chained anew, and the
//! rows are made to fit. Who holds the private key too is found only by a seal that left the office.

use super::support::*;
use loket::desk::proof;
use loket::domain::command::{Command, DayCount};
use loket::domain::counts::{Counted, Counts};
use loket::domain::event::{BlanksMoved, DayClosed, Event, SealKeyAdopted};
use loket::domain::personal::Personal;
use loket::domain::seal::proof::{Shown, Verdict};
use loket::domain::seal::{Hex, Seal, SealKey};
use loket::domain::terms::BlankMove;
use loket::ledger::{
    Entry, FaultKind, Ledger, MIGRATIONS, NO_HASH, Options, Tree, leaf, open, personal_body, personal_digest, signed,
    verify,
};
use rusqlite::Connection;
use std::path::Path;

impl Desk {
    /// Closes a day as a desk does: the key in force, the book's end, the seal.
    pub fn sealed(&mut self, date: chrono::NaiveDate, change: impl FnOnce(&mut Counts)) -> Seal {
        let key = self.ledger.seal_key("loket-1").unwrap();
        if self.ledger.office().desk.seal_key != Some(key) {
            self.done(Command::AdoptSealKey { key });
        }
        let state = self.ledger.day_state(date).unwrap().unwrap();
        let mut count = DayCount::agreeing(date, state.upto, &state.stocks);
        change(&mut count.counts);
        count.sealing = self.ledger.seal(date, state.upto, &count.counts).unwrap();
        let seal = count.sealing.as_ref().expect("there is a key").seal.clone();
        self.done(Command::CloseDay(count));
        seal
    }
}

/// Two days, both sealed; the second one with a blank too few.
pub fn two_days() -> (Desk, [Seal; 2]) {
    let mut desk = Desk::new();
    let a = desk.submit(1, "Siti Aminah", "08123456789");
    desk.finish(a);
    desk.done(Command::NoteSignIn { failures: 0 });
    let first = desk.sealed(day(2), |_| ());
    desk.done(Command::OpenDay { date: day(3) });
    desk.submit(2, "Budi Santoso", "08123456780");
    let second = desk.sealed(day(3), |counts| {
        counts.blanks -= 1;
        counts.why.insert(Counted::Blanks, note("satu robek, BA 7"));
    });
    (desk, [first, second])
}

/// An entry taken apart, with the salt and the block beside it.
pub struct Row {
    pub entry: Entry,
    pub personal: Option<(Vec<u8>, Personal)>,
}

/// Whoever holds the file: every entry may be changed, moved or left out, then all is chained anew and the rows are
/// rebuilt by the program itself.
pub fn forge(home: &Path, change: impl FnOnce(&mut Vec<Row>)) {
    let raw = Connection::open(home.join("ledger.db")).unwrap();
    raw.execute_batch(
        "PRAGMA foreign_keys = OFF; DROP TRIGGER journal_no_update; DROP TRIGGER journal_no_delete;
         DROP TRIGGER journal_in_order; DROP TRIGGER personal_no_update;",
    )
    .unwrap();
    let mut all = taken_apart(&raw);
    change(&mut all);
    raw.execute_batch("DELETE FROM journal; DELETE FROM personal;").unwrap();
    let mut prev = NO_HASH;
    for (seq, row) in (1u64..).zip(all) {
        let mut entry = row.entry;
        let block = row.personal.map(|(salt, personal)| (salt, personal_body(&personal)));
        entry.personal = block.as_ref().map(|(salt, body)| personal_digest(salt, body));
        (entry.seq, entry.prev) = (seq, prev);
        let bytes = entry.encode().unwrap();
        prev = leaf(&bytes);
        raw.execute("INSERT INTO journal VALUES (?1, ?2, ?3)", (seq as i64, &bytes, prev)).unwrap();
        if let Some((salt, body)) = block {
            raw.execute("INSERT INTO personal VALUES (?1, ?2, ?3)", (seq as i64, salt, body)).unwrap();
        }
    }
    // Enough of the rows by hand that the program opens it.
    let last: i64 = raw.query_row("SELECT max(seq) FROM journal", [], |r| r.get(0)).unwrap();
    let fit = "UPDATE office SET doc = CAST(json_set(CAST(doc AS TEXT), '$.seq', ?1) AS BLOB) WHERE part = 'desk'";
    raw.execute(fit, [last]).unwrap();
    let schema = MIGRATIONS[0];
    for name in ["journal_no_update", "journal_no_delete", "journal_in_order", "personal_no_update"] {
        let from = schema.find(&format!("CREATE TRIGGER {name}")).unwrap();
        let end = schema[from..].find("END;").unwrap();
        raw.execute_batch(&schema[from..from + end + 4]).unwrap();
    }
    drop(raw);
    let mut ledger = open(home, Options::default()).unwrap();
    ledger.rebuild("loket-1", &mut |_, _| {}).unwrap();
    assert_eq!(ledger.info().unwrap().head, prev);
}

fn taken_apart(raw: &Connection) -> Vec<Row> {
    let sql = "SELECT j.entry, p.salt, p.body FROM journal j LEFT JOIN personal p ON p.seq = j.seq ORDER BY j.seq";
    let mut select = raw.prepare(sql).unwrap();
    let rows = select.query_map([], |r| {
        let (salt, body): (Option<Vec<u8>>, Option<Vec<u8>>) = (r.get(1)?, r.get(2)?);
        let personal = salt.zip(body).map(|(salt, body)| (salt, serde_json::from_slice(&body).unwrap()));
        Ok(Row { entry: Entry::decode(&r.get::<_, Vec<u8>>(0)?).unwrap(), personal })
    });
    rows.unwrap().map(Result::unwrap).collect()
}

fn place(all: &[Row], wanted: fn(&Event) -> bool) -> usize {
    all.iter().position(|row| wanted(&row.entry.event)).expect("an entry of that kind")
}

fn close(all: &mut [Row], n: usize) -> &mut DayClosed {
    let mut closes = all.iter_mut().filter_map(|row| match &mut row.entry.event {
        Event::DayClosed(closed) => Some(closed),
        _ => None,
    });
    closes.nth(n).expect("so many closes")
}

/// The forger who holds the private key as well: changes a journal and seals every close anew.
pub fn forge_and_seal(home: &Path, change: impl FnOnce(&mut Vec<Row>)) {
    let raw = Connection::open(home.join("ledger.db")).unwrap();
    let seed: Vec<u8> = raw.query_row("SELECT value FROM secret WHERE name = 'seal'", [], |r| r.get(0)).unwrap();
    drop(raw);
    let pair = ring::signature::Ed25519KeyPair::from_seed_unchecked(&seed).unwrap();
    forge(home, |all| {
        change(all);
        let (mut tree, mut prev, mut roots) = (Tree::default(), NO_HASH, vec![NO_HASH]);
        for (seq, row) in (1u64..).zip(all.iter_mut()) {
            let entry = &mut row.entry;
            if let Event::DayClosed(closed) = &mut entry.event
                && let Some(mut seal) = Seal::of(entry.ledger, closed)
            {
                seal.checkpoint.size = closed.upto;
                seal.checkpoint.root = Hex(roots[closed.upto as usize]);
                let signature = pair.sign(seal.checkpoint.text().as_bytes());
                seal.signature = Hex(signature.as_ref().try_into().unwrap());
                closed.seal = Some(seal.mark());
            }
            let block = row.personal.as_ref().map(|(salt, body)| personal_digest(salt, &personal_body(body)));
            (entry.seq, entry.prev, entry.personal) = (seq, prev, block);
            prev = leaf(&entry.encode().unwrap());
            tree.push(prev);
            roots.push(tree.root());
        }
    });
}

#[test]
fn a_close_is_sealed_over_all_before_it_and_verifies() {
    let (desk, [first, second]) = two_days();
    assert_eq!((first.number(), second.number()), (1, 2));
    let verified = desk.verified();
    assert_eq!((verified.days, verified.seals), (2, 2));
    let key: SealKey = desk.ledger.office().desk.seal_key.expect("adopted");
    assert!(signed(&first, &key) && signed(&second, &key));
    let other = Hex([9; 32]);
    assert!(!signed(&first, &other), "another key");
    let mut bent = second.clone();
    bent.checkpoint.blanks += 1;
    assert!(!signed(&bent, &key), "another count");
    assert!(second.checkpoint.reasons.is_some() && first.checkpoint.reasons.is_none());
    let kept = desk.ledger.close(2).unwrap().expect("the second close");
    assert_eq!((kept.date, kept.seal.as_ref(), kept.key), (day(3), Some(&second), Some(key)));
    assert_eq!(Hex(kept.root), second.checkpoint.root, "from the tree kept at the close");
    assert!(desk.ledger.close(3).unwrap().is_none());
    // The root by the definition, from the raw journal.
    let raw = Connection::open(desk.home().join("ledger.db")).unwrap();
    let mut tree = Tree::default();
    for seq in 1..=second.size() {
        let entry: Vec<u8> =
            raw.query_row("SELECT entry FROM journal WHERE seq = ?1", [seq as i64], |r| r.get(0)).unwrap();
        tree.push(leaf(&entry));
    }
    assert_eq!(Hex(tree.root()), second.checkpoint.root);
}

#[test]
fn a_day_left_open_is_sealed_at_its_own_end() {
    let mut desk = Desk::new();
    desk.submit(1, "Siti Aminah", "08123456789");
    let end = desk.ledger.office().desk.seq;
    desk.done(Command::OpenDay { date: day(3) });
    desk.submit(2, "Budi Santoso", "08123456780");
    let (first, second) = (desk.sealed(day(2), |_| ()), desk.sealed(day(3), |_| ()));
    assert_eq!(first.size(), end, "the key adopted under the next day is not in it");
    assert!(second.size() > end);
    desk.verified();
}

#[test]
fn a_rebuild_and_an_erasure_leave_the_seals_whole() {
    let (mut desk, seals) = two_days();
    let key = desk.ledger.seal_key("loket-1").unwrap();
    let seqs: Vec<u64> = (1..=desk.ledger.office().desk.seq).collect();
    assert!(desk.ledger.erase(&seqs, "loket-1").unwrap() > 0);
    desk.ledger.rebuild("loket-1", &mut |_, _| {}).unwrap();
    assert_eq!(desk.verified().seals, 2);
    assert_eq!(desk.ledger.seal_key("loket-1").unwrap(), key, "the private key stays");
    for (number, seal) in (1..).zip(&seals) {
        assert_eq!(desk.ledger.close(number).unwrap().unwrap().seal.as_ref(), Some(seal));
    }
}

#[test]
fn a_close_without_the_right_seal_is_refused() {
    let (mut desk, _) = two_days();
    desk.done(Command::OpenDay { date: day(4) });
    let state = desk.ledger.day_state(day(4)).unwrap().unwrap();
    let count = DayCount::agreeing(day(4), state.upto, &state.stocks);
    let moved = loket::domain::refusal::Refusal::BookMovedOn;
    assert_eq!(desk.act(Command::CloseDay(count.clone())).unwrap_err(), moved, "without one");
    let sealing = desk.ledger.seal(day(4), state.upto, &count.counts).unwrap();
    let mut other = count.clone();
    other.counts.shelf += 1;
    other.counts.why.insert(Counted::Shelf, note("dua titipan"));
    other.sealing.clone_from(&sealing);
    assert_eq!(desk.act(Command::CloseDay(other)).unwrap_err(), moved, "with that of other counts");
    desk.done(Command::CloseDay(DayCount { sealing, ..count }));
    desk.verified();
}

fn came(event: &Event) -> bool {
    matches!(event, Event::BlanksMoved(_))
}

fn signed_in(event: &Event) -> bool {
    matches!(event, Event::StaffSignedIn(_))
}

fn adopted(event: &Event) -> bool {
    matches!(event, Event::SealKeyAdopted(_))
}

#[test]
fn whatever_is_rewritten_under_a_seal_is_found_and_named() {
    type Change = fn(&mut Vec<Row>);
    let cases: &[(&str, FaultKind, Change)] = &[
        ("an entry changed", FaultKind::SealRoot, |all| {
            let at = place(all, came);
            all[at].entry.event = BlanksMoved { how: BlankMove::Received, n: 600 }.into();
        }),
        ("an entry left out", FaultKind::SealRoot, |all| {
            let at = place(all, signed_in);
            all.remove(at);
            close(all, 0).upto -= 1;
            close(all, 1).upto -= 1;
        }),
        ("two entries swapped", FaultKind::SealRoot, |all| {
            let at = place(all, signed_in);
            assert!(adopted(&all[at + 1].entry.event));
            all.swap(at, at + 1);
        }),
        ("an entry replayed", FaultKind::SealRoot, |all| {
            let (at, personal) = (place(all, signed_in), all[place(all, came)].personal.clone());
            let entry = all[place(all, came)].entry.clone();
            all.insert(at, Row { entry, personal });
        }),
        ("a personal block", FaultKind::SealRoot, |all| {
            let at = place(all, |e| matches!(e, Event::ApplicationSubmitted(_)));
            all[at].personal.as_mut().unwrap().1.person.as_mut().unwrap().nik = Some(nik(77));
        }),
        ("blanks counted otherwise", FaultKind::SealSignature, |all| close(all, 0).counted_blanks += 1),
        ("the day it was", FaultKind::SealSignature, |all| {
            let seal = close(all, 0).seal.as_mut().unwrap();
            seal.signature.0[0] ^= 1;
        }),
        ("the number of a seal", FaultKind::SealNumber, |all| close(all, 1).seal.as_mut().unwrap().number = 3),
        ("no seal at all", FaultKind::SealMissing, |all| close(all, 1).seal = None),
        ("a key nobody adopted", FaultKind::SealKey, |all| close(all, 1).seal.as_mut().unwrap().key = Hex([9; 4])),
        ("another key adopted", FaultKind::SealKey, |all| {
            let at = place(all, adopted);
            all[at].entry.event = SealKeyAdopted { key: Hex([9; 32]) }.into();
        }),
        ("the seal of the day before", FaultKind::SealNumber, |all| close(all, 1).seal = close(all, 0).seal.clone()),
        ("the reason given", FaultKind::SealReasons, |all| {
            let mut reasons = all.iter_mut().filter_map(|row| row.personal.as_mut()?.1.reasons.as_mut());
            reasons.next().unwrap().why.insert(Counted::Blanks, note("dipinjam camat"));
        }),
    ];
    for (what, kind, change) in cases {
        let (desk, _) = two_days();
        forge(&desk.home(), change);
        let Err(found) = verify(&desk.home(), &mut |_, _| {}).unwrap() else { panic!("not found: {what}") };
        assert_eq!(found.kind, *kind, "{what}: {}", found.what);
    }
}

#[test]
fn chained_anew_without_a_change_it_is_the_same_journal() {
    let (desk, seals) = two_days();
    forge(&desk.home(), |_| ());
    assert_eq!(desk.verified().seals, 2, "the forger's tool alone breaks nothing");
    assert_eq!(desk.another().close(2).unwrap().unwrap().seal.as_ref(), Some(&seals[1]));
}

#[test]
fn who_holds_the_key_too_is_found_by_what_left_the_office() {
    let (desk, [first, second]) = two_days();
    forge_and_seal(&desk.home(), |all| {
        let at = place(all, came);
        all[at].entry.event = BlanksMoved { how: BlankMove::Received, n: 600 }.into();
        for closed in [0, 1] {
            close(all, closed).counted_blanks += 100;
        }
    });
    assert_eq!(desk.verified().seals, 2, "nothing inside the file gives it away");
    let ledger = desk.another();
    for seal in [&first, &second] {
        let code = proof::prove(&ledger, &Shown::Code(seal.code())).unwrap();
        assert_eq!(code.verdict, Verdict::Other, "by the code that was read out");
        let note = Shown::parse(&seal.note()).expect("a note");
        assert_eq!(
            proof::prove(&ledger, &note).unwrap().verdict,
            Verdict::Rewritten,
            "by the picture, and whose it is"
        );
    }
    let mut false_note = second.clone();
    false_note.checkpoint.blanks = 7;
    let note = Shown::Note(Box::new(false_note));
    assert_eq!(proof::prove(&ledger, &note).unwrap().verdict, Verdict::Forged, "a note nobody here signed");
}

#[test]
fn a_cut_tail_and_an_older_file_are_found_by_what_left_the_office() {
    let (desk, [first, second]) = two_days();
    forge(&desk.home(), |all| {
        let end = all.iter().rposition(|row| matches!(row.entry.event, Event::DayOpened(_))).unwrap();
        all.truncate(end);
    });
    assert_eq!(desk.verified().seals, 1, "nothing inside the file gives it away");
    let ledger = desk.another();
    let judged = |seal: &Seal| proof::prove(&ledger, &Shown::Code(seal.code())).unwrap().verdict;
    assert_eq!(judged(&first), Verdict::Same);
    assert_eq!(judged(&second), Verdict::NotYet { closes: 1 });
    let (other, [theirs, _]) = two_days();
    assert_eq!(judged(&theirs), Verdict::OtherLedger);
    drop(other);
}

#[test]
fn a_seal_the_journal_no_longer_bears_out_is_told_at_once() {
    let (desk, [first, _]) = two_days();
    let raw = Connection::open(desk.home().join("ledger.db")).unwrap();
    raw.execute("UPDATE day_close SET peaks = zeroblob(length(peaks)) WHERE number = 1", []).unwrap();
    let proof = proof::prove(&desk.another(), &Shown::Code(first.code())).unwrap();
    assert_eq!(proof.verdict, Verdict::Broken);
    assert_eq!(verify(&desk.home(), &mut |_, _| {}).unwrap().unwrap_err().kind, FaultKind::Row);
}
