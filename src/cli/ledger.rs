//! `loket ledger`: verify, rebuild, info.

use std::io::{IsTerminal as _, Write as _};

use serde_json::{Value, json};

use super::args::Signer;
use super::failure::{self, Exit, Failure};
use super::proof::{Answer, Asked, Question};
use super::{Scene, office, out};
use crate::desk::keeping::Keeping;
use crate::domain::access::Errand;
use crate::domain::event::LedgerKind;
use crate::domain::seal::verifier_key;
use crate::ledger::{self, Fault, FaultKind, Home, Info, Ledger as _, LedgerError, Options, Verified, hex};
use crate::text::{Lang, Word, cli as say, proof, vault};

/// How long a line of progress stays before the next, in steps of the whole.
const STEPS: u64 = 100;

/// Checks the whole ledger. Nothing is written before it was found whole: a suspect ledger is evidence.
/// A printed agenda is answered for last: its seal is held against a journal known to be whole, or said not to be.
pub(super) fn verify(scene: &Scene, asked: &Asked, as_json: bool, signer: &Signer) -> Result<(), Failure> {
    let lang = scene.lang;
    let question = Question::read(lang, asked)?;
    let signed = office::sign_in_to_verify(scene, signer)?;
    let home = signed.home.clone();
    let mut bar = Bar::new(lang, say::verifying);
    let found = ledger::verify(home.clone(), &mut |done, total| bar.show(done, total));
    bar.end();
    match found {
        Ok(Ok(verified)) => {
            forget_damage(scene);
            office::trace_verified(scene, signed)?;
            let answer = question.any().then(|| answered(lang, home, &question)).transpose()?;
            tell_whole(lang, as_json, &verified, answer.as_ref())?;
            match answer {
                Some(answer) if !answer.holds() => Err(Failure::new(Exit::Refused, lang, proof::NOT_PROVED.get(lang))),
                _ => Ok(()),
            }
        }
        Ok(Err(fault)) => {
            // What can still be said of the paper; the journal's own fault is the answer.
            let answer = question.any().then(|| answered(lang, home, &question).ok()).flatten();
            if let Some(answer) = answer.filter(|_| !as_json) {
                out::text(lang, &(answer.lines(lang).join("\n") + "\n"))?;
            }
            tell_fault(lang, as_json, fault)
        }
        Err(error @ (LedgerError::Damaged { .. } | LedgerError::NotALedger { .. } | LedgerError::WrongKey { .. })) => {
            let fault = Fault { seq: None, kind: FaultKind::Engine, what: error.to_string() };
            tell_fault(lang, as_json, fault)
        }
        Err(error) => Err(failure::ledger(lang, error)),
    }
}

/// What the slow check once found is not so any more: a desk may start again.
fn forget_damage(scene: &Scene) {
    let mut keeping = Keeping::load(scene.home.path());
    if keeping.damage.take().is_some() {
        // Where this cannot be written the desk says so when it starts.
        let _ = keeping.store(scene.home.path());
    }
}

fn answered(lang: Lang, home: Home, question: &Question) -> Result<Answer, Failure> {
    let ledger = ledger::open(home, Options::default());
    question.answer(lang, &ledger.map_err(|error| failure::ledger(lang, error))?)
}

fn tell_whole(lang: Lang, as_json: bool, verified: &Verified, answer: Option<&Answer>) -> Result<(), Failure> {
    if as_json {
        let mut value = json!({
            "whole": true, "entries": verified.entries, "head": hex(&verified.head),
            "applications": verified.applications, "erased": verified.erased, "days": verified.days,
            "seals": verified.seals, "lost": verified.lost,
        });
        if let Some(answer) = answer {
            value["proof"] = answer.json();
        }
        return out::json(lang, &value);
    }
    let mut rows = vec![
        (say::INFO_ENTRIES, verified.entries.to_string()),
        (say::INFO_HEAD, hex(&verified.head)),
        (say::INFO_APPLICATIONS, verified.applications.to_string()),
        (say::INFO_DAYS, verified.days.to_string()),
        (proof::INFO_SEALS, verified.seals.to_string()),
        (say::INFO_ERASED, verified.erased.to_string()),
    ];
    rows.extend((verified.lost > 0).then(|| (proof::INFO_LOST, verified.lost.to_string())));
    let proved = answer.map(|answer| format!("\n{}\n", answer.lines(lang).join("\n"))).unwrap_or_default();
    out::text(lang, &format!("{}\n{}{proved}", say::VERIFIED.get(lang), table(lang, &rows)))
}

fn tell_fault(lang: Lang, as_json: bool, fault: Fault) -> Result<(), Failure> {
    let code = fault.kind.code();
    if as_json {
        out::json(lang, &json!({ "whole": false, "entry": fault.seq, "code": code, "what": fault.what }))?;
    }
    let words = fault_words(fault.kind).get(lang);
    let said = match fault.seq {
        Some(seq) => say::fault_at(lang, seq, words, code),
        None => say::fault_somewhere(lang, words, code),
    };
    let failure = Failure::new(Exit::Refused, lang, said).next(say::VERIFY_NEXT.get(lang));
    Err(failure.because(anyhow::anyhow!("{code}: {}", fault.what)))
}

