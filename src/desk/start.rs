//! Starting a desk: which home, which ledger, which devices; then the loop until the clerk leaves.
//!
//! Separate from the desk so that tests can build one from parts. An empty home is asked about first; a demo
//! is filled and starts signed in.

use super::cards::Cards;
use super::clock::Clock;
use super::core::{Desk, Setup};
use super::demo::{self, OwnHome};
use super::devices::Devices;
use super::finder::Finder;
use super::found::{self, FoundError, Founding};
use super::input::Input;
use super::keeper::{Care, Keeper};
use super::keys::{Cost, KeyError, KeyRing, Secret};
use super::post::Post;
use super::reference::ReferenceSource;
use super::run::{Heard, Inbox, inbox};
use super::terminal::Terminal;
use crate::card::{FolderSource, RecordSource};
use crate::config::{Config, Home, Symbols};
use crate::device::finger::sim;
use crate::device::{BACKENDS, DeviceUri, Kind, SimLevers, Simulators};
use crate::domain::event::{Envelope, LedgerKind};
use crate::domain::id::RunId;
use crate::domain::policy::Policy;
use crate::domain::terms::Role;
use crate::ledger::backup::Keep;
use crate::ledger::{self, Ledger, LedgerError, Options, RunLock, SqliteLedger};
use crate::screen::first_run::{Chosen, FirstRun, SetUp};
use crate::text::{Lang, cli, desk};
use crate::ui::keymap::{Action, KeyState, resolve};
use crate::ui::notice::{Notice, Severity};
use crate::ui::theme::{Look, colour_from, unicode_from};
use anyhow::{Context as _, Result, bail};
use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt as _;
use std::sync::mpsc::Receiver;
use std::time::Duration;

/// How long one try for the write gate may hold up the screen; the desk tries again by itself.
const GATE_WAIT: Duration = Duration::from_millis(60);

/// What a desk is started with.
pub struct DeskOptions {
    pub home: Home,
    /// Overrides the configured language.
    pub lang: Option<Lang>,
    pub demo: Option<DemoOptions>,
}

/// A simulated counter.
#[derive(Clone, Copy, Debug, Default)]
pub struct DemoOptions {
    /// Past applications to fill a fresh demo with.
    pub history: u64,
}

/// Runs a desk until the clerk leaves.
///
/// # Errors
/// Whatever keeps a desk from starting, or a terminal that refuses to draw.
pub fn run(options: DeskOptions) -> Result<()> {
    match options.demo {
        Some(demo) => run_demo(&options, demo, None),
        None => run_office(&options),
    }
}

/// The terminal and the threads that listen to it: taken once, since two keyboards would share the keys.
struct Console {
    terminal: Terminal,
    sender: Inbox,
    receiver: Receiver<Heard>,
}

impl Console {
    fn enter(look: &Look) -> Result<Console> {
        let terminal = Terminal::enter(!is_unicode(look))?;
        let (sender, receiver) = inbox()?;
        Ok(Console { terminal, sender, receiver })
    }
}

/// A demo in the home that was named, kept; or in one of its own, removed again.
fn run_demo(options: &DeskOptions, demo: DemoOptions, console: Option<Console>) -> Result<()> {
    if options.home.is_named() {
        return open_demo(&options.home, options.lang, demo, console);
    }
    let own = OwnHome::new()?;
    open_demo(&Home::at(own.path()), options.lang, demo, console)
}

fn open_demo(home: &Home, lang: Option<Lang>, demo: DemoOptions, console: Option<Console>) -> Result<()> {
    home.create()?;
    let config = Config::load(home)?;
    let clock = Clock::new(config.zone.offset_s());
    let run = RunId(super::random_id()?);
    let mut ledger = if home.has_ledger() {
        ledger::open(home.path(), Options { gate_wait: GATE_WAIT, ..Options::default() })?
    } else {
        let order = Envelope::system(&config.station, run, clock.stamp());
        ledger::create(home.path(), LedgerKind::Demo, None, &order, Options::default())?
    };
    if ledger.office().desk.kind != LedgerKind::Demo {
        bail!(desk::HOME_OF_AN_OFFICE.get(lang.unwrap_or(config.lang)));
    }
    demo::fill(&mut ledger, demo.history, run, &config.station)?;
    open(home, config, lang, ledger, (run, clock), console)
}

