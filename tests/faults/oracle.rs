//! What must hold of a ledger whatever was done to its writers and its disk.
//!
//! It reads the journal entry by entry through the program's own ledger and counts for itself; only the chain and
//! the rows are asked of the ledger. Nothing here knows the form of the file.

use super::rig;
use crate::ledger::chain::rows;
use crate::ledger::support::{CLERK, order};
use loket::domain::application::Stage;
use loket::domain::event::{Envelope, Event, Recorded};
use loket::domain::id::{AppId, RunId};
use loket::domain::office::Office;
use loket::domain::terms::{BlankMove, OldCard, StockMove};
use loket::ledger::{DraftKey, Ledger, Options, SqliteLedger, open, verify};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

/// Longest a desk may work to stand on the ledger again: processor time, for what other programs of a busy machine
/// take meanwhile is not the desk's.
pub const RESTART: Duration = Duration::from_secs(1);
/// Stations whose drafts are looked at.
const STATIONS: u64 = 9;

/// Acts that were acknowledged: by run and step, the entries they were said to have become.
pub type Acked = BTreeMap<(RunId, u64), Vec<u64>>;

/// Takes the acknowledgements out of what a child said.
pub fn take_acks(said: &[String], acked: &mut Acked) -> usize {
    said.iter().filter(|line| take_ack(line, acked)).count()
}

/// Takes one line of a child, if it acknowledges an act.
pub fn take_ack(line: &str, acked: &mut Acked) -> bool {
    let Some(line) = line.strip_prefix("ack ") else { return false };
    let mut words = line.split(' ');
    let run = words.next().and_then(RunId::parse).expect("a run");
    let step = words.next().and_then(|s| s.parse().ok()).expect("a step");
    let seqs = words.next().expect("entries").split(',').map(|s| s.parse().expect("a number")).collect();
    assert_eq!(acked.insert((run, step), seqs), None, "an act was acknowledged twice");
    true
}

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    pub entries: u64,
    pub acts: usize,
    pub kinds: BTreeSet<&'static str>,
}

/// The ledger of a home as it must be; panics with what is not. Goes on writing in it.
pub fn whole(home: &Path, acked: &Acked) -> Found {
    let found = judge(home, acked).unwrap_or_else(|wrong| panic!("{wrong}"));
    let mut ledger = open(rig::home(home), Options::default()).expect("it opens");
    let office = ledger.office().clone();
    // In an encrypted file the rows themselves cannot be read from here; verifying compares them with the journal.
    let in_clear = rig::home(home).key().is_none();
    let before = in_clear.then(|| rows(home));
    ledger.rebuild("loket-1", &mut |_, _| {}).expect("a rebuild");
    assert_eq!(ledger.office(), &office, "rebuilt, the office is the same");
    assert!(in_clear.then(|| rows(home)) == before, "rebuilt, the rows are the same");
    assert!(matches!(verify(rig::home(home), &mut |_, _| {}), Ok(Ok(_))), "rebuilt, it verifies");
    // Killed while the office was set up there may be nobody yet who could act.
    if office.roles(CLERK).is_some() {
        let sign_in = loket::domain::command::Command::NoteSignIn { failures: 0 };
        let more = ledger.act(&sign_in, &order(CLERK, 0), None);
        assert!(more.expect("it goes on").is_ok(), "the next act is taken");
    }
    found
}

