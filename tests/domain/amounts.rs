//! How much one act may say, and what stands beside it: up to the limit and not one more.

use super::counter::{at_operator, note, status_of_today};
use super::stock::label;
use crate::generated::places::{PLACES, about, at};
use crate::harness::*;
use loket::domain::access::{Access, MOST};
use loket::domain::command::{Command, PrintReport, Then};
use loket::domain::event::Draft;
use loket::domain::id::{AppId, JobId};
use loket::domain::invalid::{Destruction, Items, RUNS, WITNESSES_MOST, Witness};
use loket::domain::person::Name;
use loket::domain::reason::ReasonCode;
use loket::domain::refusal::Refusal;
use loket::domain::sheets::{self, SheetCommand};
use loket::domain::stock::Serials;
use loket::domain::stock_command::StockCommand;
use loket::domain::terms::*;

fn ask(b: &Bench, command: Command) -> Result<Vec<Draft>, Refusal> {
    b.ask(&command, &b.order(SUPERVISOR))
}

fn stock(command: StockCommand) -> Command {
    Command::Stock(Box::new(command))
}

fn sheet(command: SheetCommand) -> Command {
    Command::Sheets(Box::new(command))
}

/// So many numbers, no two of them neighbours: each is a run of its own.
fn runs(n: usize) -> Items {
    (1..).step_by(2).take(n).collect()
}

#[test]
fn an_amount_of_blanks_is_one_to_a_hundred_thousand_and_only_a_count_goes_down() {
    let mut b = Bench::open_office(10);
    let moved = |b: &Bench, batch: Option<&str>, how, n| {
        let batch = batch.map(label);
        ask(b, stock(StockCommand::Move { batch, how, n, serials: None, document: note("BA 2/2026") })).map(drop)
    };
    let no = Err(Refusal::NotAnAmount);
    for how in StockMove::ALL {
        assert_eq!(moved(&b, None, *how, 0), no, "{how:?}");
        assert_eq!(moved(&b, None, *how, 100_001), no, "{how:?}");
        if *how != StockMove::Counted {
            assert_eq!(moved(&b, None, *how, -1), no, "{how:?}");
        }
    }
    assert_eq!(moved(&b, None, StockMove::Received, 100_000), Ok(()));
    assert_eq!(moved(&b, None, StockMove::Counted, -10), Ok(()), "all of them are gone");
    assert_eq!(moved(&b, None, StockMove::Counted, -11), Err(Refusal::BlanksBelowZero { have: 10 }));
    assert_eq!(moved(&b, None, StockMove::Counted, 1), Ok(()), "one was found");
    assert_eq!(moved(&b, None, StockMove::Lent, 11), Err(Refusal::BlanksBelowZero { have: 10 }));
    assert_eq!(moved(&b, None, StockMove::GivenBack, 1), Err(Refusal::LoanSmaller { loan: 0 }), "nothing is borrowed");
    let borrow = |batch: &str, n| StockCommand::Move {
        batch: Some(label(batch)),
        how: StockMove::Borrowed,
        n,
        serials: None,
        document: note("BA 3/2026"),
    };
    b.act(SUPERVISOR, stock(borrow("P-1", 3))).expect("borrowed");
    assert_eq!(moved(&b, Some("P-1"), StockMove::GivenBack, 4), Err(Refusal::LoanSmaller { loan: 3 }));
    assert_eq!(moved(&b, Some("P-1"), StockMove::GivenBack, 3), Ok(()), "all that was borrowed");
    for prints in [0, 100_001] {
        assert_eq!(ask(&b, stock(StockCommand::Film { prints })).map(drop), no, "{prints}");
    }
    for prints in [1, 100_000] {
        ask(&b, stock(StockCommand::Film { prints })).expect("a film");
    }
}

#[test]
fn a_movement_of_blanks_has_its_paper_and_keeps_its_number() {
    let b = Bench::open_office(10);
    let moved = |document: &str| {
        let how = StockMove::Received;
        ask(&b, stock(StockCommand::Move { batch: None, how, n: 5, serials: None, document: note(document) }))
    };
    assert_eq!(moved("").map(drop), Err(Refusal::DocumentNeeded));
    let draft = moved("BA 4/2026").expect("received").remove(0);
    assert_eq!(draft.personal.expect("a block").note, Some(note("BA 4/2026")));
}

