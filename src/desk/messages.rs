//! The outbox: messages that follow what was decided about a file, one at a time, never twice.
//!
//! A message is queued in one commit with the act it tells of, and only where a modem is driven: that is the
//! switch. That a card is ready is queued when its file is laid aside, or by the next run when this one was cut
//! off before. It is handed over once the journal says so, and what came of it is journalled whatever it is.
//! Separate from the device acts of a clerk, because nobody waits for it and no screen shows it at work.

use super::core::Desk;
use super::faults;
use crate::device::{
    DeviceError, Effect, Fault, Job, JobId as DeviceJob, Kind, LinkState, Message, Msisdn, Outcome, error,
};
use crate::domain::application::{MessageState, Stage};
use crate::domain::command::{Command, MessageReport};
use crate::domain::decide::{message_number, message_topic};
use crate::domain::event::{Envelope, Event, Recorded};
use crate::domain::id::{AccountId, AppId, JobId};
use crate::domain::office::File;
use crate::domain::terms::MessageFailure;
use crate::ledger::LedgerError;
use crate::screen::ScreenId;
use crate::text::{desk as t, sms};
use crate::ui::notice::{Notice, Severity};
use crate::view::Way;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::time::Duration;

/// How long a message of a few parts may take, in seconds: a minute for the network, and the dialog around it.
const MESSAGE_S: u64 = 90;

/// A message the modem has.
struct Sending {
    id: DeviceJob,
    job: JobId,
    order: Envelope,
}

/// What this desk remembers of messages; all else is in the office.
#[derive(Default)]
pub struct Outbox {
    /// Cards activated here whose holder may still be at the counter.
    activated: BTreeSet<AppId>,
    /// What an earlier run of this station left untold has been looked for.
    caught_up: bool,
    sending: Option<Sending>,
    /// The modem is held open.
    open: bool,
    /// What the modem was last found to lack, told once.
    told: Option<Fault>,
}

impl Outbox {
    /// A modem of this desk has a message.
    pub fn busy(&self) -> bool {
        self.sending.is_some()
    }
}