fn fault_words(kind: FaultKind) -> Word {
    match kind {
        FaultKind::Engine => say::FAULT_ENGINE,
        FaultKind::Missing => say::FAULT_MISSING,
        FaultKind::Unreadable => say::FAULT_UNREADABLE,
        FaultKind::Foreign => say::FAULT_FOREIGN,
        FaultKind::Hash => say::FAULT_HASH,
        FaultKind::Link => say::FAULT_LINK,
        FaultKind::Personal => say::FAULT_PERSONAL,
        FaultKind::Number => say::FAULT_NUMBER,
        FaultKind::Equation => say::FAULT_EQUATION,
        FaultKind::Row => say::FAULT_ROW,
        FaultKind::SealNumber => proof::FAULT_NUMBER,
        FaultKind::SealKey => proof::FAULT_KEY,
        FaultKind::SealSignature => proof::FAULT_SIGNATURE,
        FaultKind::SealRoot => proof::FAULT_ROOT,
        FaultKind::SealReasons => proof::FAULT_REASONS,
        FaultKind::SealMissing => proof::FAULT_MISSING,
    }
}

/// Builds the projected rows anew.
pub(super) fn rebuild(scene: &Scene, signer: &Signer) -> Result<(), Failure> {
    let lang = scene.lang;
    let mut ledger = office::open(scene, signer, Errand::Rebuild)?.ledger;
    let mut bar = Bar::new(lang, say::rebuilding);
    let built = ledger.rebuild(&scene.config.station, &mut |done, total| bar.show(done, total));
    bar.end();
    let entries = built.map_err(|error| failure::ledger(lang, error))?;
    out::text(lang, &format!("{}\n", say::rebuilt(lang, entries)))
}

/// Tells about the ledger.
pub(super) fn info(scene: &Scene, as_json: bool, signer: &Signer) -> Result<(), Failure> {
    let lang = scene.lang;
    let ledger = office::open(scene, signer, Errand::Inspect)?.ledger;
    let info = ledger.info().map_err(|error| failure::ledger(lang, error))?;
    if as_json {
        return out::json(lang, &info_json(&info));
    }
    out::text(lang, &table(lang, &info_rows(lang, &info)))
}

fn info_json(info: &Info) -> Value {
    let kind = match info.kind {
        LedgerKind::Office => "office",
        LedgerKind::Demo => "demo",
    };
    let day = |date: Option<chrono::NaiveDate>| date.map(|date| date.to_string());
    json!({
        "ledger": info.id.hex(), "kind": kind, "encrypted": info.encrypted, "schema": info.schema, "entry_format": info.entry_format,
        "entries": info.entries, "head": hex(&info.head), "applications": info.applications,
        "open_files": info.open_files, "open_day": day(info.open_day), "last_closed_day": day(info.last_closed_day),
        "last_number": info.last_number.as_ref().map(|number| number.text.clone()), "bytes": info.bytes,
        "seal_key": info.seal_key.map(|key| verifier_key(info.id, &key)),
        "engine": info.engine, "program": env!("CARGO_PKG_VERSION"),
    })
}

fn info_rows(lang: Lang, info: &Info) -> Vec<(Word, String)> {
    let kind = match info.kind {
        LedgerKind::Office => say::INFO_OFFICE,
        LedgerKind::Demo => say::INFO_DEMO,
    };
    let or_none = |text: Option<String>| text.unwrap_or_else(|| say::INFO_NONE.get(lang).to_owned());
    vec![
        (say::INFO_LEDGER, info.id.hex()),
        (say::INFO_KIND, kind.get(lang).to_owned()),
        (
            vault::INFO_AT_REST,
            if info.encrypted { vault::INFO_ENCRYPTED } else { vault::INFO_CLEAR }.get(lang).to_owned(),
        ),
        (say::INFO_SCHEMA, info.schema.to_string()),
        (say::INFO_ENTRIES, info.entries.to_string()),
        (say::INFO_HEAD, hex(&info.head)),
        (say::INFO_APPLICATIONS, info.applications.to_string()),
        (say::INFO_OPEN_FILES, info.open_files.to_string()),
        (say::INFO_OPEN_DAY, or_none(info.open_day.map(|date| date.to_string()))),
        (say::INFO_CLOSED_DAY, or_none(info.last_closed_day.map(|date| date.to_string()))),
        (say::INFO_NUMBER, or_none(info.last_number.as_ref().map(|number| number.text.clone()))),
        (say::INFO_SIZE, info.bytes.to_string()),
        (say::INFO_ENGINE, info.engine.clone()),
        (proof::INFO_KEY, or_none(info.seal_key.map(|key| verifier_key(info.id, &key)))),
    ]
}

pub(super) fn table(lang: Lang, rows: &[(Word, String)]) -> String {
    rows.iter().map(|(label, value)| format!("{:<22} {value}\n", label.get(lang))).collect()
}

/// A line of progress on stderr, only where a person watches.
pub(super) struct Bar {
    lang: Lang,
    words: fn(Lang, u64, u64) -> String,
    watched: bool,
    last: Option<u64>,
}

impl Bar {
    pub(super) fn new(lang: Lang, words: fn(Lang, u64, u64) -> String) -> Bar {
        Bar { lang, words, watched: std::io::stderr().is_terminal(), last: None }
    }

    pub(super) fn show(&mut self, done: u64, total: u64) {
        let step = done.saturating_mul(STEPS) / total.max(1);
        if self.watched && self.last != Some(step) {
            self.last = Some(step);
            // Progress nobody can read is no loss.
            let _ = write!(std::io::stderr(), "\r{}", (self.words)(self.lang, done, total));
        }
    }

    pub(super) fn end(&self) {
        if self.last.is_some() {
            let _ = writeln!(std::io::stderr());
        }
    }
}
