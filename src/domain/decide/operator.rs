//! Decisions of the operator's station before a blank is used: central status, trouble, biometric test.

use super::check::checklist_of;
use super::{Ctx, Decision};
use crate::domain::application::{Application, Stage};
use crate::domain::command::{Command, TestReport};
use crate::domain::event::*;
use crate::domain::id::AppId;
use crate::domain::office::{File, Office};
use crate::domain::person::Note;
use crate::domain::personal::Personal;
use crate::domain::policy::PendingPolicy;
use crate::domain::refusal::Refusal;
use crate::domain::status::DeferralReason;
use crate::domain::terms::*;
use std::collections::BTreeSet;

pub(super) fn record(ctx: &Ctx<'_>, command: &Command) -> Decision {
    let at_operator = |s: Stage| matches!(s, Stage::Operator | Stage::Deferred(_) | Stage::Recorded);
    Ok(vec![match command {
        Command::RecordStatus { app, status, source, read_ms, last4 } => {
            let file = ctx.file_in(*app, at_operator)?;
            same_digits(file, last4)?;
            StatusRecorded { app: *app, status: status.clone(), source: source.clone(), read_ms: *read_ms }.into()
        }
        Command::Defer { app, reason, note } => {
            let file = ctx.file_in(*app, at_operator)?;
            if file.app.stage == Stage::Deferred(*reason) {
                return Err(Refusal::SameDeferral);
            }
            let said = note.as_ref().is_some_and(|n| !n.is_empty());
            if *reason == DeferralReason::Other && !said {
                return Err(Refusal::ReasonNeeded);
            }
            let event = ApplicationDeferred { app: *app, reason: *reason };
            Draft { event: event.into(), personal: Personal::note(note.clone()) }
        }
        Command::Resume { app } => {
            let file = ctx.file_in(*app, |s| matches!(s, Stage::Deferred(_) | Stage::Recorded))?;
            if file.app.stage == Stage::Recorded {
                ctx.not_closed_by(&[TroubleCause::Network])?;
            }
            ApplicationResumed { app: *app }.into()
        }
        Command::RecordData { app, checks, spent } => {
            let file = ctx.file_in(*app, |s| s == Stage::Operator)?;
            if ctx.office.desk.trouble.is_none() && ctx.order.happened_ms.is_none() {
                return Err(Refusal::NoTrouble);
            }
            if file.app.data_recorded {
                return Err(Refusal::AlreadyRecorded);
            }
            if *checks != DataCheck::ALL.iter().copied().collect::<BTreeSet<_>>() {
                return Err(Refusal::ChecksMissing);
            }
            DataRecorded { app: *app, checks: checks.clone(), spent: spent.clone() }.into()
        }
        _ => return Err(Refusal::NothingChanges),
    }])
}

/// What was read on the other workstation belongs to this person (counter practice 23).
pub(super) fn same_digits(file: &File, last4: &str) -> Result<(), Refusal> {
    match file.person.as_ref().and_then(|p| p.nik) {
        Some(nik) if nik.last4() == last4 => Ok(()),
        Some(_) => Err(Refusal::DigitsDiffer),
        None => Err(Refusal::NikPending),
    }
}

/// The central status of today lets the file go on.
pub(super) fn status_allows(ctx: &Ctx<'_>, app: &Application) -> Result<(), Refusal> {
    let reading = app.status.as_ref().ok_or(Refusal::StatusMissing)?;
    if reading.day != ctx.day()? {
        return Err(Refusal::StatusOfAnotherDay);
    }
    if checklist_of(ctx, app)?.may_go_on(&reading.status) {
        Ok(())
    } else {
        Err(Refusal::StatusStops { code: reading.status.code().to_owned() })
    }
}

/// The biometric test of today lets the card go on.
pub(super) fn test_allows(ctx: &Ctx<'_>, app: &Application) -> Result<(), Refusal> {
    let test = app.test.as_ref().ok_or(Refusal::TestMissing)?;
    if !test.overridden && test.outcome != TestOutcome::Match {
        return Err(Refusal::TestNotPassed { outcome: test.outcome });
    }
    if test.day == ctx.day()? { Ok(()) } else { Err(Refusal::TestOfAnotherDay) }
}

/// Under print-first a file that waited for the network is printed before its holder is tested.
pub(super) fn prints_first(office: &Office, app: &Application) -> bool {
    office.policy().pending == PendingPolicy::CetakDulu && app.data_recorded
}

