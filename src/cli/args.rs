//! Arguments: two tables, tasks and options, and the reading of a command line by them.
//!
//! Separate so that help, checks and parsing cannot disagree. Must not look at files or the environment.

mod audit;
mod backup;
mod export;
mod values;
mod wrong;

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use chrono::NaiveDate;

use super::audit::{Paper, Wanted};
use super::failure::Failure;
use super::give::Way;
use super::proof::Asked;
use crate::domain::report::Period;
use crate::domain::terms::KeyChange;
use crate::export::{Format, Sheet};
use crate::text::{Lang, Word, audit as audit_words, backup as copies, cli as say, parcel, proof, service, vault};
pub(super) use backup::{Last, Restoring, Survive, last_needed};
use wrong::{printable, unknown_option, unread, usage};

/// Most past applications a demo may be filled with.
pub(super) const MAX_HISTORY: u32 = 10_000_000;

/// What the process is asked to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Task {
    Desk,
    Init { supervisor: String, stdin: bool, plain: bool, print: bool },
    Demo { history: u32 },
    Export { span: Span, format: Format, paper: Sheet, output: Way, signer: Signer },
    Report { period: Period, how: ReportForm, output: Way, signer: Signer },
    Open { parcel: PathBuf, output: PathBuf, stdin: bool },
    Verify { asked: Asked, json: bool, signer: Signer },
    Rebuild { signer: Signer },
    Info { json: bool, signer: Signer },
    Survive(Survive),
    Rekey { how: KeyChange, signer: Signer, print: bool },
    Recovery { signer: Signer, print: bool },
    Recover { signer: Signer },
    Purge { before: NaiveDate, dry: bool, signer: Signer },
    Audit { wanted: Box<Wanted>, signer: Signer },
    Devices { json: bool },
    TestDevice { kind: String, print: bool, json: bool },
    Simulate { words: Vec<String>, pid: Option<u32>, json: bool },
    Nik { text: String, json: bool },
    CardPreview { record: PathBuf, output: PathBuf },
    CardTest { output: PathBuf },
    ConfigCheck,
    ConfigShow,
    ConfigPath,
    ConfigSlips,
    Help,
    Version,
}

/// What is exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Span {
    Day(NaiveDate),
    Period(Period),
}

/// How a report is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ReportForm {
    File(Format),
    Json,
}

/// Who signs in for a subcommand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Signer {
    /// Initials or name; a demo needs none.
    pub(super) name: Option<String>,
    pub(super) stdin: bool,
}

/// A row of the table of tasks.
pub(super) struct TaskRow {
    words: &'static [&'static str],
    operand: Option<Operand>,
    /// Options of its own, beside those every task takes.
    options: &'static [&'static str],
    needs: &'static [&'static str],
    pub(super) does: Word,
}

/// What may follow the words of a task.
#[derive(Clone, Copy)]
struct Operand {
    word: Word,
    needed: bool,
}

/// A row of the table of options.
pub(super) struct OptionRow {
    name: &'static str,
    value: Option<Word>,
    pub(super) does: Word,
}

const COMMON: &[&str] = &["home", "lang", "verbose", "help", "version"];
const AUDIT: &[&str] =
    &["from", "to", "nik", "number", "actor", "format", "output", "encrypt", "as", "passphrase-stdin"];
const SIGN: &[&str] = &["as", "passphrase-stdin"];
const KEYS: &[&str] = &["as", "passphrase-stdin", "print"];

const fn task(words: &'static [&'static str], options: &'static [&'static str], does: Word) -> TaskRow {
    TaskRow { words, operand: None, options, needs: &[], does }
}

const fn needing(
    words: &'static [&'static str],
    options: &'static [&'static str],
    needs: &'static [&'static str],
    does: Word,
) -> TaskRow {
    TaskRow { words, operand: None, options, needs, does }
}

