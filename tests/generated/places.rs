//! Where a file can stand, how it gets there, and everything that can be asked about it or the office.
//!
//! Separate from the tables, which only show what is answered.

use crate::harness::*;
use loket::domain::access::Access;
use loket::domain::checklist::Ticks;
use loket::domain::command::*;
use loket::domain::decide::message_topic;
use loket::domain::event::KeysChanged;
use loket::domain::figures::Stocks;
use loket::domain::id::{AccountId, AppId, JobId};
use loket::domain::invalid::{Destruction, Items, Witness};
use loket::domain::person::{Name, Note};
use loket::domain::personal::Patch;
use loket::domain::reason::ReasonCode;
use loket::domain::seal::Hex;
use loket::domain::sheets::SheetCommand;
use loket::domain::sop::Spent;
use loket::domain::status::{CentralStatus, DeferralReason};
use loket::domain::stock_command::StockCommand;
use loket::domain::terms::*;

const REASON: ReasonCode = ReasonCode::Lost;
const PERSON: u32 = 1;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Where a file stands: column, meaning, and how it gets there from the column named.
pub const PLACES: &[(&str, &str)] = &[
    ("P", "waiting for the check"),
    ("K", "returned to the applicant"),
    ("O", "at the operator, nothing done yet"),
    ("O1", "at the operator, status of today lets it go on"),
    ("O2", "at the operator, fingerprint unreadable"),
    ("O3", "at the operator, test of today passed"),
    ("R", "recorded only; the trouble is over"),
    ("T", "deferred, waiting at the centre"),
    ("X", "printing"),
    ("X?", "printing, outcome unknown"),
    ("A", "printed, not active"),
    ("A1", "printed, activation running"),
    ("U", "ready to collect"),
    ("S", "handed over"),
    ("B", "cancelled, input error"),
    ("Bn", "cancelled, not continued"),
];

pub const ROLES: &[(char, AccountId)] = &[('R', OFFICER), ('O', OPERATOR), ('S', SUPERVISOR)];

pub fn note(text: &str) -> Note {
    Note::parse(text).expect("a note")
}

fn last4(b: &Bench, app: AppId) -> String {
    let nik = b.office.file(app).and_then(|f| f.person.as_ref()).and_then(|p| p.nik);
    nik.map_or_else(|| "0000".into(), |n| n.last4().to_owned())
}

/// An office with one file that stands in the place.
pub fn at(place: &str) -> (Bench, AppId) {
    let mut b = Bench::open_office(5);
    let then = match place {
        "P" | "B" => Then::Queue,
        "K" | "Bn" => Then::Return,
        _ => Then::Complete,
    };
    let app = b.submit(submission(PERSON, REASON, then));
    let order: &[&str] = &["O1", "O3", "X", "A", "A1", "U", "S"];
    let steps = match place {
        "P" | "K" | "O" => &[][..],
        "O2" => &["O1", "O2"],
        "X?" => &["O1", "O3", "X", "X?"],
        "R" | "T" | "B" | "Bn" => {
            std::slice::from_ref(PLACES.iter().map(|(p, _)| p).find(|p| **p == place).expect("a place"))
        }
        _ => &order[..=order.iter().position(|p| *p == place).expect("a place")],
    };
    for step in steps {
        go(&mut b, app, step);
    }
    (b, app)
}

/// One step of a file's life.
fn go(b: &mut Bench, app: AppId, step: &str) {
    let (actor, command) = match step {
        "O1" => (OPERATOR, status(b, app)),
        "O2" => (OPERATOR, Command::ReportTest { app, report: test(TestOutcome::Unreadable) }),
        "O3" => (OPERATOR, Command::ReportTest { app, report: test(TestOutcome::Match) }),
        "X" => (OPERATOR, Command::StartPrint { apps: vec![app], blank: None }),
        "X?" => (OPERATOR, print_report(b, app, PrintReport::Unknown)),
        "A" => (OPERATOR, print_report(b, app, PrintReport::Good)),
        "A1" => (OPERATOR, Command::StartActivation { app }),
        "U" => (
            OPERATOR,
            Command::ReportActivation { job: job(b, app), report: ActivationReport::Activated(Spent::default()) },
        ),
        "S" => (OPERATOR, Command::HandOver(Box::new(handover(app)))),
        "T" => (OPERATOR, Command::Defer { app, reason: DeferralReason::WaitingAtCentre, note: None }),
        "B" => (OFFICER, Command::Cancel { app, kind: CancelKind::InputError, note: None }),
        "Bn" => {
            b.now += 31 * DAY_MS;
            (OFFICER, Command::Cancel { app, kind: CancelKind::NotContinued, note: None })
        }
        _ => {
            b.act(OPERATOR, trouble(&[TroubleCause::Network])).expect("trouble");
            let checks = DataCheck::ALL.iter().copied().collect();
            b.act(OPERATOR, Command::RecordData { app, checks, spent: Spent::default() }).expect("data recorded");
            (OPERATOR, Command::EndTrouble { reason: None, advised: false })
        }
    };
    b.act(actor, command).unwrap_or_else(|refusal| panic!("{step}: {refusal:?}"));
}

