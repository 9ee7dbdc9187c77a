//! Which step of the guided session a file asks for, read from the file and the office as they stand.
//!
//! Nothing here is remembered from key to key, so that an act of another desk, a device result or a restart
//! leads to the same place. Separate from the words because the order of the steps is the SOP's. Must not
//! decide what the office allows: only what is asked next.

use super::session::{Fail, Session};
use crate::domain::application::{Application, Job, Stage};
use crate::domain::decide::ATTESTED;
use crate::domain::id::JobId;
use crate::domain::office::{File, Office};
use crate::domain::policy::PendingPolicy;
use crate::domain::status::CentralStatus;
use crate::domain::terms::*;
use crate::view::View;

/// What is asked next.
#[derive(Clone, Debug, PartialEq)]
pub enum Task {
    /// With the check, with the applicant, or closed.
    Elsewhere,
    /// Deferred or recorded only.
    Waiting,
    PrintDoubt(JobId),
    ActivationDoubt(JobId),
    /// A job goes on; `true` when a person reports its outcome.
    Printing(JobId, bool),
    Activating(JobId, bool),
    /// Trouble closes what would come next.
    Closed(TroubleCause),
    Status,
    StatusStops(CentralStatus),
    Test,
    TestFailed(TestOutcome),
    Print,
    Activate,
    Failed(Fail),
    HandOver,
}

/// Causes that leave nothing of step 3 to do but to take down the data.
pub const STOPS_ALL: [TroubleCause; 2] = [TroubleCause::Network, TroubleCause::Power];
/// Causes that stop printing only.
pub const STOPS_PRINT: [TroubleCause; 3] = [TroubleCause::Printer, TroubleCause::NoBlanks, TroubleCause::NoRibbon];

/// The first of these causes that is in force.
pub fn troubled(office: &Office, causes: &[TroubleCause]) -> Option<TroubleCause> {
    causes.iter().copied().find(|cause| office.troubled_by(*cause))
}

/// Under print-first a file that waited for the network is printed before its holder is tested.
pub fn prints_first(office: &Office, app: &Application) -> bool {
    office.policy().pending == PendingPolicy::CetakDulu && app.data_recorded
}

/// What this file asks for now.
pub fn task(session: &Session, file: &File, view: &View<'_>) -> Task {
    let app = &file.app;
    if let Some(job) = &app.job {
        return running(job);
    }
    if let Some(fail) = session.fail {
        return Task::Failed(fail);
    }
    match app.stage {
        Stage::Operator => before_print(session, app, view),
        Stage::Printed => after_print(session, app, view),
        Stage::Ready => Task::HandOver,
        Stage::Deferred(_) | Stage::Recorded => Task::Waiting,
        _ => Task::Elsewhere,
    }
}

fn running(job: &Job) -> Task {
    let attested = job.backend.as_deref().is_none_or(|backend| backend == ATTESTED);
    match (job.activation, job.unknown) {
        (false, true) => Task::PrintDoubt(job.id),
        (true, true) => Task::ActivationDoubt(job.id),
        (false, false) => Task::Printing(job.id, attested),
        (true, false) => Task::Activating(job.id, attested),
    }
}

fn before_print(session: &Session, app: &Application, view: &View<'_>) -> Task {
    let stopped = troubled(view.office, &STOPS_ALL).filter(|_| !session.despite);
    if let Some(cause) = stopped {
        return Task::Closed(cause);
    }
    let Some(reading) = app.status.as_ref().filter(|_| app.status_fresh(view.day())) else { return Task::Status };
    if view.checklist(app).is_some_and(|list| !list.may_go_on(&reading.status)) {
        return Task::StatusStops(reading.status.clone());
    }
    if !prints_first(view.office, app)
        && let Some(task) = test(session, app, view)
    {
        return task;
    }
    // What was already done elsewhere may be recorded, but nothing that trouble closes is started.
    let mut causes = STOPS_ALL.to_vec();
    causes.extend(STOPS_PRINT);
    match troubled(view.office, &causes) {
        Some(cause) => Task::Closed(cause),
        None => Task::Print,
    }
}

fn after_print(session: &Session, app: &Application, view: &View<'_>) -> Task {
    if let Some(cause) = troubled(view.office, &STOPS_ALL).filter(|_| !session.despite) {
        return Task::Closed(cause);
    }
    match test(session, app, view) {
        Some(task) => task,
        None => troubled(view.office, &STOPS_ALL).map_or(Task::Activate, Task::Closed),
    }
}

/// The test, unless it was passed today.
fn test(session: &Session, app: &Application, view: &View<'_>) -> Option<Task> {
    if app.test_passed(view.day()) {
        return None;
    }
    let failed = app.test.as_ref().filter(|test| test.day == view.day() && !session.again);
    Some(failed.map_or(Task::Test, |test| Task::TestFailed(test.outcome)))
}
