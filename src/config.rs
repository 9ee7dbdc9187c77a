//! What is set per machine: the home folder, the station and its devices.
//!
//! Owns `loket.toml` and the paths under the home. Separate from office policy, which is in the journal and
//! the same for every station; nothing here may change what the office decides. Must not know the ledger,
//! a screen or a device: a device setting is a checked line of text that the device layer opens.

mod file;
mod home;
mod private;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::device::DeviceUri;
use crate::domain::checklist::{self, RuleError, RuleSet};
use crate::text::Lang;

pub use file::{ConfigError, ConfigFault};
pub use home::{Home, HomeError};
pub use private::{read_capped, write_private};

/// Largest `loket.toml`, in bytes.
pub const MAX_FILE: usize = 256 * 1024;
/// Longest name of a station, in characters.
pub const MAX_STATION: usize = 24;
/// Longest path or device setting, in characters.
pub const MAX_VALUE: usize = 1024;

/// The annotated example, also what set-up writes into a new home: every line is a comment.
pub const EXAMPLE: &str = include_str!("../assets/loket.toml");

/// Which signs the desk draws with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Symbols {
    /// By the locale of the terminal.
    #[default]
    Auto,
    Utf8,
    Ascii,
}

impl Symbols {
    /// Every choice with its word in the file.
    pub const ALL: [(&'static str, Symbols); 3] =
        [("auto", Symbols::Auto), ("utf8", Symbols::Utf8), ("ascii", Symbols::Ascii)];

    /// The word in the file.
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(_, s)| *s == self).map_or("auto", |(code, _)| code)
    }
}

/// The time zone of the office. Set, not asked of the machine: a counter PC left on UTC would otherwise
/// write yesterday's date into the register until seven in the morning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Zone {
    #[default]
    Wib,
    Wita,
    Wit,
}

impl Zone {
    /// Every zone of the country with its word in the file (Keppres 41/1987).
    pub const ALL: [(&'static str, Zone); 3] = [("WIB", Zone::Wib), ("WITA", Zone::Wita), ("WIT", Zone::Wit)];

    /// The word in the file.
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(_, z)| *z == self).map_or("WIB", |(code, _)| code)
    }

    /// Offset from UTC in seconds.
    pub const fn offset_s(self) -> i32 {
        match self {
            Zone::Wib => 7 * 3600,
            Zone::Wita => 8 * 3600,
            Zone::Wit => 9 * 3600,
        }
    }
}

/// Which device a station uses for each kind; one URI a kind, not yet opened.
#[derive(Clone, PartialEq, Eq)]
pub struct Devices {
    pub fingerprint: String,
    pub printer: String,
    pub chip: String,
    pub slip: String,
    pub network: String,
    pub scanner: String,
    pub modem: String,
}

impl Devices {
    /// Keys of the `[devices]` table: the names of the kinds of device, in their order.
    pub const KEYS: [&'static str; 7] = ["fingerprint", "printer", "chip", "slip", "network", "scanner", "modem"];

    /// Key and setting of each kind.
    pub fn each(&self) -> [(&'static str, &str); 7] {
        let values =
            [&self.fingerprint, &self.printer, &self.chip, &self.slip, &self.network, &self.scanner, &self.modem];
        std::array::from_fn(|at| (Self::KEYS[at], values[at].as_str()))
    }
}

impl std::fmt::Debug for Devices {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_map().entries(self.each().map(|(key, uri)| (key, without_password(uri)))).finish()
    }
}

/// The settings in force on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Name of this station, in every entry it makes.
    pub station: String,
    pub lang: Lang,
    pub symbols: Symbols,
    pub zone: Zone,
    /// Checklist file that takes the place of the built-in one.
    pub rules: Option<PathBuf>,
    pub devices: Devices,
    /// Folder the national workstation drops print records into.
    pub card_records: Option<PathBuf>,
    /// Where exports go when no output is named.
    pub export_folder: PathBuf,
    pub backup: Backup,
    /// Where the office's own templates of slips are.
    pub slip_folder: PathBuf,
}

/// Where backups go and how many stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// A folder on another disk, or a stick's; none until it is set.
    pub folder: Option<PathBuf>,
    /// The last one of so many days stays.
    pub days: u16,
    /// The last one of so many months stays.
    pub months: u16,
    /// Days after which the age of the last good one is a warning.
    pub warn_days: u16,
    /// A file elsewhere that remembers how far the ledger had come.
    pub witness: Option<PathBuf>,
}

impl Backup {
    fn show(&self, out: &mut String) {
        let path = |path: &Path| toml::Value::from(path.to_string_lossy().into_owned());
        // Writing into a String cannot fail.
        let _ = write!(out, "\n[backup]\n");
        if let Some(folder) = &self.folder {
            let _ = writeln!(out, "folder = {}", path(folder));
        }
        for (key, value) in [("days", self.days), ("months", self.months), ("warn_days", self.warn_days)] {
            let _ = writeln!(out, "{key} = {value}");
        }
        if let Some(witness) = &self.witness {
            let _ = writeln!(out, "witness = {}", path(witness));
        }
    }
}

