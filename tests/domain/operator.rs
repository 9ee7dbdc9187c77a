//! The operator's station: status, test, print and activation (SOP step 3; counter practice 2, 6, 7, 8, 9 and 23).

use super::counter::{at_operator, note, print, ready_for, status_of_today, test};
use crate::generated::places::{at, trouble};
use crate::harness::*;
use loket::domain::application::Stage;
use loket::domain::command::{ActivationReport, Command, PrintReport, TestReport, Then};
use loket::domain::decide::{ATTESTED, BATCH_LIMIT, may_start_test};
use loket::domain::event::{Draft, Event, LedgerKind};
use loket::domain::id::{AppId, JobId};
use loket::domain::policy::PendingPolicy;
use loket::domain::reason::ReasonCode;
use loket::domain::refusal::Refusal;
use loket::domain::sop::Spent;
use loket::domain::status::{CentralStatus, DeferralReason};
use loket::domain::terms::*;

fn ask(b: &Bench, command: &Command) -> Result<Vec<Draft>, Refusal> {
    b.ask(command, &b.order(OPERATOR))
}

fn tested(b: &Bench, app: AppId, outcome: TestOutcome, compared_with: ComparedWith) -> Result<Vec<Draft>, Refusal> {
    let report = TestReport { outcome, finger: None, quality: Quality::Unknown, compared_with };
    ask(b, &Command::ReportTest { app, report })
}

/// Data recorded under trouble, the trouble over, and the file taken up again.
fn waited(b: &mut Bench, app: AppId) {
    b.act(OPERATOR, trouble(&[TroubleCause::Network])).expect("trouble");
    let checks = DataCheck::ALL.iter().copied().collect();
    b.act(OPERATOR, Command::RecordData { app, checks, spent: Spent::default() }).expect("recorded");
    b.act(OPERATOR, Command::EndTrouble { reason: None, advised: false }).expect("over");
    b.act(OPERATOR, Command::Resume { app }).expect("taken up");
}

#[test]
fn what_is_read_elsewhere_belongs_to_this_person() {
    let mut b = Bench::open_office(5);
    let app = b.submit(submission(1, ReasonCode::New, Then::Complete));
    let (status, source) = (CentralStatus::PrintReadyRecord, "SIAK".to_owned());
    let read = |last4: &str| Command::RecordStatus {
        app,
        status: status.clone(),
        source: source.clone(),
        read_ms: 0,
        last4: last4.into(),
    };
    assert_eq!(ask(&b, &read("0000")), Err(Refusal::DigitsDiffer));
    let test_first = tested(&b, app, TestOutcome::Match, ComparedWith::Attested);
    assert_eq!(test_first, Err(Refusal::StatusMissing), "no finger is read for a file the centre has not let on");
    status_of_today(&mut b, app);
    test(&mut b, app, TestOutcome::Match);
    let started = b.act(OPERATOR, Command::StartPrint { apps: vec![app], blank: None }).expect("an intent");
    let job = JobId(started[0].seq);
    let ends = |report, last4: Option<&str>| Command::ReportPrint { job, report, last4: last4.map(str::to_owned) };
    let (good, bad) = (PrintReport::Good, PrintReport::Bad(SpoilCause::Jam));
    for report in [good, bad] {
        assert_eq!(ask(&b, &ends(report, Some("0000"))), Err(Refusal::DigitsDiffer), "{report:?}");
        assert_eq!(ask(&b, &ends(report, None)), Err(Refusal::DigitsDiffer), "{report:?}");
    }
    for report in [PrintReport::NoneCameOut, PrintReport::Unknown] {
        ask(&b, &ends(report, None)).expect("there is no card to read from");
    }
    b.backend = Some("sim".into());
    let app = at_operator(&mut b, 2);
    test(&mut b, app, TestOutcome::Match);
    let started = b.act(OPERATOR, Command::StartPrint { apps: vec![app], blank: None }).expect("another printer");
    let told = Command::ReportPrint { job: JobId(started[0].seq), report: good, last4: None };
    ask(&b, &told).expect("a driven printer knows what it printed");
    assert_ne!(b.backend.as_deref(), Some(ATTESTED));
}

