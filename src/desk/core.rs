//! The desk: what every input means, from keys to committed acts.
//!
//! Owns the session, the screens and the order of things: decide, commit, only then say so. The only module
//! that sees everything. Touches neither terminal nor clock, so that it runs headless in tests.

use super::access::Lookings;
use super::act::Held;
use super::cards::Cards;
use super::care::CareOf;
use super::devices::Devices;
use super::drafts::Drafts;
use super::finder::Finder;
use super::input::{Input, Stamped};
use super::jobs::Jobs;
use super::keys::KeyRing;
use super::messages::Outbox;
use super::network::Network;
use super::overlay::Overlay;
use super::reference::ReferenceSource;
use super::screens::Screens;
use super::secrets::Proved;
use super::setup::Setup;
use super::wedge::Wedge;
use crate::config::RulesRefused;
use crate::domain::id::{AccountId, AppId};
use crate::domain::time::Stamp;
use crate::export::slip::Kind as Slip;
use crate::ledger::{HomeKey, Ledger};
use crate::screen::{Screen, ScreenId, Told};
use crate::text::{Lang, Word, desk};
use crate::ui::keymap::{Action, Key, KeyState, Layer, resolve};
use crate::ui::notice::{Board, Notice, Severity};
use crate::view::{Session, View, Ways};
use std::collections::{BTreeMap, BTreeSet};

/// The session of a desk nobody is signed in to.
static NOBODY: Session =
    Session { account: AccountId::SYSTEM, name: String::new(), initials: String::new(), roles: BTreeSet::new() };

/// The desk.
pub struct Desk {
    pub(super) setup: Setup,
    pub(super) ledger: Box<dyn Ledger>,
    pub(super) keys: KeyRing,
    /// The home key, from the first sign-in on: a new member of staff gets a wrap of it.
    pub(super) home_key: Option<HomeKey>,
    /// Who gave their passphrase at this desk: they may come back by PIN on that day.
    pub(super) proved: BTreeMap<AccountId, Proved>,
    pub(super) session: Option<Session>,
    pub(super) screens: Screens,
    pub(super) overlay: Option<Overlay>,
    pub(super) board: Board,
    pub(super) devices: Devices,
    pub(super) jobs: Jobs,
    pub(super) outbox: Outbox,
    pub(super) network: Network,
    /// Where cards are printed from records.
    pub(super) cards: Option<Cards>,
    /// The devices of the operator's chair are open.
    pub(super) chair_open: bool,
    pub(super) reference: ReferenceSource,
    /// Who looks after the ledger beside the work, and what is known of it.
    pub(super) care: CareOf,
    /// An act that waits for another desk to finish writing; meanwhile no key but the most general acts.
    pub(super) held: Option<Held>,
    pub(super) finder: Option<Finder>,
    pub(super) drafts: Drafts,
    pub(super) lookings: Lookings,
    pub(super) purge: super::purge::Progress,
    /// Slips given to the printer since the desk was opened: the next of the same is a copy.
    pub(super) slips_out: BTreeSet<(Slip, AppId)>,
    pub(super) key_state: KeyState,
    /// Keys that may be a scanner's.
    pub(super) wedge: Wedge,
    /// The last input's stamp: what "now" means while handling it.
    pub(super) now: Stamp,
    /// When a key last came, for the automatic lock.
    pub(super) last_key: Stamp,
    pub(super) dirty: bool,
    pub(super) leaving: bool,
    /// Wipe and draw everything anew (Ctrl+L, resize).
    pub(super) redraw: bool,
    /// The ledger failed: no command is taken until it is open again.
    pub(super) ledger_down: bool,
    /// What of the time was visible at the last tick.
    pub(super) shown: (i64, i64),
}

impl Desk {
    /// A desk with nobody signed in.
    pub fn new(
        setup: Setup,
        ledger: Box<dyn Ledger>,
        keys: KeyRing,
        devices: Devices,
        finder: Option<Finder>,
        now: Stamp,
    ) -> Desk {
        let reference = ReferenceSource::of(&devices);
        let mut desk = Desk {
            setup,
            ledger,
            keys,
            home_key: None,
            proved: BTreeMap::new(),
            session: None,
            screens: Screens::new(),
            overlay: None,
            board: Board::default(),
            devices,
            jobs: Jobs::default(),
            outbox: Outbox::default(),
            network: Network::default(),
            cards: None,
            chair_open: false,
            reference,
            care: CareOf::default(),
            held: None,
            finder,
            drafts: Drafts::default(),
            lookings: Lookings::default(),
            purge: Default::default(),
            slips_out: BTreeSet::new(),
            key_state: KeyState::default(),
            wedge: Wedge::default(),
            now,
            last_key: now,
            dirty: true,
            leaving: false,
            redraw: false,
            ledger_down: false,
            shown: (0, 0),
        };
        desk.ask_sign_in();
        desk
    }

