//! A bench for the domain: an office in memory, a scripted clock and synthetic people.
//!
//! Everything is injected: times, identities and names come from counters, so a run is the same every time.

use chrono::NaiveDate;
use loket::domain::application::Application;
use loket::domain::checklist::{RuleSet, Tick, Ticks};
use loket::domain::command::{Command, Erasable, Facts, Past, Submission, Then};
use loket::domain::decide::decide;
use loket::domain::event::{Draft, Envelope, LedgerKind, Recorded};
use loket::domain::id::{AccountId, AppId, BootId, LedgerId, RunId};
use loket::domain::nik::Nik;
use loket::domain::office::{File, Office};
use loket::domain::person::{Contact, KkNumber, Name, Phone};
use loket::domain::personal::Person;
use loket::domain::reason::ReasonCode;
use loket::domain::refusal::Refusal;
use loket::domain::sop::Spent;
use loket::domain::terms::*;
use loket::ui::keymap::Key;
use std::collections::{BTreeMap, BTreeSet};

/// 2026-11-23 08.00 WIB, a Monday.
pub const MONDAY_MS: i64 = 1_795_395_600_000;
pub const OFFICER: AccountId = AccountId([1; 16]);
pub const OPERATOR: AccountId = AccountId([2; 16]);
pub const SUPERVISOR: AccountId = AccountId([3; 16]);
pub const RUN: RunId = RunId([9; 16]);

/// The day the bench opens.
pub fn monday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).expect("a date")
}

/// A stamp `ms` after Monday eight o'clock.
pub fn stamp(ms: i64) -> loket::domain::time::Stamp {
    loket::domain::time::Stamp {
        utc_ms: MONDAY_MS + ms,
        offset_s: 7 * 3600,
        mono_ms: u64::try_from(ms).unwrap_or(0),
        boot: BootId([7; 16]),
    }
}

/// A synthetic person; the same number gives the same person.
pub fn person(n: u32) -> Person {
    let sex = if n.is_multiple_of(2) { 0 } else { 40 };
    let nik = format!("13740{}{:02}08{:02}9{:03}", 1 + n % 2, 1 + n % 28 + sex, 60 + n % 40, n % 1000);
    let first = ["ANISA", "DONI", "MARNI", "RIZKI", "SITI", "YUSUF"][n as usize % 6];
    Person {
        nik: Some(Nik::parse(&nik).expect("a synthetic NIK")),
        name: Name::parse(&format!("{first} CONTOH {}", letters(n))).expect("a name"),
        birth: None,
        sex: None,
        kk: Some(KkNumber::parse("1374011203199004").expect("a KK number")),
        contact: Contact::Own(Phone::parse(&format!("08126600{:04}", n % 10_000)).expect("a phone")),
        address: None,
        note: None,
    }
}

fn letters(mut n: u32) -> String {
    let mut text = String::new();
    loop {
        text.insert(0, char::from(b'A' + (n % 26) as u8));
        n /= 26;
        if n == 0 {
            return text;
        }
    }
}

/// All items of a reason's checklist ticked as present.
pub fn all_ticks(reason: ReasonCode) -> Ticks {
    RuleSet::builtin().checklist(reason).items().iter().map(|i| (i.id.clone(), Tick::Present)).collect()
}

/// A complete submission.
pub fn submission(n: u32, reason: ReasonCode, then: Then) -> Submission {
    Submission {
        person: person(n),
        reason,
        channel: Channel::Counter,
        ticks: if then == Then::Return { Ticks::new() } else { all_ticks(reason) },
        priority: false,
        repeat_reason: None,
        linked: None,
        family_of: None,
        sheet: None,
        spent: Spent { work_ms: 40_000, paused_ms: BTreeMap::new(), measured: true },
        then,
    }
}

/// An office in memory: decides, applies and remembers closed files as a ledger would.
pub struct Bench {
    pub office: Office,
    pub entries: Vec<Recorded>,
    pub closed: BTreeMap<AppId, (File, i64)>,
    pub rules: RuleSet,
    /// Milliseconds since Monday eight o'clock.
    pub now: i64,
    pub station: String,
    pub backend: Option<String>,
    pub run_alive: bool,
    /// What the ledger would say there is to erase.
    pub erasable: Erasable,
}

impl Bench {
    /// An office with three members of staff and no open day.
    pub fn closed_office() -> Bench {
        let mut bench = Bench {
            office: Office::default(),
            entries: Vec::new(),
            closed: BTreeMap::new(),
            rules: RuleSet::builtin(),
            now: 0,
            station: "loket-1".into(),
            backend: Some("attested".into()),
            run_alive: false,
            erasable: Erasable::default(),
        };
        let system = AccountId::SYSTEM;
        let create = Command::CreateLedger { ledger: LedgerId([5; 16]), kind: LedgerKind::Office, last_number: None };
        bench.act(system, create).expect("a new ledger");
        let add = |account, name: &str, initials: &str, roles: &[Role]| Command::AddAccount {
            account,
            name: Name::parse(name).expect("a name"),
            initials: initials.into(),
            roles: roles.iter().copied().collect(),
        };
        bench.act(system, add(SUPERVISOR, "Kasi Contoh", "KC", &[Role::Supervisor])).expect("first account");
        bench.act(SUPERVISOR, add(OFFICER, "Register Contoh", "RC", &[Role::RegisterOfficer])).expect("officer");
        bench.act(SUPERVISOR, add(OPERATOR, "Operator Contoh", "OC", &[Role::Operator])).expect("operator");
        bench
    }

