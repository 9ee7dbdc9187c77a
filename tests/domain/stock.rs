//! Batches of blanks, film, invalid cards and the shelf: what is refused, and that every balance holds.

use super::props::{Roll, job, last4, note, pick, target};
use crate::harness::*;
use loket::domain::application::Stage;
use loket::domain::command::*;
use loket::domain::event::Event;
use loket::domain::id::{AccountId, AppId, JobId};
use loket::domain::invalid::{Destruction, Fate, Items, Why, Witness};
use loket::domain::person::Name;
use loket::domain::reason::ReasonCode;
use loket::domain::refusal::Refusal;
use loket::domain::status::CentralStatus;
use loket::domain::stock::{Label, Serials, days_left};
use loket::domain::stock_command::StockCommand;
use loket::domain::terms::*;

pub(super) fn label(text: &str) -> Label {
    Label::parse(text).expect("a label")
}

fn give(command: StockCommand) -> Command {
    Command::Stock(Box::new(command))
}

fn serials(first: &str, last: &str) -> Serials {
    Serials { first: first.into(), last: last.into() }
}

fn witness(name: &str) -> Witness {
    Witness { name: Name::parse(name).expect("a name"), office: note("Satpol PP") }
}

fn destruction(items: Items) -> Destruction {
    let witnesses = vec![witness("Saksi Contoh A"), witness("Saksi Contoh B")];
    Destruction { items, date: monday(), place: note("halaman kantor"), manner: DestroyManner::Burnt, witnesses }
}

/// Every card kept, or every second one.
fn some(b: &Bench, all: bool) -> Items {
    b.office.invalid.keys().copied().filter(|no| all || no.is_multiple_of(2)).collect()
}

/// A random act on stock, for the property of the whole office.
pub(super) fn command(b: &Bench, r: Roll) -> (AccountId, Command) {
    let batch = label(&format!("D-{}", r.a % 4));
    let shelved = target(b, r, Stage::has_card);
    let print = job(b, r, false);
    let n = i32::from(r.b % 40) + 1;
    let command = match r.act {
        80..=82 => {
            let how = pick(StockMove::ALL, r.a / 4);
            let n = if how == StockMove::Counted { n - 20 } else { n };
            let first = matches!(how, StockMove::Received | StockMove::Borrowed) && r.which.is_multiple_of(2);
            let range = first.then(|| serials(&format!("B{}0001", r.a % 4), &format!("B{}{n:04}", r.a % 4)));
            let batch = (!r.which.is_multiple_of(5)).then_some(batch);
            StockCommand::Move { batch, how, n, serials: range, document: note("BA 3") }
        }
        83 => StockCommand::Open { batch },
        84 => StockCommand::Film { prints: u32::from(r.b) },
        85 => StockCommand::Store { items: some(b, r.a.is_multiple_of(2)), place: label("LEMARI 1") },
        86 if r.a.is_multiple_of(3) => StockCommand::PassOn { items: some(b, false), document: note("Surat 4") },
        86 | 87 => {
            let items = if r.a.is_multiple_of(4) { Items::from_iter([1, 2]) } else { some(b, r.b.is_multiple_of(2)) };
            StockCommand::Destroy(destruction(items))
        }
        88 => StockCommand::Shelve { app: shelved, place: label(&format!("RAK {}", r.a % 9)) },
        89 | 90 => {
            let app = b.office.with_job(print).map_or(AppId(1), |f| f.app.id);
            let cause = pick(SpoilCause::ALL, r.a);
            StockCommand::Reprint { job: print, cause, last4: Some(last4(b, app)), blank: serial(r) }
        }
        _ => {
            let apps = vec![target(b, r, |s| s == Stage::Operator)];
            return (OPERATOR, Command::StartPrint { apps, blank: serial(r) });
        }
    };
    let actor = if (85..=87).contains(&r.act) || r.b.is_multiple_of(2) { SUPERVISOR } else { OPERATOR };
    (if matches!(command, StockCommand::Reprint { .. }) { OPERATOR } else { actor }, give(command))
}

fn serial(r: Roll) -> Option<String> {
    r.which.is_multiple_of(3).then(|| format!("B{}{:04}", r.a % 4, r.b % 40))
}

fn receive(b: &mut Bench, batch: &str, n: i32, range: Option<Serials>) -> Result<(), Refusal> {
    let document = note("BAST 12/2026");
    let received = StockMove::Received;
    let command = StockCommand::Move { batch: Some(label(batch)), how: received, n, serials: range, document };
    b.act(OPERATOR, give(command)).map(|_| ())
}

