//! Whatever is asked of the office in whatever order: `decide` never panics, every equation of the book
//! holds after every event, numbers have no gap, and replay gives the same office.

use crate::harness::*;
use loket::domain::application::Stage;
use loket::domain::checklist::Ticks;
use loket::domain::command::*;
use loket::domain::counts::Counted;
use loket::domain::decide::message_topic;
use loket::domain::id::{AccountId, AppId, JobId};
use loket::domain::office::Office;
use loket::domain::person::{Name, Note, Relation};
use loket::domain::personal::{Patch, Recipient};
use loket::domain::policy::{PendingPolicy, Policy};
use loket::domain::reason::ReasonCode;
use loket::domain::sop::Spent;
use loket::domain::status::{CentralStatus, DeferralReason};
use loket::domain::terms::*;
use proptest::prelude::*;

/// One random step: small numbers that pick an act, a file and details.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Roll {
    pub(super) act: u8,
    pub(super) which: u8,
    pub(super) a: u8,
    pub(super) b: u8,
    ms: u32,
}

pub(crate) fn roll() -> impl Strategy<Value = Roll> {
    (0u8..102, any::<u8>(), any::<u8>(), any::<u8>(), 0u32..600_000).prop_map(|(act, which, a, b, ms)| Roll {
        act,
        which,
        a,
        b,
        ms,
    })
}

pub(super) fn note(text: &str) -> Note {
    Note::parse(text).expect("a note")
}

/// Somebody else to stand by.
fn second(actor: AccountId) -> AccountId {
    if actor == SUPERVISOR { OPERATOR } else { SUPERVISOR }
}

fn spent(r: Roll) -> Spent {
    Spent { work_ms: r.ms, paused_ms: Default::default(), measured: !r.a.is_multiple_of(3) }
}

pub(super) fn pick<T: Clone>(list: &[T], n: u8) -> T {
    list[n as usize % list.len()].clone()
}

/// A file to act on: mostly one that stands where the act fits, sometimes any.
pub(super) fn target(b: &Bench, r: Roll, fits: impl Fn(Stage) -> bool) -> AppId {
    let fitting: Vec<AppId> = b.office.files.values().filter(|f| fits(f.app.stage)).map(|f| f.app.id).collect();
    if !fitting.is_empty() && r.which < 240 {
        return fitting[r.which as usize % fitting.len()];
    }
    AppId(u64::from(r.which))
}

fn command(b: &Bench, r: Roll) -> (AccountId, Command) {
    let (actor, command) = match r.act {
        0..=8 => counter(b, r),
        9..=27 => station(b, r),
        28..=45 => beside(b, r),
        76..=79 => message(b, r),
        80..=91 => super::stock::command(b, r),
        92..=97 => super::sheets::command(b, r),
        98..=101 => super::access::command(b, r),
        _ => advance(b, r),
    };
    (actor, if r.ms.is_multiple_of(2) { Command::AndTell(Box::new(command)) } else { command })
}

/// What the office would do next with a random open file, so that whole lives are lived.
fn advance(b: &Bench, r: Roll) -> (AccountId, Command) {
    let files: Vec<_> = b.office.files.values().collect();
    let Some(file) = files.get(r.which as usize % files.len().max(1)) else { return counter(b, Roll { act: 0, ..r }) };
    let app = file.app.id;
    let act = match file.app.stage {
        Stage::Check => 4,
        Stage::Returned => 7,
        Stage::Operator if file.app.status.is_none() => 9,
        Stage::Operator if !b.office.desk.day.is_some_and(|d| file.app.test_passed(d)) => 12,
        Stage::Operator => 16,
        Stage::Printing => 19,
        Stage::Printed if file.app.job.is_some() => 25,
        Stage::Printed => 23,
        _ => 28,
    };
    let which = files.iter().filter(|f| f.app.stage == file.app.stage).position(|f| f.app.id == app).unwrap_or(0);
    let r = Roll { which: which as u8 % 240, ..r };
    match act {
        4 | 7 => counter(b, Roll { act, ..r }),
        28 => beside(b, Roll { act, ..r }),
        _ => station(b, Roll { act, ..r }),
    }
}

