//! Reading `loket.toml` and saying exactly where it is wrong.
//!
//! Separate from the settings because a person edits this file by hand: an unknown key or a wrong value is
//! an error with its line, never a silent default. Must not open what the settings name.

use std::io;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Config, Home, MAX_FILE, MAX_STATION, MAX_VALUE, Symbols, Zone};
use crate::domain::clean::clean;
use crate::text::Lang;

/// A `loket.toml` that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("{} cannot be read", .file.display())]
    Read {
        file: PathBuf,
        #[source]
        source: io::Error,
    },
    #[error("{}, line {line}, {key}: {fault}", .file.display())]
    Wrong {
        file: PathBuf,
        /// From 1.
        line: usize,
        /// As `devices.printer`; empty for the file as a whole.
        key: String,
        fault: ConfigFault,
    },
}

/// What is wrong at a place of the file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigFault {
    #[error("over {MAX_FILE} bytes")]
    TooLarge,
    /// Not TOML, in the parser's words.
    #[error("not valid TOML: {0}")]
    Syntax(String),
    #[error("unknown key")]
    UnknownKey,
    #[error("a text is needed")]
    NotAText,
    #[error("a table is needed")]
    NotATable,
    #[error("empty")]
    Empty,
    #[error("{len} characters where {max} are allowed")]
    TooLong { len: usize, max: usize },
    #[error("control or invisible characters")]
    Unclean,
    #[error("must be one of: {0}")]
    NotOneOf(String),
    #[error("must be a number from {least} to {most}")]
    NotWithin { least: u16, most: u16 },
}

impl ConfigFault {
    /// Stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "config.too_large",
            Self::Syntax(_) => "config.syntax",
            Self::UnknownKey => "config.unknown_key",
            Self::NotAText => "config.not_a_text",
            Self::NotATable => "config.not_a_table",
            Self::Empty => "config.empty",
            Self::TooLong { .. } => "config.too_long",
            Self::Unclean => "config.unclean",
            Self::NotOneOf(_) => "config.not_one_of",
            Self::NotWithin { .. } => "config.not_within",
        }
    }
}

impl ConfigError {
    pub(super) fn too_large(file: PathBuf) -> ConfigError {
        ConfigError::Wrong { file, line: 1, key: String::new(), fault: ConfigFault::TooLarge }
    }

    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            ConfigError::Read { .. } => "config.unreadable",
            ConfigError::Wrong { fault, .. } => fault.code(),
        }
    }
}

type Read<T> = Result<T, ConfigError>;

pub(super) fn parse(home: &Home, file: &Path, text: &str) -> Read<Config> {
    if text.len() > MAX_FILE {
        return Err(ConfigError::too_large(file.to_path_buf()));
    }
    let parsed = DeTable::parse(text).map_err(|error| ConfigError::Wrong {
        file: file.to_path_buf(),
        line: line_of(text, error.span().map_or(0, |span| span.start)),
        key: String::new(),
        fault: ConfigFault::Syntax(clean(error.message())),
    })?;
    let mut config = Config::defaults(home);
    let root = Place { file, text, path: "", table: parsed.get_ref() };
    root.only(&["station", "lang", "symbols", "zone", "rules", "devices", "card", "export", "slips", "backup"])?;
    root.set("station", MAX_STATION, |value| config.station = value)?;
    let langs = Lang::ALL.map(|lang| (lang.code(), lang));
    root.choose("lang", &langs, |lang| config.lang = lang)?;
    root.choose("symbols", &Symbols::ALL, |symbols| config.symbols = symbols)?;
    root.choose("zone", &Zone::ALL, |zone| config.zone = zone)?;
    root.set("rules", MAX_VALUE, |value| config.rules = Some(home.path().join(value)))?;
    if let Some(devices) = root.table("devices")? {
        devices.only(&super::Devices::KEYS)?;
        let set = &mut config.devices;
        devices.set("fingerprint", MAX_VALUE, |value| set.fingerprint = value)?;
        devices.set("printer", MAX_VALUE, |value| set.printer = value)?;
        devices.set("chip", MAX_VALUE, |value| set.chip = value)?;
        devices.set("slip", MAX_VALUE, |value| set.slip = value)?;
        devices.set("network", MAX_VALUE, |value| set.network = value)?;
        devices.set("scanner", MAX_VALUE, |value| set.scanner = value)?;
        devices.set("modem", MAX_VALUE, |value| set.modem = value)?;
    }
    if let Some(card) = root.table("card")? {
        card.only(&["records"])?;
        card.set("records", MAX_VALUE, |value| config.card_records = Some(home.path().join(value)))?;
    }
    if let Some(export) = root.table("export")? {
        export.only(&["folder"])?;
        export.set("folder", MAX_VALUE, |value| config.export_folder = home.path().join(value))?;
    }
    if let Some(backup) = root.table("backup")? {
        backup.only(&["folder", "days", "months", "warn_days", "witness"])?;
        let set = &mut config.backup;
        backup.set("folder", MAX_VALUE, |value| set.folder = Some(home.path().join(value)))?;
        backup.number("days", 1..=366, |days| set.days = days)?;
        backup.number("months", 0..=120, |months| set.months = months)?;
        backup.number("warn_days", 1..=366, |days| set.warn_days = days)?;
        backup.set("witness", MAX_VALUE, |value| set.witness = Some(home.path().join(value)))?;
    }
    if let Some(slips) = root.table("slips")? {
        slips.only(&["templates"])?;
        slips.set("templates", MAX_VALUE, |value| config.slip_folder = home.path().join(value))?;
    }
    Ok(config)
}

