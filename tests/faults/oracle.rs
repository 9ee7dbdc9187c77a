//! What must hold of a ledger whatever was done to its writers and its disk.
//!
//! It reads the journal by itself and counts for itself; only the chain and the rows are asked of the ledger.

use crate::ledger::chain::rows;
use crate::ledger::support::order;
use loket::domain::event::Event;
use loket::domain::id::{AccountId, RunId};
use loket::domain::terms::BlankMove;
use loket::ledger::{Entry, Ledger, Options, open, verify};
use rusqlite::{Connection, OpenFlags};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Acts that were acknowledged: by run and step, the entries they were said to have become.
pub type Acked = BTreeMap<(RunId, u64), Vec<u64>>;

/// Takes the acknowledgements out of what a child said.
pub fn take_acks(said: &[String], acked: &mut Acked) -> usize {
    let acks = said.iter().filter_map(|line| line.strip_prefix("ack "));
    let mut n = 0;
    for line in acks {
        let mut words = line.split(' ');
        let run = words.next().and_then(RunId::parse).expect("a run");
        let step = words.next().and_then(|s| s.parse().ok()).expect("a step");
        let seqs = words.next().expect("entries").split(',').map(|s| s.parse().expect("a number")).collect();
        assert_eq!(acked.insert((run, step), seqs), None, "an act was acknowledged twice");
        n += 1;
    }
    n
}

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    pub entries: u64,
    pub acts: usize,
    pub kinds: BTreeSet<&'static str>,
}

/// The ledger of a home as it must be; panics with what is not.
pub fn whole(home: &Path, acked: &Acked) -> Found {
    let verified = verify(home, &mut |_, _| {}).expect("it can be read").expect("it is whole");
    let journal = journal(home);
    assert_eq!(journal.len() as u64, verified.entries);
    let found = acts(&journal, acked);
    numbers(&journal);
    drafts(home, &found.1);
    let mut ledger = open(home, Options::default()).expect("it opens");
    let office = ledger.office().clone();
    let figures = office.desk.today.as_ref().expect("an open day");
    assert_eq!(figures.imbalances(&office.stocks()), Vec::new());
    assert_eq!(blanks(&journal), i64::from(office.desk.blanks), "blanks by the journal and by the office");
    let before = rows(home);
    ledger.rebuild("loket-1", &mut |_, _| {}).expect("a rebuild");
    assert_eq!(ledger.office(), &office, "rebuilt, the office is the same");
    assert!(rows(home) == before, "rebuilt, the rows are the same");
    let stamp = order(AccountId::SYSTEM, 0);
    let contact = loket::domain::command::Command::NoteSignIn { failures: 0 };
    let more =
        ledger.act(&contact, &loket::domain::event::Envelope { actor: crate::ledger::support::CLERK, ..stamp }, None);
    assert!(more.expect("it goes on").is_ok(), "the next act is taken");
    Found { entries: verified.entries, acts: found.1.len(), kinds: found.0 }
}

/// Every entry, read without the ledger's help.
fn journal(home: &Path) -> Vec<Entry> {
    let raw = raw(home);
    let mut select = raw.prepare("SELECT seq, entry FROM journal ORDER BY seq").expect("a query");
    let rows = select.query_map([], |r| Ok((r.get::<_, i64>(0)?, r.get::<_, Vec<u8>>(1)?))).expect("rows");
    let entry = |(place, row): (usize, rusqlite::Result<(i64, Vec<u8>)>)| {
        let (seq, bytes) = row.expect("a row");
        assert_eq!(seq as usize, place + 1, "sequence numbers have no gap");
        Entry::decode(&bytes).expect("an entry")
    };
    rows.enumerate().map(entry).collect()
}

fn raw(home: &Path) -> Connection {
    Connection::open_with_flags(home.join("ledger.db"), OpenFlags::SQLITE_OPEN_READ_ONLY).expect("the file opens")
}