/// Plays one roll on the bench; a refusal changes nothing.
pub(crate) fn play(bench: &mut Bench, r: Roll) {
    bench.now += i64::from(r.ms);
    bench.backend = Some("attested".into());
    let (actor, command) = command(bench, r);
    let mut order = bench.order(actor);
    order.approver = Some(second(actor));
    let _ = bench.give(command, order);
}

fn counter(b: &Bench, r: Roll) -> (AccountId, Command) {
    let reason = pick(&ReasonCode::ALL, r.a);
    let ticks = if r.b.is_multiple_of(3) { Ticks::new() } else { all_ticks(reason) };
    let at_check = target(b, r, |s| s == Stage::Check);
    let its = |app: AppId| b.office.file(app).map_or(Ticks::new(), |f| all_ticks(f.app.reason));
    let command = match r.act {
        0..=3 => {
            let then = pick(&[Then::Queue, Then::Complete, Then::Return, Then::Complete], r.b);
            let mut s = submission(u32::from(r.which % 24), reason, then);
            s.repeat_reason = r.b.is_multiple_of(2).then(|| note("kartu hilang lagi"));
            if r.b.is_multiple_of(11) {
                s.person.nik = None;
                s.person.birth = chrono::NaiveDate::from_ymd_opt(1990, 1, 2);
            }
            Command::Submit(Box::new(s))
        }
        4 | 5 => Command::ConfirmComplete { app: at_check, ticks: its(at_check), spent: spent(r) },
        6 => Command::Return { app: at_check, ticks, spent: spent(r), note: None },
        7 => Command::Resubmit { app: target(b, r, |s| s == Stage::Returned), ticks: Ticks::new() },
        _ => {
            let patch = if r.b.is_multiple_of(2) {
                Patch { name: Name::parse("NAMA BETUL").ok(), ..Patch::default() }
            } else {
                Patch { nik: person(u32::from(r.a)).nik, ..Patch::default() }
            };
            let app = target(b, r, |s| !s.is_final());
            Command::Correct {
                app,
                patch: Box::new(patch),
                reason: r.a.is_multiple_of(5).then_some(reason),
                note: None,
            }
        }
    };
    (if r.a.is_multiple_of(40) { OPERATOR } else { OFFICER }, command)
}

/// The first job of a kind still open, or one that does not exist.
pub(super) fn job(b: &Bench, r: Roll, activation: bool) -> JobId {
    let jobs = b.office.files.values().filter_map(|f| f.app.job.as_ref()).filter(|j| j.activation == activation);
    jobs.map(|j| j.id).next().unwrap_or(JobId(u64::from(r.which)))
}

pub(super) fn last4(b: &Bench, app: AppId) -> String {
    let nik = b.office.file(app).and_then(|f| f.person.as_ref()).and_then(|p| p.nik);
    nik.map_or("0000".to_owned(), |n| n.last4().to_owned())
}

