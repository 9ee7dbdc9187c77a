//! Who saw whom, notices and erasing by the binary: asked of the supervisor alone, and itself recorded.
use std::fs;

use super::export::{Day, SECRET};
use super::{Ran, arg, fed};
use crate::harness::{RUN, person, stamp};
use loket::desk::keys::{Chosen, KeyRing, Secret};
use loket::domain::access::Access;
use loket::domain::command::Command;
use loket::domain::event::{Envelope, Event};
use loket::domain::id::AccountId;
use loket::domain::person::{Name, Note};
use loket::domain::terms::{Role, SeenAt};
use loket::ledger::{self, Ledger as _, Options};

const NOVEMBER: [&str; 4] = ["--from", "2026-11-01", "--to", "2026-11-30"];

/// The made-up day with an operator beside the supervisor, and a few lookings.
fn looked_at() -> Day {
    let day = Day::open();
    let home = loket::config::Home::at(day.home());
    let operator = AccountId([2; 16]);
    let ring = KeyRing::load(&home).expect("keys");
    let mut ledger = ledger::open(&day.home(), Options::default()).expect("opened");
    let elly = *ledger.office().rules.accounts.keys().next().expect("an account");
    let secret = || Secret::new(SECRET.to_owned());
    let key = ring.check(elly, &secret(), stamp(0).utc_ms).expect("the key of the home").key;
    ring.add(operator, "OC", &secret(), &key, Chosen::ByHolder).expect("a key");
    let mut act = |actor: AccountId, ms: i64, command: Command| {
        let order = Envelope { actor, ..Envelope::system("loket-2", RUN, stamp(ms)) };
        ledger.act(&command, &order, None).expect("stored").expect("allowed");
    };
    let (name, roles) = (Name::parse("Operator Contoh").expect("a name"), [Role::Operator].into());
    act(elly, 700_000, Command::AddAccount { account: operator, name, initials: "OC".into(), roles });
    let apps: Vec<_> =
        ledger::open(&day.home(), Options::default()).expect("opened").office().files.keys().copied().collect();
    let place = SeenAt::Operator;
    act(operator, 800_000, Command::NoteAccess(vec![Access::Viewed { app: apps[0], place }]));
    let query = Note::parse(person(2).nik.expect("a NIK").as_str()).expect("a note");
    act(
        operator,
        810_000,
        Command::NoteAccess(vec![Access::Searched { query, found: apps[1..].to_vec(), more: false }]),
    );
    day
}

fn signed(day: &Day, who: &str, args: &[&str]) -> Ran {
    let home = day.home();
    let args = [args, &["--as", who, "--passphrase-stdin", "--home", arg(&home)]].concat();
    fed(day.folder.path(), &args, SECRET)
}

fn report(day: &Day, more: &[&str]) -> Ran {
    signed(day, "EW", &[&["audit", "report"], &NOVEMBER[..], more].concat())
}

fn kinds(day: &Day) -> Vec<String> {
    let ledger = ledger::open(&day.home(), Options::default()).expect("opened");
    let entries = (1..=ledger.office().desk.seq).filter_map(|seq| ledger.entry(seq).expect("a look"));
    entries
        .map(|rec| match rec.event {
            Event::DataExported(e) => format!("data_exported {} {} {}", e.what.code(), e.format, e.outlet.code()),
            event => event.kind().to_owned(),
        })
        .collect()
}

#[test]
fn who_saw_whom_is_told_to_the_supervisor_with_masked_numbers() {
    let day = looked_at();
    let text = report(&day, &[]).ends(0).out;
    let first = person(1);
    assert!(text.contains("Operator Contoh") && text.contains("proses operator"), "{text}");
    assert!(text.contains(first.name.as_str()) && text.contains("loket-2"), "{text}");
    for n in 1..=3 {
        let nik = person(n).nik.expect("a NIK");
        assert!(!text.contains(nik.as_str()) && text.contains(&nik.masked('*')), "{text}");
    }
    assert_eq!(kinds(&day).last().map(String::as_str), Some("data_exported access txt stdout"));
    // The report of a report: what was asked before is in it.
    assert!(report(&day, &[]).ends(0).out.contains("laporan akses"));
}

