//! The worker: every accepted job answered once, the device open only while needed, faults survived.

use std::time::{Duration, Instant};

use loket::device::backends::{Driver, Opener};
use loket::device::finger::reader::Reader;
use loket::device::finger::sim::Placed;
use loket::device::levers::Next;
use loket::device::transport::lock;
use loket::device::{
    AnyDevice, CardJob, DeviceUri, Effect, Fault, FingerOutcome, Health, Hint, Job, JobId, Kind, LinkState, Outcome,
    PrintOutcome, Refused, Report, SimLevers, Simulators, Spoiled, Tuning, Worker,
};

use super::rig::{PATIENCE, Reports, Rig, against};

const JOB: JobId = JobId(41);
const NEXT: JobId = JobId(42);

fn quick() -> Tuning {
    Tuning {
        backoff: vec![Duration::from_millis(10)],
        idle_check: Duration::from_millis(20),
        plug_check: Duration::from_millis(20),
        open_limit: PATIENCE,
    }
}

fn opener_of(rig: &Rig) -> Opener {
    let (uri, timing) = (rig.uri.clone(), rig.timing);
    Box::new(move |ctl| Ok(AnyDevice::Finger(Box::new(Reader::open(&uri, timing, ctl)?))))
}

fn finger_worker(rig: &Rig) -> (Worker, Reports) {
    let (reports, tx) = Reports::new();
    let report = move |r| drop(tx.send(r));
    (Worker::spawn(Kind::Fingerprint, opener_of(rig), quick(), report).expect("thread"), reports)
}

fn printer(levers: &SimLevers) -> (Worker, Reports) {
    let dir = tempfile::tempdir().expect("folder");
    let mut sims = Simulators::only(dir.path(), levers.clone()).stand_ins();
    let made = sims.resolve(Kind::CardPrinter, &DeviceUri::sim()).expect("fake printer");
    let Driver::Driven(opener) = made.driver else { panic!("driven") };
    let (reports, tx) = Reports::new();
    let report = move |r| drop(tx.send(r));
    (Worker::spawn(Kind::CardPrinter, opener, quick(), report).expect("thread"), reports)
}

fn print() -> Job {
    Job::Print(CardJob { title: "0129".into(), face: None })
}

fn health(reports: &Reports, what: &str, wanted: impl Fn(&Health) -> bool) -> Health {
    reports.until(what, |r| match r {
        Report::Health(h) if wanted(&h) => Some(h),
        _ => None,
    })
}

fn done(reports: &Reports, id: JobId) -> Result<Outcome, loket::device::DeviceError> {
    reports.until("the end of a job", |r| match r {
        Report::Done { job, result, .. } if job == id => Some(result),
        _ => None,
    })
}

/// Waits until a card is under way.
fn printing(reports: &Reports) {
    reports.until("printing", |r| {
        matches!(r, Report::Progress { progress, .. } if progress.percent > Some(40)).then_some(())
    });
}

fn ready(h: &Health) -> bool {
    matches!(h.state, LinkState::Ready(_))
}

#[test]
fn a_session_from_open_to_release() {
    let rig = Rig::new();
    let (worker, reports) = finger_worker(&rig);
    assert_eq!(lock::holder(&rig.uri.path), None, "untouched before a session");
    let begun = Instant::now();
    worker.open();
    let h = health(&reports, "ready", ready);
    assert!(h.last_good.is_some_and(|t| t >= begun));
    assert_eq!(lock::holder(&rig.uri.path), Some(std::process::id()));

    rig.levers.put(Placed::Person(7));
    worker.start(JOB, Job::Finger(against(7)), PATIENCE).expect("accepted");
    let mut progress = 0;
    let result = reports.until("the match", |r| match r {
        Report::Progress { job, .. } => {
            assert_eq!(job, JOB);
            progress += 1;
            None
        }
        Report::Done { job, result, .. } => {
            assert_eq!(job, JOB);
            Some(result)
        }
        Report::Health(_) | Report::Scan(_) => None,
    });
    assert!(matches!(result, Ok(Outcome::Finger(FingerOutcome::Match(_)))), "{result:?}");
    assert!(progress >= 3);
    assert_eq!(worker.busy_with(), None);

    worker.release();
    health(&reports, "closed", |h| h.state == LinkState::Closed);
    assert_eq!(lock::holder(&rig.uri.path), None, "free for the next window");
}

