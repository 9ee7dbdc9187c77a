//! Short messages: one for each time a file comes to stand somewhere, one at a time, never a second outcome.

use crate::harness::*;
use loket::domain::application::{MessageState, Stage};
use loket::domain::checklist::Ticks;
use loket::domain::command::*;
use loket::domain::id::{AccountId, AppId, JobId};
use loket::domain::person::Contact;
use loket::domain::personal::Patch;
use loket::domain::phone::Phone;
use loket::domain::reason::ReasonCode;
use loket::domain::refusal::Refusal;
use loket::domain::sop::Spent;
use loket::domain::terms::*;

const PROGRAM: AccountId = AccountId::SYSTEM;

/// An office with a returned file of each person.
fn returned(people: u32) -> (Bench, Vec<AppId>) {
    let mut bench = Bench::open_office(5);
    let apps = (1..=people).map(|n| {
        bench.act(OFFICER, Command::Submit(Box::new(submission(n, ReasonCode::Lost, Then::Queue)))).expect("received");
        let app = AppId(bench.office.desk.seq);
        send_back(&mut bench, app);
        app
    });
    let apps = apps.collect();
    (bench, apps)
}

fn send_back(bench: &mut Bench, app: AppId) {
    bench.now += 1000;
    let back = Command::Return { app, ticks: Ticks::new(), spent: Spent::default(), note: None };
    bench.act(OFFICER, back).expect("returned");
}

fn queue(app: AppId) -> Command {
    Command::QueueMessage { app, topic: ContactTopic::Returned }
}

fn state(bench: &Bench, app: AppId) -> Option<MessageState> {
    bench.app(app).message.as_ref().map(|m| m.state)
}

/// Hands the message to a modem.
fn start(bench: &mut Bench, app: AppId) -> JobId {
    bench.act(PROGRAM, Command::StartMessage { app }).expect("started");
    JobId(bench.office.desk.seq)
}

fn ends(bench: &mut Bench, job: JobId, report: MessageReport) -> Result<(), Refusal> {
    bench.act(PROGRAM, Command::ReportMessage { job, report }).map(drop)
}

#[test]
fn whatever_became_of_it_the_same_is_never_said_again() {
    let failed = MessageReport::Failed(MessageFailure::Refused);
    for report in [MessageReport::Sent { parts: 1 }, failed, MessageReport::Unknown] {
        let (mut bench, apps) = returned(1);
        let app = apps[0];
        bench.act(PROGRAM, queue(app)).expect("queued");
        assert_eq!(bench.act(PROGRAM, queue(app)).map(drop), Err(Refusal::NothingChanges));
        let job = start(&mut bench, app);
        ends(&mut bench, job, report).expect("an outcome");
        assert_eq!(ends(&mut bench, job, MessageReport::Sent { parts: 1 }), Err(Refusal::OutcomeKnown));
        assert_eq!(bench.act(PROGRAM, queue(app)).map(drop), Err(Refusal::NothingChanges));
        assert_eq!(bench.act(PROGRAM, Command::StartMessage { app }).map(drop), Err(Refusal::NoSuchJob));
        // Brought back and returned again, there is something new to say.
        bench.act(OFFICER, Command::Resubmit { app, ticks: Ticks::new() }).expect("brought back");
        assert_eq!(bench.act(PROGRAM, queue(app)).map(drop).unwrap_err().code(), "R-101");
        send_back(&mut bench, app);
        bench.act(PROGRAM, queue(app)).expect("queued again");
    }
}

#[test]
fn one_at_a_time_in_the_whole_office() {
    let (mut bench, apps) = returned(2);
    for app in &apps {
        bench.act(PROGRAM, queue(*app)).expect("queued");
    }
    assert_eq!(bench.office.unsent().iter().map(|f| f.app.id).collect::<Vec<_>>(), apps);
    let job = start(&mut bench, apps[0]);
    let refused = bench.act(PROGRAM, Command::StartMessage { app: apps[1] }).map(drop);
    assert_eq!(refused.unwrap_err().code(), "R-214");
    ends(&mut bench, job, MessageReport::Sent { parts: 1 }).expect("sent");
    start(&mut bench, apps[1]);
}

#[test]
fn a_message_its_file_outran_is_void() {
    let (mut bench, apps) = returned(1);
    bench.act(PROGRAM, queue(apps[0])).expect("queued");
    bench.act(OFFICER, Command::Resubmit { app: apps[0], ticks: Ticks::new() }).expect("brought back");
    assert_eq!(state(&bench, apps[0]), None);
    assert!(bench.office.unsent().is_empty());
    assert_eq!(bench.app(apps[0]).stage, Stage::Check);
}

#[test]
fn an_outcome_is_kept_of_a_file_that_ended_meanwhile() {
    let (mut bench, apps) = returned(1);
    let app = apps[0];
    bench.act(PROGRAM, queue(app)).expect("queued");
    let job = start(&mut bench, app);
    let cancel = Command::Cancel { app, kind: CancelKind::Withdrawn, note: None };
    bench.act(OFFICER, cancel).expect("withdrawn");
    assert!(bench.office.file(app).is_some(), "stays until the outcome is known");
    ends(&mut bench, job, MessageReport::Sent { parts: 1 }).expect("sent");
    assert!(bench.office.file(app).is_none());
}