#[test]
fn the_report_is_narrowed_to_a_person_or_a_member_of_staff() {
    let day = looked_at();
    let nik = person(2).nik.expect("a NIK");
    let text = report(&day, &["--nik", nik.as_str()]).ends(0).out;
    assert!(text.contains(person(2).name.as_str()) && !text.contains(person(1).name.as_str()), "{text}");
    assert!(!text.contains(person(3).name.as_str()), "others of the same search are not shown: {text}");
    let text = report(&day, &["--number", "1"]).ends(0).out;
    assert!(text.contains(person(1).name.as_str()) && !text.contains(person(2).name.as_str()), "{text}");
    assert!(report(&day, &["--actor", "OC"]).ends(0).out.contains("proses operator"));
    assert!(!report(&day, &["--actor", "EW"]).ends(0).out.contains("proses operator"));
    report(&day, &["--actor", "XX"]).ends(1);
    report(&day, &["--number", "77"]).ends(1);
    report(&day, &["--nik", nik.as_str(), "--number", "1"]).ends(2);
    signed(&day, "EW", &["audit", "report", "--from", "2026-11-30", "--to", "2026-11-01"]).ends(2);
    report(&day, &["--format", "xlsx"]).ends(2);
}

#[test]
fn nobody_but_the_supervisor_is_told() {
    let day = looked_at();
    let before = kinds(&day);
    for args in [&["audit", "report"][..], &["audit", "breach"]] {
        let ran = signed(&day, "OC", &[args, &NOVEMBER[..]].concat()).ends(1);
        assert!(ran.out.is_empty() && ran.err.contains("R-002"), "{}", ran.err);
    }
    let export = ["export", "--date", "2026-11-23", "--format", "csv"];
    let ran = signed(&day, "OC", &export).ends(1);
    assert!(ran.out.is_empty() && ran.err.contains("R-002"), "{}", ran.err);
    signed(&day, "OC", &["ledger", "rebuild"]).ends(1);
    signed(&day, "OC", &["ledger", "purge", "--before", "2020-01-01", "--dry-run"]).ends(1);
    signed(&day, "OC", &["ledger", "info"]).ends(0);
    let after = kinds(&day);
    let signing = |kind: &String| kind == "staff_signed_in" || kind == "key_file_noted";
    assert!(after[before.len()..].iter().all(signing), "nothing but the sign-ins");
}

#[test]
fn an_export_is_noted_before_it_is_given() {
    let day = looked_at();
    let export = ["export", "--date", "2026-11-23", "--format", "csv"];
    let full = signed(&day, "EW", &export).ends(0).out;
    assert!(full.contains(person(1).nik.expect("a NIK").as_str()), "the book holds full numbers");
    assert_eq!(kinds(&day).last().map(String::as_str), Some("data_exported agenda csv stdout"));
    let file = day.folder.path().join("laporan.pdf");
    signed(&day, "EW", &["report", "--month", "2026-11", "--format", "pdf", "--output", arg(&file)]).ends(0);
    assert_eq!(kinds(&day).last().map(String::as_str), Some("data_exported report pdf file"));
    assert!(fs::read(file).expect("a file").starts_with(b"%PDF"));
}

#[test]
fn a_notice_says_what_the_law_asks_and_leaves_the_rest_to_be_filled_in() {
    let day = looked_at();
    let ran = signed(&day, "EW", &[&["audit", "breach"], &NOVEMBER[..]].concat()).ends(0);
    for asked in
        ["Pasal 46", "27 Tahun 2022", "3 x 24 jam", "3 (tiga) orang", "Operator Contoh: 2 kali", "Narahubung", "Upaya"]
    {
        assert!(ran.out.contains(asked), "{asked}: {}", ran.out);
    }
    assert!(ran.out.contains("Yth. Bapak/Ibu ....") && ran.err.contains("rancangan"), "{}", ran.err);
    for n in 1..=3 {
        assert!(ran.out.contains(person(n).name.as_str()), "{}", ran.out);
        assert!(!ran.out.contains(person(n).nik.expect("a NIK").as_str()), "{}", ran.out);
    }
    assert!(!ran.out.contains('{'), "every place is filled in: {}", ran.out);
    let file = day.folder.path().join("surat.pdf");
    let pdf = ["audit", "breach", "--format", "pdf", "--output", arg(&file)];
    signed(&day, "EW", &[&pdf[..], &NOVEMBER[..]].concat()).ends(0);
    assert!(fs::read(file).expect("a file").starts_with(b"%PDF"));
}

#[test]
fn erasing_is_refused_without_a_term_and_a_dry_run_erases_nothing() {
    let day = looked_at();
    let purge = ["ledger", "purge", "--before", "2026-11-23"];
    let dry = signed(&day, "EW", &[&purge[..], &["--dry-run"]].concat()).ends(0);
    assert!(dry.out.contains("0 berkas"), "{}", dry.out);
    let ran = signed(&day, "EW", &purge).ends(1);
    assert!(ran.err.contains("R-320") && ran.err.contains("Ctrl+G"), "{}", ran.err);
    signed(&day, "EW", &["ledger", "purge"]).ends(2);
    signed(&day, "EW", &["ledger", "purge", "--before", "kemarin"]).ends(2);
}