    /// Takes one input.
    pub fn handle(&mut self, stamped: Stamped) {
        self.now = stamped.at;
        if !matches!(stamped.input, Input::Key(_)) {
            self.typed_late();
        }
        match stamped.input {
            Input::Key(key) if self.devices.types() => self.on_typed(key),
            Input::Key(key) => self.on_key(key),
            Input::Paste(text) => {
                self.typed_on();
                self.on_paste(&text);
            }
            Input::Resize | Input::Continued => self.redraw = true,
            Input::Tick => self.on_tick(),
            Input::Again => self.try_held(),
            Input::Device(report) => self.on_report(report),
            Input::Found { query, rows, more } => self.on_found(query, rows, more),
            Input::Card { app, wanted, looked } => self.card_came(app, &wanted, looked),
            Input::CardKept(error) => self.card_kept(&error),
            Input::Kept(kept) => self.kept(kept),
            Input::FindFailed(_) => self.tell_words(Severity::Warning, desk::FIND_FAILED),
            Input::HangUp => {
                self.typed_on();
                self.leave();
            }
        }
        self.look_for_card();
        self.follow_chair();
        self.look_around();
        self.dirty |= self.redraw;
    }

    /// Compares fingers with this from now on; the demo has a synthetic one.
    pub fn compare_with(&mut self, reference: ReferenceSource) {
        self.reference = reference;
    }

    /// Starts signed in: a demo needs no passphrase.
    pub fn sign_in_as(&mut self, account: AccountId) {
        self.enter(account, 0);
    }

    /// The configured checklist file is broken: the built-in one is in force, and the clerk knows.
    pub fn rules_refused(&mut self, refused: &RulesRefused) {
        super::log::error("rules", refused);
        let file = refused.file.display().to_string();
        let text = desk::rules_refused(self.lang(), &file, &refused.why.to_string());
        self.tell(Notice::new(Severity::Warning, text).code(refused.why.code()));
    }

    /// Stores what is not stored yet, and leaves.
    pub(super) fn leave(&mut self) {
        self.save_drafts();
        self.end_lookings();
        self.leaving = true;
    }

    /// Nobody may see or do anything before somebody signs in.
    pub(super) fn locked(&self) -> bool {
        self.overlay.as_ref().is_some_and(Overlay::is_sign_in)
    }

    /// The clerk wants to leave and everything is stored.
    pub fn leaving(&self) -> bool {
        self.leaving
    }

    /// Something visible may have changed since the last call; and whether to draw from scratch.
    pub fn take_dirty(&mut self) -> (bool, bool) {
        (std::mem::take(&mut self.dirty), std::mem::take(&mut self.redraw))
    }

    pub(super) fn on_key(&mut self, key: Key) {
        self.last_key = self.now;
        let layers = self.layers();
        let text = self.takes_text();
        let Some(action) = resolve(&mut self.key_state, layers, key, text) else { return };
        self.dirty = true;
        if self.always(action) {
            return;
        }
        if self.held.is_some() {
            return;
        }
        if self.board.frozen() {
            if self.board.on(action) {
                self.key_state.disarm();
            } else if action == Action::Lock {
                self.lock();
            }
            return;
        }
        if self.overlay.is_some() {
            return self.on_overlay(action);
        }
        if self.session.is_some() && !self.global(action) {
            self.board.fade();
            self.on_screen(action);
        }
    }

    /// Keys that work even over a question or an error.
    fn always(&mut self, action: Action) -> bool {
        match action {
            Action::Language => {
                self.setup.look.lang = self.setup.look.lang.other();
                self.refresh_front();
            }
            Action::Redraw => self.redraw = true,
            Action::Leave => self.ask_leave(),
            _ => return false,
        }
        true
    }

    /// Keys that work on every screen, unless the screen's own layer came first.
    fn global(&mut self, action: Action) -> bool {
        let target = match action {
            Action::Intake => ScreenId::Intake,
            Action::Check => ScreenId::Check,
            Action::Operator => ScreenId::Operator,
            Action::Handover => ScreenId::Handover,
            Action::Agenda => ScreenId::Agenda,
            Action::Find => ScreenId::Find,
            Action::Supervisor => ScreenId::Supervisor,
            Action::Help => {
                let layers = self.layers();
                self.overlay = Some(Overlay::help(layers));
                return true;
            }
            Action::Lock => {
                self.lock();
                return true;
            }
            Action::OwnSecret => {
                self.ask_own();
                return true;
            }
            Action::Mode => {
                self.ask_mode();
                return true;
            }
            Action::Recap => {
                self.show_recap();
                return true;
            }
            _ => return false,
        };
        self.go(target);
        true
    }

