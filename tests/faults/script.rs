//! A few office days with every kind of act in them, from the empty folder to a closed book.
//!
//! One script for every test that strikes at a chosen place: what is written, and in which order, is the same in
//! every run but for salts and the ledger's id. A new kind of entry belongs into it.

use super::child::{Task, say};
use super::rig;
use crate::ledger::support::*;
use chrono::NaiveDate;
use loket::domain::access::Access;
use loket::domain::checklist::Ticks;
use loket::domain::command::*;
use loket::domain::event::{Envelope, Event, KeysChanged, LedgerKind};
use loket::domain::id::{AccountId, AppId, JobId, RunId};
use loket::domain::invalid::{Destruction, Items, Witness};
use loket::domain::person::Name;
use loket::domain::personal::{Patch, Recipient};
use loket::domain::policy::Policy;
use loket::domain::reason::ReasonCode;
use loket::domain::seal::Hex;
use loket::domain::sheets::SheetCommand;
use loket::domain::sop::Spent;
use loket::domain::status::{CentralStatus, DeferralReason};
use loket::domain::stock::{Label, Serials};
use loket::domain::stock_command::StockCommand;
use loket::domain::terms::*;
use loket::domain::time::Stamp;
use loket::ledger::{Committed, DraftKey, Ledger, Options, SqliteLedger, create, open};
use std::path::{Path, PathBuf};

/// The run that gives every act of the script.
pub const RUN: RunId = RunId([0x5c; 16]);
const KASI: AccountId = AccountId([6; 16]);
const THIRD: AccountId = AccountId([5; 16]);
const DAY_MS: i64 = 86_400_000;

/// The child: plays the script in an empty folder and says every act after it was answered.
pub fn play_aloud(task: &Task) {
    Script::found(&task.home, &mut |step, kinds, seqs| {
        let seqs: Vec<String> = seqs.iter().map(u64::to_string).collect();
        say(&format!("ack {} {step} {} {}", RUN.hex(), seqs.join(","), kinds.join(",")));
    })
    .play();
    say("done");
}

