//! Refusals, statuses and deferrals: every value is said, in two lines, and none invites recording anew.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use loket::domain::application::Stage;
use loket::domain::checklist::ItemId;
use loket::domain::counts::Counted;
use loket::domain::id::{AppId, RegisterNumber};
use loket::domain::policy::Policy;
use loket::domain::reason::ReasonCode;
use loket::domain::refusal::Refusal as R;
use loket::domain::status::{CentralStatus, DeferralReason};
use loket::domain::terms::*;
use loket::text::{Lang, refusal, status, term};
use unicode_width::UnicodeWidthStr;

use super::{LINE, differ, fits};

fn number() -> RegisterNumber {
    Policy::default().number(NaiveDate::from_ymd_opt(2026, 11, 23).expect("a date"), 131)
}

/// The longest a refusal can plausibly get: the widest roles, stages, causes and counts.
pub fn refusals() -> Vec<R> {
    let (app, item) = (AppId(7), ItemId::parse(&"x".repeat(40)).expect("an identifier"));
    let long = Stage::Deferred(DeferralReason::NoMatchToCentre);
    let mut all = samples_of_the_office();
    all.extend(samples_of_files(app, item, long));
    all.extend(samples_at_the_operator());
    all.extend(ApprovalTopic::ALL.iter().map(|topic| R::NeedsSupervisor { topic: *topic }));
    all.extend(TroubleCause::ALL.iter().map(|cause| R::TroubleCloses { cause: *cause }));
    all.extend(TestOutcome::ALL.iter().map(|outcome| R::TestNotPassed { outcome: *outcome }));
    all.extend(TestOutcome::ALL.iter().map(|outcome| R::OverrideDoesNotFit { outcome: *outcome }));
    all.extend(ReasonCode::ALL.map(|reason| R::OldCardContradicts { reason }));
    all.extend(Stage::each().map(|is| R::WrongStage { number: number(), is }));
    all.extend(DeferralReason::ALL.map(|r| R::WrongStage { number: number(), is: Stage::Deferred(r) }));
    all
}

/// Who, day, stock and mode.
fn samples_of_the_office() -> Vec<R> {
    let date = NaiveDate::from_ymd_opt(2026, 9, 23).expect("a date");
    vec![
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
        R::NumberBehind { book: number() },
        R::NoOpenDay,
        R::DayAlreadyOpen { open: date },
        R::DayWasClosed { closed: date },
        R::EarlierDayFirst { date },
        R::DayNotOpen { date },
        R::PrintsUnresolved { n: 12 },
        R::BookMovedOn,
        R::CountUnexplained { of: Counted::Shelf, book: 1312, counted: 1310 },
        R::ClosedMeanwhile { date, by: "RNST".into(), at: date.and_hms_opt(16, 5, 0).expect("a time") },
        R::NotAnAmount,
        R::BlanksBelowZero { have: 1312 },
        R::NoBlanks,
        R::DocumentNeeded,
        R::NoCauses,
        R::TroubleAlready,
        R::NoTrouble,
        R::ReasonNeeded,
        R::UnknownBatch,
        R::SerialsDiffer { serials: Some(10_000) },
        R::SerialsDiffer { serials: None },
        R::BlankUsed,
        R::BatchEmpty,
        R::LoanSmaller { loan: 1312 },
        R::NothingChosen,
        R::NotKept { item: 13_120 },
        R::WitnessesNeeded { least: 2 },
        R::DateAhead { day: date },
        R::OneBlankEach,
        R::TooManySheets { most: 100 },
        R::SheetsOut { out: 500, most: 500 },
        R::SheetNeverIssued { sheet: 13_120, out: [1, 2, 9, 14, 15, 1310, 1312].into_iter().collect() },
        R::SheetNeverIssued { sheet: 1, out: Default::default() },
        R::SheetCopied { sheet: 13_120, number: Some(number()) },
        R::SheetCopied { sheet: 13_120, number: None },
        R::SheetDeclared { sheet: 13_120, fate: SheetFate::Unused },
        R::HandoverSheetUnknown { sheet: 13_120, last: 13_119 },
        R::LineUsed { sheet: 13_120, line: 20 },
    ]
}

/// Intake, check, handover and after.
fn samples_of_files(app: AppId, item: ItemId, long: Stage) -> Vec<R> {
    vec![
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
    ]
}

/// Record status, test, print.
fn samples_at_the_operator() -> Vec<R> {
    vec![
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
    ]
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
            let word = status::deferral_for_applicant(reason);
            assert!((1..=LINE).contains(&word.get(lang).width()), "{reason:?}: {}", word.get(lang));
        }
    }
}

#[test]
fn only_a_failed_enrolment_names_recording_anew_and_only_by_order() {
    let by_order = |reason: DeferralReason| reason == DeferralReason::EnrolmentFailed;
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
