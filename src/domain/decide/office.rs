//! Decisions about the office itself: accounts, policy, the day, mode and stock of blanks.

use super::{Ctx, Decision};
use crate::domain::command::{Command, Continuation, DayCount, Sealing};
use crate::domain::event::*;
use crate::domain::id::AccountId;
use crate::domain::personal::{Personal, Reasons};
use crate::domain::refusal::Refusal;
use crate::domain::seal::{SealKey, key_id};
use crate::domain::terms::*;
use chrono::{Datelike as _, NaiveDate};
use std::collections::BTreeSet;

pub(super) fn accounts(ctx: &Ctx<'_>, command: &Command) -> Decision {
    let known = |account: &AccountId| ctx.office.rules.accounts.get(account).ok_or(Refusal::UnknownAccount);
    Ok(vec![match command {
        Command::CreateLedger { ledger, kind, last_number } => {
            if ctx.office.desk.ledger.is_some() {
                return Err(Refusal::LedgerExists);
            }
            let last_number = last_number.clone();
            let (ledger, kind, lost) = (*ledger, *kind, Vec::new());
            LedgerCreated { ledger, kind, parent: None, parent_head: None, last_number, lost }.into()
        }
        Command::ChangePolicy(policy) => PolicyChanged { policy: policy.clone() }.into(),
        Command::AddAccount { account, name, initials, roles } => {
            let initials = new_initials(ctx, initials)?;
            if *account == AccountId::SYSTEM || known(account).is_ok() {
                return Err(Refusal::AccountExists);
            }
            if roles.is_empty() {
                return Err(Refusal::NoRoles);
            }
            let personal = Personal { staff: Some(name.clone()), ..Personal::default() };
            Draft::with(AccountAdded { account: *account, initials, roles: roles.clone() }, personal)
        }
        Command::SetRoles { account, roles } => {
            known(account)?;
            if roles.is_empty() {
                return Err(Refusal::NoRoles);
            }
            keeps_supervisor(ctx, *account, roles)?;
            AccountRolesChanged { account: *account, roles: roles.clone() }.into()
        }
        Command::DisableAccount { account } => {
            known(account)?;
            keeps_supervisor(ctx, *account, &BTreeSet::new())?;
            AccountDisabled { account: *account }.into()
        }
        Command::EnableAccount { account } => {
            known(account)?;
            AccountEnabled { account: *account }.into()
        }
        Command::ResetAccount { account } => {
            known(account)?;
            AccountReset { account: *account }.into()
        }
        Command::NoteKeys(change) => {
            let KeysChanged { how, account } = change;
            if let Some(account) = account {
                known(account)?;
            }
            // A new secret by the recovery key is for a supervisor alone: everybody else has one to ask.
            let fits = |roles: &BTreeSet<Role>| roles.contains(&Role::Supervisor);
            if *how == KeyChange::Recovered && !account.and_then(|a| ctx.office.roles(a)).is_some_and(fits) {
                return Err(Refusal::RoleMissing { needs: &[Role::Supervisor] });
            }
            change.clone().into()
        }
        Command::NoteKeyFile { generation } if *generation > ctx.office.desk.keys => {
            KeyFileNoted { generation: *generation }.into()
        }
        Command::NoteSignIn { failures } => StaffSignedIn { failures: *failures }.into(),
        _ => return Err(Refusal::NothingChanges),
    }])
}

/// A new identity after a parent's entries. Numbers given out on paper are not given out again.
pub(super) fn go_on(ctx: &Ctx<'_>, on: &Continuation) -> Decision {
    let desk = &ctx.office.desk;
    let parent = desk.ledger.filter(|parent| *parent != on.ledger).ok_or(Refusal::NothingChanges)?;
    if let Some(book) = desk.last_number.as_ref().filter(|book| (book.year, book.no) > on.last) {
        return Err(Refusal::NumberBehind { book: book.clone() });
    }
    let (year, no) = on.last;
    let today = ctx.order.stamp.date();
    let day = if today.year() == year { Some(today) } else { NaiveDate::from_ymd_opt(year, 12, 31) };
    let same = desk.last_number.clone().filter(|book| (book.year, book.no) == on.last);
    let number = || day.filter(|_| no > 0).map(|day| ctx.office.policy().number(day, no));
    let event = LedgerCreated {
        ledger: on.ledger,
        kind: desk.kind,
        parent: Some(parent),
        parent_head: Some(on.head.clone()),
        last_number: same.or_else(number),
        lost: on.lost.clone(),
    };
    Ok(vec![event.into()])
}

/// Initials are two to four letters and unlike any colleague's, past ones included: the book is signed with them.
fn new_initials(ctx: &Ctx<'_>, initials: &str) -> Result<String, Refusal> {
    let initials = initials.trim().to_uppercase();
    if !(2..=4).contains(&initials.chars().count()) || !initials.chars().all(|c| c.is_ascii_uppercase()) {
        return Err(Refusal::InitialsInvalid);
    }
    if ctx.office.rules.accounts.values().any(|a| a.initials == initials) {
        return Err(Refusal::InitialsTaken);
    }
    Ok(initials)
}

/// The office never loses its last supervisor.
fn keeps_supervisor(ctx: &Ctx<'_>, changed: AccountId, roles: &BTreeSet<Role>) -> Result<(), Refusal> {
    let others = ctx.office.rules.accounts.values().filter(|a| a.active && a.id != changed);
    let remains = roles.contains(&Role::Supervisor) || others.into_iter().any(|a| a.roles.contains(&Role::Supervisor));
    if remains { Ok(()) } else { Err(Refusal::LastSupervisor) }
}

