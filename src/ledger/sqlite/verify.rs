//! Verifying: chain, personal blocks, register numbers, equations, and every row against a replay.
//!
//! Separate, read-only and on a connection of its own, so that it can run beside a working desk. Memory stays
//! bounded: a file that has ended is compared and forgotten as soon as it equals its row.

use super::super::codec::NO_HASH;
use super::super::error::LedgerError;
use super::super::home::Home;
use super::super::seal::{self, Wanted};
use super::super::tree::Tree;
use super::super::{Fault, FaultKind, Halt, Progress, Verified};
use super::SCHEMA;
use super::chain::Chain;
use super::closes::{self, CloseRow};
use super::copy;
use super::invalid;
use super::journal::{self, Checked, Stored};
use super::names::Names;
use super::open::{self, Use};
use super::project::{act_of, changes_rules, day_of};
use super::rows::{self, AppRow, DayRow};
use crate::domain::event::{Event, Recorded};
use crate::domain::id::AppId;
use crate::domain::invalid::{Fate, InvalidCard};
use crate::domain::office::Office;
use chrono::NaiveDate;
use rusqlite::{CachedStatement, Connection, params};
use std::collections::BTreeMap;

/// Steps of the engine between two looks at whether anybody still wants the answer.
const OPS: i32 = 10_000;

/// Either what is wrong, or why it could not be found out.
enum Stop {
    Fault(Fault),
    Error(LedgerError),
}

impl From<LedgerError> for Stop {
    fn from(e: LedgerError) -> Stop {
        match e {
            LedgerError::Damaged { what, .. } => Stop::Fault(Fault { seq: None, kind: FaultKind::Engine, what }),
            LedgerError::Broken { seq, what } => {
                Stop::Fault(Fault { seq: Some(seq), kind: FaultKind::Unreadable, what })
            }
            e => Stop::Error(e),
        }
    }
}

impl From<rusqlite::Error> for Stop {
    fn from(e: rusqlite::Error) -> Stop {
        LedgerError::from(e).into()
    }
}

/// Verifies the ledger of a home as it stands in one snapshot.
///
/// # Errors
/// Only when the ledger cannot be read at all; what is wrong with it is the answer.
pub fn verify(home: impl Into<Home>, progress: Progress<'_>) -> Result<Result<Verified, Fault>, LedgerError> {
    let conn = open::existing(&home.into(), Use::Read)?;
    answered(whole(&conn, progress))
}

/// Verifies a copy where it lies, until it is halted.
///
/// # Errors
/// As [`verify`]; [`LedgerError::Interrupted`] once halted.
pub(in super::super) fn verify_copy(
    copy: &Home,
    halt: &Halt,
    progress: Progress<'_>,
) -> Result<Result<Verified, Fault>, LedgerError> {
    let mut conn = copy::reader(copy)?;
    let halted = halt.clone();
    conn.progress_handler(OPS, Some(move || halted.stopped()))?;
    let (_, version) = open::identity(&conn)?;
    // The rows of an older program are made anew when it is restored; its journal is the same today.
    let found = if version < SCHEMA { journal_alone(&conn, progress) } else { whole(&conn, progress) };
    if halt.stopped() { Err(LedgerError::Interrupted) } else { answered(found) }
}

/// The engine's structures and the journal with its personal blocks, without the rows.
fn journal_alone(conn: &Connection, progress: Progress<'_>) -> Result<Verified, Stop> {
    engine_whole(conn)?;
    let total = journal::head(conn)?.map_or(0, |(seq, _)| seq);
    let mut chain = Chain::new();
    let mut verified = Verified { entries: 0, head: NO_HASH, applications: 0, erased: 0, days: 0, seals: 0, lost: 0 };
    journal::chunks(conn, |rows| {
        for raw in rows {
            let checked = chain.take(raw).map_err(Stop::Fault)?;
            verified.applications += u64::from(matches!(checked.rec.event, Event::ApplicationSubmitted(_)));
            verified.days += u64::from(matches!(checked.rec.event, Event::DayClosed(_)));
            verified.erased += u64::from(checked.erased);
        }
        progress(chain.seq, total);
        Ok::<(), Stop>(())
    })?;
    match chain.missing() {
        Some(fault) => Err(Stop::Fault(fault)),
        None => Ok(Verified { entries: chain.seq, head: chain.head, lost: chain.count_lost(), ..verified }),
    }
}

