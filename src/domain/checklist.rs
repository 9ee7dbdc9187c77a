//! Which documents a kind of application needs, and which of them are missing.
//!
//! Separate because the rules are an editable file with a legal citation per item (`assets/rules`), and an
//! application keeps the checklist it was received under. Must not know applications or
//! where the file came from; reading it is `load`'s, what no office may demand is `forbidden`'s.

mod error;
mod forbidden;
mod load;

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use serde::{Deserialize, Serialize};

pub use error::{RuleError, RuleErrorKind};
pub use forbidden::Forbidden;

use super::reason::ReasonCode;
use super::status::CentralStatus;

/// Largest rule file, in bytes.
pub const MAX_FILE: usize = 256 * 1024;
/// Most items of a checklist: each is ticked with one digit, 1 to 9.
pub const MAX_ITEMS: usize = 9;
/// Longest label, title or condition, in NFC characters.
pub const MAX_LABEL: usize = 120;
/// Longest citation, in NFC characters.
pub const MAX_CITATION: usize = 120;
/// Longest identifier or version, in characters.
pub const MAX_ID: usize = 40;

/// A wording in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Indonesian.
    pub id: String,
    /// English.
    pub en: String,
}

/// Identifier of an item: small letters, digits and dashes.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ItemId(String);

/// Not an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an identifier has 1 to 40 small letters, digits and dashes")]
pub struct BadItemId;

impl ItemId {
    /// Reads an identifier.
    ///
    /// # Errors
    /// [`BadItemId`] for anything but 1 to 40 of `a-z 0-9 -`.
    pub fn parse(text: &str) -> Result<Self, BadItemId> {
        let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        if (1..=MAX_ID).contains(&text.len()) && text.bytes().all(allowed) {
            Ok(Self(text.to_owned()))
        } else {
            Err(BadItemId)
        }
    }

    /// The identifier.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether an item must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// Always.
    Required,
    /// When its condition applies, which the clerk says.
    Conditional,
    /// Never asked back for.
    Optional,
}

impl Need {
    /// The word in rule files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Conditional => "conditional",
            Self::Optional => "optional",
        }
    }
}

/// A document on the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Identifier, unique within the checklist.
    pub id: ItemId,
    /// What the clerk reads.
    pub label: Words,
    /// Whether it must be there.
    pub need: Need,
    /// When a conditional item applies; only conditional items have it.
    pub when: Option<Words>,
    /// The rule that asks for it.
    pub citation: String,
}

/// What the clerk said of an item; an item not in [`Ticks`] was not looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tick {
    /// It is in the file.
    Present,
    /// It applies and is not in the file.
    Absent,
    /// Its condition does not apply.
    NotApplicable,
}

/// The ticks of one application.
pub type Ticks = BTreeMap<ItemId, Tick>;

/// The documents and statuses of one kind of application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct Checklist {
    reason: ReasonCode,
    version: String,
    title: Words,
    statuses: Vec<CentralStatus>,
    items: Vec<Item>,
}

/// A checklist as stored, before it is checked again.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts {
    reason: ReasonCode,
    version: String,
    title: Words,
    statuses: Vec<CentralStatus>,
    items: Vec<Item>,
}

/// What makes a stored checklist unusable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChecklistError {
    /// No items, or more than [`MAX_ITEMS`].
    #[error("{0} items where 1 to 9 are needed")]
    Items(usize),
    /// Two items with one identifier.
    #[error("an identifier stands twice")]
    Duplicate,
    /// A conditional item without condition, or a condition without need of one.
    #[error("a condition is missing or out of place")]
    When,
}

impl Checklist {
    /// The kind of application.
    pub fn reason(&self) -> ReasonCode {
        self.reason
    }

    /// Version of the rule file it came from.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Name of the kind of application, as on the form.
    pub fn title(&self) -> &Words {
        &self.title
    }

    /// Statuses with which printing may begin (practice.md 1).
    pub fn statuses(&self) -> &[CentralStatus] {
        &self.statuses
    }

    /// Whether a file with this status may go on to the test and the printer.
    pub fn may_go_on(&self, status: &CentralStatus) -> bool {
        self.statuses.contains(status)
    }

    /// The items, in the order of their digits.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The item with this identifier.
    pub fn item(&self, id: &ItemId) -> Option<&Item> {
        self.items.iter().find(|item| item.id == *id)
    }

    /// What must be brought before the file is complete: required items not present, and conditional
    /// ones said to apply ([`Tick::Absent`]). Optional items never count.
    pub fn missing(&self, ticks: &Ticks) -> Vec<ItemId> {
        let lacks = |item: &&Item| match item.need {
            Need::Required => ticks.get(&item.id) != Some(&Tick::Present),
            Need::Conditional => ticks.get(&item.id) == Some(&Tick::Absent),
            Need::Optional => false,
        };
        self.items.iter().filter(lacks).map(|item| item.id.clone()).collect()
    }

