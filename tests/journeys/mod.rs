//! Journeys: key scripts on the headless desk over a real ledger on disk, with a scripted clock.
//!
//! One journey per SOP row and per thing that goes wrong at a counter. Owns the people and the short scripts
//! the journeys share; the desk they are typed at is in `counter`. A journey looks at what the clerk sees and
//! at what is stored, never into the desk; both balance lines are checked after every entry.

mod access;
mod budget;
mod cards;
mod copies;
mod counter;
mod day;
mod desk;
mod failing;
mod family;
mod finger;
mod footer;
mod lamps;
mod life;
mod masked;
mod messages;
mod network;
mod printing;
mod race;
mod records;
mod report;
mod scan;
mod seal;
mod shared;
mod sheets;
mod stock;
mod trouble;

pub use counter::{Counter, SECRET};

/// A synthetic applicant.
#[derive(Clone, Copy)]
pub struct Someone {
    pub nik: &'static str,
    pub name: &'static str,
    pub phone: &'static str,
}

const fn someone(nik: &'static str, name: &'static str, phone: &'static str) -> Someone {
    Someone { nik, name, phone }
}

pub const ANISA: Someone = someone("1374015708909012", "ANISA RAHMI", "081266009001");
pub const DONI: Someone = someone("1374010203859021", "DONI SAPUTRA", "081266009002");
pub const MARNI: Someone = someone("1374024107759033", "MARNI CONTOH", "081266009003");

impl Someone {
    /// The digits read again on the other workstation.
    pub fn last4(&self) -> &'static str {
        &self.nik[12..]
    }

    /// The intake form filled in for a kind of application as typed (`hil`), with the digits of the documents
    /// brought; nothing is given yet.
    pub fn form(&self, reason: &str, ticks: &str) -> String {
        format!("{}{}<Tab><Tab>{reason}<Enter>{}<Enter>11{ticks}", self.nik, self.name, self.phone)
    }

    /// Status of today, typed into the open session.
    pub fn status(&self) -> String {
        format!("prr<Enter>{}<F8>", self.last4())
    }

    /// A print begun and a good card read again.
    pub fn print(&self) -> String {
        format!("1<F8>1{}<F8>", self.last4())
    }
}

/// A finger that matches, attested.
pub const MATCH: &str = "1<F8>";
/// An activation that succeeds, attested.
pub const ACTIVATE: &str = "<F8>1<F8>";
/// Handed to the holder, who signs; the kind of application leaves no choice about the old card.
pub const HAND_OVER: &str = "1<F8>";