#[test]
fn a_finger_counts_when_it_was_compared_with_something_official() {
    let mut b = Bench::open_office(5);
    let app = at_operator(&mut b, 1);
    let official = [ComparedWith::DataCentre, ComparedWith::Chip, ComparedWith::Attested];
    for kind in [LedgerKind::Office, LedgerKind::Demo] {
        b.office.desk.kind = kind;
        for with in ComparedWith::ALL {
            let counts = official.contains(with) || (*with == ComparedWith::Fixture && kind == LedgerKind::Demo);
            for outcome in [TestOutcome::Match, TestOutcome::NoMatch] {
                let answer = tested(&b, app, outcome, *with).map(drop);
                assert_eq!(answer, if counts { Ok(()) } else { Err(Refusal::NoReference) }, "{with:?} {kind:?}");
            }
            tested(&b, app, TestOutcome::Unreadable, *with).expect("that nothing could be read needs no reference");
        }
    }
}

#[test]
fn a_reader_starts_no_test_past_the_tries_nor_without_a_reference_at_hand() {
    let mut b = Bench::open_office(5);
    let app = at_operator(&mut b, 1);
    let may = |b: &Bench, with| may_start_test(&b.office, b.app(app), with);
    assert_eq!(may(&b, ComparedWith::DataCentre), Ok(()));
    b.act(OPERATOR, trouble(&[TroubleCause::Network])).expect("trouble");
    let closed = Err(Refusal::TroubleCloses { cause: TroubleCause::Network });
    assert_eq!(may(&b, ComparedWith::DataCentre), closed);
    for local in [ComparedWith::Chip, ComparedWith::LocalEnrolment, ComparedWith::Fixture] {
        assert_eq!(may(&b, local), Ok(()), "{local:?} is at hand");
    }
    let limit = b.office.policy().attempts;
    for n in 0..limit {
        assert_eq!(may(&b, ComparedWith::Chip), Ok(()), "after {n} tries");
        test(&mut b, app, TestOutcome::Unreadable);
    }
    let used = Refusal::AttemptsUsed { attempts: limit };
    assert_eq!(may(&b, ComparedWith::Chip), Err(used.clone()));
    assert_eq!(tested(&b, app, TestOutcome::Unreadable, ComparedWith::Attested), Err(used));
    tested(&b, app, TestOutcome::Match, ComparedWith::Attested).expect("a match is a fact whenever it comes");
}

#[test]
fn no_match_to_the_last_try_goes_to_the_centre_and_takes_a_printed_card_away() {
    let mut b = Bench::open_office(5);
    b.office.rules.policy.pending = PendingPolicy::CetakDulu;
    let waiting = at_operator(&mut b, 1);
    let printed = at_operator(&mut b, 2);
    waited(&mut b, printed);
    status_of_today(&mut b, printed);
    print(&mut b, printed);
    let limit = b.office.policy().attempts;
    let kinds = |b: &Bench, app| {
        let drafts = tested(b, app, TestOutcome::NoMatch, ComparedWith::Attested).expect("a test");
        drafts.iter().map(|d| d.event.kind()).collect::<Vec<_>>()
    };
    for (app, last, stage) in [
        (waiting, "application_deferred", Stage::Deferred(DeferralReason::NoMatchToCentre)),
        (printed, "card_rejected", Stage::Deferred(DeferralReason::NoMatchToCentre)),
    ] {
        for _ in 1..limit {
            assert_eq!(kinds(&b, app), ["biometric_tested"]);
            test(&mut b, app, TestOutcome::NoMatch);
        }
        assert_eq!(kinds(&b, app), ["biometric_tested", last]);
        b.office.rules.policy.override_no_match = true;
        assert_eq!(kinds(&b, app), ["biometric_tested"], "where a second person may override it, it waits for one");
        b.office.rules.policy.override_no_match = false;
        test(&mut b, app, TestOutcome::NoMatch);
        assert_eq!(b.app(app).stage, stage, "{last}");
    }
    b.assert_balanced();
}

