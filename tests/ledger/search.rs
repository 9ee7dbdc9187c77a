//! What a clerk may type into find-anything.

use super::support::*;
use loket::ledger::{Hits, Interrupter, Ledger, LedgerError};
use std::sync::mpsc::{Receiver, TryRecvError, channel};

fn names(hits: &Hits) -> Vec<&str> {
    hits.rows.iter().map(|h| h.name.as_ref().unwrap().as_str()).collect()
}

fn office() -> Desk {
    let mut desk = Desk::new();
    desk.submit(1, "Siti Nurhaliza", "0812 3456 7890");
    desk.submit(2, "Andi Saputra", "+62 813 1111 2222");
    desk.submit(3, "Dr. José Ramírez, M.Si.", "021-5550199");
    desk.submit(4, "Nur'aini Or", "081234560000");
    desk.submit(5, "Anton NEAR Yusuf", "081399990000");
    desk
}

#[test]
fn names_are_found_by_any_part() {
    let desk = office();
    let mut searcher = desk.ledger.searcher().unwrap();
    let mut find = |query: &str| names(&searcher.find(query, 20).unwrap()).join("|");
    assert_eq!(find("siti"), "Siti Nurhaliza");
    assert_eq!(find("NUR"), "Nur'aini Or|Siti Nurhaliza", "newest first");
    assert_eq!(find("nurhal siti"), "Siti Nurhaliza", "any order");
    assert_eq!(find("n s"), "Siti Nurhaliza", "beginnings from one letter");
    assert_eq!(find("haliz"), "Siti Nurhaliza", "inner parts from three letters");
    assert_eq!(find("ti"), "", "two letters only begin a word");
    assert_eq!(find("put an"), "Andi Saputra", "inner part and beginning together");
    assert_eq!(find("jose ramirez"), "Dr. José Ramírez, M.Si.");
    assert_eq!(find("JOSÉ"), "Dr. José Ramírez, M.Si.");
    assert_eq!(find("nuraini"), "Nur'aini Or");
    assert_eq!(find("nur'aini"), "Nur'aini Or");
    assert_eq!(find("nur\u{2019}ai"), "Nur'aini Or");
    assert_eq!(find("an"), "Anton NEAR Yusuf|Andi Saputra");
    assert_eq!(find("m.si"), "Dr. José Ramírez, M.Si.");
}

#[test]
fn whatever_is_typed_is_data() {
    let desk = office();
    let mut searcher = desk.ledger.searcher().unwrap();
    let mut find = |query: &str| names(&searcher.find(query, 20).unwrap()).join("|");
    assert_eq!(find("AND"), "Andi Saputra");
    assert_eq!(find("or"), "Nur'aini Or");
    assert_eq!(find("near"), "Anton NEAR Yusuf");
    assert_eq!(find("NOT"), "");
    assert_eq!(find("siti OR andi"), "", "or is a word like any other");
    assert_eq!(find("\"siti\""), "Siti Nurhaliza");
    assert_eq!(find("siti*"), "Siti Nurhaliza");
    assert_eq!(find("-siti"), "Siti Nurhaliza");
    assert_eq!(find("name_key:siti"), "", "no column is named");
    for odd in [
        "",
        " ",
        "*",
        "\"",
        "-",
        "'",
        "()",
        "%",
        "_",
        "^siti",
        "{a b}",
        "NEAR(a b)",
        "a+b",
        "\0",
        ";--",
        "💳",
        "सीता",
        "क्ष",
        "ⒶⒷ",
        "ﬁ",
        "\u{10ffff}",
        "+",
        "+62",
    ] {
        let hits = searcher.find(odd, 20).unwrap();
        assert!(hits.rows.len() <= 5, "{odd:?}");
    }
    assert!(searcher.find("'; DROP TABLE journal; --", 20).unwrap().rows.is_empty());
    assert_eq!(searcher.find(&"siti ".repeat(500), 20).unwrap().rows.len(), 1);
}

