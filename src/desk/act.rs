//! From a screen's wish to a committed act, and what follows from it.
//!
//! The order never changes: second person checked, command decided and committed by the ledger, screen told,
//! effects begun. A device outcome that could not be committed is kept and offered again.

use super::core::Desk;
use crate::domain::command::Command;
use crate::domain::decide::ATTESTED;
use crate::domain::event::{Envelope, Event, Recorded};
use crate::domain::id::AccountId;
use crate::domain::refusal::Refusal;
use crate::domain::time::Stamp;
use crate::ledger::{Committed, DraftKey, LedgerError};
use crate::screen::{Ask, Reply, Request, ScreenId, SecondPerson, Told};
use crate::text::{desk as t, refusal};
use crate::ui::notice::{Notice, Severity};
use crate::view::Way;

/// How long an act is held for another desk that writes, in milliseconds.
const HOLD_MS: u32 = 2_000;

/// Tries of an act no screen waits for: with the desk's share of the gate about two seconds.
const TRIES: u32 = 30;

/// An act of a screen that waits for the write gate.
pub(super) struct Held {
    from: ScreenId,
    command: Command,
    order: Envelope,
    clears: Option<DraftKey>,
    since: Stamp,
}

/// What the ledger answered to an act.
pub(super) type Tried = Result<Result<Committed, Refusal>, LedgerError>;

/// How an act ended.
pub(super) enum Done {
    Committed(Vec<Recorded>),
    Refused(Refusal),
    Failed,
}

impl Desk {
    /// Carries out what a screen answered.
    pub(super) fn carry_out(&mut self, from: ScreenId, reply: Reply) {
        if let Some(notice) = reply.notice {
            self.tell(notice);
        }
        for request in reply.requests {
            self.give(from, request);
        }
        for ask in reply.asks {
            self.ask(from, ask);
        }
        self.dirty = true;
    }

    /// Gives one command on behalf of a screen.
    fn give(&mut self, from: ScreenId, request: Request) {
        let approver = match &request.second {
            None => None,
            Some(second) => match self.second_person(second) {
                Some(account) => Some(account),
                None => return self.not_given(from),
            },
        };
        if let Command::StartPrint { apps, .. } = &request.command
            && !request.attested
            && self.lacks_face(apps)
        {
            return self.not_given(from);
        }
        let mut order = self.order(self.backend_for(&request.command, request.attested));
        order.approver = approver;
        order.happened_ms = request.happened_ms;
        let clears = self.submits(&request.command).then(|| self.draft_key(from)).flatten();
        let since = self.now;
        self.attempt(Held { from, command: request.command, order, clears, since });
    }

    /// Tries an act of a screen. While another desk writes it is held and tried again, and the screen goes on
    /// being drawn; after [`HOLD_MS`] the holder is named and the form stays as it is.
    fn attempt(&mut self, held: Held) {
        if self.ledger_down {
            self.tell_words(Severity::Error, t::LEDGER_DOWN);
            return self.not_given(held.from);
        }
        let tried = self.ledger.act(&self.telling(&held.command), &held.order, held.clears.as_ref());
        if tried.as_ref().is_err_and(LedgerError::passes) && self.now.since(&held.since).ms < HOLD_MS {
            self.tell_words(Severity::Info, t::GATE_WAIT);
            self.held = Some(held);
            return;
        }
        let (told, committed) = match self.settle(&held.command, tried) {
            Done::Committed(entries) => (Told::Committed(entries.clone()), entries),
            Done::Refused(refusal) => (Told::Refused(refusal), Vec::new()),
            Done::Failed => return self.not_given(held.from),
        };
        if held.clears.is_some() && !committed.is_empty() {
            self.drafts.dropped(held.from);
        }
        let reply = self.with_screen(held.from, |screen, view| screen.told(told, view));
        self.react(&committed);
        self.carry_out(held.from, reply);
    }

    /// An act waits for another desk to finish writing, or keys for the next one.
    pub fn waiting(&self) -> bool {
        self.held.is_some() || self.wedge.holds()
    }

    /// Tries the held act again.
    pub(super) fn try_held(&mut self) {
        if let Some(held) = self.held.take() {
            self.attempt(held);
        }
    }

    /// The command was not decided: the screen must not wait for an answer.
    fn not_given(&mut self, from: ScreenId) {
        let reply = self.with_screen(from, |screen, view| screen.told(Told::NotGiven, view));
        self.carry_out(from, reply);
    }

    /// A command that ends the form it was typed into.
    fn submits(&self, command: &Command) -> bool {
        matches!(
            command,
            Command::Submit(_)
                | Command::ConfirmComplete { .. }
                | Command::Return { .. }
                | Command::HandOver(_)
                | Command::Correct { .. }
        )
    }

    /// Decides and commits; tells the clerk about a no or a failure.
    pub(super) fn act(&mut self, command: &Command, order: &Envelope) -> Done {
        if self.ledger_down {
            self.tell_words(Severity::Error, t::LEDGER_DOWN);
            return Done::Failed;
        }
        let tried = self.tried(command, order);
        self.settle(command, tried)
    }

    /// These acts have no form to go back to, so they wait here; each try is bounded by the ledger.
    pub(super) fn tried(&mut self, command: &Command, order: &Envelope) -> Tried {
        let command = &*self.telling(command);
        let mut tried = self.ledger.act(command, order, None);
        for _ in 1..TRIES {
            if !tried.as_ref().is_err_and(LedgerError::passes) {
                break;
            }
            tried = self.ledger.act(command, order, None);
        }
        tried
    }