const fn with_operand(
    words: &'static [&'static str],
    word: Word,
    needed: bool,
    options: &'static [&'static str],
    does: Word,
) -> TaskRow {
    TaskRow { words, operand: Some(Operand { word, needed }), options, needs: &[], does }
}

/// Every task. The empty words are the desk itself.
pub(super) const TASKS: &[TaskRow] = &[
    task(&[], &[], say::DO_DESK),
    needing(
        &["init"],
        &["defaults", "supervisor", "passphrase-stdin", "plain", "print"],
        &["supervisor"],
        say::DO_INIT,
    ),
    task(&["demo"], &["history"], say::DO_DEMO),
    needing(
        &["export"],
        &["date", "month", "year", "format", "paper", "output", "encrypt", "as", "passphrase-stdin"],
        &["format"],
        say::DO_EXPORT,
    ),
    task(
        &["report"],
        &["month", "year", "format", "json", "output", "encrypt", "as", "passphrase-stdin"],
        say::DO_REPORT,
    ),
    export::OPEN,
    task(&["ledger", "verify"], &["agenda", "seal", "json", "as", "passphrase-stdin"], say::DO_VERIFY),
    task(&["ledger", "rebuild"], SIGN, say::DO_REBUILD),
    task(&["ledger", "info"], &["json", "as", "passphrase-stdin"], say::DO_INFO),
    backup::BACKUP,
    backup::RESTORE,
    backup::SALVAGE,
    backup::CONTINUE,
    backup::DRILL,
    task(&["ledger", "encrypt"], KEYS, vault::DO_ENCRYPT),
    task(&["ledger", "rekey"], KEYS, vault::DO_REKEY),
    task(&["recovery"], KEYS, vault::DO_RECOVERY),
    task(&["recover"], SIGN, vault::DO_RECOVER),
    needing(&["ledger", "purge"], &["before", "dry-run", "as", "passphrase-stdin"], &["before"], audit_words::DO_PURGE),
    needing(&["audit", "report"], AUDIT, &["from", "to"], audit_words::DO_REPORT),
    needing(&["audit", "breach"], AUDIT, &["from", "to"], audit_words::DO_BREACH),
    task(&["devices"], &["json"], say::DO_DEVICES),
    needing(&["card", "preview"], &["record", "output"], &["record", "output"], say::DO_CARD_PREVIEW),
    needing(&["card", "test"], &["output"], &["output"], say::DO_CARD_TEST),
    with_operand(&["devices", "test"], service::VALUE_KIND, true, &["print", "json"], service::DO_TEST),
    with_operand(&["simulate"], service::VALUE_SIMULATE, false, &["pid", "json"], service::DO_SIMULATE),
    with_operand(&["nik"], Word::same("NIK"), true, &["json"], say::DO_NIK),
    task(&["config", "check"], &[], say::DO_CONFIG_CHECK),
    task(&["config", "show"], &[], say::DO_CONFIG_SHOW),
    task(&["config", "path"], &[], say::DO_CONFIG_PATH),
    task(&["config", "slips"], &[], say::DO_CONFIG_SLIPS),
];

const fn flag(name: &'static str, does: Word) -> OptionRow {
    OptionRow { name, value: None, does }
}

const fn valued(name: &'static str, value: Word, does: Word) -> OptionRow {
    OptionRow { name, value: Some(value), does }
}

