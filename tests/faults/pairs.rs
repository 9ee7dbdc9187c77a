//! Two desks at the same moment with two acts on one application: what comes of it is what would have come of the
//! one after the other, and where the two exclude each other exactly one is done.

use super::power::{Image, lay_out};
use super::rig::{Disk, Seed, place};
use crate::ledger::support::*;
use chrono::Days;
use loket::domain::access::Access;
use loket::domain::checklist::Ticks;
use loket::domain::command::*;
use loket::domain::decide::decide;
use loket::domain::event::{Envelope, Recorded};
use loket::domain::id::{AccountId, AppId, JobId, RunId};
use loket::domain::office::{File, Office};
use loket::domain::person::Name;
use loket::domain::personal::Patch;
use loket::domain::policy::Policy;
use loket::domain::reason::ReasonCode;
use loket::domain::refusal::Refusal;
use loket::domain::sheets::SheetCommand;
use loket::domain::sop::Spent;
use loket::domain::status::{CentralStatus, DeferralReason};
use loket::domain::stock::Label;
use loket::domain::stock_command::StockCommand;
use loket::domain::terms::*;
use loket::ledger::{Committed, Ledger, Options, SqliteLedger, open};
use std::path::Path;
use std::sync::Barrier;

/// Somebody else with every role, at the other desk.
const OTHER: AccountId = AccountId([8; 16]);
const YEAR_MS: i64 = 365 * 86_400_000;

type Answer = Result<(), Refusal>;

/// One desk's act and the circumstances it is given in.
#[derive(Clone)]
struct Act {
    name: &'static str,
    command: Command,
    order: Order,
}