/// Opens the ledger of a home as a desk does and looks at everything that was promised; says what does not hold.
pub fn judge(home: &Path, acked: &Acked) -> Result<Found, String> {
    let began = worked();
    let ledger = open(rig::home(home), Options::default()).map_err(|e| format!("it does not open: {e}"))?;
    let took = worked() - began;
    if took > RESTART {
        return Err(format!("a desk needed {took:?} to stand on the ledger again"));
    }
    let journal = journal(&ledger)?;
    let found = acts(&journal, acked)?;
    numbers(&journal)?;
    drafts(&ledger, &found.1)?;
    erased(&ledger, &journal)?;
    asked_once(&journal)?;
    cards(&journal).agrees(ledger.office())?;
    drop(ledger);
    match verify(rig::home(home), &mut |_, _| {}) {
        Ok(Ok(verified)) if verified.entries == journal.len() as u64 => {}
        Ok(Ok(verified)) => return Err(format!("{} entries read, {} verified", journal.len(), verified.entries)),
        Ok(Err(fault)) => return Err(format!("verify: {fault:?}")),
        Err(e) => return Err(format!("verify cannot look: {e}")),
    }
    Ok(Found { entries: journal.len() as u64, acts: found.1.len(), kinds: found.0 })
}

/// Processor time of this thread so far.
pub fn worked() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// Every entry up to where the office stands.
fn journal(ledger: &SqliteLedger) -> Result<Vec<Recorded>, String> {
    let entry = |seq| match ledger.entry(seq) {
        Ok(Some(entry)) => Ok(entry),
        Ok(None) => Err(format!("entry {seq} is missing")),
        Err(e) => Err(format!("entry {seq}: {e}")),
    };
    (1..=ledger.office().desk.seq).map(entry).collect()
}