/// Every option.
pub(super) const OPTIONS: &[OptionRow] = &[
    valued("home", say::VALUE_HOME, say::OPT_HOME),
    valued("lang", Word::same("id|en"), say::OPT_LANG),
    valued("as", say::VALUE_AS, say::OPT_AS),
    flag("passphrase-stdin", say::OPT_STDIN),
    flag("defaults", say::OPT_DEFAULTS),
    valued("supervisor", say::VALUE_SUPERVISOR, say::OPT_SUPERVISOR),
    flag("plain", vault::OPT_PLAIN),
    valued("history", Word::same("N"), say::OPT_HISTORY),
    valued("date", say::VALUE_DATE, say::OPT_DATE),
    valued("month", say::VALUE_MONTH, say::OPT_MONTH),
    valued("year", say::VALUE_YEAR, say::OPT_YEAR),
    valued("format", Word::same("pdf|xlsx|csv|txt"), say::OPT_FORMAT),
    valued("paper", Word::same("f4|a4"), say::OPT_PAPER),
    valued("from", say::VALUE_DATE, audit_words::OPT_FROM),
    valued("to", say::VALUE_DATE, audit_words::OPT_TO),
    valued("before", say::VALUE_DATE, audit_words::OPT_BEFORE),
    valued("nik", Word::same("NIK"), audit_words::OPT_NIK),
    valued("number", audit_words::VALUE_NUMBER, audit_words::OPT_NUMBER),
    valued("actor", say::VALUE_AS, audit_words::OPT_ACTOR),
    flag("dry-run", audit_words::OPT_DRY_RUN),
    valued("record", Word::same("F"), say::OPT_RECORD),
    valued("output", Word::same("F"), say::OPT_OUTPUT),
    flag("encrypt", parcel::OPT_ENCRYPT),
    valued("agenda", Word::same("F"), proof::OPT_AGENDA),
    valued("seal", proof::VALUE_SEAL, proof::OPT_SEAL),
    valued("to", Word::same("DIR"), copies::OPT_TO),
    valued("with", copies::VALUE_BACKUP, copies::OPT_WITH),
    flag("check", copies::OPT_CHECK),
    flag("look", copies::OPT_LOOK),
    flag("recovery", copies::OPT_RECOVERY),
    valued("last-number", Word::same("N"), copies::OPT_LAST),
    flag("print", service::OPT_PRINT),
    valued("pid", Word::same("N"), service::OPT_PID),
    flag("json", say::OPT_JSON),
    flag("verbose", say::OPT_VERBOSE),
    flag("help", say::OPT_HELP),
    flag("version", say::OPT_VERSION),
];

impl OptionRow {
    /// As in a usage line: `--home DIR`.
    pub(super) fn usage(&self, lang: Lang) -> String {
        match self.value {
            Some(value) => format!("--{} {}", self.name, value.get(lang)),
            None => format!("--{}", self.name),
        }
    }
}

impl TaskRow {
    /// As in a usage line, without the program's name.
    pub(super) fn usage(&self, lang: Lang) -> String {
        let mut parts: Vec<String> = self.words.iter().map(|word| (*word).to_owned()).collect();
        parts.extend(self.operand.map(|operand| match (operand.word.get(lang), operand.needed) {
            (word, true) => word.to_owned(),
            (word, false) => format!("[{word}]"),
        }));
        // `--to` is a day beside `--from`, and a folder alone.
        let days = self.options.contains(&"from");
        for name in self.options {
            let mut rows = OPTIONS.iter().filter(|row| row.name == *name);
            let row = if days { rows.next() } else { rows.next_back() };
            let usage = row.map(|row| row.usage(lang)).unwrap_or_default();
            parts.push(if self.needs.contains(name) { usage } else { format!("[{usage}]") });
        }
        parts.join(" ")
    }
}

/// A command line, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Args {
    pub(super) home: Option<PathBuf>,
    pub(super) lang: Option<Lang>,
    pub(super) task: Task,
}

/// The language asked for, readable even when the rest of the line is not.
pub(super) fn lang_of(args: &[OsString]) -> Option<Lang> {
    let texts: Vec<&str> = args.iter().map(|arg| arg.to_str().unwrap_or_default()).collect();
    let joined = texts.iter().find_map(|text| text.strip_prefix("--lang="));
    let apart = texts.iter().position(|text| *text == "--lang").and_then(|at| texts.get(at + 1).copied());
    joined.or(apart).and_then(Lang::from_code)
}