/// Hears an act: its step, the kinds of its entries and their places.
type Hears<'a> = &'a mut dyn FnMut(u64, &[&'static str], &[u64]);

pub struct Script<'a> {
    home: PathBuf,
    ledger: Option<SqliteLedger>,
    step: u64,
    /// Whole days since the first.
    days: i64,
    hears: Hears<'a>,
}

fn spent() -> Spent {
    Spent { work_ms: 40_000, measured: true, ..Spent::default() }
}

fn label(text: &str) -> Label {
    Label::parse(text).expect("a label")
}

fn stock(command: StockCommand) -> Command {
    Command::Stock(Box::new(command))
}

fn sheets(command: SheetCommand) -> Command {
    Command::Sheets(Box::new(command))
}

fn envelope(actor: AccountId, step: u64, days: i64) -> Envelope {
    let stamp = Stamp { mono_ms: step, utc_ms: MORNING + days * DAY_MS + step as i64, ..order(actor, 0).stamp };
    let backend = Some("attested".to_owned());
    Envelope { actor, run: RUN, stamp, backend, ..order(actor, 0) }
}

impl<'a> Script<'a> {
    /// The first act makes the ledger.
    pub fn found(home: &Path, hears: Hears<'a>) -> Script<'a> {
        let order = envelope(AccountId::SYSTEM, 0, 0);
        let ledger = create(rig::home(home), LedgerKind::Office, None, &order, Options::default()).expect("a ledger");
        hears(0, &["ledger_created"], &[1]);
        Script { home: home.to_owned(), ledger: Some(ledger), step: 0, days: 0, hears }
    }

    pub fn play(mut self) -> SqliteLedger {
        self.set_up();
        self.blanks();
        self.sheets();
        self.first_card();
        self.restart();
        let doubtful = self.doubtful_card();
        self.sent_back();
        self.trouble();
        self.restart();
        self.messages();
        self.invalid_cards(doubtful);
        self.busy_hour();
        self.looks(doubtful);
        self.close(day(2));
        self.next_days();
        self.ledger.expect("it is open")
    }

    fn give(&mut self, command: Command, order: Envelope, clears: Option<&DraftKey>) -> Committed {
        let done = self.ledger().act(&command, &order, clears).expect("the ledger answers");
        let done = done.unwrap_or_else(|refusal| panic!("{refusal}: {command:?}"));
        let kinds: Vec<_> = done.entries.iter().map(|e| e.event.kind()).collect();
        let seqs: Vec<_> = done.entries.iter().map(|e| e.seq).collect();
        (self.hears)(self.step, &kinds, &seqs);
        done
    }

    fn order(&mut self, actor: AccountId) -> Envelope {
        self.step += 1;
        envelope(actor, self.step, self.days)
    }

    fn by(&mut self, actor: AccountId, command: Command) -> Committed {
        let order = self.order(actor);
        self.give(command, order, None)
    }

    fn done(&mut self, command: Command) -> Committed {
        self.by(CLERK, command)
    }

    /// With the Kasi standing by.
    fn seconded(&mut self, command: Command) -> Committed {
        let order = Envelope { approver: Some(KASI), ..self.order(CLERK) };
        self.give(command, order, None)
    }

    /// The desk is left and started again: its log is moved into the file.
    fn restart(&mut self) {
        self.ledger = None;
        self.ledger = Some(open(rig::home(&self.home), Options::default()).expect("it opens"));
    }

    fn ledger(&mut self) -> &mut SqliteLedger {
        self.ledger.as_mut().expect("it is open")
    }

    fn submit(&mut self, n: u32, then: Then) -> AppId {
        let Command::Submit(mut s) = submission(person(n, "Uji Naskah", &format!("0812345{n:04}"))) else {
            unreachable!("a submission");
        };
        s.then = then;
        if then == Then::Return {
            s.ticks = Ticks::new();
        }
        let key = DraftKey { account: CLERK, station: "loket-1".into(), screen: "intake".into() };
        let draft = format!("{} {}", RUN.hex(), self.step + 1);
        self.ledger().put_draft(&key, draft.as_bytes()).expect("a draft");
        let order = self.order(CLERK);
        let done = self.give(Command::Submit(s), order, Some(&key));
        done.touched[0]
    }

    fn last4(&mut self, app: AppId) -> String {
        let person = self.ledger().office().file(app).and_then(|f| f.person.clone()).expect("a person");
        person.nik.expect("a NIK").last4().to_owned()
    }

    fn job(&mut self, app: AppId) -> JobId {
        self.ledger().office().file(app).and_then(|f| f.app.job.as_ref()).expect("a job").id
    }

    fn status(&mut self, app: AppId) {
        let (status, last4) = (CentralStatus::PrintReadyRecord, self.last4(app));
        self.done(Command::RecordStatus { app, status, source: "SIAK".into(), read_ms: MORNING, last4 });
    }

    fn test(&mut self, app: AppId, outcome: TestOutcome) {
        let (finger, quality) = (Some(Finger::RightThumb), Quality::Good);
        let report = TestReport { outcome, finger, quality, compared_with: ComparedWith::DataCentre };
        self.done(Command::ReportTest { app, report });
    }

    fn report(&mut self, app: AppId, report: PrintReport) {
        let (job, last4) = (self.job(app), Some(self.last4(app)));
        self.done(Command::ReportPrint { job, report, last4 });
    }

    /// From the operator's queue to a good card that is active.
    fn card(&mut self, app: AppId) {
        self.status(app);
        self.test(app, TestOutcome::Match);
        self.done(Command::StartPrint { apps: vec![app], blank: None });
        self.report(app, PrintReport::Good);
        self.done(Command::StartActivation { app });
        let job = self.job(app);
        self.done(Command::ReportActivation { job, report: ActivationReport::Activated(spent()) });
    }

    fn set_up(&mut self) {
        let roles = |roles: &[Role]| roles.iter().copied().collect();
        let add = |account, name: &str, initials: &str, roles| Command::AddAccount {
            account,
            name: Name::parse(name).expect("a name"),
            initials: initials.into(),
            roles,
        };
        self.by(AccountId::SYSTEM, add(KASI, "Kasi Contoh", "KC", roles(&[Role::Supervisor])));
        self.by(KASI, add(CLERK, "Semua Contoh", "SC", roles(Role::ALL)));
        self.by(KASI, add(THIRD, "Ketiga Contoh", "TC", roles(&[Role::Operator])));
        self.by(KASI, Command::SetRoles { account: THIRD, roles: roles(&[Role::RegisterOfficer]) });
        self.by(KASI, Command::DisableAccount { account: THIRD });
        self.by(KASI, Command::EnableAccount { account: THIRD });
        self.by(KASI, Command::ResetAccount { account: THIRD });
        self.by(
            KASI,
            Command::ChangePolicy(Box::new(Policy { low_blanks: 3, retention_months: 1, ..Policy::default() })),
        );
        self.by(KASI, Command::NoteKeys(KeysChanged { how: KeyChange::Rekeyed, account: None }));
        self.done(Command::NoteSignIn { failures: 1 });
        self.done(Command::NoteKeyFile { generation: 4 });
        self.by(AccountId::SYSTEM, Command::OpenDay { date: day(2) });
    }

    fn blanks(&mut self) {
        self.done(Command::MoveBlanks { how: BlankMove::Received, n: 20, document: note("BAST 1") });
        let serials = Some(Serials { first: "B10001".into(), last: "B10030".into() });
        let (batch, document) = (Some(label("D-1")), note("BAST 2"));
        self.done(stock(StockCommand::Move { batch, how: StockMove::Received, n: 30, serials, document }));
        self.done(stock(StockCommand::Open { batch: label("D-1") }));
        self.done(stock(StockCommand::Film { prints: 250 }));
        self.done(Command::MoveBlanks { how: BlankMove::Lent, n: 2, document: note("pinjam") });
        self.done(Command::MoveBlanks { how: BlankMove::Counted, n: -1, document: note("BA hitung") });
    }

    /// Paper given out in advance, and one of it that was spoiled.
    fn sheets(&mut self) {
        self.by(KASI, sheets(SheetCommand::IssueEmergency { n: 10 }));
        let spoiled = Items::from_iter([3]);
        let why = Some(note("basah"));
        self.by(KASI, sheets(SheetCommand::Declare { sheets: spoiled, fate: SheetFate::Spoiled, note: why }));
        self.done(sheets(SheetCommand::IssueHandover { n: 2, cards: Vec::new() }));
    }

    /// One looking of each kind, and all of them noted at once.
    fn looks(&mut self, app: AppId) {
        let (format, on, apps) = ("csv".to_owned(), Some(day(2)), vec![app]);
        let looks = [
            Access::Viewed { app, place: SeenAt::Check },
            Access::Searched { query: note("uji naskah"), found: apps.clone(), more: true },
            Access::Listed { date: day(2) },
            Access::Printed { slip: SlipOf::Receipt, apps, copy: true },
            Access::Exported { what: Taken::Agenda, from: on, to: on, format, outlet: Outlet::File },
        ];
        for look in &looks {
            self.done(Command::NoteAccess(vec![look.clone()]));
        }
        self.done(Command::NoteAccess(looks.to_vec()));
    }

    /// Spoiled, printed again, activated at the second try, handed over, taken back, handed over.
    fn first_card(&mut self) {
        let app = self.submit(1, Then::Queue);
        self.done(Command::MarkPriority { app, priority: true });
        self.done(Command::NoteContact { app, reached: true, topic: ContactTopic::Ready });
        self.done(Command::Skip { app });
        let name = Some(Name::parse("Uji Naskah Betul").expect("a name"));
        let patch = Box::new(Patch { name, ..Patch::default() });
        self.done(Command::Correct { app, patch, reason: None, note: Some(note("salah ketik")) });
        self.done(Command::ConfirmComplete { app, ticks: full(ReasonCode::New), spent: spent() });
        self.status(app);
        self.done(Command::Defer { app, reason: DeferralReason::ALL[0], note: Some(note("menunggu")) });
        self.done(Command::Resume { app });
        self.status(app);
        self.test(app, TestOutcome::Match);
        self.done(Command::StartPrint { apps: vec![app], blank: Some("B10001".into()) });
        let (job, last4) = (self.job(app), Some(self.last4(app)));
        let blank = Some("B10002".into());
        self.done(stock(StockCommand::Reprint { job, cause: SpoilCause::Jam, last4, blank }));
        self.report(app, PrintReport::NoneCameOut);
        self.done(Command::StartPrint { apps: vec![app], blank: None });
        self.report(app, PrintReport::Good);
        self.done(Command::StartActivation { app });
        let job = self.job(app);
        let report = ActivationReport::Failed(ActivationFailure::ChipSilent);
        self.done(Command::ReportActivation { job, report });
        self.done(Command::StartActivation { app });
        let job = self.job(app);
        self.done(Command::ReportActivation { job, report: ActivationReport::Unknown });
        self.done(Command::ReportActivation { job, report: ActivationReport::Activated(spent()) });
        self.done(stock(StockCommand::Shelve { app, place: label("RAK 1") }));
        let name = Name::parse("Wali Contoh").expect("a name");
        let relation = loket::domain::person::Relation::Parent;
        let recipient = Some(Recipient { name, relation, evidence: note("KK asli") });
        let handover = Handover {
            holder: None,
            recipient,
            sheet: Some(1),
            line: Some(1),
            in_session: false,
            ..Handover::to_holder(app, OldCard::NeverHad)
        };
        self.done(Command::HandOver(Box::new(handover)));
        self.by(KASI, Command::UndoHandover { app, note: note("salah kartu") });
        self.done(Command::HandOver(Box::new(Handover::to_holder(app, OldCard::NeverHad))));
    }

    /// Waived by a second person, lost in the printer, looked at twice, good after all.
    fn doubtful_card(&mut self) -> AppId {
        let app = self.submit(2, Then::Complete);
        self.status(app);
        self.test(app, TestOutcome::Unreadable);
        let (ground, evidence) = (OverrideGround::Unreadable, note("KK dan foto"));
        self.seconded(Command::OverrideTest { app, ground, evidence, exemption: None });
        self.done(Command::StartPrint { apps: vec![app], blank: None });
        let job = self.job(app);
        self.by(AccountId::SYSTEM, Command::DeclareOrphan { job });
        self.done(Command::AnswerPrint { job, answer: PrintAnswer::CannotTellYet, cause: None });
        self.done(Command::AnswerPrint { job, answer: PrintAnswer::CameOutGood, cause: None });
        app
    }

    /// Returned, brought again, returned for good; another one withdrawn, with an approval on the way.
    fn sent_back(&mut self) {
        let app = self.submit(3, Then::Return);
        self.done(Command::Resubmit { app, ticks: full(ReasonCode::New) });
        self.done(Command::Return { app, ticks: Ticks::new(), spent: spent(), note: Some(note("KK lama")) });
        let app = self.submit(4, Then::Queue);
        let topic = ApprovalTopic::Refuse;
        self.done(Command::RequestApproval { app, topic, note: note("mohon") });
        self.by(KASI, Command::DecideApproval { app, granted: true, note: None });
        self.done(Command::Cancel { app, kind: CancelKind::Withdrawn, note: Some(note("ditarik")) });
        self.done(Command::SendAway { why: SentAway::QuestionOnly });
    }

    fn trouble(&mut self) {
        let app = self.submit(5, Then::Complete);
        let causes = [TroubleCause::Network].into();
        self.done(Command::StartTrouble { causes, reason: Some(note("putus")), advised: false });
        let checks = DataCheck::ALL.iter().copied().collect();
        self.done(Command::RecordData { app, checks, spent: spent() });
        self.done(Command::EndTrouble { reason: Some(note("pulih")), advised: false });
        self.done(Command::Resume { app });
        self.card(app);
        self.done(Command::HandOver(Box::new(Handover::to_holder(app, OldCard::NeverHad))));
    }

    /// Sent, failed, and lost on the way.
    fn messages(&mut self) {
        for (n, report) in [
            (6, Some(MessageReport::Sent { parts: 1 })),
            (7, Some(MessageReport::Failed(MessageFailure::ALL[0]))),
            (8, None),
        ] {
            let app = self.submit(n, Then::Return);
            self.by(AccountId::SYSTEM, Command::QueueMessage { app, topic: ContactTopic::Returned });
            let started = self.by(AccountId::SYSTEM, Command::StartMessage { app });
            let job = JobId(started.entries[0].seq);
            let ends = report.map_or(Command::DeclareOrphan { job }, |report| Command::ReportMessage { job, report });
            self.by(AccountId::SYSTEM, ends);
        }
    }

    /// Enough at a stretch for the log to be moved into the file beside the work.
    fn busy_hour(&mut self) {
        let key = DraftKey { account: CLERK, station: "loket-2".into(), screen: "check".into() };
        for n in 0..8 {
            self.submit(100 + n, if n % 2 == 0 { Then::Queue } else { Then::Complete });
            // Drafts fill the log without making the journal longer; the last one is taken away.
            for _ in 0..25 {
                self.ledger().put_draft(&key, &[b'x'; 16_000]).expect("a draft");
            }
            self.ledger().refresh().expect("a look");
        }
        self.ledger().drop_draft(&key).expect("a draft less");
    }

    fn invalid_cards(&mut self, doubtful: AppId) {
        let next = AfterReject::Operator;
        self.done(Command::RejectCard { app: doubtful, cause: RejectCause::Misprint, next, note: Some(note("buram")) });
        let app = self.submit(9, Then::Complete);
        self.status(app);
        self.test(app, TestOutcome::Match);
        self.done(Command::StartPrint { apps: vec![app], blank: None });
        self.report(app, PrintReport::Bad(SpoilCause::Misprint));
        let kept: Vec<u32> = self.ledger().office().invalid.keys().copied().collect();
        let (first, rest) = kept.split_first().expect("invalid cards");
        let one = |n: u32| Items::from_iter([n]);
        self.done(stock(StockCommand::Store { items: kept.iter().copied().collect(), place: label("LEMARI 1") }));
        self.by(KASI, stock(StockCommand::PassOn { items: one(*first), document: note("Surat 4") }));
        let witness = |name: &str| Witness { name: Name::parse(name).expect("a name"), office: note("Satpol PP") };
        let destruction = Destruction {
            items: rest.iter().copied().collect(),
            date: day(2),
            place: note("halaman kantor"),
            manner: DestroyManner::Burnt,
            witnesses: vec![witness("Saksi Contoh A"), witness("Saksi Contoh B")],
        };
        self.seconded(stock(StockCommand::Destroy(destruction)));
    }

    fn close(&mut self, date: NaiveDate) {
        let state = self.ledger().day_state(date).expect("a look").expect("the day");
        let digests = [("csv".to_owned(), "00".to_owned())].into();
        let count = DayCount { digests, ..DayCount::agreeing(date, state.upto, &state.stocks) };
        self.by(KASI, Command::CloseDay(count));
    }

    /// Personal data of what ended a month ago goes, a step at a time as a desk takes them.
    fn erase(&mut self, before: NaiveDate) {
        let order = self.by(KASI, Command::OrderErasure { before }).entries[0].seq;
        let mut after = Some(AppId(0));
        while let Some(from) = after {
            after = self.ledger().erase_ended(before, from, "loket-1").expect("a step");
        }
        self.by(AccountId::SYSTEM, Command::FinishErasure { order });
    }

    /// A day opened over an unclosed one, and a file given up after its month and resumed.
    fn next_days(&mut self) {
        self.days = 1;
        self.done(Command::OpenDay { date: day(3) });
        self.submit(60, Then::Complete);
        self.days = 40;
        let late = day(2) + chrono::Days::new(40);
        self.done(Command::OpenDay { date: late });
        self.close(day(3));
        let returned = |f: &&loket::domain::office::File| f.app.stage == loket::domain::application::Stage::Returned;
        let app = self.ledger().office().files.values().find(returned).expect("a returned file").app.id;
        self.done(Command::Cancel { app, kind: CancelKind::NotContinued, note: None });
        self.done(Command::Reopen { app, ticks: full(ReasonCode::New) });
        self.erase(day(4));
        // From here on a close would have to carry a seal.
        self.by(KASI, Command::AdoptSealKey { key: Hex([0x31; 32]) });
    }
}

/// A script that lacks a kind proves nothing about it.
#[test]
fn the_script_acts_every_kind_of_entry() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("office");
    let mut acted = std::collections::BTreeSet::new();
    drop(Script::found(&home, &mut |_, kinds, _| acted.extend(kinds.iter().copied())).play());
    let lacking: Vec<_> = Event::KINDS.iter().map(|(kind, _)| *kind).filter(|kind| !acted.contains(kind)).collect();
    assert!(lacking.is_empty(), "a kind of entry the script of the torture tests lacks: {lacking:?}");
    super::oracle::whole(&home, &Default::default());
}
