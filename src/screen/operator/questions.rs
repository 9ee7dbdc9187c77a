//! The question each task asks, in words: before printing and under trouble.
//!
//! Separate from the tasks because words change for other reasons. Must not change anything.

use super::session::{Act, PrintSaid, Question, Session, Sub};
use super::task::Task;
use super::{after, preview};
use crate::domain::application::Stage;
use crate::domain::id::JobId;
use crate::domain::office::File;
use crate::domain::status::{CentralStatus, DeferralReason};
use crate::domain::terms::*;
use crate::domain::time;
use crate::text::screens::operator as t;
use crate::text::{common, status, term};
use crate::view::{JobKind, View, Way};

/// The question that stands for this file.
pub fn question(session: &Session, file: &File, task: &Task, view: &View<'_>) -> Question {
    let lang = view.lang();
    if let Some(sub) = session.sub {
        return second(sub, view);
    }
    match task {
        Task::Elsewhere => Question::new(term::stage_full(lang, file.app.stage)).line(t::P_ELSEWHERE.get(lang)),
        Task::Waiting => waiting(file, view),
        Task::PrintDoubt(job) => print_doubt(file, *job, view),
        Task::ActivationDoubt(_) => after::activation_doubt(view),
        Task::Printing(_, true) => came_out(view),
        Task::Activating(_, true) => after::activated(view),
        Task::Printing(_, false) => progress(file, JobKind::Print, view),
        Task::Activating(_, false) => progress(file, JobKind::Activate, view),
        Task::Closed(cause) => closed(file, *cause, view),
        Task::Status => Question::new(t::P_STATUS.get(lang))
            .safe(t::A_STATUS.get(lang), Act::StatusSheet)
            .safe(t::A_DEFER.get(lang), Act::Defer(None))
            .main(Act::StatusSheet),
        Task::StatusStops(status) => stops(status, view),
        Task::Test => test(session, file, view),
        Task::TestFailed(outcome) => test_failed(file, *outcome, view),
        Task::Print => preview::question(file, view),
        Task::Activate => Question::new(t::P_ACTIVATE.get(lang))
            .line(t::TODO_ACTIVATE.get(lang))
            .danger(t::A_ACTIVATE.get(lang), Act::StartActivation)
            .safe(t::A_REJECT.get(lang), Act::Reject(None))
            .safe(t::A_LEAVE.get(lang), Act::Close)
            .main(Act::StartActivation),
        Task::Failed(fail) => after::failed(file, *fail, view),
        Task::HandOver => after::hand_over(session, file, view),
    }
}

fn second(sub: Sub, view: &View<'_>) -> Question {
    let lang = view.lang();
    match sub {
        Sub::Spoiled(_, doubt) => {
            SpoilCause::ALL.iter().fold(Question::new(t::P_SPOILED.get(lang)), |question, cause| {
                // A report goes on to the digits on the card, an answer is given at once.
                let (label, act) = (term::spoiled(*cause).get(lang), Act::SpoiledBy(*cause));
                if doubt { question.danger(label, act) } else { question.safe(label, act) }
            })
        }
        Sub::ActivationCause => {
            ActivationFailure::ALL.iter().fold(Question::new(t::P_WHY_FAILED.get(lang)), |question, cause| {
                question.danger(term::activation(*cause).get(lang), Act::ActivationFailed(*cause))
            })
        }
    }
}

/// The question after an interrupted print; it stands on the file and over the lists.
pub fn print_doubt(file: &File, job: JobId, view: &View<'_>) -> Question {
    let lang = view.lang();
    let started = file.app.job.as_ref().map_or(0, |job| job.started_ms);
    let at = time::local(started, view.stamp.offset_s).time();
    let title = t::print_broken(lang, &file.app.number.short(), &common::time(lang, at));
    let asked = Question::failure(title).line(t::P_DOUBT.get(lang));
    PrintAnswer::ALL.iter().fold(asked, |question, answer| {
        let (said, follows) = (term::print_answer(*answer).get(lang), term::print_answer_follows(*answer).get(lang));
        let (label, act) = (format!("{said} {} {follows}", view.look.symbols.arrow), Act::Doubt(job, *answer));
        // The cause of a bad card is asked next; that answer is the one that counts.
        if *answer == PrintAnswer::CameOutBad { question.safe(label, act) } else { question.danger(label, act) }
    })
}

fn came_out(view: &View<'_>) -> Question {
    let lang = view.lang();
    Question::new(t::P_CAME_OUT.get(lang))
        .safe(t::A_GOOD.get(lang), Act::Print(PrintSaid::Good))
        .safe(t::A_BAD.get(lang), Act::Print(PrintSaid::Bad))
        .danger(t::A_NONE.get(lang), Act::Print(PrintSaid::None))
        .danger(t::A_UNKNOWN.get(lang), Act::Print(PrintSaid::Unknown))
}

/// What a device does now, in its own words.
fn progress(file: &File, kind: JobKind, view: &View<'_>) -> Question {
    let lang = view.lang();
    let step = match kind {
        JobKind::Test => t::STEP_TEST,
        JobKind::Print => t::STEP_PRINT,
        JobKind::Activate => t::STEP_ACTIVATE,
    };
    let mut question = Question::new(format!("{} · {}", file.app.number.short(), step.get(lang)));
    let Some(job) = view.job.filter(|job| job.app == file.app.id && job.kind == kind) else {
        return question.line(t::P_DEVICE_ELSEWHERE.get(lang));
    };
    let left = job.left_s.map(|s| t::left(lang, s)).unwrap_or_default();
    question = question.line(format!("{}  {left}", job.line).trim_end());
    question.bar = job.progress;
    if job.cancelling { question.line(t::P_CANCELLING.get(lang)) } else { question }
}

