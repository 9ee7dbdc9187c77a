//! Looking: who saw, searched, printed or took out personal data. In the journal, never in the book.
//!
//! Owns what can be looked at, who may take data out, and which lookings concern a person. Separate from the
//! acts of the office because looking changes no file, no figure and no day. Must not know how it is shown.

use super::command::Command;
use super::event::{Event, Recorded};
use super::id::{AccountId, AppId};
use super::office::Office;
use super::person::Note;
use super::refusal::Refusal;
use super::terms::*;
use chrono::{Months, NaiveDate};

/// Most lookings one command may note.
pub const MOST: usize = 256;

/// One looking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Access {
    /// A file was opened where its person is shown.
    Viewed { app: AppId, place: SeenAt },
    /// A search showed people; what was typed may itself be a name or a number.
    Searched { query: Note, found: Vec<AppId>, more: bool },
    /// A day of the agenda was shown with the people in it.
    Listed { date: NaiveDate },
    /// A slip was printed.
    Printed { slip: SlipOf, apps: Vec<AppId>, copy: bool },
    /// Data left the program; the dates are those of the first and last day in it.
    Exported { what: Taken, from: Option<NaiveDate>, to: Option<NaiveDate>, format: String, outlet: Outlet },
}

impl Access {
    /// Roles that may look so. Reading is the work of everybody at the counter; a list that leaves the program is
    /// made by whoever keeps the register, what is found out about colleagues by the supervisor.
    pub fn roles(&self) -> &'static [Role] {
        match self {
            Access::Exported { what: Taken::Agenda | Taken::List, .. } => &[Role::RegisterOfficer, Role::Supervisor],
            Access::Exported { what: Taken::Access | Taken::Breach, .. } => &[Role::Supervisor],
            Access::Viewed { .. }
            | Access::Searched { .. }
            | Access::Listed { .. }
            | Access::Printed { .. }
            | Access::Exported { .. } => Role::ALL,
        }
    }
}

/// What is done with a ledger as a whole from the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Errand {
    /// The journal is checked; nobody is named.
    Verify,
    /// Sizes and dates; nobody is named.
    Inspect,
    /// Rows are made anew.
    Rebuild,
    /// Sums of a period; nobody is named.
    Report,
    /// The agenda, with everybody in it.
    Agenda,
    /// Who looked at whom, and notices after a breach.
    Audit,
    /// Personal data whose term is over are erased.
    Erase,
    /// A copy of the whole ledger is made.
    BackUp,
}

impl Errand {
    /// Every errand.
    pub const ALL: [Errand; 8] = [
        Errand::Verify,
        Errand::Inspect,
        Errand::Rebuild,
        Errand::Report,
        Errand::Agenda,
        Errand::Audit,
        Errand::Erase,
        Errand::BackUp,
    ];

    /// Roles that may run it.
    pub fn roles(self) -> &'static [Role] {
        match self {
            Errand::Verify | Errand::Inspect | Errand::Report => Role::ALL,
            Errand::Agenda => &[Role::RegisterOfficer, Role::Supervisor],
            Errand::Rebuild | Errand::Audit | Errand::Erase | Errand::BackUp => &[Role::Supervisor],
        }
    }
}

/// Whether an account may run an errand.
///
/// # Errors
/// The refusal, as for a command.
pub fn may(office: &Office, account: AccountId, errand: Errand) -> Result<(), Refusal> {
    let roles = office.roles(account).ok_or(Refusal::UnknownAccount)?;
    let needs = errand.roles();
    if needs.iter().any(|role| roles.contains(role)) { Ok(()) } else { Err(Refusal::RoleMissing { needs }) }
}

/// The latest day before which data may be erased: the term is over, and every day before it is closed.
///
/// # Errors
/// No term is set, or an erasure is running.
pub fn erasable_before(office: &Office, today: NaiveDate) -> Result<NaiveDate, Refusal> {
    if office.desk.erasing.is_some() {
        return Err(Refusal::ErasureRuns);
    }
    let months = office.policy().retention_months;
    if months == 0 {
        return Err(Refusal::RetentionUnset);
    }
    let latest = today.checked_sub_months(Months::new(months)).unwrap_or(NaiveDate::MIN);
    let unclosed = office.desk.unclosed.keys().next().copied().or(office.desk.day);
    Ok(unclosed.map_or(latest, |first| first.min(latest)))
}

/// The command that notes lookings.
pub fn noted(list: Vec<Access>) -> Command {
    Command::NoteAccess(list)
}

/// A person whose lookings are wanted: the files under their name, and the first and last office day of those.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whose {
    pub apps: Vec<AppId>,
    pub first: NaiveDate,
    pub last: NaiveDate,
}

impl Whose {
    /// The looking showed this person, or a list of days in which the person's files stand.
    pub fn seen_in(&self, rec: &Recorded) -> bool {
        let named = |app: &AppId| self.apps.contains(app);
        let within = |from: NaiveDate, to: NaiveDate| from <= self.last && to >= self.first;
        match &rec.event {
            Event::RecordViewed(e) => named(&e.app),
            Event::SearchMade(e) => e.found.iter().any(named),
            Event::SlipPrinted(e) => e.apps.iter().any(named),
            Event::AgendaViewed(e) => within(e.date, e.date),
            Event::DataExported(e) if matches!(e.what, Taken::Agenda | Taken::List) => {
                e.from.zip(e.to).is_none_or(|(from, to)| within(from, to))
            }
            _ => false,
        }
    }
}

/// The files a looking shows by name; none for a list of days.
pub fn shown(event: &Event) -> &[AppId] {
    match event {
        Event::RecordViewed(e) => std::slice::from_ref(&e.app),
        Event::SearchMade(e) => &e.found,
        Event::SlipPrinted(e) => &e.apps,
        _ => &[],
    }
}
