//! Exports by the binary: the same bytes for a closed day, provisional ones for an open day.
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use super::{Ran, arg, fed, run, temp};
use crate::harness::{RUN, monday, stamp, submission};
use loket::config::{Config, Home};
use loket::desk::found::{self, Founding};
use loket::desk::keys::{AtRest, Cost, Secret};
use loket::domain::command::{Command, DayCount, Then};
use loket::domain::event::Envelope;
use loket::domain::id::AccountId;
use loket::domain::person::Name;
use loket::domain::policy::Policy;
use loket::domain::reason::ReasonCode;
use loket::domain::terms::Role;
use loket::export::{EXPORT_FORMAT, digest};
use loket::ledger::{self, Ledger as _, Options};
use std::collections::BTreeMap;

pub(super) const SECRET: &str = "kopi-tubruk-7";

/// An office whose Monday has three applications and was closed with these digests, or left open.
pub(super) struct Day {
    pub(super) folder: tempfile::TempDir,
}

impl Day {
    pub(super) fn open() -> Day {
        Day::made(None)
    }

    pub(super) fn closed(digests: &[(&str, String)], format: u16) -> Day {
        let digests = digests.iter().map(|(code, digest)| ((*code).to_owned(), digest.clone())).collect();
        Day::made(Some((digests, format)))
    }

    fn made(close: Option<(BTreeMap<String, String>, u16)>) -> Day {
        let day = Day { folder: temp() };
        let home = Home::at(day.home());
        let founding = Founding {
            policy: Policy::default(),
            name: Name::parse("Elly Warni").expect("a name"),
            initials: None,
            station: None,
            roles: Role::ALL.iter().copied().collect(),
            secret: &Secret::new(SECRET.to_owned()),
            cost: Cost { memory_kib: 8, passes: 1, lanes: 1 },
            at_rest: AtRest::Clear,
            stamp: stamp(0),
        };
        let account = found::office(&home, &Config::defaults(&home), founding).expect("founded").account;
        let mut ledger = ledger::open(home.path(), Options::default()).expect("opened");
        let mut act = |actor: AccountId, ms: i64, command: Command| {
            let order = Envelope { actor, ..Envelope::system("loket-1", RUN, stamp(ms)) };
            let done = ledger.act(&command, &order, None).expect("stored").expect("allowed");
            done.entries.last().expect("an entry").seq
        };
        act(AccountId::SYSTEM, 1_000, Command::OpenDay { date: monday() });
        let mut upto = 0;
        for n in 1..=3 {
            let then = if n == 3 { Then::Return } else { Then::Queue };
            let submitted = submission(n, ReasonCode::New, then);
            upto = act(account, 60_000 * i64::from(n), Command::Submit(Box::new(submitted)));
        }
        if let Some((digests, format)) = close {
            let count = DayCount { digests, format, ..DayCount::agreeing(monday(), upto, &Default::default()) };
            act(account, 900_000, Command::CloseDay(count));
        }
        day
    }

    pub(super) fn home(&self) -> PathBuf {
        self.folder.path().join("kantor")
    }

    fn export(&self, format: &str, more: &[&str]) -> Ran {
        let args = ["export", "--date", "2026-11-23", "--format", format, "--as", "EW", "--passphrase-stdin", "--home"];
        fed(self.folder.path(), &[&args[..], &[arg(&self.home())], more].concat(), SECRET)
    }
}

/// What a day closed without digests exports, to close the same day again with them.
fn digests() -> Vec<(&'static str, String)> {
    let day = Day::closed(&[], EXPORT_FORMAT);
    ["csv", "txt"].map(|format| (format, digest(day.export(format, &[]).out.as_bytes()))).to_vec()
}

#[test]
fn an_open_day_is_exported_as_provisional() {
    let day = Day::open();
    for format in ["csv", "txt"] {
        let ran = day.export(format, &[]).ends(0);
        assert!(ran.err.contains("SEMENTARA"), "{}", ran.err);
        assert!(ran.out.to_uppercase().contains("SEMENTARA"), "{}", ran.out);
    }
}