/// What stood on the line, before it is judged.
struct Line {
    lang: Lang,
    words: Vec<OsString>,
    given: Vec<(&'static OptionRow, Option<OsString>)>,
}

impl Args {
    /// Reads a command line.
    ///
    /// # Errors
    /// A usage failure naming the word or option, in `lang`.
    pub(super) fn parse(args: Vec<OsString>, lang: Lang) -> Result<Args, Failure> {
        let line = Line::read(args, lang)?;
        let home = line.value("home").map(PathBuf::from);
        if home.as_ref().is_some_and(|path| path.as_os_str().is_empty()) {
            return Err(usage(lang, say::value_missing(lang, "--home")));
        }
        let spoken = match line.text("lang")? {
            Some(code) => Some(Lang::from_code(&code).ok_or_else(|| line.wrong("lang", "id, en"))?),
            None => None,
        };
        let task = if line.has("help") {
            Task::Help
        } else if line.has("version") {
            Task::Version
        } else {
            line.task()?
        };
        Ok(Args { home, lang: spoken, task })
    }
}

impl Line {
    fn read(args: Vec<OsString>, lang: Lang) -> Result<Line, Failure> {
        let mut parser = lexopt::Parser::from_args(args);
        let mut line = Line { lang, words: Vec::new(), given: Vec::new() };
        loop {
            let name = match parser.next().map_err(|error| unread(lang, error))? {
                None => return Ok(line),
                Some(lexopt::Arg::Value(word)) => {
                    line.words.push(word);
                    continue;
                }
                Some(lexopt::Arg::Long(name)) => name.to_owned(),
                Some(lexopt::Arg::Short('h')) => "help".to_owned(),
                Some(lexopt::Arg::Short('V')) => "version".to_owned(),
                Some(lexopt::Arg::Short(letter)) => return Err(unknown_option(lang, &format!("-{letter}"))),
            };
            let row = OPTIONS.iter().find(|row| row.name == name);
            let row = row.ok_or_else(|| unknown_option(lang, &format!("--{name}")))?;
            if line.given.iter().any(|(given, _)| given.name == row.name) {
                return Err(usage(lang, say::option_twice(lang, &format!("--{name}"))));
            }
            let value = match row.value {
                Some(_) => Some(parser.value().map_err(|error| unread(lang, error))?),
                None => None,
            };
            line.given.push((row, value));
        }
    }

    fn has(&self, name: &str) -> bool {
        self.given.iter().any(|(row, _)| row.name == name)
    }

    fn value(&self, name: &str) -> Option<&OsStr> {
        self.given.iter().find(|(row, _)| row.name == name).and_then(|(_, value)| value.as_deref())
    }

    fn text(&self, name: &str) -> Result<Option<String>, Failure> {
        self.value(name).map(|value| self.utf8(value)).transpose()
    }

    fn utf8(&self, value: &OsStr) -> Result<String, Failure> {
        value.to_str().map(str::to_owned).ok_or_else(|| usage(self.lang, say::NOT_UTF8.get(self.lang).to_owned()))
    }

    fn wrong(&self, name: &str, of: &str) -> Failure {
        usage(self.lang, say::value_wrong(self.lang, &format!("--{name}"), of))
    }

    /// The value of an option the table says is needed.
    fn needed(&self, name: &str) -> Result<String, Failure> {
        let missing = || usage(self.lang, say::option_needed(self.lang, &format!("--{name}")));
        self.text(name)?.ok_or_else(missing)
    }

    /// The same as a path, which need not be text.
    fn needed_path(&self, name: &str) -> Result<PathBuf, Failure> {
        let missing = || usage(self.lang, say::option_needed(self.lang, &format!("--{name}")));
        self.value(name).filter(|value| !value.is_empty()).map(PathBuf::from).ok_or_else(missing)
    }