fn engine_whole(conn: &Connection) -> Result<(), Stop> {
    let said: String = conn.query_row("PRAGMA integrity_check(1)", [], |r| r.get(0))?;
    if said == "ok" { Ok(()) } else { Err(Stop::Fault(Fault { seq: None, kind: FaultKind::Engine, what: said })) }
}

fn answered(found: Result<Verified, Stop>) -> Result<Result<Verified, Fault>, LedgerError> {
    match found {
        Ok(verified) => Ok(Ok(verified)),
        Err(Stop::Fault(fault)) => Ok(Err(fault)),
        Err(Stop::Error(e)) => Err(e),
    }
}

fn whole(conn: &Connection, progress: Progress<'_>) -> Result<Verified, Stop> {
    let snapshot = conn.unchecked_transaction()?;
    let total = journal::head(&snapshot)?.map_or(0, |(seq, _)| seq);
    progress(0, total);
    engine_whole(&snapshot)?;
    let mut replay = Replay::new(&snapshot)?;
    journal::chunks(&snapshot, |rows| {
        let acts = replay.acts(rows.len())?;
        for (raw, act) in rows.iter().zip(acts.iter().map(Some).chain(std::iter::repeat(None))) {
            replay.entry(raw, act).map_err(|stop| replay.missed(stop))?;
        }
        progress(replay.office.desk.seq, total);
        Ok::<(), Stop>(())
    })?;
    if let Some(fault) = replay.chain.missing() {
        return Err(Stop::Fault(fault));
    }
    replay.finish()
}

type Act = (u64, Option<String>, Option<AppId>);

fn same_card(conn: &Connection, card: &InvalidCard) -> Result<(), Stop> {
    if invalid::same(conn, card)? {
        return Ok(());
    }
    Err(fault(card.seq, FaultKind::Row, &format!("the row of invalid card {} differs", card.no)))
}

struct Replay<'c> {
    conn: &'c Connection,
    acts: CachedStatement<'c>,
    chain: Chain,
    office: Office,
    entries: u64,
    applications: u64,
    personal: u64,
    erased: u64,
    days: u64,
    closes: u64,
    seals: u64,
    /// Over the entries closed so far.
    tree: Tree,
    /// Rows of days that ended and are not closed.
    ended: BTreeMap<NaiveDate, DayRow>,
    rules: Option<u64>,
    names: Names,
}