#[test]
fn a_closed_day_gives_the_same_bytes_every_time() {
    let day = Day::closed(&digests(), EXPORT_FORMAT);
    for format in ["csv", "txt"] {
        let first = day.export(format, &[]).ends(0);
        assert!(first.err.is_empty() && !first.out.to_uppercase().contains("SEMENTARA"), "{}", first.err);
        assert!(first.out.contains("0003"), "{}", first.out);
        assert_eq!(day.export(format, &["--lang", "en"]).ends(0).out, first.out, "whatever the clerk's language");
    }
}

#[test]
fn a_digest_that_does_not_come_out_is_said_and_named() {
    let wrong = vec![("csv", "00".repeat(32))];
    let ran = Day::closed(&wrong, EXPORT_FORMAT).export("csv", &[]).ends(1);
    assert!(!ran.out.is_empty() && ran.err.contains("Tidak sama"), "{}", ran.err);
    let newer = Day::closed(&wrong, EXPORT_FORMAT + 1).export("csv", &["--lang", "en"]).ends(1);
    assert!(newer.err.contains("form"), "{}", newer.err);
    let none = Day::closed(&[], EXPORT_FORMAT).export("txt", &["--lang", "en"]).ends(1);
    assert!(none.err.contains("no digest"), "{}", none.err);
}

#[test]
fn a_day_the_ledger_does_not_know_is_refused() {
    let day = Day::open();
    let args = ["export", "--date", "2020-01-01", "--format", "csv", "--as", "EW", "--passphrase-stdin", "--home"];
    let ran = fed(day.folder.path(), &[&args[..], &[arg(&day.home())]].concat(), SECRET).ends(1);
    assert!(ran.out.is_empty() && ran.err.contains("2020-01-01"), "{}", ran.err);
}

#[test]
fn output_is_a_file_for_its_owner_or_an_error() {
    let day = Day::closed(&digests(), EXPORT_FORMAT);
    let path = day.folder.path().join("agenda.csv");
    let ran = day.export("csv", &["--output", arg(&path)]).ends(0);
    assert!(ran.out.is_empty());
    assert_eq!(fs::metadata(&path).expect("written").permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::read_to_string(&path).expect("text"), day.export("csv", &[]).ends(0).out);
    day.export("csv", &["--output", arg(&path)]).ends(0);
    let nowhere = day.export("csv", &["--output", "/nonexistent/agenda.csv"]).ends(6);
    assert!(nowhere.out.is_empty() && nowhere.err.contains("/nonexistent/agenda.csv"), "{}", nowhere.err);
    day.export("csv", &["--output", "/dev/full"]).ends(6);
    let null = Path::new("/dev/null");
    day.export("csv", &["--output", arg(null)]).ends(0);
    assert!(!fs::metadata(null).expect("there").is_file(), "a device is written to, never replaced");
}

#[test]
fn paper_and_workbook_are_the_same_every_time_and_a4_is_another_paper() {
    let day = Day::open();
    let file = |name: &str, format: &str, more: &[&str]| {
        let path = day.folder.path().join(name);
        day.export(format, &[&["--output", arg(&path)], more].concat()).ends(0);
        fs::read(&path).expect("written")
    };
    for (format, begins) in [("pdf", &b"%PDF-1.7"[..]), ("xlsx", &b"PK"[..])] {
        let first = file(&format!("1.{format}"), format, &[]);
        assert!(first.starts_with(begins), "{format}");
        assert_eq!(file(&format!("2.{format}"), format, &["--lang", "en"]), first, "{format}");
    }
    let f4 = file("f4.pdf", "pdf", &["--paper", "f4"]);
    assert_eq!(f4, file("usual.pdf", "pdf", &[]));
    assert_ne!(f4, file("a4.pdf", "pdf", &["--paper", "a4"]));
    assert!(day.export("pdf", &["--paper", "letter"]).ends(2).err.contains("f4, a4"));
}

#[test]
fn an_export_into_a_closed_pipe_is_success() {
    let day = Day::open();
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let args = ["export", "--date", "2026-11-23", "--format", "csv", "--as", "EW", "--passphrase-stdin", "--home"];
    let secret = day.folder.path().join("secret");
    fs::write(&secret, SECRET).expect("written");
    let mut asked = super::command(day.folder.path(), &[&args[..], &[arg(&day.home())]].concat());
    asked.stdin(fs::File::open(&secret).expect("there")).stdout(writer);
    assert_eq!(asked.status().expect("it ends").code(), Some(0));
    assert!(run(day.folder.path(), &["config", "path"]).ends(0).err.is_empty());
}