    /// What the ledger answered; a no or a failure is told.
    pub(super) fn settle(&mut self, command: &Command, tried: Tried) -> Done {
        match tried {
            Ok(Ok(committed)) => {
                self.dirty = true;
                Done::Committed(committed.entries)
            }
            Ok(Err(refusal)) => {
                let first = self.overtaken(command, &refusal);
                self.refused(&refusal, first);
                Done::Refused(refusal)
            }
            Err(error) => {
                self.ledger_failed(&error);
                Done::Failed
            }
        }
    }

    /// A refusal becomes an error notice: it freezes until it is read.
    pub(super) fn tell_refusal(&mut self, refusal: &Refusal) {
        self.refused(refusal, None);
    }

    /// The same, with who was first.
    fn refused(&mut self, refusal: &Refusal, first: Option<String>) {
        let told = refusal::refusal(self.lang(), refusal);
        let what = first.into_iter().fold(told.what, |what, first| format!("{what} {first}"));
        self.tell(Notice::new(Severity::Error, what).next(told.next).code(refusal.code()));
    }

    /// The ledger failed: say what is safe. A gate held by another desk is only a wait.
    pub(super) fn ledger_failed(&mut self, error: &LedgerError) {
        super::log::error("ledger", error);
        let told = crate::text::ledger::ledger(self.lang(), error);
        self.tell(Notice::new(Severity::Error, told.what).next(told.next).code(error.code()));
        self.ledger_down = error.stops();
    }

    /// The circumstances of an act of the clerk at this desk, now.
    pub(super) fn order(&self, backend: Option<String>) -> Envelope {
        Envelope {
            actor: self.session.as_ref().map_or(AccountId::SYSTEM, |s| s.account),
            approver: None,
            station: self.setup.station.clone(),
            run: self.setup.run,
            backend,
            stamp: self.now,
            happened_ms: None,
        }
    }

    /// The backend an act of this kind is recorded with.
    pub(super) fn backend_for(&self, command: &Command, attested: bool) -> Option<String> {
        use crate::device::Kind;
        let kind = match command {
            Command::ReportTest { .. } => Kind::Fingerprint,
            Command::StartPrint { .. } | Command::ReportPrint { .. } | Command::AnswerPrint { .. } => Kind::CardPrinter,
            Command::StartActivation { .. } | Command::ReportActivation { .. } => Kind::Chip,
            _ => return attested.then(|| ATTESTED.to_owned()),
        };
        // An attested result on a driven device's act is still that device's job: only tests may mix.
        if attested && kind == Kind::Fingerprint || self.devices.way(kind) == Way::Attested {
            return Some(ATTESTED.to_owned());
        }
        Some(self.devices.backend_name(kind))
    }

    /// Checks the second person's passphrase; tells why not.
    fn second_person(&mut self, second: &SecondPerson) -> Option<AccountId> {
        match self.check_secret(&second.who, &second.secret) {
            Ok((account, _)) => Some(account),
            Err(notice) => {
                self.tell(notice);
                None
            }
        }
    }

    /// What follows from committed entries: only now does the world hear of them.
    pub(super) fn react(&mut self, entries: &[Recorded]) {
        for entry in entries {
            match &entry.event {
                Event::PrintStarted(e) => self.begin_print(entry.seq, e.app),
                Event::ActivationStarted(e) => self.begin_activation(entry.seq, e.app),
                Event::AccountDisabled(e) => self.forget_key(e.account),
                _ => {}
            }
        }
        self.wipe_cards(entries);
        self.note_activated(entries);
        self.tell_messages(entries);
        if !entries.is_empty() {
            self.refresh_front();
        }
    }

    /// Wishes to the desk itself.
    pub(super) fn ask(&mut self, from: ScreenId, ask: Ask) {
        match ask {
            Ask::OpenFile(app) => self.open_file(app),
            Ask::LookUp(nik) => self.look_up(from, nik),
            Ask::Find(query) => self.find(query),
            Ask::History(app) => self.history(from, app),
            Ask::Book(date) => self.book(from, date),
            Ask::StartTest { app, finger } => self.begin_test(app, finger),
            Ask::CancelJob => self.cancel_job(),
            Ask::Slip(kind) => self.slip(&kind),
            Ask::Slips(app) => self.offer_slips(app),
            Ask::EmergencySheets(sheets) => self.write_emergency(&sheets),
            Ask::HandoverSheets { sheets, cards } => self.write_handover(&sheets, &cards),
            Ask::Export { date, format } => self.export(date, format),
            Ask::ExportList { date, behind, format } => self.export_list(date, behind, format),
            Ask::CheckSeal(shown) => self.check_seal(&shown),
            Ask::Record { year, no } => self.write_record(year, no),
            Ask::Report(period) => self.report(from, period),
            Ask::ExportPeriod { period, paper, format } => self.export_period(period, paper, format),
            Ask::BackUp => self.back_up(true),
            Ask::Trail { paper, from, to } => self.write_trail(paper, (from, to)),
            Ask::Erasable => self.tell_erasable(from),
            Ask::CloseDay(count) => self.close_day(from, count),
            Ask::AddStaff { name, initials, roles, secret } => self.add_staff(from, name, initials, roles, &secret),
            Ask::ResetStaff { account, secret } => self.reset_staff(from, account, &secret),
            Ask::DropDraft => self.drop_draft(from),
        }
    }
}
