//! Numbered paper: nothing is copied in twice or from nowhere, every line is signed once, and the sums come out.

use super::props::{Roll, note, pick};
use crate::harness::*;
use loket::domain::application::Stage;
use loket::domain::command::*;
use loket::domain::event::Event;
use loket::domain::id::{AccountId, AppId};
use loket::domain::invalid::Items;
use loket::domain::office::Office;
use loket::domain::reason::ReasonCode;
use loket::domain::refusal::Refusal;
use loket::domain::sheets::{LINES, SheetCommand, read_numbers, sheets_for};
use loket::domain::terms::*;

pub(super) fn give(command: SheetCommand) -> Command {
    Command::Sheets(Box::new(command))
}

fn items(numbers: &[u32]) -> Items {
    numbers.iter().copied().collect()
}

fn issue(b: &mut Bench, n: u32) -> Result<(), Refusal> {
    b.act(SUPERVISOR, give(SheetCommand::IssueEmergency { n })).map(|_| ())
}

fn declare(b: &mut Bench, numbers: &[u32], fate: SheetFate, why: Option<&str>) -> Result<(), Refusal> {
    let command = SheetCommand::Declare { sheets: items(numbers), fate, note: why.map(note) };
    b.act(SUPERVISOR, give(command)).map(|_| ())
}

fn copy(b: &mut Bench, n: u32, sheet: u32) -> Result<AppId, Refusal> {
    let s = Submission { sheet: Some(sheet), ..submission(n, ReasonCode::Lost, Then::Queue) };
    let given = b.act(OFFICER, Command::Submit(Box::new(s)))?;
    Ok(AppId(given.last().expect("an entry").seq))
}

/// A random act with numbered paper, for the property of the whole office.
pub(super) fn command(b: &Bench, r: Roll) -> (AccountId, Command) {
    let out = &b.office.desk.sheets.emergency.out;
    let some = out.iter().nth(r.which as usize % out.count().max(1) as usize).unwrap_or(u32::from(r.which));
    let command = match r.act {
        92 => SheetCommand::IssueEmergency { n: u32::from(r.a % 12) },
        93 => {
            let sheets = if r.a.is_multiple_of(3) { items(&[some, some + 1]) } else { items(&[some]) };
            SheetCommand::Declare {
                sheets,
                fate: pick(SheetFate::ALL, r.b),
                note: r.b.is_multiple_of(2).then(|| note("basah")),
            }
        }
        94 if r.a.is_multiple_of(2) => SheetCommand::IssueHandover { n: u32::from(r.a % 4), cards: Vec::new() },
        94 => {
            let cards: Vec<AppId> = ready(&b.office);
            SheetCommand::IssueHandover { n: sheets_for(cards.len()), cards }
        }
        _ => {
            let mut s = submission(u32::from(r.which % 24), ReasonCode::Lost, Then::Queue);
            s.sheet = Some(if r.b.is_multiple_of(4) { u32::from(r.b) } else { some });
            s.repeat_reason = Some(note("hilang lagi"));
            return (OFFICER, Command::Submit(Box::new(s)));
        }
    };
    (SUPERVISOR, give(command))
}

fn ready(office: &Office) -> Vec<AppId> {
    office.files.values().filter(|f| f.app.stage == Stage::Ready).map(|f| f.app.id).collect()
}

#[test]
fn numbers_go_on_and_each_is_copied_once() {
    let mut b = Bench::open_office(0);
    assert_eq!(copy(&mut b, 1, 1), Err(Refusal::SheetNeverIssued { sheet: 1, out: items(&[]) }), "none is out");
    issue(&mut b, 3).expect("three");
    issue(&mut b, 2).expect("two more");
    assert_eq!(b.office.desk.sheets.emergency.out, items(&[1, 2, 3, 4, 5]));
    let app = copy(&mut b, 1, 4).expect("the fourth");
    assert_eq!(b.app(app).sheet, Some(4));
    let number = b.app(app).number.clone();
    assert_eq!(copy(&mut b, 2, 4), Err(Refusal::SheetCopied { sheet: 4, number: Some(number) }));
    assert_eq!(copy(&mut b, 2, 6), Err(Refusal::SheetNeverIssued { sheet: 6, out: items(&[1, 2, 3, 5]) }));
    assert_eq!(b.office.stocks().sheets, items(&[1, 2, 3, 5]));
    b.assert_balanced();
}

