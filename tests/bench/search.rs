//! What a clerk types, letter by letter, on the searching connection.

use super::report::{Report, Times, short};
use loket::desk::demo::people::person;
use loket::ledger::{Ledger as _, Options, open};
use std::path::Path;
use std::time::{Duration, Instant};

/// Names and numbers as typed; every beginning is a search.
const TYPED: [&str; 14] = [
    "siti",
    "rahmat hidayat",
    "zulkarnain",
    "m. rizki putra",
    "maimunah",
    "yanti o",
    "aprilia w",
    "hidayat rahmat",
    "nasution dewi",
    "kurni",
    "syahputra adi",
    "0123/KTP",
    "s.pd",
    "andi",
];
/// Inner parts of names, from the third letter on.
const PARTS: [&str; 6] = ["dayat", "karnain", "munah", "utra", "asution", "hmat"];
/// Rows a screen asks for.
const LIMIT: usize = 20;
const PASSES: usize = 5;
/// Persons looked up by NIK and phone.
const PERSONS: u64 = 12;

pub fn run(home: &Path, size: u64, report: &mut Report) {
    let ledger = open(home, Options::default()).expect("the ledger");
    let mut searcher = ledger.searcher().expect("a searcher");
    let mut typed: Vec<String> = TYPED.iter().flat_map(|t| beginnings(t, 1)).collect();
    typed.extend(PARTS.iter().flat_map(|t| beginnings(t, 3)));
    let mut exact = Vec::new();
    for n in 0..PERSONS {
        let person = person(n * size / PERSONS + 1).expect("a person");
        let nik = person.nik.expect("a NIK").as_str().to_owned();
        typed.extend(beginnings(&nik, 1));
        typed.extend(beginnings(person.contact.phone().expect("a phone").as_str(), 1));
        exact.push(nik);
    }
    let (mut keys, mut niks) = (Times::default(), Times::default());
    let mut slowest = (Duration::ZERO, String::new());
    for pass in 0..=PASSES {
        for query in &typed {
            let began = Instant::now();
            searcher.find(query, LIMIT).expect("an answer");
            let took = began.elapsed();
            // The first pass warms the cache, as the first applicant of the day does.
            if pass > 0 {
                keys.add(took);
                if took > slowest.0 {
                    slowest = (took, query.clone());
                }
            }
        }
        for nik in &exact {
            let began = Instant::now();
            let hits = searcher.find(nik, LIMIT).expect("an answer");
            niks.add(began.elapsed());
            assert!(!hits.rows.is_empty(), "a person of the past is found");
        }
    }
    let (p99, nik) = (keys.p99(), niks.p99());
    report.aim(size, "search per key p50 / p99 / max", keys.told(), ("p99 < 16 ms", p99 < Duration::from_millis(16)));
    report.note(size, "slowest search", format!("{} {:?}", short(slowest.0), slowest.1));
    report.aim(size, "NIK in full p50 / p99 / max", niks.told(), ("p99 < 1 ms", nik < Duration::from_millis(1)));
}

fn beginnings(text: &str, from: usize) -> impl Iterator<Item = String> + '_ {
    (from..=text.len()).filter_map(|n| text.get(..n).map(str::to_owned))
}
