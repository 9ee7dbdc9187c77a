//! Who looked at whom: one entry a looking, for the right person, in nobody's way; reports, notices, erasing.

use super::{ANISA, Counter, DONI, SECRET};
use loket::desk::input::Input;
use loket::domain::application::Stage;
use loket::domain::command::Command;
use loket::domain::event::{Event, Recorded};
use loket::domain::id::AccountId;
use loket::domain::policy::Policy;
use loket::domain::terms::{SeenAt, Taken};
use loket::ledger::Ledger as _;
use loket::view::FoundRow;

const EVERYBODY: AccountId = AccountId([1; 16]);
const OFFICER: AccountId = AccountId([2; 16]);
const HOUR: i64 = 60 * 60 * 1000;

/// Everything somebody looked at, oldest first.
fn lookings(c: &Counter) -> Vec<Recorded> {
    let year = |y| chrono::NaiveDate::from_ymd_opt(y, 1, 1).expect("a date");
    c.ledger().lookings(year(2026), year(2029)).expect("a look")
}

fn seen(c: &Counter) -> Vec<String> {
    let said = |rec: &Recorded| match &rec.event {
        Event::RecordViewed(e) => format!("{} {}", e.app.0, e.place.code()),
        Event::SearchMade(e) => {
            let typed = rec.personal.as_ref().and_then(|p| p.note.as_ref()).map_or("", |n| n.as_str());
            format!("{typed} -> {}", e.found.len())
        }
        Event::AgendaViewed(e) => e.date.to_string(),
        Event::DataExported(e) => format!("{} {}", e.what.code(), e.format),
        event => event.kind().to_owned(),
    };
    lookings(c).iter().map(said).collect()
}

/// What a search answers, put in as its thread would.
fn answer(c: &mut Counter, query: &str, no: u32) {
    let file = c.file(no);
    let row = FoundRow {
        app: file.app.id,
        number: file.app.number.clone(),
        stage: file.app.stage,
        reason: file.app.reason,
        name: file.person.as_ref().map(|p| p.name.as_str().to_owned()).unwrap_or_default(),
        nik: String::new(),
        phone: String::new(),
        day: file.app.day,
    };
    c.hear_any(Input::Found { query: query.into(), rows: vec![row], more: false });
}

#[test]
fn a_file_is_looked_at_once_while_it_stays_in_front() {
    let mut c = Counter::open();
    c.received_to_operator(&ANISA, 1);
    let before = lookings(&c).len();
    let app = c.app(1).id.0;
    c.keys("<F4><Enter>").wait(1000).keys("<F1><Esc>").wait(1000).wait(1000);
    assert_eq!(seen(&c)[before..], [format!("{app} operator")]);
    // Away and back is another looking; so is what is seen again after a lock.
    c.keys("<F2>").wait(1000).keys("<F4>").wait(1000);
    c.keys("<Ctrl+K>").sign_in("SC").wait(1000);
    assert_eq!(seen(&c)[before..], vec![format!("{app} operator"); 3]);
    c.whole();
}

#[test]
fn what_was_seen_is_written_before_the_next_clerk_sits_down_and_for_the_right_one() {
    let mut c = Counter::open();
    c.keys(&ANISA.form("hil", "123")).keys("<F8>").wait(1000);
    let before = lookings(&c).len();
    c.keys("<F3><Enter><Ctrl+K>");
    assert_eq!(lookings(&c).len(), before + 1, "written at the lock, without a tick");
    c.sign_in("RC").keys("<F3><Enter>").wait(1000);
    let by: Vec<AccountId> = lookings(&c)[before..].iter().map(|rec| rec.envelope.actor).collect();
    assert_eq!(by, [EVERYBODY, OFFICER]);
    let mut c = c.kill_and_restart();
    assert_eq!(lookings(&c).len(), before + 2);
    c.whole();
}

