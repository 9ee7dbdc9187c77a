//! Random commands, killed writers and a full disk.

use super::support::*;
use loket::domain::command::*;
use loket::domain::id::AppId;
use loket::domain::personal::Patch;
use loket::domain::reason::ReasonCode;
use loket::domain::sop::Spent;
use loket::domain::status::DeferralReason;
use loket::domain::terms::*;
use loket::ledger::*;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command as Process, Stdio};

/// A command for one step of a random day; many are refused, which is part of it.
fn step(ledger: &SqliteLedger, op: u8, pick: u8) -> Command {
    let office = ledger.office();
    let files: Vec<AppId> = office.files.keys().copied().collect();
    let app = files.get(pick as usize % files.len().max(1)).copied().unwrap_or(AppId(1));
    let closed = AppId(6 + u64::from(pick));
    let job = office.file(app).and_then(|f| f.app.job.as_ref()).map(|j| j.id);
    let spent = Spent { work_ms: 1_000, measured: true, ..Spent::default() };
    match op {
        0..=3 => submission(person(u32::from(pick), "Siti Aminah", "08123456789")),
        4..=6 => Command::ConfirmComplete { app, ticks: full(ReasonCode::New), spent },
        7 => Command::Return { app, ticks: full(ReasonCode::New), spent, note: Some(note("KK kurang jelas")) },
        8 => Command::Resubmit { app, ticks: full(ReasonCode::New) },
        9 => Command::Defer { app, reason: DeferralReason::ALL[pick as usize % 15], note: Some(note("x")) },
        10 => Command::Resume { app },
        11 => {
            let name = Some(loket::domain::person::Name::parse("Zubaidah").unwrap());
            Command::Correct { app, patch: Box::new(Patch { name, ..Patch::default() }), reason: None, note: None }
        }
        12 => Command::Correct { app, patch: Box::default(), reason: Some(ReasonCode::Damaged), note: None },
        13 => Command::Cancel { app, kind: CancelKind::ALL[pick as usize % 4], note: None },
        14 => Command::StartTrouble { causes: [TroubleCause::Network].into(), reason: Some(note("x")), advised: false },
        15 => Command::RecordData { app, checks: DataCheck::ALL.iter().copied().collect(), spent },
        16 => Command::EndTrouble { reason: None, advised: false },
        17 => Command::MoveBlanks { how: BlankMove::Lent, n: i32::from(pick), document: note("x") },
        18 => Command::SendAway { why: SentAway::QuestionOnly },
        19 => Command::OpenDay { date: office.desk.day.and_then(|d| d.succ_opt()).unwrap_or(day(9)) },
        20 => Command::UndoHandover { app: closed, note: note("salah") },
        21 | 22 => match job {
            Some(job) => {
                Command::AnswerPrint { job, answer: PrintAnswer::ALL[pick as usize % 4], cause: Some(SpoilCause::Jam) }
            }
            None => Command::NoteContact { app, reached: true, topic: ContactTopic::Ready },
        },
        23 => job.map_or(Command::Skip { app }, |job| Command::DeclareOrphan { job }),
        _ => Command::MarkPriority { app, priority: pick.is_multiple_of(2) },
    }
}