#[test]
fn digits_are_a_number_a_nik_or_a_phone() {
    let mut desk = office();
    let mut searcher = desk.ledger.searcher().unwrap();
    let mut find = |query: &str| names(&searcher.find(query, 20).unwrap()).join("|");
    assert_eq!(find(nik(1).as_str()), "Siti Nurhaliza");
    assert_eq!(find(&nik(1).grouped()), "Siti Nurhaliza");
    assert_eq!(find(&nik(1).as_str()[..15]).matches('|').count(), 4, "a beginning all share");
    assert_eq!(find("1374").matches('|').count(), 4);
    assert_eq!(find("1374 0299"), "");
    for form in [
        "081234567890",
        "0812-3456-7890",
        "6281234567890",
        "+62 812 3456 7890",
        "81234567890",
        "0812345678",
        "62812345678",
    ] {
        assert_eq!(find(form), "Siti Nurhaliza", "{form}");
    }
    assert_eq!(find("0215550199"), "Dr. José Ramírez, M.Si.");
    assert_eq!(find("2"), "Andi Saputra");
    assert_eq!(find("0002"), "Andi Saputra");
    let number = desk.ledger.by_number("2").unwrap().unwrap().app.number.text;
    assert_eq!(find(&number), "Andi Saputra");
    assert_eq!(find(&number.to_lowercase()), "Andi Saputra");
    assert_eq!(find("2/KTP"), "Andi Saputra");
    assert_eq!(find("0002/"), "Andi Saputra");
    for n in 6..=140 {
        desk.submit(n, "Orang Banyak", "08111111111");
    }
    let hits = searcher.find("131", 20).unwrap();
    assert_eq!((hits.rows.len(), hits.rows[0].number.no, hits.more), (1, 131, false));
}

#[test]
fn a_limit_says_that_there_is_more() {
    let mut desk = Desk::new();
    for n in 1..=7 {
        desk.submit(n, "Budi Santoso", "08123456789");
    }
    let mut searcher = desk.ledger.searcher().unwrap();
    let five = searcher.find("budi", 5).unwrap();
    assert_eq!((five.rows.len(), five.more, five.rows[0].number.no), (5, true, 7));
    let seven = searcher.find("budi", 7).unwrap();
    assert_eq!((seven.rows.len(), seven.more), (7, false));
    assert!(searcher.find("santo", 3).unwrap().more);
    assert!(searcher.find("antoso", 3).unwrap().more, "inner parts too");
    assert!(searcher.find("0812", 3).unwrap().more);
    assert_eq!(searcher.find("budi", 0).unwrap(), Hits { rows: vec![], more: true });
}

#[test]
fn a_correction_moves_the_name_in_the_index() {
    use loket::domain::command::Command;
    use loket::domain::person::Name;
    use loket::domain::personal::Patch;
    let mut desk = Desk::new();
    let app = desk.submit(1, "Siti Aminah", "08123456789");
    let patch = Box::new(Patch { name: Some(Name::parse("Zubaidah").unwrap()), ..Patch::default() });
    desk.done(Command::Correct { app, patch, reason: None, note: None });
    let mut searcher = desk.ledger.searcher().unwrap();
    assert!(searcher.find("siti", 9).unwrap().rows.is_empty());
    assert!(searcher.find("mina", 9).unwrap().rows.is_empty());
    assert_eq!(searcher.find("baid", 9).unwrap().rows.len(), 1);
    desk.verified();
}

/// Stops whatever search runs, again and again, until the searching thread is done or has panicked.
fn stop_until_done(stop: &Interrupter, waits: &Receiver<()>) {
    while waits.try_recv() == Err(TryRecvError::Empty) {
        stop.stop();
        std::thread::yield_now();
    }
}

#[test]
fn a_search_is_stopped_from_another_thread() {
    let mut desk = Desk::new();
    desk.submit(1, "Siti", "08123456789");
    let mut searcher = desk.ledger.searcher().unwrap();
    let stop = searcher.interrupter();
    let (done, waits) = channel();
    let thread = std::thread::spawn(move || {
        // A single search is over before it could be stopped; some of many are hit.
        let stopped = (0..2_000_000).any(|_| matches!(searcher.find("si", 5), Err(LedgerError::Interrupted)));
        done.send(()).unwrap();
        (stopped, searcher)
    });
    stop_until_done(&stop, &waits);
    // Nobody stops it any more: whatever the last stop hit, the next search works.
    let (stopped, mut searcher) = thread.join().unwrap();
    assert!(stopped);
    assert_eq!(searcher.find("siti", 5).unwrap().rows.len(), 1);
}

#[test]
fn a_storm_of_stops_leaves_the_search_usable() {
    let mut desk = Desk::new();
    desk.submit(1, "Siti", "08123456789");
    let mut searcher = desk.ledger.searcher().unwrap();
    let stop = searcher.interrupter();
    let (done, waits) = channel();
    let thread = std::thread::spawn(move || {
        for _ in 0..20_000 {
            match searcher.find("si", 5) {
                Ok(hits) => assert_eq!(hits.rows.len(), 1),
                Err(error) => assert!(matches!(error, LedgerError::Interrupted), "{error}"),
            }
        }
        done.send(()).unwrap();
        searcher
    });
    stop_until_done(&stop, &waits);
    assert_eq!(thread.join().unwrap().find("siti", 5).unwrap().rows.len(), 1);
}