/// Whether a driven reader may start a test now: under network trouble only with a reference at hand.
/// An attested result is a fact and always recorded.
pub fn may_start_test(office: &Office, app: &Application, compared_with: ComparedWith) -> Result<(), Refusal> {
    let local = matches!(compared_with, ComparedWith::Chip | ComparedWith::LocalEnrolment | ComparedWith::Fixture);
    if office.troubled_by(TroubleCause::Network) && !local {
        return Err(Refusal::TroubleCloses { cause: TroubleCause::Network });
    }
    if app.attempts >= office.policy().attempts {
        return Err(Refusal::AttemptsUsed { attempts: app.attempts });
    }
    Ok(())
}

pub(super) fn test(ctx: &Ctx<'_>, app: AppId, report: TestReport) -> Decision {
    let file = ctx.file_in(app, |s| matches!(s, Stage::Operator | Stage::Printed))?;
    if file.app.stage == Stage::Operator {
        status_allows(ctx, &file.app)?;
    }
    let official =
        matches!(report.compared_with, ComparedWith::DataCentre | ComparedWith::Chip | ComparedWith::Attested)
            || report.compared_with == ComparedWith::Fixture && ctx.office.desk.kind == LedgerKind::Demo;
    if matches!(report.outcome, TestOutcome::Match | TestOutcome::NoMatch) && !official {
        return Err(Refusal::NoReference);
    }
    let limit = ctx.office.policy().attempts;
    if file.app.attempts >= limit && report.outcome != TestOutcome::Match {
        return Err(Refusal::AttemptsUsed { attempts: file.app.attempts });
    }
    let attempt = file.app.attempts.saturating_add(1);
    let event = BiometricTested {
        app,
        outcome: report.outcome,
        finger: report.finger,
        attempt,
        quality: report.quality,
        compared_with: report.compared_with,
    };
    let mut drafts = vec![event.into()];
    if report.outcome == TestOutcome::NoMatch && attempt >= limit && !ctx.office.policy().override_no_match {
        drafts.push(match file.app.stage {
            Stage::Printed => CardRejected { app, cause: RejectCause::Withdrawn, next: AfterReject::NoMatch }.into(),
            _ => ApplicationDeferred { app, reason: DeferralReason::NoMatchToCentre }.into(),
        });
    }
    Ok(drafts)
}

pub(super) fn override_test(
    ctx: &Ctx<'_>,
    app: AppId,
    ground: OverrideGround,
    evidence: &Note,
    exemption: &Option<Note>,
) -> Decision {
    let file = ctx.file_in(app, |s| matches!(s, Stage::Operator | Stage::Printed))?;
    let test = file.app.test.as_ref().ok_or(Refusal::TestMissing)?;
    if test.day != ctx.day()? {
        return Err(Refusal::TestOfAnotherDay);
    }
    let (outcome, policy) = (test.outcome, ctx.office.policy());
    let needs: &'static [Role] = match (ground, outcome) {
        (OverrideGround::Unreadable, TestOutcome::Unreadable) => &[Role::Operator, Role::Supervisor],
        (OverrideGround::Exemption, TestOutcome::Exempt | TestOutcome::Unreadable) => {
            &[Role::Operator, Role::Supervisor]
        }
        (OverrideGround::NoMatch, TestOutcome::NoMatch) if policy.override_no_match => &[Role::Supervisor],
        (_, TestOutcome::NoMatch) => return Err(Refusal::NoMatchStays),
        _ => return Err(Refusal::OverrideDoesNotFit { outcome }),
    };
    if evidence.is_empty() || (ground == OverrideGround::Exemption && exemption.as_ref().is_none_or(|e| e.is_empty())) {
        return Err(Refusal::EvidenceNeeded);
    }
    let approver = ctx.order.approver.ok_or(Refusal::ApproverNeeded { needs })?;
    if approver == test.by {
        return Err(Refusal::SessionOperatorCannot);
    }
    if !needs.iter().any(|r| ctx.has_role(approver, *r)) {
        return Err(Refusal::ApproverUnfit { needs });
    }
    let personal = Personal { note: Some(evidence.clone()), exemption: exemption.clone(), ..Personal::default() };
    Ok(vec![Draft::with(BiometricOverridden { app, ground }, personal)])
}