/// Every acknowledged act stands in the journal once, where it was said to stand, and no act stands in it twice.
fn acts(journal: &[Entry], acked: &Acked) -> (BTreeSet<&'static str>, BTreeSet<(RunId, u64)>) {
    let mut stored: Acked = BTreeMap::new();
    let mut kinds = BTreeSet::new();
    for entry in journal {
        kinds.insert(entry.event.kind());
        stored.entry((entry.envelope.run, entry.envelope.stamp.mono_ms)).or_default().push(entry.seq);
    }
    for (act, seqs) in acked {
        assert_eq!(stored.get(act), Some(seqs), "acknowledged and not stored: {act:?}");
    }
    // The office was founded by a run that names its acts less strictly.
    stored.retain(|(run, _), _| *run != RunId([9; 16]));
    for (act, seqs) in &stored {
        assert!(seqs.windows(2).all(|w| w[1] == w[0] + 1), "stored twice or in pieces: {act:?} as {seqs:?}");
    }
    (kinds, stored.into_keys().collect())
}

/// Register numbers count 1, 2, 3 … in the order of receipt.
fn numbers(journal: &[Entry]) {
    let numbers = journal.iter().filter_map(|entry| match &entry.event {
        Event::ApplicationSubmitted(e) => Some(e.number.no),
        _ => None,
    });
    for (place, no) in numbers.enumerate() {
        assert_eq!(no as usize, place + 1, "register numbers have no gap");
    }
}

/// A draft whose submission is stored went with it, in the same transaction.
fn drafts(home: &Path, stored: &BTreeSet<(RunId, u64)>) {
    let raw = raw(home);
    let mut select = raw.prepare("SELECT body FROM draft").expect("a query");
    for body in select.query_map([], |r| r.get::<_, Vec<u8>>(0)).expect("rows") {
        let body = String::from_utf8(body.expect("a row")).expect("the writer's words");
        let (run, step) = body.split_once(' ').expect("a run and a step");
        let act = (RunId::parse(run).expect("a run"), step.parse().expect("a step"));
        assert!(!stored.contains(&act), "the draft of a stored submission is still there");
    }
}

/// Blanks left, by adding up the journal: each intent takes one, an outcome without a card gives it back.
pub fn blanks(journal: &[Entry]) -> i64 {
    let change = |entry: &Entry| match &entry.event {
        Event::BlanksMoved(e) if e.how == BlankMove::Lent => -i64::from(e.n),
        Event::BlanksMoved(e) => i64::from(e.n),
        Event::PrintStarted(_) => -1,
        Event::NoCardCameOut(_) => 1,
        _ => 0,
    };
    journal.iter().map(change).sum()
}

/// The same for the ledger of a home.
pub fn blanks_of(home: &Path) -> i64 {
    blanks(&journal(home))
}

/// An oracle that never speaks proves nothing.
#[test]
fn the_oracle_sees_what_is_missing() {
    let refuses = |acked: &Acked, home: &Path| std::panic::catch_unwind(|| whole(home, acked)).is_err();
    let (_folder, home) = super::rig::founded(super::rig::Disk::Machine);
    let run = RunId([0x55; 16]);
    let mut ledger = open(&home, Options::default()).unwrap();
    let founder = order(crate::ledger::support::CLERK, 9_000);
    let envelope = loket::domain::event::Envelope { run, ..founder };
    let contact = loket::domain::command::Command::NoteSignIn { failures: 0 };
    let seq = ledger.act(&contact, &envelope, None).unwrap().unwrap().entries[0].seq;
    drop(ledger);
    whole(&home, &[((run, 9_000), vec![seq])].into());
    assert!(refuses(&[((run, 9_001), vec![seq + 1])].into(), &home), "an act that is not stored");
    assert!(refuses(&[((run, 9_000), vec![seq + 1])].into(), &home), "an act stored elsewhere");
    let mut ledger = open(&home, Options::default()).unwrap();
    ledger.act(&contact, &envelope, None).unwrap().unwrap();
    assert!(refuses(&Acked::new(), &home), "an act stored twice");
}
