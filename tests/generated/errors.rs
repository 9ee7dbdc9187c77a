//! docs/errors.md: every code a person can be told, with its words in both languages.

use super::same;
use loket::device::error::Fault;
use loket::domain::refusal::Refusal;
use loket::ledger::{BackupError, FaultKind, LedgerError};
use loket::text::{Lang, Told, backup, device, ledger, refusal};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Code, then what is told in Indonesian and English.
type Row = (String, Told, Told);

/// The first sample of every code, by code.
fn by_code<T>(samples: Vec<T>, code: impl Fn(&T) -> &'static str, told: impl Fn(Lang, &T) -> Told) -> Vec<Row> {
    let mut rows: BTreeMap<&str, Row> = BTreeMap::new();
    for sample in &samples {
        let row = || (code(sample).to_owned(), told(Lang::Id, sample), told(Lang::En, sample));
        rows.entry(code(sample)).or_insert_with(row);
    }
    rows.into_values().collect()
}

fn table(out: &mut String, title: &str, said: &str, rows: &[Row]) {
    let _ = writeln!(out, "\n## {title}\n\n{said}\n\n| Code | Indonesia | English |\n|---|---|---|");
    for (code, id, en) in rows {
        let cell = |told: &Told| format!("{}<br>*{}*", told.what, told.next).replace('|', "\\|");
        let _ = writeln!(out, "| {code} | {} | {} |", cell(id), cell(en));
    }
}

fn refusals() -> Vec<Row> {
    by_code(crate::text::refusals::refusals(), Refusal::code, refusal::refusal)
}

fn faults() -> Vec<Row> {
    by_code(Fault::samples(), Fault::code, device::fault)
}

fn failures() -> Vec<Row> {
    by_code(crate::text::ledger::samples(), LedgerError::code, ledger::ledger)
}

fn backups() -> Vec<Row> {
    by_code(crate::text::backup::samples(), BackupError::code, backup::backup)
}

#[test]
fn errors() {
    let mut out = String::from(
        "<!-- Written by the test generated::errors from the tables of codes and the words. -->\n# Codes and what they say\n\n\
         A code is never reused. Under each sentence stands the next step. Values in the sentences are samples; roles,\n\
         stages and counts are shown at their longest.\n",
    );
    let refused = "The office says no: the act was not done, nothing was written.";
    table(&mut out, "Refusals (R)", refused, &refusals());
    let said = "A device failed. When something may already have happened, the next step is replaced by: look first.";
    table(&mut out, "Devices (D)", said, &faults());
    let said = "The ledger failed; what it says names the last entry that is safe.";
    table(&mut out, "Ledger (L)", said, &failures());
    let said = "A backup was not made, or is not believed. The ledger itself is well unless the row says otherwise.";
    table(&mut out, "Backups (B)", said, &backups());
    out.push_str("\n## Findings of `loket ledger verify` (V)\n\n| Code | Finding |\n|---|---|\n");
    for kind in FaultKind::ALL {
        let _ = writeln!(out, "| {} | {kind:?} |", kind.code());
    }
    out.push_str("\n## Exit codes of the command line\n\n| Code | Indonesia | English |\n|---|---|---|\n");
    for (exit, word) in loket::cli::Exit::ALL {
        let _ = writeln!(out, "| {} | {} | {} |", *exit as u8, word.get(Lang::Id), word.get(Lang::En));
    }
    same("errors.md", &out);
}

#[test]
fn every_code_has_a_sample() {
    let codes = |rows: Vec<Row>| rows.into_iter().map(|(code, ..)| code).collect::<BTreeSet<_>>();
    let listed = |codes: &[&str]| codes.iter().map(|c| (*c).to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(codes(refusals()), listed(Refusal::CODES), "refusals");
    assert_eq!(codes(failures()), listed(LedgerError::CODES), "ledger");
    assert_eq!(codes(backups()), listed(BackupError::CODES), "backups");
}