impl Desk {
    /// The act as it is given here: with the message that follows from it, where a modem is driven.
    pub(super) fn telling<'a>(&self, act: &'a Command) -> Cow<'a, Command> {
        let follows = matches!(
            act,
            Command::Submit(_)
                | Command::Return { .. }
                | Command::Defer { .. }
                | Command::ReportTest { .. }
                | Command::RejectCard { .. }
        );
        if follows && self.devices.way(Kind::Modem) == Way::Driven {
            Cow::Owned(Command::AndTell(Box::new(act.clone())))
        } else {
            Cow::Borrowed(act)
        }
    }

    /// Cards activated at this desk are told of later.
    pub(super) fn note_activated(&mut self, entries: &[Recorded]) {
        if self.devices.way(Kind::Modem) == Way::Driven {
            self.outbox.activated.extend(entries.iter().filter_map(activated));
        }
    }

    /// Cards an earlier run of this station activated today and did not live to tell of.
    fn catch_up_ready(&mut self) {
        if self.ledger.office().desk.day.is_none() || std::mem::replace(&mut self.outbox.caught_up, true) {
            return;
        }
        let ready = self.ledger.office().queue(|stage| stage == Stage::Ready);
        let untold: Vec<AppId> = ready.iter().filter(|f| f.app.message.is_none()).map(|f| f.app.id).collect();
        for app in untold {
            match self.ledger.last_act(app) {
                Ok(last) => {
                    let here = last.filter(|last| last.envelope.station == self.setup.station);
                    self.outbox.activated.extend(here.as_ref().and_then(activated));
                }
                Err(error) => return super::log::error("message", &error),
            }
        }
    }

    fn queue_message(&mut self, app: AppId) {
        let Some(file) = self.ledger.office().file(app) else { return };
        let told = file.app.message.as_ref().is_some_and(|m| m.about_ms == file.app.since_ms);
        let topic = message_topic(file.app.stage).filter(|_| !told && message_number(file).is_some());
        if let Some(topic) = topic {
            let order = self.own_order(None);
            self.quietly(&Command::QueueMessage { app, topic }, &order);
        }
    }

    /// A card is ready to collect once its file has left the operator's chair and it still lies there.
    fn queue_ready(&mut self) {
        self.catch_up_ready();
        let in_chair = self.screens.get(ScreenId::Operator).in_hand();
        let activated = std::mem::take(&mut self.outbox.activated);
        for app in activated {
            match self.ledger.office().file(app).map(|f| f.app.stage) {
                Some(Stage::Printed | Stage::Ready) if in_chair == Some(app) => {
                    self.outbox.activated.insert(app);
                }
                Some(Stage::Ready) => self.queue_message(app),
                _ => {}
            }
        }
    }

    /// Once a second: hands the oldest waiting message to the modem, when it is there and free.
    pub(super) fn send_messages(&mut self) {
        if self.devices.way(Kind::Modem) != Way::Driven || self.ledger_down {
            return;
        }
        self.queue_ready();
        if self.outbox.sending.is_some() {
            return;
        }
        let office = self.ledger.office();
        let unsent = office.unsent();
        if unsent.is_empty() {
            if std::mem::take(&mut self.outbox.open) {
                self.devices.close(Kind::Modem);
            }
            return;
        }
        // Another desk's modem has one, or one is in doubt and not declared yet.
        if office.desk.day.is_none() || office.sending().is_some() {
            return;
        }
        let next = unsent.into_iter().find_map(|file| Some((file.app.id, self.message(file)?)));
        self.devices.open(&[Kind::Modem]);
        self.outbox.open = true;
        match self.devices.known(Kind::Modem).map(|k| k.state.clone()) {
            Some(LinkState::Ready(_)) => {
                self.outbox.told = None;
                if let Some((app, message)) = next {
                    self.send_message(app, message);
                }
            }
            Some(LinkState::Faulted(fault)) => self.tell_waiting(fault),
            _ => {}
        }
    }

    /// Messages wait for this modem: said once, or nobody would know. Another desk using it is no fault.
    fn tell_waiting(&mut self, fault: Fault) {
        if matches!(fault, Fault::Busy { .. }) || self.outbox.told.as_ref() == Some(&fault) {
            return;
        }
        let error = DeviceError::harmless(fault.clone());
        self.outbox.told = Some(fault);
        let told = faults::error(self.lang(), Kind::Modem, &error);
        // Nobody began this at the desk, so it says what it is about.
        let what = t::messages_wait(self.lang(), &told.what);
        self.tell(Notice::new(Severity::Warning, what).next(told.next).code(error.code()));
    }

    fn message(&self, file: &File) -> Option<Message> {
        let topic = file.app.message.as_ref()?.topic;
        let text = sms::message(&self.ledger.office().policy().office, &file.app.number.short(), topic)?;
        Message::new(Msisdn::parse(&message_number(file)?).ok()?, &text).ok()
    }

    /// Intent first; the modem hears of it only when that is committed.
    fn send_message(&mut self, app: AppId, message: Message) {
        let order = self.own_order(Some(self.devices.backend_name(Kind::Modem)));
        let started = self.quietly(&Command::StartMessage { app }, &order);
        let Some(intent) = started.first() else { return };
        let id = self.jobs.number();
        self.outbox.sending = Some(Sending { id, job: JobId(intent.seq), order });
        if self.devices.begin(id, Job::Message(message), Duration::from_secs(MESSAGE_S)).is_err() {
            // Never handed over: nothing has left, and that is the outcome.
            self.message_done(id, Err(DeviceError::harmless(Fault::NotConfigured)));
        }
    }

    /// The modem has answered, or will not.
    pub(super) fn message_done(&mut self, id: DeviceJob, result: Result<Outcome, DeviceError>) {
        let Some(sending) = self.outbox.sending.take_if(|s| s.id == id) else { return };
        if let Err(error) = &result {
            super::log::error("message", error);
        }
        let report = match &result {
            Ok(Outcome::Message(sent)) => MessageReport::Sent { parts: sent.parts },
            Err(e) if e.effect() == Effect::NotStarted => MessageReport::Failed(why(&e.fault)),
            _ => MessageReport::Unknown,
        };
        let order = Envelope { stamp: self.now, ..sending.order };
        self.jobs.keep(Command::ReportMessage { job: sending.job, report }, order);
        self.offer_outcomes();
    }

    /// A message that did not surely leave is a clerk's matter.
    pub(super) fn tell_messages(&mut self, entries: &[Recorded]) {
        let lang = self.lang();
        for entry in entries {
            let (app, say): (AppId, fn(crate::text::Lang, &str) -> String) = match &entry.event {
                Event::MessageFailed(e) => (e.app, t::message_failed),
                Event::MessageOutcomeUnknown(e) => (e.app, t::message_in_doubt),
                _ => continue,
            };
            // A card handed over meanwhile needs no call.
            let Some(number) = self.ledger.office().file(app).map(|f| f.app.number.short()) else { continue };
            let notice = Notice::new(Severity::Warning, say(lang, &number)).next(t::MESSAGE_NEXT.get(lang));
            self.tell(notice);
        }
    }

    /// Messages given to a modem by runs that are gone.
    pub(super) fn lost_message(&self) -> Option<JobId> {
        let message = self.ledger.office().sending()?.app.message.as_ref()?;
        let gone = message.run != self.setup.run && !self.ledger.run_alive(message.run);
        (gone && message.state == MessageState::Sending).then_some(message.id)
    }

    /// The program's own act: nobody pressed a key for it.
    fn own_order(&self, backend: Option<String>) -> Envelope {
        Envelope { actor: AccountId::SYSTEM, ..self.order(backend) }
    }

    /// An act nobody waits for: a no changes nothing and is not told, a busy ledger is asked again later.
    fn quietly(&mut self, command: &Command, order: &Envelope) -> Vec<Recorded> {
        match self.ledger.act(command, order, None) {
            Ok(Ok(committed)) => {
                self.dirty = true;
                self.refresh_front();
                committed.entries
            }
            Ok(Err(refusal)) => {
                super::log::error("message", &refusal);
                Vec::new()
            }
            Err(error) => {
                if !LedgerError::passes(&error) {
                    self.ledger_failed(&error);
                }
                Vec::new()
            }
        }
    }
}

/// The file whose card an entry activated.
fn activated(entry: &Recorded) -> Option<AppId> {
    match &entry.event {
        Event::CardActivated(e) => Some(e.app),
        _ => None,
    }
}

fn why(fault: &Fault) -> MessageFailure {
    match fault {
        Fault::Modem(error::Modem::Cms(_)) => MessageFailure::Refused,
        _ => MessageFailure::Modem,
    }
}