pub fn trouble(causes: &[TroubleCause]) -> Command {
    Command::StartTrouble {
        causes: causes.iter().copied().collect(),
        reason: Some(note("kabel putus")),
        advised: false,
    }
}

fn status(b: &Bench, app: AppId) -> Command {
    let (status, source) = (CentralStatus::PrintReadyRecord, "SIAK".to_owned());
    Command::RecordStatus { app, status, source, read_ms: MONDAY_MS + b.now, last4: last4(b, app) }
}

fn test(outcome: TestOutcome) -> TestReport {
    TestReport {
        outcome,
        finger: Some(Finger::RightIndex),
        quality: Quality::Fair,
        compared_with: ComparedWith::Attested,
    }
}

fn job(b: &Bench, app: AppId) -> JobId {
    b.office.file(app).and_then(|f| f.app.job.as_ref()).map_or(JobId(9999), |j| j.id)
}

fn print_report(b: &Bench, app: AppId, report: PrintReport) -> Command {
    Command::ReportPrint { job: job(b, app), report, last4: Some(last4(b, app)) }
}

/// What a message about the file would be about.
fn topic(b: &Bench, app: AppId) -> ContactTopic {
    b.office.file(app).and_then(|f| message_topic(f.app.stage)).unwrap_or(ContactTopic::Returned)
}

fn message(b: &Bench, app: AppId) -> JobId {
    b.office.file(app).and_then(|f| f.app.message.as_ref()).map_or(JobId(9999), |m| m.id)
}

fn handover(app: AppId) -> Handover {
    Handover {
        apps: vec![app],
        holder: Some(app),
        recipient: None,
        old_cards: vec![OldCard::NoneLost],
        signature: Signature::Signed,
        sheet: None,
        line: None,
        in_session: false,
        note: None,
    }
}

/// Everything that may be asked about a file, filled in as a clerk would for this one.
pub fn about(b: &Bench, app: AppId) -> Vec<Command> {
    let ticks = || all_ticks(REASON);
    let spent = Spent::default;
    let patch = Patch { name: Name::parse("NAMA BETUL").ok(), ..Patch::default() };
    let mut all = vec![
        Command::Submit(Box::new(submission(PERSON, REASON, Then::Queue))),
        Command::ConfirmComplete { app, ticks: ticks(), spent: spent() },
        Command::Return { app, ticks: Ticks::new(), spent: spent(), note: None },
        Command::Resubmit { app, ticks: ticks() },
        Command::Reopen { app, ticks: ticks() },
        Command::Correct { app, patch: Box::new(patch), reason: None, note: None },
        status(b, app),
        Command::Defer { app, reason: DeferralReason::DeviceFault, note: None },
        Command::Resume { app },
        Command::RecordData { app, checks: DataCheck::ALL.iter().copied().collect(), spent: spent() },
        Command::ReportTest { app, report: test(TestOutcome::Match) },
        Command::OverrideTest { app, ground: OverrideGround::Unreadable, evidence: note("KK asli"), exemption: None },
        Command::StartPrint { apps: vec![app], blank: None },
        print_report(b, app, PrintReport::Good),
        Command::AnswerPrint { job: job(b, app), answer: PrintAnswer::CameOutGood, cause: None },
        Command::DeclareOrphan { job: job(b, app) },
        Command::StartActivation { app },
        Command::ReportActivation { job: job(b, app), report: ActivationReport::Activated(spent()) },
        Command::RejectCard { app, cause: RejectCause::WrongData, next: AfterReject::Operator, note: None },
        Command::HandOver(Box::new(handover(app))),
        Command::UndoHandover { app, note: note("salah kartu") },
        Command::RequestApproval { app, topic: ApprovalTopic::RejectCard, note: note("mohon") },
        Command::DecideApproval { app, granted: true, note: None },
        Command::NoteContact { app, reached: true, topic: ContactTopic::Other },
        Command::Skip { app },
        Command::MarkPriority { app, priority: true },
        Command::QueueMessage { app, topic: topic(b, app) },
        Command::AndTell(Box::new(Command::Return { app, ticks: Ticks::new(), spent: Spent::default(), note: None })),
        Command::StartMessage { app },
        Command::ReportMessage { job: message(b, app), report: MessageReport::Sent { parts: 1 } },
    ];
    all.extend(
        [
            StockCommand::Shelve { app, place: loket::domain::stock::Label::parse("RAK 2").expect("a label") },
            StockCommand::Reprint { job: job(b, app), cause: SpoilCause::Jam, last4: Some(last4(b, app)), blank: None },
        ]
        .map(|command| Command::Stock(Box::new(command))),
    );
    all.extend(CancelKind::ALL.iter().map(|kind| Command::Cancel { app, kind: *kind, note: None }));
    all
}

