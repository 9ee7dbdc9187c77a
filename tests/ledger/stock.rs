//! The register of invalid cards in the ledger: rows, records of destruction, and ledgers from before it.

use super::support::*;
use loket::domain::command::*;
use loket::domain::event::Event;
use loket::domain::id::{AccountId, AppId, JobId};
use loket::domain::invalid::{Destruction, Items, Witness};
use loket::domain::person::Name;
use loket::domain::stock::Label;
use loket::domain::stock_command::StockCommand;
use loket::domain::terms::*;
use loket::ledger::*;

fn raw(home: &std::path::Path) -> rusqlite::Connection {
    rusqlite::Connection::open(home.join("ledger.db")).unwrap()
}

const SECOND: AccountId = AccountId([0x2b; 16]);

fn label(text: &str) -> Label {
    Label::parse(text).unwrap()
}

/// Done on another workstation and told here.
fn attested(desk: &mut Desk, command: Command) {
    desk.now += 1_000;
    let mut order = order(CLERK, desk.now);
    order.backend = Some("attested".into());
    desk.ledger.act(&command, &order, None).unwrap().unwrap();
}

/// One file whose print was spoiled `n` times; the last blank is in the printer.
fn spoiled(desk: &mut Desk, n: usize) {
    let app = desk.submit(1, "Siti Contoh", "08123456789");
    desk.ready(app);
    attested(desk, Command::StartPrint { apps: vec![app], blank: None });
    for _ in 0..n {
        let job = desk.ledger.office().file(app).and_then(|f| f.app.job.as_ref()).map(|j| j.id).unwrap();
        let last4 = last4(desk, app);
        let command = StockCommand::Reprint { job, cause: SpoilCause::Jam, last4, blank: None };
        attested(desk, Command::Stock(Box::new(command)));
    }
}

fn last4(desk: &Desk, app: AppId) -> Option<String> {
    let nik = desk.ledger.office().file(app)?.person.as_ref()?.nik?;
    Some(nik.last4().to_owned())
}

fn destroy(desk: &mut Desk, items: Items) -> Result<Committed, loket::domain::refusal::Refusal> {
    let witness = |name: &str| Witness { name: Name::parse(name).unwrap(), office: note("Inspektorat") };
    let witnesses = vec![witness("Saksi Contoh A"), witness("Saksi Contoh B")];
    let manner = DestroyManner::Burnt;
    let destruction = Destruction { items, date: day(2), place: note("halaman kantor"), manner, witnesses };
    desk.now += 1_000;
    let mut order = order(CLERK, desk.now);
    order.approver = Some(SECOND);
    let command = Command::Stock(Box::new(StockCommand::Destroy(destruction)));
    desk.ledger.act(&command, &order, None).unwrap()
}

fn with_second() -> Desk {
    let mut desk = Desk::new();
    let roles = [Role::Operator].into();
    let name = Name::parse("Orang Kedua").unwrap();
    desk.done(Command::AddAccount { account: SECOND, name, initials: "OK".into(), roles });
    desk
}

#[test]
fn a_record_is_read_back_with_its_cards_and_the_names_of_its_day() {
    let mut desk = with_second();
    spoiled(&mut desk, 3);
    let done = destroy(&mut desk, [1, 3].into_iter().collect()).unwrap();
    desk.done(Command::ChangePolicy(Box::new(loket::domain::policy::Policy {
        place: "Kota Lain".into(),
        ..Default::default()
    })));
    let record = desk.ledger.record(2026, 1).unwrap().unwrap();
    assert_eq!(record.items.iter().map(|card| card.no).collect::<Vec<_>>(), [1, 3]);
    assert_eq!(record.entry, done.entries[0], "the entry as it was stored");
    assert_eq!(record.rules.policy.place, "Padang Panjang", "as it was then");
    assert_eq!(desk.ledger.record(2026, 2).unwrap(), None);
    assert!(destroy(&mut desk, [1].into_iter().collect()).is_err(), "never twice");
    let other = desk.another();
    assert_eq!(other.office(), desk.ledger.office());
    assert_eq!(other.record(2026, 1).unwrap(), Some(record.clone()));
    desk.verified();
    desk.ledger.rebuild("x", &mut |_, _| {}).unwrap();
    assert_eq!(desk.ledger.record(2026, 1).unwrap(), Some(record));
    assert_eq!(other.office(), desk.ledger.office());
}