#[test]
fn a_sheet_is_declared_once_and_a_lost_one_with_its_reason() {
    let mut b = Bench::open_office(0);
    issue(&mut b, 4).expect("four");
    declare(&mut b, &[1, 2], SheetFate::Unused, None).expect("unused");
    assert_eq!(declare(&mut b, &[3], SheetFate::Lost, None), Err(Refusal::ReasonNeeded));
    declare(&mut b, &[3], SheetFate::Lost, Some("terbawa pemohon")).expect("lost");
    assert_eq!(
        declare(&mut b, &[2, 4], SheetFate::Spoiled, None),
        Err(Refusal::SheetDeclared { sheet: 2, fate: SheetFate::Unused })
    );
    assert_eq!(copy(&mut b, 1, 3), Err(Refusal::SheetDeclared { sheet: 3, fate: SheetFate::Lost }));
    assert_eq!(declare(&mut b, &[], SheetFate::Spoiled, None), Err(Refusal::NothingChosen));
    assert_eq!(b.office.desk.sheets.emergency.out, items(&[4]));
    b.assert_balanced();
}

#[test]
fn a_copy_voided_as_an_input_error_puts_its_sheet_back() {
    let mut b = Bench::open_office(0);
    issue(&mut b, 1).expect("one");
    let app = copy(&mut b, 1, 1).expect("copied");
    b.act(OFFICER, Command::Cancel { app, kind: CancelKind::InputError, note: None }).expect("void");
    assert_eq!(b.office.desk.sheets.emergency.out, items(&[1]));
    copy(&mut b, 2, 1).expect("copied again");
    b.assert_balanced();
}

#[test]
fn only_the_supervisor_gives_emergency_sheets_out_and_never_without_limit() {
    let mut b = Bench::open_office(0);
    let asked = b.act(OFFICER, give(SheetCommand::IssueEmergency { n: 1 }));
    assert!(matches!(asked, Err(Refusal::RoleMissing { .. })));
    for n in [0, 101] {
        assert_eq!(issue(&mut b, n), Err(Refusal::TooManySheets { most: 100 }));
    }
    for _ in 0..5 {
        issue(&mut b, 100).expect("a hundred");
    }
    assert_eq!(issue(&mut b, 1), Err(Refusal::SheetsOut { out: 500, most: 500 }));
}

/// So many cards ready to collect, all of one family card.
fn shelf(b: &mut Bench, n: u32) -> Vec<AppId> {
    (1..=n).map(|n| super::counter::ready(b, n)).collect()
}

fn hand(b: &mut Bench, app: AppId, at: Option<(u32, u8)>) -> Result<(u32, u8), Refusal> {
    let (sheet, line) = at.unzip();
    let handover = Handover { sheet, line, in_session: false, ..Handover::to_holder(app, OldCard::NeverHad) };
    let given = b.act(OPERATOR, Command::HandOver(Box::new(handover)))?;
    match &given.last().expect("an entry").event {
        Event::CardHandedOver(e) => Ok((e.sheet.expect("a sheet"), e.line.expect("a line"))),
        other => panic!("{}", other.kind()),
    }
}