#[test]
fn a_search_counts_when_it_rests_and_not_at_every_letter() {
    let mut c = Counter::open();
    c.received_to_operator(&ANISA, 1).wait(1000);
    let before = lookings(&c).len();
    c.keys("<Ctrl+F>");
    for (key, query) in ["a", "n", "i"].iter().zip(["a", "an", "ani"]) {
        c.keys(key);
        answer(&mut c, query, 1);
    }
    c.wait(500).wait(1000).wait(1000);
    assert_eq!(seen(&c)[before..], ["ani -> 1"]);
    let entry = lookings(&c).pop().expect("a looking");
    let Event::SearchMade(made) = &entry.event else { panic!("a search") };
    assert_eq!(made.found, [c.app(1).id]);
    c.whole();
}

#[test]
fn a_history_is_a_looking_and_only_the_kasi_sees_who_looked() {
    let mut c = Counter::open();
    c.received_to_operator(&ANISA, 1).keys("<F4><Enter>").wait(1000).keys("<Esc><Esc>");
    // Cancelled: an ended file opens as its entries.
    let app = c.app(1).id;
    let kind = loket::domain::terms::CancelKind::InputError;
    c.elsewhere(EVERYBODY, Command::Cancel { app, kind, note: None });
    c.keys("<Ctrl+F>a");
    answer(&mut c, "a", 1);
    c.keys("<Enter>").sees("diterima").sees("berkas dilihat").wait(1000);
    let history = format!("{} {}", app.0, SeenAt::History.code());
    assert!(seen(&c).contains(&history), "{:?}", seen(&c));
    c.keys("<Esc><Ctrl+K>").sign_in("RC").keys("<Ctrl+F>a");
    answer(&mut c, "a", 1);
    c.keys("<Enter>").sees("diterima").sees_not("berkas dilihat");
}

#[test]
fn looking_at_another_desk_does_not_stop_a_close() {
    let mut c = Counter::open();
    c.received_to_operator(&ANISA, 1).wait(1000);
    let mut other = c.another("loket-2");
    other.sign_in("SC").wait(1000);
    c.wait(1000).keys("<F6><F8>50<Enter>0<F8>");
    other.keys("<F4><Enter>").wait(1000);
    c.keys("2<F8>").sees("Hari sudah ditutup").whole();
}

#[test]
fn data_leave_the_program_only_for_whoever_may_and_never_unseen() {
    let mut c = Counter::open();
    c.received_to_operator(&ANISA, 1).wait(1000).keys("<Ctrl+K>").sign_in("OC");
    c.keys("<F6>e3").sees("R-002");
    assert!(!c.export_folder().exists(), "nothing was written");
    c.keys("<Esc><Esc><Esc><Ctrl+K>").sign_in("RC").keys("<F6>e3").sees("Tersimpan");
    let taken: Vec<String> = seen(&c).into_iter().filter(|said| said.starts_with("agenda")).collect();
    assert_eq!(taken, ["agenda csv"]);
    c.whole();
}

