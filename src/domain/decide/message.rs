//! Decisions around short messages: queued, handed to a modem, and what came of it.
//!
//! The same model as a print: an intent, then exactly one outcome. One message at most for each time a file
//! comes to stand somewhere, whatever became of it: what may have left is never sent again, and what has not
//! left is said by telephone.

use super::{Ctx, Decision, wrong_stage};
use crate::domain::application::{Application, MessageState, Stage};
use crate::domain::command::MessageReport;
use crate::domain::event::*;
use crate::domain::id::{AppId, JobId};
use crate::domain::office::{File, Office};
use crate::domain::personal::Person;
use crate::domain::refusal::Refusal;
use crate::domain::terms::{AfterReject, ContactTopic};

/// What an applicant is told by message when a file stands there.
pub fn message_topic(stage: Stage) -> Option<ContactTopic> {
    match stage {
        Stage::Returned => Some(ContactTopic::Returned),
        Stage::Deferred(_) => Some(ContactTopic::Deferred),
        Stage::Ready => Some(ContactTopic::Ready),
        _ => None,
    }
}

/// The number a message about this file goes to.
pub fn message_number(file: &File) -> Option<String> {
    file.person.as_ref().and_then(number)
}

fn number(person: &Person) -> Option<String> {
    person.contact.phone().and_then(|phone| phone.mobile())
}

/// The message an act brings with it: in the same commit, so that no power cut can part the two. A card that is
/// ready brings none: its holder may still be at the counter, and the desk queues it when the file is laid aside.
pub(super) fn follow(office: &Office, mut drafts: Vec<Draft>) -> Vec<Draft> {
    let follows = drafts.iter().rev().find_map(|draft| match &draft.event {
        Event::ApplicationReturned(e) => Some((e.app, ContactTopic::Returned)),
        Event::ApplicationDeferred(e) => Some((e.app, ContactTopic::Deferred)),
        Event::CardRejected(e) => match e.next {
            AfterReject::KkFirst | AfterReject::NoMatch => Some((e.app, ContactTopic::Deferred)),
            AfterReject::Operator | AfterReject::Cancelled => None,
        },
        _ => None,
    });
    let Some((app, topic)) = follows else { return drafts };
    let file = office.file(app);
    let sending = file.and_then(|f| f.app.message.as_ref()).is_some_and(|m| m.state == MessageState::Sending);
    // The person of a new file comes with the same act.
    let comes = drafts.iter().find_map(|d| d.personal.as_ref()?.person.as_ref());
    let person = comes.or_else(|| file?.person.as_ref());
    if !sending && person.and_then(number).is_some() {
        drafts.push(MessageQueued { app, topic }.into());
    }
    drafts
}

fn running(app: &Application) -> Refusal {
    Refusal::JobRunning { number: app.number.clone() }
}

pub(super) fn queue(ctx: &Ctx<'_>, app: AppId, topic: ContactTopic) -> Decision {
    let file = ctx.file(app)?;
    if message_topic(file.app.stage) != Some(topic) {
        return Err(wrong_stage(&file.app));
    }
    match &file.app.message {
        Some(m) if m.state == MessageState::Sending => return Err(running(&file.app)),
        Some(m) if m.about_ms == file.app.since_ms => return Err(Refusal::NothingChanges),
        _ => {}
    }
    message_number(file).ok_or(Refusal::NothingChanges)?;
    Ok(vec![MessageQueued { app, topic }.into()])
}

/// One message at a time in the whole office: there is one modem, and the others wait in order.
pub(super) fn start(ctx: &Ctx<'_>, app: AppId) -> Decision {
    if let Some(other) = ctx.office.sending() {
        return Err(running(&other.app));
    }
    let file = ctx.file(app)?;
    let waiting = file.app.message.as_ref().filter(|m| m.state == MessageState::Waiting);
    let topic = waiting.ok_or(Refusal::NoSuchJob)?.topic;
    Ok(vec![MessageStarted { app, topic }.into()])
}

pub(super) fn report(ctx: &Ctx<'_>, id: JobId, report: MessageReport) -> Decision {
    let file = ctx.office.with_message(id).ok_or(Refusal::NoSuchJob)?;
    let app = file.app.id;
    match file.app.message.as_ref().map(|m| m.state) {
        Some(MessageState::Sending) => {}
        Some(MessageState::Waiting) | None => return Err(Refusal::NoSuchJob),
        Some(_) => return Err(Refusal::OutcomeKnown),
    }
    Ok(vec![match report {
        MessageReport::Sent { parts } => MessageSent { job: id, app, parts }.into(),
        MessageReport::Failed(cause) => MessageFailed { job: id, app, cause }.into(),
        MessageReport::Unknown => MessageOutcomeUnknown { job: id, app, orphaned: false }.into(),
    }])
}