/// A file ready to print.
fn ready(b: &mut Bench, n: u32) -> AppId {
    let app = b.submit(submission(n, ReasonCode::Damaged, Then::Complete));
    let (status, source, read_ms) = (CentralStatus::PrintReadyRecord, "SIAK".to_owned(), MONDAY_MS + b.now);
    let last4 = last4(b, app);
    b.act(OPERATOR, Command::RecordStatus { app, status, source, read_ms, last4 }).expect("a status");
    let compared_with = ComparedWith::Attested;
    let report = TestReport { outcome: TestOutcome::Match, finger: None, quality: Quality::Good, compared_with };
    b.act(OPERATOR, Command::ReportTest { app, report }).expect("a match");
    app
}

fn start(b: &mut Bench, app: AppId, blank: Option<&str>) -> Result<JobId, Refusal> {
    let blank = blank.map(str::to_owned);
    let started = b.act(OPERATOR, Command::StartPrint { apps: vec![app], blank })?;
    Ok(JobId(started.last().expect("an entry").seq))
}

fn report(b: &mut Bench, app: AppId, job: JobId, report: PrintReport) {
    let last4 = Some(last4(b, app));
    b.act(OPERATOR, Command::ReportPrint { job, report, last4 }).expect("an outcome");
}

fn reprint(b: &mut Bench, app: AppId, job: JobId, second: Option<AccountId>) -> Result<JobId, Refusal> {
    let last4 = Some(last4(b, app));
    let command = StockCommand::Reprint { job, cause: SpoilCause::Ribbon, last4, blank: None };
    let mut order = b.order(OPERATOR);
    order.approver = second;
    let done = b.give(give(command), order)?;
    assert_eq!(done.len(), 2, "spoiled and started are one act");
    Ok(JobId(done[1].seq))
}

#[test]
fn a_label_is_short_and_no_name() {
    assert_eq!(Label::parse(" rak 2-b "), Ok(label("RAK 2-B")));
    for text in ["", "SITI", "RAK 2; DROP", "A1234567890123456", "R\u{200b}1\u{301}"] {
        assert!(Label::parse(text).is_err(), "{text}");
    }
}

#[test]
fn prints_take_from_the_opened_batch_and_a_read_serial_from_its_own() {
    let mut b = Bench::open_office(0);
    receive(&mut b, "D-1", 3, None).expect("the first box");
    receive(&mut b, "D-2", 2, Some(serials("A0001", "A0002"))).expect("the second box");
    let open = give(StockCommand::Open { batch: label("D-1") });
    b.act(OPERATOR, open.clone()).expect("opened");
    assert_eq!(b.act(OPERATOR, open), Err(Refusal::NothingChanges));
    let (one, two) = (ready(&mut b, 1), ready(&mut b, 2));
    let job = start(&mut b, one, None).expect("from the opened box");
    report(&mut b, one, job, PrintReport::Good);
    let job = start(&mut b, two, Some("A0002")).expect("the serial was read");
    let left = |b: &Bench, batch: &str| b.office.desk.stock.batch(&label(batch)).map(|b| (b.left, b.printing, b.good));
    assert_eq!((left(&b, "D-1"), left(&b, "D-2")), (Some((2, 0, 1)), Some((1, 1, 0))));
    report(&mut b, two, job, PrintReport::NoneCameOut);
    assert_eq!(left(&b, "D-2"), Some((2, 0, 0)), "no card came out: the blank is back where it was");
    let job = start(&mut b, two, Some("A0002")).expect("the same blank once more");
    report(&mut b, two, job, PrintReport::Bad(SpoilCause::Jam));
    assert_eq!(start(&mut b, two, Some("A0002")), Err(Refusal::BlankUsed));
    assert_eq!(b.office.desk.stock.batch(&label("D-2")).expect("a batch").spoiled[&SpoilCause::Jam], 1);
    b.assert_balanced();
}

#[test]
fn the_opened_batch_is_printed_from_though_an_older_one_has_blanks() {
    let mut b = Bench::open_office(0);
    for batch in ["D-1", "D-2"] {
        receive(&mut b, batch, 2, None).expect("a box");
    }
    b.act(OPERATOR, give(StockCommand::Open { batch: label("D-2") })).expect("opened");
    let left = |b: &Bench| ["D-1", "D-2"].map(|of| b.office.desk.stock.batch(&label(of)).expect("a batch").left);
    for (n, expected) in [(1, [2, 1]), (2, [2, 0]), (3, [1, 0])] {
        let app = ready(&mut b, n);
        let job = start(&mut b, app, None).expect("a print");
        report(&mut b, app, job, PrintReport::Good);
        assert_eq!(left(&b), expected, "print {n}: the oldest only when the opened one is empty");
    }
}