pub(super) fn open_day(ctx: &Ctx<'_>, date: NaiveDate) -> Decision {
    if let Some(open) = ctx.office.desk.day.filter(|open| *open >= date) {
        return Err(Refusal::DayAlreadyOpen { open });
    }
    if let Some(closed) = ctx.office.desk.last_closed.filter(|closed| *closed >= date) {
        return Err(Refusal::DayWasClosed { closed });
    }
    Ok(vec![DayOpened { date }.into()])
}

pub(super) fn adopt_seal_key(ctx: &Ctx<'_>, key: &SealKey) -> Decision {
    if ctx.office.desk.seal_key.as_ref() == Some(key) {
        return Err(Refusal::NothingChanges);
    }
    Ok(vec![SealKeyAdopted { key: *key }.into()])
}

pub(super) fn close_day(ctx: &Ctx<'_>, count: &DayCount) -> Decision {
    let desk = &ctx.office.desk;
    if let Some(first) = desk.unclosed.keys().next().filter(|first| **first != count.date) {
        return Err(Refusal::EarlierDayFirst { date: *first });
    }
    let (upto, book) = ctx.office.book_end(count.date).ok_or_else(|| not_open(ctx, count.date))?;
    let printing = ctx.office.census().printing;
    if printing > 0 {
        return Err(Refusal::PrintsUnresolved { n: printing });
    }
    // The digests are of the book as it was read; an entry since then would be closed without being in them.
    if count.upto != upto || !sealed_for(ctx, count) {
        return Err(Refusal::BookMovedOn);
    }
    let unexplained = count.counts.differences(&book).into_iter().find(|d| count.counts.why(d.of).is_none());
    if let Some(differs) = unexplained {
        return Err(Refusal::CountUnexplained { of: differs.of, book: differs.book, counted: differs.counted });
    }
    let why = &count.counts.why;
    let closed = DayClosed {
        date: count.date,
        upto,
        counted_blanks: count.counts.blanks,
        counted_shelf: count.counts.shelf,
        counted_invalid: count.counts.invalid,
        format: count.format,
        digests: count.digests.clone(),
        explained: !why.is_empty(),
        seal: count.sealing.as_ref().map(|s| s.seal.mark()),
    };
    let salt = count.sealing.as_ref().map(|s| s.salt);
    let reasons = (!why.is_empty()).then(|| Reasons { salt, why: why.clone() });
    let personal = reasons.map(|reasons| Personal { reasons: Some(reasons), ..Personal::default() });
    Ok(vec![Draft { event: closed.into(), personal }])
}

/// Somebody else may have closed it a moment ago; then it is told who and when.
fn not_open(ctx: &Ctx<'_>, date: NaiveDate) -> Refusal {
    match &ctx.office.desk.last_close {
        Some(last) if last.date == date => {
            let account = ctx.office.rules.accounts.get(&last.by);
            let by = account.map(|account| account.initials.clone()).unwrap_or_default();
            Refusal::ClosedMeanwhile { date, by, at: last.at }
        }
        _ => Refusal::DayNotOpen { date },
    }
}

/// The seal is the next one, of this close, with the key the office has adopted; before that there is none.
fn sealed_for(ctx: &Ctx<'_>, count: &DayCount) -> bool {
    let desk = &ctx.office.desk;
    let Some(Sealing { seal, .. }) = &count.sealing else { return desk.seal_key.is_none() };
    let adopted = desk.ledger.zip(desk.seal_key).map(|(ledger, key)| (ledger, key_id(ledger, &key)));
    adopted == Some((seal.checkpoint.ledger, seal.key))
        && seal.number() == desk.closes + 1
        && seal.fits(count.date, count.upto, &count.counts)
}

pub(super) fn mode_and_stock(ctx: &Ctx<'_>, command: &Command) -> Decision {
    Ok(vec![match command {
        Command::StartTrouble { causes, reason, advised } => {
            if causes.is_empty() {
                return Err(Refusal::NoCauses);
            }
            if ctx.office.desk.trouble.as_ref().is_some_and(|t| t.causes == *causes) {
                return Err(Refusal::TroubleAlready);
            }
            if !advised && reason.as_ref().is_none_or(|r| r.is_empty()) {
                return Err(Refusal::ReasonNeeded);
            }
            let event = TroubleStarted { causes: causes.clone(), advised: *advised };
            Draft { event: event.into(), personal: Personal::note(reason.clone()) }
        }
        Command::EndTrouble { reason, advised } => {
            if ctx.office.desk.trouble.is_none() {
                return Err(Refusal::NoTrouble);
            }
            let event = TroubleEnded { advised: *advised };
            Draft { event: event.into(), personal: Personal::note(reason.clone()) }
        }
        Command::MoveBlanks { how, n, document } => {
            let signed = *how == BlankMove::Counted;
            if *n == 0 || (*n < 0 && !signed) || n.unsigned_abs() > 100_000 {
                return Err(Refusal::NotAnAmount);
            }
            if document.is_empty() {
                return Err(Refusal::DocumentNeeded);
            }
            let have = ctx.office.desk.blanks;
            let leaves = if *how == BlankMove::Lent { -n } else { *n };
            if i64::from(have) + i64::from(leaves) < 0 {
                return Err(Refusal::BlanksBelowZero { have });
            }
            let personal = Personal { note: Some(document.clone()), ..Personal::default() };
            Draft::with(BlanksMoved { how: *how, n: *n }, personal)
        }
        Command::SendAway { why } => VisitorSentAway { why: *why }.into(),
        _ => return Err(Refusal::NothingChanges),
    }])
}