/// The office of this home; an empty home is asked about first.
fn run_office(options: &DeskOptions) -> Result<()> {
    let home = &options.home;
    let mut console = None;
    if !home.has_ledger() {
        let config = Config::load(home)?;
        let mut asked = Console::enter(&look(&config, options.lang.unwrap_or(config.lang)))?;
        let clock = Clock::new(config.zone.offset_s());
        let set_up = |wanted: &SetUp| found_office(home, &config, wanted, clock);
        match ask_first_run(&mut asked, look(&config, options.lang.unwrap_or(config.lang)), set_up)? {
            Chosen::Leave => return Ok(()),
            Chosen::Demo => {
                let options = DeskOptions { home: home.unnamed(), lang: options.lang, demo: None };
                return run_demo(&options, DemoOptions::default(), Some(asked));
            }
            Chosen::SetUp(_) => {}
        }
        console = Some(asked);
    }
    home.check()?;
    let config = Config::load(home)?;
    let (rules, _) = config.rules();
    let ledger = ledger::open(home.path(), Options { rules, gate_wait: GATE_WAIT })?;
    let run = RunId(super::random_id()?);
    let clock = Clock::new(config.zone.offset_s());
    open(home, config, options.lang, ledger, (run, clock), console)
}

fn found_office(home: &Home, config: &Config, asked: &SetUp, clock: Clock) -> Result<(), FoundError> {
    let roles = if asked.all_roles { Role::ALL.iter().copied().collect() } else { [Role::Supervisor].into() };
    let secret = Secret::new(asked.secret.to_string());
    let founding = Founding {
        policy: Policy { office: asked.office.clone(), ..Policy::default() },
        name: asked.supervisor.clone(),
        initials: Some(asked.initials.clone()),
        station: Some(asked.station.clone()),
        roles,
        secret: &secret,
        cost: Cost::OFFICE,
        stamp: clock.stamp(),
    };
    found::office(home, config, founding)?;
    Ok(())
}

