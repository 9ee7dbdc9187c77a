//! A month or a year by the binary: reports and agendas, provisional or not, in every form.
use std::fs;

use super::export::{Day, SECRET};
use super::{Ran, arg, fed};
use loket::export::EXPORT_FORMAT;

impl Day {
    fn ask(&self, words: &[&str]) -> Ran {
        let signed = ["--as", "EW", "--passphrase-stdin", "--home"];
        fed(self.folder.path(), &[words, &signed[..], &[arg(&self.home())]].concat(), SECRET)
    }
}

#[test]
fn a_month_with_an_open_day_is_provisional_and_names_it() {
    let day = Day::open();
    let ran = day.ask(&["report", "--month", "2026-11"]).ends(0);
    assert!(ran.err.contains("SEMENTARA"), "{}", ran.err);
    assert!(ran.out.contains("SEMENTARA") && ran.out.contains("hari Sen 23-11-2026 belum ditutup"), "{}", ran.out);
    assert!(ran.out.contains("LAPORAN PELAYANAN KTP-EL") && ran.out.contains("November 2026"), "{}", ran.out);
    let agenda = day.ask(&["export", "--month", "2026-11", "--format", "csv"]).ends(0);
    assert!(agenda.out.contains("/XI-2026") && agenda.out.contains("137401"), "the agenda names everybody");
    assert!(!ran.out.contains("137401") && !ran.out.contains("CONTOH"), "the report nobody");
}

#[test]
fn a_year_is_the_same_bytes_every_time_whatever_the_language() {
    let day = Day::closed(&[], EXPORT_FORMAT);
    for words in
        [&["report", "--year", "2026", "--format", "csv"][..], &["export", "--year", "2026", "--format", "txt"]]
    {
        let first = day.ask(words).ends(0);
        let again = day.ask(&[words, &["--lang", "en"]].concat()).ends(0);
        assert_eq!(first.out, again.out, "{words:?}");
        assert!(!first.out.is_empty());
    }
}

#[test]
fn json_has_the_numbers_by_stable_names() {
    let day = Day::closed(&[], EXPORT_FORMAT);
    let ran = day.ask(&["report", "--month", "2026-11", "--json"]).ends(0);
    let told: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!((told["period"].as_str(), told["days"].as_u64()), (Some("2026-11"), Some(1)));
    assert_eq!(told["discords"], serde_json::json!([]));
    let tables = told["tables"].as_array().expect("tables");
    let flow = tables.iter().find(|t| t["table"] == "flow").expect("the flow");
    assert_eq!((flow["total"]["new"].as_u64(), flow["total"]["closing"].as_u64()), (Some(3), Some(3)));
    let steps = tables.iter().find(|t| t["table"] == "steps").expect("the steps");
    assert_eq!((steps["rows"][0]["standard"].as_u64(), steps["rows"][0]["median"].as_u64()), (Some(60), Some(40)));
}

#[test]
fn a_file_with_other_contents_is_never_written_over() {
    let day = Day::closed(&[], EXPORT_FORMAT);
    let path = day.folder.path().join("laporan.csv");
    let words = ["report", "--month", "2026-11", "--format", "csv", "--output", arg(&path)];
    day.ask(&words).ends(0);
    day.ask(&words).ends(0);
    fs::write(&path, "lain").expect("written");
    let refused = day.ask(&words).ends(6);
    assert!(refused.err.contains("laporan.csv"), "{}", refused.err);
    assert_eq!(fs::read_to_string(&path).expect("text"), "lain");
}

#[test]
fn a_period_without_a_day_is_refused() {
    let day = Day::open();
    let ran = day.ask(&["report", "--month", "2025-01", "--lang", "en"]).ends(1);
    assert!(ran.err.contains("2025-01") && ran.out.is_empty(), "{}", ran.err);
}