#[test]
fn a_destruction_keeps_its_place_and_its_two_to_six_witnesses() {
    let mut b = Bench::open_office(5);
    let app = at_operator(&mut b, 1);
    super::counter::test(&mut b, app, TestOutcome::Match);
    let started = b.act(OPERATOR, Command::StartPrint { apps: vec![app], blank: None }).expect("an intent");
    let last4 = person(1).nik.map(|nik| nik.last4().to_owned());
    let (job, report) = (JobId(started[0].seq), PrintReport::Bad(SpoilCause::Jam));
    b.act(OPERATOR, Command::ReportPrint { job, report, last4 }).expect("spoiled");
    let people = |n: usize| -> Vec<Witness> {
        let names = ["Saksi Contoh A", "Saksi Contoh B", "Saksi Contoh C", "Saksi Contoh D"];
        let name = |at: usize| Name::parse(names[at % names.len()]).expect("a name");
        (0..n).map(|at| Witness { name: name(at), office: note("Inspektorat") }).collect()
    };
    let destroy = |witnesses| {
        let destruction = Destruction {
            items: [1].into_iter().collect(),
            date: monday(),
            place: note("Halaman kantor"),
            manner: DestroyManner::Burnt,
            witnesses,
        };
        let mut order = b.order(SUPERVISOR);
        order.approver = Some(OPERATOR);
        b.ask(&stock(StockCommand::Destroy(destruction)), &order)
    };
    assert_eq!(destroy(people(1)).map(drop), Err(Refusal::WitnessesNeeded { least: 2 }));
    assert_eq!(destroy(people(WITNESSES_MOST + 1)).map(drop), Err(Refusal::TooMany { limit: WITNESSES_MOST }));
    let mut nobody = people(3);
    nobody[2].office = note("");
    assert_eq!(destroy(nobody).map(drop), Err(Refusal::WitnessesNeeded { least: 2 }), "each is of some office");
    let block = destroy(people(WITNESSES_MOST)).expect("six").remove(0).personal.expect("a block");
    assert_eq!((block.place, block.witnesses), (Some(note("Halaman kantor")), people(WITNESSES_MOST)));
}

#[test]
fn so_many_runs_of_numbers_are_one_act() {
    let b = Bench::open_office(5);
    let many = |n| {
        let items = runs(n);
        let declared = sheet(SheetCommand::Declare { sheets: items.clone(), fate: SheetFate::Spoiled, note: None });
        let kept = stock(StockCommand::Store { items, place: label("LEMARI 2") });
        [declared, kept].map(|command| ask(&b, command).expect_err("none of them is there"))
    };
    for refused in many(RUNS + 1) {
        assert_eq!(refused, Refusal::TooMany { limit: RUNS });
    }
    for refused in many(RUNS) {
        let there = matches!(refused, Refusal::SheetNeverIssued { sheet: 1, .. } | Refusal::NotKept { item: 1 });
        assert!(there, "as many as may be named are looked for: {refused:?}");
    }
    let kept = |n| ask(&b, stock(StockCommand::Store { items: (1..=n).collect(), place: label("LEMARI 2") }));
    assert_eq!(kept(100_001).map(drop), Err(Refusal::TooMany { limit: RUNS }));
    assert_eq!(kept(100_000).map(drop), Err(Refusal::NotKept { item: 1 }), "a hundred thousand are one act");
    let all = |n| sheet(SheetCommand::Declare { sheets: (1..=n).collect(), fate: SheetFate::Spoiled, note: None });
    let out = u32::try_from(sheets::OUT).expect("a number");
    assert_eq!(ask(&b, all(out + 1)).map(drop), Err(Refusal::TooMany { limit: RUNS }));
    assert!(matches!(ask(&b, all(out)), Err(Refusal::SheetNeverIssued { sheet: 1, .. })));
}