impl Default for Backup {
    fn default() -> Backup {
        Backup { folder: None, days: 14, months: 12, warn_days: 3, witness: None }
    }
}

/// A checklist file that is not in force, and why. The built-in one is.
#[derive(Debug, thiserror::Error)]
#[error("the checklist file {} is not in force", file.display())]
pub struct RulesRefused {
    pub file: PathBuf,
    #[source]
    pub why: RulesFault,
}

/// What is wrong with a checklist file.
#[derive(Debug, thiserror::Error)]
pub enum RulesFault {
    #[error("it cannot be read")]
    Read(#[source] std::io::Error),
    #[error(transparent)]
    Wrong(#[from] RuleError),
}

impl RulesFault {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            RulesFault::Read(_) => "rules.unreadable",
            RulesFault::Wrong(error) => error.kind.code(),
        }
    }
}

impl Config {
    /// The settings of a home without a `loket.toml`.
    pub fn defaults(home: &Home) -> Config {
        let attested = || "attested".to_owned();
        Config {
            station: "loket-1".into(),
            lang: Lang::Id,
            symbols: Symbols::Auto,
            zone: Zone::Wib,
            rules: None,
            devices: Devices {
                fingerprint: attested(),
                printer: attested(),
                chip: attested(),
                slip: format!("file:{}", home.slips().display()),
                network: attested(),
                scanner: "none".to_owned(),
                modem: "none".to_owned(),
            },
            card_records: None,
            export_folder: home.exports(),
            backup: Backup::default(),
            slip_folder: home.slip_templates(),
        }
    }

    /// Reads `loket.toml` of a home; a missing file gives the defaults.
    ///
    /// # Errors
    /// [`ConfigError`] with line and key of the first mistake; nothing of a wrong file is in force.
    pub fn load(home: &Home) -> Result<Config, ConfigError> {
        let path = home.config();
        match read_capped(&path, MAX_FILE) {
            Ok(text) => Config::parse(home, &path, &text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Config::defaults(home)),
            Err(error) if error.kind() == std::io::ErrorKind::FileTooLarge => Err(ConfigError::too_large(path)),
            Err(source) => Err(ConfigError::Read { file: path, source }),
        }
    }

    /// Reads settings from a text; `file` only names it in errors, relative paths start at the home.
    ///
    /// # Errors
    /// As [`Config::load`].
    pub fn parse(home: &Home, file: &Path, text: &str) -> Result<Config, ConfigError> {
        file::parse(home, file, text)
    }

    /// The checklists in force: the configured file, or the built-in one when none is named or the named
    /// one is broken, with what is wrong.
    pub fn rules(&self) -> (RuleSet, Option<RulesRefused>) {
        let Some(file) = &self.rules else { return (RuleSet::builtin(), None) };
        let read = read_capped(file, checklist::MAX_FILE).map_err(RulesFault::Read);
        match read.and_then(|text| Ok(RuleSet::parse(&text)?)) {
            Ok(rules) => (rules, None),
            Err(why) => (RuleSet::builtin(), Some(RulesRefused { file: file.clone(), why })),
        }
    }

    /// All settings as a `loket.toml`, device passwords hidden.
    pub fn show(&self) -> String {
        let mut out = String::new();
        let mut put = |key: &str, value: &str| {
            // Writing into a String cannot fail; a TOML text escapes what must be.
            let _ = writeln!(out, "{key} = {}", toml::Value::from(value));
        };
        put("station", &self.station);
        put("lang", self.lang.code());
        put("symbols", self.symbols.code());
        put("zone", self.zone.code());
        if let Some(rules) = &self.rules {
            put("rules", &rules.to_string_lossy());
        }
        out.push_str("\n[devices]\n");
        for (key, uri) in self.devices.each() {
            let _ = writeln!(out, "{key} = {}", toml::Value::from(without_password(uri)));
        }
        if let Some(records) = &self.card_records {
            let records = toml::Value::from(records.to_string_lossy().into_owned());
            let _ = write!(out, "\n[card]\nrecords = {records}\n");
        }
        let folder = toml::Value::from(self.export_folder.to_string_lossy().into_owned());
        let _ = write!(out, "\n[export]\nfolder = {folder}\n");
        self.backup.show(&mut out);
        let templates = toml::Value::from(self.slip_folder.to_string_lossy().into_owned());
        let _ = write!(out, "\n[slips]\ntemplates = {templates}\n");
        out
    }
}

/// A device setting with its secrets hidden.
pub fn without_password(uri: &str) -> String {
    let Some((before, query)) = uri.split_once('?') else { return uri.to_owned() };
    let hidden = |pair: &str| match pair.split_once('=') {
        Some((key, _)) if DeviceUri::is_secret(key) => format!("{key}=***"),
        _ => pair.to_owned(),
    };
    format!("{before}?{}", query.split('&').map(hidden).collect::<Vec<_>>().join("&"))
}
