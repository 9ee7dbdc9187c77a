//! One file in the operator's chair: what the screen remembers of it between keys.
//!
//! Separate from the file itself, which is the office's: here are only choices not yet submitted. Must not
//! give commands.

use super::panel::Panel;
use crate::domain::application::TestRecord;
use crate::domain::event::{Event, Recorded};
use crate::domain::id::{AppId, JobId};
use crate::domain::office::File;
use crate::domain::person::Note;
use crate::domain::status::DeferralReason;
use crate::domain::terms::*;
use crate::text::{Label, term};
use crate::ui::choice::{Choice, Choices};

/// What an answer of a session's question means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    StatusSheet,
    Correct,
    StartTest,
    /// The result was read on the other workstation.
    AttestTest,
    Test(TestOutcome),
    Again,
    Override,
    Defer(Option<DeferralReason>),
    ShowCard,
    StartPrint,
    Print(PrintSaid),
    SpoiledBy(SpoilCause),
    Doubt(JobId, PrintAnswer),
    StartActivation,
    Activated,
    ActivationUnknown,
    WhyActivationFailed,
    ActivationFailed(ActivationFailure),
    Reject(Option<RejectCause>),
    OldCard(OldCard),
    HandOver(Signature),
    Lines,
    Close,
    Resume,
    Called(bool),
    RecordData,
    Despite,
}

/// What came out of the printer, before a cause is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrintSaid {
    Good,
    Bad,
    None,
    Unknown,
}

/// A second question behind an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sub {
    /// Why the card is bad; answers a print in doubt, or reports one.
    Spoiled(JobId, bool),
    ActivationCause,
}

/// A device act that failed and was recorded: shown until the clerk chooses what next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fail {
    Spoiled(SpoilCause),
    NoneCameOut,
    Activation(ActivationFailure),
}

/// A panel of the operator's screen.
pub type Question = Panel<Act>;

/// One file in the chair.
pub struct Session {
    pub app: AppId,
    /// Its short number, which is told even when the file has left the working set.
    pub number: String,
    /// The chosen answer.
    pub mark: Option<usize>,
    pub sub: Option<Sub>,
    pub fail: Option<Fail>,
    /// The test question again, although a failed test of today stands.
    pub again: bool,
    /// Facts are recorded in spite of trouble.
    pub despite: bool,
    /// A test was started on the reader, or its result is read elsewhere.
    pub testing: bool,
    pub finger: Choices,
    /// The picture of the card fills the body.
    pub card_shown: bool,
    pub old_card: Option<OldCard>,
    pub why: Option<Note>,
    /// Sheet and line of the Lembar Serah Terima.
    pub lines: (Option<u32>, Option<u8>),
    seen: Option<(Option<TestRecord>, u8)>,
}

impl Session {
    /// Opens a file; the right index finger is asked for first.
    pub fn new(app: AppId, number: String) -> Session {
        let options = Finger::ALL.iter().map(|finger| Choice::new(finger.code(), Label::from(term::finger(*finger))));
        let mut finger = Choices::new(options.collect());
        finger.choose(Finger::RightIndex.code());
        Session {
            app,
            number,
            mark: None,
            sub: None,
            fail: None,
            again: false,
            despite: false,
            testing: false,
            finger,
            card_shown: false,
            old_card: None,
            why: None,
            lines: (None, None),
            seen: None,
        }
    }

    /// The finger asked for.
    pub fn finger(&self) -> Finger {
        let key = self.finger.key().unwrap_or_default();
        Finger::ALL.iter().copied().find(|finger| finger.code() == key).unwrap_or(Finger::RightIndex)
    }

    /// Back to the first question of the step.
    pub fn settle(&mut self) {
        self.mark = None;
        self.sub = None;
    }

    /// A test that changed since it was last looked at is shown, whoever made it.
    pub fn look(&mut self, file: Option<&File>) {
        let now = file.map(|file| (file.app.test.clone(), file.app.attempts));
        if self.seen != now {
            if self.seen.is_some() {
                (self.again, self.testing) = (false, false);
                self.settle();
            }
            self.seen = now;
        }
    }

    /// Hears what was recorded of this file.
    pub fn heard(&mut self, entries: &[Recorded]) {
        let app = self.app;
        for rec in entries.iter().filter(|rec| rec.event.app() == Some(app)) {
            self.settle();
            self.fail = match &rec.event {
                Event::PrintFailed(e) => Some(Fail::Spoiled(e.cause)),
                Event::NoCardCameOut(_) => Some(Fail::NoneCameOut),
                Event::ActivationFailed(e) => Some(Fail::Activation(e.cause)),
                Event::ApplicantContacted(_) | Event::PriorityMarked(_) | Event::ApprovalRequested(_) => self.fail,
                _ => None,
            };
            if let Event::BiometricTested(_) = rec.event {
                (self.again, self.testing) = (false, false);
            }
            if let Event::CardRejected(_) | Event::CardHandedOver(_) = rec.event {
                (self.old_card, self.why) = (None, None);
            }
        }
    }
}