fn closed(file: &File, cause: TroubleCause, view: &View<'_>) -> Question {
    let lang = view.lang();
    let title = t::trouble(lang, term::trouble(cause).get(lang));
    let mut question = Question::failure(title).line(t::P_CLOSED.get(lang));
    if file.app.stage.has_card() {
        return question.line(t::P_CARD_STAYS.get(lang)).safe(t::A_DESPITE.get(lang), Act::Despite);
    }
    if !file.app.data_recorded {
        question = question.safe(t::A_DATA.get(lang), Act::RecordData).main(Act::RecordData);
    }
    question.safe(t::A_DEFER.get(lang), Act::Defer(None)).safe(t::A_DESPITE.get(lang), Act::Despite)
}

fn stops(read: &CentralStatus, view: &View<'_>) -> Question {
    let lang = view.lang();
    let advice = read.advice();
    Question::failure(status::central(read).get(lang))
        .line(status::for_applicant(read).get(lang))
        .line(status::for_clerk(read).get(lang))
        .safe(t::defer_as(lang, status::deferral(advice).get(lang)), Act::Defer(Some(advice)))
        .safe(t::A_STATUS_AGAIN.get(lang), Act::StatusSheet)
        .safe(t::A_DEFER.get(lang), Act::Defer(None))
}

fn test(session: &Session, file: &File, view: &View<'_>) -> Question {
    let lang = view.lang();
    if view.job.is_some_and(|job| job.app == file.app.id && job.kind == JobKind::Test) {
        return progress(file, JobKind::Test, view);
    }
    let (tried, limit) = (file.app.attempts.saturating_add(1), view.office.policy().attempts);
    let finger = term::finger(session.finger()).get(lang);
    let question = Question::new(t::test(lang, finger, &t::attempt(lang, tried.min(limit), limit)));
    if view.ways.fingerprint == Way::Driven && !session.testing {
        return question
            .line(t::P_FINGER.get(lang))
            .safe(t::A_START_TEST.get(lang), Act::StartTest)
            .safe(t::A_ATTEST_TEST.get(lang), Act::AttestTest)
            .safe(t::A_DEFER.get(lang), Act::Defer(None))
            .main(Act::StartTest);
    }
    let remark = if view.ways.fingerprint == Way::Driven { t::P_READER_DONE } else { t::P_FINGER };
    TestOutcome::ALL.iter().fold(question.line(remark.get(lang)), |question, outcome| {
        question.danger(term::outcome(*outcome).get(lang), Act::Test(*outcome))
    })
}

fn test_failed(file: &File, outcome: TestOutcome, view: &View<'_>) -> Question {
    let lang = view.lang();
    let policy = view.office.policy();
    let tries = t::attempt(lang, file.app.attempts, policy.attempts);
    let what = term::outcome(outcome).get(lang);
    let advice = match outcome {
        TestOutcome::NoMatch => t::P_NO_MATCH,
        TestOutcome::Exempt => t::P_EXEMPT,
        TestOutcome::DeviceTrouble => t::P_DEVICE,
        TestOutcome::NetworkTrouble => t::P_NETWORK,
        TestOutcome::Match | TestOutcome::Unreadable => t::P_CLEAN,
    };
    let title = format!("{} · {what} · {tries}", file.app.number.short());
    let mut question = Question::failure(title).line(advice.get(lang));
    if file.app.attempts < policy.attempts {
        let again = if view.ways.fingerprint == Way::Driven { Act::StartTest } else { Act::Again };
        question = question.safe(t::A_AGAIN.get(lang), again).main(again);
    }
    let waived = matches!(outcome, TestOutcome::Unreadable | TestOutcome::Exempt);
    if waived || (outcome == TestOutcome::NoMatch && policy.override_no_match) {
        question = question.safe(t::A_OVERRIDE.get(lang), Act::Override);
    }
    if file.app.stage.has_card() {
        return question.safe(t::A_REJECT.get(lang), Act::Reject(None)).safe(t::A_LEAVE.get(lang), Act::Close);
    }
    let reason = match outcome {
        TestOutcome::NoMatch => Some(DeferralReason::NoMatchToCentre),
        TestOutcome::DeviceTrouble => Some(DeferralReason::DeviceFault),
        _ => None,
    };
    let label = match reason {
        Some(reason) => t::defer_as(lang, status::deferral(reason).get(lang)),
        None => t::A_DEFER.get(lang).to_owned(),
    };
    question.safe(label, Act::Defer(reason))
}

fn waiting(file: &File, view: &View<'_>) -> Question {
    let lang = view.lang();
    let stage = file.app.stage;
    let why = match stage {
        Stage::Deferred(DeferralReason::NoMatchToCentre) => t::P_TO_CENTRE,
        _ if view.office.troubled_by(TroubleCause::Network) => t::P_LINE_DOWN,
        _ => t::P_CALLED,
    };
    Question::new(format!("{} · {}", file.app.number.short(), term::stage_full(lang, stage)))
        .line(why.get(lang))
        .line(preview::phone(file, view))
        .safe(t::A_RESUME.get(lang), Act::Resume)
        .safe(t::A_REACHED.get(lang), Act::Called(true))
        .safe(t::A_NOT_REACHED.get(lang), Act::Called(false))
        .safe(t::A_REASON.get(lang), Act::Defer(None))
}