    fn signer(&self) -> Result<Signer, Failure> {
        Ok(Signer { name: self.text("as")?, stdin: self.has("passphrase-stdin") })
    }

    fn task(&self) -> Result<Task, Failure> {
        let words = self.words.iter().map(|word| self.utf8(word)).collect::<Result<Vec<_>, _>>()?;
        let row = row_for(&words)
            .ok_or_else(|| usage(self.lang, say::unknown_command(self.lang, &printable(&words.join(" ")))))?;
        let rest = &words[row.words.len()..];
        match (row.operand, rest.first()) {
            (None, Some(word)) => return Err(usage(self.lang, say::too_many_words(self.lang, &printable(word)))),
            (Some(operand), None) if operand.needed => {
                return Err(usage(self.lang, say::option_needed(self.lang, operand.word.get(self.lang))));
            }
            _ => {}
        }
        let foreign = |name: &&str| !COMMON.contains(name) && !row.options.contains(name);
        if let Some(name) = self.given.iter().map(|(row, _)| row.name).find(foreign) {
            return Err(usage(self.lang, say::option_not_here(self.lang, &format!("--{name}"))));
        }
        self.build(row.words, rest)
    }

    fn build(&self, words: &[&str], rest: &[String]) -> Result<Task, Failure> {
        let (json, print) = (self.has("json"), self.has("print"));
        Ok(match words {
            ["init"] => Task::Init {
                supervisor: self.needed("supervisor")?,
                stdin: self.has("passphrase-stdin"),
                plain: self.has("plain"),
                print,
            },
            ["demo"] => Task::Demo { history: self.history()? },
            ["export"] => self.export()?,
            ["report"] => self.report()?,
            ["open"] => self.open(rest)?,
            ["ledger", "verify"] => Task::Verify { asked: self.asked()?, json, signer: self.signer()? },
            ["ledger", "rebuild"] => Task::Rebuild { signer: self.signer()? },
            ["ledger", "info"] => Task::Info { json, signer: self.signer()? },
            ["ledger", what @ ("backup" | "restore" | "salvage" | "continue" | "drill")] => self.survive(what, rest)?,
            ["ledger", "encrypt"] => Task::Rekey { how: KeyChange::Encrypted, signer: self.signer()?, print },
            ["ledger", "rekey"] => Task::Rekey { how: KeyChange::Rekeyed, signer: self.signer()?, print },
            ["recovery"] => Task::Recovery { signer: self.signer()?, print },
            ["recover"] => Task::Recover { signer: self.signer()? },
            ["ledger", "purge"] => self.purge()?,
            ["audit", "report"] => self.audit(Paper::Report)?,
            ["audit", "breach"] => self.audit(Paper::Breach)?,
            ["devices"] => Task::Devices { json },
            ["devices", "test"] => Task::TestDevice { kind: self.one(rest)?, print, json },
            ["simulate"] => Task::Simulate { words: rest.to_vec(), pid: self.pid()?, json },
            ["nik"] => Task::Nik { text: rest.join(" "), json },
            ["card", "preview"] => {
                Task::CardPreview { record: self.needed_path("record")?, output: self.needed_path("output")? }
            }
            ["card", "test"] => Task::CardTest { output: self.needed_path("output")? },
            ["config", "check"] => Task::ConfigCheck,
            ["config", "show"] => Task::ConfigShow,
            ["config", "path"] => Task::ConfigPath,
            ["config", "slips"] => Task::ConfigSlips,
            _ => Task::Desk,
        })
    }
}

/// The task whose words begin the line; the desk only when there are none.
fn row_for(words: &[String]) -> Option<&'static TaskRow> {
    let begins = |row: &&TaskRow| words.len() >= row.words.len() && row.words.iter().zip(words).all(|(a, b)| a == b);
    let rows = TASKS.iter().filter(|row| row.words.is_empty() == words.is_empty());
    rows.filter(begins).max_by_key(|row| row.words.len())
}