impl Act {
    fn at(desk: usize, (name, command): (&'static str, Command), ms: i64) -> Act {
        let (actor, approver, station) = [(CLERK, OTHER, "loket-1"), (OTHER, CLERK, "loket-2")][desk];
        let run = RunId([0x60 + desk as u8; 16]);
        let plain = order(actor, ms + desk as i64);
        let order = Envelope { run, station: station.into(), backend: Some("attested".into()), ..plain };
        // A second person stands by where one is needed; elsewhere it would be one act less alike.
        let seconded = matches!(command, Command::OverrideTest { .. });
        Act { name, command, order: Envelope { approver: seconded.then_some(approver), ..order } }
    }

    fn on(&self, ledger: &mut SqliteLedger) -> Answer {
        ledger.act(&self.command, &self.order, None).expect("the ledger answers").map(|Committed { .. }| ())
    }
}

/// Everything one may ask about an application, possible or not.
fn asked(office: &Office, app: AppId) -> Vec<(&'static str, Command)> {
    use Command::*;
    let file = office.file(app);
    let job = file.and_then(|f| f.app.job.as_ref()).map_or(JobId(0), |j| j.id);
    let message = file.and_then(|f| f.app.message.as_ref()).map_or(JobId(0), |m| m.id);
    let topic = file.and_then(|f| loket::domain::decide::message_topic(f.app.stage)).unwrap_or(ContactTopic::Other);
    let (ticks, spent, last4) = (full(ReasonCode::New), Spent::default(), nik(1).last4().to_owned());
    let status = CentralStatus::PrintReadyRecord;
    let test =
        |outcome| TestReport { outcome, finger: None, quality: Quality::Good, compared_with: ComparedWith::Attested };
    let patch = Box::new(Patch { name: Name::parse("Nama Betul").ok(), ..Patch::default() });
    let printed = |report| ReportPrint { job, report, last4: Some(nik(1).last4().to_owned()) };
    let place = Label::parse("RAK 1").expect("a label");
    let reprint = StockCommand::Reprint { job, cause: SpoilCause::Jam, last4: Some(last4.clone()), blank: None };
    vec![
        ("complete", ConfirmComplete { app, ticks: ticks.clone(), spent: spent.clone() }),
        ("return", Return { app, ticks: Ticks::new(), spent: spent.clone(), note: None }),
        ("resubmit", Resubmit { app, ticks: ticks.clone() }),
        ("reopen", Reopen { app, ticks }),
        ("correct", Correct { app, patch, reason: None, note: None }),
        ("status", RecordStatus { app, status, source: "SIAK".into(), read_ms: MORNING, last4 }),
        ("defer", Defer { app, reason: DeferralReason::ALL[0], note: Some(note("x")) }),
        ("defer otherwise", Defer { app, reason: DeferralReason::ALL[1], note: Some(note("x")) }),
        ("resume", Resume { app }),
        ("record", RecordData { app, checks: DataCheck::ALL.iter().copied().collect(), spent }),
        ("match", ReportTest { app, report: test(TestOutcome::Match) }),
        ("unreadable", ReportTest { app, report: test(TestOutcome::Unreadable) }),
        ("override", OverrideTest { app, ground: OverrideGround::Unreadable, evidence: note("KK"), exemption: None }),
        ("print", StartPrint { apps: vec![app], blank: None }),
        ("good", printed(PrintReport::Good)),
        ("bad", printed(PrintReport::Bad(SpoilCause::Jam))),
        ("none", printed(PrintReport::NoneCameOut)),
        ("unknown", printed(PrintReport::Unknown)),
        ("answer good", AnswerPrint { job, answer: PrintAnswer::CameOutGood, cause: None }),
        ("answer none", AnswerPrint { job, answer: PrintAnswer::NoneCameOut, cause: None }),
        ("orphan", DeclareOrphan { job }),
        ("orphan message", DeclareOrphan { job: message }),
        ("activate", StartActivation { app }),
        ("active", ReportActivation { job, report: ActivationReport::Activated(Spent::default()) }),
        ("not active", ReportActivation { job, report: ActivationReport::Failed(ActivationFailure::Reader) }),
        ("reject", RejectCard { app, cause: RejectCause::Misprint, next: AfterReject::Operator, note: None }),
        ("queue", QueueMessage { app, topic }),
        ("send", StartMessage { app }),
        ("sent", ReportMessage { job: message, report: MessageReport::Sent { parts: 1 } }),
        ("hand over", HandOver(Box::new(Handover::to_holder(app, OldCard::NeverHad)))),
        ("undo", UndoHandover { app, note: note("salah") }),
        ("withdraw", Cancel { app, kind: CancelKind::Withdrawn, note: None }),
        ("give up", Cancel { app, kind: CancelKind::NotContinued, note: None }),
        ("ask", RequestApproval { app, topic: ApprovalTopic::Refuse, note: note("mohon") }),
        ("grant", DecideApproval { app, granted: true, note: None }),
        ("refuse", DecideApproval { app, granted: false, note: None }),
        ("call", NoteContact { app, reached: true, topic: ContactTopic::Ready }),
        ("skip", Skip { app }),
        ("priority", MarkPriority { app, priority: true }),
        ("shelve", Stock(Box::new(StockCommand::Shelve { app, place }))),
        ("print again", Stock(Box::new(reprint))),
        ("look", NoteAccess(vec![Access::Viewed { app, place: SeenAt::Check }])),
        ("line", Sheets(Box::new(SheetCommand::IssueHandover { n: 1, cards: vec![app] }))),
        ("order erasure", OrderErasure { before: day(2) + Days::new(60) }),
        ("finish erasure", FinishErasure { order: office.desk.erasing.map_or(0, |e| e.order) }),
    ]
}

/// A named way to where an application can stand.
type Way = (&'static str, fn(&mut Desk, AppId));

const WAYS: [Way; 17] = [
    ("check", |_, _| {}),
    ("returned", |d, app| told(d, app, &["return"])),
    ("message waits", |d, app| told(d, app, &["return", "queue"])),
    ("message leaves", |d, app| told(d, app, &["return", "queue", "send"])),
    ("operator", |d, app| told(d, app, &["complete"])),
    ("deferred", |d, app| told(d, app, &["complete", "defer"])),
    ("approval", |d, app| told(d, app, &["complete", "ask"])),
    ("recorded", |d, app| {
        told(d, app, &["complete"]);
        let causes = [TroubleCause::Printer].into();
        d.done(Command::StartTrouble { causes, reason: Some(note("rusak")), advised: false });
        told(d, app, &["record"]);
    }),
    ("unreadable", |d, app| told(d, app, &["complete", "status", "unreadable"])),
    ("tested", |d, app| told(d, app, &["complete", "status", "match"])),
    ("printing", |d, app| told(d, app, &["complete", "status", "match", "print"])),
    ("in doubt", |d, app| told(d, app, &["complete", "status", "match", "print", "orphan"])),
    ("printed", |d, app| told(d, app, &["complete", "status", "match", "print", "good"])),
    ("activating", |d, app| told(d, app, &["complete", "status", "match", "print", "good", "activate"])),
    ("ready", |d, app| told(d, app, &["complete", "status", "match", "print", "good", "activate", "active"])),
    ("handed over", |d, app| {
        told(d, app, &["complete", "status", "match", "print", "good", "activate", "active", "hand over"]);
    }),
    ("given up long ago", |d, app| {
        told(d, app, &["return"]);
        d.close(day(2)).expect("a close");
        let policy = Policy { retention_months: 1, ..Policy::default() };
        d.done(Command::ChangePolicy(Box::new(policy)));
        d.now += 40 * 86_400_000;
        d.done(Command::OpenDay { date: day(2) + Days::new(40) });
        told(d, app, &["give up"]);
        d.close(day(2) + Days::new(40)).expect("a close");
        d.now += YEAR_MS;
        d.done(Command::OpenDay { date: day(2) + Days::new(405) });
    }),
];

/// Does these acts, by name, one after the other.
fn told(desk: &mut Desk, app: AppId, names: &[&str]) {
    for name in names {
        let act = asked(desk.ledger.office(), app).into_iter().find(|(n, _)| n == name).expect("an act");
        desk.now += 1_000;
        Act::at(0, act, desk.now).on(&mut desk.ledger).expect(name);
    }
}

/// A ledger in which application 1 stands there, as one file.
fn stands(way: &Way) -> (Image, Model, AppId) {
    let mut desk = Desk::new();
    let roles = Role::ALL.iter().copied().collect();
    let (name, initials) = (Name::parse("Sari").unwrap(), "SR".into());
    desk.done(Command::AddAccount { account: OTHER, name, initials, roles });
    let app = desk.submit(1, "Uji Dua Loket", "081234567890");
    (way.1)(&mut desk, app);
    let office = desk.ledger.office().clone();
    let closed = if office.file(app).is_none() { desk.ledger.file(app).unwrap() } else { None };
    let Desk { dir, ledger, .. } = desk;
    drop(ledger);
    let bytes = std::fs::read(dir.path().join("office/ledger.db")).unwrap();
    ([("ledger.db".to_owned(), bytes)].into(), Model(office, closed), app)
}

/// The office as the rules alone make it, and the file when it has left the desk.
#[derive(Clone)]
struct Model(Office, Option<File>);

impl Model {
    /// What an act makes of it.
    fn after(&self, act: &Act) -> Result<Model, Refusal> {
        let wants = act.command.wants(&self.0);
        let closed = self.1.clone().filter(|f| wants.closed == Some(f.app.id));
        let ended = wants.erasable.is_some() && self.1.as_ref().is_some_and(|f| f.person.is_some());
        let erasable = Erasable { files: u32::from(ended), searches: 0 };
        let facts = Facts { next_seq: self.0.desk.seq + 1, closed, erasable, ..Facts::default() };
        let drafts = decide(&self.0, &facts, &act.command, &act.order)?;
        let Model(mut office, mut closed) = self.clone();
        for draft in drafts {
            let seq = office.desk.seq + 1;
            let rec = Recorded { seq, envelope: act.order.clone(), event: draft.event, personal: draft.personal };
            if rec.event.app().is_some_and(|app| office.file(app).is_none()) {
                closed.take().into_iter().for_each(|file| office.admit(file));
            }
            office.apply(&rec);
        }
        closed = office.files.values().find(|f| !f.app.on_desk()).cloned().or(closed);
        office.retire();
        Ok(Model(office, closed))
    }

    /// What two acts in this order make of it.
    fn one_after_the_other(&self, first: &Act, second: &Act) -> (Answer, Answer, Office) {
        let (first, model) = match self.after(first) {
            Ok(model) => (Ok(()), model),
            Err(refusal) => (Err(refusal), self.clone()),
        };
        match model.after(second) {
            Ok(model) => (first, Ok(()), model.0),
            Err(refusal) => (first, Err(refusal), model.0),
        }
    }
}

/// Both at once, each at a desk of its own.
fn at_once(home: &Path, image: &Image, acts: [&Act; 2]) -> (Answer, Answer, Office) {
    lay_out(home, image);
    let start = Barrier::new(2);
    let desk = |act: &Act| {
        let mut ledger = open(home, Options::default()).unwrap();
        start.wait();
        act.on(&mut ledger)
    };
    let answers = std::thread::scope(|scope| {
        let other = scope.spawn(|| desk(acts[1]));
        (desk(acts[0]), other.join().expect("the other desk"))
    });
    let office = open(home, Options::default()).unwrap().office().clone();
    (answers.0, answers.1, office)
}

#[test]
fn two_acts_at_once_are_one_after_the_other() {
    let mut seed = Seed::printed("pairs");
    let value = seed.value();
    let room = place(Disk::Memory);
    let home = room.path().join("office");
    let (mut cases, mut exclusive, mut second_first) = (0, 0, 0);
    for way in &WAYS {
        let (image, model, app) = stands(way);
        let ms = match way.0 {
            "returned" => YEAR_MS,
            "given up long ago" => 2 * YEAR_MS,
            _ => 500_000,
        };
        let legal = |desk| {
            let acts = asked(&model.0, app).into_iter().map(move |act| Act::at(desk, act, ms));
            acts.filter(|act| model.after(act).is_ok()).collect::<Vec<_>>()
        };
        let (mine, others) = (legal(0), legal(1));
        assert!(!mine.is_empty() && !others.is_empty(), "nothing can be done with a file that is {}", way.0);
        for (a, b) in mine.iter().flat_map(|a| others.iter().map(move |b| (a, b))) {
            if crate::cases(1) == 1 && !seed.once_in(8) {
                continue;
            }
            let (a1, b1, ab) = model.one_after_the_other(a, b);
            let (b2, a2, ba) = model.one_after_the_other(b, a);
            let (ra, rb, office) = at_once(&home, &image, [a, b]);
            let what = format!("{}: {} against {}", way.0, a.name, b.name);
            let (as_ab, as_ba) = ((&ra, &rb, &office) == (&a1, &b1, &ab), (&ra, &rb, &office) == (&a2, &b2, &ba));
            assert!(as_ab || as_ba, "{what}: {ra:?} and {rb:?} is neither order");
            if b1.is_err() && a2.is_err() {
                assert!(ra.is_ok() != rb.is_ok(), "{what}: {ra:?} and {rb:?}, where one excludes the other");
                exclusive += 1;
            }
            (cases, second_first) = (cases + 1, second_first + usize::from(!as_ab));
        }
    }
    println!(
        "pairs: seed={value} states={} cases={cases} exclusive={exclusive} second_first={second_first} lost=0 found={cases}",
        WAYS.len()
    );
    assert!(exclusive > 10);
}
