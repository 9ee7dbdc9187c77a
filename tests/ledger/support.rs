//! A small office on a temporary ledger, with synthetic people.

use chrono::NaiveDate;
use loket::domain::checklist::{RuleSet, Tick, Ticks};
use loket::domain::command::*;
use loket::domain::event::{Envelope, LedgerKind, NO_BOOT};
use loket::domain::id::{AccountId, AppId, JobId, RunId};
use loket::domain::nik::Nik;
use loket::domain::person::{Contact, Name, Note, Phone};
use loket::domain::personal::Person;
use loket::domain::reason::ReasonCode;
use loket::domain::refusal::Refusal;
use loket::domain::sop::Spent;
use loket::domain::status::CentralStatus;
use loket::domain::terms::*;
use loket::domain::time::Stamp;
use loket::ledger::{Committed, Home, HomeKey, Ledger, LedgerError, Options, SqliteLedger, create, open};
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use tempfile::TempDir;

pub const CLERK: AccountId = AccountId([7; 16]);
/// 2 November 2026, 08:00 in Padang Panjang.
pub const MORNING: i64 = 1_793_581_200_000;

pub fn day(d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, d).unwrap()
}

pub fn order(actor: AccountId, ms: i64) -> Order {
    let stamp = Stamp { utc_ms: MORNING + ms, offset_s: 25_200, mono_ms: ms as u64, boot: NO_BOOT };
    Envelope { actor, ..Envelope::system("loket-1", RunId([9; 16]), stamp) }
}

pub fn note(text: &str) -> Note {
    Note::parse(text).unwrap()
}

pub fn nik(serial: u32) -> Nik {
    let (date, serial) = (serial / 900, 9_000 + serial % 900);
    let (day, month, year) = (date % 28 + 1, date / 28 % 12 + 1, 99 - date / 336 % 40);
    Nik::parse(&format!("137401{day:02}{month:02}{year:02}{serial}")).unwrap()
}

pub fn person(serial: u32, name: &str, phone: &str) -> Person {
    Person {
        nik: Some(nik(serial)),
        name: Name::parse(name).unwrap(),
        birth: None,
        sex: None,
        kk: None,
        contact: Contact::Own(Phone::parse(phone).unwrap()),
        address: None,
        note: None,
    }
}

pub fn full(reason: ReasonCode) -> Ticks {
    static RULES: LazyLock<RuleSet> = LazyLock::new(RuleSet::builtin);
    RULES.checklist(reason).items().iter().map(|i| (i.id.clone(), Tick::Present)).collect()
}

pub fn submission(person: Person) -> Command {
    Command::Submit(Box::new(Submission {
        person,
        reason: ReasonCode::New,
        channel: Channel::Counter,
        ticks: full(ReasonCode::New),
        priority: false,
        repeat_reason: None,
        linked: None,
        family_of: None,
        sheet: None,
        spent: Spent { work_ms: 40_000, measured: true, ..Spent::default() },
        then: Then::Queue,
    }))
}

/// A key as the engine takes it.
pub fn literal(home: &Home) -> String {
    let hex = |key: &HomeKey| key.bytes().iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    home.key().map(|key| format!("x'{}'", hex(key))).unwrap_or_default()
}

/// The raw file of a home.
pub fn raw(home: &Home) -> Connection {
    let conn = Connection::open(home.ledger()).unwrap();
    if home.key().is_some() {
        let key = literal(home);
        conn.execute_batch(&format!("PRAGMA cipher_log_level = NONE; PRAGMA key = \"{key}\";")).unwrap();
    }
    conn
}

/// A ledger in a folder that goes away with it.
pub struct Desk {
    pub dir: TempDir,
    pub ledger: SqliteLedger,
    pub now: i64,
}

impl Desk {
    /// An open day with one clerk in all roles and 500 blanks.
    pub fn new() -> Desk {
        Desk::within(None)
    }

    pub fn within(parent: Option<&Path>) -> Desk {
        Desk::keyed(parent, None)
    }