type Stored = (BTreeSet<&'static str>, BTreeSet<(RunId, u64)>);

/// Every acknowledged act stands in the journal once, where it was said to stand, and no act stands in it twice.
fn acts(journal: &[Recorded], acked: &Acked) -> Result<Stored, String> {
    let mut stored: Acked = BTreeMap::new();
    let mut kinds = BTreeSet::new();
    for entry in journal {
        kinds.insert(entry.event.kind());
        stored.entry((entry.envelope.run, entry.envelope.stamp.mono_ms)).or_default().push(entry.seq);
    }
    for (act, seqs) in acked {
        if stored.get(act) != Some(seqs) {
            return Err(format!("acknowledged as {seqs:?} and stored as {:?}: {act:?}", stored.get(act)));
        }
    }
    // The office was founded by a run that names its acts less strictly.
    stored.retain(|(run, _), _| *run != RunId([9; 16]));
    for (act, seqs) in &stored {
        if !seqs.windows(2).all(|w| w[1] == w[0] + 1) {
            return Err(format!("stored twice or in pieces: {act:?} as {seqs:?}"));
        }
    }
    Ok((kinds, stored.into_keys().collect()))
}

/// Register numbers count 1, 2, 3 … in the order of receipt, anew every year.
fn numbers(journal: &[Recorded]) -> Result<(), String> {
    let mut last = (0, 0);
    for entry in journal {
        let Event::ApplicationSubmitted(e) = &entry.event else { continue };
        let wanted = if e.number.year == last.0 { last.1 + 1 } else { 1 };
        if e.number.no != wanted || e.number.year < last.0 {
            return Err(format!("register number {} where {wanted} belongs", e.number.no));
        }
        last = (e.number.year, e.number.no);
    }
    Ok(())
}

/// A draft whose submission is stored went with it, in the same transaction.
fn drafts(ledger: &SqliteLedger, stored: &BTreeSet<(RunId, u64)>) -> Result<(), String> {
    for n in 1..=STATIONS {
        let key = DraftKey { account: CLERK, station: format!("loket-{n}"), screen: "intake".into() };
        let Some(body) = ledger.draft(&key).map_err(|e| format!("a draft: {e}"))? else { continue };
        let body = String::from_utf8(body).map_err(|_| "a draft is not what was typed".to_owned())?;
        let act = body.split_once(' ').and_then(|(run, step)| Some((RunId::parse(run)?, step.parse().ok()?)));
        let act = act.ok_or("a draft is not what was typed")?;
        if stored.contains(&act) {
            return Err(format!("the draft of a stored submission is still there: {act:?}"));
        }
    }
    Ok(())
}

/// The same of a home; how many intents there were.
pub fn asked(home: &Path) -> Result<usize, String> {
    let ledger = open(rig::home(home), Options::default()).map_err(|e| format!("it does not open: {e}"))?;
    asked_once(&journal(&ledger)?)
}

/// Every intent ends at most once, and what nobody knows is put before somebody at most once, before the answer.
/// Answers how many intents there were.
fn asked_once(journal: &[Recorded]) -> Result<usize, String> {
    // By job: asked about, and ended.
    let mut jobs: BTreeMap<u64, (bool, bool)> = BTreeMap::new();
    for entry in journal {
        let (job, asks) = match &entry.event {
            Event::PrintStarted(_) | Event::ActivationStarted(_) | Event::MessageStarted(_) => {
                jobs.insert(entry.seq, (false, false));
                continue;
            }
            Event::PrintOutcomeUnknown(e) => (e.job, true),
            Event::ActivationOutcomeUnknown(e) => (e.job, true),
            Event::MessageOutcomeUnknown(e) => (e.job, true),
            Event::CardPrinted(e) => (e.job, false),
            Event::PrintFailed(e) => (e.job, false),
            Event::NoCardCameOut(e) => (e.job, false),
            Event::CardActivated(e) => (e.job, false),
            Event::ActivationFailed(e) => (e.job, false),
            Event::MessageSent(e) => (e.job, false),
            Event::MessageFailed(e) => (e.job, false),
            _ => continue,
        };
        match jobs.get_mut(&job.0) {
            Some((asked @ false, false)) if asks => *asked = true,
            Some((_, ended @ false)) if !asks => *ended = true,
            state => return Err(format!("entry {}: an outcome too many of job {job:?}, {state:?}", entry.seq)),
        }
    }
    Ok(jobs.len())
}

/// Of an erasure that is said to be finished nothing is left; a kill or a cut brings none of it back.
fn erased(ledger: &SqliteLedger, journal: &[Recorded]) -> Result<(), String> {
    let orders = journal.iter().filter_map(|entry| match &entry.event {
        Event::ErasureOrdered(e) => Some((entry.seq, e.before)),
        _ => None,
    });
    let orders: BTreeMap<u64, chrono::NaiveDate> = orders.collect();
    for entry in journal {
        let Event::ErasureFinished(e) = &entry.event else { continue };
        let before = *orders.get(&e.order).ok_or_else(|| format!("an erasure nobody ordered: {}", e.order))?;
        let left = ledger.erasable(before).map_err(|e| format!("what is left: {e}"))?;
        if !left.is_nothing() {
            return Err(format!("erased before {before} and still there: {left:?}"));
        }
    }
    Ok(())
}

/// Where every blank is, by adding up the journal alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cards {
    /// Came in, less what went out as blanks.
    pub came: i64,
    pub stock: i64,
    /// In a printer, or nobody knows.
    pub printing: i64,
    pub shelf: i64,
    pub handed: i64,
    /// Spoiled or rejected: made of a blank of this office.
    pub spoiled: i64,
    /// Old cards taken back.
    pub withdrawn: i64,
    /// Invalid cards destroyed or passed on.
    pub gone: i64,
}