#[test]
fn an_override_fits_its_ground_has_its_proof_and_a_second_person() {
    use OverrideGround::*;
    for outcome in [TestOutcome::Unreadable, TestOutcome::NoMatch, TestOutcome::Exempt, TestOutcome::Match] {
        let mut b = Bench::open_office(5);
        let app = at_operator(&mut b, 1);
        test(&mut b, app, outcome);
        for (policy, ground) in [false, true].into_iter().flat_map(|p| OverrideGround::ALL.iter().map(move |g| (p, *g)))
        {
            b.office.rules.policy.override_no_match = policy;
            let mut order = b.order(OPERATOR);
            order.approver = Some(SUPERVISOR);
            let (evidence, exemption) = (note("KK asli"), Some(note("SK 12/2026")));
            let waive = Command::OverrideTest { app, ground, evidence, exemption };
            let expected = match (ground, outcome) {
                (Unreadable, TestOutcome::Unreadable) => Ok(()),
                (Exemption, TestOutcome::Exempt | TestOutcome::Unreadable) => Ok(()),
                (NoMatch, TestOutcome::NoMatch) if policy => Ok(()),
                (_, TestOutcome::NoMatch) => Err(Refusal::NoMatchStays),
                _ => Err(Refusal::OverrideDoesNotFit { outcome }),
            };
            assert_eq!(b.ask(&waive, &order).map(drop), expected, "{ground:?} of {outcome:?}, policy {policy}");
        }
    }
    let (mut b, app) = at("O2");
    let waive = |evidence: &str, exemption: Option<&str>| {
        let (ground, evidence) = (if exemption.is_some() { Exemption } else { Unreadable }, note(evidence));
        Command::OverrideTest { app, ground, evidence, exemption: exemption.map(note) }
    };
    let by = |b: &Bench, command: &Command, approver| {
        let mut order = b.order(OPERATOR);
        order.approver = approver;
        b.ask(command, &order).map(drop)
    };
    let evidence = Err(Refusal::EvidenceNeeded);
    assert_eq!(by(&b, &waive("", None), Some(SUPERVISOR)), evidence);
    assert_eq!(by(&b, &waive("", Some("SK 12/2026")), Some(SUPERVISOR)), evidence);
    assert_eq!(by(&b, &waive("KK asli", Some("")), Some(SUPERVISOR)), evidence, "an exemption has its number");
    let whole = waive("KK asli", Some("SK 12/2026"));
    assert!(matches!(by(&b, &whole, None), Err(Refusal::ApproverNeeded { .. })));
    assert!(matches!(by(&b, &whole, Some(OFFICER)), Err(Refusal::ApproverUnfit { .. })));
    let mut order = b.order(OPERATOR);
    order.approver = Some(SUPERVISOR);
    let block = b.give(whole, order).expect("overridden").remove(0).personal.expect("a block");
    assert_eq!((block.note, block.exemption), (Some(note("KK asli")), Some(note("SK 12/2026"))));
}

#[test]
fn print_first_prints_what_waited_for_the_network_before_its_test_and_several_at_once() {
    for (policy, first) in [(PendingPolicy::SaatHadir, false), (PendingPolicy::CetakDulu, true)] {
        let mut b = Bench::open_office(30);
        b.office.rules.policy.pending = policy;
        let usual = at_operator(&mut b, 1);
        let apps: Vec<AppId> = (2..=22).map(|n| at_operator(&mut b, n)).collect();
        for app in &apps {
            waited(&mut b, *app);
        }
        let start = |apps: &[AppId]| Command::StartPrint { apps: apps.to_vec(), blank: None };
        assert_eq!(ask(&b, &start(&[usual])), Err(Refusal::TestMissing), "it never waited: {policy:?}");
        let one = ask(&b, &start(&apps[..1]));
        let two = ask(&b, &start(&apps[..2]));
        if !first {
            assert_eq!(one, Err(Refusal::TestMissing), "{policy:?}");
            assert_eq!(two, Err(Refusal::BatchNotAllowed), "{policy:?}");
            continue;
        }
        let batch = |drafts: &[Draft]| match &drafts[0].event {
            Event::PrintStarted(e) => e.batch,
            other => panic!("{}", other.kind()),
        };
        assert_eq!(batch(&one.expect("one")), None);
        assert_eq!(batch(&two.expect("two")), Some(b.office.desk.seq + 1), "named by its first entry");
        assert_eq!(ask(&b, &start(&apps[..BATCH_LIMIT])).map(|drafts| drafts.len()), Ok(BATCH_LIMIT));
        assert_eq!(ask(&b, &start(&apps)), Err(Refusal::TooMany { limit: BATCH_LIMIT }));
        let serial = |apps: &[AppId]| Command::StartPrint { apps: apps.to_vec(), blank: Some("C0001".into()) };
        assert_eq!(ask(&b, &serial(&apps[..2])), Err(Refusal::OneBlankEach));
        ask(&b, &serial(&apps[..1])).expect("a serial is read from one blank");
        assert!(matches!(ask(&b, &start(&[apps[0], apps[0]])), Err(Refusal::WrongStage { .. })), "twice the same");
    }
}

