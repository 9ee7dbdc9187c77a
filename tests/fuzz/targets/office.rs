//! A small office on disk, founded once and laid out again for every input.
//!
//! Separate because the ledger's target and the desk's both begin from one. Times and people are invented.

use std::fs;
use std::path::Path;

use loket::config::{Config, Home};
use loket::desk::found::{self, Founding};
use loket::desk::keys::{AtRest, Cost, KeyRing, Secret};
use loket::domain::checklist::{RuleSet, Tick};
use loket::domain::command::{Command, Submission, Then};
use loket::domain::event::Envelope;
use loket::domain::id::{AccountId, BootId, RunId};
use loket::domain::nik::Nik;
use loket::domain::person::{Contact, Name, Note, Phone};
use loket::domain::personal::Person;
use loket::domain::policy::Policy;
use loket::domain::reason::ReasonCode;
use loket::domain::sop::Spent;
use loket::domain::terms::{BlankMove, Channel, Role};
use loket::domain::time::Stamp;
use loket::ledger::{self, HomeKey, Ledger as _, Options};
use tempfile::TempDir;

/// A Monday, eight o'clock in Padang Panjang.
const MONDAY_MS: i64 = 1_795_395_600_000;
pub const SECRET: &str = "hujan pagi 9";
const CHEAP: Cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };

/// So many milliseconds after it.
pub fn stamp(now: i64) -> Stamp {
    let mono_ms = u64::try_from(now).unwrap_or(0);
    Stamp { utc_ms: MONDAY_MS + now, offset_s: 7 * 3600, mono_ms, boot: BootId([7; 16]) }
}

/// The files of an office nobody works in.
pub struct Founded {
    dir: TempDir,
    /// Who may do everything; signs in as SC.
    pub account: AccountId,
    pub key: HomeKey,
}

impl Founded {
    pub fn new(at_rest: AtRest) -> Founded {
        let dir = super::folder();
        let place = Home::at(dir.path());
        let secret = || Secret::new(SECRET.to_owned());
        let founding = Founding {
            policy: Policy::default(),
            name: Name::parse("Semua Contoh").expect("a name"),
            initials: None,
            station: None,
            roles: Role::ALL.iter().copied().collect(),
            secret: &secret(),
            cost: CHEAP,
            at_rest,
            stamp: stamp(0),
        };
        let account = found::office(&place, &Config::defaults(&place), founding).expect("an office").account;
        let keys = KeyRing::load(&place).expect("keys");
        let key = keys.check(account, &secret(), stamp(0).utc_ms).expect("the key").key;
        Founded { dir, account, key }
    }

    /// Gives commands.
    pub fn with(self, commands: impl IntoIterator<Item = Command>) -> Founded {
        let mut ledger = ledger::open(self.home(self.dir.path()), Options::default()).expect("the ledger");
        for (now, command) in (1_000..).step_by(1_000).zip(commands) {
            let order = Envelope::system("loket-1", RunId([9; 16]), stamp(now));
            let system = matches!(command, Command::OpenDay { .. });
            let order = Envelope { actor: if system { AccountId::SYSTEM } else { self.account }, ..order };
            ledger.act(&command, &order, None).expect("an act").expect("no refusal");
        }
        drop(ledger);
        self
    }

    /// The ledger in a folder with what opens it.
    pub fn home(&self, folder: &Path) -> ledger::Home {
        let keys = KeyRing::load(&Home::at(folder)).expect("keys");
        keys.ledger(&self.key).expect("a home")
    }

    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// Copies its files into a new folder.
    pub fn lay_out(&self, folder: &Path) {
        use std::os::unix::fs::DirBuilderExt as _;
        fs::DirBuilder::new().mode(0o700).create(folder).expect("made");
        for entry in fs::read_dir(self.dir.path()).expect("the office").flatten() {
            if entry.path().is_file() {
                fs::copy(entry.path(), folder.join(entry.file_name())).expect("copied");
            }
        }
    }
}

/// The day is open, fifty blanks are there, and somebody's file waits at the operator.
pub fn morning() -> Vec<Command> {
    let document = Note::parse("BA 1/2026").expect("a note");
    vec![
        Command::OpenDay { date: stamp(0).date() },
        Command::MoveBlanks { how: BlankMove::Received, n: 50, document },
        submission("1374015708909012", "ANISA RAHMI", "081266009001"),
    ]
}

/// Received with all documents and found complete.
pub fn submission(nik: &str, name: &str, phone: &str) -> Command {
    let reason = ReasonCode::New;
    let list = RuleSet::builtin();
    Command::Submit(Box::new(Submission {
        person: Person {
            nik: Some(Nik::parse(nik).expect("a NIK")),
            name: Name::parse(name).expect("a name"),
            birth: None,
            sex: None,
            kk: None,
            contact: Contact::Own(Phone::parse(phone).expect("a number")),
            address: None,
            note: None,
        },
        reason,
        channel: Channel::Counter,
        ticks: list.checklist(reason).items().iter().map(|item| (item.id.clone(), Tick::Present)).collect(),
        priority: false,
        repeat_reason: None,
        linked: None,
        family_of: None,
        sheet: None,
        spent: Spent { work_ms: 40_000, measured: true, ..Spent::default() },
        then: Then::Complete,
    }))
}