fn station(b: &Bench, r: Roll) -> (AccountId, Command) {
    let at_operator = target(b, r, |s| s == Stage::Operator);
    let printed = target(b, r, |s| s == Stage::Printed);
    let command = match r.act {
        9..=11 => Command::RecordStatus {
            app: at_operator,
            status: pick(
                &[CentralStatus::PrintReadyRecord, CentralStatus::CardIssued, CentralStatus::DuplicateRecord],
                r.a / 64,
            ),
            source: "SIAK".into(),
            read_ms: MONDAY_MS + b.now,
            last4: last4(b, at_operator),
        },
        12..=14 => {
            let app = if r.b.is_multiple_of(4) { printed } else { at_operator };
            let outcome = pick(
                &[
                    TestOutcome::Match,
                    TestOutcome::Match,
                    TestOutcome::NoMatch,
                    TestOutcome::Unreadable,
                    TestOutcome::Exempt,
                ],
                r.a,
            );
            let report = TestReport {
                outcome,
                finger: None,
                quality: Quality::Fair,
                compared_with: pick(ComparedWith::ALL, r.b / 8 + 3),
            };
            Command::ReportTest { app, report }
        }
        15 => {
            let ground = pick(OverrideGround::ALL, r.a);
            Command::OverrideTest { app: at_operator, ground, evidence: note("KK asli"), exemption: Some(note("P1")) }
        }
        _ => return card(b, r),
    };
    (OPERATOR, command)
}

/// Printing, activating and rejecting.
fn card(b: &Bench, r: Roll) -> (AccountId, Command) {
    let at_operator = target(b, r, |s| s == Stage::Operator);
    let printed = target(b, r, |s| s == Stage::Printed);
    let command = match r.act {
        16..=18 => Command::StartPrint { apps: vec![at_operator], blank: None },
        19 | 20 => {
            let report = pick(
                &[
                    PrintReport::Good,
                    PrintReport::Good,
                    PrintReport::Bad(SpoilCause::Jam),
                    PrintReport::NoneCameOut,
                    PrintReport::Unknown,
                ],
                r.a,
            );
            let app = b.office.with_job(job(b, r, false)).map(|f| f.app.id).unwrap_or(at_operator);
            Command::ReportPrint { job: job(b, r, false), report, last4: Some(last4(b, app)) }
        }
        21 => Command::AnswerPrint {
            job: job(b, r, false),
            answer: pick(PrintAnswer::ALL, r.a),
            cause: Some(SpoilCause::Jam),
        },
        22 => Command::DeclareOrphan { job: job(b, r, r.a.is_multiple_of(2)) },
        23 | 24 => Command::StartActivation { app: printed },
        25 | 26 => {
            let report = match r.a % 4 {
                0 => ActivationReport::Unknown,
                1 => ActivationReport::Failed(pick(ActivationFailure::ALL, r.b)),
                _ => ActivationReport::Activated(spent(r)),
            };
            Command::ReportActivation { job: job(b, r, true), report }
        }
        _ => {
            let app = target(b, r, Stage::has_card);
            Command::RejectCard {
                app,
                cause: pick(RejectCause::ALL, r.a),
                next: pick(AfterReject::ALL, r.b),
                note: None,
            }
        }
    };
    (OPERATOR, command)
}

fn handover(b: &Bench, r: Roll) -> (AccountId, Command) {
    let shelf: Vec<AppId> = b.office.files.values().filter(|f| f.app.stage.has_card()).map(|f| f.app.id).collect();
    let apps: Vec<AppId> = shelf.into_iter().take(1 + r.a as usize % 3).collect();
    let name = Name::parse("PENGAMBIL CONTOH").expect("a name");
    let relation = pick(&Relation::ALL, r.b);
    let recipient = Some(Recipient { name, relation, evidence: note("KK asli") });
    let old_cards = apps
        .iter()
        .filter_map(|a| b.office.file(*a))
        .map(|f| match f.app.reason {
            ReasonCode::New => OldCard::NeverHad,
            ReasonCode::Lost => OldCard::NoneLost,
            _ => pick(&[OldCard::Withdrawn, OldCard::NotBrought], r.b),
        })
        .collect();
    let (sheet, line) = apps.first().and_then(|app| b.office.desk.sheets.handover.proposed(*app)).unzip();
    let (holder, signature) = (apps.first().copied().filter(|_| r.b.is_multiple_of(2)), Signature::Signed);
    let h = Handover {
        apps,
        holder,
        recipient,
        old_cards,
        signature,
        sheet,
        line,
        in_session: false,
        note: Some(note("tertinggal")),
    };
    (OPERATOR, Command::HandOver(Box::new(h)))
}