    fn on_screen(&mut self, action: Action) {
        let front = self.screens.front;
        let reply = self.with_screen(front, |screen, view| screen.on(action, view));
        if action == Action::Escape && reply.used {
            // Escape had something to do: a digit typed next is data, not half of a function key.
            self.key_state.disarm();
        }
        self.carry_out(front, reply);
        self.drafts.touched();
    }

    fn on_paste(&mut self, text: &str) {
        self.last_key = self.now;
        self.key_state.disarm();
        if self.board.frozen() || self.held.is_some() {
            return;
        }
        self.dirty = true;
        if let Some(overlay) = &mut self.overlay {
            overlay.paste(text);
        } else if self.session.is_some() {
            let front = self.screens.front;
            let reply = self.with_screen(front, |screen, view| screen.paste(text, view));
            self.carry_out(front, reply);
            self.drafts.touched();
        }
    }

    /// Brings a screen to the front, if the clerk may open it.
    pub(super) fn go(&mut self, target: ScreenId) {
        if !self.may_open(target) {
            let words = desk::SCREEN_NOT_YOURS;
            return self.tell_words(Severity::Warning, words);
        }
        self.save_drafts();
        self.screens.front = target;
        self.board.fade();
        self.refresh_front();
        if target == ScreenId::Agenda {
            let day = self.with_view(|v| v.day());
            self.show_book(day);
        }
    }

    pub(super) fn refresh_front(&mut self) {
        let front = self.screens.front;
        self.with_screen(front, |screen, view| screen.refresh(view));
        self.dirty = true;
    }

    /// Opens a file on the screen of its next step.
    pub(super) fn open_file(&mut self, app: AppId) {
        let stage = match self.ledger.office().file(app) {
            Some(file) => file.app.stage,
            None => match self.ledger.file(app) {
                Ok(Some(file)) => file.app.stage,
                Ok(None) => return,
                Err(error) => return self.ledger_failed(&error),
            },
        };
        let target = super::screens::screen_for(stage);
        if !self.may_open(target) {
            return self.show_history(app);
        }
        self.go(target);
        let reply = self.with_screen(target, |screen, view| screen.told(Told::Open(app), view));
        self.carry_out(target, reply);
    }

    /// The stack of layers the next key is read in.
    pub(super) fn layers(&self) -> &'static [Layer] {
        if self.board.frozen() {
            return &[Layer::Frozen, Layer::Always];
        }
        match &self.overlay {
            Some(overlay) => overlay.layers(),
            None => self.screens.front().layers(),
        }
    }

    pub(super) fn takes_text(&self) -> bool {
        !self.board.frozen()
            && match &self.overlay {
                Some(overlay) => overlay.takes_text(),
                None => self.screens.front().takes_text(),
            }
    }

    /// The language of the desk.
    pub(super) fn lang(&self) -> Lang {
        self.setup.look.lang
    }

    pub(super) fn tell(&mut self, notice: Notice) {
        self.board.tell(notice);
        self.dirty = true;
    }

    pub(super) fn tell_words(&mut self, severity: Severity, words: Word) {
        let text = words.get(self.lang());
        self.tell(Notice::new(severity, text));
    }

    /// Runs something on the view of this moment.
    pub(super) fn with_view<R>(&self, run: impl FnOnce(&View<'_>) -> R) -> R {
        let (job, obstacles) = (self.job_view(), self.obstacles());
        run(&View {
            office: self.ledger.office(),
            rules: &self.setup.rules,
            session: self.session.as_ref().unwrap_or(&NOBODY),
            station: &self.setup.station,
            stamp: self.now,
            look: &self.setup.look,
            ways: self.ways(),
            job: job.as_ref(),
            obstacles: &obstacles,
            print_in_doubt: self.print_in_doubt(),
            card: self.cards.as_ref().and_then(Cards::view),
            care: self.care.view(),
        })
    }

    /// Runs something on a screen and the view of this moment.
    pub(super) fn with_screen<R>(&mut self, id: ScreenId, run: impl FnOnce(&mut dyn Screen, &View<'_>) -> R) -> R {
        let (job, ways, print_in_doubt) = (self.job_view(), self.ways(), self.print_in_doubt());
        let obstacles = self.obstacles();
        let view = View {
            office: self.ledger.office(),
            rules: &self.setup.rules,
            session: self.session.as_ref().unwrap_or(&NOBODY),
            station: &self.setup.station,
            stamp: self.now,
            look: &self.setup.look,
            ways,
            job: job.as_ref(),
            obstacles: &obstacles,
            print_in_doubt,
            card: self.cards.as_ref().and_then(Cards::view),
            care: self.care.view(),
        };
        run(self.screens.get_mut(id), &view)
    }

    pub(super) fn ways(&self) -> Ways {
        self.devices.ways()
    }
}
