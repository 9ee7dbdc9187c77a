//! Who looked at whom: what the clerk has before the eyes becomes an entry of the journal.
//!
//! Owns when a looking counts as one and when it is written: once for a file while it stays in front, once for a
//! search that came to rest, never on a key. Written about a second later, and before anybody else sits here. Data
//! that leave the program are noted first and given after. Must not know what a screen shows beyond its file.

use super::core::Desk;
use crate::domain::access::{self, Access};
use crate::domain::id::AppId;
use crate::domain::person::Note;
use crate::domain::terms::{Outlet, SeenAt, SlipOf, Taken};
use crate::export::slip::Kind;
use crate::ledger::LedgerError;
use crate::screen::ScreenId;
use crate::view::FoundRow;
use chrono::NaiveDate;

/// A search rests when nothing newer was found for so long; shorter is typing.
const RESTS_MS: i64 = 1_000;

/// People a search is showing.
#[derive(Clone, PartialEq, Eq)]
struct Shown {
    query: String,
    found: Vec<AppId>,
    more: bool,
}

/// What was looked at and is not written yet.
#[derive(Default)]
pub struct Lookings {
    waiting: Vec<Access>,
    /// The file in front, as last noted.
    front: Option<(ScreenId, AppId)>,
    /// The day of the agenda last noted.
    day: Option<NaiveDate>,
    /// The search that may still be typed on, and when it was shown.
    typing: Option<(Shown, i64)>,
    /// The search last noted.
    searched: Option<Shown>,
}

impl Lookings {
    fn add(&mut self, access: Access) {
        if !self.waiting.contains(&access) && self.waiting.len() < access::MOST {
            self.waiting.push(access);
        }
    }

    /// The search shown now counts as made.
    fn rest(&mut self) {
        let Some((shown, _)) = self.typing.take() else { return };
        if self.searched.as_ref() == Some(&shown) {
            return;
        }
        let Shown { query, found, more } = shown.clone();
        self.add(Access::Searched { query: Note::parse(&query).unwrap_or_default(), found, more });
        self.searched = Some(shown);
    }
}

fn seen_at(screen: ScreenId) -> SeenAt {
    match screen {
        ScreenId::Intake => SeenAt::Intake,
        ScreenId::Check => SeenAt::Check,
        ScreenId::Operator => SeenAt::Operator,
        ScreenId::Handover => SeenAt::Handover,
        ScreenId::Agenda | ScreenId::Find | ScreenId::Supervisor => SeenAt::History,
    }
}

impl Desk {
    /// Takes note when another file came to the front.
    pub(super) fn look_around(&mut self) {
        let open = self.session.is_some() && !self.locked();
        let front = open.then(|| self.screens.front().in_hand()).flatten().map(|app| (self.screens.front, app));
        if front == self.lookings.front {
            return;
        }
        self.lookings.front = front;
        if let Some((screen, app)) = front {
            self.lookings.rest();
            self.lookings.add(Access::Viewed { app, place: seen_at(screen) });
        }
    }

    /// A file's person was shown elsewhere than in the chair.
    pub(super) fn looked_at(&mut self, app: AppId, place: SeenAt) {
        self.lookings.rest();
        self.lookings.add(Access::Viewed { app, place });
    }

    /// A day of the agenda was shown; the same day again is the same looking until another is shown.
    pub(super) fn looked_at_day(&mut self, date: NaiveDate) {
        if self.lookings.day.replace(date) != Some(date) {
            self.lookings.add(Access::Listed { date });
        }
    }

    /// A search shows people. While somebody types only the last of it counts.
    pub(super) fn searched(&mut self, query: &str, rows: &[FoundRow], more: bool) {
        if rows.is_empty() {
            self.lookings.typing = None;
            return;
        }
        let found = rows.iter().map(|row| row.app).collect();
        self.lookings.typing = Some((Shown { query: query.to_owned(), found, more }, self.now.utc_ms));
    }

    /// A slip goes to the printer.
    pub(super) fn slip_goes(&mut self, kind: Kind, apps: Vec<AppId>, copy: bool) {
        self.lookings.add(Access::Printed { slip: slip_of(kind), apps, copy });
    }

    /// Notes data that are about to leave the program, in one act whatever the number of files; without the note
    /// they stay.
    #[must_use]
    pub(super) fn may_take(&mut self, what: Taken, days: Option<(NaiveDate, NaiveDate)>, formats: &[&str]) -> bool {
        let (from, to) = days.unzip();
        let taken =
            |format: &&str| Access::Exported { what, from, to, format: (*format).to_owned(), outlet: Outlet::File };
        let order = self.order(None);
        let noted = access::noted(formats.iter().map(taken).collect());
        matches!(self.act(&noted, &order), super::act::Done::Committed(_))
    }

    /// Writes what waits once a search has come to rest: about once a second.
    pub(super) fn note_lookings(&mut self) {
        let rests = |(_, since): &(Shown, i64)| (self.now.utc_ms - since).abs() >= RESTS_MS;
        if self.lookings.typing.as_ref().is_some_and(rests) {
            self.lookings.rest();
        }
        self.write_lookings();
    }

    /// Nobody else sits down here before everything is written; what comes to the front again counts anew.
    pub(super) fn end_lookings(&mut self) {
        self.lookings.rest();
        self.write_lookings();
        let waiting = std::mem::take(&mut self.lookings.waiting);
        self.lookings = Lookings { waiting, ..Lookings::default() };
    }

    fn write_lookings(&mut self) {
        if self.lookings.waiting.is_empty() || self.session.is_none() || self.ledger_down {
            return;
        }
        let order = self.order(None);
        let waiting = std::mem::take(&mut self.lookings.waiting);
        match self.ledger.act(&access::noted(waiting.clone()), &order, None) {
            Ok(Ok(_)) => {}
            // An account switched off meanwhile: the next act of this desk is refused too, and says so.
            Ok(Err(refusal)) => super::log::error("access", &refusal),
            Err(error) => {
                self.lookings.waiting = waiting;
                // Another desk writes: the next second is as good. Anything worse the clerk must know.
                if !LedgerError::passes(&error) {
                    self.ledger_failed(&error);
                }
            }
        }
    }
}

/// What the journal calls a slip.
pub(super) fn slip_of(kind: Kind) -> SlipOf {
    match kind {
        Kind::Receipt => SlipOf::Receipt,
        Kind::Returned => SlipOf::Returned,
        Kind::Deferred => SlipOf::Deferred,
        Kind::Ready => SlipOf::Ready,
        Kind::Handover => SlipOf::Handover,
        Kind::Label => SlipOf::Label,
    }
}