/// Everything that may be asked of the office as a whole.
pub fn office() -> Vec<Command> {
    let document = || note("BA 2/2026");
    let name = Name::parse("PETUGAS CONTOH").expect("a name");
    let count = DayCount::agreeing(monday(), 0, &Stocks { blanks: 5, ..Stocks::default() });
    let mut all = vec![
        Command::CreateLedger {
            ledger: loket::domain::id::LedgerId([5; 16]),
            kind: loket::domain::event::LedgerKind::Office,
            last_number: None,
        },
        Command::ContinueLedger(Continuation {
            ledger: loket::domain::id::LedgerId([6; 16]),
            head: "ab".repeat(32),
            last: (2026, 9_999),
            lost: Vec::new(),
        }),
        Command::ChangePolicy(Box::default()),
        Command::AddAccount {
            account: AccountId([8; 16]),
            name,
            initials: "PC".into(),
            roles: roles(&[Role::Operator]),
        },
        Command::SetRoles { account: OPERATOR, roles: roles(&[Role::Operator, Role::RegisterOfficer]) },
        Command::DisableAccount { account: OPERATOR },
        Command::EnableAccount { account: OPERATOR },
        Command::ResetAccount { account: OPERATOR },
        Command::NoteSignIn { failures: 1 },
        Command::NoteKeyFile { generation: 2 },
        Command::NoteKeys(KeysChanged { how: KeyChange::Rekeyed, account: None }),
        Command::OpenDay { date: monday() },
        Command::CloseDay(count),
        Command::AdoptSealKey { key: Hex([7; 32]) },
        trouble(&[TroubleCause::Network]),
        Command::EndTrouble { reason: None, advised: false },
        Command::SendAway { why: SentAway::QuestionOnly },
    ];
    all.extend(BlankMove::ALL.iter().map(|how| Command::MoveBlanks { how: *how, n: 1, document: document() }));
    all.extend(stock().into_iter().map(|command| Command::Stock(Box::new(command))));
    all.extend(sheets().into_iter().map(|command| Command::Sheets(Box::new(command))));
    all.extend(lookings().into_iter().map(|access| Command::NoteAccess(vec![access])));
    all.extend([Command::OrderErasure { before: monday() }, Command::FinishErasure { order: 9999 }]);
    all
}

/// Every way of looking, and everything that may leave the program.
fn lookings() -> Vec<Access> {
    let (app, date) = (AppId(7), monday());
    let mut all = vec![
        Access::Viewed { app, place: SeenAt::Check },
        Access::Searched { query: note("SITI"), found: vec![app], more: false },
        Access::Listed { date },
        Access::Printed { slip: SlipOf::Receipt, apps: vec![app], copy: false },
    ];
    all.extend(Taken::ALL.iter().map(|what| Access::Exported {
        what: *what,
        from: Some(date),
        to: Some(date),
        format: "csv".into(),
        outlet: Outlet::File,
    }));
    all
}

fn looking_name(access: &Access) -> &'static str {
    match access {
        Access::Viewed { .. } => "view a file",
        Access::Searched { .. } => "search",
        Access::Listed { .. } => "view the agenda",
        Access::Printed { .. } => "print a slip",
        Access::Exported { what, .. } => match what {
            Taken::Agenda => "export the agenda",
            Taken::Report => "export a report",
            Taken::Destruction => "export a record of destruction",
            Taken::List => "export a list",
            Taken::Access => "export who looked",
            Taken::Breach => "export a notice",
        },
    }
}

/// What may be asked of stock that is not about one file; the office of these tables keeps no invalid card.
fn stock() -> Vec<StockCommand> {
    let batch = || loket::domain::stock::Label::parse("D-1").expect("a label");
    let items = || [1].into_iter().collect::<Items>();
    let document = || note("BA 3/2026");
    let witness = |name: &str| Witness { name: Name::parse(name).expect("a name"), office: note("Satpol PP") };
    let destruction = Destruction {
        items: items(),
        date: monday(),
        place: note("halaman kantor"),
        manner: DestroyManner::Burnt,
        witnesses: vec![witness("SAKSI CONTOH A"), witness("SAKSI CONTOH B")],
    };
    let moved = |how: &StockMove| {
        let batch = (*how == StockMove::Received).then(batch);
        StockCommand::Move { batch, how: *how, n: 1, serials: None, document: document() }
    };
    let mut all: Vec<StockCommand> = StockMove::ALL.iter().map(moved).collect();
    all.extend([
        StockCommand::Open { batch: batch() },
        StockCommand::Film { prints: 500 },
        StockCommand::Store { items: items(), place: batch() },
        StockCommand::PassOn { items: items(), document: document() },
        StockCommand::Destroy(destruction),
    ]);
    all
}