fn beside(b: &Bench, r: Roll) -> (AccountId, Command) {
    let any = target(b, r, |s| !s.is_final());
    let closed = b.closed.keys().nth(r.which as usize % b.closed.len().max(1)).copied().unwrap_or(any);
    match r.act {
        28..=31 => handover(b, r),
        32 => (SUPERVISOR, Command::UndoHandover { app: closed, note: note("salah kartu") }),
        33 => (SUPERVISOR, Command::Cancel { app: any, kind: pick(CancelKind::ALL, r.a), note: None }),
        34 => (OFFICER, Command::Reopen { app: closed, ticks: Ticks::new() }),
        35 => {
            (OPERATOR, Command::Defer { app: any, reason: pick(&DeferralReason::ALL, r.a), note: Some(note("alasan")) })
        }
        36 | 37 => {
            (OPERATOR, Command::Resume { app: target(b, r, |s| matches!(s, Stage::Deferred(_) | Stage::Recorded)) })
        }
        38 => (
            OPERATOR,
            Command::RecordData { app: any, checks: DataCheck::ALL.iter().copied().collect(), spent: spent(r) },
        ),
        39 => (
            OPERATOR,
            Command::StartTrouble {
                causes: [pick(TroubleCause::ALL, r.a)].into(),
                reason: Some(note("mati")),
                advised: false,
            },
        ),
        40 => (OPERATOR, Command::EndTrouble { reason: None, advised: false }),
        41 => (
            SUPERVISOR,
            Command::MoveBlanks { how: pick(BlankMove::ALL, r.a), n: i32::from(r.b) - 64, document: note("BA") },
        ),
        42 => {
            let topic = pick(ApprovalTopic::ALL, r.a);
            let decide = Command::DecideApproval { app: any, granted: r.b.is_multiple_of(2), note: None };
            if r.b.is_multiple_of(3) {
                (OPERATOR, Command::RequestApproval { app: any, topic, note: note("tolong") })
            } else {
                (SUPERVISOR, decide)
            }
        }
        _ => office(b, r),
    }
}

/// The program's messages: queued where they fit, handed over, and what came of them.
fn message(b: &Bench, r: Roll) -> (AccountId, Command) {
    let sending = b.office.sending().and_then(|f| f.app.message.as_ref()).map(|m| m.id);
    let waiting = b.office.unsent().first().map(|f| f.app.id);
    let app = target(b, r, |s| message_topic(s).is_some());
    let command = match (sending, waiting) {
        (Some(job), _) if r.a.is_multiple_of(5) => Command::DeclareOrphan { job },
        (Some(job), _) => {
            let failed = MessageReport::Failed(pick(MessageFailure::ALL, r.b / 2));
            let report = pick(&[MessageReport::Sent { parts: 1 }, failed, MessageReport::Unknown], r.a);
            Command::ReportMessage { job, report }
        }
        (None, Some(app)) if !r.a.is_multiple_of(3) => Command::StartMessage { app },
        _ => {
            let topic = b.office.file(app).and_then(|f| message_topic(f.app.stage));
            Command::QueueMessage { app, topic: topic.unwrap_or(ContactTopic::Other) }
        }
    };
    (AccountId::SYSTEM, command)
}