#[test]
fn the_kasi_writes_who_saw_whom_and_the_notices() {
    let mut c = Counter::open();
    c.received_to_operator(&ANISA, 1).keys("<F4><Enter>").wait(1000).keys("<Ctrl+K>").sign_in("KC");
    let entry = |c: &mut Counter| {
        c.keys("<Ctrl+G>/akses<Enter>").sees("Data pribadi").sees("selalu tercatat");
    };
    entry(&mut c);
    c.keys("1").sees("01-11-2026 23-11-2026").keys("<Enter>").sees("Tersimpan");
    let read = |name: &str| std::fs::read(c.export_folder().join(name)).expect("a file");
    let csv = String::from_utf8(read("akses-2026-11-01-2026-11-23.csv")).expect("text");
    assert!(csv.contains("ANISA RAHMI") && csv.contains("proses operator") && csv.contains("loket-1"), "{csv}");
    assert!(!csv.contains(ANISA.nik) && csv.contains("1374********9012"), "{csv}");
    assert!(read("akses-2026-11-01-2026-11-23.pdf").starts_with(b"%PDF"));
    entry(&mut c);
    c.keys("2<Ctrl+U>salah<Enter>").sees("tidak terbaca").keys("<Esc>");
    entry(&mut c);
    c.keys("2<Enter>").sees("Tersimpan");
    assert!(c.export_folder().join("pemberitahuan-2026-11-01-2026-11-23.pdf").exists());
    let taken: Vec<String> =
        seen(&c).into_iter().filter(|s| s.starts_with("access") || s.starts_with("breach")).collect();
    assert_eq!(taken, ["access csv", "access pdf", "breach pdf"]);
    // Nobody else gets them.
    c.keys("<Ctrl+K>").sign_in("RC");
    entry(&mut c);
    c.keys("1<Enter>").sees("R-002").whole();
    assert_eq!(Taken::Access.code(), "access");
}

#[test]
fn data_past_their_term_are_erased_while_the_counter_works() {
    let mut c = Counter::open();
    c.received_to_operator(&ANISA, 1);
    let (app, kind) = (c.app(1).id, loket::domain::terms::CancelKind::InputError);
    c.elsewhere(EVERYBODY, Command::Cancel { app, kind, note: None });
    c.keys("<F6><F8>50<Enter>0<F8>2<F8>").sees("Hari sudah ditutup").keys("<Esc>");
    c.wait(400 * 24 * HOUR).keys(&format!("KC<Enter>{SECRET}<Enter>"));
    let open = |c: &mut Counter| {
        c.keys("<Ctrl+G>/akses<Enter>3");
    };
    open(&mut c);
    c.sees("R-320").keys("<Esc>");
    let policy = Policy { retention_months: 12, ..Policy::default() };
    c.elsewhere(EVERYBODY, Command::ChangePolicy(Box::new(policy)));
    open(&mut c);
    c.sees("1 berkas").sees("tidak dapat dikembalikan").keys("<Enter>").stands(1, Stage::Cancelled(kind));
    assert!(c.file(1).person.is_some(), "going back erases nothing");
    open(&mut c);
    c.keys("2<F8>").sees("Penghapusan dimulai");
    let mut c = c.kill_and_restart();
    assert!(c.office().desk.erasing.is_some());
    // Whoever signs in next, the erasing goes on under their work.
    c.sign_in("SC").keys(&DONI.form("hil", "123"));
    for _ in 0..5 {
        c.wait(1000);
    }
    c.keys("<F8>").sees("0001 DITERIMA");
    assert!(c.office().desk.erasing.is_none());
    let kinds: Vec<&str> = ["erasure_ordered", "erasure_finished"].into();
    let entries = (1..=c.office().desk.seq).filter_map(|seq| c.ledger().entry(seq).expect("a look"));
    let found: Vec<&str> = entries.map(|rec| rec.event.kind()).filter(|kind| kind.starts_with("erasure")).collect();
    assert_eq!(found, kinds);
    assert!(c.ledger().file(app).expect("a look").expect("the file").person.is_none());
    c.whole();
}

#[test]
fn the_agenda_that_a_close_writes_is_noted_as_taken() {
    let mut c = Counter::open();
    c.keys("<F6><F8>50<Enter>0<F8>2<F8>").sees("Hari sudah ditutup").sees("agenda-2026-11-23");
    let taken: Vec<String> = seen(&c).into_iter().filter(|said| said.starts_with("agenda")).collect();
    assert_eq!(taken, ["agenda csv", "agenda txt", "agenda xlsx", "agenda pdf"]);
    for format in ["pdf", "xlsx", "csv", "txt"] {
        assert!(c.export_folder().join(format!("agenda-2026-11-23.{format}")).exists(), "{format}");
    }
    c.whole();
}
