//! How a run ended: the exit codes in one table, and what is said when it was not well.
//!
//! Separate so that each kind of trouble has one code and one place where its words are chosen.

use std::io::Write as _;
use std::process::ExitCode;

use crate::config::{ConfigError, ConfigFault, Home, HomeError};
use crate::desk::log;
use crate::domain::clean;
use crate::ledger::LedgerError;
use crate::text::{Lang, Word, cli as say, ledger as told, vault};

macro_rules! exits {
    ($( $(#[$doc:meta])* $name:ident = $code:literal, $word:ident; )*) => {
        /// Exit codes; help lists them from here.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Exit { $( $(#[$doc])* $name = $code ),* }

        impl Exit {
            /// Every code with its meaning, in order.
            pub const ALL: &'static [(Exit, Word)] = &[ $( (Exit::$name, say::$word) ),* ];
        }
    };
}

exits! {
    Ok = 0, EXIT_OK;
    /// A rule of the office said no, or a check found something wrong.
    Refused = 1, EXIT_REFUSED;
    Usage = 2, EXIT_USAGE;
    /// Wrong input, home or settings.
    Input = 3, EXIT_INPUT;
    Ledger = 4, EXIT_LEDGER;
    SignIn = 5, EXIT_SIGN_IN;
    Output = 6, EXIT_OUTPUT;
    Desk = 7, EXIT_DESK;
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

/// Something did not go as asked.
pub(super) struct Failure {
    exit: Exit,
    lang: Lang,
    said: String,
    next: Option<String>,
    cause: Option<anyhow::Error>,
}

impl Failure {
    pub(super) fn new(exit: Exit, lang: Lang, said: impl Into<String>) -> Failure {
        Failure { exit, lang, said: said.into(), next: None, cause: None }
    }

    /// The reader of a pipe had enough: an end, not a failure.
    pub(super) fn quiet(lang: Lang) -> Failure {
        Failure::new(Exit::Ok, lang, "")
    }

    /// What to do about it.
    pub(super) fn next(mut self, next: impl Into<String>) -> Failure {
        self.next = Some(next.into());
        self
    }

    pub(super) fn because(mut self, cause: impl Into<anyhow::Error>) -> Failure {
        self.cause = Some(cause.into());
        self
    }

    /// What is said, for where it is only a remark.
    pub(super) fn said(&self) -> String {
        match &self.next {
            Some(next) => format!("loket: {}\n       {next}", self.said),
            None => format!("loket: {}", self.said),
        }
    }

    /// Says it on stderr and, when there is a cause and a home, writes the cause to the home's log.
    pub(super) fn tell(self, verbose: bool, home: Option<&Home>) -> Exit {
        if self.said.is_empty() {
            return self.exit;
        }
        let mut text = self.said();
        text.push('\n');
        if let Some(cause) = &self.cause {
            if let Some(home) = home {
                log::to(home.log());
                log::error("cli", cause.as_ref());
            }
            if verbose {
                let because = say::BECAUSE.get(self.lang);
                for cause in cause.chain() {
                    text.push_str(&format!("       {because}: {}\n", clean::clean(&cause.to_string())));
                }
            }
        }
        // Nobody is left to tell when stderr is gone; the exit code remains.
        let _ = std::io::stderr().write_all(text.as_bytes());
        self.exit
    }
}

/// A home that cannot be used.
pub(super) fn home(lang: Lang, error: HomeError) -> Failure {
    let named = |path: &std::path::Path| path.display().to_string();
    let failure = |said: String| Failure::new(Exit::Input, lang, said);
    let failure = match &error {
        HomeError::Unknown => failure(say::HOME_UNKNOWN.get(lang).into()).next(say::HOME_NAME_IT.get(lang)),
        HomeError::Missing(path) => {
            Failure::new(Exit::Ledger, lang, say::home_missing(lang, &named(path))).next(say::NOT_SET_UP_NEXT.get(lang))
        }
        HomeError::NotAFolder(path) => failure(say::home_not_a_folder(lang, &named(path))),
        HomeError::NotOurs(path) => failure(say::home_not_ours(lang, &named(path))),
        HomeError::Open { path, mode } => {
            let wanted = if path.is_dir() { "700" } else { "600" };
            failure(say::home_open(lang, &named(path), *mode)).next(say::home_close_it(lang, wanted, &named(path)))
        }
        HomeError::Io { path, .. } => failure(say::home_io(lang, &named(path))),
    };
    failure.because(error)
}

/// A ledger that cannot be used, or not now.
pub(super) fn ledger(lang: Lang, error: LedgerError) -> Failure {
    let code = error.code();
    let said = match &error {
        LedgerError::Missing { path } | LedgerError::Unfinished { path } => {
            say::not_set_up(lang, &path.parent().unwrap_or(path).display().to_string())
        }
        LedgerError::NotALedger { .. } => say::LEDGER_FOREIGN.get(lang).to_owned(),
        LedgerError::Newer { found, known } => say::ledger_newer(lang, *found, *known),
        LedgerError::ForeignDisk { kind, .. } => say::ledger_foreign_disk(lang, kind),
        LedgerError::Permissions { path, found, .. } => say::home_open(lang, &path.display().to_string(), *found),
        LedgerError::Copy { .. } | LedgerError::Linked { .. } | LedgerError::RolledBack { .. } => {
            told::ledger(lang, &error).what
        }
        LedgerError::GateHeld { by } => say::ledger_held(lang, &clean::clean(by)),
        LedgerError::Busy(_) => say::LEDGER_BUSY.get(lang).to_owned(),
        LedgerError::WrongKey { .. } => vault::LEDGER_WRONG_KEY.get(lang).to_owned(),
        LedgerError::Exchanging => vault::LEDGER_EXCHANGING.get(lang).to_owned(),
        LedgerError::InUse => vault::LEDGER_IN_USE.get(lang).to_owned(),
        LedgerError::Full { .. } => say::LEDGER_FULL.get(lang).to_owned(),
        LedgerError::Damaged { .. } | LedgerError::Diverged { .. } => say::LEDGER_DAMAGED.get(lang).to_owned(),
        LedgerError::Broken { seq, .. } => say::ledger_broken(lang, *seq),
        _ => say::LEDGER_TROUBLE.get(lang).to_owned(),
    };
    let failure = Failure::new(Exit::Ledger, lang, format!("{said} [{code}]"));
    let failure = match &error {
        LedgerError::Missing { .. } | LedgerError::Unfinished { .. } => failure.next(say::NOT_SET_UP_NEXT.get(lang)),
        LedgerError::Permissions { path, wanted, .. } => {
            failure.next(say::home_close_it(lang, &format!("{wanted:o}"), &path.display().to_string()))
        }
        LedgerError::WrongKey { .. } => failure.next(vault::LEDGER_PAIR.get(lang)),
        LedgerError::Damaged { .. } | LedgerError::Broken { .. } | LedgerError::Diverged { .. } => {
            failure.next(say::LEDGER_VERIFY.get(lang))
        }
        LedgerError::Copy { .. } | LedgerError::Linked { .. } | LedgerError::RolledBack { .. } => {
            failure.next(told::ledger(lang, &error).next)
        }
        error if error.passes() => failure.next(say::TRY_AGAIN.get(lang)),
        _ => failure,
    };
    failure.because(error)
}

/// Settings that cannot be used.
pub(super) fn config(lang: Lang, error: ConfigError) -> Failure {
    let said = match &error {
        ConfigError::Read { file, .. } => say::config_unreadable(lang, &file.display().to_string()),
        ConfigError::Wrong { file, line, key, fault } => place(lang, file, *line, key, &fault_words(lang, fault)),
    };
    Failure::new(Exit::Input, lang, said).next(say::CONFIG_FIX.get(lang)).because(error)
}

/// Where something is wrong in the settings.
pub(super) fn place(lang: Lang, file: &std::path::Path, line: usize, key: &str, fault: &str) -> String {
    let file = file.display().to_string();
    if key.is_empty() {
        say::config_wrong_line(lang, &file, line, fault)
    } else {
        say::config_wrong(lang, &file, line, key, fault)
    }
}

fn fault_words(lang: Lang, fault: &ConfigFault) -> String {
    let word = match fault {
        ConfigFault::TooLarge => say::FAULT_TOO_LARGE,
        ConfigFault::Syntax(what) => return format!("{} ({what})", say::FAULT_SYNTAX.get(lang)),
        ConfigFault::UnknownKey => say::FAULT_UNKNOWN_KEY,
        ConfigFault::NotAText => say::FAULT_NOT_A_TEXT,
        ConfigFault::NotATable => say::FAULT_NOT_A_TABLE,
        ConfigFault::Empty => say::FAULT_EMPTY,
        ConfigFault::Unclean => say::FAULT_UNCLEAN,
        ConfigFault::TooLong { len, max } => return say::fault_too_long(lang, *len, *max),
        ConfigFault::NotWithin { least, most } => return say::fault_not_within(lang, *least, *most),
        ConfigFault::NotOneOf(of) => return say::fault_not_one_of(lang, of),
    };
    word.get(lang).to_owned()
}
