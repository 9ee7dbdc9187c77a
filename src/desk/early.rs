//! Before there is a desk: the questions of an empty home, and the sign-in of an encrypted one.
//!
//! Owns the terminal until the desk takes it over. Separate because neither has an office to look at yet.

use super::clock::Clock;
use super::found::FoundError;
use super::keys::{KeyError, KeyRing, RecoveryKey, Secret, SignIn};
use super::run::{Heard, Inbox, inbox};
use super::session::not_signed_in;
use super::sheet::{Sheet, Unprinted};
use super::terminal::{TermInput, Terminal};
use crate::config::{Config, Home};
use crate::domain::clean;
use crate::domain::id::AccountId;
use crate::ledger::{self, Ledger as _, LedgerError, Options, SqliteLedger};
use crate::screen::door::{Door, Knock};
use crate::screen::first_run::{Chosen, FirstRun, SetUp};
use crate::screen::recovery::{RecoveryPage, Said};
use crate::text::{Lang, cli, common, desk, ledger as ledger_words};
use crate::ui::keymap::{Action, Key, KeyState, Layer, resolve};
use crate::ui::notice::{Notice, Severity};
use crate::ui::theme::Look;
use anyhow::{Context as _, Result, bail};
use ratatui::buffer::Buffer;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

/// How often the picture is looked at again though nothing came: the time of day in it moves.
const LOOK: Duration = Duration::from_secs(1);

/// The terminal and the threads that listen to it: taken once, since two keyboards would share the keys.
pub(super) struct Console {
    pub(super) terminal: Terminal,
    pub(super) sender: Inbox,
    pub(super) receiver: Receiver<Heard>,
}

/// Something that stands on the screen before there is a desk.
trait Early {
    type Said;
    fn layers(&self) -> &'static [Layer];
    fn takes_text(&self) -> bool;
    fn on(&mut self, action: Action) -> Option<Self::Said>;
    fn paste(&mut self, text: &str);
    /// What became of a sheet that was asked for.
    fn printed(&mut self, _: Result<(), Unprinted>) {}
    fn draw(&self, buf: &mut Buffer);
}

impl Console {
    pub(super) fn enter(look: &Look) -> Result<Console> {
        let terminal = Terminal::enter(!super::start::is_unicode(look))?;
        let (sender, receiver) = inbox()?;
        Ok(Console { terminal, sender, receiver })
    }

    /// Shows something until it says something; None when the terminal is gone.
    fn ask<T>(&mut self, keys: &mut KeyState, early: &mut impl Early<Said = T>) -> Result<Option<T>> {
        loop {
            self.terminal.draw(|buf| early.draw(buf))?;
            use TermInput::{End, Key, Paste, Resize, Resumed, Suspend};
            match self.receiver.recv_timeout(LOOK) {
                Ok(Heard::Term(Key(key))) => {
                    if let Some(said) = pressed(keys, early, key) {
                        return Ok(Some(said));
                    }
                }
                Ok(Heard::Term(Paste(text))) => early.paste(&text),
                Ok(Heard::Term(Resize(width, height))) => self.terminal.painter().resize(width, height),
                Ok(Heard::Term(Suspend)) => self.terminal.suspend()?,
                Ok(Heard::Term(Resumed)) => self.terminal.resume()?,
                Ok(Heard::Term(End)) | Err(RecvTimeoutError::Disconnected) => return Ok(None),
                Ok(Heard::Sheet(result)) => early.printed(result),
                Ok(_) | Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }
}

fn pressed<T>(keys: &mut KeyState, early: &mut impl Early<Said = T>, key: Key) -> Option<T> {
    let action = resolve(keys, early.layers(), key, early.takes_text())?;
    let said = early.on(action);
    if action == Action::Escape {
        keys.disarm();
    }
    said
}

struct Asking<'l>(FirstRun, &'l Look);

impl Early for Asking<'_> {
    type Said = Chosen;