/// The office itself: visitors, policy, days.
fn office(b: &Bench, r: Roll) -> (AccountId, Command) {
    match r.act {
        43 => (OFFICER, Command::SendAway { why: pick(SentAway::ALL, r.a) }),
        44 => {
            let pending = if r.b.is_multiple_of(2) { PendingPolicy::CetakDulu } else { PendingPolicy::SaatHadir };
            let policy = Policy {
                pending,
                override_no_match: r.a.is_multiple_of(4),
                hand_over_inactive: r.a.is_multiple_of(5),
                ..Policy::default()
            };
            (SUPERVISOR, Command::ChangePolicy(Box::new(policy)))
        }
        _ => {
            let date = b.office.desk.day.map_or(monday(), |d| d + chrono::Days::new(1));
            if r.a.is_multiple_of(2) {
                return (AccountId::SYSTEM, Command::OpenDay { date });
            }
            let first = b.office.desk.unclosed.keys().next().copied().or(b.office.desk.day).unwrap_or(date);
            if r.b.is_multiple_of(5) {
                return (SUPERVISOR, super::close::keys(r.a, r.b));
            }
            let (upto, stocks) = b.office.book_end(first).unwrap_or_default();
            let mut count = DayCount::agreeing(first, upto, &stocks);
            count.counts.shelf = u32::from(r.b);
            count.counts.why = [(Counted::Shelf, note("dihitung ulang"))].into();
            count.sealing = super::close::sealing(b, &count);
            (SUPERVISOR, Command::CloseDay(count))
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: crate::cases(120), ..ProptestConfig::default() })]

    #[test]
    fn every_event_leaves_the_book_true(rolls in prop::collection::vec(roll(), 1..160)) {
        let mut bench = Bench::open_office(40);
        for r in rolls {
            bench.now += i64::from(r.ms);
            bench.backend = Some(pick(&["attested", "sim"], r.b / 16).to_owned());
            let (actor, command) = command(&bench, r);
            let mut order = bench.order(actor);
            order.approver = (r.a % 2 == 0).then_some(second(actor));
            let before = bench.office.clone();
            let given = command.clone();
            if bench.give(command, order).is_err() {
                prop_assert_eq!(&before, &bench.office, "a refusal changes nothing: {:?}", given);
            }
            bench.assert_balanced();
        }
        let mut replayed = Office::default();
        let mut shelf = std::collections::BTreeMap::new();
        let mut last = 0;
        for rec in &bench.entries {
            if let Some(file) = rec.event.app().and_then(|a| shelf.remove(&a)) {
                replayed.admit(file);
            }
            if let loket::domain::event::Event::ApplicationSubmitted(e) = &rec.event {
                prop_assert_eq!(e.number.no, last + 1, "numbers have no gap");
                last = e.number.no;
            }
            replayed.apply(rec);
            for f in replayed.files.values().filter(|f| f.app.stage.is_final()) {
                shelf.insert(f.app.id, f.clone());
            }
            replayed.retire();
        }
        prop_assert_eq!(&replayed, &bench.office);
    }
}

/// The generator itself must reach every kind of event and every stage, or the property proves little.
#[test]
fn the_generator_reaches_every_kind() {
    use std::collections::BTreeSet;
    let mut kinds = BTreeSet::new();
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    for _ in 0..40 {
        let tree = prop::collection::vec(roll(), 400).new_tree(&mut runner).expect("rolls");
        let mut bench = Bench::open_office(60);
        for r in tree.current() {
            bench.now += i64::from(r.ms);
            bench.backend = Some("attested".into());
            let (actor, command) = command(&bench, r);
            let mut order = bench.order(actor);
            order.approver = Some(second(actor));
            let _ = bench.give(command, order);
        }
        kinds.extend(bench.entries.iter().map(|e| e.event.kind()));
    }
    let seldom = ["account_roles_changed", "account_disabled", "account_enabled", "account_reset", "staff_signed_in"];
    let never = ["applicant_contacted", "applicant_skipped", "priority_marked", "application_reopened"];
    let all = loket::domain::event::Event::KINDS.iter().map(|(k, _)| *k).filter(|k| !k.starts_with("erasure"));
    let missed: Vec<_> = all.filter(|k| !kinds.contains(k) && !seldom.contains(k) && !never.contains(k)).collect();
    assert!(missed.is_empty(), "never reached: {missed:?}");
}

use proptest::strategy::ValueTree;
