//! The words of the desk: both languages there, short enough, and in the office's spelling.
//!
//! Values are asked for through the public functions; the spelling rules read the word files themselves,
//! so that a new word is checked without being listed here.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use loket::domain::application::Stage;
use loket::domain::checklist::ItemId;
use loket::domain::id::{AppId, RegisterNumber};
use loket::domain::policy::Policy;
use loket::domain::reason::ReasonCode;
use loket::domain::refusal::Refusal as R;
use loket::domain::status::{CentralStatus, DeferralReason};
use loket::domain::terms::*;
use loket::text::{Lang, Told, refusal, status, term};
use unicode_width::UnicodeWidthStr;

/// Columns of one line of an error box on an 80-column terminal.
const LINE: usize = 78;

fn number() -> RegisterNumber {
    Policy::default().number(NaiveDate::from_ymd_opt(2026, 11, 23).expect("a date"), 131)
}

/// The longest a refusal can plausibly get: the widest roles, stages, causes and counts.
fn refusals() -> Vec<R> {
    let date = NaiveDate::from_ymd_opt(2026, 9, 23).expect("a date");
    let (app, item) = (AppId(7), ItemId::parse(&"x".repeat(40)).expect("an identifier"));
    let long = Stage::Deferred(DeferralReason::NoMatchToCentre);
    let mut all = vec![
        R::UnknownAccount,
        R::RoleMissing { needs: Role::ALL },
        R::ApproverIsActor,
        R::ApproverUnfit { needs: Role::ALL },
        R::ApproverNeeded { needs: Role::ALL },
        R::AccountExists,
        R::InitialsTaken,
        R::InitialsInvalid,
        R::LastSupervisor,
        R::NoRoles,
        R::LedgerExists,
        R::NoOpenDay,
        R::DayAlreadyOpen { open: date },
        R::DayWasClosed { closed: date },
        R::EarlierDayFirst { date },
        R::DayNotOpen { date },
        R::PrintsUnresolved { n: 12 },
        R::CountUnexplained { blanks_book: 1312, blanks_counted: 1310, shelf_book: 126, shelf_counted: 125 },
        R::NotAnAmount,
        R::BlanksBelowZero { have: 1312 },
        R::NoBlanks,
        R::DocumentNeeded,
        R::NoCauses,
        R::TroubleAlready,
        R::NoTrouble,
        R::ReasonNeeded,
        R::NoSuchFile,
        R::WrongStage { number: number(), is: long },
        R::OpenApplicationExists { app, number: number(), is: Stage::Returned },
        R::RepeatNeedsReason { number: number(), handed_ms: 0 },
        R::ContinuesFile { app, number: number() },
        R::NikPending,
        R::BirthNeeded,
        R::MissingItems { items: vec![item.clone(); 9] },
        R::NothingMissing,
        R::UnknownItem { item },
        R::NoChecklist { reason: ReasonCode::CitizenshipChange },
        R::NoSuchLinked,
        R::NothingChanges,
        R::VoidTimePassed { minutes: 10 },
        R::TooEarlyToGiveUp { days: 30 },
        R::StatusMissing,
        R::StatusOfAnotherDay,
        R::StatusStops { code: "ENROLL_FAILURE_AT_REGIONAL".into() },
        R::DigitsDiffer,
        R::TestMissing,
        R::TestOfAnotherDay,
        R::NoReference,
        R::AttemptsUsed { attempts: 4 },
        R::NoMatchStays,
        R::SessionOperatorCannot,
        R::EvidenceNeeded,
        R::PrinterWaits { number: number() },
        R::JobRunning { number: number() },
        R::NoSuchJob,
        R::OutcomeKnown,
        R::OutcomeNotInDoubt,
        R::RunLives,
        R::CauseNeeded,
        R::BatchNotAllowed,
        R::ChecksMissing,
        R::AlreadyRecorded,
        R::RejectFirst,
        R::NotActive,
        R::ProxyCannotActivate,
        R::RecipientMissing,
        R::CollectorNotAllowed,
        R::KkNeeded,
        R::KkDiffers,
        R::SameDeferral,
        R::ApprovalWaits,
        R::NoApproval,
        R::OwnRequest,
        R::TooMany { limit: 10 },
    ];
    all.extend(ApprovalTopic::ALL.iter().map(|topic| R::NeedsSupervisor { topic: *topic }));
    all.extend(TroubleCause::ALL.iter().map(|cause| R::TroubleCloses { cause: *cause }));
    all.extend(TestOutcome::ALL.iter().map(|outcome| R::TestNotPassed { outcome: *outcome }));
    all.extend(TestOutcome::ALL.iter().map(|outcome| R::OverrideDoesNotFit { outcome: *outcome }));
    all.extend(ReasonCode::ALL.map(|reason| R::OldCardContradicts { reason }));
    all.extend(Stage::each().map(|is| R::WrongStage { number: number(), is }));
    all.extend(DeferralReason::ALL.map(|r| R::WrongStage { number: number(), is: Stage::Deferred(r) }));
    all
}

