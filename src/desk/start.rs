//! Starting a desk: which home, which ledger, which devices; then the loop until the clerk leaves.
//!
//! Separate from the desk so that tests can build one from parts. An empty home is asked about first; a demo
//! is filled and starts signed in.

use super::cards::Cards;
use super::clock::Clock;
use super::core::Desk;
use super::demo::{self, OwnHome};
use super::devices::Devices;
use super::early::{Admitted, Console, Printing, ask_first_run, ask_sign_in};
use super::finder::Finder;
use super::found::{self, FoundError, Founding};
use super::input::Input;
use super::keeper::{Care, EVERY, Keeper};
use super::keys::{AtRest, Cost, KeyRing, RecoveryKey, Secret, SignIn};
use super::post::Post;
use super::reference::ReferenceSource;
use super::run::{Heard, Inbox};
use super::setup::Setup;
use super::slips::templates;
use crate::card::{FolderSource, RecordSource};
use crate::config::{Config, Home, Symbols};
use crate::device::finger::sim;
use crate::device::{BACKENDS, DeviceUri, Kind, SimLevers, Simulators};
use crate::domain::event::{Envelope, LedgerKind};
use crate::domain::id::{AccountId, RunId};
use crate::domain::policy::Policy;
use crate::domain::terms::Role;
use crate::ledger::backup::Keep;
use crate::ledger::{self, Ledger, LedgerError, Options, RunLock, SqliteLedger};
use crate::screen::first_run::{Chosen, SetUp};
use crate::text::{Lang, desk};
use crate::ui::theme::{Look, colour_from, unicode_from};
use anyhow::{Context as _, Result, bail};
use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt as _;
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
    let look = look(&config, lang.unwrap_or(config.lang));
    open(home, Opening { config, look, ledger, run, clock, console, signed: None })
}

/// The office of this home; an empty home is asked about first.
fn run_office(options: &DeskOptions) -> Result<()> {
    let home = &options.home;
    let mut console = None;
    if !home.has_ledger() {
        let config = Config::load(home)?;
        let look = look(&config, options.lang.unwrap_or(config.lang));
        let mut asked = Console::enter(&look)?;
        let clock = Clock::new(config.zone.offset_s());
        let set_up = |wanted: &SetUp| found_office(home, &config, wanted, clock);
        let printing = Printing { home, config: &config, clock };
        match ask_first_run(&mut asked, &look, &printing, set_up)? {
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
    // Before anybody types a secret: who could read the book, and on which disk it lies.
    ledger::Home::at(home.path()).check()?;
    super::log::to(home.log());
    let config = Config::load(home)?;
    let keys = KeyRing::load(home)?;
    let (rules, _) = config.rules();
    let how = Options { rules, gate_wait: GATE_WAIT };
    let run = RunId(super::random_id()?);
    let clock = Clock::new(config.zone.offset_s());
    let look = look(&config, options.lang.unwrap_or(config.lang));
    if keys.at_rest()? == AtRest::Clear {
        let ledger = ledger::open(home.path(), how)?;
        return open(home, Opening { config, look, ledger, run, clock, console, signed: None });
    }
    let mut console = console.map_or_else(|| Console::enter(&look), Ok)?;
    let Some(admitted) = ask_sign_in(&mut console, &look, clock, &keys, &how)? else { return Ok(()) };
    let Admitted { account, sign_in, ledger, lang } = admitted;
    let (look, signed) = (Look { lang, ..look }, Some((account, sign_in)));
    open(home, Opening { config, look, ledger, run, clock, console: Some(console), signed })
}

fn found_office(home: &Home, config: &Config, asked: &SetUp, clock: Clock) -> Result<RecoveryKey, FoundError> {
    let roles = if asked.all_roles { Role::ALL.iter().copied().collect() } else { [Role::Supervisor].into() };
    let secret = Secret::new(asked.secret.to_string());
    let founding = Founding {
        policy: Policy { office: asked.office.clone(), ..Policy::default() },
        name: asked.supervisor.clone(),
        initials: Some(asked.initials.clone()),
        station: Some(asked.station.clone()),
        roles,
        secret: &secret,
        cost: Cost::measured()?,
        at_rest: if asked.plain { AtRest::Clear } else { AtRest::Encrypted },
        stamp: clock.stamp(),
    };
    Ok(found::office(home, config, founding)?.recovery)
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

pub(super) fn is_unicode(look: &Look) -> bool {
    std::ptr::eq(look.symbols, Look::full(look.lang).symbols)
}

/// What a desk is opened with.
struct Opening {
    config: Config,
    look: Look,
    ledger: SqliteLedger,
    run: RunId,
    clock: Clock,
    console: Option<Console>,
    /// Who was let in before the ledger could be opened.
    signed: Option<(AccountId, SignIn)>,
}

/// Opens the desk on a ledger and runs it.
fn open(home: &Home, opening: Opening) -> Result<()> {
    let Opening { config, look, ledger, run, clock, console, signed } = opening;
    if ledger.is_copy() {
        return Err(LedgerError::Copy { path: home.ledger() }.into());
    }
    super::keeping::still_the_same(ledger.home(), config.backup.witness.as_deref())?;
    let place = ledger.home().clone();
    super::log::to(home.log());
    let _alive = RunLock::hold(home.path(), run)?;
    let simulated = ledger.office().desk.kind == LedgerKind::Demo;
    let (rules, refused) = config.rules();
    let (slips, broken) = templates(&config);
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
        clear: !simulated && signed.is_none(),
        export_folder: config.export_folder.clone(),
        slips,
    };
    let mut desk = Desk::new(setup, Box::new(ledger), keys, devices, Some(finder), clock.stamp());
    desk.share_network(Post::at(home.path()));
    if simulated {
        let finger = sim::template_of(1);
        desk.compare_with(ReferenceSource::Fixture(finger));
        desk.sign_in_as(demo::CLERK);
    }
    if let Some((account, sign_in)) = signed {
        desk.admit(account, sign_in);
    }
    if let Some(source) = record_source(home, &config, simulated)? {
        desk.print_from(Cards::start(source, deliver(&sender)).context("cards")?);
    }
    if let Some(refused) = refused {
        desk.rules_refused(&refused);
    }
    for refused in &broken {
        desk.template_refused(refused);
    }
    let set = config.backup;
    let keep = Keep { days: set.days, months: set.months };
    let care = Care { home: place, folder: set.folder, keep, witness: set.witness, every: EVERY };
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