/// What may be asked about numbered paper; the office of these tables has given none out.
fn sheets() -> Vec<SheetCommand> {
    let sheets = [1].into_iter().collect::<Items>();
    vec![
        SheetCommand::IssueEmergency { n: 10 },
        SheetCommand::Declare { sheets, fate: SheetFate::Unused, note: None },
        SheetCommand::IssueHandover { n: 2, cards: Vec::new() },
    ]
}

fn sheets_name(command: &SheetCommand) -> String {
    let plain = match command {
        SheetCommand::IssueEmergency { .. } => "issue emergency sheets",
        SheetCommand::Declare { .. } => "declare emergency sheets",
        SheetCommand::IssueHandover { .. } => "issue handover sheets",
    };
    format!("Sheets ({plain})")
}

fn stock_name(command: &StockCommand) -> String {
    let plain = match command {
        StockCommand::Move { how, .. } => return format!("Stock (move, {})", how.code()),
        StockCommand::Open { .. } => "open a batch",
        StockCommand::Film { .. } => "film",
        StockCommand::Store { .. } => "store invalid cards",
        StockCommand::PassOn { .. } => "pass on invalid cards",
        StockCommand::Destroy(_) => "destroy invalid cards",
        StockCommand::Shelve { .. } => "shelve",
        StockCommand::Reprint { .. } => "reprint",
    };
    format!("Stock ({plain})")
}

/// The name a row carries. A new command does not compile here until it has one; whether it has a row is a test.
pub fn name(command: &Command) -> String {
    use Command::*;
    let plain = match command {
        CreateLedger { .. } => "CreateLedger",
        ContinueLedger(_) => "ContinueLedger",
        ChangePolicy(_) => "ChangePolicy",
        AddAccount { .. } => "AddAccount",
        SetRoles { .. } => "SetRoles",
        DisableAccount { .. } => "DisableAccount",
        EnableAccount { .. } => "EnableAccount",
        ResetAccount { .. } => "ResetAccount",
        NoteSignIn { .. } => "NoteSignIn",
        NoteKeyFile { .. } => "NoteKeyFile",
        OpenDay { .. } => "OpenDay",
        CloseDay(_) => "CloseDay",
        NoteKeys(_) => "NoteKeys",
        AdoptSealKey { .. } => "AdoptSealKey",
        StartTrouble { .. } => "StartTrouble",
        EndTrouble { .. } => "EndTrouble",
        MoveBlanks { how, .. } => return format!("MoveBlanks ({})", how.code()),
        SendAway { .. } => "SendAway",
        Stock(command) => return stock_name(command),
        Sheets(command) => return sheets_name(command),
        Submit(_) => "Submit",
        ConfirmComplete { .. } => "ConfirmComplete",
        Return { .. } => "Return",
        Resubmit { .. } => "Resubmit",
        Reopen { .. } => "Reopen",
        Correct { .. } => "Correct",
        RecordStatus { .. } => "RecordStatus",
        Defer { .. } => "Defer",
        Resume { .. } => "Resume",
        RecordData { .. } => "RecordData",
        ReportTest { .. } => "ReportTest",
        OverrideTest { .. } => "OverrideTest",
        StartPrint { .. } => "StartPrint",
        ReportPrint { .. } => "ReportPrint",
        AnswerPrint { .. } => "AnswerPrint",
        DeclareOrphan { .. } => "DeclareOrphan",
        StartActivation { .. } => "StartActivation",
        ReportActivation { .. } => "ReportActivation",
        RejectCard { .. } => "RejectCard",
        HandOver(_) => "HandOver",
        UndoHandover { .. } => "UndoHandover",
        Cancel { kind, .. } => return format!("Cancel ({})", kind.code()),
        RequestApproval { .. } => "RequestApproval",
        DecideApproval { .. } => "DecideApproval",
        NoteContact { .. } => "NoteContact",
        Skip { .. } => "Skip",
        MarkPriority { .. } => "MarkPriority",
        AndTell(act) => return format!("AndTell ({})", name(act)),
        QueueMessage { .. } => "QueueMessage",
        StartMessage { .. } => "StartMessage",
        ReportMessage { .. } => "ReportMessage",
        NoteAccess(list) => return format!("NoteAccess ({})", list.first().map_or("nothing", looking_name)),
        OrderErasure { .. } => "OrderErasure",
        FinishErasure { .. } => "FinishErasure",
    };
    plain.to_owned()
}
