//! The projection: folds entries with the domain's own `apply` and writes the rows they change.
//!
//! Separate so that an act, a bulk fill and a rebuild take the very same path. Must not append entries nor
//! begin or end transactions.

use super::super::error::LedgerError;
use super::closes::{self, CloseRow};
use super::invalid;
use super::rows::{self, DayRow};
use crate::domain::event::{Event, Recorded};
use crate::domain::figures::Figures;
use crate::domain::id::AppId;
use crate::domain::invalid::{Fate, InvalidCard};
use crate::domain::lineage::Gap;
use crate::domain::office::{Desk, File, Office, Rules};
use chrono::NaiveDate;
use rusqlite::{Connection, params};
use std::collections::{BTreeMap, HashMap};

/// The office day and the application an entry belongs to.
///
/// A looking belongs to no day; one at a single file is found with its entries.
pub(super) fn act_of(office: &Office, rec: &Recorded) -> (Option<NaiveDate>, Option<AppId>) {
    if rec.event.is_access() {
        return (None, rec.event.looked_at());
    }
    let app = match &rec.event {
        Event::ApplicationSubmitted(_) => Some(AppId(rec.seq)),
        event => event.app(),
    };
    let day = match &rec.event {
        Event::DayOpened(e) => Some(e.date),
        _ => office.desk.day.or_else(|| app.map(|_| rec.envelope.stamp.date())),
    };
    (day, app)
}

/// The entry changes the rules' document.
pub(super) fn changes_rules(event: &Event) -> bool {
    matches!(
        event,
        Event::PolicyChanged(_)
            | Event::ChecklistAdopted(_)
            | Event::AccountAdded(_)
            | Event::AccountRolesChanged(_)
            | Event::AccountDisabled(_)
            | Event::AccountEnabled(_)
    )
}

/// The row of a day the entry ends or closes, from the office before it is applied; `ended` finds the row
/// written when a later day was opened over an unclosed one.
pub(super) fn day_of(
    office: &Office,
    rec: &Recorded,
    ended: impl Fn(NaiveDate) -> Result<Option<DayRow>, LedgerError>,
) -> Result<Option<DayRow>, LedgerError> {
    let today = office.desk.today.as_ref();
    Ok(match &rec.event {
        Event::DayOpened(_) => {
            let unclosed = |f: &&Figures| office.desk.last_closed.is_none_or(|closed| closed < f.date);
            today.filter(unclosed).map(|f| DayRow::ending(office, f, rec.seq.saturating_sub(1)))
        }
        Event::DayClosed(e) => {
            let row = match ended(e.date)? {
                Some(row) => Some(row),
                None => today.filter(|f| f.date == e.date).map(|f| DayRow::ending(office, f, e.upto)),
            };
            row.map(|row| DayRow { closed_seq: Some(rec.seq), ..row })
        }
        _ => None,
    })
}

/// The invalid cards still kept that an entry names.
fn named(office: &Office, event: &Event) -> Vec<u32> {
    let items = match event {
        Event::InvalidStored(e) => Some(&e.items),
        Event::InvalidPassedOn(e) => Some(&e.items),
        Event::InvalidDestroyed(e) => Some(&e.items),
        _ => None,
    };
    let Some(items) = items else { return Vec::new() };
    office.invalid.keys().copied().filter(|no| items.contains(*no)).collect()
}

/// What the office was before an act, as far as the act touches it.
struct Undo {
    desk: Desk,
    rules: Option<Rules>,
    files: BTreeMap<AppId, Option<File>>,
    cards: BTreeMap<u32, Option<InvalidCard>>,
}

/// One run of entries into the rows.
pub(super) struct Projector<'c> {
    conn: &'c Connection,
    /// Applications changed since the last flush; true for those that may have a row already.
    touched: BTreeMap<AppId, bool>,
    /// Invalid cards changed since the last flush.
    cards: BTreeMap<u32, InvalidCard>,
    /// Files that left the working set and are not stored yet.
    parked: HashMap<AppId, File>,
    rules: Option<u64>,
    undo: Option<Undo>,
    /// Entries that were lost: one that is there may name an application nothing else is known of.
    pub lost: Vec<Gap>,
}