#[test]
fn a_call_settles_what_a_message_left_open() {
    let (mut bench, apps) = returned(1);
    let app = apps[0];
    bench.act(PROGRAM, queue(app)).expect("queued");
    let job = start(&mut bench, app);
    ends(&mut bench, job, MessageReport::Unknown).expect("in doubt");
    let call = |reached| Command::NoteContact { app, reached, topic: ContactTopic::Returned };
    bench.act(OFFICER, call(false)).expect("nobody there");
    assert_eq!(state(&bench, app), Some(MessageState::Unknown));
    bench.act(OFFICER, call(true)).expect("reached");
    assert_eq!(state(&bench, app), Some(MessageState::Told));
    assert_eq!(bench.act(PROGRAM, queue(app)).map(drop), Err(Refusal::NothingChanges));
}

#[test]
fn what_a_modem_has_is_waited_for_and_only_that_is_lost_with_its_desk() {
    let (mut bench, apps) = returned(1);
    let app = apps[0];
    let queued = bench.act(PROGRAM, queue(app)).expect("queued");
    let orphan = |job| Command::DeclareOrphan { job };
    let waits = JobId(queued[0].seq);
    assert_eq!(bench.act(PROGRAM, orphan(waits)), Err(Refusal::OutcomeKnown), "it never left");
    let job = start(&mut bench, app);
    let resubmit = Command::Resubmit { app, ticks: all_ticks(ReasonCode::Lost) };
    bench.act(OFFICER, resubmit).expect("brought back");
    send_back(&mut bench, app);
    assert!(matches!(bench.act(PROGRAM, queue(app)), Err(Refusal::JobRunning { .. })), "the first is on its way");
    bench.act(PROGRAM, orphan(job)).expect("its desk is gone");
    assert_eq!(state(&bench, app), Some(MessageState::Unknown));
    assert_eq!(bench.act(PROGRAM, orphan(job)), Err(Refusal::OutcomeKnown), "told once");
}

#[test]
fn only_a_mobile_number_takes_a_message() {
    for (number, mobile) in [
        ("081266009001", Some("+6281266009001")),
        ("+62 812-6600-9001", Some("+6281266009001")),
        ("0751 8290000", None),
        ("+60123456789", None),
        ("0812660", None),
    ] {
        assert_eq!(Phone::parse(number).ok().and_then(|p| p.mobile()).as_deref(), mobile, "{number}");
    }
    let (mut bench, apps) = returned(1);
    let landline = Contact::Own(Phone::parse("07518290000").expect("a landline"));
    let patch = Box::new(Patch { contact: Some(landline), ..Patch::default() });
    let correct = Command::Correct { app: apps[0], patch, reason: None, note: None };
    bench.act(OFFICER, correct).expect("corrected");
    assert_eq!(bench.act(PROGRAM, queue(apps[0])).map(drop), Err(Refusal::NothingChanges));
}

#[test]
fn what_sends_an_applicant_away_brings_its_message_in_the_same_decision() {
    let tell = |command: Command| Command::AndTell(Box::new(command));
    let kinds = |drafts: Vec<loket::domain::event::Recorded>| -> Vec<&'static str> {
        drafts.iter().map(|r| r.event.kind()).collect()
    };
    let mut bench = Bench::open_office(5);
    // Received and returned at once: the number comes with the act itself.
    let mut lacks = submission(1, ReasonCode::Lost, Then::Return);
    lacks.ticks = Ticks::new();
    let made = bench.act(OFFICER, tell(Command::Submit(Box::new(lacks)))).expect("returned at once");
    assert_eq!(kinds(made).last(), Some(&"message_queued"));
    // Received alone: nobody is told anything.
    let alone = Command::Submit(Box::new(submission(2, ReasonCode::Lost, Then::Queue)));
    let made = bench.act(OFFICER, tell(alone)).expect("received");
    assert!(!kinds(made).contains(&"message_queued"));
    let app = AppId(bench.office.desk.seq);
    // Sent back from the check.
    let back = || Command::Return { app, ticks: Ticks::new(), spent: Spent::default(), note: None };
    let made = bench.act(OFFICER, tell(back())).expect("returned");
    assert_eq!(kinds(made), ["application_returned", "message_queued"]);
    // While one about the same file is in the modem, none is put over it: its outcome is still to come.
    start(&mut bench, app);
    bench.act(OFFICER, Command::Resubmit { app, ticks: Ticks::new() }).expect("brought back");
    assert_eq!(state(&bench, app), Some(MessageState::Sending));
    let made = bench.act(OFFICER, tell(back())).expect("returned again");
    assert_eq!(kinds(made), ["application_returned"]);
}

#[test]
fn a_message_follows_only_what_its_giver_may_do() {
    let (mut bench, apps) = returned(1);
    let app = apps[0];
    let deny = Command::AndTell(Box::new(Command::Resubmit { app, ticks: Ticks::new() }));
    assert_eq!(bench.act(OPERATOR, deny).map(drop).unwrap_err().code(), "R-002");
}