/// The first question of an empty home, before there is a desk. An office that cannot be set up is told in
/// the form, where what was typed still stands.
fn ask_first_run(
    console: &mut Console,
    look: Look,
    mut set_up: impl FnMut(&SetUp) -> Result<(), FoundError>,
) -> Result<Chosen> {
    let Console { terminal, receiver, .. } = console;
    let mut first = FirstRun::new(look.lang);
    let mut keys = KeyState::default();
    loop {
        terminal.draw(|buf| first.draw(buf.area, buf, &look))?;
        use super::terminal::TermInput::*;
        match receiver.recv() {
            Ok(Heard::Term(Key(key))) => {
                let Some(action) = resolve(&mut keys, first.layers(), key, first.takes_text()) else { continue };
                match first.on(action) {
                    Some(Chosen::SetUp(wanted)) => match set_up(&wanted) {
                        Ok(()) => return Ok(Chosen::SetUp(wanted)),
                        Err(FoundError::Keys(KeyError::Unfit(_))) => first.secret_unfit(),
                        Err(FoundError::Exists) => bail!(FoundError::Exists),
                        Err(error) => first.tell(not_founded(first.lang(), &error)),
                    },
                    Some(chosen) => return Ok(chosen),
                    None => {}
                }
                if action == Action::Escape {
                    keys.disarm();
                }
            }
            Ok(Heard::Term(Paste(text))) => first.paste(&text),
            Ok(Heard::Term(Resize(width, height))) => terminal.painter().resize(width, height),
            Ok(Heard::Term(Suspend)) => terminal.suspend()?,
            Ok(Heard::Term(Resumed)) => terminal.resume()?,
            Ok(Heard::Term(End)) | Err(_) => return Ok(Chosen::Leave),
            Ok(_) => {}
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

fn look(config: &Config, lang: Lang) -> Look {
    let env = |name: &str| std::env::var(name).ok();
    let locale = [env("LC_ALL"), env("LC_CTYPE"), env("LANG")];
    let unicode = match config.symbols {
        Symbols::Utf8 => true,
        Symbols::Ascii => false,
        Symbols::Auto => unicode_from(locale.each_ref().map(Option::as_deref), env("TERM").as_deref()),
    };
    let colour = colour_from(env("NO_COLOR").as_deref(), env("TERM").as_deref());
    let mut look = if unicode { Look::full(lang) } else { Look::bare(lang) };
    look.colour = colour;
    look
}

fn is_unicode(look: &Look) -> bool {
    std::ptr::eq(look.symbols, Look::full(look.lang).symbols)
}

/// Opens the desk on a ledger and runs it.
fn open(
    home: &Home,
    config: Config,
    lang: Option<Lang>,
    ledger: SqliteLedger,
    (run, clock): (RunId, Clock),
    console: Option<Console>,
) -> Result<()> {
    if ledger.is_copy() {
        return Err(LedgerError::Copy { path: home.ledger() }.into());
    }
    super::keeping::still_the_same(&ledger::Home::at(home.path()), config.backup.witness.as_deref())?;
    super::log::to(home.log());
    let _alive = RunLock::hold(home.path(), run)?;
    let look = look(&config, lang.unwrap_or(config.lang));
    let simulated = ledger.office().desk.kind == LedgerKind::Demo;
    let (rules, refused) = config.rules();
    let keys = KeyRing::load(home)?;
    let console = console.map_or_else(|| Console::enter(&look), Ok)?;
    let Console { mut terminal, sender, receiver } = console;
    terminal.painter().forget();
    let mut sims = simulators(home, simulated);
    let devices = devices(&config, simulated, &mut sims, &sender)?;
    if let Err(error) = sims.listen() {
        // Training from another terminal is all that is missing then.
        super::log::error("simulate", &error);
    }
    let finder = Finder::start(ledger.searcher()?, deliver(&sender)).context("search")?;
    let setup = Setup {
        station: config.station.clone(),
        run,
        rules,
        look,
        simulated,
        export_folder: config.export_folder.clone(),
    };
    let mut desk = Desk::new(setup, Box::new(ledger), keys, devices, Some(finder), clock.stamp());
    desk.share_network(Post::at(home.path()));
    if simulated {
        let finger = sim::template_of(1);
        desk.compare_with(ReferenceSource::Fixture(finger));
        desk.sign_in_as(demo::CLERK);
    }
    if let Some(source) = record_source(home, &config, simulated)? {
        desk.print_from(Cards::start(source, deliver(&sender)).context("cards")?);
    }
    if let Some(refused) = refused {
        desk.rules_refused(&refused);
    }
    let set = config.backup;
    let keep = Keep { days: set.days, months: set.months };
    let care = Care { home: ledger::Home::at(home.path()), folder: set.folder, keep, witness: set.witness };
    let (there, days) = (care.folder.is_some(), set.warn_days);
    desk.look_after(Keeper::start(care, clock, deliver(&sender)).context("keeper")?, there, days);
    super::run::run(&mut desk, &mut terminal, &receiver, clock)
}

/// Where print records come from: the configured folder, or the demo's own with somebody who fills it.
fn record_source(home: &Home, config: &Config, simulated: bool) -> Result<Option<Box<dyn RecordSource>>> {
    if simulated {
        let folder = home.path().join("records");
        let made = DirBuilder::new().recursive(true).mode(0o700).create(&folder);
        made.context("the folder of print records")?;
        return Ok(Some(Box::new(demo::workstation::Workstation::new(folder))));
    }
    let folder = config.card_records.as_ref();
    Ok(folder.map(|folder| Box::new(FolderSource::new(folder)) as Box<dyn RecordSource>))
}

/// A demo has every device simulated that has a simulator.
fn demo_line(kind: Kind) -> &'static str {
    if BACKENDS.iter().any(|row| row.kind == kind && row.simulated()) { "sim:" } else { "none" }
}

fn deliver(sender: &Inbox) -> impl Fn(Input) + Send + Clone + 'static {
    let sender = sender.clone();
    // When nobody listens any more the desk is gone, and with it whoever wanted to know.
    move |input| drop(sender.send(Heard::Other(input)))
}

fn simulators(home: &Home, simulated: bool) -> Simulators {
    let folder = home.simulators();
    if simulated {
        Simulators::only(&folder, SimLevers::at_human_pace())
    } else {
        Simulators::new(&folder, SimLevers::new())
    }
}

/// Resolves every configured device; a demo uses simulators only.
fn devices(config: &Config, simulated: bool, sims: &mut Simulators, sender: &Inbox) -> Result<Devices> {
    let mut resolved = Vec::new();
    for (kind, (_, setting)) in Kind::ALL.into_iter().zip(config.devices.each()) {
        let uri: DeviceUri = if simulated { demo_line(kind) } else { setting }
            .parse()
            .with_context(|| format!("device {}", kind.name()))?;
        resolved.push(sims.resolve(kind, &uri).with_context(|| format!("device {}", kind.name()))?);
    }
    let hear = deliver(sender);
    Devices::start(resolved, move |report| hear(Input::Device(report))).context("device threads")
}