#[test]
fn another_desk_sees_what_was_put_away_and_destroyed() {
    let mut desk = with_second();
    let mut other = desk.another();
    spoiled(&mut desk, 3);
    let items = || [1, 2, 3].into_iter().collect::<Items>();
    desk.done(Command::Stock(Box::new(StockCommand::Store { items: items(), place: label("LEMARI 1") })));
    other.refresh().unwrap();
    assert_eq!(other.office(), desk.ledger.office());
    assert_eq!(other.office().invalid[&2].place, Some(label("LEMARI 1")));
    destroy(&mut desk, items()).unwrap();
    other.refresh().unwrap();
    assert_eq!((other.office(), other.office().invalid.len()), (desk.ledger.office(), 0));
}

#[test]
fn a_changed_row_of_the_register_is_named() {
    let mut desk = with_second();
    spoiled(&mut desk, 3);
    destroy(&mut desk, [2].into_iter().collect()).unwrap();
    for sql in [
        "UPDATE invalid_card SET kept = 1 WHERE id = 2",
        "UPDATE invalid_card SET doc = CAST(replace(CAST(doc AS TEXT), 'kept', 'passed_on') AS BLOB) WHERE id = 1",
        "DELETE FROM invalid_card WHERE id = 2",
    ] {
        let conn = raw(&desk.home());
        conn.execute_batch(&format!("BEGIN; CREATE TEMP TABLE was AS SELECT * FROM invalid_card; {sql}; COMMIT"))
            .unwrap();
        let fault = verify(&desk.home(), &mut |_, _| {}).unwrap().expect_err(sql);
        assert_eq!(fault.kind, FaultKind::Row, "{sql}");
        assert!(fault.what.contains("invalid"), "{}", fault.what);
        conn.execute_batch(
            "BEGIN; DELETE FROM invalid_card; INSERT INTO invalid_card SELECT * FROM was; DROP TABLE was; COMMIT",
        )
        .unwrap();
    }
    desk.verified();
}

#[test]
fn a_ledger_of_the_first_schema_opens_with_its_register_filled() {
    let mut desk = with_second();
    spoiled(&mut desk, 2);
    let (home, office) = (desk.home(), desk.ledger.office().clone());
    let Desk { dir, ledger, .. } = desk;
    drop(ledger);
    // What an older program has left: no register, no stock in the desk's document.
    raw(&home)
        .execute_batch(
            "DROP TABLE invalid_card; DROP TABLE day_close; DROP TABLE secret;
             UPDATE office SET doc = CAST(json_remove(CAST(doc AS TEXT), '$.stock') AS BLOB) WHERE part = 'desk';
             PRAGMA user_version = 1;",
        )
        .unwrap();
    // Whoever looks first brings it up, even who only verifies.
    verify(&home, &mut |_, _| {}).unwrap().unwrap();
    let opened = open(&home, Options::default()).unwrap();
    assert_eq!(opened.office(), &office, "as if it had been there from the start");
    assert_eq!((opened.office().invalid.len(), opened.office().desk.stock.left()), (2, office.desk.blanks));
    verify(&home, &mut |_, _| {}).unwrap().unwrap();
    drop((opened, dir));
}

#[test]
fn an_item_is_named_after_the_print_that_spoiled_it() {
    let mut desk = with_second();
    spoiled(&mut desk, 1);
    let card = desk.ledger.office().invalid[&1].clone();
    let entry = desk.ledger.entry(card.seq).unwrap().unwrap();
    assert!(matches!(entry.event, Event::PrintFailed(ref e) if e.app == card.app && e.job != JobId(0)));
}
