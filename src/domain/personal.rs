//! The personal block of an entry: everything about people, kept apart from the chained journal.
//!
//! Separate so that it can be erased after its term while the journal, which holds only a salted digest of
//! it, stays whole. No event may carry what belongs here. Debug output shows which parts exist, never what
//! they say.

use super::counts::Counted;
use super::invalid::Witness;
use super::nik::Nik;
use super::person::{Address, Contact, KkNumber, Name, Note, Relation, Sex};
use super::seal::Hex;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// The applicant as the file names them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Missing while "NIK menyusul".
    pub nik: Option<Nik>,
    /// Name as on the family card.
    pub name: Name,
    /// Birth date as stated; may disagree with the NIK (Permendagri 108/2019 art. 15(3)).
    pub birth: Option<NaiveDate>,
    /// Sex as stated; taken from the NIK when absent.
    pub sex: Option<Sex>,
    /// Family card number.
    pub kk: Option<KkNumber>,
    /// How the applicant is reached.
    pub contact: Contact,
    /// Where the applicant lives.
    pub address: Option<Address>,
    /// Free note of the officer.
    pub note: Option<Note>,
}

impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Person(…)")
    }
}

impl Person {
    /// Overwrites the fields the patch names.
    pub fn apply(&mut self, patch: &Patch) {
        let patch = patch.clone();
        if patch.nik.is_some() {
            self.nik = patch.nik;
        }
        if let Some(name) = patch.name {
            self.name = name;
        }
        if patch.birth.is_some() {
            self.birth = patch.birth;
        }
        if patch.sex.is_some() {
            self.sex = patch.sex;
        }
        if patch.kk.is_some() {
            self.kk = patch.kk;
        }
        if let Some(contact) = patch.contact {
            self.contact = contact;
        }
        if patch.address.is_some() {
            self.address = patch.address;
        }
        if patch.note.is_some() {
            self.note = patch.note;
        }
    }
}

/// New values for some fields of a person: a correction.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Patch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nik: Option<Nik>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kk: Option<KkNumber>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<Address>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Note>,
}

impl fmt::Debug for Patch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Patch({:?})", self.fields())
    }
}

/// A field of a person, named in the journal without its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonField {
    Nik,
    Name,
    Birth,
    Sex,
    Kk,
    Contact,
    Address,
    Note,
}

impl Patch {
    /// Which fields the patch changes.
    pub fn fields(&self) -> Vec<PersonField> {
        let mut fields = Vec::new();
        let mut add = |present: bool, field| {
            if present {
                fields.push(field);
            }
        };
        add(self.nik.is_some(), PersonField::Nik);
        add(self.name.is_some(), PersonField::Name);
        add(self.birth.is_some(), PersonField::Birth);
        add(self.sex.is_some(), PersonField::Sex);
        add(self.kk.is_some(), PersonField::Kk);
        add(self.contact.is_some(), PersonField::Contact);
        add(self.address.is_some(), PersonField::Address);
        add(self.note.is_some(), PersonField::Note);
        fields
    }

    /// True when nothing changes.
    pub fn is_empty(&self) -> bool {
        self.fields().is_empty()
    }
}

/// Who took a card away on the holder's behalf.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    pub name: Name,
    pub relation: Relation,
    /// What was seen as proof, e.g. "KK asli".
    pub evidence: Note,
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Recipient(…)")
    }
}

/// Why counts differed from the book at a close.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reasons {
    /// Of the seal's digest over the reasons; None for a close without a seal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salt: Option<Hex<16>>,
    pub why: BTreeMap<Counted, Note>,
}

impl fmt::Debug for Reasons {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reasons(…)")
    }
}

/// The side block of one entry.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Personal {
    /// The applicant as submitted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Person>,
    /// Corrected values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new: Option<Patch>,
    /// The values they replace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old: Option<Patch>,
    /// Any free text: a reason in words, a note, evidence seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Note>,
    /// Who took the card, when not the holder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<Recipient>,
    /// Name of a member of staff (accounts).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<Name>,
    /// Why a person is exempt from the fingerprint: reveals health, so it is kept here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exemption: Option<Note>,
    /// Where invalid cards were destroyed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Note>,
    /// Who saw it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub witnesses: Vec<Witness>,
    /// Why counts differed at a close.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reasons: Option<Reasons>,
}

impl fmt::Debug for Personal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Personal(…)")
    }
}

impl Personal {
    /// A block holding only a free text.
    pub fn note(note: Option<Note>) -> Option<Personal> {
        note.map(|note| Personal { note: Some(note), ..Personal::default() })
    }
}