    /// The same with Monday open and blanks in stock.
    pub fn open_office(blanks: i32) -> Bench {
        let mut bench = Bench::closed_office();
        bench.act(AccountId::SYSTEM, Command::OpenDay { date: monday() }).expect("the day opens");
        if blanks > 0 {
            let document = loket::domain::person::Note::parse("BA 1/2026").expect("a note");
            bench.act(OPERATOR, Command::MoveBlanks { how: BlankMove::Received, n: blanks, document }).expect("blanks");
        }
        bench
    }

    /// The envelope of an act now.
    pub fn order(&self, actor: AccountId) -> Envelope {
        let (station, backend) = (self.station.clone(), self.backend.clone());
        Envelope { actor, approver: None, station, run: RUN, backend, stamp: stamp(self.now), happened_ms: None }
    }

    /// Gives a command.
    pub fn act(&mut self, actor: AccountId, command: Command) -> Result<Vec<Recorded>, Refusal> {
        let order = self.order(actor);
        self.give(command, order)
    }

    /// Gives a command with a chosen envelope.
    pub fn give(&mut self, command: Command, order: Envelope) -> Result<Vec<Recorded>, Refusal> {
        let drafts = self.ask(&command, &order)?;
        Ok(self.append(drafts, &order))
    }

    /// What the office would answer; nothing changes.
    pub fn ask(&self, command: &Command, order: &Envelope) -> Result<Vec<Draft>, Refusal> {
        decide(&self.office, &self.facts(command), command, order)
    }

    fn facts(&self, command: &Command) -> Facts {
        let wants = command.wants(&self.office);
        let known = |app: AppId| self.closed.contains_key(&app) || self.office.file(app).is_some();
        let mut past: Vec<Past> = Vec::new();
        if let Some(nik) = wants.nik {
            let of_nik = self.closed.values().filter(|(f, _)| f.person.as_ref().and_then(|p| p.nik) == Some(nik));
            past.extend(of_nik.map(|(f, ended_ms)| Past {
                app: f.app.id,
                number: f.app.number.clone(),
                reason: f.app.reason,
                stage: f.app.stage,
                ended_ms: *ended_ms,
            }));
            past.sort_by_key(|p| std::cmp::Reverse(p.app));
        }
        Facts {
            next_seq: self.office.desk.seq + 1,
            past,
            closed: wants.closed.and_then(|app| self.closed.get(&app)).map(|(f, _)| f.clone()),
            linked_exists: wants.linked.is_some_and(known),
            checklist: wants.reason.map(|r| self.rules.checklist(r).clone()),
            run_alive: self.run_alive,
            erasable: self.erasable,
        }
    }

    fn append(&mut self, drafts: Vec<Draft>, order: &Envelope) -> Vec<Recorded> {
        let mut recorded = Vec::new();
        for draft in drafts {
            let seq = self.office.desk.seq + 1;
            let rec = Recorded { seq, envelope: order.clone(), event: draft.event, personal: draft.personal };
            if let Some((file, _)) = rec.event.app().and_then(|app| self.closed.remove(&app)) {
                self.office.admit(file);
            }
            self.office.apply(&rec);
            recorded.push(rec);
        }
        for file in self.office.files.values().filter(|f| f.app.stage.is_final()) {
            self.closed.insert(file.app.id, (file.clone(), order.when_ms()));
        }
        self.office.retire();
        self.entries.extend(recorded.clone());
        recorded
    }

    /// Submits and says which application it became.
    pub fn submit(&mut self, s: Submission) -> AppId {
        let recorded = self.act(OFFICER, Command::Submit(Box::new(s))).expect("a submission");
        recorded
            .iter()
            .find(|r| r.event.kind() == "application_submitted")
            .map(|r| AppId(r.seq))
            .expect("an application")
    }

    /// The application as it stands, open or closed.
    pub fn app(&self, app: AppId) -> &Application {
        match self.office.file(app) {
            Some(file) => &file.app,
            None => &self.closed[&app].0.app,
        }
    }

    /// Panics with the equations that do not hold.
    pub fn assert_balanced(&self) {
        let Some(figures) = &self.office.desk.today else { return };
        let wrong = figures.imbalances(&self.office.stocks());
        let last = self.entries.last().map(|e| e.event.kind());
        assert!(wrong.is_empty(), "{wrong:?} after {last:?}");
        let desk = &self.office.desk;
        assert_eq!(desk.stock.left(), desk.blanks, "the batches are H after {last:?}");
        for batch in &desk.stock.batches {
            let (came, went) = batch.balance();
            assert_eq!(came, went, "{:?} after {last:?}", batch.label);
        }
        assert_eq!(self.office.invalid.len(), desk.invalid as usize, "the register is Q after {last:?}");
        let (issued, ended) = desk.sheets.emergency.balance();
        assert_eq!(issued, ended, "issued = copied + declared + out after {last:?}");
    }
}

/// Roles as a set.
pub fn roles(list: &[Role]) -> BTreeSet<Role> {
    list.iter().copied().collect()
}

/// The keys of a script: letters as themselves, `<F8>` or `<Enter>` by name.
#[track_caller]
pub fn keys_of(script: &str) -> Vec<Key> {
    let key = |name: &str| name.parse().unwrap_or_else(|_| panic!("a key: {name}"));
    crate::fuzz::targets::desk::keys_of(script).into_iter().map(key).collect()
}