#[test]
fn serials_are_given_with_the_first_blanks_of_a_batch_and_at_no_other_time() {
    let mut b = Bench::open_office(10);
    let moved = |batch: Option<&str>, how| StockCommand::Move {
        batch: batch.map(label),
        how,
        n: 3,
        serials: Some(Serials { first: "A0001".into(), last: "A0003".into() }),
        document: note("BA 5/2026"),
    };
    let differ = Err(Refusal::SerialsDiffer { serials: Some(3) });
    assert_eq!(ask(&b, stock(moved(None, StockMove::Received))).map(drop), differ, "of no batch");
    b.act(SUPERVISOR, stock(moved(Some("D-1"), StockMove::Received))).expect("a box");
    for how in StockMove::ALL {
        assert_eq!(ask(&b, stock(moved(Some("D-1"), *how))).map(drop), differ, "{how:?}");
        if !matches!(how, StockMove::Received | StockMove::Borrowed) {
            assert_eq!(ask(&b, stock(moved(None, *how))).map(drop), differ, "{how:?} of no batch");
        }
    }
}

#[test]
fn records_of_destruction_are_numbered_within_their_year() {
    let mut b = Bench::open_office(0);
    assert_eq!(b.office.next_record(2026), 1);
    b.office.desk.stock.last_record = Some((2026, 7));
    assert_eq!((b.office.next_record(2026), b.office.next_record(2027)), (8, 1));
}

#[test]
fn a_queue_is_oldest_first_behind_those_marked() {
    let mut b = Bench::open_office(0);
    let apps: Vec<AppId> = (1..=4).map(|n| b.submit(submission(n, ReasonCode::New, Then::Queue))).collect();
    for app in [apps[3], apps[2]] {
        b.act(OFFICER, Command::MarkPriority { app, priority: true }).expect("marked");
    }
    let queue: Vec<AppId> = b.office.queue(|_| true).iter().map(|file| file.app.id).collect();
    assert_eq!(queue, [apps[2], apps[3], apps[0], apps[1]]);
}

#[test]
fn as_many_lookings_are_noted_at_once_as_a_desk_gathers() {
    let b = Bench::open_office(0);
    let looked = |n| Command::NoteAccess(vec![Access::Listed { date: monday() }; n]);
    assert_eq!(ask(&b, looked(MOST)).map(|drafts| drafts.len()), Ok(MOST));
    assert_eq!(ask(&b, looked(MOST + 1)).map(drop), Err(Refusal::TooMany { limit: MOST }));
}

#[test]
fn a_command_that_names_a_file_says_which() {
    for (place, _) in PLACES {
        let (b, app) = at(place);
        for command in about(&b, app) {
            let named = format!("{command:?}").contains(&format!("app: {app:?}"));
            assert_eq!(command.app(), named.then_some(app), "{place}: {command:?}");
        }
    }
}

#[test]
fn a_status_and_a_test_are_good_for_their_day() {
    let mut b = Bench::open_office(5);
    let app = b.submit(submission(1, ReasonCode::New, Then::Complete));
    let (today, tomorrow) = (monday(), monday() + chrono::Days::new(1));
    let good = |b: &Bench, day| (b.app(app).status_fresh(day), b.app(app).test_passed(day));
    assert_eq!(good(&b, today), (false, false));
    status_of_today(&mut b, app);
    super::counter::test(&mut b, app, TestOutcome::Unreadable);
    assert_eq!(good(&b, today), (true, false), "a finger that could not be read passes nothing");
    let mut order = b.order(OPERATOR);
    order.approver = Some(SUPERVISOR);
    let (ground, evidence) = (OverrideGround::Unreadable, note("KK asli"));
    b.give(Command::OverrideTest { app, ground, evidence, exemption: None }, order).expect("a second person");
    assert_eq!(good(&b, today), (true, true));
    super::counter::test(&mut b, app, TestOutcome::Match);
    assert_eq!((good(&b, today), good(&b, tomorrow)), ((true, true), (false, false)));
}