    /// Conditional items nobody has decided on yet; a screen asks for these before the file goes on.
    pub fn undecided(&self, ticks: &Ticks) -> Vec<ItemId> {
        let open = |item: &&Item| item.need == Need::Conditional && !ticks.contains_key(&item.id);
        self.items.iter().filter(open).map(|item| item.id.clone()).collect()
    }

    /// Canonical text of everything in this checklist, for a digest: one fact a line, fields separated by
    /// tabs, which cleaned text can't contain.
    pub fn digest_input(&self) -> String {
        let mut out = format!("checklist\t{}\t{}\t{}\t{}\n", self.version, self.reason, self.title.id, self.title.en);
        for status in &self.statuses {
            let _ = writeln!(out, "status\t{}", status.code());
        }
        for item in &self.items {
            let (when_id, when_en) = item.when.as_ref().map_or(("", ""), |when| (&when.id, &when.en));
            let (id, need) = (item.id.as_str(), item.need.code());
            let Words { id: label_id, en: label_en } = &item.label;
            let _ =
                writeln!(out, "item\t{id}\t{need}\t{label_id}\t{label_en}\t{when_id}\t{when_en}\t{}", item.citation);
        }
        out
    }
}

/// All checklists of the office, one per [`ReasonCode`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleSet {
    version: String,
    checklists: [Checklist; ReasonCode::COUNT],
    forbidden: Vec<Forbidden>,
}

impl RuleSet {
    /// Reads a rule file.
    ///
    /// # Errors
    /// [`RuleError`] with line and key of the first mistake.
    pub fn parse(text: &str) -> Result<Self, RuleError> {
        load::rule_set(text)
    }

    /// The rules the program comes with.
    ///
    /// # Panics
    /// Never in a build whose tests pass: the file is part of the binary and a test loads it.
    pub fn builtin() -> Self {
        Self::parse(Self::BUILTIN).expect("the built-in rule file is checked by a test")
    }

    /// Text of the built-in rule file, for an office to copy and change.
    pub const BUILTIN: &str = include_str!("../../assets/rules/ktp-el.toml");

    /// The version the file gives itself.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The checklist of a kind of application.
    pub fn checklist(&self, reason: ReasonCode) -> &Checklist {
        &self.checklists[reason.index()]
    }

    /// All checklists, in the order of the form.
    pub fn checklists(&self) -> &[Checklist] {
        &self.checklists
    }

    /// What must not be demanded, shown apart from the items (practice.md 19).
    pub fn forbidden(&self) -> &[Forbidden] {
        &self.forbidden
    }

    /// Canonical text of the whole set, for a digest that names a version: layout and comments of the
    /// file do not matter, every word does.
    pub fn digest_input(&self) -> String {
        let mut out = format!("loket-rules\t1\t{}\n", self.version);
        for Forbidden { id, label, words, citation } in &self.forbidden {
            let _ = writeln!(
                out,
                "forbidden\t{}\t{}\t{}\t{citation}\t{}",
                id.as_str(),
                label.id,
                label.en,
                words.join("\t")
            );
        }
        for checklist in &self.checklists {
            out.push_str(&checklist.digest_input());
        }
        out
    }
}

impl TryFrom<Parts> for Checklist {
    type Error = ChecklistError;
    fn try_from(parts: Parts) -> Result<Self, ChecklistError> {
        let Parts { reason, version, title, statuses, items } = parts;
        if !(1..=MAX_ITEMS).contains(&items.len()) {
            return Err(ChecklistError::Items(items.len()));
        }
        for (at, item) in items.iter().enumerate() {
            if items[..at].iter().any(|earlier| earlier.id == item.id) {
                return Err(ChecklistError::Duplicate);
            }
            if item.when.is_some() != (item.need == Need::Conditional) {
                return Err(ChecklistError::When);
            }
        }
        Ok(Self { reason, version, title, statuses, items })
    }
}

impl From<Checklist> for Parts {
    fn from(list: Checklist) -> Self {
        let Checklist { reason, version, title, statuses, items } = list;
        Self { reason, version, title, statuses, items }
    }
}

impl TryFrom<String> for ItemId {
    type Error = BadItemId;
    fn try_from(text: String) -> Result<Self, BadItemId> {
        Self::parse(&text)
    }
}

impl From<ItemId> for String {
    fn from(id: ItemId) -> Self {
        id.0
    }
}

impl fmt::Debug for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ItemId({})", self.0)
    }
}