#[test]
fn an_idle_device_is_asked_and_its_last_answer_ages() {
    let rig = Rig::new();
    let (worker, reports) = finger_worker(&rig);
    worker.open();
    let first = health(&reports, "ready", ready).last_good.expect("answered");
    let later = health(&reports, "a newer answer", |h| h.last_good > Some(first));
    let seen = later.last_good.expect("answered");
    assert_eq!(later.age(seen + Duration::from_secs(3)), Some(Duration::from_secs(3)));
    assert_eq!(later.age(first), Some(Duration::ZERO), "never negative");
}

#[test]
fn a_job_without_a_session_opens_and_closes_by_itself() {
    let rig = Rig::new();
    let (worker, reports) = finger_worker(&rig);
    rig.levers.put(Placed::Person(7));
    worker.start(JOB, Job::Finger(against(7)), PATIENCE).expect("accepted");
    assert!(done(&reports, JOB).is_ok());
    health(&reports, "closed", |h| h.state == LinkState::Closed);
    assert_eq!(lock::holder(&rig.uri.path), None);
}

#[test]
fn one_job_at_a_time_and_only_of_its_kind() {
    let levers = SimLevers::new();
    levers.set(|s| s.card.once(Next::Hang));
    let (worker, reports) = printer(&levers);
    worker.start(JOB, print(), PATIENCE).expect("accepted");
    assert_eq!(worker.start(NEXT, print(), PATIENCE), Err(Refused::Occupied(JOB)));
    assert_eq!(worker.start(NEXT, Job::Probe, PATIENCE), Err(Refused::WrongKind));
    assert_eq!(worker.busy_with(), Some(JOB));
    assert!(!worker.cancel(NEXT), "not here");
    printing(&reports);
    assert!(worker.cancel(JOB));
    assert_eq!(done(&reports, JOB).unwrap_err().fault, Fault::Cancelled);
    worker.start(NEXT, print(), PATIENCE).expect("free again");
    assert!(matches!(done(&reports, NEXT), Ok(Outcome::Print(PrintOutcome::Good))));
    assert!(!worker.cancel(NEXT), "no longer here");
}

/// A card that has been fed may be coming out: a cancel then is no proof that nothing happened.
#[test]
fn a_cancel_in_mid_print_is_in_doubt() {
    let levers = SimLevers::new();
    levers.set(|s| s.card.once(Next::Hang));
    let (worker, reports) = printer(&levers);
    worker.start(JOB, print(), PATIENCE).expect("accepted");
    printing(&reports);
    worker.cancel(JOB);
    let error = done(&reports, JOB).unwrap_err();
    assert_eq!((error.code(), error.effect()), ("D-108", Effect::InDoubt));
}

#[test]
fn a_printer_unplugged_in_mid_print_is_in_doubt() {
    let levers = SimLevers::new();
    levers.set(|s| s.card.pace = Duration::from_millis(20));
    let (worker, reports) = printer(&levers);
    worker.start(JOB, print(), PATIENCE).expect("accepted");
    reports.until("feeding", |r| {
        matches!(r, Report::Progress { progress, .. } if progress.percent > Some(0)).then_some(())
    });
    levers.set(|s| s.card.unplugged = true);
    let error = done(&reports, JOB).unwrap_err();
    assert_eq!((error.code(), error.effect()), ("D-103", Effect::InDoubt));
}

/// Before the card is fed, a cancel is a cancel.
#[test]
fn a_cancel_tells_whether_the_card_was_fed() {
    for (fed, effect) in [(false, Effect::NotStarted), (true, Effect::InDoubt)] {
        let levers = SimLevers::new();
        levers.set(|s| s.card.pace = if fed { Duration::from_millis(50) } else { PATIENCE });
        let (worker, reports) = printer(&levers);
        worker.start(JOB, print(), PATIENCE).expect("accepted");
        reports.until("the step", |r| match r {
            Report::Progress { progress, .. } => (!fed || progress.hint == Hint::Feeding).then_some(()),
            _ => None,
        });
        worker.cancel(JOB);
        assert_eq!(done(&reports, JOB).unwrap_err().effect(), effect, "fed: {fed}");
    }
}