fn fits(code: &str, told: &Told) {
    for text in [&told.what, &told.next] {
        assert!(!text.trim().is_empty(), "{code}: nothing said");
        assert!(text.width() <= LINE, "{code}: {} columns: {text}", text.width());
    }
}

fn differ(code: &str, id: &Told, en: &Told) {
    assert_ne!(id.what, en.what, "{code}: same text in both languages");
    assert_ne!(id.next, en.next, "{code}: same text in both languages");
}

#[test]
fn every_refusal_says_what_and_next_in_two_lines() {
    let all = refusals();
    let seen: BTreeSet<&str> = all.iter().map(R::code).collect();
    assert_eq!(seen, R::CODES.iter().copied().collect(), "a sample of every refusal");
    for refused in &all {
        let [id, en] = Lang::ALL.map(|lang| refusal::refusal(lang, refused));
        fits(refused.code(), &id);
        fits(refused.code(), &en);
        differ(refused.code(), &id, &en);
    }
}

#[test]
fn a_status_in_the_operators_own_words_still_fits_with_its_advice() {
    let code = "W".repeat(60);
    let told = refusal::refusal(Lang::Id, &R::StatusStops { code: code.clone() });
    assert!(told.what.contains(&code), "the wording is never cut");
    assert!(told.what.width() + told.next.width() <= 2 * LINE);
}

#[test]
fn statuses_and_deferrals_have_all_their_words() {
    for known in CentralStatus::KNOWN {
        let shown = status::central(&known);
        for lang in Lang::ALL {
            assert!(shown.get(lang).contains(known.code()), "{}: shown with its code", known.code());
            for word in [status::for_applicant(&known), status::for_clerk(&known)] {
                assert!(word.get(lang).width() <= LINE, "{}: {}", known.code(), word.get(lang));
            }
        }
    }
    for reason in DeferralReason::ALL {
        for lang in Lang::ALL {
            for word in [status::deferral_for_applicant(reason), status::deferral_for_clerk(reason)] {
                assert!((1..=LINE).contains(&word.get(lang).width()), "{reason:?}: {}", word.get(lang));
            }
        }
    }
}

#[test]
fn only_a_failed_enrolment_names_recording_anew_and_only_by_order() {
    let by_order = |reason: DeferralReason| reason == DeferralReason::EnrolmentFailed;
    for reason in DeferralReason::ALL {
        let text = status::deferral_for_clerk(reason).id;
        let named = text.contains("rekam ulang") && !text.contains("jangan rekam ulang");
        assert_eq!(named, by_order(reason), "{reason:?}: {text}");
        assert!(!named || text.contains("hanya atas perintah"), "{text}");
    }
    for known in CentralStatus::KNOWN {
        let text = status::for_clerk(&known).id.to_lowercase();
        let named = text.contains("rekam ulang") && !text.contains("jangan rekam ulang");
        assert_eq!(named, by_order(known.advice()), "{}: {text}", known.code());
        assert!(!named || text.contains("hanya atas perintah"), "{text}");
    }
}

#[test]
fn kinds_of_application_carry_the_code_of_the_form() {
    for reason in ReasonCode::ALL {
        let word = term::reason(reason);
        for lang in Lang::ALL {
            let rest = word.get(lang).strip_prefix(reason.code()).expect("the code first");
            assert!(rest.starts_with(' ') && rest.len() > 2, "{}", word.get(lang));
        }
    }
}