fn close(desk: &mut Desk) {
    let first = desk.ledger.office().desk.unclosed.keys().next().copied();
    if let Some(date) = first.or(desk.ledger.office().desk.day) {
        let _ = desk.close(date);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn loaded_replayed_and_remembered_offices_are_one(steps in proptest::collection::vec((0u8..28, any::<u8>(), any::<bool>()), 10..70)) {
        let mut desk = Desk::new();
        let mut other = desk.another();
        for (n, (op, pick, by_other)) in steps.into_iter().enumerate() {
            let ms = 1_000 * (n as i64 + 10);
            match op {
                25 => close(&mut desk),
                26 => {
                    let app = desk.ledger.office().queue(|s| s == loket::domain::application::Stage::Check).first().map(|f| f.app.id);
                    if let Some(app) = app.filter(|_| desk.ledger.office().desk.trouble.is_none() && desk.ledger.office().desk.day.is_some()) {
                        let file = desk.ledger.office().file(app).unwrap();
                        if file.app.reason == ReasonCode::New {
                            desk.finish(app);
                        }
                    }
                }
                _ => {
                    let ledger = if by_other { &mut other } else { &mut desk.ledger };
                    let command = step(ledger, op, pick);
                    let _ = ledger.act(&command, &order(CLERK, ms), None).unwrap();
                }
            }
            desk.ledger.refresh().unwrap();
        }
        other.refresh().unwrap();
        prop_assert_eq!(other.office(), desk.ledger.office());
        let loaded = desk.another();
        prop_assert_eq!(loaded.office(), desk.ledger.office());
        desk.verified();
        let remembered = desk.ledger.office().clone();
        desk.ledger.rebuild("loket-1", &mut |_, _| {}).unwrap();
        prop_assert_eq!(desk.ledger.office(), &remembered);
        desk.verified();
        let loaded = desk.another();
        prop_assert_eq!(loaded.office(), &remembered);
        for (app, file) in &remembered.files {
            let folded = desk.ledger.file_at(*app, u64::MAX).unwrap();
            prop_assert_eq!(folded.as_ref(), Some(file));
        }
    }
}

const CHILD: &str = "LOKET_TEST_WRITER";

/// Not a test of its own: the process that gets killed. It says every act after it is committed.
#[test]
fn writer() {
    let Ok(told) = std::env::var(CHILD) else { return };
    let (from, home) = told.split_once(' ').unwrap();
    let mut ledger = open(Path::new(home), Options::default()).unwrap();
    for n in from.parse::<u32>().unwrap().. {
        let command = submission(person(n, "Orang Banyak", "08123456789"));
        match ledger.act(&command, &order(CLERK, 1_000), None) {
            Ok(Ok(done)) => println!("acted {} {n}", done.touched[0].0),
            Ok(Err(refusal)) => panic!("{refusal}"),
            Err(e) if e.passes() => {}
            Err(e) => panic!("{e}"),
        }
        if n % 16 == 0 {
            ledger.refresh().unwrap();
        }
    }
}

fn spawn(home: &Path, from: u32) -> Child {
    Process::new(std::env::current_exe().unwrap())
        .args(["--exact", "ledger::torture::writer", "--nocapture", "--test-threads=1"])
        .env(CHILD, format!("{from} {}", home.display()))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
fn nothing_acknowledged_is_lost_when_writers_are_killed() {
    let desk = Desk::new();
    let home = desk.home();
    let mut acked: BTreeMap<u64, u32> = BTreeMap::new();
    let mut next = 1;
    let mut kills = 0;
    for round in 0..6u32 {
        let mut children = [spawn(&home, next), spawn(&home, next + 5_000)];
        next += 20_000;
        let readers: Vec<_> = children
            .iter_mut()
            .map(|child| {
                let out = child.stdout.take().unwrap();
                std::thread::spawn(move || {
                    let lines = BufReader::new(out).lines().map_while(Result::ok);
                    lines.filter_map(|l| l.split_once("acted ").map(|(_, l)| l.to_owned())).collect::<Vec<_>>()
                })
            })
            .collect();
        // Killed after a number of acts that differs by round, told by the ledger itself.
        let before = info(&home).unwrap().entries;
        let deadline = std::time::Instant::now() + std::time::Duration::from_secs(30);
        while info(&home).unwrap().entries < before + 5 + u64::from(round * 7) {
            assert!(std::time::Instant::now() < deadline, "the writers do not write");
            std::thread::yield_now();
        }
        for child in &mut children {
            child.kill().unwrap();
            child.wait().unwrap();
            kills += 1;
        }
        for line in readers.into_iter().flat_map(|r| r.join().unwrap()) {
            let (app, n) = line.split_once(' ').unwrap();
            acked.insert(app.parse().unwrap(), n.parse().unwrap());
        }
        let verified = desk.verified();
        assert!(verified.applications >= acked.len() as u64);
    }
    let ledger = desk.another();
    for (app, n) in &acked {
        let file = ledger.file(AppId(*app)).unwrap().expect("an acknowledged act is there");
        assert_eq!(file.person.unwrap().nik, Some(nik(*n)));
    }
    let numbers: Vec<u32> = ledger.office().files.values().map(|f| f.app.number.no).collect();
    assert_eq!(numbers, (1..=numbers.len() as u32).collect::<Vec<_>>());
    println!("kills={kills} acknowledged={} lost=0", acked.len());
    assert!(acked.len() >= 30);
}

/// A small disk of its own, unmounted on drop.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn mount() -> Option<SmallDisk> {
        let dir = tempfile::tempdir().unwrap();
        let done = Process::new("mount").args(["-t", "tmpfs", "-o", "size=6m", "tmpfs"]).arg(dir.path()).output();
        done.is_ok_and(|o| o.status.success()).then_some(SmallDisk(dir))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Process::new("umount").arg(self.0.path()).output();
    }
}