#[test]
fn a_deadline_in_mid_print_is_in_doubt() {
    let levers = SimLevers::new();
    levers.set(|s| s.card.once(Next::Hang));
    let (worker, reports) = printer(&levers);
    worker.start(JOB, print(), Duration::from_millis(50)).expect("accepted");
    let error = done(&reports, JOB).unwrap_err();
    assert!(matches!(error.fault, Fault::Timeout { .. }), "{error}");
    assert_eq!(error.effect(), Effect::InDoubt);
}

#[test]
fn a_driver_that_breaks_costs_one_job_and_nothing_else() {
    let levers = SimLevers::new();
    levers.set(|s| s.card.once(Next::Panic));
    let (worker, reports) = printer(&levers);
    worker.open();
    worker.start(JOB, print(), PATIENCE).expect("accepted");
    let error = done(&reports, JOB).unwrap_err();
    assert_eq!((error.code(), error.effect()), ("D-114", Effect::InDoubt));
    worker.start(NEXT, print(), PATIENCE).expect("still there");
    assert!(matches!(done(&reports, NEXT), Ok(Outcome::Print(PrintOutcome::Good))));
}

#[test]
fn every_outcome_of_a_print_arrives_as_it_is() {
    let levers = SimLevers::new();
    let (worker, reports) = printer(&levers);
    let outcomes =
        [PrintOutcome::Good, PrintOutcome::Bad(Spoiled::Ribbon), PrintOutcome::NoneOut, PrintOutcome::Unknown];
    for (n, outcome) in (0u64..).zip(outcomes) {
        levers.set(|s| s.card.once(Next::Give(outcome)));
        worker.start(JobId(n), print(), PATIENCE).expect("accepted");
        assert_eq!(done(&reports, JobId(n)).unwrap(), Outcome::Print(outcome));
    }
    let ribbon = levers.set(|s| s.supplies.ribbon);
    assert_eq!(ribbon, Some(409), "a blank that stayed in used no ribbon");
}

#[test]
fn unplugged_and_plugged_in_again_during_a_session() {
    let rig = Rig::new();
    let (worker, reports) = finger_worker(&rig);
    worker.open();
    let good = health(&reports, "ready", ready).last_good;
    assert!(rig.levers.unplug());
    let faulted = |h: &Health| matches!(&h.state, LinkState::Faulted(Fault::NotConnected { .. }));
    let lost = health(&reports, "the loss", faulted);
    assert!(lost.last_good >= good, "the age of the last good answer goes on");
    health(&reports, "a second attempt", |h| h.state == LinkState::Connecting { attempt: 2 });
    assert!(rig.levers.replug());
    health(&reports, "ready again", ready);
    rig.levers.put(Placed::Person(7));
    worker.start(JOB, Job::Finger(against(7)), PATIENCE).expect("accepted");
    assert!(done(&reports, JOB).is_ok());
}

/// The plug is looked at every second, long before the unit is asked; being plugged in is no answer of the unit.
#[test]
fn a_pulled_plug_is_noticed_without_asking_the_unit() {
    assert!(Tuning::default().plug_check <= Duration::from_secs(1));
    let rig = Rig::new();
    let (reports, tx) = Reports::new();
    let tuning = Tuning { idle_check: PATIENCE * 100, ..quick() };
    let report = move |r| drop(tx.send(r));
    let worker = Worker::spawn(Kind::Fingerprint, opener_of(&rig), tuning, report).expect("thread");
    worker.open();
    let good = health(&reports, "ready", ready).last_good;
    let asked = rig.levers.commands();
    assert!(rig.levers.unplug());
    let lost = health(&reports, "the loss", |h| matches!(&h.state, LinkState::Faulted(Fault::NotConnected { .. })));
    assert_eq!((lost.last_good, rig.levers.commands()), (good, asked), "nothing was sent to the unit");
    assert!(rig.levers.replug());
    health(&reports, "ready again", ready);
}

