//! The fields of every form of the lower half, and how they are read.
//!
//! Separate from the behaviour of forms because this is a table. Must not decide what the office decides.

use super::sheet::{Filled, Kind, Problem, Sheet};
use crate::domain::application::Stage;
use crate::domain::command::{Command, PrintReport};
use crate::domain::id::AppId;
use crate::domain::person::{NOTE, Note, STATUS_TEXT};
use crate::domain::sheets::LINES;
use crate::domain::sop::Spent;
use crate::domain::status::{CentralStatus, DeferralReason};
use crate::domain::stock::{LABEL, Label};
use crate::domain::stock_command::StockCommand;
use crate::domain::terms::*;
use crate::text::screens::operator as t;
use crate::text::screens::stock as st;
use crate::text::{Label as Said, Word, status, term};
use crate::ui::choice::{Choice, Choices};
use crate::ui::field::{Field, Filter};
use crate::ui::form::{Form, Input, Item};
use crate::view::View;

/// The key of a status that is typed in.
pub const OTHER: &str = "other";
/// Ticks before data are taken down, in the order of the digits.
pub const TICKS: [&str; 3] = ["kk", "number", "told"];
/// Where a status is read.
const SOURCE: &str = "SIAK";

fn text(limit: usize) -> Input {
    Input::Text(Field::new(limit))
}

fn digits(limit: usize) -> Input {
    Input::Text(Field::new(limit).filtered(Filter::Digits))
}

fn list<T: Copy>(values: &[T], code: impl Fn(T) -> &'static str, word: impl Fn(T) -> Word) -> Input {
    let options = values.iter().map(|value| Choice::new(code(*value), Said::from(word(*value))));
    Input::Choice(Choices::new(options.collect()))
}

/// The form of a kind.
pub fn form(kind: Kind, app: Option<AppId>, view: &View<'_>) -> Form {
    let note = || Item::new("note", t::F_NOTE, text(NOTE));
    let last4 = || Item::new("last4", t::F_LAST4, digits(4)).required().width(6);
    let mut form = Form::new(match kind {
        Kind::Status => vec![
            Item::new("status", t::F_STATUS, statuses(app, view)).required(),
            Item::new("other", t::F_OTHER, text(STATUS_TEXT)),
            last4(),
        ],
        Kind::Defer => {
            vec![
                Item::new("reason", t::F_WHY, list(&DeferralReason::ALL, DeferralReason::code, status::deferral))
                    .required(),
                note(),
            ]
        }
        Kind::Approval => {
            vec![
                Item::new("topic", t::F_TOPIC, list(ApprovalTopic::ALL, ApprovalTopic::code, term::approval))
                    .required(),
                note().required(),
            ]
        }
        Kind::Reject => vec![
            Item::new("cause", t::F_CAUSE, list(RejectCause::ALL, RejectCause::code, term::rejected)).required(),
            Item::new("next", t::F_AFTER, list(AfterReject::ALL, AfterReject::code, term::after_reject)).required(),
            note(),
        ],
        Kind::Blanks => vec![
            Item::new("how", t::F_HOW, list(moves(view), BlankMove::code, term::blank_move)).required(),
            Item::new("n", t::F_COUNT, text(7)).required().width(9),
            Item::new("document", t::F_DOCUMENT, text(NOTE)).required(),
        ],
        Kind::Override => vec![
            Item::new("ground", t::F_GROUND, list(grounds(app, view), OverrideGround::code, term::ground)).required(),
            Item::new("evidence", t::F_EVIDENCE, text(NOTE)).required(),
            Item::new("exemption", t::F_EXEMPTION, text(NOTE)),
        ],
        Kind::Good => vec![last4()],
        Kind::Bad(_) => vec![last4(), Item::new("then", st::F_THEN, then()).required()],
        Kind::Place => vec![Item::new("place", st::F_PLACE, text(LABEL)).required().width(20)],
        Kind::Data => {
            let ticks = TICKS.into_iter().zip(DataCheck::ALL);
            ticks.map(|(key, check)| Item::new(key, term::data_check(*check), Input::Tick(false)).required()).collect()
        }
        Kind::Withdraw | Kind::Void => vec![note()],
        Kind::Contact => vec![
            Item::new("reached", t::F_REACHED, reached()).required(),
            Item::new("topic", t::F_TOPIC, list(ContactTopic::ALL, ContactTopic::code, term::contact_topic)).required(),
        ],
        Kind::OldCard => vec![note().required()],
        Kind::Lines => vec![
            Item::new("sheet", t::F_SHEET, digits(6)).required().width(9),
            Item::new("line", t::F_LINE, digits(2)).required().width(5),
        ],
    });
    match kind {
        Kind::Status => form.set_enabled("other", false),
        Kind::Override => form.set_enabled("exemption", false),
        // A list ignores what it does not know; printing again is what is done nearly always.
        Kind::Bad(_) => form.set("then", AGAIN).unwrap_or_default(),
        Kind::Contact => {
            let stage = app.and_then(|app| view.file(app)).map(|file| file.app.stage);
            form.set("topic", topic(stage).code()).unwrap_or_default();
        }
        _ => {}
    }
    form
}