#[test]
fn a_print_in_doubt_bars_its_printer_until_a_person_has_looked() {
    let (mut b, app) = at("X?");
    let other = at_operator(&mut b, 2);
    test(&mut b, other, TestOutcome::Match);
    let start = Command::StartPrint { apps: vec![other], blank: None };
    assert!(matches!(ask(&b, &start), Err(Refusal::PrinterWaits { .. })));
    b.station = "loket-2".into();
    ask(&b, &start).expect("the printer of another desk");
    b.station = "loket-1".into();
    let job = b.app(app).job.as_ref().expect("a job").id;
    let look = |answer, cause| Command::AnswerPrint { job, answer, cause };
    assert_eq!(ask(&b, &look(PrintAnswer::CameOutBad, None)), Err(Refusal::CauseNeeded));
    b.act(OPERATOR, look(PrintAnswer::CannotTellYet, None)).expect("looked");
    assert!(matches!(ask(&b, &start), Err(Refusal::PrinterWaits { .. })), "still nobody knows");
    b.act(OPERATOR, look(PrintAnswer::CameOutGood, None)).expect("it lay there");
    ask(&b, &start).expect("the printer is free");
    let (b, app) = at("X");
    let job = b.app(app).job.as_ref().expect("a job").id;
    let answer = Command::AnswerPrint { job, answer: PrintAnswer::CameOutGood, cause: None };
    assert_eq!(ask(&b, &answer), Err(Refusal::OutcomeNotInDoubt), "the printer itself will tell");
}

#[test]
fn an_outcome_is_told_once() {
    let (mut b, app) = at("A1");
    let job = b.app(app).job.as_ref().expect("a job").id;
    let tell = |report| Command::ReportActivation { job, report };
    b.act(OPERATOR, tell(ActivationReport::Unknown)).expect("lost");
    assert_eq!(b.act(OPERATOR, tell(ActivationReport::Unknown)), Err(Refusal::OutcomeKnown));
    b.act(OPERATOR, tell(ActivationReport::Activated(Spent::default()))).expect("somebody looked");
    assert_eq!(b.act(OPERATOR, tell(ActivationReport::Unknown)), Err(Refusal::NoSuchJob));
}

#[test]
fn an_activation_that_failed_is_begun_again() {
    let (mut b, app) = at("A1");
    let job = b.app(app).job.as_ref().expect("a job").id;
    let report = ActivationReport::Failed(ActivationFailure::ChipSilent);
    b.act(OPERATOR, Command::ReportActivation { job, report }).expect("the chip was silent");
    assert_eq!((b.app(app).stage, b.app(app).activated_ms), (Stage::Printed, None));
    b.act(OPERATOR, Command::StartActivation { app }).expect("once more");
}

#[test]
fn a_card_goes_back_with_its_cause_and_only_a_withdrawn_one_ends_its_file() {
    let mut b = Bench::open_office(5);
    let app = ready_for(&mut b, 1, ReasonCode::New);
    let reject = |cause, next| Command::RejectCard { app, cause, next, note: Some(note("gores")) };
    assert_eq!(ask(&b, &reject(RejectCause::Misprint, AfterReject::Cancelled)), Err(Refusal::CauseNeeded));
    ask(&b, &reject(RejectCause::Withdrawn, AfterReject::Cancelled)).expect("the applicant withdrew");
    let refused = b.ask(&reject(RejectCause::Misprint, AfterReject::Operator), &b.order(OFFICER));
    assert!(matches!(refused, Err(Refusal::RoleMissing { .. })), "{refused:?}");
    let drafts = ask(&b, &reject(RejectCause::Misprint, AfterReject::Operator)).expect("rejected");
    assert_eq!(drafts[0].personal.as_ref().and_then(|p| p.note.clone()), Some(note("gores")));
}