    fn layers(&self) -> &'static [Layer] {
        self.0.layers()
    }

    fn takes_text(&self) -> bool {
        self.0.takes_text()
    }

    fn on(&mut self, action: Action) -> Option<Chosen> {
        self.0.on(action)
    }

    fn paste(&mut self, text: &str) {
        self.0.paste(text);
    }

    fn draw(&self, buf: &mut Buffer) {
        self.0.draw(buf.area, buf, self.1);
    }
}

/// The first question of an empty home. An office that cannot be set up is told in the form, where what was
/// typed still stands.
pub(super) fn ask_first_run(
    console: &mut Console,
    look: &Look,
    printing: &Printing<'_>,
    mut set_up: impl FnMut(&SetUp) -> Result<RecoveryKey, FoundError>,
) -> Result<Chosen> {
    let mut asking = Asking(FirstRun::new(look.lang), look);
    let mut keys = KeyState::default();
    loop {
        match console.ask(&mut keys, &mut asking)? {
            Some(Chosen::SetUp(wanted)) => match set_up(&wanted) {
                Ok(recovery) => {
                    let page = Showing(RecoveryPage::new(asking.0.lang(), recovery.text()), look);
                    let seen = hand_over(console, &mut keys, printing, (&wanted.office, &recovery), page)?;
                    return Ok(if seen { Chosen::SetUp(wanted) } else { Chosen::Leave });
                }
                Err(FoundError::Keys(KeyError::Unfit(_))) => asking.0.secret_unfit(),
                Err(FoundError::Exists) => bail!(FoundError::Exists),
                Err(error) => {
                    let lang = asking.0.lang();
                    asking.0.tell(not_founded(lang, &error));
                }
            },
            Some(chosen) => return Ok(chosen),
            None => return Ok(Chosen::Leave),
        }
    }
}

fn not_founded(lang: Lang, error: &FoundError) -> Notice {
    let notice = Notice::new(Severity::Error, cli::NOT_FOUNDED.get(lang)).next(cli::TRY_AGAIN.get(lang));
    match error {
        FoundError::Ledger(error) => notice.code(error.code()),
        FoundError::Keys(error) => notice.code(error.code()),
        _ => notice,
    }
}

/// Where a sheet would be printed, and by which clock it is dated.
pub(super) struct Printing<'l> {
    pub(super) home: &'l Home,
    pub(super) config: &'l Config,
    pub(super) clock: Clock,
}

impl Printing<'_> {
    /// Prints a sheet beside the screen; the console hears what became of it.
    fn begin(&self, sheet: Sheet, inbox: &Inbox) -> Result<()> {
        let (home, config, inbox) = (self.home.clone(), self.config.clone(), inbox.clone());
        // When nobody listens any more the page is gone.
        let print = move || drop(inbox.send(Heard::Sheet(sheet.print(&home, &config))));
        std::thread::Builder::new().name("sheet".into()).spawn(print).context("the sheet")?;
        Ok(())
    }
}

/// Shows the recovery key until it is on paper; false when the terminal went away, which takes the key with it: the
/// manual says how to have another.
fn hand_over(
    console: &mut Console,
    keys: &mut KeyState,
    printing: &Printing<'_>,
    (office, recovery): (&str, &RecoveryKey),
    mut page: Showing<'_>,
) -> Result<bool> {
    loop {
        match console.ask(keys, &mut page)? {
            Some(Said::Print) => {
                let sheet = Sheet::new(page.0.lang(), office, printing.clock.stamp().local(), recovery);
                printing.begin(sheet, &console.sender)?;
            }
            Some(Said::Kept) => return Ok(true),
            None => return Ok(false),
        }
    }
}

struct Showing<'l>(RecoveryPage, &'l Look);

