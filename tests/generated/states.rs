//! docs/states.md: what may be asked of a file, by where it stands and by whose role; the reviewed table of the
//! office's rules.

use super::same;
use crate::harness::*;
use loket::domain::checklist::Ticks;
use loket::domain::command::*;
use loket::domain::id::{AccountId, AppId, JobId};
use loket::domain::person::{Name, Note};
use loket::domain::personal::Patch;
use loket::domain::policy::Policy;
use loket::domain::reason::ReasonCode;
use loket::domain::refusal::Refusal;
use loket::domain::sop::Spent;
use loket::domain::status::{CentralStatus, DeferralReason};
use loket::domain::terms::*;
use std::collections::BTreeSet;
use std::fmt::Write as _;

const REASON: ReasonCode = ReasonCode::Lost;
const PERSON: u32 = 1;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Where a file stands: column, meaning, and how it gets there from the column named.
const PLACES: &[(&str, &str)] = &[
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

const ROLES: &[(char, AccountId)] = &[('R', OFFICER), ('O', OPERATOR), ('S', SUPERVISOR)];

fn note(text: &str) -> Note {
    Note::parse(text).expect("a note")
}

fn last4(b: &Bench, app: AppId) -> String {
    let nik = b.office.file(app).and_then(|f| f.person.as_ref()).and_then(|p| p.nik);
    nik.map_or_else(|| "0000".into(), |n| n.last4().to_owned())
}

/// An office with one file that stands in the place.
fn at(place: &str) -> (Bench, AppId) {
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
        "R" | "T" | "B" | "Bn" => std::slice::from_ref(PLACES.iter().map(|(p, _)| p).find(|p| **p == place).expect("a place")),
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
        "U" => (OPERATOR, Command::ReportActivation { job: job(b, app), report: ActivationReport::Activated(Spent::default()) }),
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

fn trouble(causes: &[TroubleCause]) -> Command {
    Command::StartTrouble { causes: causes.iter().copied().collect(), reason: Some(note("kabel putus")), advised: false }
}

fn status(b: &Bench, app: AppId) -> Command {
    let (status, source) = (CentralStatus::PrintReadyRecord, "SIAK".to_owned());
    Command::RecordStatus { app, status, source, read_ms: MONDAY_MS + b.now, last4: last4(b, app) }
}

fn test(outcome: TestOutcome) -> TestReport {
    TestReport { outcome, finger: Some(Finger::RightIndex), quality: Quality::Fair, compared_with: ComparedWith::Attested }
}

fn job(b: &Bench, app: AppId) -> JobId {
    b.office.file(app).and_then(|f| f.app.job.as_ref()).map_or(JobId(9999), |j| j.id)
}

fn print_report(b: &Bench, app: AppId, report: PrintReport) -> Command {
    Command::ReportPrint { job: job(b, app), report, last4: Some(last4(b, app)) }
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
fn about(b: &Bench, app: AppId) -> Vec<Command> {
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
    ];
    all.extend(CancelKind::ALL.iter().map(|kind| Command::Cancel { app, kind: *kind, note: None }));
    all
}

/// Everything that may be asked of the office as a whole.
fn office() -> Vec<Command> {
    let document = || note("BA 2/2026");
    let name = Name::parse("PETUGAS CONTOH").expect("a name");
    let count = DayCount { date: monday(), blanks: 5, shelf: 0, explanation: None, digests: Default::default(), format: 1 };
    let mut all = vec![
        Command::CreateLedger { ledger: loket::domain::id::LedgerId([5; 16]), kind: loket::domain::event::LedgerKind::Office, last_number: None },
        Command::ChangePolicy(Box::new(Policy::default())),
        Command::AddAccount { account: AccountId([8; 16]), name, initials: "PC".into(), roles: roles(&[Role::Operator]) },
        Command::SetRoles { account: OPERATOR, roles: roles(&[Role::Operator, Role::RegisterOfficer]) },
        Command::DisableAccount { account: OPERATOR },
        Command::EnableAccount { account: OPERATOR },
        Command::ResetAccount { account: OPERATOR },
        Command::NoteSignIn { failures: 1 },
        Command::OpenDay { date: monday() },
        Command::CloseDay(count),
        trouble(&[TroubleCause::Network]),
        Command::EndTrouble { reason: None, advised: false },
        Command::SendAway { why: SentAway::QuestionOnly },
    ];
    all.extend(BlankMove::ALL.iter().map(|how| Command::MoveBlanks { how: *how, n: 1, document: document() }));
    all
}

/// The name a row carries. A new command does not compile here until it has one; whether it has a row is a test.
fn name(command: &Command) -> String {
    use Command::*;
    let plain = match command {
        CreateLedger { .. } => "CreateLedger",
        ChangePolicy(_) => "ChangePolicy",
        AddAccount { .. } => "AddAccount",
        SetRoles { .. } => "SetRoles",
        DisableAccount { .. } => "DisableAccount",
        EnableAccount { .. } => "EnableAccount",
        ResetAccount { .. } => "ResetAccount",
        NoteSignIn { .. } => "NoteSignIn",
        OpenDay { .. } => "OpenDay",
        CloseDay(_) => "CloseDay",
        StartTrouble { .. } => "StartTrouble",
        EndTrouble { .. } => "EndTrouble",
        MoveBlanks { how, .. } => return format!("MoveBlanks ({})", how.code()),
        SendAway { .. } => "SendAway",
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
    };
    plain.to_owned()
}

type Answer = Result<Vec<&'static str>, Refusal>;

fn ask(b: &Bench, actor: AccountId, command: &Command) -> Answer {
    let mut order = b.order(actor);
    if matches!(command, Command::OverrideTest { .. }) {
        order.approver = Some(SUPERVISOR);
    }
    let drafts = b.ask(command, &order)?;
    Ok(drafts.iter().map(|d| d.event.kind()).collect())
}

/// One cell: one answer for all roles that may ask at all, or one each.
fn cell(answers: &[(char, Answer)], events: &mut BTreeSet<String>) -> String {
    let told: Vec<(char, String)> = answers
        .iter()
        .map(|(role, answer)| match answer {
            Ok(kinds) => {
                events.insert(kinds.iter().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(" + "));
                (*role, "**yes**".to_owned())
            }
            Err(refusal) => (*role, refusal.code().to_owned()),
        })
        .collect();
    match told.first() {
        Some((_, first)) if told.iter().all(|(_, other)| other == first) => first.clone(),
        _ => told.iter().map(|(role, told)| format!("{role} {told}")).collect::<Vec<_>>().join("<br>"),
    }
}

/// Rows of one table: name, who may ask, a cell for every office given, and the events seen.
fn rows(list: Vec<Vec<(Command, &Bench)>>) -> String {
    let mut out = String::new();
    for row in list {
        let asked: Vec<Vec<(char, Answer)>> = row
            .iter()
            .map(|(command, bench)| ROLES.iter().map(|(role, actor)| (*role, ask(bench, *actor, command))).collect())
            .collect();
        let barred = |role: char| {
            asked.iter().flatten().filter(|(r, _)| *r == role).all(|(_, a)| matches!(a, Err(Refusal::RoleMissing { .. })))
        };
        let who: Vec<char> = ROLES.iter().map(|(role, _)| *role).filter(|role| !barred(*role)).collect();
        let mut events = BTreeSet::new();
        let cells: Vec<String> = asked
            .iter()
            .map(|answers| {
                let of: Vec<(char, Answer)> = answers.iter().filter(|(r, _)| who.contains(r)).cloned().collect();
                cell(&of, &mut events)
            })
            .collect();
        let by: Vec<String> = who.iter().map(char::to_string).collect();
        let events: Vec<String> = events.into_iter().collect();
        let _ = writeln!(out, "| {} | {} | {} | {} |", name(&row[0].0), by.join(" "), cells.join(" | "), events.join("<br>"));
    }
    out
}

fn heading(columns: &[&str]) -> String {
    format!("| Command | By | {} | Events |\n|---|---|{}---|\n", columns.join(" | "), "---|".repeat(columns.len()))
}

fn file_table() -> String {
    let places: Vec<(Bench, AppId)> = PLACES.iter().map(|(place, _)| at(place)).collect();
    // An approval can only be decided once it was asked for.
    let waiting: Vec<(Bench, AppId)> = PLACES
        .iter()
        .map(|(place, _)| {
            let (mut b, app) = at(place);
            // Refused for a file that has ended; the row then shows that too.
            let _ = b.act(OPERATOR, Command::RequestApproval { app, topic: ApprovalTopic::RejectCard, note: note("mohon") });
            (b, app)
        })
        .collect();
    let count = about(&places[0].0, places[0].1).len();
    let list = (0..count)
        .map(|row| {
            let of = |(b, app): &(Bench, AppId)| about(b, *app).swap_remove(row);
            let decides = matches!(of(&places[0]), Command::DecideApproval { .. });
            let benches = if decides { &waiting } else { &places };
            benches.iter().map(|place| (of(place), &place.0)).collect()
        })
        .collect();
    let columns: Vec<&str> = PLACES.iter().map(|(place, _)| *place).collect();
    heading(&columns) + &rows(list)
}

fn office_table() -> String {
    let closed = Bench::closed_office();
    let open = Bench::open_office(5);
    let mut troubled = Bench::open_office(5);
    troubled.act(SUPERVISOR, trouble(&[TroubleCause::Network])).expect("trouble");
    let list = office().into_iter().map(|command| {
        let benches = [&closed, &open, &troubled];
        benches.into_iter().map(|b| (command.clone(), b)).collect()
    });
    heading(&["no day open", "day open", "network trouble"]) + &rows(list.collect())
}

fn trouble_table() -> String {
    let mut out = format!("| Command | {} |\n|---|", TroubleCause::ALL.iter().map(|c| c.code()).collect::<Vec<_>>().join(" | "));
    out += &"---|".repeat(TroubleCause::ALL.len());
    out.push('\n');
    for (place, row) in [("P", "ConfirmComplete"), ("O", "RecordData"), ("R", "Resume"), ("O3", "StartPrint"), ("A", "StartActivation"), ("U", "HandOver")] {
        let mut cells = Vec::new();
        for cause in TroubleCause::ALL {
            let (mut b, app) = at(place);
            b.act(SUPERVISOR, trouble(&[*cause])).expect("trouble");
            let command = about(&b, app).into_iter().find(|c| name(c) == row).expect("a row");
            let answers: Vec<Answer> = ROLES.iter().map(|(_, actor)| ask(&b, *actor, &command)).collect();
            let said = answers.into_iter().find(|a| !matches!(a, Err(Refusal::RoleMissing { .. }))).expect("a role");
            cells.push(said.map_or_else(|refusal| refusal.code().to_owned(), |_| "**yes**".to_owned()));
        }
        let _ = writeln!(out, "| {row} | {} |", cells.join(" | "));
    }
    out
}

#[test]
fn states() {
    let mut out = String::from(
        "<!-- Written by the test generated::states from the rules. -->\n# What may be asked, where and by whom\n\n\
         Every command on a file that stands in each place, asked in each role of a person who holds no other: R register\n\
         officer, O operator, S supervisor. A column shows the code of the refusal ([errors.md](errors.md)) or **yes**;\n\
         roles that are always refused for lack of the role (R-002) are left out of *By* and of the cells. The file is a\n\
         lost card (II.C.1) and every command is filled in as a clerk would; `OverrideTest` carries the supervisor as the\n\
         second person, `DecideApproval` finds a request by the operator. Policy is the default.\n\n## A file\n\n",
    );
    for (place, means) in PLACES {
        let _ = writeln!(out, "- **{place}** {means}");
    }
    let _ = write!(out, "\n{}\n## The office\n\n{}\n", file_table(), office_table());
    let _ = write!(out, "## Under trouble\n\nWhat each cause closes; everything else goes on.\n\n{}", trouble_table());
    same("states.md", &out);
}

#[test]
fn every_command_has_a_row() {
    let (b, app) = at("P");
    let rows: BTreeSet<String> = about(&b, app).iter().chain(&office()).map(name).collect();
    let rows: BTreeSet<&str> = rows.iter().map(|row| row.split(' ').next().unwrap_or_default()).collect();
    let commands = crate::tidy::docs::commands();
    assert_eq!(rows, commands.iter().map(String::as_str).collect(), "rows and commands differ");
}

#[test]
fn every_place_is_what_it_says() {
    for (place, _) in PLACES {
        let (b, app) = at(place);
        assert_eq!(b.app(app).stage.letter().to_string(), place[..1], "{place}");
        b.assert_balanced();
    }
}