/// A table of the file and where it stands.
struct Place<'a> {
    file: &'a Path,
    text: &'a str,
    path: &'a str,
    table: &'a DeTable<'a>,
}

impl<'a> Place<'a> {
    fn error(&self, key: &str, at: usize, fault: ConfigFault) -> ConfigError {
        let key = if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) };
        ConfigError::Wrong { file: self.file.to_path_buf(), line: line_of(self.text, at), key: clean(&key), fault }
    }

    /// Refuses keys that are not among `known`.
    fn only(&self, known: &[&str]) -> Read<()> {
        match self.table.iter().find(|(key, _)| !known.contains(&key.get_ref().as_ref())) {
            Some((key, _)) => Err(self.error(key.get_ref(), key.span().start, ConfigFault::UnknownKey)),
            None => Ok(()),
        }
    }

    fn get(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
    }

    fn set(&self, key: &str, max: usize, put: impl FnOnce(String)) -> Read<()> {
        let Some(value) = self.get(key) else { return Ok(()) };
        let error = |fault| self.error(key, value.span().start, fault);
        let text = value.get_ref().as_str().ok_or_else(|| error(ConfigFault::NotAText))?;
        let len = text.chars().count();
        if len > max {
            return Err(error(ConfigFault::TooLong { len, max }));
        }
        if text.trim().is_empty() {
            return Err(error(ConfigFault::Empty));
        }
        // A path must be kept as it is, so an unclean value is refused and not repaired.
        if clean(text) != text {
            return Err(error(ConfigFault::Unclean));
        }
        put(text.to_owned());
        Ok(())
    }

    fn number(&self, key: &str, of: RangeInclusive<u16>, put: impl FnOnce(u16)) -> Read<()> {
        let Some(value) = self.get(key) else { return Ok(()) };
        let number = value.get_ref().as_integer().and_then(|n| u16::from_str_radix(n.as_str(), n.radix()).ok());
        match number.filter(|n| of.contains(n)) {
            Some(number) => {
                put(number);
                Ok(())
            }
            None => {
                let fault = ConfigFault::NotWithin { least: *of.start(), most: *of.end() };
                Err(self.error(key, value.span().start, fault))
            }
        }
    }

    fn choose<T: Copy>(&self, key: &str, of: &[(&str, T)], put: impl FnOnce(T)) -> Read<()> {
        let mut chosen = None;
        self.set(key, MAX_VALUE, |value| chosen = Some(value))?;
        let (Some(word), Some(value)) = (chosen, self.get(key)) else { return Ok(()) };
        match of.iter().find(|(code, _)| *code == word) {
            Some((_, found)) => {
                put(*found);
                Ok(())
            }
            None => {
                let words: Vec<&str> = of.iter().map(|(code, _)| *code).collect();
                Err(self.error(key, value.span().start, ConfigFault::NotOneOf(words.join(", "))))
            }
        }
    }

    fn table(&self, key: &'a str) -> Read<Option<Place<'a>>> {
        let Some(value) = self.get(key) else { return Ok(None) };
        let table = value.get_ref().as_table();
        let table = table.ok_or_else(|| self.error(key, value.span().start, ConfigFault::NotATable))?;
        Ok(Some(Place { file: self.file, text: self.text, path: key, table }))
    }
}

fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}