impl<'c> Projector<'c> {
    /// A run that can be undone in memory.
    pub fn act(conn: &'c Connection, office: &Office) -> Projector<'c> {
        let undo = Undo { desk: office.desk.clone(), rules: None, files: BTreeMap::new(), cards: BTreeMap::new() };
        Projector { undo: Some(undo), lost: office.lineage().lost(), ..Projector::bulk(conn) }
    }

    /// A long run; its memory is reloaded when it fails.
    pub fn bulk(conn: &'c Connection) -> Projector<'c> {
        Projector {
            conn,
            touched: BTreeMap::new(),
            cards: BTreeMap::new(),
            parked: HashMap::new(),
            rules: None,
            undo: None,
            lost: Vec::new(),
        }
    }

    /// Applies one entry to the office and writes what does not wait for [`Projector::flush`].
    pub fn project(&mut self, office: &mut Office, rec: &Recorded) -> Result<(), LedgerError> {
        let (day, app) = act_of(office, rec);
        if rec.event.is_access() {
            office.apply(rec);
            return self.index(rec, day, app);
        }
        let submitted = matches!(rec.event, Event::ApplicationSubmitted(_));
        if let Some(app) = app {
            self.remember(office, app);
            if !submitted && office.file(app).is_none() {
                match self.bring(app)? {
                    Some(file) => office.admit(file),
                    None if !self.lost.is_empty() => {}
                    None => {
                        let what = "it names an unknown application".into();
                        return Err(LedgerError::Broken { seq: rec.seq, what });
                    }
                }
            }
        }
        if changes_rules(&rec.event) {
            self.rules = Some(rec.seq);
            if let Some(undo) = &mut self.undo {
                undo.rules.get_or_insert_with(|| office.rules.clone());
            }
        }
        if let Some(row) = day_of(office, rec, |date| rows::day(self.conn, date))? {
            row.store(self.conn)?;
        }
        if let Event::DayClosed(e) = &rec.event {
            let tree = closes::tree(self.conn, e.upto, &self.lost)?;
            CloseRow::of(office, (rec.seq, e), &tree).store(self.conn)?;
        }
        let mut cards = named(office, &rec.event);
        cards.extend(office.desk.stock.last_item.checked_add(1));
        if let Some(undo) = &mut self.undo {
            for no in &cards {
                undo.cards.entry(*no).or_insert_with(|| office.invalid.get(no).cloned());
            }
        }
        office.apply(rec);
        self.cards(office, &cards);
        if let Some(app) = app {
            self.touched.entry(app).or_insert(!submitted);
            if office.file(app).is_some_and(|f| !f.app.on_desk())
                && let Some(file) = office.files.remove(&app)
            {
                self.parked.insert(app, file);
            }
        }
        self.index(rec, day, app)
    }

    fn index(&self, rec: &Recorded, day: Option<NaiveDate>, app: Option<AppId>) -> Result<(), LedgerError> {
        let mut insert = self.conn.prepare_cached("INSERT INTO act (seq, day, app) VALUES (?1, ?2, ?3)")?;
        insert.execute(params![rec.seq as i64, day.map(|d| d.to_string()), app.map(|a| a.0 as i64)])?;
        Ok(())
    }

    /// Takes note of the invalid cards an entry named or may have made; one that is gone leaves the working set.
    fn cards(&mut self, office: &mut Office, cards: &[u32]) {
        for no in cards {
            let Some(card) = office.invalid.get(no) else { continue };
            self.cards.insert(*no, card.clone());
            if card.fate != Fate::Kept {
                office.invalid.remove(no);
            }
        }
    }

    /// A file outside the working set that an entry names.
    fn bring(&mut self, app: AppId) -> Result<Option<File>, LedgerError> {
        match self.parked.remove(&app) {
            Some(file) => Ok(Some(file)),
            None => rows::file(self.conn, app),
        }
    }

    fn remember(&mut self, office: &Office, app: AppId) {
        if let Some(undo) = &mut self.undo {
            undo.files.entry(app).or_insert_with(|| office.file(app).cloned());
        }
    }

    /// Writes the rows of everything touched; answers which applications those were.
    pub fn flush(&mut self, office: &Office) -> Result<Vec<AppId>, LedgerError> {
        for (app, known) in &self.touched {
            let file = self.parked.get(app).or_else(|| office.file(*app));
            if let Some(file) = file {
                rows::store(self.conn, file, *known)?;
            }
        }
        for card in std::mem::take(&mut self.cards).into_values() {
            invalid::store(self.conn, &card)?;
        }
        rows::store_part(self.conn, "desk", office.desk.seq, &office.desk)?;
        if let Some(seq) = self.rules.take() {
            rows::store_part(self.conn, "rules", seq, &office.rules)?;
        }
        self.parked.clear();
        Ok(std::mem::take(&mut self.touched).into_keys().collect())
    }

    /// How many applications wait to be written.
    pub fn waiting(&self) -> usize {
        self.touched.len()
    }

    /// Makes the office what it was before the act.
    pub fn undo(self, office: &mut Office) {
        let Some(undo) = self.undo else { return };
        office.desk = undo.desk;
        if let Some(rules) = undo.rules {
            office.rules = rules;
        }
        for (app, file) in undo.files {
            match file {
                Some(file) => office.files.insert(app, file),
                None => office.files.remove(&app),
            };
        }
        for (no, card) in undo.cards {
            match card {
                Some(card) => office.invalid.insert(no, card),
                None => office.invalid.remove(&no),
            };
        }
    }
}