    /// The same, encrypted under a key.
    pub fn keyed(parent: Option<&Path>, key: Option<HomeKey>) -> Desk {
        let dir = match parent {
            Some(parent) => tempfile::tempdir_in(parent).unwrap(),
            None => tempfile::tempdir().unwrap(),
        };
        let home = Home::keyed(&dir.path().join("office"), key);
        let setup = order(AccountId::SYSTEM, 0);
        let ledger = create(home, LedgerKind::Demo, None, &setup, Options::default()).unwrap();
        let mut desk = Desk { dir, ledger, now: 0 };
        let roles = Role::ALL.iter().copied().collect();
        let add =
            Command::AddAccount { account: CLERK, name: Name::parse("Rina").unwrap(), initials: "RN".into(), roles };
        desk.ledger.act(&add, &setup, None).unwrap().unwrap();
        desk.ledger.act(&Command::OpenDay { date: day(2) }, &setup, None).unwrap().unwrap();
        desk.done(Command::MoveBlanks { how: BlankMove::Received, n: 500, document: note("BAST 1") });
        desk
    }

    pub fn home(&self) -> PathBuf {
        self.dir.path().join("office")
    }

    pub fn another(&self) -> SqliteLedger {
        open(&self.home(), Options::default()).unwrap()
    }

    pub fn try_act(&mut self, command: Command) -> Result<Result<Committed, Refusal>, LedgerError> {
        self.now += 1_000;
        self.ledger.act(&command, &order(CLERK, self.now), None)
    }

    pub fn act(&mut self, command: Command) -> Result<Committed, Refusal> {
        self.try_act(command).unwrap()
    }

    pub fn done(&mut self, command: Command) -> Committed {
        self.act(command).unwrap()
    }

    pub fn submit(&mut self, serial: u32, name: &str, phone: &str) -> AppId {
        *self.done(submission(person(serial, name, phone))).touched.first().unwrap()
    }

    fn last4(&self, app: AppId) -> String {
        let person = self.ledger.office().file(app).unwrap().person.clone().unwrap();
        person.nik.unwrap().last4().to_owned()
    }

    fn job(&self, app: AppId) -> JobId {
        self.ledger.office().file(app).unwrap().app.job.as_ref().unwrap().id
    }

    /// From the check to the printer.
    pub fn ready(&mut self, app: AppId) {
        let spent = Spent { work_ms: 60_000, measured: true, ..Spent::default() };
        self.done(Command::ConfirmComplete { app, ticks: full(ReasonCode::New), spent });
        let status = CentralStatus::parse("PRINT_READY_RECORD").unwrap();
        let last4 = self.last4(app);
        self.done(Command::RecordStatus { app, status, source: "SIAK".into(), read_ms: MORNING, last4 });
        let report = TestReport {
            outcome: TestOutcome::Match,
            finger: Some(Finger::RightThumb),
            quality: Quality::Good,
            compared_with: ComparedWith::DataCentre,
        };
        self.done(Command::ReportTest { app, report });
    }

    /// From the check to a good card.
    pub fn print(&mut self, app: AppId) {
        self.ready(app);
        self.done(Command::StartPrint { apps: vec![app], blank: None });
        let (job, last4) = (self.job(app), Some(self.last4(app)));
        self.done(Command::ReportPrint { job, report: PrintReport::Good, last4 });
    }

    /// From the check to handed over.
    pub fn finish(&mut self, app: AppId) {
        self.print(app);
        self.done(Command::StartActivation { app });
        let spent = Spent { work_ms: 60_000, measured: true, ..Spent::default() };
        let job = self.job(app);
        self.done(Command::ReportActivation { job, report: ActivationReport::Activated(spent) });
        self.done(Command::HandOver(Box::new(Handover {
            apps: vec![app],
            holder: Some(app),
            recipient: None,
            old_cards: vec![OldCard::NeverHad],
            signature: Signature::Signed,
            // A line is signed once: each handover has a sheet of its own.
            sheet: u32::try_from(app.0).ok(),
            line: Some(1),
            in_session: true,
            note: None,
        })));
    }

    pub fn close(&mut self, date: NaiveDate) -> Result<Committed, Refusal> {
        let state = self.ledger.day_state(date).unwrap().unwrap();
        self.act(Command::CloseDay(DayCount {
            digests: [("csv".to_owned(), "00".to_owned())].into(),
            ..DayCount::agreeing(date, state.upto, &state.stocks)
        }))
    }

    /// The ledger is whole by its own verification.
    pub fn verified(&self) -> loket::ledger::Verified {
        loket::ledger::verify(&self.home(), &mut |_, _| {}).unwrap().unwrap()
    }
}