/// The loss is known from the job itself and not only from the next question to the idle device.
#[test]
fn unplugged_in_mid_job() {
    let rig = Rig::new();
    let (reports, tx) = Reports::new();
    let tuning = Tuning { idle_check: PATIENCE * 100, ..quick() };
    let report = move |r| drop(tx.send(r));
    let worker = Worker::spawn(Kind::Fingerprint, opener_of(&rig), tuning, report).expect("thread");
    worker.open();
    worker.start(JOB, Job::Finger(against(7)), PATIENCE).expect("accepted");
    reports.until("the request for a finger", |r| matches!(r, Report::Progress { .. }).then_some(()));
    assert!(rig.levers.unplug());
    let lost = |h: &Health| matches!(&h.state, LinkState::Faulted(Fault::NotConnected { .. }));
    health(&reports, "the loss", lost);
    let error = done(&reports, JOB).unwrap_err();
    assert_eq!((error.code(), error.effect()), ("D-103", Effect::NotStarted));
    assert!(rig.levers.replug());
    health(&reports, "ready again", ready);
}

#[test]
fn another_unit_on_the_same_port_is_refused_while_the_program_runs() {
    let rig = Rig::new();
    let (worker, reports) = finger_worker(&rig);
    worker.open();
    health(&reports, "ready", ready);
    rig.levers.unplug();
    rig.levers.set_system_id(0x0002);
    rig.levers.replug();
    let wrong = |h: &Health| matches!(&h.state, LinkState::Faulted(Fault::WrongDevice { .. }));
    health(&reports, "the refusal", wrong);
    worker.release();
    health(&reports, "closed", |h| h.state == LinkState::Closed);
    worker.open();
    health(&reports, "refused by a later session too", wrong);
    rig.levers.unplug();
    rig.levers.another_unit(false);
    rig.levers.replug();
    health(&reports, "the usual one is taken again", ready);
    worker.release();
    health(&reports, "closed", |h| h.state == LinkState::Closed);
    // A desk started anew knows no usual one.
    rig.levers.another_unit(true);
    let (worker, reports) = finger_worker(&rig);
    worker.open();
    health(&reports, "another program takes what is there", ready);
}

#[test]
fn a_taken_port_says_by_whom_and_is_got_when_free() {
    let rig = Rig::new();
    let other = rig.reader();
    let (worker, reports) = finger_worker(&rig);
    worker.open();
    let busy = health(&reports, "busy", |h| matches!(h.state, LinkState::Faulted(_)));
    let LinkState::Faulted(Fault::Busy { by }) = busy.state else { panic!("{busy:?}") };
    assert_eq!(by.pid, Some(std::process::id()));
    drop(other);
    health(&reports, "ready", ready);
}

#[test]
fn stopping_answers_the_job_in_hand() {
    let rig = Rig::new();
    let (worker, reports) = finger_worker(&rig);
    worker.start(JOB, Job::Finger(against(7)), PATIENCE).expect("accepted");
    drop(worker);
    let ends: Vec<_> = reports
        .rest()
        .into_iter()
        .filter_map(|r| match r {
            Report::Done { job, result, .. } => Some((job, result.unwrap_err().fault)),
            _ => None,
        })
        .collect();
    assert_eq!(ends, [(JOB, Fault::Cancelled)], "answered once");
    assert_eq!(lock::holder(&rig.uri.path), None);
}

/// A person at the reader must not wait for a question to the idle device.
#[test]
fn a_job_interrupts_a_chore() {
    let rig = Rig::new();
    let (reports, tx) = Reports::new();
    let mut tries = 0;
    let mut open = opener_of(&rig);
    let opener: Opener = Box::new(move |ctl| {
        tries += 1;
        if tries == 1 {
            // Only a cancel ends this wait before the test gives up.
            ctl.pause("stuck", PATIENCE * 2)?;
        }
        open(ctl)
    });
    let tuning = Tuning { open_limit: PATIENCE * 2, ..quick() };
    let report = move |r| drop(tx.send(r));
    let worker = Worker::spawn(Kind::Fingerprint, opener, tuning, report).expect("thread");
    worker.open();
    health(&reports, "stuck", |h| matches!(h.state, LinkState::Connecting { .. }));
    rig.levers.put(Placed::Person(7));
    worker.start(JOB, Job::Finger(against(7)), PATIENCE).expect("accepted");
    assert!(done(&reports, JOB).is_ok());
}