#[test]
fn what_does_not_fit_a_batch_is_refused() {
    let mut b = Bench::open_office(0);
    let differ = |n| Err(Refusal::SerialsDiffer { serials: n });
    assert_eq!(receive(&mut b, "D-1", 3, Some(serials("A0001", "A0002"))), differ(Some(2)));
    assert_eq!(receive(&mut b, "D-1", 3, Some(serials("A0001", "B0003"))), differ(None));
    receive(&mut b, "D-1", 3, None).expect("a box");
    let mut moved = |batch: Option<&str>, how, n| {
        let command = StockCommand::Move { batch: batch.map(label), how, n, serials: None, document: note("BA") };
        b.act(SUPERVISOR, give(command)).map(|_| ())
    };
    assert_eq!(moved(Some("D-9"), StockMove::Lent, 1), Err(Refusal::UnknownBatch));
    assert_eq!(moved(Some("D-1"), StockMove::Lent, 4), Err(Refusal::BlanksBelowZero { have: 3 }));
    assert_eq!(moved(None, StockMove::Returned, 1), Err(Refusal::LoanSmaller { loan: 0 }));
    moved(Some("D-1"), StockMove::Lent, 3).expect("lent");
    moved(None, StockMove::Returned, 2).expect("two came back");
    assert_eq!(moved(None, StockMove::Returned, 2), Err(Refusal::LoanSmaller { loan: 1 }));
    assert_eq!(b.act(OPERATOR, give(StockCommand::Open { batch: label("D-1") })), Err(Refusal::BatchEmpty));
    b.assert_balanced();
}

#[test]
fn the_film_counts_prints_and_the_days_left_follow_the_rate() {
    let mut b = Bench::open_office(10);
    b.act(OPERATOR, give(StockCommand::Film { prints: 2 })).expect("a film");
    for (n, outcome) in [(1, PrintReport::NoneCameOut), (2, PrintReport::Good), (3, PrintReport::Bad(SpoilCause::Jam))]
    {
        let app = ready(&mut b, n);
        let job = start(&mut b, app, None).expect("a print");
        report(&mut b, app, job, outcome);
    }
    assert_eq!(b.office.desk.stock.film.as_ref().expect("a film").left(), 0, "good and spoiled prints use film");
    let (upto, book) = b.office.book_end(monday()).expect("an open day");
    b.act(SUPERVISOR, Command::CloseDay(DayCount::agreeing(monday(), upto, &book))).expect("closed");
    assert_eq!(b.office.desk.stock.rate, [2], "the rate is of good and spoiled prints");
    assert_eq!((days_left(100, &[]), days_left(100, &[0, 0])), (None, None));
    assert_eq!((days_left(100, &[10, 20]), days_left(5, &[10])), (Some(6), Some(0)));
}

#[test]
fn above_the_number_a_second_person_stands_by_the_reprint() {
    let mut b = Bench::open_office(20);
    let app = ready(&mut b, 1);
    let mut job = start(&mut b, app, None).expect("a print");
    for _ in 0..3 {
        job = reprint(&mut b, app, job, None).expect("three a day alone");
    }
    let needs: &'static [Role] = &[Role::Supervisor];
    assert_eq!(reprint(&mut b, app, job, None), Err(Refusal::ApproverNeeded { needs }));
    assert_eq!(reprint(&mut b, app, job, Some(OFFICER)), Err(Refusal::ApproverUnfit { needs }));
    // The spoiling itself is a fact: it is taken down, and only the next print asks.
    report(&mut b, app, job, PrintReport::Bad(SpoilCause::Jam));
    assert_eq!(start(&mut b, app, None), Err(Refusal::ApproverNeeded { needs }));
    let mut order = b.order(OPERATOR);
    order.approver = Some(SUPERVISOR);
    b.give(Command::StartPrint { apps: vec![app], blank: None }, order).expect("with the supervisor");
    let other = ready(&mut b, 2);
    assert!(matches!(start(&mut b, other, None), Err(Refusal::JobRunning { .. })), "one print at a time");
    let running = b.app(app).job.as_ref().expect("a job").id;
    report(&mut b, app, running, PrintReport::Good);
    start(&mut b, other, None).expect("a first print needs nobody");
    b.assert_balanced();
}

/// Three spoiled prints.
fn with_invalid() -> Bench {
    let mut b = Bench::open_office(20);
    let app = ready(&mut b, 1);
    let mut job = start(&mut b, app, None).expect("a print");
    for _ in 0..3 {
        job = reprint(&mut b, app, job, None).expect("again");
    }
    b
}

fn destroy(b: &mut Bench, destruction: Destruction, second: Option<AccountId>) -> Result<Event, Refusal> {
    let mut order = b.order(SUPERVISOR);
    order.approver = second;
    let mut done = b.give(give(StockCommand::Destroy(destruction)), order)?;
    Ok(done.remove(0).event)
}

