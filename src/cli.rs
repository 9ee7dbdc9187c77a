//! The command line: what was asked, who may ask it, and how it ended.
//!
//! Owns arguments, exit codes and the order of every subcommand: home, settings, ledger, sign-in, act.
//! Separate from the desk because it must work without a terminal. Data go to stdout, messages to stderr;
//! why something failed goes to the log of the home, with personal data never in it.

mod args;
mod audit;
mod backup;
mod card;
mod config;
mod desk;
mod device_test;
mod devices;
mod drill;
mod export;
mod failure;
mod give;
mod help;
mod init;
mod ledger;
mod nik;
mod office;
mod out;
mod period;
mod proof;
mod purge;
mod secret;
mod shut;
mod simulate;
mod vault;

use std::ffi::OsString;
use std::process::ExitCode;

use crate::config::{Config, Home};
use crate::text::Lang;
use args::{Args, Span, Task};
pub use failure::Exit;
use failure::Failure;

/// What every subcommand is given.
struct Scene {
    home: Home,
    config: Config,
    lang: Lang,
}

impl Scene {
    /// The same at another home.
    fn at(&self, home: &std::path::Path) -> Scene {
        Scene { home: Home::at(home), config: self.config.clone(), lang: self.lang }
    }
}

/// Runs what the process was asked for and says how it ended.
pub fn main() -> ExitCode {
    shut::memory();
    run(std::env::args_os().skip(1).collect(), |name| std::env::var_os(name)).into()
}

/// The same with arguments and environment handed in.
pub fn run(args: Vec<OsString>, env: impl Fn(&str) -> Option<OsString>) -> Exit {
    let spoken = args::lang_of(&args).unwrap_or_default();
    let verbose = args.iter().any(|arg| arg == "--verbose");
    let mut home = None;
    match Args::parse(args, spoken).and_then(|args| perform(&args, &env, &mut home)) {
        Ok(()) => Exit::Ok,
        Err(failure) => failure.tell(verbose, home.as_ref()),
    }
}

fn perform(args: &Args, env: &impl Fn(&str) -> Option<OsString>, found: &mut Option<Home>) -> Result<(), Failure> {
    let first = args.lang.unwrap_or_default();
    match &args.task {
        Task::Help => return out::text(first, &help::text(first)),
        Task::Version => return out::text(first, concat!("loket ", env!("CARGO_PKG_VERSION"), "\n")),
        _ => {}
    }
    let home = Home::resolve(args.home.as_deref(), env).map_err(|error| failure::home(first, error))?;
    home.is_folder().map_err(|error| failure::home(first, error))?;
    *found = Some(home.clone());
    let config = Config::load(&home).map_err(|error| failure::config(first, error))?;
    let lang = args.lang.unwrap_or(config.lang);
    let scene = Scene { home, config, lang };
    match &args.task {
        Task::Help | Task::Version => Ok(()),
        Task::Nik { text, json } => nik::run(&scene, text, *json),
        Task::Devices { json } => devices::run(&scene, *json),
        Task::CardPreview { record, output } => card::preview(&scene, record, output),
        Task::CardTest { output } => card::test(&scene, output),
        Task::TestDevice { kind, print, json } => device_test::run(&scene, kind, *print, *json),
        Task::Simulate { words, pid, json } => simulate::run(&scene, words, *pid, *json),
        Task::ConfigCheck => config::check(&scene),
        Task::ConfigShow => config::show(&scene),
        Task::ConfigPath => config::path(&scene),
        Task::ConfigSlips => config::slips(&scene),
        Task::Init { supervisor, stdin, plain, print } => init::run(&scene, supervisor, (*stdin, *plain, *print)),
        Task::Verify { asked, json, signer } => ledger::verify(&scene, asked, *json, signer),
        Task::Rebuild { signer } => ledger::rebuild(&scene, signer),
        Task::Rekey { how, signer, print } => vault::rekey(&scene, *how, signer, *print),
        Task::Recovery { signer, print } => vault::recovery(&scene, signer, *print),
        Task::Recover { signer } => vault::recover(&scene, signer),
        Task::Info { json, signer } => ledger::info(&scene, *json, signer),
        Task::Survive(what) => backup::run(&scene, what),
        Task::Purge { before, dry, signer } => purge::run(&scene, *before, *dry, signer),
        Task::Audit { wanted, signer } => audit::run(&scene, wanted, signer),
        Task::Desk => desk::run(&scene, args.lang),
        Task::Demo { history } => desk::demo(&scene, args.lang, *history),
        Task::Export { span: Span::Day(date), format, paper, output, signer } => {
            let wanted = export::Wanted { date: *date, format: *format, paper: *paper, output };
            export::run(&scene, &wanted, signer)
        }
        Task::Export { span: Span::Period(of), format, output, signer, .. } => {
            period::agenda(&scene, *of, *format, output, signer)
        }
        Task::Open { parcel, output, stdin } => give::open(lang, parcel, output, *stdin),
        Task::Report { period: of, how, output, signer } => period::report(&scene, *of, *how, output, signer),
    }
}
