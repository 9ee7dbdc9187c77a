//! How an entry changes the short message of a file.
//!
//! Separate from the rest of the table: a message never moves a file, it only follows one.

use crate::domain::application::{Application, Message, MessageState};
use crate::domain::event::{Event, Recorded};
use crate::domain::id::JobId;

/// Somebody reached by telephone needs no message any more, whatever became of it.
pub(super) fn told(app: &mut Application, reached: bool) {
    if let Some(message) = app.message.as_mut().filter(|_| reached)
        && matches!(message.state, MessageState::Failed | MessageState::Unknown)
    {
        message.state = MessageState::Told;
    }
}

/// Entries that leave the file as a screen saw it.
pub(super) fn is_about(event: &Event) -> bool {
    matches!(
        event,
        Event::MessageQueued(_)
            | Event::MessageStarted(_)
            | Event::MessageSent(_)
            | Event::MessageFailed(_)
            | Event::MessageOutcomeUnknown(_)
    )
}

/// The part of a short message.
pub(super) fn change(app: &mut Application, rec: &Recorded) {
    let (id, run) = (JobId(rec.seq), rec.envelope.run);
    let outcome = match &rec.event {
        Event::MessageQueued(e) => {
            let (topic, about_ms) = (e.topic, app.since_ms);
            app.message = Some(Message { id, topic, about_ms, state: MessageState::Waiting, run });
            return;
        }
        Event::MessageStarted(_) => {
            if let Some(message) = &mut app.message {
                (message.id, message.run, message.state) = (id, run, MessageState::Sending);
            }
            return;
        }
        Event::MessageSent(_) => MessageState::Sent,
        Event::MessageFailed(_) => MessageState::Failed,
        Event::MessageOutcomeUnknown(_) => MessageState::Unknown,
        _ => return,
    };
    if let Some(message) = &mut app.message {
        message.state = outcome;
    }
}