#[test]
fn a_full_disk_is_told_and_loses_nothing() {
    let Some(disk) = SmallDisk::mount() else {
        eprintln!("SKIPPED a_full_disk_is_told_and_loses_nothing: mounting a small disk needs root");
        return;
    };
    let mut desk = Desk::within(Some(disk.0.path()));
    desk.submit(1, "Siti", "08123456789");
    let filler = disk.0.path().join("filler");
    let mut file = std::fs::File::create(&filler).unwrap();
    while file.write_all(&[0; 4096]).is_ok() {}
    let mut acked = 1;
    let failed = loop {
        match desk.try_act(submission(person(acked + 1, "Orang Banyak", "08123456789"))) {
            Ok(done) => {
                done.unwrap();
                acked += 1;
            }
            Err(e) => break e,
        }
        assert!(acked < 5_000);
    };
    assert_eq!((failed.code(), failed.stops()), ("L-022", true), "{failed}");
    let stored = desk.ledger.office().clone();
    assert_eq!(stored.files.len() as u32, acked);
    assert_eq!(desk.try_act(Command::NoteSignIn { failures: 0 }).unwrap_err().code(), "L-020");
    desk.ledger.reopen().unwrap();
    assert_eq!(desk.ledger.office(), &stored, "reading goes on");
    drop(file);
    std::fs::remove_file(&filler).unwrap();
    // A process being born in another test may hold the file a moment longer.
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(10);
    while rustix::fs::statvfs(disk.0.path()).unwrap().f_bavail < 256 {
        assert!(std::time::Instant::now() < deadline, "room does not come free");
        std::thread::yield_now();
    }
    desk.submit(acked + 1, "Orang Banyak", "08123456789");
    assert_eq!(desk.verified().applications, u64::from(acked) + 1);
}

/// Not a test of its own: the process whose disk fails. It says what it is told and goes on after reopening.
#[test]
fn survivor() {
    let Ok(home) = std::env::var("LOKET_TEST_SURVIVOR") else { return };
    let mut ledger = open(Path::new(&home), Options::default()).unwrap();
    let first = ledger.office().desk.last_number.as_ref().map_or(1, |l| l.no + 1);
    for n in first..first + 12 {
        let stored = ledger.office().clone();
        match ledger.act(&submission(person(n, "Orang Banyak", "08123456789")), &order(CLERK, 1_000), None) {
            Ok(done) => println!("acted {} {n}", done.unwrap().touched[0].0),
            Err(e) => {
                assert_eq!(ledger.office(), &stored, "{e}");
                assert!(e.stops(), "{e}");
                println!("failed {}", e.code());
                assert_eq!(ledger.refresh().unwrap_err().code(), "L-020");
                while let Err(e) = ledger.reopen() {
                    println!("failed {}", e.code());
                }
                // In doubt is only the act that failed: it is there as a whole or not at all.
                let grown = ledger.office().desk.seq - stored.desk.seq;
                assert!(grown <= 2, "{grown}");
                if grown > 0 {
                    println!("found after all");
                }
            }
        }
        if n % 3 == 0
            && let Err(e) = ledger.refresh()
        {
            println!("failed {}", e.code());
            let _ = ledger.reopen();
        }
    }
}

#[test]
fn a_failing_disk_stops_the_desk_and_loses_nothing() {
    let here = Process::new("strace").arg("-V").output().is_ok_and(|o| o.status.success());
    if !here {
        eprintln!("SKIPPED a_failing_disk_stops_the_desk_and_loses_nothing: strace is not installed");
        return;
    }
    let mut told = 0;
    for fault in [
        "fdatasync:error=EIO:when=2",
        "fdatasync:error=EIO:when=5",
        "pwrite64:error=EIO:when=9",
        "pwrite64:error=EIO:when=40",
        "pwrite64:error=ENOSPC:when=25..31",
        "pread64:error=EIO:when=30",
    ] {
        let desk = Desk::new();
        let out = Process::new("strace")
            .args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("inject={fault}")])
            .arg(std::env::current_exe().unwrap())
            .args(["--exact", "ledger::torture::survivor", "--nocapture", "--test-threads=1"])
            .env("LOKET_TEST_SURVIVOR", desk.home())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&out.stdout);
        assert!(out.status.success(), "{fault}: {said}{}", String::from_utf8_lossy(&out.stderr));
        told += said.matches("failed L-02").count();
        let acked: Vec<u64> = said
            .lines()
            .filter_map(|l| l.split_once("acted ").and_then(|(_, l)| l.split(' ').next()?.parse().ok()))
            .collect();
        let ledger = desk.another();
        assert!(acked.iter().all(|app| ledger.file(AppId(*app)).unwrap().is_some()), "{fault}");
        assert!(desk.verified().applications >= acked.len() as u64 && acked.len() >= 5, "{fault}: {said}");
    }
    println!("faults told={told} lost=0");
    assert!(told >= 4, "the faults were seen: {told}");
}