#[test]
fn a_card_is_destroyed_once_and_what_is_left_is_carried_on() {
    let mut b = with_invalid();
    assert!(b.office.invalid.values().all(|card| card.why == Why::Spoiled(SpoilCause::Ribbon)));
    let two: Items = [1, 3].into_iter().collect();
    let needs = Role::ALL;
    assert_eq!(destroy(&mut b, destruction(two.clone()), None), Err(Refusal::ApproverNeeded { needs }));
    assert_eq!(destroy(&mut b, destruction(two.clone()), Some(SUPERVISOR)), Err(Refusal::ApproverIsActor));
    let alone = Destruction { witnesses: vec![witness("Saksi Contoh A")], ..destruction(two.clone()) };
    assert_eq!(destroy(&mut b, alone, Some(OPERATOR)), Err(Refusal::WitnessesNeeded { least: 2 }));
    let ahead = Destruction { date: monday() + chrono::Days::new(1), ..destruction(two.clone()) };
    assert_eq!(destroy(&mut b, ahead, Some(OPERATOR)), Err(Refusal::DateAhead { day: monday() }));
    let none = destruction(Items::default());
    assert_eq!(destroy(&mut b, none, Some(OPERATOR)), Err(Refusal::NothingChosen));
    let done = destroy(&mut b, destruction(two.clone()), Some(OPERATOR)).expect("destroyed");
    assert!(matches!(done, Event::InvalidDestroyed(e) if (e.year, e.no, e.count) == (2026, 1, 2)));
    assert_eq!(destroy(&mut b, destruction(two), Some(OPERATOR)), Err(Refusal::NotKept { item: 1 }));
    assert_eq!(b.office.invalid.keys().copied().collect::<Vec<_>>(), [2], "the rest is kept and waits");
    let rest: Items = b.office.invalid.keys().copied().collect();
    let done = destroy(&mut b, destruction(rest), Some(OPERATOR)).expect("the next record");
    assert!(matches!(done, Event::InvalidDestroyed(e) if (e.no, e.count) == (2, 1)), "records have no gap");
    let figures = b.office.desk.today.as_ref().expect("a day");
    assert_eq!((figures.destroyed, b.office.desk.invalid), (3, 0));
    b.assert_balanced();
}

#[test]
fn runs_given_twice_or_backwards_are_nothing_chosen() {
    let mut b = with_invalid();
    for runs in ["[[1,2],[2,3]]", "[[3,1]]", "[[2,3],[1,1]]"] {
        let items: Items = serde_json::from_str(runs).expect("runs");
        let refused = destroy(&mut b, destruction(items), Some(OPERATOR));
        assert!(matches!(refused, Err(Refusal::NothingChosen | Refusal::NotKept { .. })), "{runs}: {refused:?}");
    }
    let endless: Items = serde_json::from_str("[[1,4294967295]]").expect("runs");
    assert!(matches!(destroy(&mut b, destruction(endless), Some(OPERATOR)), Err(Refusal::TooMany { .. })));
}

#[test]
fn a_card_lies_where_it_was_put_until_it_goes() {
    let mut b = Bench::open_office(5);
    let app = ready(&mut b, 1);
    let job = start(&mut b, app, None).expect("a print");
    let shelve = |place: &str| give(StockCommand::Shelve { app, place: label(place) });
    assert!(matches!(b.act(OPERATOR, shelve("RAK 1")), Err(Refusal::WrongStage { .. })), "it is in the printer");
    report(&mut b, app, job, PrintReport::Good);
    b.act(OPERATOR, shelve("RAK 1")).expect("on the shelf");
    assert_eq!(b.act(OPERATOR, shelve("rak 1")), Err(Refusal::NothingChanges));
    assert_eq!(b.app(app).place, Some(label("RAK 1")));
    let rejected = Command::RejectCard { app, cause: RejectCause::Misprint, next: AfterReject::Operator, note: None };
    b.act(OPERATOR, rejected).expect("rejected");
    assert_eq!((b.app(app).place.as_ref(), b.office.invalid[&1].fate), (None, Fate::Kept));
    b.act(SUPERVISOR, give(StockCommand::Store { items: [1].into_iter().collect(), place: label("LEMARI 2") }))
        .expect("kept");
    assert_eq!(b.office.invalid[&1].place, Some(label("LEMARI 2")));
}

#[test]
fn a_label_keeps_its_length_whatever_its_letters_become() {
    assert_eq!(label(" rak-17 / a ").as_str(), "RAK-17 / A");
    let longer = format!("{}1", "ß".repeat(15));
    for text in [longer.as_str(), "raı 1", "ſ1", "RAK", "12345678901234567"] {
        assert!(Label::parse(text).is_err(), "{text}");
    }
}