/// Adds up the journal.
pub fn cards(journal: &[Recorded]) -> Cards {
    let mut c = Cards::default();
    let mut took_old: BTreeSet<AppId> = BTreeSet::new();
    for entry in journal {
        let moved = match &entry.event {
            Event::BlanksMoved(e) if e.how == BlankMove::Lent => -i64::from(e.n),
            Event::BlanksMoved(e) => i64::from(e.n),
            Event::BatchMoved(e) if matches!(e.how, StockMove::Lent | StockMove::GivenBack) => -i64::from(e.n),
            Event::BatchMoved(e) => i64::from(e.n),
            _ => 0,
        };
        c.came += moved;
        c.stock += moved;
        match &entry.event {
            Event::PrintStarted(_) => (c.stock, c.printing) = (c.stock - 1, c.printing + 1),
            Event::NoCardCameOut(_) => (c.stock, c.printing) = (c.stock + 1, c.printing - 1),
            Event::CardPrinted(_) => (c.shelf, c.printing) = (c.shelf + 1, c.printing - 1),
            Event::PrintFailed(_) => (c.spoiled, c.printing) = (c.spoiled + 1, c.printing - 1),
            Event::CardRejected(_) => (c.spoiled, c.shelf) = (c.spoiled + 1, c.shelf - 1),
            Event::CardHandedOver(e) => {
                (c.handed, c.shelf) = (c.handed + 1, c.shelf - 1);
                if e.old_card == OldCard::Withdrawn && took_old.insert(e.app) {
                    c.withdrawn += 1;
                }
            }
            Event::HandoverUndone(_) => (c.handed, c.shelf) = (c.handed - 1, c.shelf + 1),
            Event::InvalidDestroyed(e) => c.gone += i64::from(e.count),
            Event::InvalidPassedOn(e) => c.gone += e.items.count() as i64,
            _ => {}
        }
    }
    c
}

impl Cards {
    /// The conservation law of blanks, and that the office says of every place what the journal does.
    fn agrees(&self, office: &Office) -> Result<(), String> {
        let census = office.census();
        let doubtful = office.files.values().filter(|f| f.app.stage == Stage::Printing && f.app.job.is_none()).count();
        let by_office = [office.desk.blanks, census.printing, census.shelf(), office.desk.invalid].map(i64::from);
        if by_office != [self.stock, self.printing, self.shelf, self.spoiled + self.withdrawn - self.gone] {
            return Err(format!("the office counts {by_office:?}, the journal {self:?}"));
        }
        if self.came != self.stock + self.printing + self.shelf + self.handed + self.spoiled || self.stock < 0 {
            return Err(format!("blanks are lost or made: {self:?}"));
        }
        let batches = i64::from(office.desk.stock.left());
        if batches != self.stock || doubtful > 0 {
            return Err(format!("{batches} blanks by batch, {doubtful} prints without a job: {self:?}"));
        }
        let Some(figures) = &office.desk.today else { return Ok(()) };
        let wrong = figures.imbalances(&office.stocks());
        if wrong.is_empty() { Ok(()) } else { Err(format!("{wrong:?}")) }
    }
}

/// Blanks left by the journal of a home.
pub fn blanks_of(home: &Path) -> i64 {
    let ledger = open(rig::home(home), Options::default()).expect("it opens");
    cards(&journal(&ledger).expect("its entries")).stock
}

/// An oracle that never speaks proves nothing.
#[test]
fn the_oracle_sees_what_is_missing() {
    let refuses = |acked: &Acked, home: &Path| judge(home, acked).is_err();
    let (_folder, home) = super::rig::founded(super::rig::Disk::Machine);
    let run = RunId([0x55; 16]);
    let mut ledger = open(&home, Options::default()).unwrap();
    let founder = order(CLERK, 9_000);
    let envelope = Envelope { run, ..founder };
    let contact = loket::domain::command::Command::NoteSignIn { failures: 0 };
    let seq = ledger.act(&contact, &envelope, None).unwrap().unwrap().entries[0].seq;
    drop(ledger);
    whole(&home, &[((run, 9_000), vec![seq])].into());
    assert!(refuses(&[((run, 9_001), vec![seq + 1])].into(), &home), "an act that is not stored");
    assert!(refuses(&[((run, 9_000), vec![seq + 1])].into(), &home), "an act stored elsewhere");
    let mut ledger = open(&home, Options::default()).unwrap();
    ledger.act(&contact, &envelope, None).unwrap().unwrap();
    assert!(refuses(&Acked::new(), &home), "an act stored twice");
    drop(ledger);
    let journal = journal(&open(&home, Options::default()).unwrap()).unwrap();
    let lost = Cards { shelf: 1, ..cards(&journal) };
    assert!(lost.agrees(open(&home, Options::default()).unwrap().office()).is_err(), "a card from nowhere");
}