/// Every pair of texts `"Indonesian" / "English"` of the word files, with its file.
fn pairs() -> Vec<(PathBuf, String, String)> {
    let mut files = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/text"), &mut files);
    let mut found = Vec::new();
    for file in files {
        let source = std::fs::read_to_string(&file).expect("a word file");
        let literals = literals(&source);
        for two in literals.windows(2) {
            let between: String = source[two[0].1..two[1].0].split_whitespace().collect();
            if between == "/" {
                let text = |at: &(usize, usize)| source[at.0 + 1..at.1 - 1].to_owned();
                found.push((file.clone(), text(&two[0]), text(&two[1])));
            }
        }
    }
    found
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the folder of the words") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
}

/// Byte ranges of the string literals of a source without raw strings; comments and characters left out.
fn literals(source: &str) -> Vec<(usize, usize)> {
    let (mut found, mut open, mut at) = (Vec::new(), None, 0);
    let bytes = source.as_bytes();
    while at < bytes.len() {
        match (bytes[at], open) {
            (b'\\', Some(_)) => at += 1,
            (b'"', Some(start)) => {
                found.push((start, at + 1));
                open = None;
            }
            (b'"', None) if at == 0 || bytes[at - 1] != b'\'' => open = Some(at),
            (b'/', None) if bytes.get(at + 1) == Some(&b'/') => {
                at += source[at..].find('\n').unwrap_or(0);
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// Texts that are rightly the same in both languages: codes, names, single field terms.
const SAME: &[&str] = &[
    "Operator", "operator", "WhatsApp", "NIK", "LOKET", "RT", "RW", "Agenda", "SIMULASI", "printer", "PRINTER",
];

#[test]
fn both_languages_are_there_and_differ() {
    let all = pairs();
    assert!(all.len() > 400, "only {} pairs were found", all.len());
    for (file, id, en) in all {
        let place = file.display();
        assert!(!id.trim().is_empty() && !en.trim().is_empty(), "{place}: {id:?} / {en:?}");
        assert!(id != en || SAME.contains(&id.as_str()), "{place}: {id:?} is the same in both languages");
    }
}

#[test]
fn both_languages_name_the_same_values() {
    let values = |text: &str| -> BTreeSet<String> {
        text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name.to_owned()).collect()
    };
    for (file, id, en) in pairs() {
        assert_eq!(values(&id), values(&en), "{}: {id:?} / {en:?}", file.display());
    }
}

#[test]
fn spelling_is_the_offices() {
    let wrong = ["e-ktp", "ektp", "blanko", "antrian", "fotocopy", "foto copy", "resiko", "ijin", "silahkan", "di cetak"];
    for (file, id, _) in pairs() {
        let lower = id.to_lowercase();
        let word = |w: &str| lower.split(|c: char| !c.is_alphanumeric()).any(|part| part == w);
        for bad in wrong {
            assert!(!lower.contains(bad), "{}: {bad:?} in {id:?}", file.display());
        }
        assert!(!word("chip"), "{}: say cip: {id:?}", file.display());
        assert!(!word("ktp") || lower.contains("ktp-el"), "{}: say KTP-el: {id:?}", file.display());
    }
}

#[test]
fn nothing_shouts() {
    for (file, id, en) in pairs() {
        assert!(!id.contains('!') && !en.contains('!'), "{}: {id:?}", file.display());
    }
}

#[test]
fn keys_named_in_sentences_exist() {
    let known = ["Ctrl+F", "Ctrl+G", "Ctrl+K", "Ctrl+L", "Ctrl+N", "Ctrl+T", "Ctrl+U"];
    for (file, id, en) in pairs() {
        for text in [&id, &en] {
            for at in text.match_indices("Ctrl+").map(|(at, _)| at) {
                let key = &text[at..text.len().min(at + 6)];
                assert!(known.contains(&key), "{}: {key} in {text:?}", file.display());
            }
        }
        let f_keys = |text: &str| -> BTreeSet<String> {
            let parts = text.split(|c: char| !c.is_alphanumeric());
            let is_key = |p: &&str| p.len() == 2 && p.starts_with('F') && p.as_bytes()[1].is_ascii_digit();
            parts.filter(is_key).map(str::to_owned).collect()
        };
        assert_eq!(f_keys(&id), f_keys(&en), "{}: the same keys in both: {id:?}", file.display());
    }
}
