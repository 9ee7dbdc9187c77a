//! What a scanned code is to the office.
//!
//! Separate from the desk, which acts on it, and from scanners, which do not know what they read.

use super::id::LedgerId;
use super::nik::Nik;
use super::token::{NotOurs, Token};

/// A code, understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scanned {
    /// A slip of this office.
    Slip(Token),
    /// A slip in form, but misread or of another office.
    ForeignSlip,
    /// The sixteen digits of a person or a family card.
    Nik(Nik),
    /// The address on a paper of the civil registry. It leads to a page that asks a person; there are no data in it.
    RegistryPage,
    Unknown,
}

/// The host that papers of the civil registry name.
const REGISTRY: &str = "dukcapil.kemendagri.go.id";

impl Scanned {
    /// Understands a code. `ledgers` are the office's own and those before it; `year` is the one of today.
    pub fn of(text: &str, ledgers: impl IntoIterator<Item = LedgerId>, year: i32) -> Scanned {
        let text = text.trim();
        let mut foreign = false;
        for ledger in ledgers {
            match Token::read(text, ledger, year) {
                Ok(token) => return Scanned::Slip(token),
                Err(NotOurs::Foreign) => foreign = true,
                Err(NotOurs::NoToken) => break,
            }
        }
        if foreign {
            return Scanned::ForeignSlip;
        }
        if text.len() == 16
            && let Ok(nik) = Nik::parse(text)
        {
            return Scanned::Nik(nik);
        }
        if host(text).is_some_and(|host| host == REGISTRY || host.ends_with(&format!(".{REGISTRY}"))) {
            return Scanned::RegistryPage;
        }
        Scanned::Unknown
    }
}

/// The host of a web address, in small letters.
fn host(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once("://")?;
    let web = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
    let host = rest.split(['/', '?', '#', ':']).next()?;
    (web && !host.is_empty()).then(|| host.to_ascii_lowercase())
}