/// What a call is about, by where the file stands.
pub fn topic(stage: Option<Stage>) -> ContactTopic {
    match stage {
        Some(Stage::Recorded) => ContactTopic::TroubleOver,
        Some(Stage::Deferred(_)) => ContactTopic::Deferred,
        Some(Stage::Printed | Stage::Ready) => ContactTopic::Ready,
        Some(Stage::Returned) => ContactTopic::Returned,
        _ => ContactTopic::Other,
    }
}

/// The spoiled card is printed again in the same act.
const AGAIN: &str = "again";

fn then() -> Input {
    let options = [(AGAIN, st::PRINT_AGAIN), ("only", st::SPOILED_ONLY)];
    Input::Choice(Choices::new(options.map(|(key, word)| Choice::new(key, word)).to_vec()))
}

fn reached() -> Input {
    let options = [("yes", t::REACHED), ("no", t::NOT_REACHED)];
    Input::Choice(Choices::new(options.map(|(key, word)| Choice::new(key, word)).to_vec()))
}

/// What is read most often after a status that goes on; here a short form typed ahead (`dup`) finds its own
/// status before another one that merely mentions it.
const OFTEN: [CentralStatus; 3] =
    [CentralStatus::SentForEnrollment, CentralStatus::DuplicateRecord, CentralStatus::EnrollFailureAtCentral];

/// Statuses that go on for this kind of application first.
fn statuses(app: Option<AppId>, view: &View<'_>) -> Input {
    let checklist = app.and_then(|app| view.file(app)).and_then(|file| view.checklist(&file.app));
    let mut order: Vec<CentralStatus> = checklist.map(|list| list.statuses().to_vec()).unwrap_or_default();
    for known in OFTEN.into_iter().chain(CentralStatus::KNOWN) {
        if !order.contains(&known) {
            order.push(known);
        }
    }
    let mut options: Vec<Choice> = order.iter().map(|s| Choice::new(s.code(), status::central(s))).collect();
    options.push(Choice::new(OTHER, t::OTHER_STATUS));
    Input::Choice(Choices::new(options))
}