impl Early for Showing<'_> {
    type Said = Said;

    fn layers(&self) -> &'static [Layer] {
        self.0.layers()
    }

    fn takes_text(&self) -> bool {
        false
    }

    fn on(&mut self, action: Action) -> Option<Said> {
        self.0.on(action)
    }

    fn paste(&mut self, _: &str) {}

    fn printed(&mut self, result: Result<(), Unprinted>) {
        match result {
            Ok(()) => self.0.printed(),
            Err(why) => {
                super::log::error("sheet", &why);
                self.0.not_printed(why.told(self.0.lang()));
            }
        }
    }

    fn draw(&self, buf: &mut Buffer) {
        self.0.draw(buf.area, buf, self.1);
    }
}

struct Knocking<'l>(Door, &'l Look, Clock);

impl Early for Knocking<'_> {
    type Said = Knock;

    fn layers(&self) -> &'static [Layer] {
        self.0.layers()
    }

    fn takes_text(&self) -> bool {
        self.0.takes_text()
    }

    fn on(&mut self, action: Action) -> Option<Knock> {
        self.0.on(action)
    }

    fn paste(&mut self, text: &str) {
        self.0.paste(text);
    }

    fn draw(&self, buf: &mut Buffer) {
        let (lang, local) = (self.0.lang(), self.2.stamp().local());
        let moment = format!("{} {}", common::date_with_weekday(lang, local.date()), common::time(lang, local.time()));
        self.0.draw(moment, buf, self.1);
    }
}

/// Somebody let in, with the ledger that opened to them.
pub(super) struct Admitted {
    pub(super) account: AccountId,
    pub(super) sign_in: SignIn,
    pub(super) ledger: SqliteLedger,
    pub(super) lang: Lang,
}

/// Waits at the door of an encrypted office until somebody of its staff is in; None when nobody wants to any more.
pub(super) fn ask_sign_in(
    console: &mut Console,
    look: &Look,
    clock: Clock,
    keys: &KeyRing,
    options: &Options,
) -> Result<Option<Admitted>> {
    let mut knocking = Knocking(Door::new(look.lang), look, clock);
    let mut state = KeyState::default();
    loop {
        let Some(Knock::SignIn { who, secret }) = console.ask(&mut state, &mut knocking)? else { return Ok(None) };
        let lang = knocking.0.lang();
        match admit(keys, options, (&who, Secret::new(secret.to_string())), (lang, clock.stamp().utc_ms)) {
            Ok((account, sign_in, ledger)) => return Ok(Some(Admitted { account, sign_in, ledger, lang })),
            Err(notice) => knocking.0.refuse(&who, notice),
        }
    }
}

/// Right secret, ledger that opens, account in use: in this order, because each needs the one before.
fn admit(
    keys: &KeyRing,
    options: &Options,
    (who, secret): (&str, Secret),
    (lang, now_ms): (Lang, i64),
) -> Result<(AccountId, SignIn, SqliteLedger), Notice> {
    let refused = |error: KeyError| not_signed_in(lang, &error, now_ms);
    let account = keys.labelled(&clean::fold(who)).map_err(|error| refused(error.into()))?;
    let account = account.ok_or_else(|| refused(KeyError::Wrong))?;
    let sign_in = keys.check(account, &secret, now_ms).map_err(refused)?;
    let home = keys.ledger(&sign_in.key).map_err(|error| refused(error.into()))?;
    let ledger = ledger::open(home, options.clone()).map_err(|error| not_opened(lang, &error))?;
    keys.recent(&sign_in.key, ledger.office().desk.keys).map_err(refused)?;
    if ledger.office().roles(account).is_none() {
        return Err(Notice::new(Severity::Error, desk::ACCOUNT_OFF.get(lang)));
    }
    Ok((account, sign_in, ledger))
}

fn not_opened(lang: Lang, error: &LedgerError) -> Notice {
    super::log::error("ledger", error);
    let told = ledger_words::ledger(lang, error);
    Notice::new(Severity::Error, told.what).next(told.next).code(error.code())
}
