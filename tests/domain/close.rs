//! The close of a day: what is closed is the book that was read, not one that has grown since.

use crate::harness::{Bench, OFFICER, SUPERVISOR, monday, submission};
use loket::domain::command::{Command, DayCount, Sealing, Then};
use loket::domain::event::{Event, KeysChanged};
use loket::domain::id::AccountId;
use loket::domain::reason::ReasonCode;
use loket::domain::refusal::Refusal;
use loket::domain::seal::{Checkpoint, Hex, Seal, key_id};
use loket::domain::terms::{KeyChange, Role};

/// The count of a day as the desk gives it after reading the book: it agrees with the book.
fn count(b: &Bench) -> DayCount {
    let (upto, book) = b.office.book_end(monday()).expect("a day not closed");
    DayCount::agreeing(monday(), upto, &book)
}

/// What a ledger would seal with; whether the signature is true is not the rules' to judge.
pub fn sealing(b: &Bench, count: &DayCount) -> Option<Sealing> {
    let (ledger, key) = b.office.desk.ledger.zip(b.office.desk.seal_key)?;
    let checkpoint = Checkpoint {
        ledger,
        day: count.date,
        number: b.office.desk.closes + 1,
        size: count.upto,
        root: Hex([3; 32]),
        blanks: count.counts.blanks,
        shelf: count.counts.shelf,
        invalid: count.counts.invalid,
        reasons: None,
    };
    Some(Sealing { seal: Seal { checkpoint, key: key_id(ledger, &key), signature: Hex([4; 64]) }, salt: Hex([5; 16]) })
}

#[test]
fn a_book_that_grew_since_it_was_read_is_not_closed() {
    let mut b = Bench::open_office(5);
    let read = count(&b);
    b.submit(submission(1, ReasonCode::New, Then::Queue));
    assert_eq!(b.act(SUPERVISOR, Command::CloseDay(read)), Err(Refusal::BookMovedOn));
    let again = count(&b);
    let closed = b.act(SUPERVISOR, Command::CloseDay(again.clone())).expect("read once more");
    let Event::DayClosed(closed) = &closed[0].event else { panic!("not a close") };
    assert_eq!(closed.upto, again.upto, "the close names the last entry that was read");
}

#[test]
fn a_day_left_open_keeps_the_end_of_its_book() {
    let mut b = Bench::open_office(5);
    let before = count(&b);
    let date = monday() + chrono::Days::new(1);
    b.act(AccountId::SYSTEM, Command::OpenDay { date }).expect("the next day");
    b.act(OFFICER, Command::NoteSignIn { failures: 0 }).expect("work goes on");
    assert_eq!(count(&b), before, "what was written under the next day is not in the book of the first");
    b.act(SUPERVISOR, Command::CloseDay(before)).expect("the day before");
    assert_eq!(b.office.book_end(monday()), None, "a closed day has no end to come");
}

#[test]
fn once_a_key_is_adopted_a_close_needs_the_next_seal_of_this_close() {
    let mut b = Bench::open_office(5);
    b.act(SUPERVISOR, Command::AdoptSealKey { key: Hex([7; 32]) }).expect("adopted");
    let bare = count(&b);
    assert_eq!(b.act(SUPERVISOR, Command::CloseDay(bare.clone())), Err(Refusal::BookMovedOn), "unsealed");
    let sealing = sealing(&b, &bare).expect("a key");
    for bend in [
        |seal: &mut Seal| seal.checkpoint.number += 1,
        |seal: &mut Seal| seal.checkpoint.size -= 1,
        |seal: &mut Seal| seal.checkpoint.blanks += 1,
        |seal: &mut Seal| seal.key = Hex([9; 4]),
    ] {
        let mut bent = sealing.clone();
        bend(&mut bent.seal);
        let count = DayCount { sealing: Some(bent), ..bare.clone() };
        assert_eq!(b.act(SUPERVISOR, Command::CloseDay(count)), Err(Refusal::BookMovedOn));
    }
    b.act(SUPERVISOR, Command::CloseDay(DayCount { sealing: Some(sealing), ..bare })).expect("sealed");
    assert_eq!(b.office.desk.closes, 1);
}

/// A seal key adopted, the keys of the home changed, or a change of the key file noted.
pub fn keys(a: u8, b: u8) -> Command {
    if a.is_multiple_of(5) {
        return Command::NoteKeyFile { generation: u64::from(b) };
    }
    if a.is_multiple_of(3) {
        let how = KeyChange::ALL[usize::from(b) % KeyChange::ALL.len()];
        return Command::NoteKeys(KeysChanged { how, account: Some(SUPERVISOR) });
    }
    Command::AdoptSealKey { key: Hex([b; 32]) }
}

#[test]
fn a_recovery_stands_until_a_day_is_closed_and_is_for_supervisors() {
    let mut b = Bench::open_office(50);
    let recovered = |account| Command::NoteKeys(KeysChanged { how: KeyChange::Recovered, account: Some(account) });
    let refused = b.act(AccountId::SYSTEM, recovered(OFFICER)).expect_err("an officer has a supervisor to ask");
    assert_eq!(refused, Refusal::RoleMissing { needs: &[Role::Supervisor] });
    let rekeyed = Command::NoteKeys(KeysChanged { how: KeyChange::Rekeyed, account: None });
    b.act(AccountId::SYSTEM, rekeyed.clone()).expect_err("only a supervisor changes the key");
    b.act(OFFICER, rekeyed).expect_err("only a supervisor changes the key");
    assert_eq!(b.office.desk.recovered, None);
    b.act(AccountId::SYSTEM, recovered(SUPERVISOR)).expect("whoever has the recovery key");
    assert_eq!(b.office.desk.recovered.map(|r| r.account), Some(SUPERVISOR));
}