/// A counted correction is the supervisor's.
fn moves(view: &View<'_>) -> &'static [BlankMove] {
    const OTHERS: &[BlankMove] = &[BlankMove::Received, BlankMove::Borrowed, BlankMove::Lent];
    if view.session.is(Role::Supervisor) { BlankMove::ALL } else { OTHERS }
}

fn grounds(app: Option<AppId>, view: &View<'_>) -> &'static [OverrideGround] {
    let outcome = app.and_then(|app| view.file(app)).and_then(|file| file.app.test.as_ref()).map(|test| test.outcome);
    match outcome {
        Some(TestOutcome::Exempt) => &[OverrideGround::Exemption],
        Some(TestOutcome::NoMatch) => &[OverrideGround::NoMatch],
        _ => &[OverrideGround::Unreadable, OverrideGround::Exemption],
    }
}

fn by_code<T: Copy>(
    values: &[T],
    code: impl Fn(T) -> &'static str,
    wanted: &str,
    field: &'static str,
) -> Result<T, Problem> {
    let found = values.iter().copied().find(|value| code(*value) == wanted);
    found.ok_or(Problem { field, why: t::REQUIRED })
}

fn said(sheet: &Sheet, field: &'static str) -> Result<Note, Problem> {
    Note::parse(&sheet.form.value(field)).map_err(|_| Problem { field, why: t::REQUIRED })
}

fn maybe(sheet: &Sheet, field: &'static str) -> Result<Option<Note>, Problem> {
    said(sheet, field).map(|note| Some(note).filter(|note| !note.is_empty()))
}

fn number<N: std::str::FromStr>(sheet: &Sheet, field: &'static str) -> Result<N, Problem> {
    sheet.form.value(field).trim().parse().map_err(|_| Problem { field, why: t::NOT_A_NUMBER })
}

fn last4(sheet: &Sheet) -> Result<String, Problem> {
    let digits = sheet.form.value("last4");
    if digits.len() == 4 { Ok(digits) } else { Err(Problem { field: "last4", why: t::FOUR_DIGITS }) }
}

/// Reads a form whose required fields are filled.
pub fn fill(sheet: &Sheet, view: &View<'_>) -> Result<Filled, Problem> {
    let value = |key: &str| sheet.form.value(key);
    match sheet.kind {
        Kind::Blanks => {
            let how = by_code(BlankMove::ALL, BlankMove::code, &value("how"), "how")?;
            return Ok(Filled::Give(Command::MoveBlanks {
                how,
                n: number(sheet, "n")?,
                document: said(sheet, "document")?,
            }));
        }
        Kind::OldCard => return Ok(Filled::Why(said(sheet, "note")?)),
        Kind::Lines => {
            let line: u8 = number(sheet, "line")?;
            if !(1..=LINES).contains(&line) {
                return Err(Problem { field: "line", why: t::WRONG_LINE });
            }
            return Ok(Filled::Lines(Some(number(sheet, "sheet")?), Some(line)));
        }
        _ => {}
    }
    // Every other form is about one file; without it there is nothing to give.
    let gone = Problem { field: "", why: t::P_ELSEWHERE };
    let app = sheet.app.ok_or(gone)?;
    Ok(match sheet.kind {
        Kind::Status => Filled::Give(read_status(sheet, app, view)?),
        Kind::Bad(cause) if value("then") == AGAIN => reprint(sheet, app, cause, view)?,
        Kind::Good | Kind::Bad(_) => Filled::Give(printed(sheet, app, view)?),
        Kind::Place => Filled::Give(shelved(app, &value("place"))?),
        Kind::Override => Filled::Second(Command::OverrideTest {
            app,
            ground: by_code(OverrideGround::ALL, OverrideGround::code, &value("ground"), "ground")?,
            evidence: said(sheet, "evidence")?,
            exemption: maybe(sheet, "exemption")?,
        }),
        Kind::Defer => Filled::Give(Command::Defer {
            app,
            reason: by_code(&DeferralReason::ALL, DeferralReason::code, &value("reason"), "reason")?,
            note: maybe(sheet, "note")?,
        }),
        Kind::Approval => Filled::Give(Command::RequestApproval {
            app,
            topic: by_code(ApprovalTopic::ALL, ApprovalTopic::code, &value("topic"), "topic")?,
            note: said(sheet, "note")?,
        }),
        Kind::Reject => Filled::Give(Command::RejectCard {
            app,
            cause: by_code(RejectCause::ALL, RejectCause::code, &value("cause"), "cause")?,
            next: by_code(AfterReject::ALL, AfterReject::code, &value("next"), "next")?,
            note: maybe(sheet, "note")?,
        }),
        Kind::Contact => Filled::Give(Command::NoteContact {
            app,
            reached: value("reached") == "yes",
            topic: by_code(ContactTopic::ALL, ContactTopic::code, &value("topic"), "topic")?,
        }),
        Kind::Withdraw => {
            Filled::Give(Command::Cancel { app, kind: CancelKind::Withdrawn, note: maybe(sheet, "note")? })
        }
        Kind::Void => Filled::Give(Command::Cancel { app, kind: CancelKind::InputError, note: maybe(sheet, "note")? }),
        // The screen that owns the clock puts the time in.
        Kind::Data | Kind::Blanks | Kind::OldCard | Kind::Lines => {
            let checks = DataCheck::ALL.iter().copied().collect();
            Filled::Give(Command::RecordData { app, checks, spent: Spent::default() })
        }
    })
}

fn read_status(sheet: &Sheet, app: AppId, view: &View<'_>) -> Result<Command, Problem> {
    let chosen = sheet.form.value("status");
    let field = if chosen == OTHER { "other" } else { "status" };
    let status = CentralStatus::parse(&sheet.form.value(field)).map_err(|_| Problem { field, why: t::REQUIRED })?;
    let (source, read_ms) = (SOURCE.to_owned(), view.stamp.utc_ms);
    Ok(Command::RecordStatus { app, status, source, read_ms, last4: last4(sheet)? })
}

fn shelved(app: AppId, place: &str) -> Result<Command, Problem> {
    let place = Label::parse(place).map_err(|_| Problem { field: "place", why: st::BAD_PLACE })?;
    Ok(Command::Stock(Box::new(StockCommand::Shelve { app, place })))
}

/// Spoiled and printed again in one act; above the policy's number a supervisor stands by.
fn reprint(sheet: &Sheet, app: AppId, cause: SpoilCause, view: &View<'_>) -> Result<Filled, Problem> {
    let gone = Problem { field: "last4", why: t::P_ELSEWHERE };
    let job = view.file(app).and_then(|file| file.app.job.as_ref()).ok_or(gone)?.id;
    let command = StockCommand::Reprint { job, cause, last4: Some(last4(sheet)?), blank: None };
    let command = Command::Stock(Box::new(command));
    let second = view.office.reprint_needs_second(view.office.spoiled_today().saturating_add(1));
    Ok(if second { Filled::Second(command) } else { Filled::Give(command) })
}

fn printed(sheet: &Sheet, app: AppId, view: &View<'_>) -> Result<Command, Problem> {
    let gone = Problem { field: "last4", why: t::P_ELSEWHERE };
    let job = view.file(app).and_then(|file| file.app.job.as_ref()).ok_or(gone)?.id;
    let report = match sheet.kind {
        Kind::Bad(cause) => PrintReport::Bad(cause),
        _ => PrintReport::Good,
    };
    Ok(Command::ReportPrint { job, report, last4: Some(last4(sheet)?) })
}