impl<'c> Replay<'c> {
    fn new(conn: &'c Connection) -> Result<Replay<'c>, Stop> {
        let acts = conn.prepare_cached("SELECT seq, day, app FROM act WHERE seq > ?1 ORDER BY seq LIMIT ?2")?;
        Ok(Replay {
            conn,
            acts,
            chain: Chain::new(),
            office: Office::default(),
            entries: 0,
            applications: 0,
            personal: 0,
            erased: 0,
            days: 0,
            closes: 0,
            seals: 0,
            tree: Tree::default(),
            ended: BTreeMap::new(),
            rules: None,
            names: Names::default(),
        })
    }

    fn acts(&mut self, n: usize) -> Result<Vec<Act>, Stop> {
        let after = self.office.desk.seq as i64;
        let rows = self.acts.query_map(params![after, n as i64], |r| {
            let app = r.get::<_, Option<i64>>(2)?.map(|app| AppId(app as u64));
            Ok((r.get::<_, i64>(0)? as u64, r.get(1)?, app))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn entry(&mut self, raw: &Stored, act: Option<&Act>) -> Result<(), Stop> {
        let checked = self.chain.take(raw).map_err(Stop::Fault)?;
        self.entries += 1;
        self.personal += u64::from(checked.rec.personal.is_some());
        self.erased += u64::from(checked.erased);
        let (day, app) = act_of(&self.office, &checked.rec);
        if act != Some(&(raw.seq, day.map(|d| d.to_string()), app)) {
            return Err(fault(raw.seq, FaultKind::Row, "its row in the index of acts differs"));
        }
        if checked.rec.event.is_access() && raw.seq > 1 {
            self.office.apply(&checked.rec);
            return Ok(());
        }
        self.special(&checked)?;
        self.day(&checked)?;
        self.close(&checked)?;
        let unknown = |app: &AppId| app.0 != raw.seq && self.office.file(*app).is_none();
        if let Some(app) = app.filter(unknown).filter(|_| !self.chain.lossy()) {
            let what = format!("the row of application {} ends before it", app.0);
            return Err(fault(raw.seq, FaultKind::Row, &what));
        }
        self.office.apply(&checked.rec);
        self.cards_gone(&checked.rec)?;
        if let Some(app) = app {
            self.settle(app)?;
        }
        Ok(())
    }

    /// Where entries are missing, what follows from it is not the fault to name.
    fn missed(&self, stop: Stop) -> Stop {
        match (stop, self.chain.missing()) {
            (Stop::Fault(_), Some(missing)) => Stop::Fault(missing),
            (stop, _) => stop,
        }
    }

    /// Numbers without a gap, the rules' last change.
    fn special(&mut self, checked: &Checked) -> Result<(), Stop> {
        let seq = checked.rec.seq;
        match &checked.rec.event {
            Event::ApplicationSubmitted(e) => {
                self.applications += 1;
                let last = self.office.desk.last_number.as_ref();
                let follows = match last {
                    Some(last) if last.year == e.number.year => last.no.checked_add(1) == Some(e.number.no),
                    Some(last) => e.number.year > last.year && e.number.no == 1,
                    None => e.number.no == 1,
                };
                if !follows && !self.chain.broken() {
                    return Err(fault(seq, FaultKind::Number, "its register number does not follow the last one"));
                }
            }
            event if changes_rules(event) => self.rules = Some(seq),
            _ => {}
        }
        Ok(())
    }

    /// The equations whenever a day begins or ends, and the row of a day that ended.
    fn day(&mut self, checked: &Checked) -> Result<(), Stop> {
        let rec = &checked.rec;
        if matches!(rec.event, Event::DayOpened(_) | Event::DayClosed(_)) {
            self.equations()?;
        }
        let ended = std::mem::take(&mut self.ended);
        let row = day_of(&self.office, rec, |date| Ok(ended.get(&date).cloned()))?;
        self.ended = ended;
        let Some(row) = row else { return Ok(()) };
        if row.closed_seq.is_none() {
            self.ended.insert(row.date, row);
            return Ok(());
        }
        self.ended.remove(&row.date);
        self.same_day(&row)
    }

    fn same_day(&mut self, row: &DayRow) -> Result<(), Stop> {
        self.days += 1;
        if rows::day(self.conn, row.date)?.as_ref() == Some(row) {
            return Ok(());
        }
        Err(fault_at(row.closed_seq, FaultKind::Row, &format!("the row of day {} differs", row.date)))
    }

    /// The tree over what a close has closed, its row, and its seal.
    fn close(&mut self, checked: &Checked) -> Result<(), Stop> {
        let (rec, ledger) = (&checked.rec, checked.ledger);
        let Event::DayClosed(e) = &rec.event else { return Ok(()) };
        let again = self.chain.lossy() && e.upto < self.tree.size();
        if !again && !(self.tree.size()..rec.seq).contains(&e.upto) {
            return Err(fault(rec.seq, FaultKind::SealRoot, "it closes other entries than those before it"));
        }
        let tree = if again {
            // A day whose close was lost is closed once more, after later ones.
            closes::grown(self.conn, Tree::default(), e.upto, self.chain.lost())?
        } else {
            self.tree = closes::grown(self.conn, std::mem::take(&mut self.tree), e.upto, self.chain.lost())?;
            self.tree.clone()
        };
        let row = CloseRow::of(&self.office, (rec.seq, e), &tree);
        if CloseRow::load(self.conn, row.number)?.as_ref() != Some(&row) {
            return Err(fault(rec.seq, FaultKind::Row, &format!("the row of close {} differs", row.number)));
        }
        let wanted = Wanted {
            ledger,
            number: self.office.desk.closes.saturating_add(1),
            key: self.office.desk.seal_key.as_ref(),
            root: tree.root(),
            reasons: rec.personal.as_ref().and_then(|personal| personal.reasons.as_ref()),
        };
        self.closes += 1;
        self.seals += u64::from(e.seal.is_some());
        match seal::fault(e, &wanted).filter(|_| !self.chain.broken()) {
            Some((kind, what)) => Err(fault(rec.seq, kind, what)),
            None => Ok(()),
        }
    }

    fn equations(&self) -> Result<(), Stop> {
        let Some(figures) = self.office.desk.today.as_ref().filter(|_| !self.chain.broken()) else { return Ok(()) };
        match figures.imbalances(&self.office.stocks()).first() {
            None => Ok(()),
            Some(wrong) => {
                let what = format!("{}: {} is not {} on {}", wrong.equation, wrong.left, wrong.right, figures.date);
                Err(fault(self.office.desk.seq, FaultKind::Equation, &what))
            }
        }
    }

    /// Forgets a file that has ended once its row is the same; one that goes on later is kept.
    fn settle(&mut self, app: AppId) -> Result<(), Stop> {
        let Some(file) = self.office.file(app).filter(|f| !f.app.on_desk()) else { return Ok(()) };
        let wanted = AppRow::of(file);
        if AppRow::load(self.conn, app)?.as_ref() == Some(&wanted) {
            self.office.files.remove(&app);
            self.names.add(app.0 as i64, wanted.name_key.as_deref().unwrap_or_default());
        }
        Ok(())
    }

    /// Forgets the invalid cards an entry has let go, once their rows say so.
    fn cards_gone(&mut self, rec: &Recorded) -> Result<(), Stop> {
        if !matches!(rec.event, Event::InvalidPassedOn(_) | Event::InvalidDestroyed(_)) {
            return Ok(());
        }
        for card in self.office.invalid.values().filter(|card| card.fate != Fate::Kept) {
            same_card(self.conn, card)?;
        }
        self.office.invalid.retain(|_, card| card.fate == Fate::Kept);
        Ok(())
    }

    fn finish(mut self) -> Result<Verified, Stop> {
        self.equations()?;
        for file in self.office.files.values() {
            let wanted = AppRow::of(file);
            if AppRow::load(self.conn, file.app.id)?.as_ref() != Some(&wanted) {
                let what = format!("the row of application {} differs", file.app.id.0);
                return Err(fault(file.app.last_seq, FaultKind::Row, &what));
            }
            self.names.add(file.app.id.0 as i64, wanted.name_key.as_deref().unwrap_or_default());
        }
        for card in self.office.invalid.values() {
            same_card(self.conn, card)?;
        }
        for row in std::mem::take(&mut self.ended).into_values() {
            self.same_day(&row)?;
        }
        if let Some(index) = std::mem::take(&mut self.names).differing(self.conn)? {
            return Err(fault_at(None, FaultKind::Row, &format!("the index {index} differs")));
        }
        if rows::parts(self.conn)? != rows::wanted_parts(&self.office, self.rules) {
            return Err(fault_at(None, FaultKind::Row, "the rows of the office differ"));
        }
        for (table, wanted) in [
            ("application", self.applications),
            ("act", self.entries),
            ("personal", self.personal),
            ("day", self.days),
            ("day_close", self.closes),
            ("invalid_card", self.office.desk.stock.last_item.into()),
        ] {
            let found: i64 = self.conn.query_row(&format!("SELECT count(*) FROM {table}"), [], |r| r.get(0))?;
            if found as u64 != wanted {
                let what = format!("table {table} has {found} rows where {wanted} belong");
                return Err(fault_at(None, FaultKind::Row, &what));
            }
        }
        Ok(Verified {
            entries: self.office.desk.seq,
            head: self.chain.head,
            applications: self.applications,
            erased: self.erased,
            days: self.days,
            seals: self.seals,
            lost: self.chain.count_lost(),
        })
    }
}

fn fault(seq: u64, kind: FaultKind, what: &str) -> Stop {
    fault_at(Some(seq), kind, what)
}

fn fault_at(seq: Option<u64>, kind: FaultKind, what: &str) -> Stop {
    Stop::Fault(Fault { seq, kind, what: what.to_owned() })
}