#[test]
fn the_next_line_is_proposed_and_no_line_is_signed_twice() {
    let mut b = Bench::open_office(9);
    let apps = shelf(&mut b, 4);
    assert_eq!(b.office.desk.sheets.handover.proposed(apps[0]), None, "no sheet was given out");
    b.act(OPERATOR, give(SheetCommand::IssueHandover { n: 2, cards: Vec::new() })).expect("two blank sheets");
    let next = |b: &Bench| b.office.desk.sheets.handover.proposed(apps[3]);
    assert_eq!(next(&b), Some((1, 1)));
    assert_eq!(hand(&mut b, apps[0], Some((1, 1))), Ok((1, 1)));
    assert_eq!(next(&b), Some((1, 2)));
    assert_eq!(hand(&mut b, apps[1], Some((1, 1))), Err(Refusal::LineUsed { sheet: 1, line: 1 }));
    assert_eq!(hand(&mut b, apps[1], Some((3, 1))), Err(Refusal::HandoverSheetUnknown { sheet: 3, last: 2 }));
    assert_eq!(hand(&mut b, apps[1], Some((1, LINES))), Ok((1, LINES)));
    assert_eq!(next(&b), Some((2, 1)), "the next blank sheet");
    assert_eq!(hand(&mut b, apps[2], Some((2, LINES))), Ok((2, LINES)));
    assert_eq!(next(&b), None, "no line is free");
}

#[test]
fn cards_printed_on_lines_ahead_are_signed_there() {
    let mut b = Bench::open_office(9);
    let apps = shelf(&mut b, 3);
    b.act(OPERATOR, give(SheetCommand::IssueHandover { n: 1, cards: Vec::new() })).expect("a blank sheet");
    let wrong = b.act(OPERATOR, give(SheetCommand::IssueHandover { n: 2, cards: apps.clone() }));
    assert_eq!(wrong.map(|_| ()), Err(Refusal::NotAnAmount), "three cards fill one sheet");
    b.act(OPERATOR, give(SheetCommand::IssueHandover { n: 1, cards: apps.clone() })).expect("a filled sheet");
    let proposed = |b: &Bench, n: usize| b.office.desk.sheets.handover.proposed(apps[n]);
    assert_eq!((proposed(&b, 0), proposed(&b, 2)), (Some((2, 1)), Some((2, 3))));
    assert_eq!(hand(&mut b, apps[1], Some((2, 2))), Ok((2, 2)));
    assert_eq!((proposed(&b, 1), proposed(&b, 2)), (Some((1, 1)), Some((2, 3))), "a blank line for whoever has none");
}

#[test]
fn a_family_on_lines_ahead_signs_each_on_its_own() {
    let mut b = Bench::open_office(9);
    let apps = shelf(&mut b, 3);
    let order = vec![apps[2], apps[0], apps[1]];
    b.act(OPERATOR, give(SheetCommand::IssueHandover { n: 1, cards: order })).expect("a filled sheet");
    let lines = b.office.desk.sheets.handover.lines(&apps, (1, 2));
    assert_eq!(lines, [(1, 2), (1, 3), (1, 1)]);
}

#[test]
fn an_office_that_numbers_its_own_sheets_is_followed() {
    let mut b = Bench::open_office(9);
    let apps = shelf(&mut b, 2);
    assert_eq!(hand(&mut b, apps[0], Some((41, LINES))), Ok((41, LINES)));
    assert_eq!(b.office.desk.sheets.handover.proposed(apps[1]), Some((42, 1)));
    b.act(SUPERVISOR, give(SheetCommand::IssueHandover { n: 1, cards: Vec::new() })).expect("a sheet");
    assert_eq!(b.office.desk.sheets.handover.last, 42, "the program's numbers go on from the office's");
}

#[test]
fn numbers_are_read_as_people_write_them() {
    assert_eq!(read_numbers("3, 7-9"), Some(items(&[3, 7, 8, 9])));
    assert_eq!(read_numbers(" 12;10 – "), None);
    assert_eq!(read_numbers("9 8,8"), Some(items(&[8, 9])));
    for wrong in ["", "0", "5-3", "x", "1-100000", "4294967296"] {
        assert_eq!(read_numbers(wrong), None, "{wrong}");
    }
}
